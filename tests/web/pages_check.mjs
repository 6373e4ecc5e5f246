// Checks the pages alone: words, looks, keyboard walks, against canned answers. `node tests/browser/pages_check.mjs`
// The airport service is tested by suite.mjs; what is canned here proves nothing about it.
import { hasChromium } from "./chromium.mjs";

await import("./words_check.mjs");
if (hasChromium()) {
  await import("./walk_boarding.mjs");
  await import("./walk_supervisor.mjs");
  await import("./shots.mjs");
} else {
  console.log("skipped: no Chromium (Debian package chromium, or the variable CHROMIUM)");
}
