"""Advertising slots of different click rates."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="gsp-click-rates",
        title="Generalized second price, click rates 4, 2, 1",
        source="Edelman, Ostrovsky, Schwarz 2007, doi:10.1257/aer.97.1.242; Varian 2007, IJIO 25",
        story=(
            "Slots by rank; each advertiser pays, for every click, the bid of the next.",
            "Not truthful: two equal bidders, and the first pays all that it has; the slot below is free.",
        ),
        code=Code("gsp", "clicks.py"),
        breaks=("strategy-proof", "envy-free", "pair-proof", "strongly-pair-proof", "false-name-proof"),
        siblings=(
            Sibling(
                Code("gsp_charging_the_slot_above", "clicks.py"), "individually-rational", ("1", "2", "1"), {"i": 0}
            ),
        ),
    ),
    Entry(
        id="vcg-ladder",
        title="The VCG ladder for slots",
        source="Aggarwal, Goel, Motwani 2006, doi:10.1145/1134707.1134708 (laddered auction); Varian, Harris 2014",
        story=(
            "Slots by rank; each pays what the clicks that it takes are worth to those below.",
            "Truthful and envy-free. A second name takes a further slot, and its bid costs less than it brings.",
        ),
        code=Code("vcg_ladder", "clicks.py"),
        breaks=("strongly-pair-proof", "false-name-proof"),
        siblings=(
            Sibling(Code("ladder_one_step_only", "clicks.py"), "strategy-proof", ("3", "3", "4"), {"i": 0, "lie": "4"}),
            Sibling(
                Code("ladder_without_its_last_step", "clicks.py"),
                "strategy-proof",
                ("1", "2", "3", "3"),
                {"i": 0, "lie": "2"},
            ),
        ),
    ),
)
