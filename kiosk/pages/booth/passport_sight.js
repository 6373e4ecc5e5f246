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

const unreadIn = (lines) => lines.join("").split(UNREAD).length - 1;

/// The lines with each character marked that nobody read.
export function markedLines(lines) {
  const parts = lines.join("\n").split(/(\?+)/);
  return parts.map((part) => (part.startsWith(UNREAD) ? el("mark", { class: "unread", text: part }) : part));
}

export class PassportSight {
  #lines = null;
  #seen = -Infinity; // when they were seen last
  #wanted = false; // a traveller's passport may still be read

  get lines() {
    return this.#lines;
  }

  see({ mrz }) {
    const lines = linesOf(mrz);
    if (!lines || !this.#wanted) return;
    const now = performance.now();
    const worse = this.#lines && unreadIn(lines) > unreadIn(this.#lines);
    if (worse && now - this.#seen < KEPT_MS) return;
    this.#lines = lines;
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
    if (!fresh.differs(this.#lines)) return;
    byId("doubt").hidden = this.#lines === null;
    byId("doubt-lines").replaceChildren(...(this.#lines ? markedLines(this.#lines) : []));
  }
}
