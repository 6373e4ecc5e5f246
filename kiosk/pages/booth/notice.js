// One line above the verdict for what went wrong or was not done. Read aloud at once; goes away by itself only when
// it is of no use any more: with the next act, key or traveller.
import { byId, el } from "../shared/elements.js";
import { hasWord, onLanguage, say } from "../shared/words.js";

let spoken = null; // what is told in words of the language: { w, wp }

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

/// `wp` may be a function, where the parameters are words themselves. `stays`: also when another traveller's paper comes into view, until the officer acts.
export function notify(w, { wp, more = "", kind = "warn", stays = false } = {}) {
  const box = byId("notice");
  box.dataset.stays = String(stays);
  box.className = `notice notice-${kind}`;
  spoken = typeof wp === "function" ? { w, wp } : null;
  box.replaceChildren(el("p", { w, wp: spoken ? wp() : wp }), ...(more === "" ? [] : [el("p", { class: "note", lang: "en", text: more })]));
}

onLanguage(() => spoken && say(byId("notice").firstElementChild, spoken.w, spoken.wp()));

export function notifyProblem(problem) {
  notify(problemKey(problem), { more: particulars(problem), kind: "bad" });
}

/// The same, inside a dialog: one element that is an alert. `more`: whether the kiosk's own words add anything.
export function complain(node, problem, { more = true } = {}) {
  const own = more ? [el("span", { class: "note", lang: "en", text: ` ${particulars(problem)}` })] : [];
  node.replaceChildren(el("span", { w: problemKey(problem) }), ...own);
}

export function quiet() {
  spoken = null;
  byId("notice").replaceChildren();
}

/// The next traveller has come, by himself.
export function quietAboutTraveller() {
  if (byId("notice").dataset.stays !== "true") quiet();
}
