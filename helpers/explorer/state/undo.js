/** What can be undone: the numbers as they were before each gesture, whoever made it. */

const MOST_GESTURES = 200; // remembered
const PAUSE = 1000; // ms; changes of one kind that follow each other faster are one gesture, such as keys

/** @typedef {Record<string, any>} Numbers the model's traits by name; values are replaced, never written to */

/** @param {Numbers} present */
export function makeUndoStack(present) {
  /** @type {Numbers[]} */
  let past = [];
  /** @type {Numbers[]} */
  let future = [];
  let last = { gesture: "", time: -Infinity };
  /** @type {{past: Numbers[], present: Numbers, future: Numbers[]} | null} all this as it was when the pointer was pressed */
  let pressed = null;
  const begun = () => pressed !== null && past !== pressed.past;
  const end = () => (last = { gesture: "", time: -Infinity });
  return {
    /** Tell what is there now, and which gesture led to it. @param {Numbers} numbers @param {string} gesture */
    note(numbers, gesture) {
      if (same(numbers, present)) return;
      const time = performance.now();
      const soon = time - last.time < PAUSE || gesture.startsWith("run "); // one run, however slow its frames are
      const goesOn = soon && gesture === last.gesture && past.length > 0 && future.length === 0;
      if (!goesOn && !begun()) past = [...past.slice(-MOST_GESTURES + 1), present];
      future = [];
      present = numbers;
      last = { gesture, time };
    },
    /** The next change begins a gesture of its own. */
    end,
    /** The pointer is pressed: from its first change to its release all is one gesture, however long it rests. */
    press: () => (pressed = { past, present, future }),
    /** The pointer is released. A gesture that has come back to where it began is forgotten. */
    release() {
      if (begun()) end();
      if (pressed && same(present, pressed.present)) ({ past, future } = pressed);
      pressed = null;
    },
    /** @returns {Numbers | undefined} what to go back to */
    back() {
      if (!past.length) return undefined;
      future = [present, ...future];
      present = past.at(-1);
      past = past.slice(0, -1);
      end();
      return present;
    },
    /** @returns {Numbers | undefined} what to go forward to */
    forth() {
      if (!future.length) return undefined;
      past = [...past, present];
      [present, ...future] = future;
      end();
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
