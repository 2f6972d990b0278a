"""The referee: says whether a value or a function is what it should be, and if not, where and why.

It imports nothing of what it checks. `python -m helpers.checking` puts two collections of functions before it, wrong
ones and right ones, and prints how each was judged.
"""

import operator
import sys

import numpy as np

from helpers.reviewing import Verdict, calling, judge
from helpers.reviewing.words import failure, printed
from helpers.slopes import numeric_gradient
from helpers.values import Failure, is_decimal_comma, place, read

__all__ = ["Failure", "Verdict", "attempt", "check", "numeric_gradient", "review"]

AGREES = 1e-9  # relative, for each entry
ROUNDING = 1e-14  # what is left of numbers near 1 that should have cancelled
EXACT_BITS = 32  # arithmetic on numbers this short never rounds, so that "exact" is the same on every machine


def check(name, value, reference, digits=None, *, shape=False, wrong=None):
    """Print one line that says whether `value` is `reference`, and return the answer as a bool.

    name: what the line begins with. value: what is checked, a number or an array of any shape; None is a question not
    answered yet, and a Failure of `attempt` is printed as it is. reference: what it should be; if it comes from
    numeric_gradient, value may differ from it by its error. digits: for a number worked out on paper, how many
    significant digits are asked for, 1 to 9: every entry may be off by half a unit of that digit of its reference, so
    that 0.9, 0.905 and 0.9047 are all 0.90465 to 2 digits. A 0 has no such digit, and must be 0. shape: whether the
    shape is part of the question. If not, the right numbers in the right order are right as a list, a row or a column,
    and the line says which of them the reference is. wrong: what comes out where people slip, {sentence: value}; such a
    value is told the sentence.

    The line gives the shape and "exact", "agrees to 1e-9" (relative, for every entry), "agrees to 2 digits", "agrees
    but for rounding" or "agrees as far as the reference is sure"; else the largest difference, as "30 too large at
    [1, 1]", counting from 1, or that every sign is turned. Where the reference is true or false, it says "right", or
    "wrong" and the first place. Never raises.
    """
    right, *words = verdict(value, reference, digits, shape)
    slips = [] if right or isinstance(value, Failure) else (wrong or {}).items()
    told = value if isinstance(value, Failure) else next((s for s, at in slips if verdict(value, at, digits)[0]), None)
    print(printed(name, told) if told else "   ".join([str(name), *words]))
    _keep_from_echoing(right)
    return right


def attempt(function, *arguments):
    """What a learner's function returns, called with copies of the arguments; or a Failure, which `check` prints.

    A Failure is a sentence: the function raised, in which line and what, or never came back, or does something and
    returns None. A function that is still to be written returns None, and so does this.
    """
    outcome = calling.call(function, [dict(enumerate(arguments))])[0]
    if outcome is None or outcome.raised or (outcome.value is None and calling.does_something(function)):
        return Failure(failure(function, outcome, calling.LIMIT))
    return outcome.value


def review(name, function, *, shape=False):
    """Call a function on problems of many shapes, print whether it is what its name says, and return the Verdict.

    name: of a function of `derivatives`, `network` or `training` that the learner writes anew: da2_dz2, dL_da2, dL_dz2,
    dL_dW2, dL_db2, dL_da1, dL_dz1, dL_dW1, dL_db1, dJ_dW2, dJ_db2, dJ_dW1, dJ_db1, backward, forward, loss, step; or
    dL_dx and dE_dz2, the slope of (a2 - y)²/2; or "dL_dW2, two outputs", "dL_da1, two outputs" and "backward, one
    observation", on problems of that kind. function: takes what its namesake takes, under any names, and returns the
    same; several results may come in a tuple, a list, a dict or a NamedTuple. shape: whether the shape is part of the
    question.

    Right is what the slopes of the loss say, moved by hand, within their own error; at a kink, whatever lies between
    the two sides. A row, a column or a list of the right numbers is right, and the line says what shape later code
    needs. Returns Verdict(right, mistake, message, …): mistake is the name of the mistake, or several with commas
    between them, or None; answer one right way to write it, which is not printed; or_else(other) the learner's function
    if it is right, else the other. A function that takes longer than
    five seconds is stopped. Raises ValueError for a name that it doesn't know.
    """
    verdict = judge(name, function, shape)
    print(printed(name, verdict.message))
    _keep_from_echoing(verdict)
    return verdict


def _keep_from_echoing(answer):
    """Where a cell's last line is a check, Python would echo its result below the line that says the same."""
    echo = getattr(sys.displayhook, "echo", sys.displayhook)
    line = sys._getframe(2).f_code  # each last line of a cell is compiled by itself

    def hook(value):
        sys.displayhook = echo
        if value is not answer or sys._getframe(1).f_code is not line:
            echo(value)

    hook.echo = echo
    sys.displayhook = hook


def verdict(given, asked, digits=None, shape=False):
    """What `check` prints of these: whether the value that was given is the reference, then the words of the line."""
    value, problem = read(given)
    if problem:
        return False, problem
    reference, problem = read(asked)
    if problem:
        return False, f"can't be checked: the reference is {problem}"
    if not (digits is None or _is_number_of_digits(digits)):
        return False, f"can't be checked: digits must be a whole number from 1 to 9; it is {digits!r}"
    if not isinstance(shape, (bool, np.bool_)):
        return False, f"can't be checked: shape must be True or False; it is {shape!r}"
    is_same = value.shape == reference.shape
    if not is_same and (shape or not _is_in_order(value, reference)):
        return False, f"is {_shape(value)}, should be {_shape(reference)}{_decimal_comma(given, reference)}"
    shown = [_shape(value)] if value.ndim else []
    is_told = not is_same and value.size > 1 and reference.ndim == 2
    remark = f", though later code needs it as {reference.shape}" if is_told else ""
    error = np.ravel(getattr(asked, "error", 0.0))  # how far the reference itself may be off
    layout = value.shape
    value, reference = value.ravel(), reference.ravel()
    is_truth = np.asarray(asked).dtype == bool
    if np.array_equal(value, reference) and _is_short(reference):
        return True, *shown, ("right" if is_truth else "exact") + remark
    difference = _difference(value, reference)
    allowed = value == reference  # two equal infinities, too
    for words, limit in _limits(given, reference, error, digits):
        allowed |= (difference <= limit) & np.isfinite(reference)
        if allowed.all():
            return True, *shown, words + remark
    largest = np.argmax(np.where(allowed, -1, np.nan_to_num(difference, nan=np.inf)))
    where = place(layout, largest)
    if np.isnan(value[largest]):
        return False, *shown, f"NaN{where}"
    if np.isnan(reference[largest]):
        return False, *shown, f"can't be checked: the reference is NaN{where}"
    if is_truth:
        return False, *shown, f"wrong{where}"
    if np.any(value) and np.array_equal(value, -reference):
        return False, *shown, "the sign is turned" if value.size == 1 else "every sign is turned"
    if not np.isfinite(difference[largest]):
        return False, *shown, f"differs by inf{where}"
    side = "large" if value[largest] > reference[largest] else "small"
    return False, *shown, f"{difference[largest]:.3g} too {side}{where}"


def _limits(given, reference, error, digits):
    """By how much each entry may differ, in words and as an array, one reason after another."""
    size = np.abs(reference)
    yield "agrees to 1e-9", AGREES * size
    yield "agrees as far as the reference is sure", np.where(np.isfinite(error), error, 0.0)
    yield "agrees but for rounding", _rounding(reference, digits)
    dtype = np.dtype(np.float32) if _were_float32(given) else np.asarray(given).dtype
    if dtype in (np.float32, np.float16):
        last = np.finfo(dtype).eps
        scale = np.max(size[np.isfinite(size)], initial=0.0)  # a sum's rounding is that of its largest terms
        yield f"agrees to the {round(-np.log10(last))} digits of {dtype}", 4 * last * scale
    if digits is not None:
        yield f"agrees to {digits} digit{'s' if digits > 1 else ''}", _half_unit(reference, digits)


def _were_float32(given):
    """Whether these are floats that a tensor's item() or tolist() gives: each fits in float32 to its last bit.

    Not one float64 in a hundred million does by chance, but short numbers do, so there must be a long one.
    """
    given = np.asarray(given)
    if given.dtype != np.float64:
        return False
    with np.errstate(over="ignore"):
        fits = given == given.astype(np.float32)
    return bool(fits.all()) and not _is_short(given, 16)


def _rounding(reference, digits):
    """What may be left of numbers near 1, or near the largest entry, that should have cancelled to the reference.

    They can't leave a reference smaller than their last bit; 0 in place of one that small has lost all its digits.
    """
    size = np.abs(reference)
    scale = max(1.0, np.max(size[np.isfinite(size)], initial=0.0))
    small = np.minimum(ROUNDING, size / 10) * (size >= np.finfo(float).eps)  # a tenth off is no factor forgotten
    return np.where(reference == 0, ROUNDING * scale, small if digits is None else 0.0)


def _is_number_of_digits(digits):
    try:
        return not isinstance(digits, (bool, np.bool_)) and 1 <= operator.index(digits) <= 9
    except TypeError:
        return False


def _is_in_order(value, reference):
    """Whether both are a number, a list, a row or a column, and equally long."""
    lines = all(np.count_nonzero(np.array(array.shape) != 1) <= 1 for array in (value, reference))
    return lines and value.size == reference.size


def _decimal_comma(given, reference):
    """A hint where (0, 5) was written for 0.5."""
    if reference.size == 1 and is_decimal_comma(given):
        return "; a comma makes two numbers: write a point"
    return ""


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


def _is_short(array, bits=EXACT_BITS):
    """Whether every entry is a whole number of at most so many bits, times a power of two."""
    finite = array[np.isfinite(array)]
    mantissa = np.frexp(finite)[0] * 2.0**bits
    return bool((mantissa == np.round(mantissa)).all())


if __name__ == "__main__":
    from helpers.reviewing.report import report

    print("\n".join(report()))
