/** For a phone: one panel at a time stands below the graph, and these buttons choose it. On a wider screen they are hidden. */
import { button, html } from "../parts/dom.js";
import { words } from "../parts/words.js";

/** @param {{setView: (view: object) => void}} explorer @returns {import("../parts/panel.js").Panel} */
export function sheets({ setView }) {
  const element = html("div", { class: "bp-sheets", role: "group", "aria-label": words.sheets });
  let open = null;
  let buttons = [];

  function build({ show }) {
    const names = [
      "controls",
      ...Object.keys(words.panels).filter((name) => name !== "network" && show.includes(name)),
    ];
    buttons = names.map((name) => {
      const label = name === "controls" ? words.allNumbers : words.panels[name];
      return button(label, () => setView({ sheet: open === name ? null : name }), { "data-sheet": name });
    });
    element.replaceChildren(...buttons);
  }

  function update({ view }) {
    open = view.sheet;
    for (const one of buttons) one.setAttribute("aria-expanded", String(one.dataset.sheet === open));
  }

  return { element, build, update };
}
