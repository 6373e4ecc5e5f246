// The newest crossings of all booths, as the feed brings them. Pausing holds the list still, not the feed.
import { byId, cardRow, cardTable, el } from "../shared/elements.js";
import { hush, say } from "../shared/words.js";
import * as view from "./events_view.js";

const LONGEST = 100;
const COLUMNS = ["event.time", "event.kind", "event.visa", "event.place", "event.officer", "event.outcome"];

function visaLink(visa) {
  return el("a", { class: "code-like solid link", href: `#visa/${visa}`, text: visa });
}

function rowOf({ cursor, content }) {
  if (!content) {
    const told = el("td", { role: "cell", colspan: COLUMNS.length, class: "error", w: "crossings.bad", wp: { cursor } });
    return el("tr", { role: "row" }, told);
  }
  return cardRow(COLUMNS, [
    view.time(content),
    [view.kind(content), " ", ...view.marks({ ...content, note: "" })],
    visaLink(content.visa),
    view.place(content),
    view.officer(content),
    view.outcome(content),
  ]);
}

export class Crossings {
  #held = [];
  #paused = false;

  constructor() {
    const { table, body } = cardTable("crossings.caption", COLUMNS);
    this.body = body;
    this.table = table;
    byId("crossings-table").append(table);
    byId("crossings-pause").addEventListener("click", () => this.#toggle());
    this.wipe();
  }

  wipe() {
    this.#held = [];
    this.#paused = true;
    this.body.replaceChildren();
    this.table.hidden = true;
    byId("crossings-none").hidden = false;
    this.#toggle();
  }

  /// Oldest first.
  add(events) {
    if (this.#paused) {
      this.#held = [...this.#held, ...events].slice(-LONGEST);
      this.#waiting += events.length;
      say(byId("crossings-waiting"), "crossings.waiting", { n: this.#waiting });
      return;
    }
    if (events.length === 0) return;
    this.table.hidden = false;
    byId("crossings-none").hidden = true;
    this.body.prepend(...events.slice(-LONGEST).reverse().map(rowOf));
    while (this.body.rows.length > LONGEST) this.body.lastElementChild.remove();
  }

  #waiting = 0;

  #toggle() {
    this.#paused = !this.#paused;
    const button = byId("crossings-pause");
    say(button, this.#paused ? "crossings.resume" : "crossings.pause");
    if (this.#paused) {
      say(byId("crossings-waiting"), "crossings.waiting", { n: 0 });
      return;
    }
    hush(byId("crossings-waiting"));
    const held = this.#held;
    this.#held = [];
    this.#waiting = 0;
    this.add(held);
  }
}
