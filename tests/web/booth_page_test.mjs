// The officer's page of a running booth, end to end: a film plays as the camera, the test sees green, presses a key, the
// crossing is in the log; then the same paper, red. In one order: each step goes on where the one before ended.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Hands, PATIENCE } from "./booth_hands.mjs";
import { MRZ, OFFICER, SENIOR, hasKiosk, startBooth } from "./booth_program.mjs";
import { hasChromium } from "./chromium.mjs";
import { overflow, picture, smallTargets, violations } from "./looks.mjs";

const skip = (!hasChromium() && "no Chromium (Debian package chromium, or the variable CHROMIUM)") || (!hasKiosk() && "this evisa-kiosk has no `run`");

describe("the officer's page of a running booth", { skip }, () => {
  let booth, hands, page;

  before(async () => {
    booth = await startBooth();
    hands = await Hands.at(booth);
    page = hands.page;
  });
  after(async () => {
    await hands?.leave();
    await booth?.remove();
  });

  const shown = (selector) => hands.shown(selector);
  const kind = (wanted) => hands.kind(wanted);
  const text = (selector) => hands.text(selector);
  const press = (key) => hands.press(key);
  const logIn = (who) => hands.logIn(who);
  const scan = (lines) => hands.scan(lines);

  const looksRight = async (name) => {
    await picture(page, `booth-${name}`);
    assert.deepEqual(await violations(page), [], name);
    assert.equal(await overflow(page), "", name);
    assert.deepEqual(await smallTargets(page), [], name);
  };

  it("is sent with a strict policy", async () => {
    const policy = (await page.reload()).headers()["content-security-policy"] ?? "";
    assert.match(policy, /default-src '(self|none)'/);
    assert.doesNotMatch(policy, /unsafe/);
  });

  it("shows nothing before the log-in, and refuses a wrong PIN", async () => {
    await logIn({ ...OFFICER, pin: "000000" });
    await page.waitForFunction(() => document.getElementById("login-error").textContent.includes("wrong"), null, PATIENCE);
    assert.equal(await page.isVisible("#desk"), false);
    await looksRight("login");
  });

  it("lets an officer in and shows the camera's picture with the code outlined", async () => {
    await logIn();
    await shown("#desk");
    await page.waitForFunction(() => document.getElementById("camera-picture").width > 100, null, PATIENCE);
    await page.waitForSelector("#camera-outlines polygon.outline-visa", { state: "attached", ...PATIENCE });
  });

  it("asks for the passport, takes it from a hand scanner, and is green", async () => {
    await page.waitForFunction(() => document.getElementById("verdict-word").textContent === "NOW THE PASSPORT", null, PATIENCE);
    await scan(MRZ);
    await page.waitForSelector('#verdict:is([data-kind="OK"], [data-kind="NOTICE"])', PATIENCE);
    assert.match(await text("#verdict-word"), /^IN ORDER/);
    assert.match(await text("html") && (await page.getAttribute("html", "data-sound")), /^(OK|NOTICE)$/);
    assert.match(await text("#documents-table"), /E12345678.*LYU, XIAOMING/s);
    await looksRight("green");
  });

  it("shows every check on D", async () => {
    await press("d");
    assert.equal(await page.locator("#full-table tbody tr").count(), 23);
    await looksRight("checks");
    await press("d");
    assert.equal(await page.isVisible("#documents"), true);
  });

  it("tells the traveller in Chinese on T, and nothing else", async () => {
    await press("t");
    await shown("#traveller-dialog");
    assert.equal(await page.getAttribute("#traveller-text", "lang"), "zh");
    await looksRight("traveller");
    await press("t");
    assert.equal(await page.isVisible("#traveller-dialog"), false);
  });

  it("does nothing on a held key, a key with Ctrl, a key in a dialog", async () => {
    await page.evaluate(() => document.dispatchEvent(new KeyboardEvent("keydown", { code: "KeyA", key: "a", repeat: true, bubbles: true })));
    await page.evaluate(() => document.dispatchEvent(new KeyboardEvent("keydown", { code: "KeyA", key: "a", ctrlKey: true, bubbles: true })));
    await press("h");
    await shown("#help-dialog");
    await press("a");
    await press("Escape");
    assert.equal(await page.isVisible("#help-dialog"), false);
    assert.match(await page.getAttribute("#verdict", "data-kind"), /^(OK|NOTICE)$/);
    assert.equal(booth.events().length, 0);
  });

  it("records the entry on A, and it is in the log", async () => {
    await press("a");
    await kind("done");
    assert.equal(await text("#verdict-word"), "ENTRY RECORDED");
    await looksRight("recorded");
    const events = booth.events();
    assert.equal(events.length, 1);
    const [entry] = events;
    assert.equal(entry.kind, "entry");
    assert.equal(String(entry.visa), booth.visa);
    assert.equal(entry.officer, OFFICER.badge);
    assert.match(await text("#last"), new RegExp(`Entry · ALA-03/1 .*${booth.visa}`));
  });

  it("keeps nothing of the traveller after clearing", async () => {
    await press("Escape");
    await page.waitForFunction(() => document.getElementById("verdict").dataset.kind === "waiting", null, PATIENCE);
    assert.doesNotMatch(await page.content(), /XIAOMING|E12345678/);
    assert.doesNotMatch(booth.logText(), /XIAOMING|E12345678/);
  });

  it("is red for the same paper after another booth's time, and Admit asks for reason and senior officer", async () => {
    await booth.stop("SIGTERM");
    booth.at = new Date(Date.now() + 20 * 60000).toISOString();
    await booth.start();
    await page.goto(`${booth.origin}/booth`);
    await logIn();
    await shown("#desk");
    assert.match(await text("#notice"), /Last act on record at this booth: Entry, ALA-03\/1/);
    await page.waitForFunction(() => document.getElementById("verdict-word").textContent === "NOW THE PASSPORT", null, PATIENCE);
    await scan(MRZ);
    await kind("REFUSE");
    assert.match(await text("#verdict-code"), /^ENTRY_(OPEN_STAY|ALREADY_USED)$/);
    assert.equal(await page.getAttribute("html", "data-sound"), "REFUSE");
    await looksRight("red");
    await press("a");
    await shown("#reason-dialog");
    await page.keyboard.press("Enter");
    assert.equal(await text("#reason-error"), "Give the reason.");
    await page.fill("#reason-note", "Confirmed by the issuing authority");
    await page.fill("#reason-badge", SENIOR.badge);
    await page.fill("#reason-pin", "999999");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /wrong/.test(document.getElementById("reason-error").textContent), null, PATIENCE);
    await looksRight("reason");
    await press("Escape");
    assert.equal(booth.events().length, 1);
  });

  it("records the refusal on R", async () => {
    await press("r");
    await kind("done");
    assert.equal(await text("#verdict-word"), "REFUSAL RECORDED");
    const [, refusal] = booth.events();
    assert.equal(refusal.kind, "refusal");
    assert.equal(refusal.officer, OFFICER.badge);
  });

  it("sums the shift up on S", async () => {
    await press("s");
    await shown("#shift-dialog");
    assert.match(await text("#shift-numbers"), /Refusals\s*1/);
    await looksRight("shift");
    await press("Escape");
  });

  it("hides everything and says so when the kiosk is gone, and tells of the last act when it is back", async () => {
    await booth.stop();
    await shown("#lost");
    assert.doesNotMatch(await page.content(), /XIAOMING|E12345678/);
    await looksRight("lost");
    await booth.start();
    await page.goto(`${booth.origin}/booth`);
    await logIn();
    await page.waitForFunction(() => document.getElementById("notice").textContent.includes("Refusal, ALA-03/2"), null, PATIENCE);
  });

  it("is cleared and locked on K", async () => {
    await press("k");
    await shown("#login");
    assert.equal(await page.isVisible("#desk"), false);
    assert.equal(await page.evaluate(() => document.activeElement.id), "login-badge");
    assert.doesNotMatch(await page.content(), /XIAOMING|E12345678/);
    assert.deepEqual(hands.errors, []);
  });
});
