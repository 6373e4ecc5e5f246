// The screen turned round: what the traveller is told, in his language, and nothing else.
import { byId, el } from "../shared/elements.js";
import { NAMES } from "../shared/words.js";
import { LANGUAGES, TRAVELLER_WORDS, languageOf } from "./traveller_words.js";

/// Texts of the reasons in `language`, the headline's first; without any the neutral sentence.
function textsOf({ visit, verdict, outcome }, language) {
  const reasons = outcome?.reasons ?? verdict?.reasons ?? [];
  const first = (reason) => Number(!outcome && reason.code === verdict?.headline);
  const told = [...reasons].sort((a, b) => first(b) - first(a)).map((reason) => reason.traveller?.[language]);
  const texts = [...new Set(told.filter((text) => typeof text === "string" && text !== ""))];
  if (texts.length > 0) return texts;
  return [TRAVELLER_WORDS[visit.stage === "empty" ? "show" : "wait"][language]];
}

export class Traveller {
  #state = null;
  #chosen = null; // by the officer, for the traveller on the screen
  #number = 0;

  constructor() {
    byId("traveller-languages").append(
      ...LANGUAGES.map((language, i) =>
        el(
          "button",
          { type: "button", class: "button", id: `traveller-${language}`, "aria-pressed": "false", on: { click: () => this.#choose(language) } },
          el("span", { lang: language, text: NAMES[language] }),
          el("kbd", { text: String(i + 1) }),
        ),
      ),
    );
    byId("traveller-leave").addEventListener("click", () => this.close());
    byId("traveller-dialog").addEventListener("close", () => this.#draw(null));
    byId("traveller-dialog").addEventListener("keydown", (event) => this.#key(event));
  }

  open() {
    byId("traveller-dialog").showModal();
    this.#draw(this.#state);
    byId("traveller-first").focus();
  }

  close() {
    byId("traveller-dialog").close();
  }

  show(state) {
    if (state.visit.number !== this.#number) this.#chosen = null;
    this.#number = state.visit.number;
    this.#state = state;
    if (byId("traveller-dialog").open) this.#draw(state);
  }

  get #language() {
    const state = this.#state;
    return this.#chosen ?? languageOf(state?.passport?.nationality ?? state?.verdict?.visa?.nationality);
  }

  #choose(language) {
    this.#chosen = language;
    this.#draw(this.#state);
  }

  #draw(state) {
    const [first = "", ...more] = state ? textsOf(state, this.#language) : [];
    byId("traveller-dialog").dataset.kind = state?.outcome ? "done" : "wait";
    byId("traveller-text").lang = this.#language;
    byId("traveller-first").textContent = first;
    byId("traveller-more").replaceChildren(...more.slice(0, 3).map((text) => el("p", { text })));
    for (const each of LANGUAGES) byId(`traveller-${each}`).setAttribute("aria-pressed", String(each === this.#language));
  }

  #key(event) {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    const digit = /^(?:Digit|Numpad)([1-4])$/.exec(event.code);
    if (digit) this.#choose(LANGUAGES[Number(digit[1]) - 1]);
    else if (event.code === "KeyL") this.#choose(LANGUAGES[(LANGUAGES.indexOf(this.#language) + 1) % LANGUAGES.length]);
    else if (event.code === "KeyT") this.close();
  }
}
