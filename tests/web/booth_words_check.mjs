// The booth page's words: every sentence in Kazakh, Russian and English, with the same parameters, and none asked for
// that is not there; its markup has nothing inline and nothing from elsewhere.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PAGES } from "./pages_server.mjs";

const BOOTH = fileURLToPath(new URL("../../kiosk/pages/booth", import.meta.url));
// Keys that are put together from a part that comes from the kiosk.
const COMPOSED = /^(airport|role|way|verdict|severity|done|kind|result|check|group|mark|field|camera|disturbance|use|arrived|problem|command|shift|reason|act|ticks|stay|link)\./;

const words = async (folder, language) => (await import(pathToFileURL(join(folder, `words_${language}.js`)).href))[language];
const sources = () =>
  readdirSync(BOOTH)
    .filter((name) => /\.(js|html)$/.test(name) && !/^words_/.test(name))
    .map((name) => readFileSync(join(BOOTH, name), "utf8"))
    .join("\n");
const parameters = (sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

for (const language of ["ru", "kk"]) {
  test(`booth: ${language} says what English says`, async () => {
    const english = await words(BOOTH, "en");
    const other = await words(BOOTH, language);
    assert.deepEqual(Object.keys(other), Object.keys(english));
    for (const [key, sentence] of Object.entries(english)) {
      assert.deepEqual(parameters(other[key]), parameters(sentence), key);
      assert.notEqual(other[key].trim(), "", key);
    }
  });
}

test("booth: every key that is used has a sentence, and every sentence is used", async () => {
  const own = await words(BOOTH, "en");
  const known = { ...(await words(join(PAGES, "shared"), "en")), ...own };
  const text = sources();
  const quoted = new Set([...text.matchAll(/["'`]([a-z][a-z-]*(?:\.[A-Za-z_-]+)*)["'`]/g)].map((match) => match[1]));
  const spaces = new Set(Object.keys(own).filter((key) => key.includes(".")).map((key) => key.split(".")[0]));
  for (const key of quoted) if (key.includes(".") && spaces.has(key.split(".")[0])) assert.ok(key in known, `${key} has no sentence`);
  for (const [, key] of text.matchAll(/data-wl?="([^"]+)"/g)) assert.ok(key in known, `${key} has no sentence`);
  for (const key of Object.keys(own)) assert.ok(quoted.has(key) || COMPOSED.test(key), `${key} is not used`);
});

test("booth: the markup is English as in the table, and has nothing inline", async () => {
  const html = readFileSync(join(BOOTH, "index.html"), "utf8");
  const known = { ...(await words(join(PAGES, "shared"), "en")), ...(await words(BOOTH, "en")) };
  for (const [, key, content] of html.matchAll(/data-w="([^"]+)"[^>]*>([^<]*)</g)) assert.equal(content.trim(), known[key], key);
  for (const [, key, label] of html.matchAll(/data-wl="([^"]+)" aria-label="([^"]*)"/g)) assert.equal(label, known[key], key);
  assert.doesNotMatch(html, / style=| on[a-z]+=|<style|javascript:|https?:/);
  for (const [, source] of html.matchAll(/(?:src|href)="([^"#]+)"/g)) assert.match(source, /^\/(shared|booth)\//);
  assert.doesNotMatch(sources(), /innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
});
