"""Every law on every mechanism that ships, in both arithmetics, against one table derived by hand."""

from __future__ import annotations

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Drawn
from strategyproof.property_tests import fuzz

EXAMPLES = {"tested": 12, "refuted": 200, "unknown": 12}

REFUTED: dict[str, dict[str, str]] = {
    "msb": {},
    "spa": {},
    "msb-low-rho": {
        "single-winner": "bids within a factor of 1/rho of each other all exceed rho times the highest other",
    },
    "msb-own-bid-rho": {
        "strategy-proof": "bidding closer to the second lowers rho, and with it the price",
        "critical-payment": "every bid above the second wins, and the price is above the second",
        "rho-blind": "rho is a function of the two highest bids",
    },
    "msb-leave-one-out-rho": {
        "winner-false-name-proof": "a low fake bid lowers min(b_{-n}), and with it rho",
        "loser-false-name-proof": "so a bidder below 3 times the second comes to win",
        "loser-irrelevance": "so do the low bids of others",
        "consistent": "against the highest rival alone min = max and rho = 3",
        "rho-blind": "rho is a function of the others' bids",
    },
    "msb-brand-bid-inside": {
        "homogeneous": "the UAV's bid is an amount of money",
        "adverse-selection-free": "the UAV's bid does not scale with the common value",
    },
    "msb-pays-second-bid": {
        "strategy-proof": "a value between the second bid and rho times it wins by overbidding, at a profit",
        "critical-payment": "bids between the price and rho times it lose",
        "loser-false-name-proof": "a loser that raises its own bid wins at a profit",
    },
    "myopic-brand-bid": {
        "homogeneous": "the reserve is an amount of money",
        "adverse-selection-free": "the reserve does not scale with the common value",
    },
    "myopic-brand-value": {
        "homogeneous": "the reserve is an amount of money",
        "adverse-selection-free": "within the round the reserve is fixed; it would scale if v_0 did",
    },
    "myopic-literal": {},
    "first-price": {
        "strategy-proof": "a lower bid that still wins pays less",
        "critical-payment": "the price is the bid itself",
    },
    "second-price": {},
    "second-price-reserve": {
        "homogeneous": "the reserve is an amount of money",
        "adverse-selection-free": "the reserve does not scale with the common value",
    },
    "all-pay": {
        "strategy-proof": "a loser does better to bid 0",
        "individually-rational": "losers pay",
        "losers-pay-nothing": "losers pay their bids",
        "critical-payment": "the price is the bid itself",
    },
    "posted-price": {
        "anonymous": "the first of two who accept the price is served",
        "homogeneous": "the price is an amount of money",
        "adverse-selection-free": "the price does not scale with the common value",
        "consistent": "in a duel the second bidder of the market comes first",
    },
    "serial-dictator": {
        "anonymous": "the first of two is served",
        "consistent": "in a duel the second bidder of the market comes first",
    },
    "weighted-second-price": {
        "anonymous": "the weights go with the place",
        "loser-false-name-proof": "a further name may carry a larger weight",
        "loser-irrelevance": "a further name may carry a larger weight",
        "consistent": "a duel gives the bidders the weights of the first two places",
    },
    "half-second-surcharge": {
        "loser-irrelevance": "a further bid can be the second highest (spec theorem 3)",
        "consistent": "against one rival there is no surcharge",
    },
}
"""Why each law that fails fails; every other law that applies holds.

In float64 two more fail, by one unit in the last place, which a dozen examples do not show:
``tests/quality/test_float64_differs.py`` has the counterexamples.
"""

UNKNOWN = {("myopic-literal", "not-vacuous"): "nobody ever wins, and no number of examples can show that"}
"""What testing can neither find nor refute."""

PAIRS = [(m, law) for m in MECHANISMS for law in LAWS if LAWS[law].applies_to(MECHANISMS[m])]


def expected(mechanism: str, law: str) -> str:
    if (mechanism, law) in UNKNOWN:
        return "unknown"
    return "refuted" if law in REFUTED[mechanism] else "tested"


def test_the_table_names_every_mechanism_and_only_laws_that_apply() -> None:
    assert list(REFUTED) == list(MECHANISMS)
    assert {(m, law) for m, broken in REFUTED.items() for law in broken} <= set(PAIRS)


@pytest.mark.parametrize("arithmetic", ["rational", "float64"])
@pytest.mark.parametrize(("mechanism", "law"), PAIRS, ids=[f"{m}-{law}" for m, law in PAIRS])
def test_verdict(mechanism: str, law: str, arithmetic: Drawn) -> None:
    wanted = expected(mechanism, law)
    bidders = (2, 2) if law == "not-vacuous" else (2, 4)

    verdict = fuzz(
        LAWS[law], MECHANISMS[mechanism], arithmetic=arithmetic, bidders=bidders, examples=EXAMPLES[wanted], seed=1
    )

    assert verdict.verdict == wanted, verdict.reason
    assert (verdict.counterexample is not None) == (wanted == "refuted")
