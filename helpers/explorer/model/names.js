/** The names of quantities, which count from 1: W1[1,2], b1[1], x[2], W2[1], b2, y; dL_dW1[1,2] and so on. */

export const PARAMETERS = ["W1", "b1", "W2", "b2"];

/** The four by name. @param {(name: string) => any} get @returns {import("./network.js").Parameters} */
export const parametersFrom = (get) =>
  /** @type {any} */ (Object.fromEntries(PARAMETERS.map((name) => [name, get(name)])));

/** The name of entry (i, j), counted from 0, of an array. @param {string} name @param {number} i @param {number} j */
export function quantity(name, i, j) {
  const of = name.slice(name.lastIndexOf("_d") < 0 ? 0 : name.lastIndexOf("_d") + 2); // a gradient counts as what it belongs to
  if (of === "W1") return `${name}[${i + 1},${j + 1}]`;
  if (of === "W2") return `${name}[${j + 1}]`;
  if (of === "x" || of === "b1" || of === "z1" || of === "a1") return `${name}[${i + 1}]`;
  return name;
}

/** The array and the place in it, from 0, of a named quantity. @param {string} name */
export function place(name) {
  const [, array, first, second] = /^([^[]+)(?:\[(\d+)(?:,(\d+))?\])?$/.exec(name);
  if (first === undefined) return { array, i: 0, j: 0 };
  const across = /W2$/.test(array);
  return across
    ? { array, i: 0, j: Number(first) - 1 }
    : { array, i: Number(first) - 1, j: second === undefined ? 0 : Number(second) - 1 };
}
