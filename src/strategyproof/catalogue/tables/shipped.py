"""The mechanisms that ship with the toolkit; their titles, sources and broken laws are their own."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Sibling, shipped

ENTRIES = (
    shipped(
        "msb",
        (
            "The rule of the paper: the highest bid wins if it exceeds rho times the second, and pays just that.",
            "With a rho >= 1 fixed before the bids are opened every law holds; each sibling loses one.",
        ),
        Sibling(Code("msb-low-rho"), "single-winner", ("1", "1"), {"i": 0, "j": 1}, {"rho": "1/2"}),
        Sibling(Code("msb-own-bid-rho"), "strategy-proof", ("10", "4"), {"i": 0, "lie": "8"}),
        Sibling(
            Code("msb-leave-one-out-rho"),
            "loser-false-name-proof",
            ("10", "4", "4"),
            {"i": 0, "bid": "10", "names": ["1"], "alias": 3},
        ),
        Sibling(
            Code("msb-brand-bid-inside"),
            "adverse-selection-free",
            ("3", "2"),
            {"theta": "4"},
            {"rho": "6/5", "brand_bid": "5"},
        ),
        Sibling(Code("msb-pays-second-bid"), "strategy-proof", ("2", "1"), {"i": 0, "lie": "4"}, {"rho": "3"}),
    ),
    shipped(
        "spa",
        (
            "What the paper compares MSB with: rho is 1, so the outside option gets the task on a tie only.",
            "It keeps every law. A price that is wrong at ties alone, which floats hardly ever hit, already breaks it.",
        ),
        Sibling(Code("price_at_ties_only", "one_item.py"), "strategy-proof", ("1", "1"), {"i": 0, "lie": "0"}),
    ),
    shipped(
        "myopic-brand-bid",
        (
            "Myopic MSB with u_0 read as the fixed bid of the UAV: second price with that bid as its reserve.",
            "Truthful, and open to adverse selection: the flat reserve does not scale with the common value.",
        ),
        Sibling(Code("reserve_that_is_the_mean", "one_item.py"), "strategy-proof", ("0", "3"), {"i": 1, "lie": "1"}),
    ),
    shipped(
        "myopic-brand-value",
        (
            "Myopic MSB with u_0 read as the value of the UAV in this very round, which is first best.",
            "Truthful for the bidders, but it needs what the UAV cannot know; open to adverse selection too.",
        ),
        Sibling(
            Code("reserve_that_admits_only", "one_item.py", {"reserve": "0.."}),
            "strategy-proof",
            ("1", "0"),
            {"i": 0, "lie": "2"},
            {"reserve": "1"},
        ),
    ),
    shipped(
        "myopic-literal",
        (
            "Myopic MSB with u_0 read as printed, the highest bid: to win, a bid must exceed itself.",
            "It never sells, and so keeps nearly every law; with >= for > it is a first-price auction.",
        ),
        Sibling(Code("first_price_to_every_tie", "one_item.py"), "strategy-proof", ("1", "0"), {"i": 0, "lie": "0"}),
    ),
    shipped(
        "first-price",
        (
            "The oldest sealed-bid auction: the highest bid wins and pays itself.",
            "A truthful winner gains nothing, so everybody shades; the winner's own bid is no critical price.",
        ),
        Sibling(Code("first_price_to_every_tie", "one_item.py"), "single-winner", ("1", "1"), {"i": 0, "j": 1}),
    ),
    shipped(
        "second-price",
        (
            "Vickrey's auction: the highest bid wins and pays the highest bid that lost.",
            "A bid decides whether its bidder wins, never what it pays: truth is dominant, and every law holds.",
        ),
        Sibling(Code("mean_of_the_top_two", "one_item.py"), "strategy-proof", ("2", "0"), {"i": 0, "lie": "0"}),
    ),
    shipped(
        "second-price-reserve",
        (
            "A reserve that is fixed in advance: Myerson's optimal auction if all values follow one regular law.",
            "Truthful, and no longer homogeneous: an amount of money is written into the rule.",
        ),
        Sibling(
            Code("reserve_that_admits_only", "one_item.py", {"reserve": "0.."}),
            "strategy-proof",
            ("1", "0"),
            {"i": 0, "lie": "2"},
            {"reserve": "1"},
        ),
    ),
    shipped(
        "all-pay",
        (
            "A contest, a lobby or a patent race: the highest bid wins, and all bids are spent.",
            "Losers lose money, so nothing about it is truthful; who wins depends on ratios of bids alone.",
        ),
        Sibling(Code("all_pay_and_a_ticket", "one_item.py"), "homogeneous", ("0", "1"), {"i": 0, "theta": "2"}),
    ),
    shipped(
        "posted-price",
        (
            "A shop: the first bidder above the price buys at it.",
            "Truthful for the simplest of reasons, and it matters who comes first. Haggling ends the truth.",
        ),
        Sibling(
            Code("haggled_price", "one_item.py", {"price": "1.."}),
            "strategy-proof",
            ("0", "3"),
            {"i": 1, "lie": "1"},
            {"price": "1"},
        ),
    ),
    shipped(
        "serial-dictator",
        (
            "The first bidder who wants the item has it, without money.",
            "Truthful and unfair. The same rule in the order of the bids rewards those who understate.",
        ),
        Sibling(Code("smallest_wish_first", "one_item.py"), "strategy-proof", ("2", "1"), {"i": 0, "lie": "1"}),
    ),
    shipped(
        "weighted-second-price",
        (
            "An affine maximiser: each bidder's bid counts with a weight of its own.",
            "Truthful if the price is divided by the winner's weight; the score itself as a price is the classic slip.",
        ),
        Sibling(Code("score_as_price", "one_item.py"), "strategy-proof", ("3", "2"), {"i": 1, "lie": "0"}),
    ),
    shipped(
        "half-second-surcharge",
        (
            "The counterexample to the converse with the profit reading: half of a third bid is added to the price.",
            "Truthful and safe from false names, yet no MSB. With a discount for the surcharge the item is sold twice.",
        ),
        Sibling(Code("half_second_discount", "one_item.py"), "single-winner", ("1", "1", "1"), {"i": 0, "j": 1}),
    ),
)
