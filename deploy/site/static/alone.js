/** One explorer on a page of its own; the address carries its numbers. */
import { traitsOf } from "./explorer/state/link.js";
import { words } from "./explorer/parts/words.js";
import { followTheme, keepOffline, live } from "./host.js";

const USUAL = {
  ...{ x: [[1], [2]], y: [[1]], hidden: "relu", X: null, Y: null },
  ...{ W1: [[1, 0.5], [1, -1]], b1: [[-1], [0]], W2: [[2, -3]], b2: [[-2]] },
  ...{ show: ["network", "formulas", "boundary", "loss"], direction: "both", step: null, learning_rate: 1 },
  ...{ _generation: 1, _stamp: [], _train_on: "data", _history: null },
};
const HOME = ["x", "y", "W1", "b1", "W2", "b2", "hidden"];

const dark = matchMedia("(prefers-color-scheme: dark)");
dark.addEventListener("change", () => followTheme(() => dark.matches));
followTheme(() => dark.matches);

function traits() {
  try {
    return traitsOf(location.search, USUAL, {
      show: Object.keys(words.panels),
      directions: Object.keys(words.directions),
    });
  } catch (problem) {
    const line = document.getElementById("problem");
    line.textContent = `${problem.message} The running example is shown instead.`;
    line.hidden = false;
    return { ...USUAL };
  }
}

const shown = traits();
shown._home = Object.fromEntries(HOME.map((name) => [name, structuredClone(shown[name])]));
live(document.getElementById("explorer"), "explorer.js", shown);

document.documentElement.classList.toggle("embedded", window !== window.parent);
const whole = document.getElementById("whole");
whole.hidden = !document.fullscreenEnabled;
whole.addEventListener("click", () =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
);
document.addEventListener("fullscreenchange", () => {
  whole.textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
});
addEventListener("load", keepOffline);
