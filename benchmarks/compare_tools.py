"""The same questions to this project, to CrossHair and to MechAudit, in one run: verdicts, CPU seconds, ratios.

Run: python benchmarks/compare_tools.py [--rivals PYTHON] [--budget SECONDS]

PYTHON is an interpreter that has crosshair-tool and mechaudit; this one by default. Who is not there is said to be
skipped. Every answer comes from a process of its own, and its CPU time is that of the process with all its children,
from the start of the interpreter on. "In process" is the judge alone, without the interpreter and the imports.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from bench_plain import cost

from strategyproof.mechanism.verdict import Arithmetic

HERE = Path(__file__).parent / "rivals"
STOPPED = "none in"
REPEATS, LONG = 5, 10.0
"""An answer that takes less than LONG seconds is asked for REPEATS times."""


@dataclass(frozen=True)
class Task:
    """One auction, for a number of bidders, over one kind of number; ``types`` is the side of MechAudit's grid."""

    auction: str
    bidders: int
    arithmetic: Arithmetic
    types: int
    rho: bool = False

    @property
    def title(self) -> str:
        known = {"first_price": "first price", "second_price": "second price", "msb": "MSB, any rho >= 1"}
        name = known.get(self.auction, "second price, half at 29/4")
        return f"{name}, N = {self.bidders}, {self.arithmetic}s"


TASKS = (
    Task("first_price", 3, "integer", 5),
    Task("first_price", 3, "real", 5),
    Task("second_price", 5, "integer", 4),
    Task("second_price", 5, "real", 4),
    Task("second_price", 8, "integer", 3),
    Task("second_price", 8, "real", 3),
    Task("msb", 5, "real", 4, rho=True),
    Task("special_price", 3, "real", 10),
)


@dataclass(frozen=True)
class Answer:
    """What a tool said, and the median of the CPU seconds that it took."""

    verdict: str
    seconds: float
    spread: tuple[float, float]
    runs: int


def process(command: Sequence[str], limit: float) -> tuple[str, float, bool]:
    """Run a command; return its output, its CPU seconds with those of its children, and whether it ended in time.

    Time is the process's own CPU time, so that a machine with other work on it changes no verdict.
    """
    with TemporaryFile("w+") as out:
        limited = ["/bin/sh", "-c", f'ulimit -t {limit:.0f}; exec "$@"', "sh", *command]
        child = subprocess.Popen(limited, stdout=out, stderr=subprocess.STDOUT, cwd=HERE)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        ended = child.returncode not in (-signal.SIGXCPU, -signal.SIGKILL)
        return out.read(), usage.ru_utime + usage.ru_stime, ended


def several(ask: Sequence[str], limit: float, read: dict[str, str]) -> Answer:
    """Ask until the median means something; ``read`` says which verdict a text in the output stands for."""
    costs: list[float] = []
    while not costs or (len(costs) < REPEATS and costs[0] < LONG):
        output, spent, ended = process(ask, limit)
        costs.append(spent)
        found = [word for text, word in read.items() if text in output] if ended else [f"{STOPPED} {limit:g} s"]
        if not found:
            raise RuntimeError(f"no verdict in what {' '.join(ask)} printed:\n{output}")
    return Answer(", ".join(found), statistics.median(costs), (min(costs), max(costs)), len(costs))


def ours(task: Task) -> Answer:
    """Ask the command that a user calls."""
    command = [sys.executable, "-m", "strategyproof", "check", f"auctions.py:{task.auction}", "--json"]
    command += ["--bidders", str(task.bidders), "--law", "strategy-proof", "--arithmetic", task.arithmetic]
    command += ["--param", "rho=1.."] if task.rho else []
    words = {f'"verdict": "{word}"': word for word in ("proved", "refuted", "unknown", "tested")}
    words['"bidders": "any"'] = "any N"
    return several(command, 120, words)


def ours_in_process(task: Task) -> Answer:
    target, parameters = f"{HERE / 'auctions.py'}:{task.auction}", {"rho": "1.."} if task.rho else {}
    found = [cost(target, task.bidders, parameters, arithmetic=task.arithmetic) for _ in range(REPEATS)]
    seconds = [spent for _, spent in found]
    return Answer(found[0][0], statistics.median(seconds), (min(seconds), max(seconds)), REPEATS)


def crosshair(task: Task, python: str, budget: float) -> Answer:
    """Ask CrossHair about bidder 0."""
    target = f"conditions.{task.auction}_{task.bidders}_{task.arithmetic}"
    command = [python, "-m", "crosshair", "check", "--report_all", f"--per_condition_timeout={100 * budget:g}", target]
    read = {"when calling": "refuted", "Confirmed over all paths": "confirmed", "Not confirmed": "not confirmed"}
    return several(command, budget, read)


def mechaudit(task: Task, python: str, budget: float) -> Answer:
    """Audit a grid of whole types; rho is 3/2."""
    command = [python, "audit.py", task.auction, str(task.bidders), str(task.types)]
    grid = f"no lie on {task.types}^{task.bidders} types"
    return several(command, budget, {"refuted": "refuted", "no lie": grid})


def version(python: str, package: str) -> str | None:
    """Return the version of a package that an interpreter sees."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else None


def rows(rivals: dict[str, str | None], python: str, budget: float) -> Iterator[str]:
    """Yield the table line by line, as each answer comes."""
    yield "| task | tool | verdict | CPU | min to max (runs) | ratio |"
    yield "|---|---|---|---|---|---|"
    for task in TASKS:
        own = ours(task)
        answers = {"strategyproof": own, "strategyproof, in process": ours_in_process(task)}
        if rivals["crosshair-tool"]:
            answers["CrossHair, bidder 0 alone"] = crosshair(task, python, budget)
        if rivals["mechaudit"]:
            answers["MechAudit, whole types"] = mechaudit(task, python, budget)
        for tool, answer in answers.items():
            low, high = answer.spread
            ratio = _told(answer.seconds / own.seconds, at_least=answer.verdict.startswith(STOPPED))
            spread = f"{low:.2f} to {high:.2f} s ({answer.runs})"
            yield f"| {task.title} | {tool} | {answer.verdict} | {answer.seconds:.2f} s | {spread} | {ratio} |"


def _told(ratio: float, *, at_least: bool) -> str:
    return ("> " if at_least else "") + (f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rivals", default=sys.executable, metavar="PYTHON", help="interpreter that has the rivals")
    parser.add_argument("--budget", type=float, default=120.0, help="CPU seconds that a rival may take")
    asked = parser.parse_args()
    if shutil.which(asked.rivals) is None:
        parser.error(f"--rivals: expected a Python interpreter, got {asked.rivals!r}, which is none that can be run")
    rivals = {name: version(asked.rivals, name) for name in ("crosshair-tool", "mechaudit")}
    for name, found in rivals.items():
        print(f"{name} {found}" if found else f"{name}: skipped, {asked.rivals} does not have it (pip install {name})")
    z3 = {"here": version(sys.executable, "z3-solver"), "with the rivals": version(asked.rivals, "z3-solver")}
    print(f"Python {platform.python_version()}, z3-solver {json.dumps(z3)}, load {os.getloadavg()[0]:.1f} at the start")
    for line in rows(rivals, asked.rivals, asked.budget):
        print(line, flush=True)
    print(f"load {os.getloadavg()[0]:.1f} at the end, {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
