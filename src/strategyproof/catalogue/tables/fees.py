"""Places in blocks: what users pay, what is burned, and what the maker of a block can gain."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="block-first-price",
        title="First price for a place in a block",
        source="Roughgarden 2021, doi:10.1145/3465456.3467591; Bitcoin, Ethereum before 2021",
        story=(
            "The highest bid has the place and pays itself to the maker of the block.",
            "Not truthful; but neither a fake bid nor an agreement outside the chain pays.",
        ),
        code=Code("first_price_block", "fees_kept.py"),
        breaks=("strategy-proof", "strongly-pair-proof", "false-name-proof"),
        siblings=(
            Sibling(Code("first_come_block", "fees_kept.py"), "collusion-proof", ("1", "2"), {"agreed": ["0", "1"]}),
        ),
    ),
    Entry(
        id="block-second-price",
        title="Second price for a place in a block",
        source="Roughgarden 2021, doi:10.1145/3465456.3467591; Lavi, Sattath, Zohar 2019, doi:10.1145/3308558.3313454",
        story=(
            "The highest bid has the place and pays the second.",
            "Truthful; but the maker of the block enters a bid of its own just below the first.",
        ),
        code=Code("second_price_block", "fees_kept.py"),
        breaks=("strongly-pair-proof", "fake-bid-proof"),
        siblings=(
            Sibling(Code("third_price_block", "fees_kept.py"), "strategy-proof", ("1", "2"), {"i": 0, "lie": "2"}),
        ),
    ),
    Entry(
        id="eip-1559",
        title="EIP-1559, room for all",
        source="Roughgarden 2021, doi:10.1145/3465456.3467591 (base fee not excessively low); EIP-1559, 2019",
        story=(
            "A base fee is burned for each place, and there is room for all who bid it.",
            "Truthful, no fake bid and no agreement pays. If the fee is kept, an agreement shares it.",
        ),
        code=Code("eip1559", "fees_burnt.py", {"base": "0.."}),
        breaks=("efficient",),
        siblings=(
            Sibling(
                Code("base_fee_kept", "fees_kept.py", {"base": "0.."}),
                "collusion-proof",
                ("0", "1"),
                {"agreed": ["0", "2"]},
                {"base": "2"},
            ),
            Sibling(
                Code("eip1559_half_in_tips", "fees_burnt.py", {"base": "0.."}),
                "strategy-proof",
                ("2", "0"),
                {"i": 0, "lie": "0"},
                {"base": "0"},
            ),
        ),
    ),
    Entry(
        id="eip-1559-rush",
        title="EIP-1559, more users than room",
        source="Roughgarden 2021, doi:10.1145/3465456.3467591 (base fee excessively low)",
        story=(
            "One place for many: the tips decide, a first-price auction above the base fee.",
            "Not truthful; fake bids and agreements still do not pay.",
        ),
        code=Code("eip1559_rush", "fees_burnt.py", {"base": "0.."}),
        breaks=("strategy-proof", "efficient", "strongly-pair-proof", "false-name-proof"),
        siblings=(
            Sibling(
                Code("eip1559_rush_at_the_base_fee", "fees_burnt.py", {"base": "0.."}),
                "collusion-proof",
                ("1", "0"),
                {"agreed": ["0", "0"]},
                {"base": "0"},
            ),
        ),
    ),
    Entry(
        id="tipless-rush",
        title="The tipless mechanism, more users than room",
        source="Roughgarden 2021, doi:10.1145/3465456.3467591, section 8",
        story=(
            "One place for many: the first who bids the base fee has it; there are no tips.",
            "Truthful; but who values the place more agrees with the maker of the block.",
        ),
        code=Code("tipless_rush", "fees_burnt.py", {"base": "0.."}),
        breaks=("efficient", "envy-free", "strongly-pair-proof", "collusion-proof"),
        siblings=(
            Sibling(
                Code("tipless_rush_for_the_second", "fees_burnt.py", {"base": "0.."}),
                "strategy-proof",
                ("1", "1"),
                {"i": 0, "lie": "0"},
                {"base": "0"},
            ),
        ),
    ),
    Entry(
        id="block-burnt-first-price",
        title="First price for a place in a block, all of it burned",
        source="Roughgarden 2021, doi:10.1145/3465456.3467591 (burning a first price is not OCA-proof)",
        story=(
            "The highest bid has the place, and what it pays is burned.",
            "Fake bids do not pay; but all agree on bids of 0, and share what would have been burned.",
        ),
        code=Code("burnt_first_price_block", "fees_all_burnt.py"),
        breaks=("strategy-proof", "strongly-pair-proof", "false-name-proof", "collusion-proof"),
        siblings=(Sibling(Code("burnt_by_all", "fees_all_burnt.py"), "individually-rational", ("1", "2"), {"i": 0}),),
    ),
)
