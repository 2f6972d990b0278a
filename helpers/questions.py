"""Questions that are answered in the page: boxes or choices, a verdict in words, a hint, and the answer with its lines.

`ask` makes one. The page judges it, with no kernel; what was answered is kept in the browser for this copy of the
notebook, and Python can read it. `progress` shows what is solved in all notebooks of a folder.
"""

import base64
import functools
import inspect
import json
import re
from numbers import Real
from pathlib import Path

import anywidget
import ipywidgets
import mistune
import numpy as np
import traitlets

from helpers import checking, numerals
from helpers.explorer import identity

__all__ = ["Progress", "Question", "ask", "progress", "table"]

SIGNS = ("+", "0", "−")


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
    parts, labels = _parts(answer, digits, choices)
    slips = []
    for mistake, value in (wrong or {}).items():
        values = [value.get(label) for label in labels] if labels else [value]
        kept = [None if one is None else _plain(one) for one in values]
        _check_slip(mistake, kept, parts)
        slips.append([mistake, kept])
    asked = {"parts": parts}
    if labels and choices is not None:
        asked["choices"] = parts[0]["choices"]  # the same for all of them
        for part in parts:
            part.pop("choices", None)
    asked |= {"wrong": slips} if slips else {}
    asked |= {key: _html(given) for key, given in (("hint", hint), ("solution", solution)) if given is not None}
    return Question(name=str(name), _asked=asked)


def _parts(answer, digits, choices):
    """The parts of a question as the page takes them, and their labels, if there are any."""
    if not isinstance(answer, dict):
        return [_part(answer, digits, choices)], []
    if not answer:
        raise ValueError("answer must have a part; got an empty dict")
    return [{**_part(one, digits, choices), "label": str(label)} for label, one in answer.items()], list(answer)


def _part(answer, digits, choices):
    if digits is not None and not (isinstance(digits, int) and not isinstance(digits, bool) and 1 <= digits <= 9):
        raise ValueError(f"digits must be a whole number from 1 to 9; got {digits!r}")
    if isinstance(answer, (bool, np.bool_)):
        return {"kind": "truth", "answer": str(bool(answer)).lower()}
    if choices is not None:
        return _chosen(answer, choices)
    if isinstance(answer, str):
        sign = answer.replace("-", "−")
        if sign not in SIGNS:
            raise ValueError(f'answer must be "+", "0" or "−", or one of the choices; got {answer!r} and no choices')
        return {"kind": "sign", "answer": sign}
    if isinstance(answer, tuple):
        if len(answer) != 2 or not all(isinstance(length, int) for length in answer):
            raise ValueError(f"a shape must have two whole numbers, rows and columns; got {answer!r}")
        return {"kind": "shape", "answer": list(answer)}
    numbers = _numbers(answer)
    part = {"kind": "number" if numbers.ndim == 0 else "numbers", "answer": _plain(numbers)}
    return part if digits is None else {**part, "digits": digits}


def _numbers(answer):
    """The answer as an array: a number is one without axes, and so is an array with a single entry."""
    try:
        numbers = np.asarray(answer, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"answer must be numbers, texts, True or False; got {answer!r}") from None
    if numbers.ndim > 2 or not numbers.size or np.isnan(numbers).any():
        raise ValueError(f"answer must be a number, a list or rows of numbers, none of them NaN; got {answer!r}")
    return numbers.reshape(()) if numbers.size == 1 else numbers


def _chosen(answer, choices):
    rows = [list(row) if isinstance(row, (list, tuple)) else row for row in choices]
    in_rows = all(isinstance(row, list) for row in rows)
    flat = [one for row in rows for one in row] if in_rows else rows
    if not all(isinstance(one, str) for one in flat) or len(set(flat)) < len(flat) or len(flat) < 2:
        raise ValueError(f"choices must be at least two different texts, or rows of texts; got {choices!r}")
    several = isinstance(answer, (list, set, frozenset))
    wanted = [one for one in flat if one in answer] if several else [answer]
    if not wanted or not set(wanted) <= set(flat) or (several and len(wanted) < len(set(answer))):
        raise ValueError(f"answer must be among the choices; got {answer!r}")
    kind = "choices" if several else "entry" if in_rows else "choice"
    inline = {one: _inline(one) for one in flat}
    shown = [[inline[one] for one in row] for row in rows] if in_rows else [inline[one] for one in flat]
    kept = [inline[one] for one in wanted]
    return {"kind": kind, "answer": kept if several else kept[0], "choices": shown}


def _plain(value):
    """A value as JSON has it; infinite numbers as text."""
    if isinstance(value, str):
        return value.replace("-", "−") if value == "-" else _inline(value)
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value)).lower()
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(one) for one in value)
    if isinstance(value, (list, tuple, np.ndarray)) and np.ndim(value):
        return [_plain(one) for one in value]
    if isinstance(value, (Real, np.ndarray, np.generic)):
        number = float(np.asarray(value).reshape(()))
        return number if np.isfinite(number) else str(number).replace("inf", "Infinity")
    raise ValueError(f"not a number, a text, True or False, or a list of these: {value!r}")


def _check_slip(mistake, values, parts):
    """A slip that can't be told from the right answer would call a right answer wrong."""
    for value, part in zip(values, parts, strict=True):
        if value is None:
            continue
        if np.shape(value) != np.shape(part["answer"]) and part["kind"] != "choices":
            raise ValueError(f"wrong: {mistake!r} must be of the answer's make, {part['answer']!r}; got {value!r}")
    given = [(value, part) for value, part in zip(values, parts, strict=True) if value is not None]
    if all(_is_right(value, part) for value, part in given):
        raise ValueError(f"wrong: {mistake!r} gives the right answer, {[part['answer'] for _, part in given]!r}")


def _is_right(value, part):
    if part["kind"] in ("number", "numbers", "shape"):
        return checking.verdict(np.array(value, float), np.array(part["answer"], float), part.get("digits"))[0]
    return value == part["answer"]


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
        return _markdown(inspect.cleandoc(given)).strip()
    raise ValueError(f"hint and solution must be text, a formula of worked, or a picture of drawing; got {given!r}")


def _inline(text):
    """A line of Markdown as HTML, without a paragraph around it."""
    return re.sub(r"^<p>(.*)</p>$", r"\1", _markdown(text).strip(), flags=re.DOTALL)


def table(head, *rows):
    """A table in Markdown, for a hint or a solution. head, rows: sequences of texts and numbers, as many in each."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(value):
    return value if isinstance(value, str) else numerals.text(np.asarray(value).item())


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

    def __init__(self, **traits):
        super().__init__("question", **traits)

    @property
    def value(self):
        """What was entered; None before."""
        if self._value is None:
            return None
        parts = self._asked["parts"]
        if "label" not in parts[0]:
            return _as_python(self._value, parts[0])
        return {part["label"]: _as_python(one, part) for part, one in zip(parts, self._value, strict=True)}

    def __repr__(self):
        return f"Question: {self.name}. Answer it in JupyterLab, or on the course's site."


def _as_python(value, part):
    if part["kind"] == "truth":
        return value == "true"
    if part["kind"] in ("number", "numbers", "shape"):
        return np.array(value, dtype=np.float64).tolist()
    return value


class Progress(_Live):
    """What is solved in each notebook of a folder, where to continue, and how to begin anew."""

    _esm = identity.starter("questions/progress.js")
    notebooks = traitlets.List().tag(sync=True)

    def __init__(self, **traits):
        super().__init__("progress", **traits)

    def __repr__(self):
        return "Your answers, notebook by notebook: in JupyterLab, or on the course's site."


def progress(folder="."):
    """What is solved in each notebook of a folder, counted in the page as questions are answered there.

    folder: a path; a notebook's own folder is where it runs. Returns a Progress.
    """
    paths = sorted(Path(folder).glob("[0-9][0-9]_*.ipynb"))
    return Progress(notebooks=[_contents(path, path.stat().st_mtime_ns) for path in paths])


@functools.lru_cache(maxsize=64)
def _contents(path, _changed):
    """A notebook's file, its title and the keys of its questions."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = [(cell, "".join(cell["source"])) for cell in cells]
    title = next((line[2:] for _, text in sources for line in text.splitlines() if line.startswith("# ")), path.stem)
    code = [(cell["id"], text) for cell, text in sources if cell["cell_type"] == "code"]
    asked = [(cell, len(re.findall(r"^ask\(", text, re.MULTILINE))) for cell, text in code]
    questions = [f"question-{cell}-{k + 1}" for cell, count in asked for k in range(count)]
    return {"file": path.name, "title": f"{path.name[:2]} {title}", "questions": questions}
