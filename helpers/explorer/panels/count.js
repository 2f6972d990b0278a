/** The panel that counts: what all slopes of L cost when one parameter after another is moved, and on the way back. */
import { html } from "../parts/dom.js";
import { words } from "../parts/words.js";
import { forwardDifferences, parametersOf } from "../model/counting.js";
import { PARAMETERS } from "../model/names.js";
import { text } from "../model/numerals.js";

const say = words.count;
const LARGER = [[8, 16]]; // D and H of a network beside this one
const CLOSE = 1e-3; // a difference below this is the nudge's own error
const MANY = 1e6; // parameters of one that is larger still

/** @returns {import("../parts/panel.js").Panel} */
export function count() {
  const rows = html("tbody", {});
  const agreed = html("p", { class: "bp-hint" });
  const head = html("tr", {}, ...say.head.map((name) => html("th", { scope: "col" }, name)));
  const table = html("table", {}, html("thead", {}, head), rows);
  const element = html(
    "section",
    { class: "bp-count", "aria-label": words.panels.count },
    ...[html("p", { class: "bp-head" }, words.panels.count), html("div", { class: "bp-scroll", tabindex: "0", role: "group", "aria-label": words.panels.count }, table), agreed],
  );

  let counted = []; // the numbers that the table is of

  function update({ D, H, hidden, inputs, arrays, isRevealed }) {
    const isTold = isRevealed("dL_dx[1]");
    const numbers = [...Object.values(inputs), hidden, isTold]; // arrays are replaced, never written to
    if (numbers.every((one, k) => one === counted[k])) return;
    counted = numbers;
    const { slopes, passes } = forwardDifferences(inputs, inputs, hidden);
    const networks = [
      [say.present(D, H), passes - 1, passes],
      ...LARGER.map(([d, h]) => [say.other(d, h), parametersOf(d, h), parametersOf(d, h) + 1]),
      [say.many, MANY, MANY + 1],
    ];
    const lines = networks.map(([name, parameters, forwards]) => [
      ...[name, grouped(parameters), say.passes(grouped(forwards)), say.lasts(forwards)],
      ...[say.there, say.lasts(2)],
    ]);
    rows.replaceChildren(
      ...lines.map(([name, ...cells]) =>
        html("tr", {}, html("th", { scope: "row" }, name), ...cells.map((cell) => html("td", {}, cell))),
      ),
    );
    const differences = PARAMETERS.flatMap((name) =>
      slopes[name].flatMap((row, i) => row.map((slope, j) => Math.abs(slope - arrays[`dL_d${name}`][i][j]))),
    );
    const largest = Math.max(...differences);
    const kind = Number.isNaN(largest) || largest === Infinity ? "unknown" : largest < CLOSE ? "agreed" : "differ";
    agreed.textContent = isTold ? say[kind](text(largest)) : "";
  }

  return { element, build() {}, update };
}

/** 1000001 as 1,000,001. @param {number} whole */
const grouped = (whole) => whole.toLocaleString("en");
