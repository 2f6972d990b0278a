/**
 * What the explorer shows at one moment: the model's traits and the forward pass computed from them.
 * Every panel is a function of this. Quantities have names that count from 1: W1[1,2], b1[1], x[2], W2[1], b2, y.
 */
import { forward, loss } from "./network.js";

export const ENTRIES = ["x", "W1", "b1", "W2", "b2"]; // the arrays with a control for each entry

/**
 * @typedef {{D: number, H: number, hidden: string, inputs: Record<string, number[][]>,
 *            pass: import("./network.js").ForwardPass, L: number, values: Map<string, number>}} State
 * @param {{get: (name: string) => any}} model @returns {State}
 */
export function read(model) {
  const inputs = Object.fromEntries([...ENTRIES, "y"].map((name) => [name, model.get(name)]));
  const hidden = model.get("hidden");
  const pass = forward(inputs.x, inputs, hidden);
  const L = loss(pass.Z2, inputs.y)[0][0];
  const arrays = { ...inputs, z1: pass.Z1, a1: pass.A1, z2: pass.Z2, a2: pass.A2 };
  const values = new Map([["L", L]]);
  for (const [name, rows] of Object.entries(arrays))
    rows.forEach((row, i) => row.forEach((value, j) => values.set(quantity(name, i, j), value)));
  return { D: inputs.x.length, H: inputs.W1.length, hidden, inputs, pass, L, values };
}

/** The name of entry (i, j), counted from 0, of an array. @param {string} name @param {number} i @param {number} j */
export function quantity(name, i, j) {
  if (name === "W1") return `W1[${i + 1},${j + 1}]`;
  if (name === "W2") return `W2[${j + 1}]`;
  if (name === "x" || name === "b1" || name === "z1" || name === "a1") return `${name}[${i + 1}]`;
  return name;
}

/** rows with entry (i, j) replaced. @param {number[][]} rows @param {number} i @param {number} j @param {number} value */
export function replaced(rows, i, j, value) {
  return rows.map((row, r) => (r === i ? row.map((old, c) => (c === j ? value : old)) : row));
}
