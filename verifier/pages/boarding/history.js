// What was answered at this gate: reference, answer and time, nothing of a person. Forgotten at log-out.
import { byId, cardRow, cardTable, el, icon } from "../shared/elements.js";
import { utcSecond } from "../shared/instants.js";

const KEPT = "evisa.history";
const LONGEST = 200;
const COLUMNS = ["history.reference", "history.answer", "history.time"];
export const ICONS = { BOARD: "board", CALL_BORDER: "call", DO_NOT_BOARD: "stop", NONE: "unknown" };

export class History {
  #entries = [];

  resume() {
    try {
      this.#entries = JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
    } catch {
      this.#entries = [];
    }
    this.#show();
  }

  forget() {
    this.#entries = [];
    this.#keep();
  }

  add(reference, answer, time) {
    this.#entries = [{ reference, answer, time }, ...this.#entries.filter((entry) => entry.reference !== reference)];
    this.#entries.length = Math.min(this.#entries.length, LONGEST);
    this.#keep();
  }

  #keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(this.#entries));
    } catch {
      // It lives as long as the page.
    }
    this.#show();
  }

  #show() {
    byId("history-count").textContent = `(${this.#entries.length})`;
    byId("history-empty").hidden = this.#entries.length > 0;
    const { table, body } = cardTable("history.caption", COLUMNS);
    for (const { reference, answer, time } of this.#entries) {
      const told = el("span", { class: `told told-${answer}` }, icon(ICONS[answer]), el("span", { w: `answer.${answer}` }));
      body.append(cardRow(COLUMNS, [el("span", { class: "code-like", text: reference }), told, utcSecond(time)]));
    }
    byId("history-table").replaceChildren(...(this.#entries.length > 0 ? [table] : []));
  }
}
