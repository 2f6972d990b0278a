"""Notebook 13 in a real lab and browser, done as a learner does it, and that Python then has the same."""

import re
from pathlib import Path

import nbformat
import pytest
from browser import drawn, python_has, run_all, shows, told, until, value
from playwright.sync_api import expect

PLAYGROUND = Path(__file__).parent.parent / "notebooks/13_playground.ipynb"
LAST = "two-ways-code"  # what comes after it plays a run back, and the page would begin from there
STEPS = 100


@pytest.fixture(scope="module")
def page(module_page):
    """One page for both tests: each has an explorer of its own in it."""
    return module_page


@pytest.fixture(scope="module")
def explorers(page, lab):
    """The two explorers of the notebook, run from the top to the cell LAST."""
    notebook = nbformat.read(PLAYGROUND, as_version=4)
    end = [cell.id for cell in notebook.cells].index(LAST)
    notebook.cells = notebook.cells[: end + 1]
    nbformat.write(notebook, lab.root / PLAYGROUND.name)
    page.goto(lab.address(PLAYGROUND.name))
    run_all(page)
    running = page.locator(".jp-CodeCell .jp-InputPrompt", has_text="*")
    expect(running).to_have_count(0, timeout=300_000)  # on a busy machine the cells after the first explorer take long
    explorers = page.locator(".bp-explorer")
    expect(explorers).to_have_count(2)
    expect(page.locator(".jp-OutputArea-output", has_text="not answered yet")).to_have_count(4)
    return explorers.first, explorers.last


def answer(cell, question, source):
    """Put this in place of the line that asks, and run its cell; the cell's output."""
    page = cell.page
    line = cell.locator(".cm-line", has_text=question)
    line.scroll_into_view_if_needed()
    line.click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.insert_text(source)
    page.keyboard.press("Control+Enter")
    return cell.locator(".jp-OutputArea-output")


def test_a_hundred_steps_and_more_of_play_end_where_python_s_do_and_the_learner_is_told(page, lab, explorers):
    _, own = explorers
    own.get_by_label("speed").select_option("1 step a frame")
    own.get_by_role("button", name="Play").click()
    until(page, lambda: value(own, "step", ".bp-train") >= STEPS)
    own.get_by_role("button", name="Pause").click()
    drawn(page)
    made = int(value(own, "step", ".bp-train"))
    compares = page.locator(".jp-CodeCell", has_text="same = training.train")
    told_of_it = answer(compares, "steps = None", f"steps = {made}")
    expect(told_of_it).to_have_text(re.compile(r"(W1|b1|W2|b2)\b.* agrees\b.*\n" * 4))
    with lab.kernel_of(PLAYGROUND.name) as run:
        exact = f"training.train(X, Y, start, 0.5, {made}).parameters"
        apart = told(run, f"max(float(abs(a - b).max()) for a, b in zip(own.parameters, {exact}))")
        moved = told(run, "max(float(abs(a - b).max()) for a, b in zip(own.parameters, start))")
    assert apart < 1e-9 < 0.1 < moved
    assert page.problems == []


def test_a_click_on_the_plane_is_a_point_that_python_has_and_play_trains_on(page, lab, explorers):
    explorer, _ = explorers
    with lab.kernel_of(PLAYGROUND.name) as run:
        explorer.get_by_label("adds ● 1").click()
        explorer.locator(".bp-plane > svg").first.click(position={"x": 90, "y": 60})
        python_has(page, run, "explorer.X.shape[1]", 5)
        explorer.get_by_role("button", name="One step").click()
        shows(explorer, "step", 1, ".bp-train")
        stepped = "training.train(explorer.X, explorer.Y, two, 0.5, 1).parameters"
        same = f"bool(all(abs(a - b).max() < 1e-12 for a, b in zip(explorer.parameters, {stepped})))"
        python_has(page, run, same, True)
    assert page.problems == []
