/** The names of quantities, which count from 1: W1[1,2], b1[1], x[2], W2[1], b2, y; dL_dW1[1,2] and so on. */

export const PARAMETERS = ["W1", "b1", "W2", "b2"];

/** The four by name. @param {(name: string) => any} get @returns {import("./network.js").Parameters} */
export const parametersFrom = (get) =>
  /** @type {any} */ (Object.fromEntries(PARAMETERS.map((name) => [name, get(name)])));

/** @typedef {{array: string, i: number, j: number}} Place   an array's name, and a row and a column, from 0 */

/** @type {Map<string, string[][]>} each array's names, row by row: they are asked for many times in every picture */
const named = new Map();
/** @type {Map<string, Place>} */
const places = new Map();

/** The name of entry (i, j), counted from 0, of an array. @param {string} array @param {number} i @param {number} j */
export function quantity(array, i, j) {
  if (!named.has(array)) named.set(array, []);
  const row = (named.get(array)[i] ??= []);
  return (row[j] ??= written(array, i, j));
}

/** The array and the place in it of a named quantity. @param {string} name @returns {Place} */
export function place(name) {
  if (!places.has(name)) places.set(name, parsed(name));
  return places.get(name);
}

function written(array, i, j) {
  const of = array.replace(/^.*_d/, ""); // a derivative has the shape of what it is taken by
  if (of === "W1") return `${array}[${i + 1},${j + 1}]`;
  if (of === "W2") return `${array}[${j + 1}]`;
  if (of === "x" || of === "b1" || of === "z1" || of === "a1") return `${array}[${i + 1}]`;
  return array;
}

function parsed(name) {
  const [, array, first = "1", second = "1"] = /^([^[]+)(?:\[(\d+)(?:,(\d+))?\])?$/.exec(name);
  const isRow = array.endsWith("W2");
  return isRow ? { array, i: 0, j: first - 1 } : { array, i: first - 1, j: second - 1 };
}
