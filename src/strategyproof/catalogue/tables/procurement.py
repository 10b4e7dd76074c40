"""What is packed, and what is bought."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="knapsack-vcg",
        title="Knapsack auction, optimal",
        source="Aggarwal, Hartline 2006, doi:10.1145/1109557.1109677; Vickrey 1961",
        story=(
            "Users of sizes 1, 2, 3 and room for 3: the best set, each paying what it costs the others.",
            "Truthful; two small users who both overbid move the large one out, and pay nothing.",
        ),
        code=Code("knapsack_vcg", "knapsack.py"),
        breaks=("envy-free", "pair-proof", "strongly-pair-proof", "false-name-proof"),
        siblings=(
            Sibling(Code("knapsack_next_in_line", "knapsack.py"), "individually-rational", ("0", "2", "3"), {"i": 0}),
        ),
    ),
    Entry(
        id="knapsack-greedy",
        title="Knapsack auction, greedy by bid per size",
        source="Lehmann, O'Callaghan, Shoham 2002, doi:10.1145/585265.585266; Mu'alem, Nisan 2008",
        story=(
            "Users by bid per size as long as there is room, each at the least bid that is still in.",
            "Monotone, hence truthful at critical prices, and not optimal.",
        ),
        code=Code("knapsack_greedy", "knapsack.py"),
        breaks=("efficient", "envy-free", "pair-proof", "strongly-pair-proof", "false-name-proof"),
        siblings=(
            Sibling(Code("knapsack_next_in_line", "knapsack.py"), "individually-rational", ("0", "2", "3"), {"i": 0}),
        ),
    ),
    Entry(
        id="vcg-path",
        title="Buying a path (Nisan-Ronen)",
        source="Nisan, Ronen 2001, doi:10.1006/game.1999.0790",
        story=(
            "The cheaper path is bought; each edge gets what the other path costs, less the rest of its own.",
            "Truthful for the owners of edges; at the whole or half the price of the other path it is not.",
        ),
        code=Code("vcg_path", "path.py"),
        breaks=("envy-free", "pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(
                Code("path_at_the_price_of_the_other", "path.py"),
                "strategy-proof",
                ("1", "2", "0", "2"),
                {"i": 0, "lie": "0"},
            ),
            Sibling(Code("path_at_half_the_other", "path.py"), "individually-rational", ("2", "0", "1", "1"), {"i": 0}),
        ),
        bidders=(4,),
    ),
    Entry(
        id="min-work",
        title="MinWork: tasks for unrelated machines",
        source="Nisan, Ronen 2001, doi:10.1006/game.1999.0790",
        story=(
            "Each task to the fastest machine, which is paid the time of the second fastest.",
            "Truthful, and at most n times the least makespan; the least makespan itself is not monotone.",
        ),
        code=Code("min_work", "tasks.py"),
        breaks=("no-deficit", "pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(
                Code("least_makespan", "tasks.py"), "weakly-monotone", ("(2, 1)", "(2, 2)"), {"i": 0, "other": "(0, 2)"}
            ),
        ),
        bidders=(2,),
    ),
)
