"""Questions in a page of their own: keyboard, verdicts, what is kept, a class, paper, and screen readers."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import STARTER, STUB, frames, own_sources
from playwright.sync_api import expect

from helpers.questions import Progress, ask, table

PAGE = "http://127.0.0.1:9/lab/01_forward_pass.ipynb"  # nothing listens there: the test answers itself


@pytest.fixture
def page(fresh_page):
    """A page in which the browser keeps things, as it does in the lab."""
    fresh_page.route(
        "**/*", lambda route: route.fulfill(body="<!doctype html><title>Questions</title>", content_type="text/html")
    )
    fresh_page.goto(PAGE)
    fresh_page.evaluate("localStorage.clear()")
    return fresh_page


def shown(page, widget):
    """A widget in the page, as the lab would show it; the last one of the page."""
    state = {name: one for name, one in widget.get_state().items() if name != "_sources"}
    state = json.loads(json.dumps(state, default=str))
    page.evaluate(STUB, [widget._esm, own_sources(widget), state, False])
    return page.locator(".bp-ask").last


def box(root, k=0):
    return root.locator("input[type=text]").nth(k)


def press(root, name):
    root.get_by_role("button", name=name, exact=True).click()


def says(root, words):
    expect(root.locator(".bp-verdict-words")).to_have_text(words)


def model(page, name):
    return page.evaluate("(name) => window.model.get(name)", name)


def z1():
    return ask("z1[1]", -70, wrong={"The bias is missing.": -40}, hint="Add the bias.", solution="*So it is.*")


def test_the_starter_is_the_same_for_all_but_for_what_it_starts():
    assert ask("it", 1)._esm == STARTER.replace("explorer.js", "questions/question.js") != STARTER


def test_enter_checks_and_a_right_answer_opens_its_lines(page):
    root = shown(page, z1())
    box(root).fill("-40")
    box(root).press("Enter")
    says(root, "Not -40. The bias is missing.")
    expect(box(root)).to_have_attribute("aria-invalid", "true")
    expect(root.locator("em")).to_have_count(0)
    assert [model(page, name) for name in ("_value", "right", "tries")] == [-40, False, 1]
    box(root).press("Enter")
    assert model(page, "tries") == 1, "the same once more is no other try"
    box(root).fill("-70")
    expect(box(root)).not_to_have_attribute("aria-invalid", "true")
    says(root, "")
    box(root).press("Enter")
    says(root, "-70 is right.")
    expect(root.locator("em")).to_have_text("So it is.")
    expect(root).to_contain_text("✓ Solved")
    assert [model(page, name) for name in ("_value", "right", "tries")] == [-70, True, 2]
    assert page.problems == []


def test_all_of_it_goes_by_keyboard(page):
    root = shown(page, z1())
    order = []
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent"))
    assert order == ["z1[1]", "Check", "Hint", "Show the answer"]
    page.keyboard.press("Enter")
    expect(root.locator("em")).to_be_visible()
    page.keyboard.press("Enter")
    expect(root.locator("em")).to_have_count(0)
    page.keyboard.press("r")
    expect(root.locator("em")).to_be_visible()
    box(root).focus()
    page.keyboard.type("r")
    expect(root.locator("em")).to_be_visible()
    expect(box(root)).to_have_value("r")


def test_a_hint_leaves_what_is_typed(page):
    root = shown(page, z1())
    box(root).fill("-7")
    root.get_by_role("button", name="Hint").evaluate("button => button.click()")  # without the focus, as in Safari
    page.evaluate("document.activeElement.blur()")
    press(root, "Show the answer")
    expect(box(root)).to_have_value("-7")


def test_hints_and_answers_are_counted_and_folded_again(page):
    root = shown(page, z1())
    for _ in range(3):
        press(root, "Hint")
    expect(root).to_contain_text("Add the bias.")
    press(root, "Show the answer")
    press(root, "Hide the answer")
    kept = page.evaluate("Object.entries(localStorage).map(([key, text]) => [key, JSON.parse(text)])")
    ((key, answers),) = kept
    (question,) = answers["questions"].values()
    assert key.endswith("/lab/01_forward_pass.ipynb ") and (question["hints"], question["reveals"]) == (2, 1)
    assert not question["solved"]


def test_what_was_answered_is_there_again_and_python_hears_of_it(page):
    root = shown(page, ask("dL_dW1", [[1, 2], [3, 4]]))
    for k, typed in enumerate(["1", "2", "3", "1/2"]):
        box(root, k).fill(typed)
    press(root, "Check")
    page.goto(PAGE)
    root = shown(page, ask("dL_dW1", [[1, 2], [3, 4]]))
    assert [box(root, k).input_value() for k in range(4)] == ["1", "2", "3", "1/2"]
    says(root, "3 of 4 are right. Not 1/2 for entry [2,2]. Try again, or show the answer.")
    assert [model(page, name) for name in ("_value", "right", "tries")] == [[[1, 2], [3, 0.5]], False, 1]


def test_what_was_not_answered_stays_folded_however_often_it_is_shown(page):
    for _ in range(2):
        root = shown(page, z1())
        expect(root.locator("em")).to_have_count(0)
        assert model(page, "tries") == 0
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    "kept", ["", "not JSON", "null", '{"questions": null}', '{"questions": {"z1[1]": {"typed": null}}}']
)
def test_what_is_kept_but_broken_is_as_nothing(page, kept):
    root = shown(page, z1())
    box(root).fill("-70")
    box(root).press("Enter")
    page.evaluate("(kept) => localStorage.setItem(Object.keys(localStorage)[0], kept)", kept)
    page.goto(PAGE)
    root = shown(page, z1())
    shown(page, progress())
    expect(box(root.page.locator(".bp-ask").first)).to_have_value("")
    box(page.locator(".bp-ask").first).fill("-70")
    page.keyboard.press("Enter")
    expect(page.locator(".bp-ask").first).to_contain_text("✓ Solved")
    assert page.problems == []


def test_a_question_that_has_changed_begins_anew(page):
    box(shown(page, z1())).fill("-70")
    page.keyboard.press("Enter")
    for other in (ask("z1[1]", -71), ask("z1[1]", "a", choices=["a", "b"]), ask("z1[1]", [1, 2])):
        page.goto(PAGE)
        root = shown(page, other)
        says(root, "")
        expect(root).not_to_contain_text("Solved")
        assert model(page, "tries") == 0
    page.goto(PAGE)
    expect(shown(page, z1())).to_contain_text("✓ Solved")


def test_another_copy_of_the_notebook_has_answers_of_its_own(page):
    box(shown(page, z1())).fill("-70")
    page.keyboard.press("Enter")
    config = '{"baseUrl": "/", "backpropagationCopies": "{\\\\"01_forward_pass.ipynb\\\\": \\\\"MARK\\\\"}"}'
    for mark, typed in (("one", ""), ("two", ""), ("one", "5")):
        page.goto(PAGE)
        page.evaluate(
            "(text) => document.head.append(Object.assign(document.createElement('script'), "
            "{ id: 'jupyter-config-data', type: 'application/json', textContent: text }))",
            config.replace("\\\\", "\\").replace("MARK", mark),
        )
        root = shown(page, z1())
        assert box(root).input_value() == typed, mark
        if mark == "one":
            box(root).fill("5")
            box(root).press("Enter")


def test_two_views_of_a_question_agree(page):
    first, second = shown(page, z1()), None
    second = shown(page, z1())
    first = page.locator(".bp-ask").first
    box(first).fill("-70")
    box(first).press("Enter")
    expect(box(second)).to_have_value("-70")
    says(second, "-70 is right.")
    expect(second).to_contain_text("✓ Solved")
    press(second, "Hide the answer")
    expect(first.locator("em")).to_have_count(0)


def test_another_tab_is_heard(page, chrome):
    root = shown(page, z1())
    with chrome.new_page() as other:
        other.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        other.goto(PAGE)
        box(shown(other, z1())).fill("-70")
        other.keyboard.press("Enter")
        expect(root).to_contain_text("✓ Solved")


@pytest.mark.parametrize("how", ["forbidden", "full", "silent"])
def test_where_nothing_can_be_kept_it_works_and_says_so_once(page, how):
    page.evaluate(
        """(how) => {
        const fail = () => { throw new DOMException("no", "QuotaExceededError"); };
        if (how === "full") Storage.prototype.setItem = fail;
        else if (how === "silent") Storage.prototype.setItem = () => {};
        else Object.defineProperty(window, "localStorage", { get: fail });
    }""",
        how,
    )
    first = shown(page, z1())
    second = shown(page, ask("z2", 10))
    first = page.locator(".bp-ask").first
    box(first).fill("-70")
    box(first).press("Enter")
    says(first, "-70 is right.")
    box(second).fill("10")
    box(second).press("Enter")
    expect(second).to_contain_text("✓ Solved")
    expect(page.get_by_text("This browser can't keep your answers")).to_have_count(1)
    again = shown(page, z1())
    expect(again).to_contain_text("✓ Solved")
    assert page.problems == []


def test_a_class_guesses_first_and_sees_the_answer_beside_the_last_five(page):
    root = shown(page, z1())
    box(root).click()  # where a click lands
    page.keyboard.press("g")
    expect(root).to_contain_text("Collecting guesses")
    for typed in ("10", "-10", "70", "-70", "-40", "0"):
        box(root).fill(typed)
        box(root).press("Enter")
        says(root, "")
        expect(box(root)).to_have_value("")
    expect(root).to_contain_text("Guesses: -10 · 70 · -70 · -40 · 0")
    assert model(page, "tries") == 0
    expect(root.locator("em")).to_have_count(0)
    page.keyboard.press("r")  # in the empty box
    expect(root).to_contain_text("z1[1] = −70")
    expect(root).to_contain_text("Guesses: -10")
    page.keyboard.press("g")
    expect(root).to_contain_text("Guesses are no longer collected.")


def test_a_class_does_not_see_what_was_answered_before_and_its_guesses_are_words(page):
    root = shown(page, ask("which", "$a$", choices=["$a$", "b < c"]))
    root.locator("input").first.check()
    page.keyboard.press("Enter")
    expect(root).to_contain_text("✓ Solved")
    page.keyboard.press("g")
    expect(root).not_to_contain_text("Solved")
    expect(root.locator("input:checked")).to_have_count(0)
    page.keyboard.press("Enter")
    says(root, "Choose first.")
    root.locator("input").nth(1).check()
    page.keyboard.press("Enter")
    expect(root).to_contain_text("Guesses: b < c")
    page.keyboard.press("g")
    expect(root).to_contain_text("✓ Solved")
    expect(root.locator("input").first).to_be_checked()


def test_a_list_pasted_into_one_box_fills_all(page):
    root = shown(page, ask("dL_dW1", [[1, 2], [3, 4]]))
    box(root, 1).fill("[[1, 2], [3, 4]]")
    box(root, 1).press("Enter")
    says(root, "Right.")
    assert model(page, "_value") == [[1, 2], [3, 4]]


def test_shift_and_enter_check_too_and_do_not_run_the_cell(page):
    root = shown(page, z1())
    box(root).fill("-70")
    box(root).press("Shift+Enter")
    says(root, "-70 is right.")


def test_a_wrong_number_is_typed_over(page):
    root = shown(page, ask("z", [1, 2]))
    box(root, 0).fill("1")
    box(root, 1).fill("5")
    box(root, 1).press("Enter")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    says(root, "Right.")


def test_a_box_undoes_its_own_text(page):
    root = shown(page, z1())
    page.evaluate("() => document.addEventListener('keydown', (e) => e.ctrlKey && e.preventDefault())")  # as the lab
    box(root).focus()
    page.keyboard.type("-7")
    page.keyboard.press("Control+z")
    expect(box(root)).to_have_value("")


def test_choices_go_by_arrow_keys_and_enter(page):
    root = shown(page, ask("slope", "+", wrong={"It falls there.": "-"}))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    says(root, "Not that one. It falls there.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    says(root, "Right.")
    assert (model(page, "_value"), model(page, "right")) == ("+", True)


def test_keys_stay_in_the_question_but_for_those_of_the_lab(page):
    root = shown(page, z1())
    page.evaluate("() => { window.heard = []; document.body.addEventListener('keydown', (e) => heard.push(e.key)) }")
    box(root).focus()
    for key in ("d", "ArrowDown", "Enter", "Shift+Enter", "Control+z", "Control+Enter", "Control+s"):
        page.keyboard.press(key)
    assert page.evaluate("heard") == ["Control", "Control", "Enter", "Control", "s"]


def every_kind():
    return [
        z1(),
        ask("dL_dW1", [[1, 2], [3, 4]]),
        ask("shape of W2", (1, 2)),
        ask("both", {"one": True, "two": 3}, solution="| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ask("slope", "-"),
        ask("how steep", "a", choices=["a", "b", "c"]),
        ask("which", ["a", "b"], choices=["a", "b", "c"]),
        ask("the wrong line", "z2 = 30", choices=[["z1[1] = -70", "z1[2] = 50"], ["z2 = 30", "a2 = 1"]]),
        Progress(notebooks=[{"file": "01_forward_pass.ipynb", "title": "01 Work", "questions": ["question-a-1"]}]),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_stands_in_anyones_way(page, width, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(
        "() => { document.documentElement.lang = 'en'; document.body.append(document.createElement('main')) }"
    )
    for widget in every_kind():
        shown(page, widget)
    for root in page.locator(".bp-ask:not(.bp-progress)").all():
        press(root, "Check")
        press(root, "Show the answer")
    frames(page, 3)
    found = Axe().run(
        page, options={"rules": {name: {"enabled": False} for name in ("region", "page-has-heading-one")}}
    )
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_finger_has_room(page):
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setEmulatedMedia", {"features": [{"name": "pointer", "value": "coarse"}]})
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for widget in every_kind():
        shown(page, widget)
    small = page.locator(".bp-ask :is(button, input[type=text], .bp-option)").evaluate_all(
        "all => all.filter((e) => e.offsetHeight && e.getBoundingClientRect().height < 43.9).map((e) => e.outerHTML)"
    )
    assert small == []


def test_on_paper_there_is_a_line_to_write_on_and_the_answers_come_last(page):
    for widget in every_kind()[:3]:
        shown(page, widget)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    root = page.locator(".bp-ask").first
    expect(root.get_by_role("button", name="Check")).to_be_hidden()
    expect(box(root)).to_be_visible()
    answers = page.locator(".bp-answers")
    expect(answers).to_be_visible()
    expect(answers.locator("li")).to_have_count(3)
    expect(answers.locator("li").first).to_have_text("z1[1] = −70")
    assert page.evaluate("document.querySelector('.bp-answers').nextElementSibling") is None
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(answers).to_have_count(0)


def test_a_wrong_box_is_described_by_its_verdict_and_a_layout_by_its_rows_and_columns(page):
    root = shown(page, z1())
    box(root).fill("5")
    box(root).press("Enter")
    expect(box(root)).to_have_accessible_description("Not 5. Try again, or show the answer.")
    page.keyboard.type("6")
    expect(box(root)).to_have_accessible_description("")
    other = shown(page, ask("how steep", "a", choices=["a", "b", "c"]))
    other.get_by_label("b").check()
    press(other, "Check")
    expect(other.get_by_role("group", name="how steep", exact=True)).to_have_accessible_description(
        "Not that one. Try again, or show the answer."
    )
    expect(shown(page, ask("W", [[1, 2, 3], [4, 5, 6]])).get_by_role("group", name="2 rows, 3 columns")).to_be_visible()


def test_where_the_first_column_names_the_rows_it_heads_them(page):
    root = shown(page, ask("it", 1, solution=table(["", "one"], ["slope", 1]), hint=table(["a", "b"], [1, 2])))
    press(root, "Show the answer")
    press(root, "Hint")
    assert root.get_by_role("rowheader").all_inner_texts() == ["slope"]


def test_a_verdict_is_told_once(page):
    root = shown(page, z1())
    page.evaluate("""() => {
        window.told = [];
        for (const line of document.querySelectorAll("[role=status]"))
            new MutationObserver(() => line.textContent && told.push(line.textContent))
                .observe(line, { childList: true, characterData: true, subtree: true });
    }""")
    box(root).fill("5")
    box(root).press("Enter")
    frames(page, 5)
    assert page.evaluate("told") == ["Not 5. Try again, or show the answer."]


# Where one is, in all notebooks


def progress():
    listed = [
        {"file": "01_forward_pass.ipynb", "title": "01 Work", "questions": ["z1[1]", "question-a-1"]},
        {"file": "02_model.ipynb", "title": "02 Set up", "questions": ["question-b-1"]},
        {"file": "03_dL_da2.ipynb", "title": "03 Derive", "questions": []},
    ]
    return Progress(notebooks=listed)


def test_progress_counts_what_is_solved_and_leads_on(page):
    question = shown(page, z1())
    root = shown(page, progress())
    question = page.locator(".bp-ask").first
    expect(root).to_contain_text("0 of 2 solved")
    start = root.get_by_role("link", name="Start with the first question")
    expect(start).to_have_attribute("href", "01_forward_pass.ipynb#cell-id=z1[1]")
    box(question).fill("-70")
    box(question).press("Enter")
    expect(root).to_contain_text("1 of 2 solved")
    expect(root.get_by_role("link", name="Continue where I was: 01 Work")).to_have_attribute(
        "href", "01_forward_pass.ipynb#cell-id=a"
    )


def test_begin_anew_asks_first_and_forgets_all_answers(page):
    question = shown(page, z1())
    page.evaluate("() => void (window.first = window.model)")
    root = shown(page, progress())
    question = page.locator(".bp-ask").first
    box(question).fill("-70")
    box(question).press("Enter")
    press(root, "Begin anew")
    expect(root.get_by_role("button", name="Keep them")).to_be_focused()
    press(root, "Keep them")
    expect(root).to_contain_text("1 of 2 solved")
    press(root, "Begin anew")
    press(root, "Forget my answers")
    expect(root).to_contain_text("0 of 2 solved")
    expect(box(question)).to_have_value("")
    expect(question).not_to_contain_text("Solved")
    says(question, "")
    assert page.evaluate("localStorage.length") == 0
    assert [page.evaluate("(name) => window.first.get(name)", name) for name in ("_value", "right", "tries")] == [
        None,
        None,
        0,
    ]
