/** Numbers that were typed or pasted at once into one of several boxes: [1, 0], np.array([[1], [0]]), 1 0 or 1; 0. */
import { readOne } from "./judge.js";

const BRACKETED = /^[[({].*[\])}]$/s;
const PRINTED = /^\s*(?:[a-z]+\.)?(?:array|tensor|matrix)\((.*?)(?:,\s*\w+\s*=[^()]*)?\)\s*$/is; // as Python prints an array

/**
 * The texts for all boxes, in reading order, if what stands in one of them is meant for all; else null.
 * @param {string} typed @param {number[]} shape of the answer: how many it has, or its rows and columns
 * @returns {string[] | null}
 */
export function shared(typed, shape) {
  const count = shape.reduce((product, length) => product * length, 1);
  if (count < 2) return null;
  const rows = nested(typed) ?? (isNumber(typed) ? null : flat(typed));
  if (!rows) return null;
  const isMatrix = Array.isArray(rows[0]);
  const isLine = !isMatrix || rows.length === 1 || rows.every((row) => row.length === 1);
  const all = rows.flat();
  if (all.length !== count || !all.every(isNumber)) return null;
  if (shape.length === 2 && Math.min(...shape) > 1) {
    if (rows.length !== shape[0] || rows.some((row) => row.length !== shape[1])) return null;
  } else if (!isLine) return null;
  return all;
}

const isNumber = (text) => readOne(text).value !== null;

/** What stands in brackets, as a list, or as a list of rows. @returns {string[] | string[][] | null} */
function nested(typed) {
  const text = (PRINTED.exec(typed)?.[1] ?? typed).trim();
  if (!BRACKETED.test(text)) return null;
  const parts = split(text.slice(1, -1));
  const rows = parts.map((part) => (BRACKETED.test(part) ? split(part.slice(1, -1)) : null));
  if (rows.every(Boolean)) return /** @type {string[][]} */ (rows);
  return rows.some(Boolean) ? null : parts;
}

/** Numbers beside each other, without brackets; 1 000 and 1,000 are one. @returns {string[] | null} */
function flat(typed) {
  const parts = split(typed);
  return parts.length > 1 && !parts.slice(1).every((part) => /^\d{3}$/.test(part)) ? parts : null;
}

/** The parts between semicolons, commas or spaces, whichever comes first in this order, that are in no further brackets. */
function split(text) {
  for (const mark of [/;/, /,/, /\s/]) {
    const parts = [""];
    let depth = 0;
    for (const sign of text) {
      depth += /[[({]/.test(sign) ? 1 : /[\])}]/.test(sign) ? -1 : 0;
      if (depth === 0 && mark.test(sign)) parts.push("");
      else parts[parts.length - 1] += sign;
    }
    const all = parts.map((part) => part.trim()).filter(Boolean);
    if (all.length > 1) return all;
  }
  return [text.trim()].filter(Boolean);
}
