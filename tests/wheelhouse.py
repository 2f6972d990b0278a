"""A folder with every package that the project installs, filled once, so that tests of start.py need no network.

Kept in .pytest_cache under a digest of what asks for packages: other requirements, or another Python, get a folder
of their own.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where two workers may fill it at once: the first to be done wins
    fcntl = None

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = [ROOT / "requirements.txt", ROOT / "requirements-test.txt"]


def fill():
    """Fetches what is not there yet; returns the folder."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    asked = [*(path.read_text(encoding="utf-8") for path in REQUIREMENTS), *build, sys.version, sys.platform]
    cache = ROOT / ".pytest_cache" / "wheelhouse"
    cache.mkdir(parents=True, exist_ok=True)
    folder = cache / hashlib.sha256("\n".join(asked).encode()).hexdigest()[:16]
    with open(cache / "lock", "w") as lock:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = cache / f"{folder.name}.{os.getpid()}"
            command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", unfinished, *build]
            for path in REQUIREMENTS:
                command += ["--requirement", path]
            try:
                subprocess.run(command, check=True)
                with contextlib.suppress(FileExistsError):
                    unfinished.rename(folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def environment(folder, home):
    """The environment of someone new to the machine, whose pip knows this folder and nothing else.

    Whatever the machine's own settings say of pip, Python and Jupyter is left out, not added to.
    """
    ours = ("PIP_", "PYTHON", "JUPYTER", "XDG_", "PYTEST", "VIRTUAL_ENV", "CI")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env.update(HOME=str(home), USERPROFILE=str(home), APPDATA=str(home / "AppData"))
    env.update(PIP_CONFIG_FILE=os.devnull, PIP_NO_INDEX="1")
    env["PIP_FIND_LINKS"] = folder.as_uri()  # a path would be split at its spaces
    return env
