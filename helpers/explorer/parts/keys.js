/** Keys that a widget keeps from the lab around it. */

const SUPPRESS = "data-lm-suppress-shortcuts"; // on the element that has the focus, it keeps the lab's shortcuts from it

/** Keeps from the lab what is the widget's own. @param {HTMLElement} root @returns {() => void} what ends it */
export function keepKeys(root) {
  // Notebook 7 hears of a key before anything in its page does, but not before the window.
  const suppress = (event) => root.contains(event.target) && event.target.toggleAttribute(SUPPRESS, staysHere(event));
  window.addEventListener("keydown", suppress, { capture: true });
  root.addEventListener("keydown", (event) => staysHere(event) && event.stopPropagation());
  return () => window.removeEventListener("keydown", suppress, { capture: true });
}

/** Whether a key is the widget's, such as an arrow on a slider, and not for the lab, as Ctrl+S and Shift+Enter are. */
function staysHere(event) {
  return !(event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter"));
}
