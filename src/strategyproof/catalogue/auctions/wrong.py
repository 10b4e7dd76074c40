"""Auctions made to break one law each, of those that no published mechanism of the catalogue breaks."""

# mypy: ignore-errors
# Without types, as such functions are written.

from fractions import Fraction

from strategyproof import Amounts, Lottery, Roles


def pays_its_share(bids):
    """The highest bid wins, and pays its share of the sum of all bids."""
    best = max(range(len(bids)), key=lambda i: bids[i])
    share = bids[best] / sum(bids)
    return [i == best for i in range(len(bids))], [share if i == best else 0 for i in range(len(bids))]


def lowest_first(bids) -> Amounts:
    """Two units go to the lowest bid, for nothing."""
    lowest = min(range(len(bids)), key=lambda i: bids[i])
    return [2 if i == lowest else 0 for i in range(len(bids))], [0 for _ in bids]


def gift(bids) -> Amounts:
    """Two units go to the highest bid, and everybody is paid 1."""
    best = max(range(len(bids)), key=lambda i: bids[i])
    return [2 if i == best else 0 for i in range(len(bids))], [-1 for _ in bids]


def fee_for_each_trade(bids: Roles("buyer", "seller")):
    """They trade if the value exceeds the cost by 1; the buyer pays its value, the seller gets its cost and 1/2."""
    value, cost = bids
    trade = value > cost + 1
    return [trade, trade], [value if trade else 0, cost + Fraction(1, 2) if trade else 0]


def cheaper_in_a_crowd(bids) -> Amounts:
    """Two units go to the highest bid, which is divided by the square of the number of bidders."""
    best = max(range(len(bids)), key=lambda i: bids[i])
    price = bids[best] / len(bids) ** 2
    return [2 if i == best else 0 for i in range(len(bids))], [price if i == best else 0 for i in range(len(bids))]


def double_or_nothing(bids) -> Lottery:
    """The highest bid wins; a coin adds half of its own bid to the second bid, or takes it away."""
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    best, second = ranked[0], ranked[1]
    wins = [i == best for i in range(len(bids))]
    more = [bids[second] + bids[best] / 2 if i == best else 0 for i in range(len(bids))]
    less = [bids[second] - bids[best] / 2 if i == best else 0 for i in range(len(bids))]
    return [(Fraction(1, 2), (wins, more)), (Fraction(1, 2), (wins, less))]
