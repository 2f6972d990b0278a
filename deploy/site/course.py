"""Fills course.html with the articles of all notebook pages, in order, each with names of its own for its places."""

import re

ARTICLE = re.compile(r'<article class="bd-article">(.*?)</article>', re.DOTALL)
TITLE = re.compile(r"<h1>(.*?)<a class=\"headerlink\"", re.DOTALL)
ID = re.compile(r'( id=")([^"]+)')
LINK = re.compile(r'( href=")([0-9]\w+)?(?:\.html)?(#[^"]*)?(?=")')
TAKE = re.compile(r'<p class="take-it">.*?</p>', re.DOTALL)
PLACE = '<div id="course"></div>'


def fill(out, names):
    """Writes the chapters into out/course.html. names: of the pages, without .html."""
    contents, chapters = [], []
    for name in names:
        article = ARTICLE.search((out / f"{name}.html").read_text(encoding="utf-8"))[1]
        contents.append(f'<li><a href="#{name}">{TITLE.search(article)[1]}</a></li>')
        chapters.append(f'<article id="{name}" data-page="{name}.html">{chapter(article, name, names)}</article>')
    whole = f'<nav aria-label="Chapters"><ol start="0">{"".join(contents)}</ol></nav>{"".join(chapters)}'
    page = out / "course.html"
    page.write_text(page.read_text(encoding="utf-8").replace(PLACE, whole), encoding="utf-8")


def chapter(article, name, names):
    def link(match):
        before, page, place = match.groups()
        if page is None and place:
            return f"{before}#{name}-{place[1:]}"
        if page in names:
            return f"{before}#{page}" + (f"-{place[1:]}" if place else "")
        return match[0]

    text = ID.sub(rf"\g<1>{name}-\2", TAKE.sub("", article))
    text = LINK.sub(link, text)
    return re.sub(r"<(/?)h([1-5])\b", lambda match: f"<{match[1]}h{int(match[2]) + 1}", text)
