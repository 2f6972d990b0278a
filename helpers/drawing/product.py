"""The gradient of all observations as one product: a row of errors times a matrix of activations, cell by cell."""

import numpy as np

from helpers import arguments, numerals
from helpers.drawing import paper
from helpers.drawing.plot import NOTE_SIZE, equals, factor, pair, short

PRODUCT_HEIGHT = 336
MOST_OBSERVATIONS, MOST_COLUMNS = 6, 4
PITCH = 28  # from row to row
HEAD = 26  # from a block's first row up to its name
DOT, EQUALS = 26, 40  # the room for the two signs
SMALL = 12  # letters of what names the observations
# The letters of a cell, what stands before an observation's number, and the digits of a cell: the first that fits.
SIZES = ((14, "observation ", None), (13, "obs. ", None), (13, "obs. ", 3), (12, "obs. ", 2), (12, "", 1))


@paper.best_at(PRODUCT_HEIGHT)
def draw_product(ax, row, matrix, names=("A2 − Y", "A1ᵀ")):
    """A row times a matrix, cell by cell; the result's first entry and the column that it comes from are lit.

    row: (1, N), N at most 6, an entry for each observation. matrix: (N, M), M at most 4. names: of the two. Below, the
    lit entry is written out as a sum over the observations. Cells are rounded, and say so, where they are too wide.
    Best at 800 × 336. Returns the text alternative. Raises ValueError when an argument doesn't fit.
    """
    row, matrix, names = _checked(row, matrix, names)
    with np.errstate(over="ignore", invalid="ignore"):
        result = row @ matrix
    size, before, digits, widths = _roomiest(names, row, matrix, result)
    terms = [f"{factor(e)}·{factor(a)}" for e, a in zip(row[0], matrix[:, 0], strict=True)]
    total = equals(*row[0], *matrix[:, 0], result[0, 0])
    lines = _wrapped(terms, total)
    page = paper.page(ax, PRODUCT_HEIGHT)
    N, M = matrix.shape
    above, below = max(HEAD + PITCH * N / 2, 70), PITCH * N / 2 + 44 + 21 * len(lines)
    middle = (PRODUCT_HEIGHT + above - below) / 2
    numbers = _numbers_width(before, N)
    left = (paper.WIDTH - sum(widths) - DOT - numbers - EQUALS) / 2
    at = left + widths[0] / 2
    paper.text(page, at, middle - 60, names[0], size=NOTE_SIZE, bold=True)
    for n, x in enumerate(_draw_cells(page, row, at, middle, size, digits)):
        paper.text(page, x, middle - 22, str(n + 1), size=SMALL, colour="quiet")
    paper.text(page, at, middle - 38, "observation", size=SMALL, colour="quiet")
    left += widths[0] + DOT
    paper.text(page, left - DOT / 2, middle, "·", size=20, bold=True)
    left += numbers
    for n in range(N):
        y = middle + PITCH * (n + 0.5 - N / 2)
        paper.text(page, left - 7, y, f"{before}{n + 1}", size=SMALL, align="right", colour="quiet")
    for values, width, name in ((matrix, widths[1], names[1]), (result, widths[2], "product")):
        y = middle - PITCH * len(values) / 2 - HEAD / 2
        paper.text(page, left + width / 2, y, name, size=NOTE_SIZE, bold=True)
        _draw_cells(page, values, left + width / 2, middle, size, digits, lit=True)
        left += width + EQUALS
    paper.text(page, left - EQUALS - widths[2] - EQUALS / 2, middle, "=", size=17, bold=True)
    _write_sum(page, middle + PITCH * N / 2 + 20, lines, digits)
    entries = ", ".join(map(numerals.text, result[0]))
    return (
        f"A row, {names[0]}, of {N} {'observation' if N == 1 else 'observations'} times a matrix, {names[1]}, {N} by "
        f"{M}, gives a row of {M}: {entries}. Lit are the matrix's first column and the result's first entry, a sum "
        f"over the observations: {' + '.join(terms)} {total}."
    )


def _checked(row, matrix, names):
    row, matrix = arguments.row("row", row), arguments.matrix("matrix", matrix)
    N = row.shape[1]
    if N > MOST_OBSERVATIONS:
        raise ValueError(f"row must be (1, N) with N at most {MOST_OBSERVATIONS}; got {row.shape}")
    if matrix.shape[0] != N or matrix.shape[1] > MOST_COLUMNS:
        expected = f"({N}, M), a row for each observation, with M at most {MOST_COLUMNS}"
        raise ValueError(f"matrix must be {expected}; got {matrix.shape}")
    return row, matrix, [short("names", words, 200) for words in pair("names", names)]


def _roomiest(names, *arrays):
    """The first of SIZES with which all fits side by side, with the widths of the three blocks."""
    heads = [paper.text_width(words, NOTE_SIZE) for words in (*names, "product")]
    heads[0] = max(heads[0], paper.text_width("observation", SMALL, False))
    for size, before, digits in SIZES:
        blocks = [sum(_columns(values, size, digits)) for values in arrays]
        widths = [max(both) for both in zip(heads, blocks, strict=True)]
        numbers = _numbers_width(before, len(arrays[1]))
        if sum(widths) + DOT + numbers + EQUALS <= paper.WIDTH - 20:
            return size, before, digits, widths
    raise ValueError("row and matrix must hold numbers that fit side by side under their names; got too wide ones")


def _numbers_width(before, N):
    return paper.text_width(f"{before}{N}", SMALL, False) + 12


def _columns(values, size, digits):
    """How wide each column of cells is."""
    return [max(30, *(paper.text_width(_rounded(v, digits), size) + 13 for v in column)) for column in values.T]


def _rounded(value, digits):
    return numerals.text(value if digits is None else float(f"{value:.{digits}g}"))


def _draw_cells(page, values, x, y, size, digits, lit=False):
    """Cells around (x, y), the first column lit or none. Returns the columns' middles."""
    columns = _columns(values, size, digits)
    left, top = x - sum(columns) / 2, y - PITCH * (len(values) - 1) / 2
    middles = [left + sum(columns[:m]) + width / 2 for m, width in enumerate(columns)]
    for m, width in enumerate(columns):
        look = {"fill": "panel", "edge": "ink", "line": 2.4} if lit and m == 0 else {"fill": "ground", "edge": "line"}
        for n, value in enumerate(values[:, m]):
            place = middles[m], top + PITCH * n
            paper.box(page, *place, width - 5, PITCH - 5, corner=4, **look)
            paper.text(page, *place, _rounded(value, digits), size=size, bold=lit and m == 0)
    return middles


def _wrapped(terms, total):
    """The lit entry as a sum, in as few lines as it fits into."""
    lines = [""]
    for part in [*(f"{term} +" for term in terms[:-1]), terms[-1], total]:
        longer = f"{lines[-1]} {part}".strip()
        if paper.text_width(longer, NOTE_SIZE) <= paper.WIDTH - 60:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _write_sum(page, y, lines, digits):
    rounded = "" if digits is None else f" (the cells show only {digits} {'digit' if digits == 1 else 'digits'})"
    words = f"The first entry is a sum over the observations{rounded}:"
    paper.text(page, paper.WIDTH / 2, y, words, size=13, colour="quiet")
    for k, words in enumerate(lines):
        paper.text(page, paper.WIDTH / 2, y + 24 + 21 * k, words, size=NOTE_SIZE, bold=True)
