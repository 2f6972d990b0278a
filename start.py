#!/usr/bin/env python3
"""Opens the notebooks in JupyterLab; installs first what they need.

  python3 start.py                  open the lab; options go to JupyterLab, such as --no-browser or --port 9000
  python3 start.py reset 03 [04 …]  lay a fresh copy of a notebook in work/, without answers, and keep yours beside it
  python3 start.py test [-k …]      run the tests; what follows goes to pytest
  python3 start.py test --quick     the tests that need no browser
  python3 start.py slides 04        show a notebook as slides, in the lab, for a class; ? there tells the keys
  python3 start.py site [FOLDER]    make the site: all notebooks as pages, for any web server
  python3 start.py refresh [01 …]   run notebooks and save them as they are committed
  python3 start.py lock             pin anew what the requirements*.txt draw in

You work on copies, in work/. All that is installed goes into .venv; delete it, and the next start makes it again.
"""

# The standard library alone, in words that Python 3.6 reads: how else could it say that 3.6 is too old?

import contextlib
import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # PYTHONSAFEPATH leaves it out

from tools import copies, lab
from tools.machine import HERE, OWN_SESSION, PYTHON, RUN, THIS, VENV, WINDOWS, become, environment, explain, fail
from tools.machine import NO_NETWORK, NO_ROOM, NOT_YOURS, read_json, say, say_for_now, sha256, stop, write, write_json

OLDEST = (3, 11)  # the oldest Python that the NumPy in requirements.txt serves

PACKAGES = VENV / ("Lib/site-packages" if WINDOWS else f"lib/python{THIS}/site-packages")
MARKER = VENV / "start.json"
LOG = VENV / "install.log"
CACHE = HERE / ".venv.cache"  # uv, and what it has fetched, until all is installed
UV = CACHE / "uv" / "bin" / ("uv.exe" if WINDOWS else "uv")
TEST_LOCK = HERE / "requirements-test.lock"
NOTES = HERE / "deploy" / "site" / "notes.py"
LOCKS = [HERE / "requirements.lock", HERE / "requirements-site.lock", TEST_LOCK]  # each has all of those before it
NOTEBOOKS, SITE, TESTS = range(3)  # what is installed: the lock of this number


def main(arguments):
    if sys.version_info < OLDEST:
        oldest = "{}.{}".format(*OLDEST)
        fail(
            f"The notebooks need Python {oldest} or newer, this is {THIS}: start with a newer one (python.org has it)."
        )
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console that lacks a letter shows "?"
    for name in ("SIGTERM", "SIGHUP"):  # like Ctrl-C; Windows has no SIGHUP, and nohup wants it ignored
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)

    command = arguments[0] if arguments else ""
    try:
        if command in ("help", "-h", "--help"):
            print(__doc__.strip())
        elif command == "reset":
            reset(arguments[1:])
        elif command == "test":
            install(TESTS)
            become([PYTHON, "-m", "pytest", *arguments[1:]])
        elif command == "slides":
            slides(arguments[1:])
        elif command == "site":
            install(SITE)
            become([PYTHON, HERE / "tools" / "site.py", *arguments[1:]])
        elif command == "refresh":
            install()
            become([PYTHON, HERE / "tools" / "refresh.py", *arguments[1:]])
        elif command == "lock":
            install(TESTS)
            become([PYTHON, HERE / "tools" / "lock.py", *arguments[1:]])
        elif command and not command.startswith("-"):
            there_are = "reset, slides, test, site, refresh and lock"
            fail(f"There is no command {command!r}: there are {there_are}, and {RUN} --help.", 2)
        else:
            port, others = lab.take_port(arguments)
            install()
            copies.lay_copies()
            lab.open_lab(port, others)
    except KeyboardInterrupt:
        fail("Stopped.")
    except OSError as problem:
        fail(explain(problem))


def reset(names):
    if not names:
        fail(f"Which notebook? There are {copies.there_are()}.", 2)
    chosen = [copies.find_notebook(name) for name in names]
    install()
    copies.lay_copies(anew=chosen)
    say(f"Fresh in {copies.WORK}: {', '.join(chosen)}. Answers begin anew, too; reload the page if the lab is open.")


def slides(arguments):
    port, others = lab.take_port(arguments)
    if not others or others[0].startswith("-"):
        fail(f"Which notebook? There are {copies.there_are()}.", 2)
    name = copies.find_notebook(others[0])
    install(SITE)
    copies.lay_copies()
    if subprocess.call(list(map(str, [PYTHON, NOTES, name, copies.WORK / "notes"])), env=environment()) == 0:
        say(f"Notes on each slide, to read or print: {copies.WORK / 'notes' / name.replace('.ipynb', '.html')}")
    lab.open_lab(port, others[1:], presented=name)


# Installing


def install(what=NOTEBOOKS):
    """Makes .venv hold what the lock names; if it does, this reads a few small files and is done."""
    if is_whole(what):
        return
    with one_at_a_time() as turn:
        if is_whole(what):  # another start.py did it while this one waited
            return
        reason = why_rebuild(read_json(MARKER))
        try:
            if reason:
                say(f"{reason}: making .venv anew.")
                discard_venv()
            make_venv()
            open(LOG, "w").close()
            install_packages(LOCKS[what], turn)
        except KeyboardInterrupt:
            fail("Stopped before all was installed; the next start mends that.")
        (PACKAGES / "helpers.pth").write_text(f"{HERE}\n")  # as an editable install does, but with nothing to build
        write_json(MARKER, whole(what))
        shutil.rmtree(CACHE, ignore_errors=True)
        say("Installed.")


def is_whole(what):
    marker = read_json(MARKER)
    return PYTHON.exists() and all(marker.get(key) == value for key, value in whole(what).items())


def whole(what):
    """What the marker says of a whole install. It is written last, so it never says this of half of one."""
    locks = LOCKS[: what + 1]
    return {"python": THIS, "folder": str(HERE), **{lock.name: sha256(lock.read_bytes()) for lock in locks}}


def why_rebuild(marker):
    """Why the .venv that is there can't be built upon; None when it can, or when there is none."""
    if not os.path.lexists(VENV):
        return None
    if not VENV.is_dir() or not (marker or (VENV / "pyvenv.cfg").exists() or not any(VENV.iterdir())):
        fail(f"{VENV} is neither start.py's nor a Python environment: move it away and start again.")
    if "unfinished" in marker:
        return "The last install was cut off"
    if marker.get("python", THIS) != THIS:
        return f".venv is of Python {marker['python']}, and this is {THIS}"
    if marker.get("folder", str(HERE)) != str(HERE):
        return "The folder has moved since .venv was made"
    if any(VENV.iterdir()) and not PYTHON.exists():
        return ".venv lacks its Python"
    return None


def discard_venv():
    old = HERE / ".venv.old"
    shutil.rmtree(old, ignore_errors=True)
    VENV.rename(old)  # at one stroke: half of a .venv must not be taken for a whole one
    shutil.rmtree(old, ignore_errors=True)


def make_venv():
    """Makes .venv, if it is not there, and gives it pip."""
    try:
        import ensurepip
        import venv
    except ImportError:
        ensurepip = None
    # Where ensurepip has its pip: Linux distributions set a folder of their own.
    folders = [sysconfig.get_config_var("WHEEL_PKG_DIR"), ensurepip and Path(ensurepip.__file__).parent / "_bundled"]
    wheels = [wheel for folder in folders if folder for wheel in sorted(Path(folder).glob("pip-*.whl"))]
    if not (ensurepip and wheels):
        fail(
            "This Python lacks its venv module: on Debian or Ubuntu, "
            f"`sudo apt install python{THIS}-venv` brings it; then start again."
        )
    VENV.mkdir(exist_ok=True)
    write_json(MARKER, {"unfinished": True})
    if not (VENV / "pyvenv.cfg").exists():
        say("Making .venv, which will hold all that is installed (about 450 MB).")
        venv.create(VENV, symlinks=not WINDOWS)
    if not (PACKAGES / "pip").exists():
        with zipfile.ZipFile(wheels[0]) as wheel:
            wheel.extractall(PACKAGES)  # in 1 s; ensurepip, which compiles it too, takes 4 to 7


def install_packages(lock, turn):
    """Installs what a lock names, by uv; by pip where uv can't be had, or fails."""
    say(f"Installing what is in {lock.name}.")
    CACHE.mkdir(exist_ok=True)
    pip = [PYTHON, "-B", "-m", "pip", "install", "--no-input", "--progress-bar=off", "--no-compile"]
    pip += ["--no-deps", "--require-hashes"]
    fetched = CACHE / "fetched.txt"  # what pip said when it had fetched uv, which is there still if uv was cut off
    if fetched.exists():
        code, output = 0, fetched.read_text(encoding="utf-8")
    else:
        pin = re.search(r"^uv==(.*\\\n)+.*\n", TEST_LOCK.read_text(encoding="utf-8"), re.MULTILINE).group()
        write(CACHE / "uv.txt", pin.encode())
        only_uv = ["--upgrade", "--target", UV.parent.parent, "-r", CACHE / "uv.txt"]
        code, output = watch([*pip, *only_uv], turn, "Fetching uv")
        if not code:
            write(fetched, output.encode())
    if not code:
        uv = [UV, "pip", "install", "--python", PYTHON, "--require-hashes", "-r", lock]
        # Several indexes are searched as pip does, each for every version: the hashes say that it is the right file.
        uv += ["--index-strategy", "unsafe-best-match"]
        try:
            code, output = watch(uv, turn, "Installing", **where_pip_looked(output))
        except OSError:  # the system can't run it, or may not
            code, output = 1, ""
    if code and not known_fault(output):
        say("uv can't be used here, so pip installs them: that takes a minute or more.")
        code, output = watch([*pip, "-r", lock], turn, "Installing")
    if code:
        fail(f"{why_pip_failed(output)} (what was said is in {LOG}).")


def where_pip_looked(output):
    """For uv, which does not read pip's settings, the places that these name, such as a school's own index."""
    env = {"UV_CACHE_DIR": str(CACHE)}  # on .venv's disk, so that files are linked, not copied
    indexes = re.search("^Looking in indexes: (.+)", output, re.MULTILINE)
    links = re.search("^Looking in links: (.+)", output, re.MULTILINE)
    if indexes:
        env["UV_DEFAULT_INDEX"], *others = indexes.group(1).split(", ")
        env["UV_INDEX"] = " ".join(others)
    if links:
        env["UV_FIND_LINKS"] = links.group(1).replace(", ", ",")
    return {name: value for name, value in env.items() if value and name not in os.environ}


def watch(command, turn, doing, **env):
    """Runs a command, its output going to the log, and says every little while how far it is."""
    # The child holds the lock too: should start.py be killed, the next one waits until none writes here any more.
    held = {} if WINDOWS else {"pass_fds": [turn.fileno()]}
    env = {**environment(), "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", **env}
    began, output = time.monotonic(), ""
    with open(LOG, "a") as log, open(LOG, encoding="utf-8", errors="replace") as said:
        said.seek(0, os.SEEK_END)
        child = subprocess.Popen(
            list(map(str, command)),
            cwd=HERE,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **OWN_SESSION,
            **held,
        )
        try:
            while child.poll() is None:
                time.sleep(0.1)
                output += said.read()
                last = output.rstrip().rpartition("\n")[2].split(" (from ")[0].strip()
                say_for_now(f"{doing}, {time.monotonic() - began:.0f} s: {last}".rstrip(": "))
        except KeyboardInterrupt:
            stop(child, signal.SIGINT)
            raise
        return child.returncode, output + said.read()


def known_fault(output):
    """What is wrong with the machine or its network, so that there is no use in another try; None if it is not that."""
    if re.search("No space left|not enough space|Disk quota exceeded", output) or shutil.disk_usage(HERE).free < 1e6:
        return NO_ROOM
    if re.search("Permission denied|Access is denied|Read-only file system", output):
        return NOT_YOURS.format(HERE)
    if re.search("WARNING: Retrying|ConnectionError|ProxyError|SSLError|Timeout", output):
        return NO_NETWORK
    return None


def why_pip_failed(output):
    # "none" is what an unreachable index has, but also what is left where every version wants another Python
    if "from versions: none" in output and "require a different python" not in output:
        return known_fault(output) or NO_NETWORK
    errors = re.findall(r"^ *(?:ERROR|error): (.+)", output, re.MULTILINE)
    quoted = errors[-1].rstrip(".") if errors else "it does not say why"
    return known_fault(output) or f"pip could not install the packages: {quoted}"


@contextlib.contextmanager
def one_at_a_time():
    """Holds a lock that ends with its process, so that two start.py never install into one .venv at once."""
    with open(HERE / ".start.lock", "w") as lock:
        if not locked(lock):
            say("Another install is at work here; waiting for its end.")
            while not locked(lock):
                time.sleep(0.3)
        yield lock


def locked(lock):
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        return problem.errno not in (errno.EAGAIN, errno.EACCES)  # any other: a disk without locks, so go on without
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
