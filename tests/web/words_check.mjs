// The tables of words: every sentence in every language, with the same parameters, and none asked for that is not
// there. And the pages' own markup: nothing inline, no script or style from elsewhere.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { PAGES } from "./pages_server.mjs";

const LANGUAGES = { shared: ["en", "ru", "kk", "zh"], boarding: ["en", "ru", "kk", "zh"], supervisor: ["en", "ru", "kk"] };
// Keys that are put together from a part that comes from the service.
const COMPOSED = /^(alarm|kind|outcome|airport|answer|todo|day|unit|flight|passport\.field|register\.(bad|status)|why|err|visa|feed)\./;

async function table(folder, language) {
  const module = await import(pathToFileURL(join(PAGES, folder, `words_${language}.js`)).href);
  return module[language];
}

const sources = (folder) =>
  readdirSync(join(PAGES, folder))
    .filter((name) => /\.(js|html)$/.test(name) && !name.startsWith("words_"))
    .map((name) => readFileSync(join(PAGES, folder, name), "utf8"));

const parameters = (sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

for (const [folder, languages] of Object.entries(LANGUAGES)) {
  for (const language of languages.slice(1)) {
    test(`${folder}: ${language} says what English says`, async () => {
      const english = await table(folder, "en");
      const other = await table(folder, language);
      assert.deepEqual(Object.keys(other), Object.keys(english));
      for (const [key, sentence] of Object.entries(english)) {
        assert.deepEqual(parameters(other[key]), parameters(sentence), key);
        assert.ok(other[key].trim() !== "", key);
      }
    });
  }

  test(`${folder}: every key that is used has a sentence, and every sentence is used`, async () => {
    const own = await table(folder, "en");
    const known = { ...(await table("shared", "en")), ...own };
    const folders = folder === "shared" ? Object.keys(LANGUAGES) : [folder, "shared"];
    const text = folders.flatMap(sources).join("\n");
    const quoted = new Set([...text.matchAll(/["'`]([a-z][a-z-]*(?:\.[A-Za-z_-]+)*)["'`]/g)].map((match) => match[1]));
    for (const attribute of text.matchAll(/data-wl?="([^"]+)"/g)) {
      if (folder !== "shared") assert.ok(attribute[1] in known, `data-w="${attribute[1]}"`);
    }
    const spaces = new Set(Object.keys(known).filter((key) => key.includes(".")).map((key) => key.split(".")[0]));
    for (const key of folder === "shared" ? [] : quoted) {
      if (key.includes(".") && spaces.has(key.split(".")[0])) assert.ok(key in known, `${key} has no sentence`);
    }
    for (const key of Object.keys(own)) {
      assert.ok(quoted.has(key) || COMPOSED.test(key), `${key} is not used`);
    }
  });
}

for (const page of ["boarding", "supervisor"]) {
  test(`${page}: the markup is English as in the table, and has nothing inline`, async () => {
    const html = readFileSync(join(PAGES, page, "index.html"), "utf8");
    const known = { ...(await table("shared", "en")), ...(await table(page, "en")) };
    for (const [, key, content] of html.matchAll(/data-w="([^"]+)"[^>]*>([^<]*)</g)) {
      const plain = content.replace(/\s+/g, " ").trim().replaceAll("&lt;", "<");
      assert.equal(plain, known[key], key);
    }
    assert.doesNotMatch(html, / style=| on[a-z]+=|<style|javascript:|https?:/);
    for (const [, source] of html.matchAll(/(?:src|href)="([^"#]+)"/g)) assert.match(source, /^\/(shared|boarding|supervisor)\//);
    for (const [whole] of html.matchAll(/<script[^>]*>[^<]*/g)) assert.match(whole, /src="[^"]+"><?$|src="[^"]+">$/);
  });
}
