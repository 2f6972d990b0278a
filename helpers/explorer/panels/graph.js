/** The panel of the network as a graph: each weight on its edge, each unit with its values; all can be dragged. */
import { html, svg, write } from "../parts/dom.js";
import { gesture } from "../parts/gestures.js";
import { gate } from "../model/derivatives.js";
import { short, text } from "../model/numerals.js";
import { moved } from "../state/ranges.js";
import { nameOf, parseName } from "../model/names.js";
import { words } from "../parts/words.js";

const INPUT = { width: 76, height: 38 };
const UNIT = { width: 164, height: 54 };
const SLIM = { width: 264, height: 26 }; // a unit in one line, where there are many
const MOST_TALL = 5; // hidden units in two lines
const TALL = { x: 42, hidden: 312, output: 550, width: 636 };
const MANY = { x: 42, hidden: 440, output: 742, width: 830 };
const UNDER_OUTPUT = 90; // room for y and L
const MOST_LABELS = 12; // more edges than these leave no room for a weight on each, unless they come from two inputs
const STEP = 6; // pixels of a drag that move a number by one step
const STILL = 4; // pixels that a click may slip

/**
 * @param {{live: any, ranges: any, get: (trait: string) => any, focus: (quantity: string) => void, selectParameter: (quantity: string) => void,
 *          set: (quantity: string, value: number) => void, valueOf: (quantity: string) => number}} explorer
 * @returns {import("../parts/panel.js").Panel}
 */
export function graph({ live, ranges, get, focus, selectParameter, set, valueOf }) {
  const reading = html("p", { class: "bp-reading" });
  const element = html("section", { class: "bp-graph", "aria-label": words.panels.network });
  /** @type {{line: SVGElement, name: string, shown: string}[]} */
  let edges = [];
  /** @type {{unit: SVGElement, i: number}[]} */
  let units = [];
  let picture;
  let column = TALL;

  function build({ D, H }) {
    edges = [];
    units = [];
    const slim = H > MOST_TALL;
    const unit = slim ? SLIM : UNIT;
    column = slim ? MANY : TALL;
    const gap = slim ? 36 : Math.min(170, Math.max(96, 440 / H));
    const height = Math.max(H * gap + 30, D * (slim ? 62 : 74), UNIT.height + 2 * UNDER_OUTPUT);
    const at = (k, count, spread) => height / 2 + 10 + (k - (count - 1) / 2) * spread;
    const apart = Math.min((height - 74) / Math.max(1, D - 1), slim ? 100 : gap * 1.1);
    const inputAt = (j) => at(j, D, apart);
    const hiddenAt = (i) => at(i, H, gap);
    const left = column.hidden - unit.width / 2;
    const right = column.hidden + unit.width / 2;
    const outputLeft = column.output - UNIT.width / 2;
    const crowded = D * H > MOST_LABELS && D > 2;
    const lines = svg("g", { class: "bp-edges" });
    const labels = svg("g", { class: "bp-edge-labels" });
    const nodes = svg("g", { class: "bp-nodes" });

    const edge = (name, x1, y1, x2, y2, along, hides) => {
      const line = svg("line", { x1, y1, x2, y2 });
      const label = live.bind(
        svg("text", {
          x: x1 + along * (x2 - x1),
          y: y1 + along * (y2 - y1) + 5,
          class: "bp-weight",
          "data-drag": name,
        }),
        name,
      );
      const hit = svg("line", { x1, y1, x2, y2, class: "bp-hit" });
      const group = svg("g", { class: hides ? "bp-edge bp-crowded" : "bp-edge", "data-drag": name }, line, hit);
      live.mark(group, name);
      (hides ? group : labels).append(label);
      lines.append(group);
      edges.push({ line, name, shown: "" });
    };
    for (let j = 0; j < D; j++)
      for (let i = 0; i < H; i++) {
        const wide = D === 1 ? 0.5 : 0.27 + (0.44 * j) / (D - 1);
        const along = slim && D === 2 ? 0.5 + 0.3 * j : wide;
        edge(nameOf("W1", i, j), column.x + INPUT.width / 2, inputAt(j), left, hiddenAt(i), along, crowded);
      }
    for (let i = 0; i < H; i++) {
      const along = slim && i !== (H - 1) / 2 ? 0.38 : 0.5; // in the middle there is just room between the units
      edge(nameOf("W2", 0, i), right, hiddenAt(i), outputLeft, at(0, 1, 0), along, false);
    }

    for (let j = 0; j < D; j++) nodes.append(...input(nameOf("x", j, 0), inputAt(j)));
    for (let i = 0; i < H; i++) {
      const names = ["z1", "a1", "b1"].map((name) => nameOf(name, i, 0));
      const one = (slim ? slimUnit : tallUnit)(column.hidden, hiddenAt(i), names);
      units.push({ unit: one, i });
      nodes.append(one);
    }
    nodes.append(tallUnit(column.output, at(0, 1, 0), ["z2", "a2", "b2"]));
    nodes.append(...verdict(column.output, at(0, 1, 0) + UNIT.height / 2));

    picture = svg(
      "svg",
      { viewBox: `0 0 ${column.width} ${height}`, role: "img", "aria-label": words.panels.network },
      lines,
      labels,
      nodes,
    );
    element.classList.toggle("bp-slim", slim);
    draggable(picture);
    element.replaceChildren(picture, reading);
  }

  function input(name, y) {
    const box = svg("rect", {
      x: column.x - INPUT.width / 2,
      y: y - INPUT.height / 2,
      ...INPUT,
      rx: 19,
      class: "bp-input",
    });
    const caption = svg("text", { x: column.x, y: y - 26, class: "bp-caption" }, name);
    const value = live.bind(svg("text", { x: column.x, y: y + 5, class: "bp-number" }), name);
    live.mark(box, name);
    for (const part of [box, value, caption]) part.setAttribute("data-drag", name);
    return [box, caption, value];
  }

  /** A unit with its z above its a, and its bias over it. */
  function tallUnit(x, y, [z, a, b]) {
    const { width, height } = UNIT;
    const left = x - width / 2;
    const row = (name, dy) => [
      live.mark(svg("text", { x: left + 10, y: y + dy, class: "bp-letter" }, name), name),
      live.bind(svg("text", { x: left + width - 10, y: y + dy, class: "bp-number bp-right" }), name),
    ];
    const bias = svg(
      "text",
      { x, y: y - height / 2 - 7, class: "bp-caption" },
      `${b} = `,
      live.bind(svg("tspan", {}), b),
    );
    return svg(
      "g",
      { class: "bp-unit", "data-drag": b },
      svg("rect", { x: left, y: y - height / 2, width, height, rx: 10 }),
      svg("line", { x1: left, x2: left + width, y1: y, y2: y, class: "bp-divide" }),
      ...row(z, -8),
      ...row(a, 20),
      live.mark(bias, b),
      svg("text", { x: left + width + 6, y: y + 17, class: "bp-off" }, words.off),
    );
  }

  /** A unit in one line: b, then z, then a. */
  function slimUnit(x, y, [z, a, b]) {
    const { width, height } = SLIM;
    const cell = (k) => x - width / 2 + (k * width) / 3; // where the k-th begins
    const cells = [b, z, a].flatMap((name, k) => [
      live.mark(svg("text", { x: cell(k) + 6, y: y + 4, class: "bp-letter" }, name[0]), name),
      live.bind(svg("text", { x: cell(k + 1) - 5, y: y + 4, class: "bp-number bp-right" }), name, short),
    ]);
    const ends = { y1: y - height / 2, y2: y + height / 2, class: "bp-divide" };
    const dividers = [1, 2].map((k) => svg("line", { x1: cell(k), x2: cell(k), ...ends }));
    return svg(
      "g",
      { class: "bp-unit", "data-drag": b },
      svg("rect", { x: cell(0), y: y - height / 2, width, height, rx: 6 }),
      ...dividers,
      ...cells,
      svg("text", { x: cell(2) + 20, y: y + 4, class: "bp-off" }, words.off),
    );
  }

  /** y and L, under the output. */
  function verdict(x, y) {
    const line = (name, dy) =>
      svg("text", { x, y: y + dy, class: "bp-verdict" }, `${name} = `, live.bind(svg("tspan", {}), name));
    const label = line("y", 26);
    label.addEventListener("click", () => focus("y"));
    return [label, live.mark(line("L", 48), "L")];
  }

  /** A drag to the right or up makes a number larger; a click without one goes to its control. */
  function draggable(target) {
    gesture(target, (press) => {
      const name = press.target.closest("[data-drag]")?.dataset.drag;
      if (!name) return null;
      const { array } = parseName(name);
      const from = valueOf(name);
      const step = ranges.step(array); // the gesture's own: the reach may grow under it
      const least = ranges.of(array);
      let unit = 0; // pixels to a step, once it is no click any more
      selectParameter(name);
      return {
        move(event) {
          const [right, up] = [event.clientX - press.clientX, press.clientY - event.clientY];
          if (!unit && Math.hypot(right, up) < STILL) return;
          unit ||= event.shiftKey ? 10 * STEP : STEP;
          set(name, moved(from, (right + up) / unit, step));
        },
        drop: () => unit || focus(name),
        cancel: () => unit && set(name, from),
        end: () => ranges.refit(array, get(array), least),
      };
    });
  }

  function update(state) {
    const { values, isRevealed, hidden, pass, view } = state;
    const largest = Math.max(...edges.map(({ name }) => Math.abs(values.get(name)))) || 1;
    for (const edge of edges) {
      const weight = values.get(edge.name);
      const kind = weight > 0 ? "bp-positive" : weight < 0 ? "bp-negative" : "bp-zero";
      const width = (1 + 5 * Math.min(1, Math.abs(weight) / largest)).toFixed(1);
      if (edge.shown === kind + width) continue;
      edge.shown = kind + width;
      edge.line.setAttribute("class", kind);
      edge.line.style.strokeWidth = `${width}px`;
    }
    for (const { unit, i } of units) {
      const off = hidden === "relu" && gate(pass.Z1[i][0]) === 0 && isRevealed(nameOf("a1", i, 0));
      if (unit.classList.contains("bp-is-off") !== off) unit.classList.toggle("bp-is-off", off);
    }
    const known = ["z2", "a2", "L"].filter(isRevealed).map((name) => [name, text(values.get(name))]);
    picture.setAttribute("aria-label", `${words.panels.network}: ${words.networkSummary(known)}`);
    const of = view.highlighted ?? "";
    const wanted = [of, `dL_d${of}`].filter((name) => values.has(name) && isRevealed(name));
    const said = wanted.length ? words.reading(wanted.map((name) => [name, text(values.get(name))])) : words.graphHint;
    write(reading, said);
  }

  return { element, build, update };
}
