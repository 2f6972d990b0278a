/**
 * The store of one explorer: its numbers, where its view stands, what can be undone and how far a number can be dragged.
 * Panels read a state and tell the store what a hand does. It knows nothing of the page.
 */
import { PARAMETERS, parseName } from "../model/names.js";
import { numberOf, pathsTo } from "../model/paths.js";
import { asked } from "./judging.js";
import { makeRanges } from "./ranges.js";
import { ENTRIES, UNDOABLE, computeState, replaced } from "./state.js";
import { stepsOf } from "./steps.js";
import { makeSync } from "./sync.js";
import { makeTrainer } from "./trainer.js";
import { makeUndoStack } from "./undo.js";

const MOVING = 150; // ms after a change in which the hand may still move

/**
 * @param {any} model the widget's, with get, set and save_changes
 * @param {{schedule: () => void, repeat: (act: (() => void) | null) => void, letGo: () => void}} page
 *   schedule: draw soon; repeat: do this before every frame, until it is null; letGo: end the drag that goes on
 */
export function makeStore(model, page) {
  /** @type {import("./state.js").View} */
  const view = {
    selected: "W1[1,1]",
    pinned: "W1[1,1]",
    highlighted: null,
    asked: null,
    answered: false,
    predict: true,
    scale: 1,
    click: "x",
    sheet: null,
    run: null,
    replay: null,
  };
  const sync = makeSync(model, page.schedule);
  const ranges = makeRanges();
  const numbers = () => Object.fromEntries(UNDOABLE.map((name) => [name, sync.get(name)]));
  const undoStack = makeUndoStack(numbers());
  let gesture = ""; // the one whose changes are not in the undo history yet
  let pressed = false; // whether the pointer is down
  let playing = false;
  let [shape, stepSeen] = ["", undefined]; // of the state that was read last
  let lastChange = -Infinity; // when a hand changed a number last, in ms

  /** Sets traits. @param {object} traits @param {string} [by] the gesture: changes of one gesture are undone as one */
  function change(traits, by = "") {
    gesture = by;
    if (by) lastChange = performance.now();
    sync.set(traits);
    page.schedule();
  }

  /** Changes where the view stands. @param {Partial<import("./state.js").View>} part */
  function setView(part) {
    Object.assign(view, part);
    page.schedule();
  }

  /** Selects a parameter: the Loss panel shows the cost along it. @param {string} quantity */
  function selectParameter(quantity) {
    if (PARAMETERS.includes(parseName(quantity).array) && quantity !== view.selected) setView({ selected: quantity });
  }

  /** From now on the graph shows the way back to this number. @param {string} quantity the number, or its slope */
  function hold(quantity) {
    const number = numberOf(quantity);
    if (number !== view.pinned && pathsTo(number, sync.get("W2")[0].length).length) setView({ pinned: number });
  }

  /** Sets one number, or a whole array by its name. @param {string} quantity @param {number | number[][]} value */
  function set(quantity, value) {
    const { array, i, j } = parseName(quantity);
    change({ [array]: Array.isArray(value) ? value : replaced(sync.get(array), i, j, value) }, quantity);
    selectParameter(quantity);
  }

  /** The number as it is now, be it drawn or not. @param {string} quantity */
  function valueOf(quantity) {
    const { array, i, j } = parseName(quantity);
    return sync.get(array)[i][j];
  }

  /** Runs `act` before every frame, ahead of the model; null ends that. @param {(() => void) | null} act */
  function repeat(act) {
    playing = act !== null;
    sync.run(playing);
    page.repeat(
      act &&
        (() => {
          if (pressed && gesture) note(); // a drag under a run has an undo step of its own
          act();
        }),
    );
  }

  const trainer = makeTrainer({ get: sync.get, view, change, setView, repeat });

  /** Remembers the present numbers for undo. */
  function note() {
    undoStack.note(numbers(), gesture);
    gesture = "";
  }

  /** Goes to other numbers at once. @param {() => any} find what to go to, if there is anything */
  function restore(find) {
    page.letGo(); // or the next move would bring back what is undone
    note();
    const to = find();
    if (!to) return;
    trainer.stop();
    view.run = null; // its curve would not end at these numbers
    sync.tell(to);
    for (const name of ENTRIES) ranges.refit(name, to[name]);
    page.schedule();
  }

  function home() {
    const [numbers, step] = [model.get("_home"), model.get("step")];
    restore(() => ({ ...numbers, step: stepsOf(numbers.hidden).includes(step) ? step : null })); // the walk stays where it is
    gesture = "home";
    shape = "";
  }

  /**
   * Does what follows from a change of shape, step, data or run, then computes the state to draw.
   * @returns {{state: import("./state.js").State, hurried: boolean}} hurried: in the middle of a gesture or a run
   */
  function prepareFrame() {
    const hurried = playing || performance.now() - lastChange < MOVING;
    note();
    const entered = model.get("step") !== stepSeen;
    if (entered) view.answered = !view.predict;
    stepSeen = model.get("step");
    let state = computeState(sync, view);
    const reshaped = state.shape !== shape;
    if (reshaped) {
      shape = state.shape;
      trainer.end();
      for (const kind of ["selected", "pinned"]) if (!state.values.has(view[kind])) view[kind] = "W1[1,1]";
      view.highlighted = null;
      ranges.reset(Object.fromEntries(ENTRIES.map((name) => [name, state.inputs[name]])));
      state = computeState(sync, view);
    }
    if (trainer.update(state)) state = computeState(sync, view);
    if (entered || reshaped) {
      view.asked = state.step && asked(state.step, state);
      if (entered && state.step) view.sheet = "walk";
      if (view.asked) hold(view.asked);
    }
    for (const name of ENTRIES)
      for (const row of state.inputs[name]) for (const value of row) ranges.cover(name, value);
    return { state, hurried };
  }

  /**
   * The state with the numbers that a hand has just changed, but not what training would make of them; null where more
   * than these numbers may have changed.
   * @returns {import("./state.js").State | null}
   */
  function preview() {
    if (gesture === "" || playing || model.get("step") !== stepSeen) return null;
    const state = computeState(sync, view, true);
    if (state.shape !== shape) return null;
    note();
    return state;
  }

  return {
    get: sync.get,
    change,
    setView,
    selectParameter,
    hold,
    set,
    valueOf,
    ranges,
    trainer,
    home,
    undo: () => restore(undoStack.back),
    redo: () => restore(undoStack.forth),
    canUndo: undoStack.canGoBack,
    canRedo: undoStack.canGoForth,
    view,
    prepareFrame,
    preview,
    /** The pointer goes down: what it changes until it is released is one gesture. */
    press() {
      note();
      if (!playing) undoStack.end(); // a click does not split the undo step of a run that plays
      undoStack.press();
      pressed = true;
    },
    release() {
      note();
      undoStack.release();
      pressed = false;
      sync.flush();
      page.schedule(); // there may be nothing to undo any more
    },
    hear: sync.hear,
    flush: sync.flush,
  };
}
