"""Reserves, virtual values and sequences of prices."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="eager-reserves",
        title="Second price with eager personal reserves",
        source="Hartline, Roughgarden 2009, doi:10.1145/1566374.1566407",
        story=(
            "First all bids below their own reserves are removed, then the highest remaining one wins.",
            "Truthful, as removed bids set no price; if they do, a winner can pay more than it bid.",
        ),
        code=Code("eager_reserves", "reserves.py"),
        breaks=("anonymous", "homogeneous", "adverse-selection-free", "consistent"),
        siblings=(
            Sibling(
                Code("eager_reserves_raw_price", "reserves.py"), "strategy-proof", ("1", "3/2"), {"i": 0, "lie": "0"}
            ),
        ),
    ),
    Entry(
        id="lazy-reserves",
        title="Second price with lazy personal reserves",
        source="Dhangwatnotai, Roughgarden, Yan 2015, doi:10.1016/j.geb.2014.03.011",
        story=(
            "First the highest bid is found, then it must reach its own reserve, or nobody wins.",
            "Truthful, and it sells less often than with eager reserves. The reserve must be the winner's own.",
        ),
        code=Code("lazy_reserves", "reserves.py"),
        breaks=("anonymous", "homogeneous", "adverse-selection-free", "consistent"),
        siblings=(
            Sibling(Code("lazy_reserves_by_rank", "reserves.py"), "strategy-proof", ("1", "0"), {"i": 0, "lie": "0"}),
        ),
    ),
    Entry(
        id="myerson-unequal",
        title="Myerson's optimal auction, unequal uniform laws",
        source="Myerson 1981, doi:10.1287/moor.6.1.58",
        story=(
            "Values of bidder i are uniform on [0, i + 1]; the highest 2 b - (i + 1) wins if it is above 0.",
            "Truthful at the bid that just wins, and biased towards the weak; the second bid is the wrong price.",
        ),
        code=Code("myerson_unequal", "reserves.py"),
        breaks=("anonymous", "homogeneous", "adverse-selection-free", "consistent"),
        siblings=(
            Sibling(
                Code("myerson_at_the_second_bid", "reserves.py"), "strategy-proof", ("1", "3/2"), {"i": 0, "lie": "0"}
            ),
        ),
    ),
    Entry(
        id="single-sample",
        title="Single-sample reserve (a bid as the reserve)",
        source="Dhangwatnotai, Roughgarden, Yan 2015, doi:10.1016/j.geb.2014.03.011",
        story=(
            "One more bidder is worth a reserve (Bulow, Klemperer 1996): here bidder 0's bid is that of the others.",
            "Truthful, as bidder 0 can never win; if it competes, it moves a price that it may have to pay.",
        ),
        code=Code("single_sample", "reserves.py"),
        breaks=("anonymous", "loser-false-name-proof", "consistent", "not-vacuous"),
        siblings=(
            Sibling(Code("sample_that_competes", "reserves.py"), "strategy-proof", ("1", "0"), {"i": 0, "lie": "0"}),
        ),
    ),
    Entry(
        id="posted-price-sequence",
        title="Sequential posted prices",
        source="Chawla, Hartline, Malec, Sivan 2010, doi:10.1145/1806689.1806733",
        story=(
            "Bidders come one by one, each sees a price of its own, and the first who accepts buys.",
            "Truthful, since no price moves with a bid; a second chance for those who refused rewards refusing.",
        ),
        code=Code("posted_price_sequence", "reserves.py"),
        breaks=("anonymous", "homogeneous", "adverse-selection-free", "loser-false-name-proof", "consistent"),
        siblings=(
            Sibling(
                Code("posted_prices_with_a_second_chance", "reserves.py"),
                "strategy-proof",
                ("1", "0"),
                {"i": 0, "lie": "0"},
            ),
        ),
    ),
)
