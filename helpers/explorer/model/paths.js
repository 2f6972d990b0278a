/**
 * The chain rule, written out: the slope of L with respect to one number is a sum over the paths from L back to it, and along a path
 * it is a product, one factor for each link. A factor is named as its quantity is: "dL_dz2", "W2[1]", "da1_dz1[1]", "x[2]".
 */
import { nameOf, parseName } from "./names.js";

/**
 * The factors along each path from L to a number, from L on; none where there is no such path.
 * @param {string} name of an input, a parameter, or of what a unit holds: "x[1]", "W1[1,2]", "b2", "z1[1]", "a2"
 * @param {number} H hidden units @returns {string[][]}
 */
export function pathsTo(name, H) {
  const { array, i, j } = parseName(name);
  const throughUnit = (k) => ["dL_dz2", nameOf("W2", 0, k), nameOf("da1_dz1", k, 0)];
  switch (array) {
    case "a2":
      return [["dL_da2"]];
    case "z2":
    case "b2":
      return [["dL_dz2"]];
    case "W2":
      return [["dL_dz2", nameOf("a1", j, 0)]];
    case "a1":
      return [["dL_dz2", nameOf("W2", 0, i)]];
    case "z1":
    case "b1":
      return [throughUnit(i)];
    case "W1":
      return [[...throughUnit(i), nameOf("x", j, 0)]];
    case "x":
      return Array.from({ length: H }, (_, k) => [...throughUnit(k), nameOf("W1", k, i)]);
    default:
      return [];
  }
}

/**
 * The numbers that the paths from L to a number go through, that one and L among them. A path ends at a shut gate.
 * @param {string} name @param {number} H hidden units @param {(slope: string) => boolean} isShut of "da1_dz1[1]" and the like
 */
export function onTheWay(name, H, isShut) {
  const { array, i } = parseName(name);
  const passed = new Set(["L", "a2"]);
  if (array !== "a2") passed.add("z2");
  if (array === "a2" || array === "b2" || array === "W2") return passed.add(name);
  for (const [, weight, slope] of pathsTo(name, H)) {
    if (!weight) continue;
    const unit = parseName(weight).j;
    passed.add(weight).add(nameOf("a1", unit, 0));
    if (array === "a1" || isShut(slope)) continue;
    passed.add(nameOf("z1", unit, 0)).add(array === "x" ? nameOf("W1", unit, i) : name);
  }
  return array === "x" ? passed.add(name) : passed;
}

/** The number that a slope is of, or the name itself: "W1[1,2]" of "dL_dW1[1,2]". @param {string} name */
export const numberOf = (name) => (name.startsWith("dL_d") ? name.slice("dL_d".length) : name);
