// The officer's page of the booth: shows the kiosk's last state, and nothing without it (docs/booth-page.md).
import { byId, showOnly } from "../shared/elements.js";
import { Scanner } from "../shared/scanner.js";
import { addWords, language, onLanguage, say, setLanguage, word } from "../shared/words.js";
import { Acts, tellLastAct } from "./acts.js";
import { drawOutlines, drawPicture, showCamera, wipeCamera } from "./camera.js";
import { showChecks, toggleFull } from "./checks.js";
import { showDocuments } from "./documents.js";
import { Help } from "./help.js";
import { Idle } from "./idle.js";
import { Keep } from "./keep.js";
import { Keys } from "./keys.js";
import { askToLogIn, logInFailed, startLogin } from "./login.js";
import { notifyProblem, quiet, quietAboutTraveller } from "./notice.js";
import { PassportDialog } from "./passport_dialog.js";
import { PassportSight } from "./passport_sight.js";
import { Scroll } from "./scroll.js";
import { Shift } from "./shift.js";
import { isMuted, play, setMuted } from "./sound.js";
import { loseStatus, showStatus, startClock } from "./status.js";
import { Talk } from "./talk.js";
import { Ticks } from "./ticks.js";
import { Traveller } from "./traveller.js";
import { OUTCOMES, showVerdict, wipeVerdict } from "./verdict.js";
import { en } from "./words_en.js";
import { kk } from "./words_kk.js";
import { ru } from "./words_ru.js";

const LANGUAGES = ["kk", "ru", "en"];
const KEPT = "evisa.language";
addWords({ en, ru, kk });

let state = null; // the kiosk's last word; null: there is none
let unanswered = null; // an act that was sent before the kiosk was lost
let returned = true; // the next state is the first one of a connection
let focused = null; // where the focus was before the kiosk was lost
let heard = ""; // the verdict or outcome whose sound was played

const send = (message) => talk.send(message);
const acts = new Acts({ send });
const ticks = new Ticks({ send });
const traveller = new Traveller();
const shift = new Shift({ send });
const sight = new PassportSight();
const passport = new PassportDialog({ send, sight });
const keys = new Keys({ run, context: () => acts.context });
const help = new Help({ keys });

function closeDialogs() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
}

/// Takes a traveller's data off the page, not only out of sight.
function wipe() {
  closeDialogs();
  quiet();
  wipeVerdict();
  wipeCamera();
  sight.wipe();
  for (const id of ["documents-table", "visa-facts", "groups", "full-table", "arrived", "mrz", "last", "undo-what", "full-rules"]) byId(id).replaceChildren();
  toggleFull(false);
}

const sections = () => [byId("lost"), byId("entrance"), byId("desk")];

function setSections(shown) {
  showOnly(sections(), byId(shown));
  byId("acts").hidden = shown !== "desk";
  for (const id of ["do-shift", "do-lock"]) byId(id).hidden = shown !== "desk";
  document.body.dataset.place = shown;
}

function sound() {
  const { visit, verdict, outcome, lost_claim: lost } = state;
  const now = JSON.stringify([visit.number, outcome ? outcome.result : (verdict?.outcome ?? null), lost]);
  if (now === heard) return;
  heard = now;
  if (outcome) play("recorded");
  else if (lost) play("REFUSE");
  else if (OUTCOMES.includes(verdict?.outcome)) play(verdict.outcome);
}

function showDesk(first, otherVisit) {
  showVerdict(state);
  showChecks(state);
  showDocuments(state);
  showCamera(state);
  sight.show(state, otherVisit);
  ticks.show(state);
  acts.show(state);
  passport.show(state);
  traveller.show(state);
  byId("do-without").setAttribute("aria-disabled", String(state.visit.stage !== "partial"));
  if (first) byId(byId(focused)?.checkVisibility() ? focused : "verdict-word").focus({ preventScroll: true });
  sound();
}

function show(otherVisit = false) {
  showStatus(state);
  if (!state.officer) {
    const first = document.body.dataset.place !== "entrance";
    if (first) wipe();
    setSections("entrance");
    if (first) askToLogIn();
    heard = "";
    return;
  }
  const first = document.body.dataset.place !== "desk";
  setSections("desk");
  showDesk(first, otherVisit);
  if (returned) tellLastAct(state.last_act, unanswered);
  returned = false;
  unanswered = null;
}

function take(message) {
  if (message.type === "state") {
    const otherVisit = message.visit?.number !== state?.visit.number;
    if (state?.officer && message.officer?.badge !== state.officer.badge) quiet();
    else if (state?.officer && otherVisit) quietAboutTraveller();
    if (otherVisit) toggleFull(false);
    state = message;
    show(otherVisit);
  } else if (message.type === "seen") {
    if (!state?.officer || state.camera.state !== "live") return;
    drawOutlines(message);
    sight.see(message);
  } else if (message.type === "shift") {
    if (state?.officer) shift.show(message);
  } else if (message.type === "problem") {
    takeProblem(message);
  }
}

function takeProblem(problem) {
  if (problem.to === "log_in") logInFailed(problem);
  else if (problem.to === "act" || problem.to === "undo") acts.problem(problem);
  else if (problem.to === "passport" && passport.isOpen) passport.problem(problem);
  else notifyProblem(problem);
  if (problem.to === "ticks" && state?.officer) ticks.show(state); // as the kiosk has them
}

function lose({ replaced }) {
  const words = replaced ? ["replaced.title", "replaced.text", "replaced.how"] : ["lost.title", "lost.text", "lost.wait"];
  ["lost-title", "lost-text", "lost-wait"].forEach((id, i) => say(byId(id), words[i]));
  if (state) focused = document.activeElement?.id ?? null;
  unanswered = acts.lost() ?? unanswered;
  returned = true;
  state = null;
  heard = "";
  wipe();
  loseStatus();
  setSections("lost");
}

const talk = new Talk({
  onMessage: take,
  onPicture: (bytes) => state?.officer && state.camera.state !== "lost" && drawPicture(bytes),
  onLost: lose,
});

function nextLanguage() {
  setLanguage(LANGUAGES[(LANGUAGES.indexOf(language()) + 1) % LANGUAGES.length]);
}

function toggleSound() {
  setMuted(!isMuted());
  byId("do-sound").setAttribute("aria-pressed", String(!isMuted()));
}

const TICKS = ["passport_in_doubt", "blank_pages", "children_travelling", "companion_without_visa", "replaced_passport"];
/// Commands that need nobody logged in.
const ALWAYS = { language: nextLanguage, sound: toggleSound, help: () => help.open(state) };
const AT_WORK = {
  undo: () => acts.undo(),
  clear: () => send({ type: "clear", visit: state.visit.number }),
  passport: () => passport.open(),
  without: () => state.visit.stage === "partial" && send({ type: "go_without" }),
  details: () => toggleFull(),
  traveller: () => traveller.open(),
  differs: () => ticks.openDiffers(),
  way: () => send({ type: "direction", direction: state.direction === "entry" ? "exit" : "entry" }),
  shift: () => shift.ask(),
  lock: () => send({ type: "log_out" }),
};

/// `at`: when it was asked for; `context`: what was on the screen then.
function run(command, at, context) {
  if (ALWAYS[command]) return void ALWAYS[command]();
  if (!state?.officer || context !== acts.context) return;
  if (["admit", "refuse", "refer", "exit"].includes(command)) acts.press(command, at);
  else if (TICKS.includes(command)) ticks.press(command);
  else AT_WORK[command]();
}

for (const command of [...Object.keys(ALWAYS), ...Object.keys(AT_WORK)]) {
  if (command === "undo") continue; // acts.js has its button
  byId(`do-${command}`).addEventListener("click", (event) => run(command, event.timeStamp, acts.context));
}

const scanning = () => Boolean(state?.officer) && talk.isOpen;
new Scanner({
  active: scanning,
  onSeal: (text) => scanning() && send({ type: "code", text }),
  onMrz: (text) => {
    if (!scanning()) return;
    passport.close();
    send({ type: "passport", lines: text, corrects: false });
  },
});
new Idle({
  needed: () => state?.officer && state.visit.stage === "empty",
  lock: () => send({ type: "log_out" }),
  present: () => state?.officer && send({ type: "present" }),
});

new Keep({
  judged: () => (state?.officer && state.visit.stage === "judged" ? state.visit.number : null),
  renew: () => send({ type: "ticks" }),
});
new Scroll();

onLanguage((code) => {
  byId("language-now").textContent = code.toUpperCase();
  if (state) show();
  else if (document.body.dataset.place === "lost") loseStatus();
});

function firstLanguage() {
  try {
    const kept = localStorage.getItem(KEPT);
    return LANGUAGES.includes(kept) ? kept : "ru";
  } catch {
    return "ru";
  }
}

setLanguage(firstLanguage());
document.title = `${word("title")} · ${word("brand")}`;
startLogin(send);
startClock();
talk.connect();
