/**
 * How a number is written for a reader, as in helpers/numerals.py, function by function; and how a typed one is read.
 *
 * A positive decimal is {digits, power}: digits "3975" and power -31 are 3.975 · 10^-31.
 * @typedef {{digits: string, power: number}} Decimal
 * @typedef {{negative: boolean, mantissa: string, power: number | null, fromOne: boolean}} Numeral
 */

const FULL = 6;
const SHORT = 4;
const NOISE = 12;
const LARGE = 6;
const SMALL = -5;
const NEAR_ONE = -4; // the power of ten of a difference below 1e-3
const MOST_DECIMALS = 8;

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

/** The same inside a product or a sum: in brackets where it would be misread. @param {number} value */
export function factor(value) {
  const written = text(value);
  return /^−|−|\+/.test(written) ? `(${written})` : written;
}

const FUNCTIONS = { ln: Math.log, log: Math.log, exp: Math.exp, sqrt: Math.sqrt, "√": Math.sqrt };
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/;
const TOKEN = new RegExp(`${NUMBER.source}|ln|log|exp|sqrt|[e√*/^()+-]|\\S`, "g");
const RAISED = "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹";
const COMMA = /(?<![\d.,])(\d*),(\d+)(?![\d.,])/g; // in a number that has no other mark
const PAIR = /^\s*\([^(),]*,[^(),]*\)\s*$/; // a point, perhaps

/** What was typed in the signs of a keyboard: 3.975*10^(-31) for = 3.975·10⁻³¹, 0.5 for 0,5. @param {string} typed */
export function plainly(typed) {
  return typed
    .replace(/(?<=\d)[\u2009\u202f](?=\d{3}(?!\d))/g, "") // a thin space between thousands
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, "") // signs without width, which come along with what is copied
    .replace(/[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (raised) => `^(${[...raised].map((c) => "-+0123456789"[RAISED.indexOf(c)]).join("")})`)
    .replace(/(\d*)([¼½¾⅐-⅞])/g, (_, whole, part) => `(${whole || 0}+${part})`)
    .normalize("NFKC") // ½ is 1⁄2 now, and each kind of space a plain one
    .replace(/\\(?:cdot|times)\b/g, "*")
    .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, "(($1)/($2))")
    .replace(/[−–‐‑‒﹣－]/g, "-")
    .replace(/[·⋅∙×∗]|(?<=\d)\s*x\s*(?=10\s*\^)/g, "*")
    .replace(/[÷⁄∕]/g, "/")
    .replace(/\*\*/g, "^")
    .replace(/\{/g, "(")
    .replace(/\}/g, ")")
    .replace(/(?<!\w)(?:np|numpy|math)\.(?=(?:log|exp|sqrt)\b)/g, "") // as Python has them
    .replace(/(?<!\w)(?:np\.|numpy\.)?float(?:32|64)?(?=\()/g, "")
    .replace(/(\d)E(?=[+-]?\d)/g, "$1e")
    .replace(COMMA, (all, whole, part) => (PAIR.test(typed) || isTwofold(whole, part) ? all : `${whole}.${part}`))
    .replace(/^\s*(?:[\p{L}∂][^=≈]*)?[=≈~]/u, "") // the name, as in a2 ≈ 0.905
    .replace(/(?<=\d)\.{3}\s*$/, "") // 0.333…
    .trim();
}

/** Whether the comma in 1,250 may be decimal or stand between thousands; that in 0,250 is decimal. */
const isTwofold = (whole, part) => part.length === 3 && /[1-9]/.test(whole) && whole.length <= 3;

/** Whether a comma is what keeps it from being read: where parse gives null. @param {string} typed */
export const isAmbiguous = (typed) => /\d,|,\d/.test(plainly(typed));

/**
 * The number that a learner typed, such as −0.5, 1,5, 1e-3, -1/2, ln 2, np.log(2), 2(1 - e^-1), or copied from the page, such
 * as 3.975·10⁻³¹ or 1 − 9.35·10⁻¹⁴; null if it is none, or if it can't be told which. log is the natural logarithm, as on
 * the page. @param {string} typed @returns {number | null}
 */
export function parse(typed) {
  const tokens = plainly(typed).match(TOKEN) ?? [];
  let next = 0;
  const take = (token) => tokens[next] === token && ++next > 0;

  function sum() {
    let value = product();
    for (;;)
      if (take("+")) value += product();
      else if (take("-")) value -= product();
      else return value;
  }
  function product() {
    let value = signed();
    for (;;)
      if (take("*")) value = tokens[next] === "10" && tokens[next + 1] === "^" ? shifted(value) : value * signed();
      else if (take("/")) value /= signed();
      else if (tokens[next] in FUNCTIONS || tokens[next] === "(" || tokens[next] === "e") value *= power();
      else return value;
  }
  /** value · 10^n, which only shifts the point: 3·10⁻⁷ is 3e-7 to the last bit. */
  function shifted(value) {
    next += 2;
    const n = signed();
    const [digits, power = 0] = String(value).split("e");
    return Number.isInteger(n) ? Number(`${digits}e${Number(power) + n}`) : value * 10 ** n;
  }
  function signed() {
    if (take("-")) return -signed();
    if (take("+")) return signed();
    return power();
  }
  function power() {
    if (tokens[next] === "10" && tokens[next + 1] === "^") return shifted(1);
    const base = atom();
    return take("^") ? base ** signed() : base;
  }
  function atom() {
    const token = tokens[next++];
    if (token === "(") {
      const inner = sum();
      return take(")") ? inner : NaN;
    }
    if (token === "e") return Math.E;
    if (token in FUNCTIONS) return FUNCTIONS[token](power());
    return /^[\d.]/.test(token) ? Number(token) : NaN;
  }

  const value = sum();
  return next === tokens.length && Number.isFinite(value) ? value : null;
}
