/** A box for one number with its label, and what is wrong with what somebody typed. */
import { html } from "./dom.js";

/**
 * @param {string} label @param {string} inputmode of a phone's keyboard
 * @param {(typed: string) => string} take takes what was typed; returns what is wrong with it, which is shown, or ""
 */
export function numberBox(label, inputmode, take) {
  const box = /** @type {HTMLInputElement} */ (html("input", { type: "text", inputmode, autocomplete: "off" }));
  const fault = html("span", { class: "bp-fault", role: "status" });
  const accept = () => {
    const wrong = take(box.value);
    fault.textContent = wrong;
    if (wrong) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    return !wrong;
  };
  box.addEventListener("change", accept);
  return {
    element: html("span", { class: "bp-setting" }, html("label", {}, label, box), fault),
    box,
    take: accept,
    show(value) {
      if (box !== box.ownerDocument.activeElement && !box.hasAttribute("aria-invalid")) box.value = String(value);
    },
  };
}
