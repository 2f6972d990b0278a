/**
 * The live numbers of one view. A panel asks for an element's text to follow a quantity; `update` writes what changed.
 * The element's text is rounded for eyes, its data-value is the double in full.
 */
import { text } from "./numerals.js";

export function liveNumbers() {
  /** @type {Map<string, {element: Element, write: (value: number) => string, shown: number | undefined}[]>} */
  let followers = new Map();
  return {
    /** @template {Element} E @param {E} element @param {string} quantity @param {(value: number) => string} write */
    follow(element, quantity, write = text) {
      element.setAttribute("data-quantity", quantity);
      return this.about(element, quantity, write);
    },
    /** For words about a quantity that are not its value, such as = or ≈. @template {Element} E @param {E} element */
    about(element, quantity, write) {
      if (!followers.has(quantity)) followers.set(quantity, []);
      followers.get(quantity).push({ element, write, shown: undefined });
      return element;
    },
    /** @param {Map<string, number>} values */
    update(values) {
      for (const [quantity, list] of followers) {
        const value = values.get(quantity);
        for (const follower of list) {
          if (Object.is(follower.shown, value)) continue;
          follower.shown = value;
          follower.element.textContent = follower.write(value);
          if (follower.element.hasAttribute("data-quantity"))
            follower.element.setAttribute("data-value", String(value));
        }
      }
    },
    clear() {
      followers = new Map();
    },
  };
}
