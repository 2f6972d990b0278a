"""What start.py, copies.py and lab.py share: where things are, processes, words for the terminal, files."""

# As start.py: the standard library alone, in words that Python 3.6 reads.

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

THIS = f"{sys.version_info[0]}.{sys.version_info[1]}"
WINDOWS = os.name == "nt"
RUN = "python start.py" if WINDOWS else "python3 start.py"

HERE = Path(__file__).resolve().parent.parent
VENV = HERE / ".venv"
LABCONFIG = VENV / "etc" / "jupyter" / "labconfig"  # settings of the lab that start.py opens
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

# Apart from the terminal: Ctrl-C reaches start.py alone, which then stops the child in good order.
OWN_SESSION = {} if WINDOWS else {"start_new_session": True}


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
