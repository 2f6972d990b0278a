/** The panel of the network: the graph, and the controls of its numbers beside or below it. */
import { controls } from "./controls.js";
import { html } from "../parts/dom.js";
import { graph } from "./graph.js";

/** @param {any} explorer what graph and controls need @returns {import("../parts/panel.js").Panel} */
export function networkPanel(explorer) {
  const parts = [graph(explorer), controls(explorer)];
  return {
    element: html("div", { class: "bp-network" }, ...parts.map((part) => part.element)),
    build: (state) => parts.forEach((part) => part.build(state)),
    update: (state) => parts.forEach((part) => part.update(state)),
    focus: parts[1].focus,
  };
}
