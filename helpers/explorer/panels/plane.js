/** The plane of two inputs: a2 as colour, the data on it, each hidden unit's line z1 = 0; x can be dragged. */
import { contour, crossing } from "../model/contour.js";
import { nameOf } from "../model/names.js";
import { forward } from "../model/network.js";
import { short, text } from "../model/numerals.js";
import { plane } from "../model/sweep.js";
import { axes, FAR } from "../parts/axes.js";
import { colourTable } from "../parts/colours.js";
import { html, show, svg, write } from "../parts/dom.js";
import { gesture } from "../parts/gestures.js";
import { words } from "../parts/words.js";
import { roundUp125, withoutDust } from "../model/round_numbers.js";
import { pointEditor, pointTools, smallest } from "./points.js";

const say = words.boundary;
const GRID = 64; // places computed along each side; the browser blends between them
const BOX = { width: 400, height: 400, left: 36, right: 8, top: 22, bottom: 30 };
const POINT = 5; // radius of a point, and of one among many
const SMALL_POINT = 3;
const MANY = 100;
const FLAT = 0.01; // of a2 between its ends, below which they are not worth marks
const NEAR = 9; // pixels within which a click hits a point

/**
 * @param {{live: any, set: Function, valueOf: (quantity: string) => number, change: (traits: object, gesture?: string) => void,
 *          setView: (view: object) => void, speak: (words: string) => void, root: () => HTMLElement}} explorer
 * @param {import("../state/state.js").State} first
 */
export function planePanel({ live, set, valueOf, change, setView, speak, root }, first) {
  const editor = pointEditor(change);
  const heat = html("canvas", { width: GRID, height: GRID, class: "bp-heat" });
  const frame = axes(BOX);
  // Where a2 is least and largest, in numbers: without colours both ends of the scale look the same.
  const extremes = ["bp-least", "bp-largest"].map((name) => svg("text", { class: `bp-extreme ${name}` }));
  const kinks = svg("g", { class: first.H > 6 ? "bp-kinks bp-many" : "bp-kinks" });
  const half = svg("path", { class: "bp-half" });
  const dots = svg("g", { class: "bp-dots" });
  const viewBox = `0 0 ${BOX.width} ${BOX.height}`;
  const points = svg("svg", { viewBox, class: "bp-points" }, dots); // apart, so that a drag does not paint it again
  const upLabel = svg("text", { x: 12, y: 13, class: "bp-tick" }, "x[2]");
  const picture = svg("svg", { viewBox }, kinks, half, frame.group, upLabel, ...extremes);
  const handle = html("button", { type: "button", class: "bp-handle" });
  const held = html("div", { class: "bp-plane", role: "group" }, heat, picture, points, handle);
  const here = html("p", { class: "bp-reading" });
  const scale = html("div", { class: "bp-scale", "aria-hidden": "true" });
  const numbers = ["0", "1/4", "1/2", "3/4", "1"].map((number) => html("span", {}, number));
  scale.append(say.scale, html("div", {}, html("div", { class: "bp-ramp" }), html("div", {}, ...numbers)));
  const veil = html("p", { class: "bp-veil" }, say.veiled);
  const kinkWords = html("span", { class: "bp-key-kink" });
  const key = html("div", { class: "bp-key" }, html("span", { class: "bp-key-half" }, say.half), kinkWords);
  say.data.forEach((name, label) => key.append(html("span", {}, mark(label), name)));
  key.append(html("span", { class: "bp-key-x" }, say.x));
  const tools = pointTools({ editor, setView });
  const head = html("p", { class: "bp-head" }, words.panels.boundary);

  const context = heat.getContext("2d");
  const image = context.createImageData(GRID, GRID);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = colourTable(root());
  const a2 = new Float64Array(GRID * GRID);
  const z1 = Array.from({ length: first.H }, (_, i) => {
    const line = svg("line", { class: "bp-kink" });
    kinks.append(live.mark(line, nameOf("z1", i, 0)));
    return line;
  });
  let state = first;
  let ranges = rangesOf(first);
  let across, up;
  let dotted = { X: undefined, ranges: "" };
  let pointer = null;
  let announced = true; // false from a key that moves x until a screen reader is told

  const useRanges = () => {
    frame.show(ranges.x, ranges.y, "x[1]");
    const between = ([low, high], k) => low + ((k + 0.5) / GRID) * (high - low);
    across = Float64Array.from({ length: GRID }, (_, k) => between(ranges.x, k));
    up = Float64Array.from({ length: GRID }, (_, k) => between(ranges.y, GRID - 1 - k));
  };
  useRanges();

  function update(next) {
    state = next;
    const [x1, x2] = state.inputs.x.map(([value]) => value);
    const known = state.isRevealed("a2");
    held.classList.toggle("bp-veiled", !known);
    show(veil, !known);
    if (!covers(ranges, x1, x2) || (state.data && state.data.X !== dotted.X && !coversAll(ranges, state.data.X))) {
      ranges = rangesOf(state);
      useRanges();
    }
    if (known) {
      plane(state.inputs, state.hidden, across, up, a2);
      for (let k = 0; k < a2.length; k++) pixels[k] = colours[Number.isNaN(a2[k]) ? 256 : (a2[k] * 255) | 0];
      context.putImageData(image, 0, 0);
      half.setAttribute("d", path(contour(a2, GRID, 0.5)));
      drawExtremes();
    } else half.setAttribute("d", "");
    drawKinks(known);
    drawDots();
    handle.style.left = `${(100 * frame.x(clamp(x1, ranges.x))) / BOX.width}%`;
    handle.style.top = `${(100 * frame.y(clamp(x2, ranges.y))) / BOX.height}%`;
    handle.dataset.y = state.inputs.y[0][0];
    const a2Here = known ? text(state.values.get("a2")) : null;
    const name = say.handle(text(x1), text(x2));
    if (handle.getAttribute("aria-label") !== name) handle.setAttribute("aria-label", name);
    held.setAttribute("aria-label", say.plane(text(x1), text(x2), a2Here));
    write(kinkWords, say.kink(state.hidden));
    read();
    tools.update(state);
  }

  /** Pieces of a curve on the grid as an SVG path. */
  function path(pieces) {
    const column = (ranges.x[1] - ranges.x[0]) / GRID;
    const row = (ranges.y[1] - ranges.y[0]) / GRID;
    const at = ([c, r]) => `${frame.x(across[0] + c * column).toFixed(1)} ${frame.y(up[0] - r * row).toFixed(1)}`;
    return pieces.map(([from, to]) => `M${at(from)}L${at(to)}`).join("");
  }

  function drawExtremes() {
    let [least, largest] = [0, 0];
    for (let k = 1; k < a2.length; k++) {
      if (a2[k] < a2[least]) least = k;
      if (a2[k] > a2[largest]) largest = k;
    }
    const isFlat = !(a2[largest] - a2[least] >= FLAT);
    extremes.forEach((label, k) => {
      const place = k ? largest : least;
      write(label, isFlat ? "" : short(a2[place]));
      const [x, y] = [frame.x(across[place % GRID]), frame.y(up[Math.floor(place / GRID)]) + 4];
      label.setAttribute("x", clamp(x, [BOX.left + 36, BOX.width - BOX.right - 36]).toFixed());
      label.setAttribute("y", clamp(y, [BOX.top + 16, BOX.height - BOX.bottom - 8]).toFixed());
    });
  }

  function drawKinks(known) {
    const { W1, b1 } = state.inputs;
    z1.forEach((line, i) => {
      const ends = known ? crossing(W1[i][0], W1[i][1], b1[i][0], ranges) : null;
      const shown = ends ? "" : "none";
      if (line.style.display !== shown) line.style.display = shown;
      if (!ends) return;
      const [[x1, y1], [x2, y2]] = ends;
      line.setAttribute("x1", frame.x(x1).toFixed(1));
      line.setAttribute("y1", frame.y(y1).toFixed(1));
      line.setAttribute("x2", frame.x(x2).toFixed(1));
      line.setAttribute("y2", frame.y(y2).toFixed(1));
    });
  }

  function drawDots() {
    const X = state.data?.X;
    const own = `${ranges.x} ${ranges.y}`;
    const faint = state.data !== null && !state.onData;
    if (dots.classList.contains("bp-faint") !== faint) dots.classList.toggle("bp-faint", faint);
    if (X === dotted.X && state.data?.Y === dotted.Y && own === dotted.ranges) return;
    dotted = { X, Y: state.data?.Y, ranges: own };
    const radius = X && X[0].length > MANY ? SMALL_POINT : POINT;
    const half = `a${radius} ${radius} 0 1 0`;
    const circle = (x, y) =>
      `M${(x - radius).toFixed(1)} ${y.toFixed(1)}${half} ${2 * radius} 0${half} ${-2 * radius} 0`;
    const path = (label) =>
      X
        ? X[0]
            .map((value, n) => (state.data.Y[0][n] === label ? circle(frame.x(value), frame.y(X[1][n])) : ""))
            .join("")
        : "";
    dots.replaceChildren(
      svg("path", { d: path(0), class: "bp-dot-0" }),
      svg("path", { d: path(1), class: "bp-dot-1" }),
    );
  }

  function read() {
    const [x1, x2] = pointer ?? state.inputs.x.map(([value]) => value);
    const parts = [`${pointer ? "" : `${say.atX} `}${say.reading(text(x1), text(x2))}`];
    if (state.isRevealed("a2")) {
      const a2 = pointer ? forward([[x1], [x2]], state.inputs, state.hidden).A2[0][0] : state.values.get("a2");
      parts.push(`a2 = ${text(a2)}`);
    }
    write(here, parts.join(":  "));
    if (announced) return;
    announced = true;
    speak(parts.join(":  "));
  }

  /** A place on the plane, rounded to what a pixel can tell. */
  const rounded = (place) => {
    const grain = roundUp125((ranges.x[1] - ranges.x[0]) / 400);
    return place.map((value) => withoutDust(Math.round(value / grain) * grain));
  };
  const under = (event) => frame.under(event, picture);
  const at = (event) => rounded(under(event));
  const inside = ([x1, x2]) => covers(ranges, x1, x2);
  const moveX = (to) =>
    set(
      "x",
      to.map((value) => [value]),
    );

  gesture(held, (press) => {
    const onHandle = press.target === handle;
    if (!onHandle && !inside(at(press))) return null;
    return onHandle || state.view.click === "x" ? dragX(press, onHandle) : clickPoint(press);
  });
  /** x goes with the pointer: from where it is if it is held by its handle, else from where the plane was pressed. */
  function dragX(press, byHandle) {
    const before = [valueOf("x[1]"), valueOf("x[2]")];
    const start = under(press);
    const from = byHandle ? before : at(press);
    if (!byHandle) moveX(from);
    return {
      move(event) {
        const still = event.clientX === press.clientX && event.clientY === press.clientY;
        const to = rounded(under(event).map((value, d) => from[d] + value - start[d]));
        moveX(still ? from : to.map((value, d) => clamp(value, d === 0 ? ranges.x : ranges.y)));
      },
      cancel: () => moveX(before),
    };
  }
  /** On the release, as the press may be the first of two fingers that zoom. */
  function clickPoint(press) {
    const label = Number(state.view.click);
    return {
      drop() {
        const hit = hitPoint(press);
        if (hit >= 0) editor.remove(state, hit);
        else editor.add(state, at(press), label);
      },
    };
  }
  held.addEventListener("pointermove", (event) => {
    const place = at(event);
    pointer = inside(place) ? place : null;
    read();
  });
  held.addEventListener("pointerleave", () => ((pointer = null), read()));
  handle.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const step = roundUp125((ranges.x[1] - ranges.x[0]) / 50) * (event.shiftKey ? 0.1 : 1);
    moveX(["x[1]", "x[2]"].map((name, d) => withoutDust(valueOf(name) + step * move[d])));
    announced = false;
  });

  /** The point of the data under the pointer, or -1. */
  function hitPoint(event) {
    if (!state.data) return -1;
    const box = picture.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    const near = Math.max(NEAR, event.pointerType === "touch" ? 16 : 0);
    const distances = state.data.X[0].map((value, n) =>
      Math.hypot(
        (frame.x(value) / BOX.width) * box.width - px,
        (frame.y(state.data.X[1][n]) / BOX.height) * box.height - py,
      ),
    );
    const nearest = smallest(distances);
    return distances[nearest] <= near ? nearest : -1;
  }

  return { elements: [head, tools.element, held, veil, scale, key, here], update };
}

/** The mark of a point of this class, for the key. @param {number} label */
function mark(label) {
  const dot = svg("circle", { r: POINT, class: `bp-dot-${label}` });
  return svg("svg", { viewBox: "-7 -7 14 14", class: "bp-key-dot", "aria-hidden": "true" }, dot);
}

function clamp(value, [low, high]) {
  return Math.max(low, Math.min(high, value));
}

/** A square window on the plane with room around x and all points, and always the origin's neighbourhood. */
function rangesOf({ inputs, data }) {
  const sides = [0, 1].map((d) => {
    const all = [inputs.x[d][0], ...(data ? data.X[d] : [])].map((value) => clamp(value, [-FAR, FAR]));
    return [Math.min(-1, ...all), Math.max(1, ...all)];
  });
  const widest = Math.max(...sides.map(([low, high]) => high - low));
  const power = 10 ** Math.floor(Math.log10(widest * 0.6));
  const reach = power * [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((round) => round * power >= widest * 0.6);
  return Object.fromEntries(
    sides.map(([low, high], d) => {
      const grain = reach / 4;
      const middle = withoutDust(Math.round((low + high) / 2 / grain) * grain);
      return [d === 0 ? "x" : "y", [middle - reach, middle + reach]];
    }),
  );
}

function covers({ x, y }, x1, x2) {
  return x1 >= x[0] && x1 <= x[1] && x2 >= y[0] && x2 <= y[1];
}

function coversAll(ranges, X) {
  return X[0].every((value, n) => covers(ranges, value, X[1][n]));
}
