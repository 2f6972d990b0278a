"""The referee on functions: none that is right is refused, none that is wrong passes, and a mistake gets its name."""

import inspect
import threading
import time
from typing import NamedTuple

import numpy as np
import pytest
import sympy as sp
from IPython.core.interactiveshell import InteractiveShell

from helpers import checking, derivatives, network, training
from helpers.reviewing import calling, formulas, judge, mistakes, problems, words
from helpers.reviewing.report import is_fitting, report
from helpers.reviewing.samples.right import RIGHT
from helpers.reviewing.samples.wrong import WRONG


@pytest.fixture(autouse=True)
def sooner(monkeypatch):
    """A function that never returns is given up sooner; three of the collection do that."""
    monkeypatch.setattr(calling, "LIMIT", 1.5)


OURS = {
    **{name: getattr(derivatives, name) for name in problems.ARGUMENTS if hasattr(derivatives, name)},
    "forward": network.forward,
    "loss": network.loss,
    "step": training.step,
}


def told(kind, index):
    name, function, *_, comment = kind[index]
    return f"{index} {name}: {inspect.getsource(function) if hasattr(function, '__code__') else function} # {comment}"


# Right and wrong


@pytest.mark.parametrize("name", OURS)
def test_our_own_functions_are_right(name):
    assert judge(name, OURS[name]).right


def test_no_right_function_in_unusual_dress_is_refused():
    assert len(RIGHT) >= 80
    verdicts = [judge(name, function) for name, function, _ in RIGHT]
    refused = [f"{told(RIGHT, i)} {verdict.message}" for i, verdict in enumerate(verdicts) if not verdict.right]
    assert not refused, "\n".join(refused)


@pytest.fixture(scope="module")
def judged():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calling, "LIMIT", 1.5)
        return [judge(name, function) for name, function, *_ in WRONG]


def test_every_wrong_function_is_refused(judged):
    assert len(WRONG) >= 150
    passed = [told(WRONG, i) for i, verdict in enumerate(judged) if verdict.right]
    assert not passed, "\n".join(passed)


def test_nearly_every_mistake_gets_a_name_that_fits(judged):
    unnamed = [
        f"{told(WRONG, i)} {verdict.mistake}: {verdict.message}"
        for i, (verdict, (_, _, fitting, _)) in enumerate(zip(judged, WRONG, strict=True))
        if not is_fitting(verdict, fitting)
    ]
    assert len(unnamed) <= 0.05 * len(WRONG), "\n".join(unnamed)


def test_what_is_said_is_short_and_names_no_line_of_ours(judged):
    for verdict, (name, *_) in zip(judged, WRONG, strict=True):
        assert 3 <= len(verdict.message) <= 700, verdict.message
        assert "reviewing" not in verdict.message and "Traceback" not in verdict.message, (name, verdict.message)
        assert verdict.answer and verdict.answer not in verdict.message


def as_function(name, text):
    """A function that computes a formula's text from what a function of this name is handed."""

    def function(*given):
        letters = dict(zip(problems.ARGUMENTS[name], given, strict=True))
        if "parameters" in letters:
            letters |= letters["parameters"]._asdict()
        if "forward_pass" in letters:
            letters |= {key.lower(): value for key, value in letters["forward_pass"]._asdict().items()}
        letters |= {key.lower(): letters[key] for key in ("X", "Y") if key in letters}
        if "x" in letters:
            letters["N"], letters["D"] = letters["x"].shape[1], len(letters["x"])
        letters |= {"H": len(letters["z1"])} if "z1" in letters else {}
        value = formulas.value(text, letters)
        if value is None:
            raise ValueError("the shapes don't fit")
        return value

    return function


NAMES = [name for name in problems.ARGUMENTS if name in mistakes.FORMULAS and name != "step"]


def is_the_same(name, text):
    """Whether a formula's numbers are those of the right one on every problem, as far as a function is handed them."""
    for task in problems.tasks(name):
        made, right = (formulas.value(one, task.letters) for one in (text, formulas.right(name)))
        if made is None or made.size != right.size or not np.allclose(made.ravel(), right.ravel()):
            return False
    return True


def makeable(name, variants):
    """Those that need no more than the function is handed."""
    for slips, text in variants:
        function = as_function(name, text)
        try:
            function(*problems.tasks(name)[0].arguments.values())
        except NameError:
            continue
        except ValueError:
            pass
        yield slips, text, judge(name, function)


@pytest.mark.parametrize("name", NAMES)
def test_every_mistake_of_the_catalogue_is_refused_and_nearly_every_one_under_its_own_name(name):
    once = [(slips, text) for slips, text in formulas.variants(name) if len(slips) == 1]
    made = 0
    others = []
    for slips, text, verdict in makeable(name, once):
        assert verdict.right == is_the_same(name, text), text
        if not verdict.right:
            made += 1
            assert verdict.mistake, text
            others += [] if slips[0].mistake in verdict.mistake else [(text, verdict.mistake)]
    assert made > 8 and len(others) <= 0.2 * made, others  # some slips give the numbers of another


@pytest.mark.parametrize("name", NAMES)
def test_two_mistakes_at_once_are_refused_and_named(name):
    twice = [(slips, text) for slips, text in formulas.variants(name) if len(slips) == 2]
    some = [twice[i] for i in np.random.default_rng(0).choice(len(twice), 25, replace=False)]
    named = []
    for slips, text, verdict in makeable(name, some):
        assert verdict.right == is_the_same(name, text), text
        if not verdict.right:
            named.append(sum(slip.mistake in (verdict.mistake or "") for slip in slips))
    assert named.count(0) <= 0.4 * len(named) and named.count(2) >= 0.3 * len(named), (
        named
    )  # two slips can make the numbers of one, or of two others


@pytest.mark.parametrize("name", NAMES)
def test_what_the_catalogue_calls_right_is_right(name):
    """The formulas are only for recognising; but a wrong one among them would name mistakes wrongly."""
    for task in problems.tasks(name):
        made = formulas.value(formulas.right(name), task.letters)
        (right,) = task.right.values()
        if task.direction:
            made = np.sum(made * task.direction[name])
        allowed = right.error + 1e-9 * np.maximum(np.abs(right.low), np.abs(right.high))
        assert (made >= right.low - allowed).all() and (made <= right.high + allowed).all()


def test_the_two_problems_of_the_lesson_are_among_the_referees():
    example, second = problems.ONE[1], problems.ONE[2]
    for case, problem in ((example, network.EXAMPLE), (second, network.SECOND)):
        assert np.array_equal(case.X, problem.x) and np.array_equal(case.Y, problem.y)
        assert all(map(np.array_equal, case.parameters, problem.parameters))
    passed = network.forward(network.EXAMPLE.x, network.EXAMPLE.parameters)
    error = derivatives.dL_dz2(passed.A2, network.EXAMPLE.y)
    dL_dz1 = derivatives.dL_dz1(derivatives.dL_da1(error, network.EXAMPLE.parameters.W2), passed.Z1)
    known = {"x": network.EXAMPLE.x, "a1": passed.A1, "W2": network.EXAMPLE.parameters.W2}
    known |= {"dL_dz2": error, "dL_dz1": dL_dz1}
    for letter, value in known.items():
        assert np.array_equal(formulas.FUNCTIONS[f"EXAMPLE_{letter}"], value)


def test_the_problems_have_every_shape_and_every_edge():
    passes = [passed for kind in ("one", "kinks", "many", "large one", "large") for passed in problems._passes(kind)]
    sizes = {(passed.N, passed.H, passed.D) for passed in passes}
    assert any(N == 1 for N, _, _ in sizes) and any(N > 1 for N, _, _ in sizes)
    assert any(H == 1 < D for _, H, D in sizes) and any(D == 1 < H for _, H, D in sizes)
    assert any(H == D > 1 for _, H, D in sizes) and any(N == H == D > 1 for N, H, D in sizes)
    assert any(min(H, D) > 5 and N > 2 for N, H, D in sizes)
    z1 = np.concatenate([passed.z1.ravel() for passed in passes])
    assert (z1 == 0).sum() > 2 and (z1 < 0).sum() > 9 and (z1 > 0).sum() > 9
    labels = {label for passed in passes for label in passed.y.ravel()}
    assert labels == {0, 1} and any(np.abs(passed.z2).min() > 10 for passed in passes)
    for name in problems.ARGUMENTS:
        for task in problems.tasks(name):
            kinks = [right.low != right.high for right in task.right.values()]
            assert all((is_kink.sum() < is_kink.size) or is_kink.size < 3 for is_kink in kinks)


# At a kink


@pytest.mark.parametrize("slope", [0, 0.3, 1])
def test_at_a_kink_any_slope_between_the_two_sides_is_right(slope):
    assert judge("dL_dz1", lambda dL_da1, z1: dL_da1 * np.heaviside(z1, slope)).right

    def backward(X, Y, parameters, forward_pass):
        dZ2 = (forward_pass.A2 - Y) / Y.size
        dZ1 = parameters.W2.T @ dZ2 * np.heaviside(forward_pass.Z1, slope)
        return dZ1 @ X.T, dZ1.sum(1, keepdims=True), dZ2 @ forward_pass.A1.T, dZ2.sum(1, keepdims=True)

    assert judge("backward", backward).right


@pytest.mark.parametrize("slope", [-0.1, 1.1, 2])
def test_at_a_kink_a_slope_beyond_the_two_sides_is_wrong(slope):
    verdict = judge("dL_dz1", lambda dL_da1, z1: dL_da1 * np.heaviside(z1, slope))
    assert not verdict.right and "z1 is 0" in verdict.message


# Shapes


@pytest.mark.parametrize("lay", [np.ravel, np.transpose, lambda a: a.ravel().tolist(), np.atleast_3d, np.matrix])
def test_the_right_numbers_in_another_shape_are_right_and_the_shape_is_told(lay):
    verdict = judge("dL_db1", lambda dL_dz1: lay(1.0 * dL_dz1))
    assert verdict.right and ("(2, 1)" in verdict.message or lay is np.matrix)


@pytest.mark.parametrize(("lay", "mistake"), [(lambda a: a, "transpose"), (np.ravel, "shape")])
def test_where_the_shape_is_asked_for_it_must_be_right(lay, mistake):
    verdict = judge("dL_dW2", lambda dL_dz2, a1: lay(dL_dz2 * a1), shape=True)
    assert not verdict.right and verdict.mistake == mistake and "(1, 2)" in verdict.message
    assert judge("dL_dW2", lambda dL_dz2, a1: dL_dz2 @ a1.T, shape=True).right


def test_a_table_in_another_order_is_wrong():
    assert judge("dL_dW1", lambda dL_dz1, x: x @ dL_dz1.T).mistake == "transpose"
    assert not judge("dL_dW1", lambda dL_dz1, x: (dL_dz1 @ x.T).ravel()).right


# Whatever a function does


class Slope(NamedTuple):
    value: float


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (..., "not written yet"),
        ("dL_dz1 @ x.T", "text"),
        ([1, [2, 3]], "2 things"),
        ({"dW1": 1}, "dict"),
        (object(), "type object"),
        (1j, "complex"),
        (len, "a function"),
        (np.array(["x"]), "text"),
        ([], "empty"),
        (sp.Symbol("x"), "letters of a cell of algebra in it, x"),
        ((n for n in (1, 2)), "generator"),
        (np.nan, "NaN"),
        (np.inf, "∞"),
    ],
)
def test_what_is_no_array_of_numbers_is_refused_in_words(returned, said):
    verdict = judge("dL_dW1", lambda dL_dz1, x: returned)
    assert not verdict.right and said in verdict.message


def test_a_function_that_waits_is_told_apart_from_one_without_a_return():
    def waiting(dL_dz1, x):
        """∂L/∂W1."""
        return None  # your turn

    def passing(dL_dz1, x):
        pass

    def open_end(dL_dz1, x):
        slope = dL_dz1 @ x.T  # noqa: F841

    assert judge("dL_dW1", waiting).message == judge("dL_dW1", passing).message == "not written yet"
    assert judge("dL_dW1", open_end).message == "It returns None. Is its last line a return?"
    assert judge("dL_dW1", open_end).mistake == "not written"


def test_one_of_several_results_that_is_missing_is_named():
    verdict = judge("backward", lambda X, Y, p, f: (None, None, (f.A2 - Y) @ f.A1.T / Y.size, (f.A2 - Y).mean(1)))
    assert verdict.mistake == "not written" and "b1" in verdict.message
    assert "4 results" in judge("backward", lambda X, Y, p, f: np.zeros((3, 3))).message


def test_right_results_in_another_order_are_told_the_order():
    def other_order(X, Y, parameters, forward_pass):
        dW1, db1, dW2, db2 = derivatives.backward(X, Y, parameters, forward_pass)
        return dW2, db2, dW1, db1

    verdict = judge("backward", other_order)
    assert verdict.mistake == "wrong order" and "it returns W2, b2, W1, b1, and" in verdict.message


def test_the_parameters_after_a_step_are_no_gradient():
    def stepped(X, Y, parameters, forward_pass):
        gradient = derivatives.backward(X, Y, parameters, forward_pass)
        return [value - 0.3 * slope for value, slope in zip(parameters, gradient, strict=True)]

    assert judge("backward", stepped).mistake == "moved"


def test_several_results_may_come_in_any_wrapping():
    right = derivatives.backward
    for wrap in (tuple, list, lambda g: g._asdict(), lambda g: {f"d{k}": v for k, v in g._asdict().items()}):
        assert judge("backward", lambda *given, wrap=wrap: wrap(right(*given))).right


@pytest.mark.parametrize("value", [np.zeros((2, 2)), 3, "dL_dW1", [1, 2]])
def test_a_value_in_place_of_a_function_is_told_what_to_write(value):
    verdict = judge("dL_dW1", value)
    assert not verdict.right and 'review("dL_dW1", dL_dW1)' in verdict.message.replace("'", '"')


def test_parameters_may_have_any_names_but_not_the_lessons_in_another_order():
    assert judge("dL_dW1", lambda error, entered: error @ entered.T).right
    turned = judge("dL_dW1", lambda x, dL_dz1: dL_dz1 @ x.T)
    assert not turned.right and "in another order: (x, dL_dz1)" in turned.message


def test_parameters_that_do_not_fit_are_told_both_ways():
    message = judge("dL_dW1", lambda x: x).message
    assert "dL_dW1(dL_dz1, x)" in message and "(x)" in message


def test_an_error_is_told_with_the_learners_own_line():
    def dL_dW1(dL_dz1, x):
        slope = dL_dz1 * missing  # noqa: F821
        return slope @ x.T

    verdict = judge("dL_dW1", dL_dW1)
    assert verdict.mistake == "raises"
    assert "slope = dL_dz1 * missing" in verdict.message and "NameError" in verdict.message


def test_an_error_of_shapes_is_named_where_the_catalogue_makes_it_too():
    verdict = judge("dL_dW1", lambda dL_dz1, x: dL_dz1 @ x)
    assert verdict.mistake == "transpose" and "raises ValueError" in verdict.message


def test_arguments_stay_as_they_are():
    def in_place(dL_da1, z1):
        dL_da1 *= z1 > 0
        return dL_da1

    before = [value.copy() for task in problems.tasks("dL_dz1") for value in task.arguments.values()]
    verdict = judge("dL_dz1", in_place)
    assert verdict.mistake == "changes arguments" and "dL_da1" in verdict.message
    after = [value for task in problems.tasks("dL_dz1") for value in task.arguments.values()]
    assert all(map(np.array_equal, before, after))

    def on_a_copy(dL_da1, z1):
        slope = dL_da1.copy()
        slope[z1 <= 0] = 0
        return slope

    assert judge("dL_dz1", on_a_copy).right


def test_an_argument_handed_back_is_right_and_remarked():
    verdict = judge("dL_db2", lambda dL_dz2: dL_dz2)
    assert verdict.right and verdict.mistake == "view" and "copy" in verdict.message


def test_chance_is_noticed():
    rng = np.random.default_rng(0)
    verdict = judge("dL_dz2", lambda a2, y: a2 - y + 1e-6 * rng.normal(size=a2.shape))
    assert verdict.mistake == "random"


def test_numbers_of_the_running_example_are_no_function():
    verdict = judge("dL_dW1", lambda dL_dz1, x: np.array([[-1, -2], [0, 0]]))
    assert verdict.mistake == "constant" and "running example" in verdict.message


def test_something_from_the_notebook_in_place_of_an_argument_is_named():
    error = np.array([[-1.0], [0.0]])
    verdict = judge("dL_dW1", lambda dL_dz1, x: error * 3 @ x.T)
    assert verdict.mistake == "outside" and "`error`" in verdict.message


N = 4  # a notebook has one, too


def test_a_number_from_the_notebook_that_is_called_as_on_the_page_is_named():
    verdict = judge("dJ_db2", lambda X, Y, parameters, forward_pass: (forward_pass.A2 - Y).sum(1, keepdims=True) / N)
    assert verdict.mistake == "outside" and "`N`" in verdict.message


def test_a_class_from_outside_is_no_number_from_outside():
    def uphill(parameters, gradient, learning_rate):
        moved = (p + learning_rate * g for p, g in zip(parameters, gradient, strict=True))
        return network.Parameters(*moved)

    Parameters = network.Parameters

    def gateless(x, y, parameters, forward_pass):
        error = forward_pass.A2 - y
        behind = parameters.W2.T @ error
        return Parameters(behind @ x.T, behind, error @ forward_pass.A1.T, error)

    assert "uphill" in judge("step", uphill).message
    assert judge("backward, one observation", gateless).mistake == "gate"


def test_another_number_from_outside_is_a_constant():
    three = 3
    assert judge("dL_db1", lambda dL_dz1: three * dL_dz1).mistake != "outside"


def test_an_argument_without_influence_is_named():
    verdict = judge("dL_dW1", lambda dL_dz1, x: dL_dz1 @ np.arange(1.0, 1 + len(x)).reshape(1, -1))
    assert verdict.mistake == "missing factor" and "x has no influence" in verdict.message


def test_prints_and_warnings_of_a_function_stay_out_of_the_notebook(capsys):
    def noisy(a2):
        print("here", a2)
        np.log(np.zeros(1))
        return a2 * (1 - a2)

    assert judge("da2_dz2", noisy).right
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def short_limit(monkeypatch):
    monkeypatch.setattr(calling, "LIMIT", 0.3)


def test_a_loop_without_an_end_is_stopped(short_limit):
    def endless(dL_dz1, x):
        while True:
            pass

    start, threads = time.monotonic(), threading.active_count()
    verdict = judge("dL_dW1", endless)
    assert verdict.mistake == "never returns" and "0.3 seconds" in verdict.message
    assert time.monotonic() - start < 5 and threading.active_count() == threads


def test_a_loop_that_catches_everything_leaves_the_notebook_free(short_limit, capsys):
    over = threading.Event()

    def stubborn(dL_dz1, x):
        while not over.is_set():
            try:
                over.wait(0.05)
            except BaseException:
                pass

    verdict = judge("dL_dW1", stubborn)
    print("free")
    over.set()
    assert verdict.mistake == "never returns" and capsys.readouterr().out == "free\n"


@pytest.mark.parametrize("leave", [exit, lambda: (_ for _ in ()).throw(KeyboardInterrupt)])
def test_not_even_an_exit_leaves_the_notebook(leave):
    def leaving(dL_dz1, x):
        leave()

    assert judge("dL_dW1", leaving).mistake == "raises"


# What is printed


def test_a_review_prints_one_line_and_returns_its_verdict(capsys):
    verdict = checking.review("dL_dW1", derivatives.dL_dW1)
    assert verdict.right and capsys.readouterr().out == f"dL_dW1   {verdict.message}\n"
    wrong = checking.review("dL_dW1", lambda dL_dz1, x: dL_dz1)
    lines = capsys.readouterr().out.splitlines()
    assert " ".join(line.strip() for line in lines) == f"dL_dW1   {wrong.message}".replace("\n", " ")
    assert max(map(len, lines)) <= 77, "the lab breaks longer lines within a word"
    assert repr(verdict) == verdict.message


def test_a_review_at_the_end_of_a_cell_is_not_echoed(capsys):
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.run_cell("from helpers.checking import review\nreview('dL_dW1', None)")
    assert capsys.readouterr().out == "dL_dW1   not written yet\n"
    InteractiveShell.clear_instance()


def test_a_notebook_goes_on_with_what_is_right_and_says_which(capsys):
    mine = lambda dL_dz1, x: dL_dz1 @ x.T  # noqa: E731
    assert judge("dL_dW1", mine).or_else(derivatives.dL_dW1) is mine
    assert "your own dL_dW1" in capsys.readouterr().out
    assert judge("dL_dW1", None).or_else(derivatives.dL_dW1) is derivatives.dL_dW1
    assert "helpers.derivatives.dL_dW1 until yours is right" in capsys.readouterr().out


def test_an_unknown_name_is_told_the_known_ones():
    with pytest.raises(ValueError, match=r"dL_dW1; .*got 'dl_dw1'"):
        checking.review("dl_dw1", None)


def test_the_table_counts_every_function():
    lines = report()
    total = next(line for line in lines if line.startswith("| all"))
    assert total.split("|")[2].strip() == str(len(WRONG)) and total.split("|")[6].strip() == str(len(RIGHT))


def test_every_function_has_an_answer_that_is_right():
    assert set(words.ANSWERS) == set(problems.ARGUMENTS)
    for name in ("da2_dz2", "dL_da2", "dL_dz2", "dL_dW2", "dL_db2", "dL_da1", "dL_dz1", "dL_dW1", "dL_db1", "dE_dz2"):
        arguments = ", ".join(problems.ARGUMENTS[name])
        assert judge(name, eval(f"lambda {arguments}: {words.ANSWERS[name]}")).right


# What was found by trying to fool it


def single(array):
    return array.astype(np.float32)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("da2_dz2", lambda a2: (0.25 - (single(a2) - np.float32(0.5)) ** 2).tolist()),
        ("dL_dz2", lambda a2, y: single(a2) - y),
        ("dL_dW1", lambda dL_dz1, x: single(dL_dz1) @ x.T),
        ("dJ_db2", lambda X, Y, p, f: np.mean(single(f.A2) - Y)),
        ("step", lambda p, g, rate: [a - rate * single(b) for a, b in zip(p, g, strict=True)]),
    ],
)
def test_float32_anywhere_within_is_right_and_said(name, function):
    verdict = judge(name, function)
    assert verdict.right and "to 6 digits" in verdict.message, verdict


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("dL_dW1", lambda dL_dz1, x: (dL_dz1 @ x.T).astype(np.float16)),
        ("dJ_dW2", lambda X, Y, p, f: 1.0005 * (f.A2 - Y) @ f.A1.T / Y.size),
    ],
)
def test_what_is_nearly_right_is_told_its_digits_and_no_other_mistake(name, function):
    verdict = judge(name, function)
    assert verdict.mistake == "rounded" and "digits only" in verdict.message, verdict


def test_two_numbers_that_differ_are_written_so_that_they_do():
    message = judge("dL_db1", lambda dL_dz1: 1.0003 * dL_dz1).message
    given, right = message.split("yours gives ")[1].split(".\n")[0].split("; the slope is ")
    assert given != right


@pytest.mark.parametrize("name", NAMES)
def test_zeros_are_zeros_and_nothing_else(name):
    verdict = judge(name, as_function(name, f"0 * ({formulas.right(name)})"))
    assert verdict.mistake == "constant" and "always 0" in verdict.message, verdict


def test_a_constant_factor_is_told():
    assert "3 times" in judge("dL_db1", lambda dL_dz1: 3 * dL_dz1).message


def test_the_field_of_an_argument_is_not_taken_for_a_name_from_outside():
    W2 = np.ones((1, 2))

    def by_field(X, Y, parameters, forward_pass):
        behind = parameters.W2.T @ (forward_pass.A2 - Y)
        return behind @ X.T / Y.size

    def by_global(X, Y, parameters, forward_pass):
        return (W2.T @ (forward_pass.A2 - Y) * (forward_pass.Z1 > 0)) @ X.T / Y.size

    assert judge("dJ_dW1", by_field).mistake == "gate"
    assert judge("dJ_dW1", by_global).mistake == "outside"


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (lambda dL_dz2, a1: dL_dz2 @ a1, "transpose"),
        (lambda dL_dz2, a1: a1.item() * dL_dz2, "raises"),
        (lambda dL_dz2, a1: dL_dz2 @ a1.T if len(a1) == 1 else 1 / 0, "raises"),
    ],
)
def test_a_letter_is_blamed_for_shapes_only_where_the_line_has_it_as_it_stands(function, mistake):
    assert judge("dL_dW2", function).mistake == mistake


def test_what_is_printed_in_the_case_that_is_shown_is_told():
    def debugged(a2):
        print("a2 is", a2)
        return a2

    assert "There it prints: a2 is [[0.62" in judge("da2_dz2", debugged).message


def test_results_that_come_one_by_one_are_read():
    def each(X, Y, parameters, forward_pass):
        yield from derivatives.backward(X, Y, parameters, forward_pass)

    assert judge("backward", each).right


def test_a_notebook_goes_on_with_four_arrays_in_the_parameters_shapes(capsys):
    def flat(X, Y, parameters, forward_pass):
        return {
            key: part.ravel().tolist()
            for key, part in derivatives.backward(X, Y, parameters, forward_pass)._asdict().items()
        }

    backward = judge("backward", flat).or_else(derivatives.backward)
    x, y, parameters, _ = network.EXAMPLE
    passed = network.forward(x, parameters)
    given = (x, y, parameters, passed)
    assert all(map(np.array_equal, backward(*given), derivatives.backward(*given)))


def test_a_review_within_a_review_ends():
    def dL_dW1(dL_dz1, x):
        assert checking.review("dL_dW1", dL_dW1).mistake == "nested"
        return dL_dz1 @ x.T

    assert judge("dL_dW1", dL_dW1).right


def test_an_exception_that_can_not_be_written_is_told_all_the_same():
    class OddError(Exception):
        def __str__(self):
            raise RuntimeError

    def dL_dW1(dL_dz1, x):
        raise OddError(1)

    assert "raises OddError" in judge("dL_dW1", dL_dW1).message


def test_a_notebook_that_makes_errors_of_overflow_still_gets_its_verdict():
    with np.errstate(all="raise"):
        assert judge("loss", network.loss).right and judge("forward", network.forward).right


def test_letters_of_a_cell_of_algebra_are_named():
    a, label = sp.symbols("a2 y", real=True)
    for function in (lambda a2, y: (a - label) / (a * (1 - a)), lambda a2, y: (a2 - label) / a2):
        message = judge("dL_da2", function).message
        assert "letters of a cell of algebra" in message and "y. Use the names in the def line" in message


def test_nan_in_a_function_that_is_right_elsewhere_is_told_as_such():
    def numeric(a2, y):
        L = lambda a: -(y * np.log(a) + (1 - y) * np.log(1 - a))  # noqa: E731
        return (L(a2 + 1e-6) - L(a2 - 1e-6)) / 2e-6

    with_holes = {
        "dL_da2": lambda a2, y: np.where(a2 < 1e-3, np.nan, derivatives.dL_da2(a2, y)),
        "loss": lambda Z2, Y: np.where(Z2 > 20, np.nan, network.loss(Z2, Y)),
        "dL_dz2": lambda a2, y: np.where(a2 > 0.9, np.nan, a2 - y),
    }
    for name, function in with_holes.items():
        verdict = judge(name, function)
        assert verdict.mistake == "not finite" and "NaN" in verdict.message, name
    assert "swapped" not in judge("dL_da2", numeric).message


def test_a_loss_is_not_asked_about_as_if_it_were_a_slope():
    assert "Can a loss be below 0?" in judge("loss", lambda Z2, Y: -network.loss(Z2, Y)).message
    assert "slope" not in judge("loss", lambda Z2, Y: network.loss(Z2, Y).sum()).message


def test_one_observation_is_spoken_of_in_small_letters():
    def without_x(x, y, parameters, forward_pass):
        _, b1, W2, b2 = derivatives.backward(x, y, parameters, forward_pass)
        return b1, b1, W2, b2

    message = judge("backward, one observation", without_x).message
    assert "∂L/∂b1" in message and "x is left out" in message and "∂J" not in message and "observation" not in message


def of_one(x, y, parameters, forward_pass, by=lambda error, a1: error @ a1.T, entered=lambda x: x.T):
    """A backward function for one observation that makes ∂L/∂W2 and ∂L/∂W1 as it is told."""
    Z1, A1, _, A2, _ = forward_pass
    behind = parameters.W2.T @ (A2 - y) * (Z1 > 0)
    return behind @ entered(x), behind, by(A2 - y, A1), A2 - y


def test_a_forgotten_transpose_at_one_observation_is_not_called_a_sum_over_observations():
    def x_as_it_stands(x, y, parameters, f):
        return of_one(x, y, parameters, f, entered=lambda x: x)

    def a1_as_it_stands(x, y, parameters, f):
        return of_one(x, y, parameters, f, by=lambda error, a1: error @ a1)

    for function in (x_as_it_stands, a1_as_it_stands):
        message = judge("backward, one observation", function).message
        assert "a column times a column: one must be a row" in message and "observations" not in message


def test_a_result_in_another_shape_is_not_called_right_where_the_shape_is_asked_for():
    def column_and_x_lost(x, y, parameters, f):
        _, behind, _, error = of_one(x, y, parameters, f)
        return behind, behind, f.A1 * error, error

    asked = judge("backward, one observation", column_and_x_lost, shape=True).message
    assert "∂L/∂b1 and ∂L/∂b2 are right" in asked
    assert "∂L/∂b1, ∂L/∂W2 and ∂L/∂b2 are right" in judge("backward, one observation", column_and_x_lost).message


def test_the_learner_s_own_line_is_quoted_as_it_stands():
    def backward(x, y, parameters, f):
        a2_row = f.A1 @ f.A1
        return a2_row, f.A1, f.A2, f.A2 - y

    assert "`a2_row = f.A1 @ f.A1`" in judge("backward, one observation", backward).message


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (lambda dL_dz2, a1: dL_dz2 @ a1.T, None),
        (lambda dL_dz2, a1: np.outer(dL_dz2, a1), None),
        (lambda dL_dz2, a1: dL_dz2[0] * a1.T, "special case"),
        (lambda dL_dz2, a1: dL_dz2.sum() * np.vstack([a1.T, a1.T]), "wrong axis"),
        (lambda dL_dz2, a1: a1 @ dL_dz2.T, "transpose"),
    ],
)
def test_two_outputs_need_two_rows(function, mistake):
    verdict = judge("dL_dW2, two outputs", function)
    assert verdict.right == (mistake is None) and verdict.mistake == mistake


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (lambda dL_dz2, W2: W2.T @ dL_dz2, None),
        (lambda dL_dz2, W2: (W2 * dL_dz2).sum(axis=0), None),
        (lambda dL_dz2, W2: np.einsum("ki,kn->in", W2, dL_dz2), None),
        (lambda dL_dz2, W2: W2[:1].T * dL_dz2[0], "special case"),
        (lambda dL_dz2, W2: W2.T * dL_dz2.ravel(), "missing sum"),
        (lambda dL_dz2, W2: (W2.T * dL_dz2.ravel()).mean(axis=1), "mean or sum"),
        (lambda dL_dz2, W2: W2.sum(axis=0) * dL_dz2.sum(), "wrong axis"),
        (lambda dL_dz2, W2: W2.T * dL_dz2, "transpose"),
        (lambda dL_dz2, W2: W2.T.sum(axis=1), "missing factor"),
    ],
)
def test_two_outputs_have_two_ways_back_to_each_unit(function, mistake):
    verdict = judge("dL_da1, two outputs", function)
    assert verdict.right == (mistake is None) and verdict.mistake == mistake


@pytest.mark.parametrize(
    ("name", "function", "mistake"),
    [
        ("σ", lambda dL_da1, a1: dL_da1 * a1 * (1 - a1), None),
        ("σ", lambda dL_da1, a1: [[d * a * (1 - a) for d, a in zip(*row)] for row in zip(dL_da1, a1)], None),  # noqa: B905
        ("σ", lambda dL_da1, a1: dL_da1, "missing factor"),
        ("σ", lambda dL_da1, a1: dL_da1 * (a1 > 0), "missing factor"),
        ("σ", lambda dL_da1, a1: dL_da1 * network.sigmoid(a1) * (1 - network.sigmoid(a1)), "σ'"),
        ("σ", lambda dL_da1, a1: dL_da1 @ (a1 * (1 - a1)), "transpose"),
        ("leaky ReLU", lambda dL_da1, z1: dL_da1 * np.where(z1 > 0, 1, 0.1), None),
        ("leaky ReLU", lambda dL_da1, z1: dL_da1 * (z1 > 0), "gate"),
        ("leaky ReLU", lambda dL_da1, z1: dL_da1 * np.where(z1 > 0, z1, 0.1 * z1), "gate"),
    ],
)
def test_the_way_back_through_another_activation_is_judged_by_its_own_slope(name, function, mistake):
    verdict = judge(f"dL_dz1, {name}", function)
    assert verdict.right == (mistake is None) and verdict.mistake == mistake


def test_a_gate_that_is_undefined_at_the_corner_is_not_told_of_a_factor():
    with np.errstate(invalid="ignore", divide="ignore"):
        verdict = judge("dL_dz1", lambda dL_da1, z1: dL_da1 * np.maximum(z1, 0) / z1)
    assert not verdict.right and "NaN" in verdict.message and "times as large" not in verdict.message


def test_a_row_in_place_of_a_column_is_right_in_its_numbers_alone():
    verdict = judge("dL_da1", lambda dL_dz2, W2: dL_dz2 @ W2, shape=True)
    assert not verdict.right and verdict.message.startswith("Its numbers are right for one observation")


def test_a_right_verdict_speaks_of_many_shapes_only_where_there_are_some():
    assert "problems of many shapes" in judge("dL_dW2", lambda dL_dz2, a1: dL_dz2 @ a1.T).message
    assert "problems of many shapes" in judge("backward", derivatives.backward).message
    assert "shapes" not in judge("dL_db2", lambda dL_dz2: 1 * dL_dz2).message


def test_an_argument_in_a_comprehension_is_not_from_outside():
    space = {"np": np, "W2": np.ones((1, 2)), "a1": np.ones((2, 1))}
    exec(
        "def of_first(dL_dz2, W2):\n"
        "    return np.array([[W2[0, k] * dL_dz2[0, 0]] for k in range(W2.shape[1])])\n"
        "def global_W2(dL_dz2, weights):\n"
        "    return np.array([[W2[0, k] * dL_dz2[0, 0]] for k in range(2)])\n",
        space,
    )
    assert "outside" not in judge("dL_da1, two outputs", space["of_first"]).message
    assert "`W2` from outside" in judge("dL_da1", space["global_W2"]).message
