/** Where a function over the plane has a given value, and where a line crosses a window. Imports nothing and draws nothing. */

/**
 * The curve values = level, by marching squares: in each square of four neighbours a short straight piece.
 * @param {ArrayLike<number>} values on a square grid, row by row; a square with NaN at a corner has no piece
 * @param {number} size of the grid, along each side @param {number} level
 * @returns {[[column: number, row: number], [column: number, row: number]][]} the pieces' ends, in squares from the first corner
 */
export function contour(values, size, level) {
  const pieces = [];
  const along = (from, to) => from / (from - to); // the share of the way at which the value is the level
  for (let r = 0; r < size - 1; r++)
    for (let c = 0; c < size - 1; c++) {
      const k = r * size + c;
      const [nw, ne] = [values[k] - level, values[k + 1] - level];
      const [sw, se] = [values[k + size] - level, values[k + size + 1] - level];
      if (nw > 0 === ne > 0 && nw > 0 === sw > 0 && nw > 0 === se > 0) continue;
      if (Number.isNaN(nw + ne + sw + se)) continue;
      const cuts = [];
      if (nw > 0 !== ne > 0) cuts.push([c + along(nw, ne), r]);
      if (ne > 0 !== se > 0) cuts.push([c + 1, r + along(ne, se)]);
      if (sw > 0 !== se > 0) cuts.push([c + along(sw, se), r + 1]);
      if (nw > 0 !== sw > 0) cuts.push([c, r + along(nw, sw)]);
      for (let e = 0; e + 1 < cuts.length; e += 2) pieces.push([cuts[e], cuts[e + 1]]);
    }
  return pieces;
}

/**
 * The two ends of the line p x + q y + r = 0 within a window, or null where it misses it.
 * @param {number} p @param {number} q @param {number} r @param {{x: [number, number], y: [number, number]}} window
 */
export function crossing(p, q, r, { x, y }) {
  const ends = [];
  if (q !== 0)
    for (const value of x) {
      const other = -(p * value + r) / q;
      if (other >= y[0] && other <= y[1]) ends.push([value, other]);
    }
  if (p !== 0)
    for (const value of y) {
      const other = -(q * value + r) / p;
      if (other >= x[0] && other <= x[1]) ends.push([other, value]);
    }
  return ends.length >= 2 ? [ends[0], ends.at(-1)] : null;
}
