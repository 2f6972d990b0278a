"""What all pictures share: the colours, the page and the shapes on it, and the finished picture.

A page is 800 wide, and y grows downwards. It is fitted into whatever axes it gets. Lengths, line widths and letter
sizes are in pixels when the picture is shown 800 pixels wide.
"""

import base64
import html
import io
from dataclasses import dataclass
from functools import cache
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

from helpers import arguments

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
HEIGHT = 484  # of a picture that has none of its own
MOST = 4000  # pixels across or down
SHARPNESS = 2  # dots for each CSS pixel, so that a dense screen and a projector show no stairs


# In JupyterLab's dark theme light and dark change places, and each colour stays what it is: blue is blue.
DARK = 'body[data-jp-theme-light="false"] .bp-drawn{filter:invert(.92) hue-rotate(180deg)}'

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
        """HTML, as JupyterLab shows a bare PNG with no alt; its first line, shown when it is folded, tells nothing."""
        width, height = self.size
        data = base64.b64encode(self.png).decode("ascii")
        image = (
            f"<!-- a picture -->\n<style>{DARK}</style>\n"
            f'<img class="bp-drawn" alt="{html.escape(self.alt)}" src="data:image/png;base64,{data}" width="{width}"'
            f' height="{height}" style="max-width:100%;height:auto">'
        )
        return {"text/html": image, "text/plain": f"In words:\n{self.alt}"}


def best_at(height):
    """A draw_* function's own height, at which `picture` shows it 800 wide."""

    def marked(draw):
        draw.height = height
        return draw

    return marked


def picture(draw, *args, size=None, **kwargs):
    """What draw(ax, *args, **kwargs) draws on a page of its own, as a Picture.

    draw: one of the draw_* functions. size: (width, height) in CSS pixels; else 800 by draw's own height, or by
    HEIGHT. The same arguments give the same bytes, whatever the reader's rcParams are; pyplot and its current figure
    are left alone.
    """
    if not callable(draw) or isinstance(draw, (type, np.ufunc)):
        raise ValueError(f"draw must be one of the draw_* functions; got {arguments.told(draw)}")
    size = (WIDTH, getattr(draw, "height", HEIGHT)) if size is None else size
    if not isinstance(size, (tuple, list)) or len(size) != 2:
        raise ValueError(f"size must be (width, height) in pixels; got {arguments.told(size)}")
    size = tuple(
        arguments.whole(f"size's {side}", n, 1, MOST) for side, n in zip(("width", "height"), size, strict=True)
    )
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        figure = Figure(figsize=(size[0] / 96, size[1] / 96), dpi=96 * SHARPNESS, facecolor=COLOURS["ground"])
        canvas = FigureCanvasAgg(figure)
        alt = draw(figure.add_axes((0, 0, 1, 1)), *args, **kwargs)
        canvas.draw()
    return Picture(_png(canvas), alt, size)


def _png(canvas):
    """The drawn canvas as bytes that name no date and no version; a palette makes them a third as many."""
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    file = io.BytesIO()
    # Over all pictures of the tests, FASTOCTREE takes a fifth of MEDIANCUT's time, and no channel of a dot is more
    # than 15 of 255 off, where it is up to 81 by MEDIANCUT.
    image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


# The page and the shapes on it.


class Page(NamedTuple):
    """An axes whose coordinates are set, width × height; `unit` is how many points one of them takes."""

    ax: object
    width: float
    height: float
    unit: float


def page(ax, height, width=WIDTH):
    """ax emptied of ticks and frame, with room in its middle for coordinates width × height, y downwards."""
    box = ax.get_window_extent()
    scale = min(box.width / width, box.height / height)  # dots in one unit
    left, top = (box.width / scale - width) / 2, (box.height / scale - height) / 2
    ax.set(xlim=(-left, width + left), ylim=(height + top, -top), xticks=[], yticks=[], facecolor=COLOURS["ground"])
    ax.spines[:].set_visible(False)
    return Page(ax, width, height, scale * 72 / ax.figure.dpi)


def colour(name):
    return COLOURS.get(name, name)


def tint(name):
    """A quantity's colour, mixed with so much of the ground that dark text reads well on it."""
    return to_hex(0.26 * np.array(to_rgb(COLOURS[name])) + 0.74 * np.array(to_rgb(COLOURS["ground"])))


def box(page, x, y, width, height, *, fill, edge, line=1.0, corner=7, above=False):
    """A rounded box around (x, y)."""
    patch = FancyBboxPatch(
        (x - width / 2, y - height / 2),
        width,
        height,
        boxstyle=f"round,pad=0,rounding_size={corner}",
        facecolor=colour(fill),
        edgecolor=colour(edge),
        linewidth=line * page.unit,
        zorder=4 if above else 3,
    )
    page.ax.add_artist(patch)


def line(page, start, end, sign, width):
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


def curve(page, x, y, *, colour, width, dash="-"):
    """A line through many points."""
    page.ax.plot(
        x,
        y,
        color=COLOURS[colour],
        linestyle=dash,
        linewidth=width * page.unit,
        dash_capstyle="butt",
        solid_capstyle="butt",
        zorder=2,
    )


def dot(page, x, y, *, colour, hollow=False, size=11):
    """A point on a curve. hollow: one that the curve ends at but doesn't include, or where a step lands."""
    page.ax.plot(
        [x],
        [y],
        marker="o",
        markersize=size * page.unit,
        markerfacecolor=COLOURS["ground" if hollow else colour],
        markeredgecolor=COLOURS[colour],
        markeredgewidth=2.4 * page.unit,
        zorder=4,
    )


def arrow(page, *corners, lit=False, line=1.4):
    """An arrow along the corners, rounded at each, that points at the last."""
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
    page.ax.add_artist(patch)


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


def badge(page, x, y, number, lit):
    """A notebook's number."""
    fill, edge, colour = ("ink", "ink", "ground") if lit else ("panel", "line", "ink")
    box(page, x, y, 30, 22, fill=fill, edge=edge, line=1, corner=6, above=True)
    text(page, x, y, number, size=12.5, bold=True, colour=colour)


def signpost(page, x, y, points=0):
    """The words "you are here", with a tip that points up (1) or down (-1)."""
    if points:
        tip, foot = y - points * 18, y - points * 9
        page.ax.fill([x - 7, x + 7, x], [foot, foot, tip], color=COLOURS["ink"], linewidth=0, zorder=4)
    box(page, x, y, 100, 22, fill="ink", edge="ink", line=1, corner=6, above=True)
    text(page, x, y, "you are here", size=12.5, bold=True, colour="ground")


def text(page, x, y, words, *, size, align="center", bold=False, colour="ink"):
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
def text_width(words, size, bold=True):
    """How wide words are; by default in bold type, which is the wider, so that both fit."""
    if not words.strip():
        return 0
    outline = TextPath((0, 0), words, prop=_font(bold, size))
    # A letter's outline has a corner wherever it is widest. get_extents says the same, in five times the time.
    return np.ptp(outline.vertices[outline.codes != Path.CLOSEPOLY, 0])
