"""A place on a line for all."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="median-voter",
        title="Median voter",
        source="Black 1948, doi:10.1086/256633; Moulin 1980, doi:10.1007/BF00128122",
        story=(
            "The middle one of the reported places.",
            "Truthful, for pairs too, and least in distance to all; with a mean in the middle it is not.",
        ),
        code=Code("median", "points.py"),
        breaks=(),
        siblings=(
            Sibling(Code("mean_of_the_middle", "points.py"), "strategy-proof", ("2", "4"), {"i": 0, "lie": "0"}),
        ),
    ),
    Entry(
        id="phantom-median",
        title="Median with phantom voters",
        source="Moulin 1980, doi:10.1007/BF00128122",
        story=(
            "The median of the reported places and of fixed phantoms: all that is truthful, anonymous, unanimous.",
            "A phantom that moves with the reports, such as their mean, breaks it.",
        ),
        code=Code("phantom_median", "points.py"),
        breaks=("efficient",),
        siblings=(
            Sibling(Code("phantom_at_the_mean", "points.py"), "strategy-proof", ("2", "0"), {"i": 0, "lie": "4"}),
        ),
    ),
    Entry(
        id="mean-voter",
        title="Mean voter",
        source="Galton 1907, doi:10.1038/075414a0 (median against mean); Moulin 1980, doi:10.1007/BF00128122",
        story=(
            "The mean of the reported places.",
            "Whoever is on one side reports a place further out, and pulls the outcome home.",
        ),
        code=Code("mean", "points.py"),
        breaks=("strategy-proof", "efficient", "pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(Code("mean_and_a_step", "points.py"), "unanimous", ("1", "1"), {"i": 0, "others": ["0", "0"]}),
        ),
    ),
)
