"""Judges what a function returns: right or wrong by slopes of the loss alone, and then which mistake it is."""

import inspect
import linecache
import traceback
from typing import Any, NamedTuple

import numpy as np

from helpers.reviewing import calling, formulas, problems, words
from helpers.reviewing.mistakes import ADDED, FORMULAS
from helpers.values import read

AGREES = 1e-9  # relative, for each entry
ROUNDING = 1e-12  # of the largest entry
SINGLE = 3e-6  # of the largest entry, where a result has the digits of float32
SINGLE_SATURATED = 0.05  # relative: 1 - a2 has few digits left in float32 where a2 is nearly 1
NOT_ANSWERED = "not answered yet"  # what values.read says of None
MISFITS = (ValueError, IndexError)  # what NumPy raises of shapes that don't fit
CATALOGUE = {  # the formulas of what a function returns, by its name; the first wrong one is told
    "backward": {"b2": "dJ_db2", "W2": "dJ_dW2", "b1": "dJ_db1", "W1": "dJ_dW1"},
    "forward": {"Z1": "z1", "A1": "a1", "Z2": "z2", "A2": "a2"},
    "loss": {"loss": "L"},
    "step": dict.fromkeys(problems.Parameters._fields, "step"),
}


class Verdict(NamedTuple):
    """What the referee says of a function.

    right: a bool. mistake: the name of the mistake that was recognised, or several with commas between them; None where
    there is none or it has no name. message: what the learner reads. answer: one right way to write it. function: the
    learner's own.
    """

    right: bool
    mistake: str | None
    message: str
    answer: str = ""
    function: Any = None

    def __repr__(self):
        return self.message

    def or_else(self, other):
        """The learner's own function if it is right, otherwise the other one; prints which."""
        name = getattr(other, "__qualname__", str(other))
        module = getattr(other, "__module__", "")
        from_ = f"{module}.{name}" if module else name
        print(f"From here on: {'your own ' + name if self.right else from_ + ', until yours is right'}")
        return self.function if self.right else other


class Found(NamedTuple):
    """What one call returned for one field, and how it compares."""

    value: np.ndarray | None  # None where it raised or there are no numbers
    is_right: bool
    problem: str = ""  # where there are no numbers: why
    wrong: np.ndarray | None = None  # where the shape fits: which entries are wrong
    shape: tuple = ()  # that was expected
    raised: BaseException | None = None
    is_kink: np.ndarray | None = None  # which entries have more than one right value


def judge(name, function, shape=False):
    """The Verdict on a function that should compute what `name` says; shape: whether its shape is part of the question.

    Raises ValueError for a name it doesn't know.
    """
    known = [*problems.ARGUMENTS, *(f"{name}, {variant}" for name, of in problems.VARIANTS.items() for variant in of)]
    if name not in known:
        raise ValueError(f"name must be one of {'; '.join(known)}; got {name!r}")
    name, _, variant = name.partition(", ")
    return _judged(name, function, variant, shape)._replace(answer=words.ANSWERS[name], function=function)


def _judged(name, function, variant, shape):
    if function is None:
        return Verdict(False, "not written", words.NOT_WRITTEN)
    if not callable(function):
        return Verdict(False, "not a function", words.not_a_function(name, function))
    tasks = problems.tasks(name, variant)
    refusal = words.misfit(name, function, tasks[0].arguments)
    if refusal:
        return Verdict(False, "arguments", refusal)
    outcomes = calling.call(function, [task.arguments for task in (*tasks, tasks[0], tasks[-1])])
    return Review(name, function, tasks, outcomes, shape).verdict()


class Review:
    """The outcomes of a function on all tasks, and what they tell."""

    def __init__(self, name, function, tasks, outcomes, is_shape_asked):
        self.name, self.function, self.tasks, self.is_shape_asked = name, function, tasks, is_shape_asked
        self.outcomes, self.again = outcomes[: len(tasks)], outcomes[len(tasks) :]
        self.catalogue = CATALOGUE.get(name, {name: name})

    def verdict(self):
        """The first of these that has something to say."""
        for look in (self._time, self._unwritten, self._chance, self._numbers, self._changes):
            verdict = look()
            if verdict:
                return verdict
        return self._right()

    def _time(self):
        if len(self.again) < 2:
            done, wanted = len(self.outcomes), len(self.tasks)
            return Verdict(False, "never returns", words.never(done, wanted, calling.LIMIT))
        return None

    def _unwritten(self):
        def is_blank(outcome):
            value = outcome.value
            is_none = (
                value is None
                or value is Ellipsis
                or (isinstance(value, tuple | list) and len(value) and all(v is None for v in value))
            )
            return isinstance(outcome.raised, NotImplementedError) if outcome.raised else is_none

        if all(map(is_blank, self.outcomes)):
            return Verdict(False, "not written", words.NOT_WRITTEN)
        return None

    def _chance(self):
        for first, again in zip((self.outcomes[0], self.outcomes[-1]), self.again, strict=True):
            for field in self.catalogue:
                one, other = (self._read(outcome, field)[0] for outcome in (first, again))
                if one is not None and other is not None and not np.array_equal(one, other, equal_nan=True):
                    place = np.unravel_index(np.argmax(one != other), one.shape)
                    return Verdict(False, "random", words.chance(one[place], other[place]))
        return None

    def _changes(self):
        changed = self._changed()
        return Verdict(False, "changes arguments", words.changes(changed)) if changed else None

    def _right(self):
        remarks = []
        for field in self.catalogue:
            for task, outcome in zip(self.tasks, self.outcomes, strict=True):
                value, _ = self._read(outcome, field)
                shape = self._shape(task, field)
                if value.shape != shape and value.size > 1 and self.is_shape_asked:
                    mistake = "transpose" if value.T.shape == shape else "shape"
                    return Verdict(False, mistake, words.wrong_shape(self.name, field, value, shape, task))
                if value.shape != shape and value.size > 1:
                    remarks.append(words.other_shape(self.name, field, value.shape, shape))
                    break
        shared = {name: None for outcome in self.outcomes for name in outcome.shares}
        if shared and not remarks:
            remarks.append(words.view(list(shared)))
        message = words.right(len(self.tasks), self._is_single(), remarks)
        return Verdict(True, "view" if shared else None, message)

    # what was returned

    def _read(self, outcome, field):
        """(the array of this field, ""), or (None, what is wrong)."""
        if outcome.raised:
            return None, "raised"
        value = outcome.value
        names = problems.FIELDS.get(self.name)
        if names:
            value, problem = _part(value, names, field)
            if problem:
                return None, problem
        if isinstance(value, np.matrix):
            value = np.asarray(value)
        array, problem = read(value)
        return array, problem or ""

    def _shape(self, task, field):
        return (
            task.direction[field].shape if task.direction and field in task.direction else task.right[field].low.shape
        )

    def _find(self, task, outcome, field):
        value, problem = self._read(outcome, field)
        shape = self._shape(task, field)
        if value is None:
            return Found(None, False, problem, None, shape, outcome.raised)
        laid = _laid(value, shape)
        if laid is None:
            return Found(value, False, "", None, shape)
        right = task.right[field]
        compared = laid
        if task.direction and field in task.direction:
            compared = np.sum(laid * task.direction[field])
        size = np.maximum(np.abs(right.low), np.abs(right.high))
        allowed = right.error + AGREES * size + ROUNDING * np.max(size, initial=0.0)
        if self._is_single(value):
            allowed = allowed + SINGLE * max(1.0, np.max(size)) + (SINGLE_SATURATED * size if task.is_saturated else 0)
        with np.errstate(invalid="ignore"):
            wrong = ~((compared >= right.low - allowed) & (compared <= right.high + allowed))
        if np.ndim(wrong) == 0:
            wrong = np.full(shape, bool(wrong))
        is_kink = None if task.direction and field in task.direction else right.low != right.high
        return Found(value, not wrong.any(), "", wrong, shape, None, is_kink)

    def _is_single(self, value=None):
        """Whether results have the digits of float32, by their type or by their bits."""
        values = [value] if value is not None else [outcome.value for outcome in self.outcomes]
        dtypes = [np.asarray(v).dtype for v in _leaves([outcome.value for outcome in self.outcomes])]
        if any(dtype in (np.float32, np.float16) for dtype in dtypes):
            return True
        long = [v for v in map(np.ravel, _leaves(values)) if np.asarray(v).dtype == np.float64]
        if not long:
            return False
        entries = np.concatenate(long)
        entries = entries[np.isfinite(entries)]
        with np.errstate(over="ignore"):
            fits = entries == entries.astype(np.float32)
        mantissa = np.frexp(entries)[0] * 2.0**16
        return bool(fits.all() and (mantissa != np.round(mantissa)).any())

    # what is wrong

    def _numbers(self):
        """The verdict on the first field that is not right everywhere, or None."""
        found = {
            field: [self._find(*pair, field) for pair in zip(self.tasks, self.outcomes, strict=True)]
            for field in self.catalogue
        }
        wrong = [field for field in found if not all(one.is_right for one in found[field])]
        if not wrong:
            return None
        right = [field for field in found if field not in wrong]
        first, *others = (Diagnosis(self, field, found[field], right) for field in wrong)
        verdict, changed = first.verdict(others), self._changed()
        if changed and verdict.mistake and "changes arguments" not in verdict.mistake:
            message = words.sentences(verdict.message, words.also_changes(changed))
            return verdict._replace(mistake=f"{verdict.mistake}, changes arguments", message=message)
        return verdict

    def _changed(self):
        """The names of the arguments that it changed, each once."""
        return list({name: None for outcome in self.outcomes for name in outcome.changed})


class Diagnosis:
    """Which mistake a field shows that is wrong in some task."""

    def __init__(self, review, field, found, right_fields):
        self.review, self.field, self.found, self.right_fields = review, field, found, right_fields
        self.key = review.catalogue[field]
        self.pairs = list(zip(review.tasks, found, strict=True))

    def verdict(self, others=()):
        """By the catalogue first; then by what a function can do wrong without any formula.

        others: the diagnoses of other fields that are wrong, too.
        """
        index = next((i for i, one in enumerate(self.found) if one.value is None and one.problem != "raised"), None)
        if index is not None:
            return self._numberless(index)
        slips, further = self._recognised(), None
        if not slips and others and self._only_raises():
            slips, further = next(((found, one) for one in others if (found := one._recognised())), (None, None))
        if slips:
            return self._named(slips, further or self, others)
        return (
            self._constant()
            or self._raising()
            or self._outside()
            or self._added()
            or self._spoiling()
            or self._ignored()
            or self._nameless()
        )

    def _only_raises(self):
        return all(one.is_right or one.raised for one in self.found)

    def _numberless(self, index):
        outcome, problem = self.review.outcomes[index], self.found[index].problem
        if problem == NOT_ANSWERED:
            is_whole = self.field == self.review.name
            says = words.sometimes_none() if is_whole else words.unwritten(self.field)
            return Verdict(False, "not written", words.opening(self._right_ones(), says))
        return Verdict(False, "not numbers", words.no_numbers(self.review.name, problem, outcome.value))

    def _letters(self, task):
        if self.key != "step":
            return task.letters
        pair = {"P": task.arguments["parameters"], "G": task.arguments["gradient"]}
        return task.letters | {letter: getattr(value, self.field) for letter, value in pair.items()}

    def _recognised(self):
        """The slips, one or two, that make of every task what the function makes of it."""
        seen = [pair for pair in self.pairs if pair[1].value is not None or isinstance(pair[1].raised, MISFITS)]
        if not seen:
            return None
        telling = [pair for pair in seen if pair[1].value is not None and not pair[1].is_right]
        order = telling[:1] + [pair for pair in seen if not telling or pair[1] is not telling[0][1]]
        letters = [(self._letters(task), one) for task, one in order]
        fitting = lambda text, strict: self._fits(text, letters, strict)  # noqa: E731
        variants = formulas.variants(self.key)
        once = [(slips, text) for slips, text in variants if len(slips) == 1]
        twice = variants[len(once) :] if telling else []
        for strict in (True, False) if telling else (True,):
            for group in (once, twice):
                for slips, text in group:
                    if fitting(text, strict):
                        return slips
        return None

    def _fits(self, text, letters, strict):
        agreeing = 0
        for at, one in letters:
            try:
                made = formulas.value(text, at)
            except NameError:  # the walk knows more letters than a function is handed
                continue
            if (made is None) != (one.value is None):
                if strict:
                    return False
                continue
            if made is None:
                continue
            if not _alike(made, one, self.review._is_single(one.value)):
                return False
            agreeing += not one.is_right
        return strict or 2 * agreeing >= max(4, sum(not one.is_right for one in self.found))

    def _named(self, slips, of, others):
        """of: the diagnosis whose slips they are. The others may show more slips: those are named as well."""
        names = _names(slips)
        asks = next((slip.asks for slip in slips if slip.asks), FORMULAS[of.key].asks)
        verdict = self._told(", ".join(names), words.says(slips), asks)
        for other in others if of is self else ():
            further = other._recognised()
            new = [name for name in _names(further or ()) if name not in names]
            if new:
                more = words.further(self.review.name, other.field, further)
                return verdict._replace(mistake=", ".join(names + new), message=f"{verdict.message} {more}")
        return verdict

    def _told(self, mistake, says, asks):
        """A verdict of three sentences: what was right and what is wrong, the smallest case, a question."""
        opening = words.opening(self._what_is_right(), says)
        return Verdict(False, mistake, words.sentences(opening, self._smallest(), asks))

    def _smallest(self):
        """The smallest case that shows it, in words."""
        wrong = [index for index, one in enumerate(self.found) if not one.is_right]
        with_numbers = [index for index in wrong if self.found[index].value is not None] or wrong
        small = [index for index in with_numbers if not self.review.tasks[index].direction]
        index = min(small or with_numbers, key=lambda i: (_effort(self.review.tasks[i]), i))
        task, one = self.pairs[index]
        return words.case(self.review, self.field, task, one, self.review.outcomes[index], self._letters(task))

    def _right_ones(self):
        """Which of several results are right, in words; "" if there is one result or none is right."""
        return words.fields(self.review.name, self.right_fields) if self.right_fields else ""

    def _what_is_right(self):
        """In words; "" where there is nothing to say."""
        return self._right_ones() or self._fact()

    def _fact(self):
        """What is right of this field: its sizes, some of its entries, some problems, or its shape."""
        small = [(task, one) for task, one in self.pairs if not task.direction]
        has_shape = all(one.wrong is not None for _, one in small)
        if has_shape and all(self._has_right_sizes(task, one) for task, one in small):
            return "every size is right"
        if has_shape:
            for says, mask in words.CONDITIONS:
                if self._is_right_where(mask, small):
                    return says
        for says, holds in words.KINDS:
            inside = [one.is_right for task, one in self.pairs if holds(task)]
            outside = [one.is_right for task, one in self.pairs if not holds(task)]
            if len(inside) > 1 and outside and all(inside) and not any(outside):
                return says
        return "the shape is right" if all(one.wrong is not None for _, one in self.pairs) else ""

    def _has_right_sizes(self, task, one):
        right = task.right[self.field]
        laid = _laid(one.value, one.shape)
        return np.allclose(np.abs(laid), np.abs(right.low), rtol=1e-7, atol=1e-12) or one.is_right

    def _is_right_where(self, mask, pairs):
        """Whether every entry that the mask takes is right, some others are not, and there are several of both."""
        inside = outside = 0
        for task, one in pairs:
            taken = mask(task.letters, one.shape)
            if taken is None:
                return False
            taken = np.broadcast_to(taken, one.shape) & (task.right[self.field].high != 0)
            if (one.wrong & taken).any():
                return False
            inside, outside = inside + taken.sum(), outside + one.wrong.sum()
        return inside > 2 and outside > 0

    # what has no formula

    def _constant(self):
        values = [one.value for one in self.found]
        if any(value is None for value in values):
            return None
        first = values[0]
        if not all(value.shape == first.shape and np.array_equal(value, first, equal_nan=True) for value in values):
            return None
        example = self.pairs[1][0].right[self.field]
        is_example = self.review.name != "step" and _laid(first, example.low.shape) is not None
        if is_example:
            laid = _laid(first, example.low.shape)
            is_example = np.allclose(laid, example.low) or np.allclose(laid, example.high)
        return Verdict(False, "constant", words.constant(self.review.name, first, is_example))

    def _raising(self):
        raised = [index for index, outcome in enumerate(self.review.outcomes) if outcome.raised]
        if not raised:
            return None
        index = min(raised, key=lambda i: (_effort(self.review.tasks[i]), i))
        task, outcome = self.review.tasks[index], self.review.outcomes[index]
        told = raised_in(self.review.function, outcome.raised)
        wrong = [one for one in self.found if one.value is not None and not one.is_right]
        says = words.raises(told, task.arguments, outcome.raised)
        if wrong:
            return None
        right = self._what_is_right()
        return Verdict(
            False, "raises", words.sentences(words.opening(right, says), words.STRANGE.get(type(outcome.raised)))
        )

    def _outside(self):
        names = outside_names(self.review.function)
        if not names:
            return None
        return self._told("outside", words.outside(names), words.HANDED)

    def _added(self):
        """Something that is added to the right result, as often as it takes: the same multiple in every case."""
        small = [(task, one) for task, one in self.pairs if not task.direction]
        if not all(one.wrong is not None for _, one in small):
            return None
        firm = np.concatenate([~one.is_kink.ravel() for _, one in small])
        excess = [(_laid(one.value, one.shape) - task.right[self.field].low).ravel() for task, one in small]
        for slip in ADDED.get(self.key, ()):
            made = [np.broadcast_to(formulas.value(slip.text, self._letters(t)), one.shape).ravel() for t, one in small]
            shares = [array / task.letters["N"] for array, (task, _) in zip(made, small, strict=True)]
            if any(_is_multiple(np.concatenate(excess)[firm], np.concatenate(parts)[firm]) for parts in (made, shares)):
                return self._told(slip.mistake, slip.says, slip.asks)
        return None

    def _spoiling(self):
        """Wrong numbers, and arguments that were changed on the way to them."""
        changed = self.review._changed()
        return self._told("changes arguments", words.spoils(changed), words.NEW_ARRAY) if changed else None

    def _ignored(self):
        """An argument that has no influence, found by changing one after the other, in three cases."""
        tasks = [task for task, one in self.pairs if one.value is not None and not one.is_right][:3]
        names = words.NEEDED.get(self.key, problems.ARGUMENTS.get(self.review.name))
        calls = [(task, name) for task in tasks for name in names]
        shaken = [(name, _shaken(task, name)) for task, name in calls]
        outcomes = calling.call(self.review.function, [*(task.arguments for task in tasks), *(a for _, a in shaken)])
        if len(outcomes) < len(tasks) + len(shaken):
            return None
        values = [self.review._read(outcome, self.field)[0] for outcome in outcomes]
        before = {id(task): value for task, value in zip(tasks, values, strict=False)}
        moved = {name: False for name in names}
        for (task, name), after in zip(calls, values[len(tasks) :], strict=True):
            moved[name] |= after is None or not np.array_equal(after, before[id(task)], equal_nan=True)
        still = [name for name in names if not moved[name]]
        if not still or len(still) == len(names):
            return None
        mistake = "missing term" if still[0] in ("y", "Y") else "missing factor"
        return self._told(mistake, words.ignored(still[0]), FORMULAS[self.key].asks)

    def _nameless(self):
        tried = [one.is_right for one in self.found]
        mistake = "special case" if sum(tried) >= 2 else None
        return self._told(mistake, words.NAMELESS, FORMULAS[self.key].asks)


# arrays


def _part(value, names, field):
    """(the part of a returned whole with this field's name, ""), or (None, what is wrong)."""
    own = getattr(value, "_fields", None)
    if isinstance(value, dict):
        found = [key for key in value if isinstance(key, str) and (key == field or key.endswith(field))]
        found = found or [key for key in value if isinstance(key, str) and key.lower().endswith(field.lower())]
        return (value[found[0]], "") if found else (None, f"a dict without {field}")
    if own and field in own:
        return getattr(value, field), ""
    if isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.dtype == object):
        if len(value) in (len(names), len(names) + 1):
            return value[names.index(field)], ""
        return None, f"{len(value)} things"
    if value is None:
        return None, "None"
    return None, f"one array {value.shape}" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"


def _leaves(value):
    if isinstance(value, tuple | list):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, dict):
        yield from _leaves(list(value.values()))
    elif isinstance(value, np.ndarray | np.generic | float):
        yield value


def _laid(value, shape):
    """value in this shape if it has it, or if both are a line of as many numbers; otherwise None."""
    if value.shape == shape:
        return value
    lines = all(np.count_nonzero(np.array(one) != 1) <= 1 for one in (value.shape, shape))
    return value.reshape(shape) if lines and value.size == np.prod(shape, dtype=int) else None


def _alike(made, one, is_single):
    """Whether a formula's array is what was returned: in the same shape, as a line, or spread over the right shape.

    At a kink both may be anything, as long as that is right.
    """
    laid = _laid(one.value, made.shape)
    if laid is None:
        try:
            made, laid = np.broadcast_to(made, one.shape), np.broadcast_to(one.value, one.shape)
        except ValueError:
            return False
    with np.errstate(invalid="ignore"):
        scale = np.max(np.abs(made[np.isfinite(made)]), initial=0.0)
        relative, absolute = (1e-2, 1e-5 * max(scale, 1)) if is_single else (1e-7, 1e-9 * scale)
        same = np.isclose(laid, made, rtol=relative, atol=absolute, equal_nan=True)
    if one.is_kink is not None and same.shape == one.shape:
        same = same | (one.is_kink & ~one.wrong)
    return bool(same.all())


def _is_multiple(array, other):
    """Whether an array is another times one number, but for rounding."""
    times = (array @ other) / (other @ other)
    return bool(np.allclose(array, times * other, rtol=1e-6, atol=1e-8 * np.abs(array).max()))


def _effort(task):
    """How many numbers a sentence would have to show."""
    return sum(np.size(task.letters.get(name, task.arguments.get(name, 0))) for name in _letters_of(task.shown))


def _letters_of(shown):
    return [name.lower() if name in ("X", "Y", "Z1", "A1", "Z2", "A2") else name for name in shown]


def _shaken(task, name):
    """The arguments with one array among them changed in every entry."""

    def shake(key, value):
        if hasattr(value, "_fields"):
            return value._replace(**{field: shake(field, getattr(value, field)) for field in value._fields})
        if key != name or isinstance(value, str):
            return value
        if name in ("y", "Y"):
            return 1 - value
        if name in ("a2", "A2"):
            return 0.5 * value + 0.1
        return np.random.default_rng(5).normal(size=np.shape(value)) - 2 * value

    return {key: shake(key, value) for key, value in task.arguments.items()}


def _names(slips):
    """The names of some slips, each once; a page's slip has two."""
    return list(dict.fromkeys(name for slip in slips for name in (slip.mistake, slip.kind) if name))


# the learner's own code


def raised_in(function, raised):
    """(the number, the text) of the learner's own line in which it was raised, or None."""
    code = getattr(inspect.unwrap(function), "__code__", None) if callable(function) else None
    frames = traceback.extract_tb(raised.__traceback__)
    own = [frame for frame in frames if code and frame.filename == code.co_filename]
    own = own or [
        f
        for f in frames
        if "/helpers/reviewing/" not in f.filename.replace("\\", "/") and "site-packages" not in f.filename
    ]
    if not own:
        return None
    frame = own[-1]
    text = linecache.getline(frame.filename, frame.lineno).strip()
    return text or None


def outside_names(function):
    """The names of numbers and arrays that a function takes from outside of itself."""
    try:
        found = inspect.getclosurevars(inspect.unwrap(function))
    except TypeError:
        return []
    values = {**found.globals, **found.nonlocals}
    return [name for name, value in values.items() if isinstance(value, np.ndarray) or hasattr(value, "_fields")]
