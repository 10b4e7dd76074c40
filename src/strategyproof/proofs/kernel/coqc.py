"""Coq, asked whether files are proofs: its version, its answer, and the axioms on which they rest.

It runs in a child process, ends with its parent, and has limits of CPU time and memory.
"""

from __future__ import annotations

import functools
import re
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from strategyproof.proofs.child.cause import NoAnswer, sentence
from strategyproof.proofs.child.process import Child, python_worker
from strategyproof.proofs.kernel.record import Checked

OLDEST, NEWEST = (8, 16), (8, 20)
"""Versions that are accepted; 8.16 is the one that was tested."""

CPU_SECONDS = 300
"""What one file may take."""
PATIENCE = 6
"""How many times as long it may take by the clock, on a machine that does other things too."""
MEMORY = 4 << 30
"""Bytes of address space."""
OUT_OF_MEMORY = ("out of memory", "out_of_memory", "not enough memory")
"""What Coq, and the language that it is written in, say where an allocation failed."""

INSTALL = "apt-get install coq"
FLOCQ = "Flocq is not installed, so nothing was checked of doubles: apt-get install libcoq-flocq"
SPEAK_OF_FLOCQ = ("Core", "Doubles", "Double_laws")
"""A file that imports one of these modules speaks of Flocq's formats."""
ASKS = "Print Assumptions"
"""A file that has this in its text must say on which axioms it rests."""
_AXIOM = re.compile(r"([A-Za-z_][\w.']*)\s*(?::.*)?")
NOTHING = "Closed under the global context"


class NoCoq(Exception):
    """Coq is not there, or is none that the files were written for."""


class Coq:
    """Coq in a child process.

    Parameters
    ----------
    cpu_seconds
        What one file may take.
    memory
        Bytes of address space.

    Raises
    ------
    NoCoq
        If Coq is not there, or is not one of the versions that are accepted.
    """

    def __init__(self, *, cpu_seconds: int = CPU_SECONDS, memory: int = MEMORY) -> None:
        self._cpu, self._memory = cpu_seconds, memory
        self._program = _program()
        module = f"{__package__}.coqc_worker"
        self._child = Child(python_worker(module, str(memory), str(cpu_seconds)))
        self.version = self._version()

    def __enter__(self) -> Coq:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Return Coq and its version."""
        return f"Coq {self.version}"

    @functools.cached_property
    def has_flocq(self) -> bool:
        """Tell whether Flocq is there, which defines the doubles."""
        with TemporaryDirectory() as scratch:
            Path(scratch, "Asks.v").write_text("From Flocq Require Import Core.\n", "utf-8")
            return self.check(Path(scratch), ["Asks.v"])[0].error is None

    def close(self) -> None:
        """End the process."""
        self._child.close()

    def check(self, directory: Path, files: Sequence[str]) -> list[Checked]:
        """Let Coq read files in order; a file that fails does not keep it from the others.

        Parameters
        ----------
        directory
            Where the files are, and where Coq may write.
        files
            Their names, each after those that it needs.
        """
        return [self._checked(directory, file) for file in files]

    def _checked(self, directory: Path, file: str) -> Checked:
        text = (directory / file).read_text("utf-8")
        must_tell, flocq = ASKS in text, any(f"Import {module}" in text for module in SPEAK_OF_FLOCQ)
        try:
            ran = self._ran(directory, "-q", file)
        except NoAnswer as none:
            return Checked(file, sentence(none.cause, self.name, none.detail))
        if ran["code"] != 0:
            return Checked(file, self._why(ran), seconds=ran["seconds"])
        if must_tell and not any(line in ("Axioms:", NOTHING) for line in ran["said"].splitlines()):
            return Checked(file, "it does not say on which axioms its theorems rest", seconds=ran["seconds"])
        return Checked(file, None, axioms(ran["said"]), ran["seconds"], flocq)

    def _why(self, ran: dict[str, Any]) -> str:
        """Say why Coq did not end well."""
        said = " ".join((ran["complained"] or ran["said"] or f"coqc ended with {ran['code']}").split())
        if ran["code"] is not None and ran["code"] == -getattr(signal, "SIGXCPU", 0):
            return f"it took more than {self._cpu} s of CPU time"
        if any(words in said.lower() for words in OUT_OF_MEMORY):
            return sentence("memory", self.name, f"{self._memory / (1 << 20):g} MiB")
        return said[:400]

    def _ran(self, directory: Path, *arguments: str) -> dict[str, Any]:
        command = [self._program, *arguments]
        return self._child.ask(
            {"command": command, "directory": str(directory.absolute())}, float(PATIENCE * self._cpu)
        )

    def _version(self) -> str:
        try:
            said = str(self._ran(Path(), "--print-version")["said"])
        except NoAnswer as error:
            raise NoCoq(f"{self._program} does not say its version: {error.detail}") from error
        found = re.match(r"(\d+)\.(\d+)", said)
        if found is None or not OLDEST <= (int(found[1]), int(found[2])) <= NEWEST:
            self.close()
            wanted = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
            version = said.split()[0] if said.strip() else "no version"
            raise NoCoq(f"expected Coq {wanted}, got {version} at {self._program}; {INSTALL}")
        return said.split()[0]


def _program() -> str:
    program = shutil.which("coqc")
    if program is None:
        raise NoCoq(f"Coq is not installed, so nothing was checked by it: {INSTALL}")
    return program


def axioms(said: str) -> list[str]:
    r"""Return what ``Print Assumptions`` lists; a line that is no axiom's name is listed as it stands.

    >>> axioms("Axioms:\nmine : False\nReals.other\n  : forall x, x = x\nf is assumed to be guarded.\n")
    ['mine', 'Reals.other', 'f is assumed to be guarded.']
    >>> axioms("Closed under the global context\n")
    []
    """
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith(" ")]
    told = [line for line in lines if line not in ("Axioms:", NOTHING)]
    return [match[1] if (match := _AXIOM.fullmatch(line)) else line for line in told]
