"""The explorer's numbers in a browser: sliders, boxes, the switch, and what Python sets. No lab is needed."""

import numpy as np
import pytest
from browser import box, drawn, python_has, shows, slider, value
from linked import Linked
from playwright.sync_api import expect

from helpers import network


@pytest.fixture
def page(kept_page):
    return kept_page


@pytest.fixture
def at_home(page):
    """The page of an explorer of the homework's numbers, and a function that runs code beside its Python half."""
    linked = Linked(page)
    linked.show(network.PAGE)
    yield page, linked.run
    assert page.problems == []


def test_a_slider_grows_when_it_is_moved_beyond_its_end(at_home):
    page, _ = at_home
    slider(page, "b2").focus()
    page.keyboard.press("End")
    end = value(page, "b2")
    page.keyboard.press("ArrowRight")
    drawn(page)
    assert value(page, "b2") > end
    assert float(slider(page, "b2").get_attribute("max")) > end


def test_a_typed_number_is_taken_on_enter_and_a_fraction_is_a_number(at_home):
    page, run = at_home
    for typed, expected in (("-1/2", -0.5), ("−3", -3), ("1e1", 10), (".25", 0.25)):
        box(page, "b1[2]").fill(typed)
        page.keyboard.press("Enter")
        shows(page, "b1[2]", expected)
    python_has(page, run, "explorer.b1[1, 0]", 0.25)


@pytest.mark.parametrize("typed", ["abc", "1..2", "", "1/0", "1e999", "٣"])
def test_what_is_no_number_is_marked_said_and_not_taken_over(at_home, typed):
    page, _run = at_home
    box(page, "W2[1]").fill(typed)
    page.keyboard.press("Enter")
    expect(box(page, "W2[1]")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("status").filter(has_text="is not a number")).to_contain_text("W2[1]")
    assert value(page, "W2[1]") == 20
    page.keyboard.press("Escape")
    expect(box(page, "W2[1]")).to_have_value("20")
    expect(box(page, "W2[1]")).not_to_have_attribute("aria-invalid", "true")


def test_typing_the_old_number_again_takes_the_mark_away(at_home):
    page, _ = at_home
    box(page, "b2").fill("ten")
    page.keyboard.press("Enter")
    expect(box(page, "b2")).to_have_attribute("aria-invalid", "true")
    box(page, "b2").fill("-10.0")
    page.keyboard.press("Enter")
    expect(box(page, "b2")).not_to_have_attribute("aria-invalid", "true")
    expect(box(page, "b2")).to_have_value("−10")
    expect(page.get_by_role("status").filter(has_text="is not a number")).to_have_count(0)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (-0.0463548123, "−0.0463548"),
        (-0.00123456, "−0.0012346"),
        (-123456.789, "−123457"),
        (-8.70676e151, "−8.71e+151"),
        (-123456789012, "−1.23e+11"),
        (0, "0"),
    ],
)
def test_a_number_box_holds_no_more_than_it_has_room_for(at_home, number, shown):
    page, run = at_home
    assert run(f"explorer.b2 = {number}") == ""
    expect(box(page, "b2")).to_have_value(shown)
    assert box(page, "b2").evaluate("(box) => box.scrollWidth <= box.clientWidth")


def test_arrow_keys_move_a_number_box_and_home_and_end_stay_with_its_text(at_home):
    page, _ = at_home
    box(page, "b2").focus()
    for key, expected in (
        ("ArrowUp", -9),
        ("PageDown", -19),
        ("Shift+ArrowDown", -19.1),
        ("Home", -19.1),
        ("End", -19.1),
    ):
        page.keyboard.press(key)
        shows(page, "b2", expected)


def test_y_is_a_switch_by_keyboard_and_pointer(at_home):
    page, _run = at_home
    y = page.get_by_role("switch", name="y", exact=True)
    y.focus()
    page.keyboard.press("Space")
    shows(page, "y", 0)
    expect(y).to_have_attribute("aria-checked", "false")
    assert value(page, "L") == pytest.approx(10.0000454, rel=1e-8)
    y.click()
    shows(page, "y", 1)


def test_the_hidden_activation_can_be_changed_and_the_page_s_point_overwhelms_relu(at_home):
    page, _run = at_home
    page.get_by_role("radio", name="ReLU").check()
    shows(page, "z2", 990)
    shows(page, "a1[1]", 0)
    expect(page.locator(".bp-unit.bp-is-off").get_by_text("off")).to_be_visible()
    page.get_by_role("radio", name="sigmoid").check()
    shows(page, "z2", 10)
    expect(page.locator(".bp-unit.bp-is-off")).to_have_count(0)


def test_numbers_too_large_show_infinity_and_the_reason(at_home):
    page, _run = at_home
    box(page, "W1[1,1]").fill("1e308")
    page.keyboard.press("Enter")
    box(page, "x[1]").fill("1e308")
    page.keyboard.press("Enter")
    expect(page.locator('.bp-graph [data-quantity="z1[1]"]')).to_have_text("∞")
    expect(page.get_by_role("status").filter(has_text="∞ in")).to_contain_text("z1[1]")


def test_each_number_is_the_same_in_every_panel_and_in_python(at_home):
    page, run = at_home
    slider(page, "W2[2]").focus()
    page.keyboard.press("PageUp")
    shows(page, "W2[2]", 40)
    drawn(page)
    names = page.locator("[data-quantity]").evaluate_all("all => all.map(e => [e.dataset.quantity, e.dataset.value])")
    by_name = {}
    for name, number in names:
        by_name.setdefault(name, set()).add(number)
    assert all(len(numbers) == 1 for numbers in by_name.values())
    python_has(page, run, "explorer.W2[0, 1]", 40)
    passed = run(
        "p = explorer.problem; f = network.forward(p.x, p.parameters, p.hidden)\nprint(f.Z2.item(), f.A2.item())"
    )
    z2, a2 = map(float, passed.split())
    assert float(*by_name["z2"]) == pytest.approx(z2, rel=1e-12)
    assert float(*by_name["a2"]) == pytest.approx(a2, rel=1e-12)


def test_the_formulas_hold_the_numbers(at_home):
    page, _ = at_home
    line = page.locator(".bp-line").first
    assert line.locator("math").nth(2).text_content() == "=20·(−1)+20·(−1)+(−30)"
    assert line.locator("math").nth(3).text_content() == "=−70"
    z2 = page.locator(".bp-line").nth(4).locator("math")
    assert z2.nth(2).text_content() == "≈20·3.975·10⁻³¹+20·1+(−10)"
    assert z2.nth(3).text_content() == "≈10"


def test_every_control_has_the_name_of_its_entry(at_home):
    page, _ = at_home
    entries = ["x[1]", "x[2]", "W1[1,1]", "W1[1,2]", "W1[2,1]", "W1[2,2]", "b1[1]", "b1[2]", "W2[1]", "W2[2]", "b2"]
    for name in entries:
        assert slider(page, name).count() == box(page, name).count() == 1
    assert page.get_by_role("slider").count() == len(entries)


def test_nothing_is_cut_off_from_320_to_1100_pixels(at_home):
    page, _ = at_home
    for width in (320, 500, 760, 1100):
        page.locator(".bp-explorer").evaluate("(element, width) => (element.style.width = `${width}px`)", width)
        drawn(page)
        for panel in (".bp-explorer", ".bp-controls", ".bp-graph", ".bp-bar"):
            over = page.locator(panel).evaluate("element => element.scrollWidth - element.clientWidth")
            assert over <= 0, (panel, width)
    page.locator(".bp-explorer").evaluate("element => (element.style.width = '')")


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 5), (8, 16)], ids=str)
@pytest.mark.parametrize("hidden", network.HIDDEN)
def test_every_shape_shows_what_python_computes(at_home, shape, hidden):
    page, run = at_home
    D, H = shape
    rng = np.random.default_rng(D)
    x, W1, b1, W2, b2 = (rng.normal(size=s).round(3) for s in ((D, 1), (H, D), (H, 1), (1, H), (1, 1)))
    problem = network.Problem(x, np.array([[0.0]]), network.Parameters(W1, b1, W2, b2), hidden)
    passed = network.forward(x, problem.parameters, hidden)
    traits = {"x": x, "y": 0 * b2, **problem.parameters._asdict()}
    lines = [f"    explorer.{name} = {array.tolist()}" for name, array in traits.items()]
    assert run("\n".join(["with explorer.hold_sync():", f"    explorer.hidden = {hidden!r}", *lines])) == ""
    shows(page, f"b1[{H}]", b1[-1, 0])
    for i in range(H):
        assert value(page, f"z1[{i + 1}]") == pytest.approx(passed.Z1[i, 0], rel=1e-12)
    assert value(page, "a2") == pytest.approx(passed.A2.item(), rel=1e-12)
    assert value(page, "L") == pytest.approx(network.loss(passed.Z2, [[0]]).item(), rel=1e-12)
    assert page.get_by_role("slider").count() == D + H * D + H + H + 1
