/** Judges what was entered: right, not to be read, a slip that has a name, or wrong. Sentences are in words.js. */
import { readNumber } from "../model/expression.js";
import { NAMES } from "../model/mistakes.js";
import { text } from "../model/numerals.js";
import { plainly } from "../model/plain_text.js";
import { words } from "../parts/words.js";
import { agrees, isRounded, same } from "./agreement.js";

const say = words.ask;

/**
 * One part of a question. Numbers have rows, as the answer has; a choice is told by its place among the choices, from 0.
 * @typedef {{label: string | null, kind: "number" | "numbers" | "shape" | "truth" | "sign" | "choice" | "choices" | "entry",
 *            answer: any, choices?: string[], digits?: number}} Part
 * @typedef {{name: string, parts: Part[], wrong: [mistake: string, values: any[]][]}} Question
 *   wrong: what comes out where people slip, for each part, or null where any value will do; mistake: of NAMES, or
 *   a sentence
 * @typedef {{words: string, right: boolean, isRead: boolean, marks: boolean[][], values: any[]}} Verdict
 *   isRead: whether it was a try; marks: of each part, which of its boxes are right; values: what was entered, by part
 */

/**
 * What was entered amounts to this. @param {Question} question
 * @param {string[][]} entered of each part: what stands in its boxes, in reading order, or what was chosen
 * @returns {Verdict}
 */
export function judge(question, entered) {
  const readings = question.parts.map((part, k) => read(part, entered[k]));
  const unread = readings.find((one) => one.problem);
  if (unread) return { words: unread.problem, right: false, isRead: false, marks: [], values: [] };
  const values = readings.map((one) => one.value);
  const marks = question.parts.map((part, k) => marksOf(part, readings[k]));
  const right = marks.every((all) => all.every(Boolean));
  const told = right ? praise(question, readings) : blame(question, readings, marks);
  return { words: told, right, isRead: true, marks, values };
}

/** Whether numbers are typed, and nothing chosen. @param {Part} part */
export const isNumeric = (part) => ["number", "numbers", "shape"].includes(part.kind);

/** What is to be chosen. @param {Part} part @returns {string[]} */
export const chosenOf = (part) => [part.answer].flat().map(String);

/** Each number of a part's answer, in reading order. @param {Part} part @returns {number[]} */
export const numbersOf = (part) => [part.answer].flat(2).map(Number);

/** @returns {{problem?: string, value?: any, readings?: any[], typed?: string[]}} */
function read(part, entered) {
  const of = (words) => (part.label ? say.of(part.label, words) : words);
  if (!isNumeric(part)) {
    if (!entered.length) return { problem: part.label ? say.chooseFor(part.label) : say.choose };
    return { value: part.kind === "choices" ? entered : entered[0], typed: entered };
  }
  const isOne = entered.length === 1;
  const empty = entered.findIndex((one) => !one.trim());
  if (empty >= 0) return { problem: isOne ? of(say.empty) : say.emptyAt(placeOf(part, empty)) };
  const readings = entered.map(readOne);
  const bad = readings.findIndex((one) => one.value === null);
  if (bad >= 0) {
    const problem = words.walk.notANumber(entered[bad].trim(), readings[bad].why);
    return { problem: isOne ? of(problem) : say.of(placeOf(part, bad), problem) };
  }
  const numbers = readings.map((one) => one.value);
  return { value: laidOut(part, numbers), readings, typed: entered };
}

const ENDLESS =
  /^(?:.*[=≈~])?\s*(?:[[(]|(?:float|float32|float64|array)\(|['"])*\s*([-+]?)\s*(?:∞|inf|infty|infinity)['"\])]*$/i;

/** A number as it was typed; ∞ is one, too. @returns {import("../model/expression.js").Reading} */
export function readOne(typed) {
  const endless = ENDLESS.exec(plainly(typed).replace(/\\/g, ""));
  if (!endless) return readNumber(typed);
  return { value: endless[1] === "-" ? -Infinity : Infinity, why: null, literal: null, isSum: false };
}

/** Numbers in the answer's layout: one number, a list, or rows. @param {Part} part @param {number[]} numbers */
function laidOut(part, numbers) {
  if (part.kind === "number") return numbers[0];
  if (!Array.isArray(part.answer[0])) return numbers;
  const width = part.answer[0].length;
  return part.answer.map((_, i) => numbers.slice(i * width, (i + 1) * width));
}

/** What a box is called within its part: entry [1,2], entry 2, the number of rows; "" where it is alone. */
function placeIn(part, k) {
  if (part.kind === "number") return "";
  if (part.kind === "shape") return say.lengths[k];
  const width = Array.isArray(part.answer[0]) ? part.answer[0].length : 0;
  return say.entry(width ? `[${Math.floor(k / width) + 1},${(k % width) + 1}]` : String(k + 1));
}

/** The same with the part's label, if it has one. @param {Part} part @param {number} k @param {string | null} [label] */
export function placeOf(part, k, label = part.label) {
  const place = placeIn(part, k);
  return label && place ? say.entryOf(label, place) : label || place;
}

function marksOf(part, { readings, typed }) {
  if (isNumeric(part)) return numbersOf(part).map((right, k) => agrees(readings[k], right, part.digits));
  return [same(new Set(typed), new Set(chosenOf(part)))];
}

function praise({ parts }, readings) {
  const [part] = parts;
  if (parts.length > 1 || part.kind !== "number") return say.right;
  const typed = readings[0].typed[0].trim();
  const [right] = numbersOf(part);
  const full = text(right);
  if (typed.replace(/-/g, "−") === full) return words.walk.exactly(typed);
  const isClose = Math.abs(readings[0].readings[0].value - right) <= 1e-3 * Math.abs(right);
  return (isClose || right === 0 ? words.walk.right : words.walk.near)(typed, full);
}

function blame({ parts, wrong }, readings, marks) {
  const named = wrong.find(([, values]) => parts.every((part, k) => fits(part, readings[k], values[k])));
  const sentence = named && (NAMES[named[0]] ?? named[0]);
  const join = (...all) => all.filter(Boolean).join(" ");
  if (parts.length === 1) {
    const { what, where, why } = blameOne(parts[0], readings[0], marks[0]);
    if (sentence && marks[0].length > 1 && !marks[0].some(Boolean)) return sentence;
    if (sentence) return join(isNumeric(parts[0]) ? what : say.notThat, sentence);
    return join(what, where, why ?? say.again);
  }
  const said = parts.map((part, k) => {
    if (marks[k].every(Boolean)) return say.of(part.label, say.partRight);
    if (sentence || isOneOfSeveral(part)) return say.of(part.label, say.partWrong);
    const { what, where, why } = blameOne(part, readings[k], marks[k]);
    return say.of(part.label, join(what, where, why));
  });
  return join(...said, sentence || say.again);
}

const isOneOfSeveral = (part) => !isNumeric(part) && part.kind !== "choices";

/** Whether something entered is what people come to by a slip; null fits all. */
function fits(part, { readings, typed }, value) {
  if (value === null) return true;
  if (!isNumeric(part)) return same(new Set(typed), new Set([value].flat().map(String)));
  const numbers = [value].flat(2).map(Number);
  return numbers.length === readings.length && readings.every((one, k) => agrees(one, numbers[k], part.digits, true));
}

/**
 * What is wrong in a part, in which of its entries where not in all, and why; undefined: that can't be told.
 * @returns {{what: string, where?: string, why?: string}}
 */
function blameOne(part, { readings, typed }, marks) {
  if (!isNumeric(part)) return blameChoice(part, typed);
  const first = marks.indexOf(false);
  const shown = typed[first].trim();
  if (marks.length === 1) return { what: say.not(shown), why: whyWrong(part, readings, 0) };
  const what = say.count(marks.filter(Boolean).length, marks.length);
  const whole = wholeSlip(part, readings);
  if (whole) return { what, why: whole };
  const why = whyWrong(part, readings, first) ?? elsewhere(part, readings, first);
  return { what, where: say.notAt(placeIn(part, first), shown), why };
}

/** A slip of all entries at once: each sign turned, or rows and columns swapped. */
function wholeSlip(part, readings) {
  const right = numbersOf(part);
  const is = (numbers) => readings.every((one, k) => agrees(one, numbers[k], part.digits, true));
  if (is(right.map((one) => -one))) return NAMES.sign;
  const rows = part.answer;
  if (part.kind === "shape" && is([...right].reverse())) return say.shapeTurned;
  if (part.kind !== "numbers" || !Array.isArray(rows[0]) || rows.length !== rows[0].length) return undefined;
  return is(rows.flatMap((row, i) => row.map((_, j) => Number(rows[j][i])))) ? NAMES.transpose : undefined;
}

/** Why one number is wrong, if that can be told from it alone. */
function whyWrong(part, readings, k) {
  const right = numbersOf(part)[k];
  if (right !== 0 && agrees(readings[k], -right, part.digits, true)) return NAMES.sign;
  if (isRounded(readings[k], right)) return part.digits ? say.digits(part.digits) : say.exact;
  return undefined;
}

/** Which entry of the answer is this number, if it is one alone. */
function elsewhere(part, readings, k) {
  if (part.kind !== "numbers" || readings[k].value === 0) return undefined;
  const equal = numbersOf(part).flatMap((number, at) => (agrees(readings[k], number, part.digits, true) ? [at] : []));
  return equal.length === 1 ? say.elsewhere(placeIn(part, equal[0])) : undefined;
}

function blameChoice(part, typed) {
  if (part.kind !== "choices") return { what: say.notThat };
  const wanted = new Set(chosenOf(part));
  const hits = typed.filter((one) => wanted.has(one)).length;
  return { what: say.chosen(hits, typed.length - hits, wanted.size - hits), why: "" };
}
