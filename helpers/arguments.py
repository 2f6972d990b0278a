"""What an argument must be: one mistake gets one sentence everywhere. NumPy alone.

Each function returns the argument in the form that is worked with, or raises ValueError with a sentence that names it,
what was expected and what came.
"""

import inspect
import reprlib
from collections.abc import Mapping
from numbers import Integral, Real

import numpy as np

COUNTS = {4: "four", 5: "five"}
LONGEST = 100  # characters of what came
PLACES = ("first", "second", "third", "fourth")
SEQUENCES = (list, tuple, np.ndarray)
NO_NUMBERS = (*SEQUENCES, str, bytes, complex, np.complexfloating, np.datetime64, np.timedelta64)  # to some, float fits


# Arrays


def numbers(name, value, copy=True, finite=True):
    """value as a float64 array of any shape. Raises ValueError unless it is real, finite and not empty.

    What NumPy can read is taken, and so are objects that float takes: fractions, SymPy's numbers, large integers.
    copy: whether it must be new, or may be value itself; the same in the functions below. finite: whether NaN and ∞
    are refused.
    """
    if type(value) is np.ndarray and value.dtype == np.float64:  # the usual case, and numeric gradients ask it often
        array = value.copy() if copy else value
    else:
        array = _real(name, value)
    if array.size == 0:
        raise ValueError(f"{name} must not be empty; got {array.shape}")
    if finite and np.count_nonzero(np.isfinite(array)) < array.size:  # all() would take three times as long
        where = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name} must be finite; got {array[tuple(where)]}{_place(where)}")
    return array


def number(name, value, finite=True):
    """value, or the only entry of an array, as a float. Raises ValueError, naming it, when it isn't one number."""
    array = numbers(name, value, finite=finite)
    if array.size != 1:
        raise ValueError(f"{name} must be one number; got {array.shape}")
    return array.item()


def matrix(name, value, copy=True):
    """value as a float64 array with two axes. Raises ValueError, naming it, when it isn't."""
    array = numbers(name, value, copy)
    if array.ndim != 2:
        came = _data_set(value) or array.shape
        raise ValueError(f"{name} must have two axes, rows and columns; got {came}")
    return array


def row(name, value, copy=True):
    """value as a float64 array (1, N). Raises ValueError, naming it, when it isn't."""
    return fit(name, matrix(name, value, copy), (1, "N"), "one column for each observation")


def fit(name, array, shape, why=None):
    """array, if it has this shape; a letter in it stands for any number. Raises ValueError, naming it, otherwise."""
    if array.shape == shape:
        return array

    def fits(sizes):
        return len(sizes) == len(shape) and all(
            isinstance(wanted, str) or wanted == size for wanted, size in zip(shape, sizes, strict=True)
        )

    if not fits(array.shape):
        expected = f"({', '.join(map(str, shape))})" + (f", {why}" if why else "")
        hint = ": transposed?" if fits(array.shape[::-1]) else ""
        raise ValueError(f"{name} must be {expected}; got {array.shape}{hint}")
    return array


def _real(name, value):
    """value as a float64 array. Raises ValueError when it doesn't hold real numbers."""
    array = _read(name, value)
    if array.dtype.kind == "O":
        array = _floats(name, array)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers; got {_kind(array, value)}")
    with np.errstate(over="ignore"):  # of a float with more than 64 bits
        return np.array(array, dtype=np.float64)


def _read(name, value):
    """value as an array of whatever it holds. Raises ValueError when NumPy can't read it or an entry is masked."""
    must = f"{name} must be an array of numbers; got"
    # NumPy would take the fields of a NamedTuple for rows.
    if hasattr(value, "_fields") and not isinstance(value, type):
        raise ValueError(f"{must} {told(value, name)}")
    if _has_masked(value):
        places = np.argwhere(np.ma.getmaskarray(value)) if isinstance(value, np.ma.MaskedArray) else []
        raise ValueError(f"{name} must have no masked entries; got one{_place(places[0]) if len(places) else ''}")
    try:
        return np.asarray(value)
    except Exception as error:  # a value's own conversion may raise whatever it likes
        if isinstance(value, (list, tuple)) and isinstance(error, ValueError):
            raise ValueError(f"{must} {_ragged(value)}") from None
        reason = " ".join(str(error).split()).removesuffix(".")
        raise ValueError(f"{must} {_a(value)} that NumPy can't read: {reason}") from None


def _has_masked(value, depth=2):
    """Whether an entry of an array is masked, or one of an array in a list."""
    if isinstance(value, np.ma.MaskedArray):
        return value.dtype.names is None and np.ma.is_masked(value)
    return depth > 0 and isinstance(value, (list, tuple)) and any(_has_masked(part, depth - 1) for part in value)


def _ragged(rows):
    """What is wrong with rows that make no array."""
    if came := _data_set(rows):
        return came
    sizes = [len(row) if isinstance(row, SEQUENCES) and getattr(row, "ndim", 1) else None for row in rows]
    odd = next((k for k, size in enumerate(sizes) if size != sizes[0]), None)
    if odd is None:
        return "rows of different lengths"
    said = [f"row {k + 1} {'is a single entry' if sizes[k] is None else f'has {sizes[k]}'}" for k in (0, odd)]
    return f"rows of different lengths: {', '.join(said)}"


def _data_set(value):
    """What came, if it is the two arrays of a data set in one; otherwise None."""
    is_pair = isinstance(value, (list, tuple)) and len(value) == 2
    if is_pair and all(isinstance(part, np.ndarray) and part.ndim == 2 for part in value):
        return f"a {type(value).__name__} of 2 arrays; take it apart, as X, Y = data.xor()"
    return None


def _floats(name, array):
    """An array of objects as floats. Raises ValueError, naming it and the first object that is no real number."""
    floats = np.empty(array.shape)
    for where, entry in np.ndenumerate(array):
        if isinstance(entry, SEQUENCES):
            raise ValueError(f"{name} must be an array of numbers; got {_ragged(list(array.flat))}")
        try:
            floats[where] = float(None if isinstance(entry, NO_NUMBERS) else entry)
        except OverflowError:
            raise ValueError(f"{name} must fit in float64; got {told(entry)}{_place(where)}") from None
        except Exception:  # an object's own conversion may raise whatever it likes
            if not where and not isinstance(entry, str):
                hint = "; call it" if is_uncalled(entry) else ""
                raise ValueError(f"{name} must hold real numbers; got {told(entry)}{hint}") from None
            kind = "text, " if isinstance(entry, str) else "objects that are not numbers: "
            raise ValueError(f"{name} must hold real numbers; got {kind}{told(entry)}{_place(where)}") from None
    return floats


def _kind(array, value):
    """What an array that doesn't hold real numbers holds, in words."""
    if array.dtype.kind == "c":
        return "complex numbers" + ("; its .real is what it holds" if not np.any(array.imag) else "")
    kinds = {"U": "text", "T": "text", "S": "bytes", "M": "dates", "m": "times", "V": "records with named fields"}
    words = kinds.get(array.dtype.kind, "objects that are not numbers")
    if array.dtype.kind == "U" and array.size and array.ndim:  # in a list, one word makes text of all numbers
        entries = np.ndenumerate(np.array(value, dtype=object))
        where, word = next((where, entry) for where, entry in entries if isinstance(entry, str))
        words += f", {told(word)}{_place(where)}"
    return words


def _place(where):
    return f" at {', '.join(str(i + 1) for i in where)} (counting from 1)" if len(where) else ""


# Several arrays that belong together


def record(name, value, kind):
    """value as a NamedTuple of this kind: it may be one, a dict with the names of its fields, or as many in a list.

    Raises ValueError, naming it and the fields, when it is anything else, such as a NamedTuple of another kind.
    """
    fields = kind._fields
    own_fields = None if isinstance(value, type) else getattr(value, "_fields", None)
    is_sequence = isinstance(value, (list, tuple)) and own_fields is None
    hint = _where_among(value, kind) if is_sequence else ""
    if own_fields == fields or (is_sequence and len(value) == len(fields) and not hint):
        return kind(*value)
    if isinstance(value, Mapping):
        if set(value) == set(fields):
            return kind(**value)
        missing, others = [f for f in fields if f not in value], [f for f in value if f not in fields]
        came = f"a dict {'without' if missing else 'that also has'} {', '.join(map(str, missing or others))}"
    elif is_sequence:
        came = f"a {type(value).__name__} of {hint or len(value)}"
    elif own_fields or hasattr(getattr(value, name, None), "_fields"):
        came = told(value, name)
    elif isinstance(value, np.ndarray):
        came = f"an array {value.shape}"
    else:
        came = told(value) + ("; call it" if is_uncalled(value) else "")
    raise ValueError(f"{name} must be the {COUNTS[len(fields)]} {', '.join(fields)}; got {came}")


def _where_among(values, kind):
    """What a list or tuple has in it and which of that to take, if there is a NamedTuple of this kind among it."""
    where = [place for place, part in enumerate(values) if isinstance(part, kind)]
    if where and len(where) == len(values):
        return f"{kind.__name__}; take one of them"
    if where:
        return f"{len(values)}; use its {PLACES[where[0]] if where[0] < len(PLACES) else where[0] + 1} part"
    if any(_where_among(part, kind) for part in values if isinstance(part, (list, tuple)) and part is not values):
        return f"{len(values)}, with {kind.__name__} inside its parts; take one of those"
    return ""


# Single values


def whole(name, value, least, most):
    """value as an int from least to most. Raises ValueError, naming it, when it isn't one."""
    if not is_whole(value) or value < least:
        kind = ", a float" if isinstance(value, Real) and not isinstance(value, Integral) else ""
        raise ValueError(f"{name} must be a whole number from {least} up; got {told(value)}{kind}")
    if value > most:
        raise ValueError(f"{name} must be at most {most}; got {told(value)}")
    return int(value)


def is_whole(value):
    """Whether value is an integer, of NumPy or SymPy as well; True is not."""
    return isinstance(value, Integral) and not isinstance(value, (bool, np.timedelta64))


def flag(name, value):
    """value as a bool. Raises ValueError, naming it, when it is neither True nor False."""
    if not isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{name} must be True or False; got {told(value)}")
    return bool(value)


def generator(rng):
    """rng, if it is a numpy.random.Generator; otherwise ValueError."""
    if not isinstance(rng, np.random.Generator):
        seed = told(rng) if is_whole(rng) else 0
        came = told(rng) + ("; call it" if is_uncalled(rng) else "")
        raise ValueError(f"rng must be a generator, as np.random.default_rng({seed}) makes; got {came}")
    return rng


# What came


def told(value, name=None):
    """value as a message shows it, in one line of moderate length. name: of the argument, if value may have it."""
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if inspect.ismodule(value):
        return f"the module {value.__name__}"
    if is_uncalled(value):
        return "a function" if value.__name__ == "<lambda>" else f"the function {value.__name__}"
    if hasattr(value, "_fields") or (name and hasattr(value, name)):
        fields = getattr(value, "_fields", (name,))
        own = next((field for field in (name, str(name).lower()) if field in fields), None)
        return _a(value) + (f"; use its .{own}" if own else "")
    try:
        text = " ".join(_shortened.repr(value.item() if isinstance(value, np.generic) else value).split())
    except ValueError:  # Python writes no integer of more than 4300 digits
        return _a(value)
    return _a(value) if text.startswith("<") or " at 0x" in text or len(text) > LONGEST else text


def is_uncalled(value):
    """Whether value is a function, or a class, where what it returns may have been meant."""
    return callable(value) and hasattr(value, "__name__")


def in_full(number):
    """A number with all its digits, so that what makes 1.0000000001 differ from 1 is seen."""
    return told(number).removesuffix(".0")


def _a(value):
    kind = type(value).__name__
    if kind.endswith("Parameters"):
        return kind
    return f"{'an' if kind[0] in 'AEIOaeio' else 'a'} {kind}"


_shortened = reprlib.Repr()
_shortened.maxstring = _shortened.maxlong = _shortened.maxother = 60
