"""The problems that the referee puts to a learner's function, and what is right there: slopes of the loss.

Nothing of `network` or `derivatives` is used. The forward pass and the loss are written once more below, and every
slope comes from `slopes`, which asks for values of the loss and nothing else.
"""

import functools
from typing import NamedTuple

import numpy as np

from helpers.slopes import numeric_gradient, one_sided


class Parameters(NamedTuple):
    """As network.Parameters, field for field."""

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray


class ForwardPass(NamedTuple):
    """As network.ForwardPass, field for field."""

    Z1: np.ndarray
    A1: np.ndarray
    Z2: np.ndarray
    A2: np.ndarray
    hidden: str


class Range(NamedTuple):
    """What is right: every number from low to high, which differ at a kink alone. error: how sure both are."""

    low: np.ndarray
    high: np.ndarray
    error: np.ndarray


class Task(NamedTuple):
    """One call of a learner's function. right: a dict of Range by the name of what is returned."""

    arguments: dict  # what it is called with, by name, in order
    right: dict
    letters: dict  # what the catalogue's formulas are computed from
    shown: tuple  # the letters that a sentence shows
    is_saturated: bool = False
    direction: dict | None = None  # if given, only the sum of entry times this is compared, for each name


class Case(NamedTuple):
    """Observations and a network."""

    X: np.ndarray
    Y: np.ndarray
    parameters: Parameters
    is_saturated: bool = False
    is_large: bool = False


def _case(X, Y, W1, b1, W2, b2, **kind):
    def column(v):
        return np.array(v, float).reshape(-1, 1)

    X = np.array(X, float)
    Y, W2 = np.array([Y], float), np.array([W2], float)
    return Case(X, Y, Parameters(np.array(W1, float), column(b1), W2, np.array([[b2]], float)), **kind)


def _large(D, H, N, seed):
    rng = np.random.default_rng(seed)
    W2 = rng.normal(size=(1, H)) / 3
    parameters = Parameters(rng.normal(size=(H, D)), rng.normal(size=(H, 1)), W2, rng.normal(size=(1, 1)))
    Y = (rng.random((1, N)) < 0.5).astype(float)
    return Case(rng.normal(size=(D, N)), Y, parameters, is_large=True)


NEAR_0 = [0.001, -0.001, 0.03, -0.03, 0.2, -0.2, 0.35, 0.45, 0.7, -0.6, 1.5, -2]
# The small ones come first, as a sentence shows the first that fails.
ONE = [
    _case([[2]], [1], [[1]], [-0.5], [-2], 3.5),  # one input, one unit, on
    _case([[1], [2]], [1], [[1, 0.5], [1, -1]], [-1, 0], [2, -3], -2),  # the running example
    _case(
        [[0.5], [-1.5]], [0], [[1, -1], [2, 1], [-1, 0.5]], [0.5, 1, -0.25], [1, -2, 0.5], 0.75
    ),  # the second problem
    _case([[-1.5], [3]], [0], [[-1, 0.5], [2, 1.5]], [0.25, -1], [0.5, -1], 0.25),  # as many units as inputs, all on
    _case([[2], [-0.5], [3]], [1], [[1, 2, 0.5], [-1, 1, 0.5]], [-0.25, 0.5], [-1.5, 0.5], 1),
    _case([[-3]], [0], [[1], [-2], [0.5]], [1, 0.5, 2.5], [2, 0.25, -1], -1),  # one input, three units
    _case([[1], [-2], [0.5]], [1], [[-1, 0.5, 1]], [3], [1.5], -1),  # three inputs, one unit
    _case([[1.5], [-1]], [1], [[-1, 2], [0.5, 1], [1, 3]], [0, -1, 0.25], [1, 2, -2], 0.5),  # all off
    _case([[0], [2]], [0], [[1, 0.5], [2, 1], [3, -1]], [0.5, 0, -1], [0, 1, 2], -1),  # an input and a weight are 0
    _case([[40], [-25]], [1], [[0.75, 0.125], [0.5, 0.75]], [-1.5, 0], [30, -35], -717),  # large numbers
]
KINKS = [_case([[1], [-1]], [0], [[1, 1], [2, -1], [-1, 0.5]], [0, 0.5, 2], [1.5, -1, 2], 0.5)]  # z1[1] = 0
MANY = [
    _case([[2, -1]], [1, 0], [[1]], [0.5], [-2], 3),
    _case([[1, -2], [0.5, 1]], [0, 1], [[1, 2], [-1, 0.5]], [0.5, -0.5], [1, -2], 0.25),  # all sizes are two
    _case(
        [[1, 2, -1, 0.5], [-1, 0.5, 2, 3]], [1, 0, 0, 1], [[1, 1], [2, -0.5], [-1, 1]], [0, 0.5, -1], [1, -1.5, 2], -0.5
    ),
    _case([[2, -1, 0.5], [1, 1.5, -2]], [0, 1, 1], [[1, -1.5]], [0.25], [2], -1),  # one unit
    _case(
        [NEAR_0], [1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0], [[1], [-1]], [0, 0.25], [2, -1.5], 0.5
    ),  # many, near the gate
    _case(
        [[0.5, 1.5, -1], [2, -1, 1], [-1, 0.25, 3]],
        [1, 1, 0],
        np.diag([1, -1, 0.5]) + 0.25,
        [0.5, -1, 0.125],
        [1, 3, -2],
        0,
    ),
    _case([[3, -1, 0.5]], [1, 0, 1], [[1], [-2]], [0.5, 1], [4, -5], 0.5, is_saturated=True),
    _case([[12, -1]], [0, 0], [[1], [-2]], [0.5, 1], [1, -4.25], -0.5, is_saturated=True),
]
LARGE_ONE, LARGE = _large(9, 23, 1, 1), _large(7, 11, 3, 2)
EXTREME = [  # where a2 is 0 or 1 but for a last digit, and where e^z2 is too large for float64
    _case([[11, -11]], [0, 1], [[1], [-1]], [0, 0], [2, -2], 0.5, is_saturated=True),
    _case([[11, -11]], [1, 0], [[1], [-1]], [0, 0], [2, -2], 0.5, is_saturated=True),
    _case([[20, -20]], [0, 1], [[1], [-1]], [0, 0], [40, -40], 0.5, is_saturated=True),
    _case([[20, -20]], [1, 0], [[1], [-1]], [0, 0], [40, -40], 0.5, is_saturated=True),
]


def _relu(z):
    return np.where(z > 0, z, 0.0)


def _sigmoid(z):
    return np.where(z < 0, np.exp(np.minimum(z, 0)), 1.0) / (1 + np.exp(-np.abs(z)))


def _loss_of_z2(z2, y):
    wrong_way = np.where(y == 1, -z2, z2)  # nothing cancels where the answer is sure and right
    return _relu(wrong_way) + np.log1p(np.exp(-np.abs(z2)))


def _loss_of_a2(a2, y):
    return -np.log(np.where(y == 1, a2, 1 - a2))


class Pass:
    """The forward pass of a case, and the slopes of the summed loss at every quantity on its way."""

    def __init__(self, case, activation=_relu):
        self.case, self.x, self.y = case, case.X, case.Y
        self.activation = activation
        self.W1, self.b1, self.W2, self.b2 = case.parameters
        self.z1 = self.W1 @ self.x + self.b1
        self.a1 = activation(self.z1)
        self.z2 = self.W2 @ self.a1 + self.b2
        self.a2 = _sigmoid(self.z2)
        self.N, (self.H, self.D) = self.x.shape[1], self.W1.shape

    def losses(self, **held):
        """L of each observation, with some quantities held at the values given and what follows them computed anew."""
        at = {name: held.get(name, getattr(self, name)) for name in ("x", "W1", "b1", "W2", "b2")}
        if "a2" in held:
            return _loss_of_a2(held["a2"], self.y)
        z1 = held["z1"] if "z1" in held else at["W1"] @ at["x"] + at["b1"]
        a1 = held["a1"] if "a1" in held else self.activation(z1)
        return _loss_of_z2(held["z2"] if "z2" in held else at["W2"] @ a1 + at["b2"], self.y)

    @functools.cache  # noqa: B019 - there are as many as there are cases
    def slopes(self, name):
        """The slopes by a quantity of the loss summed over the observations, as a Range.

        Each observation is asked by itself: beside a large L the digits of a small one are lost.
        """
        if self.N > 1:
            single = [one.slopes(name) for one in self.observations()]
            put = np.hstack if name in ("x", "z1", "a1", "z2", "a2") else sum
            return Range(*(put(parts) for parts in zip(*single, strict=True)))
        at, f = getattr(self, name), lambda value: self.losses(**{name: value}).item()
        if name in ("x", "z1", "W1", "b1") and (self.z1 == 0).any():
            left, right = one_sided(f, at)
            low, high, error = np.minimum(left, right), np.maximum(left, right), left.error + right.error
            is_kink = high - low > 2 * error
            return Range(np.where(is_kink, low, (low + high) / 2), np.where(is_kink, high, (low + high) / 2), error)
        slopes = numeric_gradient(f, at)
        return Range(np.asarray(slopes), np.asarray(slopes), slopes.error)

    @functools.cache  # noqa: B019
    def observations(self):
        """Each observation by itself."""
        cases = [self.case._replace(X=self.x[:, [n]], Y=self.y[:, [n]]) for n in range(self.N)]
        return [Pass(case, self.activation) for case in cases]

    def slope(self, name):
        """The same as one array; at a kink the slope to the side on which the unit is off."""
        low, high, _ = self.slopes(name)
        return np.where(np.abs(low) < np.abs(high), low, high) + 0.0

    def letters(self):
        """What the catalogue's formulas are computed from, but for the slopes."""
        names = ("x", "y", "W1", "b1", "W2", "b2", "z1", "a1", "z2", "a2", "N", "H", "D")
        return {name: getattr(self, name) for name in names}


@functools.cache
def _passes(kind):
    kinds = {"one": ONE, "kinks": KINKS, "many": MANY, "large one": [LARGE_ONE], "large": [LARGE], "extreme": EXTREME}
    return [Pass(case) for case in kinds[kind]]


OF_Z2 = {  # what is differentiated by z2 where it isn't L
    "da2_dz2": lambda z2, y: float(_sigmoid(z2)),
    "dE_dz2": lambda z2, y: float(_sigmoid(z2 if y == 0 else -z2) ** 2 / 2),  # (a2 - y)² / 2
}


def _exactly(value, error=0.0):
    value = np.asarray(value, dtype=np.float64)
    return Range(value, value, np.broadcast_to(error, value.shape))


ARGUMENTS = {  # what each function is called with
    "da2_dz2": ("a2",),
    "dL_da2": ("a2", "y"),
    "dL_dz2": ("a2", "y"),
    "dL_dW2": ("dL_dz2", "a1"),
    "dL_db2": ("dL_dz2",),
    "dL_da1": ("dL_dz2", "W2"),
    "dL_dz1": ("dL_da1", "z1"),
    "dL_dW1": ("dL_dz1", "x"),
    "dL_db1": ("dL_dz1",),
    "dJ_dW2": ("X", "Y", "parameters", "forward_pass"),
    "dJ_db2": ("X", "Y", "parameters", "forward_pass"),
    "dJ_dW1": ("X", "Y", "parameters", "forward_pass"),
    "dJ_db1": ("X", "Y", "parameters", "forward_pass"),
    "backward": ("X", "Y", "parameters", "forward_pass"),
    "forward": ("X", "parameters"),
    "loss": ("Z2", "Y"),
    "step": ("parameters", "gradient", "learning_rate"),
    "dL_dx": ("dL_dz1", "W1"),
    "dE_dz2": ("a2", "y"),
}
CANCELLED = 1e-15  # relative to what cancels
OF_ONE = {"dL_dW2", "dL_db2", "dL_dW1", "dL_db1"}  # one observation at a time
AFTER_THE_KINK = {"dL_dW1", "dL_db1", "dL_dx"}  # what is called with the slope at z1 can't know where z1 is 0
FIELDS = {"backward": Parameters._fields, "step": Parameters._fields, "forward": ForwardPass._fields[:-1]}
SHOWN = {  # what a sentence shows of the arguments
    "dJ_dW2": ("Y", "A1", "A2"),
    "dJ_db2": ("Y", "A2"),
    "dJ_dW1": ("X", "Y", "W2", "Z1", "A2"),
    "dJ_db1": ("Y", "W2", "Z1", "A2"),
    "backward": ("X", "Y", "W2", "Z1", "A2"),
    "forward": ("X", "W1", "b1", "W2", "b2"),
    "loss": ("Z2", "Y"),
    "step": ("P", "G", "learning_rate"),
}


VARIANTS = {  # of a function, for an exercise of its own
    "backward": ("one observation",),
    "dL_dW2": ("two outputs",),
    "dL_da1": ("two outputs",),
    "dL_dz1": ("σ", "leaky ReLU"),
}


ACTIVATIONS = {"σ": _sigmoid, "leaky ReLU": lambda z: np.where(z > 0, z, 0.1 * z)}


@functools.cache
def tasks(name, variant=""):
    """All calls of the function of this name, the smallest first."""
    if variant == "two outputs":
        return [_two_outputs(passed, name) for passed in _passes("one")[1:6]]
    if variant in ACTIVATIONS:
        cases = [passed.case for kind in ("one", "many") for passed in _passes(kind) if _is_tame(passed)]
        return [_with_activation(Pass(case, ACTIVATIONS[variant]), variant) for case in cases]
    if variant == "one observation":
        return [task for task in tasks(name) if task.letters["N"] == 1]
    if name == "step":
        small = zip(_passes("one")[:5], (0.5, 0.25, 2, 0.125, 1.5), (1,) * 5, strict=True)
        large = zip([*_passes("large one"), *_passes("one")[:2]], (0.01, 0.001, 3), (1, 40, 40), strict=True)
        return [_step_task(*one) for one in (*small, *large)]
    kinds = ["one", "large one"] if name in OF_ONE else ["one", "many", "large one", "large"]
    if name not in AFTER_THE_KINK:
        kinds.insert(1, "kinks")
    if name in ("forward", "loss"):
        kinds.append("extreme")
    passes = [passed for kind in kinds for passed in _passes(kind)]
    if name in AFTER_THE_KINK:
        passes = [passed for passed in passes if (passed.z1 != 0).all()]
    return [_task(name, passed) for passed in passes]


def _task(name, passed):
    letters = passed.letters()
    if name in ("forward", "loss"):
        right = {"Z1": passed.z1, "A1": passed.a1, "Z2": passed.z2, "A2": passed.a2}
        right, direction = {key: _exactly(value) for key, value in right.items()}, None
        if name == "loss":  # most ways to write it subtract numbers as large as z2
            right = {"loss": _exactly(_loss_of_z2(passed.z2, passed.y), CANCELLED * np.abs(passed.z2))}
    else:
        right, direction = _right(name, passed)
    for slope in ("dL_dz2", "dL_da1", "dL_dz1"):
        if slope in ARGUMENTS[name] or (name in OF_ONE | {"dL_dx"} and not passed.case.is_large):
            letters[slope] = passed.slope(slope.removeprefix("dL_d"))
    given = {
        "X": passed.x,
        "Y": passed.y,
        "Z2": passed.z2,
        "parameters": passed.case.parameters,
        "forward_pass": ForwardPass(passed.z1, passed.a1, passed.z2, passed.a2, "relu"),
    }
    arguments = {argument: given.get(argument, letters.get(argument)) for argument in ARGUMENTS[name]}
    shown = SHOWN.get(name, ARGUMENTS[name])
    return Task(arguments, right, letters, shown, passed.case.is_saturated, direction)


def _right(name, passed):
    """What is right, by the name of each thing returned; in a large case, along one direction alone."""
    if name in OF_Z2:
        parts = zip(passed.z2[0], passed.y[0], strict=True)
        slopes = [numeric_gradient(functools.partial(OF_Z2[name], y=y), z) for z, y in parts]
        values, errors = (np.array([part]) for part in (slopes, [slope.error for slope in slopes]))
        return {name: Range(values, values, errors)}, None
    by = {field: field for field in Parameters._fields} if name == "backward" else {name: name.split("_d")[1]}
    share = passed.N if name.startswith("dJ") or name == "backward" else 1
    right, direction = {}, {}
    for key, letter in by.items():
        if passed.case.is_large and getattr(passed, letter).size > 1:
            right[key], direction[key] = _along_a_direction(passed, letter)
        else:
            right[key] = passed.slopes(letter)
        right[key] = Range(*(part / share for part in right[key]))
    return right, direction or None


@functools.cache
def _along_a_direction(passed, letter):
    """The slope as the whole array moves along a random direction: one number judges all of its entries."""
    at = getattr(passed, letter)
    direction = np.random.default_rng(3).normal(size=at.shape)
    total = error = 0.0
    for n, one in enumerate(passed.observations()):
        here = getattr(one, letter)
        along = direction if here.shape == at.shape else direction[:, [n]]
        slope = numeric_gradient(lambda step: one.losses(**{letter: here + step * along}).item(), 0.0)  # noqa: B023
        total, error = total + slope.item(), error + slope.error
    return Range(np.asarray(total), np.asarray(total), np.asarray(error)), direction


def _two_outputs(passed, name):
    """The case with a second output unit, whose weights are its own; L is the sum of both losses."""
    W2 = np.vstack([passed.W2, 0.5 - passed.W2[:, ::-1]])
    b2 = np.array([[0.25], [-0.5]])
    y = np.array([[1.0], [0.0]])
    losses = {
        "W2": lambda W: _loss_of_z2(W @ passed.a1 + b2, y).sum().item(),
        "a1": lambda a1: _loss_of_z2(W2 @ a1 + b2, y).sum().item(),
        "z2": lambda z2: _loss_of_z2(z2, y).sum().item(),
    }
    letters = passed.letters() | {"W2": W2, "z2": W2 @ passed.a1 + b2, "y": y}
    slopes = {letter: numeric_gradient(f, letters[letter]) for letter, f in losses.items()}
    letters |= {"a2": _sigmoid(letters["z2"]), "dL_dz2": np.asarray(slopes["z2"])}
    right = slopes[name.removeprefix("dL_d")]
    arguments = {argument: letters[argument] for argument in ARGUMENTS[name]}
    return Task(arguments, {name: Range(*[np.asarray(right)] * 2, right.error)}, letters, ARGUMENTS[name])


def _is_tame(passed):
    """Whether the case has no kink, and numbers that are small enough for sure slopes with any activation."""
    return (passed.z1 != 0).all() and max(np.abs(passed.z1).max(), np.abs(passed.W2).max()) < 6


def _with_activation(passed, name):
    """The way back through the activation of this name. The function of σ is handed a1, that of leaky ReLU z1."""
    arrives = passed.slope("a1")
    arguments = {"dL_da1": arrives} | ({"a1": passed.a1} if name == "σ" else {"z1": passed.z1})
    letters = passed.letters() | {"dL_da1": arrives}
    return Task(arguments, {"dL_dz1": passed.slopes("z1")}, letters, tuple(arguments))


def _step_task(passed, rate, times):
    """A step by the slopes at this case, or by as many times these."""
    parameters = passed.case.parameters
    gradient = Parameters(*(times * passed.slope(field) for field in Parameters._fields))
    arguments = {"parameters": parameters, "gradient": gradient, "learning_rate": rate}
    right = {
        field: _exactly(getattr(parameters, field) - rate * getattr(gradient, field)) for field in Parameters._fields
    }
    return Task(arguments, right, {"learning_rate": rate}, SHOWN["step"])
