"""The site, built and served for tests of it."""

import contextlib
import functools
import http.server
import subprocess
import sys
import threading
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

ROOT = Path(__file__).parent.parent
PAGES = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def build(folder):
    done = subprocess.run([sys.executable, ROOT / "tools" / "site.py", folder], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@contextlib.contextmanager
def served(folder):
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def open_page(page, address, name, width=1280):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{name}")
    places = page.locator(".bp-widget")
    expect(page.locator(".bp-widget > .bp-live")).to_have_count(places.count())
    page.wait_for_load_state("networkidle")


def faults(page):
    """What axe-core finds against WCAG 2.2 AA: the rule and the first element of each."""
    violations = Axe().run(page, options=WCAG).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in violations]
