"""Build the site, the committed notebooks as pages on which all but Python is alive; called by `start.py site`.

Sphinx does it, by deploy/site/conf.py, from a copy of the sources in the folder beside the site that ends in `.source`.
"""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "deploy" / "site"
USUAL = ROOT / "site"
MARK = ".backpropagation-site"  # a folder that has it was made here, and may be made anew
ZIP = "backpropagation.zip"
LEFT_OUT = re.compile(r"(^|/)(\.[^/]*|__pycache__|work|site|site\.source|build|.*\.egg-info)(/|$)")


def main(arguments):
    folder = Path(arguments[0] if arguments else USUAL).resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        sys.exit(f"{folder} has something in it that isn't a site: name another folder, or empty it.")
    source = folder.with_name(f"{folder.name}.source")
    lay_sources(source)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()  # first: what a build that failed has left may be made anew, too
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-j", "auto", str(source), str(folder)]
    built = subprocess.run([*command, "-W", "--keep-going"])
    if built.returncode:
        sys.exit(f"Sphinx could not build the site: what it said stands above; its sources are in {source}.")
    shutil.rmtree(source)
    for leftover in (".doctrees", ".buildinfo", "objects.inv"):
        path = folder / leftover
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    print(f"The site is in {folder}. To look at it: python3 -m http.server --bind 127.0.0.1 --directory {folder}")


def lay_sources(source):
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(SOURCES, source, ignore=shutil.ignore_patterns("__pycache__"))
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        shutil.copy(notebook, source)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (source / "map.txt").write_text(readme.replace("](notebooks/", "]("), encoding="utf-8")  # index.md includes a part
    with zipfile.ZipFile(source / ZIP, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(ROOT.rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and not LEFT_OUT.search(name):
                archive.write(path, f"backpropagation/{name}")


if __name__ == "__main__":
    main(sys.argv[1:])
