/**
 * Full-batch gradient descent on J, in typed arrays: three to ten times as fast as `forward` and `backward` on lists, so
 * that hundreds of steps fit between two pictures. The formulas are those of network.js and derivatives.js; the slope of a
 * sigmoid is computed from a1, which is there already, as a1 (1 - a1).
 *
 * @typedef {import("./network.js").Parameters} Parameters
 */
import { gate } from "./derivatives.js";
import { lossAt, relu, sigmoid } from "./network.js";

/**
 * @param {number[][]} X (D, N) @param {number[][]} Y (1, N) @param {Parameters} start @param {string} hidden
 * @param {number} learningRate @param {number} steps
 * @returns {{parameters: Parameters, cost: number[], finite: boolean}} cost: J after each step that was made. A step
 *   after which J would not be finite is not made; then finite is false, and the parameters are those before it.
 */
export function descend(X, Y, start, hidden, learningRate, steps) {
  const { all, gradients, N, backward, lists } = batch(X, Y, start, hidden);
  const before = all.map((array) => array.slice());
  const cost = [];
  let finite = Number.isFinite(backward());
  while (finite && cost.length < steps) {
    all.forEach((array, a) => {
      before[a].set(array);
      for (let k = 0; k < array.length; k++) array[k] -= (learningRate * gradients[a][k]) / N;
    });
    const J = backward();
    finite = Number.isFinite(J) && all.every((array) => array.every(Number.isFinite));
    if (finite) cost.push(J);
    else all.forEach((array, a) => array.set(before[a]));
  }
  return { parameters: lists(all), cost, finite };
}

/**
 * J and its gradient. @param {number[][]} X (D, N) @param {number[][]} Y (1, N) @param {Parameters} parameters
 * @param {string} hidden @returns {{J: number, gradient: Parameters}}
 */
export function gradient(X, Y, parameters, hidden) {
  const { backward, slopes } = batch(X, Y, parameters, hidden);
  const J = backward();
  return { J, gradient: slopes() };
}

/**
 * What one step of gradient descent would do, without making it.
 * @param {number[][]} X (D, N) @param {number[][]} Y (1, N) @param {Parameters} parameters @param {string} hidden
 * @param {number} learningRate @returns {Step}
 * @typedef {{J: number, gradient: Parameters, parameters: Parameters, cost: number, promised: number, finite: boolean}} Step
 *   J and its gradient before the step; parameters and cost: those after it; promised: how much J would change if it went
 *   on along its slopes, the sum over the parameters of slope · step; finite: whether the step can be made
 */
export function oneStep(X, Y, parameters, hidden, learningRate) {
  const { all, gradients, N, backward, slopes, cost, lists } = batch(X, Y, parameters, hidden);
  const J = backward();
  let promised = 0;
  all.forEach((array, a) => {
    for (let k = 0; k < array.length; k++) {
      promised -= (learningRate * gradients[a][k] ** 2) / N ** 2;
      array[k] -= (learningRate * gradients[a][k]) / N;
    }
  });
  const gradient = slopes();
  const after = cost();
  const finite = [J, after, promised].every(Number.isFinite) && all.every((array) => array.every(Number.isFinite));
  return { J, gradient, parameters: lists(all), cost: after, promised, finite };
}

/** @type {WeakMap<number[][], Float64Array[]>} rows as typed arrays: data stay the same from picture to picture */
const typed = new WeakMap();

/** @param {number[][]} rows which are never written to */
function typedRows(rows) {
  if (!typed.has(rows))
    typed.set(
      rows,
      rows.map((row) => Float64Array.from(row)),
    );
  return typed.get(rows);
}

/**
 * The numbers in typed arrays; `backward`, which fills the gradients with N times those of J and returns J; `slopes`, those
 * of J as lists; and `cost`, which returns J alone. Each loop goes over the observations with one weight in hand, which takes a third of the time of
 * one that goes over the weights with one observation in hand.
 */
function batch(X, Y, parameters, hidden) {
  const D = X.length;
  const H = parameters.W1.length;
  const N = Y[0].length;
  const rectified = hidden === "relu";
  const inputs = typedRows(X);
  const [labels] = typedRows(Y);
  const all = [parameters.W1, parameters.b1, parameters.W2, parameters.b2].map((rows) =>
    Float64Array.from(rows.flat()),
  );
  const gradients = all.map((array) => new Float64Array(array.length));
  const [W1, b1, W2, b2] = all;
  const [gW1, gb1, gW2, gb2] = gradients;
  const a1 = Array.from({ length: H }, () => new Float64Array(N)); // unit by unit
  const z2 = new Float64Array(N);
  const dz1 = new Float64Array(N); // of one unit
  const dz2 = new Float64Array(N);

  function forward() {
    z2.fill(b2[0]);
    for (let i = 0; i < H; i++) {
      const a = a1[i].fill(b1[i]);
      for (let j = 0; j < D; j++) addTimes(a, W1[i * D + j], inputs[j]);
      for (let n = 0; n < N; n++) a[n] = rectified ? relu(a[n]) : sigmoid(a[n]);
      addTimes(z2, W2[i], a);
    }
  }

  function backward() {
    forward();
    let [sum, sumOfErrors] = [0, 0];
    for (let n = 0; n < N; n++) {
      // lossAt(z2, y) and sigmoid(z2), with the exponential that both need computed once.
      const tail = Math.exp(-Math.abs(z2[n]));
      sum += Math.max(z2[n], 0) - z2[n] * labels[n] + Math.log1p(tail);
      dz2[n] = (z2[n] >= 0 ? 1 : tail) / (1 + tail) - labels[n];
      sumOfErrors += dz2[n];
    }
    gb2[0] = sumOfErrors;
    for (let i = 0; i < H; i++) {
      const a = a1[i];
      gW2[i] = dot(dz2, a);
      let sumOfUnit = 0;
      for (let n = 0; n < N; n++) {
        const slope = rectified ? gate(a[n]) : a[n] * (1 - a[n]); // a ReLU's a1 is above 0 where its z1 is
        dz1[n] = slope === 0 ? 0 : dz2[n] * W2[i] * slope; // 0 · ∞ would be NaN
        sumOfUnit += dz1[n];
      }
      gb1[i] = sumOfUnit;
      for (let j = 0; j < D; j++) gW1[i * D + j] = dot(dz1, inputs[j]);
    }
    return sum / N;
  }

  const slopes = () => lists(gradients.map((array) => array.map((sum) => sum / N)));

  function cost() {
    forward();
    let sum = 0;
    for (let n = 0; n < N; n++) sum += lossAt(z2[n], labels[n]);
    return sum / N;
  }

  function lists([W1, b1, W2, b2]) {
    const rows = (array, width) =>
      Array.from({ length: array.length / width }, (_, i) => [...array.subarray(i * width, (i + 1) * width)]);
    return { W1: rows(W1, D), b1: rows(b1, 1), W2: rows(W2, H), b2: rows(b2, 1) };
  }

  return { all, gradients, N, backward, slopes, cost, lists };
}

/** to += weight · by, entry by entry. @param {Float64Array} to @param {number} weight @param {Float64Array} by */
function addTimes(to, weight, by) {
  for (let n = 0; n < to.length; n++) to[n] += weight * by[n];
}

/** @param {Float64Array} some @param {Float64Array} others */
function dot(some, others) {
  let sum = 0;
  for (let n = 0; n < some.length; n++) sum += some[n] * others[n];
  return sum;
}

/**
 * Starting weights drawn as helpers.training draws them, W1 from N(0, 2/D), W2 from N(0, 1/H), no biases; a seed gives
 * the same numbers each time, though not those of NumPy. @param {number} D @param {number} H @param {number} seed
 * @returns {Parameters}
 */
export function initialParameters(D, H, seed) {
  const uniform = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()); // Box and Muller
  const matrix = (rows, columns, deviation) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => round(deviation * normal())));
  const zeros = Array.from({ length: H }, () => [0]);
  return { W1: matrix(H, D, Math.sqrt(2 / D)), b1: zeros, W2: matrix(1, H, Math.sqrt(1 / H)), b2: [[0]] };
}

/** A number of four decimals: no worse a start than one of sixteen, and it fits in its box. @param {number} value */
function round(value) {
  return Math.round(value * 1e4) / 1e4 + 0;
}

/** Numbers from 0 to 1 by splitmix32. @param {number} seed @returns {() => number} */
function generator(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = state ^ (state >>> 16);
    bits = Math.imul(bits, 0x21f0aaad);
    bits ^= bits >>> 15;
    bits = Math.imul(bits, 0x735a2d97);
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
  };
}
