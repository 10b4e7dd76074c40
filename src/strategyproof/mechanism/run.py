"""Run a mechanism on bids from outside: one auction or a batch, exact or in floating point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from array_api_compat import array_namespace, is_numpy_array

from strategyproof.mechanism.arrays import is_exact
from strategyproof.mechanism.batches import Bids, Split, dense, kept
from strategyproof.mechanism.inputs import check_bids, fit, read_bids
from strategyproof.mechanism.mechanism import Auction, Mechanism, expect_mechanism
from strategyproof.mechanism.outcome import Outcome, Vector

__all__ = ["Sales", "run", "sales"]

BLOCK = 65536
"""Auctions at a time in a NumPy batch: long enough to hide the interpreter, short enough for the processor's cache."""


@dataclass(frozen=True, slots=True)
class Sales:
    """Who bought, auction by auction; for rules in which at most one bidder wins and losers pay nothing.

    Attributes
    ----------
    winner
        The winner's index, of the shape of the batch; -1 where no bidder wins: the outside option gets the item.
    price
        What the winner pays, in the unit of the bids; 0 where no bidder wins.
    """

    winner: Any
    price: Any


def run(mechanism: Mechanism, bids: Any, **parameters: Any) -> Outcome:
    """Run a mechanism's rule on bids, after checking them.

    Parameters
    ----------
    mechanism
        The rule and the domains of its parameters.
    bids
        b_n >= 0, finite; the last axis is the bidder, all others are the batch. Sequences, nested or not, of ints and
        :class:`~fractions.Fraction`, and object arrays of them, are computed exactly; other sequences, NumPy arrays and
        torch tensors in floating point. Floats keep their precision (float32 stays float32); integer arrays
        become float64.
    **parameters
        The rule's parameters: one number, one per auction (an array of the shape of the batch) or one per bidder (an
        array with as many axes as the bids). They are rounded to the precision of a float batch; in exact auctions a
        float stands for the rational that it is.

    Returns
    -------
    Outcome
        wins and payments, of the shape of the bids. NumPy lays them out bidder by bidder, whatever the bids' layout.

    Raises
    ------
    TypeError
        If a bid or parameter is no real number, or Fractions and floats are mixed.
    ValueError
        If there is no bidder, the rows are ragged, a bid is NaN, infinite or negative, an integer is beyond 2^53 in a
        float batch, or a parameter is outside its domain or of a wrong shape. There is no outcome then.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from strategyproof.mechanism.rules import MECHANISMS
    >>> outcome = run(MECHANISMS["msb"], [10, 4], rho=Fraction(3, 2))
    >>> outcome.wins.tolist(), outcome.payments.tolist()
    ([True, False], [Fraction(6, 1), 0])
    >>> batch = run(MECHANISMS["msb"], [[10.0, 4.0], [5.0, 4.0]], rho=1.5)
    >>> batch.payments.tolist()
    [[6.0, 0.0], [0.0, 0.0]]
    """
    expect_mechanism(mechanism)
    vector = read_bids(bids)
    auction = fit(mechanism, parameters, vector)
    outcome = _on_doubles(auction, vector) if _in_blocks(vector) else _on_arrays(auction, vector)
    xp = array_namespace(outcome.payments)
    return Outcome(xp.moveaxis(outcome.wins, 0, -1), xp.moveaxis(outcome.payments, 0, -1))


def sales(mechanism: Mechanism, bids: Any, **parameters: Any) -> Sales:
    """Run a mechanism's rule on bids, and return the winner and the price of each auction only.

    Takes the parameters of :func:`run` and raises what it raises; compact, and faster on large batches.

    Raises
    ------
    ValueError
        If two bidders win an auction, or a loser pays; the message names the auction.

    Examples
    --------
    >>> from strategyproof.mechanism.rules import MECHANISMS
    >>> sold = sales(MECHANISMS["msb"], [[10.0, 4.0], [5.0, 4.0], [2.0, 7.0]], rho=1.5)
    >>> sold.winner.tolist(), sold.price.tolist()
    ([0, -1, 1], [6.0, 0.0, 3.0])
    """
    vector = read_bids(bids)
    auction = fit(mechanism, parameters, vector)
    if not _in_blocks(vector):
        return _sold(_on_arrays(auction, vector), mechanism.id, 0, vector.shape[:-1])
    batch = vector.shape[:-1]
    winner, price = np.empty(batch, dtype=np.int64), np.empty(batch, dtype=vector.dtype)
    winners, prices = winner.reshape(-1), price.reshape(-1)
    for block, seen, outcome in _blocks(auction, vector):
        sold = _split_sales(seen, outcome) or _sold(_written(seen, outcome), mechanism.id, block.start, batch)
        winners[block], prices[block] = sold.winner, sold.price
    return Sales(winner, price)


def _in_blocks(bids: Vector) -> bool:
    return is_numpy_array(bids) and not is_exact(bids)


def _on_arrays(auction: Auction, bids: Vector) -> Outcome:
    check_bids(bids)
    return auction(array_namespace(bids).moveaxis(bids, -1, 0))


def _on_doubles(auction: Auction, bids: Vector) -> Outcome:
    bidder_first = (bids.shape[-1], *bids.shape[:-1])
    wins, payments = np.empty(bidder_first, dtype=bool), np.empty(bidder_first, dtype=bids.dtype)
    flat_wins, flat_payments = wins.reshape(len(wins), -1), payments.reshape(len(wins), -1)
    for block, seen, outcome in _blocks(auction, bids):
        _write_wins(seen, outcome.wins, flat_wins[:, block])
        _write_payments(seen, outcome.payments, flat_payments[:, block])
    return Outcome(wins, payments)


def _blocks(auction: Auction, bids: Vector) -> Iterator[tuple[slice, Bids, Outcome]]:
    """Run the rule block by block: checked bids, and an outcome that may be unwritten."""
    bidders, count = bids.shape[-1], int(np.prod(bids.shape[:-1]))
    flat = np.moveaxis(bids, -1, 0).reshape(bidders, count)
    whole, cut = _per_auction(auction, bids, count)
    for start in range(0, count, BLOCK):
        block = slice(start, min(start + BLOCK, count))
        seen = Bids.of(_bidder_by_bidder(flat[:, block]))
        if not (min(row.min() for row in seen.values) >= 0 and seen.top.max() < inf):
            check_bids(bids)
        now = {name: value[..., block] for name, value in cut.items()}
        yield block, seen, auction.mechanism.assume(**whole, **now)(seen)


def _bidder_by_bidder(values: Vector) -> Vector:
    """Return the values with each bidder's in one piece of memory."""
    return values if values.strides[1] == values.itemsize else np.ascontiguousarray(values)


def _per_auction(auction: Auction, bids: Vector, count: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Tell the parameters that are the same in all auctions from those to cut, with the batch as their last axis."""
    whole, cut = {}, {}
    batch = bids.shape[:-1]
    for parameter in auction.mechanism.parameters:
        value = auction.parameters[parameter.name]
        if parameter.per_bidder or not getattr(value, "shape", ()):
            whole[parameter.name] = value
        else:
            bidders = value.shape[: value.ndim - len(batch)]
            cut[parameter.name] = np.broadcast_to(value, (*bidders, *batch)).reshape(*bidders, count)
    return whole, cut


def _written(bids: Bids, outcome: Outcome) -> Outcome:
    shape = bids.values.shape
    return Outcome(np.broadcast_to(dense(outcome.wins), shape), np.broadcast_to(dense(outcome.payments), shape))


def _only_top_wins(wins: Any) -> bool:
    return isinstance(wins, Split) and wins.others is False


def _only_top_pays(payments: Any) -> bool:
    return isinstance(payments, Split) and np.ndim(payments.others) == 0 and payments.others == 0


def _write_wins(bids: Bids, wins: Any, out: Any) -> None:
    if _only_top_wins(wins):
        np.logical_and(bids.at_top, wins.top, out=out)
    else:
        out[...] = dense(wins)


def _write_payments(bids: Bids, payments: Any, out: Any) -> None:
    if _only_top_pays(payments):
        kept(bids.at_top, payments.top, out)
    else:
        out[...] = dense(payments)


def _split_sales(bids: Bids, outcome: Outcome) -> Sales | None:
    """Read winner and price off the highest bids; None where others may win or pay, or a loser or two winners do."""
    if not (_only_top_wins(outcome.wins) and _only_top_pays(outcome.payments)):
        return None
    sold, price = outcome.wins.top, outcome.payments.top
    tied = len(bids.values) > 1 and np.any((bids.top == bids.following) & sold)
    if tied or np.any((price != 0) > sold):
        return None
    return Sales(_places(bids, sold), price)


def _places(bids: Bids, sold: Any) -> Any:
    """Return the index of the only highest bid where it is sold, -1 elsewhere."""
    if len(bids.values) > np.iinfo(np.int8).max:
        return np.where(sold, np.argmax(bids.at_top, axis=0), -1)
    places = np.zeros(sold.shape, dtype=np.int8)
    for place, is_top in enumerate(bids.at_top.view(np.int8), start=1):
        places += is_top * np.int8(place)
    return places * sold.view(np.int8) - np.int8(1)


def _sold(outcome: Outcome, mechanism: str, start: int, batch: tuple[int, ...]) -> Sales:
    """Read winner and price off an outcome, bidder on axis 0, whose first auction is number ``start`` of the batch."""
    xp = array_namespace(outcome.payments)
    wins = outcome.wins
    counts = xp.sum(xp.astype(wins, xp.int64), axis=0)
    _refuse(counts > 1, "one winner at most", "has several winners", mechanism, start, batch)
    pays = xp.any((outcome.payments != 0) & ~wins, axis=0)
    _refuse(pays, "losers to pay nothing", "charges a loser", mechanism, start, batch)
    winner = xp.where(counts == 1, xp.argmax(xp.astype(wins, xp.int64), axis=0), -1)
    return Sales(winner, xp.sum(xp.where(wins, outcome.payments, 0), axis=0))


def _refuse(found: Any, expected: str, got: str, mechanism: str, start: int, batch: tuple[int, ...]) -> None:
    if bool(found.any()):
        first = int(array_namespace(found).nonzero(found.reshape(-1))[0][0])
        auction = ", ".join(str(int(i)) for i in np.unravel_index(start + first, batch or (1,)))
        raise ValueError(f"sales: expected {expected}, but {mechanism} {got} in auction {auction}; use run instead")
