"""What the browser tests do on a machine without a browser."""

import os
import subprocess
import sys
from pathlib import Path

import browser
import pytest

ROOT = Path(__file__).parent.parent


def test_the_browsers_names_are_looked_for_on_the_path(tmp_path, monkeypatch):
    program = tmp_path / ("msedge.exe" if os.name == "nt" else "msedge")
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    browser.find.cache_clear()
    try:
        assert browser.find() == str(program)
    finally:
        browser.find.cache_clear()


@pytest.mark.skipif(any(map(os.path.exists, browser.ELSEWHERE)), reason="this machine's browser can't be hidden")
@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_without_a_browser_a_test_is_skipped_in_one_loud_line_and_fails_in_ci(ci, outcome, tmp_path):
    nowhere = "http://127.0.0.1:9"
    env = {**os.environ, "CI": ci, "PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    env |= {"PLAYWRIGHT_DOWNLOAD_HOST": nowhere, "HTTPS_PROXY": nowhere}
    # Playwright takes seconds to give up a download; to see it do so once is enough.
    program = "import sys, pytest; sys.path.insert(0, 'tests'); import browser; "
    program += f"browser.download = {'lambda: None' if ci else 'browser.download'}; sys.exit(pytest.main(sys.argv[1:]))"
    options = ["-o", "addopts=", "-p", "no:nbval", "-p", "no:xdist", "-p", "no:cacheprovider", "--no-header"]
    command = [sys.executable, "-c", program, *options, "tests/test_notebook7.py"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert outcome in done.stdout
    assert [line for line in done.stdout.splitlines() if line.startswith("No browser: ")] == [browser.NONE]
    assert done.returncode == (1 if ci else 0)
