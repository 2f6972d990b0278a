#!/usr/bin/env python3
"""Opens the notebooks in JupyterLab; installs first what they need.

  python3 start.py                  open the lab; options go to JupyterLab, such as --no-browser or --port 9000
  python3 start.py reset 03 [04 …]  lay a fresh copy of a notebook in work/, and keep yours beside it
  python3 start.py test [-k …]      run the tests; what follows goes to pytest
  python3 start.py test --quick     the tests that need no browser
  python3 start.py refresh [01 …]   run notebooks and save them as they are committed
  python3 start.py lock             pin anew what requirements.txt and requirements-test.txt draw in

You work on copies, in work/. All that is installed goes into .venv; delete it, and the next start makes it again.
"""

# The standard library alone, in words that Python 3.6 reads: how else could it say that 3.6 is too old?

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path
from urllib.parse import quote

OLDEST = (3, 11)  # the oldest Python that the NumPy in requirements.txt serves
THIS = f"{sys.version_info[0]}.{sys.version_info[1]}"
WINDOWS = os.name == "nt"
RUN = "python start.py" if WINDOWS else "python3 start.py"

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE / "notebooks"
WORK = HERE / "work"
STATE = WORK / ".start.json"
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
PACKAGES = VENV / ("Lib/site-packages" if WINDOWS else f"lib/python{THIS}/site-packages")
MARKER = VENV / "start.json"
LOG = VENV / "install.log"
CACHE = HERE / ".venv.cache"  # uv, and what it has fetched, until all is installed
LOCK = HERE / "requirements.lock"
TEST_LOCK = HERE / "requirements-test.lock"
LAB_LOG = VENV / "lab.log"

# Apart from the terminal: Ctrl-C reaches start.py alone, which then stops the child in good order.
OWN_SESSION = {} if WINDOWS else {"start_new_session": True}

# No news and no update check: the setting keeps the page from asking, the options the server.
LAB_SETTINGS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
LAB_OPTIONS = {
    "LabApp.news_url": "None",
    "LabApp.check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "LabApp.extension_manager": "readonly",
    "LabApp.workspaces_dir": WORK / ".workspaces",  # the learner's other labs keep their own layout
    "ServerApp.root_dir": WORK,
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.answer_yes": "True",
    "KernelManager.transport_encryption": "auto",  # without it each kernel warns here that others could listen
    "Application.log_level": "WARN",  # which still tells the link
}


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
            install(tests=True)
            become([PYTHON, "-m", "pytest", *arguments[1:]])
        elif command == "refresh":
            install()
            become([PYTHON, HERE / "tools" / "refresh.py", *arguments[1:]])
        elif command == "lock":
            install()
            become([PYTHON, HERE / "tools" / "lock.py", *arguments[1:]])
        elif command and not command.startswith("-"):
            fail(f"There is no command {command!r}: there are reset, test, refresh and lock, and {RUN} --help.", 2)
        else:
            open_lab(arguments)
    except KeyboardInterrupt:
        fail("Stopped.")
    except OSError as problem:
        fail(explain(problem))


# Installing


def install(tests=False):
    """Makes .venv hold what the lock names; if it does, this reads a few small files and is done."""
    if is_whole(tests):
        return
    with one_at_a_time() as turn:
        if is_whole(tests):  # another start.py did it while this one waited
            return
        reason = why_rebuild(read_json(MARKER))
        try:
            if reason:
                say(f"{reason}: making .venv anew.")
                discard_venv()
            make_venv()
            open(LOG, "w").close()
            install_packages(TEST_LOCK if tests else LOCK, turn)
        except KeyboardInterrupt:
            fail("Stopped before all was installed; the next start mends that.")
        (PACKAGES / "helpers.pth").write_text(f"{HERE}\n")  # as an editable install does, but with nothing to build
        write_json(MARKER, whole(tests))
        shutil.rmtree(CACHE, ignore_errors=True)
        say("Installed.")


def is_whole(tests):
    marker = read_json(MARKER)
    return PYTHON.exists() and all(marker.get(key) == value for key, value in whole(tests).items())


def whole(tests):
    """What the marker says of a whole install. It is written last, so it never says this of half of one."""
    locks = [LOCK, TEST_LOCK] if tests else [LOCK]  # the tests' lock has all that the other has
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
    """Has uv install what a lock names; where uv can't be had, or fails, pip does."""
    say(f"Installing what is in {lock.name}.")
    CACHE.mkdir(exist_ok=True)
    only_uv = CACHE / "uv.txt"
    only_uv.write_text(re.search(r"^uv==(.*\\\n)+.*\n", TEST_LOCK.read_text(encoding="utf-8"), re.MULTILINE).group())
    pip = [PYTHON, "-m", "pip", "install", "--no-input", "--progress-bar=off", "--no-compile", "--no-deps"]
    pip.append("--require-hashes")
    code, output = watch([*pip, "--upgrade", "--target", CACHE / "uv", "-r", only_uv], turn, "Fetching uv")
    if not code:
        uv = [CACHE / "uv" / "bin" / "uv", "pip", "install", "--python", PYTHON, "--require-hashes", "-r", lock]
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


# Working copies, and trust


def lay_copies(anew=()):
    """Lays a copy in work/ of each notebook that has none, or has an older one that nobody touched.

    work/.start.json holds what each copy was when it was laid: the SHA-256 of its bytes and of its cells, for the lab
    saves a notebook that was no more than opened in other bytes. Any other copy is someone's work and stays; one that
    is named in `anew` makes room even so, and is kept beside.
    """
    WORK.mkdir(exist_ok=True)
    shipped, state = checksums(), read_json(STATE)
    laid, trust = state.get("laid", {}), state.get("trust", {})
    signatures_gone = trust.get("home") != home() or not os.path.exists(trust.get("database", ""))
    newer, to_sign, strange = [], [], []
    for original in originals():
        name, content, copy = original.name, original.read_bytes(), WORK / original.name
        now = sha256(content)
        then, cells_then = laid.get(name) or (None, cells_digest(content))
        if copy.exists():
            mine = copy.read_bytes()
            untouched = sha256(mine) == now or cells_digest(mine) == cells_then
            if not untouched and name in anew:
                say(f"Kept your {name} as {keep_beside(copy).name}.")
            elif not untouched:
                newer += [original.stem] if then != now else []
                continue
            elif then == now and not signatures_gone and name not in anew:
                continue
        write(copy, content)
        laid[name] = [now, cells_digest(content)]
        if shipped.get(name) == now:
            to_sign.append(copy)
        elif then != now:
            strange.append(original.stem)
    if to_sign:
        trust = sign(to_sign)
    write_json(STATE, {"laid": laid, "trust": trust})

    if newer:
        say(f"Newer than your copy: {', '.join(newer)}. {RUN} reset {' '.join(newer)} lays it, and keeps yours too.")
    if strange:
        say(f"Not as shipped, so not trusted: {', '.join(strange)}. Explorers there come alive as you run their cells.")


def cells_digest(notebook):
    """The SHA-256 of a notebook's cells, however they are written down; of all of it, if it is no notebook."""
    with contextlib.suppress(ValueError, KeyError, TypeError):
        # the lab writes 20.0 as 20
        notebook = json.dumps(json.loads(notebook, parse_int=float)["cells"], sort_keys=True).encode()
    return sha256(notebook)


def reset(names):
    if not names:
        fail(f"Which notebook? There are {there_are()}.", 2)
    chosen = [find_notebook(name) for name in names]
    install()
    lay_copies(anew=chosen)
    say(f"Fresh in {WORK}: {', '.join(chosen)}.")


def find_notebook(name):
    """The file that 3, 03, 03_dL_da2, 03_dL_da2.ipynb or work/03_dL_da2.ipynb means."""
    wanted = re.sub(r"\.ipynb$", "", os.path.basename(name)).zfill(2)
    for original in originals():
        if wanted in (original.stem, original.stem.split("_")[0]):
            return original.name
    return fail(f"There is no notebook {name!r}; there are {there_are()}.", 2)


def there_are():
    return ", ".join(original.stem for original in originals())


def originals():
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def keep_beside(copy):
    number = 1
    while os.path.lexists(copy.with_name(f"{copy.stem}.kept-{number}.ipynb")):
        number += 1
    kept = copy.with_name(f"{copy.stem}.kept-{number}.ipynb")
    copy.rename(kept)
    return kept


def checksums():
    """{name: SHA-256} of the notebooks as they shipped; only these are ever trusted by us."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        lines = (NOTEBOOKS / "SHA256SUMS").read_text(encoding="utf-8")
        return {name: sha for sha, name in re.findall("^([0-9a-f]{64}) [ *](.+)$", lines, re.MULTILINE)}
    return {}


# `jupyter trust`, which says at the end where it keeps the signatures
SIGN = """
import sys
from nbformat.sign import TrustNotebookApp
app = TrustNotebookApp.instance()
app.initialize(sys.argv[1:])
app.start()
print(app.notary.db_file)
"""


def sign(copies):
    """Signs copies in this user's Jupyter data folder; returns where that is, or {} if it could not be done."""
    say_for_now("Signing the notebooks, so that their explorers are live on opening")
    signing = subprocess.run(
        [str(PYTHON), "-c", SIGN, *map(str, copies)],
        env={**environment(), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if signing.returncode:
        why = (signing.stderr.decode("utf-8", "replace").strip() or "it does not say why").splitlines()[-1]
        say(f"The notebooks could not be signed ({why}): explorers come alive as you run their cells.")
        return {}
    return {"home": home(), "database": signing.stdout.decode("utf-8", "replace").splitlines()[-1]}


def home():
    """What decides where Jupyter keeps signatures."""
    names = ["HOME", "USERPROFILE", "APPDATA", "XDG_DATA_HOME", "JUPYTER_DATA_DIR", "JUPYTER_PLATFORM_DIRS"]
    return [os.environ.get(name) for name in names]


# The lab


def open_lab(arguments):
    wanted, arguments = take_port(arguments)
    install()
    lay_copies()
    settings = VENV / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json"
    if read_json(settings) != LAB_SETTINGS:
        settings.parent.mkdir(parents=True, exist_ok=True)
        write_json(settings, LAB_SETTINGS)

    options = {**LAB_OPTIONS, "ServerApp.port": free_port(wanted)}
    if originals():
        options["LabApp.default_url"] = "/lab/tree/" + quote(originals()[0].name)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Running as root, as containers do; on a machine of your own, rather start as yourself.")
        options["ServerApp.allow_root"] = "True"
    # JupyterLab refuses an option that comes twice: the user's --ip=… or --ServerApp.ip=… replaces ours.
    given = {argument.split("=")[0].lstrip("-").split(".")[-1].replace("-", "_") for argument in arguments}
    ours = [f"--{name}={value}" for name, value in options.items() if name.split(".")[1] not in given]
    code = run_lab([str(PYTHON), "-m", "jupyterlab", *ours, *arguments])
    if code:
        fail(f"JupyterLab ended with an error ({code}): what it said is in {LAB_LOG}.")
    say(f"The lab has stopped; your notebooks are in {WORK}.")


def run_lab(command):
    """Runs the lab until it ends or is stopped; says its link, and leaves the rest of what it says in the log."""
    with contextlib.suppress(OSError):
        LAB_LOG.unlink()  # another lab may still write to it: that one keeps its file, this one gets its own
    with open(LAB_LOG, "w", opener=for_me_alone) as log, open(LAB_LOG, encoding="utf-8", errors="replace") as said:
        began, output, link = time.monotonic(), "", None
        lab = subprocess.Popen(
            command, cwd=WORK, env=environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, **OWN_SESSION
        )
        try:
            while lab.poll() is None and not link:
                say_for_now(f"Starting JupyterLab, {time.monotonic() - began:.0f} s")
                time.sleep(0.05)
                output += said.read()
                link = re.search(r"^\s*(https?://\S+)\n", output, re.MULTILINE)
            if link:
                say("JupyterLab is open; Ctrl-C here stops it. Should no browser show it, follow this link:")
                say(f"  {link.group(1)}")
            return lab.wait()
        except KeyboardInterrupt:
            stop(lab, signal.SIGTERM)  # on which the lab stops its kernels first; on SIGINT it leaves them
            return 0


def for_me_alone(path, flags):
    return os.open(path, flags, 0o600)  # the link holds the token, which lets in whoever has it


def take_port(arguments):
    """The port asked for, and the arguments without it."""
    wanted, others, rest = "8888", [], iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in ("--port", "--ServerApp.port"):
            wanted = value if equals else next(rest, "")
        else:
            others.append(argument)
    if not re.fullmatch("[0-9]{1,5}", wanted) or int(wanted) > 65535:
        fail(f"--port must be a number up to 65535; got {wanted!r}.", 2)
    return int(wanted), others


def free_port(wanted):
    """The port asked for, or else one that is free: the next few, then any."""
    for port in [*range(wanted, min(wanted + 20, 65536)), 0]:
        with socket.socket() as probe, contextlib.suppress(OSError):
            if not WINDOWS:  # where this would share the port instead of seeing that it is free again
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            port = probe.getsockname()[1]
            if wanted not in (0, port):
                say(f"Port {wanted} is in use; taking {port}.")
            return port
    return wanted


# Processes


def environment():
    """As if .venv were activated: its programs come first, and no other Python's packages get in."""
    # Bytecode is written at the first import: installed without it, all is there sooner, and a third smaller.
    ours = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    env = {name: value for name, value in os.environ.items() if name not in ours}
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = str(PYTHON.parent) + os.pathsep + env.get("PATH", "")
    env["JUPYTER_PREFER_ENV_PATH"] = "1"  # .venv's kernel and settings, before those of the same name at home
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    env["PIP_USER"] = "0"  # with a 1 in the user's pip.conf, pip would refuse to install into .venv
    return env


def stop(child, number):
    """Asks a child and its like to end, with a signal; makes them after 60 s or a second Ctrl-C."""
    try:
        if not WINDOWS:  # where Ctrl-C has reached them already
            os.killpg(child.pid, number)
        child.wait(timeout=60)
    except ProcessLookupError:
        child.wait()
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        child.kill() if WINDOWS else os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def become(command):
    """Turns into a command: its signals, its terminal and its exit code are then its own."""
    command = list(map(str, command))
    os.chdir(HERE)
    if WINDOWS:  # where that is not to be had
        sys.exit(subprocess.call(command, env=environment()))
    os.execve(command[0], command, environment())


# Words


NO_ROOM = "There is no room left on the disk: free about 1 GB and start again"
NO_NETWORK = "The packages could not be fetched: connect to the network (or tell pip of your proxy) and start again"
NOT_YOURS = "{} can't be written: make the folder yours, or copy all of it to where you may write"

shown = {"at": 0.0, "width": 0}  # when something was last said, and how much of the line is to be replaced


def say(line):
    """Says a line that stays."""
    print(line.ljust(shown["width"]), flush=True)
    shown.update(at=time.monotonic(), width=0)


def say_for_now(line):
    """Says a line that the next one replaces; where nothing can be replaced, one every few seconds."""
    if sys.stdout.isatty():
        line = line[: shutil.get_terminal_size().columns - 1]
        print(line.ljust(shown["width"]), end="\r", flush=True)
        shown["width"] = len(line)
    elif time.monotonic() - shown["at"] > 3:
        say(line)


def fail(sentence, code=1):
    print(sentence.ljust(shown["width"]), file=sys.stderr, flush=True)
    sys.exit(code)


def explain(problem):
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{NO_ROOM}."
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{NOT_YOURS.format(problem.filename)}."
    return f"The system says: {problem}."


# Files


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def read_json(path):
    """The object in a JSON file; {} when there is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_json(path, content):
    write(path, json.dumps(content, indent=1).encode())


def write(path, content):
    """Writes a file whole or not at all."""
    new = path.with_name(f"{path.name}.{os.getpid()}.new")  # another start.py may be writing it, too
    new.write_bytes(content)
    os.replace(new, path)


if __name__ == "__main__":
    main(sys.argv[1:])
