"""Training, as pictures: one step down the curve of J over a weight."""

import math

import numpy as np

from helpers import arguments, network, numerals
from helpers.drawing import paper
from helpers.drawing.plot import (
    DASHED,
    DOTTED,
    NOTE_SIZE,
    Plot,
    curve,
    dot,
    equals,
    factor,
    frame,
    note,
    room,
    short,
    ticks,
)

STEP_HEIGHT = 430

# A step along one weight.

STRIP = 88  # at the foot of the frame, where the step's arrow and its words stand


@paper.best_at(STEP_HEIGHT)
def draw_step(ax, weights, cost, at, slope, learning_rate, name="W1[1,1]"):
    """J over one weight, its tangent at a dot, and the step from there: an arrow to at − learning_rate · slope.

    weights: (n,), ascending. cost: (n,), J at each. at: where the step starts, within the weights. slope: ∂J/∂(weight)
    there. A hollow dot on the curve marks where the step lands; J at both dots is read off the curve, between its
    points in a straight line. A step that lands beyond the weights ends at the frame's edge and says so.
    Best at 800 × 430. Returns the text alternative. Raises ValueError when an argument doesn't fit.
    """
    weights, cost = _curve_of("weights", weights), _curve_of("cost", cost)
    if len(weights) < 2 or np.any(np.diff(weights) <= 0):
        raise ValueError("weights must be (n,), two or more in ascending order; got others")
    if cost.shape != weights.shape:
        raise ValueError(f"cost must be {weights.shape}, one J for each weight; got {cost.shape}")
    at, slope = arguments.number("at", at), arguments.number("slope", slope)
    learning_rate = network.check_learning_rate(learning_rate)
    low, high = weights[[0, -1]].tolist()
    if not low <= at <= high:
        span = f"from {arguments.in_full(low)} to {arguments.in_full(high)}"
        raise ValueError(f"at must be {span}, where there are weights; got {arguments.in_full(at)}")
    name = short("name", name, 240)
    step = -learning_rate * slope
    goal = at + step
    before, after = (float(np.interp(value, weights, cost)) for value in (at, goal))
    chart = _step_frame(paper.page(ax, STEP_HEIGHT), weights, cost, name)
    start, inside = chart.at(at, before), low <= goal <= high
    end = chart.at(min(max(goal, low), high), after)
    curve(chart, weights, cost, colour="L", width=6)
    curve(chart, weights, cost, width=1.8)
    tangent = _tangent(chart, start, slope)
    paper.curve(chart.page, *tangent, colour="ink", dash=DASHED, width=2.2)
    foot = chart.place[1] + chart.place[3]
    level = foot - STRIP + 22
    for x, y in (start, end) if inside else (start,):
        paper.curve(chart.page, [x, x], [y, level], colour="quiet", dash=DOTTED, width=1.6)
    _draw_step_arrow(chart.page, float(start[0]), float(end[0]) if inside else _edge(chart, step), level)
    product = f"−learning rate · slope = −{numerals.text(learning_rate)}·{factor(slope)}"
    product = f"{product} {equals(learning_rate, slope, step)}"
    middle = (at + min(max(goal, low), high)) / 2
    leads = "stays at" if step == 0 else f"goes from {numerals.text(at)} to"
    where = "" if inside else ", beyond the edge"
    for words, y in ((product, level + 23), (f"{name} {leads} {numerals.text(goal)}{where}", level + 46)):
        note(chart, middle, chart.y[0], words, shift=(0, y - foot))
    if inside:
        dot(chart, goal, after, hollow=True, size=17)
    dot(chart, at, before, size=9)
    told = [(start, f"before: J {equals(before)}"), (_far_end(tangent, start), f"slope {equals(slope)}")]
    if inside:
        told.insert(0, (end, f"after: J {equals(after)}"))
    _label(chart, told, _obstacles(chart, weights, cost, tangent, (start, end), level))
    landing = (
        f"It leads to {name} {equals(goal)}, a hollow dot, where J {equals(after)}, {_compared(before, after)}."
        if inside
        else f"It leads beyond the edge, to {name} {equals(goal)}."
    )
    return (
        f"J over {name} from {numerals.text(low)} to {numerals.text(high)}, a curve. A dot at {name} {equals(at)}, "
        f"where J {equals(before)}, has a dashed tangent: the slope {equals(slope)}. An arrow along the axis is the "
        f"step, {product}. {landing}"
    )


def _compared(before, after):
    return "as before" if after == before else "lower than before" if after < before else "higher than before"


def _step_frame(page, weights, cost, name):
    """The frame, with the curve above the strip for the arrow."""
    least, most = float(cost.min()), float(cost.max())
    span = most - least or abs(most) or 1.0
    top, height, above = 46, 310, 22
    each = span / (height - STRIP - above)
    y = least - STRIP * each, least + span + above * each
    beside = ticks(least - 4 * each, y[1], 5)
    left = room(beside or [0])
    chart = Plot(page, (left, top, paper.WIDTH - left - 34, height), (float(weights[0]), float(weights[-1])), y)
    frame(chart, ticks(*chart.x, 7), beside, name, "J")
    return chart


def _tangent(chart, point, slope):
    """The two ends, as x and y, of the tangent at a point, cut off where it leaves the curve's part of the frame."""
    left, top, width, height = chart.place
    steepness = slope * (height / (chart.y[1] - chart.y[0])) / (width / (chart.x[1] - chart.x[0]))
    angle = math.atan(steepness)
    towards = np.array([math.cos(angle), -math.sin(angle)])
    low, high = np.array([left, top - 6]), np.array([left + width, top + height - STRIP + 12])
    ends = []
    for side in (-1, 1) if slope <= 0 else (1, -1):  # the end that the step turns away from comes first
        room = np.where(side * towards > 0, high - point, point - low)
        with np.errstate(divide="ignore"):
            ends.append(point + side * towards * min(120, *(np.abs(room / towards))))
    return np.transpose(ends)


def _far_end(tangent, point):
    """The end that the step turns away from, or the other where that one is hardly off the point."""
    away, towards = np.transpose(tangent)
    return away if np.hypot(*(away - point)) > 30 else towards


def _edge(chart, step):
    left, _, width, _ = chart.place
    return left + width if step > 0 else left


def _draw_step_arrow(page, start, end, y):
    """An arrow whose tip stands at end however near that is."""
    paper.curve(page, [start, start], [y - 6, y + 6], colour="ink", width=2)
    away = end - start
    head = math.copysign(min(13, abs(away)), away)
    paper.curve(page, [start, end - head], [y, y], colour="ink", width=2.6)
    page.ax.fill([end - head, end - head, end], [y - 6, y + 6, y], color=paper.COLOURS["ink"], linewidth=0, zorder=4)


def _obstacles(chart, weights, cost, tangent, dots, level):
    """Points, in the page's units, that a label mustn't cover."""
    dense = np.linspace(chart.x[0], chart.x[1], 360)
    x = np.union1d(dense, weights)
    around = np.linspace(0, 2 * np.pi, 12)
    parts = [np.transpose(chart.at(x, np.interp(x, weights, cost)))]
    parts += [np.linspace(*np.transpose(tangent), 60)]
    parts += [np.linspace(point, (point[0], level), 30) for point in dots]
    parts += [np.asarray(point) + 11 * np.transpose([np.cos(around), np.sin(around)]) for point in dots]
    return np.concatenate(parts)


def _label(chart, told, taken):
    """Each (point, words) as a boxed note in the nearest free place, tied to its point by a thin line."""
    left, top, width, height = chart.place
    for point, words in told:
        half = np.array([paper.text_width(words, NOTE_SIZE, False) / 2 + 7, 11])
        x = np.arange(left + half[0] + 6, left + width - half[0], 6)
        y = np.arange(top - 2, top + height - STRIP, 6)
        places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        beside, level = (np.abs(p[:, None] - taken[:, k]) < half[k] + 5 for k, p in enumerate((x, y)))
        covered = (level.astype(float) @ beside.T).ravel()  # how many points a label there would cover
        away = np.hypot(*(places - point).T)
        px, py = places[np.lexsort((away, covered))[0]]
        paper.curve(chart.page, [point[0], px], [point[1], py], colour="quiet", width=1)
        paper.box(chart.page, px, py, *(2 * half), fill="ground", edge="line", line=1, corner=5, above=True)
        paper.text(chart.page, px, py, words, size=NOTE_SIZE)
        sides = np.stack(np.meshgrid(*(np.linspace(-h, h, 24) for h in half)), axis=-1).reshape(-1, 2)
        taken = np.concatenate([taken, sides + np.array([px, py])])


def _curve_of(name, value):
    array = arguments.numbers(name, value)
    if array.ndim != 1:
        raise ValueError(f"{name} must be (n,), a number for each point of the curve; got {array.shape}")
    return array
