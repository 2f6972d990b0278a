"""What a learner types as an answer, in every form: never a traceback, and never refused for its form."""

import ast
import builtins
import contextlib
import functools
import io
import re
import sys
import warnings
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import nbformat
import numpy as np
import pytest
import sympy as sp
from test_notebooks import PATHS, code_cells, with_answers

from helpers import network

CHECKED = {path.name[:2]: path for path in PATHS}
QUESTION = re.compile(r"^(\w+) = None  # your turn.*$", re.M)
SHAPE_ASKED = {("05", "mended dL_dW2"), ("07", "mended dL_da1")}  # where the shape is a part of the question
RUNS_THE_ANSWER = {("13", "two-ways-code steps")}  # a number of steps, which are made: see the last test
VERDICT = r"(exact|right|agrees [^,\n]+)(, though later code needs it as \(.*\))?\n$"


class Question(NamedTuple):
    right: Any  # the answer folded away in the notebook; without one, the reference in the cell
    is_shape_asked: bool
    waiting: str  # what the cell prints before it is answered
    tries: dict  # by form: what was typed, what the cell printed, and the error or the warning if there was one


def code(path):
    return code_cells(nbformat.read(path, as_version=4))


def run(source, namespace):
    """Run a cell; returns what it printed, and what it raised or warned of."""
    printed, hook = io.StringIO(), sys.displayhook
    try:
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(compile(source, "<cell>", "exec"), namespace)
    except Exception as problem:
        return printed.getvalue(), problem
    finally:
        sys.displayhook = hook
    return printed.getvalue(), None


def folded_answers(path):
    """The answers that a notebook folds away: {place of the question, as in `ASKED`: a Python expression}."""
    notebook = nbformat.read(path, as_version=4)
    asked = [(cell, name) for cell in code_cells(notebook) for name in QUESTION.findall(cell.source)]
    with_answers(notebook)
    found = {f"{cell.id} {name}": re.search(rf"^{name} = (.*)$", cell.source, re.M)[1] for cell, name in asked}
    return {place: answer for place, answer in found.items() if not answer.startswith("None  # your turn")}


def apart(source, name):
    """A cell's lines: those that don't need the answer of this name, and those that do, with the answer left out."""
    without, needing, needed = [], [], {name}
    for part in ast.parse(source).body:
        line = ast.unparse(part)
        if line == f"{name} = None":
            continue
        names = [node for node in ast.walk(part) if isinstance(node, ast.Name)]
        own = {node.arg for node in ast.walk(part) if isinstance(node, ast.arg)}  # of a function in the cell
        if any(one.id in needed - own for one in names):
            if line.startswith("check("):  # what it is compared with needn't be computed for each form
                without.append(f"reference = {ast.unparse(part.value.args[2])}")
                part.value.args[2] = ast.Name("reference")
                line = ast.unparse(part)
            needed |= {one.id for one in names if isinstance(one.ctx, ast.Store)}
            needing.append(line)
        else:
            without.append(line)
    return "\n".join(without), "\n".join(needing)


@functools.cache
def questions(path):
    """Run a notebook once, and at each question try every form of the answer: {its place, as in `ASKED`: Question}."""
    folded, asked = folded_answers(path), {}
    namespace = {"__name__": "__main__", "__builtins__": builtins}
    for cell in code(path):
        for name in QUESTION.findall(cell.source):
            place = f"{cell.id} {name}"
            asked[place] = question(cell.source, name, folded.get(place), namespace)
        if not QUESTION.search(cell.source):
            _, problem = run(cell.source, namespace)
            assert problem is None, f"{cell.source}\n{problem!r}"
    return asked


def question(source, name, folded, namespace):
    """Run a cell, and try every form of the answer of this name. folded: the answer as the notebook has it, or None."""
    without, needing = apart(source, name)
    _, problem = run(without, namespace)
    assert problem is None, f"{without}\n{problem!r}"
    right = eval(folded, dict(namespace)) if folded else None
    checks = []

    def spy(name, value, reference, digits=None, *, shape=False, check=namespace["check"]):
        checks.append((reference, shape))
        return check(name, value, reference, digits, shape=shape)

    def attempt(typed):
        return run(needing, namespace | {name: typed, "check": spy})

    waiting, _ = attempt(None)
    reference, is_shape_asked = checks[-1]
    right = np.array(reference) if right is None else right
    never = {form: typed for form, (typed, _) in NEVER.items()}
    every = forms(right) | never | PERHAPS | wrong(right)
    tries = {form: (typed, *attempt(typed)) for form, typed in every.items()}
    namespace[name] = None
    run(needing, namespace)
    return Question(right, is_shape_asked, waiting, tries)


def forms(right):
    """The right answer, in every form in which a learner may type it."""
    if isinstance(right, network.Parameters):
        return forms_of_a_network(right)
    array = np.asarray(right)
    flat = [n if isinstance(n, bool) or n != n // 1 else int(n) for n in array.ravel().tolist()]
    typed = {"as the reference is": array.tolist(), "array, as the reference is": array.copy()}
    if array.size == max(array.shape, default=1):
        lines = {"list": flat, "row": [flat], "column": [[n] for n in flat]}
        lines |= {"number": flat[0]} if array.size == 1 else {}
        typed |= lines | {"tuple": tuple(flat), "tuple of a row": (tuple(flat),)}
        typed |= {"column of tuples": tuple((n,) for n in flat), "list of NumPy scalars": list(array.ravel())}
        for line, numbers in lines.items():
            typed[f"array, {line}"] = np.array(numbers)
            typed[f"float, {line}"] = np.array(numbers, dtype=float).tolist()
            typed[f"float32, {line}"] = np.array(numbers, dtype=np.float32)
        typed["NumPy scalar"] = array.ravel()[0] if array.size == 1 else array
        if array.dtype != bool and np.isfinite(array).all():
            for name, make in {"fraction": Fraction, "Decimal": Decimal, "SymPy number": sp.sympify}.items():
                made = [make(n) for n in flat]
                typed[f"list, {name}"] = made
                typed[f"column, {name}"] = [[n] for n in made]
                typed[f"array, {name}"] = np.array(made, dtype=object)
                typed |= {name: made[0]} if array.size == 1 else {}
            typed["SymPy matrix"] = sp.Matrix(flat)
    else:
        rows = [tuple(row) for row in array.tolist()]
        typed |= {"tuples": tuple(rows), "list of arrays": list(array), "float32": array.astype(np.float32)}
        typed["fractions"] = [[Fraction(n) for n in row] for row in rows]
        typed["SymPy matrix"] = sp.Matrix(rows)
    return typed


def forms_of_a_network(right):
    lists = network.Parameters(*(np.asarray(array).tolist() for array in right))
    flat = network.Parameters(*map(np.ravel, lists))
    return {
        "Parameters": right,
        "lists": lists,
        "tuple": tuple(lists),
        "list of lists": list(lists),
        "flat b1": right._replace(b1=flat.b1.tolist()),
        "flat W2": right._replace(W2=flat.W2.tolist()),
        "a number for b2": right._replace(b2=lists.b2[0][0]),
        "fractions": right._replace(b2=[[Fraction(lists.b2[0][0])]]),
        "SymPy": right._replace(b1=sp.Matrix(lists.b1)),
    }


# What can't be right, whatever is asked, and what the verdict says of it.
NEVER = {
    "None": (None, "not answered yet"),
    "a word": ("three", "text"),
    "a number as text": ("3", "text"),
    "text in a list": (["3"], "text"),
    "text beside a number": ([1, "3"], "text"),
    "empty text": ("", "text"),
    "array of text": (np.array(["3", "x"]), "text"),
    "bytes": (b"3", "bytes"),
    "a function": (len, "a function"),
    "a function of its own": (lambda z: z + 1, "a function"),
    "a class": (int, "a class"),
    "empty list": ([], "empty"),
    "empty rows": ([[], []], "empty"),
    "complex": (1j, "complex"),
    "NaN in a list": ([np.nan], ""),
    "NaN": (np.nan, ""),
    "minus infinity": (-np.inf, ""),
    "too large for a float": (10**400, ""),
    "ragged": ([1, [2, 3]], "rows of different lengths"),
    "None in a list": ([None, None], "not answered yet"),
    "None in a column": ([[1], [None]], "not answered yet at [2, 1]"),
    "a dict": ({"W1": 3}, "not numbers, but of type dict"),
    "a set": ({1, 2}, "of type set"),
    "an object": (object(), "of type object"),
    "dots": (..., "of type ellipsis"),
    "a generator": ((n for n in (1, 2)), "of type generator"),
    "a module": (np, "of type module"),
    "a symbol": (sp.Symbol("b2"), "not numbers, but of type Symbol"),
    "masked": (np.ma.masked, ""),
    "a date": (np.datetime64("2024-01-01"), "dates"),
    "a network": (network.PAGE.parameters, ""),
    "a problem": (network.EXAMPLE, ""),
    "a cube": (np.zeros((2, 2, 2)), "should be"),
    "a wide table": (np.full((7, 9), 12345.0), "should be"),
}
# What may be right, as it happens.
PERHAPS = {"True": True, "False": False, "NumPy truth": np.True_, "infinity": np.inf, "198.0": 198.0}


def wrong(right):
    """Answers to this one that are of the right make, but too long, too short, or text."""
    if isinstance(right, network.Parameters):
        return {"one bias": -20, "two biases": [-30, -20], "no b1": right._replace(b1=None)}
    longer = [*np.ravel(right).tolist(), 0]
    return {
        "one too many": longer,
        "column, one too many": [[n] for n in longer],
        "one too few": longer[:-2],
        "the right numbers as text": str(np.asarray(right).tolist()),
        "text in each place": ["3"] * np.size(right),
        "a comma for a point": (0, 5),
    }


ASKED = [
    (number, f"{cell.id} {name}")
    for number, path in CHECKED.items()
    for cell in code(path)
    for name in QUESTION.findall(cell.source)
    if (number, f"{cell.id} {name}") not in RUNS_THE_ANSWER
]
each_question = pytest.mark.parametrize(("number", "question"), ASKED)


@each_question
def test_the_right_answer_passes_in_every_form(number, question):
    asked = questions(CHECKED[number])[question]
    for form in forms(asked.right):
        typed, printed, problem = asked.tries[form]
        assert problem is None, f"{form}: {problem!r}"
        if asked.is_shape_asked and np.shape(typed) != np.shape(asked.right):
            assert re.search(r"   is .*, should be \(.*\)\n$", printed), f"{form}: {printed}"
        else:
            assert re.search("   " + VERDICT, printed), f"{form}: {printed}"


@each_question
def test_whatever_is_typed_gets_a_verdict_and_no_traceback(number, question):
    asked = questions(CHECKED[number])[question]
    assert asked.waiting.endswith("   not answered yet\n")
    for form, (_, printed, problem) in asked.tries.items():
        assert problem is None, f"{form}: {problem!r}"
        assert printed.count("\n") == asked.waiting.count("\n"), f"{form}: {printed}"
        assert printed.split("   ")[0] == asked.waiting.split("   ")[0], form


@each_question
def test_what_is_no_answer_is_refused_and_named(number, question):
    asked = questions(CHECKED[number])[question]
    for form in NEVER | wrong(asked.right):
        _, printed, _ = asked.tries[form]
        assert not re.search("   " + VERDICT, printed), f"{form}: {printed}"
        assert NEVER.get(form, (None, ""))[1] in printed, f"{form}: {printed}"


@pytest.mark.parametrize("number", CHECKED)
def test_a_shape_is_asked_for_where_it_is_the_question_and_nowhere_else(number):
    asked = {(number, key) for key, question in questions(CHECKED[number]).items() if question.is_shape_asked}
    assert asked == {place for place in SHAPE_ASKED if place[0] == number}


@pytest.mark.parametrize(("number", "question"), sorted(RUNS_THE_ANSWER))
def test_a_number_of_steps_is_made_or_refused_in_words(number, question):
    for form, (_, printed, problem) in questions(CHECKED[number])[question].tries.items():
        assert problem is None, f"{form}: {problem!r}"
        judged = re.findall(r"^\w\w(?=   )", printed, re.M)
        assert judged == list(network.Parameters._fields) or re.fullmatch("steps must be .*\n", printed), form
        if form in NEVER:
            assert not re.search(VERDICT, printed), f"{form}: {printed}"
