"""A function that says who wins, read as a mechanism in which nobody pays.

Two columns are read: who gets at least a level, and how much each bidder gets. The laws of allocations, such as
monotone, are then asked of it as of any other function; what each gets stands where its payment would.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

from strategyproof.mechanism.spaces.space import Side
from strategyproof.proofs.evaluator import Evaluator
from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.numbers import is_number
from strategyproof.proofs.evaluator.objects import Instance, Text
from strategyproof.proofs.functions import auction_class, outcomes
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.functions.program import Program, written
from strategyproof.proofs.pricing.answer import Form
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

PROBED = (3, 2, 4)
"""Numbers of bidders at which a function is run to see what it returns: a pair of two entries for three bidders is one
of wins and payments."""


class WhoWins(Program):
    """The allocation of a function of a file.

    Parameters
    ----------
    target
        ``FILE.py:NAME``; it returns wins, a winner or None, or what an auction returns, whose payments are not read.

    Attributes
    ----------
    level
        A bidder wins if it gets at least this much.
    sells
        Whether getting something means giving it away: a seller wins what it keeps, 1 less what it gets.
    sides
        Who buys and who sells, in turn, where there are both: a seller gets -1 if it sells.
    pays
        Whether the function returns payments too; None until it was run.
    """

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.level, self.sells = Fraction(1), False
        self.sides: Sequence[Side] = ()
        self.pays: bool | None = None
        self._says: Literal["wins", "winner", "winners"] = "wins"
        self._field = ""
        self._is_dict = False
        self._lists_winners = "Winners" in written(self.signature.return_annotation)
        self.reads = self._columns

    def probe(self, parameters: dict[str, Fraction]) -> None:
        """See at a few bids whether the function returns payments."""
        for size in PROBED:
            seen: list[bool] = []

            def look(_: Evaluator, result: Any, names: Sequence[Any], seen: list[bool] = seen) -> outcomes.Columns:
                seen.append(self._is_pair(result, len(names)))
                return (), ()

            self.reads = look
            found = self.exactly([Fraction(k + 1) for k in range(size)], parameters, float)
            if isinstance(found, Fault) and found.kind != "raises":
                self.natively([Fraction(k + 1) for k in range(size)], parameters, Fraction)
            self.reads = self._columns
            if seen:
                self.pays = seen[-1]
                return

    def _is_pair(self, result: Any, bidders: int) -> bool:
        """Tell whether a result holds payments beside the wins."""
        if isinstance(result, Instance):
            return any(all(name in result.fields for name in names) for names in outcomes.PAIRS)
        if not isinstance(result, (tuple, List)) or len(result) != 2:
            return False
        are_numbers = all(isinstance(part, (bool, int, float, Fraction)) for part in result)
        return not (are_numbers and (bidders == 2 or self._lists_winners))

    def form(self) -> Form:
        """Return how the function says who wins, as the runs so far have shown."""
        keyed: Literal["", "position", "name"] = ""
        if self._is_dict:
            keyed = "name" if isinstance(self.shape.name(0), str) else "position"
        place, close = ("", "") if self._cls is None else auction_class.calls(self._cls, self.name)
        return Form(self.shape.what, self._says, self._field if self.pays else "", keyed, place, close)

    def is_seller(self, bidder: int) -> bool:
        """Tell whether a bidder sells."""
        return self.sells or (bool(self.sides) and self.sides[bidder % len(self.sides)] == "seller")

    def _columns(self, ev: Evaluator, result: Any, names: Sequence[Any]) -> outcomes.Columns:
        first, self._field = _first(result) if self.pays else (result, "")
        is_one = first is None or isinstance(first, (str, Text)) or is_number(first)
        self._says = "winner" if is_one else "winners" if self._lists_winners else "wins"
        self._is_dict = isinstance(first, Dict)
        got = outcomes.gets(ev, first, names, lists_winners=self._lists_winners)
        if self.sells:
            got = tuple(map(kept, got))
        if self.sides:
            got = tuple(terms.negate(part) if self.is_seller(k) else part for k, part in enumerate(got))
        return tuple(at_least(part, self.level) for part in got), got


def kept(got: Term) -> Term:
    """Return what a seller keeps of the one that it has."""
    return terms.by_leaves(got, lambda leaf: terms.add(terms.real(1), terms.negate(leaf)))


def at_least(got: Term, level: Fraction) -> Term:
    """Return the condition that what a bidder gets is at least a level."""
    return terms.by_leaves(got, lambda leaf: terms.less_equal(terms.real(level), leaf))


def _first(result: Any) -> tuple[Any, str]:
    """Return what says who wins in a result that says more, and where it is."""
    if isinstance(result, Instance):
        for names in outcomes.PAIRS:
            if all(name in result.fields for name in names):
                return result.fields[names[0]], names[0]
    return (result[0], "0") if isinstance(result, (tuple, List)) and len(result) == 2 else (result, "")
