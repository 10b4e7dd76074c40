"""Bundles of goods."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="greedy-bundles",
        title="Greedy auction for known bundles",
        source="Lehmann, O'Callaghan, Shoham 2002, doi:10.1145/585265.585266",
        story=(
            "Bundles are granted by bid per good while the goods last; bidders 0, 1, 2 want a, b and both.",
            "Truthful at the critical bid; what a winner costs the others is no right price for a greedy rule.",
        ),
        code=Code("greedy_bundles", "bundles.py"),
        breaks=(
            "single-winner",
            "anonymous",
            "winner-false-name-proof",
            "loser-false-name-proof",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(
            Sibling(
                Code("greedy_at_its_externality", "bundles.py"), "strategy-proof", ("0", "1", "2"), {"i": 1, "lie": "0"}
            ),
        ),
    ),
)
