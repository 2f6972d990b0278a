"""The small data sets, and a reader for a learner's own.

Every function returns X (D, N), one column for each observation, and Y (1, N), each entry 0 or 1; both are float64 and
new at each call.
"""

from numbers import Real
from pathlib import Path

import numpy as np

from . import arguments, table
from .table import read_csv as read_csv

MOST = 100_000_000  # points: a few gigabytes
MOST_NOISE = 1e300  # what is drawn stays finite

# The two truth tables


def xnor():
    """(X, Y): X (2, 4) holds the corners (0,0), (0,1), (1,0), (1,1) in this order; Y is 1 where the two are equal."""
    return np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]]), np.array([[1.0, 0.0, 0.0, 1.0]])


def xor():
    """(X, Y): the corners of xnor, and Y is 1 where the two differ."""
    X, Y = xnor()
    return X, 1.0 - Y


# Points on two curves


def moons(n, noise, rng):
    """Two half circles of radius 1, each reaching into the other.

    Class 0 is the upper half of the circle around (0, 0), class 1 the lower half of the one around (1, 1/2). The points
    of a class are evenly spaced, both ends of the arc among them. To each coordinate is added a normal number of
    standard deviation noise. n: how many points in all; an odd one goes to class 1. rng: a numpy.random.Generator.

    Returns X (2, n) and Y (1, n), class 0 first. Raises ValueError when n is not a whole number from 2 on, noise not a
    number from 0 to 1e300, or rng not a generator. Source: scikit-learn's make_moons, whose geometry this is.
    """
    zeros, ones = _classes(n, noise, rng)
    upper, lower = np.linspace(0, np.pi, zeros), np.linspace(0, np.pi, ones)
    inner = [np.cos(upper), np.sin(upper)]
    outer = [1 - np.cos(lower), 0.5 - np.sin(lower)]
    return _scattered(inner, outer, noise, rng)


def circles(n, noise, rng):
    """A circle in a circle, both around (0, 0): class 0 has radius 1, class 1 has radius 0.8.

    The points of a class are evenly spaced, the first at angle 0. n, noise, rng, what comes back and what is raised:
    see moons. Source: scikit-learn's make_circles, whose geometry this is.
    """
    zeros, ones = _classes(n, noise, rng)
    outer, inner = (np.linspace(0, 2 * np.pi, count, endpoint=False) for count in (zeros, ones))
    return _scattered([np.cos(outer), np.sin(outer)], [0.8 * np.cos(inner), 0.8 * np.sin(inner)], noise, rng)


def _classes(n, noise, rng):
    """How many points classes 0 and 1 get. Raises ValueError when an argument doesn't fit."""
    if not arguments.is_whole(n) or n < 2:
        raise ValueError(f"n must be a whole number, 2 or more: a point for each class; got {arguments.told(n)}")
    if n > MOST:
        raise ValueError(f"n must be at most {MOST}; got {arguments.told(n)}")
    noise = float(noise) if isinstance(noise, np.floating) else noise  # a float16 knows no number as large
    if isinstance(noise, (bool, np.timedelta64)) or not isinstance(noise, Real) or not 0 <= noise <= MOST_NOISE:
        came = arguments.told(noise)
        raise ValueError(f"noise must be a standard deviation, from 0 to {MOST_NOISE:g}; got {came}")
    arguments.generator(rng)
    return int(n) // 2, int(n) - int(n) // 2


def _scattered(class_0, class_1, noise, rng):
    X = np.hstack([class_0, class_1])
    Y = np.repeat([[0.0, 1.0]], [len(class_0[0]), len(class_1[0])], axis=1)
    return X + rng.normal(scale=float(noise), size=X.shape), Y


# Penguins


def penguins():
    """Bill length and bill depth of 151 Adelie (0) and 123 Gentoo (1) penguins, each standardised.

    Returns X (2, 274), whose rows have mean 0 and standard deviation 1, and Y (1, 274). Source: the Palmer penguins
    (Horst, Hill & Gorman 2020), CC0; penguins-licence.txt says what was left out.
    """
    X, Y, _ = table.read(Path(__file__).with_name("penguins.csv"))
    return (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True), Y
