"""The notebooks as they are committed: executed, in one form, and readable.

That a fresh run gives the stored outputs is nbval's work; here it is shown to notice a changed one. The notebooks with
their questions answered are in test_answers.py.
"""

import hashlib
import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from stored import FOLDER, PATHS, VIEW, code_cells, each_notebook, printed, read, results, widgets

from tools import refresh

ROOT = FOLDER.parent
FIRST_LINE = "# A question and its answer\n"


def is_question(cell):
    return bool(re.search(r"^ask\(", cell.source, re.M))


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def test_there_are_notebooks():
    assert [path.name[:2] for path in PATHS][:2] == ["00", "01"]


@each_notebook
def test_every_code_cell_was_executed_from_the_top_without_error(path):
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [output for cell in cells for output in cell.outputs if output.output_type == "error"]


@each_notebook
def test_nothing_is_left_on_standard_error(path):
    assert not any(printed(cell, "stderr") for cell in code_cells(read(path)))


@each_notebook
def test_every_question_waits_for_an_answer(path):
    cells = code_cells(read(path))
    assert any("= None  # your turn" in cell.source or is_question(cell) for cell in cells)
    for cell in cells:
        if re.search(r"(= |return )None  # your turn", cell.source):
            assert re.search("not (answered|written) yet", printed(cell)), cell.source


@each_notebook
def test_every_function_and_line_to_write_has_two_hints_and_then_an_answer(path):
    cells = read(path).cells
    for cell, after in itertools.pairwise(cells):
        writes = cell.cell_type == "code" and re.search(r"return None  # your turn|^line_\d = None", cell.source, re.M)
        if writes:
            folded = re.findall(r"<summary>(.*?)</summary>", after.source)
            assert folded == ["Hint", "Another hint", "Answer"], cell.source


@each_notebook
def test_a_question_is_folded_and_its_first_line_tells_nothing(path):
    """The lab shows the first line of a folded cell; what follows computes the answer."""
    for cell in code_cells(read(path)):
        if is_question(cell):
            assert cell.metadata.get("jupyter") == {"source_hidden": True}, cell.source
            assert cell.source.startswith(FIRST_LINE), cell.source
            assert not printed(cell) and all(VIEW in result for result in results(cell)), cell.source


@each_notebook
def test_no_prediction_stands_in_code_and_no_output_is_folded_to_answer_one(path):
    for cell in code_cells(read(path)):
        assert "guess" not in cell.source and "outputs_hidden" not in cell.metadata.get("jupyter", {}), cell.source


@each_notebook
def test_the_form_is_the_house_style(path):
    notebook = read(path)
    text = "\n".join(prose(notebook))
    assert notebook.cells[0].source.startswith("# ")
    levels = [len(hashes) for hashes in re.findall(r"^(#+) ", text, re.M)]
    assert levels.count(1) == 1 and all(b <= a + 1 for a, b in itertools.pairwise(levels))
    for opening in ("## What you'll do", "## What you'll learn", "## What you'll need"):
        assert opening in text
    assert not re.search(r"\b(simply|obviously|just)\b", text, re.I)
    for first, second, third in zip(notebook.cells, notebook.cells[1:], notebook.cells[2:], strict=False):
        kinds = {first.cell_type, second.cell_type, third.cell_type}
        assert kinds != {"code"} or "jupyter" in second.metadata, f"no prose before\n{third.source}"
    for cell in code_cells(notebook)[1:]:
        if "except ImportError" not in cell.source:  # of a package that need not be there
            assert not re.search(r"^\s*(import|from) ", cell.source, re.M), "imports belong in the first code cell"
    for cell in code_cells(notebook):
        assert cell.source.count("\n") < (40 if cell.metadata.get("jupyter") else 15), cell.source
        assert max(map(len, cell.source.splitlines())) <= 77, "at 800 pixels a learner would have to scroll sideways"


@each_notebook
def test_links_lead_to_notebooks_that_are_there(path):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", "\n".join(prose(read(path)))):
        assert (FOLDER / target).exists(), target


def test_no_sentence_is_said_twice():
    seen = {}
    for path in PATHS:
        for text in prose(read(path)):
            for sentence in re.split(r"(?<=[.?!])\s+", re.sub(r"[*#`>|]|<[^>]+>", "", text)):
                words = " ".join(sentence.split())
                if len(words.split()) < 6:
                    continue
                assert words not in seen, f"{path.stem} and {seen.get(words)}: {words}"
                seen[words] = path.stem


@each_notebook
def test_an_explorer_is_stored_live_with_a_text_and_a_picture_that_gives_nothing_away(path):
    notebook = read(path)
    state = widgets(notebook)
    views = [result for cell in code_cells(notebook) for result in results(cell) if VIEW in result]
    assert all(data[VIEW]["model_id"] in state for data in views)
    explorers = [data for data in views if data[VIEW]["model_id"].startswith("explorer-")]
    assert explorers
    for data in explorers:
        if re.search(r", at step [PMD]\d$", data["text/plain"]):
            assert "image/png" not in data, "a picture would answer what the walk asks"
        else:
            assert data["image/png"].startswith("iVBOR") and "z2 = " in data["text/plain"]
    assert sum(len(json.dumps(model)) > 20_000 for model in state.values()) == 1


def test_checksums_are_those_of_the_notebooks():
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in PATHS]
    assert (FOLDER / "SHA256SUMS").read_text().splitlines() == lines


@each_notebook
def test_it_is_written_as_a_refresh_writes_it(path):
    assert refresh.as_committed(read(path)) == path.read_text(encoding="utf-8")


def test_a_refresh_changes_nothing(tmp_path, monkeypatch, capsys):
    path = Path(shutil.copy(PATHS[1], tmp_path))
    monkeypatch.setattr(refresh, "NOTEBOOKS", tmp_path)
    refresh.main([])
    assert path.read_bytes() == PATHS[1].read_bytes()
    assert capsys.readouterr().out.endswith("  unchanged\n")
    assert (tmp_path / "SHA256SUMS").read_text() == (FOLDER / "SHA256SUMS").read_text().splitlines(True)[1]


def test_an_explorer_is_stored_as_the_cell_leaves_it_that_shows_it_first(tmp_path):
    sources = (
        "from helpers import network\nfrom helpers.explorer import Explorer\nexplorer = Explorer(network.EXAMPLE)",
        "explorer.b2 = 3\nexplorer",
        "explorer.b2 = 7\nexplorer",
    )
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{k}") for k, source in enumerate(sources)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "shown.ipynb")
    notebook = nbformat.reads(refresh.refreshed(tmp_path / "shown.ipynb"), as_version=4)
    assert [model["state"]["b2"] for model in widgets(notebook).values() if "b2" in model["state"]] == [[[3]]]


def executed(source, text=None, html=None):
    """A cell that was run, and what the notebook says it has shown."""
    shown = [nbformat.v4.new_output("stream", text=text)] if text else []
    shown += [nbformat.v4.new_output("display_data", {"text/html": html})] if html else []
    return nbformat.v4.new_code_cell(source, execution_count=1, outputs=shown)


def test_nbval_fails_where_a_cell_shows_something_else_than_is_stored(tmp_path):
    """The check that guards the notebooks is itself checked, with the options that they are run with."""
    number, bar = "print('z1 exact')", "print('50%', end='\\r'); print('100%')"
    picture = 'display({"text/html": "<img src=\'data:image/png;base64,iVBOR+/w=\'>"}, raw=True)'
    right = [executed(number, "z1 exact\n"), executed(bar, "  9%\r100%\n")]
    right += [executed(picture, html="<img src='data:image/png;base64,iVBOR+/w='>")]
    wrong = [executed(number, "z1 differs\n"), executed(bar, "100%\r 50%\n"), executed("1 / 0")]
    wrong += [executed(picture, html="<img src='data:image/png;base64,iVBOR+/v='>")]
    nbformat.write(nbformat.v4.new_notebook(cells=right + wrong), tmp_path / "stored.ipynb")
    options = "-c", ROOT / "pyproject.toml", "-n0", "-p", "no:cacheprovider", "-rA", tmp_path / "stored.ipynb"
    done = subprocess.run([sys.executable, "-m", "pytest", *options], capture_output=True, text=True, cwd=ROOT)
    assert re.findall(r"^PASSED .*::Cell (\d)$", done.stdout, re.M) == ["0", "1", "2"], done.stdout
    assert re.findall(r"^FAILED .*::Cell (\d)", done.stdout, re.M) == ["3", "4", "5", "6"], done.stdout
