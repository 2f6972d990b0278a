/** The page's formulas as MathML: each step's line in letters and with the numbers put in. */
import { html, math } from "./dom.js";
import { gate } from "../model/derivatives.js";
import { exact, factor, text } from "../model/numerals.js";
import { quantity } from "../model/names.js";
import { rank, stepsOf } from "../state/steps.js";

const BREAK = null; // where a long sum may go on in the next row
const ROW = 4; // terms after which it may

/**
 * @typedef {{element: HTMLElement, step: string | undefined, at: number}} Line   at: the place of its step among stepsOf
 * @param {{live: any}} explorer @param {import("../state/state.js").State} state @returns {Line[]} from z1 to dL/db1
 */
export function allLines({ live }, { D, H, hidden }) {
  const inputs = [...Array(D).keys()];
  const units = [...Array(H).keys()];
  const column = (name, rows = units) => rows.map((i) => [quantity(name, i, 0)]);
  const across = (name) => [units.map((i) => quantity(name, 0, i))];

  /** A live number; in a product or sum a negative one stands in brackets. */
  const number = (name, write = factor) => live.bind(math("mn"), name, write);
  const sign = (text) => math("mo", text);
  const one = () => math("mn", "1");
  const applied = (name, ...inner) => [math("mi", name), sign("("), ...inner, sign(")")];
  const bracketed = (...inner) => [sign("("), ...inner, sign(")")];
  const fraction = (over, under) => math("mfrac", math("mrow", ...over), math("mrow", ...under));

  /** A letter of the page: w with 1,2 below and [1] above; it lights up with its quantity. */
  function letter(name) {
    const [, base, layer, place] = /^([a-zA-Z])(\d?)(?:\[(.*)\])?$/.exec(name);
    if (!layer) return live.mark(place ? math("msub", math("mi", base), math("mn", place)) : math("mi", base), name);
    const letter = place ? base.toLowerCase() : base;
    const above = math("mrow", sign("["), math("mn", layer), sign("]"));
    const below = math("mrow", ...(place ? [math("mn", place)] : []));
    return live.mark(math("msubsup", math("mi", letter), below, above), name);
  }
  /** A whole array: W with [2] above, and perhaps transposed. */
  function whole(name, transposed = false) {
    const [, base, layer = ""] = /^([a-zA-Z])(\d?)$/.exec(name);
    const above = [
      ...(layer ? [sign("["), math("mn", layer), sign("]")] : []),
      ...(transposed ? [math("mi", "T")] : []),
    ];
    const plain = math("mi", base);
    return above.length ? math("msup", plain, math("mrow", ...above)) : plain;
  }
  const d = (of, by) => fraction([math("mi", "d"), whole(of)], [math("mi", "d"), whole(by)]);

  /** What `entry` makes of each name, in rows between brackets; a single one, made by `alone`, has none. */
  function table(names, entry, alone = entry) {
    if (names.length === 1 && names[0].length === 1) return [alone(names[0][0])];
    const rows = names.map((row) => math("mtr", ...row.map((name) => math("mtd", entry(name)))));
    const all = math("mtable", ...rows);
    all.setAttribute("class", "bp-matrix");
    return [all];
  }
  const matrix = (names, alone = factor) =>
    table(
      names,
      (name) => number(name, text),
      (name) => number(name, alone),
    );
  /** A matrix of 0 and 1, from what is z1. */
  const gates = () => table(column("z1"), (name) => live.derive(math("mn"), [name], ([z]) => String(gate(z))));

  const relu = hidden === "relu";
  const ofSigmoid = (name) => name === "a2" || (!relu && name.startsWith("a1["));
  /** Whether a quantity is written in full; of a sigmoid's values 1/2 alone comes whole out of it, not 0 or 1. */
  const inFull = (value, name) => (ofSigmoid(name) ? value === 0.5 : exact(value));
  const never = () => false;

  /**
   * left = letters = numbers = result, with ≈ before what is rounded: where isExact says no of a quantity that is
   * written there, or of those in `also`, which they come from. No numbers: they would be the result once more.
   * names: the result's quantities in rows; isExact: for the result.
   */
  function line(names, left, letters, numbers, isExact = inFull, also = []) {
    const at = rank(names[0][0], hidden);
    const step = stepsOf(hidden)[at];
    const nodes = numbers.filter(Boolean).flatMap((node) => [node, ...node.querySelectorAll("*")]);
    const put = new Set(nodes.map((node) => node.getAttribute("data-quantity")).filter(Boolean));
    const equals = (of, test) =>
      live.derive(sign("="), of, (all) => (all.every((value, k) => test(value, of[k])) ? "=" : "≈"));
    const parts = [
      left,
      [sign("="), ...letters],
      numbers.length ? [equals([...put, ...also], inFull), ...numbers] : [],
      [equals([...names.flat(), ...also], isExact), ...matrix(names, text)],
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
    return [letters, numbers];
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
    const z = quantity("z1", i, 0);
    const weights = inputs.map((j) => quantity("W1", i, j));
    const values = inputs.map((j) => quantity("x", j, 0));
    lines.push(line([[z]], [letter(z)], ...sum(weights, values, quantity("b1", i, 0))));
  }
  for (const i of units) {
    const [z, a] = [quantity("z1", i, 0), quantity("a1", i, 0)];
    const apply = (inner) => (relu ? applied("max", math("mn", "0"), sign(","), inner) : applied("σ", inner));
    lines.push(line([[a]], [letter(a)], apply(letter(z)), apply(number(z, text))));
  }
  const weights = units.map((i) => quantity("W2", 0, i));
  const outputs = units.map((i) => quantity("a1", i, 0));
  lines.push(line([["z2"]], [letter("z2")], ...sum(weights, outputs, "b2"), relu ? inFull : never));
  lines.push(line([["a2"]], [letter("a2")], applied("σ", letter("z2")), applied("σ", number("z2", text))));
  const [y, a2] = [() => number("y", text), () => number("a2", text)];
  lines.push(
    line(
      [["L"]],
      [letter("L")],
      entropy(
        () => letter("y"),
        () => letter("a2"),
      ),
      entropy(y, a2),
      never,
    ),
  );

  const derivatives = [
    [
      "L",
      "a2",
      [["dL_da2"]],
      [
        sign("−"),
        fraction([letter("y")], [letter("a2")]),
        sign("+"),
        fraction([one(), sign("−"), letter("y")], [one(), sign("−"), letter("a2")]),
      ],
      [sign("−"), fraction([y()], [a2()]), sign("+"), fraction([one(), sign("−"), y()], [one(), sign("−"), a2()])],
    ],
    [
      "a2",
      "z2",
      [["da2_dz2"]],
      [letter("a2"), ...bracketed(one(), sign("−"), letter("a2"))],
      [a2(), sign("·"), ...bracketed(one(), sign("−"), a2())],
    ],
    ["L", "z2", [["dL_dz2"]], [letter("a2"), sign("−"), letter("y")], [a2(), sign("−"), y()]],
    [
      "L",
      "W2",
      across("dL_dW2"),
      [d("L", "z2"), whole("a1", true)],
      [number("dL_dz2"), sign("·"), ...matrix([outputs])],
    ],
    ["L", "b2", [["dL_db2"]], [d("L", "z2")], []],
    [
      "L",
      "a1",
      column("dL_da1"),
      [whole("W2", true), d("L", "z2")],
      [...matrix(weights.map((name) => [name])), sign("·"), number("dL_dz2")],
    ],
    [
      "L",
      "z1",
      column("dL_dz1"),
      relu
        ? [d("L", "a1"), sign("⊙"), one(), sign("{"), whole("z1"), sign(">"), math("mn", "0"), sign("}")]
        : [d("L", "a1"), sign("⊙"), whole("a1"), sign("⊙"), ...bracketed(one(), sign("−"), whole("a1"))],
      relu
        ? [...matrix(column("dL_da1")), sign("⊙"), ...gates()]
        : [
            ...matrix(column("dL_da1")),
            sign("⊙"),
            ...matrix(column("a1")),
            sign("⊙"),
            ...bracketed(one(), sign("−"), ...matrix(column("a1"))),
          ],
    ],
    [
      "L",
      "W1",
      units.map((i) => inputs.map((j) => quantity("dL_dW1", i, j))),
      [d("L", "z1"), whole("x", true)],
      [...matrix(column("dL_dz1")), sign("·"), ...matrix([inputs.map((j) => quantity("x", j, 0))])],
    ],
    ["L", "b1", column("dL_db1"), [d("L", "z1")], []],
  ];
  for (const [of, by, names, letters, numbers] of derivatives)
    lines.push(line(names, [d(of, by)], letters, numbers, inFull, ["a2"]));
  return lines;
}
