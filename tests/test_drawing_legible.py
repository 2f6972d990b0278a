"""That all the pictures of curves and of training can be read, at the width of a page and at a narrow one."""

import pytest
import test_drawing_curves
import test_drawing_descent
from legible import contrast, overlapping, sticking_out

pictures = pytest.mark.parametrize(
    ("of", "which"),
    [
        pytest.param(of, which, id=test_drawing_curves.named(which))
        for of in (test_drawing_curves, test_drawing_descent)
        for which in of.every_picture()
    ],
)


@pictures
@pytest.mark.parametrize("width", [800, 500])
def test_no_text_covers_another_or_leaves_the_picture(of, which, width):
    ax = of.drawn(*which, width=width)
    assert overlapping(ax) == [] and sticking_out(ax) == []


@pictures
def test_every_text_is_at_least_12_pixels_high_and_has_a_contrast_of_four_and_a_half(of, which):
    ax = of.drawn(*which)
    for text in ax.texts:
        assert text.get_fontsize() * 96 / 72 >= 12 - 1e-9, text.get_text()
        assert contrast(text.get_color(), of.ground_under(text, ax)) >= 4.5, text.get_text()
