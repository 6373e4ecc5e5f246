// The supervisor's page against canned answers: decisions by keyboard, and none on a stale page. Says nothing about
// the service.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { CannedSupervisor, VISA } from "./canned_supervisor.mjs";
import { ORDINARY, openBrowser } from "./chromium.mjs";
import { startPages } from "./pages_server.mjs";

describe("supervisor by keyboard", () => {
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
    canned = new CannedSupervisor();
    context = await browser.newContext(ORDINARY);
    page = await context.newPage();
    await page.goto(`${server.origin}/supervisor`);
  });

  const press = (key) => page.keyboard.press(key);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.value);
  const disabledActs = () => page.evaluate(() => [...document.querySelectorAll("[data-act]")].map((act) => act.disabled));

  async function logIn() {
    await page.keyboard.type("S-001");
    await press("Tab");
    await page.keyboard.type("123456");
    await press("Enter");
  }

  async function atAlarms() {
    await logIn();
    await page.waitForSelector(".entry");
    await page.waitForSelector(".feed-live");
  }

  async function view(name) {
    await page.focus(`#nav a[href="#${name}"]`);
    await press("Enter");
    await page.waitForFunction((id) => document.getElementById(id).checkVisibility(), name);
  }

  it("shows the entries of a double use side by side, and records which one counts", async () => {
    await atAlarms();
    const cards = await page.locator(".entry").allTextContents();
    assert.equal(cards.length, 2);
    assert.match(cards[0], /counts at present.*Almaty ALA-03.*B-1204/);
    assert.match(cards[1], /Astana NQZ-01.*B-0077/);
    const [first, second] = await page.locator(".entry").evaluateAll((all) => all.map((card) => card.getBoundingClientRect().top));
    assert.equal(first, second);

    await page.focus(".entry input");
    await press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.value), "NQZ-01/5");
    await press("Tab");
    await press("Enter");
    assert.equal(await focused(), "act-reason");
    assert.match(await page.textContent("#act-what"), /NQZ-01\/5 \(Astana, NQZ-01.*26123456788/);
    await press("Tab");
    await press("Enter");
    assert.equal(await page.textContent("#act-error"), "Give a reason.");
    await page.keyboard.type("Passport stamped in Astana");
    await press("Tab");
    await press("Enter");
    await page.waitForFunction(() => document.getElementById("heard").textContent.includes("on record"));
    assert.deepEqual(canned.posted.at(-1), {
      path: "/v1/resolutions",
      body: { event: "NQZ-01/5", reason: "Passport stamped in Astana" },
    });
    await page.waitForFunction(() => document.querySelectorAll(".entry").length === 0);
  });

  it("asks for a choice before a decision, and leaves the dialog by Escape", async () => {
    await atAlarms();
    await page.focus(".double .button-main");
    await press("Enter");
    assert.match(await page.textContent(".double .error"), /First choose/);
    await page.keyboard.press("Space");
    await press("Tab");
    await page.focus(".double .button-main");
    await press("Enter");
    await page.waitForSelector("#act[open]");
    await page.keyboard.type("half a sentence");
    await press("Escape");
    await page.waitForSelector("#act:not([open])", { state: "attached" });
    assert.equal(await page.inputValue("#act-reason"), "");
    assert.ok(!canned.posted.some(({ path }) => path === "/v1/resolutions"));
  });

  it("decides nothing while the feed is cut, and comes back by itself", async () => {
    await atAlarms();
    assert.ok((await disabledActs()).every((disabled) => !disabled));
    await page.check('input[value="NQZ-01/5"]');
    await page.click(".double .button-main");
    await page.fill("#act-reason", "Written before the cut");
    canned.cut = true;
    await page.waitForSelector("body.stale");
    assert.match(await page.textContent("#feed-state"), /Nothing can be decided/);
    assert.ok((await disabledActs()).every((disabled) => disabled));
    await page.click("#act-go");
    assert.match(await page.textContent("#act-error"), /out of date/);
    assert.ok(!canned.posted.some(({ path }) => path === "/v1/resolutions"));
    canned.cut = false;
    await page.waitForSelector("body:not(.stale)");
    await page.waitForSelector("#act:not([open])", { state: "attached" });
    assert.ok((await disabledActs()).every((disabled) => !disabled));
  });

  it("grows stale when nothing is heard, although no connection broke", async () => {
    await page.clock.install();
    await page.reload();
    await logIn();
    await page.waitForSelector(".entry");
    await page.waitForSelector(".feed-live");
    canned.answer = () => null; // the line is silent
    await page.clock.fastForward(31000);
    await page.clock.runFor(1000);
    await page.waitForSelector("body.stale");
    assert.ok((await disabledActs()).every((disabled) => disabled));
    assert.match(await page.textContent("#feed-age"), /3[0-9] s old/);
  });

  it("shows crossings as they happen, and holds them back while paused", async () => {
    await atAlarms();
    await view("crossings");
    await page.waitForFunction(() => document.querySelectorAll("#crossings-table tbody tr").length === 24);
    assert.match(await page.textContent("#crossings-table tbody tr"), /26100190056/);
    await page.focus("#crossings-pause");
    await press("Enter");
    canned.events = 26;
    await page.waitForFunction(() => document.getElementById("crossings-waiting").textContent.includes("2"));
    assert.equal(await page.locator("#crossings-table tbody tr").count(), 24);
    await press("Enter");
    assert.equal(await page.locator("#crossings-table tbody tr").count(), 26);
    await page.focus("#crossings-table tbody a");
    await press("Enter");
    await page.waitForFunction(() => document.getElementById("visa-number").value === "26100205894");
  });

  it("marks booths that are silent, revoked, behind or with a wrong clock", async () => {
    await atAlarms();
    await view("booths");
    const rows = await page.locator("#booths-table tbody tr").allTextContents();
    assert.match(rows[2], /ALA-03.*5 min fast.*No\. 40, newest is 42/);
    assert.match(rows[3], /NQZ-04.*silent.*25 min ago.*17/);
    assert.match(rows[4], /NQZ-05.*silent.*never/);
    assert.match(rows[5], /key revoked/);
  });

  it("takes an entry back with a reason, and shows the service's refusal", async () => {
    await atAlarms();
    await view("visa");
    await page.focus("#visa-number");
    await page.keyboard.type(`${VISA}\n`);
    await page.waitForSelector("#visa-result table");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H3");
    await page.focus("#visa-result button");
    await press("Enter");
    assert.match(await page.textContent("#act-what"), /Entry ALA-03\/17/);
    await page.keyboard.type("Wrong passenger");
    await press("Tab");
    await press("Enter");
    await page.waitForFunction(() => document.getElementById("act-error").textContent !== "");
    assert.match(await page.textContent("#act-error"), /refused it.*reversed already/);
    assert.deepEqual(canned.posted.at(-1).body, { event: "ALA-03/17", reason: "Wrong passenger" });
  });

  it("finds in the register and wipes what it found", async () => {
    await atAlarms();
    await view("register");
    await page.focus("#register-text");
    await page.keyboard.type("l898902c3\n");
    await page.waitForSelector(".record");
    assert.deepEqual(canned.posted.at(-1).body, { passport_number: "L898902C3" });
    assert.match(await page.textContent("#register-told"), /6 min old/);
    await view("alarms");
    assert.doesNotMatch(await page.textContent("body"), /WESTHUIZEN|L898902C3/);
    assert.equal(await page.inputValue("#register-text"), "");
  });

  it("wipes the register's result when nobody touches the page", async () => {
    await page.clock.install();
    await page.reload();
    await logIn();
    await page.waitForSelector(".entry");
    await view("register");
    await page.focus("#register-text");
    await page.keyboard.type("L898902C3\n");
    await page.waitForSelector(".record");
    await page.clock.fastForward(121000);
    await page.clock.runFor(1000);
    await page.waitForFunction(() => document.getElementById("register-told").textContent.includes("wiped"));
    assert.doesNotMatch(await page.textContent("body"), /WESTHUIZEN/);
  });

  it("saves a day's log", async () => {
    await atAlarms();
    await view("export");
    await page.fill("#export-day", "2026-11-20");
    for (const [button, name] of [["csv", "evisa-crossings-2026-11-20.csv"], ["signed", "evisa-crossings-2026-11-20.ndjson"]]) {
      const download = page.waitForEvent("download");
      await page.focus(`#export-form button[value="${button}"]`);
      await press("Enter");
      assert.equal((await download).suggestedFilename(), name);
    }
    await page.fill("#export-day", "2099-01-01");
    await press("Enter");
    assert.match(await page.textContent("#export-error"), /has begun/);
  });

  it("is not for officers", async () => {
    canned.role = "officer";
    await logIn();
    await page.waitForFunction(() => document.getElementById("login-error").textContent.includes("senior"));
    assert.equal(await page.isVisible("#desk"), false);
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  });

  it("forgets everything at log-out", async () => {
    await atAlarms();
    await page.goto(`${server.origin}/supervisor#visa/${VISA}`);
    await page.waitForSelector("#visa-result h3");
    await page.focus("#log-out");
    await press("Enter");
    await page.waitForSelector("#login");
    assert.doesNotMatch(await page.textContent("body"), new RegExp(VISA));
    assert.ok(!page.url().includes(VISA));
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  });
});
