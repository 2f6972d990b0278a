/**
 * Draws once before the browser's next frame, however often that is asked for; and while something plays, every frame.
 *
 * A picture has parts. Where there is no time for all of them in one frame, what a hand moves is drawn in the next one, and
 * the other parts follow, in as many frames as they need.
 */

const STILL = 500; // ms between two pictures of a run, for those who asked for reduced motion
const LONG = 14; // ms that a whole picture may take, layout and painting included, to be in time for the next frame
const SHORT = 8; // ms that one may take that is not whole: it is there for the hand
const BEHIND = 400; // ms that a part may be behind the hand
const AGAIN = 2000; // ms until a whole picture is tried again; twice as long each time that it takes too long
const READABLE = 200; // ms between two texts of a run: nobody reads 60 a second

/**
 * @typedef {{parts: string[], begin: (isShort: boolean) => number, follow: (part: string) => void}} Picture
 *   begin: something has changed: draws what the hand moves, where the picture should be short, and says how many of the
 *   parts are to follow in the same frame at least; follow: draws one of them
 * @param {Picture} picture @param {(isWhole: boolean) => void} [tell] told after each frame whether all parts are drawn
 */
export function frameLoop({ parts, begin, follow }, tell = () => {}) {
  let frame = 0; // the request that waits, or 0
  let act = null; // what is done before each picture while something plays
  let lastDrawn = 0;
  let asked = false; // whether anything has changed since the last picture
  /** @type {Map<string, number>} the parts that don't show it yet, and since when: the first has waited longest */
  let behind = new Map();
  let room = Infinity; // how many parts there is time for beside what the hand moves
  let [wholeAgain, patience] = [0, AGAIN]; // when a whole picture is tried again, and how long after the next failure
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
    const least = begin(room < Infinity);
    for (const part of parts) if (!behind.has(part)) behind.set(part, now);
    const waited = now - Math.min(now, ...behind.values());
    const drawn = drawBehind(Math.max(least, room, waited > BEHIND ? 1 : 0));
    const isWhole = behind.size === 0;
    setTimeout(() => measure(1 + drawn, isWhole, began, performance.now())); // after the browser has painted it
  }

  /** Draws at most so many parts. @param {number} most @returns {number} how many it has drawn */
  function drawBehind(most) {
    const next = [...behind.keys()].slice(0, most);
    for (const part of next) {
      behind.delete(part);
      follow(part);
    }
    tell(behind.size === 0);
    clearTimeout(painted);
    if (behind.size) painted = setTimeout(() => (frame ||= requestAnimationFrame(tick))); // a key may come between
    return next.length;
  }

  /** A picture of so many parts began and was painted: how many parts is there time for in the next one? */
  function measure(parts, isWhole, began, now) {
    const took = now - began;
    if (isWhole && took <= LONG) [room, patience] = [Infinity, AGAIN];
    else if (isWhole) {
      [wholeAgain, patience] = [now + patience, 2 * patience];
      room = fitting(parts, took);
    } else if (now > wholeAgain) room = Infinity;
    else if (took > SHORT) room = fitting(parts, took);
    else if ((took * (parts + 1)) / parts < SHORT) room = parts;
  }
  const fitting = (parts, took) => Math.max(0, Math.floor((parts * SHORT) / took) - 1);

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
      begin(false);
      behind = new Map(parts.map((part) => [part, 0]));
      drawBehind(Infinity);
    },
    cancel,
  };
}

/** A pace for texts: says whether it's time for another one. @returns {(view: {run: any}) => boolean} */
export function readingPace() {
  let last = 0;
  return ({ run }) => {
    const now = performance.now();
    if (run?.playing && now - last < READABLE) return false;
    last = now;
    return true;
  };
}
