// The pages against the real airport service: `node tests/browser/suite.mjs`. BIN names the folder of the programs.
import { hasChromium } from "./chromium.mjs";
import { hasServe } from "./program.mjs";

if (!hasServe()) console.log("skipped: no serve command");
else if (!hasChromium()) console.log("skipped: no Chromium (Debian package chromium, or the variable CHROMIUM)");
else await import("./service_test.mjs");
