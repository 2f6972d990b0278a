"""The Python side of the explorer: its traits, what it refuses, what it saves. The page's side is in a lab."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import traitlets
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers import explorer as module
from helpers import network
from helpers.explorer import Explorer, ExplorerError

FOLDER = Path(module.__file__).parent
SOURCES = sorted(FOLDER.glob("*.js"))
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
        ("W1", [[1, 2]], r"b1 must be \(1, 1\), one bias for each row of W1; got \(3, 1\)"),
        ("W1", [1, 2], "W1 must have two axes"),
        ("b1", [1, 2], r"b1 must be \(3, 1\), one bias for each row of W1; got \(2, 1\)"),
        ("W2", [[1], [2], [3]], r"W2 must be \(1, 3\)"),
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


def test_the_page_takes_back_what_python_refuses(explorer, monkeypatch):
    sent = []
    monkeypatch.setattr(explorer, "send_state", sent.append)
    with pytest.raises(ExplorerError, match="step must"):
        explorer.set_state({"step": "P3", "b2": [[7]], "_said": [explorer._life, 3]})
    assert sent == [{"step", "b2"}]
    assert explorer.step is None and explorer.b2.item() == 0.75


def test_a_message_meant_for_the_explorer_before_it_is_dropped(explorer):
    explorer.set_state({"b2": [[7]], "_said": [explorer._life, 3]})
    assert explorer.b2.item() == 7
    explorer.set_state({"b2": [[9]], "_said": [explorer._life + 1, 4]})
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
    explorer.X, explorer.Y = [[1, 2], [3, 4]], [1, 0]
    assert explorer.X.shape == (2, 2) and explorer.Y.tolist() == [[1, 0]]
    explorer.X = None
    assert explorer.Y is None


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("X", [[1, 2, 3]], r"X must be \(2, N\), one column for each of at most 5000 points; got \(1, 3\)"),
        ("X", np.zeros((2, 5001)), "at most 5000 points"),
        ("X", "text", "X must hold real numbers; got text"),
        ("X", [[1, np.nan], [1, 2]], "X must be finite"),
        ("Y", [0, 1], r"Y must be \(1, 3\), one label for each observation; got \(1, 2\)"),
        ("Y", [0, 1, 2], "Y must hold only 0 and 1; got 2"),
        ("show", "graph", "show must name panels among network, .*; got 'graph'"),
        ("show", 3, "show must name panels"),
        ("step", "D10", "step must be None or, with relu, one of M1, .*, D9; got 'D10'"),
        ("step", "P1", "step must be None or, with relu, one of M1"),
        ("learning_rate", 0, "learning_rate must be one number above 0; got 0"),
        ("learning_rate", [1, 2], "learning_rate must be one number above 0"),
        ("learning_rate", "fast", "learning_rate must hold real numbers; got text"),
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
    ],
)
def test_what_is_wrong_at_the_start_is_refused_too(given, words):
    with pytest.raises(ExplorerError, match=words):
        Explorer(network.SECOND, **given)


def test_a_step_that_the_other_activation_has_not_is_left(explorer):
    explorer.step = "D3"
    explorer.hidden = "sigmoid"
    assert explorer.step is None
    with explorer.hold_sync():
        explorer.hidden, explorer.step = "relu", "M2"
    assert (explorer.hidden, explorer.step) == ("relu", "M2")


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


def test_the_files_are_listed_each_after_those_that_it_imports():
    assert sorted([*module.FILES, "loader.js"]) == [path.name for path in SOURCES]
    for number, name in enumerate(module.FILES):
        imported = set(re.findall(r'^import .*? from "\./(.*?)";$', (FOLDER / name).read_text(), re.MULTILINE))
        assert imported <= set(module.FILES[:number]), name
    assert module.FILES[-1] == "explorer.js"


def test_what_computes_imports_nothing():
    assert "import " not in re.sub(r"/\*.*?\*/", "", (FOLDER / "network.js").read_text(), flags=re.DOTALL)


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


def test_an_explorer_whose_numbers_overflow_is_still_shown(explorer):
    explorer.x = [1e308, 1]
    explorer.W1 = [[1e308, 1]] * 3
    assert "∞" in explorer._repr_mimebundle_()[0]["text/plain"]


def test_the_colours_of_signs_are_those_of_the_pictures():
    from helpers import drawing

    style = (FOLDER / "explorer.css").read_text()
    for name in ("x", "z", "a", "L", "positive", "negative"):
        assert f"--{name}: {drawing.COLOURS[name].lower()};" in style


def test_a_notebook_shows_what_is_wrong_in_one_sentence_and_none_of_the_code():
    shell = InteractiveShell()
    shell.user_ns["explorer"] = Explorer(network.EXAMPLE)
    with capture_output() as told:
        shell.run_cell("explorer.y = 2")
    assert told.stdout == "ExplorerError: y must be (1, 1) and hold 0 or 1; got 2\n"
