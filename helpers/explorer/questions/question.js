/** A question in the page: boxes or choices, a verdict in words, a hint, and the answer with its lines. */
import { followLab } from "../deck/lab.js";
import { text } from "../model/numerals.js";
import { button, html, show, uniqueId, write } from "../parts/dom.js";
import { keepKeys, leave } from "../parts/keys.js";
import { addStyle } from "../parts/style.js";
import { typeset } from "../parts/typeset.js";
import { words } from "../parts/words.js";
import { choicesOf, entriesOf } from "./entries.js";
import { chosenOf, isNumeric, judge, numbersOf } from "./judge.js";
import { follow, isClass, isRefused, keep, keyOf, pathOf, recallOne, seek, setClass } from "./memory.js";
import { printable } from "./printing.js";

const say = words.ask;
const GUESSES = 5; // of a class, that stay

let told = false; // whether this page has said that it can't keep answers

/**
 * @param {{model: any, el: HTMLElement}} context @param {string} css @param {string} version of these files
 * @returns {() => void} what ends the view
 */
export function render({ model, el }, css, version) {
  addStyle(css, version);
  followLab();
  const name = model.get("name");
  /** @type {import("./judge.js").Question & {hint?: string, solution?: string}} */
  const question = asked(model.get("_asked"), name);
  const key = keyOf(pathOf(model, document), document);
  const id = model.get("_key");
  const of = inShort(JSON.stringify(question.parts));
  const verdict = html("p", { class: "bp-verdict-words", role: "status", id: uniqueId() });
  const around = { enter, change, describedBy: verdict.id };
  const entries = question.parts.map((part) => entriesOf(part, name, around));
  const counts = { tries: 0, hints: 0, reveals: 0 };
  const nothing = {
    of,
    typed: question.parts.map(() => []),
    ...counts,
    solved: false,
    open: false,
    hinted: false,
    guesses: [],
  };
  let kept = read();
  let marked = false; // whether the boxes show which of them are right
  let wasClass = false;
  let openToClass = false; // whether the answer is open while guesses are collected

  const inRows = question.parts.length > 1 && question.parts.some(({ kind }) => kind.startsWith("choice"));
  const check = button(say.check, enter);
  const hint = button(say.hint, () => save({ hinted: !kept.hinted, hints: kept.hints + (kept.hinted ? 0 : 1) }));
  const reveal = button(say.reveal, turn);
  const solved = html("span", { class: "bp-solved" });
  const note = html("p", { class: "bp-hint", role: "status" });
  const guesses = html("p", { class: "bp-guesses" });
  const hintBox = html("div", { class: "bp-told", role: "group", "aria-label": say.hintOf(name) });
  const answer = html("div", { class: "bp-told", role: "group", "aria-label": say.answer(name) });
  /** A formula may be wider than the page: what scrolls can be scrolled by keys, too. */
  const resized = new ResizeObserver((all) => {
    for (const { target } of all)
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
  });
  for (const box of [hintBox, answer]) resized.observe(box);
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

  function read() {
    return { ...nothing, ...recallOne(key, id, of, question.parts.length) };
  }

  function save(changes) {
    kept = { ...kept, ...changes };
    keep(key, id, kept);
  }

  const entered = () => entries.map((one) => one.read());

  /** Enter, or the button: a guess of a class, or an answer that is judged. */
  function enter() {
    const typed = entered();
    const result = judge(question, typed);
    if (!result.isRead) {
      mark([]);
      write(verdict, result.words);
      return void entries.find((one) => !one.isFilled())?.focus();
    }
    if (isClass()) return addGuess(typed);
    const again = JSON.stringify(typed) === JSON.stringify(kept.typed) && kept.tries > 0;
    const opens = result.right && Boolean(question.solution);
    const tries = kept.tries + (again ? 0 : 1);
    save({ typed, tries, solved: kept.solved || result.right, open: kept.open || opens });
    showVerdict(result);
    if (!result.right && document.activeElement?.matches("input[type=text]")) firstWrong(result.marks).focus();
  }

  /** Where the first wrong number stands: the next one that is typed takes its place. */
  const firstWrong = (marks) => entries[marks.findIndex((all) => !all.every(Boolean))];

  function addGuess(typed) {
    write(verdict, "");
    showEntered([]);
    entries[0].focus();
    save({ guesses: [...kept.guesses, typed].slice(-GUESSES) });
  }

  /** Opens the answer, or folds it away. */
  function turn() {
    if (isClass()) {
      openToClass = !openToClass;
      draw();
    } else {
      if (!kept.tries) write(verdict, "");
      save({ open: !kept.open, reveals: kept.reveals + (kept.open ? 0 : 1) });
    }
    if (!answer.hidden) answer.scrollIntoView({ block: "nearest" });
  }

  function change() {
    if (marked) mark([]);
    write(verdict, "");
  }

  function mark(marks) {
    marked = marks.length > 0;
    entries.forEach((one, k) => one.mark(marks[k] ?? []));
  }

  const showEntered = (typed) => entries.forEach((one, k) => one.show(typed[k] ?? []));

  function showVerdict({ words, marks, values, right }) {
    mark(marks);
    write(verdict, words);
    tell(question.parts[0].label === null ? values[0] : values, right);
  }

  /** Tells Python. */
  function tell(value, right) {
    const traits = { _value: encoded(value), right, tries: kept.tries };
    const isNews = ([trait, now]) => JSON.stringify(model.get(trait)) !== JSON.stringify(now);
    const news = Object.entries(traits).filter(isNews);
    for (const [trait, now] of news) model.set(trait, now);
    if (news.length) model.save_changes();
  }

  /** Shows what was answered, with the verdict on it. */
  function showAnswered() {
    showEntered(kept.typed);
    const result = kept.tries > 0 && judge(question, kept.typed);
    if (result && result.isRead) return showVerdict(result);
    change();
    tell(null, null);
  }

  function draw() {
    const isOn = isClass();
    const isOpen = isOn ? openToClass : kept.open;
    write(check, isOn ? say.add : say.check);
    write(reveal, isOpen ? say.conceal : say.reveal);
    reveal.setAttribute("aria-expanded", String(isOpen));
    hint.setAttribute("aria-expanded", String(kept.hinted));
    write(solved, kept.solved && !isOn ? `✓ ${say.solved}` : "");
    root.classList.toggle("bp-is-solved", kept.solved && !isOn);
    fill(hintBox, kept.hinted && question.hint, () => [markup(question.hint)]);
    fill(answer, isOpen, answerParts);
    drawGuesses(isOn || isOpen);
    if (isOn) write(note, say.collecting);
    else if (isRefused() && (!told || note.textContent === say.notKept)) {
      told = true;
      write(note, say.notKept);
    } else write(note, "");
  }

  function drawGuesses(isShown) {
    guesses.replaceChildren();
    if (!show(guesses, isShown && kept.guesses.length > 0)) return;
    const all = kept.guesses.map((typed) => entries.map((one, k) => one.told(typed[k] ?? [])).join(", "));
    guesses.append(say.guesses, markup(all.join(" &nbsp;·&nbsp; ")));
    typeset(model, guesses);
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

  /** Something is kept, here or in another view. What stands in the boxes stays, unless another view has answered. */
  function hear() {
    const before = JSON.stringify([kept.typed, kept.tries]);
    kept = read();
    const turned = wasClass !== isClass();
    wasClass = isClass();
    if (turned && wasClass) {
      openToClass = false;
      showEntered([]); // a class must not see what was answered here before
      change();
    } else if (turned || (!wasClass && JSON.stringify([kept.typed, kept.tries]) !== before)) showAnswered();
    draw();
  }

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return leave(root);
    const isBox = event.target.matches("input[type=text]");
    if (isBox && event.target.value) return;
    const key = event.key.toLowerCase();
    if (key === "g") collect(!isClass());
    else if (key === "r" && (!isBox || isClass())) turn();
    else return;
    event.preventDefault();
  });

  root.addEventListener("bp-collect", () => collect(!isClass())); // on slides: see deck/talk.js
  root.addEventListener("bp-turn", turn);

  function collect(isOn) {
    setClass(isOn);
    if (isOn) entries[0].focus();
    else write(note, say.noMore);
  }

  /** Somebody wants to go on here. The page may still grow, above it, too, and a lab that opens takes the focus late. */
  function come() {
    const stop = new AbortController();
    const go = () => {
      if (stop.signal.aborted) return;
      entries[0].focus();
      root.scrollIntoView({ block: "center" });
    };
    for (const type of ["wheel", "pointerdown", "keydown"])
      window.addEventListener(type, () => stop.abort(), { capture: true, once: true, signal: stop.signal });
    for (const wait of [0, 300, 1000, 2500]) setTimeout(go, wait);
    setTimeout(() => stop.abort(), 3000);
  }

  el.replaceChildren(root);
  for (const one of entries) typeset(model, one.element);
  showAnswered();
  hear();
  const ends = [keepKeys(root, isOwn), follow([key], hear), printable(root, answerParts), seek([key, id], come)];
  return () => {
    for (const end of ends) end();
    resized.disconnect();
    root.remove();
  };
}

/** Whether a key is for the question: Shift+Enter checks, too, and a box undoes its own text. @param {KeyboardEvent} event */
function isOwn({ key, target, ctrlKey, metaKey, altKey }) {
  if (!(ctrlKey || metaKey || altKey)) return true;
  return /^[zy]$/i.test(key) && /** @type {Element} */ (target).matches("input[type=text]");
}

/** A question as Python has stored it; choices that all parts share are stored once. */
function asked({ parts, choices, ...others }, name) {
  return { name, wrong: [], ...others, parts: parts.map((part) => ({ choices, label: null, ...part })) };
}

/** A few letters for a text, which change with it. @param {string} text */
function inShort(text) {
  let hash = 0;
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.codePointAt(0)) | 0;
  return hash.toString(36);
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
  for (const table of box.querySelectorAll("table"))
    if (!table.querySelector("th")?.textContent) // the first column names its rows
      for (const cell of table.querySelectorAll("td:first-child")) cell.setAttribute("role", "rowheader");
  return box;
}

/** The right answer, written out. @returns {(Node | string)[]} */
function answerOf(part, name) {
  if (!isNumeric(part)) {
    const chosen = chosenOf(part);
    const shown = choicesOf(part).filter(({ value }) => chosen.includes(value));
    return [part.label ? `${part.label}: ` : "", markup(shown.map(({ label }) => label).join(", "))];
  }
  const label = `${say.equals(part.label ?? name)} `;
  const numbers = numbersOf(part).map(text);
  if (part.kind === "number") return [label, numbers[0]];
  if (part.kind === "shape") return [label, `(${numbers.join(", ")})`];
  const width = Array.isArray(part.answer[0]) ? part.answer[0].length : numbers.length;
  const cells = numbers.map((one) => html("span", {}, one));
  const grid = html("span", { class: "bp-grid", style: `--columns: ${width}` }, ...cells);
  return [label, grid];
}
