/** The row above the panels: which hidden activation, and the way back to the problem's own numbers. */
import { html } from "./dom.js";
import { words } from "./words.js";

let groups = 0;

/** @param {any} model @param {() => void} rebuild has the panels built anew, so that the sliders reach as at first */
export function bar(model, rebuild) {
  const name = `bp-hidden-${(groups += 1)}`; // radio buttons of one name are one group
  const radios = Object.keys(words.activations).map((value) => {
    const radio = /** @type {HTMLInputElement} */ (html("input", { type: "radio", name, value }));
    radio.addEventListener("change", () => (model.set("hidden", value), model.save_changes()));
    return radio;
  });
  const choices = radios.map((radio) => html("label", {}, radio, words.activations[radio.value]));
  const back = html("button", { type: "button", class: "bp-back" }, words.back);
  back.addEventListener("click", () => {
    model.set(model.get("_home"));
    model.save_changes();
    rebuild();
  });
  const choice = html("fieldset", { class: "bp-choice" }, html("legend", {}, words.hidden), ...choices);
  return {
    element: html("div", { class: "bp-bar" }, choice, back),
    update: ({ hidden }) => radios.forEach((radio) => (radio.checked = radio.value === hidden)),
  };
}
