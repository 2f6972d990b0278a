"""A Sphinx extension: notebooks as pages on which explorers and questions live with no kernel.

An output that holds a widget becomes an element with the widget's saved traits, which static/site.js brings to life by
the same modules as in the lab. Formulas become MathML here, so that no page needs MathJax.
"""

import base64
import hashlib
import itertools
import json
import re
import shutil
from pathlib import Path

import course
import light
import notes
import offline
import slides
from docutils import nodes
from joined import join, wrapped
from saved import mathml, states_of, with_mathml

from helpers.explorer import identity
from helpers.printing import VIEW

MATHML = "mathml"
ENTRY = re.compile(r"start\(c,s,'([^']+)'\)")  # the module that a widget's saved `_esm` runs
NOT_TRAITS = re.compile(r"_(esm|sources|dom_classes|anywidget_id|model_.*|view_.*)$|layout$|tabbable$|tooltip$")
FIRST = "00_start_here.ipynb"
LANDING = {"%explorer%": "explorer-explorer-1", "%progress%": "progress-progress-1"}  # from the first notebook
NOT_THE_LESSON = ("# A question and its answer", "drawing.picture(")  # code that the site leaves out
YOUR_TURN = "# your turn"
IMPORTS = re.compile(r"(\s*(import|from) .*\n?)+")
NEEDS_PYTHON = (
    '<p class="needs-python">You write this in the notebook, where a referee answers: '
    '<a href="index.html#with-python">get it with Python</a>.</p>'
)
IN_THE_LAB = (
    '<p class="needs-python">In the lab you now run code. <a href="index.html#with-python">Get it with Python</a>.</p>'
)
TAKE_IT = (
    '<p class="take-it"><a href="{0}_slides.html">Show it as slides</a>, or <a href="{0}.ipynb" download>download this '
    'notebook</a> (.ipynb). It runs in the folder of the course: <a href="index.html#with-python">get that with '
    "Python</a>.</p>\n"
)


def setup(app):
    app.add_html_math_renderer(MATHML, (visit_inline, None), (visit_block, None))
    app.connect("builder-inited", lay_scripts)
    app.connect("source-read", read_source)
    app.connect("build-finished", finish, priority=900)  # after the theme, which writes a style sheet of its own then
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def visit_inline(translator, node):
    translator.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def visit_block(translator, node):
    translator.body.append(f'<div class="math">{mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def read_source(app, docname, source):
    if Path(app.env.doc2path(docname)).suffix == ".ipynb":
        source[0] = json.dumps(for_the_site(json.loads(source[0]), docname))
    elif docname == "index":
        states = states_of(json.loads((Path(app.srcdir) / FIRST).read_text(encoding="utf-8")))
        for place, model_id in LANDING.items():
            source[0] = source[0].replace(place, element(states[model_id]["state"]))
        source[0] = source[0].replace("%menu%", "\n".join(menu(Path(app.srcdir))))


def for_the_site(notebook, name):
    """The notebook with its widgets as elements, tags that say what is folded, and a link to itself under its title."""
    first = notebook["cells"][0]
    title, _, rest = "".join(first["source"]).partition("\n")
    first["source"] = f"{title}\n\n{TAKE_IT.format(name)}\n{rest}"
    states = states_of(notebook)
    notebook["metadata"].pop("widgets", None)
    notebook["cells"] = without_lab(notebook["cells"])
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        text = "".join(cell["source"])
        tags = cell["metadata"].setdefault("tags", [])
        if text.startswith(NOT_THE_LESSON):
            tags.append("remove-input")
        elif cell["metadata"].get("jupyter", {}).get("source_hidden") or IMPORTS.fullmatch(text):
            tags.append("hide-input")
        if YOUR_TURN in text:
            tags.append("your-turn")
            cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": NEEDS_PYTHON}}]
        for output in cell["outputs"]:
            view = output.get("data", {}).get(VIEW)
            if view:
                output["data"] = {"text/html": element(states[view["model_id"]]["state"])}
    slides.mark(notebook)
    return notebook


def menu(folder):
    """The notebooks with their numbers, as the text has them: `04 Derive ∂L/∂z2 <04_dL_dz2>`."""
    for path in sorted(folder.glob("[0-9]*.ipynb")):
        title = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]).partition("\n")[0]
        yield f"{path.stem[:2]} {title.lstrip('# ')} <{path.stem}>"


def without_lab(cells):
    """The cells, with a line in the place of those that tell how to run Python in the lab, which have the tag "lab"."""
    kept = []
    for is_lab, group in itertools.groupby(cells, lambda cell: "lab" in cell["metadata"].get("tags", [])):
        group = list(group)
        if is_lab:
            told = "\n\n".join(one["metadata"]["site"] for one in group if "site" in one["metadata"])
            group = [{**group[0], "cell_type": "markdown", "source": told or IN_THE_LAB}]
        kept += group
    return kept


def element(state):
    """Where a widget will live, and what it begins with."""
    module = ENTRY.search(state["_esm"]).group(1)
    traits = {name: value for name, value in state.items() if not NOT_TRAITS.match(name)}
    if "_asked" in traits:
        traits["_asked"] = with_mathml(traits["_asked"])
    text = json.dumps(traits, ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<div class="bp-widget" data-module="{module}"><script type="application/json">{text}</script>'
        "<noscript>This part needs JavaScript.</noscript></div>"
    )


def lay_scripts(app):
    """Joins static/host.js with all that it imports: an explorer, a question and the map, and their style."""
    static = Path(app.srcdir) / "static"
    own = {path.name: path.read_text(encoding="utf-8") for path in static.glob("*.js")}
    files, style, _ = identity.read_files()
    modules = {f"explorer/{name}": text for name, text in files.items()}
    modules["style.js"] = f"export const style = {json.dumps(style)};\n"
    (static / "host.js").write_text(join("host.js", own | modules), encoding="utf-8")
    for name in own.keys() - {"host.js"}:
        (static / name).write_text(wrapped(name, own[name]), encoding="utf-8")


def finish(app, problem):
    if problem:
        return
    out = Path(app.outdir)
    notebooks = sorted(path.stem for path in Path(app.srcdir).glob("*.ipynb"))
    for name in notebooks:
        shutil.copy(Path(app.srcdir) / f"{name}.ipynb", out)
        present(out, name, app.env.titles[name].astext())
    course.fill(out, notebooks)
    light.join_theme(out)
    for page in out.glob("*.html"):
        page.write_text(guarded(light.page(page.read_text(encoding="utf-8"), out)), encoding="utf-8")
    offline.write(out)


def present(out, name, title):
    """Writes the slides of a notebook and the notes on them beside its page, which loses the marks of its cells."""
    page = out / f"{name}.html"
    text, cuts = slides.cut(light.with_pictures_apart(page.read_text(encoding="utf-8"), out))
    page.write_text(text, encoding="utf-8")
    (out / f"{name}_slides.html").write_text(slides.page_of(cuts, page.name, title), encoding="utf-8")
    told = light.with_pictures_apart(notes.of(out / f"{name}.ipynb"), out)
    (out / f"{name}_notes.html").write_text(told, encoding="utf-8")


SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", re.DOTALL)


def guarded(text):
    """A page with a Content-Security-Policy: the site's own files, and the scripts that stand in the page."""
    text = re.sub(r' onclick="[^"]*"', "", text)
    hashes = sorted({base64.b64encode(hashlib.sha256(m.encode()).digest()).decode() for m in SCRIPT.findall(text)})
    scripts = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in hashes)])
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "base-uri 'none'; form-action 'self'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return text.replace("<head>", f"<head>\n    {meta}", 1)
