/**
 * How a number is written for a reader, as in helpers/numerals.py: the same rules under the same names.
 *
 * A positive decimal is {digits, power}: digits "3975" and power -31 are 3.975 · 10^-31.
 * @typedef {{digits: string, power: number}} Decimal
 * @typedef {{negative: boolean, mantissa: string, power: number | null, fromOne: boolean}} Numeral
 */

const FULL = 6; // a number with no more digits than this is written as it is
const SHORT = 4; // digits that are left of a longer one, unless its whole part has more
const NOISE = 12; // digits beyond these are rounding in float64: 0.1 + 0.2 is written 0.3
const LARGE = 6; // the power of ten from which on a number is written as m·10^n,
const SMALL = -5; // and the one down to which it is
const NEAR_ONE = -4; // the power of ten of a difference below 1e-3
const MOST_DECIMALS = 8; // nearer to 1 than these show, a number is written as 1 - m·10^n

/** @param {number} value finite @returns {Numeral} */
export function numeral(value) {
  const exact = decimal(Math.abs(value));
  const negative = value < 0;
  if (exact.digits === "0") return { negative: false, mantissa: "0", power: null, fromOne: false };
  if (exact.digits.length > FULL && exact.power === -1) {
    const near = fromOne(exact.digits);
    if (near.power <= NEAR_ONE) {
      const decimals = 1 - near.power;
      if (decimals > MOST_DECIMALS) return { negative, ...scaled(rounded(near)), fromOne: true };
      return { negative, mantissa: plain(round(exact, decimals)), power: null, fromOne: false };
    }
  }
  return { negative, ...scaled(rounded(exact)), fromOne: false };
}

/** The shortest decimal that is this float. @param {number} value not negative @returns {Decimal} */
function decimal(value) {
  const [mantissa, power] = value.toExponential().split("e");
  return normal({ digits: mantissa.replace(".", ""), power: Number(power) });
}

/** 1 - 0.digits, exactly. @param {string} digits @returns {Decimal} */
function fromOne(digits) {
  const rest = String(10n ** BigInt(digits.length) - BigInt(digits));
  return normal({ digits: rest, power: rest.length - digits.length - 1 });
}

/** @param {Decimal} number @returns {Decimal} without zeros at the end of its digits */
function normal({ digits, power }) {
  return { digits: digits.replace(/0+$/, "") || "0", power };
}

/** The first `count` digits, half rounded up. @param {Decimal} number @param {number} count @returns {Decimal} */
function round({ digits, power }, count) {
  if (digits.length <= count) return { digits: digits.padEnd(count, "0"), power };
  let head = BigInt(digits.slice(0, count));
  if (digits[count] >= "5") head += 1n;
  const text = String(head);
  return text.length > count ? { digits: text.slice(0, count), power: power + 1 } : { digits: text, power };
}

/** Whether value is written in full, so that = may stand before it; otherwise ≈ should. @param {number} value */
export function exact(value) {
  if (!Number.isFinite(value)) return false;
  const number = decimal(Math.abs(value));
  const nearOne = number.power === -1 && fromOne(number.digits).power <= NEAR_ONE;
  return (nearOne ? number : clean(number)).digits.length <= FULL;
}

/** @param {Decimal} number @returns {Decimal} without the digits that are rounding in float64 */
function clean(number) {
  return normal(round(number, NOISE));
}

/** @param {Decimal} number @returns {Decimal} with the digits that are shown of it */
function rounded(number) {
  const short = clean(number);
  if (short.digits.length <= FULL) return short;
  const whole = number.power < LARGE ? number.power + 1 : 0;
  return round(number, Math.max(SHORT, whole));
}

/** @param {Decimal} number @returns {{mantissa: string, power: number | null}} */
function scaled(number) {
  if (SMALL < number.power && number.power < LARGE) return { mantissa: plain(number), power: null };
  return { mantissa: plain({ digits: number.digits, power: 0 }), power: number.power };
}

/** @param {Decimal} number @returns {string} its digits with the point in place */
function plain({ digits, power }) {
  if (power < 0) return `0.${"0".repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, "0");
  const rest = digits.slice(power + 1);
  return rest ? `${whole}.${rest}` : whole;
}

/** value as plain text: −0.25, 3.975·10⁻³¹, 1 − 9.35·10⁻¹⁴, ∞. @param {number} value @returns {string} */
export function text(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  const { negative, mantissa, power, fromOne } = numeral(value);
  let written = mantissa;
  if (power !== null) {
    const raised = [...String(power)].map((c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]).join("");
    written = mantissa === "1" ? `10${raised}` : `${mantissa}·10${raised}`;
  }
  if (fromOne) return negative ? `−1 + ${written}` : `1 − ${written}`;
  return negative ? `−${written}` : written;
}

/** value where there is little room: three digits and what its size needs. @param {number} value */
export function short(value) {
  const whole = text(value);
  return whole.length <= 6 || !Number.isFinite(value) ? whole : text(Number(value.toPrecision(3)));
}

/** value where there is hardly any room: five characters, or as few as its size can be said in. @param {number} value */
export function tiny(value) {
  const written = short(value);
  if (written.length <= 5 || !Number.isFinite(value)) return written;
  if (Math.abs(value) >= 1000 && Math.abs(value) < 1e6) return text(Math.round(value));
  const ways = [3, 2, 1].map((digits) => text(Number(value.toPrecision(digits))));
  return ways.find((one) => one.length <= 5) ?? (ways[2].length <= 7 ? ways[2] : power(value));
}

/** The power of ten alone, as 10⁻³¹ for 3.975·10⁻³¹. @param {number} value */
function power(value) {
  const size = 10 ** Math.floor(Math.log10(Math.abs(value)));
  return text(Math.sign(value) * (size || Math.abs(value)));
}

/** The same inside a product or a sum: in brackets where it would be misread. @param {number} value */
export function factor(value) {
  const written = text(value);
  return /^−|−|\+/.test(written) ? `(${written})` : written;
}
