/** The panel of controls: a slider and a number box for every entry of x, W1, b1, W2, b2, a switch for y. */
import { html } from "./dom.js";
import { parse, text } from "./numerals.js";
import { clean } from "./reach.js";
import { quantity } from "./names.js";
import { ENTRIES } from "./state.js";
import { words } from "./words.js";

/**
 * @param {{live: any, reach: any, set: (quantity: string, value: number) => void, say: (text: string) => void}} explorer
 * @returns {import("./explorer.js").Panel}
 */
export function controls({ live, reach, set, say }) {
  const element = html("section", { class: "bp-controls", "aria-label": words.controls });
  /** @type {Map<string, ReturnType<typeof entry>>} */
  let entries = new Map();
  reach.onGrowth((name) => entries.forEach((one) => one.array === name && one.span()));

  function build(state) {
    entries = new Map();
    element.replaceChildren(...ENTRIES.map((name) => group(name, state.inputs[name])), label());
  }

  function group(name, rows) {
    const box = html("fieldset", { class: `bp-group bp-${name}` }, html("legend", {}, words.groups[name]));
    rows.forEach((row, i) =>
      row.forEach((_, j) => {
        const one = entry(name, i, j);
        entries.set(quantity(name, i, j), one);
        box.append(one.element);
      }),
    );
    return box;
  }

  function label() {
    const y = html("button", { type: "button", role: "switch", class: "bp-switch", "aria-label": "y" });
    const shown = live.follow(html("span", { class: "bp-value" }), "y");
    y.append(html("span", { class: "bp-knob" }), shown);
    y.addEventListener("click", () => set("y", y.getAttribute("aria-checked") === "true" ? 0 : 1));
    entries.set("y", { show: (value) => y.setAttribute("aria-checked", String(value === 1)), focus: () => y.focus() });
    return html(
      "fieldset",
      { class: "bp-group bp-y" },
      html("legend", {}, words.label),
      live.mark(html("div", { class: "bp-entry" }, html("span", { class: "bp-name" }, "y"), y), "y"),
    );
  }

  function entry(name, i, j) {
    const own = quantity(name, i, j);
    const slider = /** @type {HTMLInputElement} */ (html("input", { type: "range", step: "any", "aria-label": own }));
    const box = /** @type {HTMLInputElement} */ (
      html("input", {
        type: "text",
        inputmode: "decimal",
        role: "spinbutton",
        autocomplete: "off",
        spellcheck: "false",
        "aria-label": own,
      })
    );
    let current = NaN;
    const step = () => reach.step(name);
    const move = (value) => set(own, clean(value));

    slider.addEventListener("input", () => {
      const grain = step() / 10;
      const snapped = clean(Math.round(Number(slider.value) / grain) * grain);
      move(Math.max(-reach.of(name), Math.min(reach.of(name), snapped)));
    });
    slider.addEventListener("change", () => {
      if (Math.abs(current) >= reach.of(name)) reach.cover(name, current * 1.5);
    });
    const keys = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const onSlider = event.currentTarget === slider;
      const small = event.shiftKey ? 0.1 : 1;
      const moves = {
        ArrowUp: current + small * step(),
        ArrowDown: current - small * step(),
        PageUp: current + 10 * small * step(),
        PageDown: current - 10 * small * step(),
        ...(onSlider && {
          ArrowRight: current + small * step(),
          ArrowLeft: current - small * step(),
          Home: -reach.of(name),
          End: reach.of(name),
        }),
      };
      if (!(event.key in moves)) return;
      event.preventDefault();
      move(moves[event.key]);
    };
    slider.addEventListener("keydown", keys);
    box.addEventListener("keydown", keys);

    const take = () => {
      const value = parse(box.value);
      if (value === null) {
        box.setAttribute("aria-invalid", "true");
        say(words.notANumber(own, box.value));
      } else if (Object.is(value, current)) {
        write();
        say("");
      } else move(value);
    };
    const write = () => {
      box.value = boxText(current);
      box.removeAttribute("aria-invalid");
    };
    box.addEventListener("change", take);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) take();
      if (event.key === "Escape") (write(), say(""));
    });

    const show = (value) => {
      reach.cover(name, value);
      if (Object.is(value, current)) return;
      current = value;
      slider.value = String(value);
      slider.setAttribute("aria-valuetext", text(value));
      box.setAttribute("aria-valuenow", String(value));
      fill();
      write();
    };
    const span = () => {
      slider.min = String(-reach.of(name));
      slider.max = String(reach.of(name));
      slider.value = String(current);
      fill();
    };
    const fill = () => {
      const end = (1 + current / reach.of(name)) / 2; // the bar runs from 0, in the middle, to the thumb, which is 16px wide
      slider.style.setProperty("--from", `calc(8px + (100% - 16px) * ${Math.min(0.5, end)})`);
      slider.style.setProperty("--to", `calc(8px + (100% - 16px) * ${Math.max(0.5, end)})`);
    };
    span();
    return {
      array: name,
      element: live.mark(
        html("div", { class: "bp-entry" }, html("span", { class: "bp-name", "aria-hidden": "true" }, own), slider, box),
        own,
      ),
      show,
      span,
      focus: () => slider.focus(),
    };
  }

  return {
    element,
    build,
    update: (state) => entries.forEach((one, name) => one.show(state.values.get(name))),
    focus: (name) => entries.get(name)?.focus(),
  };
}

/** What a number box holds: every digit that the number needs, since the box is where it can be changed. @param {number} value */
function boxText(value) {
  return String(value + 0).replace(/^-/, "−");
}
