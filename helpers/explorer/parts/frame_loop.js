/**
 * Draws once before the browser's next frame, however often that is asked for; and while something plays, every frame.
 * Where a whole picture takes longer than a frame, what a hand moves is drawn first, and the rest when it pauses.
 */

const STILL = 500; // ms between two pictures of a run, for those who asked for reduced motion
const LONG = 14; // ms that a whole picture may take, layout and painting included, to be in time for the next frame
const BEHIND = 100; // ms that the rest may be behind the hand

/** @param {(mayBePartial: boolean) => boolean} draw returns whether it has drawn all */
export function frameLoop(draw) {
  let frame = 0; // the request that waits, or 0
  let act = null; // what is done before each picture while something plays
  let lastDrawn = 0;
  let asked = false; // whether anything has changed since the last picture
  let behindSince = 0; // when the first picture was drawn that was not whole, or 0
  let took = 0; // ms, of the last whole pictures
  let rest = 0; // the timer after which what is behind is asked for

  function tick(now) {
    frame = 0;
    const isNew = asked;
    asked = false;
    const still = act && matchMedia("(prefers-reduced-motion: reduce)").matches && now - lastDrawn < STILL;
    if (!still) {
      act?.();
      lastDrawn = now;
      picture(isNew && !act && took > LONG && !(behindSince && now - behindSince > BEHIND), now);
    }
    if (act) schedule();
  }
  function picture(mayBePartial, now = 0) {
    const began = performance.now();
    if (draw(mayBePartial)) {
      behindSince = 0;
      took = Math.max(took, performance.now() - began);
      setTimeout(() => (took = (took + performance.now() - began) / 2)); // after the browser has painted it
    } else {
      behindSince ||= now;
      rest = setTimeout(() => (frame ||= requestAnimationFrame(tick))); // after the browser has painted this much
    }
  }
  function schedule() {
    asked = true;
    frame ||= requestAnimationFrame(tick);
  }
  function cancel() {
    cancelAnimationFrame(frame);
    clearTimeout(rest);
    frame = 0;
  }
  return {
    schedule,
    /** Does this before every picture from now on, until it is null. @param {(() => void) | null} next */
    repeat(next) {
      act = next;
      schedule();
    },
    /** Draws at once. */
    drawNow() {
      cancel();
      picture(false);
    },
    cancel,
  };
}
