// The feed of events by long poll. It begins shortly before the end of the log, goes on after a cut where it was, and
// begins anew when the service's database is another one.
import { call } from "../shared/api.js";

const BACKLOG = 100;
const WAIT_S = 10;
const RETRY_MS = [1000, 2000, 4000, 8000];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/// What the booth signed, or null when it cannot be read.
function contentOf(entry) {
  try {
    const content = JSON.parse(entry.json);
    const texts = ["booth", "time", "kind", "visa", "airport", "officer", "outcome"];
    if (texts.some((name) => typeof content[name] !== "string")) return null;
    return { ...content, event: `${content.booth}/${content.sequence}` };
  } catch {
    return null;
  }
}

export class Feed {
  #turn = 0;
  #control = null;
  #after = null;
  #log = null;

  /// `onEvents(events)`: oldest first, each `{ cursor, content }`; `onAnew()` when what was shown belongs to another log.
  constructor({ freshness, onEvents, onAnew }) {
    Object.assign(this, { freshness, onEvents, onAnew });
  }

  start() {
    this.stop();
    this.#after = null;
    this.#log = null;
    this.#run(this.#turn);
  }

  stop() {
    this.#turn += 1;
    this.#control?.abort();
  }

  async #run(turn) {
    for (let failures = 0; turn === this.#turn; ) {
      try {
        await this.#step(failures > 0 ? 0 : WAIT_S, turn);
        failures = 0;
      } catch {
        if (turn !== this.#turn) return;
        this.freshness.cut("feed");
        await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
        failures += 1;
      }
    }
  }

  async #step(wait, turn) {
    this.#control = new AbortController();
    const { signal } = this.#control;
    if (this.#after === null) {
      const { events } = await call("GET", "/v1/events/hash", { signal });
      this.#after = Math.max(0, events - BACKLOG);
      wait = 0;
    }
    const path = `/v1/events?after=${this.#after}&limit=500&wait=${wait}`;
    const page = await call("GET", path, { signal, deadline: wait * 1000 + 8000 });
    if (turn !== this.#turn) return;
    if (this.#log !== null && page.log !== this.#log) {
      this.#log = null;
      this.#after = null;
      this.onAnew();
      return;
    }
    this.#log = page.log;
    this.#after = page.next;
    this.freshness.mark("feed");
    const events = page.events.map((entry) => ({ cursor: entry.cursor, content: contentOf(entry) }));
    if (events.length > 0) this.onEvents(events);
  }
}
