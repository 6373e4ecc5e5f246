// Why something could not be done, in the page's language, with the service's own particulars behind it.
import { ApiError, isOutage } from "../shared/api.js";
import { el } from "../shared/elements.js";
import { hush } from "../shared/words.js";

function keyOf(error) {
  if (!(error instanceof ApiError)) return { w: "err.refused" };
  if (error.kind !== "refused") return { w: `err.${error.kind}` };
  if (error.status === 403) return { w: "err.role" };
  if (error.status === 404) return { w: "err.missing" };
  if (error.status === 429) return { w: "err.busy", wp: { n: error.retryAfter ?? 10 } };
  return { w: isOutage(error) ? "err.unavailable" : "err.refused" };
}

export function showError(node, error) {
  hush(node);
  const particulars = [error.detail || error.title, error.hint].filter(Boolean).join(" ");
  node.replaceChildren(el("span", keyOf(error)));
  if (error.kind === "refused" && particulars) node.append(" ", el("span", { lang: "en", text: particulars }));
}
