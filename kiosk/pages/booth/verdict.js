// The one thing that is read from two metres: what is awaited, the verdict, or what became of the act. Each by colour,
// icon and word.
import { byId, el } from "../shared/elements.js";
import { localMinute } from "../shared/instants.js";
import { hush, language, say, word } from "../shared/words.js";
import { Fresh } from "./fresh.js";
import { shape } from "./shapes.js";
import { airportName } from "./status.js";

export const OUTCOMES = ["OK", "NOTICE", "SECOND_LOOK", "REFUSE"];
const KINDS = new Set(["entry", "exit", "refusal", "referral", "reversal", "resolution"]);
const fresh = new Fresh();

const officerText = (reason) => reason.officer?.[language()] ?? reason.officer?.en ?? reason.code;

/// The text of the headline, in the officer's language.
function headlineOf({ headline, reasons }) {
  const reason = reasons.find(({ code }) => code === headline);
  return reason ? officerText(reason) : "";
}

function awaited({ visit }) {
  if (visit.stage === "complete") return { kind: "working", w: "stage.complete" };
  if (visit.stage === "partial") return { kind: "waiting", w: visit.paper ? "stage.partial-paper" : "stage.partial-passport" };
  return { kind: "waiting", w: "stage.empty" };
}

function happened(outcome) {
  const kind = KINDS.has(outcome.kind) ? outcome.kind : "other";
  const w = outcome.result === "already_recorded" ? "done.already" : `done.${kind}`;
  const event = outcome.event ?? outcome.earlier ?? "";
  return { kind: "done", w, line: outcome.provisional ? `${event} · ${word("done.provisional")}` : event, next: "done.next" };
}

/// The act was not recorded: another event holds the visa. Which one, where and when.
function lost({ event, airport, time }) {
  return { kind: "REFUSE", w: "done.conflict", line: word("done.winner", { event, airport: airportName(airport), time: localMinute(time) }) };
}

/// What the large field says: `kind` of colour and icon, `w` the word, `line` below it, the `code` of its reason, what
/// to do `next`.
function large(state) {
  if (state.outcome) return happened(state.outcome);
  if (!state.verdict) return awaited(state);
  if (state.lost_claim) return lost(state.lost_claim);
  const outcome = OUTCOMES.includes(state.verdict.outcome) ? state.verdict.outcome : "SECOND_LOOK";
  const line = headlineOf(state.verdict);
  return { kind: outcome, w: `verdict.${outcome}`, line: line || word(`verdict.${outcome}-line`), code: line ? state.verdict.headline : "" };
}

const worst = (reason) => OUTCOMES.length - OUTCOMES.indexOf(reason.severity);

/// Those that the large field does not say, the worst first.
function showReasons(reasons, headline) {
  const large = reasons.find(({ code }) => code === headline);
  const items = reasons
    .filter((reason) => reason !== large && officerText(reason) !== "")
    .sort((a, b) => (headline ? worst(a) - worst(b) : 0))
    .map((reason) => {
      const severity = OUTCOMES.includes(reason.severity) ? reason.severity : "SECOND_LOOK";
      const code = el("code", { class: "reason-code", text: reason.code });
      const text = el("span", { class: "reason-text" }, `${officerText(reason)} `, code);
      return el(
        "li",
        { class: `reason reason-${severity}` },
        shape(severity),
        el("span", { class: "unseen", w: `severity.${severity}` }),
        text,
      );
    });
  byId("reasons").replaceChildren(...items);
  byId("reasons").hidden = items.length === 0;
}

export function showVerdict(state) {
  if (!fresh.differs(state.direction, state.visit.number, state.visit.stage, state.visit.paper, state.verdict, state.outcome, state.lost_claim)) return;
  const { kind, w, line = "", code = "", next = null } = large(state);
  byId("verdict").dataset.kind = kind;
  byId("verdict-icon").replaceChildren(shape(kind));
  say(byId("verdict-way"), `way.${state.direction}`);
  say(byId("verdict-word"), w);
  byId("verdict-line").textContent = line;
  byId("verdict-code").textContent = code;
  if (next) say(byId("verdict-next"), next);
  else hush(byId("verdict-next"));
  say(byId("way-now"), state.direction === "entry" ? "way.to-exit" : "way.to-entry");
  showReasons(state.outcome?.reasons ?? state.verdict?.reasons ?? [], state.outcome || state.lost_claim ? null : state.verdict?.headline);
  // Once for a screen reader, and not the word of a stage that lasts no time.
  if (kind === "working") hush(byId("told"));
  else byId("told").textContent = [word(w), line].filter(Boolean).join(". ");
}

export function wipeVerdict() {
  fresh.differs(null);
  for (const id of ["verdict-word", "verdict-way", "verdict-next", "told"]) hush(byId(id));
  byId("verdict").dataset.kind = "waiting";
  byId("verdict-line").textContent = "";
  byId("verdict-code").textContent = "";
  byId("verdict-icon").replaceChildren();
  byId("reasons").replaceChildren();
}
