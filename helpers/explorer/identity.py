"""The identities under which a notebook stores explorers and questions, and the files that the browser runs for them.

A widget's identity is its cell's, so that a notebook that was run, saved and opened again finds the state it stored.
Running the cell again makes the next generation: widgets that take the place of those before.
"""

import collections
import functools
import hashlib
import re
from pathlib import Path

import ipywidgets
import traitlets
from IPython import get_ipython
from ipywidgets.widgets.widget import _instances as open_widgets  # by identity, from open() to close()

FOLDER = Path(__file__).parent
STARTER, LOADER = "starter.js", "loader.js"  # what each widget stores, and what it runs
STYLES = (
    "page.css",
    "explorer.css",
    "questions/questions.css",
    "slides.css",
)  # a later one may set what an earlier one has

_generations = collections.Counter()  # how many widgets of an identity this kernel has made
_latest = {}  # by kind: the cell execution that made the last one, and how many it has made


def take_model_id(kind="explorer"):
    """The identity of the next widget of this kind that the running cell makes, and its generation, from 1.

    Closes the widget that had the identity. Outside a notebook None and 1.
    """
    parent = getattr(get_ipython(), "get_parent", dict)()
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return None, 1
    execution = parent["header"]["msg_id"]
    last, count = _latest.get(kind, (None, 0))
    count = count + 1 if last == execution else 1
    _latest[kind] = execution, count
    model_id = f"{kind}-{cell}-{count}"
    for name in (layout_id(model_id), model_id):
        if name in open_widgets:
            open_widgets[name].close()
    _generations[model_id] += 1
    return model_id, _generations[model_id]


def layout_id(model_id):
    """The identity of an explorer's layout; None where the explorer has none of its own."""
    return model_id and f"{model_id}-layout"


class Sources(ipywidgets.Widget):
    """The files that the browser runs, stored once in a notebook however many widgets it has."""

    loader = traitlets.Unicode().tag(sync=True)
    files = traitlets.Dict().tag(sync=True)
    style = traitlets.Unicode().tag(sync=True)
    digest = traitlets.Unicode().tag(sync=True)


def shared_sources():
    """The Sources that are open, or new ones where they were closed."""
    files, style, digest = read_files()
    model_id = "explorer-sources"
    if model_id in open_widgets and open_widgets[model_id].digest != digest:
        model_id += f"-{digest[:8]}"  # the kernel has loaded another version, too
    if model_id in open_widgets:
        return open_widgets[model_id]
    loader = (FOLDER / LOADER).read_text(encoding="utf-8")
    return Sources(model_id=model_id, loader=loader, files=files, style=style, digest=digest)


@functools.cache
def read_files():
    """The JavaScript files' texts by path, as "model/network.js", the style sheets as one, and a digest of both."""
    paths = sorted(path for path in FOLDER.rglob("*.js") if path.name not in (STARTER, LOADER))
    files = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    style = "".join((FOLDER / name).read_text(encoding="utf-8") for name in STYLES)
    return files, style, hashlib.sha256(repr((files, style)).encode()).hexdigest()


def starter(entry="explorer.js"):
    """The module of a widget that one of the browser's files renders. It is stored with each widget, so it is short."""
    text = (FOLDER / STARTER).read_text(encoding="utf-8").replace("explorer.js", entry).replace('"', "'")
    return re.sub(r"/\*\*.*\*/|\s*([={}(),;\n])\s*", r"\1", text).replace("\n", "")
