"""What the notebooks claim with a figure, computed again over the range that they name."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import data, network, training

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


def figures(number, pattern):
    """The figures in the one sentence of a notebook that fits pattern; a line's end counts as a space."""
    (path,) = NOTEBOOKS.glob(f"{number:02}_*.ipynb")
    cells = nbformat.read(path, 4).cells
    text = " ".join(" ".join(cell.source.split()) for cell in cells if cell.cell_type == "markdown")
    (found,) = re.finditer(pattern, text)
    return [float(figure) for figure in found.groups()]


def wrong(points, parameters):
    answers = network.forward(points[0], parameters).A2
    return int(((answers > 0.5) != points[1]).sum())


def test_the_squared_error_is_steepest_where_04_says():
    (largest,) = figures(4, r"grows in size to ([\d.]+) as a2 falls to 1/3")
    a2 = np.linspace(0, 1, 30001)
    slope = (1 - a2) ** 2 * a2
    assert a2[slope.argmax()] == pytest.approx(1 / 3)
    assert slope.max() == pytest.approx(largest, abs=0.0005)


def test_as_many_starts_get_stuck_at_rate_2_as_12_says():
    (stuck,) = figures(12, r"at the rate 2, (\d+) still have J above 0\.2")
    X, Y = data.moons(200, 0.15, np.random.default_rng(0))
    starts = [training.initial_parameters(2, 8, np.random.default_rng(seed)) for seed in range(20)]
    ends = training.train_many(X, Y, starts, 2, 400)[0]
    assert sum(network.cost(network.forward(X, end).Z2, Y) > 0.2 for end in ends) == stuck


def test_a_start_with_a_dead_unit_never_learns_xor_and_is_as_frequent_as_12_says():
    (percent,) = figures(12, r"one of the two in (\d+) % of all starts")
    assert round(100 * (1 - (3 / 4) ** 2)) == percent
    X, Y = data.xor()
    rng = np.random.default_rng(2)
    starts = [training.initial_parameters(2, 2, rng) for _ in range(500)]
    ends = training.train_many(X, Y, starts, 0.5, 3000)[0]
    dead = [(network.forward(X, start).Z1 <= 0).all(axis=1).any() for start in starts]
    assert np.mean(dead) == pytest.approx(percent / 100, abs=0.07)
    assert not any(wrong((X, Y), end) == 0 for end, gone in zip(ends, dead, strict=True) if gone)


def test_one_unit_tells_the_penguins_apart_as_often_as_12_says():
    often, left = figures(12, r"from (\d+) of 40 starts .*?leaves (\d+) birds")
    starts = [training.initial_parameters(2, 1, np.random.default_rng(seed)) for seed in range(40)]
    birds = data.penguins()
    counts = [wrong(birds, end) for end in training.train_many(*birds, starts, 0.5, 500)[0]]
    assert sorted(counts) == [0] * int(often) + [left] * (40 - int(often))


def test_stopping_early_changes_the_count_of_13_as_far_as_it_says():
    fewer, more = figures(13, r"from (\d+) fewer wrong at the end to (\d+) more")
    crowd = training.initial_parameters(2, 16, np.random.default_rng(1))
    changes = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        few, held_out = data.moons(20, 0.35, rng), data.moons(200, 0.35, rng)
        asked = []

        def ask(step, parameters, J, held_out=held_out, asked=asked):
            Z2 = network.forward(held_out[0], parameters).Z2
            asked.append((network.cost(Z2, held_out[1]), wrong(held_out, parameters)))

        training.train(*few, crowd, 0.5, 3000, callback=ask)
        changes.append(asked[-1][1] - min(asked)[1])
    assert (min(changes), max(changes)) == (-fewer, more)
