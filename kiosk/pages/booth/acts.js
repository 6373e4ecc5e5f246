// Admit, refuse, refer, let out, undo: offered as the kiosk allows them, each on a key that went down after the verdict
// had been seen.
import { byId } from "../shared/elements.js";
import { localSecond } from "../shared/instants.js";
import { hush, say, word } from "../shared/words.js";
import { notify, notifyProblem, quiet } from "./notice.js";
import { ReasonDialog } from "./reason_dialog.js";

export const SEEN_MS = 300; // a key sooner after a new verdict was meant for the one before
const PATIENCE_MS = 5000;
const ACTS = ["admit", "exit", "refuse", "refer"];
const PRESETS = {
  admit: ["preset.compared", "preset.authority", "preset.senior"],
  exit: ["preset.compared", "preset.stamp", "preset.protocol"],
  refuse: ["preset.doubt", "preset.purpose", "preset.authority"],
  refer: ["preset.doubt", "preset.compared"],
  undo: ["preset.wrong-traveller", "preset.wrong-key", "preset.refused-after"],
};

export class Acts {
  #state = null;
  #seen = "";
  #since = 0;
  #pending = null; // what was sent and not yet answered: { act, visit, event }
  #timer = null;
  #dialog = new ReasonDialog();

  constructor({ send }) {
    this.send = send;
    for (const name of ACTS) byId(`do-${name}`).addEventListener("click", (event) => this.press(name, event.timeStamp));
    byId("do-undo").addEventListener("click", () => this.undo());
  }

  /// What the next key would act upon; a key whose context is another one by then is not carried out.
  get context() {
    return this.#seen;
  }

  show(state) {
    const seen = JSON.stringify([state.visit.number, state.visit.stage, state.verdict?.outcome, state.verdict?.reasons?.map(({ code }) => code), state.lost_claim]);
    if (seen !== this.#seen) {
      this.#seen = seen;
      this.#since = performance.now();
      this.#outlived();
    }
    this.#state = state;
    this.#settle(state);
    this.#offer(state);
    this.#last(state);
  }

  /// The reason that is being written was for what is not on the screen any more.
  #outlived() {
    if (!this.#dialog.isOpen || this.#dialog.about === "undo" || this.#pending) return;
    this.#dialog.close();
    notify("acts.changed");
  }

  press(name, at) {
    const offered = this.#state?.acts.find(({ act }) => act === name);
    if (this.#pending || this.#dialog.isOpen) return;
    if (!offered) return void (this.#state?.visit.stage === "judged" && notify("acts.not-now"));
    if (at - this.#since < SEEN_MS) return void notify("acts.too-soon");
    quiet();
    const visit = this.#state.visit.number;
    if (!offered.note && !offered.senior) return void this.#send({ type: "act", visit, act: name });
    this.#dialog.ask({
      about: name,
      title: `reason.${name}`,
      go: `act.${name}`,
      summary: this.#summary(),
      senior: offered.senior ? "needed" : "no",
      presets: PRESETS[name],
      onConfirm: (words) => this.#send({ type: "act", visit, act: name, ...words }),
    });
  }

  undo() {
    const last = this.#state?.last_act;
    if (this.#pending || this.#dialog.isOpen) return;
    if (!last?.can_undo) return void notify("acts.no-undo");
    quiet();
    this.#dialog.ask({
      about: "undo",
      title: "reason.undo",
      go: "act.undo",
      summary: this.#lastText(last),
      senior: last.undo_senior ? "needed" : "no",
      presets: PRESETS.undo,
      onConfirm: (words) => this.#send({ type: "undo", event: last.event, ...words }),
    });
  }

  problem(problem) {
    this.#answered();
    if (this.#dialog.isOpen) this.#dialog.tell(problem);
    else notifyProblem(problem);
    if (this.#state) this.#offer(this.#state);
  }

  /// The kiosk is gone. What was sent and not answered is told of when it is back.
  lost() {
    const unanswered = this.#pending;
    this.#answered();
    this.#dialog.close();
    this.#state = null;
    this.#seen = "";
    return unanswered;
  }

  #summary() {
    const { verdict } = this.#state;
    const headline = verdict?.reasons.find(({ code }) => code === verdict.headline);
    return [word(`verdict.${verdict?.outcome}`), byId("verdict-line").textContent || headline?.code].filter(Boolean).join(" — ");
  }

  #send(message) {
    if (!this.send(message)) return;
    this.#pending = { ...message, before: this.#state.last_act?.event ?? null };
    delete this.#pending.senior_pin;
    this.#offer(this.#state);
    this.#timer = setTimeout(() => notify("acts.no-answer", { kind: "bad" }), PATIENCE_MS);
  }

  #answered() {
    clearTimeout(this.#timer);
    this.#pending = null;
  }

  #settle(state) {
    if (!this.#pending) return;
    const acted = state.visit.stage === "acted" || state.visit.number !== this.#pending.visit;
    const undone = (state.last_act?.event ?? null) !== this.#pending.before || state.last_act?.can_undo === false;
    if (!(this.#pending.type === "undo" ? undone : acted)) return;
    if (this.#pending.type === "undo") notify("acts.undone", { kind: "good" });
    this.#answered();
    this.#dialog.close();
    if (byId("notice").querySelector('[data-w="acts.no-answer"]')) quiet();
  }

  #offer({ acts, direction, last_act: last, visit }) {
    for (const name of ACTS) {
      const offered = acts.find(({ act }) => act === name);
      const button = byId(`do-${name}`);
      button.hidden = name !== "refer" && (name === "exit") !== (direction === "exit");
      button.setAttribute("aria-disabled", String(!offered || this.#pending !== null));
      const needs = button.querySelector(".act-needs");
      if (this.#pending?.act === name) say(needs, "acts.recording");
      else if (offered?.senior) say(needs, "acts.needs-senior");
      else if (offered?.note) say(needs, "acts.needs-note");
      else hush(needs);
    }
    byId("do-undo").setAttribute("aria-disabled", String(!last?.can_undo || this.#pending !== null));
    byId("undo-what").textContent = last?.can_undo ? [last.event, last.undo_senior ? word("acts.needs-senior") : ""].filter(Boolean).join(" · ") : "";
    byId("do-clear").setAttribute("aria-disabled", String(visit.stage === "empty"));
  }

  #lastText({ event, kind, time, visa, provisional }) {
    const parts = [word(`kind.${kind}`), event, localSecond(time), visa ? word("last.visa", { n: visa }) : "", provisional ? word("done.provisional") : ""];
    return parts.filter(Boolean).join(" · ");
  }

  #last({ last_act: last }) {
    byId("last").textContent = last ? `${word("last.label")} ${this.#lastText(last)}` : word("last.none");
  }
}

/// After a break: what became of the act before it. `unanswered`: what this page had sent, null after a power loss.
export function tellLastAct(last, unanswered) {
  const event = last?.event ?? null;
  const what = () => (last ? { event, kind: word(`kind.${last.kind}`), time: localSecond(last.time) } : {});
  if (unanswered && event !== unanswered.before) notify("after.recorded", { wp: what, kind: "good", stays: true });
  else if (unanswered) notify("after.not-recorded", { kind: "bad", stays: true });
  else if (last) notify("after.last", { wp: what, stays: true });
}

