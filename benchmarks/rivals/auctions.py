"""The auctions on which tools are compared, as a designer writes them."""

# mypy: ignore-errors
# Without types, as such functions are written.

import functools


def first_price(bids):
    best = max(range(len(bids)), key=lambda i: bids[i])
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[best], payments[best] = 1, bids[best]
    return wins, payments


def second_price(bids):
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[ranked[0]], payments[ranked[0]] = 1, bids[ranked[1]]
    return wins, payments


def msb(bids, rho):
    wins, payments = [0] * len(bids), [0] * len(bids)
    for i in range(len(bids)):
        price = rho * max(bids[:i] + bids[i + 1 :])
        if bids[i] > price:
            wins[i], payments[i] = 1, price
    return wins, payments


def special_price(bids):
    """Sell at half the price at one bid."""
    wins, payments = second_price(bids)
    return wins, [p / 2 if w and 4 * b == 29 else p for w, p, b in zip(wins, payments, bids, strict=True)]


def running_maximum_and_second(bids):
    high = second = 0
    winner = None
    for i, bid in enumerate(bids):
        if bid > high:
            second, high, winner = high, bid, i
        elif bid > second:
            second = bid
    return [i == winner for i in range(len(bids))], [second if i == winner else 0 for i in range(len(bids))]


def second_price_by_fold(bids):
    best = second = 0
    for bid in bids:
        second = max(second, min(best, bid))
        best = max(best, bid)
    wins = [bid == best and second < best for bid in bids]
    return wins, [second if won else 0 for won in wins]


def by_comparison(bids):
    def compare(a, b):
        return -1 if a[0] > b[0] or (a[0] == b[0] and a[1] < b[1]) else 1

    order = sorted(((bid, i) for i, bid in enumerate(bids)), key=functools.cmp_to_key(compare))
    winner, price = order[0][1], order[1][0]
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]
