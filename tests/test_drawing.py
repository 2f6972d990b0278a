"""The pictures: that they can be read, what their words say, and that they are the same for everyone."""

import hashlib
import re
import subprocess
import sys

import matplotlib
import numpy as np
import pytest
from legible import cut_off, overlapping, pale, run_through
from matplotlib.colors import to_rgb
from pictures import CASES, MOONS, NAMES, NETWORKS, SLOPES, J, W, drawn, loss_of, made, passed, sure, value
from PIL import Image

from helpers import checking, data, drawing, network

EXAMPLE = network.EXAMPLE
PLACES = [f"{k:02}" for k in range(1, 15)]
ONTO = {  # each derivative, what it is multiplied from, and by which local slope
    "dL_dz2": ("∂L/∂a2", "∂a2/∂z2"),
    "dL_dW2": ("∂L/∂z2", "∂z2/∂W2"),
    "dL_db2": ("∂L/∂z2", "∂z2/∂b2"),
    "dL_da1": ("∂L/∂z2", "∂z2/∂a1"),
    "dL_dz1": ("∂L/∂a1", "∂a1/∂z1"),
    "dL_dW1": ("∂L/∂z1", "∂z1/∂W1"),
    "dL_db1": ("∂L/∂z1", "∂z1/∂b1"),
}
DERIVED = ["dL_da2", *ONTO]
WRITTEN = {name: f"∂L/∂{name[4:]}" for name in DERIVED}
SOURCES = {"∂L/∂a2": "L", **{WRITTEN[name]: source for name, (source, _) in ONTO.items()}}
DERIVED_IN = dict(zip(PLACES[2:10], SOURCES, strict=True))


# What holds for every picture.


@pytest.mark.parametrize(("of", "name"), NAMES)
def test_a_picture_can_be_read_and_so_can_its_words(of, name):
    picture = drawn(of, name)
    assert overlapping(picture) == [] and cut_off(picture) == [] and pale(picture) == []
    if (of, name) != ("step", "infinite") and of != "map":  # one is upright along the frame; numbers lie on arrows
        assert run_through(picture) == []
    assert 1 <= len(re.findall(r"\.(?= |$)", picture.alt)) <= 4 or of in ("chain", "slopes", "stall")  # these tell more
    assert picture.alt.endswith(".") and not re.search(
        r"\bnan\b|None|[Dd]iagram|[Pp]icture|[Ii]mage|[Ff]igure", picture.alt
    )
    assert not re.search(r"\bd\w+/d", " ".join([picture.alt, *picture.words]))  # ∂, as the page writes it


@pytest.mark.parametrize("of", sorted({of for of, _ in NAMES}))
def test_a_picture_can_be_read_when_it_is_shown_narrow(of):
    most = max((name for which, name in NAMES if which == of), key=lambda name: len(drawn(of, name).texts))
    picture = drawn(of, most, width=500)
    assert overlapping(picture) == [] and cut_off(picture) == []


ALTS = {
    ("network", "EXAMPLE"): "x = (1, 2) with W1 = [[1, 0.5], [1, −1]] and b1 = (−1, 0) gives z1 = (1, −1) and, through "
    "ReLU, a1 = (1, 0). Hidden unit 2 is off. That with W2 = [2, −3] and b2 = −2 gives z2 = 0 and a2 = 0.5; the label "
    "is y = 1, so the loss L is 0.6931.",
    ("product", "four by two"): "A row, A2 − Y, of 4 observations times a matrix, A1ᵀ, 4 by 2, gives a row of 2: "
    "−0.75, −0.375. Lit are the matrix's first column and the result's first entry, a sum over the observations: "
    "(−0.5)·1 + 0.5·0 + 0.25·2 + (−0.75)·1 = −0.75.",
    ("step", "across"): "J over W1[1,1] from −3 to 3, a curve. A dot at W1[1,1] = 2, where J = 4, has a dashed "
    "tangent: the slope = 4. An arrow along the axis is the step, −learning rate · slope = −0.9·4 = −3.6. It leads to "
    "W1[1,1] = −1.6, a hollow dot, where J = 2.56, lower than before.",
    ("cost", "a high target"): "2 lines, told apart by dash and by the mark at the end: J over the steps. a, from 0.5 "
    "to 0.25 in 1 step; b, from 0.5 to 1 in 2 steps, which ends above its start. A dotted guide marks the target, 5.",
    ("boundary", "xor"): "a2 over the plane of x[1], from −0.1 to 1.1, and x[2], from −0.1 to 1.1, in ten steps from "
    "0, orange, to 1, blue, with a solid line at 1/2. Points, class 0 as hollow circles and class 1 as full ones, "
    "those on the wrong side ringed: 2 of class 0 and 2 of class 1; 2 on the wrong side of 1/2.",
    ("success", "four"): "Nets that learnt, in per cent of the tries over H, a dot each with a bar for its 95 % "
    "interval: H = 2: 61 % (54 to 67), 122 of 200; H = 3: 90 % (85 to 93), 180 of 200; H = 4: >99 % (97 to >99), 199 "
    "of 200; H = 8: 100 % (98 to 100), 200 of 200.",
    ("chain", "dL_dW2"): "You are here: from z2 back to W2. What arrives is ∂L/∂z2; "
    "the local slope is ∂z2/∂W2. Derived before: ∂L/∂a2, ∂L/∂z2. To come: ∂L/∂b2, ∂L/∂a1, ∂L/∂z1, ∂L/∂W1, ∂L/∂b1. "
    "Forward: x, z1, a1, z2, a2, L. Back from L: ∂L/∂a2 is the first slope; then ∂L/∂z2 = ∂L/∂a2 × ∂a2/∂z2; ∂L/∂W2 "
    "= ∂L/∂z2 × ∂z2/∂W2; ∂L/∂b2 = ∂L/∂z2 × ∂z2/∂b2; ∂L/∂a1 = ∂L/∂z2 × ∂z2/∂a1; ∂L/∂z1 = ∂L/∂a1 × ∂a1/∂z1; ∂L/∂W1 = "
    "∂L/∂z1 × ∂z1/∂W1; ∂L/∂b1 = ∂L/∂z1 × ∂z1/∂b1.",
    ("slopes", "EXAMPLE dL_da1"): "x = (1, 2) with W1 = [[1, 0.5], [1, −1]] and b1 = (−1, 0) gives z1 = (1, −1) and, "
    "through ReLU, a1 = (1, 0). Hidden unit 2 is off. That with W2 = [2, −3] and b2 = −2 gives z2 = 0 and a2 = 0.5; "
    "the label is y = 1, so the loss L is 0.6931. Known before: ∂L/∂a2 = −2; ∂L/∂z2 = −0.5; ∂L/∂W2 = [−0.5, 0]; "
    "∂L/∂b2 = −0.5. New here: ∂L/∂a1 = (−1, 1.5). Still to come: ∂L/∂z1, ∂L/∂W1, ∂L/∂b1.",
    ("map", "05"): "You are here: 05, ∂L/∂W2. Forward, x with W1 and b1 gives z1, then a1; a1 with W2 and b2 gives "
    "z2, then a2; a2 with y gives the loss L. Back from L come the derivatives, each with its notebook's number: "
    "∂L/∂a2 (03), ∂L/∂z2 (04), ∂L/∂W2 (05), ∂L/∂b2 (06), ∂L/∂a1 (07), ∂L/∂z1 (08), ∂L/∂W1 (09), ∂L/∂b1 (10). Before "
    "them come forward, with the page's numbers (01) and the model and its loss (02); after them the mean over N "
    "(11), training (12), playground (13), homework (14).",
}


@pytest.mark.parametrize(("which", "alt"), ALTS.items(), ids=map(" ".join, ALTS))
def test_a_pictures_words_in_full(which, alt):
    assert drawn(*which).alt == alt


# The map and the chain.


def nearest(words, picture, names):
    """Which of the texts `names` stands nearest to a text."""
    return min(names, key=lambda name: np.linalg.norm(picture.text(name).middle - picture.text(words).middle))


@pytest.mark.parametrize("place", ["01", "02", "03", "05", "08", "11", "14"])
def test_the_map_lights_the_place_that_is_asked_for_and_no_other(place):
    picture, plain = drawn("map", place), drawn("map", "None")
    dark = [number for number in PLACES if picture.box_under(picture.text(number)).fill == "ink"]
    assert dark == [place]
    if place in DERIVED_IN:
        assert nearest("you are here", picture, DERIVED_IN.values()) == DERIVED_IN[place]
    else:
        assert 0 < picture.text("you are here").middle[1] - picture.text(place).middle[1] < 30
    assert "you are here" not in plain.words and all(box.fill != "ink" for box in plain.boxes)
    assert picture.alt.startswith(f"You are here: {place}, {DERIVED_IN.get(place, '')}")
    lit = [arrow for arrow in picture.arrows if arrow.colour == "ink"]
    assert len(lit) == {"01": 8, "02": 10}.get(place, place in DERIVED_IN)  # 01 has no loss
    assert all(arrow.width > max(other.width for other in plain.arrows) for arrow in lit)


def test_on_the_map_and_the_chain_an_arrow_points_from_each_derivative_to_the_next():
    for of in ("map", "chain"):
        picture = drawn(of, "None")
        for name, source in SOURCES.items():
            ends = [
                arrow
                for arrow in picture.arrows
                if np.linalg.norm(arrow.points[0] - picture.text(source).middle) < 110
                and np.all(np.abs(arrow.points[-1] - picture.text(name).middle) < (36, 20))
            ]
            assert len(ends) == 1, (of, name)
        forward = [picture.text(name).middle for name in ("x", "z1", "a1", "z2", "a2", "L")]
        assert np.all(np.diff([x for x, _ in forward]) > 0) and np.ptp([y for _, y in forward]) < 2
    for number, name in DERIVED_IN.items():  # its notebook stands between a derivative and what it comes from
        at, ends = drawn("map", "None").text(number).middle, (name, SOURCES[name])
        low, high = np.sort([drawn("map", "None").text(end).middle for end in ends], axis=0)
        assert np.all(low - 2 < at) and np.all(at < high + 2), number


@pytest.mark.parametrize("here", ["dL_da2", "dL_dW2", "dL_da1", "dL_db1"])
def test_the_chain_lights_one_arrow_and_ticks_what_was_derived_before(here):
    picture, written = drawn("chain", here), WRITTEN[here]
    (lit,) = [arrow for arrow in picture.arrows if arrow.colour == "ink"]
    assert np.all(np.abs(picture.text(written).middle - lit.points[-1]) <= 34)
    assert np.all(np.abs(picture.text(SOURCES[written]).middle - lit.points[0]) <= 34)
    assert lit.width > max(arrow.width for arrow in picture.arrows if arrow is not lit)
    assert nearest("you are here", picture, SOURCES) == written
    if here in ONTO:
        slope = picture.text(f"× {ONTO[here][1]}")
        assert slope.colour == "ink" and np.linalg.norm(slope.middle - lit.points[[0, -1]].mean(axis=0)) < 65
    before = [WRITTEN[name] for name in DERIVED[: DERIVED.index(here)]]
    ticks = [text.middle for text in picture.texts if text.words == "✓"]
    assert len(ticks) == len(before) + bool(before)  # one more in the key
    for name in SOURCES:
        text = picture.text(name)
        assert any(np.linalg.norm(text.middle - tick) < 24 for tick in ticks) == (name in before), name
        assert (picture.box_under(text).fill != "ground") == (name in before), name
    key = {"derived before": before, "this notebook": True, "to come": here != DERIVED[-1]}
    assert [words in picture.words for words in key] == list(map(bool, key.values()))


def test_the_chain_lights_every_arrow_forward_for_the_model_and_nothing_for_no_place():
    lit = [arrow for arrow in drawn("chain", "model").arrows if arrow.colour == "ink"]
    assert len(lit) == 5 and all(arrow.points[0, 0] < arrow.points[-1, 0] for arrow in lit)
    plain = drawn("chain", "None")
    assert not {"✓", "you are here", "to come"} & set(plain.words)
    assert "ink" not in {arrow.colour for arrow in plain.arrows} and "You are here" not in plain.alt


# The network.


def test_the_networks_boxes_hold_its_numbers_and_a_unit_that_is_off_is_hollow_and_says_so():
    for name in NETWORKS:
        problem, picture = NETWORKS[name], drawn("network", name)
        say, parameters, values = drawing.graph.numerals.text, problem.parameters, passed(problem)
        off = [problem.hidden == "relu" and z <= 0 for z in values.Z1[:, 0]]
        assert sum("off" in words for words in picture.words) == sum(off)
        assert picture.alt.count(" off.") == any(off), name
        slim = len(off) > 5  # each unit has one line, under the names z1 and a1
        for i, is_off in enumerate(off):
            b, z, a = (say(column[i, 0]) for column in (parameters.b1, values.Z1, values.A1))
            if slim:
                number = min((t for t in picture.texts if t.words == str(i + 1)), key=lambda t: t.at[0])
                row = [t for t in picture.texts if abs(t.at[1] - number.at[1]) < 1 and t.at[0] > number.at[0]]
                row = sorted(row, key=lambda text: text.at[0])[:3]
                assert [text.words for text in row] == [b, z, a + (", off" if is_off else "")]
                cells = row[1:]
            else:
                cells = [picture.text(f"{letter}1[{i + 1}]") for letter in "za"]
                for cell, number in zip(cells, (z, a), strict=True):
                    assert number in [t.words for t in picture.texts if picture.box_under(t) is picture.box_under(cell)]
                assert f"b1[{i + 1}] = {b}" in picture.words
            assert {picture.box_under(cell).fill == "ground" for cell in cells} == {is_off}
        for name, number in (("z2", values.Z2), ("a2", values.A2), ("y", problem.y), ("L", None)):
            box = picture.box_under(picture.text(name))
            number = network.loss(values.Z2, problem.y) if number is None else number
            assert [t.words for t in picture.texts if picture.box_under(t) is box] == [name, say(number.item())]
        assert f"b2 = {say(parameters.b2.item())}" in picture.words, name


def test_a_weights_sign_shows_by_dash_and_by_colour_its_size_by_width_and_its_number_on_its_edge():
    for name in NETWORKS:
        problem, picture = NETWORKS[name], drawn("network", name)
        weights = np.concatenate([problem.parameters.W1.ravel(), problem.parameters.W2.ravel()])
        edges = picture.lines[: len(weights)]
        signs = {1: "positive", -1: "negative", 0: "zero"}
        assert [line.colour for line in edges] == [signs[np.sign(weight)] for weight in weights], name
        dashes = {(line.colour, line.dash) for line in picture.lines}
        assert (
            len(dashes) == len(dict(dashes)) == len({dash for _, dash in dashes})
        )  # one for each sign, in the key too
        widths = [line.get_linewidth() for line in picture.ax.lines[: len(weights)]]
        assert np.all(np.diff(np.array(widths)[np.argsort(np.abs(weights))]) >= 0), name
        assert np.ptp(widths) > 0 or np.ptp(np.abs(weights)) == 0, name
        labels = [t for t in picture.texts if (box := picture.box_under(t)) and box.zorder == 4]
        numbered = name not in ("3 by 5", "6 by 5", "3 by 9", "8 by 16", "huge")
        assert len(labels) == len(weights) * numbered and ("left out" in picture.alt) == (not numbered), name
        for text, line, weight in zip(labels, edges, weights, strict=False):
            assert text.words == drawing.graph.numerals.text(weight)
            (x0, y0), (x1, y1) = line.points
            assert abs(np.interp(text.middle[0], [x0, x1], [y0, y1]) - text.middle[1]) < 5
        if not numbered:
            counts = [(weights > 0).sum(), (weights < 0).sum()]
            assert "left out: {} positive, solid lines, {} negative, dashed".format(*counts) in picture.alt
            assert "W1 =" not in picture.alt


def test_the_loss_is_drawn_only_when_it_is_given():
    without = drawn("network", "without a loss")
    assert "L" not in without.words and "loss" not in without.alt and "y" in without.words
    assert "off" not in drawn("network", "PAGE").alt  # a sigmoid is never off
    assert "Hidden units 1, 2 and 3 are off." in drawn("network", "all zero").alt  # a ReLU at 0 is


# The slopes.

UPTO_ALL = [(name, upto) for name in ("EXAMPLE", "SECOND") for upto in (None, *SLOPES)]


def columns(picture):
    """The boxes' texts from top to bottom, by the name at the head of their column; a bias is in that of its z."""
    heads = {name: picture.text(name).middle[0] for name in ("x", "W1", "z1", "a1", "W2", "z2", "a2", "L")}
    boxed = sorted((t for t in picture.texts if t.middle[1] > 30 and picture.box_under(t)), key=lambda t: -t.middle[1])
    return {name: [t for t in boxed if abs(t.middle[0] - x) < 3] for name, x in heads.items()}


def by_moving(problem):
    """Every slope of the loss by name, found by moving each number a little."""
    values = dict(zip(("z1", "a1", "z2", "a2"), passed(problem), strict=False)) | problem.parameters._asdict()
    slopes = {
        f"dL_d{name}": checking.numeric_gradient(
            lambda at, name=name: network.loss_with(problem, **{name: at}), numbers
        )
        for name, numbers in values.items()
    }
    slopes["dL_dx"] = checking.numeric_gradient(lambda x: loss_of(problem._replace(x=x)), problem.x)
    return {"x": problem.x, **values}, slopes


@pytest.mark.parametrize("name", ["EXAMPLE", "SECOND"])
def test_each_value_has_the_slope_of_the_loss_by_it_right_below(name):
    problem, picture = NETWORKS[name], drawn("slopes", f"{name} dL_dx")
    values, slopes = by_moving(problem)
    found = columns(picture)
    for unit in ("1", "2"):  # a unit's z, then its bias: two numbers each
        z = found[f"z{unit}"]
        found[f"z{unit}"] = [t for k, t in enumerate(z) if k % 4 < 2]
        found[f"b{unit}"] = [t for k, t in enumerate(z) if k % 4 > 1]
    for quantity, numbers in values.items():
        above, below = found[quantity][::2], found[quantity][1::2]
        assert [t.words for t in above] == list(map(drawing.graph.numerals.text, numbers.flat)), quantity
        said = [value(t.words) for t in below]
        assert np.allclose(said, slopes[f"dL_d{quantity}"].ravel(), rtol=1e-3, atol=1e-8), quantity
        assert all(0 < p.middle[1] - q.middle[1] < 24 for p, q in zip(above, below, strict=True)), quantity
    assert [t.words for t in found["L"]] == [drawing.graph.numerals.text(loss_of(problem))]
    assert f"y = {problem.y.item():g}" in picture.words


def is_bold(picture, text):
    (found,) = [t for t in picture.ax.texts if np.allclose(picture.dots(t.get_position()), text.at)]
    return "Bold" in found.get_fontproperties().get_file()


@pytest.mark.parametrize(("name", "upto"), UPTO_ALL)
def test_new_slopes_are_framed_and_bold_and_those_to_come_are_question_marks(name, upto):
    picture, full = drawn("slopes", f"{name} {upto}"), drawn("slopes", f"{name} dL_db1")
    sizes = {f"dL_d{q}": numbers.size for q, numbers in by_moving(NETWORKS[name])[0].items()}
    at = SLOPES.index(upto) if upto else -1
    to_come = SLOPES[at + 1 : -1]
    key = [t for t in picture.texts if t.middle[1] < 30]
    marks = [t for t in picture.texts if t.words == "?" and t not in key]
    assert len(marks) == sum(sizes[slope] for slope in to_come)
    assert all(picture.box_under(t).fill == "ground" and t.colour == "quiet" for t in marks)
    framed = [t for t in picture.texts if (box := picture.box_under(t)) and box.edge == "ink"]
    assert len(framed) == sizes.get(upto, 0) and all(is_bold(picture, t) for t in framed)
    assert sum(is_bold(picture, t) for t in picture.texts if picture.box_under(t)) == len(framed)
    for slope in SLOPES[: at + 1] + to_come:
        names = [t for t in picture.texts if t.words == slope.replace("d", "∂").replace("_", "/")]
        assert len(names) == (sizes["dL_db1"] if slope == "dL_db1" else 1)
        assert {(is_bold(picture, t), t.colour == "quiet") for t in names} == {(slope == upto, slope in to_come)}
    assert ("∂L/∂x" in picture.words) == (upto == "dL_dx")
    words = {"new here": upto, "known before": at > 0, "to come": to_come}
    assert [word in picture.words for word in words] == list(map(bool, words.values()))
    if upto != "dL_dx":  # nothing moves as the slopes fill in
        places = [
            sorted(tuple(box.box.extents.round(3)) for box in drawing.boxes if box.box.y0 > 30)
            for drawing in (picture, full)
        ]
        assert places[0] == places[1]


@pytest.mark.parametrize("name", ["EXAMPLE", "SECOND"])
def test_beside_the_slopes_a_unit_that_is_off_is_hollow_and_says_so(name):
    picture, off = drawn("slopes", f"{name} dL_da2"), passed(NETWORKS[name]).Z1[:, 0] <= 0
    found = columns(picture)
    for texts in (found["z1"][::4], found["a1"][::2]):
        assert [picture.box_under(t).fill == "ground" for t in texts] == list(off)
    told = [t for t in picture.texts if t.words == "off"]
    (unit,) = np.flatnonzero(off)
    assert len(told) == 1 and 0 < found["a1"][2 * unit + 1].middle[1] - told[0].middle[1] < 30
    assert "off" not in drawn("slopes", "PAGE dL_db1").words  # a sigmoid is never off


@pytest.mark.parametrize(("name", "upto"), UPTO_ALL)
def test_beside_the_slopes_each_weights_line_tells_its_sign_and_runs_into_its_box_and_into_no_text(name, upto):
    picture, parameters = drawn("slopes", f"{name} {upto}"), NETWORKS[name].parameters
    weights, found = [*parameters.W1.flat, *parameters.W2.flat], columns(picture)
    boxes = [picture.box_under(t).box for name in ("W1", "W2") for t in found[name][::2]]
    assert len(picture.lines) == 2 * len(weights)
    for there, onward, weight, box in zip(picture.lines[::2], picture.lines[1::2], weights, boxes, strict=True):
        assert {there.colour, onward.colour} == {"positive" if weight > 0 else "negative"}
        assert np.allclose(there.points[1], (box.x0, box.y0), atol=3)
        assert np.allclose(onward.points[0], (box.x1, box.y0), atol=3)
    for line in picture.lines:
        points = np.linspace(*line.points, 200)
        assert not [t.words for t in picture.texts if t.box.padded(1).count_contains(points)]


@pytest.mark.parametrize("name", ["EXAMPLE", "SECOND"])
def test_beside_the_slopes_no_letter_is_smaller_than_eleven_and_a_half_pixels(name):
    picture = drawn("slopes", f"{name} dL_dx")
    assert min(t.get_fontsize() for t in picture.ax.texts) * 96 / 72 > 11.5


# The picture that a notebook shows.

X4, Y4 = data.xor()
ONE_OF_EACH = """
import numpy as np
from helpers import drawing as d, network
X, Y = np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]]), [[0, 1, 1, 0]]
def pictures():
    e = network.EXAMPLE
    for draw, *args in (
        (d.draw_map, "04"), (d.draw_chain, "dL_da1"), (d.draw_network, e, network.forward(e.x, e.parameters)),
        (d.draw_sigmoid, 1), (d.draw_relu, 1), (d.draw_loss, "a2"), (d.draw_stall,),
        (d.draw_product, [[-0.5, 0.25]], [[1, 2], [3, 4]]), (d.draw_step, [-1, 0, 1], [1, 0, 1], 0.5, 1.0, 0.25),
        (d.draw_cost, {"a": [1, 0.5, 0.2], "b": [1, 2]}, 0.4),
        (d.draw_slopes, e, "dL_da1"),
        (d.draw_boundary, X, Y, lambda X: X[:1] ** 2 / (1 + X[:1] ** 2)), (d.draw_success, {2: (3, 4), 3: (4, 4)}),
    ):
        yield d.picture(draw, *args, size=(240, 140))
"""
USUAL = {}
exec(ONE_OF_EACH, USUAL)
SETTINGS = {
    "font.family": "monospace",
    "font.size": 30,
    "lines.linewidth": 9,
    "lines.markersize": 20,
    "lines.scale_dashes": False,
    "lines.antialiased": False,
    "text.hinting": "none",
    "path.sketch": (1, 100, 2),
    "axes.facecolor": "black",
    "axes.grid": True,
    "contour.negative_linestyle": "solid",
    "figure.dpi": 30,
    "savefig.transparent": True,
    "axes.prop_cycle": matplotlib.cycler(color=["red"]),
}


def test_the_bytes_are_the_same_in_another_run_and_whatever_the_readers_settings_are():
    with matplotlib.rc_context(SETTINGS):
        before = dict(matplotlib.rcParams)
        mine = [hashlib.sha256(picture.png).hexdigest() for picture in USUAL["pictures"]()]
        assert dict(matplotlib.rcParams) == before
    script = f"{ONE_OF_EACH}\nimport hashlib, sys\n"
    script += "print(*[hashlib.sha256(picture.png).hexdigest() for picture in pictures()])\n"
    script += "assert 'matplotlib.pyplot' not in sys.modules"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert other.stdout.split() == mine and len(set(mine)) == 13


def test_a_picture_is_opaque_on_its_own_pale_ground_so_that_it_reads_on_a_dark_page_too(tmp_path):
    picture = drawing.picture(drawing.draw_map, size=(300, 182))
    (tmp_path / "map.png").write_bytes(picture.png)
    image = Image.open(tmp_path / "map.png")
    assert image.size == (600, 364) and "transparency" not in image.info and image.mode == "P"
    ground = np.array(to_rgb(drawing.COLOURS["ground"])) * 255
    assert np.allclose(image.convert("RGB").getpixel((0, 0)), ground, atol=4)
    assert not re.search(rb"tEXt|iTXt|zTXt|tIME|eXIf", picture.png)  # neither a date nor a version


def test_a_notebook_gets_an_image_with_its_alternative_and_plain_text():
    picture = drawing.picture(lambda ax: 'a < b & "c"', size=(300, 200))
    bundle = picture._repr_mimebundle_()
    assert sorted(bundle) == ["text/html", "text/plain"]
    assert 'alt="a &lt; b &amp; &quot;c&quot;"' in bundle["text/html"]
    assert 'src="data:image/png;base64,iVBOR' in bundle["text/html"]
    assert 'width="300"' in bundle["text/html"] and "max-width:100%;height:auto" in bundle["text/html"]
    assert "invert" in re.search(r"<style>(.*)</style>", bundle["text/html"])[1]  # a dark twin in the dark theme
    assert repr(picture) == picture.alt == 'a < b & "c"' and bundle["text/plain"] == f"In words:\n{picture.alt}"


def test_nothing_passed_in_is_changed():
    problem, runs = made(2, 3), {"a": np.array([1.0, np.inf, 0.5])}
    X, Y = (part.copy() for part in MOONS)
    calls = (
        (drawing.draw_network, problem, passed(problem), 0.5),
        (drawing.draw_boundary, X, Y, sure),
        (drawing.draw_slopes, problem, "dL_db1"),
        (drawing.draw_step, W.copy(), J.copy(), -1, -1.0, 0.1),
        (drawing.draw_cost, runs),
    )
    arrays = [problem.x, problem.y, *problem.parameters, X, Y, *calls[3][1:3], runs["a"]]
    before = [array.copy() for array in arrays]
    for draw, *args in calls:
        drawing.picture(draw, *args[:2], size=(80, 48), loss=0.5) if draw is drawing.draw_network else drawing.picture(
            draw, *args, size=(80, 48)
        )
    assert all(np.array_equal(p, q) for p, q in zip(arrays, before, strict=True))


# What is refused, in one sentence each.

ROW, MATRIX, FOUR = [[1, 2]], [[1], [2]], (X4, Y4)
CHAIN = (
    'here must be None, "model" or a derivative, dL_da2, dL_dz2, dL_dW2, dL_db2, dL_da1, dL_dz1, dL_dW1, dL_db1; got '
)
MATRIX_FIT = "matrix must be (2, M), a row for each observation, with M at most 4; got "
COUNTS = "results[2] must be (successes, tries), whole, 0 ≤ successes ≤ tries; got "
RUN = "runs['a'] must hold J, 0 or more, somewhere at most 1e+300; got "
UNITS = "results must have numbers of hidden units as its keys, 1 or more; got "
ONE_COLUMN = "forward_pass must hold one observation, one column of H = 2 in Z1 and A1; got "
FEW = "problem must have at most 2 inputs and 3 hidden units to be drawn with its slopes; got "
UPTO = f"upto must be None or a derivative, {', '.join(SLOPES)}; got "
LARGEST = "problem must have at most 8 inputs and 16 hidden units to be drawn; got "
REFUSED = {
    drawing.draw_map: [
        ((here,), f'here must be None or a notebook\'s number, "01" to "14"; got {here!r}')
        for here in ("00", "15", 4, "", "dL/dz2")
    ],
    drawing.draw_chain: [((here,), f"{CHAIN}{here!r}") for here in ("dL/da2", "05", ["dL_da2"])],
    drawing.draw_network: [
        (
            (EXAMPLE, network.forward(np.ones((2, 4)), EXAMPLE.parameters)),
            f"{ONE_COLUMN}Z1 (2, 4), A1 (2, 4), Z2 (1, 4), A2 (1, 4)",
        ),
        ((EXAMPLE, passed(network.SECOND)), f"{ONE_COLUMN}Z1 (3, 1), A1 (3, 1), Z2 (1, 1), A2 (1, 1)"),
        ((EXAMPLE, passed(network.PAGE)), 'forward_pass must have hidden="relu", as problem; got "sigmoid"'),
        ((EXAMPLE, 0.5), "forward_pass must be a ForwardPass; got float"),
        ((made(9, 2), 0), f"{LARGEST}D = 9 and H = 2"),
        ((made(2, 17), 0), f"{LARGEST}D = 2 and H = 17"),
    ],
    drawing.draw_slopes: [
        *(((EXAMPLE, upto), f"{UPTO}{upto!r}") for upto in ("dL/da2", "W1", "model", 3, ["dL_da2"])),
        ((None,), "problem must be the four x, y, parameters, hidden; got None"),
        ((made(3, 2),), f"{FEW}D = 3 and H = 2"),
        ((made(2, 4), "dL_da2"), f"{FEW}D = 2 and H = 4"),
        ((made(2, 3, scale=1e200),), "Z2 must be finite; got "),
    ],
    drawing.draw_sigmoid: [
        ((7,), "z must be None or one number from -6 to 6; got 7"),
        (([1, 2],), "z must be None or one number from -6 to 6; got (2,)"),
        ((np.nan,), "z must be finite; got nan"),
    ],
    drawing.draw_relu: [((-4.5,), "z must be None or one number from -4 to 4; got -4.5")],
    drawing.draw_loss: [
        (("a1",), 'against must be "a2" or "z2"; got \'a1\''),
        (("a2", 0.5), "y must be None, for both curves, or 0 or 1; got 0.5"),
        (("a2", [0, 1]), "y must be None, for both curves, or 0 or 1; got [0, 1]"),
    ],
    drawing.draw_product: [
        (([1, 2], MATRIX), "row must have two axes, rows and columns; got (2,)"),
        (([[1] * 7], MATRIX), "row must be (1, N) with N at most 6; got (1, 7)"),
        ((ROW, [[1, 2]]), f"{MATRIX_FIT}(1, 2)"),
        ((ROW, [[1] * 5] * 2), f"{MATRIX_FIT}(2, 5)"),
        ((ROW, MATRIX, "A"), "names must be two in a tuple; got str"),
        ((ROW, MATRIX, ("A", 1)), "names must be text on one line; got 1"),
        (
            (np.full((1, 6), 1.234e-100), np.full((6, 4), 1.234e-100)),
            "row and matrix must hold numbers that fit side by side under their names; got too wide ones",
        ),
    ],
    drawing.draw_step: [
        (([0, 0], [1, 2], 0, 1, 1), "weights must be (n,), two or more in ascending order; got others"),
        (([1], [2], 1, 1, 1), "weights must be (n,), two or more in ascending order; got others"),
        (([[0, 1]], [1, 2], 0, 1, 1), "weights must be (n,), a number for each point of the curve; got (1, 2)"),
        (([0, 1], [1], 0, 1, 1), "cost must be (2,), one J for each weight; got (1,)"),
        (([0, 1], [1, 2], 2, 1, 1), "at must be from 0 to 1, where there are weights; got 2"),
        (([0, 1], [1, 2], -1, 1, 1), "at must be from 0 to 1, where there are weights; got -1"),
        (([0, 1], [1, 2], 0, [1, 2], 1), "slope must be one number; got (2,)"),
        (([0, 1], [1, 2], 0, 1, 0), "learning_rate must be one number above 0; got 0"),
        (([0, 1], [1, 2], 0, 1, 1, ""), "name must be text on one line; got ''"),
        (([0, 1], [1, 2], 0, 1, 1, "w " * 60), "name must be short, at most 240 pixels wide; got 'w w"),
    ],
    drawing.draw_cost: [
        (({},), "runs must be a dict of 1 to 4 runs, name → J; got 0 of them"),
        (([1, 2],), "runs must be a dict of 1 to 4 runs, name → J; got list"),
        (({"a": []},), "runs['a'] must not be empty; got (0,)"),
        (({"a": [1, -2]},), f"{RUN}-2"),
        (({"a": [np.nan]},), f"{RUN}none"),
        (({"a": [1e301, np.inf]},), f"{RUN}none"),
        (({1: [1]},), "a name in runs must be text on one line; got 1"),
        (({"a": [1]}, -1), "target must be None or a J, 0 or more; got -1"),
    ],
    drawing.draw_boundary: [
        (([[1, 2]], [[0, 1]], sure), "X must be (2, N), two inputs of each observation; got (1, 2)"),
        (([[1e301], [1]], [[0]], sure), "X must stay within ±1e300, as far as axes reach; got 1e+301"),
        ((X4, [[0, 1]], sure), "Y must be (1, 4), one label for each observation; got (1, 2)"),
        ((*FOUR, "a2"), "answer must be a function from (2, n) to (1, n); got str"),
        ((*FOUR, lambda X: X), "answer must give (1, 14641), one a2 for each point; got (2, 14641)"),
        ((*FOUR, lambda X: 0 * X[:1] + 1.001), "answer must give a2 from 0 to 1; got 1.001"),
        ((*FOUR, lambda X: 0 * X[:1] - 0.001), "answer must give a2 from 0 to 1; got -0.001"),
        ((*FOUR, lambda: 0), "answer must be a function of one argument, inputs (2, n); it says: "),
        ((*FOUR, sure, ("a", "b", "c")), "names must be two in a tuple; got 3 of them"),
        ((*FOUR, sure, ("0", "1"), X4), "held_out must be two in a tuple; got ndarray"),
        ((*FOUR, sure, ("0", "1"), (X4, [[2, 0, 0, 0]])), "held_out's Y must hold only 0 and 1; got 2"),
    ],
    drawing.draw_success: [
        (({},), "results must be a dict of 1 to 7, H → (successes, tries); got 0 of them"),
        (([2],), "results must be a dict of 1 to 7, H → (successes, tries); got list"),
        (({0: (1, 2)},), f"{UNITS}0"),
        (({"a": (1, 2)},), f"{UNITS}'a'"),
        *((({2: came},), f"{COUNTS}{came}") for came in ((3, 2), (-1, 2), (0, 0), (0.5, 1), 5, (1, 2, 3))),
        (({2: (1, 2)}, 3), "what must be text on one line; got 3"),
    ],
}


@pytest.mark.parametrize("draw", REFUSED, ids=lambda draw: draw.__name__)
def test_a_bad_argument_is_refused_in_one_sentence(draw):
    for args, sentence in REFUSED[draw]:
        with pytest.raises(ValueError) as refused:
            drawing.picture(draw, *args, size=(80, 48))
        said = str(refused.value)
        assert said.startswith(sentence) and "\n" not in said


def test_each_function_is_in_the_list():
    functions = {getattr(drawing, name) for name in drawing.__all__ if name.startswith("draw_")}
    assert set(CASES) == functions and set(REFUSED) == functions - {drawing.draw_stall}
