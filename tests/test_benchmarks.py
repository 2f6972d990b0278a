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
    (loop,) = [cell.source for cell in notebook.cells if "Z1 = W1 @ X + b1" in cell.source]
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


# What the benchmark of the explorer's speed makes of its measurements, with made-up ones: no browser is opened.


@pytest.fixture
def speed(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)  # it imports its neighbour
    return loaded("explorer_speed")


def events(latency, on_time=100):
    """A hundred keys or moves that took this long, but for those that are not on time; over 26 ms none is."""
    return [{"at": 0, "time": 10, "painted": latency if n < on_time else max(60, latency)} for n in range(100)]


def visits(speed):
    """What was seen in one round in which every goal is reached, and most of them only just."""
    seen = {subject.name: {each: speed.Seen() for each in speed.SPEEDS} for subject in speed.WAYS}

    def saw(subject, **full_and_slowed):
        for name, values in full_and_slowed.items():
            for each, value in zip(speed.SPEEDS, values, strict=True):
                setattr(seen[subject.name][each], name, value)

    def dragged(subject, *full_and_slowed):
        saw(subject, moves=full_and_slowed, kept=2 * [[True] * speed.bench.MOVES], stayed=2 * [[True]])

    saw(speed.BARE, keys=(events(9, 80), events(9, 50)))
    saw(speed.THREE, keys=(events(9, 78), events(20, 45)))
    saw(speed.SIX, keys=(events(15, 76), events(33)))
    dragged(speed.THREE, events(10), events(20))
    dragged(speed.LARGE, events(16.6), events(50))
    dragged(speed.TWELVE, events(11, 97), events(22))
    saw(speed.TRAINED, trained=([([16.0] * 60, [17.6] * 60, 1000.0)], [([16.0] * 60, [33.3] * 60, 200.0)]))
    return seen


def memories(speed, grown=(2.0, 50, 5)):
    """Twelve samples, after which a page holds so much more; what it gains while it settles doesn't count."""
    before, after = (60.0, 9000, 900), [a + b for a, b in zip((60.0, 9000, 900), grown, strict=True)]
    settling = [(10.0, 100, 10)] * 3
    return [speed.Memory(*one) for one in (*settling, *[before] * 4, *[before] * 2, *[after] * 3)]


def speed_goals(speed, seen=None, unchanged=frozenset(), grown=(2.0, 50, 5)):
    """The report's goals: goal → (what was measured, whether that reaches it)."""
    samples = {each: memories(speed, grown) for each in speed.SPEEDS}
    _, _, *rows = speed.goals(seen or visits(speed), unchanged, samples).splitlines()
    return {goal: (got, reached) for goal, got, reached in (row.strip("| ").split(" | ") for row in rows)}


def missed(found):
    return [goal for goal, (_, reached) in found.items() if reached == "no"]


def test_every_goal_of_the_explorers_speed_is_reached_by_what_only_just_reaches_it(speed):
    found = speed_goals(speed)
    assert missed(found) == [] and len(found) == 14
    said = {got for got, _ in found.values()}
    assert {"97.5%: 78.0% beside 80.0%", "90.0%: 45.0% beside 50.0%", "33.0 ms", "17.6 ms, idle 16.0"} <= said
    assert {"30.0, 200 steps a second", "16.6 ms, 60 of 60 moves drawn, stayed in 1 of 1 drags"} <= said
    assert "+2.00 MB to 62.0, +50 nodes to 9,050, +5 listeners to 905" in said
    assert sum(got.startswith("1.10 times the median; 97.0% in the next frame beside 100.0%") for got in said) == 1


# Which subject was seen to do what at which speed, and the goal that it misses by that.
WORSE = [
    ("THREE", 0, {"keys": events(9, 77)}, "three panels, H = 2: in the next frame at least 97%"),
    ("THREE", 1, {"keys": events(9, 44)}, "three panels, H = 2: in the next frame at least 90%"),
    ("SIX", 0, {"keys": events(15, 75)}, "H = 4, 200 points: in the next frame at least 95%"),
    ("SIX", 1, {"keys": events(33.1)}, "a key's median at most 33 ms"),
    ("LARGE", 0, {"moves": events(16.7)}, "a drag's median at most 16.7 ms"),
    ("LARGE", 1, {"moves": events(50.1)}, "a drag's median at most 50 ms"),
    ("LARGE", 1, {"kept": [True] * 59 + [False]}, "a drag's median at most 50 ms"),
    ("LARGE", 0, {"kept": [True] * 59}, "a drag's median at most 16.7 ms"),
    ("LARGE", 0, {"stayed": [False]}, "a drag's median at most 16.7 ms"),
    ("TRAINED", 0, {"trained": [([16.0] * 60, [17.6] * 60, 999.0)]}, "at least 1,000 steps a second"),
    ("TRAINED", 0, {"trained": [([16.0] * 60, [17.7] * 60, 1000.0)]}, "frame intervals within 10%"),
    ("TRAINED", 1, {"trained": [([16.0] * 60, [33.4] * 60, 1000.0)]}, "at least 30 frames a second"),
    ("TWELVE", 0, {"moves": events(11.1)}, "12 explorers, one dragged"),
    ("TWELVE", 0, {"moves": events(11, 96)}, "12 explorers, one dragged"),
    ("TWELVE", 1, {"moves": events(22.1)}, "12 explorers, one dragged"),
    ("TWELVE", 1, {"stayed": [False]}, "12 explorers, one dragged"),
]


@pytest.mark.parametrize(("subject", "which", "instead", "goal"), WORSE)
def test_what_is_a_little_too_slow_misses_its_goal_and_no_other(speed, subject, which, instead, goal):
    seen = visits(speed)
    at = list(speed.SPEEDS)[which]
    for name, value in instead.items():
        setattr(seen[getattr(speed, subject).name][at], name, value)
    (found,) = missed(speed_goals(speed, seen))
    assert goal in found and found.endswith(f", {at}")


@pytest.mark.parametrize("grown", [(2.1, 0, 0), (0, 51, 0), (0, 0, 6)])
def test_memory_that_grows_after_it_has_settled_misses_its_goal_at_both_speeds(speed, grown):
    found = missed(speed_goals(speed, grown=grown))
    assert len(found) == 2 and all("memory level" in goal for goal in found)


def test_a_picture_that_a_key_leaves_as_it_was_misses_its_goal(speed):
    found = speed_goals(speed, unchanged={".bp-loss"})
    (goal,) = missed(found)
    assert "all pictures new" in goal and ".bp-loss" not in found[goal][0]


def test_a_bare_element_that_is_never_in_time_reaches_no_goal_for_the_explorer(speed):
    seen = visits(speed)
    seen[speed.BARE.name][speed.FULL].keys = events(40)
    found = speed_goals(speed, seen)
    assert len(missed(found)) == 2 and found[missed(found)[0]][0].startswith("nan%")


def test_a_key_is_in_time_if_it_is_painted_within_a_frame_of_the_first_boundary_after_it(speed):
    def share(at, time, painted):
        return speed.bench.next_frame([{"at": at, "time": time, "painted": painted}])

    assert share(at=0, time=10, painted=26) == 1 and share(at=0, time=10, painted=27) == 0
    assert share(at=0, time=27, painted=30) == 0  # the boundary at 10 went by
    assert share(at=0, time=-5, painted=28) == 1  # a frame that began late, in the name of the boundary before the key


def test_what_was_measured_stands_in_tables_of_keys_and_moves_and_of_memory_at_both_speeds(speed):
    _, _, *rows = speed.measurements(visits(speed)).splitlines()
    assert len(rows) == 2 * (3 + 3)
    assert rows[0] == "| bare element: a key | full speed | 9.0 | 60.0 | 80.0% | 100 |"
    assert (
        speed.memories({speed.FULL: memories(speed)}).splitlines()[-1]
        == "| sample 11 | full speed | 62.00 | 9,050 | 905 |"
    )
    assert f"| {speed.TWELVE.name}: a drag | slowed 4 times | 22.0 | 22.0 | 100.0% | 100 |" in rows
