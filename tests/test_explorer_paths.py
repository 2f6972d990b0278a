"""The way back, as the page computes it, against Python: paths, one step foreseen, units that pass nothing back."""

import numpy as np
import pytest
from test_explorer_mathematics import close, plain, random_batch, traits

from helpers import derivatives, network, training
from helpers.network import Parameters

# The state that the explorer shows for these traits, and what an expression makes of it.
STATE = """async ([stateModule, paths, blame, traits, expression]) => {
    const view = { selected: "W1[1,1]", pinned: "W1[1,1]", highlighted: null, answered: false };
    const state = stateModule.computeState({ get: (name) => traits[name] ?? null }, view);
    return new Function("state", "paths", "blame", `return ${expression}`)(state, paths, blame.blame);
}"""


@pytest.fixture
def ask(node):
    """A function: what an expression of `state`, `paths` and `blame` is, for a problem and further traits."""
    modules = [node.module(f"{path}.js") for path in ("state/state", "model/paths", "state/blame")]

    def ask(problem, expression, **more):
        given = {"direction": "both", "show": ["network"], "learning_rate": 1, "_train_on": "data"} | more
        return node.evaluate(STATE, [*modules, traits(problem, **given), expression])

    return ask


def slopes_of(problem):
    """Python's slope of L by every number that has one, by its name."""
    x, y, (W1, _, W2, _), hidden = problem
    passed = network.forward(x, problem.parameters, hidden)
    dL_dz2 = derivatives.dL_dz2(passed.A2, y)
    dL_da1 = derivatives.dL_da1(dL_dz2, W2)
    dL_dz1 = derivatives.dL_dz1(dL_da1, passed.Z1, hidden)
    found = {
        **{"a2": derivatives.dL_da2(passed.A2, y), "z2": dL_dz2, "b2": dL_dz2, "a1": dL_da1, "z1": dL_dz1},
        **{"b1": dL_dz1, "x": derivatives.dL_dx(dL_dz1, W1), "W2": derivatives.dL_dW2(dL_dz2, passed.A1).T},
    }
    single = {name: {name: array.item()} for name, array in found.items() if name in ("a2", "z2", "b2")}
    several = {
        name: {f"{name}[{i + 1}]": value for i, value in enumerate(array[:, 0])}
        for name, array in found.items()
        if name not in single
    }
    weights = {f"W1[{i + 1},{j + 1}]": v for (i, j), v in np.ndenumerate(derivatives.dL_dW1(dL_dz1, x))}
    return {name: value for group in (*single.values(), *several.values(), weights) for name, value in group.items()}


def some_problem(rng, hidden):
    D, H = rng.integers(1, 9), rng.integers(1, 17)
    parameters = Parameters(*(rng.normal(size=s) for s in ((H, D), (H, 1), (1, H), (1, 1))))
    return network.Problem(rng.normal(size=(D, 1)), [[float(rng.integers(2))]], parameters, hidden)


PRODUCTS = """Object.fromEntries(argument.map((name) => {
    const product = (path) => path.reduce((all, factor) => all * state.values.get(factor), 1);
    return [name, paths.pathsTo(name, state.H).reduce((sum, path) => sum + product(path), 0)];
}))"""


@pytest.mark.parametrize("hidden", network.HIDDEN)
def test_the_products_along_the_paths_add_up_to_the_slope_of_every_number(ask, hidden):
    rng = np.random.default_rng(1)
    for _ in range(200):
        problem = network.check_problem(some_problem(rng, hidden))
        wanted = slopes_of(problem)
        found = ask(problem, PRODUCTS.replace("argument", str(list(wanted))))
        assert found == pytest.approx(wanted, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("hidden", network.HIDDEN)
def test_the_slopes_on_the_graph_are_python_s(ask, hidden):
    rng = np.random.default_rng(2)
    for _ in range(50):
        problem = network.check_problem(some_problem(rng, hidden))
        values = dict(ask(problem, "[...state.values]"))
        for name, slope in slopes_of(problem).items():
            assert values[f"dL_d{name}"] == pytest.approx(slope, rel=1e-12, abs=1e-14), name


def test_a_path_goes_from_l_through_its_unit_and_ends_at_a_shut_gate(ask):
    way = "[...paths.onTheWay(NAME, state.H, (slope) => state.values.get(slope) === 0)].sort()"
    on = ask(network.EXAMPLE, way.replace("NAME", '"W1[1,2]"'))
    assert on == sorted(["L", "a2", "z2", "W2[1]", "a1[1]", "z1[1]", "W1[1,2]"])
    off = ask(network.EXAMPLE, way.replace("NAME", '"W1[2,2]"'))
    assert off == sorted(["L", "a2", "z2", "W2[2]", "a1[2]"])
    both = ask(network.SECOND, way.replace("NAME", '"x[1]"'))
    assert both == sorted("L a2 z2 W2[1] W2[2] W2[3] a1[1] a1[2] a1[3] z1[1] z1[2] W1[1,1] W1[2,1] x[1]".split())
    assert ask(network.EXAMPLE, way.replace("NAME", '"b2"')) == sorted(["L", "a2", "z2", "b2"])


def test_one_step_foreseen_is_the_step_that_training_makes(ask):
    rng = np.random.default_rng(3)
    for on_data in (True, False) * 20:
        X, Y, parameters, hidden = random_batch(rng)
        if not on_data:
            X, Y = X[:, :1], Y[:, :1]
        rate = float(rng.uniform(0.01, 1))
        data = {"X": X.tolist(), "Y": Y.tolist()} if on_data else {"X": None, "Y": None}
        problem = network.Problem(X[:, :1], Y[:, :1], parameters, hidden)
        next = ask(problem, "state.next", learning_rate=rate, **data)
        run = training.train(X, Y, parameters, rate, 1, hidden=hidden)
        close(next["parameters"], run.parameters, 1e-12)
        assert [next["J"], next["cost"]] == pytest.approx(run.cost, rel=1e-12)
        gradient = derivatives.backward(X, Y, parameters, network.forward(X, parameters, hidden))
        steps = (new - old for new, old in zip(run.parameters, parameters, strict=True))
        promised = sum((slope * step).sum() for slope, step in zip(gradient, steps, strict=True))
        assert next["promised"] == pytest.approx(promised, rel=1e-9)


def test_no_step_is_foreseen_forward_nor_while_the_walk_has_not_reached_the_last_slope(ask):
    assert ask(network.EXAMPLE, "state.next", direction="forward") is None
    assert ask(network.EXAMPLE, "state.next", show=["formulas"]) is None
    for step in ("M1", "D4", "D9"):
        assert ask(network.EXAMPLE, "state.next", step=step) is None
        hidden = ask(network.EXAMPLE, "['L_after', 'L_promised', 'dL_dx[1]'].map(state.isRevealed)", step=step)
        assert hidden == [False] * 3
    assert ask(network.EXAMPLE, "state.isRevealed('da1_dz1[1]')", step="D7") is False
    assert ask(network.EXAMPLE, "state.isRevealed('da1_dz1[1]')", step="D8") is True


def named(ask, problem, index, **more):
    found = ask(problem, f"blame(state, {index})", **more)
    return found and found["word"]


def test_units_that_pass_nothing_back_are_named_and_no_others(ask):
    assert [named(ask, network.EXAMPLE, i) for i in (0, 1, -1)] == [None, "off", None]
    somewhere_on = {"X": [[1, 0], [2, -2]], "Y": [[0, 1]]}  # the second unit is on at (0, -2)
    nowhere_on = {"X": [[1, 0], [2, 2]], "Y": [[0, 1]]}
    assert named(ask, network.EXAMPLE, 1, **somewhere_on) == "off"
    assert named(ask, network.EXAMPLE, 1, **nowhere_on) == "dead"
    assert named(ask, network.EXAMPLE, 1, _train_on="point", **nowhere_on) == "off"  # steps are taken at x
    assert [named(ask, network.PAGE, i) for i in (0, 1, -1)] == ["saturated"] * 3
    assert [named(ask, network.EXAMPLE, 1, step=step) for step in ("M1", "M2", "M3")] == [None, None, "off"]


@pytest.mark.parametrize(("z", "word"), [(4.5, None), (4.7, "saturated"), (-4.5, None), (-4.7, "saturated")])
def test_saturated_is_where_the_slope_of_the_sigmoid_is_below_a_hundredth(ask, z, word):
    parameters = Parameters([[1.0]], [[0.0]], [[1.0]], [[0.0]])
    problem = network.check_problem(network.Problem([[z]], [[1]], parameters, "sigmoid"))
    assert named(ask, problem, 0) == word
    assert (network.sigmoid(z) * network.sigmoid(-z) < 0.01) == (word is not None)


def test_moving_one_parameter_after_another_takes_a_pass_for_each_and_one_before(node):
    counting = node.module("model/counting.js")
    rng = np.random.default_rng(4)
    for _ in range(20):
        problem = network.check_problem(some_problem(rng, "sigmoid"))
        H, D = problem.parameters.W1.shape
        found = counting.evaluate(
            "(m, [observation, parameters]) => m.forwardDifferences(observation, parameters, 'sigmoid')",
            [{"x": problem.x.tolist(), "y": problem.y.tolist()}, plain(problem.parameters)],
        )
        count = sum(array.size for array in problem.parameters)
        assert found["passes"] == count + 1
        assert counting.evaluate("(m, [D, H]) => m.parametersOf(D, H)", [D, H]) == count
        passed = network.forward(problem.x, problem.parameters, "sigmoid")
        exact = derivatives.backward(problem.x, problem.y, problem.parameters, passed)
        close(found["slopes"], exact, 1e-4)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *[(2, "2"), (-0.5, "−0.5"), (0.6536, "0.654"), (-0.8929, "−0.89"), (1234.5, "1235"), (123456.7, "123457")],
        *[(3.975e-31, "4·10⁻³¹"), (-2e-31, "−10⁻³¹"), (-4.6e-8, "−5·10⁻⁸"), (0, "0"), (float("inf"), "∞")],
    ],
)
def test_where_there_is_hardly_any_room_a_number_has_few_digits(node, number, written):
    assert node.module("model/numerals.js").evaluate("(m, value) => m.tiny(value)", number) == written
