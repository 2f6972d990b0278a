"""Calls somebody's function, whatever it does: it may raise, change what it is handed, print, or never come back."""

import contextlib
import copy
import ctypes
import dis
import inspect
import io
import linecache
import threading
import time
import traceback
import warnings
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

LIMIT = 5.0  # seconds for all calls of a review together
UNPACKED = (tuple, list, Mapping, np.ndarray, str)  # what is read as it is
PASSING = {"RESUME", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "NOP", "COPY_FREE_VARS"}  # all of `return None`
THREAD = "review"  # the name of the thread in which a function runs
GRACE = 0.5  # seconds in which a function that was stopped may end


class Outcome(NamedTuple):
    """What came of one call."""

    value: Any = None  # a copy of what it returned
    raised: BaseException | None = None
    changed: tuple = ()  # the names of the arguments that it changed
    shares: tuple = ()  # the names of the arguments whose memory it returned
    printed: str = ""


class TooLong(BaseException):
    """Raised in a function that has taken too long; no `except Exception` catches it."""


def call(function, argument_sets, several=False):
    """Call the function with each set of arguments in turn, a dict by name. several: it returns several results.

    Returns a list of Outcome, with None for each call that no time was left for. The function runs in a thread of its
    own: one that never comes back is stopped there. A loop that catches even that goes on in the background, and the
    caller is free all the same.
    """
    outcomes, printed = [], _Printed()

    def work():
        with np.errstate(all="ignore"), contextlib.suppress(TooLong):
            for arguments in argument_sets:
                outcomes.append(_call_once(function, arguments, printed, several))

    worker = threading.Thread(target=work, name=THREAD, daemon=True)
    with warnings.catch_warnings(), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(_Printed()):
        warnings.simplefilter("ignore")
        worker.start()
        try:
            worker.join(LIMIT)
        finally:
            _stop(worker)
    return (outcomes + [None] * len(argument_sets))[: len(argument_sets)]


def _stop(worker):
    """Raise TooLong in a thread until it ends, or for as long as GRACE."""
    end = time.monotonic() + GRACE
    while worker.is_alive() and time.monotonic() < end:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker.ident), ctypes.py_object(TooLong))
        worker.join(GRACE / 10)


class _Printed(io.StringIO):
    """Where prints go meanwhile; a bar of progress asks for the encoding."""

    encoding = "utf-8"


def _call_once(function, arguments, printed, several):
    given = {name: _fresh(value) for name, value in arguments.items()}
    before = printed.tell()
    try:
        returned = function(*given.values())
        if several and isinstance(returned, Iterable) and not isinstance(returned, UNPACKED):
            returned = list(returned)  # a generator, say, which could be read only once
        outcome = Outcome(value=_fresh(returned), shares=tuple(_shared(returned, given)))
    except TooLong:
        raise
    except BaseException as raised:
        outcome = Outcome(raised=raised)
    changed = tuple(name for name in given if not _same(given[name], arguments[name]))
    return outcome._replace(changed=changed, printed=printed.getvalue()[before:])


def _fresh(value):
    """A copy whose arrays are new."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(_fresh, value))
    if type(value) in (tuple, list):
        return type(value)(map(_fresh, value))
    if isinstance(value, dict):
        return {key: _fresh(part) for key, part in value.items()}
    if isinstance(value, np.ndarray):
        return value.copy()
    try:
        return copy.copy(value)
    except Exception:
        return value


def _arrays(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _arrays(part)
    elif isinstance(value, dict):
        yield from _arrays(list(value.values()))


def _shared(returned, given):
    """The names of the arguments of which a returned array is the memory or a part of it."""
    mine = list(_arrays(returned))
    for name, value in given.items():
        if any(np.may_share_memory(one, other) for one in mine for other in _arrays(value)):
            yield name


def _same(value, original):
    pairs = zip(_arrays(value), _arrays(original), strict=False)
    return all(one.shape == other.shape and np.array_equal(one, other) for one, other in pairs)


def raised_in(function, raised):
    """The text of the learner's own line in which it was raised, or None."""
    code = getattr(inspect.unwrap(function), "__code__", None) if callable(function) else None
    frames = traceback.extract_tb(raised.__traceback__)
    own = [frame for frame in frames if code and frame.filename == code.co_filename]
    own = own or [
        f
        for f in frames
        if "/helpers/reviewing/" not in f.filename.replace("\\", "/") and "site-packages" not in f.filename
    ]
    return (own and linecache.getline(own[-1].filename, own[-1].lineno).strip()) or None


def does_something(function):
    """Whether a function has more in it than `return None`."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    return code is None or sum(one.opname not in PASSING for one in dis.get_instructions(code)) > 0


def is_under_way():
    """Whether this is called from within a function that is being reviewed."""
    return threading.current_thread().name == THREAD
