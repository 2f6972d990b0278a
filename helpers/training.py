"""Full-batch gradient descent, fast: one network on many observations, or many networks at once. NumPy alone.

The page stops at the gradient; the rule that uses it is θ ← θ - learning_rate · dJ/dθ, for all parameters at once. Here
the formulas of `network` and `derivatives` are put in the order that a processor likes, and each is named beside its
line. The observations are taken a block at a time, so that what one line leaves is still in the cache for the next;
all memory is set aside before the first step. How the work is cut and added up depends on the shapes alone, so that the
same start gives the same bits however many cores there are. One core does it: two that share the blocks spend what they
gain on waiting for Python's lock, which changes hands twenty times a block. Only groups of many networks go to several.
"""

import math
import os
import sys
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import NamedTuple

import numpy as np

from helpers import arguments, network
from helpers.network import Parameters

ENTRIES = 60_000  # of A1 in a block: half a megabyte, which stays in a core's own cache
NARROWEST = 8  # networks side by side; with fewer, one after the other is faster
MOST = 100_000_000  # steps, or entries of W1: a gigabyte each
SNAPSHOTS = 100  # spread evenly over the steps, and as many crowded towards the start, where most happens

_silent = np.errstate(over="ignore", invalid="ignore", under="ignore")


class History(NamedTuple):
    """A run: the parameters it ended with; cost, J at each step from the start; snapshots, (step, Parameters), some on
    the way, first and last among them; and stopped, None or a sentence that says why it ended early."""

    parameters: Parameters
    cost: np.ndarray
    snapshots: list
    stopped: str | None


def initial_parameters(D, H, rng):
    """A start for D inputs and H hidden units: W1 ~ N(0, 2/D), W2 ~ N(0, 1/H), where N names mean and variance, b1 = 0,
    b2 = 0. With them z1 and z2 begin about as large as the inputs.

    rng: a numpy.random.Generator. Returns Parameters. Source for 2/D: K. He et al., Delving deep into rectifiers, 2015.
    """
    D, H = (arguments.whole(name, size, 1, MOST) for name, size in (("D", D), ("H", H)))
    if D * H > MOST:
        raise ValueError(f"D times H, the size of W1, must be at most {MOST}; got {D} times {H}")
    arguments.generator(rng)
    W1 = rng.normal(scale=math.sqrt(2 / D), size=(H, D))
    W2 = rng.normal(scale=math.sqrt(1 / H), size=(1, H))
    return Parameters(W1, np.zeros((H, 1)), W2, np.zeros((1, 1)))


def train(X, Y, parameters, learning_rate, steps, *, hidden="relu", progress=False, callback=None):
    """Full-batch gradient descent on J.

    X: (D, N); Y: (1, N), each entry 0 or 1; parameters: the start, Parameters; learning_rate: above 0; steps: how many.
    progress: show a bar with J. callback(step, parameters, cost): called at the start and after each step with copies.
    Returns a History, whose cost is (steps + 1,). It is shorter if the run stopped: where a step would have made J
    infinite or NaN that step is not taken, and an interrupt keeps what was reached. Raises ValueError when an argument
    doesn't fit.
    """
    X, Y, start, rate, steps = _check(X, Y, parameters, learning_rate, steps, hidden)
    progress = arguments.flag("progress", progress)
    if callback is not None and not callable(callback):
        words = "None or a function of step, parameters and cost"
        raise ValueError(f"callback must be {words}; got {arguments.told(callback)}")
    kept = {int(k) for k in (*np.linspace(0, steps, SNAPSHOTS + 1), *np.geomspace(1, steps + 1, SNAPSHOTS))}
    cost, snapshots, stopped, bar = np.empty(steps + 1), [], None, _bar(steps) if progress else None
    reached, best = -1, _flat(start)
    batch = _Batch(X, Y, start.W1.shape[0], hidden)
    try:
        for step, (J, theta) in zip(range(steps + 1), _descent(batch, best, rate), strict=False):
            if not math.isfinite(J):
                stopped = _why_not_finite(step, rate)
                break
            cost[step], reached, best = J, step, theta
            if step in kept:
                snapshots.append((step, theta.parameters()))
            if bar is not None:
                bar.set_postfix_str(f"J = {J:.4g}", refresh=False)
                bar.update(step - bar.n)
            if callback is not None:
                callback(step, theta.parameters(), J)
    except KeyboardInterrupt:
        stopped = f"Interrupted after {max(reached, 0)} of {steps} steps; the parameters are those of that moment."
    finally:
        if bar is not None:
            bar.bar_format = bar.bar_format.replace(", {remaining} left", "")  # what stays is the same in every run,
            bar.clear()  # with no blanks after it that once were seconds
            bar.close()
    if not snapshots or snapshots[-1][0] != reached:
        snapshots.append((max(reached, 0), best.parameters()))
    return History(best.parameters(), cost[: reached + 1].copy(), snapshots, stopped)


def _descent(batch, theta, rate):
    """J and the parameters that it belongs to, at the start and after each step; they are overwritten two steps on."""
    other = _in_a_row(np.empty_like(theta.all), batch.H)
    while True:
        J, slopes = batch.backward(theta)
        yield J, theta
        np.multiply(slopes, -rate / batch.N, out=other.all)
        np.add(other.all, theta.all, out=other.all)
        theta, other = other, theta


def _why_not_finite(step, rate):
    if step == 0:
        return "The sum for J is not finite at the start, so no step can be taken. Start from smaller parameters."
    return f"Stopped before step {step}, which would have made J infinite. Try a learning_rate below {rate:g}."


class _InARow(NamedTuple):
    """Parameters or a gradient as one array, and the views of it that a product takes."""

    all: np.ndarray
    W1b1: np.ndarray  # [W1 b1], (H, D + 1)
    W2: np.ndarray  # as a column, (H, 1)
    b2: np.ndarray  # (1, 1)

    def parameters(self):
        """The same as Parameters of its own."""
        W1b1 = self.W1b1.copy()
        return Parameters(W1b1[:, :-1], W1b1[:, -1:], self.W2.T.copy(), self.b2.copy())


def _in_a_row(array, H):
    return _InARow(array, array[: -H - 1].reshape(H, -1), array[-H - 1 : -1, None], array[-1:, None])


class _Batch:
    """J and its gradient on one data set."""

    def __init__(self, X, Y, H, hidden):
        D, N = X.shape
        self.N, self.H, self.hidden = N, H, hidden
        rows = H + 1 if hidden == "relu" else 2 * H + 1
        # A BLAS takes one core for a product this small, and so adds in one order.
        width = max(8, min(ENTRIES // H, 2**18 // (rows * (D + 2)), 2**13) // 8 * 8)
        if N > width:
            width = -(-N // (8 * -(-N // width))) * 8  # blocks of about one size, and each row in step with the cache
        self.blocks = [(X[:, left : left + width], Y[:, left : left + width]) for left in range(0, N, width)]
        self.sums = np.empty((len(self.blocks), rows, D + 2))
        self.sum = self.sums[0] if len(self.sums) == 1 else np.empty((rows, D + 2))
        self.slopes = _in_a_row(np.empty(H * (D + 2) + 1), H)
        self.W2_twice = np.empty((2, H))
        self.memory = {Y.size: _set_aside(D, H, Y.size, hidden) for _, Y in self.blocks}
        if len(self.blocks) == 1:
            _read(X, Y, *self.memory[N])  # once for all steps

    @_silent
    def backward(self, theta):
        """J at these parameters, and N times its gradient, which is overwritten by the next."""
        self.W2_twice[:] = theta.W2[:, 0]
        for (X, Y), sums in zip(self.blocks, self.sums, strict=True):
            own = self.memory[Y.size]
            if len(self.blocks) > 1:
                _read(X, Y, *own)
            self._block(theta, sums, *own)
        if len(self.sums) > 1:
            np.add.reduce(self.sums, axis=0, out=self.sum)
        over_slope, slopes = self.sum[: self.H, :-1], self.slopes
        dZ2, L = self.sum[self.H, -2:].tolist()
        np.multiply(over_slope, theta.W2, out=slopes.W1b1)  # B3 and B4, as W2 is the same for all observations
        if self.hidden == "relu":
            np.vecdot(over_slope, theta.W1b1, out=slopes.W2[:, 0])  # B1, as a1 = slope (W1 x + b1) there
        else:
            slopes.W2[:, 0] = self.sum[self.H + 1 :, -2]  # B1
        slopes.b2[:] = dZ2  # B2
        return L / self.N, slopes.all

    def _block(self, theta, sums, X1, side, rows, A1, slope, Z2_twice, dZ2, spare, right):
        """Sums over a block: of dZ2 [X; 1] and of L, each times slope, times 1 and, for a sigmoid, times A1."""
        np.matmul(theta.W1b1, X1, out=A1)  # M1; below X is a row of ones: [W1 b1] @ [X; 1] is W1 X + b1
        _activate(A1, slope, self.hidden)  # M2
        # One row would go to a part of the BLAS that shares it among cores; two rows don't.
        np.matmul(self.W2_twice, A1, out=Z2_twice)  # M3
        Z2 = np.add(Z2_twice[1:], theta.b2, out=Z2_twice[1:])
        _compare(Z2, side, right[-1:], dZ2, spare)  # M5, D3
        np.multiply(X1, dZ2, out=right[:-1])
        if self.hidden == "relu":
            np.copyto(A1, slope)  # A1 has been used, and slope is due in its rows
        np.matmul(rows, right.T, out=sums)


def _activate(A1, slope, hidden):
    """Z1 becomes A1 in its place, and slope dA1/dZ1."""
    if hidden == "relu":
        np.maximum(A1, 0.0, out=A1)  # M2
        np.greater(A1, 0.0, out=slope)
    else:
        np.exp(np.negative(A1, out=A1), out=A1)
        np.divide(1.0, np.add(A1, 1.0, out=A1), out=A1)  # where e^-z is ∞, this is 0, as it should be
        np.multiply(np.subtract(1.0, A1, out=slope), A1, out=slope)


def _compare(Z2, side, L, dZ2, spare):
    """L and dL/dZ2 from Z2 (M5, D3), with side = 2 Y - 1, which is -1 or 1.

    The share that a2 gives to the true label is σ(side z2). So L = log(1 + e^(-side z2)), which is taken apart as in
    network.loss, and that share is e^-L; hence dL/dz2 = a2 - y = side (e^-L - 1), with all its digits.
    """
    np.multiply(Z2, side, out=dZ2)
    np.exp(np.copysign(dZ2, -1.0, out=spare), out=spare)
    np.log1p(spare, out=L)
    np.subtract(L, np.minimum(dZ2, 0.0, out=dZ2), out=L)
    np.expm1(np.negative(L, out=dZ2), out=dZ2)
    np.multiply(dZ2, side, out=dZ2)


def _set_aside(D, H, n, hidden):
    """Memory for a block of n observations, in the order in which _Batch._block takes it.

    A1 and, for a sigmoid, slope are part of rows: [slope; 1; A1], or [A1; 1] for a ReLU, whose slope is True or False.
    """
    is_relu = hidden == "relu"
    shapes = (D + 1, n), (1, n), (H + 1 if is_relu else 2 * H + 1, n), (2, n), (1, n), (1, n), (D + 2, n)
    X1, side, rows, *others = map(_aligned, shapes)
    X1[-1], rows[H] = 1.0, 1.0
    A1, slope = (rows[:H], _aligned((H, n), bool)) if is_relu else (rows[H + 1 :], rows[:H])
    return [X1, side, rows, A1, slope, *others]


def _aligned(shape, kind=float):
    """Memory that begins with a line of the processor's cache: elsewhere, a step takes a third longer."""
    size = math.prod(shape) * np.dtype(kind).itemsize
    raw = np.empty(size + 64, np.uint8)
    start = -raw.ctypes.data % 64
    return raw[start : start + size].view(kind).reshape(shape)


def _read(X, Y, X1, side, *_):
    """Put the observations of a block where _Batch._block looks for them."""
    X1[:-1] = X
    np.subtract(np.multiply(Y, 2.0, out=side), 1.0, out=side)


def _flat(parameters):
    W1, b1, W2, b2 = parameters
    return _in_a_row(np.concatenate([np.hstack([W1, b1]).ravel(), W2.ravel(), b2.ravel()]), len(W1))


def _cores():
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def train_many(X, Y, starts, learning_rate, steps, *, hidden="relu"):
    """Full-batch gradient descent on J for many networks of one size, all at once.

    X, Y, learning_rate, steps and hidden: as for `train`. starts: a list of Parameters, all of the same shapes. Returns
    (a list of Parameters, cost), one for each start, cost (K,) being J at the end. A network whose J leaves the finite
    numbers ends as NaN, cost and parameters; the others go on. An interrupt ends it at once, as KeyboardInterrupt: half
    a run of many networks answers nothing. Raises ValueError when an argument doesn't fit, naming the start.
    """
    starts = _check_starts(starts)
    X, Y, _, rate, steps = _check(X, Y, starts[0], learning_rate, steps, hidden)
    H, K, N = len(starts[0].W1), len(starts), Y.size
    theta, cost = np.array([_flat(start).all for start in starts]), np.empty(K)
    group = ENTRIES // (H * N)
    if group < NARROWEST:
        batch = _Batch(X, Y, H, hidden)
        for k in range(K):
            theta[k], cost[k] = _last(batch, theta[k], rate, steps)
    else:
        groups = [slice(k, min(k + group, K)) for k in range(0, K, group)]
        stop = threading.Event()
        with ThreadPoolExecutor(min(len(groups), _cores())) as pool:
            try:
                runs = [pool.submit(_side_by_side, X, Y, theta[some].T, rate, steps, hidden, stop) for some in groups]
                while wait(runs, timeout=0.1).not_done:  # not for good, or Windows would hear of no interrupt
                    pass
            finally:
                stop.set()  # or an interrupt would wait for all that is under way
                pool.shutdown(wait=False, cancel_futures=True)
        for some, run in zip(groups, runs, strict=True):
            end, J = run.result()
            theta[some], cost[some] = end.T, J
    lost = ~np.isfinite(cost)
    theta[lost], cost[lost] = np.nan, np.nan
    return [_in_a_row(own, H).parameters() for own in theta], cost


def _last(batch, start, rate, steps):
    """Parameters and J after so many steps, or where J left the finite numbers."""
    for step, (J, theta) in enumerate(_descent(batch, _in_a_row(start.copy(), batch.H), rate)):
        if step == steps or not math.isfinite(J):
            return theta.all, J


@_silent
def _side_by_side(X, Y, theta, rate, steps, hidden, stop):
    """The same for as many networks as theta (P, K) has columns: the networks, not the observations, lie in a row."""
    (D, N), K = X.shape, theta.shape[1]
    H = (theta.shape[0] - 1) // (D + 2)
    theta = theta.copy()
    gradient = np.empty_like(theta)
    W1b1, dW1b1 = (all_[: H * (D + 1)].reshape(H, D + 1, K) for all_ in (theta, gradient))
    W2, dW2 = (all_[H * (D + 1) : -1] for all_ in (theta, gradient))
    X1, side = np.vstack([X, np.ones(N)]), np.repeat(2 * Y.T - 1, K, axis=1)
    A1, slope, spare = np.empty((3, H, N, K))
    Z2, dZ2, L = np.empty((3, N, K))
    cost, finite = np.empty(K), np.ones(K, dtype=bool)
    for step in range(steps + 1):
        if stop.is_set():
            break
        np.matmul(X1.T, W1b1, out=A1)  # M1
        _activate(A1, slope, hidden)
        np.add.reduce(np.multiply(A1, W2[:, None], out=spare), axis=0, out=Z2)  # M3
        Z2 += theta[-1]
        _compare(Z2, side, L, dZ2, spare[0])
        np.add.reduce(L, axis=0, out=cost)
        finite &= np.isfinite(cost)
        if step == steps:
            break
        np.add.reduce(np.multiply(A1, dZ2, out=spare), axis=1, out=dW2)  # B1
        np.add.reduce(dZ2, axis=0, out=gradient[-1])  # B2
        slope *= dZ2
        np.matmul(X1, slope, out=dW1b1)  # B3, B4
        dW1b1 *= W2[:, None]
        gradient *= rate / N
        theta -= gradient
    return theta, np.where(finite, cost / N, np.nan)


# What an argument must be, and a bar


def _check(X, Y, start, learning_rate, steps, hidden):
    """X, Y, start, learning_rate and steps, if they fit; X and Y are not copied, for they may be large."""
    start = network.check_parameters(start)
    network.check_hidden(hidden)
    X = arguments.matrix("X", X, copy=False)
    arguments.fit("X", X, (start.W1.shape[1], "N"), "one row for each column of W1")
    Y = network.labels(Y, X.shape[1], copy=False)
    rate = network.check_learning_rate(learning_rate)
    return X, Y, start, rate, arguments.whole("steps", steps, 0, MOST)


def _check_starts(starts):
    must = "starts must be a list of Parameters; got"
    is_record = hasattr(starts, "_fields") or isinstance(starts, Mapping)
    is_list = isinstance(starts, (list, tuple)) and len(starts) > 0
    if is_record or (is_list and all(isinstance(part, np.ndarray) for part in starts)):
        came = arguments.told(starts) if hasattr(starts, "_fields") else f"a {type(starts).__name__}"
        raise ValueError(f"{must} {came}; for a single start, use train, or a list of it, [start]")
    if isinstance(starts, str) or not isinstance(starts, Iterable):
        raise ValueError(f"{must} {arguments.told(starts)}")
    starts = list(starts)
    if not starts:
        raise ValueError(f"{must} none")
    checked = []
    for k, start in enumerate(starts, 1):
        try:
            checked.append(network.check_parameters(start))
        except ValueError as error:
            raise ValueError(f"start {k} of {len(starts)}: {error}") from None
        if checked[-1].W1.shape != checked[0].W1.shape:
            shapes = f"W1 is {checked[-1].W1.shape}, and {checked[0].W1.shape} in the first"
            raise ValueError(f"start {k} of {len(starts)}: all must have the same shapes; {shapes}")
    return checked


def _bar(steps):
    """tqdm's bar, on standard output, where a notebook keeps it in the order of what else is printed."""
    from tqdm import tqdm  # here: training needs NumPy alone

    form = "{l_bar}{bar:30}| {n_fmt} of {total_fmt} steps{postfix}, {remaining} left"
    return tqdm(total=steps, file=sys.stdout, bar_format=form, dynamic_ncols=False)
