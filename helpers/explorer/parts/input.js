/** What a hand does anywhere in the explorer: keys for undo, walk and graph, what lights up, and a press as one gesture. */
import { gesture } from "./gestures.js";
import { keepKeys, leave } from "./keys.js";

/**
 * @param {HTMLElement} root
 * @param {ReturnType<typeof import("../state/store.js").makeStore>} store
 * @param {(key: string) => boolean} act does what a key means; returns whether it means anything
 * @returns {() => void} what stops listening outside root
 */
export function listen(root, store, act) {
  const release = keepKeys(root);
  root.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (command || (event.shiftKey && event.key === "Enter")) store.flush(); // it may run a cell, or save
    if (command && !event.altKey && /^[zy]$/i.test(event.key)) return undoOrRedo(event);
    if (command || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape") return leave(root);
    const isTyping = event.target.matches("input[type=text], select");
    const inWalk = event.target.closest(".bp-walk") && store.get("step") !== null;
    const key = inWalk ? ({ PageDown: "n", PageUp: "b" }[event.key] ?? event.key) : event.key;
    if (!isTyping && act(key)) event.preventDefault();
  });

  function undoOrRedo(event) {
    if (event.target.dataset.typing) return; // the box undoes its own text
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey || event.key.toLowerCase() === "y") store.redo();
    else store.undo();
  }

  const highlight = (highlighted) => highlighted !== store.view.highlighted && store.setView({ highlighted });
  const quantityAt = (event) => event.target.closest?.("[data-of]")?.dataset.of ?? null;
  root.addEventListener("pointerover", (event) => highlight(quantityAt(event)));
  root.addEventListener("pointerleave", () => highlight(null));
  root.addEventListener("focusin", (event) => {
    const quantity = quantityAt(event);
    if (quantity) store.selectParameter(quantity);
    if (quantity) store.hold(quantity);
    highlight(quantity);
  });
  root.addEventListener("click", (event) => {
    const quantity = quantityAt(event);
    if (!quantity) return;
    store.hold(quantity);
    highlight(quantity); // the press may have moved the focus to the control of another number
  });
  root.addEventListener("focusout", ({ target, relatedTarget }) => {
    delete target.dataset.typing;
    if (root.contains(relatedTarget)) return;
    store.flush();
    highlight(null);
  });
  root.addEventListener("input", ({ target }) => target.matches("input[type=text]") && (target.dataset.typing = "yes"));
  root.addEventListener("change", ({ target }) => delete target.dataset.typing);

  const press = () => {
    root.querySelector("[data-typing]")?.blur(); // what is typed there is taken before the press, not in it
    store.press();
    return { end: store.release };
  };
  gesture(root, press, { around: true });
  return release;
}
