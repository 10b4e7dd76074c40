"""Theorems about all rules in Coq: what they suppose is what the laws' own predicates say, and Coq accepts them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from strategyproof.proofs.any_bidders.theorems import COUNTER_THEOREM_HOLDS, THEOREMS
from strategyproof.proofs.kernel.checking import changed, checked, traced
from strategyproof.proofs.kernel.coqc import Coq
from strategyproof.proofs.kernel.project import project, written_once
from strategyproof.proofs.kernel.record import ALLOWED, Checked
from strategyproof.proofs.kernel.statements import named
from strategyproof.proofs.kernel.theorems import ABOUT_ALL, SUPPOSED

EXPORT = project([], ABOUT_ALL)
REAL = pytest.mark.skipif(shutil.which("coqc") is None, reason="needs coqc: apt-get install coq")


def test_they_are_the_theorems_that_the_solvers_are_asked() -> None:
    chains = {id for id, *_ in THEOREMS} | {"profit-reading-is-weaker"}
    assert {theorem.id for theorem in ABOUT_ALL} <= chains
    assert {*COUNTER_THEOREM_HOLDS} == {*ABOUT_ALL[1].rests_on[1]}


@pytest.mark.parametrize(("file", "laws"), [("Converse.v", (*SUPPOSED, "loser-irrelevance")), ("Weaker.v", SUPPOSED)])
def test_they_suppose_what_the_laws_say_and_define_no_law_themselves(file: str, laws: tuple[str, ...]) -> None:
    said, defined = written_once(file), EXPORT.files["Laws.v"]
    for law in laws:
        assert f"{named(law)} wins pays" in said
        assert f"Definition {named(law)} " in defined
        assert f"Definition {named(law)} " not in said


def test_they_bring_the_rules_on_which_they_rest() -> None:
    assert EXPORT.manifest.theorems.keys() == {"msb", "half-second-surcharge"}
    assert list(EXPORT.files)[-3:] == ["Converse.v", "Characterised.v", "Weaker.v"]
    assert changed(EXPORT.manifest, traced(EXPORT.manifest)) == []


def test_one_that_coq_refuses_is_named() -> None:
    class Stand:
        name, has_flocq = "Coq 8.16.1", True

        def check(self, _: Path, files: list[str]) -> list[Checked]:
            return [Checked(file, "no" if file == "Characterised.v" else None) for file in files]

    stand: Any = Stand()
    kernel = checked(EXPORT, stand)
    assert kernel.refused == {"converse": "no"}
    assert [kernel.accepts_theorem(theorem.id) for theorem in ABOUT_ALL] == [False, True]
    assert not kernel.accepts_theorem("never-cheaper")


@REAL
@pytest.mark.slow
def test_coq_accepts_them_and_assumes_only_its_reals() -> None:
    with Coq() as coq:
        kernel = checked(EXPORT, coq)
    assert kernel.refused == {}
    assert all(kernel.accepts_theorem(theorem.id) for theorem in ABOUT_ALL)
    assert set(kernel.axioms) <= ALLOWED
