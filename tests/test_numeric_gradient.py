"""The referee's own gradients: right on smooth functions of any scale, honest elsewhere, and never an average."""

import math
import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data, derivatives, network, training
from helpers.checking import check, numeric_gradient

SMOOTH = {  # name: a function and its slope
    "sin": (np.sin, np.cos),
    "exp": (np.exp, np.exp),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "sigmoid": (network.sigmoid, lambda z: network.sigmoid(z) * network.sigmoid(-z)),
    "softplus": (lambda z: np.logaddexp(0, z), network.sigmoid),
    "cubic": (lambda z: z**3 - 2 * z, lambda z: 3 * z**2 - 2),
    "logarithm": (lambda z: np.log(z + 7), lambda z: 1 / (z + 7)),
    "with periods": (lambda z: np.sin(2 * np.pi * z) + z, lambda z: 2 * np.pi * np.cos(2 * np.pi * z) + 1),
}
scales = st.integers(-6, 6).map(lambda power: 10.0**power)


@pytest.mark.parametrize("name", SMOOTH)
@settings(max_examples=60, deadline=None)
@given(st.floats(-3, 3), scales, scales)
def test_a_smooth_function_of_any_scale_has_its_slope_to_nine_digits(name, z, stretch, scale):
    f, slope = SMOOTH[name]
    there = scale * stretch * slope(z)
    if abs(slope(z)) < 1e-3:  # where the slope is next to nothing, its digits are those of f's rounding
        return
    found = numeric_gradient(lambda x: scale * f(stretch * x).item(), np.array([[z / stretch]]))
    assert found.shape == (1, 1)
    assert found.item() == pytest.approx(there, rel=1e-9)


def test_the_gradient_has_the_shape_of_the_array_and_each_entry_its_own_slope():
    at = np.arange(6.0).reshape(2, 3)
    weights = np.array([[1, -2, 3], [0.5, 0, -1]])
    np.testing.assert_array_equal(numeric_gradient(lambda W: (weights * W).sum(), at), weights)
    assert numeric_gradient(lambda z: z**2, 3.0) == 6
    assert numeric_gradient(lambda z: z**2, 3).shape == ()


def test_short_slopes_come_out_exact_and_others_the_same_for_the_last_bit_of_f(capsys):
    check("slope", numeric_gradient(lambda z: np.tanh(z).item(), [[0.0]]), [[1]])
    assert "exact" in capsys.readouterr().out
    assert numeric_gradient(lambda a: -math.log(a), 0.5) == -2
    for f in (math.exp, lambda z: z / 3):
        shaken = [numeric_gradient(lambda z, k=k, f=f: (1 + k * 2e-16) * f(z), 0.5).item() for k in range(3)]
        assert len(set(shaken)) == 1


@pytest.mark.parametrize("problem", [network.EXAMPLE, network.SECOND], ids=["EXAMPLE", "SECOND"])
def test_the_page_s_gradients_are_those_of_its_loss(problem):
    def L(parameters, x=problem.x):
        return network.loss(network.forward(x, parameters).Z2, problem.y).item()

    p = problem.parameters
    whole = derivatives.backward(problem.x, problem.y, p, network.forward(problem.x, p))
    for name, ours in whole._asdict().items():
        found = numeric_gradient(lambda array, name=name: L(p._replace(**{name: array})), getattr(p, name))
        np.testing.assert_allclose(found, ours, rtol=1e-9, atol=0, err_msg=name)


def test_a_wrong_gradient_does_not_agree(capsys):
    found = numeric_gradient(lambda z: np.sin(z).item(), [[0.5]])
    for wrong in (np.cos(0.5) * (1 + 1e-8), -np.cos(0.5), np.cos(0.5) + 1e-7):
        assert not check("slope", [[wrong]], found)
    assert check("slope", [[np.cos(0.5)]], found)
    assert "agrees to 1e-9" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    "f, left, right",
    [
        (lambda z: abs(z), "-1", "1"),
        (lambda z: max(z, 0), "0", "1"),
        (lambda z: max(3 * z, z / 2) + np.cos(z), "0.5", "3"),
        (lambda z: 5 + 1e-3 * max(z, 0) - z, "-1", "-0.999"),
    ],
    ids=["absolute value", "ReLU", "bent", "hardly bent"],
)
def test_a_kink_is_no_number_and_says_both_slopes(f, left, right):
    with pytest.warns(RuntimeWarning, match=rf"no slope at \[1, 2\]: .* slope {left} from the left and {right} from"):
        found = numeric_gradient(lambda row: f(row[0, 1]) + row[0, 0], [[3, 0]])
    np.testing.assert_array_equal(found, [[1, np.nan]])


def test_a_warning_points_at_the_caller_s_line():
    with pytest.warns(RuntimeWarning) as warned:
        numeric_gradient(abs, 0.0)
    assert [one.filename for one in warned] == [__file__]


@settings(max_examples=40, deadline=None)
@given(st.floats(1e-4, 3), st.booleans())
def test_beside_a_kink_there_is_a_slope(distance, on):
    z = distance if on else -distance
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert numeric_gradient(lambda z: max(z, 0.0) * 2 + z**2, z) == pytest.approx(2 * on + 2 * z, rel=1e-9)


@pytest.mark.parametrize("f", [lambda z: max(z, 0.0), lambda z: 1 + max(z, 0.0), lambda z: 0.001 + max(z, 0.0)])
@pytest.mark.parametrize("distance", [1e-5, 1e-7, 1e-9, 1e-10, 1e-12, 1e-14, 1e-17])
@pytest.mark.parametrize("side", [1, -1])
def test_close_beside_a_kink_there_is_its_slope_or_none_and_never_an_average(f, distance, side):
    found = slopes_of(f, side * distance)
    assert np.isnan(found) or abs(found - (side > 0)) <= found.error <= 1e-3
    assert not np.isnan(found) or distance < 1e-8


def test_a_unit_that_is_off_has_slope_0():
    assert numeric_gradient(lambda z: max(z.item(), 0) + 7, [[-0.5]]).item() == 0
    assert numeric_gradient(lambda z: 3.0, [[1e6]]).item() == 0


def slopes_of(f, at):
    """numeric_gradient without its warnings, each of which has a test of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return numeric_gradient(f, at)


def naive_loss(z):
    return -np.log(1 - 1 / (1 + np.exp(-z)))


@pytest.mark.parametrize("z", np.arange(-5, 40, 0.5))
def test_where_f_has_lost_its_digits_the_slope_is_within_its_error_or_there_is_none(z):
    found = slopes_of(naive_loss, z)
    assert np.isnan(found) or abs(found - 1 / (1 + np.exp(-z))) <= found.error <= 2e-3
    if z < 16:
        assert found.error < 1e-5
    if z > 34:
        assert np.isnan(found)


ROUNDED = {
    "float32 inside": lambda z: float(np.tanh(np.float32(z))),
    "float32": lambda z: np.float32(np.tanh(z)),
    "six decimals": lambda z: round(float(np.tanh(z)), 6),
    "five decimals": lambda z: float(f"{float(np.tanh(z)):.5f}"),
    "two decimals": lambda z: round(float(np.tanh(z)), 2),
    "float16": lambda z: np.float16(np.tanh(z)),
}


@pytest.mark.parametrize("name", ROUNDED)
@pytest.mark.parametrize("z", [-1.1, 0.02, 0.3, 0.7])
def test_a_rounded_function_has_the_digits_that_it_has_and_says_how_many(name, z):
    with pytest.warns(RuntimeWarning, match="only [3-5] of its digits are sure|no slope"):
        found = numeric_gradient(ROUNDED[name], z)
    assert np.isnan(found) or abs(found - 1 / np.cosh(z) ** 2) <= found.error <= 2e-3 * abs(found)
    if name in ("float32", "float32 inside", "six decimals"):
        assert not np.isnan(found)


@pytest.mark.parametrize("z", [-1e-4, -1e-6, -1.87e-10, -3.4e-11, -1.6e-11])
def test_a_unit_that_is_off_by_next_to_nothing_has_slope_0(z):
    for scale in (1, 100):
        assert numeric_gradient(lambda z, scale=scale: scale * max(z, 0.0), z) == 0


def test_a_flat_place_that_its_own_rounding_shakes_has_slope_0():
    hinges = np.linspace(-1, 1, 51)
    for f, places in (
        (lambda z: math.sin(z) ** 2 + math.cos(z) ** 2, np.linspace(-2, 2, 41)),
        (lambda z: (network.sigmoid(z) + network.sigmoid(-z)).item(), np.linspace(-2, 2, 41)),
        (lambda z: np.maximum(0, 1 - z * hinges).mean(), [0.3]),
    ):
        for z in places:
            found = numeric_gradient(f, z)
            assert found == 0 and found.error < 1e-11


def test_a_jump_somewhere_else_takes_nothing_from_the_slope_here():
    assert numeric_gradient(lambda z: z * 3 if z < 2 else 1.0, 1.0) == 3
    assert numeric_gradient(lambda z: z % 1, 0.3) == 1
    assert numeric_gradient(lambda z: np.float32(3) * np.float32(z), 1.0) == pytest.approx(3, rel=1e-6)


@pytest.mark.parametrize("width", [1e-3, 1e-1, 1, 10, 50])
def test_stairs_of_any_width_are_not_taken_for_a_flat_place(width):
    found = slopes_of(lambda z: round(z / width) * width, 0.3 * min(width, 1))
    assert np.isnan(found) or abs(found - 1) <= found.error


@pytest.mark.parametrize("width", [1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-4, 1e-2])
def test_a_bump_between_the_steps_and_the_point_is_not_passed_over(width):
    for offset in (0, 1):
        found = slopes_of(lambda z, offset=offset: offset + math.sin(z) + z * math.exp(-((z / width) ** 2)), 0.0)
        assert np.isnan(found) or abs(found - 2) <= found.error
        assert not np.isnan(found) or offset


@pytest.mark.parametrize("power", [1, 3, 10, 14, 16, 20, 26, 30])
def test_a_wave_that_the_steps_meet_at_the_same_height_is_not_taken_for_a_flat_place(power):
    frequency = 2 * np.pi * 2.0**power
    assert numeric_gradient(lambda z: math.sin(frequency * z), 0.0) == pytest.approx(frequency, rel=1e-9)


@pytest.mark.parametrize("power", [0.1, 0.25, 1 / 3, 0.5])
def test_a_slope_that_still_changes_at_the_shortest_steps_is_none_or_within_its_error(power):
    for f in (lambda z: z * abs(z) ** power, lambda z: z + z * abs(z) ** power, lambda z: z + abs(z) ** (1 + power)):
        found = slopes_of(f, 0.0)
        assert np.isnan(found) or abs(found - f(1e-300) / 1e-300) <= found.error


@pytest.mark.parametrize("decay", [1e-3, 0.1])
def test_a_loss_in_float32_with_weight_decay_in_float64_is_right_or_refused(decay):
    X, Y = data.moons(40, 0.2, np.random.default_rng(1))
    for seed in range(6):
        start = training.initial_parameters(2, 4, np.random.default_rng(seed))
        there = derivatives.backward(X, Y, start, network.forward(X, start))

        def J(W2, start=start):
            W1, b1, w2, b2 = (array.astype(np.float32) for array in start._replace(W2=W2))
            Z2 = w2 @ np.maximum(W1 @ X.astype(np.float32) + b1, 0) + b2
            return float((np.logaddexp(0, Z2) - Z2 * Y.astype(np.float32)).mean()) + decay * float((W2**2).sum())

        found = slopes_of(J, start.W2)
        right = np.isnan(found) | (np.abs(found - (there.W2 + 2 * decay * start.W2)) <= found.error)
        assert right.all(), seed


def test_small_jumps_beside_a_smooth_part_are_seen_where_no_runs_contradict_each_other():
    f, z = lambda z: float(np.float32(np.tanh(11.182886 * z))) + 0.06344242 * z * z, -0.846315142
    found = slopes_of(f, z)
    assert np.isnan(found) or abs(found - (11.182886 / np.cosh(11.182886 * z) ** 2 + 2 * 0.06344242 * z)) <= found.error


@pytest.mark.parametrize(
    ("f", "slope", "z"),
    [
        (lambda z: np.round(np.logaddexp(0, z), 4), network.sigmoid, -20.0),
        (lambda z: np.round(network.sigmoid(z), 4), lambda z: network.sigmoid(z) * network.sigmoid(-z), -26.7),
        (
            lambda z: float(np.float16(network.sigmoid(607 * z - 1.39).item())) + 0.0414 * z * z,
            lambda z: 607 * network.sigmoid(607 * z - 1.39) * network.sigmoid(1.39 - 607 * z) + 0.0828 * z,
            0.0330372448350743,
        ),
    ],
)
def test_a_place_that_is_flat_because_f_is_rounded_is_not_taken_for_a_dead_unit(f, slope, z):
    found = slopes_of(f, z)
    assert np.isnan(found) or abs(found - slope(z)) <= found.error


def test_a_float16_wave_beside_a_smooth_part_is_not_left_out_of_the_slope():
    for z in np.linspace(1.3, 1.36, 13):
        u = 23.7 * z + 0.436
        slope = -23.7 * math.cos(u) * math.sin(math.sin(u)) + 0.0552 * z

        def f(z):
            narrow = np.float16(math.cos(math.sin(23.7 * float(np.float16(z)) + 0.436)))
            return float(narrow) + 0.0276 * z * z

        found = slopes_of(f, z)
        assert np.isnan(found) or abs(found - slope) <= found.error


@pytest.mark.parametrize("power", [-13, -8, -3, 0, 3])
def test_a_bend_is_no_jump_wherever_it_lies_between_two_steps(power):
    whole = np.linspace(1, 2, 65)
    for at in 2.0**power * np.append(whole + 1e-6, whole[1:] - 1e-6):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert numeric_gradient(lambda z, at=at: max(z - at, 0.0), 0.0) == 0
            assert numeric_gradient(lambda z, at=at: max(z, at) + math.sin(z), 0.0) == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize("weight", [1e-3, 0.1, 10])
def test_a_sum_of_float32_and_float64_is_not_given_the_slope_of_one_part(weight):
    found = slopes_of(lambda z: float(np.tanh(np.float32(z))) + weight * z * z, 0.3)
    assert np.isnan(found) or abs(found - (1 / np.cosh(0.3) ** 2 + 0.6 * weight)) <= found.error


def test_the_textbook_cost_of_forty_moons_is_right_or_refused():
    X, Y = data.moons(40, 0.2, np.random.default_rng(1))
    start = training.initial_parameters(2, 8, np.random.default_rng(1))
    for factor in (1, 3, 5, 8):
        p = network.Parameters(*(factor * array for array in start))
        there = derivatives.backward(X, Y, p, network.forward(X, p))
        for name in p._fields:

            def textbook(array, name=name, p=p):
                A2 = network.forward(X, p._replace(**{name: array})).A2
                return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

            found = slopes_of(textbook, getattr(p, name))
            right = np.isnan(found) | (np.abs(found - getattr(there, name)) <= found.error)
            assert right.all(), (factor, name)


@pytest.mark.parametrize(
    ("f", "z", "slope"),
    [
        (lambda z: math.log(1 + math.exp(-z)), 0.3, -1 / (1 + math.exp(0.3))),
        (lambda z: math.exp(z), 700.0, math.exp(700)),
        (lambda z: math.log(z), 2.0, 0.5),
        (lambda z: math.log(z), 1e-10, 1e10),
        (lambda z: math.log(z), 1e-20, 1e20),
        (lambda z: float(z) ** 0.5, 0.25, 1.0),  # a complex number where z < 0
        (lambda z: 1 / float(z), 1.0, -1.0),  # ZeroDivisionError at 0
        (lambda z: math.sqrt(1 - z * z), 0.6, -0.75),
        (lambda z: network.loss([[float(z) * 1e300]], [[1]]).item() * 0 + z, 1e5, 1.0),  # ValueError beyond
        (lambda z: [0, 1, 4, 9][math.floor(z)] + z, 1.5, 1.0),  # IndexError beyond
        (lambda z: Fraction(float(z)) ** 2, 0.75, 1.5),
    ],
)
def test_a_far_step_where_f_raises_is_a_step_that_is_not_there(f, z, slope):
    assert numeric_gradient(f, z) == pytest.approx(slope, rel=1e-9)


def test_what_f_raises_at_the_point_itself_is_raised():
    with pytest.raises(ZeroDivisionError):
        numeric_gradient(lambda z: 1 / float(z), 0.0)
    with pytest.raises(TypeError):
        numeric_gradient(lambda z: "a" + 1, 0.0)


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (lambda z: z if z > 0 else math.exp(z) - 1, 1.0),  # ELU
        (lambda z: network.sigmoid(z).item() - 0.5, 0.25),
        (lambda z: max(z, 0.0) ** 2, 0.0),
        (lambda z: max(1 - z, 0.0) ** 2, -2.0),
        (lambda z: z * abs(z), 0.0),
        (lambda z: z * network.sigmoid(z).item(), 0.5),
        (lambda z: 0.5 * z * z if abs(z) < 1 else abs(z) - 0.5, 0.0),  # Huber
        (np.cos, 0.0),
        (lambda z: np.sign(z) * max(abs(z) - 0.1, 0.0), 0.0),  # soft threshold
        (lambda z: np.sign(z) * max(abs(z) - 1e-6, 0.0), 0.0),
    ],
)
def test_no_kink_is_invented(f, slope):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert numeric_gradient(f, 0.0) == pytest.approx(slope, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1e200, 1e300])
def test_the_scale_of_f_does_not_matter(scale):
    for f, slope in ((np.sin, np.cos), (np.exp, np.exp)):
        found = numeric_gradient(lambda z, f=f: scale * f(z), 0.3)
        assert found == pytest.approx(scale * slope(0.3), rel=1e-9, abs=0)


@pytest.mark.parametrize("stretch", [1e4, 1e6, 1e8])
def test_a_fine_wave_on_a_line_has_its_slope_however_small_it_is(stretch):
    found = numeric_gradient(lambda z: z + math.sin(stretch * z) / stretch / 8, 0.0)
    assert found == pytest.approx(1.125, rel=1e-7)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SMOOTH)), st.floats(-3, 3), st.integers(-6, 6), st.integers(-16, -2))
def test_the_error_is_never_less_than_what_the_slope_is_off(name, z, stretch, noise):
    f, slope = SMOOTH[name]
    stretch, noise = 10.0**stretch, 10.0**noise

    def noisy(x):
        value = f(stretch * x).item()
        return value + noise * (hash(value) % 1009 / 1009 - 0.5)  # the same for the same value, otherwise anything

    found = slopes_of(noisy, np.array([z / stretch]))
    assert np.isnan(found) or abs(found - stretch * slope(z)) <= found.error


def test_the_error_is_small_where_f_is_smooth():
    for f, slope in SMOOTH.values():
        found = numeric_gradient(lambda z, f=f: f(z).item(), 0.4)
        assert found.error <= 1e-9 * abs(slope(0.4))


def test_a_smooth_loss_is_asked_for_few_values():
    for problem in (network.EXAMPLE, network.SECOND):
        for name in network.Parameters._fields:
            calls = []

            def L(array, name=name, problem=problem, calls=calls):
                calls.append(1)
                return network.loss_with(problem, **{name: array})

            at = getattr(problem.parameters, name)
            numeric_gradient(L, at)
            assert len(calls) <= 40 * at.size


def test_parts_keep_their_errors_and_results_of_computation_have_none():
    found = numeric_gradient(lambda W: (W**2).sum(), [[1, 2, 3], [4, 5, 6]])
    assert found.error.shape == found.shape == (2, 3)
    assert found.T.error.shape == (3, 2) and found.T.error[2, 0] == found.error[0, 2]
    assert found[1].error.tolist() == found.error[1].tolist()
    assert (
        found.ravel().error.shape == found.reshape(6).error.shape == found.reshape((6, 1)).ravel().error.shape == (6,)
    )
    for computed in (-found, found / 2, found + found, np.exp(found), found @ found.T, np.sum(found, axis=0)):
        assert type(computed) is np.ndarray
    assert np.ravel(found).error.shape == np.reshape(found, (3, 2)).ravel().error.shape == (6,)
    assert repr(found) == repr(np.asarray(found)) and isinstance(found[0, 0], float)


def test_a_kink_that_is_hardly_one_is_told_with_digits_enough():
    with pytest.warns(RuntimeWarning, match=r"slope 0\.999999 from the left and 1 from the right"):
        numeric_gradient(lambda z: z + 1e-6 * min(z, 0.0) * -1, 0.0)


def test_a_flat_place_far_from_any_bend_is_no_kink():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = numeric_gradient(lambda z: network.sigmoid(z).item(), 50)
        assert found == 0 and found.error < 1e-9  # σ is 1 in float64 there
        assert numeric_gradient(lambda z: max(z, 0.0), 50) == 1
        assert numeric_gradient(lambda z: max(z, 0.0), -50) == 0


@pytest.mark.parametrize(
    "f",
    [lambda z: float(z > 0), lambda z: np.random.default_rng().normal(), lambda z: np.log(z)],
    ids=["a step", "noise", "no value"],
)
def test_where_the_differences_settle_nowhere_there_is_no_slope(f):
    with pytest.warns(RuntimeWarning, match="no slope: "):
        assert np.isnan(numeric_gradient(f, 0.0))


def test_the_array_is_left_alone_and_f_may_change_what_it_gets():
    at = np.ones((2, 2))

    def f(array):
        array *= 2
        return array.sum()

    np.testing.assert_array_equal(numeric_gradient(f, at), np.full((2, 2), 2.0))
    np.testing.assert_array_equal(at, np.ones((2, 2)))


def test_steps_that_leave_the_domain_of_f_do_no_harm():
    assert numeric_gradient(np.log, 1e-3) == pytest.approx(1000, rel=1e-9)
    assert numeric_gradient(np.sqrt, 1e-6) == pytest.approx(500, rel=1e-9)
    assert numeric_gradient(np.exp, 700) == pytest.approx(np.exp(700), rel=1e-9)


@pytest.mark.parametrize(
    "f, at, words",
    [
        (np.sum, [], "at must be a number or an array of numbers; it is empty"),
        (np.sum, [np.nan, 1], "at must be finite; it holds NaN or ∞"),
        (np.sum, "W1", "at must be a number or an array of numbers; it is text"),
        (lambda z: z, [1, 2], r"f must return one real number; got float64 of shape \(2,\)"),
        (lambda z: None, 1, "f must return one real number; got None: is its last line a return?"),
        (lambda z: 1j, 1, "f must return one real number; got complex128"),
    ],
)
def test_what_cannot_be_differentiated_is_refused_in_a_sentence(f, at, words):
    with pytest.raises(ValueError, match=words):
        numeric_gradient(f, at)
