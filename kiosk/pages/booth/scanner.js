// A hand scanner types like a keyboard, only faster, and whatever has the focus. A burst of keys that begins like a
// seal's text or a passport's first line is taken out of the stream and out of the field where it had begun. As on the
// boarding page; both are read by the place of the keys, so that any keyboard layout will do.
export const BURST_GAP_MS = 80; // between the keys of a scanner; people are slower
const END_GAP_MS = 700; // a scanner without a final Enter has finished; over radio it may pause
const CHARACTER = /^[A-Z0-9<]$/;
const MRZ_LETTERS = 88;

/// The character that this key has on a US keyboard; keys without a place give their own.
export function byPlace(event) {
  const own = event.key.toUpperCase();
  if (CHARACTER.test(own)) return own;
  const place = /^(?:Key([A-Z])|Digit([0-9])|Numpad([0-9]))$/.exec(event.code);
  if (place) return place[1] ?? place[2] ?? place[3];
  return event.code === "Comma" || event.code === "IntlBackslash" ? "<" : own;
}

function fieldState() {
  const field = document.activeElement;
  const typed = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && /^(text|password)$/.test(field.type));
  return typed ? { field, value: field.value } : null;
}

export class Scanner {
  #keys = [];
  #last = -Infinity;
  #before = null;
  #taking = null; // null, "seal" or "mrz"
  #timer = null;

  /// `active()`: whether scans are wanted now; `onSeal(text)`, `onMrz(text)` receive them.
  constructor({ active, onSeal, onMrz }) {
    Object.assign(this, { active, onSeal, onMrz });
    document.addEventListener("keydown", (event) => this.#key(event), true);
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#keys = [];
    this.#taking = null;
    this.#before = null;
  }

  #finish() {
    const kind = this.#taking;
    const text = this.#keys.join("").trim();
    this.#forget();
    if (kind === "seal") this.onSeal(text);
    else if (kind === "mrz") this.onMrz(text);
  }

  #begin(kind, first) {
    this.#taking = kind;
    this.#keys = this.#keys.slice(first);
    if (!this.#before) return;
    this.#before.field.value = this.#before.value;
    this.#before.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #recognise() {
    const text = this.#keys.join("");
    if (text.endsWith("KZV1")) this.#begin("seal", this.#keys.length - 4);
    else if (/^P[A-Z<][A-Z<]{8}$/.test(text)) this.#begin("mrz", 0);
  }

  #lineEnd() {
    const letters = this.#keys.filter((key) => key !== "\n").length;
    if (this.#taking === "mrz" && letters < MRZ_LETTERS) this.#keys.push("\n");
    else this.#finish();
  }

  #eat(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#finish(), END_GAP_MS);
  }

  #key(event) {
    if (!this.active() || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const ends = event.key === "Enter" || event.key === "Tab";
    if (!ends && [...event.key].length !== 1) return; // Shift and the like
    const slow = event.timeStamp - this.#last > BURST_GAP_MS;
    this.#last = event.timeStamp;
    if (slow && !this.#taking) this.#forget();
    if (ends && !this.#taking) return void this.#forget();
    if (ends) {
      this.#eat(event);
      this.#lineEnd();
      return;
    }
    if (this.#keys.length === 0) this.#before = fieldState();
    this.#keys.push(byPlace(event));
    if (!this.#taking) this.#recognise();
    if (this.#taking) this.#eat(event);
  }
}
