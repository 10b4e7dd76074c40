"""A project for all."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="groves",
        title="Groves mechanism for a public project",
        source="Groves 1973, doi:10.2307/1914085",
        story=(
            "The project is built if the bids cover its cost, and each pays the cost less what the others bid.",
            "Each one's utility is the whole surplus, so truth is dominant; the payments run a deficit.",
        ),
        code=Code("groves", "public_goods.py", {"cost": "1.."}),
        breaks=(
            "single-winner",
            "no-negative-payments",
            "homogeneous",
            "adverse-selection-free",
            "winner-false-name-proof",
            "loser-false-name-proof",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(
            Sibling(
                Code("groves_with_its_own_bid", "public_goods.py", {"cost": "1.."}),
                "strategy-proof",
                ("1", "0"),
                {"i": 1, "lie": "1"},
                {"cost": "1"},
            ),
        ),
    ),
    Entry(
        id="clarke-pivot",
        title="Clarke's pivotal mechanism for a public project",
        source="Clarke 1971, doi:10.1007/BF01726210",
        story=(
            "Each pays only what is missing without it: nothing, unless it is pivotal.",
            "Truthful without paying anybody, but the cost need not come in; equal shares bring it in, and lies.",
        ),
        code=Code("clarke_pivot", "public_goods.py", {"cost": "1.."}),
        breaks=(
            "single-winner",
            "homogeneous",
            "adverse-selection-free",
            "winner-false-name-proof",
            "loser-false-name-proof",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(
            Sibling(
                Code("equal_shares", "public_goods.py", {"cost": "1.."}),
                "strategy-proof",
                ("3", "1"),
                {"i": 1, "lie": "0"},
                {"cost": "4"},
            ),
        ),
    ),
)
