// A day's log as a file: CSV to read, or the signed events, one a line, to verify.
import { call } from "../shared/api.js";
import { byId } from "../shared/elements.js";
import { dayWords, localDay } from "../shared/instants.js";
import { sizeText } from "../shared/sizes.js";
import { hush, onLanguage, say } from "../shared/words.js";
import { showError } from "./refusal.js";

const DEADLINE_MS = 300000;
const FORMATS = {
  csv: { accept: "text/csv", ending: "csv" },
  signed: { accept: "application/x-ndjson", ending: "ndjson" },
};

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

export class Export {
  #busy = false;

  constructor() {
    byId("export-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save(event.submitter?.value ?? "csv");
    });
    byId("export-day").addEventListener("input", () => this.#dayWords());
    onLanguage(() => this.#dayWords());
  }

  start() {
    byId("export-day").max = localDay(Date.now());
    byId("export-day").value ||= localDay(Date.now());
    for (const id of ["export-error", "export-told"]) hush(byId(id));
    this.#dayWords();
  }

  /// The browser writes a date in its own order; this one is unmistakable.
  #dayWords() {
    const day = byId("export-day").value;
    byId("export-day-words").textContent = day ? dayWords(day) : "";
  }

  async #save(format) {
    if (this.#busy) return;
    const day = byId("export-day").value;
    const right = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) && day <= localDay(Date.now());
    byId("export-day").setAttribute("aria-invalid", String(!right));
    if (!right) {
      say(byId("export-error"), "export.bad-day");
      byId("export-day").focus();
      return;
    }
    this.#busy = true;
    hush(byId("export-error"));
    say(byId("export-told"), "export.running");
    const { accept, ending } = FORMATS[format];
    try {
      const blob = await call("GET", `/v1/exports/${day}?format=${format}`, { accept, deadline: DEADLINE_MS });
      const name = `evisa-crossings-${day}.${ending}`;
      save(blob, name);
      say(byId("export-told"), "export.done", { name, size: sizeText(blob.size) });
    } catch (error) {
      hush(byId("export-told"));
      showError(byId("export-error"), error);
    } finally {
      this.#busy = false;
    }
  }
}
