// Asking the airport service (docs/openapi.yaml): one deadline for every question, problem details (RFC 9457) as
// errors, and nothing taken for an answer that is not one.
import { endSession, token } from "./session.js";

export const DEADLINE_MS = 8000;

/// Why there is no answer. `kind`:
///   unreachable  no connection, or it broke
///   late         the deadline passed
///   unreadable   something answered that is not the service (a captive portal, a proxy)
///   refused      the service answered with a problem: `status`, `code`, `title`, `detail`, `hint`, `retryAfter` (s)
export class ApiError extends Error {
  constructor(kind, fields = {}) {
    super(fields.title ?? kind);
    this.kind = kind;
    Object.assign(this, { status: 0, code: "", title: "", detail: "", hint: "", retryAfter: null });
    Object.assign(this, fields);
  }
}

/// Whether the service itself could not be asked, as opposed to its saying no.
export function isOutage(error) {
  return error instanceof ApiError && (error.kind !== "refused" || error.status >= 500);
}

async function problemOf(response) {
  const retry = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const fields = { status: response.status, retryAfter: Number.isNaN(retry) ? null : retry };
  const type = response.headers.get("Content-Type") ?? "";
  if (!/^application\/problem\+json/i.test(type)) return new ApiError("unreadable", fields);
  const text = (value) => (typeof value === "string" ? value : "");
  try {
    const body = await response.json();
    for (const name of ["code", "title", "detail", "hint"]) fields[name] = text(body[name]);
  } catch {
    return new ApiError("unreadable", fields);
  }
  return new ApiError("refused", fields);
}

async function contentOf(response, wanted) {
  if (response.status === 204) return null;
  const type = (response.headers.get("Content-Type") ?? "").toLowerCase();
  if (!type.startsWith(wanted)) throw new ApiError("unreadable", { status: response.status });
  if (wanted !== "application/json") return response.blob();
  try {
    return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("unreadable", { status: response.status });
  }
}

function requestOf(method, body, accept, signal) {
  const headers = { Accept: `${accept}, application/problem+json` };
  if (token()) headers.Authorization = `Bearer ${token()}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return {
    method,
    headers,
    signal,
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
  };
}

/// The content of a successful answer (JSON, or a Blob for another `accept`); throws ApiError otherwise.
/// `signal` lets the caller give up earlier: then the error is its AbortError.
export async function call(method, path, { body, accept = "application/json", deadline = DEADLINE_MS, signal } = {}) {
  const own = new AbortController();
  const giveUp = () => own.abort();
  signal?.addEventListener("abort", giveUp);
  if (signal?.aborted) own.abort();
  const timer = setTimeout(giveUp, deadline);
  try {
    const response = await fetch(path, requestOf(method, body, accept, own.signal));
    if (response.ok) return await contentOf(response, accept);
    const problem = await problemOf(response);
    if (problem.status === 401 && token()) endSession("ended");
    throw problem;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (signal?.aborted) throw new DOMException("given up", "AbortError");
    throw new ApiError(own.signal.aborted ? "late" : "unreachable");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}
