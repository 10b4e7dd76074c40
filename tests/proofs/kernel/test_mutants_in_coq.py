"""One-line mistakes in the rules that ship: of a law that one breaks, Coq accepts no proof."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs.kernel.coqc import Coq
from strategyproof.proofs.kernel.project import project
from strategyproof.proofs.kernel.statements import definitions, theorem
from strategyproof.proofs.kernel.text import NoText
from strategyproof.selftest.mutants import mutants
from strategyproof.selftest.run import Settings, selftest

WITHIN = 5
"""Seconds of the clock that the tactic is given."""


def attempt(mechanism: Mechanism, law: Law) -> str:
    """Return a rule, and that the tactic does not prove a law of it; what else is shown of a rule may fail here."""
    head, proof, _ = theorem(law, mechanism).split("\n")
    tactic = proof.removeprefix("Proof. ").removesuffix(". Qed.")
    rule = definitions(mechanism).partition("Lemma ")[0]
    return f"{rule}{head}\nProof. Fail timeout {WITHIN} (solve [{tactic}]). Abort.\n"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("coqc") is None, reason="needs coqc: apt-get install coq")
def test_coq_accepts_no_law_that_a_mutant_breaks(tmp_path: Path) -> None:
    found_out = [judged for judged in selftest(list(MECHANISMS), Settings(examples=60)) if judged.status == "killed"]
    killed = [judged for judged in found_out if judged.law in LAWS]  # that a rule has an outcome is no theorem here
    planted = {mutant.id: mutant.mechanism for rule in MECHANISMS.values() for mutant in mutants(rule)}
    texts: dict[str, list[str]] = {}
    tried: Counter[str] = Counter()
    without_text: Counter[str] = Counter()
    for number, judged in enumerate(killed):
        try:
            said = attempt(replace(planted[judged.id], id=f"mutant-{number}"), LAWS[str(judged.law)])
        except NoText:
            without_text[judged.kind] += 1
        else:
            texts.setdefault(judged.rule, ["Require Import Laws.\n"]).append(said)
            tried[judged.kind] += 1
    files = project([]).files | {f"Of_{rule.replace('-', '_')}.v": "\n".join(said) for rule, said in texts.items()}
    files["Control.v"] = "Require Import Laws.\n" + attempt(MECHANISMS["msb"], LAWS["strategy-proof"])
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    with Coq(cpu_seconds=900) as coq:
        found = {one.file: one.error for one in coq.check(tmp_path, list(files))}
    assert "The command has not failed" in str(found.pop("Control.v"))  # it does prove what holds
    assert {file: error for file, error in found.items() if error} == {}
    print(dict(tried), dict(without_text))  # noqa: T201  # the table of docs/proofs.md
    assert sum(tried.values()) >= 200
