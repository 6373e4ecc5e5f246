// A passport by camera alone: lines that are not sure are shown, put right by hand on one key, and never take the focus.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Hands, PATIENCE, draw } from "./booth_hands.mjs";
import { MRZ, hasKiosk, startBooth } from "./booth_program.mjs";
import { hasChromium } from "./chromium.mjs";

const skip = (!hasChromium() && "no Chromium (Debian package chromium, or the variable CHROMIUM)") || (!hasKiosk() && "this evisa-kiosk has no `run`");

describe("a passport under the camera", { skip }, () => {
  let booth, hands, page;

  before(async () => {
    booth = await startBooth();
    hands = await Hands.at(booth);
    page = hands.page;
    await hands.logIn();
    await hands.says("#verdict-word", /NOW THE PASSPORT/);
  });
  after(async () => {
    await hands?.leave();
    await booth?.remove();
  });

  it("shows lines that are not sure and leaves the focus where it was", async () => {
    const before = await hands.focused();
    booth.view.picture(await draw({ lines: MRZ, smudged: [[1, 3], [1, 4]] }));
    await hands.shown("#doubt");
    assert.match(await hands.text("#doubt-lines"), /^P<CHNLYU<<XIAOMING/);
    assert.equal(await hands.focused(), before);
    assert.equal(await page.isVisible("#passport-dialog"), false);
  });

  it("marks what nobody read, and what was read without certainty", async () => {
    const marked = await page.evaluate(async () => {
      const { markedLines } = await import("/booth/passport_sight.js");
      const unsure = [new Set([2, 3, 4]), new Set([7])];
      return markedLines(["P<CH?", "E1??4<b>"], unsure).map((part) => (part instanceof Element ? `${part.className}:${part.textContent}` : part));
    });
    assert.deepEqual(marked, ["P<", "unsure:CH", "unread:?", "\nE1", "unread:??", "4<b", "unsure:>"]);
  });

  it("opens them on P, does not send a guess, and selects what is missing", async () => {
    await hands.press("p");
    await hands.shown("#passport-dialog");
    await hands.focuses("passport-lines");
    assert.match(await page.inputValue("#passport-lines"), /^P<CHNLYU<<XIAOMING/);
    assert.match(await hands.text("#passport-read-lines"), /^P<CHNLYU<<XIAOMING/);
    await page.fill("#passport-lines", MRZ.join("\n").replace("E12345678", "E12?45678"));
    await page.keyboard.press("Enter");
    await hands.says("#passport-error", /\?/);
    assert.equal(await hands.focused(), "passport-lines");
    await page.keyboard.type("3"); // takes the place of the first `?`
  });

  it("keeps what the officer types, whatever the camera sees meanwhile", async () => {
    booth.view.picture(await draw());
    await page.waitForTimeout(1500);
    assert.equal(await page.inputValue("#passport-lines"), MRZ.join("\n"));
    assert.equal(await hands.focused(), "passport-lines");
  });

  it("sends the lines as a correction and judges by them", async () => {
    await page.keyboard.press("Enter");
    await page.waitForSelector('#verdict:is([data-kind="OK"], [data-kind="NOTICE"])', PATIENCE);
    assert.equal(await page.isVisible("#passport-dialog"), false);
    assert.equal(await page.isVisible("#doubt"), false);
    assert.match(await hands.text("#documents-table"), /E12345678/);
  });

  it("forgets them with the traveller", async () => {
    await hands.press("Escape");
    await page.waitForFunction(() => document.getElementById("verdict").dataset.kind === "waiting", null, PATIENCE);
    assert.doesNotMatch(await page.content(), /XIAOMING|E12345678/);
    assert.deepEqual(hands.errors, []);
  });

  it("takes a passport that it reads surely by itself", async () => {
    await hands.takeOff(booth, await draw()); // what was typed may lie there still
    booth.view.page(booth.printouts[0]);
    await hands.says("#verdict-word", /NOW THE PASSPORT/);
    booth.view.picture(await draw({ lines: MRZ }));
    await page.waitForSelector('#verdict:is([data-kind="OK"], [data-kind="NOTICE"])', PATIENCE);
  });
});
