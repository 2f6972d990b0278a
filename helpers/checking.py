"""The referee. NumPy alone: it takes values and callables, so it can share no bug with what it checks."""

import math
import sys
import warnings

import numpy as np

AGREES = 1e-9  # relative, for each entry
EXACT_BITS = 32  # arithmetic on numbers this short never rounds, so that "exact" is the same on every machine

LARGEST, SMALLEST = 7, -44  # powers of two, times |entry| or 1: the steps of a numeric gradient
ODD = (1 + 5**0.5) / 2  # a factor of all steps, far from every fraction, so that no period of f divides them
FEWEST, DEEPEST = 2, 6  # how often an extrapolation combines steps
SURE = 1e4  # an extrapolation that is this many times less sure than another can't correct it
LAST_BITS = 4  # how many of them a value of f may have wrong
NOISY = 100  # a difference that moves by no more than this many times its noise may be none
WIDER = 10  # how many times its error a slope may be off; it is rounded to that, or to FINEST of itself
FINEST = 1e-11
UNCERTAIN = 1e-6  # relative error beyond which there is no slope to speak of
BEND = 1e-5  # relative difference of one-sided slopes that makes a kink


def numeric_gradient(f, at):
    """The gradient of f at an array, from values of f alone: Richardson's extrapolation of central differences.

    f: takes an array of the shape of `at` and returns one number; it may change the array. at: a number or an array of
    any shape. Returns float64 of the same shape. Each slope is rounded to its own error, which leaves ten digits and
    more where f is smooth, and the same digits on every machine. Where the slopes from the left and from the right
    disagree, f has a kink: that entry is NaN, and a RuntimeWarning names it, counting from 1, with both slopes; so is
    one at which the differences settle nowhere. Raises ValueError when `at` is empty or not finite, or f doesn't return
    one real number.

    Source: L. F. Richardson 1911; C. J. F. Ridders, Accurate computation of F'(x) and F'(x) F''(x), 1982. Instead of
    one step, all from far too large to far too small are tried, and the combination that moves least is taken.
    """
    at, problem = _read(at)
    if problem or not np.isfinite(at).all():
        raise ValueError(f"at must be finite numbers; it is {problem or 'not finite'}")
    gradient = np.empty(at.shape)
    for place in np.ndindex(at.shape):

        def along(moved, place=place):
            array = at.copy()
            array[place] = moved
            return _number(f, array)

        gradient[place], complaint = _slope(along, at[place].item())
        if complaint:
            where = f" at [{', '.join(str(i + 1) for i in place)}]" if place else ""
            warnings.warn(f"no slope{where}: {complaint}", RuntimeWarning, stacklevel=2)
    return gradient


def _number(f, array):
    with np.errstate(all="ignore"):  # steps that are too large may leave the range of f
        value = np.asarray(f(array))
    if value.size != 1 or value.dtype.kind not in "biuf":
        raise ValueError(f"f must return one real number; got {value.dtype} of shape {value.shape}")
    return value.item()


@np.errstate(over="ignore", invalid="ignore")
def _slope(f, x):
    """The slope of f at x, and None; or NaN and why there is none."""
    middle = f(x)
    steps, right, left, sizes = [], [], [], []
    size = math.frexp(max(1.0, abs(x)))[1]
    for power in range(min(size + LARGEST, 1022), size + SMALLEST, -1):
        above, below = x + ODD * 2.0**power, x - ODD * 2.0**power
        values = f(above), f(below)
        if not all(map(math.isfinite, values)):
            steps, right, left, sizes = [], [], [], []  # what comes next halves from here
            continue
        steps.append(above - x)  # the step itself as far as x has digits for it
        right.append((values[0] - middle) / (above - x))
        left.append((middle - values[1]) / (x - below))
        sizes.append(max(map(abs, values)))
    if not math.isfinite(middle) or len(steps) <= FEWEST:
        return math.nan, f"f is {middle:g} there, or not finite around it"
    steps, right, left = map(np.array, (steps, right, left))
    moves = np.maximum(abs(right), abs(left)) * abs(x)  # f hears of the last bit of x, too
    noise = LAST_BITS * np.finfo(float).eps * (np.array(sizes) + moves) / steps
    kink = _kink(right, left, noise)
    if kink:
        return math.nan, "a kink, slope {:.4g} from the left and {:.4g} from the right".format(*kink)
    slope, moved, unsure = _extrapolated((right + left) / 2, noise)
    if moved > UNCERTAIN * abs(slope) and moved > NOISY * unsure:
        return math.nan, "the slope between two points near it depends on how near they are"
    return _rounded(slope, max(WIDER * max(moved, unsure), FINEST * abs(slope))), None


def _extrapolated(differences, noise):
    """The limit of central differences at steps that halve, what its last combination changed, and its noise.

    The best is the one that is surest. But large steps can agree on something that has nothing to do with the slope,
    as those that are periods of f: where surely smaller steps disagree with it, they are right.
    """
    row, best = [], (math.nan, math.inf, math.inf)
    for k, difference in enumerate(differences):
        above, row = row, [difference]
        for depth in range(1, min(len(above), DEEPEST) + 1):
            factor = 4.0**depth  # the error of a central difference has even powers of the step
            row.append((factor * row[-1] - above[depth - 1]) / (factor - 1))
            if depth < FEWEST or depth == len(above):
                continue
            moved = max(abs(row[-1] - other) for other in (row[-2], above[depth - 1], above[depth]))
            unsure = noise[k - depth : k + 1].max()
            error, least = max(moved, unsure), max(best[1:])
            if error < least or (error < SURE * least and abs(row[-1] - best[0]) > WIDER * (error + least)):
                best = row[-1], moved, unsure
    return best


def _kink(right, left, noise):
    """The slopes from the left and from the right, if they differ however small the step; otherwise None."""
    apart, scale = right - left, np.maximum(abs(right), abs(left))
    telling = np.flatnonzero((noise < 1e-2 * BEND * scale) & (scale > 0))
    if telling.size < 3:
        return None
    last = telling[-1]
    bent = abs(apart[last]) > BEND * scale[last]
    stays = bent and abs(apart[last]) > 0.7 * abs(apart[last - 2])  # where f is smooth it falls to a quarter
    clear = noise[last:] < 0.1 * abs(apart[last])  # smaller steps, that tell less but would tell of this
    stays = stays and (abs(apart[last:] - apart[last]) < 0.3 * abs(apart[last]) + noise[last:])[clear].all()
    return (left[last], right[last]) if stays else None


def _rounded(value, grain):
    """value to the decimal place of `grain`."""
    if value == 0 or grain == 0:
        return value + 0.0
    return round(value, -math.floor(math.log10(grain)))


def check(name, value, reference, digits=None):
    """Print one line that says whether `value` is `reference`, and return the answer as a bool.

    name: what the line begins with. value: what is checked, a number or an array of any shape; None is a question not
    answered yet. reference: what it should be. A plain number and an array of one entry may stand for each other.
    digits: for a number worked out on paper, how many significant digits are asked for, 1 to 9: every entry may be
    off by half a unit of that digit of its reference, so that 0.9, 0.905 and 0.9047 are all 0.90465 to 2 digits. A 0
    has no such digit, and must be 0. The line gives the shape and "exact", "agrees to 1e-9" (relative, for every
    entry), "agrees to 2 digits", or else the largest difference and its place, counting from 1; where the reference is
    true or false, "right", or "wrong" and the first place. Never raises.
    """
    right, *words = _verdict(value, reference, digits)
    print("   ".join([str(name), *words]))
    _keep_from_echoing(right)
    return right


def _keep_from_echoing(answer):
    """Where a cell ends in a check, Python would echo its bool under the line that says the same; not this once."""
    echo = getattr(sys.displayhook, "echo", sys.displayhook)

    def hook(value):
        sys.displayhook = echo
        if value is not answer:
            echo(value)

    hook.echo = echo
    sys.displayhook = hook


def _verdict(value, reference, digits):
    if value is None:
        return False, "not answered yet"
    value, problem = _read(value)
    if problem:
        return False, problem
    asked, (reference, problem) = reference, _read(reference)
    if problem:
        return False, f"can't be checked: the reference is {problem}"
    if digits is not None and not (isinstance(digits, int) and 1 <= digits <= 9):
        return False, f"can't be checked: digits must be a whole number from 1 to 9; it is {digits!r}"
    if reference.size == value.size == 1 and 0 in (value.ndim, reference.ndim):
        reference = reference.reshape(value.shape)
    if value.shape != reference.shape:
        return False, f"is {_shape(value)}, should be {_shape(reference)}"
    shape = [_shape(value)] if value.ndim else []
    is_truth = np.asarray(asked).dtype == bool
    if np.array_equal(value, reference) and _short(reference):
        return True, *shape, "right" if is_truth else "exact"
    difference = _difference(value, reference)
    wrong = ~(difference <= AGREES * np.abs(reference)) | np.isinf(reference)  # NaN is wrong, and 1e-9 of ∞ is ∞
    wrong &= value != reference  # two equal infinities are right
    if not wrong.any():
        return True, *shape, "agrees to 1e-9"
    if digits:
        wrong &= ~(difference <= _half_unit(reference, digits))
        if not wrong.any():
            return True, *shape, f"agrees to {digits} digit{'s' if digits > 1 else ''}"
    largest = np.unravel_index(np.argmax(np.where(wrong, np.nan_to_num(difference, nan=np.inf), -1)), value.shape)
    place = f" at [{', '.join(str(i + 1) for i in largest)}]" if value.ndim else ""
    if np.isnan(value[largest]):
        return False, *shape, f"NaN{place}"
    if np.isnan(reference[largest]):
        return False, *shape, f"can't be checked: the reference is NaN{place}"
    if is_truth:
        return False, *shape, f"wrong{place}"
    return False, *shape, f"differs by {difference[largest]:.3g}{place}"


def _read(value):
    """value as a float64 array and no complaint, or None and what is wrong with it."""
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O":  # fractions, say
            array = array.astype(np.float64)
    except Exception:  # whatever a learner handed in, the referee answers
        return None, "not a number or an array of numbers"
    if array.dtype.kind not in "biuf":
        kinds = {"c": "complex", "U": "text", "S": "bytes"}
        return None, f"{kinds.get(array.dtype.kind, array.dtype.name)}, not real numbers"
    return (array.astype(np.float64), None) if array.size else (None, f"empty, {array.shape}")


def _shape(array):
    return str(array.shape) if array.ndim else "a number"


def _difference(value, reference):
    with np.errstate(invalid="ignore", over="ignore"):
        return np.abs(value - reference)


def _half_unit(reference, digits):
    """Half a unit of the digit with this number, for each entry; 0 for 0 and what is not finite.

    A hair more, and a hair below a power of ten counts as it, so that no last bit decides.
    """
    with np.errstate(over="ignore"):
        size = np.abs(reference) * (1 + AGREES)
    some = (size > 0) & np.isfinite(size)
    power = np.floor(np.log10(size, where=some, out=np.zeros(size.shape))) - (digits - 1)
    return np.where(some, 0.5 * (1 + AGREES) * 10.0**power, 0.0)


def _short(array):
    """Whether every entry is a whole number of at most EXACT_BITS bits, times a power of two."""
    finite = array[np.isfinite(array)]
    mantissa = np.frexp(finite)[0] * 2.0**EXACT_BITS
    return bool((mantissa == np.round(mantissa)).all())
