"""What a verdict says, in one to three sentences: first what was right, then the smallest case, then a question."""

import inspect
import textwrap

import numpy as np

from helpers import numerals
from helpers.reviewing.calling import raised_in
from helpers.reviewing.problems import ARGUMENTS, FIELDS

NOT_WRITTEN = "not written yet"
SOMETIMES_NONE = "it sometimes returns None: not every way through it ends in a return."
NO_RETURN = "It returns None. Is its last line a return?"
NAMELESS = "some of the numbers are wrong."
HANDED = "Which of these are among its arguments?"
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
NEEDED = {
    "step": (),  # the arrays on which a result depends, where a function is handed more than it needs
    "dJ_dW2": ("Y", "A1", "A2"),
    "dJ_db2": ("Y", "A2"),
    "dJ_dW1": ("X", "Y", "W2", "Z1", "A2"),
    "dJ_db1": ("Y", "W2", "Z1", "A2"),
    "z1": ("X", "W1", "b1"),
    "a1": ("X", "W1", "b1"),
    "z2": ("X", "W1", "b1", "W2", "b2"),
    "a2": ("X", "W1", "b1", "W2", "b2"),
}
STEPPED = "these are the parameters after a step, and their slopes are asked for."
NEW_ARRAY = "How can you put the result into a new array?"
MOST_SHOWN = 12  # numbers of a result that is shown whole
LOWER = {"Z1": "z1", "A1": "a1", "Z2": "z2", "A2": "a2"}  # the letters of the catalogue
TARGETS = {"forward": "it is", "loss": "the loss is", "step": "it should be"}  # for the others: the slope is


WIDTH = 76  # the lab breaks longer lines within a word where its window is narrow


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


def right(count, is_single, remarks):
    """What is said of a right function."""
    precision = ", as far as float32 goes" if is_single else ""
    return sentences(f"right, on {count} problems of many shapes{precision}.", *remarks)


def other_shape(field, shape, wanted):
    """A remark on the right numbers in another shape."""
    return f"The numbers are right in any shape; later code needs {field} as {wanted}, and here it is {shape}."


def wrong_shape(name, value, shape, task):
    """Where the shape is asked for, and only that is wrong."""
    given = _and([f"{letter} {np.shape(task.arguments[letter])}" for letter in ARGUMENTS[name]])
    return (
        f"The numbers are right, but their shape isn't: for {given} it gives {value.shape}, and each slope should "
        f"stand where its weight stands, in {shape}. What lays a column on its side?"
    )


def view(names):
    """A remark on a result that is an argument itself."""
    return f"It hands back {_and(names)} itself: whoever changes one changes both, unless you return a copy()."


def own(function):
    """What a notebook goes on with where the learner's function is right."""
    return f"your own {function.__name__}"


def helpers(function):
    """What it goes on with where it isn't."""
    return f"{function.__module__}.{function.__name__}, until yours is right"


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
    shown = [f"∂J/∂{field}" for field in order] if name == "backward" else order
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


CONDITIONS = [
    ("it is right wherever z1 > 0", _rows_where("z1", lambda z1: z1 > 0)),
    ("it is right wherever y is 1", _rows_where("y", lambda y: y == 1)),
    ("it is right wherever y is 0", _rows_where("y", lambda y: y == 0)),
]


def _size(name):
    return lambda task: task.letters[name]


KINDS = [
    ("it is right for one observation", lambda task: task.letters.get("N") == 1),
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
    yours = "yours gives" if field == results.name else f"your {field} is"
    if one.wrong is None:
        is_short = one.value.size <= MOST_SHOWN
        came = f"{written(one.value)}, {_shaped(one.value.shape)}" if is_short else _shaped(one.value.shape)
        return f"{opening} {yours} {came}; it should be {_shaped(one.shape)}."
    place = np.unravel_index(np.argmax(one.wrong), one.shape)
    at = f" at [{', '.join(str(i + 1) for i in place)}]" if one.value.size > 1 else ""
    value = numerals.text(one.value.reshape(one.shape)[place])
    return f"{opening} {yours} {value}{at}; {TARGETS.get(results.name, 'the slope is')} {_range(task, field, place)}."


def _shaped(shape):
    return f"of shape {shape}" if shape else "a single number"


def _range(task, field, place):
    if task.direction:
        return "another"
    low, high = (part[place] for part in task.right[field][:2])
    if low == high:
        return numerals.text(low)
    return f"anything from {numerals.text(low)} to {numerals.text(high)}, for z1 is 0 there"


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
    """A sentence where the function can't be called with these arguments; otherwise None."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # a builtin or a ufunc
        return None
    try:
        signature.bind(*arguments)
    except TypeError:
        wanted = f"{name}({', '.join(ARGUMENTS[name])})"
        return f"It is called as {wanted}, and yours takes ({', '.join(signature.parameters)})."
    return None


def never(done, limit):
    """A function that was stopped."""
    after = f"It came back {done} times, and then no more" if done else "It never came back"
    return f"{after}: it was stopped after {limit:g} seconds. Which of its loops has no end?"


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
    if isinstance(raised, ValueError):
        is_of_shapes = any(word in str(raised) for word in SHAPES)
        return "Which two shapes meet there?" if is_of_shapes else "What is special about these numbers?"
    return STRANGE.get(type(raised))


def constant(name, value, is_example):
    """A function that always gives the same."""
    what = "the running example's numbers" if is_example else "the same numbers"
    return (
        f"It gives {written(value)} whatever comes in: these are {what}, not a function of "
        f"{_and(ARGUMENTS[name])}. Which formula gives them?"
    )


def spoils(names):
    """A function that changes an argument and goes wrong by it."""
    return f"it changes {_and(names)}, which it was handed, and goes on with the changed numbers."


def also_changes(names):
    """The same, beside another mistake."""
    return f"It also changes {_and(names)}, which it was handed."


def unwritten(field):
    """One of several results that is None."""
    return f"{field} is not written yet."


def further(name, field, slips):
    """What else is wrong in another result."""
    shown = f"∂J/∂{field}" if name == "backward" else field
    return f"In {shown} there is more: {_small(says(slips))}"


def no_numbers(name, problem, value):
    """Where something came back that is no array of numbers."""
    if isinstance(value, str):
        return (
            f"It returns text, {value[:40]!r}, and should return numbers: a formula in quotation marks is not computed."
        )
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


SHAPES = (
    "shape",
    "operands",
    "dimension",
    "mismatch",
    "aligned",
    "broadcast",
)  # in what NumPy says of shapes that don't fit
STRANGE = {
    NameError: "Where does that name get its value?",
    AttributeError: "Which of its arguments is it asked of?",
    IndexError: "How many rows and columns does it have?",
    TypeError: "What are the two things that meet there?",
    ZeroDivisionError: "What is it that can be 0?",
}


def raises(line, arguments, raised):
    """What is raised, in the learner's own line."""
    where = f"your line `{line}`" if line else "it"
    shapes = _and(
        [f"{name} {np.shape(value)}" for name, value in arguments.items() if isinstance(value, np.ndarray)] or ["these"]
    )
    first = str(raised).splitlines()[0] if str(raised) else ""
    return f"{where} raises {type(raised).__name__} for {shapes}{f': {first[:160]}' if first else ''}."
