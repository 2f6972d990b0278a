"""What read_csv takes and what it refuses, in which words, and that its quick way gives what its slow way gives."""

import csv
import io
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers import table

BAD = Path(__file__).with_name("bad_csv")


def rng(seed=0):
    return np.random.default_rng(seed)


# read_csv: what it takes


@pytest.fixture(autouse=True, scope="module")
def no_file_is_small():
    """The quick way is tried for every file, unless a test says otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "SMALL", 0)
        yield


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
}


@pytest.mark.parametrize("small", [0, math.inf], ids=["large", "small"])
@pytest.mark.parametrize("content", DIALECTS.values(), ids=DIALECTS)
def test_every_dialect_of_the_same_table_is_read_alike(write, monkeypatch, content, small):
    monkeypatch.setattr(table, "SMALL", small)
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


def test_only_a_large_file_waits_for_pandas(write):
    code = "import sys; from helpers import table; table.read_csv(sys.argv[1]); sys.exit('pandas' in sys.modules)"
    for rows, waits in ((1000, False), (100_000, True)):
        path = write("1.5,no\n2.5,yes\n" * (rows // 2))
        assert subprocess.run([sys.executable, "-c", code, path], stdout=subprocess.DEVNULL).returncode == waits


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
    lambda word: word == word.strip() and isinstance(table._cell(word, ",")[0], str)
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


# The quick way is the slow way

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


def agrees(path):
    """Whether the quick way took the file, for the separator it has; it must then give what the slow way gives."""
    try:
        path, content = table._text(path)
    except ValueError:
        return False
    taken = False
    for separator in ",;\t":
        quick = table._quickly(path, content, separator)
        if quick is not None:
            taken = True
            slow = table._carefully(path.name, content.decode(), separator)
            assert quick[0].tobytes() == slow[0].tobytes() and quick[0].shape == slow[0].shape
            assert quick[1].tobytes() == slow[1].tobytes()
            assert list(quick[2].items()) == list(slow[2].items()) and quick[3] == slow[3]
    return taken


@given(texts())
@settings(max_examples=600)
@example("1,no\n1_0,yes\n")
@example("1,no\n\n2,yes\n")
@example("NA,no\n1,no\n2,yes\n")
@example("1,no\n2,maybe\n3,yes\n4,maybe\n")
@example('1,"a\n2,b"\n')
@example('1,no" x\n2,yes" x\n')
@example("1,no\n2\nno\n3,yes\n")
@example("1,no\n2,yes\n3,nope\n")
@example('"1\n",no\n2,yes\n')
@example('1,"no\n2,no"\n3,no"\n')
@example('a",kind\n1,"no"\n2,"yes"\n')
@example('""1"",no\n2,yes\n')
@example('"1" 2,no\n3,yes\n')
@example("1,5;no\n1.5;yes\n")
@example("1,5;no\n1.5e400;yes\n")
@example("1.5;no\n1.5;y,es\n")
@example("a,kind\n1,no,7\n2,yes,8\n")
@example('a,kind\n1,no,7\n2,no,8\n3,"a,b"\n\n\n')
@example('1,"a,b"\n\n2,no\n')
@example('1,"a,b"\n2\n3,no\n')
@example('1,"a,b"\n2\n3,\n')
@example('1, "no"\n2,"yes" "\n')
@example('1,no "x"\n2,"yes"\n')
@example('1," "no"\n2,"yes"\n')
@example("1,no\n" + "0" * 140_000 + "1,yes\n")
@example("1,no\n" + " " * 40 + "1,yes\n")
def test_the_quick_way_takes_nothing_that_the_slow_way_refuses_and_gives_the_same_bits(scratch, text):
    agrees(_written(scratch, text))


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
    cells=st.lists(st.one_of(spelled(), numbers.map(repr), numbers.map("{:.18e}".format)), min_size=1, max_size=8),
    separator=st.sampled_from(",;\t"),
    decimal_comma=st.booleans(),
    quoted=st.sampled_from(["", "labels", "all", "some"]),
    before=st.sampled_from(["", "", " ", "   ", "\u00a0"]),
    behind=st.sampled_from(["", "", " "]),
    header=st.booleans(),
)
@settings(max_examples=500)
@example(cells=["1.5", "2"], separator=";", decimal_comma=True, quoted="", before="", behind="", header=False)
def test_numbers_of_every_spelling_have_the_same_bits_both_ways(
    scratch, cells, separator, decimal_comma, quoted, before, behind, header
):
    def around(cell, i, is_label=False):
        is_quoted = quoted == "all" or (quoted == "labels" and is_label) or (quoted == "some" and i % 2)
        cell = f'"{cell}"' if is_quoted else cell
        return before + cell + behind

    if decimal_comma and separator != ",":
        cells = [cell.replace(".", ",") for cell in cells]
    lines = [around("a", 1) + separator + around("kind", 1, True)] * header
    lines += [around(cell, i) + separator + around(["no", "yes"][i % 2], 1, True) for i, cell in enumerate(cells)]
    taken = agrees(_written(scratch, "\n".join(lines)))
    if len(cells) > 1 and before != "\u00a0" and not behind and all(_is_finite(cell) for cell in cells):
        assert taken


def _is_finite(cell):
    try:
        return math.isfinite(float(cell.replace(",", ".")))
    except ValueError:
        return False


def test_what_is_nearly_between_two_floats_is_rounded_as_float_rounds(scratch):
    random = rng()
    near = random.uniform(-2, 2, 3000) * 10.0 ** random.integers(-6, 15, 3000)
    cells = [f"{x:.{digits}}" for x in near for digits in (15, 16, 17, 18, 19)]
    halves = [k + 2**53 for k in random.integers(0, 2**53, 1000).tolist()]  # an odd one lies between two floats
    cells += [f"{k // 10**d}.{k % 10**d:0{d}}" for k in halves for d in (1, 5, 15)]
    ties = [((k | 1) * 5**e, e) for k in halves for e in (1, 2, 3)]
    cells += [f"{k // 10**e}.{k % 10**e:0{e}}" for k, e in ties]
    cells += [f"{2 * k + 1}{tail}" for k in halves for tail in ("", ".0", ".00")]
    cells += ["0.5", "0.49999999999999997", "0.50000000000000001", "1.0000000000000001", "0.99999999999999999"]
    cells += [f"{2.0**e:.{d}f}" for e in range(-20, 50) for d in (1, 16, 17, 18, 19, 20)]
    lines = [f"{cell},{i % 2}\n" for i, cell in enumerate(cells)]
    quick = table._quickly(*table._text(_written(scratch, "".join(lines))), ",")[0]
    assert quick.tobytes() == np.array([float(cell) for cell in cells]).tobytes()


def test_one_odd_line_among_many_is_left_to_the_slow_way(scratch):
    lines = [f"{i}.5,{-i},{'no' if i < 50 else 'yes'}" for i in range(100)]
    X, labels, spellings, _ = table._quickly(*table._text(_written(scratch, "\n".join(lines))), ",")
    assert X.tolist() == [[i + 0.5, -i] for i in range(100)] and labels.tolist() == [0] * 50 + [1] * 50
    assert list(spellings) == ["no", "yes"]
    for odd in ("7,8,maybe", "7,8", "7,8,9,no", "x,8,no", "", '7,"8,no', '7,"8"0,no', "7,inf,no", "7,8,"):
        lines[90] = odd
        assert table._quickly(*table._text(_written(scratch, "\n".join(lines))), ",") is None


@given(
    X=arrays(float, (3, 4), elements=numbers),
    separator=st.sampled_from(",;\t"),
    names=st.booleans(),
    newline=st.sampled_from(["\n", "\r\n"]),
    quote=st.sampled_from(["", '"']),
    decimal_comma=st.booleans(),
    space=st.sampled_from(["", " "]),
)
def test_a_plain_file_goes_the_quick_way(scratch, X, separator, names, newline, quote, decimal_comma, space):
    label = ["NA", "null"]  # which pandas takes for nothing, unless told otherwise
    rows = [["a", "b", "c", f"{quote}kind{quote}"]] * names
    for i, x in enumerate(X.T.tolist()):
        cells = [repr(number) for number in x]
        if decimal_comma and separator != ",":
            cells = [cell.replace(".", ",") for cell in cells]
        rows.append([*cells, f"{quote}{label[i % 2]}{quote}"])
    path = _written(scratch, newline.join((separator + space).join(row) for row in rows) + newline * 2)
    path, content = table._text(path)
    assert table._quickly(path, content, separator)[0].tobytes() == X.T.tobytes()


# read_csv: what it refuses

CLOSED = "the quote that opens here is closed in line"
DECIMAL = "if its numbers have decimal commas, separate the cells by semicolons"
THIRD = "; the last column must hold two"
UTF_8 = "is not text in UTF-8; save the file as CSV in UTF-8"
LABELS = "the last column must hold two labels; there is"
WORDS = "; only the last column may hold words"
ONE = "there is only one; separate the numbers and the label by commas, semicolons or tabs"
REASONS = {
    "a_blank_line_in_the_middle": ", line 3: the line is blank; only those at the end may be",
    "a_cell_too_few": ', line 3, column 3 "species": the line has 2 cells, but line 1 has 3',
    "a_cell_too_many": f", line 3, column 4: the line has 4 cells, but line 1 has 3; {DECIMAL}",
    "a_cell_too_many_between_semicolons": ", line 3, column 3: the line has 3 cells, but line 1 has 2",
    "a_first_line_that_is_no_header": f', column 2: {LABELS} only "yes" (line 1 names the columns)',
    "a_hidden_character": ', line 2, column 1: "\\u200b2.5" is not a number',
    "a_long_word": ', line 2, column 1: "abcdefghijabcdefghijabcdefghijabcdefghi…" is not a number' + WORDS,
    "a_missing_first_row": ', line 1, column 1: "NA" is not a number' + WORDS,
    "a_picture": f", line 1: the byte 0x89 {UTF_8}",
    "a_quote_open_too_long": f', line 2, column 3 "species": {CLOSED} 3, but text follows it',
    "a_spreadsheet": f", line 1: the byte 0x00 {UTF_8}",
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
    "fortran": ', line 2, column 1: "1d5" is not a number',
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
    "spaces_between": f", line 1, column 1: {ONE}",
    "text_after_a_quote": f', line 2, column 2 "depth": {CLOSED} 2, but text follows it',
    "thousands": ', line 2, column 1 "length": "1.234,5" is not a number',
    "three_labels": f', line 5, column 3 "species": "Chinstrap" is a third label after "Adelie" and "Gentoo"{THIRD}',
    "three_numeric_labels": f', line 4, column 2: "2" is a third label after "0" and "1"{THIRD}',
    "too_large": ', line 3, column 2 "depth": "1e309" is too large for float64',
    "utf_16": f", line 1: the byte 0xff {UTF_8}",
    "utf_16_without_a_mark": f", line 1: the byte 0x00 {UTF_8}",
}


def test_every_bad_file_has_its_sentence():
    assert sorted(path.stem for path in BAD.iterdir()) == sorted(REASONS)


@pytest.mark.parametrize(("stem", "reason"), REASONS.items(), ids=REASONS)
def test_a_bad_file_is_refused_with_line_column_and_reason(capsys, stem, reason):
    with pytest.raises(ValueError) as raised:
        table.read_csv(BAD / f"{stem}.csv")
    assert str(raised.value) == f"{stem}.csv{reason}"
    assert says(capsys) == ""


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


@pytest.mark.parametrize("label", ["no", '"n""o"'])  # the quick way and the slow one
def test_a_column_without_a_name_is_pointed_out_as_pandas_writes_its_index_so(write, capsys, label):
    path = write(f",size,kind\n0,1.5,{label}\n1,2.5,yes\n")
    assert table.read_csv(path)[0].tolist() == [[0, 1], [1.5, 2.5]]
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith('"yes" is 1')
    assert second == "column 1 has no name; if it only numbers the lines, take it out of the file"


def test_a_notebook_shows_the_sentence_and_none_of_the_code(write):
    shell = InteractiveShell()
    shell.user_ns.update(read_csv=table.read_csv, path=write("1,no\nx,yes\n"))
    with capture_output() as told:
        shell.run_cell("read_csv(path)")
        shell.run_cell("read_csv('none.csv')")
    bad, missing = told.stdout.splitlines()
    assert bad == 'TableError: mine.csv, line 2, column 1: "x" is not a number' + WORDS
    assert missing.startswith('TableNotFoundError: there is no file "none.csv"; it was looked for in ')


def test_a_folder_is_told(tmp_path):
    with pytest.raises(ValueError) as raised:
        table.read_csv(tmp_path)
    assert str(raised.value) == f'"{tmp_path}" is a folder; read_csv needs a file'


@pytest.mark.parametrize("path", [3, None, [1.0, 2.0], io.StringIO("1,no\n")], ids=lambda path: type(path).__name__)
def test_what_is_no_path_is_told(path):
    with pytest.raises(ValueError, match=r"^path must be the name of a file; got (int|NoneType|list|StringIO)$"):
        table.read_csv(path)
