/** Formulas in LaTeX: the lab's own MathJax sets them, or that of the page. */

/** @param {any} model of a widget @param {HTMLElement} element whose text has formulas between \( and \), or $$ */
export function typeset(model, element) {
  if (!/\\\(|\$/.test(element.textContent)) return;
  const typesetter = model.widget_manager?.rendermime?.latexTypesetter;
  if (typesetter) typesetter.typeset(element);
  else globalThis.MathJax?.typesetPromise?.([element]);
}
