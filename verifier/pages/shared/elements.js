// Building elements without markup in strings: nothing that a server or a user sends is ever parsed as HTML.
import { say, sayLabel } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

/// An element. `attributes`: `w` a word's key (with `wp` its parameters), `label` the key of an aria-label,
/// `text` plain text, `on` handlers by event name; anything else is an attribute (false and null: left out).
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  const { w, wp, label, labelParams, text, on, ...plain } = attributes;
  for (const [name, value] of Object.entries(plain)) {
    if (value === false || value === null || value === undefined) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  if (text !== undefined) node.textContent = text;
  if (w) say(node, w, wp);
  if (label) sayLabel(node, label, labelParams);
  for (const [event, handler] of Object.entries(on ?? {})) node.addEventListener(event, handler);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export const byId = (id) => document.getElementById(id);

/// Shapes differ, not only colours: tick in a circle, telephone, crossed octagon, broken link.
const SHAPES = {
  board: ["M24 3a21 21 0 1 0 0 42a21 21 0 1 0 0-42z", "M14 25l7 7l14-15"],
  call: [
    "M14 6c-4 0-8 3-8 8c0 15 13 28 28 28c5 0 8-4 8-8l-9-6l-5 4c-5-2-10-7-12-12l4-5z",
    "M29 6c7 1 12 6 13 13",
    "M28 13c4 1 6 3 7 7",
  ],
  stop: ["M15 3h18l12 12v18l-12 12h-18l-12-12v-18z", "M16 16l16 16M32 16l-16 16"],
  unknown: ["M24 4l21 38h-42z", "M24 17v12M24 34v3"],
  good: ["M10 25l9 9l19-20"],
  warn: ["M24 6l19 35h-38z", "M24 19v10M24 33v3"],
  bad: ["M12 12l24 24M36 12l-24 24"],
  camera: ["M5 14h9l4-6h12l4 6h9v26h-38z", "M24 19a7 7 0 1 0 0 14a7 7 0 1 0 0-14z"],
  file: ["M11 4h18l9 9v31h-27z", "M28 4v10h10"],
};

/// Decoration only: the words beside it say the same.
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  for (const d of SHAPES[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/// Shows one of `sections` (elements) and hides the others.
export function showOnly(sections, shown) {
  for (const section of sections) section.hidden = section !== shown;
}

/// Moves the focus to something that is read, not operated: a heading, an answer.
export function focusOn(node) {
  if (!node.hasAttribute("tabindex")) node.setAttribute("tabindex", "-1");
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "start", behavior: "auto" });
}

/// A table that becomes a list of cards on a narrow screen (base.css) and stays a table for a screen reader.
/// `columns`: keys of the headings. Returns the table and its body.
export function cardTable(caption, columns) {
  const head = columns.map((w) => el("th", { scope: "col", role: "columnheader", w }));
  const body = el("tbody", { role: "rowgroup" });
  const table = el(
    "table",
    { class: "cards", role: "table" },
    el("caption", { class: "unseen", w: caption }),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, head)),
    body,
  );
  return { table, body };
}

/// A row of such a table: `cells` in the order of `columns`, each a node, a text or a list of both.
export function cardRow(columns, cells, attributes = {}) {
  const made = cells.map((content, i) =>
    el(
      "td",
      { role: "cell" },
      el("span", { class: "cell-name", "aria-hidden": "true", w: columns[i] }),
      el("span", { class: "cell-text" }, content),
    ),
  );
  return el("tr", { role: "row", ...attributes }, made);
}
