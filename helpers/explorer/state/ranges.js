/** How far a number can be dragged, and how far a key moves it; the numbers of one array share both. */

const LEAST = 1e-300; // no reach is smaller, or its steps would be 0
const MOST = 1.7976e308; // no number is moved farther, and there is room left to compute where it stands

/** The smallest of 1, 2, 5 times a power of ten that is at least `size`. @param {number} size */
export function ceiling(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  const reach = [1, 2, 5, 10].map((m) => m * power).find((r) => r >= size * (1 - 1e-12));
  return Math.min(clean(reach), Number.MAX_VALUE);
}

/** An arrow key's step: the 1, 2 or 5 times a power of ten nearest, as a ratio, to a fortieth of the span 2 reach. */
export function stepFor(reach) {
  const target = reach / 20;
  const power = 10 ** Math.floor(Math.log10(target));
  const distance = (step) => Math.abs(Math.log(step / target));
  return clean(
    [1, 2, 5, 10].map((m) => m * power).reduce((best, step) => (distance(step) < distance(best) ? step : best)),
  );
}

/** value without the dust of adding decimals in binary, and finite. @param {number} value */
export function clean(value) {
  return Number(Math.max(-MOST, Math.min(MOST, value)).toPrecision(12));
}

/**
 * A number moved by so many steps, rounded to a tenth of a step; not moved, it is what it was to the last digit.
 * @param {number} from @param {number} distance @param {number} step
 */
export function moved(from, distance, step) {
  if (distance === 0) return from;
  const grain = step / 10;
  return clean(Math.round(from / grain + 10 * distance) * grain);
}

/** The reaches of one view: each array's numbers go from -reach to reach. */
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
        all[name] = largest === 0 ? 1 : ceiling(Math.max(LEAST, 1.5 * largest));
      }
      first = { ...all };
    },
    of: (name) => all[name],
    step: (name) => stepFor(all[name]),
    /** Reach far enough for value. @param {string} name @param {number} value */
    cover(name, value) {
      if (Math.abs(value) > all[name]) become(name, ceiling(Math.abs(value)));
    },
    /** Reach no farther than these entries need, or `least`: what has been far away may be back. */
    refit(name, rows, least = first[name]) {
      const largest = Math.max(...rows.flat().map(Math.abs));
      become(name, largest > least ? ceiling(largest) : least);
    },
    onGrowth: (listener) => listeners.push(listener),
  };
}
