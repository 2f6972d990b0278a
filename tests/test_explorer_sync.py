"""When the model and Python hear of what a hand or a run changes. No lab is needed: the model here is a stand-in."""

import pytest
from node import Node

# As ipywidgets does: what was set and not saved is kept, even if Python sets something else in the meantime.
STAND_IN = """(sync) => {
    const has = { W1: [[1]], b1: [[0]], W2: [[1]], b2: [[0]], x: [[1]], _generation: "generation" };
    const same = (some, other) => JSON.stringify(some) === JSON.stringify(other);
    let unsaved = {};
    const put = (all) => {
        const changed = Object.keys(all).filter((name) => !same(has[name], all[name]));
        Object.assign(has, all);
        changed.forEach(() => model.heard?.());
    };
    const model = {
        saved: [],
        get: (name) => has[name],
        set(name, value) {
            const all = typeof name === "string" ? { [name]: value } : name;
            Object.assign(unsaved, all);
            put(all);
        },
        save_changes() {
            model.saved.push(unsaved);
            unsaved = {};
        },
        python: (traits) => put(structuredClone(traits)),
        told: (name) => model.saved.filter((one) => name in one).map((one) => one[name]),
        drawings: 0,
    };
    const traits = sync.makeSync(model, () => (model.drawings += 1));
    model.heard = traits.hear;
    return { model, traits, after };
}"""

# A clock that only the tests move on, in the place of the one that the module sees.
CLOCK = """() => {
    let [now, timers, count] = [0, new Map(), 0];
    globalThis.performance = { now: () => now };
    globalThis.setTimeout = (act, ms) => (timers.set((count += 1), { act, at: now + ms }), count);
    globalThis.clearTimeout = (timer) => timers.delete(timer);
    globalThis.after = (ms) => {
        const end = now + ms;
        const due = () => [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
        for (let next = due(); next; next = due()) {
            const [timer, { act, at }] = next;
            timers.delete(timer);
            now = at;
            act();
        }
        now = end;
    };
}"""


@pytest.fixture
def do():
    """A function that runs JavaScript with the stand-in's `model`, `traits` and `after(ms)`, and returns its result."""
    own = Node()
    own.evaluate(CLOCK)
    given = own.evaluate_handle(STAND_IN, own.module("state/sync.js"))
    yield lambda script: own.evaluate(f"({{ model, traits, after }}) => {{ {script} }}", given)
    own.close()


def test_python_hears_of_the_first_change_at_once_and_of_a_burst_s_last_one_soon(do):
    do("traits.set({ x: [[2]] });")
    assert do("return model.told('x')") == [[[2]]]
    told = do("for (let k = 3; k < 10; k++) traits.set({ x: [[k]] }); return model.told('x')")
    assert told == [[[2]]]
    assert do("after(400); return model.told('x')") == [[[2]], [[9]]]


def test_the_model_has_every_change_at_once_and_each_message_names_its_explorer_s_generation(do):
    seen = do("return [2, 3, 4].map((k) => (traits.set({ x: [[k]] }), model.get('x')))")
    assert seen == [[[2]], [[3]], [[4]]]
    assert do("after(400); return model.told('_stamp')") == [["generation", 1], ["generation", 2]]


def test_what_waits_is_told_when_asked_for_once(do):
    do("traits.set({ x: [[2]] }); traits.set({ x: [[3]] }); traits.flush();")
    assert do("return model.told('x')") == [[[2]], [[3]]]
    assert do("traits.flush(); after(400); return [model.told('x'), model.saved.length]") == [[[[2]], [[3]]], 2]


def test_an_echo_of_an_older_value_undoes_nothing(do):
    do("traits.set({ x: [[2]] }); traits.set({ x: [[3]] }); model.python({ x: [[2]] });")
    assert do("return traits.get('x')") == [[3]]
    assert do("after(400); return [traits.get('x'), model.told('x')]") == [[[3]], [[[2]], [[3]]]]


def test_what_python_sets_in_a_burst_stays_and_is_not_overwritten_at_its_end(do):
    do("traits.set({ x: [[2]] }); traits.set({ x: [[3]], b2: [[1]] }); model.python({ x: [[7]] });")
    assert do("return traits.get('x')") == [[7]]
    assert do("after(400); return [traits.get('x'), model.told('x').at(-1), model.told('b2')]") == [
        [[7]],
        [[7]],
        [[[1]]],
    ]


def test_what_python_sets_twice_in_a_burst_stays_even_if_a_hand_was_there_before(do):
    do("traits.set({ x: [[2]] }); traits.set({ x: [[3]] });")
    do("model.python({ x: [[7]] }); model.python({ x: [[2]] });")
    assert do("after(400); return [traits.get('x'), model.told('x').at(-1)]") == [[[2]], [[2]]]


def test_a_hand_goes_on_from_what_python_has_set(do):
    do("traits.set({ x: [[2]] }); traits.set({ x: [[3]] }); model.python({ x: [[7]] }); traits.set({ x: [[8]] });")
    assert do("after(400); return [traits.get('x'), model.told('x').at(-1)]") == [[[8]], [[8]]]


def test_what_python_has_set_and_hears_back_undoes_nothing_that_a_hand_does_meanwhile(do):
    do("traits.set({ x: [[2]] }); traits.set({ x: [[3]] }); model.python({ x: [[7]] }); after(400);")
    assert do("return model.told('x')") == [[[2]], [[7]]]
    do("traits.set({ x: [[8]] }); traits.set({ x: [[9]] }); model.python({ x: [[7]] });")
    assert do("return traits.get('x')") == [[9]]
    assert do("after(400); return [traits.get('x'), model.told('x').at(-1)]") == [[[9]], [[9]]]


def test_a_run_s_parameters_run_ahead_of_the_model_which_follows_and_has_them_at_the_end(do):
    do("traits.run(true); traits.set({ b2: [[1]] });")
    assert do("return [traits.get('b2'), model.get('b2')]") == [[[1]], [[0]]]
    assert do("after(700); return [model.get('b2'), model.told('b2')]") == [[[1]], [[[1]]]]
    do("traits.set({ b2: [[2]] }); traits.run(false);")
    assert do("return [traits.get('b2'), model.get('b2'), model.told('b2')]") == [[[2]], [[2]], [[[1]], [[2]]]]
    assert do("const all = model.saved.length; after(700); return model.saved.length - all") == 0
    assert do("model.python({ b2: [[7]] }); return traits.get('b2')") == [[7]]


def test_in_a_run_everything_but_the_parameters_is_told_as_ever_and_the_run_goes_on_being_told(do):
    do("traits.run(true); traits.set({ b2: [[1]], x: [[5]] });")
    assert do("return [model.get('x'), model.told('x'), model.told('b2')]") == [[[5]], [[[5]]], []]
    assert do("after(700); return model.told('b2')") == [[[1]]]


def test_a_run_goes_on_from_what_python_sets_and_not_from_an_echo(do):
    do("traits.run(true); traits.set({ b2: [[1]] }); after(700); traits.set({ b2: [[2]] }); after(700);")
    assert do("traits.set({ b2: [[3]] }); model.python({ b2: [[1]] }); return traits.get('b2')") == [[3]]
    assert do("model.python({ b2: [[1.5]] }); return traits.get('b2')") == [[1.5]]


def test_whoever_changes_the_model_it_is_drawn(do):
    assert do("traits.set({ x: [[2]] }); return model.drawings") > 0
    assert do("const before = model.drawings; model.python({ x: [[9]] }); return model.drawings - before") > 0


def test_an_echo_of_a_run_s_end_undoes_no_change_made_right_after_it(do):
    do("traits.run(true); traits.set({ W1: [[5]] }); traits.run(false); traits.set({ W1: [[7]] });")
    assert do("model.python({ W1: [[5]] }); return model.get('W1')") == [[7]]
    assert do("after(400); return model.told('W1')") == [[[5]], [[7]]]


def test_a_long_run_does_not_take_what_python_sets_for_an_echo_of_long_ago(do):
    do("traits.run(true); traits.set({ b2: [[7]] }); after(600);")
    do("for (let k = 0; k < 130; k++) { traits.set({ b2: [[100 + k]] }); after(500); }")
    assert do("model.python({ b2: [[7]] }); return traits.get('b2')") == [[7]]
