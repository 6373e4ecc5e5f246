// A booth and its airport's service, both real: another booth wins the claim, and the line comes and goes while the
// officer types.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Booth } from "./booth.mjs";
import { Hands, PATIENCE } from "./booth_hands.mjs";
import { hasKiosk, startBooth } from "./booth_program.mjs";
import { hasChromium } from "./chromium.mjs";
import { postEvent, startService } from "./program.mjs";

const skip = (!hasChromium() && "no Chromium (Debian package chromium, or the variable CHROMIUM)") || (!hasKiosk() && "this evisa-kiosk has no `run`");

describe("a booth on its airport's line", { skip }, () => {
  let service, booth, hands, page;

  before(async () => {
    service = await startService();
    booth = await startBooth({ service });
    hands = await Hands.at(booth);
    page = hands.page;
  });
  after(async () => {
    await hands?.leave();
    await booth?.remove();
    await service?.remove();
  });

  const linkSays = (words) => page.waitForFunction((wanted) => document.querySelector("#cell-link dd").textContent === wanted, words, PATIENCE);

  /// Where the hands are: what has the focus, what is written there, where the cursor stands.
  const hold = () =>
    page.evaluate(() => {
      const node = document.activeElement;
      return { id: node.id, value: node.value ?? null, from: node.selectionStart ?? null, to: node.selectionEnd ?? null, open: [...document.querySelectorAll("dialog[open]")].map(({ id }) => id) };
    });

  /// The kiosk looks every half minute whether a line that stood still stands.
  async function flapWhile(what) {
    const before = await hold();
    await service.stop();
    await linkSays("no connection");
    assert.deepEqual(await hold(), before, `${what}: the line is gone`);
    await service.start();
    await linkSays("connected");
    assert.deepEqual(await hold(), before, `${what}: the line is back`);
  }

  it("keeps the focus on the heading, in the log-in and in the middle of typing, whatever the line does", async () => {
    await hands.shown("#login");
    await linkSays("connected");
    await page.focus("#login-badge");
    await hands.type("KZ-12");
    await flapWhile("log-in");
    await page.fill("#login-badge", "");
    await hands.logIn();
    await hands.shown("#desk");
    await hands.press("p");
    await hands.shown("#passport-dialog");
    await hands.type("P<CHNLYU");
    await page.keyboard.press("ArrowLeft");
    await flapWhile("the passport's lines");
    await hands.press("Escape");
    await page.focus("#do-help");
    await flapWhile("a button");
  });

  it("keeps the focus while the camera goes and comes and documents arrive", async () => {
    await hands.press("p");
    await hands.type("P<CHN");
    const before = await hold();
    booth.view.nothing();
    await page.waitForFunction(() => document.getElementById("camera").dataset.state === "lost", null, PATIENCE);
    assert.deepEqual(await hold(), before);
    booth.view.page(booth.printouts[0]);
    await page.waitForFunction(() => document.getElementById("camera").dataset.state === "live", null, PATIENCE);
    await hands.says("#verdict-word", /NOW THE PASSPORT/);
    assert.deepEqual(await hold(), before);
    await hands.press("Escape");
  });

  it("says in words which event holds the visa when another booth was first", async () => {
    await hands.scan();
    await hands.kind("OK");
    const winner = new Booth("ALA-07");
    const key = service.addBooth(winner);
    await postEvent(service, winner, winner.event("entry", booth.visa));
    await hands.press("a");
    await hands.says("#verdict-word", /NOT RECORDED/);
    assert.match(await hands.text("#verdict-line"), /Event ALA-07\/1, Almaty, \d\d\.\d\d\.\d{4} \d\d:\d\d, holds this visa/);
    assert.equal(await page.getAttribute("html", "data-sound"), "REFUSE");
    assert.match(await hands.text("#told"), /NOT RECORDED.*ALA-07/);
    assert.equal(booth.events([key]).filter((event) => event.booth === "ALA-03").length, 0);
    assert.deepEqual(hands.errors, []);
  });
});
