"""Goods that cost nothing to copy, and shared costs."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="random-sampling",
        title="Random-sampling optimal price, split by even and odd",
        source="Goldberg, Hartline, Karlin, Saks, Wright 2006, doi:10.1016/j.geb.2006.02.003",
        story=(
            "Each half of the bidders is offered the best price of the other; the random split is fixed here.",
            "Truthful for every split, since no bid moves its own price.",
        ),
        code=Code("random_sampling", "digital_goods.py"),
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
                Code("sampling_its_own_half", "digital_goods.py"), "strategy-proof", ("1", "0"), {"i": 0, "lie": "0"}
            ),
        ),
    ),
    Entry(
        id="deterministic-optimal-price",
        title="Deterministic optimal price",
        source="Goldberg, Hartline, Karlin, Saks, Wright 2006, doi:10.1016/j.geb.2006.02.003",
        story=(
            "Each bidder is offered the single price that would earn most from all the others.",
            "Truthful and anonymous, though its revenue can be a vanishing share of the best.",
        ),
        code=Code("optimal_price_of_the_others", "digital_goods.py"),
        breaks=(
            "single-winner",
            "winner-false-name-proof",
            "loser-false-name-proof",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(
            Sibling(
                Code("optimal_price_below_its_bid", "digital_goods.py"),
                "strategy-proof",
                ("2", "2"),
                {"i": 0, "lie": "1"},
            ),
        ),
    ),
    Entry(
        id="optimal-single-price",
        title="Optimal single price (the benchmark itself)",
        source="Goldberg, Hartline, Karlin, Saks, Wright 2006, doi:10.1016/j.geb.2006.02.003",
        story=(
            "The single price that earns most from all bids: what the auctions above are measured against.",
            "A benchmark and no auction: each bid moves the price that it pays.",
        ),
        code=Code("optimal_single_price", "digital_goods.py"),
        breaks=(
            "single-winner",
            "strategy-proof",
            "critical-payment",
            "winner-false-name-proof",
            "loser-false-name-proof",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(
            Sibling(
                Code("optimal_single_price_to_all", "digital_goods.py"), "individually-rational", ("1", "0"), {"i": 1}
            ),
        ),
    ),
    Entry(
        id="equal-cost-sharing",
        title="Equal cost sharing (Moulin-Shenker, profit extractor)",
        source="Moulin, Shenker 2001, Economic Theory 18(3)",
        story=(
            "The largest group in which everybody bids its equal share of a cost is served and pays exactly that cost.",
            "Truthful, even for groups; shares in proportion to the bids balance the budget too, and invite a low bid.",
        ),
        code=Code("equal_cost_sharing", "digital_goods.py", {"cost": "1.."}),
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
                Code("proportional_cost_sharing", "digital_goods.py", {"cost": "1.."}),
                "strategy-proof",
                ("2", "2"),
                {"i": 0, "lie": "0"},
                {"cost": "2"},
            ),
        ),
    ),
)
