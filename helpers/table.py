"""A learner's own table: read_csv takes a text file and names what is wrong with it."""

import csv
import io
import math
import os
import re
from pathlib import Path

import numpy as np

SMALL = 1 << 18  # bytes that the slow way has read before pandas is even there
SPACES = 32  # that may stand before a quote in the quick way


class _Sentence:
    """An error of which a notebook shows the sentence alone: none of the code that it went through is the learner's."""

    def _render_traceback_(self):
        return [f"{type(self).__name__}: {self}"]


class TableError(_Sentence, ValueError):
    """What is wrong with a table, and in which line and column."""


class TableNotFoundError(_Sentence, FileNotFoundError):
    """There is no such file."""


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
    X, Y, meaning = read(path)
    print(meaning)
    return X, Y


def read(path):
    """X, Y and the sentence that says which label is which, and one more if a column of X has no name."""
    path, data = _text(path)
    first_row = re.match(rb'(?:"[^"]*"|[^"\n])*', data)[0]
    outside_quotes = re.sub(rb'"[^"]*"', b"", first_row).decode()
    separator = next((mark for mark in "\t;," if mark in outside_quotes), ",")
    quick = _quickly(path, data, separator) if len(data) > SMALL else None
    numbers, labels, spellings, names = quick or _carefully(path.name, data.decode(), separator)
    order = sorted(spellings, key=lambda label: (isinstance(label, str), label))
    zero, one = (_shown(label) if isinstance(label, str) else spellings[label] for label in order)
    Y = (labels if order == list(spellings) else 1.0 - labels)[np.newaxis]
    *others, last = [name.strip() for name in names] or [""]
    meaning = f"{_shown(last)[1:-1] or 'last column'}: {zero} is 0, {one} is 1"
    if "" in others:
        meaning += f"\ncolumn {others.index('') + 1} has no name; if it only numbers the lines, take it out of the file"
    return np.ascontiguousarray(numbers.T), Y, meaning


def _text(path):
    """The path as a Path, and the file's bytes once they are known to be text; every line ends in a newline."""
    try:
        path = Path(os.path.expanduser(path))  # unlike Path's own, it leaves ~nobody as it is
    except TypeError:
        raise TableError(f"path must be the name of a file; got {type(path).__name__}") from None
    if path.is_dir():
        raise TableError(f'"{path}" is a folder; read_csv needs a file')
    if not path.exists():
        raise TableNotFoundError(f'there is no file "{path}"; it was looked for in "{path.absolute().parent}"')
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
        raise TableError(f"{path.name}, line {line}: {reason}")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data or data.isspace():
        raise TableError(f"{path.name}: the file is empty")
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
    return None, f"{_shown(word)} is {'too large for float64' if _has_digit(word) else 'not a finite number'}"


def _has_digit(word):
    return any(character.isdigit() for character in word)


def _shown(word):
    """A word in double quotes, shortened, with what can't be seen made visible."""
    return '"' + repr(word if len(word) <= 40 else word[:39] + "…")[1:-1] + '"'


def _is_header(row, separator):
    return all(isinstance(_cell(cell, separator)[0], str) or not cell.strip() for cell in row[:-1])


def _carefully(name, text, separator):
    """The slow way, which decides what is right: cell by cell, and the first fault is told.

    Returns the numbers (N, D); the labels (N,), 0 for the one that comes first; a dict from each label, first come
    first, to how it is first written; and the names of the columns, none where line 1 has none.
    """
    rows, line, names, width, blank = _rows(text, separator), 1, None, None, None
    numbers, labels, spellings, marks = [], [], {}, {}

    def fault(reason, column):
        called = names[column - 1].strip() if names and column <= len(names) else ""
        return TableError(f"{name}, line {line}, column {column}{called and ' ' + _shown(called)}: {reason}")

    def read(cell, column, word_is_fine=False):
        value, reason = _cell(cell, separator)
        if isinstance(value, str) and not word_is_fine:
            reason = f"{_shown(value)} is not a number"
            if not _has_digit(value):
                reason += "; only the last column may hold words"
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
            raise TableError(f"{name}, line {blank}: the line is blank; only those at the end may be")
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
        raise TableError(f"{name}, column {width}: the last column must hold two labels; there is {found}")
    return np.array(numbers).reshape(-1, width - 1), np.array(labels, float), spellings, names or []


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


# The quick way, by pandas


def _quickly(path, data, separator):
    """What _carefully returns, to the last bit; None where anything is out of the ordinary."""
    import pandas as pd  # not above: it takes half a second, and few tables are large

    start = data.index(b"\n") + 1
    try:
        first = next(_rows(data[:start].decode(), separator))
    except (csv.Error, StopIteration):
        return None
    header, width = _is_header(first, separator), len(first)
    start = start if header else 0
    N = _plain_lines(data, start, separator, width)
    if not N:
        return None
    try:
        table = pd.read_csv(
            path,  # rather than data: pandas reads several parts of a file at once
            compression=None,
            sep=separator,
            decimal="," if separator != "," and data.find(b",", start) >= 0 else ".",
            header=None,
            skiprows=int(header),
            names=range(width),
            dtype=dict.fromkeys(range(width - 1), float) | {width - 1: str},
            na_filter=False,
            skipinitialspace=True,
        )
    except ValueError:
        return None
    numbers = table.iloc[:, :-1].to_numpy()
    codes, words = pd.factorize(table.iloc[:, -1])
    if len(table) != N or not np.isfinite(numbers).all():
        return None
    values, spellings = [], {}
    for word in words:
        if len(spellings) > 2:
            return None
        values.append(_cell(word, separator)[0])
        spellings.setdefault(values[-1], word.strip())
    if len(spellings) != 2 or None in spellings or (header and _cell(first[-1], separator)[0] in spellings):
        return None
    is_second = np.array([value != values[0] for value in values], float)[codes]
    return numbers, is_second, spellings, first if header else []


def _plain_lines(data, start, separator, width):
    """How many lines there are from start on; 0 if pandas might mend one instead of refusing it.

    It fills a line that is too short, cuts one that is too long, and takes text behind a quote.
    """
    if data.endswith(b"\n\n"):
        data = data.rstrip(b"\n") + b"\n"
    byte = np.frombuffer(data, np.uint8)[start:]
    is_mark, is_end = byte == ord(separator), byte == ord("\n")
    ends = np.flatnonzero(is_end)
    plain = width > 1 and np.count_nonzero(is_mark) == (width - 1) * len(ends)
    if plain and b'"' in data:
        is_edge, quotes = is_mark | is_end, np.flatnonzero(byte == ord('"'))
        before = quotes - 1  # before the first byte is the last one, which ends a line
        for _ in range(SPACES):
            if not (is_space := byte[before] == ord(" ")).any():
                break
            before -= is_space
        plain = (is_edge[before] | is_edge[quotes + 1]).all()
    # a longer line may hold a cell that is too long for _carefully
    return len(ends) if plain and np.diff(ends, prepend=-1).max(initial=0) <= csv.field_size_limit() else 0
