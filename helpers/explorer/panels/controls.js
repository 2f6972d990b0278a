/** The panel of controls: a slider and a number box for every entry of x, W1, b1, W2, b2, a switch for y. */
import { html } from "../parts/dom.js";
import { readingPace } from "../parts/frame_loop.js";
import { gesture } from "../parts/gestures.js";
import { readNumber } from "../model/expression.js";
import { text } from "../model/numerals.js";
import { withoutDust } from "../model/round_numbers.js";
import { moved, stepFor } from "../state/ranges.js";
import { nameOf, parseName } from "../model/names.js";
import { ENTRIES } from "../state/state.js";
import { words } from "../parts/words.js";

const THUMB = 16; // pixels that a slider's thumb is wide
const ROOM = 10; // characters that a number box is wide

/**
 * @param {{live: any, ranges: any, set: (quantity: string, value: number) => void, valueOf: (quantity: string) => number,
 *          say: (text: string) => void}} explorer
 * @returns {import("../parts/panel.js").Panel}
 */
export function controls({ live, ranges, set, valueOf, say }) {
  const element = html("section", { class: "bp-controls", "aria-label": words.controls });
  /** @type {Map<string, ReturnType<typeof entry>>} */
  let entries = new Map();
  let inHand = "";
  const isDue = readingPace();
  ranges.onChange((name) => entries.forEach((one) => one.array === name && one.span()));

  function build(state) {
    entries = new Map();
    inHand = "";
    element.replaceChildren(...ENTRIES.map((name) => group(name, state.inputs[name])), label());
  }

  function group(name, rows) {
    const box = html("fieldset", { class: `bp-group bp-${name}` }, html("legend", {}, words.groups[name]));
    rows.forEach((row, i) =>
      row.forEach((_, j) => {
        const one = entry(name, i, j);
        entries.set(nameOf(name, i, j), one);
        box.append(one.element);
      }),
    );
    return box;
  }

  /** On a phone the control of what is held is the only one that is shown. @param {string} number */
  function hold(number) {
    const own = { z1: "b1", a1: "b1", z2: "b2", a2: "b2" };
    const name = number.replace(/^[za][12]/, (unit) => own[unit]);
    if (name === inHand) return;
    inHand = name;
    for (const [other, one] of entries) one.element?.classList.toggle("bp-in-hand", other === name);
  }

  function label() {
    const y = html("button", { type: "button", role: "switch", class: "bp-switch", "aria-label": "y" });
    const shown = live.bind(html("span", { class: "bp-value" }), "y");
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
    const own = nameOf(name, i, j);
    const slider = /** @type {HTMLInputElement} */ (html("input", { type: "range", step: "any", "aria-label": own }));
    const box = /** @type {HTMLInputElement} */ (
      html("input", {
        type: "text",
        inputmode: "text", // the numbers' keyboard of a phone has no minus
        role: "spinbutton",
        autocomplete: "off",
        spellcheck: "false",
        "aria-label": own,
      })
    );
    const mark = html("i", { class: "bp-mark" });
    mark.style.visibility = "hidden";
    let current = NaN;
    let end = NaN; // the slider goes from -end to end, and stays so while it is pressed
    let [pressed, held] = [false, false]; // whether the slider is, and whether by its thumb
    let releasing = 0; // the timer at whose end the browser moves the slider again
    const step = () => ranges.step(name);
    const move = (value) => set(own, withoutDust(value));
    const within = (value) => Math.max(-end, Math.min(end, value));

    /** By its thumb a number goes as far as the pointer does; a press beside it makes the browser move it there. */
    gesture(slider, (press) => {
      clearTimeout(releasing);
      const from = valueOf(own);
      const { left, width } = slider.getBoundingClientRect();
      const thumb = (width * THUMB) / slider.offsetWidth; // the walk may have made all of it larger
      const room = width - thumb;
      const middle = left + thumb / 2 + (room * (1 + within(from) / end)) / 2;
      pressed = true;
      held = Math.abs(press.clientX - middle) <= thumb / 2;
      const perPixel = ((2 / room) * end) / stepFor(end); // in steps
      return {
        move(event) {
          const steps = (event.clientX - press.clientX) * perPixel;
          if (held) set(own, steps === 0 ? from : within(moved(from, steps, stepFor(end))));
        },
        cancel() {
          held = true; // or the browser would move it on
          set(own, from);
        },
        end() {
          pressed = false;
          releasing = setTimeout(() => (held = false)); // Firefox moves a thumb once more just after its release
          grow();
          span();
        },
      };
    });
    slider.addEventListener("input", () => {
      if (held) return void (slider.value = String(valueOf(own)));
      move(within(moved(0, Number(slider.value) / stepFor(end), stepFor(end))));
    });
    const grow = () => {
      if (Math.abs(valueOf(own)) >= ranges.of(name)) ranges.cover(name, valueOf(own) * 1.5);
    };
    slider.addEventListener("change", grow);
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
          Home: -ranges.of(name),
          End: ranges.of(name),
        }),
      };
      if (!(event.key in moves)) return;
      event.preventDefault();
      move(moves[event.key]);
    };
    slider.addEventListener("keydown", keys);
    box.addEventListener("keydown", keys);

    const take = () => {
      const { value, why } = readNumber(box.value);
      if (value === null) {
        box.setAttribute("aria-invalid", "true");
        say(words.notANumber(own, box.value, why));
      } else if (Object.is(value, current)) {
        write();
        say("");
      } else set(own, value);
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
      if (event.key !== "Escape") return;
      if (box.dataset.typing || box.hasAttribute("aria-invalid")) event.preventDefault(); // only the next one leaves the explorer
      delete box.dataset.typing;
      (write(), say(""));
    });

    const show = (value) => {
      if (Object.is(value, current)) return;
      current = value;
      slider.value = String(value);
      slider.setAttribute("aria-valuetext", text(value));
      box.setAttribute("aria-valuenow", String(value));
      fill();
      write();
    };
    const span = () => {
      if (pressed) return;
      end = ranges.of(name);
      slider.min = String(-end);
      slider.max = String(end);
      slider.value = String(current);
      fill();
    };
    const fill = () => {
      const at = (1 + within(current) / end) / 2; // the bar runs from 0, in the middle, to the thumb
      const place = (share) => `calc(${THUMB / 2}px + (100% - ${THUMB}px) * ${share})`;
      slider.style.setProperty("--from", place(Math.min(0.5, at)));
      slider.style.setProperty("--to", place(Math.max(0.5, at)));
    };
    let marked;
    /** Marks where one step of gradient descent would put the number; undefined: nowhere. @param {number | undefined} next */
    const foresee = (next) => {
      if (next === undefined && marked === undefined) return; // the same number may stand elsewhere: the range has grown
      marked = next;
      const shown = Number.isFinite(next);
      if (shown) slider.dataset.next = String(next);
      else delete slider.dataset.next;
      // An element of its own: a slider's own style costs a tenth of a millisecond more, for each of them in each frame.
      mark.style.visibility = shown ? "" : "hidden";
      if (shown) mark.style.backgroundPositionX = `${(50 * (1 + within(next) / end)).toFixed(2)}%`;
    };
    span();
    return {
      array: name,
      foresee,
      element: live.mark(
        html(
          "div",
          { class: "bp-entry" },
          html("span", { class: "bp-name", "aria-hidden": "true" }, own),
          slider,
          mark,
          box,
        ),
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
    update({ values, next, view, isPartial }) {
      hold(view.pinned);
      if (!isDue(view)) return;
      for (const [name, one] of entries) {
        one.show(values.get(name));
        if (isPartial) continue;
        const { array, i, j } = parseName(name);
        one.foresee?.(next?.parameters[array]?.[i][j]);
      }
    },
    focus(name) {
      hold(name); // on a phone what is not held is not shown, and can't have the focus
      entries.get(name)?.focus();
    },
  };
}

/** What a number box holds: what it has room for, and every digit while it has the focus and can be changed. */
function boxText(value, whole) {
  const ways = [6, 5, 4, 3].map((digits) => String(Number(value.toPrecision(digits)) + 0));
  const shown = whole ? String(value + 0) : (ways.find((way) => way.length <= ROOM) ?? value.toExponential(2));
  return shown.replace(/^-/, "−");
}
