"""Memory and CPU of a whole stack that has nothing to do.

    .venv/bin/python bench/idle.py [--seconds 60] [--processes 2]

Starts ``communique up`` on a new data folder and free ports, waits, and prints what each process of it has:
PSS (a page that two processes share counts half in each) and CPU by the kernel's clock. Linux only.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as home:
        environ = os.environ | {
            "COMMUNIQUE_HOME": home,
            "COMMUNIQUE_METRICS_PORT": str(_free_port()),
            "COMMUNIQUE_PROCESS_POOL_SIZE": str(options.processes),
        }
        up = subprocess.Popen(
            [sys.executable, "-m", "worker", "up", "--port", str(_free_port())],
            env=environ,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            time.sleep(options.seconds)
            _print(up.pid, options.seconds)
        finally:
            up.send_signal(signal.SIGTERM)
            up.wait()


def _print(root: int, seconds: float) -> None:
    before = {pid: _cpu_s(pid) for pid in _family(root)}
    time.sleep(seconds)
    rows = sorted((_name(pid, root), _pss_mb(pid), _cpu_s(pid) - before[pid]) for pid in before)
    for name, pss_mb, cpu_s in [*rows, ("all", sum(r[1] for r in rows), sum(r[2] for r in rows))]:
        print(f"{name:16} {pss_mb:6.1f} MB {100 * cpu_s / seconds:6.2f} % of a core")


def _family(root: int) -> list[int]:
    return [root, *(child.pid for child in psutil.Process(root).children(recursive=True))]


def _name(pid: int, root: int) -> str:
    words = " ".join(psutil.Process(pid).cmdline())
    marks = {
        "leash.py": "leash", "hosts@": "hosts worker", "texts@": "texts worker", " beat ": "beat",
        " flower ": "Flower", "monitor.serve": "metrics", "--unixsocket": "broker", "unixsocket:": "broker",
    }  # fmt: skip
    return next((name for mark, name in marks.items() if mark in words), "up" if pid == root else words)


def _pss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000 * 1.024


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
