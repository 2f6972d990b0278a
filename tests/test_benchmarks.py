"""A benchmark tests nothing, but it must run, and say what it measured, with the peers that are installed."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def test_the_benchmark_of_training_runs_and_its_subjects_agree():
    command = [sys.executable, BENCHMARKS / "training.py", "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    table = done.stdout.split("\n\n", 1)[1]
    head = next(line for line in table.splitlines() if line.startswith("| N, H"))
    peers = {"torch": "PyTorch", "jax": "JAX", "sklearn": "scikit-learn"}
    for module, name in peers.items():
        assert (f"| {name} |" in head) == bool(importlib.util.find_spec(module)), head
    assert "plain NumPy" in head and "| 10,000, 16 |" in table and "N = 4: no slower than plain NumPy" in table


def test_the_plain_loop_of_the_benchmark_is_that_of_notebook_12():
    def words(text):
        lines = text.split("Z1 = W1 @ X + b1", 1)[1].split("b1 = b1 -", 1)[0]
        return lines.lower().replace("self.", "").split()

    notebook = nbformat.read(BENCHMARKS.parent / "notebooks/12_full_batch_training.ipynb", as_version=4)
    (loop,) = [cell.source for cell in notebook.cells if cell.source.startswith("rate, steps, cost = ")]
    assert words((BENCHMARKS / "training.py").read_text(encoding="utf-8")) == words(loop)


# What the benchmark of training makes of its measurements, with made-up ones: no peer need be installed.


def loaded(name):
    """A benchmark as a module, fresh."""
    spec = importlib.util.spec_from_file_location(f"benchmark_of_{name}", BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def training(monkeypatch):
    """The benchmark of training."""
    monkeypatch.setattr(sys, "path", [*sys.path])  # which it changes
    return loaded("training")


def test_no_slope_is_silently_wrong_on_random_problems_of_every_kind(monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    gauge = loaded("numeric_gradient")
    assert len(gauge.KINDS) > 30
    for name in gauge.KINDS:
        for seed in range(1 if name in gauge.RARE else 5):
            case = gauge.make_case(name, seed)
            if gauge.defined(case):
                verdict = gauge.judge(case, gauge.ours)
                assert verdict.what in ("right", "refused"), f"--case {name}:{seed}  {case.words}: {verdict.words}"


class Clock:
    """Stands in for the module time, and goes on only when told to."""

    now = 0.0

    def perf_counter(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(training):
    training.time = Clock()
    return training.time


def lane_here(training):
    """A stand-in for Lane whose subject is in this process."""

    class Here:
        def __init__(self, kind, N, H):
            self.kind, self.N = kind, N
            training.make(kind, N, H)
            self.subject = training.subject

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def ask(self, function, *arguments):
            training.subject = self.subject
            return function(*arguments)

    return Here


def taking(clock, duration):
    """A kind of subject whose step takes duration(N) seconds and changes nothing."""

    class Taking:
        def __init__(self, X, Y, start):
            self.step, self.start = duration(Y.size), start

        def run(self, steps):
            clock.sleep(steps * self.step)

        def parameters(self):
            return self.start

    return Taking


@pytest.mark.parametrize("off", [1e-8, -1e-8, np.nan])
@pytest.mark.parametrize("which", range(4))
def test_a_subject_that_computes_something_else_ends_the_benchmark(training, which, off):
    class Other(training.Plain):
        name = "another"

        def parameters(self):
            return [array + off * (k == which) for k, array in enumerate(self.now)]

    lane = lane_here(training)
    training.agree([lane(kind, 4, 2) for kind in (training.Ours, training.Plain)])
    with pytest.raises(SystemExit, match=r"^another, N = 4: after 100 steps it is (1\.0e-08|nan) away$"):
        training.agree([lane(kind, 4, 2) for kind in (training.Ours, training.Plain, Other)])


def test_each_kind_gets_its_own_seconds_a_step_one_for_each_round(training, clock):
    training.Lane = lane_here(training)
    fast, slow = taking(clock, lambda N: 0.25), taking(clock, lambda N: 0.5)
    assert training.race([fast, slow], 4, 2, rounds=3, turn=8) == {fast: (0.25,) * 3, slow: (0.5,) * 3}


@pytest.mark.parametrize(("turn", "steps"), [(8, 32), (0.5, 10)])
def test_a_turn_is_as_many_steps_as_fit_into_it_and_at_least_ten(training, clock, turn, steps):
    training.make(taking(clock, lambda N: 0.25), 4, 2)
    assert training.get_ready(turn) == steps


def test_what_an_observation_costs_is_in_nanoseconds_a_step(training, clock):
    training.Lane, training.Ours = lane_here(training), taking(clock, lambda N: 2.5e-9 * N)
    training.problem = lambda N, H: (None, np.broadcast_to(0.0, (1, N)), None)
    costs = training.per_observation(rounds=3, turn=1)
    assert sorted(costs) == [10_000, 20_000, 50_000, 200_000, 2_000_000]
    assert list(costs.values()) == pytest.approx([2.5] * 5)


def test_what_many_nets_cost_is_in_microseconds_a_step_and_net(training, clock, monkeypatch):
    def train_many(X, Y, starts, rate, steps):
        clock.sleep(0.3e-6 * len(starts[0].W1) * len(starts) * steps)

    monkeypatch.setattr(training.training, "train_many", train_many)
    times = training.many(rounds=2, steps=7)
    assert times == {H: pytest.approx([0.3 * H] * 2) for H in (2, 3, 4, 8)}


def test_the_memory_is_the_most_at_a_time_in_millions_of_bytes_without_X_and_Y(training, monkeypatch):
    training.problem = lambda N, H: (np.ones((2, 10**6)), np.ones((1, 10**6)), None)
    monkeypatch.setattr(training.training, "train", lambda *_: [np.ones(10**6).sum() for _ in range(3)])
    assert training.memory() == pytest.approx(8, abs=0.1)  # one of the three at a time


# How many times as long as ours a step of each peer takes. All goals are reached, and those of "at most" only just.
FAR_SLOWER = {"Plain": 10, "Torch": 2, "Jax": 4, "Scan": 1.25, "Sklearn": 8}
TIMES = {
    4: {"Plain": 1, "Torch": 0.5, "Jax": 0.5, "Scan": 0.1, "Sklearn": 5},
    500: {"Plain": 1.25, "Torch": 2, "Jax": 2, "Scan": 0.1, "Sklearn": 2},
    10_000: {"Plain": 2, "Torch": 1.25, "Jax": 2, "Scan": 1.6, "Sklearn": 2},
    200_000: FAR_SLOWER,
    2_000_000: FAR_SLOWER,
}
STEP_BY_STEP, SCAN, JAX = (
    "faster than every peer called step by step",
    "faster than `lax.scan`",
    "at most 0.25 of JAX's time",
)
GOALS = {
    f"N = 500: {STEP_BY_STEP}": "0.80 of the fastest's time",
    f"N = 10,000: {STEP_BY_STEP}": "0.80 of the fastest's time",
    f"N = 200,000: {STEP_BY_STEP}": "0.50 of the fastest's time",
    f"N = 2,000,000: {STEP_BY_STEP}": "0.50 of the fastest's time",
    f"N = 10,000: {SCAN}": "0.62 of its time",
    f"N = 200,000: {SCAN}": "0.80 of its time",
    f"N = 2,000,000: {SCAN}": "0.80 of its time",
    f"N = 200,000: {JAX}": "0.25",
    f"N = 2,000,000: {JAX}": "0.25",
    "N = 4: no slower than plain NumPy": "1.00 of its time",
    "N = 4: at most 0.2 of scikit-learn's time": "0.20",
    "N = 2,000,000: under 50 MB beside X and Y": "49 MB",
    "`train_many`, XOR, 500 nets: under 1 µs a step and net": "0.99 µs at most",
    "cost against N at H = 32, from 10,000 up: linear within 15 %": "within 15%",
}


def goals(training, times=TIMES, needed=49, slowest=0.99, dearest=115):
    """What reached says: goal → (what was measured, whether that reaches it)."""
    ours, rounds = (1.0, 2.0, 4.0), (0.5, 4, 1)  # the median of the ratios isn't the ratio of the medians
    races = {
        N: {training.Ours: ours}
        | {
            getattr(training, name): [a * b * ratio for a, b in zip(ours, rounds, strict=True)]
            for name, ratio in own.items()
        }
        for N, own in times.items()
    }
    nets = {2: [0.1, 0.1, 5], 8: [slowest, 0.1, 5]}
    return {goal: (got, yes) for goal, got, yes in training.reached(races, {1: 100, 2: dearest, 3: 110}, needed, nets)}


def test_a_goal_says_the_median_share_that_ours_is_of_the_fastest_peers_time(training):
    assert goals(training) == {goal: (got, True) for goal, got in GOALS.items()}


@pytest.mark.parametrize(
    ("N", "peer", "ratio", "missed"),
    [
        *((N, peer, 1, STEP_BY_STEP) for N in (500, 10_000) for peer in ("Plain", "Torch", "Jax", "Sklearn")),
        *((N, peer, 1, STEP_BY_STEP) for N in (200_000, 2_000_000) for peer in ("Plain", "Torch", "Sklearn")),
        *((N, "Scan", 1, SCAN) for N in (10_000, 200_000, 2_000_000)),
        *((N, "Jax", 3.9, JAX) for N in (200_000, 2_000_000)),
        (4, "Plain", 0.99, "no slower than plain NumPy"),
        (4, "Sklearn", 4.9, "at most 0.2 of scikit-learn's time"),
    ],
)
def test_a_peer_that_is_too_fast_misses_its_goal_and_no_other(training, N, peer, ratio, missed):
    found = goals(training, times=TIMES | {N: TIMES[N] | {peer: ratio}})
    assert [goal for goal, (_, yes) in found.items() if not yes] == [f"N = {N:,}: {missed}"]


@pytest.mark.parametrize(
    ("worse", "missed"),
    [({"needed": 50}, "under 50 MB"), ({"slowest": 1.0}, "under 1 µs"), ({"dearest": 116}, "linear within 15 %")],
)
def test_too_much_memory_time_or_growth_misses_its_goal_and_no_other(training, worse, missed):
    (goal,) = [goal for goal, (_, yes) in goals(training, **worse).items() if not yes]
    assert missed in goal


@pytest.fixture
def report(training, monkeypatch, tmp_path, capsys):
    """A run, quick or full, with PyTorch as the only peer; gives what it prints and what it writes, if anything."""

    def run(quick):
        ours, plain, torch = (1e-6, 2e-6, 4e-6), (3e-6, 8e-6, 4e-6), (1e-6, 1e-6, 1e-6)
        training.version = {"torch": "9.8"}.get
        training.race = lambda *_: {training.Ours: ours, training.Plain: plain, training.Torch: torch}
        training.many = lambda *_: {2: [0.1, 0.2, 0.4]}
        training.per_observation, training.memory = lambda *_: {10_000: 70.0, 20_000: 77.0}, lambda: 4
        training.REPORT = tmp_path / "training.md"
        training.main(3, quick)
        written = training.REPORT.read_text(encoding="utf-8") if training.REPORT.exists() else None
        return capsys.readouterr().out, written

    return run


@pytest.mark.parametrize("quick", [True, False])
def test_the_table_says_how_many_times_as_long_as_ours_each_peer_takes(report, quick):
    printed, _ = report(quick)
    assert "| N, H | ours, a step | plain NumPy | PyTorch |\n| --- | --- | --- | --- |\n" in printed
    rows = ["4, 2", "500, 8", "10,000, 16"] + ["200,000, 32", "2,000,000, 32"] * (not quick)
    ratios = "2 µs | 3 (1 to 4) | 0.5 (0.25 to 1) |"  # of the medians they'd be 2 and 0.5
    table = printed.split("| --- | --- | --- | --- |\n")[1].split("\n\n")[0]
    assert table.splitlines() == [f"| {row} | {ratios}" for row in rows]
    assert "500 nets on XOR, µs a step and net: H = 2: 0.20 (0.10 to 0.40)." in printed
    assert "| N = 4: no slower than plain NumPy | 0.33 of its time | yes |" in printed
    assert "| N = 500: faster than every peer called step by step | 2.00 of the fastest's time | no |" in printed


def test_a_peer_that_is_not_installed_is_said_to_be_missing(report):
    printed, _ = report(quick=True)
    assert "\nNot installed: JAX, jax.lax.scan, scikit-learn.\n" in printed and ", torch 9.8, 2" in printed
    assert "`lax.scan`" not in printed and "nan" not in printed  # a goal that nobody is there for is left out


def test_only_a_full_run_is_written_down_with_its_memory_and_its_cost_for_each_observation(report):
    printed, written = report(quick=True)
    assert written is None and "Nanoseconds" not in printed and "MB" not in printed
    printed, written = report(quick=False)
    assert printed.endswith(f"\n{written}\n") and "| 4 MB | yes |" in written
    assert "observation at H = 32: N = 10,000: 70.0; N = 20,000: 77.0." in written and "within 10% | yes |" in written
