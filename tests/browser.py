"""The machine's own browser, a lab for it to open, and what a hand and an eye do there."""

import contextlib
import functools
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
from jupyter_client import BlockingKernelClient
from playwright.sync_api import Error, expect, sync_playwright

from helpers import network
from helpers.explorer import Explorer, identity
from tools.lab import SETTINGS

NAMES = (
    "chromium-headless-shell",  # Chromium without its windows: a fifth less work for the same page
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
NONE = (
    "No browser: the browser tests can't run. Install Chromium, Chrome or Edge (Debian: sudo apt install chromium), "
    "or let Playwright download one: .venv/bin/python -m playwright install chromium"
)
# Quiet on the network and at home in a container; the rest is the browser as it comes.
FLAGS = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --no-sandbox"
).split()
SIZE = {"width": 1280, "height": 1000}  # of a page, in pixels

PANELS_SHOWN = ".bp-top > *, .bp-body > :not(.bp-top)"
STARTER = identity.starter()


@functools.cache
def find():
    """The path of a Chrome, Chromium or Edge on this machine, of Playwright's own if it has one, or None."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    for path in ELSEWHERE:
        if Path(path).exists():
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def download():
    """Let Playwright try to download its own Chromium, and show how far it is; nothing comes of it offline."""
    print("No Chrome, Chromium or Edge here; Playwright tries to download its own.", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    with contextlib.suppress(subprocess.SubprocessError, OSError):
        subprocess.run(command, stderr=subprocess.DEVNULL, timeout=600)
    find.cache_clear()


class Lab:
    """A JupyterLab on loopback with a folder, a configuration and a kernel folder of its own.

    settings: of its extensions, beside those of every lab here; options: further ones of its command line.
    """

    application, opener = "jupyterlab", "lab/tree"  # the module that runs, and the path under which it opens a notebook

    def __init__(self, folder, settings=None, options=()):
        self.options = options
        self.root = folder / "notebooks"
        self.root.mkdir(parents=True)
        config = folder / "config" / "labconfig"
        config.mkdir(parents=True)
        (config / "default_setting_overrides.json").write_text(json.dumps({**SETTINGS, **(settings or {})}))
        self.runtime = folder / "runtime"
        self.environment = {
            **os.environ,
            "JUPYTER_CONFIG_PATH": str(config.parent),
            "JUPYTER_CONFIG_DIR": str(folder / "own-config"),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.runtime),
            "JUPYTER_PREFER_ENV_PATH": "1",
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = folder / "lab.log"

    def __enter__(self):
        command = [
            sys.executable,
            "-m",
            self.application,
            "--no-browser",
            f"--port={self.port}",
            "--ServerApp.ip=127.0.0.1",
        ]
        command += ["--IdentityProvider.token=token", f"--ServerApp.root_dir={self.root}", "--allow-root"]
        command += self.options
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 300
        while True:
            try:
                return self._started()
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    self.__exit__()
                    raise RuntimeError(f"the lab did not start:\n{self.log.read_text()}") from None
                time.sleep(0.1)

    def _started(self):
        self.get("api/status")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(60)  # it waits for its kernels, and on a busy machine they for their turn
        except subprocess.TimeoutExpired:
            self.process.kill()  # it has been seen to wait for a lock for ever; its kernels end by themselves
            self.process.wait()

    def get(self, path, method="GET"):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}?token=token", method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or "null")

    def session(self, notebook):
        """What the server says of an open notebook's kernel; waits until there is one."""
        deadline = time.monotonic() + 30
        while not (found := [s for s in self.get("api/sessions") if s["path"] == notebook and s["kernel"]]):
            assert time.monotonic() < deadline, f"no kernel for {notebook}"
            time.sleep(0.1)
        return found[0]

    def end_kernel(self, notebook):
        self.get(f"api/sessions/{self.session(notebook)['id']}", method="DELETE")

    def address(self, notebook):
        return f"http://127.0.0.1:{self.port}/{self.opener}/{notebook}?token=token&reset"

    def trust(self, notebook):
        command = [sys.executable, "-m", "nbformat.sign", str(self.root / notebook)]
        subprocess.run(command, env=self.environment, check=True, capture_output=True)

    @contextlib.contextmanager
    def kernel_of(self, notebook):
        """A function that runs code in the kernel behind an open notebook and returns what it printed."""
        kernel = self.session(notebook)["kernel"]["id"]
        client = BlockingKernelClient(connection_file=str(self.runtime / f"kernel-{kernel}.json"))
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=120)
        try:
            yield lambda code: _printed(client, code)
        finally:
            client.stop_channels()


class Notebook7(Lab):
    """A Jupyter Notebook 7 in the lab's place."""

    application, opener = "notebook", "notebooks"


def _printed(client, code):
    text = []

    def hear(message):
        if message["msg_type"] == "stream":
            text.append(message["content"]["text"])
        elif message["msg_type"] == "error":
            text.append(f"{message['content']['ename']}: {message['content']['evalue']}")

    client.execute_interactive(code, output_hook=hear, timeout=120, store_history=False)
    return "".join(text)


def explorer_module(page, path):
    """One of the explorer's modules that make elements, imported into a page: a handle for page.evaluate."""
    load = """async ([loader, files, path]) => {
        const { linked } = await import(URL.createObjectURL(new Blob([loader], { type: "text/javascript" })));
        return linked(files)(path);
    }"""
    files, *_ = identity.read_files()
    loader = (identity.FOLDER / identity.LOADER).read_text(encoding="utf-8")
    return page.evaluate_handle(load, [loader, files, path])


# The explorer with a model of its own, as its starter makes it from its files. With `linked` there is a Python half:
# what is saved goes to `toPython`, whose answers are put into the model, as is what `fromPython` brings.
STUB = """async ([starter, sources, state, linked]) => {
    document.documentElement.lang = "en";
    const { default: module } = await import(URL.createObjectURL(new Blob([starter], { type: "text/javascript" })));
    const heard = new Map();
    const differs = (name, value) => JSON.stringify(state[name]) !== JSON.stringify(value);
    const put = (traits) => {
        const changed = Object.keys(traits).filter((name) => differs(name, traits[name]));
        Object.assign(state, traits);
        for (const name of changed) heard.get(`change:${name}`)?.forEach((hear) => hear());
    };
    let unsaved = {};
    const expected = {}; // by trait, the last message that it was sent in: echoes of older ones are late
    const answered = (id, messages) => {
        for (const { method, state: traits } of messages) {
            const names = Object.keys(traits).filter((name) => method === "update" || expected[name] === id);
            put(Object.fromEntries(names.map((name) => [name, traits[name]])));
        }
    };
    window.saved = 0;
    window.fromPython = (all) => all.forEach(put);
    window.model = {
        get: (name) => state[name],
        set: (name, value) => {
            const traits = typeof name === "string" ? { [name]: value } : name;
            Object.assign(unsaved, traits);
            put(traits);
        },
        save_changes: () => {
            window.saved += 1;
            const sent = unsaved;
            unsaved = {};
            const id = window.saved;
            for (const name of Object.keys(sent)) expected[name] = id;
            if (linked) window.toPython(sent).then((messages) => answered(id, messages));
        },
        on: (event, hear) => heard.set(event, [...(heard.get(event) ?? []), hear]),
        off: (event, hear) => heard.set(event, (heard.get(event) ?? []).filter((one) => one !== hear)),
        widget_manager: {
            get_model: () => linked
                ? Promise.resolve({ comm_live: true, on() {}, off() {} })
                : Promise.reject(new Error("there is no kernel")),
        },
    };
    window.listeners = () => [...heard.values()].flat().length;
    const el = document.body.appendChild(document.createElement("div"));
    const host = { getModel: async () => ({ get: (name) => sources[name] }) };
    window.end = await module.render({ model: window.model, el, host });
}"""


def render_alone(page, problem=network.EXAMPLE, **arguments):
    """The explorer in an empty page, without lab, kernel or widget manager; takes what stub_argument does."""
    page.evaluate(STUB, stub_argument(problem, **arguments))
    drawn(page)  # before, it has no text that could be seen
    return page.locator(".bp-explorer")


def stub_argument(problem, *, sources=None, **arguments):
    """What STUB takes for a new explorer; sources: what another version changes."""
    one = Explorer(problem, **arguments)
    state = {name: value for name, value in one.get_state().items() if not name.startswith("_sou")}
    state = json.loads(json.dumps(state, default=str))
    return [STARTER, own_sources(one) | (sources or {}), state, False]


def own_sources(one):
    return {name: getattr(one._sources, name) for name in ("loader", "files", "style", "digest")}


@contextlib.contextmanager
def watched_page(context):
    """A fresh page. Its `problems` are the console's errors; its `hosts` are all that it asked for anything."""
    with context.new_page() as page:
        page.problems, page.hosts = [], set()
        page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("request", lambda request: page.hosts.add(urlsplit(request.url).hostname))
        yield page


def empty(page):
    """Leave a page as a fresh one is, but for what the explorer's loader keeps."""
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    page.mouse.up()
    page.mouse.move(0, 0)
    page.set_viewport_size(SIZE)
    page.evaluate("() => (window.end?.(), document.body.replaceChildren(), window.scrollTo(0, 0))")


def account(page, most=3000):
    """A page in words: its address, the console's errors, and the beginning of its text."""
    try:
        text = re.sub(r"\n\s*\n+", "\n", page.locator("body").inner_text(timeout=10_000))
    except Error as error:
        text = f"its text can't be read: {error}"
    return f"{page.url}\nproblems: {page.problems}\n{text[:most]}"


def in_both_themes(page):
    """Turns the lab's theme by its menu, to the dark one and back: yields each one's name while it is on."""
    for theme in ("Dark", "Light"):
        page.locator(".lm-MenuBar-itemLabel", has_text="Settings").click()
        page.locator(".lm-Menu-itemLabel").get_by_text("Theme", exact=True).hover()
        page.locator(".lm-Menu-itemLabel").get_by_text(f"JupyterLab {theme}", exact=True).click()
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", str(theme == "Light").lower())
        yield theme


def run_all(page, shown=".bp-explorer"):
    run_cells(page)
    page.locator(f"{shown}:visible").first.wait_for(timeout=60_000)


def mark_as_old(page):
    page.locator(".bp-explorer").evaluate("old => (old.dataset.old = 'yes')")


def anew(page):
    """Wait until another explorer than the old one is there, and stands still."""
    expect(page.locator(".bp-explorer[data-old]")).to_have_count(0)
    expect(page.locator(".bp-explorer")).to_have_count(1)
    expect(page.locator('.bp-graph [data-quantity="b2"]').first).to_have_attribute("data-value", re.compile("."))
    last = None
    while (now := page.locator(".bp-explorer").bounding_box()) != last:
        last = now
        frames(page, 4)


def run_cells(page):
    """Let the lab run every cell of the open notebook, which then takes its time."""
    page.locator("#jp-main-statusbar").get_by_text("Idle").wait_for(timeout=60_000)
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()


def write(lab, name, *cells):
    """A notebook in the lab's folder, not yet run."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(c, id=f"cell-{i}") for i, c in enumerate(cells)]
    )
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, lab.root / name)


def open_and_run(page, lab, name, *cells, shown=".bp-explorer"):
    """Open a notebook of these cells, run all of them, wait until an explorer, or what else is shown, is there."""
    write(lab, name, *cells)
    page.goto(lab.address(name))
    run_all(page, shown)


@contextlib.contextmanager
def opened(chrome, lab, *cells, shown=".bp-explorer"):
    """A watched page with a notebook of these cells, which have run, and a function that runs code in its kernel."""
    with watched_page(chrome) as page:
        open_and_run(page, lab, "session.ipynb", *cells, shown=shown)
        with lab.kernel_of("session.ipynb") as run:
            yield page, run


def told(run, expression):
    """What an expression is in the kernel, an array as lists."""
    return json.loads(run(f"import json\nprint(json.dumps({expression}, default=lambda array: array.tolist()))"))


def until(page, holds, otherwise=lambda: "it never came to hold"):
    """Wait until `holds()` is true. Machines are noisy: much longer than it takes, so that only a wrong page fails."""
    ended = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < ended, otherwise()
        frames(page, 3)


def python_has(page, run, expression, expected):
    """Wait until an expression is this in the kernel: a message takes a moment, and a run's half a second."""
    until(
        page,
        lambda: told(run, expression) == expected,
        lambda: f"{expression} is {told(run, expression)} in Python, {expected} in the page",
    )


def guess_and_reveal(page, question, typed):
    """On a slide: collect a guess for its question, then show the answer, all by keys."""
    page.keyboard.press("p")
    expect(question.get_by_role("textbox")).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.keyboard.press("r")
    expect(question).to_contain_text("It rises by 0.025")


def number(page, quantity, panel=".bp-graph"):
    return page.locator(f'{panel} [data-quantity="{quantity}"]').first


def value(page, quantity, panel=".bp-graph"):
    return float(number(page, quantity, panel).get_attribute("data-value"))


def shows(page, quantity, expected, panel=".bp-graph"):
    """Wait until a quantity has exactly this value on the page."""
    expect(number(page, quantity, panel)).to_have_attribute("data-value", javascript(expected))


def javascript(number):
    """A float as JavaScript writes it."""
    number = float(number)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def numbers(root):
    """Every number on the explorer, by its place in the page."""
    return root.locator("[data-quantity]").evaluate_all("all => all.map((e) => [e.dataset.quantity, e.dataset.value])")


# Keeps each value that a number takes from now on, and in which frame, in `window.seen`. Frames, not milliseconds: on a
# loaded machine everything takes longer, and that is not the explorer's doing.
WATCH = """(element) => {
    const count = () => requestAnimationFrame(() => ((window.frame += 1), count()));
    if (!("frame" in window)) {
        window.frame = 0; // one counter a page
        count();
    }
    window.seen = [];
    new MutationObserver(() => window.seen.push([window.frame, Number(element.dataset.value)]))
        .observe(element, { attributes: true, attributeFilter: ["data-value"] });
}"""


def seen(page):
    return page.evaluate("window.seen")


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def box(page, name):
    return page.get_by_role("spinbutton", name=name, exact=True)


def button_named(page, name):
    return page.get_by_role("button", name=name, exact=True)


def drag(page, track, start, end):
    """Drag a slider's thumb with the pointer; start and end are shares of its width."""
    inside = track.bounding_box()
    middle = inside["y"] + inside["height"] / 2
    page.mouse.move(inside["x"] + inside["width"] * start, middle)
    page.mouse.down()
    page.mouse.move(inside["x"] + inside["width"] * end, middle, steps=12)
    page.mouse.up()
    drawn(page)


def drawn(page):
    """Wait until what was done last has been drawn, all parts of it; while training plays, there is always more."""
    frames(page, 2)
    for _ in range(100):
        if not page.locator(".bp-explorer[data-behind]").count():
            break
        frames(page, 1)


def frames(page, count):
    """Wait for so many of the page's pictures, 60 a second at most: a slow machine has as many, only later."""
    page.evaluate(
        """(count) => new Promise((done) => {
            const next = () => (count-- > 0 ? requestAnimationFrame(next) : done());
            next();
        })""",
        count,
    )
