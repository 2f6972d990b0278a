/** How far a number can be dragged, and how far an arrow key moves its slider; the numbers of one array share both. */
import { roundUp125, withoutDust } from "../model/round_numbers.js";

const LEAST = 1e-300; // no range is smaller, or its steps would be 0

/**
 * An arrow key's step: about a fortieth of the slider's whole span, as 1, 2 or 5 times a power of ten; the nearest on a
 * logarithmic scale. @param {number} reach the slider goes from -reach to reach
 */
export function stepFor(reach) {
  const target = reach / 20;
  const power = 10 ** Math.floor(Math.log10(target));
  const distance = (step) => Math.abs(Math.log(step / target));
  return withoutDust(
    [1, 2, 5, 10].map((m) => m * power).reduce((best, step) => (distance(step) < distance(best) ? step : best)),
  );
}

/**
 * A number moved by so many steps, rounded to a tenth of a step; not moved, it is what it was to the last digit.
 * @param {number} from @param {number} distance @param {number} step
 */
export function moved(from, distance, step) {
  if (distance === 0) return from;
  const grain = step / 10;
  return withoutDust(Math.round(from / grain + 10 * distance) * grain);
}

/** The ranges of one view: each array's numbers go from -reach to reach. */
export function makeRanges() {
  /** @type {Record<string, number>} */
  let all = {};
  /** @type {Record<string, number>} as they were chosen at first */
  let first = {};
  /** @type {((name: string) => void)[]} */
  const listeners = [];
  const become = (name, reach) => {
    if (all[name] === reach) return;
    all[name] = reach;
    for (const listener of listeners) listener(name);
  };
  return {
    /** @param {Record<string, number[][]>} inputs the arrays, from whose entries the reaches are chosen anew */
    reset(inputs) {
      all = {};
      for (const [name, rows] of Object.entries(inputs)) {
        const largest = Math.max(...rows.flat().map(Math.abs));
        all[name] = largest === 0 ? 1 : roundUp125(Math.max(LEAST, 1.5 * largest));
      }
      first = { ...all };
    },
    of: (name) => all[name],
    step: (name) => stepFor(all[name]),
    /** Reach far enough for value. @param {string} name @param {number} value */
    cover(name, value) {
      if (Math.abs(value) > all[name]) become(name, roundUp125(Math.abs(value)));
    },
    /** Reach no farther than these entries need, or `least`: what has been far away may be back. */
    refit(name, rows, least = first[name]) {
      const largest = Math.max(...rows.flat().map(Math.abs));
      become(name, largest > least ? roundUp125(largest) : least);
    },
    onChange: (listener) => listeners.push(listener),
  };
}
