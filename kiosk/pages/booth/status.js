// The bar on top: where, who, and whether what the booth goes by can be relied on. Each cell keeps its place and its
// size, whatever happens to the line.
import { byId, el } from "../shared/elements.js";
import { localMinute } from "../shared/instants.js";
import { hasWord, word } from "../shared/words.js";
import { Fresh } from "./fresh.js";

const fresh = new Fresh();
let ahead = 0; // the kiosk's clock before this browser's, ms
let airport = null; // its code, of the last state
let clock = null; // { trusted } while the kiosk is there

function cell(id, text, tone = "plain") {
  const node = byId(`cell-${id}`);
  node.dataset.tone = tone;
  node.lastElementChild.textContent = text;
}

function linkWords({ state, fault }) {
  if (state === "up") return { text: word("link.up"), tone: "good" };
  if (state === "none") return { text: word("link.none"), tone: "plain" };
  return { text: word("link.down"), tone: "warn", fault };
}

/// An age in its largest unit: all that there is room for.
function ageText(minutes) {
  if (minutes >= 48 * 60) return word("unit.d", { n: Math.floor(minutes / 1440) });
  return minutes >= 120 ? word("unit.h", { n: Math.floor(minutes / 60) }) : word("unit.min", { n: minutes });
}

function dataWords({ bundle_sequence: sequence, age_minutes: age, stale, fault }) {
  if (sequence === null) return { text: word("data.none"), tone: "bad", fault };
  const old = age === null ? word("data.age-unknown") : age < 0 ? "?" : ageText(age);
  const tone = fault || age === null || age < 0 || stale ? "warn" : "good";
  return { text: `№ ${sequence} · ${old}`, tone, fault };
}

function queueWords({ state, queue }) {
  if (queue === null) return { text: state === "none" ? word("queue.none") : word("queue.unknown"), tone: "plain" };
  return { text: String(queue), tone: queue === 0 ? "good" : "warn" };
}

function officerWords(officer) {
  return { text: officer?.badge ?? word("officer.none"), tone: "plain", fault: officer ? word(`role.${officer.role}`) : "" };
}

/// The airport's name in the officer's language; of one without a name its code.
export const airportName = (code) => (hasWord(`airport.${code}`) ? word(`airport.${code}`) : code);

function all(state) {
  return { officer: officerWords(state.officer), link: linkWords(state.link), queue: queueWords(state.link), data: dataWords(state.data) };
}

function showClock() {
  if (!clock) return;
  const time = localMinute(new Date(Date.now() + ahead).toISOString()).slice(-5);
  cell("clock", clock.trusted ? time : word("clock.untrusted"), clock.trusted ? "good" : "bad");
}

export function startClock() {
  setInterval(showClock, 1000);
}

export function showStatus(state) {
  ahead = Date.parse(state.now) - Date.now();
  clock = { trusted: state.clock_trusted };
  showClock();
  if (!fresh.differs(state.booth, state.officer, state.link, state.data)) return;
  byId("bar-booth").textContent = state.booth.name;
  airport = state.booth.airport;
  byId("bar-airport").textContent = airportName(airport);
  byId("bar-test").hidden = !state.booth.test;
  for (const [id, { text, tone }] of Object.entries(all(state))) cell(id, text, tone);
}

/// The same in full, with what is wrong in the kiosk's own words.
export function stateList(state) {
  const names = { officer: "bar.officer", link: "bar.link", queue: "bar.queue", data: "bar.data" };
  const rows = Object.entries(all(state)).map(([id, { text, fault }]) =>
    el("div", {}, el("dt", { w: names[id] }), el("dd", {}, text, fault ? el("span", { class: "note", text: ` ${fault}` }) : null)),
  );
  rows.push(el("div", {}, el("dt", { w: "bar.clock" }), el("dd", { w: state.clock_trusted ? "clock.trusted" : "clock.untrusted" })));
  return rows;
}

/// Without the kiosk nothing is known but where this is.
export function loseStatus() {
  if (airport) byId("bar-airport").textContent = airportName(airport);
  clock = null;
  fresh.differs(null);
  for (const id of ["officer", "link", "queue", "data", "clock"]) cell(id, "—");
  cell("officer", word("lost.short"), "bad");
}
