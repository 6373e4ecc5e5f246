// Both pages with real clicks against a real airport service.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { ORDINARY, openBrowser } from "./chromium.mjs";
import { violations } from "./looks.mjs";
import { MRZ, OFFICER, OTHER_MRZ, SENIOR, startService } from "./program.mjs";

/// [day, time] of an arrival that is still ahead, as the clock on an airport's wall shows it (UTC+5).
function inThreeHours() {
  const wall = new Date(Date.now() + (3 + 5) * 3600000).toISOString();
  return [wall.slice(0, 10), wall.slice(11, 16)];
}

describe("the pages of a running service", () => {
  let browser, context, page, service;

  before(async () => {
    service = await startService();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await service?.remove();
  });
  beforeEach(async () => {
    context = await browser.newContext({ ...ORDINARY, ignoreHTTPSErrors: true });
    page = await context.newPage();
  });
  afterEach(() => context?.close());

  const shown = (id) => page.waitForFunction((wanted) => document.getElementById(wanted)?.checkVisibility(), id);

  async function logIn(path, { badge, pin }) {
    await page.goto(service.origin + path);
    await page.fill("#login-badge", badge);
    await page.fill("#login-pin", pin);
    await page.click("#login-go");
  }

  async function atGate() {
    await logIn("/boarding", OFFICER);
    await shown("flight");
    await page.fill("#flight-number", "KC942");
    await page.selectOption("#flight-airport", "ALA");
    const [day, time] = inThreeHours();
    await page.selectOption("#flight-day", day);
    await page.fill("#flight-time", time);
    await page.click("#flight .button");
    await shown("check");
  }

  async function check(mrz) {
    await page.setInputFiles("#paper-file", service.printout);
    await shown("paper-remove");
    await page.fill("#passport-mrz", mrz.join("\n"));
    await page.click("#check-go");
    await shown("answer");
    return page.textContent("#answer-word");
  }

  it("sends the pages with the strict policy", async () => {
    for (const path of ["/boarding", "/supervisor"]) {
      const response = await page.goto(service.origin + path);
      const policy = response.headers()["content-security-policy"];
      for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"]) {
        assert.ok(policy.includes(part), `${path}: ${part} in ${policy}`);
      }
      assert.deepEqual(await violations(page), []);
    }
  });

  it("refuses a wrong PIN", async () => {
    await logIn("/boarding", { ...OFFICER, pin: "000000" });
    await page.waitForFunction(() => document.getElementById("login-error").textContent.includes("wrong"));
  });

  it("lets the holder of a good e-visa board, with a receipt", async () => {
    await atGate();
    assert.equal(await check(MRZ), "BOARD");
    assert.match(await page.textContent("#answer-facts"), /[A-Z0-9-]+\/[1-9][0-9]*/);
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    assert.doesNotMatch(await page.textContent("body"), /LYU|E12345678/);
  });

  it("does not let another passport board, in Chinese too", async () => {
    await atGate();
    await page.selectOption("#language", "zh");
    assert.equal(await check(OTHER_MRZ), "不得登机");
    assert.match(await page.textContent("#answer-facts"), /_MISMATCH/);
    assert.match(await page.textContent("#answer-text"), /[一-龥]/);
  });

  it("does not answer BOARD for a visa number without a print-out", async () => {
    await atGate();
    await page.click("#paper-more summary");
    await page.fill("#paper-number", service.visa);
    await page.fill("#passport-mrz", MRZ.join("\n"));
    await page.click("#check-go");
    await shown("answer");
    assert.notEqual(await page.textContent("#answer-word"), "BOARD"); // no print-out: somebody has to look
  });

  it("says so when the service is gone, and goes on when it is back", async () => {
    await atGate();
    await service.stop();
    try {
      assert.equal(await check(MRZ), "NOT CHECKED");
    } finally {
      await service.start();
    }
    await page.click("#answer-again");
    await page.waitForFunction(() => /BOARD|log in/i.test(document.getElementById("answer-word").textContent));
    assert.equal(await page.textContent("#answer-word"), "BOARD");
  });

  it("keeps officers out of the supervisor's page", async () => {
    await logIn("/supervisor", OFFICER);
    await page.waitForFunction(() => document.getElementById("login-error").textContent !== "");
    assert.equal(await page.isVisible("#desk"), false);
  });

  it("shows a senior officer alarms, booths, a visa, and a day's log", async () => {
    await logIn("/supervisor", SENIOR);
    await page.selectOption("#language", "en");
    await page.waitForSelector(".feed-live");
    assert.deepEqual(await violations(page), []);
    await page.click('#nav a[href="#booths"]');
    await page.waitForSelector("#booths-table table");
    await page.click('#nav a[href="#visa"]');
    await page.fill("#visa-number", service.visa);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#visa-result h3");
    assert.match(await page.textContent("#visa-result"), /Not used yet/);
    await page.click('#nav a[href="#export"]');
    for (const format of ["csv", "signed"]) {
      const download = page.waitForEvent("download");
      await page.click(`#export-form button[value="${format}"]`);
      assert.ok(readFileSync(await (await download).path()).length >= 0);
    }
  });

  it("decides nothing while the service is gone", async () => {
    await logIn("/supervisor", SENIOR);
    await page.waitForSelector(".feed-live");
    await service.stop();
    try {
      await page.waitForSelector("body.stale");
    } finally {
      await service.start();
    }
    await page.waitForSelector("body:not(.stale)", { timeout: 20000 });
  });
});
