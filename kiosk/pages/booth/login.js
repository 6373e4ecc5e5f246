// Log-in with badge and PIN, asked of the kiosk.
import { byId } from "../shared/elements.js";
import { hush, say } from "../shared/words.js";
import { complain } from "./notice.js";

function complaint(badge, pin) {
  if (!/^[A-Z0-9-]{1,20}$/.test(badge)) return { field: "login-badge", key: "login.badge-rule" };
  if (!/^[0-9]{6,12}$/.test(pin)) return { field: "login-pin", key: "login.pin-rule" };
  return null;
}

function submit(send) {
  const badge = byId("login-badge").value.trim().toUpperCase();
  const pin = byId("login-pin").value;
  const wrong = complaint(badge, pin);
  for (const id of ["login-badge", "login-pin"]) byId(id).setAttribute("aria-invalid", String(wrong?.field === id));
  if (wrong) {
    say(byId("login-error"), wrong.key);
    byId(wrong.field).focus();
    return;
  }
  hush(byId("login-error"));
  byId("login-pin").value = "";
  byId("login-go").setAttribute("aria-disabled", "true");
  if (!send({ type: "log_in", badge, pin })) logInFailed(null);
}

export function startLogin(send) {
  byId("login").addEventListener("submit", (event) => {
    event.preventDefault();
    if (byId("login-go").getAttribute("aria-disabled") !== "true") submit(send);
  });
}

export function logInFailed(problem) {
  byId("login-go").setAttribute("aria-disabled", "false");
  if (problem) complain(byId("login-error"), problem, { more: problem.code === "unavailable" || problem.code === "io" });
  byId("login-pin").focus();
}

/// An empty form; what stood in it was somebody's.
export function askToLogIn() {
  byId("login").reset();
  hush(byId("login-error"));
  byId("login-go").setAttribute("aria-disabled", "false");
  byId("login-badge").focus();
}
