/** Judges a learner's prediction of a step: right, a slip that people make, or another entry's value. */
import { readNumber } from "../model/expression.js";
import { nameOf, parseName } from "../model/names.js";
import { loss, sigmoid } from "../model/network.js";
import { plainly } from "../model/plain_text.js";
import { arrayOf, entriesOf, stepIndexOf } from "./steps.js";

/**
 * What comes out where people slip, as arrays of the step's shape; the step's own trap first.
 * @param {string} step @param {import("./state.js").State} state
 * @returns {[mistake: string, rows: number[][], words?: string][]} words: the key of what is said, if not the mistake
 */
export function slips(step, { arrays, hidden, D, H }) {
  const { x, y, W1, b1, W2, b2, z1, a1, z2, a2, L } = arrays;
  const { dL_da2, da2_dz2, dL_dz2, dL_dW2, dL_db2, dL_da1, dL_dz1, dL_dW1, dL_db1 } = arrays;
  const each = (rows, f) => rows.map((row, i) => row.map((value, j) => f(value, i, j)));
  const turned = (rows) => each(rows, (value) => -value);
  const other = [[1 - y[0][0]]];
  switch (arrayOf(step)) {
    case "z1":
      return [
        ["sign", each(z1, (z, i) => z - 2 * b1[i][0])],
        ...(H === D
          ? [["transpose", each(z1, (_, i) => W1.reduce((sum, row, k) => sum + row[i] * x[k][0], b1[i][0]))]]
          : []),
        ["missing factor", each(z1, (_, i) => W1[i].reduce((sum, w) => sum + w, b1[i][0]))],
      ];
    case "a1":
      return hidden === "relu" ? [["gate", z1]] : [["sign", each(z1, (z) => sigmoid(-z))]];
    case "z2":
      return [
        [hidden === "sigmoid" ? "page's slip" : "sign", [[z2[0][0] - 2 * b2[0][0]]]],
        ["gate", [[z1.reduce((sum, [z], i) => sum + W2[0][i] * z, b2[0][0])]]],
      ];
    case "a2":
      return [["sign", [[sigmoid(-z2[0][0])]]]];
    case "L":
      return [
        ["y and 1 - y", loss(z2, other)],
        ["sign", turned(L)],
      ];
    case "dL_da2":
      return [
        ["sign", turned(dL_da2)],
        ["y and 1 - y", each(a2, (a) => (other[0][0] === 1 ? -1 / a : 1 / (1 - a)))],
        ["missing factor", dL_dz2],
      ];
    case "da2_dz2":
      return [
        ["σ'", each(a2, (a) => sigmoid(a) * sigmoid(-a))],
        ["missing factor", a2],
        ["missing factor", each(a2, (a) => 1 - a)],
      ];
    case "dL_dz2":
      return [
        ["sign", turned(dL_dz2)],
        ["σ'", dL_da2],
        ["σ'", each(dL_dz2, (d) => d * da2_dz2[0][0]), "σ' twice"],
        ["y and 1 - y", each(a2, (a) => a - other[0][0])],
      ];
    case "dL_dW2":
      return [
        ["missing factor", each(dL_dW2, () => dL_dz2[0][0])],
        ["sign", turned(dL_dW2)],
        ["gate", each(dL_dW2, (_, i, j) => dL_dz2[0][0] * z1[j][0])],
      ];
    case "dL_db2":
      return [
        ["sign", turned(dL_db2)],
        ["σ'", dL_da2],
      ];
    case "dL_da1":
      return [
        ["missing factor", each(dL_da1, (_, i) => W2[0][i])],
        ["sign", turned(dL_da1)],
      ];
    case "dL_dz1":
      return [
        ["gate", dL_da1],
        ["sign", turned(dL_dz1)],
      ];
    case "dL_dW1":
      return [
        ["page's slip", each(dL_dW1, (_, i) => dL_dz1[i][0])],
        ...(H === D ? [["transpose", each(dL_dW1, (_, i, j) => dL_dz1[j][0] * x[i][0])]] : []),
        ["gate", each(dL_dW1, (_, i, j) => dL_da1[i][0] * x[j][0])],
        ["sign", turned(dL_dW1)],
      ];
    case "dL_db1":
      return [
        ["gate", dL_da1],
        ["sign", turned(dL_db1)],
        ["missing factor", each(dL_db1, () => dL_dz2[0][0])],
      ];
    default:
      throw new Error(`no slips are known for step ${step}`);
  }
}

/** The entry that a learner is asked for: the one at which most slips show; null if the step reveals none. */
export function asked(step, state) {
  const rows = state.arrays[arrayOf(step)];
  const all = slips(step, state);
  /** How many slips differ from the right number there; the step's own trap counts most, and a 0 tells little. */
  const clarity = ([i, j]) =>
    all.reduce((sum, [, wrong], k) => sum + (differ(wrong[i][j], rows[i][j]) ? (k === 0 ? 10 : 1) : 0), 0) +
    (rows[i][j] === 0 ? 0 : 0.5);
  const best = entriesOf(step, state).reduce(
    (one, other) => (one && clarity(one) >= clarity(other) ? one : other),
    null,
  );
  return best && nameOf(arrayOf(step), ...best);
}

function differ(some, other) {
  return Math.abs(some - other) > 1e-9 * Math.abs(other);
}

/**
 * What a prediction amounts to. @param {string} typed @param {string} entry what was asked for
 * @param {string} step @param {import("./state.js").State} state
 * @returns {{right: boolean, mistake: string | null, words: string | null, other: string | null} | null} null if it is
 *   no number; mistake: the step's own trap or the only slip that it is; other: else, the entry of the array that it is
 */
export function judge(typed, entry, step, state) {
  const { i, j } = parseName(entry);
  const endless = /(?:^|[=≈~])\s*([-+]?)\s*(?:∞|inf|infty)$/.exec(plainly(typed));
  const reading = readNumber(typed);
  const value = endless ? (endless[1] === "-" ? -Infinity : Infinity) : reading.value;
  if (value === null) return null;
  const within = endless ? 0 : margin(reading);
  const is = (number) => number === value || Math.abs(number - value) <= within;
  const verdict = { right: false, mistake: null, words: null, other: null };
  const rows = state.arrays[arrayOf(step)];
  if (is(rows[i][j])) return { ...verdict, right: true };
  if (value === 0) return verdict; // what is 0 may be so for many reasons
  const all = slips(step, state);
  const fitting = all.filter(([, wrong]) => is(wrong[i][j]));
  const sure = fitting[0] === all[0] || fitting.every(([mistake]) => mistake === fitting[0][0]);
  if (fitting.length && sure) {
    const [mistake, , words = mistake] = fitting[0];
    return { ...verdict, mistake, words };
  }
  const same = rows.flatMap((row, r) => row.flatMap((number, c) => (is(number) ? [nameOf(arrayOf(step), r, c)] : [])));
  const other = same.find((name) => stepIndexOf(name, state.hidden) <= stepIndexOf(entry, state.hidden)) ?? null;
  return { ...verdict, other };
}

/**
 * How far a number may be from what was typed: half a unit of the last digit; for what was typed as a sum, a fraction
 * or a logarithm, what rounding makes of it. A whole number below ten counts as typed to one decimal, or 1 would do for 0.6.
 * @param {import("../model/expression.js").Reading} reading
 */
export function margin({ value, literal, isSum }) {
  if (!literal) return 1e-9 * (isSum ? Math.max(1, Math.abs(value)) : Math.abs(value)); // terms leave their rounding
  const fewest = Math.abs(value) < 10 ? 1 : 0;
  return 0.5 * 10 ** (literal.power - Math.max(literal.decimals, fewest)) * (1 + 1e-9);
}
