"""Working copies of the notebooks, in work/, and what makes the lab trust them."""

# As start.py, which imports it: the standard library alone, in words that Python 3.6 reads.

import contextlib
import json
import os
import re
import secrets
import subprocess

from tools.machine import (
    HERE,
    LABCONFIG,
    PYTHON,
    RUN,
    environment,
    fail,
    read_json,
    say,
    say_for_now,
    sha256,
    write,
    write_json,
)

NOTEBOOKS = HERE / "notebooks"
WORK = HERE / "work"
STATE = WORK / ".start.json"


def lay_copies(anew=()):
    """Lays a copy in work/ of each notebook that has none, or has an older one that nobody touched.

    work/.start.json holds what each copy was when it was laid: the SHA-256 of its bytes and of its cells, for the lab
    saves a notebook that was no more than opened in other bytes. Any other copy is someone's work and stays; one that
    is named in `anew` makes room even so, and is kept beside.

    The browser keeps what was answered under a copy's mark, which the lab's page gets: a new mark begins anew.
    """
    WORK.mkdir(exist_ok=True)
    shipped, state = checksums(), read_json(STATE)
    laid, trust = state.get("laid", {}), state.get("trust", {})
    kept = {name: mark for name, mark in state.get("marks", {}).items() if name not in anew}
    marks = {one.name: kept.get(one.name) or secrets.token_hex(4) for one in originals()}
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
    write_json(STATE, {"laid": laid, "trust": trust, "marks": marks})
    LABCONFIG.mkdir(parents=True, exist_ok=True)
    write_json(LABCONFIG / "page_config.json", {"backpropagationCopies": json.dumps(marks)})

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
