"""The referee. NumPy alone: it takes values and callables, so it can share no bug with what it checks."""

import sys

import numpy as np

AGREES = 1e-9  # relative, for each entry
EXACT_BITS = 32  # arithmetic on numbers this short never rounds, so that "exact" is the same on every machine


def check(name, value, reference):
    """Print one line that says whether `value` is `reference`, and return the answer as a bool.

    name: what the line begins with. value: what is checked, a number or an array of any shape; None is a question not
    answered yet. reference: what it should be; a plain number may stand for an array of one entry. The line gives the
    shape and "exact", "agrees to 1e-9" (relative, for every entry), or else the largest difference and its place,
    counting from 1. Never raises.
    """
    right, *words = _verdict(value, reference)
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


def _verdict(value, reference):
    if value is None:
        return False, "not answered yet"
    value, problem = _read(value)
    if problem:
        return False, problem
    reference, problem = _read(reference)
    if problem:
        return False, f"can't be checked: the reference is {problem}"
    if value.ndim == 0 and reference.size == 1:
        reference = reference.reshape(())
    if value.shape != reference.shape:
        return False, f"is {_shape(value)}, should be {_shape(reference)}"
    shape = [_shape(value)] if value.ndim else []
    if np.array_equal(value, reference) and _short(reference):
        return True, *shape, "exact"
    difference = _difference(value, reference)
    wrong = ~(difference <= AGREES * np.abs(reference)) | np.isinf(reference)  # NaN is wrong, and 1e-9 of ∞ is ∞
    wrong &= value != reference  # two equal infinities are right
    if not wrong.any():
        return True, *shape, "agrees to 1e-9"
    largest = np.unravel_index(np.argmax(np.where(wrong, np.nan_to_num(difference, nan=np.inf), -1)), value.shape)
    place = f" at [{', '.join(str(i + 1) for i in largest)}]" if value.ndim else ""
    if np.isnan(value[largest]):
        return False, *shape, f"NaN{place}"
    if np.isnan(reference[largest]):
        return False, *shape, f"can't be checked: the reference is NaN{place}"
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


def _short(array):
    """Whether every entry is a whole number of at most EXACT_BITS bits, times a power of two."""
    finite = array[np.isfinite(array)]
    mantissa = np.frexp(finite)[0] * 2.0**EXACT_BITS
    return bool((mantissa == np.round(mantissa)).all())
