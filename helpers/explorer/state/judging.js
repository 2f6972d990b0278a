/** Judges a learner's prediction of a step: right, a slip that people make, or another entry's value. */
import { readNumber } from "../model/expression.js";
import { compute, spread } from "../model/formulas.js";
import { NAMES, SLIPS } from "../model/mistakes.js";
import { nameOf, parseName } from "../model/names.js";
import { plainly } from "../model/plain_text.js";
import { arrayOf, entriesOf, stepIndexOf } from "./steps.js";

/**
 * What comes out where people slip, as arrays of the step's shape; the step's own trap first.
 * @param {string} step @param {import("./state.js").State} state
 * @returns {[mistake: string, rows: number[][], says?: string][]} says: a sentence, if the mistake's own doesn't do
 */
export function slips(step, { arrays, hidden }) {
  const array = arrayOf(step);
  const rows = arrays[array];
  return (SLIPS[`${array} ${hidden}`] ?? SLIPS[array]).flatMap(([mistake, formula, says]) => {
    const made = spread(compute(formula, arrays), rows.length, rows[0].length);
    return made ? [[mistake, made, says]] : [];
  });
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
 * @returns {{right: boolean, mistake: string | null, says: string | null, other: string | null} | null} null if it is
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
  const verdict = { right: false, mistake: null, says: null, other: null };
  const rows = state.arrays[arrayOf(step)];
  if (is(rows[i][j])) return { ...verdict, right: true };
  if (value === 0) return verdict; // what is 0 may be so for many reasons
  const all = slips(step, state);
  const fitting = all.filter(([, wrong]) => is(wrong[i][j]));
  const sure = fitting[0] === all[0] || fitting.every(([mistake]) => mistake === fitting[0][0]);
  if (fitting.length && sure) {
    const [mistake, , says = NAMES[mistake]] = fitting[0];
    return { ...verdict, mistake, says };
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
