/**
 * Wires the store to the panels: whenever the model or the view has changed, a state is read before the next frame and
 * every panel draws it.
 */
import { followLab } from "./deck/lab.js";
import { makeBindings } from "./parts/bindings.js";
import { button, html, write } from "./parts/dom.js";
import { frameLoop, readingPace } from "./parts/frame_loop.js";
import { letGo } from "./parts/gestures.js";
import { listen } from "./parts/input.js";
import { hints } from "./parts/hints.js";
import { followLink } from "./parts/kernel_link.js";
import { messages } from "./parts/messages.js";
import { addStyle } from "./parts/style.js";
import { words } from "./parts/words.js";
import { text } from "./model/numerals.js";
import { boundary } from "./panels/boundary.js";
import { count } from "./panels/count.js";
import { formulas } from "./panels/formulas.js";
import { lossPanel } from "./panels/loss.js";
import { networkPanel } from "./panels/network.js";
import { toolbar } from "./panels/toolbar.js";
import { train } from "./panels/train.js";
import { walk } from "./panels/walk.js";
import { UNDOABLE } from "./state/state.js";
import { makeStore } from "./state/store.js";

const TRAITS = [...UNDOABLE, "step", "show", "direction", "learning_rate", "_train_on", "_history"];
const PANELS = { walk, network: networkPanel, count, boundary, loss: lossPanel, train, formulas }; // in the order of the page
const ON_TOP = ["walk", "network"]; // the controls stand beside both, where there is room
// The parts in which a picture is drawn where there is no time for all of it; a panel that is not named is among the others.
const NAMED = { network: ["network"], pictures: ["boundary", "loss"], formulas: ["formulas"] };
const PARTS = { ...NAMED, others: Object.keys(PANELS).filter((name) => !Object.values(NAMED).flat().includes(name)) };
const CATCH_UP = 200; // ms after a change in which formulas that are scrolled out of sight follow

/**
 * @param {{model: any, el: HTMLElement}} context @param {string} css @param {string} version of these files
 * @returns {() => void} what ends the view
 */
export function render({ model, el }, css, version) {
  addStyle(css, version);
  followLab();
  const parts = Object.keys(PARTS);
  const loop = frameLoop({ parts, begin, follow }, (isWhole) => root.toggleAttribute("data-behind", !isWhole));
  const store = makeStore(model, { schedule: loop.schedule, repeat: loop.repeat, letGo });
  const { say, speak, warn, elements: lines, end: endMessages } = messages();
  const link = html("p", { class: "bp-unlinked", role: "status" });
  const end = html("p", { class: "bp-skip", tabindex: "-1" }, words.end);
  const skip = button(words.skip, () => end.focus(), { class: "bp-skip" }); // forty controls stand before what follows
  const top = html("div", { class: "bp-top" });
  const body = html("div", { class: "bp-body" });

  // Three sets of live numbers: those of the formulas and of the walk's line are written less often during a run.
  const [live, ofFormulas, ofWalk] = [makeBindings(), makeBindings(), makeBindings()];
  const bindings = [live, ofFormulas, ofWalk];
  /** Live numbers of a part's own, which it clears and updates itself. */
  const ownBindings = () => {
    const own = makeBindings();
    ownOnes.push(own);
    return own;
  };
  const ownOnes = [];
  const set = (quantity, value) => {
    say("");
    store.set(quantity, value);
  };
  const focus = (quantity) => shownPanels().forEach((panel) => panel.focus?.(quantity));
  const explorer = {
    ...store,
    set,
    say,
    speak: (sentence) => {
      hasSpoken = true;
      speak(sentence);
    },
    focus,
    bindings: ownBindings,
    root: () => root, // a function: root is made later
  };
  const bindingsOf = { formulas: ofFormulas, walk: ofWalk };
  const panels = Object.fromEntries(
    Object.entries(PANELS).map(([name, panel]) => [name, panel({ ...explorer, live: bindingsOf[name] ?? live })]),
  );
  const page = model.widget_manager?.explorerPage; // only a site has one
  const head = toolbar({ ...explorer, page, home: () => (store.home(), rebuild()) });
  const root = html(
    "div",
    { class: "bp-live bp-explorer", role: "group", tabindex: "-1", "data-version": version },
    ...[skip, link, head.element, body, ...lines, end],
  );
  const isShown = (name) => model.get("show").includes(name);
  const shown = () => Object.keys(PANELS).filter(isShown);
  const shownPanels = () => shown().map((name) => panels[name]);
  const shapeOf = ({ shape, show }) => `${shape} ${show}`;
  let built = ""; // the shape and the panels that the elements were made for
  let present; // the state to draw, once it is computed, and whether it is in the middle of a gesture or a run
  let hasSpoken = false; // whether a panel has said what a change has come to
  let told = { numbers: "", slope: "" }; // what was said of the numbers
  let handIn = ""; // the panel that a hand or a key was in last
  const [formulasDue, walkDue] = [readingPace(), readingPace()];
  let catching = 0; // the timer at whose end what is scrolled out of sight follows

  /**
   * Something has changed. Where the picture may be short, draws what a hand moves; the rest follows, panel by panel.
   * @type {import("./parts/frame_loop.js").Picture["begin"]}
   */
  function begin(mayBeShort) {
    present = null;
    const preview = mayBeShort ? store.preview() : null;
    if (preview && shapeOf(preview) === built) {
      if (isShown("network")) panels.network.update(preview);
      if (isShown(handIn) && handIn !== "network") drawPanel(handIn);
      return 0;
    }
    const { state } = (present = store.prepareFrame());
    if (shapeOf(state) !== built) {
      built = shapeOf(state);
      build(state);
      return Infinity;
    }
    return state.view.run?.playing ? 1 : Infinity;
  }

  /** Draws a part of the picture. @param {string} part */
  function follow(part) {
    present ??= store.prepareFrame();
    const focused = root.ownerDocument.activeElement;
    PARTS[part].filter(isShown).forEach(drawPanel);
    if (part === "others") drawRest(present.state);
    // A button that has just been disabled would let the focus go, and keys would no longer come here.
    if (focused !== root && root.contains(focused) && focused.disabled) root.focus({ preventScroll: true });
  }

  /** @param {string} name of a panel */
  function drawPanel(name) {
    const { state, hurried } = (present ??= store.prepareFrame());
    panels[name].update(state);
    if (name === "walk" && walkDue(state.view)) ofWalk.update(state.values, state.isRevealed);
    if (name !== "formulas" || !formulasDue(state.view)) return;
    ofFormulas.update(state.values, state.isRevealed, hurried);
    if (!hurried) return;
    clearTimeout(catching);
    catching = setTimeout(ofFormulas.catchUp, CATCH_UP);
  }

  /** What belongs to no panel. @param {import("./state/state.js").State} state */
  function drawRest(state) {
    root.style.zoom = state.view.scale;
    root.dataset.sheet = state.view.sheet ?? "";
    head.update(state);
    for (const numbers of [...bindings, ...ownOnes]) {
      numbers.flag("bp-lit", state.view.highlighted);
      numbers.flag("bp-asked", state.view.answered ? null : state.view.asked);
    }
    live.update(state.values, state.isRevealed);
    warn(state);
    tell(state);
  }

  /** Says what a change has come to, to those who don't see the numbers, where it was made here. */
  function tell({ values, isRevealed, costName, J, direction, view }) {
    if (view.run?.playing) return; // its panel says where it ends
    const of = (name) => (isRevealed(name) ? text(values.get(name)) : null);
    const numbers = words.told(costName, isRevealed("L") ? text(J) : null, of("a2"));
    const gradient = direction === "forward" ? null : of(`dL_d${view.pinned}`);
    const slope = gradient === null ? "" : words.toldSlope(view.pinned, gradient);
    const news = [numbers !== told.numbers && numbers, slope].filter(Boolean);
    const isNews = numbers !== told.numbers || slope !== told.slope;
    const isHere = root.contains(root.ownerDocument.activeElement);
    if (isNews && news.length && isHere && !hasSpoken) speak(`${news.join("; ")}.`);
    [told, hasSpoken] = [{ numbers, slope }, false];
  }

  function build(state) {
    root.setAttribute("aria-label", words.explorer(state.D, state.H));
    for (const numbers of bindings) numbers.clear();
    for (const panel of shownPanels()) panel.build(state);
    const elements = (isHere) =>
      shown()
        .filter(isHere)
        .map((name) => panels[name].element);
    top.replaceChildren(...elements((name) => ON_TOP.includes(name)));
    body.replaceChildren(top, ...elements((name) => !ON_TOP.includes(name)));
  }

  /** Does what a key means: to the walk, if it is shown, or to the graph. @param {string} key @returns {boolean} whether it means anything */
  function onKey(key) {
    const walks = isShown("walk") && (model.get("step") !== null || key.toLowerCase() !== "b");
    if (walks && panels.walk.key(key)) return true;
    return isShown("network") && panels.network.key(key);
  }

  function noteHand({ target }) {
    handIn = shown().find((name) => panels[name].element.contains(target)) ?? "";
  }

  function rebuild() {
    built = "";
    say("");
    loop.drawNow();
  }

  el.replaceChildren(root);
  for (const type of ["pointerdown", "keydown"]) root.addEventListener(type, noteHand, { capture: true });
  const unlisten = listen(root, store, onKey);
  for (const trait of TRAITS) model.on(`change:${trait}`, store.hear);
  loop.drawNow();
  const unhint = hints(root);
  const unfollow = followLink(model, (linked) => write(link, linked ? "" : words.unlinked));
  const themes = new MutationObserver(() => ((built = ""), loop.schedule())); // another theme has other colours
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return () => {
    unlisten();
    unhint();
    unfollow();
    themes.disconnect();
    store.trainer.stop();
    store.flush();
    Object.values(panels).forEach((panel) => panel.end?.());
    root.remove(); // the lab keeps el
    loop.cancel();
    clearTimeout(catching);
    endMessages();
    for (const trait of TRAITS) model.off(`change:${trait}`, store.hear);
  };
}
