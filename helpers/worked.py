r"""Arithmetic written out: a formula of the page with its numbers put in, as LaTeX.

One function for each row of the page's table, named as the row is. Each returns a Formula, a str of LaTeX for math
mode that a notebook shows typeset: the name, the line in letters, the numbers put in, and line by line down to the
value. The explorer shows the same rows with the same signs.

- A line has = where every number in it is written in full, otherwise ≈. A sigmoid's value is always rounded, but for
  σ(0) = 1/2: so ≈ stands before every other one, even where it looks like 0 or 1, and before what is computed from it.
- Numbers are written as helpers.numerals writes them. In part 2 (M1 to M5, dL_da2 to dL_db1) one that is exactly p/q,
  with q 2, 4 or 8 and p below 10, is written as that fraction, save in an exponent: 1/2, where the explorer has 0.5.
- A single number stands without a matrix's brackets.
- What is too large for float64 is written ∞, and NaN comes only after the line that shows why, such as 0 · ∞.
"""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np

from helpers import network, numerals

_silent = np.errstate(over="ignore", divide="ignore", invalid="ignore")


class Formula(str):
    """LaTeX for math mode. A notebook's cell whose last line is a Formula shows it typeset."""

    def __repr__(self):
        return f"Written out, in LaTeX:\n{self}"  # the lab shows the first line of a folded output

    def _repr_latex_(self):
        return rf"$\displaystyle {self}$"


# Part 1 of the page: one unit after the other


def P1(problem):
    """P1: z1[1] from x, W1 and b1, line by line. problem: a network.Problem with a sigmoid hidden layer."""
    return _hidden_z(problem, 1)


def P2(problem):
    """P2: z1[2] from x, W1 and b1. problem: a network.Problem with a sigmoid hidden layer and two units or more."""
    return _hidden_z(problem, 2)


def P3(problem):
    """P3: a1[1] = σ(z1[1]). problem: a network.Problem with a sigmoid hidden layer."""
    return _hidden_a(problem, 1)


def P4(problem):
    """P4: a1[2] = σ(z1[2]). problem: a network.Problem with a sigmoid hidden layer and two units or more."""
    return _hidden_a(problem, 2)


def P5(problem):
    """P5: z2 from a1, W2 and b2, line by line. problem: a network.Problem with a sigmoid hidden layer."""
    problem, passed = _part_1(problem, 1)
    W2, b2 = problem.parameters.W2[0], problem.parameters.b2.item()
    letters = [rf"w_{{{i + 1}}}^{{[2]}} a_{{{i + 1}}}^{{[1]}}" for i in range(W2.size)]
    terms = list(zip(W2, passed.A1[:, 0], strict=True))
    sign = "≈" if passed.Z1.any() else "="
    return _sum("z^{[2]}", letters, "b^{[2]}", terms, b2, passed.Z2.item(), sign, "≈")


def P6(problem):
    """P6: ŷ = a2 = σ(z2). problem: a network.Problem with a sigmoid hidden layer."""
    _, passed = _part_1(problem, 1)
    return _sigmoid(r"\hat{y} = a^{[2]}", "z^{[2]}", passed.Z2.item(), passed.A2.item())


def _part_1(problem, unit):
    """The problem and its forward pass. Raises ValueError unless it is like the page's part 1 and has that `unit`."""
    problem = network.check_problem(problem)
    if problem.hidden != "sigmoid":
        raise ValueError(f'P1 to P6 need a problem with hidden "sigmoid"; got "{problem.hidden}"')
    H = problem.parameters.W1.shape[0]
    if H < unit:
        raise ValueError(f"P2 and P4 need a second hidden unit; got {H}")
    return problem, network.forward(problem.x, problem.parameters, problem.hidden)


def _hidden_z(problem, unit):
    problem, passed = _part_1(problem, unit)
    weights, bias = problem.parameters.W1[unit - 1], problem.parameters.b1[unit - 1, 0]
    letters = [rf"w_{{{unit},{j + 1}}}^{{[1]}} x_{{{j + 1}}}" for j in range(weights.size)]
    terms = list(zip(weights, problem.x[:, 0], strict=True))
    z = passed.Z1[unit - 1, 0]
    return _sum(rf"z_{{{unit}}}^{{[1]}}", letters, rf"b_{{{unit}}}^{{[1]}}", terms, bias, z, "=", "=")


def _hidden_a(problem, unit):
    _, passed = _part_1(problem, unit)
    return _sigmoid(rf"a_{{{unit}}}^{{[1]}}", rf"z_{{{unit}}}^{{[1]}}", passed.Z1[unit - 1, 0], passed.A1[unit - 1, 0])


# Part 2, forward: all units at once


def M1(problem):
    """M1: z1 = W1 x + b1. problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    return _affine("z^{[1]}", "W^{[1]} x + b^{[1]}", v.W1, v.x, v.b1, v.z1)


def M2(problem):
    """M2: a1 = ReLU(z1). problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    return _lines(
        "a^{[1]}",
        ("=", r"\mathrm{ReLU}(z^{[1]})"),
        ("=", r"\max(0, z^{[1]})"),
        (_sign(v.z1), _brackets([[rf"\max(0, {_number(z)})"] for z in v.z1.flat])),
        (_sign(v.a1), _matrix(v.a1, _number)),
    )


def M3(problem):
    """M3: z2 = W2 a1 + b2. problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    return _affine("z^{[2]}", "W^{[2]} a^{[1]} + b^{[2]}", v.W2, v.a1, v.b2, v.z2)


def M4(problem):
    """M4: ŷ = a2 = σ(z2). problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    return _sigmoid(r"\hat{y} = a^{[2]}", "z^{[2]}", v.z2.item(), v.a2.item(), _number)


@_silent
def M5(problem):
    """M5: L = -[y log a2 + (1 - y) log(1 - a2)], then the term that y selects, and that from z2.

    -log σ(z) is log(1 + e^-z) and -log(1 - σ(z)) is log(1 + e^z): right to the last digit where a2 has rounded to 0 or
    1, and ln 2 at z2 = 0. There a2 is written as 1 - e^-z or e^z. problem: a network.Problem with a ReLU hidden layer.
    """
    v = _part_2(problem)
    y, z, a2 = v.y.item(), v.z2.item(), v.a2.item()
    a = _number(a2)
    if a2 == 1:
        a = rf"1 - e^{{{numerals.latex(-z)}}}"
    elif a2 < np.finfo(float).tiny:  # it has lost digits
        a = rf"e^{{{numerals.latex(z)}}}"
    rest = f"1 - {_bracketed(a)}"
    sign = "=" if z == 0 else "≈"
    power = -z if y == 1 else z
    return _lines(
        "L",
        ("=", r"-\left[ y \log(a^{[2]}) + (1 - y) \log(1 - a^{[2]}) \right]"),
        (sign, rf"-\left[ {y:g} \cdot \log({a}) + (1 - {y:g}) \cdot \log({rest}) \right]"),
        (sign, rf"-\log({a})" if y == 1 else rf"-\log({rest})"),
        (_sign(v.z2), r"\ln 2" if z == 0 else rf"\log(1 + e^{{{numerals.latex(power)}}})"),
        ("≈", _number(np.logaddexp(0, power))),
    )


# Part 2, backward


def dL_da2(problem):
    """D1: ∂L/∂a2 = -y/a2 + (1 - y)/(1 - a2), then the term that y selects.

    problem: a network.Problem with a ReLU hidden layer.
    """
    v = _part_2(problem)
    y, a2 = f"{v.y.item():g}", v.a2.item()
    a, factor, rest = _number(a2), _factor(a2, _number), 1 - a2
    selected = [
        (_after(v), rf"\frac{{1}}{{1 - {factor}}}"),
        (_after(v), rf"\frac{{1}}{{{_number(rest)}}}"),
    ]
    return _lines(
        _d("L", "a^{[2]}"),
        ("=", r"-\frac{y}{a^{[2]}} + \frac{1 - y}{1 - a^{[2]}}"),
        (_after(v), rf"-\frac{{{y}}}{{{a}}} + \frac{{1 - {y}}}{{1 - {factor}}}"),
        *([(_after(v), rf"-\frac{{1}}{{{a}}}")] if v.y == 1 else selected),
        _value(v, v.dL_da2),
    )


def da2_dz2(problem):
    """D2: ∂a2/∂z2 = a2 (1 - a2). problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    a = _factor(v.a2.item(), _number)
    return _lines(
        _d("a^{[2]}", "z^{[2]}"),
        ("=", "a^{[2]} (1 - a^{[2]})"),
        (_after(v), rf"{a} \cdot (1 - {a})"),
        (_after(v), rf"{a} \cdot {_factor(1 - v.a2.item(), _number)}"),
        _value(v, v.a2 * (1 - v.a2)),
    )


def dL_dz2(problem):
    """D3: ∂L/∂z2 = a2 - y. problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    return _lines(_d("L", "z^{[2]}"), ("=", "a^{[2]} - y"), (_after(v), _error(v)), _value(v, v.dL_dz2))


def dL_dW2(problem):
    """D4: ∂L/∂W2 = ∂L/∂z2 a1ᵀ, from a2 - y on. problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    return _lines(
        _d("L", "W^{[2]}"),
        ("=", rf"{_d('L', 'z^{[2]}')} a^{{[1]T}}"),
        ("=", "(a^{[2]} - y) a^{[1]T}"),
        (_after(v, v.a1), rf"({_error(v)}) \cdot {_matrix(v.a1.T)}"),
        *_product(v, v.dL_dz2, v.a1.T),
    )


def dL_db2(problem):
    """D5: ∂L/∂b2 = ∂L/∂z2, from a2 - y on. problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    return _lines(
        _d("L", "b^{[2]}"),
        ("=", _d("L", "z^{[2]}")),
        ("=", "a^{[2]} - y"),
        (_after(v), _error(v)),
        _value(v, v.dL_dz2),
    )


def dL_da1(problem):
    """D6: ∂L/∂a1 = W2ᵀ ∂L/∂z2, from a2 - y on. problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    return _lines(
        _d("L", "a^{[1]}"),
        ("=", rf"W^{{[2]T}} {_d('L', 'z^{[2]}')}"),
        ("=", "W^{[2]T} (a^{[2]} - y)"),
        (_after(v, v.W2), rf"{_matrix(v.W2.T)} \cdot ({_error(v)})"),
        *_product(v, v.W2.T, v.dL_dz2),
    )


def dL_dz1(problem):
    """D7: ∂L/∂z1 = ∂L/∂a1 ⊙ 1{z1 > 0}, from a2 - y on; the gate is 0 at z1 = 0, by convention.

    problem: a network.Problem with a ReLU hidden layer.
    """
    v = _part_2(problem)
    taken = [[rf"{_factor(d, _number)} \cdot {gate:g}"] for d, gate in zip(v.dL_da1.flat, v.gate.flat, strict=True)]
    return _lines(
        _d("L", "z^{[1]}"),
        ("=", rf"{_d('L', 'a^{[1]}')} \odot {_GATE}"),
        *_gated(v),
        (_after(v, v.dL_da1), _brackets(taken)),
        _value(v, v.dL_dz1),
    )


def dL_dW1(problem):
    """D8: ∂L/∂W1 = ∂L/∂z1 xᵀ, from a2 - y on. problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    (_, letters), *numbers = _gated(v)
    return _lines(
        _d("L", "W^{[1]}"),
        ("=", rf"{_d('L', 'z^{[1]}')} x^T"),
        ("=", rf"\left[ {letters} \right] x^T"),
        *((_both(sign, _sign(v.x)), rf"\left[ {line} \right] \cdot {_matrix(v.x.T)}") for sign, line in numbers),
        *_product(v, v.dL_dz1, v.x.T),
    )


def dL_db1(problem):
    """D9: ∂L/∂b1 = ∂L/∂z1, from a2 - y on. problem: a network.Problem with a ReLU hidden layer."""
    v = _part_2(problem)
    return _lines(_d("L", "b^{[1]}"), ("=", _d("L", "z^{[1]}")), *_gated(v), _value(v, v.dL_dz1))


_GATE = r"\mathbf{1}\{z^{[1]} > 0\}"


@_silent
def _part_2(problem):
    """All quantities of the page's part 2 by name, each a float64 array of its shape in the page's table.

    Raises ValueError unless the problem is like that part. The derivatives are taken here once more, and not by
    helpers.derivatives, because that refuses ∞, which has to be written too.
    """
    problem = network.check_problem(problem)
    if problem.hidden != "relu":
        raise ValueError(f'M1 to M5 and dL_da2 to dL_db1 need a problem with hidden "relu"; got "{problem.hidden}"')
    y, W2 = problem.y, problem.parameters.W2
    z1, a1, z2, a2, _ = network.forward(problem.x, problem.parameters, problem.hidden)
    v = SimpleNamespace(x=problem.x, y=y, **problem.parameters._asdict(), z1=z1, a1=a1, z2=z2, a2=a2)
    v.gate = np.where(z1 > 0, 1.0, 0.0)
    v.dL_da2 = -1 / a2 if y == 1 else 1 / (1 - a2)
    v.dL_dz2 = a2 - y
    v.dL_da1 = W2.T * v.dL_dz2
    v.dL_dz1 = v.dL_da1 * v.gate
    return v


@_silent
def _affine(name, letters, W, column, b, z):
    """name = W · column + b: in letters, as matrices, row by row, with each product taken, and z."""
    sums = [
        [_products(list(zip(row, column.flat, strict=True)), bias, _number)]
        for row, bias in zip(W, b.flat, strict=True)
    ]
    taken = np.hstack([W * column.T, b])
    return _lines(
        name,
        ("=", letters),
        (_sign(W, column, b), rf"{_matrix(W)} \cdot {_matrix(column)} + {_matrix(b)}"),
        (_sign(W, column, b), _brackets(sums)),
        (_sign(taken), _brackets([[_added(row, _number)] for row in taken])),
        (_sign(z), _matrix(z, _number)),
    )


@_silent
def _product(v, column, row):
    """The last lines of column · row, either of which may be a single number: put in, entry by entry, and taken."""
    entries = [[rf"{_factor(c, _number)} \cdot {_factor(r, _number)}" for r in row.flat] for c in column.flat]
    sign = _after(v, column, row)
    return (sign, rf"{_matrix(column)} \cdot {_matrix(row)}"), (sign, _brackets(entries)), _value(v, column * row)


def _gated(v):
    """The lines of W2ᵀ (a2 - y) ⊙ 1{z1 > 0}: in letters, with numbers, and with both sides of ⊙ taken."""
    return (
        ("=", rf"W^{{[2]T}} (a^{{[2]}} - y) \odot {_GATE}"),
        (
            _after(v, v.W2, v.z1),
            rf"{_matrix(v.W2.T)} \cdot ({_error(v)}) \odot \mathbf{{1}}\left\{{ {_matrix(v.z1, _number)} > 0 \right\}}",
        ),
        (_after(v, v.dL_da1), rf"{_matrix(v.dL_da1)} \odot {_matrix(v.gate)}"),
    )


def _error(v):
    """a2 - y with its numbers."""
    return f"{_number(v.a2.item())} - {v.y.item():g}"


def _value(v, array):
    """The last line of a derivative."""
    return _after(v, array), _matrix(array, _number)


def _after(v, *numbers):
    """The sign of a line that comes after the sigmoid: = at σ(0) = 1/2 alone, if all these numbers are in full."""
    return _both(_sign(*numbers), "=" if v.z2 == 0 else "≈")


def _d(of, by):
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


# What both parts are written with


def _sum(name, letters, bias_letter, terms, bias, total, before, sign):
    """name = Σ weight · input + bias: in letters, with numbers, with each product taken, and the total.

    before: ≈ if the inputs are rounded, whatever they look like; sign: ≈ if the total is.
    """
    taken = [weight * value for weight, value in terms] + [bias]
    put_in = [number for term in terms for number in term] + [bias]
    return _lines(
        name,
        ("=", " + ".join([*letters, bias_letter])),
        (_both(before, _sign(*put_in)), _products(terms, bias)),
        (_both(before, _sign(*taken)), _added(taken)),
        (sign if numerals.exact(total) else "≈", numerals.latex(total)),
    )


def _sigmoid(name, argument, z, a, write=numerals.latex):
    """name = σ(argument) = 1 / (1 + e^-z) = a, which is 1 minus a tail where it would be written 1."""
    tail = np.exp(-z) if a == 1 else 0  # σ(-z) to the last digit, where σ(z) has rounded to 1
    return _lines(
        name,
        ("=", rf"\sigma({argument})"),
        (_sign(z), rf"\frac{{1}}{{1 + e^{{{numerals.latex(-z)}}}}}"),
        ("=" if z == 0 else "≈", rf"1 - {numerals.latex(tail)}" if tail > 0 else write(a)),
    )


def _sign(*numbers):
    """= where all of these, numbers or arrays of them, are written in full, otherwise ≈."""
    return "=" if all(numerals.exact(number) for some in numbers for number in np.ravel(some)) else "≈"


def _both(*signs):
    """= if all of these are, otherwise ≈."""
    return "≈" if "≈" in signs else "="


def _products(terms, bias, write=numerals.latex):
    """Σ weight · input + bias with its numbers."""
    taken = [rf"{_factor(weight, write)} \cdot {_factor(value, write)}" for weight, value in terms]
    return " + ".join([*taken, _factor(bias, write)])


def _added(numbers, write=numerals.latex):
    """Numbers in a row with the signs between them."""
    first, *rest = numbers
    joined = [write(first)]
    for number in rest:
        joined.append(f"- {_factor(-number, write)}" if number < 0 else f"+ {write(number)}")
    return " ".join(joined)


def _factor(number, write=numerals.latex):
    """A number as it stands in a product or after a plus sign: in brackets if it is negative or a sum."""
    return _bracketed(write(number))


def _bracketed(written):
    """What is written as a factor: in brackets if there is a minus sign in it, other than an exponent's."""
    return f"({written})" if "-" in written.replace("{-", "{") else written


def _number(value):
    """A number of part 2: p/q with q 2, 4 or 8 and p below 10 as a fraction, another as helpers.numerals writes it."""
    if numerals.exact(value):
        negative, mantissa, power, _ = numerals.numeral(value)
        over, under = Fraction(mantissa).as_integer_ratio()
        if power is None and under in (2, 4, 8) and over < 10:
            return rf"{'-' if negative else ''}\tfrac{{{over}}}{{{under}}}"
    return numerals.latex(value)


def _matrix(array, alone=None):
    """An array in brackets; a single number has none, and is written by `alone`: as a factor, unless told otherwise."""
    if array.size == 1:
        return alone(array.item()) if alone else _factor(array.item(), _number)
    return _brackets([[_number(value) for value in row] for row in array])


def _brackets(rows):
    """Rows of written entries in a matrix's brackets; a single entry has none."""
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    return r"\begin{bmatrix} " + r" \\ ".join(" & ".join(row) for row in rows) + r" \end{bmatrix}"


def _lines(name, *lines):
    """name and one line for each (sign, formula), signs under each other; one that repeats the next is left out."""
    signs = {"=": "=", "≈": r"\approx"}
    lines = [line for line, after in zip(lines, [*lines[1:], (None, None)], strict=True) if line[1] != after[1]]
    (sign, formula), *rest = lines
    rows = [f"{name} &{signs[sign]} {formula}", *(f"&{signs[sign]} {formula}" for sign, formula in rest)]
    return Formula(r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}")
