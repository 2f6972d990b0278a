/** The panel of the network: the graph with the lines under it, and the controls of its numbers beside or below it. */
import { html, show, write } from "../parts/dom.js";
import { words } from "../parts/words.js";
import { text } from "../model/numerals.js";
import { controls } from "./controls.js";
import { graph } from "./graph.js";
import { pathLine } from "./path_line.js";
import { sheets } from "./sheets.js";
import { stepLine } from "./step_line.js";

/** @param {any} explorer what graph, lines and controls need @returns {import("../parts/panel.js").Panel} */
export function networkPanel(explorer) {
  const [picture, path, step] = [graph(explorer), pathLine(explorer), stepLine(explorer)];
  const [numbers, choice] = [controls(explorer), sheets(explorer)];
  const parts = [picture, path, step, numbers, choice];
  const reading = html("p", { class: "bp-reading" });
  const legend = html("p", { class: "bp-key bp-graph-key" });
  const edges = html("span", {});
  legend.append(
    ...[html("b", {}, words.legend.value), html("b", { class: "bp-slope" }, words.legend.slope), edges],
    ...[html("span", {}, words.legend.signs), html("span", { class: "bp-key-next" }, words.legend.next)],
  );
  const keys = html("p", { class: "bp-hint bp-graph-keys" }, words.graphKeys);
  const left = html("section", { class: "bp-graph", "aria-label": words.panels.network });
  left.append(picture.element, legend, reading, path.element, step.element, keys);

  function update(state) {
    if (state.isPartial) return [picture, numbers].forEach((part) => part.update(state));
    parts.forEach((part) => part.update(state));
    const forward = state.direction === "forward";
    show(legend, !forward);
    write(edges, words.legend.edges[state.direction] ?? "");
    show(keys, state.step === null); // the walk has keys of its own, B among them
    legend.classList.toggle("bp-unforeseen", state.next === null);
    if (show(reading, forward)) read(state);
  }

  /** The number that is lit up, and its slope. */
  function read({ values, isRevealed, view: { highlighted } }) {
    const of = highlighted ?? "";
    const wanted = [of, `dL_d${of}`].filter((name) => values.has(name) && isRevealed(name));
    write(
      reading,
      wanted.length ? words.reading(wanted.map((name) => [name, text(values.get(name))])) : words.graphHint,
    );
  }

  /**
   * F: forward, B: backward, the same key again: both; S: one step, and a look at the slopes that it follows.
   * @param {string} key @returns {boolean} whether it was one of these
   */
  function key(key) {
    const wanted = { f: "forward", b: "backward" }[key.toLowerCase()];
    if (wanted) explorer.change({ direction: explorer.get("direction") === wanted ? "both" : wanted });
    if (key.toLowerCase() !== "s" || !step.take()) return wanted !== undefined;
    if (explorer.get("direction") === "forward") explorer.change({ direction: "backward" });
    return true;
  }

  return {
    element: html("div", { class: "bp-network" }, left, numbers.element, choice.element),
    build: (state) => parts.forEach((part) => part.build(state)),
    update,
    focus: numbers.focus,
    key,
    end: () => parts.forEach((part) => part.end?.()),
  };
}
