/**
 * What was answered, kept in the browser for each copy of a notebook; nothing leaves the machine. All views of a question
 * in this browser agree. Where nothing can be kept it is remembered as long as the page is open.
 */
const PREFIX = "backpropagation by hand: answers: ";
const CLASS = "backpropagation by hand: class";

/**
 * What is kept of one question. typed: of each part what stands in its boxes, or what was chosen; solved: whether it was
 * ever right; open: whether the answer is open; guesses: of a class, the last ones.
 * @typedef {{typed: string[][], tries: number, hints: number, reveals: number, solved: boolean, open: boolean,
 *            hinted: boolean, guesses: string[]}} Kept
 * @typedef {{questions: Record<string, Kept>, last: string, at: number}} Answers of one notebook: by question; which one was
 *   answered last, and when
 */

/** @type {Map<string, string>} what the browser would not keep */
const unkept = new Map();
/** @type {Map<string, Set<() => void>>} who wants to know of a change */
const listeners = new Map();
let refused = false; // whether the browser would not keep something

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
export const pathOf = (model, document) =>
  model.widget_manager?.context?.path ?? decodeURIComponent(document.location.pathname);

/** @param {string} key @returns {Answers} */
export function recall(key) {
  const nothing = { questions: {}, last: "", at: 0 };
  try {
    return { ...nothing, ...JSON.parse(get(key) ?? "{}") };
  } catch {
    return nothing; // what is there is not ours
  }
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
export const isClass = () => get(CLASS) === "yes";
export const setClass = (isOn) => put(CLASS, isOn ? "yes" : null);

/** Whether the browser has refused to keep something. */
export const isRefused = () => refused;

/** Calls back after each change of these keys, here or in another tab. @param {string[]} keys @param {() => void} hear */
export function follow(keys, hear) {
  const all = [...keys, CLASS];
  for (const key of all) listeners.set(key, (listeners.get(key) ?? new Set()).add(hear));
  const other = (event) => (event.key === null || all.includes(event.key)) && hear();
  window.addEventListener("storage", other);
  return () => {
    for (const key of all) listeners.get(key)?.delete(hear);
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

function put(key, text) {
  unkept.delete(key);
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    if (text !== null) unkept.set(key, text);
    refused = true;
  }
  listeners.get(key)?.forEach((hear) => hear());
}
