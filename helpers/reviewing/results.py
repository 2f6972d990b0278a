"""What a learner's function returned, read as arrays and compared with what is right."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from helpers.reviewing import problems
from helpers.values import read

AGREES = 1e-9  # relative, for each entry
ROUNDING = 1e-12  # of the largest entry
SINGLE = 1e-6  # of the largest entry, or of 1: what float32 leaves, anywhere in a function
SINGLE_SATURATED = 0.05  # relative: 1 - a2 has few digits left in float32 where a2 is nearly 1


class Result(NamedTuple):
    """What one call returned for one field, and how it compares."""

    value: np.ndarray | None  # None where it raised or there are no numbers
    is_right: bool  # as far as float32 goes
    problem: str = ""  # where there are no numbers: why
    wrong: np.ndarray | None = None  # where the shape fits: which entries are wrong
    shape: tuple = ()  # that was expected
    raised: BaseException | None = None
    is_kink: np.ndarray | None = None  # which entries have more than one right value; None if one number judges all
    is_exact: bool = False  # as far as the slopes go

    @property
    def is_laid_otherwise(self):
        """Whether several numbers come in another shape than the expected one."""
        return self.value.shape != self.shape and self.value.size > 1


class Results:
    """The outcomes of a function on all tasks.

    fields: the names of what it returns; a function with one result has one, its own name. by_field: for each, a Result
    for each task. is_shape_asked: whether a result in another shape is wrong.
    """

    def __init__(self, name, function, tasks, outcomes, fields, is_shape_asked=False):
        self.is_shape_asked = is_shape_asked
        self.name, self.function, self.tasks, self.outcomes = name, function, tasks, outcomes
        self.by_field = {field: [self._result(task, k, field) for k, task in enumerate(tasks)] for field in fields}

    def wrong_fields(self):
        """The fields that are not right in every task."""
        return [field for field, results in self.by_field.items() if not all(one.is_right for one in results)]

    def right_fields(self):
        """The fields that are right in every task, and in shape, where that is asked for."""
        wrong = self.wrong_fields()
        return [
            field
            for field, results in self.by_field.items()
            if field not in wrong and not (self.is_shape_asked and any(one.is_laid_otherwise for one in results))
        ]

    def changed(self):
        """The names of the arguments that it changed, each once."""
        return list(dict.fromkeys(name for outcome in self.outcomes for name in outcome.changed))

    def shared(self):
        """The names of the arguments that it handed back, each once."""
        return list(dict.fromkeys(name for outcome in self.outcomes for name in outcome.shares))

    def is_exact(self):
        """Whether all results are right to the last digit that a slope has."""
        return all(one.is_exact for found in self.by_field.values() for one in found)

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
        exact = right.error + AGREES * size + ROUNDING * np.max(size)
        loose = exact + SINGLE * max(1.0, np.max(size)) + (SINGLE_SATURATED * size if task.is_saturated else 0)
        with np.errstate(invalid="ignore"):
            beyond = np.maximum(right.low - compared, compared - right.high)
            wrong = np.broadcast_to(~(beyond <= loose), shape)
            is_exact = bool((beyond <= exact).all())
        is_kink = None if is_along else right.low != right.high
        return Result(value, not wrong.any(), "", wrong, shape, None, is_kink, is_exact)


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
    if isinstance(value, Mapping):
        keys = [key for key in value if isinstance(key, str)]
        fitting = [key for key in keys if key.endswith(field)] or [
            key for key in keys if key.lower().endswith(field.lower())
        ]
        return (value[fitting[0]], "") if fitting else (None, f"a dict without {field}")
    if hasattr(value, field):
        return getattr(value, field), ""
    if isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.dtype == object):
        if len(value) in (len(names), len(names) + 1):  # forward may add the activation's name
            return value[names.index(field)], ""
        return None, f"{len(value)} things"
    if value is None:
        return None, "None"
    return None, f"one array {value.shape}" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"


def laid_in(value, shape):
    """value in this shape, if it differs from it by axes of length 1, or if both are a line; otherwise None."""
    if np.squeeze(value).shape == tuple(length for length in shape if length != 1):
        return value.reshape(shape)
    are_lines = all(np.count_nonzero(np.array(one) != 1) <= 1 for one in (value.shape, shape))
    return value.reshape(shape) if are_lines and value.size == np.prod(shape, dtype=int) else None
