/**
 * The network at many places at once, in typed arrays so that a picture can be computed within a frame: a2 over the
 * plane of two inputs, and the cost along one weight. The same formulas as in network.js, which explains them.
 */
import { activationOf, lossAt, relu, sigmoid } from "./network.js";

/**
 * a2 at every point of a grid. @param {import("./network.js").Parameters} parameters of two inputs
 * @param {string} hidden @param {ArrayLike<number>} across values of x[1] @param {ArrayLike<number>} up values of x[2]
 * @param {Float64Array} a2 (up.length · across.length), row by row; is filled
 */
export function plane({ W1, b1, W2, b2 }, hidden, across, up, a2) {
  const rectified = hidden === "relu"; // called by its name, an activation is three times as fast as by a variable
  const width = across.length;
  for (let r = 0; r < up.length; r++) {
    const row = a2.subarray(r * width, (r + 1) * width);
    row.fill(b2[0][0]);
    for (let i = 0; i < W1.length; i++) {
      const w1 = W1[i][0];
      const start = W1[i][1] * up[r] + b1[i][0];
      const weight = W2[0][i];
      for (let c = 0; c < width; c++) {
        const z1 = w1 * across[c] + start;
        row[c] += weight * (rectified ? relu(z1) : sigmoid(z1));
      }
    }
    for (let c = 0; c < width; c++) row[c] = sigmoid(row[c]);
  }
}

const FINEST = 256; // entries of the table for each unit of |z2|
const FARTHEST = 40; // beyond which what is left is below 1e-17
const tails = Float64Array.from({ length: FINEST * FARTHEST + 2 }, (_, k) => Math.log1p(Math.exp(-k / FINEST)));

/**
 * log(1 + e^-u) from a table, 2e-6 of it off at most, which no picture shows. @param {number} u not negative
 */
export function tailAt(u) {
  if (!(u < FARTHEST)) return u >= FARTHEST ? 0 : NaN;
  const place = u * FINEST;
  const k = place | 0;
  return tails[k] + (place - k) * (tails[k + 1] - tails[k]);
}

/**
 * J as a function of one parameter, the others as they are.
 * @param {number[][]} X (D, N) @param {number[][]} Y (1, N) @param {import("./network.js").Parameters} parameters
 * @param {string} hidden @param {"W1" | "b1" | "W2" | "b2"} name @param {number} i @param {number} j its place, from 0
 * @param {ArrayLike<number>} values what the parameter takes @param {boolean} [forPicture] whether 2e-6 of it matter to nobody: a third of the time
 * @returns {Float64Array} J at each
 */
export function along(X, Y, { W1, b1, W2, b2 }, hidden, name, i, j, values, forPicture = false) {
  const N = Y[0].length;
  const activation = activationOf(hidden); // by a variable: only one unit is computed anew for each value, so it is quick enough
  const unit = name === "b2" ? -1 : name === "W2" ? j : i; // the hidden unit that the parameter belongs to
  const rest = new Float64Array(N); // z2 without that unit
  const own = new Float64Array(N); // its z1, without the parameter if that is in it
  const by = new Float64Array(N); // what the parameter is multiplied by
  for (let n = 0; n < N; n++) {
    let z2 = name === "b2" ? 0 : b2[0][0];
    for (let h = 0; h < W1.length; h++) {
      let z1 = name === "b1" && h === unit ? 0 : b1[h][0];
      for (let d = 0; d < X.length; d++) if (!(name === "W1" && h === unit && d === j)) z1 += W1[h][d] * X[d][n];
      if (h === unit) own[n] = z1;
      else z2 += W2[0][h] * activation(z1);
    }
    rest[n] = z2;
    by[n] = name === "W1" ? X[j][n] : name === "W2" ? activation(own[n]) : 1;
  }
  const inside = name === "W1" || name === "b1";
  const weight = inside ? W2[0][unit] : 0;
  const labels = Y[0];
  return Float64Array.from(values, (value) => {
    let sum = 0;
    for (let n = 0; n < N; n++) {
      const z2 = rest[n] + (inside ? weight * activation(own[n] + value * by[n]) : value * by[n]);
      sum += forPicture ? Math.max(z2, 0) - z2 * labels[n] + tailAt(Math.abs(z2)) : lossAt(z2, labels[n]);
    }
    return sum / N;
  });
}
