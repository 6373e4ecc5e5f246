// The API and the pages of the real airport service, and the page of a real booth: `node tests/web/suite.mjs`. BIN names the folder of the programs.
import { hasChromium } from "./chromium.mjs";

await import("./words_check.mjs");
await import("./booth_words_check.mjs");
await import("./api_test.mjs");
await import("./deliver_test.mjs");
if (!hasChromium()) console.log("skipped: no Chromium (Debian package chromium, or the variable CHROMIUM)");
else {
  await import("./service_test.mjs");
  for (const of of ["page", "day", "wait", "sight", "line", "power"]) await import(`./booth_${of}_test.mjs`);
}
