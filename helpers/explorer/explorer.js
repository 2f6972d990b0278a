/**
 * Wires the traits of the Python class to the panels: reads them, draws, and writes back what a hand changes.
 *
 * @typedef {import("./state/state.js").State} State
 * @typedef {{element: HTMLElement, build: (state: State) => void, update: (state: State) => void,
 *            focus?: (quantity: string) => void, key?: (key: string) => boolean, stop?: () => void, end?: () => void}} Panel
 */
import { bar } from "./panels/toolbar.js";
import { boundary } from "./panels/boundary.js";
import { html, write } from "./parts/dom.js";
import { formulas } from "./panels/formulas.js";
import { gesture as onGesture, letGo } from "./parts/gestures.js";
import { liveNumbers } from "./parts/bindings.js";
import { lossPanel } from "./panels/loss.js";
import { networkPanel } from "./panels/network.js";
import { text } from "./model/numerals.js";
import { reaches } from "./state/ranges.js";
import { PARAMETERS, place } from "./model/names.js";
import { ENTRIES, NUMBERS, read, replaced } from "./state/state.js";
import { asked } from "./state/steps.js";
import { telling } from "./state/sync.js";
import { train } from "./panels/train.js";
import { history as makeHistory } from "./state/undo.js";
import { walk } from "./panels/walk.js";
import { words } from "./parts/words.js";

const TRAITS = [...NUMBERS, "step", "show", "learning_rate", "_train_on", "_history"];
const PANELS = { walk, network: networkPanel, boundary, loss: lossPanel, train, formulas }; // a panel is one file and one name here
const CALM = 200; // ms between two frames of a run in which formulas and controls follow: nobody reads 60 a second
const REST = 500; // ms without a change, after which what is there is told
const STILL = 500; // ms between two pictures of a run, for those who asked for reduced motion
const TOP_PANELS = ["walk", "network"]; // the controls stand beside both, where there is room

/**
 * @param {{model: any, el: HTMLElement}} context @param {string} css @param {string} version of these files
 * @returns {() => void} what ends the view
 */
export function render({ model, el }, css, version) {
  addStyle(css, version);
  const live = liveNumbers();
  const slow = liveNumbers(); // of the formulas
  const present = liveNumbers(); // of the walk's line
  const reach = reaches();
  const message = html("p", { class: "bp-message", role: "status" });
  const warning = html("p", { class: "bp-message", role: "status" });
  const link = html("p", { class: "bp-unlinked", role: "status" });
  const spoken = html("p", { class: "bp-spoken", role: "status" });
  const top = html("div", { class: "bp-top" });
  const body = html("div", { class: "bp-body" });
  /** @type {import("./state/state.js").View} */
  const view = {
    hand: "W1[1,1]",
    lit: null,
    asked: null,
    answered: false,
    predict: true,
    scale: 1,
    click: "x",
    run: null,
  };
  const schedule = () => (frame ||= requestAnimationFrame(tick));
  const traits = telling(model, schedule);
  const { get } = traits;
  const numbers = () => Object.fromEntries(NUMBERS.map((name) => [name, get(name)]));
  let frame = 0;
  const past = makeHistory(numbers());
  let gesture = ""; // what has led to the numbers that are not noted yet
  let pressed = false; // whether the pointer is
  let speaking = 0; // the timer at whose end what rests is told
  let catching = 0; // the timer at whose end what is scrolled out of sight follows
  let act = null; // what is done before each frame is drawn, while training plays
  let [lastDrawn, lastCalm] = [0, 0];
  let [built, shape, stepSeen] = ["", "", undefined];

  const say = (words) => write(message, words);
  /** Tells those who do not see the numbers, once they rest: nobody could listen to each of a drag or a run. */
  const speak = (words) => {
    clearTimeout(speaking);
    speaking = setTimeout(() => write(spoken, words), REST);
  };
  const change = (changed, by = "") => {
    gesture = by;
    traits.set(changed);
    schedule();
  };
  const look = (part) => {
    Object.assign(view, part);
    schedule();
  };
  const hold = (quantity) =>
    PARAMETERS.includes(place(quantity).array) && quantity !== view.hand && look({ hand: quantity });
  const set = (quantity, value) => {
    say("");
    const { array, i, j } = place(quantity);
    change({ [array]: Array.isArray(value) ? value : replaced(get(array), i, j, value) }, quantity);
    hold(quantity);
  };
  /** The number as it is now, be it drawn or not. */
  const valueOf = (quantity) => {
    const { array, i, j } = place(quantity);
    return get(array)[i][j];
  };
  const focus = (quantity) => all().forEach((panel) => panel.focus?.(quantity));
  const everyFrame = (next) => {
    act = next;
    traits.run(act !== null);
    schedule();
  };
  const travel = (find) => {
    letGo(); // or the next move would bring back what is undone
    note();
    const to = find();
    if (!to) return;
    stop();
    view.run = null; // its curve would not end at these numbers
    traits.tell(to);
    for (const name of ENTRIES) reach.refit(name, to[name]);
    schedule();
  };
  const home = () => {
    travel(() => ({ ...model.get("_home"), step: null }));
    gesture = "home";
    rebuild();
  };
  const undo = () => travel(past.back);
  const redo = () => travel(past.forth);
  const stop = () => Object.values(panels).forEach((panel) => panel.stop?.());

  const explorer = { live, reach, get, set, valueOf, say, speak, focus, hold, change, look, everyFrame, root: () => root };
  const numbersOf = { formulas: slow, walk: present };
  const panels = Object.fromEntries(
    Object.entries(PANELS).map(([name, panel]) => [name, panel({ ...explorer, live: numbersOf[name] ?? live })]),
  );
  const shown = () => Object.keys(PANELS).filter((name) => model.get("show").includes(name));
  const all = () => shown().map((name) => panels[name]);
  const head = bar({ get, change, undo, redo, history: past, home: () => home() });
  const attributes = { class: "bp-explorer", role: "group", "data-version": version };
  const root = html("div", attributes, link, head.element, body, warning, message, spoken);
  el.replaceChildren(root);

  const note = () => {
    past.note(numbers(), gesture);
    gesture = "";
  };
  const draw = () => {
    const hurried = gesture !== "" || act !== null;
    note();
    const entered = model.get("step") !== stepSeen;
    if (entered) view.answered = !view.predict;
    stepSeen = model.get("step");
    let state = read({ get }, view);
    const wanted = [state.D, state.H, state.hidden].join(" ");
    const layout = `${wanted} ${state.show}`;
    const reshaped = wanted !== shape;
    if (reshaped) {
      shape = wanted;
      if (view.run) stop();
      const hand = state.values.has(view.hand) ? view.hand : "W1[1,1]";
      Object.assign(view, { hand, run: null, lit: null });
      state = read({ get }, view);
      reach.reset(Object.fromEntries(ENTRIES.map((name) => [name, state.inputs[name]])));
    }
    if (entered || reshaped) view.asked = state.step && asked(state.step, state);
    if (view.run?.playing && !state.show.includes("train")) panels.train.stop(); // nobody could
    if (layout !== built) {
      built = layout;
      build(state);
    }
    root.style.zoom = view.scale;
    const now = performance.now();
    state.calm = !view.run?.playing || now - lastCalm >= CALM;
    for (const panel of [head, ...all()]) panel.update(state);
    for (const numbers of [live, slow, present]) {
      numbers.flag("bp-lit", view.lit);
      numbers.flag("bp-asked", view.answered ? null : view.asked);
    }
    live.update(state.values, state.open);
    if (!state.calm) return;
    lastCalm = now;
    present.update(state.values, state.open);
    slow.update(state.values, state.open, hurried);
    if (hurried) {
      clearTimeout(catching);
      catching = setTimeout(slow.catchUp, CALM);
    }
    warn(state);
  };
  const build = (state) => {
    root.setAttribute("aria-label", words.explorer(state.D, state.H));
    for (const numbers of [live, slow, present]) numbers.clear();
    for (const panel of all()) panel.build(state);
    const elements = (names) => names.map((name) => panels[name].element);
    top.replaceChildren(...elements(shown().filter((name) => TOP_PANELS.includes(name))));
    body.replaceChildren(top, ...elements(shown().filter((name) => !TOP_PANELS.includes(name))));
  };
  const tick = (now) => {
    frame = 0;
    const calm = act && matchMedia("(prefers-reduced-motion: reduce)").matches && now - lastDrawn < STILL;
    if (!calm) {
      if (pressed && gesture) note(); // what the hand has done is not the run's
      act?.();
      lastDrawn = now;
      draw();
    }
    if (act) schedule();
  };
  const rebuild = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    [built, shape] = ["", ""];
    say("");
    draw();
  };
  const warn = ({ values, open }) => {
    const named = (test) => [...values].filter(([name, value]) => test(value) && open(name)).map(([name]) => name);
    let said = "";
    const endless = named((value) => Math.abs(value) === Infinity);
    const unclear = named(Number.isNaN);
    if (endless.length) said = words.overflow(endless.join(", "));
    if (endless.join() === "dL_da2")
      said = [words.rounded(text(values.get("a2"))), open("dL_dz2") ? words.undivided : ""].join(" ").trim();
    if (unclear.length) said = `${said} ${words.undefinedNumber(unclear.join(", "))}`.trim();
    write(warning, said);
  };

  const lightUnder = (event) => {
    const of = event.target.closest?.("[data-of]")?.dataset.of ?? null;
    if (event.type === "focusin" && of) hold(of);
    if (of !== view.lit) look({ lit: of });
  };
  const release = () => {
    note();
    past.release();
    pressed = false;
    traits.flush();
    schedule(); // there may be nothing to undo any more
  };
  const keys = (event) => {
    keepFromLab(event);
    const command = event.ctrlKey || event.metaKey;
    if (command || (event.shiftKey && event.key === "Enter")) traits.flush(); // it may run a cell, or save
    const typing = event.target.matches("input[type=text], select");
    if (command && !event.altKey && /^[zy]$/i.test(event.key)) {
      if (event.target.dataset.typing) return;
      event.preventDefault();
      event.stopPropagation();
      return event.shiftKey || event.key.toLowerCase() === "y" ? redo() : undo();
    }
    if (command || event.altKey || event.defaultPrevented) return;
    const inWalk = event.target.closest(".bp-walk") && !typing;
    const key = inWalk ? ({ PageDown: "n", PageUp: "b" }[event.key] ?? event.key) : event.key;
    if (!typing && model.get("show").includes("walk") && panels.walk.key(key)) event.preventDefault();
  };
  root.addEventListener("keydown", keys);
  root.addEventListener("pointerover", lightUnder);
  root.addEventListener("pointerleave", () => view.lit && look({ lit: null }));
  root.addEventListener("focusin", lightUnder);
  root.addEventListener("focusout", ({ relatedTarget }) => {
    if (root.contains(relatedTarget)) return;
    traits.flush();
    look({ lit: null });
  });
  const press = () => {
    root.querySelector("[data-typing]")?.blur(); // what is typed there is taken before the press, not in it
    note();
    if (!act) past.end(); // but a run goes on under a click
    past.press();
    pressed = true;
    return { end: release };
  };
  onGesture(root, press, { around: true });
  root.addEventListener("input", ({ target }) => target.matches("input[type=text]") && (target.dataset.typing = "yes"));
  root.addEventListener("change", ({ target }) => delete target.dataset.typing);
  root.addEventListener("focusout", ({ target }) => delete target.dataset.typing);

  for (const trait of TRAITS) model.on(`change:${trait}`, traits.hear);
  draw();
  const unfollow = followLink(model, (linked) => write(link, linked ? "" : words.unlinked));
  const themes = new MutationObserver(rebuildColours);
  function rebuildColours() {
    built = "";
    schedule();
  }
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return () => {
    unfollow();
    themes.disconnect();
    stop();
    traits.flush();
    Object.values(panels).forEach((panel) => panel.end?.());
    root.remove(); // the lab keeps el
    cancelAnimationFrame(frame);
    clearTimeout(catching);
    clearTimeout(speaking);
    for (const trait of TRAITS) model.off(`change:${trait}`, traits.hear);
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

/**
 * One copy of a version's style for a document, however many explorers are in it. It holds for this version's explorers
 * alone: each rule is nested in their attribute, which adds nothing to its weight.
 */
function addStyle(css, version) {
  const id = `bp-explorer-style-${version}`;
  if (document.getElementById(id)) return;
  const nested = css.replaceAll(".bp-explorer", "&.bp-explorer");
  document.head.append(html("style", { id }, `:where([data-version="${version}"]) {\n${nested}}\n`));
}
