"""Reverse auctions, written as their authors write them: the lowest bid wins, and is paid.

A mechanism's bidders buy. Where a law is refuted of a function because its winners are those with the lowest bids, and
the same law holds of it when winning means selling and a payment is received, the refutation would tell the story of a
buyer to the author of a procurement. It is ``unknown`` then, with what to return.
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.law import Law
from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.concrete import ConcreteRule
from strategyproof.proofs.functions.described import mechanism_of
from strategyproof.proofs.functions.faults import Decided
from strategyproof.proofs.functions.question import questions
from strategyproof.proofs.functions.summary import Summary
from strategyproof.proofs.smt import terms

if TYPE_CHECKING:
    from strategyproof.proofs.functions.judge import Subject

LAWS = ("strategy-proof", "individually-rational")
"""The laws that speak of what an item is worth to its winner."""

ADVICE = Ground(
    "sellers",
    "the lowest bid wins and is paid: bidders are sellers here, of whom the law holds, and are read as buyers, of whom "
    'it does not. Annotate the first parameter as Roles("seller"), of strategyproof; or return what each keeps, '
    "wins = 1 - sold and payments = -paid",
)


def reason(subject: Subject, law: Law, bidders: int) -> Ground | None:
    """Return why a refutation says nothing about a function whose bidders sell; None where it does."""
    if law.id not in LAWS or not _lowest_is_paid(subject, bidders):
        return None

    def mirrored(size: int) -> Summary:
        summary = subject.summary(size)
        kept = [terms.negation(win) for win in summary.wins]
        received = [terms.negate(payment) for payment in summary.payments]
        return dataclasses.replace(summary, wins=kept, payments=received, _known={})

    asker = Asker(subject.budget, subject.deadline)
    rule = ConcreteRule(subject.program, subject.kind)
    mechanism = mechanism_of(subject.identity, "", "", rule, subject.parameters)
    asking = questions(law, mechanism, bidders, mirrored, subject.arithmetic, subject.budget.names)
    for question in asking:
        broken = terms.disjunction(case.violation for case in question.cases)
        if asker.ask([*question.facts, broken])[0] != "unsat":
            return None
    return ADVICE


def _lowest_is_paid(subject: Subject, bidders: int) -> bool:
    """Tell whether of different bids, in whatever order, the lowest alone wins, and is paid no less than it bids."""
    values = {p.name: Fraction(p.interval.low) for p in subject.parameters}
    rising = [Fraction(k + 1) for k in range(bidders)]
    for bids in (rising, rising[::-1], [rising[-1] + 5, *rising[:-1]]):
        found = subject.program.exactly(bids, values, subject.kind)
        if not isinstance(found, Decided):
            return False
        winners = [k for k, win in enumerate(found.wins) if win is terms.TRUE]
        lowest = bids.index(min(bids))
        if winners != [lowest] or found.payments[lowest].data < bids[lowest]:
            return False
    return True
