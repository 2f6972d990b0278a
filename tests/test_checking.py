"""The referee is itself refereed: it passes what is right, refuses what is wrong, and never raises."""

import ast
import sys
from decimal import Context, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell

from helpers import reviewing
from helpers.checking import Failure, attempt, check
from helpers.slopes import Slopes


@pytest.mark.parametrize(
    ("value", "reference", "right", "line"),
    [
        (None, 3, False, "not answered yet"),
        (-70, np.array([-70.0]), True, "exact"),
        (-70, np.array([[-70.0]]), True, "exact"),
        ([[0.75]], 0.75, True, "(1, 1)   exact"),
        (np.array([0.1 + 0.2]), 0.3, True, "(1,)   agrees to 1e-9"),
        ([[0.7]], 0.75, False, "(1, 1)   0.05 too small at [1, 1]"),
        ([[0.75]], [0.75], True, "(1, 1)   exact"),
        ([[-0.5, 0]], [[-0.5, 0]], True, "(1, 2)   exact"),
        (Fraction(1, 2), 0.5, True, "exact"),
        ([True, False], [True, False], True, "(2,)   right"),
        (1, np.array([[True]]), True, "right"),
        (True, 1, True, "exact"),
        (False, np.array([True])[0], False, "wrong"),
        (2, True, False, "wrong"),
        ([True, True, False], [True, False, True], False, "(3,)   wrong at [2]"),
        ([1, 1], [True, False], False, "(2,)   wrong at [2]"),
        (True, 0, False, "1 too large"),
        (1 / 3, 1 / 3, True, "agrees to 1e-9"),
        ([0.1 + 0.2], [0.3], True, "(1,)   agrees to 1e-9"),
        (30, [[10.0]], False, "20 too large"),
        ([-1, 2], [[1], [-2]], False, "(2,)   every sign is turned"),
        ([0, -2], [0, 2], False, "(2,)   every sign is turned"),
        (0, 0.5, False, "0.5 too small"),
        ([[1, 2], [3, 4.5]], [[1, 2], [3, 4]], False, "(2, 2)   0.5 too large at [2, 2]"),
        (0, 3.97544974e-31, False, "3.98e-31 too small"),
        ([[1], [2]], [[1, 2]], True, "(2, 1)   exact, though later code needs it as (1, 2)"),
        ([1, 2], [[1], [2]], True, "(2,)   exact, though later code needs it as (2, 1)"),
        ([[1, 2]], [1, 2], True, "(1, 2)   exact"),
        ([0.1 + 0.2, 1], [[0.3], [1]], True, "(2,)   agrees to 1e-9, though later code needs it as (2, 1)"),
        ([2, 1], [[1], [2]], False, "(2,)   1 too large at [1]"),
        ([1, 2, 3, 4], [[1, 2], [3, 4]], False, "is (4,), should be (2, 2)"),
        ([[1, 2, 3], [4, 5, 6]], [1, 2, 3, 4, 5, 6], False, "is (2, 3), should be (6,)"),
        ((0, 5), 0.5, False, "is (2,), should be a number; a comma makes two numbers: write a point"),
        ([0, 5], 0.5, False, "is (2,), should be a number"),
        ([[1, None]], [[1, 2]], False, "not answered yet at [1, 2]"),
        ([None, None], [1, 2], False, "not answered yet at [1]"),
        (np.ma.array([1, 2], mask=[False, True]), [1, 2], False, "masked at [2]"),
        (np.ma.array([1, 2]), [1, 2], True, "(2,)   exact"),
        (np.array(["1", "2"], dtype=object), [1, 2], False, "text, not real numbers"),
        ([Fraction(1, 2), 1j], [0.5, 1], False, "complex, not real numbers"),
        (sp.Rational(1, 2), 0.5, True, "exact"),
        (sp.Matrix([1, 2]), [[1], [2]], True, "(2, 1)   exact"),
        (sp.Symbol("x"), 0.5, False, "not numbers, but of type Symbol"),
        (7, [1, 2], False, "is a number, should be (2,)"),
        ([1, 2], 7, False, "is (2,), should be a number"),
        ([np.nan, 1], [1, 1], False, "(2,)   NaN at [1]"),
        ([3, np.nan], [1, 1], False, "(2,)   NaN at [2]"),
        (np.inf, np.inf, True, "exact"),
        (np.inf, 1e308, False, "differs by inf"),
        (5, np.inf, False, "differs by inf"),
        ([1, -np.inf], [1, np.inf], False, "(2,)   differs by inf at [2]"),
        ([1, 2], [np.nan, 2], False, "(2,)   can't be checked: the reference is NaN at [1]"),
        ("30", 30, False, "text, not real numbers"),
        (1j, 30, False, "complex, not real numbers"),
        ([], 1, False, "empty, (0,)"),
        ([[1], [1, 2]], 1, False, "rows of different lengths"),
        (print, 1, False, "a function, not a number; call it"),
        (Fraction, 1, False, "a class, not a number; call it"),
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
        (0.91, A2, 2, False, "0.00535 too large"),
        (0.8996, A2, 2, False, "0.00505 too small"),
        (0.9, A2, 3, False, "0.00465 too small"),
        (0.9, A2, 1, True, "agrees to 1 digit"),
        (A2, A2, 2, True, "agrees to 1e-9"),
        (10, 10.4877, 2, True, "agrees to 2 digits"),
        (11, 10.4877, 2, False, "0.512 too large"),
        (20_000, 22028.5, 1, True, "agrees to 1 digit"),
        (-10, 10, 1, False, "the sign is turned"),
        ([2, 2.71], [2, 2.714], 3, True, "(2,)   agrees to 3 digits"),
        ([2, 2.72], [2, 2.714], 3, False, "(2,)   0.006 too large at [2]"),
        ([2.1, 2.71], [2, 2.714], 3, False, "(2,)   0.1 too large at [1]"),
        ([-0.5, 0.25], [-0.5, 0.25], 2, True, "(2,)   exact"),
        ([0, 0.33], [0, 1 / 3], 2, True, "(2,)   agrees to 2 digits"),
        ([1e-12, 0.33], [0, 1 / 3], 2, False, "(2,)   1e-12 too large at [1]"),
        (2, 2.5, 1, True, "agrees to 1 digit"),  # halfway, either is a rounding of it
        (3, 2.5, 1, True, "agrees to 1 digit"),
        ([[0.69]], np.log(2), 2, True, "(1, 1)   agrees to 2 digits"),
        ([1, 2], [[0.9], [2.1]], 1, False, "(2,)   0.1 too large at [1]"),
        (0.9, A2, np.int64(2), True, "agrees to 2 digits"),
        (0.9, A2, True, False, "can't be checked: digits must be a whole number from 1 to 9; it is True"),
        (2e-15, 1.9e-15, 3, False, "1e-16 too large"),  # short, not rounded
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


def test_the_shape_is_only_judged_where_it_is_the_question(capsys):
    for value in ([1, 2], [[1, 2]]):
        assert check("column", value, [[1], [2]])
        assert not check("column", value, [[1], [2]], shape=True)
        assert f"is {np.shape(value)}, should be (2, 1)" in capsys.readouterr().out
    assert check("column", [[1], [2]], [[1], [2]], shape=True)
    assert not check("entry", 1, [[1]], shape=True)


def sigma(z):
    return 1 / (1 + np.exp(-z))


@pytest.mark.parametrize(
    ("value", "reference"),
    [
        (0.1 + 0.2 - 0.3, 0),
        (np.mean([sigma(0.7) - 1, sigma(-0.7)]), 0.0),  # two mirrored points: ∂J/∂b2 is 0
        ([1e3 * (0.1 + 0.2 - 0.3), 1e3], [0, 1e3]),
        (sigma(20.0) - 1, -1 / (1 + np.exp(20.0))),
        ((sigma(30.0) - 1) * 0.3, -0.3 / (1 + np.exp(30.0))),
    ],
)
def test_a_difference_that_is_rounding_is_called_that_and_passes(value, reference, capsys):
    assert check("slope", value, reference)
    assert capsys.readouterr().out.endswith("agrees but for rounding\n")


@pytest.mark.parametrize(
    ("value", "reference"),
    [
        (0, 3.97544974e-31),  # the page's rounded answer
        (1e-20, 3.97544974e-31),
        (3.9e-31, 3.97544974e-31),
        (0, -9.36e-14),
        (9.36e-14, -9.36e-14),  # a turned sign
        (2 * 9.36e-14, 9.36e-14),  # a factor too many
        (1e-13, 0),
        (2.06e-9, 2.0611536e-9),
    ],
)
def test_what_is_not_rounding_does_not_pass_for_it(value, reference):
    assert not check("slope", value, reference)


def test_a_reference_allows_for_its_own_error_and_no_more(capsys):
    reference = Slopes([[1.0, 2.0]], [[1e-6, 1e-12]])
    assert check("slope", [[1 + 0.9e-6, 2]], reference)
    assert "agrees as far as the reference is sure" in capsys.readouterr().out
    assert check("slope", [1 + 0.9e-6, 2], reference)
    assert not check("slope", [[1 + 1.1e-6, 2]], reference)
    assert not check("slope", [[1, 2 + 0.9e-6]], reference)
    assert check("slope", [[1 + 0.9e-6], [2]], reference.T)
    assert check("slope", 1 - 0.9e-6, reference[0, 0:1])
    assert not check("slope", [[1 + 0.9e-6, 2]], 1 * reference)  # the result of a computation has none


@pytest.mark.parametrize("dtype, digits", [(np.float32, 7), (np.float16, 3)])
def test_a_float32_answer_is_told_its_seven_digits(dtype, digits, capsys):
    assert check("a2", dtype(A2), A2)
    assert capsys.readouterr().out == f"a2   agrees to the {digits} digits of {np.dtype(dtype)}\n"
    assert not check("a2", dtype(A2 * (1 + 10.0 ** (1 - digits))), A2)


def test_what_a_float32_tensor_gives_as_floats_is_a_float32_answer_too(capsys):
    assert check("a2", float(np.float32(A2)), A2)
    assert check("a2", np.float32([A2, 0.5]).tolist(), [A2, 0.5])
    assert capsys.readouterr().out.count("agrees to the 7 digits of float32") == 2
    for near in (0.905, round(A2, 6), A2 * (1 + 1e-7)):
        assert not check("a2", near, A2)
    assert not check("one", 1.0, 1 - 1e-8)  # 1 fits in float32 as well, but says nothing of how it came about


def test_whether_the_shape_counts_is_true_or_false(capsys):
    assert not check("W1", [[1, 2]], [[1, 2]], shape=(1, 2))
    assert capsys.readouterr().out == "W1   can't be checked: shape must be True or False; it is (1, 2)\n"


class Tensor:
    """As PyTorch's: it does not become an array while it requires grad."""

    requires_grad = True

    def __array__(self, *_, **__):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")


@pytest.mark.parametrize("value", [Tensor(), [Tensor(), Tensor()]])
def test_a_tensor_that_requires_grad_is_told_how_to_let_go(value, capsys):
    assert not check("W1", value, 1)
    assert ".detach()" in capsys.readouterr().out


def run_cell(*lines):
    """Run the lines as one cell of a notebook, the last of which is echoed; returns what was echoed."""
    shell = InteractiveShell.instance()
    echoed = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shell.displayhook, "write_format_data", lambda data, *_: echoed.append(data["text/plain"]))
        assert shell.run_cell("from helpers.checking import check\n" + "\n".join(lines)).success
    return echoed


def test_a_cell_that_ends_in_a_check_echoes_nothing_more_and_every_other_echoes_its_result():
    assert run_cell('check("a", 1, 1)') == []
    assert run_cell('check("a", 1, 2)') == []
    assert run_cell('check("a", 1, 1)', "2 > 1") == ["True"]
    assert run_cell('check("a", 1, 2)', "2 < 1") == ["False"]
    assert run_cell('check("a", 1, 1)', 'right = check("b", 1, 1)') == []
    assert run_cell("2 > 1") == ["True"]
    assert run_cell('for n in range(2000): check("many", 1, 1)', "'end'") == ["'end'"]
    assert run_cell('check("a", 1, 1), 7') == ["(True, 7)"]


def test_it_shares_no_code_with_what_it_checks():
    """Nor does what reads a function: it writes numbers as we do, and that is all."""
    folder = Path(reviewing.__file__).parent
    paths = [*folder.rglob("*.py"), *(folder.parent / f"{name}.py" for name in ("checking", "slopes", "values"))]
    ours = {".".join(path.relative_to(folder.parent.parent).with_suffix("").parts) for path in paths}
    imported = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                among = {f"{node.module}.{alias.name}" for alias in node.names}
                imported |= among if node.module == "helpers" else {node.module}
    theirs = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}
    assert theirs <= ours | {"numpy", "helpers.reviewing", "helpers.numerals"}


def raises(numbers, limit):
    if numbers > limit:
        return numbers


def forgets(numbers, limit):
    sorted(numbers)


def never(numbers, limit):
    while True:
        limit += 1


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (raises, "Your line `if numbers > limit:` raises ValueError"),
        (forgets, "It returns None"),
        (never, "It never came back"),
    ],
)
def test_an_attempt_that_fails_is_told_in_a_sentence(function, words, capsys):
    failed = attempt(function, np.arange(4), 2)
    assert isinstance(failed, Failure)
    assert check("it", failed, 3) is False
    assert capsys.readouterr().out.startswith(f"it   {words}")


def test_an_attempt_gives_what_the_function_returns_and_keeps_what_it_was_handed(capsys):
    def spoils(numbers, limit):
        numbers[0] = limit
        return numbers

    handed = np.arange(4)
    assert check("it", attempt(spoils, handed, 2), [2, 1, 2, 3])
    assert handed[0] == 0


def test_an_attempt_at_what_is_still_to_be_written_is_no_failure():
    assert attempt(lambda numbers: None, [1]) is None


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (5, "steps   exact"),
        (7, "steps   That is where you stopped."),
        (6, "steps   1 too large"),
        (None, "steps   not answered yet"),
    ],
)
def test_a_slip_that_is_foreseen_is_told_in_its_sentence(value, line, capsys):
    assert check("steps", value, 5, wrong={"That is where you stopped.": 7, "No slip.": 5}) == (value == 5)
    assert capsys.readouterr().out.strip() == line
