"""The site, built once, in a browser: everything on it lives, and nothing asks another host."""

import importlib.util
import re
import shutil
import subprocess
import sys

import pytest
from browser import drawn, until
from built import PAGES, ROOT, faults, open_page, served
from playwright.sync_api import expect

# Every answer, hint and panel, in a theme; then back up, or the sticky header would lie on what it is measured with.
OPEN_ALL = """(theme) => {
    document.documentElement.dataset.theme = theme;
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const button of document.querySelectorAll(".bp-ask button[aria-expanded=false]")) button.click();
    for (const panel of document.querySelectorAll(".bp-panels input:not(:checked)")) panel.click();
    for (const both of document.querySelectorAll(".bp-directions input[value=both]")) both.click();
    scrollTo(0, 0);
}"""


def own_module(name):
    """One of the modules that Sphinx imports from deploy/site."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "deploy" / "site" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", ["index", "explorer", "search", *PAGES])
def test_a_page_lives_fits_and_can_be_used_by_everyone(name, width, address, fresh_page):
    open_page(fresh_page, address, f"{name}.html", width)
    assert fresh_page.problems == [] and fresh_page.hosts == {"127.0.0.1"}
    assert fresh_page.evaluate("document.documentElement.scrollWidth") <= width
    assert fresh_page.locator("h1:visible").count() == 1
    # What is out of sight has no layout until it is asked for, so places would be measured at two moments.
    fresh_page.add_style_tag(content=".bp-explorer { content-visibility: visible !important }")
    fresh_page.evaluate(OPEN_ALL, "light" if width > 1000 else "dark")
    drawn(fresh_page)
    # What opens fades in, and would be measured half-way.
    fresh_page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    assert fresh_page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(fresh_page) == []


def test_an_answer_is_judged_with_no_kernel_and_kept(address, fresh_page):
    open_page(fresh_page, address, "04_dL_dz2.html")
    box = fresh_page.locator(".bp-ask input[type=text]").first
    box.fill("1/4")
    box.press("Enter")
    expect(fresh_page.locator(".bp-ask .bp-solved").first).to_contain_text("✓")
    open_page(fresh_page, address, "04_dL_dz2.html")
    expect(fresh_page.locator(".bp-ask .bp-solved").first).to_contain_text("✓")
    open_page(fresh_page, address, "index.html")
    row = fresh_page.locator(".bp-progress li", has_text="04 ")
    expect(row).to_contain_text("1 of ")
    row.get_by_role("link").click()
    expect(fresh_page).to_have_url(re.compile(r"/04_dL_dz2\.html$"))


def test_formulas_stand_in_a_solution(address, fresh_page):
    open_page(fresh_page, address, "01_forward_pass.html")
    fresh_page.get_by_role("button", name="Show the answer").first.click()
    assert fresh_page.locator(".bp-told math").count() > 0
    assert not re.search(r"\\\(|\\frac|\$\$", fresh_page.locator("main").inner_text())


def test_a_dragged_weight_answers(address, fresh_page):
    open_page(fresh_page, address, "index.html")
    slider = fresh_page.get_by_role("slider", name="b2", exact=True)
    slider.focus()
    slider.press("End")
    expect(fresh_page.locator('.bp-graph [data-quantity="b2"]').first).not_to_have_text("−2")


def test_a_link_leads_to_an_explorer_with_its_numbers(address, fresh_page):
    open_page(fresh_page, address, "index.html")
    slider = fresh_page.get_by_role("slider", name="W2[1]", exact=True)
    slider.focus()
    before = slider.input_value()
    slider.press("ArrowUp")
    expect(slider).not_to_have_value(before)
    drawn(fresh_page)
    value = slider.input_value()
    fresh_page.get_by_role("button", name="Copy link").click()
    link = fresh_page.get_by_role("textbox", name="The link").input_value()
    fresh_page.goto(link)
    expect(fresh_page.get_by_role("slider", name="W2[1]", exact=True)).to_have_value(value)
    assert fresh_page.problems == []


def test_a_bad_link_gets_a_sentence_and_the_running_example(address, fresh_page):
    open_page(fresh_page, address, "explorer.html?W1=1,two")
    expect(fresh_page.get_by_role("alert")).to_contain_text("W1 must be made of numbers")
    expect(fresh_page.locator(".bp-explorer")).to_be_visible()


def test_an_explorer_can_stand_in_another_page(folder, address, fresh_page):
    (folder / "elsewhere").mkdir()
    frame = '<iframe src="../explorer.html?b2=1" width="900" height="700" title="one"></iframe>'
    (folder / "elsewhere" / "index.html").write_text(f"<!doctype html><title>Elsewhere</title>{frame}")
    fresh_page.goto(f"{address}/elsewhere/index.html")
    inside = fresh_page.frame_locator("iframe")
    expect(inside.locator('.bp-graph [data-quantity="b2"]').first).to_have_text("1")
    expect(inside.locator("header")).to_be_hidden()


@pytest.mark.parametrize(
    "attack",
    [
        "eval('1')",
        "new Function('return 1')()",
        "(() => { const s = document.createElement('script'); s.textContent = 'window.hit = 1';"
        " document.head.append(s); if (!window.hit) throw new Error('refused'); })()",
        "fetch('https://example.org/')",
    ],
)
def test_the_policy_refuses_what_the_site_never_does(attack, address, fresh_page):
    open_page(fresh_page, address, "04_dL_dz2.html")
    # Later than the call itself, in which the browser's own tools may do what a page may not.
    later = f"setTimeout(async () => {{ try {{ await ({attack}); done(''); }} catch (e) {{ done(String(e)); }} }})"
    refused = fresh_page.evaluate(f"() => new Promise((done) => {later})")
    assert refused


def test_the_site_lives_from_a_folder_with_no_server(folder, fresh_page):
    open_page(fresh_page, folder.as_uri(), "04_dL_dz2.html")
    box = fresh_page.locator(".bp-ask input[type=text]").first
    box.fill("1/4")
    box.press("Enter")
    expect(fresh_page.locator(".bp-ask .bp-solved").first).to_contain_text("✓")
    fresh_page.goto(f"{folder.as_uri()}/explorer.html?b2=1")
    expect(fresh_page.locator('.bp-graph [data-quantity="b2"]').first).to_have_text("1")
    assert fresh_page.problems == []


KEPT = "async () => { await navigator.serviceWorker.ready; return (await caches.keys()).at(-1); }"


def test_all_pages_are_there_without_a_network_once_one_was_visited(folder, tmp_path, fresh_page):
    own = shutil.copytree(folder, tmp_path / "site", ignore=shutil.ignore_patterns("*.zip", "*.ipynb", "locales"))
    with served(own) as address:
        open_page(fresh_page, address, "index.html")
        first = fresh_page.evaluate(KEPT)
        # A new version of the site takes the old one's place.
        text = (own / "00_start_here.html").read_text(encoding="utf-8")
        (own / "00_start_here.html").write_text(text.replace("Start here", "Start anew"), encoding="utf-8")
        own_module("offline").write(own)
        fresh_page.evaluate("async () => { await (await navigator.serviceWorker.ready).update(); }")
        until(fresh_page, lambda: fresh_page.evaluate("caches.keys()") not in ([], [first]))
        until(fresh_page, lambda: len(fresh_page.evaluate("caches.keys()")) == 1)
    for name in ("04_dL_dz2.html", "index.html", "search.html?q=sigmoid"):
        open_page(fresh_page, address, name)
    expect(fresh_page.locator("#search-results li").first).to_be_visible()
    fresh_page.goto(f"{address}/00_start_here.html")
    expect(fresh_page.locator("h1:visible")).to_contain_text("Start anew")
    fresh_page.goto(f"{address}/explorer.html?b2=1")
    expect(fresh_page.locator('.bp-graph [data-quantity="b2"]').first).to_have_text("1")
    fresh_page.goto(f"{address}/")
    expect(fresh_page.locator(".bp-explorer").first).to_be_visible()
    assert fresh_page.problems == []


def test_a_module_that_cannot_be_joined_is_refused():
    join = own_module("joined").join
    files = {"a.js": 'import { b } from "./b.js";\nexport const a = b;\n', "b.js": "export default 1;\n"}
    with pytest.raises(ValueError, match=r"b\.js must import and export by name"):
        join("a.js", files)


PAPER = 680  # pixels, the width of what is printed on A4 with the site's margins


@pytest.mark.parametrize("name", ["04_dL_dz2", "13_playground", "course"])
def test_on_paper_all_fits_and_answers_stand_at_the_chapters_end(name, address, fresh_page):
    open_page(fresh_page, address, f"{name}.html", PAPER)
    fresh_page.emulate_media(media="print")
    fresh_page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert fresh_page.evaluate("document.documentElement.scrollWidth") <= PAPER
    wide = f"""all => all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > {PAPER + 1})
        .map((one) => one.outerHTML.slice(0, 200))"""
    shown = "article :is(p, pre, math, img, svg, table, .bp-explorer, .bp-ask, .bp-line)"
    assert fresh_page.locator(shown).evaluate_all(wide) == []
    expect(fresh_page.locator("h1:visible")).to_have_count(1)
    expect(
        fresh_page.locator(
            "article button:not(.bp-handle):visible, article details.is-later:visible, nav.bd-links:visible"
        )
    ).to_have_count(0)
    chapters = fresh_page.locator("article[data-page]").count() or 1
    ends = fresh_page.locator(".bp-answers")
    expect(ends).to_have_count(chapters)
    asked = fresh_page.locator(".bp-ask:has(.bp-entries)").count()
    assert fresh_page.locator(".bp-answers > ol > li").count() == asked
    assert fresh_page.locator(".folded-answers > ol > li").count() == fresh_page.locator(".at-the-end:visible").count()
    order = """all => all.every((end) => [...end.parentElement.querySelectorAll(".bp-entries")]
        .every((one) => one.compareDocumentPosition(end) & Node.DOCUMENT_POSITION_FOLLOWING))"""
    assert ends.evaluate_all(order)
    fresh_page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(fresh_page.locator(".bp-answers, .folded-answers, .at-the-end, .is-later")).to_have_count(0)


def test_the_search_finds_a_page(address, fresh_page):
    open_page(fresh_page, address, "search.html?q=sigmoid")
    expect(fresh_page.locator("#search-results li").first).to_be_visible()
    assert fresh_page.problems == []


def test_every_notebook_can_be_downloaded_from_its_page(folder):
    for name in PAGES:
        assert f'href="{name}.ipynb" download' in (folder / f"{name}.html").read_text(encoding="utf-8")
        assert (folder / f"{name}.ipynb").read_bytes() == (ROOT / "notebooks" / f"{name}.ipynb").read_bytes()


def test_every_link_within_the_site_leads_somewhere(folder):
    missing = []
    for page in folder.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r'(?:href|src)="([^"#?]+)', text):
            if not re.match(r"\w+:", target) and not (folder / target).exists():
                missing.append((page.name, target))
    assert missing == []


def test_a_page_does_not_give_away_what_is_folded_and_says_what_needs_python(folder):
    text = (folder / "05_dL_dW2.html").read_text(encoding="utf-8")
    assert "You write this in the notebook" in text
    assert "A question and its answer" not in text
    assert "vnd.jupyter.widget" not in text


def test_a_folder_with_something_else_in_it_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    done = subprocess.run([sys.executable, ROOT / "tools" / "site.py", tmp_path], capture_output=True, text=True)
    assert done.returncode == 1 and "has something in it that isn't a site" in done.stderr
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_formulas_on_a_phone_begin_at_their_left(address, fresh_page):
    open_page(fresh_page, address, "00_start_here.html", 375)
    starts = fresh_page.locator("div.math > math").evaluate_all(
        "all => all.map((e) => e.getBoundingClientRect().left - e.parentElement.getBoundingClientRect().left)"
    )
    assert starts and min(starts) >= 0


def test_pages_show_no_signs_of_latex_and_no_steps_of_the_lab(folder):
    for name in PAGES:
        text = (folder / f"{name}.html").read_text(encoding="utf-8")
        assert "<mi>&amp;</mi>" not in text and "Shift+Enter" not in text, name
    assert "04 Derive ∂L/∂z2" in (folder / "index.html").read_text(encoding="utf-8")
