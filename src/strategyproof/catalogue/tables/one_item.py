"""One item, one winner: ranks and clocks."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="third-price",
        title="Third-price auction",
        source="Kagel, Levin 1993, doi:10.2307/2234706",
        story=(
            "The highest bid wins and pays the third: equilibrium bids lie above the values.",
            "The price is below the critical payment, so a loser whose value beats the third bid gains by overbidding.",
        ),
        code=Code("third_price", "one_item.py"),
        breaks=(
            "strategy-proof",
            "critical-payment",
            "anonymous",
            "loser-false-name-proof",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(Sibling(Code("extrapolated_price", "one_item.py"), "individually-rational", ("1", "1"), {"i": 0}),),
    ),
    Entry(
        id="english-clock",
        title="English (ascending clock) auction",
        source="Milgrom, Weber 1982, doi:10.2307/1911865",
        story=(
            "The price rises until one bidder is left; with private values each stays until its value.",
            "As a direct mechanism it is the second-price auction, with ties to the smallest index.",
        ),
        code=Code("english_clock", "one_item.py"),
        breaks=("anonymous", "consistent"),
        siblings=(
            Sibling(
                Code("clock_with_one_step_more", "one_item.py"), "strategy-proof", ("1", "1"), {"i": 0, "lie": "0"}
            ),
        ),
    ),
    Entry(
        id="dutch-clock",
        title="Dutch (descending clock) auction",
        source="Vickrey 1961, doi:10.1111/j.1540-6261.1961.tb02789.x",
        story=(
            "The price falls until somebody takes the item: flowers are sold so.",
            "As a direct mechanism it is the first-price auction, and stopping late pays.",
        ),
        code=Code("dutch_clock", "one_item.py"),
        breaks=("strategy-proof", "critical-payment", "anonymous", "consistent"),
        siblings=(Sibling(Code("clock_that_runs_on", "one_item.py"), "individually-rational", ("1", "0"), {"i": 0}),),
    ),
    Entry(
        id="soft-floor",
        title="Soft reserve price (soft floor)",
        source="Zeithammer 2019, Management Science 65(9)",
        story=(
            "Display exchanges used it: second price above the floor, first price below.",
            "Wherever the floor binds the winner pays its own bid, so it shades.",
        ),
        code=Code("soft_floor", "one_item.py", {"floor": "1.."}),
        breaks=("strategy-proof", "critical-payment", "anonymous", "homogeneous", "consistent"),
        siblings=(
            Sibling(
                Code("hard_floor_for_the_price_only", "one_item.py", {"floor": "1.."}),
                "individually-rational",
                ("1", "0"),
                {"i": 0},
                {"floor": "2"},
            ),
        ),
    ),
)
