"""The data sets' shapes and geometry, and that read_csv is at hand beside them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import data, table


def rng(seed=0):
    return np.random.default_rng(seed)


# The data sets

SETS = {
    "xnor": data.xnor,
    "xor": data.xor,
    "moons": lambda: data.moons(21, 0.1, rng()),
    "circles": lambda: data.circles(21, 0.1, rng()),
    "penguins": data.penguins,
}


@pytest.mark.parametrize("make", SETS.values(), ids=SETS)
def test_observations_are_columns_of_float64_and_labels_are_0_and_1(make):
    X, Y = make()
    assert X.dtype == Y.dtype == np.float64
    assert X.shape == (2, Y.shape[1]) and Y.shape[0] == 1
    assert set(Y[0]) == {0, 1} and np.isfinite(X).all()
    assert X.flags.c_contiguous and Y.flags.c_contiguous


@pytest.mark.parametrize("make", SETS.values(), ids=SETS)
def test_two_calls_give_equal_arrays_and_writing_to_one_changes_nothing_else(make):
    (X, Y), (X2, Y2), (X3, Y3) = make(), make(), make()
    assert np.array_equal(X, X2) and np.array_equal(Y, Y2)
    X[:], Y[:] = 7, 7
    assert np.array_equal(X2, X3) and np.array_equal(Y2, Y3)
    assert all(np.array_equal(a, b) for a, b in zip(make(), (X3, Y3), strict=True))


def test_the_corners_come_in_order_with_their_truth_values():
    corners = [(0, 0), (0, 1), (1, 0), (1, 1)]
    for make, truth in ((data.xnor, [1, 0, 0, 1]), (data.xor, [0, 1, 1, 0])):
        X, Y = make()
        assert [tuple(x) for x in X.T] == corners
        assert Y.tolist() == [truth]


@pytest.mark.parametrize("make", [data.moons, data.circles])
@given(n=st.integers(2, 60))
def test_the_classes_are_as_large_as_can_be_and_an_odd_point_is_of_class_1(make, n):
    X, Y = make(n, 0.3, rng())
    assert X.shape == (2, n)
    assert Y.tolist() == [[0] * (n // 2) + [1] * (n - n // 2)]


@given(n=st.integers(2, 60))
def test_moons_without_noise_lie_on_their_half_circles_from_end_to_end(n):
    X, Y = data.moons(n, 0, rng())
    upper, lower = X[:, Y[0] == 0], X[:, Y[0] == 1]
    assert np.allclose(np.hypot(*upper), 1) and (upper[1] >= 0).all()
    assert np.allclose(np.hypot(lower[0] - 1, lower[1] - 0.5), 1) and (lower[1] <= 0.5).all()
    assert np.allclose(upper[:, 0], [1, 0]) and np.allclose(lower[:, 0], [0, 0.5])
    for moon, end in ((upper, [-1, 0]), (lower, [2, 0.5])):
        steps = np.hypot(*np.diff(moon))
        assert np.allclose(steps, steps[:1]) and (moon.shape[1] == 1 or np.allclose(moon[:, -1], end))


@given(n=st.integers(2, 60))
def test_circles_without_noise_lie_on_their_circles_evenly_all_round(n):
    X, Y = data.circles(n, 0, rng())
    for label, radius in ((0, 1), (1, 0.8)):
        circle = X[:, Y[0] == label]
        assert np.allclose(np.hypot(*circle), radius) and np.allclose(circle[:, 0], [radius, 0])
        steps = np.hypot(*(circle - np.roll(circle, 1, axis=1)))
        assert np.allclose(steps, 2 * radius * np.sin(np.pi / circle.shape[1]), atol=1e-12)


@pytest.mark.parametrize("make", [data.moons, data.circles])
def test_noise_is_the_standard_deviation_and_comes_from_rng(make):
    shift = make(20_000, 0.25, rng())[0] - make(20_000, 0, rng())[0]
    assert np.allclose(shift.mean(axis=1), 0, atol=0.01) and np.allclose(shift.std(axis=1), 0.25, atol=0.01)
    assert abs(np.corrcoef(shift)[0, 1]) < 0.05
    assert not np.array_equal(make(20, 0.25, rng(1))[0], make(20, 0.25, rng(2))[0])
    one = rng()
    assert not np.array_equal(make(20, 0.25, one)[0], make(20, 0.25, one)[0])


@pytest.mark.parametrize("make", [data.moons, data.circles])
@pytest.mark.parametrize("n", [1, 0, -4, 10.0, "10", True, None, np.array([10])], ids=repr)
def test_a_wrong_n_is_told(make, n):
    with pytest.raises(ValueError, match=r"^n must be a whole number, 2 or more: a point for each class; got "):
        make(n, 0.1, rng())


@pytest.mark.parametrize("make", [data.moons, data.circles])
def test_more_points_than_fit_are_told(make):
    with pytest.raises(ValueError, match=f"^n must be at most {data.MOST}; got {data.MOST + 1}$"):
        make(data.MOST + 1, 0.1, rng())


@pytest.mark.parametrize("make", [data.moons, data.circles])
@pytest.mark.parametrize("noise", [-0.1, np.nan, np.inf, "0.1", True, None, 1j, np.array([0.1])], ids=repr)
def test_a_wrong_noise_is_told(make, noise):
    with pytest.raises(ValueError, match=r"^noise must be a standard deviation, from 0 to 1e\+300; got "):
        make(10, noise, rng())


@pytest.mark.parametrize("make", [data.moons, data.circles])
def test_a_seed_instead_of_a_generator_is_told(make):
    with pytest.raises(ValueError, match=r"^rng must be a generator, as np.random.default_rng\(0\) makes; got 0$"):
        make(10, 0.1, 0)


def test_whole_numbers_of_numpy_are_as_good():
    assert np.array_equal(data.moons(np.int32(9), np.float32(0), rng())[0], data.moons(9, 0, rng())[0])


def test_the_penguins_are_151_adelie_and_123_gentoo_each_row_standardised():
    X, Y = data.penguins()
    assert ((Y == 0).sum(), (Y == 1).sum()) == (151, 123)
    assert np.allclose(X.mean(axis=1), 0, atol=1e-12) and np.allclose(X.std(axis=1), 1)
    length, depth = X
    assert length[Y[0] == 0].mean() < 0 < length[Y[0] == 1].mean()  # a Gentoo's bill is longer
    assert depth[Y[0] == 0].mean() > 0 > depth[Y[0] == 1].mean()  # and flatter


def test_the_penguins_say_nothing_and_stand_beside_their_licence(capsys):
    data.penguins()
    assert capsys.readouterr().out == ""
    folder = Path(data.__file__).parent
    assert (folder / "penguins.csv").read_text().startswith("bill_length_mm,bill_depth_mm,species\n39.1,18.7,Adelie\n")
    licence = (folder / "penguins-licence.txt").read_text()
    assert "CC0 1.0 Universal" in licence and "Horst" in licence


def test_the_reader_of_ones_own_table_is_at_hand():
    assert data.read_csv is table.read_csv
