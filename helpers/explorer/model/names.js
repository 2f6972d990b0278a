/** The names of quantities, which count from 1: W1[1,2], b1[1], x[2], W2[1], b2, y; dL_dW1[1,2] and so on. */

export const PARAMETERS = ["W1", "b1", "W2", "b2"];

/** The four by name. @param {(name: string) => any} get @returns {import("./network.js").Parameters} */
export const parametersFrom = (get) =>
  /** @type {any} */ (Object.fromEntries(PARAMETERS.map((name) => [name, get(name)])));

/** @typedef {{array: string, i: number, j: number}} Place   an array's name, and a row and a column, from 0 */

/** @type {Map<string, string[][]>} each array's names, row by row: they are asked for many times in every picture */
const names = new Map();
/** @type {Map<string, Place>} what each name stands for */
const parsed = new Map();

/** The name of entry (i, j), counted from 0, of an array. @param {string} array @param {number} i @param {number} j */
export function nameOf(array, i, j) {
  if (!names.has(array)) names.set(array, []);
  const row = (names.get(array)[i] ??= []);
  return (row[j] ??= write(array, i, j));
}

/** The array that a name stands for, and the entry, from 0. @param {string} name @returns {Place} */
export function parseName(name) {
  if (!parsed.has(name)) parsed.set(name, parse(name));
  return parsed.get(name);
}

function write(array, i, j) {
  const of = array.replace(/^.*_d/, ""); // a derivative has the shape of what it is taken by
  if (of === "W1") return `${array}[${i + 1},${j + 1}]`;
  if (of === "W2") return `${array}[${j + 1}]`;
  if (of === "x" || of === "b1" || of === "z1" || of === "a1") return `${array}[${i + 1}]`;
  return array;
}

function parse(name) {
  const [, array, first = "1", second = "1"] = /^([^[]+)(?:\[(\d+)(?:,(\d+))?\])?$/.exec(name);
  const isRow = array.endsWith("W2");
  return isRow ? { array, i: 0, j: first - 1 } : { array, i: first - 1, j: second - 1 };
}
