"""The derivatives of the page, against differences of the loss itself to many digits, and against the browser's."""

import mpmath
import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from helpers import derivatives, network
from helpers.network import ForwardPass, Parameters

# The reference: the loss by its definition, and differences of it, in mpmath


def exact(array):
    return np.vectorize(mpmath.mpf, otypes=[object])(array)


sigma = np.frompyfunc(lambda z: 1 / (1 + mpmath.exp(-z)), 1, 1)
logarithm = np.frompyfunc(mpmath.log, 1, 1)
ACTIVATION = {"relu": np.frompyfunc(lambda z: max(z, mpmath.mpf(0)), 1, 1), "sigmoid": sigma}


def loss_from_a2(a2, y):
    return np.where(y == 1, -logarithm(np.where(y == 1, a2, 1)), -logarithm(np.where(y == 1, 1, 1 - a2))).sum()


def loss_from_z2(z2, y):
    return loss_from_a2(sigma(z2), y)


def loss_from_a1(a1, y, W2, b2):
    return loss_from_z2(W2 @ a1 + b2, y)


def loss_from_z1(z1, y, W2, b2, hidden):
    return loss_from_a1(ACTIVATION[hidden](z1), y, W2, b2)


def loss_from_x(x, y, W1, b1, W2, b2, hidden):
    return loss_from_z1(W1 @ x + b1, y, W2, b2, hidden)


def slope(f, at, digits=100):
    """The central difference of f in each entry of `at`, to dozens of digits."""
    with mpmath.workdps(digits):
        h, at = mpmath.mpf(10) ** -30, exact(at)
        result = np.empty(at.shape)
        for place in np.ndindex(at.shape):
            step = np.zeros_like(at)
            step[place] = h
            result[place] = (f(at + step) - f(at - step)) / (2 * h)
    return result


def gradient(X, Y, parameters, hidden, digits=100):
    """∂J/∂· of J = (1/N) Σ L, for each of the parameters."""
    W1, b1, W2, b2 = (exact(a) for a in parameters)
    X = exact(X)
    by_name = Parameters(
        lambda v: loss_from_x(X, Y, v, b1, W2, b2, hidden),
        lambda v: loss_from_x(X, Y, W1, v, W2, b2, hidden),
        lambda v: loss_from_x(X, Y, W1, b1, v, b2, hidden),
        lambda v: loss_from_x(X, Y, W1, b1, W2, v, hidden),
    )
    return Parameters(*(slope(f, at, digits) / Y.shape[1] for f, at in zip(by_name, parameters, strict=True)))


def agree(computed, reference, size=0.0):
    """To twelve digits, or to fifteen of the terms that nearly cancel, whose size is given."""
    computed, reference = np.asarray(computed), np.asarray(reference)
    assert computed.shape == reference.shape and computed.dtype == np.float64
    assert (np.abs(computed - reference) <= 1e-12 * np.abs(reference) + 2e-15 * size + 1e-300).all(), (
        f"{computed} is not {reference}"
    )


# Problems: random, of many shapes (H is never D), from small numbers to large


def random_problem(seed, D, H, N, hidden, spread=1.0, b1=0.0, b2=0.0):
    """X, Y, Parameters, hidden. b1 and b2 are added to the biases: -1000 shuts every unit, ±1000 saturates a2."""
    rng = np.random.default_rng(seed)
    X, W1, B1, W2, B2 = (rng.normal(size=s) * spread for s in ((D, N), (H, D), (H, 1), (1, H), (1, 1)))
    return X, rng.integers(0, 2, (1, N)).astype(float), Parameters(W1, B1 + b1, W2, B2 + b2), hidden


problems = st.builds(
    random_problem,
    seed=st.integers(0, 2**32),
    D=st.sampled_from([1, 2, 5]),
    H=st.sampled_from([1, 3, 4]),
    N=st.integers(1, 3),
    hidden=st.sampled_from(network.HIDDEN),
    spread=st.sampled_from([0.1, 1.0, 3.0]),
    b1=st.sampled_from([0.0, 0.0, -1000.0]),
    b2=st.sampled_from([0.0, 0.0, 1000.0, -1000.0]),
).filter(lambda problem: problem[2].W1.shape[0] != problem[2].W1.shape[1])
# An example costs many digits, and a smaller seed is no simpler problem: so few, and none sought after a failure.
few = settings(max_examples=25, phases=[Phase.explicit, Phase.generate])


def digits_for(passed):
    """Enough for 1 - a2, which loses as many digits as a2 has nines."""
    return 100 + int(np.abs(passed.Z2).max())


def sizes(X, Y, parameters, passed):
    """The size of the terms that each sum of the gradient adds up, and of the error that z2's own rounding leaves."""
    dZ2 = np.maximum(np.abs(passed.A2 - Y), 1) * (1 + np.abs(passed.Z2) + np.abs(parameters.W2) @ np.abs(passed.A1))
    dZ1 = np.abs(parameters.W2.T) * dZ2 * (1 + np.abs(passed.Z1) + np.abs(parameters.W1) @ np.abs(X))
    by_name = dZ1 @ np.abs(X.T), dZ1.sum(1, keepdims=True), dZ2 @ np.abs(passed.A1.T), dZ2.sum(1, keepdims=True)
    return Parameters(*(size / X.shape[1] for size in by_name))


# Each derivative on its own


unit = st.floats(0, 1, exclude_min=True, exclude_max=True).filter(lambda a: a > 1e-20)


@given(st.lists(st.tuples(unit, st.integers(0, 1)), min_size=1, max_size=4))
def test_dL_da2_is_the_slope_of_the_loss_at_a2(pairs):
    a2, y = (np.array([row], dtype=float) for row in zip(*pairs, strict=True))
    agree(derivatives.dL_da2(a2, y), slope(lambda v: loss_from_a2(v, y), a2))


@given(st.lists(st.floats(-700, 700), min_size=1, max_size=4))
def test_da2_dz2_is_the_slope_of_sigma_at_z2(z2):
    a2 = network.sigmoid([z2])
    agree(derivatives.da2_dz2(a2), slope(lambda v: sigma(v).sum(), [z2], 800), size=1)


@few
@given(st.lists(st.tuples(st.floats(-1000, 1000), st.integers(0, 1)), min_size=1, max_size=4))
@example([(1000.0, 0), (1000.0, 1), (-1000.0, 0), (-1000.0, 1)])
def test_dL_dz2_is_the_slope_of_the_loss_at_z2_up_to_1000(pairs):
    z2, y = (np.array([row], dtype=float) for row in zip(*pairs, strict=True))
    agree(derivatives.dL_dz2(network.sigmoid(z2), y), slope(lambda v: loss_from_z2(v, y), z2, 1100), size=1)


@few
@given(problems)
def test_dL_da1_and_dL_dz1_are_the_slopes_of_the_loss_at_a1_and_z1(problem):
    X, Y, parameters, hidden = problem
    passed = network.forward(X, parameters, hidden)
    W2, b2 = exact(parameters.W2), exact(parameters.b2)
    digits, size = digits_for(passed), np.abs(parameters.W2.T) * (sizes(X, Y, parameters, passed).b2 * X.shape[1])
    dL_da1 = derivatives.dL_da1(derivatives.dL_dz2(passed.A2, Y), parameters.W2)
    agree(dL_da1, slope(lambda v: loss_from_a1(v, Y, W2, b2), passed.A1, digits), size)
    dL_dz1 = derivatives.dL_dz1(dL_da1, passed.Z1, hidden)
    agree(dL_dz1, slope(lambda v: loss_from_z1(v, Y, W2, b2, hidden), passed.Z1, digits), size)


@few
@given(problems)
def test_those_by_a_weight_or_bias_are_the_slopes_of_one_observation_s_loss(problem):
    X, Y, parameters, hidden = problem
    x, y = X[:, :1], Y[:, :1]
    passed = network.forward(x, parameters, hidden)
    dL_dz2 = derivatives.dL_dz2(passed.A2, y)
    dL_dz1 = derivatives.dL_dz1(derivatives.dL_da1(dL_dz2, parameters.W2), passed.Z1, hidden)
    chained = Parameters(
        W1=derivatives.dL_dW1(dL_dz1, x),
        b1=derivatives.dL_db1(dL_dz1),
        W2=derivatives.dL_dW2(dL_dz2, passed.A1),
        b2=derivatives.dL_db2(dL_dz2),
    )
    reference = gradient(x, y, parameters, hidden, digits_for(passed))
    for computed, wanted, size in zip(chained, reference, sizes(x, y, parameters, passed), strict=True):
        agree(computed, wanted, size)


@given(st.lists(st.floats(-700, 700), min_size=1, max_size=4))
@example([-700.0, -40.0, 0.0, 40.0, 700.0])
def test_the_sigmoid_s_slope_keeps_twelve_digits_where_sigma_has_rounded_to_1(z1):
    z1 = np.array([z1]).T
    agree(derivatives.dL_dz1(np.ones_like(z1), z1, "sigmoid"), slope(lambda v: sigma(v).sum(), z1, 800))


@given(st.lists(st.tuples(unit, st.integers(0, 1)), min_size=1, max_size=4))
def test_dL_dz2_is_the_product_of_dL_da2_and_da2_dz2(pairs):
    a2, y = (np.array([row], dtype=float) for row in zip(*pairs, strict=True))
    agree(derivatives.dL_da2(a2, y) * derivatives.da2_dz2(a2), derivatives.dL_dz2(a2, y))


def test_the_gate_is_shut_at_exactly_zero_and_open_just_above():
    z1 = [[-1e308, -5e-324, -0.0, 0.0, 5e-324, 1e308]]
    assert derivatives.dL_dz1([[7] * 6], z1).tolist() == [[0, 0, 0, 0, 7, 7]]


def test_dL_da2_is_infinite_where_the_selected_term_is_and_takes_nothing_from_the_other():
    a2, y = [[0, -0.0, 1, 1, 0, 5e-324, 1 - 2**-53]], [[1, 1, 0, 1, 0, 1, 0]]
    assert derivatives.dL_da2(a2, y).tolist() == [[-np.inf, -np.inf, np.inf, -1, 1, -np.inf, 2**53]]


# The mean over N observations


@few
@given(problems)
@example(random_problem(0, D=20, H=4, N=3, hidden="relu"))
@example(random_problem(1, D=20, H=3, N=2, hidden="sigmoid"))
def test_backward_is_the_gradient_of_J_at_every_shape_and_extreme(problem):
    X, Y, parameters, hidden = problem
    passed = network.forward(X, parameters, hidden)
    reference = gradient(X, Y, parameters, hidden, digits_for(passed))
    computed = derivatives.backward(X, Y, parameters, passed)
    assert isinstance(computed, Parameters)
    for ours, wanted, size in zip(computed, reference, sizes(X, Y, parameters, passed), strict=True):
        agree(ours, wanted, size)


@pytest.mark.parametrize("hidden", network.HIDDEN)
def test_one_input_one_unit_and_one_observation_are_enough(hidden):
    problem = random_problem(8, D=1, H=1, N=1, hidden=hidden, b1=1)
    computed = derivatives.backward(*problem[:3], network.forward(problem[0], *problem[2:]))
    for ours, wanted in zip(computed, gradient(*problem), strict=True):
        agree(ours, wanted, size=1)


@few
@given(problems)
def test_backward_is_the_mean_of_what_the_chain_gives_for_each_observation(problem):
    X, Y, parameters, hidden = problem
    each = []
    for n in range(X.shape[1]):
        x, y = X[:, [n]], Y[:, [n]]
        passed = network.forward(x, parameters, hidden)
        dL_dz2 = derivatives.dL_dz2(passed.A2, y)
        dL_dz1 = derivatives.dL_dz1(derivatives.dL_da1(dL_dz2, parameters.W2), passed.Z1, hidden)
        dL_dW1, dL_db1 = derivatives.dL_dW1(dL_dz1, x), derivatives.dL_db1(dL_dz1)
        each.append((dL_dW1, dL_db1, derivatives.dL_dW2(dL_dz2, passed.A1), derivatives.dL_db2(dL_dz2)))
    passed = network.forward(X, parameters, hidden)
    computed = derivatives.backward(X, Y, parameters, passed)
    for name, ours, size in zip(Parameters._fields, computed, sizes(X, Y, parameters, passed), strict=True):
        agree(ours, np.mean([one[Parameters._fields.index(name)] for one in each], axis=0), size)


@given(problems)
def test_each_dJ_is_the_field_of_backward_that_it_names(problem):
    X, Y, parameters, hidden = problem
    passed = network.forward(X, parameters, hidden)
    together = derivatives.backward(X, Y, parameters, passed)
    for name in Parameters._fields:
        alone = getattr(derivatives, f"dJ_d{name}")(X, Y, parameters, passed)
        assert np.array_equal(alone, getattr(together, name))
        assert alone.shape == getattr(parameters, name).shape


def test_with_all_units_off_only_b2_learns():
    X, Y, parameters, _ = random_problem(1, D=2, H=3, N=4, hidden="relu", b1=-1000)
    W1, b1, W2, b2 = derivatives.backward(X, Y, parameters, network.forward(X, parameters))
    assert not W1.any() and not b1.any() and not W2.any() and b2.any()


@given(problems)
def test_nothing_passed_in_is_changed_or_shared(problem):
    X, Y, parameters, hidden = problem
    passed = network.forward(X, parameters, hidden)
    given_ = [X, Y, *parameters, *passed[:4]]
    before = [a.copy() for a in given_]
    dL_dz2, dL_dz1 = passed.A2[:, :1] - Y[:, :1], passed.Z1[:, :1].copy()
    results = [*derivatives.backward(X, Y, parameters, passed), derivatives.dL_dz2(passed.A2, Y)]
    alone = [derivatives.dL_db2(dL_dz2), derivatives.dL_db1(dL_dz1)]
    assert not np.shares_memory(alone[0], dL_dz2) and not np.shares_memory(alone[1], dL_dz1)
    for array, old in zip(given_, before, strict=True):
        assert np.array_equal(array, old)
        assert not any(np.shares_memory(array, result) for result in results)


@pytest.mark.filterwarnings("error")
def test_what_is_too_large_for_float64_is_infinite_and_silent():
    assert derivatives.dL_dW1([[-1e300], [1]], [[1e300], [1], [2]]).tolist() == [
        [-np.inf, -1e300, -2e300],
        [1e300, 1, 2],
    ]
    assert derivatives.dL_dW2([[1e300]], [[1e300], [0]]).tolist() == [[np.inf, 0]]
    assert derivatives.dL_da1([[-1e300]], [[1e300, 1]]).tolist() == [[-np.inf], [-1e300]]
    huge = Parameters([[0.0]], [[1.0]], [[1e300]], [[0.0]])
    passed = network.forward([[1e300, 0]], huge)
    assert derivatives.backward([[1e300, 0]], [[0, 1]], huge, passed).W1.tolist() == [[np.inf]]


# The running example and the second one, by hand


def chain(problem):
    """Every derivative of one observation by its name."""
    x, y, parameters, hidden = problem
    passed = network.forward(x, parameters, hidden)
    dL_dz2 = derivatives.dL_dz2(passed.A2, y)
    dL_da1 = derivatives.dL_da1(dL_dz2, parameters.W2)
    dL_dz1 = derivatives.dL_dz1(dL_da1, passed.Z1, hidden)
    return {
        "dL_da2": derivatives.dL_da2(passed.A2, y).tolist(),
        "da2_dz2": derivatives.da2_dz2(passed.A2).tolist(),
        "dL_dz2": dL_dz2.tolist(),
        "dL_dW2": derivatives.dL_dW2(dL_dz2, passed.A1).tolist(),
        "dL_db2": derivatives.dL_db2(dL_dz2).tolist(),
        "dL_da1": dL_da1.tolist(),
        "dL_dz1": dL_dz1.tolist(),
        "dL_dW1": derivatives.dL_dW1(dL_dz1, x).tolist(),
        "dL_db1": derivatives.dL_db1(dL_dz1).tolist(),
    }


def test_the_running_example_has_the_exact_values_of_the_design():
    assert chain(network.EXAMPLE) == {
        "dL_da2": [[-2]],
        "da2_dz2": [[1 / 4]],
        "dL_dz2": [[-1 / 2]],
        "dL_dW2": [[-1 / 2, 0]],
        "dL_db2": [[-1 / 2]],
        "dL_da1": [[-1], [3 / 2]],
        "dL_dz1": [[-1], [0]],
        "dL_dW1": [[-1, -2], [0, 0]],
        "dL_db1": [[-1], [0]],
    }


def test_the_second_example_has_the_values_worked_out_by_hand():
    a = float(1 / (1 + mpmath.exp(-mpmath.mpf("2.25"))))  # a2, and a2 - y
    by_hand = {
        "dL_da2": [[1 / (1 - a)]],
        "da2_dz2": [[a * (1 - a)]],
        "dL_dz2": [[a]],
        "dL_dW2": [[2.5 * a, 0.5 * a, 0]],
        "dL_db2": [[a]],
        "dL_da1": [[a], [-2 * a], [0.5 * a]],
        "dL_dz1": [[a], [-2 * a], [0]],
        "dL_dW1": [[0.5 * a, -1.5 * a], [-a, 3 * a], [0, 0]],
        "dL_db1": [[a], [-2 * a], [0]],
    }
    computed = chain(network.SECOND)
    assert computed.keys() == by_hand.keys()
    for name, value in by_hand.items():
        np.testing.assert_allclose(computed[name], value, rtol=1e-14, err_msg=name)


def test_one_step_of_size_1_takes_the_running_example_s_loss_to_about_1e_7():
    x, y, parameters, _ = network.EXAMPLE
    steps = derivatives.backward(x, y, parameters, network.forward(x, parameters))
    after = Parameters(*(p - g for p, g in zip(parameters, steps, strict=True)))
    assert 0.5e-7 < network.cost(network.forward(x, after).Z2, y) < 2e-7


# The page's slips


def several():
    """X, Y, parameters and the forward pass of three observations, near the second example's."""
    X = np.array([[0.5, -1.0, 2.0], [-1.5, 1.0, 0.25]])
    return X, np.array([[0.0, 1.0, 1.0]]), network.SECOND.parameters, network.forward(X, network.SECOND.parameters)


def test_dL_dW1_has_the_factor_x_that_the_page_loses():
    dL_dz1 = np.array([[2.0], [-3.0], [0.0]])
    ours = derivatives.dL_dW1(dL_dz1, network.SECOND.x)
    page = dL_dz1  # its D8: (a2 - y) W2 × 1{z1 > 0}
    assert ours.shape == (3, 2) and not np.allclose(ours, page)
    assert np.array_equal(ours, page * [[0.5, -1.5]])


def test_dJ_db2_has_the_sum_that_the_page_lacks():
    X, Y, parameters, passed = several()
    page = (passed.A2 - Y) / 3  # its B2
    ours = derivatives.dJ_db2(X, Y, parameters, passed)
    assert ours.shape == (1, 1) and not np.isclose(page, ours).any()
    assert ours.item() == pytest.approx(page.sum(), rel=1e-14)


def test_dJ_db1_has_one_number_for_each_unit_where_the_page_repeats_dJ_db2():
    X, Y, parameters, passed = several()
    ours = derivatives.dJ_db1(X, Y, parameters, passed)
    page = (passed.A2 - Y) / 3  # its B4
    assert ours.shape == (3, 1)
    assert not np.isclose(ours, page).any() and not np.isclose(ours, page.sum()).any()


# What is refused


BAD = {
    "text": ([["a"]], "must hold real numbers; got text"),
    "None": (None, "must hold real numbers; got None"),
    "NaN": ([[np.nan]], "must be finite; got nan at 1, 1"),
    "infinite": ([[-np.inf]], "must be finite; got -inf at 1, 1"),
    "empty": (np.ones((1, 0)), r"must not be empty; got \(1, 0\)"),
    "flat": ([1.0], r"must have two axes, rows and columns; got \(1,\)"),
}
ONE = [[0.5]]
CALLS = {
    "dL_da2": {"a2": ONE, "y": [[1]]},
    "da2_dz2": {"a2": ONE},
    "dL_dz2": {"a2": ONE, "y": [[1]]},
    "dL_dW2": {"dL_dz2": ONE, "a1": ONE},
    "dL_db2": {"dL_dz2": ONE},
    "dL_da1": {"dL_dz2": ONE, "W2": ONE},
    "dL_dz1": {"dL_da1": ONE, "z1": ONE},
    "dL_dW1": {"dL_dz1": ONE, "x": ONE},
    "dL_db1": {"dL_dz1": ONE},
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize(("function", "name"), [(f, n) for f, arguments in CALLS.items() for n in arguments])
def test_what_is_no_matrix_of_finite_numbers_is_refused_by_name(function, name, kind):
    value, words = BAD[kind]
    with pytest.raises(ValueError, match=f"^{name} {words}"):
        getattr(derivatives, function)(**CALLS[function] | {name: value})


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        ("dL_dW2", ([[1, 2]], [[1], [2]]), r"dL_dz2 must be \(1, 1\), one observation; got \(1, 2\)"),
        ("dL_dW2", ([[1], [2]], [[1], [2]]), r"dL_dz2 must be \(1, 1\), one observation; got \(2, 1\)"),
        ("dL_dW2", ([[1]], [[1, 2], [3, 4]]), r"a1 must be \(H, 1\), one observation; got \(2, 2\)"),
        ("dL_db2", ([[1, 2]],), r"dL_dz2 must be \(1, 1\), one observation; got \(1, 2\)"),
        ("dL_dW1", ([[1, 2]], [[1]]), r"dL_dz1 must be \(H, 1\), one observation; got \(1, 2\): transposed\?"),
        ("dL_dW1", ([[1]], [[1, 2]]), r"x must be \(D, 1\), one observation; got \(1, 2\): transposed\?"),
        ("dL_db1", ([[1, 2]],), r"dL_dz1 must be \(H, 1\), one observation; got \(1, 2\): transposed\?"),
        (
            "dL_da1",
            ([[1]], [[1], [2]]),
            r"W2 must be \(1, H\), one weight for each hidden unit; got \(2, 1\): transposed\?",
        ),
        (
            "dL_da1",
            ([[1], [2]], [[1]]),
            r"dL_dz2 must be \(1, N\), one column for each observation; got \(2, 1\): transposed\?",
        ),
        ("dL_dz1", ([[1], [2]], [[1, 2]]), r"z1 must be \(2, 1\), the shape of dL_da1; got \(1, 2\): transposed\?"),
        ("dL_dz1", ([[1]], [[1]], "tanh"), 'hidden must be "relu" or "sigmoid"; got .tanh.'),
        ("dL_da2", ([[0.5]], [[1, 0]]), r"y must be \(1, 1\), one label for each observation; got \(1, 2\)"),
        ("dL_dz2", ([[0.5]], [[0.5]]), "y must hold only 0 and 1; got 0.5"),
        ("da2_dz2", ([[0.5, 2.25]],), "a2 must lie between 0 and 1; got 2.25"),
        ("dL_da2", ([[-1]], [[1]]), "a2 must lie between 0 and 1; got -1"),
        (
            "dL_dz2",
            ([[0.5], [0.5]], [[1], [1]]),
            r"a2 must be \(1, N\), one column for each observation; got \(2, 1\): transposed\?",
        ),
    ],
)
def test_what_does_not_fit_is_refused_by_name(function, arguments, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        getattr(derivatives, function)(*arguments)


EACH = r"one row for each unit, one column for each of X"


@pytest.mark.parametrize("function", ["backward", "dJ_dW2", "dJ_db2", "dJ_dW1", "dJ_db1"])
@pytest.mark.parametrize(
    ("replaced", "words"),
    [
        ({"X": np.ones((3, 3))}, r"X must be \(2, N\), one row for each column of W1; got \(3, 3\)"),
        ({"Y": [[0, 1]]}, r"Y must be \(1, 3\), one label for each observation; got \(1, 2\)"),
        ({"Y": [[0, 1, 2]]}, "Y must hold only 0 and 1; got 2"),
        ({"b1": np.ones(3)}, r"b1 must be \(3, 1\), one bias for each row of W1; got \(3,\)"),
        ({"Z1": np.ones((3, 1))}, rf"forward_pass.Z1 must be \(3, 3\), {EACH}; got \(3, 1\)"),
        ({"A1": np.ones((1, 3))}, rf"forward_pass.A1 must be \(3, 3\), {EACH}; got \(1, 3\)"),
        ({"Z2": np.ones((1, 1))}, rf"forward_pass.Z2 must be \(1, 3\), {EACH}; got \(1, 1\)"),
        ({"A2": np.ones((3, 3))}, rf"forward_pass.A2 must be \(1, 3\), {EACH}; got \(3, 3\)"),
        ({"A1": np.full((3, 3), np.inf)}, r"forward_pass.A1 must be finite; got inf at 1, 1 \(counting from 1\)"),
        ({"hidden": "tanh"}, 'hidden must be "relu" or "sigmoid"; got .tanh.'),
    ],
)
def test_backward_and_each_dJ_refuse_what_does_not_fit_by_name(function, replaced, words):
    X, Y, parameters, passed = several()
    parts = {"X": X, "Y": Y, **parameters._asdict(), **passed._asdict()} | replaced
    parameters = Parameters(*(parts[name] for name in Parameters._fields))
    passed = ForwardPass(*(parts[name] for name in ForwardPass._fields))
    with pytest.raises(ValueError, match=f"^{words}$"):
        getattr(derivatives, function)(parts["X"], parts["Y"], parameters, passed)


@pytest.mark.parametrize(("wrong", "came"), [(None, "None"), ((1, 2), "a tuple of 2")], ids=["None", "two"])
def test_what_is_no_forward_pass_is_refused(wrong, came):
    with pytest.raises(ValueError, match=f"^forward_pass must be the five Z1, A1, Z2, A2, hidden; got {came}$"):
        derivatives.backward(*several()[:3], wrong)


# The browser's

COMPUTE = """([{ forward }, d, problems]) => {
    const first = (A) => A.map((row) => row.slice(0, 1));
    return problems.map(([X, Y, parameters, hidden]) => {
        const pass = forward(X, parameters, hidden);
        const dL_dz2 = d.dL_dz2(pass.A2, Y);
        const dL_da1 = d.dL_da1(dL_dz2, parameters.W2);
        const dL_dz1 = d.dL_dz1(dL_da1, pass.Z1, hidden);
        return {
            pass: [pass.Z1, pass.A1, pass.Z2, pass.A2, pass.hidden],
            columns: { dL_da2: d.dL_da2(pass.A2, Y), da2_dz2: d.da2_dz2(pass.A2), dL_dz2, dL_da1, dL_dz1 },
            one: {
                dL_dW2: d.dL_dW2(first(dL_dz2), first(pass.A1)),
                dL_db2: d.dL_db2(first(dL_dz2)),
                dL_dW1: d.dL_dW1(first(dL_dz1), first(X)),
                dL_db1: d.dL_db1(first(dL_dz1)),
            },
            J: d.backward(X, Y, parameters, pass),
        };
    });
}"""


def test_derivatives_js_agrees_with_python_on_random_problems_and_at_extremes(node):
    rng = np.random.default_rng(4)
    kinds = [{}] * 200 + [{"spread": 30.0}, {"b1": -1000.0}, {"b2": 1000.0}, {"b2": -1000.0}, {"b2": 36.7}] * 8
    problems = []
    for seed, extreme in enumerate(kinds):
        D, N, hidden = rng.integers(1, 21), rng.integers(1, 6), network.HIDDEN[seed % 2]
        H = rng.choice([h for h in range(1, 9) if h != D])
        problems.append(random_problem(seed, D, H, N, hidden, **extreme))
    kink = Parameters(np.array([[1.0, 0.0]]), np.zeros((1, 1)), np.ones((1, 1)), np.zeros((1, 1)))
    problems.append((np.array([[0.0, -0.0], [1.0, 2.0]]), np.array([[0.0, 1.0]]), kink, "relu"))
    modules = [node.module(f"model/{name}.js") for name in ("network", "derivatives")]
    plain = [
        [X.tolist(), Y.tolist(), {n: a.tolist() for n, a in p._asdict().items()}, hidden]
        for X, Y, p, hidden in problems
    ]
    infinite = 0
    for (X, Y, parameters, hidden), theirs in zip(problems, node.evaluate(COMPUTE, [*modules, plain]), strict=True):
        passed = ForwardPass(*(np.array(a, dtype=float) for a in theirs["pass"][:4]), theirs["pass"][4])
        dL_dz2 = derivatives.dL_dz2(passed.A2, Y)
        dL_da1 = derivatives.dL_da1(dL_dz2, parameters.W2)
        dL_dz1 = derivatives.dL_dz1(dL_da1, passed.Z1, hidden)
        ours = {
            "dL_da2": derivatives.dL_da2(passed.A2, Y),
            "da2_dz2": derivatives.da2_dz2(passed.A2),
            "dL_dz2": dL_dz2,
            "dL_da1": dL_da1,
            "dL_dz1": dL_dz1,
            "dL_dW2": derivatives.dL_dW2(dL_dz2[:, :1], passed.A1[:, :1]),
            "dL_db2": derivatives.dL_db2(dL_dz2[:, :1]),
            "dL_dW1": derivatives.dL_dW1(dL_dz1[:, :1], X[:, :1]),
            "dL_db1": derivatives.dL_db1(dL_dz1[:, :1]),
        }
        computed = theirs["columns"] | theirs["one"]
        assert computed.keys() == ours.keys()
        for name, value in ours.items():
            np.testing.assert_allclose(np.array(computed[name], dtype=float), value, 1e-12, 1e-300, err_msg=name)
        infinite += np.isinf(ours["dL_da2"]).any()
        # Only backward sums over the observations; where they cancel, what is left may be of their last digits.
        dZ1, dZ2, N = np.abs(dL_dz1), np.abs(dL_dz2), X.shape[1]
        terms = dZ1 @ np.abs(X.T), dZ1.sum(1, keepdims=True), dZ2 @ passed.A1.T, dZ2.sum(1, keepdims=True)
        together = derivatives.backward(X, Y, parameters, passed)
        assert list(theirs["J"]) == list(Parameters._fields)
        for name, value, size in zip(Parameters._fields, together, terms, strict=True):
            error = np.abs(np.array(theirs["J"][name], dtype=float) - value)
            assert error.shape == value.shape
            assert (error <= 1e-12 * np.abs(value) + 1e-15 * size / N + 1e-300).all(), name
    assert infinite > 3  # the extremes were met
