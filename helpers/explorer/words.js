/** Every word that the explorer says, in one place. Names of quantities (W1[1,2], z1[1], …) are the same in any language. */
export const words = {
  explorer: (D, H) =>
    `Explorer: a network with ${D} ${D === 1 ? "input" : "inputs"} and ${H} hidden ${H === 1 ? "unit" : "units"}`,
  network: "Network",
  controls: "Numbers to drag",
  formulas: "Formulas, with the numbers put in",
  hidden: "hidden layer",
  activations: { sigmoid: "sigmoid", relu: "ReLU" },
  back: "Back to the problem's numbers",
  groups: {
    x: "x, the input",
    W1: "W1, hidden weights",
    b1: "b1, hidden biases",
    W2: "W2, output weights",
    b2: "b2, output bias",
  },
  label: "y, the label",
  notANumber: (name, typed) =>
    `${name}: “${typed}” is not a number. Type one such as -0.5, 1e-3 or -1/2; ${name} is unchanged.`,
  unlinked: "Saved explorer: everything moves here, but Python does not see it until you run this cell.",
  off: "off",
  overflow: (names) => `∞ in ${names}: the numbers before it are too large for a float64.`,
  undefinedNumber: (names) => `NaN in ${names}: ∞ and 0, or two ∞ of different sign, met there.`,
  networkSummary: (z2, a2, L) => `z2 is ${z2}, a2 is ${a2}, L is ${L}.`,
};
