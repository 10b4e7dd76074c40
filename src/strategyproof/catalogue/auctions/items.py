"""Two items, and what each is worth: a bidder who gets both has the sum."""

# mypy: ignore-errors
# Without types, as such functions are written.

from itertools import product

from strategyproof import Vector


def splits(n):
    """Every way to give the items away: the set of items of each bidder."""
    return [[{k for k in (0, 1) if owners[k] == i} for i in range(n)] for owners in product(range(n), repeat=2)]


def welfare(bids, split, without=None):
    """What a split is worth to all, or to all but one."""
    return sum(bids[i][k] for i in range(len(bids)) if i != without for k in split[i])


def vcg_additive(bids: Vector(2)):
    """The best split; each pays what its presence costs the others."""
    possible = splits(len(bids))
    best = max(possible, key=lambda split: welfare(bids, split))
    payments = [max(welfare(bids, s, i) for s in possible) - welfare(bids, best, i) for i in range(len(bids))]
    return best, payments


def vcg_with_half_of_its_own(bids: Vector(2)):
    """As VCG, and half of what one gets by one's own report."""
    possible = splits(len(bids))
    best = max(possible, key=lambda split: welfare(bids, split))
    cost = [max(welfare(bids, s, i) for s in possible) - welfare(bids, best, i) for i in range(len(bids))]
    return best, [cost[i] + sum(bids[i][k] for k in best[i]) / 2 for i in range(len(bids))]


def both_or_nothing(bids: Vector(2)):
    """Both items together, at the second price for the two."""
    totals = [a + b for a, b in bids]
    first, second, *_ = sorted(range(len(bids)), key=lambda i: totals[i], reverse=True)
    got, payments = [set() for _ in bids], [0] * len(bids)
    got[first], payments[first] = {0, 1}, totals[second]
    return got, payments


def both_or_nothing_by_the_better_item(bids: Vector(2)):
    """Both items together go to whoever bids most for one of them, at the second of those bids."""
    tops = [max(a, b) for a, b in bids]
    first, second, *_ = sorted(range(len(bids)), key=lambda i: tops[i], reverse=True)
    got, payments = [set() for _ in bids], [0] * len(bids)
    got[first], payments[first] = {0, 1}, tops[second]
    return got, payments
