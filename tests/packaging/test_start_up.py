"""The command starts at once, and the package loads nothing that it was not asked for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import strategyproof

HEAVY = frozenset({"hypothesis", "jinja2", "matplotlib", "mpmath", "numpy", "sympy", "torch", "z3"})
TERMINAL = frozenset({"click", "rich"})
ROOMS = ("learning", "mechanism", "proofs", "property_tests", "reports", "scenarios")
CPU_BUDGET = 0.150  # s, the interpreter's own start included
LIST_MODULES = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
RUN_COMMAND = """
import contextlib, io, sys
sys.argv = ["strategyproof", sys.argv[1]]
from strategyproof.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
"""


def loaded_after(source: str, *arguments: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after a source has run."""
    command = [sys.executable, "-c", f"{source}\n{LIST_MODULES}", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout))


def command_path() -> Path:
    path = Path(sys.executable).parent / "strategyproof"
    assert path.exists(), f"{path} is missing: install the project first (make setup)"
    return path


def cpu_seconds(command: list[str]) -> float:
    """CPU time of one run of a command, user and system."""
    before = os.times()
    subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def test_importing_the_package_loads_nothing_else() -> None:
    loaded = loaded_after("import strategyproof")
    assert "strategyproof" in loaded
    assert loaded & (HEAVY | TERMINAL) == set()


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_command_starts_without_the_heavy_libraries(option: str) -> None:
    loaded = loaded_after(RUN_COMMAND, option)
    assert "click" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_command_starts_within_its_budget(option: str) -> None:
    best = min(cpu_seconds([str(command_path()), option]) for _ in range(7))
    assert best < CPU_BUDGET


def test_the_solvers_process_loads_z3_and_nothing_else_that_is_large() -> None:
    loaded = loaded_after("import strategyproof.proofs.smt.z3_worker")
    assert loaded & (HEAVY | TERMINAL | {"msgspec"}) == {"z3"}


def test_the_solvers_process_starts_for_little_more_than_z3() -> None:
    """The process has no question to answer: its input is at its end."""
    worker = [sys.executable, "-P", "-m", "strategyproof.proofs.smt.z3_worker", str(4 << 30)]
    alone = [sys.executable, "-c", "import z3"]
    seconds = [(cpu_seconds(worker), cpu_seconds(alone)) for _ in range(7)]
    assert min(mine for mine, _ in seconds) < 2 * min(z3s for _, z3s in seconds)


@pytest.mark.parametrize("command", [["strategyproof"], ["-m", "strategyproof"]])
def test_the_command_tells_the_version(command: list[str]) -> None:
    executable = [str(command_path())] if command == ["strategyproof"] else [sys.executable, *command]
    run = subprocess.run([*executable, "--version"], capture_output=True, text=True, check=True)
    assert strategyproof.__version__ in run.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_loaded_when_it_is_named(room: str) -> None:
    loaded_after(f"import sys, strategyproof; strategyproof.{room}; assert 'strategyproof.{room}' in sys.modules")


def test_the_package_lists_its_rooms() -> None:
    assert set(ROOMS) <= set(dir(strategyproof))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'strategyproof' has no attribute 'mechanisms'$"):
        strategyproof.mechanisms  # noqa: B018
