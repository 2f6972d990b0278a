/** Where an answer is entered: boxes in the answer's shape, or choices. */
import { plainly } from "../model/plain_text.js";
import { html, uniqueId } from "../parts/dom.js";
import { words } from "../parts/words.js";
import { isNumeric, placeOf } from "./judge.js";
import { shared } from "./lists.js";

const say = words.ask;

/**
 * @typedef {{element: HTMLElement, read: () => string[], show: (entered: string[]) => void, mark: (right: boolean[]) => void,
 *            isFilled: () => boolean, focus: () => void, told: (entered: string[]) => string}} Entries
 *   told: what was entered, as HTML
 * @param {import("./judge.js").Part} part @param {string} name of the question
 * @param {{enter: () => void, change: () => void, describedBy: string}} tell
 *   enter: when Enter was pressed; change: when anything was; describedBy: the id of the element with the verdict
 * @returns {Entries}
 */
export function entriesOf(part, name, tell) {
  return isNumeric(part) ? boxes(part, name, tell) : choices(part, name, tell);
}

/** A part's choices. @returns {{value: string, label: string}[]} label: HTML */
export function choicesOf(part) {
  if (part.kind === "truth") return ["true", "false"].map((value) => ({ value, label: say.truths[value] }));
  if (part.kind === "sign") return ["+", "0", "−"].map((value) => ({ value, label: say.signs[value] }));
  return part.choices.flat().map((label, k) => ({ value: String(k), label }));
}

function boxes(part, name, { enter, change, describedBy }) {
  const shape = shapeOf(part);
  const count = shape.reduce((product, length) => product * length, 1);
  const all = Array.from({ length: count }, (_, k) => {
    const label = placeOf(part, k, part.label ?? name);
    const box = /** @type {HTMLInputElement} */ (
      html("input", { type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false", "aria-label": label, "aria-describedby": describedBy })
    );
    onEnter(box, () => {
      share(box);
      enter();
    });
    box.addEventListener("input", change);
    box.addEventListener("change", () => share(box));
    box.addEventListener("paste", () => setTimeout(() => share(box)));
    return box;
  });
  /** A whole list in one of several boxes is spread over all. */
  function share(box) {
    const texts = shared(box.value, shape);
    if (texts) texts.forEach((one, k) => (all[k].value = one));
  }
  const isGrid = part.kind === "numbers";
  const laidOut = { role: "group", "aria-label": say.laidOut(shape.length > 1 ? shape[0] : 1, shape.at(-1)) };
  const inner = isGrid
    ? [html("span", { class: "bp-grid", style: `--columns: ${shape.at(-1)}`, ...laidOut }, ...all)]
    : part.kind === "shape"
      ? ["(", all[0], ", ", all[1], ")"]
      : all;
  const label = html("span", { class: "bp-ask-label", "aria-hidden": "true" }, say.equals(part.label ?? name));
  return {
    element: html("span", { class: "bp-part" }, label, ...inner),
    read: () => all.map((box) => box.value),
    show: (entered) => all.forEach((box, k) => (box.value = entered[k] ?? "")),
    mark: (right) =>
      all.forEach((box, k) => {
        const isWrong = right[k] === false;
        if (isWrong) box.setAttribute("aria-invalid", "true");
        else box.removeAttribute("aria-invalid");
      }),
    isFilled: () => all.every((box) => box.value.trim()),
    focus() {
      const box = all.find((box) => !box.value.trim() || box.getAttribute("aria-invalid")) ?? all[0];
      box.focus();
      box.select();
    },
    told: (entered) => html("span", {}, entered.join(", ")).innerHTML,
  };
}

/** Ctrl+Enter is the lab's: it runs the cell. @param {HTMLElement} input @param {() => void} act */
function onEnter(input, act) {
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}

/** Of the answer: rows and columns, how many a list has, 2 for a shape, 1 for a number. */
function shapeOf(part) {
  if (part.kind === "number") return [1];
  const rows = part.answer;
  return Array.isArray(rows[0]) ? [rows.length, rows[0].length] : [rows.length];
}

/** A formula in words: in a label, what MathJax or MathML makes of it is none. @param {string} label perhaps in LaTeX */
const read = (label) => (label.startsWith("\\(") ? plainly(label).replaceAll("*", "·") : label);

function choices(part, name, { enter, change, describedBy }) {
  const type = part.kind === "choices" ? "checkbox" : "radio";
  const group = uniqueId(); // radio buttons of one name are one group
  const offered = choicesOf(part);
  const options = offered.map(({ value, label }) => {
    const input = /** @type {HTMLInputElement} */ (html("input", { type, name: group, value }));
    input.addEventListener("change", change);
    onEnter(input, enter);
    const words = html("span", {});
    words.innerHTML = label;
    if (words.querySelector("math, .math")) input.setAttribute("aria-label", read(words.textContent.trim()));
    return { input, element: html("label", { class: "bp-option" }, input, words) };
  });
  const columns = Array.isArray(part.choices?.[0]) ? part.choices[0].length : 0;
  const inner = options.map((one) => one.element);
  const legend = part.label ?? (part.kind === "choices" ? say.several(name) : name);
  return {
    element: html(
      "fieldset",
      {
        class: columns ? "bp-choice bp-table" : "bp-choice",
        style: columns ? `--columns: ${columns}` : "",
        "aria-describedby": describedBy,
      },
      html("legend", {}, legend),
      ...inner,
    ),
    read: () => options.filter(({ input }) => input.checked).map(({ input }) => input.value),
    show: (entered) => options.forEach(({ input }) => (input.checked = entered.includes(input.value))),
    mark: ([right]) =>
      options.forEach(({ input, element }) => element.classList.toggle("bp-not", right === false && input.checked)),
    isFilled: () => options.some(({ input }) => input.checked),
    focus: () => (options.find(({ input }) => input.checked) ?? options[0]).input.focus(),
    told: (entered) =>
      offered
        .filter(({ value }) => entered.includes(value))
        .map(({ label }) => label)
        .join(", "),
  };
}
