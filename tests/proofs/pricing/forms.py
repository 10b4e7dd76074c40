"""Ways of saying who wins, or how much each gets, that people use."""

# mypy: ignore-errors
# Without types, as such functions are written.

import time
from dataclasses import dataclass

from strategyproof import Amounts, Lottery, Roles, Vector


def highest(bids):
    return max(range(len(bids)), key=lambda i: bids[i])


def wins_by_name(bids: dict[str, float]):
    return {max(bids, key=lambda name: bids[name]): True}


def wins_by_position(bids: dict[int, float]):
    return {max(bids, key=lambda i: bids[i]): 1}


def winner_by_name(bids: dict[str, float]):
    return max(bids, key=lambda name: bids[name])


def winner_of_pairs(bids: list[tuple[str, float]]):
    return max(bids, key=lambda pair: pair[1])[0], 3


def winner_and_price(bids):
    return highest(bids), max(bids)


class FirstPrice:
    def __init__(self, reserve):
        self.reserve, self.placed = reserve, []

    def place_bid(self, bidder, bid):
        self.placed.append((bid, bidder))

    def close(self):
        bid, bidder = max(self.placed, key=lambda pair: pair[0])
        return (bidder, bid) if bid >= self.reserve else (None, 0)


class Market:
    @staticmethod
    def sold(bids):
        return highest(bids)


@dataclass
class Sale:
    winner: int
    price: float


def sale(bids):
    return Sale(highest(bids), max(bids))


def posted(bids, price):
    return [bid >= price for bid in bids]


# --- amounts ----------------------------------------------------------------------------------------------------------


def slots_with_quality(bids):
    """Clicks by weighted bid: bidders differ."""
    order = sorted(range(len(bids)), key=lambda i: (1, 2, 3)[i % 3] * bids[i], reverse=True)
    clicks = [0] * len(bids)
    for share, i in zip((3, 1), order, strict=False):
        clicks[i] = share
    return clicks


def thirds(bids):
    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    shares = [0] * len(bids)
    for share, i in zip((2 / 3, 1 / 3), order, strict=False):
        shares[i] = share
    return shares


def rates(bids, rate):
    """Two slots, the second with half the clicks of the first, which are a parameter."""
    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    clicks = [0] * len(bids)
    for share, i in zip((rate, rate / 2), order, strict=False):
        clicks[i] = share
    return clicks


def many_steps(bids):
    return [sum(bid >= step for step in range(1, 20)) for bid in bids]


def what_the_others_bid(bids):
    """The highest bid gets as much as the others bid together."""
    best = highest(bids)
    return [sum(bids) - bids[i] if i == best else 0 for i in range(len(bids))]


def falls_late(bids):
    return [sum(bid >= step for step in range(1, 15)) - 20 * (bid >= 30) for bid in bids]


def never(bids):
    return [False] * len(bids)


def at_night(bids):
    return [bid >= time.time() for bid in bids]


def one_gives(bids):
    """Bidder 0 gives its item to the highest bidder, if that bids more."""
    best = highest(bids)
    return [0 if best == 0 else -1 if i == 0 else int(i == best) for i in range(len(bids))]


def inventory(bids):
    """Each buys one at 5 or more, and sells one below 2, two below 1."""
    return [-2 if bid < 1 else -1 if bid < 2 else 0 if bid < 5 else 1 for bid in bids]


def pair_of_shoes(bids) -> Amounts:
    return [2 * (i == highest(bids)) for i in range(len(bids))], [0] * len(bids)


# --- sellers, and what is beyond one number ---------------------------------------------------------------------------


def cheapest(costs: Roles("seller")):
    best = min(range(len(costs)), key=lambda i: costs[i])
    return [i == best for i in range(len(costs))]


def dearest(costs: Roles("seller")):
    return [i == highest(costs) for i in range(len(costs))]


def trade_reduction(bids: Roles("buyer", "seller")):
    """All efficient trades but the one that gains least (McAfee 1992)."""
    buyers = sorted(range(0, len(bids), 2), key=lambda i: bids[i], reverse=True)
    sellers = sorted(range(1, len(bids), 2), key=lambda i: bids[i])
    gains = sum(bids[b] >= bids[s] for b, s in zip(buyers, sellers, strict=False))
    trading = [*buyers[: max(0, gains - 1)], *sellers[: max(0, gains - 1)]]
    return [i in trading for i in range(len(bids))]


def efficient_trade(bids: Roles("buyer", "seller")):
    return [bids[0] >= bids[1] and i < 2 for i in range(len(bids))]


def trade_of_the_dear(bids: Roles("buyer", "seller")):
    return [bids[0] + bids[1] >= 4] * len(bids)


def two_items(values: Vector(2)):
    return [(1, 0)] * len(values)


def coin(bids) -> Lottery:
    return [(1, [True] * len(bids))]
