"""Seconds from a command to a lab that answers.

    .venv/bin/python benchmarks/start.py [rounds]            start.py the second time, beside plain `jupyter lab`
    python3 benchmarks/start.py first COMMIT [COMMIT …]      the first start of each commit, three times, in turn

The clock stops when the server answers and knows the first notebook. Plain `jupyter lab` is the same JupyterLab in the
same folder; it needs an installed .venv (`python3 start.py test --version` makes one). A first start is that of a fresh
clone at a fresh home, so that nothing has been fetched before; its megabytes are those of the clone and the home.
"""

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def seconds(command, env=None):
    """How long a lab takes until it shows the first notebook; it is then stopped."""
    port = free_port()
    options = ["--no-browser", f"--port={port}", "--IdentityProvider.token=benchmark"]
    began = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=env, **quiet)
    try:
        while True:
            try:
                address = f"http://127.0.0.1:{port}/api/contents/00_start_here.ipynb?content=0&token=benchmark"
                with urllib.request.urlopen(address, timeout=5) as answer:
                    json.load(answer)
                return time.perf_counter() - began
            except OSError:
                if process.poll() is not None:
                    sys.exit(f"{command[0]} ended before it answered.")
                time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def first_start(commit):
    """Seconds of a first start, seconds of processor time in them, and megabytes after it."""
    with tempfile.TemporaryDirectory() as folder:
        clone, home = Path(folder, "project"), Path(folder, "home")
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        subprocess.run(["git", "-C", clone, "checkout", "--quiet", commit], check=True)
        # Where packages are kept for the next install depends on these; what pip and uv are told elsewhere counts.
        env = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        env = {name: value for name, value in env.items() if name not in ("PIP_CACHE_DIR", "UV_CACHE_DIR")}
        env.update(HOME=str(home), USERPROFILE=str(home))
        before = os.times()
        took = seconds([sys.executable, str(clone / "start.py")], env)
        after = os.times()
        busy = sum(after[2:4]) - sum(before[2:4])  # of the children, which tells more than the clock on a busy machine
        files = {path.lstat().st_ino: path.lstat() for path in Path(folder).rglob("*")}  # a file with two names is one
        return took, busy, sum(file.st_blocks for file in files.values()) * 512 / 1e6


def first_starts(commits, rounds=3):
    print(f"{'':12} {'s':>7} {'s of processor time':>20} {'MB':>5} {'load':>6}")
    for number in range(1, rounds + 1):
        for commit in commits:
            took, busy, size = first_start(commit)
            print(f"{number} {commit:10} {took:7.1f} {busy:20.1f} {size:5.0f} {os.getloadavg()[0]:6.1f}", flush=True)


def main(rounds):
    base = [sys._base_executable, str(ROOT / "start.py")]
    plain = [str(PYTHON), "-m", "jupyterlab", f"--ServerApp.root_dir={ROOT / 'work'}", "--ServerApp.ip=127.0.0.1"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        plain.append("--allow-root")
    seconds(base)  # lays the copies, warms the disk
    times = {"start.py": [], "jupyter lab": []}
    for _ in range(rounds):
        times["start.py"].append(seconds(base))
        times["jupyter lab"].append(seconds(plain))
    print(f"{'':12} {'min':>6} {'median':>7} {'max':>6}   s, {rounds} rounds")
    for name, all_ in times.items():
        print(f"{name:12} {min(all_):6.2f} {statistics.median(all_):7.2f} {max(all_):6.2f}")
    difference = statistics.median(times["start.py"]) - statistics.median(times["jupyter lab"])
    print(f"start.py costs {difference:+.2f} s at the median")


if __name__ == "__main__":
    if sys.argv[1:2] == ["first"]:
        first_starts(sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
