/** The line under the graph: the slope of L with respect to the number that is held, as the product of the links on the way back. */
import { html, math, show, write } from "../parts/dom.js";
import { fittedBox } from "../parts/fitted_box.js";
import { bracketed, fraction, inFullWith, mathWith, one, plainLetter, sign, slope } from "../parts/mathml.js";
import { words } from "../parts/words.js";
import { factor, text } from "../model/numerals.js";
import { parseName } from "../model/names.js";
import { pathsTo } from "../model/paths.js";
import { heldOf } from "../state/held.js";

const TALLEST = 200; // pixels, after which a sum over many paths scrolls

/** @param {{bindings: () => any, setView: (view: object) => void}} explorer @returns {import("../parts/panel.js").Panel} */
export function pathLine({ bindings, setView }) {
  const live = bindings(); // its own, as the line is written anew for each number that is held
  const { number, letter, slopeBy } = mathWith(live);
  const formula = html("div", { class: "bp-path-formula" });
  const remark = html("p", { class: "bp-hint" });
  const inner = html("div", {}, formula, remark);
  const choose = html("select", { "aria-label": words.path.choose });
  choose.addEventListener("change", () => setView({ pinned: choose.value }));
  const whole = html("label", { class: "bp-held" }, words.path.choose, choose);
  const element = html("div", { class: "bp-way", role: "group", "aria-label": words.path.name }, whole);
  const { box, end: unfit } = fittedBox(inner, TALLEST);
  element.append(html("div", { class: "bp-path" }, box));
  let [written, remarked] = ["", ""];

  function build({ values, H }) {
    written = "";
    const names = [...values.keys()].filter((name) => pathsTo(name, H).length);
    choose.replaceChildren(...names.map((name) => html("option", {}, name)));
  }

  function update(state) {
    if (!show(element, state.direction !== "forward")) return;
    const { H, hidden, values, isRevealed, view } = state;
    const held = heldOf(view, H);
    if (choose.value !== held) choose.value = held;
    const known = isRevealed(`dL_d${held}`);
    const label = state.inputs.y[0][0];
    const isSplit = held === "z2" && Number.isFinite(values.get("dL_da2")); // else the first two links are ∞ · 0
    const wanted = `${held} ${hidden} ${H} ${known} ${held === "a2" && label} ${isSplit}`;
    if (wanted !== written) {
      written = wanted;
      live.clear();
      const paths = pathsTo(held, H);
      formula.replaceChildren(...(known ? lineOf(held, paths, hidden, label, isSplit) : veiled(held)));
      remarked = known ? remarkOn(held, paths) : words.path[state.step?.startsWith("P") ? "onlyForward" : "veiled"];
    }
    live.update(values, isRevealed);
    write(remark, gateRemark(state) ?? remarked);
  }

  /** ∂L/∂w = letters = numbers = result, in pieces that may stand in rows. */
  function lineOf(held, paths, hidden, label, isSplit) {
    const factors = paths.flat();
    const inFull = inFullWith(hidden);
    /** = where all is written in full, a2 too, from which most of it comes. */
    const equals = (names, isSure = () => false) => {
      const from = [...names, "a2"];
      const isExact = (all) => isSure(all) || all.every((value, k) => inFull(value, from[k]));
      return live.derive(sign("="), from, (all) => (isExact(all) ? "=" : "≈"));
    };
    const sum = (product) => paths.flatMap((path, k) => [[...(k ? [sign("+")] : []), ...product(path)]]);
    const letters = sum((path) =>
      path.flatMap((name, k) => [...(k ? [sign("·")] : []), lettersOf(name, hidden, label)]),
    );
    const numbers = sum((path) => path.flatMap((name, k) => [...(k ? [sign("·")] : []), number(name, factor)]));
    letters[0].unshift(sign("="));
    numbers[0].unshift(equals(factors));
    const own = `dL_d${held}`;
    const isProduct = factors.length > 1;
    const canBeZero = hidden === "relu" ? /^(x|W|a1|da1_dz1)/ : /^(x|W)/; // what a sigmoid gives is only rounded to 0
    /** A product with a 0 in it is 0, however the others are rounded. */
    const hasZero = (all) => paths.length === 1 && factors.some((name, k) => all[k] === 0 && canBeZero.test(name));
    const result = [[equals([...factors, own], hasZero), number(own, text)]];
    const parts = [
      [[slopeBy(held)]],
      ...(isSplit ? twoLinks(equals) : []),
      letters,
      ...(isProduct ? [numbers] : []),
      result,
    ];
    const pieces = parts.flat().map((nodes) => math("math", math("mrow", ...nodes)));
    pieces.at(-1).setAttribute("class", "bp-result");
    return pieces;
  }

  /** ∂L/∂a2 · ∂a2/∂z2, which are a2 − y together. */
  function twoLinks(equals) {
    const links = ["dL_da2", "da2_dz2"];
    const letters = [slopeBy("a2"), sign("·"), live.mark(slope("a2", "z2"), "da2_dz2")];
    const numbers = [number("dL_da2", factor), sign("·"), number("da2_dz2", factor)];
    return [[[sign("="), ...letters]], [[equals(links), ...numbers]]];
  }

  function veiled(held) {
    return [math("math", math("mrow", slopeBy(held), sign("="), sign("?")))];
  }

  /** A factor in the page's letters, which lights up with its quantity. */
  function lettersOf(name, hidden, label) {
    const { array } = parseName(name);
    const own = (...nodes) => live.mark(math("mrow", ...nodes), name); // as a whole: its letters are not other factors
    const place = name.slice(name.indexOf("["));
    switch (array) {
      case "dL_da2":
        return label === 1
          ? own(sign("−"), fraction([one()], [plainLetter("a2")]))
          : own(fraction([one()], [one(), sign("−"), plainLetter("a2")]));
      case "dL_dz2":
        return own(...bracketed(plainLetter("a2"), sign("−"), plainLetter("y")));
      case "da1_dz1":
        return hidden === "relu"
          ? own(one(), sign("{"), plainLetter(`z1${place}`), sign(">"), math("mn", "0"), sign("}"))
          : own(plainLetter(`a1${place}`), ...bracketed(one(), sign("−"), plainLetter(`a1${place}`)));
      default:
        return letter(name);
    }
  }

  return { element, build, update, end: unfit };
}

/** What is said of an activation's slope while the pointer is on its gate. @param {import("../state/state.js").State} state */
function gateRemark({ view: { highlighted }, values, isRevealed, hidden }) {
  const gate = /^da([12])_dz[12](.*)$/.exec(highlighted ?? "");
  if (!gate || !isRevealed(highlighted)) return null;
  const [, layer, place] = gate;
  const value = values.get(highlighted);
  const why =
    layer === "2" || hidden === "sigmoid"
      ? words.path.sigma(`a${layer}${place}`)
      : words.path[value > 0 ? "above" : "notAbove"](`z1${place}`);
  return words.path.gate(text(value), why);
}

/** What a reader may ask about the line. @param {string} held @param {string[][]} paths */
function remarkOn(held, paths) {
  if (paths.length > 1) return words.path.several(paths.length);
  const { array } = parseName(held);
  return words.path.remarks[array] ?? "";
}
