"""Coq as a process: its version, its limits, what it says, and that nothing of it is left behind."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from strategyproof.proofs.child.process import worker_environment
from strategyproof.proofs.kernel import coqc
from strategyproof.proofs.kernel.coqc import Coq, NoCoq
from strategyproof.proofs.kernel.record import Checked

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for Coq")
REAL = pytest.mark.skipif(shutil.which("coqc") is None, reason="needs coqc: apt-get install coq")

Stands = Callable[..., Path]


@pytest.fixture
def stands_for_coq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stands:
    """Put a shell script in Coq's place; it gives its version, and does as told with a file."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    def put(does: str, version: str = "8.16.1 4.14.1") -> Path:
        program = tmp_path / "coqc"
        program.write_text(f'#!/bin/sh\nif [ "$1" = --print-version ]; then printf "{version}\\n"; exit; fi\n{does}\n')
        program.chmod(0o755)
        (tmp_path / "Rule.v").write_text("Print Assumptions everything.\n")
        return tmp_path

    return put


@on_posix
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("8.9.1 4.07", "expected Coq 8.16 to 8.20, got 8.9.1 at "),
        ("", "expected Coq 8.16 to 8.20, got no version at "),
        ("9.1.0", "expected Coq 8.16 to 8.20, got 9.1.0 at "),
    ],
)
def test_another_version_of_coq_is_refused_in_one_line(said: str, why: str, stands_for_coq: Stands) -> None:
    stands_for_coq("", version=said)
    with pytest.raises(NoCoq, match=f"^{re.escape(why)}.*coqc; apt-get install coq$"):
        Coq()


def test_without_coq_it_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoCoq, match=r"^Coq is not installed, so nothing was checked by it: apt-get install coq$"):
        Coq()


@on_posix
def test_a_program_that_does_not_start_is_refused_in_one_line(stands_for_coq: Stands) -> None:
    (stands_for_coq("") / "coqc").write_bytes(b"\x7fELF, but not really")
    with pytest.raises(NoCoq, match="got no version at"):
        Coq()


@on_posix
@pytest.mark.parametrize(
    ("does", "error"),
    [
        ("echo 'Axioms:'; echo 'mine : False'", None),
        ("exit 0", "it does not say on which axioms its theorems rest"),
        ("echo 'File \"Rule.v\", line 3: Error: No such goal.' >&2; exit 1", 'File "Rule.v", line 3: Error: No such'),
        ("exit 7", "coqc ended with 7"),
        ("kill -9 $$", "coqc ended with -9"),
        ("kill -9 $PPID; sleep 5", r"Coq 8\.16\.1 was killed \(SIGKILL\) before it answered"),
        ("printf '\\377\\376'; echo 'Axioms:'", "it does not say on which axioms its theorems rest"),
        pytest.param("while :; do :; done", "it took more than 1 s of CPU time", marks=pytest.mark.slow),
        ("echo 'Fatal error: exception Out_of_memory' >&2; exit 2", r"Coq 8\.16\.1 ran out of memory.* 4096 MiB"),
        ("head -c 2000000 /dev/zero | tr '\\0' 'x'; echo; echo Axioms:", "it says more than 1048576 characters"),
    ],
)
def test_what_goes_wrong_makes_no_proof_and_says_what_happened(
    does: str, error: str | None, stands_for_coq: Stands
) -> None:
    directory = stands_for_coq(does)
    with Coq(cpu_seconds=1) as coq:
        (found,) = coq.check(directory, ["Rule.v"])
    assert not found.is_proof
    assert found.error is None if error is None else re.match(error, str(found.error))


@on_posix
def test_the_next_file_is_read_after_one_that_failed(stands_for_coq: Stands) -> None:
    directory = stands_for_coq('[ "$2" = Good.v ] || exit 1; echo "Closed under the global context"')
    (directory / "Good.v").write_text("Print Assumptions everything.\n")
    with Coq() as coq:
        assert [found.is_proof for found in coq.check(directory, ["Rule.v", "Good.v"])] == [False, True]


@on_linux
def test_coq_ends_with_a_parent_that_is_killed(stands_for_coq: Stands) -> None:
    directory = stands_for_coq("echo $$ > pid; sleep 600 & echo $! > sleeper; wait")
    source = f"""
from pathlib import Path
from strategyproof.proofs.kernel.coqc import Coq
Coq().check(Path({str(directory)!r}), ["Rule.v"])
"""
    with subprocess.Popen([sys.executable, "-c", source], env=worker_environment()) as parent:
        written = directory / "sleeper"
        while not (written.exists() and written.read_text().endswith("\n")):
            assert parent.poll() is None
            time.sleep(0.02)
        numbers = [int((directory / name).read_text()) for name in ("pid", "sleeper")]
        assert all(map(_lives, numbers))
        parent.kill()
        parent.wait()
        started = time.monotonic()
        while any(map(_lives, numbers)) and time.monotonic() - started < 30:
            time.sleep(0.02)
        assert time.monotonic() - started < 2


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@REAL
def test_a_limit_of_memory_is_told(tmp_path: Path) -> None:
    (tmp_path / "Any.v").write_text("Definition any := 0.\n")
    with Coq(memory=400 << 20) as coq:  # which is less than Coq itself takes
        (found,) = coq.check(tmp_path, ["Any.v"])
    assert found.error == f"{coq.name} ran out of memory, of which it may use 400 MiB"


def test_an_axiom_of_ours_makes_no_proof() -> None:
    assert Checked("x", None, ["ClassicalDedekindReals.sig_forall_dec"]).is_proof
    assert not Checked("x", None, ["mine"]).is_proof
    assert Checked("x", None, ["mine"]).complaint == "axioms mine"
    assert not Checked("x", "it does not end").is_proof


def test_a_line_that_is_no_axioms_name_is_one_all_the_same() -> None:
    assert coqc.axioms("Axioms:\nf is assumed to be guarded.\n") == ["f is assumed to be guarded."]
