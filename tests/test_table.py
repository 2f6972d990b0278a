"""What read_csv takes, what it points out, and what it refuses, in which words."""

import csv
import io
import math
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers import table

BAD = Path(__file__).with_name("bad_csv")


def rng(seed=0):
    return np.random.default_rng(seed)


# read_csv: what it takes


@pytest.fixture
def write(tmp_path):
    """Writes what a file holds, and gives back its path."""
    return lambda content: _written(tmp_path / "mine.csv", content)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    """A path that Hypothesis may write to again and again."""
    return tmp_path_factory.mktemp("csv") / "mine.csv"


def _written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def plain(pair):
    return [array.tolist() for array in pair]


def says(capsys):
    return capsys.readouterr().out


TWO = [[[1.5, 3], [2.5, 4]], [[0, 1]]]
DIALECTS = {
    "commas and names": b"a,b,kind\n1.5,2.5,no\n3,4,yes\n",
    "no names": b"1.5,2.5,no\n3,4,yes\n",
    "semicolons": b"a;b;kind\n1.5;2.5;no\n3;4;yes\n",
    "tabs": b"a\tb\tkind\n1.5\t2.5\tno\n3\t4\tyes\n",
    "decimal commas between semicolons": b"a;b;kind\n1,5;2,5;no\n3;4;yes\n",
    "decimal commas between tabs": b"1,5\t2,5\tno\n3\t4\tyes\n",
    "a mark at the start": b"\xef\xbb\xbfa,b,kind\n1.5,2.5,no\n3,4,yes\n",
    "a mark before a number": b"\xef\xbb\xbf1.5,2.5,no\n3,4,yes\n",
    "Windows": b"a,b,kind\r\n1.5,2.5,no\r\n3,4,yes\r\n",
    "an old Macintosh": b"a,b,kind\r1.5,2.5,no\r3,4,yes\r",
    "no newline at the end": b"1.5,2.5,no\n3,4,yes",
    "blank lines at the end": b"1.5,2.5,no\n3,4,yes\n\n  \n\t\n\r\n",
    "quotes": b'"a","b","kind"\n"1.5",2.5,"no"\n3,"4","yes"\n',
    "quotes around a separator": b'"a, b",b,kind\n1.5,2.5,no\n3,4,yes\n',
    "quotes around another separator": b'"a; b",b,kind\n1.5,2.5,no\n3,4,yes\n',
    "quotes around a newline": b'"a\n(mm)",b,kind\n1.5,2.5,no\n3,4,yes\n',
    "a label in quotes in quotes": b'1.5,2.5,"""no"""\n3,4,yes\n',
    "space around cells": b"a , b, kind\n 1.5,2.5 ,  no \n3\t, 4,yes\n".replace(b"\t", b" "),
    "space around quotes": b'"a" , "b", "kind"\n "1.5" ,2.5,"no" \n3,4, "yes" \n',
    "a space that does not break": "1.5\u00a0,2.5,no\n3,4,\u00a0yes\n".encode(),
    "names that are partly empty": b",b,\n1.5,2.5,no\n3,4,yes\n",
    "signs and powers": b"+1.5e0,25E-1,no\n.3e+1,4.,yes\n",
    "a told separator": b"sep=;\r\na;b;kind\r\n1,5;2,5;no\r\n3;4;yes\r\n",
    "a told separator in quotes": b'\xef\xbb\xbf"sep=;"\na;b;kind\n1,5;2,5;no\n3;4;yes\n',
    "a told tab": b"SEP=\t\n1.5\t2.5\tno\n3\t4\tyes\n",
    "a told separator that line 1 doesn't tell": b'sep=,\n"a;b",b,kind;one\n1.5,2.5,no\n3,4,yes\n',
    "a told separator and more of it": b"sep=;;;\na;b;kind\n1,5;2,5;no\n3;4;yes\n",
    "separators at the end of every line": b"a,b,kind,\n1.5,2.5,no,\n3,4,yes,\n",
    "several separators at the end, no names": b"1,5;2,5;no;;\n3;4;yes;;\n",
    "separators at the end of the rows": b"a\tb\tkind\n1.5\t2.5\tno\t\n3\t4\tyes\t\n",
    "a separator at the end of the names": b"a,b,kind,\n1.5,2.5,no\n3,4,yes\n",
    "separators at the end of some lines": b"a,b,kind,,\n1.5,2.5,no,,\n3,4,yes\n",
    "empty cells at the end": b'a,b,kind\n1.5,2.5,no\n3,4,yes\n,,\n , "" ,\n,,\n',
    "empty cells at the end, and too many": b"1.5,2.5,no\n3,4,yes\n,,,,\n",
    "a comment for names, as np.savetxt writes it": b"# a,b,kind\n1.5e+00,2.5e+00,no\n3,4,yes\n",
}


@pytest.mark.parametrize("content", DIALECTS.values(), ids=DIALECTS)
def test_every_dialect_of_the_same_table_is_read_alike(write, content):
    assert plain(table.read_csv(write(content))) == TWO


SAID = {
    "a,species\n1,Gentoo\n2,Adelie\n": 'species: "Adelie" is 0, "Gentoo" is 1\n',
    "1,Adelie\n2,Gentoo\n": 'last column: "Adelie" is 0, "Gentoo" is 1\n',
    "a,\n1,Adelie\n2,Gentoo\n": 'last column: "Adelie" is 0, "Gentoo" is 1\n',
    "a, on time \n1, yes\n2, no \n": 'on time: "no" is 0, "yes" is 1\n',
    "1,10\n2,9\n": "last column: 9 is 0, 10 is 1\n",
    "1,1\n2,-1\n": "last column: -1 is 0, 1 is 1\n",
    "1;0,5\n2;0,25\n": "last column: 0,25 is 0, 0,5 is 1\n",
    "1,0\n2,1.0\n3,0.0\n4,1e0\n5,-0\n": "last column: 0 is 0, 1.0 is 1\n",
    "1,b\n2,7\n": 'last column: 7 is 0, "b" is 1\n',
    "1,a\n2,B\n": 'last column: "B" is 0, "a" is 1\n',
    "1,größer\n2,kleiner\n": 'last column: "größer" is 0, "kleiner" is 1\n',
    '"a","one\nword"\n1,no\n2,yes\n': 'one\\nword: "no" is 0, "yes" is 1\n',
    "1," + "x" * 50 + "\n2,y\n": 'last column: "' + "x" * 39 + '…" is 0, "y" is 1\n',
}


@pytest.mark.parametrize(("content", "said"), SAID.items(), ids=SAID.values())
def test_the_larger_label_is_1_and_one_line_says_so(write, capsys, content, said):
    X, Y = table.read_csv(write(content))
    assert says(capsys) == said
    rows = list(csv.reader(io.StringIO(content), delimiter=";" if ";" in content else ","))[-Y.size :]
    one = said.rstrip().removesuffix(" is 1").rpartition("is 0, ")[2].strip('"')
    expected = [cell.strip() == one or cell == "1e0" for *_, cell in rows]
    assert X.shape == (1, len(rows)) and Y[0].tolist() == expected


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_minus_as_we_write_it_is_a_minus(write, capsys, separator):
    content = "a,kind\n−1.5,1\n1e−2,−1\n".replace(",", separator)
    assert plain(table.read_csv(write(content))) == [[[-1.5, 0.01]], [[1, 0]]]
    assert says(capsys) == "kind: −1 is 0, 1 is 1\n"


# read_csv: what it points out

AS_NAMES = "was taken as the names of the columns"
AS_ROW = "was taken as an observation; if it names the columns, take it out of the file"
LEFT_OUT = "column 1 has no name and only numbers the lines; it was left out"
NAMELESS = "has no name; if it only numbers the lines, take it out of the file"
POINTED_OUT = {
    "0,1,2\n1.5,2.5,0.0\n3.0,4.0,1.0\n": (TWO, [f'line 1, "0,1,2", {AS_NAMES}']),
    '"0";"1";"2"\n1,5;2,5;no\n3;4;yes\n': (TWO, [f'line 1, "0,1,2", {AS_NAMES}']),
    "sep=,\n0,1,2\n1.5,2.5,no\n3,4,yes\n": (TWO, [f'line 2, "0,1,2", {AS_NAMES}']),
    "0,1,kind\n1.5,2.5,0\n3,4,1\n": (TWO, [f'line 1, "0,1,kind", {AS_NAMES}']),
    ",0,1,2\n0,1.5,2.5,0.0\n1,3.0,4.0,1.0\n": (TWO, [LEFT_OUT, f'line 1, ",0,1,2", {AS_NAMES}']),
    ",0,1,kind\n0,1.5,2.5,no\n1,3,4,yes\n": (TWO, [LEFT_OUT, f'line 1, ",0,1,kind", {AS_NAMES}']),
    "id,0,1\n7,1.5,no\n5,3,yes\n": ([[[7, 5], [1.5, 3]], [[0, 1]]], [f'line 1, "id,0,1", {AS_NAMES}']),
    "0,1,2\n1.5,2.5,1\n3,4,2\n": ([[[0, 1.5, 3], [1, 2.5, 4]], [[1, 0, 1]]], [f'line 1, "0,1,2", {AS_ROW}']),
    "0,1\n1,0\n": ([[[0, 1]], [[1, 0]]], [f'line 1, "0,1", {AS_ROW}']),
    ",a,b,kind\n0,1.5,2.5,no\n1,3,4,yes\n": (TWO, [LEFT_OUT]),
    '"","a","b","kind"\n"1",1.5,2.5,"no"\n"2",3,4,"yes"\n': (TWO, [LEFT_OUT]),
    ",Unnamed: 0,a,b,kind\n0,0,1.5,2.5,no\n1,1,3,4,yes\n": (TWO, [LEFT_OUT, LEFT_OUT.replace("1", "2")]),
    ",a,kind\n3,1.5,no\n7,3,yes\n": ([[[3, 7], [1.5, 3]], [[0, 1]]], [f"column 1 {NAMELESS}"]),
    "a,,kind\n1.5,2.5,no\n3,4,yes\n": (TWO, [f"column 2 {NAMELESS}"]),
    ",kind\n0,no\n1,yes\n": ([[[0, 1]], [[0, 1]]], [f"column 1 {NAMELESS}"]),
    "Id,a,kind\n1,1.5,no\n2,3,yes\n": (
        [[[1, 2], [1.5, 3]], [[0, 1]]],
        ['column 1 "Id" counts the lines; if it only numbers them, take it out of the file'],
    ),
    "1.5,2.5,Yes\n3,4,yes\n": (
        TWO,
        ["the two labels differ in nothing but capital letters; if they mean the same, write them alike"],
    ),
}


@pytest.mark.parametrize(("content", "arrays", "notes"), [(c, *e) for c, e in POINTED_OUT.items()], ids=POINTED_OUT)
def test_what_may_be_meant_otherwise_is_pointed_out(write, capsys, content, arrays, notes):
    assert plain(table.read_csv(write(content))) == arrays
    assert says(capsys).splitlines()[1:] == notes


@pytest.mark.parametrize(
    ("content", "number", "whole", "mark"),
    [
        ("a;kind\n1,250;ja\n2,500;nein\n", "1,250", 1250, ","),
        ("a;kind\n1.250;ja\n2.500;nein\n", "1.250", 1250, "."),
        ("a,kind\n950,yes\n1.250,no\n", "1.250", 1250, "."),
        ("a,b,kind\n7,−12.345,yes\n2,100.000,no\n", "−12.345", -12345, "."),
    ],
)
def test_numbers_that_may_be_thousands_are_pointed_out(write, capsys, content, number, whole, mark):
    X, _ = table.read_csv(write(content))
    assert whole / 1000 in X
    assert says(capsys).splitlines()[1:] == [
        f'every number with a "{mark}" has three digits after it; {number} was read as {whole / 1000:g}: '
        f'if it means {number.replace(mark, "")}, take the "{mark}" out of the file'
    ]


@pytest.mark.parametrize("other", ["1.25", "0.125", "1234.567", "1.2505", "1.125e0", "-.125"])
def test_a_number_that_shows_its_mark_to_be_decimal_silences_that(write, capsys, other):
    table.read_csv(write(f"1.250,no\n{other},yes\n"))
    assert len(says(capsys).splitlines()) == 1


def test_a_first_line_of_numbers_is_never_dropped_in_silence(write, capsys):
    for width in (2, 3, 4):
        for first in ([str(j) for j in range(width)], [str(j + 1) for j in range(width)], ["0"] * width):
            for pair in (["0", "1"], ["1", "2"], ["2", "3"], ["no", "yes"]):
                rows = [first, *([*["1.5"] * (width - 1), label] for label in pair)]
                try:
                    X, _ = table.read_csv(write("".join(",".join(row) + "\n" for row in rows)))
                except ValueError:
                    continue
                notes = says(capsys)
                assert (X.shape[1] == 3) != (AS_NAMES in notes)
                assert (first == [str(j) for j in range(width)]) == (AS_NAMES in notes or AS_ROW in notes)


def test_a_hundred_thousand_lines_are_read_in_about_a_second(write):
    rows = [f"{x!r},{y!r},{'no' if x < 0 else 'yes'}\n" for x, y in rng().normal(size=(100_000, 2)).tolist()]
    path = write("".join(rows))
    began = time.process_time()
    X, _ = table.read_csv(path)
    assert X.shape == (2, 100_000)
    assert time.process_time() - began < 3  # half a second where nothing else runs


def test_a_path_may_be_text(write):
    assert plain(table.read_csv(str(write(DIALECTS["no names"])))) == TWO


def test_thousands_of_columns_are_read(write):
    X = rng().normal(size=(3000, 4))
    content = "".join(",".join(map(repr, x)) + f",{i % 2}\n" for i, x in enumerate(X.T.tolist()))
    X2, Y = table.read_csv(write(content))
    assert np.array_equal(X, X2) and Y.tolist() == [[0, 1, 0, 1]]


def test_a_file_whose_name_says_packed_is_read_as_it_is(tmp_path):
    assert plain(table.read_csv(_written(tmp_path / "mine.csv.gz", DIALECTS["no names"]))) == TWO


numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 5e-324, 1.7976931348623157e308, 0.1, 9007199254740993.0, 1e22, 1e23]),
)
words = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=40).filter(
    lambda word: word == word.strip() and isinstance(table._value(word, ","), str)
)


@st.composite
def tables(draw):
    """X (D, N), Y (1, N) with both labels, and the two words for them in order."""
    D, N = draw(st.integers(1, 5)), draw(st.integers(2, 7))
    X = draw(arrays(float, (D, N), elements=numbers))
    Y = draw(arrays(float, (1, N), elements=st.sampled_from([0, 1])).filter(lambda Y: 0 < Y.sum() < Y.size))
    return X, Y, sorted(draw(st.lists(words, min_size=2, max_size=2, unique=True)))


@given(
    written=tables(),
    separator=st.sampled_from(",;\t"),
    names=st.booleans(),
    newline=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    decimal_comma=st.booleans(),
    blank=st.sampled_from(["", "\n", "\n \n"]),
)
def test_what_is_written_comes_back_to_the_last_bit(
    scratch, written, separator, names, newline, quoting, mark, decimal_comma, blank
):
    X, Y, (zero, one) = written
    assume(names or quoting == csv.QUOTE_ALL or not set(zero + one) & set(",;\t"))  # line 1 tells the separator
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=newline, quoting=quoting)
    if names:
        writer.writerow([f"x{separator}{j}" for j in range(len(X))] + ["the label"])
    for x, y in zip(X.T.tolist(), Y[0], strict=True):
        cells = [repr(number) for number in x]
        if decimal_comma and separator != ",":
            cells = [cell.replace(".", ",") for cell in cells]
        writer.writerow([*cells, one if y else zero])
    path = _written(scratch, mark + (text.getvalue() + blank).encode())
    X2, Y2 = table.read_csv(path)
    assert X.tobytes() == X2.tobytes() and Y.tobytes() == Y2.tobytes()


pieces = st.one_of(
    numbers.map(repr),
    st.from_regex(r"[+-]?[0-9]{0,20}\.?[0-9]{0,20}([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.sampled_from(["1_000", "0x10", "1d5", "nan", "inf", "-Infinity", "1e999", "1e-999", "", " ", "1 ", " 2", "3 4"]),
    st.sampled_from(["٣", "１", "1\u00a0", "\x1c1", "\x0b1", "1\x85", "\u20281", "\ufeff1", "#1", "1#", "1,5", "1.5"]),
    st.sampled_from(
        ["1e", "e1", "--1", "+-1", "1.2.3", ".", "1j", "(1)", "true", "1\t", '"1"', '"1"2', '"', "0b1", "1f"]
    ),
    st.text(st.characters(codec="utf-8"), max_size=3),
)
labels = st.one_of(
    st.sampled_from(
        ["no", "yes", " no", "no ", "No", "0", "1", "0.0", "1e0", "nan", "inf", "é", "e\u0301", "語", "no_"]
    ),
    st.sampled_from(["", "x" * 31, "x" * 32, "x" * 33, "x" * 32 + "y", "#", "a#b", '"no"', "1_0", "0,0", "no\x85"]),
    pieces,
)


@st.composite
def texts(draw):
    """What may stand in a file: a table that is well-formed but for one cell, one label or one line at most, or is."""
    separator = draw(st.sampled_from(",;\t"))
    width = draw(st.integers(1, 3))
    pair = draw(st.one_of(st.just(["no", "yes"]), st.lists(labels, min_size=2, max_size=2)))
    rows = [[draw(numbers.map(repr)) for _ in range(width)] + [pair[i % 2]] for i in range(draw(st.integers(2, 6)))]
    if draw(st.booleans()):
        rows.insert(0, ["a"] * width + [draw(st.sampled_from(["kind", "kind", "no", "", "nan"]))])
    if draw(st.booleans()):
        draw(st.sampled_from(rows))[draw(st.integers(0, width))] = draw(pieces)
    lines = [separator.join(row) for row in rows]
    if draw(st.integers(0, 3)) == 0:
        odd = ["", " ", "\t", "1", separator, "a" + separator, lines[-1] + separator]
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(odd)))
    newline = draw(st.sampled_from(["\n", "\r", "\r\n"]))
    end = draw(st.sampled_from(["", newline, newline + newline, newline + " " + newline]))
    return draw(st.sampled_from(["", "\ufeff"])) + newline.join(lines) + end


@st.composite
def spelled(draw):
    """A number as someone may write it: a sign, 0 to 22 digits, a point among them, a power of ten."""
    digits = draw(st.text("0123456789", min_size=0, max_size=22))
    digits = "0" * draw(st.sampled_from([0, 0, 0, 1, 5, 19])) + digits
    at = draw(st.integers(0, len(digits)))
    point = draw(st.sampled_from(["", ".", "."]))
    power = draw(st.sampled_from(["", "", "", "e0", "E5", "e-05", "e+22", "e-310", "e-3", "e17", "e+", "e-"]))
    return draw(st.sampled_from(["", "", "-", "+", "--"])) + digits[:at] + point + digits[at:] + power


@given(
    cells=st.lists(st.one_of(spelled(), numbers.map(repr), numbers.map("{:.18e}".format)), min_size=2, max_size=8),
    separator=st.sampled_from(",;\t"),
    decimal_comma=st.booleans(),
    minus=st.sampled_from("-−"),
    quote=st.sampled_from(["", '"']),
    space=st.sampled_from(["", " ", "   ", "\u00a0"]),
)
def test_a_number_is_rounded_as_float_rounds_it_however_it_is_written(
    scratch, cells, separator, decimal_comma, minus, quote, space
):
    def written(cell):
        cell = cell.replace("-", minus)
        return cell.replace(".", ",") if decimal_comma and separator != "," else cell

    lines = [f"{quote}a{quote}{separator}kind\n"]
    lines += [f"{quote}{written(x)}{quote}{separator}{space}{['no', 'yes'][i % 2]}\n" for i, x in enumerate(cells)]
    path = _written(scratch, "".join(lines))
    if all(map(_is_finite, cells)):
        assert table.read_csv(path)[0].tobytes() == np.array([float(cell) for cell in cells]).tobytes()
    else:
        with pytest.raises(ValueError, match=r"is not a number|the cell is empty|too large for float64"):
            table.read_csv(path)


def _is_finite(cell):
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def test_what_is_nearly_between_two_floats_is_rounded_as_float_rounds(write):
    random = rng()
    near = random.uniform(-2, 2, 3000) * 10.0 ** random.integers(-6, 15, 3000)
    cells = [f"{x:.{digits}}" for x in near for digits in (15, 16, 17, 18, 19)]
    halves = [k + 2**53 for k in random.integers(0, 2**53, 1000).tolist()]  # an odd one lies between two floats
    cells += [f"{k // 10**d}.{k % 10**d:0{d}}" for k in halves for d in (1, 5, 15)]
    path = write("".join(f"{cell},{i % 2}\n" for i, cell in enumerate(cells)))
    assert table.read_csv(path)[0][0].tobytes() == np.array([float(cell) for cell in cells]).tobytes()


@pytest.mark.parametrize(
    "odd", ["7,8,maybe", "7,8", "7,8,9,no", "x,8,no", "", '7,"8,no', '7,"8"0,no', "7,inf,no", "7,8,"]
)
def test_one_odd_line_among_many_is_found(write, odd):
    lines = [f"{i}.5,{-i},{'no' if i < 50 else 'yes'}" for i in range(100)]
    assert table.read_csv(write("\n".join(lines)))[0].T.tolist() == [[i + 0.5, -i] for i in range(100)]
    lines[90] = odd
    with pytest.raises(ValueError, match=r"^mine.csv, line 91"):
        table.read_csv(write("\n".join(lines)))


# read_csv: what it refuses

CLOSED = "the quote that opens here is closed in line"
DECIMAL = "if its numbers have decimal commas, separate the cells by semicolons"
THIRD = "; the last column must hold two"
UTF_8 = "is not text in UTF-8; save the file as CSV in UTF-8"
LABELS = "the last column must hold two labels; there is"
WORDS = "; only the last column may hold words"
ONE = "there is only one; separate the numbers and the label by commas, semicolons or tabs"
COUNTS = "holds counts and no row of the table; take it out"
LAST = "; if these are the labels, put them last"
PAGE = "this is a web page and no table; download the file itself (on GitHub, by its button Raw)"
MISSING = "where a value is missing, take the line out"
OPEN = ", whatever its name says; open it and save the table as CSV in UTF-8"
THOUSANDS = "write it without a mark between its thousands"
TITLE = "; take out what stands above it"
R = "; if R wrote row names, write the file with row.names = FALSE"
QUOTED = "; only a cell may stand in quotes"
NAMES = "; if this line names the columns, none of them but the last may be a number"
REASONS = {
    "a_blank_line_in_the_middle": ", line 3: the line is blank; only those at the end may be",
    "a_cell_too_few": ', line 3, column 3 "species": the line has 2 cells, but line 1 has 3',
    "a_cell_too_many": f", line 3, column 4: the line has 4 cells, but line 1 has 3; {DECIMAL}",
    "a_cell_too_many_between_semicolons": ", line 3, column 3: the line has 3 cells, but line 1 has 2",
    "a_first_line_that_is_no_header": f', column 2: {LABELS} only "yes" (line 1 names the columns)',
    "a_hidden_character": ', line 2, column 1: "\\u200b2.5" is not a number; '
    "a character in it can't be seen; take it out",
    "a_long_word": ', line 2, column 1: "abcdefghijabcdefghijabcdefghijabcdefghi…" is not a number' + WORDS,
    "a_missing_first_row": f', line 1, column 1: "NA" is not a number; {MISSING}',
    "a_picture": f", line 1: the byte 0x89 {UTF_8}",
    "a_quote_open_too_long": f', line 2, column 3 "species": {CLOSED} 3, but text follows it',
    "a_spreadsheet": f", line 1: it is a spreadsheet or a zip file{OPEN}",
    "a_word_for_a_number": ', line 3, column 2 "depth": "deep" is not a number' + WORDS,
    "a_zero_byte": f", line 2: the byte 0x00 {UTF_8}",
    "after_a_cell_of_two_lines": ', line 4, column 2 "depth\\n(mm)": "deep" is not a number' + WORDS,
    "an_empty_cell": ', line 3, column 2 "depth": the cell is empty',
    "an_empty_first_line": ", line 1: the line is blank; only those at the end may be",
    "an_empty_label": ', line 3, column 3 "species": the cell is empty',
    "an_open_quote": ', line 3, column 3 "species": the quote that opens here is never closed',
    "an_open_quote_in_line_1": ", line 1, column 2: the quote that opens here is never closed",
    "an_underscore": ', line 2, column 1: "2_000" is not a number',
    "an_underscore_in_line_1": ', line 1, column 1: "1_000" is not a number',
    "commas_and_points": ', line 3, column 2 "depth": "1.234" and line 2 mix decimal commas and points',
    "digits_of_another_script": ', line 2, column 1: "٣" is not a number',
    "empty": ": the file is empty",
    "fortran": ', line 2, column 1: "1d5" is not a number; write "e" before its power of ten',
    "hexadecimal": ', line 2, column 1: "0x10" is not a number',
    "infinite": ', line 3, column 1 "length": "-inf" is not a finite number',
    "infinite_label": ', line 2, column 2: "nan" is not a finite number',
    "latin_1": f", line 2: the byte 0xe9 {UTF_8}",
    "not_a_number": ', line 2, column 2 "depth": "NaN" is not a finite number',
    "one_label": f', column 3: {LABELS} only "Adelie" (line 1 names the columns)',
    "one_numeric_label": f', column 2: {LABELS} only "0"',
    "only_a_header": f", column 3: {LABELS} none (line 1 names the columns)",
    "only_blank_lines": ": the file is empty",
    "only_one_column": f", line 1, column 1: {ONE}",
    "only_one_line": f', column 3: {LABELS} only "Adelie"',
    "spaces_between": f", line 1, column 1: {ONE}, not by spaces",
    "text_after_a_quote": f', line 2, column 2 "depth": {CLOSED} 2, but text follows it',
    "thousands": ', line 2, column 1 "length": "1.234,5" is not a number; ' + THOUSANDS,
    "three_labels": f', line 5, column 3 "species": "Chinstrap" is a third label after "Adelie" and "Gentoo"{THIRD}',
    "three_numeric_labels": f', line 4, column 2: "2" is a third label after "0" and "1"{THIRD}',
    "too_large": ', line 3, column 2 "depth": "1e309" is too large for float64',
    "utf_16": f", line 1: the byte 0xff {UTF_8}",
    "utf_16_without_a_mark": f", line 1: the byte 0x00 {UTF_8}",
    "a_title": f', line 1: "Penguins of the Palmer islands" stands above the table, which begins in line 2{TITLE}',
    "a_title_and_a_blank_line": f', line 1: "Penguins, 2007" stands above the table, which begins in line 3{TITLE}',
    "a_title_with_a_comma": ", line 1: the line has 2 cells, but each line below has 4; if it is a title, take it out",
    "a_title_with_another_separator": ', line 1: "," separates its cells, but ";" those of line 2; '
    "if it is a title, take it out",
    "comments_above": f', line 1: "# measured in 2007" stands above the table, which begins in line 3{TITLE}',
    "units_below_the_names": ', line 2, column 1 "length": "mm" is not a number; '
    "if this line holds units or more names, take it out",
    "a_total_at_the_end": ', line 4, column 1 "length": "Total" is not a number; '
    "if this line holds a total or a remark, take it out",
    "a_remark_at_the_end": ', line 4, column 2 "depth": the line has 1 cell, but line 1 has 3; '
    "if it is a remark, take it out",
    "row_names_of_R": ', line 2, column 1: "Mazda RX4" is not a number; '
    "if R wrote row names here, write the file with row.names = FALSE",
    "row_names_without_a_cell_above": f", line 1: the line has 2 cells, but each line below has 3{R}",
    "row_numbers_without_a_cell_above": f", line 1: the line has 3 cells, but each line below has 4{R}; {DECIMAL}",
    "separated_by_spaces_and_quoted": f", line 1, column 1: {ONE}, not by spaces",
    "whole_lines_in_quotes": f', line 1: quotes stand around the whole line, "length,depth,species"{QUOTED}',
    "whole_lines_in_quotes_below_the_names": f', line 3: quotes stand around the whole line, "46,1;Gentoo"{QUOTED}',
    "whole_lines_quoted_twice": f', line 1: quotes stand around the whole line, "length,"depth",species"{QUOTED}',
    "a_web_page": f", line 1: {PAGE}",
    "a_page_of_xml": f", line 1: {PAGE}",
    "json": ", line 1: this is JSON and no table; save it as CSV",
    "json_by_lines": ", line 1: this is JSON and no table; save it as CSV",
    "a_pointer_of_git_lfs": ", line 1: this only says where Git LFS keeps the file; "
    "get the file itself, by git lfs pull or a download",
    "an_old_spreadsheet": f", line 1: it is a spreadsheet of an old Excel{OPEN}",
    "packed": f", line 1: it is a gz file{OPEN}",
    "labels_first": f', line 2, column 1 "species": "Adelie" is not a number{WORDS}{LAST}',
    "labels_first_without_names": f', line 1, column 1: "Adelie" is not a number{WORDS}{LAST}',
    "labels_first_as_numbers": f', line 4, column 3 "depth": "17.4" is a third label after "18.7" and "13.2"{THIRD}; '
    'column 1 "label" does: if it is the label, put it last',
    "labels_in_the_middle": f', line 2, column 2 "diagnosis": "M" is not a number{WORDS}{LAST}',
    "counts_in_line_1": f', line 1: "3,2,malignant,benign" {COUNTS}',
    "counts_as_wide_as_the_rows": f', line 1: "150,4,setosa,versicolor,virginica" {COUNTS}',
    "a_count_alone": f', line 1: "2" {COUNTS}',
    "years_as_names": f', line 3, column 3: "yes" is a third label after "grew" and "no"{THIRD}; '
    "if line 1 names the columns, none of them but the last may be a number",
    "a_number_among_the_names": f', line 1, column 1: "length" is not a number{NAMES}',
    "another_separator_told": ', line 1: "|" can\'t separate the cells; a tab, ; or , can',
    "below_a_told_separator": ', line 4, column 1 "length": the cell is empty',
    "empty_cells_in_the_middle": ", line 3: the line is blank; only those at the end may be",
    "spaces_between_thousands": f', line 2, column 1 "mass": "3 750" is not a number; {THOUSANDS}',
    "quoted_thousands": f', line 2, column 1 "mass": "3,750" is not a number; {THOUSANDS}',
    "quoted_decimal_commas": ', line 2, column 1 "length": "39,1" is not a number; '
    "write it with a decimal point, or separate the cells by semicolons",
    "per_cent": ', line 3, column 1 "share": "3.5 %" is not a number; leave the unit out',
    "a_currency": ', line 3, column 1 "price": "$4.25" is not a number; leave the unit out',
    "a_date": ', line 2, column 1 "day": "2007-11-11" is not a number; leave dates and times out',
    "true_and_false": ', line 2, column 1 "is_male": "True" is not a number; write 1 for true and 0 for false',
    "a_dash_for_a_minus": ', line 2, column 1: "–2.5" is not a number; write its minus as "-"',
    "a_question_mark": f', line 3, column 1 "length": "?" is not a number; {MISSING}',
    "names_twice": ", line 4: the names of line 1 stand here once more; take this line out",
    "a_time": ', line 2, column 1 "time": "2007-11-11T10:00:00Z" is not a number; leave dates and times out',
    "curly_quotes": ', line 2, column 1: "“2.5”" is not a number; take the quotes off',
}


def test_every_bad_file_has_its_sentence():
    assert sorted(path.stem for path in BAD.iterdir()) == sorted(REASONS)


@pytest.mark.parametrize(("stem", "reason"), REASONS.items(), ids=REASONS)
def test_a_bad_file_is_refused_with_line_column_and_reason(capsys, stem, reason):
    with pytest.raises(ValueError) as raised:
        table.read_csv(BAD / f"{stem}.csv")
    assert str(raised.value) == f"{stem}.csv{reason}"
    assert says(capsys) == ""


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("Jan 3 2024", "leave dates and times out"),
        ("3. März 2024", "leave dates and times out"),
        ("03-Oct-24", "leave dates and times out"),
        ("######", "the spreadsheet's column was too narrow; make it wider and save again"),
        ("=A1+B1", "save the value, not the formula"),
    ],
)
def test_what_a_spreadsheet_may_write_for_a_number_is_told(write, cell, hint):
    with pytest.raises(ValueError) as raised:
        table.read_csv(write(f"a,kind\n{cell},no\n2,yes\n"))
    assert str(raised.value) == f'mine.csv, line 2, column 1 "a": "{cell}" is not a number; {hint}'


def test_names_that_end_in_a_separator_are_names_when_a_label_is_empty(write):
    with pytest.raises(ValueError, match=r"^mine.csv, line 3, column 3: the cell is empty$"):
        table.read_csv(write("a,b,\n1,2,no\n3,4,\n5,6,yes\n"))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=repr)
def test_lines_are_counted_as_an_editor_counts_them(write, newline):
    lines = ['"two', 'lines",kind', "1,no", "2,yes", "x,no", ""]
    with pytest.raises(ValueError, match=r"^mine.csv, line 5, column 1 "):
        table.read_csv(write(newline.join(lines)))
    with pytest.raises(ValueError, match=r"^mine.csv, line 3: the byte 0xe9"):
        table.read_csv(write(newline.join(["1,no", "2,yes", "3,caf\u00e9"]).encode("latin1")))


def test_a_fault_behind_many_lines_is_found(write):
    content = "a,kind\n" + "1.5,no\n2.5,yes\n" * 50_000
    with pytest.raises(ValueError, match=rf'^mine.csv, line 100002, column 1 "a": "o" is not a number{WORDS}$'):
        table.read_csv(write(content + "o,no\n"))


def test_a_cell_beyond_all_measure_is_told(write):
    with pytest.raises(ValueError, match=r"^mine.csv, line 2, column 2: the cell has more than 131072 characters$"):
        table.read_csv(write("1,no\n2," + "y" * 200_000 + "\n"))


def test_a_total_below_a_single_row_is_told_for_one(write):
    with pytest.raises(
        ValueError, match='line 3, column 1 "length": "Total" is not a number; if this line holds a total'
    ):
        table.read_csv(write("length,depth,species\n39.1,18.7,Adelie\nTotal,18.7,\n"))


def is_read_or_refused_by_name(path):
    try:
        X, Y = table.read_csv(path)
    except ValueError as error:
        assert str(error).startswith(path.name)
    else:
        assert X.shape[1] == Y.shape[1] and set(Y[0]) == {0, 1} and np.isfinite(X).all()


@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_by_name(scratch, content):
    is_read_or_refused_by_name(_written(scratch, content))


@given(content=texts())
@settings(max_examples=300)
def test_any_text_is_read_or_refused_by_name(scratch, content):
    is_read_or_refused_by_name(_written(scratch, content))


def test_a_missing_file_is_told_and_where_it_was_looked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as raised:
        table.read_csv("mine.csv")
    assert str(raised.value) == f'there is no file "mine.csv"; it was looked for in "{Path.cwd()}"'


def test_a_file_in_the_own_folder_is_found_by_a_tilde(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "mine.csv").write_text("1,no\n2,yes\n")
    assert table.read_csv("~/mine.csv")[0].tolist() == [[1, 2]]
    with pytest.raises(FileNotFoundError, match=r"^there is no file \"~no one here/mine.csv\""):
        table.read_csv("~no one here/mine.csv")


def test_a_notebook_shows_the_sentence_and_none_of_the_code(write):
    shell = InteractiveShell()
    shell.user_ns.update(read_csv=table.read_csv, path=write("1,no\nx,yes\n"))
    with capture_output() as told:
        shell.run_cell("read_csv(path)")
        shell.run_cell("read_csv('none.csv')")
    bad, missing = told.stdout.splitlines()
    assert bad == 'TableError: mine.csv, line 2, column 1: "x" is not a number' + WORDS
    assert missing.startswith('TableNotFoundError: there is no file "none.csv"; it was looked for in ')


@pytest.mark.parametrize(
    "there", ["mine.csv.txt", "MINE.csv", "mine.txt", "mine.xlsx", "mine.csv.csv", "mnie.csv", "mine"]
)
def test_a_file_that_may_be_meant_is_named(tmp_path, there):
    for name in (there, "other.csv", "mine.ipynb"):
        (tmp_path / name).write_text("1,no\n2,yes\n")
    if (tmp_path / "mine.csv").exists():
        pytest.skip("this file system takes the two names for one")
    with pytest.raises(FileNotFoundError) as raised:
        table.read_csv(tmp_path / "mine.csv")
    assert str(raised.value).endswith(f'it was looked for in "{tmp_path}"; there is "{there}": is it that?')


@pytest.mark.parametrize("name", ["mine.csv ", " mine.csv", '"mine.csv"', "mine"])
def test_a_name_with_too_much_or_too_little_is_told_which_file_is_there(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("1,no\n2,yes\n")
    with pytest.raises(FileNotFoundError, match=r'; there is "mine.csv": is it that\?$'):
        table.read_csv(name)


def test_a_folder_that_is_missing_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\", which is not there either$"):
        table.read_csv(tmp_path / "nowhere" / "mine.csv")


@pytest.mark.parametrize("address", ["https://a.org/b.csv", "HTTP://a.org/b.csv", "www.a.org/b.csv", "ftp://a.org/b"])
@pytest.mark.parametrize("kind", [str, Path])
def test_an_address_is_told(address, kind):
    with pytest.raises(ValueError) as raised:
        table.read_csv(kind(address))
    reason = "is an address, and read_csv reads files of this machine; download the file and give its name"
    assert str(raised.value) == f'"{address}" {reason}'


@pytest.mark.parametrize("path", ["C:\new.csv", "C:\table.csv", "1,no\n2,yes\n", "mine\0.csv"], ids=repr)
def test_what_no_file_can_be_called_is_told(path):
    with pytest.raises(
        ValueError, match=r"^path must be the name of a file; got \".*\": it holds a line break or a tab"
    ):
        table.read_csv(path)


def test_a_file_that_can_not_be_read_is_told(write, monkeypatch):
    def refuses(self):
        raise PermissionError(13, "Permission denied")

    path = write("1,no\n2,yes\n")
    monkeypatch.setattr(Path, "read_bytes", refuses)
    with pytest.raises(ValueError, match=r"can't be read: Permission denied; if another program has it open, close it"):
        table.read_csv(path)
    with pytest.raises(ValueError, match=r"^\"x{39}…\" can't be read: "):
        table.read_csv("x" * 5000)


@pytest.mark.parametrize("first", ["", "a,kind\r\n"])
def test_line_ends_of_three_characters_are_told(write, first):
    with pytest.raises(ValueError) as raised:
        table.read_csv(write(first + "1,no\r\r\n2,yes\r\r\n"))
    line = 2 if first else 1
    reason = r"the line ends in \r\r\n, which makes a blank line after it; if Python wrote the file, write it again"
    assert str(raised.value) == f'mine.csv, line {line}: {reason} with open(…, "w", newline="")'
    assert plain(table.read_csv(write("1.5,2.5,no\r\n3,4,yes\r\r\n"))) == TWO


def test_a_folder_is_told(tmp_path):
    with pytest.raises(ValueError) as raised:
        table.read_csv(tmp_path)
    assert str(raised.value) == f'"{tmp_path}" is a folder; read_csv needs a file'


@pytest.mark.parametrize("path", [3, None, [1.0, 2.0], io.StringIO("1,no\n")], ids=lambda path: type(path).__name__)
def test_what_is_no_path_is_told(path):
    with pytest.raises(ValueError, match=r"^path must be the name of a file; got (int|NoneType|list|StringIO)$"):
        table.read_csv(path)


def written(tmp_path, text):
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("end", ["\x1a", "\n\x1a", "\n\x1a\n", "\r\n\x1a\r\n"])
def test_the_sign_that_once_ended_a_file_is_no_part_of_the_table(tmp_path, capsys, end):
    X, Y = table.read_csv(written(tmp_path, "a,b,l\n1,2,x\n3,4,y" + end))
    assert X.tolist() == [[1, 3], [2, 4]] and Y.tolist() == [[0, 1]]
    assert capsys.readouterr().out == 'l: "x" is 0, "y" is 1\n'


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("a|b|l", '"|"'),
        ("| a | b | l |", '"|"'),
        ("1 2 0", "spaces"),
        ("1   2  0", "spaces"),
        ("1:2:0", '":"'),
        ("1 & 2 & 0", '"&"'),
    ],
)
def test_the_sign_between_the_cells_is_named_where_it_can_not_separate_them(tmp_path, line, sign):
    with pytest.raises(ValueError) as refused:
        table.read_csv(written(tmp_path, f"{line}\n{line}\n"))
    assert str(refused.value).startswith("own.csv, line 1, column 1: there is only one; separate the numbers and the ")
    assert str(refused.value).endswith(f"by commas, semicolons or tabs, not by {sign}")


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("1-", 'write its "-" before it'),
        ("1.5−", 'write its "-" before it'),
        ("1/2", "write it as a decimal"),
        ("4D2", 'write "e" before its power of ten'),
        ("[1", "take the brackets off"),
        ("1]", "take the brackets off"),
        ('="1"', "save the value, not the formula"),
    ],
)
def test_a_number_in_another_writing_gets_the_way_to_write_it(tmp_path, cell, hint):
    with pytest.raises(ValueError) as refused:
        table.read_csv(written(tmp_path, f"a,b,l\n{cell},2,x\n3,4,y\n"))
    assert str(refused.value).startswith('own.csv, line 2, column 1 "a": ') and str(refused.value).endswith("; " + hint)


def test_a_name_that_is_empty_is_told_as_that():
    with pytest.raises(ValueError, match=r'^path must be the name of a file; got ""$'):
        table.read_csv("")
