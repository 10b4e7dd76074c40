"""Auctions on which bids in whole cents and bids in real numbers agree, and some on which they do not.

Nothing here knows of proofs. :data:`KNOWN` says which laws fail over the reals and which over the integers, in markets
of two bidders; every other law holds.
"""

# mypy: ignore-errors
# Without types, as such functions are written.

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


def sold_to_top(bids, price):
    """Sell to the bid that is above all others, at a price that depends on it and the best of the others."""
    wins, payments = [0] * len(bids), [0] * len(bids)
    for i, bid in enumerate(bids):
        rival = max(bids[:i] + bids[i + 1 :], default=0)
        if bid > rival:
            wins[i], payments[i] = 1, price(bid, rival)
    return wins, payments


# --- the same over both --------------------------------------------------------------------------------------------


def second_price(bids):
    return sold_to_top(bids, lambda bid, rival: rival)


def scaled(bids, rho):
    wins, payments = [0] * len(bids), [0] * len(bids)
    for i, bid in enumerate(bids):
        price = rho * max(bids[:i] + bids[i + 1 :], default=0)
        if bid > price:
            wins[i], payments[i] = 1, price
    return wins, payments


def first_come(bids):
    """Break ties by position."""
    top = max(bids)
    winner = bids.index(top)
    rival = max(bids[:winner] + bids[winner + 1 :], default=0)
    return [i == winner for i in range(len(bids))], [rival if i == winner else 0 for i in range(len(bids))]


def first_price(bids):
    return sold_to_top(bids, lambda bid, rival: bid)


def all_pay(bids):
    wins, _ = second_price(bids)
    return wins, list(bids)


def at_exactly_seven(bids):
    return sold_to_top(bids, lambda bid, rival: 0 if bid == 7 else rival)


def losers_are_paid(bids):
    wins, payments = second_price(bids)
    return wins, [price if won else -max(payments) for won, price in zip(wins, payments, strict=True)]


def at_ties(bids):
    top = max(bids)
    if bids.count(top) > 1:
        return [bid == top for bid in bids], [0] * len(bids)
    return second_price(bids)


# --- not the same ---------------------------------------------------------------------------------------------------


def half_a_cent(bids):
    """Add half a cent to the price: whole bids above the rival are above that too, others need not be."""
    return sold_to_top(bids, lambda bid, rival: rival + Fraction(1, 2))


def at_a_quarter(bids):
    """Give the item away at one bid that is no whole number of cents."""
    return sold_to_top(bids, lambda bid, rival: 0 if bid == Fraction(29, 4) else rival)


def photo_finish(bids):
    """Give the item away to who leads by less than a cent: whole bids lead by a cent or not at all."""
    return sold_to_top(bids, lambda bid, rival: 0 if bid - rival < 1 else rival)


def at_least_a_cent(bids):
    """Sell at a cent or more: a whole bid that is no cent is nothing, and stays nothing on every whole scale."""
    return sold_to_top([bid if bid >= 1 else 0 for bid in bids], lambda bid, rival: max(rival, 1))


def small_change_only(bids):
    """Sell to bids of less than a cent: in whole cents nobody can win."""
    offers = [bid if bid < 1 else 0 for bid in bids]
    return sold_to_top(offers, lambda bid, rival: rival)


@dataclass(frozen=True)
class Known:
    """Laws that fail in markets of two, of those that speak about the function; the others hold.

    Attributes
    ----------
    both
        Over the reals, and over the integers.
    real_only, integer_only
        Over one of them alone, for the reason that the function's docstring gives.
    undecided
        Laws that hold over the integers, where the solver gives up.
    parameters
        Declared ranges.
    """

    both: tuple[str, ...] = ()
    real_only: tuple[str, ...] = ()
    integer_only: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()


FALSE_NAMES = ("loser-false-name-proof", "loser-irrelevance", "winner-false-name-proof")
KNOWN = {
    "second_price": Known(),
    "scaled": Known(parameters=(("rho", "1.."),)),
    "first_come": Known(("anonymous", "consistent")),
    "first_price": Known(("strategy-proof", "critical-payment")),
    "all_pay": Known(("strategy-proof", "critical-payment", "individually-rational", "losers-pay-nothing")),
    "at_exactly_seven": Known(("strategy-proof", "critical-payment", "homogeneous", "loser-false-name-proof")),
    "losers_are_paid": Known(
        ("strategy-proof", "losers-pay-nothing", "no-negative-payments", "loser-false-name-proof", "loser-irrelevance")
    ),
    "at_ties": Known(
        ("single-winner", "strategy-proof", "critical-payment", "loser-false-name-proof", "winner-false-name-proof")
    ),
    "half_a_cent": Known(("homogeneous",), real_only=("strategy-proof", "critical-payment", "individually-rational")),
    "at_a_quarter": Known(real_only=("strategy-proof", "critical-payment", "homogeneous", "loser-false-name-proof")),
    "photo_finish": Known(
        real_only=("strategy-proof", "critical-payment", "homogeneous", *FALSE_NAMES[::2]),
        undecided=("critical-payment", "homogeneous"),
    ),
    "at_least_a_cent": Known(("homogeneous",), real_only=("adverse-selection-free",)),
    "small_change_only": Known(
        real_only=(
            "strategy-proof",
            "monotone",
            "critical-payment",
            "homogeneous",
            "adverse-selection-free",
            *FALSE_NAMES[:2],
        ),
        integer_only=("not-vacuous",),
    ),
}
