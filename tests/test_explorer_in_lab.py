"""The explorer as a learner meets it: in a real lab, in a real browser, by keyboard, pointer and from Python."""

from pathlib import Path

import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import (
    Lab,
    box,
    drag,
    open_and_run,
    opened,
    python_has,
    run_all,
    shows,
    slider,
    told,
    value,
)
from playwright.sync_api import expect

from helpers import network, numerals

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "notebooks" / "00_start_here.ipynb"


IMPORTS = "from helpers import network\nfrom helpers.explorer import Explorer\nimport numpy as np"


@pytest.fixture(scope="module")
def session(chrome, lab):
    """One open notebook with the page's numbers in an explorer, and its kernel."""
    with opened(chrome, lab, IMPORTS, "explorer = Explorer(network.PAGE)\nexplorer") as session:
        yield session


@pytest.fixture
def at_home(session):
    """The session, back at the page's numbers with sliders of their first reach."""
    page, run = session
    page.get_by_role("button", name="Back to the problem's numbers").click()
    shows(page, "z1[1]", -70)
    yield page, run
    assert page.problems == []


def test_arrow_page_home_and_end_keys_move_a_slider_inside_the_lab(at_home):
    page, _ = at_home
    slider(page, "W1[1,2]").focus()
    for key, expected in (
        ("ArrowRight", 22),
        ("ArrowUp", 24),
        ("ArrowLeft", 22),
        ("ArrowDown", 20),
        ("Shift+ArrowRight", 20.2),
        ("Shift+ArrowLeft", 20),
        ("PageUp", 40),
        ("PageDown", 20),
        ("Home", -50),
        ("End", 50),
    ):
        page.keyboard.press(key)
        shows(page, "W1[1,2]", expected)
        shows(page, "z1[1]", -20 - expected - 30)


def test_a_slider_grows_when_it_is_moved_beyond_its_end(at_home):
    page, _ = at_home
    slider(page, "b2").focus()
    page.keyboard.press("End")
    end = value(page, "b2")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(100)
    assert value(page, "b2") > end
    assert float(slider(page, "b2").get_attribute("max")) > end


def test_keys_pressed_in_the_explorer_do_not_reach_the_notebook(at_home):
    page, _ = at_home
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    slider(page, "x[1]").focus()
    for key in ("d", "d", "a", "b", "x", "m", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert slider(page, "x[1]").evaluate("element => element === document.activeElement")


def test_a_drag_with_the_pointer_moves_the_number_and_python_has_it_afterwards(at_home):
    page, run = at_home
    drag(page, slider(page, "W1[1,2]"), 0.7, 0.25)
    dragged = value(page, "W1[1,2]")
    assert -50 < dragged < 0
    shows(page, "z1[1]", -20 - dragged - 30)
    python_has(page, run, "explorer.W1[0, 1]", dragged)


def test_a_typed_number_is_taken_on_enter_and_a_fraction_is_a_number(at_home):
    page, run = at_home
    for typed, expected in (("-1/2", -0.5), ("−3", -3), ("1e1", 10), (".25", 0.25)):
        box(page, "b1[2]").fill(typed)
        page.keyboard.press("Enter")
        shows(page, "b1[2]", expected)
    python_has(page, run, "explorer.b1[1, 0]", 0.25)


@pytest.mark.parametrize("typed", ["abc", "1..2", "", "1/0", "1e999", "٣"])
def test_what_is_no_number_is_marked_said_and_not_taken_over(at_home, typed):
    page, _run = at_home
    box(page, "W2[1]").fill(typed)
    page.keyboard.press("Enter")
    expect(box(page, "W2[1]")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("status").filter(has_text="is not a number")).to_contain_text("W2[1]")
    assert value(page, "W2[1]") == 20
    page.keyboard.press("Escape")
    expect(box(page, "W2[1]")).to_have_value("20")
    expect(box(page, "W2[1]")).not_to_have_attribute("aria-invalid", "true")


def test_typing_the_old_number_again_takes_the_mark_away(at_home):
    page, _ = at_home
    box(page, "b2").fill("ten")
    page.keyboard.press("Enter")
    expect(box(page, "b2")).to_have_attribute("aria-invalid", "true")
    box(page, "b2").fill("-10.0")
    page.keyboard.press("Enter")
    expect(box(page, "b2")).not_to_have_attribute("aria-invalid", "true")
    expect(box(page, "b2")).to_have_value("−10")
    expect(page.get_by_role("status").filter(has_text="is not a number")).to_have_count(0)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (-0.0463548123, "−0.0463548"),
        (-0.00123456, "−0.0012346"),
        (-123456.789, "−123457"),
        (-8.70676e151, "−8.71e+151"),
        (-123456789012, "−1.23e+11"),
        (0, "0"),
    ],
)
def test_a_number_box_holds_no_more_than_it_has_room_for(at_home, number, shown):
    page, run = at_home
    assert run(f"explorer.b2 = {number}") == ""
    expect(box(page, "b2")).to_have_value(shown)
    assert box(page, "b2").evaluate("(box) => box.scrollWidth <= box.clientWidth")


def test_arrow_keys_move_a_number_box_and_home_and_end_stay_with_its_text(at_home):
    page, _ = at_home
    box(page, "b2").focus()
    for key, expected in (
        ("ArrowUp", -9),
        ("PageDown", -19),
        ("Shift+ArrowDown", -19.1),
        ("Home", -19.1),
        ("End", -19.1),
    ):
        page.keyboard.press(key)
        shows(page, "b2", expected)


def test_y_is_a_switch_by_keyboard_and_pointer(at_home):
    page, _run = at_home
    y = page.get_by_role("switch", name="y", exact=True)
    y.focus()
    page.keyboard.press("Space")
    shows(page, "y", 0)
    expect(y).to_have_attribute("aria-checked", "false")
    assert value(page, "L") == pytest.approx(10.0000454, rel=1e-8)
    y.click()
    shows(page, "y", 1)


def test_the_hidden_activation_can_be_changed_and_the_page_s_point_overwhelms_relu(at_home):
    page, _run = at_home
    page.get_by_role("radio", name="ReLU").check()
    shows(page, "z2", 990)
    shows(page, "a1[1]", 0)
    expect(page.locator(".bp-unit.bp-is-off").get_by_text("off")).to_be_visible()
    page.get_by_role("radio", name="sigmoid").check()
    shows(page, "z2", 10)
    expect(page.locator(".bp-unit.bp-is-off")).to_have_count(0)


def test_python_moves_the_page(at_home):
    page, run = at_home
    assert run("explorer.W1 = [[1, 2], [3, 4]]; explorer.b1 = [0.5, 0]; explorer.y = 0; explorer.x = [1, -1]") == ""
    for name, expected in {"W1[2,1]": 3, "b1[1]": 0.5, "y": 0, "x[2]": -1, "z1[1]": -0.5, "z1[2]": -1}.items():
        shows(page, name, expected)
    expect(slider(page, "W1[2,1]")).to_have_js_property("value", "3")
    expect(box(page, "W1[2,1]")).to_have_value("3")


def test_python_hears_of_a_change_through_observe(at_home):
    page, run = at_home
    run("seen = []; explorer.observe(lambda change: seen.append(change['new'].item()), 'b2')")
    slider(page, "b2").focus()
    page.keyboard.press("ArrowRight")
    shows(page, "b2", -9)
    python_has(page, run, "seen", [-9.0])
    page.wait_for_timeout(300)
    assert told(run, "seen") == [-9.0], "it is told once"


def test_numbers_too_large_show_infinity_and_the_reason(at_home):
    page, _run = at_home
    box(page, "W1[1,1]").fill("1e308")
    page.keyboard.press("Enter")
    box(page, "x[1]").fill("1e308")
    page.keyboard.press("Enter")
    expect(page.locator('.bp-graph [data-quantity="z1[1]"]')).to_have_text("∞")
    expect(page.get_by_role("status").filter(has_text="∞ in")).to_contain_text("z1[1]")


def test_each_number_is_the_same_in_every_panel_and_in_python(at_home):
    page, run = at_home
    slider(page, "W2[2]").focus()
    page.keyboard.press("PageUp")
    shows(page, "W2[2]", 40)
    names = page.locator("[data-quantity]").evaluate_all("all => all.map(e => [e.dataset.quantity, e.dataset.value])")
    by_name = {}
    for name, number in names:
        by_name.setdefault(name, set()).add(number)
    assert all(len(numbers) == 1 for numbers in by_name.values())
    python_has(page, run, "explorer.W2[0, 1]", 40)
    passed = run(
        "p = explorer.problem; f = network.forward(p.x, p.parameters, p.hidden)\nprint(f.Z2.item(), f.A2.item())"
    )
    z2, a2 = map(float, passed.split())
    assert float(*by_name["z2"]) == pytest.approx(z2, rel=1e-12)
    assert float(*by_name["a2"]) == pytest.approx(a2, rel=1e-12)


def test_the_formulas_hold_the_numbers(at_home):
    page, _ = at_home
    line = page.locator(".bp-line").first
    assert line.locator("math").nth(2).text_content() == "=20·(−1)+20·(−1)+(−30)"
    assert line.locator("math").nth(3).text_content() == "=−70"
    z2 = page.locator(".bp-line").nth(4).locator("math")
    assert z2.nth(2).text_content() == "≈20·3.975·10⁻³¹+20·1+(−10)"
    assert z2.nth(3).text_content() == "≈10"


def test_running_the_cell_again_leaves_one_explorer_that_python_holds(at_home):
    page, run = at_home
    slider(page, "x[1]").focus()
    page.keyboard.press("ArrowRight")
    shows(page, "x[1]", -0.9)
    run("first = explorer")
    run_all(page)
    shows(page, "x[1]", -1)
    expect(page.locator(".bp-explorer")).to_have_count(1)
    assert run("print(first.comm)").strip() == "None"  # the old one has let go of what the new one holds
    slider(page, "x[2]").focus()
    page.keyboard.press("ArrowRight")
    shows(page, "x[2]", -0.9)
    python_has(page, run, "explorer.x.tolist()", [[-1.0], [-0.9]])


def test_every_control_has_the_name_of_its_entry(at_home):
    page, _ = at_home
    entries = ["x[1]", "x[2]", "W1[1,1]", "W1[1,2]", "W1[2,1]", "W1[2,2]", "b1[1]", "b1[2]", "W2[1]", "W2[2]", "b2"]
    for name in entries:
        assert slider(page, name).count() == box(page, name).count() == 1
    assert page.get_by_role("slider").count() == len(entries)


def test_nothing_is_cut_off_from_320_to_1100_pixels(at_home):
    page, _ = at_home
    for width in (320, 500, 760, 1100):
        page.locator(".bp-explorer").evaluate("(element, width) => (element.style.width = `${width}px`)", width)
        page.wait_for_timeout(100)
        for panel in (".bp-explorer", ".bp-controls", ".bp-graph", ".bp-bar"):
            over = page.locator(panel).evaluate("element => element.scrollWidth - element.clientWidth")
            assert over <= 0, (panel, width)
    page.locator(".bp-explorer").evaluate("element => (element.style.width = '')")


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 5), (8, 16)], ids=str)
@pytest.mark.parametrize("hidden", network.HIDDEN)
def test_every_shape_shows_what_python_computes(at_home, shape, hidden):
    page, run = at_home
    D, H = shape
    rng = np.random.default_rng(D)
    x, W1, b1, W2, b2 = (rng.normal(size=s).round(3) for s in ((D, 1), (H, D), (H, 1), (1, H), (1, 1)))
    problem = network.Problem(x, np.array([[0.0]]), network.Parameters(W1, b1, W2, b2), hidden)
    passed = network.forward(x, problem.parameters, hidden)
    try:
        lines = [
            f"    explorer.{n} = {a.tolist()}" for n, a in {"x": x, "y": 0 * b2, **problem.parameters._asdict()}.items()
        ]
        assert run("\n".join(["with explorer.hold_sync():", f"    explorer.hidden = {hidden!r}", *lines])) == ""
        shows(page, f"b1[{H}]", b1[-1, 0])
        for i in range(H):
            assert value(page, f"z1[{i + 1}]") == pytest.approx(passed.Z1[i, 0], rel=1e-12)
        assert value(page, "a2") == pytest.approx(passed.A2.item(), rel=1e-12)
        assert value(page, "L") == pytest.approx(network.loss(passed.Z2, [[0]]).item(), rel=1e-12)
        assert page.get_by_role("slider").count() == D + H * D + H + H + 1
    finally:
        lines = [f"    explorer.{n} = network.PAGE.{n}" for n in ("x", "y", "hidden")]
        run("\n".join(["with explorer.hold_sync():", *lines, "    explorer.parameters = network.PAGE.parameters"]))
        shows(page, "z1[1]", -70)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_no_fault(chrome, tmp_path, theme):
    with Lab(tmp_path / "lab", {"@jupyterlab/apputils-extension:themes": {"theme": theme}}) as lab:
        page = chrome.new_page()
        open_and_run(page, lab, "axe.ipynb", IMPORTS, "Explorer(network.EXAMPLE)")
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", str(theme.endswith("Light")).lower())
        box(page, "W2[1]").fill("abc")
        page.keyboard.press("Enter")
        results = Axe().run(page, context=".bp-explorer")
        assert results.violations_count == 0, results.generate_report()
        page.close()


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


def open_shipped(page, lab, name):
    """Open a copy of the first notebook as it ships, and trusted, as start.py lays it."""
    (lab.root / name).write_bytes(SHIPPED.read_bytes())
    lab.trust(name)
    page.goto(lab.address(name))
    page.locator(".bp-explorer").wait_for(timeout=60_000)


def test_a_saved_explorer_is_live_before_any_cell_has_run_and_says_that_python_does_not_see_it(page, lab):
    open_shipped(page, lab, "shipped.ipynb")
    expect(page.locator(".bp-unlinked")).to_contain_text("Python does not see it")
    slider(page, "W1[1,2]").focus()
    page.keyboard.press("ArrowRight")
    shows(page, "z1[1]", -72)
    run_all(page)
    expect(page.locator(".bp-unlinked")).to_have_text("")
    shows(page, "z1[1]", -70)
    assert page.problems == []
    assert page.hosts - {None} == {"127.0.0.1"}  # None is a blob or data address


def test_a_notebook_that_was_run_saved_and_opened_again_without_its_kernel_shows_its_explorer(page, lab):
    open_shipped(page, lab, "run.ipynb")
    run_all(page)
    expect(page.locator(".bp-unlinked")).to_have_text("")
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    lab.end_kernel("run.ipynb")
    page.reload()
    page.locator(".bp-explorer").wait_for(timeout=60_000)
    expect(page.locator(".bp-unlinked")).to_contain_text("Python does not see it")
    shows(page, "z1[1]", -70)


def test_twelve_explorers_load_the_code_once(page, lab):
    page.add_init_script("""
        const create = URL.createObjectURL;
        window.blobs = [];
        URL.createObjectURL = (blob) => (window.blobs.push(blob), create(blob));
    """)
    cells = [f"e{i} = Explorer(network.EXAMPLE)\ne{i}" for i in range(12)]
    open_and_run(page, lab, "twelve.ipynb", IMPORTS, *cells)
    page.locator(".jp-Notebook .jp-Cell").last.scroll_into_view_if_needed()
    expect(page.locator(".bp-explorer")).to_have_count(12, timeout=30_000)
    texts = page.evaluate("Promise.all(window.blobs.map((blob) => blob.text()))")
    assert sum("sourceURL=helpers/explorer/explorer.js" in text for text in texts) == 1
    assert page.locator("style[id^=bp-explorer-style]").count() == 1


def test_an_untrusted_notebook_shows_the_picture(page, lab):
    notebook = nbformat.read(SHIPPED, as_version=4)
    notebook.cells[0].source += "\n\nAltered."
    nbformat.write(notebook, lab.root / "untrusted.ipynb")
    page.goto(lab.address("untrusted.ipynb"))
    expect(page.locator(".jp-RenderedImage img")).to_have_count(1, timeout=60_000)
    expect(page.locator(".bp-explorer")).to_have_count(0)
