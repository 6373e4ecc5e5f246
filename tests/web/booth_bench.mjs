// How long a traveller waits at a real booth: BIN=DIR node booth_bench.mjs [TRAVELLERS]
// From the instant at which the camera sent the first frame that shows the document until the verdict has come over the
// page's WebSocket. First the code alone (the passport was scanned before), then code and passport in one take. Fails when
// the 95th percentile is over 250 ms or 2 s; prints both as shares of the frame interval.
import { writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { MRZ, OFFICER, startBooth } from "./booth_program.mjs";
import { framesOf, startCamera } from "./stream_camera.mjs";
import { openTalk } from "./web_socket.mjs";

const travellers = Number(process.argv[2] ?? 100);
const FPS = 15;
const GOAL = { code: 250, both: 2000 };
const BIN = process.env.BIN;
const FRAMES = 12;

function run(name, ...args) {
  const done = spawnSync(join(BIN, name), args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${name}: exit ${done.status}\n${done.stdout}${done.stderr}`);
}

/// Lengthwise in the picture, as a sheet lies under a booth's camera: about 5 pixels a millimetre.
function film(folder, name, scene) {
  const sheet = join(folder, `${name}.png`);
  const out = join(folder, `${name}.avi`);
  run("evisa-desk-scene", ...scene, "--out", sheet);
  run("evisa-camera-simulator", sheet, "--out", out, "--frames", String(FRAMES), "--rotation", "90", "--height", "306");
  return framesOf(out);
}

const camera = await startCamera([], FPS);
const booth = await startBooth({ source: camera.url });
const mrz = join(booth.folder, "passport.mrz");
writeFileSync(mrz, `${MRZ.join("\n")}\n`);
const films = {
  empty: film(booth.folder, "empty", []),
  code: film(booth.folder, "code", ["--page", booth.page]),
  both: film(booth.folder, "both", ["--page", booth.page, "--mrz", mrz]),
};
await camera.show(films.empty);

let state = null;
let waiting = [];
const talk = await openTalk(booth.origin, "/booth/talk", {
  hear: (text) => {
    const message = JSON.parse(text);
    if (message.type === "problem") console.error(text);
    if (message.type !== "state") return;
    state = message;
    const now = performance.now();
    waiting = waiting.filter(({ holds, resolve }) => !holds(state) || resolve(now));
  },
});
const until = (holds) => (state && holds(state) ? Promise.resolve(performance.now()) : new Promise((resolve) => waiting.push({ holds, resolve })));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

talk.send({ type: "log_in", ...OFFICER });
await until((s) => s.officer);
await until((s) => s.camera.state === "live");

/// Leaves the desk empty until what lay there has left the booth's memory.
async function clear() {
  await camera.show(films.empty);
  talk.send({ type: "clear", visit: state.visit.number });
  await until((s) => s.visit.stage === "empty");
  await pause(2500 + Math.random() * 70);
}

async function measure(name) {
  const times = [];
  for (let i = 0; i < travellers; i += 1) {
    await clear();
    if (name === "code") {
      talk.send({ type: "passport", lines: MRZ.join("\n") });
      await until((s) => s.visit.stage === "partial");
    }
    const judged = until((s) => s.visit.stage === "judged");
    const sent = await camera.show(films[name]);
    times.push((await judged) - sent);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))];
  const frames = (ms) => `${ms.toFixed(0)} ms = ${((ms * FPS) / 1000).toFixed(1)} frames`;
  console.log(`${name}: median ${frames(at(0.5))}, p95 ${frames(at(0.95))}, longest ${frames(times.at(-1))} (${times.length} travellers, goal ${GOAL[name]} ms)`);
  return at(0.95) <= GOAL[name];
}

const good = [await measure("code"), await measure("both")];
talk.close();
camera.stop();
await booth.remove();
process.exit(good.every(Boolean) ? 0 : 1);
