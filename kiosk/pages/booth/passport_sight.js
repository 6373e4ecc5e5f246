// The passport's lines as the camera has them while it is not sure of them: shown for the officer to put right by hand.
// They stay until the passport is read or the traveller has gone, so that nothing changes under the officer's hands.
import { byId, el } from "../shared/elements.js";
import { Fresh } from "./fresh.js";

const UNREAD = "?";
const LONGEST = 44;
const KEPT_MS = 2000; // a better look keeps its place for so long
const fresh = new Fresh();

export const isUnread = (lines) => lines.some((line) => line.includes(UNREAD));

/// Two lines of a passport, or null: what is no such thing is not shown; a visa's own lines (V) are none.
function linesOf(mrz) {
  const { sure, lines } = mrz ?? {};
  const fits = (line) => typeof line === "string" && line.length > 0 && line.length <= LONGEST;
  const passports = sure === false && Array.isArray(lines) && lines.length === 2 && lines.every(fits) && !lines[0].startsWith("V");
  return passports ? lines : null;
}

/// Columns of the characters that were read without certainty, line by line.
function unsureOf({ unsure }) {
  const columns = (line) => new Set(Array.isArray(line) ? line.filter(Number.isInteger) : []);
  return [0, 1].map((i) => columns(Array.isArray(unsure) ? unsure[i] : null));
}

/// How much of the lines is in doubt: what nobody read counts most.
const doubtIn = (lines, unsure) => 100 * (lines.join("").split(UNREAD).length - 1) + unsure[0].size + unsure[1].size;

/// The lines with the characters marked that nobody read, and those that are not sure.
export function markedLines(lines, unsure = [new Set(), new Set()]) {
  const parts = [];
  const add = (kind, c) => {
    if (parts.at(-1)?.kind === kind) parts.at(-1).text += c;
    else parts.push({ kind, text: c });
  };
  lines.forEach((line, i) => {
    if (i > 0) add("", "\n");
    [...line].forEach((c, column) => add(c === UNREAD ? "unread" : unsure[i].has(column) ? "unsure" : "", c));
  });
  return parts.map(({ kind, text }) => (kind ? el("mark", { class: kind, text }) : text));
}

export class PassportSight {
  #lines = null;
  #unsure = undefined;
  #seen = -Infinity; // when they were seen last
  #wanted = false; // a traveller's passport may still be read

  get lines() {
    return this.#lines;
  }

  /// Of `lines`, as `markedLines` takes it.
  get unsure() {
    return this.#unsure;
  }

  see({ mrz }) {
    const lines = linesOf(mrz);
    if (!lines || !this.#wanted) return;
    const now = performance.now();
    const unsure = unsureOf(mrz);
    const worse = this.#lines && doubtIn(lines, unsure) > doubtIn(this.#lines, this.#unsure);
    if (worse && now - this.#seen < KEPT_MS) return;
    this.#lines = lines;
    this.#unsure = unsure;
    this.#seen = now;
    this.#draw();
  }

  show({ visit, passport }, otherVisit) {
    if (otherVisit) this.#lines = null;
    this.#wanted = !passport && (visit.stage === "empty" || visit.stage === "partial");
    if (!this.#wanted) this.#lines = null;
    this.#draw();
  }

  wipe() {
    this.#lines = null;
    this.#wanted = false;
    this.#draw();
  }

  #draw() {
    if (!fresh.differs([this.#lines, this.#unsure?.map((line) => [...line])])) return;
    byId("doubt").hidden = this.#lines === null;
    byId("doubt-lines").replaceChildren(...(this.#lines ? markedLines(this.#lines, this.#unsure) : []));
  }
}
