"""Checks that every line of a derivation is equal to the first. SymPy alone.

Two lines are compared in three steps. A few random points come first, because they find most mistakes at once.
Then algebra tries to bring the difference to 0. Where it can't, the values at a hundred random points decide.
The points are drawn from a fixed seed and the effort is counted, not timed: every machine says the same.
"""

import itertools
import math
import numbers
import random
import reprlib
from collections.abc import Mapping

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.functions.elementary.hyperbolic import HyperbolicFunction
from sympy.functions.elementary.trigonometric import TrigonometricFunction
from sympy.matrices.expressions.matexpr import MatrixElement

WAYS = ALGEBRA, DIGITS, RANDOM = "by algebra", "to 20 digits", "at 100 random points"  # the surest first
POINTS = 100  # how many points with real values decide
DRAWS = 1000  # how many points are drawn at most to find those
BEFOREHAND = 3  # points tried before algebra, which can be slow where the lines differ
PRECISION = 40  # digits that values are computed to
AGREES = sp.Rational(1, 10**20)  # relative: values closer than this are the same
CLEARLY = sp.Rational(1, 10)  # relative: nobody takes such a difference for rounding
ZERO = sp.Rational(1, 10**80)  # a smaller value is what cancelling has left of 0
REACHES = 1, 10  # how far from 0 a symbol without bounds is drawn
FINE = 10**12  # points are fractions with this denominator, so that none of them is an isolated one such as 0
MOST_TERMS = 2000  # of an expanded difference; algebra gives up beyond these three
MOST_OPERATIONS = 40  # of a difference that is given to simplify
MOST_CASES = 64  # of choices of values
LARGEST = 10**4  # a numerator or denominator; SymPy can take for ever to raise a larger one to a power
HIGHEST_POWER = 100  # larger exponents make polynomials too long
SPARE_DIGITS = 3  # a float is read as a fraction that has so many digits less than the float,
LARGEST_DIVISOR = 10**5  # or as one with a denominator up to this
SIMPLE = [sp.Rational(text) for text in ("2", "1/2", "-1", "3", "1/3", "1", "2/3", "-2", "1/4")]  # easy by hand
FEW = 1000  # how many simple points are tried for a counterexample
NUDGE = sp.Rational(1, 10**9)  # a counterexample must hold this far beside it, too: isolated points don't count
OPAQUE = AppliedUndef, sp.Derivative, sp.Subs, sp.Integral, sp.Sum, MatrixElement, sp.Indexed  # have no values


class NotEqual(ValueError):  # noqa: N818  a learner reads the name
    """A line is not equal to the first."""


def all_equal(first, *lines, where=None, form=None):
    """Print that every line is equal to the first, and what showed it: algebra, or values at random points.

    first, lines: SymPy expressions or numbers; or SymPy matrices of one shape, compared entry by entry; or None, a line
    that is not written yet: the others are compared. The float 0.1 is read as 1/10, and 1/3 as a third; a float
    that is near no simple fraction, like math.sqrt(2), is refused.
    where: what values symbols have, as {a2: (0, 1), y: {0, 1}}: a tuple is the open interval between two numbers, a
    set is a choice. Any other symbol is whatever real number its own assumptions allow; where may not contradict them.

    form: how a line should be written, as {3: "one fraction"}; the forms are the keys of FORMS. Of a line that is
    equal and written otherwise, a sentence says so.

    Equal is: of the same value wherever both have a real one. Isolated points don't count, since there a value may be
    a convention, like ReLU's slope at 0; but values of a set or of an integer are not isolated. Functions without a
    formula, like L(z), have no values: for them algebra alone can tell.

    Raises NotEqual, a ValueError, with the first line that differs, counting `first` as line 1, and a point where it
    does; ValueError when a line is no expression or has another shape, or when neither algebra nor values can tell.
    """
    try:
        _all_equal(first, lines, where)
        _tell_forms(lines, form or {})
    except ValueError as problem:
        sentence = f"{type(problem).__name__}: {problem}"
        problem._render_traceback_ = lambda: [sentence]  # IPython shows this in place of the calls that led to it
        raise


def _all_equal(first, lines, where):
    if not lines:
        is_list = isinstance(first, list | tuple)
        hint = "; a list of lines is handed over with a star, all_equal(*lines)" if is_list else ""
        raise ValueError(f"all_equal must have a line to compare with the first; got none{hint}")
    unwritten = [i for i, line in enumerate((first, *lines), start=1) if line is None]
    lines = [(i, line) for i, line in enumerate(lines, start=2) if line is not None]
    if first is not None and lines:
        _compare_all(first, lines, where)
    for i in unwritten[:1]:
        print(f"line {i} is not written yet")


def _tell_forms(lines, form):
    for i, name in form.items():
        if name not in FORMS or i - 2 not in range(len(lines)):
            raise ValueError(f"form must be {{a line's number: one of {', '.join(FORMS)}}}; got {form}")
        line = lines[i - 2]
        if line is not None and not FORMS[name](sp.sympify(line)):
            print(f"line {i} is equal, but it isn't {name} yet")


def _is_one_fraction(line):
    """Whether neither the top nor the bottom has another fraction in it."""
    sides = (sp.preorder_traversal(side) for side in sp.fraction(line))
    return all(part.is_Atom or sp.fraction(part)[1] == 1 for part in itertools.chain(*sides))


FORMS = {  # what a line can be asked to be, besides equal
    "one fraction": _is_one_fraction,
    "one logarithm": lambda line: line.count(sp.log) == 1,
    "two logarithms": lambda line: line.count(sp.log) == 2,
}


def _compare_all(first, lines, where):
    """Print that each of the lines, pairs of number and expression, is equal to the first."""
    (shape, ours), *others = (_read(f"line {i}", line) for i, line in ((1, first), *lines))
    domains = _domains(itertools.chain(ours, *(theirs for _, theirs in others)), {} if where is None else where)
    ways = []
    for (i, _), (other, theirs) in zip(lines, others, strict=True):
        if other != shape:
            raise ValueError(f"line {i} must be {_kind(shape)}, as the first is; got {_kind(other)}")
        entry = [f" in entry [{k // shape[1] + 1}, {k % shape[1] + 1}]" if shape else "" for k in range(len(theirs))]
        shown = [_compare(f"line {i}, {b}{at}", a, b, domains) for a, b, at in zip(ours, theirs, entry, strict=True)]
        ways.append(max(shown, key=WAYS.index))  # a matrix is as sure as its least sure entry
    counts = {way: ways.count(way) for way in WAYS if way in ways}
    how = ", ".join(counts if len(counts) == 1 else (f"{n} {way}" for way, n in counts.items()))
    print("1 line, equal" if len(ways) == 1 else f"{len(ways)} lines, each equal", f"to the first: {how}")


def _read(name, value):
    """The shape of a line, None for a single expression, and its entries row by row."""
    if isinstance(value, sp.MatrixExpr) and all(sp.sympify(size).is_Integer for size in value.shape):
        value = value.as_explicit()  # its sizes may be plain ints
    shape, entries = None, [value]
    is_symbolic = isinstance(value, sp.Basic | sp.MatrixBase)
    has_array = is_symbolic and any(isinstance(part, sp.NDimArray) for part in sp.preorder_traversal(value))
    if has_array or (not is_symbolic and hasattr(value, "__array__")):
        raise ValueError(f"{name} must be made of letters; it holds an array, so a name in it is not the letter")
    if isinstance(value, sp.MatrixBase) and len(value):
        shape, entries = value.shape, list(value)
    elif isinstance(value, numbers.Number) and not isinstance(value, bool):
        entries = [sp.sympify(value)]
    elif not isinstance(value, sp.Expr) or value.is_Matrix:
        hint = "; compare its two sides, its .lhs and its .rhs" if isinstance(value, sp.Eq) else ""
        raise ValueError(f"{name} must be a SymPy expression or matrix, or a number; got {_described(value)}{hint}")
    for number in sorted(set().union(*(entry.atoms(sp.Float) for entry in entries))):
        if _fraction(number) is None:
            raise ValueError(
                f"{name} must hold exact numbers; got the float {_written(number, 16)}, which is rounded; "
                "write it with SymPy, as sp.sqrt(2), sp.log(2) or sp.Rational(2, 3)"
            )
    return shape, entries


def _described(value):
    return f"{reprlib.repr(value)}, of type {type(value).__name__}"


def _kind(shape):
    return f"a matrix of shape {shape}" if shape else "a single expression"


def _domains(entries, where):
    """For each symbol, the set of its values, by default all real numbers."""
    domains = {}
    if not isinstance(where, Mapping):
        raise ValueError(f"where must be a dict, as {{a2: (0, 1), y: {{0, 1}}}}; got {_described(where)}")
    for symbol, domain in where.items():
        if not isinstance(symbol, sp.Symbol):
            raise ValueError(f"where must be for symbols; got {_described(symbol)}")
        interval = isinstance(domain, tuple) and len(domain) == 2
        values = list(domain) if interval or isinstance(domain, set | frozenset) else []
        domains[symbol] = sp.EmptySet
        if all(isinstance(v, numbers.Real | sp.Expr) and _exact(v).is_comparable for v in values):
            domains[symbol] = (sp.Interval.open if interval else sp.FiniteSet)(*map(_exact, values))
        if domains[symbol] is sp.EmptySet:
            raise ValueError(f"where[{symbol}] must be (low, high), an open interval, or a set of values; got {domain}")
        excluded = [value for value in _bounds(symbol, domains[symbol]) if not _fits(symbol, value)]
        if excluded:  # else only the other values would be tried, and nobody would know
            raise ValueError(
                f"where[{symbol}] must fit the assumptions of {symbol}; they exclude {_written(excluded[0])}"
            )
    symbols = sorted({s for e in entries for s in e.free_symbols if isinstance(s, sp.Symbol)} | set(domains), key=str)
    for one, other in itertools.pairwise(symbols):
        if str(one) == str(other):
            raise ValueError(f"two symbols are called {one}, with different assumptions; make {one} once")
    for symbol in symbols:
        if symbol.is_extended_real is False:
            raise ValueError(f"{symbol} must be a real symbol; its assumptions exclude that")
    return {symbol: domains.get(symbol, sp.Reals) for symbol in symbols}


def _bounds(symbol, domain):
    """The values of a choice, or those right beside the ends of an interval."""
    if isinstance(domain, sp.FiniteSet):
        return domain.args
    ends = domain.start + NUDGE, domain.end - NUDGE
    return [] if symbol.is_integer else [end for end in ends if end.is_finite]


def _exact(value):
    """value with a fraction in place of each float."""
    value = sp.sympify(value)
    return value.xreplace({number: _fraction(number) or sp.Rational(number) for number in value.atoms(sp.Float)})


def _fraction(number):
    """The simple fraction that differs from a float by no more than rounding, or None."""
    value = sp.Rational(number)
    digits = max(1, number._prec * 3 // 10 - SPARE_DIGITS)
    for simple in (sp.Rational(str(number.n(digits))), value.limit_denominator(LARGEST_DIVISOR)):
        if abs(simple - value) <= abs(value) / 2 ** (number._prec - 3):  # a few roundings, as in 0.1 + 0.2
            return simple
    return None


def _compare(name, first, line, domains):
    """Which of WAYS shows that the line is equal to the first. Raises NotEqual, or ValueError where none can tell."""
    pair = [_exact(side).doit() for side in (first, line)]
    symbols = [s for s in domains if any(s in side.free_symbols for side in pair)]
    opaque = sorted(map(str, set().union(*(side.atoms(*OPAQUE) for side in pair))), key=lambda text: (len(text), text))
    numeric = [side.replace(_is_long_power, _rounded_power) for side in pair]
    rng = random.Random(0)
    points = ({s: _random_value(rng, s, domains[s]) for s in symbols} for _ in range(DRAWS if symbols else 1))
    difference = pair[0] - pair[1]
    usable = 0
    if not opaque and difference != 0:
        usable = _count_agreeing(name, numeric, domains, itertools.islice(points, BEFOREHAND))
    if difference == 0 or _proved(difference, {s: domains[s] for s in symbols}):
        return ALGEBRA
    if opaque:
        raise ValueError(f"{name}, can't be checked: {opaque[0]} has no values, and algebra alone doesn't decide")
    usable += _count_agreeing(name, numeric, domains, points, POINTS - usable)
    if usable == POINTS or (usable and not symbols):
        return RANDOM if symbols else DIGITS
    if not symbols:
        raise ValueError(f"{name}, can't be checked: it and the first must both be real numbers")
    hint = ", ".join(f"{s}: (low, high)" for s in symbols)
    raise ValueError(
        f"{name}, can't be checked: {usable or 'none'} of {DRAWS} random points give it and the first real values; "
        f"say where to draw from, with where={{{hint}}}"
    )


def _count_agreeing(name, pair, domains, points, most=POINTS):
    """How many points, up to `most`, give both sides a real value. Raises NotEqual where the two values differ."""
    usable = 0
    for point in points:
        values = _evaluate(pair, point)
        if _differ(values):
            raise NotEqual(f"{name}, is not equal to the first: {_counterexample(pair, point, domains)}")
        usable += values is not None
        if usable == most:
            break
    return usable


def _proved(difference, domains):
    """Whether algebra brings the difference to 0: as it is, or for every choice of values by itself."""
    difference = difference.xreplace({part: sp.Dummy(real=True) for part in difference.atoms(*OPAQUE)})
    letters = {size: sp.Dummy(positive=True) for size in map(abs, _slow_numbers(difference))}
    difference = difference.xreplace({sign * size: sign * letters[size] for size in letters for sign in (1, -1)})
    choices = {s: domain.args for s, domain in domains.items() if isinstance(domain, sp.FiniteSet)}
    forms = [{s: _with_known_sign(s, sp.Reals) for s in domains}]  # what needs no bounds can be plainer without
    if any(domain is not sp.Reals and s not in choices for s, domain in domains.items()):
        forms.append({s: _with_known_sign(s, domain) for s, domain in domains.items()})

    def is_zero(case):
        return any(_is_zero(difference.subs(case).xreplace(form)) for form in forms)

    if is_zero({}):
        return True
    if not choices or math.prod(map(len, choices.values())) > MOST_CASES:
        return False
    return all(is_zero(dict(zip(choices, case, strict=True))) for case in itertools.product(*choices.values()))


def _with_known_sign(symbol, domain):
    """The symbol in a form in which SymPy sees the signs that its bounds imply.

    a2 between 0 and 1 becomes t/(1 + t) with a positive t, and then SymPy knows that 1 - a2 is positive.
    """
    if domain is sp.Reals or isinstance(domain, sp.FiniteSet):
        return sp.Dummy(symbol.name, **{**symbol.assumptions0, "real": True})
    low, high, t = domain.start, domain.end, sp.Dummy(positive=True)
    if low.is_finite and high.is_finite:
        return (low + high * t) / (1 + t)
    return low + t if low.is_finite else high - t if high.is_finite else sp.Dummy(real=True)


def _is_zero(expression):
    expression = expression.rewrite((HyperbolicFunction, TrigonometricFunction), sp.exp)
    expression = expression.replace(sp.log, _split_logarithm)
    top = sp.fraction(sp.together(expression))[0]
    if _most_terms(top) > MOST_TERMS:
        return False
    return sp.expand(top) == 0 or (top.count_ops() <= MOST_OPERATIONS and sp.simplify(top) == 0)


def _slow_numbers(expression):
    """The numbers that algebra does better with as letters: long ones, and large ones in exponents."""
    powers = expression.atoms(sp.Pow, sp.exp, HyperbolicFunction, TrigonometricFunction)
    exponents = [part.exp if isinstance(part, sp.Pow | sp.exp) else part.args[0] for part in powers]
    large = {n for exponent in exponents for n in exponent.atoms(sp.Rational) if max(abs(n.p), n.q) > HIGHEST_POWER}
    return large | set(filter(_is_long, expression.atoms(sp.Rational)))


def _is_long(number):
    return number.is_Rational and max(abs(number.p), number.q) > LARGEST


def _is_long_power(expression):
    if not expression.is_Pow:
        return False
    return _is_long(expression.exp) or (_is_long(expression.base) and not expression.exp.is_Integer)


def _rounded_power(power):
    """The power with floats for its long numbers: SymPy would look for an exact root, which can take for ever."""
    base, exponent = (part.evalf(3 * PRECISION) if _is_long(part) else part for part in (power.base, power.exp))
    return sp.Pow(base, exponent)


def _split_logarithm(argument):
    """The logarithm of a product as a sum of logarithms, as far as the factors are known to be positive."""
    return sp.expand_log(sp.log(sp.factor(argument) if _most_terms(argument) <= MOST_TERMS else argument))


def _most_terms(expression):
    """How many terms an expression has at most once it is expanded."""
    parts = [_most_terms(part) for part in expression.args]
    if expression.is_Add:
        return sum(parts)
    if expression.is_Pow and expression.exp.is_Integer:
        power = abs(int(expression.exp))
        return math.comb(parts[0] + power - 1, power)
    return math.prod(parts) if expression.is_Mul else max(parts, default=1)


def _fits(symbol, value):
    """Whether the value is what the symbol's assumptions say: positive, an integer, …"""
    return all(getattr(value, f"is_{fact}") in (holds, None) for fact, holds in symbol.assumptions0.items())


def _random_value(rng, symbol, domain):
    """A random value of the symbol, or NaN when none is found."""
    for _ in range(POINTS):
        if isinstance(domain, sp.FiniteSet):
            value = rng.choice(domain.args)
        else:
            low, high, reach = domain.start, domain.end, rng.choice(REACHES)
            low = low if low.is_finite else min(high, sp.S.Zero) - reach
            high = high if high.is_finite else max(low, sp.S.Zero) + reach
            value = low + (high - low) * sp.Rational(rng.randrange(1, FINE), FINE)
            value = sp.floor(value) if symbol.is_integer else value
        if _fits(symbol, value):
            return value
    return sp.nan


def _evaluate(pair, point):
    """The values of both at a point; None unless both are real."""
    values = []
    for side in pair:
        try:
            value = side.xreplace(point).evalf(PRECISION)
        except (ArithmeticError, TypeError):  # a condition on a number that is not real, say
            return None
        if not (value.is_Number and value.is_finite):
            return None
        values.append(value if abs(value) > ZERO else sp.S.Zero)
    return values


def _differ(values, most=AGREES):
    return values is not None and abs(values[0] - values[1]) > most * max(map(abs, values))


def _counterexample(pair, point, domains):
    """In words, a point where the two differ and what they are there: one that is easy by hand, or else this one."""
    options = []
    for symbol, value in point.items():
        domain = domains[symbol]
        values = domain.args if isinstance(domain, sp.FiniteSet) else SIMPLE
        options.append([v for v in values if v in domain and _fits(symbol, v)] or [value])
    many = max(2, int(FEW ** (1 / max(1, len(point)))))
    ranks = itertools.islice(itertools.product(*(range(len(values[:many])) for values in options)), FEW)
    still = {s for s in point if isinstance(domains[s], sp.FiniteSet) or s.is_integer}
    hardly = None  # a simple point at which the two differ, but so little that it looks like rounding
    for rank in sorted(ranks, key=lambda rank: (sum(rank), rank)):
        simple = {s: values[r] for s, values, r in zip(point, options, rank, strict=True)}
        beside = {s: v if s in still else v + i * NUDGE for i, (s, v) in enumerate(simple.items(), start=1)}
        values = _evaluate(pair, simple)
        if _differ(values) and _differ(_evaluate(pair, beside)):
            hardly = hardly or simple
            if _differ(values, CLEARLY):
                hardly = simple
                break
    point = hardly or point
    first, line = _evaluate(pair, point)
    digits = next(d for d in range(4, PRECISION) if _written(first, d) != _written(line, d))
    where = "at " + ", ".join(f"{s} = {_written(v)}" for s, v in point.items()) + " " if point else ""
    return f"{where}it is {_written(line, digits)}, the first {_written(first, digits)}"


def _written(value, digits=4):
    if value.is_Rational and value.q < 100:
        return str(value)
    return sp.sstr(value.evalf(digits), full_prec=False).removesuffix(".0")
