"""Questions as a learner meets them, in a real lab: answered, run again, deleted and undone."""

import json
import shutil

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import in_both_themes, opened, python_has, run_cells
from playwright.sync_api import expect
from stored import FOLDER, PATHS, read, widgets

from tools import refresh

IMPORTS = "from helpers.questions import ask, progress"
CHOICES = r"""ask("b2", "$-10$", choices=["$-10$", r"$5 \cdot 2$"], solution="*Nobody asked.*")"""
QUESTION = 'question = ask("z2", 10, solution="*So it is.*")\nquestion'


@pytest.fixture(scope="module")
def session(chrome, lab):
    """One open notebook with a question, and its kernel."""
    with opened_questions(chrome, lab) as session:
        yield session


def opened_questions(chrome, lab):
    return opened(chrome, lab, IMPORTS, QUESTION, CHOICES, shown=".bp-ask")


@pytest.fixture
def answered(session):
    """The session with the question answered, wrongly."""
    page, run = session
    root = page.locator(".bp-ask").first
    box(root).fill("30")
    box(root).press("Enter")
    expect(root).to_contain_text("Not 30.")
    yield page, run
    assert page.problems == []


def box(root):
    return root.locator("input[type=text]").first


def test_python_reads_what_was_entered(answered):
    page, run = answered
    python_has(page, run, "[question.value, question.right]", [30, False])
    box(page.locator(".bp-ask").first).fill("10")
    page.keyboard.press("Enter")
    python_has(page, run, "[question.value, question.right]", [10, True])


def test_axe_finds_no_fault_in_questions_with_their_answers_open_and_a_formula_is_read(answered):
    page, _ = answered
    second = page.locator(".bp-ask").nth(1)
    second.get_by_role("button", name="Show the answer").click()
    expect(second.get_by_role("radio", name="5 · 2", exact=True)).to_have_count(1)
    expect(second.locator("mjx-container")).not_to_have_count(0)
    for _ in in_both_themes(page):
        found = Axe().run(page, context=".bp-ask")
        assert found.violations_count == 0, found.generate_report()
    second.get_by_role("button", name="Hide the answer").click()


def test_running_the_cell_again_keeps_the_answer_and_tells_the_new_question(answered):
    page, run = answered
    run("old = question")
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(1).press("Control+Enter")
    python_has(page, run, "question is old", False)
    python_has(page, run, "[question.value, question.right, question.tries > 0]", [30, False, True])
    expect(page.locator(".bp-ask")).to_have_count(2)
    expect(page.locator(".bp-ask").first).to_contain_text("Not 30.")


def test_undoing_the_cell_s_deletion_keeps_the_answer(answered):
    page, _ = answered
    page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").nth(1).click()
    page.keyboard.press("d")
    page.keyboard.press("d")
    expect(page.locator(".bp-ask")).to_have_count(1)
    page.keyboard.press("z")
    expect(page.locator(".bp-ask")).to_have_count(2)
    expect(box(page.locator(".bp-ask").first)).to_have_value("30")
    expect(page.locator(".bp-ask").first).to_contain_text("Not 30.")


def test_run_all_opens_nothing(answered):
    page, _ = answered
    run_cells(page)
    expect(page.locator(".jp-Notebook .jp-InputPrompt").get_by_text("[*]:")).to_have_count(0)
    expect(page.locator(".bp-ask")).to_have_count(2)
    expect(page.locator(".bp-ask").get_by_text("Nobody asked.")).to_have_count(0)


def test_a_second_view_of_the_notebook_agrees(answered):
    page, _ = answered
    page.locator(".lm-MenuBar-itemLabel", has_text="File").click()
    page.locator(".lm-Menu-itemLabel").get_by_text("New View for Notebook", exact=True).click()
    views = page.get_by_role("group", name="Question: z2")
    expect(views).to_have_count(2)
    box(views.nth(1)).fill("10")
    box(views.nth(1)).press("Enter")
    expect(box(views.nth(0))).to_have_value("10")
    expect(views.nth(0)).to_contain_text("✓ Solved")


@pytest.fixture(scope="module")
def shipped(lab):
    """The notebooks as they shipped, trusted, in a lab whose page knows their marks."""
    for path in FOLDER.glob("0[01]_*.ipynb"):
        shutil.copy(path, lab.root)
        lab.trust(path.name)
    return lab


def mark(lab, **marks):
    config = lab.root.parent / "config" / "labconfig" / "page_config.json"
    config.write_text(json.dumps({"backpropagationCopies": json.dumps(marks)}))


def test_it_is_answered_before_any_cell_has_run_and_there_again_after_a_reload_until_it_begins_anew(page, shipped):
    name = "01_forward_pass.ipynb"
    for marked, typed in (("one", ""), ("one", "-70"), ("two", "")):
        mark(shipped, **{name: marked})
        page.goto(shipped.address(name))
        root = page.locator(".bp-ask").first
        expect(box(root)).to_have_value(typed)
        expect(page.locator(".jp-InputPrompt").get_by_text("[*]:")).to_have_count(0)
        box(root).fill("-70")
        box(root).press("Enter")
        expect(root).to_contain_text("✓ Solved")
        expect(root.locator("mjx-container")).not_to_have_count(0)  # the lines are set by the lab's MathJax
    assert page.problems == [] and page.hosts - {None} == {"127.0.0.1"}


def test_the_list_of_what_is_solved_leads_to_the_next_question_in_the_lab(page, shipped):
    mark(shipped)
    asked = read(PATHS[1]).cells
    questions = sum(cell.source.startswith("# A question and its answer\n") for cell in asked)
    page.goto(shipped.address("00_start_here.ipynb"))
    listed = page.locator(".bp-progress")
    listed.get_by_role("link", name="01 Work the forward pass by hand").click()
    notebook = page.locator(".jp-NotebookPanel:visible").filter(has_text="Work the forward pass by hand")
    answers = notebook.get_by_role("group", name="Question: answers", exact=True)
    for k, typed in enumerate("1001"):
        answers.locator("input").nth(k).fill(typed)
    page.keyboard.press("Enter")
    expect(answers).to_contain_text("✓ Solved")
    after = notebook.get_by_role("group", name="Question: which question", exact=True)
    for is_open in (True, False):
        if not is_open:
            page.locator(".lm-TabBar-tab", has_text="01_forward_pass").locator(".lm-TabBar-tabCloseIcon").click()
            page.get_by_role("button", name="Discard").click()
        else:
            page.locator(".lm-TabBar-tabLabel", has_text="00_start_here").click()
        expect(listed).to_contain_text(f"1 of {questions} solved")
        listed.get_by_role("link", name="Continue where I was").click()
        expect(after.locator("input").first).to_be_focused()
        expect(after).to_be_in_viewport(ratio=1)
    assert not [one for one in page.problems if "debug" not in one], "but for what the lab says as it closes one"


def test_twenty_questions_cost_a_notebook_less_than_20_kilobytes(tmp_path):
    def size(count):
        sources = [IMPORTS, *(f'ask("z1[{k}]", {k} / 2)' for k in range(count))]
        cells = [nbformat.v4.new_code_cell(source, id=f"cell-{k}") for k, source in enumerate(sources)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "asked.ipynb")
        notebook = nbformat.reads(refresh.refreshed(tmp_path / "asked.ipynb"), as_version=4)
        return len(json.dumps(widgets(notebook), ensure_ascii=False).encode())

    assert size(21) - size(1) < 20_000
