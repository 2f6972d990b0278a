/** The box of the learning rate: it takes a number above 0; arrow keys double and halve it. */
import { readNumber } from "../model/expression.js";
import { numberBox } from "./number_box.js";
import { words } from "./words.js";

const say = words.train;

/** @param {{get: (trait: string) => any, change: (traits: object) => void}} explorer @param {() => void} [onChange] */
export function learningRateBox({ get, change }, onChange = () => {}) {
  const rate = numberBox(say.learningRate, "text", (typed) => {
    const { value, why } = readNumber(typed);
    if (value === null || value <= 0) return say.notARate(typed, get("learning_rate"), why);
    onChange();
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
  return rate;
}
