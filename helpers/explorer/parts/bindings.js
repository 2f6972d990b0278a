/**
 * The live numbers of one view. A panel binds an element's text to a quantity; `update` writes what changed.
 * The element's text is rounded for eyes, its data-value is the double in full; what is not revealed is empty.
 */
import { write as put } from "./dom.js";
import { text } from "../model/numerals.js";

export function makeBindings() {
  /**
   * @typedef {{element: Element, write: (value: number) => string, offscreen?: boolean}} Bound
   * @type {Map<string, {value: number | undefined, bound: Bound[], derived: any[]}>}
   */
  let all = new Map();
  /** @type {Map<string, Set<Element>>} */
  let marked = new Map();
  /** @type {Map<string, string | null>} */
  let flags = new Map();
  /** @type {Map<Bound, string>} texts that nobody can see */
  let deferred = new Map();

  /** @param {Bound} one @param {string} words */
  const show = (one, words) => {
    deferred.delete(one);
    const { element } = one;
    const node = element.firstChild;
    if (!words || !node) element.textContent = words;
    else if (node.data !== words) node.data = words; // cheaper than to put a new text in its place
  };
  const of = (quantity) => {
    if (!all.has(quantity)) all.set(quantity, { value: undefined, bound: [], derived: [] });
    return all.get(quantity);
  };
  const mark = (element, quantity) => {
    if (!marked.has(quantity)) marked.set(quantity, new Set());
    marked.get(quantity).add(element);
    element.setAttribute("data-of", quantity);
    return element;
  };

  return {
    /** @template {Element} E @param {E} element @param {string} quantity @param {(value: number) => string} write */
    bind(element, quantity, write = text) {
      element.setAttribute("data-quantity", quantity);
      of(quantity).bound.push({ element, write });
      return mark(element, quantity);
    },
    /**
     * A text computed from several quantities, such as the sign = or ≈; empty until all are revealed.
     * @template {Element} E @param {E} element @param {string[]} quantities @param {(values: number[]) => string} write
     */
    derive(element, quantities, write) {
      const one = { element, quantities, write };
      if (quantities.length === 0) element.textContent = write([]);
      for (const quantity of quantities) of(quantity).derived.push(one);
      return element;
    },
    /** The element lights up with the quantity. @template {Element} E @param {E} element @param {string} quantity */
    mark,
    /** Gives a quantity's elements a class, and takes it from those that had it. @param {string | null} quantity */
    flag(name, quantity) {
      const old = flags.get(name) ?? null;
      if (quantity === old) return;
      marked.get(old)?.forEach((element) => element.classList.remove(name));
      marked.get(quantity)?.forEach((element) => element.classList.add(name));
      flags.set(name, quantity);
    },
    /**
     * @param {Map<string, number>} values @param {(quantity: string) => boolean} isRevealed
     * @param {boolean} [deferOffscreen] whether texts that are scrolled out of sight may wait for `catchUp`
     */
    update(values, isRevealed, deferOffscreen = false) {
      const changed = new Set();
      for (const [quantity, entry] of all) {
        const value = isRevealed(quantity) ? values.get(quantity) : undefined;
        if (Object.is(entry.value, value)) continue;
        const wait = deferOffscreen && entry.value !== undefined;
        entry.value = value;
        const digits = String(value);
        for (const one of entry.bound) {
          const words = value === undefined ? "" : one.write(value);
          if (wait && one.offscreen && words) deferred.set(one, words);
          else show(one, words);
          if (value === undefined) one.element.removeAttribute("data-value");
          else one.element.setAttribute("data-value", digits);
        }
        for (const one of entry.derived) changed.add(one);
      }
      for (const { element, quantities, write } of changed) {
        const given = quantities.map((quantity) => all.get(quantity).value);
        put(element, given.includes(undefined) ? "" : write(given));
      }
    },
    /**
     * From now on the texts inside may wait for `catchUp` in the middle of a gesture or a run; their data-value does not wait.
     * @param {Element} holder @param {boolean} offscreen whether it is scrolled out of sight
     */
    scrolled(holder, offscreen) {
      for (const { bound } of all.values())
        for (const one of bound) {
          if (!holder.contains(one.element)) continue;
          one.offscreen = offscreen;
          if (!offscreen && deferred.has(one)) show(one, deferred.get(one));
        }
    },
    /** Forgets every element that is not inside. @param {Element} holder */
    dropOutside(holder) {
      const inside = (element) => holder.contains(element);
      for (const entry of all.values()) {
        entry.bound = entry.bound.filter(({ element }) => inside(element));
        entry.derived = entry.derived.filter(({ element }) => inside(element));
      }
      for (const [quantity, elements] of marked) marked.set(quantity, new Set([...elements].filter(inside)));
    },
    catchUp: () => deferred.forEach((words, one) => show(one, words)),
    clear() {
      deferred = new Map();
      all = new Map();
      marked = new Map();
      flags = new Map();
    },
  };
}
