/** On paper a question has a line to write on, and the answers stand at the end of its chapter. */
import { html } from "../parts/dom.js";
import { words } from "../parts/words.js";

/** @type {Set<{root: HTMLElement, answer: () => HTMLElement[]}>} the questions of this page */
const all = new Set();
/** @type {HTMLElement[]} */
let lists = []; // of the answers, one for each chapter, while the page is printed

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

const pageOf = (root) => root.closest(".jp-Notebook, .jp-WindowedPanel-viewport, main, article") ?? document.body;

function addAnswers() {
  removeAnswers();
  const here = [...all].filter(({ root }) => root.isConnected);
  here.sort((a, b) => (a.root.compareDocumentPosition(b.root) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  for (const page of new Set(here.map(({ root }) => pageOf(root)))) {
    const own = here.filter(({ root }) => pageOf(root) === page);
    const items = own.map(({ answer }) => html("li", {}, ...answer().filter((part) => part.matches(".bp-right"))));
    const list = html(
      "section",
      { class: "bp-live bp-ask bp-answers", "data-version": own[0].root.dataset.version },
      html("h2", {}, words.ask.printed),
      html("ol", {}, ...items),
    );
    page.append(list);
    lists.push(list);
  }
}

function removeAnswers() {
  for (const list of lists) list.remove();
  lists = [];
}
