// Asks for what an act needs besides its key: the officer's reason, a senior officer's badge and PIN.
import { byId, el } from "../shared/elements.js";
import { hush, say, word } from "../shared/words.js";
import { complain } from "./notice.js";

const IDS = ["reason-note", "reason-badge", "reason-pin"];

export class ReasonDialog {
  #asked = null;

  constructor() {
    byId("reason-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#confirm();
    });
    byId("reason-note").addEventListener("keydown", (event) => this.#step(event));
    byId("reason-leave").addEventListener("click", () => this.close());
    byId("reason-dialog").addEventListener("close", () => this.#wipe());
  }

  get isOpen() {
    return byId("reason-dialog").open;
  }

  get about() {
    return this.#asked?.about ?? null;
  }

  /// `about`: the act; `title`, `go`: keys of words; `summary` text; `senior`: "needed" or "no"; `presets`: keys of reasons;
  /// `onConfirm({ note, senior, senior_pin })`.
  ask(asked) {
    this.#asked = asked;
    this.#wipeFields();
    say(byId("reason-title"), asked.title);
    say(byId("reason-go"), asked.go);
    byId("reason-summary").textContent = asked.summary;
    byId("reason-presets").replaceChildren(...asked.presets.map((w) => this.#preset(w)));
    byId("reason-senior").hidden = asked.senior === "no";
    say(byId("reason-senior-title"), "reason.senior-needed");
    byId("reason-dialog").showModal();
    byId("reason-note").focus();
  }

  close() {
    byId("reason-dialog").close();
  }

  tell(problem) {
    byId("reason-go").disabled = false;
    complain(byId("reason-error"), problem);
    // The rules may want a second person where the offer did not say so.
    if (problem.code === "out_of_range") byId("reason-senior").hidden = false;
    byId("reason-pin").value = "";
    (byId("reason-senior").hidden ? byId("reason-note") : byId("reason-pin")).focus();
  }

  #preset(w) {
    const take = () => {
      byId("reason-note").value = word(w);
      byId("reason-note").focus();
    };
    return el("button", { type: "button", class: "button button-small preset", w, on: { click: take } });
  }

  /// The next of the usual reasons, by an arrow.
  #step(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const presets = this.#asked?.presets ?? [];
    if (!step || presets.length === 0) return;
    event.preventDefault();
    const at = presets.findIndex((w) => word(w) === event.target.value);
    const next = at < 0 && step < 0 ? presets.length - 1 : (at + step + presets.length) % presets.length;
    event.target.value = word(presets[next]);
  }

  #refuse(key, id) {
    say(byId("reason-error"), key);
    byId(id).setAttribute("aria-invalid", "true");
    byId(id).focus();
  }

  #confirm() {
    if (!this.#asked || byId("reason-go").disabled) return;
    hush(byId("reason-error"));
    for (const id of IDS) byId(id).setAttribute("aria-invalid", "false");
    const [note, badge, pin] = IDS.map((id) => byId(id).value.trim());
    if (note === "") return void this.#refuse("reason.no-note", "reason-note");
    const needed = this.#asked.senior === "needed" || badge !== "" || pin !== "";
    if (needed && !/^[A-Za-z0-9-]{1,20}$/.test(badge)) return void this.#refuse("login.badge-rule", "reason-badge");
    if (needed && !/^[0-9]{6,12}$/.test(pin)) return void this.#refuse("login.pin-rule", "reason-pin");
    byId("reason-go").disabled = true;
    this.#asked.onConfirm(needed ? { note, senior: badge.toUpperCase(), senior_pin: pin } : { note });
  }

  #wipeFields() {
    byId("reason-go").disabled = false;
    hush(byId("reason-error"));
    for (const id of IDS) {
      byId(id).value = "";
      byId(id).setAttribute("aria-invalid", "false");
    }
  }

  #wipe() {
    this.#asked = null;
    this.#wipeFields();
    byId("reason-summary").textContent = "";
  }
}
