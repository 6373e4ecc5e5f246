// What the page does with an officer who takes his time, and with one who has none: a verdict that is worked on is
// kept, words follow the language, the keyboard alone reaches what is below, the usual reasons and the next traveller.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Hands, PATIENCE } from "./booth_hands.mjs";
import { Line } from "./booth_line.mjs";
import { hasKiosk, startBooth } from "./booth_program.mjs";
import { hasChromium } from "./chromium.mjs";

const skip = (!hasChromium() && "no Chromium (Debian package chromium, or the variable CHROMIUM)") || (!hasKiosk() && "this evisa-kiosk has no `run`");

describe("an officer's time", { skip }, () => {
  let booth, hands, page;
  const line = new Line();
  const sent = [];

  before(async () => {
    booth = await startBooth();
    line.toKiosk = (message) => sent.push(JSON.parse(message)) > 0;
    hands = await Hands.at(booth, { before: (page) => line.lay(page) });
    page = hands.page;
    await hands.logIn();
    await hands.shown("#desk");
  });
  after(async () => {
    await hands?.leave();
    await booth?.remove();
  });

  const looksAgain = () => sent.filter(({ type }) => type === "ticks").length;
  const pass = (ms) => page.evaluate((more) => globalThis.passTime(more), ms);

  it("says in time that a verdict will go, and any key keeps it", async () => {
    // The page's clock alone goes on: the kiosk's three minutes have not passed.
    await page.evaluate(() => {
      const now = performance.now.bind(performance);
      let ahead = 0;
      performance.now = () => now() + ahead;
      globalThis.passTime = (ms) => (ahead += ms);
    });
    await hands.present(booth);
    await hands.kind("OK");
    await new Promise((resolve) => setTimeout(resolve, 1500)); // until the page has noticed
    await pass(151000);
    await hands.says("#notice", /This verdict is cleared in \d+ s/);
    assert.equal(looksAgain(), 0);
    await hands.press("ArrowDown");
    await hands.says("#notice", /^$/);
    assert.equal(looksAgain(), 1);
    await hands.kind("OK");
    await hands.press("ArrowUp");
    assert.equal(looksAgain(), 1, "a verdict that was made just now is left alone");
    await pass(-151000);
  });

  it("takes the usual reasons by an arrow, either way round", async () => {
    await hands.press("r");
    await hands.shown("#reason-dialog");
    const note = () => page.inputValue("#reason-note");
    await page.keyboard.press("ArrowDown");
    assert.equal(await note(), "Doubt about the documents");
    await page.keyboard.press("ArrowDown");
    assert.equal(await note(), "Purpose of the journey not confirmed");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await note(), "Confirmed by the issuing authority");
    await hands.press("Escape");
  });

  it("shows what is below by the arrow keys, and says that there is more", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await hands.press("d");
    await hands.shown("#more");
    const top = () => page.evaluate(() => document.getElementById("account").scrollTop);
    assert.equal(await top(), 0);
    await page.keyboard.press("ArrowDown");
    assert.ok((await top()) > 0);
    for (let i = 0; i < 12; i += 1) await page.keyboard.press("PageDown");
    await page.waitForFunction(() => document.getElementById("more").hidden, null, PATIENCE);
    await page.keyboard.press("PageUp");
    await hands.shown("#more");
    await hands.press("d");
  });

  it("shows what failed before what did not", async () => {
    await hands.press("1");
    await hands.kind("SECOND_LOOK");
    await hands.press("d");
    assert.match(await page.textContent("#full-table tbody tr"), /Seen by the officer.*failed/);
    await hands.press("d");
    await hands.press("1");
    await hands.kind("OK");
  });

  it("says what comes next once the act is on record", async () => {
    await hands.press("a");
    await hands.kind("done");
    assert.match(await hands.text("#verdict-next"), /Next traveller/);
  });

  it("keeps its words in the officer's language, those of a break too", async () => {
    line.cut();
    await hands.says("#notice", /Last act on record at this booth: Entry, ALA-03\/1/);
    await hands.press("l");
    await hands.says("#notice", /Осы кабинадағы соңғы жазба: Кіру, ALA-03\/1/);
    await booth.stop();
    await hands.shown("#lost");
    await hands.press("l");
    assert.equal(await hands.text("#bar-airport"), "Алматы");
    assert.deepEqual(hands.errors, []);
  });
});
