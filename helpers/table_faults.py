"""What may be wrong with a learner's table, one sentence for each fault. It imports nothing of ours.

`table` finds that something is wrong and asks here what to say. A function that is given a table returns the error.
"""

import csv
import difflib
import json
import os
import re
from itertools import chain
from pathlib import Path


class _Sentence:
    """An error of which a notebook shows the sentence alone: none of the code that it went through is the learner's."""

    def _render_traceback_(self):
        return [f"{type(self).__name__}: {self}"]


class TableError(_Sentence, ValueError):
    """What is wrong with a table, and in which line and column."""


class TableNotFoundError(_Sentence, FileNotFoundError):
    """There is no such file."""


def shown(word):
    """A word in double quotes, shortened, with what can't be seen made visible."""
    return '"' + repr(word if len(word) <= 40 else word[:39] + "…")[1:-1] + '"'


# Files


def unread(path, error):
    """Why there is nothing to read at this path, when the system says no."""
    name, folder = str(path), path.absolute().parent
    if any(character < " " for character in name):
        reason = "it holds a line break or a tab, which no name does"
        advice = r'on Windows write r"C:\new.csv", with an r before it'
        return TableError(f"path must be the name of a file; got {shown(name)}: {reason}; {advice}")
    if re.match(r"(https?|ftp|file):/|www\.", name, re.IGNORECASE):
        reason = "is an address, and read_csv reads files of this machine; download the file and give its name"
        return TableError(f"{shown(re.sub(':/+', '://', name))} {reason}")
    if os.path.isdir(name):
        return TableError(f'"{name}" is a folder; read_csv needs a file')
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        hint = "; if another program has it open, close it there" if isinstance(error, PermissionError) else ""
        return TableError(f"{shown(name)} can't be read: {error.strerror}{hint}")
    reason = f'there is no file "{name}"; it was looked for in "{folder}"'
    if not folder.is_dir():
        return TableNotFoundError(f"{reason}, which is not there either")
    try:
        like = _name_like(path.name, sorted(other.name for other in folder.iterdir() if other.is_file()))
    except OSError:  # not every folder may be listed
        like = None
    return TableNotFoundError(f'{reason}; there is "{like}": is it that?' if like else reason)


def _name_like(name, others):
    """Which of the other names may be meant; None if none is."""
    wanted = Path(name.casefold().strip(" \"'"))
    suffixes = {".csv", ".txt", ".tsv", ".dat", ".data", ".xlsx", ".xls", ".ods", ""}
    for other in others:
        there = Path(other.casefold().strip())
        # Windows hides the second ending of mine.csv.txt
        if there.stem in (wanted.stem, wanted.name) and there.suffix in suffixes | {wanted.suffix}:
            return other
    return next(iter(difflib.get_close_matches(name, others, cutoff=0.8)), None)


KINDS = {  # how a file begins that is no text
    b"PK\x03\x04": "a spreadsheet or a zip file",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of an old Excel",
    b"\x1f\x8b": "a gz file",
    b"%PDF-": "a PDF",
    b"\x93NUMPY": "an array of NumPy",
}


def no_text(data):
    """Which line of a file's bytes is no text, and why; None if all are."""
    for beginning, kind in KINDS.items():
        if data.startswith(beginning):
            return 1, f"it is {kind}, whatever its name says; open it and save the table as CSV in UTF-8"
    bad = [data.index(b"\0")] if b"\0" in data else []
    try:
        data.decode()
    except UnicodeDecodeError as error:
        bad.append(error.start)
    if bad:
        reason = f"the byte 0x{data[min(bad)]:02x} is not text in UTF-8; save the file as CSV in UTF-8"
        return len(re.findall(rb"\r\n|\r|\n", data[: min(bad)])) + 1, reason
    if unfit := re.search(rb"\r\r\n", data.rstrip()):
        reason = r"the line ends in \r\r\n, which makes a blank line after it; if Python wrote the file, write it again"
        return data.count(b"\n", 0, unfit.start()) + 1, f'{reason} with open(…, "w", newline="")'
    return None


def other_text(text):
    """Why a text is no table but something else that is often saved as one; None if it isn't."""
    text = text.lstrip()
    if re.match(r"<(!--|(!doctype|\?xml|html|head|body|table)\b)", text, re.IGNORECASE):
        return "this is a web page and no table; download the file itself (on GitHub, by its button Raw)"
    if text.startswith("version https://git-lfs"):
        return "this only says where Git LFS keeps the file; get the file itself, by git lfs pull or a download"
    for part in (text, text.partition("\n")[0]) if text[0] in "[{" else ():
        try:
            json.loads(part)
        except ValueError:
            continue
        return "this is JSON and no table; save it as CSV"
    return None


# Lines

ONE_COLUMN = "there is only one; separate the numbers and the label by commas, semicolons or tabs"


def only_one(line):
    """ONE_COLUMN, with the sign that seems to separate the cells of this line."""
    first = line.split("\n")[0].strip()
    mark = next((mark for mark in "|& :" if mark in first), "")
    return ONE_COLUMN + (f", not by {'spaces' if mark == ' ' else shown(mark)}" if mark else "")


def bad_quote(text, line, separator):
    """Why the csv module can't read the row that begins in this line, and in which column."""
    start, column = 0, 0
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


def holds_counts(table):
    """Whether line 1 says how many rows and numbers follow, as in the files that scikit-learn brings."""
    first, *rest = table.rows
    if not rest or not first[0].isdigit():
        return False
    counts = (str(len(rest)), str(len(rest[0]) - 1))
    is_short = len(first) < len(rest[0]) and first == counts[: len(first)]
    return is_short or (first[1:2] == counts[1:] and any(map(table.is_word, first[2:-1])))


def one_column(table, i):
    if table.is_quoted_whole(i):
        reason = f"quotes stand around the whole line, {shown(table.rows[i][0])}; only a cell may stand in quotes"
        return table.fault(reason, i)
    return table.fault(only_one(table.rows[i][0]), i, 0)


def wrong_length(table, i, used, width):
    """What is wrong in row i, or in line 1, which is the odd one if all the others are equally long."""
    separator, rows = table.separator, table.rows
    decimals = "if its numbers have decimal commas, separate the cells by semicolons"
    if table.is_quoted_whole(i):
        return one_column(table, i)
    other = next((mark for mark in "\t;," if mark in separator.join(rows[1])), separator)
    if table.names and other != separator:
        reason = f"{shown(separator)} separates its cells, but {shown(other)} those of line {table.lines[1]}"
        return table.fault(f"{reason}; if it is a title, take it out", 0)
    if table.names and len(rows) > 2 and len(set(used[1:])) == 1:
        reason = f"the line has {width} cell{'s'[: width > 1]}, but each line below has {used[1]}"
        causes = ["if it is a title, take it out"]
        is_comment = rows[0][0].startswith(("#", "%"))
        if used[1] == width + 1 and not is_comment and are_row_names(table, [row[0] for row in rows[1:]]):
            causes = ["if R wrote row names, write the file with row.names = FALSE"]
        if used[1] > width and separator == "," and not is_comment and not table.is_word(rows[1][0]):
            causes.append(decimals)
        return table.fault("; ".join([reason, *causes]), 0)
    length = used[i] if used[i] > width else len(rows[i])
    reason = f"the line has {length} cell{'s'[: length > 1]}, but line {table.first_line} has {width}"
    if length > width and separator == ",":
        reason += f"; {decimals}"
    elif length == 1 and table.is_word(rows[i][0]):
        reason += "; if it is a remark, take it out"
    return table.fault(reason, i, min(length, width))


def are_row_names(table, cells):
    """Whether a column may hold what R writes before each row: words, each another one, or rising whole numbers."""
    if not all(cell.isdigit() for cell in cells):
        return len(set(cells)) == len(cells) and all(map(table.is_word, cells))
    numbers = list(map(int, cells))
    return numbers == sorted(set(numbers))


# Numbers and labels

NUMBER = r"[+−-]?[0-9.,]+"
DATES = "leave dates and times out"
THOUSANDS = "write it without a mark between its thousands"
HINTS = {  # what may stand where a number should, and what to do about it
    r"n/?a|<na>|null|none|nil|nat|missing|unknown|[-–—?.*]+|#[a-z].*": "where a value is missing, take the line out",
    r"true|false|wahr|falsch|vrai|faux": "write 1 for true and 0 for false",
    r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}.*|[0-9]{1,2}:[0-9][0-9].*": DATES,
    r"(.*\W)?(jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]*\W+[0-9].*": DATES,
    r"#+": "the spreadsheet's column was too narrow; make it wider and save again",
    r"[0-9.,]+[-−]": 'write its "-" before it',
    r"[\[{].*|.*[\]}]": "take the brackets off",
    r"=.*": "save the value, not the formula",
    r"[+−-]?[0-9]{1,3}([\s'’,.])[0-9]{3}(\1[0-9]{3})*((?!\1)[.,][0-9]*)?": THOUSANDS,
    r"[+−-]?[0-9]+,[0-9]+(e[+−-]?[0-9]+)?": "write it with a decimal point, or separate the cells by semicolons",
    r"[–—‐‑‒﹣－]\s*[0-9.,]+": 'write its minus as "-"',
    r"\([0-9.,]+\)": 'write it with "-" before it and no brackets',
    r"[\"'“”„«»‘’`´].*": "take the quotes off",
    r"[<>≤≥~≈]=?\s*[0-9.,]+": "write a number alone",
    r"[+−-]?[0-9]+\s*/\s*[0-9]+": "write it as a decimal",
    r"[+−-]?[0-9.]+d[+−-]?[0-9]+": 'write "e" before its power of ten',
    r".*[\u200b-\u200f\u2060\ufeff].*": "a character in it can't be seen; take it out",
    rf"[+−-]?[$€£¥]\s*{NUMBER}|{NUMBER}\s*[$€£¥%°µ]*[a-z]*[/²³]*[a-z]*": "leave the unit out",
}


def no_number(table, i, j):
    """Why the cell in this row and column is no number."""
    cell, column, others = table.rows[i][j], [row[j] for row in table.rows], table.rows[1:]
    if not cell:
        return table.fault("the cell is empty", i, j)
    if not table.is_word(cell):
        return table.fault(not_finite(cell), i, j)
    hint = next((hint for pattern, hint in HINTS.items() if re.fullmatch(pattern, cell, re.IGNORECASE)), "")
    if hint:
        pass
    elif j == 0 and table.names[:1] == ("",) and len(column) > 1 and are_row_names(table, column):
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
    return table.fault(f"{shown(cell)} is not a number" + (f"; {hint}" if hint else ""), i, j)


def not_finite(cell):
    return f"{shown(cell)} is {'too large for float64' if _has_digit(cell) else 'not a finite number'}"


def _has_digit(word):
    return any(character.isdigit() for character in word)


def too_few_labels(table, labels):
    found = f"only {shown(*labels)}" if labels else "none"
    found += f" (line {table.first_line} names the columns)" if table.names else ""
    reason = f"the last column must hold two labels; there is {found}{_labels_elsewhere(table)}"
    return TableError(f"{table.file}, column {len(table.names or table.rows[0])}: {reason}")


def third_label(table, row, labels):
    a, b, c = map(shown, labels)
    reason = f"{c} is a third label after {a} and {b}; the last column must hold two"
    *first, _ = table.rows[0]
    if not table.names and len(first) > 1 and all(map(str.isdigit, first)):
        if len({row[-1] for row in table.rows[1:]}) == 2:
            line = f"line {table.first_line}"
            reason += f"; if {line} names the columns, none of them but the last may be a number"
    return table.fault(reason + _labels_elsewhere(table), row, len(first))


def _labels_elsewhere(table):
    """The end of a sentence, if another column holds two values."""
    columns = list(zip(*table.rows, strict=True))[:-1]
    found = next((j for j, column in enumerate(columns) if len(column) > 2 and len(set(column)) == 2), None)
    return "" if found is None else f"; {table.column(found)} does: if it is the label, put it last"


# What is pointed out of a table that was read


def column_notes(table, dropped, nameless, counting):
    """What is said of columns; the three arrays hold True for each that was dropped, has no name, counts the lines."""
    notes = [f"column {j + 1} has no name and only numbers the lines; it was left out" for j in dropped.nonzero()[0]]
    if (left := (nameless & ~dropped).nonzero()[0]).size:
        notes.append(f"column {left[0] + 1} has no name; if it only numbers the lines, take it out of the file")
    elif counting[0] and not dropped[0] and len(counting) > 1:
        notes.append(f"{table.column(0)} counts the lines; if it only numbers them, take it out of the file")
    return notes


def counting_note(table):
    line = f"line {table.first_line}, {shown(','.join(table.names or table.rows[0]))},"
    if table.names:
        return f"{line} was taken as the names of the columns"
    return f"{line} was taken as an observation; if it names the columns, take it out of the file"


def thousands_note(table):
    """What is said when no number shows that its mark is decimal: 1,250 may be a thousand and more."""
    marked = (cell for row in table.rows for cell in row[:-1] if "." in cell or "," in cell)
    first = next(marked, "")
    if not all(re.fullmatch(r"[+−-]?[1-9]\d{0,2}[.,]\d{3}", cell) for cell in chain([first], marked)):
        return None
    mark = "," if "," in first else "."
    number, whole = float(first.replace("−", "-").replace(",", ".")), first.replace(mark, "")
    says = f'every number with a "{mark}" has three digits after it; {first} was read as {number:g}'
    return f'{says}: if it means {whole}, take the "{mark}" out of the file'
