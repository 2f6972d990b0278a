/**
 * Draws once before the browser's next frame, however often that is asked for; and while something plays, every frame.
 *
 * A picture has parts. Where there is no time for all of them in one frame, what a hand moves is drawn in the next one, and
 * the other parts follow, in as many frames as they need.
 */

const STILL = 500; // ms between two pictures of a run, for those who asked for reduced motion
const LONG = 14; // ms that a picture may take, layout and painting included, to be in time for the next frame
const BEHIND = 200; // ms that a part may be behind the hand
const READABLE = 200; // ms between two texts of a run: nobody reads 60 a second

/**
 * @typedef {{begin: (isShort: boolean) => {parts: string[], least: number}, follow: (part: string) => void}} Picture
 *   begin: something has changed: draws what the hand moves, where the picture should be short, and says which parts are
 *   to follow, and how many of them at least in the same frame; follow: draws one of them
 * @param {Picture} picture
 */
export function frameLoop({ begin, follow }) {
  let frame = 0; // the request that waits, or 0
  let act = null; // what is done before each picture while something plays
  let lastDrawn = 0;
  let asked = false; // whether anything has changed since the last picture
  /** @type {Map<string, number>} the parts that don't show it yet, and since when: the first has waited longest */
  let behind = new Map();
  let room = Infinity; // how many parts there is time for beside what the hand moves
  let painted = 0; // the timer that ends after the browser has painted

  function tick(now) {
    frame = 0;
    const isNew = asked || act;
    const still = act && matchMedia("(prefers-reduced-motion: reduce)").matches && now - lastDrawn < STILL;
    if (!still) {
      const began = performance.now();
      act?.();
      asked = false;
      lastDrawn = now;
      if (isNew) drawNew(now, began);
      else drawBehind(Math.max(1, room));
    }
    if (act) schedule();
  }

  function drawNew(now, began) {
    const { parts, least } = begin(room < Infinity);
    for (const part of parts) if (!behind.has(part)) behind.set(part, now);
    const waited = now - Math.min(now, ...behind.values());
    const drawn = drawBehind(Math.max(least, room, waited > BEHIND ? 1 : 0));
    const isWhole = behind.size === 0;
    setTimeout(() => measure(1 + drawn, isWhole, performance.now() - began)); // after the browser has painted it
  }

  /** Draws at most so many parts. @param {number} most @returns {number} how many it has drawn */
  function drawBehind(most) {
    const parts = [...behind.keys()].slice(0, most);
    for (const part of parts) {
      behind.delete(part);
      follow(part);
    }
    clearTimeout(painted);
    if (behind.size) painted = setTimeout(() => (frame ||= requestAnimationFrame(tick))); // a key may come between
    return parts.length;
  }

  /** A picture of so many parts took so long: how many would have been in time? */
  function measure(parts, isWhole, took) {
    if (took > LONG) room = Math.max(0, Math.floor((parts * LONG) / took) - 1);
    else if (isWhole) room = Infinity;
    else if ((took * (parts + 1)) / parts < LONG) room = parts;
  }

  function schedule() {
    asked = true;
    frame ||= requestAnimationFrame(tick);
  }
  function cancel() {
    cancelAnimationFrame(frame);
    clearTimeout(painted);
    frame = 0;
  }
  return {
    schedule,
    /** Does this before every picture from now on, until it is null. @param {(() => void) | null} next */
    repeat(next) {
      act = next;
      schedule();
    },
    /** Draws all at once. */
    drawNow() {
      cancel();
      asked = false;
      behind = new Map(begin(false).parts.map((part) => [part, 0]));
      drawBehind(Infinity);
    },
    cancel,
  };
}

/** A pace for texts: says whether it's time for another one. @returns {(isRun: boolean) => boolean} */
export function readingPace() {
  let last = 0;
  return (isRun) => {
    const now = performance.now();
    if (isRun && now - last < READABLE) return false;
    last = now;
    return true;
  };
}
