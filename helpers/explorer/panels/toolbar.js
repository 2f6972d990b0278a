/** The row above the panels: the hidden activation, which panels are shown, undo and redo, the ways home and out. */
import { button, choice, html, show as setShown, write } from "../parts/dom.js";
import { queryOf } from "../state/link.js";
import { pythonLine } from "../state/python_line.js";
import { words } from "../parts/words.js";

/**
 * @param {{get: (trait: string) => any, change: (traits: object, gesture?: string) => void, setView: (view: object) => void,
 *          home: () => void, undo: () => void, redo: () => void, canUndo: () => boolean, canRedo: () => boolean, page?: string}} explorer
 *   home: to the problem's own numbers; page: the address of one that shows an explorer alone, where there is one
 */
export function toolbar({ get, change, setView, home, undo, redo, canUndo, canRedo, page }) {
  const hiddens = choice(words.hidden, Object.entries(words.activations), (hidden) =>
    change({ hidden, step: null }, `hidden ${performance.now()}`),
  );

  const directions = choice(words.direction, Object.entries(words.directions), (direction) => change({ direction }));
  directions.element.classList.add("bp-directions");
  directions.radios[0].setAttribute("aria-keyshortcuts", "F");

  const boxes = Object.keys(words.panels).map((panel) => {
    const box = /** @type {HTMLInputElement} */ (html("input", { type: "checkbox", value: panel }));
    box.addEventListener("change", () => {
      change({ show: boxes.filter((b) => b.checked).map((b) => b.value) });
      if (box.checked) setView({ sheet: panel }); // where one panel at a time stands below the graph
    });
    return box;
  });
  const shown = html(
    "details",
    { class: "bp-panels" },
    html("summary", {}, words.shown),
    html("div", { role: "group", "aria-label": words.shown }, ...boxes.map((box) => html("label", {}, box, words.panels[box.value]))),
  );
  shown.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown.open) return;
    event.preventDefault(); // only the next one leaves the explorer
    shown.open = false;
    shown.querySelector("summary").focus();
  });

  const back = button(words.back, home);
  const undoing = button(words.undo, undo);
  const redoing = button(words.redo, redo);
  const copied = html("span", { class: "bp-hint", role: "status" });
  const line = /** @type {HTMLInputElement} */ (html("input", { type: "text", readonly: "" }));
  const taken = html("div", { class: "bp-taken" }, line, copied);
  taken.hidden = true;
  let offered = () => ""; // what the line was made by

  /**
   * A button that copies a text, and shows it.
   * @param {typeof words.takeAlong} say @param {() => string} make @param {() => string} [told] what it says when that is done
   */
  const taker = (say, make, told = () => say.copied) =>
    button(say.button, async () => {
      offered = make;
      line.value = make();
      line.setAttribute("aria-label", say.line);
      taken.hidden = false;
      line.select();
      try {
        await navigator.clipboard.writeText(line.value);
        copied.textContent = told();
      } catch {
        copied.textContent = words.notCopied;
      }
    });
  const take = taker(words.takeAlong, () => pythonLine({ get }));
  const link = taker(
    words.link,
    () => `${page}?${queryOf({ get }).query}`,
    () => (queryOf({ get }).isWhole ? words.link.copied : words.link.partial),
  );

  return {
    element: html(
      "div",
      { class: "bp-bar" },
      hiddens.element,
      directions.element,
      html("div", { class: "bp-moves" }, shown, undoing, redoing, take, ...(page ? [link] : []), back),
      taken,
    ),
    update({ hidden, show, direction, step }) {
      hiddens.show(hidden);
      directions.show(direction);
      if (step === null) directions.radios[1].setAttribute("aria-keyshortcuts", "B");
      else directions.radios[1].removeAttribute("aria-keyshortcuts"); // the walk's own key
      setShown(directions.element, show.includes("network"));
      boxes.forEach((box) => (box.checked = show.includes(box.value)));
      if (!taken.hidden && line.value !== offered()) {
        taken.hidden = true; // it would be that of an earlier state
        write(copied, "");
      }
      undoing.disabled = !canUndo();
      redoing.disabled = !canRedo();
    },
  };
}
