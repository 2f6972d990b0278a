/** The lines under the panels: what was wrong with an input, what overflows, and what a screen reader is told. */
import { text } from "../model/numerals.js";
import { html, write } from "./dom.js";
import { words } from "./words.js";

const REST = 500; // ms without a change, after which what is there is told

export function messages() {
  const message = html("p", { class: "bp-message", role: "status" });
  const warning = html("p", { class: "bp-message", role: "status" });
  const spoken = html("p", { class: "bp-spoken", role: "status" });
  let waiting = 0; // the timer at whose end what rests is told

  return {
    elements: [warning, message, spoken],
    /** Shows a sentence; "" takes it away. @param {string} words */
    say: (words) => write(message, words),
    /** Tells those who do not see the numbers, once they rest: nobody could listen to each of a drag or a run. */
    speak(words) {
      clearTimeout(waiting);
      waiting = setTimeout(() => write(spoken, words), REST);
    },
    /** Names the revealed quantities that are infinite or not a number. @param {import("../state/state.js").State} state */
    warn({ values, isRevealed }) {
      const named = (test) =>
        [...values].filter(([name, value]) => test(value) && isRevealed(name)).map(([name]) => name);
      const infinite = named((value) => Math.abs(value) === Infinity);
      const unclear = named(Number.isNaN);
      const said = [];
      if (infinite.join() === "dL_da2") {
        said.push(words.rounded(text(values.get("a2"))));
        if (isRevealed("dL_dz2")) said.push(words.undivided);
      } else if (infinite.length) said.push(words.overflow(infinite.join(", ")));
      if (unclear.length) said.push(words.undefinedNumber(unclear.join(", ")));
      write(warning, said.join(" "));
    },
    end: () => clearTimeout(waiting),
  };
}
