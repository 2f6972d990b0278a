/** Making elements. @typedef {Record<string, string | number>} Attributes */

const SPACES = { svg: "http://www.w3.org/2000/svg", math: "http://www.w3.org/1998/Math/MathML" };

/** @param {string | null} space @param {string} tag @param {Attributes} attributes @param {(Node | string)[]} children */
function make(space, tag, attributes, children) {
  const element = space ? document.createElementNS(space, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** @param {string} tag @param {Attributes} [attributes] @param {...(Node | string)} children @returns {HTMLElement} */
export const html = (tag, attributes = {}, ...children) => /** @type {any} */ (make(null, tag, attributes, children));

/** @param {string} tag @param {Attributes} [attributes] @param {...(Node | string)} children @returns {SVGElement} */
export const svg = (tag, attributes = {}, ...children) =>
  /** @type {any} */ (make(SPACES.svg, tag, attributes, children));

/** @param {string} tag @param {...(Node | string)} children @returns {MathMLElement} */
export const math = (tag, ...children) => /** @type {any} */ (make(SPACES.math, tag, {}, children));

/** Puts the text in the element, if it isn't there already. @param {Element} element @param {string} text */
export function write(element, text) {
  const node = element.firstChild;
  if (node === null) {
    if (text) element.append(text);
  } else if (/** @type {Text} */ (node).data !== text) /** @type {Text} */ (node).data = text; // cheaper than a new node
}
