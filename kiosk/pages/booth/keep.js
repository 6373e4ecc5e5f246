// The kiosk clears a verdict that nobody acts upon (docs/booth-page.md). Whoever works with it keeps it, and is told in
// time that it will go (WCAG 2.2.1): a senior officer may have to be fetched.
import { notify, quiet } from "./notice.js";

export const KEPT_MS = 180000; // kiosk/visit.h
export const WARNING_MS = 30000;
const RENEW_MS = 60000; // a verdict younger than this is left alone

export class Keep {
  #visit = null; // whose verdict waits
  #since = 0;
  #warned = false;

  /// `judged()`: the number of the visit whose verdict waits, or null; `renew()`: has it made anew.
  constructor({ judged, renew }) {
    Object.assign(this, { judged, renew });
    for (const event of ["keydown", "pointerdown"]) {
      document.addEventListener(event, () => this.#used(), { capture: true, passive: true });
    }
    setInterval(() => this.#tick(), 1000);
  }

  get #age() {
    return performance.now() - this.#since;
  }

  #look() {
    const visit = this.judged();
    if (visit === this.#visit) return;
    this.#visit = visit;
    this.#begin();
  }

  #begin() {
    this.#since = performance.now();
    this.#warned = false;
  }

  #used() {
    this.#look();
    if (this.#visit === null || this.#age < RENEW_MS) return;
    if (this.#warned) quiet();
    this.#begin();
    this.renew();
  }

  #tick() {
    this.#look();
    const left = KEPT_MS - this.#age;
    if (this.#visit === null || this.#warned || left > WARNING_MS) return;
    this.#warned = true; // said once
    notify("keep.soon", { wp: { n: Math.max(0, Math.round(left / 1000)) } });
  }
}
