"""The small data sets, and a reader for a learner's own.

Every function returns X (D, N), one column for each observation, and Y (1, N), each entry 0 or 1; both are float64 and
new at each call.
"""

import csv
import io
import math
import re
from pathlib import Path

import numpy as np

LONGEST = 31  # characters of a label that the quick way takes
PACKED = (".gz", ".bz2", ".xz")  # np.loadtxt would unpack a file with such a name

# The two truth tables


def xnor():
    """(X, Y): X (2, 4) holds the corners (0,0), (0,1), (1,0), (1,1) in this order; Y is 1 where the two are equal."""
    return np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]]), np.array([[1.0, 0.0, 0.0, 1.0]])


def xor():
    """(X, Y): the corners of xnor, and Y is 1 where the two differ."""
    X, Y = xnor()
    return X, 1.0 - Y


# Points on two curves


def moons(n, noise, rng):
    """Two half circles of radius 1, each reaching into the other.

    Class 0 is the upper half of the circle around (0, 0), class 1 the lower half of the one around (1, 1/2). The points
    of a class are evenly spaced, both ends of the arc among them. To each coordinate is added a normal number of
    standard deviation noise. n: how many points in all; an odd one goes to class 1. rng: a numpy.random.Generator.

    Returns X (2, n) and Y (1, n), class 0 first. Raises ValueError when n is not a whole number from 2 on, noise not a
    finite number from 0 on, or rng not a generator. Source: scikit-learn's make_moons, whose geometry this is.
    """
    zeros, ones = _classes(n, noise, rng)
    upper, lower = np.linspace(0, np.pi, zeros), np.linspace(0, np.pi, ones)
    inner = [np.cos(upper), np.sin(upper)]
    outer = [1 - np.cos(lower), 0.5 - np.sin(lower)]
    return _scattered(inner, outer, noise, rng)


def circles(n, noise, rng):
    """A circle in a circle, both around (0, 0): class 0 has radius 1, class 1 has radius 0.8.

    The points of a class are evenly spaced, the first at angle 0. n, noise, rng, what comes back and what is raised:
    see moons. Source: scikit-learn's make_circles, whose geometry this is.
    """
    zeros, ones = _classes(n, noise, rng)
    outer, inner = (np.linspace(0, 2 * np.pi, count, endpoint=False) for count in (zeros, ones))
    return _scattered([np.cos(outer), np.sin(outer)], [0.8 * np.cos(inner), 0.8 * np.sin(inner)], noise, rng)


def _classes(n, noise, rng):
    """How many points classes 0 and 1 get. Raises ValueError when an argument doesn't fit."""
    if not isinstance(n, (int, np.integer)) or n < 2:
        raise ValueError(f"n must be a whole number, 2 or more: a point for each class; got {n!r}")
    if isinstance(noise, bool) or not isinstance(noise, (int, float, np.number)) or not 0 <= noise < np.inf:
        raise ValueError(f"noise must be a standard deviation, 0 or more and finite; got {noise!r}")
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng must be a generator, as np.random.default_rng(0) makes; got {type(rng).__name__}")
    return int(n) // 2, int(n) - int(n) // 2


def _scattered(class_0, class_1, noise, rng):
    X = np.hstack([class_0, class_1])
    Y = np.repeat([[0.0, 1.0]], [len(class_0[0]), len(class_1[0])], axis=1)
    return X + rng.normal(scale=noise, size=X.shape), Y


# Penguins


def penguins():
    """Bill length and bill depth of 151 Adelie (0) and 123 Gentoo (1) penguins, each standardised.

    Returns X (2, 274), whose rows have mean 0 and standard deviation 1, and Y (1, 274). Source: the Palmer penguins
    (Horst, Hill & Gorman 2020), CC0; penguins-licence.txt says what was left out.
    """
    X, Y, _ = _read(Path(__file__).with_name("penguins.csv"))
    return (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True), Y


# A learner's own


def read_csv(path):
    """(X, Y) from a text file of numbers with a label at the end of each line; prints which label is 0 and which is 1.

    The cells of a line are separated by tabs, semicolons or commas: the first of the three that line 1 has. With tabs
    or semicolons, all numbers may have decimal commas. Line 1 may name the columns: it does if none of its cells but
    the last is a number. The last column holds exactly two values, words or numbers; the larger number is 1, the later
    word in the order of sorted, and a word where the other is a number. Numbers that are written differently are one
    value, 0 and 0.0 as well. Cells may be quoted and have space around them; blank lines may stand at the end. UTF-8.

    path: a str or Path. Returns X (D, N), a column for each line, and Y (1, N). Raises FileNotFoundError when there is
    no such file, and ValueError, which says in which line, in which column and why, when it isn't such a file.
    """
    X, Y, meaning = _read(path)
    print(meaning)
    return X, Y


def _read(path):
    """X, Y and the sentence that says which label is which."""
    path, data = _text(path)
    first_row = re.match(rb'(?:"[^"]*"|[^"\n])*', data)[0]
    outside_quotes = re.sub(rb'"[^"]*"', b"", first_row).decode()
    separator = next((mark for mark in "\t;," if mark in outside_quotes), ",")
    table = _quickly(path, data, separator) or _carefully(path.name, data.decode(), separator)
    numbers, labels, spellings, column = table
    order = sorted(spellings, key=lambda label: (isinstance(label, str), label))
    zero, one = (_shown(label) if isinstance(label, str) else spellings[label] for label in order)
    Y = (labels if order == list(spellings) else 1.0 - labels)[np.newaxis]
    column = _shown(column.strip())[1:-1] or "last column"
    return numbers.T.copy(), Y, f"{column}: {zero} is 0, {one} is 1"


def _text(path):
    """The path as a Path, and the file's bytes once they are known to be text; every line ends in a newline."""
    try:
        path = Path(path)
    except TypeError:
        raise ValueError(f"path must be the name of a file; got {type(path).__name__}") from None
    if path.is_dir():
        raise ValueError(f'"{path}" is a folder; read_csv needs a file')
    if not path.exists():
        raise FileNotFoundError(f'there is no file "{path}"; it was looked for in "{path.absolute().parent}"')
    data = path.read_bytes()
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    bad = [data.index(b"\0")] if b"\0" in data else []
    try:
        data.isascii() or data.decode()
    except UnicodeDecodeError as error:
        bad.append(error.start)
    if bad:
        line = data.count(b"\n", 0, min(bad)) + 1
        reason = f"the byte 0x{data[min(bad)]:02x} is not text in UTF-8; save the file as CSV in UTF-8"
        raise ValueError(f"{path.name}, line {line}: {reason}")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        raise ValueError(f"{path.name}: the file is empty")
    return path, data if data.endswith(b"\n") else data + b"\n"


def _rows(text, separator):
    if '" ' in text:  # Python's csv module does not take a space after a closing quote
        text = re.sub(r'("(?:[^"]|"")*") *', r"\1", text)
    return csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True, strict=True)


def _cell(text, separator):
    """What a cell holds, a float or a word, and ""; or None, and why it holds neither."""
    word = text.strip()
    if not word:
        return None, "the cell is empty"
    plain = word if separator == "," else word.replace(",", ".")
    try:
        number = float(plain if plain.isascii() and "_" not in plain else "a word")
    except ValueError:
        return word, ""
    if math.isfinite(number):
        return number, ""
    is_written_in_digits = any(character.isdigit() for character in word)
    return None, f"{_shown(word)} is {'too large for float64' if is_written_in_digits else 'not a finite number'}"


def _shown(word):
    """A word in double quotes, shortened, with what can't be seen made visible."""
    return '"' + repr(word if len(word) <= 40 else word[:39] + "…")[1:-1] + '"'


def _is_header(row, separator):
    return all(isinstance(_cell(cell, separator)[0], str) or not cell.strip() for cell in row[:-1])


def _carefully(name, text, separator):
    """The slow way, which decides what is right: cell by cell, and the first fault is told.

    Returns the numbers (N, D); the labels (N,), 0 for the one that comes first; a dict from each label, first come
    first, to how it is first written; and the name of the last column, or "".
    """
    rows, line, names, width, blank = _rows(text, separator), 1, None, None, None
    numbers, labels, spellings, marks = [], [], {}, {}

    def fault(reason, column):
        called = names[column - 1].strip() if names and column <= len(names) else ""
        return ValueError(f"{name}, line {line}, column {column}{called and ' ' + _shown(called)}: {reason}")

    def read(cell, column, word_is_fine=False):
        value, reason = _cell(cell, separator)
        if isinstance(value, str) and not word_is_fine:
            reason = f"{_shown(value)} is not a number"
        if reason:
            raise fault(reason, column)
        return value

    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            raise fault(*_bad_quote(text, line, separator)) from None
        if row is None:
            break
        if not row or (len(row) == 1 and not row[0].strip()):
            blank = blank or line
        elif blank:
            raise ValueError(f"{name}, line {blank}: the line is blank; only those at the end may be")
        elif width is None and len(row) == 1:
            raise fault("there is only one; separate the numbers and the label by commas, semicolons or tabs", 1)
        elif width is None and _is_header(row, separator):
            names, width = row, len(row)
        elif len(row) != (width := width or len(row)):
            reason = f"the line has {len(row)} cell{'s'[: len(row) > 1]}, but line 1 has {width}"
            if separator == "," and len(row) > width:
                reason += "; if its numbers have decimal commas, separate the cells by semicolons"
            raise fault(reason, min(len(row), width) + 1)
        else:
            for column, cell in enumerate(row[:-1], 1):
                numbers.append(read(cell, column))
                if separator != ",":
                    marks |= {mark: line for mark in ",." if mark in cell and mark not in marks}
                if len(marks) == 2:
                    reason = f"{_shown(cell.strip())} and line {min(marks.values())} mix decimal commas and points"
                    raise fault(reason, column)
            label = read(row[-1], width, word_is_fine=True)
            spellings.setdefault(label, row[-1].strip())
            if len(spellings) > 2:
                a, b, c = map(_shown, spellings.values())
                raise fault(f"{c} is a third label after {a} and {b}; the last column must hold two", width)
            labels.append(label != next(iter(spellings)))
        line = rows.line_num + 1
    if names and _cell(names[-1], separator)[0] in spellings:  # not a header, but a first row gone wrong
        row, names, line = names, None, 1
        for column, cell in enumerate(row, 1):
            read(cell, column)
    if len(spellings) < 2:
        found = f"only {_shown(*spellings.values())}" if spellings else "none"
        found += " (line 1 names the columns)" if names else ""
        raise ValueError(f"{name}, column {width}: the last column must hold two labels; there is {found}")
    return np.array(numbers).reshape(-1, width - 1), np.array(labels, float), spellings, names[-1] if names else ""


def _bad_quote(text, line, separator):
    """Why the csv module can't read the row that begins in this line, and in which column."""
    start, column = 0, 1
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    good = re.compile(rf' *+(?:"(?:[^"]|"")*+" *+|[^"{separator}\n][^{separator}\n]*+)?+{separator}')
    while match := good.match(text, start):
        start, column = match.end(), column + 1
    quoted = re.compile(r' *+"(?:[^"]|"")*+(")?').match(text, start)
    if not quoted:
        return f"the cell has more than {csv.field_size_limit()} characters", column
    if not quoted[1]:
        return "the quote that opens here is never closed", column
    end = line + text.count("\n", start, quoted.end())
    return f"the quote that opens here is closed in line {end}, but text follows it", column


def _quickly(path, data, separator):
    """What _carefully returns, to the last bit, by np.loadtxt; None where anything is out of the ordinary."""
    below = data.index(b"\n") + 1
    try:
        first = next(_rows(data[:below].decode(), separator))
        header = _is_header(first, separator)
        start = below - 1 if header else 0
        odd = [b'"', b"\n\n"] + [b","] * (separator != ",")  # np.loadtxt would skip a blank line
        if any(data.find(mark, start) >= 0 for mark in odd) or path.suffix in PACKED:
            return None
        if len(first) < 2 or (header and below == len(data)):
            return None
        kind = [("numbers", float, (len(first) - 1,)), ("label", f"S{LONGEST + 1}")]
        options = {"delimiter": separator, "comments": None, "encoding": "utf-8-sig", "ndmin": 1}
        table = np.loadtxt(path.absolute(), kind, skiprows=int(header), **options)
    except (ValueError, csv.Error):
        return None
    numbers, label = table["numbers"], table["label"]
    other = label[label != label[0]]
    words = [word.decode("latin1") for word in (label[0], *other[:1])]  # so np.loadtxt makes bytes of text
    spellings = {_cell(word, separator)[0]: word.strip() for word in words}
    if len(spellings) < 2 or None in spellings or (other != other[0]).any() or max(map(len, words)) > LONGEST:
        return None
    if not np.isfinite(numbers).all() or (header and _cell(first[-1], separator)[0] in spellings):
        return None
    return numbers, (label != label[0]).astype(float), spellings, first[-1] if header else ""
