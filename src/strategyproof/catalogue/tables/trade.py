"""Buyers and sellers."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="posted-price-trade",
        title="Bilateral trade at a posted price",
        source="Hagerty, Rogerson 1987, doi:10.1016/0022-0531(87)90104-9",
        story=(
            "Two trade at a price fixed in advance, if both gain.",
            "Truthful with a balanced budget; to trade at that price whenever there is a gain is not.",
        ),
        code=Code("posted_trade", "trade.py", {"price": "1.."}),
        breaks=("efficient", "strongly-pair-proof"),
        siblings=(
            Sibling(
                Code("posted_trade_if_it_pays_together", "trade.py", {"price": "1.."}),
                "strategy-proof",
                ("1", "0"),
                {"i": 0, "lie": "0"},
                {"price": "2"},
            ),
        ),
        bidders=(2,),
    ),
    Entry(
        id="vcg-trade",
        title="VCG for bilateral trade",
        source="Myerson, Satterthwaite 1983, doi:10.1016/0022-0531(83)90048-0",
        story=(
            "They trade whenever the buyer's value is above the seller's cost; each gets the whole gain.",
            "Truthful and efficient, at a deficit that no such rule avoids; with the prices exchanged it is not.",
        ),
        code=Code("vcg_trade", "trade.py"),
        breaks=("no-deficit", "budget-balanced", "pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(Code("vcg_trade_turned_round", "trade.py"), "strategy-proof", ("2", "0"), {"i": 0, "lie": "1"}),
        ),
        bidders=(2,),
    ),
    Entry(
        id="split-the-difference",
        title="Split the difference (1/2-double auction)",
        source="Chatterjee, Samuelson 1983, doi:10.1287/opre.31.5.835",
        story=(
            "The buyer bids, the seller asks, and they meet halfway.",
            "Balanced and not truthful: either side moves the price its way.",
        ),
        code=Code("split_the_difference", "trade.py"),
        breaks=("strategy-proof",),
        siblings=(Sibling(Code("split_and_taxed", "trade.py"), "individually-rational", ("1/2", "0"), {"i": 0}),),
        bidders=(2,),
    ),
    Entry(
        id="mcafee",
        title="McAfee's double auction (trade reduction)",
        source="McAfee 1992, doi:10.1016/0022-0531(92)90091-U",
        story=(
            "Buyers and sellers in turn: the last gaining pair sets the prices, and may not trade.",
            "Truthful, rational and without deficit, at the cost of one trade at most; each sibling keeps that trade.",
        ),
        code=Code("mcafee", "trade.py"),
        breaks=("efficient", "budget-balanced", "strongly-pair-proof"),
        siblings=(
            Sibling(Code("call_market", "trade.py"), "strategy-proof", ("2", "1", "0", "0"), {"i": 0, "lie": "0"}),
            Sibling(
                Code("trade_without_reduction", "trade.py"),
                "strategy-proof",
                ("1", "1", "0", "0"),
                {"i": 0, "lie": "0"},
            ),
        ),
        bidders=(4,),
    ),
    Entry(
        id="vcg-market",
        title="VCG for buyers and sellers",
        source="Vickrey 1961, doi:10.1111/j.1540-6261.1961.tb02789.x; Myerson, Satterthwaite 1983",
        story=(
            "All gaining pairs trade; each trades at the last bid, or ask, with which it still would.",
            "Truthful and efficient, at a deficit: buyers pay less than sellers get.",
        ),
        code=Code("vcg_market", "trade.py"),
        breaks=("no-deficit", "budget-balanced", "pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(
                Code("vcg_market_that_forgets_who_is_out", "trade.py"),
                "strategy-proof",
                ("1", "3", "2", "0"),
                {"i": 0, "lie": "2"},
            ),
        ),
        bidders=(4,),
    ),
)
