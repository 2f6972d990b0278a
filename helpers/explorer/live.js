/**
 * The live numbers of one view. A panel asks for an element's text to follow a quantity; `update` writes what changed.
 * The element's text is rounded for eyes, its data-value is the double in full.
 */
import { text } from "./numerals.js";

export function liveNumbers() {
  /** @type {Map<string, {element: Element, write: (value: number) => string, shown: number | undefined}[]>} */
  let followers = new Map();
  /** @type {{element: Element, quantities: string[], write: (values: number[]) => string}[]} */
  let remarks = [];
  return {
    /** @template {Element} E @param {E} element @param {string} quantity @param {(value: number) => string} write */
    follow(element, quantity, write = text) {
      element.setAttribute("data-quantity", quantity);
      if (!followers.has(quantity)) followers.set(quantity, []);
      followers.get(quantity).push({ element, write, shown: undefined });
      return element;
    },
    /**
     * For words about quantities that are none of their values, such as = or ≈.
     * @template {Element} E @param {E} element @param {string[]} quantities @param {(values: number[]) => string} write
     */
    remark(element, quantities, write) {
      remarks.push({ element, quantities, write });
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
          follower.element.setAttribute("data-value", String(value));
        }
      }
      for (const { element, quantities, write } of remarks) {
        const words = write(quantities.map((quantity) => values.get(quantity)));
        if (element.textContent !== words) element.textContent = words;
      }
    },
    clear() {
      followers = new Map();
      remarks = [];
    },
  };
}
