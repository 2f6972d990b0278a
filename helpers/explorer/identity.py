"""The identities under which a notebook stores an explorer and its files.

An explorer's identity is its cell's, so that a notebook that was run, saved and opened again finds the state it stored.
Running the cell again makes the next generation: explorers that take the place of those before.
"""

import collections
import functools
import hashlib
from pathlib import Path

import ipywidgets
import traitlets
from IPython import get_ipython
from ipywidgets.widgets.widget import _instances as open_widgets  # by identity, from open() to close()

FOLDER = Path(__file__).parent

_generations = collections.Counter()  # how many explorers of an identity this kernel has made
_latest = {"execution": None, "count": 0}  # the cell execution that made the last one, and how many it has made


def take_model_id():
    """The identity of the next explorer that the running cell makes, and its generation, from 1.

    Closes the explorer that had the identity. Outside a notebook None and 1.
    """
    parent = getattr(get_ipython(), "get_parent", dict)()
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return None, 1
    execution = parent["header"]["msg_id"]
    count = _latest["count"] + 1 if _latest["execution"] == execution else 1
    _latest.update(execution=execution, count=count)
    model_id = f"explorer-{cell}-{count}"
    for name in (layout_id(model_id), model_id):
        if name in open_widgets:
            open_widgets[name].close()
    _generations[model_id] += 1
    return model_id, _generations[model_id]


def layout_id(model_id):
    """The identity of an explorer's layout; None where the explorer has none of its own."""
    return model_id and f"{model_id}-layout"


class Sources(ipywidgets.Widget):
    """The files that the browser runs, stored once in a notebook however many explorers it has."""

    files = traitlets.Dict().tag(sync=True)
    style = traitlets.Unicode().tag(sync=True)
    digest = traitlets.Unicode().tag(sync=True)


def shared_sources():
    """The Sources that are open, or new ones where they were closed."""
    files, style, digest = read_files()
    model_id = "explorer-sources"
    if model_id in open_widgets and open_widgets[model_id].digest != digest:
        model_id += f"-{digest[:8]}"  # the kernel has loaded another version, too
    return open_widgets.get(model_id) or Sources(model_id=model_id, files=files, style=style, digest=digest)


@functools.cache
def read_files():
    """The JavaScript files' texts by path, such as "model/network.js", the style sheet, and a digest of both."""
    paths = sorted(path for path in FOLDER.rglob("*.js") if path.name != "loader.js")
    files = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    style = (FOLDER / "explorer.css").read_text(encoding="utf-8")
    return files, style, hashlib.sha256(repr((files, style)).encode()).hexdigest()
