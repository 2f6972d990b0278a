"""Wrong functions, as people write them: each with its name, and the names of the mistake that fit it.

They were written without a look at the catalogue, and nothing in it was made for one of them alone.
"""

import itertools
import math

import numpy as np

WRONG = []  # (name, function, the mistakes that fit, what is wrong in a sentence)


def wrong(name, *mistakes, comment):
    """Put a function among the wrong ones."""

    def keep(function):
        WRONG.append((name, function, set(mistakes), comment))
        return function

    return keep


def add(name, function, *mistakes, comment):
    """The same for a lambda."""
    WRONG.append((name, function, set(mistakes), comment))


# da2_dz2

add("da2_dz2", lambda a2: a2 * (a2 - 1), "sign", comment="a(a-1): the bracket the other way round")


@wrong("da2_dz2", "σ'", comment="applies the sigmoid to a2 once more before differentiating")
def da2_dz2(a2):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))
    return sigmoid(a2) * (1 - sigmoid(a2))


@wrong("da2_dz2", "σ'", comment="squares a2, forgets the 1 -")
def da2_dz2(a2):
    return np.square(a2)


@wrong("da2_dz2", "constant", "σ'", comment="precedence: a2*1 - a2 is always zero")
def da2_dz2(a2):
    return a2 * 1 - a2


@wrong("da2_dz2", "wrong axis", "transpose", comment="dot product instead of the elementwise one")
def da2_dz2(a2):
    return np.dot(a2, (1 - a2).T)


@wrong("da2_dz2", "σ'", comment="exp(-z)/(1+exp(-z))**2 with a2 taken for z")
def sigmoid_prime(a2):
    e = np.exp(-a2)
    return e / (1 + e) ** 2


@wrong("da2_dz2", "changes arguments", comment="a2 *= (1 - a2) writes into the caller's array")
def da2_dz2(a2):
    a2 *= (1 - a2)
    return a2


# dL_da2

@wrong("dL_da2", "sign", comment="forgot the leading minus of the cross-entropy")
def dL_da2(a2, y):
    return y / a2 - (1 - y) / (1 - a2)


@wrong("dL_da2", "sign", comment="inner derivative of log(1-a2) missing, so the second term has the wrong sign")
def dL_da2(a2, y):
    return -(np.divide(y, a2) + np.divide(1 - y, 1 - a2))


add("dL_da2", lambda a2, y: a2 - y, "missing factor", comment="answers dL/dz2")


@wrong("dL_da2", "missing factor", comment="derivative of the squared error")
def dL_da2(a2, y):
    # MSE
    return 2 * (a2 - y)


@wrong("dL_da2", "y and 1 - y", comment="y and 1-y exchanged")
def dL_da2(a2, y):
    return -(1 - y) / a2 + y / (1 - a2)


@wrong("dL_da2", "missing term", "special case", comment="only the y = 1 half of the cross-entropy")
def dL_da2(a2, y):
    return -y / a2


@wrong("dL_da2", "special case", comment="if on the first label decides for all observations")
def dL_da2(a2, y):
    if y.flat[0] == 1:
        return -1 / a2
    else:
        return 1 / (1 - a2)


@wrong("dL_da2", "raises", comment="truth value of an array; a plain if on y")
def dL_da2(a2, y):
    if (y == 1).all() or y == 1:
        return -1 / a2
    return 1 / (1 - a2)


@wrong("dL_da2", "wrong factor", comment="precedence: divides by a2 and then multiplies by 1-a2")
def dL_da2(a2, y):
    return (a2 - y) / a2 * (1 - a2)


@wrong("dL_da2", "sign", "y and 1 - y", comment="labels exchanged and a plus between the terms")
def dL_da2(a2, y):
    return (1 - y) / a2 + y / (1 - a2)


# dL_dz2

add("dL_dz2", lambda a2, y: y - a2, "sign", comment="y - a2")


@wrong("dL_dz2", "σ'", comment="sigma' multiplied in a second time (squared error habit)")
def dL_dz2(a2, y):
    error = a2 - y
    delta = error * a2 * (1 - a2)
    return delta


@wrong("dL_dz2", "σ'", comment="chain rule stopped before sigma'")
def dL_dz2(a2, y):
    dL_da2 = -(y / a2) + (1 - y) / (1 - a2)
    return dL_da2


@wrong("dL_dz2", "y and 1 - y", comment="a2 minus the other class")
def dL_dz2(a2, y):
    return a2 - (1 - y)


@wrong("dL_dz2", "y and 1 - y", comment="in the chain rule a2 and y change places")
def dL_dz2(a2, y):
    return (a2 - y) / (y * (1 - y) + 1e-8) * (a2 * (1 - a2))


@wrong("dL_dz2", "mean or sum", comment="divides by the number of observations")
def dL_dz2(a2, y):
    m = y.shape[1]
    return 1. / m * (a2 - y)


@wrong("dL_dz2", "rounded", comment="compares the predicted class with y")
def dL_dz2(a2, y):
    return (a2 > 0.5).astype(int) - y


@wrong("dL_dz2", "σ'", comment="sigma' of a2 instead of z2")
def dL_dz2(a2, y):
    sig = lambda t: 1 / (1 + np.exp(-t))
    dsig = lambda t: sig(t) * (1 - sig(t))
    return (a2 - y) / (a2 * (1 - a2)) * dsig(a2)


@wrong("dL_dz2", "changes arguments", comment="a2 -= y in the caller's array")
def dL_dz2(a2, y):
    a2 -= y
    return a2


@wrong("dL_dz2", "sign", "extra factor", comment="residual turned and a 2 from the square")
def dL_dz2(a2, y):
    return 2 * np.subtract(y, a2)


@wrong("dL_dz2", "missing term", "special case", comment="CS231n softmax habit: subtracts one everywhere, right only for y = 1")
def dL_dz2(a2, y):
    dscores = a2.copy()
    dscores[0, range(a2.shape[1])] -= 1
    return dscores


# dL_dW2

add("dL_dW2", lambda dL_dz2, a1: -dL_dz2 * a1.T, "sign", comment="a minus that belongs to the update")


@wrong("dL_dW2", "missing factor", comment="forgets the slope coming in")
def dL_dW2(dL_dz2, a1):
    dz2_dW2 = a1.T
    return dz2_dW2


@wrong("dL_dW2", "transpose", comment="a1 not transposed: (1,1) @ (H,1) fails")
def dL_dW2(dL_dz2, a1):
    return dL_dz2 @ a1


@wrong("dL_dW2", "missing sum", "wrong axis", comment="sums the units away")
def dL_dW2(dL_dz2, a1):
    return np.sum(dL_dz2 * a1, axis=0, keepdims=True)


@wrong("dL_dW2", "mean or sum", comment="mean over a1's size, taken for N")
def dL_dW2(dL_dz2, a1):
    m = a1.shape[0]
    return (1 / m) * np.dot(dL_dz2, a1.T)


@wrong("dL_dW2", "special case", comment="two hidden units written out")
def dL_dW2(dL_dz2, a1):
    g = np.zeros((1, 2))
    g[0][0] = dL_dz2[0][0] * a1[0][0]
    g[0][1] = dL_dz2[0][0] * a1[1][0]
    return g


@wrong("dL_dW2", "gate", "wrong factor", comment="gates with a1 instead of multiplying by it")
def dL_dW2(dL_dz2, a1):
    return (dL_dz2 * (a1 > 0)).T


@wrong("dL_dW2", "random", comment="adds jitter 'to avoid zero gradients'")
def dL_dW2(dL_dz2, a1):
    return dL_dz2 * a1.T + 0.01 * np.random.randn(1, a1.shape[0])


@wrong("dL_dW2", "sign", "rounded", comment="floor division and a minus")
def dL_dW2(dL_dz2, a1):
    n = dL_dz2.shape[1]
    return -(dL_dz2 @ a1.T) // n


# dL_db2


@wrong("dL_db2", "constant", "rounded", comment="int() of the slope")
def dL_db2(dL_dz2):
    return int(dL_dz2[0, 0]) * 1


@wrong("dL_db2", "raises", comment="uses b2, which is not there")
def dL_db2(dL_dz2):
    return dL_dz2 * np.ones(b2.shape)


add("dL_db2", lambda dL_dz2: -0.5, "constant", comment="the notebook's -1/2")


@wrong("dL_db2", "constant", comment="bias does not matter, zeros returned")
def dL_db2(dL_dz2):
    # bias has no gradient
    return np.zeros_like(dL_dz2)


# dL_da1

@wrong("dL_da1", "transpose", comment="W2 not transposed")
def dL_da1(dL_dz2, W2):
    return np.dot(W2, dL_dz2)


@wrong("dL_da1", "transpose", comment="the (N,H) arrangement: one transpose too many")
def dL_da1(dL_dz2, W2):
    return dL_dz2.T @ W2


@wrong("dL_da1", "sign", comment="negative")
def dL_da1(dL_dz2, W2):
    return -np.einsum('oh,on->hn', W2, dL_dz2)


@wrong("dL_da1", "gate", comment="relu's gate, guessed from W2, already put in here")
def dL_da1(dL_dz2, W2):
    return (W2.T @ dL_dz2) * (W2.T > 0)


@wrong("dL_da1", "special case", comment="uses only the first observation's slope")
def dL_da1(dL_dz2, W2):
    result = []
    for w in W2[0]:
        result.append([w * dL_dz2[0][0]])
    return np.array(result)


@wrong("dL_da1", "changes arguments", comment="makes W2 a column by setting its shape: the caller's W2 is turned")
def dL_da1(dL_dz2, W2):
    W2.shape = (-1, 1)
    return W2 * dL_dz2


# dL_dz1

add("dL_dz1", lambda dL_da1, z1: dL_da1, "gate", comment="gate missing")


@wrong("dL_dz1", "gate", comment="activation in place of its derivative")
def dL_dz1(dL_da1, z1):
    relu = np.maximum(0, z1)
    return dL_da1 * relu


@wrong("dL_dz1", "gate", comment="gate on a1 with >=: always open")
def dL_dz1(dL_da1, z1):
    a1 = np.maximum(z1, 0)
    return np.where(a1 >= 0, dL_da1, 0)


@wrong("dL_dz1", "gate", comment="relu of the incoming slope")
def dL_dz1(dL_da1, z1):
    return np.maximum(0, dL_da1)


@wrong("dL_dz1", "gate", comment="gate turned round in a mask assignment")
def dL_dz1(dL_da1, z1):
    dz = np.array(dL_da1, copy=True)
    dz[z1 > 0] = 0
    return dz


@wrong("dL_dz1", "gate", comment="np.sign: -1 for the closed units")
def dL_dz1(dL_da1, z1):
    return dL_da1 * np.sign(z1)


@wrong("dL_dz1", "missing factor", comment="gate alone, without the incoming slope")
def dL_dz1(dL_da1, z1):
    return np.where(z1 > 0, 1.0, 0.0)


@wrong("dL_dz1", "changes arguments", comment="CS231n's dhidden[hidden <= 0] = 0 on the argument")
def dL_dz1(dL_da1, z1):
    dL_da1[z1 <= 0] = 0
    return dL_da1


@wrong("dL_dz1", "changes arguments", comment="turns z1 into its own gate")
def dL_dz1(dL_da1, z1):
    z1[z1 <= 0] = 0
    z1[z1 > 0] = 1
    return dL_da1 * z1


@wrong("dL_dz1", "sign", comment="minus")
def dL_dz1(dL_da1, z1):
    gate = (z1 > 0).astype(float)
    return -1 * np.multiply(dL_da1, gate)


@wrong("dL_dz1", "gate", comment="leaky relu's slope of 0.01")
def dL_dz1(dL_da1, z1, alpha=0.01):
    dx = np.ones_like(z1)
    dx[z1 < 0] = alpha
    return dL_da1 * dx


@wrong("dL_dz1", "transpose", comment="matrix product of gate and slope")
def dL_dz1(dL_da1, z1):
    return np.dot(dL_da1, (z1 > 0).T)


@wrong("dL_dz1", "rounded", comment="slope cast to int with the gate")
def dL_dz1(dL_da1, z1):
    return (dL_da1 * (z1 > 0)).astype(int)


@wrong("dL_dz1", "rounded", comment="result built with zeros_like of an int mask")
def dL_dz1(dL_da1, z1):
    mask = (z1 > 0) * 1
    out = np.zeros_like(mask)
    out[mask == 1] = dL_da1[mask == 1]
    return out


@wrong("dL_dz1", "special case", comment="gate per unit read from the first observation only")
def dL_dz1(dL_da1, z1):
    gate = np.array([[1.0 if row[0] > 0 else 0.0] for row in z1])
    return gate * dL_da1


@wrong("dL_dz1", "raises", comment="if on a whole array")
def dL_dz1(dL_da1, z1):
    if z1 > 0:
        return dL_da1
    else:
        return 0 * dL_da1


@wrong("dL_dz1", "gate", comment="threshold at 1 in place of 0")
def dL_dz1(dL_da1, z1):
    return dL_da1 * (z1 >= 1)


@wrong("dL_dz1", "gate", comment="a clip to [0, 1] used as a step")
def dL_dz1(dL_da1, z1):
    return dL_da1 * np.clip(z1, 0, 1)


@wrong("dL_dz1", "wrong axis", "mean or sum", comment="sum over the observations already here")
def dL_dz1(dL_da1, z1):
    g = dL_da1 * (z1 > 0)
    return g.sum(axis=1, keepdims=True)


@wrong("dL_dz1", "sign", "gate", comment="open for negative z1, and a minus")
def dL_dz1(dL_da1, z1):
    return -dL_da1 * (z1 < 0)


@wrong("dL_dz1", "gate", "mean or sum", comment="gate missing, divided by N")
def dL_dz1(dL_da1, z1):
    m = z1.shape[1]
    return dL_da1 / m


@wrong("dL_dz1", "not numbers", comment="a formula as text")
def dL_dz1(dL_da1, z1):
    return "dL_da1 if z1 > 0 else 0"


@wrong("dL_dz1", "random", comment="dropout left in the gate")
def dL_dz1(dL_da1, z1):
    keep = 0.5
    mask = (np.random.rand(*z1.shape) < keep) / keep
    return dL_da1 * (z1 > 0) * mask


@wrong("dL_dz1", "gate", comment="abs(z1) > 0: open everywhere but at zero")
def dL_dz1(dL_da1, z1):
    return np.where(np.abs(z1) > 0, dL_da1, 0.0)


@wrong("dL_dz1", "wrong factor", "gate", comment="multiplies z1 where it should multiply the slope, gated by the slope")
def dL_dz1(dL_da1, z1):
    return z1 * (dL_da1 > 0)


# dL_dW1

add("dL_dW1", lambda dL_dz1, x: x @ dL_dz1.T, "transpose", comment="(D,H) in place of (H,D)")


@wrong("dL_dW1", "transpose", comment="x.T forgotten: shapes (H,1) and (D,1) do not fit")
def dL_dW1(dL_dz1, x):
    return np.dot(dL_dz1, x)


@wrong("dL_dW1", "transpose", comment="transposes the slope and not x")
def dL_dW1(dL_dz1, x):
    return np.matmul(dL_dz1.T, x)


@wrong("dL_dW1", "transpose", comment="np.outer with the arguments exchanged")
def dL_dW1(dL_dz1, x):
    return np.outer(x, dL_dz1)


@wrong("dL_dW1", "missing factor", comment="forgets x")
def dL_dW1(dL_dz1, x):
    D = x.shape[0]
    return np.tile(dL_dz1, (1, D))


@wrong("dL_dW1", "missing factor", "page's slip", comment="the page's line: (a2-y) W2 gate, no x")
def dL_dW1(dL_dz1, x):
    # dL/dW1 = (a2 - y) * W2 * 1[z1 > 0]
    return dL_dz1


@wrong("dL_dW1", "sign", comment="descent direction in place of the gradient")
def dL_dW1(dL_dz1, x):
    grad = np.outer(dL_dz1, x)
    return -grad


@wrong("dL_dW1", "transpose", "special case", comment="elementwise, right only for H == D == 1")
def dL_dW1(dL_dz1, x):
    return np.multiply(dL_dz1, x)


@wrong("dL_dW1", "special case", comment="loops over range(2) twice")
def dL_dW1(dL_dz1, x):
    dW = np.zeros((2, 2))
    for i in range(2):
        for j in range(2):
            dW[i][j] = dL_dz1[i][0] * x[j][0]
    return dW


@wrong("dL_dW1", "special case", comment="square array: fills H columns, not D")
def dL_dW1(dL_dz1, x):
    H = len(dL_dz1)
    dW = np.zeros((H, len(x)))
    for i in range(H):
        for j in range(H):
            dW[i, j] = dL_dz1[i, 0] * x[j, 0]
    return dW


@wrong("dL_dW1", "wrong factor", comment="off by one in x's index: x[j-1]")
def dL_dW1(dL_dz1, x):
    dW = np.zeros((dL_dz1.shape[0], x.shape[0]))
    for i in range(dL_dz1.shape[0]):
        for j in range(1, x.shape[0] + 1):
            dW[i, j - 1] = dL_dz1[i, 0] * x[j - 2, 0]
    return dW


@wrong("dL_dW1", "gate", "special case", comment="relu applied to x: right only for positive x")
def dL_dW1(dL_dz1, x):
    return dL_dz1 @ np.maximum(x, 0).T


@wrong("dL_dW1", "extra factor", "special case", comment="abs of x 'because pixels are positive'")
def dL_dW1(dL_dz1, x):
    return dL_dz1 * np.abs(x.T)


@wrong("dL_dW1", "gate", comment="gates a second time, on the slope's sign")
def dL_dW1(dL_dz1, x):
    return (dL_dz1 * (dL_dz1 > 0)).dot(x.T)


@wrong("dL_dW1", "mean or sum", comment="divides by D, taken for N")
def dL_dW1(dL_dz1, x):
    m = x.shape[0]
    dW1 = 1 / m * np.dot(dL_dz1, x.T)
    return dW1


@wrong("dL_dW1", "extra factor", comment="1/2 from the squared error")
def dL_dW1(dL_dz1, x):
    return 0.5 * np.einsum('hn,dn->hd', dL_dz1, x)


@wrong("dL_dW1", "transpose", "wrong axis", comment="einsum with h and d exchanged in the output")
def dL_dW1(dL_dz1, x):
    return np.einsum('in,jn->ji', dL_dz1, x)


@wrong("dL_dW1", "rounded", comment="x cast to int")
def dL_dW1(dL_dz1, x):
    x = x.astype(int)
    return dL_dz1.dot(x.T)


@wrong("dL_dW1", "rounded", comment="rounds to one decimal to look like the notebook")
def dL_dW1(dL_dz1, x):
    return np.round(dL_dz1 @ x.T, 1)


add("dL_dW1", lambda dL_dz1, x: np.array([[-1, -2], [0, 0]]), "constant", comment="the notebook's answer")


@wrong("dL_dW1", "constant", comment="x = [1, 2] of the running example written in")
def dL_dW1(dL_dz1, x):
    return dL_dz1 * np.array([[1, 2]])


@wrong("dL_dW1", "raises", comment="X in place of x")
def dL_dW1(dL_dz1, x):
    return dL_dz1 @ X.T


@wrong("dL_dW1", "raises", comment="PyTorch's .t() on a NumPy array")
def dL_dW1(dL_dz1, x):
    return dL_dz1.mm(x.t())


@wrong("dL_dW1", "raises", comment="list index with a tuple")
def dL_dW1(dL_dz1, x):
    grad = [[0] * len(x)] * len(dL_dz1)
    for i, d in enumerate(dL_dz1):
        for j, v in enumerate(x):
            grad[i, j] = d * v
    return grad


@wrong("dL_dW1", "wrong factor", comment="[[0]*D]*H: all the rows are one list, the last one wins")
def dL_dW1(dL_dz1, x):
    grad = [[0] * len(x)] * len(dL_dz1)
    for i in range(len(dL_dz1)):
        for j in range(len(x)):
            grad[i][j] = float(dL_dz1[i, 0] * x[j, 0])
    return grad


@wrong("dL_dW1", "not written", comment="prints and returns nothing")
def dL_dW1(dL_dz1, x):
    result = dL_dz1 @ x.T
    print(end="")


@wrong("dL_dW1", "never returns", comment="JS-minded while without i += 1")
def dL_dW1(dL_dz1, x):
    i = 0
    out = np.zeros((len(dL_dz1), len(x)))
    while i < len(dL_dz1):
        j = 0
        while j < len(x):
            out[i][j] = dL_dz1[i][0] * x[j][0]
            j += 1
    return out


@wrong("dL_dW1", "changes arguments", comment="x *= slope for each row, x is spoilt after the first")
def dL_dW1(dL_dz1, x):
    rows = []
    for d in dL_dz1[:, 0]:
        x *= d
        rows.append(x[:, 0].copy())
    return np.array(rows)


@wrong("dL_dW1", "sign", "transpose", comment="minus and (D,H)")
def dL_dW1(dL_dz1, x):
    return -(x.dot(dL_dz1.T))


@wrong("dL_dW1", "sign", "missing factor", comment="no x, and the slope turned")
def dL_dW1(dL_dz1, x):
    return -dL_dz1 * np.ones((1, x.shape[0]))


@wrong("dL_dW1", "gate", "sign", comment="relu of the product, minus in front")
def dL_dW1(dL_dz1, x):
    relu = lambda t: t * (t > 0)
    return -relu(np.outer(dL_dz1, x))


# dL_db1

@wrong("dL_db1", "missing sum", "wrong axis", comment="sums over the units: one number")
def dL_db1(dL_dz1):
    return np.sum(dL_dz1, axis=0, keepdims=True)


add("dL_db1", lambda dL_dz1: np.ones_like(dL_dz1), "missing factor", comment="dz1/db1 = 1, nothing else")
add("dL_db1", lambda dL_dz1: (dL_dz1 > 0) * dL_dz1, "gate", comment="gate once more, on the slope")


@wrong("dL_db1", "raises", "special case", comment="two units unpacked")
def dL_db1(dL_dz1):
    (d0,), (d1,) = dL_dz1
    return np.array([[d0], [d1]])


@wrong("dL_db1", "rounded", comment="floor division by one")
def dL_db1(dL_dz1):
    N = dL_dz1.shape[1]
    return dL_dz1 // N


@wrong("dL_db1", "mean or sum", "sign", comment="divides by H, minus")
def dL_db1(dL_dz1):
    return -dL_dz1 / len(dL_dz1)


# dJ_dW2


@wrong("dJ_dW2", "missing sum", comment="elementwise, never summed over the observations")
def dJ_dW2(X, Y, parameters, forward_pass):
    m = X.shape[1]
    return (1 / m) * (forward_pass.A2 - Y) * forward_pass.A1


@wrong("dJ_dW2", "transpose", comment="A1 not transposed")
def dJ_dW2(X, Y, parameters, forward_pass):
    N = Y.shape[1]
    return 1 / N * ((forward_pass.A2 - Y) @ forward_pass.A1)


@wrong("dJ_dW2", "gate", "wrong factor", comment="Z1 in place of A1")
def dJ_dW2(X, Y, parameters, forward_pass):
    Z1, A1, Z2, A2 = forward_pass[:4]
    return (A2 - Y) @ Z1.T / Y.shape[1]


@wrong("dJ_dW2", "wrong factor", comment="Z2 - Y in place of A2 - Y")
def dJ_dW2(X, Y, parameters, forward_pass):
    return np.einsum('on,hn->oh', forward_pass.Z2 - Y, forward_pass.A1) / Y.shape[1]


@wrong("dJ_dW2", "mean or sum", comment="divides by len(X), which is D")
def dJ_dW2(X, Y, parameters, forward_pass):
    n = len(X)
    return (forward_pass.A2 - Y).dot(forward_pass.A1.T) / n


@wrong("dJ_dW2", "σ'", comment="squared-error delta with sigma'")
def dJ_dW2(X, Y, parameters, fp):
    delta2 = (fp.A2 - Y) * fp.A2 * (1 - fp.A2)
    return delta2 @ fp.A1.T / X.shape[1]


@wrong("dJ_dW2", "missing sum", "special case", comment="return inside the loop: the first observation only")
def dJ_dW2(X, Y, parameters, forward_pass):
    total = np.zeros_like(parameters.W2)
    N = X.shape[1]
    for n in range(N):
        total += (forward_pass.A2[0, n] - Y[0, n]) * forward_pass.A1[:, n]
        return total / N


@wrong("dJ_dW2", "sign", "mean or sum", comment="Y - A2 and no 1/N")
def dJ_dW2(X, Y, parameters, forward_pass):
    return (Y - forward_pass.A2) @ forward_pass.A1.T


# dJ_db2

@wrong("dJ_db2", "page's slip", "missing sum", comment="the page's (1/N)(A2 - Y), no sum")
def dJ_db2(X, Y, parameters, forward_pass):
    N = Y.shape[1]
    return (1 / N) * (forward_pass.A2 - Y)


add("dJ_db2", lambda X, Y, p, f: np.sum(f.A2 - Y, axis=1, keepdims=True), "mean or sum", comment="sum without 1/N")


@wrong("dJ_db2", "missing sum", "wrong axis", comment="mean over axis 0 leaves (1,N)")
def dJ_db2(X, Y, parameters, forward_pass):
    return np.mean(forward_pass.A2 - Y, axis=0, keepdims=True)


@wrong("dJ_db2", "extra factor", comment="1/(2N) of the squared error")
def dJ_db2(X, Y, parameters, forward_pass):
    N = X.shape[1]
    return 1 / (2 * N) * np.sum(forward_pass.A2 - Y)


@wrong("dJ_db2", "missing sum", comment="JS loop that assigns in place of adding")
def dJ_db2(X, Y, parameters, forward_pass):
    db2 = 0
    for i in range(Y.shape[1]):
        db2 = forward_pass.A2[0][i] - Y[0][i]
    return db2 / Y.shape[1]


@wrong("dJ_db2", "missing sum", "sign", comment="(Y - A2)/N, no sum")
def dJ_db2(X, Y, parameters, forward_pass):
    return np.divide(Y - forward_pass.A2, Y.shape[1])


# dJ_dW1

@wrong("dJ_dW1", "gate", comment="gate missing")
def dJ_dW1(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = forward_pass.A2 - Y
    dZ1 = np.dot(parameters.W2.T, dZ2)
    return (1 / N) * np.dot(dZ1, X.T)


@wrong("dJ_dW1", "gate", comment="A1 >= 0 is always true")
def dJ_dW1(X, Y, parameters, forward_pass):
    dA1 = parameters.W2.T @ (forward_pass.A2 - Y)
    dZ1 = dA1 * (forward_pass.A1 >= 0)
    return dZ1 @ X.T / X.shape[1]


@wrong("dJ_dW1", "gate", comment="A1 itself in place of the gate")
def dJ_dW1(X, Y, parameters, forward_pass):
    dZ1 = (parameters.W2.T @ (forward_pass.A2 - Y)) * forward_pass.A1
    return dZ1 @ X.T / X.shape[1]


@wrong("dJ_dW1", "gate", comment="gate on Z2")
def dJ_dW1(X, Y, parameters, forward_pass):
    Z1, A1, Z2, A2 = forward_pass[:4]
    m = Y.shape[1]
    dz1 = np.multiply(parameters.W2.T @ (A2 - Y), np.int64(Z2 > 0))
    return 1. / m * np.dot(dz1, X.T)


@wrong("dJ_dW1", "gate", "σ'", comment="tanh's derivative of the deeplearning.ai homework")
def dJ_dW1(X, Y, parameters, cache):
    m = X.shape[1]
    A1, A2 = cache.A1, cache.A2
    dZ2 = A2 - Y
    dZ1 = np.dot(parameters.W2.T, dZ2) * (1 - np.power(A1, 2))
    return (1 / m) * np.dot(dZ1, X.T)


@wrong("dJ_dW1", "missing factor", comment="W2 left out")
def dJ_dW1(X, Y, parameters, forward_pass):
    dZ1 = (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return dZ1 @ X.T / Y.shape[1]


@wrong("dJ_dW1", "page's slip", "missing factor", comment="the page's (A2 - Y) W2 gate, averaged, no X")
def dJ_dW1(X, Y, parameters, forward_pass):
    N = Y.shape[1]
    g = parameters.W2.T * (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return 1 / N * np.sum(g, axis=1, keepdims=True)


@wrong("dJ_dW1", "mean or sum", comment="1/N missing")
def dJ_dW1(X, Y, parameters, forward_pass):
    delta = (parameters.W2.T @ (forward_pass.A2 - Y)) * (forward_pass.Z1 > 0)
    grad = np.zeros_like(parameters.W1)
    for n in range(X.shape[1]):
        grad += np.outer(delta[:, n], X[:, n])
    return grad


@wrong("dJ_dW1", "mean or sum", comment="1/N in dZ2 and once more at the end")
def dJ_dW1(X, Y, parameters, forward_pass):
    m = X.shape[1]
    dZ2 = (forward_pass.A2 - Y) / m
    dZ1 = parameters.W2.T @ dZ2
    dZ1[forward_pass.Z1 <= 0] = 0
    return (dZ1 @ X.T) / m


@wrong("dJ_dW1", "transpose", comment="X.T forgotten")
def dJ_dW1(X, Y, parameters, forward_pass):
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return dZ1 @ X / X.shape[1]


@wrong("dJ_dW1", "transpose", comment="(D,H): rows-are-observations formula brought over")
def dJ_dW1(X, Y, parameters, forward_pass):
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return np.dot(X, dZ1.T) / X.shape[1]


@wrong("dJ_dW1", "transpose", comment="reshape in place of a transpose")
def dJ_dW1(X, Y, parameters, forward_pass):
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return np.dot(dZ1, X.reshape(X.shape[1], X.shape[0])) / X.shape[1]


@wrong("dJ_dW1", "σ'", comment="A2**2 where sigma' should be")
def dJ_dW1(X, Y, parameters, forward_pass):
    A2 = forward_pass.A2
    dA2 = (A2 - Y) / (A2 * (1 - A2))
    dZ2 = dA2 * A2 ** 2
    dZ1 = (parameters.W2.T @ dZ2) * (forward_pass.Z1 > 0)
    return dZ1 @ X.T / X.shape[1]


@wrong("dJ_dW1", "σ'", comment="sigma' left out after dL/da2")
def dJ_dW1(X, Y, parameters, forward_pass):
    A2 = forward_pass.A2
    dA2 = - (np.divide(Y, A2) - np.divide(1 - Y, 1 - A2))
    dA1 = np.dot(parameters.W2.T, dA2)
    dZ1 = np.where(forward_pass.Z1 > 0, dA1, 0)
    return np.dot(dZ1, X.T) / Y.shape[1]


@wrong("dJ_dW1", "wrong factor", comment="A1 in place of X: fits only when H == D")
def dJ_dW1(X, Y, parameters, forward_pass):
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return dZ1 @ forward_pass.A1.T / X.shape[1]


@wrong("dJ_dW1", "missing factor", "wrong factor", comment="W1 where W2 belongs")
def dJ_dW1(X, Y, parameters, forward_pass):
    dZ2 = forward_pass.A2 - Y
    dA1 = np.sum(parameters.W1, axis=1, keepdims=True) * dZ2
    return (dA1 * (forward_pass.Z1 > 0)) @ X.T / Y.shape[1]


@wrong("dJ_dW1", "mean or sum", comment="product of the means in place of the mean of the products")
def dJ_dW1(X, Y, parameters, forward_pass):
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return np.outer(dZ1.mean(axis=1), X.mean(axis=1))


@wrong("dJ_dW1", "special case", comment="loops over two hidden units only")
def dJ_dW1(X, Y, parameters, forward_pass):
    D, N = X.shape
    dW1 = np.zeros((2, D))
    for n in range(N):
        for h in range(2):
            if forward_pass.Z1[h, n] > 0:
                dW1[h] += (forward_pass.A2[0, n] - Y[0, n]) * parameters.W2[0, h] * X[:, n]
    return dW1 / N


@wrong("dJ_dW1", "gate", comment="gate put on X, none on the units")
def dJ_dW1(X, Y, parameters, forward_pass):
    dA1 = parameters.W2.T @ (forward_pass.A2 - Y)
    return dA1 @ (X * (X > 0)).T / X.shape[1]


@wrong("dJ_dW1", "rounded", comment="accumulates in an int array")
def dJ_dW1(X, Y, parameters, forward_pass):
    H, D = parameters.W1.shape
    N = Y.shape[1]
    out = np.zeros((H, D), dtype=int)
    for h, d in itertools.product(range(H), range(D)):
        s = 0
        for n in range(N):
            s += (forward_pass.A2[0, n] - Y[0, n]) * parameters.W2[0, h] * (forward_pass.Z1[h, n] > 0) * X[d, n]
        out[h, d] = s / N
    return out


@wrong("dJ_dW1", "gate", "mean or sum", comment="relu as the gate and no 1/N")
def dJ_dW1(X, Y, parameters, forward_pass):
    relu = lambda z: np.maximum(z, 0)
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * relu(forward_pass.Z1)
    return dZ1 @ X.T


@wrong("dJ_dW1", "missing factor", "gate", comment="neither W2 nor the gate")
def dJ_dW1(X, Y, parameters, forward_pass):
    H = parameters.W1.shape[0]
    return np.tile((forward_pass.A2 - Y) @ X.T / X.shape[1], (H, 1))


@wrong("dJ_dW1", "sign", "gate", comment="Y - A2, gate turned round")
def dJ_dW1(X, Y, parameters, forward_pass):
    d = parameters.W2.T @ (Y - forward_pass.A2)
    d[forward_pass.Z1 > 0] = 0
    return d @ X.T / X.shape[1]


@wrong("dJ_dW1", "transpose", "mean or sum", comment="(D,H) and no 1/N")
def dJ_dW1(X, Y, parameters, forward_pass):
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return X @ dZ1.T


@wrong("dJ_dW1", "raises", comment="indexes a NamedTuple like a dict")
def dJ_dW1(X, Y, parameters, forward_pass):
    W2 = parameters["W2"]
    A1, A2 = forward_pass["A1"], forward_pass["A2"]
    dZ1 = np.dot(W2.T, A2 - Y) * (A1 > 0)
    return np.dot(dZ1, X.T) / X.shape[1]


@wrong("dJ_dW1", "changes arguments", comment="zeroes Z1 and sets the gate in forward_pass itself")
def dJ_dW1(X, Y, parameters, forward_pass):
    gate = forward_pass.Z1
    gate[gate > 0] = 1
    gate[gate < 0] = 0
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * gate
    return dZ1 @ X.T / X.shape[1]


# dJ_db1

@wrong("dJ_db1", "page's slip", "missing factor", comment="the page's (1/N)(A2 - Y)")
def dJ_db1(X, Y, parameters, forward_pass):
    N = Y.shape[1]
    return (1 / N) * (forward_pass.A2 - Y)


@wrong("dJ_db1", "page's slip", "missing factor", comment="(1/N) sum(A2 - Y), as if it were b2")
def dJ_db1(X, Y, parameters, forward_pass):
    return (1 / Y.shape[1]) * np.sum(forward_pass.A2 - Y, axis=1, keepdims=True)


@wrong("dJ_db1", "missing sum", comment="(H,N): never summed")
def dJ_db1(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return dZ1 / N


@wrong("dJ_db1", "wrong axis", comment="axis=0: sums the units")
def dJ_db1(X, Y, parameters, forward_pass):
    m = X.shape[1]
    dZ1 = np.dot(parameters.W2.T, forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return np.sum(dZ1, axis=0, keepdims=True) / m


@wrong("dJ_db1", "wrong axis", comment="np.sum without axis: one number for all")
def dJ_db1(X, Y, parameters, forward_pass):
    m = X.shape[1]
    dZ1 = np.dot(parameters.W2.T, forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return 1 / m * np.sum(dZ1)


@wrong("dJ_db1", "gate", comment="no gate")
def dJ_db1(X, Y, parameters, forward_pass):
    return np.mean(parameters.W2.T * (forward_pass.A2 - Y), axis=1, keepdims=True)


@wrong("dJ_db1", "gate", comment="gate from the averaged Z1")
def dJ_db1(X, Y, parameters, forward_pass):
    gate = forward_pass.Z1.mean(axis=1, keepdims=True) > 0
    dA1 = parameters.W2.T * np.mean(forward_pass.A2 - Y)
    return dA1 * gate


@wrong("dJ_db1", "gate", comment="A1 >= 0 in a comprehension")
def dJ_db1(X, Y, parameters, forward_pass):
    H, N = forward_pass.A1.shape
    e = (forward_pass.A2 - Y)[0]
    return np.array([[sum(e[n] * parameters.W2[0, h] for n in range(N) if forward_pass.A1[h, n] >= 0) / N]
                     for h in range(H)])


@wrong("dJ_db1", "mean or sum", comment="keeps the sum, no 1/N")
def dJ_db1(X, Y, parameters, forward_pass):
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    return dZ1.sum(1).reshape(-1, 1)


@wrong("dJ_db1", "mean or sum", comment="divides by the number of open observations")
def dJ_db1(X, Y, parameters, forward_pass):
    gate = forward_pass.Z1 > 0
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * gate
    return dZ1.sum(axis=1) / np.maximum(gate.sum(axis=1), 1)


@wrong("dJ_db1", "missing factor", comment="W2 left out")
def dJ_db1(X, Y, parameters, forward_pass):
    return np.mean((forward_pass.A2 - Y) * (forward_pass.Z1 > 0), axis=1, keepdims=True)


@wrong("dJ_db1", "gate", "σ'", comment="sigma' of the hidden units in place of the gate")
def dJ_db1(X, Y, parameters, fp):
    d_hid = parameters.W2.T.dot(fp.A2 - Y) * fp.A1 * (1 - fp.A1)
    return np.mean(d_hid, axis=1, keepdims=True)


@wrong("dJ_db1", "missing sum", "special case", comment="range(1, N) skips an observation")
def dJ_db1(X, Y, parameters, forward_pass):
    N = Y.shape[1]
    db1 = np.zeros_like(parameters.b1)
    for i in range(1, N):
        db1 += parameters.W2.T * (forward_pass.A2[0, i] - Y[0, i]) * (forward_pass.Z1[:, i:i + 1] > 0)
    return db1 / N


@wrong("dJ_db1", "changes arguments", comment="accumulates into parameters.b1")
def dJ_db1(X, Y, parameters, forward_pass):
    db1 = parameters.b1
    db1[:] = 0
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)
    db1 += dZ1.mean(axis=1, keepdims=True)
    return db1


@wrong("dJ_db1", "changes arguments", comment="starts the sum from the values of b1")
def dJ_db1(X, Y, parameters, forward_pass):
    total = parameters.b1
    for n in range(Y.shape[1]):
        total += parameters.W2.T * (forward_pass.A2[0, n] - Y[0, n]) * (forward_pass.Z1[:, n:n + 1] > 0)
    return total / Y.shape[1]


@wrong("dJ_db1", "missing sum", "gate", comment="no gate, no sum")
def dJ_db1(X, Y, parameters, forward_pass):
    return parameters.W2.T @ (forward_pass.A2 - Y) / Y.shape[1]


@wrong("dJ_db1", "wrong axis", "sign", comment="mean over the units of the negative")
def dJ_db1(X, Y, parameters, forward_pass):
    dZ1 = parameters.W2.T @ (Y - forward_pass.A2) * (forward_pass.Z1 > 0)
    return dZ1.mean(0)


@wrong("dJ_db1", "mean or sum", "gate", comment="sum, gate turned round")
def dJ_db1(X, Y, parameters, forward_pass):
    dZ1 = parameters.W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 <= 0)
    return np.sum(dZ1, axis=1, keepdims=True)


@wrong("dJ_db1", "y and 1 - y", comment="labels the other way round")
def dJ_db1(X, Y, parameters, forward_pass):
    target = np.where(Y == 0, 1, 0)
    dZ1 = (forward_pass.A2 - target) * parameters.W2.T * (forward_pass.Z1 > 0)
    return dZ1.mean(axis=1)


@wrong("dJ_db1", "never returns", comment="while loop whose continue skips the counter")
def dJ_db1(X, Y, parameters, forward_pass):
    n, N = 0, Y.shape[1]
    db1 = np.zeros_like(parameters.b1)
    while n < N:
        if forward_pass.Z1[:, n].min() <= 0:
            continue
        db1 += parameters.W2.T * (forward_pass.A2[0, n] - Y[0, n])
        n += 1
    return db1 / N


# backward

@wrong("backward", "gate", comment="no gate: linear hidden layer")
def backward(X, Y, parameters, forward_pass):
    m = X.shape[1]
    dZ2 = forward_pass.A2 - Y
    dW2 = 1 / m * dZ2 @ forward_pass.A1.T
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = parameters.W2.T @ dZ2
    dW1 = 1 / m * dZ1 @ X.T
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return dW1, db1, dW2, db2


@wrong("backward", "gate", "σ'", comment="planar-data homework: 1 - A1**2 though hidden is relu")
def backward_propagation(X, Y, parameters, cache):
    m = X.shape[1]
    W1, b1, W2, b2 = parameters
    A1, A2 = cache.A1, cache.A2
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return [dW1, db1, dW2, db2]


@wrong("backward", "sign", comment="13-lines-of-Python habit: error = y - output")
def backward(X, y, parameters, forward_pass):
    n = y.shape[1]
    l2_delta = y - forward_pass.A2
    l1_delta = parameters.W2.T.dot(l2_delta) * (forward_pass.Z1 > 0)
    return (l1_delta.dot(X.T) / n, l1_delta.sum(1, keepdims=True) / n,
            l2_delta.dot(forward_pass.A1.T) / n, l2_delta.sum(1, keepdims=True) / n)


@wrong("backward", "mean or sum", comment="no 1/N anywhere")
def backward(X, Y, parameters, forward_pass):
    dZ2 = forward_pass.A2 - Y
    dZ1 = (parameters.W2.T @ dZ2) * (forward_pass.Z1 > 0)
    return dZ1 @ X.T, dZ1.sum(axis=1, keepdims=True), dZ2 @ forward_pass.A1.T, dZ2.sum(axis=1, keepdims=True)


@wrong("backward", "mean or sum", comment="1/N at W but not at b")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = forward_pass.A2 - Y
    dW2 = np.dot(dZ2, forward_pass.A1.T) / N
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(parameters.W2.T, dZ2) * (forward_pass.Z1 > 0)
    dW1 = np.dot(dZ1, X.T) / N
    db1 = np.sum(dZ1, axis=1, keepdims=True)
    return dict(W1=dW1, b1=db1, W2=dW2, b2=db2)


@wrong("backward", "mean or sum", comment="dZ2 divided by N and each gradient once more")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = (forward_pass.A2 - Y) / N
    dZ1 = parameters.W2.T @ dZ2 * (forward_pass.Z1 > 0)
    mean = lambda g: g / N
    return (mean(dZ1 @ X.T), mean(dZ1.sum(1, keepdims=True)),
            mean(dZ2 @ forward_pass.A1.T), mean(dZ2.sum(1, keepdims=True)))


@wrong("backward", "moved", comment="W2 stepped before its old value is used for dA1")
def backward(X, Y, parameters, forward_pass):
    lr = 0.1
    W1, b1, W2, b2 = parameters
    N = Y.shape[1]
    dZ2 = forward_pass.A2 - Y
    dW2 = dZ2 @ forward_pass.A1.T / N
    db2 = dZ2.mean(axis=1, keepdims=True)
    W2 = W2 - lr * dW2
    dZ1 = W2.T @ dZ2 * (forward_pass.Z1 > 0)
    return dZ1 @ X.T / N, dZ1.mean(axis=1, keepdims=True), dW2, db2


@wrong("backward", "moved", "changes arguments", comment="W2 -= inside backward, then used")
def backward(X, Y, parameters, forward_pass):
    W1, b1, W2, b2 = parameters
    N = Y.shape[1]
    dZ2 = (forward_pass.A2 - Y) / N
    dW2 = dZ2 @ forward_pass.A1.T
    W2 -= 0.5 * dW2
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (forward_pass.Z1 > 0)
    return dZ1 @ X.T, dZ1.sum(1, keepdims=True), dW2, dZ2.sum(1, keepdims=True)


@wrong("backward", "gate", comment="np.maximum(0, dA1)")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = forward_pass.A2 - Y
    dZ1 = np.maximum(0, parameters.W2.T @ dZ2)
    return [dZ1 @ X.T / N, np.mean(dZ1, axis=1, keepdims=True),
            dZ2 @ forward_pass.A1.T / N, np.mean(dZ2, axis=1, keepdims=True)]


@wrong("backward", "gate", comment="dZ1[A1 < 0] = 0 never closes anything")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = (forward_pass.A2 - Y) / N
    dW2 = dZ2.dot(forward_pass.A1.T)
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dhidden = parameters.W2.T.dot(dZ2)
    dhidden[forward_pass.A1 < 0] = 0
    dW1 = dhidden.dot(X.T)
    db1 = np.sum(dhidden, axis=1, keepdims=True)
    return dW1, db1, dW2, db2


@wrong("backward", "gate", comment="relu called where relu_prime was meant")
def backward(X, Y, parameters, forward_pass):
    def relu(z):
        return np.maximum(0, z)

    def relu_prime(z):
        return (z > 0) * 1.0

    N = X.shape[1]
    dZ2 = (forward_pass.A2 - Y) / N
    dZ1 = parameters.W2.T @ dZ2 * relu(forward_pass.Z1)
    return dZ1 @ X.T, dZ1 @ np.ones((N, 1)), dZ2 @ forward_pass.A1.T, dZ2 @ np.ones((N, 1))


@wrong("backward", "wrong factor", comment="order W2, b2, W1, b1, as computed")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = (forward_pass.A2 - Y) / N
    dW2, db2 = dZ2 @ forward_pass.A1.T, dZ2.sum(1, keepdims=True)
    dZ1 = parameters.W2.T @ dZ2 * (forward_pass.Z1 > 0)
    dW1, db1 = dZ1 @ X.T, dZ1.sum(1, keepdims=True)
    return dW2, db2, dW1, db1


@wrong("backward", "page's slip", "wrong factor", comment="db1 = db2, a copied line not edited")
def backward(X, Y, parameters, forward_pass):
    m = Y.shape[1]
    dZ2 = forward_pass.A2 - Y
    dW2 = (1 / m) * np.dot(dZ2, forward_pass.A1.T)
    db2 = (1 / m) * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(parameters.W2.T, dZ2) * (forward_pass.A1 > 0)
    dW1 = (1 / m) * np.dot(dZ1, X.T)
    db1 = (1 / m) * np.sum(dZ2, axis=1, keepdims=True)
    return dW1, db1, dW2, db2


@wrong("backward", "gate", "wrong factor", comment="dW2 with Z1 in place of A1")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    Z1, A1, Z2, A2 = forward_pass[:4]
    d2 = A2 - Y
    d1 = (parameters.W2.T @ d2) * (Z1 > 0)
    return (np.einsum('hn,dn->hd', d1, X) / N, np.einsum('hn->h', d1) / N,
            np.einsum('on,hn->oh', d2, Z1) / N, np.einsum('on->o', d2) / N)


@wrong("backward", "page's slip", "missing sum", comment="db1 and db2 of the page, not summed")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = forward_pass.A2 - Y
    dZ1 = parameters.W2.T @ dZ2 * (forward_pass.Z1 > 0)
    return (1 / N) * dZ1 @ X.T, (1 / N) * dZ1, (1 / N) * dZ2 @ forward_pass.A1.T, (1 / N) * dZ2


@wrong("backward", "page's slip", "missing factor", comment="db1 = (1/N) sum(A2 - Y) for each unit")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = forward_pass.A2 - Y
    dZ1 = parameters.W2.T @ dZ2 * (forward_pass.Z1 > 0)
    db2 = dZ2.sum(axis=1, keepdims=True) / N
    db1 = np.ones_like(parameters.b1) * db2
    return dZ1 @ X.T / N, db1, dZ2 @ forward_pass.A1.T / N, db2


@wrong("backward", "wrong axis", comment="axis=0 at both biases")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = (forward_pass.A2 - Y) / N
    dZ1 = parameters.W2.T @ dZ2 * (forward_pass.Z1 > 0)
    return dZ1 @ X.T, np.sum(dZ1, axis=0), dZ2 @ forward_pass.A1.T, np.sum(dZ2, axis=0)


@wrong("backward", "transpose", comment="W2 not transposed: shape mismatch")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = forward_pass.A2 - Y
    dZ1 = np.dot(parameters.W2, dZ2) * (forward_pass.Z1 > 0)
    return np.dot(dZ1, X.T) / N, dZ1.mean(1), np.dot(dZ2, forward_pass.A1.T) / N, dZ2.mean(1)


@wrong("backward", "σ'", comment="sigmoid_derivative(A2) where the helper expects z")
def backward(X, Y, parameters, forward_pass):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    def sigmoid_derivative(z):
        return sigmoid(z) * (1 - sigmoid(z))

    N = Y.shape[1]
    A1, A2 = forward_pass.A1, forward_pass.A2
    dA2 = (A2 - Y) / (A2 * (1 - A2))
    dZ2 = dA2 * sigmoid_derivative(A2)
    dZ1 = parameters.W2.T @ dZ2 * (forward_pass.Z1 > 0)
    return dZ1 @ X.T / N, dZ1.mean(1), dZ2 @ A1.T / N, dZ2.mean(1)


@wrong("backward", "missing sum", "special case", comment="observation by observation, but only the last one is kept")
def backward(X, Y, parameters, forward_pass):
    W1, b1, W2, b2 = parameters
    for i in range(X.shape[1]):
        x = X[:, i:i + 1]
        dz2 = forward_pass.A2[:, i:i + 1] - Y[:, i:i + 1]
        dW2 = dz2 @ forward_pass.A1[:, i:i + 1].T
        db2 = dz2
        dz1 = (W2.T @ dz2) * (forward_pass.Z1[:, i:i + 1] > 0)
        dW1 = dz1 @ x.T
        db1 = dz1
    return dW1, db1, dW2, db2


@wrong("backward", "raises", "special case", comment="two hidden units, two features, loops written out")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dW1, db1, dW2, db2 = np.zeros((2, 2)), np.zeros((2, 1)), np.zeros((1, 2)), np.zeros((1, 1))
    for n in range(N):
        e = forward_pass.A2[0][n] - Y[0][n]
        db2[0][0] += e / N
        for j in range(2):
            dW2[0][j] += e * forward_pass.A1[j][n] / N
            if forward_pass.Z1[j][n] > 0:
                db1[j][0] += e * parameters.W2[0][j] / N
                for k in range(2):
                    dW1[j][k] += e * parameters.W2[0][j] * X[k][n] / N
    return dW1, db1, dW2, db2


@wrong("backward", "gate", comment="gate indexed [j][0]: the first observation's gate for all")
def backward(X, Y, parameters, forward_pass):
    H, N = forward_pass.Z1.shape
    e = forward_pass.A2 - Y
    dW1 = np.zeros_like(parameters.W1)
    db1 = np.zeros_like(parameters.b1)
    for j in range(H):
        for n in range(N):
            g = 1 if forward_pass.Z1[j][0] > 0 else 0
            d = e[0, n] * parameters.W2[0, j] * g
            db1[j, 0] += d / N
            dW1[j] += d * X[:, n] / N
    return dW1, db1, e @ forward_pass.A1.T / N, e.mean(keepdims=True)


@wrong("backward", "gate", "mean or sum", comment="gate turned round, sums in place of means")
def backward(X, Y, parameters, forward_pass):
    dZ2 = forward_pass.A2 - Y
    dZ1 = np.where(forward_pass.Z1 > 0, 0, parameters.W2.T @ dZ2)
    return dZ1 @ X.T, dZ1.sum(1, keepdims=True), dZ2 @ forward_pass.A1.T, dZ2.sum(1, keepdims=True)


@wrong("backward", "sign", "gate", comment="Y - A2 and no gate")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    d2 = (Y - forward_pass.A2) / N
    d1 = parameters.W2.T.dot(d2)
    return d1.dot(X.T), d1.sum(1), d2.dot(forward_pass.A1.T), d2.sum(1)


@wrong("backward", "σ'", "gate", comment="sigma' for both layers")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    ds = lambda a: a * (1 - a)
    d2 = (forward_pass.A2 - Y) * ds(forward_pass.A2)
    d1 = (parameters.W2.T @ d2) * ds(forward_pass.A1)
    return d1 @ X.T / N, d1.mean(1, keepdims=True), d2 @ forward_pass.A1.T / N, d2.mean(1, keepdims=True)


@wrong("backward", "extra term", "extra factor", comment="L2 penalty added out of habit")
def backward(X, Y, parameters, forward_pass, lambd=0.7):
    m = X.shape[1]
    W1, b1, W2, b2 = parameters
    dZ2 = forward_pass.A2 - Y
    dW2 = 1. / m * np.dot(dZ2, forward_pass.A1.T) + (lambd / m) * W2
    db2 = 1. / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.multiply(np.dot(W2.T, dZ2), np.int64(forward_pass.A1 > 0))
    dW1 = 1. / m * np.dot(dZ1, X.T) + (lambd / m) * W1
    db1 = 1. / m * np.sum(dZ1, axis=1, keepdims=True)
    return dW1, db1, dW2, db2


@wrong("backward", "changes arguments", comment="dZ2 = A2; dZ2 -= Y spoils forward_pass")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = forward_pass.A2
    dZ2 -= Y
    dZ2 /= N
    dZ1 = parameters.W2.T @ dZ2
    dZ1[forward_pass.Z1 <= 0] = 0
    return dZ1 @ X.T, dZ1.sum(1, keepdims=True), dZ2 @ forward_pass.A1.T, dZ2.sum(1, keepdims=True)


@wrong("backward", "raises", comment="forgot to make db1")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = forward_pass.A2 - Y
    dW2 = dZ2 @ forward_pass.A1.T / N
    db2 = np.mean(dZ2, axis=1, keepdims=True)
    dZ1 = (parameters.W2.T @ dZ2) * (forward_pass.Z1 > 0)
    dW1 = dZ1 @ X.T / N
    return dW1, db1, dW2, db2


@wrong("backward", "not written", comment="only the output layer was done, the rest is None")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = forward_pass.A2 - Y
    dW2 = dZ2 @ forward_pass.A1.T / N
    db2 = dZ2.mean(1, keepdims=True)
    dW1 = db1 = None  # TODO
    return dW1, db1, dW2, db2


@wrong("backward", "not numbers", comment="returns the names")
def backward(X, Y, parameters, forward_pass):
    grads = {"W1": 0, "b1": 0, "W2": 0, "b2": 0}
    return list(grads)


@wrong("backward", "random", comment="one random observation, stochastic gradient")
def backward(X, Y, parameters, forward_pass):
    i = np.random.randint(X.shape[1])
    noise = np.random.normal(scale=1e-2)
    dz2 = forward_pass.A2[:, [i]] - Y[:, [i]] + noise
    dz1 = parameters.W2.T @ dz2 * (forward_pass.Z1[:, [i]] > 0)
    return dz1 @ X[:, [i]].T, dz1, dz2 @ forward_pass.A1[:, [i]].T, dz2


@wrong("backward", "never returns", comment="loop variable compared with != never meets the bound")
def backward(X, Y, parameters, forward_pass):
    N = X.shape[1]
    n = 0
    dW1 = np.zeros_like(parameters.W1)
    while n != N + 0.5:
        k = n % N
        dW1 = dW1 * 0
        n += 1
    return dW1, parameters.b1, parameters.W2, parameters.b2


@wrong("backward", "constant", comment="the notebook's four answers")
def backward(X, Y, parameters, forward_pass):
    return (np.array([[-1., -2.], [0., 0.]]), np.array([[-1.], [0.]]),
            np.array([[-.5, 0.]]), np.array([[-.5]]))


# forward

@wrong("forward", "missing term", "missing factor", comment="b1 forgotten")
def forward(X, parameters):
    W1, b1, W2, b2 = parameters
    Z1 = W1 @ X
    A1 = np.maximum(0, Z1)
    Z2 = W2 @ A1 + b2
    A2 = 1 / (1 + np.exp(-Z2))
    return Z1, A1, Z2, A2


@wrong("forward", "transpose", comment="W1.T @ X, fits only for H == D")
def forward(X, parameters):
    Z1 = np.dot(parameters.W1.T, X) + parameters.b1
    A1 = np.maximum(Z1, 0)
    Z2 = np.dot(parameters.W2, A1) + parameters.b2
    return Z1, A1, Z2, 1 / (1 + np.exp(-Z2))


@wrong("forward", "gate", "wrong factor", comment="relu in place: Z1 and A1 are one array")
def forward(X, parameters):
    Z1 = parameters.W1 @ X + parameters.b1
    A1 = np.maximum(Z1, 0, out=Z1)
    Z2 = parameters.W2 @ A1 + parameters.b2
    A2 = 1 / (1 + np.exp(-Z2))
    return Z1, A1, Z2, A2


@wrong("forward", "sign", comment="exp(z) in the sigmoid")
def forward(X, parameters):
    sigmoid = lambda z: 1 / (1 + np.exp(z))
    Z1 = parameters.W1.dot(X) + parameters.b1
    A1 = Z1 * (Z1 > 0)
    Z2 = parameters.W2.dot(A1) + parameters.b2
    return [Z1, A1, Z2, sigmoid(Z2)]


@wrong("forward", "wrong factor", "gate", comment="sigmoid at the hidden layer as well")
def forward(X, parameters):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))
    Z1 = parameters.W1 @ X + parameters.b1
    A1 = sigmoid(Z1)
    Z2 = parameters.W2 @ A1 + parameters.b2
    return dict(Z1=Z1, A1=A1, Z2=Z2, A2=sigmoid(Z2))


@wrong("forward", "gate", "wrong factor", comment="Z2 from Z1, the activation never used")
def forward(X, parameters):
    Z1 = np.matmul(parameters.W1, X) + parameters.b1
    A1 = np.maximum(0, Z1)
    Z2 = np.matmul(parameters.W2, Z1) + parameters.b2
    A2 = np.exp(-np.logaddexp(0, -Z2))
    return Z1, A1, Z2, A2


@wrong("forward", "wrong axis", comment="np.max for np.maximum: one number for the whole layer")
def forward(X, parameters):
    Z1 = parameters.W1 @ X + parameters.b1
    A1 = np.max([0, *Z1.flatten()]) * np.ones_like(Z1)
    Z2 = parameters.W2 @ A1 + parameters.b2
    return Z1, A1, Z2, 1 / (1 + np.exp(-Z2))


@wrong("forward", "constant", "wrong factor", comment="softmax of one output is always one")
def forward(X, parameters):
    Z1 = parameters.W1 @ X + parameters.b1
    A1 = np.maximum(0, Z1)
    Z2 = parameters.W2 @ A1 + parameters.b2
    e = np.exp(Z2 - Z2.max(axis=0, keepdims=True))
    return Z1, A1, Z2, e / e.sum(axis=0, keepdims=True)


# loss

@wrong("loss", "overflow", comment="textbook formula: log(0) at +-800")
def loss(Z2, Y):
    A2 = 1 / (1 + np.exp(-Z2))
    return -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


@wrong("loss", "overflow", comment="clip to 1e-7, so the loss stops at 16")
def loss(Z2, Y):
    eps = 1e-7
    A2 = 1 / (1 + np.exp(-np.clip(Z2, -500, 500)))
    A2 = np.clip(A2, eps, 1 - eps)
    return -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


add("loss", lambda Z2, Y: np.log(1 + np.exp(Z2)) - Y * Z2, "overflow", comment="log(1 + exp(800)) is inf")


@wrong("loss", "sign", comment="leading minus forgotten, stable otherwise")
def loss(Z2, Y):
    return Y * Z2 - np.logaddexp(0, Z2)


@wrong("loss", "mean or sum", comment="J in place of L")
def loss(Z2, Y):
    per = np.maximum(Z2, 0) - Z2 * Y + np.log1p(np.exp(-np.abs(Z2)))
    return np.mean(per)


@wrong("loss", "missing factor", comment="only the y log a2 half")
def loss(Z2, Y):
    log_a2 = -np.logaddexp(0, -Z2)
    return -Y * log_a2


@wrong("loss", "y and 1 - y", comment="the two halves exchanged")
def loss(Z2, Y):
    return Y * np.logaddexp(0, Z2) + (1 - Y) * np.logaddexp(0, -Z2)


@wrong("loss", "wrong factor", comment="takes the logarithm of Z2 as if it were A2")
def loss(Z2, Y):
    return -(Y * np.log(Z2) + (1 - Y) * np.log(1 - Z2))


@wrong("loss", "wrong factor", comment="squared error")
def loss(Z2, Y):
    A2 = 1 / (1 + np.exp(-Z2))
    return 0.5 * (A2 - Y) ** 2


@wrong("loss", "sign", comment="|Z2| without the minus in the exponent")
def loss(Z2, Y):
    return np.maximum(Z2, 0) - Z2 * Y + np.log(1 + np.exp(np.abs(Z2)))


@wrong("loss", "raises", comment="math.exp loop overflows")
def loss(Z2, Y):
    out = []
    for z, y in zip(Z2[0], Y[0]):
        a = 1 / (1 + math.exp(-z))
        out.append(-math.log(a) if y == 1 else -math.log(1 - a))
    return out


@wrong("loss", "overflow", "mean or sum", comment="cost of the homework: naive log, averaged")
def compute_cost(Z2, Y):
    m = Y.shape[1]
    A2 = 1 / (1 + np.exp(-Z2))
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    return -np.sum(logprobs) / m


# step

@wrong("step", "sign", comment="plus: climbs")
def step(parameters, gradient, learning_rate):
    return type(parameters)(*[p + learning_rate * g for p, g in zip(parameters, gradient)])


@wrong("step", "changes arguments", comment="p -= in the list comprehension's loop")
def step(parameters, gradient, learning_rate):
    for p, g in zip(parameters, gradient):
        p -= learning_rate * g
    return parameters


@wrong("step", "changes arguments", "raises", comment="attribute -= on a NamedTuple: array moved, then AttributeError")
def step(parameters, gradient, learning_rate):
    parameters.W1 -= learning_rate * gradient.W1
    parameters.b1 -= learning_rate * gradient.b1
    parameters.W2 -= learning_rate * gradient.W2
    parameters.b2 -= learning_rate * gradient.b2
    return parameters


@wrong("step", "missing factor", comment="learning rate not used")
def step(parameters, gradient, learning_rate):
    return parameters._replace(**{k: getattr(parameters, k) - getattr(gradient, k) for k in parameters._fields})


@wrong("step", "missing factor", "stale", comment="biases not moved")
def step(parameters, gradient, learning_rate):
    return parameters._replace(W1=parameters.W1 - learning_rate * gradient.W1,
                               W2=parameters.W2 - learning_rate * gradient.W2)


@wrong("step", "extra factor", "moved", comment="steps twice: new values moved once more")
def step(parameters, gradient, learning_rate):
    new = type(parameters)(*map(lambda p, g: p - learning_rate * g, parameters, gradient))
    W1 = new.W1 - learning_rate * gradient.W1
    return new._replace(W1=W1)


@wrong("step", "extra factor", "moved", "changes arguments", comment="in-place move, then the formula again on the moved ones")
def step(parameters, gradient, learning_rate):
    W1, b1, W2, b2 = parameters
    W1 -= learning_rate * gradient.W1
    b1 -= learning_rate * gradient.b1
    return type(parameters)(W1 - learning_rate * gradient.W1, b1 - learning_rate * gradient.b1,
                            W2 - learning_rate * gradient.W2, b2 - learning_rate * gradient.b2)


@wrong("step", "wrong factor", comment="copy-paste: the new b2 starts from b1")
def step(parameters, gradient, learning_rate):
    W1 = parameters.W1 - learning_rate * gradient.W1
    b1 = parameters.b1 - learning_rate * gradient.b1
    W2 = parameters.W2 - learning_rate * gradient.W2
    b2 = parameters.b1 - learning_rate * gradient.b2
    return type(parameters)(W1, b1, W2, b2)


@wrong("step", "stale", "not written", comment="rebinds p in the loop, returns the old parameters")
def step(parameters, gradient, learning_rate):
    for p, g in zip(parameters, gradient):
        p = p - learning_rate * g
    return parameters


@wrong("step", "wrong factor", "constant", comment="learning rate 0.01 fixed inside")
def step(parameters, gradient, learning_rate):
    learning_rate = 0.01
    return type(parameters)(*(p - learning_rate * g for p, g in zip(parameters, gradient)))


@wrong("step", "raises", comment="unpacks .items() of a NamedTuple")
def step(parameters, gradient, learning_rate):
    new = {}
    for key, value in parameters.items():
        new[key] = value - learning_rate * gradient[key]
    return new


# names such as dL_dz2 or loss must not be found by a function that forgot to define them
for _name in [n for n, v in list(globals().items())
              if callable(v) and n not in ("wrong", "add") and getattr(v, "__module__", None) == __name__]:
    del globals()[_name]
del _name
