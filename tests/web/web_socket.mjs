// A page's end of a WebSocket (RFC 6455), for a test that wants no browser around it.
import { randomBytes } from "node:crypto";
import { connect } from "node:net";

const TEXT = 1, BINARY = 2, CLOSE = 8;

function masked(text) {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 8 : 6);
  head[0] = 0x80 | TEXT;
  head[1] = 0x80 | (long ? 126 : payload.length);
  if (long) head.writeUInt16BE(payload.length, 2);
  const mask = randomBytes(4);
  mask.copy(head, head.length - 4);
  for (let i = 0; i < payload.length; i += 1) payload[i] ^= mask[i % 4];
  return Buffer.concat([head, payload]);
}

/// Calls `hear(text)` for each text message and `see(bytes)` for each binary one; resolves when the conversation has begun.
export function openTalk(origin, path, { hear, see = () => {}, gone = () => {} }) {
  const { hostname, port, host } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let waiting = Buffer.alloc(0);
    let begun = false;
    const talk = {
      send: (message) => socket.write(masked(JSON.stringify(message))),
      close: () => socket.destroy(),
    };
    socket.setNoDelay(true);
    socket.on("connect", () => {
      const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, `Origin: ${origin}`, "Upgrade: websocket", "Connection: Upgrade"];
      socket.write([...lines, "Sec-WebSocket-Version: 13", `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`, "", ""].join("\r\n"));
    });
    socket.on("error", reject);
    socket.on("close", () => gone());
    socket.on("data", (data) => {
      waiting = Buffer.concat([waiting, data]);
      if (!begun) {
        const end = waiting.indexOf("\r\n\r\n");
        if (end < 0) return;
        if (!waiting.subarray(0, end).toString().startsWith("HTTP/1.1 101")) return reject(new Error(waiting.toString()));
        waiting = waiting.subarray(end + 4);
        begun = true;
        resolve(talk);
      }
      for (;;) {
        if (waiting.length < 2) return;
        const short = waiting[1] & 127;
        const head = short === 126 ? 4 : short === 127 ? 10 : 2;
        if (waiting.length < head) return;
        const length = short === 126 ? waiting.readUInt16BE(2) : short === 127 ? Number(waiting.readBigUInt64BE(2)) : short;
        if (waiting.length < head + length) return;
        const payload = waiting.subarray(head, head + length);
        const kind = waiting[0] & 15;
        if (kind === TEXT) hear(payload.toString());
        if (kind === BINARY) see(payload);
        if (kind === CLOSE) socket.end();
        waiting = waiting.subarray(head + length);
      }
    });
  });
}
