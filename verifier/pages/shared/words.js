// The pages' words: a key names a sentence, a table for each language holds it. An element remembers its key, so
// that another language replaces the words and nothing else of what is on the screen.
import { en } from "./words_en.js";
import { kk } from "./words_kk.js";
import { ru } from "./words_ru.js";
import { zh } from "./words_zh.js";

export const NAMES = { kk: "Қазақша", ru: "Русский", en: "English", zh: "中文" };
const KEPT = "evisa.language";

const tables = { en: { ...en }, kk: { ...kk }, ru: { ...ru }, zh: { ...zh } };
const listeners = new Set();
let current = "en";

export const language = () => current;

/// Adds a page's tables; the languages given here are those that the page can be read in.
export function addWords(more) {
  for (const [code, table] of Object.entries(more)) Object.assign(tables[code], table);
}

/// The sentence of a key with its `{parameters}` filled in. A key without a sentence shows itself.
export function word(key, params = {}) {
  const sentence = tables[current][key] ?? tables.en[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole));
}

export function hasWord(key) {
  return tables.en[key] !== undefined;
}

export function say(node, key, params) {
  node.dataset.w = key;
  if (params) node.dataset.wp = JSON.stringify(params);
  else delete node.dataset.wp;
  node.textContent = word(key, params);
}

/// Takes the words away again, as from a live region that has nothing to tell.
export function hush(node) {
  delete node.dataset.w;
  delete node.dataset.wp;
  node.textContent = "";
}

export function sayLabel(node, key, params) {
  node.dataset.wl = key;
  if (params) node.dataset.wlp = JSON.stringify(params);
  node.setAttribute("aria-label", word(key, params));
}

export function translate(root = document) {
  const params = (text) => (text ? JSON.parse(text) : undefined);
  for (const node of root.querySelectorAll("[data-w]")) {
    node.textContent = word(node.dataset.w, params(node.dataset.wp));
  }
  for (const node of root.querySelectorAll("[data-wl]")) {
    node.setAttribute("aria-label", word(node.dataset.wl, params(node.dataset.wlp)));
  }
}

/// For what is more than a sentence: dates, ages, numbers.
export function onLanguage(listener) {
  listeners.add(listener);
}

export function setLanguage(code) {
  current = code;
  document.documentElement.lang = code;
  try {
    localStorage.setItem(KEPT, code);
  } catch {
    // A browser that keeps nothing still shows the page.
  }
  document.title = `${word("title")} · ${word("brand")}`;
  translate();
  for (const listener of listeners) listener(code);
}

function firstLanguage(codes, otherwise) {
  let kept = null;
  try {
    kept = localStorage.getItem(KEPT);
  } catch {
    kept = null;
  }
  const wished = [kept, ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  return wished.find((code) => codes.includes(code)) ?? otherwise;
}

/// Fills the control with the languages `codes` and shows the page in the one that was used last, that the
/// browser asks for, or `otherwise`.
export function startLanguages(select, codes, otherwise) {
  for (const code of codes) {
    const option = new Option(NAMES[code], code);
    option.lang = code;
    select.add(option);
  }
  select.value = firstLanguage(codes, otherwise);
  select.addEventListener("change", () => setLanguage(select.value));
  setLanguage(select.value);
}
