"""The arithmetic written out: every line of it, read back, is the number that the network computes."""

import functools
import itertools
import math
import re

import numpy as np
import pytest
from browser import explorer_module
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath import iv

from helpers import derivatives, network, numerals, worked

PART_1 = ("P1", "P2", "P3", "P4", "P5", "P6")
FORWARD = ("M1", "M2", "M3", "M4", "M5")
BACKWARD = ("dL_da2", "da2_dz2", "dL_dz2", "dL_dW2", "dL_db2", "dL_da1", "dL_dz1", "dL_dW1", "dL_db1")
PART_2 = FORWARD + BACKWARD
EXAMPLES = {"EXAMPLE": network.EXAMPLE, "SECOND": network.SECOND}
few_digits = st.integers(-40, 40).map(lambda n: n / 4)


def problem(W1, b1, W2, b2, x, hidden="sigmoid", y=1.0):
    parameters = network.Parameters(np.array(W1), np.array([b1]).T, np.array([W2]), np.array([[b2]]))
    return network.Problem(np.array([x]).T, np.array([[y]]), parameters, hidden)


@st.composite
def problems(draw):
    D, H = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    numbers = [draw(st.lists(few_digits, min_size=n, max_size=n)) for n in (H * D, H, H, D)]
    return problem(np.reshape(numbers[0], (H, D)), *numbers[1:3], draw(few_digits), numbers[3])


@st.composite
def relu_problems(draw):
    """H = 1 and D = 1 among them, both y, numbers of few digits and of many, z1 = 0, and z2 near 0 or far from it."""
    D, H = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    number = draw(
        st.sampled_from([few_digits, st.integers(-30, 30).map(lambda n: n / 7), st.sampled_from([-1.0, 0.0])])
    )
    W1, b1, W2, x = (np.array(draw(st.lists(number, min_size=n, max_size=n))) for n in (H * D, H, H, D))
    b2, y = (
        draw(st.one_of(few_digits, st.sampled_from([-1000.0, -745.0, -40.0, 40.0, 1000.0]))),
        draw(st.integers(0, 1)),
    )
    given = problem(W1.reshape(H, D), b1, W2, b2, x, "relu", float(y))
    if not draw(st.booleans()):
        return given
    z2 = network.forward(given.x, given.parameters).Z2.item()
    return problem(W1.reshape(H, D), b1, W2, b2 - z2, x, "relu", float(y))  # z2 = 0, or what rounding leaves of it


def computed(problem):
    """What each row's value is, as an array of the shape that the page gives it."""
    passed = network.forward(problem.x, problem.parameters, problem.hidden)
    if problem.hidden == "sigmoid":
        values = [*passed.Z1[:2, 0], *passed.A1[:2, 0], passed.Z2.item(), passed.A2.item()]
        return {row: np.array([[value]]) for row, value in zip(PART_1, values, strict=True)}
    (z1, a1, z2, a2, _), x, y, W2 = passed, problem.x, problem.y, problem.parameters.W2
    values = dict(zip(FORWARD, (z1, a1, z2, a2, network.loss(z2, y)), strict=True))
    values["dL_da2"] = derivatives.dL_da2(a2, y)
    values["da2_dz2"] = derivatives.da2_dz2(a2)
    dz2 = values["dL_dz2"] = derivatives.dL_dz2(a2, y)
    values["dL_dW2"], values["dL_db2"] = derivatives.dL_dW2(dz2, a1), derivatives.dL_db2(dz2)
    values["dL_da1"] = derivatives.dL_da1(dz2, W2)
    dz1 = values["dL_dz1"] = derivatives.dL_dz1(values["dL_da1"], z1)
    values["dL_dW1"], values["dL_db1"] = derivatives.dL_dW1(dz1, x), derivatives.dL_db1(dz1)
    return values


def letters_of(problem):
    """What each letter of part 2 stands for: an array of float64."""
    x, y, (W1, b1, W2, b2), _ = problem
    all_rows = computed(problem)
    a1, a2 = all_rows["M2"], all_rows["M4"]
    letters = {"x": x, "y": y, "x^T": x.T, "W^{[1]}": W1, "b^{[1]}": b1, "W^{[2]}": W2, "b^{[2]}": b2}
    letters |= {"W^{[2]T}": W2.T, "z^{[1]}": all_rows["M1"], "a^{[1]}": a1, "a^{[1]T}": a1.T}
    letters |= {"z^{[2]}": all_rows["M3"], "a^{[2]}": a2}
    for of in ("z^{[2]}", "a^{[1]}", "z^{[1]}"):
        letters[rf"\frac{{\partial L}}{{\partial {of}}}"] = all_rows[f"dL_d{of[0]}{of[4]}"]
    return letters


# Reading it back


def lines(formula):
    """(sign, right-hand side) for each line of an aligned formula."""
    body = re.fullmatch(r"\\begin\{aligned\} (.*) \\end\{aligned\}", str(formula))[1]
    parts = [re.fullmatch(r"(.*?)&(=|\\approx) (.*)", line) for line in re.split(r" \\\\ (?=&(?:=|\\approx) )", body)]
    return [(part[2], part[3]) for part in parts]


TOKEN = re.compile(
    r"(?P<number>(?:(?P<digits>\d+(?:\.\d+)?) \\cdot )?10\^\{(?P<power>-?\d+)\}|(?P<plain>\d+(?:\.\d+)?))"
    r"|(?P<letter>\\frac\{\\partial L\}\{\\partial [az]\^\{\[\d\]\}\}|[abzW]\^\{\[\d\]T?\}|x\^T|[xy])"
    r"|(?P<sign>\\mathbf\{1\}|\\mathrm\{ReLU\}|e\^|\\begin\{bmatrix\}|\\end\{bmatrix\}|\\\\|\\[a-z]+|\\[{}]|[-+(){}\[\],&>])"
    r"|\s+"
)


class Reader:
    """Evaluates a right-hand side, by matrix arithmetic on intervals: what a written number may stand for.

    In full (after =) that is the number to 12 digits; else one of four digits or more is it to half of its last digit,
    and so is any below 10^-8: in 1 - 6 · 10^-15 no more of the 6 is a float64's.
    """

    def __init__(self, latex, in_full, letters):
        self.in_full, self.letters, self.largest = in_full, letters, 1
        self.tokens, end = [], 0
        for token in TOKEN.finditer(latex):
            assert token.start() == end, latex[end:]
            end = token.end()
            if token.lastgroup:
                self.tokens.append(token)
        assert end == len(latex), latex[end:]

    def value(self):
        value = self.sum()
        assert not self.tokens, self.tokens
        return value

    def next(self):
        return self.tokens[0][0] if self.tokens else ""

    def take(self, *wanted):
        for token in wanted:
            assert self.next() == token, (token, self.tokens)
            self.tokens.pop(0)

    def skip(self, token):
        if found := self.next() == token:
            self.tokens.pop(0)
        return found

    def inside(self, before, after):
        self.take(*before.split())
        value = self.sum()
        self.take(*after.split())
        return value

    def sum(self):
        value = -self.product() if self.skip("-") else self.product()
        while self.next() in ("+", "-"):
            minus = self.skip("-") or not self.skip("+")
            other = self.product()
            assert value.shape == other.shape
            value = value - other if minus else value + other
        return value

    def product(self):
        value = self.factor()
        while self.next() not in (
            "",
            "+",
            "-",
            ")",
            "}",
            "]",
            ",",
            "&",
            ">",
            r"\\",
            r"\}",
            r"\right",
            r"\end{bmatrix}",
        ):
            if self.skip(r"\odot"):
                other = self.factor()
                assert value.shape == other.shape
                value = value * other
            else:
                self.skip(r"\cdot")
                other = self.factor()
                value = value * other if 1 in (value.size, other.size) else value.dot(other)
        return value

    def factor(self):
        token = self.tokens[0]
        if token["number"] or token["letter"]:
            self.tokens.pop(0)
            return self.number(token) if token["number"] else entries(iv.mpf, self.letters[token[0]])
        match token[0]:
            case "(":
                return self.inside("(", ")")
            case r"\left":
                return self.inside(r"\left [", r"\right ]")
            case r"\begin{bmatrix}":
                return self.matrix()
            case r"\frac" | r"\tfrac":
                return divided(self.inside(f"{token[0]} {{", "}"), self.inside("{", "}"))
            case r"\max":
                return entries(relu, self.inside(r"\max ( " + self.zero() + " ,", ")"))
            case r"\mathbf{1}":
                self.take(r"\mathbf{1}")
                large = self.skip(r"\left")
                value = self.inside(r"\{", ">")
                self.take("0", *[r"\right"] * large, r"\}")
                return entries(lambda z: iv.mpf(1 if z.a > 0 else 0), value)
            case r"\mathrm{ReLU}":
                return entries(relu, self.inside(r"\mathrm{ReLU} (", ")"))
            case r"\sigma":
                return entries(lambda z: 1 / (1 + iv.exp(-z)), self.inside(r"\sigma (", ")"))
            case r"\log":
                return entries(iv.log, self.inside(r"\log (", ")"))
            case r"\ln":
                self.take(r"\ln")
                return entries(iv.log, self.factor())
            case "e^":
                return entries(iv.exp, self.inside("e^ {", "}"))
            case r"\infty":
                self.take(r"\infty")
                return np.array([[iv.inf]], dtype=object)
        raise AssertionError(self.tokens)

    def zero(self):
        """The 0 of max(0, …), which may not be any other number."""
        return "0"

    def matrix(self):
        self.take(r"\begin{bmatrix}")
        rows = [[self.sum().item()]]
        while not self.skip(r"\end{bmatrix}"):
            if self.skip("&"):
                rows[-1].append(self.sum().item())
            else:
                self.take(r"\\")
                rows.append([self.sum().item()])
        assert len({len(row) for row in rows}) == 1
        assert len(rows) > 1 or len(rows[0]) > 1  # a single number stands without brackets
        return np.array(rows, dtype=object)

    def number(self, token):
        digits = token["digits"] or token["plain"] or "1"
        half = f"{digits}e-11"
        long = len(digits.replace(".", "").lstrip("0")) >= 4
        if len(digits) == 1 and not token["power"]:
            half = "0"  # or the interval of 1 - 1 would hold more than 0
        elif not self.in_full and (long or int(token["power"] or 0) < -8):
            half = f"0.5e-{len(digits.partition('.')[2])}"
        value = interval(digits, half, token["power"] or "0", iv.prec)
        self.largest = max(self.largest, float(value.mid))
        return np.array([[value]], dtype=object)


@functools.cache
def interval(digits, half, power, prec):
    """(digits ± half) · 10^power, at the precision that iv has, which is `prec`; most numbers stand in many lines."""
    return (iv.mpf(digits) + iv.mpf(half) * iv.mpf([-1, 1])) * iv.mpf(f"1e{power}")


def entries(f, array):
    return np.array([[f(value) for value in row] for row in array], dtype=object)


def relu(z):
    return iv.mpf([max(z.a, 0), max(z.b, 0)])


def divided(over, under):
    """A quotient; 0 over anything is 0, for a2 and 1 - a2 are never quite 0, and 1 over 0 is ∞, as in float64."""
    over, under = over.item(), under.item()
    if over == 0 or under == 0:
        quotient = over if over == 0 else iv.inf
    else:
        quotient = over / under
    return np.array([[quotient]], dtype=object)


def read_back(formula, expected, letters=None, rounding=0.0):
    """Every line is the expected value, as exactly as it is written; letters too, if it is said what they stand for."""
    read = [(sign, side) for sign, side in lines(formula) if letters or not re.search(r"w_|x_|a_|z\^|z_|sigma", side)]
    assert len(read) >= 2
    for sign, side in read:
        reader = Reader(side, sign == "=", letters)
        comes_to = reader.value()
        assert comes_to.shape == expected.shape, side
        for value, number in zip(comes_to.flat, expected.flat, strict=True):
            assert holds(value, number.item(), rounding, 0.01 * reader.largest), (side, value, number)


def holds(interval, number, rounding, wide):
    """Whether a number is in an interval that is narrow enough to tell."""
    if math.isinf(number):
        return (interval.b if number > 0 else -interval.a) > iv.mpf(1.797e308).a
    rounding += 1e-13 * abs(number) + 1e-14
    wide += (0.11 if abs(number) < 1e12 else 1.2) * abs(number)  # 1e12 is 1 / (1 - a2) for an a2 near 1
    return interval.a - rounding <= number <= interval.b + rounding and interval.delta <= wide


def read_part_2(problem):
    """Each line of part 2, letters and all, is its row's value. L is that of z2, however a2 is rounded."""
    expected, letters = computed(problem), letters_of(problem)
    for row in PART_2:
        if row != "M5":
            read_back(getattr(worked, row)(problem), expected[row], letters)
    z2, a2 = expected["M3"].item(), expected["M4"].item()
    before, iv.prec = iv.prec, 200 + int(1.5 * abs(z2))
    try:
        letters["a^{[2]}"] = np.array([[1 / (1 + iv.exp(-iv.mpf(z2)))]], dtype=object)
        rounding = 1e-16 / (1 - a2) if a2 < 1 else 0.0
        read_back(worked.M5(problem), expected["M5"], letters, rounding)
    finally:
        iv.prec = before


@pytest.fixture(autouse=True)
def digits_to_spare():
    """Intervals so fine that 1 - (1 - 10^-14) keeps its digits."""
    before, iv.prec = iv.prec, 120
    yield
    iv.prec = before


# Part 1


@pytest.mark.parametrize("row", PART_1)
def test_each_line_of_the_page_s_numbers_reads_back(row):
    read_back(getattr(worked, row)(network.PAGE), computed(network.PAGE)[row])


@given(problem=problems())
def test_each_line_of_any_problem_reads_back(problem):
    expected = computed(problem)
    for row in PART_1:
        read_back(getattr(worked, row)(problem), expected[row])


def test_the_last_line_is_the_value_in_the_digits_that_a_reader_sees():
    last = {row: lines(getattr(worked, row)(network.PAGE))[-1] for row in PART_1}
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


def test_what_is_taken_away_stands_in_brackets_if_it_is_a_sum_itself():
    almost = problem([[0.0], [33.5]], [0.0, 0.0], [1.0, -1.0], 0.0, [1.0])
    assert lines(worked.P5(almost))[2] == (r"\approx", r"0.5 - (1 - 2.9 \cdot 10^{-15}) + 0")


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
    rounded, half = (problem([[1.0], [1.0]], [0.0, 0.0], [1.0, 1.0], 0.0, [x]) for x in (800.0, 0.0))  # a1 = 1, and 1/2
    assert [sign for sign, _ in lines(worked.P5(rounded))] == ["=", about, about, about]
    assert [sign for sign, _ in lines(worked.P5(half))] == ["=", "=", "=", about]


LEFT = {
    **{"P1": "z_{1}^{[1]}", "P2": "z_{2}^{[1]}", "P3": "a_{1}^{[1]}", "P4": "a_{2}^{[1]}", "P5": "z^{[2]}"},
    **{"M1": "z^{[1]}", "M2": "a^{[1]}", "M3": "z^{[2]}", "M4": r"\hat{y} = a^{[2]}", "M5": "L"},
    **{"P6": r"\hat{y} = a^{[2]}", "da2_dz2": r"\frac{\partial a^{[2]}}{\partial z^{[2]}}"},
    **{f"dL_d{of}{layer}": rf"\frac{{\partial L}}{{\partial {of}^{{[{layer}]}}}}" for of in "azWb" for layer in (1, 2)},
}


@pytest.mark.parametrize("row", PART_1 + PART_2)
def test_what_is_worked_out_stands_on_the_left_of_the_first_line(row):
    formula = getattr(worked, row)(network.PAGE if row in PART_1 else network.EXAMPLE)
    assert str(formula).startswith(rf"\begin{{aligned}} {LEFT[row]} &=")


# Part 2


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_line_of_the_running_examples_reads_back(name):
    read_part_2(EXAMPLES[name])


@given(problem=relu_problems())
@example(problem=problem([[1.0, 1.0]], [0.0], [1.0], 2.0, [1.0, -1.0], "relu"))  # z1 = 0
@example(problem=problem([[1.0]], [0.0], [1.0], 49.0, [1.0], "relu", 0.0))  # a2 rounds to 1
@example(problem=problem([[1.0]], [0.0], [1.0], 49.0, [1.0], "relu", 1.0))
@example(problem=problem([[1.0]], [0.0], [1.0], -1001.0, [1.0], "relu", 1.0))  # a2 rounds to 0
@example(problem=problem([[1.0]], [0.0], [1.0], -1001.0, [1.0], "relu", 0.0))
@example(problem=problem([[1.0]], [0.0], [1.0], 29.0, [1.0], "relu", 0.0))  # a2 = 1 - 9·10^-14
def test_each_line_of_any_relu_problem_reads_back(problem):
    read_part_2(problem)


def test_a_large_problem_reads_back():
    rng = np.random.default_rng(5)
    W1, b1, W2, x = rng.normal(size=(16, 8)), rng.normal(size=16), rng.normal(size=16) / 4, rng.normal(size=8)
    read_part_2(problem(W1, b1, W2, 0.25, x, "relu", 0.0))


def test_the_signs_of_the_running_examples():
    signs = {
        name: {row: "".join("=≈"[sign != "="] for sign, _ in lines(getattr(worked, row)(p))) for row in PART_2}
        for name, p in EXAMPLES.items()
    }
    exact = {"M1": "=====", "M2": "====", "M3": "====="}
    exact_2 = {"dL_da2": "====", "da2_dz2": "====", "dL_dz2": "===", "dL_dW2": "======", "dL_db2": "===="}
    exact_2 |= {"dL_da1": "======", "dL_dz1": "======", "dL_dW1": "=======", "dL_db1": "====="}
    about = {"dL_da2": "=≈≈≈≈", "da2_dz2": "=≈≈≈", "dL_dz2": "=≈≈", "dL_dW2": "==≈≈≈≈", "dL_db2": "==≈≈"}
    about |= {"dL_da1": "==≈≈≈≈", "dL_dz1": "==≈≈≈≈", "dL_dW1": "==≈≈≈≈≈", "dL_db1": "==≈≈≈"}
    assert signs["EXAMPLE"] == exact | {"M4": "===", "M5": "====≈"} | exact_2
    assert signs["SECOND"] == exact | {"M4": "==≈", "M5": "=≈≈=≈"} | about


def test_a_rounded_a1_makes_dL_dW2_about_even_where_a2_is_a_half():
    half = problem([[1 / 3]], [0.0], [3.0], -1.0, [1.0], "relu")
    assert [sign for sign, _ in lines(worked.dL_dW2(half))] == ["=", "=", *[r"\approx"] * 3]


@given(problem=relu_problems())
def test_a_line_has_an_equals_sign_just_where_every_number_in_it_is_written_in_full(problem):
    expected = computed(problem)
    for row in PART_2:
        check_signs(row, lines(getattr(worked, row)(problem)), expected)


def check_signs(row, written, expected):
    at_half = expected["M3"].item() == 0
    full = all(map(numerals.exact, expected[row].flat)) and (row in ("M1", "M2", "M3") or at_half) and row != "M5"
    assert written[-1][0] == ("=" if full else r"\approx"), row
    if row == "M5":
        assert {sign for sign, _ in written[1:3]} == {"=" if at_half else r"\approx"}
        return
    for sign, side in written[:-1]:
        if row in BACKWARD and not at_half:
            assert sign == ("=" if "^{[" in side else r"\approx"), side  # numbers, or letters with their layer
        elif sign == r"\approx":
            assert re.search(r"\d{4}|\d\.\d{3}|\d\.\d\d+\b|10\^|e\^|\d\d\.\d\d|\d\d\d\.\d", side), side


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.5, r"\tfrac{1}{2}"),
        (-1.5, r"-\tfrac{3}{2}"),
        (0.25, r"\tfrac{1}{4}"),
        (-1.125, r"-\tfrac{9}{8}"),
        (0.1 + 0.2 + 0.2, r"\tfrac{1}{2}"),
        (2.75, "2.75"),  # 11/4
        (0.0625, "0.0625"),  # 1/16
        (1 / 3, "0.3333"),
        (0.500001234, "0.5000"),
        (0.3, "0.3"),
        (2.0, "2"),
        (-0.0, "0"),
    ],
)
def test_an_exact_fraction_of_small_numbers_is_written_as_one(value, written):
    assert lines(worked.M2(problem([[1.0]], [0.0], [1.0], 0.0, [value], "relu")))[-2] == (
        "=" if numerals.exact(value) else r"\approx",
        rf"\max(0, {written})",
    )


def test_the_last_lines_of_the_running_example_are_what_one_finds_on_paper():
    last = {row: lines(getattr(worked, row)(network.EXAMPLE))[-1][1] for row in PART_2}
    half = r"\tfrac{1}{2}"
    assert last == {
        "M1": r"\begin{bmatrix} 1 \\ -1 \end{bmatrix}",
        "M2": r"\begin{bmatrix} 1 \\ 0 \end{bmatrix}",
        "M3": "0",
        "M4": half,
        "M5": "0.6931",
        "dL_da2": "-2",
        "da2_dz2": r"\tfrac{1}{4}",
        "dL_dz2": f"-{half}",
        "dL_dW2": rf"\begin{{bmatrix}} -{half} & 0 \end{{bmatrix}}",
        "dL_db2": f"-{half}",
        "dL_da1": r"\begin{bmatrix} -1 \\ \tfrac{3}{2} \end{bmatrix}",
        "dL_dz1": r"\begin{bmatrix} -1 \\ 0 \end{bmatrix}",
        "dL_dW1": r"\begin{bmatrix} -1 & -2 \\ 0 & 0 \end{bmatrix}",
        "dL_db1": r"\begin{bmatrix} -1 \\ 0 \end{bmatrix}",
    }


def test_the_loss_at_z2_0_is_ln_2():
    assert lines(worked.M5(network.EXAMPLE))[-2:] == [("=", r"\ln 2"), (r"\approx", "0.6931")]


def test_dL_dW1_goes_from_a2_minus_y_through_the_gate_to_the_outer_product():
    assert [side for _, side in lines(worked.dL_dW1(network.EXAMPLE))] == [
        r"\frac{\partial L}{\partial z^{[1]}} x^T",
        r"\left[ W^{[2]T} (a^{[2]} - y) \odot \mathbf{1}\{z^{[1]} > 0\} \right] x^T",
        r"\left[ \begin{bmatrix} 2 \\ -3 \end{bmatrix} \cdot (\tfrac{1}{2} - 1) \odot \mathbf{1}\left\{ "
        r"\begin{bmatrix} 1 \\ -1 \end{bmatrix} > 0 \right\} \right] \cdot \begin{bmatrix} 1 & 2 \end{bmatrix}",
        r"\left[ \begin{bmatrix} -1 \\ \tfrac{3}{2} \end{bmatrix} \odot \begin{bmatrix} 1 \\ 0 \end{bmatrix} \right] "
        r"\cdot \begin{bmatrix} 1 & 2 \end{bmatrix}",
        r"\begin{bmatrix} -1 \\ 0 \end{bmatrix} \cdot \begin{bmatrix} 1 & 2 \end{bmatrix}",
        r"\begin{bmatrix} (-1) \cdot 1 & (-1) \cdot 2 \\ 0 \cdot 1 & 0 \cdot 2 \end{bmatrix}",
        r"\begin{bmatrix} -1 & -2 \\ 0 & 0 \end{bmatrix}",
    ]


def test_a_single_number_has_no_brackets_and_no_line_stands_twice():
    for row in PART_2:
        written = lines(getattr(worked, row)(problem([[1.0]], [0.5], [2.0], 0.25, [-1.0], "relu")))
        sides = [side for _, side in written]
        assert "bmatrix" not in "".join(sides)
        assert all(one != other for one, other in itertools.pairwise(sides)), row


def test_a_rounded_z1_in_the_gate_is_about_and_the_gate_itself_is_exact():
    third = problem([[1 / 3]], [0.0], [0.0], 0.0, [1.0], "relu")
    assert [sign for sign, _ in lines(worked.dL_dz1(third))[2:4]] == [r"\approx", "="]


def test_at_z1_0_the_gate_is_shut():
    gate = lines(worked.dL_dz1(problem([[1.0], [1.0]], [0.0, 1e-300], [2.0, 2.0], 0.0, [0.0], "relu")))[3]
    assert gate == (r"\approx", r"\begin{bmatrix} -1 \\ -1 \end{bmatrix} \odot \begin{bmatrix} 0 \\ 1 \end{bmatrix}")


def test_what_is_too_large_is_written_as_infinity():
    large = problem([[1e200, 0.0], [1.0, 0.0]], [0.0, 0.0], [-1.0, 1.0], 0.0, [1e200, -1e200], "relu")
    last = {row: lines(getattr(worked, row)(large))[-1] for row in PART_2}
    column, about = r"\begin{bmatrix} %s \\ %s \end{bmatrix}", r"\approx"
    assert last["M1"] == last["M2"] == (about, column % (r"\infty", "10^{200}"))
    assert last["M3"] == (about, r"-\infty")
    assert last["M4"] == (about, "0")
    assert last["M5"] == (about, r"\infty")
    assert last["dL_da2"] == (about, r"-\infty")
    assert last["dL_dW2"] == (about, r"\begin{bmatrix} -\infty & -10^{200} \end{bmatrix}")
    assert last["dL_dz1"] == (about, column % ("1", "-1"))
    steep = problem([[1.0, 1.0]], [0.0], [1e200], 0.0, [1e200, -9e199], "relu", 0.0)
    assert lines(worked.dL_dW1(steep))[-1] == (about, r"\begin{bmatrix} \infty & -\infty \end{bmatrix}")


def test_nan_comes_after_a_line_that_shows_why():
    dead = problem([[1e200], [1.0]], [0.0, 0.0], [0.0, 1.0], 0.0, [1e200], "relu")
    assert [side for _, side in lines(worked.M3(dead))[2:]] == [
        r"0 \cdot \infty + 1 \cdot 10^{200} + 0",
        r"\text{NaN} + 10^{200} + 0",
        r"\text{NaN}",
    ]


@pytest.mark.filterwarnings("error")
@given(y=st.sampled_from([0.0, 1.0]), numbers=st.lists(st.sampled_from([0.0, 1e200, -1e308, 1e-320]), min_size=9))
def test_no_problem_is_too_large_to_be_written(y, numbers):
    W1, b1, W2, b2, x = np.reshape(numbers[:4], (2, 2)), numbers[4:6], numbers[5:7], numbers[7], numbers[7:9]
    large = problem(W1, b1, W2, b2, x, "relu", y)
    assert all(lines(getattr(worked, row)(large)) for row in PART_2)


@pytest.mark.parametrize("row", PART_2)
def test_part_2_needs_relu_and_says_so_in_one_sentence(row):
    sentence = r'^M1 to M5 and dL_da2 to dL_db1 need a problem with hidden "relu"; got "sigmoid"$'
    with pytest.raises(ValueError, match=sentence):
        getattr(worked, row)(network.PAGE)
    with pytest.raises(ValueError, match=r"^problem must be the four x, y, parameters, hidden; got 1$"):
        getattr(worked, row)(1)


# The same as the explorer shows

READ_EXPLORER = """([{ allLines }, { makeBindings }, values, D, H]) => {
    const live = makeBindings();
    const all = allLines({ live }, { D, H, hidden: "relu" });
    live.update(new Map(Object.entries(values)), () => true);
    const parts = ({ element, step }) => {
        const groups = [""], signs = []; // of left, letters, numbers (where they are not the result itself), result
        for (const node of element.querySelectorAll(":scope > math > mrow > *"))
            if (["=", "≈"].includes(node.textContent)) { signs.push(node.textContent); groups.push(""); }
            else groups[groups.length - 1] += node.textContent.replaceAll(" ", "");
        if (signs.length === 2) { signs.splice(1, 0, signs[1]); groups.splice(2, 0, groups[2]); }
        return { step, signs, groups };
    };
    return all.map(parts);
}"""


def named(problem):
    """Every quantity of part 2 under the explorer's name for it."""
    parameters, rows = problem.parameters._asdict(), computed(problem)
    arrays = {"x": problem.x, "y": problem.y} | parameters
    arrays |= dict(zip(("z1", "a1", "z2", "a2", "L"), (rows[row] for row in FORWARD), strict=True))
    arrays |= {row: rows[row] for row in BACKWARD}
    values = {}
    for name, array in arrays.items():
        of = name.rpartition("_d")[2]
        for (i, j), value in np.ndenumerate(array):
            place = {"W1": f"[{i + 1},{j + 1}]", "W2": f"[{j + 1}]"}.get(of, f"[{i + 1}]")
            values[name + place * (of in ("x", "W1", "b1", "z1", "a1", "W2"))] = value.item()
    return values


def as_in_explorer(latex):
    """A right-hand side without its layout, fractions as decimals: what the explorer's line holds as text."""
    text = re.sub(r"\\tfrac\{(\d)\}\{(\d)\}", lambda f: numerals.text(int(f[1]) / int(f[2])), latex)
    raised = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    text = re.sub(r"10\^\{(-?\d+)\}", lambda power: f"10{power[1].translate(raised)}", text)
    text = re.sub(r"\\(begin|end)\{bmatrix\}|\\\\|\\(left|right|frac|mathbf)(?![a-z])|(?<!\\)[{}]|[\^& ]", "", text)
    for command, sign in {r"\cdot": "·", r"\odot": "⊙", r"\infty": "∞", r"\partial": "∂", "-": "−"}.items():
        text = text.replace(command, sign)
    return text.replace("\\", "")


def of_explorer(page, problem):
    """For each row what the explorer shows: [(sign, text) for letters, numbers and result]; M1 and M2 unit by unit."""
    H, D = problem.parameters.W1.shape
    modules = [explorer_module(page, f"parts/{name}.js") for name in ("formula_lines", "bindings")]
    shown = page.evaluate(READ_EXPLORER, [*modules, named(problem), D, H])
    steps = dict(zip((*FORWARD, *(f"D{n}" for n in range(1, 10))), PART_2, strict=True))
    rows = {row: [("=", "")] * 3 for row in PART_2}
    for line in shown:
        parts = zip(line["signs"], line["groups"][1:], strict=True)
        row = steps[line["step"]]
        rows[row] = [
            ("≈" if "≈" in (a, b) else "=", before + text)
            for (a, before), (b, text) in zip(rows[row], parts, strict=True)
        ]
    return rows


def compare_with_explorer(page, problem, of=PART_2):
    for row, (letters, numbers, result) in of_explorer(page, problem).items():
        if row not in of:
            continue
        written = [("=≈"[sign != "="], as_in_explorer(side)) for sign, side in lines(getattr(worked, row)(problem))]
        assert written[-1] == result, row
        if row in ("M5", *BACKWARD):
            assert (letters[0], letters[1].replace("·", "")) == written[0], row
        if row == "M4":
            assert numbers[0] == written[1][0]
        else:
            assert numbers in written, row


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_explorer_shows_the_running_examples_in_the_same_letters_numbers_and_signs(page, name):
    compare_with_explorer(page, EXAMPLES[name])


@pytest.mark.parametrize("b2", [49.0, -1000.0])
def test_the_explorer_shows_the_same_derivatives_where_a2_has_rounded_to_1_or_0(page, b2):
    for y in (0.0, 1.0):
        far = problem([[1.0, 1.0], [2.0, 1.0]], [0.0, 1.0], [1.0, -1.0], b2, [1.0, -1.0], "relu", y)
        compare_with_explorer(page, far, BACKWARD)


def test_the_explorer_shows_the_same_of_other_problems(page):
    rng = np.random.default_rng(3)
    for k in range(12):
        D, H = rng.integers(1, 5), rng.integers(1, 6)
        W1, b1, W2, x = (np.round(rng.normal(size=n), k % 4) for n in ((H, D), H, H, D))
        compare_with_explorer(page, problem(W1, b1, W2, rng.choice([0.5, -30.0]), x, "relu", float(k % 2)))
