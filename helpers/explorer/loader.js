/**
 * Imports the page's files, which are stored in the Sources model: each once for a page, however many widgets need it.
 * They import each other as `from "./…"` or `from "../…"`, in double quotes and never in a circle.
 */
const STORE = Symbol.for("backpropagation by hand: modules");
const IMPORT = /(from\s+)"(\.[^"]+)"/g;

/**
 * Renders a widget by the file that is meant for it. @param {any} context as anywidget gives it
 * @param {{get: (name: string) => any}} sources the model @param {string} path of the file, such as "explorer.js"
 * @returns {Promise<() => void>} what ends the view
 */
export async function start(context, sources, path) {
  const { render } = await load(sources, path);
  return render(context, sources.get("style"), sources.get("digest"));
}

async function load(sources, path) {
  const stored = (globalThis[STORE] ??= new Map());
  const digest = sources.get("digest");
  if (!stored.has(digest)) stored.set(digest, linked(sources.get("files")));
  try {
    return await stored.get(digest)(path);
  } catch (error) {
    stored.delete(digest); // the next widget, or the same cell once more, tries again
    throw error;
  }
}

/**
 * What imports one of these files. A module behind a blob URL can't import by a relative path, so each path in it is
 * replaced by the URL of the file that it names, made first.
 * @param {Record<string, string>} files text by path, such as "model/network.js" @returns {(path: string) => Promise<any>}
 */
export function linked(files) {
  const urls = new Map();
  const urlOf = (path) => {
    if (!urls.has(path)) {
      const beside = (relative) => new URL(relative, `file:///${path}`).pathname.slice(1);
      const text = files[path].replace(IMPORT, (_, from, file) => `${from}"${urlOf(beside(file))}"`);
      const named = [text, `\n//# sourceURL=helpers/explorer/${path}`];
      urls.set(path, URL.createObjectURL(new Blob(named, { type: "text/javascript" })));
    }
    return urls.get(path);
  };
  return (path) => import(urlOf(path));
}
