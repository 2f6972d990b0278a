/**
 * The live numbers of one view. A panel asks for an element's text to follow a quantity; `update` writes what changed.
 * The element's text is rounded for eyes, its data-value is the double in full; what is not revealed is empty.
 */
import { write as put } from "./dom.js";
import { text } from "../model/numerals.js";

export function makeBindings() {
  /**
   * @typedef {{element: Element, write: (value: number) => string, out?: boolean, late?: string | null}} Follower
   * @type {Map<string, {shown: number | undefined, followers: Follower[], remarks: any[]}>}
   */
  let all = new Map();
  /** @type {Map<string, Set<Element>>} */
  let marked = new Map();
  /** @type {Map<string, string | null>} */
  let flags = new Map();
  /** @type {Map<Follower, string>} texts that nobody can see */
  let late = new Map();

  /** @param {Follower} one @param {string} words */
  const show = (one, words) => {
    late.delete(one);
    const { element } = one;
    if (words && element.firstChild)
      element.firstChild.data = words; // cheaper than to put a new text in its place
    else element.textContent = words;
  };
  const of = (quantity) => {
    if (!all.has(quantity)) all.set(quantity, { shown: undefined, followers: [], remarks: [] });
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
    follow(element, quantity, write = text) {
      element.setAttribute("data-quantity", quantity);
      of(quantity).followers.push({ element, write });
      return mark(element, quantity);
    },
    /**
     * For words about quantities that are none of their values, such as = or ≈; empty until all are revealed.
     * @template {Element} E @param {E} element @param {string[]} quantities @param {(values: number[]) => string} write
     */
    remark(element, quantities, write) {
      const one = { element, quantities, write };
      if (quantities.length === 0) element.textContent = write([]);
      for (const quantity of quantities) of(quantity).remarks.push(one);
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
     * @param {Map<string, number>} values @param {(quantity: string) => boolean} open whether it is revealed
     * @param {boolean} [hurried] whether texts that are scrolled out of sight may wait for `catchUp`
     */
    update(values, open, hurried = false) {
      const changed = new Set();
      for (const [quantity, entry] of all) {
        const value = open(quantity) ? values.get(quantity) : undefined;
        if (Object.is(entry.shown, value)) continue;
        const wait = hurried && entry.shown !== undefined;
        entry.shown = value;
        const digits = String(value);
        for (const one of entry.followers) {
          const words = value === undefined ? "" : one.write(value);
          if (wait && one.out && words) late.set(one, words);
          else show(one, words);
          if (value === undefined) one.element.removeAttribute("data-value");
          else one.element.setAttribute("data-value", digits);
        }
        for (const one of entry.remarks) changed.add(one);
      }
      for (const { element, quantities, write } of changed) {
        const given = quantities.map((quantity) => all.get(quantity).shown);
        put(element, given.includes(undefined) ? "" : write(given));
      }
    },
    /**
     * From now on the texts inside wait for `catchUp` where there is a hurry; their data-value does not wait.
     * @param {Element} holder @param {boolean} out whether it is scrolled out of sight
     */
    scrolled(holder, out) {
      for (const { followers } of all.values())
        for (const one of followers) {
          if (!holder.contains(one.element)) continue;
          one.out = out;
          if (!out && late.has(one)) show(one, late.get(one));
        }
    },
    /** From now on only what is inside is followed. @param {Element} holder */
    keep(holder) {
      const inside = (element) => holder.contains(element);
      for (const entry of all.values()) {
        entry.followers = entry.followers.filter(({ element }) => inside(element));
        entry.remarks = entry.remarks.filter(({ element }) => inside(element));
      }
      for (const [quantity, elements] of marked) marked.set(quantity, new Set([...elements].filter(inside)));
    },
    catchUp: () => late.forEach((words, one) => show(one, words)),
    clear() {
      late = new Map();
      all = new Map();
      marked = new Map();
      flags = new Map();
    },
  };
}
