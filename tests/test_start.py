"""start.py as someone new meets it: in a folder with a space and an umlaut, run from elsewhere, at home for the first
time. The whole project is installed once; what a stand-in of one package tells as well is told by that.
"""

import ast
import contextlib
import functools
import http.server
import itertools
import json
import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
import wheelhouse
from browser import drag, run_all, shows, slider, value
from playwright.sync_api import expect

from tools import machine

ROOT = Path(__file__).resolve().parent.parent
START = ROOT / "start.py"
BASE = getattr(sys, "_base_executable", sys.executable)  # the machine's Python, not the one in .venv
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
PATIENCE = 1200  # seconds until something is taken to be stuck, rather than slow
PAGE_PATIENCE = 180_000  # the same for what a page shows, in milliseconds

# Started in the background by a shell, the tests ignore Ctrl-C, and so would all that they start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Place:
    """A project in a folder `Ünterricht 1`, and a home where nothing has ever been."""

    def __init__(self, base, wheels):
        self.folder, self.home, self.elsewhere = base / "Ünterricht 1" / "project", base / "home", base / "elsewhere"
        for path in (self.folder, self.home, self.elsewhere):
            path.mkdir(parents=True)
        self.env, self.wheels = wheelhouse.environment(wheels, self.home), wheels
        self.work, self.notebooks, self.venv = (self.folder / name for name in ("work", "notebooks", ".venv"))

    def has_fetched_uv(self):
        """Saves the next install the fetching, as if it had been cut off after it."""
        fetched = self.folder / ".venv.cache"
        (fetched / "uv" / "bin").mkdir(parents=True)
        (fetched / "uv" / "bin" / "uv").symlink_to(next(path for path in self.wheels.iterdir() if path.stem == "uv"))
        (fetched / "fetched.txt").write_text(f"Looking in links: {self.wheels.as_uri()}\n")

    def run(self, *arguments, before=(), **env):
        """start.py, run to its end."""
        command = [*before, BASE, str(self.folder / "start.py"), *arguments]
        done = subprocess.run(
            command,
            cwd=self.elsewhere,
            env={**self.env, **env},
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return done

    @contextlib.contextmanager
    def running(self, *arguments, **env):
        """start.py, at work; it is stopped when the test is done with it, and killed if it is stuck."""
        process = subprocess.Popen(
            [BASE, str(self.folder / "start.py"), *arguments],
            cwd=self.elsewhere,
            env={**self.env, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        watchdog = threading.Timer(PATIENCE, process.kill)
        watchdog.start()
        process.said = []
        try:
            yield process
        except BaseException:
            log = self.venv / "lab.log"
            print("The lab's log:", log.read_text("utf-8")[-3000:] if log.exists() else "none", sep="\n")
            raise
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(PATIENCE)
            watchdog.cancel()
            process.stdout.close()

    def python(self, code, *arguments):
        """What the Python in .venv prints."""
        path = self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        command = [str(path), "-c", code, *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.elsewhere, env=self.env, check=True, capture_output=True, encoding="utf-8"
        )
        return done.stdout

    def left_running(self):
        """The command lines of what still runs out of this folder after a moment to end."""
        deadline = time.monotonic() + PATIENCE
        while (lines := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return lines

    def processes(self):
        """The command lines of all that runs out of this folder."""
        every = subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, encoding="utf-8").stdout
        return [line for line in every.splitlines() if str(self.home.parent) in line]


def installer_at_work(place):
    """The process number of the pip or the uv that installs here, as soon as there is one."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        every = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, encoding="utf-8").stdout
        for line in every.splitlines():
            if f"{place.folder}{os.sep}" in line and "pip install" in line:
                return int(line.split()[0])
    return pytest.fail("neither pip nor uv ever came")


def read_until(process, pattern):
    """Reads what start.py says up to a line; returns the match."""
    for line in process.stdout:
        process.said.append(line)
        if found := re.search(pattern, line):
            return found
    pytest.fail(f"never said {pattern!r}, but:\n{''.join(process.said)}")


def read_rest(process):
    process.said.extend(process.stdout)
    process.wait()
    return "".join(process.said)


def refused(done, *words, code=1):
    """It failed with one sentence on stderr, in which these words are."""
    assert done.returncode == code, done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr
    return done


@pytest.fixture(scope="module")
def wheels():
    return wheelhouse.fill()


# The whole project, installed once


def committed_files():
    """What git knows, and what it would take; without git, all but what start.py and the tests leave behind."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
        return [name for name in names if name and (ROOT / name).is_file()]
    left = {".venv", ".venv.old", ".pytest_cache", ".ruff_cache", "work", "__pycache__"}
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [str(path) for path in paths if not left & set(path.parts)]


def until_it_answers(url):
    """The lab prints its link a moment before it listens."""
    host, port = url.rpartition("/")[2].split(":")
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=PATIENCE):
            return
        time.sleep(0.1)
    pytest.fail(f"nobody answers at {url}")


@pytest.fixture(scope="module")
def place(wheels, tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("newcomer"), wheels)
    for name in committed_files():
        target = place.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    place.shipped = sorted(path.name for path in place.notebooks.glob("*.ipynb"))
    return place


@pytest.fixture(scope="module")
def first(place):
    """A real lab, asked for all that the tests want to know, and stopped by Ctrl-C."""
    lab = SimpleNamespace()
    with place.running("--no-browser", "--port", "0") as process:
        url, lab.first_page, token = read_until(process, r"(http://127\.0\.0\.1:\d+)/lab(\S*)\?token=(\w+)").groups()

        def ask(path, method="GET", token=token):
            headers = {"Authorization": f"token {token}"}
            request = urllib.request.Request(f"{url}/{path}", method=method, headers=headers)
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)

        until_it_answers(url)

        lab.status = ask("api/status")
        lab.contents = ask("api/contents/00_start_here.ipynb")
        lab.names = {entry["name"] for entry in ask("api/contents")["content"]}
        lab.notification = ask("lab/api/settings/@jupyterlab/apputils-extension:notification")["schema"]["properties"]
        with pytest.raises(urllib.error.HTTPError) as problem:
            ask("api/contents", token="wrong")
        lab.without_token = problem.value.code
        lab.kernel = ask("api/kernels", "POST")
        lab.kernels_running = [line for line in place.processes() if "ipykernel" in line]
        process.send_signal(signal.SIGINT)
        lab.output = read_rest(process)
        lab.code = process.returncode
    lab.left_running = place.left_running()
    return lab


def is_trusted(place, names):
    """Whether a lab at this home would trust these working copies."""
    code = """
import sys, nbformat
from nbformat.sign import NotebookNotary
with NotebookNotary() as notary:
    for path in sys.argv[1:]:
        print(notary.check_signature(nbformat.read(path, nbformat.NO_CONVERT)))
"""
    return [line == "True" for line in place.python(code, *(place.work / name for name in names)).splitlines()]


def test_the_first_start_opens_a_lab_on_the_first_notebook(place, first):
    assert first.first_page == "/tree/00_start_here.ipynb"
    assert first.status["started"]
    assert first.contents["content"]["cells"]
    assert first.names == set(place.shipped), "nothing but working copies is seen there"
    assert first.without_token == 403
    assert first.notification["fetchNews"]["default"] == "false"
    assert first.notification["checkForUpdates"]["default"] is False


def test_the_first_start_installs_by_uv_and_says_so(place, first):
    for said in ("Making .venv", "Installing what is in requirements.lock.", "Installed."):
        assert said in first.output
    assert "pip installs" not in first.output
    assert not (place.folder / ".venv.cache").exists()
    assert Path(place.python("import helpers; print(helpers.__file__)").strip()).parent == place.folder / "helpers"


def test_ctrl_c_stops_the_lab_and_its_kernels(first):
    assert first.kernels_running
    assert first.code == 0, first.output
    assert first.output.splitlines()[-1].startswith("The lab has stopped")
    assert "Traceback" not in first.output
    assert not first.left_running


def test_the_shipped_notebooks_are_trusted(place, first):
    assert place.shipped
    assert all(is_trusted(place, place.shipped))


def test_a_newcomer_finds_the_explorer_alive_and_works_through_01(place, first, page):
    with place.running("--no-browser", "--port", "0") as process:
        link = read_until(process, r"http://\S+token=\w+")[0]
        assert not re.search("Install|Making|Signing", "".join(process.said)), "it was all there"
        until_it_answers(link[: link.index("/lab")])
        page.set_default_timeout(PAGE_PATIENCE)
        page.goto(link)
        page.locator(".bp-explorer").wait_for()
        expect(page.locator(".bp-unlinked")).to_contain_text("until you run this cell", timeout=PAGE_PATIENCE)
        assert value(page, "z1[1]") == 1
        page.get_by_role("link", name="01 Work the forward pass by hand").first.click()  # in the list of what is solved
        notebook = page.locator(".jp-NotebookPanel:visible")
        notebook.get_by_role("heading", name="Work the forward pass by hand").wait_for()
        notebook.locator(".bp-explorer").first.wait_for(state="attached")  # its stored state is there
        run_all(page)
        expect(notebook.locator(".bp-unlinked")).to_have_text("", timeout=PAGE_PATIENCE)  # its cell has run
        running = notebook.locator(".jp-InputPrompt").get_by_text("[*]:")
        expect(running).to_have_count(0, timeout=PAGE_PATIENCE)  # and all others
        bad = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
        assert notebook.locator(bad).count() == 0

        weight = slider(notebook, "W1[1,2]")
        weight.focus()
        page.keyboard.press("ArrowRight")
        shows(notebook, "W1[1,2]", 22)
        shows(notebook, "z1[1]", -72)
        drag(page, weight, 0.72, 0.3)
        dragged = value(notebook, "W1[1,2]")
        assert -50 < dragged < 0
        shows(notebook, "z1[1]", -20 - dragged - 30)
    assert page.problems == []
    assert page.hosts - {None} == {"127.0.0.1"}


def test_a_notebook_altered_or_dropped_in_is_not_trusted(place, first):
    original = place.notebooks / place.shipped[-1]
    shipped = original.read_bytes()
    altered = json.loads(shipped)
    altered["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "<script>0</script>"})
    original.write_text(json.dumps(altered))
    (place.notebooks / "98_dropped_in.ipynb").write_text(json.dumps({**altered, "cells": altered["cells"][1:]}))
    try:
        done = place.run("reset", original.stem)
        trusted = is_trusted(place, [*place.shipped, "98_dropped_in.ipynb"])
        assert trusted == [True] * (len(place.shipped) - 1) + [False] * 2
        assert f"Not as shipped, so not trusted: {original.stem}, 98_dropped_in." in done.stdout
    finally:
        original.write_bytes(shipped)
        (place.notebooks / "98_dropped_in.ipynb").unlink()
        (place.work / "98_dropped_in.ipynb").unlink()
    place.run("reset", original.stem)
    assert all(is_trusted(place, place.shipped))


def test_a_new_home_trusts_the_copies_again_that_are_as_shipped(place, first, tmp_path, monkeypatch):
    changed, *_ = place.shipped
    notebook = json.loads((place.work / changed).read_bytes())
    notebook["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "mine"})
    (place.work / changed).write_text(json.dumps(notebook))
    monkeypatch.setitem(place.env, "HOME", str(tmp_path))
    monkeypatch.setitem(place.env, "APPDATA", str(tmp_path))
    place.run("reset", changed)
    assert all(is_trusted(place, place.shipped))
    kept = place.work / changed.replace(".ipynb", ".kept-1.ipynb")
    assert is_trusted(place, [kept.name]) == [False]
    kept.unlink()


# A stand-in: start.py as it is, one small package, and a lab that says how it was called and ends

LAB = """
import json, os, sys, time
with open("called.json", "w") as file:
    json.dump({"arguments": sys.argv[1:], "time": time.time(), **os.environ}, file)
print("    http://127.0.0.1:1/lab?token=1", flush=True)
if "--wait" in sys.argv:
    time.sleep(60)
sys.exit("--fail" in sys.argv and 7)
"""


def make_stand_in(base, wheels):
    place = Place(base, wheels)
    shutil.copy2(START, place.folder)
    shutil.copytree(ROOT / "tools", place.folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    files = {
        "requirements.lock": wheelhouse.pins("idna"),
        "requirements-site.lock": wheelhouse.pins("idna", "packaging"),
        "requirements-test.lock": wheelhouse.pins(
            "idna", "uv", "pytest", "iniconfig", "packaging", "pluggy", "pygments"
        ),
        "jupyterlab/__init__.py": "",
        "jupyterlab/__main__.py": LAB,
        "tools/site.py": "import sys, packaging\nprint('SITE', sys.argv[1:])\nsys.exit(4)\n",
        "tools/refresh.py": "import sys\nprint('REFRESH', sys.argv[1:])\nsys.exit(5)\n",
        "notebooks/00_start_here.ipynb": "start",
        "notebooks/01_forward_pass.ipynb": "forward",
        "notebooks/03_dL_da2.ipynb": "derive",
    }
    for name, text in files.items():
        (place.folder / name).parent.mkdir(exist_ok=True)
        (place.folder / name).write_text(text)
    return place


@pytest.fixture
def bare(wheels, tmp_path):
    """A stand-in in which nothing is installed yet."""
    return make_stand_in(tmp_path, wheels)


@pytest.fixture(scope="module")
def ready(wheels, tmp_path_factory):
    """A stand-in in which start.py has run: twice at once, at first."""
    place = make_stand_in(tmp_path_factory.mktemp("ready"), wheels)
    place.has_fetched_uv()
    with contextlib.ExitStack() as stack:
        turn = stack.enter_context(open(place.folder / ".start.lock", "w"))
        assert runpy.run_path(str(START))["locked"](turn)
        both = [stack.enter_context(place.running()) for _ in range(2)]
        for process in both:
            read_until(process, "Another install is at work here; waiting for its end.")
        turn.close()
        place.outputs = [read_rest(process) for process in both]
    assert [process.returncode for process in both] == [0, 0], place.outputs
    return place


@pytest.fixture
def fresh(ready):
    """The same, its notebooks and working copies as after the first start."""
    originals = {path: path.read_bytes() for path in ready.notebooks.iterdir()}
    shutil.rmtree(ready.work, ignore_errors=True)
    ready.run()
    yield ready
    for path, content in originals.items():
        path.write_bytes(content)


def lab_called(place):
    """How start.py last called the lab, in which folder and with which environment."""
    return json.loads((place.work / "called.json").read_text())


def installs(place, *said):
    if not (place.folder / ".venv.cache").exists():
        place.has_fetched_uv()
    done = place.run()
    assert done.returncode == 0, done.stdout + done.stderr
    for words in (*said, "Installed."):
        assert words in done.stdout
    assert place.run().stdout.count("Install") == 0


def test_an_install_cut_off_by_a_signal_or_killed_is_mended_by_the_next_start(bare):
    with bare.running() as process:
        read_until(process, "Installing what is in")
        process.send_signal(signal.SIGINT)
        output = read_rest(process)
    assert process.returncode == 1
    assert output.splitlines()[-1] == "Stopped before all was installed; the next start mends that."
    assert not bare.left_running()
    with bare.running() as process:
        assert read_until(process, "making .venv anew").string.startswith("The last install was cut off")
        installer = installer_at_work(bare)
        os.kill(installer, signal.SIGSTOP)  # so that it is still there when its start.py is gone
        process.kill()
    with bare.running() as process:
        read_until(process, "Another install is at work here")
        os.kill(installer, signal.SIGCONT)
        output = read_rest(process)
    assert process.returncode == 0
    assert "The last install was cut off" in output and "Installed." in output
    assert bare.run().stdout.count("Install") == 0


def test_two_first_starts_at_once_install_one_after_the_other(ready):
    assert sorted(output.count("Installed.") for output in ready.outputs) == [0, 1]


def test_a_changed_lock_is_noticed_and_installed(ready, tmp_path):
    lock = ready.folder / "requirements.lock"
    lock.write_text(wheelhouse.pins("idna", "attrs"))
    ready.has_fetched_uv()
    nothing = {"PIP_FIND_LINKS": tmp_path.as_uri(), "UV_CACHE_DIR": str(tmp_path / "cache")}
    refused(ready.run(**nothing), "connect to the network")
    installs(ready, "The last install was cut off")
    assert ready.python("import attrs; print('attrs')") == "attrs\n"


def test_a_moved_folder_and_another_python_get_a_new_venv(ready):
    ready.folder = ready.folder.rename(ready.folder.with_name("moved"))
    ready.work, ready.notebooks, ready.venv = (ready.folder / name for name in ("work", "notebooks", ".venv"))
    installs(ready, "The folder has moved since .venv was made: making .venv anew.")

    marker = ready.venv / "start.json"
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "python": "3.9"}))
    installs(ready, f".venv is of Python 3.9, and this is {VERSION}: making .venv anew.")

    python = ready.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    python.unlink()
    python.symlink_to(ready.home / "no-python")
    installs(ready, ".venv lacks its Python")


def test_someone_elses_venv_is_let_be(bare):
    bare.venv.mkdir()
    (bare.venv / "diary.txt").write_text("dear")
    refused(bare.run(), str(bare.venv), "move it away")
    assert (bare.venv / "diary.txt").read_text() == "dear"
    shutil.rmtree(bare.venv)
    bare.venv.write_text("a file")
    refused(bare.run(), str(bare.venv), "move it away")


def test_a_python_too_old_is_told_which_would_do(bare, tmp_path):
    for path in (START, *(ROOT / "tools" / name for name in ("copies.py", "lab.py", "machine.py"))):
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))
    as_if = tmp_path / "as_if.py"
    as_if.write_text("import runpy, sys\nsys.version_info = (3, 6)\nrunpy.run_path(sys.argv.pop(1), None, '__main__')")
    command = [BASE, as_if, bare.folder / "start.py"]
    refused(subprocess.run(command, capture_output=True, encoding="utf-8"), "need Python 3.11", "this is 3.6")


def older_pythons():
    found = [shutil.which(f"python3.{minor}") for minor in range(6, 11)]
    found += sorted(map(str, Path.home().glob(".pyenv/versions/3.*/bin/python")))
    asked = {path: subprocess.run([path, "-V"], capture_output=True, encoding="utf-8").stdout for path in found if path}
    return [path for path, said in asked.items() if re.match(r"Python 3\.([6-9]|10)\.", said)]


def test_a_python_on_this_machine_that_is_too_old_is_told_which_would_do():
    pythons = older_pythons() or pytest.skip("no Python older than 3.11 is here")
    for python in pythons:
        refused(subprocess.run([python, START], capture_output=True, encoding="utf-8"), "need Python 3.11")


def test_without_a_venv_module_the_debian_package_is_named(bare, tmp_path):
    (tmp_path / "ensurepip.py").write_text("raise ImportError('as on Debian')")
    refused(bare.run(PYTHONPATH=str(tmp_path)), f"sudo apt install python{VERSION}-venv")
    assert not bare.venv.exists()


def test_without_a_network_it_says_so(bare):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))  # bound, but nobody listens
        index = f"http://127.0.0.1:{probe.getsockname()[1]}/simple"
        done = bare.run(PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_INDEX_URL=index, PIP_RETRIES="1")
    refused(done, "connect to the network", str(bare.venv / "install.log"))


def test_without_a_network_half_way_it_says_so():
    output = (
        "Collecting numpy==2.4.6\nERROR: Exception:\npip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.\n"
    )
    assert "connect to the network" in runpy.run_path(str(START))["why_pip_failed"](output)


def test_where_uv_is_not_to_be_had_pip_installs_and_it_says_so(bare, wheels, tmp_path):
    shutil.copy2(next(wheels.glob("idna-*.whl")), tmp_path)
    done = bare.run(PIP_FIND_LINKS=tmp_path.as_uri())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "uv can't be used here, so pip installs" in done.stdout
    assert bare.python("import idna; print('idna')") == "idna\n"


def test_an_index_that_pip_is_told_of_serves_uv_too(bare, wheels, tmp_path):
    for wheel in wheels.glob("*.whl"):
        page = tmp_path / "simple" / wheel.name.split("-")[0]
        page.mkdir(parents=True)
        shutil.copy2(wheel, page)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            settings = {"PIP_INDEX_URL": f"http://127.0.0.1:{server.server_port}/simple", "PIP_FIND_LINKS": ""}
            nothing = {"UV_CACHE_DIR": str(tmp_path / "cache"), "UV_OFFLINE": "0"}
            done = bare.run(**settings, **nothing, PIP_NO_INDEX="0", HTTPS_PROXY="http://127.0.0.1:1")  # no other index
        finally:
            server.shutdown()
    assert done.returncode == 0, done.stderr
    assert "pip installs" not in done.stdout


def test_a_package_that_is_not_the_pinned_one_is_not_installed(bare):
    lock = bare.folder / "requirements.lock"
    lock.write_text(re.sub("sha256:[0-9a-f]", "sha256:", lock.read_text()).replace("sha256:", "sha256:0"))
    bare.has_fetched_uv()
    done = refused(bare.run(), "pip could not install the packages", "DO NOT MATCH THE HASHES")
    assert "uv can't be used here, so pip installs" in done.stdout, "for uv failed too"


def may_not_write(place):
    """What to put before a command that shall not write in a folder which its owner closed."""
    place.folder.chmod(0o555)
    if os.name != "nt" and os.geteuid() == 0:  # root writes all the same, unless it lays that right down
        return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    return []


@pytest.mark.skipif(os.name == "nt" or not shutil.which("setpriv"), reason="folders can't be closed to us here")
def test_a_folder_that_cannot_be_written_is_named(bare):
    try:
        refused(bare.run(before=may_not_write(bare)), str(bare.folder), "can't be written")
    finally:
        bare.folder.chmod(0o755)


def can_mount():
    command = ["unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "none", "/mnt"]
    return bool(shutil.which("unshare")) and subprocess.run(command, capture_output=True).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="a small disk can't be had here")
@pytest.mark.parametrize("kilobytes", [100, 5_000, 40_000])
def test_a_full_disk_is_named(kilobytes, bare):
    """There is no room for .venv's own files, none for its pip, and none for what uv installs."""
    bare.has_fetched_uv()
    (bare.folder / "requirements.lock").write_text(wheelhouse.pins("numpy"))
    script = """
        cp -r "$1" "$2" && mount -t tmpfs -o size=$3k none "$1" && cp -r "$2"/. "$1" || exit 99
        shift 3 && exec "$@"
    """
    small = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh"]
    small += [str(bare.folder), str(bare.elsewhere / "aside"), str(kilobytes)]
    refused(bare.run(before=small), "no room left on the disk")


def test_a_port_in_use_is_not_fought_over(ready):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = ready.run(f"--port={port}")
    given = re.search(rf"^Port {port} is in use; taking (\d+)\.$", done.stdout, re.MULTILINE).group(1)
    assert 0 < int(given) != port
    assert f"--ServerApp.port={given}" in lab_called(ready)["arguments"]


def test_root_gets_a_warning_and_a_lab(ready, tmp_path):
    as_root = tmp_path / "as_root.py"
    as_root.write_text(
        "import os, runpy, sys\nos.geteuid = lambda: 0\nrunpy.run_path(sys.argv.pop(1), None, '__main__')"
    )
    command = [BASE, as_root, ready.folder / "start.py"]
    done = subprocess.run(command, env=ready.env, capture_output=True, encoding="utf-8")
    assert len(re.findall("^Running as root.*$", done.stdout, re.MULTILINE)) == 1
    assert "--ServerApp.allow_root=True" in lab_called(ready)["arguments"]


def test_further_arguments_go_to_the_lab_unchanged(ready):
    ready.run("--no-browser", "--ip=::1", "--ServerApp.root_dir=/a b", "--port", "0", "--debug")
    lab = lab_called(ready)
    assert lab["arguments"][-4:] == ["--no-browser", "--ip=::1", "--ServerApp.root_dir=/a b", "--debug"]
    names = [argument.split("=")[0] for argument in lab["arguments"]]
    assert "--ServerApp.ip" not in names, "the lab refuses an option that comes twice"
    assert names.count("--ServerApp.root_dir") == 1
    assert lab["JUPYTER_PREFER_ENV_PATH"] == "1"


def test_a_lab_that_fails_is_not_called_stopped(ready):
    refused(ready.run("--fail"), "JupyterLab ended with an error (7)")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_one_line(number, ready):
    with ready.running("--wait") as process:
        read_until(process, "http:")
        process.send_signal(number)
        lines = read_rest(process).splitlines()
    assert process.returncode == 0
    assert lines[-1] == f"The lab has stopped; your notebooks are in {ready.work}."
    assert not ready.left_running()


def test_help_and_mistakes_are_told_in_short(fresh):
    done = fresh.run("--help", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    for command in ("reset", "test", "--quick", "site", "refresh", "lock", "--no-browser"):
        assert command in done.stdout
    refused(fresh.run("rest"), "no command 'rest'", "reset, slides, test, site, refresh and lock", code=2)
    refused(fresh.run("--port", "lots"), "--port must be a number up to 65535; got 'lots'", code=2)
    refused(fresh.run("--port"), "got ''", code=2)
    refused(fresh.run("--port=99999"), "got '99999'", code=2)
    refused(fresh.run("reset"), "00_start_here, 01_forward_pass, 03_dL_da2", code=2)
    refused(fresh.run("reset", "01", "04"), "no notebook '04'", "00_start_here, 01_forward_pass, 03_dL_da2", code=2)


def test_site_installs_what_it_needs_and_hands_its_folder_on(ready):
    ready.has_fetched_uv()
    done = ready.run("site", "somewhere")
    assert done.returncode == 4
    assert "Installing what is in requirements-site.lock." in done.stdout and "SITE ['somewhere']" in done.stdout
    assert "Install" not in ready.run().stdout


def test_test_installs_what_tests_need_and_hands_its_arguments_to_pytest(ready):
    (ready.folder / "test_it.py").write_text("def test_forward(): pass\n\n\ndef test_other(): assert False\n")
    ready.has_fetched_uv()
    done = ready.run("test", "-k", "forward", "-q")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Installing what is in requirements-test.lock." in done.stdout
    assert "1 passed, 1 deselected" in done.stdout
    done = ready.run("test", "-q")
    assert done.returncode == 1
    assert "Install" not in done.stdout
    assert "Install" not in ready.run().stdout


def test_refresh_hands_over_names_and_exit_code(ready):
    done = ready.run("refresh", "01", "03")
    assert done.returncode == 5
    assert "REFRESH ['01', '03']" in done.stdout


# Working copies


def test_an_untouched_copy_follows_its_original(fresh):
    (fresh.notebooks / "01_forward_pass.ipynb").write_text("forward, corrected")
    done = fresh.run()
    assert (fresh.work / "01_forward_pass.ipynb").read_text() == "forward, corrected"
    assert "Newer" not in done.stdout


def as_saved_by_the_lab(notebook, **changes):
    """The same cells, but the kernel's language in full, whole numbers short, and other spaces."""
    saved = json.loads(notebook, parse_float=lambda number: int(float(number)))
    saved["metadata"] = {"language_info": {"name": "python", "version": "3.99"}}
    return json.dumps({**saved, **changes}, sort_keys=True)


def test_a_copy_that_was_no_more_than_opened_and_saved_is_untouched(fresh):
    original, copy = fresh.notebooks / "01_forward_pass.ipynb", fresh.work / "01_forward_pass.ipynb"
    original.write_text('{"cells": [{"source": "1 + 1", "metadata": {"width": 20.0}}], "metadata": {}}')
    fresh.run()
    saved = as_saved_by_the_lab(original.read_text())
    copy.write_text(saved)
    original.write_text('{"cells": [{"source": "1 + 2", "metadata": {"width": 20.0}}], "metadata": {}}')
    fresh.run("reset", "01")
    assert not list(fresh.work.glob("*.kept-*"))
    copy.write_text(as_saved_by_the_lab(original.read_text()))
    original.write_text('{"cells": [{"source": "1 + 3", "metadata": {"width": 20.0}}], "metadata": {}}')
    assert "Newer" not in fresh.run().stdout
    assert copy.read_text() == original.read_text()
    mine = as_saved_by_the_lab(original.read_text(), cells=[{"source": "my answer"}])
    copy.write_text(mine)
    original.write_text('{"cells": [{"source": "1 + 4", "metadata": {"width": 20.0}}], "metadata": {}}')
    assert "Newer than your copy: 01_forward_pass." in fresh.run().stdout
    assert copy.read_text() == mine


def test_a_changed_copy_is_kept_and_told_of_a_newer_original(fresh):
    mine = fresh.work / "01_forward_pass.ipynb"
    mine.write_text("my answer")
    assert "Newer" not in fresh.run().stdout
    (fresh.notebooks / "01_forward_pass.ipynb").write_text("forward, corrected")
    for _ in range(2):
        done = fresh.run()
        assert re.search(r"^Newer than your copy: 01_forward_pass\. .*reset 01_forward_pass", done.stdout, re.MULTILINE)
        assert mine.read_text() == "my answer"


def test_a_copy_of_unknown_history_counts_as_changed(fresh):
    mine, same = fresh.work / "01_forward_pass.ipynb", fresh.work / "03_dL_da2.ipynb"
    mine.write_text("from my old computer")
    (fresh.work / ".start.json").write_text("not JSON")
    assert "Newer than your copy: 01_forward_pass." in fresh.run().stdout
    assert mine.read_text() == "from my old computer"
    (fresh.notebooks / same.name).write_text("derive, corrected")
    fresh.run()
    assert same.read_text() == "derive, corrected", "one that equals its original is taken as laid"


def test_reset_lays_a_fresh_copy_and_keeps_the_old_beside_it(fresh):
    mine = fresh.work / "03_dL_da2.ipynb"
    for number, name in enumerate(["03", "3", "03_dL_da2", "work/03_dL_da2.ipynb"], 1):
        mine.write_text(f"answer {number}")
        done = fresh.run("reset", name)
        assert done.returncode == 0, done.stderr
        assert mine.read_text() == "derive"
        assert (fresh.work / f"03_dL_da2.kept-{number}.ipynb").read_text() == f"answer {number}"
        assert f"Kept your 03_dL_da2.ipynb as 03_dL_da2.kept-{number}.ipynb." in done.stdout
    (fresh.notebooks / mine.name).write_text("derive, corrected")
    fresh.run()
    assert mine.read_text() == "derive, corrected", "after a reset it follows again"


def marks(fresh):
    """What tells the browser one copy of a notebook from the next."""
    settings = fresh.venv / "etc/jupyter/labconfig/page_config.json"
    return json.loads(json.loads(settings.read_text())["backpropagationCopies"])


def test_a_reset_copy_has_a_new_mark_so_that_its_answers_begin_anew(fresh):
    before = marks(fresh)
    assert sorted(before) == ["00_start_here.ipynb", "01_forward_pass.ipynb", "03_dL_da2.ipynb"]
    fresh.run()
    assert marks(fresh) == before, "what was answered stays"
    assert "Answers begin anew" in fresh.run("reset", "03").stdout
    after = marks(fresh)
    assert [name for name in before if before[name] != after[name]] == ["03_dL_da2.ipynb"]


def test_reset_takes_several_and_keeps_nothing_that_is_the_same(fresh):
    (fresh.work / "01_forward_pass.ipynb").write_text("mine")
    (fresh.work / "00_start_here.ipynb").write_text("mine too")
    assert fresh.run("reset", "01", "03").returncode == 0
    found = sorted(path.name for path in fresh.work.glob("*.ipynb"))
    assert found == ["00_start_here.ipynb", "01_forward_pass.ipynb", "01_forward_pass.kept-1.ipynb", "03_dL_da2.ipynb"]
    assert (fresh.work / "00_start_here.ipynb").read_text() == "mine too"


def test_a_write_that_is_cut_off_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "01_forward_pass.ipynb"
    path.write_text("whole")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        machine.write(path, b"half")
    assert path.read_text() == "whole"


# The locks


def pinned(lock):
    """{name: [what the lock says of it, one for each version]}"""
    found = re.findall(r"^([\w.-]+)==([^#]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    return {name: [rest for other, rest in found if other == name] for name, _ in found}


def test_the_locks_pin_with_hashes_what_the_requirements_ask_for():
    locks = [pinned(f"requirements{part}.lock") for part in ("", "-site", "-test")]
    for less, more in itertools.pairwise(locks):
        assert {name: more[name] for name in less} == less, "site and tests run with what the notebooks run with"
    assert all("--hash=sha256:" in rest for each in locks[-1].values() for rest in each)
    for part, lock in zip(("", "-site", "-test"), locks, strict=True):
        requirements = f"requirements{part}.txt"
        lines = (ROOT / requirements).read_text(encoding="utf-8").splitlines()
        asked = dict(line.split("#")[0].strip().split("==") for line in lines if not line.startswith("#"))
        assert {name: [rest.split()[0] for rest in lock[name]] for name in asked} == {
            name: [version] for name, version in asked.items()
        }
