/** On paper, hints and answers that are folded stand at the end of their chapter, and what else is folded is open. */
const LATER = ["Hint", "Another hint", "Answer"];
const WIDTH = 640; // CSS pixels of a line on paper
let undo = [];

addEventListener("beforeprint", () => {
  restore();
  const chapters = document.querySelectorAll("article[data-page]");
  for (const chapter of chapters.length ? chapters : document.querySelectorAll("article.bd-article")) lay(chapter);
  document.querySelectorAll("article math").forEach(fitted);
});
addEventListener("afterprint", restore);

function restore() {
  for (const one of undo) one();
  undo = [];
}

/** A formula that is too wide for paper becomes smaller. @param {MathMLElement} formula */
function fitted(formula) {
  const { width } = formula.getBoundingClientRect();
  if (width <= WIDTH) return;
  formula.style.zoom = String(WIDTH / width);
  undo.push(() => formula.style.removeProperty("zoom"));
}

const made = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });
const titleOf = (details) => details.querySelector("summary").textContent.trim();
const isLater = (element) => element?.localName === "details" && LATER.includes(titleOf(element));

/** @param {HTMLElement} chapter */
function lay(chapter) {
  const list = made("ol");
  for (const details of chapter.querySelectorAll("details:not(.hide)")) {
    if (!isLater(details)) open(details);
    else if (!isLater(details.previousElementSibling)) list.append(moved(details, list.childElementCount + 1));
  }
  if (!list.childElementCount) return;
  const end = made("section");
  end.className = "folded-answers";
  end.append(made("h2", "Hints and answers that are folded on the page"), list);
  chapter.append(end);
  undo.push(() => end.remove());
}

function open(details) {
  if (details.open) return;
  details.open = true;
  undo.push(() => (details.open = false));
}

/** What stands at the end for the folded ones that begin with this one; in their place, where to look for it. */
function moved(first, number) {
  const note = made("p", `Hints and answer: number ${number} at the end of the chapter.`);
  note.className = "at-the-end";
  first.before(note);
  undo.push(() => note.remove());
  const item = made("li");
  for (let one = first; isLater(one); one = one.nextElementSibling) {
    const [summary, ...rest] = one.childNodes;
    item.append(made("strong", summary.textContent), ...rest.map((node) => node.cloneNode(true)));
    const details = one;
    details.classList.add("is-later");
    undo.push(() => details.classList.remove("is-later"));
  }
  return item;
}
