"""How often checking.numeric_gradient is silently wrong on random problems of known slope, and how long it takes.

    .venv/bin/python -m pip install -r benchmarks/numeric_gradient-requirements.txt
    .venv/bin/python benchmarks/numeric_gradient.py [--count N] [--seed S] [--kind WORD] [--peers] [--time]
    .venv/bin/python benchmarks/numeric_gradient.py --case KIND:SEED

Each problem is a function, a point and the exact slopes there, computed with 100 digits. A result is silently wrong if
it is finite and further from the truth than the error that comes with it (and than 1e-9 of the truth). At a kink the
slopes on both sides must lie within the error. A method that claims no error may be off by 1e-6 of the truth. A result
is refused if it is NaN, or if its error is not finite. A result is over-cautious if the function is smooth, known to
all digits of float64, and the error claimed is above 1e-9 of a slope that is not small.

--peers: the same problems (their first entries) for SciPy, numdifftools, central differences and the complex step.
--time: only the times, in milliseconds, medians over rounds in which all take turns.
"""

import argparse
import collections
import concurrent.futures
import hashlib
import math
import statistics
import struct
import sys
import time
import traceback
import warnings
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import mpmath
import numpy as np
from mpmath import mp, mpf

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from helpers import network  # noqa: E402
from helpers.checking import numeric_gradient  # noqa: E402

mp.dps = 100
EPS = np.finfo(float).eps
SLACK = 1e-9  # of the truth: what may be wrong although no error is claimed
PEER_SLACK = 1e-6  # the same for a method that claims no error at all
PEER_ENTRIES = 2


class Case(NamedTuple):
    f: Any  # of an array to a number
    at: np.ndarray
    left: np.ndarray  # the slopes on both sides, which differ at a kink only
    right: np.ndarray
    easy: bool = False  # smooth, and f is right to the last digits of float64
    holomorphic: bool = False  # f takes complex numbers, too
    words: str = ""


KINDS = {}


def kind(make):
    """Registers a function of a random generator that makes a Case."""
    KINDS[make.__name__] = make
    return make


def make_case(name, seed):
    with np.errstate(all="ignore"):
        return KINDS[name](np.random.default_rng([zlib.crc32(name.encode()), seed]))


# Truths: first derivatives by dual numbers of 100 digits.


class Dual:
    def __init__(self, value, slope=0):
        self.v, self.d = mpf(value), mpf(slope)

    def __add__(self, other):
        other = dual(other)
        return Dual(self.v + other.v, self.d + other.d)

    def __neg__(self):
        return Dual(-self.v, -self.d)

    def __sub__(self, other):
        return self + -dual(other)

    def __rsub__(self, other):
        return dual(other) - self

    def __mul__(self, other):
        other = dual(other)
        return Dual(self.v * other.v, self.d * other.v + self.v * other.d)

    def __truediv__(self, other):
        other = dual(other)
        return Dual(self.v / other.v, (self.d - self.v / other.v * other.d) / other.v)

    def __rtruediv__(self, other):
        return dual(other) / self

    def __pow__(self, n):
        n = mpf(n)
        return Dual(self.v**n, n * self.v ** (n - 1) * self.d)

    __radd__, __rmul__ = __add__, __mul__


def dual(value):
    return value if isinstance(value, Dual) else Dual(float(value))


class Exact:
    """NumPy's functions for Dual."""

    pi = math.pi

    @staticmethod
    def exp(u):
        value = mpmath.exp(u.v)
        return Dual(value, value * u.d)

    @staticmethod
    def log(u):
        return Dual(mpmath.log(u.v), u.d / u.v)

    @staticmethod
    def log1p(u):
        return Dual(mpmath.log1p(u.v), u.d / (1 + u.v))

    @staticmethod
    def expm1(u):
        return Dual(mpmath.expm1(u.v), mpmath.exp(u.v) * u.d)

    @staticmethod
    def sqrt(u):
        value = mpmath.sqrt(u.v)
        return Dual(value, u.d / (2 * value))

    @staticmethod
    def sin(u):
        return Dual(mpmath.sin(u.v), mpmath.cos(u.v) * u.d)

    @staticmethod
    def cos(u):
        return Dual(mpmath.cos(u.v), -mpmath.sin(u.v) * u.d)

    @staticmethod
    def tanh(u):
        value = mpmath.tanh(u.v)
        return Dual(value, u.d / mpmath.cosh(u.v) ** 2)

    @staticmethod
    def arcsin(u):
        return Dual(mpmath.asin(u.v), u.d / mpmath.sqrt(1 - u.v**2))

    @staticmethod
    def arctan(u):
        return Dual(mpmath.atan(u.v), u.d / (1 + u.v**2))


def single(array):
    """The one entry of an array, with its type."""
    return np.asarray(array).reshape(-1)[0]


def point(rng, z):
    """z as an array of one entry, in one of the shapes that one entry can have."""
    return np.array(z, dtype=np.float64).reshape([(), (1,), (1, 1)][rng.integers(3)])


def scalar_case(rng, z, f, left, right=None, **rest):
    """A Case of one entry: f is of a float64."""
    at = point(rng, z)
    left, right = float(left), float(left if right is None else right)
    return Case(lambda a: f(single(a)), at, np.full(at.shape, left), np.full(at.shape, right), **rest)


def expression_case(rng, z, expression, f=None, words="", smooth=True):
    """expression(lib, z) runs with NumPy and with Exact; f, if another way to compute it is to be tried."""
    z = float(z)
    exact = expression(Exact, Dual(z, 1))
    right = f is None and smooth
    f = f or (lambda z: expression(np, z))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = f(np.float64(z))
    good = abs(mpf(float(value)) - exact.v) <= 4 * EPS * abs(exact.v) if np.isfinite(float(value)) else False
    large = abs(exact.d) * max(abs(z), 1e-300) >= abs(exact.v) / 1000
    return scalar_case(rng, z, f, exact.d, easy=bool(right and good and large), holomorphic=right, words=words)


def sign(rng):
    return rng.choice([-1.0, 1.0])


def power(rng, low, high):
    return float(10 ** rng.uniform(low, high))


LINKS = {
    "exp": lambda lib, u: lib.exp(u),
    "exp(-u²)": lambda lib, u: lib.exp(-(u * u)),
    "log(1 + u²)": lambda lib, u: lib.log1p(u * u),
    "tanh": lambda lib, u: lib.tanh(u),
    "sin": lambda lib, u: lib.sin(u),
    "cos": lambda lib, u: lib.cos(u),
    "arctan": lambda lib, u: lib.arctan(u),
    "sqrt(1 + u²)": lambda lib, u: lib.sqrt(1 + u * u),
    "u/(1 + u²)": lambda lib, u: u / (1 + u * u),
    "1/(2 + u²)": lambda lib, u: 1 / (2 + u * u),
    "u²": lambda lib, u: u * u,
    "u³ - u": lambda lib, u: u * u * u - u,
    "σ": lambda lib, u: 1 / (1 + lib.exp(-u)),
    "softplus": lambda lib, u: lib.log1p(lib.exp(u)),
}


def chain(rng, z, most=3):
    """A random composition of elementary functions, whose values are moderate near z; its words."""
    names = [str(n) for n in rng.choice(list(LINKS), rng.integers(1, most + 1))]
    stretch = power(rng, -1.5, 1.5) / max(abs(z), 1e-300) if rng.random() < 0.7 else power(rng, -3, 2)
    while abs(stretch * z) > 100:
        stretch /= 10
    shift = float(rng.normal()) if rng.random() < 0.7 else 0.0

    # which links are damped is settled at z, and must not change beside it
    u, plan = Dual(z) * stretch + shift, []
    for name in names:
        if name in ("exp", "softplus", "σ") and abs(u.v) > 50:
            plan.append("tanh")
            u = Exact.tanh(u)
        plan.append(name)
        u = LINKS[name](Exact, u)

    def settled(lib, z):
        u = z * stretch + shift
        for name in plan:
            u = LINKS[name](lib, u)
        return u

    return settled, f"{' of '.join(reversed(plan))} of {stretch:.3g} z + {shift:.3g} at {z!r}"


# smooth, float64


@kind
def smooth_elementary(rng):
    z = sign(rng) * power(rng, -8, 8)
    expression, words = chain(rng, z)
    return expression_case(rng, z, expression, words=words)


@kind
def smooth_polynomial(rng):
    c = [float(v) for v in rng.normal(size=rng.integers(2, 9))]
    s = power(rng, -6, 6)
    z = sign(rng) * s * power(rng, -1, 1)

    def expression(lib, z):
        total, u = c[0], z / s
        for a in c[1:]:
            total = total * u + a
        return total

    return expression_case(rng, z, expression, words=f"polynomial {c} in z/{s} at {z!r}")


@kind
def smooth_offset(rng):
    z = sign(rng) * power(rng, -3, 3)
    inner, words = chain(rng, z, 2)
    offset = sign(rng) * power(rng, 1, 9)
    return expression_case(rng, z, lambda lib, z: inner(lib, z) + offset, words=f"{offset:.3g} + {words}", smooth=False)


@kind
def smooth_periodic(rng):
    k = float(rng.choice([1, 2, 4, 16, 64, 256, 1024, 4096, 1e4, 100]))
    z = float(rng.choice([0.0, 0.25, 0.125, 1.0, 0.1, rng.normal(), rng.normal() * 10, rng.integers(-8, 9) / 16]))
    name = rng.choice(["sin2pi", "sin", "cos", "cos+z", "1-cos"])
    pi2 = 2 * math.pi

    def expression(lib, z):
        if name == "sin2pi":
            return lib.sin(z * pi2 * k)
        if name == "sin":
            return lib.sin(z * k)
        if name == "cos":
            return lib.cos(z * pi2 * k)
        if name == "cos+z":
            return lib.cos(z * pi2 * k) + z
        return 1 - lib.cos(z * k)

    return expression_case(rng, z, expression, words=f"{name}, k = {k} at {z!r}")


@kind
def smooth_scaled(rng):
    z = sign(rng) * power(rng, -3, 3)
    inner, words = chain(rng, z, 2)
    scale = power(rng, -300, 300)
    return expression_case(rng, z, lambda lib, z: inner(lib, z) * scale, words=f"{scale:.3g} · {words}")


def random_network(rng, N, D, H, scale):
    parameters = network.Parameters(*(rng.normal(size=s) * scale for s in ((H, D), (H, 1), (1, H), (1, 1))))
    return rng.normal(size=(D, N)), (rng.random((1, N)) < 0.5).astype(float), parameters


exactly = np.vectorize(lambda v: mpf(float(v)), otypes=[object])
EXP = np.vectorize(mpmath.exp, otypes=[object])


def exact_gradient(X, Y, parameters, hidden, at_zero):
    """dJ by each parameter, with 100 digits; at_zero: the slope of ReLU at 0. Also the smallest |z1|."""
    W1, b1, W2, b2 = (exactly(p) for p in parameters)
    X, Y = exactly(X), exactly(Y)
    Z1 = W1.dot(X) + b1
    if hidden == "relu":
        on = np.where(Z1 > 0, 1, np.where(Z1 == 0, at_zero, 0))
        A1, slope = Z1 * on, on
    else:
        A1 = 1 / (1 + EXP(-Z1))
        slope = A1 * (1 - A1)
    Z2 = W2.dot(A1) + b2
    dZ2 = np.where(Y == 1, -1 / (1 + EXP(Z2)), 1 / (1 + EXP(-Z2))) / Y.size  # σ(z2) - 1 would lose digits
    dZ1 = W2.T.dot(dZ2) * slope
    gradient = dZ1.dot(X.T), dZ1.sum(axis=1, keepdims=True), dZ2.dot(A1.T), dZ2.sum(axis=1, keepdims=True)
    return [np.array(g, dtype=object).astype(float) for g in gradient], abs(Z1).min(), abs(Z2).max()


def network_case(X, Y, parameters, hidden, which, f=None, easy=False, words=""):
    low, _, _ = exact_gradient(X, Y, parameters, hidden, 0)
    high = low if hidden != "relu" else exact_gradient(X, Y, parameters, hidden, 1)[0]

    def J(p):
        return network.cost(network.forward(X, p, hidden).Z2, Y)

    f = f or J
    name = network.Parameters._fields[which]
    words = f"J by {name}, N = {Y.size}, D = {X.shape[0]}, H = {parameters.W1.shape[0]}, {hidden} {words}"
    return Case(
        lambda a: f(parameters._replace(**{name: a})), parameters[which], low[which], high[which], easy, words=words
    )


@kind
def smooth_network_sigmoid(rng):
    N, D, H = rng.integers(1, 21), rng.integers(1, 5), rng.integers(1, 7)
    scale = power(rng, -3, 1.5)
    X, Y, parameters = random_network(rng, N, D, H, scale)
    return network_case(X, Y, parameters, "sigmoid", rng.integers(4), words=f"scale {scale:.3g}")


@kind
def smooth_network_relu(rng):
    while True:
        N, D, H = rng.integers(1, 21), rng.integers(1, 5), rng.integers(1, 7)
        scale = power(rng, -3, 1.5)
        X, Y, parameters = random_network(rng, N, D, H, scale)
        Z1 = parameters.W1 @ X + parameters.b1
        if np.abs(Z1).min() > 1e-2 * scale:
            return network_case(X, Y, parameters, "relu", rng.integers(4), words=f"scale {scale:.3g}")


@kind
def smooth_network_large(rng):
    N, D, H = rng.integers(20, 51), rng.integers(5, 9), rng.integers(8, 17)
    X, Y, parameters = random_network(rng, N, D, H, power(rng, -1, 0.5))
    return network_case(X, Y, parameters, rng.choice(["relu", "sigmoid"]), rng.integers(1, 4))


@kind
def smooth_loss(rng):
    z, y = float(rng.normal() * power(rng, -2, 2)), float(rng.integers(2))
    truth = -1 / (1 + mpmath.exp(mpf(z))) if y else 1 / (1 + mpmath.exp(-mpf(z)))  # s - 1 would lose digits
    at = np.array([[z]])
    truth = np.full((1, 1), float(truth))
    return Case(lambda a: network.cost(a, [[y]]), at, truth, truth, words=f"L at z2 = {z!r}, y = {y:g}")


def accurate_chain(rng, z):
    """A chain whose value at z is right to the last digits: as a factor it would spoil all other slopes."""
    while True:
        g, words = chain(rng, z, 2)
        exact = g(Exact, Dual(z)).v
        if abs(mpf(float(g(np, np.float64(z)))) - exact) <= 8 * EPS * abs(exact):
            return g, words


@kind
def smooth_many_entries(rng):
    n = int(rng.integers(2, 9))
    at = rng.normal(size=n) * 10 ** rng.uniform(-4, 4, n)
    parts = [accurate_chain(rng, float(z)) for z in at]
    if rng.random() < 0.5:
        weights = rng.normal(size=n)
        truth = [(w * g(Exact, Dual(z, 1))).d for w, (g, _), z in zip(weights, parts, at, strict=True)]

        def f(a):
            return sum(w * g(np, z) for w, (g, _), z in zip(weights, parts, a, strict=True))
    else:
        truth = []
        for i in range(n):
            product = Dual(1)
            for j, (g, _) in enumerate(parts):
                product = product * g(Exact, Dual(at[j], int(i == j)))
            truth.append(product.d)

        def f(a):
            return math.prod(g(np, z) for (g, _), z in zip(parts, a, strict=True))

    truth = np.array([float(t) for t in truth])
    return Case(f, at, truth, truth, words="; ".join(w for _, w in parts))


# float32, float16, rounded


NARROW = {
    "input": lambda g, t: lambda z: np.float64(g(np, np.float64(t(z)))),
    "output": lambda g, t: lambda z: t(g(np, z)),
    "float of output": lambda g, t: lambda z: float(t(g(np, z))),
    "both": lambda g, t: lambda z: t(g(np, np.float64(t(z)))),
    "all": lambda g, t: lambda z: g(np, t(z)),
}


@kind
def narrow_elementary(rng):
    z = sign(rng) * power(rng, -3, 3)
    expression, words = chain(rng, z, 2)
    narrow = np.float16 if rng.random() < 0.2 else np.float32
    way = str(rng.choice(list(NARROW)))
    if rng.random() < 0.5:
        z = float(narrow(z))

    def typed(lib, u):  # constants of float64 would make all of it float64 again
        return expression(lib, u)

    f = NARROW[way](typed, narrow)
    if way == "all":

        def f(z):
            with np.errstate(all="ignore"):
                return np.asarray(expression(Narrow(narrow), narrow(z))).astype(narrow)[()]

    return expression_case(rng, z, expression, f, words=f"{narrow.__name__} {way}: {words}")


class Narrow:
    """NumPy's functions, each result in a narrow type."""

    def __init__(self, dtype):
        self.dtype = dtype

    def __getattr__(self, name):
        return lambda u: self.dtype(getattr(np, name)(self.dtype(u)))


@kind
def narrow_at(rng):
    """at itself is float32."""
    z = float(np.float32(sign(rng) * power(rng, -3, 3)))
    expression, words = chain(rng, z, 2)
    case = expression_case(rng, z, expression, words=words, smooth=False)
    return case._replace(at=case.at.astype(np.float32))


@kind
def narrow_mixed(rng):
    """A data term in float32 and weight decay in float64."""
    z = sign(rng) * power(rng, -2, 2)
    expression, words = chain(rng, z, 2)
    decay = power(rng, -4, 1)
    t = [np.float32, np.float32, np.float16][rng.integers(3)]

    def exact(lib, z):
        return expression(lib, z) + z * z * decay

    def f(z):
        return float(t(expression(np, np.float64(t(z))))) + z * z * decay

    return expression_case(rng, z, exact, f, words=f"{t.__name__} of {words}, plus {decay:.3g} z²")


@kind
def narrow_network(rng):
    N, D, H = rng.integers(1, 41), rng.integers(1, 4), rng.integers(1, 5)
    X, Y, parameters = random_network(rng, N, D, H, power(rng, -1, 0.7))
    decay = rng.choice([0.0, 0.0, 0.1])
    which = int(rng.integers(4))

    def f(p):
        W1, b1, W2, b2 = (np.asarray(v).astype(np.float32) for v in p)
        Z2 = W2 @ (1 / (1 + np.exp(-(W1 @ X.astype(np.float32) + b1)))) + b2
        L = np.maximum(Z2, 0) - Z2 * Y.astype(np.float32) + np.log1p(np.exp(-np.abs(Z2)))
        return np.float32(L.mean()) if not decay else float(L.mean()) + decay * float(np.sum(np.square(p[which])))

    case = network_case(X, Y, parameters, "sigmoid", which, f, words=f"in float32, decay {decay}")
    truth = case.left + 2 * decay * case.at
    return case._replace(left=truth, right=truth)


@kind
def rounded(rng):
    z = sign(rng) * power(rng, -2, 2)
    expression, words = chain(rng, z, 2)
    digits = int(rng.integers(4, 9))
    way = rng.choice(["round", "fixed", "general", "np.round"])
    forms = {
        "round": lambda v: round(float(v), digits),
        "fixed": lambda v: float(f"{v:.{digits}f}"),
        "general": lambda v: float(f"{v:.{digits}g}"),
        "np.round": lambda v: np.round(v, digits),
    }
    return expression_case(
        rng, z, expression, lambda z: forms[way](expression(np, z)), words=f"{way} {digits}: {words}"
    )


@kind
def rounded_J(rng):
    N, D, H = rng.integers(1, 41), rng.integers(1, 4), rng.integers(1, 5)
    X, Y, parameters = random_network(rng, N, D, H, power(rng, -1, 0.7))
    digits = int(rng.integers(4, 9))
    return network_case(
        X,
        Y,
        parameters,
        "sigmoid",
        int(rng.integers(4)),
        lambda p: round(network.cost(network.forward(X, p, "sigmoid").Z2, Y), digits),
        words=f"rounded to {digits} digits",
    )


# saturated


@kind
def saturated_naive(rng):
    z = float(rng.choice([rng.uniform(-40, 40), rng.integers(-40, 41)]))
    y = float(rng.integers(2))
    way = int(rng.integers(9))
    sigma = 1 / (1 + mpmath.exp(-mpf(z)))

    def a_of(z):
        return 1 / (1 + np.exp(-z))

    def math_a(z):
        return 1 / (1 + math.exp(-z))

    ways = [
        (lambda z: -np.log(1 - a_of(z)), sigma),
        (lambda z: -y * np.log(a_of(z)) - (1 - y) * np.log(1 - a_of(z)), sigma - y),
        (lambda z: -y * math.log(math_a(z)) - (1 - y) * math.log(1 - math_a(z)), sigma - y),
        (lambda z: np.log(a_of(z)), 1 - sigma),
        (lambda z: -math.log(math.exp(z) / (math.exp(z) + 1)), sigma - 1),
        (lambda z: np.log(1 + np.exp(z)) - y * z, sigma - y),
        (lambda z: (a_of(z) - y) ** 2, 2 * (sigma - y) * sigma * (1 - sigma)),
        (lambda z: np.log(a_of(z) / (1 - a_of(z))), mpf(1)),
        (lambda z: -math.log(1 - 1 / (1 + math.e**-z)), sigma),
    ]
    f, truth = ways[way]
    return scalar_case(rng, z, f, truth, words=f"way {way}, y = {y:g}, z = {z!r}")


@kind
def saturated_softmax(rng):
    n = int(rng.integers(2, 6))
    at = rng.normal(size=n) * power(rng, -1, 1.2)
    k = int(rng.integers(n))
    e = [mpmath.exp(mpf(z)) for z in at]
    truth = np.array([float(v / sum(e) - (i == k)) for i, v in enumerate(e)])
    way = int(rng.integers(3))

    def f(a):
        if way == 0:
            return -np.log(np.exp(a[k]) / np.exp(a).sum())
        if way == 1:
            return -math.log(math.exp(a[k]) / sum(map(math.exp, a)))
        p = np.exp(a - a.max()) / np.exp(a - a.max()).sum()
        return -(np.eye(n)[k] * np.log(p)).sum()

    return Case(f, at, truth, truth, words=f"softmax way {way}, k = {k}, at {at.tolist()}")


@kind
def saturated_textbook_J(rng):
    """The mean of naive cross entropies through a naive σ; the largest z2 is 22 or 36 or less."""
    most = float(rng.choice([5, 12, 22, 30, 36]))
    N, H = 40, int(rng.integers(2, 5))
    X, Y, parameters = random_network(rng, N, 2, H, 2.0)
    hidden = "sigmoid" if rng.random() < 0.5 else "relu"
    Z2 = np.abs(network.forward(X, parameters, hidden).Z2).max()
    parameters = parameters._replace(W2=parameters.W2 * most / Z2, b2=parameters.b2 * most / Z2)
    plain = rng.random() < 0.5

    def with_numpy(p):
        W1, b1, W2, b2 = p
        Z1 = W1 @ X + b1
        A1 = np.maximum(0, Z1) if hidden == "relu" else 1 / (1 + np.exp(-Z1))
        A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
        return np.mean(-(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))

    def with_math(p):
        W1, b1, W2, b2 = (np.asarray(v).tolist() for v in p)
        total = 0.0
        for x1, x2, y in zip(*X.tolist(), Y[0].tolist(), strict=True):
            z2 = b2[0][0]
            for (w, v), (b,), u in zip(W1, b1, W2[0], strict=True):
                z1 = w * x1 + v * x2 + b
                z2 += u * (max(z1, 0) if hidden == "relu" else 1 / (1 + math.exp(-z1)))
            a = 1 / (1 + math.exp(-z2))
            total -= y * math.log(a) + (1 - y) * math.log(1 - a)
        return total / N

    f = with_math if plain else with_numpy
    words = f"{'math' if plain else 'NumPy'}, naive, |z2| up to {most:g}"
    return network_case(X, Y, parameters, hidden, int(rng.integers(4)), f, words=words)


@kind
def raises_away(rng):
    """Right at the point, but away from it f raises, or returns a complex number."""
    way = int(rng.integers(7))
    d = power(rng, -12, 0)
    z = [d, d, d, 709.78 - d, 1 - d, 1 + d, d][way]
    ways = [
        (lambda lib, z: lib.sqrt(z), lambda z: float(z) ** 0.5),
        (lambda lib, z: lib.log(z), lambda z: math.log(z)),
        (lambda lib, z: z**1.5 + z, lambda z: float(z) ** 1.5 + z),
        (lambda lib, z: lib.exp(z), lambda z: math.exp(z)),
        (lambda lib, z: lib.arcsin(z), lambda z: math.asin(z)),
        (lambda lib, z: lib.sqrt(z - 1.0), lambda z: (float(z) - 1.0) ** 0.5),
        (lambda lib, z: 1 / z, lambda z: 1 / float(z)),
    ]
    exact, f = ways[way]
    return expression_case(rng, z, exact, f, words=f"way {way} at {z!r}")


# kinks


def corner(rng, distance):
    """offset + a smooth part + jump · max(z - p, 0), at p + distance."""
    p = float(rng.choice([0.0, 0.0, 1.0, 0.5, -2.0, rng.normal(), rng.normal() * 100]))
    jump = float(rng.choice([1.0, 1.0, 2.5, 1e-3, 1e-6])) * sign(rng)
    offset = float(rng.choice([0.0, 0.0, 1.0, 0.001, 100.0]))
    tilt = float(rng.choice([0.0, 0.0, 1.0, -0.3]))
    bend = float(rng.choice([0.0, 0.0, 1.0, 0.1]))
    form = str(rng.choice(["max", "abs", "where", "leaky"]))
    z = p + distance

    def f(z):
        t = z - p
        if form == "max":
            k = max(t, 0.0)
        elif form == "abs":
            k = (abs(t) + t) / 2
        elif form == "where":
            k = np.where(t > 0, t, 0.0)
        else:
            k = t if t > 0 else 0.01 * t
        return offset + tilt * z + bend * math.sin(z) + jump * k

    low = 0.01 if form == "leaky" else 0
    base = mpf(tilt) + mpf(bend) * mpmath.cos(mpf(z))
    below, above = base + mpf(jump) * low, base + jump
    words = f"{form}: {offset:g} + {tilt:g} z + {bend:g} sin z + {jump:g} max(z - {p!r}, 0) at {z!r}, {z - p:.3g} away"
    if z == p:
        return scalar_case(rng, z, f, below, above, words=words)
    return scalar_case(rng, z, f, above if z > p else below, words=words)


@kind
def kink_at(rng):
    return corner(rng, 0.0)


@kind
def kink_near(rng):
    return corner(rng, sign(rng) * power(rng, -14, -1))


@kind
def kink_at_others(rng):
    way, y = int(rng.integers(6)), float(rng.normal())
    ways = [
        (0.0, lambda z: abs(z * y), -abs(y), abs(y)),
        (1.0, lambda z: max(0.0, 1 - z), -1, 0),
        (0.0, lambda z: max(y * z, -2 * z), min(y, -2), max(y, -2)),
        (2.0, lambda z: abs((z - 2) * (z + 1)), -3, 3),
        (0.0, lambda z: math.sqrt(z * z), -1, 1),
        (0.0, lambda z: abs(math.sin(z)) + z * z, -1, 1),
    ]
    z, f, left, right = ways[way]
    return scalar_case(rng, z, f, left, right, words=f"way {way}, y = {y!r}")


@kind
def kink_network_at(rng):
    """Whole numbers, so that z1 is exactly 0 for an observation."""
    N, D, H = int(rng.integers(1, 20)), 2, int(rng.integers(1, 4))
    X = rng.integers(-3, 4, (D, N)).astype(float)
    Y = rng.integers(0, 2, (1, N)).astype(float)
    parameters = network.Parameters(
        rng.integers(-3, 4, (H, D)).astype(float), np.zeros((H, 1)), rng.normal(size=(1, H)), rng.normal(size=(1, 1))
    )
    parameters.b1[:] = -(parameters.W1 @ X[:, :1])
    return network_case(X, Y, parameters, "relu", int(rng.integers(4)), words="z1 = 0 for observation 1")


@kind
def kink_network_near(rng):
    N, D, H = int(rng.integers(1, 20)), int(rng.integers(1, 4)), int(rng.integers(1, 4))
    X, Y, parameters = random_network(rng, N, D, H, 1.0)
    d = sign(rng) * power(rng, -13, -2)
    parameters.b1[0] = -(parameters.W1[0] @ X[:, 0]) + d
    return network_case(X, Y, parameters, "relu", int(rng.integers(4)), words=f"z1 = {d:.2g} for observation 1")


@kind
def kink_network_500(rng):
    X, Y, parameters = random_network(rng, 500, 2, int(rng.integers(2, 5)), 1.0)
    return network_case(X, Y, parameters, "relu", int(rng.integers(4)), words="many kinks")


@kind
def dead(rng):
    size = power(rng, -8, 0)
    offset = float(rng.choice([0.0, 1.0, 0.3, 1e3]))
    slope = float(rng.choice([1.0, 100.0, 0.01]))
    z = float(rng.choice([-size, -size / 2, -size / 1000]))
    both = rng.random() < 0.5
    wide = 2 * size

    def f(z):
        return offset + slope * (max(z, 0.0) + (max(-z - wide, 0.0) if both else 0.0))

    return scalar_case(
        rng, z, f, 0, words=f"{offset:g} + {slope:g} max(z, 0), plateau {size:.3g}, at {z!r}, both {both}"
    )


@kind
def plateaus(rng):
    """Soft threshold, dead zone, clip: on, at and beside the joint at 1."""
    way = int(rng.integers(3))
    d = float(rng.choice([0.0, sign(rng) * power(rng, -13, -0.5)]))
    z = 1.0 + d
    offset = float(rng.choice([0.0, 1.0]))
    ways = [
        (lambda z: offset + math.copysign(max(abs(z) - 1.0, 0.0), z), 0, 1),
        (lambda z: offset + (0.0 if abs(z) <= 1 else z - math.copysign(1.0, z)), 0, 1),
        (lambda z: offset + float(np.clip(z, -1, 1)), 1, 0),
    ]
    f, left, right = ways[way]
    words = f"way {way}, offset {offset:g}, at 1 + {z - 1:.3g}"
    if z == 1:
        return scalar_case(rng, z, f, left, right, words=words)
    return scalar_case(rng, z, f, left if z < 1 else right, words=words)


@kind
def steps(rng):
    """floor, sign, a jump beside the point: the slope is that of the piece. At the jump there is none."""
    d = float(rng.choice([0.0, sign(rng) * power(rng, -12, -0.5)]))
    way = int(rng.integers(4))
    height = float(rng.choice([1.0, 1e-3, 1e-6]))
    z = 3.0 + d
    ways = [
        (lambda z: height * math.floor(z), 0),
        (lambda z: height * (z >= 3) + z, 1),
        (lambda z: height * np.sign(z - 3) + z * z, 2 * z),
        (lambda z: height * math.floor(z) + math.sin(z), float(mpmath.cos(z))),
    ]
    f, truth = ways[way]
    words = f"way {way}, height {height:g}, at 3 + {z - 3:.3g}"
    if z == 3:
        return scalar_case(rng, z, f, -math.inf, math.inf, words=words)
    return scalar_case(rng, z, f, truth, words=words)


# smooth, though a kink may be invented


@kind
def smooth_joint(rng):
    """C1 at the joint 0: at it, or beside it."""
    z = float(rng.choice([0.0, 0.0, sign(rng) * power(rng, -14, 0)]))
    m = mpf(z)
    way = int(rng.integers(15))
    offset = float(rng.choice([0.0, 0.0, 1.0, 0.25]))
    c = float(rng.choice([1.0, 10.0, 1e3, 1e-3]))
    s = 1 / (1 + mpmath.exp(-m))
    ways = [
        ("ELU", lambda z: z if z > 0 else math.expm1(z), 1 if z > 0 else mpmath.exp(m)),
        ("ELU by exp", lambda z: z if z > 0 else np.exp(z) - 1, 1 if z > 0 else mpmath.exp(m)),
        ("σ - 1/2", lambda z: 1 / (1 + np.exp(-z)) - 0.5, s * (1 - s)),
        ("squared hinge", lambda z: c * max(0.0, z) ** 2, 2 * mpf(c) * max(m, 0)),
        ("softplus", lambda z: np.logaddexp(0, z), s),
        ("SiLU", lambda z: z / (1 + np.exp(-z)), s + m * s * (1 - s)),
        ("z|z|", lambda z: c * z * abs(z), 2 * mpf(c) * abs(m)),
        ("|z|^1.5", lambda z: abs(z) ** 1.5, mpf("1.5") * abs(m) ** mpf("0.5") * mpmath.sign(m)),
        ("|z|^3", lambda z: c * abs(z) ** 3, 3 * mpf(c) * m * abs(m)),
        (
            "Huber",
            lambda z: 0.5 * (z + 1) ** 2 if abs(z + 1) <= 1 else abs(z + 1) - 0.5,
            m + 1 if -2 <= m <= 0 else mpmath.sign(m + 1),
        ),
        (
            "smoothstep",
            lambda z: 0.0 if z <= 0 else 1.0 if z >= 1 else z * z * (3 - 2 * z),
            6 * m * (1 - m) if 0 < m < 1 else mpf(0),
        ),
        (
            "curvature jump",
            lambda z: z + (c * z * z if z > 0 else -0.5 * c * z * z),
            1 + (2 * mpf(c) * m if m > 0 else -mpf(c) * m),
        ),
        ("z + |z|^1.5", lambda z: z + abs(z) ** 1.5, 1 + mpf("1.5") * abs(m) ** mpf("0.5") * mpmath.sign(m)),
        ("z + |z|^1.1", lambda z: z + abs(z) ** 1.1, 1 + mpf(1.1) * abs(m) ** (mpf(1.1) - 1) * mpmath.sign(m)),
        ("|z|^2.5", lambda z: c * abs(z) ** 2.5, mpf(c) * mpf("2.5") * abs(m) ** mpf("1.5") * mpmath.sign(m)),
    ]
    name, g, truth = ways[way]
    return scalar_case(rng, z, lambda z: offset + g(z), truth, words=f"{offset:g} + {name}, c = {c:g}, at {z!r}")


# nasty


def noise(z, key):
    """In -1..1, by the bits of z."""
    bits = hashlib.blake2b(struct.pack("dq", float(z), key), digest_size=8).digest()
    return int.from_bytes(bits, "big") / 2**63 - 1


@kind
def noisy(rng):
    z = sign(rng) * power(rng, -2, 2)
    expression, words = chain(rng, z, 2)
    level, key = power(rng, -12, -3), int(rng.integers(2**31))
    return expression_case(
        rng,
        z,
        expression,
        lambda z: expression(np, z) * (1 + level * noise(z, key)),
        words=f"noise {level:.2g}: {words}",
    )


@kind
def noisy_additive(rng):
    z = float(rng.normal() * power(rng, -2, 2))
    expression, words = chain(rng, z, 2)
    level, key = power(rng, -12, -3), int(rng.integers(2**31))
    return expression_case(
        rng, z, expression, lambda z: expression(np, z) + level * noise(z, key), words=f"noise + {level:.2g}: {words}"
    )


@kind
def chirp(rng):
    z, k = sign(rng) * power(rng, -4, 0), int(rng.integers(3))

    def expression(lib, z):
        return [lambda: lib.sin(1 / z), lambda: z * z * lib.sin(1 / z), lambda: z + z * z * lib.cos(1 / z)][k]()

    return expression_case(rng, z, expression, words=f"chirp {k} at {z!r}")


@kind
def poles_and_edges(rng):
    d = power(rng, -12, -1)
    way = int(rng.integers(7))
    z = [d, d, d, 1 - d, 1 + d, d, 1 - d][way]
    ways = [
        lambda lib, z: 1 / z,
        lambda lib, z: lib.sqrt(z),
        lambda lib, z: lib.log(z),
        lambda lib, z: lib.arcsin(z),
        lambda lib, z: 1 / (z - 1.0),
        lambda lib, z: 1 / (z * z),
        lambda lib, z: lib.log(1.0 - z),
    ]
    return expression_case(rng, z, ways[way], words=f"way {way} at {z!r}")


@kind
def steep(rng):
    """Gaussians and sigmoids of width 1e-6 and so: on the flank, or far away, where the exact slope is all but 0."""
    width = power(rng, -9, -3)
    u = float(rng.choice([rng.normal(), rng.normal(), rng.normal() * 5]))
    way = int(rng.integers(4))
    p = float(rng.choice([0.0, 0.0, 1.0]))
    z = p + u * width
    ways = [
        lambda lib, t: lib.exp(-(t * t)),
        lambda lib, t: 1 / (1 + lib.exp(-t)),
        lambda lib, t: lib.tanh(t),
        lambda lib, t: 1 / (1 + t * t),
    ]
    case = expression_case(rng, z, lambda lib, z: ways[way](lib, (z - p) / width))
    return case._replace(easy=False, words=f"way {way}, width {width!r}, p = {p:g}, at {z!r}")


@kind
def ripple(rng):
    """Small, quick waves on something slow."""
    z = float(rng.choice([0.0, 1.0, 0.1, rng.normal()]))
    quick = float(rng.choice([1e3, 1e6, 1e9, 2.0**20, power(rng, 2, 9)]))
    small = float(rng.choice([1 / quick, 1e-3 / quick, 10 / quick, 1e-9, 1e-12]))
    k = int(rng.integers(2))

    def expression(lib, z):
        return (z if k else lib.exp(z)) + lib.sin(z * quick) * small

    return expression_case(
        rng, z, expression, words=f"{'z' if k else 'exp z'} + {small:.3g} sin({quick!r} z) at {z!r}", smooth=False
    )


@kind
def extreme_scales(rng):
    way = int(rng.integers(9))
    big, tiny = power(rng, 12, 18), power(rng, -40, -20)
    z, expression = [
        (big, lambda lib, z: z * z),
        (big, lambda lib, z: lib.log(z)),
        (big, lambda lib, z: lib.sin(z)),
        (tiny, lambda lib, z: lib.exp(z)),
        (tiny, lambda lib, z: z * z),
        (tiny, lambda lib, z: z * 3.0 + 1.0),
        (1.5, lambda lib, z: z * z * 1e-300),
        (1.5, lambda lib, z: lib.exp(z) * 1e300),
        (tiny, lambda lib, z: lib.sqrt(z)),
    ][way]
    return expression_case(rng, z, expression, words=f"way {way} at {z!r}", smooth=False)


@kind
def huge_array(rng):
    n = 500
    at = rng.normal(size=n)
    w = rng.normal(size=n)
    if rng.random() < 0.5:
        u = [mpf(z) for z in at]
        e = [mpmath.exp(z) for z in u]
        total = sum(e)
        truth = np.array([float(v / total) for v in e])
        return Case(lambda a: np.log(np.exp(a).sum()), at, truth, truth, words="log Σ exp of 500")
    s = mpmath.fsum(mpf(a) * mpf(b) for a, b in zip(w, at, strict=True))
    truth = np.array([float(2 * s * mpf(v)) for v in w])
    return Case(lambda a: float(a @ w) ** 2, at, truth, truth, words="(w · z)² of 500")


RARE = {"huge_array": 0.05, "smooth_network_large": 0.2, "kink_network_500": 0.15, "smooth_network_sigmoid": 0.7}


# Methods. Each returns found and error, arrays of the shape of at; error is None if the method claims none.


def ours(case):
    found = numeric_gradient(case.f, case.at)
    error = getattr(found, "error", None)
    return np.asarray(found), None if error is None else np.asarray(error)


def entries(case):
    """For the peers: the first entries as functions of one number, and the numbers."""
    for i in list(np.ndindex(case.at.shape))[:PEER_ENTRIES]:

        def along(z, i=i):
            a = case.at.astype(np.result_type(np.asarray(z).dtype, np.float64))
            a[i] = z
            return case.f(a)

        yield along, float(case.at[i])


def scipy_derivative(case):
    from scipy.differentiate import derivative

    pairs = []
    for f, z in entries(case):
        result = derivative(np.vectorize(f, otypes=[float]), z)
        pairs.append((result.df if result.success else math.nan, result.error))
    return tuple(np.array(pairs, dtype=float).T)


def numdifftools_derivative(case):
    import numdifftools

    pairs = []
    for f, z in entries(case):
        result = numdifftools.Derivative(f, full_output=True)(z)
        pairs.append((np.asarray(result.estimate).item(), np.asarray(result.error_estimate).item()))
    return tuple(np.array(pairs, dtype=float).T)


def central_difference(case, eps=1e-6):
    return np.array([(float(f(z + eps)) - float(f(z - eps))) / (2 * eps) for f, z in entries(case)]), None


def complex_step(case):
    if not case.holomorphic:
        raise NotImplementedError
    return np.array([np.imag(f(complex(z, 1e-30))) / 1e-30 for f, z in entries(case)]), None


PEERS = {
    "scipy.differentiate": scipy_derivative,
    "numdifftools": numdifftools_derivative,
    "central difference": central_difference,
    "complex step": complex_step,
}


class Verdict(NamedTuple):
    what: str  # right, wrong, refused, raised or mute (NaN without a warning)
    cautious: bool = False
    off: float = math.nan  # the largest relative error of the finite entries
    claimed: float = math.nan  # the median of error / |truth|
    ratio: float = math.nan  # the largest of true error / claimed error
    words: str = ""


def judge(case, method):
    try:
        with warnings.catch_warnings(record=True) as heard, np.errstate(all="ignore"):
            warnings.simplefilter("always")
            found, error = method(case)
    except NotImplementedError:
        return None
    except Exception as problem:
        where = traceback.extract_tb(problem.__traceback__)[-1]
        return Verdict(
            "raised", words=f"{type(problem).__name__}: {problem} (line {where.lineno} of {Path(where.filename).name})"
        )
    left, right = case.left, case.right
    if method is not ours:
        left, right = left.reshape(-1)[: found.size], right.reshape(-1)[: found.size]
    elif (
        found.shape != case.at.shape or found.dtype != np.float64 or (error is not None and error.shape != found.shape)
    ):
        return Verdict("raised", words=f"shape {found.shape}, {found.dtype}, at {case.at.shape}")
    with np.errstate(all="ignore"):
        size = np.minimum(np.abs(left), np.abs(right))
        if error is None:
            value = abs(float(case.f(case.at)))
            allowed = PEER_SLACK * size + 1e-9 * value / max(1.0, float(np.abs(case.at).max()))
        else:
            allowed = np.fmax(error, SLACK * size)
        off = np.maximum(np.abs(found - left), np.abs(found - right))
        given = np.isfinite(found) if error is None else np.isfinite(found) & np.isfinite(error)
        bad = given & ~(off <= allowed)
        relative = (off / size)[given & (size > 0) & (left == right)]
        claims = (error / size)[given & (size > 0)] if error is not None else np.array([])
        ratios = (off / error)[given & (error > 0)] if error is not None else np.array([])
    worst = float(relative.max()) if relative.size else math.nan
    claimed = float(np.median(claims)) if claims.size else math.nan
    ratio = float(ratios.max()) if ratios.size else math.nan
    cautious = bool(case.easy and error is not None and claimed > SLACK)
    if bad.any():
        i = tuple(int(k) for k in np.argwhere(bad)[0])
        says = "" if error is None else f" ± {error[i]:.3g}"
        truth = f"{left[i]:.9g}" if left[i] == right[i] else f"{left[i]:.9g} | {right[i]:.9g}"
        what, words = (
            "wrong",
            f"found {found[i]:.9g}{says}, truth {truth}" + (f", entry {i} of {found.size}" if found.size > 1 else ""),
        )
    elif not given.all():
        said = [str(w.message) for w in heard if issubclass(w.category, RuntimeWarning)]
        what, words = "refused", said[0] if said else "no warning"
        if method is ours and not said:
            what = "mute"
    else:
        what, words = "right", ""
    return Verdict(what, cautious, worst, claimed, ratio, words)


def defined(case):
    """Whether f has a value at the point itself."""
    with np.errstate(all="ignore"):
        try:
            return bool(np.isfinite(case.f(case.at)))
        except (ArithmeticError, ValueError):
            return False


def trial(job):
    name, seed, with_peers = job
    case = make_case(name, seed)
    if not defined(case):
        return name, seed, case.words, {}
    methods = {"ours": ours, **(PEERS if with_peers else {})}
    return name, seed, case.words, {title: judge(case, method) for title, method in methods.items()}


def median(values):
    values = [v for v in values if not math.isnan(v)]
    return f"{statistics.median(values):.1e}" if values else "-"


def highest(values):
    values = [v for v in values if not math.isnan(v)]
    return f"{max(values):.1e}" if values else "-"


def report(results, title):
    by_kind = collections.defaultdict(list)
    for name, _, _, verdicts in results:
        if verdicts.get(title):
            by_kind[name].append(verdicts[title])
    if not by_kind:
        return
    print(f"\n{title}\n")
    heads = (
        "kind",
        "count",
        "silently wrong",
        "refused",
        "raised",
        "over-cautious",
        "median error",
        "worst error",
        "median claim",
    )
    print("| " + " | ".join(heads) + " |\n" + "| --- " * len(heads) + "|")
    every = [v for own in by_kind.values() for v in own]
    for name, own in [*by_kind.items(), ("all", every)]:
        tally = collections.Counter(v.what for v in own)
        cells = [name, len(own), tally["wrong"], tally["refused"] + tally["mute"], tally["raised"]]
        cells += [sum(v.cautious for v in own), median(v.off for v in own), highest(v.off for v in own)]
        print("| " + " | ".join(map(str, [*cells, median(v.claimed for v in own)])) + " |")
    ratios = [v.ratio for v in every if not math.isnan(v.ratio)]
    if ratios:
        parts = ", ".join(f"{q}%: {np.percentile(ratios, q):.2g}" for q in (50, 90, 99, 99.9, 100))
        print(f"\nTrue error / claimed error, the largest in each problem: {parts}")
    mute = sum(v.what == "mute" for v in every)
    if mute and title == "ours":
        print(f"NaN without a warning: {mute}")


def list_cases(results, what, most):
    listed = [(name, seed, words, v["ours"].words) for name, seed, words, v in results if v and v["ours"].what == what]
    if listed:
        print(f"\n{len(listed)} {what}; the first:")
    for name, seed, words, says in listed[:most]:
        print(f"  --case {name}:{seed}  {says}; {words[:300]}")


def share_out(count, names):
    """How many problems of each kind."""
    weights = [RARE.get(name, 1.0) for name in names]
    return {name: max(1, round(count * w / sum(weights))) for name, w in zip(names, weights, strict=True)}


def gauge(count, seed, names, with_peers, most):
    jobs = [(name, seed * 1_000_000 + i, with_peers) for name, n in share_out(count, names).items() for i in range(n)]
    began = time.perf_counter()
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        results = list(pool.map(trial, jobs, chunksize=10))
    print(f"{len(jobs)} problems, seed {seed}, {time.perf_counter() - began:.0f} s, NumPy {np.__version__}")
    for title in ("ours", *PEERS):
        report(results, title)
    for what in ("wrong", "raised", "mute"):
        list_cases(results, what, most)


def one_case(text):
    name, seed = text.rsplit(":", 1)
    case = make_case(name, int(seed))
    print(f"{name}:{seed}: {case.words}\nat {case.at.tolist()}\nslopes {case.left.tolist()}")
    if not np.array_equal(case.left, case.right):
        print(f"    or {case.right.tolist()}")
    for title, method in {"ours": ours, **PEERS}.items():
        print(f"{title}: {judge(case, method)}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, error = ours(case)
    print(f"ours: {found.tolist()}\n   ± {None if error is None else error.tolist()}")


def timed(rounds):
    rng = np.random.default_rng(0)
    X, Y, parameters = random_network(rng, 40, 2, 2, 1.0)
    kept = dict(zip(network.Parameters._fields, network.EXAMPLE.parameters, strict=True))

    def all_of(make):
        return [Case(make(name, p), np.array(p), np.array(p), np.array(p)) for name, p in make.at.items()]

    def L(name, _):
        return lambda a: network.loss_with(network.EXAMPLE, **{name: a})

    def J(name, _):
        return lambda a: network.cost(network.forward(X, parameters._replace(**{name: a})).Z2, Y)

    L.at, J.at = kept, parameters._asdict()
    for title, make in (("L of EXAMPLE, 9 parameters", L), ("J of 40 points, 9 parameters", J)):
        cases, times = all_of(make), collections.defaultdict(list)
        for _ in range(rounds):
            for name, method in {"numeric_gradient": ours, **{k: PEERS[k] for k in list(PEERS)[:3]}}.items():
                began = time.perf_counter()
                for case in cases:
                    method(case)
                times[name].append((time.perf_counter() - began) * 1e3)
        print(f"{title}: " + ", ".join(f"{name} {statistics.median(own):.2f} ms" for name, own in times.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="how many problems")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", default="", help="only kinds whose name holds this")
    parser.add_argument("--case", help="KIND:SEED, one problem alone")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--list", type=int, default=20, help="how many wrong ones to list")
    parser.add_argument("--time", action="store_true")
    options = parser.parse_args()
    if options.case:
        one_case(options.case)
    elif options.time:
        PEER_ENTRIES = 9
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            timed(15)
    else:
        names = [name for name in KINDS if options.kind in name]
        gauge(options.count, options.seed, names, options.peers, options.list)
