"""An export given to Coq, and one traced again: what changed is named, and a proof that fails costs no other."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs.child.process import worker_environment
from strategyproof.proofs.kernel.checking import changed, checked, traced
from strategyproof.proofs.kernel.project import COMMON, project
from strategyproof.proofs.kernel.record import Checked

EXPORT = project((MECHANISMS["msb"], LAWS[law]) for law in ("single-winner", "monotone"))
REALS = ["ClassicalDedekindReals.sig_forall_dec"]


class Stand:
    """Answers in Coq's place, by the name and the text of a file."""

    name, has_flocq = "Coq 8.16.1", True

    def __init__(self, error: Callable[[str, str], str | None]) -> None:
        self._error = error
        self.read: list[str] = []

    def check(self, directory: Path, files: Sequence[str]) -> list[Checked]:
        self.read += files
        return [Checked(file, self._error(file, (directory / file).read_text()), REALS, 0.5) for file in files]


def _kernel(error: Callable[[str, str], str | None]) -> Any:
    stand: Any = Stand(error)
    return checked(EXPORT, stand), stand.read


def test_what_coq_accepts_is_accepted_with_its_axioms_and_its_time() -> None:
    kernel, read = _kernel(lambda *_: None)
    assert (kernel.accepted, kernel.refused, kernel.axioms, kernel.by) == (2, {}, REALS, "Coq 8.16.1")
    assert read == list(EXPORT.files)
    assert kernel.seconds == 0.5 * len(read)
    assert kernel.accepts("msb", "monotone")
    assert not kernel.accepts("msb", "anonymous")
    assert not kernel.accepts("spa", "monotone")


def test_a_proof_that_fails_costs_no_other() -> None:
    kernel, read = _kernel(lambda name, text: "no" if name not in COMMON and "msb_is_monotone" in text else None)
    assert kernel.refused == {"msb: monotone": "no"}
    assert kernel.accepts("msb", "single-winner")
    assert read == [*EXPORT.files, "Alone.v", "Alone.v"]


def test_where_the_prelude_is_refused_so_is_everything() -> None:
    kernel, read = _kernel(lambda name, _: "broken" if name == "Words.v" else None)
    assert kernel.refused == {"msb: single-winner": "broken", "msb: monotone": "broken"}
    assert kernel.accepted == 0
    assert read == list(EXPORT.files)


def test_an_axiom_of_ours_is_refused() -> None:
    stand: Any = Stand(lambda *_: None)
    stand.check = lambda _, files: [Checked(file, None, ["mine"]) for file in files]
    assert checked(EXPORT, stand).refused == {"msb: single-winner": "axioms mine", "msb: monotone": "axioms mine"}


def test_an_export_traced_again_from_the_same_source_is_the_same() -> None:
    again = traced(EXPORT.manifest)
    assert again.files == EXPORT.files
    assert changed(EXPORT.manifest, again) == []


def test_a_file_that_differs_is_missing_or_is_too_many_is_named() -> None:
    hashes = {**EXPORT.manifest.files, "Laws.v": "0" * 64, "Mine.v": "1" * 64}
    del hashes["Rule_msb.v"]
    other = msgspec.structs.replace(EXPORT.manifest, files=hashes)
    assert changed(other, traced(other)) == ["Laws.v", "Mine.v", "Rule_msb.v"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {"schema": "strategyproof/coq/0"},
            "expected an export of schema 'strategyproof/coq/1', got 'strategyproof/coq/0'",
        ),
        (
            {"theorems": {"mine": ["monotone"]}},
            "the export states something of 'mine', which is no rule, law or theorem",
        ),
        ({"theorems": {"msb": ["mine"]}}, "the export states something of 'mine'"),
    ],
)
def test_an_export_that_this_version_cannot_trace_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        traced(msgspec.structs.replace(EXPORT.manifest, **change))


def test_tracing_again_loads_no_solver() -> None:
    source = f"""
import sys
from strategyproof.proofs.kernel.checking import changed, traced
from strategyproof.proofs.kernel.record import Manifest
import msgspec
manifest = msgspec.json.decode({EXPORT.manifest.text()!r}, type=Manifest)
assert changed(manifest, traced(manifest)) == []
assert not {{"z3", "cvc5", "hypothesis", "sympy", "torch"}} & set(sys.modules), sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", source], check=True, env=worker_environment())


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("coqc") is None, reason="needs coqc: apt-get install coq")
def test_coq_itself_refuses_the_one_law_that_does_not_hold() -> None:
    from strategyproof.proofs.kernel.coqc import Coq

    rule = MECHANISMS["first-price"]
    export = project((rule, LAWS[law]) for law in ("single-winner", "strategy-proof"))
    with Coq(cpu_seconds=60) as coq:
        kernel = checked(export, coq)
    assert list(kernel.refused) == ["first-price: strategy-proof"]
    assert kernel.accepts("first-price", "single-winner")
    assert kernel.axioms
