/**
 * What a view asks of the lab, where there is none: a model with the saved traits, and a manager of widgets. The build
 * writes style.js, and joins all modules: see joined.py.
 */
import { render as explorer } from "./explorer/explorer.js";
import { render as progress } from "./explorer/questions/progress.js";
import { render as question } from "./explorer/questions/question.js";
import { style } from "./style.js";

const RENDER = { "explorer.js": explorer, "questions/progress.js": progress, "questions/question.js": question };

/** @param {Record<string, any>} traits @param {object} manager */
export function modelOf(traits, manager) {
  const listeners = new Map();
  const of = (event) => listeners.get(event) ?? listeners.set(event, new Set()).get(event);
  const model = {
    widget_manager: manager,
    get: (name) => traits[name],
    set(name, value) {
      const all = typeof name === "string" ? { [name]: value } : name;
      const changed = Object.keys(all).filter((one) => traits[one] !== all[one]);
      Object.assign(traits, all);
      for (const one of changed) for (const hear of [...of(`change:${one}`)]) hear(model, traits[one]);
    },
    save_changes() {}, // there is nobody to tell
    on: (event, hear) => void of(event).add(hear),
    off: (event, hear) => void of(event).delete(hear),
  };
  return model;
}

/** @param {string} page the name of this page's file */
export const managerOf = (page) => ({
  context: { path: page.replace(/(\.html)?$/, ".ipynb") },
  explorerPage: new URL("explorer.html", document.baseURI).href,
  rendermime: {
    latexTypesetter: { typeset() {} }, // formulas are MathML already
    linkHandler: { handleLink: (link, path, fragment) => (link.href = path.replace(".ipynb", ".html") + fragment) },
  },
  get_model: async () => ({ on() {}, off() {} }), // a model that is linked: nothing here waits for Python
});

/** Renders a widget. @param {HTMLElement} el @param {string} module such as "explorer.js" @param {Record<string, any>} traits */
export function live(el, module, traits) {
  el.replaceChildren();
  const page = el.closest("[data-page]")?.dataset.page ?? location.pathname.split("/").at(-1);
  return RENDER[module]({ model: modelOf(traits, managerOf(page)), el }, style, "site");
}

/** The theme of a page, dark or light, is that of its explorers. @param {() => boolean} isDark */
export function followTheme(isDark) {
  document.body.dataset.jpThemeLight = String(!isDark());
}

/** Has the browser keep the site, so that it can be read without a network. It may take its time. */
export function keepOffline() {
  if (!("serviceWorker" in navigator) || location.protocol === "file:" || window !== window.parent) return;
  navigator.serviceWorker.register("sw.js").catch((problem) => console.warn(`Not kept offline: ${problem.message}`));
}
