import { html } from "./dom.js";

/**
 * A box whose contents change many times a second without the page being laid out anew: its height is fixed, and follows
 * the contents when they need another one. Its parent must be a block, as what stands in a grid or a flexible row is laid
 * out with all of that.
 *
 * @param {HTMLElement} inner all that is in it
 * @param {number} [tallest] pixels, after which the box scrolls; it can be reached by keyboard then
 * @param {() => void} [onScrolling] called when it begins to scroll
 * @returns {{box: HTMLElement, end: () => void}}
 */
export function fittedBox(inner, tallest = Infinity, onScrolling = () => {}) {
  const box = html("div", { class: "bp-fitted" }, inner);
  const resized = new ResizeObserver(([{ borderBoxSize }]) => {
    const edges = box.offsetHeight - box.clientHeight; // a bar for scrolling sideways among them
    const needed = Math.ceil(borderBoxSize[0].blockSize) + edges;
    const scrolls = needed > tallest;
    const begins = scrolls && !box.classList.contains("bp-scrolls");
    if (scrolls || box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    box.style.height = `${Math.min(tallest, needed)}px`;
    box.classList.toggle("bp-scrolls", scrolls);
    if (begins) onScrolling();
  });
  resized.observe(inner);
  return { box, end: () => resized.disconnect() };
}
