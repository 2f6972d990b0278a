/** Numbers that were typed or pasted at once into one of several boxes: [1, 0], np.array([[1], [0]]), 1 0 or 1; 0. */
import { readNumber } from "../model/expression.js";

/**
 * The texts for all boxes, in reading order, if what stands in one of them is meant for all; else null.
 * @param {string} typed @param {number[]} shape of the answer: how many it has, or its rows and columns
 */
export function shared(typed, shape) {
  const count = shape.reduce((product, length) => product * length, 1);
  if (count < 2) return null;
  const rows = nested(typed) ?? flat(typed);
  if (!rows) return null;
  const isMatrix = Array.isArray(rows[0]);
  const isLine = !isMatrix || rows.length === 1 || rows.every((row) => row.length === 1);
  const all = rows.flat();
  if (all.length !== count) return null;
  if (shape.length === 2 && Math.min(...shape) > 1) {
    if (isLine || rows.length !== shape[0] || rows.some((row) => row.length !== shape[1])) return null;
  } else if (!isLine) return null;
  return all;
}

/** What stands in brackets, as a list, or as a list of rows. @returns {string[] | string[][] | null} */
function nested(typed) {
  const wrapped = /^\s*(?:[a-z]+\.)?(?:array|tensor|matrix)\((.*?)(?:,\s*dtype\s*=.*)?\)\s*$/is.exec(typed);
  const text = (wrapped ? wrapped[1] : typed).trim();
  if (!/^[[({].*[\])}]$/s.test(text)) return null;
  const parts = split(text.slice(1, -1));
  const rows = parts.map((part) => (/^[[({].*[\])}]$/s.test(part) ? split(part.slice(1, -1)) : null));
  if (rows.every(Boolean)) return /** @type {string[][]} */ (rows);
  return parts.length > 1 && !rows.some(Boolean) ? parts : null;
}

/** Numbers beside each other, without brackets. */
function flat(typed) {
  if (readNumber(typed).value !== null) return null;
  const parts = typed.trim().split(/\s*;\s*|\s*,\s+|\s+/);
  const all = parts.length > 1 ? parts : typed.split(",");
  return all.length > 1 && all.every((one) => readNumber(one).value !== null) ? all : null;
}

/** The parts between commas, semicolons or, where there are none, spaces, that are in no further brackets. */
function split(text) {
  const parts = [""];
  let depth = 0;
  for (const sign of text) {
    depth += /[[({]/.test(sign) ? 1 : /[\])}]/.test(sign) ? -1 : 0;
    if (depth === 0 && /[,;]/.test(sign)) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  const all = parts.map((part) => part.trim()).filter(Boolean);
  return all.length === 1 && !/[[({]/.test(all[0]) ? all[0].split(/\s+/) : all;
}
