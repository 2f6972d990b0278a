/**
 * The forward pass and the loss, as in helpers/network.py: the same formulas under the same names.
 * Imports nothing and draws nothing. A matrix is a list of rows; observations are columns.
 *
 * @typedef {number[][]} Matrix
 * @typedef {{W1: Matrix, b1: Matrix, W2: Matrix, b2: Matrix}} Parameters   W1 (H, D), b1 (H, 1), W2 (1, H), b2 (1, 1)
 * @typedef {{Z1: Matrix, A1: Matrix, Z2: Matrix, A2: Matrix, hidden: string}} ForwardPass   Z1, A1 (H, N), Z2, A2 (1, N)
 */

/** σ(z) = 1 / (1 + e^-z) (M4). @param {number} z */
export function sigmoid(z) {
  const tail = Math.exp(-Math.abs(z)); // never above 1, so it can't overflow
  return (z >= 0 ? 1 : tail) / (1 + tail);
}

/** ReLU(z) = z where z > 0, otherwise 0 (M2). @param {number} z */
export function relu(z) {
  return Math.max(z, 0);
}

/** ReLU or σ. @param {string} hidden @returns {(z: number) => number} */
export const activationOf = (hidden) => (hidden === "relu" ? relu : sigmoid);

/**
 * The forward pass (M1-M4; P1-P6 with hidden = "sigmoid").
 * @param {Matrix} X (D, N) @param {Parameters} parameters @param {string} hidden "relu" or "sigmoid"
 * @returns {ForwardPass}
 */
export function forward(X, { W1, b1, W2, b2 }, hidden = "relu") {
  const Z1 = affine(W1, X, b1);
  const A1 = map(activationOf(hidden), Z1);
  const Z2 = affine(W2, A1, b2);
  const A2 = map(sigmoid, Z2);
  return { Z1, A1, Z2, A2, hidden };
}

/**
 * L = -[y log a2 + (1 - y) log(1 - a2)] (M5), computed from z2 so that it is right where a2 has rounded to 0 or 1.
 * @param {number} z2 @param {number} y 0 or 1
 */
export function lossAt(z2, y) {
  return Math.max(z2, 0) - z2 * y + Math.log1p(Math.exp(-Math.abs(z2)));
}

/** L of each observation. @param {Matrix} Z2 (1, N) @param {Matrix} Y (1, N) of zeros and ones @returns {Matrix} (1, N) */
export function loss(Z2, Y) {
  return [Z2[0].map((z2, n) => lossAt(z2, Y[0][n]))];
}

/** W X + b, with b (rows, 1) added to every column. @param {Matrix} W @param {Matrix} X @param {Matrix} b */
function affine(W, X, b) {
  return W.map((row, i) =>
    X[0].map((_, n) => {
      let sum = 0;
      for (let k = 0; k < row.length; k++) sum += row[k] * X[k][n];
      return sum + b[i][0];
    }),
  );
}

/** @param {(z: number) => number} f @param {Matrix} Z @returns {Matrix} */
function map(f, Z) {
  return Z.map((row) => row.map(f));
}
