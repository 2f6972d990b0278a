"""The lines of a derivation, each shown equal to the first. SymPy alone."""

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
POINTS, DRAWS = 100, 1000  # how many points decide, and how many are drawn at most to find them
PRECISION, AGREES, NOUGHT = 40, sp.Rational(1, 10**20), sp.Rational(1, 10**80)  # NOUGHT: what cancelling leaves of 0
REACHES, FINE = (1, 10), 10**12  # how far from 0 unbounded symbols go; fractions so fine meet no isolated point
TERMS, OPERATIONS, CASES = 2000, 40, 64  # the effort: counted, not timed, so that every machine says the same
LARGEST = 10**4  # of numerators and denominators; SymPy raises to powers with larger ones, which can take for ever
HIGHEST_POWER = 100
BEFOREHAND = 3  # points tried before algebra, which can be slow where the lines differ
# A float is taken for a fraction that has so many digits less than the float, or that divides by no more.
SPARE_DIGITS, LARGEST_DIVISOR = 3, 10**5
SIMPLE = [sp.Rational(text) for text in ("2", "1/2", "-1", "3", "1/3", "1", "2/3", "-2", "1/4")]
FEW, NUDGE = 1000, sp.Rational(1, 10**9)  # simple points tried; how to leave one where something happens only there
OPAQUE = AppliedUndef, sp.Derivative, sp.Subs, sp.Integral, sp.Sum, MatrixElement, sp.Indexed  # no value at a point


class NotEqual(ValueError):  # noqa: N818  a learner reads the name
    """A line is not equal to the first."""


def all_equal(first, *lines, where=None):
    """Print that every line is equal to the first, and what showed it: algebra, or values at random points.

    first, lines: SymPy expressions or numbers; or SymPy matrices of one shape, compared entry by entry. The float
    0.1 is read as 1/10, and 1/3 as a third; a float that is near no simple fraction, like math.sqrt(2), is refused.
    where: what values symbols have, as {a2: (0, 1), y: {0, 1}}: a tuple is the open interval between two numbers, a
    set is a choice. Any other symbol is whatever real number its own assumptions allow.

    Equal is: of the same value wherever both have a real one. Isolated points don't count, since there a value may be
    a convention, like ReLU's slope at 0; but values of a set or of an integer are not isolated. Functions without a
    formula, like L(z), have no values: for them algebra alone can tell.

    Raises NotEqual, a ValueError, with the first line that differs, counting `first` as line 1, and a point where it
    does; ValueError when a line is no expression or has another shape, or when neither algebra nor values can tell.
    """
    if not lines:
        is_list = isinstance(first, list | tuple)
        hint = "; a list of lines is handed over with a star, all_equal(*lines)" if is_list else ""
        raise ValueError(f"all_equal must have a line to compare with the first; got none{hint}")
    (shape, ours), *others = (_read(f"line {i}", line) for i, line in enumerate((first, *lines), start=1))
    places = _places(itertools.chain(ours, *(theirs for _, theirs in others)), {} if where is None else where)
    ways = []
    for i, (other, theirs) in enumerate(others, start=2):
        if other != shape:
            raise ValueError(f"line {i} must be {_kind(shape)}, as the first is; got {_kind(other)}")
        entry = [f" in entry [{k // shape[1] + 1}, {k % shape[1] + 1}]" if shape else "" for k in range(len(theirs))]
        shown = [_shown(f"line {i}, {b}{at}", a, b, places) for a, b, at in zip(ours, theirs, entry, strict=True)]
        ways.append(max(shown, key=WAYS.index))  # a matrix is as sure as its least sure entry
    counts = {way: ways.count(way) for way in WAYS if way in ways}
    how = ", ".join(counts if len(counts) == 1 else (f"{n} {way}" for way, n in counts.items()))
    print("1 line, equal" if len(ways) == 1 else f"{len(ways)} lines, each equal", f"to the first: {how}")


def _read(name, value):
    """The shape, None for a single expression, and the entries row by row."""
    if isinstance(value, sp.MatrixExpr) and all(sp.sympify(size).is_Integer for size in value.shape):
        value = value.as_explicit()  # its sizes may be plain ints
    shape, entries = None, [value]
    if isinstance(value, sp.MatrixBase) and len(value):
        shape, entries = value.shape, list(value)
    elif isinstance(value, numbers.Number) and not isinstance(value, bool):
        entries = [sp.sympify(value)]
    elif not isinstance(value, sp.Expr) or value.is_Matrix:
        hint = "; compare its two sides, its .lhs and its .rhs" if isinstance(value, sp.Eq) else ""
        raise ValueError(f"{name} must be a SymPy expression or matrix, or a number; got {_came(value)}{hint}")
    for number in sorted(set().union(*(entry.atoms(sp.Float) for entry in entries))):
        if _fraction(number) is None:
            raise ValueError(
                f"{name} must hold exact numbers; got the float {_written(number, 16)}, which is rounded; "
                "write it with SymPy, as sp.sqrt(2), sp.log(2) or sp.Rational(2, 3)"
            )
    return shape, entries


def _came(value):
    return f"{reprlib.repr(value)}, of type {type(value).__name__}"


def _kind(shape):
    return f"a matrix of shape {shape}" if shape else "a single expression"


def _places(entries, where):
    """For each symbol, the set that it comes from."""
    places = {}
    if not isinstance(where, Mapping):
        raise ValueError(f"where must be a dict, as {{a2: (0, 1), y: {{0, 1}}}}; got {_came(where)}")
    for symbol, place in where.items():
        if not isinstance(symbol, sp.Symbol):
            raise ValueError(f"where must be for symbols; got {_came(symbol)}")
        interval = isinstance(place, tuple) and len(place) == 2
        values = list(place) if interval or isinstance(place, set | frozenset) else []
        places[symbol] = sp.EmptySet
        if all(isinstance(v, numbers.Real | sp.Expr) and _exact(v).is_comparable for v in values):
            places[symbol] = (sp.Interval.open if interval else sp.FiniteSet)(*map(_exact, values))
        if places[symbol] is sp.EmptySet:
            raise ValueError(f"where[{symbol}] must be (low, high), an open interval, or a set of values; got {place}")
    symbols = sorted({s for e in entries for s in e.free_symbols if isinstance(s, sp.Symbol)} | set(places), key=str)
    for one, other in itertools.pairwise(symbols):
        if str(one) == str(other):
            raise ValueError(f"two symbols are called {one}, with different assumptions; make {one} once")
    for symbol in symbols:
        if symbol.is_extended_real is False:
            raise ValueError(f"{symbol} must be a real symbol; its assumptions exclude that")
    return {symbol: places.get(symbol, sp.Reals) for symbol in symbols}


def _exact(value):
    """value with fractions in place of its floats."""
    value = sp.sympify(value)
    return value.xreplace({number: _fraction(number) or sp.Rational(number) for number in value.atoms(sp.Float)})


def _fraction(number):
    """The simple fraction that a float stands for up to its rounding, or None."""
    value = sp.Rational(number)
    digits = max(1, number._prec * 3 // 10 - SPARE_DIGITS)
    for simple in (sp.Rational(str(number.n(digits))), value.limit_denominator(LARGEST_DIVISOR)):
        if abs(simple - value) <= abs(value) / 2 ** (number._prec - 3):  # a few roundings, as in 0.1 + 0.2
            return simple
    return None


def _shown(name, first, line, places):
    """The way in which the line is shown to be equal to the first."""
    pair = [_exact(side).doit() for side in (first, line)]
    symbols = [s for s in places if any(s in side.free_symbols for side in pair)]
    opaque = sorted(map(str, set().union(*(side.atoms(*OPAQUE) for side in pair))), key=lambda text: (len(text), text))
    numeric = [side.replace(_is_long_power, _rounded_power) for side in pair]
    rng = random.Random(0)
    points = ({s: _drawn(rng, s, places[s]) for s in symbols} for _ in range(DRAWS if symbols else 1))
    difference = pair[0] - pair[1]
    usable = 0 if opaque or difference == 0 else _agreeing(name, numeric, places, itertools.islice(points, BEFOREHAND))
    if difference == 0 or _proved(difference, {s: places[s] for s in symbols}):
        return ALGEBRA
    if opaque:
        raise ValueError(f"{name}, can't be checked: {opaque[0]} has no values, and algebra alone doesn't decide")
    usable += _agreeing(name, numeric, places, points, POINTS - usable)
    if usable == POINTS or (usable and not symbols):
        return RANDOM if symbols else DIGITS
    if not symbols:
        raise ValueError(f"{name}, can't be checked: it and the first must both be real numbers")
    hint = ", ".join(f"{s}: (low, high)" for s in symbols)
    raise ValueError(
        f"{name}, can't be checked: {usable or 'none'} of {DRAWS} random points give it and the first real values; "
        f"say where to draw from, with where={{{hint}}}"
    )


def _agreeing(name, pair, places, points, most=POINTS):
    """How many of the points, most at most, give both real values, which agree. Raises NotEqual where they differ."""
    usable = 0
    for point in points:
        values = _values(pair, point)
        if _differ(values):
            raise NotEqual(f"{name}, is not equal to the first: {_plainest(pair, point, places)}")
        usable += values is not None
        if usable == most:
            break
    return usable


def _proved(difference, places):
    """Whether algebra brings the difference to 0, at once or for every choice of values."""
    difference = difference.xreplace({part: sp.Dummy(real=True) for part in difference.atoms(*OPAQUE)})
    letters = {size: sp.Dummy(positive=True) for size in map(abs, _slow_numbers(difference))}
    difference = difference.xreplace({sign * size: sign * letters[size] for size in letters for sign in (1, -1)})
    choices = {s: place.args for s, place in places.items() if isinstance(place, sp.FiniteSet)}
    bounded = {s: _real(s, place) for s, place in places.items()}
    unbounded = {s: _real(s, sp.Reals) for s in places}  # what needs no bounds can be plainer without

    def nought(case):
        return any(_nought(difference.subs(case).xreplace(real)) for real in (unbounded, bounded))

    if nought({}):
        return True
    if not choices or math.prod(map(len, choices.values())) > CASES:
        return False
    return all(nought(dict(zip(choices, case, strict=True))) for case in itertools.product(*choices.values()))


def _real(symbol, place):
    """The symbol, written so that SymPy sees the signs that its bounds imply: 1 - a2 is positive for a2 = t/(1 + t)."""
    if place is sp.Reals or isinstance(place, sp.FiniteSet):
        return sp.Dummy(symbol.name, **{**symbol.assumptions0, "real": True})
    low, high, t = place.start, place.end, sp.Dummy(positive=True)
    if low.is_finite and high.is_finite:
        return (low + high * t) / (1 + t)
    return low + t if low.is_finite else high - t if high.is_finite else sp.Dummy(real=True)


def _nought(expression):
    expression = expression.rewrite((HyperbolicFunction, TrigonometricFunction), sp.exp)
    expression = expression.replace(sp.log, _logarithms)
    top = sp.fraction(sp.together(expression))[0]
    if _terms(top) > TERMS:
        return False
    return sp.expand(top) == 0 or (top.count_ops() <= OPERATIONS and sp.simplify(top) == 0)


def _slow_numbers(expression):
    """Those that algebra keeps as letters: long ones, and large ones in exponents, which make long polynomials."""
    powers = expression.atoms(sp.Pow, sp.exp, HyperbolicFunction, TrigonometricFunction)
    exponents = [part.exp if isinstance(part, sp.Pow | sp.exp) else part.args[0] for part in powers]
    large = {n for exponent in exponents for n in exponent.atoms(sp.Rational) if max(abs(n.p), n.q) > HIGHEST_POWER}
    return large | set(filter(_is_long, expression.atoms(sp.Rational)))


def _is_long(number):
    return number.is_Rational and max(abs(number.p), number.q) > LARGEST


def _is_long_power(expression):
    return expression.is_Pow and _is_long(expression.exp)


def _rounded_power(power):
    """The power with a float for its exponent: SymPy would look for an exact root, which can take for ever."""
    return sp.Pow(power.base, power.exp.evalf(3 * PRECISION))


def _logarithms(argument):
    """log of a product as a sum, as far as the factors are known to be positive."""
    return sp.expand_log(sp.log(sp.factor(argument) if _terms(argument) <= TERMS else argument))


def _terms(expression):
    """How many terms it has at most when expanded."""
    parts = [_terms(part) for part in expression.args]
    if expression.is_Add:
        return sum(parts)
    if expression.is_Pow and expression.exp.is_Integer:
        power = abs(int(expression.exp))
        return math.comb(parts[0] + power - 1, power)
    return math.prod(parts) if expression.is_Mul else max(parts, default=1)


def _fits(symbol, value):
    """Whether the value is what the symbol's assumptions say: positive, an integer, …"""
    return all(getattr(value, f"is_{fact}") in (holds, None) for fact, holds in symbol.assumptions0.items())


def _drawn(rng, symbol, place):
    """A random value of the symbol, or NaN when none is found."""
    for _ in range(POINTS):
        if isinstance(place, sp.FiniteSet):
            value = rng.choice(place.args)
        else:
            low, high, reach = place.start, place.end, rng.choice(REACHES)
            low = low if low.is_finite else min(high, sp.S.Zero) - reach
            high = high if high.is_finite else max(low, sp.S.Zero) + reach
            value = low + (high - low) * sp.Rational(rng.randrange(1, FINE), FINE)
            value = sp.floor(value) if symbol.is_integer else value
        if _fits(symbol, value):
            return value
    return sp.nan


def _values(pair, point):
    """Both values there, or None unless both are real."""
    try:
        values = [side.xreplace(point).evalf(PRECISION) for side in pair]
    except (ArithmeticError, TypeError):  # a condition on a number that is not real, say
        return None
    if not all(value.is_Number and value.is_finite for value in values):
        return None
    return [value if abs(value) > NOUGHT else sp.S.Zero for value in values]


def _differ(values):
    return values is not None and abs(values[0] - values[1]) > AGREES * max(map(abs, values))


def _plainest(pair, point, places):
    """Where the two differ and what they are there: at a point for working by hand, or else at the given one."""
    options = []
    for symbol, value in point.items():
        place = places[symbol]
        values = place.args if isinstance(place, sp.FiniteSet) else SIMPLE
        options.append([v for v in values if v in place and _fits(symbol, v)] or [value])
    many = max(2, int(FEW ** (1 / max(1, len(point)))))
    ranks = itertools.islice(itertools.product(*(range(len(values[:many])) for values in options)), FEW)
    still = {s for s in point if isinstance(places[s], sp.FiniteSet) or s.is_integer}
    for rank in sorted(ranks, key=lambda rank: (sum(rank), rank)):
        simple = {s: values[r] for s, values, r in zip(point, options, rank, strict=True)}
        beside = {s: v if s in still else v + i * NUDGE for i, (s, v) in enumerate(simple.items(), start=1)}
        if _differ(_values(pair, simple)) and _differ(_values(pair, beside)):
            point = simple
            break
    first, line = _values(pair, point)
    digits = next(d for d in range(4, PRECISION) if _written(first, d) != _written(line, d))
    where = "at " + ", ".join(f"{s} = {_written(v)}" for s, v in point.items()) + " " if point else ""
    return f"{where}it is {_written(line, digits)}, the first {_written(first, digits)}"


def _written(value, digits=4):
    if value.is_Rational and value.q < 100:
        return str(value)
    return sp.sstr(value.evalf(digits), full_prec=False).removesuffix(".0")
