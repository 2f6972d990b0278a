"""The referee's own gradients: right on smooth functions of any scale, honest at kinks, and never an average."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import derivatives, network
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
    shaken = [numeric_gradient(lambda z, k=k: (1 + k * 2e-16) * np.exp(z).item(), [[0.5]]).item() for k in range(3)]
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


@settings(max_examples=40, deadline=None)
@given(st.floats(1e-4, 3), st.booleans())
def test_beside_a_kink_there_is_a_slope(distance, on):
    z = distance if on else -distance
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert numeric_gradient(lambda z: max(z, 0.0) * 2 + z**2, z) == pytest.approx(2 * on + 2 * z, rel=1e-9)


def test_a_unit_that_is_off_has_slope_nought():
    assert numeric_gradient(lambda z: max(z.item(), 0) + 7, [[-0.5]]).item() == 0
    assert numeric_gradient(lambda z: 3.0, [[1e6]]).item() == 0


def test_a_flat_place_far_from_any_bend_is_no_kink():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert numeric_gradient(lambda z: network.sigmoid(z).item(), 50) == 0  # σ is 1 in float64 there
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
        (np.sum, [], "at must hold at least one number; it is empty"),
        (np.sum, [np.nan, 1], "at must hold finite numbers; it holds NaN or ∞"),
        (np.sum, "W1", "at must hold real numbers; it holds text"),
        (lambda z: z, [1, 2], r"f must return one real number; got float64 of shape \(2,\)"),
        (lambda z: None, 1, "f must return one real number; got object"),
        (lambda z: 1j, 1, "f must return one real number; got complex128"),
    ],
)
def test_what_cannot_be_differentiated_is_refused_in_a_sentence(f, at, words):
    with pytest.raises(ValueError, match=words):
        numeric_gradient(f, at)
