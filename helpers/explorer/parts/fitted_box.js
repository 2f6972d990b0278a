/**
 * A box whose contents change many times a second without the page being laid out anew: its height is fixed, and follows
 * the contents when they need another one.
 *
 * @param {HTMLElement} box with `contain: strict`; it can be reached by keyboard while it scrolls
 * @param {HTMLElement} inner all that is in it
 * @param {number} tallest pixels, after which the box scrolls
 * @param {() => void} [onScrolling] called when it begins to scroll
 * @returns {() => void} what ends it
 */
export function fit(box, inner, tallest, onScrolling = () => {}) {
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
  return () => resized.disconnect();
}
