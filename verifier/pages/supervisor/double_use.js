// A double use: the entries side by side, one of which a senior officer names as the one that counts.
import { call } from "../shared/api.js";
import { el } from "../shared/elements.js";
import { localSecond } from "../shared/instants.js";
import { hush, say } from "../shared/words.js";
import * as view from "./events_view.js";
import { showError } from "./refusal.js";

function fact(w, content) {
  return el("div", {}, el("dt", { w }), el("dd", {}, content));
}

function entryCard(event, group, counts) {
  const id = `${group}-${event.event}`;
  const radio = el("input", { type: "radio", name: group, id, value: event.event, "data-act": true });
  const marks = view.marks(event);
  return el(
    "div",
    { class: "entry" },
    el("label", { for: id, class: "entry-pick" }, radio, el("span", { w: "double.this" })),
    counts ? el("p", { class: "mark", w: "double.now" }) : null,
    el(
      "dl",
      { class: "entry-facts" },
      fact("event.place", view.place(event)),
      fact("event.time", view.time(event)),
      fact("event.officer", view.officer(event)),
      fact("event.outcome", view.outcome(event)),
      fact("event.marks", marks.length > 0 ? marks : el("span", { w: "event.ordinary" })),
      fact("event.id", el("span", { class: "code-like", text: event.event })),
    ),
  );
}

export class DoubleUse {
  #entries = [];
  #shown = "";
  #turn = 0;

  /// `visa`: its number; `onDone()` after a decision is on record.
  constructor({ visa, dialog, freshness, onDone }) {
    Object.assign(this, { visa, dialog, freshness, onDone });
    this.error = el("p", { class: "error", role: "alert" });
    this.cards = el("div", { class: "entries" });
    this.decide = el("button", {
      type: "button",
      class: "button button-main",
      w: "double.decide",
      "data-act": true,
      on: { click: () => this.#decide() },
    });
    this.choice = el("fieldset", { class: "bare", hidden: true }, el("legend", { w: "double.what" }), this.cards);
    const all = el("a", { class: "button button-small", href: `#visa/${visa}`, w: "double.all" });
    this.node = el("div", { class: "double" }, this.choice, this.error, el("div", { class: "row" }, this.decide, all));
  }

  /// Asks for the entries; says so when they are others than those that were shown.
  async load() {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const status = await call("GET", `/v1/visas/${this.visa}`);
      if (turn === this.#turn) this.#show(status);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#entries = [];
      this.choice.hidden = true;
      this.#shown = "";
      showError(this.error, error);
    }
    this.freshness.bindActs(this.node);
  }

  #show(status) {
    const reversed = view.reversedIds(status.events);
    const entries = status.events.filter((event) => event.kind === "entry" && !reversed.has(event.event));
    const shown = JSON.stringify([status.entry, entries]);
    if (shown === this.#shown) return;
    const changed = this.#shown !== "";
    this.#shown = shown;
    this.#entries = entries;
    const group = `double-${this.visa}`;
    this.cards.replaceChildren(...entries.map((event) => entryCard(event, group, event.event === status.entry)));
    this.choice.hidden = entries.length < 2;
    this.decide.hidden = entries.length < 2;
    if (entries.length < 2) say(this.error, "double.single");
    else if (changed) say(this.error, "double.changed");
    else hush(this.error);
  }

  #decide() {
    const picked = this.cards.querySelector("input:checked");
    const event = this.#entries.find((entry) => entry.event === picked?.value);
    if (!event) {
      say(this.error, "double.choose");
      this.cards.querySelector("input")?.focus();
      return;
    }
    hush(this.error);
    const wp = { event: event.event, place: view.placeText(event), time: localSecond(event.time), visa: this.visa };
    this.dialog.open({
      title: "double.title",
      go: "double.go",
      what: [el("p", { w: "double.summary", wp })],
      send: async (reason) => {
        await call("POST", "/v1/resolutions", { body: { event: event.event, reason } });
        this.onDone();
      },
    });
  }
}
