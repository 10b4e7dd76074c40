"""Who sells in an auction that is repaired, as its payments tell."""

from __future__ import annotations

from collections.abc import Sequence

from strategyproof.proofs.functions.asking import Asker
from strategyproof.proofs.functions.judge import Subject
from strategyproof.proofs.functions.summary import domain
from strategyproof.proofs.smt import terms


def sellers_of(subject: Subject, sizes: Sequence[int]) -> list[int]:
    """Return the positions of bidders who never pay when they win, and for some bids are paid when they do not.

    Such a bidder sells unless it wins back what it has. A price at which it wins would charge it for its own item; what
    it must get for the item is the same price, and the two differ by what it cannot change.
    """
    asker, zero = Asker(subject.budget, subject.deadline), terms.real(0)
    found = []
    for place in range(max(sizes)):
        paid = []
        for size in (size for size in sizes if size > place):
            summary = subject.summary(size)
            win, payment = summary.wins[place], summary.payments[place]
            facts = [
                summary.defined,
                *(terms.less_equal(zero, bid) for bid in summary.bids),
                *domain(subject.parameters),
            ]
            pays = terms.conjunction((win, terms.negation(terms.equal(payment, zero))))
            is_paid = terms.conjunction((terms.negation(win), terms.less(payment, zero)))
            paid.append(asker.ask([*facts, pays])[0] == "unsat" and asker.ask([*facts, is_paid])[0] == "sat")
        if any(paid):
            found.append(place)
    return found
