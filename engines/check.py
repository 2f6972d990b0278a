"""The explorer in Chromium, Firefox and WebKit: it shows Python's numbers, and is moved by key, drag and training.

    python3 -m venv .venv-engines
    .venv-engines/bin/python -m pip install -r engines/requirements.txt
    .venv-engines/bin/python engines/check.py chromium firefox webkit

Each engine shows one explorer in an empty page, with no lab and no kernel. It exits with 1 if an engine failed, with 77
if none failed but one isn't installed, and otherwise with 0.
"""

import contextlib
import io
import itertools
import math
import os
import shutil
import subprocess
import sys
import time
import traceback
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright
from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.service import Service

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
import browser  # noqa: E402

from helpers import data, derivatives, explorer, network, training  # noqa: E402

SIZE = {"width": 1280, "height": 1000}
NOT_INSTALLED = 77  # as Automake's tests say that they were skipped
# The engines add, multiply and take exp and log as they like: a few units in the last place of numbers of about 1.
LAST_BITS = 2**-50
X, Y = data.xnor()
STEPS = 50  # of training, at least

LISTEN = """() => {
    window.problems = [];
    const { error } = console;
    console.error = (...words) => { window.problems.push(words.join(" ")); error(...words); };
    window.addEventListener("error", (event) => window.problems.push(event.message));
    window.addEventListener("unhandledrejection", (event) => window.problems.push(String(event.reason)));
}"""
FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
QUANTITIES = """() => [...document.querySelectorAll("[data-quantity]")].map(
    (element) => [element.dataset.quantity, element.dataset.value],
)"""
PLACE = """(selector) => {
    const element = document.querySelector(selector);
    element.scrollIntoView({ block: "center" });
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
}"""
THUMB = """(selector) => {
    const slider = document.querySelector(selector);
    slider.scrollIntoView({ block: "center" });
    const { x, y, width, height } = slider.getBoundingClientRect();
    const at = (share) => x + 8 + (width - 16) * share; // the thumb is 16 pixels wide
    return [at((slider.value - slider.min) / (slider.max - slider.min)), at(0.25), y + height / 2];
}"""
SLOW = """() => {
    const speed = document.querySelector('[aria-label="speed"]');
    speed.value = "1"; // by script, as each engine draws the list of a select in its own way
    speed.dispatchEvent(new Event("change"));
}"""
MADE = """() => Number(document.querySelector('[data-quantity="step"]').dataset.value)"""
MARK = """(words) => {
    const buttons = [...document.querySelectorAll("button")];
    buttons.find((button) => button.textContent === words).dataset.found = words;
}"""


# The engines


class NotInstalledError(Exception):
    """An engine isn't on this machine; the message says which Debian package brings it."""


def path_of(engine, package, *names):
    for name in names:
        if path := shutil.which(name):
            return path
    raise NotInstalledError(f"{engine} isn't installed; Debian has it in {package}.")


@contextlib.contextmanager
def chromium():
    path = browser.find() or path_of("Chromium", "chromium", "chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=browser.FLAGS)
        yield running.new_page(viewport=SIZE), running.version
        running.close()


@contextlib.contextmanager
def firefox():
    """The machine's own Firefox; Playwright speaks WebDriver BiDi to it."""
    path = path_of("Firefox", "firefox-esr", "firefox-esr", "firefox")
    with sync_playwright() as playwright:
        running = playwright.firefox.launch(channel="moz-firefox", executable_path=path)
        yield running.new_page(viewport=SIZE), running.version
        running.close()


@contextlib.contextmanager
def webkit():
    """WebKitGTK's small browser, on a screen of its own: it has no headless mode."""
    service = path_of("WebKitGTK", "webkit2gtk-driver", "WebKitWebDriver")
    screen = path_of("Xvfb, which WebKitGTK is shown on,", "xvfb", "Xvfb")
    options = WebKitGTKOptions()
    options.binary_location = str(next(Path("/usr").glob("lib*/**/webkit2gtk-4.*/MiniBrowser")))
    options.add_argument("--automation")
    with display(screen) as name:
        sandbox = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"} if os.getuid() == 0 else {}  # root can't have one
        env = {**os.environ, "DISPLAY": name, "GDK_BACKEND": "x11", **sandbox}
        driver = WebKitGTK(options=options, service=Service(service, env=env))
        try:
            driver.set_window_rect(0, 0, *SIZE.values())
            yield WebKitPage(driver), driver.capabilities["browserVersion"]
        finally:
            driver.quit()


@contextlib.contextmanager
def display(xvfb):
    """The name of an X display that nobody sees."""
    reading, writing = os.pipe()
    screen = "{width}x{height}x24".format(**SIZE)
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with open(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


class WebKitPage:
    """What the checks use of Playwright's page, by Selenium."""

    def __init__(self, driver):
        self.driver = driver
        self.mouse = WebKitMouse(driver)
        self.keyboard = WebKitKeyboard(driver)
        self.screenshot = driver.get_screenshot_as_png
        self.goto = driver.get

    def evaluate(self, function, argument=None):
        script = f"""const [argument, done] = arguments;
            (async () => ({function})(argument))().then(
                (value) => done({{ value }}),
                (error) => done({{ error: String(error) }}),
            );"""
        result = self.driver.execute_async_script(script, argument)
        assert "error" not in result, result["error"]
        return result.get("value")


class WebKitMouse:
    def __init__(self, driver):
        self.driver = driver

    def move(self, x, y):
        self._perform(lambda pointer: pointer.move_to_location(round(x), round(y)))

    def down(self):
        self._perform(lambda pointer: pointer.pointer_down())

    def up(self):
        self._perform(lambda pointer: pointer.pointer_up())

    def _perform(self, act):
        actions = ActionBuilder(self.driver, duration=0)
        act(actions.pointer_action)
        actions.perform()


class WebKitKeyboard:
    def __init__(self, driver):
        self.driver = driver

    def press(self, name):
        key = {"ArrowRight": Keys.ARROW_RIGHT, "ArrowLeft": Keys.ARROW_LEFT, "Home": Keys.HOME, "End": Keys.END}[name]
        actions = ActionBuilder(self.driver)
        actions.key_action.key_down(key)
        actions.key_action.key_up(key)
        actions.perform()


# What is done in each


def check(page):
    """Drive one explorer through everything; raises AssertionError where it differs from Python."""
    page.evaluate(LISTEN)
    page.evaluate(
        browser.STUB, browser.stub_argument(network.EXAMPLE, X=X, Y=Y, show=explorer.PANELS, direction="both")
    )
    page.evaluate(FRAME)
    start = numbers(page)
    assert problem_of(start) == plain(network.EXAMPLE), start
    agree(page)

    colours = Image.open(io.BytesIO(page.screenshot())).convert("RGB").getcolors(2**24)
    assert len(colours) > 100, "the picture of the page is empty"

    slider = '[type="range"][aria-label="W1[1,1]"]'
    for key, expected in (("ArrowRight", 1.1), ("ArrowLeft", 0.9), ("End", 2), ("Home", -2)):
        page.evaluate("(selector) => document.querySelector(selector).focus()", slider)
        page.keyboard.press(key)
        agree(page, w=expected)
        undo(page, start)

    thumb, quarter, y = page.evaluate(THUMB, slider)
    drag(page, (thumb, y), (quarter, y))
    agree(page, w=-1, within=0.05)
    undo(page, start)
    drag(page, (thumb, y), (quarter, y), (thumb, y))
    agree(page, w=1)

    x, y = page.evaluate(PLACE, '.bp-weight[data-quantity="W1[1,1]"]')
    drag(page, (x, y), (x, y - 60))  # a step of a key for each 6 pixels
    agree(page, w=2, within=0.05)
    undo(page, start)

    train(page)
    undo(page, start, most=2 * STEPS)  # steps a second apart, as on a busy machine, are undone one by one
    problems = page.evaluate("() => window.problems")
    assert problems == [], problems


def train(page):
    """Play some steps of training; the weights are those that Python's training ends with after as many."""
    page.evaluate(SLOW)
    click(page, "Play")
    deadline = time.monotonic() + 60
    while (made := page.evaluate(MADE)) < STEPS:
        assert time.monotonic() < deadline, f"{made} steps in a minute"
        page.evaluate(FRAME)
    click(page, "Pause")
    page.evaluate(FRAME)
    agree(page)
    now = numbers(page)
    rate = explorer.Explorer().learning_rate
    history = training.train(X, Y, network.EXAMPLE.parameters, rate, int(now["step"]))
    for name, array in history.parameters._asdict().items():
        for entry, expected in entries(name, array):
            assert math.isclose(now[entry], expected, rel_tol=1e-12), (entry, now[entry], expected)
    assert math.isclose(now["J"], history.cost[-1], rel_tol=1e-12), (now["J"], history.cost[-1])


def numbers(page):
    """Each quantity on the page by its name; it is the same wherever it stands."""
    found = {}
    for name, value in page.evaluate(QUANTITIES):
        assert found.setdefault(name, value) == value, f"{name} is {found[name]} and {value} on one page"
    return {name: float(value) for name, value in found.items()}


def agree(page, w=None, within=0):
    """Everything on the page is what Python computes from the page's own x, y and parameters; W1[1,1] is w."""
    page.evaluate(FRAME)
    page.evaluate(FRAME)  # on a slow machine the rest of a picture comes a frame later
    now = numbers(page)
    assert w is None or abs(now["W1[1,1]"] - w) <= within, f"W1[1,1] is {now['W1[1,1]']}, not {w}"
    problem = network.Problem(*problem_of(now))
    expected = computed(problem)
    assert now.keys() - expected.keys() == {"step"}, now.keys() ^ expected.keys()
    for name, value in expected.items():
        if name.startswith("da1_dz1") and name not in now:
            continue  # only the gates on the path that is shown are numbers
        close = math.isclose(now[name], value, rel_tol=LAST_BITS, abs_tol=LAST_BITS)
        assert close, f"{name} is {now[name]} on the page and {value} in Python"


def problem_of(now):
    """The problem whose numbers are on the page, as lists."""
    W1 = [[now[f"W1[{i},{j}]"] for j in (1, 2)] for i in (1, 2)]
    b1, x = ([[now[f"{name}[{i}]"]] for i in (1, 2)] for name in ("b1", "x"))
    W2 = [[now["W2[1]"], now["W2[2]"]]]
    return x, [[now["y"]]], network.Parameters(W1, b1, W2, [[now["b2"]]]), "relu"


def plain(problem):
    """A problem with lists for its arrays."""
    x, y, parameters, hidden = problem
    return x.tolist(), y.tolist(), network.Parameters(*(array.tolist() for array in parameters)), hidden


def computed(problem):
    """Each quantity that the explorer shows of a problem, by Python."""
    x, y, parameters, hidden = problem
    passed = network.forward(x, parameters, hidden)
    dL_dz2 = derivatives.dL_dz2(passed.A2, y)
    dL_da1 = derivatives.dL_da1(dL_dz2, parameters.W2)
    gradient = derivatives.backward(x, y, parameters, passed)
    J = network.cost(network.forward(X, parameters, hidden).Z2, Y)
    arrays = {"x": x, "y": y, **parameters._asdict()}
    arrays |= {"z1": passed.Z1, "a1": passed.A1, "z2": passed.Z2, "a2": passed.A2, "L": network.loss(passed.Z2, y)}
    arrays |= {"dL_da2": derivatives.dL_da2(passed.A2, y), "da2_dz2": derivatives.da2_dz2(passed.A2), "dL_dz2": dL_dz2}
    arrays |= {"dL_da1": dL_da1, "dL_dz1": derivatives.dL_dz1(dL_da1, passed.Z1, hidden), "J": J}
    arrays |= {f"dL_d{name}": array for name, array in gradient._asdict().items()}
    arrays |= {"dL_dx": derivatives.dL_dx(arrays["dL_dz1"], parameters.W1), "da1_dz1": np.heaviside(passed.Z1, 0)}
    arrays |= dict(zip(("L_promised", "L_after"), one_step(parameters, hidden), strict=True))
    return {entry: value for name, array in arrays.items() for entry, value in entries(name, array)}


def one_step(parameters, hidden):
    """What the slopes promise of J after one step on X and Y, and what J is then."""
    rate = explorer.Explorer().learning_rate
    passed = network.forward(X, parameters, hidden)
    gradient = derivatives.backward(X, Y, parameters, passed)
    after = network.Parameters(*(p - rate * g for p, g in zip(parameters, gradient, strict=True)))
    promised = network.cost(passed.Z2, Y) - rate * sum((slope**2).sum() for slope in gradient)
    return promised, network.cost(network.forward(X, after, hidden).Z2, Y)


def entries(name, array):
    """The entries of an array as pairs: the name that the page has for one, and its value."""
    array = np.asarray(array)
    if array.size == 1:
        return [(name, array.item())]
    if 1 in array.shape:
        return [(f"{name}[{i}]", value) for i, value in enumerate(array.ravel().tolist(), 1)]
    return [(f"{name}[{i + 1},{j + 1}]", value.item()) for (i, j), value in np.ndenumerate(array)]


def drag(page, *places):
    """Press the pointer at the first place, move it over the others, and release it at the last."""
    page.mouse.move(*places[0])
    page.mouse.down()
    for start, end in itertools.pairwise(places):
        for x, y in np.linspace(start, end, 9)[1:].tolist():
            page.mouse.move(x, y)
    page.mouse.up()


def click(page, words):
    page.evaluate(MARK, words)
    page.mouse.move(*page.evaluate(PLACE, f'[data-found="{words}"]'))
    page.mouse.down()
    page.mouse.up()


def undo(page, start, most=1):
    """Undo what was done last, in at most so many clicks: every number is what it was, to the last bit."""
    for _ in range(most):
        click(page, "Undo")
        page.evaluate(FRAME)
        now = {**numbers(page), "step": 0.0}
        if now == start:
            return
    assert now == start, {name: (now[name], start[name]) for name in start if now[name] != start[name]}


ENGINES = {"chromium": chromium, "firefox": firefox, "webkit": webkit}


def main(names, check=check):
    """Runs a check in each of the engines named; what the command ends with."""
    if not names or set(names) - set(ENGINES):
        print(f"Name some engines among {', '.join(ENGINES)}.")
        return 2
    passed, failed, missing = [], [], []
    for name in names:
        began = time.monotonic()
        try:
            with ENGINES[name]() as (page, version):
                check(page)
        except NotInstalledError as reason:
            missing.append(name)
            print(reason, flush=True)
        except Exception:
            failed.append(name)
            traceback.print_exc()
        else:
            passed.append(name)
            print(f"{name} {version}: right, in {time.monotonic() - began:.0f} s", flush=True)
    print(f"{len(passed)} passed, {len(failed)} failed, {len(missing)} skipped")
    return 1 if failed else NOT_INSTALLED if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
