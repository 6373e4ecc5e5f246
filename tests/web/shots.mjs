// Every screen of both pages in every language and size: a picture of each, no accessibility violation, nothing wider
// than the screen, nothing smaller than a finger. The pictures are for the eye; OUT names their folder.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { CannedBoarding, MRZ, SEAL } from "./canned_boarding.mjs";
import { CannedSupervisor, VISA } from "./canned_supervisor.mjs";
import { ORDINARY, openBrowser } from "./chromium.mjs";
import { SIZES, overflow, picture, smallTargets, violations } from "./looks.mjs";
import { startPages } from "./pages_server.mjs";

describe("looks", () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser?.close());

  /// Opens `path` in `language` at `size`, runs `walk(page, see)`, and reports everything that `see` found.
  async function screens(canned, path, language, size, walk) {
    const server = await startPages((...asked) => canned.answer(...asked));
    const touch = SIZES[size].width < 700;
    const context = await browser.newContext({ ...ORDINARY, viewport: SIZES[size], hasTouch: touch, isMobile: touch });
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    const wrong = [];
    page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
    page.on("console", (message) => /Content.Security/i.test(message.text()) && wrong.push(message.text()));
    try {
      await page.goto(server.origin + path);
      await page.selectOption("#language", language);
      await walk(page, async (screen) => {
        const name = `${path.slice(1)}-${screen}-${language}-${size}`;
        await picture(page, name);
        for (const found of await violations(page)) wrong.push(`${name}: ${found}`);
        const wide = await overflow(page);
        if (wide) wrong.push(`${name}: ${wide}`);
        for (const small of await smallTargets(page)) wrong.push(`${name}: too small: ${small}`);
      });
    } finally {
      await context.close();
      await server.close();
    }
    assert.deepEqual(wrong, []);
  }

  async function logIn(page, pin = "123456") {
    await page.fill("#login-badge", "S-001");
    await page.fill("#login-pin", pin);
    await page.click("#login-go");
  }

  async function boardingWalk(canned, page, see) {
    const shown = (id) => page.waitForFunction((wanted) => document.getElementById(wanted).checkVisibility(), id);
    await logIn(page, "000000");
    await page.waitForFunction(() => document.getElementById("login-error").textContent !== "");
    await see("1-login");
    await logIn(page);
    await shown("flight");
    await page.selectOption("#flight-airport", "other");
    await page.fill("#flight-number", "942");
    await page.click("#flight .button");
    await see("2-flight");
    await page.selectOption("#flight-airport", "NQZ");
    await page.fill("#flight-number", "KC942");
    await page.fill("#flight-time", "14:35");
    await page.click("#flight .button");
    await shown("check");
    await page.click("#paper-more summary");
    await see("3-empty");
    const buffer = await page.screenshot(); // any picture is a photograph here
    await page.setInputFiles("#paper-file", { name: "print-out.png", mimeType: "image/png", buffer });
    await shown("paper-image");
    await page.fill("#passport-mrz", `${MRZ[0]}\n${MRZ[1].replace("L898902C3", "L898902C8")}`);
    await page.click("#check-go");
    await see("4-doubt");
    for (const [i, kind] of ["BOARD", "CALL_BORDER", "DO_NOT_BOARD", "LONG", "drop", "refused"].entries()) {
      canned.kind = kind;
      await page.keyboard.press("Escape");
      await page.keyboard.type(SEAL);
      await page.keyboard.press("Enter");
      await page.fill("#passport-mrz", MRZ.join("\n"));
      if (kind === "BOARD") await see("5-filled");
      await page.click("#check-go");
      await shown("answer");
      if (kind === "refused") await page.click("#history summary");
      await see(`${6 + i}-${kind}`);
    }
  }

  async function supervisorWalk(canned, page, see) {
    const open = async (name) => {
      await page.click(`#nav a[href="#${name}"]`);
      await page.waitForFunction((id) => document.getElementById(id).checkVisibility(), name);
    };
    await see("1-login");
    await logIn(page);
    await page.waitForSelector(".entry");
    await page.waitForSelector(".feed-live");
    await page.click("label.tick");
    await page.waitForSelector(".alarm-settled");
    await see("2-alarms");
    await page.check('input[value="NQZ-01/5"]');
    await page.click(".double .button-main");
    await page.click("#act-go");
    await see("3-dialog");
    await page.keyboard.press("Escape");
    await open("crossings");
    await page.waitForSelector("#crossings-table tbody tr");
    await see("4-crossings");
    await open("booths");
    await see("5-booths");
    await open("visa");
    await page.fill("#visa-number", VISA);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#visa-result table");
    await see("6-visa");
    await open("register");
    await page.fill("#register-text", "L898902C3");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".record");
    await see("7-register");
    await open("export");
    await page.click('#export-form button[value="csv"]');
    await page.waitForFunction(() => document.getElementById("export-told").textContent.includes("csv"));
    await see("8-export");
    await open("alarms");
    canned.cut = true;
    await page.waitForSelector("body.stale");
    await see("9-cut");
  }

  for (const size of Object.keys(SIZES)) {
    for (const language of ["en", "ru", "kk", "zh"]) {
      it(`boarding, ${language}, ${size}`, async () => {
        const canned = new CannedBoarding();
        await screens(canned, "/boarding", language, size, (page, see) => boardingWalk(canned, page, see));
      });
    }
    for (const language of ["en", "ru", "kk"]) {
      it(`supervisor, ${language}, ${size}`, async () => {
        const canned = new CannedSupervisor();
        await screens(canned, "/supervisor", language, size, (page, see) => supervisorWalk(canned, page, see));
      });
    }
  }
});
