"""The pictures: what they say, that they can be read, and that they are the same for everyone."""

import hashlib
import re
import subprocess
import sys
from functools import cache

import hypothesis.strategies as st
import matplotlib
import numpy as np
import pytest
from hypothesis import given, settings
from legible import contrast, middle, overlapping, sticking_out
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from helpers import drawing, network

NAMED = {"PAGE": network.PAGE, "EXAMPLE": network.EXAMPLE, "SECOND": network.SECOND}
PLACES = [None, *(f"{k:02}" for k in range(1, 15))]
DERIVATIVE = dict(
    zip(PLACES[3:11], ["dL/da2", "dL/dz2", "dL/dW2", "dL/db2", "dL/da1", "dL/dz1", "dL/dW1", "dL/db1"], strict=True)
)


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


def page(size=(800, 484)):
    """An axes that fills its figure, at one dot for each CSS pixel."""
    figure = Figure(figsize=(size[0] / 96, size[1] / 96), dpi=96)
    FigureCanvasAgg(figure)
    return figure.add_axes((0, 0, 1, 1))


def drawn(draw, *args, size=(800, 484), **kwargs):
    """The axes that a picture has been drawn on."""
    ax = page(size)
    draw(ax, *args, **kwargs)
    return ax


def told(draw, *args, **kwargs):
    """A picture's text alternative."""
    return draw(page(), *args, **kwargs)


def network_drawn(problem, loss=0.6931):
    size = (800, drawing.network_height(problem))
    return drawn(drawing.draw_network, problem, passed(problem), size=size, loss=loss)


def every_picture():
    for place in PLACES:
        yield f"map {place}", lambda place=place: drawn(drawing.draw_map, place)
    for name, problem in NAMED.items():
        yield name, lambda problem=problem: network_drawn(problem, loss_of(problem))
        yield f"{name} without a loss", lambda problem=problem: network_drawn(problem, None)
    for D, H in ((1, 1), (2, 4), (4, 2), (6, 5), (8, 16)):
        yield f"{D} inputs, {H} hidden units", lambda D=D, H=H: network_drawn(made(D, H))


pictures = pytest.mark.parametrize("make", [pytest.param(cache(make), id=name) for name, make in every_picture()])


def words(ax):
    return [text.get_text() for text in ax.texts]


def box_under(text, ax):
    """The box on which a text stands, or None where it stands on the ground."""
    x, y = ax.transData.inverted().transform(middle(text))
    boxes = [(patch.zorder, k, patch) for k, patch in enumerate(ax.patches) if isinstance(patch, FancyBboxPatch)]
    under = [box for box in boxes if covers(box[2], x, y)]
    return max(under)[2] if under else None


def covers(box, x, y):
    return 0 < x - box.get_x() < box.get_width() and 0 < y - box.get_y() < box.get_height()


# What can be read on every picture.


@pictures
def test_no_text_covers_another(make):
    assert overlapping(make()) == []


@pictures
def test_no_text_leaves_the_picture(make):
    assert sticking_out(make()) == []


@pictures
def test_no_text_sticks_out_of_its_box(make):
    ax = make()
    for text in ax.texts:
        box = box_under(text, ax)
        if box is not None:
            inner, outer = text.get_window_extent(), box.get_window_extent()
            assert outer.x0 < inner.x0 and inner.x1 < outer.x1, text.get_text()


@pictures
def test_every_text_has_a_contrast_of_at_least_four_and_a_half(make):
    ax = make()
    for text in ax.texts:
        box = box_under(text, ax)
        ground = ax.get_facecolor() if box is None else box.get_facecolor()
        assert contrast(text.get_color(), ground) >= 4.5, text.get_text()


@pytest.mark.parametrize("place", PLACES)
def test_the_maps_letters_are_at_least_11_pixels_high_at_800_pixels(place):
    assert min(text.get_fontsize() for text in drawn(drawing.draw_map, place).texts) * 96 / 72 >= 11


@pytest.mark.parametrize("problem", NAMED.values(), ids=NAMED)
def test_the_networks_letters_are_at_least_11_pixels_high_at_800_pixels(problem):
    assert min(text.get_fontsize() for text in network_drawn(problem, loss_of(problem)).texts) * 96 / 72 >= 11


@pytest.mark.parametrize("size", [(400, 300), (1600, 700), (500, 900)])
def test_a_picture_fits_into_any_axes(size):
    for args in [(drawing.draw_map, "09"), (drawing.draw_network, network.SECOND, passed(network.SECOND))]:
        ax = drawn(*args, size=size)
        assert overlapping(ax) == [] and sticking_out(ax) == []


@settings(max_examples=15, deadline=None)
@given(
    D=st.integers(1, 8),
    H=st.integers(1, 16),
    hidden=st.sampled_from(network.HIDDEN),
    scale=st.sampled_from([0, 1e-200, 1e-6, 1, 1e3, 1e100]),
    decimals=st.sampled_from([1, 12]),
)
def test_any_network_up_to_8_by_16_can_be_drawn_with_no_text_on_another(D, H, hidden, scale, decimals):
    ax = network_drawn(made(D, H, hidden=hidden, scale=scale, decimals=decimals))
    assert overlapping(ax) == [] and sticking_out(ax) == []


# The map.


@pytest.mark.parametrize("place", PLACES[1:])
def test_the_map_lights_the_place_that_is_asked_for_and_no_other(place):
    ax = drawn(drawing.draw_map, place)
    (sign,) = [text for text in ax.texts if text.get_text() == "you are here"]
    places = [text for text in ax.texts if text.get_text() in [*DERIVATIVE.values(), *PLACES]]
    if place in DERIVATIVE:
        places = [text for text in places if text.get_text() in DERIVATIVE.values()]
        nearest = min(places, key=lambda text: np.linalg.norm(middle(text) - middle(sign)))
        assert nearest.get_text() == DERIVATIVE[place]
    lit = [t.get_text() for t in places if t.get_text() in PLACES and t.get_color() == drawing.COLOURS["ground"]]
    assert lit == ([] if place in DERIVATIVE else [place])


@pytest.mark.parametrize("place", PLACES[1:])
def test_what_the_map_lights_has_a_heavier_line(place):
    def heaviest(ax, kind):
        return max(patch.get_linewidth() for patch in ax.patches if isinstance(patch, kind))

    lit, usual = drawn(drawing.draw_map, place), drawn(drawing.draw_map)
    assert heaviest(lit, FancyBboxPatch) > 1.4 * heaviest(usual, FancyBboxPatch)
    if place in DERIVATIVE:
        assert heaviest(lit, FancyArrowPatch) > 1.4 * heaviest(usual, FancyArrowPatch)


def test_the_map_lights_nothing_when_no_place_is_asked_for():
    assert "you are here" not in words(drawn(drawing.draw_map))


def test_the_map_has_one_arrow_for_each_step_forward_and_each_derivative():
    arrows = [patch for patch in drawn(drawing.draw_map).patches if isinstance(patch, FancyArrowPatch)]
    assert len(arrows) == 5 + len(["W1", "b1", "W2", "b2", "y"]) + len(DERIVATIVE)


def test_each_derivatives_notebook_stands_between_it_and_what_it_comes_from():
    ax = drawn(drawing.draw_map)
    at = {text.get_text(): middle(text) for text in ax.texts}
    sources = dict(
        zip(
            DERIVATIVE.values(),
            ["L", "dL/da2", "dL/dz2", "dL/dz2", "dL/dz2", "dL/da1", "dL/dz1", "dL/dz1"],
            strict=True,
        )
    )
    for place, name in DERIVATIVE.items():
        low, high = np.minimum(at[name], at[sources[name]]), np.maximum(at[name], at[sources[name]])
        assert np.all(low - 2 < at[place]) and np.all(at[place] < high + 2), place


@pytest.mark.parametrize("place", PLACES)
def test_the_maps_alternative_tells_every_derivative_with_its_notebook_and_where_you_are(place):
    alt = told(drawing.draw_map, here=place)
    assert all(f"{name} ({number})" in alt for number, name in DERIVATIVE.items())
    assert all(f"({number})" in alt for number in PLACES[1:])
    assert alt.startswith(f"You are here: {place}, {DERIVATIVE.get(place, '')}") == (place is not None)


@pytest.mark.parametrize("here", ["00", "15", "4", 4, "", "dL/dz2"])
def test_a_place_that_is_not_on_the_map_is_refused_in_one_sentence(here):
    with pytest.raises(ValueError, match=r"^here must be [^\n]*\"01\" to \"14\"; got [^\n]*$") as error:
        drawing.picture(drawing.draw_map, here=here)
    assert repr(here) in str(error.value)


# The network.


@pytest.mark.parametrize(
    "number",
    [
        "x = (1, 2)",
        "W1 = [[1, 0.5], [1, −1]]",
        "b1 = (−1, 0)",
        "z1 = (1, −1)",
        "a1 = (1, 0)",
        "W2 = [2, −3]",
        "b2 = −2",
        "z2 = 0",
        "a2 = 0.5",
        "y = 1",
        "L is 0.6931",
    ],
)
def test_the_networks_alternative_tells_the_numbers(number):
    problem = network.EXAMPLE
    assert number in told(drawing.draw_network, problem, passed(problem), loss=loss_of(problem))


def test_the_networks_alternative_tells_which_units_are_off():
    def alt(problem):
        return told(drawing.draw_network, problem, passed(problem))

    assert "Hidden unit 3 is off." in alt(network.SECOND)
    assert "Hidden units 1, 2 and 3 are off." in alt(
        made(2, 3)._replace(parameters=made(2, 3).parameters._replace(b1=np.full((3, 1), -9.0)))
    )
    assert "off" not in alt(network.PAGE)


@pictures
def test_nothing_is_drawn_that_only_a_colour_tells_apart(make):
    """Lines of one sign are all solid, of the other all dashed, of zero all dotted."""
    dashes = {}
    for line in make().lines:
        dashes.setdefault(to_hex(line.get_color()).upper(), set()).add(line._unscaled_dash_pattern)
    expected = {
        drawing.COLOURS[sign]: pattern
        for sign, pattern in (
            ("positive", (0, None)),
            ("negative", drawing.DASHES["negative"]),
            ("zero", drawing.DASHES["zero"]),
        )
    }
    assert all(
        {(o, tuple(d) if d else None) for o, d in found} == {expected[colour]} for colour, found in dashes.items()
    )


def test_a_weights_sign_shows_by_dash_and_by_colour():
    problem = network.EXAMPLE
    lines = network_drawn(problem).lines[: problem.parameters.W1.size + problem.parameters.W2.size]
    weights = [*problem.parameters.W1.ravel(), *problem.parameters.W2.ravel()]
    for line, weight in zip(lines, weights, strict=True):
        assert line.is_dashed() == (weight < 0)
        assert line.get_color() == drawing.COLOURS["positive" if weight > 0 else "negative"]


def test_a_larger_weight_has_a_wider_line():
    problem = network.EXAMPLE
    weights = np.abs([*problem.parameters.W1.ravel(), *problem.parameters.W2.ravel()])
    widths = np.array([line.get_linewidth() for line in network_drawn(problem).lines[: len(weights)]])
    assert all((widths[i] > widths[j]) == (weights[i] > weights[j]) for i in range(6) for j in range(6))


@pytest.mark.parametrize("problem", NAMED.values(), ids=NAMED)
def test_each_weight_is_written_on_its_own_edge(problem):
    ax = network_drawn(problem)
    weights = [*problem.parameters.W1.ravel(), *problem.parameters.W2.ravel()]
    labels = [text for text in ax.texts if (box := box_under(text, ax)) is not None and box.zorder == 4]
    assert [text.get_text().replace("−", "-") for text in labels] == [f"{weight:g}" for weight in weights]
    for text, line in zip(labels, ax.lines[: len(weights)], strict=True):
        start, end = ax.transData.transform(line.get_xydata())
        along, to = (end - start) / np.linalg.norm(end - start), middle(text) - start
        assert abs(along[0] * to[1] - along[1] * to[0]) < 3


@pytest.mark.parametrize(("D", "H"), [(2, 1), (2, 2), (2, 3), (2, 4), (1, 4), (4, 2)])
def test_weights_are_written_up_to_two_inputs_and_four_hidden_units(D, H):
    for seed in range(3):
        problem = made(D, H, seed)
        assert "left out" not in told(drawing.draw_network, problem, passed(problem), loss=0.5)


def test_a_larger_network_leaves_the_weights_numbers_out_and_says_so():
    problem = made(3, 5)
    alt = told(drawing.draw_network, problem, passed(problem))
    weights = np.concatenate([problem.parameters.W1.ravel(), problem.parameters.W2.ravel()])
    assert f"left out: {(weights > 0).sum()} positive, solid lines, {(weights < 0).sum()} negative, dashed" in alt
    assert "W1 =" not in alt


@pytest.mark.parametrize("problem", [network.EXAMPLE, network.SECOND, made(2, 5, 3), made(3, 9, 1)])
def test_a_unit_that_is_off_is_hollow_and_says_so(problem):
    ax, off = network_drawn(problem), (passed(problem).Z1 <= 0).sum()
    assert 0 < off < len(problem.parameters.b1)
    assert sum("off" in text for text in words(ax)) == off
    hollow = sum(to_hex(p.get_facecolor()).upper() == drawing.COLOURS["ground"] and p.zorder == 3 for p in ax.patches)
    slim = len(problem.parameters.b1) > 5  # the unit's number and its bias then have hollow boxes too
    assert hollow == 2 * off + (2 * len(problem.parameters.b1) if slim else 0)


def test_a_sigmoid_unit_is_never_off():
    assert not any("off" in text for text in words(network_drawn(network.PAGE)))


def test_a_relu_unit_at_zero_is_off():
    problem = network.EXAMPLE._replace(x=np.array([[0.0], [0.0]]))
    assert passed(problem).Z1[1, 0] == 0
    assert "Hidden units 1 and 2 are off." in told(drawing.draw_network, problem, passed(problem))


def test_the_loss_is_drawn_only_when_it_is_given():
    assert "L" not in words(network_drawn(network.EXAMPLE, None))
    ax = network_drawn(network.EXAMPLE, 0.25)
    assert {"L", "0.25"} <= set(words(ax))


@pytest.mark.parametrize("problem", NAMED.values(), ids=NAMED)
def test_every_bias_stands_in_the_picture(problem):
    said = [text.replace("−", "-") for text in words(network_drawn(problem))]
    for i, bias in enumerate(problem.parameters.b1[:, 0], 1):
        assert f"b1[{i}] = {bias:g}" in said
    assert f"b2 = {problem.parameters.b2.item():g}" in said


def test_nothing_passed_in_is_changed():
    problem = made(2, 3)
    forward_pass = passed(problem)
    arrays = [problem.x, problem.y, *problem.parameters, *forward_pass[:4]]
    before = [array.copy() for array in arrays]
    drawing.picture(drawing.draw_network, problem, forward_pass, loss=0.5)
    assert all(np.array_equal(p, q) for p, q in zip(arrays, before, strict=True))


FOUR = network.forward(np.ones((2, 4)), network.EXAMPLE.parameters)


@pytest.mark.parametrize(
    ("problem", "forward_pass", "sentence"),
    [
        (network.EXAMPLE, FOUR, r"^forward_pass must hold one observation, [^\n]*got Z1 \(2, 4\)"),
        (network.EXAMPLE, passed(network.SECOND), r"^forward_pass must hold one observation, [^\n]*got Z1 \(3, 1\)"),
        (network.EXAMPLE, passed(network.PAGE), '^forward_pass must have hidden="relu", as problem; got "sigmoid"$'),
        (network.EXAMPLE, 0.5, "^forward_pass must be a ForwardPass; got float$"),
        (
            made(9, 2),
            passed(made(9, 2)),
            "^problem must have at most 8 inputs and 16 hidden units [^\n]*D = 9 and H = 2$",
        ),
        (made(2, 17), passed(made(2, 17)), "^problem must have at most [^\n]*D = 2 and H = 17$"),
    ],
    ids=[
        "four columns",
        "another network",
        "another activation",
        "a number",
        "too many inputs",
        "too many hidden units",
    ],
)
def test_a_forward_pass_that_does_not_fit_is_refused_in_one_sentence(problem, forward_pass, sentence):
    with pytest.raises(ValueError, match=sentence) as error:
        drawing.picture(drawing.draw_network, problem, forward_pass)
    assert "\n" not in str(error.value)


# The picture that a notebook shows.

HASH = """
import hashlib
from helpers import drawing, network
e = network.EXAMPLE
for args in (drawing.draw_map, "04"), (drawing.draw_network, e, network.forward(e.x, e.parameters)):
    print(hashlib.sha256(drawing.picture(*args).png).hexdigest())
"""


def two_pictures():
    example = network.EXAMPLE
    return [
        drawing.picture(drawing.draw_map, "04"),
        drawing.picture(drawing.draw_network, example, passed(example)),
    ]


def test_another_run_gives_the_same_bytes(tmp_path):
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nsavefig.transparent: True\nlines.linewidth: 9\n")
    done = subprocess.run([sys.executable, "-c", HASH], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [hashlib.sha256(picture.png).hexdigest() for picture in two_pictures()]


def test_the_readers_settings_neither_change_a_picture_nor_are_changed_by_it():
    usual = [picture.png for picture in two_pictures()]
    mine = {
        "font.family": "monospace",
        "font.size": 30,
        "lines.linewidth": 9,
        "lines.scale_dashes": False,
        "lines.antialiased": False,
        "patch.antialiased": False,
        "text.antialiased": False,
        "text.hinting": "none",
        "path.sketch": (1, 100, 2),
        "axes.facecolor": "black",
        "figure.facecolor": "black",
        "figure.dpi": 30,
        "savefig.dpi": 30,
        "axes.prop_cycle": matplotlib.cycler(color=["red"]),
    }
    with matplotlib.rc_context(mine):
        before = dict(matplotlib.rcParams)
        assert [picture.png for picture in two_pictures()] == usual
        assert dict(matplotlib.rcParams) == before


def test_a_picture_leaves_pyplot_alone():
    code = "import sys; from helpers import drawing; drawing.picture(drawing.draw_map)"
    code += "; assert 'matplotlib.pyplot' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_bytes_are_a_png_that_names_no_date_and_no_program():
    for picture in two_pictures():
        assert picture.png.startswith(b"\x89PNG")
        assert not re.search(rb"tEXt|iTXt|zTXt|tIME|eXIf", picture.png)


def test_a_picture_has_two_dots_for_each_pixel_of_its_size():
    picture = drawing.picture(drawing.draw_map, size=(600, 363))
    assert [int.from_bytes(picture.png[k : k + 4], "big") for k in (16, 20)] == [1200, 726]


def test_a_notebook_gets_an_image_with_its_alternative_and_plain_text():
    def draw(ax):
        return 'a < b & "c"'

    picture = drawing.picture(draw, size=(300, 200))
    bundle = picture._repr_mimebundle_()
    assert sorted(bundle) == ["text/html", "text/plain"]
    assert 'alt="a &lt; b &amp; &quot;c&quot;"' in bundle["text/html"]
    assert 'src="data:image/png;base64,iVBOR' in bundle["text/html"]
    assert 'width="300"' in bundle["text/html"] and "max-width:100%;height:auto" in bundle["text/html"]
    assert repr(picture) == picture.alt == 'a < b & "c"' and bundle["text/plain"] == f"In words:\n{picture.alt}"


@pytest.mark.parametrize("problem", [*NAMED.values(), made(8, 16)], ids=[*NAMED, "8 by 16"])
def test_the_alternatives_have_one_to_four_sentences_and_do_not_call_themselves_pictures(problem):
    pictures = [told(drawing.draw_map, here=place) for place in (None, "05", "14")]
    for alt in [*pictures, told(drawing.draw_network, problem, passed(problem), loss=0.5)]:
        assert 1 <= len(re.findall(r"\.(?= |$)", alt)) <= 4
        assert not re.search("diagram|picture|image|figure", alt, re.IGNORECASE)
