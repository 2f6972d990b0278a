"""The pictures: matplotlib figures that are given every number and compute none of the network.

Each draw_*(ax, …) fills an axes and returns the picture's text alternative. `picture` calls one on a page of its own:

    drawing.picture(drawing.draw_network, network.EXAMPLE, forward_pass, loss=0.6931, size=(800, 310))

Lengths are those of a page 800 wide, which is fitted into whatever axes it gets: y grows downwards, a line is as wide
and a letter as high as its number says when the picture is shown 800 pixels wide.
"""

import base64
import html
import io
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path as File
from typing import NamedTuple

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from PIL import Image

from helpers import network, numerals

# One colour for one quantity (Okabe-Ito, safe for the colour-blind); dark text stands on a pale tint of it.
COLOURS = {
    "x": "#56B4E9",
    "z": "#E69F00",
    "a": "#009E73",
    "y": "#CC79A7",
    "L": "#CC79A7",
    "positive": "#0072B2",  # a solid line
    "negative": "#D55E00",  # a dashed line
    "zero": "#8A8D94",  # a dotted line
    "ink": "#1F2430",
    "quiet": "#5A5F6B",  # names, headings, what is off
    "line": "#7D828C",
    "panel": "#EEECE6",
    "ground": "#FBFAF7",
}
DASHES = {"positive": "-", "negative": (0, (4, 2.2)), "zero": (0, (1, 2))}

WIDTH = 800  # of a page, in its own units
SHARPNESS = 2  # dots for each CSS pixel, so that a dense screen and a projector show no stairs


# A picture that a notebook can show and a screen reader can read.


@dataclass(frozen=True, repr=False)
class Picture:
    """A PNG, its text alternative, and the size in CSS pixels at which it is meant to be shown."""

    png: bytes
    alt: str
    size: tuple

    def __repr__(self):
        return self.alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        """HTML, as JupyterLab shows a bare PNG with no alt."""
        width, height = self.size
        data = base64.b64encode(self.png).decode("ascii")
        image = (
            f'<img alt="{html.escape(self.alt)}" src="data:image/png;base64,{data}" width="{width}" height="{height}"'
            ' style="max-width:100%;height:auto">'
        )
        return {"text/html": image, "text/plain": self.alt}


def picture(draw, *args, size=(800, 484), **kwargs):
    """What draw(ax, *args, **kwargs) draws on a page of its own, as a Picture.

    draw: one of the draw_* functions. size: (width, height) in CSS pixels. The same arguments give the same bytes,
    whatever the reader's rcParams are; pyplot and its current figure are left alone.
    """
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        figure = Figure(figsize=(size[0] / 96, size[1] / 96), dpi=96 * SHARPNESS, facecolor=COLOURS["ground"])
        canvas = FigureCanvasAgg(figure)
        alt = draw(figure.add_axes((0, 0, 1, 1)), *args, **kwargs)
        canvas.draw()
    return Picture(_png(canvas), alt, tuple(size))


def _png(canvas):
    """The drawn canvas as bytes that name no date and no version; a palette makes them a third as many."""
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    file = io.BytesIO()
    image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


# The map of the whole.

COLUMNS = {"x": 64, "z1": 198, "a1": 332, "z2": 466, "a2": 600, "L": 736}
NODE = (68, 36)  # width and height
TOP, ABOVE, FORWARD, BACK, BELOW, BOTTOM = 50, 118, 182, 264, 348, 438  # middles of the rows
MAP_HEIGHT = 484
FORK = 38  # from the middle of z to the middle of W, and to that of b

DERIVED = {  # the notebook that derives it, and where it stands
    "dL/da2": ("03", COLUMNS["a2"], BACK),
    "dL/dz2": ("04", COLUMNS["z2"], BACK),
    "dL/dW2": ("05", COLUMNS["z2"] - FORK, BELOW),
    "dL/db2": ("06", COLUMNS["z2"] + FORK, BELOW),
    "dL/da1": ("07", COLUMNS["a1"], BACK),
    "dL/dz1": ("08", COLUMNS["z1"], BACK),
    "dL/dW1": ("09", COLUMNS["z1"] - FORK, BELOW),
    "dL/db1": ("10", COLUMNS["z1"] + FORK, BELOW),
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


def draw_map(ax, here=None):
    """The map of the whole: forward from x to L, back from L to every derivative, and the notebook for each.

    here: None, or the number of a notebook, "01" … "14", whose place is lit. Best at 800 × 484.
    Returns the text alternative. Raises ValueError for another `here`.
    """
    if here is not None and here not in NOTEBOOKS:
        raise ValueError(f'here must be None or a notebook\'s number, "01" to "14"; got {here!r}')
    page = _page(ax, MAP_HEIGHT)
    for number in STAGES:
        _draw_stage(page, number, lit=number == here)
    _draw_forward(page, here)
    _draw_back(page, here)
    return _map_in_words(here)


def _draw_stage(page, number, lit):
    words, middle, width, row = STAGES[number]
    _box(page, middle, row, width, 44, fill="panel", edge="ink" if lit else "panel", line=2.6 if lit else 0, corner=9)
    left = middle - width / 2
    _badge(page, left + 26, row, number, lit)
    _text(page, left + 52, row, words, size=13.5, align="left")
    if lit:
        _signpost(page, left + width - 60, row - 26)


def _draw_forward(page, here):
    """The chain from x to L with what enters it. 01 lights it up to a2 (the page's part 1 has no loss), 02 whole."""
    for start, end in pairwise(COLUMNS):
        lit = here == "02" or (here == "01" and end != "L")
        _arrow(page, (COLUMNS[start] + 34, FORWARD), (COLUMNS[end] - 34, FORWARD), lit=lit)
    for name, middle in COLUMNS.items():
        _box(page, middle, FORWARD, *NODE, fill=_tint(name[0]), edge=name[0], line=1.6)
        _text(page, middle, FORWARD, name, size=15, bold=True)
    for layer in "12":
        middle = COLUMNS[f"z{layer}"]
        for name, side in ((f"W{layer}", -1), (f"b{layer}", 1)):
            _entry(page, middle + side * FORK, middle + side * 16, name, here in ("01", "02"))
    _entry(page, COLUMNS["L"], COLUMNS["L"], "y", here == "02")
    _text(page, 30, ABOVE, "forward →", size=13.5, align="left", colour="quiet")


def _entry(page, middle, foot, name, lit):
    """What enters the chain from above: W, b or y."""
    fill, edge = (_tint("y"), "y") if name == "y" else ("ground", "line")
    _arrow(page, (middle, ABOVE + 15), (foot, FORWARD - 18), lit=lit)
    _box(page, middle, ABOVE, 56, 30, fill=fill, edge=edge, line=1.3)
    _text(page, middle, ABOVE, name, size=14)


def _draw_back(page, here):
    """The way back: an arrow for each derivative, with its notebook's number."""
    for name, (number, middle, row) in DERIVED.items():
        lit = number == here
        route = _route_back(name, middle, row)
        _arrow(page, *route, lit=lit)
        (x1, y1), (x2, y2) = route[-2:]
        badge = (middle + 67, row) if row == BACK else ((x1 + x2) / 2, (y1 + y2) / 2 - 2)
        _badge(page, *badge, number, lit)
        edge = name[4] if row == BACK else "line"
        _box(page, middle, row, *NODE, fill="ground", edge="ink" if lit else edge, line=2.6 if lit else 1.3)
        _text(page, middle, row, name, size=13.5, bold=lit)
        if lit:
            _signpost(page, middle, row + (-40 if row == BACK else 40), points=-1 if row == BACK else 1)
    _text(page, 30, BACK, "← back", size=13.5, align="left", colour="quiet")


def _route_back(name, middle, row):
    """The corners of the arrow that leads to a derivative."""
    if name == "dL/da2":
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


# The network with its numbers.

MOST_INPUTS, MOST_HIDDEN = 8, 16
TALL_INPUTS, TALL_HIDDEN = 6, 5  # so many units still get name above value; more get one line each
HEAD, FOOT, MARGIN = 56, 44, 30
SLIM_SIZE = 11.5  # of the letters in a unit of one line
GAP = 18  # between the cells of one unit
LAST_GAP = 42  # from the output to the loss
FIRST_EDGES, SECOND_EDGES = 82, 66  # how short the edges of a layer may become


class Unit(NamedTuple):
    """Boxes side by side: cells is a tuple of (kind, name, value), notes what is said under them."""

    cells: tuple
    notes: tuple = ()
    off: bool = False


class Column(NamedTuple):
    """A layer in its place. widths: of each cell; left: where the first begins; middles: each unit's y."""

    units: tuple
    slim: bool
    widths: tuple
    left: float
    middles: tuple

    @property
    def right(self):
        return self.left + _span(self.widths)

    @property
    def height(self):
        return 22 if self.slim else 46


class Edge(NamedTuple):
    """A weight between two units: where its line starts and ends, its value, the line's width."""

    start: tuple
    end: tuple
    weight: float
    width: float

    @property
    def sign(self):
        return "positive" if self.weight > 0 else "negative" if self.weight < 0 else "zero"

    def at(self, t):
        return tuple((1 - t) * p + t * q for p, q in zip(self.start, self.end, strict=True))


def draw_network(ax, problem, forward_pass, *, loss=None):
    """The network as a graph with the numbers of one observation on it.

    problem: Problem with D from 1 to 8 and H from 1 to 16. forward_pass: its ForwardPass, one column. loss: a float,
    or None to leave L out. An edge is solid where its weight is positive, dashed where it is negative, dotted where it
    is 0, and the wider the larger; numbers stand on the edges where they can be read. A hidden ReLU unit that is off is
    hollow and says so. Best at 800 × network_height(problem).
    Returns the text alternative. Raises ValueError when the two don't fit each other, or the network is larger.
    """
    problem = _checked(problem, forward_pass)
    layers = _layers(problem, forward_pass, loss)
    edge_gaps = _least_gaps(problem.parameters)
    page = _page(ax, network_height(problem), _least_width(layers, edge_gaps))
    columns = _placed(page, layers, edge_gaps)
    edges = _edges(problem.parameters, columns)
    spots = _spots(edges) if _few(problem.parameters) else None
    for edge in edges:
        _line(page, edge.start, edge.end, edge.sign, edge.width)
    for column in columns:
        _draw_column(page, column)
    if spots:
        for edge, spot in zip(edges, spots, strict=True):
            _draw_weight(page, edge, spot)
    _draw_loss(page, columns, loss)
    _draw_headings(page, columns, problem.hidden, loss)
    _draw_key(page, any(edge.sign == "zero" for edge in edges))
    return _network_in_words(problem, forward_pass, loss, numbered=spots is not None)


def network_height(problem):
    """The height in pixels, at a width of 800, at which draw_network looks best."""
    H, D = np.shape(problem.parameters.W1)
    return HEAD + FOOT + max(210, H * (100 if H <= TALL_HIDDEN else 29), D * (66 if D <= TALL_INPUTS else 34))


def _checked(problem, forward_pass):
    """problem with its arrays checked. Raises ValueError when it is too large or forward_pass isn't its own."""
    problem = network.check_problem(problem)
    H, D = problem.parameters.W1.shape
    if D > MOST_INPUTS or H > MOST_HIDDEN:
        raise ValueError(
            f"problem must have at most {MOST_INPUTS} inputs and {MOST_HIDDEN} hidden units to be drawn; "
            f"got D = {D} and H = {H}"
        )
    if not isinstance(forward_pass, network.ForwardPass):
        raise ValueError(f"forward_pass must be a ForwardPass; got {type(forward_pass).__name__}")
    shapes = [np.shape(array) for array in forward_pass[:4]]
    if shapes != [(H, 1), (H, 1), (1, 1), (1, 1)]:
        raise ValueError(
            f"forward_pass must hold one observation, one column of H = {H} in Z1 and A1; "
            f"got Z1 {shapes[0]}, A1 {shapes[1]}, Z2 {shapes[2]}, A2 {shapes[3]}"
        )
    if forward_pass.hidden != problem.hidden:
        raise ValueError(f'forward_pass must have hidden="{problem.hidden}", as problem; got "{forward_pass.hidden}"')
    return problem


def _off(forward_pass):
    """For each hidden unit, whether it is a ReLU that lets nothing through."""
    return [forward_pass.hidden == "relu" and bool(z <= 0) for z in forward_pass.Z1[:, 0]]


def _layers(problem, forward_pass, loss):
    """What the boxes of the four layers say: inputs, hidden units, the output unit, and L with y."""
    (_, b1, _, b2), say = problem.parameters, numerals.text
    inputs = tuple(Unit((("x", f"x[{j}]", say(v)),)) for j, v in enumerate(problem.x[:, 0], 1))
    values = (map(say, column[:, 0]) for column in (b1, forward_pass.Z1, forward_pass.A1))
    rows = zip(*values, _off(forward_pass), strict=True)
    hidden = tuple(_hidden_unit(i, *row, slim=len(b1) > TALL_HIDDEN) for i, row in enumerate(rows, 1))
    cells = ("z", "z2", say(forward_pass.Z2.item())), ("a", "a2", say(forward_pass.A2.item()))
    output = (Unit(cells, (f"b2 = {say(b2.item())}",)),)
    y = Unit((("y", "y", say(problem.y.item())),))
    answer = (y,) if loss is None else (Unit((("L", "L", say(loss)),)), y)
    return inputs, hidden, output, answer


def _hidden_unit(i, b, z, a, off, slim):
    """The bias stands below, or, where there is no room, in a box of its own behind the unit's number."""
    if slim:
        return Unit((("", "", str(i)), ("b", "b1", b), ("z", "z1", z), ("a", "a1", a + ", off" * off)), (), off)
    return Unit((("z", f"z1[{i}]", z), ("a", f"a1[{i}]", a)), (f"b1[{i}] = {b}", "off" * off), off)


def _few(parameters):
    """Whether the weights are few enough for each to have its number on its edge."""
    return parameters.W1.size <= MOST_LABELS


def _least_gaps(parameters):
    """How far apart the layers must stand, for their edges and for the numbers on them."""
    if not _few(parameters):
        return FIRST_EDGES, SECOND_EDGES
    first, second = (max(_label_size(w)[0] for w in weights.ravel()) for weights in (parameters.W1, parameters.W2))
    return max(FIRST_EDGES, 1.75 * first), max(SECOND_EDGES, 1.3 * second)


def _least_width(layers, edge_gaps):
    spans = sum(_span(_widths(layer, slim)) for layer, slim in zip(layers, _slims(layers), strict=True))
    return max(WIDTH, 2 * MARGIN + spans + sum(edge_gaps) + LAST_GAP)


def _slims(layers):
    """Which layers have so many units that each gets one line."""
    return [len(layer) > most for layer, most in zip(layers, (TALL_INPUTS, TALL_HIDDEN, 1, 2), strict=True)]


def _placed(page, layers, edge_gaps):
    """The layers as Columns: each as wide as its contents, the rest of the width shared out to the edges."""
    slims = _slims(layers)
    widths = [_widths(layer, slim) for layer, slim in zip(layers, slims, strict=True)]
    spare = page.width - 2 * MARGIN - sum(map(_span, widths)) - sum(edge_gaps) - LAST_GAP
    gaps = 0, edge_gaps[0] + 0.55 * spare, edge_gaps[1] + 0.45 * spare, LAST_GAP
    columns, left = [], MARGIN
    for layer, slim, cells, gap in zip(layers, slims, widths, gaps, strict=True):
        left += gap
        columns.append(Column(layer, slim, cells, left, _middles(page, layer)))
        left += _span(cells)
    *rest, answer = columns
    output = rest[-1].middles[0]
    return *rest, answer._replace(middles=tuple(output + 92 * k for k in range(len(answer.units))))


def _widths(layer, slim):
    """How wide each cell of a layer must be for the longest text in it; a box of two lines is at least 60."""
    size, least = (SLIM_SIZE, 0) if slim else (15, 60)
    widths = []
    for k in range(len(layer[0].cells)):
        said = [_one_line(unit.cells[k]) if slim else unit.cells[k][2] for unit in layer]
        notes = [unit.notes[k] for unit in layer if k < len(unit.notes)]
        widths.append(max(least, *(_text_width(w, size) + 16 for w in said), *(_text_width(w, 12.5) for w in notes)))
    return tuple(widths)


def _one_line(cell):
    """A slim box's words: an input carries its name, a hidden unit's names stand over the columns."""
    kind, name, value = cell
    return f"{name} = {value}" if kind == "x" else value


def _span(widths):
    return sum(widths) + GAP * (len(widths) - 1)


def _middles(page, layer):
    """The units' y, evenly spread over the height, but never so far apart that they lose each other."""
    room = page.height - HEAD - FOOT
    step = min(room / len(layer), 124)
    rise = 8 if len(layer) <= TALL_HIDDEN else 0  # for the notes below
    return tuple(HEAD + room / 2 - rise + step * (k - (len(layer) - 1) / 2) for k in range(len(layer)))


def _edges(parameters, columns):
    """An Edge for each entry of W1 and W2; lines end side by side at a box, so that thick ones stay apart."""
    inputs, hidden, output, _ = columns
    largest = max(np.abs(parameters.W1).max(), np.abs(parameters.W2).max()) or 1.0
    edges = []
    for weights, source, target in ((parameters.W1, inputs, hidden), (parameters.W2, hidden, output)):
        for (i, j), weight in np.ndenumerate(weights):
            start = source.right, source.middles[j] + _port(i, len(target.units), source.height)
            end = target.left, target.middles[i] + _port(j, len(source.units), target.height)
            edges.append(Edge(start, end, float(weight), 1.1 + 3.9 * abs(float(weight)) / largest))
    return edges


def _port(k, n, height):
    """How far from a box's middle the k-th of its n lines is tied."""
    return (k - (n - 1) / 2) * min(11, 0.72 * height / n)


# Where the weights' numbers go.

STEPS = [t / 100 for t in range(16, 86, 3)]  # the places along an edge that are tried
STARTS = ((0.5,), (0.3, 0.7), (0.7, 0.3), (0.25, 0.5, 0.75), (0.75, 0.5, 0.25))
MOST_LABELS = 8  # in the first layer


def _spots(edges):
    """A place on each edge for its number, so that none covers another; None where that can't be had."""
    sizes = [_label_size(edge.weight) for edge in edges]
    found = [_settled(edges, sizes, start) for start in STARTS]
    best = min(found, key=lambda chosen: sum(_cost(k, t, chosen, edges, sizes) for k, t in enumerate(chosen)))
    boxes = [_around(edge.at(t), size) for edge, t, size in zip(edges, best, sizes, strict=True)]
    if any(_overlap(p, q) for p, q in combinations(boxes, 2)) or not all(map(_inside, boxes, edges)):
        return None
    return [edge.at(t) for edge, t in zip(edges, best, strict=True)]


def _settled(edges, sizes, start):
    """Each number in turn takes its best place given the others', until nothing moves."""
    chosen = [start[k % len(start)] for k in range(len(edges))]
    for _ in range(12):
        before = list(chosen)
        for k in range(len(edges)):
            chosen[k] = min(STEPS, key=lambda t, k=k: _cost(k, t, chosen, edges, sizes))
        if chosen == before:
            break
    return chosen


def _label_size(weight):
    """The box of a number on an edge, with air around it."""
    return _text_width(numerals.text(weight), 12.5) + 14, 23


def _cost(k, t, chosen, edges, sizes):
    """How badly the k-th number would sit at t: on another number, on another's edge, far from its own middle."""
    box = _around(edges[k].at(t), sizes[k])
    others = [i for i in range(len(edges)) if i != k]
    covered = sum(_overlap(box, _around(edges[i].at(chosen[i]), sizes[i])) for i in others)
    near = box[0] - 4, box[1] - 4, box[2] + 4, box[3] + 4
    crossed = sum(_share_within(near, edges[i]) for i in others)
    return 10 * covered + 60 * crossed + 3 * abs(t - 0.5) + 50 * (not _inside(box, edges[k]))


def _around(middle, size):
    (x, y), (width, height) = middle, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _overlap(p, q):
    """The area that two boxes share."""
    return max(0, min(p[2], q[2]) - max(p[0], q[0])) * max(0, min(p[3], q[3]) - max(p[1], q[1]))


def _share_within(box, edge):
    """What share of an edge runs within a box (Liang and Barsky's clipping)."""
    enter, leave = 0.0, 1.0
    for low, high, start, end in zip(box[:2], box[2:], edge.start, edge.end, strict=True):
        if start == end:
            if not low <= start <= high:
                return 0.0
            continue
        first, last = sorted(((low - start) / (end - start), (high - start) / (end - start)))
        enter, leave = max(enter, first), min(leave, last)
    return max(0.0, leave - enter)


def _inside(box, edge):
    """Whether a number keeps off the boxes at both ends of its edge."""
    return box[0] >= edge.start[0] + 3 and box[2] <= edge.end[0] - 3


# What is then drawn.


def _draw_column(page, column):
    for unit, y in zip(column.units, column.middles, strict=True):
        left = column.left
        for k, (cell, width) in enumerate(zip(unit.cells, column.widths, strict=True)):
            _draw_cell(page, cell, left + width / 2, y, width, column, unit.off)
            if k < len(unit.notes):
                _draw_note(page, unit.notes[k], left + width / 2, y + column.height / 2 + 14)
            if k and unit.cells[k - 1][0]:
                _arrow(page, (left - GAP + 2, y), (left - 1, y), line=1.2)
            left += width + GAP


def _draw_cell(page, cell, x, y, width, column, off):
    kind, name, value = cell
    hollow = off or kind in ("b", "")
    edge = {"": "ground"}.get(kind, "line" if hollow else kind)
    _box(page, x, y, width, column.height, fill="ground" if hollow else _tint(kind), edge=edge, line=1.5)
    colour = "quiet" if off else "ink"
    if column.slim:
        _text(page, x, y, _one_line(cell), size=SLIM_SIZE, colour=colour)
    else:
        _text(page, x, y - 11, name, size=12, colour=colour)
        _text(page, x, y + 9, value, size=15, bold=not off, colour=colour)


def _draw_note(page, words, x, y):
    if words:
        _text(page, x, y, words, size=12.5, bold=words == "off", colour="quiet")


def _draw_weight(page, edge, spot):
    words = numerals.text(edge.weight)
    _box(page, *spot, _text_width(words, 12.5) + 10, 19, fill="ground", edge=edge.sign, line=1, corner=6, above=True)
    _text(page, *spot, words, size=12.5)


def _draw_loss(page, columns, loss):
    """The arrows by which a2 and y meet in L."""
    output, answer = columns[2:]
    if loss is not None:
        (y_loss, y_label), x = answer.middles, answer.left + answer.widths[0] / 2
        _arrow(page, (output.right, y_loss), (answer.left, y_loss))
        _arrow(page, (x, y_label - 23), (x, y_loss + 23))


def _draw_headings(page, columns, hidden, loss):
    inputs, units, output, answer = columns
    activation = {"relu": "ReLU", "sigmoid": "sigmoid"}[hidden]
    _text(page, inputs.left, 26, "inputs", size=12.5, align="left", colour="quiet")
    for column, words in ((units, f"hidden layer, {activation}"), (output, "output, sigmoid")):
        _text(page, (column.left + column.right) / 2, 26, words, size=12.5, colour="quiet")
    if units.slim:
        left = units.left
        for cell, width in zip(units.units[0].cells, units.widths, strict=True):
            _text(page, left + width / 2, 46, cell[1], size=12, colour="quiet")
            left += width + GAP
    words = "label" if loss is None else "loss, label"
    _text(page, answer.right, 26, words, size=12.5, align="right", colour="quiet")


def _draw_key(page, zero):
    """What the lines mean."""
    y, x = page.height - 22, MARGIN
    for sign in ("positive", "negative", "zero")[: 3 if zero else 2]:
        words = f"{sign} weight"
        _line(page, (x, y), (x + 40, y), sign, 1.1 if sign == "zero" else 2.6)
        _text(page, x + 48, y, words, size=12, align="left", colour="quiet")
        x += 48 + _text_width(words, 12) + 24
    _text(page, x, y, "the wider, the larger", size=12, align="left", colour="quiet")


def _network_in_words(problem, forward_pass, loss, numbered):
    (W1, b1, W2, b2), say = problem.parameters, numerals.text
    activation = {"relu": "ReLU", "sigmoid": "the sigmoid"}[problem.hidden]
    x, b, z, a = map(_vector, (problem.x, b1, forward_pass.Z1, forward_pass.A1))
    first = f"W1 = [{', '.join(map(_row, W1))}] and " if numbered else ""
    second = f"W2 = {_row(W2[0])} and " if numbered else ""
    z2, a2 = say(forward_pass.Z2.item()), say(forward_pass.A2.item())
    so = "" if loss is None else f", so the loss L is {say(loss)}"
    sentences = [
        f"x = {x} with {first}b1 = {b} gives z1 = {z} and, through {activation}, a1 = {a}.",
        _off_in_words(_off(forward_pass)),
        f"That with {second}b2 = {say(b2.item())} gives z2 = {z2} and a2 = {a2}; "
        f"the label is y = {say(problem.y.item())}{so}.",
        "" if numbered else _signs_in_words(np.concatenate([W1.ravel(), W2.ravel()])),
    ]
    return " ".join(filter(None, sentences))


def _off_in_words(off):
    units = [str(i) for i, is_off in enumerate(off, 1) if is_off]
    if len(units) > 1:
        return f"Hidden units {', '.join(units[:-1])} and {units[-1]} are off."
    return f"Hidden unit {units[0]} is off." if units else ""


def _signs_in_words(weights):
    kinds = ((1, "positive, solid lines"), (-1, "negative, dashed"), (0, "zero, dotted"))
    counts = [(int(np.sum(np.sign(weights) == sign)), words) for sign, words in kinds]
    told = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f"The weights' numbers have no room on their edges and are left out: {told}."


def _vector(column):
    values = [numerals.text(v) for v in np.ravel(column)]
    return values[0] if len(values) == 1 else f"({', '.join(values)})"


def _row(values):
    return f"[{', '.join(map(numerals.text, values))}]"


# Pen and paper: everything above draws with these.


class Page(NamedTuple):
    """An axes with its coordinates set, `unit` points to one of them."""

    ax: object
    width: float
    height: float
    unit: float


def _page(ax, height, width=WIDTH):
    """ax emptied of ticks and frame, with room in its middle for coordinates width × height, y downwards."""
    box = ax.get_window_extent()
    scale = min(box.width / width, box.height / height)  # dots in one unit
    left, top = (box.width / scale - width) / 2, (box.height / scale - height) / 2
    ax.set(xlim=(-left, width + left), ylim=(height + top, -top), xticks=[], yticks=[], facecolor=COLOURS["ground"])
    ax.spines[:].set_visible(False)
    return Page(ax, width, height, scale * 72 / ax.figure.dpi)


def _colour(name):
    return COLOURS.get(name, name)


def _tint(name):
    """A quantity's colour thinned so far with the ground that dark text reads well on it."""
    return to_hex(0.26 * np.array(to_rgb(COLOURS[name])) + 0.74 * np.array(to_rgb(COLOURS["ground"])))


def _box(page, x, y, width, height, *, fill, edge, line=1.0, corner=7, above=False):
    """A rounded box around (x, y)."""
    patch = FancyBboxPatch(
        (x - width / 2, y - height / 2),
        width,
        height,
        boxstyle=f"round,pad=0,rounding_size={corner}",
        facecolor=_colour(fill),
        edgecolor=_colour(edge),
        linewidth=line * page.unit,
        zorder=4 if above else 3,
    )
    page.ax.add_patch(patch)


def _line(page, start, end, sign, width):
    """A line whose colour and dashes tell the sign."""
    (x1, y1), (x2, y2) = start, end
    page.ax.plot(
        [x1, x2],
        [y1, y2],
        color=COLOURS[sign],
        linestyle=DASHES[sign],
        linewidth=width * page.unit,
        dash_capstyle="butt",
        solid_capstyle="butt",
        zorder=1,
    )


def _arrow(page, *corners, lit=False, line=1.4):
    """An arrow from the first corner to the last; it turns round."""
    patch = FancyArrowPatch(
        path=_rounded(corners),
        arrowstyle="-|>,head_length=0.42,head_width=0.22",
        mutation_scale=(17 if lit else 14) * page.unit,
        linewidth=(3 if lit else line) * page.unit,
        color=COLOURS["ink" if lit else "line"],
        shrinkA=0,
        shrinkB=0,
        joinstyle="miter",
        capstyle="butt",
        zorder=2,
    )
    page.ax.add_patch(patch)


def _rounded(corners, radius=12):
    """A path along the corners, each turned in a curve."""
    points, codes = [corners[0]], [Path.MOVETO]
    for before, corner, after in zip(corners[:-2], corners[1:-1], corners[2:], strict=True):
        points += [_towards(corner, before, radius), corner, _towards(corner, after, radius)]
        codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
    return Path([*points, corners[-1]], [*codes, Path.LINETO])


def _towards(start, end, length):
    start, step = np.array(start, float), np.subtract(end, start, dtype=float)
    return tuple(start + length * step / np.hypot(*step))


def _badge(page, x, y, number, lit):
    """A notebook's number."""
    fill, edge, colour = ("ink", "ink", "ground") if lit else ("panel", "line", "ink")
    _box(page, x, y, 30, 22, fill=fill, edge=edge, line=1, corner=6, above=True)
    _text(page, x, y, number, size=12.5, bold=True, colour=colour)


def _signpost(page, x, y, points=0):
    """The words "you are here", with a tip that points up (1) or down (-1)."""
    if points:
        tip, foot = y - points * 18, y - points * 9
        page.ax.fill([x - 7, x + 7, x], [foot, foot, tip], color=COLOURS["ink"], linewidth=0, zorder=4)
    _box(page, x, y, 100, 22, fill="ink", edge="ink", line=1, corner=6, above=True)
    _text(page, x, y, "you are here", size=12.5, bold=True, colour="ground")


def _text(page, x, y, words, *, size, align="center", bold=False, colour="ink"):
    page.ax.text(
        x,
        y,
        words,
        fontproperties=_font(bold, size * page.unit),
        color=COLOURS[colour],
        ha=align,
        va="center_baseline",
        parse_math=False,
        zorder=5,
    )


def _font(bold, size):
    """matplotlib's own copy of DejaVu Sans, so that no other font that is installed takes its place."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FontProperties(fname=File(matplotlib.get_data_path(), "fonts", "ttf", name), size=size)


@cache
def _text_width(words, size):
    """How wide words are in bold type, the wider of the two."""
    return TextPath((0, 0), words, prop=_font(True, size)).get_extents().width if words else 0
