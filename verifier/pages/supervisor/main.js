// The senior officer's page: alarms first, crossings as they happen, booths, one visa, the register, a day's log.
import { ActDialog } from "./act.js";
import { Alarms } from "./alarms.js";
import { Booths } from "./booths.js";
import { Crossings } from "./crossings.js";
import { Export } from "./export.js";
import { Feed } from "./feed.js";
import { Freshness } from "./freshness.js";
import { Register } from "./register.js";
import { VisaView } from "./visa.js";
import { en } from "./words_en.js";
import { kk } from "./words_kk.js";
import { ru } from "./words_ru.js";
import { byId, focusOn } from "../shared/elements.js";
import { askToLogIn, logOut, showWho, startLogin } from "../shared/login.js";
import { onSessionEnd, resumeSession, role } from "../shared/session.js";
import { addWords, hush, say, startLanguages } from "../shared/words.js";

const VIEWS = ["alarms", "crossings", "booths", "visa", "register", "export"];

addWords({ en, kk, ru });
startLanguages(byId("language"), ["kk", "ru", "en"], "kk");

const heard = byId("heard");
const freshness = new Freshness({ onBack: loadAgain, onCut: () => hush(heard) });
const dialog = new ActDialog({ freshness });
const alarms = new Alarms({ freshness, dialog, heard });
const visa = new VisaView({ freshness, dialog, heard });
const crossings = new Crossings();
const booths = new Booths();
const register = new Register();
const exporter = new Export();
const feed = new Feed({
  freshness,
  onEvents: (events) => {
    crossings.add(events);
    const visas = new Set(events.map(({ content }) => content?.visa));
    alarms.concern(visas);
    visa.concern(visas);
  },
  onAnew: () => crossings.wipe(),
});
let endReason = "";

/// What was on the screen while the service was out of reach is not decided upon.
function loadAgain() {
  dialog.close();
  alarms.reload();
  booths.load();
  visa.load();
}

/// `#visa/26123456789` opens the visa; an unknown name opens the alarms.
function showView(moveFocus) {
  if (byId("desk").hidden) return;
  const [name, detail] = location.hash.slice(1).split("/");
  const view = VIEWS.includes(name) ? name : "alarms";
  if (byId("desk").dataset.view === "register" && view !== "register") register.wipe();
  byId("desk").dataset.view = view;
  for (const link of byId("nav").querySelectorAll("a")) {
    if (link.hash === `#${view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  hush(heard);
  if (view === "visa" && detail) visa.find(detail);
  else if (moveFocus) focusOn(byId(`${view}-title`));
}

function loggedIn() {
  if (role() !== "senior") {
    endReason = "role";
    logOut();
    return;
  }
  showWho();
  byId("login").hidden = true;
  for (const id of ["desk", "nav"]) byId(id).hidden = false;
  freshness.start();
  alarms.start();
  booths.start();
  exporter.start();
  feed.start();
  showView(true);
}

function loggedOut(reason) {
  feed.stop();
  freshness.stop();
  alarms.stop();
  booths.stop();
  crossings.wipe();
  visa.wipe();
  register.wipe();
  dialog.close();
  hush(heard);
  for (const id of ["desk", "nav"]) byId(id).hidden = true;
  byId("login").hidden = false;
  if (reason !== "") history.replaceState(null, "", location.pathname); // no visa number waits in the address
  askToLogIn(endReason || reason);
  endReason = "";
}

addEventListener("hashchange", () => showView(true));
addEventListener("pagehide", () => register.wipe());
onSessionEnd(loggedOut);
startLogin(loggedIn);
if (resumeSession()) loggedIn();
else loggedOut("");
