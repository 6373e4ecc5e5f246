// Icons of this page, each with an outline of its own: they differ without colour as well.
const SVG = "http://www.w3.org/2000/svg";

const SHAPES = {
  OK: ["M24 3a21 21 0 1 0 0 42a21 21 0 1 0 0-42z", "M13 25l8 8l15-17"],
  NOTICE: ["M8 4h32a4 4 0 0 1 4 4v32a4 4 0 0 1-4 4h-32a4 4 0 0 1-4-4v-32a4 4 0 0 1 4-4z", "M24 21v14M24 12v2"],
  SECOND_LOOK: ["M24 5l21 38h-42z", "M24 18v12M24 35v2"],
  REFUSE: ["M15 3h18l12 12v18l-12 12h-18l-12-12v-18z", "M16 16l16 16M32 16l-16 16"],
  waiting: ["M11 4h18l9 9v31h-27z", "M28 4v10h10", "M18 24h13M18 32h13"],
  working: ["M24 4a20 20 0 1 0 20 20", "M24 12v13l8 5"],
  done: ["M6 8h36v32h-36z", "M14 24l7 8l14-16"],
  lost: ["M5 14h9l4-6h12l4 6h9v26h-38z", "M8 44L42 6"],
  successful: ["M9 25l10 10l20-22"],
  failed: ["M12 12l24 24M36 12l-24 24"],
  undetermined: ["M16 17a8 8 0 1 1 12 7c-3 2-4 3-4 7", "M24 38v1"],
  not_supported: ["M12 24h24"],
  aborted: ["M24 5a19 19 0 1 0 0 38a19 19 0 1 0 0-38z", "M11 37l26-26"],
};

/// Decoration: the words beside it say the same.
export function shape(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("class", `icon shape-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  for (const d of SHAPES[name] ?? SHAPES.undetermined) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
