"""The network as a graph, with the numbers of one observation on it."""

from itertools import combinations
from typing import NamedTuple

import numpy as np

from helpers import arguments, network, numerals
from helpers.drawing import paper
from helpers.network import MOST_HIDDEN, MOST_INPUTS

TALL_INPUTS, TALL_HIDDEN = 6, 5  # up to so many units show the name above the value; more show one line each
HEAD, FOOT, MARGIN = 56, 44, 30
SLIM_SIZE = 11.5  # of the letters in a unit of one line
MOST_LABELS = 8  # numbers on the edges of the first layer; with more weights no edge has one
GAP = 18  # between the cells of one unit
LAST_GAP = 42  # from the output to the loss
FIRST_EDGES, SECOND_EDGES = 82, 66  # how short the edges of a layer may become


class Unit(NamedTuple):
    """Boxes side by side. cells: a tuple of (kind, name, value); notes: the text under each."""

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
        return sign_of(self.weight)

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
    problem, forward_pass = _checked(problem, forward_pass)
    if loss is not None:
        loss = arguments.number("loss", loss, finite=False)
    layers = _layers(problem, forward_pass, loss)
    edge_gaps = _least_gaps(problem.parameters)
    page = paper.page(ax, network_height(problem), _least_width(layers, edge_gaps))
    columns = _placed(page, layers, edge_gaps)
    edges = _edges(problem.parameters, columns)
    spots = _spots(edges) if _few(problem.parameters) else None
    for edge in edges:
        paper.line(page, edge.start, edge.end, edge.sign, edge.width)
    for column in columns:
        _draw_column(page, column)
    if spots:
        for edge, spot in zip(edges, spots, strict=True):
            _draw_weight(page, edge, spot)
    _draw_loss(page, columns, loss)
    _draw_headings(page, columns, problem.hidden, loss)
    _draw_key(page, any(edge.sign == "zero" for edge in edges))
    return network_in_words(problem, forward_pass, loss, numbered=spots is not None)


def network_height(problem):
    """The height in pixels, at a width of 800, at which draw_network looks best."""
    H, D = network.check_problem(problem).parameters.W1.shape
    return HEAD + FOOT + max(210, H * (100 if H <= TALL_HIDDEN else 29), D * (66 if D <= TALL_INPUTS else 34))


def _checked(problem, forward_pass):
    """Both, with their arrays checked. Raises ValueError when problem is too large or forward_pass isn't its own."""
    problem = check_size(problem, MOST_INPUTS, MOST_HIDDEN, "to be drawn")
    H = len(problem.parameters.W1)
    if not isinstance(forward_pass, network.ForwardPass):
        raise ValueError(f"forward_pass must be a ForwardPass; got {type(forward_pass).__name__}")
    *arrays, hidden = forward_pass
    names = [f"forward_pass.{name}" for name in network.ForwardPass._fields]
    arrays = [arguments.numbers(*pair, finite=False) for pair in zip(names, arrays, strict=False)]
    shapes = [array.shape for array in arrays]
    if shapes != [(H, 1), (H, 1), (1, 1), (1, 1)]:
        raise ValueError(
            f"forward_pass must hold one observation, one column of H = {H} in Z1 and A1; "
            f"got Z1 {shapes[0]}, A1 {shapes[1]}, Z2 {shapes[2]}, A2 {shapes[3]}"
        )
    if network.check_hidden(hidden) != problem.hidden:
        raise ValueError(f'forward_pass must have hidden="{problem.hidden}", as problem; got "{hidden}"')
    return problem, network.ForwardPass(*arrays, hidden)


def check_size(problem, most_inputs, most_hidden, purpose):
    """problem with its arrays checked. Raises ValueError when it is too large for its purpose, "to be drawn"."""
    problem = network.check_problem(problem)
    H, D = problem.parameters.W1.shape
    if D > most_inputs or H > most_hidden:
        raise ValueError(
            f"problem must have at most {most_inputs} inputs and {most_hidden} hidden units {purpose}; "
            f"got D = {D} and H = {H}"
        )
    return problem


def units_off(forward_pass):
    """For each hidden unit, whether it is a ReLU that lets nothing through."""
    return [forward_pass.hidden == "relu" and bool(z <= 0) for z in forward_pass.Z1[:, 0]]


def _layers(problem, forward_pass, loss):
    """The four layers as Units: inputs, hidden units, the output unit, and L with y."""
    (_, b1, _, b2), say = problem.parameters, numerals.text
    inputs = tuple(Unit((("x", f"x[{j}]", say(v)),)) for j, v in enumerate(problem.x[:, 0], 1))
    values = (map(say, column[:, 0]) for column in (b1, forward_pass.Z1, forward_pass.A1))
    rows = zip(*values, units_off(forward_pass), strict=True)
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
    return max(paper.WIDTH, 2 * MARGIN + spans + sum(edge_gaps) + LAST_GAP)


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
        widths.append(
            max(least, *(paper.text_width(w, size) + 16 for w in said), *(paper.text_width(w, 12.5) for w in notes))
        )
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
    largest = largest_weight(parameters)
    edges = []
    for weights, source, target in ((parameters.W1, inputs, hidden), (parameters.W2, hidden, output)):
        for (i, j), weight in np.ndenumerate(weights):
            start = source.right, source.middles[j] + _port(i, len(target.units), source.height)
            end = target.left, target.middles[i] + _port(j, len(source.units), target.height)
            edges.append(Edge(start, end, float(weight), line_width(weight, largest)))
    return edges


def sign_of(weight):
    """The name of a sign in COLOURS and DASHES."""
    return "positive" if weight > 0 else "negative" if weight < 0 else "zero"


def largest_weight(parameters):
    """The size of the largest weight, beside which the others are drawn; 1 where all are 0."""
    return max(np.abs(parameters.W1).max(), np.abs(parameters.W2).max()) or 1.0


def line_width(weight, largest):
    """How wide the line of a weight is: the wider, the larger it is beside the largest of all."""
    return 1.1 + 3.9 * abs(float(weight)) / largest


def _port(k, n, height):
    """How far from a box's middle the k-th of its n lines is tied."""
    return (k - (n - 1) / 2) * min(11, 0.72 * height / n)


# Where the weights' numbers go.

PLACES = [t / 100 for t in range(16, 86, 3)]  # along an edge, from 0 to 1: where its number may stand
STARTS = ((0.5,), (0.3, 0.7), (0.7, 0.3), (0.25, 0.5, 0.75), (0.75, 0.5, 0.25))


class Label(NamedTuple):
    """A number that is to stand on an edge. For each place along it: the box it would take there, and what the place
    itself costs, before the other numbers are looked at.
    """

    boxes: dict
    costs: dict


def _spots(edges):
    """A place on each edge for its number, so that none covers another; None where that can't be had."""
    labels = [_label(edge, [other for other in edges if other is not edge]) for edge in edges]
    found = [_settled(labels, start) for start in STARTS]
    best = min(found, key=lambda chosen: sum(_cost(labels, chosen, k, t) for k, t in enumerate(chosen)))
    boxes = [label.boxes[t] for label, t in zip(labels, best, strict=True)]
    if any(_overlap(p, q) for p, q in combinations(boxes, 2)) or not all(map(_inside, boxes, edges)):
        return None
    return [edge.at(t) for edge, t in zip(edges, best, strict=True)]


def _label(edge, others):
    """The Label of an edge. A place costs more the more of other edges it covers, and away from the middle."""
    size, boxes, costs = _label_size(edge.weight), {}, {}
    for t in {*PLACES, *(t for start in STARTS for t in start)}:
        boxes[t] = box = _around(edge.at(t), size)
        near = box[0] - 4, box[1] - 4, box[2] + 4, box[3] + 4
        crossed = sum(_share_within(near, other) for other in others)
        costs[t] = 60 * crossed + 3 * abs(t - 0.5) + 50 * (not _inside(box, edge))
    return Label(boxes, costs)


def _settled(labels, start):
    """Coordinate descent: each number in turn takes its cheapest place given the others', until none moves."""
    chosen = [start[k % len(start)] for k in range(len(labels))]
    for _ in range(12):
        before = list(chosen)
        for k in range(len(labels)):
            chosen[k] = min(PLACES, key=lambda t, k=k: _cost(labels, chosen, k, t))
        if chosen == before:
            break
    return chosen


def _cost(labels, chosen, k, t):
    """What it costs to have the k-th number at t: what the place costs itself, and what it covers of other numbers."""
    box = labels[k].boxes[t]
    covered = sum(_overlap(box, label.boxes[chosen[i]]) for i, label in enumerate(labels) if i != k)
    return 10 * covered + labels[k].costs[t]


def _label_size(weight):
    """The box of a number on an edge, with air around it."""
    return paper.text_width(numerals.text(weight), 12.5) + 14, 23


def _around(middle, size):
    (x, y), (width, height) = middle, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _overlap(p, q):
    """The area that two boxes share."""
    if p[2] <= q[0] or q[2] <= p[0] or p[3] <= q[1] or q[3] <= p[1]:
        return 0.0
    return (min(p[2], q[2]) - max(p[0], q[0])) * (min(p[3], q[3]) - max(p[1], q[1]))


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


# The drawing itself.


def _draw_column(page, column):
    for unit, y in zip(column.units, column.middles, strict=True):
        left = column.left
        for k, (cell, width) in enumerate(zip(unit.cells, column.widths, strict=True)):
            _draw_cell(page, cell, left + width / 2, y, width, column, unit.off)
            if k < len(unit.notes):
                _draw_note(page, unit.notes[k], left + width / 2, y + column.height / 2 + 14)
            if k and unit.cells[k - 1][0]:
                paper.arrow(page, (left - GAP + 2, y), (left - 1, y), line=1.2)
            left += width + GAP


def _draw_cell(page, cell, x, y, width, column, off):
    kind, name, value = cell
    hollow = off or kind in ("b", "")
    edge = {"": "ground"}.get(kind, "line" if hollow else kind)
    paper.box(page, x, y, width, column.height, fill="ground" if hollow else paper.tint(kind), edge=edge, line=1.5)
    colour = "quiet" if off else "ink"
    if column.slim:
        paper.text(page, x, y, _one_line(cell), size=SLIM_SIZE, colour=colour)
    else:
        paper.text(page, x, y - 11, name, size=12, colour=colour)
        paper.text(page, x, y + 9, value, size=15, bold=not off, colour=colour)


def _draw_note(page, words, x, y):
    if words:
        paper.text(page, x, y, words, size=12.5, bold=words == "off", colour="quiet")


def _draw_weight(page, edge, spot):
    words = numerals.text(edge.weight)
    paper.box(
        page, *spot, paper.text_width(words, 12.5) + 10, 19, fill="ground", edge=edge.sign, line=1, corner=6, above=True
    )
    paper.text(page, *spot, words, size=12.5)


def _draw_loss(page, columns, loss):
    """The arrows by which a2 and y meet in L."""
    output, answer = columns[2:]
    if loss is not None:
        (at_loss, at_label), x = answer.middles, answer.left + answer.widths[0] / 2
        paper.arrow(page, (output.right, at_loss), (answer.left, at_loss))
        paper.arrow(page, (x, at_label - 23), (x, at_loss + 23))


def _draw_headings(page, columns, hidden, loss):
    inputs, units, output, answer = columns
    activation = {"relu": "ReLU", "sigmoid": "sigmoid"}[hidden]
    paper.text(page, inputs.left, 26, "inputs", size=12.5, align="left", colour="quiet")
    for column, words in ((units, f"hidden layer, {activation}"), (output, "output, sigmoid")):
        paper.text(page, (column.left + column.right) / 2, 26, words, size=12.5, colour="quiet")
    if units.slim:
        left = units.left
        for cell, width in zip(units.units[0].cells, units.widths, strict=True):
            paper.text(page, left + width / 2, 46, cell[1], size=12, colour="quiet")
            left += width + GAP
    words = "label" if loss is None else "loss, label"
    paper.text(page, answer.right, 26, words, size=12.5, align="right", colour="quiet")


def _draw_key(page, zero):
    """What the lines mean."""
    y, x = page.height - 22, MARGIN
    for sign in ("positive", "negative", "zero")[: 3 if zero else 2]:
        words = f"{sign} weight"
        paper.line(page, (x, y), (x + 40, y), sign, 1.1 if sign == "zero" else 2.6)
        paper.text(page, x + 48, y, words, size=12, align="left", colour="quiet")
        x += 48 + paper.text_width(words, 12) + 24
    paper.text(page, x, y, "the wider, the larger", size=12, align="left", colour="quiet")


def network_in_words(problem, forward_pass, loss, numbered=True):
    """The forward pass told in sentences. numbered: whether the weights' numbers are among them."""
    (W1, b1, W2, b2), say = problem.parameters, numerals.text
    activation = {"relu": "ReLU", "sigmoid": "the sigmoid"}[problem.hidden]
    x, b, z, a = map(column_in_words, (problem.x, b1, forward_pass.Z1, forward_pass.A1))
    first = f"W1 = {rows_in_words(W1)} and " if numbered else ""
    second = f"W2 = {row_in_words(W2[0])} and " if numbered else ""
    z2, a2 = say(forward_pass.Z2.item()), say(forward_pass.A2.item())
    so = "" if loss is None else f", so the loss L is {say(loss)}"
    sentences = [
        f"x = {x} with {first}b1 = {b} gives z1 = {z} and, through {activation}, a1 = {a}.",
        _off_in_words(units_off(forward_pass)),
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


def column_in_words(column):
    values = [numerals.text(v) for v in np.ravel(column)]
    return values[0] if len(values) == 1 else f"({', '.join(values)})"


def row_in_words(values):
    return f"[{', '.join(map(numerals.text, values))}]"


def rows_in_words(matrix):
    return f"[{', '.join(map(row_in_words, matrix))}]"
