"""Whether raising one's own bid ever gets one less: the question of the law ``monotone``, at each level."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions.judge import Subject, judge
from strategyproof.proofs.functions.summary import Summary
from strategyproof.proofs.pricing.polynomials import NoPolynomial, Reader
from strategyproof.proofs.pricing.who_wins import WhoWins, at_least, kept
from strategyproof.proofs.smt.terms import Term

MOST_LEVELS = 12


class Moves(Exception):
    """What a bidder gets is no number of a few: it moves with a bid or with a parameter."""


def levels_of(summaries: Sequence[Summary]) -> list[Fraction]:
    """Return the amounts that somebody can get, ascending.

    Raises
    ------
    Moves
        If an amount depends on a bid or a parameter, or there are too many.
    """
    found: set[Fraction] = {Fraction(0)}
    for summary in summaries:
        for got in summary.payments:
            found |= _amounts(got)
    if len(found) > MOST_LEVELS:
        raise Moves(f"a bidder gets one of more than {MOST_LEVELS} amounts")
    return sorted(found)


def _amounts(got: Term) -> set[Fraction]:
    """Return the constants that an amount chooses from, also through sums and products of such choices."""
    try:
        values = Reader().values(got)
    except NoPolynomial as error:
        raise Moves(f"what a bidder gets depends on the bids through {error}") from None
    for above, below in values:
        if above.variables or below.variables:
            names = ", ".join(sorted(above.variables | below.variables))
            raise Moves(f"what a bidder gets moves with {names}")
    numbers = [(above.at({}), below.at({})) for above, below in values]
    return {above / below for above, below in numbers if below}  # a division by 0 is on no path: the function is total


def judged(subject: Subject, level: Fraction, sizes: Sequence[int]) -> Verdict:
    """Prove that raising a bid never loses a level, or find two bids that show that it does.

    Parameters
    ----------
    subject
        The allocation: its program is a :class:`WhoWins`.
    level
        The level.
    sizes
        The numbers of bidders.
    """
    program = subject.program
    assert isinstance(program, WhoWins)
    program.level = level
    for size in sizes:
        known = subject.summary(size)
        wins = [at_least(got, level) for got in known.payments]
        subject._summaries[size] = dataclasses.replace(known, wins=wins, _known={})
    return judge(subject, LAWS["monotone"], sizes)


def turned(subject: Subject) -> None:
    """Read the bidders as sellers from now on: a seller wins what it keeps."""
    program = subject.program
    assert isinstance(program, WhoWins)
    program.sells = not program.sells
    for size, known in subject._summaries.items():
        payments = [kept(got) for got in known.payments]
        subject._summaries[size] = dataclasses.replace(known, payments=payments, _known={})
