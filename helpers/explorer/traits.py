"""What each of an explorer's traits may hold, what must hold between them, and what an error says."""

import contextlib
import difflib
import re

import numpy as np
import traitlets

from helpers import network
from helpers.values import is_decimal_comma

# How a flat list is read.
LAYOUT = {"x": "column", "y": "number", "W1": "matrix", "b1": "column", "W2": "row", "b2": "number"}
ARRAYS = tuple(LAYOUT)
TRAITS = (*ARRAYS, "hidden", "X", "Y", "step", "show", "direction", "learning_rate")
PARTS = {"parameters": network.Parameters._fields, "problem": (*ARRAYS, "hidden")}  # what these two are made of
NAMES = (*TRAITS, *PARTS)
USUAL_PANELS = ("network", "formulas", "boundary", "loss", "walk", "train")
PANELS = (*USUAL_PANELS, "count")
DIRECTIONS = ("forward", "backward", "both")
COMPUTES = {  # what each step computes, in the page's order; state/steps.js has the same
    "sigmoid": {"P1": "z1", "P2": "z1", "P3": "a1", "P4": "a1", "P5": "z2", "P6": "a2"},
    "relu": {
        **{"M1": "z1", "M2": "a1", "M3": "z2", "M4": "a2", "M5": "L", "D1": "dL_da2", "D2": "da2_dz2", "D3": "dL_dz2"},
        **{"D4": "dL_dW2", "D5": "dL_db2", "D6": "dL_da1", "D7": "dL_dz1", "D8": "dL_dW1", "D9": "dL_db1"},
    },
}
STEPS = {hidden: tuple(steps) for hidden, steps in COMPUTES.items()}
MOST_POINTS = 5000


class ExplorerError(traitlets.TraitError, ValueError):
    """What is wrong with a value given to an explorer's trait, in one sentence that names the trait."""

    def _render_traceback_(self):
        """A notebook shows the sentence alone: none of the code that it went through is the learner's."""
        return [f"ExplorerError: {self}"]


class UnknownNameError(ExplorerError, AttributeError):
    """That an explorer has no such name, and which trait may be meant."""


@contextlib.contextmanager
def explorer_errors():
    """Turns a ValueError raised inside into an ExplorerError."""
    try:
        yield
    except ValueError as error:
        raise ExplorerError(str(error)) from None


# What a trait holds


class ReadOnlyArray(np.ndarray):
    """What an array trait holds. Nothing can be written into it, as no observer and no page would hear of that.

    `explorer.W1 -= step` computes a new array and sets the trait to it. What is computed from it, and a copy, is a
    plain array.
    """

    def __array_finalize__(self, source):
        self.trait = getattr(source, "trait", None)

    def __array_ufunc__(self, ufunc, method, *inputs, out=(), **options):
        # NumPy's `add.at` and the like write even into an array that is read-only.
        for array in (*out, *inputs[: method == "at"]):
            if isinstance(array, ReadOnlyArray):
                array._refuse_change()
        if out:
            options["out"] = tuple(map(_plain, out))
        return getattr(ufunc, method)(*map(_plain, inputs), **options)

    def __array_function__(self, function, types, args, kwargs):
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

    def __ne__(self, other):
        differ = np.asarray(self) != other
        return differ.view(_Differences) if isinstance(differ, np.ndarray) else differ

    def __repr__(self):
        return repr(np.asarray(self))

    def copy(self, order="C"):
        """A plain array that can be written to."""
        return np.array(self, order=order)

    def __deepcopy__(self, memo):
        return self.copy()

    def __reduce_ex__(self, protocol):
        return self.copy().__reduce_ex__(protocol)

    __copy__ = copy


def _plain(array):
    return np.asarray(array) if isinstance(array, ReadOnlyArray) else array


def _writer(name):
    def method(self, *args, **kwargs):
        self._refuse_change()
        return getattr(np.ndarray, name)(self, *args, **kwargs)

    return method


def _in_place(name):
    def method(self, other):
        # With NotImplemented Python computes `self - other` and assigns that, as it does for numbers.
        return getattr(np.ndarray, name)(self, other) if self.flags.writeable else NotImplemented

    return method


for _name in ("__setitem__", "fill", "sort", "partition", "put", "resize", "setflags"):
    setattr(ReadOnlyArray, _name, _writer(_name))
for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    setattr(ReadOnlyArray, f"__i{_name}__", _in_place(f"__i{_name}__"))


class _Differences(ReadOnlyArray):
    """Where two arrays differ. Its bool() is whether they differ anywhere; `traitlets.link` relies on that."""

    def __bool__(self):
        return bool(np.asarray(self).any())


class Array(traitlets.TraitType):
    """A trait that holds a float64 array which can't be written to, or None where None is its default.

    layout: of a flat list, "row", "column", or "number" for one entry; "matrix" takes no flat list.
    """

    def __init__(self, layout, **options):
        super().__init__(**options)
        self.layout = layout
        self.tag(sync=True, to_json=lambda array, _: None if array is None else array.tolist())
        self.tag(from_json=lambda rows, _: rows)

    def validate(self, explorer, value):
        """value as a new array; raises ExplorerError when it isn't one."""
        if value is None and self.default_value is None:  # traitlets' allow_none would skip the explorer's own check
            return None
        with explorer_errors():
            if self.layout == "number" and (hint := _comma(value)):
                raise ValueError(f"{self.name} must be one number; got {value}{hint}")
            array = laid_out(self.name, value, self.layout)
        array.setflags(write=False)
        array = array.view(ReadOnlyArray)
        array.trait = self.name
        return array

    def set(self, explorer, value):
        """As traitlets sets a trait, but two arrays are the same if all their entries are."""
        array = self._validate(explorer, value)
        old = explorer._trait_values.get(self.name, self.default_value)
        explorer._trait_values[self.name] = array
        if not np.array_equal(old, array):
            explorer._notify_trait(self.name, old, array)


def laid_out(name, value, layout):
    """value as a new float64 array with two axes; raises ValueError where it has others."""
    array = network.numbers(name, value)
    if array.ndim < 2 and layout != "matrix":
        array = array.reshape((1, -1) if layout == "row" else (-1, 1))
    return array


class Checked(traitlets.TraitType):
    """A trait that holds what check(value) returns; what check refuses with a ValueError is an ExplorerError."""

    def __init__(self, check, default):
        super().__init__(default)
        self.check = check
        self.tag(sync=True)

    def validate(self, explorer, value):
        """What check makes of value."""
        with explorer_errors():
            return self.check(value)


def check_show(show):
    """The names of panels in show, once each. Raises ValueError when it is no such name, nor a list of them."""
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


def check_direction(direction):
    """direction as a str. Raises ValueError unless it is one of DIRECTIONS."""
    if not isinstance(direction, str) or direction not in DIRECTIONS:
        raise ValueError(f"direction must be one of {', '.join(DIRECTIONS)}; got {_brief(direction)}")
    return str(direction)


def check_learning_rate(rate):
    """rate as a float. Raises ValueError unless it is one finite number above 0."""
    fault = "learning_rate must be one number above 0; got"
    if isinstance(rate, (bool, np.bool_)):
        raise ValueError(f"{fault} {rate}")
    if isinstance(rate, str) and re.fullmatch(r"[\d.,]+", rate):
        raise ValueError(f"{fault} text, {_brief(rate)}; write it without quotes")
    if hint := _comma(rate):
        raise ValueError(f"{fault} {rate}{hint}")
    return network.check_learning_rate(rate)


def plain_text(value):
    """A str where value is text of any make; any other value as it is."""
    return str(value) if isinstance(value, str) else value


def _comma(value):
    """What to write for 0,1, which Python takes for two numbers; nothing for what is no such pair."""
    if not is_decimal_comma(value) or value[1] < 0:
        return ""
    return f"; Python takes a comma for two numbers, so write {value[0]}.{value[1]}"


def _brief(value):
    """A wrong value as a message shows it: in one line, and not a long one."""
    words = " ".join(repr(value).split())
    return words if len(words) <= 60 else f"{words[:60]}…"


# What must hold between traits


def check_fit(traits):
    """Raises ValueError, naming the trait, unless all of these, by name, fit each other and can be drawn."""
    check_show(traits["show"])
    check_direction(traits["direction"])
    check_learning_rate(traits["learning_rate"])
    parameters = network.Parameters(*(traits[name] for name in PARTS["parameters"]))
    problem = network.check_problem(network.Problem(traits["x"], traits["y"], parameters, traits["hidden"]))
    most = (network.MOST_HIDDEN, network.MOST_INPUTS)
    H, D = problem.parameters.W1.shape
    if H > most[0] or D > most[1]:
        raise ValueError(f"W1 must be at most {most}, or it can't be drawn; got {(H, D)}")
    _check_step(problem.hidden, traits["step"], H)
    X, Y = traits["X"], traits["Y"]
    if X is None:
        if Y is not None:
            raise ValueError("Y must be None while X is None; set X first, or both in hold_sync")
        return
    X = network.matrix("X", X)
    if X.shape[0] != D or X.shape[1] > MOST_POINTS:
        raise ValueError(f"X must be ({D}, N), one column for each of at most {MOST_POINTS} points; got {X.shape}")
    if Y is not None:
        network.labels(Y, X.shape[1])


def _check_step(hidden, step, H):
    if step is None:
        return
    if not isinstance(step, str) or step not in STEPS[hidden]:
        got = _brief(step) + _step_meant(hidden, step)
        raise ValueError(f"step must be None or, with {hidden}, one of {', '.join(STEPS[hidden])}; got {got}")
    if H == 1 and step in ("P2", "P4"):
        raise ValueError(f"step must be one that there is: {step} needs a second hidden unit")


def _step_meant(hidden, step):
    """A question after the step that is meant: "d8", or the quantity "dL_dW1" that it computes; or nothing."""
    if not isinstance(step, str):
        return ""
    known = {quantity.replace("_", "").casefold(): name for name, quantity in reversed(COMPUTES[hidden].items())}
    known |= {name.casefold(): name for name in STEPS[hidden]}
    meant = known.get("".join(filter(str.isalnum, step)).casefold())
    return f"; did you mean {meant}?" if meant else ""


def remedy(name, array, W1, X):
    """What to write instead where a trait's array is of another size than the network, as the end of a sentence."""
    H, D = W1.shape
    if array.ndim != 2:
        return ""
    if (name == "W1" and array.T.shape == (H, D)) or (name == "X" and len(array) != D == len(array.T)):
        return f"; {name}.T would fit"
    if {"x": array.size, "W1": len(array.T), "X": len(array)}.get(name, D) != D:
        return more_inputs(X)
    if {"b1": array.size, "W1": len(array), "W2": array.size}.get(name, H) != H:
        if array.size == 1:
            return f"; it needs {H} numbers"
        return "; to change the number of hidden units, set explorer.parameters, all four at once"
    return ""


def more_inputs(X):
    """How to change D, as the end of a sentence. X: the data set, or None."""
    together = "x and parameters" if X is None else "x, X and parameters"
    return f"; to change the number of inputs, set {together} inside `with explorer.hold_sync():`"


def check_history(history):
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


# Names that people try on an explorer, and what it has for them.

SYNONYMS = {
    **dict.fromkeys(("lr", "rate", "eta", "alpha", "step_size"), "learning_rate"),
    **dict.fromkeys(("weights", "params", "theta"), "parameters"),
    **dict.fromkeys(("bias", "biases", "b"), "b1 or b2"),
    **dict.fromkeys(("data", "dataset", "points"), "X and Y"),
    **dict.fromkeys(("label", "labels", "target", "targets"), "y or Y"),
    **dict.fromkeys(("input", "inputs"), "x"),
    **dict.fromkeys(("activation", "activations"), "hidden"),
    **dict.fromkeys(("view", "way", "pass"), "direction"),
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


def name_meant(name, strict=False):
    """A question after the trait that a name is near to, or nothing; strict: only case and underscores may differ."""
    if not strict and name in SYNONYMS:
        return f"; did you mean {SYNONYMS[name]}?"
    cutoff = 1 if strict else 0.6
    folded = {known.replace("_", "").casefold(): known for known in NAMES}
    near = difflib.get_close_matches(name, NAMES, 2, cutoff)
    near += [folded[one] for one in difflib.get_close_matches(name.replace("_", "").casefold(), folded, 1, cutoff)]
    return f"; did you mean {' or '.join(sorted(set(near), key=NAMES.index))}?" if near else ""
