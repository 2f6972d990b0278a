"""A million rows to X and Y: data.read_csv beside pandas.read_csv alone, in one run.

    .venv/bin/python benchmarks/read_csv.py [--quick] [rounds]

Four columns of numbers and a label, in five files: numbers with four decimals, as instruments write them; the same
with quoted labels, and with decimal commas; all the digits that Python prints; and powers of ten, as np.savetxt writes
them. In each round the two take turns, as machines are noisy; a ratio is that of one round. Both results must be equal.
--quick: ten thousand rows and three rounds, to see that it runs.
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
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from helpers import data  # noqa: E402

NAMES = ["length", "depth", "flipper", "mass", "species"]
GOAL = 2


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
            label = ("Adelie", "Gentoo")[numbers[0] > 0]
            file.write(separator.join(map(written, numbers)) + f"{separator}{quote}{label}{quote}\n")


def ours(path, written, separator):
    with contextlib.redirect_stdout(io.StringIO()):
        return data.read_csv(path)


def peer(path, written, separator):
    table = pd.read_csv(path, sep=separator, decimal="," if written is decimal_comma else ".")
    labels = table.iloc[:, -1]
    Y = (labels == max(labels.unique())).to_numpy(dtype=float)[np.newaxis]
    return table.iloc[:, :-1].to_numpy().T.copy(), Y


def seconds(read, *arguments):
    began = time.perf_counter()
    result = read(*arguments)
    return time.perf_counter() - began, result


def main(rows, rounds):
    print(f"{rows} rows, {rounds} rounds; NumPy {np.__version__}, pandas {pd.__version__}. Seconds are medians.")
    print(f"{'':15} {'read_csv':>9} {'pandas':>9}   ratio: {'min':>5} {'median':>7} {'max':>5}")
    with tempfile.TemporaryDirectory() as folder:
        for name, (written, separator, quote) in FILES.items():
            path = Path(folder) / "rows.csv"
            write(path, rows, written, separator, quote)
            for a, b in zip(ours(path, written, separator), peer(path, written, separator), strict=True):
                if not np.array_equal(a, b):
                    print(f"{name}: the two differ, by {np.abs(a - b).max():.1e} at most")
            times = {ours: [], peer: []}
            for i in range(rounds):
                for read in (ours, peer) if i % 2 else (peer, ours):
                    times[read].append(seconds(read, path, written, separator)[0])
            ratios = [a / b for a, b in zip(times[ours], times[peer], strict=True)]
            mine, theirs, ratio = map(statistics.median, (times[ours], times[peer], ratios))
            print(f"{name:15} {mine:9.3f} {theirs:9.3f}          {min(ratios):5.2f} {ratio:7.2f} {max(ratios):5.2f}")
    print(f"The goal is a ratio of at most {GOAL}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", nargs="?", type=int)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    main(10_000 if options.quick else 1_000_000, options.rounds or (3 if options.quick else 9))
