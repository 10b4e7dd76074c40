"""Schools and pupils: two sides, of which one reports."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="deferred-acceptance",
        title="Deferred acceptance, pupils applying",
        source="Gale, Shapley 1962, doi:10.1080/00029890.1962.11989827; Dubins, Freedman 1981, doi:10.2307/2321753",
        story=(
            "Pupils apply down their lists; a school holds the best applicant so far.",
            "Truthful for pupils and stable. Two would exchange their schools, and a pupil can be bossy.",
        ),
        code=Code("deferred_acceptance", "schools.py"),
        breaks=("envy-free", "strongly-pair-proof", "pareto-efficient", "non-bossy"),
        siblings=(
            Sibling(
                Code("immediate_acceptance", "schools.py"),
                "stable",
                ("b > a > c", "b > a > c", "a > b > c"),
                {"i": 1},
            ),
        ),
        bidders=(3,),
    ),
    Entry(
        id="boston",
        title="Boston mechanism (immediate acceptance)",
        source="Abdulkadiroğlu, Sönmez 2003, doi:10.1257/000282803322157061",
        story=(
            "First choices are settled for good, then second choices, and so on.",
            "Not truthful: a first choice that is lost costs the second one too. Efficient at true reports.",
        ),
        code=Code("boston", "schools.py"),
        breaks=("strategy-proof", "envy-free", "strongly-pair-proof", "stable"),
        siblings=(
            Sibling(
                Code("boston_in_one_round", "schools.py"),
                "pareto-efficient",
                ("c > b > a", "c > a > b", "c > a > b"),
                {"i": 0, "others": ["b > a > c", "a > b > c", "a > b > c"]},
            ),
        ),
        bidders=(3,),
    ),
    Entry(
        id="top-trading-cycles",
        title="Top trading cycles",
        source="Shapley, Scarf 1974, doi:10.1016/0304-4068(74)90033-0; Abdulkadiroğlu, Sönmez 2003",
        story=(
            "Pupils point to schools and schools to pupils; each cycle trades, and leaves.",
            "Truthful for groups and efficient, not stable: trades pass over who is first at a school.",
        ),
        code=Code("top_trading_cycles", "schools.py"),
        breaks=("envy-free", "stable"),
        siblings=(
            Sibling(
                Code("first_choices_of_the_cycle", "schools.py"),
                "strategy-proof",
                ("c > b > a", "a > b > c", "c > a > b"),
                {"i": 0, "lie": "b > a > c"},
            ),
        ),
        bidders=(3,),
    ),
)
