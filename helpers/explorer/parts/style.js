/** The style of explorers and questions. */
import { html } from "./dom.js";

// The lab marks a widget that no kernel holds with a broken link; a question needs none.
const LINKED = ".jupyter-widgets-disconnected:has(> .bp-ask)::before { content: none; }";

/**
 * Puts one copy of a version's style into the document, however many widgets are in it. It holds for this version's
 * widgets alone: each rule is nested in their attribute, which adds nothing to its weight.
 * @param {string} css @param {string} version
 */
export function addStyle(css, version) {
  const id = `bp-style-${version}`;
  if (document.getElementById(id)) return;
  const nested = css.replace(/\.bp-(?:live|explorer|ask)(?![-\w])/g, "&$&");
  document.head.append(html("style", { id }, `:where([data-version="${version}"]) {\n${nested}}\n${LINKED}`));
}
