/** Round numbers, for axes, sliders and steps. */

const LARGEST = 1.7976e308; // no number is moved farther, and there is room left to compute where it stands

/** The smallest of 1, 2, 5 times a power of ten that is at least `size`. @param {number} size above 0 */
export function roundUp125(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  const round = [1, 2, 5, 10].map((m) => m * power).find((r) => r >= size * (1 - 1e-12));
  return Math.min(withoutDust(round), Number.MAX_VALUE);
}

/** value without the dust that adding decimals in binary leaves, and finite. @param {number} value */
export function withoutDust(value) {
  return Number(Math.max(-LARGEST, Math.min(LARGEST, value)).toPrecision(12));
}
