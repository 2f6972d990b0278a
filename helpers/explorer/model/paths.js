/**
 * The chain rule, written out: the slope of L by one number is a sum over the paths from L back to it, and along a path
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

/** The numbers that the paths from L to a number go through, that one and L among them. @param {string} name @param {number} H */
export function onTheWay(name, H) {
  const { array, i } = parseName(name);
  const passed = new Set([name, "L", "a2"]);
  if (array === "a2") return passed;
  passed.add("z2");
  for (const factor of pathsTo(name, H).flat()) {
    const { array: kind, j: unit } = parseName(factor);
    if (kind !== "W2") continue;
    passed.add(factor).add(nameOf("a1", unit, 0));
    if (array !== "a1") passed.add(nameOf("z1", unit, 0));
  }
  if (array === "x") for (let k = 0; k < H; k++) passed.add(nameOf("W1", k, i));
  return passed;
}

/** The number that a slope is of, or the name itself: "W1[1,2]" of "dL_dW1[1,2]". @param {string} name */
export const numberOf = (name) => (name.startsWith("dL_d") ? name.slice("dL_d".length) : name);
