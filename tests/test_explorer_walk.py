"""The walk in a browser: one step at a time, a number of the learner's own first, and keys for a teacher."""

import re

import pytest
from browser import box, drawn, python_has, shows, value
from linked import Linked
from playwright.sync_api import expect

from helpers import derivatives as d
from helpers import network
from helpers.explorer import STEPS

IMPORTS = "from helpers import network\nfrom helpers.explorer import Explorer"


@pytest.fixture
def page(kept_page):
    return kept_page


@pytest.fixture
def at(page):
    """A function that lets the walk begin at a step, and returns the page and what runs code beside its Python half."""
    linked = Linked(page)

    def go(step, problem="EXAMPLE", **arguments):
        linked.show(getattr(network, problem), step=step, **arguments)
        shows(page, "x[1]", getattr(network, problem).x[0, 0])
        return page, linked.run

    yield go
    assert page.problems == []


def answer(page, typed):
    page.get_by_role("textbox", name=re.compile("^your ")).fill(typed)
    page.keyboard.press("Enter")


def said(page):
    return page.locator(".bp-verdict-words")


def shown(page, name):
    """The texts of a quantity, or of all that begin with it, in every panel."""
    drawn(page)
    return [text for text in page.locator(f'[data-quantity^="{name}"]').all_text_contents() if text]


def test_what_is_not_revealed_shows_in_no_panel(at, node):
    ranks = node.module("state/steps.js")
    for step in ("M1", "M4", "D1", "D8"):
        lab_page, _ = at(step)
        current = STEPS["relu"].index(step)
        all_shown = lab_page.locator(".bp-explorer [data-quantity]").evaluate_all(
            "all => all.map((e) => [e.dataset.quantity, e.textContent, e.dataset.value ?? null])"
        )
        for name, text, number in all_shown:
            revealed = ranks.evaluate("(m, name) => m.stepIndexOf(name, 'relu')", name) < current
            assert (text != "") == (number is not None) == revealed, (step, name, text)


def test_words_and_pictures_keep_to_the_walk_too(at):
    page, _ = at("M3")
    expect(page.locator(".bp-graph svg")).to_have_attribute("aria-label", re.compile("^Network: nothing computed yet"))
    expect(page.locator(".bp-boundary .bp-veil")).to_be_visible()
    expect(page.locator(".bp-heat")).to_be_hidden()
    expect(page.locator(".bp-boundary .bp-reading")).not_to_contain_text("a2")
    expect(page.locator(".bp-loss .bp-veil")).to_be_visible()
    expect(page.locator(".bp-loss svg").first).to_be_hidden()
    expect(page.locator(".bp-tangent")).to_be_hidden()
    page, _ = at("M1")
    expect(page.locator(".bp-unit.bp-is-off")).to_have_count(0)  # which unit is off would tell the sign of z1


def test_a_warning_gives_no_later_formula_away(at):
    page, run = at("D3")
    assert run("explorer.b2 = -1000") == ""
    warning = page.get_by_role("status").filter(has_text="∞ in dL_da2")
    expect(warning).to_have_text("∞ in dL_da2: a2 has rounded to 0, and no number divides by 0.")
    answer(page, "-1")
    expect(warning).to_contain_text("dL_dz2 = a2 − y needs no division.")


def test_the_tangent_comes_with_its_derivative(at):
    page, _ = at("D8")
    page.get_by_role("combobox", name="parameter").select_option("W2[1]")
    expect(page.locator(".bp-tangent")).to_be_visible()
    page.get_by_role("combobox", name="parameter").select_option("W1[1,2]")
    expect(page.locator(".bp-tangent")).to_be_hidden()
    answer(page, "-2")
    expect(page.locator(".bp-tangent")).to_be_visible()


def test_the_menu_of_panels_covers_no_verdict_and_a_change_of_panels_loses_nothing(at):
    page, _ = at("D9")
    answer(page, "-1")
    told = "Not -1. That is entry 1, dL_db1[1]; entry 2 is asked for."
    expect(said(page)).to_have_text(told)
    page.locator("summary").filter(has_text="Panels").click()
    covered = """(verdict) => {
        verdict.scrollIntoView({ block: "center" });
        const { left, top, width, height } = verdict.getBoundingClientRect();
        const at = [0.05, 0.2, 0.5, 0.9].map((part) => [left + part * width, top + height / 2]);
        return at.filter(([x, y]) => !verdict.contains(document.elementFromPoint(x, y))).length;
    }"""
    assert said(page).evaluate(covered) == 0
    for part in (".bp-graph", ".bp-walk"):
        assert page.locator(".bp-panels").evaluate(
            "(menu, part) => menu.getBoundingClientRect().bottom"
            " <= document.querySelector(part).getBoundingClientRect().top",
            part,
        )
    try:
        for name in ("Loss", "Formulas", "Network", "Loss", "Formulas", "Network"):
            box = page.get_by_role("checkbox", name=name)
            box.set_checked(not box.is_checked())
            drawn(page)
            expect(said(page)).to_have_text(told)
            expect(page.get_by_role("textbox", name="your dL_db1[2]")).to_have_value("-1")
        page.get_by_role("button", name="Show").click()  # it still counts as tried
        assert shown(page, "dL_db1[2]") != []
    finally:
        page.locator("summary").filter(has_text="Panels").click()
    page.get_by_role("button", name="Next").or_(page.get_by_role("button", name="Hide")).last.click()
    expect(said(page)).to_have_text("")


def test_a_change_of_panels_after_a_drag_asks_for_the_same_entry(at):
    page, run = at("D9")
    asked = page.locator(".bp-asks").text_content()
    assert run("explorer.b1 = [[-1], [2]]") == ""  # the other unit is on now, and z1[1] is as it was
    shows(page, "b1[2]", 2)
    assert run("explorer.show = ('walk', 'network')") == ""
    expect(page.locator(".bp-formulas")).to_have_count(0)
    expect(page.locator(".bp-asks")).to_have_text(asked)
    assert run("explorer.show = ('network', 'formulas', 'boundary', 'loss', 'walk', 'train')") == ""
    expect(page.locator(".bp-formulas")).to_have_count(1)


@pytest.mark.parametrize(
    ("step", "typed", "words"),
    [
        ("M5", "-ln 2", "Not -ln 2. The sign is wrong."),
        ("M5", "-np.log(2)", "Not -np.log(2). The sign is wrong."),
        ("M5", "np.log(2)", "np.log(2) is right, shown as 0.6931."),
        ("D7", "-1", "Not -1. That is entry 1, dL_dz1[1]; entry 2 is asked for."),
        ("D8", "0", "0 is not it. Try again, or show it."),
        ("D8", "2", "Not 2. The sign is wrong."),
    ],
)
def test_a_verdict_says_what_the_number_is(at, step, typed, words):
    page, _ = at(step)
    answer(page, typed)
    expect(said(page)).to_have_text(words)


def test_the_step_of_the_loss_asks_for_a_cost(at):
    page, _ = at("M5")
    expect(page.locator(".bp-question")).to_have_text("What does this answer cost, given y?")


def test_a_right_number_reveals_the_step_everywhere_and_goes_on_with_next(at):
    page, run = at("D3")
    assert shown(page, "dL_dz2") == []
    answer(page, "-1/2")
    expect(said(page)).to_have_text("-1/2 is right, shown as −0.5.")
    assert {text.strip("()") for text in shown(page, "dL_dz2")} == {"−0.5"}
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="step", exact=True)).to_have_value("D4")
    python_has(page, run, "explorer.step", "D4")
    expect(said(page)).to_have_text("")


def test_a_wrong_number_is_told_its_slip_and_then_the_step_may_be_shown(at):
    page, _ = at("D8")
    answer(page, "-1")
    expect(said(page)).to_contain_text("The homework page makes this mistake too")
    expect(said(page)).to_have_attribute("data-mistake", "page's slip")
    assert shown(page, "dL_dW1") == []
    answer(page, "17")
    expect(said(page)).to_have_text("17 is not it. Try again, or show it.")
    page.get_by_role("button", name="Show").click()
    assert shown(page, "dL_dW1[1,2]") != []
    expect(said(page)).to_have_text("")


@pytest.mark.parametrize("typed", ["-1/2", "17"])
def test_a_verdict_goes_when_its_number_changes_and_stays_when_another_does(at, typed):
    page, run = at("D3")
    answer(page, typed)
    verdict = said(page).text_content()
    assert verdict and run("explorer.b1 = [[-1], [-1]]") == ""  # of a unit that is off, before and after
    shows(page, "b1[2]", -1)
    expect(said(page)).to_have_text(verdict)
    assert run("explorer.b2 = -3") == ""
    shows(page, "b2", -3)
    expect(said(page)).to_have_text("")


def test_after_a_wrong_number_next_shows_the_step_before_it_goes_on(at):
    page, _ = at("D3")
    answer(page, "17")
    step = page.get_by_role("combobox", name="step", exact=True)
    page.get_by_role("button", name="Next").click()
    assert shown(page, "dL_dz2") != []
    expect(step).to_have_value("D3")
    page.get_by_role("button", name="Next").click()
    expect(step).to_have_value("D4")


def test_back_hides_what_is_revealed_before_it_goes_back(at):
    page, _ = at("D3")
    answer(page, "-1/2")
    step = page.get_by_role("combobox", name="step", exact=True)
    page.get_by_role("button", name="Back", exact=True).click()
    assert shown(page, "dL_dz2") == []
    expect(step).to_have_value("D3")
    expect(page.get_by_role("textbox", name="your dL_dz2")).to_have_value("")
    page.get_by_role("button", name="Back", exact=True).click()
    expect(step).to_have_value("D2")


def test_the_formula_of_a_step_waits_for_the_answer_too(at):
    page, _ = at("D8")
    line = page.locator('.bp-formulas [data-line="dL_dW1[1,1]"]')
    expect(line.locator("math").nth(1)).to_be_hidden()
    answer(page, "-2")
    expect(line.locator("math").nth(1)).to_be_visible()
    expect(page.locator('.bp-formulas [data-line="dL_db1[1]"]')).to_be_hidden()


def test_an_explorer_opens_on_the_line_of_its_step(at):
    page, _ = at("D8", show=("network", "formulas"))
    panel = page.locator(".bp-formulas .bp-fitted")
    line = panel.locator('[data-line="dL_dW1[1,1]"]')
    drawn(page)
    inside, there = panel.bounding_box(), line.bounding_box()
    assert inside["y"] <= there["y"] and there["y"] + there["height"] <= inside["y"] + inside["height"]


def test_the_formulas_take_the_room_that_their_lines_need_at_every_width_and_size(at):
    page, _ = at("D9")
    panel, root = page.locator(".bp-formulas .bp-fitted"), page.locator(".bp-explorer")
    inside = """(panel) => {
        const lines = [...panel.querySelectorAll(".bp-head, summary, .bp-line")].filter((e) => e.checkVisibility());
        const [top, bottom] = [panel.getBoundingClientRect().top, panel.getBoundingClientRect().bottom + 0.5];
        const rects = lines.map((line) => line.getBoundingClientRect());
        return [lines.length, rects.every((r) => r.height > 15 && r.top >= top && r.bottom <= bottom)];
    }"""
    for width in (320, 500, 800, 1280):
        root.evaluate("(e, width) => (e.style.width = `${width}px`)", width)
        if width < 520 and not panel.is_visible():  # a phone shows one panel at a time
            page.get_by_role("button", name="Formulas", exact=True).click()
        drawn(page)
        assert panel.evaluate("e => e.scrollHeight - e.clientHeight") == 0, width
        assert panel.evaluate(inside) == [18, True], width
    page.get_by_role("button", name="Bigger").click()
    drawn(page)
    assert panel.evaluate(inside) == [18, True]
    page.get_by_role("button", name="Smaller").click()
    root.evaluate("e => (e.style.width = '')")


def test_the_walk_has_the_step_s_formula_which_waits_for_the_answer_and_then_follows_a_drag(at):
    page, _ = at("D8")
    line = page.locator(".bp-walk .bp-line")
    expect(line).to_have_count(1)
    expect(line.locator("math").nth(1)).to_be_hidden()
    expect(line.locator('[data-quantity="dL_dW1[1,2]"]')).to_have_text("")
    answer(page, "-2")
    expect(line.locator("math").nth(1)).to_be_visible()
    expect(line.locator('[data-quantity="dL_dW1[1,2]"]')).to_have_text("−2")
    page.get_by_role("slider", name="x[2]", exact=True).focus()
    for _ in range(3):
        before = value(page, "dL_dW1[1,2]", ".bp-walk"), line.text_content()
        page.keyboard.press("ArrowRight")
        drawn(page)
        now = value(page, "dL_dW1[1,2]", ".bp-walk")
        assert now == value(page, "dL_dW1[1,2]", ".bp-formulas") != before[0]
        assert line.text_content() != before[1]
    page.keyboard.press("n")
    expect(line.locator(".bp-step")).to_have_text("D9")
    page.get_by_role("button", name="End").click()
    expect(line).to_have_count(0)


def test_the_formulas_of_many_units_scroll_to_the_step_within_an_edge_that_is_seen(page):
    parameters = network.Parameters([[0.1] * 8] * 16, [[0]] * 16, [[1] * 16], [[0]])
    Linked(page).show(network.Problem([[1]] * 8, [[1]], parameters, "relu"), step="D9")
    panel = page.locator(".bp-formulas .bp-fitted")
    expect(panel).to_have_class(re.compile("bp-scrolls"))
    expect(panel).to_have_attribute("tabindex", "0")
    expect(panel).to_have_css("border-bottom-style", "solid")
    assert panel.evaluate("e => e.scrollTop") > 100
    inside, line = panel.bounding_box(), page.locator(".bp-formulas .bp-current").first.bounding_box()
    assert inside["y"] <= line["y"] < inside["y"] + inside["height"] - line["height"]
    expect(page.locator(".bp-walk .bp-formula")).to_have_class(re.compile("bp-scrolls"))


def test_a_step_waits_for_a_number(at):
    page, _ = at("M5")
    page.get_by_role("button", name="Next").click()
    expect(said(page)).to_have_text("Type your number first.")
    page.get_by_role("button", name="Show").click()
    assert shown(page, "L") == []
    answer(page, " ")
    expect(said(page)).to_have_text("Type your number first.")
    answer(page, "zwei")
    expect(said(page)).to_contain_text("“zwei” is not a number")
    expect(page.get_by_role("textbox", name="your L")).to_have_attribute("aria-invalid", "true")
    answer(page, "-ln 1/2")
    expect(said(page)).to_have_text(
        "Not clear: “-ln 1/2” can be read in more than one way. Use brackets, as in ln(1/2) or (ln 1)/2."
    )
    assert shown(page, "L") == []
    answer(page, "ln 2")
    expect(said(page)).to_have_text("ln 2 is right, shown as 0.6931.")


def test_without_predict_first_next_walks_through_every_step_and_back(at):
    page, _ = at(None)
    page.get_by_label("predict first").uncheck()
    page.get_by_role("button", name="Start the walk").click()
    step = page.get_by_role("combobox", name="step", exact=True)
    for name in STEPS["relu"]:
        expect(step).to_have_value(name)
        if name != "D9":
            page.get_by_role("button", name="Next").click()
    assert shown(page, "dL_db1[2]") != []
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(step).to_have_value("D8")
    page.get_by_role("button", name="End").click()
    expect(page.get_by_role("button", name="Start the walk")).to_be_visible()


def test_a_teacher_has_keys(at):
    page, _ = at("M1")
    page.get_by_label("predict first").uncheck()
    step = page.get_by_role("combobox", name="step", exact=True)
    page.get_by_role("slider", name="x[1]", exact=True).focus()
    page.keyboard.press("n")
    expect(step).to_have_value("M2")
    assert shown(page, "a1[1]") != []
    page.keyboard.press("h")
    expect(page.locator('.bp-graph [data-quantity="a1[1]"]')).to_have_text("")
    page.keyboard.press("h")
    expect(page.locator('.bp-graph [data-quantity="a1[1]"]')).to_have_text("1")
    page.keyboard.press("b")
    expect(step).to_have_value("M1")
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("PageDown")  # what a presenter's clicker sends
    expect(step).to_have_value("M2")
    page.keyboard.press("PageUp")
    expect(step).to_have_value("M1")
    before = page.locator(".bp-question").bounding_box()["height"]
    page.keyboard.press("+")
    expect(page.locator(".bp-explorer")).to_have_css("zoom", "1.25")
    assert page.locator(".bp-question").bounding_box()["height"] > 1.2 * before
    page.keyboard.press("-")
    expect(page.locator(".bp-explorer")).to_have_css("zoom", "1")


def test_the_keys_are_letters_in_a_text_box(at):
    page, _ = at("M5")
    page.get_by_role("textbox", name="your L").focus()
    page.keyboard.type("nbh-+")
    expect(page.get_by_role("textbox", name="your L")).to_have_value("nbh-+")
    expect(page.get_by_role("combobox", name="step", exact=True)).to_have_value("M5")
    box(page, "b2").focus()
    page.keyboard.type("n")
    expect(page.get_by_role("combobox", name="step", exact=True)).to_have_value("M5")
    page.keyboard.press("Escape")


def test_weights_can_be_dragged_in_the_walk_and_the_question_stays(at):
    page, _ = at("M1")
    asked = page.locator(".bp-asks").text_content()
    page.get_by_role("slider", name="W1[1,1]", exact=True).focus()
    page.keyboard.press("End")
    shows(page, "W1[1,1]", 2)
    expect(page.locator(".bp-asks")).to_have_text(asked)
    assert page.locator('.bp-graph [data-quantity="z1[1]"]').get_attribute("data-value") is None
    assert value(page, "W1[1,1]") == 2


def test_part_1_walks_its_own_six_steps(at):
    page, run = at("P5", "PAGE")
    assert shown(page, "z2") == []
    answer(page, "30")
    expect(said(page)).to_have_text("Not 30. The homework page makes this mistake too. Add the bias with its own sign.")
    answer(page, "20*0 + 20*1 - 10")
    expect(said(page)).to_contain_text("is right")
    names = page.get_by_role("combobox", name="step", exact=True).locator("option").all_text_contents()
    assert [name.split()[0] for name in names] == list(STEPS["sigmoid"])
    page.get_by_role("radio", name="ReLU").check()
    expect(page.get_by_role("button", name="Start the walk")).to_be_visible()
    python_has(page, run, "[explorer.hidden, explorer.step]", ["relu", None])


def test_with_one_hidden_unit_the_steps_of_the_others_are_passed_over(at):
    page, run = at(None, "PAGE")
    one = "network.Parameters([[20, 20]], [[-30]], [[20]], [[-10]])"
    assert run(f"explorer.parameters = {one}") == ""
    page.get_by_label("predict first").uncheck()
    page.get_by_role("button", name="Start the walk").click()
    step = page.get_by_role("combobox", name="step", exact=True)
    for name in ("P1", "P3", "P5", "P6"):
        expect(step).to_have_value(name)
        if name != "P6":
            page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(step).to_have_value("P3")


@pytest.mark.parametrize("problem", ["EXAMPLE", "SECOND"])
def test_a_learner_can_answer_every_step_and_nothing_else_is_taken_for_right(at, problem):
    page, _ = at("M1", problem)
    numbers = {}
    for name in STEPS["relu"]:
        expect(page.get_by_role("combobox", name="step", exact=True)).to_have_value(name)
        entry = page.locator(".bp-asks").text_content().removesuffix(" =")
        answer(page, "12345")
        expect(said(page)).to_contain_text("is not it")
        numbers[entry] = expected(getattr(network, problem), entry)
        answer(page, repr(numbers[entry]))
        expect(said(page)).to_contain_text("is right")
        page.keyboard.press("n")
    assert len(numbers) == 14


def expected(problem, entry):
    """The entry's value by Python."""
    f = network.forward(problem.x, problem.parameters, problem.hidden)
    dz2 = d.dL_dz2(f.A2, problem.y)
    da1 = d.dL_da1(dz2, problem.parameters.W2)
    dz1 = d.dL_dz1(da1, f.Z1)
    arrays = {"z1": f.Z1, "a1": f.A1, "z2": f.Z2, "a2": f.A2, "L": network.loss(f.Z2, problem.y)}
    arrays |= {"dL_da2": d.dL_da2(f.A2, problem.y), "da2_dz2": d.da2_dz2(f.A2), "dL_dz2": dz2, "dL_db2": dz2}
    arrays |= {"dL_dW2": d.dL_dW2(dz2, f.A1), "dL_da1": da1, "dL_dz1": dz1, "dL_db1": dz1}
    arrays |= {"dL_dW1": d.dL_dW1(dz1, problem.x)}
    name, *places = re.findall(r"[a-zA-Z]\w*|\d+", entry)
    places = [int(place) - 1 for place in places]
    array = arrays[name]
    if len(places) == 1:
        places = [0, places[0]] if name.endswith("W2") else [places[0], 0]
    return float(array[tuple(places)] if places else array.item())
