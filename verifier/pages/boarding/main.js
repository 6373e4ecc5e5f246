// The boarding page: log in, name the flight, then one passenger after the other.
import { showAnswer, showNoAnswer, wipeAnswer } from "./answer.js";
import { Flight } from "./flight.js";
import { History } from "./history.js";
import { Paper } from "./paper.js";
import { PassportField } from "./passport_field.js";
import { ask, newReference } from "./question.js";
import { Scanner } from "../shared/scanner.js";
import { WipeTimer } from "./wipe.js";
import { en } from "./words_en.js";
import { kk } from "./words_kk.js";
import { ru } from "./words_ru.js";
import { zh } from "./words_zh.js";
import { askToLogIn, showWho, startLogin } from "../shared/login.js";
import { byId, focusOn, showOnly } from "../shared/elements.js";
import { onSessionEnd, resumeSession, token } from "../shared/session.js";
import { addWords, hush, language, say, startLanguages } from "../shared/words.js";

addWords({ en, kk, ru, zh });
startLanguages(byId("language"), ["kk", "ru", "en", "zh"], "en");

const views = ["login", "flight", "gate"].map(byId);
const history = new History();
const paper = new Paper({ onChange: () => stirred() });
const passport = new PassportField({ complain: (...told) => complain(...told), onChange: () => stirred(), onEnter: () => check() });
const flight = new Flight({ onReady: showGate, onChangeAsked: changeFlight });

let last = null; // the last question: { key, reference }
let shown = ""; // the answer on the screen
let turn = 0; // an answer that arrives after a wipe belongs to nobody
let ticker = null;

function anythingPersonal() {
  if (byId("gate").hidden) return false;
  return shown !== "" || !passport.empty || Object.keys(paper.asked()).length > 0 || paper.busy;
}

function progress(running) {
  clearInterval(ticker);
  byId("check-go").disabled = running;
  hush(byId("check-progress"));
  hush(byId("check-seconds"));
  if (!running) return;
  let seconds = 0;
  say(byId("check-progress"), "check.running");
  ticker = setInterval(() => {
    seconds += 1;
    say(byId("check-seconds"), "unit.s", { n: seconds }); // seen, not read aloud every second
  }, 1000);
}

function wipe() {
  turn += 1;
  last = null;
  shown = "";
  progress(false);
  paper.wipe();
  passport.wipe();
  complain(null);
  wipeAnswer();
  hush(byId("heard"));
  hush(byId("wipe"));
}

function nextPassenger() {
  wipe();
  byId("check").hidden = false;
  flight.show();
  focusOn(byId("paper-title"));
}

function showGate() {
  showOnly(views, byId("gate"));
  flight.show();
  nextPassenger();
}

function changeFlight() {
  wipe();
  showOnly(views, byId("flight"));
  byId("flight-number").focus();
}

function loggedIn() {
  showWho();
  history.resume();
  if (flight.resume()) showGate();
  else {
    showOnly(views, byId("flight"));
    byId("flight-number").focus();
  }
}

function loggedOut(reason) {
  wipe();
  // The next agent may be another carrier's. After a time-out it is the same gate: the flight stays.
  if (reason === "left") {
    flight.forget();
    history.forget();
  }
  showOnly(views, byId("login"));
  askToLogIn(reason);
}

function complain(key, field) {
  for (const id of ["paper-text", "paper-number", "passport-mrz"]) {
    byId(id).setAttribute("aria-invalid", String(id === field));
  }
  if (!key) {
    hush(byId("check-error"));
    return;
  }
  say(byId("check-error"), key);
  if (field.startsWith("paper-t") || field.startsWith("paper-n")) byId("paper-more").open = true;
  byId(field).focus();
}

/// Whatever is changed makes it another question; complaints about the old one go.
function stirred() {
  if (byId("check-error").textContent !== "") complain(null);
}

/// The passenger as the service wants it, `null` after a complaint. Unchanged content keeps its reference.
function passenger() {
  const asked = paper.asked();
  if (asked.complaint) return complain(asked.complaint, asked.field) ?? null;
  if (!("printout_shown" in asked)) return complain("check.no-paper", paper.firstControl) ?? null;
  const mrz = passport.lines();
  if (mrz === null) return null;
  const content = { ...asked, passport_mrz: mrz };
  const key = JSON.stringify([flight.current, language(), content]);
  if (last?.key !== key) last = { key, reference: newReference(flight.current) };
  return { reference: last.reference, ...content };
}

function finish(answer) {
  progress(false);
  byId("check").hidden = true;
  shown = answer;
}

async function check() {
  const asked = byId("check-go").disabled || paper.busy ? null : passenger();
  if (!asked) return;
  complain(null);
  progress(true);
  turn += 1;
  const mine = turn;
  const inLanguage = language();
  try {
    const answer = await ask(flight.current, asked, inLanguage);
    if (mine !== turn) return;
    finish(answer.answer);
    history.add(answer.reference, answer.answer, answer.time);
    showAnswer(answer, inLanguage);
  } catch (error) {
    if (mine !== turn || !token()) return;
    finish("NONE");
    history.add(asked.reference, "NONE", new Date().toISOString());
    showNoAnswer(error, asked.reference, Date.now());
    if (error.status === 409) last = null; // this reference names another question for ever
  }
}

/// Another try shows the form again while it runs: an old answer must not be taken for the new one.
function checkAgain() {
  const again = byId("answer-again").dataset.w === "answer.again";
  wipeAnswer();
  shown = "";
  byId("check").hidden = false;
  byId("check-go").focus();
  if (again) check();
}

function hear(key) {
  say(byId("heard"), key);
}

/// A scan while an answer is shown begins the next passenger only after BOARD: other answers are to be dealt with.
function takesScan() {
  if (shown === "BOARD") nextPassenger();
  if (shown === "") return true;
  say(byId("wipe"), "check.ignored");
  return false;
}

function sealScanned(text) {
  if (!takesScan()) return;
  turn += 1;
  progress(false);
  paper.scanned(text);
  stirred();
  if (handsFree()) return;
  hear("check.scanned");
  byId("passport-mrz").focus();
}

/// Once both were scanned nothing is left to press: a check records nothing.
function handsFree() {
  if (!passport.complete || !("printout_shown" in paper.asked())) return false;
  byId("check-go").focus();
  check();
  return true;
}

function passportScanned(text) {
  if (!takesScan()) return;
  passport.scanned(text);
  stirred();
  if (handsFree()) return;
  hear("check.mrz-scanned");
  byId(paper.firstControl).focus();
}

function pasted(event) {
  const text = event.clipboardData?.getData("text").trim() ?? "";
  if (byId("gate").hidden || !/^KZV1[A-Z2-7]{40,}$/i.test(text) || event.target.id === "paper-text") return;
  event.preventDefault();
  sealScanned(text);
}

new Scanner({ active: () => !byId("gate").hidden, onSeal: sealScanned, onMrz: passportScanned });
new WipeTimer({
  needed: anythingPersonal,
  wipe: () => {
    nextPassenger();
    hear("wipe.done");
  },
});
byId("check").addEventListener("submit", (event) => {
  event.preventDefault();
  check();
});
byId("check-clear").addEventListener("click", nextPassenger);
byId("answer-next").addEventListener("click", nextPassenger);
byId("answer-again").addEventListener("click", checkAgain);
document.addEventListener("paste", pasted);
document.addEventListener("keydown", (event) => {
  // In an open list of choices Escape means the list.
  if (event.target instanceof HTMLSelectElement) return;
  if (event.key === "Escape" && !byId("gate").hidden && !event.isComposing) nextPassenger();
});
addEventListener("pagehide", wipe); // nothing of a person waits behind the Back key
onSessionEnd(loggedOut);
startLogin(loggedIn);
if (resumeSession()) loggedIn();
else loggedOut("");
