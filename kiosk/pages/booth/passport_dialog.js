// The passport's two lines typed by hand, or the lines that were read, surely or not, put right. What they mean, check
// digits among it, is the kiosk's to say; any keyboard layout will do.
import { byId } from "../shared/elements.js";
import { hush, say } from "../shared/words.js";
import { complain } from "./notice.js";
import { isUnread, markedLines } from "./passport_sight.js";

const LINE = 44; // Doc 9303-4 4.2
const PATIENCE_MS = 1500;

const linesOf = (text) => text.split(/\s*\n\s*/).map((line) => line.replace(/\s/g, "")).filter((line) => line !== "");

export class PassportDialog {
  #passport = null;
  #sent = null; // the passport on the screen when the lines were sent
  #timer = null;

  /// `sight.lines`: what the camera is not sure of, or null.
  constructor({ send, sight }) {
    Object.assign(this, { send, sight });
    byId("passport-lines").addEventListener("input", () => this.#count());
    byId("passport-lines").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || linesOf(event.target.value).join("").length < 2 * LINE) return;
      event.preventDefault(); // there is no third line
      this.#submit();
    });
    byId("passport-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    byId("passport-leave").addEventListener("click", () => this.close());
    byId("passport-dialog").addEventListener("close", () => this.#wipe());
  }

  get isOpen() {
    return byId("passport-dialog").open;
  }

  open() {
    this.#wipe();
    const known = this.#passport?.lines ?? null;
    const unsure = known ? null : this.sight.lines;
    byId("passport-lines").value = (known ?? unsure ?? []).join("\n");
    byId("passport-corrects-row").hidden = known === null;
    byId("passport-corrects").checked = known !== null || unsure !== null;
    byId("passport-read").hidden = unsure === null;
    byId("passport-read-lines").replaceChildren(...(unsure ? markedLines(unsure, this.sight.unsure) : []));
    this.#count();
    byId("passport-dialog").showModal();
    byId("passport-lines").focus();
    this.#selectUnread();
  }

  close() {
    byId("passport-dialog").close();
  }

  /// A passport that has arrived answers what was sent.
  show({ passport }) {
    const other = JSON.stringify(passport) !== JSON.stringify(this.#passport);
    this.#passport = passport;
    if (this.isOpen && this.#sent !== null && other) this.close();
  }

  problem(problem) {
    this.#answered();
    complain(byId("passport-error"), problem);
    byId("passport-lines").focus();
  }

  /// So that the next character typed takes the place of the first one that nobody read.
  #selectUnread() {
    const field = byId("passport-lines");
    const at = field.value.indexOf("?");
    if (at >= 0) field.setSelectionRange(at, at + 1);
    else field.setSelectionRange(field.value.length, field.value.length);
  }

  #count() {
    const [first = "", second = ""] = linesOf(byId("passport-lines").value);
    say(byId("passport-count"), "passport.count", { first: first.length, second: second.length, whole: LINE });
  }

  #submit() {
    if (this.#sent !== null) return;
    const text = linesOf(byId("passport-lines").value).join("\n");
    if (text === "") return void say(byId("passport-error"), "passport.none");
    if (isUnread([text])) {
      say(byId("passport-error"), "passport.unread");
      byId("passport-lines").focus();
      return void this.#selectUnread();
    }
    hush(byId("passport-error"));
    if (!this.send({ type: "passport", lines: text, corrects: byId("passport-corrects").checked })) return;
    this.#sent = text;
    this.#timer = setTimeout(() => this.close(), PATIENCE_MS); // the same lines change nothing
  }

  #answered() {
    clearTimeout(this.#timer);
    this.#sent = null;
  }

  #wipe() {
    this.#answered();
    byId("passport-lines").value = "";
    byId("passport-read-lines").replaceChildren();
    hush(byId("passport-error"));
    hush(byId("passport-count"));
  }
}
