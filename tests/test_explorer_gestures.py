"""What a hand does with the pointer, to the edge of the window and back, and how it is undone. No lab is needed."""

import re

import numpy as np
import pytest
from browser import drawn, render_alone, shows, slider, until, value
from playwright.sync_api import expect

from helpers import network

# No number is round, so that one that has been away and is back shows it.
START = network.Problem(
    np.array([[1.2345], [-0.6789]]),
    np.array([[1.0]]),
    network.Parameters(
        np.array([[1.2345, 0.5], [1.5, -0.25]]),
        np.array([[-1.2345], [0.75]]),
        np.array([[2.0, -3.0]]),
        np.array([[0.25]]),
    ),
    "relu",
)
IN_GRAPH = {"W1[1,1]": '.bp-weight[data-quantity="W1[1,1]"]', "b1[1]": '.bp-unit[data-drag="b1[1]"] rect'}
IN_GRAPH["x[1]"] = '.bp-input[data-drag="x[1]"]'
STEPS = {"W1[1,1]": 0.2, "b1[1]": 0.1, "x[1]": 0.1}  # of a key: W1's sliders end at 5, b1's and x's at 2
PER_STEP = 6  # pixels
# What the browser tells of the mouse, with no button down.
POINTER = """(type) => {
    document.dispatchEvent(new PointerEvent(type, { pointerId: 1, pointerType: "mouse" }));
}"""


@pytest.fixture
def page(kept_page):
    return kept_page


@pytest.fixture
def root(page):
    """An explorer of START in an empty page, whose problems are looked at in the end."""
    yield render_alone(page, START)
    assert page.problems == []


def middle(page, element):
    element.scroll_into_view_if_needed()
    drawn(page)
    inside = element.bounding_box()
    return inside["x"] + inside["width"] / 2, inside["y"] + inside["height"] / 2


def grab(page, element, off=(0, 0)):
    """Press the pointer on the middle of an element, or a little off it; returns where."""
    x, y = middle(page, element)
    page.mouse.move(x + off[0], y + off[1])
    page.mouse.down()
    return x + off[0], y + off[1]


def weight(root, name="W1[1,1]"):
    return root.locator(f'.bp-weight[data-quantity="{name}"]')


def undo(root):
    return root.get_by_role("button", name="Undo")


def number(page, root, name):
    drawn(page)
    return value(root, name)


def thumb(page, track, name, root):
    """Where a slider's thumb is."""
    x, y = middle(page, track)
    room = track.bounding_box()["width"] - 16
    return x + room * (value(root, name) / float(track.get_attribute("max"))) / 2, y


# To the edge and back


@pytest.mark.parametrize("edge", [0, 1279], ids=["left", "right"])
@pytest.mark.parametrize("name", IN_GRAPH)
def test_a_drag_to_the_edge_of_the_window_has_one_step_all_the_way_and_back_at_its_start_the_old_number(
    page, root, name, edge
):
    before = value(root, name)
    x, y = grab(page, root.locator(IN_GRAPH[name]).first)
    for there in np.arange(x, edge, 40 if edge > x else -40):
        page.mouse.move(there, y)
    page.mouse.move(edge, y)
    expected = before + (edge - x) / PER_STEP * STEPS[name]
    assert number(page, root, name) == pytest.approx(expected, abs=STEPS[name] / 5)
    page.mouse.move(x, y, steps=9)
    assert number(page, root, name) == before
    page.mouse.up()
    drawn(page)
    expect(undo(root)).to_be_disabled()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 60, steps=3)
    assert number(page, root, name) == pytest.approx(before + 10 * STEPS[name], abs=STEPS[name] / 5), "a longer step"


def test_a_drag_s_number_depends_on_where_the_pointer_is_and_not_on_its_way(page, root):
    x, y = grab(page, weight(root))
    seen = []
    for way in ([(300, -40)], [(-700, 300), (900, -500), (300, -40)], [(2000, 2000), (299, 0), (300, -40)]):
        for right, down in way:
            page.mouse.move(x + right, y + down, steps=5)
        seen.append(number(page, root, "W1[1,1]"))
    assert seen[0] == seen[1] == seen[2] != 1.2345


def test_shift_makes_a_drag_fine_from_its_beginning_and_is_no_jump_in_the_midst_of_it(page, root):
    x, y = grab(page, weight(root))
    page.keyboard.down("Shift")
    page.mouse.move(x, y - 60, steps=3)
    assert number(page, root, "W1[1,1]") == pytest.approx(1.2345 + 0.2, abs=0.02)
    page.keyboard.up("Shift")
    page.mouse.move(x, y - 66)
    assert number(page, root, "W1[1,1]") == pytest.approx(1.2345 + 0.22, abs=0.02)


def test_x_goes_to_the_edge_of_the_plane_and_back_to_the_last_digit(page, root):
    x, y = grab(page, root.locator(".bp-handle"), off=(7, -5))
    for right, up in ((3000, 0), (-3000, 3000)):
        page.mouse.move(x + right, y - up, steps=9)
        drawn(page)
        assert abs(value(root, "x[1]")) == 1.5
    page.mouse.move(x, y, steps=5)
    assert [number(page, root, name) for name in ("x[1]", "x[2]")] == [1.2345, -0.6789]
    page.mouse.up()
    expect(undo(root)).to_be_disabled()


def test_the_dot_of_the_loss_goes_to_the_ends_and_back_to_the_last_digit(page, root):
    x, y = grab(page, root.locator(".bp-dot"), off=(4, 3))
    for right, expected in ((3000, 5), (-3000, -5), (0, 1.2345)):
        page.mouse.move(x + right, y, steps=9)
        assert number(page, root, "W1[1,1]") == expected
    page.mouse.up()
    expect(undo(root)).to_be_disabled()


def test_a_slider_held_by_its_thumb_goes_to_its_ends_and_back_to_the_last_digit(page, root):
    track = slider(root, "W1[1,1]")
    x, y = thumb(page, track, "W1[1,1]", root)
    page.mouse.move(x + 5, y)
    page.mouse.down()
    for right, expected in ((1, 1.3), (3000, 5), (-3000, -5), (0, 1.2345)):
        page.mouse.move(x + 5 + right, y + 40, steps=9)
        assert number(page, root, "W1[1,1]") == pytest.approx(expected, abs=0 if right != 1 else 0.1)
    page.mouse.up()
    drawn(page)
    assert float(track.get_attribute("max")) == 5
    expect(undo(root)).to_be_disabled()


def test_a_slider_that_the_browser_moves_once_more_as_its_thumb_is_released_keeps_its_number(page, root):
    track = slider(root, "W1[1,1]")
    track.evaluate("""(slider) => slider.addEventListener("pointerup", () => {
        slider.value = "1.23"; // as Firefox does
        slider.dispatchEvent(new Event("input"));
    })""")
    x, y = thumb(page, track, "W1[1,1]", root)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y, steps=3)
    page.mouse.move(x, y, steps=3)
    page.mouse.up()
    assert number(page, root, "W1[1,1]") == 1.2345
    expect(undo(root)).to_be_disabled()


def test_a_slider_does_not_grow_under_the_pointer_but_after_it_is_let_go(page, root):
    track = slider(root, "W1[1,1]")
    x, y = thumb(page, track, "W1[1,1]", root)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y, steps=3)
    before = number(page, root, "W1[1,1]")
    page.evaluate("window.model.set({ W1: [[1, 0.5], [400, -0.25]] })")  # as Python does, or a run
    shows(root, "W1[2,1]", 400)
    page.mouse.move(x + 31, y)
    page.mouse.move(x + 30, y)
    assert number(page, root, "W1[1,1]") == before
    page.mouse.up()
    expect(track).to_have_attribute("max", "500")


@pytest.mark.parametrize("w", [1e300, 1.7e308, -1e-300, 5e-324, 0.0])
@pytest.mark.parametrize("part", ["graph", "slider", "loss"])
def test_a_drag_of_any_number_leaves_it_finite_and_brings_it_back(page, part, w):
    root = render_alone(page, network.EXAMPLE._replace(parameters=network.EXAMPLE.parameters._replace(b2=[[w]])))
    where = {"graph": '.bp-unit[data-drag="b2"] rect', "loss": ".bp-dot"}
    if part == "loss":
        root.get_by_label("parameter").select_option("b2")
        drawn(page)
        if not root.locator(".bp-dot").is_visible():
            return
    if part == "slider":
        x, y = thumb(page, slider(root, "b2"), "b2", root)
        page.mouse.move(x, y)
        page.mouse.down()
    else:
        x, y = grab(page, root.locator(where[part]).first)
    for right in (900, -900):
        page.mouse.move(x + right, y, steps=3)
        assert np.isfinite(number(page, root, "b2"))
        assert number(page, root, "b2") != w or abs(w) == 1.7e308
    page.mouse.move(x, y, steps=3)
    assert number(page, root, "b2") == w
    assert page.problems == []


# One gesture


@pytest.mark.parametrize("end", ["outside", "beyond the window", "blur", "unheard"])
def test_one_gesture_is_one_undo_wherever_the_pointer_is_let_go(page, root, end):
    page.evaluate("document.body.style.padding = '60px'")
    seen = []
    for _ in range(2):
        x, y = grab(page, weight(root))
        page.mouse.move(x + 30, y, steps=4)
        page.mouse.move(*{"outside": (8, 8), "beyond the window": (x, -300)}.get(end, (x + 40, y)), steps=4)
        if end == "blur":
            page.evaluate("window.dispatchEvent(new Event('blur'))")
        if end == "unheard":  # as after a dialog: the button was released where nobody heard of it
            page.evaluate(POINTER, "pointermove")
        seen.append(number(page, root, "W1[1,1]"))
        if end in ("blur", "unheard"):
            page.mouse.move(x + 200, y)
            assert number(page, root, "W1[1,1]") == seen[-1], "it was let go"
        page.mouse.up()
    for expected in (seen[0], 1.2345):
        undo(root).click()
        shows(root, "W1[1,1]", expected)
    expect(undo(root)).to_be_disabled()


HELD = ["graph", "handle", "plane", "loss", "slider", "track"]


def hold(page, root, part):
    """Press on a part that can be dragged; returns where, and the number that moves."""
    if part in ("slider", "track"):
        x, y = thumb(page, slider(root, "W1[1,1]"), "W1[1,1]", root)
        x += 40 * (part == "track")
        page.mouse.move(x, y)
        page.mouse.down()
        return x, y, "W1[1,1]"
    element, off, name = {
        "graph": (weight(root), (0, 0), "W1[1,1]"),
        "handle": (root.locator(".bp-handle"), (0, 0), "x[1]"),
        "plane": (root.locator(".bp-handle"), (-50, 0), "x[1]"),
        "loss": (root.locator(".bp-dot"), (-40, 0), "W1[1,1]"),
    }[part]
    return *grab(page, element, off), name


@pytest.mark.parametrize("by", ["Escape", "pointercancel"])
@pytest.mark.parametrize("part", HELD)
def test_escape_and_a_finger_that_turns_out_to_scroll_give_the_number_back(page, root, part, by):
    before = value(root, "W1[1,1]"), value(root, "x[1]")
    x, y, name = hold(page, root, part)
    page.mouse.move(x + 30, y, steps=4)
    assert number(page, root, name) != 1.2345
    if by == "Escape":
        page.keyboard.press("Escape")
        drawn(page)
        assert (value(root, "W1[1,1]"), value(root, "x[1]")) == before
        page.mouse.move(x - 30, y, steps=4)
    else:
        page.evaluate(POINTER, "pointercancel")
    drawn(page)
    assert (value(root, "W1[1,1]"), value(root, "x[1]")) == before
    page.mouse.up()
    drawn(page)
    assert (value(root, "W1[1,1]"), value(root, "x[1]")) == before
    expect(undo(root)).to_be_disabled()


@pytest.mark.parametrize("part", HELD[:-1])  # a press on a slider's track is the browser's own
def test_the_right_button_pressed_in_a_drag_changes_nothing_of_it(page, root, part):
    x, y, name = hold(page, root, part)
    page.mouse.move(x + 20, y, steps=4)
    page.mouse.down(button="right")
    page.mouse.up(button="right")
    page.mouse.move(x + 30, y, steps=4)
    there = number(page, root, name)
    page.mouse.move(x + 20, y, steps=4)
    assert number(page, root, name) != there
    page.mouse.move(x + 30, y, steps=4)
    page.mouse.up()
    assert number(page, root, name) == there
    undo(root).click()
    shows(root, name, 1.2345)


def test_a_second_finger_moves_nothing_while_the_first_drags(page, root):
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        points = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    (x, y), (x2, y2) = middle(page, weight(root)), middle(page, weight(root, "W2[2]"))
    touch("touchStart", (x, y))
    touch("touchMove", (x + 30, y))
    touch("touchStart", (x + 30, y), (x2, y2))
    touch("touchMove", (x + 60, y), (x2 + 60, y2))
    touch("touchEnd")
    finger.detach()
    drawn(page)
    assert value(root, "W2[2]") == -3
    assert value(root, "W1[1,1]") == pytest.approx(1.2345 + 10 * 0.2, abs=0.05)
    undo(root).click()
    shows(root, "W1[1,1]", 1.2345)


def test_undo_in_the_midst_of_a_drag_ends_it(page, root):
    x, y = grab(page, weight(root))
    page.mouse.move(x + 60, y, steps=4)
    drawn(page)
    slider(root, "b2").focus()
    page.keyboard.press("Control+z")
    shows(root, "W1[1,1]", 1.2345)
    page.mouse.move(x + 90, y, steps=4)
    page.mouse.up()
    assert number(page, root, "W1[1,1]") == 1.2345
    expect(undo(root)).to_be_disabled()


def test_a_drag_that_comes_back_leaves_what_could_be_redone(page, root):
    slider(root, "b2").press("ArrowRight")
    drawn(page)
    undo(root).click()
    x, y = grab(page, weight(root))
    page.mouse.move(x + 60, y, steps=4)
    drawn(page)
    page.mouse.move(x, y)
    page.mouse.up()
    root.get_by_role("button", name="Redo").click()
    shows(root, "b2", 0.27)


def test_a_number_that_is_typed_and_a_drag_that_takes_the_focus_are_two_undos(page, root):
    root.get_by_role("spinbutton", name="W1[1,1]", exact=True).fill("3")
    x, y = grab(page, weight(root))
    page.mouse.move(x, y - 12, steps=4)
    page.mouse.up()
    shows(root, "W1[1,1]", 3.4)
    for expected in (3, 1.2345):
        undo(root).click()
        shows(root, "W1[1,1]", expected)


def test_a_drag_goes_on_from_its_own_start_when_python_sets_the_number(page, root):
    x, y = grab(page, weight(root))
    page.mouse.move(x, y - 30, steps=4)
    page.evaluate("window.model.set({ W1: [[700, 0.5], [1.5, -0.25]] })")
    shows(root, "W1[1,1]", 700)
    page.mouse.move(x, y - 36)
    assert number(page, root, "W1[1,1]") == pytest.approx(1.2345 + 6 * 0.2, abs=0.02)
    page.mouse.up()
    undo(root).click()
    shows(root, "W1[1,1]", 1.2345)


def steps_made(root):
    return value(root, "step", ".bp-train")


def test_a_drag_while_training_plays_is_an_undo_of_its_own(page, root):
    root.get_by_label("learning rate").fill("1e-9")
    root.get_by_label("speed").select_option("1 step a frame")
    root.get_by_role("button", name="Play").click()
    until(page, lambda: steps_made(root) > 5)
    x, y = grab(page, root.locator(IN_GRAPH["x[1]"]).first)
    page.mouse.move(x + 60, y, steps=8)
    page.mouse.move(x + 120, y, steps=8)
    drawn(page)
    page.mouse.up()
    there = value(root, "x[1]")
    made = steps_made(root)
    until(page, lambda: steps_made(root) > made + 5)
    root.get_by_role("button", name="Pause").click()
    for expected in (there, 1.2345, 1.2345):
        undo(root).click()
        shows(root, "x[1]", expected)
    expect(undo(root)).to_be_disabled()


def test_a_slow_click_on_pause_leaves_a_run_one_undo(page, root):
    root.get_by_role("button", name="Play").click()
    until(page, lambda: steps_made(root) > 5)
    grab(page, root.get_by_role("button", name="Pause"))
    made = steps_made(root)
    until(page, lambda: steps_made(root) > made + 5)
    page.mouse.up()
    expect(root.get_by_role("button", name="Play")).to_be_visible()
    undo(root).click()
    shows(root, "W1[1,1]", 1.2345)
    expect(undo(root)).to_be_disabled()


def test_a_view_that_is_taken_away_in_a_drag_hears_of_the_pointer_no_more(page, root):
    x, y = grab(page, weight(root))
    page.mouse.move(x + 30, y, steps=4)
    page.evaluate("window.end()")
    page.evaluate("window.last = JSON.stringify(window.model.get('W1'))")
    page.mouse.move(x + 90, y, steps=4)
    page.mouse.up()
    assert page.evaluate("window.last === JSON.stringify(window.model.get('W1'))")


def test_a_point_is_added_on_the_release_and_none_by_two_fingers_that_zoom(page, root):
    root.get_by_label("adds ● 1").check()
    x, y = grab(page, root.locator(".bp-handle"), off=(-60, 40))
    drawn(page)
    assert page.evaluate("window.model.get('X')") is None
    page.evaluate(POINTER, "pointercancel")
    page.mouse.up()
    drawn(page)
    assert page.evaluate("window.model.get('X')") is None
    page.mouse.click(x, y)
    until(page, lambda: page.evaluate("window.model.get('Y')") == [[1]])


# What is told, and what is kept


WATCH_LIVE = """() => {
    window.told = 0;
    const live = document.querySelectorAll('output, [role=status], [role=alert], [aria-live]');
    const watch = new MutationObserver((all) => (window.told += all.length));
    live.forEach((one) => watch.observe(one, { childList: true, characterData: true, subtree: true }));
}"""


def test_nothing_is_spoken_while_training_plays_and_its_end_is(page, root):
    root.get_by_label("speed").select_option("1 step a frame")
    page.evaluate(WATCH_LIVE)
    root.get_by_role("button", name="Play").click()
    until(page, lambda: steps_made(root) > 60)
    assert page.evaluate("window.told") == 0
    root.get_by_role("button", name="Pause").click()
    drawn(page)
    expect(root.locator(".bp-spoken")).to_contain_text(f"step {int(steps_made(root))}: L = ")


def test_where_the_keys_have_moved_x_is_spoken(page, root):
    root.locator(".bp-handle").press("ArrowRight")
    expect(root.locator(".bp-spoken")).to_contain_text("at x (")


HOLD_A_KEY = """async (handle) => {
    for (let k = 0; k < 12; k++) {
        handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
        await new Promise(requestAnimationFrame);
    }
}"""


def test_of_a_key_that_is_held_only_the_last_number_is_spoken(page, root):
    page.evaluate(WATCH_LIVE)
    root.locator(".bp-handle").evaluate(HOLD_A_KEY)
    expect(root.locator(".bp-spoken")).to_contain_text("at x (")
    assert page.evaluate("window.told") < 6


def test_what_a_change_has_come_to_is_spoken_once_it_rests_and_only_where_it_was_made(page, root):
    spoken = root.locator(".bp-spoken")
    page.evaluate(WATCH_LIVE)
    slider(page, "W2[2]").evaluate(HOLD_A_KEY)
    drawn(page)
    page.wait_for_timeout(700)
    assert page.evaluate("window.told") == 0, "the focus was elsewhere"
    slider(page, "W2[2]").focus()
    slider(page, "W2[2]").evaluate(HOLD_A_KEY)
    expect(spoken).to_have_text(re.compile(r"^L is \S+, a2 is \S+\.$"))
    assert page.evaluate("window.told") == 1
    root.get_by_role("radio", name="backward", exact=True).check()
    expect(spoken).to_have_text(re.compile(r"^the slope of L with respect to W2\[2\] is \S+\.$"))
    root.get_by_role("button", name="Back to the problem's numbers").click()
    expect(spoken).to_have_text(re.compile(r"^L is \S+, a2 is \S+; the slope of L with respect to W2\[2\] is \S+\.$"))


@pytest.mark.parametrize("label", ["b2", "learning rate"])
def test_what_may_mean_two_numbers_is_asked_about_and_what_cannot_is_taken(page, root, label):
    box = root.get_by_role("textbox" if label == "learning rate" else "spinbutton", name=label, exact=True)
    for typed in ("1,250", "1,2,3", "ln 1/2", "1.5e −3"):
        box.fill(typed)
        box.press("Enter")
        expect(box).to_have_attribute("aria-invalid", "true")
        expect(root.get_by_role("status").filter(has_text="in more than one way")).to_contain_text(typed)
    box.fill("1,5")
    box.press("Enter")
    expect(box).not_to_have_attribute("aria-invalid", "true")
    until(page, lambda: page.evaluate("[window.model.get('b2')[0][0], window.model.get('learning_rate')]").count(1.5))


def test_a_typed_number_is_taken_to_its_last_digit(page, root):
    box = root.get_by_role("spinbutton", name="b2", exact=True)
    box.fill("0.12345678901234567")
    box.press("Enter")
    shows(root, "b2", 0.12345678901234567)


def test_no_box_asks_a_phone_for_keys_without_a_minus(root):
    boxes = root.locator("input[type=text]")
    assert set(boxes.evaluate_all("all => all.map((box) => box.inputMode)")) <= {"", "text", "numeric"}
    assert root.locator("input[inputmode=numeric]").count() == 1  # the seed, which has none


def test_a_long_run_keeps_few_costs_and_its_curve_goes_through_those_that_there_were(node):
    costs = node.module("model/costs.js")
    kept, corners, first, last = costs.evaluate("""(m) => {
        const J = (step) => Math.cos(step / 3000) + 2;
        const all = m.costsOf([J(0)]);
        for (let step = 1; step <= 300000; step++) m.add(all, J(step));
        const off = ([step, cost]) => Math.abs(cost - J(step));
        const corners = m.curve(all, 240);
        return [all.kept.length, [corners.length, Math.max(...corners.map(off))], corners[0], m.nearest(all, 299999)];
    }""")
    assert 2000 < kept < 5000
    assert 100 < corners[0] < 500 and corners[1] == 0
    assert first[0] == 0 and last[0] == 300000


def test_a_short_run_keeps_every_cost(node):
    costs = node.module("model/costs.js")
    seen = costs.evaluate("m => [0, 1, 2, 3].map((step) => m.nearest(m.costsOf([5, 6, 4, 3]), step))")
    assert seen == [[0, 5], [1, 6], [2, 4], [3, 3]]
    assert costs.evaluate("m => m.curve(m.costsOf([5, 6, 4, 3]), 240)") == [[0, 5], [1, 6], [2, 4], [3, 3]]


def test_the_largest_cost_is_the_largest_that_is_finite(node):
    costs = node.module("model/costs.js")
    assert costs.evaluate("m => m.costsOf([5, 6, Infinity, 4]).largest") == 6


def test_code_that_could_not_be_loaded_is_tried_again(fresh_page):
    fresh_page.evaluate("""() => {
        window.create = URL.createObjectURL;
        let code = false; // the loader itself comes first
        URL.createObjectURL = (blob) => (code ? "data:text/javascript,throw Error()" : ((code = true), create(blob)));
    }""")
    expect(render_alone(fresh_page, START)).to_have_count(0)
    expect(fresh_page.locator("body")).to_contain_text("This could not start")
    fresh_page.evaluate("() => void (URL.createObjectURL = window.create)")
    expect(render_alone(fresh_page, START)).to_have_count(1)
    assert len(fresh_page.problems) == 1


def test_two_versions_in_one_page_have_each_its_own_style(fresh_page):
    style = "(root) => ['.bp-bar', '.bp-graph svg'].map((part) => getComputedStyle(root.querySelector(part)).cursor)"
    old = {"digest": "old", "style": ".bp-explorer { color: rgb(1, 2, 3) } .bp-bar { cursor: help }"}
    first = render_alone(fresh_page, START).nth(0)
    before = first.evaluate(style)
    second = render_alone(fresh_page, START, sources=old).nth(1)
    assert first.evaluate(style) == before
    assert second.evaluate(style) == ["help", "auto"]
    expect(second).to_have_css("color", "rgb(1, 2, 3)")
    expect(first).not_to_have_css("color", "rgb(1, 2, 3)")


def test_a_picture_asks_for_no_other_and_sets_nothing(page, root):
    """Every panel is a function of the state: what is drawn is drawn once."""
    drawn(page)
    page.evaluate("""() => {
        const request = window.requestAnimationFrame.bind(window);
        [window.asked, window.set] = [0, 0];
        window.requestAnimationFrame = (act) => ((window.asked += 1), request(act));
        const set = window.model.set;
        window.model.set = (...traits) => ((window.set += 1), set(...traits));
    }""")
    page.evaluate("() => window.fromPython([{ b2: [[3]], hidden: 'sigmoid' }])")
    page.wait_for_function("window.asked > 0")
    for _ in range(3):
        page.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert page.evaluate("[window.asked, window.set]") == [1, 0]
    assert value(root, "b2") == 3
