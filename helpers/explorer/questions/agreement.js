/** Whether a number that was typed is the one that was asked for, as helpers/checking.py has it. */
import { margin } from "../state/judging.js";

const AGREES = 1e-9; // relative
const ROUNDING = 1e-14; // what is left of terms near 1 that should have cancelled

/**
 * @param {import("../model/expression.js").Reading} reading @param {number} right
 * @param {number} [digits] significant digits that are asked for: half a unit of that digit may be missing
 * @param {boolean} [asTyped] whether half a unit of the last digit that was typed may be missing, too: for naming a slip
 */
export function agrees(reading, right, digits, asTyped = false) {
  const { value, isSum } = reading;
  if (value === right) return true;
  if (!Number.isFinite(value) || !Number.isFinite(right)) return false;
  const off = Math.abs(value - right);
  if (off <= AGREES * Math.abs(right) || (isSum && off <= ROUNDING * Math.max(1, Math.abs(right)))) return true;
  if (digits && off <= halfUnit(right, digits)) return true;
  return asTyped && value !== 0 && right !== 0 && off <= margin(reading);
}

/** Whether it is the right number, rounded to fewer digits than were asked for. */
export function isRounded(reading, right) {
  const { value } = reading;
  return value !== 0 && Number.isFinite(right) && Math.abs(value - right) <= margin(reading);
}

/** Half a unit of the digit with this number; a hair below a power of ten counts as it, so that no last bit decides. */
function halfUnit(right, digits) {
  const size = Math.abs(right) * (1 + AGREES);
  return size ? 0.5 * (1 + AGREES) * 10 ** (Math.floor(Math.log10(size)) - (digits - 1)) : 0;
}

/** @param {Set<string>} some @param {Set<string>} others */
export const same = (some, others) => some.size === others.size && [...some].every((one) => others.has(one));
