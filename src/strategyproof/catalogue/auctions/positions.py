"""Advertising slots, sold by rank."""

# mypy: ignore-errors
# Without types, as such functions are written.

QUALITY = (1, 2, 3)
"""Square roots of the qualities 1, 4, 9 of the advertisers, in turn: what a squashing exponent of 1/2 leaves."""


def ranked(scores):
    """The bidders from the highest score to the lowest; on a tie the smaller index first."""
    return sorted(range(len(scores)), key=lambda i: scores[i], reverse=True)


def single_slot_gsp(bids):
    """The slot goes to the highest bid, which pays the next one."""
    order = ranked(bids)
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[order[0]], payments[order[0]] = 1, bids[order[1]]
    return wins, payments


def gsp_with_increment(bids):
    """As the single slot, but the price is the next bid plus a smallest step of 1/128."""
    order = ranked(bids)
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[order[0]], payments[order[0]] = 1, bids[order[1]] + 1 / 128
    return wins, payments


def two_equal_slots_gsp(bids):
    """Two slots with the same click rate: the two highest bids win, and each pays the bid that follows its own."""
    order = ranked(bids)
    wins, payments = [0] * len(bids), [0] * len(bids)
    for place, i in enumerate(order[:2]):
        wins[i] = 1
        payments[i] = bids[order[place + 1]] if place + 1 < len(bids) else 0
    return wins, payments


def two_equal_slots_at_the_top_price(bids):
    """Two equal slots, both at the second highest bid plus its distance from the third."""
    order = ranked(bids)
    third = bids[order[2]] if len(bids) > 2 else 0
    wins, payments = [0] * len(bids), [0] * len(bids)
    for i in order[:2]:
        wins[i], payments[i] = 1, 2 * bids[order[1]] - third
    return wins, payments


def squashed_gsp(bids):
    """The slot goes to the highest bid times squashed quality, which pays the least bid that keeps it."""
    weights = [QUALITY[i % 3] for i in range(len(bids))]
    scores = [weight * bid for weight, bid in zip(weights, bids, strict=True)]
    first, second, *_ = ranked(scores)
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[first], payments[first] = 1, scores[second] / weights[first]
    return wins, payments


def squashed_rank_raw_price(bids):
    """Ranked by squashed quality, yet the winner pays the raw bid of the next."""
    weights = [QUALITY[i % 3] for i in range(len(bids))]
    first, second, *_ = ranked([weight * bid for weight, bid in zip(weights, bids, strict=True)])
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[first], payments[first] = 1, bids[second]
    return wins, payments
