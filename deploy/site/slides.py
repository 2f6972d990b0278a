"""A notebook's page cut into slides: the same explorers, questions and formulas, one screenful at a time.

Which cells begin a slide, or stay out, says each cell's `slideshow.slide_type`, as the lab's own panel sets it.
static/slides.js turns them. (reveal.js takes an explorer's own sections for slides.)
"""

import re
from html import escape, unescape
from pathlib import Path

OUT = ("skip", "notes")  # the slide types of cells that stand on no slide
CUT = "bp-cut"  # the class of a mark that stands before each cell until the pages are finished
MARK = re.compile(rf'<div class="{CUT}" data-slide="(\w*)" data-cell="([^"]*)"></div>\s*')
ARTICLE = re.compile(r'<article class="bd-article">(.*?)</article>', re.DOTALL)
# Sphinx puts a section around each heading with what follows, across slides; links stand for the page, not for a slide.
NOT_HERE = re.compile(r'</?section\b[^>]*>|<a class="headerlink".*?</a>|<p class="take-it">.*?</p>', re.DOTALL)
HEADING = re.compile(r"<h[12][^>]*>(.*?)</h[12]>", re.DOTALL)
TEMPLATE = Path(__file__).parent / "slides.html"


def type_of(cell):
    return cell["metadata"].get("slideshow", {}).get("slide_type")


def mark(notebook):
    """Lay a mark before each cell, which says whether a slide begins there."""
    cells = []
    for cell in notebook["cells"]:
        kind = type_of(cell) or ""
        text = f'<div class="{CUT}" data-slide="{kind}" data-cell="{escape(cell["id"])}"></div>'
        cells += [{"cell_type": "markdown", "id": f"cut-{cell['id']}", "metadata": {}, "source": text}, cell]
    notebook["cells"] = cells


def grouped(pairs):
    """What stands on each slide, as lists. pairs: of a cell's slide type and what stands for the cell."""
    slides = []
    for kind, one in pairs:
        if kind in OUT:
            continue
        if kind == "slide" or not slides:
            slides.append([])
        slides[-1].append(one)
    return slides


def cut(text):
    """A page without its marks, and its slides: of each the id of the cell that begins it, and its HTML."""
    _, *pieces = MARK.split(NOT_HERE.sub("", ARTICLE.search(text)[1]))
    kinds, cells, inners = pieces[0::3], pieces[1::3], pieces[2::3]
    slides = grouped(zip(kinds, zip(cells, inners, strict=True), strict=True))
    return MARK.sub("", text), [(slide[0][0], "".join(inner for _, inner in slide)) for slide in slides]


def page_of(slides, name, title):
    """The slides of a notebook as one page. name: of the notebook's own page."""
    sections, heading = [], title
    for number, (cell, inner) in enumerate(slides, 1):
        for found in HEADING.findall(inner):
            heading = unescape(re.sub("<[^>]*>", "", found)).strip()
        about = f'id="{cell}" aria-label="Slide {number} of {len(slides)}: {escape(heading)}"'
        sections.append(f'<section {about} data-heading="{escape(heading)}" tabindex="-1" hidden>{inner}</section>')
    parts = {"title": escape(title), "name": name, "slides": "\n".join(sections)}
    text = TEMPLATE.read_text(encoding="utf-8")
    for part, value in parts.items():
        text = text.replace(f"%{part}%", value)
    return text
