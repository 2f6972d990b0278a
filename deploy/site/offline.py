"""Writes sw.js, by which a browser keeps the whole site once it has visited one page of it."""

import hashlib
import json
import re
from pathlib import Path

WORKER = Path(__file__).with_name("sw.js")
ASKED = re.compile(r'(?:href|src)="([^":#]+)(?:#[^"]*)?"')
NAMED = re.compile(r'url\("?(?!data:)([^)"]+)"?\)')
TOO_BIG = (".zip", ".ipynb")  # who takes these means to go on elsewhere
ICONS = "fa-solid-900.woff2"  # of the theme's three files of icons, the one that its pages draw from


def write(out):
    """Writes sw.js with the address of each file that the pages need, and what says whether it has changed."""
    pages = sorted(path.name for path in out.glob("*.html"))
    texts = [(out / name).read_text(encoding="utf-8") for name in pages]
    asked = {address for text in texts for address in ASKED.findall(text)}
    sheets = [out / address.split("?")[0] for address in asked if ".css" in address]
    fonts = {
        (sheet.parent / name).resolve().relative_to(out.resolve()).as_posix()
        for sheet in sheets
        for name in NAMED.findall(sheet.read_text(encoding="utf-8"))
        if name.endswith(ICONS)
    }
    files = sorted({*pages, *fonts, *(one for one in asked if not one.split("?")[0].endswith((*TOO_BIG, ".html")))})
    kept = {name: digest(out / name.split("?")[0]) for name in files}
    text = WORKER.read_text(encoding="utf-8")
    whole = hashlib.sha256(f"{text}{kept}".encode()).hexdigest()[:16]
    lines = f'const VERSION = "{whole}";\nconst FILES = {json.dumps(kept, indent=0)};\n'
    (out / "sw.js").write_text(lines + text, encoding="utf-8")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
