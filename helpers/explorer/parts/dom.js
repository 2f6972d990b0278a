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

/** @param {string} label @param {() => void} act @param {Attributes} [attributes] @returns {HTMLButtonElement} */
export function button(label, act, attributes = {}) {
  const one = html("button", { type: "button", ...attributes }, label);
  one.addEventListener("click", act);
  return /** @type {any} */ (one);
}

/** An id, or a name of a group, that no other element has, even one made by another version of this file. */
export const uniqueId = () => `bp-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;

/**
 * One choice of several. @param {string} legend @param {[value: string, label: Node | string][]} options
 * @param {(value: string) => void} act @returns {{element: HTMLElement, radios: HTMLInputElement[], show: (value: string) => void}}
 */
export function choice(legend, options, act) {
  const name = uniqueId(); // radio buttons of one name are one group
  const radios = options.map(([value]) => {
    const radio = /** @type {HTMLInputElement} */ (html("input", { type: "radio", name, value }));
    radio.addEventListener("change", () => act(value));
    return radio;
  });
  const labels = options.map(([, label], k) => html("label", {}, radios[k], label));
  return {
    element: html("fieldset", { class: "bp-choice" }, html("legend", {}, legend), ...labels),
    radios,
    show: (value) => radios.forEach((radio) => (radio.checked = radio.value === value)),
  };
}

/** Puts the text in the element, if it isn't there already. @param {Element} element @param {string} text */
export function write(element, text) {
  const node = element.firstChild;
  if (node === null) {
    if (text) element.append(text);
  } else if (/** @type {Text} */ (node).data !== text) /** @type {Text} */ (node).data = text; // cheaper than a new node
}

/** Shows the element or hides it; a `hidden` that is set once more costs a style. @param {HTMLElement} element @param {boolean} isShown @returns {boolean} isShown */
export function show(element, isShown) {
  if (element.hidden === isShown) element.hidden = !isShown;
  return isShown;
}
