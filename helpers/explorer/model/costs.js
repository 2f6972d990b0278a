/**
 * J over the steps of a run, in bounded memory: every step's while the run is short, then every second one's, every
 * fourth one's and so on; the first, the last and the largest always. Imports nothing and draws nothing.
 */

const MOST_KEPT = 4096; // costs; a curve of a few hundred pixels looks the same

/**
 * @typedef {{kept: number[], every: number, steps: number, last: number, largest: number}} Costs
 *   kept: J at the steps 0, every, 2 every, …; steps: how many were made; last: J after them; largest: of those that are finite.
 */

/** @param {ArrayLike<number>} costs J at the start and after each step; may be empty @returns {Costs} */
export function costsOf(costs) {
  const all = { kept: [], every: 1, steps: -1, last: NaN, largest: 0 };
  for (let k = 0; k < costs.length; k++) add(all, costs[k]);
  return all;
}

/** One step more, after which J is this. @param {Costs} all @param {number} J */
export function add(all, J) {
  all.steps += 1;
  all.last = J;
  if (Number.isFinite(J)) all.largest = Math.max(all.largest, J);
  if (all.steps % all.every !== 0) return;
  all.kept.push(J);
  if (all.kept.length <= MOST_KEPT) return;
  all.kept = all.kept.filter((_, k) => k % 2 === 0);
  all.every *= 2;
}

/** The step nearest to this one whose cost is kept, and the cost. @param {Costs} all @param {number} step @returns {[number, number]} */
export function nearest({ kept, every, steps, last }, step) {
  const k = Math.max(0, Math.min(kept.length - 1, Math.round(step / every)));
  return Math.abs(step - k * every) < Math.abs(step - steps) ? [k * every, kept[k]] : [steps, last];
}

/** At most about so many points of the curve, the last among them. @param {Costs} all @param {number} most */
export function curve({ kept, every, steps, last }, most) {
  const stride = Math.ceil(kept.length / most);
  const chosen = kept.flatMap((J, k) => (k % stride === 0 && k * every < steps ? [[k * every, J]] : []));
  return [...chosen, [steps, last]];
}
