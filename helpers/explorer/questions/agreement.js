/** Whether a number that was typed is the one that was asked for, as helpers/checking.py has it. */
import { margin } from "../state/judging.js";

const AGREES = 1e-9; // relative
const ROUNDING = 1e-14; // what is left of terms near 1 that should have cancelled
const LAST_BIT = 2 ** -52; // of a number near 1: what is smaller can't be what is left of such terms
const CLOSE = 0.01; // relative: a number that was typed with few digits is still far from most others

/**
 * @param {import("../model/expression.js").Reading} reading @param {number} right
 * @param {number} [digits] significant digits that are asked for: half a unit of that digit may be missing
 * @param {boolean} [asTyped] whether half a unit of the last digit that was typed may be missing, too: for naming a slip
 * @returns {boolean}
 */
export function agrees(reading, right, digits, asTyped = false) {
  const { value, isSum } = reading;
  if (value === right) return true;
  if (!Number.isFinite(value) || !Number.isFinite(right)) return false;
  const off = Math.abs(value - right);
  if (off <= AGREES * Math.abs(right) || (isSum && off <= leftOver(right, digits))) return true;
  if (digits && off <= halfUnit(right, digits)) return true;
  return asTyped && value !== 0 && off <= Math.min(margin(reading), CLOSE * Math.abs(right));
}

/** What may be left of a sum whose terms should have cancelled to this number. */
function leftOver(right, digits) {
  if (right === 0) return ROUNDING;
  const size = Math.abs(right);
  return digits || size < LAST_BIT ? 0 : Math.min(ROUNDING, size / 10); // a tenth off is no factor forgotten
}

/** Whether it is the right number, rounded to fewer digits than were asked for. */
export function isRounded(reading, right) {
  const { value, literal } = reading;
  return Boolean(literal) && value !== 0 && Number.isFinite(right) && Math.abs(value - right) <= margin(reading);
}

/** Half a unit of the digit with this number; a hair below a power of ten counts as it, so that no last bit decides. */
function halfUnit(right, digits) {
  const size = Math.abs(right) * (1 + AGREES);
  return size ? 0.5 * (1 + AGREES) * 10 ** (Math.floor(Math.log10(size)) - (digits - 1)) : 0;
}

/** @param {Set<string>} some @param {Set<string>} others */
export const same = (some, others) => some.size === others.size && [...some].every((one) => others.has(one));
