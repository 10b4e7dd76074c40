"""Whether raising one's own bid ever gets one less: the question of the law ``monotone``, at each level."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.judge import Subject, judge
from strategyproof.proofs.functions.summary import Summary, domain, terms_at
from strategyproof.proofs.pricing.polynomials import NoPolynomial, Reader
from strategyproof.proofs.pricing.who_wins import WhoWins, at_least, kept
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

MOST_LEVELS = 12
"""Amounts that are priced one by one; of more, or of amounts that others' bids or parameters move, the cuts are."""


class Moves(Exception):
    """What a bidder gets moves with its own bid."""


def levels_of(summaries: Sequence[Summary]) -> list[Fraction] | None:
    """Return the amounts that somebody can get, ascending; None if there are too many, or others' bids move them.

    Raises
    ------
    Moves
        If an amount depends on the bid of who gets it.
    """
    found: set[Fraction] | None = {Fraction(0)}
    for summary in summaries:
        for own, got in zip(summary.bids, summary.payments, strict=True):
            amounts = _amounts(got, own)
            found = None if found is None or amounts is None else found | amounts
    return None if found is None or len(found) > MOST_LEVELS else sorted(found)


def _amounts(got: Term, own: Term) -> set[Fraction] | None:
    """Return the constants that an amount chooses from, also through sums and products of such choices."""
    try:
        values = Reader().values(got)
    except NoPolynomial as error:
        raise Moves(f"what a bidder gets depends on the bids through {error}") from None
    names = {name for above, below in values for name in above.variables | below.variables}
    if own.data in names:
        raise Moves("what a bidder gets moves with its own bid")
    if names:
        return None
    numbers = [(above.at({}), below.at({})) for above, below in values]
    return {above / below for above, below in numbers if below}  # a division by 0 is on no path: the function is total


def lost(subject: Subject, sizes: Sequence[int]) -> Fraction | None:
    """Return an amount that some bidder loses by raising its bid; None if none is met.

    It is a level at which :func:`judged` then shows it; that none is met proves nothing.
    """
    asker, higher = Asker(subject.budget, subject.deadline), terms.variable("higher", "Real")
    for size in sizes:
        known = subject.summary(size)
        facts = [*(terms.less_equal(terms.real(0), bid) for bid in known.bids), *domain(subject.parameters)]
        for own, got in zip(known.bids, known.payments, strict=True):
            then, defined = terms_at([got, known.defined], {own: higher})
            asked = [*facts, known.defined, defined, terms.less_equal(own, higher), terms.less(then, got)]
            status, model = asker.ask(asked)
            amount = None if status != "sat" else asker.values(model, [got])
            if amount is not None:
                return amount[got]
    return None


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
