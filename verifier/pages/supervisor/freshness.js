// Whether the page still shows what is. Each source says when it last heard from the service; once one of them is cut
// or too old, the page turns grey, says so, and every control that decides something is out of use.
import { byId } from "../shared/elements.js";
import { duration } from "../shared/instants.js";
import { onLanguage, say } from "../shared/words.js";

export const STALE_MS = 30000;
const SOURCES = ["feed", "alarms"];

export class Freshness {
  #heard = new Map();
  #cut = new Set();
  #running = false;
  #was = null;

  /// `onBack()` loads everything again after a cut and is awaited before anything can be decided.
  constructor({ onBack, onCut }) {
    Object.assign(this, { onBack, onCut });
    setInterval(() => this.#show(), 1000);
    addEventListener("offline", () => SOURCES.forEach((source) => this.cut(source)));
    onLanguage(() => this.#show());
  }

  start() {
    this.#running = true;
    this.#heard.clear();
    this.#cut.clear();
    this.#was = null;
    byId("feed").hidden = false;
    this.#show();
  }

  stop() {
    this.#running = false;
    byId("feed").hidden = true;
    document.body.classList.remove("stale");
  }

  mark(source) {
    this.#heard.set(source, Date.now());
    this.#cut.delete(source);
    this.#show();
  }

  cut(source) {
    this.#cut.add(source);
    this.#show();
  }

  /// How long ago the oldest source was heard, in ms; null before all were. A clock that jumped back counts as old.
  get age() {
    if (SOURCES.some((source) => !this.#heard.has(source))) return null;
    const oldest = Math.min(...this.#heard.values());
    const age = Date.now() - oldest;
    return age < -2000 ? STALE_MS * 2 : age;
  }

  get stale() {
    return this.age === null || this.age > STALE_MS || this.#cut.size > 0;
  }

  #state() {
    if (this.#cut.size === 0 && this.age === null) return "starting";
    return this.stale ? "cut" : "live";
  }

  /// Buttons that decide something carry data-act.
  bindActs(root = document) {
    for (const control of root.querySelectorAll("[data-act]")) control.disabled = this.stale;
  }

  #show() {
    if (!this.#running) return;
    const state = this.#state();
    const age = this.age;
    if (age === null) say(byId("feed-age"), "feed.never");
    else say(byId("feed-age"), "feed.age", { age: duration(age) });
    if (state === this.#was) return;
    const before = this.#was;
    this.#was = state;
    say(byId("feed-state"), `feed.${state}`);
    byId("feed").className = `feed feed-${state}`;
    document.body.classList.toggle("stale", state === "cut");
    this.bindActs();
    if (state === "cut") {
      say(byId("feed-told"), "feed.cut");
      this.onCut();
    }
    if (state === "live" && before === "cut") {
      say(byId("feed-told"), "feed.back");
      this.onBack();
    }
  }
}
