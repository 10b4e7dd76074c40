"""What came out: a price, a proof that there is none, or why neither was found."""

from __future__ import annotations

from typing import Literal

import msgspec

from strategyproof.mechanism.verdict import Verdict


class Place(msgspec.Struct, frozen=True):
    """The critical bid of one bidder among a number of bidders.

    Attributes
    ----------
    bidders, bidder
        The number of bidders, and which one it is.
    cuts
        The bids at which what it gets can change, as Python in the bids and the parameters.
    price
        The critical bid as Python in the same; None where it was found to be no maximum or minimum of the cuts.
    """

    bidders: int
    bidder: int
    cuts: list[str]
    price: str | None


class Level(msgspec.Struct, frozen=True):
    """What it costs to get a level instead of the level below.

    Attributes
    ----------
    got, below
        The level, and the one below, as numerals.
    price
        The critical bid for the level, as Python in ``others`` (the others' bids), the parameters, and where
        ``by_place`` is set ``place`` (the bidder's position); None where only :class:`Place` says it.
    """

    got: str
    below: str
    price: str | None
    by_place: bool = False


class Form(msgspec.Struct, frozen=True):
    """How the function says who wins.

    Attributes
    ----------
    bids
        What it takes the bids as: ``a list``, ``a tuple``, ``an array``, ...
    says
        ``wins`` for one entry for each bidder, ``winner`` for a position or None, ``winners`` for positions.
    field
        Where that is in what it returns: empty if it is all of it, ``0`` for the first of a pair, or a field's name.
    """

    bids: str
    says: Literal["wins", "winner", "winners"]
    field: str = ""


class Priced(msgspec.Struct, frozen=True, tag="priced"):
    """A price that fits every point that was tried: to be checked.

    Attributes
    ----------
    form
        How the function says who wins.
    levels
        The levels above the lowest, ascending; one for a function that says wins or not.
    places
        The critical bids of each bidder for each number of bidders, where a level has no expression.
    sells
        Whether bidders are sellers: the lowest bids win.
    points
        At how many points the price was compared.
    monotone
        The proof that the allocation is monotone; of sellers, that what they keep is.
    """

    form: Form
    levels: list[Level]
    places: list[Place]
    sells: bool
    points: int
    monotone: list[Verdict]


class NotMonotone(msgspec.Struct, frozen=True, tag="not monotone"):
    """No price exists: a counterexample that the function itself confirms.

    Attributes
    ----------
    verdict
        Of the law ``monotone``.
    level
        The level that the bidder loses by raising its bid, as a numeral.
    """

    verdict: Verdict
    level: str


class Unpriced(msgspec.Struct, frozen=True, tag="unpriced"):
    """Neither a price nor a proof that there is none.

    Attributes
    ----------
    reason
        Why.
    """

    reason: str


Answer = Priced | NotMonotone | Unpriced
