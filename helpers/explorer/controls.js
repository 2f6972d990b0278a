/** The panel of controls: a slider and a number box for every entry of x, W1, b1, W2, b2, a switch for y. */
import { html } from "./dom.js";
import { parse, text } from "./numerals.js";
import { clean } from "./reach.js";
import { quantity } from "./names.js";
import { ENTRIES } from "./state.js";
import { words } from "./words.js";

/**
 * @param {{live: any, reach: any, set: (quantity: string, value: number) => void, valueOf: (quantity: string) => number,
 *          say: (text: string) => void}} explorer
 * @returns {import("./explorer.js").Panel}
 */
export function controls({ live, reach, set, valueOf, say }) {
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
      const now = valueOf(own); // two keys may come before the next picture
      const moves = {
        ArrowUp: now + small * step(),
        ArrowDown: now - small * step(),
        PageUp: now + 10 * small * step(),
        PageDown: now - 10 * small * step(),
        ...(onSlider && {
          ArrowRight: now + small * step(),
          ArrowLeft: now - small * step(),
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
      const shown = boxText(current, box === box.ownerDocument.activeElement);
      box.defaultValue = shown; // enough until somebody has typed here, and nobody is told of a new selection
      if (box.value !== shown) box.value = shown;
      if (box.hasAttribute("aria-invalid")) box.removeAttribute("aria-invalid");
    };
    box.addEventListener("change", take);
    box.addEventListener("focus", write);
    box.addEventListener("blur", () => box.hasAttribute("aria-invalid") || write());
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
    update: ({ values, calm }) => calm && entries.forEach((one, name) => one.show(values.get(name))),
    focus: (name) => entries.get(name)?.focus(),
  };
}

/** What a number box holds: what it has room for, and every digit while it has the focus and can be changed. */
function boxText(value, whole) {
  const shown = whole || !Number.isFinite(value) ? value : Number(value.toPrecision(6));
  return String(shown + 0).replace(/^-/, "−");
}
