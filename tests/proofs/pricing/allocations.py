"""Who wins, and nothing about money: nine allocations that have a price, and two that have none."""

# mypy: ignore-errors
# Without types, as such functions are written.

QUALITY = (1, 2, 3)
SIZE, ROOM = (1, 2, 3), 3
CLICKS = (4, 2, 1)


def ranked(bids):
    return sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)


def msb(bids, rho):
    """MSB's allocation (eq. 14): the highest bid wins if it exceeds rho times the second."""
    order = ranked(bids)
    wins = [False] * len(bids)
    if bids[order[0]] > rho * bids[order[1]]:
        wins[order[0]] = True
    return wins


def reserve(bids, least):
    order = ranked(bids)
    wins = [False] * len(bids)
    if bids[order[0]] >= least:
        wins[order[0]] = True
    return wins


def top_two(bids):
    order = ranked(bids)
    return [i in order[:2] for i in range(len(bids))]


def surcharge(bids):
    """The highest bid must exceed the second by half the third."""
    order = ranked(bids)
    third = bids[order[2]] if len(bids) > 2 else 0
    return [i == order[0] and bids[i] > bids[order[1]] + third / 2 for i in range(len(bids))]


def squashed(bids):
    scores = [QUALITY[i % 3] * bid for i, bid in enumerate(bids)]
    return [i == ranked(scores)[0] for i in range(len(bids))]


def project(bids):
    return [sum(bids) >= 6] * len(bids)


def eager(bids, least):
    """A bid must reach the reserve and twice the second bid."""
    order = ranked(bids)
    return [i == order[0] and bids[i] >= least and bids[i] >= 2 * bids[order[1]] for i in range(len(bids))]


def knapsack(bids):
    """Greedy by bid per size, while there is room."""
    got, room = [], ROOM
    for i in sorted(range(len(bids)), key=lambda i: bids[i] / SIZE[i % 3], reverse=True):
        if SIZE[i % 3] <= room:
            got.append(i)
            room -= SIZE[i % 3]
    return [i in got for i in range(len(bids))]


def slots(bids):
    """The three highest bids get 4, 2 and 1 clicks."""
    clicks = [0] * len(bids)
    for place, i in enumerate(ranked(bids)[:3]):
        clicks[i] = CLICKS[place]
    return clicks


def second_highest(bids):
    """Not monotone: the second bid wins."""
    return [i == ranked(bids)[1] for i in range(len(bids))]


def nearest_above_the_mean(bids):
    """Not monotone: the lowest of the bids that reach the mean wins."""
    mean = sum(bids) / len(bids)
    winner = min((i for i in range(len(bids)) if bids[i] >= mean), key=lambda i: bids[i])
    return [i == winner for i in range(len(bids))]


# --- other ways of saying who wins ------------------------------------------------------------------------------------


def winner_or_none(bids, least):
    best = max(range(len(bids)), key=lambda i: bids[i])
    return best if bids[best] >= least else None


def first_price(bids):
    """An auction whose payments are not read."""
    best = max(range(len(bids)), key=lambda i: bids[i])
    return [i == best for i in range(len(bids))], [bids[best] if i == best else 0 for i in range(len(bids))]


def lowest(bids):
    """A procurement: the lowest bid sells."""
    return min(range(len(bids)), key=lambda i: bids[i])


def third_of_the_highest(bids):
    best = max(bids)
    return [3 * bid > best and bid * 3 >= sum(bids) for bid in bids]


def square(bids):
    """A critical bid that is a square root."""
    return [bid * bid > sum(bids) - bid + 1 for bid in bids]


def proportional(bids):
    """A share that moves with the own bid."""
    total = sum(bids)
    return [bid / total if total > 0 else 0 for bid in bids]


def whole(bids):
    return [bid // 1 >= 2 for bid in bids]


def everybody(bids):
    return [True] * len(bids)


def raises(bids):
    return [bid > 1 / bids[0] for bid in bids]
