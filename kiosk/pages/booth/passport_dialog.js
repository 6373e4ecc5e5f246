// The passport's two lines typed by hand, or the lines that were read put right. What they mean, check digits among it,
// is the kiosk's to say; any keyboard layout will do.
import { byId } from "../shared/elements.js";
import { hush, say } from "../shared/words.js";
import { complain } from "./notice.js";

const LINE = 44; // Doc 9303-4 4.2
const PATIENCE_MS = 1500;

const linesOf = (text) => text.split(/\s*\n\s*/).map((line) => line.replace(/\s/g, "")).filter((line) => line !== "");

export class PassportDialog {
  #passport = null;
  #sent = null; // the passport on the screen when the lines were sent
  #timer = null;

  constructor({ send }) {
    this.send = send;
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
    const lines = this.#passport?.lines ?? [];
    byId("passport-lines").value = lines.join("\n");
    byId("passport-corrects-row").hidden = lines.length === 0;
    byId("passport-corrects").checked = lines.length > 0;
    this.#count();
    byId("passport-dialog").showModal();
    byId("passport-lines").focus();
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

  #count() {
    const [first = "", second = ""] = linesOf(byId("passport-lines").value);
    say(byId("passport-count"), "passport.count", { first: first.length, second: second.length, whole: LINE });
  }

  #submit() {
    if (this.#sent !== null) return;
    const text = linesOf(byId("passport-lines").value).join("\n");
    if (text === "") return void say(byId("passport-error"), "passport.none");
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
    hush(byId("passport-error"));
    hush(byId("passport-count"));
  }
}
