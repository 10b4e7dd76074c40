"""Auctions as plain Python: no decorator, no special types. The gate of ``pyproject.toml`` beside this judges them."""

from __future__ import annotations

from collections.abc import Sequence


def vickrey(bids: Sequence[float]) -> tuple[list[int], list[float]]:
    """The highest bid wins and pays the second highest."""
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[ranked[0]], payments[ranked[0]] = 1, bids[ranked[1]]
    return wins, payments


def first_price(bids: Sequence[float]) -> tuple[list[int], list[float]]:
    """The highest bid wins and pays itself: bidding less than the value gains."""
    best = max(range(len(bids)), key=lambda i: bids[i])
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[best], payments[best] = 1, bids[best]
    return wins, payments


def scaled(bids: Sequence[float], rho: float) -> tuple[list[bool], list[float]]:
    """The highest bid wins if it is above rho times the second highest, and pays that."""
    best = max(range(len(bids)), key=lambda i: bids[i])
    price = rho * max(bid for i, bid in enumerate(bids) if i != best)
    won = bids[best] > price
    places = range(len(bids))
    return [i == best and won for i in places], [price if i == best and won else 0 for i in places]
