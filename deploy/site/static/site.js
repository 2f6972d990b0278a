/** Brings the explorers and questions of a page to life, with no kernel, each as it comes near. */
import { followTheme, live } from "./host.js";

const isDark = () => document.documentElement.dataset.theme === "dark";
new MutationObserver(() => followTheme(isDark)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
followTheme(isDark);

for (const place of document.querySelectorAll(".bp-widget")) {
  const traits = JSON.parse(place.querySelector("script").textContent);
  live(place, place.dataset.module, traits).catch((problem) => {
    place.textContent = `This could not start: ${problem.message}`;
    console.error(problem);
  });
}
for (const button of document.querySelectorAll(".btn-print-page, [title='Print to PDF']"))
  button.addEventListener("click", () => print());

/** A formula that is too wide can be scrolled by keys as well. */
function reachable() {
  for (const formula of document.querySelectorAll("div.math")) {
    const isWide = formula.scrollWidth > formula.clientWidth;
    for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": "formula" }))
      if (isWide) formula.setAttribute(name, value);
      else formula.removeAttribute(name);
  }
}
addEventListener("resize", reachable);
addEventListener("load", reachable);
