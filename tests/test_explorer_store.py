"""The explorer's store and trainer under Node: what a hand, a run and Python do to the numbers. No page is needed."""

import json

import numpy as np
import pytest
from node import Node

from helpers import data, network, training

# The store with a model as ipywidgets has it, and a page that draws and plays when a test says so.
MAKE = """([{ makeStore }, traits]) => {
    const page = { wanted: 0, act: null };
    const model = {
        saved: [],
        get: (name) => traits[name],
        set: (changed) => Object.assign(traits, changed),
        save_changes: () => model.saved.push(structuredClone(traits)),
    };
    const store = makeStore(model, {
        schedule: () => (page.wanted += 1),
        repeat: (act) => (page.act = act),
        letGo: () => {},
    });
    const frames = (count) => {
        for (let k = 0; k < count; k++) (page.act?.(), store.prepareFrame());
    };
    return { store, model, page, frames, traits };
}"""


class Store:
    """One store in a Node of its own; `do` runs a body of JavaScript with store, model, page, frames and traits."""

    def __init__(self, node, problem, **more):
        self.node = node
        arrays = {"x": problem.x, "y": problem.y, **problem.parameters._asdict()}
        traits = {name: array.tolist() for name, array in arrays.items()} | {"hidden": problem.hidden}
        traits["_home"] = json.loads(json.dumps(traits))
        traits |= {"X": None, "Y": None, "step": None, "learning_rate": 1, "_train_on": "point", "_history": None}
        traits |= {"show": ["network", "train", "loss"]} | more
        self.handle = node.evaluate_handle(MAKE, [node.module("state/store.js"), traits])
        self.do("store.prepareFrame()")

    def do(self, body):
        return self.node.evaluate(f"({{ store, model, page, frames, traits }}) => {{ {body} }}", self.handle)

    def parameters(self):
        return network.Parameters(*(np.array(a) for a in self.do("return ['W1', 'b1', 'W2', 'b2'].map(store.get)")))


@pytest.fixture(scope="module")
def node():
    one = Node()
    yield one
    one.close()


@pytest.fixture
def store(node):
    return Store(node, network.EXAMPLE)


def close(some, others):
    for a, b in zip(some, others, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9)


def test_one_press_is_one_undo_however_many_numbers_it_moves(store):
    store.do(
        "store.press(); for (const v of [2, 3, 4]) { store.set('W1[1,1]', v); store.prepareFrame(); } store.release();"
    )
    assert store.do("return [store.valueOf('W1[1,1]'), store.canUndo()]") == [4, True]
    assert store.do("store.undo(); return store.valueOf('W1[1,1]')") == 1
    assert store.do("store.redo(); return [store.valueOf('W1[1,1]'), store.canRedo()]") == [4, False]


def test_a_press_that_ends_where_it_began_leaves_nothing_to_undo(store):
    store.do("store.press(); for (const v of [2, 1]) { store.set('b2', v); store.prepareFrame(); }")
    store.do("store.set('b2', -2); store.prepareFrame(); store.release();")
    assert store.do("return store.canUndo()") is False


def test_a_whole_array_can_be_set_and_home_brings_every_number_back(store):
    store.do("store.set('x', [[7], [8]]); store.prepareFrame(); store.home();")
    assert store.do("return store.get('x')") == network.EXAMPLE.x.tolist()
    assert store.do("store.undo(); return store.get('x')") == [[7], [8]]


def test_a_parameter_that_is_set_is_taken_in_hand_and_an_input_is_not(store):
    assert store.do("store.set('W2[2]', 1); return store.prepareFrame().state.view.selected") == "W2[2]"
    assert store.do("store.set('x[1]', 1); return store.prepareFrame().state.view.selected") == "W2[2]"


def test_another_shape_forgets_the_run_and_what_is_in_hand_and_chooses_ranges_anew(store):
    store.do("store.trainer.start(); frames(3); store.setView({ selected: 'W1[2,2]' }); store.prepareFrame();")
    store.do("Object.assign(traits, { W1: [[9, 9]], b1: [[0]], W2: [[1]] }); store.hear();")
    state = store.do(
        "const { view } = store.prepareFrame().state; return [view.selected, view.run, store.ranges.of('W1')]"
    )
    assert state == ["W1[1,1]", None, 20]


def test_a_range_covers_what_a_run_has_made_of_a_number(store):
    store.do("store.change({ W2: [[123, 4]] }); store.prepareFrame();")
    assert store.do("return store.ranges.of('W2')") == 200


def test_training_a_frame_at_a_time_ends_where_python_s_does(node):
    X, Y = data.xnor()
    store = Store(node, network.EXAMPLE, X=X.tolist(), Y=Y.tolist(), _train_on="data", learning_rate=0.5)
    store.do("store.trainer.setSpeed(10); store.trainer.start(); frames(7); store.trainer.pause();")
    expected = training.train(X, Y, network.EXAMPLE.parameters, 0.5, 70)
    close(store.parameters(), expected.parameters)
    costs = store.do("return store.view.run.costs")
    assert costs["steps"] == 70 and costs["last"] == pytest.approx(expected.cost[-1], rel=1e-9)
    assert store.do("return page.act") is None


def test_a_run_is_one_undo_and_reset_goes_back_to_its_start(store):
    store.do("store.trainer.start(); frames(5); store.trainer.pause(); store.prepareFrame();")
    store.do("store.undo();")
    close(store.parameters(), network.EXAMPLE.parameters)
    store.do("store.trainer.start(); frames(5); store.trainer.reset(); store.prepareFrame();")
    close(store.parameters(), network.EXAMPLE.parameters)


def test_a_run_whose_frames_are_seconds_apart_is_one_undo_too(store):
    store.do("""const [real, now] = [globalThis.performance, performance.now.bind(performance)];
        let late = 0;
        globalThis.performance = { now: () => now() + late };
        store.trainer.start();
        for (late = 2000; late < 9000; late += 2000) frames(1);
        store.trainer.pause();
        store.prepareFrame();
        store.undo();
        globalThis.performance = real;""")
    close(store.parameters(), network.EXAMPLE.parameters)


def test_two_steps_by_key_after_a_run_are_two_undos(store):
    store.do("store.trainer.start(); frames(2); store.trainer.pause(); store.prepareFrame();")
    ended = store.parameters()
    store.do("for (const k of [1, 2]) { store.trainer.step(); store.prepareFrame(); } store.undo(); store.undo();")
    close(store.parameters(), ended)


def test_what_a_hand_does_while_a_run_plays_is_a_gesture_of_its_own(store):
    store.do("store.trainer.setSpeed(1); store.trainer.start(); frames(3);")
    store.do(
        "store.press(); store.set('b2', 5); frames(2); store.release(); store.trainer.pause(); store.prepareFrame();"
    )
    store.do("store.undo();")
    assert store.do("return store.valueOf('b2')") != pytest.approx(-2)
    while store.do("return store.canUndo()"):
        store.do("store.undo()")
    close(store.parameters(), network.EXAMPLE.parameters)


def test_a_rate_far_too_large_ends_the_run_before_anything_is_infinite(node):
    store = Store(node, network.EXAMPLE, learning_rate=1e300)
    store.do("store.trainer.start(); frames(5);")
    assert store.do("return [store.view.run.playing, store.view.run.message[0]]") == [False, "endless"]
    assert all(np.isfinite(array).all() for array in store.parameters())


def test_a_run_starts_with_the_word_why_where_the_loss_is_infinite(node):
    far = network.EXAMPLE._replace(x=np.array([[1e308], [1e308]]))
    store = Store(node, far)
    store.do("store.trainer.start(); store.prepareFrame();")
    assert store.do("return store.view.run.message") == ["noStart", "L"]


def test_a_run_ends_when_its_panel_is_taken_away(store):
    store.do("store.trainer.start(); frames(2); traits.show = ['network']; store.hear(); store.prepareFrame();")
    assert store.do("return [store.view.run.playing, page.act]") == [False, None]


def test_over_other_data_the_curve_begins_anew_and_the_run_goes_on(store):
    store.do("store.trainer.setSpeed(1); store.trainer.start(); frames(6);")
    store.do("store.change({ X: [[0, 1], [1, 0]], Y: [[0, 1]], _train_on: 'data' }); store.prepareFrame();")
    run = store.do(
        "const { run } = store.view; return [run.playing, run.costs.steps, store.prepareFrame().state.costName]"
    )
    assert run == [True, 0, "J"]


SENT = """const at = (v) => ({ W1: store.get('W1'), b1: store.get('b1'), W2: store.get('W2'), b2: [[v]] });
traits._history = { cost: [3, 2, 1], steps: [0, 1, 2], parameters: [at(0), at(1), at(2)] };
store.hear(); store.prepareFrame();"""


def test_a_run_from_python_is_there_to_play_back_snapshot_by_snapshot(store):
    store.do(SENT)
    assert store.do("return [store.view.replay.at, store.view.replay.fits, store.view.run.costs.steps]") == [2, True, 2]
    store.do("store.trainer.showSnapshot(1); store.prepareFrame();")
    assert store.do("return [store.valueOf('b2'), store.view.run.costs.last]") == [1, 2]


def test_a_run_from_python_ends_the_one_that_plays_and_goes_with_its_data(store):
    store.do("store.trainer.start(); frames(3);" + SENT)
    assert store.do("return [store.view.run.playing, store.valueOf('b2')]") == [False, 2]
    store.do("store.change({ X: [[0, 1], [1, 0]], Y: [[0, 1]], _train_on: 'data' }); store.prepareFrame();")
    assert store.do("return store.view.replay.fits") is False


def test_a_step_of_the_walk_asks_for_a_number_and_hides_it_until_it_is_answered(store):
    store.do("store.change({ step: 'D8' });")
    asked = """const { view, isRevealed } = store.prepareFrame().state;
        return [view.asked, view.answered, isRevealed(view.asked)];"""
    assert store.do(asked) == ["dL_dW1[1,2]", False, False]
    assert store.do("store.setView({ answered: true });" + asked) == ["dL_dW1[1,2]", True, True]
    store.do("store.setView({ predict: false }); store.change({ step: 'D9' });")
    assert store.do(asked)[1:] == [True, True]


def test_reading_a_state_asks_for_no_other_picture_and_sets_nothing(store):
    before = store.do("store.prepareFrame(); return [page.wanted, JSON.stringify(traits), model.saved.length]")
    assert store.do("store.prepareFrame(); return [page.wanted, JSON.stringify(traits), model.saved.length]") == before
