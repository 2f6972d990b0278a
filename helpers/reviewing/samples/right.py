"""Right functions in unusual dress, as people write them: each with its name, and what is unusual about it."""

import functools
import math
from fractions import Fraction

import numpy as np

RIGHT = []  # (name, function, what is unusual)


def right(name, comment):
    """Put a function among the right ones."""

    def keep(function):
        RIGHT.append((name, function, comment))
        return function

    return keep


def add(name, function, comment):
    """The same for a lambda, or for whatever can be called."""
    RIGHT.append((name, function, comment))


def helper_sigmoid(z):
    return 1 / (1 + np.exp(-z))


class Labelled(np.ndarray):
    """An array of a class of its own."""


# da2_dz2

add("da2_dz2", lambda a2: a2 - a2**2, "multiplied out")
add("da2_dz2", lambda a: 0.25 - (a - 0.5) ** 2, "the square completed")
add("da2_dz2", lambda a2: np.multiply(a2, np.subtract(1, a2)), "ufuncs")
add("da2_dz2", lambda a2: (a2 * (1 - a2)).ravel().tolist(), "a list")
add("da2_dz2", lambda a2: a2.astype(np.float32) * (1 - a2.astype(np.float32)), "float32")
add("da2_dz2", np.vectorize(lambda a: a * (1 - a)), "np.vectorize")
add("da2_dz2", functools.partial(lambda one, a2: a2 * (one - a2), 1), "functools.partial")


@right("da2_dz2", "e^-z / (1 + e^-z)² with z2 recovered from a2")
def f(a2):
    z2 = np.log(a2 / (1 - a2))
    return np.exp(-z2) / (1 + np.exp(-z2)) ** 2


@right("da2_dz2", "by cosh")
def f(a2):
    z2 = np.log(a2) - np.log1p(-a2)
    return 1 / (4 * np.cosh(z2 / 2) ** 2)


@right("da2_dz2", "a loop, entry by entry, that prints")
def f(a2):
    slope = np.empty_like(a2)
    for place, a in np.ndenumerate(a2):
        print(place, a)
        slope[place] = a * (1 - a)
    return slope


# dL_da2

add("dL_da2", lambda a2, y: -y / a2 + (1 - y) / (1 - a2), "the page's two terms")
add("dL_da2", lambda a2, y: (a2 - y) / (a2 - a2**2), "below the line multiplied out")
add("dL_da2", lambda a2, y: np.where(y == 1, -1 / a2, 1 / (1 - a2)), "a choice")
add("dL_da2", lambda a2, y: -np.divide(y, a2) + np.divide(1.0 - y, 1.0 - a2), "np.divide")
add("dL_da2", lambda a2, y: 1 / (1 - y - a2), "one fraction for both labels")
add("dL_da2", lambda a2, y: (-1.0) ** y / np.abs(1 - y - a2), "a sign to the power y")


@right("dL_da2", "a loop with an if")
def f(a2, y):
    return [[-1 / a if label == 1 else 1 / (1 - a) for a, label in zip(a2[0], y[0])]]


@right("dL_da2", "indexing by boolean masks")
def f(a2, y):
    slope = np.zeros_like(a2)
    slope[y == 1] = -1 / a2[y == 1]
    slope[y == 0] = 1 / (1 - a2[y == 0])
    return slope


# dL_dz2

add("dL_dz2", lambda a2, y: a2 - y, "plain")
add("dL_dz2", lambda answer, label: answer - label, "other names")
add("dL_dz2", lambda a2, y: -(y - a2), "turned twice")
add("dL_dz2", lambda a2, y: (a2 - y) / (a2 * (1 - a2)) * (a2 * (1 - a2)), "the chain rule, not cancelled")
add("dL_dz2", lambda a2, y: -y * (1 - a2) + (1 - y) * a2, "term by term")
add("dL_dz2", np.subtract, "a ufunc itself")
add("dL_dz2", lambda a2, y: (a2 - y).view(Labelled), "a subclass of array")
add("dL_dz2", lambda a2, y: np.float32(a2) - np.float32(y), "float32")
add("dL_dz2", lambda a2, y: np.ma.masked_array(a2 - y), "a masked array, nothing masked")
add("dL_dz2", lambda a2, y: (a2.astype(np.longdouble) - y), "long double")


@right("dL_dz2", "in place on a copy")
def f(a2, y):
    error = a2.copy()
    error -= y
    return error


@right("dL_dz2", "an object array of fractions")
def f(a2, y):
    return np.array([[Fraction(float(a)) - int(label) for a, label in zip(a2[0], y[0])]], dtype=object)


class Error:
    """A thing that can be called."""

    def __call__(self, a2, y):
        return a2 - y

    def method(self, a2, y):
        return a2 - y


add("dL_dz2", Error(), "an object that can be called")
add("dL_dz2", Error().method, "a bound method")


# dL_dW2

add("dL_dW2", lambda dL_dz2, a1: dL_dz2 @ a1.T, "plain")
add("dL_dW2", lambda dL_dz2, a1: dL_dz2 * a1.T, "* for @")
add("dL_dW2", lambda dL_dz2, a1: (dL_dz2 * a1), "the page's column")
add("dL_dW2", lambda dL_dz2, a1: dL_dz2.item() * a1.ravel(), "flat")
add("dL_dW2", lambda dL_dz2, a1: np.outer(dL_dz2, a1), "np.outer")
add("dL_dW2", lambda dL_dz2, a1: np.einsum("on,hn->oh", dL_dz2, a1), "einsum")
add("dL_dW2", lambda dL_dz2, a1: np.kron(dL_dz2, a1.T), "np.kron")
add("dL_dW2", lambda dL_dz2, a1: np.tensordot(dL_dz2, a1, axes=(1, 1)), "np.tensordot")
add("dL_dW2", lambda dL_dz2, a1: (a1 @ dL_dz2).T, "transposed at the end")
add("dL_dW2", lambda dL_dz2, a1: np.swapaxes(a1, 0, 1) * dL_dz2[0, 0], "np.swapaxes")
add("dL_dW2", lambda dL_dz2, a1: np.matrix(dL_dz2) * np.matrix(a1).T, "np.matrix")
add("dL_dW2", lambda dL_dz2, a1: [[float(dL_dz2[0, 0] * a) for a in a1[:, 0]]], "a list of lists")


# dL_db2

add("dL_db2", lambda dL_dz2: dL_dz2, "the argument itself")
add("dL_db2", lambda dL_dz2: dL_dz2.copy(), "a copy")
add("dL_db2", lambda dL_dz2: float(dL_dz2[0, 0]), "a float")
add("dL_db2", lambda dL_dz2: dL_dz2.sum(), "a NumPy number")
add("dL_db2", lambda dL_dz2: np.sum(dL_dz2, axis=1, keepdims=True), "a sum over the one observation")
add("dL_db2", lambda dL_dz2: dL_dz2 * np.ones((1, 1)), "times 1")
add("dL_db2", lambda *given: +given[0], "*args")


# dL_da1

add("dL_da1", lambda dL_dz2, W2: W2.T @ dL_dz2, "plain")
add("dL_da1", lambda dL_dz2, W2: W2.T * dL_dz2, "* for @")
add("dL_da1", lambda dL_dz2, W2: (dL_dz2.T @ W2).T, "transposed at the end")
add("dL_da1", lambda dL_dz2, W2: np.dot(W2.transpose(), dL_dz2), "np.dot")
add("dL_da1", lambda dL_dz2, W2: np.outer(W2, dL_dz2), "np.outer")
add("dL_da1", lambda dL_dz2, W2: np.einsum("oh,on->hn", W2, dL_dz2), "einsum")
add("dL_da1", lambda dL_dz2, W2: np.array([w * dL_dz2[0] for w in W2[0]]), "a row for each weight")
add("dL_da1", lambda dL_dz2, W2: np.multiply(W2.reshape(-1, 1), dL_dz2.reshape(1, -1)), "reshaped to broadcast")


@right("dL_da1", "two loops")
def f(dL_dz2, W2):
    H, N = W2.shape[1], dL_dz2.shape[1]
    slopes = [[0.0] * N for _ in range(H)]
    for i in range(H):
        for n in range(N):
            slopes[i][n] = W2[0][i] * dL_dz2[0][n]
    return slopes


@right("dL_da1", "observation by observation")
def f(dL_dz2, W2, dtype=float):
    return np.column_stack([W2[0].astype(dtype) * error for error in dL_dz2[0]])


# dL_dz1

add("dL_dz1", lambda dL_da1, z1: dL_da1 * (z1 > 0), "plain")
add("dL_dz1", lambda dL_da1, z1: dL_da1 * (z1 >= 0), "open at 0")
add("dL_dz1", lambda dL_da1, z1: np.where(z1 > 0, dL_da1, 0), "np.where")
add("dL_dz1", lambda dL_da1, z1: np.heaviside(z1, 0.5) * dL_da1, "half open at 0")
add("dL_dz1", lambda dL_da1, z1: dL_da1 * (np.sign(z1) + 1) / 2, "by np.sign")
add("dL_dz1", lambda dL_da1, z1: dL_da1 * np.sign(np.maximum(z1, 0)), "the sign of ReLU")
add("dL_dz1", lambda dL_da1, z1: (dL_da1 * (z1 > 0)).astype(np.float32), "a float32 result")
add("dL_dz1", lambda dL_da1, z1, alpha=0.0: dL_da1 * np.where(z1 > 0, 1, alpha), "leaky ReLU with no leak")
add("dL_dz1", lambda d, z: np.multiply(d, np.greater(z, 0)), "ufuncs and short names")
add("dL_dz1", lambda dL_da1, z1: np.select([z1 > 0], [dL_da1], 0.0), "np.select")
add("dL_dz1", lambda dL_da1, z1: np.einsum("hn,hn->hn", dL_da1, (z1 > 0).astype(float)), "einsum")


@right("dL_dz1", "zeros put into a copy, PyTorch's way")
def f(dL_da1, z1):
    grad = np.array(dL_da1, copy=True)
    grad[z1 <= 0] = 0
    return grad


@right("dL_dz1", "loops with an if")
def f(dL_da1, z1):
    result = np.zeros(z1.shape)
    for i in range(z1.shape[0]):
        for n in range(z1.shape[1]):
            if z1[i, n] > 0:
                result[i, n] += dL_da1[i, n]
    return result


@right("dL_dz1", "nested comprehensions")
def f(dL_da1, z1):
    return [[d if z > 0 else 0.0 for d, z in zip(ds, zs)] for ds, zs in zip(dL_da1, z1)]


@right("dL_dz1", "the diagonal of a matrix of gates, column by column")
def f(dL_da1, z1):
    return np.hstack([np.diag((z > 0).astype(float)) @ d.reshape(-1, 1) for d, z in zip(dL_da1.T, z1.T)])


# dL_dW1

add("dL_dW1", lambda dL_dz1, x: dL_dz1 @ x.T, "plain")
add("dL_dW1", lambda dL_dz1, x: dL_dz1 * x.T, "* broadcasts")
add("dL_dW1", lambda dL_dz1, x: np.outer(dL_dz1, x), "np.outer")
add("dL_dW1", lambda dL_dz1, x: np.einsum("i,j->ij", dL_dz1.ravel(), x.ravel()), "einsum on flat arrays")
add("dL_dW1", lambda dL_dz1, x: (x @ dL_dz1.T).T, "transposed at the end")
add("dL_dW1", lambda dL_dz1, x: np.tensordot(dL_dz1, x, axes=((1,), (1,))), "np.tensordot")
add("dL_dW1", lambda dL_dz1, x: dL_dz1[:, :, None][:, 0] * x[:, 0][None, :], "by hand-made axes")
add("dL_dW1", lambda dL_dz1, x: np.dot(dL_dz1, np.transpose(x)), "np.dot")
add("dL_dW1", lambda dL_dz1, x: np.array([[d * v for v in x.flat] for d in dL_dz1.flat]), "comprehensions")
add("dL_dW1", lambda dL_dz1, x: np.repeat(dL_dz1, len(x), axis=1) * np.tile(x.T, (len(dL_dz1), 1)), "repeat and tile")
add("dL_dW1", lambda dL_dz1, x: np.float32(dL_dz1) @ np.float32(x.T), "float32")
add("dL_dW1", lambda dL_dz1, x: np.multiply.outer(dL_dz1[:, 0], x[:, 0]), "np.multiply.outer")
add("dL_dW1", lambda dL_dz1, x: np.asmatrix(dL_dz1) * np.asmatrix(x).T, "np.matrix")


@right("dL_dW1", "a row for each unit, appended")
def f(dL_dz1, x):
    rows = []
    for error in dL_dz1.flatten():
        rows.append([])
        for value in x.flatten():
            rows[-1].append(error * value)
    return rows


@right("dL_dW1", "in place on an array of its own")
def f(dL_dz1, x):
    table = np.zeros((dL_dz1.size, x.size))
    table += dL_dz1
    table *= x.reshape(1, -1)
    return table


@right("dL_dW1", "column by column, stacked")
def f(dL_dz1, x):
    return np.hstack([dL_dz1 * value for value in x[:, 0]])


@right("dL_dW1", "a closure that remembers how often it was called")
def f(dL_dz1, x):
    f.calls = getattr(f, "calls", 0) + 1
    return dL_dz1.dot(x.T)


# dL_db1

add("dL_db1", lambda dL_dz1: dL_dz1, "the argument itself")
add("dL_db1", lambda dL_dz1: dL_dz1[:], "a view of it")
add("dL_db1", lambda dL_dz1: dL_dz1.copy(), "a copy")
add("dL_db1", lambda dL_dz1: dL_dz1.T, "a row")
add("dL_db1", lambda dL_dz1: dL_dz1.ravel(), "flat")
add("dL_db1", lambda dL_dz1: dL_dz1.sum(axis=1), "the sum over the one observation, flat")
add("dL_db1", lambda dL_dz1: dL_dz1.mean(axis=1, keepdims=True), "the mean over the one observation")
add("dL_db1", lambda dL_dz1: tuple(dL_dz1[:, 0]), "a tuple")


# all observations at once

add("dJ_dW2", lambda X, Y, p, f: (f.A2 - Y) @ f.A1.T / Y.size, "plain")
add("dJ_dW2", lambda X, Y, p, f: np.mean((f.A2 - Y) * f.A1, axis=1), "a mean, flat")
add("dJ_dW2", lambda X, Y, p, f: np.einsum("on,hn->oh", f.A2 - Y, f.A1) / X.shape[1], "einsum")
add("dJ_dW2", lambda X, Y, p, f: np.average(f.A1 * (f.A2 - Y), axis=-1).reshape(p.W2.shape), "np.average")
add("dJ_dW2", lambda X, Y, p, f: ((f.A1 @ (f.A2 - Y).T) / len(Y[0])).T, "transposed at the end")


@right("dJ_dW2", "summed by hand")
def f(X, Y, parameters, forward_pass):
    _, A1, _, A2, _ = forward_pass
    total = np.zeros_like(parameters.W2)
    for n in range(X.shape[1]):
        total += (A2[0, n] - Y[0, n]) * A1[:, n]
    return total / X.shape[1]


add("dJ_db2", lambda X, Y, p, f: (f.A2 - Y).mean(), "one number")
add("dJ_db2", lambda X, Y, p, f: np.mean(f.A2) - np.mean(Y), "a difference of means")
add("dJ_db2", lambda X, Y, p, f: np.sum(f.A2 - Y, axis=1, keepdims=True) / Y.shape[1], "plain")
add("dJ_db2", lambda X, Y, p, f: (f.A2 - Y) @ np.ones((Y.size, 1)) / Y.size, "a product with ones")
add("dJ_db2", lambda X, Y, p, f: math.fsum((f.A2 - Y).ravel()) / Y.size, "math.fsum")
add("dJ_db2", lambda X, Y, p, f: [[sum(a - y for a, y in zip(f.A2[0], Y[0])) / len(Y[0])]], "Python's sum")

add("dJ_dW1", lambda X, Y, p, f: (p.W2.T @ (f.A2 - Y) * (f.Z1 > 0)) @ X.T / Y.size, "plain")
add("dJ_dW1", lambda X, Y, p, f: ((p.W2.T * (f.A2 - Y)) * (f.A1 > 0)) @ X.T / X.shape[1], "the gate from A1")
add("dJ_dW1", lambda X, Y, p, f: np.einsum("h,n,hn,dn->hd", p.W2[0], (f.A2 - Y)[0] / Y.size, f.Z1 > 0, X), "one einsum")
add("dJ_dW1", lambda X, Y, p, f: (X @ (np.where(f.Z1 > 0, p.W2.T @ (f.A2 - Y), 0) / Y.size).T).T, "np.where, turned")


@right("dJ_dW1", "the mean of one table for each observation")
def f(X, Y, parameters, forward_pass):
    tables = []
    for n in range(X.shape[1]):
        error = forward_pass.A2[:, n] - Y[:, n]
        behind = parameters.W2[0] * error * (forward_pass.Z1[:, n] > 0)
        tables.append(np.outer(behind, X[:, n]))
    return np.mean(tables, axis=0)


@right("dJ_dW1", "four loops of Python numbers")
def f(X, Y, parameters, forward_pass):
    (D, N), H = X.shape, len(parameters.W1)
    table = [[0.0] * D for _ in range(H)]
    for i in range(H):
        for j in range(D):
            for n in range(N):
                if forward_pass.Z1[i, n] > 0:
                    table[i][j] += (forward_pass.A2[0, n] - Y[0, n]) * parameters.W2[0, i] * X[j, n] / N
    return table


add("dJ_db1", lambda X, Y, p, f: (p.W2.T @ (f.A2 - Y) * (f.Z1 > 0)).mean(axis=1, keepdims=True), "a mean")
add("dJ_db1", lambda X, Y, p, f: (p.W2.T @ (f.A2 - Y) * (f.Z1 > 0)).sum(1) / Y.size, "keepdims lost")
add("dJ_db1", lambda X, Y, p, f: (f.Z1 > 0) @ (f.A2 - Y).T * p.W2.T / Y.size, "W2 taken out of the sum")
add("dJ_db1", lambda X, Y, p, f: ((f.A2 - Y) @ (f.Z1 > 0).T * p.W2 / Y.size), "a row")
add("dJ_db1", lambda X, Y, p, f: np.add.reduce(p.W2.T * (f.A2 - Y) * (f.A1 > 0), axis=1) / Y.size, "np.add.reduce")


@right("dJ_db1", "a running sum")
def f(X, Y, parameters, forward_pass):
    total = 0
    for error, z1 in zip((forward_pass.A2 - Y)[0], forward_pass.Z1.T):
        total = total + error * parameters.W2[0] * (z1 > 0)
    return total.reshape(-1, 1) / Y.size


@right("backward", "plain")
def f(X, Y, parameters, forward_pass):
    N = X.shape[1]
    dZ2 = (forward_pass.A2 - Y) / N
    dZ1 = parameters.W2.T @ dZ2 * (forward_pass.Z1 > 0)
    return dZ1 @ X.T, dZ1.sum(axis=1, keepdims=True), dZ2 @ forward_pass.A1.T, dZ2.sum(axis=1, keepdims=True)


@right("backward", "a dict of gradients, Andrew Ng's way")
def f(X, Y, parameters, forward_pass):
    m = X.shape[1]
    dZ2 = forward_pass.A2 - Y
    dW2 = (1 / m) * np.dot(dZ2, forward_pass.A1.T)
    db2 = (1 / m) * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.multiply(np.dot(parameters.W2.T, dZ2), np.int64(forward_pass.A1 > 0))
    dW1 = (1 / m) * np.dot(dZ1, X.T)
    db1 = (1 / m) * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


@right("backward", "the parameters' own NamedTuple")
def f(X, Y, parameters, forward_pass):
    Z1, A1, Z2, A2, _ = forward_pass
    E = (A2 - Y) / Y.size
    B = np.where(Z1 > 0, parameters.W2.T * E, 0)
    return parameters._replace(W1=B @ X.T, b1=B.sum(1, keepdims=True), W2=E @ A1.T, b2=E.sum(1, keepdims=True))


@right("backward", "observation by observation, added up")
def f(X, Y, parameters, forward_pass):
    grads = [np.zeros_like(p) for p in parameters]
    for n in range(X.shape[1]):
        x, y = X[:, [n]], Y[:, [n]]
        z1, a1, a2 = (part[:, [n]] for part in (forward_pass.Z1, forward_pass.A1, forward_pass.A2))
        dz2 = a2 - y
        dz1 = parameters.W2.T @ dz2 * (z1 > 0)
        for grad, part in zip(grads, (dz1 @ x.T, dz1, dz2 @ a1.T, dz2)):
            grad += part / X.shape[1]
    return grads


@right("backward", "a bias as a weight on 1, split off at the end")
def f(X, Y, parameters, forward_pass):
    N = Y.size
    ones = np.ones((1, N))
    dZ2 = (forward_pass.A2 - Y) / N
    second = dZ2 @ np.vstack([forward_pass.A1, ones]).T
    dZ1 = (parameters.W2.T @ dZ2) * (forward_pass.Z1 > 0)
    first = dZ1 @ np.vstack([X, ones]).T
    return first[:, :-1], first[:, -1:], second[:, :-1], second[:, -1:]


@right("backward", "float32 throughout")
def f(X, Y, parameters, forward_pass):
    X, Y, A1, A2, Z1, W2 = (
        np.float32(part) for part in (X, Y, forward_pass.A1, forward_pass.A2, forward_pass.Z1, parameters.W2)
    )
    dZ2 = (A2 - Y) / np.float32(Y.size)
    dZ1 = W2.T @ dZ2 * (Z1 > 0)
    return dZ1 @ X.T, dZ1.sum(1, keepdims=True), dZ2 @ A1.T, dZ2.sum(1, keepdims=True)


# forward, loss, step


@right("forward", "plain")
def f(X, parameters):
    W1, b1, W2, b2 = parameters
    Z1 = W1 @ X + b1
    A1 = np.maximum(Z1, 0)
    Z2 = W2 @ A1 + b2
    return Z1, A1, Z2, 1 / (1 + np.exp(-Z2))


@right("forward", "a dict, and σ by tanh")
def f(X, parameters):
    Z1 = np.dot(parameters.W1, X) + parameters.b1
    A1 = Z1 * (Z1 > 0)
    Z2 = np.dot(parameters.W2, A1) + parameters.b2
    return dict(Z1=Z1, A1=A1, Z2=Z2, A2=0.5 * (1 + np.tanh(Z2 / 2)))


@right("forward", "with the activation's name at the end")
def f(X, parameters):
    Z1 = parameters.W1 @ X + parameters.b1
    A1 = (Z1 + np.abs(Z1)) / 2
    Z2 = parameters.W2 @ A1 + parameters.b2
    return Z1, A1, Z2, helper_sigmoid(Z2), "relu"


@right("forward", "loops")
def f(X, parameters):
    W1, b1, W2, b2 = parameters
    (D, N), H = X.shape, len(W1)
    Z1 = np.array([[sum(W1[i, j] * X[j, n] for j in range(D)) + b1[i, 0] for n in range(N)] for i in range(H)])
    A1 = np.array([[max(z, 0.0) for z in row] for row in Z1])
    Z2 = np.array([[sum(W2[0, i] * A1[i, n] for i in range(H)) + b2[0, 0] for n in range(N)]])
    return [Z1, A1, Z2, np.vectorize(lambda z: 1 / (1 + math.exp(-z)) if z > -700 else 0.0)(Z2)]


add("loss", lambda Z2, Y: np.logaddexp(0, Z2) - Y * Z2, "plain")
add("loss", lambda Z2, Y: np.maximum(Z2, 0) - Z2 * Y + np.log1p(np.exp(-np.abs(Z2))), "TensorFlow's form")
add("loss", lambda Z2, Y: np.logaddexp(0, np.where(Y == 1, -Z2, Z2)), "one logarithm for both labels")
add("loss", lambda Z2, Y: Y * np.logaddexp(0, -Z2) + (1 - Y) * np.logaddexp(0, Z2), "both terms, stable")
add("loss", lambda Z2, Y: np.logaddexp(0, (1 - 2 * Y) * Z2), "a sign from the label")


@right("loss", "a loop with an if")
def f(Z2, Y):
    losses = []
    for z, y in zip(Z2[0], Y[0]):
        m = z if y == 0 else -z
        losses.append(max(m, 0) + math.log1p(math.exp(-abs(m))))
    return losses


add("step", lambda p, g, rate: type(p)(*(a - rate * b for a, b in zip(p, g))), "zip")
add("step", lambda p, g, rate: [a - rate * b for a, b in zip(p, g)], "a list")
add("step", lambda p, g, rate: {k: getattr(p, k) - rate * getattr(g, k) for k in p._fields}, "a dict")
add("step", lambda p, g, rate: tuple(map(lambda a, b: np.add(a, -rate * b), p, g)), "map")


@right("step", "four lines")
def step(parameters, gradient, learning_rate):
    W1 = parameters.W1 - learning_rate * gradient.W1
    b1 = parameters.b1 - learning_rate * gradient.b1
    W2 = parameters.W2 - learning_rate * gradient.W2
    b2 = parameters.b2 - learning_rate * gradient.b2
    return W1, b1, W2, b2


@right("step", "in place on copies")
def f(parameters, gradient, learning_rate):
    new = [p.copy() for p in parameters]
    for value, slope in zip(new, gradient):
        value -= learning_rate * slope
    return parameters._make(new)
