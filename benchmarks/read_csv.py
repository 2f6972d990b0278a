"""A hundred thousand rows to X and Y: data.read_csv beside numpy.loadtxt and pandas.read_csv alone, in one run.

    .venv/bin/python -m pip install -r benchmarks/read_csv-requirements.txt
    .venv/bin/python benchmarks/read_csv.py [--quick] [rounds]

Four columns of numbers and a label, in five files: numbers with four decimals, as instruments write them; the same
with quoted labels, and with decimal commas; all the digits that Python prints; and powers of ten, as np.savetxt writes
them. In each round all take turns, as machines are noisy; a ratio is that of one round. All results must be equal.
numpy.loadtxt must be told what a label means and how a number is written. --quick: a thousand rows and three rounds,
to see that it runs.
"""

import argparse
import contextlib
import io
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

try:
    import pandas as pd
except ImportError:
    pd = None

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from helpers import data  # noqa: E402

NAMES = ["length", "depth", "flipper", "mass", "species"]
LABELS = ("Adelie", "Gentoo")
GOAL = 1  # second for the slowest file


def four_decimals(number):
    return f"{number:.4f}"


def decimal_comma(number):
    return four_decimals(number).replace(".", ",")


# how a number is written, what separates, what surrounds a label
FILES = {
    "four decimals": (four_decimals, ",", ""),
    "quoted labels": (four_decimals, ",", '"'),
    "decimal commas": (decimal_comma, ";", ""),
    "all digits": (repr, ",", ""),
    "powers of ten": ("{:.18e}".format, ",", ""),
}


def write(path, rows, written, separator, quote):
    rng = np.random.default_rng(0)
    with path.open("w", encoding="utf-8") as file:
        file.write(separator.join(NAMES) + "\n")
        for numbers in rng.normal(size=(rows, 4)).tolist():
            label = LABELS[numbers[0] > 0]
            file.write(separator.join(map(written, numbers)) + f"{separator}{quote}{label}{quote}\n")


def read_csv(path, written, separator):
    with contextlib.redirect_stdout(io.StringIO()):
        return data.read_csv(path)


def loadtxt(path, written, separator):
    converters = {4: lambda cell: float(cell == LABELS[1])}
    if written is decimal_comma:
        converters |= dict.fromkeys(range(4), lambda cell: float(cell.replace(",", ".")))
    options = {"delimiter": separator, "skiprows": 1, "quotechar": '"', "converters": converters, "encoding": "utf-8"}
    table = np.loadtxt(path, **options)
    return np.ascontiguousarray(table[:, :-1].T), table[:, -1:].T


def pandas(path, written, separator):
    table = pd.read_csv(path, sep=separator, decimal="," if written is decimal_comma else ".")
    labels = table.iloc[:, -1]
    Y = (labels == max(labels.unique())).to_numpy(dtype=float)[np.newaxis]
    return table.iloc[:, :-1].to_numpy().T.copy(), Y


def seconds(read, *arguments):
    began = time.perf_counter()
    result = read(*arguments)
    return time.perf_counter() - began, result


def main(rows, rounds):
    readers = [read_csv, loadtxt, *([pandas] if pd else [])]
    peers = f"NumPy {np.__version__}, " + (f"pandas {pd.__version__}" if pd else "no pandas")
    print(f"{rows} rows, {rounds} rounds; {peers}. Medians: seconds, and read_csv as a multiple of each peer.")
    print(f"{'':15}" + "".join(f"{read.__name__:>9}" for read in readers + readers[1:]))
    slowest = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (written, separator, quote) in FILES.items():
            path = Path(folder) / "rows.csv"
            write(path, rows, written, separator, quote)
            results = [read(path, written, separator) for read in readers]
            for read, result in zip(readers[1:], results[1:], strict=True):
                for a, b in zip(results[0], result, strict=True):
                    if not np.array_equal(a, b):
                        print(f"{name}: {read.__name__} differs, by {np.abs(a - b).max():.1e} at most")
            times = {read: [] for read in readers}
            for i in range(rounds):
                for read in readers[:: 1 if i % 2 else -1]:
                    times[read].append(seconds(read, path, written, separator)[0])
            cells = [f"{statistics.median(times[read]):9.3f}" for read in readers]
            for read in readers[1:]:
                ratios = [a / b for a, b in zip(times[read_csv], times[read], strict=True)]
                cells.append(f"{statistics.median(ratios):9.2f}")
            slowest = max(slowest, statistics.median(times[read_csv]))
            print(f"{name:15}" + "".join(cells))
    print(f"The goal is at most {GOAL} s for the slowest file; it took {slowest:.2f} s.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", nargs="?", type=int)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    main(1_000 if options.quick else 100_000, options.rounds or (3 if options.quick else 9))
