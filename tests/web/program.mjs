// The real programs: an issuing office with one e-visa and its register, an airport service with officers, and the
// service running.
// `serveArguments` is the one place that knows how `evisa-verifier serve` is called.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../../", import.meta.url));
const BIN = process.env.BIN ?? join(SOURCE, "build/dev/bin");
const COUNTRIES = join(SOURCE, "samples/rules/countries.csv");
export const OFFICER = { badge: "B-1204", pin: "481516" };
export const SENIOR = { badge: "S-001", pin: "234242" };
export const AGENT = { badge: "KC-0117", pin: "730195" };
export const MRZ = ["P<CHNLYU<<XIAOMING<<<<<<<<<<<<<<<<<<<<<<<<<<", "E123456782CHN8502289F3103142<<<<<<<<<<<<<<<0"];
export const OTHER_MRZ = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

const program = (name) => join(BIN, name);

function run(name, ...args) {
  const done = spawnSync(program(name), args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${name} ${args.join(" ")}: exit ${done.status}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);

/// An invented traveller whose e-visa is valid today, whenever the tests run.
function application() {
  return {
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
}

function makeOffice(folder, pass) {
  const office = join(folder, "office");
  const file = join(folder, "applications.jsonl");
  writeFileSync(file, `${JSON.stringify(application())}\n`);
  run("evisa-issuer", "init", "--home", office, ...pass);
  run("evisa-issuer", "issue", file, "--countries", COUNTRIES, "--home", office, "--out", join(folder, "visas"), ...pass);
  run("evisa-issuer", "bundle", "--countries", COUNTRIES, "--home", office, "--out", join(folder, "usb"), ...pass);
  run("evisa-issuer", "register-key", "--home", office, ...pass);
  run("evisa-issuer", "register-feed", "--since", "0", "--home", office, "--out", join(folder, "register.feed"), ...pass);
  const shown = JSON.parse(run("evisa-issuer", "show", "--application", "16546778150001", "--home", office, "--json"));
  const visa = shown[0].visa_number;
  /// The ministry's next bundle, as PUT /v1/trust/bundle takes it.
  function newerBundle(out = join(folder, "newer")) {
    run("evisa-issuer", "bundle", "--countries", COUNTRIES, "--home", office, "--out", out, ...pass);
    const bundle = readFileSync(join(out, "trust.bundle")).toString("base64");
    return { bundle, signature: readFileSync(join(out, "trust.bundle.minisig"), "utf8") };
  }
  function feedSince(change) {
    const out = join(folder, `since-${change}.feed`);
    run("evisa-issuer", "register-feed", "--since", String(change), "--home", office, "--out", out, ...pass);
    return out;
  }
  return {
    newerBundle,
    feedSince,
    home: office,
    authority: join(office, "authority.pub"),
    registerKey: join(office, "register.pub"),
    feed: join(folder, "register.feed"),
    bundle: join(folder, "usb/trust.bundle"),
    visa,
  };
}

function addOfficer(folder, home, { badge, pin }, role) {
  const file = join(folder, `${badge}.pin`);
  writeFileSync(file, `${pin}\n`, { mode: 0o600 });
  run("evisa-verifier", "officer", "add", badge, "--role", role, "--pin-file", file, "--home", home);
}

function makeCertificate(folder, name = "tls") {
  const key = join(folder, `${name}.key`);
  const certificate = join(folder, `${name}.crt`);
  const made = spawnSync("openssl", [
    ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost".split(" "),
    ...["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate],
  ]);
  if (made.status !== 0) throw new Error(String(made.stderr));
  return { key, certificate };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function serveArguments({ home, port, tls, passphraseFile }) {
  const listen = ["--address", "127.0.0.1", "--port", String(port)];
  return ["serve", "--home", home, ...listen, "--tls-cert", tls.certificate, "--tls-key", tls.key, "--passphrase-file", passphraseFile];
}

function answers(origin) {
  return new Promise((resolve) => {
    const asked = request(`${origin}/healthz`, { rejectUnauthorized: false }, (response) => resolve(response.statusCode === 200));
    asked.on("error", () => resolve(false));
    asked.end();
  });
}

/// Makes everything in a new folder and starts the service. `stop()` ends it, `start()` starts it again at the same
/// place, `remove()` ends it and removes the folder. `delivered: false`: the ministry has delivered nothing yet; `fed:
/// false`: no page of its register.
export async function startService({ delivered = true, fed = delivered } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "evisa-service-"));
  const passphraseFile = join(folder, "passphrase");
  writeFileSync(passphraseFile, "browser test passphrase, for invented keys only\n", { mode: 0o600 });
  const pass = ["--passphrase-file", passphraseFile];
  const office = makeOffice(folder, pass);
  const home = join(folder, "service");
  const known = delivered ? ["--register-key", office.registerKey] : [];
  run("evisa-verifier", "init", "--home", home, "--airport", "ALA", "--authority", office.authority, ...known, ...pass);
  addOfficer(folder, home, OFFICER, "officer");
  addOfficer(folder, home, SENIOR, "senior");
  addOfficer(folder, home, AGENT, "agent");
  if (delivered) {
    if (fed) run("evisa-verifier", "register", "import", office.feed, "--home", home);
    run("evisa-verifier", "bundle", "import", office.bundle, "--trust", join(home, "trust"), "--authority", office.authority);
  }
  const port = await freePort();
  const origin = `https://127.0.0.1:${port}`;
  const tls = makeCertificate(folder);
  const call = serveArguments({ home, port, tls, passphraseFile });
  let child = null;
  let said = "";

  async function start() {
    child = spawn(program("evisa-verifier"), call, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
    for (let tries = 0; tries < 100; tries += 1) {
      if (child.exitCode !== null) throw new Error(`the service ended: exit ${child.exitCode}\n${said}`);
      if (await answers(origin)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the service does not answer\n${said}`);
  }

  async function stop() {
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }

  async function remove() {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }

  /// Anonymous memory of the running service, KiB; Linux.
  function memory() {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    return Number(/RssAnon:\s+(\d+)/.exec(status)[1]);
  }

  /// A bearer token of a new account, in a file.
  function tokenFile(role, subject) {
    const file = join(folder, `${role}-${subject}.token`);
    run("evisa-verifier", "token", "create", "--role", role, "--subject", subject, "--out", file, "--home", home);
    return file;
  }
  const token = (role, subject) => readFileSync(tokenFile(role, subject), "utf8").trim();

  /// Of somebody else who says it is the same host.
  const otherCertificate = () => makeCertificate(folder, "other").certificate;

  /// `evisa-issuer deliver` of the bundle in `bundles`, as its process ended.
  function deliver(tokenFile, bundles = dirname(office.bundle), ca = tls.certificate) {
    const service = ["--service", origin, "--service-ca", ca, "--service-token", tokenFile];
    const words = ["deliver", bundles, ...service, "--home", office.home, ...pass];
    const { status, stdout, stderr } = spawnSync(program("evisa-issuer"), words, { encoding: "utf8" });
    return { status, said: stdout + stderr };
  }

  function addBooth(booth) {
    const file = join(folder, `${booth.name}.pub`);
    writeFileSync(file, `${booth.publicKey}\n`);
    run("evisa-verifier", "booth", "add", booth.name, file, "--from", "2020-01-01T00:00:00Z", "--home", home);
  }

  await start();
  return { ...office, token, tokenFile, deliver, otherCertificate, memory, addBooth, home, folder, origin, visa: office.visa, printout: join(folder, "visas", `${office.visa}.pdf`), start, stop, remove };
}
