"""The forward pass and the loss of the page's network, which has one hidden layer.

    X ── W1, b1 ──► Z1 ── hidden ──► A1 ── W2, b2 ──► Z2 ── sigmoid ──► A2        L compares A2 with Y

Observations are columns: X is (D, N), W1 (H, D), b1 (H, 1), Z1 and A1 (H, N), W2 (1, H), b2 (1, 1), Z2, A2 and Y
(1, N). One observation is N = 1. Everything returned is float64 and new; nothing passed in is changed. An argument
that holds text, complex numbers, NaN or ∞, that is empty or that does not fit raises ValueError.
"""

import inspect
from collections.abc import Mapping
from itertools import permutations
from typing import NamedTuple

import numpy as np

from helpers.arguments import fit, in_full, matrix, numbers, record, row, told

HIDDEN = ("relu", "sigmoid")
MOST_INPUTS, MOST_HIDDEN = 8, 16  # units that a picture or an explorer has room for
STATIONS = ("z1", "a1", "z2", "a2")  # what loss_with can hold besides the parameters


class Parameters(NamedTuple):
    """The weights and biases: W1 (H, D), b1 (H, 1), W2 (1, H), b2 (1, 1). A gradient has the same four fields."""

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray


class ForwardPass(NamedTuple):
    """All that the forward pass computes: Z1 and A1 (H, N), Z2 and A2 (1, N), and the hidden activation's name."""

    Z1: np.ndarray
    A1: np.ndarray
    Z2: np.ndarray
    A2: np.ndarray
    hidden: str


class Problem(NamedTuple):
    """One observation and a network: x (D, 1), y (1, 1), parameters, and hidden, "relu" or "sigmoid"."""

    x: np.ndarray
    y: np.ndarray
    parameters: Parameters
    hidden: str


def sigmoid(z):
    """σ(z) = 1 / (1 + e^-z) (M4), of any shape; exact to the last digits and silent however large |z| is."""
    return _sigmoid(numbers("z", z))


def relu(z):
    """ReLU(z) = z where z > 0, otherwise 0 (M2), of any shape."""
    return _relu(numbers("z", z))


def _sigmoid(z):
    tail = np.exp(-np.abs(z))  # never above 1, so it can't overflow
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def _relu(z):
    return np.maximum(z, 0.0)


def forward(X, parameters, hidden="relu"):
    """The forward pass (M1-M4; P1-P6 with hidden="sigmoid").

    X: (D, N). parameters: Parameters. hidden: "relu", as in the page's part 2, or "sigmoid", as in its part 1.
    Returns a ForwardPass; where a sum is too large for float64 it holds ∞, or NaN where two such meet. Raises
    ValueError when a shape doesn't fit, naming the argument.
    """
    W1, b1, W2, b2 = check_parameters(parameters)
    check_hidden(hidden)
    X = fit("X", matrix("X", X), (W1.shape[1], "N"), "one row for each column of W1")
    activation = _relu if hidden == "relu" else _sigmoid
    with np.errstate(over="ignore", invalid="ignore"):
        Z1 = W1 @ X + b1
        A1 = activation(Z1)
        Z2 = W2 @ A1 + b2
        A2 = _sigmoid(Z2)
    return ForwardPass(Z1, A1, Z2, A2, hidden)


def loss(Z2, Y):
    """L = -[y log a2 + (1 - y) log(1 - a2)] (M5) for each observation, computed from z2.

    Z2: (1, N); Y: (1, N), each entry 0 or 1. Returns (1, N), right to the last digits for any |z2|: where a2 has
    rounded to 0 or 1, its logarithm would be lost, but log(1 - σ(z)) = -z - log(1 + e^-z) is not.
    """
    Z2 = row("Z2", Z2)
    return _loss(Z2, labels(Y, Z2.shape[1]))


def _loss(Z2, Y):
    return np.maximum(Z2, 0.0) - Z2 * Y + np.log1p(np.exp(-np.abs(Z2)))


def cost(Z2, Y):
    """J = (1/N) Σ L, the mean loss over the N observations. Z2 and Y: (1, N). Returns a float."""
    L = loss(Z2, Y)
    with np.errstate(over="ignore"):
        J = np.mean(L)
    if np.isinf(J):  # the sum is too large for float64, but the mean of finite numbers never is
        J = L.max() * np.mean(L / L.max())
    return float(J)


def loss_with(problem, **held):
    """L of a problem with some of its quantities held at other values; what comes after them follows, as ever.

    For a numeric gradient by any of them. problem: a Problem. held: by name, W1, b1, W2, b2, z1 or a1 (H, 1), z2 or a2
    (1, 1). Returns a float; with a2 held it is that of the logarithms, NaN where a2 has none. Raises ValueError when a
    name or a shape is wrong.
    """
    problem = record("problem", problem, Problem)
    parameters = record("parameters", problem.parameters, Parameters)
    for name in held:
        if name not in (*Parameters._fields, *STATIONS):
            raise ValueError(f"held must be among {', '.join((*Parameters._fields, *STATIONS))}; got {name}")
    parameters = parameters._replace(**{name: held[name] for name in held if name not in STATIONS})
    x, y, (W1, b1, W2, b2), hidden = check_problem(problem._replace(parameters=parameters))
    shapes = dict(zip(STATIONS, (b1.shape, b1.shape, (1, 1), (1, 1)), strict=True))
    stations = {name: fit(name, numbers(name, held[name]), shapes[name]) for name in held if name in shapes}
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        z1 = stations.get("z1", W1 @ x + b1)
        a1 = stations.get("a1", _relu(z1) if hidden == "relu" else _sigmoid(z1))
        z2 = stations.get("z2", W2 @ a1 + b2)
        if "a2" in stations:
            return -np.log(stations["a2"] if y == 1 else 1 - stations["a2"]).item()
    return _loss(z2, y).item()


# What an argument must be, beyond helpers.arguments


def labels(Y, N, name="Y", copy=True):
    """Y as a float64 array (1, N) of zeros and ones. Raises ValueError, with its name, when it isn't."""
    Y = fit(name, matrix(name, Y, copy), (1, N), "one label for each observation")
    odd = Y[(Y != 0) & (Y != 1)]
    if odd.size:
        hint = f"; ({name} + 1) / 2 makes 0 and 1 of -1 and 1" if np.all(np.abs(Y) == 1) else ""
        raise ValueError(f"{name} must hold only 0 and 1; got {in_full(odd[0])}{hint}")
    return Y


def check_parameters(parameters):
    """parameters as Parameters of float64 arrays. Raises ValueError, naming the first that doesn't fit the others.

    They may be Parameters, a dict with the four names, or a list or tuple of the four in this order.
    """
    W1, b1, W2, b2 = record("parameters", parameters, Parameters)
    checked = Parameters(matrix("W1", W1), numbers("b1", b1), numbers("W2", W2), numbers("b2", b2))
    if type(parameters) in (list, tuple):
        _check_order([array.shape for array in checked])
    H = len(checked.W1)
    fit("b1", checked.b1, (H, 1), "one bias for each row of W1")
    fit("W2", checked.W2, (1, H), "one weight for each row of W1")
    fit("b2", checked.b2, (1, 1), "one bias")
    return checked


def _check_order(shapes):
    """Raises ValueError when four arrays without names fit each other, but in another order."""

    def fit_each_other(W1, b1, W2, b2):
        return len(W1) == 2 and (b1, W2, b2) == ((W1[0], 1), (1, W1[0]), (1, 1))

    if not fit_each_other(*shapes) and any(fit_each_other(*others) for others in permutations(shapes)):
        came = ", ".join(map(str, shapes))
        raise ValueError(f"parameters must be the four W1, b1, W2, b2 in this order; got the shapes {came}")


def check_hidden(hidden):
    """hidden, if it names an activation that the hidden layer can have; otherwise ValueError."""
    if not isinstance(hidden, str) or hidden not in HIDDEN:
        raise ValueError(f'hidden must be "relu" or "sigmoid"; got {told(hidden, "hidden")}')
    return hidden


def check_learning_rate(rate):
    """rate as a float. Raises ValueError unless it is one finite number above 0."""
    fault = f"learning_rate must be one number above 0; got {told(rate)}"
    schedule = "; where it is to change, train with one rate after the other"
    if rate is None or isinstance(rate, (bool, np.bool_)):
        raise ValueError(fault)
    if isinstance(rate, Mapping) or inspect.isroutine(rate):
        raise ValueError(fault + schedule)
    value = numbers("learning_rate", rate)
    if value.ndim or value <= 0:
        raise ValueError(fault + (schedule if value.size > 1 else ""))
    return value.item()


def check_problem(problem):
    """problem as a Problem whose arrays fit each other. Raises ValueError, naming the one that doesn't.

    It may be a Problem, a dict with the four names, or a list or tuple of the four in this order.
    """
    x, y, parameters, hidden = record("problem", problem, Problem)
    parameters = check_parameters(parameters)
    D = parameters.W1.shape[1]
    x = fit("x", numbers("x", x), (D, 1), "one row for each column of W1")
    y = numbers("y", y)
    if y.shape != (1, 1) or y.item() not in (0, 1):
        raise ValueError(f"y must be (1, 1) and hold 0 or 1; got {in_full(y.item()) if y.shape == (1, 1) else y.shape}")
    return Problem(x, y, parameters, check_hidden(hidden))


# The page's numbers, and two problems of ours.


def _problem(x, y, W1, b1, W2, b2, hidden):
    """A Problem from plain lists, whose arrays can't be written to: everyone shares them."""
    column = [np.array(v, dtype=np.float64).reshape(-1, 1) for v in (x, b1)]
    x, b1 = column
    W1, W2 = np.array(W1, dtype=np.float64), np.array([W2], dtype=np.float64)
    y, b2 = np.array([[y]], dtype=np.float64), np.array([[b2]], dtype=np.float64)
    for array in (x, y, W1, b1, W2, b2):
        array.setflags(write=False)
    return Problem(x, y, Parameters(W1, b1, W2, b2), hidden)


# Part 1 of the page. It gives no y; 1 is ours: (-1, -1) mirrors (0, 0), where XNOR, which this network computes, is 1.
PAGE = _problem(x=[-1, -1], y=1, W1=[[20, 20], [-20, -20]], b1=[-30, 10], W2=[20, 20], b2=-10, hidden="sigmoid")

# The running example of part 2: every value can be found on paper, one hidden unit is on and one off.
EXAMPLE = _problem(x=[1, 2], y=1, W1=[[1, 0.5], [1, -1]], b1=[-1, 0], W2=[2, -3], b2=-2, hidden="relu")

# EXAMPLE has a2 = 1/2, y = 1 and H = D, where some slips can't be seen. Here they can.
SECOND = _problem(
    x=[0.5, -1.5], y=0, W1=[[1, -1], [2, 1], [-1, 0.5]], b1=[0.5, 1, -0.25], W2=[1, -2, 0.5], b2=0.75, hidden="relu"
)
