"""What a notebook has saved of its widgets, and formulas as MathML."""

import html
import re

from latex2mathml.converter import convert

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
FORMULA = re.compile(r"\\\((.+?)\\\)|\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)


def states_of(notebook):
    """The saved states of a notebook's widgets, by their id."""
    return notebook["metadata"].get("widgets", {}).get(STATE, {}).get("state", {})


def mathml(latex, display="inline"):
    return convert(latex, display=display)


def with_mathml(value):
    """The same with MathML in the place of each formula."""
    if isinstance(value, str):
        return FORMULA.sub(lambda m: mathml(html.unescape(m[1] or m[2] or m[3]), "block" if m[2] else "inline"), value)
    if isinstance(value, list):
        return [with_mathml(one) for one in value]
    if isinstance(value, dict):
        return {key: with_mathml(one) for key, one in value.items()}
    return value
