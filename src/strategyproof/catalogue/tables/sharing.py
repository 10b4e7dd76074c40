"""Costs that are shared, and money that goes back."""

from __future__ import annotations

from strategyproof.catalogue.entry import Code, Entry, Sibling

ENTRIES = (
    Entry(
        id="moulin",
        title="Moulin's cost sharing, equal shares",
        source="Moulin 1999, Social Choice and Welfare 16; Moulin, Shenker 2001, doi:10.1007/PL00004200",
        story=(
            "Whoever bids less than an equal share leaves, until all who are left bid theirs.",
            "Truthful for groups, and it pays for itself; not efficient, and a second name carries half a share.",
        ),
        code=Code("moulin", "cost_sharing.py"),
        breaks=("efficient", "false-name-proof"),
        siblings=(
            Sibling(Code("moulin_in_one_round", "cost_sharing.py"), "budget-balanced", ("0", "3"), {}),
            Sibling(
                Code("shares_in_proportion", "cost_sharing.py"), "strategy-proof", ("2", "6"), {"i": 0, "lie": "0"}
            ),
        ),
    ),
    Entry(
        id="bailey-cavallo-budget",
        title="Bailey-Cavallo redistribution, its budget",
        source="Bailey 1997, Public Choice 91; Cavallo 2006, doi:10.1145/1160633.1160790",
        story=(
            "Second price, and 1/n of the second highest bid of the others goes back to each.",
            "Truthful without deficit, and little is left; to give back equal shares of the price is not truthful.",
        ),
        code=Code("bailey_cavallo_budget", "transfers.py"),
        breaks=(
            "losers-pay-nothing",
            "no-negative-payments",
            "budget-balanced",
            "envy-free",
            "pair-proof",
            "strongly-pair-proof",
            "revenue-monotone",
            "false-name-proof",
        ),
        siblings=(
            Sibling(
                Code("equal_rebates_budget", "transfers.py"), "strategy-proof", ("0", "4", "0"), {"i": 0, "lie": "3"}
            ),
        ),
        bidders=(3,),
    ),
)
