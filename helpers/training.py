"""Full-batch gradient descent, fast: one network on many observations, or many small networks at once. NumPy alone.

The page stops at the gradient. Each step here computes it and does θ ← θ - learning_rate · ∂J/∂θ for all parameters at
once. The formulas are those of `network` and `derivatives`; a comment beside each line names its row on the page. Two
things make them fast: the observations are taken in blocks that stay in the processor's cache, and results go to memory
that was allocated before the first step. One core does the work, and blocks are always added up in the same order, so
the same start gives the same bits however many cores there are.
"""

import math
import sys
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from helpers import arguments, network
from helpers.network import Parameters

# Multiplications in the largest product of a block. In one block, 10,000 to 200,000 observations take 2 to 4 times as
# long. OpenBLAS does products this small on one core; sharing larger ones, it adds in another order.
MAX_BLOCK_PRODUCT = 110_000
MAX_GROUP_ENTRIES = 60_000  # of A1 when networks are trained side by side: half a megabyte
# Fewer networks are trained one by one: side by side 500 on XOR are 50 times as fast, 4 on 1,800 points half.
MIN_GROUP_SIZE = 8
MOST = 100_000_000  # steps, or entries of W1: a gigabyte each
SNAPSHOTS = 100  # evenly spaced over the steps, and as many again that are dense near the start, where most happens

_silent = np.errstate(over="ignore", invalid="ignore", under="ignore")


class History(NamedTuple):
    """A run of `train`.

    parameters: those it ended with. cost: J at the start and after each step. snapshots: a list of (step, Parameters),
    the first and the last step included. stopped: None, or a sentence that says why the run ended early.
    """

    parameters: Parameters
    cost: np.ndarray
    snapshots: list
    stopped: str | None


def initial_parameters(D, H, rng):
    """Random parameters for D inputs and H hidden units; with them z1 and z2 begin about as large as the inputs.

    W1 (H, D) is drawn from N(0, 2/D) and W2 (1, H) from N(0, 1/H), mean and variance; b1 and b2 are 0. rng: a
    numpy.random.Generator. Returns Parameters. Raises ValueError when D or H is not a whole number from 1 up, or rng
    not a generator. Source for 2/D: K. He et al., Delving deep into rectifiers, 2015.
    """
    D, H = (arguments.whole(name, size, 1, MOST) for name, size in (("D", D), ("H", H)))
    if D * H > MOST:
        raise ValueError(f"D times H, the size of W1, must be at most {MOST}; got {D} times {H}")
    arguments.generator(rng)
    W1 = rng.normal(scale=math.sqrt(2 / D), size=(H, D))
    W2 = rng.normal(scale=math.sqrt(1 / H), size=(1, H))
    return Parameters(W1, np.zeros((H, 1)), W2, np.zeros((1, 1)))


def step(parameters, gradient, learning_rate):
    """The update rule, θ - learning_rate · ∂J/∂θ, for all four parameters at once.

    parameters, gradient: Parameters of the same shapes; learning_rate: above 0. Returns new Parameters. Raises
    ValueError where the gradient doesn't fit the parameters.
    """
    parameters, gradient = network.check_parameters(parameters), network.check_parameters(gradient)
    learning_rate = network.check_learning_rate(learning_rate)
    for name, value, slope in zip(Parameters._fields, parameters, gradient, strict=True):
        arguments.fit(f"gradient.{name}", slope, value.shape, f"the shape of {name}")
    return Parameters(*(value - learning_rate * slope for value, slope in zip(parameters, gradient, strict=True)))


def train(X, Y, parameters, learning_rate, steps, *, hidden="relu", progress=False, callback=None):
    """Full-batch gradient descent on J.

    X: (D, N); Y: (1, N), each entry 0 or 1; parameters: the start, Parameters; learning_rate: above 0; steps: how many.
    hidden: "relu" or "sigmoid". progress: show a bar with J. callback(step, parameters, cost): called at the start and
    after each step, with copies.

    Returns a History, whose cost is (steps + 1,), shorter if the run stopped early: a step that would make J infinite
    or NaN is not taken, and after an interrupt the run ends at the last step that was complete. Raises ValueError when
    an argument doesn't fit.
    """
    X, Y, start, learning_rate, steps = _check(X, Y, parameters, learning_rate, steps, hidden)
    progress = arguments.flag("progress", progress)
    if callback is not None and not callable(callback):
        words = "None or a function of step, parameters and cost"
        raise ValueError(f"callback must be {words}; got {arguments.told(callback)}")
    cost, snapshots, stopped, snapshot_steps = np.empty(steps + 1), [], None, _snapshot_steps(steps)
    reached, last = -1, _pack(start)
    batch = _Batch(X, Y, len(start.W1), hidden)
    bar = _bar(steps) if progress else None
    try:
        for step, (J, theta) in zip(range(steps + 1), _descent(batch, last, learning_rate), strict=False):
            if not math.isfinite(J):
                stopped = _why_not_finite(step, learning_rate)
                break
            cost[step], reached, last = J, step, theta
            if step in snapshot_steps:
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
            _close(bar)
    if not snapshots or snapshots[-1][0] != reached:
        snapshots.append((max(reached, 0), last.parameters()))
    return History(last.parameters(), cost[: reached + 1].copy(), snapshots, stopped)


def _snapshot_steps(steps):
    even, dense_near_start = np.linspace(0, steps, SNAPSHOTS + 1), np.geomspace(1, steps + 1, SNAPSHOTS)
    return {int(step) for step in (*even, *dense_near_start)}


def _descent(batch, theta, learning_rate):
    """J and its packed parameters, at the start and after each step; two steps later these are overwritten."""
    following = _packed(np.empty_like(theta.array), batch.H)
    while True:
        J, gradient = batch.cost_and_gradient(theta)
        yield J, theta
        np.multiply(gradient, -learning_rate / batch.N, out=following.array)
        np.add(following.array, theta.array, out=following.array)
        theta, following = following, theta


def _why_not_finite(step, learning_rate):
    if step == 0:
        return "The sum for J is not finite at the start, so no step can be taken. Start from smaller parameters."
    return f"Stopped before step {step}, which would have made J infinite. Try a learning_rate below {learning_rate:g}."


class _Packed(NamedTuple):
    """Parameters or a gradient in one array, which one operation updates. The other fields are views of it."""

    array: np.ndarray  # (H (D + 2) + 1,)
    W1b1: np.ndarray  # (H, D + 1): b1 is the last column
    W2: np.ndarray  # (H, 1): a column, unlike Parameters.W2
    b2: np.ndarray  # (1, 1)

    def parameters(self):
        """A copy as Parameters."""
        W1b1 = self.W1b1.copy()
        return Parameters(W1b1[:, :-1], W1b1[:, -1:], self.W2.T.copy(), self.b2.copy())


def _packed(array, H):
    return _Packed(array, array[: -H - 1].reshape(H, -1), array[-H - 1 : -1, None], array[-1:, None])


def _pack(parameters):
    W1, b1, W2, b2 = parameters
    return _packed(np.concatenate([np.hstack([W1, b1]).ravel(), W2.ravel(), b2.ravel()]), len(W1))


class _Batch:
    """J and its gradient on one data set, computed a block of observations at a time."""

    def __init__(self, X, Y, H, hidden):
        D, self.N = X.shape
        self.H, self.hidden = H, hidden
        rows = H + 1 if hidden == "relu" else 2 * H + 1
        width = max(1, MAX_BLOCK_PRODUCT // (rows * (D + 2)))
        parts = [slice(left, left + width) for left in range(0, self.N, width)]
        buffers = {size: _Buffers(D, H, size, hidden) for size in {Y[:, part].size for part in parts}}
        self.blocks = [(X[:, part], Y[:, part], buffers[Y[:, part].size]) for part in parts]
        self.sums, self.block_sums = np.empty((2, rows, D + 2))
        self.gradient = _packed(np.empty(H * (D + 2) + 1), H)

    @_silent
    def cost_and_gradient(self, theta):
        """J at these parameters, and N times its gradient, which the next call overwrites."""
        self.sums.fill(0.0)
        for X, Y, buffers in self.blocks:
            buffers.read(X, Y)
            buffers.forward(theta)
            buffers.add_up(self.block_sums)
            np.add(self.sums, self.block_sums, out=self.sums)
        return self._from_sums(theta)

    def _from_sums(self, theta):
        """J and N times its gradient from the sums over all observations."""
        H, gradient = self.H, self.gradient
        slope_sums = self.sums[:H, :-1]
        dZ2, L = self.sums[H, -2:].tolist()
        np.multiply(slope_sums, theta.W2, out=gradient.W1b1)  # B3 and B4: W2 is the same for all observations
        if self.hidden == "relu":
            # A1 is slope * (W1 X + b1) here. Summing A1 dZ2 itself takes a fifth longer from 10,000 observations on.
            np.vecdot(slope_sums, theta.W1b1, out=gradient.W2[:, 0])  # B1
        else:
            gradient.W2[:, 0] = self.sums[H + 1 :, -2]  # B1
        gradient.b2[:] = dZ2  # B2
        return L / self.N, gradient.array


class _Buffers:
    """The values of one block of n observations. The memory is used again by each block of this size in each step."""

    def __init__(self, D, H, n, hidden):
        self.hidden = hidden
        self.X1 = np.ones((D + 1, n))  # [X; 1], as [W1 b1] [X; 1] is W1 X + b1. Adding b1 apart takes a tenth longer.
        self.sign = np.empty((1, n))  # 2 Y - 1
        stack = np.ones((2 * H + 1, n))  # [slope; 1; A1]
        self.slope, self.A1 = stack[:H], stack[H + 1 :]
        self.factors = stack[: H + 1] if hidden == "relu" else stack
        self.Z2, self.dZ2, self.spare = np.empty((3, 1, n))
        self.summands = np.empty((D + 2, n))  # [X dZ2; dZ2; L]
        self.dZ2_X1, self.L = self.summands[:-1], self.summands[-1:]

    def read(self, X, Y):
        self.X1[:-1] = X
        np.subtract(np.multiply(Y, 2.0, out=self.sign), 1.0, out=self.sign)

    def forward(self, theta):
        """slope, A1, L and dZ2 at these parameters."""
        np.matmul(theta.W1b1, self.X1, out=self.A1)  # M1
        _activate(self.A1, self.slope, self.hidden)  # M2
        np.matmul(theta.W2.T, self.A1, out=self.Z2)  # M3
        np.add(self.Z2, theta.b2, out=self.Z2)
        _loss_and_dZ2(self.Z2, self.sign, self.L, self.dZ2, self.spare)  # M5, D3

    def add_up(self, out):
        """Sums over the block's observations, one for each pair of a row's and a column's factor:

                        X dZ2                  dZ2                   L
            slope       H rows, D columns      H rows, 1 column      not used
            1           not used               its sum               its sum
            A1          not used               H rows, 1 column      not used

        The third row is there for a sigmoid alone.
        """
        np.multiply(self.X1, self.dZ2, out=self.dZ2_X1)
        np.matmul(self.factors, self.summands.T, out=out)


def _activate(A1, slope, hidden):
    """Replace Z1, which A1 holds, by A1, and write ∂A1/∂Z1 to slope."""
    if hidden == "relu":
        np.maximum(A1, 0.0, out=A1)  # M2
        np.greater(A1, 0.0, out=slope)
    else:
        np.exp(np.negative(A1, out=A1), out=A1)
        np.divide(1.0, np.add(A1, 1.0, out=A1), out=A1)  # 0 where e^-z is ∞, as it should be
        np.multiply(np.subtract(1.0, A1, out=slope), A1, out=slope)


def _loss_and_dZ2(Z2, sign, L, dZ2, spare):
    """Write L and ∂L/∂Z2 (M5, D3), computed from Z2, with sign = 2 Y - 1, which is -1 or 1.

    The network gives the true label the probability p = σ(sign z2), so L = -log p = log(1 + e^(-sign z2)), computed
    as network.loss does without overflow, and ∂L/∂z2 = a2 - y = sign (p - 1), where p - 1 = expm1(-L) keeps all digits.
    With the formulas of network.loss and network.sigmoid in its place, a step on 4 to 300 observations takes a fifth
    longer.
    """
    np.multiply(Z2, sign, out=dZ2)
    np.exp(np.copysign(dZ2, -1.0, out=spare), out=spare)
    np.log1p(spare, out=L)
    np.subtract(L, np.minimum(dZ2, 0.0, out=dZ2), out=L)
    np.expm1(np.negative(L, out=dZ2), out=dZ2)
    np.multiply(dZ2, sign, out=dZ2)


def train_many(X, Y, starts, learning_rate, steps, *, hidden="relu"):
    """Full-batch gradient descent on J for many networks of one size.

    X, Y, learning_rate, steps and hidden: as for `train`. starts: a list of Parameters, all of the same shapes. Returns
    (a list of Parameters, cost), one entry for each start; cost (K,) is J at the end. A network whose J becomes
    infinite or NaN ends as NaN, cost and parameters; the others go on. An interrupt raises KeyboardInterrupt at once.
    Raises ValueError when an argument doesn't fit, naming the start.
    """
    starts = _check_starts(starts)
    X, Y, _, learning_rate, steps = _check(X, Y, starts[0], learning_rate, steps, hidden)
    H, K = len(starts[0].W1), len(starts)
    theta, cost = np.array([_pack(start).array for start in starts]), np.empty(K)
    at_once = MAX_GROUP_ENTRIES // (H * Y.size)
    if at_once < MIN_GROUP_SIZE:
        batch = _Batch(X, Y, H, hidden)
        for k in range(K):
            theta[k], cost[k] = _last(batch, theta[k], learning_rate, steps)
    else:
        for k in range(0, K, at_once):
            group = _Group(X, Y, theta[k : k + at_once], H, hidden)
            theta[k : k + at_once], cost[k : k + at_once] = group.run(learning_rate, steps)
    lost = ~np.isfinite(cost)
    theta[lost], cost[lost] = np.nan, np.nan
    return [_packed(own, H).parameters() for own in theta], cost


def _last(batch, start, learning_rate, steps):
    """The packed parameters and J after so many steps, or where J first is infinite or NaN."""
    for step, (J, theta) in enumerate(_descent(batch, _packed(start.copy(), batch.H), learning_rate)):
        if step == steps or not math.isfinite(J):
            return theta.array, J


class _Group:
    """K networks side by side. K is the last axis of their arrays, so NumPy's inner loops run over the networks."""

    def __init__(self, X, Y, starts, H, hidden):
        """starts: (K, P), the packed parameters of each."""
        (D, N), K = X.shape, len(starts)
        self.hidden = hidden
        self.theta = starts.T.copy()
        self.gradient = np.empty_like(self.theta)  # N times that of J
        self.W1b1, self.W2, self.b2 = self._views(self.theta, H, D)
        self.dW1b1, self.dW2, self.db2 = self._views(self.gradient, H, D)
        self.X1, self.sign = np.vstack([X, np.ones(N)]), np.repeat(2 * Y.T - 1, K, axis=1)
        self.A1, self.slope, self.spare = np.empty((3, H, N, K))
        self.Z2, self.dZ2, self.L = np.empty((3, N, K))

    @staticmethod
    def _views(packed, H, D):
        return packed[: H * (D + 1)].reshape(H, D + 1, -1), packed[H * (D + 1) : -1, None], packed[-1]

    @_silent
    def run(self, learning_rate, steps):
        """The packed parameters (K, P) and J (K,) after so many steps; J is NaN if it ever was infinite or NaN."""
        N, K = self.L.shape
        was_finite = np.ones(K, dtype=bool)
        for step in range(steps + 1):
            self._forward()
            sums = np.add.reduce(self.L, axis=0)
            was_finite &= np.isfinite(sums)
            if step < steps:
                self._backward()
                self.gradient *= learning_rate / N
                self.theta -= self.gradient
        return self.theta.T, np.where(was_finite, sums / N, np.nan)

    def _forward(self):
        np.matmul(self.X1.T, self.W1b1, out=self.A1)  # M1
        _activate(self.A1, self.slope, self.hidden)  # M2
        np.add.reduce(np.multiply(self.A1, self.W2, out=self.spare), axis=0, out=self.Z2)  # M3
        self.Z2 += self.b2
        _loss_and_dZ2(self.Z2, self.sign, self.L, self.dZ2, self.spare[0])  # M5, D3

    def _backward(self):
        np.add.reduce(np.multiply(self.A1, self.dZ2, out=self.spare), axis=1, out=self.dW2[:, 0])  # B1
        np.add.reduce(self.dZ2, axis=0, out=self.db2)  # B2
        self.slope *= self.dZ2
        np.matmul(self.X1, self.slope, out=self.dW1b1)  # B3, B4
        self.dW1b1 *= self.W2


# Arguments, and the progress bar


def _check(X, Y, start, learning_rate, steps, hidden):
    """X, Y, start, learning_rate and steps in the form we work with. X and Y may be large, so they are not copied."""
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
    """A tqdm bar on standard output, which a notebook shows in order with whatever else is printed."""
    from tqdm import tqdm  # imported here, so that training without a bar needs NumPy alone

    form = "{l_bar}{bar:30}| {n_fmt} of {total_fmt} steps{postfix}, {remaining} left"
    return tqdm(total=steps, file=sys.stdout, bar_format=form, dynamic_ncols=False)


def _close(bar):
    """Leave a line without the time, so that it is the same in every run."""
    bar.bar_format = bar.bar_format.replace(", {remaining} left", "")
    bar.clear()  # or blanks would stand where the time was
    bar.close()
