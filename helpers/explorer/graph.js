/** The panel of the network as a graph: each weight on its edge, each unit with its values. */
import { html, svg } from "./dom.js";
import { text } from "./numerals.js";
import { quantity } from "./state.js";
import { words } from "./words.js";

const WIDTH = 610;
const INPUT = { width: 76, height: 38 };
const UNIT = { width: 164, height: 54 };
const COLUMN = { x: 42, hidden: 312, output: 524 };
const UNDER_OUTPUT = 90; // room for y and L
const MOST_LABELS = 12; // more edges than these leave no room for a weight on each; the weight shows on hover and focus

/** @param {{live: any, focus: (name: string) => void}} explorer @returns {import("./explorer.js").Panel} */
export function graph({ live, focus }) {
  const element = html("section", { class: "bp-graph", "aria-label": words.network });
  /** @type {{line: SVGElement, name: string}[]} */
  let edges = [];
  /** @type {{unit: SVGElement, i: number}[]} */
  let units = [];
  let picture;

  function build({ D, H }) {
    edges = [];
    units = [];
    const gap = Math.min(170, Math.max(84, 500 / H));
    const height = Math.max(H * gap, D * 74, UNIT.height + 2 * UNDER_OUTPUT);
    const at = (k, count, spread) => height / 2 + 10 + (k - (count - 1) / 2) * spread;
    const inputAt = (j) => at(j, D, Math.min(gap * 1.1, (height - 74) / Math.max(1, D - 1)));
    const hiddenAt = (i) => at(i, H, gap);
    const crowded = D * H > MOST_LABELS;
    const lines = svg("g", { class: "bp-edges" });
    const labels = svg("g", { class: "bp-edge-labels" });
    const nodes = svg("g", { class: "bp-nodes" });

    const edge = (name, x1, y1, x2, y2, along) => {
      const line = svg("line", { x1, y1, x2, y2 });
      const label = live.follow(
        svg("text", { x: x1 + along * (x2 - x1), y: y1 + along * (y2 - y1) + 5, class: "bp-weight" }),
        name,
      );
      const group = svg(
        "g",
        { class: crowded ? "bp-edge bp-crowded" : "bp-edge" },
        line,
        svg("line", { x1, y1, x2, y2, class: "bp-hit" }),
      );
      for (const part of [group, label]) part.addEventListener("click", () => focus(name));
      group.append(svg("title", {}, name));
      lines.append(group);
      (crowded ? group : labels).append(label);
      edges.push({ line, name });
    };
    for (let j = 0; j < D; j++)
      for (let i = 0; i < H; i++) {
        const along = D === 1 ? 0.5 : 0.27 + (0.44 * j) / (D - 1);
        edge(
          quantity("W1", i, j),
          COLUMN.x + INPUT.width / 2,
          inputAt(j),
          COLUMN.hidden - UNIT.width / 2,
          hiddenAt(i),
          along,
        );
      }
    for (let i = 0; i < H; i++)
      edge(
        quantity("W2", 0, i),
        COLUMN.hidden + UNIT.width / 2,
        hiddenAt(i),
        COLUMN.output - UNIT.width / 2,
        at(0, 1, 0),
        H > 4 ? 0.25 + 0.35 * (i % 2) : 0.4,
      );

    for (let j = 0; j < D; j++) nodes.append(...input(quantity("x", j, 0), inputAt(j)));
    for (let i = 0; i < H; i++) {
      const names = ["z1", "a1", "b1"].map((name) => quantity(name, i, 0));
      const unit = unitWith(COLUMN.hidden, hiddenAt(i), names);
      units.push({ unit, i });
      nodes.append(unit);
    }
    nodes.append(unitWith(COLUMN.output, at(0, 1, 0), ["z2", "a2", "b2"]));
    nodes.append(...verdict(at(0, 1, 0) + UNIT.height / 2));

    picture = svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": words.network },
      lines,
      labels,
      nodes,
    );
    element.replaceChildren(picture);
  }

  function input(name, y) {
    const circle = svg("rect", {
      x: COLUMN.x - INPUT.width / 2,
      y: y - INPUT.height / 2,
      ...INPUT,
      rx: 19,
      class: "bp-input",
    });
    const caption = svg("text", { x: COLUMN.x, y: y - 26, class: "bp-caption" }, name);
    const value = live.follow(svg("text", { x: COLUMN.x, y: y + 5, class: "bp-number" }), name);
    for (const part of [circle, value]) part.addEventListener("click", () => focus(name));
    return [circle, caption, value];
  }

  /** A unit with its z above its a, and its bias over it. */
  function unitWith(x, y, [z, a, b]) {
    const left = x - UNIT.width / 2;
    const row = (name, dy) => [
      svg("text", { x: left + 10, y: y + dy, class: "bp-letter" }, name),
      live.follow(svg("text", { x: left + UNIT.width - 10, y: y + dy, class: "bp-number bp-right" }), name),
    ];
    const bias = svg(
      "text",
      { x, y: y - UNIT.height / 2 - 7, class: "bp-caption" },
      `${b} = `,
      live.follow(svg("tspan", {}), b),
    );
    bias.addEventListener("click", () => focus(b));
    return svg(
      "g",
      { class: "bp-unit" },
      svg("rect", { x: left, y: y - UNIT.height / 2, width: UNIT.width, height: UNIT.height, rx: 10 }),
      svg("line", { x1: left, x2: left + UNIT.width, y1: y, y2: y, class: "bp-divide" }),
      ...row(z, -8),
      ...row(a, 20),
      bias,
      svg("text", { x: left + UNIT.width + 6, y: y + 17, class: "bp-off" }, words.off),
    );
  }

  /** y and L, under the output. */
  function verdict(y) {
    const line = (name, dy) =>
      svg(
        "text",
        { x: COLUMN.output, y: y + dy, class: "bp-verdict" },
        `${name} = `,
        live.follow(svg("tspan", {}), name),
      );
    const label = line("y", 26);
    label.addEventListener("click", () => focus("y"));
    return [label, line("L", 48)];
  }

  function update(state) {
    const largest = Math.max(...edges.map(({ name }) => Math.abs(state.values.get(name)))) || 1;
    for (const { line, name } of edges) {
      const weight = state.values.get(name);
      line.setAttribute("class", weight > 0 ? "bp-positive" : weight < 0 ? "bp-negative" : "bp-zero");
      line.style.strokeWidth = `${(1 + 5 * Math.min(1, Math.abs(weight) / largest)).toFixed(2)}px`;
    }
    for (const { unit, i } of units)
      unit.classList.toggle("bp-is-off", state.hidden === "relu" && state.pass.Z1[i][0] <= 0);
    const [z2, a2, L] = ["z2", "a2", "L"].map((name) => text(state.values.get(name)));
    picture.setAttribute("aria-label", `${words.network}: ${words.networkSummary(z2, a2, L)}`);
  }

  return { element, build, update };
}
