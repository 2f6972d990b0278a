"""A learner's own table: read_csv takes a text file and names what is wrong with it."""

import csv
import difflib
import io
import json
import math
import os
import re
import statistics
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


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
    path = _existing(path)
    table = _parsed(path.name, _text(path))
    numbers = _numbers(table)
    zero, one, Y = _labels(table)
    last = table.names[-1] if table.names and not table.names[-1].isdigit() else ""
    meaning = f"{_shown(last)[1:-1] or 'last column'}: {zero} is 0, {one} is 1"
    kept, notes = _without_index(table, numbers)
    notes += [note for note in (_counting_note(table), _thousands_note(table)) if note]
    if zero.casefold() == one.casefold():
        notes.append("the two labels differ in nothing but capital letters; if they mean the same, write them alike")
    return np.ascontiguousarray(kept.T), Y, "\n".join([meaning, *notes])


# The file


def _existing(path):
    """The path of a file that is there."""
    try:
        path = Path(os.path.expanduser(path))  # unlike Path's own, it leaves ~nobody as it is
    except TypeError:
        raise TableError(f"path must be the name of a file; got {type(path).__name__}") from None
    try:
        if path.is_dir():
            raise TableError(f'"{path}" is a folder; read_csv needs a file')
        if path.exists():
            return path
    except OSError as error:  # such as a name that is too long
        raise _unreadable(path, error) from None
    raise _not_found(path)


def _not_found(path):
    name = str(path)
    if any(character < " " for character in name):
        reason = (
            r'it holds a line break or a tab, which no name does; on Windows write r"C:\new.csv", with an r before it'
        )
        return TableError(f"path must be the name of a file; got {_shown(name)}: {reason}")
    if re.match(r"(https?|ftp|file):/|www\.", name, re.IGNORECASE):
        reason = "is an address, and read_csv reads files of this machine; download the file and give its name"
        return TableError(f"{_shown(re.sub(':/+', '://', name))} {reason}")
    folder = path.absolute().parent
    reason = f'there is no file "{path}"; it was looked for in "{folder}"'
    if not folder.is_dir():
        return TableNotFoundError(f"{reason}, which is not there either")
    try:
        like = _name_like(path.name, sorted(other.name for other in folder.iterdir() if other.is_file()))
    except OSError:  # not every folder may be listed
        like = None
    return TableNotFoundError(f'{reason}; there is "{like}": is it that?' if like else reason)


def _name_like(name, others):
    """Which of the other names may be meant; None if none is."""
    wanted = name.casefold().strip(" \"'")
    suffixes = {".csv", ".txt", ".tsv", ".dat", ".data", ".xlsx", ".xls", ".ods", ""}
    tests = (
        lambda other: other == wanted,
        lambda other: other.startswith(wanted + "."),  # Windows hides the second ending of mine.csv.txt
        lambda other: Path(other).stem == Path(wanted).stem and Path(other).suffix in suffixes,
    )
    like = next((other for test in tests for other in others if test(other.casefold().strip())), None)
    return like or next(iter(difflib.get_close_matches(name, others, cutoff=0.8)), None)


def _unreadable(path, error):
    hint = "; if another program has it open, close it there" if isinstance(error, PermissionError) else ""
    return TableError(f"{_shown(str(path))} can't be read: {error.strerror}{hint}")


KINDS = {  # how a file begins that is no text
    b"PK\x03\x04": "a spreadsheet or a zip file",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of an old Excel",
    b"\x1f\x8b": "a gz file",
    b"%PDF-": "a PDF",
    b"\x93NUMPY": "an array of NumPy",
}


def _text(path):
    """What the file holds once it is known to be text; every line ends in a newline."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None
    for beginning, kind in KINDS.items():
        if data.startswith(beginning):
            reason = f"it is {kind}, whatever its name says; open it and save the table as CSV in UTF-8"
            raise TableError(f"{path.name}, line 1: {reason}")
    unfit = re.search(rb"\r\r\n", data.rstrip())
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if not unfit else data
    bad = [data.index(b"\0")] if b"\0" in data else []
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        bad.append(error.start)
    if bad:
        line = data.count(b"\n", 0, min(bad)) + 1
        reason = f"the byte 0x{data[min(bad)]:02x} is not text in UTF-8; save the file as CSV in UTF-8"
        raise TableError(f"{path.name}, line {line}: {reason}")
    if unfit:
        line = data.count(b"\n", 0, unfit.start()) + 1
        reason = r"the line ends in \r\r\n, which makes a blank line after it; if Python wrote the file, write it again"
        raise TableError(f'{path.name}, line {line}: {reason} with open(…, "w", newline="")')
    text = text.removeprefix("\ufeff")
    if not text or text.isspace():
        raise TableError(f"{path.name}: the file is empty")
    if reason := _other_text(text):
        raise TableError(f"{path.name}, line 1: {reason}")
    return text if text.endswith("\n") else text + "\n"


def _other_text(text):
    """Why a text is no table but something else that is often saved as one; None if it isn't."""
    text = text.lstrip()
    if re.match(r"<(!--|(!doctype|\?xml|html|head|body|table)\b)", text, re.IGNORECASE):
        return "this is a web page and no table; download the file itself (on GitHub, by its button Raw)"
    if text.startswith("version https://git-lfs"):
        return "this only says where Git LFS keeps the file; get the file itself, by git lfs pull or a download"
    if text[0] in "[{":
        for part in (text, text.partition("\n")[0]):
            try:
                json.loads(part)
            except ValueError:
                continue
            return "this is JSON and no table; save it as CSV"
    return None


# Lines and cells


@dataclass
class _Table:
    """The cells of a file, stripped, and in which line of it each row begins."""

    file: str
    separator: str
    rows: list
    lines: list
    names: list = field(default_factory=list)  # of the columns; empty where line 1 has none
    first_line: int = 1  # 2 below a line such as sep=;

    def fault(self, reason, row, column=None):
        """What is told of this row and column, which are counted from 0 here and from 1 there."""
        place = f"{self.file}, line {self.lines[row]}"
        return TableError(f"{place}: {reason}" if column is None else f"{place}, {self.column(column)}: {reason}")

    def column(self, column):
        name = self.names[column] if column < len(self.names) else ""
        return f"column {column + 1}{name and ' ' + _shown(name)}"

    def is_word(self, cell):
        return cell != "" and isinstance(_value(cell, self.separator), str)

    def are_names(self, row):
        return all(not cell or self.is_word(cell) for cell in row[:-1])


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
    table.names = []
    first, *rest = table.rows
    if first in rest and table.are_names(first):
        reason = f"the names of line {table.first_line} stand here once more; take this line out"
        raise table.fault(reason, rest.index(first) + 1)
    if _is_header(table):
        table.names = table.rows.pop(0)
        del table.lines[0]
    return table


ONE_COLUMN = "there is only one; separate the numbers and the label by commas, semicolons or tabs"


def _separator(file, text):
    """What separates the cells, and whether line 1 is there to tell it, as Excel's sep=; is."""
    if told := re.match(r'"?sep=([^"\n])"?[;,\t ]*\n', text, re.IGNORECASE):
        if told[1] not in "\t;,":
            raise TableError(f"{file}, line 1: {_shown(told[1])} can't separate the cells; a tab, ; or , can")
        return told[1], True
    lines = (line[0] for line in re.finditer(r'(?:"[^"]*"|[^"\n])+', text))
    mark = next(filter(None, map(_first_mark, lines)), None) or _first_mark(text.replace('"', ""))
    if not mark:
        raise TableError(f"{file}, line 1, column 1: {ONE_COLUMN}")
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
            rows.append(list(map(str.strip, row)))
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        table = _Table(file, separator, rows, [line])
        table.names = rows[0] if rows and table.are_names(rows[0]) else []
        raise table.fault(*_bad_quote(text, line, separator)) from None
    return rows, lines


def _bad_quote(text, line, separator):
    """Why the csv module can't read the row that begins in this line; then 0 for this row, and the column."""
    start, column = 0, 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    good = re.compile(rf' *+(?:"(?:[^"]|"")*+" *+|[^"{separator}\n][^{separator}\n]*+)?+{separator}')
    while match := good.match(text, start):
        start, column = match.end(), column + 1
    quoted = re.compile(r' *+"(?:[^"]|"")*+(")?').match(text, start)
    if not quoted:
        return f"the cell has more than {csv.field_size_limit()} characters", 0, column
    if not quoted[1]:
        return "the quote that opens here is never closed", 0, column
    end = line + text.count("\n", start, quoted.end())
    return f"the quote that opens here is closed in line {end}, but text follows it", 0, column


def _refuse_what_stands_above(table):
    """A title, a comment, or a line that holds counts, above the names or the first row."""
    first, *rest = table.rows
    if _holds_counts(table):
        raise table.fault(f"{_shown(','.join(first))} holds counts and no row of the table; take it out", 0)
    widths = [len(row) for row in table.rows]
    begins = widths.index(statistics.mode([width for width in widths if width > 1] or [1])) if widths[0] == 1 else 0
    if _is_quoted_whole(table, 0) and first[0].count(table.separator) + 1 in widths[begins:]:
        raise _one_column(table, 0)
    if len(first) > 2 and not any(first[1:]) and any(map(any, rest)):  # as a spreadsheet saves a title
        below = next(i for i, row in enumerate(rest, 1) if any(row))
        begins = below if table.are_names(table.rows[below]) else 0
    if begins > 0:
        reason = f"{_shown(first[0])} stands above the table, which begins in line {table.lines[begins]}"
        raise table.fault(f"{reason}; take out what stands above it", 0)


def _holds_counts(table):
    """Whether line 1 says how many rows and numbers follow, as in the files that scikit-learn brings."""
    first, *rest = table.rows
    if not first[0].isdigit() or not rest or len(rest[0]) == 1:
        return False
    width, is_told = len(rest[0]), first[0] == str(len(rest))
    if len(first) == 1:
        return is_told
    names = [table.is_word(cell) for cell in first[2:]]
    if len(first) != width:
        return first[1] in (str(width - 1), str(width)) and (is_told or (len(names) > 1 and all(names)))
    return first[1] == str(width - 1) and any(names[:-1])


def _is_quoted_whole(table, i):
    cell, *others = table.rows[i]
    return table.separator in cell and not any(others)


def _one_column(table, i):
    if _is_quoted_whole(table, i):
        reason = f"quotes stand around the whole line, {_shown(table.rows[i][0])}; only a cell may stand in quotes"
        return table.fault(reason, i)
    return table.fault(ONE_COLUMN, i, 0)


def _make_equally_long(table):
    """Takes off the empty cells that separators at the end of a line make, and refuses rows of another length."""
    rows = table.rows
    used = [len(row) if row[-1] else max((j for j, cell in enumerate(row, 1) if cell), default=0) for row in rows]
    width = max(used[0], min(len(rows[0]), max(used[1:], default=0)))
    if table.are_names(rows[0][:width]):
        table.names = rows[0][:width]
    if width == 1:
        raise _one_column(table, 0)
    for i, row in enumerate(rows):
        if used[i] > width or len(row) < width:
            raise _wrong_length(table, i, used, width)
        del row[width:]


def _wrong_length(table, i, used, width):
    """What is wrong in row i, or in line 1, which is the odd one if all the others are equally long."""
    separator, rows, line_1 = table.separator, table.rows, f"line {table.first_line}"
    other_mark = _first_mark(separator.join(rows[1]))
    decimals = "if its numbers have decimal commas, separate the cells by semicolons"
    if _is_quoted_whole(table, i):
        return _one_column(table, i)
    if table.names and other_mark not in (None, separator):
        reason = f"{_shown(separator)} separates its cells, but {_shown(other_mark)} those of line {table.lines[1]}"
        return table.fault(f"{reason}; if it is a title, take it out", 0)
    if table.names and len(rows) > 2 and len(set(used[1:])) == 1:
        reason = f"the line has {width} cell{'s'[: width > 1]}, but each line below has {used[1]}"
        causes = ["if it is a title, take it out"]
        is_comment = rows[0][0].startswith(("#", "%"))
        if used[1] == width + 1 and not is_comment and _are_row_names(table, [row[0] for row in rows[1:]]):
            causes = ["if R wrote row names, write the file with row.names = FALSE"]
        if used[1] > width and separator == "," and not is_comment and not table.is_word(rows[1][0]):
            causes.append(decimals)
        return table.fault("; ".join([reason, *causes]), 0)
    length = used[i] if used[i] > width else len(rows[i])
    reason = f"the line has {length} cell{'s'[: length > 1]}, but {line_1} has {width}"
    if length > width and separator == ",":
        reason += f"; {decimals}"
    elif length == 1 and table.is_word(rows[i][0]):
        reason += "; if it is a remark, take it out"
    return table.fault(reason, i, min(length, width))


def _are_row_names(table, cells):
    """Whether a column may hold what R writes before each row: words, each another one, or rising whole numbers."""
    if not all(cell.isdigit() for cell in cells):
        return len(set(cells)) == len(cells) and all(map(table.is_word, cells))
    numbers = list(map(int, cells))
    return numbers == sorted(set(numbers))


def _is_header(table):
    first, *rest = table.rows
    labels = {_value(cell, table.separator) for cell in {row[-1] for row in rest}}
    if _value(first[-1], table.separator) in labels:
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
        raise _no_number(table, *bad[0])
    if table.separator != ",":
        comma, point = _first_with(",", table), _first_with(".", table)
        if comma and point:
            (row, column), (other, _) = max(comma, point), min(comma, point)
            cell = _shown(table.rows[row][column])
            raise table.fault(f"{cell} and line {table.lines[other]} mix decimal commas and points", row, column)
    return numbers


def _first_with(mark, table):
    return next(((i, j) for i, row in enumerate(table.rows) for j, cell in enumerate(row[:-1]) if mark in cell), None)


# What may stand where a number should, and what to do about it.
THOUSANDS = "write it without a mark between its thousands"
HINTS = {
    r"n/?a|<na>|null|none|nil|nat|missing|unknown|[-–—?.*]+|#[a-z].*": "where a value is missing, take the line out",
    r"true|false|wahr|falsch|vrai|faux": "write 1 for true and 0 for false",
    r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}.*|[0-9]{1,2}:[0-9][0-9].*": "leave dates and times out",
    r"[+−-]?[0-9]{1,3}([\s'’][0-9]{3})+([.,][0-9]*)?": THOUSANDS,
    r"[+−-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?|[+−-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]*)?": THOUSANDS,
    r"[+−-]?[0-9]+,[0-9]+(e[+−-]?[0-9]+)?": "write it with a decimal point, or separate the cells by semicolons",
    r"[–—‐‑‒﹣－]\s*[0-9.,]+": 'write its minus as "-"',
    r"\([0-9.,]+\)": 'write it with "-" before it and no brackets',
    r"[\"'“”„«»‘’`´].*": "take the quotes off",
    r"[<>≤≥~≈]=?\s*[0-9.,]+": "write a number alone",
    r"[+−-]?[$€£¥]\s*[0-9.,+−-]+|[+−-]?[0-9.,]+\s*[$€£¥%°µ]*[a-z]*[/²³]*[a-z]*": "leave the unit out",
}


def _no_number(table, i, j):
    """Why the cell in this row and column is no number."""
    cell, column, others = table.rows[i][j], [row[j] for row in table.rows], table.rows[1:]
    if not cell:
        return table.fault("the cell is empty", i, j)
    if not table.is_word(cell):
        return table.fault(_not_finite(cell), i, j)
    hint = next((hint for pattern, hint in HINTS.items() if re.fullmatch(pattern, cell, re.IGNORECASE)), "")
    if hint:
        pass
    elif j == 0 and table.names[:1] == [""] and len(column) > 1 and _are_row_names(table, column):
        hint = "if R wrote row names here, write the file with row.names = FALSE"
    elif i == len(others) > 0 and not table.rows[i][-1]:
        hint = "if this line holds a total or a remark, take it out"
    elif _has_digit(cell):
        pass
    elif all(map(table.is_word, column)) and len(set(column)) == 2 and not table.is_word(table.rows[0][-1]):
        hint = "only the last column may hold words; if these are the labels, put them last"
    elif i == 0 and table.names and table.are_names(table.rows[0]) and others and not table.are_names(others[0]):
        hint = "if this line holds units or more names, take it out"
    elif i == 0 and not table.names and not table.are_names(table.rows[0]):
        hint = "if this line names the columns, none of them but the last may be a number"
    else:
        hint = "only the last column may hold words"
    return table.fault(f"{_shown(cell)} is not a number" + (f"; {hint}" if hint else ""), i, j)


def _not_finite(cell):
    return f"{_shown(cell)} is {'too large for float64' if _has_digit(cell) else 'not a finite number'}"


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
            raise table.fault(_not_finite(cell), row, last)
        spellings.setdefault(value, cell)
        if len(spellings) > 2:
            raise _third_label(table, row, last, [*map(_shown, spellings.values())])
    if len(spellings) < 2:
        found = f"only {_shown(*spellings.values())}" if spellings else "none"
        found += f" (line {table.first_line} names the columns)" if table.names else ""
        last = len(table.names or table.rows[0])
        reason = f"the last column must hold two labels; there is {found}"
        raise TableError(f"{table.file}, column {last}: {reason}{_labels_elsewhere(table)}")
    zero, one = sorted(spellings, key=lambda value: (isinstance(value, str), value))
    shown = [_shown(value) if isinstance(value, str) else spellings[value] for value in (zero, one)]
    return *shown, np.array([[values[cell] == one for cell in column]], float)


def _third_label(table, row, last, labels):
    a, b, c = labels
    reason = f"{c} is a third label after {a} and {b}; the last column must hold two"
    *first, _ = table.rows[0]
    if not table.names and last > 1 and all(map(str.isdigit, first)) and len({row[-1] for row in table.rows[1:]}) == 2:
        line = f"line {table.first_line}"
        reason += f"; if {line} names the columns, none of them but the last may be a number"
    return table.fault(reason + _labels_elsewhere(table), row, last)


def _labels_elsewhere(table):
    """The end of a sentence, if another column holds two values."""
    columns = list(zip(*table.rows, strict=True))[:-1]
    found = next((j for j, column in enumerate(columns) if len(column) > 2 and len(set(column)) == 2), None)
    return "" if found is None else f"; {table.column(found)} does: if it is the label, put it last"


# What is pointed out


def _without_index(table, numbers):
    """The numbers without columns that have no name and only number the lines; and what is to be said of columns."""
    N, D = numbers.shape
    steps = np.arange(N)[:, np.newaxis]
    is_index = (numbers == steps).all(axis=0) | (numbers == steps + 1).all(axis=0)
    is_nameless = np.array([bool(re.fullmatch(r"(Unnamed: \d+)?", name)) for name in table.names[:-1]] or [False] * D)
    dropped = is_index & is_nameless
    if dropped.all():
        dropped[:] = False
    notes = [f"column {j + 1} has no name and only numbers the lines; it was left out" for j in np.flatnonzero(dropped)]
    if left := [*np.flatnonzero(is_nameless & ~dropped)][:1]:
        notes.append(f"column {left[0] + 1} has no name; if it only numbers the lines, take it out of the file")
    elif is_index[0] and not dropped[0] and D > 1:
        notes.append(f"{table.column(0)} counts the lines; if it only numbers them, take it out of the file")
    return numbers[:, ~dropped], notes


def _counting_note(table):
    row = table.names or table.rows[0]
    if table.are_names(row) or not _counts(table, row):
        return None
    line = f"line {table.first_line}, {_shown(','.join(row))},"
    if table.names:
        return f"{line} was taken as the names of the columns"
    return f"{line} was taken as an observation; if it names the columns, take it out of the file"


def _thousands_note(table):
    """What is said when no number shows that its mark is decimal: 1,250 may be a thousand and more."""
    marked = [cell for row in table.rows for cell in row[:-1] if "." in cell or "," in cell]
    if not marked or not all(re.fullmatch(r"[+−-]?[1-9]\d{0,2}[.,]\d{3}", cell) for cell in marked):
        return None
    mark = "," if "," in marked[0] else "."
    number, whole = _value(marked[0], ";"), marked[0].replace(mark, "")
    says = f'every number with a "{mark}" has three digits after it; {marked[0]} was read as {number:g}'
    return f'{says}: if it means {whole}, take the "{mark}" out of the file'


def _has_digit(word):
    return any(character.isdigit() for character in word)


def _shown(word):
    """A word in double quotes, shortened, with what can't be seen made visible."""
    return '"' + repr(word if len(word) <= 40 else word[:39] + "…")[1:-1] + '"'
