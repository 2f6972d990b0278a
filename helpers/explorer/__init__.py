"""The explorer: the network as a graph, a slider for every number, the formulas alive, all computed in the browser.

Python holds the traits and checks them. The files beside this one, in the order of FILES: what computes
(`network.js`), what a number looks like (`numerals.js`), what is shown at one moment (`state.js`), one file for each
panel, and `explorer.js`, which wires the traits to the panels. `loader.js` loads them, once for a page.
"""

import base64
import contextlib
import functools
import hashlib
from pathlib import Path

import anywidget
import ipywidgets
import numpy as np
import traitlets
from IPython import get_ipython

from helpers import drawing, network

HERE = Path(__file__).parent
FILES = ("network.js", "numerals.js", "words.js", "state.js", "live.js", "dom.js")
FILES += ("bar.js", "graph.js", "controls.js", "formulas.js", "explorer.js")  # a file comes after those that it imports

LIKE = {"x": "column", "y": "number", "W1": "matrix", "b1": "column", "W2": "row", "b2": "number"}
ARRAYS = tuple(LIKE)


class ExplorerError(traitlets.TraitError, ValueError):
    """What is wrong with a value given to an explorer's trait, in one sentence that names the trait."""


class Array(traitlets.TraitType):
    """A trait that holds a float64 array which can't be written to; lists are taken, and a flat list is a vector."""

    def __init__(self, like):
        super().__init__()
        self.like = like
        self.tag(sync=True, to_json=lambda array, _: array.tolist(), from_json=lambda rows, _: rows)

    def validate(self, explorer, value):
        """value as a new array; raises ExplorerError when it isn't one, or doesn't fit the explorer's other arrays."""
        try:
            array = network.numbers(self.name, value)
            if array.ndim < 2 and self.like != "matrix":
                array = array.reshape((1, -1) if self.like == "row" else (-1, 1))
            explorer._check({self.name: array})
        except ValueError as error:
            raise ExplorerError(str(error)) from None
        array.setflags(write=False)
        return array

    def set(self, explorer, value):
        """As traitlets sets a trait, but two arrays are the same if all their entries are."""
        array = self.validate(explorer, value)
        old = explorer._trait_values.get(self.name, traitlets.Undefined)
        if old is traitlets.Undefined or not np.array_equal(old, array):
            explorer._trait_values[self.name] = array
            explorer._notify_trait(self.name, old, array)


class Hidden(traitlets.Unicode):
    """A trait that names the hidden layer's activation."""

    def validate(self, explorer, value):
        """value; raises ExplorerError when no activation has that name."""
        try:
            return network.check_hidden(value)
        except ValueError as error:
            raise ExplorerError(str(error)) from None


class _Sources(ipywidgets.Widget):
    """The explorer's files, stored once in a notebook however many explorers it has."""

    files = traitlets.List().tag(sync=True)
    style = traitlets.Unicode().tag(sync=True)
    digest = traitlets.Unicode().tag(sync=True)


class Explorer(anywidget.AnyWidget):
    """A live network. Its traits can be read, set and observed; a drag changes them as soon as the kernel is free.

    problem: network.Problem, whose numbers it starts from and can go back to. Traits: x (D, 1), y (1, 1), W1 (H, D),
    b1 (H, 1), W2 (1, H), b2 (1, 1), float64 arrays (lists are taken), and hidden, "relu" or "sigmoid". `parameters`
    reads and sets W1, b1, W2 and b2 as network.Parameters. D and H change together, through `parameters` or inside
    `with explorer.hold_sync():`, at whose end the shapes are checked. A wrong value raises ExplorerError, a
    ValueError that names the trait, and changes nothing. There is room for 8 inputs and 16 hidden units.
    """

    _esm = (HERE / "loader.js").read_text(encoding="utf-8")
    _sources = anywidget.WidgetTrait().tag(sync=True)
    _reference = traitlets.Unicode().tag(sync=True)
    _home = traitlets.Dict().tag(sync=True)
    x, y, W1, b1, W2, b2 = map(Array, LIKE.values())
    hidden = Hidden("relu").tag(sync=True)

    def __init__(self, problem=network.EXAMPLE):
        x, y, parameters, hidden = network.check_problem(problem)
        _check_room(parameters.W1)
        own_id = _take_model_id()
        self._holding = True  # nothing to fit to yet
        super().__init__(
            model_id=own_id,
            layout=ipywidgets.Layout(model_id=own_id and f"{own_id}-layout"),
            _sources=_shared_sources(),
            x=x,
            y=y,
            **parameters._asdict(),
            hidden=hidden,
        )
        self._holding = False
        self._reference = self.model_id
        self._make_home()
        _open[self.model_id] = self

    @property
    def parameters(self):
        """W1, b1, W2 and b2 as network.Parameters; setting it sets all four, or none if they don't fit."""
        return network.Parameters(self.W1, self.b1, self.W2, self.b2)

    @parameters.setter
    def parameters(self, parameters):
        try:
            parameters = network.check_parameters(parameters)
        except ValueError as error:
            raise ExplorerError(str(error)) from None
        with self.hold_sync():
            for name, array in parameters._asdict().items():
                setattr(self, name, array)

    @property
    def problem(self):
        """What the explorer shows at this moment, as a network.Problem."""
        return network.Problem(self.x, self.y, self.parameters, self.hidden)

    @contextlib.contextmanager
    def hold_sync(self):
        """Set several traits as one: all, or none if the shapes don't fit at the end or anything raises before it.

        The page draws once and an observer is called once, both at the end.
        """
        if self._holding:
            yield
            return
        before, failure = self.problem, None
        try:
            with super().hold_sync(), self.hold_trait_notifications():
                self._holding = True
                try:
                    yield
                    self._check({}, whole=True)
                    if self.W1.shape != before.parameters.W1.shape:
                        self._make_home()
                except BaseException as error:
                    failure = error
                    self._set_all(before)
                    raise traitlets.TraitError from None  # at which traitlets forgets what observers were to be told
                finally:
                    self._holding = False  # before any observer is called
        except traitlets.TraitError:
            if failure is None:
                raise
        if failure is not None:
            raise failure

    def _set_all(self, problem):
        for name, value in {**problem._asdict(), **problem.parameters._asdict()}.items():
            if name != "parameters":
                setattr(self, name, value)

    def _check(self, changed, *, whole=False):
        """Raises ExplorerError unless the arrays, with `changed` put in, fit each other."""
        if self._holding and not whole:
            return
        new = {name: getattr(self, name) for name in ARRAYS} | changed
        parameters = network.Parameters(new["W1"], new["b1"], new["W2"], new["b2"])
        try:
            network.check_problem(network.Problem(new["x"], new["y"], parameters, self.hidden))
        except ValueError as error:
            raise ExplorerError(str(error)) from None
        _check_room(new["W1"])

    def _make_home(self):
        """Make the present numbers those that the button goes back to."""
        self._home = {name: getattr(self, name).tolist() for name in ARRAYS} | {"hidden": self.hidden}

    def __repr__(self):
        H, D = self.W1.shape
        return f"Explorer with {D} input{'s' * (D > 1)} and {H} hidden unit{'s' * (H > 1)} ({self.hidden})"

    def _repr_mimebundle_(self, **kwargs):
        """The live view, with a still picture and a text that say the same where no widget runs."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        forward_pass = network.forward(self.x, self.parameters, self.hidden)
        overflow = not np.isfinite(forward_pass.Z2).all()
        loss = None if overflow else network.loss(forward_pass.Z2, self.y).item()
        size = (800, drawing.network_height(self.problem))
        still = drawing.picture(drawing.draw_network, self.problem, forward_pass, loss=loss, size=size)
        return {**data, "image/png": base64.b64encode(still.png).decode(), "text/plain": still.alt}, metadata


def _check_room(W1):
    most = (drawing.MOST_HIDDEN, drawing.MOST_INPUTS)
    if W1.shape[0] > most[0] or W1.shape[1] > most[1]:
        raise ExplorerError(f"W1 must be at most {most}, or it can't be drawn; got {W1.shape}")


# The identity of an explorer is its cell's, so that a notebook that was run, saved and opened again finds the state it
# stored. `_open` holds the explorers of this kernel by identity; running a cell again takes the place of the old one.
_open = {}
_latest = {"execution": None, "count": 0}


def _take_model_id():
    """An identity fixed by the cell that runs and how many explorers it made before; None outside a notebook."""
    parent = getattr(get_ipython(), "get_parent", dict)()
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return None
    execution = parent["header"]["msg_id"]
    count = _latest["count"] + 1 if _latest["execution"] == execution else 1
    _latest.update(execution=execution, count=count)
    model_id = f"explorer-{cell}-{count}"
    if model_id in _open:
        old = _open.pop(model_id)
        old.layout.close()
        old.close()
    return model_id


@functools.cache
def _shared_sources():
    files = [[name, (HERE / name).read_text(encoding="utf-8")] for name in FILES]
    style = (HERE / "explorer.css").read_text(encoding="utf-8")
    digest = hashlib.sha256(repr((files, style)).encode()).hexdigest()
    return _Sources(model_id="explorer-sources", files=files, style=style, digest=digest)
