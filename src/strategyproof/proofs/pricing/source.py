"""A price as Python: the user's own function, the price beside it, and an auction that charges it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from strategyproof.proofs.pricing.answer import Place, Priced
from strategyproof.proofs.pricing.excerpt import bound_in, excerpt

WIDTH = 110

LOCAL = ("bids", "others", "place", "i", "won", "low", "high", "cut", "places", "np")
"""Variables of the functions that are written."""
WORDS = ("max", "min", "sum", "sorted", "len", "range", "enumerate", "zip", "list", "float", "int", "bool", "tuple")
"""Python's own functions that are called in them."""

HANDED = {
    "a list": "{bids}",
    "a tuple": "tuple({bids})",
    "an array": "np.array({bids})",
    "a dict by position": "dict(enumerate({bids}))",
}
"""How the function's own argument is made from a list of bids."""

FUTURE = "from __future__ import annotations"

HEAD = '''"""{name} of {file}, and what each {winner}: its critical bid.

Written by `strategyproof price`. With losers paying nothing this is the only price with which nobody gains by a false
bid (Myerson 1981, doi:10.1287/moor.6.1.58).
"""'''

KTH_HIGHEST = '''\
def kth_highest(values: list[float], k: int) -> float:
    """Return the k-th highest value; 0 if there are fewer."""
    return sorted(values, reverse=True)[k - 1] if k <= len(values) else 0'''

BY_EXPRESSION = '''\
def {bid}({signature}) -> float:
    """Return {what}, given what the others bid."""
    return {price}'''

BY_PLACE = '''\
def {bid}({signature}) -> float:
    """Return {what}, for bidder i."""
{rows}'''

OVER_CUTS = '''\
def {cuts}({signature}) -> list[float]:
    """Return the bids at which bidder i may start or stop to win."""
{rows}


def {bid}({signature}) -> float:
    """Return {what}, for bidder i: the distances between its cuts within which it loses."""
    places = [0, *sorted(max(0, cut) for cut in {cuts}({call}))]
    return sum(
        0 if {won} else high - low
        for low, high in zip(places, places[1:], strict=False)
    )'''

TRADED = '''\
{sellers} = {positions}
"""Bidders who sell what they have unless they win it back: a seller wins what it keeps."""


def {payment}(i: int, won: bool, price: float) -> float:
    """Return what bidder i pays: a buyer its price if it wins, a seller less than 0, its price, if it sells."""
    if i in {sellers}:
        return 0 if won else -price
    return price if won else 0'''

AUCTION = '''\
def {function}({signature}) -> tuple[list[bool], list[float]]:
    """{doc}"""
{lines}
    return wins, [{pays} for i, won in enumerate(wins)]'''


class NotWritten(Exception):
    """A price that is known, and a function beside which it cannot be written; the message says why."""


class Emitted:
    """The source of an auction that charges a price.

    Parameters
    ----------
    answer
        The price.
    file, name
        The function that says who wins.
    parameters
        The declared parameters.

    Attributes
    ----------
    file
        The file of the function.
    function
        The name of the auction.
    text
        The source of the whole file.

    Raises
    ------
    NotWritten
        If it cannot be written.
    """

    def __init__(self, answer: Priced, file: Path, name: str, parameters: Sequence[str]) -> None:
        text = file.read_text(encoding="utf-8")
        if len(answer.levels) > 1:
            found = "; ".join(f"from {v.below} to {v.got}: {v.price or 'by bidder'}" for v in answer.levels)
            raise NotWritten(f"a bidder gets more than one level, and only one is written; for each unit {found}")
        _refuse_function(answer, file, name, text)
        self.file, self._answer, self._name, self._parameters = file, answer, name, parameters
        self._own = excerpt(text, name)
        bound = bound_in(self._own)
        _refuse_names(name, bound, parameters)
        self.function, self._bid, self._cuts, self._kth, self._pays, self._sellers = (
            _fresh(new, bound)
            for new in (f"{name}_priced", "critical_bid", "cuts", "kth_highest", "payment", "SELLERS")
        )
        self.text = self._file(bound)

    def _file(self, bound: set[str]) -> str:
        price = self._price()
        imports = [FUTURE]
        if "Fraction(" in price and "Fraction" not in bound:
            imports.append("from fractions import Fraction")
        if self._answer.form.bids == "an array" and "np" not in bound:
            imports.append("import numpy as np")
        helpers = [KTH_HIGHEST.replace("kth_highest", self._kth)] if f"{self._kth}(" in price else []
        winner = "who sells is paid" if self._answer.sells else "winner pays"
        head = HEAD.format(name=f"`{self._name}`", file=self.file.name, winner=winner)
        own = self._own.replace(FUTURE, "", 1).strip()
        if self._answer.sellers:
            positions = f"({', '.join(map(str, self._answer.sellers))},)"
            helpers.append(TRADED.format(sellers=self._sellers, positions=positions, payment=self._pays))
        parts = [f"{head}\n\n" + "\n\n".join(imports), own, *helpers, price, self._auction()]
        return re.sub(r"\n{4,}", "\n\n\n", "\n\n\n".join(parts)).rstrip() + "\n"

    # --- the price ----------------------------------------------------------------------------------------------------

    def _price(self) -> str:
        """Write the critical bid: one expression in the others' bids, or one for each bidder, or from the cuts."""
        named = {"bid": self._bid, "what": self._what(), "cuts": self._cuts}
        if not self._answer.places:
            [level] = self._answer.levels
            assert level.price is not None
            signature = self._signature("others: list[float]", *["place: int"] * level.by_place)
            price = re.sub(r"\bkth_highest\b", self._kth, level.price)
            return BY_EXPRESSION.format(signature=signature, price=price, **named)
        signature = self._signature("bids: list[float]", "i: int")
        prices = [place.price for place in self._answer.places if place.price is not None]
        if len(prices) == len(self._answer.places):
            return BY_PLACE.format(signature=signature, rows=_rows(self._answer.places, prices), **named)
        rows = _rows(self._answer.places, [f"[{', '.join(place.cuts)}]" for place in self._answer.places])
        won = self._won("[*bids[:i], (low + high) / 2, *bids[i + 1 :]]")
        return OVER_CUTS.format(signature=signature, rows=rows, call=self._call("bids", "i"), won=won, **named)

    def _what(self) -> str:
        sold = "the highest bid at which a bidder still sells"
        return sold if self._answer.sells else "the bid from which on a bidder wins"

    def _signature(self, *first: str) -> str:
        return ", ".join([*first, *(f"{name}: float" for name in self._parameters)])

    def _call(self, *first: str) -> str:
        return ", ".join([*first, *(f"{name}={name}" for name in self._parameters)])

    # --- the auction --------------------------------------------------------------------------------------------------

    def _said(self, bids: str) -> str:
        """Return the call that says who wins."""
        form = self._answer.form
        call = f"{self._name}({self._call(HANDED[form.bids].format(bids=bids))})"
        return f"{call}[0]" if form.field == "0" else f"{call}.{form.field}" if form.field else call

    def _won(self, bids: str) -> str:
        """Return whether bidder i wins; of sellers, whether it keeps what it has."""
        said = self._said(bids)
        won = {"wins": f"{said}[i]", "winner": f"i == {said}", "winners": f"i in {said}"}[self._answer.form.says]
        return f"not ({won})" if self._answer.sells else won

    def _auction(self) -> str:
        if self._answer.places:
            price = f"{self._bid}({self._call('bids', 'i')})"
        else:
            price = f"{self._bid}({self._call('bids[:i] + bids[i + 1 :]', *['i'] * self._answer.levels[0].by_place)})"
        if self._answer.sells:
            pays = f"0 if won else -{price}"
            doc = f"Return who keeps what it has by `{self._name}`, and payments: who sells is paid its critical bid."
        else:
            pays = f"{self._pays}(i, won, {price})" if self._answer.sellers else f"{price} if won else 0"
            doc = f"Return who wins by `{self._name}`, and what each pays: a winner its critical bid."
        signature = self._signature("bids: list[float]")
        text = AUCTION.format(function=self.function, signature=signature, doc=doc, lines=self._who_wins(), pays=pays)
        return re.sub(r"\bwins\b(?=[, )]| =)", _fresh("wins", {self._name}), text)

    def _who_wins(self) -> str:
        """Return the lines that say who wins, or of sellers who keeps what it has."""
        form, sells = self._answer.form, self._answer.sells
        if form.says == "wins":
            said = self._said("bids")
            return f"    wins = [not sold for sold in {said}]" if sells else f"    wins = {said}"
        one = _fresh(form.says, {self._name})
        sign = {"winner": "!=" if sells else "==", "winners": "not in" if sells else "in"}[form.says]
        return f"    {one} = {self._said('bids')}\n    wins = [i {sign} {one} for i in range(len(bids))]"


def _refuse_function(answer: Priced, file: Path, name: str, text: str) -> None:
    """Refuse functions that the source of a price could not call."""
    if "." in name:
        raise NotWritten(f"{name} is part of a class; make it a function of the file, which a price can call")
    if answer.form.bids not in HANDED:
        raise NotWritten(f"prices are written for a list of bids, and {name} takes {answer.form.bids}")
    if not any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.parse(text).body):
        raise NotWritten(f"{name} is not written as a function of {file.name}; write `def {name}(bids)` there")


def _refuse_names(name: str, bound: set[str], parameters: Sequence[str]) -> None:
    """Refuse names that mean something else in the source of a price."""
    for taken in (name, *parameters):
        if taken in LOCAL or (taken in parameters and taken in ("wins", "winner", "winners", name)):
            raise NotWritten(f"rename `{taken}`: the price has a variable of this name")
    for word in WORDS:
        if word in {*bound, *parameters}:
            raise NotWritten(f"rename `{word}` in the file of {name}: the price needs Python's own")


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
    known = " and ".join(map(str, sizes))
    return text + f'    raise ValueError(f"prices are known for {known} bidders, got {{len(bids)}}")'


def _fresh(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name
