// Log-in with badge and PIN, and the way out. Expects the form of both index.html files.
import { call, isOutage } from "./api.js";
import { byId } from "./elements.js";
import { badge, endSession, startSession, token } from "./session.js";
import { hush, say } from "./words.js";

function showError(key, params) {
  say(byId("login-error"), key, params);
  byId("login-pin").value = "";
  byId("login-pin").focus();
}

function tell(error) {
  if (isOutage(error)) showError("login.unreachable");
  else if (error.status === 429) showError("login.locked", { seconds: error.retryAfter ?? 60 });
  else if (error.status === 401) showError("login.wrong");
  else showError("login.malformed");
}

function complaint(badgeText, pin) {
  if (!/^[A-Z0-9-]{1,20}$/.test(badgeText)) return { field: "login-badge", key: "login.badge-rule" };
  if (!/^[0-9]{6,12}$/.test(pin)) return { field: "login-pin", key: "login.pin-rule" };
  return null;
}

async function submit(onLogIn) {
  const badgeText = byId("login-badge").value.trim().toUpperCase();
  const pin = byId("login-pin").value;
  const wrong = complaint(badgeText, pin);
  for (const id of ["login-badge", "login-pin"]) {
    byId(id).setAttribute("aria-invalid", String(wrong?.field === id));
  }
  if (wrong) {
    say(byId("login-error"), wrong.key);
    byId(wrong.field).focus();
    return;
  }
  hush(byId("login-error"));
  byId("login-go").disabled = true;
  try {
    const session = await call("POST", "/v1/sessions", { body: { badge: badgeText, pin } });
    byId("login-pin").value = "";
    startSession(session);
    onLogIn();
  } catch (error) {
    byId("login-go").disabled = false;
    tell(error);
  } finally {
    byId("login-go").disabled = false;
  }
}

/// Calls `onLogIn` once a session has begun.
export function startLogin(onLogIn) {
  byId("login").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!byId("login-go").disabled) submit(onLogIn);
  });
  byId("log-out").addEventListener("click", logOut);
}

/// Shows the form; `reason` "ended" says why it is there again.
export function askToLogIn(reason) {
  byId("login").reset();
  byId("who").hidden = true;
  if (reason === "ended") say(byId("login-error"), "login.ended");
  else if (reason === "role") say(byId("login-error"), "login.role");
  else hush(byId("login-error"));
  byId("login-badge").focus();
}

export function showWho() {
  byId("who").hidden = false;
  byId("who-badge").textContent = badge();
}

/// The page forgets at once; the service is told, and if it cannot be, the session runs out by itself.
export async function logOut() {
  const told = token() ? call("DELETE", "/v1/sessions").catch(() => null) : null;
  endSession("left");
  await told;
}
