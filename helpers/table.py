"""A learner's own table: read_csv takes a text file and names what is wrong with it."""

import csv
import io
import math
import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

BLOCK = 1 << 21  # bytes read at once: few, so as to stay near the processor; many, so that threads seldom wait
THREADS = min(4, os.cpu_count() or 1)  # NumPy lets go of Python's lock while it works on an array
LONGEST = 32  # bytes of a label that the quick way takes, and of spaces before a number
NEWLINE, SPACE, QUOTE, PLUS, MINUS = b'\n "+-'
TENS = np.array([10**k for k in range(20)], np.uint64)
FIVES = np.array([5**k for k in range(23)], np.int64)
EXACT = np.array([float(10**k) for k in range(23)])
PAIRINGS = ((8, 10, 0x00FF00FF00FF00FF), (16, 100, 0x0000FFFF0000FFFF), (32, 10_000, 0x00000000FFFFFFFF))


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
    table = _quickly(data, separator) or _carefully(path.name, data.decode(), separator)
    numbers, labels, spellings, names = table
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


# The quick way: a block of lines at a time, each step for all of its cells


def _quickly(data, separator):
    """What _carefully returns, to the last bit; None where anything is out of the ordinary."""
    start = data.index(b"\n") + 1
    try:
        first = next(_rows(data[:start].decode(), separator))
    except (csv.Error, StopIteration):
        return None
    if header := _is_header(first, separator):
        if not _quotes_are_plain(data[: start - 1].decode(), separator):
            return None
    else:
        start = 0
    if data.endswith(b"\n\n"):
        data = data.rstrip(b"\n") + b"\n"
    point = "," if separator != "," and data.find(b",", start) >= 0 else "."
    if len(first) < 2 or start == len(data) or not (blocks := _blocks(data, start, separator, point, len(first))):
        return None
    numbers, is_second, labels = zip(*blocks, strict=True)
    labels = [label.decode() for label in dict.fromkeys(label for some in labels for label in some)]
    if len(labels) != 2:
        return None
    words = [next(_rows(label, separator))[0] for label in labels if _quotes_are_plain(label, separator)]
    spellings = {_cell(word, separator)[0]: word.strip() for word in words}
    if len(spellings) < 2 or None in spellings or (header and _cell(first[-1], separator)[0] in spellings):
        return None
    is_second = np.concatenate(is_second, dtype=float)
    numbers = np.concatenate(numbers, axis=1, out=np.empty((len(first) - 1, len(is_second))))
    return numbers.T, is_second, spellings, first if header else []


def _quotes_are_plain(line, separator):
    """Whether each quote in the line stands around a whole cell, and none within."""
    cell = rf'(?: *"[^"]*" *|[^"{separator}]*)'
    return '"' not in line or re.fullmatch(rf"{cell}(?:{separator}{cell})*", line) is not None


def _blocks(data, start, separator, point, width):
    """What _block returns for all lines from start on, block by block; None where it gives up on one."""
    ends = [start]
    while ends[-1] < len(data):
        ends.append(data.find(b"\n", ends[-1] + BLOCK) + 1 or len(data))
    pieces = list(map(slice, ends, ends[1:]))
    read = partial(_block, data, separator, point, width)
    blocks = [read((), pieces[0])]
    if blocks[0] is None:
        return None
    with ThreadPoolExecutor(THREADS) as pool:
        for block in pool.map(partial(read, blocks[0][2]), pieces[1:]):
            if block is None:
                return None
            blocks.append(block)
    return blocks


def _block(data, separator, point, width, labels, piece):
    """The numbers (D, n) of a piece's lines, where the label is the second (n,), and the labels as they are written.

    labels: those known before, at most two; a tuple, as what is returned, where those that come up first in these lines
    are added. None where _quickly gives up.
    """
    lines = data[piece]
    byte = np.frombuffer(lines, np.uint8)
    is_newline = byte == NEWLINE
    end = np.flatnonzero((byte == ord(separator)) | is_newline)
    if end.size % width or not is_newline[end[width - 1 :: width]].all() or is_newline.sum() > end.size // width:
        return None
    start, end = np.append(0, end[:-1] + 1).reshape(-1, width), end.reshape(-1, width)
    lines += bytes(LONGEST)  # one may look beyond the end
    labels, is_second = _labels(lines, start[:, -1], end[:, -1], labels)
    if is_second is None:
        return None

    start, end = start[:, :-1].ravel(), end[:, :-1].ravel()
    point_at = np.flatnonzero(byte == ord(point))
    if len(point_at) != len(start) or (point_at < start).any() or (point_at > end).any():  # not one in each cell
        point_at = np.append(point_at, len(byte))[np.searchsorted(point_at, start)]
        point_at = np.minimum(point_at, end)
    first = byte[start]
    if ((first == SPACE) | (first == QUOTE)).any():
        for _ in range(LONGEST):
            if not (is_space := byte[start] == SPACE).any():
                break
            start += is_space
        quoted = (byte[start] == QUOTE) & (byte[end - 1] == QUOTE) & (end - start > 1)
        start, end = start + quoted, end - quoted
        point_at = np.minimum(point_at, end)
    ways = [_numbers, _with_powers]
    if b"e" in lines[start[0] : end[width - 2]].lower():  # in the first line, so most likely in most
        ways.reverse()
    numbers, odd = ways[0](lines, start, point_at, end)
    if odd.any():
        odd = np.flatnonzero(odd)
        numbers[odd], still_odd = ways[1](lines, start[odd], point_at[odd], end[odd])
        for i in odd[still_odd]:
            cell = lines[start[i] : end[i]].decode()
            value = _cell(cell, separator)[0] if len(cell) < csv.field_size_limit() else None
            if not isinstance(value, float) or (point == "," and "." in cell):
                return None
            numbers[i] = value
    return numbers.reshape(-1, width - 1).T, is_second, labels


def _windows(lines, kind):
    """What stands from each byte on, as kind, a NumPy type of LONGEST bytes at most."""
    return np.ndarray(len(lines) - LONGEST, kind, lines, strides=(1,))


def _labels(lines, start, end, labels):
    """The labels, with those that come up first, and where the one from start to end is the second; None if a third."""

    def which(label, rows):
        text = _windows(lines, f"S{len(label)}")[start[rows]]
        return (end[rows] - start[rows] == len(label)) & (text == label)

    rest, is_second = np.arange(len(start)), np.zeros(len(start), bool)
    for i in range(2):
        if i == len(labels) and rest.size:
            labels += (lines[start[rest[0]] : end[rest[0]]],)
        if rest.size and 0 < len(labels[i]) <= LONGEST:
            is_this = which(labels[i], rest)
            is_second[rest[is_this]] = i
            rest = rest[~is_this]
    return labels, None if rest.size else is_second


def _digits(lines, start, end):
    """The whole numbers whose digits stand from start to end; and where that is none, or not below 10**19."""
    number, length = np.zeros(len(start), np.uint64), end - start
    wrong = length > 24
    eight = _windows(lines, "S8")
    for done in range(0, min(length.max(initial=0), 24), 8):  # the last eight, those before them, ...
        word = eight[np.maximum(end - done - 8, start)].view("<u8")
        word ^= 0x3030303030303030  # each byte is a digit now, and the first byte the lowest
        word <<= np.maximum(64 - 8 * (length - done), 0).astype(np.uint64)  # without what stands behind the digits
        wrong |= (word | (word + 0x7676767676767676)) & 0x8080808080808080 > 0  # where a byte is above 9
        for bits, tens, keep in PAIRINGS:  # of neighbouring bytes, of the pairs, of the fours
            word *= (tens << bits) + 1
            word >>= bits
            word &= keep
        if done == 16:
            wrong |= word > 999
        number += word * 10**done
    return number, wrong


def _numbers(lines, start, point_at, end, power=0):
    """The float64 of each cell times 10**power, correctly rounded; and where it isn't known.

    A mantissa below 2**53 and a power of ten up to 10**22 are float64, so their quotient, rounded once, is the right
    one (Clinger 1990). That of a longer mantissa is rounded twice, and may be next to the right one.
    """
    sign = np.frombuffer(lines, np.uint8)[start]
    minus = sign == MINUS
    start = start + (minus | (sign == PLUS))
    behind = np.minimum(point_at + 1, end)
    (whole, odd), (part, odd_part) = _digits(lines, start, point_at), _digits(lines, behind, end)
    decimals = end - behind
    mantissa = whole * TENS.take(decimals, mode="clip") + part
    digits = point_at - start + decimals
    scale = decimals - power
    odd |= odd_part | (digits < 1) | ((digits > 19) & (whole > 0)) | (abs(scale) > 22)
    value = mantissa / EXACT.take(scale, mode="clip")
    if np.ndim(power):
        value *= EXACT.take(-scale, mode="clip")
    long = np.flatnonzero((mantissa >= 2**53) & (scale != 0))
    if long.size:
        value[long], unknown = _corrected(value[long], mantissa[long], scale[long])
        odd[long] |= unknown
    return np.where(minus, -value, value), odd


def _corrected(value, mantissa, scale):
    """mantissa / 10**scale, correctly rounded, from a value next to it; and where it isn't known.

    With value = c 2**e, mantissa - value 10**scale is 2**(e + scale) times a whole number. This is less than 2**63, so
    arithmetic modulo 2**64 gives it exactly, and in units of 5**scale it is what has to be added to c.
    """
    bits, five = value.view(np.int64), FIVES.take(scale, mode="clip")
    c, shift = bits & (2**52 - 1) | 2**52, 1075 - (bits >> 52) - scale
    left = (mantissa << shift.view(np.uint64)).view(np.int64) - c * five
    step = (2 * left > five).astype(np.int64) - (2 * left < -five)
    is_known = (2 * abs(left - step * five) < five) & (scale > 0) & (shift >= 0) & (c > 2**52)
    return (bits + step).view(float), ~is_known


def _with_powers(lines, start, point_at, end):
    """_numbers for cells that end in a power of ten, as e-05 is one; and where they don't."""
    byte, e_at = np.frombuffer(lines, np.uint8), end
    for back in (5, 4, 3, 2):
        e_at = np.where((byte[end - back] | 0x20 == ord("e")) & (end - back > start), end - back, e_at)
    sign = byte[e_at + 1]
    first = np.minimum(e_at + 1 + ((sign == MINUS) | (sign == PLUS)), end)
    power, odd = _digits(lines, first, end)
    power = power.astype(np.int64) * np.where(sign == MINUS, -1, 1)
    numbers, odd_numbers = _numbers(lines, start, np.minimum(point_at, e_at), e_at, power)
    return numbers, odd | odd_numbers | (first == end)
