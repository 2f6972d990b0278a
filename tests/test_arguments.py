"""What comes as an argument: understood where it can be, otherwise refused in one sentence that names it."""

import os
import re
import signal
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from helpers import arguments, data, derivatives, drawing, network, training, worked
from helpers.network import EXAMPLE, SECOND

X, Y = data.xor()
START = training.initial_parameters(2, 3, np.random.default_rng(0))
PASSED = network.forward(X, START)
HISTORY = training.train(X, Y, START, 0.1, 2)


class Tensor:
    """As a tensor that requires grad: NumPy can't have it."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")


class Frame:
    """As a table or a series of another library: NumPy reads it by its __array__."""

    def __init__(self, entries):
        self.entries = entries

    def __array__(self, dtype=None, copy=None):
        return np.array(self.entries, dtype)


def refusal(function, *args, **keywords):
    with pytest.raises(ValueError) as refused:
        function(*args, **keywords)
    said = str(refused.value)
    assert "\n" not in said and " at 0x" not in said and len(said) < 300, said
    return said


# Numbers of every kind


@pytest.mark.parametrize(
    ("value", "entries"),
    [
        ([[Fraction(1, 2), 2]], [[0.5, 2]]),
        ([[Decimal("0.1")]], [[0.1]]),
        ([[2**70, 10**30]], [[2.0**70, 1e30]]),
        ([[sp.Rational(1, 3), sp.sqrt(2), sp.pi]], [[1 / 3, 2**0.5, np.pi]]),
        (sp.Matrix([[1, sp.Rational(1, 2)]]), [[1, 0.5]]),
        (np.array([[1, 2.5, True]], dtype=object), [[1, 2.5, 1]]),
        (Frame([[1, 0.5], [2, 3]]), [[1, 0.5], [2, 3]]),
        (np.array([[1, 2]]).view(np.matrix), [[1, 2]]),
        (np.ma.array([[1.0, 2.0]]), [[1, 2]]),
        (np.ma.array([[1.0, 2.0]], mask=False), [[1, 2]]),
        ([range(2), range(2)], [[0, 1], [0, 1]]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_numbers_of_other_kinds_are_read_as_float64(value, entries):
    array = arguments.numbers("X", value)
    assert type(array) is np.ndarray and array.dtype == np.float64
    assert array.tolist() == entries


HOLD = "X must hold real numbers; got"
ARRAY = "X must be an array of numbers; got"
PLACE = "(counting from 1)"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([[1, 2], [3]], f"{ARRAY} rows of different lengths: row 1 has 2, row 2 has 1"),
        ([[1, 2], 3], f"{ARRAY} rows of different lengths: row 1 has 2, row 2 is a single entry"),
        ([[1], "ab"], f"{ARRAY} rows of different lengths: row 1 has 1, row 2 is a single entry"),
        (np.array([[1, 2], [3]], dtype=object), f"{ARRAY} rows of different lengths: row 1 has 2, row 2 has 1"),
        ([[1, "a"]], f"{HOLD} text, 'a' at 1, 2 {PLACE}"),
        ("3", f"{HOLD} text"),
        (Frame(np.array(["1", "2"], dtype=object)), f"{HOLD} text, '1' at 1 {PLACE}"),
        (np.array([[1, "2"]], dtype=object), f"{HOLD} text, '2' at 1, 2 {PLACE}"),
        ([[1, None]], f"{HOLD} objects that are not numbers: None at 1, 2 {PLACE}"),
        ([[Fraction(1), 1j]], f"{HOLD} objects that are not numbers: 1j at 1, 2 {PLACE}"),
        ([[sp.Symbol("w")]], f"{HOLD} objects that are not numbers: w at 1, 1 {PLACE}"),
        ((i for i in range(3)), f"{HOLD} a generator"),
        ({1}, HOLD + " {1}"),
        ({"a": 1}, HOLD + " {'a': 1}"),
        (np.sin, f"{HOLD} the function sin; call it"),
        (abs, f"{HOLD} the function abs; call it"),
        (lambda: [[1]], f"{HOLD} a function; call it"),
        (np.random, f"{HOLD} the module numpy.random"),
        (network.Parameters, f"{HOLD} the class Parameters; call it"),
        (None, f"{HOLD} None"),
        (data.xor(), f"{ARRAY} a tuple of 2 arrays; take it apart, as X, Y = data.xor()"),
        (list(data.xor()), f"{ARRAY} a list of 2 arrays; take it apart, as X, Y = data.xor()"),
        (training.train_many(X, Y, [START], 0.1, 1), f"{ARRAY} rows of different lengths"),
        ([[1 + 0j]], f"{HOLD} complex numbers; its .real is what it holds"),
        ([[1 + 1j]], f"{HOLD} complex numbers"),
        (np.array([np.datetime64("2020")]), f"{HOLD} dates"),
        (np.array([np.timedelta64(1)]), f"{HOLD} times"),
        (np.array([np.timedelta64(1), None], dtype=object), HOLD),
        (np.array([(1, 2)], dtype="i,i"), f"{HOLD} records with named fields"),
        (np.ma.array([[1, 2]], mask=[[0, 1]]), f"X must have no masked entries; got one at 1, 2 {PLACE}"),
        ([np.ma.array([1, 2], mask=[0, 1])], "X must have no masked entries; got one"),
        ([[1, np.ma.masked]], "X must have no masked entries; got one"),
        ([[10**400]], "X must fit in float64; got 1000"),
        ([[Decimal("NaN")]], f"X must be finite; got nan at 1, 1 {PLACE}"),
        (Frame([[1], [np.nan]]), f"X must be finite; got nan at 2, 1 {PLACE}"),
        (
            Tensor(),
            f"{ARRAY} a Tensor that NumPy can't read: Can't call numpy() on Tensor that requires grad. "
            "Use tensor.detach().numpy() instead",
        ),
        ([Tensor()], f"{ARRAY} a list that NumPy can't read: Can't call numpy() on Tensor that requires grad."),
        (EXAMPLE, f"{ARRAY} a Problem; use its .x"),
        (START, f"{ARRAY} Parameters"),
        (PASSED, f"{ARRAY} a ForwardPass"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_what_holds_no_numbers_is_told_with_its_kind_and_place(value, said):
    assert refusal(arguments.numbers, "X", value).startswith(said)


# Four or five that belong together

FOUR = "parameters must be the four W1, b1, W2, b2"


def test_a_dict_with_the_four_names_stands_for_parameters_and_for_a_problem():
    passed = network.forward(EXAMPLE.x, EXAMPLE.parameters._asdict())
    assert passed.Z2.item() == 0
    as_dict = EXAMPLE._asdict() | {"parameters": EXAMPLE.parameters._asdict()}
    assert network.loss_with(as_dict) == network.loss_with(EXAMPLE)
    assert worked.M1(as_dict) == worked.M1(EXAMPLE)
    assert drawing.network_height(as_dict) == drawing.network_height(EXAMPLE)
    gradient = derivatives.backward(X, Y, START, PASSED._asdict())
    assert all(map(np.array_equal, gradient, derivatives.backward(X, Y, START, PASSED)))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (EXAMPLE, f"{FOUR}; got a Problem; use its .parameters"),
        (HISTORY, f"{FOUR}; got a History; use its .parameters"),
        (PASSED, f"{FOUR}; got a ForwardPass"),
        ([START, START], f"{FOUR}; got a list of Parameters; take one of them"),
        ({"W1": 1, "b1": 1, "W2": 1}, f"{FOUR}; got a dict without b2"),
        ({"w1": 1, "b1": 1, "W2": 1, "b2": 1}, f"{FOUR}; got a dict without W1"),
        (START._asdict() | {"rate": 1}, f"{FOUR}; got a dict that also has rate"),
        (np.ones((4, 2)), f"{FOUR}; got an array (4, 2)"),
        ("four", f"{FOUR}; got 'four'"),
        (None, f"{FOUR}; got None"),
        (iter(START), f"{FOUR}; got a tuple_iterator"),
        (network.Parameters, f"{FOUR}; got the class Parameters; call it"),
        (training.initial_parameters, f"{FOUR}; got the function initial_parameters; call it"),
        (HISTORY.snapshots[0], f"{FOUR}; got a tuple of 2; use its second part"),
        (HISTORY.snapshots, f"{FOUR}; got a list of 3, with Parameters inside its parts; take one of those"),
        (
            training.train_many(X, Y, [START], 0.1, 1),
            f"{FOUR}; got a tuple of 2, with Parameters inside its parts; take one of those",
        ),
        (HISTORY.snapshots * 2, f"{FOUR}; got a list of 6, with Parameters inside its parts; take one of those"),
        ([*HISTORY.snapshots, 1], f"{FOUR}; got a list of 4, with Parameters inside its parts; take one of those"),
        ((1, 2, 3), f"{FOUR}; got a tuple of 3"),
        (
            (START.W1, START.W2, START.b1, START.b2),
            f"{FOUR} in this order; got the shapes (3, 2), (1, 3), (3, 1), (1, 1)",
        ),
    ],
)
def test_what_stands_in_the_place_of_parameters_is_called_by_its_name(value, said):
    for call in (
        lambda: network.forward(X, value),
        lambda: derivatives.backward(X, Y, value, PASSED),
        lambda: training.train(X, Y, value, 0.1, 1),
    ):
        assert refusal(call) == said
    assert refusal(training.train_many, X, Y, [START, value], 0.1, 1) == f"start 2 of 2: {said}"


def test_what_stands_in_the_place_of_a_problem_or_a_forward_pass_is_called_by_its_name():
    four = "problem must be the four x, y, parameters, hidden"
    for function in (network.loss_with, worked.P1, worked.dL_db1, drawing.network_height):
        assert refusal(function, START) == f"{four}; got Parameters"
        assert refusal(function, PASSED) == f"{four}; got a ForwardPass"
        assert refusal(function, {"x": 1}) == f"{four}; got a dict without y, parameters, hidden"
    five = "forward_pass must be the five Z1, A1, Z2, A2, hidden"
    assert refusal(derivatives.backward, X, Y, START, EXAMPLE) == f"{five}; got a Problem"
    assert refusal(derivatives.backward, X, Y, START, START) == f"{five}; got Parameters"


def test_z2_in_the_place_of_a2_is_refused():
    Z1, A1, Z2, A2, hidden = PASSED
    Z2 = Z2 + 2
    said = refusal(derivatives.backward, X, Y, START, (Z1, A1, A2, Z2, hidden))
    assert said.startswith("forward_pass.A2 must lie between 0 and 1; got ")


def test_a_shape_that_is_turned_is_asked_about():
    assert refusal(network.forward, X.T, START) == (
        "X must be (2, N), one row for each column of W1; got (4, 2): transposed?"
    )
    assert refusal(training.train, X.T, Y, START, 0.1, 1).endswith("got (4, 2): transposed?")
    assert refusal(training.train, X, Y.T, START, 0.1, 1) == (
        "Y must be (1, 4), one label for each observation; got (4, 1): transposed?"
    )
    assert not refusal(network.forward, np.ones((3, 5)), START).endswith("?")


# Numbers in full


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: network.loss([[1]], [[1.0000000001]]), "Y must hold only 0 and 1; got 1.0000000001"),
        (lambda: derivatives.dL_dz2([[0.5]], [[1e-17]]), "y must hold only 0 and 1; got 1e-17"),
        (lambda: derivatives.da2_dz2([[1.0000000001]]), "a2 must lie between 0 and 1; got 1.0000000001"),
        (
            lambda: network.check_problem(EXAMPLE._replace(y=[[1.0000000001]])),
            "y must be (1, 1) and hold 0 or 1; got 1.0000000001",
        ),
        (lambda: network.check_problem(EXAMPLE._replace(y=1)), "y must be (1, 1) and hold 0 or 1; got ()"),
        (
            lambda: drawing.picture(drawing.draw_sigmoid, 6.0000000001),
            "z must be None or one number from -6 to 6; got 6.0000000001",
        ),
        (
            lambda: drawing.picture(drawing.draw_step, [0, 1], [1, 2], 1.0000000001, 1, 1),
            "at must be from 0 to 1, where there are weights; got 1.0000000001",
        ),
        (
            lambda: drawing.picture(drawing.draw_boundary, X, Y, lambda X: 0 * X[:1] + 1.0000000001),
            "answer must give a2 from 0 to 1; got 1.0000000001",
        ),
    ],
)
def test_a_number_just_beyond_its_bound_is_shown_in_full(call, said):
    assert refusal(call) == said


def test_labels_of_minus_one_and_one_are_told_the_way_to_0_and_1():
    assert refusal(network.loss, [[1, 2]], [[-1, 1]]) == (
        "Y must hold only 0 and 1; got -1; (Y + 1) / 2 makes 0 and 1 of -1 and 1"
    )


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("N", [1, 2, 3, 1000])
def test_the_mean_of_finite_losses_is_finite(N):
    assert network.cost([[1e308] * N], [[0] * N]) == 1e308
    largest = np.finfo(float).max
    assert network.cost([[-largest] * N], [[1] * N]) == largest
    assert network.cost([[1e308, 1e308, 0, 0]], [[0] * 4]) == pytest.approx(5e307)


# Single values


def train(**replaced):
    arguments = {"learning_rate": 0.1, "steps": 2} | replaced
    return training.train(X, Y, START, **arguments)


SCHEDULE = "; where it is to change, train with one rate after the other"


@pytest.mark.parametrize(
    ("replaced", "said"),
    [
        ({"learning_rate": lambda step: 0.1}, f"learning_rate must be one number above 0; got a function{SCHEDULE}"),
        ({"learning_rate": [0.1, 0.01]}, f"learning_rate must be one number above 0; got [0.1, 0.01]{SCHEDULE}"),
        ({"learning_rate": {0: 0.1}}, "learning_rate must be one number above 0; got {0: 0.1}" + SCHEDULE),
        ({"learning_rate": None}, "learning_rate must be one number above 0; got None"),
        ({"learning_rate": True}, "learning_rate must be one number above 0; got True"),
        ({"learning_rate": -0.1}, "learning_rate must be one number above 0; got -0.1"),
        ({"learning_rate": np.nan}, "learning_rate must be finite; got nan"),
        ({"learning_rate": "0.1"}, "learning_rate must hold real numbers; got text"),
        ({"steps": 10**20}, "steps must be at most 100000000; got 100000000000000000000"),
        ({"steps": 10**5000}, "steps must be at most 100000000; got an int"),
        ({"steps": 100.0}, "steps must be a whole number from 0 up; got 100.0, a float"),
        ({"steps": 1e3}, "steps must be a whole number from 0 up; got 1000.0, a float"),
        ({"steps": True}, "steps must be a whole number from 0 up; got True"),
        ({"steps": "100"}, "steps must be a whole number from 0 up; got '100'"),
        ({"steps": None}, "steps must be a whole number from 0 up; got None"),
        ({"hidden": "ReLU"}, 'hidden must be "relu" or "sigmoid"; got \'ReLU\''),
        ({"hidden": network.relu}, 'hidden must be "relu" or "sigmoid"; got the function relu'),
        ({"hidden": EXAMPLE}, 'hidden must be "relu" or "sigmoid"; got a Problem; use its .hidden'),
        ({"callback": 5}, "callback must be None or a function of step, parameters and cost; got 5"),
        ({"callback": ""}, "callback must be None or a function of step, parameters and cost; got ''"),
        ({"progress": "no"}, "progress must be True or False; got 'no'"),
        ({"progress": 10}, "progress must be True or False; got 10"),
    ],
)
def test_a_single_value_that_does_not_fit_is_told(replaced, said):
    assert refusal(train, **replaced) == said
    if not {"progress", "callback"} & set(replaced):
        rest = {"learning_rate": 0.1, "steps": 2} | replaced
        assert refusal(training.train_many, X, Y, [START], **rest) == said


def test_whole_numbers_and_rates_of_other_kinds_are_taken():
    plain = train(learning_rate=0.5, steps=3).cost.tolist()
    for rate, steps in ((Fraction(1, 2), np.int8(3)), (sp.Rational(1, 2), sp.Integer(3)), (Decimal("0.5"), 3)):
        assert train(learning_rate=rate, steps=steps).cost.tolist() == plain


ONE = "for a single start, use train, or a list of it, [start]"


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        (START, f"Parameters; {ONE}"),
        (EXAMPLE, f"a Problem; {ONE}"),
        (START._asdict(), f"a dict; {ONE}"),
        (list(START), f"a list; {ONE}"),
        (tuple(START), f"a tuple; {ONE}"),
        (None, "None"),
        (5, "5"),
        ("starts", "'starts'"),
        ((), "none"),
    ],
)
def test_a_single_start_is_told_from_a_list_of_starts(starts, said):
    assert refusal(training.train_many, X, Y, starts, 0.1, 2) == f"starts must be a list of Parameters; got {said}"


def test_starts_may_come_from_a_generator_and_as_dicts():
    ends, cost = training.train_many(X, Y, (START._asdict() for _ in range(3)), 0.1, 2)
    assert len(ends) == 3 and cost[0] == pytest.approx(HISTORY.cost[-1])


def test_a_seed_is_told_the_generator_that_it_makes():
    said = "rng must be a generator, as np.random.default_rng(7) makes; got 7"
    assert refusal(training.initial_parameters, 2, 3, 7) == said
    assert refusal(data.moons, 10, 0.1, 7) == refusal(data.circles, 10, 0.1, 7) == said
    for rng in (None, np.random, np.random.RandomState(0), "7"):
        assert refusal(data.moons, 10, 0.1, rng).startswith(
            "rng must be a generator, as np.random.default_rng(0) makes"
        )
    assert refusal(data.moons, 10, 0.1, np.random).endswith("; got the module numpy.random")
    assert refusal(data.moons, 10, 0.1, np.random.default_rng).endswith("; got the function default_rng; call it")
    assert refusal(data.moons, 10, 0.1, np.random.Generator).endswith("; got the class Generator; call it")


@pytest.mark.parametrize("noise", [10**400, 1.7e308, np.inf, np.nan, -1, "1", None, True, np.timedelta64(1), [0.1]])
def test_a_noise_that_no_point_can_have_is_refused(noise):
    for draw in (data.moons, data.circles):
        said = refusal(draw, 4, noise, np.random.default_rng(1))
        assert said.startswith("noise must be a standard deviation, from 0 to 1e+300; got ")
        assert np.isfinite(draw(4, 1e300, np.random.default_rng(1))[0]).all()


@pytest.mark.filterwarnings("error")
def test_the_two_arrays_of_a_data_set_with_one_input_are_told_as_well():
    said = refusal(network.forward, (X[:1], Y), START)
    assert (
        said == "X must have two axes, rows and columns; got a tuple of 2 arrays; take it apart, as X, Y = data.xor()"
    )


class Silent:
    """An object that does not even say what it is."""

    def __repr__(self):
        raise RuntimeError("no words")


NESTED = []
NESTED.append(NESTED)
STRANGE = [
    None,
    "",
    b"1",
    int,
    len,
    np.random,
    {},
    {1},
    Silent(),
    [[Silent()]],
    NESTED,
    1j,
    10**5000,
    np.nan,
    ...,
    1e308,
    -1,
]
STRANGE += [
    HISTORY,
    HISTORY.snapshots,
    training.train(X, Y, START, 0.1, 40).snapshots,
    (X, Y),
    [[1, 2], [3]],
    np.datetime64("2020"),
    np.timedelta64(3),
    network.Parameters,
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("k", range(len(STRANGE)))
@pytest.mark.parametrize(
    ("function", "name", "others"),
    [
        (network.forward, "X", {"parameters": START}),
        (network.forward, "parameters", {"X": X}),
        (network.forward, "hidden", {"X": X, "parameters": START}),
        (network.loss, "Y", {"Z2": PASSED.Z2}),
        (network.loss_with, "problem", {}),
        (derivatives.backward, "forward_pass", {"X": X, "Y": Y, "parameters": START}),
        (training.initial_parameters, "D", {"H": 3, "rng": np.random.default_rng(0)}),
        (training.initial_parameters, "rng", {"D": 3, "H": 3}),
        (training.train_many, "start", {"X": X, "Y": Y, "learning_rate": 0.1, "steps": 1}),
        (data.moons, "n", {"noise": 0.1, "rng": np.random.default_rng(0)}),
    ],
)
def test_whatever_comes_is_refused_in_one_sentence_that_names_the_argument(function, name, others, k):
    argument = "starts" if name == "start" else name
    assert re.search(rf"\b{name}", refusal(function, **others, **{argument: STRANGE[k]}))


def test_sizes_for_which_there_is_no_room_are_refused():
    rng = np.random.default_rng(0)
    assert refusal(training.initial_parameters, 10**20, 2, rng).startswith("D must be at most 100000000; got ")
    assert refusal(training.initial_parameters, 10**5, 10**5, rng).startswith("D times H, the size of W1, must be ")
    assert refusal(data.moons, 10**20, 0.1, rng).startswith("n must be at most 100000000; got ")
    assert refusal(data.moons, 10, np.complex128(1), rng).startswith("noise must be a standard deviation")


# The pictures


def test_a_history_in_the_place_of_its_cost_is_told():
    assert refusal(drawing.picture, drawing.draw_cost, {"a": HISTORY}) == (
        "runs['a'] must be (n,), J at each step; got a History; use its .cost"
    )


def test_a_forward_pass_of_lists_is_drawn_as_one_of_arrays_and_a_loss_as_its_only_entry():
    passed = network.forward(SECOND.x, SECOND.parameters)
    lists = network.ForwardPass(*(array.tolist() for array in passed[:4]), passed.hidden)
    first = drawing.picture(drawing.draw_network, SECOND, passed, loss=0.5)
    assert drawing.picture(drawing.draw_network, SECOND, lists, loss=np.array([[0.5]])).alt == first.alt


@pytest.mark.parametrize("draw", [None, "draw_map", 3, network.Parameters, np.sin, drawing], ids=repr)
def test_what_is_no_function_that_draws_is_refused(draw):
    assert refusal(drawing.picture, draw).startswith("draw must be one of the draw_* functions; got ")


@pytest.mark.parametrize(
    "size", [0, "small", (800,), (800, 0), (800, -1), (800, 1e3), (10**9, 10), (800, None), {1, 2}]
)
def test_a_size_that_no_picture_has_is_refused(size):
    assert refusal(drawing.picture, drawing.draw_stall, size=size).startswith("size")


def test_a_product_too_large_for_float64_is_drawn():
    with np.errstate(over="raise"):
        assert "∞" in drawing.picture(drawing.draw_product, [[1e308, 1e308]], [[10], [10]]).alt


@pytest.mark.parametrize(
    ("draw", "args", "name"),
    [
        (drawing.draw_boundary, (X, Y, network.Parameters), "answer"),
        (drawing.draw_boundary, (X, Y, network.forward), "answer"),
        (drawing.draw_boundary, (X, Y, np.random.default_rng), "answer"),
        (drawing.draw_map, (np.array(["01", "02"]),), "here"),
        (drawing.draw_chain, (np.array(["dL_da2", "dL_dz2"]),), "here"),
        (drawing.draw_loss, (np.array(["a2", "z2"]),), "against"),
        (drawing.draw_loss, ("a2", "1"), "y"),
        (drawing.draw_cost, ({"a": [[1, 2], [3]]},), "runs['a']"),
        (drawing.draw_cost, ({"a": np.ma.array([1, 2], mask=[0, 1])},), "runs['a']"),
        (drawing.draw_cost, ({"a": [1, 2]}, None, "yes"), "log"),
        (drawing.draw_network, (START, PASSED), "problem"),
        (drawing.draw_network, (EXAMPLE, EXAMPLE), "forward_pass"),
        (drawing.draw_network, (EXAMPLE, PASSED._replace(Z1="z1")), "forward_pass.Z1"),
        (drawing.draw_product, (Tensor(), X), "row"),
        (drawing.draw_success, ({None: (1, 2)},), "results"),
    ],
)
def test_a_picture_names_what_it_can_not_draw(draw, args, name):
    assert refusal(drawing.picture, draw, *args).startswith(f"{name} must ")


# An interrupt

MANY = """
import numpy as np
from helpers import data, training
rng = np.random.default_rng(0)
X, Y = data.moons({N}, 0.1, rng)
starts = [training.initial_parameters(2, 8, rng) for _ in range({K})]
print("begun", flush=True)
try:
    training.train_many(X, Y, starts, 0.5, 100_000_000)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="a process of Windows takes no SIGINT")
@pytest.mark.parametrize(
    ("N", "K"),
    [(4, 1), (4, 500), (4, 20_000), (200_000, 3)],
    ids=["one network", "one group", "several groups", "many observations"],
)
def test_an_interrupt_ends_the_training_of_many(N, K):
    command = [sys.executable, "-c", MANY.format(N=N, K=K)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "begun\n"
            with pytest.raises(subprocess.TimeoutExpired):  # it is under way
                process.wait(1)
            process.send_signal(signal.SIGINT)
            said, complaint = process.communicate(timeout=20)  # of a run of hours; a busy machine may take a while
        finally:
            process.kill()
    assert re.fullmatch("interrupted\n", said), complaint
