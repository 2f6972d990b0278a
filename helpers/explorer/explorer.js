/**
 * Wires the traits of the Python class to the panels: reads them, draws, and writes back what a hand changes.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {{element: HTMLElement, build: (state: State) => void, update: (state: State) => void,
 *            focus?: (quantity: string) => void}} Panel
 */
import { controls } from "./controls.js";
import { html } from "./dom.js";
import { formulas } from "./formulas.js";
import { graph } from "./graph.js";
import { liveNumbers } from "./live.js";
import { ENTRIES, read, replaced } from "./state.js";
import { words } from "./words.js";

const TRAITS = [...ENTRIES, "y", "hidden"];
const PANELS = [graph, controls, formulas]; // a panel is one file and one name here

/** @param {{model: any, el: HTMLElement}} context @param {string} css @returns {() => void} what ends the view */
export function render({ model, el }, css) {
  addStyle(css);
  const live = liveNumbers();
  const message = html("p", { class: "bp-message", role: "status" });
  const warning = html("p", { class: "bp-message", role: "status" });
  const link = html("p", { class: "bp-unlinked", role: "status" });
  const say = (text) => (message.textContent = text);
  const set = (name, i, j, value) => {
    say("");
    model.set(name, replaced(model.get(name), i, j, value));
    model.save_changes();
  };
  const panels = PANELS.map((panel) => panel({ live, set, say, focus: (name) => panels.forEach((p) => p.focus?.(name)) }));
  const root = html("div", { class: "bp-explorer", role: "group" }, link, bar(model, () => ((built = ""), schedule())), html("div", { class: "bp-body" }, ...panels.map((p) => p.element)), warning, message);
  root.addEventListener("keydown", keepFromLab);
  el.replaceChildren(root);

  let built = "";
  let frame = 0;
  const draw = () => {
    frame = 0;
    const state = read(model);
    const shape = `${state.D} ${state.H} ${state.hidden}`;
    if (shape !== built) {
      built = shape;
      root.setAttribute("aria-label", words.explorer(state.D, state.H));
      live.clear();
      panels.forEach((panel) => panel.build(state));
    }
    panels.forEach((panel) => panel.update(state));
    live.update(state.values);
    warn(state);
  };
  const schedule = () => (frame ||= requestAnimationFrame(draw));
  const warn = ({ values }) => {
    const named = (test) => [...values].filter(([, value]) => test(value)).map(([name]) => name);
    const unclear = named(Number.isNaN);
    const endless = named((value) => Math.abs(value) === Infinity);
    const text = unclear.length ? words.undefinedNumber(unclear.join(", ")) : endless.length ? words.overflow(endless.join(", ")) : "";
    if (warning.textContent !== text) warning.textContent = text;
  };
  for (const trait of TRAITS) model.on(`change:${trait}`, schedule);
  draw();
  const unfollow = followLink(model, (linked) => (link.textContent = linked ? "" : words.unlinked));
  return () => {
    unfollow();
    cancelAnimationFrame(frame);
    for (const trait of TRAITS) model.off(`change:${trait}`, schedule);
  };
}

let groups = 0;

/**
 * The row above the panels: which hidden activation, and the way back to the problem's own numbers.
 * @param {any} model @param {() => void} rebuild has the panels built anew, so that the sliders reach as at first
 */
function bar(model, rebuild) {
  const name = `bp-hidden-${(groups += 1)}`; // radio buttons of one name are one group
  const choices = Object.entries(words.activations).map(([value, word]) => {
    const radio = /** @type {HTMLInputElement} */ (html("input", { type: "radio", name, value }));
    radio.addEventListener("change", () => (model.set("hidden", value), model.save_changes()));
    const show = () => (radio.checked = model.get("hidden") === value);
    model.on("change:hidden", show);
    show();
    return html("label", {}, radio, word);
  });
  const back = html("button", { type: "button", class: "bp-back" }, words.back);
  back.addEventListener("click", () => {
    rebuild();
    model.set(model.get("_home"));
    model.save_changes();
  });
  return html("div", { class: "bp-bar" }, html("fieldset", { class: "bp-choice" }, html("legend", {}, words.hidden), ...choices), back);
}

/** The lab's shortcuts take arrows and letters from a focused slider; what is typed here stays here, but not Ctrl+S or Shift+Enter. */
function keepFromLab(event) {
  if (!(event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter"))) event.stopPropagation();
}

/** Tells whether a kernel holds the model, now and whenever that changes. Returns what ends it. */
function followLink(model, tell) {
  let ended = false;
  let stop = () => {};
  const watch = (whole) => {
    if (ended) return;
    const show = () => tell(whole.comm_live !== false);
    whole.on("comm_live_update", show);
    stop = () => whole.off("comm_live_update", show);
    show();
  };
  Promise.resolve(model.widget_manager.get_model(model.get("_reference"))).then(watch, () => tell(false));
  return () => ((ended = true), stop());
}

/** One copy of the style for a document, however many explorers are in it. */
function addStyle(css) {
  const id = "bp-explorer-style";
  const style = document.getElementById(id) ?? document.head.appendChild(html("style", { id }));
  if (style.textContent !== css) style.textContent = css;
}
