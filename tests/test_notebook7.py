"""Explorer and questions in Jupyter Notebook 7, which the package `jupyter` brings beside the lab."""

from pathlib import Path

from browser import Notebook7, shows, slider
from playwright.sync_api import expect

SHIPPED = Path(__file__).parent.parent / "notebooks" / "01_forward_pass.ipynb"


def test_what_is_saved_is_live_before_any_cell_has_run_and_keeps_its_keys_from_the_notebook(page, tmp_path):
    with Notebook7(tmp_path) as server:
        (server.root / SHIPPED.name).write_bytes(SHIPPED.read_bytes())
        server.trust(SHIPPED.name)
        page.goto(server.address(SHIPPED.name))
        explorer = page.locator(".bp-explorer")
        explorer.wait_for(timeout=120_000)
        expect(explorer.locator(".bp-unlinked")).to_contain_text("Python does not see it")
        slider(explorer, "W1[1,2]").focus()
        for key, expected in (("ArrowRight", 22), ("ArrowDown", 20), ("d", 20), ("d", 20), ("ArrowUp", 22)):
            page.keyboard.press(key)
            shows(explorer, "W1[1,2]", expected)
            shows(explorer, "z1[1]", -50 - expected)
        question = page.locator(".bp-ask").first
        question.get_by_role("textbox").focus()
        page.keyboard.type("-70dd")
        expect(question.get_by_role("textbox")).to_have_value("-70dd")
        page.keyboard.press("Backspace")
        page.keyboard.press("Backspace")
        page.keyboard.press("Enter")
        expect(question).to_contain_text("-70 is right.")
        slider(explorer, "W1[1,2]").focus()
        page.keyboard.press("Shift+Enter")  # this is the notebook's: the cell runs, before the one with the imports
        expect(page.locator(".jp-Notebook")).to_contain_text("NameError")
        assert page.hosts - {None} == {"127.0.0.1"}
