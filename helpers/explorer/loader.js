/**
 * The one module that anywidget gets: it imports the explorer's other files, which are stored in the Sources model, once
 * for a page. They import each other as `from "./…"` or `from "../…"`, in double quotes and never in a circle.
 */
const STORE = Symbol.for("backpropagation by hand: explorer modules");
const IMPORT = /(from\s+)"(\.[^"]+)"/g;

async function load({ model, host }) {
  const sources = await host.getModel(model.get("_sources"));
  const loaded = (globalThis[STORE] ??= new Map());
  const digest = sources.get("digest");
  if (!loaded.has(digest)) loaded.set(digest, importFrom(sources.get("files"), "explorer.js"));
  try {
    return [await loaded.get(digest), sources.get("style"), digest];
  } catch (error) {
    loaded.delete(digest); // the next explorer, or the same cell once more, tries again
    throw error;
  }
}

/**
 * Imports one of the files. A module behind a blob URL can't import by a relative path, so each path in it is replaced by
 * the URL of the file that it names, made first.
 * @param {Record<string, string>} files text by path, such as "model/network.js" @param {string} path of the file to import
 */
export function importFrom(files, path) {
  const urls = new Map();
  const urlOf = (path) => {
    if (!urls.has(path)) {
      const beside = (relative) => new URL(relative, `file:///${path}`).pathname.slice(1);
      const linked = files[path].replace(IMPORT, (_, from, file) => `${from}"${urlOf(beside(file))}"`);
      const named = [linked, `\n//# sourceURL=helpers/explorer/${path}`];
      urls.set(path, URL.createObjectURL(new Blob(named, { type: "text/javascript" })));
    }
    return urls.get(path);
  };
  return import(urlOf(path));
}

export default {
  async render(context) {
    try {
      const [explorer, style, digest] = await load(context);
      return explorer.render(context, style, digest);
    } catch (error) {
      context.el.textContent = `The explorer could not start: ${error.message}`;
      console.error(error);
    }
  },
};
