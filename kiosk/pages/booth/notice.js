// One line above the verdict for what went wrong or was not done. Read aloud at once; goes away by itself only when
// it is of no use any more: with the next act, key or traveller.
import { byId, el } from "../shared/elements.js";
import { hasWord } from "../shared/words.js";

/// Words of the kiosk's own about a request, in English, below the page's sentence in the officer's language.
function particulars({ message, hint }) {
  return [message, hint].filter((text) => typeof text === "string" && text !== "").join(". ");
}

/// The sentence for a problem: of this request and cause, else of the cause.
export function problemKey({ to, code }) {
  const own = `problem.${to}.${code}`;
  if (hasWord(own)) return own;
  return hasWord(`problem.${code}`) ? `problem.${code}` : "problem.other";
}

/// `stays`: also when another traveller's paper comes into view, until the officer acts.
export function notify(w, { wp, more = "", kind = "warn", stays = false } = {}) {
  const box = byId("notice");
  box.dataset.stays = String(stays);
  box.className = `notice notice-${kind}`;
  box.replaceChildren(el("p", { w, wp }), ...(more === "" ? [] : [el("p", { class: "note", text: more })]));
}

export function notifyProblem(problem) {
  notify(problemKey(problem), { more: particulars(problem), kind: "bad" });
}

/// The same, inside a dialog: one element that is an alert.
export function complain(node, problem) {
  node.replaceChildren(el("span", { w: problemKey(problem) }), el("span", { class: "note", text: ` ${particulars(problem)}` }));
}

export function quiet() {
  byId("notice").replaceChildren();
}

/// The next traveller has come, by himself.
export function quietAboutTraveller() {
  if (byId("notice").dataset.stays !== "true") quiet();
}
