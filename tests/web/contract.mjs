// The service's answers against the document that it serves itself: every one is held against its schema, and what was
// seen is counted.
import assert from "node:assert/strict";
import { Agent, request } from "node:https";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const pointer = (...parts) => parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });

/// One request over TLS; the body of the answer as bytes.
export function send(origin, { method = "GET", path, token, json, body, headers = {} }) {
  const content = json === undefined ? body : JSON.stringify(json);
  const all = { ...headers };
  if (token) all.Authorization = `Bearer ${token}`;
  if (content !== undefined) all["Content-Length"] = Buffer.byteLength(content);
  if (json !== undefined) all["Content-Type"] ??= "application/json";
  return new Promise((resolve, reject) => {
    const asked = request(origin + path, { method, headers: all, agent }, (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces) }));
    });
    asked.on("error", reject);
    asked.end(content);
  });
}

const media = (headers) => (headers["content-type"] ?? "").split(";")[0];

/// The path of the document that a request's path fills in.
function templateOf(document, path) {
  const asked = path.split("?")[0].split("/");
  const fits = (template) => {
    const parts = template.split("/");
    return parts.length === asked.length && parts.every((part, i) => part.startsWith("{") || part === asked[i]);
  };
  const found = Object.keys(document.paths).filter(fits);
  const exact = found.find((template) => !template.includes("{"));
  return exact ?? found[0];
}

export class Contract {
  #ajv = new Ajv2020({ strict: false, allErrors: true });
  seen = new Set();

  constructor(document) {
    this.document = document;
    addFormats(this.#ajv);
    this.#ajv.addSchema(document, "openapi.json");
  }

  /// Statuses and media types that the document names: `GET /v1/events 200 application/json`.
  documented() {
    const all = new Set();
    for (const [path, item] of Object.entries(this.document.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        if (method === "parameters") continue;
        for (const [status, answer] of Object.entries(operation.responses)) {
          if (status === "default") continue;
          const types = Object.keys(this.#resolved(answer).content ?? { "": null });
          for (const type of types) all.add(`${method.toUpperCase()} ${path} ${status} ${type}`.trim());
        }
      }
    }
    return all;
  }

  #resolved(answer) {
    if (!answer.$ref) return answer;
    return answer.$ref.split("/").slice(1).reduce((at, part) => at[part], this.document);
  }

  /// Holds an answer against the document. `unexpected`: the answer is one of `default`.
  check(asked, answer, { unexpected = false } = {}) {
    const method = (asked.method ?? "GET").toLowerCase();
    const path = templateOf(this.document, asked.path);
    const operation = this.document.paths[path]?.[method];
    const what = `${asked.method ?? "GET"} ${asked.path}: ${answer.status}`;
    assert.ok(operation, `${what}: the document has no such operation`);
    const status = String(answer.status);
    const documented = status in operation.responses;
    assert.equal(documented, !unexpected, `${what} ${documented ? "is documented" : "is not documented"}: ${answer.body}`);
    const key = documented ? status : "default";
    const resolved = this.#resolved(operation.responses[key]);
    const type = media(answer.headers);
    if (documented) this.seen.add(`${method.toUpperCase()} ${path} ${status} ${type}`.trim());
    if (!resolved.content) return assert.equal(answer.body.length, 0, `${what}: a body`);
    assert.ok(type in resolved.content, `${what}: ${type} is not documented`);
    if (!/json$/.test(type)) return undefined;
    const place = operation.responses[key].$ref?.slice(2).split("/") ?? ["paths", path, method, "responses", key];
    const validate = this.#ajv.getSchema(`openapi.json#/${pointer(...place, "content", type, "schema")}`);
    const content = JSON.parse(answer.body);
    assert.ok(validate(content), `${what}: ${this.#ajv.errorsText(validate.errors)}\n${answer.body}`);
    return content;
  }
}
