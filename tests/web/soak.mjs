// The service's memory under a steady load of everything: BIN=DIR node soak.mjs MINUTES
// Each second 30 inspections by text, 5 register searches, 5 boarding checks, 2 events of nobody's visa, 1 heartbeat; each
// minute an inspection of a PDF, a bundle and a log-in that is refused. Prints the memory of each minute; fails when the
// last quarter holds more than a tenth over the second one.
import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { Booth } from "./booth.mjs";
import { MRZ, SENIOR, startService } from "./program.mjs";

const minutes = Number(process.argv[2] ?? 60);
const service = await startService();
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const booth = new Booth("ALA-71");
service.addBooth(booth);
const tokens = Object.fromEntries(
  [["booth", "ALA-71"], ["booth", "ALA-72"], ["airline", "KC"], ["senior", "S-9"], ["office", "MFA"]].map(([role, subject]) => [subject, service.token(role, subject)]),
);
const counts = {};

function send(method, path, token, body) {
  return new Promise((resolve) => {
    const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    const asked = request(service.origin + path, { method, headers, agent, rejectUnauthorized: false }, (response) => {
      response.resume();
      response.on("end", () => {
        counts[response.statusCode] = (counts[response.statusCode] ?? 0) + 1;
        resolve(response.statusCode);
      });
    });
    asked.on("error", () => {
      counts.lost = (counts.lost ?? 0) + 1;
      resolve(0);
    });
    asked.end(body ? JSON.stringify(body) : undefined);
  });
}

const document = readFileSync(service.printout).toString("base64");
const passport_mrz = MRZ.join("\n");
const soon = () => new Date(Date.now() + 3600000).toISOString().replace(/\.\d+/, "");
const flight = (n) => ({
  flight: "KC942",
  arrival_airport: "ALA",
  scheduled_arrival: soon(),
  passengers: [{ reference: `soak-${n}`, visa_number: service.visa, passport_mrz }],
});
const times = (count, make) => Promise.all(Array.from({ length: count }, (_, i) => make(i)));

async function second(n) {
  await times(30, () => send("POST", "/v1/inspections", tokens["ALA-72"], { direction: "entry", visa_number: service.visa, passport_mrz }));
  await times(5, () => send("POST", "/v1/register/searches", tokens["ALA-72"], { passport_number: "E12345678" }));
  await times(5, (i) => send("POST", "/v1/boarding-checks", tokens.KC, flight(n * 5 + i)));
  await send("POST", "/v1/events", tokens["ALA-71"], { events: [booth.event("refusal", null), booth.event("referral", null)] });
  const time = new Date().toISOString();
  await send("POST", "/v1/heartbeats", tokens["ALA-71"], { booth: "ALA-71", time, bundle_sequence: 1, queue: 0, software: "soak" });
}

async function minute() {
  await send("POST", "/v1/inspections", tokens["ALA-72"], { direction: "entry", document, passport_mrz });
  await send("PUT", "/v1/trust/bundle", tokens.MFA, service.newerBundle());
  await send("POST", "/v1/sessions", undefined, { badge: SENIOR.badge, pin: "000000" });
  await send("GET", "/v1/events?after=0&limit=1000", tokens["S-9"]);
}

const seen = [];
let n = 0;
for (let m = 0; m < minutes; m += 1) {
  const until = Date.now() + 60000;
  await minute();
  while (Date.now() < until) {
    const next = Date.now() + 1000;
    await second((n += 1));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - Date.now())));
  }
  seen.push(service.memory());
  console.log(`minute ${m + 1}: ${seen.at(-1)} KiB`, JSON.stringify(counts));
}
const highest = (from, to) => Math.max(...seen.slice(Math.floor(from * minutes), Math.max(1, Math.ceil(to * minutes))));
const [early, late] = [highest(0.25, 0.5), highest(0.75, 1)];
console.log(`highest in the second quarter ${early} KiB, in the last ${late} KiB`);
agent.destroy();
await service.remove();
process.exit(late > early * 1.1 ? 1 : 0);
