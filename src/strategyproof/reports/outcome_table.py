"""A counterexample as a table: each bidder with its bid, what became of it, and what became of it after the change."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest

import msgspec

from strategyproof.mechanism.verdict import Numeral, Run, Verdict
from strategyproof.reports.story import compared_runs

CHANGES = {
    "strategy-proof": "lying",
    "critical-payment": "other bid",
    "monotone": "raised",
    "homogeneous": "scaled",
    "adverse-selection-free": "scaled",
    "anonymous": "exchanged",
    "winner-false-name-proof": "false names",
    "loser-irrelevance": "false names",
    "loser-false-name-proof": "false names",
}
"""The laws that compare two runs bidder by bidder, and what differs in the second."""

ABOUT_UTILITY = frozenset({"strategy-proof", "individually-rational"})
"""The laws whose bids are values, each the bidder's own."""


LONGEST = 9
"""Letters of a number in a table of outcomes: two runs, with their utilities, fit 80 columns."""


class Fate(msgspec.Struct, frozen=True):
    """What became of one bidder in one run; its utility v x - p where the law is about utilities, in value units."""

    bid: Numeral
    wins: bool
    pays: Numeral
    utility: Numeral | None = None


class Line(msgspec.Struct, frozen=True):
    """One bidder.

    Attributes
    ----------
    bidder
        Its position, from 0.
    value
        What the item is worth to it, where the law is about utilities.
    truthful
        Its fate under the bids of the counterexample; none for a false name.
    deviating
        Its fate after the change, if the law compares two runs.
    """

    bidder: int
    value: Numeral | None
    truthful: Fate | None
    deviating: Fate | None


def lines(verdict: Verdict) -> list[Line]:
    """Return the table of a refutation, bidder by bidder; empty where no run was recorded.

    >>> from strategyproof.mechanism.verdict import Counterexample, Scope
    >>> runs = [Run(["3", "2"], [True, False], ["3", "0"]), Run(["2", "2"], [True, False], ["2", "0"])]
    >>> lie = Counterexample(["3", "2"], {}, {"i": 0, "lie": "2"}, runs)
    >>> for line in lines(Verdict("f", "strategy-proof", "refuted", Scope([2], "real"), "z3", lie)):
    ...     print(line.bidder, line.value, line.truthful.utility, line.deviating.bid, line.deviating.utility)
    0 3 0 2 1
    1 2 0 2 0
    """
    found = verdict.counterexample
    if found is None or not found.outcomes or found.outcomes[0].got:
        return []
    comparing = verdict.law in CHANGES and len(found.outcomes) > 1
    truth, change = compared_runs(found) if comparing else (found.outcomes[0], None)
    values = found.bids if verdict.law in ABOUT_UTILITY else []
    before, after = _fates(truth, values), _fates(change, values) if change else []
    return [
        Line(bidder, values[bidder] if values else None, first, second)
        for bidder, (first, second) in enumerate(zip_longest(before, after))
    ]


def written(law: str, told: Sequence[Line]) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the rows of the table, in words; what the law changes stands at the right.

    >>> line = Line(0, "3", Fate("3", True, "3", "0"), Fate("2", True, "2", "1"))
    >>> written("strategy-proof", [line])[1]
    [['0', '3', 'wins, pays 3', '0', '2', 'wins, pays 2', '1']]
    """
    about_utility, compared = law in ABOUT_UTILITY, any(line.deviating for line in told)
    utility = ["Utility"] * about_utility
    headings = ["Bidder", "Value" if about_utility else "Bid", "Truthful" if about_utility else "As bid", *utility]
    headings += ["Bid", CHANGES[law].capitalize(), *utility] if compared else []
    fates = [(line.bidder, [line.truthful, line.deviating] if compared else [line.truthful]) for line in told]
    return headings, [
        [str(bidder), *(cell for fate in both for cell in _cells(fate, about_utility=about_utility))]
        for bidder, both in fates
    ]


def _cells(fate: Fate | None, *, about_utility: bool) -> list[str]:
    """Return the bid, the outcome in words, and the utility where the law is about it."""
    if fate is None:
        return ["", "not there"] + [""] * about_utility
    paid = "" if fate.pays == "0" and not fate.wins else f", pays {_short(fate.pays)}"
    utility = [_short(fate.utility or "")] if about_utility else []
    return [_short(fate.bid), f"{'wins' if fate.wins else 'loses'}{paid}", *utility]


def _short(number: str) -> str:
    """Round a number that is too long for a column; ``--json`` has it whole.

    >>> _short("26/5"), _short("1234578481478/9602186817559")
    ('26/5', '≈0.129')
    """
    return number if len(number) <= LONGEST else f"≈{float(Fraction(number)):.3g}"


def _fates(run: Run, values: list[Numeral]) -> list[Fate]:
    return [
        Fate(bid, wins, pays, str(Fraction(value) * wins - Fraction(pays)) if value is not None else None)
        for bid, wins, pays, value in zip_longest(run.bids, run.wins, run.payments, values)
    ]
