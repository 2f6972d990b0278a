"""What somebody handed in, read as an array of real numbers, or said in words. NumPy alone.

`arguments` reads what a function of ours is called with, and raises. This is for the referee, which must give a
verdict on anything, and shares no code with what it checks.
"""

import numpy as np

KINDS = {"c": "complex", "U": "text", "S": "bytes", "M": "dates", "m": "times"}


class Failure(str):
    """What came of a call that gave no value, in words; `check` prints it in place of a verdict."""


def read(value):
    """(value as a float64 array, None), or (None, what is wrong with it); never raises.

    Numbers of any make are taken: NumPy's, fractions, SymPy's, a table's column, arrays of objects that are numbers.
    NaN and ∞ are numbers here. None, alone or among numbers, is "not answered yet".
    """
    try:
        return _read(value)
    except Exception:  # whatever it is, it gets an answer
        return None, _what(value)


def _what(value):
    """What a value is that NumPy can't read as numbers."""
    if isinstance(value, (list, tuple)):
        is_ragged = len({len(part) if hasattr(part, "__len__") else None for part in value}) > 1
        return "rows of different lengths" if is_ragged else "a list of things that are not numbers"
    return f"not numbers, but of type {type(value).__name__}"


def _read(value):
    if isinstance(value, Failure):
        return None, str(value)
    if value is None:
        return None, "not answered yet"
    if callable(value) and not hasattr(value, "__array__"):
        return None, f"{'a class' if isinstance(value, type) else 'a function'}, not a number; call it"
    if _any(value, lambda entry: getattr(entry, "requires_grad", False) is True):
        return None, "a tensor that requires grad; write .detach() after it"
    masked = np.ma.getmaskarray(value) if isinstance(value, np.ma.MaskedArray) else np.array(False)
    if masked.any():
        return None, f"masked{place(masked.shape, np.argmax(masked))}"
    array = np.asarray(value)
    if array.dtype.kind == "O":
        blank = np.array([entry is None for entry in array.ravel()], dtype=bool)
        if blank.any():
            return None, f"not answered yet{place(array.shape, np.argmax(blank))}"
        for entry in array.ravel():
            kind = "U" if isinstance(entry, str) else np.asarray(entry).dtype.kind
            if kind in KINDS:
                return None, f"{KINDS[kind]}, not real numbers"
        array = array.astype(np.float64)
    if array.dtype.kind not in "biuf":
        return None, f"{KINDS.get(array.dtype.kind, array.dtype.name)}, not real numbers"
    return (array.astype(np.float64), None) if array.size else (None, f"empty, {array.shape}")


def _any(value, is_so):
    return any(map(is_so, value)) if isinstance(value, (list, tuple)) else is_so(value)


def is_decimal_comma(value):
    """Whether value is what Python makes of a number such as 0,5: a tuple of two integers."""
    return isinstance(value, tuple) and len(value) == 2 and all(type(part) is int for part in value)


def place(shape, flat):
    """' at [2, 1]', counting from 1, for the entry with this flat index; "" in a single number."""
    where = np.unravel_index(flat, shape)
    return f" at [{', '.join(str(i + 1) for i in where)}]" if where else ""
