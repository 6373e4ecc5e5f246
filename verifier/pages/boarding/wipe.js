// Wiping what is personal when nobody has touched the page for a while, with a warning before.
import { byId } from "../shared/elements.js";
import { hush, say } from "../shared/words.js";

export const QUIET_MS = 60000;
export const WARNING_MS = 20000;

export class WipeTimer {
  #touched = Date.now();
  #warned = false;

  /// `needed()`: whether there is anything to wipe.
  constructor({ needed, wipe }) {
    Object.assign(this, { needed, wipe });
    for (const event of ["keydown", "pointerdown", "input"]) {
      document.addEventListener(event, () => this.touch(), { capture: true, passive: true });
    }
    setInterval(() => this.#tick(), 1000);
  }

  touch() {
    this.#touched = Date.now();
    this.#quiet();
  }

  #quiet() {
    if (!this.#warned) return;
    this.#warned = false;
    hush(byId("wipe"));
  }

  #tick() {
    if (!this.needed()) {
      this.touch();
      return;
    }
    const left = QUIET_MS + WARNING_MS - (Date.now() - this.#touched);
    if (left <= 0) {
      this.#quiet();
      this.wipe();
    } else if (left <= WARNING_MS && !this.#warned) {
      this.#warned = true; // said once: a countdown read aloud every second is no help
      say(byId("wipe"), "wipe.soon", { n: Math.round(left / 1000) });
    }
  }
}
