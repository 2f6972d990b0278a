"""The way back on the graph, in a browser: directions, the path of what is held, one step, and room for all of it."""

import re
import unicodedata

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import (
    SIZE,
    box,
    button_named,
    drawn,
    frames,
    number,
    python_has,
    render_alone,
    shows,
    slider,
    value,
    watched_page,
)
from linked import Linked
from playwright.sync_api import expect
from test_explorer_paths import slopes_of

from helpers import network, training
from helpers.explorer import PANELS


@pytest.fixture
def page(kept_page):
    yield kept_page
    assert kept_page.problems == []


@pytest.fixture
def linked(page):
    """A function that shows an explorer of a problem and returns it, with what runs code beside its Python half."""
    both = Linked(page)

    def show(problem=network.EXAMPLE, **arguments):
        root = both.show(problem, **{"show": ("network",), "direction": "both"} | arguments)
        root.locator("section").first.wait_for()
        return root, both.run

    return show


def path_of(root):
    """The line under the graph, without its spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", root.locator(".bp-path-formula").inner_text()))


def hold(page, root, name):
    """Click a number in the graph, and take the pointer away."""
    place = root.locator(f'.bp-picture [data-of="{name}"]:not(g, rect)').first.bounding_box()
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.move(2, 2)
    drawn(page)


def line_of(root, name):
    return root.locator(f'.bp-edge[data-drag="{name}"] line').nth(1)


# Directions


def test_forward_shows_no_slope_backward_shows_python_s_and_both_show_both(linked):
    root, run = linked(network.SECOND, direction="forward")
    slopes = slopes_of(network.SECOND)
    for direction in ("forward", "backward", "both"):
        assert run(f"explorer.direction = {direction!r}") == ""
        expect(root.get_by_role("radio", name=direction, exact=True)).to_be_checked()
        for name, slope in slopes.items():
            shown = number(root, f"dL_d{name}")
            assert shown.is_visible() == (direction != "forward"), (direction, name)
            assert float(shown.get_attribute("data-value")) == pytest.approx(slope, rel=1e-12, abs=1e-14)
            assert number(root, name).is_visible()
        assert root.locator(".bp-edge .bp-arrow").first.is_visible() == (direction != "forward")
        assert root.locator(".bp-path").is_visible() == (direction != "forward")


def test_backward_an_edge_has_the_sign_and_the_size_of_its_slope_and_0_looks_like_0(page):
    root = render_alone(page, show=("network",), direction="backward")
    look = """(line) => [line.getAttribute("class"), parseFloat(line.style.strokeWidth),
        getComputedStyle(line).strokeDasharray]"""
    kind, width, _ = line_of(root, "W1[1,2]").evaluate(look)  # of slope -2, the largest
    assert (kind, width) == ("bp-negative", 6)
    kind, width, _ = line_of(root, "W2[1]").evaluate(look)  # -0.5
    assert (kind, width) == ("bp-negative", pytest.approx(1 + 5 / 4, abs=0.06))
    kind, width, dashes = line_of(root, "W1[2,2]").evaluate(look)  # exactly 0
    assert (kind, width, dashes) == ("bp-zero", 1, "1px, 5px")
    box(root, "b1[2]").fill("1.000000001")  # on by a hair: a slope so small that 0 would be wrong
    page.keyboard.press("Enter")
    expect(line_of(root, "W2[2]")).to_have_class("bp-negative")
    kind, width, dashes = line_of(root, "W2[2]").evaluate(look)
    assert (kind, width) == ("bp-negative", 1) and dashes != "1px, 5px"


def test_a_shut_gate_stops_what_arrives_and_an_open_one_lets_it_by(page):
    root = render_alone(page, show=("network",), direction="backward")
    gates = root.locator(".bp-unit .bp-gate")
    stopped = [gates.nth(k).locator(".bp-stopped").is_visible() for k in range(3)]
    by = [gates.nth(k).locator(".bp-through").is_visible() for k in range(3)]
    assert stopped == [False, True, False] and by == [True, False, True]
    assert value(root, "dL_da1[2]") == 1.5 and value(root, "dL_dz1[2]") == 0


def test_an_arrow_at_each_edge_points_from_l_to_x(page):
    root = render_alone(page, network.SECOND, show=("network",), direction="backward")
    tips = """(root) => [...root.querySelectorAll(".bp-edge")].map((edge) => {
        const line = edge.querySelector("line"), arrow = edge.querySelector(".bp-arrow");
        const [tip, ...foot] = [...arrow.points].map((point) => point.matrixTransform(arrow.getCTM()));
        const ends = ["1", "2"].map((k) => new DOMPoint(line[`x${k}`].baseVal.value, line[`y${k}`].baseVal.value));
        const start = ends[0].matrixTransform(line.getCTM());
        const far = (point) => Math.hypot(point.x - start.x, point.y - start.y);
        return foot.every((point) => far(point) > far(tip));
    })"""
    assert root.evaluate(tips) == [True] * (6 + 3 + 1)


def test_a_number_can_be_held_by_the_keyboard_alone(page):
    root = render_alone(page, show=("network",), direction="both")
    choose = root.get_by_label("slope of L with respect to")
    for name in ("z1[2]", "a1[2]", "x[2]", "W2[2]"):
        choose.select_option(name)
        drawn(page)
        assert path_of(root) == HELD[name]
    slider(root, "b2").focus()
    expect(choose).to_have_value("b2")


def test_where_a2_is_rounded_the_product_is_about_right_not_exactly(page):
    one = network.Parameters([[1]], [[0]], [[1]], [[0]])
    root = render_alone(page, network.Problem([[50]], [[1]], one, "relu"), show=("network",), direction="both")
    drawn(page)
    assert path_of(root).endswith("≈0·1·1·50≈0")


def test_f_and_b_turn_the_graph_and_the_same_key_again_shows_both(linked, page):
    root, run = linked(direction="forward")
    slider(root, "b2").focus()
    for key, direction in (("b", "backward"), ("b", "both"), ("f", "forward"), ("f", "both"), ("B", "backward")):
        page.keyboard.press(key)
        expect(root.get_by_role("radio", name=direction, exact=True)).to_be_checked()
        python_has(page, run, "explorer.direction", direction)
    box(root, "b2").focus()
    page.keyboard.press("f")  # a box takes letters
    expect(root.get_by_role("radio", name="backward", exact=True)).to_be_checked()


def test_in_the_walk_b_is_the_walk_s_own_key(linked, page):
    root, run = linked(show=("network", "walk"), step="D2", direction="forward")
    slider(root, "b2").focus()
    page.keyboard.press("b")
    python_has(page, run, "[explorer.step, explorer.direction]", ["D1", "forward"])
    page.keyboard.press("f")
    python_has(page, run, "[explorer.step, explorer.direction]", ["D1", "both"])


def test_a_page_key_turns_nothing_before_the_walk_has_begun(linked, page):
    root, run = linked(show=("network", "walk"), direction="forward")
    button_named(root, "Start the walk").press("PageUp")
    drawn(page)
    python_has(page, run, "[explorer.direction, explorer.step]", ["forward", None])


def test_the_line_of_python_has_the_direction(linked):
    root, _ = linked(direction="backward")
    button_named(root, "Copy as Python").click()
    assert 'direction="backward"' in root.get_by_label("The line of Python").input_value()


# The path of what is held


def test_the_path_of_a_weight_is_its_product_in_order_with_the_numbers_of_now(page):
    root = render_alone(page, show=("network",), direction="both")
    slider(root, "W1[1,2]").focus()
    drawn(page)
    assert path_of(root) == "∂L∂w1,2[1]=(a[2]−y)·w1[2]·1{z1[1]>0}·x2=(−0.5)·2·1·2=−2"
    page.keyboard.press("ArrowUp")
    drawn(page)
    factors = [value(root, name, ".bp-path") for name in ("dL_dz2", "W2[1]", "da1_dz1[1]", "x[2]")]
    assert factors[0] != -0.5
    product = factors[0] * factors[1] * factors[2] * factors[3]
    assert value(root, "dL_dW1[1,2]", ".bp-path") == pytest.approx(product, rel=1e-12)


HELD = {
    "W2[2]": "∂L∂w2[2]=(a[2]−y)·a2[1]=(−0.5)·0=0",
    "b2": "∂L∂b[2]=(a[2]−y)=−0.5",
    "b1[1]": "∂L∂b1[1]=(a[2]−y)·w1[2]·1{z1[1]>0}=(−0.5)·2·1=−1",
    "a1[2]": "∂L∂a2[1]=(a[2]−y)·w2[2]=(−0.5)·(−3)=1.5",
    "z1[2]": "∂L∂z2[1]=(a[2]−y)·w2[2]·1{z2[1]>0}=(−0.5)·(−3)·0=0",
    "z2": "∂L∂z[2]=∂L∂a[2]·∂a[2]∂z[2]=(−2)·0.25=(a[2]−y)=−0.5",
    "a2": "∂L∂a[2]=−1a[2]=−2",
    "x[2]": "∂L∂x2=(a[2]−y)·w1[2]·1{z1[1]>0}·w1,2[1]+(a[2]−y)·w2[2]·1{z2[1]>0}·w2,2[1]"
    "=(−0.5)·2·1·0.5+(−0.5)·(−3)·0·(−1)=−0.5",
}


@pytest.mark.parametrize("name", HELD)
def test_a_click_holds_a_weight_a_bias_a_unit_or_an_input(page, name):
    root = render_alone(page, show=("network",), direction="both")
    hold(page, root, name)
    assert path_of(root) == HELD[name]
    assert ("2 paths" in root.locator(".bp-path").inner_text()) == (name == "x[2]")


def test_of_label_0_the_first_link_is_the_other_term(page):
    root = render_alone(page, network.EXAMPLE._replace(y=[[0]]), show=("network",), direction="both")
    hold(page, root, "a2")
    assert path_of(root) == "∂L∂a[2]=11−a[2]=2"
    root.get_by_role("switch", name="y").click()
    drawn(page)
    hold(page, root, "a2")
    assert path_of(root) == "∂L∂a[2]=−1a[2]=−2"


def test_what_is_lit_stays_so_where_the_graph_is_drawn_for_another_width(page):
    root = render_alone(page, show=("network",), direction="both")
    root.evaluate("(root) => (root.style.width = '480px')")
    slider(root, "W1[1,1]").focus()
    root.evaluate("(root) => (root.style.width = '1200px')")
    frames(page, 4)
    expect(root.locator('.bp-edge[data-drag="W1[1,1]"]')).to_have_class(re.compile("bp-lit"))


def test_the_pointer_holds_for_a_moment_and_a_factor_lights_up_where_it_lives(page):
    root = render_alone(page, show=("network",), direction="both")
    slider(root, "W1[1,2]").focus()
    drawn(page)
    whole = path_of(root)
    root.locator('.bp-path [data-of="W2[1]"]').first.hover()
    drawn(page)
    expect(root.locator('.bp-edge[data-drag="W2[1]"]')).to_have_class(re.compile("bp-lit"))
    root.locator('.bp-path [data-of="da1_dz1[1]"]').first.hover()
    drawn(page)
    expect(root.locator('.bp-gate[data-of="da1_dz1[1]"]')).to_have_class(re.compile("bp-lit"))
    root.locator('.bp-label[data-drag="W2[1]"] .bp-weight').hover()  # the other way round: a factor of the path
    drawn(page)
    assert path_of(root) == whole
    assert root.locator('.bp-path .bp-lit[data-of="W2[1]"]').count() == 2  # its letter and its number
    root.locator('.bp-label[data-drag="W2[2]"] .bp-weight').hover()  # no factor: its own path
    drawn(page)
    assert path_of(root) == HELD["W2[2]"]
    page.mouse.move(2, 2)
    drawn(page)
    assert path_of(root) == whole


def test_the_way_from_l_to_what_is_held_is_lit_and_ends_at_a_shut_gate(page):
    root = render_alone(page, show=("network",), direction="backward")
    on = (
        "(root) => [...root.querySelectorAll('.bp-edge.bp-on-path[data-drag]')].map((edge) => edge.dataset.drag).sort()"
    )
    slider(root, "W1[1,2]").focus()
    drawn(page)
    assert root.evaluate(on) == ["W1[1,2]", "W2[1]"]
    slider(root, "W1[2,1]").focus()
    drawn(page)
    assert root.evaluate(on) == ["W2[2]"]


# One step


def test_marks_on_the_sliders_stand_where_one_step_puts_them_and_a_key_takes_it(linked, page):
    root, run = linked(network.SECOND, learning_rate=0.1)
    start = network.SECOND
    after = training.train(start.x, start.y, start.parameters, 0.1, 1)
    wanted = {f"W1[{i + 1},{j + 1}]": v for i, row in enumerate(after.parameters.W1) for j, v in enumerate(row)}
    wanted |= {f"b1[{i + 1}]": v for i, v in enumerate(after.parameters.b1[:, 0])}
    wanted |= {f"W2[{i + 1}]": v for i, v in enumerate(after.parameters.W2[0])} | {"b2": after.parameters.b2.item()}
    for name, at in wanted.items():
        assert float(slider(root, name).get_attribute("data-next")) == pytest.approx(at, rel=1e-12), name
    assert slider(root, "x[1]").get_attribute("data-next") is None
    foreseen = value(root, "L_after", ".bp-step-line")
    assert foreseen == pytest.approx(after.cost[1], rel=1e-12)
    slider(root, "b2").focus()
    page.keyboard.press("s")
    drawn(page)
    for name, at in wanted.items():
        assert value(root, name) == pytest.approx(at, rel=1e-12)
    assert value(root, "L") == pytest.approx(foreseen, rel=1e-12)
    python_has(page, run, "explorer.W2.tolist()", [[value(root, f"W2[{k}]") for k in (1, 2, 3)]])
    button_named(root, "Undo").click()
    shows(root, "W2[1]", 1)


def test_in_forward_the_key_takes_a_step_and_shows_the_slopes_that_it_followed(page):
    root = render_alone(page, show=("network",), direction="forward")
    slider(root, "b2").focus()
    page.keyboard.press("s")
    shows(root, "b2", -1.5)  # the learning rate is 1, and the slope was -1/2
    expect(root.get_by_role("radio", name="backward")).to_be_checked()
    assert root.locator('[data-quantity="dL_dW2[1]"]').first.get_attribute("data-value")


def test_in_forward_the_key_takes_no_step_while_the_walk_still_asks_for_the_slopes(page):
    root = render_alone(page, show=("network", "walk"), step="D1", direction="forward")
    slider(root, "b2").focus()
    page.keyboard.press("s")
    drawn(page)
    assert value(root, "b2") == -2
    expect(root.get_by_role("radio", name="forward")).to_be_checked()


def test_the_graph_shows_where_the_held_weight_would_go_and_how_wide_each_edge_would_be(page):
    root = render_alone(page, show=("network",), direction="both")
    slider(root, "W2[1]").focus()
    drawn(page)
    assert root.locator('.bp-label[data-drag="W2[1]"]').text_content() == "2 → 2.5−0.5"
    ghost = root.locator('.bp-edge[data-drag="W1[1,2]"] .bp-ghost')  # 0.5 becomes 2.5, a flat line
    expect(ghost).to_have_class("bp-ghost bp-positive")
    widths = root.evaluate("""(root) => ["W1[1,2]", "W1[2,1]"].map((name) =>
        parseFloat(root.querySelector(`.bp-edge[data-drag="${name}"] .bp-ghost`).style.strokeWidth))""")
    assert widths[0] > widths[1]


def test_where_no_step_is_possible_the_line_says_why(page):
    root = render_alone(page, network.SECOND, show=("network",), direction="both", learning_rate=1e308)
    expect(button_named(root, "Take one step")).to_be_disabled()
    expect(root.locator(".bp-step-line")).to_contain_text("No step can be made here")
    expect(root.locator(".bp-step-line").get_by_text("comes to")).to_be_hidden()


def test_the_learning_rate_stands_beside_the_step_unless_train_has_it(page):
    root = render_alone(page, show=("network",), direction="both")
    rate = root.get_by_label("learning rate")
    rate.fill("0.5")
    page.keyboard.press("Enter")
    drawn(page)
    assert float(slider(root, "b2").get_attribute("data-next")) == -1.75
    page.evaluate("window.fromPython([{ show: ['network', 'train'] }])")
    drawn(page)
    expect(root.get_by_label("learning rate")).to_have_count(1)


# Predict first


@pytest.mark.parametrize("step", ["D3", "D4", "D7", "D8", "D9"])
def test_in_the_walk_the_graph_gives_nothing_away(page, step):
    root = render_alone(page, show=("network", "walk"), step=step, direction="backward")
    assert "=?" in path_of(root) and "·" not in path_of(root)
    lines = root.locator(".bp-edge[data-drag] line:nth-child(2)")
    kinds = lines.evaluate_all("all => all.map((e) => e.getAttribute('class'))")
    widths = lines.evaluate_all("all => all.map((e) => parseFloat(e.style.strokeWidth))")
    assert step != "D8" or max(widths) == 6  # in relation to the largest that is revealed, not to what is asked for
    known = {"D3": 0, "D4": 0, "D7": 2, "D8": 2, "D9": 6}[step]
    assert sum(kind != "bp-unknown" for kind in kinds) == known
    assert root.locator("[data-next]").count() == 0
    expect(root.locator(".bp-step-line")).to_be_hidden()
    gates = [gate.is_visible() for gate in root.locator(".bp-gate").all()]
    assert gates == [step > "D7"] * 2 + [True]  # that of the output is D2's


# Units that pass little back


@pytest.mark.parametrize("step", ["D2", "D7"])
def test_the_reason_that_a_unit_is_off_gives_nothing_away_before_its_step(page, step):
    root = render_alone(page, show=("network", "walk"), step=step, direction="backward")
    reasons = [
        *root.locator(".bp-unit title").all_text_contents(),
        root.locator(".bp-picture svg").get_attribute("aria-label"),
    ]
    assert any("z1[2] = −1 is not above 0" in reason for reason in reasons)
    assert not any("slope" in reason for reason in reasons)


def test_a_gate_says_what_it_does_while_the_pointer_is_on_it(page):
    root = render_alone(page, show=("network",), direction="backward")
    root.locator('.bp-gate[data-of="da1_dz1[2]"]').hover()
    drawn(page)
    expect(root.locator(".bp-path")).to_contain_text("The slope of the activation there is 0, as z1[2] is not above 0.")


def test_with_a_data_set_the_step_says_whose_slopes_it_follows(page):
    root = render_alone(page, show=("network",), direction="both", X=[[1, 0], [2, 2]], Y=[[0, 1]])
    expect(root.locator(".bp-step-line")).to_contain_text("the mean of the slopes over all 2 points")
    expect(root.locator(".bp-step-line")).to_contain_text("J is ")


def test_a_step_whose_promise_is_below_0_is_called_too_long(page):
    root = render_alone(page, show=("network",), direction="both")
    expect(root.locator(".bp-step-line")).to_contain_text("No loss is below 0")
    root.get_by_label("learning rate").fill("0.01")
    page.keyboard.press("Enter")
    expect(root.locator(".bp-step-line")).not_to_contain_text("No loss is below 0")


def test_keys_go_on_where_the_button_that_was_pressed_can_be_pressed_no_more(linked, page):
    root, run = linked(direction="forward")
    slider(root, "b2").press("ArrowUp")
    button_named(root, "Undo").press("Enter")
    expect(button_named(root, "Undo")).to_be_disabled()
    page.keyboard.press("b")
    python_has(page, run, "explorer.direction", "backward")


def test_units_that_pass_little_back_are_named_with_the_reason(linked):
    root, run = linked(network.PAGE)
    expect(root.locator(".bp-blame", has_text="saturated")).to_have_count(3)
    expect(root.locator(".bp-picture svg")).to_have_attribute("aria-label", re.compile(r"z1\[1\] = −70 is far from 0"))
    assert "z1[1] = −70 is far from 0" in root.locator(".bp-unit title").first.text_content()
    run("explorer.problem = network.EXAMPLE")
    assert root.locator(".bp-blame").all_text_contents() == ["", "off", ""]
    run("explorer.update(X=[[1, 0], [2, 2]], Y=[[0, 1]])")
    assert root.locator(".bp-blame").all_text_contents() == ["", "dead", ""]
    assert "off at every point" in root.locator(".bp-picture svg").get_attribute("aria-label")


# Room


def test_a_projector_shows_graph_sliders_and_path_without_scrolling(page):
    page.set_viewport_size({"width": 1280, "height": 720})
    root = render_alone(page, show=("network",), direction="both")
    drawn(page)
    for part in (".bp-picture", ".bp-path", ".bp-step-line", '[aria-label="b2"]', ".bp-switch"):
        assert root.locator(part).first.evaluate("(e) => e.getBoundingClientRect().bottom") <= 720, part
    assert root.locator(".bp-controls").evaluate("(e) => e.scrollHeight - e.clientHeight") <= 0


@pytest.fixture
def phone(chrome):
    """A page on a touch screen of 375 × 700, with `touch` for what a finger does there."""
    with watched_page(chrome) as page:
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        session.send("Emulation.setEmulatedMedia", {"features": [{"name": "pointer", "value": "coarse"}]})
        page.set_viewport_size({"width": 375, "height": 700})

        def touch(element, up=0):
            """A tap on an element, or a finger that goes so many pixels up from there."""
            element.scroll_into_view_if_needed()
            place = element.bounding_box()
            x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
            points = [{"x": x, "y": y - up * k / 16} for k in range(1 if up == 0 else 17)]
            for k, point in enumerate(points):
                kind = "touchMove" if k else "touchStart"
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
                drawn(page)
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            drawn(page)

        page.touch = touch
        yield page
        assert page.problems == []


# What can be touched and is smaller than a finger; the handle of x has room around it.
SMALL = """(root) => [...root.querySelectorAll("button:not(.bp-handle), input, select, summary, [role=switch]")]
    .filter((e) => e.checkVisibility())
    .map((e) => [e, (e.closest("label") ?? e).getBoundingClientRect()])
    .filter(([e, { height }]) => height < 43.5)
    .map(([e, { height }]) => `${e.outerHTML.slice(0, 80)} ${height}`)"""


@pytest.mark.parametrize("width", [375, 320])
def test_on_a_phone_the_graph_comes_first_then_the_control_in_hand_and_one_panel_at_a_time(phone, width):
    phone.set_viewport_size({"width": width, "height": 700})
    root = render_alone(phone, show=PANELS, direction="both")
    drawn(phone)
    top = root.locator(".bp-picture").evaluate("(e) => e.getBoundingClientRect().top")
    assert top < 200  # below the note on a saved explorer and the switch
    assert root.evaluate("(root) => root.scrollWidth - root.clientWidth") <= 0
    expect(root.get_by_role("slider").filter(visible=True)).to_have_count(1)
    expect(slider(root, "W1[1,1]")).to_be_visible()
    phone.touch(root.locator('.bp-label[data-drag="W2[2]"] .bp-weight'))
    expect(slider(root, "W2[2]")).to_be_visible()
    expect(root.get_by_role("slider").filter(visible=True)).to_have_count(1)
    assert root.evaluate("(root) => root.contains(document.activeElement) && document.activeElement.type") == "range"
    expect(root.get_by_role("switch", name="y")).to_be_visible()
    for name, panel in (("Boundary", ".bp-boundary"), ("Formulas", ".bp-formulas"), ("All numbers", ".bp-b2")):
        button = button_named(root, name)
        expect(root.locator(panel)).to_be_hidden()
        phone.touch(button)
        expect(root.locator(panel)).to_be_visible()
        expect(button).to_have_attribute("aria-expanded", "true")
        assert root.evaluate(SMALL) == []
        if name == "Boundary":
            around = """(e) => {
                e.scrollIntoView({ block: "center" });
                const { left, top } = e.getBoundingClientRect();
                return document.elementFromPoint(left - 9, top + 12) === e;
            }"""
            assert root.locator(".bp-handle").evaluate(around)
    phone.touch(button)
    expect(root.locator(".bp-b2")).to_be_hidden()


def test_a_finger_that_goes_up_over_the_graph_scrolls_the_page_and_changes_nothing(phone):
    root = render_alone(phone, show=PANELS, direction="both")
    phone.evaluate("document.body.style.paddingBottom = '2000px'")
    drawn(phone)
    before = value(root, "W1[1,1]")
    phone.touch(root.locator('.bp-label[data-drag="W1[1,1]"] .bp-weight'), up=150)
    assert phone.evaluate("window.scrollY") > 50
    assert value(root, "W1[1,1]") == before


# First visits


@pytest.fixture
def site(chrome):
    """A page of an origin that can keep things; nothing else is there."""
    with watched_page(chrome) as page:
        page.route(
            "**/*", lambda route: route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html")
        )
        page.goto("http://127.0.0.1:9/")
        page.evaluate("localStorage.clear()")
        yield page
        page.evaluate("localStorage.clear()")
        assert page.problems == []


def test_a_first_visit_shows_what_can_be_dragged_and_never_again(site):
    root = render_alone(site)
    expect(root.get_by_role("note")).to_have_count(3)
    site.reload()  # nobody has touched anything yet
    root = render_alone(site)
    expect(root.get_by_role("note")).to_have_count(3)
    slider(root, "b2").press("ArrowUp")
    expect(root.get_by_role("note")).to_have_count(0)
    site.reload()
    root = render_alone(site)
    expect(root.get_by_role("note")).to_have_count(0)


def test_where_nothing_can_be_kept_there_are_no_hints(site):
    site.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    expect(render_alone(site).get_by_role("note")).to_have_count(0)


# Why backwards


def test_the_count_is_of_this_network_and_of_larger_ones(linked):
    root, run = linked(show=("count",))
    rows = root.locator(".bp-count tbody tr")
    assert rows.nth(0).locator("td").all_text_contents()[:2] == ["9", "10 forward"]
    assert rows.nth(1).locator("td").all_text_contents()[:2] == ["161", "162 forward"]
    assert rows.nth(2).locator("td").all_text_contents()[:3] == ["1,000,000", "1,000,001 forward", "17 min"]
    said = root.locator(".bp-count").inner_text()
    assert float(re.search(r"difference is (\S+)·10⁻⁶", said)[1]) < 10
    run("explorer.b1 = [-1, 1]")  # z1[2] is 0, where ReLU has a slope to each side
    expect(root.locator(".bp-count")).to_contain_text("the two ways differ, by 3")
    run("explorer.W1 = [[1e12, 0], [0, 0]]")
    expect(root.locator(".bp-count")).to_contain_text("too large")
    run("explorer.problem = network.SECOND")
    assert rows.nth(0).locator("td").all_text_contents()[:2] == ["13", "14 forward"]
    assert "count" in PANELS


# Everyone


STATES = {
    "forward": {"direction": "forward"},
    "backward": {"direction": "backward"},
    "both": {"direction": "both", "X": [[0.5, -1, 1], [1, -1, -1]], "Y": [[1, 0, 1]]},
    "walk": {"direction": "backward", "step": "D8"},
    "many units": {"direction": "both"},
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_no_fault_in_any_state(page, state, theme):
    page.emulate_media(color_scheme=theme)
    wide = network.Parameters([[1, 2]] * 7, [[0]] * 7, [[1] * 7], [[0]])
    problem = network.Problem([[1], [2]], [[1]], wide, "relu") if state == "many units" else network.EXAMPLE
    root = render_alone(page, problem, show=PANELS, **STATES[state])
    root.locator(".bp-panels summary").click()
    if state == "both":
        root.get_by_label("learning rate").fill("0.001")
        button_named(root, "Play").click()
    for width in (SIZE["width"], 375):
        page.set_viewport_size({"width": width, "height": 900})
        drawn(page)
        results = Axe().run(page, context=".bp-explorer")
        assert results.violations_count == 0, results.generate_report()


def test_one_key_leads_past_the_explorer(page):
    root = render_alone(page, show=PANELS)
    page.evaluate("document.body.append(Object.assign(document.createElement('button'), { textContent: 'after' }))")
    page.keyboard.press("Tab")
    expect(button_named(root, "Skip this explorer")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(button_named(page, "after")).to_be_focused()


def test_a_screen_reader_takes_no_layer_for_a_power(page):
    root = render_alone(page, show=("formulas",))
    raised = root.locator(".bp-lines :is(msup, msubsup)")
    read = raised.evaluate_all("all => all.map((e) => [e.textContent, e.getAttribute('intent'), e.ariaLabel])")
    names = {text: (intent, label) for text, intent, label in read}
    assert names["W[2]T"] == ("_W2_transposed", "W2 transposed")
    assert names["z[1]"] == ("_z1", "z1") and names["w1,2[1]"] == ("_w1_entry_1_2", "w1 entry 1 2")
    assert all(intent and label for intent, label in names.values())
    assert root.locator(".bp-lines msubsup > mrow:empty").count() == 0


def test_the_picture_says_what_it_shows_and_whose_way_back_is_lit(page):
    root = render_alone(page, show=("network",), direction="forward")
    picture = root.locator(".bp-picture svg")
    shown = r"A graph of 2 inputs, 2 hidden units and the output[^;]*$"
    expect(picture).to_have_attribute("aria-label", re.compile(shown))
    root.get_by_role("radio", name="both", exact=True).check()
    slider(root, "W2[1]").focus()
    expect(picture).to_have_attribute("aria-label", re.compile(r"the way back from L to W2\[1\] is lit$"))


def test_high_contrast_leaves_what_a_background_alone_draws(page):
    page.emulate_media(forced_colors="active")
    root = render_alone(page, show=("network", "boundary"), direction="both", learning_rate=0.25)
    drawn(page)
    for drawn_by_background in ("input[type=range]", ".bp-mark", ".bp-ramp"):
        look = "(e) => getComputedStyle(e).backgroundImage"
        assert "gradient" in root.locator(drawn_by_background).first.evaluate(look), drawn_by_background
    grounds = "(e) => [e, e.parentElement].map((e) => getComputedStyle(e).backgroundColor)"
    knob, around = root.locator(".bp-knob").evaluate(grounds)
    assert knob != around


def test_the_plane_can_be_read_without_its_colours(page):
    root = render_alone(page, show=("boundary",))
    least, largest = root.locator(".bp-extreme").all_text_contents()
    assert re.fullmatch(r"\S+·10⁻\S+", least) and 0.9 < float(largest) <= 1
    high, low = (root.locator(f".bp-{name}").bounding_box() for name in ("largest", "least"))
    plane = root.locator(".bp-heat").bounding_box()
    for place in (high, low):
        assert plane["x"] <= place["x"] and place["x"] + place["width"] <= plane["x"] + plane["width"]
        assert plane["y"] <= place["y"] and place["y"] + place["height"] <= plane["y"] + plane["height"]
    assert high != low


def test_wider_letters_hide_no_words(page):
    page.set_viewport_size({"width": 280, "height": 900})
    root = render_alone(page, show=("network", "loss"))
    spacing = "line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important"
    page.add_style_tag(content=f"* {{ {spacing} }}")
    drawn(page)
    cut = """(root) => [...root.querySelectorAll("p")]
        .filter((e) => e.scrollHeight > e.clientHeight + 2 && getComputedStyle(e).overflowY === "hidden")
        .map((e) => e.textContent)"""
    assert root.evaluate(cut) == []


def test_a_mark_stands_where_the_thumb_will_be(page):
    root = render_alone(page, show=("network",), direction="both", learning_rate=0.25)
    middle = """(slider) => {
        const mark = slider.nextElementSibling;
        const { left, width } = mark.getBoundingClientRect();
        return left + (parseFloat(getComputedStyle(mark).backgroundPositionX) / 100) * (width - 3) + 1.5;
    }"""  # of the mark's line, three pixels wide, which a background's percent moves from one end to the other
    marks = {name: slider(root, name).evaluate(middle) for name in ("W1[1,2]", "W1[2,2]", "W2[1]", "b2")}
    button_named(root, "Take one step").click()
    drawn(page)
    for name, mark in marks.items():
        track = slider(root, name)
        share = (value(root, name) / float(track.get_attribute("max")) + 1) / 2
        box_of = track.bounding_box()
        assert mark == pytest.approx(box_of["x"] + 8 + (box_of["width"] - 16) * share, abs=1), name
