// The real airport service: its folder with officers, and the service running.
// `serveArguments` is the one place that knows how `evisa-verifier serve` is called.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { addOfficer as add, makeOffice, newFolder, program, run } from "./office.mjs";

export { MRZ } from "./office.mjs";
export const OFFICER = { badge: "B-1204", pin: "481516" };
export const SENIOR = { badge: "S-001", pin: "234242" };
export const AGENT = { badge: "KC-0117", pin: "730195" };
export const OTHER_MRZ = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

const addOfficer = (...of) => add("evisa-verifier", ...of);

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

/// Hands in an event (booth.mjs) as its booth does.
export function postEvent(service, booth, event) {
  const body = JSON.stringify({ events: [event] });
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${service.token("booth", booth.name)}` };
  return new Promise((resolve, reject) => {
    const asked = request(`${service.origin}/v1/events`, { method: "POST", headers, rejectUnauthorized: false }, (response) => {
      let said = "";
      response.on("data", (data) => (said += data));
      response.on("end", () => (response.statusCode === 200 ? resolve(said) : reject(new Error(`${response.statusCode} ${said}`))));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/// Makes everything in a new folder and starts the service. `stop()` ends it, `start()` starts it again at the same
/// place, `remove()` ends it and removes the folder. `delivered: false`: the ministry has delivered nothing yet; `fed:
/// false`: no page of its register.
export async function startService({ delivered = true, fed = delivered } = {}) {
  const place = newFolder("evisa-service-");
  const { folder, passphraseFile, pass } = place;
  const office = makeOffice(place);
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
    return `${booth.name}=${file}`;
  }

  await start();
  const [visa] = office.visas;
  const [printout] = office.printouts;
  return { ...office, token, tokenFile, deliver, otherCertificate, memory, addBooth, home, folder, origin, tls, visa, printout, start, stop, remove };
}
