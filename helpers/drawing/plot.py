"""Axes on a page, and the curves, dots and notes in them. Ticks, numbers in words and checks of arguments, too."""

import math
import textwrap
from typing import NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

from helpers import arguments, numerals
from helpers.drawing import paper

TICK_SIZE, NOTE_SIZE = 13, 14
DASHED, DOTTED = (0, (4, 1.8)), (0, (1, 1.6))


class Plot(NamedTuple):
    """Where a frame stands on its page (left, top, width, height) and which numbers its axes span."""

    page: paper.Page
    place: tuple
    x: tuple
    y: tuple

    def at(self, x, y):
        """The point (x, y), or many, in the page's coordinates."""
        left, top, width, height = self.place
        (x0, x1), (y0, y1) = self.x, self.y
        return left + (np.asarray(x) - x0) / (x1 - x0) * width, top + (y1 - np.asarray(y)) / (y1 - y0) * height


def frame(plot, x_ticks, y_ticks, x_name, y_name):
    """The axes: a pale line at each tick of y, the numbers, and the two names."""
    page, (left, top, width, height) = plot.page, plot.place
    right, foot = left + width, top + height
    for value in y_ticks:
        _, y = plot.at(0, value)
        paper.curve(page, [left, right], [y, y], colour="panel", width=1.6)
        paper.text(page, left - 9, y, numerals.text(value), size=TICK_SIZE, align="right", colour="quiet")
    for value in x_ticks:
        x, _ = plot.at(value, 0)
        paper.curve(page, [x, x], [foot, foot + 5], colour="line", width=1.2)
        paper.text(page, x, foot + 17, numerals.text(value), size=TICK_SIZE, colour="quiet")
    paper.curve(page, [left, left, right], [top - 6, foot, foot], colour="line", width=1.2)
    paper.text(page, left + width / 2, foot + 40, x_name, size=NOTE_SIZE)
    paper.text(page, left - 30, top - 22, y_name, size=NOTE_SIZE, align="left")


def curve(plot, x, y, *, colour="ink", dash="-", width=3):
    paper.curve(plot.page, *plot.at(x, y), colour=colour, dash=dash, width=width)


def dot(plot, x, y, *, colour="ink", hollow=False, size=11):
    paper.dot(plot.page, *plot.at(x, y), colour=colour, hollow=hollow, size=size)


def guide(plot, x, y):
    """A thin dotted line from the axis up to a point."""
    paper.curve(plot.page, *plot.at([x, x], [plot.y[0], y]), colour="quiet", dash=DOTTED, width=1.6)


def band(plot, start, end):
    """A grey background from one x to another."""
    (x0, x1), (y0, y1) = plot.at([start, end], [plot.y[0], plot.y[1]])
    plot.page.ax.fill([x0, x1, x1, x0], [y0, y0, y1, y1], color=paper.COLOURS["panel"], linewidth=0, zorder=0)


def note(plot, x, y, words, *, shift=(0, 0), align="center", bold=False, colour="ink", boxed=False):
    """Words near a point, moved back into the frame where they would leave it.

    shift: how far from the point, in the page's units. boxed: in a box with a thin edge, as numbers are.
    """
    left, _, width, _ = plot.place
    half = paper.text_width(words, NOTE_SIZE, bold) / 2 + (7 if boxed else 0)
    px, py = (float(p + s) for p, s in zip(plot.at(x, y), shift, strict=True))
    px += {"left": half, "center": 0, "right": -half}[align]
    px = min(max(px, left + half + 4), left + width - half)
    if boxed:
        paper.box(plot.page, px, py, 2 * half, 22, fill="ground", edge="line", line=1, corner=5, above=True)
    paper.text(plot.page, px, py, words, size=NOTE_SIZE, bold=bold, colour=colour)


def ticks(low, high, most, whole=False):
    """Round numbers from low to high, about `most`, no two of which are written alike. whole: no fractions."""
    values = MaxNLocator(most, steps=[1, 2, 5, 10], integer=whole).tick_values(low, high)
    return list({numerals.text(value): float(value) for value in values if low <= value <= high}.values())


def room(values):
    """The x of a frame's left edge that leaves room for these numbers beside it."""
    return 32 + max(paper.text_width(numerals.text(value), NOTE_SIZE) for value in values)


def equals(*values):
    """The last value after =, or after ≈ where it or a value that it is computed from is rounded in writing."""
    full = all(numerals.exact(value) or not math.isfinite(value) for value in values)
    return f"{'=' if full else '≈'} {numerals.text(values[-1])}"


def factor(value):
    """A number as a factor of a product: in brackets where it is negative."""
    return f"({numerals.text(value)})" if value < 0 else numerals.text(value)


def short(name, words, width):
    """words. Raises ValueError, naming the argument, when they aren't text or are wider than this."""
    if not isinstance(words, str) or not words.strip() or "\n" in words:
        raise ValueError(f"{name} must be text on one line; got {arguments.told(words)}")
    if paper.text_width(words, NOTE_SIZE) > width:
        raise ValueError(f"{name} must be short, at most {width} pixels wide; got {textwrap.shorten(words, 60)!r}")
    return words


def pair(name, value):
    """value if it holds two things. Raises ValueError, naming it, when it doesn't."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        came = f"{len(value)} of them" if isinstance(value, (tuple, list)) else type(value).__name__
        raise ValueError(f"{name} must be two in a tuple; got {came}")
    return value
