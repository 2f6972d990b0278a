/** Draws once before the browser's next frame, however often that is asked for; and while something plays, every frame. */

const STILL = 500; // ms between two pictures of a run, for those who asked for reduced motion

/** @param {() => void} draw */
export function frameLoop(draw) {
  let frame = 0; // the request that waits, or 0
  let act = null; // what is done before each picture while something plays
  let lastDrawn = 0;

  function tick(now) {
    frame = 0;
    const still = act && matchMedia("(prefers-reduced-motion: reduce)").matches && now - lastDrawn < STILL;
    if (!still) {
      act?.();
      lastDrawn = now;
      draw();
    }
    if (act) schedule();
  }
  function schedule() {
    frame ||= requestAnimationFrame(tick);
  }
  function cancel() {
    cancelAnimationFrame(frame);
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
      draw();
    },
    cancel,
  };
}
