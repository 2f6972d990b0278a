"""The pictures of curves and of training: that the right values stand at the right places, read by their axes."""

import math

import numpy as np
import pytest
from legible import contrast
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from pictures import BROKEN, CASES, DIPPING, Drawn, drawn, named, sure

from helpers import derivatives, drawing, network
from helpers.numerals import text as say

CHARTS = ("sigmoid", "relu", "loss", "stall", "step", "cost", "boundary", "success")


def cases(of, *without):
    return [name for name in CASES[getattr(drawing, f"draw_{of}")] if name not in without]


def loss_at(z, y):
    return network.loss(z.reshape(1, -1), np.full((1, z.size), y))[0]


def da_dz(z):
    return derivatives.da2_dz2(network.sigmoid(z)[None])[0]


def test_larger_numbers_stand_further_right_and_further_up():
    for of in CHARTS:
        for name in cases(of):
            for chart in drawn(of, name).charts:
                assert all(scale is None or scale[0] > 0 for scale in chart.scales), name


# The curves.


def test_the_sigmoids_curves_are_the_networks_and_told_apart_by_dash():
    (chart,) = drawn("sigmoid", "None").charts
    (solid,), (dashed,) = chart.lines("a", 9), chart.lines("ink", 9)
    z, a = chart.values(solid.points)
    assert np.allclose(a, network.sigmoid(z), atol=1e-4) and np.allclose([z[0], z[-1]], [-6, 6]) and not solid.dash
    z, slope = chart.values(dashed.points)
    assert np.allclose(slope, da_dz(z), atol=1e-4) and np.allclose([z[0], z[-1]], [-6, 6]) and dashed.dash


def test_relu_and_its_gate_are_the_networks_and_at_the_kink_the_gate_is_0():
    left, right = drawn("relu", "None").charts
    (relu,), gates = left.lines("a", 5), right.lines("ink", 5)
    z, a = left.values(relu.points)
    assert np.allclose(a, network.relu(z)) and np.allclose([z[0], z[-1]], [-4, 4]) and not relu.dash
    for line, ends, height in zip(gates, ((-4, 0), (0, 4)), (0, 1), strict=True):
        z, gate = right.values(line.points)
        assert np.allclose([z[0], z[-1]], ends) and np.allclose(gate, height) and line.dash
    for fill, height in (("ink", 0), ("ground", 1)):
        (mark,) = right.marks(fill)
        assert np.allclose(np.ravel(right.values(mark.points)), [0, height], atol=1e-9)


@pytest.mark.parametrize("against", ["a2", "z2"])
def test_the_losses_are_the_networks_solid_for_1_and_dashed_for_0(against):
    for y in (1, 0):
        (both,), (alone,) = drawn("loss", f"{against} None").charts, drawn("loss", f"{against} {y}").charts
        bands = [both.lines("L", 9)[1 - y], alone.lines("L", 9)[0]]
        lines = [both.lines("ink", 9)[1 - y], alone.lines("ink", 9)[0]]
        for line in (*bands, *lines):
            x, L = both.values(line.points)
            z = np.log(x / (1 - x)) if against == "a2" else x
            assert np.allclose(L, loss_at(z, y), atol=1e-4)
        assert [bool(line.dash) for line in lines] == [y == 0] * 2 and len(alone.lines("ink", 9)) == 1
        assert f"y = {y}, a" in drawn("loss", f"{against} {y}").alt
        assert f"y = {1 - y}, a" not in drawn("loss", f"{against} {y}").alt
        assert [words[:5] for words in alone.picture.words if words[:3] == "y ="] == [f"y = {y}"]


def test_the_stalls_curves_are_both_pulls_and_the_region_is_named():
    picture = drawn("stall")
    (chart,) = picture.charts
    (band,), (entropy, squared) = chart.lines("L", 9), chart.lines("ink", 9)
    for line in (band, entropy):
        z, pull = chart.values(line.points)
        assert np.allclose(pull, 1 - network.sigmoid(z), atol=1e-4) and not line.dash
    z, pull = chart.values(squared.points)
    assert np.allclose(pull, (1 - network.sigmoid(z)) * da_dz(z), atol=1e-4) and squared.dash
    assert {"sure and wrong", "0.9933", "0.006604"} <= set(picture.words)
    assert "0.9933" in picture.alt and "0.006604" in picture.alt


POINTS = {
    ("sigmoid", "0"): ("σ(0) = 0.5", "slope = 0.25"),
    ("sigmoid", "2.25"): ("σ(2.25) ≈ 0.9047", "slope ≈ 0.08626"),
    ("relu", "4"): ("ReLU(4) = 4", "1{4 > 0} = 1"),
    ("relu", "-1.5"): ("ReLU(−1.5) = 0", "1{−1.5 > 0} = 0"),
    ("relu", "0"): ("ReLU(0) = 0", "1{0 > 0} = 0"),
}


@pytest.mark.parametrize(("which", "said"), POINTS.items(), ids=map(" ".join, POINTS))
def test_a_points_numbers_stand_in_the_picture_and_in_its_words_and_its_dots_on_the_curves(which, said):
    picture, z = drawn(*which), float(which[1])
    assert set(said) <= set(picture.words) and all(words in picture.alt for words in said)
    expected = {
        "sigmoid": [network.sigmoid(z), da_dz(np.array([z]))[0]],
        "relu": [max(z, 0), float(z > 0)],
    }[which[0]]
    for chart, mark, height in zip(picture.charts * 2, picture.marks()[-2:], expected, strict=False):
        assert np.allclose(np.ravel(chart.values(mark.points)), [z, height], atol=1e-3)


# A step.

READABLE = cases("step", "infinite")  # whose tangent is upright


def at_both(name):
    """Of a step: where it starts and lands, as (weight, J), and whether that is in the frame."""
    weights, cost, at, slope, rate = CASES[drawing.draw_step][name][:5]
    goal = at - rate * slope
    ends = [[weight, np.interp(weight, weights, cost)] for weight in (at, goal)]
    return ends, weights[0] <= goal <= weights[-1]


def test_a_steps_curve_is_the_given_one_its_dot_full_where_it_starts_and_hollow_where_it_lands():
    for name in READABLE:
        weights, cost, _, slope = map(np.asarray, CASES[drawing.draw_step][name][:4])
        (chart,) = drawn("step", name).charts
        near = {"rtol": 0, "atol": 1e-3 * (np.ptp(cost) or np.max(cost))}
        (curve,), (tangent,) = chart.lines("L"), [line for line in chart.lines("ink", 2) if line.dash]
        if chart.scales[1] is not None:
            for line in (curve, next(line for line in chart.lines("ink", 2) if len(line.points) == len(weights))):
                x, y = chart.values(line.points)
                assert np.allclose(x, weights, atol=1e-3) and np.allclose(y, cost, **near)
            (x0, y0), (x1, y1) = np.transpose(chart.values(tangent.points))
            start = at_both(name)[0][0]
            assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, rel=1e-2, abs=1e-7)
            assert np.allclose(y0 + slope * (start[0] - x0), start[1], **near)
        ends, inside = at_both(name)
        (full,), hollow = chart.marks("ink"), chart.marks("ground")
        assert len(hollow) == inside, name
        for mark, end in zip((full, *hollow), ends, strict=False):
            read = 1 + (chart.scales[1] is not None)
            assert np.allclose(np.ravel(chart.values(mark.points))[:read], end[:read], **near), name


def test_a_steps_arrow_points_from_the_weight_to_where_it_lands_or_to_the_edge_and_says_so():
    for name in READABLE:
        picture, (ends, inside) = drawn("step", name), at_both(name)
        (chart,), weights = picture.charts, CASES[drawing.draw_step][name][0]
        (head,) = [box.corners for box in picture.boxes if not box.rounded]
        tip = head[np.argmin(np.abs(head[:, 1] - np.median(head[:, 1])))]
        (shaft,) = [
            line.points
            for line in chart.lines("ink", 2)
            if len(line.points) == 2 and not line.dash and np.allclose(line.points[:, 1], tip[1])
        ]
        (start, _), (x, _) = np.transpose(chart.values([shaft[0], tip]))
        goal = np.clip(ends[1][0], weights[0], weights[-1])
        assert np.allclose([start, x], [ends[0][0], goal], atol=1e-3), name
        assert np.all((tip[0] - head[:, 0]) * np.sign(goal - start) >= 0)  # it is the foremost
        beyond = any("beyond the edge" in words for words in picture.words)
        assert beyond == (not inside) == ("beyond the edge" in picture.alt), name


SAID = {
    "across": ("after: J = 2.56", "before: J = 4", "slope = 4", "W1[1,1] goes from 2 to −1.6"),
    "beyond the left edge": ("−learning rate · slope = −2·4 = −8", "W1[1,1] goes from 2 to −6, beyond the edge"),
    "none": ("before: J = 0", "after: J = 0", "−learning rate · slope = −0.9·0 = 0", "W1[1,1] stays at 0"),
    "flat": ("slope = −10⁹", "−learning rate · slope = −0.001·(−10⁹) = 10⁶", "b2"),
}


@pytest.mark.parametrize(("name", "said"), SAID.items(), ids=SAID)
def test_a_steps_numbers_stand_in_the_picture(name, said):
    assert set(said) <= set(drawn("step", name).words)


def test_a_steps_words_say_when_J_is_not_lower_after_it():
    assert drawn("step", "up").alt.endswith(", where J = 4, higher than before.")
    assert drawn("step", "none").alt.endswith(", as before.")


def test_each_label_of_a_step_covers_nothing_and_is_tied_to_what_it_tells():
    for name in READABLE:
        picture = drawn("step", name)
        (chart,) = picture.charts
        labels = [box.box for box in picture.boxes if box.rounded]
        assert not any(box.overlaps(other) for k, box in enumerate(labels) for other in labels[k + 1 :]), name
        told = {"before:": chart.marks("ink")[0].points[0]}
        for mark in chart.marks("ground"):
            told["after:"] = mark.points[0]
        (tangent,) = [line.points for line in chart.lines("ink", 2) if line.dash]
        ties = [line.points for line in picture.lines if line.colour == "quiet" and not line.dash and not line.mark]
        for text in picture.texts:
            if text.words.split()[0] in (*told, "slope"):
                (start,) = [tie[0] for tie in ties if np.linalg.norm(tie[1] - text.at) < 6]
                ends = tangent if text.words.startswith("slope") else [told[text.words.split()[0]]]
                assert any(np.allclose(start, end, atol=0.1) for end in ends), text.words
        guides = [line.points for line in picture.lines if line.colour == "quiet" and line.dash]
        tops = sorted(tuple(guide[np.argmax(guide[:, 1])]) for guide in guides)  # from each dot down to the arrow
        assert np.allclose(tops, sorted(tuple(mark.points[0]) for mark in chart.marks()), atol=0.1), name


# J over the steps.


def is_log(name):
    return CASES[drawing.draw_cost][name][2:] == (True,)


def test_each_run_is_drawn_from_its_start_to_its_end_with_a_dash_a_mark_and_a_name_of_its_own():
    for name in cases("cost", "huge"):
        runs, picture = CASES[drawing.draw_cost][name][0], drawn("cost", name)
        (chart,) = picture.charts
        bands, cores, marks = chart.lines("L"), chart.lines("ink"), chart.marks()
        beside = [line for line in picture.lines if not chart.holds(line.points)]
        samples = [line for line in beside if line.colour == "ink" and not line.mark]
        assert len(bands) == len(cores) == len(marks) == len(samples) == len(runs), name
        assert len({line.dash for line in cores}) == len({line.mark for line in marks}) == len(runs), name
        for (run, J), *lines, mark, sample in zip(runs.items(), bands, cores, marks, samples, strict=True):
            (label,) = [text for text in picture.texts if text.words.startswith(f"{run}: J ")]
            assert label.words.endswith(f" {say(J[-1])}") and sample.dash == lines[1].dash
            assert abs(sample.points[0, 1] - label.at[1]) < 6
            beside = [line.mark for line in picture.marks() if abs(line.points[0, 1] - sample.points[0, 1]) < 0.1]
            assert mark.mark in beside
            if is_log(name):
                continue
            J = np.asarray(J, float)
            for line in lines:
                x, y = chart.values(line.points)
                there, given = np.isfinite(y), np.isfinite(J)
                assert np.allclose([x[0], x[there][-1]], [0, np.flatnonzero(given)[-1]], atol=0.5)
                assert np.all(np.diff(x) >= -1e-6)
                assert np.allclose(y[there], J[np.round(x[there]).astype(int)], atol=2e-3)
                assert np.allclose([y[there].min(), y[there].max()], [J[given].min(), J[given].max()], atol=2e-3)
                assert np.allclose(mark.points[0], line.points[there][-1])
        above = sum(J[-1] > J[0] for J in runs.values())
        assert (
            picture.words.count("ends above its start") == above == picture.alt.count("which ends above its start")
        ), name


def test_nothing_of_a_run_leaves_the_frame_even_where_J_is_huge():
    for name in cases("cost"):
        (chart,), runs = drawn("cost", name).charts, CASES[drawing.draw_cost][name][0]
        assert len(chart.lines("L")) == len(chart.marks()) == len(runs), name


def test_a_thinned_line_goes_through_its_lowest_and_highest_J_and_leaves_its_gaps():
    (chart,) = drawn("cost", "long with gaps").charts
    for J, line in zip((BROKEN, DIPPING), chart.lines("L"), strict=True):
        x, y = chart.values(line.points)
        there = np.isfinite(y)
        gaps = np.flatnonzero(np.isfinite(J[:-1]) & np.isnan(J[1:])) + 1
        assert set(gaps) <= set(np.round(x[~there]))
        for extreme in (0.1, 0.9):
            assert np.allclose(x[there][np.isclose(y[there], extreme, atol=1e-3)], np.flatnonzero(J == extreme), atol=1)
        assert len(x) <= 4 * 700  # points in a pixel, pixels
    (chart,) = drawn("cost", "with gaps").charts
    assert np.isnan(chart.values(chart.lines("L")[0].points)[1]).tolist() == [False, False, True, True, False]


def test_over_powers_of_ten_a_step_stands_at_its_logarithm_and_step_0_half_a_power_before_1():
    picture = drawn("cost", "three over powers of ten")
    x = [picture.text(words).at[0] for words in ("1", "10", "100", "1000")]
    powers = np.polyval(np.polyfit(x, range(4), 1), picture.charts[0].lines("L")[0].points[[0, -1], 0])
    assert np.allclose(np.diff(x), np.diff(x)[0], atol=1) and np.allclose(powers, [-0.5, math.log10(5000)], atol=0.02)


@pytest.mark.parametrize("name", ["three", "with gaps", "ends at one J", "a high target", "rising"])
def test_the_target_is_a_dotted_guide_across_at_its_J_with_its_number(name):
    picture, target = drawn("cost", name), [*CASES[drawing.draw_cost][name], None][1]
    (chart,) = picture.charts
    guides = [line for line in chart.lines("quiet") if line.dash]
    assert len(guides) == (target is not None) == ("target" in picture.alt)
    for guide in guides:
        x, y = chart.values(guide.points)
        assert np.allclose(y, target, atol=5e-3) and abs(x[0]) < 0.02 * x[1]
        assert f"target: {target:g}" in picture.words and f"target, {target:g}." in picture.alt


def test_names_stand_in_the_order_of_their_ends_and_are_tied_to_those_that_they_can_not_stand_at():
    picture = drawn("cost", "three")
    names = [next(t for t in picture.texts if t.words.startswith(f"rate {r}:")).at[1] for r in ("0.01", "0.1", "1")]
    assert np.array_equal(np.argsort([mark.points[0, 1] for mark in picture.charts[0].marks()]), np.argsort(names))
    picture = drawn("cost", "ends at one J")
    ends = [mark.points[0, 1] for mark in picture.charts[0].marks()]
    names = [text.at[1] for text in picture.texts if text.words.startswith(("learning rate ", "target"))]
    ties = [line.points for line in picture.lines if line.colour == "quiet" and not line.dash]
    assert np.allclose([tie[:, 1] for tie in ties], np.transpose([[*ends, ends[-1]], names]), atol=6)


# The plane.


def test_the_planes_colours_go_from_orange_over_pale_to_blue_and_have_a_scale():
    picture = drawn("boundary", "xor")
    fill, ends = picture.ax.collections[0], [to_rgb(drawing.COLOURS[sign]) for sign in ("negative", "positive")]
    colours = fill.get_facecolor()[:, :3]
    assert np.allclose(fill.levels, np.linspace(0, 1, 11))
    away = np.array([[np.linalg.norm(colour - end) for colour in colours] for end in ends])
    assert np.all(np.diff(away[0][:5]) > 0) and np.all(np.diff(away[1][5:]) < 0)  # to the ground, and from it
    assert np.argmin(away[0]) == 0 and np.argmin(away[1]) == 9
    scale = [box for box in picture.boxes if not box.rounded]
    assert np.allclose([to_rgb(box.fill) for box in scale], colours, atol=1 / 255)
    x = [box.box.x0 for box in scale]
    low, middle, high = (
        next(t for t in picture.texts if t.words == n and t.at[0] >= x[0] - 5) for n in ("0", "0.5", "1")
    )
    assert np.all(np.diff(x) > 0) and low.at[0] < middle.at[0] < high.at[0]


def test_the_plane_shows_what_answer_gives_where_it_gives_it():
    picture = drawn("boundary", "moons")
    (chart,), (fill, half) = picture.charts, picture.ax.collections

    def x1(paths):
        return chart.values(picture.dots(np.concatenate([path.vertices for path in paths])))[0]

    assert np.allclose(x1(half.get_paths()), 0.5, atol=0.02)
    assert x1(fill.get_paths()[9:]).min() > 0.5 > x1(fill.get_paths()[:1]).max()
    assert named(half.get_edgecolor()[0]) == "ink" and fill.zorder < half.zorder
    assert half.zorder < min(line.zorder for line in picture.ax.lines if line.get_marker() == "o")


def test_the_line_at_a_half_is_there_where_a2_crosses_it_and_the_words_say_whether():
    for name, crosses in {"moons": True, "undecided": False, "far off": False, "touched": False}.items():
        picture = drawn("boundary", name)
        assert len(picture.ax.collections) == 1 + crosses
        assert ("with a solid line at 1/2" in picture.alt, "nowhere across 1/2" in picture.alt) == (
            crosses,
            not crosses,
        )


def test_every_point_is_drawn_by_its_class_and_ringed_when_it_is_not_on_its_side():
    for name in cases("boundary"):
        X, Y, answer, *rest = CASES[drawing.draw_boundary][name]
        sets = [(np.array(X, float), np.array(Y)), *rest[1:]]
        picture = drawn("boundary", name)
        (chart,) = picture.charts
        X, Y = (np.hstack(parts) for parts in zip(*sets, strict=True))
        wrong = [np.where(labels == 1, answer(x) <= 0.5, answer(x) >= 0.5)[0] for x, labels in sets]
        rings = [line for line in chart.marks("none") if len(line.points)][1::2]  # the dark ones, each upon a pale one
        kinds = {"ground": (chart.marks("ground"), Y[0] == 0), "ink": (chart.marks("ink"), Y[0] == 1)}
        for marks, which in (*kinds.values(), (rings, np.concatenate(wrong))):
            points = np.concatenate([mark.points for mark in marks]) if marks else np.empty((0, 2))
            assert len(points) == which.sum()
            if name != "far off" and len(points):  # whose axes' numbers are rounded
                there, given = (np.sort(np.transpose(v) @ [1, 1e-3]) for v in (chart.values(points), X[:, which]))
                assert np.allclose(there, given, atol=5e-3 * max(np.ptp(X, axis=1).max(), 1))
        ringed = [str(part.sum()) for part in wrong]
        assert [words.split(": ")[1] for words in picture.words if words.startswith("not on its side")] == ringed, name
        assert [part.split()[-1] for part in picture.alt.split(" on the wrong side of 1/2")[:-1]] == ringed, name


def test_held_out_points_are_smaller_and_have_their_own_part_of_the_key():
    picture, alone = drawn("boundary", "held out"), drawn("boundary", "moons")
    (chart,) = picture.charts
    sizes = {len(mark.points): (mark.size, mark.alpha) for mark in chart.marks("ink")}
    assert sizes[16][0] < 0.7 * sizes[40][0] and sizes[16][1] < sizes[40][1]
    key = {"held out", "y = 0, left: 40", "y = 1, right: 40", "y = 0, left: 15", "y = 1, right: 16"}
    assert key <= set(picture.words) and "held out" not in alone.words
    assert "Held out, smaller: 15 of class 0 (left) and 16 of class 1 (right); " in picture.alt
    assert max(mark.size for mark in drawn("boundary", "many points").charts[0].marks("ink")) < 0.7 * sizes[40][0]


def test_a_point_stands_out_on_every_colour_of_the_plane():
    picture = drawn("boundary", "held out")
    marks = {(mark.fill, mark.alpha) for mark in picture.charts[0].marks() if mark.fill != "none"}
    assert len(marks) == 4  # both classes, and both of those held out
    for _, alpha in marks:
        for colour in picture.ax.collections[0].get_facecolor()[:, :3]:
            assert contrast(alpha * np.array(to_rgb(drawing.COLOURS["ink"])) + (1 - alpha) * colour, colour) > 3


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
    assert f"over the plane of {said} in ten steps" in Drawn(drawing.draw_boundary, X, [[0, 1]], sure, *rest).alt


# The shares.


def by_solving(successes, tries):
    """Wilson's interval from its definition: the shares p at which |successes/tries − p| is 1.96 standard errors."""
    p = np.linspace(0, 1, 200001)
    fits = np.abs(successes / tries - p) <= 1.959964 * np.sqrt(p * (1 - p) / tries) + 1e-12
    return p[fits].min(), p[fits].max()


def test_the_bar_is_wilsons_interval_and_the_dot_the_share_over_its_H():
    for name in cases("success"):
        results, picture = CASES[drawing.draw_success][name][0], drawn("success", name)
        (chart,) = picture.charts
        bars = [line.points for line in chart.lines("ink") if np.ptp(line.points[:, 0]) == 0]
        dots = [mark.points for mark in chart.marks("ink")]
        assert len(bars) == len(dots) == len(results), name
        for bar, dot, H in zip(bars, dots, sorted(results), strict=True):
            assert np.allclose(np.sort(chart.values(bar)[1]), 100 * np.array(by_solving(*results[H])), atol=0.3)
            assert np.allclose(chart.values(dot)[1], 100 * results[H][0] / results[H][1], atol=0.3)
            below = [t for t in picture.texts if t.words == str(H) and t.box.y1 < chart.low[1]]
            assert np.allclose([text.at[0] for text in below], dot[0, 0], atol=1)


SHARES = {
    (366, 600): "61 % (57 to 65)",
    (0, 100): "0 % (0 to 4)",
    (100, 100): "100 % (96 to 100)",
    (999, 1000): ">99 % (99 to >99)",
    (1, 1000): "<1 % (<1 to 1)",
    (995, 1000): ">99 % (99 to >99)",
    (5, 1000): "<1 % (<1 to 1)",
}


def test_a_shares_numbers_stand_beside_it_and_in_the_words():
    results = dict(enumerate(SHARES, 1))
    picture = Drawn(drawing.draw_success, results, "runs that ended")
    for H, (counted, said) in enumerate(SHARES.items(), 1):
        assert f"H = {H}: {said}, {counted[0]} of {counted[1]}" in picture.alt
        assert set(said.split(" % ")) <= {words.removesuffix(" %") for words in picture.words}
    assert picture.alt.startswith("Runs that ended, ") and "runs that ended: % of 100 to 1000 tries" in picture.words


# The product.


def cells(picture, lit):
    """The numbers in cells, lit or not, from left to right and downwards."""
    found = []
    for text in picture.texts:
        box = picture.box_under(text)
        if box is not None and (box.edge == "ink") == lit:
            assert (box.fill != "ground") == lit
            found.append((round(text.at[0]), -round(text.at[1]), text.words))
    return [words for *_, words in sorted(found)]


@pytest.mark.parametrize("name", ["four by two", "one by one", "largest of whole numbers", "largest"])
def test_the_first_column_and_the_first_entry_are_lit_and_nothing_else(name):
    row, matrix = (np.array(part, float) for part in CASES[drawing.draw_product][name])
    result, picture = row @ matrix, drawn("product", name)
    rounded = any("the cells show only 2 digits" in words for words in picture.words)
    assert rounded == (name == "largest")

    def written(values):
        return [say(float(f"{value:.2g}") if rounded else value) for value in values]

    assert cells(picture, lit=True) == written([*matrix[:, 0], result[0, 0]])
    assert cells(picture, lit=False) == written([*row[0], *matrix[:, 1:].T.ravel(), *result[0, 1:]])


SUMS = {
    "four by two": "(−0.5)·1 + 0.5·0 + 0.25·2 + (−0.75)·1 = −0.75",
    "one by one": "(−0.5)·1 = −0.5",
    "largest of whole numbers": "(−3)·0 + (−2)·4 + (−1)·8 + 0·12 + 1·16 + 2·20 = 40",
    "rounded": "0.3333·3 + 0.5·2 ≈ 2",
}


def test_the_lit_entry_is_written_out_as_a_sum_over_several_lines_where_it_is_long():
    for name, said in SUMS.items():
        assert said in drawn("product", name).words and drawn("product", name).alt.endswith(f" {said}.")
    picture = drawn("product", "largest")
    lines = [words for words in picture.words if "·" in words and words != "·"]
    assert len(lines) == 2 and " ".join(lines) + "." in picture.alt and "≈" in lines[-1]


@pytest.mark.parametrize("name", ["four by two", "one by four", "named", "largest"])
def test_names_and_signs_stand_in_the_order_of_the_product_and_each_observation_has_its_number(name):
    row, _, *names = CASES[drawing.draw_product][name]
    picture, count = drawn("product", name), np.shape(row)[1]
    first, second = names[0] if names else ("A2 − Y", "A1ᵀ")
    order = [picture.text(words).at[0] for words in (first, "·", second, "=", "product")]
    assert np.all(np.diff(order) > 0)
    numbers = [text for text in picture.texts if text.colour == "quiet" and text.words.split()[-1].isdigit()]
    above = sorted(text.at[0] for text in numbers if text.align == "center")
    beside = sorted((-text.at[1], text.words.split()[-1]) for text in numbers if text.align == "right")
    assert len(above) == count and [n for _, n in beside] == [str(n + 1) for n in range(count)]
    left = [text.at[0] for text in picture.texts if picture.box_under(text) and text.at[0] < order[1]]
    assert np.allclose(sorted(left), above, atol=1)


def test_sigmoid_alone_gives_nothing_of_its_slope_away():
    figure = Figure()
    words = drawing.draw_sigmoid(figure.add_axes((0, 0, 1, 1)), slope=False)
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert "slope" not in words and not any("slope" in text or "1 −" in text for text in texts)
