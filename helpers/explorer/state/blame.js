/** Which units pass little or nothing back, and why: off at x, dead at every point, or saturated. */
import { gate } from "../model/derivatives.js";
import { nameOf } from "../model/names.js";
import { text } from "../model/numerals.js";

const FLAT = 0.01; // a slope of σ below this is called saturated; at most it is 1/4

/**
 * @param {import("./state.js").State} state @param {number} index of a hidden unit, from 0; -1 for the output
 * @returns {{word: "off" | "dead" | "saturated", isShut: boolean, reason: {key: string, of: string[]}} | null}
 *   word and reason.key: keys of words.blame, and what that is told of; isShut: whether ReLU's gate is shut at x
 */
export function blame(state, index) {
  const { hidden, pass, values, isRevealed } = state;
  if (index < 0) {
    const slope = values.get("da2_dz2");
    if (!isRevealed("da2_dz2") || !(slope < FLAT)) return null;
    return saturated("saturatedOutput", text(values.get("z2")), text(slope));
  }
  const [z, a, slope] = ["z1", "a1", "da1_dz1"].map((name) => nameOf(name, index, 0));
  if (!isRevealed(a)) return null;
  if (hidden === "sigmoid") {
    if (!isRevealed(slope) || !(values.get(slope) < FLAT)) return null;
    return saturated("saturatedUnit", z, text(values.get(z)), text(values.get(slope)));
  }
  const isShut = gate(pass.Z1[index][0]) === 0;
  if (isRevealed(slope) && isDead(state, index))
    return { word: "dead", isShut, reason: { key: "deadUnit", of: [String(index + 1)] } };
  const key = isRevealed(slope) ? "offUnit" : "offForward"; // before that, what it means for slopes is a question
  return isShut ? { word: "off", isShut, reason: { key, of: [z, text(values.get(z))] } } : null;
}

const saturated = (key, ...of) => ({ word: "saturated", isShut: false, reason: { key, of } });

/** Whether a ReLU unit is off at every point of the data set that steps are taken on. */
function isDead({ onData, batch: { X }, inputs: { W1, b1 } }, index) {
  if (!onData) return false;
  for (let n = 0; n < X[0].length; n++) {
    let z = b1[index][0];
    for (let j = 0; j < X.length; j++) z += W1[index][j] * X[j][n];
    if (gate(z) === 1) return false;
  }
  return true;
}
