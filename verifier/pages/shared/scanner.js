// A hand scanner types like a keyboard, only faster, and whatever has the focus. A burst of keys that begins like a
// seal's text or a passport's first line is taken out of the stream and out of the field where it had begun.
//
// The seal's text is handed on as typed: under a Russian or Kazakh layout the letters are other ones, and the program
// maps them back. Only the beginning is recognised by the place of the keys. A passport's lines are read by place.
export const BURST_GAP_MS = 100; // between the first keys of a scanner; people are slower
const END_GAP_MS = 700; // a scanner without a final Enter has finished; over radio it may pause
const MRZ_KEY = /^[A-Z0-9<]$/;
const MRZ_LETTERS = 88;
const NOT_TYPED = /^(?:file|checkbox|radio|button|submit)$/;

/// The character that this key has on a US keyboard; keys without a place (screen keyboards) give their own.
function byPlace(event) {
  const own = event.key.toUpperCase();
  if (MRZ_KEY.test(own)) return own;
  const place = /^(?:Key([A-Z])|Digit([0-9])|Numpad([0-9]))$/.exec(event.code);
  if (place) return place[1] ?? place[2] ?? place[3];
  if (event.code === "Comma" || event.code === "IntlBackslash") return "<";
  return event.code === "" ? (new Map([["Л", "K"], ["Я", "Z"], ["М", "V"]]).get(own) ?? own) : own;
}

function fieldState() {
  const field = document.activeElement;
  const typed = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && !NOT_TYPED.test(field.type));
  return typed ? { field, value: field.value } : null;
}

export class Scanner {
  #keys = []; // { typed, placed }
  #last = -Infinity;
  #before = null;
  #taking = null; // null, "seal" or "mrz"
  #timer = null;

  /// `active()` says whether scans are wanted now; `onSeal(text)`, `onMrz(text)` receive them.
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
    const text = (way) => keys.map((key) => key[way]).join("").trim();
    const keys = this.#keys;
    this.#forget();
    if (kind === "seal") this.onSeal(text("typed"));
    else if (kind === "mrz") this.onMrz(text("placed"));
  }

  #begin(kind, first) {
    this.#taking = kind;
    this.#keys = this.#keys.slice(first);
    if (!this.#before) return;
    this.#before.field.value = this.#before.value;
    this.#before.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /// Whether the burst so far is the beginning of something that a scanner reads.
  #recognise() {
    const placed = this.#keys.map((key) => key.placed).join("");
    if (placed.endsWith("KZV1")) this.#begin("seal", this.#keys.length - 4);
    else if (/^P[A-Z<][A-Z<]{8}$/.test(placed)) this.#begin("mrz", 0);
  }

  #lineEnd() {
    const letters = this.#keys.filter((key) => key.placed !== "\n").length;
    if (this.#taking === "mrz" && letters < MRZ_LETTERS) this.#keys.push({ typed: "\n", placed: "\n" });
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
    this.#keys.push({ typed: event.key, placed: byPlace(event) });
    if (!this.#taking) this.#recognise();
    if (this.#taking) this.#eat(event);
  }
}
