"""The list of bids that user code receives: an ordinary list that a merged position can index without branching."""

from __future__ import annotations

from typing import Any

from strategyproof.proofs import terms
from strategyproof.proofs.plain.choice import Choice, NotMergeable, merged
from strategyproof.proofs.plain.deciding import decide
from strategyproof.proofs.plain.quantity import compare, condition


class BidList(list[Any]):
    """Bids, bidder 0 first."""

    __slots__ = ()

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return BidList(super().__getitem__(index))
        if not isinstance(index, Choice):
            return super().__getitem__(index)
        own = list(self)
        try:
            return merged([(when, own[place]) for when, place in index.cases])
        except (NotMergeable, IndexError):
            return own[index]

    def index(self, value: Any, *bounds: Any) -> Any:
        """Return the first position of a value; a merged one where it depends on the bids."""
        if bounds:
            return super().index(value, *bounds)
        cases, none_before = [], terms.TRUE
        for place, own in enumerate(self):
            same = terms.TRUE if own is value else condition(compare(terms.equal, own, value))
            if same is None:
                return super().index(value)
            cases.append((terms.conjunction((none_before, same)), place))
            none_before = terms.conjunction((none_before, terms.negation(same)))
        if decide(none_before):
            raise ValueError("a bid that is not in the list")
        return merged(cases)

    def __add__(self, other: Any) -> Any:
        return BidList([*self, *other]) if type(other) in (list, BidList) else super().__add__(other)

    def __radd__(self, other: Any) -> Any:
        return BidList([*other, *self]) if type(other) is list else NotImplemented

    def copy(self) -> BidList:
        """Return a list of the same bids."""
        return BidList(self)
