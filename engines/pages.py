"""The site in Chromium, Firefox and WebKit: pages and slides are alive, formulas have a shape, nothing is too wide.

    python3 start.py site FOLDER
    .venv-engines/bin/python engines/pages.py FOLDER chromium firefox webkit

It ends as engines/check.py does.
"""

import functools
import http.server
import sys
import threading
import time

import check

PAGES = ["index.html", "01_forward_pass.html", "04_dL_dz2.html", "13_playground.html", "explorer.html?b2=1"]
SLIDES = "04_dL_dz2_slides.html"
STATE = """() => {
    const places = [...document.querySelectorAll(".bp-widget")];
    const flat = [...document.querySelectorAll("main math, article math")].filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        return one.checkVisibility?.() !== false && !one.closest("details:not([open])") && !(width && height);
    });
    return {
        waiting: places.filter((one) => !one.querySelector(".bp-live")).map((one) => one.textContent.slice(0, 80)),
        live: document.querySelectorAll(".bp-live").length,
        formulas: document.querySelectorAll("math").length,
        flat: flat.length,
        over: document.documentElement.scrollWidth - innerWidth,
    };
}"""
ANSWER = """([typed, key]) => {
    const question = document.querySelector(".bp-ask:has(input[type=text])");
    const box = question.querySelector("input[type=text]");
    box.value = typed;
    for (const type of ["input", "change"]) box.dispatchEvent(new Event(type, { bubbles: true }));
    box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    return question.querySelector(".bp-verdict-words").textContent;
}"""
SLIDE = """() => {
    const slide = document.querySelector("main > section:not([hidden])");
    return [slide.id, slide.scrollHeight - slide.clientHeight, Number(slide.style.zoom)];
}"""


def look(page, address):
    for name in PAGES:
        page.goto(f"{address}/{name}")
        state = settled(page)
        assert not state["waiting"] and state["live"], (name, state)
        assert not state["flat"] and state["over"] <= 0, (name, state)
    page.goto(f"{address}/04_dL_dz2.html")
    settled(page)
    for typed, words in (("0.5", "That is σ itself at 0"), ("1/4", "right")):
        told = page.evaluate(ANSWER, [typed, "Enter"])
        assert words in told, told
    page.goto(f"{address}/{SLIDES}")
    settled(page)
    seen = []
    while not seen or page.evaluate(SLIDE)[0] != seen[-1]:
        time.sleep(0.5)  # an explorer lays itself out anew
        name, over, zoom = page.evaluate(SLIDE)
        assert over <= 1 and zoom >= 0.7, (name, over, zoom)
        seen.append(name)
        page.keyboard.press("ArrowRight")
    assert len(seen) > 20, seen


def settled(page):
    """What stands on a page once everything that it has is alive, or has had half a minute for it."""
    deadline = time.monotonic() + 30
    while (state := page.evaluate(STATE))["waiting"] and time.monotonic() < deadline:
        time.sleep(0.2)
    return state


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def main(folder, names):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        code = check.main(names, lambda page: look(page, f"http://127.0.0.1:{server.server_port}"))
        server.shutdown()
        return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
