// The one answer: colour, word and icon, the sentence of its code, receipt and time. Or: why there is none.
import { byId, el, focusOn, icon } from "../shared/elements.js";
import { utcSecond } from "../shared/instants.js";
import { hush, say } from "../shared/words.js";
import { ICONS } from "./history.js";
import { reasonOf, stepsOf } from "./question.js";

const KINDS = Object.keys(ICONS);

function facts(pairs) {
  const rows = pairs
    .filter(([, value]) => value)
    .map(([w, value]) => el("div", {}, el("dt", { w }), el("dd", { class: "code-like", text: value })));
  byId("answer-facts").replaceChildren(...rows);
}

function show(kind, todo) {
  const answer = byId("answer");
  for (const each of KINDS) answer.classList.toggle(`answer-${each}`, each === kind);
  byId("answer-icon").replaceChildren(icon(ICONS[kind]));
  say(byId("answer-word"), `answer.${kind}`);
  say(byId("answer-todo"), todo);
  byId("answer-text").removeAttribute("lang");
  byId("answer-again").hidden = kind !== "NONE";
  byId("answer-next").classList.toggle("button-main", kind !== "NONE");
  byId("answer-again").classList.toggle("button-main", kind === "NONE");
  answer.hidden = false;
  focusOn(answer);
}

export function showAnswer({ answer, code, text, receipt, time, reference }, language) {
  hush(byId("answer-text"));
  byId("answer-steps").hidden = true;
  byId("answer-particulars").replaceChildren();
  byId("answer-text").textContent = text;
  facts([
    ["answer.receipt", receipt],
    ["answer.time", utcSecond(time)],
    ["answer.code", code],
    ["answer.reference", reference],
  ]);
  show(answer, `todo.${answer}`);
  byId("answer-text").lang = language;
}

/// The service's own words about a refused question; in English, as it writes them.
function particulars(error) {
  return [error.title, error.detail, error.hint].filter(Boolean).map((text) => el("p", { text }));
}

export function showNoAnswer(error, reference, now) {
  const { key, params } = reasonOf(error);
  say(byId("answer-text"), key, params);
  const steps = stepsOf(error).map((w) => el("li", { w }));
  byId("answer-particulars").replaceChildren(...particulars(error));
  byId("answer-steps").replaceChildren(...steps);
  byId("answer-steps").hidden = false;
  say(byId("answer-again"), steps.length > 2 ? "answer.again" : "answer.back");
  facts([
    ["answer.reference", reference],
    ["answer.time", utcSecond(new Date(now).toISOString())],
  ]);
  show("NONE", "todo.none");
}

export function wipeAnswer() {
  byId("answer").hidden = true;
  for (const id of ["answer-text", "answer-word", "answer-todo"]) hush(byId(id));
  byId("answer-steps").replaceChildren();
  byId("answer-particulars").replaceChildren();
  byId("answer-facts").replaceChildren();
  byId("answer-icon").replaceChildren();
}
