// One key for each command, by the key's place: the same under a Latin, Russian or Kazakh layout.
//
// A letter is carried out only after a moment in which no other key came: the first letters of a hand scanner's burst
// are no commands, and neither is the Enter at its end. Held keys, keys with Ctrl or Alt, keys while a field has the
// focus or a dialog is open do nothing.
import { BURST_GAP_MS } from "../shared/scanner.js";

/// In the order of the help: [place, name on the key, command].
export const COMMANDS = [
  ["KeyA", "A", "admit"],
  ["KeyR", "R", "refuse"],
  ["KeyF", "F", "refer"],
  ["KeyE", "E", "exit"],
  ["KeyU", "U", "undo"],
  ["Escape", "Esc", "clear"],
  ["KeyP", "P", "passport"],
  ["KeyN", "N", "without"],
  ["KeyD", "D", "details"],
  ["KeyT", "T", "traveller"],
  ["Digit1", "1", "passport_in_doubt"],
  ["Digit2", "2", "blank_pages"],
  ["Digit3", "3", "children_travelling"],
  ["Digit4", "4", "companion_without_visa"],
  ["Digit5", "5", "replaced_passport"],
  ["Digit6", "6", "differs"],
  ["KeyW", "W", "way"],
  ["KeyL", "L", "language"],
  ["KeyM", "M", "sound"],
  ["KeyH", "H", "help"],
  ["KeyS", "S", "shift"],
  ["KeyK", "K", "lock"],
];
const BY_PLACE = new Map(COMMANDS.map(([code, , command]) => [code, command]));
for (let n = 1; n <= 6; n += 1) BY_PLACE.set(`Numpad${n}`, BY_PLACE.get(`Digit${n}`));

const FIELD = "input:not([type=checkbox], [type=radio]), textarea, select";
const isField = (node) => node instanceof Element && node.matches(FIELD);
const isPress = (event) => event.key === "Enter" || event.key === " ";

export class Keys {
  #pending = null;
  #last = -Infinity;
  on = true;

  /// `run(command, at, context)`: `at` is when the key went down; `context()` is asked then, and what it gave is passed.
  constructor({ run, context }) {
    Object.assign(this, { run, context });
    // Of the window, so that it comes before the scanner, which keeps keys to itself.
    window.addEventListener("keydown", (event) => this.#key(event), true);
  }

  #key(event) {
    clearTimeout(this.#pending);
    const burst = event.timeStamp - this.#last < BURST_GAP_MS;
    if (event.key.length === 1 || isPress(event)) this.#last = event.timeStamp;
    if (isField(event.target)) return;
    if (isPress(event) && (burst || event.repeat)) event.preventDefault(); // presses no button
    if (event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (document.querySelector("dialog[open]")) return;
    const command = BY_PLACE.get(event.code);
    if (!command || (!this.on && command !== "clear")) return;
    const context = this.context();
    const at = event.timeStamp;
    if (command === "clear") {
      this.run(command, at, context);
      return;
    }
    if (!burst) this.#pending = setTimeout(() => this.run(command, at, context), BURST_GAP_MS);
  }
}
