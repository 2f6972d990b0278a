/**
 * Gestures of the pointer: from a press on an element until the pointer is let go, wherever that is. Every drag in the
 * explorer is one of these, and one gesture is one step of undo.
 *
 * A panel says what follows a press; each part may be missing.
 * @typedef {{move?: (event: PointerEvent) => void, drop?: () => void, cancel?: () => void, end?: () => void}} Grip
 *   move: the pointer is elsewhere, perhaps outside the window; drop: the button or the finger was lifted; cancel: Escape
 *   was pressed, or the browser took the pointer to scroll or zoom: what the gesture has changed goes back; end: always, last.
 */

/** @type {PointerEvent | undefined} the last press; while its gesture goes on, other fingers are ignored */
let press;
/** @type {Grip[]} what the pointer holds: usually an element, and the explorer around it */
let grips = [];
let listening = new AbortController();

/**
 * @param {Element} element @param {(press: PointerEvent) => Grip | null} begin null where there is nothing to hold
 * @param {{around?: boolean}} [options] around: it begins before the gestures inside the element, and ends after them
 */
export function gesture(element, begin, { around = false } = {}) {
  const onPress = (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    if (event !== press) {
      if (grips.length && event.pointerId !== press.pointerId) return;
      letGo(); // of a press whose release was never heard of
      press = event;
    }
    const grip = begin(event);
    if (!grip) return;
    if (!grips.length) listen(event);
    grips.unshift(grip);
    // A slider captures the pointer itself, and would lose it to us.
    if (grip.move && !event.target.matches("input")) event.target.setPointerCapture(event.pointerId);
  };
  element.addEventListener("pointerdown", onPress, { capture: around });
}

/** Ends the gesture that goes on, if there is one; what it has changed stays. */
export function letGo() {
  listening.abort();
  for (const grip of grips.splice(0)) grip.end?.();
}

/** Hears of the pointer in the whole document until it is let go. @param {PointerEvent} press */
function listen({ target, pointerId }) {
  listening = new AbortController();
  let cancelled = false;
  const cancel = () => {
    if (!cancelled) for (const grip of grips) grip.cancel?.();
    cancelled = true;
  };
  const on = (type, act) => document.addEventListener(type, act, { capture: true, signal: listening.signal });
  const onPointer = (type, act) => on(type, (event) => event.pointerId === pointerId && act(event));
  onPointer("pointermove", (event) => {
    if (!target.isConnected || (event.pointerType === "mouse" && !(event.buttons & 1))) letGo();
    else if (!cancelled) for (const grip of grips) grip.move?.(event);
  });
  onPointer("pointerup", () => {
    if (!cancelled) for (const grip of grips) grip.drop?.();
    letGo();
  });
  onPointer("pointercancel", () => (cancel(), letGo()));
  onPointer("lostpointercapture", ({ buttons }) => buttons & 1 || letGo()); // a click of the right button takes it, too
  on("keydown", (event) => {
    if (event.key !== "Escape" || !grips.some((grip) => grip.cancel)) return;
    event.preventDefault();
    event.stopPropagation(); // the lab would leave the cell
    cancel();
  });
  on("contextmenu", (event) => event.preventDefault()); // the release would be lost to it
  window.addEventListener("blur", letGo, { signal: listening.signal });
}
