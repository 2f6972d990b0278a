/** The data set, edited point by point: what a click on the plane does, and buttons that do the same for the keyboard. */
import { button, choice, html, show, write } from "../parts/dom.js";
import { words } from "../parts/words.js";

const say = words.boundary;

/**
 * Each change is a gesture of its own.
 * @param {(traits: object, gesture: string) => void} change
 */
export function pointEditor(change) {
  function set(X, Y) {
    const traits = X[0].length ? { X, Y, _train_on: "data" } : { X: null, Y: null, _train_on: "point" };
    change(traits, `point ${performance.now()}`);
  }

  /** @param {import("../state/state.js").State} state @param {number[]} place x1 and x2 @param {number} label 0 or 1 */
  function add({ data }, place, label) {
    const { X, Y } = data ?? { X: [[], []], Y: [[]] };
    set(
      X.map((row, d) => [...row, place[d]]),
      [[...Y[0], label]],
    );
  }

  /** @param {import("../state/state.js").State} state @param {number} n the point's place, from 0 */
  function remove({ data: { X, Y } }, n) {
    const drop = (row) => row.filter((_, k) => k !== n);
    set(X.map(drop), Y.map(drop));
  }

  return { add, remove };
}

/**
 * What a click on the plane does, and the same for the keyboard; shown where the Train panel is.
 * @param {{editor: ReturnType<typeof pointEditor>, setView: (view: object) => void}} explorer
 */
export function pointTools({ editor, setView }) {
  const options = ["x", "0", "1"].map((value) => [value, say.clicks[value]]);
  const clicks = choice(say.click, options, (click) => setView({ click }));
  let state;
  const x = () => state.inputs.x.map(([value]) => value);
  const add = button("", () => editor.add(state, x(), state.inputs.y[0][0]));
  const remove = button(say.removeNearest, () => {
    const [x1, x2] = x();
    const { X } = state.data;
    editor.remove(state, smallest(X[0].map((value, n) => Math.hypot(value - x1, X[1][n] - x2))));
  });
  const element = html(
    "div",
    { class: "bp-tools" },
    clicks.element,
    html("p", { class: "bp-hint" }, say.clickHint),
    add,
    remove,
  );
  return {
    element,
    update(next) {
      state = next;
      show(element, state.show.includes("train"));
      clicks.show(state.view.click);
      write(add, say.addHere(state.inputs.y[0][0]));
      remove.disabled = !state.data;
    },
  };
}

/** The place of the smallest of these. @param {number[]} values */
export function smallest(values) {
  return values.indexOf(Math.min(...values));
}
