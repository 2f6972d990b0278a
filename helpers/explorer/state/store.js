/**
 * The store of one explorer: its numbers, where its view stands, what can be undone and how far a number can be dragged.
 * Panels read a state and tell the store what a hand does. It knows nothing of the page.
 */
import { PARAMETERS, place } from "../model/names.js";
import { asked } from "./judging.js";
import { makeRanges } from "./ranges.js";
import { ENTRIES, NUMBERS, read, replaced } from "./state.js";
import { makeSync } from "./sync.js";
import { makeTrainer } from "./trainer.js";
import { makeHistory } from "./undo.js";

const TEXT_EVERY = 200; // ms between two frames of a run in which texts and controls follow: nobody reads 60 a second

/**
 * @param {any} model the widget's, with get, set and save_changes
 * @param {{schedule: () => void, repeat: (act: (() => void) | null) => void, letGo: () => void}} page
 *   schedule: draw soon; repeat: do this before every frame, until it is null; letGo: end the drag that goes on
 */
export function makeStore(model, page) {
  /** @type {import("./state.js").View} */
  const view = {
    hand: "W1[1,1]",
    lit: null,
    asked: null,
    answered: false,
    predict: true,
    scale: 1,
    click: "x",
    run: null,
    replay: null,
  };
  const sync = makeSync(model, page.schedule);
  const ranges = makeRanges();
  const numbers = () => Object.fromEntries(NUMBERS.map((name) => [name, sync.get(name)]));
  const history = makeHistory(numbers());
  let gesture = ""; // which one led to the numbers that are not noted yet
  let pressed = false; // whether the pointer is
  let playing = false;
  let [shape, stepSeen] = ["", undefined]; // of the state that was read last
  let lastText = 0; // when texts followed last, in ms

  /** Sets traits. @param {object} traits @param {string} [by] the gesture: changes of one gesture are undone as one */
  function change(traits, by = "") {
    gesture = by;
    sync.set(traits);
    page.schedule();
  }

  /** Changes where the view stands. @param {Partial<import("./state.js").View>} part */
  function look(part) {
    Object.assign(view, part);
    page.schedule();
  }

  /** Takes a parameter in hand: the Loss panel shows the cost along it. @param {string} quantity */
  function hold(quantity) {
    if (PARAMETERS.includes(place(quantity).array) && quantity !== view.hand) look({ hand: quantity });
  }

  /** Sets one number, or a whole array by its name. @param {string} quantity @param {number | number[][]} value */
  function set(quantity, value) {
    const { array, i, j } = place(quantity);
    change({ [array]: Array.isArray(value) ? value : replaced(sync.get(array), i, j, value) }, quantity);
    hold(quantity);
  }

  /** The number as it is now, be it drawn or not. @param {string} quantity */
  function valueOf(quantity) {
    const { array, i, j } = place(quantity);
    return sync.get(array)[i][j];
  }

  /** Runs `act` before every frame, ahead of the model; null ends that. @param {(() => void) | null} act */
  function repeat(act) {
    playing = act !== null;
    sync.run(playing);
    page.repeat(
      act &&
        (() => {
          if (pressed && gesture) note(); // what the hand has done is not the run's
          act();
        }),
    );
  }

  const trainer = makeTrainer({ get: sync.get, view, change, look, repeat });

  /** Remembers the present numbers for undo. */
  function note() {
    history.note(numbers(), gesture);
    gesture = "";
  }

  /** Goes to other numbers at once. @param {() => any} find what to go to, if there is anything */
  function travel(find) {
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
    travel(() => ({ ...model.get("_home"), step: null }));
    gesture = "home";
    shape = "";
  }

  /**
   * The state for the next picture; what follows from the model's change of shape, step, data or run is done first.
   * @returns {{state: import("./state.js").State, hurried: boolean}} hurried: whether a hand or a run is at work
   */
  function next() {
    const hurried = gesture !== "" || playing;
    note();
    const entered = model.get("step") !== stepSeen;
    if (entered) view.answered = !view.predict;
    stepSeen = model.get("step");
    let state = read(sync, view);
    const reshaped = state.shape !== shape;
    if (reshaped) {
      shape = state.shape;
      trainer.end();
      Object.assign(view, { hand: state.values.has(view.hand) ? view.hand : "W1[1,1]", lit: null });
      ranges.reset(Object.fromEntries(ENTRIES.map((name) => [name, state.inputs[name]])));
      state = read(sync, view);
    }
    if (trainer.follow(state)) state = read(sync, view);
    if (entered || reshaped) view.asked = state.step && asked(state.step, state);
    for (const name of ENTRIES)
      for (const row of state.inputs[name]) for (const value of row) ranges.cover(name, value);
    const now = performance.now();
    state.textDue = !view.run?.playing || now - lastText >= TEXT_EVERY;
    if (state.textDue) lastText = now;
    return { state, hurried };
  }

  return {
    get: sync.get,
    change,
    look,
    hold,
    set,
    valueOf,
    ranges,
    trainer,
    home,
    undo: () => travel(history.back),
    redo: () => travel(history.forth),
    canUndo: history.canGoBack,
    canRedo: history.canGoForth,
    view,
    next,
    /** The pointer goes down: what it changes until it is released is one gesture. */
    press() {
      note();
      if (!playing) history.end(); // but a run goes on under a click
      history.press();
      pressed = true;
    },
    release() {
      note();
      history.release();
      pressed = false;
      sync.flush();
      page.schedule(); // there may be nothing to undo any more
    },
    hear: sync.hear,
    flush: sync.flush,
  };
}
