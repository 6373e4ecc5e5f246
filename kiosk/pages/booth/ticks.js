// What the officer saw: sent when ticked, shown as the kiosk has it.
import { byId, el } from "../shared/elements.js";
import { say } from "../shared/words.js";

const BOXES = ["passport_in_doubt", "children_travelling", "companion_without_visa", "replaced_passport"];
/// The fields that a paper can differ in (verifier/differences.cpp).
export const FIELDS = [
  "visa_number",
  "category",
  "name",
  "nationality",
  "date_of_birth",
  "sex",
  "passport_number",
  "passport_issuing_state",
  "valid_from",
  "valid_until",
  "number_of_entries",
  "duration_of_stay",
  "entry_points",
];
const ENOUGH_PAGES = 2;

export class Ticks {
  #ticks = null;

  constructor({ send }) {
    this.send = send;
    for (const name of BOXES) {
      byId(`tick-${name}`).addEventListener("change", (event) => this.#set(name, event.target.checked));
    }
    byId("tick-blank_pages").addEventListener("change", (event) => {
      this.#set("blank_pages", event.target.value === "" ? null : Number(event.target.value));
    });
    byId("differs-fields").append(
      ...FIELDS.map((field) =>
        el("label", { class: "tick" }, el("input", { type: "checkbox", id: `differs-${field}`, on: { change: () => this.#setDiffers() } }), el("span", { w: `field.${field}` })),
      ),
    );
    byId("differs-leave").addEventListener("click", () => byId("differs-dialog").close());
  }

  show({ ticks, direction }) {
    this.#ticks = ticks;
    for (const name of BOXES) byId(`tick-${name}`).checked = Boolean(ticks[name]);
    const pages = ticks.blank_pages ?? null;
    byId("tick-blank_pages").value = pages === null ? "" : String(Math.min(pages, ENOUGH_PAGES));
    byId("row-replaced").hidden = direction !== "exit";
    const differs = ticks.printout_differs ?? [];
    for (const field of FIELDS) byId(`differs-${field}`).checked = differs.includes(field);
    if (differs.length === 0) say(byId("differs-now"), "ticks.differs-none");
    else say(byId("differs-now"), "ticks.differs-some", { n: differs.length });
    byId("do-differs").classList.toggle("button-on", differs.length > 0);
  }

  /// A key: the box's other state, the next number of pages.
  press(name) {
    if (!this.#ticks || (name === "replaced_passport" && byId("row-replaced").hidden)) return;
    if (name !== "blank_pages") return void this.#set(name, !this.#ticks[name]);
    const next = new Map([[null, 0], [0, 1], [1, ENOUGH_PAGES]]);
    this.#set("blank_pages", next.get(this.#ticks.blank_pages ?? null) ?? null);
  }

  openDiffers() {
    byId("differs-dialog").showModal();
  }

  #set(name, value) {
    this.send({ type: "ticks", [name]: value });
  }

  #setDiffers() {
    this.#set("printout_differs", FIELDS.filter((field) => byId(`differs-${field}`).checked));
  }
}
