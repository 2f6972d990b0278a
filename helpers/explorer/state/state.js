/**
 * What the explorer shows at one moment: the model's traits, what is computed from them, and where its view stands.
 * Every panel is a function of this.
 */
import {
  da1_dz1,
  da2_dz2,
  dL_da1,
  dL_da2,
  dL_db1,
  dL_db2,
  dL_dW1,
  dL_dW2,
  dL_dx,
  dL_dz1,
  dL_dz2,
} from "../model/derivatives.js";
import { nameOf, parseName } from "../model/names.js";
import { forward, loss } from "../model/network.js";
import { stepIndexOf, stepsOf } from "./steps.js";
import { gradient, oneStep } from "../model/gradient_descent.js";

export const ENTRIES = ["x", "W1", "b1", "W2", "b2"]; // the arrays with a control for each entry
export const UNDOABLE = [...ENTRIES, "y", "hidden", "X", "Y"]; // the traits that undo brings back

/**
 * Where a view stands. Panels change it through the store's `setView`; the store and its trainer write to it themselves.
 * @typedef {{selected: string, pinned: string, highlighted: string | null, asked: string | null, answered: boolean,
 *            predict: boolean, scale: number, click: string, sheet: string | null,
 *            run: import("./trainer.js").Run | null, replay: Replay | null}} View
 *   selected: the parameter that the Loss panel shows; pinned: the number whose way back is lit until another is;
 *   highlighted: the quantity that is lit up in every panel; asked: the entry that the walk asks for; answered: whether
 *   the walk's step is revealed; predict: whether a reveal waits for an answer; scale: of the type; click: what a
 *   click on the plane does; sheet: the panel that is open on a phone; run: of training; replay: a run that Python has sent.
 * @typedef {{cost: number[], steps: number[], parameters: object[], dataKey: string, fits: boolean, at: number}} Replay
 *   fits: whether J is still the mean over the same data; at: the snapshot that is shown
 *
 * @typedef {{D: number, H: number, hidden: string, shape: string, inputs: Record<string, number[][]>, arrays: Record<string, number[][]>,
 *            pass: import("../model/network.js").ForwardPass, values: Map<string, number>, isRevealed: (quantity: string) => boolean,
 *            step: string | null, data: {X: number[][], Y: number[][]} | null, onData: boolean, J: number,
 *            costName: "J" | "L", batch: {X: number[][], Y: number[][]},
 *            direction: "forward" | "backward" | "both", isStepOpen: boolean, next: import("../model/gradient_descent.js").Step | null,
 *            learningRate: number, show: string[], isPartial: boolean, view: View}} State
 *   arrays: every quantity of one observation by its name; values: every entry, J, "slope", which is that of J or L along
 *   the selected parameter, "step", the steps of training that were made, and, of `next`, "L_promised" and "L_after";
 *   isRevealed: whether a quantity is revealed;
 *   costName: "J", the mean over the data, or "L", the loss of x and y; batch: what J is the mean over;
 *   direction: which numbers the graph shows; isStepOpen: whether the
 *   walk, if there is one, has come to all the slopes that a step follows; next: what one step of gradient descent would do, where the graph shows it;
 *   isPartial: without J, its gradient and next;
 *   shape: D, H and hidden in one string: while it is the same, the same elements are on the page.
 *
 * @param {{get: (name: string) => any}} model @param {View} view
 * @param {boolean} [isPartial] without J, its gradient and `next`, which may take longer than all the rest @returns {State}
 */
export function computeState(model, view, isPartial = false) {
  const inputs = Object.fromEntries([...ENTRIES, "y"].map((name) => [name, model.get(name)]));
  const { x, y, W2 } = inputs;
  const hidden = model.get("hidden");
  const pass = forward(x, inputs, hidden);
  const d = { dL_da2: dL_da2(pass.A2, y), da2_dz2: da2_dz2(pass.A2), dL_dz2: dL_dz2(pass.A2, y) };
  d.dL_dW2 = dL_dW2(d.dL_dz2, pass.A1);
  d.dL_db2 = dL_db2(d.dL_dz2);
  d.dL_da1 = dL_da1(d.dL_dz2, W2);
  d.da1_dz1 = da1_dz1(pass.Z1, hidden);
  d.dL_dz1 = dL_dz1(d.dL_da1, pass.Z1, hidden);
  d.dL_dW1 = dL_dW1(d.dL_dz1, x);
  d.dL_db1 = dL_db1(d.dL_dz1);
  d.dL_dx = dL_dx(d.dL_dz1, inputs.W1);
  const forwards = { z1: pass.Z1, a1: pass.A1, z2: pass.Z2, a2: pass.A2, L: loss(pass.Z2, y) };
  const arrays = { ...inputs, ...forwards, ...d };
  const values = new Map();
  for (const [name, rows] of Object.entries(arrays))
    rows.forEach((row, i) => row.forEach((value, j) => values.set(nameOf(name, i, j), value)));

  const step = model.get("step");
  const current = stepsOf(hidden).indexOf(step);
  const slopeName = `dL_d${view.selected}`;
  const isRevealed = (name) => {
    if (current < 0) return true;
    const own = stepIndexOf(name === "slope" ? slopeName : name, hidden);
    return own < current || (own === current && view.answered);
  };

  const [X, Y] = [model.get("X"), model.get("Y")];
  const data = X && Y ? { X, Y } : null;
  const onData = data !== null && model.get("_train_on") === "data";
  const batch = onData ? data : { X: x, Y: y };
  const show = model.get("show");
  const direction = model.get("direction");
  const learningRate = model.get("learning_rate");
  const isStepOpen = show.includes("network") && isRevealed("dL_dx[1]");
  const next = isStepOpen && !isPartial && direction !== "forward" ? oneStep(batch.X, batch.Y, inputs, hidden, learningRate) : null;
  if (next?.finite) {
    values.set("L_promised", next.J + next.promised);
    values.set("L_after", next.cost);
  }
  const costly = onData && !isPartial && (show.includes("loss") || show.includes("train")); // else nobody would see it
  const ofData = onData ? (next ?? (costly ? gradient(X, Y, inputs, hidden) : null)) : null;
  const J = ofData ? ofData.J : values.get("L");
  values.set("J", J);
  const { array, i, j } = parseName(view.selected);
  // undefined right after a reshape, while the network has no such parameter any more
  values.set("slope", ofData ? ofData.gradient[array]?.[i]?.[j] : values.get(slopeName));
  values.set("step", Math.max(0, view.run?.costs.steps ?? 0));

  const [D, H] = [x.length, inputs.W1.length];
  return {
    D,
    H,
    hidden,
    shape: `${D} ${H} ${hidden}`,
    inputs,
    arrays,
    pass,
    values,
    isRevealed,
    step,
    data,
    onData,
    J,
    costName: onData ? "J" : "L",
    batch,
    direction,
    isStepOpen,
    next,
    isPartial,
    learningRate,
    show,
    view,
  };
}

/** rows with entry (i, j) replaced. @param {number[][]} rows @param {number} i @param {number} j @param {number} value */
export function replaced(rows, i, j, value) {
  return rows.map((row, r) => (r === i ? row.map((old, c) => (c === j ? value : old)) : row));
}
