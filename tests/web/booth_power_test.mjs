// Power and line of a booth: it starts without a network, and is killed in the middle of an act; the page says what
// became of it. The same page, so that it knows what it had sent.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Hands, PATIENCE, draw } from "./booth_hands.mjs";
import { Line } from "./booth_line.mjs";
import { hasKiosk, startBooth } from "./booth_program.mjs";
import { hasChromium } from "./chromium.mjs";

const skip = (!hasChromium() && "no Chromium (Debian package chromium, or the variable CHROMIUM)") || (!hasKiosk() && "this evisa-kiosk has no `run`");

const isAct = (message) => typeof message === "string" && message.includes('"type":"act"');

describe("a booth that loses its power", { skip }, () => {
  let booth, hands, page, empty;
  const line = new Line();

  before(async () => {
    empty = await draw();
    booth = await startBooth();
    hands = await Hands.at(booth, { before: (page) => line.lay(page) });
    page = hands.page;
  });
  after(async () => {
    await hands?.leave();
    await booth?.remove();
  });

  async function powerIsBack() {
    line.release();
    await booth.start();
    await hands.logIn();
    await hands.shown("#desk");
  }

  it("is usable without a network, with the last bundle", async (t) => {
    await booth.stop();
    await hands.shown("#lost");
    const from = performance.now();
    await booth.start();
    await hands.shown("#login");
    const page = performance.now() - from;
    t.diagnostic(`from power-on to the log-in: ${Math.round(page)} ms`);
    await hands.logIn();
    await hands.shown("#desk");
    assert.match(await hands.text("#cell-link dd"), /works alone/);
    assert.match(await hands.text("#cell-data dd"), /№ 1/);
    await hands.present(booth);
    await hands.kind("OK");
    t.diagnostic(`to the first verdict, hands included: ${Math.round(performance.now() - from)} ms`);
  });

  it("says that an act which was on disk is on record, though its answer never came", async () => {
    line.toPage = () => false;
    await hands.press("a");
    for (let tries = 0; tries < 200 && booth.events().length === 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    await booth.stop("SIGKILL");
    await powerIsBack();
    await hands.says("#notice", /IS on record: Entry, ALA-03\/1/);
    assert.equal(booth.events().length, 1);
    await hands.says("#verdict-word", /NOW THE PASSPORT/); // the paper still lies there; a key before that would count for nothing
    await hands.press("u"); // so that the next one finds the visa unused
    await hands.shown("#reason-dialog");
    await hands.type("Wrong key");
    await page.keyboard.press("Enter");
    await hands.says("#notice", /taken back/);
  });

  it("says that an act which never arrived is not on record", async () => {
    await hands.present(booth, { empty });
    let sent = 0;
    line.toKiosk = (message) => !isAct(message) || !(sent += 1);
    await hands.press("a");
    assert.equal(sent, 1);
    await booth.stop("SIGKILL");
    await powerIsBack();
    await hands.says("#notice", /NOT on record/);
    assert.equal(booth.events().length, 2);
  });

  for (const delay of [0, 2, 5, 10, 20]) {
    it(`tells the truth when it is killed ${delay} ms after the key`, async () => {
      await hands.present(booth, { empty });
      const before = booth.events().length;
      line.toKiosk = (message) => {
        if (isAct(message)) setTimeout(() => booth.stop("SIGKILL"), delay);
        return true;
      };
      await page.waitForTimeout(400);
      await page.keyboard.press("f");
      await hands.shown("#lost");
      await powerIsBack();
      const recorded = booth.events().length > before;
      // Where the answer had come before the power went, nothing is in doubt, and the page says what was last.
      await hands.says("#notice", recorded ? /(IS on record|Last act on record at this booth).*Referral/ : /NOT on record|not recorded/);
      // It stays while the paper that still lies there is read again as the next traveller's.
      await hands.says("#verdict-word", /NOW THE PASSPORT/);
      assert.match(await hands.text("#notice"), /on record/);
    });
  }

  it("tells a page that knows nothing of the act what was recorded last", async () => {
    await page.reload();
    await page.waitForFunction(() => /Last act on record at this booth/.test(document.getElementById("notice").textContent), null, PATIENCE);
    assert.deepEqual(hands.errors, []);
  });
});
