// The keys, written down where they are used, and whether they act (WCAG 2.1.4); the booth's state in full.
import { byId, el } from "../shared/elements.js";
import { COMMANDS } from "./keys.js";
import { stateList } from "./status.js";

function keyTable() {
  return el(
    "table",
    { class: "key-table" },
    el("caption", { class: "unseen", w: "help.caption" }),
    el("thead", { class: "unseen" }, el("tr", {}, el("th", { scope: "col", w: "help.key" }), el("th", { scope: "col", w: "help.what" }))),
    el(
      "tbody",
      {},
      [...COMMANDS, ["", "↓ ↑", "scroll"]].map(([, key, command]) => el("tr", {}, el("th", { scope: "row" }, el("kbd", { text: key })), el("td", { w: `command.${command}` }))),
    ),
  );
}

export class Help {
  constructor({ keys }) {
    byId("help-keys").append(keyTable());
    byId("help-leave").addEventListener("click", () => byId("help-dialog").close());
    byId("keys-on").addEventListener("change", (event) => {
      keys.on = event.target.checked;
    });
  }

  open(state) {
    byId("help-state").replaceChildren(...(state ? stateList(state) : []));
    byId("help-dialog").showModal();
    byId("help-leave").focus();
  }
}
