"""The page row by row, what it says and what is true, against SymPy's derivative of the loss itself.

A row that the page has right must come out right, and one that it has wrong must come out wrong, in the way that the
notebooks say. `derivatives` and `network` stand beside the page: they must give what is true.
"""

import functools
from typing import NamedTuple

import numpy as np
import pytest
import sympy as sp

from helpers import derivatives, network
from helpers.network import EXAMPLE, PAGE, SECOND, Parameters


class Row(NamedTuple):
    """What the page says and what the project says, each computed from a problem's numbers, and whether they agree."""

    name: str
    of: str  # the quantity whose derivative it is
    page: object
    ours: object
    right: bool | str  # a string says how the page differs


def gate(Z1):
    return (Z1 > 0).astype(float)


# Part 1, whose numbers the page has worked out

PART_1 = {  # the page's number, the true one
    "P1": (20 * -1 + 20 * -1 - 30, -70),
    "P2": (-20 * -1 + -20 * -1 + 10, 50),
    "P3": (0, 1 / (1 + sp.exp(70))),
    "P4": (1, 1 / (1 + sp.exp(-50))),
    "P5": (30, 20 / (1 + sp.exp(70)) + 20 / (1 + sp.exp(-50)) - 10),
    "P6": (1, 1 / (1 + sp.exp(-10))),
}
SMALL = {"P3": 3.975e-31, "P4": 1.93e-22, "P6": 4.54e-5}  # how far the page's rounded number is from the true one


def part_1():
    passed = network.forward(PAGE.x, PAGE.parameters, PAGE.hidden)
    return dict(zip(PART_1, [*passed.Z1.flat, *passed.A1.flat, *passed.Z2.flat, *passed.A2.flat], strict=True))


@pytest.mark.parametrize("name", PART_1)
def test_part_1_is_computed_as_it_is_true(name):
    assert part_1()[name] == pytest.approx(float(PART_1[name][1].evalf(40) if name > "P2" else PART_1[name][1]), 1e-14)


@pytest.mark.parametrize("name", PART_1)
def test_part_1_of_the_page_is_right_but_for_z2_and_what_it_rounds(name):
    said, true = PART_1[name]
    apart = abs(sp.Integer(said) - true).evalf(40)
    if name == "P5":
        assert float(apart) == pytest.approx(20, 1e-14)
    else:
        assert float(apart) == pytest.approx(SMALL.get(name, 0), 2e-3)


def test_the_slip_of_part_1_hides_because_both_answers_round_to_1():
    slip, true = network.sigmoid(30.0), network.sigmoid(part_1()["P5"])
    assert slip != true and round(float(slip), 4) == 1 and round(float(true), 4) == 1


# Part 2: the rows as the page writes them, character for character where NumPy can, with its own broadcasting

ROWS = (
    Row("D1", "a2", lambda p: -p.y / p.a2 + (1 - p.y) / (1 - p.a2), lambda p: derivatives.dL_da2(p.a2, p.y), True),
    Row("D1'", "a2", lambda p: (p.a2 - p.y) / (p.a2 * (1 - p.a2)), lambda p: derivatives.dL_da2(p.a2, p.y), True),
    Row("D3", "z2", lambda p: p.a2 - p.y, lambda p: derivatives.dL_dz2(p.a2, p.y), True),
    Row("D4", "W2", lambda p: (p.a2 - p.y) * p.a1, lambda p: derivatives.dL_dW2(p.dz2, p.a1), "transpose"),
    Row("D5", "b2", lambda p: p.a2 - p.y, lambda p: derivatives.dL_db2(p.dz2), True),
    Row("D6", "a1", lambda p: (p.a2 - p.y) * p.W2, lambda p: derivatives.dL_da1(p.dz2, p.W2), "transpose"),
    Row(
        "D7",
        "z1",
        lambda p: ((p.a2 - p.y) * p.W2).T * gate(p.z1),
        lambda p: derivatives.dL_dz1(derivatives.dL_da1(p.dz2, p.W2), p.z1),
        True,
    ),
    Row(
        "D8",
        "W1",
        lambda p: ((p.a2 - p.y) * p.W2).T * gate(p.z1),
        lambda p: derivatives.dL_dW1(derivatives.dL_dz1(derivatives.dL_da1(p.dz2, p.W2), p.z1), p.x),
        "shape",
    ),
    Row(
        "D9",
        "b1",
        lambda p: ((p.a2 - p.y) * p.W2).T * gate(p.z1),
        lambda p: derivatives.dL_db1(derivatives.dL_dz1(derivatives.dL_da1(p.dz2, p.W2), p.z1)),
        True,
    ),
)


class Numbers:
    """A problem's quantities under the page's letters."""

    def __init__(self, problem):
        self.x, self.y, (self.W1, self.b1, self.W2, self.b2), _ = problem
        self.z1, self.a1, self.z2, self.a2, _ = network.forward(problem.x, problem.parameters)
        self.dz2 = self.a2 - self.y
        self.problem = problem


def exact(array):
    """An array's float64 numbers as fractions, in a SymPy matrix."""
    return sp.Matrix(*array.shape, lambda i, j: sp.Rational(*float(array[i, j]).as_integer_ratio()))


def slope_of_the_loss(problem, of):
    """∂L/∂· in SymPy: the loss from the quantity on, differentiated by each of its entries, and its numbers put in."""
    p = Numbers(problem)
    at = exact(getattr(p, of))
    symbols = sp.Matrix(*at.shape, lambda i, j: sp.Symbol(f"{of}_{i}_{j}"))
    s = {name: exact(getattr(p, name)) for name in ("W1", "b1", "W2", "b2", "x", "y")} | {of: symbols}
    z1 = s.get("z1", s["W1"] * s["x"] + s["b1"])
    a1 = s.get("a1", z1.applyfunc(lambda z: sp.Piecewise((z, z > 0), (0, True))))
    z2 = s.get("z2", s["W2"] * a1 + s["b2"])
    a2 = s.get("a2", z2.applyfunc(lambda z: 1 / (1 + sp.exp(-z))))
    L = -(s["y"][0] * sp.log(a2[0]) + (1 - s["y"][0]) * sp.log(1 - a2[0]))
    numbers = dict(zip(symbols, at, strict=True))
    return np.array([float(L.diff(symbol).subs(numbers).evalf(30)) for symbol in symbols]).reshape(at.shape)


def random_problem(seed, D=2, H=3):
    rng = np.random.default_rng(seed)
    parameters = Parameters(*(rng.normal(size=shape).round(3) for shape in ((H, D), (H, 1), (1, H), (1, 1))))
    return network.Problem(
        rng.normal(size=(D, 1)).round(3), np.full((1, 1), float(rng.integers(2))), parameters, "relu"
    )


# Some units on and some off, or D7 to D9 could be right by accident; SymPy takes a second for each
PROBLEMS = {"EXAMPLE": EXAMPLE, "SECOND": SECOND, "random": random_problem(1), "one input": random_problem(8, 1, 4)}


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS)
def test_the_problems_have_units_on_and_off(problem):
    assert set(gate(Numbers(problem).z1).flat) == {0, 1}


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS)
@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_ours_is_the_derivative_and_the_page_is_right_or_wrong_as_the_reading_says(row, problem):
    p = Numbers(problem)
    true = slope_of_the_loss(problem, row.of)
    np.testing.assert_allclose(row.ours(p), true, rtol=1e-13, atol=1e-15, strict=True)
    said = row.page(p)
    if row.right is True:
        np.testing.assert_allclose(said, true, rtol=1e-13, atol=1e-15, strict=True)
    elif row.right == "transpose":
        np.testing.assert_allclose(said.T, true, rtol=1e-13, atol=1e-15, strict=True)
        assert said.shape != true.shape
    elif true.shape[1] == 1:  # D8 for one input: the shape is right, and x is lost all the same
        np.testing.assert_allclose(said * p.x, true, rtol=1e-13, atol=1e-15)
        assert not np.allclose(said, true)
    else:
        assert said.shape != true.shape and not np.allclose(np.broadcast_to(said, true.shape), true)
        np.testing.assert_allclose(said @ p.x.T, true, rtol=1e-13, atol=1e-15, strict=True)


def test_the_slope_of_sigma_is_what_the_page_says_both_ways():
    """D2, the line that it skips included."""
    z = sp.Symbol("z2", real=True)
    a = 1 / (1 + sp.exp(-z))
    for line in (sp.exp(-z) / (1 + sp.exp(-z)) ** 2, a * (1 - a)):
        assert sp.simplify(sp.diff(a, z) - line) == 0
    assert sp.simplify(sp.diff(a, z) - a * (1 + a)) != 0
    for at in (-2.5, 0.0, 3.0):
        a2 = network.sigmoid(np.array([[at]]))
        assert derivatives.da2_dz2(a2).item() == pytest.approx(float(sp.diff(a, z).subs(z, at)), 1e-14)


# J and its four derivatives, over N observations

N, D, H = 4, 2, 3


def several():
    rng = np.random.default_rng(5)
    parameters = Parameters(*(rng.normal(size=shape).round(3) for shape in ((H, D), (H, 1), (1, H), (1, 1))))
    X, Y = rng.normal(size=(D, N)).round(3), np.array([[0.0, 1, 1, 0]])
    return X, Y, parameters, network.forward(X, parameters)


@functools.cache
def mean_slope(of):
    X, Y, parameters, _ = several()
    each = [slope_of_the_loss(network.Problem(X[:, [i]], Y[:, [i]], parameters, "relu"), of) for i in range(N)]
    return sum(each) / N


def test_J_is_the_mean_and_not_the_sum_of_the_losses():
    X, Y, parameters, passed = several()
    each = [network.loss_with(network.Problem(X[:, [i]], Y[:, [i]], parameters, "relu")) for i in range(N)]
    assert network.cost(passed.Z2, Y) == pytest.approx(sum(each) / N, 1e-14)


@pytest.mark.parametrize("of", Parameters._fields)
def test_backward_is_the_mean_of_sympy_s_derivatives(of):
    X, Y, parameters, passed = several()
    ours = getattr(derivatives, f"dJ_d{of}")(X, Y, parameters, passed)
    np.testing.assert_allclose(ours, mean_slope(of), rtol=1e-13, atol=1e-15, strict=True)


def test_B1_and_B3_of_the_page_are_right_once_the_transposes_are_written():
    X, Y, (_, _, W2, _), (Z1, A1, _, A2, _) = several()
    np.testing.assert_allclose((A2 - Y) @ A1.T / N, mean_slope("W2"), rtol=1e-13)
    np.testing.assert_allclose((W2.T @ (A2 - Y) * gate(Z1)) @ X.T / N, mean_slope("W1"), rtol=1e-13, atol=1e-15)
    with pytest.raises(ValueError):
        (A2 - Y) @ A1  # as the page has it


def test_B2_of_the_page_lacks_the_sum():
    _, Y, _, (_, _, _, A2, _) = several()
    said, true = (A2 - Y) / N, mean_slope("b2")
    assert said.shape == (1, N) and true.shape == (1, 1)
    assert said.sum() == pytest.approx(true.item(), 1e-13) and not np.isclose(said, true).any()


def test_B4_of_the_page_repeats_B2_and_has_no_number_for_each_bias():
    _, Y, (_, _, W2, _), (Z1, _, _, A2, _) = several()
    said, true = (A2 - Y) / N, mean_slope("b1")
    assert true.shape == (H, 1) and said.shape == (1, N)
    assert not np.isclose(said.sum(), true).any(), "nor would its sum do"
    each = W2.T @ (A2 - Y) * gate(Z1)
    np.testing.assert_allclose(each.sum(1, keepdims=True) / N, true, rtol=1e-13, atol=1e-15)
