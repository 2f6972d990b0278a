"""What the tests share: the browser, a page of it that remembers what went wrong, and a lab."""

import contextlib
import os
from pathlib import Path

import browser
import built
import hypothesis
import node as node_process
import pytest
from playwright.sync_api import Error, expect, sync_playwright

ROOT = Path(__file__).parent.parent

# The same examples in every run, and no limit on an example's time: machines are noisy.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")
expect.set_options(timeout=30_000)  # for the same reason: what is right comes in the end


def pytest_addoption(parser):
    parser.addoption("--quick", action="store_true", help="leave out the tests that need a browser")


def pytest_configure(config):
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a worker for each core: more threads would be in their way
    if not hasattr(config, "workerinput") and not config.getoption("quick") and browser.find() is None:
        browser.download()


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """A worker for each core; one more with browser tests, which often wait for the next picture."""
    return (os.cpu_count() or 1) + (not config.getoption("quick"))


def pytest_collection_modifyitems(config, items):
    """The files that take longest come first, so that no worker is left with one of them at the end."""
    longest = {item.path for item in items if {"lab", "place"} & set(getattr(item, "fixturenames", ()))}
    long = {item.path for item in items if needs_browser(item)}
    items.sort(key=lambda item: (item.path not in longest, item.path not in long))
    if config.getoption("quick"):
        config.hook.pytest_deselected(items=[item for item in items if needs_browser(item)])
        items[:] = [item for item in items if not needs_browser(item)]


def needs_browser(item):
    return "chrome" in getattr(item, "fixturenames", ())


def pytest_terminal_summary(terminalreporter):
    if not terminalreporter.config.getoption("quick") and browser.find() is None:
        terminalreporter.write_line(browser.NONE, red=True, bold=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that failed tells what its page showed: a machine that cannot be looked at leaves nothing else."""
    report = yield
    arguments = getattr(item, "funcargs", {})
    page = arguments.get("page") or arguments.get("fresh_page")
    if report.failed and page and not page.is_closed():
        report.sections.append(("What the page showed", browser.account(page)))
    return report


@pytest.fixture(scope="session")
def chrome(tmp_path_factory):
    """A running browser. Without one the test is skipped, or fails where CI is set."""
    if browser.find() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(browser.NONE)
    with sync_playwright() as playwright:
        profile = tmp_path_factory.mktemp("profile")
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=browser.find(), args=browser.FLAGS, viewport=browser.SIZE
        )
        yield context
        context.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site, built anew."""
    return built.build(tmp_path_factory.mktemp("site") / "site")


@pytest.fixture(scope="module")
def address(folder):
    """Where the site is served."""
    with built.served(folder) as address:
        yield address


@pytest.fixture
def fresh_page(chrome):
    """A page where nothing has been yet, watched."""
    with browser.watched_page(chrome) as page:
        yield page
        with contextlib.suppress(Error):  # an empty page has no storage
            page.evaluate("localStorage.clear()")  # answers, which the next test must not find


@pytest.fixture
def page(fresh_page):
    """The page of a test. A module whose tests all begin with an empty page takes kept_page for it instead."""
    return fresh_page


@pytest.fixture(scope="module")
def module_page(chrome):
    """A page that stays open, as it is, for all tests of a module."""
    with browser.watched_page(chrome) as page:
        yield page


@pytest.fixture
def kept_page(module_page):
    """The module's one page, emptied: a fresh one takes the browser twice as long as an explorer in it."""
    module_page.problems.clear()
    yield module_page
    browser.empty(module_page)


@pytest.fixture(scope="session")
def node():
    """A Node that imports the explorer's modules."""
    one = node_process.Node()
    yield one
    one.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A lab of this module's own."""
    with browser.Lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab
