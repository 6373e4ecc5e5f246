// The passport's two lines as a field: put in order while typed, helped along, and pointed at once when a check digit
// is wrong before they are sent as they are.
import { byId } from "../shared/elements.js";
import { onLanguage, say, word } from "../shared/words.js";
import { helpItems, judge, linesOf, normalise } from "./passport.js";

const ID = "passport-mrz";

export class PassportField {
  #doubtSeen = ""; // the lines whose wrong check digits were pointed out

  /// `complain(key, id)` shows what is wrong; `onChange()` when something was typed; `onEnter()` after the last line.
  constructor({ complain, onChange, onEnter }) {
    Object.assign(this, { complain, onChange });
    byId(ID).addEventListener("input", () => this.#typed());
    byId(ID).addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !this.complete) return;
      event.preventDefault(); // there is no third line
      onEnter();
    });
    onLanguage(() => this.#help());
  }

  get complete() {
    return judge(byId(ID).value).complete;
  }

  get empty() {
    return byId(ID).value === "";
  }

  wipe() {
    this.#doubtSeen = "";
    byId(ID).value = "";
    this.#help();
  }

  scanned(text) {
    byId(ID).value = linesOf(text).join("\n");
    this.#help();
  }

  /// The two lines, null after a complaint.
  lines() {
    const judged = judge(byId(ID).value);
    if (judged.lines.length === 0) return this.#refuse("check.no-passport");
    if (!judged.complete) return this.#refuse("check.bad-passport");
    const lines = judged.lines.join("\n");
    if (judged.doubts.length > 0 && this.#doubtSeen !== lines) {
      this.#doubtSeen = lines;
      this.#help();
      return this.#refuse("check.doubt");
    }
    return lines;
  }

  #refuse(key) {
    this.complain(key, ID);
    return null;
  }

  #typed() {
    const field = byId(ID);
    const before = field.value;
    const text = normalise(before); // the second line begins by itself once the first is full
    if (text !== before) {
      const end = Math.max(0, text.length - (before.length - field.selectionEnd));
      field.value = text;
      field.setSelectionRange(end, end);
    }
    this.#help();
    this.onChange();
  }

  #help() {
    const judged = judge(byId(ID).value);
    byId("passport-state").replaceChildren(...helpItems(judged, (name) => word(`passport.field.${name}`)));
    const doubted = judged.doubts.length > 0 && judged.lines.join("\n") === this.#doubtSeen;
    say(byId("check-go").firstElementChild, doubted ? "check.anyway" : "check.go");
  }
}
