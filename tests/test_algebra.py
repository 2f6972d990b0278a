"""A derivation's lines: the page's are shown by algebra, wrong ones are refused at a point for working by hand."""

import math
import os
import re
import subprocess
import sys
import time

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers import algebra
from helpers.algebra import NotEqual, all_equal

a2, y, z, z1, z2, b2 = sp.symbols("a2 y z z1 z2 b2")
W, X, G = sp.symbols("w1:3"), sp.symbols("x1:3"), sp.symbols("g1:3")
W2, x, gate = sp.Matrix([W]), sp.Matrix(X), sp.Matrix(G)
WHERE = {a2: (0, 1), y: {0, 1}}
GATES = WHERE | {g: {0, 1} for g in G}
log, exp = sp.log, sp.exp
step = sp.Heaviside(exp(z) - 1 - z - z**2 / 2)  # 1 where z > 0, unknown to SymPy

L = -(y * log(a2) + (1 - y) * log(1 - a2))
s = 1 / (1 + exp(-z2))
first_slope = (a2 - y) / (a2 * (1 - a2))
column = sp.matrix_multiply_elementwise(W2.T * (a2 - y), gate)
softplus = log(1 + exp(z2)) - y * z2
z2_of = b2 + W[0] * z1

PAGE = {  # each derivation of the page, its first line first
    "D1": [sp.diff(L, a2), -y / a2 + (1 - y) / (1 - a2), (-y * (1 - a2) + (1 - y) * a2) / (a2 * (1 - a2)), first_slope],
    "D2": [sp.diff(s, z2), exp(-z2) / (1 + exp(-z2)) ** 2, s * (1 - s)],
    "D3": [sp.diff(L.subs(a2, s), z2), first_slope.subs(a2, s) * s * (1 - s), s - y],
    "D3 with a2": [first_slope * a2 * (1 - a2), a2 - y],
    "the loss from z2": [L.subs(a2, s), softplus, log(1 + exp(-z2)) + (1 - y) * z2],
    "its slope": [sp.diff(softplus, z2), s - y],
    "squared error": [sp.diff((s - y) ** 2 / 2, z2), (s - y) * s * (1 - s)],
    "D4 through the chain": [sp.diff(softplus.subs(z2, z2_of), W[0]), (s.subs(z2, z2_of) - y) * z1],
    "D6": [W2.T * (a2 - y), sp.Matrix([(a2 - y) * w for w in W])],
    "D7": [column, sp.Matrix([(a2 - y) * w * g for w, g in zip(W, G, strict=True)])],
    "D8": [column * x.T, sp.Matrix(2, 2, lambda i, j: (a2 - y) * W[i] * G[i] * X[j])],
    "a gate twice": [G[0] * G[0], G[0]],
    "tanh": [sp.diff(sp.tanh(z), z), 1 - sp.tanh(z) ** 2, 1 / sp.cosh(z) ** 2],
    "logit": [log(a2 / (1 - a2)), log(a2) - log(1 - a2)],
}


def said(capsys, *lines, **where):
    assert all_equal(*lines, **where) is None
    return capsys.readouterr().out


@pytest.mark.parametrize("name", PAGE)
def test_a_derivation_of_the_page_is_shown_by_algebra_within_seconds(capsys, name):
    started, count = time.process_time(), len(PAGE[name]) - 1
    lines = "1 line, equal" if count == 1 else f"{count} lines, each equal"
    assert said(capsys, *PAGE[name], where=GATES) == f"{lines} to the first: by algebra\n"
    assert time.process_time() - started < 5


@pytest.mark.parametrize("name", ["D1", "D2", "D3", "the loss from z2", "D8"])
def test_the_page_s_algebra_needs_no_where(capsys, name):
    assert said(capsys, *PAGE[name]).endswith(": by algebra\n")


@pytest.mark.parametrize(
    "lines, words",
    [
        (
            [*PAGE["D1"][:2], y / (1 - a2) - (1 - y) / a2],
            "line 3, y/(1 - a2) - (1 - y)/a2, is not equal to the first: at a2 = 1/2, y = 0 it is -2, the first 2",
        ),
        (
            [first_slope * a2 * (1 - a2), y - a2],
            "line 2, -a2 + y, is not equal to the first: at a2 = 1/2, y = 0 it is -0.5, the first 0.5",
        ),
        (
            [a2 * (1 - a2), a2 - a2**2, 1 - a2, a2],
            "line 3, 1 - a2, is not equal to the first: at a2 = 1/2 it is 0.5, the first 0.25",
        ),
        (
            [column * x.T, column * sp.ones(1, 2)],
            "line 2, g1*w1*(a2 - y) in entry [1, 1], is not equal to the first: "
            "at a2 = 1/2, g1 = 1, w1 = 2, x1 = 2, y = 0 it is 1, the first 2",
        ),
        (
            [W2.T * (a2 - y), sp.Matrix([W[0] * (a2 - y), W[1] * a2])],
            "line 2, a2*w2 in entry [2, 1], is not equal to the first: "
            "at a2 = 1/2, w2 = 2, y = 1 it is 1, the first -1",
        ),
        (
            [sp.eye(2), sp.Matrix([[1, 1], [0, 1]])],
            "line 2, 1 in entry [1, 2], is not equal to the first: it is 1, the first 0",
        ),
        ([7, 8], "line 2, 8, is not equal to the first: it is 8, the first 7"),
        ([a2, a2 + sp.Rational(1, 10**9)], "at a2 = 1/2 it is 0.500000001, the first 0.5"),
    ],
    ids=["y and 1 - y", "sign", "lost factor", "lost x", "lost y", "numbers in a matrix", "numbers", "hardly"],
)
def test_a_wrong_line_is_named_with_a_point_to_work_by_hand(lines, words):
    with pytest.raises(NotEqual) as refused:
        all_equal(*lines, where=GATES)
    assert str(refused.value).endswith(words)
    assert isinstance(refused.value, ValueError)


def test_what_algebra_cannot_bring_to_nought_is_shown_at_random_points(capsys):
    halves = (z + sp.Abs(z)) / 2
    assert said(capsys, sp.Max(0, z), halves) == "1 line, equal to the first: at 100 random points\n"
    some = said(capsys, sp.Max(0, z), sp.Max(z, 0) + z - z * 1, halves)
    assert some == "2 lines, each equal to the first: 1 by algebra, 1 at 100 random points\n"
    matrix = said(capsys, sp.Matrix([z, sp.Max(0, z)]), sp.Matrix([z, halves]))
    assert matrix == "1 line, equal to the first: at 100 random points\n"


def test_numbers_that_algebra_leaves_open_agree_to_twenty_digits(capsys):
    assert said(capsys, sp.pi, sp.Integral(1, (z, 0, sp.pi))) == "1 line, equal to the first: by algebra\n"
    machin = 16 * sp.atan(sp.Rational(1, 5)) - 4 * sp.atan(sp.Rational(1, 239))
    assert said(capsys, sp.pi, machin) == "1 line, equal to the first: to 20 digits\n"
    assert said(capsys, sp.pi - machin, 0) == "1 line, equal to the first: to 20 digits\n"
    with pytest.raises(NotEqual, match=r"it is 1, the first 0$"):
        all_equal(sp.pi - machin, 1)
    words = "it is 3.141592653589793239, the first 3.141592653589793238"
    with pytest.raises(NotEqual, match=words.replace(".", "[.]")):
        all_equal(sp.pi, machin + sp.Rational(6, 10**20))


def test_a_convention_at_an_isolated_point_is_no_difference(capsys):
    indicator = sp.Piecewise((1, z > 0), (0, True))
    assert "100 random points" in said(capsys, sp.diff(sp.Max(0, z), z), indicator)
    whole = sp.Symbol("n", integer=True)
    for symbol, where in ((z, {z: {-1, 0, 1}}), (whole, {})):
        with pytest.raises(NotEqual, match=r"= 0 it is 0, the first 0\.5"):
            all_equal(sp.Heaviside(symbol), indicator.subs(z, symbol), where=where)
        with pytest.raises(NotEqual, match=r"at a2 = 2, . = 1 it is 0, the first 1"):
            all_equal(a2 * sp.Heaviside(symbol - 1), a2 * indicator.subs(z, symbol - 1), where=where)


def test_the_point_shown_is_not_one_where_only_a_convention_differs():
    above_2 = sp.Piecewise((1, z > 2), (0, True))
    with pytest.raises(NotEqual, match=r"at z = -1 it is -1, the first 0$"):
        all_equal(sp.Heaviside(z - 2), above_2 + sp.Min(z, 0))


def test_where_takes_an_interval_or_a_choice_of_values(capsys):
    a, root = sp.Symbol("a", positive=True), sp.sqrt(z**2)
    assert "by algebra" in said(capsys, root, z, where={z: (0, 1)})
    assert "by algebra" in said(capsys, root, z, where={z: (3, sp.oo)})
    assert "by algebra" in said(capsys, root, -z, where={z: (-sp.oo, -2)})
    b = sp.Symbol("b", positive=True)
    assert "by algebra" in said(capsys, log(a * b), log(a) + log(b))
    assert "by algebra" in said(capsys, z**3, z, where={z: {-1, 0, 1}})
    assert "by algebra" in said(capsys, z**3, z, where={z: frozenset({-1, 1}), y: (0, 1)})
    with pytest.raises(NotEqual, match="at z = -1 it is -1, the first 1"):
        all_equal(root, z)
    with pytest.raises(NotEqual, match="at z = 2 it is 2, the first 8"):
        all_equal(z**3, z, where={z: {0, 2}})
    with pytest.raises(NotEqual, match=r"at z = 5\.\d+ it is"):
        all_equal(z**3, z, where={z: (5, 6)})
    assert "random" in said(capsys, step, 1, where={z: (0, 4.5)})
    assert "random" in said(capsys, step, 0, where={z: (-3.5, 0)})
    assert "random" in said(capsys, log(z - 30) * step, log(z - 30), where={z: (30, sp.oo)})
    assert "random" in said(capsys, log(-20 - z) * (1 - step), log(-20 - z), where={z: (-sp.oo, -20)})


@pytest.mark.parametrize(
    "place", [[0, 1], (1, 0), (0, 1, 2), (), set(), "01", {y}, 5, (0, sp.I), {"0"}, (0, None)], ids=str
)
def test_any_other_where_is_refused(place):
    with pytest.raises(
        ValueError, match=r"where\[a2\] must be \(low, high\), an open interval, or a set of values; got "
    ):
        all_equal(a2, a2, where={a2: place})
    with pytest.raises(ValueError, match="where must be for symbols; got 'a2', of type str"):
        all_equal(a2, a2, where={"a2": (0, 1)})


def test_points_respect_what_a_symbol_is_said_to_be(capsys):
    for symbol, value in ((sp.Symbol("q", positive=True), 1), (sp.Symbol("q", negative=True), 0)):
        assert "100 random points" in said(capsys, step.subs(z, symbol), value)
    even = sp.Symbol("e", even=True, positive=True)
    with pytest.raises(NotEqual, match="at e = 2 it is 1, the first 2"):
        all_equal(even, sp.Piecewise((1, even > 1), (even, True)))
    with pytest.raises(NotEqual, match=r"at e = [468] it is 2, the first [468]"):
        all_equal(even, sp.Piecewise((2, even < 30), (even, True)))


def test_where_too_few_points_give_real_values_where_is_asked_for(capsys):
    line = log(z - 30) * step
    words = (
        "can't be checked: none of 1000 random points give it and the first real values; say where to draw from, with "
    )
    with pytest.raises(ValueError) as refused:
        all_equal(log(z - 30), line)
    assert str(refused.value).startswith("line 2, ")
    assert str(refused.value).endswith(words + "where={z: (low, high)}")
    assert not isinstance(refused.value, NotEqual)
    assert "100 random points" in said(capsys, log(z - 30), line, where={z: (30, 40)})
    assert "100 random points" in said(capsys, log(z - 5), log((z - 5) * (z + 20)) - log(z + 20))
    assert "100 random points" in said(capsys, log(a2 / (1 - a2)), log(a2) - log(1 - a2))
    indicators = (sp.Piecewise((1, inside > 0), (0, True)) for inside in (log(z), z - 1))  # log z is complex for z < 0
    assert "100 random points" in said(capsys, *indicators)
    with pytest.raises(
        ValueError, match=r"line 2, log\(2\) \+ I\*pi, can't be checked: it and the first must both be real"
    ):
        all_equal(1, log(-2))


def test_a_function_without_a_formula_is_left_to_algebra(capsys):
    f, a = sp.Function("L"), sp.Function("a")(z)
    chain = sp.diff(f(a), z)
    assert "by algebra" in said(capsys, chain, sp.Derivative(f(a), a) * sp.Derivative(a, z))
    assert "by algebra" in said(capsys, (z + 1) * chain, z * chain + chain, where={z: (0, 1)})
    with pytest.raises(ValueError, match=r"line 2, .*, can't be checked: a\(z\) has no values"):
        all_equal(chain, z * chain, where={z: (0, 1)})
    assert "by algebra" in said(capsys, sp.diff(f(s), z2), sp.diff(f(a), a).subs(a, s) * s * (1 - s))
    with pytest.raises(ValueError, match=r"line 2, L\(z\), can't be checked: L\(z\) has no values"):
        all_equal(sp.Function("M")(z), f(z))
    with pytest.raises(
        ValueError, match=r"line 2, .*, can't be checked: a\(z\) has no values, and algebra alone does"
    ) as no:
        all_equal(chain, sp.Derivative(f(a), a))
    assert not isinstance(no.value, NotEqual)
    assert "by algebra" in said(capsys, sp.diff(z**3, z), sp.Derivative(z**3, z))
    V = sp.MatrixSymbol("V", 1, 2)
    assert "by algebra" in said(capsys, V.T * 2, V.T + V.T)


def test_whatever_kind_of_matrix_sympy_gives_is_taken(capsys):
    row = sp.Matrix([sp.symbols("w1:3")])
    slopes = (row[0] ** 2 * row[1]).diff(row)  # an immutable matrix, whose sizes are plain ints
    assert said(capsys, slopes, sp.Matrix([[2 * row[0] * row[1], row[0] ** 2]])).endswith("by algebra\n")
    product = sp.hadamard_product(sp.Matrix([[z, 2]]), sp.Matrix([[z, z]]))
    assert said(capsys, product, sp.Matrix([[z**2, 2 * z]])).endswith("by algebra\n")


@pytest.mark.parametrize(
    "lines, words",
    [
        ([a2], "all_equal must have a line to compare with the first; got none"),
        ([a2, a2, "a2"], "line 3 must be a SymPy expression or matrix, or a number; got 'a2', of type str"),
        ([a2, a2 == y], "line 2 must be .*; got False, of type bool"),
        ([a2, sp.Eq(a2, y)], r"line 2 must be .*; got Eq\(a2, y\), of type Equality"),
        ([a2, [a2, y]], r"line 2 must be .*; got \[a2, y\], of type list"),
        ([sp.zeros(0, 2)] * 2, r"line 1 must be .*; got Matrix\(0, 2, \[\]\)"),
        (
            [column, column.T],
            r"line 2 must be a matrix of shape \(2, 1\), as the first is; got a matrix of shape \(1, 2\)",
        ),
        ([column, a2], r"line 2 must be a matrix of shape \(2, 1\), as the first is; got a single expression"),
        ([a2, a2, column], r"line 3 must be a single expression, as the first is; got a matrix of shape \(2, 1\)"),
        ([sp.MatrixSymbol("V", z, 2)] * 2, "line 1 must be a SymPy expression or matrix, or a number; got V"),
        ([a2, sp.Symbol("a2", real=True)], "two symbols are called a2, with different assumptions; make a2 once"),
        ([a2, sp.Symbol("a2", positive=True) + 1], "two symbols are called a2"),
        ([a2, sp.Symbol("q", imaginary=True)], "q must be a real symbol; its assumptions exclude that"),
    ],
)
def test_what_is_no_line_is_refused_in_a_sentence(lines, words):
    with pytest.raises(ValueError, match=words):
        all_equal(*lines)


@pytest.mark.parametrize(("domain", "value"), [({0, 1}, "0"), ((-1, 1), "-1"), ({-1}, "-1")])
def test_values_that_contradict_the_assumptions_are_refused_and_not_left_out(domain, value):
    label = sp.Symbol("y", positive=True)
    with pytest.raises(ValueError, match=r"where\[y\] must fit the assumptions of y; they exclude " + value):
        all_equal(label, label**2, where={label: domain})


def test_values_within_the_assumptions_are_taken(capsys):
    label = sp.Symbol("y", positive=True)
    for domain in ({1, 2}, (0, 1), (1, sp.oo)):
        assert "by algebra" in said(capsys, 2 * label, label + label, where={label: domain})


def test_the_point_shown_is_one_where_the_two_differ_clearly():
    a = 1 / (1 + sp.exp(-z1 - z2))
    with pytest.raises(NotEqual) as refused:
        all_equal(a * (1 - a), (a - y) * a * (1 - a), where={y: {0, 1}})
    values = [float(part) for part in re.findall(r"(?:it is|the first) (-?[\d.]+\d)", str(refused.value))]
    assert abs(values[0] - values[1]) > 0.1 * max(map(abs, values))


def test_a_difference_counts_by_the_size_of_what_differs(capsys):
    with pytest.raises(NotEqual, match=r"at z = 2 it is 4\.0e-30, the first 2\.0e-30"):
        all_equal(z / 10**30, 2 * z / 10**30)


def test_more_choices_than_can_be_tried_are_drawn_from(capsys):
    gates = sp.symbols("g1:8")
    squares = sp.Matrix([sum(g**2 for g in gates)]), sp.Matrix([sum(gates)])
    assert "random" in said(capsys, *squares, where={g: {0, 1} for g in gates})
    assert "by algebra" in said(capsys, *squares, where={g: {0, 1} for g in gates[:6]} | {gates[6]: {1}})


def test_a_decimal_number_is_the_fraction_that_it_says(capsys):
    assert "by algebra" in said(capsys, 0.1 * z + 0.2 * z, 3 * z / 10, 0.3 * z)
    assert "by algebra" in said(capsys, 0.1 + sp.Rational(2, 10), 0.3)
    assert "by algebra" in said(capsys, 3 * z, 0.3, where={z: {0.1}})
    with pytest.raises(NotEqual, match=r"line 2, 0\.3\*z, is"):
        all_equal(0.5 * z, 0.3 * z)


@pytest.fixture
def no_simplify(monkeypatch):
    monkeypatch.setattr(sp, "simplify", lambda expression: pytest.fail(f"simplify was called on {expression}"))


def test_the_cost_of_several_observations_is_shown_by_algebra_with_no_simplify(capsys, no_simplify):
    of = [{z2: sp.Symbol(f"u{i}"), y: sp.Symbol(f"y{i}")} for i in range(4)]
    J, from_z2 = (sum(one.subs(values) for values in of) / 4 for one in (L.subs(a2, s), softplus))
    assert said(capsys, J, from_z2) == "1 line, equal to the first: by algebra\n"
    steep, slopes = (sum(one.subs(values) for values in of) for one in (sp.tanh(z2) ** 2, 1 - sp.cosh(z2) ** -2))
    assert said(capsys, steep, slopes) == "1 line, equal to the first: by algebra\n"


def test_what_is_short_is_simplified_and_what_is_long_is_not(capsys, no_simplify, monkeypatch):
    long = sum(abs(k + z) * (k + a2) ** 2 + y**k for k in range(2, 12))
    assert "random" in said(capsys, sp.Max(0, z) + long, (z + sp.Abs(z)) / 2 + sp.expand(long))
    monkeypatch.undo()
    assert "by algebra" in said(capsys, sp.gamma(z + 1), z * sp.gamma(z), where={z: (0, 5)})


@pytest.mark.parametrize("product", ["power", "factors"])
def test_what_has_too_many_terms_is_not_expanded(capsys, product):
    total, started = sum(W) + sum(X) + a2 + y + z, time.process_time()
    ends = [(total + k) * (total + 11 - k) for k in range(6)] if product == "factors" else [total**2] * 12
    assert "random" in said(capsys, sp.prod(ends), sp.prod(map(sp.expand, ends)))
    with pytest.raises(NotEqual):
        all_equal(sp.prod(ends), sp.prod(sp.expand(end + 1) for end in ends))
    assert time.process_time() - started < 10


EVERY_RUN = """
import sympy as sp
from helpers.algebra import all_equal
p, q, r = sp.symbols("p q r")
all_equal(sp.Max(p, q) * r, (p + q + sp.Abs(p - q)) * r / 2, q * r + r * sp.Max(p - q, 0))
for wrong in (sp.Max(p, q) + r, p * q * r + sp.Heaviside(p - 8.1) / 3):
    try:
        all_equal(sp.Max(p, q) * r if wrong.has(sp.Max) else p * q * r, wrong)
    except ValueError as error:
        print(error)
"""


def test_every_run_says_the_same_whatever_the_hash_seed():
    runs = [
        subprocess.run(
            [sys.executable, "-c", EVERY_RUN],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "3")
    ]
    assert len(set(runs)) == 1
    assert runs[0].count("is not equal to the first: at p = ") == 2
    assert "100 random points" in runs[0]


@st.composite
def rational_expressions(draw):
    numbers = st.integers(-3, 3).map(sp.Integer)
    parts = st.recursive(
        st.sampled_from([a2, y, z]) | numbers,
        lambda inner: st.tuples(st.sampled_from("+*-/^"), inner, inner),
        max_leaves=6,
    )

    def built(part):
        if not isinstance(part, tuple):
            return part
        sign, left, right = part[0], built(part[1]), built(part[2])
        if sign == "/":
            return left / (1 + right**2)
        return {"+": left + right, "-": left - right, "*": left * right, "^": (left + right) ** 2}[sign]

    return built(draw(parts))


@settings(max_examples=60)
@given(rational_expressions())
def test_an_expression_equals_its_expansion_and_its_factors(expression):
    all_equal(expression, sp.expand(expression), sp.factor(expression), sp.together(expression))


@settings(max_examples=60)
@given(rational_expressions(), st.integers(1, 12), st.sampled_from([1, a2, y * z, a2 / (1 + z**2)]))
def test_an_expression_with_something_small_added_is_refused(expression, power, added):
    assume(expression.is_finite is not False)
    with pytest.raises(NotEqual, match=r"line 3, .*, is not equal to the first: "):
        all_equal(expression, sp.expand(expression), expression + added / sp.Integer(10) ** power)


@pytest.mark.parametrize(
    "lines, number, value",
    [
        ([2**0.5, sp.sqrt(2)], 1, "1.41421356237309"),
        ([sp.sqrt(5), 5**0.5], 2, "2.2360679774997"),
        ([math.log(2), log(2)], 1, "0.6931471805599453"),
        ([z * log(2), z * math.log(2)], 2, "0.6931471805599453"),
        ([exp(-2), math.exp(-2)], 2, "0.1353352832366127"),
        ([sp.Matrix([z, 1]), sp.Matrix([z, 1 - math.exp(-1)])], 2, "0.6321205588285577"),
        ([z, z, z / math.sqrt(3)], 3, "0.57735026918962"),
        ([z / 2, z * (0.5 + 1e-13)], 2, "0.5000000000001"),
    ],
)
def test_a_float_near_no_simple_fraction_is_refused_at_once(lines, number, value):
    started = time.process_time()
    with pytest.raises(ValueError) as refused:
        all_equal(*lines)
    assert str(refused.value).startswith(f"line {number} must hold exact numbers; got the float {value}")
    assert "which is rounded; write it with SymPy, as sp.sqrt(2)" in str(refused.value)
    assert not isinstance(refused.value, NotEqual)
    assert time.process_time() - started < 2


def test_a_float_is_the_simple_fraction_that_it_is_nearest_to(capsys):
    for float_, fraction in ((1 / 3, sp.Rational(1, 3)), (2 / 7, sp.Rational(2, 7)), (0.1 + 0.2, sp.Rational(3, 10))):
        assert "by algebra" in said(capsys, z * float_, z * fraction)
    assert "by algebra" in said(capsys, 2.0**70, 2**70)
    assert "by algebra" in said(capsys, z * 3.98e-31, z * sp.Rational(398, 10**33))
    assert "by algebra" in said(capsys, sp.Float("0.1", 30), 0.1)


HARD = sp.Rational(999929, 999883)
long = sp.Rational(693147180559945, 10**15)


@pytest.mark.parametrize(
    "lines",
    [
        [a2, a2 + 1e-9],
        [a2, a2 * (1 + 1e-9)],
        [0.5, 0.5 + 1e-9],
        [a2 - y, y - a2],
        [a2 * (1 - a2), a2],
        [(a2 - y) * (1 - a2), a2 - y],
        [0.333333333, sp.Rational(1, 3)],
        [sp.Float("0.1000000000000000001", 30), 0.1],
        [long, log(2)],
        [z * long, z * log(2)],
        [exp(long), 2],
        [log(long * exp(z)), log(log(2)) + z],
        [a2**long, a2 ** (long + sp.Rational(1, 10**15))],
        [log(1 + exp(4321 * z)), log(1 + exp(-4321 * z)) + 4322 * z],
    ],
    ids=str,
)
def test_near_misses_are_refused_within_seconds(lines):
    started = time.process_time()
    with pytest.raises(NotEqual):
        all_equal(*lines, where=WHERE)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "lines",
    [
        [z**long + 1, 1 + z**long],
        [log(z**2 * long), 2 * log(z) + log(long)],
        [2 ** (long * z), exp(long * z * log(2))],
        [z**long * (1 + z), z ** (1 + long) + z**long],
        [log(1 + exp(long * z)), log(1 + exp(-long * z)) + long * z],
        [log(1 + exp(4321 * z)), log(1 + exp(-4321 * z)) + 4321 * z],
        [sp.tanh(4321 * z), 1 - 2 / (exp(8642 * z) + 1)],
        [log(2) + HARD * log(999937), log(2 * 999937 * sp.Integer(999937) ** (HARD - 1))],
    ],
    ids=str,
)
def test_long_fractions_are_compared_within_seconds(capsys, lines):
    started = time.process_time()
    assert "equal to the first" in said(capsys, *lines, where={z: (0, 5)})
    assert time.process_time() - started < 5


def test_what_is_nearly_right_in_the_call_gets_its_hint():
    with pytest.raises(ValueError, match=r"got none; a list of lines is handed over with a star, all_equal\(\*lines\)"):
        all_equal([a2, a2])
    with pytest.raises(ValueError, match=r"line 1 must .*, of type Equality; compare its two sides, its \.lhs and"):
        all_equal(sp.Eq(a2, y), a2)
    for where in ((0, 1), {0, 1}, [(a2, (0, 1))], "a2", 5):
        with pytest.raises(ValueError, match=r"where must be a dict, as \{a2: \(0, 1\), y: \{0, 1\}\}; got "):
            all_equal(a2, a2, where=where)


def test_a_wrong_line_is_refused_before_algebra_which_may_be_slow_is_asked(monkeypatch):
    monkeypatch.setattr(algebra, "_proved", lambda *_: pytest.fail("algebra was asked"))
    for page in PAGE.values():
        with pytest.raises(NotEqual):
            all_equal(page[0], 2 * page[-1], where=WHERE)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([None, a2], "line 1 is not written yet\n"),
        ([a2, None, 1 * a2], "1 line, equal to the first: by algebra\nline 2 is not written yet\n"),
        ([2 * a2, a2 + a2, None], "1 line, equal to the first: by algebra\nline 3 is not written yet\n"),
    ],
)
def test_a_line_that_is_not_written_yet_waits_and_the_others_are_compared(lines, said, capsys):
    all_equal(*lines)
    assert capsys.readouterr().out == said


def test_a_rounded_base_is_refused_and_takes_no_time():
    z = sp.Symbol("z2", real=True)
    with pytest.raises(NotEqual):
        all_equal(sp.exp(-z), sp.Float("2.718281828") ** (-z))


@pytest.mark.parametrize("value", [np.array([[0.5]]), sp.exp(-np.array([[0.5]])), a2 * np.array([[0.5]])])
def test_an_array_in_a_line_is_told_from_a_letter(value):
    with pytest.raises(ValueError, match="line 2 must be made of letters; it holds an array"):
        all_equal(a2, value)


def test_a_wrong_line_before_one_that_is_not_written_is_refused():
    with pytest.raises(NotEqual, match="line 2"):
        all_equal(a2, 2 * a2, None)


@pytest.mark.parametrize("line", [2 * a2, "a2"])
def test_a_notebook_shows_the_sentence_of_a_refusal_and_no_calls(line):
    with pytest.raises(ValueError) as refused:
        all_equal(a2, line)
    (shown,) = refused.value._render_traceback_()
    assert shown == f"{refused.type.__name__}: {refused.value}"


@pytest.mark.parametrize(
    ("line", "form", "is_told"),
    [
        ((a2 - y) / (a2 * (1 - a2)), "one fraction", False),
        ((a2 - y) / a2 / (1 - a2), "one fraction", False),
        ((y - a2) / (a2**2 - a2), "one fraction", False),
        ((-y * (1 - a2) + (1 - y) * a2) / (a2 * (1 - a2)), "one fraction", False),
        (-y / a2 + (1 - y) / (1 - a2), "one fraction", True),
        ((1 - y / a2) / (1 - a2), "one fraction", True),
        (None, "one fraction", False),
    ],
)
def test_a_line_that_is_equal_is_told_when_it_is_not_in_the_form_asked_for(line, form, is_told, capsys):
    all_equal((a2 - y) / (a2 * (1 - a2)), line, form={2: form})
    assert (f"line 2 is equal, but it isn't {form} yet" in capsys.readouterr().out) == is_told


def test_logarithms_are_counted(capsys):
    one, two = sp.log(1 + sp.exp(z)) - z * y, y * sp.log(1 + sp.exp(-z)) + (1 - y) * sp.log(1 + sp.exp(z))
    all_equal(one, two, one, form={2: "two logarithms", 3: "one logarithm"})
    assert "but" not in capsys.readouterr().out
    all_equal(one, one, two, form={2: "two logarithms", 3: "one logarithm"})
    assert capsys.readouterr().out.count("but it isn't") == 2
    twice = y * (sp.log(1 + sp.exp(z)) - z) + (1 - y) * sp.log(1 + sp.exp(z))
    all_equal(one, twice, form={2: "one logarithm"})
    assert "but it isn't one logarithm yet" in capsys.readouterr().out


def test_a_form_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="form must be"):
        all_equal(y, y, form={2: "short"})
    with pytest.raises(ValueError, match="form must be"):
        all_equal(y, y, form={1: "one fraction"})
