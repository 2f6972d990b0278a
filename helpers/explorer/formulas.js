/** The panel of formulas: P1-P6, or M1-M5, in the page's letters and with the numbers put in. */
import { html, math } from "./dom.js";
import { exact, factor, text } from "./numerals.js";
import { quantity } from "./state.js";
import { words } from "./words.js";

const onlyHalf = (value) => value === 0.5; // of a sigmoid's values, 1/2 alone is a float64
const never = () => false;

/** @param {{live: any}} explorer @returns {import("./explorer.js").Panel} */
export function formulas({ live }) {
  const element = html("section", { class: "bp-formulas", "aria-label": words.formulas, tabindex: "0" });

  /** A live number; in a product or sum a negative one stands in brackets. */
  const number = (name, write = factor) => live.follow(math("mn"), name, write);
  const sign = (text) => math("mo", text);
  const applied = (name, ...inner) => [math("mi", name), sign("("), ...inner, sign(")")];

  /** A letter of the page: w with 1,2 below and [1] above. */
  function letter(base, below, layer) {
    return math(
      "msubsup",
      math("mi", base),
      math("mrow", ...(below ? [math("mn", below)] : [])),
      math("mrow", sign("["), math("mn", String(layer)), sign("]")),
    );
  }

  /** One line of mathematics; it may break between its parts. */
  function line(name, ...parts) {
    const list = parts.map((nodes) => math("math", math("mrow", ...nodes)));
    return html("div", { class: "bp-line", "data-line": name }, ...list);
  }

  /** W[k] v[k] + … + b, once with letters and once with numbers. */
  function sum(weights, inputs, bias) {
    const letters = [];
    const numbers = [];
    weights.forEach(([weight, weightLetter], k) => {
      const [name, inputLetter] = inputs[k];
      if (k) (letters.push(sign("+")), numbers.push(sign("+")));
      letters.push(weightLetter(), inputLetter());
      numbers.push(number(weight), sign("·"), number(name));
    });
    letters.push(sign("+"), bias[1]());
    numbers.push(sign("+"), number(bias[0]));
    return [letters, numbers];
  }

  function build({ D, H, hidden }) {
    const rows = [];
    const units = [...Array(H).keys()];
    const z1 = (i) => letter("z", String(i + 1), 1);
    const a1 = (i) => letter("a", String(i + 1), 1);
    for (const i of units) {
      const inputs = [...Array(D).keys()].map((j) => [
        quantity("x", j, 0),
        () => math("msub", math("mi", "x"), math("mn", String(j + 1))),
      ]);
      const weights = inputs.map((_, j) => [quantity("W1", i, j), () => letter("w", `${i + 1},${j + 1}`, 1)]);
      const [letters, numbers] = sum(weights, inputs, [quantity("b1", i, 0), () => letter("b", String(i + 1), 1)]);
      rows.push(result([z1(i)], letters, numbers, quantity("z1", i, 0)));
    }
    for (const i of units) {
      const z = quantity("z1", i, 0);
      const apply = (inner) =>
        hidden === "relu" ? applied("max", math("mn", "0"), sign(","), inner) : applied("σ", inner);
      rows.push(
        result(
          [a1(i)],
          apply(z1(i)),
          apply(number(z, text)),
          quantity("a1", i, 0),
          hidden === "relu" ? exact : onlyHalf,
        ),
      );
    }
    const weights = units.map((i) => [quantity("W2", 0, i), () => letter("w", String(i + 1), 2)]);
    const inputs = units.map((i) => [quantity("a1", i, 0), () => a1(i)]);
    const [letters, numbers] = sum(weights, inputs, ["b2", () => letter("b", "", 2)]);
    rows.push(result([letter("z", "", 2)], letters, numbers, "z2", hidden === "relu" ? exact : never));
    const [sigmaLetter, sigmaNumber] = [letter("z", "", 2), number("z2", text)].map((inner) => applied("σ", inner));
    rows.push(result([letter("a", "", 2)], sigmaLetter, sigmaNumber, "a2", onlyHalf));
    rows.push(
      result(
        [math("mi", "L")],
        entropy(
          () => math("mi", "y"),
          () => letter("a", "", 2),
        ),
        entropy(
          () => number("y", text),
          () => number("a2", text),
        ),
        "L",
        never,
      ),
    );
    element.replaceChildren(...rows);
  }

  /**
   * left = letters = numbers = value, with ≈ before what is rounded in the writing: numbers that are not written in
   * full, and a value for which isExact says no, as all that comes after a sigmoid.
   */
  function result(left, letters, numbers, name, isExact = exact) {
    const put = numbers.map((node) => node.getAttribute("data-quantity")).filter(Boolean);
    const equals = (quantities, test) => live.remark(sign("="), quantities, (all) => (all.every(test) ? "=" : "≈"));
    return line(
      name,
      [...left, sign("="), ...letters],
      [equals(put, exact), ...numbers],
      [equals([name], isExact), number(name, text)],
    );
  }

  /** -[y log a + (1 - y) log(1 - a)] */
  function entropy(y, a) {
    const log = (inner) => [sign("·"), ...applied("log", ...inner)];
    const one = () => math("mn", "1");
    const first = [y(), ...log([a()])];
    const second = [sign("("), one(), sign("−"), y(), sign(")"), ...log([one(), sign("−"), a()])];
    return [sign("−"), sign("["), ...first, sign("+"), ...second, sign("]")];
  }

  return { element, build, update: () => {} };
}
