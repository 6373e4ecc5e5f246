// The passport's machine readable zone as it is typed: two lines of 44 (Doc 9303-4 4.2). The check digits are looked
// at as a help for the one who types; what they mean is decided by the service.
import { el, icon } from "../shared/elements.js";

export const LINE = 44;
const WEIGHTS = [7, 3, 1];
const ORDER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Upper case, without blanks, guillemets as two arrows; a run of 88 is two lines.
export function normalise(text) {
  const plain = text.toUpperCase().replace(/\r/g, "").replace(/«/g, "<<").replace(/[^\S\n]/g, "");
  const lines = plain.split("\n");
  if (lines[0].length > LINE && (lines.length === 1 || lines[1] === "")) {
    return `${lines[0].slice(0, LINE)}\n${lines[0].slice(LINE)}`;
  }
  return plain;
}

export function linesOf(text) {
  return normalise(text).split("\n").filter((line) => line !== "");
}

/// Doc 9303-3 4.9.
function checkDigit(text) {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum += Math.max(0, ORDER.indexOf(text[i])) * WEIGHTS[i % 3];
  return String(sum % 10);
}

/// Names of the fields of line 2 whose check digit is wrong.
export function wrongDigits(line) {
  const composite = line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43);
  const personal = line.slice(28, 42);
  const empty = /^<*$/.test(personal) && line[42] === "<";
  const fields = [
    ["number", line.slice(0, 9), line[9]],
    ["birth", line.slice(13, 19), line[19]],
    ["expiry", line.slice(21, 27), line[27]],
    ["personal", personal, empty ? checkDigit(personal) : line[42]],
    ["all", composite, line[43]],
  ];
  return fields.filter(([, text, digit]) => checkDigit(text) !== digit).map(([name]) => name);
}

/// What is known of the lines so far: `complete` (two lines of 44 in the right characters) and `doubts`.
export function judge(text) {
  const lines = linesOf(text);
  const characters = lines.every((line) => /^[A-Z0-9<]*$/.test(line));
  const first = lines.length === 0 || lines[0].startsWith("P");
  const complete = lines.length === 2 && lines.every((line) => line.length === LINE) && characters && first;
  return { lines, characters, first, complete, doubts: complete ? wrongDigits(lines[1]) : [] };
}

function item(kind, w, wp) {
  return el("li", { class: `check-${kind}` }, icon(kind), el("span", { w, wp }));
}

/// The help below the field, as list items; `fieldName` gives a field's name in the page's language.
export function helpItems(judged, fieldName) {
  const { lines, characters, first, complete, doubts } = judged;
  const items = lines.slice(0, 2).map((line, i) =>
    item(line.length === LINE ? "good" : "warn", "passport.line", { line: i + 1, n: line.length }),
  );
  if (lines.length > 2) items.push(item("bad", "passport.more-lines", { n: lines.length }));
  if (!characters) items.push(item("bad", "passport.characters"));
  if (!first) items.push(item("bad", "passport.first"));
  if (complete && doubts.length === 0) items.push(item("good", "passport.digits-good"));
  if (doubts.length > 0) {
    items.push(item("bad", "passport.digits-bad", { fields: doubts.map(fieldName).join(", ") }));
  }
  return items;
}
