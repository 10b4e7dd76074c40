"""An auction written as a class: bids are placed one by one, then it is closed.

It is read as ``place(bidder, bid)`` for each bid in turn, then ``close()``, where it has one method of each kind.
"""

from __future__ import annotations

import inspect
import textwrap
from typing import Any

from strategyproof.proofs.functions.target import LoadError

PLACES = ("place_bid", "submit_bid", "add_bid", "bid", "place", "submit", "offer")
CLOSES = (
    "close",
    "settle",
    "clear",
    "resolve",
    "finish",
    "run",
    "result",
    "outcome",
    "close_auction",
    "determine_winner",
)
AMOUNTS = ("amount", "bid", "value", "price", "offer")
"""What the parameter that takes the bid is called."""


def adapter(cls: type, target: str) -> str:
    """Return the source of a function that runs a class as an auction.

    Raises
    ------
    LoadError
        If the class does not read one way; the message shows the lines of an adapter to write.
    """
    return _written(cls, *calls(cls, target), "**parameters")


def calls(cls: type, target: str) -> tuple[str, str]:
    """Return the call that places a bid, and the method that ends the auction.

    Raises
    ------
    LoadError
        If the class does not read one way.
    """
    place, close = _only(cls, PLACES), _only(cls, CLOSES)
    if place is None or close is None or not _takes_nothing(getattr(cls, close)):
        raise LoadError(f"{target} is a class whose methods do not read one way. Write\n{_written(cls, None, None)}")
    order = _arguments(getattr(cls, place))
    if order is None:
        raise LoadError(f"{target} is a class whose {place}() takes other things than a bidder and a bid. Write\n"
                        f"{_written(cls, None, close)}")  # fmt: skip
    return f"{place}({', '.join(order)})", close


def signature(cls: type) -> inspect.Signature:
    """Return the parameters of the auction: the bids, then what the class is made with."""
    bids = inspect.Parameter("bids", inspect.Parameter.POSITIONAL_ONLY)
    own = [p for p in inspect.signature(cls).parameters.values() if p.kind is not p.POSITIONAL_ONLY]
    return inspect.Signature([bids, *(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own if p.kind < 2)])


def _written(cls: type, place: str | None, close: str | None, parameters: str = "") -> str:
    given = f"bids, {parameters}" if parameters else "bids"
    return textwrap.dedent(f"""\
        def {cls.__name__.lower()}_auction({given}):
            auction = {cls.__name__}({parameters})
            for bidder, bid in enumerate(bids):
                auction.{place or "place_bid(bidder, bid)"}
            return auction.{close or "close"}()
        """)


def _only(cls: type, names: tuple[str, ...]) -> str | None:
    found = [name for name in names if inspect.isfunction(getattr(cls, name, None))]
    return found[0] if len(found) == 1 else None


def _takes_nothing(method: Any) -> bool:
    required = [p for p in _own(method) if p.default is p.empty]
    return not required and not inspect.iscoroutinefunction(method)


def _arguments(method: Any) -> list[str] | None:
    """Return what to hand to the method that takes a bid; None if that cannot be told."""
    if inspect.iscoroutinefunction(method):
        return None
    required = [p.name for p in _own(method) if p.default is p.empty]
    if len(required) == 1:
        return ["bid"]
    if len(required) != 2:
        return None
    first, second = (name in AMOUNTS for name in required)
    return ["bid", "bidder"] if first and not second else ["bidder", "bid"]


def _own(method: Any) -> list[inspect.Parameter]:
    parameters = list(inspect.signature(method).parameters.values())[1:]
    return [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
