/** The panel of formulas: the page's lines, with the numbers put in. */
import { html } from "../parts/dom.js";
import { fittedBox } from "../parts/fitted_box.js";
import { allLines } from "../parts/formula_lines.js";
import { stepsOf } from "../state/steps.js";
import { words } from "../parts/words.js";

const TALLEST = 2000; // pixels, after which it scrolls: only for a network of many units

/** @param {{live: any}} explorer @returns {import("../parts/panel.js").Panel} */
export function formulas(explorer) {
  const inner = html("div", { class: "bp-lines" });
  /** @type {import("../parts/formula_lines.js").Line[]} */
  let lines = [];
  let backward;
  let wasAt;
  /** @type {HTMLElement | undefined} */
  let current; // the line of the walk's step

  /** Brings the walk's line into sight, with the line before it at the top. */
  function reveal() {
    if (!current) return;
    const first = current.previousElementSibling ?? current;
    box.scrollTop += first.getBoundingClientRect().top - box.getBoundingClientRect().top;
  }
  const { box, end: unfit } = fittedBox(inner, TALLEST, reveal);
  const element = html("section", { class: "bp-formulas", "aria-label": words.panels.formulas }, box);
  const sight = new IntersectionObserver((seen) =>
    seen.forEach(({ target, isIntersecting }) => explorer.live.scrolled(target, !isIntersecting)),
  );

  function build(state) {
    lines = allLines(explorer, state);
    const elements = lines.map((line) => line.element);
    const first = elements.findIndex((line) => line.dataset.line === "dL_da2");
    backward = html("details", {}, html("summary", {}, words.backward), ...elements.slice(first));
    backward.open = state.hidden === "relu"; // the page's first part knows no derivative
    const forward = html("div", {}, html("p", { class: "bp-head" }, words.forward), ...elements.slice(0, first));
    inner.replaceChildren(forward, backward);
    sight.disconnect();
    elements.forEach((line) => sight.observe(line));
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
    if (box.classList.contains("bp-scrolls")) reveal();
  }

  function end() {
    unfit();
    sight.disconnect();
  }

  return { element, build, update, end };
}
