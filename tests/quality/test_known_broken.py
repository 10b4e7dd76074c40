"""Every mechanism that ships broken is caught by each law that it breaks, and shrunk to this example."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Drawn
from strategyproof.property_tests import fuzz

SHRUNK: list[tuple[str, str, list[str], dict[str, Any], dict[str, Any]]] = [
    ("first-price", "strategy-proof", ["2", "0"], {}, {"i": 0, "lie": "1"}),
    ("first-price", "critical-payment", ["2", "0"], {}, {"i": 0, "bid": "1"}),
    ("all-pay", "strategy-proof", ["1", "1"], {}, {"i": 0, "lie": "0"}),
    ("all-pay", "individually-rational", ["1", "1"], {}, {"i": 0}),
    ("all-pay", "losers-pay-nothing", ["1", "1"], {}, {"i": 0}),
    ("all-pay", "critical-payment", ["2", "0"], {}, {"i": 0, "bid": "1"}),
    ("msb-low-rho", "single-winner", ["1", "1"], {"rho": "1/2"}, {"i": 0, "j": 1}),
    ("msb-own-bid-rho", "strategy-proof", ["3", "1"], {}, {"i": 0, "lie": "2"}),
    ("msb-own-bid-rho", "critical-payment", ["3/2", "5"], {}, {"i": 1, "bid": "2"}),
    ("msb-own-bid-rho", "rho-blind", ["1", "0"], {}, {"i": 0, "j": 0, "bid": "0"}),
    ("msb-leave-one-out-rho", "winner-false-name-proof", ["4", "1"], {}, {"i": 0, "names": ["0"]}),
    (
        "msb-leave-one-out-rho",
        "loser-false-name-proof",
        ["2", "1"],
        {},
        {"i": 0, "bid": "2", "names": ["0"], "alias": 2},
    ),
    ("msb-leave-one-out-rho", "loser-irrelevance", ["2", "1"], {}, {"i": 0, "names": ["0"]}),
    ("msb-leave-one-out-rho", "consistent", ["2", "1", "0"], {}, {"i": 0}),
    ("msb-brand-bid-inside", "homogeneous", ["1", "0"], {"rho": "1", "brand_bid": "1"}, {"i": 0, "theta": "2"}),
    ("msb-brand-bid-inside", "adverse-selection-free", ["1", "0"], {"rho": "1", "brand_bid": "1"}, {"theta": "2"}),
    ("msb-pays-second-bid", "strategy-proof", ["2", "1"], {"rho": "2"}, {"i": 0, "lie": "3"}),
    ("msb-pays-second-bid", "critical-payment", ["3", "1"], {"rho": "2"}, {"i": 0, "bid": "2"}),
    (
        "msb-pays-second-bid",
        "loser-false-name-proof",
        ["2", "1"],
        {"rho": "2"},
        {"i": 0, "bid": "3", "names": ["0"], "alias": 2},
    ),
    ("half-second-surcharge", "loser-irrelevance", ["2", "1"], {}, {"i": 0, "names": ["1"]}),
]


def exactly(value: Any) -> Any:
    """Read numerals of either arithmetic as rationals."""
    if isinstance(value, dict):
        return {name: exactly(entry) for name, entry in value.items()}
    return [Fraction(entry) for entry in value] if isinstance(value, list) else Fraction(value)


@pytest.mark.parametrize("arithmetic", ["rational", "float64"])
@pytest.mark.parametrize(
    ("mechanism", "law", "bids", "parameters", "variables"), SHRUNK, ids=[f"{m}-{law}" for m, law, *_ in SHRUNK]
)
def test_is_caught_and_shrunk(
    mechanism: str,
    law: str,
    bids: list[str],
    parameters: dict[str, Any],
    variables: dict[str, Any],
    arithmetic: Drawn,
) -> None:
    for seed in range(3):
        verdict = fuzz(LAWS[law], MECHANISMS[mechanism], arithmetic=arithmetic, seed=seed)

        assert verdict.verdict == "refuted"
        found = verdict.counterexample
        assert found is not None
        assert (exactly(found.bids), exactly(found.parameters), exactly(found.variables)) == (
            exactly(bids),
            exactly(parameters),
            exactly(variables),
        )
        assert found.outcomes or law == "rho-blind"
