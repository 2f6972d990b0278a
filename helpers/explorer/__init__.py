"""The explorer: the page alive in one picture, forward and backward, all computed and drawn in the browser.

Python holds the traits and checks them. The files beside this one, in the order of FILES: what computes (`network.js`,
`derivatives.js`, `training.js`, `costs.js`, the costs of a run that is kept short, and `sweep.js`; they know nothing of
drawing), what a number looks like and how one is typed (`numerals.js`), the page's steps and slips (`steps.js`), what
is shown at one moment (`state.js`), every drag, from the press until the pointer is let go (`gestures.js`), when Python
hears of it (`telling.js`), one file for each panel, and `explorer.js`, which wires the traits to the panels.
`loader.js` loads them, once for a page.
"""

import base64
import collections
import contextlib
import difflib
import functools
import hashlib
import re
from pathlib import Path

import anywidget
import ipywidgets
import numpy as np
import traitlets
from IPython import get_ipython
from ipywidgets.widgets.widget import _instances as open_widgets  # by identity, from open() to close()

from helpers import drawing, network
from helpers.values import is_decimal_comma

HERE = Path(__file__).parent
LIKE = {"x": "column", "y": "number", "W1": "matrix", "b1": "column", "W2": "row", "b2": "number"}
ARRAYS = tuple(LIKE)
PANELS = ("network", "formulas", "boundary", "loss", "walk", "train")
STEPS = {
    "sigmoid": ("P1", "P2", "P3", "P4", "P5", "P6"),
    "relu": ("M1", "M2", "M3", "M4", "M5", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9"),
}
TRAITS = (*ARRAYS, "hidden", "X", "Y", "step", "show", "learning_rate")
NAMES = (*TRAITS, "parameters", "problem")
PARTS = {"parameters": ("W1", "b1", "W2", "b2"), "problem": (*ARRAYS, "hidden")}  # what these two are made of
MOST_POINTS = 5000
COMPUTES = {  # what each step computes, first
    "sigmoid": {"z1": "P1", "a1": "P3", "z2": "P5", "a2": "P6"},
    "relu": {
        **{"z1": "M1", "a1": "M2", "z2": "M3", "a2": "M4", "L": "M5", "dL_da2": "D1", "da2_dz2": "D2", "dL_dz2": "D3"},
        **{"dL_dW2": "D4", "dL_db2": "D5", "dL_da1": "D6", "dL_dz1": "D7", "dL_dW1": "D8", "dL_db1": "D9"},
    },
}

# Names that people try on an explorer, and what it has for them.
SYNONYMS = {
    **dict.fromkeys(("lr", "rate", "eta", "alpha", "step_size"), "learning_rate"),
    **dict.fromkeys(("weights", "params", "theta"), "parameters"),
    **dict.fromkeys(("bias", "biases", "b"), "b1 or b2"),
    **dict.fromkeys(("data", "dataset", "points"), "X and Y"),
    **dict.fromkeys(("label", "labels", "target", "targets"), "y or Y"),
    **dict.fromkeys(("input", "inputs"), "x"),
    **dict.fromkeys(("activation", "activations"), "hidden"),
}
FORWARD = "network.forward(explorer.x, explorer.parameters, explorer.hidden)"
LOSS = f"network.loss({FORWARD}.Z2, explorer.y)"
BACKWARD = f"derivatives.backward(explorer.x, explorer.y, explorer.parameters, {FORWARD})"
COMPUTED = {
    **{name: f"{FORWARD}.{name.upper()}" for name in ("z1", "a1", "z2", "a2", "Z1", "A1", "Z2", "A2")},
    **dict.fromkeys(("forward", "predict", "forward_pass"), FORWARD),
    **dict.fromkeys(("L", "loss", "J", "cost"), LOSS),
    **dict.fromkeys(("backward", "gradient", "gradients", "grad", "dL_dW1", "dL_db1", "dL_dW2", "dL_db2"), BACKWARD),
    **dict.fromkeys(("train", "fit"), "training.train(explorer.X, explorer.Y, explorer.parameters, rate, steps)"),
}


class ExplorerError(traitlets.TraitError, ValueError):
    """What is wrong with a value given to an explorer's trait, in one sentence that names the trait."""

    def _render_traceback_(self):
        """A notebook shows the sentence alone: none of the code that it went through is the learner's."""
        return [f"ExplorerError: {self}"]


class UnknownNameError(ExplorerError, AttributeError):
    """That an explorer has no such name, and which trait may be meant."""


class ReadOnlyArray(np.ndarray):
    """What an array trait holds. Nothing can be written into it, as no observer and no page would hear of that.

    `explorer.W1 -= step` computes a new array and sets the trait to it. What arithmetic makes of it, and a copy, is a
    plain array.
    """

    def __array_finalize__(self, source):
        self.trait = getattr(source, "trait", None)

    def __array_ufunc__(self, ufunc, method, *inputs, out=(), **options):
        """As for a plain array, which is also what it returns."""
        for array in (*out, *inputs[: method == "at"]):
            if isinstance(array, ReadOnlyArray):
                array._refuse_change()
        if out:
            options["out"] = tuple(map(_plain, out))
        return getattr(ufunc, method)(*map(_plain, inputs), **options)

    def __array_function__(self, function, types, args, kwargs):
        """As for a plain array; where NumPy would change this one, the sentence says what to do instead."""
        try:
            return super().__array_function__(function, types, args, kwargs)
        except ValueError as error:
            if "read-only" in str(error):
                self._refuse_change()
            raise

    def _refuse_change(self):
        if not self.flags.writeable:
            name = self.trait
            raise ExplorerError(
                f"{name} is read-only; take a copy, change that and set it: "
                f"{name} = explorer.{name}.copy(), then {name}[…] = …, then explorer.{name} = {name}"
            )

    def __setitem__(self, where, value):
        self._refuse_change()
        super().__setitem__(where, value)

    def __ne__(self, other):
        differ = np.asarray(self) != other
        return differ.view(_Differences) if isinstance(differ, np.ndarray) else differ

    def __repr__(self):
        return repr(np.asarray(self))

    def copy(self, order="C"):
        """A plain array that can be written to."""
        return np.array(self, order=order)

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return self.copy()

    def __reduce_ex__(self, protocol):
        return self.copy().__reduce_ex__(protocol)


def _plain(array):
    return np.asarray(array) if isinstance(array, ReadOnlyArray) else array


def _refused(name):
    def method(self, *args, **kwargs):
        self._refuse_change()
        return getattr(np.ndarray, name)(self, *args, **kwargs)

    return method


for _name in ("fill", "sort", "partition", "put", "resize", "setflags"):
    setattr(ReadOnlyArray, _name, _refused(_name))


def _in_place(name):
    def method(self, other):
        # With NotImplemented Python computes `self - other` and assigns that, as it does for numbers.
        return getattr(np.ndarray, name)(self, other) if self.flags.writeable else NotImplemented

    return method


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    setattr(ReadOnlyArray, f"__i{_name}__", _in_place(f"__i{_name}__"))


class _Differences(ReadOnlyArray):
    """Where two arrays differ. Taken as one answer it is whether they do, which is what `traitlets.link` asks."""

    def __bool__(self):
        return bool(np.asarray(self).any())


class Array(traitlets.TraitType):
    """A trait that holds a float64 array which can't be written to; lists are taken, and a flat list is a vector.

    gives_way: traits that a new value may set back to their default, and so need not fit.
    """

    def __init__(self, like, gives_way=(), **options):
        super().__init__(**options)
        self.like, self.gives_way = like, dict.fromkeys(gives_way)
        self.tag(sync=True, to_json=lambda array, _: array.tolist(), from_json=lambda rows, _: rows)

    def validate(self, explorer, value):
        """value as a new array; raises ExplorerError when it isn't one, or doesn't fit the explorer's other arrays."""
        try:
            if self.like == "number" and (hint := _comma(value)):
                raise ValueError(f"{self.name} must be one number; got {value}{hint}")
            array = _array(self.name, value, self.like)
            explorer._check_alone(self.name, array, self.gives_way)
        except ValueError as error:
            raise ExplorerError(str(error)) from None
        array.setflags(write=False)
        array = array.view(ReadOnlyArray)
        array.trait = self.name
        return array

    def set(self, explorer, value):
        """As traitlets sets a trait, but two arrays are the same if all their entries are."""
        array = self.validate(explorer, value)
        old = explorer._trait_values.get(self.name, traitlets.Undefined)
        if old is traitlets.Undefined or not _same(old, array):
            explorer._trait_values[self.name] = array
            explorer._notify_trait(self.name, old, array)


def _array(name, value, like):
    """value as a new float64 array; one without two axes is laid out as this trait's are."""
    array = network.numbers(name, value)
    if array.ndim < 2 and like != "matrix":
        array = array.reshape((1, -1) if like == "row" else (-1, 1))
    return array


def _same(some, other):
    return some is other or (some is not None and other is not None and np.array_equal(some, other))


class Data(Array):
    """A trait that holds X (D, N) or Y (1, N) of a data set, or None where there is none; a flat list is a row."""

    def __init__(self, gives_way=()):
        super().__init__("row", gives_way, default_value=None, allow_none=True)
        self.tag(to_json=lambda array, _: None if array is None else array.tolist())

    def validate(self, explorer, value):
        """value as a new array, or None; raises ExplorerError when it isn't one, or doesn't fit."""
        return None if value is None else super().validate(explorer, value)

    def set(self, explorer, value):
        """As Array does; X of another width leaves Y behind, which then has to be set too."""
        array = self.validate(explorer, value)
        if self.name == "X" and not explorer._holding and explorer.Y is not None:
            if array is None or array.shape[1] != explorer.Y.shape[1]:
                explorer._leave("Y")
        super().set(explorer, array)


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


def _check_show(show):
    among = ", ".join(PANELS)
    if not isinstance(show, (str, tuple, list)):
        raise ValueError(f"show must name panels among {among}, one or a list of them; got {_brief(show)}")
    names = (show,) if isinstance(show, str) else show
    if not names:
        raise ValueError(f"show must name panels among {among}, at least one; got none")
    for name in names:
        if not isinstance(name, str) or name not in PANELS:
            raise ValueError(f"show must name panels among {among}; got {_brief(name)}")
    return tuple(dict.fromkeys(map(str, names)))


def _set_step(explorer, step):
    explorer._check({"step": step})
    return str(step) if isinstance(step, str) else step  # which may be wrong until the end of hold_sync


def _check_step(hidden, step):
    if step is None:
        return None
    if not isinstance(step, str) or step not in STEPS[hidden]:
        among, got = ", ".join(STEPS[hidden]), _brief(step) + _near(hidden, step)
        raise ValueError(f"step must be None or, with {hidden}, one of {among}; got {got}")
    return str(step)


def _near(hidden, step):
    """A question after the step that is meant: "d8", or the quantity "dL_dW1" that it computes; or nothing."""
    if not isinstance(step, str):
        return ""
    known = {name.casefold(): name for name in STEPS[hidden]}
    known |= {name.replace("_", "").casefold(): at for name, at in COMPUTES[hidden].items()}
    meant = known.get("".join(filter(str.isalnum, step)).casefold())
    return f"; did you mean {meant}?" if meant else ""


def _check_learning_rate(rate):
    if isinstance(rate, (bool, np.bool_)):
        raise ValueError(f"learning_rate must be one number above 0; got {rate}")
    if isinstance(rate, str) and re.fullmatch(r"[\d.,]+", rate):
        raise ValueError(f"learning_rate must be one number above 0; got text, {_brief(rate)}; write it without quotes")
    if hint := _comma(rate):
        raise ValueError(f"learning_rate must be one number above 0; got {rate}{hint}")
    return network.check_learning_rate(rate)


def _comma(value):
    """What to write for 0,1, which Python takes for two numbers; nothing for what is no such pair."""
    if not is_decimal_comma(value) or value[1] < 0:
        return ""
    return f"; Python takes a comma for two numbers, so write {value[0]}.{value[1]}"


def _brief(value):
    """A wrong value as a message shows it: in one line, and not a long one."""
    words = " ".join(repr(value).split())
    return words if len(words) <= 60 else f"{words[:60]}…"


class Hidden(traitlets.Unicode):
    """A trait that names the hidden layer's activation; a step that the other activation has not is left."""

    def set(self, explorer, value):
        """As traitlets sets a trait."""
        if not explorer._holding and explorer.step not in (None, *STEPS[self.validate(explorer, value)]):
            explorer._leave("step")
        super().set(explorer, value)

    def validate(self, explorer, value):
        """value; raises ExplorerError when no activation has that name."""
        try:
            return str(network.check_hidden(value))
        except ValueError as error:
            raise ExplorerError(str(error)) from None


class _Sources(ipywidgets.Widget):
    """The explorer's files, stored once in a notebook however many explorers it has."""

    files = traitlets.Dict().tag(sync=True)
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
    set too. `problem` reads and sets x, y, the parameters and hidden as network.Problem. A wrong value, and a name that
    is a trait's but for a slip, raises ExplorerError, a ValueError that names the trait, and changes nothing. There is
    room for 8 inputs, 16 hidden units and 5000 points.
    """

    _esm = (HERE / "loader.js").read_text(encoding="utf-8")
    _sources = anywidget.WidgetTrait().tag(sync=True)
    _reference = traitlets.Unicode().tag(sync=True)
    _home = traitlets.Dict().tag(sync=True)
    x, y, W1, b1, W2, b2 = map(Array, LIKE.values())
    X, Y = Data(gives_way=("Y",)), Data()
    hidden = Hidden("relu").tag(sync=True)
    show = Choice(lambda _, show: _check_show(show), PANELS)
    step = Choice(_set_step, None)
    learning_rate = Choice(lambda _, rate: _check_learning_rate(rate), 1.0)
    _life = traitlets.Int(1).tag(sync=True)  # the how-manieth explorer of this identity in this kernel
    _said = traitlets.List().tag(sync=True)  # the page sends with each change which of them it is for
    _train_on = traitlets.Enum(("data", "point"), "data").tag(sync=True)
    _history = traitlets.Dict(default_value=None, allow_none=True).tag(sync=True)

    def __init__(self, problem=network.EXAMPLE, show=PANELS, step=None, *, X=None, Y=None, learning_rate=1.0, **others):
        for name in others:
            known = hasattr(type(self), name) and not name.startswith("_")
            meant = f", which can be set afterwards: explorer.{name} = …" if known else self._meant(name)
            raise ExplorerError(f"Explorer takes problem, show, step, X, Y and learning_rate; got {name}{meant}")
        traits = {"step": step, "show": show, "learning_rate": learning_rate}
        try:
            x, y, parameters, hidden = network.check_problem(problem)
            traits |= {"x": x, "y": y, **parameters._asdict(), "hidden": hidden}
            traits |= {name: None if rows is None else _array(name, rows, "row") for name, rows in (("X", X), ("Y", Y))}
            _fit(traits)
        except ValueError as error:
            raise ExplorerError(str(error)) from None
        own_id, life = _take_model_id()
        self._holding, self._receiving = True, False  # all fits; one by one it would not
        super().__init__(
            model_id=own_id,
            layout=ipywidgets.Layout(model_id=_layout_id(own_id)),
            _life=life,
            **traits,
        )
        self._holding = False
        self._make_home()

    def open(self):
        """As ipywidgets does; what the page needs beside it is opened, too."""
        for widget in (self.layout, self):
            if widget.comm is None and widget._model_id in open_widgets:
                widget._model_id = None  # its cell was run again: another has its identity, and it takes a new one
        self.layout.open()
        self._sources = _shared_sources()
        super().open()
        self._reference = self.model_id

    def close(self):
        """As ipywidgets does, but one that is shown again, alone or in a box, opens again."""
        super().close()
        vars(self).pop("_repr_mimebundle_", None)

    @property
    def model_id(self):
        """As in ipywidgets; a box asks for it to show the explorer."""
        if self.comm is None:
            self.open()
        return super().model_id

    def observe(self, handler, names=traitlets.All, type="change"):
        """As traitlets does; a name that is no trait is refused, as it would never be called."""
        for name in (names,) if isinstance(names, str) else names if isinstance(names, (list, tuple, set)) else ():
            if name in PARTS:
                raise UnknownNameError(f"{name} is no trait of its own; observe {', '.join(PARTS[name])}")
            self._refuse(name)
        super().observe(handler, names, type)

    def __setattr__(self, name, value):
        """As for any object; a public name that is no trait is refused, as it would change nothing."""
        self._refuse(name)
        super().__setattr__(name, value)

    def __getattr__(self, name):
        self._refuse(name, reading=True)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)

    def _refuse(self, name, *, reading=False):
        """Raises UnknownNameError for a public name that it has not; reading: only where it can say what is meant."""
        if not isinstance(name, str) or name.startswith("_") or name in vars(self) or hasattr(type(self), name):
            return
        own = type(self).__module__ == __name__  # a subclass may have names of its own
        if own and name in COMPUTED:
            raise UnknownNameError(f"An explorer has no {name}; it is computed: {COMPUTED[name]}")
        if meant := self._meant(name):
            raise UnknownNameError(f"An explorer has no {name}{meant}")
        if own and not reading:
            raise UnknownNameError(f"An explorer has no {name}; it has {', '.join(NAMES[:-1])} and {NAMES[-1]}")

    def _meant(self, name):
        """A question after the trait that a name is near to, or nothing; a subclass may have a name that is as near."""
        own = type(self).__module__ == __name__
        if own and name in SYNONYMS:
            return f"; did you mean {SYNONYMS[name]}?"
        cutoff = 0.6 if own else 1
        folded = {known.replace("_", "").casefold(): known for known in NAMES}
        near = difflib.get_close_matches(name, NAMES, 2, cutoff)
        near += [folded[one] for one in difflib.get_close_matches(name.replace("_", "").casefold(), folded, 1, cutoff)]
        return f"; did you mean {' or '.join(sorted(set(near), key=NAMES.index))}?" if near else ""

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
        W1, D = parameters.W1, len(self.x)
        if W1.shape[1] != D and not self._holding:
            raise ExplorerError(f"W1 must have {D} columns, one for each row of x; got {W1.shape}{self._more_inputs()}")
        with self.hold_sync():
            for name, array in parameters._asdict().items():
                setattr(self, name, array)

    @property
    def problem(self):
        """x, y, the parameters and hidden as a network.Problem; setting it sets all, or none if they don't fit."""
        return network.Problem(self.x, self.y, self.parameters, self.hidden)

    @problem.setter
    def problem(self, problem):
        try:
            problem = network.check_problem(problem)
        except ValueError as error:
            raise ExplorerError(str(error)) from None
        with self.hold_sync():
            self.x, self.y, self.parameters, self.hidden = problem
            if self.step not in (None, *STEPS[self.hidden]):
                self.step = None

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
            with _together(), super().hold_sync(), self.hold_trait_notifications():
                self._holding = True
                try:
                    yield
                    self._check({}, whole=True)
                    self._settle(before["W1"].shape)
                except BaseException as error:
                    failure = error
                    for name, value in before.items():
                        setattr(self, name, value)
                    raise traitlets.TraitError from None  # at which traitlets forgets what observers were to be told
                finally:
                    self._holding = False  # before any observer is called
        except BaseException:
            if failure is None:  # an observer's own, and the page heard of nothing that came after it
                self.send_state({name for name, value in before.items() if getattr(self, name) is not value})
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
            with _together():
                super().set_state(sync_data)
        finally:
            self._holding = self._receiving = False
            self._settle(shape)

    def notify_change(self, change):
        """As ipywidgets does; what an observer sets is checked again, though the page's own message was as a whole."""
        if self._receiving and change["name"] in TRAITS:
            self._holding = self._receiving = False
        super().notify_change(change)

    def replay(self, history):
        """Let the Train panel play back a run: history.cost (steps + 1,) and history.snapshots, (step, Parameters).

        The parameters become those of the last snapshot. Raises ExplorerError, and changes nothing, when it isn't a run
        of at least one step, or doesn't fit this network.
        """
        try:
            steps, parameters, cost = _check_history(history)
        except ValueError as error:
            raise ExplorerError(str(error)) from None
        self.parameters = parameters[-1]
        kept = [{name: array.tolist() for name, array in p._asdict().items()} for p in parameters]
        self._history = {"cost": cost.tolist(), "steps": steps, "parameters": kept}

    def _leave(self, name):
        """Set a trait to None because another has changed."""
        if _left is None:
            setattr(self, name, None)
            return
        _left.append((self, name, getattr(self, name)))
        self._trait_values[name] = None
        self.send_state(name)

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

    def _check_alone(self, name, array, gives_way):
        """Raises ExplorerError unless the array fits what the other traits hold; it says what to write instead."""
        if self._holding:
            return
        try:
            if name == "W1" and array.ndim == 2 and array.shape != self.W1.shape:
                raise ValueError(f"W1 must be {self.W1.shape}, as it is; got {array.shape}")
            self._check({name: array, **gives_way})
        except ValueError as error:
            raise ExplorerError(f"{error}{self._remedy(name, array)}") from None

    def _remedy(self, name, array):
        """What to write instead where an array is of another size than the network, as the end of a sentence."""
        H, D = self.W1.shape
        if array.ndim != 2:
            return ""
        if (name == "W1" and array.T.shape == (H, D)) or (name == "X" and len(array) != D == len(array.T)):
            return f"; {name}.T would fit"
        if {"x": array.size, "W1": len(array.T), "X": len(array)}.get(name, D) != D:
            return self._more_inputs()
        if {"b1": array.size, "W1": len(array), "W2": array.size}.get(name, H) != H:
            if array.size == 1:
                return f"; it needs {H} numbers"
            return "; to change the number of hidden units, set explorer.parameters, all four at once"
        return ""

    def _more_inputs(self):
        together = "x and parameters" if self.X is None else "x, X and parameters"
        return f"; to change the number of inputs, set {together} inside `with explorer.hold_sync():`"

    def _settle(self, shape):
        """Where W1 has a new shape, go back to the present numbers and, with other inputs, play no old run back."""
        if self.W1.shape != shape:
            self._make_home()
        if self.W1.shape[1] != shape[1]:
            self._history = None

    def _make_home(self):
        """Make the present numbers those that the button goes back to."""
        self._home = {name: getattr(self, name).tolist() for name in ARRAYS} | {"hidden": self.hidden}

    def __copy__(self):
        raise ExplorerError("An explorer can't be copied; make another one: Explorer(explorer.problem)")

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __repr__(self):
        H, D = self.W1.shape
        return f"Explorer with {D} input{'s' * (D > 1)} and {H} hidden unit{'s' * (H > 1)} ({self.hidden})"

    def _repr_mimebundle_(self, **kwargs):
        """The live view, with a still picture and a text that say the same where no widget runs.

        In the walk there is only a text, or the picture would give away what the walk has not reached.
        """
        self.open()
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
    _check_show(traits["show"])
    _check_learning_rate(traits["learning_rate"])
    parameters = network.Parameters(traits["W1"], traits["b1"], traits["W2"], traits["b2"])
    problem = network.check_problem(network.Problem(traits["x"], traits["y"], parameters, traits["hidden"]))
    most = (drawing.MOST_HIDDEN, drawing.MOST_INPUTS)
    H, D = problem.parameters.W1.shape
    if H > most[0] or D > most[1]:
        raise ValueError(f"W1 must be at most {most}, or it can't be drawn; got {(H, D)}")
    step = _check_step(problem.hidden, traits["step"])
    if H == 1 and step in ("P2", "P4"):
        raise ValueError(f"step must be one that there is: {step} needs a second hidden unit")
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


def _check_history(history):
    """The steps, the Parameters and the costs of a run. Raises ValueError when it can't be played back."""
    try:
        made, snapshots = len(history.cost) - 1, list(history.snapshots)
    except (AttributeError, TypeError):
        kind = type(history).__name__
        raise ValueError(f"history must have cost and snapshots, as training.train returns it; got {kind}") from None
    if made < 1:
        why = getattr(history, "stopped", None)
        raise ValueError(f"history must be a run of at least one step; got one of none{f': {why}' if why else ''}")
    if len(snapshots) < 2:
        raise ValueError(f"history.snapshots must hold two or more, from the start to the end; got {len(snapshots)}")
    for pair in snapshots:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise ValueError(f"history.snapshots must be pairs, (step, Parameters); got {_brief(pair)}")
    cost = network.numbers("history.cost", history.cost)
    if cost.ndim != 1:
        raise ValueError(f"history.cost must be (steps + 1,), J at the start and after each step; got {cost.shape}")
    steps = [step for step, _ in snapshots]
    at = network.numbers("history.snapshots", steps)
    if at.ndim != 1 or (np.diff(at) <= 0).any() or at[0] < 0 or at[-1] > made or (at % 1).any():
        raise ValueError(f"history.snapshots must be at rising steps from 0 to {made}; got {_brief(steps)}")
    parameters = [network.check_parameters(given) for _, given in snapshots]
    for step, given in zip(steps, parameters, strict=True):
        if given.W1.shape != parameters[-1].W1.shape:
            raise ValueError(
                f"history.snapshots must all be of one size, W1 {parameters[-1].W1.shape}; "
                f"got {given.W1.shape} at step {step}"
            )
    return list(map(int, steps)), parameters, cost


# What explorers have set to None while another tells of several traits at once; otherwise None.
_left = None


@contextlib.contextmanager
def _together():
    """Inside, nobody hears of what an explorer leaves before the end, and then only if it is still None.

    A linked explorer that gets X leaves Y; through the link that would come back, before the first has told its own Y.
    """
    global _left
    if _left is not None:
        yield
        return
    _left = []
    try:
        yield
    finally:
        left, _left = _left, None
        for explorer, name, old in left:
            if old is not None and getattr(explorer, name) is None:
                explorer._notify_trait(name, old, None)


# The identity of an explorer is its cell's, so that a notebook that was run, saved and opened again finds the state it
# stored. Running a cell again takes the place of the explorer that it made before.
_lives = collections.Counter()  # how many explorers of an identity this kernel has made
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
    for name in (_layout_id(model_id), model_id):
        if name in open_widgets:
            open_widgets[name].close()
    _lives[model_id] += 1
    return model_id, _lives[model_id]


def _layout_id(model_id):
    return model_id and f"{model_id}-layout"


def _shared_sources():
    """The widget that holds the files: the one that is open, or a new one where it was closed."""
    files, style, digest = _files()
    model_id = "explorer-sources"
    if model_id in open_widgets and open_widgets[model_id].digest != digest:
        model_id += f"-{digest[:8]}"  # the kernel has loaded another version, too
    return open_widgets.get(model_id) or _Sources(model_id=model_id, files=files, style=style, digest=digest)


@functools.cache
def _files():
    paths = sorted(path for path in HERE.rglob("*.js") if path.name != "loader.js")
    files = {path.relative_to(HERE).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    style = (HERE / "explorer.css").read_text(encoding="utf-8")
    return files, style, hashlib.sha256(repr((files, style)).encode()).hexdigest()
