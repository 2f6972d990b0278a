"""The chain and the curves: what they say, that they can be read, and that their values are the network's."""

import hashlib
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from legible import bare_lines, boxes, drawn_at, middle
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from helpers import derivatives, drawing, network

INK = drawing.COLOURS["ink"]
ONTO = {  # each derivative, what it is multiplied from, and by which local slope
    "dL_dz2": ("dL/da2", "da2/dz2"),
    "dL_dW2": ("dL/dz2", "dz2/dW2"),
    "dL_db2": ("dL/dz2", "dz2/db2"),
    "dL_da1": ("dL/dz2", "dz2/da1"),
    "dL_dz1": ("dL/da1", "da1/dz1"),
    "dL_dW1": ("dL/dz1", "dz1/dW1"),
    "dL_db1": ("dL/dz1", "dz1/db1"),
}
DERIVED = ["dL_da2", *ONTO]
PLACES = [None, "model", *DERIVED]
HEIGHTS = {
    drawing.draw_chain: 244,
    drawing.draw_sigmoid: 380,
    drawing.draw_relu: 340,
    drawing.draw_loss: 380,
    drawing.draw_stall: 380,
}
SIGMOID_AT = [None, *np.arange(-24, 25) / 4, -0.37, 1 / 3, 1.99]
RELU_AT = [None, *np.arange(-16, 17) / 4, 0.01, -0.01]
LOSSES = [(against, y) for against in ("a2", "z2") for y in (None, 0, 1)]


@cache
def drawn(draw, *args, width=800):
    """The axes that a picture has been drawn on, at one dot for each CSS pixel."""
    return drawn_at(HEIGHTS[draw], draw, *args, width=width)


def every_picture():
    yield from ((drawing.draw_chain, place) for place in PLACES)
    yield from ((drawing.draw_sigmoid, z) for z in SIGMOID_AT)
    yield from ((drawing.draw_relu, z) for z in RELU_AT)
    yield from ((drawing.draw_loss, *which) for which in LOSSES)
    yield (drawing.draw_stall,)


def named(which):
    return " ".join([which[0].__name__, *map(str, which[1:])])


pictures = pytest.mark.parametrize("which", list(every_picture()), ids=named)


def find(ax, words):
    (text,) = [text for text in ax.texts if text.get_text() == words]
    return text


def ground_under(text, ax):
    x, y = middle(text)
    under = [p for p in ax.patches if p.get_window_extent().contains(x, y) and not isinstance(p, FancyArrowPatch)]
    return max(under, key=lambda patch: patch.get_zorder()).get_facecolor() if under else ax.get_facecolor()


def curves(ax):
    """The thick lines, in the window's dots: those that carry values."""
    return [line for line in bare_lines(ax) if to_hex(line.get_color()).upper() != drawing.COLOURS["panel"]]


# What can be read on every picture.


@pictures
def test_no_curve_runs_through_a_text_or_under_the_box_of_a_number(which):
    ax = drawn(*which)
    extents = boxes(ax)
    extents += [("a box", p.get_window_extent()) for p in ax.patches if isinstance(p, FancyBboxPatch)]
    for line in curves(ax):
        points = ax.transData.transform(line.get_xydata())
        steps = np.linspace(0, 1, 9)[:, None, None]
        x, y = (points[:-1] * (1 - steps) + points[1:] * steps).reshape(-1, 2).T
        for words, box in extents:
            assert not np.any((box.x0 < x) & (x < box.x1) & (box.y0 < y) & (y < box.y1)), words


# The chain.


@pytest.mark.parametrize("here", DERIVED)
def test_exactly_one_arrow_is_lit_and_it_leads_from_the_one_derivative_to_the_other(here):
    ax = drawn(drawing.draw_chain, here)
    arrows = [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
    (lit,) = [patch for patch in arrows if to_hex(patch.get_edgecolor()).upper() == INK]
    assert lit.get_linewidth() > 1.2 * max(patch.get_linewidth() for patch in arrows if patch is not lit)
    vertices = ax.transData.transform(lit._path_original.vertices)
    source = ONTO.get(here, ("L",))[0]
    for words, end in ((source, vertices[0]), (here.replace("_", "/"), vertices[-1])):
        assert np.all(np.abs(middle(find(ax, words)) - end) <= 34), words


@pytest.mark.parametrize("here", PLACES)
def test_no_arrow_of_the_chain_runs_through_a_text(here):
    ax = drawn(drawing.draw_chain, here)
    for patch in ax.patches:
        if isinstance(patch, FancyArrowPatch):
            points = ax.transData.transform(patch._path_original.interpolated(40).vertices)
            assert [words for words, box in boxes(ax) if box.count_contains(points)] == []


@pytest.mark.parametrize("here", ONTO)
def test_the_lit_slope_stands_by_the_lit_arrow(here):
    ax = drawn(drawing.draw_chain, here)
    (lit,) = [p for p in ax.patches if isinstance(p, FancyArrowPatch) and to_hex(p.get_edgecolor()).upper() == INK]
    text = find(ax, f"× {ONTO[here][1]}")
    half_way = ax.transData.transform(lit._path_original.vertices).mean(axis=0)
    assert text.get_color() == INK and np.linalg.norm(middle(text) - half_way) < 65


def test_the_model_lights_every_arrow_forward_and_none_back():
    arrows = [p for p in drawn(drawing.draw_chain, "model").patches if isinstance(p, FancyArrowPatch)]
    lit = [to_hex(patch.get_edgecolor()).upper() == INK for patch in arrows]
    assert lit == [True] * 5 + [False] * 8


def test_with_no_place_nothing_is_lit_or_ticked():
    ax = drawn(drawing.draw_chain, None)
    assert not {"✓", "you are here", "to come"} & {words for words, _ in boxes(ax)}


@pytest.mark.parametrize("here", DERIVED)
def test_what_was_derived_before_is_ticked_and_filled_and_nothing_else(here):
    ax, before = drawn(drawing.draw_chain, here), DERIVED[: DERIVED.index(here)]
    ticks = [middle(text) for text in ax.texts if text.get_text() == "✓"]
    for name in DERIVED:
        text = find(ax, name.replace("_", "/"))
        near = min((np.linalg.norm(middle(text) - tick) for tick in ticks), default=np.inf)
        assert (near < 24) == (name in before), name
        filled = to_hex(ground_under(text, ax)).upper() != drawing.COLOURS["ground"]
        assert filled == (name in before), name
    assert len(ticks) == len(before) + bool(before)  # one more in the key


@pytest.mark.parametrize("here", DERIVED)
def test_the_sign_points_at_the_place_that_is_asked_for(here):
    ax = drawn(drawing.draw_chain, here)
    sign = middle(find(ax, "you are here"))
    places = {name: middle(find(ax, name.replace("_", "/"))) for name in DERIVED}
    assert min(places, key=lambda name: np.linalg.norm(places[name] - sign)) == here


@pytest.mark.parametrize("here", PLACES)
def test_the_chains_alternative_tells_where_you_are_and_every_product(here):
    alt = drawn(drawing.draw_chain, here).alt
    for name, (onto, slope) in ONTO.items():
        assert f"{name.replace('_', '/')} = {onto} × {slope}" in alt
    assert alt.startswith("You are here: ") == (here is not None)


def test_the_chains_alternative_in_full_words():
    assert drawn(drawing.draw_chain, "dL_dW2").alt.startswith(
        "You are here: from z2 back to W2. The local slope dz2/dW2 multiplies onto dL/dz2. "
        "Derived before: dL/da2, dL/dz2. To come: dL/db2, dL/da1, dL/dz1, dL/dW1, dL/db1."
    )
    assert drawn(drawing.draw_chain, "dL_da2").alt.startswith("You are here: from L back to a2, the first slope.")


# The curves' values, read off the picture with the numbers on its axes.


def read(ax, line, panel=0, panels=1):
    """A line's points in the numbers of the axes of its panel, counted from the left."""
    spans = [t for t in ax.texts if t.get_color() == drawing.COLOURS["quiet"] and number(t) is not None]
    below = [t for t in spans if t.get_ha() == "center"]
    below = below[panel * len(below) // panels : (panel + 1) * len(below) // panels]
    beside = [t for t in spans if t.get_ha() == "right"]
    edge = np.median([t.get_position()[0] for t in beside])
    if panels == 2:
        beside = [t for t in beside if (t.get_position()[0] > edge + 100 or t.get_position()[0] > 400) == bool(panel)]
    x, y = line.get_xydata().T
    return (
        np.polyval(np.polyfit([t.get_position()[0] for t in below], list(map(number, below)), 1), x),
        np.polyval(np.polyfit([t.get_position()[1] for t in beside], list(map(number, beside)), 1), y),
    )


def number(text):
    try:
        return float(text.get_text().replace("−", "-"))
    except ValueError:
        return None


def loss_at(z, y):
    return network.loss(z.reshape(1, -1), np.full((1, z.size), y))[0]


def test_the_sigmoids_curves_are_the_networks_and_told_apart_by_dash():
    ax = drawn(drawing.draw_sigmoid, None)
    solid, dashed = curves(ax)
    z, a = read(ax, solid)
    assert np.allclose(a, network.sigmoid(z)) and np.allclose([z[0], z[-1]], [-6, 6]) and not solid.is_dashed()
    z, slope = read(ax, dashed)
    assert np.allclose(slope, derivatives.da2_dz2(network.sigmoid(z)[None])[0]) and dashed.is_dashed()


def test_relu_and_its_gate_are_the_networks():
    ax = drawn(drawing.draw_relu, None)
    relu, off, on = curves(ax)
    z, a = read(ax, relu, 0, 2)
    assert np.allclose(a, network.relu(z)) and np.allclose([z[0], z[-1]], [-4, 4]) and not relu.is_dashed()
    for line, side, value in ((off, (-4, 0), 0), (on, (0, 4), 1)):
        z, gate = read(ax, line, 1, 2)
        assert np.allclose([z[0], z[-1]], side) and np.allclose(gate, value) and line.is_dashed()


def test_the_gate_is_full_at_zero_and_hollow_at_one():
    ax = drawn(drawing.draw_relu, None)
    full, hollow = [line for line in ax.lines if line.get_marker() == "o"]
    for line, value, colour in ((full, 0, "ink"), (hollow, 1, "ground")):
        assert np.allclose(np.ravel(read(ax, line, 1, 2)), [0, value], atol=1e-9)
        assert line.get_markerfacecolor() == drawing.COLOURS[colour]


@pytest.mark.parametrize("against", ["a2", "z2"])
def test_the_losses_are_the_networks_solid_for_1_and_dashed_for_0(against):
    ax = drawn(drawing.draw_loss, against, None)
    for line, y in zip(curves(ax), (1, 1, 0, 0), strict=True):  # a band in L's colour under each thin line
        x, L = read(ax, line)
        z = np.log(x / (1 - x)) if against == "a2" else x
        assert np.allclose(L, loss_at(z, y), atol=1e-6)
    band, one, _, zero = curves(ax)
    assert to_hex(band.get_color()).upper() == drawing.COLOURS["L"]
    assert not one.is_dashed() and zero.is_dashed()


@pytest.mark.parametrize("y", [0, 1, np.array([[1.0]])], ids=str)
def test_one_label_draws_one_loss(y):
    figure = Figure()
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    alt = drawing.draw_loss(ax, "z2", y)
    label = int(np.ravel(y)[0])
    assert f"y = {label}, a" in alt and f"y = {1 - label}, a" not in alt
    assert [t.get_text()[:5] for t in ax.texts if t.get_text().startswith("y = ")] == [f"y = {label}"]


def test_the_stalls_curves_are_both_pulls_and_the_region_is_named():
    ax = drawn(drawing.draw_stall)
    band, entropy, squared = curves(ax)
    for line in (band, entropy):
        z, pull = read(ax, line)
        assert np.allclose(pull, np.abs(derivatives.dL_dz2(network.sigmoid(z)[None], np.ones((1, z.size))))[0])
    z, pull = read(ax, squared)
    a = network.sigmoid(z)
    assert np.allclose(pull, np.abs(np.gradient((a - 1) ** 2 / 2, z)), atol=1e-3) and squared.is_dashed()
    assert {"sure and wrong", "0.9933", "0.006604"} <= {words for words, _ in boxes(ax)}
    assert "0.9933" in ax.alt and "0.006604" in ax.alt and network.sigmoid(-3.0) < 0.05


@pytest.mark.parametrize(
    ("draw", "z", "said"),
    [
        (drawing.draw_sigmoid, 0, ["σ(0) = 0.5", "slope = 0.25"]),
        (drawing.draw_sigmoid, 2.25, ["σ(2.25) ≈ 0.9047", "slope ≈ 0.08626"]),
        (drawing.draw_relu, 1, ["ReLU(1) = 1", "1{1 > 0} = 1"]),
        (drawing.draw_relu, -1.5, ["ReLU(−1.5) = 0", "1{−1.5 > 0} = 0"]),
        (drawing.draw_relu, 0, ["ReLU(0) = 0", "1{0 > 0} = 0"]),
    ],
)
def test_a_points_numbers_stand_in_the_picture_and_in_its_words(draw, z, said):
    ax = drawn(draw, z)
    assert set(said) <= {words for words, _ in boxes(ax)} and all(words in ax.alt for words in said)


@pytest.mark.parametrize(("draw", "panels"), [(drawing.draw_sigmoid, 1), (drawing.draw_relu, 2)])
def test_the_dots_sit_at_z_on_the_curves(draw, panels):
    ax = drawn(draw, 1.5)
    dots = [line for line in ax.lines if line.get_marker() == "o"][-2:]
    values = [network.sigmoid(1.5), 0.149146] if panels == 1 else [1.5, 1]
    for k, (line, value) in enumerate(zip(dots, values, strict=True)):
        x, y = read(ax, line, k if panels == 2 else 0, panels)
        assert np.allclose([x[0], y[0]], [1.5, value], atol=1e-5)


# Refusals, and the bytes.


@pytest.mark.parametrize(
    ("draw", "args", "sentence"),
    [
        (drawing.draw_chain, ("dL/da2",), r"^here must be None, \"model\" or a derivative, [^\n]*got 'dL/da2'$"),
        (drawing.draw_chain, ("05",), r"^here must be [^\n]*got '05'$"),
        (drawing.draw_chain, (["dL_da2"],), r"^here must be [^\n]*got \['dL_da2'\]$"),
        (drawing.draw_sigmoid, (7,), "^z must be None or one number from -6 to 6; got 7$"),
        (drawing.draw_sigmoid, ([1, 2],), r"^z must be None or one number from -6 to 6; got \(2,\)$"),
        (drawing.draw_sigmoid, (np.nan,), "^z must be finite; got nan$"),
        (drawing.draw_sigmoid, ("1",), "^z must hold real numbers; got text$"),
        (drawing.draw_relu, (-4.5,), "^z must be None or one number from -4 to 4; got -4.5$"),
        (drawing.draw_loss, ("a1",), '^against must be "a2" or "z2"; got \'a1\'$'),
        (drawing.draw_loss, ("a2", 0.5), "^y must be None, for both curves, or 0 or 1; got 0.5$"),
        (drawing.draw_loss, ("a2", [0, 1]), r"^y must be None, for both curves, or 0 or 1; got \[0, 1\]$"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(draw, args, sentence):
    with pytest.raises(ValueError, match=sentence):
        drawing.picture(draw, *args)


HASH = """
import hashlib
from helpers import drawing as d
for args in (d.draw_chain, "dL_da1"), (d.draw_sigmoid, 1), (d.draw_relu, 1), (d.draw_loss, "a2"), (d.draw_stall,):
    print(hashlib.sha256(d.picture(*args).png).hexdigest())
"""


def test_another_run_gives_the_same_bytes_whatever_the_readers_settings_are(tmp_path):
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nlines.linewidth: 9\nlines.markersize: 20\n")
    done = subprocess.run([sys.executable, "-c", HASH], cwd=tmp_path, capture_output=True, text=True, check=True)
    d = drawing
    mine = ((d.draw_chain, "dL_da1"), (d.draw_sigmoid, 1), (d.draw_relu, 1), (d.draw_loss, "a2"), (d.draw_stall,))
    assert done.stdout.split() == [hashlib.sha256(drawing.picture(*args).png).hexdigest() for args in mine]
