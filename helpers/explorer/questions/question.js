/** A question in the page: boxes or choices, a verdict in words, a hint, and the answer with its lines. */
import { text } from "../model/numerals.js";
import { button, html, show, write } from "../parts/dom.js";
import { keepKeys } from "../parts/keys.js";
import { addStyle } from "../parts/style.js";
import { typeset } from "../parts/typeset.js";
import { words } from "../parts/words.js";
import { choicesOf, entriesOf } from "./entries.js";
import { judge, numbersOf } from "./judge.js";
import { follow, isClass, isRefused, keep, keyOf, pathOf, recall, setClass } from "./memory.js";
import { printable } from "./printing.js";

const say = words.ask;
const GUESSES = 5; // of a class, that stay
const NOTHING = { tries: 0, hints: 0, reveals: 0, solved: false, open: false, hinted: false, guesses: [] };

let told = false; // whether this page has said that it can't keep answers

/**
 * @param {{model: any, el: HTMLElement}} context @param {string} css @param {string} version of these files
 * @returns {() => void} what ends the view
 */
export function render({ model, el }, css, version) {
  addStyle(css, version);
  const name = model.get("name");
  /** @type {import("./judge.js").Question & {hint?: string, solution?: string}} */
  const question = asked(model.get("_asked"), name);
  const key = keyOf(pathOf(model, document), document);
  const id = model.get("_key");
  const entries = question.parts.map((part) => entriesOf(part, name, { enter, change }));
  let kept = read();
  let marked = false; // whether the boxes show which of them are right

  const inRows = question.parts.length > 1 && question.parts.some(({ kind }) => kind.startsWith("choice"));

  const check = button(say.check, enter);
  const hint = button(say.hint, () => save({ hinted: !kept.hinted, hints: kept.hints + (kept.hinted ? 0 : 1) }));
  const reveal = button(say.reveal, turn);
  const solved = html("span", { class: "bp-solved" });
  const verdict = html("p", { class: "bp-verdict-words", role: "status" });
  const note = html("p", { class: "bp-hint", role: "status" });
  const guesses = html("p", { class: "bp-guesses" });
  const hintBox = html("div", { class: "bp-told" });
  const answer = html("div", { class: "bp-told", role: "group", "aria-label": say.answer(name) });
  const moves = html("div", { class: "bp-moves" }, check, ...(question.hint ? [hint] : []), reveal, solved);
  const root = html(
    "div",
    {
      class: "bp-live bp-ask",
      role: "group",
      tabindex: "-1",
      "aria-label": say.question(name),
      "data-version": version,
    },
    html("div", { class: inRows ? "bp-entries bp-rows" : "bp-entries" }, ...entries.map((one) => one.element), moves),
    ...[verdict, guesses, note, hintBox, answer],
  );

  /** What is kept, or what Python has, of this question. */
  function read() {
    const all = recall(key).questions[id];
    return { ...NOTHING, typed: question.parts.map(() => []), ...all };
  }

  function save(changes) {
    kept = { ...kept, ...changes };
    keep(key, id, kept);
  }

  const entered = () => entries.map((one) => one.read());

  /** Enter, or the button: a guess of a class, or an answer that is judged. */
  function enter() {
    if (isClass()) return addGuess();
    const typed = entered();
    const result = judge(question, typed);
    if (!result.isRead) {
      mark([]);
      write(verdict, result.words);
      return void entries.find((one) => !one.isFilled())?.focus();
    }
    const again = JSON.stringify(typed) === JSON.stringify(kept.typed) && kept.tries > 0;
    save({
      typed,
      tries: kept.tries + (again ? 0 : 1),
      solved: kept.solved || result.right,
      open: kept.open || (result.right && Boolean(question.solution)),
    });
  }

  function addGuess() {
    const typed = entered();
    if (typed.some((part) => part.length === 0 || part.some((one) => !one.trim())))
      return void write(verdict, say.empty);
    write(verdict, "");
    entries.forEach((one) => one.show([]));
    entries[0].focus();
    save({ guesses: [...kept.guesses, typed.flat().join(", ")].slice(-GUESSES) });
  }

  /** Opens the answer, or folds it away. */
  function turn() {
    save({ open: !kept.open, reveals: kept.reveals + (kept.open ? 0 : 1) });
  }

  function change() {
    if (marked) mark([]);
    write(verdict, "");
  }

  function mark(marks) {
    marked = marks.length > 0;
    entries.forEach((one, k) => one.mark(marks[k] ?? []));
  }

  /** Tells Python. */
  function tell({ values, right }) {
    const value = question.parts.length > 1 ? values : values[0];
    const traits = { _value: encoded(value), right, tries: kept.tries };
    for (const [trait, now] of Object.entries(traits))
      if (JSON.stringify(model.get(trait)) !== JSON.stringify(now)) model.set(trait, now);
    model.save_changes();
  }

  /** Shows what is kept; boxes that have the focus stay as they are. */
  function draw() {
    const isOn = isClass();
    write(check, isOn ? say.add : say.check);
    write(reveal, kept.open ? say.conceal : say.reveal);
    reveal.setAttribute("aria-expanded", String(kept.open));
    hint.setAttribute("aria-expanded", String(kept.hinted));
    write(solved, kept.solved ? `✓ ${say.solved}` : "");
    root.classList.toggle("bp-is-solved", kept.solved);
    show(guesses, kept.guesses.length > 0 && (isOn || kept.open));
    write(guesses, say.guesses(kept.guesses.join("  ·  ")));
    fill(hintBox, kept.hinted && question.hint, () => [markup(question.hint)]);
    fill(answer, kept.open, answerParts);
    if (isOn) write(note, say.collecting);
    else if (isRefused() && (!told || note.textContent === say.notKept)) {
      told = true;
      write(note, say.notKept);
    } else write(note, "");
  }

  function fill(box, isOpen, make) {
    show(box, Boolean(isOpen));
    if (!isOpen) return void box.replaceChildren();
    if (box.childElementCount) return;
    box.replaceChildren(...make());
    typeset(model, box);
  }

  function answerParts() {
    const lines = question.parts.map((part) => html("p", { class: "bp-right" }, ...answerOf(part, name)));
    return [...lines, ...(question.solution ? [markup(question.solution)] : [])];
  }

  /** Shows what is kept now, and the verdict on it. What stands in the boxes stays, unless another view has answered. */
  function hear() {
    const before = JSON.stringify(kept.typed);
    kept = read();
    if (JSON.stringify(kept.typed) !== before) entries.forEach((one, k) => one.show(kept.typed[k] ?? []));
    if (kept.tries === 0 && !isClass()) {
      mark([]);
      write(verdict, "");
    } else if (kept.tries && JSON.stringify(entered()) === JSON.stringify(kept.typed)) {
      const result = judge(question, kept.typed);
      mark(result.marks);
      write(verdict, result.words);
      tell(result);
    }
    draw();
  }

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isEmptyBox = isClass() && event.target.matches("input[type=text]") && !event.target.value;
    if (event.target.matches("input[type=text]") && !isEmptyBox) return;
    const act = { r: turn, g: () => setClass(!isClass()) }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
    if (event.key.toLowerCase() === "g" && !isClass()) write(note, say.noMore);
  });
  const release = keepKeys(root);
  const unfollow = follow([key], hear);
  const unprint = printable(root, name, answerParts);

  el.replaceChildren(root);
  for (const one of entries) typeset(model, one.element);
  entries.forEach((one, k) => one.show(kept.typed[k] ?? []));
  hear();
  return () => {
    release();
    unfollow();
    unprint();
    root.remove();
  };
}

/** A question as Python has stored it; choices that all parts share are stored once. */
function asked({ parts, choices, ...others }, name) {
  return { name, wrong: [], ...others, parts: parts.map((part) => ({ choices, ...part })) };
}

/** JSON has no infinite numbers. */
const encoded = (value) =>
  Array.isArray(value)
    ? value.map(encoded)
    : Number.isFinite(value) || typeof value !== "number"
      ? value
      : String(value);

/** Markdown that Python has made HTML. @param {string} made */
function markup(made) {
  const box = html("div", { class: "bp-markup" });
  box.innerHTML = made;
  return box;
}

/** The right answer, written out. @returns {(Node | string)[]} */
function answerOf(part, name) {
  const label = `${say.equals(part.label ?? name)} `;
  if (!["number", "numbers", "shape"].includes(part.kind)) {
    const chosen = [part.answer].flat();
    const shown = choicesOf(part)
      .filter(({ value }) => chosen.includes(value))
      .map(({ label }) => label);
    return [part.label ? `${part.label}: ` : "", ...shown.flatMap((one, k) => [k ? ", " : "", markup(one)])];
  }
  const numbers = numbersOf(part).map(text);
  if (part.kind === "number") return [label, numbers[0]];
  if (part.kind === "shape") return [label, `(${numbers.join(", ")})`];
  const width = Array.isArray(part.answer[0]) ? part.answer[0].length : numbers.length;
  const cells = numbers.map((one) => html("span", {}, one));
  const grid = html("span", { class: "bp-grid", style: `--columns: ${width}` }, ...cells);
  return [label, grid];
}
