// How an event is shown, in every table and card alike.
import { el, icon } from "../shared/elements.js";
import { localSecond } from "../shared/instants.js";
import { hasWord, word } from "../shared/words.js";

export const boothOf = (event) => event.event.slice(0, event.event.lastIndexOf("/"));

export function placeText(event) {
  const key = `airport.${event.airport}`;
  return `${hasWord(key) ? word(key) : event.airport}, ${boothOf(event)}`;
}

/// Numbers and names of ordinary length are not broken over two lines.
export const solid = (text) => (text.length <= 12 ? "code-like solid" : "code-like");

export function officer(event) {
  return el("span", { class: solid(event.officer), text: event.officer });
}

/// Remains right when the language changes: the airport's name is a word of its own.
export function place(event) {
  const key = `airport.${event.airport}`;
  const name = hasWord(key) ? el("span", { w: key }) : el("span", { text: event.airport });
  return el("span", {}, name, el("span", { class: solid(boothOf(event)), text: ` ${boothOf(event)}` }));
}

export function kind(event) {
  return el("span", { class: `kind kind-${event.kind}`, w: `kind.${event.kind}` });
}

const OUTCOME_ICONS = { OK: "good", NOTICE: "good", SECOND_LOOK: "warn", REFUSE: "bad" };

export function outcome(event) {
  const shape = OUTCOME_ICONS[event.outcome] ?? "warn";
  return el(
    "span",
    { class: `outcome outcome-${shape}` },
    icon(shape),
    el("span", {}, el("span", { w: `outcome.${event.outcome}` }), reasons(event)),
  );
}

function reasons(event) {
  if (!Array.isArray(event.reasons) || event.reasons.length === 0) return null;
  return el("span", { class: "reasons code-like", text: event.reasons.join(", ") });
}

export function time(event) {
  return el("time", { datetime: event.time, text: localSecond(event.time) });
}

/// Provisional, by hand, reversed, its note.
export function marks(event, reversed = false) {
  const made = [];
  if (reversed) made.push(el("span", { class: "mark mark-bad", w: "event.reversed" }));
  if (event.provisional) made.push(el("span", { class: "mark", w: "event.provisional" }));
  if (event.manual) made.push(el("span", { class: "mark", w: "event.manual" }));
  if (event.reverses) made.push(el("span", { class: "mark", w: "event.reverses", wp: { event: event.reverses } }));
  if (event.note) made.push(el("span", { class: "note", w: "event.note", wp: { note: event.note } }));
  return made;
}

/// Ids of the events that a reversal has taken back.
export function reversedIds(events) {
  return new Set(events.filter((event) => event.kind === "reversal").map((event) => event.reverses));
}
