"""Seconds from a command to a lab that answers: start.py the second time, beside plain `jupyter lab`, in one run.

    .venv/bin/python benchmarks/start.py [rounds]

Both start the same JupyterLab in the same folder, in turn, on a free port; the clock stops when the server answers and
knows the first notebook. Needs an installed .venv (`python3 start.py test --version` makes one) and nothing else.
"""

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def seconds(command):
    """How long a lab takes until it shows the first notebook; it is then stopped."""
    port = free_port()
    options = ["--no-browser", f"--port={port}", "--IdentityProvider.token=benchmark"]
    began = time.perf_counter()
    process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
