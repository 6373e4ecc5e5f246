// A booth's memory over many travellers: BIN=DIR node booth_soak.mjs [TRAVELLERS]
// Codes and passports come as from hand scanners, while the camera films an empty desk; everybody is decided upon, the
// first time with Admit, and what is no repetition of an act goes into the log. Prints the memory every tenth of the way; fails when the last
// tenth holds more than a tenth over the second.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { APPLICATION, OFFICER, run, startBooth } from "./booth_program.mjs";
import { framesOf, startCamera } from "./stream_camera.mjs";
import { openTalk } from "./web_socket.mjs";

const travellers = Number(process.argv[2] ?? 10000);
const VISAS = 400;

/// Doc 9303-3 4.9.
function checkDigit(text) {
  const value = (c) => (c === "<" ? 0 : /[0-9]/.test(c) ? Number(c) : c.charCodeAt(0) - 55);
  return String([...text].reduce((sum, c, i) => sum + value(c) * [7, 3, 1][i % 3], 0) % 10);
}
const letters = (n) => [...String(n).padStart(3, "0")].map((d) => "ABCDEFGHIJ"[d]).join("");
const numberOf = (i) => `E${String(12000000 + i)}`;

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

/// What the code of each page says, by the reader of the verifier.
function codesOf(folder, { visas }) {
  const codes = new Map();
  for (const name of readdirSync(visas).filter((one) => one.endsWith(".pdf"))) {
    const read = JSON.parse(run("evisa-verifier", "read", join(visas, name), "--json"));
    const text = JSON.stringify(read).match(/KZV1[A-Z2-7]+/);
    if (!text) throw new Error(`${name}: no code`);
    codes.set(name.replace(".pdf", ""), text[0]);
  }
  return codes;
}

/// What the officer does on each round of all visas, and in which direction.
const ROUNDS = [["entry", "admit"], ["exit", "exit"], ["entry", "refuse"], ["entry", "refer"]];

const camera = await startCamera([]);
const booth = await startBooth({ applications, source: camera.url });
const sheet = join(booth.folder, "empty.png");
run("evisa-desk-scene", "--out", sheet);
run("evisa-camera-simulator", sheet, "--out", join(booth.folder, "empty.avi"), "--frames", "12", "--rotation", "90", "--height", "306");
camera.show(framesOf(join(booth.folder, "empty.avi")));
const codes = [...codesOf(booth.folder, booth).entries()].sort();
const passports = new Map(booth.issued.map(({ visa, application }) => [visa, mrzOf(applications.findIndex((a) => a.application_number === application))]));
let state = null;
let waiting = null;
const problems = [];
const talk = await openTalk(booth.origin, "/booth/talk", {
  hear: (text) => {
    const message = JSON.parse(text);
    if (message.type === "problem") problems.push(message.message);
    if (message.type === "state") state = message;
    if (waiting && state && waiting.holds(state)) {
      const { resolve } = waiting;
      waiting = null;
      resolve();
    }
  },
});
const until = (holds) => new Promise((resolve) => (state && holds(state) ? resolve() : (waiting = { holds, resolve })));

talk.send({ type: "log_in", ...OFFICER });
await until((s) => s.officer);
const outcomes = {};
const seen = [];
const began = Date.now();
for (let i = 0; i < travellers; i += 1) {
  const [visa, text] = codes[i % codes.length];
  const [direction, wanted] = ROUNDS[Math.floor(i / codes.length) % ROUNDS.length];
  if (state.direction !== direction) {
    talk.send({ type: "direction", direction });
    await until((s) => s.direction === direction);
  }
  talk.send({ type: "code", text });
  talk.send({ type: "passport", lines: passports.get(visa) });
  await until((s) => s.visit.stage === "judged");
  outcomes[state.verdict.outcome] = (outcomes[state.verdict.outcome] ?? 0) + 1;
  const { number } = state.visit;
  talk.send({ type: "act", visit: number, act: state.acts.some(({ act, note }) => act === wanted && !note) ? wanted : "refer" });
  await until((s) => s.visit.stage === "acted");
  talk.send({ type: "clear", visit: number });
  await until((s) => s.visit.number !== number);
  if ((i + 1) % Math.ceil(travellers / 10) !== 0) continue;
  seen.push(booth.memory());
  console.log(`${i + 1} travellers, ${((Date.now() - began) / 1000).toFixed(0)} s: ${seen.at(-1)} KiB`, JSON.stringify(outcomes), problems.slice(0, 3));
}
const recorded = booth.events().length;
console.log(`events on record: ${recorded}; memory after the second tenth ${seen[1]} KiB, at the end ${seen.at(-1)} KiB`);
talk.close();
camera.stop();
await booth.remove();
process.exit(seen.at(-1) > seen[1] * 1.1 || recorded < codes.length ? 1 : 0);
