"""A benchmark tests nothing, but it must run, and say what it measured, with the peers that are installed."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import nbformat

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def test_the_benchmark_of_training_runs_and_its_subjects_agree():
    command = [sys.executable, BENCHMARKS / "training.py", "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    table = done.stdout.split("\n\n", 1)[1]
    head = next(line for line in table.splitlines() if line.startswith("| N, H"))
    peers = {"torch": "PyTorch", "jax": "JAX", "sklearn": "scikit-learn"}
    for module, name in peers.items():
        assert (f"| {name} |" in head) == bool(importlib.util.find_spec(module)), head
    assert "plain NumPy" in head and "| 10,000, 16 |" in table and "N = 4: no slower than plain NumPy" in table


def test_the_plain_loop_of_the_benchmark_is_that_of_notebook_12():
    def words(text):
        lines = text.split("Z1 = W1 @ X + b1", 1)[1].split("b1 = b1 -", 1)[0]
        return lines.lower().replace("self.", "").split()

    notebook = nbformat.read(BENCHMARKS.parent / "notebooks/12_full_batch_training.ipynb", as_version=4)
    (loop,) = [cell.source for cell in notebook.cells if cell.source.startswith("rate, steps, cost = ")]
    assert words((BENCHMARKS / "training.py").read_text(encoding="utf-8")) == words(loop)
