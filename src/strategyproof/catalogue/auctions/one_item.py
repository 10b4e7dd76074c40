"""One item, one winner: clocks, ranks, and slips in the classics."""

# mypy: ignore-errors
# Without types, as such functions are written.

from fractions import Fraction


def by_bid(bids):
    """The bidders from the highest bid to the lowest; on a tie the smaller index first."""
    return sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)


def sold_to(winner, price, bids):
    """Bidder `winner` gets the item at a price; nobody else wins or pays."""
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[winner], payments[winner] = 1, price
    return wins, payments


def to_bids_above(prices, bids):
    """Each bidder has a price of its own, and buys if it bids more."""
    wins = [bid > price for bid, price in zip(bids, prices, strict=True)]
    return wins, [price if won else 0 for won, price in zip(wins, prices, strict=True)]


def highest_rival(bids):
    """For each bidder the highest bid of the others."""
    return [max(bids[:i] + bids[i + 1 :]) for i in range(len(bids))]


# --- third price ------------------------------------------------------------------------------------------------------


def third_price(bids):
    """The highest bid wins and pays the third; nothing where there is no third."""
    order = by_bid(bids)
    return sold_to(order[0], bids[order[2]] if len(bids) > 2 else 0, bids)


def extrapolated_price(bids):
    """The highest bid wins and pays the second plus its distance from the third."""
    order = by_bid(bids)
    second, third = bids[order[1]], bids[order[2]] if len(bids) > 2 else 0
    return sold_to(order[0], 2 * second - third, bids)


# --- clocks -----------------------------------------------------------------------------------------------------------


def english_clock(bids):
    """The price rises from 0, each bidder leaves at its bid, and the last one pays where the last rival left."""
    price, active = 0, list(range(len(bids)))
    while len(active) > 1:
        leaver = min(active, key=lambda i: (bids[i], -i))
        price = bids[leaver]
        active.remove(leaver)
    return sold_to(active[0], price, bids)


def clock_with_one_step_more(bids):
    """As the English clock, but the winner pays a step of 1/10 above the price at which the last rival left."""
    wins, payments = english_clock(bids)
    return wins, [paid + Fraction(1, 10) if won else 0 for won, paid in zip(wins, payments, strict=True)]


def dutch_clock(bids):
    """The price falls until the first bidder stops it, and this one pays the price on the clock."""
    first = by_bid(bids)[0]
    return sold_to(first, bids[first], bids)


def clock_that_runs_on(bids):
    """As the Dutch clock, but the first who stops it pays where the last bidder would have stopped it."""
    order = by_bid(bids)
    return sold_to(order[0], 2 * bids[order[0]] - bids[order[-1]], bids)


# --- soft floor -------------------------------------------------------------------------------------------------------


def soft_floor(bids, floor):
    """Second price where the second bid reaches the floor; below it the winner pays its own bid, the floor at most."""
    order = by_bid(bids)
    top, second = bids[order[0]], bids[order[1]]
    return sold_to(order[0], max(second, min(top, floor)), bids)


def hard_floor_for_the_price_only(bids, floor):
    """The winner pays the floor at least, even where it bid less."""
    order = by_bid(bids)
    return sold_to(order[0], max(bids[order[1]], floor), bids)


# --- slips in the classics --------------------------------------------------------------------------------------------


def first_price_to_every_tie(bids):
    """First price, where each of several highest bids wins."""
    top = max(bids)
    return [bid == top for bid in bids], [bid if bid == top else 0 for bid in bids]


def mean_of_the_top_two(bids):
    """The highest bid wins and pays the mean of the two highest bids."""
    order = by_bid(bids)
    return sold_to(order[0], (bids[order[0]] + bids[order[1]]) / 2, bids)


def price_at_ties_only(bids):
    """Second price, but a winner that is tied pays double."""
    order = by_bid(bids)
    top, second = bids[order[0]], bids[order[1]]
    return sold_to(order[0], 2 * second if top == second else second, bids)


def reserve_that_admits_only(bids, reserve):
    """The reserve decides who may win, and the winner pays the second bid, even below the reserve."""
    wins = [bid > max(rival, reserve) for bid, rival in zip(bids, highest_rival(bids), strict=True)]
    return wins, [rival if won else 0 for won, rival in zip(wins, highest_rival(bids), strict=True)]


def all_pay_and_a_ticket(bids):
    """All-pay, and each bidder pays 1 for its ticket."""
    order = by_bid(bids)
    return [i == order[0] for i in range(len(bids))], [bid + 1 for bid in bids]


def haggled_price(bids, price):
    """The first bidder who reaches the posted price pays the mean of that price and its bid."""
    for i, bid in enumerate(bids):
        if bid >= price:
            return sold_to(i, (bid + price) / 2, bids)
    return [0] * len(bids), [0] * len(bids)


def smallest_wish_first(bids):
    """Whoever bids least, and more than nothing, gets the item free."""
    wishes = [i for i in range(len(bids)) if bids[i] > 0]
    if not wishes:
        return [0] * len(bids), [0] * len(bids)
    return sold_to(min(wishes, key=lambda i: bids[i]), 0, bids)


def score_as_price(bids):
    """Bidder i weighs i + 1; the highest weighted bid wins and pays the next score, not divided by its own weight."""
    scores = [(i + 1) * bid for i, bid in enumerate(bids)]
    order = by_bid(scores)
    return sold_to(order[0], scores[order[1]], bids)


def half_second_discount(bids):
    """Each price is the highest other bid less half the second highest of the others."""
    prices = []
    for i in range(len(bids)):
        others = [*sorted(bids[:i] + bids[i + 1 :], reverse=True), 0]
        prices.append(others[0] - others[1] / 2)
    return to_bids_above(prices, bids)


def reserve_that_is_the_mean(bids):
    """Second price, with the mean of all bids as the reserve."""
    return to_bids_above([max(rival, sum(bids) / len(bids)) for rival in highest_rival(bids)], bids)
