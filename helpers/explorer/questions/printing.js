/** On paper a question has a line to write on, and the answers stand at the end. */
import { html } from "../parts/dom.js";
import { words } from "../parts/words.js";

/** @type {Set<{root: HTMLElement, answer: () => HTMLElement[]}>} the questions of this page */
const all = new Set();
let list = null; // of the answers, while the page is printed

/**
 * @param {HTMLElement} root of a question @param {() => HTMLElement[]} answer written out, and its lines
 * @returns {() => void} what ends it
 */
export function printable(root, answer) {
  if (!all.size) {
    window.addEventListener("beforeprint", addAnswers);
    window.addEventListener("afterprint", removeAnswers);
  }
  const one = { root, answer };
  all.add(one);
  return () => {
    all.delete(one);
    if (all.size) return;
    removeAnswers();
    window.removeEventListener("beforeprint", addAnswers);
    window.removeEventListener("afterprint", removeAnswers);
  };
}

function addAnswers() {
  const here = [...all].filter(({ root }) => root.isConnected);
  here.sort((a, b) => (a.root.compareDocumentPosition(b.root) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  if (!here.length) return;
  removeAnswers();
  const { root } = here[0];
  const items = here.map(({ answer }) => html("li", {}, ...answer().slice(0, 1)));
  list = html(
    "section",
    { class: "bp-live bp-ask bp-answers", "data-version": root.dataset.version },
    html("h2", {}, words.ask.printed),
    html("ol", {}, ...items),
  );
  const page = root.closest(".jp-Notebook, .jp-WindowedPanel-viewport, main, article") ?? document.body;
  page.append(list);
}

function removeAnswers() {
  list?.remove();
  list = null;
}
