// Screenshots, accessibility (axe-core) and overflow of a page as it stands.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const OUT = process.env.OUT ?? fileURLToPath(new URL("../../build/browser/", import.meta.url));
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const SIZES = {
  desk: { width: 1280, height: 800 },
  hall: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 640 },
};

/// What axe finds wrong, one line a violation; empty when nothing is.
export async function violations(page) {
  // Through the debugger, as the page's own policy rightly refuses foreign scripts.
  await page.evaluate(AXE);
  const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS);
  return found.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.target} (${node.any[0]?.message ?? ""})`).join(", ")}`,
  );
}

/// Whether anything is wider than the screen, or sticks out of its panel.
export function overflow(page) {
  return page.evaluate(() => {
    const out = [...document.querySelectorAll(".panel *:not(.unseen), .answer *")].filter((node) => {
      if (!node.checkVisibility() || node.closest(".unseen, thead, svg")) return false;
      const panel = node.closest(".panel, .answer").getBoundingClientRect();
      return node.getBoundingClientRect().right > panel.right + 1;
    });
    if (out.length > 0) return `sticks out: ${out.slice(0, 4).map((node) => node.id || node.className || node.tagName).join(", ")}`;
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return "";
    const guilty = [...document.querySelectorAll("main *, header *")].filter(
      (node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1,
    );
    return `${wide} px too wide: ${guilty.slice(0, 4).map((node) => node.id || node.className || node.tagName).join(", ")}`;
  });
}

/// Controls smaller than a finger (WCAG 2.2 asks for 24 px, this project for 44).
export function smallTargets(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, select, input:not(.unseen), textarea, summary, a[href], label.button")]
      .filter((node) => node.checkVisibility() && !node.matches(".skip, [type=radio], [type=checkbox]"))
      .filter((node) => node.getBoundingClientRect().height < 44)
      .map((node) => `${node.id || node.textContent.trim()}: ${Math.round(node.getBoundingClientRect().height)} px`),
  );
}

/// `whole`: with what has to be scrolled to.
export async function picture(page, name, { whole = true } = {}) {
  mkdirSync(OUT, { recursive: true });
  await page.screenshot({ path: join(OUT, `${name}.png`), fullPage: whole });
}

/// Words of the booth's page that do not fit where they stand: cut with an ellipsis, or wider or higher than their button,
/// cell, verdict or dialog, which nothing scrolls.
export function cutOff(page) {
  return page.evaluate(() => {
    const found = [];
    const name = (node) => node.id || node.closest("[id]")?.id || node.tagName;
    for (const node of document.querySelectorAll("body *")) {
      if (!node.checkVisibility() || node.closest(".unseen, svg, .skip") || node.scrollWidth === 0) continue;
      const { overflowX, textOverflow } = getComputedStyle(node);
      if (overflowX === "hidden" && textOverflow === "ellipsis" && node.scrollWidth > node.clientWidth + 1) found.push(`cut: ${name(node)}: ${node.textContent.slice(0, 60)}`);
    }
    const boxes = "button, .cell, .verdict, .reason, .camera-trouble, .camera-words, .bar, .acts-row";
    for (const box of document.querySelectorAll(boxes)) {
      if (!box.checkVisibility() || box.closest(".unseen")) continue;
      const outer = box.getBoundingClientRect();
      for (const node of box.querySelectorAll("*")) {
        if (!node.checkVisibility() || node.closest(".unseen") || node.children.length > 0) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const inner = range.getBoundingClientRect();
        if (inner.width === 0) continue;
        const out = Math.max(inner.right - outer.right, outer.left - inner.left, inner.bottom - outer.bottom, outer.top - inner.top);
        if (out > 1) found.push(`sticks out of ${name(box)} by ${Math.round(out)} px: ${node.textContent.slice(0, 60)}`);
      }
    }
    return found;
  });
}
