"""Rules that are lawful over the reals and not in doubles: two ways to write one amount, which round differently."""

from collections.abc import Iterator

import numpy as np
import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Outcome, Rule, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.vocabulary import first_of, highest, max_of_others, where
from strategyproof.proofs import Solver, prove
from strategyproof.proofs.rounding.arithmetic import Doubles

RHO = Parameter("rho", Interval(1), "a price scaling factor")


@pytest.fixture(scope="module")
def solver() -> Iterator[Solver]:
    with Solver() as shared:
        yield shared


def sum_then_difference(bids: Vector, rho: Number) -> Outcome:
    top = max_of_others(bids)
    wins = bids > top
    return Outcome(wins, where(wins, (top + rho) - rho, 0))


def difference_then_sum(bids: Vector, rho: Number) -> Outcome:
    top = max_of_others(bids)
    wins = bids > top
    return Outcome(wins, where(wins, (top - rho) + rho, 0))


def regrouped_product(bids: Vector, rho: Number) -> Outcome:
    top = max_of_others(bids)
    wins = bids > (rho * rho) * top
    return Outcome(wins, where(wins, rho * (rho * top), 0))


def distributed_product(bids: Vector, rho: Number) -> Outcome:
    top = max_of_others(bids)
    wins = bids > rho * (top + rho)
    return Outcome(wins, where(wins, rho * top + rho * rho, 0))


def tripled_by_sums(bids: Vector, rho: Number) -> Outcome:
    top = rho * max_of_others(bids)
    wins = bids > 3 * top
    return Outcome(wins, where(wins, rho * (3 * max_of_others(bids)), 0))


def one_more(bids: Vector, rho: Number) -> Outcome:
    top = max_of_others(bids)
    wins = bids > (rho + 1) * top
    return Outcome(wins, where(wins, rho * top + top, 0))


def shifted_bids(bids: Vector, rho: Number) -> Outcome:
    wins = first_of(bids + rho >= highest(bids) + rho)
    return Outcome(wins, where(wins, max_of_others(bids), 0))


def scaled_bids(bids: Vector, rho: Number) -> Outcome:
    wins = first_of(bids * rho >= highest(bids) * rho)
    return Outcome(wins, where(wins, max_of_others(bids), 0))


def divided_bids(bids: Vector, rho: Number) -> Outcome:
    wins = first_of(bids / rho >= highest(bids) / rho)
    return Outcome(wins, where(wins, max_of_others(bids), 0))


def quotient_decides(bids: Vector, rho: Number) -> Outcome:
    wins = bids > rho * max_of_others(bids) / rho
    return Outcome(wins, where(wins, max_of_others(bids), 0))


def product_decides(bids: Vector, rho: Number) -> Outcome:
    wins = bids > max_of_others(bids) / rho * rho
    return Outcome(wins, where(wins, max_of_others(bids), 0))


def difference_decides(bids: Vector, rho: Number) -> Outcome:
    wins = bids > (max_of_others(bids) + rho) - rho
    return Outcome(wins, where(wins, max_of_others(bids), 0))


def sum_decides(bids: Vector, rho: Number) -> Outcome:
    wins = bids > (max_of_others(bids) - rho) + rho
    return Outcome(wins, where(wins, max_of_others(bids), 0))


def back_from_far(bids: Vector, rho: Number) -> Outcome:
    wins = bids - rho > max_of_others(bids) - rho
    return Outcome(wins, where(wins, (max_of_others(bids) * 3 + rho) - (max_of_others(bids) * 2 + rho), 0))


PAYS = "individually-rational"
WINS = "single-winner"
HOSTILE: list[tuple[Rule, str]] = [
    (sum_then_difference, PAYS),
    (difference_then_sum, PAYS),
    (regrouped_product, PAYS),
    (distributed_product, PAYS),
    (tripled_by_sums, PAYS),
    (one_more, PAYS),
    (shifted_bids, PAYS),
    (scaled_bids, PAYS),
    (divided_bids, PAYS),
    (back_from_far, PAYS),
    (quotient_decides, WINS),
    (product_decides, WINS),
    (difference_decides, WINS),
    (sum_decides, WINS),
]


def broken_in_numpy(rule: Rule, law: str) -> bool:
    """Return whether one of many markets of random doubles breaks the law, bids beside the second highest included."""
    random = np.random.default_rng(7)
    for _ in range(4_000):
        rho, top = 1 + 9 * random.random(), 10 * random.random()
        asked = float(rule(np.array([1e6, top]), rho).payments[0])
        for own in (top, np.nextafter(top, 0), np.nextafter(top, 100), asked, np.nextafter(asked, 0)):
            outcome = rule(np.array([own, top]), rho)
            if outcome.wins.all() if law == WINS else outcome.wins[0] and outcome.payments[0] > own:
                return True
    return False


@pytest.mark.parametrize(("rule", "law"), HOSTILE)
def test_the_law_is_false_in_doubles(rule: Rule, law: str) -> None:
    assert broken_in_numpy(rule, law)


@pytest.mark.parametrize(("rule", "law"), HOSTILE)
def test_and_is_never_proved_there(rule: Rule, law: str, solver: Solver) -> None:
    mechanism = Mechanism("rule", "rule", rule, "", "", (RHO,))
    assert prove(LAWS[law], mechanism, solver=solver, numbers=Doubles()).verdict in ("refuted", "unknown")


def commuted_sum(bids: Vector, rho: Number) -> Outcome:
    top = max_of_others(bids)
    wins = bids > (top + rho) + top
    return Outcome(wins, where(wins, top + (rho + top), 0))


def test_one_order_of_rounding_is_proved_as_sums_commute(solver: Solver) -> None:
    """Both amounts round alike."""
    assert not broken_in_numpy(commuted_sum, PAYS)
    mechanism = Mechanism("rule", "rule", commuted_sum, "", "", (RHO,))
    assert prove(LAWS[PAYS], mechanism, solver=solver, numbers=Doubles()).verdict == "proved"
