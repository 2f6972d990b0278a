"""The explorer as a learner meets it: in a real lab, in a real browser, by keyboard, pointer and from Python."""

import re
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import (
    PANELS_SHOWN,
    anew,
    box,
    drag,
    frames,
    in_both_themes,
    mark_as_old,
    open_and_run,
    opened,
    python_has,
    run_all,
    shows,
    slider,
    told,
    value,
)
from playwright.sync_api import expect

from helpers import network
from helpers.explorer import USUAL_PANELS

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "notebooks" / "00_start_here.ipynb"


IMPORTS = "from helpers import network\nfrom helpers.explorer import Explorer\nimport numpy as np"


@pytest.fixture(scope="module")
def session(chrome, lab):
    """One open notebook with the page's numbers in an explorer, and its kernel."""
    with opened(chrome, lab, IMPORTS, "explorer = Explorer(network.PAGE)\nexplorer") as session:
        yield session


@pytest.fixture
def at_home(session):
    """The session, back at the page's numbers with sliders of their first reach."""
    page, run = session
    page.get_by_role("button", name="Back to the problem's numbers").click()
    shows(page, "z1[1]", -70)
    yield page, run
    assert page.problems == []


def test_arrow_page_home_and_end_keys_move_a_slider_inside_the_lab(at_home):
    page, _ = at_home
    slider(page, "W1[1,2]").focus()
    for key, expected in (
        ("ArrowRight", 22),
        ("ArrowUp", 24),
        ("ArrowLeft", 22),
        ("ArrowDown", 20),
        ("Shift+ArrowRight", 20.2),
        ("Shift+ArrowLeft", 20),
        ("PageUp", 40),
        ("PageDown", 20),
        ("Home", -50),
        ("End", 50),
    ):
        page.keyboard.press(key)
        shows(page, "W1[1,2]", expected)
        shows(page, "z1[1]", -20 - expected - 30)


def test_keys_pressed_in_the_explorer_do_not_reach_the_notebook(at_home):
    page, _ = at_home
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    slider(page, "x[1]").focus()
    for key in ("d", "d", "a", "b", "x", "m", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert slider(page, "x[1]").evaluate("element => element === document.activeElement")


def test_escape_gives_the_keys_back_to_the_notebook_once_there_is_nothing_to_take_back(at_home):
    page, _ = at_home
    box(page, "x[1]").focus()
    page.keyboard.type("12")
    page.keyboard.press("Escape")
    expect(box(page, "x[1]")).to_have_value("−1")
    expect(box(page, "x[1]")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_have_class(re.compile("jp-mod-selected"))


def test_a_drag_with_the_pointer_moves_the_number_and_python_has_it_afterwards(at_home):
    page, run = at_home
    drag(page, slider(page, "W1[1,2]"), 0.7, 0.25)
    dragged = value(page, "W1[1,2]")
    assert -50 < dragged < 0
    shows(page, "z1[1]", -20 - dragged - 30)
    python_has(page, run, "explorer.W1[0, 1]", dragged)


def test_python_moves_the_page(at_home):
    page, run = at_home
    assert run("explorer.W1 = [[1, 2], [3, 4]]; explorer.b1 = [0.5, 0]; explorer.y = 0; explorer.x = [1, -1]") == ""
    for name, expected in {"W1[2,1]": 3, "b1[1]": 0.5, "y": 0, "x[2]": -1, "z1[1]": -0.5, "z1[2]": -1}.items():
        shows(page, name, expected)
    expect(slider(page, "W1[2,1]")).to_have_js_property("value", "3")
    expect(box(page, "W1[2,1]")).to_have_value("3")


def test_python_hears_of_a_change_through_observe(at_home):
    page, run = at_home
    run("seen = []; explorer.observe(lambda change: seen.append(change['new'].item()), 'b2')")
    slider(page, "b2").focus()
    page.keyboard.press("ArrowRight")
    shows(page, "b2", -9)
    python_has(page, run, "seen", [-9.0])
    frames(page, 19)
    assert told(run, "seen") == [-9.0], "it is told once"


def test_running_the_cell_again_leaves_one_explorer_that_python_holds(at_home):
    page, run = at_home
    slider(page, "x[1]").focus()
    page.keyboard.press("ArrowRight")
    shows(page, "x[1]", -0.9)
    run("first = explorer")
    run_all(page)
    shows(page, "x[1]", -1)
    expect(page.locator(".bp-explorer")).to_have_count(1)
    assert run("print(first.comm)").strip() == "None"  # the old one has let go of what the new one holds
    slider(page, "x[2]").focus()
    page.keyboard.press("ArrowRight")
    shows(page, "x[2]", -0.9)
    python_has(page, run, "explorer.x.tolist()", [[-1.0], [-0.9]])


PARAMETERS = ("W1[1,1]", "W1[1,2]", "W1[2,1]", "W1[2,2]", "b1[1]", "b1[2]", "W2[1]", "W2[2]", "b2")


@pytest.mark.parametrize("by", ["key", "run that plays"])
def test_what_is_changed_as_its_cell_runs_anew_does_not_reach_the_new_explorer(at_home, by):
    page, run = at_home
    if by == "key":
        slider(page, "W1[1,1]").press("ArrowRight")
    else:
        page.get_by_role("button", name="Play", exact=True).press("Enter")
        frames(page, 12)
    mark_as_old(page)
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(1).press("Shift+Enter")
    anew(page)
    frames(page, 44)
    fresh = [v for array in network.PAGE.parameters for v in array.ravel().tolist()]
    in_python = told(run, "[v for p in explorer.parameters for v in p.flat]")
    assert in_python == [value(page, name) for name in PARAMETERS] == fresh


def assert_axe_finds_no_fault(page):
    """In both themes; a picture has a dark twin."""
    for theme in in_both_themes(page):
        looks = page.locator(".bp-drawn").evaluate_all("all => all.map((e) => getComputedStyle(e).filter)")
        assert looks == ["none" if theme == "Light" else "invert(0.92) hue-rotate(180deg)"]
        results = Axe().run(page, context=".bp-explorer")
        assert results.violations_count == 0, results.generate_report()


def test_axe_finds_no_fault_in_a_bad_number_a_wrong_answer_and_a_data_set(page, lab):
    data = "X=[[0.5, -1, 1], [1, -1, -1]], Y=[[1, 0, 1]]"
    picture = "from helpers import drawing\ndrawing.picture(drawing.draw_relu)"
    open_and_run(page, lab, "axe.ipynb", IMPORTS, f"Explorer(network.EXAMPLE, step='D8', {data})", picture)
    page.locator(".bp-drawn").wait_for()
    expect(page.locator(PANELS_SHOWN)).to_have_count(len(USUAL_PANELS))
    box(page, "W2[1]").fill("abc")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="your dL_dW1").fill("0.123")
    page.keyboard.press("Enter")
    expect(page.locator(".bp-verdict-words")).not_to_have_text("")
    assert_axe_finds_no_fault(page)
    page.get_by_role("button", name="End", exact=True).click()  # every number and every line is there again
    expect(page.locator(".bp-answer")).to_be_hidden()
    assert_axe_finds_no_fault(page)


def open_shipped(page, lab, name):
    """Open a copy of the first notebook as it ships, and trusted, as start.py lays it."""
    (lab.root / name).write_bytes(SHIPPED.read_bytes())
    lab.trust(name)
    page.goto(lab.address(name))
    page.locator(".bp-explorer").wait_for(timeout=60_000)


def test_a_saved_explorer_is_live_before_any_cell_has_run_and_after_it_was_run_and_saved(page, lab):
    open_shipped(page, lab, "shipped.ipynb")
    expect(page.locator(".bp-unlinked")).to_contain_text("Python does not see it")
    slider(page, "W1[1,2]").focus()
    page.keyboard.press("ArrowRight")
    shows(page, "z1[1]", 1 + 0.6 * 2 - 1)
    run_all(page)
    expect(page.locator(".bp-unlinked")).to_have_text("")
    shows(page, "z1[1]", 1)
    assert page.problems == []
    assert page.hosts - {None} == {"127.0.0.1"}  # None is a blob or data address

    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    lab.end_kernel("shipped.ipynb")
    page.reload()
    page.locator(".bp-explorer").wait_for(timeout=60_000)
    expect(page.locator(".bp-unlinked")).to_contain_text("Python does not see it")
    shows(page, "z1[1]", 1)


def test_a_saved_explorer_comes_up_however_late_the_timers_of_a_busy_page_are(page, lab):
    """jupyterlab-widgets 3.0.17 waits for a model by timers of 100 ms, and in the end doesn't look once more."""
    page.add_init_script("""
        const set = window.setTimeout;
        window.setTimeout = (call, time, ...more) => set(call, time === 100 ? 8000 : time, ...more);
    """)
    open_shipped(page, lab, "late.ipynb")
    expect(page.get_by_text("model not found")).to_have_count(0)
    assert page.problems == []


def test_an_untrusted_notebook_shows_the_picture(page, lab):
    notebook = nbformat.read(SHIPPED, as_version=4)
    notebook.cells[0].source += "\n\nAltered."
    nbformat.write(notebook, lab.root / "untrusted.ipynb")
    page.goto(lab.address("untrusted.ipynb"))
    expect(page.locator(".jp-RenderedImage img")).to_have_count(1, timeout=60_000)
    expect(page.locator(".bp-explorer")).to_have_count(0)
