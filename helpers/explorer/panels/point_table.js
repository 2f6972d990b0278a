/** For other than two inputs: x and the first points of the data in a table, each with its a2 and L. */
import { forward, loss } from "../model/network.js";
import { text } from "../model/numerals.js";
import { html } from "../parts/dom.js";
import { words } from "../parts/words.js";

const say = words.boundary;
const ROWS = 24;

/** @returns {{elements: HTMLElement[], update: (state: import("../state/state.js").State) => void}} */
export function pointTable() {
  const table = html("table", {});
  const more = html("p", { class: "bp-hint" });
  return {
    elements: [
      html("p", { class: "bp-head" }, say.table),
      html("div", { class: "bp-scroll", tabindex: "0", role: "group", "aria-label": say.table }, table),
      more,
    ],
    update(state) {
      const { x, y } = state.inputs;
      const { X: points, Y: labels } = state.data ?? { X: x.map(() => []), Y: [[]] };
      const X = x.map(([value], d) => [value, ...points[d].slice(0, ROWS)]);
      const Y = [[y[0][0], ...labels[0].slice(0, ROWS)]];
      const pass = forward(X, state.inputs, state.hidden);
      const L = loss(pass.Z2, Y)[0];
      const cell = (value, known = true) => html("td", {}, known ? text(value) : "");
      const head = html(
        "tr",
        {},
        ...[say.row, ...x.map((_, d) => `x[${d + 1}]`), "y", "a2", "L"].map((name) =>
          html("th", { scope: "col" }, name),
        ),
      );
      const rows = Y[0].map((label, n) =>
        html(
          "tr",
          {},
          html("th", { scope: "row" }, n === 0 ? "x" : String(n)),
          ...X.map((row) => cell(row[n])),
          cell(label),
          cell(pass.A2[0][n], state.isRevealed("a2")),
          cell(L[n], state.isRevealed("L")),
        ),
      );
      table.replaceChildren(head, ...rows);
      const rest = labels[0].length - ROWS;
      more.textContent = rest > 0 ? say.more(rest) : "";
    },
  };
}
