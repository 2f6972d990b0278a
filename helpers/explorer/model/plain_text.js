/**
 * Brings what was typed to the signs of a keyboard, so that expression.js need only read those. The order matters: each
 * line relies on those above it.
 */

export const GLYPHS = "¼½¾⅐-⅞"; // fractions of one sign
const RAISED = "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹";
const COMMA = /(?<![\d.,])(\d*),(\d+)(?![\d.,])(\s*(?:e[+-]?\d|\*\s*10\s*\^))?/gi; // in a number that has no other mark
const PAIR = /^\s*[([][^()[\],]*,[^()[\],]*[)\]]\s*$/; // a point, perhaps
const LOG = /(?<!\w)log\s*\([^()]*$/i; // math.log(2,10) has a base

/** What was typed in the signs of a keyboard: 3.975*10^(-31) for = 3.975·10⁻³¹, 0.5 for 0,5. @param {string} typed */
export function plainly(typed) {
  const text = typed
    .replace(/(?<=\d)[\u2009\u202f'’_](?=\d{3}(?!\d))/g, "") // between thousands
    .replace(/^\s*[-−]?\d{1,3}(?:([ ,])\d{3})(?:\1\d{3})+\s*$/, (all) => all.replace(/[ ,]/g, "")) // 1,000,000 alone
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, "") // signs without width, which come along with what is copied
    .replace(/[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (raised) => `^(${[...raised].map((c) => "-+0123456789"[RAISED.indexOf(c)]).join("")})`)
    .replace(/log(?:[₁₂₀]+|_\{?(?:10|2)\}?)/gi, (log) => `${log.normalize("NFKC").replace(/[_{}]/g, "")} `)
    .replace(new RegExp(`[^${GLYPHS}]+`, "g"), (rest) => rest.normalize("NFKC")) // each kind of space is a plain one now
    .replace(/[−–—‐‑‒﹣－]/g, "-");
  const line = fromPython(fromLatex(text))
    .replace(/(?<![\d.,])(\d+)·(?!10\s*\^)(?=\d+(?![\d.,]))/g, "$1‧") // 0·5 may be 0.5
    .replace(/[·⋅∙•×∗]|(?<=\d)\s*x\s*(?=10\s*\^)/g, "*")
    .replace(/[÷⁄∕]/g, "/")
    .replace(/\*\*/g, "^")
    .replace(/(?<=\d)\.{3}(?=\W*$)/, "…"); // 0.333…
  return decimalPoints(line).replace("…", "").trim();
}

/** Each comma of a number as a point, and thousands without a mark; what may be either, or a point, stays. */
function decimalPoints(line) {
  if (PAIR.test(line)) return line;
  return line
    .replace(/(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d+(?![\d.,])/g, (all) => all.replace(/\./g, "").replace(",", "."))
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+\.\d+(?![\d.,])/g, (all) => all.replace(/,/g, ""))
    .replace(COMMA, (all, whole, part, power = "", at) => {
      const thousands = part.length === 3 && /^[1-9]\d{0,2}$/.test(whole) && !power && line[at + all.length] !== "…";
      const second = /[1-9]/.test(whole) && LOG.test(line.slice(0, at));
      return thousands || second ? all : `${whole}.${part}${power}`;
    });
}

/** @param {string} text with formulas as LaTeX has them */
const fromLatex = (text) =>
  text
    .replace(/^\s*(\$\$?)(.*)\1\s*$/, "$2")
    .replace(/^\s*\\\((.*)\\\)\s*$/, "$1")
    .replace(/\\(?:cdot|times)(?![a-z])/gi, "*")
    .replace(/\\approx(?![a-z])/g, "≈")
    .replace(/\\(?:mathrm|operatorname|text)\s*\{(\w*)\}/g, "$1")
    .replace(/\\(?:left|right)(?![a-z])/g, "")
    .replace(/\{,\}/g, ",")
    .replace(/\\[dt]frac(?![a-z])/g, " frac")
    .replace(/\\[,;:! ]|\\(?=[a-z])/gi, " ");

/** @param {string} text with a number as Python prints it, or a function under its module's name */
const fromPython = (text) =>
  text
    .replace(/(?:,\s*\w+=[^,()=]+)+\)\s*$/, ")") // tensor(0.5, grad_fn=<MulBackward0>)
    .replace(/(?<![\p{L}\d_.])(?:np|numpy|jnp|math|torch)\.(?=[a-z])/giu, "");
