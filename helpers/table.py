"""A learner's own table: how read_csv reads a good one. What is wrong with another is said by `table_faults`."""

import csv
import io
import math
import os
import re
import statistics
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers import table_faults as faults
from helpers.table_faults import TableError, shown


def read_csv(path):
    """(X, Y) from a text file of numbers with a label at the end of each line; prints which label is 0 and which is 1.

    The cells of a line are separated by tabs, semicolons or commas: the one that a first line such as sep=; names, or
    else the first of the three that line 1 has. With tabs or semicolons, all numbers may have decimal commas. A minus
    may be "-" or "−". Line 1 may name the columns: it does if none of its cells but the last is a number, or if it
    counts 0, 1, 2, … as pandas does and its last cell is no label. The last column holds exactly two values, words or
    numbers; the larger number is 1, the later word in the order of sorted, and a word where the other is a number.
    Numbers that are written differently are one value, 0 and 0.0 as well. Cells may be quoted and have space around
    them; lines may end in separators, and blank lines may stand at the end of the file. UTF-8.

    A column that has no name and only numbers the lines, as pandas and R write it, is left out. This is printed, and so
    is whatever may have been read otherwise than it was meant.

    path: a str or Path. Returns X (D, N), a column for each line, and Y (1, N). Raises FileNotFoundError when there is
    no such file, and ValueError, which says in which line, in which column and why, when it isn't such a file.
    """
    X, Y, meaning = read(path)
    print(meaning)
    return X, Y


def read(path):
    """X, Y and what read_csv prints: which label is which, and a line for each thing to be pointed out."""
    table = _parsed(*_text(path))
    numbers = _numbers(table)
    zero, one, Y = _labels(table)
    last = table.names[-1] if table.names and not table.names[-1].isdigit() else ""
    meaning = f"{shown(last)[1:-1] or 'last column'}: {zero} is 0, {one} is 1"
    kept, notes = _without_index(table, numbers)
    first = table.names or table.rows[0]
    if not table.are_names(first) and _counts(table, first):
        notes.append(faults.counting_note(table))
    if note := faults.thousands_note(table):
        notes.append(note)
    if zero.casefold() == one.casefold():
        notes.append("the two labels differ in nothing but capital letters; if they mean the same, write them alike")
    return np.ascontiguousarray(kept.T), Y, "\n".join([meaning, *notes])


def _text(path):
    """The name of a file and what it holds, once it is known to be text; every line ends in a newline."""
    try:
        if path == "":
            raise TableError('path must be the name of a file; got ""')
        path = Path(os.path.expanduser(path))  # unlike Path's own, it leaves ~nobody as it is
    except TypeError:
        raise TableError(f"path must be the name of a file; got {type(path).__name__}") from None
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: no name holds a zero byte
        raise faults.unread(path, error) from None
    if fault := faults.no_text(data):
        raise TableError("{}, line {}: {}".format(path.name, *fault))
    text = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode().removeprefix("\ufeff")
    text = re.sub(r"\x1a\s*\Z", "", text)  # the end of a file of old
    if not text or text.isspace():
        raise TableError(f"{path.name}: the file is empty")
    if reason := faults.other_text(text):
        raise TableError(f"{path.name}, line 1: {reason}")
    return path.name, text if text.endswith("\n") else text + "\n"


# Lines and cells


@dataclass
class _Table:
    """The cells of a file, stripped, and in which line of it each row begins."""

    file: str
    separator: str
    rows: list
    lines: list
    names: tuple = ()  # of the columns; empty where line 1 has none
    first_line: int = 1  # 2 below a line such as sep=;

    def fault(self, reason, row, column=None):
        """What is told of this row and column, which are counted from 0 here and from 1 there."""
        place = f"{self.file}, line {self.lines[row]}"
        return TableError(f"{place}: {reason}" if column is None else f"{place}, {self.column(column)}: {reason}")

    def column(self, column):
        name = self.names[column] if column < len(self.names) else ""
        return f"column {column + 1}{name and ' ' + shown(name)}"

    def is_word(self, cell):
        return cell != "" and isinstance(_value(cell, self.separator), str)

    def are_names(self, row):
        return all(not cell or self.is_word(cell) for cell in row[:-1])

    def is_quoted_whole(self, row):
        cell, *others = self.rows[row]
        return self.separator in cell and not any(others)


def _parsed(file, text):
    """The table that a text holds, its names apart from its rows, which are equally long."""
    separator, is_told = _separator(file, text)
    table = _Table(file, separator, *_rows(file, text, separator))
    if is_told:
        del table.rows[0], table.lines[0]
    while table.rows and not any(table.rows[-1]):
        table.rows.pop()
    if not table.rows:
        raise TableError(f"{file}: the file is empty")
    table.first_line = table.lines[0]
    if any(table.rows[0]):
        _refuse_what_stands_above(table)
    for i, row in enumerate(table.rows):
        if not any(row) and (i > 0 or len(row) < 2):  # a first line such as ",," names no column
            raise table.fault("the line is blank; only those at the end may be", i)
    _make_equally_long(table)
    table.names = ()
    first, *rest = table.rows
    if first in rest and table.are_names(first):
        reason = f"the names of line {table.first_line} stand here once more; take this line out"
        raise table.fault(reason, rest.index(first) + 1)
    if _is_header(table):
        table.names = table.rows.pop(0)
        del table.lines[0]
    return table


def _separator(file, text):
    """What separates the cells, and whether line 1 is there to tell it, as Excel's sep=; is."""
    if told := re.match(r'"?sep=([^"\n])"?[;,\t ]*\n', text, re.IGNORECASE):
        if told[1] not in "\t;,":
            raise TableError(f"{file}, line 1: {shown(told[1])} can't separate the cells; a tab, ; or , can")
        return told[1], True
    lines = (line[0] for line in re.finditer(r'(?:"[^"]*"|[^"\n])+', text))
    mark = next(filter(None, map(_first_mark, lines)), None) or _first_mark(text.replace('"', ""))
    if not mark:
        raise TableError(f"{file}, line 1, column 1: {faults.only_one(text)}")
    return mark, False


def _first_mark(line):
    outside_quotes = re.sub(r'"[^"]*"', "", line)
    return next((mark for mark in "\t;," if mark in outside_quotes), None)


def _rows(file, text, separator):
    """The cells of each line, and the line in which each begins."""
    if '" ' in text:  # Python's csv module does not take a space after a closing quote
        text = re.sub(r'("(?:[^"]|"")*") *', r"\1", text)
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True, strict=True)
    rows, lines, line = [], [], 1
    try:
        for row in reader:
            rows.append(tuple(map(str.strip, row)))  # the garbage collector soon passes over tuples of text
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        table = _Table(file, separator, rows, [line])
        table.names = rows[0] if rows and table.are_names(rows[0]) else ()
        reason, column = faults.bad_quote(text, line, separator)
        raise table.fault(reason, 0, column) from None
    return rows, lines


def _refuse_what_stands_above(table):
    """A title, a comment, or a line that holds counts, above the names or the first row."""
    first, *rest = table.rows
    if faults.holds_counts(table):
        raise table.fault(f"{shown(','.join(first))} holds counts and no row of the table; take it out", 0)
    widths = [len(row) for row in table.rows]
    begins = widths.index(statistics.mode([width for width in widths if width > 1] or [1])) if widths[0] == 1 else 0
    if table.is_quoted_whole(0) and first[0].count(table.separator) + 1 in widths[begins:]:
        raise faults.one_column(table, 0)
    if len(first) > 2 and not any(first[1:]) and any(map(any, rest)):  # as a spreadsheet saves a title
        below = next(i for i, row in enumerate(rest, 1) if any(row))
        begins = below if table.are_names(table.rows[below]) else 0
    if begins > 0:
        reason = f"{shown(first[0])} stands above the table, which begins in line {table.lines[begins]}"
        raise table.fault(f"{reason}; take out what stands above it", 0)


def _make_equally_long(table):
    """Takes off the empty cells that separators at the end of a line make, and refuses rows of another length."""
    rows = table.rows
    used = [len(row) if row[-1] else max((j for j, cell in enumerate(row, 1) if cell), default=0) for row in rows]
    width = max(used[0], min(len(rows[0]), max(used[1:], default=0)))
    if table.are_names(rows[0][:width]):
        table.names = rows[0][:width]
    if width == 1:
        raise faults.one_column(table, 0)
    for i, row in enumerate(rows):
        if used[i] > width or len(row) < width:
            raise faults.wrong_length(table, i, used, width)
        rows[i] = row[:width]


def _is_header(table):
    first, *rest = table.rows
    labels = {_value(cell, table.separator) for cell in {row[-1] for row in rest}}
    if first[-1] and _value(first[-1], table.separator) in labels:
        return False
    return table.are_names(first) or (_counts(table, first) and len(labels) == 2)


def _counts(table, row):
    """Whether a line is 0, 1, 2 or 0, 1, label, as pandas names columns; before it may stand the index's name."""
    *cells, last = row if table.is_word(row[0]) or not row[0] else ["", *row]
    counted = [str(j) for j in range(len(cells))]
    return cells[1:] == counted[:-1] and (last == counted[-1] or table.is_word(last))


# Numbers and labels


def _floats(cells, separator):
    """Cells as floats, NaN for what is no number. "−" is a minus, and "," a decimal mark unless it separates."""
    plain = "\0".join(cells).replace("−", "-")  # all at once is twice as fast as one by one; no cell holds a \0
    if separator != ",":
        plain = plain.replace(",", ".")
    if plain.isascii() and "_" not in plain:  # of which float would take more than we do
        try:
            return list(map(float, plain.split("\0")))
        except ValueError:
            pass
    return [math.nan] if len(cells) == 1 else [_floats([cell], separator)[0] for cell in cells]


def _value(cell, separator):
    """A cell as the number that it is, or else as it stands."""
    (number,) = _floats([cell], separator)
    return cell if math.isnan(number) and not re.fullmatch(r"[+−-]?nan", cell, re.IGNORECASE) else number


def _numbers(table):
    """All columns but the last, as floats (N, D)."""
    columns = list(zip(*table.rows, strict=True))[:-1]
    numbers = np.array([_floats(column, table.separator) for column in columns]).T
    if (bad := np.argwhere(~np.isfinite(numbers))).size:
        raise faults.no_number(table, *bad[0])
    if table.separator != ",":
        comma, point = _first_with(",", table), _first_with(".", table)
        if comma and point:
            (row, column), (other, _) = max(comma, point), min(comma, point)
            cell = shown(table.rows[row][column])
            raise table.fault(f"{cell} and line {table.lines[other]} mix decimal commas and points", row, column)
    return numbers


def _first_with(mark, table):
    return next(((i, j) for i, row in enumerate(table.rows) for j, cell in enumerate(row[:-1]) if mark in cell), None)


def _labels(table):
    """How the labels 0 and 1 are shown, and Y."""
    column = [row[-1] for row in table.rows]
    values, spellings = {}, {}
    for cell in dict.fromkeys(column):
        value = values[cell] = _value(cell, table.separator)
        row, last = column.index(cell), len(table.rows[0]) - 1
        if not cell:
            raise table.fault("the cell is empty", row, last)
        if isinstance(value, float) and not math.isfinite(value):
            raise table.fault(faults.not_finite(cell), row, last)
        spellings.setdefault(value, cell)
        if len(spellings) > 2:
            raise faults.third_label(table, row, spellings.values())
    if len(spellings) < 2:
        raise faults.too_few_labels(table, spellings.values())
    zero, one = sorted(spellings, key=lambda value: (isinstance(value, str), value))
    names = [shown(value) if isinstance(value, str) else spellings[value] for value in (zero, one)]
    return *names, np.array([[values[cell] == one for cell in column]], float)


def _without_index(table, numbers):
    """The numbers without columns that have no name and only number the lines; and what is to be said of columns."""
    N, D = numbers.shape
    steps = np.arange(N)[:, np.newaxis]
    is_index = (numbers == steps).all(axis=0) | (numbers == steps + 1).all(axis=0)
    is_nameless = np.array([bool(re.fullmatch(r"(Unnamed: \d+)?", name)) for name in table.names[:-1]] or [False] * D)
    dropped = is_index & is_nameless
    if dropped.all():
        dropped[:] = False
    return numbers[:, ~dropped], faults.column_notes(table, dropped, is_nameless, is_index)
