/** The colours of a2, from the theme's. */
import { html } from "./dom.js";

const PALE = 0.82; // how strong the colours at the ends are, so that lines and points stay visible on them

/** 256 colours from a2 = 0 to a2 = 1, and a grey for where there is no a2, as pixels. @param {HTMLElement} root whose theme they follow */
export function colourTable(root) {
  const style = getComputedStyle(root);
  const [low, middle, high] = ["--negative", "--ground", "--positive"].map((name) => rgb(style.getPropertyValue(name)));
  const table = new Uint32Array(257);
  for (let k = 0; k < 256; k++) {
    const share = Math.abs(k / 127.5 - 1) * PALE;
    const end = k < 127.5 ? low : high;
    const [r, g, b] = middle.map((from, c) => Math.round(from + (end[c] - from) * share));
    table[k] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  table[256] = (255 << 24) | 0x808080;
  return table;
}

/** @param {string} colour any that CSS knows @returns {[number, number, number]} */
function rgb(colour) {
  const context = html("canvas", { width: 1, height: 1 }).getContext("2d");
  context.fillStyle = colour.trim();
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}
