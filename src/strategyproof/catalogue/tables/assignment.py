"""Objects for agents who rank them."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="serial-dictatorship",
        title="Serial dictatorship, three objects",
        source="Svensson 1999, doi:10.1007/s003550050160; Pápai 2000, doi:10.1111/1468-0262.00166",
        story=(
            "Agents choose one after another of what is left.",
            "Truthful for groups, efficient, not bossy. If the first also orders the others, it is bossy.",
        ),
        code=Code("serial_dictatorship", "assignment.py"),
        breaks=("envy-free",),
        siblings=(
            Sibling(
                Code("bossy_dictatorship", "assignment.py"),
                "non-bossy",
                ("a > c > b", "a > b > c", "a > b > c"),
                {"i": 0, "j": 1, "lie": "a > b > c"},
            ),
            Sibling(
                Code("last_of_all", "assignment.py"),
                "strategy-proof",
                ("b > a > c", "a > b > c", "a > b > c"),
                {"i": 0, "lie": "a > b > c"},
            ),
        ),
        bidders=(3,),
    ),
    Entry(
        id="random-serial-dictatorship",
        title="Random serial dictatorship (random priority)",
        source="Abdulkadiroğlu, Sönmez 1998, doi:10.2307/2998580; Bogomolnaia, Moulin 2001, doi:10.1006/jeth.2000.2710",
        story=(
            "Serial dictatorship in an order that is drawn.",
            "Truthful by stochastic dominance, for every value of the objects; not free of envy, nor for pairs.",
        ),
        code=Code("random_serial_dictatorship", "assignment.py"),
        breaks=("envy-free", "pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(
                Code("order_by_first_choice", "assignment.py"),
                "strategy-proof",
                ("a > b > c", "a > b > c", "a > b > c"),
                {"i": 0, "lie": "b > a > c"},
            ),
        ),
        bidders=(3,),
    ),
    Entry(
        id="probabilistic-serial",
        title="Probabilistic serial (simultaneous eating)",
        source="Bogomolnaia, Moulin 2001, doi:10.1006/jeth.2000.2710",
        story=(
            "All eat of the best object left at the same speed; shares are chances.",
            "Free of envy by stochastic dominance, and not truthful: eat first what the others want too.",
        ),
        code=Code("probabilistic_serial", "assignment.py"),
        breaks=("strategy-proof", "pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(
                Code("first_come_shares", "assignment.py"),
                "envy-free",
                ("a > b > c", "a > b > c", "a > b > c"),
                {"i": 1, "j": 0},
            ),
        ),
        bidders=(3,),
    ),
)
