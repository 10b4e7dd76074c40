"""Auctions whose loops and lists a proof reads for any number of bidders, right ones and ones that are wrong far out.

Nothing here knows of proofs: ordinary functions, one idiom each. ``test_lift.py`` says what must be found.
"""

# mypy: ignore-errors
# Without types, as such functions are written.

from __future__ import annotations

import bisect
import functools
import math
from dataclasses import dataclass


def none_of(bids):
    return [0] * len(bids), [0] * len(bids)


# --- second price, in the ways in which it is written -----------------------------------------------------------------


def by_sorted_positions(bids):
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    wins, payments = none_of(bids)
    wins[ranked[0]], payments[ranked[0]] = 1, bids[ranked[1]]
    return wins, payments


def by_key_of_the_list(bids):
    winner = max(range(len(bids)), key=bids.__getitem__)
    price = sorted(bids)[-2]
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


def by_index_of_the_highest(bids):
    top = max(bids)
    winner = bids.index(top)
    price = max(b for i, b in enumerate(bids) if i != winner)
    return [int(i == winner) for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


def by_running_records(bids):
    best, second, winner = -math.inf, 0, None
    for i, bid in enumerate(bids):
        if bid > best:
            second = best if winner is not None else 0
            best, winner = bid, i
        elif bid > second:
            second = bid
    return [i == winner for i in range(len(bids))], [second if i == winner else 0 for i in range(len(bids))]


def by_records_from_zero(bids):
    best = second = 0
    winner = -1
    for i in range(len(bids)):
        if bids[i] > best:
            best, second, winner = bids[i], best, i
        elif bids[i] > second:
            second = bids[i]
    wins, payments = none_of(bids)
    if winner >= 0:
        wins[winner], payments[winner] = 1, second
    return wins, payments


def by_the_last_highest(bids):
    best, second, winner = 0, 0, -1
    for i, bid in enumerate(bids):
        if bid >= best:
            best, second, winner = bid, best, i
        elif bid >= second:
            second = bid
    return [i == winner for i in range(len(bids))], [second if i == winner else 0 for i in range(len(bids))]


def by_a_flag(bids):
    top, price, found = max(bids), sorted(bids)[-2], False
    wins, payments = none_of(bids)
    for i in range(len(bids)):
        if bids[i] == top and not found:
            found = True
            wins[i], payments[i] = 1, price
    return wins, payments


def by_break(bids):
    price, top = sorted(bids)[-2:]
    wins, payments = none_of(bids)
    for i in range(len(bids)):
        if bids[i] == top:
            wins[i], payments[i] = 1, price
            break
    return wins, payments


def by_rivals(bids):
    wins, payments = none_of(bids)
    for i, bid in enumerate(bids):
        others = [other for j, other in enumerate(bids) if j != i]
        if all(bid > other for other in others):
            wins[i], payments[i] = 1, max(others)
    return wins, payments


def by_an_inner_loop(bids):
    wins, payments = none_of(bids)
    for i in range(len(bids)):
        rival = 0
        for j in range(len(bids)):
            if j != i and bids[j] > rival:
                rival = bids[j]
        if bids[i] > rival:
            wins[i], payments[i] = 1, rival
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


def three_units(bids):
    order = sorted(range(len(bids)), key=lambda i: -bids[i])
    price = bids[order[3]] if len(bids) > 3 else 0
    wins, payments = none_of(bids)
    for i in order[:3]:
        wins[i], payments[i] = 1, price
    return wins, payments


# --- wrong, but not where a few bidders look --------------------------------------------------------------------------


def first_price_from_seven(bids):
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    wins, payments = none_of(bids)
    wins[ranked[0]], payments[ranked[0]] = 1, bids[ranked[1 if len(bids) < 7 else 0]]
    return wins, payments


def sixth_bidder_pays_own(bids):
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    wins, payments = none_of(bids)
    winner = ranked[0]
    wins[winner], payments[winner] = 1, bids[winner] if winner == 5 else bids[ranked[1]]
    return wins, payments


def forgets_the_record_at_position_six(bids):
    best = second = 0
    winner = -1
    for i in range(len(bids)):
        if bids[i] > best:
            best, second, winner = bids[i], (best if i != 6 else 0), i
        elif bids[i] > second:
            second = bids[i]
    return [i == winner for i in range(len(bids))], [second if i == winner else 0 for i in range(len(bids))]


def raises_from_eight(bids):
    top = max(bids)
    winner = bids.index(top)
    price = sorted(bids)[-2] if len(bids) < 8 else bids[len(bids)]
    return [int(i == winner) for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


def skips_the_last_of_many(bids):
    n = len(bids) if len(bids) < 5 else len(bids) - 1
    best, winner = 0, -1
    for i in range(n):
        if bids[i] > best:
            best, winner = bids[i], i
    price = max(b for i, b in enumerate(bids) if i != winner)
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


# --- not to be read over any number -----------------------------------------------------------------------------------


def by_break_and_rivals(bids):
    top = max(bids)
    wins, payments = none_of(bids)
    for i in range(len(bids)):
        if bids[i] == top:
            wins[i], payments[i] = 1, max(bids[:i] + bids[i + 1 :])
            break
    return wins, payments


def by_sum(bids):
    mean = sum(bids) / len(bids)
    return [b > 2 * mean for b in bids], [0 for _ in bids]


def by_sorting_in_place(bids):
    order = list(range(len(bids)))
    order.sort(key=lambda i: -bids[i])
    wins, payments = none_of(bids)
    wins[order[0]], payments[order[0]] = 1, bids[order[1]]
    return wins, payments


def by_catching(bids):
    try:
        price = sorted(bids)[-2]
    except IndexError:
        price = 0
    winner = bids.index(max(bids))
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


def by_appending(bids):
    rivals = []
    for b in bids:
        rivals.append(b)  # noqa: PERF402  # the idiom that is tried
    winner = bids.index(max(bids))
    price = sorted(rivals)[-2]
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


def by_parity(bids):
    winner = bids.index(max(bids))
    price = sorted(bids)[-2] if len(bids) % 2 == 0 else max(b for i, b in enumerate(bids) if i != winner)
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


RATES = [1, 1, 1, 1]


def by_a_table(bids):
    scores = [RATES[i] * bids[i] for i in range(len(bids))]
    winner = scores.index(max(scores))
    price = sorted(scores)[-2]
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


def by_nested_lists(bids):
    rows = [[b, i] for i, b in enumerate(bids)]
    rows.sort(key=lambda row: (-row[0], row[1]))
    winner, price = rows[0][1], rows[1][0]
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


# --- other idioms -----------------------------------------------------------------------------------------------------


def _one(bids, winner, price):
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]


def a_reserve_and_a_filter(bids, reserve=2):
    alive = [(b, i) for i, b in enumerate(bids) if b >= reserve]
    wins, payments = none_of(bids)
    if alive:
        _, winner = max(alive, key=lambda pair: pair[0])
        wins[winner] = 1
        payments[winner] = max([reserve] + [b for b, i in alive if i != winner])
    return wins, payments


def filtered_in_a_loop(bids, reserve=2):
    alive = []
    for i, b in enumerate(bids):
        if b < reserve:
            continue
        alive.append(i)
    alive.sort(key=lambda i: (-bids[i], i))
    winner = alive[0] if alive else None
    return _one(bids, winner, bids[alive[1]] if len(alive) > 1 else reserve)


@dataclass
class Offer:
    who: int
    amount: float


class Market:
    def __init__(self):
        self.offers = []

    def submit(self, offer):
        self.offers.append(offer)

    def close(self):
        ranked = sorted(self.offers, key=lambda offer: offer.amount, reverse=True)
        return ranked[0].who, ranked[1].amount


def offers_as_objects(bids):
    market = Market()
    for i, b in enumerate(bids):
        market.submit(Offer(i, b))
    return _one(bids, *market.close())


class Refused(ValueError):
    pass


class Careful(Market):
    def submit(self, offer):
        if offer.amount < 1:
            raise Refused(offer.who)
        self.offers.append((offer.amount, -len(self.offers), offer.who))

    def close(self):
        ranked = sorted(self.offers, reverse=True)
        return ranked[0][2], ranked[1][0] if len(ranked) > 1 else 1


def offers_in_a_class_with_refusals(bids):
    market = Careful()
    for i, b in enumerate(bids):
        try:
            market.submit(Offer(i, b))
        except Refused:
            continue
    return _one(bids, *market.close()) if market.offers else none_of(bids)


def a_sorted_book(bids):
    book = []
    for i, b in enumerate(bids):
        bisect.insort(book, (b, -i))
    return _one(bids, -book[-1][1], book[-2][0])


def winners_as_a_set(bids, units=2):
    order = sorted(range(len(bids)), key=lambda i: -bids[i])
    price = bids[order[units]] if len(bids) > units else 0
    winners = set(order[:units])
    return [i in winners for i in range(len(bids))], [price if i in winners else 0 for i in range(len(bids))]


def distinct_bids(bids):
    distinct = sorted(set(bids), reverse=True)
    if bids.count(distinct[0]) > 1:
        return none_of(bids)
    return _one(bids, bids.index(distinct[0]), distinct[1])


def a_clock(bids):
    clock, active = 0, list(range(len(bids)))
    for _ in range(2):
        active = [i for i in active if bids[i] > clock]
        if len(active) <= 1:
            break
        clock += 1
    return _one(bids, active[0], clock) if len(active) == 1 else none_of(bids)


def _first_at(bids, price):
    for i, b in enumerate(bids):
        if b == price:
            return i
    return None


def found_by_a_helper_that_returns(bids):
    return _one(bids, _first_at(bids, max(bids)), sorted(bids)[-2])


def a_fallback(bids):
    ranked = sorted(bids, reverse=True) + [0]  # noqa: RUF005  # the idiom that is tried
    return _one(bids, bids.index(ranked[0]), ranked[1])


def a_star_and_a_fallback(bids):
    prices = []
    for i in range(len(bids)):
        others = [*sorted(bids[:i] + bids[i + 1 :], reverse=True), 0]
        prices.append(others[0])
    wins = [b > p for b, p in zip(bids, prices, strict=True)]
    return wins, [p if won else 0 for won, p in zip(wins, prices, strict=True)]


def two_dictionaries(bids):
    book = dict(enumerate(bids))
    winner = max(book, key=book.get)
    price = max(book[k] for k in book if k != winner)
    return {i: i == winner for i in range(len(bids))}, {i: price if i == winner else 0 for i in range(len(bids))}


def rows_of_dictionaries(bids):
    rows = [{"id": i, "price": b} for i, b in enumerate(bids)]
    rows.sort(key=lambda row: -row["price"])
    return _one(bids, rows[0]["id"], rows[1]["price"])


def the_list_without_one(bids):
    rest = bids.copy()
    winner = rest.index(max(rest))
    rest.pop(winner)
    return _one(bids, winner, max(rest))


def counting_those_above(bids):
    wins = [sum(b > bid for b in bids) == 0 and bids.count(bid) == 1 for bid in bids]
    return wins, [sorted(bids)[-2] if won else 0 for won in wins]


def above_the_mean_of_others(bids):
    total = sum(bids)
    wins, payments = none_of(bids)
    for i, b in enumerate(bids):
        price = (total - b) / (len(bids) - 1)
        if b > price:
            wins[i], payments[i] = 1, price
    return wins, payments


def against_the_sum_of_others(bids):
    prices = [sum(x for j, x in enumerate(bids) if j != i) for i in range(len(bids))]
    return [b > p for b, p in zip(bids, prices, strict=True)], [
        p if b > p else 0 for b, p in zip(bids, prices, strict=True)
    ]


def free_when_many_bid_much(bids):
    total = sum(bids)
    return [b > 1 for b in bids], [(1 if len(bids) < 6 or total > 3 else 0) if b > 1 else 0 for b in bids]


def keys_are_positions(bids):
    book = {i: b for i, b in enumerate(bids)}  # noqa: C416  # the idiom that is tried
    winner = max((k for k in book), key=lambda k: book[k])
    return [i == winner for i in book], [0 for _ in book.values()]


def a_book_filled_in_a_loop(bids, reserve=1):
    book = {}
    for i, b in enumerate(bids):
        if b > reserve:
            book[i] = b  # noqa: PERF403  # the idiom that is tried
    if len(book) < 2:
        return none_of(bids)
    winner = max(book, key=book.get)
    return _one(bids, winner, max(b for i, b in book.items() if i != winner))


def sorted_by_a_comparison(bids):
    def compare(a, b):
        return (b["price"] > a["price"]) - (b["price"] < a["price"]) or a["at"] - b["at"]

    rows = [{"price": b, "at": i} for i, b in enumerate(bids)]
    rows.sort(key=functools.cmp_to_key(compare))
    return _one(bids, rows[0]["at"], rows[1]["price"])


def sorted_by_no_order_far_out(bids):
    lead = 1 if len(bids) > 5 else 0

    def compare(a, b):
        return -1 if a[0] > b[0] + lead else 1 if a[0] != b[0] else a[1] - b[1]

    rows = sorted(((b, i) for i, b in enumerate(bids)), key=functools.cmp_to_key(compare))
    return _one(bids, rows[0][1], rows[1][0])


class Ranked:
    def __init__(self, amount, place):
        self.amount, self.place = amount, place

    def __lt__(self, other):
        return (self.amount, -self.place) > (other.amount, -other.place)


def objects_with_an_order(bids):
    ranked = sorted(Ranked(b, i) for i, b in enumerate(bids))
    return _one(bids, ranked[0].place, ranked[1].amount)
