"""The first, second, ... member of a set of positions in some order, named by what defines them.

Nothing is sorted: the k-th place p_k is a new name, with the facts that it is a member, no earlier place, and comes
before every member that is left. The facts about all members are stated at every position that a proof mentions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from strategyproof.proofs.evaluator.rows.reading import Reading
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

Relation = Callable[[Term, Term], Term]


@dataclass(frozen=True, slots=True)
class Place:
    """A member, where there is one."""

    exists: Term
    position: Term


class Places:
    """Members of a set of positions, in a strict total order.

    Parameters
    ----------
    member
        Whether a position belongs to the set.
    before
        Whether a member comes before another.
    count
        The number of members; a new name where it is not known.
    alike
        Whether two members count as one, as equal elements of a set do; ``before`` orders what is not alike.
    """

    def __init__(
        self,
        reading: Reading,
        name: str,
        member: Callable[[Term], Term],
        before: Relation,
        count: Term | None = None,
        alike: Relation = terms.equal,
    ) -> None:
        self.reading, self.name = reading, name
        self.member, self.before, self._alike = member, before, alike
        self.count = terms.variable(f"{name} count", "Int") if count is None else count
        self._found: list[Place] = []

    def rank(self, rank: int) -> Place:
        """Return the member of a rank; the first has rank 1."""
        while len(self._found) < rank:
            self._name_next()
        return self._found[rank - 1]

    def _name_next(self) -> None:
        theory, earlier = self.reading.theory, [place.position for place in self._found]
        exists = terms.less_equal(terms.integer(len(earlier) + 1), self.count)
        position = theory.mention(terms.variable(f"{self.name} #{len(earlier) + 1}", "Int"))
        self._found.append(Place(exists, position))
        with self.reading.unbranched():
            new = [terms.negation(self._alike(position, other)) for other in earlier]
            theory.assume(terms.implication(exists, terms.conjunction([self.member(position), *new])))

        def nothing_before(index: Term) -> Term:
            is_left = self.member(index)
            if is_left is terms.FALSE:
                return terms.TRUE
            new = [terms.negation(self._alike(index, other)) for other in earlier]
            is_left = terms.conjunction([is_left, *new])
            later = terms.disjunction((terms.equal(index, position), self.before(position, index)))
            return terms.implication(is_left, terms.conjunction((exists, later)))

        theory.for_all_positions(nothing_before)
