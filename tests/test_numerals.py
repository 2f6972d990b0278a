"""How a number is written."""

import math
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import numerals

finite = st.floats(-1e308, 1e308)
near_one = st.floats(1e-16, 0.1).map(lambda tail: 1 - tail)


RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"


def read(text):
    """The number that a text stands for."""
    text = text.replace("−", "-")
    if match := re.fullmatch(r"(-?)1 [-+] (.+)", text):
        return (1 - read(match[2])) * (-1 if match[1] else 1)
    if match := re.fullmatch(rf"(-?)(?:([\d.]+)·)?10([{RAISED}]+)", text):
        return float(f"{match[1]}{match[2] or 1}e{match[3].translate(str.maketrans(RAISED, '-0123456789'))}")
    return float(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (-70, "−70"),
        (0.25, "0.25"),
        (-0.5, "−0.5"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.3333"),
        (-2 / 3, "−0.6667"),
        (123456.7, "123457"),
        (1_234_567, "1.235·10⁶"),
        (1e-5, "10⁻⁵"),
        (3.97544974e-31, "3.975·10⁻³¹"),
        (5e-324, "5·10⁻³²⁴"),
        (0.9999546021312976, "0.999955"),
        (1 - 9.35e-14, "1 − 9.35·10⁻¹⁴"),
        (-1 + 1e-11, "−1 + 10⁻¹¹"),
        (1_000_000, "10⁶"),
        (999_999, "999999"),
        (1 + 2**-52, "1"),
        (-1.797e308, "−1.797·10³⁰⁸"),
        (1.0000454, "1.000"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
    ],
)
def test_the_table_of_cases(value, text):
    assert numerals.text(value) == text


def test_latex_says_the_same():
    assert numerals.latex(-3.97544974e-31) == r"-3.975 \cdot 10^{-31}"
    assert numerals.latex(1e6) == "10^{6}"
    assert numerals.latex(1 - 1e-12) == "1 - 10^{-12}"
    assert numerals.latex(-math.inf) == r"-\infty"


@given(st.one_of(finite, near_one))
def test_what_is_written_is_the_number_to_four_digits(value):
    assert read(numerals.text(value)) == pytest.approx(value, rel=5.1e-4, abs=0)


@given(near_one)
def test_near_one_the_difference_from_one_is_written_to_two_digits(value):
    if value > 0.999:
        assert 1 - read(numerals.text(value)) == pytest.approx(1 - value, rel=0.051, abs=1e-16)


@given(st.one_of(finite, near_one))
def test_a_minus_sign_is_all_that_a_negative_number_adds(value):
    assert numerals.text(-abs(value)).strip("−").replace("+", "−") == numerals.text(abs(value))


@given(st.one_of(finite, near_one))
@example(-1.23456e-300)
@example(-1 + 1.23456e-10)
def test_it_is_never_long(value):
    written = numerals.text(value)
    assert len(written) <= (18 if " " in written else 15)  # the space is of "1 − 10⁻¹²"


@given(st.one_of(finite, near_one, st.decimals(-1000, 1000, places=2).map(float)))
def test_only_what_is_written_in_full_is_called_exact(value):
    if numerals.exact(value):
        assert read(numerals.text(value)) == pytest.approx(value, rel=1e-11, abs=0)


def test_exact_tells_rounded_from_whole():
    assert all(map(numerals.exact, (0, -70, 0.25, 0.1 + 0.2, 1e-9)))
    assert not any(map(numerals.exact, (1 / 3, 3.97544974e-31, 1 - 9.35e-14, 0.9999546021312976, math.inf, math.nan)))
