"""What a learner types as an answer, in every form, and what a notebook shows once it is answered.

Each notebook runs once in this process, with its folded answers put in, and each form of an answer is tried on the way.
nbval runs the notebook as it is committed, in a kernel; what only shows something is left to that.
"""

import ast
import contextlib
import functools
import io
import json
import re
import sys
import warnings
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple
from unittest import mock

import ipywidgets
import numpy as np
import pytest
import sympy as sp
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from stored import PATHS, VIEW, code_cells, each_notebook, last_forms, printed, read, results, widgets
from traitlets.config import Config

from helpers import network
from helpers.algebra import NotEqual

CHECKED = {path.name[:2]: path for path in PATHS}
ANSWER = re.compile(r"<summary>Answer</summary>.*?```python\n(.*?)```", re.DOTALL)
QUESTION = re.compile(r"^(\w+) = None  # your turn.*$", re.M)
FUNCTION = re.compile(r"^def (\w+)\(.*?^    return None  # your turn.*?$", re.M | re.S)
LINE = re.compile(r"^all_equal\(", re.M)  # in a cell whose questions are lines of algebra
RUNS_THE_ANSWER = {("13", "two-ways-code steps")}  # a number of steps, which are made: see the last test
VERDICT = r"(exact|right|agrees [^,\n]+)(, though later code needs it as \(.*\))?\n$"


class Shown(NamedTuple):
    """What a cell shows: text on standard output and on standard error, and all else, each as {MIME type: content}."""

    printed: str
    warned: str
    results: list


class Question(NamedTuple):
    right: Any  # the answer folded away in the notebook; without one, the reference in the cell
    waiting: str  # what the cell prints before it is answered
    tries: dict  # by form: what was typed, what the cell printed, and the error or the warning if there was one


class Answered(NamedTuple):
    """A notebook that was run with its folded answers put in."""

    cells: set  # the ids of the cells with an answer
    shown: dict  # by cell id: Shown, of the cells that were run
    widgets: dict  # by model id: the state that the notebook would store
    questions: dict  # by place, as in `ASKED`: Question
    lines: dict  # by place, of each line of algebra: what was said of wrong ones, by what they are


class Text(io.StringIO):
    """What is printed; a bar of progress asks for the encoding and is drawn in blocks, as in a kernel."""

    encoding = "utf-8"


class Shell:
    """Runs a notebook's cells in this process, and tells them which one runs, as a kernel does."""

    def __init__(self, path):
        self.prefix = f"{path.stem}/"  # a widget's identity is its cell's, and all notebooks share this process
        self.folder = contextlib.chdir(path.parent)

    def __enter__(self):
        self.folder.__enter__()
        InteractiveShell.clear_instance()
        ipywidgets.Widget.close_all()
        self.shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
        self.names = self.shell.user_ns
        return self

    def __exit__(self, *raised):
        ipywidgets.Widget.close_all()
        InteractiveShell.clear_instance()
        self.folder.__exit__(*raised)

    def run(self, cell):
        """Run a cell; returns what it shows. Raises what it raises."""
        identity = self.prefix + cell.id
        self.shell.get_parent = lambda: {"metadata": {"cellId": identity}, "header": {"msg_id": identity}}
        self.shell.display_pub = CapturingDisplayPublisher()
        outputs = self.shell.display_pub.outputs
        self.shell.display_trap.hook = CapturingDisplayHook(self.shell, outputs)
        no_wait = mock.patch("time.sleep")  # 12 waits so that one can look on, and nobody looks on here
        with contextlib.redirect_stdout(Text()) as out, contextlib.redirect_stderr(Text()) as err, no_wait:
            done = self.shell.run_cell(cell.source)
        done.raise_error()
        return Shown(last_forms(out.getvalue()), err.getvalue(), self._stored([output["data"] for output in outputs]))

    def widgets(self):
        """The state of each open widget, as a notebook stores it: {model id: state}."""
        return self._stored(ipywidgets.Widget.get_manager_state()["state"])

    def _stored(self, content):
        return json.loads(json.dumps(content).replace(self.prefix, ""))


def run(code, namespace):
    """Run code; returns what it printed, and what it raised or warned of."""
    text, hook = io.StringIO(), sys.displayhook
    try:
        with contextlib.redirect_stdout(text), warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(code, namespace)
    except Exception as problem:
        return text.getvalue(), problem
    finally:
        sys.displayhook = hook  # a cell that ends in check() puts in another
    return text.getvalue(), None


def with_answers(notebook):
    """Put each folded answer in the place of the `name = None` that it answers; returns these places, as in `ASKED`."""
    places = set()
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "markdown":
            continue
        before = [other for other in notebook.cells[:index] if other.cell_type == "code"]
        for answer in ANSWER.findall(cell.source):
            if answer.startswith("def "):
                name = answer[4 : answer.index("(")]
                asked = next(other for other in reversed(before) if re.search(rf"^def {name}\(", other.source, re.M))
                asked.source = FUNCTION.sub(lambda _, answer=answer: answer.rstrip(), asked.source)
                places.add(f"{asked.id} {name}")
                continue
            for line in answer.splitlines():
                name = line.split(" = ")[0]
                asked = next(other for other in reversed(before) if f"{name} = None" in other.source)
                asked.source = re.sub(rf"^{name} = None\b.*$", lambda _, line=line: line, asked.source, flags=re.M)
                places.add(f"{asked.id} {name}")
    return places


def questions_in(cell):
    """The names of the numbers that a cell asks for."""
    return [] if LINE.search(cell.source) else QUESTION.findall(cell.source)


def used(tree):
    """The names that some code reads."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def made(tree):
    """The names that some code sets, those of its functions included."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return names | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def is_left_out(cell, depending):
    """Whether a cell only shows what depends on no answer, and no widget, so that nbval has seen all of it.

    Algebra and pictures count as such: they take longer than all the rest together.
    """
    tree = ast.parse(cell.source)
    only_shows = all(isinstance(part, ast.Expr) for part in tree.body) or used(tree) & {"all_equal", "drawing"}
    has_widget = any(VIEW in result for result in results(cell))
    return only_shows and not has_widget and not used(tree) & depending


@functools.cache
def answered(path):
    """Run a notebook once with its folded answers put in, and at each question try every form of the answer."""
    notebook = read(path)
    asked = {cell.id: (cell.source, questions_in(cell)) for cell in code_cells(notebook)}
    places = with_answers(notebook)
    done = Answered({place.split()[0] for place in places}, {}, {}, {}, {})
    depending = set()  # names that depend on an answer
    with Shell(path) as shell:
        for cell in code_cells(notebook):
            if cell.id not in done.cells and is_left_out(cell, depending):
                continue
            done.shown[cell.id] = shown = shell.run(cell)
            tree = ast.parse(cell.source)
            if cell.id in done.cells or used(tree) & depending:
                depending |= made(tree)
            for view in (result[VIEW]["model_id"] for result in shown.results if VIEW in result):
                done.widgets.setdefault(view, shell.widgets()[view])
            source, names = asked[cell.id]
            for name in QUESTION.findall(source) if LINE.search(source) else []:
                done.lines[f"{cell.id} {name}"] = wrong_lines(cell.source, name, shell.names)
            for name in names:
                place = f"{cell.id} {name}"
                done.questions[place] = question(source, name, shell.names, place in places)
        for model, state in shell.widgets().items():
            done.widgets.setdefault(model, state)
    return done


def wrong_lines(source, name, namespace):
    """What is raised where one line of an answered cell of algebra is wrong, by what is wrong with it."""
    right, (asks,) = namespace[name], re.findall(r"^all_equal\(.*?^\)|^all_equal\(.*\)$", source, re.M | re.S)
    label = namespace.get("label")
    tries = {"sign": -right, "a factor 2": 2 * right}
    if label in getattr(right, "free_symbols", ()):
        tries |= {"right for y = 1 alone": right.subs(label, 1), "right for y = 0 alone": right.subs(label, 0)}
    return {what: run(asks, namespace | {name: line})[1] for what, line in tries.items()}


def apart(source, name):
    """The lines of a cell that need the answer of this name, and the reference that they compare it with, or None.

    The reference needn't be computed for each form; in the lines its name is `reference`.
    """
    needing, needed, reference = [], {name}, None
    for part in ast.parse(source).body:
        own = {node.arg for node in ast.walk(part) if isinstance(node, ast.arg)}  # of a function in the cell
        if not (used(part) | made(part)) & (needed - own) or ast.unparse(part) == f"{name} = None":
            continue
        if ast.unparse(part).startswith("check("):
            reference, part.value.args[2] = ast.unparse(part.value.args[2]), ast.Name("reference", ast.Load())
        needed |= made(part)
        needing.append(ast.unparse(part))
    return "\n".join(needing), reference


def question(source, name, namespace, is_answered):
    """Try every form of the answer of this name in a cell that was run.

    namespace: what the notebook's names stand for after the cell. is_answered: whether the cell was run with the folded
    answer.
    """
    needing, reference = apart(source, name)
    code = compile(needing, "<cell>", "exec")
    namespace = namespace | {"reference": eval(reference or "None", dict(namespace))}
    checks = []

    def spy(name, value, reference, digits=None, *, shape=False, wrong=None, check=namespace["check"]):
        checks.append(reference)
        return check(name, value, reference, digits, shape=shape, wrong=wrong)

    def attempt(value):
        return run(code, namespace | {name: value, "check": spy})

    waiting, _ = attempt(None)
    reference = checks[-1]
    right = namespace[name] if is_answered else np.array(reference)
    never = {form: value for form, (value, _) in NEVER.items()}
    every = forms(right) | never | PERHAPS | wrong(right)
    tries = {form: (value, *attempt(value)) for form, value in every.items()}
    return Question(right, waiting, tries)


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
    for cell in code_cells(read(path))
    for name in questions_in(cell)
    if (number, f"{cell.id} {name}") not in RUNS_THE_ANSWER
]
each_question = pytest.mark.parametrize(("number", "question"), ASKED)


@each_notebook
def test_every_folded_answer_is_right(path):
    done = answered(path)
    assert done.cells
    for cell in code_cells(read(path)):
        if cell.id not in done.cells:
            continue
        for before, after in zip(
            *(text.splitlines() for text in (printed(cell), done.shown[cell.id].printed)), strict=True
        ):
            if before.endswith("   not answered yet"):
                assert re.search(r"   (exact|right|agrees to (1e-9|\d digits?))$", after), f"{cell.source}\n{after}"
            elif before.endswith("   not written yet"):
                assert re.search(r"   right, on \d+ problems( of many shapes)?\.$", after), f"{cell.source}\n{after}"
            elif re.fullmatch(r"line \d is not written yet", before):
                assert re.fullmatch(r"\d lines?,( each)? equal to the first: .*", after), f"{cell.source}\n{after}"


@each_notebook
def test_an_answer_changes_nothing_that_other_cells_show(path):
    done = answered(path)
    for cell in code_cells(read(path)):
        if cell.id in done.shown.keys() - done.cells:
            if ".or_else(" in cell.source:  # it says whose function it goes on with
                said, before = (text.splitlines() for text in (done.shown[cell.id].printed, printed(cell)))
                whose = [line for line in said if line.startswith("The cells below use")]
                assert whose and all("your own" in line for line in whose), said
                assert said[len(whose) :] == before[len(whose) :], said
                continue
            assert done.shown[cell.id] == Shown(printed(cell), printed(cell, "stderr"), results(cell)), cell.source


@each_notebook
def test_an_explorer_is_stored_as_the_cell_that_shows_it_makes_it(path):
    assert answered(path).widgets == widgets(read(path))


@each_question
def test_the_right_answer_passes_in_every_form(number, question):
    asked = answered(CHECKED[number]).questions[question]
    for form in forms(asked.right):
        _, said, problem = asked.tries[form]
        assert problem is None, f"{form}: {problem!r}"
        assert re.search("   " + VERDICT, said), f"{form}: {said}"


@each_question
def test_whatever_is_typed_gets_a_verdict_and_no_traceback(number, question):
    asked = answered(CHECKED[number]).questions[question]
    assert asked.waiting.endswith("   not answered yet\n")
    for form, (_, said, problem) in asked.tries.items():
        assert problem is None, f"{form}: {problem!r}"
        assert said.count("\n") == asked.waiting.count("\n"), f"{form}: {said}"
        assert said.split("   ")[0] == asked.waiting.split("   ")[0], form


@each_question
def test_what_is_no_answer_is_refused_and_named(number, question):
    asked = answered(CHECKED[number]).questions[question]
    for form in NEVER | wrong(asked.right):
        _, said, _ = asked.tries[form]
        assert not re.search("   " + VERDICT, said), f"{form}: {said}"
        assert NEVER.get(form, (None, ""))[1] in said, f"{form}: {said}"


@each_notebook
def test_a_line_of_algebra_that_is_wrong_is_refused(path):
    for place, tries in answered(path).lines.items():
        for what, problem in tries.items():
            assert isinstance(problem, NotEqual), f"{place}: {what}: {problem!r}"


@pytest.mark.parametrize(("number", "question"), sorted(RUNS_THE_ANSWER))
def test_a_number_of_steps_is_made_or_refused_in_words(number, question):
    for form, (_, said, problem) in answered(CHECKED[number]).questions[question].tries.items():
        assert problem is None, f"{form}: {problem!r}"
        judged = re.findall(r"^\w\w(?=   )", said, re.M)
        assert judged == list(network.Parameters._fields) or re.fullmatch("steps must be .*\n", said), form
        if form in NEVER:
            assert not re.search(VERDICT, said), f"{form}: {said}"
