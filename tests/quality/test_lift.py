"""Plain functions for any number of bidders: what is lifted, what is refuted far out, and why the rest is not read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.evaluator.rows.places import Places
from strategyproof.proofs.evaluator.rows.reading import Reading
from strategyproof.proofs.functions import TOTAL, Budget, check, load
from strategyproof.proofs.functions.judge import Subject
from strategyproof.proofs.functions.judge import judge as judged
from strategyproof.proofs.functions.lift import Lift
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.smt import terms
from tests.quality import lifted_auctions

FILE = Path(lifted_auctions.__file__)
FIRST, SECOND, ANY = (2, 3), "strategy-proof", "any"


def lifted(name: str, law: str = SECOND, **ranges: str) -> Verdict:
    mechanism = load(f"{FILE}:{name}", ranges)
    asked = TOTAL if law == "total" else LAWS[law]
    return check(mechanism, asked, bidders=FIRST, budget=Budget(seconds=60), lift=True)


SECOND_PRICE = [
    "by_sorted_positions", "by_key_of_the_list", "by_index_of_the_highest", "by_running_records",
    "by_records_from_zero", "by_the_last_highest", "by_a_flag", "by_break", "by_rivals", "three_units",
    "by_sorting_in_place", "by_catching", "by_appending", "by_parity",
]  # fmt: skip


@pytest.mark.parametrize("name", SECOND_PRICE)
def test_second_price_is_strategy_proof_for_any_number_however_it_is_written(name: str) -> None:
    verdict = lifted(name)
    assert (verdict.verdict, verdict.scope.bidders, verdict.scope.at_least) == ("proved", ANY, 2), verdict.reason


@pytest.mark.parametrize("name", ["msb", "msb_by_rank"])
@pytest.mark.parametrize(
    "law", ["strategy-proof", "single-winner", "critical-payment", "homogeneous", "rho-blind", "total"]
)
def test_the_modified_second_bid_auction_with_any_rho(name: str, law: str) -> None:
    verdict = lifted(name, law, rho="1..")
    assert (verdict.verdict, verdict.scope.bidders) == ("proved", ANY), verdict.reason


@pytest.mark.slow
def test_a_loop_inside_a_loop() -> None:
    assert lifted("by_an_inner_loop").scope.bidders == ANY


def test_the_reason_says_what_was_shown_and_where() -> None:
    reason = lifted("by_running_records").reason
    assert reason is not None
    assert "'best' is the highest so far, by induction" in reason
    assert "'second' is the second highest so far, by induction" in reason
    line = next(k for k, text in enumerate(FILE.read_text().splitlines(), 1) if "def by_running_records" in text) + 2
    assert f"line {line}: " in reason


@pytest.mark.parametrize(
    ("name", "bids", "lie"),
    [
        ("first_price_from_seven", ["1", "0", "0", "0", "0", "0", "0"], "0"),
        ("sixth_bidder_pays_own", ["0", "0", "0", "0", "0", "2"], None),
        ("skips_the_last_of_many", None, None),
    ],
)
def test_what_is_wrong_far_out_is_refuted_and_replays(name: str, bids: list[str] | None, lie: str | None) -> None:
    """For two and three bidders the law is proved; the counterexample has five bidders or more."""
    function: Callable[[Any], Any] = getattr(lifted_auctions, name)
    verdict = lifted(name)
    assert verdict.verdict == "refuted"
    found = verdict.counterexample
    assert found is not None
    assert bids is None or found.bids == bids
    assert lie is None or found.variables["lie"] == lie
    assert len(found.bids) >= 5
    assert verdict.scope.bidders == [len(found.bids)]
    bidder, honest = found.variables["i"], [*map(float, found.bids)]
    assert isinstance(bidder, int)
    lying = [float(str(found.variables["lie"])) if k == bidder else bid for k, bid in enumerate(honest)]
    gains = [honest[bidder] * wins[bidder] - pays[bidder] for wins, pays in map(function, (honest, lying))]
    assert gains[1] > gains[0]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("raises_from_eight", "IndexError"),
        ("forgets_the_record_at_position_six", "not seen to be records"),
        ("by_break_and_rivals", "more than 60 bidders"),
        ("by_a_table", "IndexError"),
        ("by_nested_lists", "a list as an entry of a list of any length"),
        ("sorted_by_no_order_far_out", "a comparison of objects that is not seen to order them"),
    ],
)
def test_what_cannot_be_read_is_proved_for_the_numbers_asked_and_says_why(name: str, why: str) -> None:
    verdict = lifted(name)
    assert (verdict.verdict, verdict.scope.bidders) == ("proved", list(FIRST))
    assert verdict.reason is not None
    assert "not lifted to more bidders" in verdict.reason
    assert why in verdict.reason
    assert "(line " in verdict.reason or "bidders" in why


def subject_of(name: str) -> Subject:
    return Subject(Program(f"{FILE}:{name}"), name, (), "real")


def test_what_cannot_be_read_is_not_read_again_for_another_law(monkeypatch: pytest.MonkeyPatch) -> None:
    from strategyproof.proofs.evaluator.rows.rule import LiftedRule

    subject, read = subject_of("by_nested_lists"), LiftedRule._lifted
    lift = Lift(subject)
    runs: list[object] = []

    def counted(*asked: Any) -> Any:
        runs.append(asked)
        return read(*asked)

    monkeypatch.setattr(LiftedRule, "_lifted", counted)
    for law in ("single-winner", "monotone", SECOND):
        verdict = lift.verdict(LAWS[law], judged(subject, LAWS[law], FIRST))
        assert "a list as an entry of a list of any length" in (verdict.reason or "")
    assert len(runs) == 1


def test_a_reading_that_differs_from_the_paths_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is tried: with places in the wrong order, the reading is not what every path gives."""
    original = Places.__init__

    def upside_down(self: Places, reading: Reading, name: str, member: Any, before: Any, *rest: Any) -> None:
        original(self, reading, name, member, lambda i, j: before(j, i), *rest)

    subject = subject_of("by_sorted_positions")
    proved = judged(subject, LAWS["losers-pay-nothing"], FIRST)
    monkeypatch.setattr(Places, "__init__", upside_down)
    verdict = Lift(subject).verdict(LAWS["losers-pay-nothing"], proved)
    assert verdict.scope.bidders == list(FIRST)
    assert verdict.reason is not None
    assert "not shown to be what every path of the function gives" in verdict.reason


def test_a_position_is_named_by_the_same_term_whenever_it_is_asked_for() -> None:
    from strategyproof.proofs.any_bidders.theory import Theory
    from strategyproof.proofs.evaluator import Evaluator

    reading = Reading(Evaluator(), Theory(), 1e9, {})
    extent = terms.variable("N", "Int")
    places = Places(reading, "top", lambda index: terms.less(index, extent), terms.less, extent)
    assert places.rank(2) is places.rank(2)
    assert places.rank(1).position is not places.rank(2).position


# --- what the reading knows of Python beyond second prices ------------------------------------------------------------

IDIOMS = [
    "a_reserve_and_a_filter", "filtered_in_a_loop", "offers_as_objects", "offers_in_a_class_with_refusals",
    "a_sorted_book", "winners_as_a_set", "distinct_bids", "a_clock", "found_by_a_helper_that_returns", "a_fallback",
    "two_dictionaries", "rows_of_dictionaries", "the_list_without_one", "counting_those_above",
    "above_the_mean_of_others", "against_the_sum_of_others", "a_book_filled_in_a_loop", "sorted_by_a_comparison",
    "objects_with_an_order", "a_star_and_a_fallback",
]  # fmt: skip


@pytest.mark.parametrize("name", IDIOMS)
def test_idioms_that_are_read_for_any_number(name: str) -> None:
    verdict = lifted(name)
    assert (verdict.verdict, verdict.scope.bidders) == ("proved", ANY), verdict.reason


@pytest.mark.parametrize("law", [SECOND, "anonymous"])
def test_a_sum_over_all_bidders_is_known_by_what_changes_in_it(law: str) -> None:
    assert lifted("above_the_mean_of_others", law).scope.bidders == ANY


def test_a_sum_that_matters_far_out_only_is_refuted_there() -> None:
    verdict = lifted("free_when_many_bid_much")
    assert verdict.verdict == "refuted"
    assert verdict.counterexample is not None
    assert len(verdict.counterexample.bids) == 6


def test_a_dictionary_is_gone_through_by_its_keys() -> None:
    """Whoever met its values instead would find no position in it."""
    verdict = lifted("keys_are_positions", "single-winner")
    assert (verdict.verdict, verdict.scope.bidders) == ("proved", ANY), verdict.reason
