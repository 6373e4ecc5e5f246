// The alarms, open ones first. A double use shows its entries; the others are settled with a reason.
import { call } from "../shared/api.js";
import { byId, el, icon } from "../shared/elements.js";
import { localSecond } from "../shared/instants.js";
import { hush, say } from "../shared/words.js";
import { DoubleUse } from "./double_use.js";
import { showError } from "./refusal.js";

const EVERY_MS = 10000;
const SHOWN_AT_ONCE = 5; // double uses whose entries are asked for unasked

export class Alarms {
  #cards = new Map();
  #timer = null;
  #turn = 0;

  constructor({ freshness, dialog, heard }) {
    Object.assign(this, { freshness, dialog, heard });
    byId("alarms-settled").addEventListener("change", () => this.load());
  }

  start() {
    this.stop();
    this.load();
    this.#timer = setInterval(() => this.load(), EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#turn += 1;
    this.#cards.clear();
    byId("alarms-list").replaceChildren();
    byId("alarms-none").hidden = true;
    byId("alarms-count").textContent = "";
    hush(byId("alarms-error"));
  }

  async load() {
    this.#turn += 1;
    const turn = this.#turn;
    const open = !byId("alarms-settled").checked;
    try {
      const { alarms } = await call("GET", `/v1/alarms?open=${open}`);
      if (turn !== this.#turn) return;
      this.freshness.mark("alarms");
      hush(byId("alarms-error"));
      this.#show(alarms);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.freshness.cut("alarms");
      showError(byId("alarms-error"), error);
    }
  }

  /// Everything anew, as after a cut.
  async reload() {
    await this.load();
    await Promise.all([...this.#cards.values()].map((card) => card.double?.asked && card.double.load()));
  }

  /// New events may have changed what a double use consists of.
  concern(visas) {
    for (const { alarm, double } of this.#cards.values()) {
      if (double?.asked && visas.has(alarm.subject)) double.load();
    }
  }

  #show(alarms) {
    const open = alarms.filter((alarm) => alarm.settled === null).length;
    byId("alarms-count").textContent = open > 0 ? String(open) : "";
    byId("alarms-none").hidden = open > 0;
    const wanted = new Map(alarms.map((alarm) => [alarm.id, alarm]));
    for (const [id, { alarm, node }] of this.#cards) {
      const now = wanted.get(id);
      if (now && (now.settled === null) === (alarm.settled === null)) continue;
      node.remove();
      this.#cards.delete(id);
    }
    let before = null;
    for (const alarm of alarms) {
      const card = this.#cards.get(alarm.id) ?? this.#add(alarm);
      const place = before ? before.nextElementSibling : byId("alarms-list").firstElementChild;
      if (place !== card.node) byId("alarms-list").insertBefore(card.node, place);
      before = card.node;
    }
    this.freshness.bindActs(byId("alarms-list"));
  }

  #add(alarm) {
    const double = alarm.kind === "DOUBLE_USE_CONFLICT" && alarm.settled === null;
    const node = el(
      "article",
      { class: `alarm ${alarm.settled ? "alarm-settled" : "alarm-open"}`, "aria-labelledby": `alarm-${alarm.id}` },
      el("div", { class: "alarm-head" }, icon(alarm.settled ? "good" : "warn"), this.#title(alarm)),
      // A double use shows its entries themselves; the rest is the service's own English.
      alarm.detail && !double ? el("p", { class: "note", lang: "en", text: alarm.detail }) : null,
    );
    const card = { alarm, node, double: double ? this.#double(alarm) : null };
    this.#cards.set(alarm.id, card);
    if (card.double) node.append(card.double.node);
    else if (alarm.settled === null) node.append(el("div", { class: "row" }, this.#settleButton(alarm)));
    else node.append(this.#settledBy(alarm.settled));
    return card;
  }

  #title(alarm) {
    return el(
      "div",
      {},
      el("h3", { id: `alarm-${alarm.id}` }, el("span", { w: `alarm.${alarm.kind}` }), el("span", { class: "code-like", text: ` ${alarm.subject}` })),
      el("p", { class: "note", w: "alarms.raised", wp: { time: localSecond(alarm.raised_at) } }),
    );
  }

  #settledBy({ at, by, reason }) {
    return el("p", { w: "alarms.settled", wp: { time: localSecond(at), by, reason } });
  }

  #double(alarm) {
    const { dialog, freshness } = this;
    const double = new DoubleUse({ visa: alarm.subject, dialog, freshness, onDone: () => this.#done("double.done") });
    const asked = [...this.#cards.values()].filter((card) => card.double).length < SHOWN_AT_ONCE;
    const ask = () => {
      double.asked = true;
      double.load();
    };
    double.decide.hidden = true;
    if (asked) ask();
    else {
      const more = el("button", { type: "button", class: "button button-small", w: "alarms.more" });
      more.addEventListener("click", () => {
        more.remove();
        ask();
        double.node.querySelector("a").focus();
      });
      double.node.prepend(more);
    }
    return double;
  }

  #settleButton(alarm) {
    const open = () =>
      this.dialog.open({
        title: "settle.title",
        go: "settle.go",
        what: [el("p", {}, el("strong", { w: `alarm.${alarm.kind}` }), ` ${alarm.subject}. ${alarm.detail}`)],
        send: async (reason) => {
          await call("POST", `/v1/alarms/${alarm.id}/settlement`, { body: { reason } });
          this.#done("settle.done");
        },
      });
    return el("button", { type: "button", class: "button", w: "alarms.settle", "data-act": true, on: { click: open } });
  }

  #done(key) {
    say(this.heard, key);
    this.load();
  }
}
