/**
 * The mistakes that people make with the page's formulas. Written by tools/refresh.py from
 * helpers/reviewing/mistakes.py: change them there. `formulas.js` computes them.
 */

/** What is said of each where no formula says more. */
export const NAMES = {
  "sign": "The sign is wrong.",
  "transpose": "Rows and columns are swapped: entry [i,j] looks like [j,i].",
  "gate": "Look at the gate: what does a unit with z1 at or below 0 let through?",
  "missing factor": "A factor is missing.",
  "wrong factor": "One of the factors is not the right one.",
  "extra factor": "There is a factor too many.",
  "missing term": "A term is missing.",
  "missing sum": "The sum over the observations is missing.",
  "mean or sum": "A mean and a sum are swapped: look for 1/N.",
  "extra term": "There is a term too many.",
  "wrong axis": "The sum runs along the wrong axis.",
  "y and 1 - y": "That is it for the other label: y and 1 − y are swapped.",
  "σ'": "The slope of σ is forgotten, or taken at the wrong place.",
  "page's slip": "The homework page makes this mistake too: a factor is lost on the way. Which one?",
  "constant": "That is the same number whatever comes in.",
  "rounded": "Digits are cut off on the way.",
  "overflow": "It overflows where z2 is far from 0.",
  "stale": "A parameter has kept its old value.",
  "wrong order": "The results come in another order.",
  "special case": "It is right in special cases alone.",
  "moved": "A parameter has moved already where its old value is needed.",
};

/** By array: the name of each mistake, its formula, and what is said of it, if more than of its name. */
export const SLIPS = {
  "z1": [
    ["sign", ["-", ["@", "W1", "x"], "b1"], "Add the bias with its own sign."],
    ["transpose", ["+", ["@", ["T", "W1"], "x"], "b1"], "Rows and columns are swapped: unit i has row i of W1."],
    ["missing factor", ["+", ["@", "W1", ["ones", "x"]], "b1"], "Each weight is multiplied by its input."],
  ],
  "a1": [
    ["gate", "z1", "ReLU is missing."],
  ],
  "a1 sigmoid": [
    ["sign", ["σ", ["-", "z1"]]],
  ],
  "z2": [
    ["sign", ["-", ["@", "W2", "a1"], "b2"], "Add the bias with its own sign."],
    ["gate", ["+", ["@", "W2", "z1"], "b2"], "The output takes a1, not z1."],
  ],
  "z2 sigmoid": [
    ["page's slip", ["-", ["@", "W2", "a1"], "b2"], "The homework page makes this mistake too. Add the bias with its own sign."],
    ["gate", ["+", ["@", "W2", "z1"], "b2"], "The output takes a1, not z1."],
  ],
  "a2": [
    ["sign", ["σ", ["-", "z2"]], "The sign in the exponent is turned."],
  ],
  "L": [
    ["y and 1 - y", ["-", ["softplus", "z2"], ["*", ["-", 1, "y"], "z2"]], "y and 1 − y are swapped."],
    ["sign", ["-", ["-", ["softplus", "z2"], ["*", "y", "z2"]]]],
  ],
  "dL_da2": [
    ["sign", ["-", ["/", ["-", "a2", "y"], ["*", "a2", ["-", 1, "a2"]]]]],
    ["y and 1 - y", ["/", ["-", "a2", ["-", 1, "y"]], ["*", "a2", ["-", 1, "a2"]]], "y and 1 − y are swapped."],
    ["missing factor", ["-", "a2", "y"], "That is ∂L/∂z2: the slope of σ is in it already."],
  ],
  "da2_dz2": [
    ["σ'", ["*", ["σ", "a2"], ["-", 1, ["σ", "a2"]]], "σ is taken of a2, which is σ(z2) already."],
    ["missing factor", "a2", "That is one of two factors."],
    ["missing factor", ["-", 1, "a2"], "That is one of two factors."],
  ],
  "dL_dz2": [
    ["sign", ["-", ["-", "a2", "y"]]],
    ["σ'", ["/", ["-", "a2", "y"], ["*", "a2", ["-", 1, "a2"]]], "That is ∂L/∂a2: the slope of σ is missing."],
    ["σ'", ["*", ["*", ["-", "a2", "y"], "a2"], ["-", 1, "a2"]], "The slope of σ is in it once too often: it has cancelled already."],
    ["y and 1 - y", ["-", "a2", ["-", 1, "y"]], "y and 1 − y are swapped."],
  ],
  "dL_dW2": [
    ["missing factor", ["@", "dL_dz2", ["T", ["ones", "a1"]]], "a1 is left out."],
    ["sign", ["-", ["@", "dL_dz2", ["T", "a1"]]]],
    ["gate", ["@", "dL_dz2", ["T", "z1"]], "The output takes a1, not z1."],
  ],
  "dL_db2": [
    ["sign", ["-", "dL_dz2"]],
    ["σ'", ["/", ["-", "a2", "y"], ["*", "a2", ["-", 1, "a2"]]], "That is ∂L/∂a2. From b2 the way goes through z2."],
  ],
  "dL_da1": [
    ["missing factor", ["@", ["T", "W2"], ["ones", "dL_dz2"]], "∂L/∂z2, the slope that arrives, is left out."],
    ["sign", ["-", ["@", ["T", "W2"], "dL_dz2"]]],
  ],
  "dL_dz1": [
    ["gate", ["*", "dL_da1", ["ones", "z1"]], "The gate 1{z1 > 0} is missing, or never shuts."],
    ["sign", ["-", ["*", "dL_da1", [">", "z1", 0]]]],
  ],
  "dL_dW1": [
    ["page's slip", ["@", "dL_dz1", ["T", ["ones", "x"]]]],
    ["transpose", ["T", ["@", "dL_dz1", ["T", "x"]]], "Rows and columns are swapped."],
    ["gate", ["@", "dL_da1", ["T", "x"]], "The gate is missing: ∂L/∂a1 stands where ∂L/∂z1 belongs."],
    ["sign", ["-", ["@", "dL_dz1", ["T", "x"]]]],
  ],
  "dL_db1": [
    ["gate", "dL_da1", "The gate is missing: that is ∂L/∂a1."],
    ["sign", ["-", "dL_dz1"]],
    ["missing factor", ["*", "dL_dz2", ["ones", "dL_dz1"]], "That is ∂L/∂z2. From b1 the way goes through W2 and the gate too."],
  ],
};
