"""Curves of σ and ReLU with their slopes, of the loss, and of cross-entropy beside squared error.

`network` and `derivatives` compute every value.
"""

import numpy as np

from helpers import arguments, derivatives, network, numerals
from helpers.drawing import paper, plot
from helpers.drawing.plot import DASHED, Plot, band, curve, dot, equals, frame, guide, note

SIGMOID_HEIGHT, RELU_HEIGHT, LOSS_HEIGHT, STALL_HEIGHT = 380, 340, 380, 380
FAR = 6  # how far from 0 the curves over z2 go
RELU_FAR = 4
MOST_LOSS = 5
POINTS = 481
SURE = -3  # from here down a2 is under 0.05


@paper.best_at(SIGMOID_HEIGHT)
def draw_sigmoid(ax, z=None, *, slope=True):
    """σ(z), a solid line, and its slope σ(z) (1 − σ(z)), a dashed one, for z from −6 to 6.

    z: None, or a number from −6 to 6, at which both curves get a dot and its number. slope: False for σ alone, before
    its slope has been derived; then there are no dots. Best at 800 × 380.
    Returns the text alternative. Raises ValueError for another z.
    """
    z = _checked("z", z, -FAR, FAR)
    page = paper.page(ax, SIGMOID_HEIGHT)
    chart = Plot(page, (66, 52, 556, 270), (-FAR, FAR), (-0.17, 1.06))
    frame(chart, range(-6, 7, 2), (0, 0.25, 0.5, 0.75, 1), "z", "σ(z) and its slope" if slope else "σ(z)")
    grid = np.linspace(-FAR, FAR, POINTS)
    curve(chart, grid, network.sigmoid(grid), colour="a")
    _name(chart, FAR, network.sigmoid(FAR), "σ(z)")
    if not slope:
        return _SIGMOID_ALONE
    curve(chart, grid, _sigmoid_slope(grid), dash=DASHED)
    _name(chart, FAR, _sigmoid_slope(FAR), "slope: σ(z) (1 − σ(z))")
    if z is None:
        return _SIGMOID
    a, slope = network.sigmoid(z).item(), _sigmoid_slope(z).item()
    guide(chart, z, a)
    dot(chart, z, a, colour="a")
    dot(chart, z, slope, size=7)
    value, steep = f"σ({numerals.text(z)}) {equals(a)}", f"slope {equals(slope)}"
    note(chart, z, a, value, shift=(-14, -32 if z < SURE else -19), align="right", boxed=True)
    towards = "center" if abs(z) < 0.5 else "left" if z < 0 else "right"
    note(chart, z, slope, steep, shift=(0, 44 if abs(z) < 2 else 23), align=towards, boxed=True)
    return f"{_SIGMOID} At z = {numerals.text(z)} a dot on each: {value}, {steep}."


_SIGMOID_ALONE = "A curve over z from −6 to 6: σ(z) rises from nearly 0 through 0.5 at z = 0 to nearly 1."
_SIGMOID = (
    "Two curves over z from −6 to 6. σ(z), a solid line, rises from nearly 0 through 0.5 at z = 0 to nearly 1. "
    "Its slope σ(z) (1 − σ(z)), a dashed line, is nearly 0 at both ends and largest, 0.25, at z = 0."
)


def _sigmoid_slope(z):
    """∂a/∂z at every z."""
    return derivatives.da2_dz2(network.sigmoid(np.reshape(z, (1, -1)))).reshape(np.shape(z))


@paper.best_at(RELU_HEIGHT)
def draw_relu(ax, z=None):
    """ReLU(z), a solid line, on the left and its slope, the gate 1{z > 0}, a dashed one, on the right; z from −4 to 4.

    At z = 0 ReLU has a kink and no slope: a full circle marks the page's convention, 0, an empty one the 1 that is
    left out. z: None, or a number from −4 to 4, at which both get a dot and its number. Best at 800 × 340.
    Returns the text alternative. Raises ValueError for another z.
    """
    z = _checked("z", z, -RELU_FAR, RELU_FAR)
    page = paper.page(ax, RELU_HEIGHT)
    span = -RELU_FAR, RELU_FAR
    left = Plot(page, (60, 52, 316, 230), span, (-0.8, 4.3))
    right = Plot(page, (466, 52, 316, 230), span, (-0.36, 1.4))
    frame(left, range(-4, 5, 2), range(5), "z", "ReLU(z)")
    frame(right, range(-4, 5, 2), (0, 1), "z", "its slope, the gate 1{z > 0}")
    off, on = np.linspace(-RELU_FAR, 0, 5), np.linspace(np.nextafter(0, 1), RELU_FAR, 5)
    both = np.concatenate([off, on])
    curve(left, both, network.relu(both), colour="a")
    for side in (off, on):
        curve(right, side, _gate(side), dash=DASHED)
    dot(right, 0, _gate(0).item())
    dot(right, 0, _gate(on[0]).item(), hollow=True)
    free = {"align": "left", "shift": (6, 21)} if z is None or z <= 0 else {"align": "right", "shift": (-6, 21)}
    note(left, 0, 0, "a kink: no slope at 0", colour="quiet", **free)
    note(right, 0, 0, "the page takes 0 at 0", colour="quiet", **free)
    if z is None:
        return _RELU
    a, gate, at = network.relu(z).item(), _gate(z).item(), numerals.text(z)
    guide(left, z, a)
    guide(right, z, gate)
    dot(left, z, a, colour="a")
    dot(right, z, gate)
    value, slope = f"ReLU({at}) {equals(a)}", f"1{{{at} > 0}} {equals(gate)}"
    note(left, z, a, value, shift=(-14, -18) if z > 0 else (4, -24), align="right", boxed=True)
    note(right, z, gate, slope, shift=(0, -24), boxed=True)
    return f"{_RELU} At z = {at} a dot on each: {value}, {slope}."


_RELU = (
    "Two panels over z from −4 to 4. On the left ReLU(z), a solid line: 0 up to the kink at z = 0, where it has no "
    "slope, then rising as z. On the right its slope, the gate 1{z > 0}, a dashed line: 0 up to and at z = 0, a full "
    "circle, which is the page's convention; 1 from there on, an empty circle at z = 0."
)


def _gate(z):
    """∂a1/∂z1 at every z: ∂L/∂z1 where ∂L/∂a1 is 1."""
    row = np.reshape(z, (1, -1))
    return derivatives.dL_dz1(np.ones(row.shape), row).reshape(np.shape(z))


@paper.best_at(LOSS_HEIGHT)
def draw_loss(ax, against, y=None):
    """The loss of one observation against a2, from 0 to 1, or z2, from −6 to 6: y = 1 solid, y = 0 dashed.

    against: "a2" or "z2". y: None for both curves, or 0 or 1 for one. Over a2 the curves are cut off at 5.
    Best at 800 × 380. Returns the text alternative. Raises ValueError for anything else.
    """
    if not isinstance(against, str) or against not in ("a2", "z2"):
        raise ValueError(f'against must be "a2" or "z2"; got {arguments.told(against)}')
    label = None if y is None else arguments.numbers("y", y)
    if label is not None and (label.size != 1 or label.item() not in (0, 1)):
        raise ValueError(f"y must be None, for both curves, or 0 or 1; got {arguments.told(y)}")
    page = paper.page(ax, LOSS_HEIGHT)
    over_a2 = against == "a2"
    span, most, ticks = ((0, 1), MOST_LOSS, (0, 0.25, 0.5, 0.75, 1)) if over_a2 else ((-FAR, FAR), 6, range(-6, 7, 2))
    chart = Plot(page, (66, 52, 704, 270), span, (0, most + 0.3))
    frame(chart, ticks, range(most + 1), against, "L")
    labels = (1, 0) if label is None else (int(label.item()),)
    for drawn in labels:
        _draw_loss_curve(chart, against, drawn)
    if label is None:
        middle = 0.5 if over_a2 else 0
        both = network.loss([[0]], [[1]]).item()
        dot(chart, middle, both)
        note(chart, middle, both, f"log 2 {equals(both)}", shift=(0, -30 if over_a2 else -54), boxed=True)
    return _loss_in_words(against, labels)


def _draw_loss_curve(chart, against, label):
    """One curve with its name on the inner side; over a2 it ends where it leaves the frame, and says so."""
    side = "left" if label else "right"
    away = 1 if label else -1
    z = np.linspace(-9, 9, 3 * POINTS) if against == "a2" else np.linspace(-FAR, FAR, POINTS)
    loss = network.loss(z.reshape(1, -1), np.full((1, len(z)), label))[0]
    shown = loss <= (MOST_LOSS if against == "a2" else np.inf)
    z, loss = z[shown], loss[shown]
    x = network.sigmoid(z) if against == "a2" else z
    curve(chart, x, loss, colour="L", width=6)
    curve(chart, x, loss, dash="-" if label else DASHED, width=1.8)
    k = np.argmin(np.abs(loss - (2.5 if against == "a2" else 4.6)))
    note(chart, x[k], loss[k], f"y = {label}: L = {_FORMULAS[against][label]}", shift=(26 * away, -6), align=side)
    if against == "a2":
        top = np.argmax(loss)
        note(chart, x[top], loss[top], "on to ∞", shift=(14 * away, 14), align=side, colour="quiet")


_FORMULAS = {
    "a2": ("−log(1 − a2)", "−log a2"),
    "z2": ("log(1 + e^(z2))", "log(1 + e^(−z2))"),
}


def _loss_in_words(against, labels):
    if against == "a2":
        span = "a2 from 0 to 1, cut off at L = 5"
        told = {
            1: "y = 1, a solid line: L = −log a2 falls from ∞ at a2 = 0 to 0 at a2 = 1.",
            0: "y = 0, a dashed line: L = −log(1 − a2) rises from 0 at a2 = 0 to ∞ at a2 = 1.",
        }
    else:
        span = "z2 from −6 to 6"
        told = {
            1: "y = 1, a solid line: L = log(1 + e^(−z2)) falls from 6.002 at z2 = −6, nearly straight, to nearly 0.",
            0: "y = 0, a dashed line: L = log(1 + e^(z2)) rises from nearly 0, nearly straight, to 6.002 at z2 = 6.",
        }
    middle = f"They cross at {'a2 = 0.5' if against == 'a2' else 'z2 = 0'}, where both are log 2 ≈ 0.6931."
    count = "Two curves" if len(labels) == 2 else "One curve"
    return " ".join(
        [f"{count}: the loss L over {span}.", *(told[label] for label in labels), *[middle] * (len(labels) == 2)]
    )


@paper.best_at(STALL_HEIGHT)
def draw_stall(ax):
    """|∂L/∂z2| of two losses when y = 1: of cross-entropy, and of squared error (a2 − y)²/2 through σ.

    Both over z2 from −6 to 6. Where the unit is sure and wrong, that of squared error, a dashed line, is nearly 0.
    Best at 800 × 380. Returns the text alternative.
    """
    page = paper.page(ax, STALL_HEIGHT)
    chart = Plot(page, (66, 52, 704, 270), (-FAR, FAR), (0, 1.08))
    band(chart, -FAR, SURE)
    frame(chart, range(-6, 7, 2), (0, 0.5, 1), "z2", "|∂L/∂z2| for y = 1")
    grid = np.linspace(-FAR, FAR, POINTS)
    cross_entropy, squared = _pulls(grid)
    curve(chart, grid, cross_entropy, colour="L", width=6)
    curve(chart, grid, cross_entropy, width=1.8)
    curve(chart, grid, squared, dash=DASHED)
    note(chart, -0.5, 0.62, "cross-entropy: |a2 − y|", shift=(18, -4), align="left")
    note(chart, -1.4, 0.148, "squared error (a2 − y)²/2:", shift=(0, -48))
    note(chart, -1.4, 0.148, "|a2 − y| a2 (1 − a2)", shift=(0, -27))
    note(chart, (SURE - FAR) / 2, 0.55, "sure and wrong", bold=True)
    note(chart, (SURE - FAR) / 2, 0.55, "a2 < 0.05, y = 1", shift=(0, 22))
    note(chart, 4.5, 0.12, "sure and right", bold=True, colour="quiet")
    at = -5
    strong, weak = (pull.item() for pull in _pulls(np.array([at])))
    for value, shift in ((strong, 27), (weak, -27)):
        dot(chart, at, value)
        note(chart, at, value, numerals.text(value), shift=(0, shift), boxed=True)
    return (
        "Two curves, |∂L/∂z2| over z2 from −6 to 6 for y = 1. Cross-entropy, a solid line, |a2 − y|: it falls from "
        "nearly 1 to nearly 0. Squared error through σ, a dashed line, |a2 − y| a2 (1 − a2): it has a low hump, 0.148 "
        "high, near z2 = −0.7 and is nearly 0 at both ends. A band below z2 = −3 is named: sure and wrong, a2 < 0.05 "
        f"and y = 1. In it, at z2 = −5, cross-entropy has {numerals.text(strong)} and squared error only "
        f"{numerals.text(weak)}. Beyond z2 = 3 the unit is sure and right, and both are nearly 0."
    )


def _pulls(z2):
    """|∂L/∂z2| for y = 1 at every z2: of cross-entropy, and of (a2 − y)²/2, whose ∂L/∂a2 is a2 − y."""
    a2 = network.sigmoid(z2.reshape(1, -1))
    error = derivatives.dL_dz2(a2, np.ones_like(a2))
    return np.abs(error)[0], np.abs(error * derivatives.da2_dz2(a2))[0]


def _checked(name, value, low, high):
    """value as a float from low to high, or None. Raises ValueError, naming it, when it is neither."""
    if value is None:
        return None
    number = arguments.numbers(name, value)
    if number.size != 1 or not low <= number.item() <= high:
        came = arguments.in_full(number.item()) if number.size == 1 else number.shape
        raise ValueError(f"{name} must be None or one number from {low} to {high}; got {came}")
    return number.item()


def _name(chart, x, y, words):
    """A curve's name, to the right of the frame, where the curve ends."""
    px, py = chart.at(x, y)
    paper.text(chart.page, float(px) + 14, float(py), words, size=plot.NOTE_SIZE, align="left")
