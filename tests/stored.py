"""The notebooks as they are stored, and how the tests read them."""

import re
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parent.parent / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"

each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def results(cell):
    """What a cell shows beside its printed text, each as {MIME type: content}."""
    return [dict(output.data) for output in cell.outputs if "data" in output]


def printed(cell, name="stdout"):
    """What a cell printed on standard output, or on the stream of that name."""
    return last_forms("".join(output.text for output in cell.outputs if output.get("name") == name))


def last_forms(text):
    """text without the earlier forms of a bar of progress, which writes itself anew after each carriage return."""
    return re.sub(r"[^\n\r]*\r(?!\n)", "", text)


def widgets(notebook):
    """The widgets that a notebook stores: {model id: state}."""
    return notebook.metadata.widgets[STATE]["state"]
