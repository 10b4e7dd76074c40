"""Where an outcome may turn for a bidder, found by running the mechanism itself: no knowledge of its rule is used."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from strategyproof.mechanism.counterexample.case import Case, number, vector
from strategyproof.mechanism.outcome import Number, Outcome
from strategyproof.property_tests.numbers import next_to
from strategyproof.property_tests.observe import Observed, UnusableError

FAR = 2**24
"""Factor by which a dominating bid exceeds every product of a bid and a parameter, in exact arithmetic."""
DOUBLINGS = 63
HALVINGS = 24
DENOMINATORS = (1, 2, 12, 100, 10_000)


@dataclass(frozen=True, slots=True)
class View:
    """The auction as one bidder meets it: the rivals' bids are fixed.

    Attributes
    ----------
    auction
        The auction, checked run by run.
    case
        The parameters and the bids of all.
    bidder
        Whose bid varies.
    """

    auction: Observed
    case: Case
    bidder: int

    @property
    def rivals(self) -> list[Number]:
        """The others' bids; the bidder's own if it is alone."""
        return [bid for n, bid in enumerate(self.case.bids) if n != self.bidder] or self.case.bids

    @property
    def factors(self) -> list[Number]:
        """The parameters, and ratios of per-bidder ones: what rivals' bids may be multiplied by, or compared with."""
        found: list[Any] = []
        for value in self.case.parameters.values():
            entries = value if isinstance(value, list) else [value]
            own = entries[self.bidder] if isinstance(value, list) else 1
            found += [entry / own for entry in entries if own]
        return [number(factor, self.case.arithmetic) for factor in found]

    @property
    def strongest(self) -> Number:
        """The highest of the rivals' bids."""
        return max(self.rivals)

    @property
    def dominating(self) -> Number:
        """A bid that wins against these rivals, if any bid does."""
        if self.case.arithmetic == "float64":
            return 2.0**1000
        return FAR * (1 + max(self.case.bids)) * (1 + max(self.factors, default=Fraction(0)))

    def run(self, bid: Number) -> Outcome | None:
        """Run the auction at a bid of the bidder; None if it gives no usable answer."""
        bids = [bid if n == self.bidder else other for n, other in enumerate(self.case.bids)]
        try:
            with np.errstate(all="ignore"):
                return self.auction(vector(bids, self.case.arithmetic))
        except UnusableError:
            return None

    def wins(self, bid: Number) -> bool:
        """Tell whether the bidder wins at a bid."""
        outcome = self.run(bid)
        return outcome is not None and bool(outcome.wins[self.bidder])

    def payments(self, bid: Number) -> list[Number]:
        """Return what is charged when the bidder bids so, without the zeros."""
        outcome = self.run(bid)
        charged = [] if outcome is None else [payment for payment in outcome.payments if payment > 0]
        return [number(payment, self.case.arithmetic) for payment in charged]

    def critical_bid(self) -> Number:
        """Return a bid at which losing turns into winning, to the last bit in float64; the dominating bid if none wins.

        It is searched by bisection on the allocation, first among the likely bids and then between two of them: the
        threshold of any monotone rule.
        """
        likely = sorted({0 * self.dominating, *self.rivals, *self._products(), self.dominating})
        if not self.wins(likely[-1]):
            return likely[-1]
        first = _bisect(lambda place: self.wins(likely[place]), 0, len(likely) - 1)
        low, high = likely[max(first - 1, 0)], likely[first]
        if first == 0 or self.wins(next_to(low, 1, self.case.arithmetic)):
            return low
        if self.case.arithmetic == "float64":
            return _from_bits(_bisect(lambda bits: self.wins(_from_bits(bits)), _bits(low), _bits(high)))
        span = (high - low) / 2**DOUBLINGS
        reach = span * 2 ** _bisect(lambda power: self.wins(low + span * 2**power), 0, DOUBLINGS)
        unit = reach / 2**HALVINGS
        steps = _bisect(lambda k: self.wins(low + k * unit), 0, 2**HALVINGS)
        return _simplest(low + (steps - 1) * unit, low + steps * unit)

    def _products(self) -> list[Number]:
        """Return the factors, and the rivals' bids times and plus them: where most thresholds are."""
        found = [bid * factor for bid in self.rivals for factor in self.factors]
        found += [bid + factor for bid in self.rivals for factor in self.factors] + self.factors
        return [number(value, self.case.arithmetic) for value in found]


def _bisect(wins: Callable[[int], bool], low: int, high: int) -> int:
    """Return the least winning integer of a monotone range of which ``high`` wins."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if wins(middle) else (middle + 1, high)
    return high


def _bits(value: float) -> int:
    """Return the place of a double >= 0 among all of them: their order is that of their bit patterns."""
    return int(struct.unpack("<q", struct.pack("<d", value))[0])


def _from_bits(place: int) -> float:
    return float(struct.unpack("<d", struct.pack("<q", place))[0])


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return a fraction of small denominator in [low, high] if there is one: most thresholds are simple."""
    middle = (low + high) / 2
    near = (middle.limit_denominator(most) for most in DENOMINATORS)
    return next((guess for guess in near if low <= guess <= high), high)
