"""Execute notebooks and save them in the one way that they are committed; called by `start.py refresh [01 …]`.

The page's copy of the catalogue of mistakes is written first.

What is stored must not change from run to run, so that a changed sentence is a diff of one sentence: no timing, no
version of the Python that ran, counters from 1, keys in order. An explorer's identity comes from its cell's id, which
is why every cell needs one. SHA256SUMS beside the notebooks says what shipped; start.py trusts nothing else.
"""

import copy
import hashlib
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from helpers.reviewing import page

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
VIEW = "application/vnd.jupyter.widget-view+json"
LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python", "pygments_lexer": "ipython3"}


class Client(NotebookClient):
    """A notebook's client that, like the lab, tells the kernel which cell it runs.

    It stores a widget as the cell left it that shows it first, not as later cells do: a network that is to be trained
    must not stand there trained.
    """

    def reset_execution_trackers(self):
        super().reset_execution_trackers()
        self.as_shown = {}

    async def async_execute_cell(self, cell, cell_index, **options):
        self.kc.session.metadata["cellId"] = cell["id"]
        done = await super().async_execute_cell(cell, cell_index, **options)
        for output in done.get("outputs", []):
            shown = output.get("data", {}).get(VIEW, {}).get("model_id")
            if shown in self.widget_state:
                self.as_shown.setdefault(shown, copy.deepcopy(self.widget_state[shown]))
        return done

    def set_widgets_metadata(self):
        self.widget_state.update(self.as_shown)
        super().set_widgets_metadata()


def refreshed(path):
    """The notebook at `path`, executed from the top, as the text that is committed."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    Client(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=True,
        record_timing=False,
        coalesce_streams=True,  # or what a cell prints is stored in one piece or two, as it happens
        timeout=300,
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),  # or each kernel warns that it has none
    ).execute()
    return as_committed(notebook)


def as_committed(notebook):
    """An executed notebook as the text that is committed."""
    stored = {name: value for name, value in notebook.metadata.items() if name == "widgets"}
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE, **stored})
    for cell in notebook.cells:
        if cell.metadata.get("jupyter", {}).get("outputs_hidden"):
            cell.metadata.collapsed = True  # the lab would add it on saving, and a copy would look changed
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def write(path, text):
    """Put `text` at `path` whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8", newline="\n")
    os.replace(new, path)


def write_checksums():
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in sorted(NOTEBOOKS.glob("*.ipynb"))]
    write(NOTEBOOKS / "SHA256SUMS", "".join(lines))


def chosen(names):
    """The notebooks that start with one of `names`; all without names. Exits with a sentence if a name fits none."""
    there = sorted(NOTEBOOKS.glob("*.ipynb"))
    for name in names:
        if not any(path.name.startswith(name) for path in there):
            sys.exit(f"No notebook starts with {name!r}; there are {', '.join(path.stem for path in there)}.")
    return [path for path in there if not names or path.name.startswith(tuple(names))]


def main(names):
    print("The catalogue of mistakes:", "saved" if page.write() else "unchanged", flush=True)
    for path in chosen(names):
        print(f"Running {path.name} …", flush=True)
        try:
            text = refreshed(path)
        except CellExecutionError as error:
            sys.exit(f"{path.name} was left as it was: a cell failed.\n{error}")
        old = path.read_text(encoding="utf-8")
        write(path, text)
        print("  unchanged" if text == old else "  saved", flush=True)
    write_checksums()


if __name__ == "__main__":
    main(sys.argv[1:])
