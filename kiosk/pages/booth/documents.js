// Visa and passport side by side; what the checks found unequal is marked by word, icon and character.
import { byId, el } from "../shared/elements.js";
import { dayText } from "./days.js";
import { word } from "../shared/words.js";
import { pieces } from "./compare.js";
import { Fresh } from "./fresh.js";
import { shape } from "./shapes.js";

const fresh = new Fresh();
const nameOf = ({ primary = "", secondary = "" }) => (secondary === "" ? primary : `${primary}, ${secondary}`);

/// Rows that are compared: name of the field, the check that compared it, the MRZ's fields, value of visa and passport.
const ROWS = [
  ["passport_number", "passport_number", ["document_number"], (v) => v.passport_number, (p) => p.document_number],
  ["name", "name", ["name"], (v) => nameOf(v.name ?? {}), (p) => nameOf(p)],
  ["nationality", "citizenship", ["nationality"], (v) => v.nationality, (p) => p.nationality],
  ["date_of_birth", "date_of_birth", ["date_of_birth"], (v) => v.birth_date, (p) => p.birth_date],
  ["sex", "sex", ["sex"], (v) => v.sex, (p) => p.sex],
  ["passport_issuing_state", "passport_number", ["issuing_state"], (v) => v.passport_issuing_state, (p) => p.issuing_state],
  ["passport_expiry", "passport_expiry", ["date_of_expiry"], () => null, (p) => p.expiry],
];
const MARKS = { failed: "differs", undetermined: "unsure", aborted: "not-compared", successful: "same" };
const SHAPE_OF = { differs: "failed", unsure: "undetermined", "not-compared": "aborted", same: "successful", misread: "undetermined" };

const dated = (field) => field === "date_of_birth" || field === "passport_expiry";
const shown = (field, value) => (dated(field) ? dayText(value) : (value ?? ""));

function markOf({ checks, field, check, defective, visa, passport }) {
  if (visa === "" && field !== "passport_expiry") return null;
  if (passport === "") return null;
  if (defective) return "misread";
  const result = checks.find(({ id }) => id === check)?.result;
  if (field === "passport_expiry") return result === "failed" ? "expired" : null;
  const mark = MARKS[result] ?? null;
  // One check compares number and issuing State: what is equal in sight is not what it found.
  return mark === "differs" && visa === passport ? "same" : mark;
}

function valueCell(text, other, marked) {
  if (!marked || text === "" || other === "") return el("td", { class: "value", text: text === "" ? "—" : text });
  const parts = pieces(text, other).map(([piece, differs]) => (differs ? el("mark", { text: piece }) : piece));
  return el("td", { class: "value" }, parts);
}

function rowOf(state, [field, check, mrzFields, ofVisa, ofPassport]) {
  const { verdict, passport } = state;
  const visaText = shown(field, verdict?.visa ? ofVisa(verdict.visa) : "");
  const passportText = shown(field, passport ? ofPassport(passport) : "");
  const defective = (passport?.defects ?? []).some((defect) => mrzFields.includes(defect));
  const mark = markOf({ checks: verdict?.checks ?? [], field, check, defective, visa: visaText, passport: passportText });
  const differs = mark === "differs" || mark === "unsure" || mark === "misread";
  const told = mark === null ? [] : [shape(SHAPE_OF[mark] ?? "failed"), el("span", { w: `mark.${mark}` })];
  return el(
    "tr",
    { class: mark === null ? "" : `row-${mark}` },
    el("th", { scope: "row", w: `field.${field}` }),
    valueCell(visaText, passportText, differs),
    valueCell(passportText, visaText, differs),
    el("td", { class: "mark" }, told),
  );
}

function table(state) {
  const heads = ["documents.field", "documents.visa", "documents.passport", "documents.mark"];
  return el(
    "table",
    { class: "compare" },
    el("caption", { class: "unseen", w: "documents.title" }),
    el("thead", {}, el("tr", {}, heads.map((w) => el("th", { scope: "col", w })))),
    el("tbody", {}, ROWS.map((row) => rowOf(state, row))),
  );
}

function stayText({ days = 0, months = 0, years = 0 }) {
  const parts = [[years, "stay.years"], [months, "stay.months"], [days, "stay.days"]].filter(([n]) => n > 0);
  return parts.map(([n, key]) => word(key, { n })).join(" ");
}

/// What only the visa says.
function facts(verdict) {
  const visa = verdict.visa;
  if (!visa) return [];
  const pairs = [
    ["field.visa_number", visa.visa_number],
    ["field.category", visa.category],
    ["field.valid", `${dayText(visa.valid_from)} – ${dayText(visa.valid_until)}`],
    ["field.duration_of_stay", stayText(visa.stay ?? {})],
    ["field.exit_deadline", dayText(verdict.exit_deadline)],
    ["field.entry_points", (visa.entry_points ?? []).join(", ")],
    ["field.use", verdict.use?.state ? word(`use.${verdict.use.state}`) : ""],
    ["field.entry_event", verdict.use?.entry],
    ["field.exit_event", verdict.use?.exit],
    ["field.conflicts", (verdict.use?.conflicts ?? []).join(", ")],
  ];
  return pairs.filter(([, value]) => value).map(([w, value]) => el("div", {}, el("dt", { w }), el("dd", { text: String(value) })));
}

function arrivedItem(name, there) {
  const result = there ? "successful" : "not_supported";
  return el("li", { class: `arrived-${there ? "yes" : "no"}` }, shape(result), el("span", { w: `arrived.${name}-${there ? "yes" : "no"}` }));
}

export function showDocuments(state) {
  const { visit, verdict, passport, outcome } = state;
  if (!fresh.differs(visit.stage, visit.paper, visit.passport, verdict, passport, Boolean(outcome))) return;
  byId("arrived").replaceChildren(arrivedItem("paper", visit.paper), arrivedItem("passport", visit.passport));
  byId("arrived").hidden = Boolean(verdict);
  byId("documents-table").replaceChildren(...(verdict || passport ? [table(state)] : []));
  byId("mrz").textContent = (passport?.lines ?? []).join("\n");
  byId("mrz").hidden = !passport;
  byId("visa-facts").replaceChildren(...(verdict ? facts(verdict) : []));
}
