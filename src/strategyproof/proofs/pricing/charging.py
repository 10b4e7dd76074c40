"""What is charged, as Python: the critical bid of a bidder, or what an amount costs, from the others' bids."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from strategyproof.proofs.pricing.answer import Level, Place, Priced
from strategyproof.proofs.pricing.calling import Asked
from strategyproof.proofs.pricing.expressions import numeral

WIDTH = 110

KTH_HIGHEST = '''\
def {kth_highest}(values: list[float], k: int) -> float:
    """Return the k-th highest value; 0 if there are fewer."""
    return sorted(values, reverse=True)[k - 1] if k <= len(values) else 0'''

BY_EXPRESSION = '''\
def {charge}({signature}) -> float:
    """Return {what}, given what the others bid."""
    return {price}'''

BY_PLACE = '''\
def {charge}({signature}) -> float:
    """Return {what}, for bidder i."""
{rows}'''

CUTS = '''\
def {cuts}({signature}) -> list[float]:
    """Return the bids at which what bidder i gets may change."""
{rows}'''

OVER_CUTS = '''\
def {charge}({signature}) -> float:
    """Return {what}.

    For bidder i: the sum of the distances between its cuts within which it {loses}.
    """
    places = [0, *sorted(max(0, cut) for cut in {cuts}({call}))]
    return sum(
        0 if {won} else high - low
        for low, high in zip(places, places[1:], strict=False)
    )'''

BY_STEPS = '''\
def {charge}({signature}) -> float:
    """Return what an amount costs: each step up to it at the bid from which on a bidder gets that much."""
    {price} = 0
{steps}    return {price}'''

AMOUNT_OVER_CUTS = '''\
def {charge}({signature}) -> float:
    """Return what bidder i pays for an amount: what lower bids get less, times the distance between cuts."""
    places = [0, *sorted(max(0, cut) for cut in {cuts}({call}))]
    return sum(
        (high - low) * {missed}
        for low, high in zip(places, places[1:], strict=False)
        for lower in [{got}]
    )'''

SIDES = '''\
{sides} = {listed}
"""Who buys and who sells, in turn."""'''

BETWEEN = "[*bids[:i], (low + high) / 2, *bids[i + 1 :]]"
"""Bids of which the own one is inside a gap between two cuts."""


@dataclass(frozen=True)
class Charge:
    """The functions that say what is charged.

    Parameters
    ----------
    answer
        The price.
    asked
        How the user's function is asked.
    parameters
        The declared parameters.
    fresh
        Makes a name that is free.
    """

    answer: Priced
    asked: Asked
    parameters: Sequence[str]
    fresh: Callable[[str], str]

    @property
    def name(self) -> str:
        """What the function is called that says the price."""
        return self.fresh("price_of" if self.answer.gives_amounts else "critical_bid")

    @property
    def sides(self) -> str:
        """What the constant is called that says who buys and who sells."""
        return self.fresh("SIDES")

    @property
    def functions(self) -> list[str]:
        """The price, and what it calls."""
        answer = self.answer
        own = self._over_cuts() if answer.places else self._by_expressions()
        kth = self.fresh("kth_highest")
        helpers = [KTH_HIGHEST.format(kth_highest=kth)] if any(f"{kth}(" in text for text in own) else []
        if any(f"{self.sides}[" in text for text in own):
            helpers.append(SIDES.format(sides=self.sides, listed=tuple(answer.sides)).replace("'", '"'))
        return [*helpers, *own]

    def call(self, amount: str) -> str:
        """Return the expression for the price of bidder i."""
        first = [amount] if self.answer.gives_amounts else []
        others = [*first, "bids[:i] + bids[i + 1 :]", *["i"] * self._by_place]
        return f"{self.name}({self._given(*([*first, 'bids', 'i'] if self.answer.places else others))})"

    # --- from what the others bid -------------------------------------------------------------------------------------

    @property
    def _by_place(self) -> bool:
        return any(level.by_place for level in self.answer.levels)

    def _by_expressions(self) -> list[str]:
        first = ["amount: float"] if self.answer.gives_amounts else []
        signature = self._taken(*first, "others: list[float]", *["place: int"] * self._by_place)
        if self.answer.gives_amounts:
            steps = "".join(map(self._step, self.answer.levels))
            return [BY_STEPS.format(charge=self.name, signature=signature, steps=steps, price=self.fresh("price"))]
        [level] = self.answer.levels
        return [BY_EXPRESSION.format(charge=self.name, signature=signature, what=self._what, price=self._price(level))]

    def _price(self, level: Level) -> str:
        assert level.price is not None
        return re.sub(r"\bkth_highest\b", self.fresh("kth_highest"), level.price)

    def _step(self, level: Level) -> str:
        """Return what a step between two amounts adds to the price; below 0, what it takes away."""
        got, below, price = Fraction(level.got), Fraction(level.below), self._price(level)
        if price == "0":
            return ""
        is_plain = got.denominator == below.denominator == 1
        between = numeral(_between(below, got))
        reached = f"amount >= {got}" if is_plain else f"amount > {between}"
        given_away = f"amount < {got}" if is_plain else f"amount < {between}"
        units = "" if got - below == 1 else f"{numeral(got - below)} * "
        factor = price if not units or re.fullmatch(r"\w+|\w+\((?:[^()]|\([^()]*\))*\)", price) else f"({price})"
        condition, sign = (given_away, "-=") if got <= 0 else (reached, "+=")
        return f"    if {condition}:\n        {self.fresh('price')} {sign} {units}{factor}\n"

    # --- from the cuts ------------------------------------------------------------------------------------------------

    def _over_cuts(self) -> list[str]:
        answer, places = self.answer, self.answer.places
        own, amount = ["bids: list[float]", "i: int"], ["amount: float"] if answer.gives_amounts else []
        signature = self._taken(*amount, *own)
        prices = [place.price for place in places if place.price is not None]
        if len(prices) == len(places) and not amount:
            rows = _rows(places, prices)
            return [BY_PLACE.format(charge=self.name, signature=signature, what=self._what, rows=rows)]
        cuts = self.fresh("cuts")
        rows = _rows(places, [f"[{', '.join(place.cuts)}]" for place in places])
        named = {"charge": self.name, "signature": signature, "cuts": cuts, "call": self._given("bids", "i")}
        found = f"{self.asked.gets(BETWEEN)}[i]"
        if amount:
            charge = AMOUNT_OVER_CUTS.format(missed=self._missed, got=found, **named)
        else:
            won = f"not ({found})" if answer.sells else found
            loses = "still sells" if answer.sells else "loses"
            if answer.sides:
                won = f'{found} == ({self.sides}[i % {len(answer.sides)}] == "buyer")'
                loses = "does not yet buy, or still sells"
            charge = OVER_CUTS.format(won=won, what=self._what, loses=loses, **named)
        return [CUTS.format(cuts=cuts, signature=self._taken(*own), rows=rows), charge]

    @property
    def _missed(self) -> str:
        """Return what a lower bid gets less of an amount; of one below 0 what it has to be paid for."""
        levels = self.answer.levels
        if levels and all(Fraction(level.below) >= 0 for level in levels):
            return "max(0, amount - lower)"
        return "(max(0, amount - max(0, lower)) + max(min(0, amount), min(0, lower)))"

    # --- words --------------------------------------------------------------------------------------------------------

    @property
    def _what(self) -> str:
        if self.answer.sides:
            return "the bid from which on a buyer buys, or up to which a seller sells"
        if self.answer.sells:
            return "the highest bid at which a bidder still sells"
        return "the bid from which on a bidder wins"

    def _taken(self, *first: str) -> str:
        return ", ".join([*first, *(f"{name}: float" for name in self.parameters)])

    def _given(self, *first: str) -> str:
        return ", ".join([*first, *(f"{name}={name}" for name in self.parameters)])


def _between(low: Fraction, high: Fraction) -> Fraction:
    """Return a short number well inside a gap: an amount that a double has rounded stays on its side of it.

    >>> _between(Fraction(0), Fraction(1, 3)), _between(Fraction(1, 3), Fraction(2, 3))
    (Fraction(1, 4), Fraction(1, 2))
    """
    low, high = low + (high - low) / 4, high - (high - low) / 4
    shares = (2**k for k in itertools.count())
    return next(Fraction(top, share) for share in shares if (top := math.ceil(low * share)) <= high * share)


def _rows(places: Sequence[Place], entries: Sequence[str]) -> str:
    """Return the entry of bidder i, line by line for each number of bidders."""
    sizes: Mapping[int, list[str]] = {place.bidders: [] for place in places}
    for place, entry in zip(places, entries, strict=True):
        sizes[place.bidders].append(entry)
    text = ""
    for size, own in sizes.items():
        line = f"        return [{', '.join(own)}][i]\n"
        if len(line) > WIDTH:
            line = "        return [\n" + "".join(f"            {entry},\n" for entry in own) + "        ][i]\n"
        text += f"    if len(bids) == {size}:\n{line}"
    known = ", ".join(map(str, sizes))
    return text + f'    raise ValueError(f"prices are known for {known} bidders, got {{len(bids)}}")'
