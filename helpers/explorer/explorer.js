/**
 * Wires the store to the panels: whenever the model or the view has changed, a state is read before the next frame and
 * every panel draws it.
 */
import { makeBindings } from "./parts/bindings.js";
import { html, write } from "./parts/dom.js";
import { frameLoop } from "./parts/frame_loop.js";
import { letGo } from "./parts/gestures.js";
import { listen } from "./parts/input.js";
import { hints } from "./parts/hints.js";
import { followLink } from "./parts/kernel_link.js";
import { messages } from "./parts/messages.js";
import { addStyle } from "./parts/style.js";
import { words } from "./parts/words.js";
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
const CATCH_UP = 200; // ms after a change in which formulas that are scrolled out of sight follow

/**
 * @param {{model: any, el: HTMLElement}} context @param {string} css @param {string} version of these files
 * @returns {() => void} what ends the view
 */
export function render({ model, el }, css, version) {
  addStyle(css, version);
  const loop = frameLoop(draw);
  const store = makeStore(model, { schedule: loop.schedule, repeat: loop.repeat, letGo });
  const { say, speak, warn, elements: lines, end: endMessages } = messages();
  const link = html("p", { class: "bp-unlinked", role: "status" });
  const top = html("div", { class: "bp-top" });
  const body = html("div", { class: "bp-body" });

  // Three sets of live numbers: those of pictures are written in every frame, those of the formulas and of the walk's line
  // less often during a run.
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
    speak,
    focus,
    bindings: ownBindings,
    root: () => root, // a function: root is made later
  };
  const bindingsOf = { formulas: ofFormulas, walk: ofWalk };
  const panels = Object.fromEntries(
    Object.entries(PANELS).map(([name, panel]) => [name, panel({ ...explorer, live: bindingsOf[name] ?? live })]),
  );
  const head = toolbar({ ...explorer, home: () => (store.home(), rebuild()) });
  const root = html(
    "div",
    { class: "bp-explorer", role: "group", tabindex: "-1", "data-version": version },
    ...[link, head.element, body, ...lines],
  );
  const isShown = (name) => model.get("show").includes(name);
  const shown = () => Object.keys(PANELS).filter(isShown);
  const shownPanels = () => shown().map((name) => panels[name]);
  const shapeOf = ({ shape, show }) => `${shape} ${show}`;
  let built = ""; // the shape and the panels that the elements were made for
  let catching = 0; // the timer at whose end what is scrolled out of sight follows

  /** @param {boolean} [mayBePartial] whether what a hand moves is enough for now @returns {boolean} whether all is drawn */
  function draw(mayBePartial = false) {
    const preview = mayBePartial && isShown("network") ? store.preview() : null;
    if (preview && shapeOf(preview) === built) {
      panels.network.update(preview);
      return false;
    }
    const { state, hurried } = store.prepareFrame();
    const wanted = shapeOf(state);
    if (wanted !== built) {
      built = wanted;
      build(state);
    }
    root.style.zoom = state.view.scale;
    root.dataset.sheet = state.view.sheet ?? "";
    const focused = root.ownerDocument.activeElement;
    for (const panel of [head, ...shownPanels()]) panel.update(state);
    // A button that has just been disabled would let the focus go, and keys would no longer come here.
    if (focused !== root && root.contains(focused) && focused.disabled) root.focus({ preventScroll: true });
    for (const numbers of [...bindings, ...ownOnes]) {
      numbers.flag("bp-lit", state.view.highlighted);
      numbers.flag("bp-asked", state.view.answered ? null : state.view.asked);
    }
    live.update(state.values, state.isRevealed);
    if (!state.textDue) return true;
    ofWalk.update(state.values, state.isRevealed);
    ofFormulas.update(state.values, state.isRevealed, hurried);
    if (hurried) {
      clearTimeout(catching);
      catching = setTimeout(ofFormulas.catchUp, CATCH_UP);
    }
    warn(state);
    return true;
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

  function rebuild() {
    built = "";
    say("");
    loop.drawNow();
  }

  el.replaceChildren(root);
  const unlisten = listen(root, store, onKey);
  for (const trait of TRAITS) model.on(`change:${trait}`, store.hear);
  draw();
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
