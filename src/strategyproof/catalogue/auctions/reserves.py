"""Reserves of each bidder's own, virtual values, and reserves taken from a bid."""

# mypy: ignore-errors
# Without types, as such functions are written.

from fractions import Fraction


def pays(winner, price, bids):
    """Sell to one bidder; nobody wins if `winner` is None."""
    wins = [i == winner for i in range(len(bids))]
    return wins, [price if won else 0 for won in wins]


def best_of(bidders, bids):
    """The highest bid among some bidders, the smallest index on a tie; None where there is nobody."""
    return max(bidders, key=lambda i: (bids[i], -i), default=None)


def eager_reserves(bids):
    """Bidder i has the reserve i + 1: who bids below it is removed, then the highest remaining bid wins."""
    eligible = [i for i in range(len(bids)) if bids[i] >= i + 1]
    winner = best_of(eligible, bids)
    if winner is None:
        return pays(None, 0, bids)
    return pays(winner, max([winner + 1, *(bids[i] for i in eligible if i != winner)]), bids)


def eager_reserves_raw_price(bids):
    """Eager reserves, yet the winner pays the highest other bid of all, its reserve at least."""
    eligible = [i for i in range(len(bids)) if bids[i] >= i + 1]
    winner = best_of(eligible, bids)
    if winner is None:
        return pays(None, 0, bids)
    return pays(winner, max([winner + 1, *(bids[i] for i in range(len(bids)) if i != winner)]), bids)


def lazy_reserves(bids):
    """Bidder i has the reserve i + 1: the highest bid of all wins if it reaches its own reserve."""
    winner = best_of(range(len(bids)), bids)
    price = max([winner + 1, *(bids[i] for i in range(len(bids)) if i != winner)])
    return pays(winner, price, bids) if bids[winner] >= winner + 1 else pays(None, 0, bids)


def lazy_reserves_by_rank(bids):
    """The reserve is that of the runner-up, not of the winner."""
    winner = best_of(range(len(bids)), bids)
    rival = best_of([i for i in range(len(bids)) if i != winner], bids)
    price = max(rival + 1, bids[rival])
    return pays(winner, price, bids) if bids[winner] >= winner + 1 else pays(None, 0, bids)


def myerson_unequal(bids):
    """Values of bidder i are uniform on [0, i + 1]: the highest virtual value 2 b - (i + 1) wins, if it is above 0."""
    virtual = [2 * bid - (i + 1) for i, bid in enumerate(bids)]
    winner = best_of(range(len(bids)), virtual)
    rival = max([0, *(virtual[i] for i in range(len(bids)) if i != winner)])
    return pays(winner, (rival + winner + 1) / 2, bids) if virtual[winner] > 0 else pays(None, 0, bids)


def myerson_at_the_second_bid(bids):
    """The highest virtual value wins, yet pays the highest other bid, its reserve (i + 1) / 2 at least."""
    virtual = [2 * bid - (i + 1) for i, bid in enumerate(bids)]
    winner = best_of(range(len(bids)), virtual)
    price = max([(winner + 1) / 2, *(bids[i] for i in range(len(bids)) if i != winner)])
    return pays(winner, price, bids) if virtual[winner] > 0 else pays(None, 0, bids)


def single_sample(bids):
    """Bidder 0 is set aside: its bid is the reserve of a second-price auction among the others."""
    others = range(1, len(bids))
    winner = best_of(others, bids)
    price = max([bids[0], *(bids[i] for i in others if i != winner)])
    return pays(winner, price, bids) if bids[winner] > bids[0] else pays(None, 0, bids)


def sample_that_competes(bids):
    """The bid that is the reserve, twice what bidder 0 bids, competes as well."""
    winner = best_of(range(len(bids)), bids)
    price = max([2 * bids[0], *(bids[i] for i in range(len(bids)) if i != winner)])
    return pays(winner, price, bids) if bids[winner] >= price else pays(None, 0, bids)


def posted_price_sequence(bids):
    """Bidders come in turn and are offered 1, 1/2, 1/3 and so on; the first who accepts buys."""
    for i, bid in enumerate(bids):
        if bid >= Fraction(1, i + 1):
            return pays(i, Fraction(1, i + 1), bids)
    return pays(None, 0, bids)


def posted_prices_with_a_second_chance(bids):
    """If nobody accepts, the highest bid gets the item after all, at half of it."""
    for i, bid in enumerate(bids):
        if bid >= Fraction(1, i + 1):
            return pays(i, Fraction(1, i + 1), bids)
    winner = best_of(range(len(bids)), bids)
    return pays(winner, bids[winner] / 2, bids)
