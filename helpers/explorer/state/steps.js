/** The page's steps in order, and what each reveals; `traits.py` has the same, and a test holds the two equal. */

const PAGE_1 = ["P1", "P2", "P3", "P4", "P5", "P6"];
const PAGE_2 = ["M1", "M2", "M3", "M4", "M5", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9"];
const OF = {
  ...{ P1: "z1", P2: "z1", P3: "a1", P4: "a1", P5: "z2", P6: "a2" },
  ...{ M1: "z1", M2: "a1", M3: "z2", M4: "a2", M5: "L" },
  ...{ D1: "dL_da2", D2: "da2_dz2", D3: "dL_dz2", D4: "dL_dW2", D5: "dL_db2" },
  ...{ D6: "dL_da1", D7: "dL_dz1", D8: "dL_dW1", D9: "dL_db1" },
};
// No step computes these; they are revealed with another quantity.
const WITH = { da1_dz1: "dL_dz1", dL_dx: "dL_db1", L_promised: "dL_db1", L_after: "dL_db1" };
const GIVEN = new Set(["x", "y", "W1", "b1", "W2", "b2", "step"]); // step: of training, not of the walk

/** The steps of a problem: part 1 of the page has a sigmoid hidden layer, part 2 ReLU. @param {string} hidden */
export const stepsOf = (hidden) => (hidden === "sigmoid" ? PAGE_1 : PAGE_2);

/** The array that a step computes. @param {string} step */
export const arrayOf = (step) => OF[step];

/** Which of stepsOf(hidden), from 0, reveals a quantity; -1 if it is given. @param {string} quantity @param {string} hidden */
export function stepIndexOf(quantity, hidden) {
  if (quantity === "J") return stepIndexOf("L", hidden);
  const bracket = quantity.indexOf("[");
  const array = bracket < 0 ? quantity : quantity.slice(0, bracket);
  if (GIVEN.has(array)) return -1;
  const steps = stepsOf(hidden);
  const first = steps.findIndex((step) => OF[step] === (WITH[array] ?? array));
  if (first < 0) return steps.length; // no step of this part reveals it
  const rest = steps[first + 1] !== undefined && OF[steps[first + 1]] === array && !quantity.endsWith("[1]");
  return rest ? first + 1 : first; // P1 is z1[1], P2 all the other z1
}

/** The entries that a step reveals, as [row, column] from 0. @param {string} step @param {import("./state.js").State} state */
export function entriesOf(step, { arrays, hidden }) {
  const rows = arrays[OF[step]];
  const all = rows.flatMap((row, i) => row.map((_, j) => [i, j]));
  if (hidden !== "sigmoid" || rows.length === 1) return step === "P2" || step === "P4" ? [] : all;
  return step === "P1" || step === "P3" ? all.slice(0, 1) : all.slice(1);
}
