// A booth's memory over many travellers: BIN=DIR node booth_soak.mjs [TRAVELLERS] [VISAS]
// Everybody is judged, acted upon, put on record and cleared, by the page's own conversation; a camera films all the
// while. The first FILMED visas of each round are shown to the camera together with their passports, the others come
// from the hand scanner while the camera films an empty desk. Prints the memory every twentieth of the way; fails when
// the end holds more than a tenth over the second tenth, or an act is not on record. SHARE: of one core that the booth
// may take.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { OFFICER, SENIOR, startBooth } from "./booth_program.mjs";
import { APPLICATION, run } from "./office.mjs";
import { framesOf, startCamera } from "./stream_camera.mjs";
import { openTalk } from "./web_socket.mjs";

const travellers = Number(process.argv[2] ?? 10000);
const VISAS = Number(process.argv[3] ?? 700);
const FILMED = Math.ceil(VISAS / 25);
const SHARE = Number(process.env.SHARE ?? 0.5);
const FPS = 4; // of a camera whose every frame is looked at, as its noise makes each another one
const READ_AT_ONCE = 50;
const PACE_MS = 290; // nobody comes back for the same act within the rule set's dup_minutes
const CAMERA_MS = 2000; // then the passport is scanned: not every film shows it well enough
const STUCK_MS = 60000;

/// Doc 9303-3 4.9.
function checkDigit(text) {
  const value = (c) => (c === "<" ? 0 : /[0-9]/.test(c) ? Number(c) : c.charCodeAt(0) - 55);
  return String([...text].reduce((sum, c, i) => sum + value(c) * [7, 3, 1][i % 3], 0) % 10);
}
const letters = (n) => [...String(n).padStart(4, "0")].map((d) => "ABCDEFGHIJ"[d]).join("");
const numberOf = (i) => `E${12000000 + i}`;

function mrzOf(i) {
  const line1 = `P<CHNLYU<<XIAO${letters(i)}`.padEnd(44, "<");
  const [number, birth, expiry] = [numberOf(i), "850228", "310314"].map((text) => text + checkDigit(text));
  const optional = "<".repeat(14) + "0";
  return `${line1}\n${number}CHN${birth}F${expiry}${optional}${checkDigit(number + birth + expiry + optional)}`;
}

const applications = Array.from({ length: VISAS }, (_, i) => ({
  ...APPLICATION,
  application_number: String(16546778150001 + i),
  mrz_name: { primary: "LYU", secondary: `XIAO${letters(i)}` },
  passport_number: numberOf(i),
}));

/// What a hand scanner reads of each page.
function codesOf(printouts) {
  const codes = [];
  for (let i = 0; i < printouts.length; i += READ_AT_ONCE) {
    for (const { readings } of JSON.parse(run("evisa-verifier", "read", ...printouts.slice(i, i + READ_AT_ONCE), "--json"))) {
      codes.push(/KZV1[A-Z2-7]+/.exec(JSON.stringify(readings))[0]);
    }
  }
  return codes;
}

function film(folder, name, scene) {
  const sheet = join(folder, `${name}.png`);
  const out = join(folder, `${name}.avi`);
  run("evisa-desk-scene", ...scene, "--out", sheet);
  run("evisa-camera-simulator", sheet, "--out", out, "--frames", "4", "--rotation", "90", "--height", "306");
  return framesOf(out);
}

function filmOf(booth, i) {
  const lines = join(booth.folder, `${i}.mrz`);
  writeFileSync(lines, `${mrzOf(i)}\n`);
  return film(booth.folder, `desk-${i}`, ["--page", booth.printouts[i], "--mrz", lines]);
}

/// What the officer does on each round of all visas, and in which direction: everybody comes and goes; then the visas
/// are used up, and whoever shows one again is refused or referred.
const COMES_AND_GOES = [["entry", "admit"], ["exit", "exit"]];
const COMES_AGAIN = [["entry", "refuse"], ["entry", "refer"], ["exit", "refer"]];
const wantedOn = (round) => COMES_AND_GOES[round] ?? COMES_AGAIN[(round - COMES_AND_GOES.length) % COMES_AGAIN.length];

class Page {
  state = null;
  problems = [];
  #waiting = null;

  hear(text) {
    const message = JSON.parse(text);
    if (message.type === "problem") this.problems.push(`${message.to}: ${message.message}`);
    if (message.type !== "state") return;
    this.state = message;
    if (!this.#waiting?.holds(message)) return;
    const { resolve } = this.#waiting;
    this.#waiting = null;
    resolve(true);
  }

  /// Whether it came to hold within `ms`.
  until(holds, ms = STUCK_MS) {
    if (this.state && holds(this.state)) return Promise.resolve(true);
    return new Promise((resolve, reject) => {
      const late = () => {
        this.#waiting = null;
        if (ms < STUCK_MS) resolve(false);
        else reject(new Error(`stuck: ${JSON.stringify(this.state)}\n${this.problems.slice(-3).join("\n")}`));
      };
      const timer = setTimeout(late, ms);
      this.#waiting = { holds, resolve: (value) => (clearTimeout(timer), resolve(value)) };
    });
  }
}

const camera = await startCamera([], FPS);
const booth = await startBooth({ applications, source: camera.url });
const empty = film(booth.folder, "empty", []);
camera.show(empty);
const codes = codesOf(booth.printouts);
const films = Array.from({ length: FILMED }, (_, i) => filmOf(booth, i));
const page = new Page();
const talk = await openTalk(booth.origin, "/booth/talk", { hear: (text) => page.hear(text) });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const counts = { camera: 0, passportByCamera: 0, outcomes: {}, recorded: 0, bySenior: 0 };

async function toDirection(direction) {
  if (page.state.direction === direction) return;
  talk.send({ type: "direction", direction });
  await page.until((s) => s.direction === direction);
}

const judged = (s) => s.visit.stage === "judged";

async function present(i) {
  if (i >= FILMED) {
    talk.send({ type: "code", text: codes[i] });
    talk.send({ type: "passport", lines: mrzOf(i) });
    return page.until(judged);
  }
  counts.camera += 1;
  await camera.show(films[i]);
  if (await page.until(judged, CAMERA_MS)) counts.passportByCamera += 1;
  else talk.send({ type: "passport", lines: mrzOf(i) });
  await page.until(judged);
  await camera.show(empty);
}

async function act(wanted) {
  const { visit, acts, verdict } = page.state;
  counts.outcomes[verdict.outcome] = (counts.outcomes[verdict.outcome] ?? 0) + 1;
  const offered = acts.find(({ act }) => act === wanted);
  const words = offered.note || offered.senior ? { note: "Compared with the documents by eye" } : {};
  if (offered.senior) Object.assign(words, { senior: SENIOR.badge, senior_pin: SENIOR.pin });
  counts.bySenior += offered.senior ? 1 : 0;
  talk.send({ type: "act", visit: visit.number, act: wanted, ...words });
  await page.until((s) => s.visit.stage === "acted");
  counts.recorded += page.state.outcome.result === "recorded" ? 1 : 0;
  talk.send({ type: "clear", visit: visit.number });
  await page.until((s) => s.visit.number !== visit.number);
}

/// KiB per traveller, by least squares over the samples [travellers, KiB].
function slope(samples) {
  const mean = (of) => samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [x, y] = [mean(([n]) => n), mean(([, kib]) => kib)];
  return mean(([n, kib]) => (n - x) * (kib - y)) / mean(([n]) => (n - x) ** 2);
}

async function soak() {
  talk.send({ type: "log_in", ...OFFICER });
  await page.until((s) => s.officer && s.camera.state === "live");
  const began = Date.now();
  const cpu = booth.cpu();
  const samples = [];
  for (let i = 0; i < travellers; i += 1) {
    const slow = pause(PACE_MS);
    const [direction, wanted] = wantedOn(Math.floor(i / VISAS));
    await toDirection(direction);
    await present(i % VISAS);
    await act(wanted);
    await slow;
    while (booth.cpu() - cpu > SHARE * (Date.now() - began)) await pause(20);
    if ((i + 1) % Math.ceil(travellers / 20) !== 0) continue;
    const { resident, anonymous } = booth.memory();
    samples.push([i + 1, anonymous]);
    const seconds = ((Date.now() - began) / 1000).toFixed(0);
    console.log(`${i + 1} travellers, ${seconds} s: ${resident} KiB resident, ${anonymous} KiB of it anonymous`, JSON.stringify(counts));
  }
  return samples;
}

const samples = await soak().catch(async (error) => {
  await booth.remove();
  throw error;
});
talk.close();
camera.stop();
const events = booth.events().length;
const [, [, second]] = samples.filter(([n]) => n % Math.ceil(travellers / 10) === 0);
const last = samples.at(-1)[1];
const growth = slope(samples.filter(([n]) => n >= travellers / 5)) * 1000;
console.log(`events on record: ${events}; problems: ${page.problems.length}`, page.problems.slice(0, 3));
console.log(`anonymous memory after the second tenth ${second} KiB, at the end ${last} KiB, growing ${growth.toFixed(0)} KiB for 1 000 travellers`);
await booth.remove();
process.exit(last > second * 1.1 || events !== travellers ? 1 : 0);
