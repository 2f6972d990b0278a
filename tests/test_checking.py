"""The referee is itself refereed: it passes what is right, refuses what is wrong, and never raises."""

import ast
import inspect
import sys
from decimal import Context, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import checking
from helpers.checking import check


@pytest.mark.parametrize(
    ("value", "reference", "right", "line"),
    [
        (None, 3, False, "not answered yet"),
        (-70, np.array([-70.0]), True, "exact"),
        (-70, np.array([[-70.0]]), True, "exact"),
        ([[0.75]], 0.75, True, "(1, 1)   exact"),
        (np.array([0.1 + 0.2]), 0.3, True, "(1,)   agrees to 1e-9"),
        ([[0.7]], 0.75, False, "(1, 1)   differs by 0.05 at [1, 1]"),
        ([[0.75]], [0.75], False, "is (1, 1), should be (1,)"),
        ([[-0.5, 0]], [[-0.5, 0]], True, "(1, 2)   exact"),
        (Fraction(1, 2), 0.5, True, "exact"),
        ([True, False], [True, False], True, "(2,)   right"),
        (1, np.array([[True]]), True, "right"),
        (True, 1, True, "exact"),
        (False, np.array([True])[0], False, "wrong"),
        (2, True, False, "wrong"),
        ([True, True, False], [True, False, True], False, "(3,)   wrong at [2]"),
        ([1, 1], [True, False], False, "(2,)   wrong at [2]"),
        (True, 0, False, "differs by 1"),
        (1 / 3, 1 / 3, True, "agrees to 1e-9"),
        ([0.1 + 0.2], [0.3], True, "(1,)   agrees to 1e-9"),
        (30, [[10.0]], False, "differs by 20"),
        ([[1, 2], [3, 4.5]], [[1, 2], [3, 4]], False, "(2, 2)   differs by 0.5 at [2, 2]"),
        (0, 3.97544974e-31, False, "differs by 3.98e-31"),
        ([[1], [2]], [[1, 2]], False, "is (2, 1), should be (1, 2)"),
        ([1, 2], [[1], [2]], False, "is (2,), should be (2, 1)"),
        (7, [1, 2], False, "is a number, should be (2,)"),
        ([1, 2], 7, False, "is (2,), should be a number"),
        ([np.nan, 1], [1, 1], False, "(2,)   NaN at [1]"),
        (np.inf, np.inf, True, "exact"),
        (np.inf, 1e308, False, "differs by inf"),
        (5, np.inf, False, "differs by inf"),
        ([1, -np.inf], [1, np.inf], False, "(2,)   differs by inf at [2]"),
        ([1, 2], [np.nan, 2], False, "(2,)   can't be checked: the reference is NaN at [1]"),
        ("30", 30, False, "text, not real numbers"),
        (1j, 30, False, "complex, not real numbers"),
        ([], 1, False, "empty, (0,)"),
        ([[1], [1, 2]], 1, False, "not a number or an array of numbers"),
        (print, 1, False, "not a number or an array of numbers"),
        (1, "x", False, "can't be checked: the reference is text, not real numbers"),
    ],
)
def test_it_prints_one_line_and_returns_the_answer(value, reference, right, line, capsys):
    assert check("guess", value, reference) is right
    assert capsys.readouterr().out == f"guess   {line}\n"


@given(st.floats(1e-3, 1e3), st.sampled_from([1, -1]))
def test_it_passes_just_inside_1e_9_and_refuses_just_outside(reference, side):
    assert check("inside", reference * (1 + side * 0.9e-9), reference)
    assert not check("outside", reference * (1 + side * 1.1e-9), reference)


A2 = 0.9046505351  # the second problem's answer


@pytest.mark.parametrize(
    ("value", "reference", "digits", "right", "line"),
    [
        (None, A2, 2, False, "not answered yet"),
        (0.9, A2, 2, True, "agrees to 2 digits"),
        (0.905, A2, 2, True, "agrees to 2 digits"),
        (0.9047, A2, 2, True, "agrees to 2 digits"),
        (0.91, A2, 2, False, "differs by 0.00535"),
        (0.8996, A2, 2, False, "differs by 0.00505"),
        (0.9, A2, 3, False, "differs by 0.00465"),
        (0.9, A2, 1, True, "agrees to 1 digit"),
        (A2, A2, 2, True, "agrees to 1e-9"),
        (10, 10.4877, 2, True, "agrees to 2 digits"),
        (11, 10.4877, 2, False, "differs by 0.512"),
        (20_000, 22028.5, 1, True, "agrees to 1 digit"),
        (-10, 10, 1, False, "differs by 20"),
        ([2, 2.71], [2, 2.714], 3, True, "(2,)   agrees to 3 digits"),
        ([2, 2.72], [2, 2.714], 3, False, "(2,)   differs by 0.006 at [2]"),
        ([2.1, 2.71], [2, 2.714], 3, False, "(2,)   differs by 0.1 at [1]"),
        ([-0.5, 0.25], [-0.5, 0.25], 2, True, "(2,)   exact"),
        ([0, 0.33], [0, 1 / 3], 2, True, "(2,)   agrees to 2 digits"),
        ([1e-12, 0.33], [0, 1 / 3], 2, False, "(2,)   differs by 1e-12 at [1]"),
        (2, 2.5, 1, True, "agrees to 1 digit"),  # halfway, either is a rounding of it
        (3, 2.5, 1, True, "agrees to 1 digit"),
        ([[0.69]], np.log(2), 2, True, "(1, 1)   agrees to 2 digits"),
        ([1, 2], [[0.9], [2.1]], 1, False, "is (2,), should be (2, 1)"),
        (np.nan, 1, 2, False, "NaN"),
        (1e300, np.inf, 2, False, "differs by inf"),
        (np.inf, np.inf, 2, True, "exact"),
        (1, 1, 0, False, "can't be checked: digits must be a whole number from 1 to 9; it is 0"),
        (1, 1, 2.5, False, "can't be checked: digits must be a whole number from 1 to 9; it is 2.5"),
    ],
)
def test_a_number_from_paper_needs_no_more_digits_than_are_asked_for(value, reference, digits, right, line, capsys):
    assert check("guess", value, reference, digits=digits) is right
    assert capsys.readouterr().out == f"guess   {line}\n"


@given(
    st.decimals("-1e6", "1e6", places=9, allow_nan=False).filter(lambda d: abs(d) > Decimal("1e-3")),
    st.integers(1, 9),
    st.integers(0, 4),
)
def test_every_rounding_to_the_digits_asked_for_or_more_is_right(reference, digits, more):
    rounded = Context(prec=digits + more).plus(reference)
    assert check("rounded", float(rounded), float(reference), digits=digits)


@given(st.decimals("1", "9.99", places=2), st.integers(-9, 9), st.integers(1, 9), st.sampled_from([1, -1]))
def test_half_a_unit_of_the_last_digit_is_the_limit(leading, power, digits, side):
    reference, half = leading.scaleb(power), Decimal("0.5").scaleb(power - digits + 1)
    inside, outside = (float(reference + side * half * Decimal(part)) for part in ("0.99", "1.01"))
    assert check("inside", inside, float(reference), digits=digits)
    assert not check("outside", outside, float(reference), digits=digits)


@given(st.integers(-300, 300), st.integers(1, 9), st.sampled_from([0, 1, -1]))
def test_the_last_bit_of_a_reference_decides_nothing(power, digits, bit):
    ten = 10.0**power
    reference = np.nextafter(ten, ten * (1 + bit))
    assert check("ten", ten * (1 + 0.49 * 10.0 ** (1 - digits)), reference, digits=digits)
    assert not check("ten", ten * (1 + 0.51 * 10.0 ** (1 - digits)), reference, digits=digits)


def test_exact_is_said_only_where_arithmetic_never_rounds(capsys):
    check("z", 0.1 + 0.2, 0.1 + 0.2)
    assert "exact" not in capsys.readouterr().out


class Hostile:
    def __array__(self, *_, **__):
        raise RuntimeError("no")


junk = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.floats(), st.integers(), st.text(), st.binary(), st.just(Hostile()), st.just({})
    ),
    lambda inner: st.lists(inner, max_size=4),
)


@given(junk, junk, st.none() | st.integers() | st.floats())
def test_whatever_it_is_given_it_answers(value, reference, digits):
    assert isinstance(check("junk", value, reference, digits), bool)


def test_it_changes_nothing_passed_in():
    value, reference = np.array([[1, 2]]), np.array([[1.0, 3.0]])
    check("z", value, reference)
    assert value.tolist() == [[1, 2]] and value.dtype.kind == "i" and reference.tolist() == [[1, 3]]


def test_a_cell_that_ends_in_a_check_echoes_nothing_more(monkeypatch):
    echoed = []
    monkeypatch.setattr(sys, "displayhook", echoed.append)
    answer = check("one", 1, 1)
    sys.displayhook(answer)
    sys.displayhook("next")
    assert echoed == ["next"]
    check("two", 1, 2)
    check("three", 1, 3)
    sys.displayhook(7)
    sys.displayhook(True)
    assert echoed == ["next", 7, True]
    for _ in range(2000):  # a training loop, say, with a check at each step
        check("many", 1, 1)
    sys.displayhook("end")
    assert echoed[-1] == "end"


def test_it_shares_no_code_with_what_it_checks():
    tree = ast.parse(inspect.getsource(checking))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported == {"math", "sys", "warnings", "numpy"}
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(tree))
