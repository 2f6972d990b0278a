"""The explorer at every shape and width, with extreme numbers, on paper, in each theme and under reduced motion."""

import numpy as np
import pytest
from browser import PANELS_SHOWN, WATCH, drawn, frames, number, numbers, render_alone, seen, shows, slider, value
from legible import contrast
from playwright.sync_api import expect

from helpers import network
from helpers.explorer import PANELS, STEPS

X, Y = [[0.5, -1, 1, -0.5, 2], [1, -1, -1, 0.5, 0]], [[1, 0, 1, 0, 1]]
WIDE = network.Problem([[1]] * 3, [[0]], network.Parameters([[1, 2, 3]] * 16, [[0]] * 16, [[1] * 16], [[0]]), "relu")


@pytest.fixture
def page(kept_page):
    yield kept_page
    assert kept_page.problems == []


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
def test_at_any_shape_and_width_nothing_sticks_out_or_is_undefined(page, shape, hidden):
    D, H = shape
    rng = np.random.default_rng(D)
    x, W1, b1, W2, b2 = (rng.normal(size=s).round(3) for s in ((D, 1), (H, D), (H, 1), (1, H), (1, 1)))
    problem = network.Problem(x, [[0]], network.Parameters(W1, b1, W2, b2), hidden)
    root = render_alone(page, problem, show=PANELS, X=rng.normal(size=(D, 30)).round(2), Y=[[0, 1] * 15])
    shows(root, f"b1[{H}]", b1[-1, 0])
    expect(root.locator(PANELS_SHOWN)).to_have_count(len(PANELS))
    assert_nothing_is_missing(root)
    for step in (None, STEPS[hidden][-2]):
        page.evaluate("(step) => window.fromPython([{ step }])", step)
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


EXTREMES = {
    "all 0": (0, 0, 0),
    "huge weights": (1, 1e308, 1e308),
    "x far away": (1e308, 1, 0),
    "x next to 0": (1e-320, 1, 0),
}
DATASETS = {"no data": {}, "far data": {"X": [[1e308, 0], [0, -1e308]], "Y": [[0, 1]]}}


@pytest.mark.parametrize("hidden", network.HIDDEN)
@pytest.mark.parametrize("data", DATASETS)
@pytest.mark.parametrize("extreme", EXTREMES)
def test_at_extremes_what_is_no_number_has_its_reason_beside_it(page, extreme, data, hidden):
    x, w, b = EXTREMES[extreme]
    parameters = network.Parameters([[w, -w]] * 3, [[b]] * 3, [[w] * 3], [[-b]])
    root = render_alone(page, network.Problem([[x], [-x]], [[1]], parameters, hidden), **DATASETS[data])
    for _ in range(2):
        shown, said = root.inner_text(), " ".join(root.locator(".bp-message").all_inner_texts())
        for name, shown_as in numbers(root):
            if shown_as in ("NaN", "Infinity", "-Infinity"):
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


@pytest.mark.parametrize(
    ("problem", "data"),
    [(network.SECOND, {}), (WIDE, {"X": [[1] * 30] * 3, "Y": [[0] * 30]})],
    ids=["few", "many"],
)
def test_on_paper_nothing_is_cut_off(page, problem, data):
    root = render_alone(page, problem, **data)
    page.emulate_media(media="print")
    frames(page, 12)
    cut = root.locator("section, section *").evaluate_all("""(all) => all
        .filter((e) => e instanceof HTMLElement && e.checkVisibility() && getComputedStyle(e).display !== "inline")
        .filter((e) => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== "visible")
        .map((e) => `${e.tagName}.${e.className} ${e.scrollHeight} ${e.clientHeight}`)""")
    assert cut == []
    for panel in (".bp-formulas", ".bp-graph", ".bp-boundary"):
        heights = root.locator(panel).evaluate("(e) => [e.scrollHeight, e.clientHeight]")
        assert heights[0] == heights[1] > 100, panel


def test_under_reduced_motion_training_draws_few_pictures_but_goes_on(page):
    root = render_alone(page, X=X, Y=Y, learning_rate=0.01)
    page.emulate_media(reduced_motion="reduce")
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


# The slider one step up, and what a number says in the frame that has its value: in the page, as its text soon follows.
STEP_UP = """async (number) => {
    const press = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true });
    const before = number.dataset.value;
    document.activeElement.dispatchEvent(press);
    while (number.dataset.value === before) await new Promise(requestAnimationFrame);
    return [number.dataset.value, number.textContent];
}"""


def test_a_formula_that_is_scrolled_out_of_sight_has_its_value_at_once_and_its_text_soon(page):
    root = render_alone(page, WIDE)
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


def test_an_explorer_far_out_of_sight_is_not_drawn_and_shows_the_present_numbers_when_it_comes_into_sight(page):
    root = render_alone(page)
    page.evaluate("document.body.prepend(Object.assign(document.createElement('div'), { style: 'height: 9000px' }))")
    is_drawn = "(e) => e.firstElementChild.checkVisibility({ contentVisibilityAuto: true })"
    page.evaluate("scrollTo(0, 0)")
    drawn(page)
    assert not root.evaluate(is_drawn)
    page.evaluate("window.fromPython([{ b2: [[-1]] }])")
    drawn(page)
    root.scroll_into_view_if_needed()
    drawn(page)
    assert root.evaluate(is_drawn)
    assert value(root, "z2") == 1
    expect(root.locator('.bp-graph [data-quantity="z2"]')).to_have_text("1")
