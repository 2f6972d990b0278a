"""What the page computes, against what Python computes; and what the walk makes of a prediction. No lab is needed."""

import itertools
import math

import numpy as np
import pytest
from browser import explorer_module
from test_numerals import read

from helpers import data, derivatives, network, numerals
from helpers.explorer import STEPS
from helpers.network import Parameters
from helpers.reviewing import formulas, page
from helpers.reviewing.mistakes import FORMULAS

CATALOGUE = {
    "sign",
    "transpose",
    "gate",
    "missing factor",
    "y and 1 - y",
    "σ'",
    "page's slip",
}  # those of one observation


# the walk has one observation, so J's formulas are left out
WALKED = [n for n in FORMULAS if not n.startswith("dJ") and any(slip.walk for slip, _ in formulas.single(n))]


def plain(problem):
    """A problem, or parameters, as lists."""
    return {
        name: a if isinstance(a, str) else a.tolist() for name, a in problem._asdict().items() if name != "parameters"
    }


def traits(problem, **more):
    return plain(problem) | plain(problem.parameters) | {"X": None, "Y": None, "step": None, "show": []} | more


def random_batch(rng):
    D, H, N = rng.integers(1, 9), rng.integers(1, 17), rng.integers(1, 30)
    X, Y = rng.normal(size=(D, N)), rng.integers(0, 2, size=(1, N)).astype(float)
    parameters = Parameters(*(rng.normal(size=s) for s in ((H, D), (H, 1), (1, H), (1, 1))))
    return X, Y, parameters, str(rng.choice(network.HIDDEN))


def close(page_s, ours, rtol):
    for name, array in ours._asdict().items():
        np.testing.assert_allclose(
            page_s[name], array, rtol=rtol, atol=rtol * max(1, np.abs(array).max()), err_msg=name
        )


def trained(X, Y, parameters, hidden, learning_rate, steps):
    costs = []
    for _ in range(steps):
        gradient = derivatives.backward(X, Y, parameters, network.forward(X, parameters, hidden))
        parameters = Parameters(*(p - learning_rate * g for p, g in zip(parameters, gradient, strict=True)))
        costs.append(network.cost(network.forward(X, parameters, hidden).Z2, Y))
    return parameters, costs


def test_a_hundred_steps_of_training_end_where_python_s_do(node):
    training = node.module("model/gradient_descent.js")
    rng = np.random.default_rng(1)
    for _ in range(60):
        X, Y, parameters, hidden = random_batch(rng)
        expected, costs = trained(X, Y, parameters, hidden, 0.1, 100)
        run = training.evaluate(
            "(m, [X, Y, p, hidden]) => m.descend(X, Y, p, hidden, 0.1, 100)",
            [X.tolist(), Y.tolist(), plain(parameters), hidden],
        )
        close(run["parameters"], expected, 1e-9)
        np.testing.assert_allclose(run["cost"], costs, rtol=1e-9)
        assert run["finite"]


def test_a_step_that_would_make_the_loss_infinite_is_not_made(node):
    training = node.module("model/gradient_descent.js")
    problem = network.EXAMPLE
    run = training.evaluate(
        "(m, [X, Y, p]) => m.descend(X, Y, p, 'relu', 1e300, 50)",
        [problem.x.tolist(), problem.y.tolist(), plain(problem.parameters)],
    )
    assert not run["finite"]
    assert all(np.isfinite(run["parameters"][name]).all() for name in Parameters._fields)
    assert np.isfinite(run["cost"]).all() and len(run["cost"]) < 50


def test_a_run_that_stops_keeps_the_steps_before(node):
    X, Y = data.xnor()
    run = node.module("model/gradient_descent.js").evaluate(
        "(m, [X, Y, p]) => m.descend(X, Y, p, 'relu', 1e100, 50)",
        [X.tolist(), Y.tolist(), plain(network.EXAMPLE.parameters)],
    )
    one_step, costs = trained(X, Y, network.EXAMPLE.parameters, "relu", 1e100, 1)
    assert not run["finite"] and run["cost"] == pytest.approx(costs)
    close(run["parameters"], one_step, 1e-12)


def test_the_gradient_of_the_cost_is_python_s(node):
    training = node.module("model/gradient_descent.js")
    rng = np.random.default_rng(2)
    for _ in range(100):
        X, Y, parameters, hidden = random_batch(rng)
        passed = network.forward(X, parameters, hidden)
        ours = training.evaluate(
            "(m, [X, Y, p, hidden]) => m.gradient(X, Y, p, hidden)",
            [X.tolist(), Y.tolist(), plain(parameters), hidden],
        )
        assert ours["J"] == pytest.approx(network.cost(passed.Z2, Y), rel=1e-12)
        close(ours["gradient"], derivatives.backward(X, Y, parameters, passed), 1e-12)


def test_weights_drawn_with_a_seed_are_the_same_each_time_and_as_wide_as_they_should_be(node):
    training = node.module("model/gradient_descent.js")
    drawn = [training.evaluate("(m, seed) => m.initialParameters(8, 16, seed)", seed) for seed in (7, 7, 8)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert drawn[0]["b1"] == [[0]] * 16 and drawn[0]["b2"] == [[0]]
    many = training.evaluate("m => Array.from({ length: 300 }, (_, seed) => m.initialParameters(8, 16, seed))")
    assert np.std([p["W1"] for p in many]) == pytest.approx(math.sqrt(2 / 8), rel=0.02)
    assert np.std([p["W2"] for p in many]) == pytest.approx(math.sqrt(1 / 16), rel=0.05)
    assert abs(np.mean([p["W1"] for p in many])) < 0.01


@pytest.mark.parametrize("hidden", network.HIDDEN)
def test_the_plane_holds_the_forward_pass_at_each_place(node, hidden):
    sweep = node.module("model/sweep.js")
    rng = np.random.default_rng(3)
    parameters = Parameters(*(rng.normal(size=s) for s in ((5, 2), (5, 1), (1, 5), (1, 1))))
    across, up = np.linspace(-3, 3, 7), np.linspace(2, -2, 5)
    a2 = sweep.evaluate(
        """(m, [p, hidden, across, up]) => {
            const a2 = new Float64Array(across.length * up.length);
            m.plane(p, hidden, across, up, a2);
            return [...a2];
        }""",
        [plain(parameters), hidden, across.tolist(), up.tolist()],
    )
    X = np.array([[x1, x2] for x2 in up for x1 in across]).T
    np.testing.assert_allclose(a2, network.forward(X, parameters, hidden).A2[0], rtol=1e-12)


def test_the_cost_along_each_parameter_is_python_s(node):
    sweep = node.module("model/sweep.js")
    rng = np.random.default_rng(4)
    X, Y, values = rng.normal(size=(3, 6)), rng.integers(0, 2, size=(1, 6)).astype(float), [-2.0, 0.0, 0.7, 40.0]
    for hidden in network.HIDDEN:
        parameters = Parameters(*(rng.normal(size=s) for s in ((4, 3), (4, 1), (1, 4), (1, 1))))
        for name, array in parameters._asdict().items():
            for place in np.ndindex(array.shape):
                expected = []
                for value in values:
                    moved = array.copy()
                    moved[place] = value
                    passed = network.forward(X, parameters._replace(**{name: moved}), hidden)
                    expected.append(network.cost(passed.Z2, Y))
                ours = sweep.evaluate(
                    "(m, [X, Y, p, hidden, name, i, j, v]) => [...m.along(X, Y, p, hidden, name, i, j, v)]",
                    [X.tolist(), Y.tolist(), plain(parameters), hidden, name, *place, values],
                )
                np.testing.assert_allclose(ours, expected, rtol=1e-12, err_msg=f"{name}{place}")
                quick = sweep.evaluate(
                    "(m, [X, Y, p, hidden, name, i, j, v]) => [...m.along(X, Y, p, hidden, name, i, j, v, true)]",
                    [X.tolist(), Y.tolist(), plain(parameters), hidden, name, *place, values],
                )
                np.testing.assert_allclose(quick, expected, rtol=2e-6, err_msg=f"{name}{place}")


def test_the_table_of_the_loss_is_2_millionths_off_at_most(node):
    sweep = node.module("model/sweep.js")
    u = np.concatenate([np.linspace(0, 39.99, 5001), np.random.default_rng(5).uniform(0, 39.99, 2000)])
    found = sweep.evaluate("(m, all) => all.map(m.tailAt)", u.tolist())
    np.testing.assert_allclose(found, np.log1p(np.exp(-u)), rtol=2e-6)
    far, infinite, unknown = sweep.evaluate("(m, all) => all.map(m.tailAt)", [40.0, math.inf, math.nan])
    assert far == infinite == 0 and math.isnan(unknown)


def contour(node, values, level):
    """The pieces of the curve values = level, each as its two ends (column, row)."""
    return node.module("model/contour.js").evaluate(
        "(m, [values, size, level]) => m.contour(values, size, level)", [values.ravel().tolist(), len(values), level]
    )


def length(pieces):
    return sum(math.dist(*ends) for ends in pieces)


@pytest.mark.parametrize("level", [0.25, 0.5])  # at 0.5 it goes through the grid's corners
@pytest.mark.parametrize(("p", "q"), [(-2, -1), (-2, 1), (2, -1), (2, 1)])
def test_the_contour_of_a_slope_is_the_whole_straight_line_and_no_more(node, p, q, level):
    row, column = np.mgrid[:6, :6]
    pieces = contour(node, p * (column - 2.5) + q * (row - 2.5), level)
    for ends in pieces:
        assert [p * (c - 2.5) + q * (r - 2.5) for c, r in ends] == pytest.approx([level, level])
        assert all(math.floor(max(places)) - min(places) <= 1 for places in zip(*ends, strict=True))
    assert length(pieces) == pytest.approx(math.hypot(2.5, 5))


def test_the_contour_of_a_hill_goes_around_it(node):
    row, column = np.mgrid[:41, :41]
    pieces = contour(node, (column - 20) ** 2 + (row - 20) ** 2, 144)
    assert np.hypot(*(np.reshape(pieces, (-1, 2)) - 20).T) == pytest.approx(12, abs=0.02)
    assert length(pieces) == pytest.approx(2 * math.pi * 12, rel=0.002)


def test_the_contour_of_a_saddle_is_two_pieces_that_do_not_cross(node):
    pieces = contour(node, np.array([[1, -3], [-3, 1]]), 0)
    assert pieces == [[[0.25, 0], [1, 0.75]], [[0.75, 1], [0, 0.25]]]


def test_a_contour_leaves_out_the_squares_that_touch_what_is_no_number(node):
    row, column = np.mgrid[:6, :6]
    values = column - 2.25 + 0 * row
    for r in (0, 3, 5):
        values[r, 2] = np.nan
    assert contour(node, values, 0) == [[[2.25, 1], [2.25, 2]]]


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ((1, 0, -1), [[1, -2], [1, 4]]),
        ((0, 2, -1), [[-1, 0.5], [3, 0.5]]),
        ((1, 1, 0), [[-1, 1], [2, -2]]),
        ((-1, 1, 0), [[-1, -1], [3, 3]]),
        ((2, -1, 0), [[-1, -2], [2, 4]]),  # through a corner
        ((3, -2, -1), [[-1, -2], [3, 4]]),  # through two
        ((1, 0, -3), [[3, -2], [3, 4]]),  # along a side
        ((0, 1, 2), [[-1, -2], [3, -2]]),
        ((1, 1, 4), None),
        ((1, 0, -4), None),
        ((0, 1, -5), None),
        ((0, 0, 1), None),
    ],
)
def test_a_line_is_cut_off_where_it_leaves_the_window(node, line, ends):
    code = "(m, line) => m.crossing(...line, { x: [-1, 3], y: [-2, 4] })"
    found = node.module("model/contour.js").evaluate(code, line)
    assert (found and sorted(found)) == ends


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3", 3),
        ("-.5", -0.5),
        ("−1/2", -0.5),
        ("1e-3", 1e-3),
        ("ln 2", math.log(2)),
        ("-ln(2)", -math.log(2)),
        ("log(2)", math.log(2)),
        ("np.log(2)", math.log(2)),
        ("-math.log(2)/2", -math.log(2) / 2),
        ("1 - np.exp(-1)", 1 - math.exp(-1)),
        ("3 numpy.sqrt(2)", 3 * math.sqrt(2)),
        ("e^-1", math.exp(-1)),
        ("(3 ln 2) / 2", 1.5 * math.log(2)),
        ("2 · 3", 6),
        ("2⋅3", 6),
        ("0.5·3", 1.5),
        ("20*0 + 20*1 + (-10)", 10),
        ("2(1 - e^-1)", 2 * (1 - math.exp(-1))),
        ("1/(1+exp(-2))", 1 / (1 + math.exp(-2))),
        ("√2", math.sqrt(2)),
        ("2^3^2", 512),
        ("-2^2", -4),
        ("1 - 2 - 3", -4),
        ("3.975·10⁻³¹", 3.975e-31),
        ("1 − 9.35·10⁻¹⁴", 1 - 9.35e-14),
        ("5·10⁻³²⁴", 5e-324),
        ("2/5·10³", 400),
        ("2·10^½", 2 * math.sqrt(10)),
        ("−10⁻⁵", -1e-5),
        (r"-3.975 \cdot 10^{-31}", -3.975e-31),
        (r"\frac{1}{2}", 0.5),
        ("3.975x10^-31", 3.975e-31),
        ("10**-3", 1e-3),
        ("1e−5", 1e-5),
        ("1,5", 1.5),
        ("0,5", 0.5),
        ("−3,14e2", -314),
        ("0,250", 0.25),
        ("1234,567", 1234.567),
        ("ln 1,5 + 0,25", math.log(1.5) + 0.25),
        ("= 3", 3),
        ("≈ 0.905", 0.905),
        ("dL_dW1[1,2] = −2", -2),
        ("½", 0.5),
        ("1½", 1.5),
        ("2²", 4),
        ("e⁻¹⁰", math.exp(-10)),
        ("\u22120.5\u00a0", -0.5),
        ("\u200e−\u20090.5", -0.5),
        ("1\u202f234", 1234),
        ("0.333…", 0.333),
        ("np.float64(0.5)", 0.5),
        ("5.", 5),
        ("+3", 3),
        ("8/2/2", 2),
        ("1÷2", 0.5),
        ("1⁄2", 0.5),
        ("２.５", 2.5),
        (r"a_2 \approx 0.905", 0.905),
        ("log2(8)", 3),
        ("log_2(8)", 3),
        ("log₂ 8", 3),
        ("np.log10(100)", 2),
        ("log(0,905)", math.log(0.905)),
        ("log10(2,5)", math.log10(2.5)),
        ("ln(1/2)", -math.log(2)),
        ("ln ½", -math.log(2)),
        ("(ln 1)/2", 0),
        ("ln(2)/2", math.log(2) / 2),
        ("math.log(2)**2", math.log(2) ** 2),
        ("ln 2^2", math.log(4)),
        ("exp -2", math.exp(-2)),
        ("1/2 ln 2", math.log(2) / 2),
        ("½ ln 2", math.log(2) / 2),
        ("Ln 2", math.log(2)),
        ("Sqrt(2)", math.sqrt(2)),
        ("E^-2", math.exp(-2)),
        ("=LN(2)", math.log(2)),
        ("EXP(-2)", math.exp(-2)),
        ("Math.log(2)", math.log(2)),
        ("math.e**-2", math.exp(-2)),
        ("torch.exp(-2)", math.exp(-2)),
        ("abs(-2)", 2),
        ("2π", 2 * math.pi),
        (r"\ln 2", math.log(2)),
        (r"\ln\frac12", -math.log(2)),
        (r"\sqrt{2}", math.sqrt(2)),
        (r"\frac{1}{1+e^{-2}}", 1 / (1 + math.exp(-2))),
        (r"\dfrac{1}{1+\frac{1}{2}}", 2 / 3),
        (r"\frac12", 0.5),
        (r"\tfrac{3}4", 0.75),
        (r"2\cdot10^{-3}", 2e-3),
        (r"2\left(1-\mathrm{e}^{-1}\right)", 2 * (1 - math.exp(-1))),
        ("$0.5$", 0.5),
        (r"\(0.5\)", 0.5),
        ("0{,}5", 0.5),
        ("0,333…", 0.333),
        ("1,333...", 1.333),
        ("3,975·10⁻³¹", 3.975e-31),
        ("3,975e-31", 3.975e-31),
        ("1.250,5", 1250.5),
        ("1,250.5", 1250.5),
        ("1’250.5", 1250.5),
        ("1_000", 1000),
        ("1 1/2", 1.5),
        ("-1 1/2", -1.5),
        ("3 ½", 3.5),
        ("(1-0.5)4", 2),
        ("0.5(1-0.5)", 0.25),
        ("[0.5]", 0.5),
        ("[[0.5]]", 0.5),
        ("-[1*ln(0.5)]", math.log(2)),
        ("tensor(0.5)", 0.5),
        ("tensor(0.5000, grad_fn=<MulBackward0>)", 0.5),
        ("np.array([0.5])", 0.5),
        ("array([[0.5]], dtype=float32)", 0.5),
        ("—0.5", -0.5),
        ("3•10^-1", 0.3),
        ("1.E-3", 1e-3),
        ("1 + -1", 0),
        ("2*-3", -6),
        ("2e^-1", 2 * math.exp(-1)),
        ("e^-2/(1+e^-2)^2", math.exp(-2) / (1 + math.exp(-2)) ** 2),
    ],
)
def test_what_a_learner_types_is_a_number(node, typed, value):
    assert node.module("model/expression.js").evaluate(
        "(m, typed) => m.readNumber(typed).value", typed
    ) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "abc",
        "1..2",
        "(1",
        "(1]",
        "1)",
        "2 +",
        "*2",
        "٣",
        "np.",
        "np.2",
        "xnp.log(2)",
        "np.logs(2)",
        "∞",
        "x",
        "ln",
        "log2",
        "log2/3",
        "½½",
        "1½½",
        "constructor",
        "a2 <= 0.5",
        "5%2",
        "1d3",
        "0x10",
        "a2(1-a2)",
    ],
)
def test_what_is_no_number_is_none(node, typed):
    reading = node.module("model/expression.js").evaluate("(m, typed) => m.readNumber(typed)", typed)
    assert (reading["value"], reading["why"]) == (None, None)


BARE = ["ln 1/2", "-ln 1/2", "ln1/2", "ln 1 / 2", "ln 2/2", "-3 ln 2 / 2", "np.log 1/2", r"\ln 1/2", "√1/2", "sqrt 1/4"]
REFUSED = {
    "comma": ["1,250", "12,345", "1,2,3", "(1,2)", "[1,2]", "1, 5", "1,", "log(2,10)", "np.log(2, 5)", "1,25.5"],
    "point": ["0·5", "1·5", "2·3", "0·5·10⁻³"],
    "space": ["1 2", "1 000", "0.000 001", "[1 2]", "1 3/2", "2/1 1/2", "2^1 1/2", "ln 1 1/2"],
    "argument": [*BARE, "ln 2*3", "ln 2(3)", "ln2ln3", "ln 2e^3"],
    "power": ["e^-1/2", "2^-1/2"],
    "fraction": ["1/2(3)", "1/2ln 2", "1 / 2 ln 2", "6/2(1+2)"],
    "recurring": ["0.(3)", "0.1(6)", "0.25(4)"],
    "exponent": ["1.5e −3", "1.5 e-3", "1e", "2e", "1/2e", "1/2 e", "2 e", "2.5e+", "1e5e", "2e + 1"],
    "plusMinus": ["0.5 +- 0.1", "0.5+-0.1", "0.5±0.1"],
    "base": ["LOG(2)", "=LOG(2)", "lg 100"],
    "sides": ["1/2 = 0.5", "0.75 = 3/4", "0.75 ≈ 3/4", "ln 2 = 0.693", "a2 = 1/2 = 0.5", "1 + 2 = 3"],
    "percent": ["50%", "50 %"],
    "ratio": ["1:2", "3 : 4"],
    "infinite": ["1/0", "0/0", "ln 0", "ln -1", "sqrt(-1)", "e^999", "1e400"],
}


@pytest.mark.parametrize(("typed", "why"), [(typed, why) for why, all in REFUSED.items() for typed in all])
def test_what_may_mean_two_numbers_is_not_guessed_at_and_its_reason_is_known(node, typed, why):
    reading = node.module("model/expression.js").evaluate("(m, typed) => m.readNumber(typed)", typed)
    assert (reading["value"], reading["why"]) == (None, why)


ADVICE = {
    "point": ["0.5", "2*3"],
    "space": ["1000", "3/2"],
    "argument": ["ln(1/2)", "(ln 1)/2"],
    "power": ["e^(-1/2)", "(e^-1)/2"],
    "fraction": ["(1/2)*3", "1/(2*3)"],
    "recurring": ["1/3", "0.333", "2*(3)"],
    "exponent": ["1e-3", "2*e"],
    "plusMinus": ["0.5 + (-0.1)"],
    "base": ["ln(2)", "log2(2)", "log10(2)"],
    "percent": ["0.5"],
    "ratio": ["1/2"],
}


@pytest.mark.parametrize("why", REFUSED)
def test_each_reason_is_told_with_what_was_typed_and_what_it_advises_is_read(node, why):
    expression, words = node.module("model/expression.js"), node.module("parts/words.js")
    typed = REFUSED[why][0]
    said = words.evaluate("({ words }, [typed, why]) => words.notANumber('b2', typed, why)", [typed, why])
    assert said.startswith("b2: ") and f"“{typed}”" in said and said.endswith(" b2 is unchanged.")
    for advice in ADVICE.get(why, []):
        assert advice in said
        assert expression.evaluate("(m, typed) => m.readNumber(typed).value", advice) is not None


@pytest.mark.parametrize("typed", ["[0.9]", "array([[0.9]])", "tensor(0.9)", "$0.9$", "0,9", "9·10⁻¹", "0{,}9"])
def test_a_number_in_brackets_counts_to_the_digits_that_it_has(walk, typed):
    assert walk(network.SECOND, "judging.judge(a, 'a2', 'M4', state).right", typed)
    assert not walk(network.SECOND, "judging.judge(a, 'a2', 'M4', state).right", typed.replace("9", "8"))


def test_what_the_page_writes_it_reads_again_to_the_digits_that_are_shown(node):
    rng = np.random.default_rng(5)
    values = [*rng.integers(0, 2**64, size=3000, dtype=np.uint64).view(np.float64)]
    values += [*(1 - 10.0 ** rng.uniform(-17, 0, size=2000)), *(-1 + 10.0 ** rng.uniform(-17, 0, size=1000))]
    values += [*rng.normal(size=1000).round(3), 5e-324, 1.797e308, -0.0]
    written = [numerals.text(value) for value in values if np.isfinite(value)]
    parsed = node.module("model/expression.js").evaluate(
        "(m, all) => all.map((typed) => m.readNumber(typed).value)", written
    )
    assert parsed == [read(text) for text in written]


@pytest.fixture
def walk(node):
    """A function that evaluates JavaScript with `steps` and `judging` (the modules) and `state` (of a problem)."""
    modules = [node.module(f"state/{name}.js") for name in ("steps", "judging", "state")]

    def run(problem, expression, *arguments, **more):
        code = f"""([steps, judging, states, traits, given]) => {{
            const view = {{ selected: "W1[1,1]", highlighted: null, answered: false, predict: true, run: null }};
            const state = states.computeState({{ get: (name) => traits[name] }}, view);
            return (({", ".join("abc"[: len(arguments)])}) => {expression})(...given);
        }}"""
        return node.evaluate(code, [*modules, traits(problem, **more), list(arguments)])

    return run


EXAMPLES = {"EXAMPLE": network.EXAMPLE, "SECOND": network.SECOND, "PAGE": network.PAGE}


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_step_asks_for_an_entry_and_knows_slips_that_differ_from_it(walk, name):
    problem = EXAMPLES[name]
    for step in STEPS[problem.hidden]:
        entry, value, slips = walk(
            problem,
            """(() => {
                const entry = judging.asked(a, state);
                const at = entry.match(/\\d+(?=[,\\]])/g) ?? [];
                const row = /W2/.test(entry);
                const [i, j] = row ? [0, at[0] - 1] : [(at[0] ?? 1) - 1, (at[1] ?? 1) - 1];
                const slips = judging.slips(a, state).map(([name, rows]) => [name, rows[i][j]]);
                return [entry, state.values.get(entry), slips];
            })()""",
            step,
        )
        assert entry is not None and np.isfinite(value)
        hidden_here = (name, step) == ("EXAMPLE", "M4")  # a2 = 1/2 is its own mirror
        assert hidden_here or any(abs(wrong - value) > 1e-9 * abs(value) for _, wrong in slips), (step, entry)


def test_the_page_has_the_catalogue_as_it_is_in_python():
    assert page.FILE.read_text(encoding="utf-8") == page.source(), "python3 start.py refresh writes it anew"


@pytest.mark.parametrize("name", WALKED)
def test_a_mistake_gives_the_same_numbers_in_the_page_as_in_python(node, name):
    rng = np.random.default_rng(7)
    shapes = {
        "x": (2, 1),
        "y": (1, 1),
        "W1": (3, 2),
        "b1": (3, 1),
        "W2": (1, 3),
        "b2": (1, 1),
        "z1": (3, 1),
        "a1": (3, 1),
    }
    shapes |= {"z2": (1, 1), "a2": (1, 1), "dL_dz2": (1, 1), "dL_da1": (3, 1), "dL_dz1": (3, 1)}
    letters = {letter: rng.normal(size=shape) for letter, shape in shapes.items()}
    letters["a2"], letters["y"] = 1 / (1 + np.exp(-letters["z2"])), np.ones((1, 1))
    walked = sorted((slip.walk, text) for slip, text in formulas.single(name) if slip.walk)
    computed = node.evaluate(
        "([mistakes, formulas, name, letters]) => mistakes.SLIPS[name].map(([, f]) => formulas.compute(f, letters))",
        [
            node.module("model/mistakes.js"),
            node.module("model/formulas.js"),
            name,
            {letter: value.tolist() for letter, value in letters.items()},
        ],
    )
    for (_, text), made in zip(walked, computed, strict=True):
        wanted = formulas.value(text, letters)
        assert (made is None) == (wanted is None), text
        assert made is None or np.allclose(made, wanted, rtol=1e-12), text


def test_the_slips_have_the_names_of_the_catalogue(walk):
    names = "a.flatMap((step) => judging.slips(step, state).map(([name]) => name))"
    found = [walk(problem, names, STEPS[problem.hidden]) for problem in EXAMPLES.values()]
    assert set(itertools.chain(*found)) == CATALOGUE


@pytest.mark.parametrize(
    ("problem", "step", "typed", "right", "mistake"),
    [
        ("PAGE", "P1", "-70", True, None),
        ("PAGE", "P1", "-10", False, "sign"),
        ("PAGE", "P3", "0", True, None),
        ("PAGE", "P4", "1", True, None),
        ("PAGE", "P5", "10", True, None),
        ("PAGE", "P5", "30", False, "page's slip"),
        ("PAGE", "P3", "3.975·10⁻³¹", True, None),
        ("PAGE", "P3", "5·10⁻³¹", False, None),
        ("PAGE", "P3", "e^-80", False, None),
        ("PAGE", "P6", "1", True, None),
        ("PAGE", "P6", "= 0,99995460", True, None),
        ("PAGE", "P6", "0.9999", False, None),
        ("PAGE", "P6", "0.99995460", True, None),
        ("EXAMPLE", "M2", "0", True, None),
        ("EXAMPLE", "M2", "-1", False, "gate"),
        ("EXAMPLE", "M5", "ln 2", True, None),
        ("EXAMPLE", "M5", "0.69", True, None),
        ("EXAMPLE", "M5", "0.7", True, None),
        ("EXAMPLE", "M5", "1", False, None),
        ("EXAMPLE", "M5", "-ln 2", False, "sign"),
        ("SECOND", "M5", "2.350", True, None),
        ("SECOND", "M5", "0.100", False, "y and 1 - y"),
        ("EXAMPLE", "D1", "-2", True, None),
        ("EXAMPLE", "D1", "2", False, "sign"),
        ("EXAMPLE", "D1", "-1/2", False, "missing factor"),
        ("SECOND", "D2", "0.905", False, "missing factor"),
        ("EXAMPLE", "D3", "-1/2", True, None),
        ("EXAMPLE", "D3", "0.5", False, "sign"),
        ("EXAMPLE", "D3", "-2", False, "σ'"),
        ("EXAMPLE", "D3", "-1/8", False, "σ'"),
        ("EXAMPLE", "D7", "0", True, None),
        ("EXAMPLE", "D7", "3/2", False, "gate"),
        ("EXAMPLE", "D8", "-2", True, None),
        ("EXAMPLE", "D8", "-1", False, "page's slip"),
        ("EXAMPLE", "D8", "2", False, "sign"),
        ("EXAMPLE", "D8", "17", False, None),
        ("EXAMPLE", "D8", "0", False, None),
        ("EXAMPLE", "D9", "-1/2", False, "missing factor"),
    ],
)
def test_a_prediction_is_right_to_its_digits_or_is_a_slip_with_a_name(walk, problem, step, typed, right, mistake):
    verdict = walk(EXAMPLES[problem], "judging.judge(a, judging.asked(b, state), b, state)", typed, step)
    assert (verdict["right"], verdict["mistake"]) == (right, mistake)


@pytest.mark.parametrize(
    ("problem", "step", "typed", "other"),
    [
        ("EXAMPLE", "D7", "-1", "dL_dz1[1]"),
        ("EXAMPLE", "D9", "-1", "dL_db1[1]"),
        ("EXAMPLE", "D9", "-1.0", "dL_db1[1]"),
        ("EXAMPLE", "D9", "17", None),
        ("EXAMPLE", "D8", "-1", None),  # the page's slip
        ("SECOND", "M1", "-1.5", "z1[3]"),
        ("PAGE", "P1", "50", None),  # what P2 will reveal
        ("PAGE", "P2", "-70", "z1[1]"),
    ],
)
def test_a_number_that_is_another_entry_s_is_told_so_once_that_is_reached(walk, problem, step, typed, other):
    verdict = walk(EXAMPLES[problem], "judging.judge(a, judging.asked(b, state), b, state)", typed, step)
    assert (verdict["right"], verdict["other"]) == (False, other)


def test_a_number_that_several_slips_explain_gets_no_diagnosis(walk):
    W2 = np.array([[2.0, -2.0]])
    both = network.Problem(
        np.ones((2, 1)), np.ones((1, 1)), network.Parameters(np.eye(2), np.ones((2, 1)), W2, np.zeros((1, 1))), "relu"
    )
    swapped = walk(both, "judging.slips('D8', state).filter(([, rows]) => rows[0][1] === 1).map(([name]) => name)")
    assert swapped == ["transpose", "sign"]
    verdict = walk(both, "judging.judge('1', 'dL_dW1[1,2]', 'D8', state)")
    assert verdict == {"right": False, "mistake": None, "says": None, "other": "dL_dW1[2,1]"}


SIGNS = """([{ allLines }, { makeBindings }, states, traits]) => {
    const state = states.computeState({ get: (name) => traits[name] }, { selected: "b2", predict: true, run: null });
    const live = makeBindings();
    const all = allLines({ live }, state);
    live.update(state.values, () => true);
    const text = (node) => node.textContent.replaceAll(" ", "");
    return all.map(({ element }) => {
        const parts = [""];
        for (const node of element.querySelectorAll(":scope > math > mrow > *"))
            if (["=", "≈"].includes(text(node))) parts.push(text(node)); else parts[parts.length - 1] += text(node);
        return [element.dataset.line, parts.slice(1)];
    });
}"""


@pytest.fixture
def written(page):
    """A function that gives a problem's formulas: by the name of the first entry what stands after each = or ≈."""
    modules = [
        explorer_module(page, path) for path in ("parts/formula_lines.js", "parts/bindings.js", "state/state.js")
    ]
    return lambda problem: dict(page.evaluate(SIGNS, [*modules, traits(problem)]))


@pytest.mark.parametrize("b2", [38.0, -1000.0])  # a2 rounds to 1, and to 0
@pytest.mark.parametrize("name", ["EXAMPLE", "SECOND"])
def test_after_a_rounded_a2_each_number_is_about_and_at_one_half_it_is_not(written, name, b2):
    far = EXAMPLES[name]._replace(parameters=EXAMPLES[name].parameters._replace(b2=np.array([[b2]])))
    lines = written(far)
    after = [line for line in lines if line.startswith(("L", "d"))]
    assert len(after) == 10
    for line in after:
        signs = [part[0] for part in lines[line]]
        assert signs[0] == "=" and set(signs[1:]) == {"≈"}, (line, lines[line])
    assert {part[0] for line in ("z1[1]", "a1[1]", "z2") for part in lines[line]} == {"="}
    half = written(network.EXAMPLE)
    assert {part[0] for line in after for part in half.get(line, ()) if line != "L"} == {"="}
    assert [part[0] for part in half["L"]] == ["=", "=", "≈"]


def test_a_sigmoid_unit_that_is_rounded_to_1_makes_the_sum_about(written):
    page = network.PAGE._replace(x=np.array([[100.0], [100.0]]))
    line = written(page)["z2"]
    assert line[1] == "≈20·1+20·0+(−10)"


def test_no_formula_says_the_same_twice_in_a_row(written):
    for name, b2 in itertools.product(EXAMPLES, (-1000.0, -2.0, 0.3, 38.0)):
        problem = EXAMPLES[name]._replace(parameters=EXAMPLES[name].parameters._replace(b2=np.array([[b2]])))
        for line, parts in written(problem).items():
            said = [part[1:] for part in parts]
            assert all(one != other for one, other in itertools.pairwise(said)), (name, b2, line, parts)


def test_an_infinite_answer_can_be_predicted(walk):
    saturated = network.EXAMPLE._replace(parameters=network.EXAMPLE.parameters._replace(b2=np.array([[-2000.0]])))
    for typed, right in (("-∞", True), ("−inf", True), ("∞", False), ("-2", False)):
        assert walk(saturated, "judging.judge(a, 'dL_da2', 'D1', state)", typed)["right"] is right


def test_what_a_step_has_not_reached_is_closed(walk):
    order = ["z1[1]", "a1[1]", "z2", "a2", "L", "dL_da2", "da2_dz2", "dL_dz2", "dL_dW2[1]", "dL_db2"]
    order += ["dL_da1[1]", "dL_dz1[1]", "dL_dW1[1,2]", "dL_db1[2]"]
    for at, step in enumerate(STEPS["relu"]):
        opened = walk(network.EXAMPLE, "a.map((name) => state.isRevealed(name))", order, step=step)
        assert opened == [k < at for k in range(len(order))], step
        given = ["x[1]", "W1[1,1]", "b1[1]", "W2[1]", "b2", "y"]
        assert all(walk(network.EXAMPLE, "a.map((name) => state.isRevealed(name))", given, step=step))
    assert walk(network.EXAMPLE, "['J', 'slope'].map((name) => state.isRevealed(name))", step="D4") == [
        True,
        False,
    ]
    units = ["z1[1]", "z1[2]", "a1[1]", "a1[2]"]
    assert walk(network.PAGE, "a.map((name) => state.isRevealed(name))", units, step="P3") == [True, True, False, False]
    assert walk(network.PAGE, "a.map((name) => state.isRevealed(name))", ["L", "dL_dW1[1,1]"], step="P6") == [
        False,
        False,
    ]


def test_derivatives_in_the_state_are_python_s(walk):
    for problem in EXAMPLES.values():
        values = dict(walk(problem, "[...state.values]"))
        passed = network.forward(problem.x, problem.parameters, problem.hidden)
        gradient = derivatives.backward(problem.x, problem.y, problem.parameters, passed)
        for (i, j), value in np.ndenumerate(gradient.W1):
            assert values[f"dL_dW1[{i + 1},{j + 1}]"] == pytest.approx(value, rel=1e-12, abs=1e-300)
        for i, value in enumerate(gradient.b1[:, 0]):
            assert values[f"dL_db1[{i + 1}]"] == pytest.approx(value, rel=1e-12, abs=1e-300)
        assert values["dL_da2"] == pytest.approx(derivatives.dL_da2(passed.A2, problem.y).item(), rel=1e-12)


def test_network_js_agrees_with_python_on_random_problems_and_at_extremes(node):
    compute = """({ forward, loss }, problems) => {
        return problems.map(([x, y, parameters, hidden]) => {
            const passed = forward(x, parameters, hidden);
            return [passed.Z1, passed.A1, passed.Z2, passed.A2, loss(passed.Z2, y)];
        });
    }"""
    rng = np.random.default_rng(2)
    problems = [random_problem(rng, scale) for scale in [1] * 200 + [30] * 50]
    problems += [extreme_problem(z2, y) for z2 in (-1000, -700, -1e-300, 0, 36.7, 710, 1000) for y in (0, 1)]
    plain = [
        [p.x.tolist(), p.y.tolist(), {n: a.tolist() for n, a in p.parameters._asdict().items()}, p.hidden]
        for p in problems
    ]
    for problem, computed in zip(problems, node.module("model/network.js").evaluate(compute, plain), strict=True):
        passed = network.forward(problem.x, problem.parameters, problem.hidden)
        expected = [*passed[:4], network.loss(passed.Z2, problem.y)]
        for ours, theirs in zip(expected, computed, strict=True):
            np.testing.assert_allclose(np.array(theirs, dtype=float), ours, rtol=1e-12, atol=1e-300)


def random_problem(rng, scale):
    D, H = rng.integers(1, 9), rng.integers(1, 17)
    arrays = [rng.normal(size=shape) * scale for shape in ((D, 1), (H, D), (H, 1), (1, H), (1, 1))]
    x, *parameters = arrays
    y = rng.integers(0, 2, size=(1, 1)).astype(float)
    return network.Problem(x, y, network.Parameters(*parameters), str(rng.choice(network.HIDDEN)))


def extreme_problem(z2, y):
    one = np.ones((1, 1))
    return network.Problem(0 * one, y * one, network.Parameters(one, 0 * one, one, z2 * one), "relu")


def test_numerals_js_writes_numbers_as_python_does(node):
    write_all = "({ text, exact }, values) => values.map((value) => [text(value), exact(value)])"
    rng = np.random.default_rng(3)
    values = [
        0.0,
        -0.0,
        1.0,
        -70.0,
        0.1 + 0.2,
        1 / 3,
        5e-324,
        1.7e308,
        0.9995,
        1 - 1e-9,
        -1 + 1e-13,
        999_999.9,
        1e6,
        1e-5,
    ]
    values += [float(v) for v in rng.normal(size=2000) * 10.0 ** rng.integers(-12, 12, size=2000)]
    values += [float(1 - 10.0**v) for v in rng.uniform(-17, 0, size=2000)]
    values += [float(v) for v in rng.normal(size=2000).round(3)]
    assert node.module("model/numerals.js").evaluate(write_all, values) == [
        [numerals.text(v), numerals.exact(v)] for v in values
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2 / 3, "0.6667"),
        (-2 / 3, "−0.667"),
        (123.456, "123"),
        (1234567.8, "1.23·10⁶"),
        (1e-9 / 3, "3.33·10⁻¹⁰"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
    ],
)
def test_a_number_with_little_room_has_three_digits_and_what_its_size_needs(node, value, written):
    assert node.module("model/numerals.js").evaluate("(m, value) => m.short(value)", value) == written


@pytest.mark.parametrize(
    ("value", "written"), [(2.5, "2.5"), (-2.5, "(−2.5)"), (1 - 1e-12, "(1 − 10⁻¹²)"), (1e-9, "10⁻⁹")]
)
def test_a_factor_that_would_be_misread_has_brackets(node, value, written):
    assert node.module("model/numerals.js").evaluate("(m, value) => m.factor(value)", value) == written


@pytest.mark.parametrize(
    ("array", "i", "j", "name"),
    [
        ("W1", 2, 1, "W1[3,2]"),
        ("dL_dW1", 0, 4, "dL_dW1[1,5]"),
        ("W2", 0, 2, "W2[3]"),
        ("dL_dW2", 0, 0, "dL_dW2[1]"),
        ("b1", 1, 0, "b1[2]"),
        ("x", 3, 0, "x[4]"),
        ("z1", 1, 0, "z1[2]"),
        ("dL_da1", 1, 0, "dL_da1[2]"),
        ("b2", 0, 0, "b2"),
        ("y", 0, 0, "y"),
    ],
)
def test_a_name_says_the_array_and_the_place_that_it_was_made_for(node, array, i, j, name):
    names = node.module("model/names.js")
    assert names.evaluate("(m, of) => m.nameOf(...of)", [array, i, j]) == name
    assert names.evaluate("(m, name) => m.parseName(name)", name) == {"array": array, "i": i, "j": j}
