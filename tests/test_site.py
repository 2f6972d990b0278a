"""The site, built once, in a browser: everything on it lives, and nothing asks another host."""

import functools
import http.server
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import drawn
from playwright.sync_api import expect

ROOT = Path(__file__).parent.parent
PAGES = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "site"
    done = subprocess.run([sys.executable, ROOT / "tools" / "site.py", folder], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def address(folder):
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def open_page(page, address, name, width=1280):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{name}")
    places = page.locator(".bp-widget")
    expect(page.locator(".bp-widget > .bp-live")).to_have_count(places.count())
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", ["index", "explorer", "search", *PAGES])
def test_a_page_lives_fits_and_can_be_used_by_everyone(name, width, address, fresh_page):
    open_page(fresh_page, address, f"{name}.html", width)
    assert fresh_page.problems == [] and fresh_page.hosts == {"127.0.0.1"}
    assert fresh_page.evaluate("document.documentElement.scrollWidth") <= width
    assert fresh_page.locator("h1:visible").count() == 1
    # What is out of sight has no layout until it is asked for, so places would be measured at two moments.
    fresh_page.add_style_tag(content=".bp-explorer { content-visibility: visible !important }")
    violations = Axe().run(fresh_page, options=WCAG).response["violations"]
    assert violations == [], [(one["id"], one["nodes"][0]["html"]) for one in violations]


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
