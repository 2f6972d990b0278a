/**
 * The network as a graph: each weight on its edge, each unit with its z and its a, forward, and under them, backward, the
 * slopes of L; all weights, biases and inputs can be dragged.
 */
import { html, svg, write } from "../parts/dom.js";
import { gesture } from "../parts/gestures.js";
import { words } from "../parts/words.js";
import { short, text, tiny } from "../model/numerals.js";
import { nameOf, parseName } from "../model/names.js";
import { onTheWay, pathsTo } from "../model/paths.js";
import { blame } from "../state/blame.js";
import { heldOf } from "../state/held.js";
import { moved } from "../state/ranges.js";
import { layoutOf } from "./graph_layout.js";

const STEP = 6; // pixels of a drag that move a number by one step
const STILL = 4; // pixels that a click may slip
const NARROW = 520; // pixels of width, below which the picture is drawn for a phone
const ARROW = 10; // length of an arrow head, in the picture's units

/**
 * @param {{bindings: () => any, ranges: any, get: (trait: string) => any, focus: (quantity: string) => void, hold: (quantity: string) => void, selectParameter: (quantity: string) => void,
 *          set: (quantity: string, value: number) => void, valueOf: (quantity: string) => number}} explorer
 *   bindings: makes live numbers of the picture's own
 * @returns {import("../parts/panel.js").Panel}
 */
export function graph({ bindings, ranges, get, focus, hold, selectParameter, set, valueOf }) {
  const live = bindings(); // its own, as it is drawn anew where another layout fits better
  const element = html("div", { class: "bp-picture", role: "group", "aria-label": words.panels.network });
  /** @type {{group: Element, line: SVGElement, ghost: SVGElement, next: SVGElement, name: string, shown: string, foreseen: string}[]} */
  let edges = [];
  /** @type {{group: Element, word: SVGElement, reason: Element, index: number}[]} index: of the hidden unit, or -1 for the output */
  let units = [];
  /** @type {[name: string, element: Element][]} what lights up with a path that goes through it */
  let stations = [];
  /** @type {{element: Element, y: number, up: number, down: number}[]} numbers that move up where a slope stands under them */
  let movable = [];
  let picture;
  let last; // the state that was drawn last
  let lit = ""; // the path that is lit
  let placedFor = ""; // the direction that the numbers were placed for
  let isNarrow = false;
  const resized = new ResizeObserver(([{ contentRect }]) => {
    if (!last || !contentRect.width || contentRect.width < NARROW === isNarrow) return;
    build(last);
    update(last);
    live.flag("bp-lit", last.view.highlighted);
  });
  resized.observe(element);

  function build(state) {
    last = state;
    isNarrow = element.clientWidth > 0 && element.clientWidth < NARROW;
    const { D, H } = state;
    const layout = layoutOf(state, isNarrow);
    live.clear();
    [edges, units, stations, movable, lit, placedFor] = [[], [], [], [], "", ""];
    const lines = svg("g", { class: "bp-edges" });
    const labels = svg("g", { class: "bp-edge-labels" });
    const nodes = svg("g", { class: "bp-nodes" });
    const put = { lines, labels, nodes, layout };

    for (let j = 0; j < D; j++)
      for (let i = 0; i < H; i++) {
        const [from, to] = [layout.inputs[j], layout.hidden[i]];
        addEdge(put, nameOf("W1", i, j), from, to, layout.labelOfW1[j], layout.isCrowded);
      }
    for (let i = 0; i < H; i++)
      addEdge(put, nameOf("W2", 0, i), layout.hidden[i], layout.output, layout.labelOfW2(i), false);
    for (let j = 0; j < D; j++) addInput(put, nameOf("x", j, 0), layout.inputs[j]);
    for (let i = 0; i < H; i++) {
      const names = ["z1", "a1", "b1"].map((name) => nameOf(name, i, 0));
      (layout.isSlim ? addSlimUnit : addUnit)(put, names, layout.hidden[i], i);
    }
    addUnit(put, ["z2", "a2", "b2"], layout.output, -1);
    addLoss(put);

    picture = svg(
      "svg",
      { viewBox: `0 0 ${layout.width} ${layout.height}`, role: "img", "aria-label": words.panels.network },
      ...[lines, labels, nodes],
    );
    element.className = ["bp-picture", layout.isSlim && "bp-slim", layout.isNarrow && "bp-narrow"]
      .filter(Boolean)
      .join(" ");
    draggable(picture);
    // Or the browser would send a mouse's press and click after the touch, to what has come under the finger by then.
    picture.addEventListener("touchend", (event) => {
      if (event.cancelable && event.target.closest("[data-drag]")) event.preventDefault();
    });
    if (layout.isSlim && isNarrow)
      element.tabIndex = 0; // it scrolls
    else element.removeAttribute("tabindex");
    element.replaceChildren(picture);
  }

  /** An edge with its weight, and its slope under that. */
  function addEdge({ lines, labels, layout }, name, from, to, along, hides) {
    const [x1, y1, x2, y2] = [from.x + from.width / 2, from.y, to.x - to.width / 2, to.y];
    const ends = { x1, y1, x2, y2 };
    const line = svg("line", { ...ends, class: "bp-line-of" });
    const ghost = svg("line", { ...ends, class: "bp-ghost" });
    const [x, y] = [x1 + along * (x2 - x1), y1 + along * (y2 - y1)];
    const ways = layout.isNarrow ? [tiny, tiny] : [inCell, layout.isSlim ? tiny : short];
    const weight = live.bind(svg("tspan", { class: "bp-weight" }), name, ways[0]);
    const next = svg("tspan", { class: "bp-next" });
    const slope = live.bind(svg("text", { x, y: y + 15, class: "bp-slope" }), `dL_d${name}`, ways[1]);
    const label = svg(
      "g",
      { class: "bp-label", "data-drag": name },
      placed(svg("text", { x, class: "bp-over" }, weight, next), y + 5, 6),
      slope,
    );
    const hit = svg("line", { ...ends, class: "bp-hit" });
    const arrow = arrowHead(x1, y1, x2, y2, layout.isSlim ? 8 : 14, layout.isSlim || layout.isNarrow ? 0.75 : 1);
    const group = svg(
      "g",
      { class: hides ? "bp-edge bp-crowded" : "bp-edge", "data-drag": name },
      ghost,
      line,
      arrow,
      hit,
    );
    live.mark(group, name);
    (hides ? group : labels).append(label);
    lines.append(group);
    stations.push([name, group]);
    edges.push({ group, line, ghost, next, name, shown: "", foreseen: "" });
  }

  /**
   * A text that stands higher by `up` where there are slopes, and lower by `down` where there are none. Its y is set, as the
   * browser takes longer over each of its own transforms.
   */
  function placed(element, y, up, down = 0) {
    movable.push({ element, y, up, down });
    return element;
  }

  function place(direction) {
    if (direction === placedFor) return;
    placedFor = direction;
    const isForward = direction === "forward";
    for (const { element, y, up, down } of movable) element.setAttribute("y", String(isForward ? y + down : y - up));
  }

  /** The head of an arrow on a line, that points back to where the line starts. */
  function arrowHead(x1, y1, x2, y2, before, size) {
    const length = Math.hypot(x2 - x1, y2 - y1);
    const [right, down] = [(x2 - x1) / length, (y2 - y1) / length];
    const half = (ARROW / 2) * size;
    /** So far along the line, and so far beside it. */
    const at = (along, beside) => [
      (x1 + along * right - beside * down).toFixed(2),
      (y1 + along * down + beside * right).toFixed(2),
    ];
    const points = [at(before - half, 0), at(before + half, -half), at(before + half, half)].join(" ");
    return svg("polygon", { points, class: "bp-arrow" });
  }

  /** A number with its name above and its slope below, in the middle of a cell. */
  function cell(name, x, y, caption, ways) {
    return [
      live.mark(svg("text", { x, y: y - 17, class: "bp-letter" }, caption), name),
      live.bind(placed(svg("text", { x, class: "bp-number" }), y + 5, 0, 9), name, ways[0]),
      live.bind(svg("text", { x, y: y + 25, class: "bp-slope" }), `dL_d${name}`, ways[1]),
    ];
  }

  function addInput({ nodes, layout }, name, { x, y, width, height }) {
    const box = live.mark(
      svg("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 19, class: "bp-input" }),
      name,
    );
    const caption = live.mark(svg("text", { x, y: y - height / 2 - 7, class: "bp-caption" }, name), name);
    const write = layout.isNarrow ? tiny : short;
    const number = placed(svg("text", { x, class: "bp-number" }), y + 5, 6);
    const value = live.bind(number, name, layout.isNarrow ? tiny : inCell);
    const slope = live.bind(svg("text", { x, y: y + 17, class: "bp-slope" }), `dL_d${name}`, write);
    for (const part of [box, value, caption, slope]) part.setAttribute("data-drag", name);
    nodes.append(svg("g", { class: "bp-node" }, box, caption, value, slope));
    stations.push([name, box]);
  }

  /** A unit: z on its left, a on its right, between them what its activation lets back; its bias above. */
  function addUnit({ nodes, layout }, [z, a, b], { x, y, width, height }, index) {
    const [left, top] = [x - width / 2, y - height / 2];
    const half = width / 4;
    const ways = layout.isNarrow ? [tiny, tiny] : [inCell, inCell];
    const letter = (name) => (layout.isNarrow ? name.replace(/\[.*/, "") : name);
    const box = svg("rect", { x: left, y: top, width, height, rx: 10, class: "bp-box" });
    const atEdge = layout.isNarrow && index < 0; // of the picture, beyond which nothing is seen
    const bias = svg(
      "text",
      { x: atEdge ? left + width : x, y: top - 7, class: atEdge ? "bp-caption bp-right" : "bp-caption" },
      `${b} = `,
      live.bind(svg("tspan", {}), b, ways[0]),
      live.bind(svg("tspan", { class: "bp-slope", dx: 8 }), `dL_d${b}`, ways[1]),
    );
    const divide = svg("line", { x1: x, x2: x, y1: top, y2: top + height, class: "bp-divide" });
    const cells = [...cell(z, x - half, y, letter(z), ways), ...cell(a, x + half, y, letter(a), ways)];
    const parts = [box, divide, ...cells, gateMark(index, x, y + 20, layout.isNarrow ? 0.7 : 1), live.mark(bias, b)];
    addStation({ nodes }, [z, a, b], parts, { x, y: top + height + 15 }, index, box);
  }

  /** A unit in one line: b, then z, then a, each with its slope below. */
  function addSlimUnit({ nodes }, [z, a, b], { x, y, width, height }, index) {
    const at = (k) => x - width / 2 + (k * width) / 3; // where the k-th cell begins
    const cells = [b, z, a].flatMap((name, k) => [
      live.mark(placed(svg("text", { x: at(k) + 6, class: "bp-letter" }, name[0]), y + 4, 7), name),
      live.bind(placed(svg("text", { x: at(k + 1) - 7, class: "bp-number bp-right" }), y + 4, 7), name, short),
      live.bind(svg("text", { x: at(k + 1) - 7, y: y + 14, class: "bp-slope bp-right" }), `dL_d${name}`, tiny),
    ]);
    const ends = { y1: y - height / 2, y2: y + height / 2, class: "bp-divide" };
    const dividers = [1, 2].map((k) => svg("line", { x1: at(k), x2: at(k), ...ends }));
    const box = svg("rect", { x: at(0), y: y - height / 2, width, height, rx: 6, class: "bp-box" });
    const parts = [box, ...dividers, ...cells, gateMark(index, at(2), y + 9, 0.7)];
    addStation({ nodes }, [z, a, b], parts, { x: at(2) + 20, y: y + 4 }, index, box);
    units.at(-1).group.classList.add("bp-in-line");
  }

  function addStation({ nodes }, [z, a, b], parts, place, index, box) {
    const word = svg("text", { ...place, class: "bp-blame" });
    const reason = svg("title", {});
    const group = svg("g", { class: "bp-unit bp-node", "data-drag": b }, reason, ...parts, word);
    nodes.append(group);
    stations.push([index < 0 ? "z2" : z, box], [index < 0 ? "a2" : a, box]);
    units.push({ group, word, reason, index });
  }

  /** What the activation does to a slope on its way from a to z: lets it by, in part, or stops it. */
  function gateMark(index, x, y, size) {
    const name = index < 0 ? "da2_dz2" : nameOf("da1_dz1", index, 0);
    const [px, py] = [(dx) => x + dx * size, (dy) => y + dy * size];
    const arrow = (from, to) =>
      `M${px(from)} ${y}H${px(to)}M${px(to + 5)} ${py(-4)}L${px(to)} ${y}L${px(to + 5)} ${py(4)}`;
    const back = svg("circle", { cx: x, cy: y, r: 10 * size, class: "bp-gate-hit" });
    const way = svg("path", { d: arrow(8, -8), class: "bp-through" });
    const bar = svg("path", { d: `M${px(-4)} ${py(-8)}V${py(8)}${arrow(9, -1)}`, class: "bp-stopped" });
    return live.mark(svg("g", { class: "bp-gate" }, back, way, bar), name);
  }

  /** L, where the way back begins, and y. */
  function addLoss({ nodes, lines, layout: { loss, output } }) {
    const line = (name, x, y) =>
      svg("text", { x, y, class: "bp-verdict" }, `${name} = `, live.bind(svg("tspan", {}), name));
    const [x, below] = loss ? [loss.x, loss.y + loss.height / 2] : [output.x, output.y + output.height / 2];
    const label = live.mark(line("y", x, below + (loss ? 24 : 30)), "y");
    label.addEventListener("click", () => focus("y"));
    if (!loss) return void nodes.append(label, live.mark(line("L", x, below + 52), "L"));
    const [x1, x2] = [output.x + output.width / 2, loss.x - loss.width / 2];
    const box = svg("rect", {
      x: x - loss.width / 2,
      y: loss.y - loss.height / 2,
      width: loss.width,
      height: loss.height,
      rx: 19,
      class: "bp-loss-box",
    });
    const ends = { x1, x2, y1: output.y, y2: output.y };
    const group = svg(
      "g",
      { class: "bp-edge bp-to-loss" },
      svg("line", { ...ends, class: "bp-link" }),
      arrowHead(x1, output.y, x2, output.y, 14, 1),
    );
    lines.append(group);
    const caption = live.mark(svg("text", { x, y: loss.y - loss.height / 2 - 7, class: "bp-caption" }, "L"), "L");
    const value = live.bind(svg("text", { x, y: loss.y + 5, class: "bp-number" }), "L", inCell);
    nodes.append(svg("g", { class: "bp-node" }, live.mark(box, "L"), caption, value), label);
    stations.push(["L", box], ["L", group]);
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
        drop() {
          if (unit) return;
          focus(name);
          hold(press.target.closest("[data-of]")?.dataset.of ?? name); // of a unit's numbers: all lead to its bias
        },
        cancel: () => unit && set(name, from),
        end: () => ranges.refit(array, get(array), least),
      };
    });
  }

  function update(state) {
    last = state;
    const { values, isRevealed, direction } = state;
    setClass(element, "bp-forward", direction === "forward");
    setClass(element, "bp-backward", direction === "backward");
    place(direction);
    drawEdges(state);
    drawPath(state);
    const reasons = drawUnits(state);
    live.update(values, isRevealed);
    if (state.isPartial) return;
    const known = ["z2", "a2", "L"].filter(isRevealed).map((name) => [name, text(values.get(name))]);
    picture.setAttribute(
      "aria-label",
      [`${words.panels.network}: ${words.networkSummary(known)}`, ...reasons, shows(state)].join(". "),
    );
  }

  const shows = ({ D, H, direction, view }) => words.graphShows(D, H, direction === "forward" ? "" : heldOf(view, H));

  /** Each edge by its weight or, backward, by its slope; both in relation to the largest one. */
  function drawEdges({ values, isRevealed, direction, next, isPartial }) {
    const of = direction === "backward" ? (name) => `dL_d${name}` : (name) => name;
    const known = edges.map(({ name }) => of(name)).filter(isRevealed); // a width must not tell what is not revealed
    const sizes = known.map((name) => Math.abs(values.get(name))).filter(Number.isFinite);
    const largest = Math.max(0, ...sizes) || 1;
    const widthOf = (value) => (1 + 5 * Math.min(1, Math.abs(value) / largest)).toFixed(1);
    for (const edge of edges) {
      const value = isRevealed(of(edge.name)) ? values.get(of(edge.name)) : NaN;
      const kind = kindOf(value);
      const width = Number.isNaN(value) ? "1" : widthOf(value);
      if (edge.shown !== kind + width) {
        edge.shown = kind + width;
        edge.line.setAttribute("class", kind);
        edge.line.style.strokeWidth = `${width}px`;
      }
      if (isPartial) continue;
      const { array, i, j } = parseName(edge.name);
      const then = next && direction === "both" ? next.parameters[array][i][j] : NaN;
      const foreseen = Number.isFinite(then) ? `${kindOf(then)} ${widthOf(then)}` : "";
      if (edge.foreseen === foreseen) continue;
      edge.foreseen = foreseen;
      const [sign, size] = foreseen.split(" ");
      edge.ghost.setAttribute("class", foreseen ? `bp-ghost ${sign}` : "bp-ghost bp-nowhere");
      edge.ghost.style.strokeWidth = foreseen ? `${Number(size) + 5}px` : "";
    }
  }

  /** Lights up the way from L to what is held, and says where one step would put that. */
  function drawPath({ view, H, direction, next, values, isRevealed, isPartial }) {
    const held = direction === "forward" ? "" : heldOf(view, H);
    const isShut = (slope) => isRevealed(slope) && values.get(slope) === 0;
    const wanted = held && [held, ...pathsTo(held, H).flat().filter(isShut)].join(" ");
    if (wanted !== lit) {
      lit = wanted;
      const passed = held ? onTheWay(held, H, isShut) : new Set();
      const lighted = new Set(stations.filter(([name]) => passed.has(name)).map(([, one]) => one));
      for (const [, one] of stations) setClass(one, "bp-on-path", lighted.has(one));
    }
    if (isPartial) return;
    for (const { next: label, name } of edges) {
      const { array, i, j } = parseName(name);
      const then = next?.parameters[array][i][j];
      const moves = Number.isFinite(then) && then !== values.get(name);
      const said = name === held && moves ? words.step.goes(short(then)) : "";
      write(label, said);
    }
  }

  /** Names the units that pass little or nothing back. @returns {string[]} the reasons */
  function drawUnits(state) {
    const reasons = [];
    for (const { group, word, reason, index } of units) {
      const found = blame(state, index);
      const isOff = found?.isShut ?? false;
      setClass(group, "bp-is-off", isOff);
      setClass(group, "bp-known", state.isRevealed(index < 0 ? "da2_dz2" : nameOf("da1_dz1", index, 0)));
      write(word, found ? words.blame[found.word] : "");
      const why = found ? words.blame[found.reason.key](...found.reason.of) : "";
      write(reason, why);
      if (why) reasons.push(why);
    }
    return reasons;
  }

  return { element, build, update, end: () => resized.disconnect() };
}

/** A number as a cell of a unit has room for it: 1 − 10⁻⁵ and not 1, and two digits beside a power of ten. @param {number} value */
function inCell(value) {
  const whole = text(value);
  if (whole.length <= 8) return whole;
  const written = short(value);
  return written.length <= 8 ? written : text(Number(value.toPrecision(2)));
}

/** How an edge shows a number's sign. @param {number} value */
const kindOf = (value) =>
  value > 0 ? "bp-positive" : value < 0 ? "bp-negative" : value === 0 ? "bp-zero" : "bp-unknown";

/** @param {Element} element @param {string} name @param {boolean} wanted */
function setClass(element, name, wanted) {
  if (element.classList.contains(name) !== wanted) element.classList.toggle(name, wanted);
}
