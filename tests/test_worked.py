"""The arithmetic written out: every line of it, read back, is the number that the network computes."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import iv

from helpers import network, worked

ROWS = ("P1", "P2", "P3", "P4", "P5", "P6")
few_digits = st.integers(-40, 40).map(lambda n: n / 4)


def problem(W1, b1, W2, b2, x, hidden="sigmoid"):
    parameters = network.Parameters(np.array(W1), np.array([b1]).T, np.array([W2]), np.array([[b2]]))
    return network.Problem(np.array([x]).T, np.array([[1.0]]), parameters, hidden)


@st.composite
def problems(draw):
    D, H = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    numbers = [draw(st.lists(few_digits, min_size=n, max_size=n)) for n in (H * D, H, H, D)]
    return problem(np.reshape(numbers[0], (H, D)), *numbers[1:3], draw(few_digits), numbers[3])


def computed(problem):
    """What each row's value is."""
    passed = network.forward(problem.x, problem.parameters, "sigmoid")
    values = [*passed.Z1[:2, 0], *passed.A1[:2, 0], passed.Z2.item(), passed.A2.item()]
    return dict(zip(ROWS, values, strict=True))


def lines(formula):
    """(sign, right-hand side) for each line of an aligned formula."""
    body = re.fullmatch(r"\\begin\{aligned\} (.*) \\end\{aligned\}", str(formula))[1]
    parts = [re.fullmatch(r"(.*?)&(=|\\approx) (.*)", line.strip()) for line in body.split(r"\\")]
    return [(part[2], part[3]) for part in parts]


NUMBER = re.compile(r"(?:(\d+(?:\.\d+)?) \\cdot )?10\^\{(-?\d+)\}|(\d+(?:\.\d+)?)")


def interval(match):
    """What a written number may stand for: a short one to 12 digits, one of four or more to half of its last digit."""
    digits, power = match[1] or match[3] or "1", match[2] or 0
    rounded = len(digits.replace(".", "").lstrip("0")) >= 4
    half = f"0.5e-{len(digits.partition('.')[2])}" if rounded else f"{digits}e-11"
    return f"number('{digits}', '{half}', '1e{power}')"


def value(latex):
    """The interval that an expression with nothing but numbers in it comes to."""
    code = re.sub(r"\\frac\{1\}\{1 \+ e\^\{(.*)\}\}$", r"1 / (1 + exp(\1))", latex)
    code = NUMBER.sub(interval, code).replace(r"\cdot", "*")
    assert re.fullmatch(r"[-+*/().,'\de expnumbr]*", code), code

    def number(digits, half, unit):
        return (iv.mpf(digits) + iv.mpf(half) * iv.mpf([-1, 1])) * iv.mpf(unit)

    return eval(code, {"exp": iv.exp, "number": number, "__builtins__": {}})


def read_back(formula, expected):
    """Every line with numbers in it is the expected value, as exactly as it is written."""
    with_numbers = [(sign, side) for sign, side in lines(formula) if not re.search(r"w_|x_|a_|z\^|z_|sigma", side)]
    assert len(with_numbers) >= 2
    for _, side in with_numbers:
        comes_to = value(side)
        assert comes_to.a - 1e-13 * abs(expected) <= expected <= comes_to.b + 1e-13 * abs(expected), side


@pytest.mark.parametrize("row", ROWS)
def test_each_line_of_the_page_s_numbers_reads_back(row):
    read_back(getattr(worked, row)(network.PAGE), computed(network.PAGE)[row])


@pytest.mark.parametrize("row", ROWS)
@given(problem=problems())
def test_each_line_of_any_problem_reads_back(row, problem):
    read_back(getattr(worked, row)(problem), computed(problem)[row])


def test_the_last_line_is_the_value_in_the_digits_that_a_reader_sees():
    last = {row: lines(getattr(worked, row)(network.PAGE))[-1] for row in ROWS}
    assert last == {
        "P1": ("=", "-70"),
        "P2": ("=", "50"),
        "P3": (r"\approx", r"3.975 \cdot 10^{-31}"),
        "P4": (r"\approx", r"1 - 1.929 \cdot 10^{-22}"),
        "P5": (r"\approx", "10"),
        "P6": (r"\approx", "0.999955"),
    }


def test_the_products_are_taken_one_line_before_the_sum():
    assert [side for _, side in lines(worked.P1(network.PAGE))][1:3] == [
        r"20 \cdot (-1) + 20 \cdot (-1) + (-30)",
        "-20 - 20 - 30",
    ]


def test_a_half_is_exact_and_every_other_value_of_a_sigmoid_is_rounded():
    signs = [lines(worked.P3(problem([[1.0], [1.0]], [z, 0.0], [1.0, 1.0], 0.0, [0.0])))[-1] for z in (0.0, 1.0)]
    assert signs == [("=", "0.5"), (r"\approx", "0.7311")]


def test_a_problem_with_relu_or_without_a_second_unit_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match=r'^P1 to P6 need a problem with hidden "sigmoid"; got "relu"$'):
        worked.P1(network.EXAMPLE)
    with pytest.raises(ValueError, match=r"^P2 and P4 need a second hidden unit; got 1$"):
        worked.P4(problem([[1.0]], [0.0], [1.0], 0.0, [0.0]))


def test_a_notebook_shows_it_typeset_and_the_first_line_of_its_text_tells_nothing():
    formula = worked.P1(network.PAGE)
    assert formula._repr_latex_() == rf"$\displaystyle {formula}$"
    assert repr(formula).splitlines() == ["Written out, in LaTeX:", str(formula)]


def test_a_line_with_a_rounded_number_in_it_has_the_sign_for_it():
    signs = {row: [sign for sign, _ in lines(getattr(worked, row)(network.PAGE))] for row in ("P1", "P5", "P6")}
    about = r"\approx"
    assert signs == {"P1": ["=", "=", "=", "="], "P5": ["=", about, about, about], "P6": ["=", "=", about]}
