/** The panel of the boundary: the plane of two inputs, or a table where there are one or more than two. */
import { html } from "../parts/dom.js";
import { words } from "../parts/words.js";
import { planePanel } from "./plane.js";
import { pointTable } from "./point_table.js";

/** @param {any} explorer what the plane needs @returns {import("../parts/panel.js").Panel} */
export function boundary(explorer) {
  const element = html("section", { class: "bp-boundary", "aria-label": words.panels.boundary });
  let panel = { update: (_) => {} };
  return {
    element,
    build(state) {
      element.classList.toggle("bp-tabular", state.D !== 2);
      panel = state.D === 2 ? planePanel(explorer, state) : pointTable();
      element.replaceChildren(...panel.elements);
    },
    update: (state) => panel.update(state),
  };
}
