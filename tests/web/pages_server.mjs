// Serves verifier/pages as the airport service does (same paths, same policy), with canned answers beside it.
// For looks and keyboard walks only: what is canned proves nothing about the service.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const PAGES = fileURLToPath(new URL("../../verifier/pages/", import.meta.url));
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
  "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

function page(path) {
  const name = extname(path) === "" ? `${path}/index.html` : path;
  const file = join(PAGES, normalize(name));
  if (!file.startsWith(PAGES)) return null;
  try {
    return { type: TYPES[extname(name)], content: readFileSync(file) };
  } catch {
    return null;
  }
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}

/// `answer(method, path, query, body)` gives `{ status, type, body, headers }`, or null to leave the connection
/// hanging, or "drop" to cut it.
export async function startPages(answer) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    const found = url.pathname.startsWith("/v1/") ? null : page(url.pathname);
    if (found) {
      response.writeHead(200, {
        "Content-Type": found.type,
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
      });
      response.end(found.content);
      return;
    }
    const given = await answer(request.method, url.pathname, url.searchParams, await bodyOf(request));
    if (given === null) return;
    if (given === "drop") {
      request.socket.destroy();
      return;
    }
    const problem = given.status >= 400;
    const type = given.type ?? (problem ? "application/problem+json" : "application/json");
    response.writeHead(given.status, { "Content-Type": type, ...given.headers });
    response.end(given.body === undefined ? "" : typeof given.body === "string" ? given.body : JSON.stringify(given.body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}
