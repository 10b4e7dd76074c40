"""The information table of spec section 4: its form, its exact counterexamples, and every cell, proved or refuted."""

from fractions import Fraction

import pytest

from strategyproof.judging.ways import of_rules
from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.laws import OVER_ROUNDS
from strategyproof.mechanism.rules.information import OF_THE_STATE, REMEMBERS, RULES
from strategyproof.mechanism.vocabulary import utility
from strategyproof.paper import information as plan
from strategyproof.paper.information import TABLE, Claim, claims
from strategyproof.proofs import Solver
from strategyproof.reports import information

ONCE = [claim for claim in claims() if claim.rule in RULES or claim.law in OVER_ROUNDS]
"""Claims that no table of laws asks already."""


def test_every_row_has_a_cell_for_each_column_and_every_cell_something_that_shows_it() -> None:
    assert len(TABLE) == 5
    assert all(len(cells) == len(information.COLUMNS) for cells in TABLE.values())
    assert all(shown for cells in TABLE.values() for _, shown in cells)


def test_a_cell_that_says_yes_is_proved_and_one_that_says_no_is_refuted() -> None:
    for cells in TABLE.values():
        for says, shown in cells:
            found = {claim.expected for claim in shown}
            assert ("proved" in found) == (says != "no"), says
            assert ("refuted" in found) >= ("no" in says.split(";")[-1].replace(",", "").split()), says


@pytest.mark.parametrize("claim", ONCE, ids=lambda claim: f"{claim.rule}: {claim.law}")
def test_what_the_table_rests_on_is_found(claim: Claim) -> None:
    with Solver() as solver:
        verdict = of_rules(solver).prove(*claim.asked)
    assert verdict.verdict == claim.expected, verdict.reason
    assert verdict.scope.bidders == "any"


@pytest.mark.slow
def test_two_solvers_agree_about_the_whole_table() -> None:
    pytest.importorskip("cvc5")
    from strategyproof.proofs.smt.two_solvers import TwoSolvers

    with TwoSolvers() as solver:
        ways = of_rules(solver)
        found = {(claim.rule, claim.law): ways.prove(*claim.asked) for claim in claims()}
    table = plan.table(found)
    assert information.problems(table) == []
    alone = [verdict.by for verdict in information.verdicts(table) if "alone" in verdict.by]
    assert alone == []


def test_across_rounds_b_bids_8_in_round_1_and_gains_4() -> None:
    """B has values 4 then 10, A has 10 then 6; rho_1 = 1 and rho_2 = max(1, 8 / b_(2))."""
    law = OVER_ROUNDS["strategy-proof-across-rounds"]
    point = {"bids": exact([10, 4]), "i": 1, "lie": Fraction(8), "later": Fraction(10), "rival": Fraction(6)}
    found = replay.counterexample(law, REMEMBERS, {}, point)
    assert found is not None
    assert [run.wins for run in found.outcomes] == [[True, False], [True, False]]  # B loses round 1 either way
    auction = REMEMBERS.bind()
    rho = [auction.rho(exact([10, bid])) for bid in (4, 8)]
    assert rho == [2, 1]
    assert [max(0, 10 - factor * 6) for factor in rho] == [0, 4]
    assert utility(4, auction(exact([10, 4])), 1) == 0


def test_a_rho_of_the_common_value_sends_the_task_to_the_uav_in_one_state_and_not_in_another() -> None:
    law = OVER_ROUNDS["adverse-selection-free-across-states"]
    found = replay.counterexample(law, OF_THE_STATE, {}, {"bids": exact([3, 2]), "theta": Fraction(2)})
    assert found is not None
    assert found.outcomes[0].wins == [True, False]  # at rho = 2 the bids (6, 4) win nothing
