// Debian's Chromium under playwright-core, with a new profile for each start and nothing that talks to the network.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
];

export const hasChromium = () => existsSync(PROGRAM);

/// A browser context in a profile of its own; `close()` ends the browser and removes the profile.
/// `options`: as of playwright's launchPersistentContext.
export async function openBrowser(options = {}) {
  const profile = await mkdtemp(join(tmpdir(), "evisa-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: PROGRAM,
    args: SWITCHES,
    headless: true,
    ignoreHTTPSErrors: options.ignoreHTTPSErrors ?? false,
    reducedMotion: "reduce",
    ...options,
  });
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { context, close };
}
