// The real programs around every test of this folder: how they are run, an issuing office with its e-visas, its
// register and its bundle.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../../", import.meta.url));
const BIN = process.env.BIN ?? join(SOURCE, "build/dev/bin");
const COUNTRIES = join(SOURCE, "samples/rules/countries.csv");

export const program = (name) => join(BIN, name);

export function run(name, ...args) {
  const done = spawnSync(program(name), args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${name} ${args.join(" ")}: exit ${done.status}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

/// A new folder of the user's own with a passphrase for the keys in it.
export function newFolder(prefix) {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const passphraseFile = join(folder, "passphrase");
  writeFileSync(passphraseFile, "browser test passphrase, for invented keys only\n", { mode: 0o600 });
  return { folder, passphraseFile, pass: ["--passphrase-file", passphraseFile] };
}

const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);

/// An invented traveller whose e-visa is valid today, whenever the tests run; his passport's lines.
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
export const MRZ = ["P<CHNLYU<<XIAOMING<<<<<<<<<<<<<<<<<<<<<<<<<<", "E123456782CHN8502289F3103142<<<<<<<<<<<<<<<0"];

/// An office that has issued an e-visa for each of `applications`: `visas` are their numbers, `printouts` their pages.
export function makeOffice({ folder, pass }, applications = [APPLICATION]) {
  const home = join(folder, "office");
  const file = join(folder, "applications.jsonl");
  writeFileSync(file, applications.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const bundle = (out) => run("evisa-issuer", "bundle", "--countries", COUNTRIES, "--home", home, "--out", out, ...pass);
  const feed = (change, out) => run("evisa-issuer", "register-feed", "--since", change, "--home", home, "--out", out, ...pass);
  run("evisa-issuer", "init", "--home", home, ...pass);
  run("evisa-issuer", "issue", file, "--countries", COUNTRIES, "--home", home, "--out", join(folder, "visas"), ...pass);
  bundle(join(folder, "usb"));
  run("evisa-issuer", "register-key", "--home", home, ...pass);
  feed("0", join(folder, "register.feed"));
  const numberOf = ({ application_number: number }) =>
    JSON.parse(run("evisa-issuer", "show", "--application", number, "--home", home, "--json"))[0].visa_number;
  const visas = applications.map(numberOf);
  return {
    home,
    visas,
    printouts: visas.map((visa) => join(folder, "visas", `${visa}.pdf`)),
    authority: join(home, "authority.pub"),
    registerKey: join(home, "register.pub"),
    feed: join(folder, "register.feed"),
    bundle: join(folder, "usb/trust.bundle"),
    /// The ministry's next bundle, as PUT /v1/trust/bundle takes it.
    newerBundle(out = join(folder, "newer")) {
      bundle(out);
      const content = readFileSync(join(out, "trust.bundle")).toString("base64");
      return { bundle: content, signature: readFileSync(join(out, "trust.bundle.minisig"), "utf8") };
    },
    feedSince(change) {
      const out = join(folder, `since-${change}.feed`);
      feed(String(change), out);
      return out;
    },
  };
}

/// An officer of a booth (`evisa-kiosk`) or an airport's service (`evisa-verifier`).
export function addOfficer(of, folder, home, { badge, pin }, role) {
  const file = join(folder, `${badge}.pin`);
  writeFileSync(file, `${pin}\n`, { mode: 0o600 });
  run(of, "officer", "add", badge, "--role", role, "--pin-file", file, "--home", home);
}
