/** Reads the number that a learner typed: a decimal, a fraction, an expression, or what a page or Python printed. */
import { GLYPHS, plainly } from "./plain_text.js";

// Without a prototype, or "constructor" and the like would be known words.
const FUNCTIONS = {
  __proto__: null,
  ...{ ln: Math.log, log: Math.log, log2: Math.log2, log10: Math.log10, exp: Math.exp, abs: Math.abs },
  ...{ sqrt: Math.sqrt, "√": Math.sqrt },
};
const CONSTANTS = { __proto__: null, e: Math.E, pi: Math.PI, π: Math.PI };
const WRAPPERS = new Set(["array", "tensor", "float", "float32", "float64"]); // around a number that Python printed
const CLOSING = { __proto__: null, "(": ")", "[": "]", "{": "}" };
const GLYPH = new RegExp(`[${GLYPHS}]`);
const MIXED = /\d+\s+[1-9]\d?\/[1-9]\d?(?![\d.]|\s*[\^/])/; // 1 1/2
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/;
const WORD = /log(?:2|10)(?![\d.])|float(?:32|64)|\p{L}+/;
const TOKEN = new RegExp(`(?:\\d+\\s*)?[${GLYPHS}]|${MIXED.source}|${NUMBER.source}|${WORD.source}|\\S`, "giu");

/**
 * What was typed, read: its value, or null and why, a key of `unreadable` in words.js; that is null, too, where it is no number.
 * literal: the decimals and the power of ten, if it is one number written out; isSum: whether terms may have cancelled.
 * @typedef {{value: number | null, why: string | null, literal: {decimals: number, power: number} | null, isSum: boolean}} Reading
 */

/**
 * What a learner typed, such as −0.5, 1,5, 1e-3, -1/2, ln 2, np.log(2), 2(1 - e^-1), \frac{1}{2} or [0.5], or copied from the
 * page, such as 3.975·10⁻³¹ or 1 − 9.35·10⁻¹⁴. What may mean two numbers is not read, but log is the natural logarithm, as on
 * the page, and 1/2·3 goes from left to right.
 * @param {string} typed @returns {Reading}
 */
export function readNumber(typed) {
  const nothing = (why) => ({ value: null, why, literal: null, isSum: false });
  const [last, ...before] = plainly(typed).split(/==?|≈|~/).reverse();
  const name = before.pop()?.trim(); // as in a2 ≈ 0.905
  if (before.length) return nothing("sides");
  if (name) {
    if (!/^[\p{L}∂]/u.test(name) || readExpression(name).value !== null) return nothing("sides");
    if (/[<>!]/.test(name)) return nothing(null);
  }
  return readExpression(last);
}

/**
 * sum = product {("+" | "-") product}; product = signed {("*" | "/") signed | power}; signed = {"+" | "-"} power;
 * power = atom ["^" signed]; atom = number | constant | bracket | function (bracket | signed) | "frac" part part.
 * @param {string} line in the signs of a keyboard @returns {Reading}
 */
function readExpression(line) {
  const matches = [...line.matchAll(TOKEN)];
  const tokens = matches.map(([token]) => (token === "LOG" ? token : token.toLowerCase()));
  const spaced = (at) => /\s/.test(line[matches[at]?.index - 1] ?? "");
  let next = 0;
  let why = null; // the first reason not to read it
  let broken = false;
  let atoms = 0;
  let literal = null; // of the atom that came last
  let isSum = false;
  const take = (token) => tokens[next] === token && ++next > 0;
  const isNumber = (token) => /^\.?\d/.test(token ?? "");
  const isWord = (token) => token in FUNCTIONS || token in CONSTANTS || token === "frac";
  const fail = () => ((broken = true), NaN);
  const refuse = (reason) => (why ??= reason);

  function sum() {
    let value = product();
    for (;;) {
      const sign = tokens[next];
      if (sign !== "+" && sign !== "-") return value;
      next += 1;
      isSum = true;
      if (sign === "+" && tokens[next] === "-" && !spaced(next)) refuse("plusMinus");
      value += sign === "+" ? product() : -product();
    }
  }
  function product() {
    let value = signed();
    let slash = null; // "/", if it came last; a factor without a sign may belong below it
    for (;;)
      if (take("*")) {
        slash = null;
        value = isTen() ? shifted(value) : value * signed();
      } else if (take("/")) {
        slash = next - 1;
        value /= signed();
      } else if (isFactor()) {
        const fraction = slash !== null && !spaced(slash) && !spaced(slash + 1) && spaced(next); // 1/2 ln 2
        if (slash !== null && !fraction) refuse("fraction");
        value *= power();
      } else return value;
  }
  /** Whether a factor follows without a sign, as in 2(3), 3 ln 2 and (1-0.5)4. What has two readings is refused. */
  function isFactor() {
    const [last, token] = [tokens[next - 1], tokens[next]];
    if (isNumber(token)) {
      if (isNumber(last) && spaced(next)) refuse("space");
      return /[)\]}]/.test(last);
    }
    if (token === "‧") refuse("point");
    if (token === "e" && /\d\.?$/.test(last) && tokens[next + 1] !== "^") refuse("exponent"); // 1e, 1.5e -3
    if (token === "(" && /^\d*\.\d*$/.test(last) && !spaced(next)) {
      if (last.endsWith(".") || (/^\d+$/.test(tokens[next + 1]) && tokens[next + 2] === ")")) refuse("recurring");
    }
    return isWord(token) || token in CLOSING;
  }
  const isTen = () => tokens[next] === "10" && tokens[next + 1] === "^";
  /** value · 10^n, which only shifts the point: 3·10⁻⁷ is 3e-7 to the last bit. */
  function shifted(value) {
    const [atomsBefore, typed] = [atoms, literal];
    next += 2;
    const n = signed();
    [atoms, literal] = [atomsBefore, typed && Number.isInteger(n) ? { ...typed, power: typed.power + n } : null];
    const [digits, power = 0] = String(value).split("e");
    return Number.isInteger(n) ? Number(`${digits}e${Number(power) + n}`) : value * 10 ** n;
  }
  function signed() {
    if (take("-")) return -signed();
    if (take("+")) return signed();
    return power();
  }
  function power() {
    if (isTen()) {
      atoms += 1;
      literal = { decimals: 0, power: 0 };
      return shifted(1);
    }
    const base = atom();
    if (!take("^")) return base;
    const minus = tokens[next] === "-";
    const value = base ** signed();
    if (minus && isNumber(tokens[next - 1]) && tokens[next] === "/" && isNumber(tokens[next + 1])) refuse("power");
    return value;
  }
  function atom() {
    const token = tokens[next];
    if (token in CLOSING) return bracket();
    next += 1;
    if (WRAPPERS.has(token)) return tokens[next] in CLOSING ? bracket() : fail();
    atoms += 1;
    literal = null;
    if (token in CONSTANTS) return CONSTANTS[token];
    if (token in FUNCTIONS) return FUNCTIONS[token](argument());
    if (token === "frac") return part() / part();
    if (token === "lg" || token === "LOG") refuse("base"); // LOG is to base 10 in Excel
    return isNumber(token) || GLYPH.test(token) ? number(token) : fail();
  }
  /** In brackets, or what follows, if that cannot be more than one thing: ln 1/2 is not read. */
  function argument() {
    if (tokens[next] in CLOSING) return bracket();
    const value = signed();
    if (tokens[next] === "*" || tokens[next] === "/" || isFactor()) refuse("argument");
    return value;
  }
  function bracket() {
    const close = CLOSING[tokens[next++]];
    const inner = sum();
    return take(close) ? inner : fail();
  }
  /** One of the two of \frac, in braces or a single digit. */
  function part() {
    if (tokens[next] === "{") return bracket();
    const digits = tokens[next] ?? "";
    if (!/^\d+$/.test(digits)) return fail();
    if (digits.length > 1) tokens[next] = digits.slice(1);
    else next += 1;
    return Number(digits[0]);
  }
  function number(token) {
    const [, decimals, power = 0] = /^\d*\.?(\d*)(?:e(.*))?$/.exec(token) ?? [];
    if (decimals !== undefined) {
      literal = { decimals: decimals.length, power: Number(power) };
      return Number(token);
    }
    const [, whole, parts] = /^(\d*)\s*(.*)$/.exec(token.replace(GLYPH, (glyph) => ` ${glyph.normalize("NFKC")}`));
    const [over, under] = parts.split(/[/⁄]/).map(Number);
    const free = /(?:^|[([{]|(?:^|[^^])\s*[+-])\s*$/.test(line.slice(0, matches[next - 1].index));
    if (over >= under || (/\s/.test(token) && !free)) refuse("space"); // 2/1 1/2
    return Number(whole) + over / under;
  }

  const value = sum();
  const unknown = tokens.some((token) => /^\p{L}/u.test(token) && !isWord(token) && !WRAPPERS.has(token)) && why !== "base";
  if (unknown) why = null;
  else if (/\d,|,\d/.test(line)) why = "comma";
  else if (/[\d)\]]\s*%\s*$/.test(line)) why = "percent";
  else if (line.includes("±")) why = "plusMinus";
  else if (/\d\s*:\s*\d/.test(line)) why = "ratio";
  else if (!why && !broken && next === tokens.length && !Number.isFinite(value)) why = "infinite";
  if (why || unknown || broken || next < tokens.length || !Number.isFinite(value))
    return { value: null, why, literal: null, isSum };
  return { value, why: null, literal: atoms === 1 ? literal : null, isSum };
}
