/** Which number is held: the one whose way back to L is lit, and written out under the graph. */
import { numberOf, pathsTo } from "../model/paths.js";

/**
 * What the pointer is on; but where that is a factor of the path of what was clicked or focused last, it lights up in it.
 * @param {import("./state.js").View} view @param {number} H hidden units @returns {string}
 */
export function heldOf({ pinned, highlighted }, H) {
  if (highlighted === null || pathsTo(pinned, H).flat().includes(highlighted)) return pinned;
  const number = numberOf(highlighted);
  return pathsTo(number, H).length ? number : pinned;
}
