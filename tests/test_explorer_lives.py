"""Explorers that are linked, closed, shown again, made again by their cell, and freed; all of it in Python alone."""

import collections
import gc
import weakref

import ipywidgets
import numpy as np
import pytest
import traitlets

from helpers import data, network
from helpers.explorer import Explorer, ExplorerError, identity

X, Y = data.xnor()
VIEW = "application/vnd.jupyter.widget-view+json"
OTHERS = {
    "x": [3, 4],
    "y": [[0]],
    "W1": [[5, 6], [7, 8]],
    "b1": [9, 9],
    "W2": [1, 1],
    "b2": 7,
    "hidden": "sigmoid",
    "step": "D5",
    "show": ("walk",),
    "learning_rate": 0.5,
    "X": [[1, 2, 3], [4, 5, 6]],
    "Y": [0, 0, 1, 1],
}


@pytest.fixture
def pair():
    return [Explorer(network.EXAMPLE, X=X, Y=Y, step="D3") for _ in range(2)]


def shown(explorer):
    return explorer._repr_mimebundle_()[0]


def same(some, other, *names):
    return all(np.array_equal(getattr(some, name), getattr(other, name)) for name in names)


@pytest.mark.parametrize("link", [traitlets.link, ipywidgets.link])
@pytest.mark.parametrize("name", OTHERS)
def test_two_explorers_linked_by_a_trait_follow_each_other(pair, link, name):
    a, b = pair
    before = getattr(a, name)
    linked = link((a, name), (b, name))
    setattr(a, name, OTHERS[name])
    assert same(a, b, name) and not np.array_equal(getattr(a, name), before)
    setattr(b, name, before)
    assert same(a, b, name) and np.array_equal(getattr(a, name), before)
    linked.unlink()
    setattr(b, name, OTHERS[name])
    assert not same(a, b, name)


@pytest.mark.parametrize("link", [traitlets.dlink, ipywidgets.dlink])
@pytest.mark.parametrize("name", OTHERS)
def test_a_directional_link_goes_one_way(pair, link, name):
    a, b = pair
    link((a, name), (b, name))
    setattr(a, name, OTHERS[name])
    assert same(a, b, name)
    setattr(b, name, getattr(Explorer(network.PAGE._replace(hidden="relu"), X=X[:, ::-1], Y=1 - Y, step="M1"), name))
    assert np.array_equal(getattr(a, name), np.reshape(OTHERS[name], np.shape(getattr(a, name))))


def test_all_four_parameters_linked_are_set_at_once_and_their_shape_with_the_other_held(pair):
    a, b = pair
    heard = []
    b.observe(lambda change: heard.append(change["name"]))
    for name in network.Parameters._fields:
        traitlets.link((a, name), (b, name))
    a.parameters = network.Parameters([[1, 1], [2, 2]], [[3], [4]], [[5, 6]], [[7]])
    assert same(a, b, "W1", "b1", "W2", "b2") and heard == ["W1", "b1", "W2", "b2"]
    a.W1 -= 1
    assert same(a, b, "W1")
    with b.hold_sync():
        a.parameters = network.SECOND.parameters
    assert same(a, b, "W1", "b1", "W2", "b2") and b.W1.shape == (3, 2)
    with pytest.raises(ExplorerError, match=r"W1 must be \(3, 2\), as it is; got \(2, 2\)"):
        a.parameters = network.EXAMPLE.parameters


@pytest.mark.parametrize("how", ["one by one", "hold_sync", "page"])
def test_linked_data_sets_change_their_width_and_nothing_is_lost(pair, how):
    a, b = pair
    for name in ("X", "Y"):
        traitlets.link((a, name), (b, name))
    for some, wide, labels in ((a, [[1, 2], [3, 4]], [[1, 0]]), (b, [[5, 6, 7], [8, 9, 0]], [[0, 1, 1]])):
        if how == "one by one":
            some.X, some.Y = wide, labels
        elif how == "page":
            some.set_state({"X": wide, "Y": labels})
        else:
            with some.hold_sync():
                some.X, some.Y = wide, labels
        assert a.X.tolist() == b.X.tolist() == wide and a.Y.tolist() == b.Y.tolist() == labels


def test_hidden_and_step_linked_change_together(pair):
    a, b = pair
    for name in ("step", "hidden"):
        traitlets.link((a, name), (b, name))
    with a.hold_sync():
        a.hidden, a.step = "sigmoid", "P3"
    assert (a.hidden, a.step) == (b.hidden, b.step) == ("sigmoid", "P3")
    b.hidden = "relu"
    assert (a.hidden, a.step) == (b.hidden, b.step) == ("relu", None)


def test_an_observer_hears_at_the_end_that_a_linked_explorer_has_left_its_labels(pair):
    a, b = pair
    heard = []
    traitlets.link((a, "X"), (b, "X"))
    b.observe(lambda change: heard.append((change["old"].tolist(), change["new"])), "Y")
    with a.hold_sync():
        a.X, a.Y = [[1, 2], [3, 4]], [1, 0]
    assert b.Y is None and heard == [(Y.tolist(), None)]


def test_a_slider_is_linked_to_one_entry_through_a_transform(pair):
    explorer, _ = pair
    bias, weight = ipywidgets.FloatSlider(min=-10, max=10), ipywidgets.FloatSlider(min=-10, max=10)

    def put(value):
        W1 = explorer.W1.copy()
        W1[0, 1] = value
        return W1

    ipywidgets.link((explorer, "b2"), (bias, "value"), transform=(lambda b2: b2.item(), lambda value: [[value]]))
    ipywidgets.link((explorer, "W1"), (weight, "value"), transform=(lambda W1: W1[0, 1], put))
    assert (bias.value, weight.value) == (-2, 0.5)
    bias.value, weight.value = 3, 4
    assert explorer.b2.item() == 3 and explorer.W1.tolist() == [[1, 4], [1, -1]]
    explorer.W1 -= 1
    explorer.b2 += 1
    assert (bias.value, weight.value) == (4, 3)


def test_a_link_whose_source_an_observer_changes_meanwhile_is_called_broken(pair):
    a, b = pair
    a.observe(lambda change: setattr(a, "W1", np.round(change["new"])), "W1")
    traitlets.link((a, "W1"), (b, "W1"))
    with pytest.raises(traitlets.TraitError, match="Broken link"):
        a.W1 += 0.3


def test_a_closed_explorer_is_freed():
    explorer = Explorer(network.SECOND, X=X, Y=Y)
    explorer.observe(print, "W1")
    shown(explorer)
    gone = weakref.ref(explorer)
    explorer.close()
    del explorer
    gc.collect()
    assert gone() is None


def test_after_close_all_a_new_explorer_is_made_and_the_old_one_can_be_shown_again():
    old = Explorer(network.SECOND)
    model_id = old.model_id
    ipywidgets.Widget.close_all()
    new = Explorer(network.SECOND)
    for explorer in (new, old):
        assert shown(explorer)[VIEW]["model_id"] == explorer.model_id
        assert explorer.get_state()["_sources"] == "anywidget:explorer-sources"
        assert None not in (explorer.comm, explorer.layout.comm, explorer._sources.comm)
    assert old.model_id == model_id != new.model_id


def test_the_sources_closed_by_hand_are_opened_for_the_next_explorer_and_the_next_showing():
    old = Explorer(network.SECOND)
    old._sources.close()
    new = Explorer(network.SECOND)
    assert new._sources.comm is not None
    shown(old)
    assert old._sources is new._sources
    new._sources.close()
    shown(old)
    assert old._sources.comm is not None


def test_a_closed_explorer_keeps_its_numbers_and_is_live_again_when_it_is_shown_alone_or_in_a_box():
    explorer = Explorer(network.SECOND)
    explorer.close()
    explorer.b2 = 7
    assert explorer.comm is None
    assert VIEW in shown(explorer) and explorer.comm is not None
    explorer.set_state({"b2": [[8]]})
    assert explorer.b2.item() == 8
    explorer.close()
    box = ipywidgets.VBox([explorer])
    assert box.get_state()["children"] == [f"IPY_MODEL_{explorer.model_id}"]


class Kernel:
    """Stands in for the kernel, which says which cell runs."""

    def __init__(self):
        self.executions = 0

    def run(self, cell, make=lambda: Explorer(network.EXAMPLE)):
        self.parent = {"metadata": {"cellId": cell}, "header": {"msg_id": self.executions}}
        self.executions += 1
        return make()

    def get_parent(self):
        return self.parent


@pytest.fixture
def kernel(monkeypatch):
    kernel = Kernel()
    monkeypatch.setattr(identity, "get_ipython", lambda: kernel)
    monkeypatch.setattr(identity, "_generations", collections.Counter())
    yield kernel
    ipywidgets.Widget.close_all()


def test_a_cell_run_again_closes_its_explorers_and_makes_others_of_the_same_identity(kernel):
    def two():
        return Explorer(network.EXAMPLE), Explorer(network.PAGE)

    old = kernel.run("a", two)
    other = kernel.run("b")
    new = kernel.run("a", two)
    assert [one.model_id for one in new] == ["explorer-a-1", "explorer-a-2"]
    assert [one.layout.model_id for one in new] == ["explorer-a-1-layout", "explorer-a-2-layout"]
    assert [one._generation for one in (*old, *new)] == [1, 1, 2, 2]
    assert all(one.comm is None and one.layout.comm is None for one in old)
    assert other.comm is not None
    assert [identity.open_widgets[one.model_id] is one for one in new] == [True, True]


def test_a_cell_run_again_with_a_wrong_argument_leaves_the_explorer_that_it_made(kernel):
    old = kernel.run("a")
    with pytest.raises(ExplorerError):
        kernel.run("a", lambda: Explorer(network.EXAMPLE, step="P1"))
    assert old.comm is not None and identity.open_widgets["explorer-a-1"] is old
    assert kernel.run("a")._generation == 2


@pytest.mark.parametrize("end", [lambda one: one.close(), lambda one: ipywidgets.Widget.close_all(), lambda one: None])
def test_a_cell_run_again_works_whatever_was_closed_and_an_old_message_is_not_for_the_new_explorer(kernel, end):
    old = kernel.run("a")
    end(old)
    del old
    gc.collect()
    new = kernel.run("a")
    assert shown(new)[VIEW]["model_id"] == "explorer-a-1" and new._generation == 2
    assert new.layout.model_id == "explorer-a-1-layout"
    new.set_state({"b2": [[9]], "_stamp": [1, 7]})
    assert new.b2.item() == -2


def test_an_explorer_whose_cell_made_another_can_still_be_shown_beside_it(kernel):
    old, new = kernel.run("a"), kernel.run("a")
    assert old.comm is None
    assert shown(old)[VIEW]["model_id"] == old._reference != new.model_id == "explorer-a-1"
    assert old.layout.model_id != new.layout.model_id == "explorer-a-1-layout"
    assert identity.open_widgets["explorer-a-1"] is new
    old.close()
    assert new.comm is not None


def test_another_version_of_the_explorer_in_the_same_kernel_has_sources_of_its_own(monkeypatch):
    before = Explorer(network.EXAMPLE)
    files, style, _ = identity.read_files()
    monkeypatch.setattr(identity, "read_files", lambda: (files | {"new.js": ""}, style, "0123456789abcdef"))
    after, again = Explorer(network.EXAMPLE), Explorer(network.EXAMPLE)
    assert after._sources is again._sources and after._sources.model_id == "explorer-sources-01234567"
    assert before.get_state()["_sources"] == "anywidget:explorer-sources"
    after._sources.close()
    assert before._sources.comm is not None
    monkeypatch.undo()
    after.open()
    assert after._sources is before._sources
