"""Pin all that the requirements*.txt draw in, for every system; called by `start.py lock`.

Pins that still fit stay as they are; options go to `uv pip compile`: --upgrade takes the newest of all, and
`--upgrade-package jupyter-server` that of one.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def compile_lock(name, *requirements):
    command = [Path(sys.executable).with_name("uv"), "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    command += ["--python-version", "3.11", "--no-header", "--output-file", name, *requirements, *sys.argv[1:]]
    subprocess.run(command, cwd=ROOT, check=True)


NOTEBOOKS, SITE, TESTS = "requirements.txt", "requirements-site.txt", "requirements-test.txt"
compile_lock("requirements.lock", NOTEBOOKS)
compile_lock("requirements-site.lock", NOTEBOOKS, SITE, "--constraint", "requirements.lock")
compile_lock("requirements-test.lock", NOTEBOOKS, SITE, TESTS, "--constraint", "requirements-site.lock")
