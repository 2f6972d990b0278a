/** The panel of training: full-batch gradient descent in the page, its start, and the playing back of a run from Python. */
import { add, costsOf } from "../model/costs.js";
import { button, choice, html, write } from "../parts/dom.js";
import { parametersFrom } from "../model/names.js";
import { read, text } from "../model/numerals.js";
import { descend, drawn } from "../model/training.js";
import { words } from "../parts/words.js";

const say = words.train;
const BUDGET = 3; // ms of a frame that training may take at full speed
const MOST = 400; // steps a frame
const SEEDS = 1e9; // that the box takes, from 0 up

/**
 * A box for a number that `take` accepts or explains; what it explains is shown.
 * @param {string} label @param {string} inputmode of a phone's keyboard @param {(typed: string) => string} take
 */
function numberBox(label, inputmode, take) {
  const box = /** @type {HTMLInputElement} */ (html("input", { type: "text", inputmode, autocomplete: "off" }));
  const fault = html("span", { class: "bp-fault", role: "status" });
  const accept = () => {
    const wrong = take(box.value);
    fault.textContent = wrong;
    if (wrong) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    return !wrong;
  };
  box.addEventListener("change", accept);
  return {
    element: html("span", { class: "bp-setting" }, html("label", {}, label, box), fault),
    box,
    take: accept,
    show(value) {
      if (box !== box.ownerDocument.activeElement && !box.hasAttribute("aria-invalid")) box.value = String(value);
    },
  };
}

/**
 * @typedef {{costs: import("../model/costs.js").Costs, playing: boolean, start: object, over: string, message: string,
 *            gesture?: string}} Run
 *   costs: J from the start to now; start: the parameters that it started from; over: the data set that J is the mean over,
 *   written out, or nothing if it is L of x and y.
 * @param {{live: any, get: (trait: string) => any, change: (traits: object, gesture?: string) => void, look: (view: object) => void,
 *          everyFrame: (act: (() => void) | null) => void, speak: (words: string) => void}} explorer
 * @returns {import("../explorer.js").Panel & {stop: () => void}}
 */
export function train({ live, get, change, look, everyFrame, speak }) {
  const play = button(say.play, () => (state.view.run?.playing ? pause() : start()));
  const step = button(say.step, () => (pause(), advance(1)));
  const reset = button(say.reset, () => goBack());
  const rate = numberBox(say.learningRate, "text", (typed) => {
    const { value, why } = read(typed);
    if (value === null || value <= 0) return say.notARate(typed, get("learning_rate"), why);
    if (state.view.run) state.view.run.message = ""; // it was about the old rate
    change({ learning_rate: value });
    return "";
  });
  rate.box.addEventListener("keydown", (event) => {
    const factor = { ArrowUp: 2, ArrowDown: 1 / 2 }[event.key];
    if (!factor) return;
    event.preventDefault();
    const next = Number((get("learning_rate") * factor).toPrecision(12));
    if (!(next > 0 && next < Infinity)) return;
    rate.box.value = String(next);
    change({ learning_rate: next });
  });
  const speed = html("select", { "aria-label": say.speed });
  for (const value of [1, 10, 0]) speed.append(html("option", { value }, say.speeds[value]));
  speed.value = "0";
  const dataWords = html("span", {});
  const on = choice(say.on, Object.entries({ point: say.point, data: dataWords }), (value) => {
    pause();
    look({ run: null });
    change({ _train_on: value });
  });
  const isSeed = (typed) => /^\s*\d+\s*$/.test(typed) && Number(typed) < SEEDS;
  const seed = numberBox(say.seed, "numeric", (typed) => (isSeed(typed) ? "" : say.notASeed(typed, SEEDS - 1)));
  seed.box.value = "0";
  let spent = false; // whether the seed in the box has been drawn, and not typed since
  seed.box.addEventListener("input", () => (spent = false));
  const draw = button(say.draw, () => {
    if (!seed.take()) return;
    if (spent) seed.box.value = String((Number(seed.box.value) + 1) % SEEDS);
    spent = true;
    pause();
    look({ run: null });
    change(drawn(state.D, state.H, Number(seed.box.value)), `draw ${performance.now()}`);
  });
  const status = html("p", { class: "bp-message", role: "status" });
  const scrub = html("input", { type: "range", min: 0, step: 1, "aria-label": say.replayed });
  const replayWords = html("span", {});
  const replay = html("label", { class: "bp-replay" }, replayWords, scrub);
  scrub.addEventListener("input", () => showSnapshot(Number(scrub.value)));
  const steps = html("p", { class: "bp-steps" });
  const element = html("section", { class: "bp-train", "aria-label": words.panels.train });

  /** @type {import("../state/state.js").State} */
  let state;
  let each = 1; // steps in the next frame at full speed
  let history, historyOver;

  function build() {
    const count = live.follow(html("span", {}), "step", String);
    const cost = live.follow(html("span", {}), "J");
    steps.replaceChildren(`${say.steps} `, count, html("span", { class: "bp-cost" }));
    steps.lastChild.append("J = ", cost);
    element.replaceChildren(
      html("p", { class: "bp-head" }, words.panels.train),
      html("div", { class: "bp-moves" }, play, step, reset, rate.element, html("label", {}, say.speed, speed), steps),
      html("div", { class: "bp-moves" }, on.element, html("span", { class: "bp-moves" }, seed.element, draw)),
      replay,
      status,
    );
  }

  function update(now) {
    state = now;
    const { view, onData, data } = state;
    write(play, view.run?.playing ? say.pause : say.play);
    reset.disabled = !view.run;
    on.show(onData ? "data" : "point");
    on.radios[1].disabled = !data;
    write(dataWords, say.data(data ? data.X[0].length : 0));
    rate.show(state.learningRate);
    write(status, view.run?.message ?? "");
    if (view.run && !view.run.playing) tellEnd(view.run.costs);
    steps.querySelector(".bp-cost").firstChild.data = `${state.cost} = `;
    if (view.run) keepToItsData(view.run);
    const run = get("_history");
    if (run && run !== history) {
      history = run;
      historyOver = over();
      const wasPlaying = view.run?.playing;
      stop();
      scrub.max = String(run.steps.length - 1);
      scrub.value = scrub.max;
      sayStep();
      replayWords.textContent = say.replay(run.cost.length - 1);
      look({ run: runOf(run.cost, run.parameters[0]) });
      if (wasPlaying) change(run.parameters.at(-1), "replay"); // it may have gone on from them
    }
    replay.hidden = !run || over() !== historyOver;
  }

  let [told, toldSteps] = [null, 0];
  /** The run rests: where, for those who do not see it. */
  function tellEnd(costs) {
    if (costs === told && costs.steps === toldSteps) return;
    [told, toldSteps] = [costs, costs.steps];
    if (costs.steps > 0) speak(words.loss.step(costs.steps, state.cost, text(costs.last)));
  }

  const parameters = () => parametersFrom(get);

  let rows = [];
  let written = ""; // the rows: Python sends back other arrays, of the same numbers
  function over() {
    if (!state.onData) return "";
    const now = [state.data.X, state.data.Y];
    if (now.some((part, n) => part !== rows[n])) [rows, written] = [now, JSON.stringify(now)];
    return written;
  }

  /** A run that starts with these costs. @param {number[]} cost @returns {Run} */
  const runOf = (cost, start = parameters()) => ({
    costs: costsOf(cost),
    playing: false,
    start,
    over: over(),
    message: "",
  });

  /** Over another data set J is another: the curve begins again, and with it a run that plays. @param {Run} run */
  function keepToItsData(run) {
    if (run.over === over()) return;
    const { playing, gesture } = run;
    look({ run: playing ? { ...runOf([state.J]), playing, gesture } : null });
  }

  /** The run that there is, or a new one; null, with a word why, where there is no slope to follow. */
  function begin() {
    if (!Number.isFinite(state.J)) {
      stop();
      look({ run: { ...runOf([]), message: say.noStart(state.cost) } });
      return null;
    }
    const { run } = state.view;
    if (run && run.costs.kept.length) return run;
    look({ run: runOf([state.J]) });
    return state.view.run;
  }

  function start() {
    const run = begin();
    if (!run) return;
    run.playing = true;
    run.message = "";
    run.gesture = `train ${performance.now()}`;
    everyFrame(frame);
    look({ run });
  }

  function frame() {
    const chosen = Number(speed.value);
    const began = performance.now();
    advance(chosen || each);
    const took = performance.now() - began;
    if (!chosen) each = Math.max(1, Math.min(MOST, Math.round(each * Math.min(2, BUDGET / Math.max(took, 0.1)))));
  }

  /** @param {number} count steps to make now */
  function advance(count) {
    const run = begin();
    if (!run) return;
    const { X, Y } = state.batch;
    const result = descend(X, Y, parameters(), get("hidden"), get("learning_rate"), count);
    for (const J of result.cost) add(run.costs, J);
    change(result.parameters, run.gesture ?? `train ${run.costs.steps}`);
    if (!result.finite) {
      run.message = say.endless(run.costs.steps);
      stop();
    }
  }

  function pause() {
    const run = state?.view.run;
    if (!run?.playing) return;
    stop();
    const [first, now] = [run.costs.kept[0], run.costs.last];
    if (now > first) run.message = say.above(state.cost, text(first), text(now));
    look({ run });
  }

  function stop() {
    everyFrame(null);
    if (state?.view.run) state.view.run.playing = false;
  }

  function goBack() {
    const run = state.view.run;
    stop();
    look({ run: null });
    change(run.start, `reset ${performance.now()}`);
  }

  /** @param {number} n of the snapshots, which are what the slider goes through: most steps have none */
  function showSnapshot(n) {
    stop();
    sayStep();
    look({ run: runOf(history.cost.slice(0, history.steps[n] + 1), history.parameters[0]) });
    change(history.parameters[n], "replay");
  }

  function sayStep() {
    scrub.setAttribute("aria-valuetext", String(history.steps[Number(scrub.value)]));
  }

  return { element, build, update, stop };
}
