"""What the notebooks claim with a figure, computed again over the range that they name."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import data, derivatives, network, training
from helpers.network import EXAMPLE, PAGE, SECOND, sigmoid

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
WORDS = {"fifteen": 15, "a hundred": 100, "a thousandth": 0.001}


def found(number, pattern):
    """What the one sentence of a notebook that fits pattern holds in its groups; a line's end counts as a space.

    Sentences stand in the text, and in folded cells: questions have some.
    """
    (path,) = NOTEBOOKS.glob(f"{number:02}_*.ipynb")
    cells = nbformat.read(path, 4).cells
    cells = [cell for cell in cells if cell.cell_type == "markdown" or "jupyter" in cell.metadata]
    text = " ".join(" ".join(cell.source.split()) for cell in cells).replace("−", "-")
    (match,) = re.finditer(pattern, text)
    return match.groups()


def figures(number, pattern):
    """The figures in the one sentence of a notebook that fits pattern."""
    return [float(figure) for figure in found(number, pattern)]


def in_words(number, pattern):
    """The number that stands in a sentence of a notebook as a word."""
    (word,) = found(number, pattern)
    return WORDS[word]


def passed(problem, **changed):
    """The forward pass of a problem with some of its parameters changed."""
    return network.forward(problem.x, problem.parameters._replace(**changed), problem.hidden)


def wrong(points, parameters):
    answers = network.forward(points[0], parameters).A2
    return int(((answers > 0.5) != points[1]).sum())


def costs(points, many):
    """J on these points for each of many Parameters, with ReLU. All at once takes 3 s, one after the other 7."""
    W1, b1, W2, b2 = (np.stack(each) for each in zip(*many, strict=True))
    Z2 = W2 @ np.maximum(W1 @ points[0] + b1, 0) + b2
    labels = np.tile(points[1], len(many))
    return network.loss(Z2.reshape(1, -1), labels).reshape(len(many), -1).mean(axis=1)


def raised(name, place, by=0.1, problem=EXAMPLE):
    """L of a problem with one number raised."""
    array = getattr(problem.parameters, name).copy()
    array[place] += by
    return network.loss_with(problem, **{name: array})


def test_l_falls_as_far_with_b2_as_00_says():
    before, after = figures(0, r"L falls from ([\d.]+) to ([\d.]+\d)\.")
    assert (round(network.loss_with(EXAMPLE), 4), round(raised("b2", (0, 0)), 4)) == (before, after)


def test_four_numbers_of_unit_2_change_nothing_and_one_helps_most_as_00_says():
    before = network.loss_with(EXAMPLE)
    changes = {
        (name, *place): raised(name, place) - before
        for name, array in EXAMPLE.parameters._asdict().items()
        for place in np.ndindex(array.shape)
    }
    still = [name for name, change in changes.items() if change == 0]
    assert still == [("W1", 1, 0), ("W1", 1, 1), ("b1", 1, 0), ("W2", 0, 1)]
    assert min(changes, key=changes.get) == ("W1", 0, 1)
    (second_best,) = figures(0, r"It lowers L by ([\d.]+\d)\. One other")
    assert round(-sorted(changes.values())[1], 3) == round(-sorted(changes.values())[2], 3) == second_best


def test_the_steps_of_00_bring_the_answers_that_it_says():
    answers = figures(0, r"After each step it is ([\d.]+), then ([\d.]+), then ([\d.]+\d)\.")
    parameters = EXAMPLE.parameters
    for answer in answers:
        there = network.forward(EXAMPLE.x, parameters)
        parameters = training.step(parameters, derivatives.backward(EXAMPLE.x, EXAMPLE.y, parameters, there), 0.1)
        assert round(network.forward(EXAMPLE.x, parameters).A2.item(), 3) == answer


def test_a_weight_of_the_page_s_unit_2_moves_l_with_relu_and_not_with_sigmoid_as_08_says():
    first, power, steep = figures(8, r"about \$(-\d) \\cdot 10\^\{(-\d+)\}\$.*? With ReLU the slope is (-\d+)\.")
    for hidden, slope in (("sigmoid", first * 10**power), ("relu", steep)):
        there = network.forward(PAGE.x, PAGE.parameters, hidden)
        gradient = derivatives.backward(PAGE.x, np.zeros((1, 1)), PAGE.parameters, there)
        assert gradient.W1[1, 0] == pytest.approx(slope, rel=0.05)


def test_the_output_unit_alone_puts_the_page_s_point_right_as_08_says():
    start, label = PAGE.parameters, np.zeros((1, 1))
    end = training.train(PAGE.x, label, start, 0.5, 100, hidden="sigmoid").parameters
    assert network.forward(PAGE.x, end, "sigmoid").A2 < 0.1 < 0.9 < network.forward(PAGE.x, start, "sigmoid").A2
    assert np.array_equal(end.W1, start.W1) and np.array_equal(end.b1, start.b1)
    (at_1,) = figures(8, r"at z = 1 its slope is ([\d.]+\d)\.")
    assert derivatives.da2_dz2(sigmoid([[1]])) == pytest.approx(at_1, abs=0.05)


def test_the_smaller_hidden_answer_of_01_is_as_many_doublings_from_1_as_it_says():
    doublings = in_words(1, r"would have to double it about ([a-z ]+) times")
    assert -np.log2(sigmoid(-70)) == pytest.approx(doublings, rel=0.02)


def test_another_wrong_sign_gives_the_page_s_30_as_01_says():
    (right, offered) = found(1, r'"slips that make 30", \[(.*?)\], choices=\[(.*?)\], hint')
    sums = {one: eval(one.replace(r"\\cdot", "*")) for one in re.findall(r'"\$(.*?)\$"', offered)}
    assert re.findall(r'"\$(.*?)\$"', right) == [one for one, made in sums.items() if made == 30]
    assert len(sums) == 4


def test_the_biases_of_01_make_the_network_xnor_on_the_other_square_from_end_to_end():
    low, high, middle = figures(1, r"\"b1\[2\] is between\", \[(-\d+), (\d+)\], .*? In the middle, at (-\d+), the sum")
    corners = np.array([[-1, -1, 1, 1], [-1, 1, -1, 1]])
    mends = {}
    for bias in np.linspace(-50, 10, 601).round(1):
        moved = PAGE.parameters._replace(b1=[[-30], [bias]])
        mends[bias] = (network.forward(corners, moved, "sigmoid").A2[0] > 0.5).tolist() == [True, False, False, True]
    some = [bias for bias, is_mended in mends.items() if is_mended]
    assert some == [bias for bias in mends if low < bias < high]
    assert middle == pytest.approx((some[0] + some[-1]) / 2)


def test_no_bias_of_01_makes_the_network_xnor_on_both_squares():
    old_low, old_high, low, high = figures(1, r"between (\d+) and (\d+), and here between (-\d+) and (\d+)\.")
    corners = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    for bias in np.linspace(-60.25, 60.25, 242):  # beside the whole numbers: at the ends themselves an answer is 1/2
        moved = PAGE.parameters._replace(b1=[[-30], [bias]])
        is_xnor = [
            (network.forward(square, moved, "sigmoid").A2[0] > 0.5).tolist() == [True, False, False, True]
            for square in (corners, 2 * corners - 1)
        ]
        assert is_xnor == [old_low < bias < old_high, low < bias < high], bias


def test_the_loss_flattens_out_above_and_is_a_line_below_as_02_says():
    (rise,) = figures(2, r"when `b2` goes down by 1, L goes up by (\d+)")
    far = np.arange(-200.0, -20)[None]
    assert -np.diff(network.loss(far, np.ones_like(far))) == pytest.approx(rise)
    assert network.loss(-far, np.ones_like(far)) == pytest.approx(0, abs=1e-8)


def test_the_swapped_loss_of_02_is_as_it_says():
    right, swapped = figures(2, r"and the loss is ([\d.]+)\. Swapped it is ([\d.]+\d),")
    Z2 = passed(SECOND).Z2
    assert [network.loss(Z2, y).round(4).item() for y in (SECOND.y, 1 - SECOND.y)] == [right, swapped]


def test_the_loss_is_right_where_a2_has_rounded_to_0_or_1():
    z2 = np.array([[-1e6, -745.2, -500.0, -37.0, 37.0, 500.0, 745.2, 1e6]])
    assert np.isin(sigmoid(z2[:, [0, 1, -1, -2]]), (0, 1)).all()
    for label, right in enumerate((np.logaddexp(0, z2), np.logaddexp(0, -z2))):
        assert network.loss(z2, np.full_like(z2, label)) == pytest.approx(right, rel=1e-12, abs=0)


@pytest.mark.parametrize(
    ("number", "pattern"),
    [
        (2, r"σ\(2.25\) is ([\d.]+\d)\."),
        (3, r"The second problem answers ([\d.]+) where the label is 0"),
        (4, r"In the second problem a2 = ([\d.]+) and y = 0"),
        (7, r"and it answers ([\d.]+) where the label is 0"),
    ],
)
def test_the_second_problem_answers_what_the_notebooks_say(number, pattern):
    assert figures(number, pattern) == [passed(SECOND).A2.round(4).item()]
    assert SECOND.y == 0


def test_the_slope_at_the_edge_is_as_large_as_03_says():
    z2, first, power = figures(3, r"At z2 = (\d+) that is about \$(\d) \\cdot 10\^\{(\d+)\}\$")
    assert float(f"{1 + np.exp(z2):.0e}") == first * 10**power
    edge, far = figures(3, r"the slope is lost at (\d+), .*? going down, nothing happens until -(\d+)")
    assert sigmoid(edge) == 1 > sigmoid(edge - 1)
    there = network.sigmoid(np.array([[1 - far, -far]]))
    with np.errstate(all="ignore"):
        slope = (there - 1) / (there * (1 - there))
        sure_and_right = (sigmoid(40) - 1) / (sigmoid(40) * (1 - sigmoid(40)))
    assert slope[0, 0] == pytest.approx(-1 - np.exp(far - 1), rel=1e-12) and slope[0, 1] == -np.inf
    assert np.isnan(sure_and_right)


def test_a_sure_network_of_01_has_nothing_to_learn_from_its_point():
    before = network.loss_with(PAGE, b2=PAGE.parameters.b2)
    changes = {
        (name, place): raised(name, place, 1, PAGE) - before
        for name, array in PAGE.parameters._asdict().items()
        for place in np.ndindex(array.shape)
    }
    assert all(change == 0 for (name, _), change in changes.items() if name in ("W1", "b1"))
    assert -1e-4 < changes["b2", (0, 0)] < 0


def test_the_bias_at_which_the_slope_is_minus_4_is_the_one_that_03_gives():
    slope, third, bias = figures(
        3, r"-1/a2 = (-\d+) at a2 = 1/4\. There z2 is -ln (\d+), and b2 is -2 - ln 3 = (-[\d.]+\d)\."
    )
    there = passed(EXAMPLE, b2=[[bias]])
    assert there.Z2 == pytest.approx(-np.log(third), abs=5e-5)
    assert derivatives.dL_da2(there.A2, EXAMPLE.y) == pytest.approx(slope, abs=5e-4)


def test_the_estimates_of_03_are_off_as_far_as_it_says():
    (true,) = figures(3, r"The true change is (-[\d.]+\d)\.")
    (off,) = figures(3, r"So the estimate is about (\d+) % off")
    assert round(np.log(0.5 / 0.6), 4) == true
    assert round((-0.2 / np.log(0.5 / 0.6) - 1) * 100) == off
    at, promised, risen = figures(
        3, r"at a2 = ([\d.]+\d) it says that L has risen by ([\d.]+\d), and L has risen by ([\d.]+\d)\."
    )
    assert -2 * (at - 0.5) == pytest.approx(promised, abs=0.05)
    assert -np.log(at) - np.log(2) == pytest.approx(risen, abs=0.05)


def test_the_slope_of_the_loss_points_away_from_the_label_and_is_steepest_where_03_says():
    a2 = np.linspace(1e-6, 1 - 1e-6, 10001)[None]
    towards_0, towards_1 = (derivatives.dL_da2(a2, np.full_like(a2, label)) for label in (0, 1))
    assert (towards_0 > 0).all() and (np.diff(towards_0) > 0).all()
    assert (towards_1 < 0).all() and (np.diff(towards_1) > 0).all()


def test_the_squared_error_is_steepest_where_04_says():
    (largest,) = figures(4, r"so at \$a = 1/3\$\. There it is ([\d.]+) in size")
    a2 = np.linspace(0, 1, 30001)
    slope = (1 - a2) ** 2 * a2
    top = slope.argmax()
    assert a2[top] == pytest.approx(1 / 3)
    assert slope[top] == pytest.approx(largest, abs=0.0005)
    assert (np.diff(slope[:top]) > 0).all() and slope[0] == 0 and (np.diff(slope[top:]) < 0).all()


@pytest.mark.parametrize("label", [0, 1])
def test_the_three_slopes_do_at_both_ends_what_04_says(label):
    for bias in figures(4, r"Type (-\d+) and (\d+) for `b2`"):
        there = passed(EXAMPLE, b2=[[bias]])
        dL_da2, da2_dz2 = derivatives.dL_da2(there.A2, [[label]]).item(), derivatives.da2_dz2(there.A2).item()
        dL_dz2 = derivatives.dL_dz2(there.A2, [[label]]).item()
        assert da2_dz2 < 1e-3
        if (there.A2 > 0.5) == label:
            assert abs(dL_da2) == pytest.approx(1, abs=1e-3) and abs(dL_dz2) < 1e-3
        else:
            assert abs(dL_da2) > 1000 and abs(dL_dz2) == pytest.approx(1, abs=1e-3)


def test_dL_dz2_is_never_beyond_the_bounds_of_04():
    low, high = figures(4, r"it never leaves the interval from (-\d+) to (\d+)\.")
    rng = np.random.default_rng(0)
    seen = []
    for _ in range(2000):
        D, H = rng.integers(1, 5, 2)
        shapes = (H, D), (H, 1), (1, H), (1, 1)
        parameters = network.Parameters(*(10 ** rng.uniform(-2, 3) * rng.normal(size=shape) for shape in shapes))
        a2 = network.forward(rng.normal(size=(D, 1)), parameters).A2
        seen += [derivatives.dL_dz2(a2, [[label]]).item() for label in (0, 1)]
    assert low <= min(seen) < low + 1e-3 and high - 1e-3 < max(seen) <= high


def test_the_second_problem_s_units_pass_on_what_05_says():
    pattern = (
        r"pass on ([\d.]+), ([\d.]+) and (\d+)\. The output unit multiplies them by (\d+), (-\d+) and ([\d.]+\d)\."
    )
    assert figures(5, pattern) == [*passed(SECOND).A1.ravel(), *SECOND.parameters.W2.ravel()]


def test_the_running_example_has_the_numbers_that_05_says():
    first, second = figures(5, r"unit 2 is off, and ∂L/∂W2 is \((-\d)/2, (\d)\)")
    there = passed(EXAMPLE)
    slopes = derivatives.dL_dW2(derivatives.dL_dz2(there.A2, EXAMPLE.y), there.A1)
    assert slopes.ravel().tolist() == [first / 2, second] and there.Z1[1, 0] < 0


def test_a_step_of_05_turns_the_second_problem_s_answer_round():
    there = passed(SECOND)
    stepped = SECOND.parameters.W2 - derivatives.dL_dW2(there.A2 - SECOND.y, there.A1)
    w1, w2, w3 = figures(5, r"W2 becomes \((-[\d.]+\d), (-[\d.]+\d), ([\d.]+\d)\)")
    assert stepped.round(2).tolist() == [[w1, w2, w3]]
    assert passed(SECOND, W2=stepped).A2 < 0.05 and there.A2 > 0.9


def test_the_second_slope_wakes_where_05_says():
    (edge,) = figures(5, r"Above (\d+)\. There z1\[2\] = b1\[2\] - 1")
    for bias in np.linspace(-3, 5, 801).round(2):
        there = passed(EXAMPLE, b1=[[-1], [bias]])
        slope = derivatives.dL_dW2(derivatives.dL_dz2(there.A2, EXAMPLE.y), there.A1)[0, 1]
        assert (slope != 0) == (bias > edge)


def test_the_second_slope_is_twice_the_first_at_the_one_bias_of_05():
    slopes = {}
    for bias in np.linspace(-5, 10, 1501).round(2):
        there = passed(EXAMPLE, b1=[[-1], [bias]])
        first, second = derivatives.dL_dW2(derivatives.dL_dz2(there.A2, EXAMPLE.y), there.A1)[0]
        slopes[bias] = second - 2 * first
    assert [bias for bias, miss in slopes.items() if miss == 0] == figures(5, r'"b1\[2\]", (\d+), wrong=')


def test_the_step_of_06_brings_what_it_says():
    (before,) = figures(6, r"and L is ln 2 = ([\d.]+\d)\.")
    fall, mean, percent = figures(
        6, r"L fell by ([\d.]+\d) while b2 rose by 0\.5: a slope of about (-[\d.]+\d), .*? About (\d+) %\."
    )
    there, here = (network.loss(passed(EXAMPLE, b2=[[bias]]).Z2, EXAMPLE.y).item() for bias in (-2, -1.5))
    assert (round(there, 4), round(there - here, 3)) == (before, fall)
    assert round((here - there) / 0.5, 2) == mean
    assert round(100 * (there - here) / 0.25) == percent


@pytest.mark.parametrize("label", [0, 1])
def test_the_loss_bends_upwards_all_along_b2_and_stays_above_each_of_its_tangents(label):
    b2 = np.linspace(-15, 15, 301)
    there = [passed(EXAMPLE, b2=[[bias]]) for bias in b2]
    L = np.array([network.loss(one.Z2, [[label]]).item() for one in there])
    slope = np.array([derivatives.dL_dz2(one.A2, [[label]]).item() for one in there])
    tangents = L[:, None] + slope[:, None] * (b2 - b2[:, None])
    assert (np.diff(slope) > 0).all()
    assert (L >= tangents - 1e-14).all()


def test_a2_is_rounded_to_1_at_the_bias_that_06_names():
    (bias,) = figures(6, r"a2 is rounded to 1 at b2 = (\d+)")
    assert passed(EXAMPLE, b2=[[bias]]).A2 == 1 > passed(EXAMPLE, b2=[[bias - 10]]).A2


def test_a_step_for_one_observation_of_11_hurts_another_as_it_says():
    X, Y = np.array([[1, 4, 0, 2], [2, 2, 4, 1.5]]), np.array([[1, 0, 1, 1]])
    (before, own), (other,) = (
        figures(11, r"Its loss falls from ([\d.]+\d) to ([\d.]+\d)\."),
        figures(11, r'"the second loss", "rises to ([\d.]+)"'),
    )
    x, y = X[:, [0]], Y[:, [0]]
    alone = derivatives.backward(x, y, EXAMPLE.parameters, network.forward(x, EXAMPLE.parameters))
    after = training.step(EXAMPLE.parameters, alone, 0.1)
    start, end = (network.loss(network.forward(X, one).Z2, Y)[0] for one in (EXAMPLE.parameters, after))
    assert (start.round(2) == before).all() and end.round(2).tolist()[:2] == [own, other]


def test_the_averaged_step_of_11_lowers_j_and_raises_one_loss_for_a_while():
    X, Y = np.array([[1, 4, 0, 2], [2, 2, 4, 1.5]]), np.array([[1, 0, 1, 1]])
    before, after = figures(11, r"learning rate 0.1\. J falls from ([\d.]+\d) to ([\d.]+\d)\.")
    runs = {steps: training.train(X, Y, EXAMPLE.parameters, 0.1, steps) for steps in (1, 100)}
    assert runs[1].cost.round(2).tolist() == [before, after]
    start, one, many = (
        network.loss(network.forward(X, now).Z2, Y)[0]
        for now in (EXAMPLE.parameters, *(run.parameters for run in runs.values()))
    )
    assert (one < start).tolist() == [True, True, True, False] and (many < start).all()


def moons_of_12():
    """The moons of 12, and a start with eight units for each seed from 0."""
    starts = [training.initial_parameters(2, 8, np.random.default_rng(seed)) for seed in range(20)]
    return data.moons(200, 0.15, np.random.default_rng(0)), starts


def dead(points, parameters):
    """How many units are off at every one of the points."""
    return int((network.forward(points[0], parameters).Z1 <= 0).all(axis=1).sum())


def moons_from(rate, scale=1):
    """The moons of 12, and the networks and J at the end of its twenty runs. scale: times W1 at the start."""
    moons, starts = moons_of_12()
    ends, cost = training.train_many(*moons, [one._replace(W1=scale * one.W1) for one in starts], rate, 400)
    return moons, ends, cost


def test_the_learning_rates_of_12_end_where_it_says():
    (start,) = figures(12, r"At the start the median of J is ([\d.]+\d)\.")
    medians = {rate: np.median(moons_from(rate)[2]) for rate in (0.02, 0.5, 2, 3, 6, 12, 50)}
    assert 0.05 < medians[0.02] < start and medians[3] < 0.05 and medians[50] > start
    assert medians[0.02] > medians[0.5] > medians[2] > medians[3] < medians[6] < medians[12] < medians[50]
    assert sum(moons_from(6)[2] > 0.1) > 10 and not sum(moons_from(3)[2] > 0.1)  # "with 6 for most of the starts"
    moons, starts = moons_of_12()
    costs_at_start = [network.cost(network.forward(moons[0], one).Z2, moons[1]) for one in starts]
    assert np.median(costs_at_start) == pytest.approx(start, abs=0.005)


def test_a_first_step_that_is_too_long_ends_where_12_says():
    (X, Y), starts = moons_of_12()

    def stepped(start, rate):
        """J, and the length of the gradient, before and after one step."""
        before = derivatives.backward(X, Y, start, network.forward(X, start))
        end = training.step(start, before, rate)
        after = derivatives.backward(X, Y, end, network.forward(X, end))
        lengths = [np.sqrt(sum((slopes**2).sum() for slopes in gradient)) for gradient in (before, after)]
        return [network.cost(network.forward(X, one).Z2, Y) for one in (start, end)], lengths

    rate, worse, starts_in_all = figures(12, r"With a rate of (\d+) this happens to (\d+) of the (\d+) starts")
    many = [stepped(start, rate) for start in starts]
    assert len(starts) == starts_in_all and sum(after > before for (before, after), _ in many) == worse
    assert all(after > before for _, (before, after) in many)
    begin = training.initial_parameters(2, 8, np.random.default_rng(2))
    costs_of_begin = training.train(X, Y, begin, rate, 3).cost
    told = figures(12, r"from `begin`, J goes from ([\d.]+\d) to ([\d.]+\d), then to (\d+), then to (\d+)\.")
    assert [float(f"{J:.2g}") if J < 10 else float(f"{J:.0f}") for J in costs_of_begin] == told


@pytest.mark.parametrize(("rate", "about"), [(3, 3), (6, 50), (50, 125)])
def test_as_many_units_die_as_12_offers(rate, about):
    moons, ends, _ = moons_from(rate)
    dead = sum((network.forward(moons[0], end).Z1 <= 0).all(axis=1).sum() for end in ends)
    assert dead == pytest.approx(about, rel=0.1)


def test_starts_of_another_size_end_where_12_says():
    (usual,) = figures(12, r"From \$v = 2/D\$ all twenty end below ([\d.]+\d)\.")
    cost = {scale: moons_from(3, scale)[2] for scale in (0.01, 1, 100)}
    assert cost[1].max() < usual
    assert np.median(cost[0.01]) < 2 * np.median(cost[1]) and cost[0.01].max() > 0.2
    assert np.median(cost[100]) > 10 * np.median(cost[1])


def test_a_start_with_a_dead_unit_never_learns_xor_and_is_as_frequent_as_12_says():
    (percent,) = figures(12, r"about (\d+) % of all starts")
    assert round(100 * (1 - (3 / 4) ** 2)) == percent
    X, Y = data.xor()
    rng = np.random.default_rng(2)
    starts = [training.initial_parameters(2, 2, rng) for _ in range(500)]
    ends = training.train_many(X, Y, starts, 0.5, 3000)[0]
    dead = [(network.forward(X, start).Z1 <= 0).all(axis=1).any() for start in starts]
    assert np.mean(dead) == pytest.approx(percent / 100, abs=0.07)
    assert not any(wrong((X, Y), end) == 0 for end, gone in zip(ends, dead, strict=True) if gone)


def test_a_single_unit_fails_on_the_penguins_as_often_as_12_says():
    (left,) = figures(12, r"two of the twenty leave (\d+) birds wrong")
    birds = data.penguins()
    for H, failures in ((1, 2), (4, 0)):
        starts = [training.initial_parameters(2, H, np.random.default_rng(seed)) for seed in range(20)]
        counts = [wrong(birds, end) for end in training.train_many(*birds, starts, 0.5, 500)[0]]
        assert sorted(counts) == [0] * (20 - failures) + [left] * failures


def test_a_straight_line_leaves_as_many_moons_wrong_as_12_says():
    (left,) = figures(12, r"Logistic regression leaves (\d+) of them wrong")
    (X, Y), _ = moons_of_12()
    w, b = np.zeros((1, 2)), 0.0
    for _ in range(3000):
        error = (sigmoid(w @ X + b) - Y) / Y.size
        w, b = w - 0.5 * error @ X.T, b - 0.5 * error.sum()
    assert ((w @ X + b > 0) != Y).sum() == left


def test_stopping_early_helps_as_much_as_13_says():
    early, late = figures(13, r"lower in all twenty: its median was ([\d.]+) instead of ([\d.]+\d)\.")
    draws = in_words(13, r"fewer mistakes in (\w+) of the twenty")
    fewer, more = figures(13, r"of the twenty: the median was (\d+) of 1,000, instead of (\d+)")
    crowd = training.initial_parameters(2, 16, np.random.default_rng(1))
    J, mistakes = [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        few, validation, test = (data.moons(n, 0.35, rng) for n in (20, 200, 1000))
        at_each_step = []
        training.train(*few, crowd, 0.5, 3000, callback=lambda step, now, J, to=at_each_step: to.append(now))
        two = [at_each_step[int(costs(validation, at_each_step).argmin())], at_each_step[-1]]
        J.append(costs(test, two))
        mistakes.append([wrong(test, one) for one in two])
    J, mistakes = np.array(J), np.array(mistakes)
    assert (J[:, 0] < J[:, 1]).all()
    assert np.median(J, axis=0) == pytest.approx([early, late], abs=0.006)
    assert (mistakes[:, 0] < mistakes[:, 1]).sum() == draws
    assert np.median(mistakes, axis=0) == pytest.approx([fewer, more], abs=0.5)


def test_eight_units_are_enough_by_validation_as_13_says():
    (about,) = figures(13, r"On the test points it gets about (\d+) of 1,000 wrong")
    rng = np.random.default_rng(5)
    sets = [data.moons(n, 0.25, rng) for n in (100, 200, 1000)]
    seen = {}
    for units in (1, 2, 4, 8, 16):
        starts = [training.initial_parameters(2, units, np.random.default_rng(seed)) for seed in range(20)]
        ends, _ = training.train_many(*sets[0], starts, 0.5, 2000)
        seen[units] = np.median([wrong(sets[1], end) for end in ends])
        if units == 8:
            assert np.median([wrong(sets[2], end) for end in ends]) == pytest.approx(about, abs=1)
    assert seen[8] == seen[16] == min(seen.values()) < min(seen[1], seen[2], seen[4])


def test_patience_goes_back_where_13_says():
    rng = np.random.default_rng(5)
    few, validation, _ = (data.moons(n, 0.35, rng) for n in (20, 200, 1000))
    start, at_each_step = training.initial_parameters(2, 16, np.random.default_rng(1)), []
    training.train(*few, start, 0.5, 3000, callback=lambda step, now, J: at_each_step.append(now))
    J = costs(validation, at_each_step)

    def stop_at(patience):
        best = 0
        for step, value in enumerate(J):
            if value < J[best]:
                best = step
            elif step - best == patience:
                return best
        return best

    patience, lowest = figures(13, r"a patience of (\d+) finds the lowest point, at step (\d+)")
    enough, less, early = figures(13, r"So does (\d+), but with (\d+) you stop at a bump and go back to step (\d+)")
    assert int(J.argmin()) == stop_at(patience) == stop_at(enough) == lowest
    assert stop_at(less) == early


def test_the_winner_of_a_hundred_networks_is_luckier_on_validation_than_13_s_test_shows():
    seen, unseen = figures(13, r"had ([\d.]+) % wrong on the validation points and ([\d.]+) % on the test")
    share = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        few, validation, test = (data.moons(n, 0.35, rng) for n in (20, 20, 2000))
        starts = [training.initial_parameters(2, 16, np.random.default_rng(one)) for one in range(100)]
        ends, _ = training.train_many(*few, starts, 0.5, 1000)
        winner = min(ends, key=lambda end, points=validation: wrong(points, end))
        share.append((wrong(validation, winner) / 20, wrong(test, winner) / 2000))
    assert 100 * np.mean(share, axis=0) == pytest.approx([seen, unseen], abs=0.06)


def test_as_many_gates_flip_as_12_says():
    of_one = figures(12, r"([\d.]+\d) by step 100, and then ([\d.]+\d) until step 400\.")
    medians = figures(12, r"At the median of twenty starts it is ([\d.]+) and ([\d.]+\d)\.")
    moons, starts = moons_of_12()

    def gates(many):
        return [network.forward(moons[0], one).Z1 > 0 for one in many]

    for first, told, within in (
        ([training.initial_parameters(2, 8, np.random.default_rng(2))], of_one, 6e-4),
        (starts, medians, 0.005),
    ):
        begin, early, late = (
            gates(training.train_many(*moons, first, 3, steps)[0] if steps else first) for steps in (0, 100, 400)
        )
        for (one, other), share in zip(((begin, early), (early, late)), told, strict=True):
            flipped = [(a != b).mean() for a, b in zip(one, other, strict=True)]
            assert np.median(flipped) == pytest.approx(share, abs=within)


def test_networks_of_13_are_sure_about_a_species_that_they_have_never_seen():
    length, depth = figures(
        13, r"with a bill ([\d.]+) mm long and ([\d.]+) mm deep\. You don't know it, but it is a Chinstrap"
    )
    raw, kinds = data.read_csv(Path(data.__file__).with_name("penguins.csv"))
    middle, spread = raw.mean(axis=1, keepdims=True), raw.std(axis=1, keepdims=True)
    bird, sure = (np.array([[length], [depth]]) - middle) / spread, []
    for seed in range(20):
        start = training.initial_parameters(2, 3, np.random.default_rng(seed))
        end = training.train((raw - middle) / spread, kinds, start, 0.5, 600).parameters
        sure.append(network.forward(bird, end).A2.item() > 0.9)
    assert sum(sure) > 10  # the right choice says: mostly


def with_momentum(X, Y, now, rate, steps):
    v = [0] * 4
    for _ in range(steps):
        slopes = derivatives.backward(X, Y, now, network.forward(X, now))
        v = [0.9 * kept + slope for kept, slope in zip(v, slopes, strict=True)]
        now = network.Parameters(*(value - rate * moved for value, moved in zip(now, v, strict=True)))
    return network.cost(network.forward(X, now).Z2, Y)


def test_momentum_does_on_the_moons_what_12_found():
    moons = data.moons(200, 0.15, np.random.default_rng(0))
    starts = [training.initial_parameters(2, 8, np.random.default_rng(seed)) for seed in range(20)]
    for rate, plain, moved in ((0.1, 0.27, 0.05), (0.5, 0.17, 0.012)):
        assert np.median(training.train_many(*moons, starts, rate, 400)[1]) == pytest.approx(plain, rel=0.05)
        assert np.median([with_momentum(*moons, one, rate, 400) for one in starts]) == pytest.approx(moved, rel=0.05)
    assert training.train_many(*moons, starts, 3, 400)[1].max() < 0.03
    assert sum(with_momentum(*moons, one, 3, 400) > 0.2 for one in starts) == 8


def test_more_starts_learn_xor_with_sigmoid_as_12_found():
    X, Y = data.xor()
    rng = np.random.default_rng(3)
    starts = [training.initial_parameters(2, 3, rng) for _ in range(500)]
    found = {}
    for hidden in ("relu", "sigmoid"):
        ends, _ = training.train_many(X, Y, starts, 0.5, 3000, hidden=hidden)
        found[hidden] = sum(bool(((network.forward(X, end, hidden).A2 > 0.5) == Y).all()) for end in ends)
    assert found == {"relu": 255, "sigmoid": 477}


def test_the_slope_from_a2_is_as_far_off_at_30_as_03_says():
    (percent,) = figures(3, r"at 30 it is ([\d.]+) % off")
    assert 100 * abs((1 / (1 - sigmoid(30))) / (1 + np.exp(30)) - 1) == pytest.approx(percent, rel=0.1)


def test_short_steps_mend_what_long_ones_did_but_for_dead_units_as_12_says():
    moons, ends, J = moons_from(50)
    (before,) = figures(12, r"The median of J was ([\d.]+\d)\. What is it then")
    assert np.median(J) == pytest.approx(before, abs=0.05)
    calmed, J = training.train_many(*moons, ends, 0.5, 3000)
    assert np.median(J) == pytest.approx(0.5, abs=0.05) and J.max() < np.log(2) + 1e-6
    for net, cost in zip(calmed, J, strict=True):
        if dead(moons, net) == 8:
            assert cost == pytest.approx(np.log(2), abs=1e-4)


def test_at_a_rate_of_1000_every_unit_dies_and_at_10000_j_overflows_as_12_says():
    moons, starts = moons_of_12()
    wild = training.train(*moons, starts[2], 1000, 400)
    assert wild.stopped is None and np.floor(np.log10(wild.cost.max())) == 31
    assert dead(moons, wild.parameters) == 8
    assert training.train(*moons, starts[2], 10_000, 400).stopped


def test_networks_fail_at_xor_for_the_reasons_that_12_counts():
    X, Y = data.xor()
    rng = np.random.default_rng(2)
    starts = [training.initial_parameters(2, 2, rng) for _ in range(500)]
    ends, _ = training.train_many(X, Y, starts, 0.5, 3000)
    failed = [
        (dead((X, Y), start), dead((X, Y), end))
        for start, end in zip(starts, ends, strict=True)
        if ((network.forward(X, end).A2 > 0.5) != Y).any()
    ]
    born = sum(before > 0 for before, _ in failed)
    died = sum(before == 0 < after for before, after in failed)
    alive = sum(after == 0 for _, after in failed)
    assert figures(12, r"Of the (\d+) networks that fail here, (\d+) had a dead unit") == [len(failed), born]
    assert figures(12, r"In (\d+) more, one died on the way") == [died]
    assert figures(12, r"That leaves (\d+), which fail with both units alive") == [alive]


def test_a_start_that_is_too_large_moves_as_little_as_12_says():
    little, usual = figures(12, r"W1 moves by ([\d.]+) of its own length, where it usually moves by ([\d.]+) times")
    for scale, told in ((100, little), (1, usual)):
        moons, starts = moons_of_12()
        scaled = [one._replace(W1=scale * one.W1) for one in starts]
        ends, _ = training.train_many(*moons, scaled, 3, 400)
        moved = [np.linalg.norm(a.W1 - b.W1) / np.linalg.norm(b.W1) for a, b in zip(ends, scaled, strict=True)]
        assert np.median(moved) == pytest.approx(told, abs=0.05)


def test_single_losses_go_up_and_down_as_long_as_11_says_while_j_falls():
    X, Y = np.array([[1, 4, 0, 2], [2, 2, 4, 1.5]]), np.array([[1, 0, 1, 1]])
    history = training.train(X, Y, EXAMPLE.parameters, 0.1, 200, callback=lambda *_: None)
    assert (np.diff(history.cost) < 0).all()
    now, losses = EXAMPLE.parameters, []
    for _ in range(200):
        passed = network.forward(X, now)
        losses.append(network.loss(passed.Z2, Y)[0])
        now = training.step(now, derivatives.backward(X, Y, now, passed), 0.1)
    rises = np.flatnonzero((np.diff(losses, axis=0) > 0).any(axis=1)) + 1
    assert 25 <= rises.max() < 30


def test_twenty_steps_leave_as_few_birds_wrong_as_11_says():
    birds = data.penguins()
    starts = [training.initial_parameters(2, 4, np.random.default_rng(seed)) for seed in range(20)]
    ends, _ = training.train_many(*birds, starts, 0.5, 20)
    assert [wrong(birds, ends[0]), max(wrong(birds, end) for end in ends)] == [0, 3]


def test_as_many_starts_get_stuck_as_12_says():
    words = {"fifteen": 15, "three": 3}
    (stuck,) = found(12, r"With 6, (\w+) of the twenty starts get stuck above 0\.2")
    assert (moons_from(6)[2] > 0.2).sum() == words[stuck]
    few, low, high = found(
        12, r"but (\w+) hardly get away from the straight line: they end between ([\d.]+) and ([\d.]+),"
    )
    ends = moons_from(3, 0.01)[2]
    assert ((float(low) - 0.01 < ends) & (ends < float(high))).sum() == words[few] == (ends > 0.2).sum()
