"""A notebook's page cut into slides: the same explorers, questions and formulas, one screenful at a time.

Which cells begin a slide, or stay out, says each cell's `slideshow.slide_type`, as the lab's own panel sets it.
static/slides.js turns them. (reveal.js takes an explorer's own sections for slides.)
"""

import re
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup, Tag

CUT = "bp-cut"  # the class of a mark that stands before each cell until the pages are finished
MARK = re.compile(rf'<div class="{CUT}"[^>]*></div>\s*')
LINKS = "take-it"  # under the title of a page: to the notebook, and to these slides
TEMPLATE = Path(__file__).parent / "slides.html"


def mark(notebook):
    """Lay a mark before each cell, which says whether a slide begins there."""
    cells = []
    for cell in notebook["cells"]:
        kind = cell["metadata"].get("slideshow", {}).get("slide_type", "")
        text = f'<div class="{CUT}" data-slide="{kind}" data-cell="{escape(cell["id"])}"></div>'
        cells += [{"cell_type": "markdown", "id": f"cut-{cell['id']}", "metadata": {}, "source": text}, cell]
    notebook["cells"] = cells


def cut(text):
    """A page without its marks, and its slides, each a list of elements with the cell's id that begins it."""
    page = BeautifulSoup(text, "html.parser")
    article = page.select_one("article")
    slides, skips = [], False
    if article is not None and article.select_one(f".{CUT}"):
        for element in blocks(article):
            if CUT in element.get("class", []):
                skips = element["data-slide"] in ("skip", "notes")
                if element["data-slide"] == "slide" or not slides:
                    slides.append((element["data-cell"], []))
            elif slides and not skips and LINKS not in element.get("class", []):
                slides[-1][1].append(element)
    return MARK.sub("", text), slides


def blocks(element):
    """The elements of an article in order, those of its sections among them."""
    for child in element.children:
        if not isinstance(child, Tag):
            continue
        if child.name == "section" or "headerlink" in child.get("class", []):
            yield from blocks(child)
        else:
            yield child


def page_of(slides, name, title):
    """The slides of a notebook as one page. name: of the notebook's own page."""
    sections, heading = [], title
    for number, (cell, elements) in enumerate(slides, 1):
        for element in elements:
            for link in element.select("a.headerlink"):
                link.decompose()
            if element.name in ("h1", "h2"):
                heading = element.get_text().strip().rstrip("#")
        inner = "".join(map(str, elements))
        about = f'id="{escape(cell)}" aria-label="Slide {number} of {len(slides)}: {escape(heading)}"'
        sections.append(f'<section {about} data-heading="{escape(heading)}" tabindex="-1" hidden>{inner}</section>')
    parts = {"title": escape(title), "name": name, "slides": "\n".join(sections)}
    text = TEMPLATE.read_text(encoding="utf-8")
    for part, value in parts.items():
        text = text.replace(f"%{part}%", value)
    return text
