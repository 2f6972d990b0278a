/** The explorer's style. */
import { html } from "./dom.js";

/**
 * Puts one copy of a version's style into the document, however many explorers are in it. It holds for this version's
 * explorers alone: each rule is nested in their attribute, which adds nothing to its weight.
 * @param {string} css @param {string} version
 */
export function addStyle(css, version) {
  const id = `bp-explorer-style-${version}`;
  if (document.getElementById(id)) return;
  const nested = css.replaceAll(".bp-explorer", "&.bp-explorer");
  document.head.append(html("style", { id }, `:where([data-version="${version}"]) {\n${nested}}\n`));
}
