"""One full-batch step: helpers.training beside its peers, in one run.

    .venv/bin/python -m pip install -r benchmarks/training-requirements.txt
    .venv/bin/python benchmarks/training.py [--quick] [rounds]

Every subject makes the same steps from the same start in float64 and hands J back to Python after each, except
`jax.lax.scan`, which makes many in one call. Each has a process of its own, so that no library's threads wait for work
in another's time. In each round all take turns, as machines are noisy, and a ratio is that of one round. First all are
made to agree. The table is printed, and written to benchmarks/training.md. It needs 16 GB and a machine that is
otherwise idle, and takes about a quarter of an hour.

--quick: the three small sizes, two short rounds, nothing written: to see that it runs, with the peers that are there.
"""

import argparse
import concurrent.futures
import contextlib
import datetime
import importlib.metadata
import multiprocessing
import os
import platform
import statistics
import sys
import time
import tracemalloc
import warnings
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from helpers import data, training  # noqa: E402

REPORT = Path(__file__).with_name("training.md")
SIZES = ((4, 2), (500, 8), (10_000, 16), (200_000, 32), (2_000_000, 32))
QUICK = SIZES[:3]
RATE = 0.1
TURN = 0.5  # seconds that one subject has in one round, if a step is shorter
LEAST = 10  # steps in a turn, so that what is done once a turn counts little
REST = 0.1  # seconds before it
SAME = 1e-9
ALIKE = {4: 100, 500: 100, 10_000: 100, 200_000: 100, 2_000_000: 10}  # steps after which all must agree


def problem(N, H):
    """X (2, N), Y (1, N) and a start with H hidden units."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2, N))
    Y = (X[:1] * X[1:] > 0).astype(float)  # XNOR of the signs
    return X, Y, training.initial_parameters(2, H, rng)


# The subjects. Each is made of X, Y and a start; run(steps) goes on from where it is, parameters() says where that is.


class Ours:
    name = "helpers.training"

    def __init__(self, X, Y, start):
        self.X, self.Y, self.now = X, Y, start

    def run(self, steps):
        self.now = training.train(self.X, self.Y, self.now, RATE, steps, callback=hear).parameters

    def parameters(self):
        return self.now


def hear(step, parameters, J):
    """What a caller does who gets J, and the parameters, at each step."""


class Plain:
    """As notebook 12 writes it."""

    name = "plain NumPy"

    def __init__(self, X, Y, start):
        self.X, self.Y, self.now, self.cost = X, Y, start, []

    def run(self, steps):
        X, Y, N = self.X, self.Y, self.Y.size
        W1, b1, W2, b2 = self.now
        for _ in range(steps):
            Z1 = W1 @ X + b1
            A1 = np.maximum(Z1, 0)
            Z2 = W2 @ A1 + b2
            A2 = 1 / (1 + np.exp(-Z2))
            self.cost.append(np.mean(np.logaddexp(0, Z2) - Y * Z2))
            dZ2 = (A2 - Y) / N
            dZ1 = W2.T @ dZ2 * (Z1 > 0)
            W2 = W2 - RATE * dZ2 @ A1.T
            b2 = b2 - RATE * dZ2.sum(axis=1, keepdims=True)
            W1 = W1 - RATE * dZ1 @ X.T
            b1 = b1 - RATE * dZ1.sum(axis=1, keepdims=True)
        self.now = W1, b1, W2, b2

    def parameters(self):
        return self.now


class Torch:
    name = "PyTorch"

    def __init__(self, X, Y, start):
        import torch

        W1, b1, W2, b2 = start
        H = len(W1)
        self.X, self.Y = torch.from_numpy(X.T.copy()), torch.from_numpy(Y.T.copy())
        layers = torch.nn.Linear(2, H), torch.nn.ReLU(), torch.nn.Linear(H, 1)
        self.model = torch.nn.Sequential(*layers).double()
        with torch.no_grad():
            for parameter, array in zip(self.model.parameters(), (W1, b1[:, 0], W2, b2[0]), strict=True):
                parameter.copy_(torch.from_numpy(array))
        self.loss = torch.nn.BCEWithLogitsLoss()
        self.descent = torch.optim.SGD(self.model.parameters(), lr=RATE)

    def run(self, steps):
        for _ in range(steps):
            self.descent.zero_grad()
            J = self.loss(self.model(self.X), self.Y)
            J.backward()
            self.descent.step()
            J.item()

    def parameters(self):
        W1, b1, W2, b2 = (parameter.detach().numpy() for parameter in self.model.parameters())
        return W1, b1[:, None], W2, b2[None]


class Jax:
    name = "JAX"

    def __init__(self, X, Y, start):
        import jax
        import jax.numpy as jnp

        jax.config.update("jax_enable_x64", True)
        X, Y = jnp.asarray(X), jnp.asarray(Y)
        self.now = tuple(map(jnp.asarray, start))

        def J(parameters):
            W1, b1, W2, b2 = parameters
            Z2 = W2 @ jax.nn.relu(W1 @ X + b1) + b2
            return jnp.mean(jax.nn.softplus(Z2) - Y * Z2)

        def step(parameters, _=None):
            cost, slopes = jax.value_and_grad(J)(parameters)
            return jax.tree.map(lambda p, d: p - RATE * d, parameters, slopes), cost

        self.jax, self.step, self.fast = jax, step, jax.jit(step)

    def run(self, steps):
        for _ in range(steps):
            self.now, J = self.fast(self.now)
            float(J)

    def parameters(self):
        return tuple(map(np.asarray, self.now))


class Scan(Jax):
    name = "jax.lax.scan"

    def run(self, steps):
        scan = self.jax.lax.scan
        many = self.__dict__.setdefault(steps, self.jax.jit(lambda start: scan(self.step, start, length=steps)))
        self.now, cost = many(self.now)
        np.asarray(cost)


class Sklearn:
    name = "scikit-learn"

    def __init__(self, X, Y, start):
        from sklearn.neural_network import MLPClassifier

        W1, b1, W2, b2 = start
        self.X, self.Y = X.T.copy(), Y[0].astype(int)
        options = {"solver": "sgd", "batch_size": Y.size, "momentum": 0, "nesterovs_momentum": False, "alpha": 0}
        self.model = MLPClassifier((len(W1),), learning_rate_init=RATE, shuffle=False, **options)
        self.model.partial_fit(self.X, self.Y, classes=[0, 1])  # sets up all that the start then replaces
        self.model.coefs_[0][:], self.model.coefs_[1][:] = W1.T, W2.T
        self.model.intercepts_[0][:], self.model.intercepts_[1][:] = b1[:, 0], b2[0]

    def run(self, steps):
        for _ in range(steps):
            self.model.partial_fit(self.X, self.Y)
            self.model.loss_  # noqa: B018

    def parameters(self):
        (W1, W2), (b1, b2) = self.model.coefs_, self.model.intercepts_
        return W1.T, b1[:, None], W2.T, b2[None]


PACKAGES = {Torch: "torch", Jax: "jax", Scan: "jax", Sklearn: "scikit-learn"}


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def present():
    """The subjects whose package is here."""
    return [
        kind for kind in (Ours, Plain, Torch, Jax, Scan, Sklearn) if kind not in PACKAGES or version(PACKAGES[kind])
    ]


# Measuring


def make(kind, N, H):
    """In the process of a subject: the subject, fresh."""
    global subject
    warnings.filterwarnings("ignore", module="sklearn")  # that a single step has not converged
    subject = kind(*problem(N, H))


def end(steps):
    subject.run(steps)
    return subject.parameters()


def seconds(steps):
    began = time.perf_counter()
    subject.run(steps)
    return (time.perf_counter() - began) / steps


def get_ready(turn):
    """How many steps are a turn. A scan is compiled for that number."""
    subject.run(2)
    steps = max(LEAST, round(turn / seconds(2)))
    subject.run(steps)
    return steps


class Lane:
    """A process with one subject in it."""

    def __init__(self, kind, N, H):
        self.kind, self.N = kind, N
        own = multiprocessing.get_context("spawn")
        self.pool = concurrent.futures.ProcessPoolExecutor(1, own, make, (kind, N, H))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.pool.shutdown()

    def ask(self, function, *arguments):
        """What the function returns there, after a pause in which threads that waited for more work fall asleep."""
        time.sleep(REST)
        return self.pool.submit(function, *arguments).result()


def agree(lanes):
    """Raises SystemExit unless all have the same parameters after the same steps."""
    steps = ALIKE[lanes[0].N]
    ends = [lane.ask(end, steps) for lane in lanes]
    for lane, its_end in zip(lanes, ends, strict=True):
        apart = max(np.abs(a - b).max() for a, b in zip(its_end, ends[0], strict=True))
        if not apart < SAME:
            sys.exit(f"{lane.kind.name}, N = {lane.N}: after {steps} steps it is {apart:.1e} away")


def take_turns(lanes, rounds, turn):
    """Seconds a step: for each lane a list, one entry for each round."""
    steps = [lane.ask(get_ready, turn) for lane in lanes]
    times = [[lane.ask(seconds, n) for lane, n in zip(lanes, steps, strict=True)] for _ in range(rounds)]
    return list(zip(*times, strict=True))


def race(kinds, N, H, rounds, turn):
    """Seconds a step: for each kind a list, one entry for each round."""
    with contextlib.ExitStack() as all_of_them:
        lanes = [all_of_them.enter_context(Lane(kind, N, H)) for kind in kinds]
        agree(lanes)
        return dict(zip(kinds, take_turns(lanes, rounds, turn), strict=True))


def per_observation(rounds, turn):
    """Nanoseconds a step and observation at H = 32, for each N, as medians over rounds in which all take turns."""
    sizes = 10_000, 20_000, 50_000, 200_000, 2_000_000
    with contextlib.ExitStack() as all_of_them:
        lanes = [all_of_them.enter_context(Lane(Ours, N, 32)) for N in sizes]
        times = take_turns(lanes, rounds, turn)
    return {N: statistics.median(own) / N * 1e9 for N, own in zip(sizes, times, strict=True)}


def memory():
    """MB that training needs at its highest beside X and Y, at N = 2,000,000 and H = 32."""
    X, Y, start = problem(2_000_000, 32)
    tracemalloc.start()
    training.train(X, Y, start, RATE, 2)
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest / 1e6


def many(rounds, steps=2000):
    """Microseconds a step and net of train_many, 500 nets on XOR: for each H a list, one entry for each round."""
    X, Y = data.xor()
    times = {H: [] for H in (2, 3, 4, 8)}
    for _ in range(rounds):
        for H, own in times.items():
            starts = [training.initial_parameters(2, H, np.random.default_rng(seed)) for seed in range(500)]
            began = time.perf_counter()
            training.train_many(X, Y, starts, 0.5, steps)
            own.append((time.perf_counter() - began) / steps / len(starts) * 1e6)
    return times


# Saying it


def spread(values, form):
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def machine():
    with open("/proc/cpuinfo") if os.path.exists("/proc/cpuinfo") else open(os.devnull) as lines:
        models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    peers = ", ".join(f"{name} {version(name)}" for name in ("torch", "jax", "scikit-learn") if version(name))
    words = models[0] if models else platform.processor() or platform.machine()
    today = datetime.date.today().isoformat()
    here = f"{words}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return f"{here}, NumPy {np.__version__}, {peers}, {today}"


def reached(races, grains, needed, nets):
    """The goals, what was measured, and whether that reaches them. A goal whose peers are not here is left out."""

    def against(goal, N, kinds, enough, of):
        """The share that ours is of these kinds' time, each share the median over rounds, the highest counting."""
        shares = [
            statistics.median(a / b for a, b in zip(races[N][Ours], races[N][kind], strict=True))
            for kind in kinds
            if kind in races[N]
        ]
        if shares:
            yield f"N = {N:,}: {goal}", f"{max(shares):.2f}{of}", enough(max(shares))

    def faster(share):
        return share < 1

    steps = Plain, Torch, Jax, Sklearn
    for N in [N for N in races if N >= 500]:
        yield from against("faster than every peer called step by step", N, steps, faster, " of the fastest's time")
    for N in [N for N in races if N >= 10_000]:
        yield from against("faster than `lax.scan`", N, [Scan], faster, " of its time")
    for N in [N for N in races if N >= 200_000]:
        yield from against("at most 0.25 of JAX's time", N, [Jax], lambda share: share <= 0.25, "")
    yield from against("no slower than plain NumPy", 4, [Plain], lambda share: share <= 1, " of its time")
    yield from against("at most 0.2 of scikit-learn's time", 4, [Sklearn], lambda share: share <= 0.2, "")
    if needed:
        yield "N = 2,000,000: under 50 MB beside X and Y", f"{needed:.0f} MB", needed < 50
    slowest = max(statistics.median(own) for own in nets.values())
    yield "`train_many`, XOR, 500 nets: under 1 µs a step and net", f"{slowest:.2f} µs at most", slowest < 1
    if grains:
        apart = max(grains.values()) / min(grains.values()) - 1
        yield "cost against N at H = 32, from 10,000 up: linear within 15 %", f"within {apart:.0%}", apart <= 0.15


def main(rounds, quick):
    kinds, sizes, turn = present(), QUICK if quick else SIZES, 0.02 if quick else TURN
    missing = [kind.name for kind in PACKAGES if kind not in kinds]
    lines = [machine() + f", {rounds} rounds", ""]
    if missing:
        lines += [f"Not installed: {', '.join(missing)}.", ""]
    lines.append("| N, H | ours, a step | " + " | ".join(kind.name for kind in kinds[1:]) + " |")
    lines.append("| --- " * (len(kinds) + 1) + "|")
    races = {}
    for N, H in sizes:
        races[N] = race(kinds, N, H, rounds, turn)
        ours = [seconds * 1e6 for seconds in races[N][Ours]]
        times = [[b / a for a, b in zip(races[N][Ours], races[N][kind], strict=True)] for kind in kinds[1:]]
        cells = [f"{N:,}, {H}", f"{statistics.median(ours):,.0f} µs", *(spread(own, ".3g") for own in times)]
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    nets = many(rounds, 50 if quick else 2000)
    grains = {} if quick else per_observation(rounds, turn)
    needed = None if quick else memory()
    lines += [
        "",
        "A ratio says how many times as long as ours the peer takes; in brackets its spread over the rounds.",
        "",
    ]
    words = "; ".join(f"H = {H}: {spread(own, '.2f')}" for H, own in nets.items())
    lines += [f"`train_many`, 500 nets on XOR, µs a step and net: {words}.", ""]
    if grains:
        words = "; ".join(f"N = {N:,}: {own:.1f}" for N, own in grains.items())
        lines += [f"Nanoseconds a step and observation at H = 32: {words}.", ""]
    lines += ["| goal | measured | reached |", "| --- | --- | --- |"]
    lines += [
        f"| {goal} | {got} | {'yes' if yes else 'no'} |" for goal, got, yes in reached(races, grains, needed, nets)
    ]
    report = "\n".join(lines) + "\n"
    print("\n" + report)
    if not quick:
        REPORT.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", nargs="?", type=int)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    main(options.rounds or (2 if options.quick else 7), options.quick)
