"""Laws of doubles as Gallina: a rule's operations are rounded, the law compares exactly, and Coq accepts what holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.vocabulary import highest_of_others, max_of_others, where
from strategyproof.proofs.kernel.checking import changed, checked, traced
from strategyproof.proofs.kernel.coqc import FLOCQ, Coq
from strategyproof.proofs.kernel.doubles import DOUBLES, speaks_of_doubles
from strategyproof.proofs.kernel.project import project, without_doubles
from strategyproof.proofs.kernel.record import ALLOWED, ALLOWED_WITH_FLOCQ, Checked
from strategyproof.proofs.kernel.statements import definitions, law_definition
from strategyproof.proofs.kernel.text import NoText

MSB = MECHANISMS["msb"]
LAWS_OF_DOUBLES = [law for law in LAWS.values() if speaks_of_doubles(law)]
REAL = pytest.mark.skipif(shutil.which("coqc") is None, reason="needs coqc: apt-get install coq")


def rule(price: Callable[[Any], Any]) -> Mechanism:
    def sells(bids: Any) -> Outcome:
        asked = price(bids)
        return Outcome(bids > asked, where(bids > asked, asked, 0))

    return Mechanism("mine", "Mine", sells, "A rule of the tests.", "")


def test_msb_rounds_its_price() -> None:
    said = definitions(MSB, DOUBLES)
    assert "  bids i >? rnd (rho * max_of_others n bids i).\n" in said
    assert "  if bids i >? rnd (rho * max_of_others n bids i) then rnd (rho * max_of_others n bids i) else 0.\n" in said
    assert "Lemma msb_has_parameters : exists (rho : R), 1 <= rho /\\ double rho." in said


def test_a_law_supposes_doubles_and_compares_exactly() -> None:
    said = law_definition(LAWS["strategy-proof"], DOUBLES)
    assert "at_least_zero n bids -> doubles n bids -> (i < n)%nat -> 0 <= lie -> double lie ->" in said
    assert "rnd" not in said


def test_a_law_that_scales_bids_is_not_stated() -> None:
    assert {law.id for law in LAWS.values()} - {law.id for law in LAWS_OF_DOUBLES} == {
        "homogeneous",
        "adverse-selection-free",
    }


@pytest.mark.parametrize(
    ("price", "why"),
    [
        (lambda bids: max_of_others(bids) + highest_of_others(bids, 2) / 2, "an operation on what was computed"),
        (lambda bids: Fraction(1, 10) * max_of_others(bids), "1 / 10 is no double"),
    ],
)
def test_what_doubles_have_no_text_for_is_left_out(price: Callable[[Any], Any], why: str) -> None:
    with pytest.raises(NoText, match=why):
        definitions(rule(price), DOUBLES)
    export = project([], doubles=[(rule(price), LAWS["monotone"])])
    assert why in export.manifest.left_out["mine in doubles"]
    assert export.manifest.doubles == {}


EXPORT = project([(MSB, LAWS["monotone"])], doubles=[(MSB, law) for law in LAWS_OF_DOUBLES])


def test_an_export_traced_again_is_the_same() -> None:
    assert changed(EXPORT.manifest, traced(EXPORT.manifest)) == []
    assert EXPORT.manifest.doubles == {"msb": [law.id for law in LAWS_OF_DOUBLES]}
    assert list(EXPORT.files)[-4:] == ["Doubles.v", "Double_product.v", "Double_laws.v", "Double_msb.v"]


def test_without_flocq_the_reals_are_checked_and_it_says_so() -> None:
    class Stand:
        name, has_flocq = "Coq 8.16.1", False

        def check(self, _: Path, files: list[str]) -> list[Checked]:
            assert not any(file.startswith("Double") for file in files)
            return [Checked(file, None) for file in files]

    stand: Any = Stand()
    kernel = checked(EXPORT, stand)
    assert kernel.accepts("msb", "monotone")
    assert not kernel.accepts_in_doubles("msb", "monotone")
    assert kernel.manifest.left_out == {"doubles": FLOCQ}
    assert changed(kernel.manifest, without_doubles(traced(kernel.manifest), FLOCQ)) == []


def test_excluded_middle_is_allowed_to_flocq_alone() -> None:
    assert Checked("Double_msb.v", None, ["Classical_Prop.classic"], flocq=True).is_proof
    assert not Checked("Rule_msb.v", None, ["Classical_Prop.classic"]).is_proof
    assert not Checked("Double_msb.v", None, ["mine"], flocq=True).is_proof


@REAL
@pytest.mark.slow
def test_coq_accepts_every_law_of_msb_in_doubles_and_none_of_a_rule_that_lets_ties_win() -> None:
    ties = Mechanism("ties", "Ties win", _ties_win, "Two may win.", "")
    with Coq() as coq:
        if not coq.has_flocq:
            pytest.skip(FLOCQ)
        kernel = checked(EXPORT, coq)
        broken = checked(project([], doubles=[(ties, LAWS["single-winner"])]), coq)
    assert kernel.refused == {}
    assert kernel.accepted_in_doubles == 14
    assert set(kernel.axioms) <= ALLOWED
    assert set(kernel.axioms_in_doubles) <= ALLOWED_WITH_FLOCQ
    assert list(broken.refused) == ["ties: single-winner in doubles"]


def _ties_win(bids: Any) -> Outcome:
    asked = 1 * max_of_others(bids)
    return Outcome(bids >= asked, where(bids >= asked, asked, 0))
