// A booth as docs/crossing-event.md describes it, in another language than the service: its own key, its own chain.
import { spawnSync } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";

const instant = (time) => time.toISOString().replace(".000Z", "Z");

/// BLAKE2b-256, which Node's OpenSSL has not.
function blake2b256(bytes) {
  const made = spawnSync("b2sum", ["-l", "256"], { input: bytes });
  if (made.status !== 0) throw new Error(`b2sum: ${made.stderr}`);
  return String(made.stdout).slice(0, 64);
}

export class Booth {
  #key;
  #previous = "0".repeat(64);
  sequence = 0;

  constructor(name) {
    this.name = name;
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.#key = privateKey;
    this.publicKey = Buffer.from(publicKey.export({ format: "jwk" }).x, "base64url").toString("base64");
  }

  get next() {
    return `${this.name}/${this.sequence + 1}`;
  }

  /// The next event of its chain, signed: what POST /v1/events takes.
  event(kind, visa, { provisional = false, time = new Date() } = {}) {
    this.sequence += 1;
    const json = JSON.stringify({
      version: 1,
      booth: this.name,
      sequence: this.sequence,
      previous: this.#previous,
      time: instant(time),
      kind,
      visa,
      airport: this.name.slice(0, 3),
      officer: "B-1204",
      outcome: "OK",
      reasons: [],
      ruleset: "kz-evisa-default-1",
      bundle: 1,
      software: "web test",
      provisional,
      manual: false,
      reverses: null,
      note: "",
    });
    const signature = sign(null, Buffer.from(json), this.#key);
    this.#previous = blake2b256(Buffer.concat([Buffer.from(json), signature]));
    return { json, signature: signature.toString("base64") };
  }
}
