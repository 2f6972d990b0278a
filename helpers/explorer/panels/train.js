/** The panel of training: buttons for the trainer, its settings, new starting weights, and a run from Python to play back. */
import { button, choice, html, show, write } from "../parts/dom.js";
import { learningRateBox } from "../parts/learning_rate.js";
import { numberBox } from "../parts/number_box.js";
import { text } from "../model/numerals.js";
import { initialParameters } from "../model/gradient_descent.js";
import { words } from "../parts/words.js";

const say = words.train;
const SEEDS = 1e9; // that the box takes, from 0 up

/**
 * @param {{live: any, get: (trait: string) => any, change: (traits: object, gesture?: string) => void, setView: (view: object) => void,
 *          trainer: ReturnType<typeof import("../state/trainer.js").makeTrainer>, speak: (words: string) => void}} explorer
 * @returns {import("../parts/panel.js").Panel}
 */
export function train({ live, get, change, setView, trainer, speak }) {
  const play = button(say.play, () => (state.view.run?.playing ? trainer.pause() : trainer.start()));
  const step = button(say.step, trainer.step);
  const reset = button(say.reset, trainer.reset);
  const rate = learningRateBox({ get, change }, () => {
    if (state.view.run) setView({ run: { ...state.view.run, message: null } }); // it was about the old rate
  });
  const speed = html("select", { "aria-label": say.speed });
  for (const value of [1, 10, 0]) speed.append(html("option", { value }, say.speeds[value]));
  speed.value = "0";
  speed.addEventListener("change", () => trainer.setSpeed(Number(speed.value)));
  const dataWords = html("span", {});
  const on = choice(say.on, Object.entries({ point: say.point, data: dataWords }), (value) => {
    trainer.pause();
    setView({ run: null });
    change({ _train_on: value });
  });
  const isSeed = (typed) => /^\s*\d+\s*$/.test(typed) && Number(typed) < SEEDS;
  const seed = numberBox(say.seed, "numeric", (typed) => (isSeed(typed) ? "" : say.notASeed(typed, SEEDS - 1)));
  seed.box.value = "0";
  let seedUsed = false; // whether the seed in the box has been drawn, and not typed since
  seed.box.addEventListener("input", () => (seedUsed = false));
  const draw = button(say.draw, () => {
    if (!seed.take()) return;
    if (seedUsed) seed.box.value = String((Number(seed.box.value) + 1) % SEEDS);
    seedUsed = true;
    trainer.pause();
    setView({ run: null });
    change(initialParameters(state.D, state.H, Number(seed.box.value)), `draw ${performance.now()}`);
  });
  const status = html("p", { class: "bp-message", role: "status" });
  const scrub = html("input", { type: "range", min: 0, step: 1, "aria-label": say.replayed });
  const replayWords = html("span", {});
  const replay = html("label", { class: "bp-replay" }, replayWords, scrub);
  scrub.addEventListener("input", () => trainer.showSnapshot(Number(scrub.value)));
  const steps = html("p", { class: "bp-steps" });
  const element = html("section", { class: "bp-train", "aria-label": words.panels.train });

  /** @type {import("../state/state.js").State} */
  let state;

  function build() {
    const count = live.bind(html("span", {}), "step", String);
    const cost = live.bind(html("span", {}), "J");
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
    const [key, ...values] = view.run?.message ?? [];
    write(status, key ? say[key](...values) : "");
    if (view.run && !view.run.playing) tellEnd(view.run.costs);
    steps.querySelector(".bp-cost").firstChild.data = `${state.costName} = `;
    showReplay(view.replay);
  }

  /** @param {import("../state/state.js").Replay | null} run */
  function showReplay(run) {
    show(replay, run?.fits ?? false);
    if (!run) return;
    write(replayWords, say.replay(run.cost.length - 1));
    scrub.max = String(run.steps.length - 1);
    scrub.value = String(run.at);
    scrub.setAttribute("aria-valuetext", String(run.steps[run.at]));
  }

  let [told, toldSteps] = [null, 0];
  /** The run rests: where, for those who do not see it. */
  function tellEnd(costs) {
    if (costs === told && costs.steps === toldSteps) return;
    [told, toldSteps] = [costs, costs.steps];
    if (costs.steps > 0) speak(words.loss.step(costs.steps, state.costName, text(costs.last)));
  }

  return { element, build, update };
}
