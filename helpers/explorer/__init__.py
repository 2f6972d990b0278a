"""The explorer: the page alive in one picture, forward and backward, all computed and drawn in the browser.

Python holds the traits and checks them. The files beside this one, in the order of FILES: what computes (`network.js`,
`derivatives.js`, `training.js`, `sweep.js`; they know nothing of drawing), what a number looks like and how one is
typed (`numerals.js`), the page's steps and slips (`steps.js`), what is shown at one moment (`state.js`), when Python
hears of it (`telling.js`), one file for each panel, and `explorer.js`, which wires the traits to the panels.
`loader.js` loads them, once for a page.
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
FILES = ("network.js", "derivatives.js", "training.js", "sweep.js", "numerals.js", "words.js", "names.js", "steps.js")
FILES += ("state.js", "dom.js", "live.js", "reach.js", "undo.js", "telling.js", "python.js", "axes.js", "lines.js")
FILES += ("bar.js", "graph.js", "controls.js", "network_panel.js", "boundary.js", "loss.js", "fit.js", "walk.js")
FILES += ("train.js", "formulas.js", "explorer.js")  # a file comes after those that it imports

LIKE = {"x": "column", "y": "number", "W1": "matrix", "b1": "column", "W2": "row", "b2": "number"}
ARRAYS = tuple(LIKE)
PANELS = ("network", "formulas", "boundary", "loss", "walk", "train")
STEPS = {
    "sigmoid": ("P1", "P2", "P3", "P4", "P5", "P6"),
    "relu": ("M1", "M2", "M3", "M4", "M5", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9"),
}
TRAITS = (*ARRAYS, "hidden", "X", "Y", "step", "show", "learning_rate")
MOST_POINTS = 5000


class ExplorerError(traitlets.TraitError, ValueError):
    """What is wrong with a value given to an explorer's trait, in one sentence that names the trait."""

    def _render_traceback_(self):
        """A notebook shows the sentence alone: none of the code that it went through is the learner's."""
        return [f"ExplorerError: {self}"]


class Array(traitlets.TraitType):
    """A trait that holds a float64 array which can't be written to; lists are taken, and a flat list is a vector."""

    def __init__(self, like, **options):
        super().__init__(**options)
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
        if old is traitlets.Undefined or not _same(old, array):
            explorer._trait_values[self.name] = array
            explorer._notify_trait(self.name, old, array)


def _same(some, other):
    return some is other or (some is not None and other is not None and np.array_equal(some, other))


class Data(Array):
    """A trait that holds X (D, N) or Y (1, N) of a data set, or None where there is none; a flat Y is a row."""

    def __init__(self):
        super().__init__("row", default_value=None, allow_none=True)
        self.tag(to_json=lambda array, _: None if array is None else array.tolist())

    def validate(self, explorer, value):
        """value as a new array, or None; raises ExplorerError when it isn't one, or doesn't fit."""
        return None if value is None else super().validate(explorer, value)

    def set(self, explorer, value):
        """As Array does; X of another width leaves Y behind, which then has to be set too."""
        if self.name == "X" and not explorer._holding and explorer.Y is not None:
            explorer._check({"X": value, "Y": None})
            if value is None or np.shape(value)[1] != explorer.Y.shape[1]:
                explorer.Y = None
        super().set(explorer, value)


class Choice(traitlets.TraitType):
    """A trait whose value `check(explorer, value)` returns, or refuses with a ValueError."""

    def __init__(self, check, default):
        super().__init__(default)
        self.check = check
        self.tag(sync=True)

    def validate(self, explorer, value):
        """What check makes of value; raises ExplorerError when it refuses it."""
        try:
            return self.check(explorer, value)
        except ValueError as error:
            raise ExplorerError(str(error)) from None


def _check_show(explorer, show):
    names = (show,) if isinstance(show, str) else tuple(show) if isinstance(show, (tuple, list)) else (show,)
    for name in names:
        if name not in PANELS:
            raise ValueError(f"show must name panels among {', '.join(PANELS)}; got {name!r}")
    return tuple(dict.fromkeys(names))


def _check_step(explorer, step):
    explorer._check({"step": step})
    return step


def _check_learning_rate(explorer, rate):
    return network.check_learning_rate(rate)


class Hidden(traitlets.Unicode):
    """A trait that names the hidden layer's activation; a step that the other activation has not is left."""

    def set(self, explorer, value):
        """As traitlets sets a trait."""
        if not explorer._holding and explorer.step not in (None, *STEPS[self.validate(explorer, value)]):
            explorer.step = None
        super().set(explorer, value)

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

    problem: network.Problem, whose numbers it starts from and can go back to. show: the panels, of "network",
    "formulas", "boundary", "loss", "walk" and "train". step: None, or the step at which the walk stands: "P1" … "P6"
    with a sigmoid hidden layer, "M1" … "M5" and "D1" … "D9" with ReLU; what comes after it is shown nowhere. X (D, N)
    and Y (1, N): a data set to train on, or None. learning_rate: above 0.

    All of these are traits but problem, which is the traits x (D, 1), y (1, 1), W1 (H, D), b1 (H, 1), W2 (1, H) and
    b2 (1, 1), float64 arrays (lists are taken), and hidden, "relu" or "sigmoid". `parameters` reads and sets W1, b1,
    W2 and b2 as network.Parameters. D and H change together, through `parameters` or inside
    `with explorer.hold_sync():`, at whose end the shapes are checked; X of another width leaves Y at None until it is
    set too. A wrong value raises ExplorerError, a ValueError that names the trait, and changes nothing. There is room
    for 8 inputs, 16 hidden units and 5000 points.
    """

    _esm = (HERE / "loader.js").read_text(encoding="utf-8")
    _sources = anywidget.WidgetTrait().tag(sync=True)
    _reference = traitlets.Unicode().tag(sync=True)
    _home = traitlets.Dict().tag(sync=True)
    x, y, W1, b1, W2, b2 = map(Array, LIKE.values())
    X, Y = Data(), Data()
    hidden = Hidden("relu").tag(sync=True)
    show = Choice(_check_show, PANELS)
    step = Choice(_check_step, None)
    learning_rate = Choice(_check_learning_rate, 1.0)
    _life = traitlets.Int(1).tag(sync=True)  # the how-manieth explorer of this identity in this kernel
    _said = traitlets.List().tag(sync=True)  # the page sends with each change which of them it is for
    _train_on = traitlets.Enum(("data", "point"), "data").tag(sync=True)
    _history = traitlets.Dict(default_value=None, allow_none=True).tag(sync=True)

    def __init__(self, problem=network.EXAMPLE, show=PANELS, step=None, *, X=None, Y=None, learning_rate=1.0):
        x, y, parameters, hidden = network.check_problem(problem)
        traits = {"x": x, "y": y, **parameters._asdict(), "hidden": hidden, "step": step, "X": X, "Y": Y}
        try:
            traits["learning_rate"] = _check_learning_rate(self, learning_rate)
            traits["show"] = _check_show(self, show)
            _fit(traits)
        except ValueError as error:
            raise ExplorerError(str(error)) from None
        own_id, life = _take_model_id()
        self._holding, self._receiving = True, False  # all fits; one by one it would not
        super().__init__(
            model_id=own_id,
            layout=ipywidgets.Layout(model_id=own_id and f"{own_id}-layout"),
            _sources=_shared_sources(),
            _life=life,
            **traits,
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
        before, failure = self._present(), None
        try:
            with super().hold_sync(), self.hold_trait_notifications():
                self._holding = True
                try:
                    yield
                    self._check({}, whole=True)
                    if self.W1.shape != before["W1"].shape:
                        self._make_home()
                except BaseException as error:
                    failure = error
                    for name, value in before.items():
                        setattr(self, name, value)
                    raise traitlets.TraitError from None  # at which traitlets forgets what observers were to be told
                finally:
                    self._holding = False  # before any observer is called
        except traitlets.TraitError:
            if failure is None:
                raise
        if failure is not None:
            raise failure

    def set_state(self, sync_data):
        """What the page sends, taken as one: all of it or, when the shapes don't fit, nothing."""
        said = sync_data.get("_said")
        if said and said[0] != self._life:
            return  # it was on its way when the cell was run again, and meant for the explorer before
        if self._holding:
            super().set_state(sync_data)
            return
        shape = self.W1.shape
        sent = {name: value for name, value in sync_data.items() if name in TRAITS}
        try:
            _fit(self._present() | sent)
        except ValueError as error:
            self.send_state(sent.keys())  # or the page would go on with what Python has not
            raise ExplorerError(str(error)) from None
        self._holding = self._receiving = True
        try:
            super().set_state(sync_data)
        finally:
            self._holding = self._receiving = False
        if self.W1.shape != shape:
            self._make_home()

    def notify_change(self, change):
        """As ipywidgets does; what an observer sets is checked again, though the page's own message was as a whole."""
        if self._receiving and change["name"] in TRAITS:
            self._holding = self._receiving = False
        super().notify_change(change)

    def replay(self, history):
        """Let the Train panel play back a run: history.cost (steps + 1,) and history.snapshots, (step, Parameters).

        The parameters become those of the last snapshot. Raises ExplorerError when they don't fit this network.
        """
        steps, parameters = zip(*history.snapshots, strict=True)
        self.parameters = parameters[-1]
        cost = np.asarray(history.cost, dtype=np.float64)
        kept = [{name: array.tolist() for name, array in p._asdict().items()} for p in parameters]
        self._history = {"cost": cost[np.isfinite(cost)].tolist(), "steps": list(map(int, steps)), "parameters": kept}

    def _present(self):
        return {name: getattr(self, name) for name in TRAITS}

    def _check(self, changed, *, whole=False):
        """Raises ExplorerError unless the traits, with `changed` put in, fit each other."""
        if self._holding and not whole:
            return
        try:
            _fit(self._present() | changed)
        except ValueError as error:
            raise ExplorerError(str(error)) from None

    def _make_home(self):
        """Make the present numbers those that the button goes back to."""
        self._home = {name: getattr(self, name).tolist() for name in ARRAYS} | {"hidden": self.hidden}

    def __repr__(self):
        H, D = self.W1.shape
        return f"Explorer with {D} input{'s' * (D > 1)} and {H} hidden unit{'s' * (H > 1)} ({self.hidden})"

    def _repr_mimebundle_(self, **kwargs):
        """The live view, with a still picture and a text that say the same where no widget runs.

        In the walk there is only a text, or the picture would give away what the walk has not reached.
        """
        data, metadata = super()._repr_mimebundle_(**kwargs)
        if self.step is not None:
            return {**data, "text/plain": f"{self!r}, at step {self.step}"}, metadata
        forward_pass = network.forward(self.x, self.parameters, self.hidden)
        overflow = not np.isfinite(forward_pass.Z2).all()
        loss = None if overflow else network.loss(forward_pass.Z2, self.y).item()
        size = (800, drawing.network_height(self.problem))
        still = drawing.picture(drawing.draw_network, self.problem, forward_pass, loss=loss, size=size)
        return {**data, "image/png": base64.b64encode(still.png).decode(), "text/plain": still.alt}, metadata


def _fit(traits):
    """Raises ValueError, naming the trait, unless all of these fit each other and can be drawn."""
    parameters = network.Parameters(traits["W1"], traits["b1"], traits["W2"], traits["b2"])
    problem = network.check_problem(network.Problem(traits["x"], traits["y"], parameters, traits["hidden"]))
    most = (drawing.MOST_HIDDEN, drawing.MOST_INPUTS)
    H, D = problem.parameters.W1.shape
    if H > most[0] or D > most[1]:
        raise ValueError(f"W1 must be at most {most}, or it can't be drawn; got {(H, D)}")
    steps = (None, *STEPS[problem.hidden])
    if traits["step"] not in steps:
        raise ValueError(
            f"step must be None or, with {problem.hidden}, one of {', '.join(steps[1:])}; got {traits['step']!r}"
        )
    if H == 1 and traits["step"] in ("P2", "P4"):
        raise ValueError(f"step must be one that there is: {traits['step']} needs a second hidden unit")
    X, Y = traits["X"], traits["Y"]
    if X is None:
        if Y is not None:
            raise ValueError("Y must be None while X is None; set X first, or both in hold_sync")
        return
    X = network.matrix("X", X)
    if X.shape[0] != D or X.shape[1] > MOST_POINTS:
        raise ValueError(f"X must be ({D}, N), one column for each of at most {MOST_POINTS} points; got {X.shape}")
    if Y is not None:
        network.labels(np.atleast_2d(network.numbers("Y", Y)), X.shape[1])


# The identity of an explorer is its cell's, so that a notebook that was run, saved and opened again finds the state it
# stored. `_open` holds the explorers of this kernel by identity; running a cell again takes the place of the old one.
_open = {}
_latest = {"execution": None, "count": 0}


def _take_model_id():
    """An identity fixed by the cell that runs and how many explorers it made before, and the how-manieth has it.

    Outside a notebook None and 1.
    """
    parent = getattr(get_ipython(), "get_parent", dict)()
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return None, 1
    execution = parent["header"]["msg_id"]
    count = _latest["count"] + 1 if _latest["execution"] == execution else 1
    _latest.update(execution=execution, count=count)
    model_id = f"explorer-{cell}-{count}"
    life = 1
    if model_id in _open:
        old = _open.pop(model_id)
        life = old._life + 1
        old.layout.close()
        old.close()
    return model_id, life


@functools.cache
def _shared_sources():
    files = [[name, (HERE / name).read_text(encoding="utf-8")] for name in FILES]
    style = (HERE / "explorer.css").read_text(encoding="utf-8")
    digest = hashlib.sha256(repr((files, style)).encode()).hexdigest()
    return _Sources(model_id="explorer-sources", files=files, style=style, digest=digest)
