/**
 * What was answered, kept in the browser for each copy of a notebook; nothing leaves the machine. All views of a question
 * in this browser agree. Where nothing can be kept it is remembered as long as the page is open.
 */
const PREFIX = "backpropagation by hand: answers: ";

/**
 * What is kept of one question. of: which question it was, in short; typed: of each part what stands in its boxes, or what
 * was chosen; solved: whether it was ever right; open: whether the answer is open; guesses: of a class, the last ones.
 * @typedef {{of: string, typed: string[][], tries: number, hints: number, reveals: number, solved: boolean, open: boolean,
 *            hinted: boolean, guesses: string[][][]}} Kept
 * @typedef {{questions: Record<string, Kept>, last: string, at: number}} Answers of one notebook: by question; which one was
 *   answered last, and when
 */

/** @type {Map<string, string | null>} what the browser would not keep */
const unkept = new Map();
/** @type {Map<string, Set<() => void>>} who wants to know of a change */
const listeners = new Map();
let refused = false; // whether the browser would not keep something
let collects = false; // whether a class's guesses are collected, in this page

/** The copies' marks that start.py has put into the page: of each notebook, one that changes when it begins anew. */
function marks(document) {
  try {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    return { base: config.baseUrl ?? "/", of: JSON.parse(config.backpropagationCopies ?? "{}") };
  } catch {
    return { base: "", of: {} }; // this page is no lab's, or not one that start.py has opened
  }
}

/**
 * The key of a copy of a notebook. @param {string} path of a notebook, or of this page @param {Document} document
 */
export function keyOf(path, document) {
  const { base, of } = marks(document);
  const name = path.split("/").at(-1);
  return `${PREFIX}${base}${path} ${of[name] ?? ""}`;
}

/** @param {any} model of a widget @param {Document} document @returns {string} the path of the notebook that it stands in */
export const pathOf = (model, document) => model.widget_manager?.context?.path ?? document.location.pathname;

/** @param {string} key @returns {Answers} */
export function recall(key) {
  const found = parsed(get(key));
  const questions = isRecord(found?.questions) ? found.questions : {};
  return { questions, last: String(found?.last ?? ""), at: Number(found?.at) || 0 };
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // what is there is not ours
  }
}

/**
 * What is kept of a question, or nothing, where that was of another question or is not whole.
 * @param {string} key @param {string} question @param {string} of which it is, in short @param {number} parts how many it has
 * @returns {Kept | null}
 */
export function recallOne(key, question, of, parts) {
  const kept = recall(key).questions[question];
  const isList = (list, isItem) => Array.isArray(list) && list.every(isItem);
  const isEntered = (typed) => isList(typed, (part) => isList(part, (one) => typeof one === "string"));
  if (!isRecord(kept) || kept.of !== of || !isEntered(kept.typed) || kept.typed.length !== parts) return null;
  return isList(kept.guesses, isEntered) ? kept : null;
}

/** Keeps one question's state; the others' stay. @param {string} key @param {string} question @param {Kept} kept */
export function keep(key, question, kept) {
  const all = recall(key);
  all.questions[question] = kept;
  put(key, JSON.stringify({ ...all, last: question, at: Date.now() }));
}

/** Forgets all answers of these copies. @param {string[]} keys */
export const forget = (keys) => keys.forEach((key) => put(key, null));

/** Whether a class's guesses are collected. */
export const isClass = () => collects;

/** Collects a class's guesses from now on, or no longer, in all questions of this page. @param {boolean} isOn */
export function setClass(isOn) {
  collects = isOn;
  for (const all of listeners.values()) all.forEach((hear) => hear());
}

/** @type {Map<string, () => void>} how to come to each question that is shown */
const ways = new Map();
let sought = ""; // the question to come to as soon as it is shown

/** This question is shown. @param {string[]} where its notebook's key and its own @param {() => void} come */
export function seek(where, come) {
  const place = where.join(" ");
  ways.set(place, come);
  if (sought === place) goTo(where);
  return () => ways.get(place) === come && ways.delete(place);
}

/** Comes to a question, now or when it is shown. @param {string[]} where its notebook's key and its own */
export function goTo(where) {
  sought = where.join(" ");
  const come = ways.get(sought);
  if (!come) return;
  sought = "";
  come();
}

/** Whether the browser has refused to keep something. */
export const isRefused = () => refused;

/** Calls back after each change of these keys, here or in another tab. @param {string[]} keys @param {() => void} hear */
export function follow(keys, hear) {
  for (const key of keys) listeners.set(key, (listeners.get(key) ?? new Set()).add(hear));
  const other = (event) => (event.key === null || keys.includes(event.key)) && hear();
  window.addEventListener("storage", other);
  return () => {
    for (const key of keys) listeners.get(key)?.delete(hear);
    window.removeEventListener("storage", other);
  };
}

function get(key) {
  if (unkept.has(key)) return unkept.get(key);
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string | null} text null: nothing */
function put(key, text) {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    if (localStorage.getItem(key) !== text) throw new Error("it was not kept");
    unkept.delete(key);
  } catch {
    unkept.set(key, text);
    refused = true;
  }
  listeners.get(key)?.forEach((hear) => hear());
}
