/**
 * The lab's slides: jupyterlab-slideshow shows a slide's cells and hides the rest; here are the keys for a talk.
 * `start.py slides` has the lab hand out its application, without which nothing happens here.
 */
import { talk } from "./talk.js";

const ONCE = Symbol.for("backpropagation by hand: slides in the lab");
const MODE = "data-jp-deck-mode";
const SLIDE = "slide";
const OUT = ["skip", "notes"];

/** @typedef {{node: HTMLElement, model: any}} Cell the lab's */

/** Listens for the lab's slides, once for a page. */
export function followLab() {
  const app = globalThis.jupyterapp;
  if (!app || globalThis[ONCE]) return;
  globalThis[ONCE] = true;
  const panel = () => app.shell.currentWidget;
  const notebook = () => panel()?.content;
  /** @type {() => Cell[]} */
  const cells = () => notebook()?.widgets ?? [];
  const type = (cell) => cell.model.getMetadata("slideshow")?.slide_type;
  const starts = () => [...cells().keys()].filter((k) => k === 0 || type(cells()[k]) === SLIDE);
  const at = () => starts().findLastIndex((start) => start <= notebook().activeCellIndex);
  const isOn = () => document.body.getAttribute(MODE) === "presenting" && Boolean(notebook()?.widgets);

  const deck = {
    isOn,
    go: (by) => show(at() + by),
    end: (last) => show(last ? starts().length - 1 : 0),
    shown: () => ofSlide().map(({ node }) => node),
    page: () => notebook()?.node.querySelector(".jp-WindowedPanel-outer"),
    notes: () => {
      const name = panel().context.path.replace(/\.ipynb$/, ".html");
      return new URL(`files/notes/${name}#${ofSlide()[0]?.model.id}`, app.serviceManager.serverSettings.baseUrl).href;
    },
  };
  const { fit } = talk(deck);

  function ofSlide() {
    const [begin, end] = [starts()[at()], starts()[at() + 1] ?? cells().length];
    return cells()
      .slice(begin, end)
      .filter((cell) => !OUT.includes(type(cell)));
  }

  function show(wanted) {
    const all = starts();
    const slide = Math.min(all.length - 1, Math.max(0, wanted));
    notebook().activeCellIndex = all[slide];
    // Enter and Shift+Enter are for the code that stands there, if there is some.
    const code = ofSlide().find(({ model }) => model.type === "code" && !model.getMetadata("jupyter")?.source_hidden);
    const index = cells().indexOf(code);
    if (index > all[slide] && !code.node.querySelector(".bp-live")) notebook().activeCellIndex = index;
  }

  /** Runs all code, unseen, so that a cell that is run on a slide finds what those before it have made. */
  async function prepare() {
    const { sessionContext } = panel();
    await sessionContext.ready;
    for (const { model } of cells()) {
      if (model.type !== "code") continue;
      const content = { code: model.sharedModel.getSource(), silent: true, store_history: false, stop_on_error: false };
      sessionContext.session?.kernel?.requestExecute(content);
    }
  }

  let followed = null;
  function follow() {
    const now = isOn() ? notebook() : null;
    if (now && now !== followed) {
      now.activeCellChanged.connect(() => requestAnimationFrame(fit));
      prepare();
      followed = now;
    }
    fit();
  }
  new MutationObserver(follow).observe(document.body, { attributes: true, attributeFilter: [MODE] });
  app.shell.currentChanged?.connect(follow);
  follow();
}
