"""Goods that cost nothing to copy, and a cost that those who are served share: any number of bidders can win."""

# mypy: ignore-errors
# Without types, as such functions are written.


def best_price(bids):
    """The bid that earns most as a single price to all of these bids; the lowest such price, 0 for no bids."""
    return max(sorted(bids), key=lambda price: price * sum(bid >= price for bid in bids), default=0)


def offered(prices, bids):
    """Each bidder is offered a price of its own, and buys if it bids as much."""
    wins = [bid >= price for bid, price in zip(bids, prices, strict=True)]
    return wins, [price if won else 0 for won, price in zip(wins, prices, strict=True)]


def random_sampling(bids):
    """Bidders 0, 2, 4, ... are one half, the rest the other: the best price of each half is offered to the other."""
    to_even, to_odd = best_price(bids[1::2]), best_price(bids[0::2])
    return offered([to_odd if i % 2 else to_even for i in range(len(bids))], bids)


def sampling_its_own_half(bids):
    """The best price of each half is offered to that half itself."""
    to_even, to_odd = best_price(bids[0::2]), best_price(bids[1::2])
    return offered([to_odd if i % 2 else to_even for i in range(len(bids))], bids)


def optimal_price_of_the_others(bids):
    """Each bidder is offered the best single price of the others."""
    return offered([best_price(bids[:i] + bids[i + 1 :]) for i in range(len(bids))], bids)


def optimal_price_below_its_bid(bids):
    """Each bidder is offered the best single price of the others, half of it if it bids less."""
    prices = [best_price(bids[:i] + bids[i + 1 :]) for i in range(len(bids))]
    return offered([price if bid >= price else price / 2 for bid, price in zip(bids, prices, strict=True)], bids)


def optimal_single_price(bids):
    """Everybody is offered the best single price of all bids."""
    return offered([best_price(bids)] * len(bids), bids)


def optimal_single_price_to_all(bids):
    """Everybody buys at the best single price of all bids, whatever it bids."""
    return [1] * len(bids), [best_price(bids)] * len(bids)


def shares(cost, bids):
    """The equal share of the cost in the largest group whose members all bid it at least; None without such a group."""
    ranked = sorted(bids, reverse=True)
    for size in range(len(bids), 0, -1):
        if ranked[size - 1] * size >= cost:
            return cost / size
    return None


def equal_cost_sharing(bids, cost):
    """The largest group whose members all bid their equal share of the cost is served, and each pays this share."""
    share = shares(cost, bids)
    return offered([share] * len(bids), bids) if share is not None else ([0] * len(bids), [0] * len(bids))


def proportional_cost_sharing(bids, cost):
    """Everybody is served if the bids cover the cost, and pays a share of it in proportion to its bid."""
    total = sum(bids)
    if total < cost:
        return [0] * len(bids), [0] * len(bids)
    return [1] * len(bids), [cost * bid / total for bid in bids]
