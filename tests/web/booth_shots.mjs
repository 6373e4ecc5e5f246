// Every screen of the booth's page, of a real booth, in every language and size: a picture of each, no accessibility
// violation, nothing cut off, nothing too small. The pictures are for the eye; OUT names their folder. A few states that
// no film brings about (a frozen camera, a lost line) are a real state with one member changed.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Hands, PATIENCE, draw } from "./booth_hands.mjs";
import { Line } from "./booth_line.mjs";
import { MRZ, hasKiosk, startBooth } from "./booth_program.mjs";
import { hasChromium } from "./chromium.mjs";
import { cutOff, overflow, picture, smallTargets, violations } from "./looks.mjs";
import { APPLICATION } from "./office.mjs";

const skip = (!hasChromium() && "no Chromium (Debian package chromium, or the variable CHROMIUM)") || (!hasKiosk() && "this evisa-kiosk has no `run`");
const chosen = (variable, all) => Object.fromEntries(Object.entries(all).filter(([name]) => (process.env[variable] ?? name).split(",").includes(name)));
const SIZES = chosen("SIZES", { hall: [1920, 1080], desk: [1280, 800], small: [800, 600], upright: [1080, 1920] });
const LANGUAGES = Object.keys(chosen("LANGUAGES", { en: 1, ru: 1, kk: 1 }));
const LONG = {
  ...APPLICATION,
  application_number: "16546778150002",
  invitation_number: "3622000302",
  mrz_name: { primary: "VENKATANARASIMHARAJUVARIPETA SUBRAHMANYAM", secondary: "PADMAVATHI" },
  birth_date: "1974-08-12",
  nationality: "IND",
  passport_number: "AK9876543",
  passport_issuing_state: "IND",
  passport_expiry: "2032-04-15",
};
const LONG_MRZ = ["P<INDVENKATANARASIMHARAJUVARIPETA<SUBRAHMANY", "AK98765432IND7408122F3204153<<<<<<<<<<<<<<02"];
const OTHER_MRZ = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

describe("looks of the booth", { skip }, () => {
  let booth, hands, page, empty;
  const line = new Line();
  const wrong = [];

  before(async () => {
    empty = await draw();
    booth = await startBooth({ applications: [APPLICATION, LONG] });
    hands = await Hands.at(booth, { before: (page) => line.lay(page) });
    page = hands.page;
  });
  after(async () => {
    await hands?.leave();
    await booth?.remove();
  });

  const speak = (code) => page.evaluate(async (wanted) => (await import("/shared/words.js")).setLanguage(wanted), code);

  async function seeIn(language, name) {
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      await page.setViewportSize({ width, height });
      const which = `booth-${name}-${language}-${size}`;
      await picture(page, which, { whole: false });
      for (const found of [...(await cutOff(page)), ...(await smallTargets(page))]) wrong.push(`${which}: ${found}`);
      const wide = await overflow(page);
      if (wide) wrong.push(`${which}: ${wide}`);
    }
    for (const found of await violations(page)) wrong.push(`booth-${name}-${language}: ${found}`);
  }

  async function backToUsual() {
    await speak("en");
    await page.setViewportSize({ width: 1280, height: 800 });
  }

  /// The screen as it stands, or with its state changed, in all languages and sizes.
  async function see(name, change) {
    if (change !== null) line.hold(change);
    for (const language of LANGUAGES) {
      await speak(language);
      await seeIn(language, name);
    }
    await backToUsual();
    if (change !== null) line.release();
  }

  const judged = (kind) => hands.kind(kind);
  async function clear() {
    await hands.press("Escape");
    await judged("waiting");
  }
  /// Opened in each language: a dialog keeps the one it was opened in.
  async function dialog(key, id, name) {
    for (const language of LANGUAGES) {
      await speak(language);
      await hands.press(key);
      await hands.shown(`#${id}`);
      line.hold();
      await seeIn(language, name);
      line.release();
      await hands.press("Escape");
    }
    await backToUsual();
  }
  const filmed = () => page.waitForFunction(() => document.getElementById("camera-picture").width > 100, null, PATIENCE);

  it("log-in, an empty desk, one document", async () => {
    await hands.shown("#login");
    await see("01-login");
    await hands.logIn({ badge: "KZ-1204", pin: "000000" });
    await hands.says("#login-error", /wrong/);
    await see("02-login-wrong");
    booth.view.picture(empty);
    await hands.logIn();
    await hands.shown("#desk");
    await hands.says("#verdict-word", /READY/);
    await filmed();
    await see("03-empty");
    await dialog("h", "help-dialog", "04-help");
    booth.view.picture(await draw({ lines: MRZ, smudged: [[0, 9], [1, 3]] }));
    await hands.shown("#doubt");
    await see("05-passport-not-sure");
    await dialog("p", "passport-dialog", "06-passport-by-hand");
    booth.view.page(booth.printouts[0]);
    await hands.says("#verdict-word", /NOW THE PASSPORT/);
    await see("07-partial");
  });

  it("verdicts and what belongs to them", async () => {
    await hands.scan(MRZ);
    await judged("OK");
    await see("10-ok");
    await hands.press("d");
    await see("11-checks");
    await hands.press("d");
    await dialog("r", "reason-dialog", "12-reason");
    await dialog("6", "differs-dialog", "13-differs");
    await hands.press("1");
    await judged("SECOND_LOOK");
    await see("14-second-look");
    await hands.press("1");
    await judged("OK");
    await hands.press("w");
    await hands.says("#verdict-way", /Exit/);
    await judged("SECOND_LOOK");
    await see("15-exit-without-entry");
    await dialog("e", "reason-dialog", "16-senior");
    await hands.press("w");
    await judged("OK");
    await clear();
    await hands.present(booth, { empty, page: booth.printouts[1], lines: LONG_MRZ });
    await judged("NOTICE");
    await see("17-notice-long-names");
    await clear();
    await hands.present(booth, { empty, lines: OTHER_MRZ });
    await hands.press("1");
    await hands.press("3");
    await hands.press("4");
    await judged("REFUSE");
    await page.waitForFunction(() => document.querySelectorAll("#reasons li").length >= 5, null, PATIENCE);
    await see("18-refuse-many-reasons");
    await dialog("a", "reason-dialog", "19-senior-many-reasons");
  });

  it("what the traveller is told", async () => {
    await hands.press("t");
    await hands.shown("#traveller-dialog");
    for (const [i, language] of ["en", "ru", "kk", "zh"].entries()) {
      const key = await page.locator(`#traveller-${language} kbd`).textContent();
      await hands.press(key);
      await see(`2${i}-traveller-${language}`);
    }
    await hands.press("t");
    await clear();
  });

  it("acts, the shift, the lost claim", async () => {
    await hands.present(booth, { empty });
    await hands.press("a");
    await judged("done");
    await see("30-entry-recorded");
    await dialog("u", "reason-dialog", "31-undo");
    await dialog("s", "shift-dialog", "32-shift");
    await judged("waiting");
    await hands.present(booth, { empty, page: booth.printouts[1], lines: LONG_MRZ });
    await see("33-lost-claim", (state) => ({ ...state, lost_claim: { event: "NQZ-117/20341", airport: "NQZ", time: state.now } }));
  });

  it("camera, line, bundle and clock", async () => {
    booth.view.picture(await draw({ dark: true }));
    await page.waitForFunction(() => document.getElementById("camera").dataset.state === "dark", null, PATIENCE);
    await see("40-camera-dark");
    booth.view.nothing();
    await page.waitForFunction(() => document.getElementById("camera").dataset.state === "lost", null, PATIENCE);
    await see("41-camera-lost");
    booth.view.picture(empty);
    await page.waitForFunction(() => document.getElementById("camera").dataset.state === "live", null, PATIENCE);
    await filmed();
    await see("42-camera-frozen", (state) => ({ ...state, camera: { state: "frozen", detail: "" } }));
    for (const disturbance of ["several_seals", "other_code", "next_document"])
      await see(`43-${disturbance}`, (state) => ({ ...state, visit: { ...state.visit, disturbance } }));
    const down = { state: "down", fault: "https://verifier.ala.example: the airport service does not answer within 800 ms", queue: 1284 };
    await see("44-offline", (state) => ({ ...state, link: down }));
    await booth.stop("SIGTERM");
    booth.at = new Date(Date.now() + 30 * 3600000).toISOString();
    await booth.start();
    await hands.logIn();
    await hands.present(booth, { empty });
    await see("45-stale-bundle");
    await dialog("h", "help-dialog", "46-stale-bundle-help");
    await booth.stop("SIGTERM");
    booth.at = new Date(Date.now() - 30 * 3600000).toISOString();
    await booth.start();
    await hands.logIn();
    await hands.present(booth, { empty });
    await hands.says("#cell-clock dd", /unreliable/);
    await see("47-clock-not-trusted");
  });

  it("without the kiosk", async () => {
    await booth.stop();
    await hands.shown("#lost");
    await see("50-kiosk-lost", null);
  });

  it("nothing was wrong in any of them", () => {
    assert.deepEqual(hands.errors, []);
    assert.deepEqual([...new Set(wrong)], []);
  });
});
