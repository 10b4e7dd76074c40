"""Two equal units."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="k-unit-vickrey",
        title="Two-unit Vickrey (uniform price, highest rejected bid)",
        source="Vickrey 1961, doi:10.1111/j.1540-6261.1961.tb02789.x",
        story=(
            "Two equal units, unit demand: the two highest bids win and both pay the third.",
            "Truthful. Two units mean two winners, so that law is refuted; one rank lower is no critical price.",
        ),
        code=Code("k_unit_vickrey", "many_units.py"),
        breaks=("single-winner", "anonymous", "loser-irrelevance", "consistent"),
        siblings=(
            Sibling(
                Code("k_unit_off_by_one", "many_units.py"), "strategy-proof", ("1", "1", "1"), {"i": 2, "lie": "2"}
            ),
        ),
    ),
    Entry(
        id="uniform-price-lowest-accepted",
        title="Uniform price, lowest accepted bid",
        source="Ausubel, Cramton, Pycia, Rostek, Weretka 2014, doi:10.1093/restud/rdu023",
        story=(
            "All winners pay the same, the lowest bid that won: a common form of treasury and electricity auctions.",
            "The winner who sets the price gains by bidding less, even with unit demand.",
        ),
        code=Code("lowest_accepted_bid", "many_units.py"),
        breaks=("single-winner", "strategy-proof", "critical-payment", "anonymous", "loser-irrelevance", "consistent"),
        siblings=(
            Sibling(Code("highest_accepted_bid", "many_units.py"), "individually-rational", ("1", "0"), {"i": 1}),
        ),
    ),
    Entry(
        id="pay-as-bid",
        title="Discriminatory (pay-as-bid) auction",
        source="Ausubel, Cramton, Pycia, Rostek, Weretka 2014, doi:10.1093/restud/rdu023",
        story=(
            "Each winner pays its own bid: first price for several units.",
            "Not truthful, for the reason of the first-price auction.",
        ),
        code=Code("pay_as_bid", "many_units.py"),
        breaks=("single-winner", "strategy-proof", "critical-payment", "anonymous", "loser-irrelevance", "consistent"),
        siblings=(
            Sibling(Code("pay_as_the_other_bid", "many_units.py"), "individually-rational", ("1", "0"), {"i": 1}),
        ),
    ),
    Entry(
        id="median-price",
        title="Median-price auction",
        source="Cramton, Ellermeyer, Katzman 2015, doi:10.1111/ecin.12152",
        story=(
            "Medicare bought medical equipment so: all winners trade at the median of the winning bids.",
            "Half of the winners do worse than they bid: neither truthful nor individually rational.",
        ),
        code=Code("median_price", "many_units.py"),
        breaks=(
            "single-winner",
            "strategy-proof",
            "individually-rational",
            "critical-payment",
            "anonymous",
            "loser-irrelevance",
            "consistent",
        ),
        siblings=(
            Sibling(
                Code("median_of_all_bids", "many_units.py"),
                "winner-false-name-proof",
                ("0", "1"),
                {"i": 0, "names": ["0"]},
            ),
        ),
    ),
)
