/** What a view asks of the lab, where there is none: a model with the saved traits, and a manager of widgets. */

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
  explorerPage: new URL("../explorer.html", import.meta.url).href,
  rendermime: {
    latexTypesetter: { typeset() {} }, // formulas are MathML already
    linkHandler: { handleLink: (link, path, fragment) => (link.href = path.replace(".ipynb", ".html") + fragment) },
  },
  get_model: async () => ({ on() {}, off() {} }), // a model that is linked: nothing here waits for Python
});

const STYLES = ["page.css", "explorer.css", "questions/questions.css"]; // as in identity.py
const folder = new URL("explorer/", import.meta.url);
let styles; // all of them in one text, once they are asked for

/** Renders a widget. @param {HTMLElement} el @param {string} module such as "explorer.js" @param {Record<string, any>} traits */
export async function live(el, module, traits) {
  const text = async (name) => (await fetch(new URL(name, folder))).text();
  styles ??= Promise.all(STYLES.map(text)).then((all) => all.join(""));
  const [{ render }, css] = await Promise.all([import(new URL(module, folder).href), styles]);
  el.replaceChildren();
  return render({ model: modelOf(traits, managerOf(location.pathname.split("/").at(-1))), el }, css, "site");
}

/** The theme of a page, dark or light, is that of its explorers. @param {() => boolean} isDark */
export function followTheme(isDark) {
  document.body.dataset.jpThemeLight = String(!isDark());
}
