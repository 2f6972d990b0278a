/** Computes the catalogue's formulas: nested lists such as ["@", "dL_dz1", ["T", "x"]], on arrays of rows. */
import { loss, sigmoid } from "./network.js";

/** @typedef {number | string | [operator: string, ...operands: Formula[]]} Formula a number, a letter, or an operation */

const each = (f) => (rows) => rows.map((row) => row.map((value) => f(value)));
const pairwise = (f) => (left, right) => {
  const [height, width] = [0, 1].map((axis) => Math.max(sizes(left)[axis], sizes(right)[axis]));
  const [one, other] = [left, right].map((rows) => spread(rows, height, width));
  return one && other && one.map((row, i) => row.map((value, j) => f(value, other[i][j])));
};
const subtract = pairwise((a, b) => a - b);
const negate = each((value) => -value);
const OPERATIONS = {
  "+": pairwise((a, b) => a + b),
  "-": (left, right) => (right ? subtract(left, right) : negate(left)),
  "*": pairwise((a, b) => a * b),
  "/": pairwise((a, b) => a / b),
  ">": pairwise((a, b) => Number(a > b)),
  "@": (left, right) =>
    left[0].length === right.length
      ? left.map((row) => right[0].map((_, j) => row.reduce((sum, value, k) => sum + value * right[k][j], 0)))
      : null,
  T: (rows) => rows[0].map((_, j) => rows.map((row) => row[j])),
  ones: each(() => 1),
  σ: each(sigmoid),
  softplus: (rows) => loss(rows, each(() => 0)(rows)),
};

/**
 * @param {Formula} formula @param {Object<string, number[][]>} letters
 * @returns {number[][] | null} null where shapes don't fit
 */
export function compute(formula, letters) {
  if (typeof formula === "number") return [[formula]];
  if (typeof formula === "string") return letters[formula];
  const [operator, ...operands] = formula;
  const values = operands.map((operand) => compute(operand, letters));
  return values.every(Boolean) ? OPERATIONS[operator](...values) : null;
}

/** Rows repeated to so many rows and columns, as NumPy does it; null where that can't be. */
export function spread(rows, height, width) {
  if (!rows || sizes(rows).some((size, axis) => size !== 1 && size !== [height, width][axis])) return null;
  return Array.from({ length: height }, (_, i) =>
    Array.from({ length: width }, (_, j) => rows[rows.length === 1 ? 0 : i][rows[0].length === 1 ? 0 : j]),
  );
}

const sizes = (rows) => [rows.length, rows[0].length];
