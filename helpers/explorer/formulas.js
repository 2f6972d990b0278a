/** The panel of formulas: the page's lines, with the numbers put in. */
import { html } from "./dom.js";
import { allLines } from "./lines.js";
import { stepsOf } from "./steps.js";
import { words } from "./words.js";

/** @param {{live: any}} explorer @returns {import("./explorer.js").Panel} */
export function formulas(explorer) {
  const element = html("section", { class: "bp-formulas", "aria-label": words.panels.formulas, tabindex: "0" });
  /** @type {import("./lines.js").Line[]} */
  let lines = [];
  let backward;
  let wasAt;

  function build(state) {
    lines = allLines(explorer, state);
    const elements = lines.map((line) => line.element);
    const first = elements.findIndex((line) => line.dataset.line === "dL_da2");
    backward = html("details", {}, html("summary", {}, words.backward), ...elements.slice(first));
    backward.open = state.hidden === "relu"; // the page's first part knows no derivative
    const forward = html("div", {}, html("p", { class: "bp-head" }, words.forward), ...elements.slice(0, first));
    element.replaceChildren(forward, backward);
    wasAt = undefined;
  }

  function update(state) {
    element.classList.toggle("bp-concealed", !state.view.answered);
    if (state.step === wasAt) return;
    wasAt = state.step;
    const current = stepsOf(state.hidden).indexOf(state.step);
    for (const { element: line, at } of lines) {
      line.hidden = current >= 0 && at > current;
      line.classList.toggle("bp-current", at === current);
    }
    backward.hidden = current >= 0 && !state.step.startsWith("D");
    if (current < 0) return;
    if (!backward.hidden) backward.open = true;
    const line = lines.find(({ at }) => at === current)?.element;
    if (line) element.scrollTop += line.getBoundingClientRect().top - element.getBoundingClientRect().top - 60;
  }

  return { element, build, update };
}
