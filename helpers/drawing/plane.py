"""a2 over the plane of two inputs, in colours, with the observations on it."""

import numpy as np
from matplotlib.colors import to_hex, to_rgb

from helpers import arguments, network, numerals
from helpers.drawing import paper
from helpers.drawing.plot import NOTE_SIZE, Plot, frame, pair, room, short, ticks

BOUNDARY_HEIGHT = 480
GRID = 121  # points along each side at which a2 is computed
STEPS = 10  # of a2, from 0 to 1
PALE = 0.82  # how strong the colours at the ends are, as in explorer/parts/colours.js
EQUAL = 4  # the axes have one scale unless one input spans more than this times the other
MANY = 100  # points, beyond which each is drawn smaller
KEY, KEY_WIDTH = 520, 264  # where the key stands


@paper.best_at(BOUNDARY_HEIGHT)
def draw_boundary(ax, X, Y, answer, names=("0", "1"), held_out=None):
    """a2 over the plane of two inputs, in ten steps from 0, orange, to 1, blue, its line a2 = 1/2, and the points.

    X: (2, N); Y: (1, N), each entry 0 or 1. answer: gives a2 (1, n) for inputs (2, n); it is asked on a grid and at the
    points. names: of the classes 0 and 1. held_out: None, or another (X, Y), drawn smaller and paler. Class 0 has
    hollow circles and class 1 full ones, as in the explorer; a ring goes around each point whose a2 isn't on its side
    of 1/2; at exactly 1/2 it is on neither.
    Best at 800 × 480. Returns the text alternative. Raises ValueError when an argument doesn't fit.
    """
    sets = [_points("X", "Y", X, Y)]
    names = [short("names", words, 150) for words in pair("names", names)]
    if held_out is not None:
        sets.append(_points("held_out's X", "held_out's Y", *pair("held_out", held_out)))
    if not callable(answer) or isinstance(answer, type):
        raise ValueError(f"answer must be a function from (2, n) to (1, n); got {type(answer).__name__}")
    across, up = _ranges(np.hstack([X for X, _ in sets]))
    page = paper.page(ax, BOUNDARY_HEIGHT)
    beside = ticks(*up, 6)
    left = room(beside)
    chart = Plot(page, (left, 44, KEY - 30 - left, 378), across, up)
    crosses = _draw_answers(chart, answer)
    frame(chart, ticks(*across, 6), beside, "x[1]", "x[2]")
    under_first = reversed(range(len(sets)))  # the points held out lie under the others
    wrong = [_draw_points(chart, *sets[held], answer, held) for held in under_first][::-1]
    labels = [Y for _, Y in sets]
    _draw_key(page, names, labels, wrong)
    return _in_words(chart, crosses, names, labels, wrong)


def _points(x_name, y_name, X, Y):
    X = arguments.fit(x_name, arguments.matrix(x_name, X), (2, "N"), "two inputs of each observation")
    if np.abs(X).max() > 1e300:
        came = arguments.in_full(np.abs(X).max())
        raise ValueError(f"{x_name} must stay within ±1e300, as far as axes reach; got {came}")
    return X, network.labels(Y, X.shape[1], y_name)


def _asked(answer, X):
    """a2 at every column of X. Raises ValueError when answer gives something else."""
    try:
        a2 = answer(X)
    except TypeError as error:
        raise ValueError(f"answer must be a function of one argument, inputs (2, n); it says: {error}") from error
    a2 = arguments.numbers("what answer gives", a2)
    if a2.shape != (1, X.shape[1]):
        raise ValueError(f"answer must give (1, {X.shape[1]}), one a2 for each point; got {a2.shape}")
    if a2.min() < 0 or a2.max() > 1:
        odd = a2.min() if a2.min() < 0 else a2.max()
        raise ValueError(f"answer must give a2 from 0 to 1; got {arguments.in_full(odd)}")
    return a2[0]


def _ranges(X):
    """From where to where the two axes go, with a tenth of room around the points."""
    low, high = X.min(axis=1), X.max(axis=1)
    spans = high - low
    spans = np.where(spans > 0, spans, spans.max() or max(1, np.abs(X).max()))
    if spans.max() <= EQUAL * spans.min():
        spans = np.full(2, spans.max())
    middle = low / 2 + high / 2
    return [(m - 0.6 * s, m + 0.6 * s) for m, s in zip(middle.tolist(), spans.tolist(), strict=True)]


def _ramp():
    """The steps' colours: from one hue over the ground to the other."""
    ground = np.array(to_rgb(paper.COLOURS["ground"]))
    shares = (np.arange(STEPS) + 0.5) / STEPS * 2 - 1
    ends = [np.array(to_rgb(paper.COLOURS["negative" if share < 0 else "positive"])) for share in shares]
    return [to_hex(ground + (end - ground) * abs(share) * PALE) for end, share in zip(ends, shares, strict=True)]


def _draw_answers(chart, answer):
    """The colours, and the line where a2 crosses 1/2. Returns whether it does."""
    across, up = (np.linspace(*span, GRID) for span in (chart.x, chart.y))
    grid = np.stack(np.meshgrid(across, up)).reshape(2, -1)
    a2 = _asked(answer, grid).reshape(GRID, GRID)
    x, y = chart.at(across, up)
    chart.page.ax.contourf(
        x, y, a2, levels=np.linspace(0, 1, STEPS + 1), colors=_ramp(), zorder=2.2
    )  # over the frame's lines
    crosses = bool(a2.min() < 0.5 < a2.max())
    if crosses:
        width = 2.6 * chart.page.unit
        chart.page.ax.contour(x, y, a2, levels=[0.5], colors=[paper.COLOURS["ink"]], linewidths=width, zorder=2.5)
    return crosses


def _draw_points(chart, X, Y, answer, held):
    """The points and the rings. Returns how many are ringed."""
    many = X.shape[1] > MANY
    wrong = ((_asked(answer, X) - 0.5) * (2 * Y[0] - 1)) <= 0
    for label in (0, 1):
        x, y = chart.at(*X[:, Y[0] == label])
        _draw_marks(chart.page, x, y, label, held, many)
    _draw_rings(chart.page, *chart.at(*X[:, wrong]), held, many)
    return int(wrong.sum())


def _size(held, many):
    return (6.5 if many else 10.5) * (0.62 if held else 1)


def _draw_marks(page, x, y, label, held=False, many=False):
    """Class 0 as hollow circles, class 1 as full ones with a pale edge: in ink, which is no colour of the plane."""
    fill, edge = (("ground", "ink"), ("ink", "ground"))[label]
    line = 1.2 if label else 1.5 if held else 2
    _draw_circles(page, x, y, _size(held, many), fill, edge, line, 0.85 if held else 1)


def _draw_rings(page, x, y, held=False, many=False):
    size = _size(held, many) + 7
    _draw_circles(page, x, y, size, "none", "ground", 4.4)
    _draw_circles(page, x, y, size, "none", "ink", 2)


def _draw_circles(page, x, y, size, fill, edge, line, alpha=1):
    page.ax.plot(
        x,
        y,
        linestyle="none",
        marker="o",
        markersize=size * page.unit,
        markerfacecolor=paper.colour(fill),
        markeredgecolor=paper.colour(edge),
        markeredgewidth=line * page.unit,
        alpha=alpha,
        zorder=3,
    )


def _draw_key(page, names, labels, wrong):
    """What the colours and the marks mean, and how many there are of each."""
    paper.text(page, KEY, 58, "a2", size=NOTE_SIZE, align="left", bold=True)
    width = (KEY_WIDTH - 20) / STEPS
    for k, colour in enumerate(_ramp()):
        left = KEY + 8 + k * width
        page.ax.fill([left, left + width, left + width, left], [74, 74, 92, 92], color=colour, linewidth=0, zorder=1)
    paper.curve(page, KEY + 8 + width * np.array([0, STEPS, STEPS, 0, 0]), [74, 74, 92, 92, 74], colour="line", width=1)
    for value in (0, 0.5, 1):
        x = KEY + 8 + value * STEPS * width
        paper.curve(page, [x, x], [92, 97], colour="line", width=1.2)
        paper.text(page, x, 109, numerals.text(value), size=13, colour="quiet")
    paper.curve(page, [KEY, KEY + 22], [144, 144], colour="ink", width=2.6)
    paper.text(page, KEY + 32, 144, "a2 = 1/2", size=NOTE_SIZE, align="left")
    y = 184
    for held, (Y, ringed) in enumerate(zip(labels, wrong, strict=True)):
        if held:
            paper.text(page, KEY, y, "held out", size=NOTE_SIZE, align="left", bold=True)
            y += 27
        for label in (0, 1):
            _draw_marks(page, [KEY + 11], [y], label, bool(held))
            name = "" if names[label] == str(label) else f", {names[label]}"
            words = f"y = {label}{name}" + f": {np.sum(Y == label)}"
            paper.text(page, KEY + 32, y, words, size=NOTE_SIZE, align="left")
            y += 27
        _draw_rings(page, [KEY + 11], [y], bool(held))
        paper.text(page, KEY + 32, y, f"not on its side of 1/2: {ringed}", size=NOTE_SIZE, align="left")
        y += 40


def _in_words(chart, crosses, names, labels, wrong):
    (x0, x1), (y0, y1) = ([numerals.text(float(f"{v:.3g}")) for v in span] for span in (chart.x, chart.y))

    def told(Y, ringed):
        classes = [
            f"{np.sum(Y == label)} of class {label}" + ("" if names[label] == str(label) else f" ({names[label]})")
            for label in (0, 1)
        ]
        return f"{' and '.join(classes)}; {ringed} on the wrong side of 1/2"

    line = "with a solid line at 1/2" if crosses else "nowhere across 1/2"
    held = f" Held out, smaller: {told(labels[1], wrong[1])}." if len(labels) == 2 else ""
    return (
        f"a2 over the plane of x[1], from {x0} to {x1}, and x[2], from {y0} to {y1}, in ten steps from 0, orange, to "
        f"1, blue, {line}. Points, class 0 as hollow circles and class 1 as full ones, those on "
        f"the wrong side ringed: {told(labels[0], wrong[0])}.{held}"
    )
