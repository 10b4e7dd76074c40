"""How much faster a sweep is on two workers than on one: at home, and on a dask cluster over loopback.

Wall clock says little on a machine that others use, so the processes' own CPU time is read from /proc while they run.
On idle cores a run lasts at least as long as what the command does by itself and then its busiest worker: that sum is
compared with the CPU time of one process that does everything, starts and imports included. Wall clock stands beside.

    python benchmarks/experiments_speedup.py [FIGURE]
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
WORKER = ("--nthreads", "1", "--no-dashboard", "--no-nanny")


def cpu(pid: int) -> float:
    """Return the CPU seconds of a process, without its children's; 0 once it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def children(pid: int) -> list[int]:
    """Return a process's descendants."""
    try:
        own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [*own, *(below for child in own for below in children(child))]


def ran(figure: str, *words: str) -> tuple[float, dict[int, float], float]:
    """Run the command in an empty folder; return its own CPU seconds, its descendants', and the wall clock's."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "strategyproof", "experiments", figure, "--quick", "--out", out, *words]
        begun, own, theirs = time.monotonic(), 0.0, dict[int, float]()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            while running.poll() is None:
                own = max(own, cpu(running.pid))
                for child in children(running.pid):
                    theirs[child] = max(theirs.get(child, 0.0), cpu(child))
                time.sleep(0.05)
        if running.returncode:
            raise SystemExit(f"expected {' '.join(command)} to end with 0, got {running.returncode}")
        return own, theirs, time.monotonic() - begun


def on_cluster(figure: str) -> tuple[float, list[float], float]:
    """Run the command on a scheduler with two workers; return its CPU seconds, the workers' for it, and the wall's."""
    from distributed import Client

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"

    def start(kind: str, *words: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words]
        return subprocess.Popen(line, stderr=subprocess.DEVNULL)

    processes = [start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    try:
        processes += [start("worker", address, *WORKER) for _ in range(2)]
        with Client(address, timeout=120, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
        before = [cpu(worker.pid) for worker in processes[1:]]
        own, _, wall = ran(figure, "--cluster", address)
        spent = [cpu(worker.pid) - first for worker, first in zip(processes[1:], before, strict=True)]
        return own, spent, wall
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def say(name: str, own: float, workers: Sequence[float], wall: float, alone: float) -> None:
    least = own + max(workers)
    each = " and ".join(f"{seconds:.1f}" for seconds in sorted(workers, reverse=True)[:2])
    print(
        f"{name}: command {own:.1f} CPU s, workers {each}: at least {least:.1f} s, {alone / least:.2f} times one "
        f"process; wall clock {wall:.1f} s at load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def main() -> None:
    figure = sys.argv[1] if len(sys.argv) > 1 else "fig6"
    alone, _, wall = ran(figure)
    print(f"{figure} --quick, one process: {alone:.1f} CPU s; wall clock {wall:.1f} s at load {os.getloadavg()[0]:.1f}")
    own, theirs, wall = ran(figure, "--jobs", "2")
    say("two local workers", own, list(theirs.values()), wall, alone)
    own, spent, wall = on_cluster(figure)
    say("a cluster of two workers", own, spent, wall, alone)


if __name__ == "__main__":
    main()
