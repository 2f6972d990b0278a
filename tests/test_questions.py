"""Questions: what they take and store, and how what was entered is judged. In the page: test_questions_in_page.py."""

import functools
import json
import re
from fractions import Fraction

import numpy as np
import pytest
from stored import PATHS, read, widgets

from helpers import drawing, network, questions, worked
from helpers.questions import ask, table


def judged(node, question, *entered):
    """The verdict on what stands in the boxes of each part, or was chosen."""
    asked = {"name": question.name, "wrong": [], **question._asked}
    asked["parts"] = [{"label": None, **part} for part in asked["parts"]]
    argument = [asked, [[one] if isinstance(one, str) else one for one in entered]]
    return node.module("questions/judge.js").evaluate("(m, [asked, entered]) => m.judge(asked, entered)", argument)


def says(node, question, *entered):
    return judged(node, question, *entered)["words"]


@pytest.mark.parametrize(
    ("answer", "choices", "kind"),
    [
        (9, None, "number"),
        (np.array([[0.5]]), None, "number"),
        (np.float64(2), None, "number"),
        ([1, 0], None, "numbers"),
        ([[1], [0]], None, "numbers"),
        ((1, 2), None, "shape"),
        (True, None, "truth"),
        (np.False_, None, "truth"),
        ("-", None, "sign"),
        ("a", ["a", "b"], "choice"),
        (["a"], ["a", "b"], "choices"),
        ({"a", "b"}, ["a", "b", "c"], "choices"),
        ("a", [["a", "b"], ["c", "d"]], "entry"),
    ],
)
def test_the_answer_says_what_kind_of_question_it_is(answer, choices, kind):
    assert ask("it", answer, choices=choices)._asked["parts"][0]["kind"] == kind


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"answer": "much"}, 'answer must be "+", "0" or "−", or one of the choices; got \'much\' and no choices'),
        ({"answer": [1, [2]]}, "answer must be a number, or a list or rows of numbers"),
        ({"answer": None}, "answer must be a number, or a list or rows of numbers, none of them NaN; got None"),
        ({"answer": [True, False]}, "answer must be a number, or a list or rows of numbers"),
        ({"answer": 1j}, "answer must be a number"),
        ({"answer": 10**400}, "answer must be a number"),
        ({"answer": np.array(["a"])}, "answer must be a number"),
        ({"answer": (-1, 2)}, "a shape must have two whole numbers above 0"),
        ({"answer": (True, 2)}, "a shape must have two whole numbers above 0"),
        ({"answer": {1: 1, "1": 2}}, "answer must have parts, each with a label of its own"),
        ({"answer": "a", "choices": 5}, "choices must be at least two different texts"),
        ({"answer": "a", "choices": ["a", "a "]}, "choices must be at least two different texts"),
        ({"answer": "a", "choices": [["a", "b"], ["c"]]}, "equally long rows of texts"),
        ({"answer": np.nan}, "none of them NaN"),
        ({"answer": {}}, "answer must have parts, each with a label of its own; got {}"),
        ({"answer": (1, 2, 3)}, "a shape must have two whole numbers"),
        ({"answer": 1, "digits": 0}, "digits must be a whole number from 1 to 9; got 0"),
        ({"answer": 1, "digits": True}, "digits must be a whole number from 1 to 9; got True"),
        ({"answer": "c", "choices": ["a", "b"]}, "answer must be among the choices; got 'c'"),
        ({"answer": ["a", "c"], "choices": ["a", "b"]}, "answer must be among the choices"),
        ({"answer": "a", "choices": ["a", "a"]}, "choices must be at least two different texts"),
        ({"answer": 1, "wrong": {"sign": 1}}, "wrong: 'sign' gives the right answer"),
        ({"answer": 0.9047, "digits": 2, "wrong": {"sign": 0.905}}, "wrong: 'sign' gives the right answer"),
        ({"answer": [1, 2], "wrong": {"sign": 1}}, "wrong: 'sign' must be of the answer's make"),
        ({"answer": 1, "wrong": {"sign": np.nan}}, "wrong: 'sign' must be a number"),
        ({"answer": 1, "wrong": {"sign": "x"}}, "wrong: 'sign' must be a number"),
        ({"answer": 1, "wrong": [1]}, "wrong must be a dict; got [1]"),
        ({"answer": "a", "choices": ["a", "b"], "wrong": {"no": "B"}}, "among the choices; got 'B'"),
        ({"answer": {"a": 1, "b": 2}, "wrong": {"no": {"A": 3}}}, "wrong: 'no' must name some of ['a', 'b']"),
        ({"answer": {"a": 1, "b": 2}, "wrong": {"no": 3}}, "wrong: 'no' must be a dict; got 3"),
        ({"answer": 1, "hint": 3}, "hint and solution must be text"),
    ],
)
def test_what_makes_no_question_is_refused_and_named(arguments, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        ask("it", **arguments)


NUMBERS = {
    "-1/2": -0.5,
    "−0.5": -0.5,
    "-0,5": -0.5,
    "-.5": -0.5,
    "-5e-1": -0.5,
    "-5·10⁻¹": -0.5,
    "z2 = -0.5": -0.5,
    "-\\frac{1}{2}": -0.5,
    "-½": -0.5,
    "ln 2": np.log(2),
    "np.log(2)": np.log(2),
    "e^-10": np.exp(-10),
    "3.975·10⁻³¹": 3.975e-31,
    "∞": np.inf,
    "-inf": -np.inf,
    "[inf]": np.inf,
    "(∞)": np.inf,
    "np.float64(inf)": np.inf,
    "float('-inf')": -np.inf,
}


@pytest.mark.parametrize("typed", NUMBERS)
def test_a_number_is_right_in_every_notation(node, typed):
    assert judged(node, ask("it", NUMBERS[typed]), typed)["right"]


def test_digits_are_those_of_the_referee(node):
    a2 = network.forward(network.SECOND.x, network.SECOND.parameters).A2.item()
    question = ask("a2", a2, digits=3)
    for typed in ("0.905", "0.9047", "0.90465", "0.9042", "0.9049"):
        assert judged(node, question, typed)["right"], typed
    for typed in ("0.906", "0.904", "0.903", "-0.905"):
        assert not judged(node, question, typed)["right"], typed
    assert says(node, question, "0.9") == "Not 0.9. It is rounded too early: it takes 3 digits."


def test_a_rounded_number_is_told_the_whole_one(node):
    question = ask("it", -0.4875, digits=1)
    assert says(node, question, "-.5") == "-.5 is near enough; it is −0.4875."
    assert says(node, ask("it", 1 / 4, digits=2), "1/4") == "1/4 is right, shown as 0.25."


def test_a_million_may_have_its_commas(node):
    for typed in ("1,000,000", "1 000 000", "1000000"):
        assert judged(node, ask("it", 10**6), typed)["right"], typed


def test_a_formula_may_go_on_in_the_next_line():
    told = ask("it", 1, solution="It is $1 +\n1$, and $2$.")._asked["solution"]
    assert told.count('class="math"') == 2 and "$" not in told


def test_an_exact_number_is_told_from_a_rounded_one(node):
    third = ask("it", 1 / 3)
    assert judged(node, third, "1/3")["right"]
    assert says(node, third, "0.33") == "Not 0.33. It is rounded. The exact number is asked for, perhaps as a fraction."
    assert says(node, third, "0.4") == "Not 0.4. Try again, or show the answer."
    assert says(node, ask("it", 0), "0.1+0.2-0.3") == "0.1+0.2-0.3 is right, shown as 0."
    assert says(node, ask("it", 5), "∞") == "Not ∞. Try again, or show the answer."
    assert says(node, ask("it", -600), "1e3") == "Not 1e3. Try again, or show the answer."


@pytest.mark.parametrize(
    ("answer", "digits", "typed"), [(3.975e-31, 3, "1-1"), (3.975e-31, 3, "5e-15+0"), (1e-20, None, "-1e-16+0")]
)
def test_what_is_left_of_a_sum_is_no_tiny_number(node, answer, digits, typed):
    assert not judged(node, ask("it", answer, digits=digits), typed)["right"]


def test_a_choice_is_a_line_of_markdown_whatever_it_begins_with(node):
    question = ask("it", "- x", choices=["- x", "+ x", "> 0", "1. a", "**b** < $c$"])
    bold = '<strong>b</strong> &lt; <span class="math">\\(c\\)</span>'
    assert question._asked["choices"] == ["- x", "+ x", "&gt; 0", "1. a", bold]
    plus = ask("it", "+", choices=["+", "-"])
    assert [judged(node, plus, [one])["right"] for one in "01"] == [True, False]


def test_kinds_can_be_mixed_in_one_question(node):
    question = ask("it", {"n": 1, "c": "x", "s": "+", "t": True}, choices=["x", "y"])
    assert [part["kind"] for part in question._asked["parts"]] == ["number", "choice", "sign", "truth"]
    assert judged(node, question, ["1"], ["0"], ["+"], ["true"])["right"]


def test_slips_are_named(node):
    assert says(node, ask("it", 3), "-3") == "Not -3. The sign is wrong."
    assert says(node, ask("it", 3, wrong={"missing factor": 1}), "1") == "Not 1. A factor is missing."
    assert says(node, ask("it", 3, wrong={"Add the bias.": 2}), "2.0") == "Not 2.0. Add the bias."
    matrix = ask("dL_dW1", [[-1, -2], [0, 0.5]], wrong={"page's slip": [[-1, -1], [0, 0]]})
    assert says(node, matrix, ["-1", "0", "-2", "1/2"]) == (
        "2 of 4 are right. Rows and columns are swapped: entry [i,j] looks like [j,i]."
    )
    assert says(node, matrix, ["1", "2", "0", "-0.5"]) == "1 of 4 is right. The sign is wrong."
    assert says(node, matrix, ["-1", "2", "0", "1/2"]) == "3 of 4 are right. Not 2 for entry [1,2]. The sign is wrong."
    assert says(node, matrix, ["-1", "-2", "-2", "1/2"]) == (
        "3 of 4 are right. Not -2 for entry [2,1]. That is entry [1,2]."
    )
    assert "lost on the way" in says(node, matrix, ["-1", "-1", "0", "0"])
    assert says(node, ask("J", 1, wrong={"missing sum": 3}), "3") == "Not 3. The sum over the observations is missing."
    assert says(node, ask("z2", [[1.0]], wrong={"sign": [[-1.0]]}), "-1") == "Not -1. The sign is wrong."
    assert says(node, ask("shape", (1, 2)), ["2", "1"]) == "Neither is right yet. Rows come first, then columns."


def test_a_slip_of_nothing_is_not_named(node):
    """What is 0 may be so for many reasons, and the sign of 0 is no sign."""
    assert says(node, ask("it", 3, wrong={"missing factor": 0.01}), "0") == "Not 0. Try again, or show the answer."
    assert (
        says(node, ask("it", [2, 0]), ["0", "0"])
        == "1 of 2 is right. Not 0 for entry 1. Try again, or show the answer."
    )
    question = ask("it", [0, 0])
    assert says(node, question, ["0", "1"]) == "1 of 2 is right. Not 1 for entry 2. Try again, or show the answer."
    assert (
        says(node, ask("it", [2, 3]), ["0", "3"])
        == "1 of 2 is right. Not 0 for entry 1. Try again, or show the answer."
    )


def test_what_can_not_be_read_is_no_try(node):
    for typed, words in {
        "": "Type your number first.",
        "three": "“three” is not a number.",
        "1,000": "can be read in more than one way",
        "1 2": "can be read in more than one way",
    }.items():
        verdict = judged(node, ask("it", 1000), typed)
        assert not verdict["isRead"] and words in verdict["words"], verdict
    assert says(node, ask("W2", [1, 2]), ["1", ""]) == "Still empty: entry 2."
    assert says(node, ask("W2", (1, 2)), ["1", ""]) == "Still empty: the number of columns."
    assert "entry 2: “x” is not a number." in says(node, ask("W2", [1, 2]), ["1", "x"])


def test_choices_are_judged_in_words(node):
    one = ask("it", "a", choices=["a", "b"], wrong={"b comes later.": "b"})
    assert says(node, one, ["0"]) == "Right."
    assert says(node, one, ["1"]) == "Not that one. b comes later."
    assert says(node, one, []) == "Choose first."
    several = ask("it", ["a", "b"], choices=["a", "b", "c"])
    assert says(node, several, ["0", "1"]) == "Right."
    assert says(node, several, ["0"]) == "1 of yours is right, 1 is missing."
    assert says(node, several, ["0", "2"]) == "1 of yours is right, 1 is not."
    assert says(node, several, ["2"]) == "None of yours is right."
    assert says(node, ask("it", "+"), ["−"]) == "Not that one. Try again, or show the answer."
    assert judged(node, ask("it", "-"), ["−"])["right"]


def test_parts_are_judged_each_by_itself(node):
    question = ask("it", {"one": 1, "two": False}, wrong={"missing factor": {"one": 2}})
    assert says(node, question, ["1"], ["false"]) == "Right."
    assert says(node, question, ["1"], ["true"]) == "one: right. two: not that. Try again, or show the answer."
    assert says(node, question, ["3"], ["false"]) == "one: Not 3. two: right. Try again, or show the answer."
    assert says(node, question, ["2"], ["true"]) == "one: not that. two: not that. A factor is missing."
    assert says(node, question, ["1"], []) == "two: choose first."


LISTS = [
    ("[1, 0]", [2], ["1", "0"]),
    ("1, 0", [2], ["1", "0"]),
    ("1 0", [2], ["1", "0"]),
    ("(1, 0)", [1, 2], ["1", "0"]),
    ("[[1], [0]]", [1, 2], ["1", "0"]),
    ("[[1, 0]]", [2, 1], ["1", "0"]),
    ("np.array([[1], [0]])", [2], ["1", "0"]),
    ("array([[-1. , -2. ],\n       [ 0. ,  0.5]], dtype=float32)", [2, 2], ["-1.", "-2.", "0.", "0.5"]),
    ("[[1, 2], [3, 4]]", [2, 2], ["1", "2", "3", "4"]),
    ("[1 2; 3 4]", [2, 2], None),
    ("[[1 2]\n [3 4]]", [2, 2], ["1", "2", "3", "4"]),
    ("[[1.]\n [3.]]", [2, 1], ["1.", "3."]),
    ("[1,5; 2,5]", [2], ["1,5", "2,5"]),
    ("1, inf", [2], ["1", "inf"]),
    ("tensor([1., 0.], dtype=torch.float64, requires_grad=True)", [2], ["1.", "0."]),
    ("1,000", [2], None),
    ("1 500", [2], None),
    ("(ln 2)", [2], None),
    ("(1 - 0.5)", [3], None),
    ("[1, 2, 3, 4]", [2, 2], None),
    ("[[1, 2, 3]]", [2], None),
    ("0,5", [2], None),
    ("1/2", [2], None),
    ("5", [1], None),
]


@pytest.mark.parametrize(("typed", "shape", "boxes"), LISTS)
def test_a_list_in_one_box_is_spread_over_all(node, typed, shape, boxes):
    assert (
        node.module("questions/lists.js").evaluate("(m, [typed, shape]) => m.shared(typed, shape)", [typed, shape])
        == boxes
    )


# The questions of the notebooks, as they are stored.


class Stored:
    """A question as a notebook stores it."""

    def __init__(self, state):
        self.name, self._asked, self.key = state["name"], state["_asked"], state["_key"]


@functools.cache
def stored():
    found = []
    for path in PATHS:
        states = (model["state"] for model in widgets(read(path)).values())
        found += [(path.name[:2], Stored(state)) for state in states if "_asked" in state]
    return found


ASKED = [pytest.param(question, id=f"{number} {question.key}") for number, question in stored()]
NUMERIC = [
    pytest.param(question, part, id=f"{number} {question.key} {k}")
    for number, question in stored()
    for k, part in enumerate(question._asked["parts"])
    if part["kind"] in ("number", "numbers")
]


def notations(number):
    """A right number, as people write it."""
    number = float(number)
    fraction = Fraction(number).limit_denominator(100)
    is_short = float(fraction) == number
    plain = repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    ways = [plain, plain.replace("-", "−"), f"{number!r}", f"{number:.12e}", f"x = {plain}", f"({plain})", f"{plain}*1"]
    ways += [f"np.float64({number!r})"]
    ways += [str(fraction), f"{fraction.numerator}/{fraction.denominator}"] if is_short else []
    return [*ways, plain.replace(".", ",")] if "e" not in plain else ways


def alone(question, part):
    """A part of a question as a question of its own."""
    return Stored({"name": question.name, "_asked": {"parts": [part]}, "_key": ""})


def test_every_notebook_has_questions():
    assert sorted({number for number, _ in stored()}) == [path.name[:2] for path in PATHS]


@pytest.mark.parametrize(("question", "part"), NUMERIC)
def test_each_question_takes_its_answer_in_every_notation(node, question, part):
    one = alone(question, part)
    numbers = np.ravel(part["answer"]).tolist()
    ways = [notations(number) for number in numbers]
    for k in range(min(map(len, ways))):
        typed = [way[k] for way in ways]
        assert judged(node, one, typed)["right"], typed
    assert min(map(len, ways)) >= 6


@pytest.mark.parametrize(("question", "part"), NUMERIC)
def test_each_question_takes_a_list_a_row_and_a_column(node, question, part):
    numbers = np.array(part["answer"])
    if numbers.size == 1 or min(numbers.shape) > 1:
        return
    flat = numbers.ravel().tolist()
    for typed in (str(flat), str([flat]), str([[one] for one in flat]), repr(np.array(flat))):
        spread = "(m, [typed, shape]) => m.shared(typed, shape)"
        boxes = node.module("questions/lists.js").evaluate(spread, [typed, list(numbers.shape)])
        assert judged(node, alone(question, part), boxes)["right"], typed


@pytest.mark.parametrize(("question", "part"), NUMERIC)
def test_each_question_refuses_the_neighbours_of_its_answer(node, question, part):
    numbers = np.ravel(part["answer"])
    digits = part.get("digits")
    for k, number in enumerate(numbers):
        rounds = digits and number  # 0 is exact, whatever the digits
        unit = 10.0 ** (np.floor(np.log10(abs(number))) - digits + 1) if rounds else max(1e-6, 1e-6 * abs(number))
        for neighbour in (
            number + 1.01 * unit,
            number - 1.01 * unit,
            -number or 1.0,
            number + max(1, 1.01 * unit),
            2 * number or 2.0,
        ):
            typed = [repr(float(one)) for one in (*numbers[:k], neighbour, *numbers[k + 1 :])]
            assert not judged(node, alone(question, part), typed)["right"], typed


@pytest.mark.parametrize("question", ASKED)
def test_no_slip_of_a_question_passes_for_right(node, question):
    for mistake, values in question._asked.get("wrong", []):
        if None in values:
            continue
        entered = [
            [str(one).replace("inf", "∞") for one in np.ravel(value)]
            if part["kind"] in ("number", "numbers", "shape")
            else [str(one) for one in np.ravel(value)]
            for value, part in zip(values, question._asked["parts"], strict=True)
        ]
        verdict = judged(node, question, *entered)
        assert not verdict["right"] and (mistake in verdict["words"] or len(mistake) < 20), verdict


def test_a_question_is_stored_in_about_a_kilobyte():
    sizes = {}
    for path in PATHS:
        for state in (model["state"] for model in widgets(read(path)).values()):
            if "_asked" in state:
                own = {key: one for key, one in state["_asked"].items() if key not in ("hint", "solution", "wrong")}
                sizes[path.stem, state["name"]] = len(json.dumps({**state, "_asked": own}, ensure_ascii=False))
    assert max(sizes.values()) < 1400 and np.median(list(sizes.values())) < 1024, sizes


# What Python has of it.


def test_python_reads_what_was_entered():
    question = ask("it", [[1], [2]])
    assert (question.value, question.right, question.tries) == (None, None, 0)
    question.set_state({"_value": [[1], [2.5]], "right": False, "tries": 1})
    assert (question.value, question.right, question.tries) == ([[1.0], [2.5]], False, 1)
    parts = ask("it", {"one": np.inf, "two": True})
    parts.set_state({"_value": ["Infinity", "true"], "right": True, "tries": 2})
    assert parts.value == {"one": np.inf, "two": True}
    one = ask("it", {"one": 1})
    one.set_state({"_value": [2], "right": False, "tries": 1})
    assert one.value == {"one": 2.0}
    chosen = ask("it", ["$a$", "b"], choices=["b", "c", "$a$"])
    chosen.set_state({"_value": ["0", "2"], "right": True, "tries": 1})
    assert chosen.value == ["b", "$a$"]


def test_where_no_widget_runs_a_text_says_where_it_can_be_answered():
    data, _ = ask("z2", 10)._repr_mimebundle_()
    assert data["text/plain"] == "Question: z2. Run its cell to answer it here; on the course's site it is live."


def test_hints_and_solutions_become_html_with_formulas_left_to_the_page():
    picture = drawing.picture(drawing.draw_relu)
    asked = ask(
        "it", 1, hint="Add **$b$**.", solution=[worked.P1(network.PAGE), table(["a", "b"], ["x", -0.5]), picture]
    )
    made = asked._asked
    assert made["hint"] == '<p>Add <strong><span class="math">\\(b\\)</span></strong>.</p>'
    assert "\\begin{aligned}" in made["solution"] and "<td>−0.5</td>" in made["solution"]
    assert f'<img alt="{picture.alt[:20]}' in made["solution"]


def test_progress_lists_the_questions_of_each_notebook(tmp_path):
    listed = {one["file"].split("/")[-1][:2]: one for one in questions.progress(PATHS[0].parent).notebooks}
    assert list(listed) == [path.name[:2] for path in PATHS]
    assert listed["01"]["title"] == "01 Work the forward pass by hand"
    (tmp_path / "00_broken.ipynb").write_text("")
    cell = "q = ask('a', 1)\nif q:\n    questions.ask('b', 2)\n# ask("
    imports = {"cell_type": "code", "id": "imports", "source": "from helpers import questions"}
    good = {"cell_type": "code", "id": "here", "source": cell}
    (tmp_path / "01_good.ipynb").write_text(json.dumps({"cells": [imports, good]}))
    (tmp_path / "02_other.ipynb").write_text(json.dumps({"cells": [good]}))  # whose ask is its own
    found, other = questions.progress(tmp_path).notebooks
    assert found["questions"] == ["question-here-1", "question-here-2"]
    assert other["questions"] == []
    for number in listed:
        assert sorted(listed[number]["questions"]) == sorted(q.key for n, q in stored() if n == number)
