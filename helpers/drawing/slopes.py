"""The network with two numbers at each quantity: its value above and, below it, its slope."""

from typing import NamedTuple

import numpy as np

from helpers import arguments, derivatives, network, numerals
from helpers.drawing import chain, graph, paper

NAMES = (*chain.LINKS, "dL_dx")  # in the order of the notebooks; the last is not on the page
MOST_INPUTS, MOST_HIDDEN = 2, 3
BOX = (54, 19)  # a number's, at least so wide; a slope's hangs below a value's
STOREY = 20  # from a value's middle to its slope's
SIZE = 13  # of their letters
NAMED, TOP, FOOT = 19, 101, 106  # from the page's top to the names, to the first unit; from the last unit to its end
ROW, STACK, BIAS = 98, 44, 48  # from a unit to the next, from a weight to the next, from a unit to its bias
MARGIN = 20
GAPS = {"x": 0, "W1": 72, "z1": 24, "a1": 44, "W2": 20, "z2": 54, "a2": 38, "L": 30}  # left of each, at least


class Quantity(NamedTuple):
    """A name with its values and their slopes of L, arrays of one shape. state: of the slopes, "known", "new",
    "to come", or "" where none are shown. off: for each value, whether it is of a unit that is off.
    """

    name: str
    values: np.ndarray
    slopes: np.ndarray
    state: str
    off: tuple

    @property
    def kind(self):
        return self.name[0]


class Column(NamedTuple):
    """Where a quantity's boxes stand: their middle across, their width, and the middle of each downwards."""

    x: float
    width: float
    middles: tuple

    @property
    def left(self):
        return self.x - self.width / 2

    @property
    def right(self):
        return self.x + self.width / 2


def slopes_height(problem):
    """The height in pixels, at a width of 800, at which draw_slopes looks best."""
    H = len(network.check_problem(problem).parameters.W1)
    return TOP + ROW * (max(H, 2) - 1) + FOOT


@paper.best_at(slopes_height(network.EXAMPLE))
def draw_slopes(ax, problem, upto=None):
    """The network from x to L: at each quantity its value and, below it, its slope, as far as derived.

    problem: Problem with D from 1 to 2 and H from 1 to 3. upto: the last derivative that is known, "dL_da2" …
    "dL_db1" in the order of the notebooks; its slopes are framed and bold, and those to come are question marks. None:
    all are to come. "dL_dx", which is not on the page, comes after them. Best at 800 × slopes_height(problem).
    Returns the text alternative. Raises ValueError for another `upto`, a larger network, or numbers that overflow.
    """
    problem = _checked(problem, upto)
    forward_pass = network.forward(problem.x, problem.parameters, problem.hidden)
    quantities = _quantities(problem, forward_pass, upto)
    widths = _widths(quantities)
    page = paper.page(ax, slopes_height(problem), max(paper.WIDTH, _span(widths)))
    columns = _columns(page, quantities, widths)
    _draw_edges(page, columns, problem.parameters)
    _draw_arrows(page, columns, problem.hidden)
    for quantity in quantities.values():
        _draw_names(page, columns[quantity.name], quantity)
        _draw_numbers(page, columns[quantity.name], quantity)
    _draw_notes(page, columns, quantities["a1"].off, problem.y)
    _draw_key(page, {quantity.state for quantity in quantities.values()})
    return _in_words(problem, forward_pass, quantities)


def _checked(problem, upto):
    """problem with its arrays checked. Raises ValueError when it is too large or there is no such `upto`."""
    problem = graph.check_size(problem, MOST_INPUTS, MOST_HIDDEN, "to be drawn with its slopes")
    if upto is not None and not (isinstance(upto, str) and upto in NAMES):
        raise ValueError(f"upto must be None or a derivative, {', '.join(NAMES)}; got {arguments.told(upto)}")
    return problem


# What stands in the picture.


def _quantities(problem, forward_pass, upto):
    """Each quantity by its name, x to L."""
    x, y, (W1, b1, W2, b2), _ = problem
    z1, a1, z2, a2, _ = forward_pass
    values = {"x": x, "W1": W1, "b1": b1, "z1": z1, "a1": a1, "W2": W2, "b2": b2, "z2": z2, "a2": a2}
    values["L"] = network.loss(z2, y)
    slopes, units = _slopes(problem, forward_pass), tuple(graph.units_off(forward_pass))
    quantities = {}
    for name, numbers in values.items():
        slope = f"dL_d{name}"
        off = units if name in ("z1", "a1") else (False,) * numbers.size
        quantities[name] = Quantity(name, numbers, slopes.get(slope, np.empty(0)), _state(slope, upto), off)
    return quantities


def _slopes(problem, forward_pass):
    """Every slope of L under its name."""
    x, y, (W1, _, W2, _), hidden = problem
    z1, a1, _, a2, _ = forward_pass
    dL_dz2 = derivatives.dL_dz2(a2, y)
    dL_da1 = derivatives.dL_da1(dL_dz2, W2)
    dL_dz1 = derivatives.dL_dz1(dL_da1, z1, hidden)
    return {
        "dL_da2": derivatives.dL_da2(a2, y),
        "dL_dz2": dL_dz2,
        "dL_dW2": derivatives.dL_dW2(dL_dz2, a1),
        "dL_db2": derivatives.dL_db2(dL_dz2),
        "dL_da1": dL_da1,
        "dL_dz1": dL_dz1,
        "dL_dW1": derivatives.dL_dW1(dL_dz1, x),
        "dL_db1": derivatives.dL_db1(dL_dz1),
        "dL_dx": derivatives.dL_dx(dL_dz1, W1),
    }


def _state(slope, upto):
    if slope == upto:
        return "new"
    if slope not in chain.LINKS:  # L has none, and that of x is shown when it is asked for
        return ""
    return "known" if upto and NAMES.index(slope) < NAMES.index(upto) else "to come"


# Where it stands.


def _widths(quantities):
    """How wide each column is. All slopes count, the hidden ones too, so that nothing moves when they are filled in."""
    widths = {}
    for name in GAPS:
        column = [quantities[name], *([quantities[f"b{name[1]}"]] if name[0] == "z" else ())]
        numbers = [number for quantity in column for number in (*quantity.values.flat, *quantity.slopes.flat)]
        widths[name] = max(BOX[0], *(paper.text_width(numerals.text(number), SIZE) + 12 for number in numbers))
    return widths


def _span(widths):
    return 2 * MARGIN + sum(widths.values()) + sum(GAPS.values())


def _columns(page, quantities, widths):
    """A Column for each quantity; the width that is left over goes to the edges."""
    spare = (page.width - _span(widths)) / 2
    H, D = quantities["W1"].values.shape
    units = _spread(TOP + ROW * (max(H, 2) - 1) / 2, ROW, H)
    middle = (units[0] + units[-1]) / 2
    middles = {
        "x": _spread(middle, ROW, D),
        "W1": tuple(y for unit in units for y in _spread(unit, STACK, D)),
        **dict.fromkeys(("z1", "a1", "W2"), units),
    }
    columns, right = {}, MARGIN
    for name, gap in GAPS.items():
        left = right + gap + spare * (name in ("W1", "z2"))
        right = left + widths[name]
        columns[name] = Column((left + right) / 2, widths[name], middles.get(name, (middle,)))
    for bias, unit in (("b1", columns["z1"]), ("b2", columns["z2"])):
        columns[bias] = unit._replace(middles=tuple(y + BIAS for y in unit.middles))
    return columns


def _spread(middle, step, n):
    return tuple(middle + step * (k - (n - 1) / 2) for k in range(n))


# The drawing itself.


def _draw_edges(page, columns, parameters):
    """The line of each weight, from where it comes to its box and on to where it leads."""
    largest = graph.largest_weight(parameters)
    for name, source, target in (("W1", "x", "z1"), ("W2", "a1", "z2")):
        source, at, target = columns[source], columns[name], columns[target]
        for ((i, j), weight), y in zip(np.ndenumerate(getattr(parameters, name)), at.middles, strict=True):
            there = (source.right, source.middles[j]), (at.left, y)
            onward = (at.right, y), (target.left, target.middles[i])
            for start, end in (there, onward):
                paper.line(page, start, end, graph.sign_of(weight), graph.line_width(weight, largest))


def _draw_arrows(page, columns, hidden):
    """From each z to its a, from each bias to its z, and from a2 to L."""
    hidden = {"relu": "ReLU", "sigmoid": "σ"}[hidden]
    for start, end, words in (("z1", "a1", hidden), ("z2", "a2", "σ"), ("a2", "L", "")):
        source, target = columns[start], columns[end]
        for y in source.middles:
            paper.arrow(page, (source.right + 1, y), (target.left - 1, y), line=1.2)
            if words:
                paper.text(page, (source.right + target.left) / 2 - 2, y - 12, words, size=12, colour="quiet")
    for bias, unit in (("b1", "z1"), ("b2", "z2")):
        for start, end in zip(columns[bias].middles, columns[unit].middles, strict=True):
            paper.arrow(page, (columns[bias].x, start - STOREY), (columns[bias].x, end + STOREY), line=1.2)


def _draw_names(page, column, quantity):
    """The name above that of its slope: at the head of the column, or beside each bias."""
    places = [(column.x, NAMED, "center")]
    if quantity.kind == "b":
        places = [(column.right + 7, y - STOREY / 2, "left") for y in column.middles]
    for x, y, align in places:
        paper.text(page, x, y, quantity.name, size=13, align=align, bold=True)
        if quantity.state:
            new, colour = quantity.state == "new", "quiet" if quantity.state == "to come" else "ink"
            words = chain.written(f"dL_d{quantity.name}")
            paper.text(page, x, y + STOREY, words, size=12, align=align, bold=new, colour=colour)


def _draw_numbers(page, column, quantity):
    """Each value with its slope below it, around the middle of the two; one that has no slope stands in the middle."""
    slopes = quantity.slopes.flat if quantity.state else [None] * quantity.values.size
    for y, value, slope, off in zip(column.middles, quantity.values.flat, slopes, quantity.off, strict=True):
        y -= STOREY / 2 if quantity.state else 0
        fill, edge = _look(quantity.kind, value, off)
        paper.box(page, column.x, y, column.width, BOX[1], fill=fill, edge=edge, line=1.3, corner=5)
        paper.text(page, column.x, y, numerals.text(value), size=SIZE, colour="quiet" if off else "ink")
        if quantity.state:
            _draw_slope(page, column.x, y + STOREY, column.width, numerals.text(slope), quantity.state)


def _look(kind, value, off):
    """What a value's box is filled and edged with: a unit in its own colour, a weight in that of its line."""
    if off or kind == "b":
        return "ground", "line"
    return ("ground", graph.sign_of(value)) if kind == "W" else (paper.tint(kind), kind)


def _draw_slope(page, x, y, width, words, state):
    new, waits = state == "new", state == "to come"
    fill, edge = "ground" if waits else "panel", "ink" if new else "line"
    paper.box(page, x, y, width, BOX[1], fill=fill, edge=edge, line=2.6 if new else 1, corner=5, above=new)
    if words:
        paper.text(page, x, y, "?" if waits else words, size=SIZE, bold=new, colour="quiet" if waits else "ink")


def _draw_notes(page, columns, off, y):
    """Which units are off, and the label that the loss compares a2 with."""
    for middle, is_off in zip(columns["a1"].middles, off, strict=True):
        if is_off:
            paper.text(page, columns["a1"].x, middle + 31, "off", size=12.5, bold=True, colour="quiet")
    label = f"y = {numerals.text(y.item())}"
    paper.text(page, columns["L"].x, columns["L"].middles[0] + 24, label, size=12.5, colour="quiet")


def _draw_key(page, states):
    """How to read a pair of boxes: those kinds of slopes that this picture has."""
    y, x = page.height - 17, MARGIN
    paper.text(page, x, y, "above: value · below: slope of L", size=12.5, align="left", colour="quiet")
    x += paper.text_width("above: value · below: slope of L", 12.5) + 24
    for state, words in (("new", "new here"), ("known", "known before"), ("to come", "to come")):
        if state in states:
            _draw_slope(page, x + 14, y, 28, "?" * (state == "to come"), state)
            paper.text(page, x + 36, y, words, size=12.5, align="left", colour="quiet")
            x += 36 + paper.text_width(words, 12.5) + 22


def _in_words(problem, forward_pass, quantities):
    def told(state):
        return [name for name in NAMES if quantities[name.removeprefix("dL_d")].state == state]

    def equation(name):
        return f"{chain.written(name)} = {_array_in_words(quantities[name.removeprefix('dL_d')])}"

    known, new, to_come = told("known"), told("new"), told("to come")
    sentences = [
        graph.network_in_words(problem, forward_pass, quantities["L"].values.item()),
        f"Known before: {'; '.join(map(equation, known))}." if known else "",
        f"New here: {equation(*new)}." if new else "",
        f"Still to come: {', '.join(map(chain.written, to_come))}." if to_come else "",
    ]
    return " ".join(filter(None, sentences))


def _array_in_words(quantity):
    """A quantity's slopes in the form of the page: W1 in rows, W2 a row, the others columns."""
    if quantity.name == "W1":
        return graph.rows_in_words(quantity.slopes)
    return graph.row_in_words(quantity.slopes[0]) if quantity.name == "W2" else graph.column_in_words(quantity.slopes)
