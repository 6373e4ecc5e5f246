// Every booth: how long it has been silent, how far its clock is off, its trust bundle, what it has not handed in.
import { call } from "../shared/api.js";
import { byId, cardRow, cardTable, el, icon } from "../shared/elements.js";
import { duration } from "../shared/instants.js";
import { hush, onLanguage, word } from "../shared/words.js";
import { showError } from "./refusal.js";

const EVERY_MS = 10000;
const COLUMNS = ["booths.booth", "booths.state", "booths.heartbeat", "booths.clock", "booths.bundle", "booths.queue", "booths.software"];
const unknown = () => el("span", { w: "booths.unknown" });

function stateOf(booth) {
  const [shape, w] = booth.revoked ? ["bad", "booths.revoked"] : booth.stale ? ["warn", "booths.stale"] : ["good", "booths.good"];
  return el("span", { class: `outcome outcome-${shape}` }, icon(shape), el("span", { w }));
}

function clockOf(seconds) {
  if (seconds === null) return unknown();
  if (seconds === 0) return el("span", { w: "booths.exact" });
  return word(seconds > 0 ? "booths.fast" : "booths.slow", { age: duration(Math.abs(seconds) * 1000) });
}

function bundleOf(sequence, newest) {
  if (sequence === null) return unknown();
  if (sequence >= newest) return el("span", { w: "booths.bundle-no", wp: { n: sequence } });
  return el("strong", { w: "booths.old-bundle", wp: { n: sequence, newest } });
}

export class Booths {
  #answer = null;
  #at = 0;
  #timer = null;
  #turn = 0;

  constructor() {
    onLanguage(() => this.#show());
  }

  start() {
    this.stop();
    this.load();
    this.#timer = setInterval(() => this.load(), EVERY_MS);
    this.#second = setInterval(() => this.#ages(), 1000);
  }

  #second = null;

  stop() {
    clearInterval(this.#timer);
    clearInterval(this.#second);
    this.#turn += 1;
    this.#answer = null;
    byId("booths-table").replaceChildren();
    byId("booths-count").textContent = "";
    hush(byId("booths-error"));
  }

  async load() {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const answer = await call("GET", "/v1/booths");
      if (turn !== this.#turn) return;
      this.#answer = answer;
      this.#at = Date.now();
      hush(byId("booths-error"));
      this.#show();
    } catch (error) {
      if (turn === this.#turn) showError(byId("booths-error"), error);
    }
  }

  /// By the service's clock, which goes on while no newer answer comes.
  #heartbeatText(booth) {
    if (booth.last_heartbeat === null) return word("booths.never");
    const age = Date.parse(this.#answer.time) - Date.parse(booth.last_heartbeat) + (Date.now() - this.#at);
    return word("booths.ago", { age: duration(age) });
  }

  #ages() {
    if (!this.#answer) return;
    const cells = byId("booths-table").querySelectorAll("[data-booth]");
    this.#answer.booths.forEach((booth, i) => {
      if (cells[i]) cells[i].textContent = this.#heartbeatText(booth);
    });
  }

  #show() {
    if (!this.#answer) return;
    const { booths } = this.#answer;
    const newest = Math.max(0, ...booths.map((booth) => booth.bundle_sequence ?? 0));
    const { table, body } = cardTable("booths.caption", COLUMNS);
    for (const booth of booths) {
      const stale = booth.stale || booth.revoked;
      body.append(cardRow(COLUMNS, this.#cells(booth, newest), { class: stale ? "row-stale" : null }));
    }
    byId("booths-table").replaceChildren(table);
    const silent = booths.filter((booth) => booth.stale && !booth.revoked).length;
    byId("booths-count").textContent = silent > 0 ? String(silent) : "";
    this.#ages();
  }

  #cells(booth, newest) {
    return [
      el("strong", { class: "code-like", text: booth.booth }),
      stateOf(booth),
      el("span", { "data-booth": booth.booth }),
      clockOf(booth.clock_off_seconds),
      bundleOf(booth.bundle_sequence, newest),
      booth.queue === null ? unknown() : String(booth.queue),
      booth.software ?? unknown(),
    ];
  }
}
