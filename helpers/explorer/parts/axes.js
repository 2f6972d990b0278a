/** Axes for a small plot: round ticks, and where a value stands. */
import { svg } from "./dom.js";
import { text } from "../model/numerals.js";
import { roundUp125, withoutDust } from "../model/round_numbers.js";

export const FAR = 1e300; // no axis reaches farther, or its width would overflow

/** At most `most` round numbers from low to high. @param {number} low @param {number} high @param {number} most */
function ticks(low, high, most) {
  const step = roundUp125((high - low) / most);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) => withoutDust((first + k) * step));
}

/**
 * A plot's frame. `show` draws the axes when the ranges have changed; x and y then turn values into places.
 * @param {{width: number, height: number, left: number, right: number, top: number, bottom: number}} box
 */
export function axes(box) {
  const group = svg("g", { class: "bp-axes" });
  const range = { x: [0, 1], y: [0, 1] };
  let drawn = "";
  const inner = { width: box.width - box.left - box.right, height: box.height - box.top - box.bottom };
  const x = (value) => box.left + ((value - range.x[0]) / (range.x[1] - range.x[0])) * inner.width;
  const y = (value) => box.top + (1 - (value - range.y[0]) / (range.y[1] - range.y[0])) * inner.height;
  return {
    group,
    range,
    x,
    y,
    /** The values of x and y under the pointer. @param {PointerEvent} event @param {Element} picture what shows the plot */
    under(event, picture) {
      const { left, top, width, height } = picture.getBoundingClientRect();
      const across = (((event.clientX - left) / width) * box.width - box.left) / inner.width;
      const down = (((event.clientY - top) / height) * box.height - box.top) / inner.height;
      return [range.x[0] + across * (range.x[1] - range.x[0]), range.y[0] + (1 - down) * (range.y[1] - range.y[0])];
    },
    /** @param {[number, number]} xs @param {[number, number]} ys @param {string} [name] what is written under x */
    show(xs, ys, name = "") {
      const wanted = `${xs} ${ys} ${name}`;
      if (wanted === drawn) return;
      drawn = wanted;
      range.x = xs;
      range.y = ys;
      const foot = box.height - box.bottom;
      const end = box.width - box.right;
      group.replaceChildren(
        ...ticks(...xs, 5).flatMap((value) => [
          svg("line", { x1: x(value), x2: x(value), y1: box.top, y2: foot, class: "bp-grid" }),
          svg("text", { x: x(value), y: foot + 15, class: "bp-tick bp-under" }, text(value)),
        ]),
        ...ticks(...ys, 4).flatMap((value) => [
          svg("line", { x1: box.left, x2: end, y1: y(value), y2: y(value), class: "bp-grid" }),
          svg("text", { x: box.left - 5, y: y(value) + 4, class: "bp-tick bp-beside" }, text(value)),
        ]),
        svg("text", { x: box.left + inner.width / 2, y: box.height - 3, class: "bp-tick bp-under" }, name),
      );
    },
  };
}
