/**
 * Wires the traits of the Python class to the panels: reads them, draws, and writes back what a hand changes.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {{element: HTMLElement, build: (state: State) => void, update: (state: State) => void,
 *            focus?: (quantity: string) => void}} Panel
 */
import { bar } from "./bar.js";
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
  const panels = PANELS.map((panel) =>
    panel({ live, set, say, focus: (name) => panels.forEach((p) => p.focus?.(name)) }),
  );
  const top = bar(model, () => rebuild());
  const body = html("div", { class: "bp-body" }, ...panels.map((p) => p.element));
  const root = html("div", { class: "bp-explorer", role: "group" }, link, top.element, body, warning, message);
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
    for (const panel of [top, ...panels]) panel.update(state);
    live.update(state.values);
    warn(state);
  };
  const schedule = () => (frame ||= requestAnimationFrame(draw));
  const rebuild = () => {
    cancelAnimationFrame(frame);
    built = "";
    say("");
    draw();
  };
  const warn = ({ values }) => {
    const named = (test) => [...values].filter(([, value]) => test(value)).map(([name]) => name);
    const unclear = named(Number.isNaN);
    const endless = named((value) => Math.abs(value) === Infinity);
    let text = "";
    if (endless.length) text = words.overflow(endless.join(", "));
    if (unclear.length) text = words.undefinedNumber(unclear.join(", "));
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

/** The lab's shortcuts take arrows and letters from a focused slider; what is typed here stays here, but not Ctrl+S or Shift+Enter. */
function keepFromLab(event) {
  if (!(event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter")))
    event.stopPropagation();
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
