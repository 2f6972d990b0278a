/** The map of what is solved: each notebook with its count, where to continue, and how to begin anew. */
import { button, html, show, write } from "../parts/dom.js";
import { keepKeys } from "../parts/keys.js";
import { addStyle } from "../parts/style.js";
import { words } from "../parts/words.js";
import { follow, forget, goTo, keyOf, pathOf, recall } from "./memory.js";

const say = words.progress;

/** @param {{model: any, el: HTMLElement}} context @param {string} css @param {string} version of these files */
export function render({ model, el }, css, version) {
  addStyle(css, version);
  const here = pathOf(model, document);
  const folder = here.slice(0, here.lastIndexOf("/") + 1);
  /** @type {{file: string, title: string, questions: string[]}[]} */
  const notebooks = model.get("notebooks");
  const keys = notebooks.map(({ file }) => keyOf(folder + file, document));
  const rows = notebooks.map(({ file, title, questions }) => {
    const link = linkTo(model, folder, file, "", title);
    const bar = html("progress", { max: Math.max(1, questions.length), "aria-label": title });
    const count = html("span", { class: "bp-count-words" });
    show(bar, questions.length > 0);
    return { bar, count, element: html("li", {}, link, bar, count) };
  });
  const next = html("p", {});
  const anew = button(say.anew, () => (ask(true), no.focus()));
  const done = html("p", { class: "bp-verdict-words", role: "status" });
  const yes = button(say.yes, () => {
    forget(keys);
    ask(false);
    anew.focus();
    write(done, say.done);
  });
  const no = button(say.no, () => (ask(false), anew.focus()));
  const sure = html("div", { class: "bp-moves" }, html("p", {}, say.sure), yes, no);
  const root = html(
    "nav",
    { class: "bp-live bp-ask bp-progress", "aria-label": say.title, "data-version": version },
    ...[html("ul", {}, ...rows.map((row) => row.element)), next, anew, sure, done],
  );

  function ask(isAsking) {
    show(sure, isAsking);
    show(anew, !isAsking);
  }

  function draw() {
    const all = keys.map(recall);
    rows.forEach(({ bar, count }, k) => {
      const solved = notebooks[k].questions.filter((id) => all[k].questions[id]?.solved).length;
      bar.setAttribute("value", String(solved));
      write(count, say.count(solved, notebooks[k].questions.length));
    });
    const latest = all.reduce((best, one, k) => (one.at > (all[best]?.at ?? 0) ? k : best), -1);
    const at = latest < 0 ? notebooks.findIndex(({ questions }) => questions.length) : latest;
    if (at < 0) return void next.replaceChildren();
    const { file, title, questions } = notebooks[at];
    const isOpen = (id) => !all[at].questions[id]?.solved;
    const last = questions.indexOf(all[at].last);
    const to = questions.slice(last + 1).find(isOpen) ?? questions.find(isOpen) ?? questions.at(-1);
    const cell = to.replace(/^question-(.*)-\d+$/, "$1");
    const link = linkTo(model, folder, file, `#cell-id=${cell}`, latest < 0 ? say.begin : say.goOn(title));
    link.addEventListener("click", () => setTimeout(() => goTo([keys[at], to]), 50)); // after the lab has shown its notebook
    next.replaceChildren(link);
  }

  root.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || sure.hidden) return;
    ask(false);
    anew.focus();
  });
  const release = keepKeys(root);
  const unfollow = follow(keys, draw);
  el.replaceChildren(root);
  ask(false);
  draw();
  return () => {
    release();
    unfollow();
    root.remove();
  };
}

/** A link to a notebook of the folder; in the lab it opens there. */
function linkTo(model, folder, file, fragment, label) {
  const link = html("a", { href: file + fragment }, label);
  const handler = model.widget_manager?.rendermime?.linkHandler;
  handler?.handleLink(link, folder + file, fragment);
  return link;
}
