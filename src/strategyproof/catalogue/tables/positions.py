"""Advertising slots."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="gsp-one-slot",
        title="Generalized second price, one slot",
        source="Edelman, Ostrovsky, Schwarz 2007, doi:10.1257/aer.97.1.242",
        story=(
            "Each advertiser pays the bid of the next; with a single slot that is Vickrey's auction.",
            "Truthful. A smallest step on top of the next bid, as in the first versions, is enough to break it.",
        ),
        code=Code("single_slot_gsp", "positions.py"),
        breaks=("anonymous", "consistent"),
        siblings=(
            Sibling(Code("gsp_with_increment", "positions.py"), "strategy-proof", ("1", "1"), {"i": 0, "lie": "0"}),
        ),
    ),
    Entry(
        id="gsp-two-slots",
        title="Generalized second price, two slots of equal click rate",
        source="Edelman, Ostrovsky, Schwarz 2007, doi:10.1257/aer.97.1.242",
        story=(
            "The same rule with two slots: the first pays the second bid, the second pays the third.",
            "Not truthful: the first gains by moving down to the cheaper slot. Two slots also mean two winners.",
        ),
        code=Code("two_equal_slots_gsp", "positions.py"),
        breaks=("single-winner", "strategy-proof", "critical-payment", "anonymous", "loser-irrelevance", "consistent"),
        siblings=(
            Sibling(
                Code("two_equal_slots_at_the_top_price", "positions.py"), "individually-rational", ("1", "1"), {"i": 0}
            ),
        ),
    ),
    Entry(
        id="squashed-gsp",
        title="Squashed ranking by quality, one slot",
        source="Lahaie, Pennock 2007, doi:10.1145/1250910.1250918",
        story=(
            "Bids count times quality to a power: 1/2 here, so that qualities 1, 4, 9 weigh 1, 2, 3.",
            "An affine maximiser, hence truthful at its critical price; at the raw next bid it is not.",
        ),
        code=Code("squashed_gsp", "positions.py"),
        breaks=("anonymous", "loser-false-name-proof", "loser-irrelevance", "consistent"),
        siblings=(
            Sibling(
                Code("squashed_rank_raw_price", "positions.py"), "strategy-proof", ("3", "2"), {"i": 1, "lie": "0"}
            ),
        ),
    ),
)
