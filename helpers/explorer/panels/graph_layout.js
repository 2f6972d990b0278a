/** Where the parts of the graph stand, in its own units: for a few hidden units, for many, and for a narrow screen. */

const FEW = 5; // hidden units that have room for z and a side by side; more are written in one line each
const MOST_LABELS = 12; // more edges than these leave no room for a weight on each, unless they come from two inputs
const MOST_NARROW = 4; // the same on a narrow screen
const MOST_OF_TWO = 16; // the same from two inputs
const INPUT = { width: 76, height: 46 };
const UNIT = { width: 204, height: 64 };
const LINE = { width: 264, height: 38 };
const LABEL = { width: 72, height: 32 }; // of a weight and its slope on an edge
const SPOTS = [0.74, 0.66, 0.58, 0.5, 0.42, 0.34, 0.26]; // where it may stand
const [ABOVE, BELOW] = [26, 24]; // room for a name above a box, and for a word below it
const UNDER_OUTPUT = 66; // room for y and L under the output

const WIDE = { input: INPUT, unit: UNIT, output: UNIT, x: 42, hidden: 346, outputX: 658, loss: 848, width: 900 };
const MANY = { input: INPUT, unit: LINE, output: UNIT, x: 42, hidden: 400, outputX: 744, loss: null, width: 850 };
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
 *            labelOfW1: number[], labelOfW2: (i: number) => number}} Layout
 *   loss: null where L stands under the output; isSlim: units of one line; isCrowded: no number on the edges of W1;
 *   labelOf…: where on an edge its number stands, from 0 to 1; those of W1 by input
 */
export function layoutOf({ D, H }, isNarrow) {
  const isSlim = H > FEW;
  const form = isSlim ? MANY : isNarrow ? NARROW : WIDE;
  const gap = isSlim ? 46 : Math.min(150, Math.max(106, 440 / H));
  const tallest = Math.max(
    (H - 1) * gap + form.unit.height,
    D * 74 - 20,
    UNIT.height + (form.loss ? 30 : 2 * UNDER_OUTPUT),
  );
  const height = tallest + ABOVE + BELOW;
  const at = (k, count, spread) => ABOVE + tallest / 2 + (k - (count - 1) / 2) * spread;
  const apart = Math.min((tallest - form.input.height) / Math.max(1, D - 1), isSlim ? 100 : gap * 1.1);
  const boxes = (count, x, spread, size) =>
    Array.from({ length: count }, (_, k) => ({ x, y: at(k, count, spread), ...size }));
  const output = { x: form.outputX, y: at(0, 1, 0), ...form.output };
  const inputs = boxes(D, form.x, apart, form.input);
  const hidden = boxes(H, form.hidden, gap, form.unit);
  const isCrowded = D * H > (form === NARROW ? MOST_NARROW : D > 2 ? MOST_LABELS : MOST_OF_TWO);
  return {
    width: form.width,
    height,
    inputs,
    hidden,
    output,
    loss: form.loss ? { x: form.loss, y: output.y, width: 96, height: INPUT.height } : null,
    isSlim,
    isNarrow: form === NARROW,
    isCrowded,
    labelOfW1: isCrowded ? Array(D).fill(0.5) : spots(inputs, hidden, form === NARROW ? 40 : LABEL.width),
    labelOfW2: (i) => (isSlim && i !== (H - 1) / 2 ? 0.28 : 0.5), // in the middle there is just room between the units
  };
}

/** Where the numbers of each input's edges stand, so that they overlap as little as can be. */
function spots(inputs, hidden, width) {
  const place = (from, to, along) => {
    const [x1, x2] = [from.x + from.width / 2, to.x - to.width / 2];
    return [x1 + along * (x2 - x1), from.y + along * (to.y - from.y)];
  };
  const overlap = ([x1, y1], [x2, y2]) =>
    Math.max(0, width - Math.abs(x1 - x2)) * Math.max(0, LABEL.height - Math.abs(y1 - y2));
  const places = inputs.map((from) => SPOTS.map((along) => hidden.map((to) => place(from, to, along))));
  const between = (some, others) => sum(some.map((one) => sum(others.map((other) => overlap(one, other)))));
  const within = (some) => sum(some.map((one, k) => sum(some.slice(k + 1).map((other) => overlap(one, other)))));
  const chosen = [];
  // One input after another: the next takes the best of what is left, which is enough for the few that have numbers.
  for (const [j, options] of places.entries()) {
    const costs = options.map(
      (labels, k) =>
        within(labels) +
        sum(chosen.map((other, o) => between(labels, places[o][other]))) +
        Math.abs(SPOTS[k] - 0.5 + 0.1 * j),
    );
    chosen.push(costs.indexOf(Math.min(...costs)));
  }
  return chosen.map((k) => SPOTS[k]);
}

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
