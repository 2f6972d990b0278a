"""Whether a drawn picture can be read: what its texts stand on, and what runs into them."""

from itertools import combinations

import numpy as np
from matplotlib.colors import to_rgb

from helpers import drawing


def overlapping(picture):
    """The pairs of texts that cover each other."""
    return [(p.words, q.words) for p, q in combinations(picture.texts, 2) if p.box.overlaps(q.box)]


def cut_off(picture):
    """The texts that stick out of the picture, or out of the box on which they stand, or into another box."""
    width, height = picture.size
    found = []
    for text in picture.texts:
        x0, y0, x1, y1 = text.box.extents
        own = picture.box_under(text)
        others = [
            b for b in picture.boxes if b.rounded and b.box.overlaps(text.box) and not b.box.contains(*text.middle)
        ]
        inside = 0 < x0 and x1 < width and 0 < y0 and y1 < height
        if own is not None:
            inside &= own.box.x0 < x0 and x1 < own.box.x1 and own.box.y0 < y0 + 1 and y1 - 1 < own.box.y1
        if not inside or any(own is None or box.zorder >= own.zorder for box in others):
            found.append(text.words)
    return found


def pale(picture):
    """The texts that have too little contrast with what they stand on (WCAG 2.2, 1.4.3)."""

    def code(name):
        return drawing.COLOURS.get(name, name)

    found = []
    for text in picture.texts:
        box = picture.box_under(text)
        ground = picture.ax.get_facecolor() if box is None else code(box.fill)
        if contrast(code(text.colour), ground) < 4.5:
            found.append(text.words)
    return found


def run_through(picture):
    """The texts through which, or through whose label, a curve, an arrow or a mark runs."""
    labels = [box.box for box in picture.boxes if box.rounded and box.zorder >= 4]
    places = [(text.words, text.box) for text in picture.texts] + [("a label", box) for box in labels]
    found = []
    for line in [*picture.lines, *picture.arrows]:
        points = line.points[np.isfinite(line.points).all(axis=1)]
        if line.colour in ("ink", "L", "a", "line") and not getattr(line, "mark", ""):
            steps = np.linspace(0, 1, 9)[:, None, None]
            points = (points[:-1] * (1 - steps) + points[1:] * steps).reshape(-1, 2)
        elif line.colour in drawing.DASHES or not getattr(line, "mark", ""):
            continue  # the lines of a network lie under their numbers, and those of a frame are pale
        found += [words for words, box in places if box.count_contains(points)]
    return found


def contrast(one, other):
    """The contrast of two colours, as WCAG 2.2 defines it."""

    def luminance(colour):
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
