/** The page's letters and live numbers as MathML. */
import { math } from "./dom.js";
import { exact, factor, text } from "../model/numerals.js";
import { words } from "./words.js";

export const sign = (text) => math("mo", text);
export const one = () => math("mn", "1");
export const applied = (name, ...inner) => [math("mi", name), sign("("), ...inner, sign(")")];
export const bracketed = (...inner) => [sign("("), ...inner, sign(")")];
export const fraction = (over, under) => math("mfrac", math("mrow", ...over), math("mrow", ...under));
/** Firefox leaves none between ] and T. */
const gap = () => {
  const space = math("mspace");
  space.setAttribute("width", "0.2em");
  return space;
};
const partial = () => math("mi", "∂");

/**
 * What a screen reader calls a letter. It would take the layer above it for a power, and read W[2] as “W to the 2nd power”.
 * `intent` is MathML's own way to say so; a reader that doesn't know it may know a label.
 */
function called(element, name) {
  element.setAttribute("intent", `_${name.replace(/\W+/g, "_")}`);
  element.setAttribute("aria-label", name);
  return element;
}

/** A whole array: W with [2] above, and perhaps transposed. @param {string} name @param {boolean} [transposed] */
export function whole(name, transposed = false) {
  const [, base, layer = ""] = /^([a-zA-Z])(\d?)$/.exec(name);
  const index = layer ? [sign("["), math("mn", layer), sign("]")] : [];
  const above = [...index, ...(transposed ? [...(layer ? [gap()] : []), math("mi", "T")] : [])];
  const plain = math("mi", base);
  return above.length ? called(math("msup", plain, math("mrow", ...above)), words.letter(name, { transposed })) : plain;
}

/** A letter of the page: w with 1,2 below and [1] above. @param {string} name */
export function plainLetter(name) {
  const [, base, layer, place] = /^([a-zA-Z])(\d?)(?:\[(.*)\])?$/.exec(name);
  if (!layer) return place ? math("msub", math("mi", base), math("mn", place)) : math("mi", base);
  if (!place) return whole(name);
  const letter = base.toLowerCase();
  const above = math("mrow", sign("["), math("mn", layer), sign("]"));
  return called(math("msubsup", math("mi", letter), math("mn", place), above), words.letter(letter + layer, { place }));
}

/** ∂of/∂by, of whole arrays. @param {string} of @param {string} by */
export const slope = (of, by) => fraction([partial(), whole(of)], [partial(), whole(by)]);

/**
 * Whether a quantity is written in full, so that = may stand before it. Of a sigmoid's values 1/2 alone comes whole out of
 * it, not 0 or 1, and of its slopes 1/4. @param {string} hidden @returns {(value: number, name: string) => boolean}
 */
export function inFullWith(hidden) {
  return (value, name) => {
    if (name === "a2" || (hidden === "sigmoid" && name.startsWith("a1["))) return value === 0.5;
    if (hidden === "sigmoid" && name.startsWith("da1_dz1[")) return value === 0.25;
    return exact(value);
  };
}

/** What writes live numbers and letters that light up. @param {any} live the bindings that they belong to */
export function mathWith(live) {
  /** A live number; in a product or sum a negative one stands in brackets. */
  const number = (name, write = factor) => live.bind(math("mn"), name, write);

  /** A letter of the page; it lights up with its quantity. @param {string} name */
  const letter = (name) => live.mark(plainLetter(name), name);

  /** What `entry` makes of each name, in rows between brackets; a single one, made by `alone`, has none. */
  function table(names, entry, alone = entry) {
    if (names.length === 1 && names[0].length === 1) return [alone(names[0][0])];
    const rows = names.map((row) => math("mtr", ...row.map((name) => math("mtd", entry(name)))));
    const all = math("mtable", ...rows);
    all.setAttribute("class", "bp-matrix");
    return [all];
  }
  const matrix = (names, alone = factor) =>
    table(
      names,
      (name) => number(name, text),
      (name) => number(name, alone),
    );

  /** ∂L/∂ one number, which lights up with it. @param {string} name */
  const slopeBy = (name) => fraction([partial(), math("mi", "L")], [partial(), letter(name)]);

  return { number, letter, table, matrix, slopeBy };
}
