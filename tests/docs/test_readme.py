"""The README runs as printed: its Python, and its shell from a fresh clone, block by block."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest

from strategyproof.cli import main

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", TEXT, re.DOTALL)

SLOW = ("make ", "python -m pip ")
"""Commands that take minutes; all others run in the fast test too."""

IN_CI = "make test"
"""Runs all tests, this one among them: `.ci/run` runs it in a fresh environment instead."""


@dataclass(slots=True)
class Typed:
    """A command of a console block, with what the README says it prints."""

    command: str
    printed: list[str] = field(default_factory=list)


def blocks() -> list[list[Typed]]:
    """Return the console blocks: commands stand behind a dollar sign, and a here-document goes on to its end."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE):
        typed: list[Typed] = []
        end = ""
        for line in block.splitlines():
            if end:
                typed[-1].command += f"\n{line}"
                end = "" if line == end else end
            elif line.startswith("$ "):
                typed.append(Typed(line[2:]))
                here = re.search(r"<<'(\w+)'$", line)
                end = here[1] if here else ""
            else:
                typed[-1].printed.append(line)
        found.append(typed)
    return found


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2
    assert [typed.command.split()[0] for block in blocks() for typed in block] == [
        *("make", "make"),
        *("python", "strategyproof"),
        *("cat", "strategyproof"),
    ]


@pytest.mark.parametrize(("code", "printed"), EXAMPLES, ids=lambda text: text.strip().splitlines()[0][:40])
def test_an_example_prints_what_it_says(code: str, printed: str) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        before = TEXT.partition(code)[0]
        exec(compile("\n" * before.count("\n") + code, str(README), "exec"), {"__name__": "readme"})
    assert out.getvalue() == printed


def run(typed: Typed, folder: Path, path: str, **variables: str) -> None:
    """Run a command in a shell, and compare what it prints: times apart, and the blanks at the ends of lines."""
    shell = shutil.which("bash")
    assert shell is not None
    environment = {**os.environ, "PATH": path, "COLUMNS": "80", "PYTHONUTF8": "1", **variables}
    done = subprocess.run(
        [shell, "-c", typed.command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), f"{typed.command}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    if typed.printed:
        assert without_times(done.stdout) == without_times("\n".join(typed.printed)), done.stderr


def without_times(text: str) -> list[str]:
    return [" ".join(re.sub(r"[0-9.]+ m?s\b", "", line).split()) for line in text.splitlines()]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_what_is_quick_of_the_shell_prints_what_it_says(tmp_path: Path) -> None:
    """The command is this interpreter's, of the tree that is tested."""
    path = shims(tmp_path / "bin")
    for block in blocks():
        for typed in block:
            if not typed.command.startswith(SLOW):
                run(typed, tmp_path, path, PYTHONPATH=str(ROOT / "src"))


def shims(folder: Path) -> str:
    """Return a PATH on which `strategyproof` and `python` are those of this interpreter."""
    folder.mkdir()
    for name, words in (("strategyproof", "-m strategyproof"), ("python", "")):
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        (folder / name).chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32" or shutil.which("git") is None, reason="needs a POSIX shell and git")
def test_the_whole_shell_works_from_a_fresh_clone(tmp_path: Path) -> None:
    """Each command as printed, but that libraries are those of this environment: nothing is fetched again."""
    clone, project = tmp_path / "strategyproof", tmp_path / "project"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True, capture_output=True)
    project.mkdir()
    environment = beside_this_one(tmp_path / "environment")
    path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
    ready(environment, clone)
    first, *others = blocks()
    for typed in first:
        assert typed.command.startswith("make ")
        if typed.command != IN_CI:
            run(typed, clone, path, VENV=str(environment), PYTHONPATH=str(clone / "src"))
    assert {"report.html", "report.json", "report.md"} <= {file.name for file in (clone / "build/report").iterdir()}
    for block in others:
        for typed in block:
            run(typed, project, path, PIP_NO_BUILD_ISOLATION="0", PIP_NO_DEPS="1", PYTHONPATH="")
    where = subprocess.run(
        [environment / "bin/python", "-c", "import strategyproof; print(strategyproof.__file__)"],
        cwd=project, env={**os.environ, "PYTHONPATH": ""}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(environment))


def beside_this_one(folder: Path) -> Path:
    """Make an environment that sees the libraries of this one, and has its own `strategyproof` and `pip`."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
    own = next((folder / "lib").glob("python*/site-packages"))
    shared = [entry for entry in sys.path if entry.endswith("site-packages")]
    (own / "beside.pth").write_text("\n".join(shared) + "\n")
    script = folder / "bin/strategyproof"
    script.write_text(f'#!/bin/sh\nexec "{folder}/bin/python" -m strategyproof "$@"\n')
    script.chmod(0o755)
    return folder


def ready(environment: Path, clone: Path) -> None:
    """Tell make that the environment is set up for the clone: setting it up is what `.ci/run` checks."""
    stamp = environment / ".ready"
    stamp.touch()
    latest = max((clone / name).stat().st_mtime for name in ("pyproject.toml", "constraints.txt"))
    os.utime(stamp, (latest + 10, latest + 10))


def test_ci_runs_what_the_shell_leaves_to_it() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert IN_CI in script
    assert "make verify" in script


def commands_named() -> Iterator[list[str]]:
    """Yield each command that the text names, in words."""
    for code in re.findall(r"`(strategyproof [^`\n]+)`", TEXT):
        yield code.split()[1:]


def test_every_command_that_is_named_is_there_with_its_options() -> None:
    named = list(commands_named())
    assert len(named) > 10
    for name, *words in named:
        command = main.commands[name]
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("-") and word != "--help"} <= options, name
        assert isinstance(command, click.Command)


def test_nobody_is_told_to_install_what_no_index_has() -> None:
    told = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for pattern in ("src/**/*.py", "docs/**/*.md", "examples/**/*", "*.md")
        for path in ROOT.glob(pattern)
        if path.is_file()
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if re.search(r"pip install[^`]*[\s'\"]strategyproof\b", line)
    ]
    assert told == []


@pytest.mark.parametrize("extra", ["smt", "learn", "symbolic", "distributed", "signed"])
def test_what_an_error_tells_to_install_is_the_extra(extra: str) -> None:
    """An error names packages, as the package itself is on no index: those of the extra, or the one that lacks."""
    table = re.search(
        rf"^{extra} = \[(.*?)\]$", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.DOTALL | re.M
    )
    assert table is not None
    packages = set(re.findall(r'"([a-z0-9\[\]-]+)>=', table[1]))
    told = [
        set(re.findall(r"[a-z][a-z0-9\[\]-]*", found)) - {"pip", "install"}
        for path in (ROOT / "src").rglob("*.py")
        for found in re.findall(r"pip install [\"']?([a-z0-9\[\] -]+?)(?:[\"'(]|$| \()", path.read_text("utf-8"), re.M)
    ]
    assert any(packages >= names for names in told if names & packages), (extra, packages)
