"""The pictures of training: what they say, that they can be read, and that they draw what they are given."""

import hashlib
import math
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from legible import bare_lines, boxes, contrast, drawn_at, middle
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import FancyBboxPatch
from test_drawing_curves import named, read

from helpers import data, drawing, network

INK = drawing.COLOURS["ink"]
HEIGHTS = {
    drawing.draw_product: 336,
    drawing.draw_step: 430,
    drawing.draw_cost: 400,
    drawing.draw_boundary: 480,
    drawing.draw_success: 380,
}
RNG = np.random.default_rng(0)
W = np.linspace(-3, 3, 241)
J = np.log1p(np.exp(-W)) + 0.05 * W**2
N = np.arange(5001)
FALLING = 0.7 * np.exp(-N / 900) + 0.01
DIPPING = np.where(N % 1000 == 501, 0.1, np.where(N % 1000 == 502, 0.9, 0.5))  # one dip and one peak in a thousand
BROKEN = np.where((N % 1000 == 503) | (N > 3503), np.nan, DIPPING)  # with a gap after each peak
UP = 0.69 + 0.4 * np.abs(np.sin(N * 2.1)) * N / 5000


def slope_at(w):
    return -1 / (1 + np.exp(w)) + 0.1 * w


def sure(X):
    """1 right of the line x[1] = 1/2, 0 left of it, steeply."""
    return network.sigmoid(np.clip(20 * (X[:1] - 0.5), -700, 700))


def undecided(X):
    return np.full((1, X.shape[1]), 0.5)


PRODUCTS = {
    "four by two": ([[-0.5, 0.5, 0.25, -0.75]], [[1, 0], [0, 1], [2, 1], [1, 1.5]]),
    "one by one": ([[-0.5]], [[1]]),
    "largest": (RNG.normal(size=(1, 6)), RNG.normal(size=(6, 4))),
    "largest of whole numbers": (np.arange(6)[None] - 3, np.arange(24).reshape(6, 4)),
    "long": (RNG.normal(size=(1, 4)), RNG.normal(size=(4, 2))),
    "tiny": (1e-7 * RNG.normal(size=(1, 4)), np.abs(RNG.normal(size=(4, 2)))),
    "one by four": (RNG.normal(size=(1, 1)), RNG.normal(size=(1, 4)), ("dJ/dZ2", "a longer name")),
    "named": ([[-0.5, 0.25]], [[1], [3]], ("a row with a long name", "M")),
}
STEPS = {
    "right": (W, J, -1, slope_at(-1), 1.0),
    "left": (W, J, 2.9, slope_at(2.9), 3.0),
    "beyond the right edge": (W, J, -2, slope_at(-2), 12.0),
    "beyond the left edge": (W, W**2, 2, 4.0, 2.0),
    "to the edge itself": (W, W**2, 2.5, 5.0, 1.1),
    "to the right edge itself": (W, W**2, -2.5, -5.0, 1.1),
    "tiny": (W, J, -1, slope_at(-1), 1e-6),
    "near": (W, J, -1, slope_at(-1), 0.05),
    "across": (W, W**2, 2, 4.0, 0.9),
    "none": (W, W**2, 0, 0.0, 0.9),
    "flat": ([0, 1], [2, 2], 0, -1e9, 1e-3, "b2"),
    "steep": (W, 1e5 * np.maximum(W, 0), 3, 1e5, 1e-5),
    "infinite": (W, J, 3, -1e300, 1e300),
    "named": (W, 1e-9 * J, 0, 1e-9 * slope_at(0), 1e9, "a weight with a longer name"),
}
COSTS = {
    "three": ({"rate 0.01": FALLING, "rate 0.1": FALLING**2, "rate 1": FALLING**4}, 0.05),
    "three over powers of ten": ({"rate 0.01": FALLING, "rate 0.1": FALLING**2, "rate 1": FALLING**4}, 0.05, True),
    "rising": ({"rate 5": UP, "falling": FALLING[:800], "short": [0.5], "level": 0 * N + 0.5},),
    "one": ({"one": [0.69]},),
    "one over powers of ten": ({"one": [0.69]}, None, True),
    "with gaps": ({"run": [0.69, 1, np.inf, np.nan, 3]}, 0),
    "ends at one J": ({f"learning rate {r}": [0.6931, 0.7, 0.7] for r in (0.003, 0.03, 0.3, 3)}, 0.7),
    "huge": ({"far": [1, 1e308, np.inf], "farther": [1, 1e299, 1e290]},),
    "long with gaps": ({"broken": BROKEN, "dipping": DIPPING},),
    "zero": ({"zero": [0, 0]}, None, True),
    "many steps": ({"many": np.abs(RNG.normal(size=10**5))}, None, True),
    "a high target": ({"low": [0.1, 0.01]}, 5),
}
MOONS, OTHER_MOONS = data.moons(80, 0.2, RNG), data.moons(31, 0.2, RNG)
PLANES = {
    "moons": (*MOONS, sure),
    "xor": (*data.xor(), sure),
    "held out": (*MOONS, sure, ("left", "right"), OTHER_MOONS),
    "undecided": (*data.xnor(), undecided),
    "one point": ([[1], [2]], [[1]], undecided),
    "many points": (
        *data.circles(300, 0.1, RNG),
        sure,
        ("an outer class's", "inner"),
        data.circles(120, 0.1, RNG),
    ),
    "uneven": ([[0, 1000, 500], [0, 0.1, 0.02]], [[1, 0, 1]], lambda X: (X[:1] > 300) * 1.0),
    "touched": (*MOONS, lambda X: 0.5 + 0.4 * np.clip(X[:1] - 0.5, 0, 1)),
    "far off": ([[1e6, 1e6 + 2], [-1e-7, 1e-7]], [[1, 0]], lambda X: 0 * X[:1]),
}
SHARES = {
    "four": ({2: (122, 200), 3: (180, 200), 4: (199, 200), 8: (200, 200)},),
    "one": ({16: (1, 1)}, "nets that classify every point"),
    "most": ({h: (100 * h, 700) for h in range(1, 8)},),
    "all nearly 100": ({h: (99999, 100000) for h in range(1, 8)},),
    "all nearly 0": ({10**h - 1: (1 % h, 10**h) for h in range(1, 6)},),
}


@cache
def drawn(draw, name, width=800):
    """The axes that a picture has been drawn on, at one dot for each CSS pixel."""
    cases = {
        drawing.draw_product: PRODUCTS,
        drawing.draw_step: STEPS,
        drawing.draw_cost: COSTS,
        drawing.draw_boundary: PLANES,
        drawing.draw_success: SHARES,
    }
    return drawn_with(draw, *cases[draw][name], width=width)


def drawn_with(draw, *args, width=800):
    return drawn_at(HEIGHTS[draw], draw, *args, width=width)


def every_picture():
    yield from ((drawing.draw_product, name) for name in PRODUCTS)
    yield from ((drawing.draw_step, name) for name in STEPS)
    yield from ((drawing.draw_cost, name) for name in COSTS)
    yield from ((drawing.draw_boundary, name) for name in PLANES)
    yield from ((drawing.draw_success, name) for name in SHARES)


pictures = pytest.mark.parametrize("which", list(every_picture()), ids=named)


def words(ax):
    return [text.get_text() for text in ax.texts]


def find(ax, written):
    (text,) = [text for text in ax.texts if text.get_text() == written]
    return text


def marks(ax, *shapes):
    return [line for line in ax.lines if line.get_marker() in (shapes or ("o", "s", "^", "D"))]


def coloured(ax, colour, least=1.7):
    """The lines of this colour that carry values: at least so many pixels wide."""
    return [line for line in bare_lines(ax, least) if to_hex(line.get_color()).upper() == drawing.COLOURS[colour]]


def box_under(text, ax):
    x, y = middle(text)
    under = [p for p in ax.patches if p.get_window_extent().contains(x, y) and isinstance(p, FancyBboxPatch)]
    return max(under, key=lambda patch: patch.get_zorder()) if under else None


def ground_under(text, ax):
    return (box_under(text, ax) or ax).get_facecolor()


# What can be read on every picture.


@pictures
def test_no_thick_line_and_no_mark_runs_through_a_text(which):
    ax = drawn(*which)
    for line in [*coloured(ax, "ink"), *coloured(ax, "L"), *marks(ax)]:
        points = ax.transData.transform(line.get_xydata())
        if line.get_marker() == "None":
            steps = np.linspace(0, 1, 9)[:, None, None]
            points = (points[:-1] * (1 - steps) + points[1:] * steps).reshape(-1, 2)
        for written, box in boxes(ax):
            assert not box.count_contains(points), written


@pictures
def test_the_alternative_has_one_to_four_sentences(which):
    alt = drawn(*which).alt
    assert alt.endswith(".") and 1 <= alt.count(". ") + 1 <= 4 and "nan" not in alt and "None" not in alt


def test_the_heights_are_the_pictures_own():
    assert {draw: draw.height for draw in HEIGHTS} == HEIGHTS


# The product.


def cells(ax, lit):
    """The numbers in cells, lit or not, from left to right and downwards."""
    found = []
    for text in ax.texts:
        box = box_under(text, ax)
        if box is not None and (to_hex(box.get_edgecolor()).upper() == INK) == lit:
            assert (box.get_linewidth() > 1.5) == lit
            assert (to_hex(box.get_facecolor()).upper() != drawing.COLOURS["ground"]) == lit
            found.append((round(middle(text)[0]), -round(middle(text)[1]), text.get_text()))
    return [written for *_, written in sorted(found)]


@pytest.mark.parametrize("name", ["four by two", "one by one", "named", "largest of whole numbers"])
def test_the_first_column_and_the_first_entry_are_lit_and_nothing_else(name):
    row, matrix = (np.array(part, float) for part in PRODUCTS[name][:2])
    ax = drawn(drawing.draw_product, name)
    number = drawing.product.numerals.text
    assert cells(ax, lit=True) == [*map(number, matrix[:, 0]), number((row @ matrix)[0, 0])]
    others = [*row[0], *matrix[:, 1:].T.ravel(), *(row @ matrix)[0, 1:]]
    assert cells(ax, lit=False) == list(map(number, others))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("four by two", "(−0.5)·1 + 0.5·0 + 0.25·2 + (−0.75)·1 = −0.75"),
        ("one by one", "(−0.5)·1 = −0.5"),
        ("named", "(−0.5)·1 + 0.25·3 = 0.25"),
        ("largest of whole numbers", "(−3)·0 + (−2)·4 + (−1)·8 + 0·12 + 1·16 + 2·20 = 40"),
    ],
)
def test_the_lit_entry_is_written_out_as_a_sum(name, said):
    ax = drawn(drawing.draw_product, name)
    assert said in words(ax) and f"{said}." in ax.alt


def test_a_long_sum_goes_over_several_lines_and_says_that_it_is_rounded():
    ax = drawn(drawing.draw_product, "largest")
    lines = [written for written in words(ax) if "·" in written and written != "·"]
    assert len(lines) == 2 and " ".join(lines) + "." in ax.alt and "≈" in lines[-1]
    assert any("the cells show only 2 digits" in written for written in words(ax))
    assert not any("cells show" in written for written in words(drawn(drawing.draw_product, "long")))


def test_rounded_cells_show_as_many_digits_as_the_words_say():
    row, matrix, ax = *PRODUCTS["largest"], drawn(drawing.draw_product, "largest")
    shown = [drawing.product.numerals.text(float(f"{v:.2g}")) for v in [*matrix[:, 0], (row @ matrix)[0, 0]]]
    assert cells(ax, lit=True) == shown and any("the cells show only 2 digits" in written for written in words(ax))


def test_a_sum_of_rounded_terms_is_rounded_even_when_it_comes_out_whole():
    ax = drawn_with(drawing.draw_product, [[1 / 3, 0.5]], [[3], [2]])
    assert "0.3333·3 + 0.5·2 ≈ 2" in words(ax) and ax.alt.endswith(" ≈ 2.")


@pytest.mark.parametrize("name", ["four by two", "one by four", "named"])
def test_the_names_and_signs_stand_in_the_order_of_the_product_each_name_over_its_block(name):
    ax = drawn(drawing.draw_product, name)
    first, second = PRODUCTS[name][2] if len(PRODUCTS[name]) == 3 else ("A2 − Y", "A1ᵀ")
    at = [middle(find(ax, written)) for written in (first, "·", second, "=", "product")]
    assert np.all(np.diff([x for x, _ in at]) > 0)
    blocks = [patch.get_window_extent() for patch in ax.patches]
    for x, y in at[::2]:
        assert any(box.x0 - 20 < x < box.x1 + 20 and 0 < y - box.y1 < 60 for box in blocks)


def test_a_products_alternative_in_full():
    assert drawn(drawing.draw_product, "four by two").alt == (
        "A row, A2 − Y, of 4 observations times a matrix, A1ᵀ, 4 by 2, gives a row of 2: −0.75, −0.375. Lit are the "
        "matrix's first column and the result's first entry, a sum over the observations: "
        "(−0.5)·1 + 0.5·0 + 0.25·2 + (−0.75)·1 = −0.75."
    )


@pytest.mark.parametrize("name", PRODUCTS)
def test_each_observation_is_numbered_over_the_row_and_beside_the_matrix(name):
    row, ax = PRODUCTS[name][0], drawn(drawing.draw_product, name)
    count = np.shape(row)[1]
    numbered = [t for t in ax.texts if t.get_color() == drawing.COLOURS["quiet"]]
    above = [t for t in numbered if t.get_text() in map(str, range(1, count + 1)) and t.get_ha() == "center"]
    beside = [t for t in numbered if t.get_ha() == "right"]
    assert [t.get_text() for t in above] == [str(n + 1) for n in range(count)]
    assert [t.get_text().split()[-1] for t in beside] == [str(n + 1) for n in range(count)]
    assert "observation" in words(ax) and np.all(np.diff([middle(t)[1] for t in beside]) < 0)
    assert np.all(np.diff([middle(t)[0] for t in above]) > 0)


# A step.


def step_frame(ax):
    """The curve's weights and J as read off the axes, and a function from a point of the page to them."""
    (band,) = coloured(ax, "L")
    x, y = read(ax, band)
    px, py = band.get_xydata().T
    across = np.polyfit(px, x, 1)
    up = np.polyfit(py, y, 1) if np.ptp(py) > 1 else None
    return x, y, lambda point: (np.polyval(across, point[0]), None if up is None else np.polyval(up, point[1]))


READABLE = [name for name in STEPS if name not in ("flat", "named")]  # their axes have plain numbers


@pytest.mark.parametrize("name", READABLE)
def test_the_curve_is_the_given_one(name):
    weights, cost = STEPS[name][:2]
    x, y, _ = step_frame(drawn(drawing.draw_step, name))
    assert np.allclose(x, weights) and np.allclose(y, cost, atol=1e-6 * np.max(cost))


@pytest.mark.parametrize("name", READABLE)
def test_the_dot_is_full_where_the_step_starts_and_hollow_where_it_lands(name):
    weights, cost, at, slope, rate = STEPS[name][:5]
    ax = drawn(drawing.draw_step, name)
    *_, value = step_frame(ax)
    full = [line for line in marks(ax, "o") if line.get_markerfacecolor() == INK]
    hollow = [line for line in marks(ax, "o") if line.get_markerfacecolor() == drawing.COLOURS["ground"]]
    goal = at - rate * slope
    inside = weights[0] <= goal <= weights[-1]
    assert len(full) == 1 and len(hollow) == inside
    for line, weight in zip(full + hollow, (at, goal), strict=False):
        there = value(line.get_xydata()[0])
        assert np.allclose(there, [weight, np.interp(weight, weights, cost)], atol=1e-5 * np.ptp(cost) + 1e-9)


def arrow_of(ax):
    """Where the step's arrow starts and where its tip is, in the page's units."""
    (head,) = [patch for patch in ax.patches if not isinstance(patch, FancyBboxPatch)]
    corners = head.get_xy()
    (mark,) = [
        line for line in coloured(ax, "ink") if len(line.get_xdata()) == 2 and np.isclose(np.ptp(line.get_ydata()), 12)
    ]
    return mark.get_xdata()[0], corners[2][0]


@pytest.mark.parametrize("name", READABLE)
def test_the_arrow_goes_from_the_weight_to_where_the_step_lands_or_to_the_edge(name):
    weights, _, at, slope, rate = STEPS[name][:5]
    ax = drawn(drawing.draw_step, name)
    *_, value = step_frame(ax)
    goal = at - rate * slope
    start, tip = (value((x, 0))[0] for x in arrow_of(ax))
    assert np.allclose([start, tip], [at, np.clip(goal, weights[0], weights[-1])], atol=1e-6)
    beyond = [written for written in words(ax) if "beyond the edge" in written]
    assert len(beyond) == (not weights[0] <= goal <= weights[-1]) == ("beyond the edge" in ax.alt)


@pytest.mark.parametrize("name", [name for name in READABLE if name != "infinite"])
def test_the_tangent_is_dashed_goes_through_the_dot_and_has_the_slope(name):
    weights, cost, at, slope = STEPS[name][:4]
    ax = drawn(drawing.draw_step, name)
    *_, value = step_frame(ax)
    (tangent,) = [line for line in coloured(ax, "ink") if line.is_dashed()]
    (x0, y0), (x1, y1) = (value(point) for point in tangent.get_xydata())
    assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, rel=1e-5, abs=1e-7)
    assert y0 + slope * (at - x0) == pytest.approx(np.interp(at, weights, cost), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "across",
            ["after: J = 2.56", "slope = 4", "−learning rate · slope = −0.9·4 = −3.6", "W1[1,1] goes from 2 to −1.6"],
        ),
        (
            "beyond the left edge",
            ["before: J = 4", "−learning rate · slope = −2·4 = −8", "W1[1,1] goes from 2 to −6, beyond the edge"],
        ),
        ("none", ["before: J = 0", "after: J = 0", "−learning rate · slope = −0.9·0 = 0", "W1[1,1] stays at 0"]),
        ("flat", ["slope = −10⁹", "−learning rate · slope = −0.001·(−10⁹) = 10⁶", "b2"]),
    ],
)
def test_a_steps_numbers_stand_in_the_picture(name, said):
    assert set(said) <= set(words(drawn(drawing.draw_step, name)))


def test_a_steps_alternative_in_full():
    assert drawn(drawing.draw_step, "across").alt == (
        "J over W1[1,1] from −3 to 3, a curve. A dot at W1[1,1] = 2, where J = 4, has a dashed tangent: the slope = 4. "
        "An arrow along the axis is the step, −learning rate · slope = −0.9·4 = −3.6. "
        "It leads to W1[1,1] = −1.6, a hollow dot, where J = 2.56, lower than before."
    )


@pytest.mark.parametrize(("at", "slope", "said"), [(1, -1, "higher than before"), (1, 2, "as before")])
def test_a_steps_alternative_says_when_J_is_not_lower_after_it(at, slope, said):
    assert drawn_with(drawing.draw_step, W, W**2, at, slope, 1).alt.endswith(f", {said}.")


def thin(ax, dashed):
    """The ends of the thin quiet lines, dashed or not, each (2, 2)."""
    return [line.get_xydata() for line in coloured(ax, "quiet", least=0.9) if line.is_dashed() == dashed]


@pytest.mark.parametrize("name", [name for name in READABLE if name != "infinite"])
def test_each_label_is_tied_to_what_it_tells(name):
    ax, slope = drawn(drawing.draw_step, name), STEPS[name][3]
    kinds = {INK: "before", drawing.COLOURS["ground"]: "after"}
    told = {kinds[line.get_markerfacecolor()]: line.get_xydata()[0] for line in marks(ax, "o")}
    (tangent,) = [line.get_xydata() for line in coloured(ax, "ink") if line.is_dashed()]
    dot = told["before"]
    ends = sorted(
        tangent, key=lambda end: (dot[0] - end[0]) * (slope or -1)
    )  # first that on the side away from the step
    told["slope"] = next(end for end in ends if np.hypot(*(end - dot)) > 30)  # where that isn't hardly off the dot
    labels = {tuple(t.get_position()): t.get_text().split()[0].strip(":") for t in ax.texts}
    ties = {labels[tuple(to)]: at for at, to in thin(ax, dashed=False)}
    assert ties.keys() == told.keys()
    assert all(np.allclose(at, told[what]) for what, at in ties.items())


@pytest.mark.parametrize("name", READABLE)
def test_a_dotted_guide_goes_down_to_the_arrow_from_each_dot(name):
    ax = drawn(drawing.draw_step, name)
    guides = thin(ax, dashed=True)
    assert np.allclose(
        sorted(guide[0].tolist() for guide in guides), sorted(m.get_xydata()[0].tolist() for m in marks(ax, "o"))
    )
    assert all(np.ptp(guide[:, 0]) == 0 and guide[1, 1] > guide[0, 1] for guide in guides)
    assert {guide[0, 0] for guide in guides} <= {*arrow_of(ax)}


@pytest.mark.parametrize("name", [name for name in STEPS if name != "infinite"])
def test_a_label_covers_neither_the_curve_nor_a_dot_nor_another_label(name):
    ax = drawn(drawing.draw_step, name)
    found = [p.get_window_extent() for p in ax.patches if isinstance(p, FancyBboxPatch)]
    dots = [ax.transData.transform(line.get_xydata()) for line in marks(ax, "o")]
    curve = ax.transData.transform(coloured(ax, "L")[0].get_xydata())
    for k, box in enumerate(found):
        assert not any(box.overlaps(other) for other in found[k + 1 :])
        assert not any(box.count_contains(points) for points in [*dots, curve])


# J over the steps.


@pytest.mark.parametrize("name", ["three", "rising", "ends at one J", "a high target"])
def test_each_run_is_drawn_from_its_start_to_its_end_with_a_dash_and_a_mark_of_its_own(name):
    runs, ax = COSTS[name][0], drawn(drawing.draw_cost, name)
    bands, cores = coloured(ax, "L"), coloured(ax, "ink")
    dashes = [str(line._unscaled_dash_pattern) for line in cores]
    assert len(set(dashes[: len(runs)])) == len(runs)
    assert [line.get_marker() for line in marks(ax)][: len(runs)] == ["o", "s", "^", "D"][: len(runs)]
    for k, J in enumerate(map(np.asarray, runs.values())):
        for line in (bands[k], cores[k]):
            x, y = read(ax, line)
            assert np.allclose([x[0], x[-1]], [0, len(J) - 1], atol=1e-6) and np.all(np.diff(x) >= -1e-9)
            assert np.allclose(y, J[np.round(x).astype(int)], atol=1e-6)
            assert np.allclose([y.min(), y.max()], [J.min(), J.max()], atol=1e-6)
        assert np.allclose(marks(ax)[k].get_xydata()[0], bands[k].get_xydata()[-1])


@pytest.mark.parametrize("name", [name for name in COSTS if name != "huge"])
def test_beside_each_name_is_a_sample_of_its_line_with_its_dash_and_its_mark(name):
    runs, ax = COSTS[name][0], drawn(drawing.draw_cost, name)
    for lines in (coloured(ax, "L"), coloured(ax, "ink"), marks(ax)):
        assert len(lines) == 2 * len(runs)
        for run, line, sample in zip(runs, lines, lines[len(runs) :], strict=False):
            assert (sample._unscaled_dash_pattern, sample.get_marker()) == (
                line._unscaled_dash_pattern,
                line.get_marker(),
            )
            (text,) = [t for t in ax.texts if t.get_text().startswith(f"{run}: J ")]
            assert np.all(sample.get_ydata() == text.get_position()[1])


def test_a_name_that_could_not_stand_at_its_lines_end_is_tied_to_it():
    ax = drawn(drawing.draw_cost, "ends at one J")
    names = [t.get_position()[1] for t in ax.texts if t.get_text().startswith(("learning rate ", "target"))]
    ends = [line.get_ydata()[0] for line in marks(ax)[:4]]
    ties = [tie for tie in thin(ax, dashed=False) if len(tie) == 2]
    assert np.allclose([tie[:, 1] for tie in ties], np.transpose([[*ends, ends[-1]], names]))
    assert all(tie[0, 0] < tie[1, 0] for tie in ties)


@pytest.mark.parametrize("name", COSTS)
def test_no_line_and_no_mark_leaves_the_frame(name):
    ax, count = drawn(drawing.draw_cost, name), len(COSTS[name][0])
    (frame,) = [line.get_xydata() for line in coloured(ax, "line", least=1) if len(line.get_xdata()) == 3]
    guides = [line for line in coloured(ax, "quiet", least=1.2) if line.is_dashed()]
    for line in [*coloured(ax, "L")[:count], *marks(ax)[:count], *guides[:1]]:
        points = line.get_xydata()[np.isfinite(line.get_ydata())]
        assert np.all(points >= frame.min(axis=0) - 1e-6) and np.all(points <= frame.max(axis=0) + 1e-6)


def test_a_thinned_line_goes_through_its_lowest_and_highest_J_up_to_its_mark_and_past_its_gaps():
    ax = drawn(drawing.draw_cost, "long with gaps")
    for J, line, mark in zip((BROKEN, DIPPING), coloured(ax, "L"), marks(ax), strict=False):
        x, y = read(ax, line)
        there = np.isfinite(y)
        gaps = np.flatnonzero(np.isfinite(J[:-1]) & np.isnan(J[1:])) + 1
        assert set(gaps) <= set(np.round(x[~there]))
        for extreme in (0.1, 0.9):
            steps = np.flatnonzero(J == extreme)
            assert np.allclose(x[there][np.isclose(y[there], extreme)], steps, atol=1e-3)
        last = np.flatnonzero(np.isfinite(J))[-1]
        assert np.allclose([x[there][-1], y[there][-1]], [last, J[last]], atol=1e-3)
        assert np.allclose(mark.get_xydata()[0], line.get_xydata()[there][-1])


@pytest.mark.parametrize("name", ["three", "rising", "many steps"])
def test_a_long_run_is_thinned_to_four_points_for_each_pixel(name):
    for line in coloured(drawn(drawing.draw_cost, name), "L"):
        assert len(line.get_xdata()) <= 4 * 700


def test_over_powers_of_ten_a_step_stands_at_its_logarithm_and_step_0_half_a_power_before_1():
    ax = drawn(drawing.draw_cost, "three over powers of ten")
    at = {written: find(ax, written).get_position()[0] for written in ("1", "10", "100", "1000")}
    gaps = np.diff(list(at.values()))
    assert np.allclose(gaps, gaps[0])
    x = coloured(ax, "L")[0].get_xdata()
    assert np.allclose((x[[0, -1]] - at["1"]) / gaps[0], [-0.5, math.log10(5000)])


@pytest.mark.parametrize("name", COSTS)
def test_a_runs_name_stands_beside_its_last_J_and_says_when_that_is_above_its_start(name):
    runs, ax = COSTS[name][0], drawn(drawing.draw_cost, name)
    above = 0
    for run, J in runs.items():
        (text,) = [t for t in ax.texts if t.get_text().startswith(f"{run}: J ")]
        assert text.get_text().endswith(f" {drawing.product.numerals.text(J[-1])}")
        above += J[-1] > J[0]
    assert words(ax).count("ends above its start") == above == ax.alt.count("which ends above its start")


def test_names_stand_in_the_order_of_their_ends_and_near_them_where_there_is_room():
    ax = drawn(drawing.draw_cost, "three")
    ends = [line.get_xydata()[0, 1] for line in marks(ax)[:3]]
    names = [
        next(t for t in ax.texts if t.get_text().startswith(f"rate {r}:")).get_position()[1]
        for r in ("0.01", "0.1", "1")
    ]
    assert np.array_equal(np.argsort(ends), np.argsort(names)) and np.all(np.abs(np.subtract(ends, names)) < 90)
    lone = drawn(drawing.draw_cost, "one")
    assert marks(lone)[0].get_ydata()[0] == find(lone, "one: J = 0.69").get_position()[1]


@pytest.mark.parametrize(
    ("name", "target"), [("three", 0.05), ("with gaps", 0), ("ends at one J", 0.7), ("a high target", 5)]
)
def test_the_target_is_a_dotted_guide_across_at_its_J_with_its_number(name, target):
    ax = drawn(drawing.draw_cost, name)
    lines = [
        line for line in ax.lines if to_hex(line.get_color()).upper() == drawing.COLOURS["quiet"] and line.is_dashed()
    ]
    (guide, _) = lines  # the other is the sample beside the words
    x, y = read(ax, guide)
    assert np.allclose(y, target, atol=1e-6) and np.isclose(x[0], 0)
    assert f"target: {target:g}" in words(ax) and f"target, {target:g}." in ax.alt


@pytest.mark.parametrize("name", ["one", "rising", "zero"])
def test_without_a_target_there_is_no_guide(name):
    assert not any("target" in written for written in words(drawn(drawing.draw_cost, name)))


def test_a_gap_is_left_where_J_is_not_finite():
    ax = drawn(drawing.draw_cost, "with gaps")
    _, y = read(ax, coloured(ax, "L")[0])
    assert np.array_equal(np.isnan(y), [False, False, True, True, False])
    assert np.allclose(y[~np.isnan(y)], [0.69, 1, 3])


def test_a_costs_alternative_in_full():
    assert drawn_with(drawing.draw_cost, {"a": [0.5, 0.25], "b": [0.5, 2, 1]}, 0.2).alt == (
        "2 lines, told apart by dash and by the mark at the end: J over the steps. a, from 0.5 to 0.25 in 1 step; "
        "b, from 0.5 to 1 in 2 steps, which ends above its start. A dotted guide marks the target, 0.2."
    )


# The plane.


@pytest.mark.parametrize("name", PLANES)
def test_the_plane_has_the_explorers_two_hues_in_ten_steps(name):
    fill = drawn(drawing.draw_boundary, name).collections[0]
    levels, colours = fill.levels, [np.array(to_rgb(colour)) for colour in fill.get_facecolor()[:, :3]]
    assert np.allclose(levels, np.linspace(0, 1, 11)) and len(colours) == 10
    ground = np.array(to_rgb(drawing.COLOURS["ground"]))
    for k, colour in enumerate(colours):
        end = np.array(to_rgb(drawing.COLOURS["negative" if k < 5 else "positive"]))
        share = abs(k - 4.5) / 5 * 0.82  # explorer/boundary.js: PALE
        assert np.allclose(colour, ground + share * (end - ground), atol=1 / 250)


def axes_of(ax):
    """Of each axis the slope and the intercept that turn a place on the page into the axis's number."""
    below = [t for t in ax.texts if t.get_ha() == "center" and t.get_position()[1] > 430 and t.get_text() != "x[1]"]
    beside = [t for t in ax.texts if t.get_ha() == "right"]
    return [
        np.polyfit([t.get_position()[k] for t in of], [float(t.get_text().replace("−", "-")) for t in of], 1)
        for k, of in enumerate((below, beside))
    ]


def test_the_plane_shows_what_answer_gives_where_it_gives_it():
    ax = drawn(drawing.draw_boundary, "moons")
    fill, half = ax.collections
    to_x1, _ = axes_of(ax)
    points = np.concatenate([path.vertices for path in half.get_paths()])
    assert np.allclose(np.polyval(to_x1, points[:, 0]), 0.5, atol=0.01)
    right = np.concatenate([p.vertices for p in fill.get_paths()[9:]])
    left = np.concatenate([p.vertices for p in fill.get_paths()[:1]])
    assert np.polyval(to_x1, right[:, 0].min()) > 0.5 > np.polyval(to_x1, left[:, 0].max())
    assert half.get_linestyle()[0][1] is None and to_hex(half.get_edgecolor()[0]).upper() == INK


@pytest.mark.parametrize(("name", "lines"), [("moons", 1), ("undecided", 0), ("far off", 0), ("touched", 0)])
def test_the_line_at_a_half_is_there_where_a2_crosses_it_and_the_words_say_whether(name, lines):
    ax = drawn(drawing.draw_boundary, name)
    assert len(ax.collections) == 1 + lines
    assert ("with a solid line at 1/2" in ax.alt, "nowhere across 1/2" in ax.alt) == (lines == 1, lines == 0)


def circles_on(ax):
    """The points on the plane and the rings, those left of the key: kind → (n, 2), places on the page."""
    found = {"0": [], "1": [], "ring": []}
    for line in marks(ax, "o"):
        points = line.get_xydata()
        fill = line.get_markerfacecolor()
        kind = {drawing.COLOURS["ground"]: "0", INK: "1", "none": "ring"}[fill]
        if kind != "ring" or line.get_markeredgecolor() == INK:
            found[kind].append(points[points[:, 0] < 530])
    return {kind: np.concatenate(parts) for kind, parts in found.items()}


@pytest.mark.parametrize("name", PLANES)
def test_every_point_is_drawn_by_its_class_and_ringed_when_it_is_not_on_its_side(name):
    X, Y, answer, *rest = PLANES[name]
    held = rest[1] if len(rest) == 2 else (np.empty((2, 0)), np.empty((1, 0)))
    every_X, every_Y = np.hstack([X, held[0]]), np.hstack([Y, held[1]])
    a2 = answer(every_X)
    wrong = np.where(every_Y == 1, a2 <= 0.5, a2 >= 0.5)
    ax = drawn(drawing.draw_boundary, name)
    circles = circles_on(ax)
    for kind, which in {"0": every_Y == 0, "1": every_Y == 1, "ring": wrong}.items():
        assert len(circles[kind]) == which.sum()
        if name != "far off":  # whose axes have no plain numbers
            there = [np.polyval(line, places) for line, places in zip(axes_of(ax), circles[kind].T, strict=True)]
            expected = every_X[:, which[0]]
            for points in (there, expected):
                points[:] = np.asarray(points)[:, np.lexsort(np.round(points, 6))]
            assert np.allclose(there, expected, atol=1e-5 * np.ptp(every_X))
    own = np.shape(Y)[1]
    ringed = [part.sum() for part in (wrong[0, :own], wrong[0, own:])][: 1 + (len(rest) == 2)]
    assert [written for written in words(ax) if "not on" in written] == [f"not on its side of 1/2: {n}" for n in ringed]
    assert [part.split()[-1] for part in ax.alt.split(" on the wrong side of 1/2")[:-1]] == [str(n) for n in ringed]


def test_held_out_points_are_smaller_and_have_their_own_part_of_the_key():
    ax = drawn(drawing.draw_boundary, "held out")
    sizes = {}
    for line in marks(ax, "o"):
        if line.get_markerfacecolor() == INK:
            sizes.setdefault(len(np.atleast_1d(line.get_xdata())), set()).add((line.get_markersize(), line.get_alpha()))
    (own,), (held,) = sizes[40], sizes[16]
    assert held[0] < 0.7 * own[0] and held[1] < own[1]
    assert {"held out", "y = 0, left: 40", "y = 1, right: 40", "y = 0, left: 15", "y = 1, right: 16"} <= set(words(ax))
    assert "Held out, smaller: 15 of class 0 (left) and 16 of class 1 (right); " in ax.alt
    assert "held out" not in words(drawn(drawing.draw_boundary, "moons"))


def test_on_every_colour_of_the_plane_a_point_of_class_0_is_a_dark_circle_and_one_of_class_1_dark_inside():
    ax = drawn(drawing.draw_boundary, "held out")
    points = [line for line in marks(ax, "o") if line.get_markerfacecolor() != "none"]
    kinds = set()
    for line in points:
        inside, outline = line.get_markerfacecolor(), line.get_markeredgecolor()
        hollow = inside == drawing.COLOURS["ground"]
        dark, pale = (outline, inside) if hollow else (inside, outline)
        kinds.add((hollow, line.get_alpha()))
        assert contrast(dark, pale) > 7
        for colour in ax.collections[0].get_facecolor()[:, :3]:
            shown = line.get_alpha() * np.array(to_rgb(dark)) + (1 - line.get_alpha()) * colour
            assert contrast(shown, colour) > 3
    assert len(kinds) == 4  # both classes, and both of those held out


def test_more_than_a_hundred_points_are_drawn_smaller():
    def size(count):
        ax = drawn_with(drawing.draw_boundary, *data.circles(count, 0.1, np.random.default_rng(0)), sure)
        return max(line.get_markersize() for line in marks(ax, "o") if len(line.get_xdata()) == count // 2)

    assert size(102) < 0.7 * size(100)


def test_points_and_rings_lie_over_the_line_and_that_over_the_colours():
    ax = drawn(drawing.draw_boundary, "xor")
    fill, half = ax.collections
    assert fill.zorder < half.zorder < min(line.zorder for line in marks(ax, "o"))
    assert max(line.zorder for line in ax.lines if line.get_marker() == "None") < fill.zorder


@pytest.mark.parametrize(
    ("X", "held_out", "said"),
    [
        ([[0, 4], [0, 1]], None, "x[1], from −0.4 to 4.4, and x[2], from −1.9 to 2.9,"),
        ([[0, 4.5], [0, 1]], None, "x[1], from −0.45 to 4.95, and x[2], from −0.1 to 1.1,"),
        ([[0, 1], [0, 1]], [[5], [-1]], "x[1], from −0.5 to 5.5, and x[2], from −3 to 3,"),
    ],
    ids=["four times", "more than four times", "held out"],
)
def test_all_points_have_room_and_both_inputs_one_span_unless_one_is_over_four_times_the_other(X, held_out, said):
    rest = () if held_out is None else (("0", "1"), (held_out, [[0]]))
    ax = drawn_with(drawing.draw_boundary, X, [[0, 1]], sure, *rest)
    assert f"over the plane of {said} in ten steps" in ax.alt


def test_the_colours_have_a_scale_with_numbers_in_ten_steps():
    ax = drawn(drawing.draw_boundary, "xor")
    steps = [patch for patch in ax.patches if not isinstance(patch, FancyBboxPatch)]
    assert np.all(np.diff([patch.get_xy()[0, 0] for patch in steps]) > 0)
    assert np.allclose([patch.get_facecolor() for patch in steps], ax.collections[0].get_facecolor())
    on_scale = [t for t in ax.texts if t.get_position()[1] == 109]
    assert [t.get_text() for t in on_scale] == ["0", "0.5", "1"]


def test_the_planes_alternative_in_full():
    assert drawn(drawing.draw_boundary, "xor").alt == (
        "a2 over the plane of x[1], from −0.1 to 1.1, and x[2], from −0.1 to 1.1, in ten steps from 0, orange, to 1, "
        "blue, with a solid line at 1/2. Points, class 0 as hollow circles and class 1 as full ones, those on the "
        "wrong side ringed: 2 of class 0 and 2 of class 1; 2 on the wrong side of 1/2."
    )


# The shares.


def by_solving(successes, tries):
    """Wilson's interval from its definition: the shares p at which |successes/tries − p| is 1.96 standard errors."""
    p = np.linspace(0, 1, 200001)
    fits = np.abs(successes / tries - p) <= 1.959964 * np.sqrt(p * (1 - p) / tries) + 1e-12
    return p[fits].min(), p[fits].max()


@pytest.mark.parametrize("name", SHARES)
def test_the_bar_is_wilsons_interval_and_the_dot_the_share(name):
    results, ax = SHARES[name][0], drawn(drawing.draw_success, name)
    ticks = [t for t in ax.texts if t.get_ha() == "right"]
    to_share = np.polyfit([t.get_position()[1] for t in ticks], [float(t.get_text()) for t in ticks], 1)
    bars = [line for line in coloured(ax, "ink") if np.ptp(line.get_xdata()) == 0]
    dots = marks(ax, "o")
    assert len(bars) == len(dots) == len(results)
    for bar, dot, H in zip(bars, dots, sorted(results), strict=True):
        assert np.allclose(np.polyval(to_share, bar.get_ydata()), 100 * np.array(by_solving(*results[H])), atol=0.01)
        assert np.isclose(np.polyval(to_share, dot.get_ydata()[0]), 100 * results[H][0] / results[H][1])
        assert np.isclose(find(ax, str(H)).get_position()[0], dot.get_xdata()[0])


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ({2: (366, 600)}, "H = 2: 61 % (57 to 65), 366 of 600"),
        ({2: (0, 100)}, "H = 2: 0 % (0 to 4), 0 of 100"),
        ({3: (100, 100)}, "H = 3: 100 % (96 to 100), 100 of 100"),
        ({3: (999, 1000)}, "H = 3: >99 % (99 to >99), 999 of 1000"),
        ({3: (1, 1000)}, "H = 3: <1 % (<1 to 1), 1 of 1000"),
        ({3: (995, 1000)}, "H = 3: >99 % (99 to >99), 995 of 1000"),
        ({3: (5, 1000)}, "H = 3: <1 % (<1 to 1), 5 of 1000"),
    ],
)
def test_a_shares_numbers_stand_beside_it_and_in_the_words(results, said):
    ax = drawn_with(drawing.draw_success, results)
    assert said in ax.alt
    share, rest = said.split(": ")[1].split(" % ")
    assert {f"{share} %", rest.split(",")[0]} <= set(words(ax))


def test_shares_stand_in_the_order_of_H_and_say_what_is_counted():
    ax = drawn_with(drawing.draw_success, {8: (1, 2), 2: (1, 4)}, "runs that ended")
    assert ax.alt.index("H = 2") < ax.alt.index("H = 8") and ax.alt.startswith("Runs that ended, ")
    assert "runs that ended: % of 2 to 4 tries" in words(ax)
    assert find(ax, "2").get_position()[0] < find(ax, "8").get_position()[0]


# Refusals, and the bytes.

ROW, MATRIX = [[1, 2]], [[1], [2]]
FOUR = data.xor()


@pytest.mark.parametrize(
    ("draw", "args", "sentence"),
    [
        (drawing.draw_product, ([1, 2], MATRIX), r"row must have two axes, rows and columns; got (2,)"),
        (drawing.draw_product, ([[1] * 7], MATRIX), "row must be (1, N) with N at most 6; got (1, 7)"),
        (
            drawing.draw_product,
            (ROW, [[1, 2]]),
            "matrix must be (2, M), a row for each observation, with M at most 4; got (1, 2)",
        ),
        (
            drawing.draw_product,
            (ROW, [[1] * 5] * 2),
            "matrix must be (2, M), a row for each observation, with M at most 4; got (2, 5)",
        ),
        (drawing.draw_product, (ROW, [[1], [np.nan]]), "matrix must be finite; got nan at 2, 1 (counting from 1)"),
        (drawing.draw_product, (ROW, MATRIX, "A"), "names must be two in a tuple; got str"),
        (drawing.draw_product, (ROW, MATRIX, ("A", 1)), "names must be text on one line; got 1"),
        (
            drawing.draw_product,
            (np.full((1, 6), 1.234e-100), np.full((6, 4), 1.234e-100)),
            "row and matrix must hold numbers that fit side by side under their names; got too wide ones",
        ),
        (
            drawing.draw_step,
            ([0, 0], [1, 2], 0, 1, 1),
            "weights must be (n,), two or more in ascending order; got others",
        ),
        (drawing.draw_step, ([1], [2], 1, 1, 1), "weights must be (n,), two or more in ascending order; got others"),
        (
            drawing.draw_step,
            ([[0, 1]], [1, 2], 0, 1, 1),
            "weights must be (n,), a number for each point of the curve; got (1, 2)",
        ),
        (drawing.draw_step, ([0, 1], [1], 0, 1, 1), "cost must be (2,), one J for each weight; got (1,)"),
        (drawing.draw_step, ([0, 1], [1, 2], 2, 1, 1), "at must be from 0 to 1, where there are weights; got 2"),
        (drawing.draw_step, ([0, 1], [1, 2], -1, 1, 1), "at must be from 0 to 1, where there are weights; got -1"),
        (drawing.draw_step, ([0, 1], [1, 2], 0, [1, 2], 1), "slope must be one number; got (2,)"),
        (drawing.draw_step, ([0, 1], [1, 2], 0, np.inf, 1), "slope must be finite; got inf"),
        (drawing.draw_step, ([0, 1], [1, 2], 0, 1, 0), "learning_rate must be one number above 0; got 0"),
        (drawing.draw_step, ([0, 1], [1, 2], 0, 1, 1, ""), "name must be text on one line; got ''"),
        (
            drawing.draw_step,
            ([0, 1], [1, 2], 0, 1, 1, "w" * 60),
            "name must be short, at most 240 pixels wide; got 'wwww",
        ),
        (drawing.draw_cost, ({},), "runs must be a dict of 1 to 4 runs, name → J; got 0 of them"),
        (drawing.draw_cost, ([1, 2],), "runs must be a dict of 1 to 4 runs, name → J; got list"),
        (drawing.draw_cost, ({"a": []},), "runs['a'] must not be empty; got (0,)"),
        (drawing.draw_cost, ({"a": ["x"]},), "runs['a'] must hold real numbers; got text, 'x' at 1 (counting from 1)"),
        *(
            (drawing.draw_cost, ({"a": J},), f"runs['a'] must hold J, 0 or more, somewhere at most 1e+300; got {came}")
            for J, came in (([1, -2], -2), ([np.nan], "none"), ([1e301, np.inf], "none"))
        ),
        (drawing.draw_cost, ({1: [1]},), "a name in runs must be text on one line; got 1"),
        (drawing.draw_cost, ({"a": [1]}, -1), "target must be None or a J, 0 or more; got -1"),
        (
            drawing.draw_boundary,
            ([[1, 2]], [[0, 1]], sure),
            "X must be (2, N), two inputs of each observation; got (1, 2)",
        ),
        (
            drawing.draw_boundary,
            ([[1e301], [1]], [[0]], sure),
            "X must stay within ±1e300, as far as axes reach; got 1e+301",
        ),
        (
            drawing.draw_boundary,
            (FOUR[0], [[0, 1]], sure),
            "Y must be (1, 4), one label for each observation; got (1, 2)",
        ),
        (drawing.draw_boundary, (*FOUR, "a2"), "answer must be a function from (2, n) to (1, n); got str"),
        (
            drawing.draw_boundary,
            (*FOUR, lambda X: X),
            "answer must give (1, 14641), one a2 for each point; got (2, 14641)",
        ),
        (drawing.draw_boundary, (*FOUR, lambda X: 0 * X[:1] + 1.001), "answer must give a2 from 0 to 1; got 1.001"),
        (drawing.draw_boundary, (*FOUR, lambda X: 0 * X[:1] - 0.001), "answer must give a2 from 0 to 1; got -0.001"),
        (drawing.draw_boundary, (*FOUR, lambda X: X[:1] / 0), "what answer gives must be finite; got "),
        (drawing.draw_boundary, (*FOUR, sure, ("a", "b", "c")), "names must be two in a tuple; got 3 of them"),
        (drawing.draw_boundary, (*FOUR, sure, ("0", "1"), FOUR[0]), "held_out must be two in a tuple; got ndarray"),
        (
            drawing.draw_boundary,
            (*FOUR, sure, ("0", "1"), (FOUR[0], [[2, 0, 0, 0]])),
            "held_out's Y must hold only 0 and 1; got 2",
        ),
        (drawing.draw_success, ({},), "results must be a dict of 1 to 7, H → (successes, tries); got 0 of them"),
        (drawing.draw_success, ([2],), "results must be a dict of 1 to 7, H → (successes, tries); got list"),
        (
            drawing.draw_success,
            ({0: (1, 2)},),
            "results must have numbers of hidden units as its keys, 1 or more; got 0",
        ),
        (
            drawing.draw_success,
            ({"a": (1, 2)},),
            "results must have numbers of hidden units as its keys, 1 or more; got 'a'",
        ),
        *(
            (
                drawing.draw_success,
                ({2: came},),
                f"results[2] must be (successes, tries), whole, 0 ≤ successes ≤ tries; got {came}",
            )
            for came in ((3, 2), (-1, 2), (0, 0), (0.5, 1), 5, (1, 2, 3))
        ),
        (drawing.draw_success, ({2: (1, 2)}, 3), "what must be text on one line; got 3"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of the division in an answer
def test_a_bad_argument_is_refused_in_one_sentence(draw, args, sentence):
    with pytest.raises(ValueError) as refused:
        drawing.picture(draw, *args)
    said = str(refused.value)
    assert said.startswith(sentence) and "\n" not in said


def test_nothing_passed_in_is_changed():
    X, Y = data.xor()
    kept = [X.copy(), Y.copy(), W.copy(), J.copy()]
    runs = {"a": np.array([1.0, np.inf, 0.5])}
    drawing.picture(drawing.draw_boundary, X, Y, sure)
    drawing.picture(drawing.draw_step, W, J, -1, -1.0, 0.1)
    drawing.picture(drawing.draw_cost, runs)
    assert all(np.array_equal(a, b) for a, b in zip(kept, (X, Y, W, J), strict=True))
    assert np.array_equal(runs["a"], [1.0, np.inf, 0.5])


HASH = """
import hashlib
import numpy as np
from helpers import drawing as d
X = np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]])
def answer(X):
    return X[:1] ** 2 / (1 + X[:1] ** 2)
def every():
    yield d.draw_product, [[-0.5, 0.25]], [[1, 2], [3, 4]]
    yield d.draw_step, [-1, 0, 1], [1, 0, 1], 0.5, 1.0, 0.25
    yield d.draw_cost, {"a": [1, 0.5, 0.2], "b": [1, 2]}, 0.4
    yield d.draw_boundary, X, [[0, 1, 1, 0]], answer
    yield d.draw_success, {2: (3, 4), 3: (4, 4)}
hashes = [hashlib.sha256(d.picture(*args).png).hexdigest() for args in every()]
"""


def test_another_run_gives_the_same_bytes_whatever_the_readers_settings_are(tmp_path):
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\nlines.linewidth: 9\nlines.markersize: 20\ncontour.negative_linestyle: solid\naxes.grid: True\n"
    )
    script = HASH + "print(*hashes)"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    mine = {}
    exec(HASH, mine)
    assert done.stdout.split() == mine["hashes"] and len(set(mine["hashes"])) == 5
    assert all(len(one) == len(hashlib.sha256().hexdigest()) for one in mine["hashes"])
