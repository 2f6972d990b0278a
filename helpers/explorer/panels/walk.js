/** The panel of the walk: the page's steps one at a time; what a step reveals may wait for the learner's own number. */
import { button, html, show } from "../parts/dom.js";
import { fittedBox } from "../parts/fitted_box.js";
import { allLines } from "../parts/formula_lines.js";
import { readNumber } from "../model/expression.js";
import { text } from "../model/numerals.js";
import { judge } from "../state/judging.js";
import { arrayOf, entriesOf, stepsOf } from "../state/steps.js";
import { words } from "../parts/words.js";

const say = words.walk;
const TALLEST = 220; // pixels of the step's lines, after which they scroll: only in a network of many units
const SCALES = [0.8, 1, 1.25, 1.5, 1.8, 2.2];

/**
 * @param {{live: any, change: (traits: object) => void, setView: (view: object) => void}} explorer
 * @returns {import("../parts/panel.js").Panel & {key: (key: string) => boolean}}
 */
export function walk(explorer) {
  const { change, setView } = explorer;
  const start = button(say.start, () => goTo(0));
  const choose = html("select", { "aria-label": say.step });
  choose.addEventListener("change", () => goTo(choose.selectedIndex));
  const back = button(say.back, () => goBack(), { "aria-keyshortcuts": "B" });
  const next = button(say.next, () => goOn(), { "aria-keyshortcuts": "N" });
  const hide = button(say.hide, () => hideOrShow(), { "aria-keyshortcuts": "H" });
  const smaller = button(say.smaller, () => rescale(-1), { "aria-keyshortcuts": "-" });
  const bigger = button(say.bigger, () => rescale(1), { "aria-keyshortcuts": "+" });
  const size = html("span", { class: "bp-moves", role: "group", "aria-label": say.size }, smaller, bigger);
  const end = button(say.end, () => {
    change({ step: null });
    explorer.speak(say.ended);
    requestAnimationFrame(() => start.focus()); // it stands there then, and this button is gone
  });
  const predict = html("input", { type: "checkbox" });
  predict.addEventListener("change", () =>
    setView({ predict: predict.checked, answered: state.view.answered || !predict.checked }),
  );
  const question = html("p", { class: "bp-question", role: "status" });
  const lines = html("div");
  const { box: formula, end: unfit } = fittedBox(lines, TALLEST);
  formula.classList.add("bp-formula");
  formula.setAttribute("role", "group");
  formula.setAttribute("aria-label", say.formula);
  const asks = html("label", { class: "bp-asks" });
  const answer = html("input", { type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false" });
  const check = button(say.check, () => judgeIt());
  const verdict = html("p", { class: "bp-verdict-words", role: "status" });
  const form = html("div", { class: "bp-answer" }, html("label", {}, asks, answer), check);
  const moves = html("div", { class: "bp-moves" }, choose, back, next, hide, end);
  const sizes = html("div", { class: "bp-moves" }, html("label", {}, predict, say.predict), size);
  const body = html(
    "div",
    { class: "bp-step-body" },
    question,
    formula,
    form,
    verdict,
    html("p", { class: "bp-hint" }, say.keys),
  );
  const element = html(
    "section",
    { class: "bp-walk", "aria-label": words.panels.walk },
    html("div", { class: "bp-walk-head" }, html("p", { class: "bp-head" }, words.panels.walk), start, moves, sizes),
    body,
  );
  let state;
  let built = false; // whether the lines of this step are there
  let shownStep;
  let wasAsked; // the place that the verdict is about
  let [judged, isRight] = [NaN, false]; // the number there when it was given, and whether it was what somebody had typed
  let tried = false;

  answer.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault(); // or the same key would press Next, which has the focus by then
    judgeIt();
  });

  function build(now) {
    choose.replaceChildren(
      ...stepsOf(now.hidden).map((step) => html("option", { value: step }, `${step}  ${arrayOf(step)}`)),
    );
    built = false;
  }

  function update(now) {
    state = now;
    const { step, view } = state;
    const walking = step !== null;
    show(start, !walking);
    for (const part of [moves, body]) show(part, walking);
    predict.checked = view.predict;
    const asks = [step, view.asked, state.hidden, state.D, state.H].join(" ");
    if (wasAsked !== asks) {
      wasAsked = asks;
      forget();
    }
    const isOver = !isRight && view.answered; // "try again" is not for what is to be seen
    if (walking && (isOver || !Object.is(judged, state.values.get(view.asked)))) verdict.textContent = "";
    if (shownStep !== step || !built) {
      shownStep = step;
      built = true;
      if (walking) enter(step);
      else showLines([]);
    }
    if (!walking) return;
    const steps = stepsOf(state.hidden);
    const at = steps.indexOf(step);
    back.disabled = at === 0 && !view.answered;
    next.disabled = at === steps.length - 1 && view.answered;
    hide.textContent = view.answered ? say.hide : say.show;
    show(form, !view.answered && view.predict);
    formula.classList.toggle("bp-concealed", !view.answered);
  }

  function forget() {
    tried = false;
    verdict.textContent = "";
    answer.value = "";
    answer.removeAttribute("aria-invalid");
  }

  function tell(words, right = false) {
    verdict.textContent = words;
    [judged, isRight] = [state.values.get(state.view.asked), right];
  }

  function showLines(elements) {
    elements.forEach((line) => line.classList.add("bp-current"));
    lines.replaceChildren(...elements);
    explorer.live.dropOutside(lines);
  }

  function enter(step) {
    choose.value = step;
    question.textContent = say.questions[step];
    explorer.live.clear();
    const all = allLines(explorer, state);
    showLines(all.filter((line) => line.step === step).map((line) => line.element));
    asks.textContent = say.ask(state.view.asked);
    answer.setAttribute("aria-label", say.answer(state.view.asked));
  }

  function goTo(at) {
    const steps = stepsOf(state.hidden);
    let to = at;
    const way = at >= steps.indexOf(state.step) ? 1 : -1;
    while (steps[to] && entriesOf(steps[to], state).length === 0) to += way; // P2 and P4 where there is one hidden unit
    if (!steps[to]) return;
    change({ step: steps[to] });
  }

  function goOn() {
    if (state.step === null) return goTo(0);
    const { answered, predict: waits } = state.view;
    if (!answered && waits && !tried) return void tell(say.first);
    if (!answered) return setView({ answered: true });
    goTo(stepsOf(state.hidden).indexOf(state.step) + 1);
  }

  function goBack() {
    if (state.step === null) return;
    if (state.view.answered && state.view.predict) return hideOrShow();
    goTo(Math.max(0, stepsOf(state.hidden).indexOf(state.step) - 1));
  }

  function hideOrShow() {
    if (state.step === null) return;
    if (state.view.answered) {
      forget();
      return setView({ answered: false });
    }
    if (state.view.predict && !tried) return void tell(say.first);
    setView({ answered: true });
  }

  function judgeIt() {
    const typed = answer.value.trim();
    if (!typed) return void tell(say.empty);
    const result = judge(typed, state.view.asked, state.step, state);
    if (result === null) {
      answer.setAttribute("aria-invalid", "true");
      return void tell(say.notANumber(typed, readNumber(typed).why));
    }
    answer.removeAttribute("aria-invalid");
    tried = true;
    if (!result.right) {
      answer.setAttribute("aria-invalid", "true");
      const { says, other } = result;
      const elsewhere = other && say.other(typed, within(other), other, within(state.view.asked));
      tell(elsewhere ?? (says ? say.slip(typed, says) : say.wrong(typed)));
      verdict.dataset.mistake = result.mistake ?? "";
      return;
    }
    delete verdict.dataset.mistake;
    const full = text(state.values.get(state.view.asked));
    const plain = typed.replace(/-/g, "−");
    tell(plain === full ? say.exactly(typed) : say.right(typed, full), true);
    setView({ answered: true });
    next.focus();
  }

  function rescale(way) {
    const at = SCALES.indexOf(state.view.scale) + way;
    if (SCALES[at]) setView({ scale: SCALES[at] });
  }

  /** A key for a teacher, pressed anywhere but in a text box. @param {string} key @returns {boolean} whether it was one */
  function key(key) {
    const acts = {
      n: goOn,
      b: goBack,
      h: hideOrShow,
      "+": () => rescale(1),
      "=": () => rescale(1), // + without Shift on many keyboards
      "-": () => rescale(-1),
    };
    const act = acts[key.toLowerCase()];
    if (act) act();
    return Boolean(act);
  }

  return { element, build, update, key, end: unfit };
}

/** The place in its array of a named quantity: 1,2 of W1[1,2]. @param {string} name */
const within = (name) => name.slice(name.indexOf("[") + 1, -1);
