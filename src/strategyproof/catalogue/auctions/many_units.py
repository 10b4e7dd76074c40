"""Two equal units, and bidders who want one each."""

# mypy: ignore-errors
# Without types, as such functions are written.

UNITS = 2


def highest(bids):
    """The bidders from the highest bid to the lowest; on a tie the smaller index first."""
    return sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)


def to_the_highest(price, bids):
    """The highest bids win a unit each, at one price."""
    winners = highest(bids)[:UNITS]
    wins = [i in winners for i in range(len(bids))]
    return wins, [price if won else 0 for won in wins]


def k_unit_vickrey(bids):
    """The two highest bids win, and both pay the highest bid that loses."""
    losers = highest(bids)[UNITS:]
    return to_the_highest(bids[losers[0]] if losers else 0, bids)


def k_unit_off_by_one(bids):
    """Both pay the second bid that loses."""
    losers = highest(bids)[UNITS:]
    return to_the_highest(bids[losers[1]] if len(losers) > 1 else 0, bids)


def lowest_accepted_bid(bids):
    """The two highest bids win, and both pay the lower of them."""
    return to_the_highest(bids[highest(bids)[UNITS - 1]], bids)


def highest_accepted_bid(bids):
    """The two highest bids win, and both pay the higher of them."""
    return to_the_highest(bids[highest(bids)[0]], bids)


def pay_as_bid(bids):
    """The two highest bids win, and each pays itself."""
    wins, _ = to_the_highest(0, bids)
    return wins, [bid if won else 0 for won, bid in zip(wins, bids, strict=True)]


def pay_as_the_other_bid(bids):
    """The two highest bids win, and each pays what the other winner bid."""
    wins, payments = [0] * len(bids), [0] * len(bids)
    first, second = highest(bids)[:UNITS]
    wins[first], wins[second] = 1, 1
    payments[first], payments[second] = bids[second], bids[first]
    return wins, payments


def median_price(bids):
    """The two highest bids win, and both pay the median of the winning bids: the mean of the two."""
    first, second = highest(bids)[:UNITS]
    return to_the_highest((bids[first] + bids[second]) / 2, bids)


def median_of_all_bids(bids):
    """The two highest bids win, and both pay the median of all bids."""
    ranked = sorted(bids)
    middle = len(bids) // 2
    return to_the_highest(ranked[middle] if len(bids) % 2 else (ranked[middle - 1] + ranked[middle]) / 2, bids)
