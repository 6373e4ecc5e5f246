// Who is logged in. The token is held in memory and in sessionStorage: it survives a reload, not the tab.
const KEPT = "evisa.session";

let session = null;
const listeners = new Set();

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    if (value) sessionStorage.setItem(KEPT, JSON.stringify(value));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Without storage the session ends with the page.
  }
}

export const token = () => session?.token ?? null;
export const badge = () => session?.badge ?? "";
export const role = () => session?.role ?? "";

/// `reason`: "ended" by the service or the clock, "left" by the user.
export function onSessionEnd(listener) {
  listeners.add(listener);
}

export function startSession(value) {
  session = value;
  keep(value);
}

/// The session of before the reload, unless it has run out.
export function resumeSession() {
  const value = kept();
  if (!value || typeof value.token !== "string" || !(Date.parse(value.expires) > Date.now())) {
    keep(null);
    return false;
  }
  session = value;
  return true;
}

export function endSession(reason) {
  session = null;
  keep(null);
  for (const listener of listeners) listener(reason);
}
