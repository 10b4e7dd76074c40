"""One item, and money that flows from or to those who do not get it."""

# mypy: ignore-errors
# Without types, as such functions are written.

from fractions import Fraction

from strategyproof import Roles


def winner_of(bids):
    """The bidder with the highest bid, the smallest index on a tie."""
    return bids.index(max(bids))


def second_bid(bids):
    """The second highest bid."""
    return sorted(bids)[-2]


def only(winner, bids):
    """Wins in which nobody else has the item."""
    return [i == winner for i in range(len(bids))]


# --- everybody pays ---------------------------------------------------------------------------------------------------


def war_of_attrition(bids):
    """The highest bid wins and pays the second, and each loser pays its own bid."""
    winner = winner_of(bids)
    return only(winner, bids), [second_bid(bids) if i == winner else bid for i, bid in enumerate(bids)]


def war_against_everybody(bids):
    """The winner pays what all its rivals bid together."""
    winner = winner_of(bids)
    return only(winner, bids), [sum(bids) - max(bids) if i == winner else bid for i, bid in enumerate(bids)]


def sad_loser(bids):
    """The highest bid wins free, and each loser pays its own bid."""
    winner = winner_of(bids)
    return only(winner, bids), [0 if i == winner else bid for i, bid in enumerate(bids)]


def sad_loser_with_interest(bids):
    """Each loser pays its own bid and its square."""
    winner = winner_of(bids)
    return only(winner, bids), [0 if i == winner else bid + bid * bid for i, bid in enumerate(bids)]


def entry_fee(bids, fee):
    """Second price, and everybody pays a fee for taking part."""
    winner = winner_of(bids)
    return only(winner, bids), [second_bid(bids) + fee if i == winner else fee for i in range(len(bids))]


def entry_fee_as_a_share(bids):
    """Second price, and everybody pays a tenth of its own bid for taking part."""
    winner = winner_of(bids)
    price = second_bid(bids)
    return only(winner, bids), [(price if i == winner else 0) + bid / 10 for i, bid in enumerate(bids)]


# --- losers are paid --------------------------------------------------------------------------------------------------


def amsterdam(bids):
    """The winner pays the second bid; the two highest get a premium, 3/10 of the distance from the third bid to it."""
    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    second, third = bids[order[1]], bids[order[2]] if len(bids) > 2 else 0
    premium = Fraction(3, 10) * (second - third)
    payments = [0] * len(bids)
    payments[order[0]], payments[order[1]] = second - premium, -premium
    return only(order[0], bids), payments


def amsterdam_paid_by_the_winner(bids):
    """The winner pays the premium of the runner-up as well, above the second bid."""
    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    second, third = bids[order[1]], bids[order[2]] if len(bids) > 2 else 0
    premium = Fraction(3, 10) * (second - third)
    payments = [0] * len(bids)
    payments[order[0]], payments[order[1]] = second + premium, -premium
    return only(order[0], bids), payments


def bailey_cavallo(bids):
    """Second price, and each bidder gets back 1/n of the second highest bid of the others."""
    winner, price = winner_of(bids), second_bid(bids)
    rebates = []
    for i in range(len(bids)):
        others = [*sorted(bids[:i] + bids[i + 1 :], reverse=True), 0]
        rebates.append(others[1] / len(bids))
    return only(winner, bids), [(price if i == winner else 0) - rebate for i, rebate in enumerate(rebates)]


def equal_rebates(bids):
    """Second price, and the revenue is shared equally among all bidders."""
    winner, price = winner_of(bids), second_bid(bids)
    return only(winner, bids), [(price if i == winner else 0) - price / len(bids) for i in range(len(bids))]


# --- the same two, read as a market whose budget is asked for -------------------------------------------------------


def cost(_outcome):
    """The item is there already."""
    return 0


def bailey_cavallo_budget(bids: Roles("buyer")):
    """Second price, and each bidder gets back 1/n of the second highest bid of the others."""
    return bailey_cavallo(bids)


def equal_rebates_budget(bids: Roles("buyer")):
    """Second price, and the revenue is shared equally among all bidders."""
    return equal_rebates(bids)


# --- neither the highest bid ------------------------------------------------------------------------------------------


def average_bid(bids):
    """Whoever bids closest to the mean of all bids wins and pays its bid."""
    mean = sum(bids) / len(bids)
    winner = min(range(len(bids)), key=lambda i: abs(bids[i] - mean))
    return only(winner, bids), [bid if i == winner else 0 for i, bid in enumerate(bids)]


def average_bid_at_the_mean(bids):
    """Whoever bids closest to the mean of all bids wins and pays that mean."""
    mean = sum(bids) / len(bids)
    winner = min(range(len(bids)), key=lambda i: abs(bids[i] - mean))
    return only(winner, bids), [mean if i == winner else 0 for i in range(len(bids))]


def lowest_unique_bid(bids):
    """The lowest bid that nobody else made wins and pays itself."""
    wins = []
    for i, bid in enumerate(bids):
        alone = all(bid != other for j, other in enumerate(bids) if j != i)
        lower = any(
            other < bid and all(other != third for k, third in enumerate(bids) if k != j)
            for j, other in enumerate(bids)
        )
        wins.append(alone and not lower)
    return wins, [bid if won else 0 for won, bid in zip(wins, bids, strict=True)]


def lowest_bid_unique_or_not(bids):
    """The lowest bid wins and pays itself, and all who made it win."""
    lowest = min(bids)
    return [bid == lowest for bid in bids], [bid if bid == lowest else 0 for bid in bids]
