"""The forward pass and the loss of the page's network, which has one hidden layer.

    X ── W1, b1 ──► Z1 ── hidden ──► A1 ── W2, b2 ──► Z2 ── sigmoid ──► A2        L compares A2 with Y

Observations are columns: X is (D, N), W1 (H, D), b1 (H, 1), Z1 and A1 (H, N), W2 (1, H), b2 (1, 1), Z2, A2 and Y
(1, N). One observation is N = 1. Everything returned is float64 and new; nothing passed in is changed. An argument
that holds text, complex numbers, NaN or ∞, that is empty or that does not fit raises ValueError.
"""

from typing import NamedTuple

import numpy as np

HIDDEN = ("relu", "sigmoid")


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
    X = matrix("X", X)
    if X.shape[0] != W1.shape[1]:
        raise ValueError(f"X must be ({W1.shape[1]}, N), one row for each column of W1; got {X.shape}")
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
    Y = labels(Y, Z2.shape[1])
    return np.maximum(Z2, 0.0) - Z2 * Y + np.log1p(np.exp(-np.abs(Z2)))


def cost(Z2, Y):
    """J = (1/N) Σ L, the mean loss over the N observations. Z2 and Y: (1, N). Returns a float."""
    return float(np.mean(loss(Z2, Y)))


def loss_with(problem, **held):
    """L of a problem with some of its quantities held at other values; what comes after them follows, as ever.

    For a numeric gradient by any of them. problem: a Problem. held: by name, W1, b1, W2, b2, z1 or a1 (H, 1), z2 or a2
    (1, 1). Returns a float; with a2 held it is that of the logarithms, NaN where a2 has none. Raises ValueError when a
    name or a shape is wrong.
    """
    x, y, parameters, hidden = check_problem(problem)
    shapes = {"z1": parameters.b1.shape, "a1": parameters.b1.shape, "z2": (1, 1), "a2": (1, 1)}
    for name in held:
        if name not in (*Parameters._fields, *shapes):
            raise ValueError(f"held must be among {', '.join((*Parameters._fields, *shapes))}; got {name}")
    W1, b1, W2, b2 = check_parameters(parameters._replace(**{n: held[n] for n in held if n not in shapes}))
    stations = {name: numbers(name, held[name]) for name in held if name in shapes}
    for name, value in stations.items():
        if value.shape != shapes[name]:
            raise ValueError(f"{name} must be {shapes[name]}; got {value.shape}")
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        z1 = stations.get("z1", W1 @ x + b1)
        a1 = stations.get("a1", _relu(z1) if hidden == "relu" else _sigmoid(z1))
        z2 = stations.get("z2", W2 @ a1 + b2)
        if "a2" in stations:
            return -np.log(stations["a2"] if y == 1 else 1 - stations["a2"]).item()
    return loss(z2, y).item()


# What an argument must be. Other modules of helpers use these, so that one mistake gets one sentence everywhere.


def numbers(name, value, copy=True):
    """value as a float64 array of any shape. Raises ValueError unless it is real, finite and not empty.

    copy: whether it must be new, or may be value itself; the same in the functions below.
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be an array of numbers; got rows of different lengths") from None
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers; got {_kind(array)}")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty; got {array.shape}")
    array = array.astype(np.float64, copy=copy)
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        place = f" at {', '.join(str(i + 1) for i in where)} (counting from 1)" if where else ""
        raise ValueError(f"{name} must be finite; got {array[where]}{place}")
    return array


def matrix(name, value, copy=True):
    """value as a float64 array with two axes. Raises ValueError, naming it, when it isn't."""
    array = numbers(name, value, copy)
    if array.ndim != 2:
        raise ValueError(f"{name} must have two axes, rows and columns; got {array.shape}")
    return array


def row(name, value, copy=True):
    """value as a float64 array (1, N). Raises ValueError, naming it, when it isn't."""
    array = matrix(name, value, copy)
    if array.shape[0] != 1:
        raise ValueError(f"{name} must be (1, N), one column for each observation; got {array.shape}")
    return array


def labels(Y, N, name="Y", copy=True):
    """Y as a float64 array (1, N) of zeros and ones. Raises ValueError, with its name, when it isn't."""
    Y = row(name, Y, copy)
    if Y.shape[1] != N:
        raise ValueError(f"{name} must be (1, {N}), one label for each observation; got {Y.shape}")
    odd = Y[(Y != 0) & (Y != 1)]
    if odd.size:
        raise ValueError(f"{name} must hold only 0 and 1; got {odd[0]:g}")
    return Y


def check_parameters(parameters):
    """parameters as Parameters of float64 arrays. Raises ValueError, naming the first that doesn't fit the others."""
    W1, b1, W2, b2 = _fields("parameters", parameters, Parameters)
    W1, b1, W2, b2 = matrix("W1", W1), numbers("b1", b1), numbers("W2", W2), numbers("b2", b2)
    H = W1.shape[0]
    expected = (
        ("b1", b1, (H, 1), "one bias for each row of W1"),
        ("W2", W2, (1, H), "one weight for each row of W1"),
        ("b2", b2, (1, 1), "one bias"),
    )
    for name, array, shape, why in expected:
        if array.shape != shape:
            raise ValueError(f"{name} must be {shape}, {why}; got {array.shape}")
    return Parameters(W1, b1, W2, b2)


def check_hidden(hidden):
    """hidden, if it names an activation that the hidden layer can have; otherwise ValueError."""
    if not isinstance(hidden, str) or hidden not in HIDDEN:
        raise ValueError(f'hidden must be "relu" or "sigmoid"; got {hidden!r}')
    return hidden


def check_learning_rate(rate):
    """rate as a float. Raises ValueError unless it is one finite number above 0."""
    value = numbers("learning_rate", rate)
    if value.ndim or value <= 0:
        raise ValueError(f"learning_rate must be one number above 0; got {rate}")
    return value.item()


def check_problem(problem):
    """problem as a Problem whose arrays fit each other. Raises ValueError, naming the one that doesn't."""
    x, y, parameters, hidden = _fields("problem", problem, Problem)
    parameters = check_parameters(parameters)
    D = parameters.W1.shape[1]
    x = numbers("x", x)
    if x.shape != (D, 1):
        raise ValueError(f"x must be ({D}, 1), one row for each column of W1; got {x.shape}")
    y = numbers("y", y)
    if y.shape != (1, 1) or y.item() not in (0, 1):
        raise ValueError(f"y must be (1, 1) and hold 0 or 1; got {_brief(y)}")
    return Problem(x, y, parameters, check_hidden(hidden))


def _fields(name, value, kind):
    """value as a NamedTuple of this kind. Raises ValueError, naming it and the fields, when it isn't as many."""
    try:
        return kind(*value)
    except TypeError:
        words = ", ".join(kind._fields)
        raise ValueError(f"{name} must be the four {words}; got {type(value).__name__}") from None


def _kind(array):
    """What an array that doesn't hold real numbers holds, in words."""
    kinds = {"c": "complex numbers", "U": "text", "S": "bytes", "M": "dates", "m": "times"}
    return kinds.get(array.dtype.kind, "objects that are not numbers")


def _brief(array):
    return f"{array.item():g}" if array.size == 1 else str(array.shape)


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
