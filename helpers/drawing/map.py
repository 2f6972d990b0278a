"""The map of the whole: the forward pass, the way back, and the notebook for each part."""

from itertools import pairwise

import numpy as np

from helpers import arguments
from helpers.drawing import paper

COLUMNS = {"x": 64, "z1": 198, "a1": 332, "z2": 466, "a2": 600, "L": 736}
NODE = (68, 36)  # width and height
TOP, ABOVE, FORWARD, BACK, BELOW, BOTTOM = 50, 118, 182, 264, 348, 438  # middles of the rows
MAP_HEIGHT = 484
FORK = 38  # from the middle of z to the middle of W, and to that of b

DERIVED = {  # the notebook that derives it, and where it stands
    "∂L/∂a2": ("03", COLUMNS["a2"], BACK),
    "∂L/∂z2": ("04", COLUMNS["z2"], BACK),
    "∂L/∂W2": ("05", COLUMNS["z2"] - FORK, BELOW),
    "∂L/∂b2": ("06", COLUMNS["z2"] + FORK, BELOW),
    "∂L/∂a1": ("07", COLUMNS["a1"], BACK),
    "∂L/∂z1": ("08", COLUMNS["z1"], BACK),
    "∂L/∂W1": ("09", COLUMNS["z1"] - FORK, BELOW),
    "∂L/∂b1": ("10", COLUMNS["z1"] + FORK, BELOW),
}
STAGES = {  # notebook: (its place in words, middle, width, row)
    "01": ("forward, with the page's numbers", 212.5, 365, TOP),
    "02": ("the model and its loss", 587.5, 365, TOP),
    "11": ("the mean over N", 118.75, 177.5, BOTTOM),
    "12": ("training", 306.25, 177.5, BOTTOM),
    "13": ("playground", 493.75, 177.5, BOTTOM),
    "14": ("homework", 681.25, 177.5, BOTTOM),
}
NOTEBOOKS = sorted([*STAGES, *(number for number, *_ in DERIVED.values())])


@paper.best_at(MAP_HEIGHT)
def draw_map(ax, here=None):
    """The map of the whole: forward from x to L, back from L to every derivative, and the notebook for each.

    here: None, or the number of a notebook, "01" … "14", whose place is lit. Best at 800 × 484.
    Returns the text alternative. Raises ValueError for another `here`.
    """
    if here is not None and not (isinstance(here, str) and here in NOTEBOOKS):
        raise ValueError(f'here must be None or a notebook\'s number, "01" to "14"; got {arguments.told(here)}')
    page = paper.page(ax, MAP_HEIGHT)
    for number in STAGES:
        _draw_stage(page, number, lit=number == here)
    _draw_forward(page, here)
    _draw_back(page, here)
    return _map_in_words(here)


def _draw_stage(page, number, lit):
    words, middle, width, row = STAGES[number]
    paper.box(
        page, middle, row, width, 44, fill="panel", edge="ink" if lit else "panel", line=2.6 if lit else 0, corner=9
    )
    left = middle - width / 2
    paper.badge(page, left + 26, row, number, lit)
    paper.text(page, left + 52, row, words, size=13.5, align="left")
    if lit:
        paper.signpost(page, left + width - 60, row - 26)


def _draw_forward(page, here):
    """The chain from x to L with what enters it. 01 lights it up to a2 (the page's part 1 has no loss), 02 whole."""
    for start, end in pairwise(COLUMNS):
        lit = here == "02" or (here == "01" and end != "L")
        paper.arrow(page, (COLUMNS[start] + 34, FORWARD), (COLUMNS[end] - 34, FORWARD), lit=lit)
    for name, middle in COLUMNS.items():
        paper.box(page, middle, FORWARD, *NODE, fill=paper.tint(name[0]), edge=name[0], line=1.6)
        paper.text(page, middle, FORWARD, name, size=15, bold=True)
    for layer in "12":
        middle = COLUMNS[f"z{layer}"]
        for name, side in ((f"W{layer}", -1), (f"b{layer}", 1)):
            _entry(page, middle + side * FORK, middle + side * 16, name, here in ("01", "02"))
    _entry(page, COLUMNS["L"], COLUMNS["L"], "y", here == "02")
    paper.text(page, 30, ABOVE, "forward →", size=13.5, align="left", colour="quiet")


def _entry(page, middle, foot, name, lit):
    """A box above the chain whose arrow leads into it: W, b or y."""
    fill, edge = (paper.tint("y"), "y") if name == "y" else ("ground", "line")
    paper.arrow(page, (middle, ABOVE + 15), (foot, FORWARD - 18), lit=lit)
    paper.box(page, middle, ABOVE, 56, 30, fill=fill, edge=edge, line=1.3)
    paper.text(page, middle, ABOVE, name, size=14)


def _draw_back(page, here):
    """The way back: an arrow for each derivative, with its notebook's number."""
    for name, (number, middle, row) in DERIVED.items():
        lit = number == here
        route = _route_back(name, middle, row)
        paper.arrow(page, *route, lit=lit)
        (x1, y1), (x2, y2) = route[-2:]
        badge = (middle + 67, row) if row == BACK else ((x1 + x2) / 2, (y1 + y2) / 2 - 2)
        paper.badge(page, *badge, number, lit)
        edge = name[4] if row == BACK else "line"
        paper.box(page, middle, row, *NODE, fill="ground", edge="ink" if lit else edge, line=2.6 if lit else 1.3)
        paper.text(page, middle, row, name, size=13.5, bold=lit)
        if lit:
            paper.signpost(page, middle, row + (-40 if row == BACK else 40), points=-1 if row == BACK else 1)
    paper.text(page, 30, BACK, "← back", size=13.5, align="left", colour="quiet")


def _route_back(name, middle, row):
    """The corners of the arrow that leads to a derivative."""
    if name == "∂L/∂a2":
        return (COLUMNS["L"], FORWARD + 18), (COLUMNS["L"], BACK), (middle + 34, BACK)
    if row == BACK:
        return (middle + 100, BACK), (middle + 34, BACK)
    z = COLUMNS[f"z{name[-1]}"]
    return (z + np.sign(middle - z) * 16, BACK + 18), (middle, BELOW - 18)


def _map_in_words(here):
    chain = ", ".join(f"{name} ({number})" for name, (number, *_) in DERIVED.items())
    stages = {number: words for number, (words, *_) in STAGES.items()}
    first, last = (", ".join(f"{stages[n]} ({n})" for n in numbers) for numbers in (("01", "02"), list(stages)[2:]))
    sentences = [
        "Forward, x with W1 and b1 gives z1, then a1; a1 with W2 and b2 gives z2, then a2; a2 with y gives the loss L.",
        f"Back from L come the derivatives, each with its notebook's number: {chain}.",
        f"Before them come {first.replace(', the model', ' and the model')}; after them {last}.",
    ]
    if here is not None:
        what = stages.get(here) or next(name for name, (number, *_) in DERIVED.items() if number == here)
        sentences.insert(0, f"You are here: {here}, {what}.")
    return " ".join(sentences)
