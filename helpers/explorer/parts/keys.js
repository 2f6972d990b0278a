/** Keys and focus that a widget keeps from the lab around it, and gives back to it. */

const SUPPRESS = "data-lm-suppress-shortcuts"; // on the element that has the focus, it keeps the lab's shortcuts from it

/**
 * Keeps the widget's own keys from the lab: isOwn says which. A press beside the widget lets its focus go: the lab would
 * leave it there, and keys that are meant for the notebook would still come here.
 * @param {HTMLElement} root @param {(event: KeyboardEvent) => boolean} [isOwn] @returns {() => void} what ends it
 */
export function keepKeys(root, isOwn = staysHere) {
  // Notebook 7 hears of a key before anything in its page does, but not before the window.
  const suppress = (event) => root.contains(event.target) && event.target.toggleAttribute(SUPPRESS, isOwn(event));
  const letGo = ({ target }) => {
    const { activeElement } = document;
    if (root.contains(activeElement) && !root.contains(target)) /** @type {HTMLElement} */ (activeElement).blur();
  };
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener("keydown", suppress, { capture: true, signal });
  window.addEventListener("pointerdown", letGo, { capture: true, signal });
  root.addEventListener("keydown", (event) => isOwn(event) && event.stopPropagation());
  return () => listening.abort();
}

/** Gives the focus back to the cell around the widget, so that keys are the lab's again; on a site there is none. @param {HTMLElement} root */
export function leave(root) {
  /** @type {HTMLElement | null} */ (root.parentElement.closest("[tabindex]"))?.focus();
}

/** Whether a key is the widget's, such as an arrow on a slider, and not for the lab, as Ctrl+S and Shift+Enter are. */
function staysHere(event) {
  return !(event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter"));
}
