"""What start.py fetches, fetched once, so that its tests need no network: wheels for pip, and uv's cache.

Kept in .pytest_cache; other locks, or another Python, get a folder of wheels of their own.
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where two workers may fill it at once: the first to be done wins
    fcntl = None

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-test.lock"
KEPT = ROOT / ".pytest_cache" / "wheelhouse"
UV_CACHE = KEPT / "uv"


def pins(*names):
    """The lines of the tests' lock that pin these packages."""
    lock = LOCK.read_text(encoding="utf-8")
    return "".join(re.search(rf"^{name}==(.*\\\n)+.*\n", lock, re.MULTILINE).group() for name in names)


def fill():
    """Fetches what is not there yet; returns a folder with wheels, uv's and a small one, and with uv itself."""
    KEPT.mkdir(parents=True, exist_ok=True)
    key = "\n".join([LOCK.read_text(encoding="utf-8"), sys.version, sys.platform])
    folder = KEPT / hashlib.sha256(key.encode()).hexdigest()[:16]
    with open(KEPT / "lock", "w") as lock:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = KEPT / f"{folder.name}.{os.getpid()}"
            try:
                fetch(unfinished)
                with contextlib.suppress(FileExistsError):
                    unfinished.rename(folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def fetch(folder):
    folder.mkdir()
    asked, aside = folder / "asked.txt", folder / "aside"
    asked.write_text(pins("uv", "idna"))
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--requirement", asked]
    subprocess.run([*pip, "--dest", folder], check=True)
    with zipfile.ZipFile(next(folder.glob("uv-*.whl"))) as wheel:
        name = next(name for name in wheel.namelist() if re.search(r"/scripts/uv(\.exe)?$", name))
        uv = shutil.move(wheel.extract(name, aside), folder)
    os.chmod(uv, 0o755)
    install = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--target", aside / "packages"]
    install += ["--require-hashes", "--requirement", LOCK]
    subprocess.run(install, env={**os.environ, "UV_CACHE_DIR": str(UV_CACHE)}, check=True)
    shutil.rmtree(aside)


def environment(folder, home):
    """The environment of someone new to the machine, whose pip knows these wheels, and whose uv knows its cache.

    Whatever the machine's own settings say of pip, uv, Python and Jupyter is left out, not added to.
    """
    ours = ("PIP_", "UV_", "PYTHON", "JUPYTER", "XDG_", "PYTEST", "VIRTUAL_ENV", "CI")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env.update(HOME=str(home), USERPROFILE=str(home), APPDATA=str(home / "AppData"))
    env.update(PIP_CONFIG_FILE=os.devnull, PIP_NO_INDEX="1", UV_OFFLINE="1", UV_CACHE_DIR=str(UV_CACHE))
    env["PIP_FIND_LINKS"] = folder.as_uri()  # a path would be split at its spaces
    return env
