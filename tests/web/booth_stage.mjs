// A real booth before a camera whose every frame is known, and the page's end of its conversation: what the booth's
// measurements stand on (booth_bench.mjs).
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { OFFICER, startBooth } from "./booth_program.mjs";
import { framesOf, startCamera } from "./stream_camera.mjs";
import { openTalk } from "./web_socket.mjs";

export const FPS = 15;
const LEFT = 25; // frames after which what lay there has left the booth's memory (kiosk/visit.cpp)
const BIN = process.env.BIN;

function run(name, ...args) {
  const done = spawnSync(join(BIN, name), args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${name}: exit ${done.status}\n${done.stdout}${done.stderr}`);
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Stage {
  state = null;
  read = 0; // frames that the booth has told of
  #waiting = [];
  #empty = 0; // of these on end those in which the booth saw nothing

  static async open() {
    const stage = new Stage();
    stage.camera = await startCamera([], FPS);
    stage.booth = await startBooth({ source: stage.camera.url });
    stage.nothing = stage.film("empty", [], { jitter: 0 });
    await stage.camera.show(stage.nothing);
    stage.talk = await openTalk(stage.booth.origin, "/booth/talk", { hear: (text) => stage.#hear(JSON.parse(text)) });
    return stage;
  }

  async close() {
    this.talk.close();
    this.camera.stop();
    await this.booth.remove();
  }

  /// Lengthwise in the picture, as a sheet lies under a booth's camera: about 5 pixels a millimetre. `scene`: what
  /// evisa-desk-scene lays on the sheet; `shot`: how it is filmed.
  film(name, scene, shot = {}, frames = 12) {
    const [sheet, out] = ["png", "avi"].map((kind) => join(this.booth.folder, `${name}.${kind}`));
    const options = Object.entries({ rotation: 90, height: 306, ...shot }).flatMap(([option, value]) => [`--${option}`, String(value)]);
    run("evisa-desk-scene", ...scene, "--out", sheet);
    run("evisa-camera-simulator", sheet, "--out", out, "--frames", String(frames), ...options);
    const film = framesOf(out);
    for (const file of [sheet, out]) rmSync(file);
    return film;
  }

  #hear(message) {
    if (message.type === "problem") console.error(JSON.stringify(message));
    if (message.type === "seen") {
      this.read += 1;
      this.#empty = message.codes.length === 0 && !message.mrz ? this.#empty + 1 : 0;
    }
    if (message.type !== "state") return;
    this.state = message;
    const now = performance.now();
    this.#waiting = this.#waiting.filter(({ holds, resolve }) => !holds(message) || resolve(now));
  }

  /// The instant at which the booth's state has come to be so.
  until(holds) {
    if (this.state && holds(this.state)) return Promise.resolve(performance.now());
    return new Promise((resolve) => this.#waiting.push({ holds, resolve }));
  }

  async logIn() {
    this.talk.send({ type: "log_in", ...OFFICER });
    await this.until((state) => state.officer);
    await this.until((state) => state.camera.state === "live");
  }

  /// Leaves the desk empty until what lay there has left the booth's memory.
  async clear() {
    await this.camera.show(this.nothing);
    this.talk.send({ type: "clear", visit: this.state.visit.number });
    await this.until((state) => state.visit.stage === "empty");
    this.#empty = 0;
    while (this.#empty < LEFT) await pause(20);
    await pause((Math.random() * 1000) / FPS);
  }
}
