// A camera on the network whose every frame this test knows the instant of: Motion JPEG over HTTP, from films that
// evisa-camera-simulator made.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

/// The JPEGs of a Motion JPEG AVI, in order.
export function framesOf(film) {
  const file = readFileSync(film);
  const frames = [];
  for (let at = file.indexOf("movi") + 4; file.toString("latin1", at, at + 4) === "00dc"; ) {
    const size = file.readUInt32LE(at + 4);
    frames.push(file.subarray(at + 8, at + 8 + size));
    at += 8 + size + (size & 1);
  }
  return frames;
}

/// `show(frames)`: from the next frame on these are played, again and again; resolves with the instant at which the first
/// of them had been sent.
export async function startCamera(frames, fps = 15) {
  let film = frames;
  let next = 0;
  let shown = null;
  const watchers = new Set();
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=frame" });
    response.socket.setNoDelay(true);
    response.write("--frame\r\n");
    watchers.add(response);
    response.on("close", () => watchers.delete(response));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const timer = setInterval(() => {
    if (film.length === 0) return;
    const jpeg = film[next % film.length];
    next += 1;
    const head = `Content-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`;
    // The next boundary goes with its frame: a reader need not wait for the frame after it.
    const part = Buffer.concat([Buffer.from(head), jpeg, Buffer.from("\r\n--frame\r\n")]);
    for (const watcher of watchers) watcher.write(part);
    if (shown) shown(performance.now());
    shown = null;
  }, 1000 / fps);
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    show: (other) =>
      new Promise((resolve) => {
        film = other;
        next = 0;
        shown = resolve;
      }),
    stop: () => {
      clearInterval(timer);
      for (const watcher of watchers) watcher.destroy();
      server.close();
    },
  };
}
