"""Coq, asked whether the files are proofs: its version, its answer, and the axioms on which they rest."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec

from strategyproof.proofs.kernel.project import RULE

OLDEST, NEWEST = (8, 16), (8, 20)
"""Versions that are accepted; 8.16 is the one that was tested."""

ALLOWED = frozenset(
    {
        "ClassicalDedekindReals.sig_forall_dec",
        "ClassicalDedekindReals.sig_not_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
    }
)
"""What Coq's own construction of the real numbers rests on."""

INSTALL = "apt-get install coq"
_AXIOM = re.compile(r"([A-Za-z_][\w.']*)\s*(?::.*)?")
NOTHING = "Closed under the global context"


class NoCoq(Exception):
    """Coq is not there, or is none that the files were written for."""


class Checked(msgspec.Struct, frozen=True):
    """What Coq said of one file.

    Attributes
    ----------
    error
        Its first complaint; None if every proof in the file is one.
    axioms
        What the file's theorems rest on, beside Coq's logic.
    """

    file: str
    error: str | None
    axioms: list[str] = []
    seconds: float = 0.0

    @property
    def is_proof(self) -> bool:
        """Tell whether Coq accepts every proof in the file, and none rests on an axiom that is not Coq's reals'."""
        return self.error is None and set(self.axioms) <= ALLOWED


def version() -> str:
    """Return the version of the Coq that is installed.

    Raises
    ------
    NoCoq
        If there is none, or it is not one of the versions that are accepted.
    """
    program = shutil.which("coqc")
    if program is None:
        raise NoCoq(f"Coq is not installed, so nothing was checked by it: {INSTALL}")
    try:
        said = subprocess.run(
            [program, "--print-version"], capture_output=True, text=True, timeout=60, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoCoq(f"{program} does not say its version: {error}") from error
    found = re.match(r"(\d+)\.(\d+)", said)
    if found is None or not OLDEST <= (int(found[1]), int(found[2])) <= NEWEST:
        wanted = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
        raise NoCoq(f"expected Coq {wanted}, got {said.split()[0] if said.strip() else 'no version'} at {program}")
    return said.split()[0]


def check(directory: Path, files: Sequence[str], *, seconds: float = 600.0) -> list[Checked]:
    """Let Coq read files in order; a file that fails does not keep it from the others.

    Parameters
    ----------
    directory
        Where the files are, and where Coq may write.
    files
        Their names, each after those that it needs.
    seconds
        By the clock, what each file may take.
    """
    version()
    return [_checked(directory, file, seconds) for file in files]


def _checked(directory: Path, file: str, seconds: float) -> Checked:
    try:
        ran = subprocess.run(
            ["coqc", "-q", file], cwd=directory, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return Checked(file, f"it took more than {seconds:g} s")
    if ran.returncode != 0:
        return Checked(file, " ".join((ran.stderr or ran.stdout or f"coqc ended with {ran.returncode}").split())[:400])
    if file.startswith(RULE) and not any(line in ("Axioms:", NOTHING) for line in ran.stdout.splitlines()):
        return Checked(file, "it does not say on which axioms its theorems rest")
    return Checked(file, None, axioms(ran.stdout))


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
