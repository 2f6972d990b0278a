"""Gradient descent, fast, against the same written as one would on paper, and where it stops."""

import itertools
import os
import re
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import checking, data, derivatives, network, training
from helpers.network import Parameters

HIDDEN = pytest.mark.parametrize("hidden", network.HIDDEN)


def problem(seed, D=2, H=3, N=50):
    """X, Y and a start whose biases are not zero, or no test could miss them."""
    rng = np.random.default_rng(seed)
    W1, b1, W2, b2 = training.initial_parameters(D, H, rng)
    start = Parameters(W1, b1 + rng.normal(size=b1.shape), W2, b2 + rng.normal())
    return rng.normal(size=(D, N)), rng.integers(0, 2, (1, N)).astype(float), start


def plainly(X, Y, parameters, learning_rate, steps, hidden="relu"):
    """The loop as a notebook has it: (parameters, cost)."""
    cost = []
    for step in range(steps + 1):
        passed = network.forward(X, parameters, hidden)
        cost.append(network.cost(passed.Z2, Y))
        if step < steps:
            slopes = derivatives.backward(X, Y, parameters, passed)
            parameters = Parameters(*(p - learning_rate * d for p, d in zip(parameters, slopes, strict=True)))
    return parameters, np.array(cost)


def agree(some, others, tolerance):
    for name, one, other in zip(Parameters._fields, some, others, strict=True):
        assert one.shape == other.shape and one.dtype == np.float64
        np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance, err_msg=name)


def bits(parameters):
    return [array.tobytes() for array in parameters]


# The descent


@HIDDEN
@pytest.mark.parametrize(("D", "H", "N"), [(2, 3, 4), (1, 1, 1), (5, 16, 300), (2, 8, 20_000)])
def test_many_steps_are_those_of_a_plain_loop(hidden, D, H, N):
    steps = 1000 if N < 100 else 100 if N < 1000 else 10
    X, Y, start = problem(1, D, H, N)
    history = training.train(X, Y, start, 0.1, steps, hidden=hidden)
    parameters, cost = plainly(X, Y, start, 0.1, steps, hidden)
    assert history.cost.shape == (steps + 1,) and history.stopped is None
    np.testing.assert_allclose(history.cost, cost, rtol=1e-10)
    agree(history.parameters, parameters, 1e-10)
    assert cost[-1] < cost[0]


@HIDDEN
def test_one_step_goes_down_the_slope_that_values_of_J_alone_have(hidden):
    X, Y, start = problem(2, N=7)
    after = training.train(X, Y, start, 0.5, 1, hidden=hidden).parameters
    for name in Parameters._fields:

        def J(array, name=name):
            return network.cost(network.forward(X, start._replace(**{name: array}), hidden).Z2, Y)

        slope = checking.numeric_gradient(J, getattr(start, name))
        moved = (getattr(start, name) - getattr(after, name)) / 0.5
        assert (np.abs(moved - slope) <= slope.error).all() and (slope.error < 1e-8).all()


@HIDDEN
@pytest.mark.parametrize(("D", "H"), [(1, 1), (2, 8), (30, 64)])
def test_where_one_block_ends_and_the_next_begins_nothing_is_lost(D, H, hidden):
    widest = training._Batch(np.zeros((D, 50_000)), np.zeros((1, 50_000)), H, hidden).blocks[0][1].size
    for N in (1, widest - 1, widest, widest + 1, 2 * widest, 2 * widest + 1):
        X, Y, start = problem(N, D, H, N)
        assert len(training._Batch(X, Y, H, hidden).blocks) == -(-N // widest)
        history = training.train(X, Y, start, 1.0, 1, hidden=hidden)
        parameters, cost = plainly(X, Y, start, 1.0, 1, hidden)
        agree(history.parameters, parameters, 1e-13)
        np.testing.assert_allclose(history.cost, cost, rtol=1e-13)


@given(
    seed=st.integers(0, 2**32),
    D=st.integers(1, 8),
    H=st.integers(1, 9),
    N=st.integers(1, 40),
    hidden=st.sampled_from(network.HIDDEN),
    scale=st.sampled_from([1e-3, 1.0, 30.0, 1000.0]),
)
@settings(max_examples=60)
def test_any_shape_and_scores_up_to_thousands_are_as_in_the_plain_loop(seed, D, H, N, hidden, scale):
    X, Y, start = problem(seed, D, H, N)
    start = Parameters(*(array * scale for array in start))
    history = training.train(X, Y, start, 1e-3, 3, hidden=hidden)
    parameters, cost = plainly(X, Y, start, 1e-3, 3, hidden)
    np.testing.assert_allclose(history.cost, cost, rtol=1e-12, atol=1e-300)
    agree(history.parameters, parameters, 1e-12)


def test_the_bits_are_the_same_however_many_threads_the_blas_has():
    """In processes of their own, for a BLAS counts its threads when it is loaded."""
    script = """
import numpy as np
from helpers import training
for D, H, N in (2, 2, 4), (1, 1, 30_000), (2, 32, 30_000), (20, 64, 3000), (2, 16, 2731):
    rng = np.random.default_rng(1)
    X, Y = rng.normal(size=(D, N)), rng.integers(0, 2, (1, N)).astype(float)
    starts = [training.initial_parameters(D, H, rng) for _ in range(20)]
    for hidden in "relu", "sigmoid":
        history = training.train(X, Y, starts[0], 0.1, 9, hidden=hidden)
        ends, cost = training.train_many(X[:, :100], Y[:, :100], starts, 0.1, 9, hidden=hidden)
        print(*(a.tobytes().hex() for a in (*history.parameters, history.cost, *ends[-1], cost)))
"""
    said = []
    for threads in "1", "4":
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        said.append(subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True))
    assert len({one.stdout for one in said}) == 1 and said[0].stdout


def test_nothing_passed_in_is_changed_and_read_only_arrays_and_lists_will_do():
    X, Y, start = problem(4)
    before = [X.tobytes(), Y.tobytes(), *bits(start)]
    first = training.train(X, Y, start, 1.0, 20)
    many, _ = training.train_many(X, Y, [start, start], 1.0, 20)
    assert [X.tobytes(), Y.tobytes(), *bits(start)] == before
    assert not any(np.shares_memory(a, b) for p in (first.parameters, *many) for a, b in zip(p, start, strict=True))
    for array in (X, Y, *start):
        array.setflags(write=False)
    again = training.train(X.tolist(), Y.astype(int), Parameters(*(a.tolist() for a in start)), 1, 20)
    assert bits(again.parameters) == bits(first.parameters)


def test_200_000_observations_need_less_than_5_MB_beside_X_and_Y():
    N = 200_000
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(2, N)), (rng.random((1, N)) < 0.5).astype(float)
    start = training.initial_parameters(2, 32, rng)
    tracemalloc.start()
    training.train(X, Y, start, 0.1, 1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5e6  # A1 alone would be 51 MB


def test_memory_does_not_grow_with_the_steps_but_for_J_and_a_few_snapshots():
    X, Y, start = problem(5, N=200)
    peaks = []
    for steps in (400, 800):
        tracemalloc.start()
        training.train(X, Y, start, 0.1, steps)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 30_000  # J takes 2 × 3,200 bytes of it; a snapshot of each step would take 400 KB


# What comes back


def test_a_start_has_the_spread_that_keeps_z1_and_z2_as_large_as_the_inputs():
    D, H = 50, 400
    W1, b1, W2, b2 = training.initial_parameters(D, H, np.random.default_rng(0))
    assert (W1.shape, b1.shape, W2.shape, b2.shape) == ((H, D), (H, 1), (1, H), (1, 1))
    assert np.std(W1) == pytest.approx((2 / D) ** 0.5, rel=0.02) and np.std(W2) == pytest.approx(H**-0.5, rel=0.1)
    assert not b1.any() and not b2.any() and abs(W1.mean()) < 0.01
    same = training.initial_parameters(D, H, np.random.default_rng(0))
    assert bits(same) == bits((W1, b1, W2, b2))


def test_snapshots_are_the_run_itself_from_the_first_step_to_the_last_and_few():
    X, Y, start = problem(6)
    history = training.train(X, Y, start, 0.5, 1000)
    steps = [step for step, _ in history.snapshots]
    assert steps[:3] == [0, 1, 2] and steps[-1] == 1000 and steps == sorted(set(steps))
    assert 100 <= len(steps) <= 200 and max(b - a for a, b in itertools.pairwise(steps)) <= 10
    for step, parameters in history.snapshots[::40]:
        assert bits(training.train(X, Y, start, 0.5, step).parameters) == bits(parameters)
        J = network.cost(network.forward(X, parameters).Z2, Y)
        assert history.cost[step] == pytest.approx(J, rel=1e-12)


def test_no_step_at_all_gives_the_start_and_its_cost():
    X, Y, start = problem(7)
    history = training.train(X, Y, start, 0.5, 0)
    assert bits(history.parameters) == bits(start) and history.cost.shape == (1,)
    assert [step for step, _ in history.snapshots] == [0]


def test_a_callback_gets_each_step_and_copies_that_it_may_keep():
    X, Y, start = problem(8)
    kept = []
    history = training.train(X, Y, start, 0.5, 6, callback=lambda *args: kept.append(args))
    assert [step for step, _, _ in kept] == list(range(7)) and [J for *_, J in kept] == history.cost.tolist()
    assert bits(kept[0][1]) == bits(start) and bits(kept[-1][1]) == bits(history.parameters)
    assert {type(J) for *_, J in kept} == {float}
    assert len({bits(p)[0] for _, p, _ in kept}) == 7

    def spoil(step, parameters, cost):
        parameters.W1[:] = np.nan

    assert bits(training.train(X, Y, start, 0.5, 6, callback=spoil).parameters) == bits(history.parameters)


def test_the_bar_ends_in_a_line_that_is_the_same_in_every_run(capsys):
    X, Y, start = problem(9)
    history = training.train(X, Y, start, 0.5, 300, progress=True)
    last = capsys.readouterr().out.rsplit("\r", 1)[-1]
    assert re.fullmatch(rf"100%\|█+\| 300 of 300 steps, J = {history.cost[-1]:.4g}\n", last), last
    assert capsys.readouterr().err == ""


# Where it stops


def test_an_interrupt_keeps_what_was_reached_and_says_so():
    X, Y, start = problem(10)

    def interrupt(step, parameters, cost):
        if step == 777:
            raise KeyboardInterrupt

    history = training.train(X, Y, start, 0.5, 5000, callback=interrupt)
    assert history.cost.shape == (778,) and history.snapshots[-1][0] == 777
    assert bits(history.parameters) == bits(training.train(X, Y, start, 0.5, 777).parameters)
    assert history.stopped == "Interrupted after 777 of 5000 steps; the parameters are those of that moment."


def test_an_interrupt_in_the_middle_of_a_step_leaves_the_step_before(monkeypatch):
    X, Y, start = problem(11, H=32, N=5000)
    blocks = len(training._Batch(X, Y, 32, "relu").blocks)
    compute, calls = training._loss_and_dZ2, itertools.count()

    def interrupted(*args):
        if (
            next(calls) == 3 * blocks - 1
        ):  # in the last block of the third pass, which would give J after the second step
            raise KeyboardInterrupt
        compute(*args)

    monkeypatch.setattr(training, "_loss_and_dZ2", interrupted)
    history = training.train(X, Y, start, 0.5, 20)
    monkeypatch.undo()
    assert blocks > 2 and history.cost.shape == (2,)
    assert bits(history.parameters) == bits(training.train(X, Y, start, 0.5, 1).parameters)


def test_a_step_that_would_end_beyond_the_finite_numbers_is_not_taken_and_the_sentence_says_what_to_try():
    X, Y, start = problem(12)
    start = start._replace(W1=start.W1 * 1e150, W2=start.W2 * 1e150)
    history = training.train(X, Y, start, 1e5, 20)
    steps = len(history.cost) - 1
    assert 0 <= steps < 20 and np.isfinite(history.cost).all()
    assert all(np.isfinite(array).all() for array in history.parameters)
    assert bits(history.parameters) == bits(training.train(X, Y, start, 1e5, steps).parameters)
    assert history.stopped == (
        f"Stopped before step {steps + 1}, which would have made J infinite. Try a learning_rate below 100000."
    )
    assert history.snapshots[-1][0] == steps


def test_a_start_whose_J_is_not_finite_comes_back_with_a_sentence():
    X, Y, start = problem(13)
    start = start._replace(W1=start.W1 * 1e200, W2=start.W2 * 1e200)
    history = training.train(X, Y, start, 0.1, 5)
    assert history.cost.shape == (0,) and bits(history.parameters) == bits(start)
    assert "not finite at the start" in history.stopped and "smaller parameters" in history.stopped


def test_a_start_where_only_the_sum_for_J_is_too_large_is_told_what_is_true():
    start = Parameters(np.zeros((1, 1)), np.zeros((1, 1)), np.zeros((1, 1)), np.array([[1e308]]))
    assert network.cost(network.forward(np.ones((1, 2)), start).Z2, np.zeros((1, 2))) == 1e308
    stopped = training.train(np.ones((1, 2)), np.zeros((1, 2)), start, 0.1, 5).stopped
    assert (
        stopped == "The sum for J is not finite at the start, so no step can be taken. Start from smaller parameters."
    )


# What a learner is told about training


def test_xnor_is_learnt_from_a_start_that_is_worse_than_guessing():
    X, Y = data.xnor()
    starts = (training.initial_parameters(2, 8, np.random.default_rng(seed)) for seed in range(200))
    start = next(p for p in starts if network.cost(network.forward(X, p).Z2, Y) > 1)
    history = training.train(X, Y, start, 0.5, 5000)
    assert history.cost[0] > 1 and history.cost[-1] < 0.01
    assert ((network.forward(X, history.parameters).A2 > 0.5) == Y).all()


def test_units_that_start_alike_stay_alike():
    X, Y = data.xor()
    alike = Parameters(np.full((3, 2), 0.5), np.zeros((3, 1)), np.full((1, 3), 0.3), np.zeros((1, 1)))
    end = training.train(X, Y, alike, 0.5, 500).parameters
    assert np.ptp(end.W1, axis=0).max() < 1e-12 and np.ptp(end.W2) < 1e-12 and not np.allclose(end.W1, alike.W1)


def test_from_nothing_but_zeros_only_b2_moves_with_relu():
    X, Y = np.array([[1.0, 2, 3]]), np.array([[0.0, 0, 1]])
    zeros = Parameters(np.zeros((4, 1)), np.zeros((4, 1)), np.zeros((1, 4)), np.zeros((1, 1)))
    end = training.train(X, Y, zeros, 0.5, 2000).parameters
    assert not end.W1.any() and not end.b1.any() and not end.W2.any()
    assert network.sigmoid(end.b2).item() == pytest.approx(1 / 3, 1e-9)  # the mean of Y


def test_a_unit_whose_z1_is_exactly_0_counts_as_off():
    X, Y, start = problem(14)
    zero = start._replace(W1=start.W1 * [[1], [0], [1]], b1=start.b1 * [[1], [0], [1]])
    end = training.train(X, Y, zero, 0.5, 3).parameters
    assert not end.W1[1].any() and not end.b1[1].any()


def test_a_unit_that_is_off_everywhere_never_moves_again():
    X, Y, start = problem(15)
    dead = start._replace(b1=start.b1 - [[0], [1000], [0]])
    end = training.train(X, Y, dead, 0.5, 300).parameters
    assert end.W1[1].tolist() == dead.W1[1].tolist() and end.b1[1] == dead.b1[1] and end.W2[0, 1] == dead.W2[0, 1]
    assert not np.allclose(end.W1[0], dead.W1[0])


# Many at once


@HIDDEN
@pytest.mark.parametrize(("H", "N", "K"), [(2, 4, 500), (8, 4, 2000), (3, 100, 1), (3, 50, 200), (4, 3000, 12)])
def test_each_of_many_goes_where_it_would_go_alone(hidden, H, N, K):
    X, Y, _ = problem(16, 2, H, N)
    starts = [problem(seed, 2, H)[2] for seed in range(K)]
    ends, cost = training.train_many(X, Y, starts, 0.3, 40, hidden=hidden)
    assert len(ends) == K and cost.shape == (K,)
    for k in range(0, K, max(1, K // 9)):
        alone = training.train(X, Y, starts[k], 0.3, 40, hidden=hidden)
        agree(ends[k], alone.parameters, 1e-10)
        assert cost[k] == pytest.approx(alone.cost[-1], rel=1e-10)


@pytest.mark.parametrize("N", [4, 30_000], ids=["side by side", "one after the other"])
def test_one_that_overflows_ends_as_nan_and_the_others_go_on(N):
    X, Y, _ = problem(17, 2, 3, N)
    starts = [problem(seed, 2, 3)[2] for seed in range(20)]
    huge = starts[5]._replace(W1=starts[5].W1 * 1e200, W2=starts[5].W2 * 1e200)
    ends, cost = training.train_many(X, Y, [*starts[:5], huge, *starts[6:]], 0.3, 5)
    assert np.isnan(cost).nonzero()[0].tolist() == [5]
    assert all(np.isnan(array).all() for array in ends[5])
    agree(ends[6], training.train(X, Y, starts[6], 0.3, 5).parameters, 1e-10)


def test_an_infinite_J_that_would_come_back_counts_as_lost():
    """z2 overflows at the start; the step, which is finite, brings it back."""
    X, Y = np.array([[1.0]]), np.array([[0.0]])
    start = Parameters(np.array([[1e155]]), np.zeros((1, 1)), np.array([[1e155]]), np.zeros((1, 1)))
    ends, cost = training.train_many(X, Y, [start] * 20, 1.0, 3)
    assert np.isnan(cost).all() and all(np.isnan(array).all() for end in ends for array in end)


# What is refused


X, Y, START = problem(18)


@pytest.mark.parametrize(
    ("replaced", "words"),
    [
        ({"X": X[:1]}, "X must be (2, N), one row for each column of W1; got (1, 50)"),
        ({"X": X[:, :0]}, "X must not be empty; got (2, 0)"),
        ({"X": np.full_like(X, np.nan)}, "X must be finite; got nan at 1, 1 (counting from 1)"),
        ({"Y": Y[:, :9]}, "Y must be (1, 50), one label for each observation; got (1, 9)"),
        ({"Y": Y + 0.5}, "Y must hold only 0 and 1; got "),
        ({"parameters": START._replace(b1=np.zeros(3))}, "b1 must be (3, 1), one bias for each row of W1; got (3,)"),
        ({"learning_rate": 0}, "learning_rate must be one number above 0; got 0"),
        ({"learning_rate": np.inf}, "learning_rate must be finite; got inf"),
        ({"learning_rate": [1, 2]}, "learning_rate must be one number above 0; got [1, 2]"),
        ({"learning_rate": [0.5]}, "learning_rate must be one number above 0; got [0.5]"),
        ({"steps": -1}, "steps must be a whole number from 0 up; got -1"),
        ({"steps": 2.5}, "steps must be a whole number from 0 up; got 2.5"),
        ({"hidden": "tanh"}, 'hidden must be "relu" or "sigmoid"; got \'tanh\''),
    ],
)
def test_what_does_not_fit_is_refused_by_name(replaced, words):
    arguments = {"X": X, "Y": Y, "parameters": START, "learning_rate": 0.1, "steps": 3, "hidden": "relu"} | replaced
    hidden = arguments.pop("hidden")
    with pytest.raises(ValueError) as refusal:
        training.train(*arguments.values(), hidden=hidden)
    assert words in str(refusal.value)
    arguments["parameters"] = [arguments["parameters"]]
    with pytest.raises(ValueError) as refusal:
        training.train_many(*arguments.values(), hidden=hidden)
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        ([], "starts must be a list of Parameters; got none"),
        ([START, 5], "start 2 of 2: parameters must be the four W1, b1, W2, b2; got 5"),
        ([START, problem(0, 2, 4)[2]], "start 2 of 2: all must have the same shapes; W1 is (4, 2), and (3, 2) in the"),
    ],
)
def test_of_many_starts_the_one_that_does_not_fit_is_named(starts, words):
    with pytest.raises(ValueError) as refusal:
        training.train_many(X, Y, starts, 0.1, 3)
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 3, np.random.default_rng(0)), "D must be a whole number from 1 up; got 0"),
        ((2, 1.5, np.random.default_rng(0)), "H must be a whole number from 1 up; got 1.5"),
        ((2, 3, 7), "rng must be a generator, as np.random.default_rng(7) makes; got 7"),
    ],
)
def test_a_start_can_not_be_drawn_from_nothing(arguments, words):
    with pytest.raises(ValueError) as refusal:
        training.initial_parameters(*arguments)
    assert words in str(refusal.value)
