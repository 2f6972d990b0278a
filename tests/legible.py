"""Whether a drawn picture can be read: where its texts stand, and what they stand on."""

from itertools import combinations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure


def drawn_at(height, draw, *args, width=800):
    """The axes that a picture has been drawn on, at one dot for each CSS pixel. height: its own, at a width of 800."""
    figure = Figure(figsize=(width / 96, height * width / 800 / 96), dpi=96)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.alt = draw(ax, *args)
    return ax


def boxes(ax):
    """Every text with the box that it takes, in the window's dots."""
    return [(text.get_text(), text.get_window_extent()) for text in ax.texts]


def middle(text):
    box = text.get_window_extent()
    return np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])


def bare_lines(ax, least=1.7):
    """The lines without marks that are wider than so many pixels; as it stands, those that carry values."""
    return [line for line in ax.lines if line.get_marker() == "None" and line.get_linewidth() * 96 / 72 > least]


def overlapping(ax):
    return [(p, q) for (p, a), (q, b) in combinations(boxes(ax), 2) if a.overlaps(b)]


def sticking_out(ax):
    page = ax.get_window_extent()
    inside = [page.x0 < b.x0 and b.x1 < page.x1 and page.y0 < b.y0 and b.y1 < page.y1 for _, b in boxes(ax)]
    return [words for (words, _), fits in zip(boxes(ax), inside, strict=True) if not fits]


def contrast(one, other):
    """The contrast of two colours, as WCAG 2.2 defines it."""

    def luminance(colour):
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
