"""How training went, as pictures: J over the steps of a few runs, and the share of many runs that succeeded."""

import math

import numpy as np

from helpers import arguments, numerals
from helpers.drawing import paper
from helpers.drawing.plot import DOTTED, NOTE_SIZE, Plot, curve, equals, frame, room, short, ticks

COST_HEIGHT, SUCCESS_HEIGHT = 400, 380
RUNS = (
    ("o", "-"),
    ("s", (0, (5, 2))),
    ("^", (0, (1.5, 1.4))),
    ("D", (0, (7, 2, 1.5, 2))),
)  # a mark and a dash for each
FAR = 1e300  # J is drawn up to here, or the frame's height would overflow
BEFORE_ONE = -0.5  # where step 0 stands among the powers of ten
SAMPLE = 34  # how long a sample of its line stands beside a name
GAP = 24  # from the frame to the names

# J over the steps.


@paper.best_at(COST_HEIGHT)
def draw_cost(ax, runs, target=None, log=False):
    """J over the steps of one to four runs, each with its own dash and mark, and its name and last J at its end.

    runs: dict, name → (n,), J from the start on; where J is NaN, infinite or above 10³⁰⁰ the line has a gap. A run that
    ends above its start says so. target: None, or a J at which a guide is drawn. log: whether the axis of the steps
    goes in powers of ten; step 0 then stands half a power before 1. A long run is thinned to what can be seen.
    Best at 800 × 400. Returns the text alternative. Raises ValueError when an argument doesn't fit.
    """
    runs = _checked_runs(runs)
    if target is not None and not 0 <= (target := arguments.number("target", target)):
        raise ValueError(f"target must be None or a J, 0 or more; got {arguments.in_full(target)}")
    log = arguments.flag("log", log)
    page = paper.page(ax, COST_HEIGHT)
    highest = max(J[np.isfinite(J)].max() for J in runs.values())
    most = min(max(float(highest), target or 0), FAR) or 1.0
    last = max(1, *(len(J) - 1 for J in runs.values()))
    labels = [_label(name, J, look) for (name, J), look in zip(runs.items(), RUNS, strict=False)]
    if target is not None:
        labels.append((target, None, [f"target: {numerals.text(target)}"]))
    beside = ticks(0, most, 5)
    left = room(beside)
    names = max(paper.text_width(words, NOTE_SIZE) for *_, lines in labels for words in lines)
    width = paper.WIDTH - left - GAP - SAMPLE - names - 22
    across = (BEFORE_ONE, max(math.log10(last), 0.5)) if log else (0, last)
    chart = Plot(page, (left, 50, width, 282), across, (0, most * 1.03))
    _draw_frame(chart, last, beside, log)
    if target is not None:
        paper.curve(page, *chart.at(np.array(across), [target, target]), colour="quiet", dash=DOTTED, width=1.6)
    ends = [_draw_run(chart, J, look, log) for J, look in zip(runs.values(), RUNS, strict=False)]
    if target is not None:
        ends.append(chart.at(across[1], target))
    _write_labels(chart, labels, ends)
    return _cost_in_words(runs, labels, target)


def _checked_runs(runs):
    """runs as a dict of float64 arrays. Raises ValueError, naming the one that doesn't fit."""
    if not isinstance(runs, dict) or not 1 <= len(runs) <= len(RUNS):
        came = f"{len(runs)} of them" if isinstance(runs, dict) else type(runs).__name__
        raise ValueError(f"runs must be a dict of 1 to {len(RUNS)} runs, name → J; got {came}")
    checked = {}
    for name, J in runs.items():
        short("a name in runs", name, 240)
        if hasattr(J, "_fields"):
            raise ValueError(f"runs[{name!r}] must be (n,), J at each step; got {arguments.told(J, 'cost')}")
        checked[name] = J = arguments.fit(
            f"runs[{name!r}]", arguments.numbers(f"runs[{name!r}]", J, finite=False), ("n",), "J at each step"
        )
        if np.any(J < 0) or not np.any(J <= FAR):
            came = arguments.in_full(J[J < 0][0]) if np.any(J < 0) else "none"
            raise ValueError(f"runs[{name!r}] must hold J, 0 or more, somewhere at most {FAR:g}; got {came}")
    return checked


def _label(name, J, look):
    """Where a run's line ends, its look, and what is written there."""
    lines = [f"{name}: J {equals(J[-1])}"] + ["ends above its start"] * bool(J[-1] > J[0])
    return J[-1], look, lines


def _draw_frame(chart, last, beside, log):
    if not log:
        return frame(chart, ticks(0, last, 5, whole=True), beside, "steps", "J")
    frame(chart, (), beside, "steps, in powers of ten", "J")
    powers = range(int(math.log10(last) + 1e-9) + 1)
    foot = chart.place[1] + chart.place[3]
    every = -(-len(powers) // 7)
    for place, step in [(BEFORE_ONE, 0), *((power, 10**power) for power in powers[::every])]:
        x, _ = chart.at(place, 0)
        paper.curve(chart.page, [x, x], [foot, foot + 5], colour="line", width=1.2)
        paper.text(chart.page, float(x), foot + 17, numerals.text(step), size=13, colour="quiet")
    return None


def _draw_run(chart, J, look, log):
    """A run's line, and the mark at its last J that can be drawn. Returns where that is."""
    mark, dash = look
    J = np.where(J <= FAR, J, np.nan)
    steps = np.arange(len(J))
    with np.errstate(divide="ignore"):
        x = np.maximum(np.log10(steps), BEFORE_ONE) if log else steps
    kept = _seen(chart.at(x, 0)[0], J)
    curve(chart, x[kept], J[kept], colour="L", width=5)
    curve(chart, x[kept], J[kept], dash=dash, width=1.8)
    end = np.flatnonzero(np.isfinite(J))[-1]
    place = chart.at(x[end], J[end])
    _draw_mark(chart.page, *place, mark)
    return place


def _seen(x, J):
    """The points to draw: of each column of pixels and each side of a gap, the first, last, lowest and highest."""
    starts = np.diff(np.floor(x)).astype(bool) | np.diff(np.isfinite(J))
    columns = np.split(np.arange(len(x)), np.flatnonzero(starts) + 1)
    kept = set()
    for part in columns:
        kept.update((part[0], part[-1], part[np.argmin(J[part])], part[np.argmax(J[part])]))
    return sorted(kept)


def _draw_mark(page, x, y, mark):
    page.ax.plot(
        [x],
        [y],
        marker=mark,
        markersize=9.5 * page.unit,
        markerfacecolor=paper.COLOURS["ink"],
        markeredgecolor=paper.COLOURS["ground"],
        markeredgewidth=1.2 * page.unit,
        zorder=4,
    )


def _write_labels(chart, labels, ends):
    """The names in a column beside the frame, each at the height of its line's end or as near as the others let it."""
    page, (left, top, width, height) = chart.page, chart.place
    right = left + width
    heights = [26 + 18 * (len(lines) - 1) for *_, lines in labels]
    places = _apart([float(y) for _, y in ends], heights, top - 14, top + height + 14)
    for (_, look, lines), (x, end), y in zip(labels, ends, places, strict=True):
        if right - x < 12:
            paper.curve(page, [right, right + GAP - 4], [end, y], colour="quiet", width=1)
        sample = [right + GAP - 4, right + GAP + SAMPLE - 12]
        if look is None:
            paper.curve(page, sample, [y, y], colour="quiet", dash=DOTTED, width=1.6)
        else:
            paper.curve(page, sample, [y, y], colour="L", width=5)
            paper.curve(page, sample, [y, y], colour="ink", dash=look[1], width=1.8)
            _draw_mark(page, sample[1], y, look[0])
        for k, words in enumerate(lines):
            size, colour = (NOTE_SIZE, "ink") if k == 0 else (13, "quiet")
            paper.text(page, right + GAP + SAMPLE, y + 18 * k, words, size=size, align="left", colour=colour)


def _apart(wanted, heights, low, high):
    """The heights of the first lines, as near to the wanted ones as they can be without one text on another."""
    order = np.argsort(wanted, kind="stable")
    places = dict.fromkeys(range(len(wanted)), 0.0)
    free = low
    for k in order:
        places[k] = max(wanted[k], free + 13)
        free = places[k] - 13 + heights[k]
    free = high
    for k in order[::-1]:
        places[k] = min(places[k], free - heights[k] + 13)
        free = places[k] - 13
    return [places[k] for k in range(len(wanted))]


def _cost_in_words(runs, labels, target):
    """The text alternative."""
    told = [
        f"{name}, from {numerals.text(J[0])} to {numerals.text(J[-1])} in {len(J) - 1} step{'' if len(J) == 2 else 's'}"
        + (", which ends above its start" if len(lines) == 2 else "")
        for (name, J), (*_, lines) in zip(runs.items(), labels, strict=False)
    ]
    guide = "" if target is None else f" A dotted guide marks the target, {numerals.text(target)}."
    count = "One line" if len(runs) == 1 else f"{len(runs)} lines, told apart by dash and by the mark at the end"
    return f"{count}: J over the steps. {'; '.join(told)}.{guide}"


# The share of runs that succeeded.

CONFIDENT = 1.959964  # standard deviations to each side that hold 95 % of a normal distribution
MOST_CATEGORIES = 7


@paper.best_at(SUCCESS_HEIGHT)
def draw_success(ax, results, what="nets that learnt"):
    """The share of tries that succeeded, in per cent, for each H: a dot, and a bar for its 95 % Wilson score interval.

    results: dict of 1 to 7, H → (successes, tries). what: the name of the successes. The interval holds the shares at
    which a normal test, with the standard error of that share itself, would not reject the count: E. B. Wilson,
    Probable inference, the law of succession, and statistical inference, Journal of the American Statistical
    Association 22, 1927. Best at 800 × 380. Returns the text alternative. Raises ValueError for anything else.
    """
    results, what = _checked_results(results), short("what", what, 420)
    page = paper.page(ax, SUCCESS_HEIGHT)
    chart = Plot(page, (64, 54, 716, 260), (-0.4, len(results) - 0.1), (-4, 104))
    counts = [tries for _, tries in results.values()]
    tries = f"{max(counts)}" if min(counts) == max(counts) else f"{min(counts)} to {max(counts)}"
    title = f"{what}: % of {tries} {'try' if tries == '1' else 'tries'}"
    frame(chart, (), (0, 25, 50, 75, 100), "H, the number of hidden units", title)
    told = [_draw_share(chart, k, H, *counted) for k, (H, counted) in enumerate(results.items())]
    return (
        f"{what[0].upper()}{what[1:]}, in per cent of the tries over H, a dot each with a bar for its 95 % interval: "
        f"{'; '.join(told)}."
    )


def _draw_share(chart, k, H, successes, tries):
    """One dot with its bar and its numbers. Returns them in words."""
    page, foot = chart.page, chart.place[1] + chart.place[3]
    low, high = _wilson(successes, tries)
    x, place = (float(value) for value in chart.at(k, 100 * successes / tries))
    ends = [float(chart.at(k, 100 * end)[1]) for end in (low, high)]
    paper.curve(page, [x, x], ends, colour="ink", width=2.6)
    for end in ends:
        paper.curve(page, [x - 7, x + 7], [end, end], colour="ink", width=2)
    paper.dot(page, x, place, colour="ink")
    share, between = f"{_percent(successes / tries)} %", f"({_percent(low)} to {_percent(high)})"
    y = min(max(place, chart.place[1] + 14), foot - 26)  # the numbers stay in the frame
    paper.text(page, x + 13, y - 8, share, size=NOTE_SIZE, align="left", bold=True)
    paper.text(page, x + 13, y + 10, between, size=12, align="left")
    paper.text(page, x, foot + 17, str(H), size=NOTE_SIZE, bold=True)
    return f"H = {H}: {share} {between}, {successes} of {tries}"


def _checked_results(results):
    """results in the order of H. Raises ValueError, naming what doesn't fit."""
    if not isinstance(results, dict) or not 1 <= len(results) <= MOST_CATEGORIES:
        came = f"{len(results)} of them" if isinstance(results, dict) else type(results).__name__
        raise ValueError(f"results must be a dict of 1 to {MOST_CATEGORIES}, H → (successes, tries); got {came}")
    for H, counted in results.items():
        if not arguments.is_whole(H) or not 1 <= H < 10**6:
            raise ValueError(
                f"results must have numbers of hidden units as its keys, 1 or more; got {arguments.told(H)}"
            )
        pair = tuple(counted) if isinstance(counted, (tuple, list, np.ndarray)) else ()
        if len(pair) != 2 or not all(map(arguments.is_whole, pair)) or not 0 <= pair[0] <= pair[1] or pair[1] < 1:
            came = arguments.told(counted)
            raise ValueError(f"results[{H}] must be (successes, tries), whole, 0 ≤ successes ≤ tries; got {came}")
    return {int(H): (int(results[H][0]), int(results[H][1])) for H in sorted(results)}


def _wilson(successes, tries):
    """The two ends of the interval, as shares."""
    share, square = successes / tries, CONFIDENT**2 / tries
    middle = share + square / 2
    half = CONFIDENT * math.sqrt(share * (1 - share) / tries + square / tries / 4)
    low, high = (middle - half) / (1 + square), (middle + half) / (1 + square)
    return 0.0 if successes == 0 else low, 1.0 if successes == tries else high


def _percent(share):
    """A share in whole per cent; one that is only nearly 0 or 100 says so."""
    if 0 < share <= 0.005:  # where half a per cent would be written 0
        return "<1"
    return ">99" if 0.995 <= share < 1 else f"{100 * share:.0f}"
