/** What can be undone: the numbers as they were before each gesture, whoever made it. */

const MOST = 200; // gestures remembered
const PAUSE = 1000; // ms; changes of one kind that follow each other faster are one gesture

/** @typedef {Record<string, any>} Numbers the model's traits by name; values are replaced, never written to */

/** @param {Numbers} present */
export function history(present) {
  /** @type {Numbers[]} */
  let past = [];
  /** @type {Numbers[]} */
  let future = [];
  let last = { gesture: "", time: -Infinity };
  let held = false;
  return {
    /** Tell what is there now, and which gesture led to it. @param {Numbers} numbers @param {string} gesture */
    note(numbers, gesture) {
      if (same(numbers, present)) return;
      const time = performance.now();
      const soon = held || time - last.time < PAUSE;
      const goesOn = soon && gesture === last.gesture && past.length > 0 && future.length === 0;
      if (!goesOn) past = [...past.slice(-MOST + 1), present];
      future = [];
      present = numbers;
      last = { gesture, time };
    },
    /** While a button is down, a gesture may rest as long as it likes. @param {boolean} down */
    hold: (down) => (held = down),
    /** The next change begins a gesture of its own. */
    end: () => (last = { gesture: "", time: -Infinity }),
    /** @returns {Numbers | undefined} what to go back to */
    back() {
      if (!past.length) return undefined;
      future = [present, ...future];
      present = past.at(-1);
      past = past.slice(0, -1);
      last.time = -Infinity;
      return present;
    },
    /** @returns {Numbers | undefined} what to go forward to */
    forth() {
      if (!future.length) return undefined;
      past = [...past, present];
      [present, ...future] = future;
      last.time = -Infinity;
      return present;
    },
    canGoBack: () => past.length > 0,
    canGoForth: () => future.length > 0,
  };
}

function same(some, others) {
  return Object.keys(others).every(
    (name) => some[name] === others[name] || JSON.stringify(some[name]) === JSON.stringify(others[name]),
  );
}
