"""The rule as a formula, from its own source."""

from __future__ import annotations

import pytest
from latex2mathml.converter import convert

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs.symbolic.formula import formula

RIVAL = r"{\max_{j \ne n} b_{j}}"


@pytest.mark.parametrize(
    ("id", "wins", "pays"),
    [
        ("msb", rf"b_{{n}} > \rho {RIVAL}", rf"x_n \rho {RIVAL}"),
        ("msb-pays-second-bid", rf"b_{{n}} > \rho {RIVAL}", rf"x_n {RIVAL}"),
        ("first-price", rf"b_{{n}} > {RIVAL}", r"x_n b_{n}"),
        ("all-pay", rf"b_{{n}} > {RIVAL}", r"b_{n}"),
        ("serial-dictator", r"\nexists j < n: b_{j} > 0 \wedge b_{n} > 0", "0"),
    ],
)
def test_a_formula_says_what_the_source_does(id: str, wins: str, pays: str) -> None:
    assert formula(MECHANISMS[id]) == rf"x_n = 1 \iff {wins}, \quad p_n = {pays}"


@pytest.mark.parametrize("id", MECHANISMS)
def test_every_formula_can_be_shown_in_a_page(id: str) -> None:
    assert "<math" in convert(formula(MECHANISMS[id]))


def test_a_rule_that_branches_has_no_formula() -> None:
    def branches(bids: Vector) -> Outcome:
        return Outcome(bids > 0, bids) if bids > 1 else Outcome(bids > 2, bids)

    with pytest.raises(TypeError, match="a formula follows no branch"):
        formula(Mechanism("branches", "branches", branches, "", ""))
