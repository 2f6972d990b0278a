"""A notebook on paper: each question with a line to write on, and the answers at the end.

The lab prints a notebook as nbconvert's HTML, in which no widget runs; `start.py` has it use this.
"""

from html import escape

from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_markdown_cell, new_output

from helpers import numerals

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
LINE = '<span style="display: inline-block; width: 9em; margin: 6px 4px 0; border-bottom: 1px solid">&nbsp;</span>'
SIGNS = {"+": "positive", "0": "0", "−": "negative"}
TRUTHS = {"true": "True", "false": "False"}


class Questions(Preprocessor):
    """Puts a line to write on in the place of each question and of its code, and the answers at the end."""

    def preprocess(self, notebook, resources):
        """The notebook as it is printed, and resources, which stay."""
        models = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
        answers = []
        for cell in notebook.cells:
            for k, output in enumerate(cell.get("outputs", [])):
                state = models.get(output.get("data", {}).get(VIEW, {}).get("model_id"), {}).get("state", {})
                if "_asked" not in state and "notebooks" not in state:
                    continue
                cell.metadata["transient"] = {"remove_source": True}  # as nbconvert marks what its tags remove
                parts = parts_of(state)
                asked = "".join(f"<p>{_label(state, part)} {_blank(part)}</p>" for part in parts)
                cell.outputs[k] = new_output("display_data", {"text/html": asked or "<p></p>"})
                if parts:
                    answers.append(answer_of(state))
        if answers:
            notebook.cells.append(new_markdown_cell("\n\n".join(["## Answers", *answers])))
        return notebook, resources


def parts_of(state):
    """The parts of a question, each with the choices that it has."""
    asked = state.get("_asked", {"parts": []})
    return [{"choices": asked.get("choices", []), **part} for part in asked["parts"]]


def _label(state, part):
    label = part.get("label", state["name"])
    return f"{escape(label)}:"


def _options(part):
    """What can be chosen, as HTML, by the value that stands for it; nothing where numbers are typed."""
    if part["kind"] in ("sign", "truth"):
        return SIGNS if part["kind"] == "sign" else TRUTHS
    if part["kind"] in ("choice", "choices", "entry"):
        rows = [row if isinstance(row, list) else [row] for row in part["choices"]]
        return dict(enumerate(one for row in rows for one in row))
    return {}


def _rows(answer):
    """The numbers of an answer in rows."""
    if not isinstance(answer, list):
        return [[answer]]
    return answer if isinstance(answer[0], list) else [answer]


def _blank(part):
    if options := _options(part):
        return " &nbsp; ".join(f"☐ {label}" for label in options.values())
    return "<br>".join(LINE * len(row) for row in _rows(part["answer"]))


def answer_of(state):
    """A question's answer and its solution, as HTML. state: the saved traits of a Question."""
    said = [f"<strong>{_label(state, part)}</strong> {told(part, part['answer'])}" for part in parts_of(state)]
    asked = "<br>".join(said)  # HTML, or Markdown would take the backslash from \\(
    return f"<p>{asked}</p>\n\n{state['_asked'].get('solution', '')}".strip()


def told(part, answer):
    """An answer to a part of a question as text, right or not."""
    if options := _options(part):
        chosen = answer if isinstance(answer, list) else [answer]
        return ", ".join(options[one] for one in chosen)
    return "; ".join(", ".join(numerals.text(float(one)) for one in row) for row in _rows(answer))
