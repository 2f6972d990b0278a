"""Slopes of a function from its values alone, and how far each can be trusted. The referee rests on it.

Each side of a point is looked at by itself. f is asked at steps that halve, from far too long to far too short.
Through every run of eight neighbouring steps goes a polynomial of degree four, by least squares. It has fewer
coefficients than the run has points, so it can't meet them all. What it misses is either f's rounding or a part of f
that no such polynomial follows, and both are read from the values: nothing is assumed about how many digits f has.
Short runs amplify the rounding, long runs miss more of f. The run with the smallest error gives the slope.

A slope has to be the same on both sides. Where it is not, f has a kink. Where short and long runs contradict each
other, f is followed from the short run outwards: a smooth f leaves the short run's polynomial by a bend and the short
run is right, a rounded f leaves it by a jump and the long run is right.

Sources: L. F. Richardson 1911 and C. J. F. Ridders 1982 for many steps in place of one; J. J. Moré and S. M. Wild,
Estimating computational noise, 2011, for noise read from values. scipy.differentiate and numdifftools were tried in
its place: both give an average at a kink, and 0 for a function that rounds.
"""

import functools
import math
import warnings
from typing import NamedTuple

import numpy as np

from helpers.values import read

POINTS = 8  # of a run
DEGREE = 4  # of the polynomial through it
QUICK = (5, 0, *range(-3, -15, -1), -36)  # powers of two, times the size of x: these steps do where f is smooth
LONGEST, SHORTEST = 7, -44  # where they don't, all powers of two between these
SAFETY = 2  # what a run misses between its points, at most, times what it misses at them
ULPS = 8  # of f, by which a flat piece may vary
COARSE = 0.01  # a jump that is a larger part of f is no rounding
HALVINGS = 16  # of the way to where f leaves a run
FURTHER = 32  # times what is left of it: that far on, a bend has grown, and a jump has not
SURE = 1e-10  # the relative error at which no more steps are tried
FEW = 1e-6  # the relative error beyond which a warning gives the number of digits
UNKNOWN = 1e-3  # the relative error beyond which there is no slope to speak of

EPSILON = np.finfo(float).eps
_powers = (0.5 ** np.arange(POINTS))[:, None] ** np.arange(DEGREE + 1)
COEFFICIENTS = np.linalg.pinv(_powers)  # times a run's values: the polynomial's coefficients
MISSED = np.eye(POINTS) - _powers @ COEFFICIENTS  # times a run's values: what the polynomial misses
WORST = SAFETY * np.abs(COEFFICIENTS[1]).sum()  # the error of a run's slope, times its longest step, over its noise


class Slopes(np.ndarray):
    """Slopes, and in `error`, of the same shape, by how much each may be off; NaN and ∞ where there is no slope.

    An entry, a part, the transpose and a new shape keep their errors; the result of a computation is a plain array.
    """

    def __new__(cls, values, error):
        """values and error: float64 arrays of one shape."""
        slopes = np.asarray(values, dtype=np.float64).view(cls)
        slopes.error = np.asarray(error, dtype=np.float64)
        return slopes

    def __array_finalize__(self, source):
        self.error = None

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        plain = [np.asarray(value) if isinstance(value, Slopes) else value for value in inputs]
        return getattr(ufunc, method)(*plain, **options)

    def _moved(self, move):
        values = move(np.asarray(self))
        return values if self.error is None or np.ndim(values) == 0 else Slopes(values, move(self.error))

    def __getitem__(self, place):
        return self._moved(lambda array: array[place])

    def reshape(self, *shape, **options):
        """As of any array."""
        return self._moved(lambda array: array.reshape(*shape, **options))

    def ravel(self, order="C"):
        """As of any array."""
        return self._moved(lambda array: array.ravel(order))

    @property
    def T(self):
        """The transpose."""
        return self._moved(np.transpose)

    def __repr__(self):
        return repr(np.asarray(self))


def numeric_gradient(f, at):
    """The gradient of f at an array, from values of f alone, and how far each slope can be trusted.

    f: takes an array of the shape of `at` and returns one real number; it may change the array. A step at
    which it raises anything is left out, but for `at` itself. at: a number or an array of any shape.

    Returns Slopes, a float64 array of the shape of `at` whose `error` says by how much each slope may be off: 1e-9 of
    the slope or less where f is smooth and computed in float64, more where f has fewer digits. Each slope is rounded
    to its error, so that it has the same digits on every machine. An entry is NaN where f has a kink or too few digits
    for three of the slope's; a RuntimeWarning names it, counting from 1, and says why. A RuntimeWarning also gives the
    number of sure digits where there are fewer than six. Raises ValueError when `at` is empty or not finite, or f
    doesn't return one real number there.
    """
    if not callable(f):
        raise ValueError(f"f must be a function of an array; got {type(f).__name__}")
    at = _finite(at)
    slopes, errors = np.empty(at.shape), np.empty(at.shape)
    for place, along in _each_entry(f, at):
        with np.errstate(all="ignore"):  # long steps may leave the range of f
            slopes[place], errors[place], complaint = _slope(along, at[place].item())
        if complaint:
            where = f" at [{', '.join(str(i + 1) for i in place)}]" if place else ""
            kind = "no slope" if math.isnan(slopes[place]) else "an uncertain slope"
            warnings.warn(f"{kind}{where}: {complaint}", RuntimeWarning, stacklevel=2)
    return Slopes(slopes, errors)


def one_sided(f, at):
    """The slopes of f at an array to the left and to the right of each entry; at a kink they differ.

    f, at: as for numeric_gradient. Returns two Slopes, NaN where f has no values on that side. Raises ValueError as
    numeric_gradient does.
    """
    if not callable(f):
        raise ValueError(f"f must be a function of an array; got {type(f).__name__}")
    at = _finite(at)
    slopes, errors = np.empty((2, *at.shape)), np.empty((2, *at.shape))
    for place, along in _each_entry(f, at):
        with np.errstate(all="ignore"):
            *sides, _ = _two_sides(along, at[place].item(), along(at[place].item()))
        for k, side in enumerate(sides):
            slopes[(k, *place)], errors[(k, *place)] = side.slope, side.error
    return Slopes(slopes[0], errors[0]), Slopes(slopes[1], errors[1])


def _each_entry(f, at):
    """The place of each entry of an array, and f as a function of that entry alone."""
    for place in np.ndindex(at.shape):

        def along(moved, place=place):
            array = at.copy()
            array[place] = moved
            return _number(f, array[()])  # a float for a single number

        yield place, along


def _finite(at):
    array, problem = read(at)
    if problem:
        raise ValueError(f"at must be a number or an array of numbers; it is {problem}")
    if not np.isfinite(array).all():
        raise ValueError("at must be finite; it holds NaN or ∞")
    return array


def _number(f, array):
    returned = f(array)
    value = np.asarray(returned)
    if value.size == 1 and value.dtype.kind in "biuf":
        return float(value.item())
    if value.size == 1 and value.dtype.kind == "O" and returned is not None:  # a fraction, say
        return float(value.item())
    if returned is None:
        raise ValueError("f must return one real number; got None: is its last line a return?")
    raise ValueError(f"f must return one real number; got {value.dtype} of shape {value.shape}")


def _slope(f, x):
    """The slope of f at x, by how much it may be off, and None or what a reader should know of it."""
    middle = f(x)
    if not math.isfinite(middle):
        return math.nan, math.inf, f"f is {middle:g} there"
    left, right, is_zero = _two_sides(f, x, middle)
    best, error = _better(left, right)
    for side, name in ((left, "to the left"), (right, "to the right")):
        if math.isnan(side.slope):
            return math.nan, math.inf, side.complaint.format(side=name)
    if abs(left.slope - right.slope) > left.error + right.error:
        return math.nan, math.inf, "a kink, slope {} from the left and {} from the right".format(*_apart(left, right))
    if error > UNKNOWN * abs(best.slope) and not is_zero:
        return (
            math.nan,
            math.inf,
            f"f has too few digits here; they give {best.slope:.2g} ± {error:.1g} at best",
        )
    complaint = None
    if error > FEW * abs(best.slope) and not is_zero:
        digits = math.floor(-math.log10(error / abs(best.slope)))
        complaint = f"only {digits} of its digits are sure, because f itself has few"
    return *_rounded(best.slope, error), complaint


def _two_sides(f, x, middle):
    """The left and the right side of f at x, where it is `middle`, and whether its slope is 0 but for rounding."""

    @functools.cache
    def change(step):
        try:
            return f(x + step) - middle
        except Exception:  # f need not be defined that far away
            return math.nan

    unit = 2.0 ** (math.frexp(max(1.0, abs(x)))[1] - 1)
    tiny = min(0, math.frexp(x)[1]) if x else 0  # f may be as fine as x is small
    for powers in (QUICK, range(LONGEST, SHORTEST + tiny - 1, -1)):
        steps = unit * 2.0 ** np.maximum(powers, -1000.0)
        left, right = (_one_side(change, steps * sign, abs(middle)) for sign in (-1, 1))
        best, error = _better(left, right)
        is_zero = abs(best.slope) <= error <= FEW * max(left.rise, right.rise, abs(middle) / unit)
        if (error <= SURE * abs(best.slope) or is_zero) and left.is_settled and right.is_settled:
            break
    return left, right, is_zero


def _better(left, right):
    """The surer of two sides, and the error of the other."""
    return min(left, right, key=lambda side: side.error), max(left.error, right.error)


class _Side(NamedTuple):
    slope: float
    error: float  # by how much it may be off
    rise: float  # how steep f is over the run, whichever way
    is_settled: bool  # whether longer runs are as much worse as they are where f is smooth
    complaint: str  # where slope is NaN: why


def _one_side(change, steps, middle):
    """The slope on one side of x.

    change(step): f(x + step) - f(x). steps: all of one sign, the longest first. middle: |f(x)|.
    """
    values = np.array([change(step) for step in steps.tolist()])
    missing = np.flatnonzero(~np.isfinite(values))
    if missing.size:  # what lies beyond a gap tells nothing of this side of it
        values, steps = values[missing[-1] + 1 :], steps[missing[-1] + 1 :]
    first = np.arange(len(steps) - POINTS + 1)
    first = first[steps[first] == steps[first + POINTS - 1] * 2.0 ** (POINTS - 1)]  # of each run of neighbours
    if not first.size:
        return _Side(math.nan, math.inf, 0.0, False, "f has no values {side} of it")
    longest = steps[first]
    runs = values[first[:, None] + np.arange(POINTS)]
    coefficients = runs @ COEFFICIENTS.T
    slopes = coefficients[:, 1] / longest

    sizes = np.maximum(np.abs(runs).max(axis=1), middle)
    missed = np.maximum(np.abs(runs @ MISSED.T).max(axis=1), EPSILON * sizes)
    strayed = _strayed(coefficients, first, values, steps)
    errors = WORST * np.maximum(missed, strayed) / np.abs(longest)

    has_moved = np.logical_or.accumulate(np.abs(values[::-1]) > ULPS * EPSILON * middle)[::-1]
    is_flat = ~has_moved[first]  # f(x), but for rounding, at this step and all shorter ones
    in_order = np.sort(runs, axis=1)
    has_repeats = (in_order[:, 1:] == in_order[:, :-1]).any(axis=1)  # rounding hides f
    errors[(has_repeats & ~is_flat) | ~np.isfinite(slopes + errors)] = math.inf
    if np.argmin(errors) == len(errors) - 1 and missed[-1] > SURE * sizes[-1]:
        errors[:] = math.inf  # even shorter steps would do better, and the slope may change on
    while np.isfinite(errors).any():
        best = np.argmin(errors)
        clashes = np.isfinite(errors) & (np.abs(slopes - slopes[best]) > errors + errors[best])
        # A run twice as long misses 2 ** (DEGREE + 1) times as much of a smooth f.
        is_settled = best > 0 and missed[best - 1] <= SAFETY * 2 ** (DEGREE + 1) * missed[best]
        if is_settled and not (clashes.any() or is_flat[best]):
            break
        shorter = np.where(clashes & (first > first[best]), errors, math.inf)
        short = np.argmin(shorter) if np.isfinite(shorter).any() else best
        onward = [*steps[: first[short]][::-1].tolist(), *([math.nan] if missing.size else [])]
        longer = np.where(np.abs(slopes - slopes[short]) > errors + errors[short], errors, math.inf)[:short]
        far = abs(slopes[np.argmin(longer)] - slopes[short]) / 2 if np.isfinite(longer).any() else errors[short]
        jump = _jump(change, coefficients[short].tolist(), longest[short].item(), errors[short].item(), far, onward)
        if jump and (clashes.any() or is_flat[best] or jump <= COARSE * sizes[short]):  # f is rounded to a multiple
            errors = np.maximum(errors, WORST * jump / 2 / np.abs(longest))
        elif clashes.any():
            errors[np.abs(slopes - slopes[short]) > errors + errors[short]] = math.inf
        else:
            break
    else:
        return _Side(math.nan, math.inf, 0.0, False, "{side} of it the slope depends on how long the steps are")
    rise = np.ptp(runs[best]) / abs(longest[best])
    return _Side(slopes[best].item() + 0.0, errors[best].item(), rise.item(), bool(is_settled or is_flat[best]), "")


def _strayed(coefficients, first, values, steps):
    """By how much each run's polynomial misses, at most, the values at all steps shorter than its own, and f(x)."""
    values, steps = np.append(values, 0.0), np.append(steps, 0.0)
    at = steps / steps[first, None]
    predicted = 0.0
    for coefficient in coefficients.T[::-1]:
        predicted = predicted * at + coefficient[:, None]
    is_shorter = np.arange(len(steps)) >= first[:, None] + POINTS
    return np.where(is_shorter, np.abs(predicted - values), 0.0).max(axis=1)


def _jump(change, coefficients, inside, error, far, onward):
    """The size of the jump by which f leaves a run's polynomial; 0 if it leaves it by a bend, or never.

    A jump comes of rounding. Halving finds the place where f leaves, and there both look alike. A little further on a
    bend has taken f further away, while after a jump f has stayed where it was.

    inside: the run's longest step. error: of its slope. far: f has left the polynomial where its slope from x on
    differs by more. onward: the steps longer than `inside`, the shortest first; NaN where f has no more values: a flat
    piece that ends there tells nothing, and ∞ is returned.
    """

    def departure(step):
        predicted = 0.0
        for coefficient in reversed(coefficients):
            predicted = predicted * step / longest + coefficient
        return abs(change(step) - predicted)

    longest = inside
    for outside in onward:
        if not departure(outside) <= far * abs(outside):
            break
        inside = outside
    else:
        return 0.0
    if not math.isfinite(departure(outside)):
        return 0.0 if coefficients[1] else math.inf
    for _ in range(HALVINGS):
        between = (inside + outside) / 2
        if departure(between) <= far * abs(between):
            inside = between
        else:
            outside = between
    jump = abs(departure(outside) - departure(inside))
    further = abs(departure(inside + FURTHER * (outside - inside)) - departure(inside))
    return 0.0 if jump <= max(SAFETY * error * abs(outside), further / 2) else jump


def _apart(left, right):
    """The two slopes as text, with as many digits as tell them apart."""
    for digits in range(4, 18):
        texts = [f"{side.slope:.{digits}g}" for side in (left, right)]
        if texts[0] != texts[1]:
            break
    return texts


def _rounded(value, error):
    """value without the digits that its error leaves uncertain, and its error then."""
    if error == 0:
        return value + 0.0, 0.0
    place = math.ceil(math.log10(error))
    return round(value, -place) + 0.0, error + 0.5 * 10.0**place
