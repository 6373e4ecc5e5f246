// The print-out: scanned, photographed, chosen as a file, or typed. One of them at a time; the newest counts.
import { byId } from "../shared/elements.js";
import { sizeText } from "../shared/sizes.js";
import { say } from "../shared/words.js";

const LARGEST_BYTES = 8 * 1024 * 1024; // of a PDF, which cannot be made smaller here
const AS_IS_BYTES = 1.5 * 1024 * 1024; // a picture up to this is sent as it is
const LONG_SIDE = 3000; // pixels: 250 dpi of an A4 page, more than the reader needs

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}

/// A large photograph turned upright and made smaller, so that it arrives within the deadline on a weak network.
async function smaller(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONG_SIDE / Math.max(bitmap.width, bitmap.height));
  if (scale === 1 && file.size <= AS_IS_BYTES) {
    bitmap.close();
    return file;
  }
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
  canvas.width = 0;
  if (!made) throw new Error("no picture");
  return made;
}

export class Paper {
  #seal = "";
  #document = "";
  #url = "";
  #turn = 0; // a picture that is ready after a wipe belongs to nobody

  constructor({ onChange }) {
    this.onChange = onChange;
    // A device without a touch screen has no camera to hold over paper: there, a file is chosen.
    document.documentElement.classList.toggle("touch", navigator.maxTouchPoints > 0);
    for (const id of ["paper-camera", "paper-file"]) {
      byId(id).addEventListener("change", () => this.#choose(byId(id)));
    }
    byId("paper-remove").addEventListener("click", () => {
      this.wipe();
      byId(this.firstControl).focus();
    });
    byId("paper-text").addEventListener("input", () => this.#typed("paper-text", "paper-number"));
    byId("paper-number").addEventListener("input", () => this.#typed("paper-number", "paper-text"));
    this.wipe();
  }

  wipe() {
    this.#forget();
    byId("paper-text").value = "";
    byId("paper-number").value = "";
    byId("paper-more").open = false;
    this.#show();
  }

  scanned(text) {
    this.wipe();
    this.#seal = text;
    this.#show();
  }

  /// What the service is asked about, `{}` when there is nothing yet, or `{ complaint, field }`.
  asked() {
    const text = byId("paper-text").value.replace(/\s/g, "");
    const number = byId("paper-number").value.trim();
    if (this.#seal) return { seal_text: this.#seal, printout_shown: true };
    if (this.#document) return { document: this.#document, printout_shown: true };
    if (text) {
      const looksRight = text.length >= 40 && text.length <= 2048;
      return looksRight ? { seal_text: text, printout_shown: true } : { complaint: "check.bad-text", field: "paper-text" };
    }
    if (number) {
      const right = /^[0-9]{11}$/.test(number);
      return right ? { visa_number: number, printout_shown: false } : { complaint: "check.bad-number", field: "paper-number" };
    }
    return {};
  }

  #forget() {
    this.#turn += 1;
    this.#seal = "";
    this.#document = "";
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = "";
    byId("paper-image").hidden = true;
    byId("paper-image").removeAttribute("src");
    byId("paper-camera").value = "";
    byId("paper-file").value = "";
  }

  #typed(id, other) {
    if (byId(id).value !== "") {
      this.#forget();
      byId(other).value = "";
    }
    this.#show();
  }

  #show() {
    const state = byId("paper-state");
    const text = byId("paper-text").value.replace(/\s/g, "");
    if (this.#seal) say(state, "paper.code", { n: [...this.#seal].length });
    else if (text) say(state, "paper.typed", { n: text.length });
    else if (byId("paper-number").value !== "") say(state, "paper.by-number");
    else if (!this.#document) say(state, "paper.nothing");
    this.#mark(Boolean(this.#seal || this.#document));
  }

  #mark(ready) {
    byId("paper-state").classList.toggle("state-ready", ready);
    byId("paper-remove").hidden = !ready;
    this.onChange();
  }

  async #choose(input) {
    const file = input.files[0];
    if (!file) return;
    byId("paper-text").value = "";
    byId("paper-number").value = "";
    const pdf = file.type === "application/pdf";
    this.#forget();
    const turn = this.#turn;
    say(byId("paper-state"), "paper.preparing");
    this.#mark(false);
    if (pdf && file.size > LARGEST_BYTES) {
      say(byId("paper-state"), "paper.large", { size: sizeText(LARGEST_BYTES) });
      return;
    }
    try {
      const blob = pdf ? file : await smaller(file);
      const text = await base64(blob);
      if (turn !== this.#turn) return;
      this.#document = text;
      say(byId("paper-state"), pdf ? "paper.pdf" : "paper.picture", { size: sizeText(blob.size) });
      if (!pdf) this.#preview(blob);
      this.#mark(true);
    } catch {
      if (turn !== this.#turn) return;
      say(byId("paper-state"), "paper.unusable");
    }
  }

  #preview(blob) {
    this.#url = URL.createObjectURL(blob);
    byId("paper-image").src = this.#url;
    byId("paper-image").hidden = false;
  }

  /// The camera's button is there on touch screens only.
  get firstControl() {
    return byId("paper-camera").checkVisibility() ? "paper-camera" : "paper-file";
  }

  get busy() {
    return byId("paper-state").dataset.w === "paper.preparing";
  }
}

