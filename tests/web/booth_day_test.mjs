// An officer's whole day by keyboard alone: log in, refuse with a reason, refer, admit, take back, admit, let out,
// override with a senior officer, sum up, log out. In one order: each step goes on where the one before ended.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Hands, PATIENCE, draw } from "./booth_hands.mjs";
import { OFFICER, SENIOR, hasKiosk, startBooth } from "./booth_program.mjs";
import { hasChromium } from "./chromium.mjs";

const skip = (!hasChromium() && "no Chromium (Debian package chromium, or the variable CHROMIUM)") || (!hasKiosk() && "this evisa-kiosk has no `run`");

describe("an officer's day by keyboard", { skip }, () => {
  let booth, hands, page, empty;

  before(async () => {
    empty = await draw();
    booth = await startBooth();
    hands = await Hands.at(booth);
    page = hands.page;
  });
  after(async () => {
    await hands?.leave();
    await booth?.remove();
  });

  const { press, shown, says, kind, text, focused, focuses } = new Proxy({}, { get: (_, name) => (...args) => hands[name](...args) });
  const last = () => booth.events().at(-1);
  const clear = async () => {
    await press("Escape");
    await kind("waiting");
  };

  it("begins in the badge's field and goes on by Tab and Enter", async () => {
    await focuses("login-badge");
    await hands.logIn();
    await shown("#desk");
    await focuses("verdict-word");
  });

  it("reaches every control by Tab, sees where it is, and loses none behind another", async () => {
    await hands.present(booth);
    const wrong = [];
    const seen = new Set();
    for (let i = 0; i < 80; i += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const node = document.activeElement;
        if (node === document.body) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        const box = node.getBoundingClientRect();
        const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 2)];
        const there = document.elementFromPoint(x, y);
        return { id: node.id || node.textContent.trim(), ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, free: node.contains(there) || (there?.contains(node) ?? false) };
      });
      if (at === null) continue;
      if (!at.ring) wrong.push(`${at.id}: focus is not seen`);
      if (!at.free) wrong.push(`${at.id}: covered`);
      if (seen.has(at.id)) break;
      seen.add(at.id);
    }
    assert.deepEqual(wrong, []);
    for (const id of ["do-admit", "do-refuse", "do-refer", "do-traveller", "do-details", "do-clear", "tick-children_travelling", "do-passport", "do-lock"]) assert.ok(seen.has(id), id);
  });

  it("refuses on R with a reason, because the verdict is no refusal", async () => {
    assert.match(await text("#do-refuse .act-needs"), /reason/);
    await press("r");
    await shown("#reason-dialog");
    await focuses("reason-note");
    assert.equal(await page.isVisible("#reason-senior"), false);
    await hands.type("Purpose of the journey not confirmed");
    await page.keyboard.press("Enter");
    await says("#verdict-word", /REFUSAL RECORDED/);
    assert.equal(last().kind, "refusal");
    assert.match(last().note, /Purpose/);
  });

  it("refers on F without asking", async () => {
    await clear();
    await hands.present(booth, { empty });
    await press("f");
    await says("#verdict-word", /REFERRED/);
    assert.equal(last().kind, "referral");
  });

  it("admits on A and takes it back on U", async () => {
    await clear();
    await hands.present(booth, { empty });
    await press("a");
    await says("#verdict-word", /ENTRY RECORDED/);
    await press("u");
    await shown("#reason-dialog");
    assert.equal(await page.isVisible("#reason-senior"), false); // his own act of this minute
    await hands.type("Wrong key");
    await page.keyboard.press("Enter");
    await says("#notice", /taken back/);
    assert.equal(last().kind, "reversal");
    assert.equal(await page.isVisible("#reason-dialog"), false);
  });

  it("admits anew, and lets out on E after W", async () => {
    await hands.present(booth, { empty });
    await press("a");
    await says("#verdict-word", /ENTRY RECORDED/);
    await clear();
    await press("w");
    await says("#verdict-way", /Exit/);
    assert.equal(await page.isVisible("#do-admit"), false);
    await hands.present(booth, { empty });
    await press("e");
    if (await page.isVisible("#reason-dialog")) {
      await hands.type("Compared by eye");
      await page.keyboard.press("Enter");
    }
    await says("#verdict-word", /EXIT RECORDED/);
    assert.equal(last().kind, "exit");
  });

  it("overrides a refusal with reason and senior officer, by Tab and Enter", async () => {
    await booth.stop("SIGTERM");
    booth.at = new Date(Date.now() + 20 * 60000).toISOString();
    await booth.start();
    await hands.logIn();
    await shown("#desk");
    await hands.present(booth);
    await kind("REFUSE");
    assert.match(await text("#do-admit .act-needs"), /senior/);
    await press("a");
    await shown("#reason-dialog");
    await hands.type("Confirmed by the issuing authority");
    for (let i = 0; i < 12 && (await focused()) !== "reason-badge"; i += 1) await page.keyboard.press("Tab");
    await hands.type(SENIOR.badge);
    await page.keyboard.press("Tab");
    await hands.type(SENIOR.pin);
    await page.keyboard.press("Enter");
    await says("#verdict-word", /ENTRY RECORDED/);
    assert.equal(last().kind, "entry");
    assert.match(last().note, new RegExp(`^senior ${SENIOR.badge}: Confirmed`));
  });

  it("sums the shift up on S, ends it by keyboard, and is locked", async () => {
    await press("s");
    await shown("#shift-dialog");
    assert.match(await text("#shift-numbers"), /Entries\s*1/);
    await page.keyboard.press("Shift+Tab");
    await focuses("shift-end");
    await page.keyboard.press("Enter");
    await shown("#login");
    await focuses("login-badge");
    assert.equal(last().officer, OFFICER.badge);
    assert.deepEqual(hands.errors, []);
    await page.waitForFunction(() => !document.getElementById("desk").checkVisibility(), null, PATIENCE);
  });
});
