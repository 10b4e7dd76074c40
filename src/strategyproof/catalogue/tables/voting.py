"""One option for all, by votes."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="plurality",
        title="Plurality, three options",
        source="Gibbard 1973, doi:10.2307/1914083; Satterthwaite 1975, doi:10.1016/0022-0531(75)90050-2",
        story=(
            "What most rank first.",
            "A vote for a hopeless first choice is lost: vote for the second. No rule of three options escapes.",
        ),
        code=Code("plurality", "voting.py"),
        breaks=("strategy-proof", "pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(
                Code("fewest_last_places", "voting.py"),
                "unanimous",
                ("b > a > c", "b > a > c", "b > a > c"),
                {"i": 0, "others": ["a > b > c", "a > b > c", "b > c > a"]},
            ),
        ),
        bidders=(3,),
    ),
    Entry(
        id="borda",
        title="Borda count, three options",
        source="Borda 1781; Gibbard 1973, doi:10.2307/1914083",
        story=(
            "Two points for a first place, one for a second.",
            "A strong rival is ranked last: 'my scheme is intended for honest men'.",
        ),
        code=Code("borda", "voting.py"),
        breaks=("strategy-proof", "pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(
                Code("borda_with_a_long_top", "voting.py"),
                "unanimous",
                ("b > a > c", "b > a > c", "b > a > c"),
                {"i": 0, "others": ["a > b > c", "a > b > c", "b > c > a"]},
            ),
        ),
        bidders=(3,),
    ),
    Entry(
        id="majority-of-two",
        title="Majority, two options",
        source="May 1952, doi:10.2307/1907651",
        story=(
            "What more agents prefer.",
            "Of two options it is truthful, for pairs too; the first case that Gibbard's theorem leaves open.",
        ),
        code=Code("majority", "voting.py"),
        breaks=(),
        siblings=(
            Sibling(
                Code("minority", "voting.py"),
                "strategy-proof",
                ("b > a", "a > b", "b > a"),
                {"i": 0, "lie": "a > b"},
            ),
        ),
        bidders=(3,),
    ),
    Entry(
        id="dictatorship",
        title="Dictatorship, three options",
        source="Gibbard 1973, doi:10.2307/1914083; Satterthwaite 1975, doi:10.1016/0022-0531(75)90050-2",
        story=(
            "What agent 0 ranks first.",
            "The only truthful rule that may choose each of three options; a veto for another is enough to break it.",
        ),
        code=Code("dictatorship", "voting.py"),
        breaks=(),
        siblings=(
            Sibling(
                Code("dictatorship_with_a_veto", "voting.py"),
                "strategy-proof",
                ("c > a > b", "a > c > b", "a > b > c"),
                {"i": 1, "lie": "a > b > c"},
            ),
        ),
        bidders=(3,),
    ),
)
