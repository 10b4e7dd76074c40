"""Sums over all bidders: named numbers, with what is known of them when few entries differ.

Two sums A and B that differ at no position but i and j satisfy A - a_i - a_j = B - b_i - b_j. Which covers replacing an
entry, exchanging two, and adding one. That no other position differs is said by a witness: a named position d with
a_d != b_d, d != i, j, or else the equation holds. So it is said that A >= a_i + a_j where no entry is negative. In
small markets a sum is what it is.
"""

from __future__ import annotations

import ast

from strategyproof.proofs.evaluator.arithmetic import kind_after
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import ZERO, IntOrFloat, Quantity, is_number, kind_of, real_term
from strategyproof.proofs.evaluator.rows.reading import Reading
from strategyproof.proofs.evaluator.rows.views import View
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

SMALL = (1, 2, 3, 4)
"""Numbers of bidders for which a sum is written out."""


def total(ev: Evaluator, of: View) -> Quantity:
    """Return the sum of the entries, which must be numbers."""
    with of.reading.probe() as anyone:
        entry = of.at(anyone)
        if not is_number(entry) or real_term(entry) is None:
            ev.no(f"the sum of {ev.described(entry)} over all bidders")
        kind = kind_of(entry)
    always = of.mask is None and of.reading.certain(terms.less(of.low, of.high))
    kind = kind_after(ast.Add, int, kind) if always or kind is int else IntOrFloat
    name = f"sum of {of.name}"
    found: Sum = of.reading.once(name, lambda: Sum(name, of, ev.market.extent))
    return Quantity(found.value, kind)


class Sum:
    """A sum over a market.

    Attributes
    ----------
    value
        The name of the sum.
    """

    def __init__(self, name: str, of: View, extent: Term) -> None:
        self.of, self.value = of, terms.variable(name, "Real")
        with of.reading.unbranched():
            self._state(of.reading, extent)

    def _state(self, current: Reading, extent: Term) -> None:
        """State what is known of it."""
        written = ZERO
        for size in SMALL:
            written = terms.add(written, self.part(terms.integer(size - 1)))
            here = terms.equal(extent, terms.integer(size))
            current.theory.assume(terms.implication(here, terms.equal(self.value, written)))
        current.theory.assume(self._bounds(current))
        for other in current.sums:
            for i in current.asked:
                for j in current.asked[current.asked.index(i) :]:
                    current.theory.assume(self._differs_at(other, i, j))
        current.sums.append(self)

    def part(self, at: Term) -> Term:
        """Return what a position adds."""
        member = self.of.member(at)
        if member is terms.FALSE:
            return ZERO
        value = real_term(self.of.at(at))
        assert value is not None
        return terms.if_then_else(member, value, ZERO)

    def _bounds(self, current: Reading) -> Term:
        """Return that some entry is negative, at a witness, or the sum is at least that of any two entries."""
        witness = current.theory.mention(terms.variable(f"{self.value.data} negative", "Int"))
        pairs = [(i, j) for k, i in enumerate(current.asked) for j in current.asked[k:]]
        above = [terms.less_equal(self._parts(i, j), self.value) for i, j in pairs]
        fine = terms.conjunction([terms.less_equal(ZERO, self.value), *above])
        return terms.disjunction((terms.less(self.part(witness), ZERO), fine))

    def _differs_at(self, other: Sum, i: Term, j: Term) -> Term:
        name = f"{self.value.data} against {other.value.data} but {i!r} and {j!r}"
        d = self.of.reading.theory.mention(terms.variable(name, "Int"))
        elsewhere = [terms.negation(terms.equal(d, place)) for place in (i, j)]
        differs = terms.conjunction([*elsewhere, terms.negation(terms.equal(self.part(d), other.part(d)))])
        rest = [terms.add(one.value, terms.negate(one._parts(i, j))) for one in (self, other)]
        return terms.disjunction((differs, terms.equal(*rest)))

    def _parts(self, i: Term, j: Term) -> Term:
        """Return what two positions add, which may be one."""
        return terms.add(self.part(i), terms.if_then_else(terms.equal(i, j), ZERO, self.part(j)))
