"""A price as Python: the user's own function, the price beside it, and an auction that charges it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from strategyproof.proofs.pricing.answer import Priced
from strategyproof.proofs.pricing.calling import HANDED, Asked, snake
from strategyproof.proofs.pricing.charging import Charge
from strategyproof.proofs.pricing.excerpt import bound_in, excerpt

LOCAL = ("amount", "bid", "bidder", "bids", "count", "cut", "high", "i", "k", "low", "np", "others", "place", "places")
"""Variables of the functions that are written: no parameter and no function of the user may have such a name."""
WORDS = (
    "max", "min", "sum", "sorted", "len", "range", "enumerate", "zip", "list", "float", "int", "bool", "tuple", "dict",
    "str",
)  # fmt: skip
"""Python's own functions that are called in them."""

FUTURE = "from __future__ import annotations"

WRITTEN = "Written by `strategyproof price`."
HEAD = '''"""`{name}` of {file}, and what each {winner}.

Written by `strategyproof price`.
With nothing paid for nothing this is the only price with which nobody gains by a false bid (Myerson 1981,
doi:10.1287/moor.6.1.58).
"""'''

TRADED = '''\
{sellers} = {positions}
"""Bidders who sell what they have unless they win it back: a seller wins what it keeps."""


def {payment}(i: int, won: bool, price: float) -> float:
    """Return what bidder i pays: a buyer its price if it wins, a seller less than 0, its price, if it sells."""
    if i in {sellers}:
        return 0 if won else -price
    return price if won else 0'''

AUCTION = '''\
def {function}({signature}) -> {result}:
    """Return {doc}."""
    {got} = {gets}
    return {got}, [{pays} for i, {one} in enumerate({got})]'''

LISTS = "tuple[list[{entry}], list[float]]"


def with_scope(text: str, proved: str) -> str:
    """Return a source that says what is proved of it."""
    return text.replace(WRITTEN, f"{WRITTEN} Proved {proved}.", 1)


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
        if answer.form.bids not in HANDED:
            raise NotWritten(f"prices are written for a list of bids, and {name} takes {answer.form.bids}")
        first = name.partition(".")[0]
        if first not in bound_in(text):
            raise NotWritten(f"{first} is not bound in {file.name}; write `def {first}(bids)` there")
        self.file, self._answer, self._name, self._parameters = file, answer, name, parameters
        self._own = excerpt(text, first)
        self._bound = bound_in(self._own) | {*parameters}
        _refuse_names(first, self._bound, parameters)
        self.function = self._fresh(f"{snake(name)}_priced")
        self._asked = Asked(answer.form, name, parameters, answer.gives_amounts, self._fresh)
        self._charge = Charge(answer, self._asked, parameters, self._fresh)
        self.text = self._file()

    def _fresh(self, name: str) -> str:
        while name in self._bound:
            name += "_"
        return name

    def _file(self) -> str:
        answer = self._answer
        winner = "who sells is paid: its critical bid" if answer.sells else "winner pays: its critical bid"
        if answer.sides:
            winner = "who trades pays or is paid: its critical bid"
        if answer.gives_amounts:
            winner = "amount costs: each unit of it the critical bid"
        head = HEAD.format(name=self._name, file=self.file.name, winner=winner)
        own = self._own.replace(FUTURE, "", 1).strip()
        rest = [*self._asked.helpers, *self._traded(), *self._charge.functions, self._auction()]
        parts = ["\n\n".join([head, FUTURE, *self._imports("\n".join(rest))]), own, *rest]
        return re.sub(r"\n{4,}", "\n\n\n", "\n\n\n".join(parts)).rstrip() + "\n"

    def _imports(self, text: str) -> list[str]:
        """Return what the written functions import, as far as the user's own source does not."""
        found = []
        if "Annotated[" in text:
            found.append("from typing import Annotated")
        if "Fraction(" in text:
            found.append("from fractions import Fraction")
        if "np.array(" in text:
            found.append("import numpy as np")
        found += [
            f"from strategyproof import {word}" for word in ("Amounts", "Roles") if re.search(rf"\b{word}\b", text)
        ]
        return [line for line in found if line.rpartition(" ")[2] not in self._bound]

    # --- the auction --------------------------------------------------------------------------------------------------

    def _auction(self) -> str:
        answer, sells = self._answer, self._answer.sells
        names = ("got", "amount") if answer.gives_amounts else ("sold", "sells") if sells else ("wins", "won")
        if answer.sides:
            names = ("trades", "trade")
        got, one = map(self._fresh, names)
        price = self._charge.call(one)
        result = LISTS.format(entry="float" if answer.gives_amounts else "bool")
        pays = price if answer.gives_amounts else f"{price} if {one} else 0"
        if answer.sellers:
            pays = f"{self._pays}(i, {one}, {price})"
        return AUCTION.format(
            function=self.function,
            signature=", ".join([self._bids, *(f"{name}: float" for name in self._parameters)]),
            result=f"Annotated[{result}, Amounts]" if answer.gives_amounts else result,
            doc=self._doc,
            got=got,
            gets=self._asked.gets("bids"),
            pays=pays,
            one=one,
        )

    @property
    def _bids(self) -> str:
        sides = ", ".join(f'"{side}"' for side in self._answer.sides or ["seller"] * self._answer.sells)
        return f"bids: Annotated[list[float], Roles({sides})]" if sides else "bids: list[float]"

    @property
    def _doc(self) -> str:
        if self._answer.gives_amounts:
            return f"what each gets by `{self._name}`, and what that costs it"
        if self._answer.sides:
            return f"who trades by `{self._name}`, and what each buyer pays and each seller is paid: its critical bid"
        if self._answer.sells:
            return f"who sells by `{self._name}`, and what each is paid: who sells its critical bid"
        return f"who wins by `{self._name}`, and what each pays: a winner its critical bid"

    @cached_property
    def _pays(self) -> str:
        return self._fresh("payment")

    def _traded(self) -> list[str]:
        """Return who sells in an auction that is repaired, and what that changes."""
        if not self._answer.sellers:
            return []
        positions = f"({', '.join(map(str, self._answer.sellers))},)"
        return [TRADED.format(sellers=self._fresh("SELLERS"), positions=positions, payment=self._pays)]


def _refuse_names(name: str, bound: set[str], parameters: Sequence[str]) -> None:
    """Refuse names that mean something else in the source of a price."""
    for taken in (name, *parameters):
        if taken in LOCAL:
            raise NotWritten(f"rename `{taken}`: the price has a variable of this name")
    for word in WORDS:
        if word in bound:
            raise NotWritten(f"rename `{word}` in the file of {name}: the price needs Python's own")
