"""What came out: a price, a proof that there is none, or why neither was found."""

from __future__ import annotations

from typing import Literal

import msgspec

from strategyproof.mechanism.spaces.space import Side
from strategyproof.mechanism.verdict import Verdict


class Market(msgspec.Struct, frozen=True):
    """Bids and parameters at which a price has failed, as numerals."""

    bids: list[str]
    parameters: dict[str, str]


class Demand(msgspec.Struct, frozen=True):
    """What a price must fit.

    Attributes
    ----------
    sizes
        Numbers of bidders.
    points
        At how many points for each bidder it is compared.
    near
        Markets at which, and beside which, it is compared as well.
    repairs
        Whether an auction is repaired: who sells in it is told by its payments, and bidders are buyers otherwise.
    whole
        Whether bids are whole numbers, so that only those show that raising a bid loses.
    """

    sizes: list[int]
    points: int
    near: list[Market] = []
    repairs: bool = False
    whole: bool = False


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
    keyed
        What the keys are if it is a dict: positions or names.
    place, close
        Of a class, the call that takes a bid, and the method that ends the auction.
    """

    bids: str
    says: Literal["wins", "winner", "winners"]
    field: str = ""
    keyed: Literal["", "position", "name"] = ""
    place: str = ""
    close: str = ""


class Priced(msgspec.Struct, frozen=True, tag="priced"):
    """A price that fits every point that was tried: to be checked.

    Attributes
    ----------
    form
        How the function says who wins.
    levels
        The levels above the lowest, ascending; one for a function that says wins or not; none where amounts are many,
        or move with parameters or the others' bids.
    places
        The critical bids of each bidder for each number of bidders, where a level has no expression.
    sells
        Whether bidders are sellers: the lowest bids win.
    sellers
        Positions of bidders who sell in an auction that is repaired: they win what they keep.
    points
        At how many points the price was compared.
    monotone
        The proof that the allocation is monotone; of sellers, that what they keep is.
    sides
        Who buys and who sells, in turn, where there are both.
    """

    form: Form
    levels: list[Level]
    places: list[Place]
    sells: bool
    points: int
    monotone: list[Verdict]
    sellers: list[int] = []
    sides: list[Side] = []

    @property
    def gives_amounts(self) -> bool:
        """Tell whether what a bidder gets is a number, and no win or loss."""
        return [(level.below, level.got) for level in self.levels] != [("0", "1")]


class NotMonotone(msgspec.Struct, frozen=True, tag="not monotone"):
    """No price exists: a counterexample that the function itself confirms.

    Attributes
    ----------
    verdict
        Of the law ``monotone``; of types beyond one number, of ``weakly-monotone``.
    level
        The level that the bidder loses by raising its bid, as a numeral; empty for types beyond one number.
    sells
        Whether bidders are sellers: what is lost is what they keep.
    """

    verdict: Verdict
    level: str
    sells: bool = False


Why = Literal[
    "monotone-unknown", "integral", "higher-degree", "no-polynomial", "sells-at-any-price", "not-written", "budget",
    "no-answer", "not-loaded", "beyond-numbers", "both-sides", "nobody-wins",
]  # fmt: skip
"""Why there is neither a price nor a proof that there is none.

``monotone-unknown``: whether raising a bid may lose is not decided. ``integral``: what a bidder gets moves with its
bid, and the price is an integral. ``higher-degree``: a critical bid is a root of no linear equation. ``no-
polynomial``: a comparison is of rounded bids, or of more cases than are followed. ``sells-at-any-price``: some seller
sells whatever it asks. ``nobody-wins``: there is nothing to charge. ``beyond-numbers``: a type or a value is more
than one number. ``both-sides``: buyers and sellers trade more than one item each. ``not-written``: the function has a
form beside which no price is written. ``budget``: time or paths ran out. ``no-answer``: the process that runs the
function gave none. ``not-loaded``: the source does not load.
"""


class Unpriced(msgspec.Struct, frozen=True, tag="unpriced"):
    """Neither a price nor a proof that there is none.

    Attributes
    ----------
    cause
        The kind of reason.
    reason
        Why, for people.
    """

    cause: Why
    reason: str


Answer = Priced | NotMonotone | Unpriced
