// evisa-issuer deliver against a real airport service: bundle and register arrive, once, and a refusal is told.
import assert from "node:assert/strict";
import { request } from "node:https";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { startService } from "./program.mjs";

function get(origin, path, token) {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}` };
    const asked = request(origin + path, { rejectUnauthorized: false, headers }, (response) => {
      let body = "";
      response.on("data", (piece) => (body += piece));
      response.on("end", () => resolve({ status: response.statusCode, body: JSON.parse(body) }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("the office delivers to an airport", () => {
  let service, office;
  before(async () => {
    service = await startService({ fed: false });
    office = service.tokenFile("office", "MFA");
  });
  after(() => service?.remove());

  it("brings the bundle and the register, and nothing twice", async () => {
    const first = service.deliver(office);
    assert.equal(first.status, 0, first.said);
    assert.match(first.said, /bundle 1 is in force/);
    assert.match(first.said, /changes up to 1 are there, 1 of them new/);
    const again = service.deliver(office);
    assert.equal(again.status, 0, again.said);
    assert.match(again.said, /bundle 1 is in force there already/);
    assert.match(again.said, /changes up to 1 are there, 0 of them new/);
    const state = await get(service.origin, "/v1/register/state", service.token("office", "MFA-2"));
    assert.equal(state.body.change, 1);
  });

  it("brings a newer bundle, and an older one is refused", () => {
    const newer = join(service.folder, "second");
    service.newerBundle(newer);
    const taken = service.deliver(office, newer);
    assert.equal(taken.status, 0, taken.said);
    assert.match(taken.said, /bundle 2 is in force/);
    const older = service.deliver(office);
    assert.equal(older.status, 3, older.said);
    assert.match(older.said, /answered 409: .*expected 2 or more/);
    assert.match(older.said, /register changes up to 1 are there/, "an old bundle keeps no visa back");
  });

  it("says what is wrong with a token, a certificate, a service that is gone", async () => {
    const booth = service.deliver(service.tokenFile("booth", "ALA-09"));
    assert.notEqual(booth.status, 0);
    assert.match(booth.said, /answered 403/);
    const stranger = service.deliver(office, undefined, service.otherCertificate());
    assert.notEqual(stranger.status, 0);
    assert.match(stranger.said, /certificate/);
    await service.stop();
    const gone = service.deliver(office);
    assert.equal(gone.status, 3, gone.said);
    assert.match(gone.said, /refused/);
  });
});
