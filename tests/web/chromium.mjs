// Debian's Chromium under playwright-core, with a new profile for each start and nothing that talks to the network.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PROGRAM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const SWITCHES = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A page that a test puts in place of the program's own counts as another network's.
  ...(process.env.PAGES ? ["--disable-features=LocalNetworkAccessChecks"] : []),
];

export const hasChromium = () => existsSync(PROGRAM);

/// A browser in a new profile, which playwright makes and removes. Every test takes a context of its own of it.
export function openBrowser() {
  return chromium.launch({ executablePath: PROGRAM, args: SWITCHES, headless: true });
}

/// Options of a context: nobody likes moving things, and days are written as in Europe.
export const ORDINARY = { viewport: { width: 1280, height: 800 }, locale: "en-GB", reducedMotion: "reduce", acceptDownloads: true };
