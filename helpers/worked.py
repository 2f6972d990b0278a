r"""Arithmetic written out: a formula of the page with its numbers put in, as LaTeX.

One function for each row of the page's table, named as the row is. Each returns a Formula, a str of LaTeX for math
mode that a notebook shows typeset. A line whose value is rounded to what is written has ≈, not =.
"""

from helpers import network, numerals


class Formula(str):
    """LaTeX for math mode. In a notebook a cell that ends in one shows it typeset."""

    def __repr__(self):
        return f"Written out, in LaTeX:\n{self}"  # of a folded output the lab shows the first line, which tells nothing

    def _repr_latex_(self):
        return rf"$\displaystyle {self}$"


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
    return _sum("z^{[2]}", letters, "b^{[2]}", list(zip(W2, passed.A1[:, 0], strict=True)), b2, passed.Z2.item(), "≈")


def P6(problem):
    """P6: ŷ = a2 = σ(z2). problem: a network.Problem with a sigmoid hidden layer."""
    _, passed = _part_1(problem, 1)
    return _sigmoid(r"\hat{y} = a^{[2]}", "z^{[2]}", passed.Z2.item())


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
    return _sum(rf"z_{{{unit}}}^{{[1]}}", letters, rf"b_{{{unit}}}^{{[1]}}", terms, bias, z, "=")


def _hidden_a(problem, unit):
    _, passed = _part_1(problem, unit)
    return _sigmoid(rf"a_{{{unit}}}^{{[1]}}", rf"z_{{{unit}}}^{{[1]}}", passed.Z1[unit - 1, 0])


def _sum(name, letters, bias_letter, terms, bias, total, sign):
    """name = Σ weight · input + bias: in letters, with numbers, with each product taken, and the total."""
    products = " + ".join(rf"{_factor(weight)} \cdot {_factor(value)}" for weight, value in terms)
    taken = [weight * value for weight, value in terms] + [bias]
    put_in = [number for term in terms for number in term] + [bias]
    return _lines(
        name,
        ("=", " + ".join([*letters, bias_letter])),
        (_sign(put_in), f"{products} + {_factor(bias)}"),
        (_sign(taken), _added(taken)),
        (sign if numerals.exact(total) else "≈", numerals.latex(total)),
    )


def _sigmoid(name, argument, z):
    """name = σ(argument) = 1 / (1 + e^-z) = its value, which is 1 minus a tail where it would be written 1."""
    a = network.sigmoid(z).item()
    tail = network.sigmoid(-z).item()
    value = rf"1 - {numerals.latex(tail)}" if a == 1 and tail > 0 else numerals.latex(a)
    power = numerals.latex(-z)
    return _lines(
        name,
        ("=", rf"\sigma({argument})"),
        (_sign([z]), rf"\frac{{1}}{{1 + e^{{{power}}}}}"),
        ("=" if z == 0 else "≈", value),
    )


def _sign(numbers):
    """= where all of these are written in full, otherwise ≈."""
    return "=" if all(map(numerals.exact, numbers)) else "≈"


def _added(numbers):
    """Numbers in a row with the signs between them."""
    first, *rest = numbers
    joined = [numerals.latex(first)]
    for number in rest:
        joined.append(f"- {numerals.latex(-number)}" if number < 0 else f"+ {numerals.latex(number)}")
    return " ".join(joined)


def _factor(number):
    """A number as it stands in a product or after a plus sign: in brackets if it is negative or a sum."""
    written = numerals.latex(number)
    return f"({written})" if "-" in written.replace("{-", "{") else written


def _lines(name, *lines):
    """name and one line for each (sign, formula), signs under each other."""
    signs = {"=": "=", "≈": r"\approx"}
    (sign, formula), *rest = lines
    rows = [f"{name} &{signs[sign]} {formula}", *(f"&{signs[sign]} {formula}" for sign, formula in rest)]
    return Formula(r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}")
