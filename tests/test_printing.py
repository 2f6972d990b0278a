"""A notebook on paper, as the lab prints it."""

import re

import nbformat
from nbconvert import HTMLExporter
from stored import PATHS, each_notebook, read, widgets
from traitlets.config import Config

from tools.lab import OPTIONS


def printed(path):
    config = Config({"HTMLExporter": {"preprocessors": [OPTIONS["HTMLExporter.preprocessors"]]}})
    body, _ = HTMLExporter(config=config).from_notebook_node(nbformat.from_dict(read(path)))
    page = body[body.index("<main") : body.index("</main>")]
    before, _, answers = page.rpartition("Answers")
    return before, answers


@each_notebook
def test_on_paper_the_answers_come_last_and_nothing_before_has_them(path):
    before, answers = printed(path)
    asked = [model["state"] for model in widgets(read(path)).values() if "_asked" in model["state"]]
    assert "ask(" not in re.sub("<[^>]+>", "", before)
    for state in asked:
        labels = [part.get("label", state["name"]) for part in state["_asked"]["parts"]]
        for label in labels:
            assert label.replace("<", "&lt;") + ":" in before, label
            assert label + ":" in answers, label


def test_a_number_has_a_line_and_a_choice_a_box_to_tick():
    before, answers = printed(PATHS[1])
    assert re.search(r"z1\[1\]: <span[^>]*border-bottom", before) and "☐ it falls by 0.00003" in before
    assert re.search(r"<strong>z1\[1\]:</strong> −70", answers) and re.search("with b2.*? it falls by 0.00003", answers)
    assert "\\begin{aligned}" in answers and "\\(20 \\cdot 0 + 20 \\cdot 1 + 10\\)" in answers


def test_a_notebook_without_questions_is_printed_as_it_is(tmp_path):
    cells = [nbformat.v4.new_markdown_cell("# No question", id="a")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "plain.ipynb")
    before, answers = printed(tmp_path / "plain.ipynb")
    assert "Answers" not in answers and "No question" in before + answers
