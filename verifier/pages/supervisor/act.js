// The dialog before everything that is signed: what will be done, the reason, and whether it was done.
import { byId } from "../shared/elements.js";
import { hush, say } from "../shared/words.js";
import { showError } from "./refusal.js";

export class ActDialog {
  #send = null;
  #busy = false;

  constructor({ freshness }) {
    this.freshness = freshness;
    byId("act-leave").addEventListener("click", () => this.close());
    byId("act").addEventListener("close", () => this.#wipe());
    byId("act-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /// `title`, `go`: keys; `what`: nodes; `send(reason)` does it and throws when it could not be done.
  open({ title, go, what, send }) {
    this.#send = send;
    say(byId("act-title"), title);
    say(byId("act-go"), go);
    byId("act-what").replaceChildren(...what);
    byId("act").showModal();
    byId("act-reason").focus();
  }

  close() {
    if (byId("act").open) byId("act").close();
  }

  #wipe() {
    this.#send = null;
    byId("act-form").reset();
    byId("act-reason").removeAttribute("aria-invalid");
    byId("act-what").replaceChildren();
    this.#tell(null);
  }

  #tell(key) {
    byId("act-error").replaceChildren();
    if (key) say(byId("act-error"), key);
    else hush(byId("act-error"));
  }

  async #submit() {
    if (this.#busy || !this.#send) return;
    const reason = byId("act-reason").value.trim();
    byId("act-reason").setAttribute("aria-invalid", String(reason === ""));
    if (reason === "") {
      this.#tell("act.no-reason");
      byId("act-reason").focus();
      return;
    }
    if (this.freshness.stale) {
      this.#tell("act.stale");
      return;
    }
    this.#busy = true;
    byId("act-go").disabled = true;
    this.#tell(null);
    try {
      await this.#send(reason);
      this.close();
    } catch (error) {
      showError(byId("act-error"), error);
    } finally {
      this.#busy = false;
      byId("act-go").disabled = false;
    }
  }
}
