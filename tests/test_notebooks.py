"""The notebooks as they are committed: executed, in one form, readable, and with answers that are right.

That a fresh run gives the stored outputs is nbval's work; here it is shown to notice a changed one.
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
import pytest
from nbclient import NotebookClient

from tools.refresh import refreshed

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
ANSWER = re.compile(r"<summary>Answer</summary>.*?```python\n(.*?)```", re.DOTALL)

each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def lines(cell):
    """What a cell printed, line by line; of a bar that writes itself anew, its last form."""
    text = "".join(output.get("text", "") for output in cell.outputs)
    return re.sub(r"[^\n\r]*\r(?!\n)", "", text).splitlines()


def execute(notebook, folder):
    NotebookClient(
        notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": str(folder)}}
    ).execute()


def with_answers(notebook):
    """Put each folded answer in the place of the `name = None` that it answers; returns the ids of those cells."""
    placed = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "markdown":
            continue
        for line in "".join(ANSWER.findall(cell.source)).splitlines():
            question = line.split(" = ")[0] + " = None"
            asked = next(c for c in reversed(notebook.cells[:index]) if question in c.source and c.cell_type == "code")
            asked.source = re.sub(rf"^{re.escape(question)}\b.*$", lambda _, line=line: line, asked.source, flags=re.M)
            placed.append(asked.id)
    return placed


def test_there_are_notebooks():
    assert [path.name[:2] for path in PATHS][:2] == ["00", "01"]


@each_notebook
def test_every_code_cell_was_executed_from_the_top_without_error(path):
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [output for cell in cells for output in cell.outputs if output.output_type == "error"]


@each_notebook
def test_nothing_is_left_on_standard_error(path):
    assert not [o for o in outputs(read(path)) if o.output_type == "stream" and o.name == "stderr"]


@each_notebook
def test_every_folded_answer_is_right(path):
    notebook = read(path)
    asked = {cell.id: lines(cell) for cell in code_cells(notebook)}
    placed = with_answers(notebook)
    assert placed
    execute(notebook, FOLDER)
    for cell in code_cells(notebook):
        assert len(lines(cell)) == len(asked[cell.id]), cell.source
        for before, after in zip(asked[cell.id], lines(cell), strict=True):
            if cell.id not in placed:
                assert after == before
            elif before.endswith("   not answered yet"):
                assert re.search(r"   (exact|right|agrees to (1e-9|\d digits?))$", after), f"{cell.source}\n{after}"


# What a learner types who works with a pencil and a calculator, for each of these cells.
TYPED = {
    "02": {"guess-loss": ["0.693", "0.6931"], "bias": ["-0.9014", "-0.901"]},
    "03": {"guess-second": ["10", "10.5", "10.49"], "slope-4": ["0.25", "1/4"]},
    "04": {
        "guess-product": ["[-0.5, 0.9]", "[-1/2, 0.9047]"],
        "guess-stall": ["20_000", "22_026"],
        "quarter": ["1.0986", "1.1"],
    },
    "06": {
        "guess-numbers": ["[-0.5, 0.905]", "[-0.5, 0.9047]"],
        "guess-step": ["[0.5, 0.474]", "[1/2, 0.4741]"],
        "balance": ["-1.3069", "-1.307"],
    },
    "08": {"exact-code": ["1.3662", "1.366"]},
    "09": {"guess-second": ["[2, 2.7]", "[2, 2.71]", "[2, 2.7135]", "[2, 2.714]"]},
}


@pytest.mark.parametrize("number", TYPED)
def test_a_number_from_paper_is_right(number):
    notebook = read(next(path for path in PATHS if path.name.startswith(number)))
    cells = {}
    for cell in code_cells(notebook):
        answers = TYPED[number].get(cell.id, [])
        name, rest = re.search(r"^(\w+) = None(.*)", cell.source, re.M | re.S).groups() if answers else ("", "")
        before = cell.source[: cell.source.index(f"{name} = None")] if answers else ""
        cell.source = "\n".join(f"{before}{name} = {answer}{rest}" for answer in answers) or cell.source
        cells[cell.id] = cell
    assert set(TYPED[number]) <= set(cells)
    execute(notebook, FOLDER)
    for name, answers in TYPED[number].items():
        assert len(lines(cells[name])) == len(answers)
        for answer, line in zip(answers, lines(cells[name]), strict=True):
            assert re.search(r"   (exact|right|agrees to .*)$", line), f"{name}: {answer}: {line}"


@each_notebook
def test_every_question_waits_for_an_answer(path):
    asked = [cell for cell in code_cells(read(path)) if "= None  # your turn" in cell.source]
    assert asked
    for cell in asked:
        assert "not answered yet" in "".join(output.get("text", "") for output in cell.outputs), cell.source


@each_notebook
def test_what_answers_a_prediction_is_folded_and_its_first_line_tells_nothing(path):
    """The lab shows the first line of a folded output, of its HTML if it has any."""
    folded = [cell for cell in code_cells(read(path)) if cell.metadata.get("jupyter", {}).get("outputs_hidden")]
    assert folded
    for cell in folded:
        (output,) = cell.outputs
        text = output.get("text") or output.data.get("text/html") or output.data["text/plain"]
        assert not re.search(r"\d|True|False", text.splitlines()[0]), text.splitlines()[0]


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
        assert not re.search(r"^\s*(import|from) ", cell.source, re.M), "imports belong in the first code cell"
    for cell in code_cells(notebook):
        assert cell.source.count("\n") < 15, cell.source
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
    state = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    views = [
        output.data
        for output in outputs(notebook)
        if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    ]
    assert views
    for data in views:
        assert data["application/vnd.jupyter.widget-view+json"]["model_id"] in state
        if re.search(r", at step [PMD]\d$", data["text/plain"]):
            assert "image/png" not in data, "a picture would answer what the walk asks"
        else:
            assert data["image/png"].startswith("iVBOR") and "z2 = " in data["text/plain"]
    assert sum("loader.js" in json.dumps(model) or len(json.dumps(model)) > 20_000 for model in state.values()) == 1


def test_checksums_are_those_of_the_notebooks():
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in PATHS]
    assert (FOLDER / "SHA256SUMS").read_text().splitlines() == lines


@each_notebook
def test_a_refresh_changes_nothing(path, tmp_path):
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    (tmp_path / "notebooks").mkdir()
    copy = Path(shutil.copy(path, tmp_path / "notebooks"))
    before = copy.read_text(encoding="utf-8")
    subprocess.run([sys.executable, tmp_path / "tools/refresh.py"], check=True, capture_output=True)
    assert copy.read_text(encoding="utf-8") == before


def test_an_explorer_is_stored_as_the_cell_leaves_it_that_shows_it_first(tmp_path):
    sources = (
        "from helpers import network\nfrom helpers.explorer import Explorer\nexplorer = Explorer(network.EXAMPLE)",
        "explorer.b2 = 3\nexplorer",
        "explorer.b2 = 7\nexplorer",
    )
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{k}") for k, source in enumerate(sources)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "shown.ipynb")
    notebook = nbformat.reads(refreshed(tmp_path / "shown.ipynb"), as_version=4)
    state = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    assert [model["state"]["b2"] for model in state.values() if "b2" in model["state"]] == [[[3]]]


def test_nbval_fails_when_one_stored_number_is_changed(tmp_path):
    """The check that guards the notebooks is itself checked: a copy passes, one digit changed in an output fails."""
    path = next(path for path in PATHS if path.name.startswith("01"))
    copy = Path(shutil.copy(path, tmp_path))
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-sanitize-with", ROOT / "tests/sanitize.cfg"]
    command += ["-p", "no:cacheprovider", "-c", tmp_path / "none.ini", "--rootdir", tmp_path, copy]
    (tmp_path / "none.ini").write_text("[pytest]\n")
    assert subprocess.run(command, capture_output=True, cwd=tmp_path).returncode == 0
    text = copy.read_text(encoding="utf-8")
    assert text.count("z1   (2, 1)   exact") == 1
    copy.write_text(text.replace("z1   (2, 1)   exact", "z1   (2, 2)   exact"), encoding="utf-8")
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1 and "1 failed" in done.stdout
