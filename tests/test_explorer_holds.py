"""The explorer under strain: linked, held, with a busy, a dead or no kernel, for a thousand drags, at any size."""

import concurrent.futures
import contextlib
import os
import signal

import nbformat
import numpy as np
import pytest
from browser import (
    anew,
    drawn,
    frames,
    mark_as_old,
    open_and_run,
    opened,
    python_has,
    render_alone,
    run_all,
    shows,
    slider,
    told,
    until,
    value,
)
from legible import contrast
from playwright.sync_api import expect

from helpers import network
from helpers.explorer import PANELS, STEPS
from tools.refresh import refreshed

IMPORTS = "from helpers import network\nfrom helpers.explorer import Explorer"
STAGE = f"{IMPORTS}\nimport ipywidgets, time\nstage = ipywidgets.VBox()\nstage.add_class('stage')\nstage"
X, Y = [[0.5, -1, 1, -0.5, 2], [1, -1, -1, 0.5, 0]], [[1, 0, 1, 0, 1]]
DATA = f"X={X}, Y={Y}"
PANELS_SHOWN = ".bp-top > *, .bp-body > :not(.bp-top)"
WIDE = "network.Problem([[1]] * 3, [[0]], network.Parameters([[1, 2, 3]] * 16, [[0]] * 16, [[1] * 16], [[0]]), 'relu')"

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
# Counts the pictures drawn from now on in `window.pictures`: a drawing is one task, in which something always changes.
COUNT = """(element) => {
    window.pictures = 0;
    new MutationObserver(() => (window.pictures += 1))
        .observe(element, { attributes: true, characterData: true, childList: true, subtree: true });
}"""


@pytest.fixture(scope="module")
def session(chrome, lab):
    """An open notebook with an empty stage, one explorer shown by two cells, and its kernel."""
    twice = "twice = Explorer(network.EXAMPLE, show=('network',))\ntwice"
    with opened(chrome, lab, STAGE, twice, "twice") as session:
        yield session


@pytest.fixture
def on_stage(session):
    """A function that puts a new explorer, `explorer` in Python, on the stage, and returns what to find it by."""
    page, run = session
    page.problems.clear()

    def put(arguments="network.EXAMPLE"):
        clear = "old, stage.children = stage.children, ()\nfor one in old: one.close()"
        assert run(clear) == ""
        root = page.locator(".stage .bp-explorer")
        expect(root).to_have_count(0)
        assert run(f"explorer = Explorer({arguments})\nstage.children = (explorer,)") == ""
        root.wait_for()
        expect(root.locator(".bp-unlinked")).to_have_text("")
        drawn(page)
        return root

    yield put
    assert page.problems == []


def number(root, quantity):
    return root.locator(f'.bp-graph [data-quantity="{quantity}"]').first


def numbers(root):
    """Every number on the explorer, by its place in the page."""
    return root.locator("[data-quantity]").evaluate_all("all => all.map((e) => [e.dataset.quantity, e.dataset.value])")


def pull(page, track, start, end, steps):
    """Drag a slider's thumb, and keep hold of it; start and end are shares of its width."""
    track.scroll_into_view_if_needed()
    inside = track.bounding_box()
    middle = inside["y"] + inside["height"] / 2
    page.mouse.move(inside["x"] + inside["width"] * start, middle)
    page.mouse.down()
    page.mouse.move(inside["x"] + inside["width"] * end, middle, steps=steps)


def kernel_status(page, word):
    page.locator("#jp-main-statusbar").get_by_text(word).wait_for(timeout=30_000)


def seen(page):
    return page.evaluate("window.seen")


@pytest.fixture
def busy(session, tmp_path):
    """A context in which the kernel is busy from the beginning to the end, however long that takes."""
    page, run = session
    over = tmp_path / "over"

    @contextlib.contextmanager
    def keep():
        kernel_status(page, "Idle")
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            work = pool.submit(run, f"import os\nwhile not os.path.exists({str(over)!r}): time.sleep(0.02)")
            try:
                kernel_status(page, "Busy")
                yield
                assert not work.done()
            finally:
                over.touch()
            assert work.result() == ""

    return keep


LINKED = """
a, b = explorer, Explorer(network.EXAMPLE, show=('network',))
link = ipywidgets.jslink((a, 'W1'), (b, 'W1'))
stage.children = (a, ipywidgets.VBox([b]))
"""


def test_two_explorers_linked_with_jslink_move_together_both_ways_and_python_follows(session, on_stage):
    page, run = session
    on_stage()
    assert run(LINKED) == ""
    roots = page.locator(".stage .bp-explorer")
    expect(roots).to_have_count(2)
    try:
        for moved, other, key in ((0, 1, "ArrowRight"), (1, 0, "PageUp")):
            before = value(roots.nth(other), "W1[1,2]")
            slider(roots.nth(moved), "W1[1,2]").focus()
            page.keyboard.press(key)
            drawn(page)
            after = value(roots.nth(moved), "W1[1,2]")
            assert after > before
            shows(roots.nth(other), "W1[1,2]", after)
            shows(roots.nth(other), "z1[1]", value(roots.nth(moved), "z1[1]"))
            python_has(page, run, "[a.W1[0, 1], b.W1[0, 1]]", [after, after])
        assert run("b.W1 = [[1, 2], [3, 4]]") == ""
        shows(roots.nth(0), "W1[2,2]", 4)
        python_has(page, run, "a.W1.tolist()", [[1, 2], [3, 4]])
    finally:
        run("link.unlink(); link.close()")


def test_two_views_of_one_explorer_show_the_same_numbers(session):
    page, run = session
    page.problems.clear()
    views = (
        page.locator(".jp-Cell").nth(1).locator(".bp-explorer"),
        page.locator(".jp-Cell").nth(2).locator(".bp-explorer"),
    )
    for view, other, key in ((0, 1, "ArrowRight"), (1, 0, "PageDown")):
        slider(views[view], "b1[1]").focus()
        page.keyboard.press(key)
        drawn(page)
        assert numbers(views[view]) == numbers(views[other])
    python_has(page, run, "twice.b1[0, 0]", value(views[0], "b1[1]"))
    assert run("twice.x = [3, 4]") == ""
    for view in views:
        shows(view, "x[2]", 4)
    assert numbers(views[0]) == numbers(views[1])
    assert page.problems == []


def test_what_is_set_in_hold_sync_is_drawn_once_and_observed_once(session, on_stage):
    page, run = session
    root = on_stage(f"network.EXAMPLE, {DATA}")
    page.mouse.move(0, 0)
    number(root, "z2").evaluate(WATCH)
    root.evaluate(COUNT)
    assert (
        run(f"""
told = []
explorer.observe(told.append, 'b2')
with explorer.hold_sync():
    for k in range(20):
        explorer.b2, explorer.x, explorer.W1 = k, [k, 1], [[k, 1], [1, k]]
        explorer.W2, explorer.b1, explorer.y = [k, k], [1, k], k % 2
        explorer.learning_rate = k + 1
    explorer.X, explorer.Y, explorer.step = {X[::-1]}, {[[0] * 5]}, 'D9'
    explorer.step = None
""")
        == ""
    )
    shows(root, "b2", 19)
    frames(page, 19)
    assert page.evaluate("window.pictures") == 1
    assert [z2 for _, z2 in seen(page)] == [told(run, "network.forward(explorer.x, explorer.parameters).Z2.item()")]
    assert told(run, "[change['new'].item() for change in told]") == [19]


def test_a_drag_is_followed_at_once_while_the_kernel_is_busy_and_nothing_jumps_back_after(session, on_stage, busy):
    page, run = session
    root = on_stage()
    track = slider(root, "W1[1,2]")
    track.scroll_into_view_if_needed()
    number(root, "W1[1,2]").evaluate(WATCH)
    track.evaluate("""(element) => {
        window.inputs = [];
        element.addEventListener("input", () => window.inputs.push([window.frame, Number(element.value)]));
    }""")
    with busy():
        pull(page, track, 0.9, 0.1, steps=60)
        page.mouse.up()
        drawn(page)
        dragged = value(root, "W1[1,2]")
        inputs, at_once = page.evaluate("window.inputs"), seen(page)
    assert len(inputs) > 30
    arrived = [any(here <= there <= here + 1 and now < to + 0.01 for there, now in at_once) for here, to in inputs]
    assert all(arrived), "a number was not drawn in the frame after its change"  # which snaps to hundredths
    python_has(page, run, "explorer.W1[0, 1]", dragged)
    frames(page, 62)
    values = [number for _, number in seen(page)]
    assert values[1:] == sorted(values[1:], reverse=True), "the number went back"
    assert values[-1] == dragged == value(root, "W1[1,2]")
    assert told(run, "explorer.W1[0, 1]") == dragged


def test_drags_one_after_the_other_while_the_kernel_is_busy_all_arrive(session, on_stage, busy):
    page, run = session
    root = on_stage()
    names = ("x[1]", "W1[2,1]", "b1[2]", "W2[1]", "b2")
    with busy():
        for name in names:
            pull(page, slider(root, name), 0.5, 0.8, steps=5)
            page.mouse.up()
            drawn(page)
        there = numbers(root)
    expected = [value(root, name) for name in names]
    now = "[explorer.x[0, 0], explorer.W1[1, 0], explorer.b1[1, 0], explorer.W2[0, 0], explorer.b2[0, 0]]"
    python_has(page, run, now, expected)
    assert len(set(expected)) > 1
    frames(page, 31)
    assert numbers(root) == there


# Four keys at once, and two minutes until Python hears of the last: what it sets meanwhile comes in between, however
# busy the machine is. Were the last on its way already, Python would rightly have that in the end.
BURST = """(slider) => {
    const soon = window.setTimeout;
    window.setTimeout = (what, ms, ...rest) => soon(what, 0 < ms && ms <= 250 ? 120_000 : ms, ...rest);
    for (let k = 0; k < 4; k++)
        slider.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
    window.setTimeout = soon;
}"""


def test_what_python_sets_in_the_middle_of_a_burst_stays_and_both_end_equal(session, on_stage):
    page, run = session
    root = on_stage()
    track = slider(root, "b2")
    track.focus()
    track.evaluate(BURST)
    assert run("explorer.b2 = 7") == ""
    shows(root, "b2", 7)
    frames(page, 31)  # so long that the next key is sent at once
    page.keyboard.press("ArrowRight")
    drawn(page)
    ended = value(root, "b2")
    assert ended > 7
    python_has(page, run, "explorer.b2.item()", ended)
    frames(page, 31)
    assert value(root, "b2") == ended == told(run, "explorer.b2.item()")


# The slider one step up, and what a number says in the frame after it: all in the page, for its text follows soon.
STEP_UP = """async (number) => {
    const press = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(press);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return [number.dataset.value, number.textContent];
}"""


def test_a_formula_that_is_scrolled_out_of_sight_has_its_value_at_once_and_its_text_soon(session, on_stage):
    page, _ = session
    root = on_stage(WIDE)
    last = root.locator('.bp-formulas [data-quantity="dL_db1[16]"]').last
    last.scroll_into_view_if_needed()
    before = last.text_content()
    slider(root, "W2[16]").focus()
    drawn(page)
    there, text = last.evaluate(STEP_UP)
    assert float(there) == value(root, "dL_db1[16]", ".bp-formulas") != float(before.replace("−", "-"))
    assert text == before
    expect(last).not_to_have_text(before)
    assert float(last.text_content().replace("−", "-")) == pytest.approx(float(last.get_attribute("data-value")), 1e-3)
    _, late = last.evaluate(STEP_UP)
    last.scroll_into_view_if_needed()
    drawn(page)
    assert last.text_content() != late


def test_training_plays_while_the_kernel_is_busy_and_python_has_its_end(session, on_stage, busy):
    page, run = session
    root = on_stage(f"network.EXAMPLE, {DATA}, learning_rate=0.01")
    with busy():
        root.get_by_role("button", name="Play").click()
        until(page, lambda: value(root, "step", ".bp-train") > 10)
        root.get_by_role("button", name="Pause").click()
        drawn(page)
        trained = numbers(root)
    python_has(page, run, "explorer.b2[0, 0]", value(root, "b2"))
    python_has(page, run, "explorer.W1[0, 0]", value(root, "W1[1,1]"))
    frames(page, 31)
    assert numbers(root) == trained


def test_training_ends_when_its_panel_is_taken_away(session, on_stage):
    page, run = session
    root = on_stage(f"network.EXAMPLE, {DATA}, learning_rate=0.01")
    root.get_by_role("button", name="Play").click()
    frames(page, 12)
    assert run("explorer.show = ('network',)") == ""
    expect(root.locator(PANELS_SHOWN)).to_have_count(1)
    drawn(page)
    ended = value(root, "b2")
    frames(page, 19)
    assert value(root, "b2") == ended


class Size:
    """How much a page holds, after all that nobody holds has been thrown away."""

    def __init__(self, page):
        self.page, self.devtools = page, page.context.new_cdp_session(page)
        self.devtools.send("Performance.enable")

    def __call__(self):
        frames(self.page, 19)
        for _ in range(2):
            self.devtools.send("HeapProfiler.collectGarbage")
        metrics = {one["name"]: one["value"] for one in self.devtools.send("Performance.getMetrics")["metrics"]}
        return {name: metrics[name] for name in ("JSEventListeners", "Nodes", "JSHeapUsedSize")}


def grown(size, act):
    """How much more the page holds after act; it has acted once before, to have made all that is made once."""
    act()
    before = size()
    act()
    after = size()
    return {name: after[name] - before[name] for name in after}


def test_a_thousand_drag_events_leave_nothing_behind(session, on_stage):
    page, _ = session
    root = on_stage(f"network.EXAMPLE, {DATA}")
    drag = """async (slider) => {
        const reach = Number(slider.max);
        for (let k = 0; k < 1000; k++) {
            slider.value = String(reach * Math.sin(k / 20));
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            if (k % 5 === 0) await new Promise(requestAnimationFrame);
        }
        slider.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
    }"""

    def thousand():
        slider(root, "W1[1,1]").evaluate(drag)
        kernel_status(page, "Idle")

    more = grown(Size(page), thousand)
    assert more["JSEventListeners"] <= 0
    assert more["Nodes"] <= 10
    assert more["JSHeapUsedSize"] < 300_000


def test_switching_panels_on_and_off_leaves_nothing_behind(session, on_stage):
    page, run = session
    root = on_stage(f"network.EXAMPLE, {DATA}")
    switch = f"for show in ('network', {PANELS}) * 30:\n    explorer.show = show\n    time.sleep(0.04)"

    def thirty():
        assert run(switch) == ""
        expect(root.locator(PANELS_SHOWN)).to_have_count(len(PANELS))

    more = grown(Size(page), thirty)
    assert more["JSEventListeners"] <= 0
    assert more["Nodes"] <= 10
    assert more["JSHeapUsedSize"] < 500_000


def test_running_a_cell_again_and_again_leaves_nothing_behind(page, lab):
    open_and_run(page, lab, "again.ipynb", f"{IMPORTS}\nexplorer = Explorer(network.EXAMPLE, {DATA})\nexplorer")
    page.locator(".jp-Cell .cm-content").first.click()

    def five():
        for _ in range(5):
            page.locator(".bp-explorer").evaluate("element => (element.dataset.old = 'yes')")
            page.keyboard.press("Control+Enter")
            page.locator(".bp-explorer:not([data-old])").wait_for()
            expect(page.locator(".bp-explorer")).to_have_count(1)
        drawn(page)

    more = grown(Size(page), five)
    nodes = page.locator(".bp-explorer *").count()
    assert more["Nodes"] < nodes, nodes  # not one whole explorer in five
    assert more["JSEventListeners"] < 300  # the lab makes some itself; five explorers have 780
    assert page.problems == []


def test_a_closed_explorer_that_is_shown_again_is_live_again(page, lab):
    made = "explorer = Explorer(network.EXAMPLE)\nclose = explorer.close\nexplorer"
    open_and_run(page, lab, "closed.ipynb", f"{IMPORTS}\nimport ipywidgets", made, "close()\nexplorer")
    with lab.kernel_of("closed.ipynb") as run:
        is_live(page, run)
        assert run("close = ipywidgets.Widget.close_all") == ""
        mark_as_old(page)
        page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(2).press("Control+Enter")
        anew(page)
        is_live(page, run)


def is_live(page, run):
    """The only explorer moves Python, and Python moves it."""
    expect(page.locator(".bp-explorer")).to_have_count(1)
    before = value(page, "b2")
    slider(page, "b2").focus()
    page.keyboard.press("ArrowRight")
    drawn(page)
    assert value(page, "b2") > before
    python_has(page, run, "explorer.b2.item()", value(page, "b2"))
    assert run(f"explorer.b2 = {before} + 3") == ""
    shows(page, "b2", before + 3)


def test_a_drag_goes_on_when_the_kernel_is_killed_and_the_explorer_lives_and_says_so(page, lab):
    open_and_run(page, lab, "killed.ipynb", IMPORTS, f"explorer = Explorer(network.EXAMPLE, {DATA})\nexplorer")
    root = page.locator(".bp-explorer")
    expect(root.locator(".bp-unlinked")).to_have_text("")
    with lab.kernel_of("killed.ipynb") as run:
        pid = told(run, "__import__('os').getpid()")
    pull(page, slider(root, "W1[1,2]"), 0.7, 0.6, steps=10)
    drawn(page)
    os.kill(pid, signal.SIGKILL)
    track = slider(root, "W1[1,2]").bounding_box()
    middle = track["y"] + track["height"] / 2
    number(root, "z1[1]").evaluate(WATCH)
    for k in range(40):
        page.mouse.move(track["x"] + track["width"] * (0.6 - k / 100), middle)
        frames(page, 2)
    drawn(page)
    followed = [z1 for _, z1 in seen(page)]
    assert len(followed) > 20
    assert followed == sorted(followed, reverse=True)
    assert value(root, "z1[1]") == followed[-1] < 1
    page.mouse.up()
    page.locator(".jp-Dialog").get_by_text("It will restart automatically").wait_for(timeout=30_000)
    page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()
    kernel_status(page, "Idle")
    expect(root.locator(".bp-unlinked")).to_contain_text("Python does not see it")
    assert value(root, "z1[1]") == followed[-1]
    before = value(root, "b2")
    slider(root, "b2").focus()
    page.keyboard.press("ArrowRight")
    drawn(page)
    assert value(root, "b2") > before
    root.get_by_role("button", name="Play").click()
    frames(page, 19)
    root.get_by_role("button", name="Pause").click()
    assert value(root, "step", ".bp-train") > 0
    assert page.problems == []
    page.get_by_role("button", name="Save").first.focus()  # out of the explorer, or it would keep the keys
    run_all(page)
    expect(root.locator(".bp-unlinked")).to_have_text("")
    shows(root, "z1[1]", 1)


def test_a_trusted_notebook_opens_live_before_any_cell_has_run_and_walks_trains_and_undoes(page, lab, tmp_path):
    cells = [IMPORTS, f"explorer = Explorer(network.EXAMPLE, {DATA})\nexplorer"]
    cells = [nbformat.v4.new_code_cell(cell, id=f"cell-{k}") for k, cell in enumerate(cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "saved.ipynb")
    (lab.root / "saved.ipynb").write_text(refreshed(tmp_path / "saved.ipynb"), encoding="utf-8")
    lab.trust("saved.ipynb")
    page.goto(lab.address("saved.ipynb"))
    root = page.locator(".bp-explorer")
    root.wait_for(timeout=60_000)
    expect(root.locator(".bp-unlinked")).to_contain_text("Python does not see it")
    expect(root.locator(PANELS_SHOWN)).to_have_count(len(PANELS))
    everything_works(page, root)
    assert page.problems == []
    assert page.hosts - {None} == {"127.0.0.1"}  # None is a blob or data address


def everything_works(page, root):
    """An explorer of network.EXAMPLE with data and all panels can be moved, walked, trained and taken back."""
    slider(root, "W1[1,2]").focus()
    page.keyboard.press("Home")
    drawn(page)
    moved = value(root, "W1[1,2]")
    assert moved < 1
    assert value(root, "z1[1]") == 2 * moved + value(root, "W1[1,1]") * value(root, "x[1]") + value(root, "b1[1]")
    root.get_by_role("button", name="Undo").click()
    shows(root, "z1[1]", 1)

    root.get_by_role("button", name="Start the walk").click()
    expect(number(root, "z1[1]")).to_have_text("")
    entry = root.locator(".bp-asks").inner_text().removesuffix(" =")
    root.get_by_role("textbox", name=f"your {entry}").fill({"z1[1]": "1", "z1[2]": "-1"}[entry])
    page.keyboard.press("Enter")
    shows(root, "z1[1]", 1)
    expect(number(root, "a1[1]")).to_have_text("")
    root.get_by_role("button", name="End", exact=True).click()
    shows(root, "a2", 0.5)

    root.get_by_role("button", name="Play").click()
    frames(page, 19)
    root.get_by_role("button", name="Pause").click()
    drawn(page)
    assert value(root, "step", ".bp-train") > 0
    assert value(root, "b2") != -2
    root.get_by_role("button", name="Undo").click()
    shows(root, "b2", -2)


def test_without_kernel_and_lab_it_draws_moves_walks_and_trains(page):
    root = render_alone(page, X=X, Y=Y)
    expect(root.locator(".bp-unlinked")).to_contain_text("Python does not see it")
    everything_works(page, root)
    assert page.evaluate("window.saved") > 0
    assert page.problems == []
    assert page.hosts - {None} == set()


def test_a_view_that_has_ended_leaves_no_listener_and_draws_no_more(page):
    root = render_alone(page, X=X, Y=Y)
    root.get_by_role("button", name="Play").click()
    frames(page, 12)
    page.evaluate("window.end()")
    assert page.evaluate("window.listeners()") == 0
    page.evaluate("window.last = JSON.stringify(window.model.get('b2'))")
    frames(page, 19)
    assert page.evaluate("window.last === JSON.stringify(window.model.get('b2'))")
    assert page.problems == []


# The weights in the graph whose number a unit, or the number of an output weight, hides in part or whole.
HIDDEN_WEIGHTS = """(root) => {
    const labels = [...root.querySelectorAll(".bp-edge-labels .bp-weight")];
    const outputs = labels.filter((label) => label.dataset.quantity.startsWith("W2"));
    const all = [...outputs, ...root.querySelectorAll(".bp-unit rect, .bp-input")];
    const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const box = (element) => element.getBoundingClientRect();
    const isHidden = (label) => all.some((other) => other !== label && overlap(box(label), box(other)));
    return labels.filter(isHidden).map((label) => label.dataset.quantity);
}"""


@pytest.mark.parametrize("H", [1, 2, 3, 4, 5, 6, 7, 15, 16])
def test_nothing_hides_the_number_of_a_weight(page, H):
    long = np.full((H, 2), -2.4124), np.zeros((H, 1)), np.full((1, H), -2.4124), np.zeros((1, 1))
    problem = network.Problem([[1], [2]], [[1]], network.Parameters(*long), "relu")
    root = render_alone(page, problem, show=("network",))
    shows(root, "W2[1]", -2.4124)
    assert root.evaluate(HIDDEN_WEIGHTS) == []


# The inside and the outline of each class's points and of their marks in the key, and the plane's colours at its sides.
DOTS = """(root) => {
    const look = (selector) => {
        const { fill, stroke } = getComputedStyle(root.querySelector(selector));
        return [fill, stroke].map((colour) => colour.match(/\\d+/g).slice(0, 3).map(Number));
    };
    const heat = root.querySelector(".bp-heat");
    const at = (x) => [...heat.getContext("2d").getImageData(x, 32, 1, 1).data].slice(0, 3);
    const dots = (where) => [look(`${where} .bp-dot-0`), look(`${where} .bp-dot-1`)];
    return [dots(".bp-dots"), dots(".bp-key"), [at(0), at(heat.width / 2), at(heat.width - 1)]];
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_saturated_plane_points_are_hollow_for_0_and_full_for_1_as_in_the_key(page, theme):
    page.emulate_media(color_scheme=theme)
    steep = network.Parameters([[1, 0], [-1, 0]], [[0], [0]], [[20, -20]], [[0]])
    root = render_alone(page, network.Problem([[0], [0]], [[1]], steep, "relu"), X=[[-1, 1], [0, 0]], Y=[[0, 1]])
    expect(root.locator(".bp-dots path")).to_have_count(2)
    dots, key, plane = (np.array(colours) / 255 for colours in root.evaluate(DOTS))
    assert np.array_equal(dots, key)
    (inside_0, outline_0), (inside_1, outline_1) = dots
    assert contrast(inside_0, outline_0) > 7 and contrast(inside_1, outline_1) > 7
    for colour in plane:
        assert contrast(outline_0, colour) > 2.5 and contrast(inside_1, colour) > 2.5


# What sticks out of the explorer to the right, but for what can be scrolled into sight.
OUTSIDE = """(root) => {
    const edge = root.getBoundingClientRect().right + 1;
    const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const inScroller = (element) => {
        for (let up = element.parentElement; up && up !== root; up = up.parentElement) if (scrolls(up)) return true;
        return false;
    };
    return [...root.querySelectorAll("*")]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > edge)
        .filter((element) => !inScroller(element))
        .map((element) => `${element.tagName}.${element.getAttribute("class")}: ${element.textContent}`);
}"""
WIDTHS = (320, 500, 800, 1100, 1900)


@pytest.mark.parametrize("hidden", network.HIDDEN)
@pytest.mark.parametrize("shape", [(1, 1), (2, 1), (2, 16), (3, 5), (8, 16)], ids=str)
def test_at_any_shape_and_width_nothing_sticks_out_or_is_undefined(session, on_stage, shape, hidden):
    page, run = session
    D, H = shape
    rng = np.random.default_rng(D)
    x, W1, b1, W2, b2 = (rng.normal(size=s).round(3).tolist() for s in ((D, 1), (H, D), (H, 1), (1, H), (1, 1)))
    data = f"X={rng.normal(size=(D, 30)).round(2).tolist()}, Y={[[0, 1] * 15]}"
    root = on_stage(f"network.Problem({x}, [[0]], network.Parameters({W1}, {b1}, {W2}, {b2}), {hidden!r}), {data}")
    shows(root, f"b1[{H}]", b1[-1][0])
    expect(root.locator(PANELS_SHOWN)).to_have_count(len(PANELS))
    assert_nothing_is_missing(root)
    for step in (None, STEPS[hidden][-2]):
        assert run(f"explorer.step = {step!r}") == ""
        drawn(page)
        for width in WIDTHS:
            root.evaluate("(element, width) => (element.style.width = `${width}px`)", width)
            drawn(page)
            assert root.evaluate(OUTSIDE) == [], (width, step)
        assert_nothing_is_missing(root)
        root.evaluate("element => (element.style.width = '')")


def assert_nothing_is_missing(root):
    words = root.evaluate("""(root) => root.outerHTML""")
    for word in ("NaN", "undefined", "Infinity", "[object", ">null<"):
        assert word not in words, words[max(0, words.index(word) - 300) : words.index(word) + 100]


def problem(x, w, b):
    arrays = f"[[{w}, {-w}]] * 3, [[{b}]] * 3, [[{w}] * 3], [[{-b}]]"
    return f"network.Problem([[{x}], [{-x}]], [[1]], network.Parameters({arrays}), {{hidden!r}})"


EXTREMES = {
    "all 0": problem(0, 0, 0),
    "huge weights": problem(1, 1e308, 1e308),
    "x far away": problem(1e308, 1, 0),
    "x next to 0": problem(1e-320, 1, 0),
}
DATASETS = {"no data": "", "far data": ", X=[[1e308, 0], [0, -1e308]], Y=[[0, 1]]"}


@pytest.mark.parametrize("hidden", network.HIDDEN)
@pytest.mark.parametrize("data", DATASETS)
@pytest.mark.parametrize("extreme", EXTREMES)
def test_at_extremes_what_is_no_number_has_its_reason_beside_it(session, on_stage, extreme, data, hidden):
    page, _ = session
    root = on_stage(EXTREMES[extreme].format(hidden=hidden) + DATASETS[data])
    for _ in range(2):
        shown, said = root.inner_text(), " ".join(root.locator(".bp-message").all_inner_texts())
        for name, number in numbers(root):
            if number in ("NaN", "Infinity", "-Infinity"):
                assert name in said, said
        assert "NaN" not in shown or "NaN in" in said, shown
        assert "∞" not in shown or "∞ in" in said or "NaN in" in said, shown
        assert not any(word in shown for word in ("undefined", "Infinity", "[object"))
        assert root.evaluate(BROKEN_DRAWING) == []
        slider(root, "b2").focus()
        page.keyboard.press("ArrowRight")
        root.get_by_role("button", name="One step").click()
        drawn(page)


# Attributes that a browser can't draw; data-… and aria-… may say NaN.
BROKEN_DRAWING = """(root) => [...root.querySelectorAll("*")].flatMap((element) => [...element.attributes])
    .filter(({ name, value }) => !/^(data|aria)-/.test(name) && /NaN|Infinity|undefined/.test(value))
    .map(({ name, value }) => `${name}=${value}`)"""


@pytest.mark.parametrize("shown", ["network.SECOND", f"{WIDE}, X=[[1] * 30] * 3, Y=[[0] * 30]"], ids=["few", "many"])
def test_on_paper_nothing_is_cut_off(session, on_stage, shown):
    page, _ = session
    root = on_stage(shown)
    page.emulate_media(media="print")
    try:
        frames(page, 12)
        cut = root.locator("section, section *").evaluate_all("""(all) => all
            .filter((e) => e instanceof HTMLElement && e.checkVisibility() && getComputedStyle(e).display !== "inline")
            .filter((e) => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== "visible")
            .map((e) => `${e.tagName}.${e.className} ${e.scrollHeight} ${e.clientHeight}`)""")
        assert cut == []
        for panel in (".bp-formulas", ".bp-graph", ".bp-boundary"):
            heights = root.locator(panel).evaluate("(e) => [e.scrollHeight, e.clientHeight]")
            assert heights[0] == heights[1] > 100, panel
    finally:
        page.emulate_media(media="null")


def test_under_reduced_motion_training_draws_few_pictures_but_goes_on(session, on_stage):
    page, _ = session
    root = on_stage(f"network.EXAMPLE, {DATA}, learning_rate=0.01")
    page.emulate_media(reduced_motion="reduce")
    try:
        page.mouse.move(0, 0)
        root.get_by_role("button", name="Play").click()
        page.mouse.move(0, 0)
        frames(page, 6)
        number(root, "b2").evaluate(WATCH)
        first = value(root, "step", ".bp-train")
        frames(page, 156)
        pictures = len(seen(page))
        assert value(root, "step", ".bp-train") > first
        assert 2 <= pictures <= 8
        root.get_by_role("button", name="Pause").click()
    finally:
        page.emulate_media(reduced_motion="null")


def test_a_dozen_of_all_panels_load_the_code_once_and_a_drag_is_prompt_and_changes_only_its_own(page, lab):
    page.add_init_script("""
        const create = URL.createObjectURL;
        window.blobs = [];
        URL.createObjectURL = (blob) => (window.blobs.push(blob), create(blob));
    """)
    cells = [f"e{k} = Explorer(network.EXAMPLE, {DATA})\ne{k}" for k in range(12)]
    open_and_run(page, lab, "dozen.ipynb", IMPORTS, *cells)
    roots = page.locator(".bp-explorer")
    page.locator(".jp-Notebook .jp-Cell").last.scroll_into_view_if_needed()
    expect(roots).to_have_count(12, timeout=30_000)
    texts = page.evaluate("Promise.all(window.blobs.map((blob) => blob.text()))")
    assert sum("sourceURL=helpers/explorer/explorer.js" in text for text in texts) == 1
    assert page.locator("style[id^=bp-explorer-style]").count() == 1
    kernel_status(page, "Idle")
    slider(roots.nth(6), "W1[1,2]").scroll_into_view_if_needed()
    frames(page, 31)
    longest = page.evaluate("""async () => {
        let [longest, before] = [0, performance.now()];
        for (let k = 0; k < 60; k++) {
            const now = await new Promise(requestAnimationFrame);
            [longest, before] = [Math.max(longest, now - before), now];
        }
        return longest;
    }""")
    assert longest < 300
    before = [numbers(roots.nth(k)) for k in range(12)]
    number(roots.nth(6), "W1[1,2]").evaluate(WATCH)
    pull(page, slider(roots.nth(6), "W1[1,2]"), 0.5, 0.8, steps=20)
    page.mouse.up()
    drawn(page)
    assert len(seen(page)) > 10
    frames(page, 19)
    after = [numbers(roots.nth(k)) for k in range(12)]
    assert [k for k in range(12) if before[k] != after[k]] == [6]
    with lab.kernel_of("dozen.ipynb") as run:
        python_has(page, run, "e6.W1[0, 1]", value(roots.nth(6), "W1[1,2]"))
        assert told(run, "sorted({e.W1[0, 1] for e in (e0, e1, e5, e7, e11)})") == [0.5]
    assert page.problems == []
