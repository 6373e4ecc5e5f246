// Every answer that docs/openapi.yaml promises, once, from the running service; and none that it does not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Booth } from "./booth.mjs";
import { Contract, send } from "./contract.mjs";
import { AGENT, MRZ, OFFICER, SENIOR, startService } from "./program.mjs";

const soon = () => new Date(Date.now() + 6 * 3600000).toISOString().replace(/\.[0-9]+Z/, "Z");
const flight = (passengers) => ({ flight: "KC942", arrival_airport: "ALA", scheduled_arrival: soon(), passengers });

describe("the API as it is documented", () => {
  let service, bare, contract, booth, tokens;

  /// Sends, and holds the answer against the document.
  async function ask(status, asked, { of = service } = {}) {
    const answer = await send(of.origin, asked);
    assert.equal(answer.status, status, `${asked.method ?? "GET"} ${asked.path}: ${answer.body}`);
    const unexpected = [405, 408, 429].includes(status);
    const content = contract.check(asked, answer, { unexpected });
    return content ?? answer;
  }
  const get = (path, token, headers) => ({ path, token, headers });
  const post = (path, token, json) => ({ method: "POST", path, token, json });

  before(async () => {
    service = await startService();
    bare = await startService({ delivered: false });
    booth = new Booth("ALA-01");
    service.addBooth(booth);
    const token = (role, subject) => service.token(role, subject);
    tokens = { booth: token("booth", "ALA-01"), airline: token("airline", "KC"), office: token("office", "MFA"), peer: token("peer", "NQZ") };
    const document = JSON.parse((await send(service.origin, get("/v1/openapi.json"))).body);
    contract = new Contract(document);
  });
  after(async () => {
    await service?.remove();
    await bare?.remove();
  });

  const logIn = async ({ badge, pin }, status = 201) => (await ask(status, post("/v1/sessions", undefined, { badge, pin }))).token;
  const all401and403 = async (asked, wrongRole) => {
    await ask(401, { ...asked, token: undefined });
    if (wrongRole) await ask(403, { ...asked, token: wrongRole });
  };

  it("is a document that OpenAPI 3.1 allows", async () => {
    const found = await new Validator().validate(contract.document);
    assert.ok(found.valid, JSON.stringify(found.errors));
  });

  it("health, metrics and the document itself", async () => {
    await ask(200, get("/healthz"));
    await ask(200, get("/readyz"));
    await ask(503, get("/readyz"), { of: bare });
    await ask(200, get("/metrics"));
    await ask(200, get("/v1/openapi.json"));
    await ask(405, { method: "POST", path: "/healthz", json: {} }).catch(() => {});
  });

  it("sessions", async () => {
    tokens.officer = await logIn(OFFICER);
    tokens.senior = await logIn(SENIOR);
    tokens.agent = await logIn(AGENT);
    await logIn({ ...OFFICER, pin: "000000" }, 401);
    await ask(400, post("/v1/sessions", undefined, { badge: "B-1" }));
    const again = await logIn(OFFICER);
    await ask(204, { method: "DELETE", path: "/v1/sessions", token: again });
    await ask(401, { method: "DELETE", path: "/v1/sessions", token: again });
  });

  it("inspections and searches", async () => {
    const document = readFileSync(service.printout).toString("base64");
    const question = post("/v1/inspections", tokens.officer, { direction: "entry", document, passport_mrz: MRZ.join("\n") });
    const inspection = await ask(200, question);
    assert.equal(inspection.outcome, "OK", JSON.stringify(inspection.reasons));
    await ask(400, post("/v1/inspections", tokens.officer, { direction: "sideways" }));
    await ask(413, post("/v1/inspections", tokens.officer, { direction: "entry", document: "A".repeat(13 << 20) }));
    await ask(422, post("/v1/inspections", tokens.officer, { direction: "entry", checkpoint: "XXX" }));
    await all401and403(question, tokens.airline);
    const search = post("/v1/register/searches", tokens.senior, { passport_number: "E12345678" });
    assert.equal((await ask(200, search)).records[0].visa_number, service.visa);
    await ask(400, post("/v1/register/searches", tokens.senior, {}));
    await all401and403(search, tokens.airline);
  });

  it("without a bundle or a register nothing is decided", async () => {
    const token = bare.token("booth", "ALA-01");
    const airline = bare.token("airline", "KC");
    await ask(503, post("/v1/inspections", token, { direction: "entry" }), { of: bare });
    await ask(503, post("/v1/register/searches", token, { visa_number: service.visa }), { of: bare });
    await ask(503, post("/v1/boarding-checks", airline, flight([{ reference: "1" }])), { of: bare });
    const edifact = { method: "POST", path: "/v1/iapi", token: airline, body: "x", headers: { "Content-Type": "application/edifact" } };
    await ask(503, edifact, { of: bare });
    await ask(404, get("/v1/trust/bundle", token), { of: bare });
  });

  it("claims and events", async () => {
    const claim = (event, visa = service.visa) => post("/v1/claims", tokens.booth, { visa, event, time: soon() });
    await ask(200, claim(booth.next));
    await ask(409, { ...claim("ALA-02/1"), token: service.token("booth", "ALA-02") });
    await ask(400, post("/v1/claims", tokens.booth, {}));
    await ask(422, claim("ALA-02/1"));
    await all401and403(claim(booth.next), tokens.airline);

    const event = booth.event("entry", service.visa);
    const events = (list) => post("/v1/events", tokens.booth, { events: list });
    const recorded = await ask(200, events([event]));
    assert.equal(recorded.answers[0].result, "recorded", JSON.stringify(recorded));
    assert.equal((await ask(200, events([event]))).answers[0].result, "already_recorded");
    await ask(400, events([]));
    await ask(422, { ...events([event]), token: service.token("booth", "ALA-07") });
    await ask(413, events([{ json: "x".repeat(13 << 20), signature: "" }]));
    await all401and403(events([event]), tokens.airline);

    await ask(200, get("/v1/events?after=0&limit=10", tokens.peer));
    await ask(400, get("/v1/events?limit=0", tokens.peer));
    await all401and403(get("/v1/events"), tokens.airline);
    await ask(200, get("/v1/events/hash", tokens.peer));
    await all401and403(get("/v1/events/hash"), tokens.airline);
    await ask(200, get("/v1/booth-keys", tokens.peer));
    await all401and403(get("/v1/booth-keys"), tokens.airline);
  });

  it("what is known of a visa", async () => {
    for (const path of [`/v1/visas/${service.visa}`, `/v1/visas/${service.visa}/events`]) {
      await ask(200, get(path, tokens.booth));
      await ask(400, get(path.replace(service.visa, "123"), tokens.booth));
      await all401and403(get(path), tokens.airline);
    }
  });

  it("what the ministry delivers", async () => {
    const bundle = await ask(200, get("/v1/trust/bundle", tokens.booth));
    const { etag } = bundle.headers;
    await ask(304, get("/v1/trust/bundle", tokens.booth, { "If-None-Match": etag }));
    await all401and403(get("/v1/trust/bundle"), tokens.airline);
    const signature = `/v1/trust/bundle.minisig?etag=${encodeURIComponent(etag)}`;
    const text = await ask(200, get(signature, tokens.booth));
    await ask(400, get("/v1/trust/bundle.minisig", tokens.booth));
    await ask(404, get("/v1/trust/bundle.minisig?etag=x", tokens.booth));
    await all401and403(get(signature), tokens.airline);
    const deliver = (json) => ({ method: "PUT", path: "/v1/trust/bundle", token: tokens.office, json });
    const whole = { bundle: bundle.body.toString("base64"), signature: String(text.body) };
    assert.equal((await ask(200, deliver(whole))).etag, etag);
    await ask(400, deliver({}));
    await ask(422, deliver({ ...whole, signature: "none" }));
    await ask(413, deliver({ bundle: "A".repeat(65 << 20), signature: "" }));
    await all401and403(deliver(whole), tokens.airline);
    const newer = service.newerBundle();
    await ask(200, deliver(newer));
    await ask(409, deliver(whole));

    const [, json, mark] = readFileSync(service.feed, "utf8").split("\n");
    const page = (body) => post("/v1/register/pages", tokens.office, body);
    await ask(200, page({ json, signature: mark }));
    await ask(400, page({}));
    await ask(422, page({ json: json.replace("1", "2"), signature: mark }));
    const [, gap, sign] = readFileSync(service.feedSince(1), "utf8").split("\n");
    await ask(409, { ...page({ json: gap, signature: sign }), token: bare.token("office", "MFA") }, { of: bare });
    await all401and403(page({ json, signature: mark }), tokens.airline);
    await ask(200, get("/v1/register/state", tokens.office));
    await all401and403(get("/v1/register/state"), tokens.airline);
  });

  it("boarding checks", async () => {
    const document = readFileSync(service.printout).toString("base64");
    const passenger = { reference: "KC942-1", document, passport_mrz: MRZ.join("\n") };
    const check = post("/v1/boarding-checks", tokens.agent, flight([passenger]));
    const { answers } = await ask(200, check);
    assert.equal(answers[0].problem, null);
    await ask(200, { ...check, headers: { Accept: "application/x-ndjson" } });
    await ask(400, post("/v1/boarding-checks", tokens.airline, flight([])));
    await ask(422, post("/v1/boarding-checks", tokens.airline, { ...flight([passenger]), arrival_airport: "LHR" }));
    await ask(413, post("/v1/boarding-checks", tokens.airline, flight([{ ...passenger, document: "A".repeat(13 << 20) }])));
    await all401and403(check, tokens.booth);
    await ask(200, get("/v1/boarding-receipts/1", tokens.airline));
    await ask(404, get("/v1/boarding-receipts/99", tokens.airline));
    await ask(400, get("/v1/boarding-receipts/x", tokens.airline));
    await all401and403(get("/v1/boarding-receipts/1"), tokens.booth);
    const edifact = (body, type) => ({ method: "POST", path: "/v1/iapi", token: tokens.airline, body, headers: { "Content-Type": type } });
    assert.match(String((await ask(200, edifact("rubbish", "application/edifact"))).body), /CONTRL/);
    await ask(415, edifact("rubbish", "text/plain"));
    await ask(413, edifact("x".repeat(2 << 20), "application/edifact"));
    await all401and403(edifact("x", "application/edifact"), tokens.booth);
  });

  it("supervision", async () => {
    const beat = { booth: "ALA-01", time: new Date().toISOString(), bundle_sequence: null, queue: 0, software: "web test" };
    await ask(200, post("/v1/heartbeats", tokens.booth, beat));
    await ask(400, post("/v1/heartbeats", tokens.booth, {}));
    await ask(422, post("/v1/heartbeats", tokens.booth, { ...beat, booth: "ALA-02" }));
    await all401and403(post("/v1/heartbeats", undefined, beat), tokens.airline);
    await ask(200, get("/v1/booths", tokens.senior));
    await all401and403(get("/v1/booths"), tokens.officer);

    const twice = [booth.event("entry", "26000000017", { provisional: true }), booth.event("entry", "26000000017", { provisional: true })];
    await ask(200, post("/v1/events", tokens.booth, { events: twice, on_record: true }));
    const late = { ...beat, time: new Date(Date.now() - 3600000).toISOString() };
    await ask(200, post("/v1/heartbeats", tokens.booth, late));
    const { alarms } = await ask(200, get("/v1/alarms?open=true", tokens.senior));
    await ask(400, get("/v1/alarms?open=maybe", tokens.senior));
    await all401and403(get("/v1/alarms"), tokens.officer);
    const of = (kind) => alarms.find((alarm) => alarm.kind === kind).id;
    const settle = (id, json = { reason: "looked at" }) => post(`/v1/alarms/${id}/settlement`, tokens.senior, json);
    await ask(200, settle(of("CLOCK_UNTRUSTED")));
    await ask(400, settle(of("CLOCK_UNTRUSTED"), {}));
    await ask(404, settle(9999));
    await ask(409, settle(of("DOUBLE_USE_CONFLICT")));
    await all401and403(settle(1), tokens.officer);

    const correct = (path, json) => post(path, tokens.senior, json);
    const resolution = { event: "ALA-01/3", reason: "seen on camera" };
    await ask(201, correct("/v1/resolutions", resolution));
    await ask(422, correct("/v1/resolutions", resolution));
    await ask(400, correct("/v1/resolutions", {}));
    await ask(404, correct("/v1/resolutions", { ...resolution, event: "ALA-01/99" }));
    await all401and403(correct("/v1/resolutions", resolution), tokens.officer);
    const reversal = { event: "ALA-01/1", reason: "wrong passenger" };
    await ask(201, correct("/v1/reversals", reversal));
    await ask(422, correct("/v1/reversals", { ...reversal, event: "ALA-S1/1" }));
    await ask(400, correct("/v1/reversals", {}));
    await ask(404, correct("/v1/reversals", { ...reversal, event: "ALA-01/99" }));
    await all401and403(correct("/v1/reversals", reversal), tokens.officer);

    const today = `/v1/exports/${new Date().toISOString().slice(0, 10)}`;
    await ask(200, get(today, tokens.senior));
    await ask(200, get(`${today}?format=signed`, tokens.senior));
    await ask(400, get("/v1/exports/today", tokens.senior));
    await all401and403(get(today), tokens.officer);
  });

  it("says when a client asks too often", async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, () => send(service.origin, get("/v1/events/hash", tokens.peer))));
    const refused = answers.find((answer) => answer.status === 429);
    assert.ok(refused, "300 requests at once were all answered");
    contract.check(get("/v1/events/hash"), refused, { unexpected: true });
    assert.match(refused.headers["retry-after"], /^[0-9]+$/);
  });

  it("gave every answer that is documented", () => {
    const missing = [...contract.documented()].filter((answer) => !contract.seen.has(answer));
    assert.deepEqual(missing, []);
  });
});
