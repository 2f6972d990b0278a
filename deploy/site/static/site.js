/** Brings the explorers and questions of a page to life, with no kernel, first those that are near. */
import { followTheme, keepOffline, live } from "./host.js";

const isDark = () => document.documentElement.dataset.theme === "dark";
new MutationObserver(() => followTheme(isDark)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
followTheme(isDark);

/** The theme's own script follows once the first explorer is drawn: it takes as long as that. */
function loadTheme(src) {
  if (src) document.head.append(Object.assign(document.createElement("script"), { src }));
}
const { src } = document.currentScript.dataset;
requestAnimationFrame(() => setTimeout(loadTheme, 0, src));

const waiting = new Set(document.querySelectorAll(".bp-widget"));
const idle = window.requestIdleCallback ?? ((go) => setTimeout(go, 20));

function start(place) {
  if (!waiting.delete(place)) return;
  try {
    live(place, place.dataset.module, JSON.parse(place.querySelector("script").textContent));
  } catch (problem) {
    place.textContent = `This could not start: ${problem.message}`;
    console.error(problem);
  }
}
const startAll = () => waiting.forEach(start);

/** Starts the rest one by one while the browser has nothing else to do; then there is time for what is kept. */
function startRest() {
  const [next] = waiting;
  if (!next) return void idle(keepOffline);
  start(next);
  idle(startRest, { timeout: 300 });
}

addEventListener("beforeprint", startAll);
if (location.hash) startAll(); // else the place that the link leads to would move away
const near = new IntersectionObserver(
  (all) => all.filter((one) => one.isIntersecting).forEach((one) => start(one.target)),
  { rootMargin: "50%" },
);
for (const place of waiting) near.observe(place);
startRest();

for (const button of document.querySelectorAll(".btn-print-page, [title='Print to PDF']"))
  button.addEventListener("click", () => print());

/** A formula that is too wide can be scrolled by keys as well. */
export function reachable() {
  for (const formula of document.querySelectorAll("div.math")) {
    const isWide = formula.scrollWidth > formula.clientWidth;
    for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": "formula" }))
      if (isWide) formula.setAttribute(name, value);
      else formula.removeAttribute(name);
  }
}
addEventListener("resize", reachable);
addEventListener("load", reachable);
