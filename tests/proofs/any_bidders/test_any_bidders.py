"""Proofs for any number of bidders: what is proved, what is refuted, and what must stay unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.counterexample import replay
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Outcome, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.rules.msb import RHO
from strategyproof.mechanism.vocabulary import lowest_of_others, max_of_others, maximum, where
from strategyproof.proofs import Budget, Solver, prove
from strategyproof.proofs.any_bidders.theory import Theory
from strategyproof.proofs.smt.terms import variable


@pytest.fixture(scope="module")
def solver() -> Iterator[Solver]:
    with Solver() as shared:
        yield shared


def mechanism(rule: Callable[..., Outcome], *parameters: Parameter) -> Mechanism:
    return Mechanism(rule.__name__, rule.__name__, rule, "", "", parameters)


@pytest.mark.parametrize("law", LAWS)
def test_msb_has_every_law_for_any_number_of_bidders_and_any_rho(law: str, solver: Solver) -> None:
    verdict = prove(LAWS[law], MECHANISMS["msb"], solver=solver)
    assert verdict.verdict == "proved"
    assert verdict.scope.bidders == "any"
    assert verdict.scope.arithmetic == "real"
    assert verdict.scope.parameters == {"rho": "[1, inf)"}
    assert "z3" in verdict.by


@pytest.mark.parametrize(
    ("broken", "law"),
    [
        ("first-price", "strategy-proof"),
        ("first-price", "critical-payment"),
        ("all-pay", "strategy-proof"),
        ("all-pay", "individually-rational"),
        ("all-pay", "losers-pay-nothing"),
        ("msb-low-rho", "single-winner"),
        ("msb-brand-bid-inside", "adverse-selection-free"),
        ("msb-own-bid-rho", "strategy-proof"),
        ("msb-own-bid-rho", "rho-blind"),
        ("msb-leave-one-out-rho", "winner-false-name-proof"),
        ("msb-leave-one-out-rho", "loser-false-name-proof"),
        ("msb-pays-second-bid", "strategy-proof"),
        ("half-second-surcharge", "loser-irrelevance"),
        ("half-second-surcharge", "consistent"),
        ("posted-price", "anonymous"),
        ("second-price-reserve", "homogeneous"),
        ("myopic-literal", "not-vacuous"),
        ("weighted-second-price", "loser-irrelevance"),
        ("weighted-second-price", "loser-false-name-proof"),
    ],
)
def test_a_refutation_replays_on_the_real_code(broken: str, law: str, solver: Solver) -> None:
    verdict = prove(LAWS[law], MECHANISMS[broken], solver=solver)
    assert verdict.verdict == "refuted"
    found = verdict.counterexample
    assert found is not None
    parameters = {name: _entry(value) for name, value in found.parameters.items()}
    variables = {name: _entry(value) for name, value in found.variables.items()}
    bids = exact([Fraction(bid) for bid in found.bids])
    again = replay.counterexample(LAWS[law], MECHANISMS[broken], parameters, {"bids": bids, **variables})
    assert again == found
    assert len(found.bids) <= 3
    assert all(Fraction(bid) <= 10 for bid in found.bids)


def _entry(value: int | str | list[str]) -> Any:
    if isinstance(value, list):
        return exact([Fraction(entry) for entry in value])
    return value if isinstance(value, int) else Fraction(value)


def test_markets_of_different_sizes_are_never_combined() -> None:
    theory, n, k = Theory(), variable("n", "Int"), variable("k", "Int")
    bids, others = theory.vector("bids", n, Interval(0)), theory.vector("others", k, Interval(0))
    with pytest.raises(TypeError, match="vectors of markets of different sizes"):
        _ = bids > others


def test_a_rule_that_never_sells_is_called_out(solver: Solver) -> None:
    verdict = prove(LAWS["not-vacuous"], MECHANISMS["myopic-literal"], solver=solver)
    assert verdict.verdict == "refuted"
    assert verdict.reason == "no bidder wins, whatever the bids: proved for every number of bidders"


def test_a_dictator_is_named(solver: Solver) -> None:
    def only_the_first(bids: Vector) -> Outcome:
        return Outcome((bids > 0) & _is_first(bids), 0 * bids)

    def _is_first(bids: Vector) -> Vector:
        from strategyproof.mechanism.vocabulary import first_of

        return first_of(bids >= 0)

    verdict = prove(LAWS["not-vacuous"], mechanism(only_the_first), solver=solver)
    assert verdict.verdict == "refuted"
    assert verdict.reason == "bidder 1 never wins, whatever the bids: proved for every number of bidders"


def test_a_bidder_who_never_wins_at_the_low_end_of_a_parameter_is_named(solver: Solver) -> None:
    """At price 0 the first bidder takes the item, also with a bid of 0; at every other price all can win."""

    def posted(bids: Vector, price: Number) -> Outcome:
        from strategyproof.mechanism.vocabulary import first_of

        wins = first_of(bids >= price)
        return Outcome(wins, where(wins, price, 0))

    verdict = prove(LAWS["not-vacuous"], mechanism(posted, Parameter("price", Interval(0), "a price")), solver=solver)
    assert verdict.verdict == "refuted"
    assert verdict.reason == "bidder 1 never wins at price = 0, whatever the bids: proved for every number of bidders"


def test_a_bug_at_a_single_point_is_found(solver: Solver) -> None:
    def special_price(bids: Vector, rho: Number) -> Outcome:
        price = rho * max_of_others(bids)
        wins = bids > price
        paid = where(bids == Fraction(29, 4), price / 2, price)
        return Outcome(wins, where(wins, paid, 0))

    verdict = prove(LAWS["strategy-proof"], mechanism(special_price, RHO), solver=solver)
    assert verdict.verdict == "refuted"
    assert verdict.counterexample is not None
    assert "29/4" in [*verdict.counterexample.bids, *map(str, verdict.counterexample.variables.values())]


def test_a_bug_in_large_markets_only_is_found(solver: Solver) -> None:
    def honest_below_five(bids: Vector) -> Outcome:
        from strategyproof.mechanism.vocabulary import highest

        price = max_of_others(bids)
        wins = bids > price
        return Outcome(wins, where(wins, where(highest(bids, 5) > 0, bids, price), 0))

    verdict = prove(LAWS["strategy-proof"], mechanism(honest_below_five), solver=solver)
    assert verdict.verdict == "refuted"
    assert verdict.counterexample is not None
    assert len(verdict.counterexample.bids) == 5


def test_a_rule_outside_the_vocabulary_is_unknown_not_proved(solver: Solver) -> None:
    def loops(bids: Vector) -> Outcome:
        total = sum(bid for bid in bids)
        return Outcome(bids > total, bids)

    def branches(bids: Vector) -> Outcome:
        return Outcome(bids > 0, bids) if bids[0] > 1 else Outcome(bids > 2, bids)

    for rule in (loops, branches):
        verdict = prove(LAWS["strategy-proof"], mechanism(rule), solver=solver)
        assert verdict.verdict == "unknown"
        assert verdict.reason is not None
        assert "cannot be read over any number of bidders" in verdict.reason


def test_a_division_by_zero_is_no_proof(solver: Solver) -> None:
    def ratio(bids: Vector) -> Outcome:
        wins = bids / max_of_others(bids) > 2
        return Outcome(wins, where(wins, 2 * max_of_others(bids), 0))

    verdict = prove(LAWS["losers-pay-nothing"], mechanism(ratio), solver=solver)
    assert verdict.verdict == "unknown"
    assert verdict.reason is not None
    assert verdict.reason.startswith("the rule raises ZeroDivisionError")
    assert "bids = (" in verdict.reason


def test_too_small_a_budget_is_unknown() -> None:
    with Solver(Budget(units=1)) as poor:
        verdict = prove(LAWS["strategy-proof"], MECHANISMS["msb"], solver=poor)
    assert verdict.verdict == "unknown"
    assert verdict.reason == f"{poor.name} used up its 1 resource units"


def test_a_law_about_rho_needs_a_rho(solver: Solver) -> None:
    with pytest.raises(ValueError, match="law 'rho-blind' speaks about rho, and mechanism 'first-price' has none"):
        prove(LAWS["rho-blind"], MECHANISMS["first-price"], solver=solver)


def _price_from_lowest(bids: Vector, rho: Number) -> Outcome:
    price = rho * lowest_of_others(bids)
    wins = bids > rho * max_of_others(bids)
    return Outcome(wins, where(wins, price, 0))


def _ties_win(bids: Vector, rho: Number) -> Outcome:
    price = rho * max_of_others(bids)
    wins = bids >= price
    return Outcome(wins, where(wins, price, 0))


def _own_bid_in_price(bids: Vector, rho: Number) -> Outcome:
    price = rho * max_of_others(bids)
    wins = bids > price
    return Outcome(wins, where(wins, maximum(price, bids / 2), 0))


def _losers_charged(bids: Vector, rho: Number) -> Outcome:
    price = rho * max_of_others(bids)
    return Outcome(bids > price, price)


def _second_of_others(bids: Vector, rho: Number) -> Outcome:
    from strategyproof.mechanism.vocabulary import highest_of_others

    price = rho * highest_of_others(bids, 2)
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def _lowest_wins(bids: Vector, rho: Number) -> Outcome:
    price = rho * max_of_others(bids)
    wins = bids < price
    return Outcome(wins, where(wins, price, 0))


@pytest.mark.parametrize(
    ("mutant", "law"),
    [
        (_price_from_lowest, "strategy-proof"),
        (_ties_win, "single-winner"),
        (_own_bid_in_price, "strategy-proof"),
        (_losers_charged, "losers-pay-nothing"),
        (_second_of_others, "single-winner"),
        (_lowest_wins, "monotone"),
    ],
)
def test_a_mutant_of_msb_is_refuted(mutant: Callable[..., Outcome], law: str, solver: Solver) -> None:
    verdict = prove(LAWS[law], mechanism(mutant, RHO), solver=solver)
    assert verdict.verdict == "refuted"


def test_a_parameter_out_of_reach_of_whole_numbers_is_still_refuted(solver: Solver) -> None:
    narrow = Parameter("rho", Interval(Fraction(4, 5), Fraction(9, 10)), "below 1")
    broken = Mechanism("narrow", "narrow", MECHANISMS["msb"].rule, "", "", (narrow,))
    verdict = prove(LAWS["single-winner"], broken, solver=solver)
    assert verdict.verdict == "refuted"
    assert verdict.counterexample is not None
    assert Fraction(4, 5) <= Fraction(str(verdict.counterexample.parameters["rho"])) <= Fraction(9, 10)
