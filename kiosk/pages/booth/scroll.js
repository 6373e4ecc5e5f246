// What is below the verdict may be longer than the screen: the arrows and page keys move it wherever the focus is, and
// a mark says that there is more.
import { byId } from "../shared/elements.js";

const LINE = 60;
const STEPS = { ArrowDown: () => LINE, ArrowUp: () => -LINE, PageDown: (page) => page, PageUp: (page) => -page };
const OWN = "input, textarea, select"; // these have a use for the keys themselves

export class Scroll {
  #node = byId("account");

  constructor() {
    document.addEventListener("keydown", (event) => this.#key(event));
    this.#node.addEventListener("scroll", () => this.#mark(), { passive: true });
    const watch = new ResizeObserver(() => this.#mark());
    for (const each of [this.#node, ...this.#node.children]) watch.observe(each);
  }

  #mark() {
    const { scrollTop, clientHeight, scrollHeight } = this.#node;
    byId("more").hidden = scrollHeight - clientHeight - scrollTop < LINE / 10;
  }

  #key(event) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.target instanceof Element && event.target.matches(OWN)) return;
    if (this.#node.scrollHeight <= this.#node.clientHeight) return; // then it is the whole page that scrolls
    event.preventDefault();
    this.#node.scrollBy({ top: step(this.#node.clientHeight * 0.8) });
  }
}
