// The real programs around one booth: an issuing office with one e-visa, its page on film, a booth's folder with
// officers, and `evisa-kiosk run`. `kioskArguments` is the one place that knows how it is called.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../../", import.meta.url));
const BIN = process.env.BIN ?? join(SOURCE, "build/dev/bin");
const COUNTRIES = join(SOURCE, "samples/rules/countries.csv");
export const OFFICER = { badge: "KZ-1204", pin: "481516" };
export const SENIOR = { badge: "KZ-0007", pin: "234242" };
export const MRZ = ["P<CHNLYU<<XIAOMING<<<<<<<<<<<<<<<<<<<<<<<<<<", "E123456782CHN8502289F3103142<<<<<<<<<<<<<<<0"];
const READY = /the page is at (http:\/\/127\.0\.0\.1:[0-9]+)\/booth/;
const PATIENCE_MS = 60000;

const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);

export function run(name, ...args) {
  const done = spawnSync(join(BIN, name), args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${name} ${args.join(" ")}: exit ${done.status}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

/// Whether this build knows the booth's page.
export const hasKiosk = () => spawnSync(join(BIN, "evisa-kiosk"), ["run", "--help"]).status === 0;

/// An invented traveller whose e-visa is valid today, whenever the tests run.
export const APPLICATION = {
  application_number: "16546778150001",
  status: "Approved. Payment completed",
  invitation_number: "3622000301",
  inviter: "Silk Road Trekking LLP",
  category: "B12",
  mrz_name: { primary: "LYU", secondary: "XIAOMING" },
  sex: "F",
  birth_date: "1985-02-28",
  nationality: "CHN",
  passport_number: "E12345678",
  passport_issuing_state: "CHN",
  passport_expiry: "2031-03-14",
  valid_from: day(-5),
  valid_until: day(60),
  stay_days: 30,
  accompanied_by_children: false,
};

function makeOffice(folder, pass, applications) {
  const home = join(folder, "office");
  const file = join(folder, "applications.jsonl");
  writeFileSync(file, applications.map((one) => `${JSON.stringify(one)}\n`).join(""));
  run("evisa-issuer", "init", "--home", home, ...pass);
  run("evisa-issuer", "issue", file, "--countries", COUNTRIES, "--home", home, "--out", join(folder, "visas"), ...pass);
  run("evisa-issuer", "bundle", "--countries", COUNTRIES, "--home", home, "--out", join(folder, "usb"), ...pass);
  const shown = (number) => JSON.parse(run("evisa-issuer", "show", "--application", number, "--home", home, "--json"))[0];
  const issued = applications.map(({ application_number: number }) => ({ application: number, visa: shown(number).visa_number }));
  const page = readdirSync(join(folder, "visas")).find((name) => name.endsWith(".pdf"));
  return { authority: join(home, "authority.pub"), bundle: join(folder, "usb/trust.bundle"), issued, visas: join(folder, "visas"), page: join(folder, "visas", page), visa: page.replace(".pdf", "") };
}

function addOfficer(folder, home, { badge, pin }, role) {
  const file = join(folder, `${badge}.pin`);
  writeFileSync(file, `${pin}\n`, { mode: 0o600 });
  run("evisa-kiosk", "officer", "add", badge, "--role", role, "--home", home, "--pin-file", file);
}

function kioskArguments({ home, passphraseFile, film, at }) {
  const pretended = at ? ["--at", at] : [];
  return ["run", "--home", home, "--passphrase-file", passphraseFile, "--source", film, "--listen", "0", ...pretended];
}

/// Makes everything in a new folder and starts the booth, with `source` as its camera, else a film of the print-out. `stop()` ends it as a power loss would, `start()` starts it
/// again, with another `origin`, at the instant `at` where one is set; `remove()` ends it and removes the folder.
export async function startBooth({ source, applications = [APPLICATION] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "evisa-booth-"));
  chmodSync(folder, 0o700);
  const passphraseFile = join(folder, "passphrase");
  writeFileSync(passphraseFile, "browser test passphrase, for invented keys only\n", { mode: 0o600 });
  const pass = ["--passphrase-file", passphraseFile];
  const office = makeOffice(folder, pass, applications);
  const home = join(folder, "booth");
  run("evisa-kiosk", "init", "--home", home, "--airport", "ALA", "--booth", "03", "--authority", office.authority, ...pass);
  run("evisa-kiosk", "bundle", office.bundle, "--home", home);
  addOfficer(folder, home, OFFICER, "officer");
  addOfficer(folder, home, SENIOR, "senior");
  const film = source ?? join(folder, "film.avi");
  if (!source) run("evisa-camera-simulator", office.page, "--out", film, "--frames", "6");
  const booth = { ...office, home, folder, origin: "", at: null };
  let child = null;

  booth.start = () =>
    new Promise((resolve, reject) => {
      let said = "";
      child = spawn(join(BIN, "evisa-kiosk"), kioskArguments({ home, passphraseFile, film, at: booth.at }), { stdio: ["ignore", "pipe", "pipe"] });
      const timer = setTimeout(() => reject(new Error(`evisa-kiosk does not say where its page is\n${said}`)), PATIENCE_MS);
      const hear = (data) => {
        said += data;
        const found = READY.exec(said);
        if (!found) return;
        clearTimeout(timer);
        booth.origin = found[1];
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

  /// The events on record, by the program that checks them.
  booth.events = () => {
    const file = join(home, "crossings.sqlite");
    run("evisa-verifier", "log", "verify", file, "--booth", `ALA-03=${join(home, "booth.pub")}`);
    return JSON.parse(run("evisa-verifier", "log", "show", file, "--json"));
  };
  /// Anonymous memory of the running booth, KiB; Linux.
  booth.memory = () => Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]);
  /// Processor time of the running booth, ms.
  booth.cpu = () => {
    const fields = readFileSync(`/proc/${child.pid}/stat`, "latin1").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  booth.logText = () => readFileSync(join(home, "crossings.sqlite"), "latin1");

  await booth.start();
  return booth;
}
