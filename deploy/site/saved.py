"""What a notebook has saved of its widgets, and formulas as MathML."""

import html
import re

from bs4 import BeautifulSoup
from latex2mathml.converter import convert

from helpers.printing import STATE

FORMULA = re.compile(r"\\\((.+?)\\\)|\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)
LAYER = re.compile(r"\[(\d)\](T?)")


def states_of(notebook):
    """The saved states of a notebook's widgets, by their id."""
    return notebook["metadata"].get("widgets", {}).get(STATE, {}).get("state", {})


def mathml(latex, display="inline"):
    """A formula as MathML. A letter says which layer stands above it: that would be read as a power."""
    latex = latex.replace("{aligned}", "{align*}")  # which the converter takes for letters
    formula = BeautifulSoup(convert(latex, display=display), "html.parser")  # what it makes is not always XML
    for one in formula.find_all(["msup", "msubsup"]):
        letter, *places, above = [part.get_text().strip() for part in one.find_all(recursive=False)]
        if layer := LAYER.fullmatch(above):
            entry = [f"entry {place.replace(',', ' ')}" for place in places]
            name = " ".join([letter + layer[1], *entry, *(["transposed"] if layer[2] else [])])
            one["intent"] = "_" + re.sub(r"\W+", "_", name)  # the same words as in helpers/explorer/parts/words.js
            one["aria-label"] = name
    for table in formula.find_all("mtable"):
        fences = [table.find_previous_sibling(), table.find_next_sibling()]
        if all(fence and fence.name == "mo" for fence in fences) and "".join(f.get_text() for f in fences) == "[]":
            table["class"] = "bracketed"  # site.css draws them: without a font for mathematics a bracket does not grow
            for fence in fences:
                fence.decompose()
    return str(formula)


def with_mathml(value):
    """The same with MathML in the place of each formula."""
    if isinstance(value, str):
        return FORMULA.sub(lambda m: mathml(html.unescape(m[1] or m[2] or m[3]), "block" if m[2] else "inline"), value)
    if isinstance(value, list):
        return [with_mathml(one) for one in value]
    if isinstance(value, dict):
        return {key: with_mathml(one) for key, one in value.items()}
    return value
