"""The derivatives of the page, from the loss back to the first weights, and `backward`, which chains them.

    ∂L/∂a2 ── ∂a2/∂z2 ──► ∂L/∂z2 ── W2 ──► ∂L/∂a1 ── ∂a1/∂z1 ──► ∂L/∂z1
                            │                                      │
                      ∂L/∂W2, ∂L/∂b2                         ∂L/∂W1, ∂L/∂b1

A derivative has the shape of what it belongs to. Those by a and z (D1-D3, D6, D7) take N observations, column by
column; those by W and b (D4, D5, D8, D9) take one; `backward` and the ∂J/∂· (B1-B4) are the mean over N. Everything
returned is float64 and new; a product too large for float64 is ∞. An argument that is not finite, is empty or does
not fit raises ValueError, which names it.
"""

import numpy as np

from helpers import arguments, network
from helpers.network import ForwardPass, Parameters, sigmoid

_silent = np.errstate(over="ignore", divide="ignore", invalid="ignore")


# One observation after the other: the loss L


@_silent
def dL_da2(a2, y):
    """D1: ∂L/∂a2 = -y/a2 + (1 - y)/(1 - a2). Only the term that y selects counts: the other could be 0 · ∞.

    a2: (1, N), between 0 and 1; y: (1, N), each entry 0 or 1. Returns (1, N); -∞ or ∞ where the quotient is too large
    for float64: -∞ at a2 = 0, y = 1 and ∞ at a2 = 1, y = 0. Raises ValueError when the two don't fit each other.
    """
    a2 = _outputs(a2)
    y = network.labels(y, a2.shape[1], "y")
    return np.where(y == 1, -1 / a2, 1 / (1 - a2))


def da2_dz2(a2):
    """D2: ∂a2/∂z2 = a2 (1 - a2), the slope of σ at z2.

    a2: (1, N), between 0 and 1. Returns (1, N). Raises ValueError when a2 is anything else.
    """
    a2 = _outputs(a2)
    return a2 * (1 - a2)


def dL_dz2(a2, y):
    """D3: ∂L/∂z2 = ∂L/∂a2 · ∂a2/∂z2 = a2 - y. What could be ∞ · 0 has cancelled.

    a2: (1, N), between 0 and 1; y: (1, N), each entry 0 or 1. Returns (1, N).
    Raises ValueError when the two don't fit each other.
    """
    a2 = _outputs(a2)
    y = network.labels(y, a2.shape[1], "y")
    return a2 - y


@_silent
def dL_dW2(dL_dz2, a1):
    """D4: ∂L/∂W2 = ∂L/∂z2 a1ᵀ.

    dL_dz2: (1, 1); a1: (H, 1). Returns (1, H). Raises ValueError when either is not of one observation.
    """
    dL_dz2 = _fit("dL_dz2", dL_dz2, (1, 1), "one observation")
    a1 = _fit("a1", a1, ("H", 1), "one observation")
    return dL_dz2 @ a1.T


def dL_db2(dL_dz2):
    """D5: ∂L/∂b2 = ∂L/∂z2, for ∂z2/∂b2 = 1.

    dL_dz2: (1, 1). Returns (1, 1). Raises ValueError when it is not of one observation.
    """
    return _fit("dL_dz2", dL_dz2, (1, 1), "one observation")


@_silent
def dL_da1(dL_dz2, W2):
    """D6: ∂L/∂a1 = W2ᵀ ∂L/∂z2.

    dL_dz2: (1, N); W2: (1, H). Returns (H, N). Raises ValueError when either is not one row.
    """
    dL_dz2 = arguments.row("dL_dz2", dL_dz2)
    W2 = _fit("W2", W2, (1, "H"), "one weight for each hidden unit")
    return W2.T @ dL_dz2


@_silent
def dL_dz1(dL_da1, z1, hidden="relu"):
    """D7: ∂L/∂z1 = ∂L/∂a1 ⊙ 1{z1 > 0}; with hidden="sigmoid", ∂L/∂a1 ⊙ σ(z1) (1 - σ(z1)).

    At z1 = 0 ReLU has no derivative. 0 is the page's convention and a choice: any slope from 0 to 1 would do.
    dL_da1 and z1: (H, N). hidden: "relu" or "sigmoid". Returns (H, N). Raises ValueError when the shapes differ.
    """
    network.check_hidden(hidden)
    dL_da1 = arguments.matrix("dL_da1", dL_da1)
    z1 = _fit("z1", z1, dL_da1.shape, "the shape of dL_da1")
    # 1 - σ(z) is σ(-z), which keeps its digits where σ(z) has rounded to 1.
    da1_dz1 = z1 > 0 if hidden == "relu" else sigmoid(z1) * sigmoid(-z1)
    return dL_da1 * da1_dz1


@_silent
def dL_dx(dL_dz1, W1):
    """How L moves with each input: ∂L/∂x = W1ᵀ ∂L/∂z1. Not on the page; a layer before this one would go on from it.

    dL_dz1: (H, N); W1: (H, D). Returns (D, N). Raises ValueError when they don't have as many rows.
    """
    dL_dz1 = arguments.matrix("dL_dz1", dL_dz1)
    W1 = _fit("W1", W1, (len(dL_dz1), "D"), "one row for each row of dL_dz1")
    return W1.T @ dL_dz1


@_silent
def dL_dW1(dL_dz1, x):
    """D8: ∂L/∂W1 = ∂L/∂z1 xᵀ, an outer product. The page's last line loses the factor x.

    dL_dz1: (H, 1); x: (D, 1). Returns (H, D). Raises ValueError when either is not of one observation.
    """
    dL_dz1 = _fit("dL_dz1", dL_dz1, ("H", 1), "one observation")
    x = _fit("x", x, ("D", 1), "one observation")
    return dL_dz1 @ x.T


def dL_db1(dL_dz1):
    """D9: ∂L/∂b1 = ∂L/∂z1, for ∂z1/∂b1 = 1.

    dL_dz1: (H, 1). Returns (H, 1). Raises ValueError when it is not of one observation.
    """
    return _fit("dL_dz1", dL_dz1, ("H", 1), "one observation")


# N observations at once: the mean loss J


@_silent
def backward(X, Y, parameters, forward_pass):
    """B1-B4: the gradient of J, the mean loss. It starts from a2 - y, and a product with a transpose is the sum.

    X: (D, N); Y: (1, N), each entry 0 or 1; parameters: Parameters; forward_pass: what network.forward returned for
    these, the hidden activation's name among it. Returns Parameters: ∂J/∂W1 (H, D), ∂J/∂b1 (H, 1), ∂J/∂W2 (1, H),
    ∂J/∂b2 (1, 1). Where a sum is too large for float64 it holds ∞, or NaN where two such meet. Raises ValueError when
    a shape doesn't fit or forward_pass holds ∞ or NaN.
    """
    X, Y, W2, (Z1, A1, _, A2, hidden) = _check(X, Y, parameters, forward_pass)
    N = X.shape[1]
    dL_dZ2 = A2 - Y
    dL_dZ1 = dL_dz1(dL_da1(dL_dZ2, W2), Z1, hidden)
    return Parameters(
        W1=dL_dZ1 @ X.T / N,
        b1=dL_dZ1.sum(axis=1, keepdims=True) / N,
        W2=dL_dZ2 @ A1.T / N,
        b2=dL_dZ2.sum(axis=1, keepdims=True) / N,
    )


def dJ_dW2(X, Y, parameters, forward_pass):
    """B1: ∂J/∂W2 = (1/N) (A2 - Y) A1ᵀ. Takes what `backward` takes, raises what it raises. Returns (1, H)."""
    return backward(X, Y, parameters, forward_pass).W2


def dJ_db2(X, Y, parameters, forward_pass):
    """B2: ∂J/∂b2 = (1/N) Σ_i (a2_i - y_i); the page's line lacks the sum. Takes and raises as `backward`.

    Returns (1, 1).
    """
    return backward(X, Y, parameters, forward_pass).b2


def dJ_dW1(X, Y, parameters, forward_pass):
    """B3: ∂J/∂W1 = (1/N) [W2ᵀ (A2 - Y) ⊙ 1{Z1 > 0}] Xᵀ. Takes and raises as `backward`. Returns (H, D)."""
    return backward(X, Y, parameters, forward_pass).W1


def dJ_db1(X, Y, parameters, forward_pass):
    """B4: ∂J/∂b1 = (1/N) Σ_i [W2ᵀ (A2 - Y) ⊙ 1{Z1 > 0}]_i; the page repeats B2. Takes and raises as `backward`.

    Returns (H, 1).
    """
    return backward(X, Y, parameters, forward_pass).b1


# What an argument must be


def _fit(name, value, shape, why):
    """value as a float64 array of this shape; a letter in it stands for any number. Raises ValueError otherwise."""
    return arguments.fit(name, arguments.matrix(name, value), shape, why)


def _outputs(a2, name="a2"):
    """a2 as a float64 array (1, N) of numbers from 0 to 1. Raises ValueError when it isn't: z2 in its place, say."""
    a2 = arguments.row(name, a2)
    odd = a2[(a2 < 0) | (a2 > 1)]
    if odd.size:
        raise ValueError(f"{name} must lie between 0 and 1; got {arguments.in_full(odd[0])}")
    return a2 + 0.0  # no -0, or -1 / a2 would have the wrong sign


def _check(X, Y, parameters, forward_pass):
    """X, Y, W2 and the forward pass, if all fit each other. Raises ValueError, naming the first that doesn't."""
    W1, _, W2, _ = network.check_parameters(parameters)
    H, D = W1.shape
    X = _fit("X", X, (D, "N"), "one row for each column of W1")
    N = X.shape[1]
    Y = network.labels(Y, N)
    Z1, A1, Z2, A2, hidden = arguments.record("forward_pass", forward_pass, ForwardPass)
    Z1, A1, Z2, A2 = (
        _fit(f"forward_pass.{name}", value, (rows, N), "one row for each unit, one column for each of X")
        for name, value, rows in (("Z1", Z1, H), ("A1", A1, H), ("Z2", Z2, 1), ("A2", A2, 1))
    )
    A2 = _outputs(A2, "forward_pass.A2")  # Z2 has the same shape
    return X, Y, W2, ForwardPass(Z1, A1, Z2, A2, network.check_hidden(hidden))
