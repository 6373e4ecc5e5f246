// The boarding page by keyboard and hand scanner alone, against canned answers: what is wiped, what is announced,
// what happens without an answer. Says nothing about the service.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { CannedBoarding, MRZ, SEAL } from "./canned_boarding.mjs";
import { ORDINARY, openBrowser } from "./chromium.mjs";
import { startPages } from "./pages_server.mjs";

const placeOf = (c) => (/[0-9]/.test(c) ? `Digit${c}` : c === "<" ? "Comma" : `Key${c}`);
const SEALED_CYRILLIC = new Map([..."QWERTYUIOPASDFGHJKLZXCVBNM"].map((c, i) => [c, "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ"[i]]));

describe("boarding by keyboard", () => {
  let browser, canned, context, page, server;

  before(async () => {
    server = await startPages((...asked) => canned.answer(...asked));
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(() => context?.close());
  beforeEach(async () => {
    canned = new CannedBoarding();
    context = await browser.newContext(ORDINARY);
    page = await context.newPage();
    await page.clock.install();
    await page.goto(`${server.origin}/boarding`);
  });

  const type = (text) => page.keyboard.type(text);
  const press = (key) => page.keyboard.press(key);
  const focused = () => page.evaluate(() => document.activeElement.id);
  const shown = (id) => page.waitForFunction((wanted) => document.getElementById(wanted).checkVisibility(), id);
  const heading = () => page.textContent("#answer-word");

  /// Time passes by itself only where a test lets it: real seconds, so that answers of the network arrive.
  async function logIn(pin = "123456") {
    await type("b-1204");
    await press("Tab");
    await type(pin);
    await press("Enter");
  }

  async function atGate() {
    await logIn();
    await shown("flight");
    assert.equal(await focused(), "flight-number");
    await type("kc 942");
    await press("Tab");
    await press("ArrowDown"); // Almaty
    await press("Tab");
    await press("Tab");
    await type("2359");
    await press("Enter");
    await shown("check");
  }

  /// As a hand scanner does: every key at once, whatever has the focus. `typed`: what the layout makes of the keys.
  async function scan(text, typed = [...text]) {
    const line = await context.newCDPSession(page);
    const sent = [...text].map((c, i) => {
      const key = c === "\n" ? { key: "Enter", code: "Enter", text: "\r" } : { key: typed[i], code: placeOf(c), text: typed[i] };
      const down = line.send("Input.dispatchKeyEvent", { type: "keyDown", ...key });
      return [down, line.send("Input.dispatchKeyEvent", { type: "keyUp", key: key.key, code: key.code })];
    });
    await Promise.all(sent.flat());
    await line.detach();
  }

  const scanSeal = () => scan(`${SEAL}\n`);
  const scanPassport = () => scan(`${MRZ[0]}\n${MRZ[1]}\n`);

  /// Both in place, nothing asked yet.
  async function fillBoth() {
    await scanSeal();
    assert.equal(await focused(), "passport-mrz");
    await page.keyboard.insertText(MRZ.join("\n"));
    await press("Tab");
    assert.equal(await focused(), "check-go");
  }

  async function answered() {
    await press("Enter");
    await shown("answer");
    assert.equal(await focused(), "answer");
  }

  async function traces() {
    return page.evaluate(() => {
      const fields = [...document.querySelectorAll("#gate input:not([type=file]), #gate textarea")].map((field) => field.value);
      const kept = [...Object.values(sessionStorage), ...Object.values(localStorage)];
      return [document.body.textContent, ...fields, ...kept].join("\n");
    });
  }

  async function assertNothingPersonal() {
    const text = await traces();
    for (const personal of ["ERIKSSON", "L898902C3", SEAL.slice(0, 30)]) assert.ok(!text.includes(personal), personal);
  }

  it("goes from log-in to an answer and to the next passenger", async () => {
    await atGate();
    await fillBoth();
    await answered();
    assert.equal(await heading(), "BOARD");
    assert.match(await page.textContent("#answer-facts"), /NQZ-S1\/1042.*21\.11\.2026 04:28:16 UTC/s);
    const [asked] = canned.asked;
    assert.equal(asked.flight, "KC942");
    assert.equal(asked.arrival_airport, "ALA");
    assert.match(asked.scheduled_arrival, /T18:59:00Z$/);
    assert.equal(asked.language, "en");
    const { reference, ...passenger } = asked.passengers[0];
    assert.deepEqual(passenger, { seal_text: SEAL, printout_shown: true, passport_mrz: MRZ.join("\n") });
    assert.match(reference, /^KC942-[0-9]{6}-[A-Z2-9]{8}$/);
    await press("Escape");
    await shown("check");
    await assertNothingPersonal();
    assert.match(await page.textContent("#history-table"), /KC942-.*BOARD/s);
  });

  it("answers without a key pressed once both are scanned, in either order", async () => {
    await atGate();
    await scanSeal();
    await scanPassport();
    await shown("answer");
    await press("Escape");
    await scanPassport();
    assert.equal(await page.isVisible("#answer"), false);
    assert.equal(await page.inputValue("#passport-mrz"), MRZ.join("\n"));
    await scanSeal();
    await shown("answer");
    const [first, second] = canned.asked.map(({ passengers }) => passengers[0]);
    assert.equal(first.passport_mrz, second.passport_mrz);
    assert.notEqual(first.reference, second.reference);
  });

  it("takes a scan out of the field in which it began", async () => {
    await atGate();
    await page.focus("#passport-mrz");
    await page.keyboard.type("P<UTO", { delay: 10 });
    await page.clock.runFor(1000);
    await scanSeal();
    assert.equal(await page.inputValue("#passport-mrz"), "P<UTO");
    assert.match(await page.textContent("#paper-state"), /484/);
  });

  it("waits for a scanner that pauses, and takes what came when there is no final Enter", async () => {
    await atGate();
    await scan(SEAL.slice(0, 100));
    await page.clock.runFor(300);
    await scan(SEAL.slice(100));
    await page.clock.runFor(800);
    assert.match(await page.textContent("#paper-state"), /484/);
    assert.equal(await page.inputValue("#passport-mrz"), "");
  });

  it("sends a photograph as it is, and nothing of it after it was taken away", async () => {
    await atGate();
    const buffer = await page.screenshot();
    await page.setInputFiles("#paper-file", { name: "print-out.png", mimeType: "image/png", buffer });
    await shown("paper-image");
    await page.focus("#paper-remove");
    await press("Enter");
    assert.match(await page.textContent("#paper-state"), /Not scanned/);
    await page.setInputFiles("#paper-file", { name: "text.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
    await page.waitForFunction(() => document.getElementById("paper-state").textContent.includes("cannot be used"));
    await page.setInputFiles("#paper-file", { name: "print-out.png", mimeType: "image/png", buffer });
    await shown("paper-image");
    await scanPassport();
    await shown("answer");
    assert.equal(canned.asked[0].passengers[0].document, buffer.toString("base64"));
    assert.equal(canned.asked[0].passengers[0].seal_text, undefined);
  });

  it("checks by visa number when there is no print-out", async () => {
    await atGate();
    await page.focus("#paper-more summary");
    await press("Enter");
    await page.focus("#paper-number");
    await type("2612345678");
    await page.fill("#passport-mrz", MRZ.join("\n"));
    await page.focus("#check-go");
    await press("Enter");
    assert.match(await page.textContent("#check-error"), /11 digits/);
    await page.fill("#paper-number", "26123456788");
    await page.focus("#check-go");
    await answered();
    const { visa_number: number, printout_shown: shownPaper } = canned.asked[0].passengers[0];
    assert.deepEqual([number, shownPaper], ["26123456788", false]);
  });

  it("hands on what a scanner types under a Russian layout as it is", async () => {
    await atGate();
    const typed = [...SEAL].map((c) => SEALED_CYRILLIC.get(c) ?? c);
    await scan(SEAL, typed);
    await page.clock.runFor(800);
    await shown("paper-remove");
    await scanPassport();
    await shown("answer");
    assert.equal(canned.asked[0].passengers[0].seal_text, typed.join(""));
  });

  it("accepts lines typed by a person, and asks once more when a check digit is wrong", async () => {
    await atGate();
    await scanSeal();
    const wrong = MRZ[1].replace("L898902C3", "L898902C8");
    await page.evaluate(() => document.getElementById("passport-mrz").focus());
    for (const part of [MRZ[0].toLowerCase(), wrong.toLowerCase()]) {
      await page.keyboard.insertText(part);
    }
    assert.equal(await page.inputValue("#passport-mrz"), `${MRZ[0]}\n${wrong}`);
    assert.match(await page.textContent("#passport-state"), /passport number/);
    await press("Enter");
    assert.match(await page.textContent("#check-error"), /Compare/);
    assert.equal(canned.asked.length, 0);
    assert.equal(await page.textContent("#check-go"), "Check as typed");
    await press("Enter");
    await shown("answer");
    assert.equal(canned.asked[0].passengers[0].passport_mrz, `${MRZ[0]}\n${wrong}`);
  });

  it("says what is missing and puts the cursor there", async () => {
    await atGate();
    await page.focus("#check-go");
    await press("Enter");
    assert.match(await page.textContent("#check-error"), /First scan/);
    assert.equal(await focused(), "paper-file");
    await scanSeal();
    await page.focus("#check-go");
    await press("Enter");
    assert.match(await page.textContent("#check-error"), /two lines/);
    assert.equal(await focused(), "passport-mrz");
    assert.equal(canned.asked.length, 0);
  });

  it("keeps the reference of a question whose answer was lost", async () => {
    await atGate();
    await fillBoth();
    canned.kind = "unavailable";
    await answered();
    assert.equal(await heading(), "NOT CHECKED");
    assert.match(await page.textContent("#answer-steps"), /call border control/);
    const reference = await page.textContent("#answer-facts dd");
    canned.kind = "DO_NOT_BOARD";
    await page.focus("#answer-again");
    await press("Enter");
    await page.waitForFunction(() => document.getElementById("answer-word").textContent === "DO NOT BOARD");
    assert.equal(canned.asked[0].passengers[0].reference, reference);
  });

  for (const [kind, sentence] of [
    ["drop", /cannot be reached/],
    ["portal", /is not the airport service/],
    ["unavailable", /cannot check just now/],
    ["busy", /in 7 s/],
    ["refused", /did not accept/],
  ]) {
    it(`shows no answer as none: ${kind}`, async () => {
      await atGate();
      await fillBoth();
      canned.kind = kind;
      await answered();
      assert.equal(await heading(), "NOT CHECKED");
      assert.match(await page.textContent("#answer-text"), sentence);
    });
  }

  it("does not wait longer than eight seconds", async () => {
    await atGate();
    await fillBoth();
    canned.kind = "hang";
    await press("Enter");
    await page.waitForFunction(() => document.getElementById("check-progress").textContent !== "");
    await page.clock.runFor(7900);
    assert.equal(await page.isVisible("#answer"), false);
    await page.clock.runFor(200);
    await shown("answer");
    assert.match(await page.textContent("#answer-text"), /within 8 seconds/);
  });

  it("warns, then wipes when nobody touches the page", async () => {
    await atGate();
    await fillBoth();
    await answered();
    await page.clock.runFor(61000);
    assert.match(await page.textContent("#wipe"), /wiped in (19|20) s/);
    await press("Shift");
    assert.equal(await page.textContent("#wipe"), "");
    await page.clock.runFor(81000);
    await shown("check");
    await assertNothingPersonal();
  });

  it("wipes and asks to log in when the session has ended", async () => {
    await atGate();
    await fillBoth();
    canned.kind = "ended";
    await press("Enter");
    await shown("login");
    assert.match(await page.textContent("#login-error"), /session has ended/);
    assert.equal(await focused(), "login-badge");
    await assertNothingPersonal();
  });

  it("survives a reload at the gate without anything of a person", async () => {
    await atGate();
    await fillBoth();
    await page.reload();
    await shown("check");
    assert.match(await page.textContent("#strip-text"), /KC942/);
    await assertNothingPersonal();
  });

  it("forgets flight, history and session at log-out", async () => {
    await atGate();
    await fillBoth();
    await answered();
    await page.focus("#log-out");
    await press("Enter");
    await shown("login");
    await assertNothingPersonal();
    const kept = await page.evaluate(() => Object.values(sessionStorage).join());
    assert.doesNotMatch(kept, /KC942|canned/);
  });

  it("begins the next passenger by a scan after BOARD, not after a refusal", async () => {
    await atGate();
    await fillBoth();
    canned.kind = "DO_NOT_BOARD";
    await answered();
    await scanSeal();
    assert.equal(await heading(), "DO NOT BOARD");
    assert.match(await page.textContent("#wipe"), /finish with this passenger/);
    await press("Escape");
    await fillBoth();
    canned.kind = "BOARD";
    await answered();
    await scanSeal();
    await shown("check");
    assert.match(await page.textContent("#paper-state"), /484/);
  });

  it("tells a wrong PIN and a locked badge apart", async () => {
    await logIn("000000");
    await page.waitForFunction(() => document.getElementById("login-error").textContent.includes("wrong"));
    assert.equal(await focused(), "login-pin");
    await type("999999");
    await press("Enter");
    await page.waitForFunction(() => document.getElementById("login-error").textContent.includes("300 s"));
  });

  it("tells a screen reader the answer's word, text and what to do", async () => {
    await atGate();
    await fillBoth();
    canned.kind = "CALL_BORDER";
    await answered();
    const debuggerLine = await page.context().newCDPSession(page);
    const { nodes } = await debuggerLine.send("Accessibility.getFullAXTree");
    const node = nodes.find((each) => each.role?.value === "group" && each.name?.value === "CALL BORDER CONTROL");
    assert.ok(node, "a group named by the answer");
    assert.match(node.description.value, /place your passport.*Call border control/s);
  });

  it("changes the language without losing what was entered", async () => {
    await atGate();
    await fillBoth();
    for (const [code, word] of [["ru", "Проверить"], ["kk", "Тексеру"], ["zh", "核查"], ["en", "Check"]]) {
      await page.selectOption("#language", code);
      assert.equal(await page.textContent("#check-go"), word);
      assert.equal(await page.getAttribute("html", "lang"), code);
      assert.equal(await page.inputValue("#passport-mrz"), MRZ.join("\n"));
    }
  });
});
