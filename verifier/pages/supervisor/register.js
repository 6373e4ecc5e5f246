// Looking a traveller up in the register's copy. What is found is personal: it goes when the view is left, on
// request, and by itself when nobody has touched the page for two minutes.
import { call } from "../shared/api.js";
import { byId, el, focusOn } from "../shared/elements.js";
import { dateText, duration } from "../shared/instants.js";
import { hush, say } from "../shared/words.js";
import { showError } from "./refusal.js";

const KEPT_MS = 120000;
const FORMS = {
  passport_number: /^[A-Z0-9]{1,9}$/,
  application_number: /^[0-9]{6,20}$/,
  visa_number: /^[0-9]{11}$/,
};

const text = (value) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/// `{ primary, secondary }` of db/record_json.h, or a plain text.
function nameOf(name) {
  if (typeof name === "string") return name;
  return [name?.primary, name?.secondary].map(text).filter(Boolean).join(", ");
}

function recordCard(record) {
  const facts = [
    ["register.name", nameOf(record.name)],
    ["register.nationality", text(record.nationality)],
    ["register.birth_date", dateText(text(record.birth_date))],
    ["register.sex", text(record.sex)],
    ["register.passport", text(record.passport_number)],
    ["register.category", text(record.category)],
  ];
  const number = text(record.visa_number);
  return el(
    "article",
    { class: "record" },
    el("h3", { class: "code-like", text: number || "–" }),
    el(
      "dl",
      { class: "entry-facts" },
      facts.map(([w, value]) => el("div", {}, el("dt", { w }), el("dd", { text: value || "–" }))),
      el("div", {}, el("dt", { w: "register.validity" }), el("dd", { w: "register.until", wp: { date: dateText(text(record.valid_until)) } })),
      el("div", {}, el("dt", { w: "register.status" }), el("dd", { w: `register.status.${record.status}` })),
    ),
    number ? el("a", { class: "button button-small", href: `#visa/${number}`, w: "register.crossings" }) : null,
  );
}

export class Register {
  #turn = 0;
  #touched = 0;

  constructor() {
    byId("register-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#find();
    });
    byId("register-clear").addEventListener("click", () => {
      this.wipe();
      byId("register-text").focus();
    });
    for (const event of ["keydown", "pointerdown"]) {
      document.addEventListener(event, () => (this.#touched = Date.now()), { capture: true, passive: true });
    }
    setInterval(() => this.#tick(), 1000);
  }

  wipe() {
    this.#turn += 1;
    byId("register-text").value = "";
    byId("register-result").replaceChildren();
    byId("register-clear").hidden = true;
    byId("register-text").removeAttribute("aria-invalid");
    for (const id of ["register-error", "register-told"]) hush(byId(id));
  }

  #tick() {
    const something = byId("register-text").value !== "" || byId("register-result").children.length > 0;
    if (!something || Date.now() - this.#touched < KEPT_MS) return;
    this.wipe();
    say(byId("register-told"), "register.wiped");
  }

  async #find() {
    const by = byId("register-by").value;
    const asked = byId("register-text").value.trim().toUpperCase();
    const right = FORMS[by].test(asked);
    byId("register-text").setAttribute("aria-invalid", String(!right));
    byId("register-result").replaceChildren();
    hush(byId("register-told"));
    if (!right) {
      say(byId("register-error"), `register.bad.${by}`);
      byId("register-text").focus();
      return;
    }
    hush(byId("register-error"));
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const found = await call("POST", "/v1/register/searches", { body: { [by]: asked } });
      if (turn === this.#turn) this.#show(found);
    } catch (error) {
      if (turn === this.#turn) showError(byId("register-error"), error);
    }
  }

  #show({ records, look_alikes: similar, register_as_of: asOf }) {
    const n = records.length;
    if (asOf === null) say(byId("register-told"), "register.found-unknown", { n });
    else say(byId("register-told"), "register.found", { n, age: duration(Date.now() - Date.parse(asOf)) });
    const others = similar.length > 0 ? [el("h3", { w: "register.similar" }), ...similar.map(recordCard)] : [];
    byId("register-result").replaceChildren(...records.map(recordCard), ...others);
    byId("register-clear").hidden = false;
    focusOn(byId("register-told"));
  }
}
