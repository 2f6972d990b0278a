/**
 * The derivatives of the page, as in helpers/derivatives.py: the same formulas under the same names.
 * A matrix is a list of rows; observations are columns. The dW and db are one observation's; `backward` is for N;
 * the page trains with gradient_descent.js, and tests hold both equal to Python's.
 *
 * @typedef {import("./network.js").Matrix} Matrix
 * @typedef {import("./network.js").Parameters} Parameters
 */
import { sigmoid } from "./network.js";

/** D1: -y/a2 + (1 - y)/(1 - a2), of which y selects one term. @param {Matrix} a2 (1, N) @param {Matrix} y (1, N) */
export function dL_da2(a2, y) {
  return entrywise((a, label) => (label === 1 ? -1 / a : 1 / (1 - a)), a2, y);
}

/** D2: a2 (1 - a2). @param {Matrix} a2 (1, N) */
export function da2_dz2(a2) {
  return entrywise((a) => a * (1 - a), a2);
}

/** D3: a2 - y. @param {Matrix} a2 (1, N) @param {Matrix} y (1, N) */
export function dL_dz2(a2, y) {
  return entrywise((a, label) => a - label, a2, y);
}

/** D4: ∂L/∂z2 a1ᵀ. @param {Matrix} dL_dz2 (1, 1) @param {Matrix} a1 (H, 1) @returns {Matrix} (1, H) */
export function dL_dW2(dL_dz2, a1) {
  return times(dL_dz2, transposed(a1));
}

/** D5: ∂L/∂z2. @param {Matrix} dL_dz2 (1, 1) @returns {Matrix} (1, 1) */
export function dL_db2(dL_dz2) {
  return entrywise((d) => d, dL_dz2);
}

/** D6: W2ᵀ ∂L/∂z2. @param {Matrix} dL_dz2 (1, N) @param {Matrix} W2 (1, H) @returns {Matrix} (H, N) */
export function dL_da1(dL_dz2, W2) {
  return times(transposed(W2), dL_dz2);
}

/** 1{z > 0}, the slope of ReLU; 0 at the kink. @param {number} z */
export function gate(z) {
  return z > 0 ? 1 : 0;
}

/** The slope of the hidden activation: 1{z1 > 0}, or σ(z1) (1 - σ(z1)). @param {Matrix} z1 (H, N) */
export function da1_dz1(z1, hidden = "relu") {
  return entrywise(hidden === "relu" ? gate : (z) => sigmoid(z) * sigmoid(-z), z1); // 1 - σ(z) is σ(-z)
}

/** D7: ∂L/∂a1 ⊙ ∂a1/∂z1. @param {Matrix} dL_da1 (H, N) @param {Matrix} z1 (H, N) */
export function dL_dz1(dL_da1, z1, hidden = "relu") {
  return entrywise((d, slope) => d * slope, dL_da1, da1_dz1(z1, hidden));
}

/** D8: ∂L/∂z1 xᵀ. @param {Matrix} dL_dz1 (H, 1) @param {Matrix} x (D, 1) @returns {Matrix} (H, D) */
export function dL_dW1(dL_dz1, x) {
  return times(dL_dz1, transposed(x));
}

/** D9: ∂L/∂z1. @param {Matrix} dL_dz1 (H, 1) @returns {Matrix} (H, 1) */
export function dL_db1(dL_dz1) {
  return entrywise((d) => d, dL_dz1);
}

/** W1ᵀ ∂L/∂z1: how L moves with each input; not on the page. @param {Matrix} dL_dz1 (H, N) @param {Matrix} W1 (H, D) @returns {Matrix} (D, N) */
export function dL_dx(dL_dz1, W1) {
  return times(transposed(W1), dL_dz1);
}

/**
 * B1-B4: the gradient of J, the mean loss. A product with a transpose sums over the observations.
 * @param {Matrix} X (D, N) @param {Matrix} Y (1, N) @param {Parameters} parameters
 * @param {import("./network.js").ForwardPass} pass @returns {Parameters}
 */
export function backward(X, Y, { W2 }, { Z1, A1, A2, hidden }) {
  const N = Y[0].length;
  const mean = (sum) => entrywise((s) => s / N, sum);
  const ones = X[0].map(() => [1]);
  const dZ2 = dL_dz2(A2, Y);
  const dZ1 = dL_dz1(dL_da1(dZ2, W2), Z1, hidden);
  return {
    W1: mean(times(dZ1, transposed(X))),
    b1: mean(times(dZ1, ones)),
    W2: mean(times(dZ2, transposed(A1))),
    b2: mean(times(dZ2, ones)),
  };
}

/** @param {(a: number, b: number) => number} f @param {Matrix} A @param {Matrix} [B] of A's shape @returns {Matrix} */
function entrywise(f, A, B = A) {
  return A.map((row, i) => row.map((a, n) => f(a, B[i][n])));
}

/** @param {Matrix} A @returns {Matrix} */
function transposed(A) {
  return A[0].map((_, j) => A.map((row) => row[j]));
}

/** The matrix product A B. @param {Matrix} A @param {Matrix} B @returns {Matrix} */
function times(A, B) {
  return A.map((row) => B[0].map((_, n) => row.reduce((sum, a, k) => sum + a * B[k][n], 0)));
}
