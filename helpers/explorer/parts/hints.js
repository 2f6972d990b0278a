/**
 * Three small hints at what can be dragged, on a first visit. They go with the first press or key in their explorer, and
 * that is kept in the browser: they never come back. Where it can't be kept they are not shown at all.
 */
import { html } from "./dom.js";
import { words } from "./words.js";

const KEY = "backpropagation by hand: hints seen";
const PLACES = {
  weight: '.bp-label[data-drag="W2[1]"] .bp-weight',
  slider: ".bp-controls .bp-entry:not(:first-of-type) input[type=range]",
  x: ".bp-handle",
};

let shown = false; // in one explorer of the page at a time

/** @param {HTMLElement} root of an explorer whose panels are there @returns {() => void} what takes the hints away */
export function hints(root) {
  if (shown || !isFirstVisit()) return () => {};
  const notes = Object.entries(PLACES)
    .filter(([, place]) => root.querySelector(place))
    .map(([name, place]) => ({ place, note: html("div", { class: "bp-note", role: "note" }, words.hints[name]) }));
  if (!notes.length) return () => {};
  shown = true;
  root.append(...notes.map(({ note }) => note));
  const put = () => {
    const whole = root.getBoundingClientRect();
    const larger = whole.width / root.offsetWidth || 1; // than its own pixels, on a slide
    for (const { place, note } of notes) {
      const box = root.querySelector(place)?.getBoundingClientRect(); // the graph is made anew when it becomes narrow
      note.hidden = !box?.width; // or in a panel that is closed on a phone
      if (note.hidden) continue;
      const left = ((box.left + box.right) / 2 - whole.left) / larger;
      note.style.left = `${Math.max(4, Math.min(left, root.offsetWidth - note.offsetWidth - 16))}px`;
      note.style.top = `${(box.bottom - whole.top) / larger + 8}px`;
    }
  };
  const resized = new ResizeObserver(() => requestAnimationFrame(put)); // after the graph has followed
  resized.observe(root);
  const listening = new AbortController();
  const away = () => {
    listening.abort();
    resized.disconnect();
    for (const { note } of notes) note.remove();
    shown = false;
  };
  const seen = () => {
    away();
    localStorage.setItem(KEY, "yes");
  };
  for (const type of ["pointerdown", "keydown"])
    root.addEventListener(type, seen, { capture: true, signal: listening.signal });
  return away;
}

function isFirstVisit() {
  try {
    if (localStorage.getItem(KEY)) return false;
    localStorage.setItem(`${KEY}?`, ""); // whether it can be kept
    localStorage.removeItem(`${KEY}?`);
    return true;
  } catch {
    return false;
  }
}
