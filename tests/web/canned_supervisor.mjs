// Canned answers for the supervisor's page, in the form of docs/openapi.yaml. Invented throughout.
const VISA = "26123456788";
const at = (secondsAgo) => new Date(Date.now() - secondsAgo * 1000).toISOString();

function event(booth, sequence, kind, secondsAgo, more = {}) {
  return {
    event: `${booth}/${sequence}`,
    kind,
    time: at(secondsAgo),
    visa: VISA,
    airport: booth.slice(0, 3),
    officer: "B-1204",
    outcome: "OK",
    reasons: [],
    provisional: false,
    manual: false,
    reverses: null,
    note: "",
    ...more,
  };
}

const DOUBLE = [
  event("ALA-03", 17, "entry", 5400, { provisional: true, outcome: "NOTICE", reasons: ["DATA_STALE", "HOST_NOTIFY"] }),
  event("NQZ-01", 5, "entry", 1800, { officer: "B-0077", provisional: true }),
];

const ALARMS = [
  { id: 7, kind: "DOUBLE_USE_CONFLICT", raised_at: at(600), subject: VISA, detail: "Entries ALA-03/17 and NQZ-01/5", settled: null },
  { id: 8, kind: "STALE_BOOTH", raised_at: at(400), subject: "NQZ-04", detail: "No heartbeat since 25 minutes", settled: null },
  { id: 6, kind: "UNKNOWN_BOOTH_KEY", raised_at: at(9000), subject: "ALA-99", detail: "3 events set aside", settled: null },
  {
    id: 2,
    kind: "CLOCK_UNTRUSTED",
    raised_at: at(90000),
    subject: "ALA-02",
    detail: "Clock 340 s fast",
    settled: { at: at(86000), by: "S-001", reason: "Clock set, booth restarted" },
  },
];

function booth(name, more = {}) {
  return {
    booth: name,
    last_heartbeat: at(12),
    clock_off_seconds: 0,
    bundle_sequence: 42,
    queue: 0,
    software: "0.1.0",
    stale: false,
    revoked: false,
    ...more,
  };
}

const BOOTHS = [
  booth("ALA-01"),
  booth("ALA-02", { clock_off_seconds: -3, queue: 4 }),
  booth("ALA-03", { bundle_sequence: 40, clock_off_seconds: 340 }),
  booth("NQZ-04", { last_heartbeat: at(1500), stale: true, queue: 17 }),
  booth("NQZ-05", { last_heartbeat: null, clock_off_seconds: null, bundle_sequence: null, queue: null, software: null, stale: true }),
  booth("A-BOOTH-WITH-A-NAME-OF-32-LETTERS", { revoked: true, last_heartbeat: at(900000), software: "0.1.0-rc.1+build.2026.11.20.verylongsuffix" }),
];

const RECORD = {
  format: "evisa-record-1",
  visa_number: VISA,
  status: "issued",
  version: 1,
  category: "B12",
  name: { primary: "RAMACHANDRAN VENKATASUBRAMANIAN VAN DER WESTHUIZEN", secondary: "ANNA MARIA CONCEPCION DE LOS MILAGROS", truncated: true },
  nationality: "UTO",
  birth_date: "1974-08-12",
  sex: "F",
  passport_number: "L898902C3",
  valid_until: "2027-01-05",
};

const KINDS = ["entry", "exit", "entry", "entry", "refusal", "referral", "exit", "reversal"];
const OUTCOMES = ["OK", "OK", "NOTICE", "OK", "REFUSE", "SECOND_LOOK", "OK", "OK"];
const REASONS = [[], [], ["HOST_NOTIFY"], [], ["PASSPORT_NUMBER_MISMATCH"], ["SEAL_UNREADABLE", "PRINTOUT_MISSING"], [], []];

function feedEvent(cursor) {
  const i = cursor % KINDS.length;
  const json = {
    version: 1,
    booth: cursor % 3 === 0 ? "ALA-03" : "NQZ-01",
    sequence: cursor,
    previous: "0".repeat(64),
    time: at((24 - cursor) * 47),
    kind: KINDS[i],
    visa: String(26100000000 + cursor * 7919),
    airport: cursor % 3 === 0 ? "ALA" : "NQZ",
    officer: "B-1204",
    outcome: OUTCOMES[i],
    reasons: REASONS[i],
    ruleset: "kz-evisa-default-1",
    bundle: 42,
    software: "0.1.0",
    provisional: cursor % 5 === 0,
    manual: false,
    reverses: KINDS[i] === "reversal" ? "NQZ-01/3" : null,
    note: "",
  };
  return { cursor, json: JSON.stringify(json), signature: `${"A".repeat(86)}==` };
}

export class CannedSupervisor {
  cut = false;
  quiet = false; // no alarms
  role = "senior";
  events = 24;
  posted = [];
  resolved = false;

  #problem(status, code, title, detail = "") {
    return { status, body: { type: "about:blank", title, status, code, detail } };
  }

  async #feed(query) {
    const after = Number(query.get("after"));
    if (after >= this.events) await new Promise((resolve) => setTimeout(resolve, Math.min(1, Number(query.get("wait"))) * 1000));
    if (this.cut) return "drop";
    const events = [];
    for (let cursor = after + 1; cursor <= this.events; cursor += 1) events.push(feedEvent(cursor));
    return { status: 200, body: { events, next: this.events, log: "canned" } };
  }

  #visa(number) {
    const events = number === VISA ? DOUBLE : [];
    const conflicts = number === VISA && !this.resolved ? ["NQZ-01/5"] : [];
    const state = events.length > 0 ? "inside" : "issued";
    return { status: 200, body: { visa: number, state, revoked: null, entry: events[0]?.event ?? null, exit: null, conflicts, events } };
  }

  #alarms(query) {
    const settled = { at: at(1), by: "S-001", reason: "Resolved" };
    const all = ALARMS.map((alarm) => (this.resolved && alarm.id === 7 ? { ...alarm, settled } : alarm));
    const shown = this.quiet ? [] : all.filter((alarm) => query.get("open") !== "true" || alarm.settled === null);
    return { status: 200, body: { alarms: shown } };
  }

  async answer(method, path, query, body) {
    if (this.cut) return "drop";
    if (method === "POST") this.posted.push({ path, body });
    if (path === "/v1/sessions" && method === "DELETE") return { status: 204 };
    if (path === "/v1/sessions") return { status: 201, body: { token: "canned", badge: "S-001", role: this.role, expires: "2099-01-01T00:00:00Z" } };
    if (path === "/v1/events/hash") return { status: 200, body: { events: this.events, hash: "0".repeat(64) } };
    if (path === "/v1/events") return this.#feed(query);
    if (path === "/v1/alarms") return this.#alarms(query);
    if (path === "/v1/booths") return { status: 200, body: { time: at(0), booths: BOOTHS } };
    if (path.startsWith("/v1/visas/")) return this.#visa(path.slice(10));
    if (path === "/v1/resolutions") {
      this.resolved = true;
      return { status: 201, body: event("ALA-S1", 1, "resolution", 0, { reverses: body.event, note: body.reason }) };
    }
    if (path === "/v1/reversals") return this.#problem(422, "refused", "It cannot be taken back", "The entry has been reversed already");
    if (path === "/v1/register/searches") {
      const records = body.passport_number === "NOBODY" ? [] : [RECORD];
      return { status: 200, body: { records, register_as_of: at(400) } };
    }
    if (path.startsWith("/v1/exports/")) {
      const csv = query.get("format") === "csv";
      return { status: 200, type: csv ? "text/csv; charset=utf-8" : "application/x-ndjson", body: csv ? "time,kind\n" : "{}\n" };
    }
    return this.#problem(404, "not_found", "There is none");
  }
}

export { VISA };
