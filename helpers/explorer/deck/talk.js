/**
 * A talk: the keys that a teacher presses in front of slides, in the lab and on the site alike, and the size of the type.
 *
 * @typedef {object} Deck what a talk needs of the slides
 * @property {() => boolean} isOn whether slides are shown now
 * @property {(by: number) => void} go so many slides on, or back
 * @property {(last: boolean) => void} end to the first slide, or to the last
 * @property {() => HTMLElement[]} shown the elements that the slide has
 * @property {() => HTMLElement | null} page the element that is enlarged, and scrolls where it must
 * @property {() => string} notes the address of the notes on this slide
 */
import { button, html } from "../parts/dom.js";
import { words } from "../parts/words.js";
import { STYLE } from "./style.js";

const [WIDTH, HEIGHT] = [1280, 720]; // CSS pixels of the slide that everything is laid out for
const PHONE = 700; // pixels: what is narrower scrolls, and nothing shrinks
const ON_PHONE = 0.62; // 15 pixels for the text
const FITS = [1, 0.95, 0.9, 0.85, 0.8, 0.75]; // how far a slide that is too full shrinks, before it scrolls
const ROOMY = [1.3, 1.2, 1.1]; // an explorer has small type, and takes what room there is
const SIZES = [0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5];
const say = words.talk;

/** @param {Deck} deck @returns {{fit: () => void, settle: () => void}} what to call when another slide is shown, or this one has grown */
export function talk(deck) {
  document.head.append(html("style", {}, STYLE));
  let size = SIZES.indexOf(1);
  let notes = null; // the window with the notes
  const help = html("dialog", { class: "bp-talk-help", "aria-label": say.title });
  const rows = say.keys.map(([keys, what]) => html("tr", {}, html("th", { scope: "row" }, keys), html("td", {}, what)));
  const close = button(say.close, () => help.close());
  help.addEventListener("keydown", ({ key }) => key === "?" && help.close());
  help.append(html("table", {}, html("tbody", {}, ...rows)), close);
  const told = html("p", { class: "bp-talk-told", role: "status" });
  const ask = button("?", showHelp, { class: "bp-talk-ask", "aria-label": say.title, title: say.title });

  function showHelp() {
    if (!help.isConnected) document.body.append(help);
    help.showModal();
  }

  let shares = FITS;
  let tried = 0; // which of them the slide has
  let whole = 1; // the size that they are shares of

  /** Makes the slide as large as the window has room for; one that is too full shrinks a little, then scrolls. */
  function fit() {
    const isOn = deck.isOn();
    document.documentElement.classList.toggle("bp-slides", isOn);
    if (isOn && !ask.isConnected) document.body.append(ask, told);
    if (!isOn) {
      ask.remove();
      told.remove();
      deck.page()?.style.removeProperty("zoom");
      return;
    }
    const explores = within(".bp-explorer").length > 0;
    whole = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT) * SIZES[size];
    [shares, tried] = [explores ? [...ROOMY, ...FITS] : FITS, 0];
    if (innerWidth < PHONE) [shares, whole] = [[1], SIZES[size] * (explores ? 1 : ON_PHONE)];
    settle();
    for (const wait of [100, 400]) setTimeout(settle, wait); // an explorer lays itself out anew, some frames later
  }

  /** Shrinks the slide as far as it is too full now. */
  function settle() {
    const page = deck.isOn() && deck.page();
    if (!page) return;
    tried = shrink(page, shares, tried, whole);
    if (page.scrollHeight <= page.clientHeight + 1) page.scrollTop = 0; // an answer that was opened may have moved it
  }

  function resize(way) {
    size = Math.min(SIZES.length - 1, Math.max(0, size + way));
    fit();
  }

  const within = (selector) =>
    deck.shown().flatMap((one) => (one.matches(selector) ? [one] : [...one.querySelectorAll(selector)]));

  /** Says what a key has done, to those who hear it as well. @param {string} sentence */
  function tell(sentence) {
    told.textContent = sentence;
    setTimeout(() => told.textContent === sentence && (told.textContent = ""), 4000);
  }

  /** Collects a class's guesses for the question of this slide, or ends it. */
  function predict() {
    const [question] = within(".bp-ask");
    tell(question ? "" : say.noQuestion);
    question?.dispatchEvent(new CustomEvent("bp-collect"));
    fit();
  }

  /** The answer of the slide's question; or what is folded next; or all of it away again. */
  function reveal() {
    const [question] = within(".bp-ask");
    const folded = within("details:not(.bp-live details, .above-input)");
    const next = folded.find((one) => !one.open);
    if (question) {
      question.dispatchEvent(new CustomEvent("bp-turn"));
      tell(question.querySelector('[aria-expanded="true"]') ? say.shown : say.hidden);
    } else if (next) {
      next.open = true;
      tell(say.opened(next.querySelector("summary").textContent.trim()));
    } else {
      folded.forEach((one) => (one.open = false));
      tell(folded.length ? say.hidden : say.nothingHidden);
    }
    requestAnimationFrame(fit);
  }

  function showNotes() {
    notes = window.open(deck.notes(), "bp-notes", "width=700,height=700");
  }

  const keys = {
    ...{ ArrowRight: () => deck.go(1), PageDown: () => deck.go(1), n: () => deck.go(1), " ": () => deck.go(1) },
    ...{ ArrowLeft: () => deck.go(-1), PageUp: () => deck.go(-1), b: () => deck.go(-1) },
    ...{ Home: () => deck.end(false), End: () => deck.end(true), p: predict, r: reveal, s: showNotes },
    ...{ "+": () => resize(1), "=": () => resize(1), "-": () => resize(-1), "?": showHelp, f: fullScreen },
  };

  // Before the lab hears of a key: there, a letter would change the cell.
  addEventListener(
    "keydown",
    (event) => {
      if (!deck.isOn() || help.open || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = /** @type {{target: any}} */ (event);
      if (target.isContentEditable || target.matches?.("textarea, select, .cm-content")) return;
      const turns = ["PageDown", "PageUp"].includes(event.key); // what a clicker sends, whatever has the focus
      const isBox = target.matches?.("input[type=text]");
      const leaves = ["p", "ArrowRight", "ArrowLeft", "Home", "End"].includes(event.key) && !target.value;
      if (target.closest?.(".bp-explorer") && !turns) return; // which has keys of its own
      if (isBox && !turns && !leaves) return;
      if (target.closest?.(".bp-ask") && !isBox && !turns && !["n", "b", "p"].includes(event.key)) return;
      if (event.key === " " && target.matches?.("button, summary, a, input")) return; // which it presses
      const act = event.key === " " && event.shiftKey ? () => deck.go(-1) : keys[event.key] ?? keys[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    },
    { capture: true },
  );
  addEventListener("resize", fit);
  document.addEventListener("toggle", (event) => deck.isOn() && event.target !== help && fit(), { capture: true });

  return {
    settle,
    fit() {
      fit();
      if (notes && !notes.closed && deck.isOn()) notes.location.replace(deck.notes());
    },
  };
}

/**
 * Gives a slide the first share of its size, from one of them on, at which all of it fits.
 * @param {HTMLElement} page @param {number[]} [shares] @param {number} [from] @param {number} [whole] the size that they are shares of
 * @returns {number} which of the shares it is
 */
export function shrink(page, shares = FITS, from = 0, whole = 1) {
  for (let k = from; ; k += 1) {
    page.style.zoom = String(whole * shares[k]);
    if (page.scrollHeight <= page.clientHeight + 1 || k === shares.length - 1) return k;
  }
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}
