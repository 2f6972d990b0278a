"""The explorer's panels in a browser: graph, boundary, loss, training, and the bar above them. No lab is needed."""

import re

import numpy as np
import pytest
from browser import (
    box,
    drawn,
    frames,
    python_has,
    shows,
    slider,
    told,
    until,
    value,
)
from linked import Linked
from playwright.sync_api import expect

from helpers import derivatives, network, numerals

# Both hidden units are on, no number is another, and both kinks cross the plane that is shown.
START = network.Problem(
    np.array([[1.0], [2.0]]),
    np.array([[1.0]]),
    network.Parameters(
        np.array([[1.0, 0.5], [1.5, -0.25]]), np.array([[-1.25], [0.75]]), np.array([[2.0, -3.0]]), np.array([[0.25]])
    ),
    "relu",
)
TRAINED = ("W1[1,1]", "W1[1,2]", "W1[2,1]", "W1[2,2]", "b1[1]", "b1[2]", "W2[1]", "W2[2]", "b2")
X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([[0.0, 1.0, 1.0, 0.0]])


@pytest.fixture
def page(kept_page):
    return kept_page


@pytest.fixture
def at_home(page):
    """The page of an explorer of START with all its panels, and a function that runs code beside its Python half."""
    linked = Linked(page)
    linked.show(START)
    shows(page, "z1[1]", 0.75)
    yield page, linked.run
    assert page.problems == []


# What Python has, and what the page has


def trained(page):
    """The weights and biases on the page, in the order of TRAINED."""
    drawn(page)
    return [value(page, name) for name in TRAINED]


IN_PYTHON = "[v for p in explorer.parameters for v in p.flat]"


def flat(parameters):
    return [v for array in parameters for v in array.ravel().tolist()]


def as_parameters(numbers):
    return network.Parameters(*(np.reshape(n, s) for n, s in zip(np.split(numbers, [4, 6, 8]), SHAPES, strict=True)))


SHAPES = ((2, 2), (2, 1), (1, 2), (1, 1))


def give_data(page, run, X=X, Y=Y):
    """A data set from Python, which the page then trains on."""
    assert run(f"with explorer.hold_sync():\n    explorer.X, explorer.Y = {X.tolist()}, {Y.tolist()}") == ""
    expect(page.get_by_label(f"the data set, {X.shape[1]} points")).to_be_checked()
    drawn(page)


def cost_of(parameters, X=START.x, Y=START.y, hidden=START.hidden):
    return network.cost(network.forward(X, parameters, hidden).Z2, Y)


def gradient_of(parameters, X=START.x, Y=START.y):
    return derivatives.backward(X, Y, parameters, network.forward(X, parameters, START.hidden))


# What a hand does


def middle(page, element):
    """Where an element's middle is in the window, scrolled to."""
    element.scroll_into_view_if_needed()
    drawn(page)
    inside = element.bounding_box()
    return inside["x"] + inside["width"] / 2, inside["y"] + inside["height"] / 2


def along_edge(page, name, share):
    """A place on a weight's edge in the window, a share of the way from its left end."""
    edge = page.locator(f'.bp-edge[data-drag="{name}"] .bp-hit')
    page.locator(".bp-graph svg").scroll_into_view_if_needed()
    x, y = edge.evaluate(
        """(line, share) => {
            const at = line.getPointAtLength(share * line.getTotalLength()).matrixTransform(line.getScreenCTM());
            return [at.x, at.y];
        }""",
        share,
    )
    return x, y


def pull(page, start, right, up):
    """Press the pointer at a place, move it by as many pixels, and let go."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + right, start[1] - up, steps=8)
    page.mouse.up()
    drawn(page)


def pull_by_finger(page, start, right, up):
    """The same with a finger on a touch screen."""
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", start)
    for share in np.linspace(0, 1, 9)[1:]:
        touch("touchMove", (start[0] + share * right, start[1] - share * up))
    touch("touchEnd")
    finger.detach()
    drawn(page)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


# A plot, read by its ticks


def axis(picture, ticks, attribute, off=0):
    """The lines through a plot's ticks: place in the picture to value, and value to place."""
    read = f"all => all.map(tick => [tick.getAttribute('{attribute}'), tick.textContent.replace('−', '-')])"
    found = np.array([[p, v] for p, v in picture.locator(ticks).evaluate_all(read) if "[" not in v and v != "step"])
    places, values = found.astype(float).T
    places = places - off
    return np.poly1d(np.polyfit(places, values, 1)), np.poly1d(np.polyfit(values, places, 1))


def across(picture):
    return axis(picture, ".bp-under", "x")


def upward(picture):
    return axis(picture, ".bp-beside", "y", off=4)  # a tick's text hangs 4 below its line


def spot(page, picture, x, y):
    """Where a place in a picture, in its own units, is in the window."""
    picture.scroll_into_view_if_needed()
    drawn(page)
    place = "(svg, [x, y]) => { const p = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM()); return [p.x, p.y]; }"
    return picture.evaluate(place, [x, y])


def attributes(element, *names):
    return [float(element.get_attribute(name)) for name in names]


def plane_of(page):
    return page.locator(".bp-plane > svg").first


def on_plane(page, x1, x2):
    """Where a point of the plane is in the window."""
    picture = plane_of(page)
    return spot(page, picture, across(picture)[1](x1), upward(picture)[1](x2))


def slice_of(page):
    return page.locator(".bp-loss .bp-plot svg").first


def curve_of(page):
    return page.locator(".bp-loss .bp-plot svg").nth(1)


def reading(page, panel):
    return page.locator(f"{panel} .bp-reading").first


# The graph


@pytest.mark.parametrize("part", ["edge", "label"])
def test_a_weight_pulled_up_grows_by_steps_and_python_has_it_afterwards(at_home, part):
    page, run = at_home
    label = page.locator('.bp-weight[data-quantity="W1[2,1]"]')
    pull(page, along_edge(page, "W1[2,1]", 0.15) if part == "edge" else middle(page, label), 0, 18)
    shows(page, "W1[2,1]", 1.5 + 3 * 0.2)
    shows(page, "z1[2]", 2.1 - 0.5 + 0.75)
    python_has(page, run, "explorer.W1[1, 0]", 2.1)
    pull(page, middle(page, label), -6, -12)
    shows(page, "W1[2,1]", 1.5)
    python_has(page, run, "explorer.W1[1, 0]", 1.5)


def test_a_unit_pulled_up_has_a_larger_bias_and_an_input_pulled_right_is_larger(at_home):
    page, run = at_home
    pull(page, middle(page, page.locator('.bp-unit[data-drag="b1[2]"] rect')), 0, 12)
    shows(page, "b1[2]", 0.95)
    pull(page, middle(page, page.locator('.bp-unit[data-drag="b2"] rect')), 0, -12)
    assert value(page, "b2") < 0.25
    pull(page, middle(page, page.locator('.bp-input[data-drag="x[1]"]')), 24, 0)
    assert value(page, "x[1]") > 1
    shown = [value(page, name) for name in ("b1[2]", "b2", "x[1]")]
    python_has(page, run, "[explorer.b1[1, 0], explorer.b2[0, 0], explorer.x[0, 0]]", shown)


def test_shift_makes_the_steps_of_a_pull_a_tenth(at_home):
    page, _ = at_home
    start = middle(page, page.locator('.bp-weight[data-quantity="W1[2,1]"]'))
    page.keyboard.down("Shift")
    pull(page, start, 0, 18)
    page.keyboard.up("Shift")
    shows(page, "W1[2,1]", 1.56)


@pytest.mark.parametrize("name", ["W1[1,2]", "W2[2]", "b1[1]", "b2", "x[2]"])
def test_a_click_in_the_graph_that_moves_nothing_goes_to_the_slider(at_home, name):
    page, _ = at_home
    before = trained(page)
    page.mouse.click(*middle(page, page.locator(f'.bp-graph :is(.bp-label, rect, .bp-unit)[data-drag="{name}"]').first))
    expect(slider(page, name)).to_be_focused()
    assert trained(page) == before


def test_a_finger_drags_a_weight_and_a_slider(at_home):
    page, run = at_home
    pull_by_finger(page, middle(page, page.locator('.bp-weight[data-quantity="W1[1,1]"]')), 30, 0)
    shows(page, "W1[1,1]", 2)
    track = slider(page, "W2[1]")
    assert value(page, "W2[1]") == 2
    x, y = middle(page, track)
    end = float(track.get_attribute("max"))
    room = track.bounding_box()["width"] - 16  # the thumb is 16px wide
    pull_by_finger(page, (x + room * 2 / end / 2, y), -room * 2 / end / 2, 0)
    assert abs(value(page, "W2[1]")) < 0.2
    python_has(page, run, "[explorer.W1[0, 0], explorer.W2[0, 0]]", [2, value(page, "W2[1]")])


def test_a_finger_drags_x_over_the_plane_and_a_weight_along_the_loss(at_home):
    page, run = at_home
    end, start = on_plane(page, -0.5, -1), middle(page, page.locator(".bp-handle"))
    pull_by_finger(page, start, end[0] - start[0], start[1] - end[1])
    assert [value(page, "x[1]"), value(page, "x[2]")] == pytest.approx([-0.5, -1], abs=0.05)
    page.get_by_label("parameter").select_option("W2[2]")
    drawn(page)
    picture = slice_of(page)
    start, end = (spot(page, picture, across(picture)[1](w), 100) for w in (-3, 1))
    pull_by_finger(page, start, end[0] - start[0], 0)
    assert value(page, "W2[2]") == pytest.approx(1, abs=0.1)
    shown = [value(page, name) for name in ("x[1]", "x[2]", "W2[2]")]
    python_has(page, run, "[*explorer.x.flat, explorer.W2[0, 1]]", shown)


def test_a_relu_unit_that_is_off_looks_off(at_home):
    page, _ = at_home
    unit = page.locator('.bp-unit[data-drag="b1[1]"]')
    look = "unit => getComputedStyle(unit.querySelector('rect')).strokeDasharray"
    expect(unit.get_by_text("off")).to_be_hidden()
    assert unit.evaluate(look) == "none"
    box(page, "b1[1]").fill("-2")  # so that z1[1] is exactly 0, where the unit is off too
    page.keyboard.press("Enter")
    shows(page, "a1[1]", 0)
    expect(unit.get_by_text("off")).to_be_visible()
    assert unit.evaluate(look) != "none"
    expect(page.locator(".bp-unit.bp-is-off")).to_have_count(1)


# The light


def lit(page):
    """What is lit, by panel: the names of the quantities."""
    drawn(page)
    panels = (".bp-graph", ".bp-controls", ".bp-formulas")
    names = "all => [...new Set(all.map(one => one.dataset.of))]"
    return [page.locator(f"{panel} .bp-lit").evaluate_all(names) for panel in panels]


@pytest.mark.parametrize("panel", [".bp-graph .bp-weight", ".bp-controls", ".bp-formulas"])
def test_a_quantity_under_the_pointer_is_lit_in_every_panel_until_the_pointer_leaves(at_home, panel):
    page, _ = at_home
    assert lit(page) == [[], [], []]
    element = page.locator(f'{panel}[data-of="W1[1,2]"], {panel} [data-of="W1[1,2]"]').first
    page.mouse.move(*middle(page, element))
    assert lit(page) == [["W1[1,2]"]] * 3
    slope = gradient_of(START.parameters).W1[0, 1]
    expect(reading(page, ".bp-graph")).to_have_text(f"W1[1,2] = 0.5,  ∂L/∂W1[1,2] = {numerals.text(slope)}")
    page.mouse.move(2, 2)
    assert lit(page) == [[], [], []]
    expect(reading(page, ".bp-graph")).to_contain_text("Drag a weight")


def test_the_quantity_that_has_the_focus_is_lit_in_every_panel_until_the_focus_leaves(at_home):
    page, _ = at_home
    slider(page, "W1[1,2]").focus()
    assert lit(page) == [["W1[1,2]"]] * 3
    expect(reading(page, ".bp-graph")).to_contain_text("W1[1,2] = 0.5")
    slider(page, "b2").focus()
    assert lit(page) == [["b2"]] * 3
    button(page, "Copy as Python").focus()
    assert lit(page) == [[], [], []]
    slider(page, "b2").focus()
    slider(page, "b2").blur()
    assert lit(page) == [[], [], []]


# The boundary


def test_dragging_the_handle_moves_x_and_python_has_it_afterwards(at_home):
    page, run = at_home
    run("seen = []; explorer.observe(lambda change: seen.append(change['new'].ravel().tolist()), 'x')")
    end, start = on_plane(page, -0.5, -1), middle(page, page.locator(".bp-handle"))
    pull(page, start, end[0] - start[0], start[1] - end[1])
    there = [value(page, "x[1]"), value(page, "x[2]")]
    assert there == pytest.approx([-0.5, -1], abs=0.05)
    python_has(page, run, "seen[-1:]", [there])
    x, y = middle(page, page.locator(".bp-handle"))
    assert (x, y) == pytest.approx(end, abs=3)


def test_the_plane_reads_a2_under_the_pointer(at_home):
    page, _ = at_home
    for place in ((0.5, 0.25), (-1.5, 1), (1.25, -1.25)):
        page.mouse.move(*on_plane(page, *place))
        drawn(page)
        where, a2 = reading(page, ".bp-boundary").text_content().split(":  a2 = ")
        x = np.array([[float(n)] for n in where.replace("−", "-").strip("()").split(", ")])
        assert x.ravel() == pytest.approx(place, abs=0.05)
        assert a2 == numerals.text(network.forward(x, START.parameters, START.hidden).A2.item())
    page.mouse.move(2, 2)
    drawn(page)
    a2 = network.forward(START.x, START.parameters, START.hidden).A2.item()
    assert reading(page, ".bp-boundary").text_content() == f"at x (1, 2):  a2 = {numerals.text(a2)}"


def test_arrow_keys_on_the_handle_move_x_and_with_shift_a_tenth(at_home):
    page, _ = at_home
    page.locator(".bp-handle").focus()
    step = 0.1
    for key, dx in (
        ("ArrowRight", (step, 0)),
        ("ArrowUp", (0, step)),
        ("ArrowLeft", (-step, 0)),
        ("ArrowDown", (0, -step)),
    ):
        for keys, share in ((key, 1), (f"Shift+{key}", 0.1)):
            before = [value(page, "x[1]"), value(page, "x[2]")]
            page.keyboard.press(keys)
            drawn(page)
            moved = [value(page, "x[1]") - before[0], value(page, "x[2]") - before[1]]
            assert moved == pytest.approx([share * d for d in dx], abs=1e-12), keys


def test_a_click_on_the_plane_moves_x_when_that_is_chosen(at_home):
    page, run = at_home
    expect(page.get_by_label("moves x")).to_be_checked()
    page.mouse.click(*on_plane(page, -1, 0.5))
    drawn(page)
    there = [value(page, "x[1]"), value(page, "x[2]")]
    assert there == pytest.approx([-1, 0.5], abs=0.05)
    python_has(page, run, "explorer.x.ravel().tolist()", there)
    assert told(run, "explorer.X") is None


def test_clicks_on_the_plane_add_points_and_a_click_on_a_point_removes_it(at_home):
    page, run = at_home
    for name, place in (("adds ● 1", (-1, 0.5)), ("adds ○ 0", (0.5, -1))):
        page.get_by_label(name).check()
        page.mouse.click(*on_plane(page, *place))
        drawn(page)
    python_has(page, run, "explorer.Y.tolist()", [[1, 0]])
    X = np.array(told(run, "explorer.X.tolist()"))
    np.testing.assert_allclose(X, [[-1, 0.5], [0.5, -1]], atol=0.05)
    np.testing.assert_allclose(X, X.round(3), atol=0)  # a pixel tells no more than that
    expect(page.get_by_label("the data set, 2 points")).to_be_checked()
    page.mouse.click(*on_plane(page, *X[:, 0]))
    python_has(page, run, "[explorer.X.tolist(), explorer.Y.tolist()]", [X[:, 1:].tolist(), [[0]]])
    page.mouse.click(*on_plane(page, *X[:, 1]))
    python_has(page, run, "[explorer.X, explorer.Y]", [None, None])
    assert (value(page, "x[1]"), value(page, "x[2]")) == (1, 2)


def test_the_keyboard_adds_x_to_the_points_and_removes_the_nearest(at_home):
    page, run = at_home
    expect(button(page, "Remove the point nearest x")).to_be_disabled()
    button(page, "Add x with y = 1").press("Enter")
    python_has(page, run, "[explorer.X, explorer.Y]", [[[1], [2]], [[1]]])
    page.locator(".bp-handle").press("ArrowLeft")
    page.get_by_role("switch", name="y", exact=True).press("Space")
    button(page, "Add x with y = 0").press("Space")
    x1 = value(page, "x[1]")
    python_has(page, run, "[explorer.X.tolist(), explorer.Y.tolist()]", [[[1, x1], [2, 2]], [[1, 0]]])
    button(page, "Remove the point nearest x").press("Enter")
    python_has(page, run, "[explorer.X.tolist(), explorer.Y.tolist()]", [[[1], [2]], [[1]]])


def test_the_plane_s_colours_follow_the_weights(at_home):
    page, _ = at_home
    pixels = "canvas => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data].join()"
    heat = page.locator(".bp-heat")
    before = heat.evaluate(pixels)
    slider(page, "W2[1]").focus()
    page.keyboard.press("PageDown")
    drawn(page)
    after = heat.evaluate(pixels)
    assert before != after
    page.keyboard.press("PageUp")
    drawn(page)
    assert heat.evaluate(pixels) == before


def test_a_line_for_each_hidden_unit_runs_where_its_z1_is_0(at_home):
    page, _ = at_home
    right, up = across(plane_of(page))[0], upward(plane_of(page))[0]
    kinks = page.locator(".bp-kink:visible")
    expect(kinks).to_have_count(2)
    W1, b1 = START.parameters.W1, START.parameters.b1
    for i in range(2):
        x1, y1, x2, y2 = attributes(kinks.nth(i), "x1", "y1", "x2", "y2")
        assert np.hypot(x2 - x1, y2 - y1) > 50
        ends = np.array([[right(x1), right(x2)], [up(y1), up(y2)]])
        np.testing.assert_allclose(W1[i] @ ends + b1[i], 0, atol=0.01)


def test_three_inputs_have_a_table_of_x_and_the_points_with_python_s_a2(at_home):
    page, run = at_home
    rng = np.random.default_rng(0)
    x, X, Y = rng.normal(size=(3, 1)), rng.normal(size=(3, 30)), rng.integers(0, 2, size=(1, 30)).astype(float)
    W1 = rng.normal(size=(2, 3))
    lines = [f"explorer.{n} = {a.tolist()}" for n, a in {"x": x, "W1": W1, "X": X, "Y": Y}.items()]
    assert run("\n    ".join(["with explorer.hold_sync():", *lines])) == ""
    rows = page.locator(".bp-boundary tr")
    expect(rows).to_have_count(1 + 1 + 24)
    expect(page.locator(".bp-boundary")).to_contain_text("and 6 more")
    whole, labels = np.hstack([x, X]), np.hstack([START.y, Y])
    passed = network.forward(whole, START.parameters._replace(W1=W1), START.hidden)
    columns = [*whole, labels[0], passed.A2[0], network.loss(passed.Z2, labels)[0]]
    for n in range(25):
        name = "x" if n == 0 else str(n)
        assert rows.nth(n + 1).locator("th, td").all_text_contents() == [name, *(numerals.text(c[n]) for c in columns)]


# The loss


def slopes(parameters, X=START.x, Y=START.y):
    """What the slope at each trained number is, by its name."""
    return dict(zip(TRAINED, flat(gradient_of(parameters, X, Y)), strict=True))


def test_the_parameter_in_hand_follows_the_focus_and_the_choice_and_its_slope_is_python_s(at_home):
    page, _ = at_home
    choose = page.get_by_label("parameter")
    L = numerals.text(cost_of(START.parameters))
    by_name = slopes(START.parameters)
    for name in ("W2[1]", "b1[2]", "W1[2,1]", "b2"):
        slider(page, name).focus()
        expect(choose).to_have_value(name)
        expect(reading(page, ".bp-loss")).to_have_text(f"L = {L},  slope ∂L/∂{name} = {numerals.text(by_name[name])}")
    for name in TRAINED:
        choose.select_option(name)
        expect(page.locator(".bp-choose")).to_contain_text(f"L as {name} moves")
        expect(reading(page, ".bp-loss")).to_have_text(f"L = {L},  slope ∂L/∂{name} = {numerals.text(by_name[name])}")
    slider(page, "x[1]").focus()
    expect(choose).to_have_value("b2")  # x is no parameter


def test_the_tangent_touches_the_curve_at_the_dot_with_the_slope_of_python(at_home):
    page, _ = at_home
    page.get_by_label("parameter").select_option("W1[2,1]")
    drawn(page)
    picture = slice_of(page)
    (right, place), (height, _) = across(picture), upward(picture)
    cx, cy = attributes(picture.locator(".bp-dot"), "cx", "cy")
    assert cx == pytest.approx(place(1.5), abs=0.2)
    assert height(cy) == pytest.approx(cost_of(START.parameters), abs=0.02)
    x1, y1, x2, y2 = attributes(picture.locator(".bp-tangent"), "x1", "y1", "x2", "y2")
    assert np.interp(cx, *zip(*sorted([(x1, y1), (x2, y2)]), strict=True)) == pytest.approx(cy, abs=0.3)
    slope = (height(y2) - height(y1)) / (right(x2) - right(x1))
    assert slope == pytest.approx(slopes(START.parameters)["W1[2,1]"], rel=0.02)
    corners = picture.locator(".bp-curve").get_attribute("d").replace("L", "M").split("M")[1:]
    xs, ys = np.array([corner.split() for corner in corners], dtype=float).T
    assert np.interp(cx, xs, ys) == pytest.approx(cy, abs=1)
    before, after = np.interp([cx - 8, cx + 8], xs, ys)
    assert (height(after) - height(before)) / (right(cx + 8) - right(cx - 8)) == pytest.approx(slope, rel=0.05)


def test_hovering_over_the_loss_reads_it_at_another_value(at_home):
    page, _ = at_home
    page.get_by_label("parameter").select_option("W2[2]")
    drawn(page)
    picture = slice_of(page)
    for wanted in (-1, 0.5, 2):
        page.mouse.move(*spot(page, picture, across(picture)[1](wanted), 100))
        drawn(page)
        head, L = reading(page, ".bp-loss").text_content().split(": L = ")
        there = float(head.removeprefix("W2[2] = ").replace("−", "-"))
        assert there == pytest.approx(wanted, abs=0.1)
        W2 = np.array([[2.0, there]])
        assert L == numerals.text(cost_of(START.parameters._replace(W2=W2)))
    page.mouse.move(2, 2)
    expect(reading(page, ".bp-loss")).to_contain_text("slope ∂L/∂W2[2]")
    shows(page, "W2[2]", -3)


def test_dragging_in_the_loss_moves_the_parameter(at_home):
    page, run = at_home
    page.get_by_label("parameter").select_option("W2[2]")
    drawn(page)
    picture = slice_of(page)
    start = spot(page, picture, across(picture)[1](-3), 100)
    end = spot(page, picture, across(picture)[1](1), 100)
    pull(page, start, end[0] - start[0], 0)
    there = value(page, "W2[2]")
    assert there == pytest.approx(1, abs=0.1)
    python_has(page, run, "explorer.W2.tolist()", [[2, there]])
    picture = slice_of(page)
    assert attributes(picture.locator(".bp-dot"), "cx")[0] == pytest.approx(across(picture)[1](there), abs=0.2)


def test_the_loss_reaches_as_far_as_its_parameter_has_gone_where_no_other_panel_does(at_home):
    page, run = at_home
    page.get_by_label("parameter").select_option("W1[1,1]")
    assert run("explorer.show = ('loss', 'train')") == ""
    expect(page.locator(".bp-controls")).to_have_count(0)
    far = np.array([[-37.9, 0.5], [1, -1]])
    assert run(f"explorer.W1 = {far.tolist()}") == ""
    cost = numerals.text(cost_of(START.parameters._replace(W1=far)))
    expect(reading(page, ".bp-loss")).to_contain_text(f"L = {cost},")
    drawn(page)
    (cx,) = attributes(slice_of(page).locator(".bp-dot"), "cx")
    corners = slice_of(page).locator(".bp-curve").get_attribute("d").replace("L", "M").split("M")[1:]
    xs = [float(corner.split()[0]) for corner in corners]
    assert min(xs) < cx < max(xs)


def test_with_a_data_set_the_loss_is_j_and_its_slope_that_of_j(at_home):
    page, run = at_home
    give_data(page, run)
    by_name, J = slopes(START.parameters, X, Y), numerals.text(cost_of(START.parameters, X, Y))
    for name in ("W1[2,1]", "b1[1]", "W2[2]", "b2"):
        page.get_by_label("parameter").select_option(name)
        expect(page.locator(".bp-choose")).to_contain_text(f"J as {name} moves")
        expect(reading(page, ".bp-loss")).to_have_text(f"J = {J},  slope ∂J/∂{name} = {numerals.text(by_name[name])}")
    picture = slice_of(page)
    assert upward(picture)[0](attributes(picture.locator(".bp-dot"), "cy")[0]) == pytest.approx(
        cost_of(START.parameters, X, Y), abs=0.03
    )


# Training


def steps(page):
    return value(page, "step", ".bp-train")


def cost(page):
    return value(page, "J", ".bp-train")


def play(page, run, least):
    """Train until at least so many steps are made, pause, and wait until Python knows."""
    button(page, "Play").click()
    until(page, lambda: steps(page) >= least)
    button(page, "Pause").click()
    python_has(page, run, IN_PYTHON, trained(page))


def set_rate(page, rate):
    page.get_by_label("learning rate").fill(str(rate))
    page.keyboard.press("Enter")
    drawn(page)


@pytest.mark.parametrize("on", ["x and y", "the data set"])
def test_one_step_is_parameters_minus_learning_rate_times_gradient(at_home, on):
    page, run = at_home
    batch = (START.x, START.y)
    if on == "the data set":
        give_data(page, run)
        batch = (X, Y)
    set_rate(page, 0.1)
    button(page, "One step").click()
    shows(page, "step", 1, ".bp-train")
    pairs = zip(flat(START.parameters), flat(gradient_of(START.parameters, *batch)), strict=True)
    expected = [p - 0.1 * g for p, g in pairs]
    assert trained(page) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert cost(page) == pytest.approx(cost_of(as_parameters(expected), *batch), rel=1e-12)
    python_has(page, run, IN_PYTHON, trained(page))


def test_training_plays_and_pauses_and_j_falls_and_python_ends_where_the_page_does(at_home):
    page, run = at_home
    give_data(page, run)
    set_rate(page, 0.05)
    before = cost(page)
    play(page, run, 30)
    count, ended = steps(page), trained(page)
    assert cost(page) < before
    frames(page, 19)
    assert (steps(page), trained(page)) == (count, ended)
    python_has(page, run, IN_PYTHON, ended)
    assert cost(page) == pytest.approx(cost_of(as_parameters(ended), X, Y), rel=1e-12)


def test_reset_goes_back_to_the_start_exactly(at_home):
    page, run = at_home
    expect(button(page, "Reset")).to_be_disabled()
    play(page, run, 5)
    assert trained(page) != flat(START.parameters)
    button(page, "Reset").click()
    shows(page, "step", 0, ".bp-train")
    assert trained(page) == flat(START.parameters)
    python_has(page, run, IN_PYTHON, flat(START.parameters))
    expect(button(page, "Reset")).to_be_disabled()


def test_the_speed_can_be_one_step_a_frame(at_home):
    page, run = at_home
    page.get_by_label("speed").select_option("1 step a frame")
    button(page, "Play").evaluate("""async (button) => {
        button.click();
        for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame);
        button.click();
    }""")
    drawn(page)  # a slow page may show the count some frames later
    assert 19 <= steps(page) <= 21
    python_has(page, run, IN_PYTHON, trained(page))


@pytest.mark.parametrize("typed", ["abc", "0", "-1", "", "1/0"])
def test_a_learning_rate_that_is_not_above_0_is_marked_said_and_not_taken(at_home, typed):
    page, run = at_home
    set_rate(page, typed)
    rate = page.get_by_label("learning rate")
    expect(rate).to_have_attribute("aria-invalid", "true")
    said = page.get_by_role("status").filter(has_text="is not a number")
    is_infinite = " is not a number: its value is infinite, or not real. It is still 1."
    reason = is_infinite if typed == "1/0" else " is not a number above 0; it is still 1."
    expect(said).to_have_text(f"learning rate: “{typed}”{reason}")
    frames(page, 19)
    assert told(run, "explorer.learning_rate") == 1
    set_rate(page, "1/4")
    expect(rate).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("status").filter(has_text="is not a number")).to_have_count(0)
    python_has(page, run, "explorer.learning_rate", 0.25)


def test_arrow_keys_double_and_halve_the_learning_rate(at_home):
    page, run = at_home
    rate = page.get_by_label("learning rate")
    rate.focus()
    for key, expected in (("ArrowUp", 2), ("ArrowUp", 4), ("ArrowDown", 2), ("ArrowDown", 1), ("ArrowDown", 0.5)):
        page.keyboard.press(key)
        expect(rate).to_have_value(str(expected))
    python_has(page, run, "explorer.learning_rate", 0.5)


@pytest.mark.parametrize(("rate", "key"), [("1e+308", "ArrowUp"), ("5e-324", "ArrowDown")])
def test_an_arrow_key_makes_no_learning_rate_of_infinity_or_0(at_home, rate, key):
    page, run = at_home
    set_rate(page, rate)
    page.get_by_label("learning rate").press(key)
    frames(page, 19)
    button(page, "Copy as Python").click()
    line = page.get_by_role("textbox", name="The line of Python")
    expect(line).to_have_value(re.compile(f"learning_rate={re.escape(rate)}"))
    python_has(page, run, "explorer.learning_rate", float(rate))


def test_training_is_on_the_data_set_or_on_x_and_y_as_chosen(at_home):
    page, run = at_home
    expect(page.get_by_label("a data set (none yet)")).to_be_disabled()
    give_data(page, run)
    assert cost(page) == pytest.approx(cost_of(START.parameters, X, Y), rel=1e-12)
    page.get_by_label("x and y", exact=True).check()
    drawn(page)
    assert cost(page) == pytest.approx(cost_of(START.parameters), rel=1e-12)
    expect(page.locator(".bp-steps")).to_contain_text("L =")
    expect(page.locator(".bp-choose")).to_contain_text("L as")
    play(page, run, 3)
    assert cost(page) < cost_of(START.parameters)
    run("explorer.X = None")
    expect(page.get_by_label("a data set (none yet)")).to_be_disabled()
    expect(page.get_by_label("x and y", exact=True)).to_be_checked()


@pytest.mark.parametrize("rate", ["1e300", "1e308", "1e160"])
def test_a_learning_rate_far_too_large_stops_before_anything_is_infinite(at_home, rate):
    page, run = at_home
    hear = "lambda change: seen.append(np.isfinite(change['new']).all().item())"
    run(f"seen = []; explorer.observe({hear}, ['W1', 'b1', 'W2', 'b2'])")
    set_rate(page, rate)
    button(page, "Play").click()
    stopped = page.get_by_role("status").filter(has_text="Stopped after step")
    expect(stopped).to_contain_text("too large")
    expect(button(page, "Play")).to_be_visible()
    frames(page, 44)
    assert np.isfinite(trained(page)).all() and np.isfinite(cost(page))
    python_has(page, run, IN_PYTHON, trained(page))
    assert all(told(run, "seen"))
    set_rate(page, 0.1)
    expect(stopped).to_have_count(0)


def test_a_run_that_ends_above_its_start_says_so(at_home):
    page, run = at_home
    same_point = np.zeros((2, 2))  # with both labels: no weights do better than J = ln 2, and large steps leap over it
    give_data(page, run, same_point, np.array([[0.0, 1.0]]))
    before = cost(page)
    set_rate(page, 1000)
    play(page, run, 3)
    after = cost(page)
    assert after > before
    said = f"J ends at {numerals.text(after)}, above {numerals.text(before)}, where it started"
    expect(page.get_by_role("status").filter(has_text="too large")).to_contain_text(said)


def test_a_seed_draws_the_same_weights_each_time_and_another_seed_others(at_home):
    page, run = at_home
    drawn_by = {}
    for seed in ("0", "1", "0", "2"):
        page.get_by_label("seed").fill(seed)
        button(page, "Draw new weights").click()
        weights = trained(page)
        assert weights[4:6] == [0, 0] and weights[8] == 0
        assert drawn_by.setdefault(seed, weights) == weights
    assert len({tuple(weights) for weights in drawn_by.values()}) == 3
    python_has(page, run, IN_PYTHON, drawn_by["2"])
    for typed in ("a", "-1", "1.5", "1000000000"):
        page.get_by_label("seed").fill(typed)
        button(page, "Draw new weights").click()
        expect(page.get_by_label("seed")).to_have_attribute("aria-invalid", "true")
        said = page.get_by_role("status").filter(has_text="a whole number from 0 to 999999999")
        expect(said).to_contain_text(f"“{typed}”")
        assert trained(page) == drawn_by["2"]


def test_drawing_again_draws_by_the_next_seed_and_a_typed_seed_as_typed(at_home):
    page, _ = at_home
    seed, draw = page.get_by_label("seed"), button(page, "Draw new weights")
    drawn_by = {}
    for expected in ("0", "1", "2"):
        draw.click()
        expect(seed).to_have_value(expected)
        drawn_by[expected] = trained(page)
    assert len({tuple(weights) for weights in drawn_by.values()}) == 3
    for _ in range(2):
        seed.fill("1")
        draw.click()
        expect(seed).to_have_value("1")
        assert trained(page) == drawn_by["1"]
    draw.click()
    expect(seed).to_have_value("2")
    assert trained(page) == drawn_by["2"]
    seed.fill("999999999")
    draw.click()
    draw.click()
    expect(seed).to_have_value("0")
    assert trained(page) == drawn_by["0"]


def test_the_curve_reads_j_at_the_pointer_and_by_arrow_keys(at_home):
    page, run = at_home
    give_data(page, run)
    set_rate(page, 0.1)
    costs = [numerals.text(cost(page))]
    for _ in range(6):
        button(page, "One step").click()
        drawn(page)
        costs.append(numerals.text(cost(page)))
    said = page.locator(".bp-loss .bp-plot").nth(1).locator(".bp-reading")
    curve_of(page).focus()
    for key, step in (("ArrowLeft", 5), ("ArrowLeft", 4), ("ArrowRight", 5), ("Home", 0), ("ArrowLeft", 0), ("End", 6)):
        page.keyboard.press(key)
        expect(said).to_have_text(f"step {step}: J = {costs[step]}")
        expect(curve_of(page)).to_have_role("slider")
        expect(curve_of(page)).to_have_accessible_name("J over the steps of training")
        expect(curve_of(page)).to_have_attribute("aria-valuenow", str(step))
        expect(curve_of(page)).to_have_attribute("aria-valuetext", said.text_content())
    place = across(curve_of(page))[1]
    for step in (1, 3, 6):
        page.mouse.move(*spot(page, curve_of(page), place(step), 60))
        expect(said).to_have_text(f"step {step}: J = {costs[step]}")


REPLAY = """
import types
x, y, parameters, hidden = explorer.problem
cost, snapshots = [], []
for step in range(41):
    passed = network.forward(x, parameters, hidden)
    cost.append(network.cost(passed.Z2, y))
    if step % 10 == 0:
        snapshots.append((step, parameters))
    gradient = derivatives.backward(x, y, parameters, passed)
    parameters = network.Parameters(*(p - 0.01 * g for p, g in zip(parameters, gradient)))
kept = [[v for p in parameters for v in p.ravel().tolist()] for _, parameters in snapshots]
explorer.replay(types.SimpleNamespace(cost=np.array(cost), snapshots=snapshots))
"""


def test_a_run_from_python_is_played_back_with_a_slider(at_home):
    page, run = at_home
    assert run(f"from helpers import derivatives{REPLAY}") == ""
    kept, costs = told(run, "kept"), told(run, "cost")
    track = page.get_by_role("slider", name="step of the run")
    expect(page.get_by_text("A run from Python, 40 steps")).to_be_visible()
    drawn_track = track.evaluate("track => getComputedStyle(track).backgroundImage")
    assert drawn_track != "none"  # or the thumb would hang in the air
    shows(page, "W1[1,1]", kept[-1][0])
    shows(page, "step", 40, ".bp-train")
    track.focus()
    for key, at in (("Home", 0), ("End", 4)):
        page.keyboard.press(key)
        shows(page, "step", 10 * at, ".bp-train")
        assert trained(page) == kept[at]
        python_has(page, run, IN_PYTHON, kept[at])
    track.fill("2")
    shows(page, "step", 20, ".bp-train")
    assert trained(page) == kept[2]
    assert cost(page) == pytest.approx(costs[20], rel=1e-12)


def test_arrow_keys_on_the_slider_go_from_one_snapshot_of_the_run_to_the_next(at_home):
    page, run = at_home
    uneven = "explorer.replay(types.SimpleNamespace(cost=cost, snapshots=[*snapshots[:2], *snapshots[3:]]))"
    assert run(f"from helpers import derivatives{REPLAY}{uneven}") == ""
    kept = told(run, "kept")
    track = page.get_by_role("slider", name="step of the run")
    shows(page, "step", 40, ".bp-train")
    expect(track).to_have_attribute("aria-valuetext", "40")
    track.focus()
    for key, at in (
        ("ArrowLeft", 3),
        ("ArrowLeft", 1),
        ("ArrowLeft", 0),
        ("ArrowLeft", 0),
        ("ArrowRight", 1),
        ("ArrowRight", 3),
        ("Home", 0),
        ("End", 4),
    ):
        page.keyboard.press(key)
        shows(page, "step", 10 * at, ".bp-train")
        expect(track).to_have_attribute("aria-valuetext", str(10 * at))
        assert trained(page) == kept[at]


def test_the_slider_of_a_run_is_there_as_long_as_its_data_set(at_home):
    page, run = at_home
    give_data(page, run)
    assert run(f"from helpers import derivatives{REPLAY}") == ""
    track = page.get_by_role("slider", name="step of the run")
    expect(track).to_be_visible()
    page.get_by_label("x and y").check()  # J of that run is no L of x and y
    expect(track).to_be_hidden()
    page.get_by_label("the data set, 4 points").check()
    expect(track).to_be_visible()
    button(page, "Add x with y = 1").click()
    expect(track).to_be_hidden()
    button(page, "Undo").click()
    expect(track).to_be_visible()
    python_has(page, run, "explorer.Y", Y.tolist())
    drawn(page)
    track.press("Home")
    shows(page, "step", 0, ".bp-train")
    assert trained(page) == told(run, "kept")[0]


@pytest.mark.parametrize("by", ["its slider", "Python"])
def test_a_run_that_is_played_back_ends_the_one_that_plays(at_home, by):
    page, run = at_home
    assert run(f"from helpers import derivatives{REPLAY}") == ""
    kept = told(run, "kept")
    shows(page, "step", 40, ".bp-train")
    button(page, "Play").click()
    until(page, lambda: steps(page) > 45)
    if by == "Python":
        assert run("explorer.replay(types.SimpleNamespace(cost=np.array(cost), snapshots=snapshots[:4]))") == ""
        at, step = 3, 40
    else:
        page.get_by_role("slider", name="step of the run").press("Home")
        at, step = 0, 0
    shows(page, "step", step, ".bp-train")
    expect(button(page, "Play")).to_be_visible()
    frames(page, 19)
    assert steps(page) == step
    assert trained(page) == kept[at]
    python_has(page, run, IN_PYTHON, kept[at])


# Every fall of the step is noted where it happens: by the time that it is asked for, a quick run is past where it was.
WATCH_STEPS = """() => {
    const step = document.querySelector('.bp-train [data-quantity="step"]');
    let last = Number(step.dataset.value);
    window.fell = [];
    new MutationObserver(() => {
        const now = Number(step.dataset.value);
        if (now < last) window.fell.push(now);
        last = now;
    }).observe(step, { attributes: true });
}"""


def test_the_curve_begins_anew_when_the_data_set_is_another(at_home):
    page, run = at_home
    give_data(page, run)
    set_rate(page, 0.01)
    play(page, run, 30)
    ended = trained(page)
    button(page, "Add x with y = 1").click()
    shows(page, "step", 0, ".bp-train")
    expect(page.get_by_text("Train, and its curve is drawn here.")).to_be_visible()
    button(page, "One step").click()
    shows(page, "step", 1, ".bp-train")
    assert trained(page) != ended
    page.get_by_label("speed").select_option("1 step a frame")
    page.evaluate(WATCH_STEPS)
    button(page, "Play").click()
    until(page, lambda: steps(page) > 30)
    run("explorer.Y = 1 - explorer.Y")
    until(page, lambda: len(page.evaluate("window.fell")) == 1)
    expect(button(page, "Pause")).to_be_visible()
    until(page, lambda: steps(page) > 30)
    button(page, "Add x with y = 1").click()
    python_has(page, run, "explorer.Y.shape", [1, 6])
    run("explorer.learning_rate = 0.02")  # of which the page hears after its own point has come back from Python
    expect(page.get_by_label("learning rate")).to_have_value("0.02")
    drawn(page)
    expect(button(page, "Pause")).to_be_visible()
    assert [step < 5 for step in page.evaluate("window.fell")] == [True, True]
    button(page, "Pause").click()
    python_has(page, run, IN_PYTHON, trained(page))


def replay_to(run, step):
    """Hand a run over in which nothing moves, and which is at this step."""
    late = f"[(0, explorer.parameters), ({step}, explorer.parameters)]"
    handed = f"types.SimpleNamespace(cost=np.ones({step + 1}), snapshots={late})"
    assert run(f"import types\nexplorer.replay({handed})") == ""


def test_a_late_step_is_written_in_full(at_home):
    page, _ = at_home
    page.evaluate(
        """(parameters) => window.fromPython([{ _history: {
        cost: Array(1234568).fill(0.5), steps: [0, 1234567], parameters: [parameters, parameters],
    } }])""",
        {name: array.tolist() for name, array in START.parameters._asdict().items()},
    )
    expect(page.locator('.bp-train [data-quantity="step"]')).to_have_text("1234567")


# The heights of the row with the step, in a panel of every width.
HEIGHTS = """(panel) => {
    const heights = Array.from({ length: 60 }, (_, k) => {
        panel.style.width = `${240 + 10 * k}px`;
        return panel.querySelector(".bp-moves").offsetHeight;
    });
    panel.style.width = "";
    return heights;
}"""


def test_the_row_with_the_step_keeps_its_height_while_a_run_is_played_back(at_home):
    page, run = at_home
    replay_to(run, 12345)
    panel = page.locator(".bp-train")
    shows(page, "step", 12345, ".bp-train")
    at_the_end = panel.evaluate(HEIGHTS)
    page.get_by_role("slider", name="step of the run").press("Home")
    shows(page, "step", 0, ".bp-train")
    drawn(page)
    assert panel.evaluate(HEIGHTS) == at_the_end
    assert len(set(at_the_end)) > 1


# The bar


def test_there_is_nothing_to_undo_at_first(at_home):
    page, _ = at_home
    expect(button(page, "Undo")).to_be_disabled()
    expect(button(page, "Redo")).to_be_disabled()


@pytest.mark.parametrize("by", ["button", "key"])
def test_one_drag_is_one_undo_by_button_and_by_key(at_home, by):
    page, run = at_home

    def press(name, keys):
        button(page, name).click() if by == "button" else page.keyboard.press(keys)
        drawn(page)

    pull(page, middle(page, page.locator('.bp-weight[data-quantity="W1[2,1]"]')), 0, 18)
    pull(page, middle(page, page.locator('.bp-weight[data-quantity="W1[2,1]"]')), 0, 18)
    slider(page, "W1[2,1]").focus()
    shows(page, "W1[2,1]", 2.7)
    for name, keys, expected in (
        ("Undo", "Control+z", 2.1),
        ("Undo", "Control+z", 1.5),
        ("Redo", "Control+Shift+Z", 2.1),
        ("Redo", "Control+Shift+Z", 2.7),
        ("Undo", "Control+z", 2.1),
    ):
        press(name, keys)
        shows(page, "W1[2,1]", expected)
    python_has(page, run, "explorer.W1[1, 0]", 2.1)
    press("Undo", "Control+z")
    expect(button(page, "Undo")).to_be_disabled()
    slider(page, "b2").press("ArrowRight")
    expect(button(page, "Redo")).to_be_disabled()


def test_a_drag_that_rests_for_a_while_is_still_one_undo(fresh_page):
    page = fresh_page
    page.clock.install()
    Linked(page).show(START)
    x, y = middle(page, page.locator('.bp-weight[data-quantity="W1[2,1]"]'))
    page.mouse.move(x, y)
    page.mouse.down()
    for up in (12, 24):
        page.mouse.move(x, y - up, steps=4)
        drawn(page)
        page.clock.run_for(1200)
    page.mouse.up()
    shows(page, "W1[2,1]", 1.5 + 4 * 0.2)
    button(page, "Undo").click()
    shows(page, "W1[2,1]", 1.5)
    expect(button(page, "Undo")).to_be_disabled()


def test_arrow_keys_in_quick_succession_are_one_undo(at_home):
    page, _ = at_home
    box(page, "b2").evaluate(
        """async (box) => {
            for (let i = 0; i < 4; i += 1) {
                box.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true }));
                await new Promise(requestAnimationFrame);
            }
        }"""
    )
    drawn(page)
    assert value(page, "b2") == pytest.approx(0.25 + 4 * 0.02)
    button(page, "Undo").click()
    shows(page, "b2", 0.25)
    expect(button(page, "Undo")).to_be_disabled()


def test_a_change_from_python_can_be_undone(at_home):
    page, run = at_home
    assert run("explorer.W1 = [[5, 6], [7, 8]]") == ""
    shows(page, "W1[2,2]", 8)
    button(page, "Undo").click()
    shows(page, "W1[2,2]", -0.25)
    python_has(page, run, "explorer.W1.tolist()", START.parameters.W1.tolist())


def test_a_training_run_is_one_undo(at_home):
    page, run = at_home
    play(page, run, 20)
    ended = trained(page)
    button(page, "Undo").click()
    assert trained(page) == flat(START.parameters)
    expect(button(page, "Undo")).to_be_disabled()
    python_has(page, run, IN_PYTHON, flat(START.parameters))
    button(page, "Redo").click()
    assert trained(page) == ended


def test_points_and_a_draw_of_weights_can_be_undone(at_home):
    page, run = at_home
    page.get_by_label("adds ● 1").check()
    page.mouse.click(*on_plane(page, -1, 0.5))
    python_has(page, run, "explorer.Y is None", False)
    button(page, "Draw new weights").click()
    assert trained(page) != flat(START.parameters)
    button(page, "Undo").click()
    assert trained(page) == flat(START.parameters)
    button(page, "Undo").click()
    python_has(page, run, "[explorer.X, explorer.Y]", [None, None])
    expect(button(page, "Undo")).to_be_disabled()


def test_the_line_of_python_makes_the_same_explorer(at_home):
    page, run = at_home
    give_data(page, run)
    set_rate(page, 0.03)
    play(page, run, 5)
    run("explorer.step = 'D3'; explorer.show = ('network', 'loss')")
    expect(page.locator(".bp-train")).to_have_count(0)
    button(page, "Copy as Python").click()
    line = page.get_by_role("textbox", name="The line of Python").input_value()
    expect(page.locator(".bp-taken [role=status]")).not_to_be_empty()
    assert run(f"made = {{}}; exec({line!r}, made); made = made['explorer']") == ""
    names = "('x', 'y', 'W1', 'b1', 'W2', 'b2', 'X', 'Y', 'hidden', 'show', 'step', 'learning_rate')"
    assert told(run, f"[n for n in {names} if not np.array_equal(getattr(made, n), getattr(explorer, n))]") == []
    assert told(run, "made.W1.tolist()") != START.parameters.W1.tolist()
    slider(page, "b2").press("ArrowRight")
    expect(page.get_by_role("textbox", name="The line of Python")).to_be_hidden()


def test_the_menu_of_panels_shows_and_hides_them_and_python_follows(at_home):
    page, run = at_home
    page.locator("summary").filter(has_text="Panels").click()
    for name, panel in (("Boundary", ".bp-boundary"), ("Train", ".bp-train"), ("Network", ".bp-network")):
        page.get_by_role("checkbox", name=name).uncheck()
        expect(page.locator(panel)).to_have_count(0)
    python_has(page, run, "sorted(explorer.show)", ["formulas", "loss", "walk"])
    page.get_by_role("checkbox", name="Network").check()
    expect(page.locator(".bp-network")).to_be_visible()
    python_has(page, run, "sorted(explorer.show)", ["formulas", "loss", "network", "walk"])
    run("explorer.show = ('train',)")
    expect(page.locator(".bp-network")).to_have_count(0)
    expect(page.locator(".bp-train")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Network")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Train")).to_be_checked()


BAD = ["show = ('network', 'graph')", "show = 3", "step = 'P1'", "step = 'D10'", "step = 4"]
BAD += ["X = [[1, 2]]", "X = [[1], [float('nan')]]", "X = 'abc'", "X = [1, 2]", "Y = [[0, 1]]"]
BAD += [f"learning_rate = {rate}" for rate in ("0", "-1", "'fast'", "float('inf')", "float('nan')", "[1, 2]", "None")]


@pytest.mark.parametrize("code", BAD)
def test_a_bad_value_from_python_raises_an_error_that_names_the_trait_and_changes_nothing(at_home, code):
    _, run = at_home
    name = code.split()[0]
    error = run(f"explorer.{code}")
    assert error.startswith(f"ExplorerError: {name} must ")
    seen = "[list(explorer.show), explorer.step, explorer.X, explorer.Y, explorer.learning_rate]"
    assert told(run, seen) == [told(run, "list(Explorer().show)"), None, None, None, 1]


def test_bad_labels_raise_an_error_that_names_y(at_home):
    page, run = at_home
    give_data(page, run)
    for bad in ("[[0, 1, 2, 0]]", "[[0, 1]]", "[[0, 1, 1, 0.5]]", "'abcd'"):
        assert run(f"explorer.Y = {bad}").startswith("ExplorerError: Y must ")
    assert told(run, "explorer.Y.tolist()") == Y.tolist()
