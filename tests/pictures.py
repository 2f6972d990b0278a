"""Every picture that the tests look at, drawn once each, and how its texts, lines and values are read."""

import re
from functools import cache, cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Polygon

from helpers import data, drawing, network

# What is drawn: the ordinary cases of each function, and its extremes.

RNG = np.random.default_rng(0)
W = np.linspace(-3, 3, 241)
J = np.log1p(np.exp(-W)) + 0.05 * W**2
STEPS = np.arange(5001)
FALLING = 0.7 * np.exp(-STEPS / 900) + 0.01
DIPPING = np.where(STEPS % 1000 == 501, 0.1, np.where(STEPS % 1000 == 502, 0.9, 0.5))  # a dip and a peak in a thousand
BROKEN = np.where((STEPS % 1000 == 503) | (STEPS > 3503), np.nan, DIPPING)  # with a gap after each peak
UP = 0.69 + 0.4 * np.abs(np.sin(STEPS * 2.1)) * STEPS / 5000
MOONS, OTHER_MOONS = data.moons(80, 0.2, RNG), data.moons(31, 0.2, RNG)


def slope_at(w):
    """The slope of J."""
    return -1 / (1 + np.exp(w)) + 0.1 * w


def sure(X):
    """1 right of the line x[1] = 1/2, 0 left of it, steeply."""
    return network.sigmoid(np.clip(20 * (X[:1] - 0.5), -700, 700))


def undecided(X):
    return np.full((1, X.shape[1]), 0.5)


def passed(problem):
    return network.forward(problem.x, problem.parameters, problem.hidden)


def loss_of(problem):
    return network.loss(passed(problem).Z2, problem.y).item()


def made(D, H, seed=0, hidden="relu", scale=1.0, decimals=2):
    """A random problem; its numbers before scaling have so many decimals."""
    rng = np.random.default_rng(seed)

    def values(*shape):
        return scale * rng.normal(size=shape).round(decimals)

    parameters = network.Parameters(values(H, D), values(H, 1), values(1, H), values(1, 1))
    return network.Problem(values(D, 1), np.array([[1.0]]), parameters, hidden)


NETWORKS = {
    "PAGE": network.PAGE,
    "EXAMPLE": network.EXAMPLE,
    "SECOND": network.SECOND,
    **{f"{D} by {H}": made(D, H) for D, H in ((1, 1), (2, 4), (4, 2), (3, 5), (3, 9), (8, 16))},
    "all zero": made(2, 3, scale=0),
    "huge": made(8, 16, 2, "sigmoid", 1e100, 12),
}
SLOPES = [f"dL_d{name}" for name in ("a2", "z2", "W2", "b2", "a1", "z1", "W1", "b1", "x")]  # by notebook; x is not
RATES = {"rate 0.01": FALLING, "rate 0.1": FALLING**2, "rate 1": FALLING**4}
CASES = {
    drawing.draw_map: {str(n): (n,) for n in (None, "01", "02", "03", "05", "08", "11", "14")},
    drawing.draw_chain: {str(n): (n,) for n in (None, "model", *SLOPES[:-1])},
    drawing.draw_network: {
        **{name: (problem, passed(problem), loss_of(problem)) for name, problem in NETWORKS.items()},
        "without a loss": (network.EXAMPLE, passed(network.EXAMPLE), None),
    },
    drawing.draw_slopes: {
        **{f"{name} {upto}": (NETWORKS[name], upto) for name, upto in product(("EXAMPLE", "SECOND"), (None, *SLOPES))},
        **{f"{name} dL_db1": (NETWORKS[name], "dL_db1") for name in ("PAGE", "1 by 1", "all zero")},
        "2 by 1 dL_dx": (made(2, 1), "dL_dx"),
    },
    drawing.draw_sigmoid: {str(z): (z,) for z in (None, -6, -0.5, 0, 2.25, 6)},
    drawing.draw_relu: {str(z): (z,) for z in (None, -4, -1.5, 0, 0.01, 1, 4)},
    drawing.draw_loss: {f"{against} {y}": (against, y) for against, y in product(("a2", "z2"), (None, 0, 1))},
    drawing.draw_stall: {"": ()},
    drawing.draw_product: {
        "four by two": ([[-0.5, 0.5, 0.25, -0.75]], [[1, 0], [0, 1], [2, 1], [1, 1.5]]),
        "one by one": ([[-0.5]], [[1]]),
        "largest": (RNG.normal(size=(1, 6)), RNG.normal(size=(6, 4))),
        "largest of whole numbers": (np.arange(6)[None] - 3, np.arange(24).reshape(6, 4)),
        "tiny": (1e-7 * RNG.normal(size=(1, 4)), np.abs(RNG.normal(size=(4, 2)))),
        "one by four": (RNG.normal(size=(1, 1)), RNG.normal(size=(1, 4)), ("∂J/∂Z2", "a longer name")),
        "named": ([[-0.5, 0.25]], [[1], [3]], ("a row with a long name", "M")),
        "rounded": ([[1 / 3, 0.5]], [[3], [2]]),
    },
    drawing.draw_step: {
        "right": (W, J, -1, slope_at(-1), 1.0),
        "left": (W, J, 2.9, slope_at(2.9), 3.0),
        "beyond the right edge": (W, J, -2, slope_at(-2), 12.0),
        "beyond the left edge": (W, W**2, 2, 4.0, 2.0),
        "to the edge itself": (W, W**2, 2.5, 5.0, 1.1),
        "tiny": (W, J, -1, slope_at(-1), 1e-6),
        "across": (W, W**2, 2, 4.0, 0.9),
        "none": (W, W**2, 0, 0.0, 0.9),
        "up": (W, W**2, 1, -1, 1),
        "flat": ([0, 1], [2, 2], 0, -1e9, 1e-3, "b2"),
        "steep": (W, 1e5 * np.maximum(W, 0), 3, 1e5, 1e-5),
        "infinite": (W, J, 3, -1e300, 1e300),
        "named": (W, 1e-9 * J, 0, 1e-9 * slope_at(0), 1e9, "a weight with a longer name"),
    },
    drawing.draw_cost: {
        "three": (RATES, 0.05),
        "three over powers of ten": (RATES, 0.05, True),
        "rising": ({"rate 5": UP, "falling": FALLING[:800], "short": [0.5], "level": 0 * STEPS + 0.5},),
        "one over powers of ten": ({"one": [0.69]}, None, True),
        "with gaps": ({"run": [0.69, 1, np.inf, np.nan, 3]}, 0),
        "ends at one J": ({f"learning rate {r}": [0.6931, 0.7, 0.7] for r in (0.003, 0.03, 0.3, 3)}, 0.7),
        "huge": ({"far": [1, 1e308, np.inf], "farther": [1, 1e299, 1e290]},),
        "long with gaps": ({"broken": BROKEN, "dipping": DIPPING},),
        "zero": ({"zero": [0, 0]}, None, True),
        "a high target": ({"a": [0.5, 0.25], "b": [0.5, 2, 1]}, 5),
    },
    drawing.draw_boundary: {
        "moons": (*MOONS, sure),
        "xor": (*data.xor(), sure),
        "held out": (*MOONS, sure, ("left", "right"), OTHER_MOONS),
        "undecided": (*data.xnor(), undecided),
        "one point": ([[1], [2]], [[1]], undecided),
        "many points": (*data.circles(300, 0.1, RNG), sure, ("an outer class's", "in"), data.circles(120, 0.1, RNG)),
        "uneven": ([[0, 1000, 500], [0, 0.1, 0.02]], [[1, 0, 1]], lambda X: (X[:1] > 300) * 1.0),
        "touched": (*MOONS, lambda X: 0.5 + 0.4 * np.clip(X[:1] - 0.5, 0, 1)),
        "far off": ([[1e6, 1e6 + 2], [-1e-7, 1e-7]], [[1, 0]], lambda X: 0 * X[:1]),
    },
    drawing.draw_success: {
        "four": ({8: (200, 200), 2: (122, 200), 3: (180, 200), 4: (199, 200)},),
        "one": ({16: (1, 1)}, "nets that classify every point"),
        "seven": ({h: (100 * h, 700) for h in range(1, 8)},),
        "nearly 100": ({h: (99999, 100000) for h in range(1, 8)},),
        "nearly 0": ({10**h - 1: (1 % h, 10**h) for h in range(1, 6)},),
    },
}
NAMES = [(draw.__name__.removeprefix("draw_"), name) for draw, cases in CASES.items() for name in cases]


# How a drawn picture is read. Places are in dots from the lower left corner, one dot for each CSS pixel.


class Text(NamedTuple):
    words: str
    box: object
    at: object  # where it is tied: its baseline's height, at the left, middle or right
    colour: str
    align: str

    @property
    def middle(self):
        return np.array([(self.box.x0 + self.box.x1) / 2, (self.box.y0 + self.box.y1) / 2])


class Box(NamedTuple):
    """A box or a filled polygon."""

    box: object
    fill: str
    edge: str
    zorder: float
    rounded: bool
    corners: object


class Line(NamedTuple):
    points: object  # (n, 2)
    colour: str
    dash: object  # None where it is solid
    mark: str  # "" where it has none
    fill: str  # of the mark
    size: float  # of the mark
    alpha: float


class Arrow(NamedTuple):
    points: object  # from where it starts to the end that it points at
    colour: str
    width: float


class Drawn:
    """A picture on an axes of its own, and all that stands on it. `size` is what it takes up."""

    def __init__(self, draw, *args, width=800, **kwargs):
        height_of = {drawing.draw_network: drawing.network_height, drawing.draw_slopes: drawing.slopes_height}.get(draw)
        height = height_of(args[0]) if height_of else draw.height
        self.size = width, height * width / 800
        figure = Figure(figsize=np.divide(self.size, 96), dpi=96)
        FigureCanvasAgg(figure)
        self.ax = figure.add_axes((0, 0, 1, 1))
        self.alt = draw(self.ax, *args, **kwargs)

    @cached_property
    def texts(self):
        return [
            Text(t.get_text(), t.get_window_extent(), self.dots(t.get_position()), named(t.get_color()), t.get_ha())
            for t in self.ax.texts
        ]

    @property
    def words(self):
        return [text.words for text in self.texts]

    def text(self, words):
        """The one text that says this."""
        (found,) = [text for text in self.texts if text.words == words]
        return found

    @cached_property
    def boxes(self):
        kept = [patch for patch in self.ax.patches if isinstance(patch, (FancyBboxPatch, Polygon))]
        return [
            Box(
                patch.get_window_extent(),
                named(patch.get_facecolor()),
                named(patch.get_edgecolor()),
                patch.get_zorder(),
                isinstance(patch, FancyBboxPatch),
                patch.get_transform().transform_path(patch.get_path()).vertices[:-1],
            )
            for patch in kept
        ]

    def box_under(self, text):
        """The uppermost box on which the middle of a text stands, or None."""
        x, y = text.middle
        x0, y0, x1, y1 = self.extents
        under = [self.boxes[k] for k in np.flatnonzero((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1))]
        return max(under, key=lambda box: box.zorder) if under else None

    @cached_property
    def extents(self):
        """The x0, y0, x1 and y1 of every box."""
        return np.array([box.box.extents for box in self.boxes]).reshape(-1, 4).T

    @cached_property
    def lines(self):
        return [
            Line(
                self.dots(line.get_xydata()),
                named(line.get_color()),
                line._unscaled_dash_pattern[1] and tuple(line._unscaled_dash_pattern[1]),
                "" if line.get_marker() == "None" else line.get_marker(),
                named(line.get_markerfacecolor()),
                line.get_markersize(),
                line.get_alpha(),
            )
            for line in self.ax.lines
        ]

    @cached_property
    def arrows(self):
        kept = [patch for patch in self.ax.patches if isinstance(patch, FancyArrowPatch)]
        assert all(arrow.get_arrowstyle().arrow == "-|>" for arrow in kept)
        return [
            Arrow(
                self.dots(arrow._path_original.interpolated(40).vertices),
                named(arrow.get_edgecolor()),
                arrow.get_linewidth(),
            )
            for arrow in kept
        ]

    def marks(self, colour=None):
        """The dots and other marks, one Line for each call that drew some; those filled with a colour."""
        return [line for line in self.lines if line.mark and colour in (None, line.fill)]

    @cached_property
    def charts(self):
        """Its frames from left to right."""
        corners = [line.points for line in self.lines if line.colour == "line" and len(line.points) == 3]
        return [Chart(self, *points) for points in sorted(corners, key=lambda points: points[0, 0])]

    def dots(self, points):
        """Points of the page in dots; what is not a number stays so, and only where it stands."""
        there = self.ax.transData.transform(np.nan_to_num(points))
        return np.where(np.isnan(points), np.nan, there)


class Chart:
    """A frame whose numbers tell which value a place stands for."""

    def __init__(self, picture, top, foot, right):
        self.picture, self.low, self.high = picture, foot, np.array([right[0], top[1]])
        values = [(text, value(text.words)) for text in picture.texts if text.colour == "quiet"]
        values = [(text, number) for text, number in values if number is not None]
        below = [
            (text.at[0], number)
            for text, number in values
            if text.align == "center"
            and foot[1] - 32 < text.middle[1] < foot[1]
            and text.middle[0] < right[0] + 9
            and text.middle[0] > foot[0] - 9
        ]
        beside = [
            (text.at[1], number)
            for text, number in values
            if text.align == "right" and foot[0] - 32 < text.box.x1 < foot[0]
        ]
        self.scales = [np.polyfit(*np.transpose(ticks), 1) if len(ticks) > 1 else None for ticks in (below, beside)]

    def values(self, points):
        """(n, 2) places as x and y."""
        return [
            column if scale is None else np.polyval(scale, column)
            for column, scale in zip(np.transpose(np.atleast_2d(points)), self.scales, strict=True)
        ]

    def lines(self, colour, least=1):
        """The lines of a colour, without marks, that stand in the frame and have so many points."""
        return [
            line
            for line in self.picture.lines
            if line.colour == colour and not line.mark and len(line.points) >= least and self.holds(line.points)
        ]

    def marks(self, colour=None):
        return [line for line in self.picture.marks(colour) if self.holds(line.points)]

    def holds(self, points):
        there = points[np.isfinite(points).all(axis=1)]
        return bool(np.all(there > self.low - 1) and np.all(there < self.high + 1))


NAME_OF = {code: name for name, code in reversed(drawing.COLOURS.items()) if name != "L"} | {drawing.COLOURS["L"]: "L"}
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def named(colour):
    """A colour by its name in drawing.COLOURS; L and y have one. Others as #RRGGBB."""
    code = "none" if isinstance(colour, str) and colour == "none" else to_hex(colour).upper()
    return NAME_OF.get(code, code)


def value(words):
    """The number that words write, or None."""
    for ten, e in (("·10", "e"), ("10", "1e")):
        words = re.sub(f"{ten}(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])", e, words)
    try:
        return float(words.replace("−", "-").translate(SUPERSCRIPTS))
    except ValueError:
        return None


@cache
def drawn(of, name="", width=800):
    """A picture of the list: of the function draw_{of}, the case of this name."""
    draw = getattr(drawing, f"draw_{of}")
    args = CASES[draw][name]
    if draw is drawing.draw_network:
        return Drawn(draw, *args[:2], width=width, loss=args[2])
    return Drawn(draw, *args, width=width)
