"""What a learner's function returned, read as arrays and compared with what is right."""

from typing import NamedTuple

import numpy as np

from helpers.reviewing import problems
from helpers.values import read

AGREES = 1e-9  # relative, for each entry
ROUNDING = 1e-12  # of the largest entry
SINGLE = 3e-6  # of the largest entry, where a result has the digits of float32
SINGLE_SATURATED = 0.05  # relative: 1 - a2 has few digits left in float32 where a2 is nearly 1
LONG = 16  # bits: a number with more of them that fits in float32 came from there


class Result(NamedTuple):
    """What one call returned for one field, and how it compares."""

    value: np.ndarray | None  # None where it raised or there are no numbers
    is_right: bool
    problem: str = ""  # where there are no numbers: why
    wrong: np.ndarray | None = None  # where the shape fits: which entries are wrong
    shape: tuple = ()  # that was expected
    raised: BaseException | None = None
    is_kink: np.ndarray | None = None  # which entries have more than one right value; None if one number judges all


class Results:
    """The outcomes of a function on all tasks.

    fields: the names of what it returns; a function with one result has one, its own name. by_field: for each, a Result
    for each task.
    """

    def __init__(self, name, function, tasks, outcomes, fields):
        self.name, self.function, self.tasks, self.outcomes = name, function, tasks, outcomes
        single = (np.float32, np.float16)
        self._has_single = any(array.dtype in single for outcome in outcomes for array in arrays_in(outcome.value))
        self.by_field = {field: [self._result(task, k, field) for k, task in enumerate(tasks)] for field in fields}

    def wrong_fields(self):
        """The fields that are not right in every task."""
        return [field for field, results in self.by_field.items() if not all(one.is_right for one in results)]

    def changed(self):
        """The names of the arguments that it changed, each once."""
        return list(dict.fromkeys(name for outcome in self.outcomes for name in outcome.changed))

    def shared(self):
        """The names of the arguments that it handed back, each once."""
        return list(dict.fromkeys(name for outcome in self.outcomes for name in outcome.shares))

    def is_single(self):
        """Whether some result has the digits of float32."""
        return self._has_single or any(_is_single(one.value) for found in self.by_field.values() for one in found)

    def _result(self, task, k, field):
        outcome, right = self.outcomes[k], task.right[field]
        shape = right.low.shape if task.direction is None else task.direction.get(field, right.low).shape
        value, problem = value_of(self.name, outcome, field)
        if value is None:
            return Result(None, False, problem, None, shape, outcome.raised)
        laid = laid_in(value, shape)
        if laid is None:
            return Result(value, False, "", None, shape)
        is_along = task.direction is not None and field in task.direction
        compared = np.sum(laid * task.direction[field]) if is_along else laid
        size = np.maximum(np.abs(right.low), np.abs(right.high))
        allowed = right.error + AGREES * size + ROUNDING * np.max(size)
        if self._has_single or _is_single(value):
            allowed = allowed + SINGLE * max(1.0, np.max(size)) + (SINGLE_SATURATED * size if task.is_saturated else 0)
        with np.errstate(invalid="ignore"):
            wrong = ~((compared >= right.low - allowed) & (compared <= right.high + allowed))
        wrong = np.broadcast_to(wrong, shape)
        return Result(value, not wrong.any(), "", wrong, shape, None, None if is_along else right.low != right.high)


def value_of(name, outcome, field):
    """(the array of a field of an outcome, ""), or (None, what is wrong with it)."""
    if outcome.raised:
        return None, "raised"
    value = outcome.value
    if name in problems.FIELDS:
        value, problem = _part(value, problems.FIELDS[name], field)
        if problem:
            return None, problem
    array, problem = read(np.asarray(value) if isinstance(value, np.matrix) else value)
    return array, problem or ""


def _part(value, names, field):
    """(the part with this name of something that was returned, ""), or (None, what is wrong)."""
    if isinstance(value, dict):
        keys = [key for key in value if isinstance(key, str)]
        fitting = [key for key in keys if key.endswith(field)] or [
            key for key in keys if key.lower().endswith(field.lower())
        ]
        return (value[fitting[0]], "") if fitting else (None, f"a dict without {field}")
    if field in getattr(value, "_fields", ()):
        return getattr(value, field), ""
    if isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.dtype == object):
        if len(value) in (len(names), len(names) + 1):  # forward may add the activation's name
            return value[names.index(field)], ""
        return None, f"{len(value)} things"
    if value is None:
        return None, "None"
    return None, f"one array {value.shape}" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"


def arrays_in(value):
    """The arrays and NumPy numbers among what was returned."""
    if isinstance(value, tuple | list):
        for part in value:
            yield from arrays_in(part)
    elif isinstance(value, dict):
        yield from arrays_in(list(value.values()))
    elif isinstance(value, np.ndarray | np.generic):
        yield value


def _is_single(value):
    """Whether float64 numbers all fit in float32 to their last bit, and one of them is long: no chance does that."""
    if value is None:
        return False
    entries = value[np.isfinite(value)]
    with np.errstate(over="ignore"):
        fits = entries == entries.astype(np.float32)
    mantissa = np.frexp(entries)[0] * 2.0**LONG
    return bool(fits.all() and (mantissa != np.round(mantissa)).any())


def laid_in(value, shape):
    """value in this shape if it has it, or if both are a line of as many numbers; otherwise None."""
    if value.shape == shape:
        return value
    are_lines = all(np.count_nonzero(np.array(one) != 1) <= 1 for one in (value.shape, shape))
    return value.reshape(shape) if are_lines and value.size == np.prod(shape, dtype=int) else None
