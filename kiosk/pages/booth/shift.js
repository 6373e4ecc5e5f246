// What the officer did since he logged in, asked of the kiosk; and the end of the shift.
import { byId, el } from "../shared/elements.js";
import { localMinute } from "../shared/instants.js";
import { word } from "../shared/words.js";

const NUMBERS = ["entries", "exits", "refusals", "referrals", "reversals", "provisional"];

export class Shift {
  constructor({ send }) {
    this.send = send;
    byId("shift-leave").addEventListener("click", () => byId("shift-dialog").close());
    byId("shift-end").addEventListener("click", () => {
      byId("shift-dialog").close();
      send({ type: "log_out" });
    });
  }

  ask() {
    this.send({ type: "shift" });
  }

  show(shift) {
    byId("shift-who").textContent = `${shift.badge} · ${word("shift.since")} ${localMinute(shift.since)}`;
    byId("shift-numbers").replaceChildren(
      ...NUMBERS.map((name) => el("div", {}, el("dt", { w: `shift.${name}` }), el("dd", { text: String(shift[name] ?? 0) }))),
    );
    if (!byId("shift-dialog").open) byId("shift-dialog").showModal();
    byId("shift-leave").focus();
  }
}
