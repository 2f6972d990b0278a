/** How many passes through the network the slopes of L cost: by moving one parameter after another, and on the way back. */
import { PARAMETERS } from "./names.js";
import { forward, loss } from "./network.js";

const NUDGE = 1e-6; // by which a parameter is moved

/** The parameters of a network of D inputs and H hidden units. @param {number} D @param {number} H */
export const parametersOf = (D, H) => H * D + H + H + 1;

/**
 * The slopes of L by forward differences, and how many forward passes were made for them: they are counted, not computed.
 * @param {{x: number[][], y: number[][]}} observation @param {import("./network.js").Parameters} parameters @param {string} hidden
 * @returns {{slopes: import("./network.js").Parameters, passes: number}}
 */
export function forwardDifferences({ x, y }, parameters, hidden) {
  let passes = 0;
  const lossAt = (changed) => {
    passes += 1;
    return loss(forward(x, { ...parameters, ...changed }, hidden).Z2, y)[0][0];
  };
  const before = lossAt({});
  const slopes = /** @type {any} */ ({});
  for (const name of PARAMETERS)
    slopes[name] = parameters[name].map((row, i) =>
      row.map((value, j) => {
        const moved = parameters[name].map((line) => [...line]);
        moved[i][j] = value + NUDGE;
        return (lossAt({ [name]: moved }) - before) / (moved[i][j] - value);
      }),
    );
  return { slopes, passes };
}
