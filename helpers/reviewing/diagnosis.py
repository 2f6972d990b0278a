"""Which mistake a function makes: the catalogue's, alone or in pairs, or one that has no formula."""

import dis
import inspect
import numbers
import re

import numpy as np

from helpers.reviewing import calling, formulas, problems, words
from helpers.reviewing.mistakes import ADDED, FORMULAS
from helpers.reviewing.results import SINGLE, laid_in, value_of

NOT_ANSWERED = "not answered yet"  # what values.read says of None
MISFITS = (ValueError, IndexError)  # what NumPy raises of shapes that don't fit
SAME = 1e-5  # relative: a formula's number is the function's, though float32 may be in it
FEW = 2e-3  # of the largest entry: a result that is as near as this has lost digits, and makes no other mistake
CATALOGUE = {  # the formulas of what a function returns; the first wrong one is told
    "backward": {"b2": "dJ_db2", "W2": "dJ_dW2", "b1": "dJ_db1", "W1": "dJ_dW1"},
    "forward": {"Z1": "z1", "A1": "a1", "Z2": "z2", "A2": "a2"},
    "loss": {"loss": "L"},
    "step": dict.fromkeys(problems.Parameters._fields, "step"),
}


class Diagnosis:
    """Of one field that is wrong in some task. key: of its formula in the catalogue."""

    def __init__(self, results, field, key):
        self.results, self.field, self.key = results, field, key
        self.found = results.by_field[field]
        self.pairs = list(zip(results.tasks, self.found, strict=True))
        self.small = [pair for pair in self.pairs if not pair[0].direction]

    def told(self, others):
        """(the mistake, the message). others: the diagnoses of other fields that are wrong, too."""
        mistake, message = self._told(others)
        changed = self.results.changed()
        if changed and mistake and "changes arguments" not in mistake:
            return f"{mistake}, changes arguments", words.sentences(message, words.also_changes(changed))
        return mistake, message

    def _told(self, others):
        """By the catalogue first; then by what a function can do wrong without any formula."""
        without_numbers = next((k for k, one in enumerate(self.found) if one.value is None and not one.raised), None)
        if without_numbers is not None:
            return self._without_numbers(without_numbers)
        plain = self._outside() or self._zero() or self._flat() or self._nearly_right()
        if plain:
            return plain
        slips = self._recognised()
        if slips:
            return self._named(slips, FORMULAS[self.key].asks, others)
        if all(one.is_right or one.raised for one in self.found):  # what raises in all fields may be in any formula
            for other in others:
                slips = other._recognised()
                if slips:
                    return self._named(slips, FORMULAS[other.key].asks)
        return (
            self._holes()
            or self._constant()
            or self._raising()
            or self._stepped()
            or self._scaled()
            or self._added()
            or self._spoiling()
            or self._ignored()
            or self._nameless()
        )

    def _without_numbers(self, k):
        problem = self.found[k].problem
        if problem != NOT_ANSWERED:
            return "not numbers", words.no_numbers(self.results.name, problem, self.results.outcomes[k].value)
        is_whole = self.field == self.results.name
        says = words.SOMETIMES_NONE if is_whole else words.unwritten(self.field)
        return "not written", words.opening(self._right_fields(), says)

    def _zero(self):
        if any(one.value is None or one.value.any() for one in self.found):
            return None
        return self._said("constant", "It is always 0.", FORMULAS[self.key].asks)

    def _flat(self):
        """The right numbers in their order, and in another shape."""
        for task, one in self.small:
            right = task.right[self.field].low
            if one.value is None or one.value.size != right.size:
                return None
            if not np.allclose(one.value.ravel(), right.ravel(), rtol=SAME):
                return None
        return "shape", words.sentences(words.OTHER_SHAPE, self._smallest())

    def _nearly_right(self):
        """Numbers that have lost their last digits, as in float16; None if it is more than that."""
        pairs = [(task.right[self.field], one) for task, one in self.small if not task.is_saturated]
        if any(one.wrong is None for _, one in pairs):
            return None
        worst = 0.0
        for right, one in pairs:
            laid, size = laid_in(one.value, one.shape), np.maximum(np.abs(right.low), np.abs(right.high)).max()
            worst = max(worst, np.maximum(right.low - laid, laid - right.high).max() / (size or 1.0))
        if not SINGLE < worst < FEW:
            return None
        return self._said("rounded", words.few_digits(int(-np.log10(worst))), "")

    # the catalogue

    def _letters(self, task):
        if self.key != "step":
            return task.letters
        parameters, gradient = task.arguments["parameters"], task.arguments["gradient"]
        others = {f"P_{name}": value for name, value in parameters._asdict().items()}
        others |= {f"G_{name}": value for name, value in gradient._asdict().items()}
        return task.letters | others | {"P": others[f"P_{self.field}"], "G": others[f"G_{self.field}"]}

    def _recognised(self):
        """The slips, one or two, that make of every task what the function makes of it; None if there are none.

        If none does exactly that, those are taken that give the same numbers wherever both give any and nothing is
        saturated: there, ways to write the same round differently.
        """
        if any(one.raised and not isinstance(one.raised, MISFITS) for one in self.found):
            return None
        exactly = [(task, self._letters(task), one) for task, one in self.pairs]
        telling = next((one for one in self.found if one.value is not None and not one.is_right), None)
        if telling:
            variants = formulas.variants(self.key)
            exactly.sort(key=lambda case: case[2] is not telling)  # most slips fail it, so that few go on to the others
            loosely = [case for case in exactly if not case[0].is_saturated]
            tries = (
                ((exactly, True),) if self._has_only_holes() else ((exactly, True), (loosely, True), (loosely, False))
            )
        else:
            variants = [((slip,), text) for slip, text in formulas.single(self.key) if self._blames(slip)]
            tries = ((exactly, True),)
        for cases, must_raise in tries:
            for slips, text in variants:
                if self._fits(text, cases, must_raise):
                    return slips
        return None

    def _fits(self, text, cases, must_raise):
        """Whether a formula gives what the function gave; must_raise: and can't be computed where that raised."""
        agreeing = 0
        for task, letters, one in cases:
            try:
                made = formulas.value(text, letters)
            except NameError:  # the walk knows more letters than a function is handed
                continue
            if (made is None) != (one.value is None) and must_raise:
                return False
            if made is None or one.value is None:
                continue
            if not self._is_same(made, one) or (
                one.wrong is not None and not one.is_right and self._is_right(made, task)
            ):
                return False
            agreeing += not one.is_right
        return must_raise or 2 * agreeing >= max(4, sum(not one.is_right for one in self.found))

    def _is_same(self, made, one):
        """Whether a formula's array is what was returned: in the same shape, as a line, or spread over the right shape.

        At a kink both may be anything, as long as that is right.
        """
        laid = laid_in(one.value, made.shape)
        if laid is None:
            try:
                made, laid = np.broadcast_to(made, one.shape), np.broadcast_to(one.value, one.shape)
            except ValueError:
                return False
        scale = np.max(np.abs(made[np.isfinite(made)]), initial=0.0)
        same = np.isclose(laid, made, rtol=SAME, atol=SAME / 100 * scale, equal_nan=True)
        if one.is_kink is not None and same.shape == one.shape:
            same = same | (one.is_kink & ~one.wrong)
        return bool(same.all())

    def _blames(self, slip):
        """Whether the line where NumPy refused the shapes has the letter that this slip leaves as it stands."""
        raised = next(one.raised for one in self.found if one.raised)
        line = calling.raised_in(self.results.function, raised) or ""
        as_it_stands = rf"(?i)\b{slip.letter}\b(?!\.T\b|\.transpose)"
        return bool(slip.letter and words.is_of_shapes(raised) and re.search(as_it_stands, line))

    def _is_right(self, made, task):
        """Whether a formula's array is right: then it is no mistake, whatever name it has."""
        right = task.right[self.field]
        laid = laid_in(made, right.low.shape)
        return not task.direction and laid is not None and np.allclose(laid, right.low, rtol=SAME, atol=0)

    def _shows(self, text, task):
        """Whether a formula is wrong in this case."""
        try:
            made = formulas.value(text, self._letters(task))
        except NameError:
            return False
        return made is None or not self._is_right(made, task)

    def _named(self, slips, asks, others=()):
        """The others may show more slips: those are named as well."""
        names = _names(slips)
        asks = next((slip.asks for slip in slips if slip.asks), asks)
        mistake, message = self._said(", ".join(names), words.says(slips), asks, slips)
        if self.results.name == "forward":  # what follows a wrong array is wrong by it
            return mistake, message
        found = [(other.field, further) for other in others if (further := other._recognised())]
        more = [(field, further) for field, further in found if set(_names(further)) - set(names)]
        if not more:
            return mistake, message
        further = more[0][1]
        fields = [field for field, slips in more if _names(slips) == _names(further)]
        new = [name for name in _names(further) if name not in names]
        said = words.further(self.results.name, fields, [slip for slip in further if slip.mistake in new])
        return ", ".join(names + new), words.sentences(message, said)

    # what is said

    def _said(self, mistake, says, asks, slips=()):
        """(the mistake, three sentences): what was right and what is wrong, the smallest case, a question."""
        case = self._smallest(slips)
        return mistake, words.sentences(words.opening(self._what_is_right(), says), case, asks)

    def _smallest(self, slips=()):
        """The smallest case that shows it, in words; of two slips, one that would show each of them alone."""
        wrong = [k for k, one in enumerate(self.found) if not one.is_right]
        wrong = [k for k in wrong if self.found[k].value is not None] or wrong
        wrong = [k for k in wrong if not self.results.tasks[k].direction] or wrong
        alone = [text for slip, text in formulas.single(self.key) if slip in slips]
        wrong = [k for k in wrong if all(self._shows(text, self.results.tasks[k]) for text in alone)] or wrong
        k = min(wrong, key=lambda k: (_effort(self.results.tasks[k]), k))
        return words.case(self.results, self.field, k, self._letters(self.results.tasks[k]))

    def _right_fields(self):
        """Which of several results are right, in words; "" if there is one result or none is right."""
        return words.fields(self.results.name, self.results.right_fields())

    def _what_is_right(self):
        """Other fields, sizes, some of the entries, some of the problems, or the shape; "" if nothing is."""
        if self._right_fields():
            return self._right_fields()
        fact = self._fact()
        is_of_all = any(one.raised for one in self.found)  # what raises gives none of the results
        return fact if is_of_all or not fact else words.of_field(self.results.name, self.field, fact)

    def _fact(self):
        """What is right of this field."""
        has_shape = self._has_shape()
        if has_shape and all(self._is_turned(task, one) for task, one in self.small):
            return words.BUT_FOR_SIGN
        shown = [name.lower() for name in problems.ARGUMENTS[self.results.name]]
        known = shown if "forward_pass" not in shown else ["z1", "y"]
        masks = [(says, mask) for letter, says, mask in words.CONDITIONS if letter in known and has_shape]
        where = [says for says, mask in masks if self._is_right_where(mask)]
        kinds = [says for says, holds in words.KINDS if self._is_right_for(holds)]
        return next(iter([*where, *kinds]), "the shape is right" if has_shape else "")

    def _is_turned(self, task, one):
        """Whether every number has the right size and the wrong sign, where there is no kink."""
        right = task.right[self.field].low
        return bool((np.isclose(laid_in(one.value, one.shape), -right, rtol=SAME) | one.is_kink).all())

    def _is_right_where(self, mask):
        """Whether every entry that the mask takes is right, and several that it takes are not 0; others are wrong."""
        taken_count = 0
        for task, one in self.small:
            taken = mask(task.letters, one.shape)
            if taken is None or (one.wrong & taken).any():
                return False
            taken_count += np.count_nonzero(taken & (task.right[self.field].high != 0))
        return taken_count > 2

    def _is_right_for(self, holds):
        """Whether it is right in all tasks of a kind, in two at least, and in no others."""
        inside = [one.is_right for task, one in self.pairs if holds(task)]
        outside = [one.is_right for task, one in self.pairs if not holds(task)]
        return len(inside) > 1 and all(inside) and len(outside) > 0 and not any(outside)

    # what has no formula: each of these gives (the mistake, the message), or None

    def _constant(self):
        first, *others = (one.value for one in self.found)
        if first is None or not all(other is not None and np.array_equal(first, other) for other in others):
            return None
        laid = laid_in(first, self.found[1].shape) if len(self.found) > 1 else None
        right = self.results.tasks[1].right[self.field]
        is_example = self.results.name != "step" and laid is not None and np.allclose(laid, right.low)
        return "constant", words.constant(self.results.name, first, is_example)

    def _raising(self):
        raised = [k for k, outcome in enumerate(self.results.outcomes) if outcome.raised]
        if not raised or any(one.value is not None and not one.is_right for one in self.found):
            return None
        k = min(raised, key=lambda k: (_effort(self.results.tasks[k]), k))
        problem = self.results.outcomes[k].raised
        says = words.raises(calling.raised_in(self.results.function, problem), self.results.tasks[k].arguments, problem)
        return "raises", words.sentences(words.opening(self._what_is_right(), says), words.question_of(problem))

    def _outside(self):
        names = outside_names(self.results.function, self.pairs[0][0].letters)
        return self._said("outside", words.outside(names), words.HANDED) if names else None

    def _has_shape(self):
        """Whether every small case has numbers in the right shape."""
        return all(one.wrong is not None for _, one in self.small)

    def _firm(self, of):
        """What `of` gives of the small cases, in one line, without the entries at a kink.

        of(task, result): an array that can be spread over the right shape.
        """
        return np.concatenate([np.broadcast_to(of(task, one), one.shape)[~one.is_kink] for task, one in self.small])

    def _mine_and_right(self):
        mine = self._firm(lambda _, one: laid_in(one.value, one.shape))
        return mine, self._firm(lambda task, _: task.right[self.field].low)

    def _has_only_holes(self):
        """Whether NaN is all that is wrong."""
        wrong = [one for one in self.found if not one.is_right]
        return all(one.wrong is not None and np.isnan(laid_in(one.value, one.shape)[one.wrong]).all() for one in wrong)

    def _holes(self):
        return self._said("not finite", words.HOLES, words.NO_NUMBER) if self._has_only_holes() else None

    def _stepped(self):
        """The parameters after a step, where their slopes are asked for."""
        if self.results.name != "backward" or not self._has_shape():
            return None
        mine, right = self._mine_and_right()
        start = self._firm(lambda task, _: getattr(task.arguments["parameters"], self.field))
        return (
            self._said("moved", words.STEPPED, FORMULAS[self.key].asks) if _is_multiple(start - mine, right) else None
        )

    def _scaled(self):
        """Everything by the same factor."""
        if not self._has_shape():
            return None
        mine, right = self._mine_and_right()
        if not (np.isfinite(mine).all() and _is_multiple(mine, right)):
            return None
        times = (mine @ right) / (right @ right)
        if np.isclose(times, 1):  # only at a kink is something wrong, and kinks are left out here
            return None
        return self._said("extra factor", words.scaled(times), "Where does that factor come from?")

    def _added(self):
        """Something that is added to the right result, as often as it takes: the same multiple in every case."""
        if not self._has_shape():
            return None
        mine, right = self._mine_and_right()
        shares = self._firm(lambda task, _: 1 / task.letters.get("N", 1))
        for slip in ADDED.get(self.key, ()):
            added = self._firm(lambda task, _, text=slip.text: formulas.value(text, self._letters(task)))
            if any(_is_multiple(mine - right, one) for one in (added, added * shares)):
                return self._said(slip.mistake, slip.says, slip.asks)
        return None

    def _spoiling(self):
        """Wrong numbers, and arguments that were changed on the way to them."""
        changed = self.results.changed()
        return self._said("changes arguments", words.spoils(changed), words.NEW_ARRAY) if changed else None

    def _ignored(self):
        """An argument that has no influence, found by changing one after the other, in every small case."""
        tasks = [task for task, one in self.small if one.value is not None]
        if not tasks:
            return None
        names = words.NEEDED.get(self.key, tuple(tasks[0].arguments))
        shaken = {name: [_shaken(task, name) for task in tasks] for name in names}
        before = self._values([task.arguments for task in tasks])
        same = [all(map(_is_equal, before, self._values(shaken[name]))) for name in names]
        if not any(same) or all(same):
            return None
        name = names[same.index(True)]
        mistake = "missing term" if name in ("y", "Y") else "missing factor"
        return self._said(mistake, words.ignored(name), FORMULAS[self.key].asks)

    def _values(self, argument_sets):
        """What the function returns for this field."""
        name, is_several = self.results.name, self.results.name in problems.FIELDS
        outcomes = calling.call(self.results.function, argument_sets, several=is_several)
        return [outcome and value_of(name, outcome, self.field)[0] for outcome in outcomes]

    def _nameless(self):
        is_right_often = sum(one.is_right for one in self.found) >= 2
        return self._said("special case" if is_right_often else None, words.NAMELESS, FORMULAS[self.key].asks)


def _names(slips):
    """The names of some slips, each once; a page's slip has two."""
    return list(dict.fromkeys(name for slip in slips for name in (slip.mistake, slip.kind) if name))


def _is_equal(one, other):
    return one is not None and other is not None and np.array_equal(one, other, equal_nan=True)


def _is_multiple(array, other):
    """Whether an array is another times one number, but for rounding."""
    times = (array @ other) / (other @ other)
    return bool(np.allclose(array, times * other, rtol=1e-6, atol=1e-8 * np.abs(array).max()))


def _effort(task):
    """How many numbers a sentence would have to show."""
    return sum(np.size(words.letter(task, name, task.letters)) for name in task.shown if name not in ("P", "G"))


def _shaken(task, name):
    """The arguments with one array among them changed in every entry, so that signs change, too."""

    def shake(key, value):
        if hasattr(value, "_fields"):
            return value._replace(**{field: shake(field, getattr(value, field)) for field in value._fields})
        if key != name:
            return value
        if name in ("y", "Y"):
            return 1 - value
        if name in ("a2", "A2"):
            return 0.5 * value + 0.1
        return np.random.default_rng(5).normal(size=np.shape(value)) - 2 * value

    return {key: shake(key, value) for key, value in task.arguments.items()}


READS = "LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF"


def outside_names(function, letters):
    """What a function takes from outside: arrays, and numbers that are called like one of the letters."""
    plain = inspect.unwrap(function)
    code = getattr(plain, "__code__", None)
    if code is None:
        return []
    around = inspect.getclosurevars(plain).nonlocals
    values = {name: around.get(name, plain.__globals__.get(name)) for name in _read_from_outside(code)}

    def is_of_the_problem(name, value):
        is_number = isinstance(value, numbers.Number) and name in letters  # N, say; another one may be a constant
        is_record = hasattr(value, "_fields") and not isinstance(value, type)  # Parameters itself is no number
        return is_number or isinstance(value, np.ndarray) or is_record

    return [name for name, value in values.items() if is_of_the_problem(name, value)]


def _read_from_outside(code, own=()):
    """The names that code reads and nobody in it sets, that of functions within it included; not those of attributes.

    own: what the functions around it set. To a comprehension, too, these are names from outside (before Python 3.12).
    """
    own = {*own, *code.co_varnames, *code.co_cellvars}
    read = [one.argval for one in dis.get_instructions(code) if one.opname in READS]
    within = [part for part in code.co_consts if inspect.iscode(part)]
    names = [name for name in read if name not in own]
    return list(dict.fromkeys([*names, *(name for part in within for name in _read_from_outside(part, own))]))
