/** The page's formulas as MathML: each step's line in letters and with the numbers put in. */
import { html, math } from "./dom.js";
import { applied, bracketed, fraction, inFullWith, mathWith, one, sign, slope, whole } from "./mathml.js";
import { gate } from "../model/derivatives.js";
import { exact, text } from "../model/numerals.js";
import { nameOf } from "../model/names.js";
import { stepIndexOf, stepsOf } from "../state/steps.js";

const BREAK = null; // where a long sum may go on in the next row
const ROW = 4; // terms after which it may

/**
 * @typedef {{element: HTMLElement, step: string | undefined, at: number}} Line   at: the place of its step among stepsOf
 * @param {{live: any}} explorer @param {import("../state/state.js").State} state @returns {Line[]} from z1 to ∂L/∂b1
 */
export function allLines({ live }, { D, H, hidden }) {
  const inputs = [...Array(D).keys()];
  const units = [...Array(H).keys()];
  const column = (name, rows = units) => rows.map((i) => [nameOf(name, i, 0)]);
  const across = (name) => [units.map((i) => nameOf(name, 0, i))];

  const { number, letter, table, matrix } = mathWith(live);
  /** A matrix of 0 and 1, from what is z1. */
  const gates = () => table(column("z1"), (name) => live.derive(math("mn"), [name], ([z]) => String(gate(z))));

  const relu = hidden === "relu";
  const inFull = inFullWith(hidden);
  const never = () => false;

  /**
   * The line left = letters = numbers = result. Without numbers it is left = letters = result: for ∂L/∂b2, say, they would
   * be the result once more. An = is ≈ where a quantity written after it is rounded, or one of `from`, which it comes from.
   * @param {{names: string[][], left: Node[], letters: Node[], numbers?: Node[], isExact?: (value: number, name: string) => boolean,
   *          from?: string[]}} parts   names: the result's quantities, in rows; isExact: whether the result is written in full
   */
  function line({ names, left, letters, numbers = [], isExact = inFull, from = [] }) {
    const at = stepIndexOf(names[0][0], hidden);
    const step = stepsOf(hidden)[at];
    const nodes = numbers.filter(Boolean).flatMap((node) => [node, ...node.querySelectorAll("*")]);
    const put = new Set(nodes.map((node) => node.getAttribute("data-quantity")).filter(Boolean));
    const equals = (of, test) =>
      live.derive(sign("="), of, (all) => (all.every((value, k) => test(value, of[k])) ? "=" : "≈"));
    const parts = [
      left,
      [sign("="), ...letters],
      numbers.length ? [equals([...put, ...from], inFull), ...numbers] : [],
      [equals([...names.flat(), ...from], isExact), ...matrix(names, text)],
    ];
    const shape = `(${names.length}, ${names[0].length})`;
    const element = html(
      "div",
      { class: "bp-line", "data-line": names[0][0] },
      html("span", { class: "bp-step" }, step ?? ""),
      ...parts.flatMap(pieces).map((nodes) => math("math", math("mrow", ...nodes))),
      ...(names[0][0].startsWith("d") ? [html("span", { class: "bp-shape" }, shape)] : []),
    );
    return { element, step, at };
  }

  /**
   * A line's nodes, cut at its breaks and around each matrix: a line that changes is laid out anew, and that is quick
   * for short pieces side by side and slow for a table within a row.
   */
  function pieces(nodes) {
    const all = [[]];
    for (const node of nodes) {
      const alone = node !== BREAK && node.matches(".bp-matrix");
      if (node === BREAK || alone) all.push([]);
      if (node !== BREAK) all.at(-1).push(node);
      if (alone) all.push([]);
    }
    return all.filter((piece) => piece.length);
  }

  /** W[k] v[k] + … + b, once with letters and once with numbers. */
  function sum(weights, values, bias) {
    const letters = [];
    const numbers = [];
    weights.forEach((weight, k) => {
      for (const nodes of k ? [letters, numbers] : []) nodes.push(...(k % ROW === 0 ? [BREAK] : []), sign("+"));
      letters.push(letter(weight), letter(values[k]));
      numbers.push(number(weight), sign("·"), number(values[k]));
    });
    letters.push(sign("+"), letter(bias));
    numbers.push(sign("+"), number(bias));
    return { letters, numbers };
  }

  /** -[y log a2 + (1 - y) log(1 - a2)] */
  function entropy(y, a) {
    const log = (inner) => [sign("·"), ...applied("log", ...inner)];
    const first = [y(), ...log([a()])];
    const second = [sign("("), one(), sign("−"), y(), sign(")"), ...log([one(), sign("−"), a()])];
    return [sign("−"), sign("["), ...first, sign("+"), ...second, sign("]")];
  }

  const lines = [];
  for (const i of units) {
    const z = nameOf("z1", i, 0);
    const weights = inputs.map((j) => nameOf("W1", i, j));
    const values = inputs.map((j) => nameOf("x", j, 0));
    lines.push(line({ names: [[z]], left: [letter(z)], ...sum(weights, values, nameOf("b1", i, 0)) }));
  }
  for (const i of units) {
    const [z, a] = [nameOf("z1", i, 0), nameOf("a1", i, 0)];
    const apply = (inner) => (relu ? applied("max", math("mn", "0"), sign(","), inner) : applied("σ", inner));
    lines.push(line({ names: [[a]], left: [letter(a)], letters: apply(letter(z)), numbers: apply(number(z, text)) }));
  }
  const weights = units.map((i) => nameOf("W2", 0, i));
  const outputs = units.map((i) => nameOf("a1", i, 0));
  const z2 = sum(weights, outputs, "b2");
  lines.push(line({ names: [["z2"]], left: [letter("z2")], ...z2, isExact: relu ? inFull : never }));
  const a2OfZ2 = { letters: applied("σ", letter("z2")), numbers: applied("σ", number("z2", text)) };
  lines.push(line({ names: [["a2"]], left: [letter("a2")], ...a2OfZ2 }));
  const [y, a2] = [() => number("y", text), () => number("a2", text)];
  const [yLetter, a2Letter] = [() => letter("y"), () => letter("a2")];
  const L = { letters: entropy(yLetter, a2Letter), numbers: entropy(y, a2) };
  lines.push(line({ names: [["L"]], left: [letter("L")], ...L, isExact: never }));

  const derivatives = [
    {
      left: [slope("L", "a2")],
      names: [["dL_da2"]],
      letters: [
        sign("−"),
        fraction([letter("y")], [letter("a2")]),
        sign("+"),
        fraction([one(), sign("−"), letter("y")], [one(), sign("−"), letter("a2")]),
      ],
      numbers: [
        sign("−"),
        fraction([y()], [a2()]),
        sign("+"),
        fraction([one(), sign("−"), y()], [one(), sign("−"), a2()]),
      ],
    },
    {
      left: [slope("a2", "z2")],
      names: [["da2_dz2"]],
      letters: [letter("a2"), ...bracketed(one(), sign("−"), letter("a2"))],
      numbers: [a2(), sign("·"), ...bracketed(one(), sign("−"), a2())],
    },
    {
      left: [slope("L", "z2")],
      names: [["dL_dz2"]],
      letters: [letter("a2"), sign("−"), letter("y")],
      numbers: [a2(), sign("−"), y()],
    },
    {
      left: [slope("L", "W2")],
      names: across("dL_dW2"),
      letters: [slope("L", "z2"), whole("a1", true)],
      numbers: [number("dL_dz2"), sign("·"), ...matrix([outputs])],
    },
    { left: [slope("L", "b2")], names: [["dL_db2"]], letters: [slope("L", "z2")] },
    {
      left: [slope("L", "a1")],
      names: column("dL_da1"),
      letters: [whole("W2", true), slope("L", "z2")],
      numbers: [...matrix(weights.map((name) => [name])), sign("·"), number("dL_dz2")],
    },
    {
      left: [slope("L", "z1")],
      names: column("dL_dz1"),
      letters: relu
        ? [slope("L", "a1"), sign("⊙"), one(), sign("{"), whole("z1"), sign(">"), math("mn", "0"), sign("}")]
        : [slope("L", "a1"), sign("⊙"), whole("a1"), sign("⊙"), ...bracketed(one(), sign("−"), whole("a1"))],
      numbers: relu
        ? [...matrix(column("dL_da1")), sign("⊙"), ...gates()]
        : [
            ...matrix(column("dL_da1")),
            sign("⊙"),
            ...matrix(column("a1")),
            sign("⊙"),
            ...bracketed(one(), sign("−"), ...matrix(column("a1"))),
          ],
    },
    {
      left: [slope("L", "W1")],
      names: units.map((i) => inputs.map((j) => nameOf("dL_dW1", i, j))),
      letters: [slope("L", "z1"), whole("x", true)],
      numbers: [...matrix(column("dL_dz1")), sign("·"), ...matrix([inputs.map((j) => nameOf("x", j, 0))])],
    },
    { left: [slope("L", "b1")], names: column("dL_db1"), letters: [slope("L", "z1")] },
  ];
  for (const parts of derivatives) lines.push(line({ ...parts, from: ["a2"] }));
  return lines;
}
