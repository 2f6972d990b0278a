"""How the referee judges two collections of functions, as a table: `python -m helpers.checking` prints it."""

import statistics
import time

from helpers.reviewing import problems
from helpers.reviewing.samples.right import RIGHT
from helpers.reviewing.samples.wrong import WRONG
from helpers.reviewing.verdicts import judge


def report():
    """Review every function of both collections. Returns the lines of the table."""
    for name in problems.ARGUMENTS:  # the first review of a name works the right slopes out
        judge(name, lambda *_: 0.0)
    wrong = [(*_timed(name, function), name, fitting) for name, function, fitting, _ in WRONG]
    right = [(*_timed(name, function), name) for name, function, _ in RIGHT]
    lines = ["| function | wrong | refused | named | named rightly | right | passed |", "| --- " * 7 + "|"]
    for name in [*problems.ARGUMENTS, "all"]:
        ours = [one for one in wrong if name in (one[2], "all")]
        passed = [one for one in right if name in (one[2], "all")]
        if ours or passed:
            refused = sum(not verdict.right for verdict, *_ in ours)
            named = sum(verdict.mistake is not None for verdict, *_ in ours)
            fitting = sum(is_fitting(verdict, names) for verdict, _, _, names in ours)
            fine = sum(verdict.right for verdict, *_ in passed)
            cells = (name, len(ours), refused, named, fitting, len(passed), fine)
            lines.append("| " + " | ".join(map(str, cells)) + " |")
    return [*lines, "", _speed("right", right), _speed("wrong", wrong)]


def is_fitting(verdict, names):
    """Whether one of the names that fit is among those that the verdict gives."""
    return bool(names & set((verdict.mistake or "").split(", ")))


def _timed(name, function):
    start = time.perf_counter()
    verdict = judge(name, function)
    return verdict, time.perf_counter() - start


def _speed(kind, judged):
    seconds = sorted(one[1] for one in judged)
    median, most = statistics.median(seconds), seconds[int(0.95 * len(seconds))]
    return f"A {kind} function takes {median * 1000:.0f} ms at the median, {most * 1000:.0f} ms at the 95th percentile."
