// Every check of the inspection (BSI TR-03135 3.5, 5.2): in short by group, and each one on demand.
import { byId, cardRow, cardTable, el } from "../shared/elements.js";
import { hush, say } from "../shared/words.js";
import { Fresh } from "./fresh.js";
import { shape } from "./shapes.js";

/// What an officer asks about, and the checks that answer it.
const GROUPS = {
  seal: ["seal", "printout"],
  visa: ["visa_record", "visa_status", "not_revoked", "category", "annex_list"],
  match: ["passport_number", "citizenship", "date_of_birth", "sex", "name"],
  passport: ["passport_mrz", "passport_expiry", "passport_months", "passport_notice"],
  use: ["single_entry", "duplicate_scan", "exit_stay"],
  where: ["date_window", "checkpoint"],
  seen: ["officer_ticks"],
  data: ["clock_and_data"],
};
const RESULTS = ["failed", "undetermined", "aborted", "successful", "not_supported"]; // the first one present counts
const COLUMNS = ["checks.check", "checks.result", "checks.reasons"];
const fresh = new Fresh();

const known = (result) => (RESULTS.includes(result) ? result : "aborted");

/// TR-03135 5.4, over the checks of one group; null: none of them was made.
function groupResult(checks, ids) {
  const results = new Set(checks.filter(({ id }) => ids.includes(id)).map(({ result }) => known(result)));
  return RESULTS.find((result) => results.has(result)) ?? null;
}

function resultMark(result) {
  return el("span", { class: `result result-${result}` }, shape(result), el("span", { w: `result.${result}` }));
}

function showGroups(checks) {
  const items = Object.entries(GROUPS).flatMap(([name, ids]) => {
    const result = groupResult(checks, ids);
    if (result === null) return [];
    return [el("li", { class: `group result-${result}` }, shape(result), el("span", { w: `group.${name}` }), el("span", { class: "unseen", w: `result.${result}` }))];
  });
  byId("groups").replaceChildren(...items);
  byId("groups").hidden = items.length === 0;
}

function nameOf(id) {
  const all = Object.values(GROUPS).flat();
  return all.includes(id) ? el("span", { w: `check.${id}` }) : el("span", { text: id });
}

const rank = ({ result }) => RESULTS.indexOf(known(result));

/// What was found wrong comes first.
function showTable(checks) {
  const { table, body } = cardTable("checks.full", COLUMNS);
  const sorted = [...checks].sort((a, b) => rank(a) - rank(b));
  for (const { id, result, reasons } of sorted) {
    const codes = el("span", { class: "code-like codes", text: (reasons ?? []).join(", ") });
    body.append(cardRow(COLUMNS, [nameOf(id), resultMark(known(result)), codes]));
  }
  byId("full-table").replaceChildren(table);
}

export function showChecks({ verdict, outcome }) {
  if (!fresh.differs(verdict?.checks, verdict?.ruleset_id, verdict?.asked_service, Boolean(outcome))) return;
  const checks = verdict?.checks ?? [];
  showGroups(outcome ? [] : checks);
  if (checks.length === 0) byId("full-table").replaceChildren(el("p", { w: "checks.none" }));
  else showTable(checks);
  if (verdict) say(byId("full-rules"), verdict.asked_service ? "checks.rules-asked" : "checks.rules-alone", { rules: verdict.ruleset_id });
  else hush(byId("full-rules"));
}

/// The full view in place of the documents, and back.
export function toggleFull(open = byId("full").hidden) {
  byId("full").hidden = !open;
  byId("documents").hidden = open;
  byId("do-details").setAttribute("aria-pressed", String(open));
  byId("account").scrollTop = 0;
}
