/** The panel of the loss: as one parameter moves, with its tangent, and over the steps of training. */
import { axes, FAR } from "../parts/axes.js";
import { curve as cornersOf, nearest } from "../model/costs.js";
import { html, show, svg, write } from "../parts/dom.js";
import { gesture } from "../parts/gestures.js";
import { text } from "../model/numerals.js";
import { roundUp125, withoutDust } from "../model/round_numbers.js";
import { PARAMETERS, nameOf, parseName } from "../model/names.js";
import { along } from "../model/sweep.js";
import { words } from "../parts/words.js";

const say = words.loss;
const BOX = { width: 400, height: 210, left: 46, right: 24, top: 10, bottom: 32 };
const SAMPLES = 81; // along the parameter; fewer where each costs many observations
const FEW = 41;
const MANY = 100; // observations
const MOST_CORNERS = 240; // of the curve over the steps
const NEAR = 9; // pixels from the middle of the dot within which it is held
const FINGER = 16; // the same for a finger

/**
 * @param {{ranges: any, set: Function, valueOf: (quantity: string) => number, selectParameter: (quantity: string) => void}} explorer
 * @returns {import("../parts/panel.js").Panel}
 */
export function lossPanel({ ranges, set, valueOf, selectParameter }) {
  const element = html("section", { class: "bp-loss", "aria-label": words.panels.loss });
  let parts = [];
  return {
    element,
    build(state) {
      parts = [slice(state), curve()];
      const veil = html("p", { class: "bp-veil" }, say.veiled);
      parts.push({ update: ({ isRevealed }) => show(veil, !isRevealed("L")) });
      element.replaceChildren(
        html("p", { class: "bp-head" }, words.panels.loss),
        veil,
        parts[0].element,
        parts[1].element,
      );
    },
    update: (state) => parts.forEach((part) => part.update(state)),
  };

  /** L, or J, as a function of the selected parameter; dragging in it moves the parameter. */
  function slice(first) {
    const frame = axes(BOX);
    const path = svg("path", { class: "bp-curve" });
    const tangent = svg("line", { class: "bp-tangent" });
    const dot = svg("circle", { r: 6, class: "bp-dot" });
    const picture = plot(frame, tangent, path, dot);
    const choose = html("select", { "aria-label": say.choose });
    for (const name of PARAMETERS)
      first.inputs[name].forEach((row, i) =>
        row.forEach((_, j) => choose.append(html("option", {}, nameOf(name, i, j)))),
      );
    choose.addEventListener("change", () => selectParameter(choose.value));
    const title = html("span", {});
    const reading = html("p", { class: "bp-reading" });
    const whole = html(
      "div",
      { class: "bp-plot" },
      html("label", { class: "bp-choose" }, choose, title),
      picture,
      reading,
    );
    let state = first;
    let pointer = null;

    function update(next) {
      state = next;
      const { costName, view } = state;
      const { selected } = view;
      show(whole, state.isRevealed("L"));
      if (choose.value !== selected) choose.value = selected;
      const named = say.slice(costName, selected);
      write(title, named);
      if (whole.hidden) return;
      const { array } = parseName(selected);
      const now = state.values.get(selected);
      const end = Math.min(ranges.of(array), FAR);
      const count = state.batch.Y[0].length > MANY ? FEW : SAMPLES;
      const values = Array.from({ length: count }, (_, k) => end * ((2 * k) / (count - 1) - 1));
      const heights = costsAt(values, true);
      const { J } = state;
      const finite = [...heights, J].filter(Number.isFinite);
      frame.show([-end, end], [0, Math.min(FAR, roundUp125(Math.max(1e-9, ...finite)))], selected);
      path.setAttribute("d", polyline(values, heights, frame));
      dot.setAttribute("cx", frame.x(now).toFixed(1));
      if (Number.isFinite(J)) dot.setAttribute("cy", frame.y(J).toFixed(1));
      dot.style.display = Number.isFinite(J) ? "" : "none";
      drawTangent(now, J);
      picture.setAttribute("aria-label", `${named}: ${describe()}`);
      read();
    }

    function drawTangent(at, J) {
      const slope = state.values.get("slope");
      const shown = state.isRevealed("slope") && Number.isFinite(slope) && Number.isFinite(J);
      tangent.style.display = shown ? "" : "none";
      if (!shown) return;
      const { x, y } = frame.range;
      const reachIt = (bound, where) => (slope === 0 ? where : at + (bound - J) / slope);
      const far = [reachIt(y[0], x[0]), reachIt(y[1], x[1])].sort((a, b) => a - b);
      const ends = [Math.max(x[0], far[0]), Math.min(x[1], far[1])];
      if (!ends.every((end) => Number.isFinite(slope * (end - at)))) return void (tangent.style.display = "none");
      ends.forEach((end, k) => {
        tangent.setAttribute(`x${k + 1}`, frame.x(end).toFixed(1));
        tangent.setAttribute(`y${k + 1}`, frame.y(J + slope * (end - at)).toFixed(1));
      });
    }

    function describe() {
      const { costName, view } = state;
      const { selected } = view;
      const parts = [`${costName} = ${text(state.J)}`];
      if (state.isRevealed("slope"))
        parts.push(`${say.slope(costName, selected)} = ${text(state.values.get("slope"))}`);
      return parts.join(",  ");
    }

    function read() {
      const said =
        pointer === null
          ? describe()
          : say.at(state.view.selected, text(pointer), state.costName, text(costsAt([pointer])[0]));
      write(reading, said);
    }

    /** J where the selected parameter has these values. */
    const costsAt = (values, forPicture = false) => {
      const { array, i, j } = parseName(state.view.selected);
      return along(state.batch.X, state.batch.Y, state.inputs, state.hidden, array, i, j, values, forPicture);
    };
    const under = (event) => frame.under(event, picture)[0];
    /** A value of the selected parameter, rounded to what a pixel can tell and as far as its slider goes. */
    const rounded = (value) => {
      const { array } = parseName(state.view.selected);
      const grain = ranges.step(array) / 10;
      return withoutDust(Math.round(Math.max(-ranges.of(array), Math.min(ranges.of(array), value)) / grain) * grain);
    };
    /** The parameter goes with the pointer: from where it is if its dot is held, else from where the plot was pressed. */
    gesture(picture, (press) => {
      const { selected } = state.view;
      const before = valueOf(selected);
      const start = under(press);
      const from = isOn(press, dot) ? before : rounded(start);
      if (from !== before) set(selected, from);
      return {
        move: (event) => set(selected, event.clientX === press.clientX ? from : rounded(from + under(event) - start)),
        cancel: () => set(selected, before),
      };
    });
    picture.addEventListener("pointermove", (event) => {
      pointer = event.buttons ? null : rounded(under(event));
      if (!whole.hidden) read();
    });
    picture.addEventListener("pointerleave", () => ((pointer = null), read()));
    return { element: whole, update };
  }

  /** J over the steps of the run, readable at the pointer and by arrow keys. */
  function curve() {
    const frame = axes(BOX);
    const path = svg("path", { class: "bp-curve" });
    const cursor = svg("line", { class: "bp-cursor", y1: BOX.top, y2: BOX.height - BOX.bottom });
    const picture = plot(frame, path, cursor);
    picture.setAttribute("role", "slider"); // of which the keys move the cursor
    picture.setAttribute("tabindex", "0");
    picture.setAttribute("aria-valuemin", "0");
    const title = html("p", { class: "bp-title" });
    const reading = html("p", { class: "bp-reading" });
    const whole = html("div", { class: "bp-plot" }, title, picture, reading);
    let state;
    let at = null;
    /** The costs that there are, or null. */
    const costsNow = () => (state?.view.run?.costs.kept.length ? state.view.run.costs : null);

    function update(next) {
      state = next;
      if (!show(whole, state.isRevealed("L") && state.show.includes("train"))) return;
      write(title, say.curve(state.costName));
      const costs = costsNow();
      picture.style.display = costs ? "" : "none";
      if (costs) {
        frame.show(
          [0, roundUp125(Math.max(1, costs.steps))],
          [0, roundUp125(Math.max(1e-9, costs.largest))],
          say.steps,
        );
        const corners = cornersOf(costs, MOST_CORNERS);
        path.setAttribute(
          "d",
          polyline(
            corners.map(([step]) => step),
            corners.map(([, J]) => J),
            frame,
          ),
        );
      }
      read();
    }

    function read() {
      const costs = costsNow();
      if (!costs) return void write(reading, say.noRun);
      const [step, J] = nearest(costs, at ?? costs.steps);
      const said = say.step(step, state.costName, text(J));
      write(reading, said);
      cursor.setAttribute("x1", frame.x(step).toFixed(1));
      cursor.setAttribute("x2", frame.x(step).toFixed(1));
      const isTold = picture.hasAttribute("aria-valuenow");
      if (at === null && state.view.run.playing && isTold) return; // nobody could listen to that
      picture.setAttribute("aria-label", say.curve(state.costName));
      picture.setAttribute("aria-valuemax", String(costs.steps));
      picture.setAttribute("aria-valuenow", String(step));
      picture.setAttribute("aria-valuetext", said);
    }

    picture.addEventListener("pointermove", (event) => {
      at = Math.max(0, Math.round(frame.under(event, picture)[0]));
      read();
    });
    picture.addEventListener("pointerleave", () => ((at = null), read()));
    picture.addEventListener("keydown", (event) => {
      const costs = costsNow();
      if (!costs || event.ctrlKey || event.metaKey || event.altKey) return;
      const [now] = nearest(costs, at ?? costs.steps);
      const far = Math.ceil(costs.kept.length / 20);
      const near = event.shiftKey ? far : 1;
      const down = (count) => (Math.ceil(now / costs.every) - count) * costs.every;
      const up = (count) => (Math.floor(now / costs.every) + count) * costs.every;
      const [left, right] = [down(near), up(near)];
      const moves = { ArrowLeft: left, ArrowDown: left, ArrowRight: right, ArrowUp: right };
      const to = { ...moves, PageDown: down(far), PageUp: up(far), Home: 0, End: costs.steps }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      at = Math.max(0, Math.min(costs.steps, to));
      read();
    });
    return { element: whole, update };
  }
}

/** Whether a press is meant for a small mark, which may be hidden. @param {PointerEvent} press @param {Element} mark */
function isOn(press, mark) {
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  const off = Math.hypot(press.clientX - (left + right) / 2, press.clientY - (top + bottom) / 2);
  return right > left && off <= (press.pointerType === "touch" ? FINGER : NEAR);
}

function plot(frame, ...children) {
  const picture = svg("svg", { viewBox: `0 0 ${BOX.width} ${BOX.height}`, role: "img" });
  picture.append(frame.group, ...children);
  return picture;
}

function polyline(xs, ys, frame) {
  let d = "";
  let pen = "M";
  for (let k = 0; k < xs.length; k++) {
    if (!Number.isFinite(ys[k])) {
      pen = "M";
      continue;
    }
    d += `${pen}${frame.x(xs[k]).toFixed(1)} ${frame.y(ys[k]).toFixed(1)}`;
    pen = "L";
  }
  return d;
}
