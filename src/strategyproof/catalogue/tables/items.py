"""Several items, and several units."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="vcg-additive",
        title="VCG for two items, additive values",
        source="Vickrey 1961; Clarke 1971, doi:10.1007/BF01726210; Groves 1973, doi:10.2307/1914085",
        story=(
            "Each bidder reports a value for each item; who gets both has the sum.",
            "Two Vickrey auctions in one: truthful, revenue-monotone, false-name-proof; two bidders can collude.",
        ),
        code=Code("vcg_additive", "items.py"),
        breaks=("pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(
                Code("vcg_with_half_of_its_own", "items.py"),
                "strategy-proof",
                ("(1, 1)", "(0, 0)"),
                {"i": 0, "lie": "(0, 0)"},
            ),
        ),
        sizes={"false-name-proof": (2,), "envy-free": (2,)},
    ),
    Entry(
        id="bundle-second-price",
        title="Both items as one, at the second price",
        source="Jehiel, Moldovanu 2001; Palfrey 1983, Econometrica 51 (bundling)",
        story=(
            "Two items are sold together by second price.",
            "Truthful, for it never splits: efficient in its range. Ranked by the better item it is not.",
        ),
        code=Code("both_or_nothing", "items.py"),
        breaks=("strongly-pair-proof",),
        siblings=(
            Sibling(
                Code("both_or_nothing_by_the_better_item", "items.py"),
                "strategy-proof",
                ("(2, 2)", "(3, 0)"),
                {"i": 0, "lie": "(0, 3)"},
            ),
        ),
        sizes={"envy-free": (2,), "false-name-proof": (2,)},
    ),
    Entry(
        id="vcg-unit-demand",
        title="VCG for two items, unit demand",
        source="Leonard 1983, doi:10.1086/261158; Demange, Gale, Sotomayor 1986, doi:10.1086/261411",
        story=(
            "Bidders need one of the items; of two only the better counts.",
            "Truthful, envy-free, revenue-monotone, false-name-proof; one item after the other is not truthful.",
        ),
        code=Code("vcg_unit_demand", "unit_demand.py"),
        breaks=("strongly-pair-proof",),
        siblings=(
            Sibling(
                Code("one_after_the_other", "unit_demand.py"),
                "strategy-proof",
                ("(1, 1)", "(1, 0)"),
                {"i": 0, "lie": "(0, 0)"},
            ),
        ),
        sizes={"false-name-proof": (2,), "envy-free": (2,)},
    ),
    Entry(
        id="vcg-general",
        title="VCG for two items, any values of sets",
        source="Ausubel, Milgrom 2006; Yokoo, Sakurai, Matsubara 2004, doi:10.1016/S0899-8256(03)00045-9",
        story=(
            "Bidders report a value for each set: items may be worth more together.",
            "Truthful; but a further bidder can lower the revenue to 0, and a bidder gains by a second name.",
        ),
        code=Code("vcg_general", "any_sets.py"),
        breaks=("envy-free", "pair-proof", "strongly-pair-proof", "revenue-monotone", "false-name-proof"),
        siblings=(
            Sibling(
                Code("item_by_item", "any_sets.py"),
                "strategy-proof",
                ("a: 1, b: 1, ab: 1", "a: 0, b: 1, ab: 1"),
                {"i": 0, "lie": "a: 0, b: 0, ab: 0"},
            ),
        ),
        bidders=(2,),
        sizes={"revenue-monotone": (3,)},
    ),
    Entry(
        id="pair-second-price",
        title="The pair at the second price",
        source="Bundling: Palfrey 1983, Econometrica 51; maximal in range: Nisan, Ronen 2007, doi:10.1613/jair.2046",
        story=(
            "Any values of sets, but both items are always sold together.",
            "Truthful, revenue-monotone and false-name-proof, where VCG is only the first.",
        ),
        code=Code("the_pair_by_second_price", "any_sets.py"),
        breaks=("strongly-pair-proof",),
        siblings=(
            Sibling(
                Code("the_pair_at_the_first_price", "any_sets.py"),
                "strategy-proof",
                ("a: 0, b: 0, ab: 1", "a: 0, b: 0, ab: 0"),
                {"i": 0, "lie": "a: 0, b: 0, ab: 0"},
            ),
        ),
        bidders=(2,),
        sizes={"revenue-monotone": (3,)},
    ),
    Entry(
        id="multi-unit-vickrey",
        title="Vickrey's auction of two units, falling values",
        source="Vickrey 1961, doi:10.1111/j.1540-6261.1961.tb02789.x",
        story=(
            "The two highest offers win; a winner pays the offers of others that it displaces.",
            "Truthful; one price for all its units is not, and neither is a uniform price.",
        ),
        code=Code("multi_unit_vickrey", "falling_values.py"),
        breaks=("envy-free", "pair-proof", "strongly-pair-proof"),
        siblings=(
            Sibling(
                Code("vickrey_one_price_for_all", "falling_values.py"),
                "strategy-proof",
                ("(1, 1)", "(1, 0)"),
                {"i": 0, "lie": "(0, 0)"},
            ),
            Sibling(
                Code("uniform_price", "falling_values.py"),
                "strategy-proof",
                ("(1, 1)", "(1, 0)"),
                {"i": 0, "lie": "(0, 0)"},
            ),
        ),
        sizes={"false-name-proof": (2,)},
    ),
    Entry(
        id="uniform-price",
        title="Uniform price for two units, falling values",
        source="Ausubel et al. 2014, doi:10.1093/restud/rdu023 (demand reduction)",
        story=(
            "The two highest offers win, both at the highest that does not.",
            "Who wants two asks for one, and the price falls: demand reduction. Free of envy.",
        ),
        code=Code("uniform_price", "falling_values.py"),
        breaks=("strategy-proof", "pair-proof", "strongly-pair-proof", "false-name-proof"),
        siblings=(
            Sibling(
                Code("uniform_price_of_the_first", "falling_values.py"),
                "individually-rational",
                ("(0, 0)", "(1, 0)"),
                {"i": 0},
            ),
        ),
        sizes={"envy-free": (2,), "false-name-proof": (2,)},
    ),
)
