/** The panel of formulas: the page's lines, with the numbers put in. */
import { html } from "./dom.js";
import { allLines } from "./lines.js";
import { stepsOf } from "./steps.js";
import { words } from "./words.js";

const TALLEST = 460; // pixels, after which it scrolls
const ABOVE = 60; // pixels between its top and the walk's line

/** @param {{live: any}} explorer @returns {import("./explorer.js").Panel} */
export function formulas(explorer) {
  const element = html("section", { class: "bp-formulas", "aria-label": words.panels.formulas, tabindex: "0" });
  /** @type {import("./lines.js").Line[]} */
  let lines = [];
  let backward;
  let wasAt;
  let width = 0;
  /** @type {HTMLElement | undefined} */
  let current; // the line of the walk's step

  /** Takes the height that its lines need, and brings the walk's line into sight. It is fixed then, or each new digit would have the whole page laid out. */
  function fit() {
    element.classList.add("bp-fitting");
    element.style.height = "auto";
    element.style.height = `${Math.min(TALLEST, element.offsetHeight)}px`;
    element.classList.remove("bp-fitting");
    if (current) element.scrollTop += current.getBoundingClientRect().top - element.getBoundingClientRect().top - ABOVE;
  }
  const resized = new ResizeObserver(() => {
    if (element.clientWidth === width) return;
    width = element.clientWidth;
    fit();
  });
  resized.observe(element);
  const sight = new IntersectionObserver(
    (seen) => seen.forEach(({ target, isIntersecting }) => explorer.live.scrolled(target, !isIntersecting)),
    { root: element, rootMargin: "100px" },
  );

  function build(state) {
    lines = allLines(explorer, state);
    const elements = lines.map((line) => line.element);
    const first = elements.findIndex((line) => line.dataset.line === "dL_da2");
    backward = html("details", {}, html("summary", {}, words.backward), ...elements.slice(first));
    backward.open = state.hidden === "relu"; // the page's first part knows no derivative
    const forward = html("div", {}, html("p", { class: "bp-head" }, words.forward), ...elements.slice(0, first));
    backward.addEventListener("toggle", fit);
    element.replaceChildren(forward, backward);
    sight.disconnect();
    elements.forEach((line) => sight.observe(line));
    width = 0;
    wasAt = undefined;
  }

  function update(state) {
    const at = `${state.step} ${state.view.answered}`;
    if (at === wasAt) return;
    wasAt = at;
    element.classList.toggle("bp-concealed", !state.view.answered);
    const step = stepsOf(state.hidden).indexOf(state.step);
    for (const { element: line, at: own } of lines) {
      line.hidden = step >= 0 && own > step;
      line.classList.toggle("bp-current", own === step);
    }
    backward.hidden = step >= 0 && !state.step.startsWith("D");
    if (step >= 0 && !backward.hidden) backward.open = true;
    current = lines.find((one) => one.at === step)?.element;
    fit();
  }

  function end() {
    resized.disconnect();
    sight.disconnect();
  }

  return { element, build, update, end };
}
