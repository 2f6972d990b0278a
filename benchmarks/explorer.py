"""From a key to the frame with the new numbers, boundary and graph: the explorer beside its peers, in one run.

    .venv/bin/python -m pip install -r benchmarks/explorer-requirements.txt
    .venv/bin/python benchmarks/explorer.py [rounds]

Prints two tables, what was measured and how it stands to the goals, and writes them to benchmarks/explorer.md. A round
takes five minutes. It needs what the tests need, a Chrome, Chromium or Edge among it, ipympl, and a machine that is
otherwise idle.

Every subject has a notebook, a page and a kernel of its own, opened afresh in each round: no other widget is on
the page or waits in the kernel, and each begins equally cold. They take turns, as machines are noisy. The browser is
the one that the tests use, without a GPU. explorer-probe.js, inside the page, takes the times.
"""

import contextlib
import datetime
import importlib.metadata
import itertools
import math
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import nbformat
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
import browser  # noqa: E402

PROBE = Path(__file__).with_name("explorer-probe.js")
REPORT = Path(__file__).with_name("explorer.md")
VIEWPORT = {"width": 1600, "height": 2000}  # everything that a subject draws is in view
WARM_UP, COSTED, MOVES = 10, 50, 60  # keys, keys, moves of a drag
KEYS = {"number": 100, "image": 30, "canvas": 30}  # timed in each round; a share of frames needs many, a second few
WATCHED = 5  # seconds of frames, idle and training
PLAYGROUND = 59  # TensorFlow Playground's epochs a second, one full-batch step each
INTERVAL = 1000 / 60 + 0.1  # ms between frames, with a little as the clocks are rounded
ENTRY = "W1[1,1]"  # the slider that is moved; its hidden unit is on, so every number behind it changes


# What is measured: the code cells of each notebook.

# After a run of a second or more the lab shows how long it took, and from then on each message of the kernel costs its
# toolbar 1.5 ms more. Any notebook that imports something gets there; begin every one there, the bare element's too.
LONG = "import time\n\ntime.sleep(1.5)"

PROBLEM = """\
import numpy as np
from helpers import drawing, network
from helpers.explorer import Explorer

H, N = {H}, {N}
rng = np.random.default_rng(0)
W1, W2 = rng.normal(size=(H, 2)), rng.normal(size=(1, H))
W1[0] = 1, 0.5
parameters = network.Parameters(W1, np.zeros((H, 1)), W2, np.zeros((1, 1)))
problem = network.Problem(np.array([[1.0], [2.0]]), np.array([[1.0]]), parameters, "relu")
X = rng.uniform(-3, 3, size=(2, N))
Y = (X[:1] * X[1:] > 0).astype(float)
"""

# The floor: what any widget costs that tells the kernel each value, as ipywidgets' sliders do. Most of it is the lab's,
# which hears the kernel become busy and idle again; the explorer tells the kernel of a burst four times a second. One
# that tells nobody is the screen's floor alone.
BARE = '''\
import anywidget
import traitlets

class Bare(anywidget.AnyWidget):
    value = traitlets.Float(1).tag(sync=True)
    _esm = """
    function render({ model, el }) {
      const range = { type: "range", min: -2, max: 2, step: 0.1, value: 1 };
      const slider = Object.assign(document.createElement("input"), range);
      const number = document.createElement("span");
      slider.setAttribute("aria-label", "W1[1,1]");
      number.setAttribute("data-quantity", "a2");
      const show = () => {
        number.textContent = slider.value;
        number.setAttribute("data-value", slider.value);
      };
      const tell = () => {
        model.set("value", Number(slider.value));
        model.save_changes();
      };
      slider.addEventListener("input", show);
      slider.addEventListener("input", tell);
      el.addEventListener("keydown", (event) => event.stopPropagation()); // or the lab takes the arrows
      el.append(slider, number);
      show();
    }
    export default { render };
    """

Bare()
'''
SILENT = BARE.replace('      slider.addEventListener("input", tell);\n', "")

EXPLORER = """\
explorer = Explorer(problem, show={show}{options})
explorer.X, explorer.Y = X, Y
explorer.learning_rate = 0.1  # training goes on and on
explorer
"""

# The peers draw the graph with its numbers and the boundary over 64 × 64 points, but no formulas, which favours them.
PEER = """\
from matplotlib import pyplot as plt
import ipywidgets

side = np.linspace(-3, 3, 64)
grid = np.stack(np.meshgrid(side, side)).reshape(2, -1)
height = drawing.network_height(problem)
size = dict(figsize=(1200 / 96, height / 96), dpi=96)

def moved(value):
    W1 = problem.parameters.W1.copy()
    W1[0, 0] = value
    return problem._replace(parameters=problem.parameters._replace(W1=W1))

def draw_graph(ax, problem):
    forward_pass = network.forward(problem.x, problem.parameters)
    loss = network.loss(forward_pass.Z2, problem.y).item()
    drawing.draw_network(ax, problem, forward_pass, loss=loss)

def boundary(problem):
    return network.forward(grid, problem.parameters).A2.reshape(64, 64)

def draw_boundary(ax, problem):
    image = ax.imshow(boundary(problem), extent=(-3, 3, -3, 3), origin="lower", vmin=0, vmax=1, cmap="PuOr")
    ax.scatter(*X, c=Y[0], s=9, cmap="PuOr", edgecolors="black", linewidths=0.5)
    return image

def axes(figure):
    return figure.add_axes((0, 0, 2 / 3, 1)), figure.add_axes((0.7, 0.1, 0.28, 0.8))
"""

INTERACT = """\
%matplotlib inline

@ipywidgets.interact(value=ipywidgets.FloatSlider(1, min=-2, max=2, step=0.1))
def show(value):
    left, right = axes(plt.figure(**size))
    draw_graph(left, moved(value))
    draw_boundary(right, moved(value))
    plt.show()
"""

IPYMPL = """\
%matplotlib widget

with plt.ioff():
    figure = plt.figure(**size)
left, right = axes(figure)
draw_graph(left, problem)
image = draw_boundary(right, problem)
slider = ipywidgets.FloatSlider(1, min=-2, max=2, step=0.1)

def show(change):
    left.clear()
    draw_graph(left, moved(change.new))
    image.set_data(boundary(moved(change.new)))
    figure.canvas.draw_idle()

slider.observe(show, "value")
ipywidgets.VBox([slider, figure.canvas])
"""


class Subject(NamedTuple):
    """What draws: its notebook's cells, its slider, how it shows that it has drawn, and where its pictures are."""

    name: str
    cells: tuple
    slider: str
    watch: str
    pictures: tuple


def explorer(H, N, panels=("network", "formulas", "boundary"), options=""):
    pictures = ".bp-graph", ".bp-formulas", ".bp-boundary canvas"
    cells = PROBLEM.format(H=H, N=N), EXPLORER.format(show=panels, options=options)
    return Subject(f"explorer, H = {H}", cells, f'input[type="range"][aria-label="{ENTRY}"]', "number", pictures)


def peers(H, N):
    def peer(name, cell, watch, picture):
        cells = PROBLEM.format(H=H, N=N), PEER, cell
        return Subject(f"{name}, H = {H}", cells, ".noUi-handle", watch, (picture,))

    inline = peer("interact", INTERACT, "image", ".jp-OutputArea img")
    return inline, peer("ipympl", IPYMPL, "canvas", ".jupyter-matplotlib canvas")


SMALL, LARGE = (2, 4), (16, 500)  # H, N
FLOOR = Subject("bare element", (BARE,), f'[aria-label="{ENTRY}"]', "number", ('[data-quantity="a2"]',))
SCREEN = FLOOR._replace(name="bare element that tells the kernel nothing", cells=(SILENT,))
RIVALS = {explorer(*size): peers(*size) for size in (SMALL, LARGE)}  # interact, ipympl
MOST_OVER = dict(zip(RIVALS, (3, 7), strict=True))  # ms of script, style and layout a key over the bare element
SUBJECTS = SCREEN, FLOOR, *itertools.chain(*([one, *others] for one, others in RIVALS.items()))
TRAINED = explorer(8, 500, ("network", "boundary", "loss", "train"))


# How it is measured.


@contextlib.contextmanager
def started():
    """A lab, and a browser whose pages have the probe in them."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        lab = stack.enter_context(browser.Lab(folder / "lab"))
        chrome = stack.enter_context(sync_playwright()).chromium
        options = {"executable_path": browser.find(), "args": browser.FLAGS, "viewport": VIEWPORT}
        context = stack.enter_context(chrome.launch_persistent_context(folder / "profile", **options))
        context.add_init_script(path=PROBE)
        yield lab, context


@contextlib.contextmanager
def opened(lab, context, subject):
    """A page with the subject's notebook, which has run; afterwards page and kernel are ended."""
    name = f"{time.monotonic_ns()}.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (LONG, *subject.cells)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, lab.root / name)
    page = context.new_page()
    page.goto(lab.address(name))
    browser.run_cells(page)
    page.locator(subject.slider).first.wait_for(timeout=60_000)
    page.locator(subject.pictures[0]).first.wait_for(timeout=60_000)
    page.locator("#jp-main-statusbar").get_by_text("Idle").wait_for(timeout=60_000)
    page.wait_for_timeout(2000)  # the lab has its own things to do after a start
    yield page
    page.close()
    lab.end_kernel(name)


def press(page, count):
    """Press keys one by one, to the right and back, at any phase of the frame; yields after each."""
    for number in range(count):
        page.keyboard.press("ArrowLeft" if number % 2 else "ArrowRight")
        yield
        time.sleep(random.uniform(0.05, 0.15))


def busy(session):
    """Milliseconds of script, style and layout that the page has had so far."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * sum(metrics[name] for name in ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration"))


def cost(page):
    """Milliseconds of script, style and layout a key, less an idle page's in the same time. The probe is off."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    list(press(page, WARM_UP))
    began, before = time.monotonic(), busy(session)
    list(press(page, COSTED))
    took, with_keys = time.monotonic() - began, busy(session)
    time.sleep(took)
    idle = busy(session) - with_keys
    session.send("Performance.disable")
    return (with_keys - before - idle) / COSTED


def times(page, subject):
    """For each key when it was pressed (at), the boundary of the frame that shows it (time), when it was painted."""
    page.evaluate("(how) => probe.watchFor(how)", subject.watch)
    page.evaluate("probe.watching = true")
    drawn = [page.evaluate("probe.drawn") for _ in press(page, WARM_UP + KEYS[subject.watch])]
    page.evaluate("probe.watching = false")
    return drawn[WARM_UP:]


def unchanged(page, subject):
    """Which of a subject's pictures are not new in the frame that shows a key's numbers: none, if it's right."""
    before = page.evaluate("(selectors) => ((probe.selectors = selectors), probe.pictures())", subject.pictures)
    page.evaluate("(how) => probe.watchFor(how)", subject.watch)
    page.evaluate("probe.watching = true")
    page.keyboard.press("ArrowRight")
    after = page.evaluate("probe.drawn")["pictures"]
    page.evaluate("((probe.watching = false), (probe.selectors = []))")
    return [name for name, old, new in zip(subject.pictures, before, after, strict=True) if old == new]


def drag(page, subject):
    """Drag the slider by moves at any phase of the frame; what each event of it asked for, what its frame showed.

    First comes what stood there before, last what stands there when all is still.
    """
    slider = page.locator(subject.slider).first
    # Away with the thumb: a press beside its middle would hold it there, and ask for another value than the pointer's.
    slider.press("Home")
    inside = slider.bounding_box()
    middle = inside["y"] + inside["height"] / 2
    at = [inside["x"] + inside["width"] * (0.55 + 0.35 * k / MOVES) for k in range(MOVES + 1)]  # the unit stays on
    page.mouse.move(at[0], middle)
    page.mouse.down()
    page.wait_for_timeout(300)
    page.evaluate("(slider) => probe.followDrag(slider)", subject.slider)
    for x in at[1:]:
        page.mouse.move(x, middle)  # returns when the page has heard of it; a hand doesn't wait for the picture
        time.sleep(random.uniform(0, INTERVAL / 1000))
    page.wait_for_timeout(300)
    page.mouse.up()
    return page.evaluate("probe.endDrag()")


def frames(page):
    """Milliseconds between frames, and training steps a second."""
    seen = page.evaluate("(ms) => probe.frames(ms)", 1000 * WATCHED)
    intervals = [b - a for a, b in itertools.pairwise(seen["times"])]
    return intervals, seen["steps"] / (sum(intervals) / 1000)


def train(page):
    """Frame intervals idle and training, and steps a second."""
    idle, _ = frames(page)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(1000)
    training, rate = frames(page)
    page.get_by_role("button", name="Pause", exact=True).click()
    return idle, training, rate


class Measured:
    """Everything seen of one subject, over all rounds."""

    def __init__(self):
        self.times, self.costs, self.moves, self.stayed, self.openings, self.unchanged = [], [], [], [], [], set()

    def visit(self, page, subject):
        page.locator(subject.slider).focus()
        if subject.watch == "number":  # the kernel's pictures cost the page little: what they cost is elsewhere
            self.costs.append(cost(page))
        self.times += times(page, subject)
        self.unchanged |= set(unchanged(page, subject))
        if self.unchanged and subject not in RIVALS:
            raise RuntimeError(f"{subject.name} was taken for drawn before it was; its times mean nothing")
        if subject in RIVALS:
            self.openings.append(page.evaluate("probe.opened"))
            *moves, stayed = followed(drag(page, subject))
            self.moves += moves
            self.stayed.append(stayed)

    @property
    def latencies(self):
        return [key["painted"] - key["at"] for key in self.times]

    @property
    def median(self):
        return statistics.median(self.latencies)

    @property
    def cost(self):
        return statistics.median(self.costs)

    @property
    def next_frame(self):
        return next_frame(self.times)


def next_frame(events):
    """The share of events that were drawn in the frame that begins at the first boundary after them, or sooner."""
    return statistics.mean(event["painted"] <= boundary_after(event) + INTERVAL for event in events)


def boundary_after(key):
    """The first frame boundary after a key. A page that was idle may begin a frame between two, in the one's name."""
    missed = max(0, math.ceil((key["at"] - key["time"]) / INTERVAL))
    late = max(0, math.floor((key["time"] - key["at"]) / INTERVAL))
    return key["time"] + (missed - late) * INTERVAL


def followed(moves):
    """For each event of a drag, whether its frame showed what it asked for; last, whether that stayed to the end."""
    before, *events = moves
    near = abs(events[-1]["asked"] - before["asked"]) / len(events) / 2  # half an event's way, as the slider rounds
    offset = before["shown"] - before["asked"]  # z1[1] is W1[1,1] and what doesn't move, as x[1] = 1
    return [abs(one["shown"] - one["asked"] - offset) <= near for one in events]


# What is reported.


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def percentile95(values):
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def measurements(seen):
    head = [
        "from a key to the painted frame",
        "median, ms",
        "95th percentile, ms",
        "in the very next frame",
        "script, style and layout a key, ms",
        "keys",
    ]
    rows = []
    for name, one in seen.items():
        cost = f"{one.cost:.1f}" if one.costs else ""
        late = percentile95(one.latencies)
        rows.append([name, f"{one.median:.1f}", f"{late:.1f}", f"{one.next_frame:.1%}", cost, len(one.times)])
    return table(head, rows)


def goals(seen, trained):
    rows = [row for explorer, peers in RIVALS.items() for row in key_goals(seen, explorer, peers)]
    rows += training_goals(trained)
    return table(["goal", "measured", "reached"], [[*words, "yes" if reached else "no"] for *words, reached in rows])


def key_goals(seen, subject, peers):
    """Rows for one explorer: the goal, what was measured, whether it is reached."""
    one, floor, name = seen[subject.name], seen[FLOOR.name], subject.name
    interact, ipympl = (seen[peer.name].median / one.median for peer in peers)
    most = MOST_OVER[subject]
    share, over, later = one.next_frame / floor.next_frame, one.cost - floor.cost, one.median - floor.median
    kept, events, moves = sum(one.moves), len(one.moves), MOVES * len(one.stayed)
    stayed = f"stayed in {sum(one.stayed)} of {len(one.stayed)} drags"
    slowest = max(one.openings)
    new = [picture for picture in subject.pictures if picture not in one.unchanged]
    return [
        [f"{name}: in the next frame at least 97 % as often as the bare element", f"{share:.1%}", share >= 0.97],
        [f"{name}: script, style and layout at most {most} ms over the bare element", f"{over:.1f} ms", over <= most],
        [
            f"{name}: 10 times quicker than interact and 5 times than ipympl, or within 1 ms of the bare element",
            f"{interact:.1f} and {ipympl:.1f} times; {later:+.1f} ms",
            (interact >= 10 and ipympl >= 5) or later <= 1,
        ],
        [
            f"{name}: every event of a drag drawn in its frame, none queued or skipped, and the last one stays",
            f"{kept} of {events} events, {moves} moves of the pointer; {stayed}",
            kept == events == moves and all(one.stayed),
        ],
        [f"{name}: all pictures new in that frame", ", ".join(new), not one.unchanged],
        [
            f"{name}: first numbers within 300 ms of the cell's output",
            f"{statistics.median(one.openings):.0f} ms, at most {slowest:.0f}",
            slowest <= 300,
        ],
    ]


def training_goals(trained):
    idle, training = (percentile95(itertools.chain(*(visit[k] for visit in trained))) for k in (0, 1))
    rate = statistics.median(rate for _, _, rate in trained)
    return [
        [
            "training 500 points, H = 8: 95th percentile of frame intervals within 10 % of an idle page's",
            f"{training:.1f} ms, idle {idle:.1f}",
            training <= 1.1 * idle,
        ],
        [
            "training 500 points, H = 8: at least 1,000 steps a second with the picture live",
            f"{rate:,.0f}, {rate / PLAYGROUND:.0f} times TensorFlow Playground's {PLAYGROUND}",
            rate >= 1000,
        ],
    ]


def machine(context, *packages):
    """One line: where and with what it was measured."""
    page = context.pages[0]
    chromium = context.new_cdp_session(page).send("Browser.getVersion")["product"]
    lab, *versions = (importlib.metadata.version(name) for name in ("jupyterlab", *packages))
    parts = [processor(), f"{os.cpu_count()} cores", platform.system(), chromium, f"JupyterLab {lab}"]
    peers = (f"{name} {version}" for name, version in zip(packages, versions, strict=True))
    return ", ".join([*parts, *peers, datetime.date.today().isoformat()])


def processor():
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def main(rounds):
    seen, trained = {subject.name: Measured() for subject in SUBJECTS}, []
    with started() as (lab, context):
        for number, subject in itertools.product(range(rounds), SUBJECTS):
            print(f"round {number + 1} of {rounds}: {subject.name}", flush=True)
            with opened(lab, context, subject) as page:
                seen[subject.name].visit(page, subject)
            if subject == SUBJECTS[-1]:
                with opened(lab, context, TRAINED) as page:
                    trained.append(train(page))
        report = f"{machine(context, 'ipympl')}\n\n{measurements(seen)}\n\n{goals(seen, trained)}\n"
    REPORT.write_text(report, encoding="utf-8")
    print(f"\n{report}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
