// A real booth: its folder with officers, a camera whose view can be changed, and `evisa-kiosk run`.
// `kioskArguments` is the one place that knows how it is called.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addOfficer, makeOffice, newFolder, program, run } from "./office.mjs";

export { MRZ } from "./office.mjs";
export const OFFICER = { badge: "KZ-1204", pin: "481516" };
export const SENIOR = { badge: "KZ-0007", pin: "234242" };
const READY = /the page is at (http:\/\/127\.0\.0\.1:[0-9]+)\/booth/;
const PATIENCE_MS = 60000;
const FRAMES = 6;

/// Whether this build knows the booth's page.
export const hasKiosk = () => spawnSync(program("evisa-kiosk"), ["run", "--help"]).status === 0;

/// What lies under the camera: a folder of pictures, played again and again, behind a link that is changed in one step.
class View {
  #made = 0;
  #filmed = new Map(); // print-out: its pictures

  constructor(folder) {
    this.folder = folder;
    this.link = join(folder, "view");
  }

  #lay(pictures) {
    const next = `${this.link}-next`;
    symlinkSync(pictures, next);
    renameSync(next, this.link);
  }

  #newFolder() {
    const pictures = join(this.folder, `pictures-${(this.#made += 1)}`);
    mkdirSync(pictures);
    return pictures;
  }

  /// A print-out, filmed.
  page(file) {
    if (!this.#filmed.has(file)) {
      const pictures = this.#newFolder();
      run("evisa-camera-simulator", file, "--frames-dir", pictures, "--frames", String(FRAMES));
      this.#filmed.set(file, pictures);
    }
    this.#lay(this.#filmed.get(file));
  }

  /// A PNG, as the camera sees it.
  picture(png) {
    const pictures = this.#newFolder();
    for (let i = 0; i < FRAMES; i += 1) writeFileSync(join(pictures, `${i}.png`), png);
    this.#lay(pictures);
  }

  /// The camera is unplugged.
  nothing() {
    rmSync(this.link, { force: true });
  }
}

function kioskArguments({ home, passphraseFile, source, port, at, line }) {
  const pretended = at ? ["--at", at] : [];
  const service = line ? ["--service", line.origin, "--service-ca", line.ca, "--service-token", line.token] : [];
  return ["run", "--home", home, "--passphrase-file", passphraseFile, "--source", source, "--listen", String(port), ...pretended, ...service];
}

/// The booth registered at `service` (program.mjs), and how it reaches it.
function lineTo(service, home) {
  run("evisa-verifier", "booth", "add", "ALA-03", join(home, "booth.pub"), "--from", "2020-01-01T00:00:00Z", "--home", service.home);
  return { origin: service.origin, ca: service.tls.certificate, token: service.tokenFile("booth", "ALA-03") };
}

/// Makes everything in a new folder and starts the booth, with a print-out of the first of `applications` under its
/// camera. `service`: of whose office and line it is; else it works alone. `stop()` ends it as a power loss would,
/// `start()` starts it again, at the same `origin`, at the instant `at` where one is set; `remove()` ends it and
/// removes the folder.
/// `source`: another camera than the view.
export async function startBooth({ applications, service, source } = {}) {
  const place = newFolder("evisa-booth-");
  const { folder, passphraseFile, pass } = place;
  chmodSync(folder, 0o700);
  const office = service ?? makeOffice(place, applications);
  const home = join(folder, "booth");
  run("evisa-kiosk", "init", "--home", home, "--airport", "ALA", "--booth", "03", "--authority", office.authority, ...pass);
  run("evisa-kiosk", "bundle", office.bundle, "--home", home);
  addOfficer("evisa-kiosk", folder, home, OFFICER, "officer");
  addOfficer("evisa-kiosk", folder, home, SENIOR, "senior");
  const view = new View(folder);
  const [visa] = office.visas;
  if (!source) view.page(office.printouts[0]);
  const line = service ? lineTo(service, home) : null;
  const booth = { ...office, visa, home, folder, view, source: source ?? view.link, origin: "", port: 0, at: null };
  let child = null;

  booth.start = () =>
    new Promise((resolve, reject) => {
      let said = "";
      child = spawn(program("evisa-kiosk"), kioskArguments({ ...booth, passphraseFile, line }), { stdio: ["ignore", "pipe", "pipe"] });
      const timer = setTimeout(() => reject(new Error(`evisa-kiosk does not say where its page is\n${said}`)), PATIENCE_MS);
      const hear = (data) => {
        said += data;
        const found = READY.exec(said);
        if (!found) return;
        clearTimeout(timer);
        booth.origin = found[1];
        booth.port = Number(new URL(booth.origin).port); // the same page finds it again
        resolve();
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.once("exit", (code) => reject(new Error(`evisa-kiosk ended: exit ${code}\n${said}`)));
    });

  booth.stop = async (signal = "SIGKILL") => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  };

  booth.remove = async () => {
    await booth.stop();
    rmSync(folder, { recursive: true, force: true });
  };

  /// The events on record, by the program that checks them. `others`: keys of other booths whose events are there, as
  /// `NAME=FILE`.
  booth.events = (others = []) => {
    const file = join(home, "crossings.sqlite");
    const keys = [`ALA-03=${join(home, "booth.pub")}`, ...others];
    run("evisa-verifier", "log", "verify", file, ...keys.flatMap((key) => ["--booth", key]));
    return JSON.parse(run("evisa-verifier", "log", "show", file, "--json"));
  };
  /// Memory of the running booth, KiB; Linux.
  booth.memory = () => {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    const kib = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
    return { resident: kib("VmRSS"), anonymous: kib("RssAnon") };
  };
  /// Processor time of the running booth, ms.
  booth.cpu = () => {
    const fields = readFileSync(`/proc/${child.pid}/stat`, "latin1").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  booth.logText = () => readFileSync(join(home, "crossings.sqlite"), "latin1");

  await booth.start();
  return booth;
}
