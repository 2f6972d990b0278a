"""The slides of the site, in a browser: each fits, everyone can use them, and keys alone give a talk."""

import re

import pytest
from browser import guess_and_reveal
from built import PAGES, faults
from playwright.sync_api import expect

SLIDE = "main > section:not([hidden])"
FULL = f"""() => {{
    const slide = document.querySelector("{SLIDE}");
    const [over, wide] = [slide.scrollHeight - slide.clientHeight, slide.scrollWidth - slide.clientWidth];
    return {{ id: slide.id, zoom: Number(slide.style.zoom), over, wide }};
}}"""


def open_slides(page, address, name, width=1280, height=720):
    page.goto("about:blank")  # or another slide's address would not load the page again
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/{name}")
    expect(page.locator(".bp-widget > .bp-live")).to_have_count(page.locator(".bp-widget").count())


@pytest.mark.parametrize("name", PAGES)
def test_every_slide_fits_a_projector(name, address, fresh_page):
    open_slides(fresh_page, address, f"{name}_slides.html")
    count, seen = fresh_page.locator("main > section").count(), []
    assert count > 10
    for _ in range(count):
        if fresh_page.locator(f"{SLIDE} .bp-explorer").count():
            fresh_page.wait_for_timeout(500)  # it lays itself out anew
        seen.append(fresh_page.evaluate(FULL))
        fresh_page.keyboard.press("PageDown")
    assert len({slide["id"] for slide in seen}) == count
    bad = [slide for slide in seen if slide["over"] > 1 or slide["wide"] > 1 or slide["zoom"] < 0.8]
    assert bad == []
    assert fresh_page.problems == [] and fresh_page.hosts == {"127.0.0.1"}


@pytest.mark.parametrize("name", PAGES)
def test_everyone_can_use_the_slides(name, address, fresh_page):
    open_slides(fresh_page, address, f"{name}_slides.html")
    fresh_page.evaluate("document.querySelectorAll('main > section').forEach((slide) => (slide.hidden = false))")
    fresh_page.add_style_tag(content="main > section { position: static !important; height: auto !important }")
    assert faults(fresh_page) == []


def test_a_talk_is_given_by_keys_alone(address, fresh_page):
    open_slides(fresh_page, address, "04_dL_dz2_slides.html#slope")
    question = fresh_page.locator(f"{SLIDE} .bp-ask")
    guess_and_reveal(fresh_page, question, "1/2")
    expect(question.locator(".bp-guesses")).to_contain_text("1/2")
    fresh_page.keyboard.press("p")
    fresh_page.keyboard.press("PageDown")
    expect(fresh_page).to_have_url(re.compile("#slope-derive$"))
    fresh_page.keyboard.press("r")
    expect(fresh_page.locator(f"{SLIDE} details[open]")).to_have_count(1)
    before = fresh_page.evaluate(FULL)["zoom"]
    fresh_page.keyboard.press("b")
    fresh_page.keyboard.press("+")
    assert fresh_page.evaluate(FULL)["zoom"] > before
    fresh_page.keyboard.press("?")
    expect(fresh_page.get_by_role("dialog", name="Keys for slides")).to_be_visible()


def test_notes_follow_the_slides(address, fresh_page):
    open_slides(fresh_page, address, "04_dL_dz2_slides.html#slope")
    with fresh_page.expect_popup() as opened:
        fresh_page.keyboard.press("s")
    notes = opened.value
    expect(notes.locator("section:target")).to_contain_text("That is σ itself at 0, not its slope.")
    fresh_page.keyboard.press("n")
    fresh_page.keyboard.press("n")
    expect(notes.locator("section:target")).to_contain_text("What people write wrong")
    assert faults(notes) == []
    notes.close()


def test_each_slide_has_its_notes(folder):
    for name in PAGES:
        slides = re.findall(r'<section id="([^"]+)"', (folder / f"{name}_slides.html").read_text(encoding="utf-8"))
        notes = re.findall(r'<section id="([^"]+)"', (folder / f"{name}_notes.html").read_text(encoding="utf-8"))
        assert slides == notes


def test_slides_print_one_to_a_page_and_the_answers_after_them(address, fresh_page):
    open_slides(fresh_page, address, "04_dL_dz2_slides.html")
    pages = len(re.findall(rb"/Type\s*/Page\b", fresh_page.pdf(prefer_css_page_size=True)))
    assert pages - fresh_page.locator("main > section").count() == 1


def test_a_clicker_turns_the_slide_and_not_the_number_in_hand(address, fresh_page):
    open_slides(fresh_page, address, "04_dL_dz2_slides.html#explorer")
    slider = fresh_page.locator('#explorer input[type=range][aria-label="b2"]')
    slider.focus()
    before = slider.input_value()
    fresh_page.keyboard.press("PageDown")
    expect(fresh_page).to_have_url(re.compile("#see-answer$"))
    assert slider.input_value() == before


def test_a_panel_on_a_slide_leaves_the_number_in_hand_in_sight(address, fresh_page):
    open_slides(fresh_page, address, "04_dL_dz2_slides.html#explorer")
    fresh_page.get_by_role("button", name="End", exact=True).click()
    expect(fresh_page.get_by_role("button", name="Start the walk")).to_be_focused()
    fresh_page.get_by_role("button", name="Formulas", exact=True).click()
    fresh_page.locator('.bp-graph [data-quantity="b2"]').first.click()
    expect(fresh_page.get_by_role("spinbutton", name="b2", exact=True)).to_be_in_viewport()
    expect(fresh_page.locator('.bp-formulas [data-quantity="da2_dz2"]').first).to_be_in_viewport()


@pytest.mark.parametrize("name", ["explorer.html", "04_dL_dz2_slides.html#explorer"])
def test_in_a_dark_system_explorers_are_dark_and_legible(name, address, fresh_page):
    fresh_page.emulate_media(color_scheme="dark")
    open_slides(fresh_page, address, name)
    expect(fresh_page.locator(".bp-explorer:visible")).to_have_css("background-color", "rgb(20, 24, 30)")
    assert faults(fresh_page) == []
