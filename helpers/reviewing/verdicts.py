"""The verdict on a function: right or wrong by slopes of the loss alone, then which mistake it is."""

import functools
import itertools
from typing import Any, NamedTuple

import numpy as np

from helpers.reviewing import calling, problems, words
from helpers.reviewing.diagnosis import CATALOGUE, Diagnosis
from helpers.reviewing.mistakes import FORMULAS
from helpers.reviewing.results import Results, value_of


class Verdict(NamedTuple):
    """What the referee says of a function.

    right: a bool. mistake: the name of the mistake that was recognised, or several with commas between them; None where
    there is none or it has no name. message: what the learner reads. answer: one right way to write it. function: the
    learner's own. name: of what it should compute.
    """

    right: bool
    mistake: str | None
    message: str
    answer: str = ""
    function: Any = None
    name: str = ""

    def __repr__(self):
        return self.message

    def or_else(self, other):
        """The learner's own function if it is right, otherwise the other one; prints which."""
        print(f"The cells below use {words.own(other) if self.right else words.helpers(other)}.")
        if not self.right:
            return other
        return _as_parameters(self.function) if self.name in ("backward", "step") else self.function


def judge(name, function, shape=False):
    """The Verdict on a function that should compute what `name` says; shape: whether its shape is part of the question.

    Raises ValueError for a name it doesn't know.
    """
    variants = [f"{of}, {variant}" for of, kinds in problems.VARIANTS.items() for variant in kinds]
    known = [*problems.ARGUMENTS, *variants]
    if name not in known:
        raise ValueError(f"name must be one of {'; '.join(known)}; got {name!r}")
    name, _, variant = name.partition(", ")
    with np.errstate(all="ignore"):  # whatever the notebook has set
        judged = _judged(name, function, variant, shape)
    is_right, mistake, message = judged
    if variant == "one observation":
        message = words.of_one_observation(message)
    return Verdict(is_right, mistake, message, words.ANSWERS[name], function, name)


def _as_parameters(function):
    """The function with its four results as arrays in the shapes of the parameters, whatever they come in."""

    @functools.wraps(function)
    def wrapped(*arguments):
        parameters = next(argument for argument in arguments if hasattr(argument, "W1"))
        outcome = calling.call(function, [dict(enumerate(arguments))], several=True)[0]
        if outcome is None:
            raise TimeoutError(words.never(0, calling.LIMIT))
        if outcome.raised:
            raise outcome.raised
        parts = [value_of("step", outcome, field)[0] for field in parameters._fields]
        return type(parameters)(*(part.reshape(one.shape) for part, one in zip(parts, parameters, strict=True)))

    return wrapped


def _judged(name, function, variant, is_shape_asked):
    """Whether it is right, the mistake, and the message."""
    if calling.is_under_way():
        return False, "nested", words.NESTED
    if function is None:
        return False, "not written", words.NOT_WRITTEN
    if not callable(function):
        return False, "not a function", words.not_a_function(name, function)
    tasks = problems.tasks(name, variant)
    refusal = words.misfit(name, function, tasks[0].arguments)
    if refusal:
        return False, "arguments", refusal
    *outcomes, first, last = calling.call(
        function, [task.arguments for task in (*tasks, tasks[0], tasks[-1])], several=name in problems.FIELDS
    )
    if last is None:
        done = sum(outcome is not None for outcome in outcomes)
        return False, "never returns", words.never(done, calling.LIMIT)
    if all(map(_is_blank, outcomes)):
        return False, "not written", words.NO_RETURN if _forgets_to_return(function, outcomes) else words.NOT_WRITTEN
    fields = CATALOGUE.get(name, {name: f"{name}, {variant}" if f"{name}, {variant}" in FORMULAS else name})
    for one, other in ((outcomes[0], first), (outcomes[-1], last)):
        for field in fields:
            differing = _differing(value_of(name, one, field)[0], value_of(name, other, field)[0])
            if differing:
                return False, "random", words.chance(*differing)
    results = Results(name, function, tasks, outcomes, fields, is_shape_asked)
    wrong = results.wrong_fields()
    order = _order(name, function, tasks, outcomes) if len(wrong) > 1 else None
    if order:
        return False, "wrong order", words.order(name, order)
    if wrong:
        first, *others = (Diagnosis(results, field, fields[field]) for field in wrong)
        return False, *first.told(others)
    if results.changed():
        return False, "changes arguments", words.changes(results.changed())
    return _right(results)


def _is_blank(outcome):
    value = outcome.value
    if outcome.raised:
        return isinstance(outcome.raised, NotImplementedError)
    if isinstance(value, tuple | list):
        return len(value) > 0 and all(part is None for part in value)
    return value is None or value is Ellipsis


def _forgets_to_return(function, outcomes):
    """Whether it does something and then returns None."""
    returns_none = all(outcome.value is None and not outcome.raised for outcome in outcomes)
    return returns_none and calling.does_something(function)


def _differing(one, other):
    """The first numbers in which two arrays differ; None if they are the same."""
    if one is None or other is None or np.array_equal(one, other, equal_nan=True):
        return None
    if one.shape != other.shape:
        return one, other
    place = np.unravel_index(np.argmax(one != other), one.shape)
    return one[place], other[place]


def _order(name, function, tasks, outcomes):
    """The fields in the order in which they were returned, if all are right in another order; otherwise None."""
    names = problems.FIELDS[name]
    if not all(type(outcome.value) in (tuple, list) and len(outcome.value) == len(names) for outcome in outcomes):
        return None

    def fitting(place):
        """The fields that what stands at this place is right for."""
        moved = [outcome._replace(value=dict.fromkeys(names, outcome.value[place])) for outcome in outcomes]
        return set(names) - set(Results(name, function, tasks, moved, names).wrong_fields())

    fields = [fitting(place) for place in range(len(names))]
    return next((order for order in itertools.permutations(names) if all(map(set.__contains__, fields, order))), None)


def _right(results):
    """What is said of right numbers: their shape, if it isn't the lesson's, and whether they are an argument itself."""
    remarks = []
    for field, found in results.by_field.items():
        other = next((one for one in found if one.is_laid_otherwise), None)
        if other is None:
            continue
        value, shape = other.value, other.shape
        if results.is_shape_asked:
            mistake = "transpose" if value.T.shape == shape else "shape"
            return False, mistake, words.wrong_shape(results.name, field, value, shape)
        remarks.append(words.other_shape(field, value.shape, shape))
    shared = results.shared()
    if shared and not remarks:
        remarks.append(words.view(shared))
    arrays = [[one for one in task.arguments.values() if isinstance(one, np.ndarray)] for task in results.tasks]
    has_others = len(arrays[0]) < len(results.tasks[0].arguments)  # parameters, in many shapes
    of_many_shapes = has_others or len({tuple(map(np.shape, one)) for one in arrays}) > 1
    said = words.right(len(results.tasks), of_many_shapes, results.is_exact(), remarks)
    return True, "view" if shared else None, said
