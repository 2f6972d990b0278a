/** Training in the page: full-batch gradient descent, some steps before each frame, and the playing back of a run from Python. */
import { add, costsOf } from "../model/costs.js";
import { parametersFrom } from "../model/names.js";
import { text } from "../model/numerals.js";
import { descend } from "../model/gradient_descent.js";

const BUDGET = 3; // ms of a frame that training may take at full speed
const MOST_STEPS = 400; // in a frame

/**
 * @typedef {{costs: import("../model/costs.js").Costs, playing: boolean, start: object, dataKey: string,
 *            message: [key: string, ...values: any[]] | null, gesture?: string}} Run
 *   costs: J from the start to now; start: the parameters that it started from; dataKey: what J is the mean
 *   over, as JSON, "" for x and y alone: another key means another J; message: a key of words.train, and what it is told of.
 *
 * @param {{get: (trait: string) => any, view: import("./state.js").View, change: (traits: object, gesture?: string) => void,
 *          setView: (view: object) => void, repeat: (act: (() => void) | null) => void}} store
 */
export function makeTrainer({ get, view, change, setView, repeat }) {
  /** @type {import("./state.js").State} */
  let state; // of the last picture
  let speed = 0; // steps a frame; 0: as many as the budget allows
  let adaptiveSteps = 1; // steps in the next frame at full speed
  let lastSent; // the run from Python that was looked at last
  const parameters = () => parametersFrom(get);

  let rows = [];
  let written = ""; // the rows: Python sends back other arrays, of the same numbers
  /** What J is the mean over, as JSON; "" for x and y alone. */
  function dataKey() {
    if (!state.onData) return "";
    const now = [state.data.X, state.data.Y];
    if (now.some((part, n) => part !== rows[n])) [rows, written] = [now, JSON.stringify(now)];
    return written;
  }

  /** A run with these costs so far. @param {number[]} cost @returns {Run} */
  const runOf = (cost, start = parameters()) => ({
    costs: costsOf(cost),
    playing: false,
    start,
    dataKey: dataKey(),
    message: null,
  });

  /**
   * Takes in what has changed since the last picture: the panel is hidden, J is the mean over other data, Python has sent
   * a run. @param {import("./state.js").State} next @returns {boolean} whether the view has changed
   */
  function update(next) {
    state = next;
    const before = [view.run, view.replay];
    if (view.run?.playing && !state.show.includes("train")) stop(); // nobody sees a Pause button
    if (view.run && view.run.dataKey !== dataKey()) {
      const { playing, gesture } = view.run;
      view.run = playing ? { ...runOf([state.J]), playing, gesture } : null; // over other data J is another
    }
    const sent = get("_history");
    if (sent && sent !== lastSent) {
      lastSent = sent;
      const wasPlaying = view.run?.playing;
      stop();
      view.replay = { ...sent, dataKey: dataKey(), fits: true, at: sent.steps.length - 1 };
      view.run = runOf(sent.cost, sent.parameters[0]);
      if (wasPlaying) change(sent.parameters.at(-1), "replay"); // it may have gone on from them
    }
    if (!sent) [view.replay, lastSent] = [null, undefined];
    if (view.replay) view.replay.fits = view.replay.dataKey === dataKey();
    return view.run !== before[0] || view.replay !== before[1];
  }

  /** The run that there is, or a new one; null, with a message, where the cost is not finite and has no slope. */
  function begin() {
    if (!Number.isFinite(state.J)) {
      stop();
      setView({ run: { ...runOf([]), message: ["noStart", state.costName] } });
      return null;
    }
    if (!view.run?.costs.kept.length) setView({ run: runOf([state.J]) });
    return view.run;
  }

  function start() {
    const run = begin();
    if (!run) return;
    run.playing = true;
    run.message = null;
    run.gesture = `run ${performance.now()}`;
    repeat(frame);
    setView({ run });
  }

  function frame() {
    const began = performance.now();
    advance(speed || adaptiveSteps);
    const took = performance.now() - began;
    if (!speed)
      adaptiveSteps = Math.max(
        1,
        Math.min(MOST_STEPS, Math.round(adaptiveSteps * Math.min(2, BUDGET / Math.max(took, 0.1)))),
      );
  }

  /** @param {number} count steps to make now */
  function advance(count) {
    const run = begin();
    if (!run) return;
    const { X, Y } = state.batch;
    const result = descend(X, Y, parameters(), get("hidden"), get("learning_rate"), count);
    for (const J of result.cost) add(run.costs, J);
    change(result.parameters, run.gesture ?? `step ${run.costs.steps}`);
    if (!result.finite) {
      run.message = ["endless", run.costs.steps];
      stop();
    }
  }

  /** Stops on purpose: says so if the cost has risen since the start. */
  function pause() {
    const { run } = view;
    if (!run?.playing) return;
    stop();
    const [first, now] = [run.costs.kept[0], run.costs.last];
    if (now > first) run.message = ["above", state.costName, text(first), text(now)];
    setView({ run });
  }

  /** Makes one step, and ends a run that plays. */
  function step() {
    pause();
    advance(1);
  }

  /** Stops without a message. One step after it is a gesture of its own. */
  function stop() {
    repeat(null);
    if (view.run) Object.assign(view.run, { playing: false, gesture: undefined });
  }

  /** Back to where the run started. */
  function reset() {
    const { run } = view;
    stop();
    setView({ run: null });
    change(run.start, `reset ${performance.now()}`);
  }

  /** @param {number} n of the snapshots, which are what the slider goes through: most steps have none */
  function showSnapshot(n) {
    stop();
    const { cost, steps, parameters } = view.replay;
    setView({ run: runOf(cost.slice(0, steps[n] + 1), parameters[0]), replay: { ...view.replay, at: n } });
    change(parameters[n], "replay");
  }

  return {
    update,
    start,
    pause,
    step,
    stop,
    reset,
    showSnapshot,
    /** Forgets the run, which is of another network. */
    end() {
      if (view.run) stop();
      view.run = null;
    },
    setSpeed: (steps) => (speed = steps),
  };
}
