"""The chain rule from the loss back to the parameters: each derivative, its local slope, and where you are."""

from itertools import pairwise
from typing import NamedTuple

from helpers import arguments
from helpers.drawing import paper

COLUMNS = {"x": 40, "z1": 184, "a1": 328, "z2": 472, "a2": 616, "L": 760}
ENTERS = ("W1, b1", "ReLU", "W2, b2", "σ", "y")  # the label over each arrow of the forward pass
FORWARD, BACK, BELOW = 36, 114, 188  # middles of the rows
CHAIN_HEIGHT = 244
NODE = (48, 26)
BOX = (64, 30)
FORK = 52  # from the middle of ∂L/∂z to that of ∂L/∂W, and to that of ∂L/∂b
KEY = 622


class Link(NamedTuple):
    """One step of the chain rule: `source` times the local slope gives a derivative, whose box is around (x, y)."""

    source: str
    slope: str
    x: float
    y: float


LINKS = {  # in the order of the notebooks
    "dL_da2": Link("L", "∂L/∂a2", COLUMNS["a2"], BACK),
    "dL_dz2": Link("dL_da2", "∂a2/∂z2", COLUMNS["z2"], BACK),
    "dL_dW2": Link("dL_dz2", "∂z2/∂W2", COLUMNS["z2"] - FORK, BELOW),
    "dL_db2": Link("dL_dz2", "∂z2/∂b2", COLUMNS["z2"] + FORK, BELOW),
    "dL_da1": Link("dL_dz2", "∂z2/∂a1", COLUMNS["a1"], BACK),
    "dL_dz1": Link("dL_da1", "∂a1/∂z1", COLUMNS["z1"], BACK),
    "dL_dW1": Link("dL_dz1", "∂z1/∂W1", COLUMNS["z1"] - FORK, BELOW),
    "dL_db1": Link("dL_dz1", "∂z1/∂b1", COLUMNS["z1"] + FORK, BELOW),
}


@paper.best_at(CHAIN_HEIGHT)
def draw_chain(ax, here=None):
    """The chain: x to L forward and, below it, each derivative with its local slope, which multiplies the one before.

    here: None; "model", which lights the way forward; or a derivative's name, "dL_da2" … "dL_db1", whose arrow is
    lit. What an earlier notebook derived is filled and ticked, and the arrows of what this one uses are heavier.
    Best at 800 × 244. Returns the text alternative. Raises ValueError for another `here`.
    """
    if here is not None and not (isinstance(here, str) and here in ("model", *LINKS)):
        raise ValueError(f'here must be None, "model" or a derivative, {", ".join(LINKS)}; got {arguments.told(here)}')
    page = paper.page(ax, CHAIN_HEIGHT)
    done, to_come = _done_and_to_come(here)
    _draw_forward(page, lit=here == "model")
    for name, link in LINKS.items():
        _draw_link(page, link, lit=name == here, used=name in _used(here))
    for name in LINKS:
        _draw_derivative(page, name, lit=name == here, done=name in done)
    paper.text(page, 16, BACK, "← back", size=13, align="left", colour="quiet")
    if here is not None:
        _draw_key(page, here, done, to_come)
    return _chain_in_words(here, done, to_come)


def _done_and_to_come(here):
    """What the notebooks before `here` derived, and what those after it will."""
    names = list(LINKS)
    if here not in LINKS:
        return [], names
    at = names.index(here)
    return names[:at], names[at + 1 :]


def _used(here):
    """The derivatives that `here` is a product of, nearest first."""
    if here not in LINKS or LINKS[here].source == "L":
        return []
    source = LINKS[here].source
    return [source, *_used(source)]


def written(name):
    """A derivative as it is drawn and told: "dL_da2" is ∂L/∂a2."""
    return name.replace("d", "∂").replace("_", "/")


def _draw_forward(page, lit):
    for (start, end), words in zip(pairwise(COLUMNS), ENTERS, strict=True):
        left, right = COLUMNS[start] + NODE[0] / 2, COLUMNS[end] - NODE[0] / 2
        paper.arrow(page, (left, FORWARD), (right, FORWARD), lit=lit)
        paper.text(page, (left + right) / 2 - 3, FORWARD - 13, words, size=13, colour="ink" if lit else "quiet")
    for name, middle in COLUMNS.items():
        paper.box(page, middle, FORWARD, *NODE, fill=paper.tint(name[0]), edge=name[0], line=1.4)
        paper.text(page, middle, FORWARD, name, size=13.5, bold=True)
    paper.text(page, 16, FORWARD + 28, "forward →", size=13, align="left", colour="quiet")
    if lit:
        paper.signpost(page, 400, FORWARD + 32, points=1)


def _draw_link(page, link, lit, used):
    """The arrow that leads to a derivative, with its local slope."""
    paper.arrow(page, *_route(link), lit=lit, line=2.4 if used else 1.2)
    if link.source == "L":
        where, align, words = ((link.x + COLUMNS["L"] + BOX[0] / 2) / 2, BACK - 13), "center", "first slope"
    elif link.y == BACK:
        where, align, words = ((link.x + LINKS[link.source].x) / 2, BACK - 13), "center", f"× {link.slope}"
    else:
        side = 1 if link.x > LINKS[link.source].x else -1
        middle = LINKS[link.source].x + side * (14 + FORK) / 2
        where, align = (middle + side * 11, (BACK + BELOW) / 2), "left" if side > 0 else "right"
        words = f"× {link.slope}"
    paper.text(page, *where, words, size=12.5, align=align, bold=lit, colour="ink" if lit or used else "quiet")


def _route(link):
    """The corners of the arrow that leads to a derivative."""
    right, top = link.x + BOX[0] / 2, link.y - BOX[1] / 2
    if link.source == "L":
        return (COLUMNS["L"], FORWARD + NODE[1] / 2), (COLUMNS["L"], BACK), (right, BACK)
    source = LINKS[link.source]
    if link.y == BACK:
        return (source.x - BOX[0] / 2, BACK), (right, BACK)
    side = 1 if link.x > source.x else -1
    return (source.x + side * 14, BACK + BOX[1] / 2), (link.x, top)


def _draw_derivative(page, name, lit, done):
    link, kind = LINKS[name], name[4]
    outwards = -1 if link.y == BACK else 1
    has_colour = kind in "az"
    fill = (paper.tint(kind) if has_colour else "panel") if done else "ground"
    edge = "ink" if lit else kind if has_colour else "line"
    paper.box(page, link.x, link.y, *BOX, fill=fill, edge=edge, line=2.6 if lit else 1.2)
    colour = "ink" if lit or done else "quiet"
    paper.text(page, link.x, link.y, written(name), size=13, bold=lit, colour=colour)
    if done:
        _tick(page, link.x, link.y + outwards * (BOX[1] / 2 + 3))
    if lit:
        paper.signpost(page, link.x, link.y + outwards * (BOX[1] / 2 + 20), points=outwards)


def _tick(page, x, y):
    paper.box(page, x, y, 19, 16, fill="ground", edge="quiet", line=1, corner=7, above=True)
    paper.text(page, x, y, "✓", size=12, bold=True)


def _draw_key(page, here, done, to_come):
    """What the boxes mean: those kinds that this picture has."""
    rows = [("done", "derived before")] * bool(done)
    rows += [("here", "this notebook")] * (here != "model")
    rows += [("to come", "to come")] * bool(to_come)
    for k, (kind, words) in enumerate(rows):
        y = CHAIN_HEIGHT - 26 - 23 * (len(rows) - 1 - k)
        if kind == "done":
            _tick(page, KEY, y)
        else:
            lit = kind == "here"
            paper.box(
                page, KEY, y, 24, 14, fill="ground", edge="ink" if lit else "line", line=2.6 if lit else 1.2, corner=4
            )
        paper.text(page, KEY + 24, y, words, size=13, align="left", colour="quiet")


def _chain_in_words(here, done, to_come):
    def told(names):
        return ", ".join(map(written, names))

    steps = [
        f"{written(name)} = {written(link.source)} × {link.slope}" for name, link in LINKS.items() if link.source != "L"
    ]
    sentences = [
        _here_in_words(here),
        f"Derived before: {told(done)}." if done else "",
        f"To come: {told(to_come)}." if to_come and here is not None else "",
        "Forward: x, z1, a1, z2, a2, L.",
        f"Back from L: ∂L/∂a2 is the first slope; then {'; '.join(steps)}.",
    ]
    return " ".join(filter(None, sentences))


def _here_in_words(here):
    if here is None:
        return ""
    if here == "model":
        return "You are here: forward from x to L, every arrow."
    link = LINKS[here]
    start, end = link.source.removeprefix("dL_d"), here.removeprefix("dL_d")
    if start == "L":
        return "You are here: from L back to a2, the first slope."
    onto = written(link.source)
    return f"You are here: from {start} back to {end}. What arrives is {onto}; the local slope is {link.slope}."
