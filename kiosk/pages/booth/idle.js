// A booth that nobody works at locks itself, after a warning that any key takes back (WCAG 2.2.1).
import { notify, quiet } from "./notice.js";

export const QUIET_MS = 10 * 60000;
export const WARNING_MS = 30000;
const TELL_MS = 60000; // how often the kiosk is told that somebody is there

export class Idle {
  #touched = performance.now();
  #warned = false;
  #told = -Infinity;

  /// `needed()`: an officer is logged in and no traveller is on the screen; `lock()`; `present()`: somebody used the
  /// page, which the kiosk cannot see by itself.
  constructor({ needed, lock, present }) {
    Object.assign(this, { needed, lock, present });
    for (const event of ["keydown", "pointerdown", "pointermove"]) {
      document.addEventListener(event, () => this.#used(), { capture: true, passive: true });
    }
    setInterval(() => this.#tick(), 1000);
  }

  #used() {
    this.touch();
    if (performance.now() - this.#told < TELL_MS) return;
    this.#told = performance.now();
    this.present();
  }

  touch() {
    this.#touched = performance.now();
    if (this.#warned) quiet();
    this.#warned = false;
  }

  #tick() {
    if (!this.needed()) return void this.touch();
    const left = QUIET_MS + WARNING_MS - (performance.now() - this.#touched);
    if (left <= 0) {
      this.#warned = false;
      this.#touched = performance.now();
      this.lock();
    } else if (left <= WARNING_MS && !this.#warned) {
      this.#warned = true; // said once
      notify("idle.soon", { wp: { n: Math.round(left / 1000) } });
    }
  }
}
