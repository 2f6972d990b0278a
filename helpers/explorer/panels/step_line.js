/** The line under the graph about one step of gradient descent: what the slopes promise, what L would really be, and the step itself. */
import { button, html, show, write } from "../parts/dom.js";
import { fittedBox } from "../parts/fitted_box.js";
import { learningRateBox } from "../parts/learning_rate.js";
import { words } from "../parts/words.js";
import { text } from "../model/numerals.js";

const say = words.step;

/**
 * @param {{get: (trait: string) => any, change: (traits: object, gesture?: string) => void, bindings: () => any,
 *          trainer: ReturnType<typeof import("../state/trainer.js").makeTrainer>}} explorer
 * @returns {import("../parts/panel.js").Panel & {take: () => boolean}}
 */
export function stepLine({ get, change, trainer, bindings }) {
  const live = bindings();
  const take = button(say.take, () => takeIt(), { "aria-keyshortcuts": "S" });
  const rate = learningRateBox({ get, change });
  const cost = html("span", {});
  const promised = live.bind(html("b", { class: "bp-slope" }), "L_promised");
  const after = live.bind(html("b", {}), "L_after");
  const sentence = html("p", {}, cost, promised, say.really, after, ".");
  const remark = html("p", { class: "bp-hint" });
  const { box, end: unfit } = fittedBox(html("div", {}, sentence, remark));
  const said = html("div", {}, box);
  const element = html("div", { class: "bp-step-line" }, take, said);
  /** @type {import("../state/state.js").State} */
  let state;

  /** Takes the step, if there is one to take. @returns {boolean} whether there is */
  function takeIt() {
    if (!isPossible()) return false;
    trainer.step();
    return true;
  }

  const isPossible = () => state.next?.finite ?? state.isStepOpen;

  function update(now) {
    state = now;
    if (!show(element, state.next !== null)) return;
    take.disabled = !isPossible();
    if (state.show.includes("train"))
      rate.element.remove(); // that panel has the same box
    else if (!rate.element.isConnected) said.before(rate.element);
    rate.show(state.learningRate);
    write(cost, say.promise(state.costName, text(state.J)));
    live.update(state.values, state.isRevealed);
    show(sentence, isPossible());
    const isTooLong = isPossible() && state.next.J + state.next.promised < 0;
    const N = state.batch.Y[0].length;
    const remarks = [!isPossible() && say.impossible, isTooLong && say.tooLong, state.onData && say.onData(N)];
    write(remark, remarks.filter(Boolean).join(" "));
  }

  return { element, build() {}, update, take: takeIt, end: unfit };
}
