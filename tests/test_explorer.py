"""The Python side of the explorer: its traits, what it refuses, what it saves. The page's side is in a lab."""

import copy
import json
import operator
import pickle
import re
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest
import traitlets
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers import data, derivatives, drawing, network, training
from helpers.explorer import COMPUTES, Explorer, ExplorerError, identity

FOLDER = identity.FOLDER
SOURCES = sorted(FOLDER.rglob("*.js"))
SHAPES = {"x": (2, 1), "y": (1, 1), "W1": (3, 2), "b1": (3, 1), "W2": (1, 3), "b2": (1, 1)}
LARGER = network.Parameters(np.ones((4, 2)), np.ones((4, 1)), np.ones((1, 4)), np.ones((1, 1)))


@pytest.fixture
def explorer():
    return Explorer(network.SECOND)


def state(explorer):
    return {name: getattr(explorer, name).tolist() for name in SHAPES} | {"hidden": explorer.hidden}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("x", [3, 4]),
        ("x", [[3], [4]]),
        ("b1", [1, 2, 3]),
        ("W2", [1, 2, 3]),
        ("W2", [[1, 2, 3]]),
        ("b2", 5),
        ("y", True),
    ],
)
def test_lists_and_numbers_are_taken_and_kept_as_read_only_arrays(explorer, name, given):
    setattr(explorer, name, given)
    array = getattr(explorer, name)
    assert array.dtype == np.float64 and array.shape == SHAPES[name]
    assert array.ravel().tolist() == np.ravel(given).tolist()
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0] = 1


def test_an_array_that_was_passed_in_stays_its_owner_s(explorer):
    mine = np.array([[3.0], [4.0]])
    explorer.x = mine
    mine[0, 0] = 7
    assert explorer.x[0, 0] == 3


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        (
            "W1",
            [[1, 2]],
            r"^W1 must be \(3, 2\), as it is; got \(1, 2\); .* hidden units, set explorer.parameters, all four",
        ),
        (
            "W1",
            np.ones((3, 3)),
            r"^W1 must be .*; got \(3, 3\); .* inputs, set x and parameters inside `with explorer.hold",
        ),
        ("W1", np.ones((2, 3)), r"^W1 must be \(3, 2\), as it is; got \(2, 3\); W1.T would fit$"),
        ("W1", 5, r"W1 must have two axes, rows and columns; got \(\)$"),
        ("W1", np.ones((3, 2, 1)), r"W1 must have two axes, rows and columns; got \(3, 2, 1\)$"),
        ("W1", [1, 2], "W1 must have two axes"),
        ("b1", [1, 2], r"b1 must be \(3, 1\), one bias for each row of W1; got \(2, 1\)"),
        ("b1", [1, 2], r"\(2, 1\); to change the number of hidden units, set explorer.parameters, all four at once$"),
        ("b1", [[1, 2, 3]], r"b1 must be \(3, 1\), one bias for each row of W1; got \(1, 3\): transposed\?$"),
        ("W2", [[1], [2], [3]], r"W2 must be \(1, 3\), one weight for each row of W1; got \(3, 1\): transposed\?$"),
        (
            "W2",
            [1, 2, 3, 4],
            r"\(1, 4\); to change the number of hidden units, set explorer.parameters, all four at once$",
        ),
        (
            "x",
            [1, 2, 3],
            r"\(3, 1\); to change the number of inputs, set x and parameters inside `with explorer.hold_sync",
        ),
        ("x", [1, 2, 3], r"x must be \(2, 1\), one row for each column of W1; got \(3, 1\)"),
        ("x", ["a", "b"], "x must hold real numbers; got text"),
        ("b2", float("nan"), "b2 must be finite; got nan"),
        ("b1", [], "b1 must not be empty"),
        ("y", 0.5, "y must be .* 0 or 1; got 0.5"),
        ("hidden", "tanh", 'hidden must be "relu" or "sigmoid"; got \'tanh\''),
        ("hidden", 1, 'hidden must be "relu" or "sigmoid"; got 1'),
    ],
)
def test_what_is_wrong_is_an_error_that_names_the_trait_and_changes_nothing(explorer, name, given, words):
    before = state(explorer)
    with pytest.raises(ExplorerError, match=words) as problem:
        setattr(explorer, name, given)
    assert isinstance(problem.value, ValueError) and isinstance(problem.value, traitlets.TraitError)
    assert state(explorer) == before


def test_an_explorer_larger_than_can_be_drawn_is_refused(explorer):
    large = network.Parameters(np.ones((17, 2)), np.ones((17, 1)), np.ones((1, 17)), [[0]])
    for make in (
        lambda: Explorer(network.SECOND._replace(parameters=large)),
        lambda: setattr(explorer, "parameters", large),
    ):
        with pytest.raises(ExplorerError, match=r"W1 must be at most \(16, 8\), or it can't be drawn; got \(17, 2\)"):
            make()


def test_a_problem_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"x must be \(2, 1\)"):
        Explorer(network.EXAMPLE._replace(x=[[1.0]]))


def test_parameters_are_read_and_set_together_or_not_at_all(explorer):
    assert isinstance(explorer.parameters, network.Parameters)
    explorer.parameters = LARGER
    assert explorer.W1.shape == (4, 2) and explorer.W2.shape == (1, 4)
    before = state(explorer)
    with pytest.raises(ExplorerError, match=r"b1 must be \(4, 1\)"):
        explorer.parameters = LARGER._replace(b1=np.ones((3, 1)))
    assert state(explorer) == before


def test_inside_hold_sync_shapes_change_together(explorer):
    with explorer.hold_sync():
        explorer.x = [1, 2, 3]
        explorer.W1 = np.ones((2, 3))
        explorer.b1 = [0, 0]
        with explorer.hold_sync():
            explorer.W2 = [1, 1]
    assert explorer.problem.x.shape == (3, 1) and explorer.W1.shape == (2, 3)


@pytest.mark.parametrize("failure", ["shapes", "exception"])
def test_hold_sync_is_all_or_nothing(explorer, failure):
    before, heard = state(explorer), []
    explorer.observe(heard.append)
    with pytest.raises(ExplorerError if failure == "shapes" else ZeroDivisionError), explorer.hold_sync():
        explorer.hidden = "sigmoid"
        explorer.y = 1
        explorer.b1 = [1, 2, 3, 4]
        if failure == "exception":
            raise ZeroDivisionError
    assert state(explorer) == before
    assert heard == []
    explorer.y = 1  # and it goes on as before
    assert explorer.y.item() == 1 and len(heard) == 1


@pytest.fixture
def sent(explorer, monkeypatch):
    """The messages that the page gets, as the names in each."""
    sent = []
    monkeypatch.setattr(explorer, "_send", lambda message, **_: sent.append(set(message["state"])))
    return sent


WIDER = {"x": [1, 2, 3], "W1": np.ones((2, 3)), "b1": [0, 0], "W2": [1, 1]}


def test_update_sets_several_traits_as_one_which_the_page_and_observers_hear_of_once(explorer, sent):
    heard = []
    explorer.observe(lambda change: heard.append((change["name"], explorer.W2.shape)))
    explorer.update(**WIDER, b2=0.75, step="M2")
    assert (explorer.x.shape, explorer.W1.shape, explorer.step) == ((3, 1), (2, 3), "M2")
    assert sorted(heard) == [(name, (1, 2)) for name in ("W1", "W2", "_home", "b1", "step", "x")]
    assert sent == [{*WIDER, "step", "_home"}]
    explorer.update(problem=network.SECOND, learning_rate=0.5)
    assert state(explorer) == state(Explorer(network.SECOND)) and explorer.learning_rate == 0.5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"y": 1, "b1": [1, 2]}, r"^b1 must be \(3, 1\)"),
        ({"y": 1, "b2": "two"}, "^b2 must"),
        ({"y": 1, "X": np.ones((2, 3))}, r"^Y must be \(1, 3\)"),
        ({"y": 1, "hidden": "sigmoid"}, "^step must be None or, with sigmoid, one of P1"),
        ({"y": 1, "w1": np.ones((3, 2))}, r"^An explorer has no w1; did you mean W1\?$"),
        ({"y": 1, "_home": {}}, "^update sets traits; got _home$"),
        ({"y": 1, "replay": 3}, "^update sets traits; got replay$"),
    ],
)
def test_update_is_all_or_nothing(explorer, sent, changes, words):
    with explorer.hold_sync():
        explorer.X, explorer.Y, explorer.step = *data.xnor(), "M2"
    sent.clear()
    before, heard = state(explorer), []
    explorer.observe(heard.append)
    with pytest.raises(ExplorerError, match=words):
        explorer.update(**changes)
    assert state(explorer) == before and explorer.step == "M2" and explorer.X.shape == (2, 4)
    assert (heard, sent) == ([], [])


def test_the_page_never_gets_more_labels_than_points(explorer, sent):
    with explorer.hold_sync():
        explorer.X, explorer.Y = data.xnor()
    explorer.X = [[1, 2], [3, 4]]
    assert sent == [{"X", "Y"}, {"Y"}, {"X"}]


def test_what_is_set_in_a_nested_hold_sync_that_fails_does_not_reach_the_page(explorer, sent):
    with explorer.hold_sync():
        explorer.y = 1
        with pytest.raises(ZeroDivisionError), explorer.hold_sync():
            explorer.b2 = 1 / 0
        assert sent == []
    assert sent == [{"y"}]


def test_an_observer_is_called_once_for_each_real_change(explorer):
    heard = []
    explorer.observe(lambda change: heard.append((change["name"], change["new"].ravel().tolist())), ["b2", "x"])
    explorer.b2 = 0.75
    explorer.b2 = [[2]]
    explorer.x = [0.5, -1.5]
    assert heard == [("b2", [2])]


def test_an_observer_never_sees_arrays_that_do_not_fit(explorer):
    heard = []
    explorer.observe(lambda _: heard.append(network.forward(explorer.x, explorer.parameters).Z2.item()), ["W1", "b1"])
    explorer.parameters = LARGER
    assert heard == [1, 1]  # 4 · ReLU(0.5 - 1.5 + 1) + 1


def test_a_failure_in_a_nested_hold_sync_undoes_the_whole(explorer):
    before = state(explorer)
    with pytest.raises(ZeroDivisionError), explorer.hold_sync():
        explorer.y = 1
        with explorer.hold_sync():
            explorer.b2 = 9
            raise ZeroDivisionError
    assert state(explorer) == before


def test_an_observer_may_set_a_trait_and_its_mistake_is_refused_too(explorer):
    explorer.observe(lambda _: setattr(explorer, "b1", [1, 2]), "b2")
    with pytest.raises(ExplorerError, match=r"b1 must be \(3, 1\)"):
        explorer.parameters = explorer.parameters._replace(b2=[[9]])
    assert explorer.b1.shape == (3, 1)


@pytest.mark.parametrize("wrong", [{"b1": [[1]]}, {"b2": [["a"]]}, {"b2": None}, {"hidden": "tanh"}, {"hidden": 1}])
def test_a_drag_in_the_page_reaches_the_traits_and_a_wrong_one_changes_nothing(explorer, wrong):
    explorer.set_state({"W1": [[9, 8], [7, 6], [5, 4]], "y": [[1]]})
    assert explorer.W1[0].tolist() == [9, 8] and explorer.y.item() == 1
    before = state(explorer)
    with pytest.raises(ExplorerError, match=f"{next(iter(wrong))} must"):
        explorer.set_state({"x": [[0], [0]], **wrong})
    assert state(explorer) == before
    for name, value in (("b1", [1, 2]), ("hidden", "tanh")):  # and what Python sets is checked as before
        with pytest.raises(ExplorerError, match=f"{name} must"):
            setattr(explorer, name, value)


def test_a_message_meant_for_the_explorer_before_it_is_dropped(explorer):
    explorer.set_state({"b2": [[7]], "_stamp": [explorer._generation, 3]})
    assert explorer.b2.item() == 7
    explorer.set_state({"b2": [[9]], "_stamp": [explorer._generation + 1, 4]})
    assert explorer.b2.item() == 7


def test_the_page_may_change_the_shapes_in_one_message_but_not_to_what_does_not_fit(explorer):
    heard = []
    explorer.observe(lambda change: heard.append(explorer.W1.shape), "W1")
    larger = {name: array.tolist() for name, array in LARGER._asdict().items()}
    explorer.set_state(larger)
    assert explorer.W1.shape == (4, 2) and heard == [(4, 2)]
    with pytest.raises(ExplorerError, match=r"b1 must be \(4, 1\)"):
        explorer.set_state(larger | {"b1": [[1]], "b2": [[5]]})
    assert explorer.b2.item() == 1


DATA = {"X": [[0, 1, 2], [3, 4, 5]], "Y": [[0, 1, 1]]}


def test_a_data_set_is_kept_and_x_of_another_width_waits_for_its_labels(explorer):
    explorer.X, explorer.Y = DATA["X"], DATA["Y"]
    assert explorer.X.shape == (2, 3) and explorer.Y.tolist() == [[0, 1, 1]]
    explorer.X = [[9, 8, 7], [6, 5, 4]]
    assert explorer.Y.tolist() == [[0, 1, 1]]
    explorer.X = [[1, 2], [3, 4]]
    assert explorer.Y is None
    explorer.Y = [1, 0]
    assert explorer.X.shape == (2, 2) and explorer.Y.tolist() == [[1, 0]]
    explorer.X = None
    assert explorer.Y is None


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("X", [[1, 2, 3]], r"X must be \(2, N\), one column for each of at most 5000 points; got \(1, 3\)"),
        (
            "X",
            np.ones((3, 5)),
            "to change the number of inputs, set x, X and parameters inside `with explorer.hold_sync",
        ),
        ("X", np.ones((50, 2)), r"got \(50, 2\); X.T would fit$"),
        ("X", np.zeros((2, 5001)), "at most 5000 points"),
        ("X", "text", "X must hold real numbers; got text"),
        ("X", [[1, np.nan], [1, 2]], "X must be finite"),
        ("Y", [0, 1], r"Y must be \(1, 3\), one label for each observation; got \(1, 2\)"),
        ("Y", [0, 1, 2], "Y must hold only 0 and 1; got 2"),
        ("show", "graph", "show must name panels among network, .*; got 'graph'"),
        ("show", 3, "show must name panels"),
        (
            "show",
            np.array(["walk", "loss"]),
            r"show must name panels .*, one or a list of them; got array\(\['walk', 'loss'\]",
        ),
        ("show", {"walk"}, r"one or a list of them; got \{'walk'\}"),
        ("show", {"walk": 1}, r"one or a list of them; got \{'walk': 1\}"),
        ("show", b"walk", "one or a list of them; got b'walk'"),
        ("show", [["walk"]], r"show must name panels .*; got \['walk'\]"),
        ("show", [np.array(["walk", "loss"])], r"show must name panels .*; got array"),
        ("step", "D10", "step must be None or, with relu, one of M1, .*, D9; got 'D10'"),
        ("step", "P1", "step must be None or, with relu, one of M1"),
        ("step", np.array(["D8"]), r"step must be None or, with relu, one of M1, .*; got array\(\['D8'\]"),
        ("step", ["D8"], r"step must be None or, .*; got \['D8'\]"),
        ("step", {"D8"}, r"step must be None or, .*; got \{'D8'\}"),
        ("step", b"D8", "step must be None or, .*; got b'D8'"),
        ("step", True, "step must be None or, .*; got True"),
        ("hidden", np.array("relu"), "hidden must be .*; got array"),
        ("hidden", b"relu", "hidden must be .*; got b'relu'"),
        ("learning_rate", 0, "learning_rate must be one number above 0; got 0"),
        ("learning_rate", [1, 2], "learning_rate must be one number above 0"),
        ("learning_rate", "fast", "learning_rate must hold real numbers; got text"),
        ("learning_rate", np.array([1.0]), "learning_rate must be one number above 0"),
        ("learning_rate", True, "learning_rate must be one number above 0; got True"),
    ],
)
def test_a_wrong_panel_step_rate_or_data_set_is_refused(explorer, name, given, words):
    explorer.X, explorer.Y = DATA["X"], DATA["Y"]
    before = getattr(explorer, name)
    with pytest.raises(ExplorerError, match=words):
        setattr(explorer, name, given)
    assert getattr(explorer, name) is before or getattr(explorer, name) == before


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"show": ["map"]}, "show must name panels"),
        ({"step": "P3"}, "step must be None or, with relu"),
        ({"X": [[1]], "Y": [[1]]}, r"X must be \(2, N\)"),
        ({"Y": [[1]]}, "Y must be None while X is None"),
        ({"learning_rate": -1}, "learning_rate must be one number above 0"),
        ({"learning_rate": True}, "learning_rate must be one number above 0; got True"),
        ({"step": np.array(["D8"])}, "step must be None or, with relu"),
        ({"show": {"walk"}}, "show must name panels"),
        ({"problem": network.EXAMPLE.parameters}, "must be|got"),
        ({"problem": None}, "problem must be"),
        ({"shwo": "walk"}, "^Explorer takes problem, show, .*; got shwo; did you mean show\\?$"),
        ({"learningrate": 1}, "got learningrate; did you mean learning_rate\\?$"),
        ({"lr": 0.1}, "got lr; did you mean learning_rate\\?$"),
        ({"W1": [[1, 2]]}, "got W1, which can be set afterwards: explorer.W1 = …$"),
        ({"layout": {}}, "got layout, which can be set afterwards: explorer.layout = …$"),
        ({"nothing_like_it": 1}, "; got nothing_like_it$"),
    ],
)
def test_what_is_wrong_at_the_start_is_refused_too(given, words):
    with pytest.raises(ExplorerError, match=words):
        Explorer(**{"problem": network.SECOND} | given)


def test_a_name_that_numpy_made_is_kept_as_a_plain_string(explorer):
    explorer.step, explorer.show, explorer.hidden = np.str_("D8"), [np.str_("walk")], np.str_("relu")
    assert [type(value) for value in (explorer.step, explorer.show[0], explorer.hidden)] == [str] * 3


def test_a_wrong_step_inside_hold_sync_is_refused_at_its_end(explorer):
    with pytest.raises(ExplorerError, match="step must be None or"), explorer.hold_sync():
        explorer.step = np.array(["D8"])
    assert explorer.step is None


class Table:
    """As a data frame is: no array, but it becomes one."""

    def __init__(self, rows):
        self.rows = rows

    def __array__(self, dtype=None, copy=None):
        return np.array(self.rows, dtype=dtype)


def test_tables_and_flat_lists_are_taken_as_a_data_set(explorer):
    explorer.X, explorer.Y = Table([[1.0, 3], [2, 4]]), Table([0, 1])
    assert explorer.X.tolist() == [[1, 3], [2, 4]] and explorer.Y.tolist() == [[0, 1]]
    one_input = network.Problem([[1]], [[0]], network.Parameters([[1]], [[0]], [[1]], [[0]]), "relu")
    for given in (Explorer(one_input, X=[1, 2, 3], Y=[0, 1, 1]), Explorer(one_input, X=[[5, 6]], Y=[0, 1])):
        given.X = [1, 2, 3]
        assert given.X.tolist() == [[1, 2, 3]]


def test_parameters_for_more_inputs_say_how_x_changes_with_them(explorer):
    before = state(explorer)
    wide = network.Parameters(np.ones((2, 3)), np.ones((2, 1)), np.ones((1, 2)), np.ones((1, 1)))
    words = r"W1 must have 2 columns, one for each row of x; got \(2, 3\); .* inputs, set x and parameters inside"
    with pytest.raises(ExplorerError, match=words):
        explorer.parameters = wide
    assert state(explorer) == before
    with explorer.hold_sync():
        explorer.x, explorer.parameters = [1, 2, 3], wide
    assert explorer.W1.shape == (2, 3)


def test_a_problem_is_set_as_a_whole_or_not_at_all(explorer):
    explorer.step = "D8"
    explorer.problem = network.PAGE
    assert state(explorer) == state(Explorer(network.PAGE)) and explorer.step is None
    explorer.X = DATA["X"]
    before = state(explorer)
    wide = network.Parameters(np.ones((2, 3)), np.ones((2, 1)), np.ones((1, 2)), np.ones((1, 1)))
    with pytest.raises(ExplorerError, match=r"X must be \(3, N\)"):
        explorer.problem = network.Problem([[1], [2], [3]], [[0]], wide, "relu")
    assert state(explorer) == before


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("w1", "W1"),
        ("W", "W1 or W2"),
        ("learningrate", "learning_rate"),
        ("Learning_rate", "learning_rate"),
        ("LEARNING_RATE", "learning_rate"),
        ("shwo", "show"),
        ("steps", "step"),
        ("hiden", "hidden"),
        ("parameter", "parameters"),
    ],
)
def test_a_misspelt_trait_is_refused_and_the_nearest_is_named(explorer, name, meant):
    words = f"^An explorer has no {name}; did you mean {re.escape(meant)}\\?$"
    for act in (
        lambda: setattr(explorer, name, 1),
        lambda: getattr(explorer, name),
        lambda: explorer.observe(print, name),
        lambda: explorer.observe(print, ["x", name]),
    ):
        with pytest.raises(ExplorerError, match=words):
            act()
    assert not hasattr(explorer, name)


def test_private_names_and_those_of_ipywidgets_can_be_set(explorer):
    explorer._w1, explorer.tooltip, explorer.layout.width = 2, "a tip", "50%"
    explorer.layout = {"width": "40%"}
    explorer.observe(print, "layout")
    assert (explorer._w1, explorer.tooltip, explorer.layout.width) == (2, "a tip", "40%")
    with pytest.raises(AttributeError, match="no attribute 'value'"):
        explorer.value  # noqa: B018


def test_a_subclass_has_the_names_that_it_likes_but_for_another_way_to_write_a_trait():
    class Own(Explorer):
        count = traitlets.Int(3).tag(sync=True)

        def __init__(self):
            super().__init__()
            self.steps, self.count, self.lr = 1, 4, 2

    own = Own()
    own.steps += 1
    assert (own.steps, own.count, own.lr) == (2, 4, 2)
    with pytest.raises(ExplorerError, match="did you mean W1"):
        own.w1 = 3


@pytest.mark.parametrize(
    "change",
    [
        operator.iadd,
        operator.isub,
        operator.imul,
        operator.itruediv,
        operator.ifloordiv,
        operator.imod,
        operator.ipow,
    ],
)
@pytest.mark.parametrize("name", ["W1", "b1", "x", "X"])
def test_an_array_can_be_changed_with_an_operator_and_observers_hear_of_it_once(explorer, change, name):
    explorer.X = DATA["X"]
    heard = []
    explorer.observe(heard.append, name)
    before = getattr(explorer, name)
    as_before, expected = before.copy(), change(before.copy(), np.full(before.shape, 2.0))
    setattr(explorer, name, change(getattr(explorer, name), np.full(before.shape, 2.0)))  # explorer.W1 -= 2
    assert np.array_equal(getattr(explorer, name), expected)
    assert np.array_equal(before, as_before)
    assert [
        np.array_equal(change["new"], expected) and np.array_equal(change["old"], as_before) for change in heard
    ] == [True]


def test_minus_equals_takes_a_gradient_off(explorer):
    explorer.W1 -= 0.5 * np.ones((3, 2))
    explorer.W1 @= [[2, 0], [0, 1]]
    explorer.b2 += 1
    assert explorer.W1.tolist() == [[1, -1.5], [3, 0.5], [-3, 0]] and explorer.b2.item() == 1.75
    with pytest.raises(ExplorerError, match="W1 must be finite"):
        explorer.W1 += np.nan
    with explorer.hold_sync():
        explorer.b1 -= 1
        explorer.b1 -= 1
    assert explorer.b1.ravel().tolist() == [-1.5, -1, -2.25]


@pytest.mark.parametrize("write", ["W1[0, 0] = 5", "W1[0] += 1", "W1[0][0] = 5", "W1.T[0] = 5", "W1[:] = 0"])
def test_writing_into_an_array_is_refused_in_one_sentence_that_says_what_to_write(explorer, write):
    words = r"^W1 is read-only; take a copy, .*W1 = explorer.W1.copy\(\), then W1\[…\] = …, then explorer.W1 = W1$"
    with pytest.raises(ExplorerError, match=words):
        exec(f"explorer.{write}", {"explorer": explorer})
    assert state(explorer) == state(Explorer(network.SECOND))
    with pytest.raises(ValueError):
        explorer.W1.setflags(write=True)


def test_what_is_computed_from_an_array_is_a_plain_one(explorer):
    W1, plain = explorer.W1, np.array(explorer.W1)
    results = [
        W1 + 1,
        1 - W1,
        W1 @ explorer.x,
        -W1,
        W1 > 0,
        W1 == 0,
        np.exp(W1),
        np.where(W1 > 0, W1, 0),
        W1.sum(axis=0),
    ]
    results += [W1.mean(axis=1), np.concatenate([W1, W1]), W1.copy(), copy.copy(W1), copy.deepcopy(W1), np.array(W1)]
    results += [pickle.loads(pickle.dumps(W1)), *copy.deepcopy(explorer.parameters)]
    results += network.forward(explorer.x, explorer.parameters)[:4]
    assert [type(result) for result in results] == [np.ndarray] * len(results)
    assert all(result.flags.writeable for result in results)
    assert isinstance(W1.max(), float) and isinstance(W1[0, 0], float)
    assert repr(W1) == repr(plain) and str(W1) == str(plain) and W1.tolist() == plain.tolist()
    assert repr(W1 != 1) == repr(plain != 1)
    np.testing.assert_array_equal(W1, plain)
    np.testing.assert_array_equal(W1 != np.ones((3, 2)), plain != np.ones((3, 2)))
    with pytest.raises(AssertionError):
        np.testing.assert_array_equal(W1, plain + 1)


def test_an_array_made_in_the_likeness_of_a_trait_s_can_be_written_to_in_place(explorer):
    mine = also = np.zeros_like(explorer.W1)
    also += 1
    also[0, 0] = 5
    assert mine[0, 0] == 5 and mine[2, 1] == 1


X4, Y4 = data.xnor()
RUN = training.train(X4, Y4, training.initial_parameters(2, 3, np.random.default_rng(0)), 0.1, 20)
FOR_3_INPUTS = network.Parameters(np.ones((3, 3)), np.ones((3, 1)), np.ones((1, 3)), [[1]])


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (None, "history must have cost and snapshots, as training.train returns it; got NoneType"),
        ([1, 2], "history must have cost and snapshots, .*; got list"),
        (RUN.parameters, "history must have cost and snapshots, .*; got Parameters"),
        (
            training.train_many(X4, Y4, [RUN.parameters] * 2, 0.1, 3),
            "history must have cost and snapshots, .*; got tuple",
        ),
        (
            RUN._replace(cost=RUN.cost[:0], stopped="J is not finite"),
            "at least one step; got one of none: J is not finite$",
        ),
        (training.train(X4, Y4, RUN.parameters, 1e308, 5), "at least one step; got one of none: Stopped before step 1"),
        (training.train(X4, Y4, RUN.parameters, 1, 0), "history must be a run of at least one step; got one of none$"),
        (RUN._replace(snapshots=[]), "history.snapshots must hold two or more, from the start to the end; got 0"),
        (RUN._replace(snapshots=RUN.snapshots[:1]), "history.snapshots must hold two or more, .*; got 1"),
        (RUN._replace(snapshots=[1, 2]), r"history.snapshots must be pairs, \(step, Parameters\); got 1"),
        (RUN._replace(snapshots=[(0, 1), (1, 2)]), "parameters must be the four W1, b1, W2, b2; got 1"),
        (RUN._replace(snapshots=RUN.snapshots[::-1]), r"must be at rising steps from 0 to 20; got \[20, 19"),
        (RUN._replace(cost=RUN.cost[:5]), r"must be at rising steps from 0 to 4; got \[0, 1"),
        (RUN._replace(snapshots=[(0.5, RUN.parameters), (1, RUN.parameters)]), "must be at rising steps"),
        (RUN._replace(snapshots=[(-1, RUN.parameters), (1, RUN.parameters)]), "must be at rising steps"),
        (RUN._replace(cost=np.where(np.arange(21) == 4, np.nan, RUN.cost)), "cost must be finite; got nan at 5"),
        (RUN._replace(cost=np.where(np.arange(21) == 4, np.inf, RUN.cost)), "cost must be finite; got inf at 5"),
        (RUN._replace(cost=np.ones((3, 4))), r"history.cost must be \(steps \+ 1,\), .*; got \(3, 4\)"),
        (
            RUN._replace(snapshots=[(0, LARGER), (1, RUN.parameters)]),
            r"of one size, W1 \(3, 2\); got \(4, 2\) at step 0",
        ),
        (
            RUN._replace(snapshots=[(0, FOR_3_INPUTS), (1, FOR_3_INPUTS)]),
            "W1 must have 2 columns, one for each row of x",
        ),
    ],
)
def test_what_is_no_run_of_this_network_is_not_played_back_and_changes_nothing(explorer, run, words):
    explorer.replay(RUN)
    before, played = state(explorer), explorer._history
    with pytest.raises(ExplorerError, match=words):
        explorer.replay(run)
    assert state(explorer) == before and explorer._history == played


def test_a_run_is_played_back_whole_and_ends_at_its_last_snapshot(explorer):
    explorer.replay(RUN)
    assert explorer._history["cost"] == RUN.cost.tolist()
    assert explorer._history["steps"] == [step for step, _ in RUN.snapshots]
    assert explorer.W1.tolist() == RUN.parameters.W1.tolist() == explorer._history["parameters"][-1]["W1"]
    explorer.replay(types.SimpleNamespace(cost=[3, 2], snapshots=[[0, LARGER], [1, LARGER]]))
    assert explorer.W1.shape == (4, 2) and explorer._history["cost"] == [3, 2]


def test_with_other_inputs_no_old_run_is_played_back(explorer):
    explorer.replay(RUN)
    with explorer.hold_sync():
        explorer.x, explorer.parameters = [1, 2, 3], FOR_3_INPUTS
    assert explorer._history is None


@pytest.mark.parametrize("how", ["hold_sync", "parameters", "page"])
def test_an_observer_that_raises_is_heard_and_the_page_still_gets_the_rest(explorer, monkeypatch, how):
    sent = set()
    monkeypatch.setattr(explorer, "send_state", lambda key=None: sent.update([key] if isinstance(key, str) else key))
    explorer.observe(lambda _: 1 / 0, "W1")
    with pytest.raises(ZeroDivisionError):
        if how == "page":
            explorer.set_state({name: array.tolist() for name, array in LARGER._asdict().items()})
        elif how == "parameters":
            explorer.parameters = LARGER
        else:
            with explorer.hold_sync():
                explorer.parameters = LARGER
    assert state(explorer)["W1"] == LARGER.W1.tolist() and state(explorer)["W2"] == LARGER.W2.tolist()
    assert how == "page" or sent >= {"W1", "b1", "W2", "b2"}
    assert explorer._home["W1"] == LARGER.W1.tolist()


@pytest.mark.parametrize("wrong", [{"learning_rate": -1}, {"show": ["map"]}, {"step": ["D8"]}, {"step": "P3"}])
def test_what_is_wrong_in_a_message_is_refused_and_the_page_gets_back_what_python_has(explorer, monkeypatch, wrong):
    sent = []
    monkeypatch.setattr(explorer, "send_state", sent.append)
    before, step = state(explorer), explorer.step
    with pytest.raises(ExplorerError, match=f"{next(iter(wrong))} must"):
        explorer.set_state({"b2": [[5]], **wrong, "_stamp": [explorer._generation, 3]})
    assert state(explorer) == before and explorer.step == step and sent == [{"b2", *wrong}]


def test_a_step_that_the_other_activation_has_not_is_left(explorer):
    explorer.step = "D3"
    explorer.hidden = "sigmoid"
    assert explorer.step is None
    with explorer.hold_sync():
        explorer.hidden, explorer.step = "relu", "M2"
    assert (explorer.hidden, explorer.step) == ("relu", "M2")
    with explorer.hold_sync():
        explorer.hidden = "sigmoid"
        explorer.hidden = "relu"
    assert explorer.step == "M2"


def test_a_step_of_the_other_hidden_units_needs_some(explorer):
    one = network.Parameters([[1, 2]], [[0]], [[3]], [[0]])
    with pytest.raises(ExplorerError, match="step must be one that there is: P2 needs a second hidden unit"):
        Explorer(network.PAGE._replace(parameters=one), step="P2")
    assert Explorer(network.PAGE._replace(parameters=one), step="P3").step == "P3"


def test_in_the_walk_no_still_picture_gives_the_answer_away():
    data, _ = Explorer(network.EXAMPLE, step="D3")._repr_mimebundle_()
    assert "image/png" not in data
    assert data["text/plain"] == "Explorer with 2 inputs and 2 hidden units (relu), at step D3"


def test_panels_are_named_once_and_alone_or_in_a_list():
    assert Explorer(show="walk").show == ("walk",)
    assert Explorer(show=["loss", "walk", "loss"]).show == ("loss", "walk")


def test_the_way_back_leads_to_the_problem_until_the_shape_changes(explorer):
    explorer.b2 = 9
    explorer.parameters = explorer.parameters._replace(W2=[[7, 8, 9]])
    assert explorer._home["b2"] == network.SECOND.parameters.b2.tolist()
    assert explorer._home["W2"] == network.SECOND.parameters.W2.tolist()
    explorer.parameters = LARGER
    assert explorer._home["W1"] == LARGER.W1.tolist()


def test_what_a_notebook_stores_is_small_and_the_code_is_stored_once(explorer):
    other = Explorer(network.PAGE)
    stored = [json.dumps(e.get_state()) for e in (explorer, other)]
    assert max(map(len, stored)) < 4000
    assert explorer.get_state()["_sources"] == other.get_state()["_sources"] == "anywidget:explorer-sources"
    assert explorer._sources is other._sources
    paths = {path.relative_to(FOLDER).as_posix() for path in SOURCES}
    assert explorer._sources.files.keys() == paths - {"starter.js", "loader.js"}  # which are stored beside them


ROOMS = ["model", "state", "parts", "deck", "panels", "questions", ""]  # "": explorer.js, which stands above all


def imports(path):
    """The files that a source imports, as paths from its folder's root."""
    named = re.findall(r'^} from "(.*?)";$|^import .*? from "(.*?)";$', path.read_text(encoding="utf-8"), re.MULTILINE)
    return [(path.parent / "".join(one)).resolve().relative_to(FOLDER) for one in named]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_every_import_points_down(path):
    own = ROOMS.index(path.relative_to(FOLDER).parent.as_posix().strip("."))
    for imported in imports(path):
        assert (FOLDER / imported).is_file(), imported
        assert ROOMS.index(imported.parent.as_posix().strip(".")) <= own, imported


def test_no_module_imports_itself_by_way_of_others():
    below = {path.relative_to(FOLDER): imports(path) for path in SOURCES}
    while leaves := [path for path, imported in below.items() if not set(imported) & below.keys()]:
        for path in leaves:
            del below[path]
    assert not below


def test_all_that_computes_is_seen_to_be_imported():
    assert Path("model/network.js") in imports(FOLDER / "model/derivatives.js")
    assert Path("panels/walk.js") in imports(FOLDER / "explorer.js")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_breaks_a_page_that_it_is_written_into(path):
    assert "</script" not in path.read_text() and "<!--" not in path.read_text()


def test_it_says_what_it_is_in_the_same_words_each_time(explorer):
    assert repr(explorer) == repr(Explorer(network.SECOND)) == "Explorer with 2 inputs and 3 hidden units (relu)"


def test_where_no_widget_runs_a_picture_and_a_text_say_the_same(explorer):
    data, _ = explorer._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert data["image/png"].startswith("iVBORw0KGgo")
    for words in ("z1 = (2.5, 0.5, −1.5)", "Hidden unit 3 is off", "z2 = 2.25", "a2 = 0.9047", "L is 2.350"):
        assert words in data["text/plain"]


def test_the_picture_is_that_of_the_numbers_as_they_are(explorer):
    before = explorer._repr_mimebundle_()[0]
    explorer.y = 1
    after = explorer._repr_mimebundle_()[0]
    assert "L is 0.1002" in after["text/plain"] and after["image/png"] != before["image/png"]
    explorer.y = 0
    assert explorer._repr_mimebundle_()[0]["image/png"] == before["image/png"]


def test_matplotlib_is_imported_only_where_a_picture_is_drawn():
    code = "import sys; from helpers.explorer import Explorer; Explorer(); print('matplotlib' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parents[1]
    )
    assert run.stdout == "False\n"


def test_an_explorer_whose_numbers_overflow_is_still_shown(explorer):
    explorer.x = [1e200, 1]
    explorer.W1 = [[1e200, 1]] * 3
    assert "∞" in explorer._repr_mimebundle_()[0]["text/plain"]


def test_a_quantity_has_the_colour_that_it_has_in_the_pictures():
    rule = re.search(r"\.bp-live \{(.*?)\}", (FOLDER / "page.css").read_text(encoding="utf-8"), re.DOTALL)[1]
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", rule))
    assert colours.keys() - drawing.COLOURS.keys() == {"accent", "lit", "slope"}  # those of the page alone
    own = {name: colour.lower() for name, colour in drawing.COLOURS.items() if name in colours}
    assert own == {name: colours[name] for name in own} and len(own) == 6


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("explorer.y = 2", "y must be (1, 1) and hold 0 or 1; got 2"),
        ("explorer.w1 = 3", "An explorer has no w1; did you mean W1?"),
        ("explorer.w1", "An explorer has no w1; did you mean W1?"),
        ("explorer.W1[0, 0] = 5", "W1 is read-only; take a copy"),
        ("explorer.replay(3)", "history must have cost and snapshots"),
        ("explorer.update(b1=[1, 2], W2=[1, 2, 3])", "W2 must be (1, 2)"),
        ("Explorer(shwo='walk')", "Explorer takes problem, show"),
    ],
)
def test_a_notebook_shows_what_is_wrong_in_one_sentence_and_none_of_the_code(cell, words):
    shell = InteractiveShell()
    shell.user_ns.update(explorer=Explorer(network.EXAMPLE), Explorer=Explorer)
    with capture_output() as told:
        shell.run_cell(cell)
    assert told.stdout.startswith(f"ExplorerError: {words}") and told.stdout.count("\n") == 1


@pytest.mark.parametrize("name", ["parameters", "problem"])
def test_observing_what_is_made_of_several_traits_says_which_to_observe(explorer, name):
    with pytest.raises(ExplorerError, match=r"^\w+ is no trait of its own; observe .*W1, b1, W2, b2"):
        explorer.observe(print, name)


HINTS = [
    ("lr", r"; did you mean learning_rate\?$"),
    ("weights", r"; did you mean parameters\?$"),
    ("bias", r"; did you mean b1 or b2\?$"),
    ("data", r"; did you mean X and Y\?$"),
    ("W3", "; it has x, y, W1, b1, .*, learning_rate, parameters and problem$"),
    ("anything", "; it has x, y, W1, b1, .*, learning_rate, parameters and problem$"),
    ("a2", r"; it is computed: network.forward\(.*\).A2$"),
    ("Z1", r"; it is computed: network.forward\(.*\).Z1$"),
]


@pytest.mark.parametrize(("name", "words"), HINTS)
def test_a_public_name_that_is_no_trait_is_refused_wherever_it_is_set_or_observed(explorer, name, words):
    with pytest.raises(ExplorerError, match=f"^An explorer has no {name}{words}"):
        setattr(explorer, name, 1)
    with pytest.raises(ExplorerError, match=f"^An explorer has no {name}{words}"):
        explorer.observe(print, name)
    assert name not in vars(explorer)


def test_the_code_that_is_named_for_what_is_computed_computes_it(explorer):
    explorer.X, explorer.Y = data.xnor()
    for name in ("a2", "Z1", "forward", "loss", "cost", "gradient", "dL_dW1", "train"):
        with pytest.raises(AttributeError, match=f"^An explorer has no {name}; it is computed: ") as problem:
            getattr(explorer, name)
        code = str(problem.value).partition("computed: ")[2]
        names = {"explorer": explorer, "network": network, "derivatives": derivatives, "training": training}
        assert eval(code, names | {"rate": 0.1, "steps": 2}) is not None


CHANGES = {
    "fill": lambda W1: W1.fill(0),
    "sort": lambda W1: W1.sort(),
    "setflags": lambda W1: W1.setflags(write=True),
    "copyto": lambda W1: np.copyto(W1, 0),
    "put": lambda W1: np.put(W1, 0, 1),
    "out": lambda W1: np.add(W1, 1, out=W1),
    "out of clip": lambda W1: np.clip(W1, 0, 1, out=W1),
    "at": lambda W1: np.add.at(W1, (0, 0), 1),
    "a row": lambda W1: W1[0].fill(0),
    "fill_diagonal": lambda W1: np.fill_diagonal(W1, 0),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_would_write_into_an_array_says_what_to_write_instead(explorer, change):
    before = explorer.W1.tolist()
    with pytest.raises(ExplorerError, match=r"^W1 is read-only; take a copy, change that and set it"):
        CHANGES[change](explorer.W1)
    assert explorer.W1.tolist() == before


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("learning_rate", (0, 1), r"must be one number above 0; got \(0, 1\); .* so write 0\.1$"),
        ("b2", (0, 5), r"must be one number; got \(0, 5\); .* so write 0\.5$"),
        ("learning_rate", "0.1", "must be one number above 0; got text, '0.1'; write it without quotes$"),
        ("b1", 0, r"got \(1, 1\); it needs 3 numbers$"),
        ("W2", 1, r"got \(1, 1\); it needs 3 numbers$"),
        ("show", [], "must name panels among .*, at least one; got none$"),
        ("parameters", (3, network.EXAMPLE.parameters), "got a tuple of 2; use its second part$"),
        ("step", "m1", r"got 'm1'; did you mean M1\?$"),
        ("step", "D 8", r"got 'D 8'; did you mean D8\?$"),
        ("step", "dL_dz2", r"got 'dL_dz2'; did you mean D3\?$"),
        ("step", "dL/dW1", r"got 'dL/dW1'; did you mean D8\?$"),
        ("step", "zz", "got 'zz'$"),
    ],
)
def test_a_wrong_value_that_people_give_is_told_what_to_write(explorer, name, given, words):
    before = state(explorer)
    with pytest.raises(ExplorerError, match=f"^{name} .*{words}"):
        setattr(explorer, name, given)
    assert state(explorer) == before


@pytest.mark.parametrize("hidden", network.HIDDEN)
def test_the_steps_and_what_they_compute_are_the_same_in_python_and_in_the_page(node, hidden):
    steps = node.module("state/steps.js")
    in_page = steps.evaluate(
        "(steps, hidden) => steps.stepsOf(hidden).map((step) => [step, steps.arrayOf(step)])", hidden
    )
    assert list(COMPUTES[hidden].items()) == [tuple(pair) for pair in in_page]


def test_copying_an_explorer_says_how_to_make_another_one(explorer):
    for make in (copy.copy, copy.deepcopy):
        with pytest.raises(ExplorerError, match=r"can't be copied; make another one: Explorer\(explorer.problem\)$"):
            make(explorer)
