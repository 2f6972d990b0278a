/** Where the parts of the graph stand, in its own units: for a few hidden units, for many, and for a narrow screen. */

const FEW = 5; // hidden units that have room for z and a side by side; more are written in one line each
const MOST_LABELS = 12; // more edges than these leave no room for a weight on each, unless they come from two inputs
const INPUT = { width: 76, height: 46 };
const UNIT = { width: 176, height: 64 };
const LINE = { width: 264, height: 38 };
const UNDER_OUTPUT = 66; // room for y and L under the output

const WIDE = { input: INPUT, unit: UNIT, output: UNIT, x: 42, hidden: 298, outputX: 584, loss: 752, width: 794 };
const MANY = { input: INPUT, unit: LINE, output: UNIT, x: 42, hidden: 400, outputX: 730, loss: null, width: 822 };
const NARROW = {
  input: { width: 46, height: 44 },
  unit: { width: 118, height: 64 },
  output: { width: 108, height: 64 },
  ...{ x: 25, hidden: 163, outputX: 326, loss: null, width: 382 },
};

/**
 * @param {{D: number, H: number}} network @param {boolean} isNarrow whether the picture is as narrow as a phone's screen
 * @returns {Layout}
 * @typedef {{x: number, y: number, width: number, height: number}} Box   x and y: its middle
 * @typedef {{width: number, height: number, inputs: Box[], hidden: Box[], output: Box, loss: Box | null,
 *            isSlim: boolean, isNarrow: boolean, isCrowded: boolean,
 *            labelOfW1: (i: number, j: number) => number, labelOfW2: (i: number) => number}} Layout
 *   loss: null where L stands under the output; isSlim: units of one line; isCrowded: no number on the edges of W1;
 *   labelOf…: where on an edge its number stands, from 0 to 1
 */
export function layoutOf({ D, H }, isNarrow) {
  const isSlim = H > FEW;
  const form = isSlim ? MANY : isNarrow ? NARROW : WIDE;
  const gap = isSlim ? 46 : Math.min(150, Math.max(112, 440 / H));
  const height = Math.max(H * gap + 34, D * (isSlim ? 62 : 78), UNIT.height + 2 * (form.loss ? 40 : UNDER_OUTPUT));
  const at = (k, count, spread) => height / 2 + 8 + (k - (count - 1) / 2) * spread;
  const apart = Math.min((height - 74) / Math.max(1, D - 1), isSlim ? 100 : gap * 1.1);
  const boxes = (count, x, spread, size) => Array.from({ length: count }, (_, k) => ({ x, y: at(k, count, spread), ...size }));
  const output = { x: form.outputX, y: at(0, 1, 0), ...form.output };
  return {
    width: form.width,
    height,
    inputs: boxes(D, form.x, apart, form.input),
    hidden: boxes(H, form.hidden, gap, form.unit),
    output,
    loss: form.loss ? { x: form.loss, y: output.y, ...INPUT } : null,
    isSlim,
    isNarrow: form === NARROW,
    isCrowded: D * H > MOST_LABELS && D > 2,
    labelOfW1(i, j) {
      if (isSlim && D === 2) return 0.5 + 0.3 * j;
      return D === 1 ? 0.5 : 0.29 + (0.44 * j) / (D - 1);
    },
    labelOfW2: (i) => (isSlim && i !== (H - 1) / 2 ? 0.38 : 0.5), // in the middle there is just room between the units
  };
}
