// One question about one passenger, and what came of it. A repeated question carries the same reference, so that an
// answer that got lost is the same receipt and not a second one.
import { ApiError, DEADLINE_MS, call, isOutage } from "../shared/api.js";

const ANSWERS = ["BOARD", "CALL_BORDER", "DO_NOT_BOARD"];
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

function randomLetters(n) {
  return [...crypto.getRandomValues(new Uint8Array(n))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}

/// Flight, day of arrival and eight random letters: tells nothing of a person and does not repeat.
export function newReference(flight) {
  return `${flight.flight}-${flight.scheduled_arrival.slice(2, 10).replaceAll("-", "")}-${randomLetters(8)}`;
}

/// Receipt number and time from the signed bytes (docs/boarding-receipt.md). Whoever needs proof verifies the signature.
function readReceipt(receipt) {
  try {
    const { receipt: number, time, answer, code } = JSON.parse(receipt.json);
    return typeof number === "string" && !Number.isNaN(Date.parse(time)) ? { number, time, answer, code } : null;
  } catch {
    return null;
  }
}

/// Takes nothing for an answer that is not one: known word, our reference, a receipt that says the same.
function readAnswer(content, reference) {
  const answers = content?.answers;
  if (!Array.isArray(answers) || answers.length !== 1 || answers[0]?.reference !== reference) {
    throw new ApiError("unreadable");
  }
  const { answer, code, text, receipt, problem } = answers[0];
  if (problem) throw new ApiError("refused", problem);
  const proof = readReceipt(receipt);
  if (!ANSWERS.includes(answer) || proof?.answer !== answer) throw new ApiError("unreadable");
  return { answer, code, text, receipt: proof.number, time: proof.time, reference };
}

export async function ask(flight, passenger, language) {
  const body = { ...flight, language, passengers: [passenger] };
  const content = await call("POST", "/v1/boarding-checks", { body });
  return readAnswer(content, passenger.reference);
}

/// The key of a sentence that says why there is no answer, with its parameters.
export function reasonOf(error) {
  if (!(error instanceof ApiError)) return { key: "why.refused" };
  if (error.kind === "late") return { key: "why.late", params: { n: DEADLINE_MS / 1000 } };
  if (error.kind !== "refused") return { key: `why.${error.kind}` };
  if (error.status === 429) return { key: "why.busy", params: { n: error.retryAfter ?? 10 } };
  if (error.status === 413) return { key: "why.large" };
  if (error.status === 403) return { key: "why.role" };
  return { key: isOutage(error) ? "why.unavailable" : "why.refused" };
}

/// What to do without an answer: another try, then border control by telephone.
export function stepsOf(error) {
  const outage = isOutage(error) || error.status === 429;
  return outage ? ["fall.again", "fall.call", "fall.offline", "fall.wait"] : ["fix.look", "fix.call"];
}
