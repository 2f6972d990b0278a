"""The explorer under strain, in a lab: linked, held, with a busy, a dead or no kernel, for a thousand drags."""

import concurrent.futures
import contextlib
import os
import signal

import nbformat
import pytest
from browser import (
    PANELS_SHOWN,
    SIZE,
    WATCH,
    anew,
    drawn,
    frames,
    mark_as_old,
    number,
    numbers,
    open_and_run,
    opened,
    python_has,
    render_alone,
    run_all,
    seen,
    shows,
    slider,
    told,
    until,
    value,
    watched_page,
)
from linked import Linked
from playwright.sync_api import expect

from helpers import network
from helpers.explorer import PANELS, USUAL_PANELS
from tools.refresh import refreshed

IMPORTS = "from helpers import network\nfrom helpers.explorer import Explorer"
STAGE = f"{IMPORTS}\nimport ipywidgets, time\nstage = ipywidgets.VBox()\nstage.add_class('stage')\nstage"
X, Y = [[0.5, -1, 1, -0.5, 2], [1, -1, -1, 0.5, 0]], [[1, 0, 1, 0, 1]]
DATA = f"X={X}, Y={Y}"

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
    drawn(page)  # in sight for the first time, it may be drawn anew for its width
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
    python_has(page, run, "explorer.b2.item() > -2", True)  # the first key is on its way, and must not come after the 7
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


def test_on_a_laptop_s_screen_the_step_s_formula_and_the_sliders_of_x_are_seen_together(session, on_stage):
    page, run = session
    page.set_viewport_size({"width": 1280, "height": 720})
    try:
        root = on_stage("network.EXAMPLE, show=('network', 'formulas', 'walk'), step='D4'")
        for step in ("D4", "D5", "D6", "D8", "D9"):
            assert run(f"explorer.step = {step!r}") == ""
            expect(root.get_by_role("combobox", name="step", exact=True)).to_have_value(step)
            assert_all_in_sight(page, root)
    finally:
        page.set_viewport_size(SIZE)


def assert_all_in_sight(page, root):
    """The step's formula, the sliders of x and the box for an answer are on the screen at once."""
    wanted = [root.locator(".bp-walk .bp-line"), root.locator(".bp-x"), root.locator(".bp-answer")]
    wanted[1].scroll_into_view_if_needed()
    root.locator(".bp-walk").evaluate("e => e.scrollIntoView({ block: 'nearest' })")
    drawn(page)
    screen = page.locator(".jp-WindowedPanel-outer:visible").bounding_box()
    for part in wanted:
        there = part.bounding_box()
        assert screen["y"] <= there["y"] and there["y"] + there["height"] <= screen["y"] + screen["height"]
        assert there["x"] + there["width"] <= screen["x"] + screen["width"]
    walk = root.locator(".bp-walk").bounding_box()
    assert wanted[1].bounding_box()["y"] < walk["y"] + walk["height"]  # side by side


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
    """How much more the page holds after act; it has acted once before, to have made all that is made once.

    The browser lets go of elements when it likes, later on a busy machine, so it is asked ten times at most.
    """
    act()
    before = size()
    act()
    for _ in range(10):
        after = size()
        if after["Nodes"] <= before["Nodes"]:
            break
    return {name: after[name] - before[name] for name in after}


@pytest.fixture
def linked(kept_page):
    """Puts an explorer in an empty page, with its Python half: with little else there, all that it leaves is seen."""
    yield Linked(kept_page)
    assert kept_page.problems == []


def test_a_thousand_drag_events_leave_nothing_behind(linked):
    root = linked.show(network.EXAMPLE, X=X, Y=Y)
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
        until(linked.page, lambda: linked.explorer.W1[0, 0] == value(root, "W1[1,1]"))

    more = grown(Size(linked.page), thousand)
    assert more["JSEventListeners"] <= 0
    assert more["Nodes"] <= 10
    assert more["JSHeapUsedSize"] < 300_000


def test_switching_panels_on_and_off_leaves_nothing_behind(linked):
    root = linked.show(network.EXAMPLE, X=X, Y=Y)

    def thirty():
        for show in (("network",), PANELS) * 30:
            assert linked.run(f"explorer.show = {show}") == ""
        expect(root.locator(PANELS_SHOWN)).to_have_count(len(PANELS))
        frames(linked.page, 20)  # until what watches the last elements that went away has let them go

    more = grown(Size(linked.page), thirty)
    assert more["JSEventListeners"] <= 0
    assert more["Nodes"] <= 10
    assert more["JSHeapUsedSize"] < 500_000


@pytest.fixture(scope="module")
def notebook(chrome, lab):
    """Another open notebook, with one explorer in its second cell, and its kernel. One test kills that."""
    shown = f"explorer = Explorer(network.EXAMPLE, {DATA})\nexplorer"
    with watched_page(chrome) as page:
        open_and_run(page, lab, "notebook.ipynb", IMPORTS, shown)
        yield page


def test_running_a_cell_again_and_again_leaves_nothing_behind(notebook):
    page = notebook
    page.locator(".jp-Cell .cm-content").nth(1).click()

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


def test_a_drag_goes_on_when_the_kernel_is_killed_and_the_explorer_lives_and_says_so(notebook, lab):
    page = notebook
    root = page.locator(".bp-explorer")
    expect(root.locator(".bp-unlinked")).to_have_text("")
    with lab.kernel_of("notebook.ipynb") as run:
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
    expect(root.locator(PANELS_SHOWN)).to_have_count(len(USUAL_PANELS))
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
    assert page.locator("style[id^=bp-style]").count() == 1
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
