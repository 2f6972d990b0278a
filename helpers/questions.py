"""Questions that are answered in the page: boxes or choices, a verdict in words, a hint, and the answer with its lines.

`ask` makes one. The page judges it, with no kernel; what was answered is kept in the browser for this copy of the
notebook, and Python can read it. `progress` shows what is solved in all notebooks of a folder.
"""

import ast
import base64
import functools
import inspect
import json
import os
import re
from numbers import Integral
from pathlib import Path
from typing import NamedTuple

import anywidget
import ipywidgets
import mistune
import numpy as np
import traitlets
from mistune.core import BlockState

from helpers import checking, numerals
from helpers.explorer import identity

__all__ = ["Progress", "Question", "ask", "progress", "table"]

SIGNS = ("+", "0", "−")
NUMERIC = ("number", "numbers", "shape")  # kinds that are typed
IMPORT = re.compile(r"^(?:from|import) helpers\b.*\bquestions\b", re.MULTILINE)  # in a notebook that asks


def ask(name, answer, *, digits=None, choices=None, wrong=None, hint=None, solution=None):
    """A question in the page. What is asked stands in the text above it; `name` says what the box is for.

    answer, and what the page shows for it:

    - a number: one box. A list of numbers, or an array with rows: a box for each, laid out as the answer is.
    - a tuple of two whole numbers: a shape, rows and columns.
    - True or False: both to choose from.
    - "+", "0" or "−" without choices: a sign to choose.
    - text, with choices: one of them. A list or set of texts, with choices: several of several.
    - text, with choices in rows: an entry of a table, such as the line that is wrong.
    - a dict of such answers by label: each has its part, and all are checked at once.

    digits: how many significant digits are asked for, 1 to 9; every number may be off by half a unit of that digit.
    Without it numbers must be exact, in any notation: 1/3 is right for 1/3, and 0.33 is told that it is rounded.
    choices: a list of texts, or a list of rows of texts; Markdown, formulas between $ and $.
    wrong: what comes out where people slip: {mistake: value}. A mistake is a name of the catalogue, such as "missing
    factor", or a sentence; the value is as the answer is. For a dict it is a dict, too, of those labels that matter.
    hint, solution: Markdown; a formula of `worked`; a picture of `drawing`; or a list of these. They are folded until
    the learner opens them; the solution opens with a right answer.

    Returns a Question; the last line of a cell shows it. Raises ValueError, naming what is wrong and what was expected.
    """
    _check_digits(digits)
    texts = None if choices is None else _choices(choices)
    given = answer if isinstance(answer, dict) else {None: answer}
    labels = [None if label is None else str(label) for label in given]
    if not given or len(set(labels)) < len(labels):
        raise ValueError(f"answer must have parts, each with a label of its own; got {answer!r}")
    parts = [_part(one, digits, texts) for one in given.values()]
    if labels != [None]:
        parts = [{**part, "label": label} for part, label in zip(parts, labels, strict=True)]
    asked = {"parts": parts}
    if texts:
        rows = [[_inline(one) for one in row] for row in texts.rows]
        asked["choices"] = rows if texts.in_rows else rows[0]
    slips = [[str(mistake), _slip(mistake, value, labels, parts, texts)] for mistake, value in _items("wrong", wrong)]
    asked |= {"wrong": slips} if slips else {}
    asked |= {key: _html(made) for key, made in (("hint", hint), ("solution", solution)) if made is not None}
    return Question(name=str(name), _asked=asked, texts=texts.flat if texts else [])


class _Texts(NamedTuple):
    """The choices as they were given: in rows, and one after the other."""

    rows: list
    flat: list
    in_rows: bool


def _choices(choices):
    wrong = f"choices must be at least two different texts, or equally long rows of texts; got {choices!r}"
    if not isinstance(choices, (list, tuple)) or not choices:
        raise ValueError(wrong)
    in_rows = all(isinstance(row, (list, tuple)) for row in choices)
    rows = [list(row) for row in choices] if in_rows else [list(choices)]
    flat = [one for row in rows for one in row]
    if not all(isinstance(one, str) for one in flat) or len({len(row) for row in rows}) > 1:
        raise ValueError(wrong)
    if len({_inline(one) for one in flat}) < max(2, len(flat)):
        raise ValueError(wrong)
    return _Texts(rows, flat, in_rows)


def _check_digits(digits):
    if digits is not None and not (_is_whole(digits) and 1 <= digits <= 9):
        raise ValueError(f"digits must be a whole number from 1 to 9; got {digits!r}")


def _is_whole(value):
    return isinstance(value, Integral) and not isinstance(value, bool)


def _part(answer, digits, texts):
    """A part of a question as the page takes it. A choice is told by its place among the choices, from 0."""
    if isinstance(answer, (bool, np.bool_)):
        return {"kind": "truth", "answer": str(bool(answer)).lower()}
    if isinstance(answer, str) and not (texts and answer in texts.flat):
        return _sign(answer, texts)
    if isinstance(answer, str):
        return {"kind": "entry" if texts.in_rows else "choice", "answer": texts.flat.index(answer)}
    if isinstance(answer, (list, set, frozenset)) and answer and all(isinstance(one, str) for one in answer):
        if not (texts and set(answer) <= set(texts.flat)):
            raise ValueError(f"answer must be among the choices; got {answer!r}")
        return {"kind": "choices", "answer": sorted(map(texts.flat.index, set(answer)))}
    if isinstance(answer, tuple):
        if len(answer) != 2 or not all(_is_whole(length) and length > 0 for length in answer):
            raise ValueError(f"a shape must have two whole numbers above 0, rows and columns; got {answer!r}")
        return {"kind": "shape", "answer": [int(length) for length in answer]}
    numbers = _numbers("answer", answer)
    part = {"kind": "number" if numbers.ndim == 0 else "numbers", "answer": _plain(numbers)}
    return part if digits is None else {**part, "digits": int(digits)}


def _sign(answer, texts):
    sign = answer.replace("-", "−")
    if sign in SIGNS:
        return {"kind": "sign", "answer": sign}
    if texts:
        raise ValueError(f"answer must be among the choices; got {answer!r}")
    raise ValueError(f'answer must be "+", "0" or "−", or one of the choices; got {answer!r} and no choices')


def _numbers(argument, given):
    """Numbers as an array: a number is one without axes, and so is an array with a single entry."""
    wrong = f"{argument} must be a number, or a list or rows of numbers, none of them NaN; got {given!r}"
    try:
        if np.asarray(given).dtype.kind in "bcUS":
            raise ValueError
        numbers = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(wrong) from None
    if numbers.ndim > 2 or not numbers.size or np.isnan(numbers).any():
        raise ValueError(wrong)
    return numbers.reshape(()) if numbers.size == 1 else numbers


def _plain(numbers):
    """Numbers as JSON has them; infinite ones as text."""
    if numbers.ndim:
        return [_plain(one) for one in numbers]
    number = numbers.item()
    return number if np.isfinite(number) else str(number).replace("inf", "Infinity")


def _items(argument, given):
    if not isinstance(given, (dict, type(None))):
        raise ValueError(f"{argument} must be a dict; got {given!r}")
    return (given or {}).items()


def _slip(mistake, value, labels, parts, texts):
    """What comes out by a slip, for each part; None for those that don't matter. Raises ValueError if none does."""
    where = f"wrong: {mistake!r}"
    if labels == [None]:
        values = [value]
    else:
        named = {str(label): one for label, one in _items(where, value)}
        if not named or not set(named) <= set(labels):
            raise ValueError(f"{where} must name some of {labels!r}; got {value!r}")
        values = [named.get(label) for label in labels]
    kept = [None if one is None else _slip_of(where, one, part, texts) for one, part in zip(values, parts, strict=True)]
    if all(one is None or _is_right(one, part) for one, part in zip(kept, parts, strict=True)):
        raise ValueError(f"{where} gives the right answer: {value!r}")
    return kept


def _slip_of(where, value, part, texts):
    if part["kind"] in NUMERIC:
        numbers = _numbers(where, list(value) if isinstance(value, tuple) else value)
        if numbers.shape != np.shape(part["answer"]):
            raise ValueError(f"{where} must be of the answer's make, {part['answer']!r}; got {value!r}")
        return _plain(numbers)
    if part["kind"] == "choices" and isinstance(value, str):
        value = [value]
    made = _part(value, None, texts)
    if made["kind"] != part["kind"]:
        raise ValueError(f"{where} must be of the answer's make, which is a {part['kind']}; got {value!r}")
    return made["answer"]


def _is_right(value, part):
    if part["kind"] in NUMERIC:
        return checking.verdict(np.array(value, float), np.array(part["answer"], float), part.get("digits"))[0]
    return value == part["answer"]


BROKEN = re.compile(r"(?<!\$)\$[^$]+\$(?!\$)")  # mistune takes no formula that goes on in the next line
_markdown = mistune.create_markdown(escape=False, plugins=["math", "table"])


def _html(given):
    """What a hint or a solution says, as HTML; formulas stay LaTeX, which the page sets."""
    if isinstance(given, (list, tuple)):
        return "".join(map(_html, given))
    if hasattr(given, "png") and hasattr(given, "alt"):
        image = base64.b64encode(given.png).decode()
        return f'<img alt="{mistune.escape(given.alt)}" src="data:image/png;base64,{image}">'
    if hasattr(given, "_repr_latex_"):
        return f"<div>{mistune.escape(given._repr_latex_(), quote=False)}</div>"
    if isinstance(given, str):
        in_one_line = BROKEN.sub(lambda formula: formula[0].replace("\n", " "), inspect.cleandoc(given))
        return _markdown(in_one_line).strip()
    raise ValueError(f"hint and solution must be text, a formula of worked, or a picture of drawing; got {given!r}")


def _inline(text):
    """A line of Markdown as HTML: nothing in it begins a list or a quotation."""
    tokens = _markdown.inline(text.strip(), {"ref_links": {}})
    return _markdown.renderer(tokens, BlockState())


def table(head, *rows):
    """A table in Markdown, for a hint or a solution. head, rows: sequences of texts and numbers, as many in each.

    Raises ValueError where a row is longer or shorter than the head.
    """
    rows = [list(row) for row in rows]
    for row in rows:
        if len(row) != len(head):
            raise ValueError(f"each row must have {len(head)} entries, as the head has; got {row!r}")
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(value):
    return value.replace("|", r"\|") if isinstance(value, str) else numerals.text(np.asarray(value).item())


class _Live(anywidget.AnyWidget):
    """What both widgets here share: files and layout that a notebook stores once, and the identity of their cell."""

    _sources = anywidget.WidgetTrait().tag(sync=True)
    _key = traitlets.Unicode().tag(sync=True)  # under which the browser keeps what was answered

    def __init__(self, kind, **traits):
        model_id, _ = identity.take_model_id(kind)
        key = model_id or traits.get("name", kind)
        super().__init__(model_id=model_id, layout=_layout(), _sources=identity.shared_sources(), _key=key, **traits)


def _layout():
    """One layout for all: a notebook would store 1 KB for each."""
    return identity.open_widgets.get("question-layout") or ipywidgets.Layout(model_id="question-layout")


class Question(_Live):
    """A question in the page. `ask` makes it; the page sets its traits when it is answered.

    value: what was entered, None before: a number, a list, rows, True or False, a text, or texts; for a question in
    parts, these by label. right: whether that was right, None before. tries: how often an answer was checked.
    """

    _esm = identity.starter("questions/question.js")
    name = traitlets.Unicode().tag(sync=True)
    _asked = traitlets.Dict().tag(sync=True)
    _value = traitlets.Any(None, allow_none=True).tag(sync=True)
    right = traitlets.Bool(None, allow_none=True).tag(sync=True)
    tries = traitlets.Int(0).tag(sync=True)

    def __init__(self, texts=(), **traits):
        super().__init__("question", **traits)
        self._texts = list(texts)  # of the choices, as they were given

    @property
    def value(self):
        """What was entered; None before."""
        if self._value is None:
            return None
        parts = self._asked["parts"]
        if "label" not in parts[0]:
            return self._as_python(self._value, parts[0])
        return {part["label"]: self._as_python(one, part) for part, one in zip(parts, self._value, strict=True)}

    def _as_python(self, value, part):
        if part["kind"] in NUMERIC:
            return np.array(value, dtype=np.int64 if part["kind"] == "shape" else np.float64).tolist()
        if part["kind"] == "truth":
            return value == "true"
        if part["kind"] == "choices":
            return [self._texts[int(place)] for place in value]
        return value.replace("−", "-") if part["kind"] == "sign" else self._texts[int(value)]

    def __repr__(self):
        return f"Question: {self.name}. Run its cell to answer it here; on the course's site it is live."


class Progress(_Live):
    """What is solved in each notebook of a folder, where to continue, and how to begin anew."""

    _esm = identity.starter("questions/progress.js")
    notebooks = traitlets.List().tag(sync=True)

    def __init__(self, **traits):
        super().__init__("progress", **traits)

    def __repr__(self):
        return "Your answers, notebook by notebook. Run this cell to see them here."


def progress(folder="."):
    """What is solved in each notebook of a folder, counted in the page as questions are answered there.

    folder: a path from the running notebook's own folder. Returns a Progress.
    """
    paths = sorted(Path(folder).glob("[0-9][0-9]_*.ipynb"))
    return Progress(notebooks=[found for path in paths if (found := _contents(path, path.stat().st_mtime_ns))])


@functools.lru_cache(maxsize=64)
def _contents(path, _changed):
    """A notebook's file, its title and the keys of its questions; None where it can't be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = [(cell["cell_type"], cell["id"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    lines = (line for kind, _, text in sources if kind == "markdown" for line in text.splitlines())
    title = next((line[2:] for line in lines if line.startswith("# ")), path.stem)
    counts = [(cell, _questions_in(text)) for kind, cell, text in sources if kind == "code"]
    if not any(IMPORT.search(text) for _, _, text in sources):
        counts = []  # an `ask` in it is a name of its own
    questions = [f"question-{cell}-{k + 1}" for cell, count in counts for k in range(count)]
    return {"file": Path(os.path.relpath(path)).as_posix(), "title": f"{path.name[:2]} {title}", "questions": questions}


def _questions_in(source):
    """How many questions a cell makes."""
    try:
        calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:  # one of IPython's own lines, or unfinished
        return 0
    return sum(getattr(call, "id", getattr(call, "attr", "")) == "ask" for call in calls)
