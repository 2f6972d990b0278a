"""Slides in the lab: a real one, as start.py opens it for a talk."""

import json
import shutil

import pytest
from browser import Lab, guess_and_reveal, until, watched_page
from playwright.sync_api import expect

from tools.copies import NOTEBOOKS
from tools.lab import SLIDE_OPTIONS, SLIDE_SETTINGS

EXPOSED = "LabApp.expose_app_in_browser"

NAME = "04_dL_dz2.ipynb"
FULL = """() => {
    const outer = document.querySelector(".jp-Deck .jp-WindowedPanel-outer");
    return [Number(outer.style.zoom), outer.scrollHeight - outer.clientHeight];
}"""


# The cell that begins the slide: the active one, or the last before it.
BEGUN = """() => {
    const { content } = jupyterapp.shell.currentWidget;
    const before = content.widgets.slice(0, content.activeCellIndex + 1).map(({ model }) => model);
    return before.findLast((one) => one.getMetadata("slideshow")?.slide_type === "slide").id;
}"""


@pytest.fixture(scope="module")
def slides(chrome, tmp_path_factory):
    """A page with 04 as slides, at the first one."""
    lab = Lab(tmp_path_factory.mktemp("slides"), SLIDE_SETTINGS, [f"--{EXPOSED}={SLIDE_OPTIONS[EXPOSED]}"])
    shutil.copy(NOTEBOOKS / NAME, lab.root)
    lab.trust(NAME)
    with lab, watched_page(chrome) as page:
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(lab.address(NAME))
        page.locator("html.bp-slides").wait_for(state="attached", timeout=60_000)
        expect(page.locator(".jp-Deck-Remote")).to_be_visible()
        yield page


@pytest.fixture
def first(slides):
    slides.evaluate("jupyterapp.shell.currentWidget.content.activeCellIndex = 0")
    expect(slides.get_by_role("heading", name="Derive ∂L/∂z2", level=1)).to_be_visible()
    return slides


def cells(page):
    return page.evaluate("jupyterapp.shell.currentWidget.content.widgets.map((one) => one.model.toJSON().source)")


def go_to(page, cell):
    page.evaluate(
        """(id) => { const { content } = jupyterapp.shell.currentWidget;
            content.activeCellIndex = content.widgets.findIndex((one) => one.model.id === id); }""",
        cell,
    )
    page.wait_for_timeout(100)


def test_every_slide_fits_a_projector(first):
    notebook = json.loads((NOTEBOOKS / NAME).read_text(encoding="utf-8"))
    starts = [
        cell["id"] for cell in notebook["cells"] if cell["metadata"].get("slideshow", {}).get("slide_type") == "slide"
    ]
    shown = []
    for _ in starts:
        first.wait_for_timeout(600 if first.locator(".jp-deck-mod-onscreen .bp-explorer").count() else 150)
        zoom, over = first.evaluate(FULL)
        shown.append(first.evaluate(BEGUN))
        assert over <= 1 and zoom >= 0.75, (shown[-1], zoom, over)
        first.keyboard.press("PageDown")
    assert shown == starts
    assert first.problems == [] and first.hosts - {None} == {"127.0.0.1"}


def test_letters_turn_slides_and_never_change_the_notebook(first):
    before = cells(first)
    for key in "nnbrp-+":
        first.keyboard.press(key)
    assert cells(first) == before
    expect(first.get_by_role("heading", name="What you'll do")).to_be_visible()


def test_a_question_collects_guesses_and_shows_its_answer(first):
    go_to(first, "slope")
    question = first.locator(".jp-deck-mod-onscreen .bp-ask")
    guess_and_reveal(first, question, "0.3")
    expect(question).to_contain_text("0.3")
    first.keyboard.press("p")


def test_code_runs_on_a_slide_although_no_cell_before_it_was_run(first):
    go_to(first, "slope-function")
    first.keyboard.press("Enter")
    first.keyboard.press("Control+A")
    first.keyboard.type("slope_verdict = review('da2_dz2', lambda a2: a2 * (1 - a2))")
    first.keyboard.press("Control+Enter")
    output = first.locator(".jp-deck-mod-onscreen .jp-OutputArea").first
    until(first, lambda: "right" in output.inner_text(), output.inner_text)
