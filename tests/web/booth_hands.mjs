// An officer's hands at the booth's page: keys, a hand scanner, and a look at what is shown.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { ORDINARY, openBrowser } from "./chromium.mjs";
import { MRZ, OFFICER } from "./booth_program.mjs";

export const PATIENCE = { timeout: 60000 };
const SEEN_MS = 400; // longer than the page wants a verdict to have been seen (booth/acts.js)
const HAND_MS = 150; // slower than any scanner
const CYRILLIC = new Map([..."QWERTYUIOPASDFGHJKLZXCVBNM"].map((c, i) => [c, "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ"[i]]));
const placeOf = (c) => (/[0-9]/.test(c) ? `Digit${c}` : c === "<" ? "Comma" : `Key${c}`);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/// With PAGES set the pages come from the source and not from the program: looks change without a build.
function fromSource(page) {
  return page.route(/\/(booth|shared)(\/[a-z_]+\.(js|css|svg))?$/, (route) => {
    const [, place, file = "/index.html"] = /\/(booth|shared)(\/[a-z_.]+)?$/.exec(new URL(route.request().url()).pathname);
    const folder = place === "booth" ? "kiosk/pages/booth" : "verifier/pages/shared";
    return route.fulfill({ path: fileURLToPath(new URL(`../../${folder}${file}`, import.meta.url)) });
  });
}

export class Hands {
  errors = []; // of scripts and of the page's policy

  constructor(browser, context, page) {
    Object.assign(this, { browser, context, page });
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => /Content Security Policy/i.test(message.text()) && this.errors.push(message.text()));
  }

  /// In a browser of its own that keeps `language`. `before(page)`: what is to be done before the page is opened.
  static async at(booth, { language = "en", before = () => {} } = {}) {
    const browser = await openBrowser();
    const context = await browser.newContext(ORDINARY);
    await context.addInitScript((kept) => localStorage.getItem("evisa.language") ?? localStorage.setItem("evisa.language", kept), language);
    const page = await context.newPage();
    const hands = new Hands(browser, context, page);
    if (process.env.PAGES) await fromSource(page);
    await before(page);
    await page.goto(`${booth.origin}/booth`);
    return hands;
  }

  leave() {
    return this.browser.close();
  }

  /// A key as a hand presses it: after a look, and with nothing right before it.
  async press(key) {
    await pause(SEEN_MS);
    await this.page.keyboard.press(key);
    await pause(HAND_MS);
  }

  /// Text into whatever has the focus.
  async type(text) {
    await this.page.keyboard.type(text, { delay: 5 });
  }

  shown(selector) {
    return this.page.waitForSelector(selector, { state: "visible", ...PATIENCE });
  }

  kind(wanted) {
    return this.shown(`#verdict[data-kind="${wanted}"]`);
  }

  /// Until the text of `selector` matches.
  says(selector, pattern) {
    const { source, flags } = pattern;
    return this.page.waitForFunction(([where, p, f]) => new RegExp(p, f).test(document.querySelector(where).textContent), [selector, source, flags], PATIENCE);
  }

  text(selector) {
    return this.page.textContent(selector);
  }

  focused() {
    return this.page.evaluate(() => document.activeElement.id);
  }

  /// Until the focus is on the element of this id: a page moves it after it has drawn.
  async focuses(id) {
    await this.page.waitForFunction((wanted) => document.activeElement.id === wanted, id, PATIENCE).catch(async () => assert.equal(await this.focused(), id));
  }

  async logIn({ badge, pin } = OFFICER) {
    await this.shown("#login");
    await this.page.fill("#login-badge", ""); // a badge stays after a wrong PIN
    await this.type(badge);
    await this.page.keyboard.press("Tab");
    await this.type(pin);
    await this.page.keyboard.press("Enter");
    await pause(HAND_MS);
  }

  /// As a hand scanner does, with a Russian layout: the keys' places are what counts.
  async scan(lines = MRZ) {
    const keys = lines.map((line) => [...line].map((c) => ({ code: placeOf(c), key: CYRILLIC.get(c) ?? (c === "<" ? "Б" : c) })));
    await this.page.evaluate((all) => {
      const down = (code, key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true }));
      for (const line of all) {
        for (const { code, key } of line) down(code, key);
        down("Enter", "Enter");
      }
    }, keys);
  }

  /// What lay there counts as gone when 15 frames show nothing of it.
  takeOff(booth, empty) {
    booth.view.picture(empty);
    return pause(4000);
  }

  /// The paper is taken off the desk, laid down again, and the passport scanned: until there is a verdict.
  async present(booth, { empty, page = booth.printouts[0], lines = MRZ } = {}) {
    if (empty) await this.takeOff(booth, empty);
    booth.view.page(page);
    await this.says("#verdict-word", /NOW THE PASSPORT/);
    await this.scan(lines);
    await this.page.waitForFunction(() => ["OK", "NOTICE", "SECOND_LOOK", "REFUSE"].includes(document.getElementById("verdict").dataset.kind), null, PATIENCE);
  }
}

/// What a camera sees that looks at an empty desk; at a passport's two lines, `smudged` characters of which nobody can
/// read; at nothing at all. PNG, drawn by a browser.
export async function draw({ lines = [], smudged = [], dark = false } = {}) {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const cells = lines.map((line, l) => [...line].map((c, i) => ({ c: smudged.some(([at, n]) => at === l && n === i) ? "▒" : c })));
    await page.setContent("<body style='margin:0'></body>");
    await page.evaluate(
      ([rows, black]) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
        document.body.append(canvas);
        const pen = canvas.getContext("2d");
        pen.fillStyle = black ? "#000" : "#8d8f8c";
        pen.fillRect(0, 0, 1280, 720);
        if (rows.length === 0) return;
        pen.fillStyle = "#e9e6dd";
        pen.fillRect(70, 120, 1140, 520);
        pen.font = "34px 'OCR B'";
        rows.forEach((row, l) =>
          row.forEach(({ c }, i) => {
            const [x, y] = [112 + i * 24, 540 + l * 62];
            pen.fillStyle = "#1b1b1b";
            if (c !== "▒") return void pen.fillText(c, x, y);
            pen.fillStyle = "#3a3a3a";
            pen.fillRect(x - 1, y - 27, 22, 30);
          }),
        );
      },
      [cells, dark],
    );
    await page.evaluate(() => document.fonts.ready);
    return await page.screenshot({ type: "png" });
  } finally {
    await browser.close();
  }
}
