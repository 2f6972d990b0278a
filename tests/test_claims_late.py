"""What 07 to 13 claim with a figure, computed again, and what a learner may type into their cells."""

import numpy as np

from helpers import data, training
from tests.test_claims import figures, wrong

RIGHT = {
    "07": {
        "guess-on": [2, -1],
        "guess-off": 1.5,
        "guess-shape": [[1, 3], [3, 1]],
        "mended": [[-1], [1.5]],
        "guess-more": 2,
        "ratio": -1.5,
        "equal": 2,
        "guess-slip": 40,
    },
    "08": {
        "guess-gate": [1, 0],
        "guess-numbers": [-1, 0],
        "guess-sides": [0, 1.5],
        "guess-referee": False,
        "wake-code": 1,
        "exact-code": 1.3662,
        "guess-dead": 4,
        "guess-sigmoid": 1,
        "guess-slips": 3,
        "guess-product": [[2, 2], [1, 1]],
    },
    "09": {
        "guess-shape": [3, 2],
        "guess-readings": 1,
        "guess-narrow": [-3, 0],
        "guess-factor": [1, 0.5, 0],
        "lost": [[1], [2]],
        "guess-entries": [2, 0],
        "guess-numbers": [[-1, -2], [0, 0]],
        "mended": [[-1, -2], [0, 0]],
        "guess-second": [2, 2.7],
        "point": [[1], [1]],
        "guess-slips": 2,
    },
    "10": {
        "guess-z1": [1, 0],
        "guess-numbers": [[-1], [0]],
        "guess-page": [5, 1],
        "guess-step": 16,
        "guess-loss": -7,
        "guess-promise": 6.5,
        "point": [2, -1],
        "guess-slips": 3,
    },
    "11": {
        "guess-shape": [[2, 4], [1, 4]],
        "guess-forward": [4, 2, 0],
        "guess-mean": [0.69, 0.69],
        "guess-rate": 0.0002,
        "guess-loop": 0.1875,
        "guess-quiet": 0,
        "guess-product": 3,
        "guess-N1": True,
        "guess-B4": 0,
        "guess-sizes": 0,
        "guess-flat": 0.75,
        "changed": [1, 4],
        "guess-cheat": 0,
    },
    "12": {
        "guess-rule": 2,
        "guess-start": 75,
        "guess-loop": 4,
        "guess-kinks": [0, 0],
        "guess-rates": [True, True, False],
        "guess-wild": True,
        "guess-dead": [0, 3, 3],
        "edge": 3,
        "guess-even": 1,
        "guess-zeros": 1,
        "guess-luck": 100,
        "guess-stuck": 1,
        "guess-penguins": 0,
        "guess-sigmoid": True,
        "guess-moved": [True, False],
    },
    "13": {"guess-scale": 1, "guess-few": 0, "guess-outside": 1, "early": 198, "guess-alone": 1},
}


def test_stopping_where_13_says_leaves_as_many_wrong_as_it_says():
    stop, early, late = figures(13, r"stop = (\d+) ``` There (\d+) are wrong, and (\d+) at the end")
    rng = np.random.default_rng(5)
    few, held_out = data.moons(20, 0.35, rng), data.moons(200, 0.35, rng)
    crowd = training.initial_parameters(2, 16, np.random.default_rng(1))
    counts = [wrong(held_out, training.train(*few, crowd, 0.5, steps).parameters) for steps in (int(stop), 3000)]
    assert counts == [early, late]
