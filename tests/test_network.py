"""The forward pass and the loss, against references that are not ours."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers import network

PROBLEMS = (network.PAGE, network.EXAMPLE, network.SECOND)
moderate = st.floats(-100, 100)
up_to_1000 = st.one_of(st.floats(-1000, 1000), st.sampled_from([-1000.0, 1000.0, -745.2, 36.7, 0.0, -0.0, 1e-300]))


@st.composite
def problems(draw):
    """X, parameters and a hidden activation, D up to 20, N = 1 and H = 1 among them."""
    D, H, N = draw(st.integers(1, 20)), draw(st.integers(1, 6)), draw(st.integers(1, 4))
    X, W1, b1, W2, b2 = (draw(arrays(float, s, elements=moderate)) for s in ((D, N), (H, D), (H, 1), (1, H), (1, 1)))
    return X, network.Parameters(W1, b1, W2, b2), draw(st.sampled_from(network.HIDDEN))


@st.composite
def scores(draw):
    """Z2 and Y of one shape (1, N)."""
    N = draw(st.integers(1, 6))
    return draw(arrays(float, (1, N), elements=up_to_1000)), draw(
        arrays(float, (1, N), elements=st.sampled_from([0, 1]))
    )


def exact_loss(z2, y):
    """L to 50 digits, from its definition."""
    with mpmath.workdps(50 + 900):  # 1 - a2 loses as many digits as a2 has nines
        a2 = 1 / (1 + mpmath.exp(-mpmath.mpf(float(z2))))
        return -mpmath.log(a2) if y else -mpmath.log(1 - a2)


def close(value, reference):
    error = abs(mpmath.mpf(float(value)) - reference)
    return error <= 1e-12 * abs(reference) or error <= mpmath.mpf("1e-300")


@given(scores())
def test_the_loss_is_right_to_twelve_digits_up_to_z2_of_1000(pair):
    Z2, Y = pair
    losses = network.loss(Z2, Y)
    assert losses.shape == Z2.shape
    references = [exact_loss(z2, y) for z2, y in zip(Z2[0], Y[0], strict=True)]
    assert all(map(close, losses[0], references))
    assert close(network.cost(Z2, Y), sum(references) / len(references))


@given(st.one_of(up_to_1000, st.floats(allow_nan=False, allow_infinity=False)))
def test_sigmoid_is_right_to_twelve_digits_and_silent(z):
    with mpmath.workdps(50), np.errstate(all="raise", under="ignore"):
        assert close(network.sigmoid(z), 1 / (1 + mpmath.exp(-mpmath.mpf(z))))


def test_relu_lets_through_what_is_above_zero():
    assert network.relu([-2, -0.0, 0, 3, -1e308, 1e308, 5e-324]).tolist() == [0, 0, 0, 3, 0, 1e308, 5e-324]


@given(problems())
def test_the_forward_pass_is_what_its_sums_say(problem):
    X, (W1, b1, W2, b2), hidden = problem
    passed = network.forward(X, problem[1], hidden)
    (H, D), N = W1.shape, X.shape[1]
    for n in range(N):
        for i in range(H):
            terms = [W1[i, j] * X[j, n] for j in range(D)] + [b1[i, 0]]
            assert passed.Z1[i, n] == pytest.approx(sum(terms), rel=1e-12, abs=1e-13 * sum(map(abs, terms)))
            z = float(passed.Z1[i, n])
            a = max(z, 0.0) if hidden == "relu" else float(1 / (1 + mpmath.exp(-z)))
            assert passed.A1[i, n] == pytest.approx(a, rel=1e-12)
        terms = [W2[0, i] * passed.A1[i, n] for i in range(H)] + [b2[0, 0]]
        assert passed.Z2[0, n] == pytest.approx(sum(terms), rel=1e-12, abs=1e-13 * sum(map(abs, terms)))
    assert np.array_equal(passed.A2, network.sigmoid(passed.Z2))
    assert passed.hidden == hidden


@given(problems())
def test_nothing_passed_in_is_changed_or_shared(problem):
    X, parameters, hidden = problem
    before = [a.copy() for a in (X, *parameters)]
    passed = network.forward(X, parameters, hidden)
    network.loss(passed.Z2, np.ones_like(passed.Z2))
    for array, old in zip((X, *parameters), before, strict=True):
        assert np.array_equal(array, old)
        assert not any(np.shares_memory(array, result) for result in passed[:4])


# The page's numbers, and ours


def plain(problem):
    return [array.tolist() for array in (problem.x, problem.y, *problem.parameters)] + [problem.hidden]


def test_the_shared_problems_are_those_of_the_page_and_of_the_design():
    W1 = [[20, 20], [-20, -20]]
    assert plain(network.PAGE) == [[[-1], [-1]], [[1]], W1, [[-30], [10]], [[20, 20]], [[-10]], "sigmoid"]
    W1 = [[1, 0.5], [1, -1]]
    assert plain(network.EXAMPLE) == [[[1], [2]], [[1]], W1, [[-1], [0]], [[2, -3]], [[-2]], "relu"]
    W1, b1 = [[1, -1], [2, 1], [-1, 0.5]], [[0.5], [1], [-0.25]]
    assert plain(network.SECOND) == [[[0.5], [-1.5]], [[0]], W1, b1, [[1, -2, 0.5]], [[0.75]], "relu"]


def test_part_1_of_the_page_comes_out_as_it_is_true():
    passed = network.forward(network.PAGE.x, network.PAGE.parameters, network.PAGE.hidden)
    assert passed.Z1.tolist() == [[-70], [50]]
    assert passed.A1[0, 0] == pytest.approx(3.975e-31, rel=1e-3) and passed.A1[1, 0] == 1
    assert passed.Z2.item() == 10
    assert passed.A2.item() == pytest.approx(0.9999546021312976, rel=1e-15)


def test_the_running_example_has_the_values_of_the_design():
    passed = network.forward(network.EXAMPLE.x, network.EXAMPLE.parameters)
    values = [array.tolist() for array in passed[:4]]
    assert values == [[[1], [-1]], [[1], [0]], [[0]], [[0.5]]]
    assert network.loss(passed.Z2, network.EXAMPLE.y).item() == pytest.approx(np.log(2), rel=1e-15)


def test_the_second_example_has_the_values_of_the_design():
    passed = network.forward(network.SECOND.x, network.SECOND.parameters)
    assert passed.Z1.tolist() == [[2.5], [0.5], [-1.5]] and passed.Z2.item() == 2.25
    assert passed.A2.item() == pytest.approx(0.9047, abs=5e-5)


def corners(low, high, **replaced):
    points = np.array([[low, low, high, high], [low, high, low, high]])
    return network.forward(points, network.PAGE.parameters._replace(**replaced), "sigmoid").A2[0].round().tolist()


def test_the_page_s_network_is_xnor_on_0_and_1_and_always_1_on_minus_1_and_1():
    assert corners(0, 1) == [1, 0, 0, 1]
    assert corners(-1, 1) == [1, 1, 1, 1]


def test_any_nor_bias_between_minus_40_and_0_mends_it_and_no_other_does():
    mending = [b for b in range(-60, 20) if corners(-1, 1, b1=[[-30], [b]]) == [1, 0, 0, 1]]
    assert mending == list(range(-39, 0))


def test_through_relu_the_page_s_point_saturates_and_the_loss_is_still_finite():
    passed = network.forward(network.PAGE.x, network.PAGE.parameters, "relu")
    assert passed.A1.tolist() == [[0], [50]] and passed.Z2.item() == 990 and passed.A2.item() == 1
    assert network.loss(passed.Z2, [[0]]).item() == 990


@pytest.mark.parametrize("problem", PROBLEMS, ids=["PAGE", "EXAMPLE", "SECOND"])
def test_the_shared_problems_can_not_be_written_to(problem):
    for array in (problem.x, problem.y, *problem.parameters):
        assert array.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 7


@pytest.mark.filterwarnings("error")
def test_what_is_too_large_for_float64_is_infinite_and_silent():
    large = network.Parameters([[1e308], [-1e308]], [[0], [0]], [[1, 1]], [[0]])
    passed = network.forward([[10, 1]], large, "relu")
    assert passed.Z1.tolist() == [[np.inf, 1e308], [-np.inf, -1e308]] and passed.A1[:, 0].tolist() == [np.inf, 0]
    assert passed.Z2.tolist() == [[np.inf, 1e308]] and passed.A2.tolist() == [[1, 1]]
    with pytest.raises(ValueError, match=r"^Z2 must be finite; got inf at 1, 1"):
        network.loss(passed.Z2, [[1, 1]])


# What is refused


def parameters(**replaced):
    return network.SECOND.parameters._replace(**replaced)


def test_integers_and_booleans_are_welcome():
    whole = network.Parameters([[1, 2]], [[True]], np.array([[3]], dtype=np.uint8), [[-1]])
    passed = network.forward(np.array([[1], [2]], dtype=np.int32), whole)
    assert passed.Z2.item() == 17 and all(array.dtype == np.float64 for array in passed[:4])


BAD = {
    "text": ([["a"]], "must hold real numbers; got text"),
    "complex": ([[1j]], "must hold real numbers; got complex numbers"),
    "object": ([[object()]], "must hold real numbers; got objects"),
    "None": (None, "must hold real numbers; got None"),
    "NaN": ([[1.0, np.nan]], "must be finite; got nan at 1, 2"),
    "infinite": ([[-np.inf]], "must be finite; got -inf at 1, 1"),
    "empty": (np.ones((0, 3)), r"must not be empty; got \(0, 3\)"),
    "ragged": ([[1], [1, 2]], "must be an array of numbers; got rows of different lengths"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("name", ["X", "W1", "b1", "W2", "b2"])
def test_what_holds_no_real_finite_numbers_is_refused_by_name(name, kind):
    value, words = BAD[kind]
    X, changed = (value, {}) if name == "X" else (network.SECOND.x, {name: value})
    with pytest.raises(ValueError, match=f"^{name} {words}"):
        network.forward(X, parameters(**changed))


@pytest.mark.parametrize("name", ["Z2", "Y"])
@pytest.mark.parametrize("kind", BAD)
def test_the_loss_refuses_it_too(name, kind):
    arguments = {"Z2": [[1.0]], "Y": [[1.0]]} | {name: BAD[kind][0]}
    with pytest.raises(ValueError, match=f"^{name} {BAD[kind][1]}"):
        network.loss(**arguments)


@pytest.mark.parametrize(
    ("replaced", "words"),
    [
        ({"b1": np.ones(3)}, r"b1 must be \(3, 1\), one bias for each row of W1; got \(3,\)"),
        ({"b1": np.ones((1, 3))}, r"b1 must be \(3, 1\).*got \(1, 3\): transposed\?"),
        ({"W2": np.ones((3, 1))}, r"W2 must be \(1, 3\), one weight for each row of W1; got \(3, 1\): transposed\?"),
        ({"W2": np.ones((1, 2))}, r"W2 must be \(1, 3\).*got \(1, 2\)"),
        ({"b2": 1.0}, r"b2 must be \(1, 1\), one bias; got \(\)"),
        ({"W1": np.ones(3)}, r"W1 must have two axes, rows and columns; got \(3,\)"),
    ],
)
def test_parameters_that_do_not_fit_are_refused_by_name(replaced, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        network.forward(network.SECOND.x, parameters(**replaced))


@pytest.mark.parametrize("activation", [network.sigmoid, network.relu])
def test_an_activation_of_what_is_no_number_is_refused_by_name(activation):
    with pytest.raises(ValueError, match=r"^z must hold real numbers; got text"):
        activation("a")


def test_points_that_do_not_fit_and_things_that_are_no_network_are_refused():
    with pytest.raises(ValueError, match=r"^X must be \(2, N\), one row for each column of W1; got \(3, 1\)$"):
        network.forward(np.ones((3, 1)), parameters())
    with pytest.raises(ValueError, match=r"^parameters must be the four W1, b1, W2, b2; got a tuple of 3$"):
        network.forward([[1], [2]], parameters()[:3])
    with pytest.raises(ValueError, match=r'^hidden must be "relu" or "sigmoid"; got .tanh.$'):
        network.forward([[1], [2]], parameters(), "tanh")


@pytest.mark.parametrize(
    ("Z2", "Y", "words"),
    [
        ([[1, 2]], [[1]], r"Y must be \(1, 2\), one label for each observation; got \(1, 1\)"),
        ([[1], [2]], [[1], [0]], r"Z2 must be \(1, N\), one column for each observation; got \(2, 1\): transposed\?"),
        ([[1]], [[0.5]], "Y must hold only 0 and 1; got 0.5"),
        ([1], [[1]], r"Z2 must have two axes, rows and columns; got \(1,\)"),
    ],
)
def test_scores_and_labels_that_do_not_fit_are_refused_by_name(Z2, Y, words):
    for function in (network.loss, network.cost):
        with pytest.raises(ValueError, match=f"^{words}$"):
            function(Z2, Y)


@pytest.mark.parametrize("problem", PROBLEMS[1:], ids=["EXAMPLE", "SECOND"])
@pytest.mark.parametrize("hidden", network.HIDDEN)
def test_the_loss_with_something_held_is_that_of_all_that_follows_from_it(problem, hidden):
    x, y, p, _ = problem = problem._replace(hidden=hidden)
    W1, b1, W2, b2 = p
    activation = {"relu": network.relu, "sigmoid": network.sigmoid}[hidden]
    z1 = W1 @ x + b1
    a1 = activation(z1)
    z2 = W2 @ a1 + b2
    held = {  # z2 with each of them 1 larger
        "W1": W2 @ activation(z1 + x.sum()) + b2,
        "b1": W2 @ activation(z1 + 1) + b2,
        "W2": z2 + a1.sum(),
        "b2": z2 + 1,
        "z1": W2 @ activation(z1 + 1) + b2,
        "a1": z2 + W2.sum(),
        "z2": z2 + 1,
    }
    now = p._asdict() | {"z1": z1, "a1": a1, "z2": z2}
    assert network.loss_with(problem) == pytest.approx(network.loss(z2, y).item(), rel=1e-14)
    for name, moved in held.items():
        found = network.loss_with(problem, **{name: now[name] + 1})
        assert found == pytest.approx(network.loss(moved, y).item(), rel=1e-14), name


@pytest.mark.parametrize("y", [0, 1])
def test_the_loss_with_a2_held_is_that_of_its_logarithm(y):
    problem = network.EXAMPLE._replace(y=[[y]])
    assert network.loss_with(problem, a2=[[0.25]]) == pytest.approx(-np.log(0.25 if y else 0.75))
    assert network.loss_with(problem, a2=[[1 - y]]) == np.inf
    assert network.loss_with(problem, a2=[[y]]) == 0
    assert np.isnan(network.loss_with(problem, a2=[[-2 if y else 2]]))


def test_several_can_be_held_and_the_one_that_comes_last_counts():
    both = network.loss_with(network.EXAMPLE, W1=np.ones((2, 2)), b2=[[3]], a1=[[1], [1]])
    assert both == network.loss([[2]], [[1]]).item()


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({"z3": [[1]]}, "held must be among W1, b1, W2, b2, z1, a1, z2, a2; got z3"),
        ({"z1": [[1, 2]]}, r"z1 must be \(2, 1\); got \(1, 2\)"),
        ({"a2": 0.5}, r"a2 must be \(1, 1\); got \(\)"),
        ({"b1": [[1]]}, r"b1 must be \(2, 1\), one bias for each row of W1; got \(1, 1\)"),
        ({"z2": [[np.nan]]}, "z2 must be finite; got nan at 1, 1"),
    ],
)
def test_what_can_not_be_held_is_refused_by_name(held, words):
    with pytest.raises(ValueError, match=words):
        network.loss_with(network.EXAMPLE, **held)
