/** The slides of a notebook, one at a time; explorers and questions on them are alive, as on the notebook's page. */
import { shrink, talk } from "./explorer/deck/talk.js";
import { reachable } from "./site.js";

const SWIPE = 80; // pixels that a finger goes to turn a slide

const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
dark.addEventListener("change", follow);
follow();

const slides = [...document.querySelectorAll("main > section")];
const [heading, number, back, next] = ["heading", "number", "back", "next"].map((id) => document.getElementById(id));
const notes = document.body.dataset.page.replace(".html", "_notes.html");
let at = 0;

const { fit, settle } = talk({
  isOn: () => true,
  go: (by) => show(at + by),
  end: (last) => show(last ? slides.length - 1 : 0),
  shown: () => [slides[at]],
  page: () => slides[at],
  notes: () => new URL(`${notes}#${slides[at].id}`, location.href).href,
});

function show(wanted, focuses = true) {
  at = Math.min(slides.length - 1, Math.max(0, wanted));
  slides.forEach((slide, k) => (slide.hidden = k !== at));
  heading.textContent = at && !slides[at].querySelector("h1, h2") ? slides[at].dataset.heading : "";
  number.textContent = `${at + 1} of ${slides.length}`;
  [back.disabled, next.disabled] = [at === 0, at === slides.length - 1];
  history.replaceState(null, "", `#${slides[at].id}`);
  slides[at].scrollTop = 0;
  if (focuses) slides[at].focus({ preventScroll: true }); // a screen reader says which slide it is
  fit();
  reachable();
}

function showNamed() {
  const named = slides.findIndex(({ id }) => id === decodeURIComponent(location.hash.slice(1)));
  show(Math.max(0, named), false);
}

back.addEventListener("click", () => show(at - 1));
next.addEventListener("click", () => show(at + 1));
addEventListener("hashchange", showNamed);
let from = null;
addEventListener("touchstart", ({ target, touches: [{ clientX: x, clientY: y }] }) => {
  from = target.closest(".bp-live, div.math, pre") ? null : { x, y };
});
addEventListener("touchend", ({ changedTouches: [{ clientX, clientY }] }) => {
  const [x, y] = from ? [clientX - from.x, clientY - from.y] : [0, 0];
  if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) show(at - Math.sign(x));
});
// On paper all slides stand one after the other, each on a page of its own.
addEventListener("beforeprint", () => {
  document.documentElement.classList.add("on-paper");
  for (const slide of slides) {
    slide.hidden = false;
    shrink(slide);
  }
});
addEventListener("afterprint", () => {
  document.documentElement.classList.remove("on-paper");
  for (const slide of slides) slide.style.removeProperty("zoom");
  show(at, false);
});
showNamed();
for (const slide of slides) new ResizeObserver(settle).observe(slide.lastElementChild ?? slide); // a picture comes late
