// One visa by its number: its state, its events, and taking an entry or exit back.
import { call } from "../shared/api.js";
import { byId, cardRow, cardTable, el, focusOn, icon } from "../shared/elements.js";
import { localSecond } from "../shared/instants.js";
import { hush, say, word } from "../shared/words.js";
import * as view from "./events_view.js";
import { showError } from "./refusal.js";

const COLUMNS = ["event.time", "event.kind", "event.place", "event.officer", "event.outcome", "event.marks", "event.act"];

export class VisaView {
  #visa = "";
  #turn = 0;

  constructor({ freshness, dialog, heard }) {
    Object.assign(this, { freshness, dialog, heard });
    byId("visa-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.find(byId("visa-number").value.trim());
    });
  }

  wipe() {
    this.#turn += 1;
    this.#visa = "";
    byId("visa-form").reset();
    byId("visa-result").replaceChildren();
    hush(byId("visa-error"));
  }

  async find(number) {
    byId("visa-number").value = number;
    const right = /^[0-9]{11}$/.test(number);
    byId("visa-number").setAttribute("aria-invalid", String(!right));
    if (!right) {
      say(byId("visa-error"), "visa.bad-number");
      byId("visa-number").focus();
      return;
    }
    this.#visa = number;
    byId("visa-result").replaceChildren();
    await this.load();
    const heading = byId("visa-result").querySelector("h3");
    if (heading) focusOn(heading);
  }

  async load() {
    if (this.#visa === "") return;
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const status = await call("GET", `/v1/visas/${this.#visa}`);
      if (turn !== this.#turn) return;
      hush(byId("visa-error"));
      this.#show(status);
    } catch (error) {
      if (turn !== this.#turn) return;
      byId("visa-result").replaceChildren();
      showError(byId("visa-error"), error);
    }
  }

  concern(visas) {
    if (visas.has(this.#visa)) this.load();
  }

  #show(status) {
    const { table, body } = cardTable("visa.title", COLUMNS);
    const reversed = view.reversedIds(status.events);
    for (const event of status.events) body.append(this.#row(event, reversed.has(event.event)));
    const none = el("p", { w: "visa.no-events" });
    byId("visa-result").replaceChildren(
      el("h3", { w: "visa.events", wp: { visa: status.visa } }),
      this.#state(status),
      status.events.length > 0 ? table : none,
    );
    this.freshness.bindActs(byId("visa-result"));
  }

  #state(status) {
    const warn = (w, wp) => el("p", { class: "outcome outcome-bad" }, icon("warn"), el("span", { w, wp }));
    return el(
      "div",
      { class: "visa-state" },
      el("p", {}, el("strong", { w: `visa.${status.state.toLowerCase()}` })),
      status.revoked ? warn("visa.revoked", { date: status.revoked }) : null,
      status.conflicts.length > 0 ? warn("visa.conflict") : null,
    );
  }

  #row(event, reversed) {
    const taken = (event.kind === "entry" || event.kind === "exit") && !reversed;
    const reverse = () => this.#reverse(event);
    const button = { type: "button", class: "button button-small", w: "visa.reverse", "data-act": true, on: { click: reverse } };
    const marks = view.marks(event, reversed);
    return cardRow(
      COLUMNS,
      [
        view.time(event),
        [view.kind(event), " ", el("span", { class: "code-like note", text: event.event })],
        view.place(event),
        view.officer(event),
        view.outcome(event),
        marks.length > 0 ? marks : el("span", { w: "event.ordinary" }),
        taken ? el("button", button) : "–",
      ],
      { class: reversed ? "row-reversed" : null },
    );
  }

  #reverse(event) {
    const wp = {
      kind: word(`kind.${event.kind}`),
      event: event.event,
      place: view.placeText(event),
      time: localSecond(event.time),
      visa: this.#visa,
    };
    this.dialog.open({
      title: "reverse.title",
      go: "reverse.go",
      what: [el("p", { w: "reverse.summary", wp })],
      send: async (reason) => {
        await call("POST", "/v1/reversals", { body: { event: event.event, reason } });
        say(this.heard, "reverse.done");
        this.load();
      },
    });
  }
}
