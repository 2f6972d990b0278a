"""What a verdict says, in one to three sentences: first what was right, then the smallest case, then a question."""

import inspect
import re
import textwrap

import numpy as np

from helpers import numerals
from helpers.reviewing.calling import raised_in
from helpers.reviewing.problems import ARGUMENTS, FIELDS

NESTED = "review is called within the function that it reviews. Move the call out of it."
NOT_WRITTEN = "not written yet"
SOMETIMES_NONE = "it sometimes returns None: not every way through it ends in a return."
NO_RETURN = "It returns None. Is its last line a return?"
NAMELESS = "some of the numbers are wrong."
HANDED = "Which of these names are among its arguments?"
BUT_FOR_SIGN = "each number is right apart from its sign"
ANSWERS = {  # one right way to write each
    "da2_dz2": "a2 * (1 - a2)",
    "dL_da2": "(a2 - y) / (a2 * (1 - a2))",
    "dL_dz2": "a2 - y",
    "dL_dW2": "dL_dz2 @ a1.T",
    "dL_db2": "dL_dz2.copy()",
    "dL_da1": "W2.T @ dL_dz2",
    "dL_dz1": "dL_da1 * (z1 > 0)",
    "dL_dW1": "dL_dz1 @ x.T",
    "dL_db1": "dL_dz1.copy()",
    "dJ_dW2": "(A2 - Y) @ A1.T / N",
    "dJ_db2": "(A2 - Y).sum(axis=1, keepdims=True) / N",
    "dJ_dW1": "(W2.T @ (A2 - Y) * (Z1 > 0)) @ X.T / N",
    "dJ_db1": "(W2.T @ (A2 - Y) * (Z1 > 0)).sum(axis=1, keepdims=True) / N",
    "backward": "dJ_dW1, dJ_db1, dJ_dW2, dJ_db2",
    "forward": "W1 @ X + b1; np.maximum(Z1, 0); W2 @ A1 + b2; 1 / (1 + np.exp(-Z2))",
    "loss": "np.logaddexp(0, Z2) - Y * Z2",
    "step": "parameter - learning_rate * its gradient, for each of the four",
    "dL_dx": "W1.T @ dL_dz1",
    "dE_dz2": "(a2 - y) * a2 * (1 - a2)",
}
NEEDED = {  # the arrays on which a result depends, where a function is handed more than it needs
    "step": (),
    "dJ_dW2": ("Y", "A1", "A2"),
    "dJ_db2": ("Y", "A2"),
    "dJ_dW1": ("X", "Y", "W2", "A2"),
    "dJ_db1": ("Y", "W2", "A2"),
    "z1": ("X", "W1", "b1"),
    "a1": ("X", "W1", "b1"),
    "z2": ("X", "W1", "b1", "W2", "b2"),
    "a2": ("X", "W1", "b1", "W2", "b2"),
}
OTHER_SHAPE = "The numbers are right, but the shape isn't."
OF_ONE_OBSERVATION = {  # patterns, and what takes their place
    r", and with it the sum over the observations": "",
    r"([Tt])his product doesn't add up over the observations": r"\1his is a column times a column: one must be a row",
    r"([Tt])he sum over the observations is missing": r"\1his multiplies entry by entry, not a column by a row",
    r", at each observation": "",
    r"∂J": "∂L",
    r"\b(X|Y|Z1|A1|Z2|A2)\b": lambda letter: letter[0].lower(),
}
HOLES = "Some of it is NaN, and the rest is right."
NO_NUMBER = "What makes NaN of it: 0/0, ∞ − ∞, or the logarithm of a number below 0?"
STEPPED = "these are the parameters after a step, and their slopes are asked for."
NEW_ARRAY = "How can you put the result into a new array?"
DIGITS_OF_SINGLE = 6  # of which every one can be trusted
MOST_PRINTED = 300  # letters of what a function prints
MOST_SHOWN = 12  # numbers of a result that is shown whole
LOWER = {"Z1": "z1", "A1": "a1", "Z2": "z2", "A2": "a2"}  # the letters of the catalogue
TARGETS = {"forward": "it is", "loss": "the loss is", "step": "it should be"}  # for the others: the slope is
WIDTH = 76  # the lab breaks longer lines within a word where its window is narrow
# in what NumPy says of shapes that don't fit
SHAPES = ("shape", "operands", "dimension", "mismatch", "aligned", "broadcast")
HINTS = {  # what leads on, by a part of what an exception says
    "truth value": "How many numbers are there? An array has no single answer to an if.",
    "of size 1": "How many numbers are there?",
    "to unpack": "How many things are there to unpack?",
    "array element with a sequence": "Is it one number that is put there, or still an array?",
    "can't set attribute": "A NamedTuple can't be changed. What can you return in its place?",
    "not callable": "Is a * missing before a bracket?",
    "bitwise_xor": "A power is written **.",
    "Parameters": "Those are four arrays. Which one meets which?",
    "multiply sequence": "Those are four arrays. Which one meets which?",
    "inhomogeneous": "Those are four arrays. Which one meets which?",
}
STRANGE = {
    NameError: "Where does that name get its value?",
    AttributeError: "Which of its arguments is it asked of?",
    IndexError: "How many rows and columns does it have?",
    ZeroDivisionError: "What is it that can be 0?",
}


def sentences(*parts):
    """Those that say something, each on a line of its own."""
    return "\n".join(part for part in parts if part)


def printed(name, message):
    """What a review prints: the name and the message, in lines that are not too long."""
    first, *others = message.split("\n")
    lines = textwrap.wrap(f"{name}   {first}", WIDTH, subsequent_indent="  ", break_long_words=False)
    for part in others:
        lines += textwrap.wrap(part, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
    return "\n".join(lines)


def opening(is_right, says):
    """The first sentence: what is right, and what is wrong."""
    if not is_right:
        return f"Not right yet: {_small(says)}"
    if is_right.endswith(BUT_FOR_SIGN) and says == "The sign is wrong.":
        return f"{_large(is_right)}."
    return f"{_large(is_right)}, but {_small(says)}"


def _small(text):
    """A sentence as it goes on after a comma."""
    first = text.split(" ", 1)[0].rstrip(",")
    return (
        text[0].lower() + text[1:]
        if first.isalpha() and (first[1:].islower() or len(first) == 1) and first != "X"
        else text
    )


def _large(text):
    """A sentence as it begins; the name of a quantity stays as it is."""
    first = text.split(" ", 1)[0].rstrip(",")
    return text[0].upper() + text[1:] if first.isalpha() else text


def says(slips):
    """What is wrong, of one slip or two."""
    first, *others = (slip.says for slip in slips)
    return first if not others else f"{first.rstrip('.')}; and {_small(others[0])}"


def right(count, of_many_shapes, is_exact, remarks):
    """What is said of a right function."""
    problems = f"{count} problems{' of many shapes' if of_many_shapes else ''}"
    precision = "" if is_exact else f", to {DIGITS_OF_SINGLE} digits: is there a float32 in it, or a small number?"
    return sentences(f"right, on {problems}{precision or '.'}", *remarks)


def few_digits(digits):
    """Numbers that are nearly right."""
    return f"it is right to {digits} digit{'s' if digits > 1 else ''} only. Where are the others lost?"


def other_shape(field, shape, wanted):
    """A remark on the right numbers in another shape."""
    return f"Later code needs {field} in the shape {wanted}; here it came as {shape}."


def wrong_shape(name, field, value, shape):
    """Where the shape is asked for, and only that is wrong."""
    what = "it" if field == name else f"its {field}"
    asks = "What lays a column on its side?" if value.T.shape == shape else "What keeps both axes?"
    return f"The numbers are right, but the shape isn't: {what} is {value.shape}, and should be {shape}. {asks}"


def view(names):
    """A remark on a result that is an argument itself."""
    return f"It returns {_and(names)} itself, not a copy. If one is changed later, the other changes with it."


def own(function):
    """What a notebook goes on with where the learner's function is right."""
    return f"your own {function.__name__}"


def helpers(function):
    """What it goes on with where it isn't."""
    return f"{function.__module__}.{function.__name__} until yours is right"


def order(name, names):
    """Several right results in another order."""
    return (
        f"All {len(names)} are right, but in another order: it returns {', '.join(names)}, and should return "
        f"{', '.join(FIELDS[name])}."
    )


def fields(name, names):
    """Which of several results are right; "" if none is."""
    if not names:
        return ""
    order = [field for field in FIELDS[name] if field in names]
    shown = [_result(name, field) for field in order]
    return f"{_and(shown)} {'is' if len(shown) == 1 else 'are'} right"


def _and(names):
    names = list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# where it is right: of entries, and of problems


def _rows_where(name, holds):
    def mask(letters, shape):
        values = letters.get(name)
        if values is None or values.shape[0] != shape[0] or values.shape[1] not in (1, shape[1]):
            return None
        return np.broadcast_to(holds(values), shape)

    return mask


CONDITIONS = [  # the letter, what is said, and which entries they are
    ("z1", "it is right wherever z1 > 0", _rows_where("z1", lambda z1: z1 > 0)),
    ("y", "it is right wherever y is 1", _rows_where("y", lambda y: y == 1)),
    ("y", "it is right wherever y is 0", _rows_where("y", lambda y: y == 0)),
]


KINDS = [
    ("its numbers are right for one observation", lambda task: task.letters.get("N") == 1),
    ("it is right with one input", lambda task: task.letters.get("D") == 1),
    ("it is right with one hidden unit", lambda task: task.letters.get("H") == 1),
    ("it is right with as many units as inputs", lambda task: task.letters.get("H") == task.letters.get("D")),
    ("it is right with two hidden units", lambda task: task.letters.get("H") == 2),
    ("it is right with two inputs", lambda task: task.letters.get("D") == 2),
    ("it is right with up to two hidden units", lambda task: task.letters.get("H", 9) <= 2),
    ("it is right with up to three hidden units", lambda task: task.letters.get("H", 9) <= 3),
    ("it is right with up to two inputs", lambda task: task.letters.get("D", 9) <= 2),
    ("it is right with up to three inputs", lambda task: task.letters.get("D", 9) <= 3),
    ("it is right while z2 is not too far from 0", lambda task: not task.is_saturated),
]


# the smallest case


def case(results, field, k, letters):
    """The smallest case, with numbers: what was handed over, what came back, and what it should be."""
    task, one, outcome = results.tasks[k], results.by_field[field][k], results.outcomes[k]
    given = {name: letter(task, name, letters) for name in task.shown}
    if results.name == "step":
        given = {field: letters["P"], "its slope": letters["G"], "learning_rate": letters["learning_rate"]}
    opening = f"For {_and([f'{name} = {written(value)}' for name, value in given.items()])}"
    if outcome.raised:
        line = raised_in(results.function, outcome.raised)
        return f"{opening} {f'your line `{line}`' if line else 'it'} raises {type(outcome.raised).__name__}."
    yours = "yours gives" if field == results.name else f"your {_result(results.name, field)} is"
    if one.wrong is None:
        is_short = one.value.size <= MOST_SHOWN
        came = f"{written(one.value)}, {_shaped(one.value.shape)}" if is_short else _shaped(one.value.shape)
        return f"{opening} {yours} {came}; it should be {_shaped(one.shape)}."
    place = np.unravel_index(np.argmax(one.wrong), one.shape)
    at = f" at [{', '.join(str(i + 1) for i in place)}]" if one.value.size > 1 else ""
    value = one.value.reshape(one.shape)[place]
    mine, target = _apart(value, _range(task, field, place))
    said = f"{opening} {yours} {mine}{at}; {TARGETS.get(results.name, 'the slope is')} {target}."
    return sentences(said, printed_there(outcome))


def _shaped(shape):
    return f"of shape {shape}" if shape else "a single number"


def _range(task, field, place):
    if task.direction:
        return "another"
    low, high = (part[place] for part in task.right[field][:2])
    if low == high:
        return low
    return f"anything from {numerals.text(low)} to {numerals.text(high)}, for z1 is 0 there"


def _apart(value, target):
    """Both as text, with as many digits as tell them apart; target may be words."""
    if isinstance(target, str):
        return numerals.text(value), target
    texts = numerals.text(value), numerals.text(target)
    for digits in range(5, 18):
        if texts[0] != texts[1]:
            break
        texts = tuple(f"{number:.{digits}g}".replace("-", "−") for number in (value, target))
    return texts


def printed_there(outcome):
    """What the function printed in the case that is shown."""
    text = outcome.printed.strip()
    return f"There it prints: {textwrap.shorten(text, MOST_PRINTED, placeholder=' …')}" if text else ""


def letter(task, name, letters):
    """What a sentence shows under a name: an argument, or a part of one."""
    return task.arguments[name] if name in task.arguments else letters[LOWER.get(name, name)]


def written(value):
    """A number, a column or a row as a list, a matrix as rows."""
    array = np.asarray(value, dtype=np.float64)
    if array.size == 1:
        return numerals.text(array.item())
    if array.ndim == 1 or (1 in array.shape[:2] and array.ndim == 2):
        return f"({', '.join(numerals.text(entry) for entry in array.ravel())})"
    if array.ndim == 2:
        rows = [", ".join(map(numerals.text, row)) for row in array]
        return f"[[{'], ['.join(rows)}]]"
    return f"an array {array.shape}"


# what has no formula


def not_a_function(name, value):
    """Where a value came in place of a function."""
    return f"review takes the function itself: review({name!r}, {name}), not its result. It got {_told(value)}."


def _told(value):
    return f"an array {value.shape}" if isinstance(value, np.ndarray) else f"{value!r}"[:60]


def misfit(name, function, arguments):
    """A sentence where the function can't be called with these arguments, or takes them in another order; else None."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # a builtin or a ufunc
        return None
    wanted, taken = f"{name}({', '.join(ARGUMENTS[name])})", ", ".join(signature.parameters)
    try:
        signature.bind(*arguments)
    except TypeError:
        return f"It is called as {wanted}, and yours takes ({taken})."
    first = list(signature.parameters)[: len(arguments)]
    if set(first) == set(arguments) and first != list(arguments):
        return f"It is called as {wanted}, and yours takes the same in another order: ({taken})."
    return None


def never(done, limit):
    """A function that was stopped."""
    after = f"It came back {done} times, and then no more" if done else "It never came back"
    asks = "Which of its loops has no end, or is it slow?" if done else "Which of its loops has no end?"
    return f"{after}: it was stopped after {limit:g} seconds. {asks}"


def chance(one, other):
    """A function that gives two answers."""
    return (
        f"Called twice with the same numbers, it gives two answers: {written(one)}, then {written(other)}. "
        "What in it depends on chance, or on the call before?"
    )


def changes(names):
    """A function that changes its arguments."""
    return (
        f"The numbers are right, but it changes {_and(names)}, which it was handed: whoever needs "
        f"{'it' if len(names) == 1 else 'them'} afterwards gets other numbers. {NEW_ARRAY}"
    )


def question_of(raised):
    """A question that leads on from an exception, or None."""
    text = _text(raised)
    hint = next((hint for part, hint in HINTS.items() if part in text), None)
    if hint:
        return hint
    return "Which two shapes meet there?" if is_of_shapes(raised) else STRANGE.get(type(raised), "")


def is_of_shapes(raised):
    """Whether NumPy refused shapes that don't fit each other."""
    return isinstance(raised, ValueError) and any(word in _text(raised) for word in SHAPES)


def _text(raised):
    """The first line of what an exception says; it may fail at that, too."""
    try:
        return "" if raised.args in ((), (None,)) else str(raised).split("\n", 1)[0][:160].rstrip(" .")
    except Exception:
        return ""


def constant(name, value, is_example):
    """A function that always gives the same."""
    whose = ": these are the running example's numbers, " if is_example else ", "
    return f"It gives {written(value)} whatever comes in{whose}not a function of {_and(ARGUMENTS[name])}. What varies?"


def scaled(times):
    """A constant factor in everything."""
    return f"everything is {numerals.text(float(f'{times:.6g}'))} times as large as it should be."


def spoils(names):
    """A function that changes an argument and goes wrong by it."""
    return f"it changes {_and(names)}, which it was handed, and goes on with the changed numbers."


def also_changes(names):
    """The same, beside another mistake."""
    return f"It also changes {_and(names)}, which it was handed."


def unwritten(field):
    """One of several results that is None."""
    return f"{field} is not written yet."


def further(name, fields, slips):
    """What else is wrong in other results."""
    return f"In {_and([_result(name, field) for field in fields])} there is more: {_small(says(slips))}"


def of_field(name, field, fact):
    """What is right of one result among several."""
    return f"in {_result(name, field)} {fact}" if name in FIELDS else fact


def _result(name, field):
    return f"∂J/∂{field}" if name == "backward" else field


def no_numbers(name, problem, value):
    """Where something came back that is no array of numbers."""
    if isinstance(value, str):
        return (
            f"It returns text, {value[:40]!r}, and should return numbers: a formula in quotation marks is not computed."
        )
    if isinstance(value, tuple | list) and name not in FIELDS and len(value) > 1:
        problem = f"{len(value)} things"
    parts = value.ravel() if isinstance(value, np.ndarray) else [value]
    letters = sorted({str(letter) for part in parts for letter in getattr(part, "free_symbols", ())})
    made = problem.removeprefix("not numbers, but of type ")
    if letters:
        problem = f"a formula with letters of a cell of algebra in it, {_and(letters)}. Use the names in the def line"
    elif made != problem:
        problem = f"something of type {made}"
    wanted = f"the {len(FIELDS[name])} results {', '.join(FIELDS[name])}" if name in FIELDS else "one array of numbers"
    return f"It should return {wanted}; it returns {problem}."


def outside(names):
    """A function that takes something from the notebook."""
    listed = _and([f"`{name}`" for name in names])
    stays = "that stays" if len(names) == 1 else "those stay"
    return f"It uses {listed} from outside, and {stays} the same whatever comes in."


def ignored(name):
    """An argument without influence."""
    return f"{name} has no influence on what it returns."


def raises(line, arguments, raised):
    """What is raised, in the learner's own line. arguments: what it was called with, by name; may be empty."""
    where = f"your line `{line}`" if line else "it"
    given = [
        f"{name} {np.shape(value)}" if isinstance(value, np.ndarray) else name for name, value in arguments.items()
    ]
    said, called = _text(raised), f" for {_and(given)}" if given else ""
    return f"{where} raises {type(raised).__name__}{called}{f': {said}' if said else ''}."


def failure(function, outcome, limit):
    """What came of a call that gave no value: it was stopped, or raised, or a return was forgotten."""
    if outcome is None:
        return never(0, limit)
    if outcome.raised is None:
        return NO_RETURN
    said = raises(raised_in(function, outcome.raised), {}, outcome.raised)
    return f"{_large(said)} {question_of(outcome.raised)}".strip()


def of_one_observation(message):
    """The message in the letters of one observation, where L is its own mean; what it quotes stays as it is."""
    parts = message.split("`")
    for k in range(0, len(parts), 2):
        for many, one in OF_ONE_OBSERVATION.items():
            parts[k] = re.sub(many, one, parts[k])
    return "`".join(parts)
