// What is shown already is left alone: no work, no flicker, nothing read aloud twice, and focus stays where it is.
import { language } from "../shared/words.js";

export class Fresh {
  #last = null;

  /// Whether these values, or the language, are others than at the last call.
  differs(...values) {
    const now = JSON.stringify([language(), ...values]);
    if (now === this.#last) return false;
    this.#last = now;
    return true;
  }
}
