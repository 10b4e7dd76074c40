"""Auctions as designers write them, correct and broken, with what is known of each.

Nothing here knows of proofs: ordinary functions, one idiom each. :data:`KNOWN` says what must be found.
"""

# mypy: ignore-errors
# Without types, as such functions are written.

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from strategyproof.mechanism.outcome import Outcome


def none_of(bids):
    return [0] * len(bids), [0] * len(bids)


# --- strategy-proof ---------------------------------------------------------------------------------------------------


def vickrey(bids):
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[ranked[0]], payments[ranked[0]] = 1, bids[ranked[1]]
    return wins, payments


def vickrey_by_fold(bids):
    best, second, winner = -math.inf, 0, None
    for i, bid in enumerate(bids):
        if bid > best:
            second = best if winner is not None else 0
            best, winner = bid, i
        elif bid > second:
            second = bid
    wins = [i == winner for i in range(len(bids))]
    return wins, [second if won else 0 for won in wins]


def vickrey_by_tuples(bids):
    (_, winner), (price, _), *_ = sorted(((bid, -i) for i, bid in enumerate(bids)), reverse=True)
    return [i == -winner for i in range(len(bids))], [price if i == -winner else 0 for i in range(len(bids))]


@dataclass
class Bidder:
    place: int
    bid: Any
    won: bool = False
    pays: Any = 0


def vickrey_by_objects(bids):
    bidders = [Bidder(i, bid) for i, bid in enumerate(bids)]
    bidders.sort(key=lambda bidder: bidder.bid, reverse=True)
    bidders[0].won, bidders[0].pays = True, bidders[1].bid
    bidders.sort(key=lambda bidder: bidder.place)
    return Outcome([b.won for b in bidders], [b.pays for b in bidders])


def vickrey_by_numpy(bids):
    values = np.array(bids, dtype=object)
    winner = int(np.argmax(values))
    wins = np.zeros(len(bids), dtype=bool)
    wins[winner] = True
    payments = np.zeros(len(bids), dtype=object)
    payments[winner] = np.max(np.delete(values, winner))
    return wins, payments


def strict_ties(bids):
    wins, payments = none_of(bids)
    for i, bid in enumerate(bids):
        others = [other for j, other in enumerate(bids) if j != i]
        if all(bid > other for other in others):
            wins[i], payments[i] = 1, max(others)
    return wins, payments


def msb(bids, rho):
    wins, payments = none_of(bids)
    for i in range(len(bids)):
        price = rho * max(bids[:i] + bids[i + 1 :])
        if bids[i] > price:
            wins[i], payments[i] = 1, price
    return wins, payments


def msb_by_rank(bids, rho):
    top, second = sorted(bids, reverse=True)[:2]
    if top <= rho * second:
        return none_of(bids)
    winner = bids.index(top)
    return [int(i == winner) for i in range(len(bids))], [rho * second if i == winner else 0 for i in range(len(bids))]


def reserve(bids, reserve):
    ranked = sorted(bids, reverse=True)
    price = max(ranked[1], reserve)
    return [b > price for b in bids], [price * (b > price) for b in bids]


def posted_price(bids, price):
    wins, payments = none_of(bids)
    i = 0
    while i < len(bids) and not bids[i] >= price:
        i += 1
    if i < len(bids):
        wins[i], payments[i] = 1, price
    return wins, payments


def two_units(bids):
    order = sorted(range(len(bids)), key=lambda i: -bids[i])
    price = bids[order[2]] if len(bids) > 2 else 0
    wins, payments = none_of(bids)
    for i in order[:2]:
        wins[i], payments[i] = 1, price
    return wins, payments


def weighted(bids):
    weights = [1 + Fraction(i, 2) for i in range(len(bids))]
    scores = [w * b for w, b in zip(weights, bids, strict=True)]
    winner = scores.index(max(scores))
    rival = max(score for i, score in enumerate(scores) if i != winner)
    wins, payments = none_of(bids)
    wins[winner], payments[winner] = 1, rival / weights[winner]
    return wins, payments


def serial_dictator(bids):
    found = next((i for i, bid in enumerate(bids) if bid > 0), None)
    return [i == found for i in range(len(bids))], [0] * len(bids)


def nobody(bids):
    return none_of(bids)


def surcharge(bids):
    wins, payments = none_of(bids)
    for i, bid in enumerate(bids):
        others = [*sorted((b for j, b in enumerate(bids) if j != i), reverse=True), 0]
        price = others[0] + others[1] / 2
        if bid > price:
            wins[i], payments[i] = True, price
    return wins, payments


def leave_one_out(bids):
    wins, payments = none_of(bids)
    for i, bid in enumerate(bids):
        others = bids[:i] + bids[i + 1 :]
        high, low = max(others), min(others)
        ratio = max(1, 3 * low / high) if high > 0 else 1
        if bid > ratio * high:
            wins[i], payments[i] = 1, ratio * high
    return wins, payments


def half_of_reserve(bids):
    price = max(0.5, sorted(bids)[-2])
    return [bid > price for bid in bids], [price if bid > price else 0 for bid in bids]


def closure(bids):
    def threshold(i):
        best = 0
        for j, bid in enumerate(bids):
            if j != i and bid > best:
                best = bid
        return best

    return [b > threshold(i) for i, b in enumerate(bids)], [
        threshold(i) if b > threshold(i) else 0 for i, b in enumerate(bids)
    ]


def dictatorship(bids):
    wins, payments = none_of(bids)
    wins[0] = 1
    return wins, payments


def recursive(bids):
    def highest(values):
        return values[0] if len(values) == 1 else max(values[0], highest(values[1:]))

    prices = [highest(bids[:i] + bids[i + 1 :]) for i in range(len(bids))]
    return [b > p for b, p in zip(bids, prices, strict=True)], [
        p if b > p else 0 for b, p in zip(bids, prices, strict=True)
    ]


def median_to_first(bids):
    price = sorted([*bids[1:], 2])[len(bids) // 2]
    wins, payments = none_of(bids)
    if bids[0] >= price:
        wins[0], payments[0] = 1, price
    return wins, payments


# --- broken --------------------------------------------------------------------------------------------------------


def first_price(bids):
    winner = bids.index(max(bids))
    return [i == winner for i in range(len(bids))], [bid if i == winner else 0 for i, bid in enumerate(bids)]


def third_price(bids):
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    wins, payments = none_of(bids)
    wins[ranked[0]] = 1
    payments[ranked[0]] = bids[ranked[2]] if len(bids) > 2 else 0
    return wins, payments


def all_pay(bids):
    top = max(bids)
    return [i == bids.index(top) for i in range(len(bids))], list(bids)


def pays_average(bids):
    ranked = sorted(bids, reverse=True)
    winner = bids.index(ranked[0])
    price = (ranked[0] + ranked[1]) / 2
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


def one_point(bids):
    wins, payments = vickrey(bids)
    for i in range(len(bids)):
        if wins[i] and bids[i] == Fraction(29, 4):
            payments[i] = payments[i] / 2
    return wins, payments


def only_at_ties(bids):
    wins, payments = vickrey(bids)
    if len(set(range(len(bids)))) == len(bids) and sorted(bids)[-1] == sorted(bids)[-2]:
        payments = [p + 1 if w else p for w, p in zip(wins, payments, strict=True)]
    return wins, payments


def lowest_wins(bids):
    winner = min(range(len(bids)), key=bids.__getitem__)
    wins, payments = none_of(bids)
    wins[winner], payments[winner] = 1, bids[winner]
    return wins, payments


def rho_forgotten(bids, rho):
    top, second = sorted(bids, reverse=True)[:2]
    winner = bids.index(top)
    wins, payments = none_of(bids)
    if top > rho * second:
        wins[winner], payments[winner] = 1, second
    return wins, payments


def own_bid_in_rho(bids):
    top, second = sorted(bids, reverse=True)[:2]
    if top == 0:
        return none_of(bids)
    price = (1 + (top - second) / (2 * top)) * second
    return [b > price and b == top for b in bids], [price if b > price and b == top else 0 for b in bids]


def reserve_from_bids(bids):
    reserve = sum(bids) / len(bids)
    price = max(sorted(bids)[-2], reserve)
    return [b > price for b in bids], [price if b > price else 0 for b in bids]


def entry_fee(bids):
    wins, payments = vickrey(bids)
    return wins, [p + 1 for p in payments]


def subsidy(bids):
    wins, payments = vickrey(bids)
    return wins, [p - 1 if w else p for w, p in zip(wins, payments, strict=True)]


def rewards_losers(bids):
    wins, payments = vickrey(bids)
    return wins, [p if w else -max(bids) / 10 for w, p in zip(wins, payments, strict=True)]


def pays_lowest(bids):
    winner = bids.index(max(bids))
    wins, payments = none_of(bids)
    wins[winner], payments[winner] = 1, min(bids)
    return wins, [p / 2 for p in payments]


def close_race(bids):
    wins, payments = vickrey(bids)
    gap = abs(bids[0] - bids[1])
    if gap < 0.25 and bids[0] > 5:
        payments = [0 for _ in bids]
    return wins, payments


def discount(bids):
    wins, payments = vickrey(bids)
    return wins, [0.9 * b if w and b > 100 else p for w, p, b in zip(wins, payments, bids, strict=True)]


def highest_loses_above_ten(bids):
    winner = max((i for i in range(len(bids)) if bids[i] <= 10), key=lambda i: bids[i], default=None)
    rivals = sorted((b for i, b in enumerate(bids) if b <= 10 and i != winner), reverse=True)
    wins, payments = none_of(bids)
    if winner is not None:
        wins[winner], payments[winner] = 1, rivals[0] if rivals else 0
    return wins, payments


def squared(bids):
    wins, payments = vickrey(bids)
    return wins, [p**2 for p in payments]


def nudged(bids):
    wins, payments = vickrey(bids)
    return wins, [p + 1e-12 * b if w else p for w, p, b in zip(wins, payments, bids, strict=True)]


def low_rho(bids, rho):
    return msb(bids, rho)


def shill(bids):
    top = max(bids)
    wins, payments = vickrey(bids)
    return wins, [min(p * 2, top) if w else p for w, p in zip(wins, payments, strict=True)]


@dataclass(frozen=True)
class Known:
    """What must be found of a function.

    Attributes
    ----------
    strategy_proof
        The verdict for markets of two and three.
    parameters
        Declared ranges.
    refuted
        Other laws that must be refuted, among those examined.
    """

    strategy_proof: str
    parameters: tuple[tuple[str, str], ...] = ()
    refuted: tuple[str, ...] = ()


RHO = (("rho", "1.."),)
KNOWN: dict[str, Known] = {
    "vickrey": Known("proved", refuted=("anonymous", "consistent")),
    "vickrey_by_fold": Known("proved"),
    "vickrey_by_tuples": Known("proved", refuted=("anonymous",)),
    "vickrey_by_objects": Known("proved", refuted=("anonymous",)),
    "vickrey_by_numpy": Known("proved", refuted=("anonymous",)),
    "strict_ties": Known("proved"),
    "msb": Known("proved", RHO),
    "msb_by_rank": Known("proved", RHO),
    "reserve": Known("proved", (("reserve", "0..10"),), ("adverse-selection-free", "homogeneous", "consistent")[:2]),
    "posted_price": Known("proved", (("price", "1..5"),), ("anonymous", "homogeneous")),
    "two_units": Known("proved", refuted=("single-winner",)),
    "weighted": Known("proved", refuted=("anonymous",)),
    "serial_dictator": Known("proved", refuted=("anonymous",)),
    "nobody": Known("proved", refuted=("not-vacuous",)),
    "surcharge": Known("proved", refuted=("loser-irrelevance",)),
    "leave_one_out": Known("proved", refuted=("loser-false-name-proof", "winner-false-name-proof")),
    "half_of_reserve": Known("proved", refuted=("homogeneous",)),
    "closure": Known("proved"),
    "dictatorship": Known("proved", refuted=("anonymous", "not-vacuous")),
    "recursive": Known("proved"),
    "median_to_first": Known("proved", refuted=("not-vacuous",)),
    "first_price": Known("refuted"),
    "third_price": Known("refuted"),
    "all_pay": Known("refuted", refuted=("losers-pay-nothing", "individually-rational")),
    "pays_average": Known("refuted"),
    "one_point": Known("refuted", refuted=("critical-payment",)),
    "only_at_ties": Known("refuted", refuted=("individually-rational",)),
    "lowest_wins": Known("refuted", refuted=("monotone",)),
    "rho_forgotten": Known("refuted", (("rho", "2"),), ("critical-payment",)),
    "own_bid_in_rho": Known("refuted"),
    "reserve_from_bids": Known("refuted"),
    "entry_fee": Known("proved", refuted=("losers-pay-nothing", "individually-rational")),
    "subsidy": Known("refuted", refuted=("no-negative-payments",)),
    "rewards_losers": Known("refuted", refuted=("no-negative-payments", "losers-pay-nothing")),
    "pays_lowest": Known("refuted", refuted=("critical-payment",)),
    "close_race": Known("refuted"),
    "discount": Known("refuted"),
    "highest_loses_above_ten": Known("refuted", refuted=("monotone",)),
    "squared": Known("refuted"),
    "nudged": Known("refuted"),
    "low_rho": Known("proved", (("rho", "1/2..3/4"),), ("single-winner",)),
    "shill": Known("refuted"),
}
