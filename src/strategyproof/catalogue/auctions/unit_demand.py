"""Two items for bidders who need one: of two, only the better counts."""

# mypy: ignore-errors
# Without types, as such functions are written.

from itertools import permutations

from strategyproof import Vector


def value(t, got):
    """The best of the items that one gets."""
    return max((t[k] for k in got), default=0)


def assignments(n):
    """Every way to give each item to another bidder, or to nobody: the items of each bidder."""
    owners = permutations([*range(n), None, None], 2)
    return [[[k for k in (0, 1) if pair[k] == i] for i in range(n)] for pair in owners]


def welfare(bids, assignment, without=None):
    """What an assignment is worth to all, or to all but one."""
    return sum(value(bids[i], assignment[i]) for i in range(len(bids)) if i != without)


def vcg_unit_demand(bids: Vector(2)):
    """The best assignment; each pays what its presence costs the others."""
    possible = assignments(len(bids))
    best = max(possible, key=lambda assignment: welfare(bids, assignment))
    payments = [max(welfare(bids, a, i) for a in possible) - welfare(bids, best, i) for i in range(len(bids))]
    return best, payments


def one_after_the_other(bids: Vector(2)):
    """Item 0 by second price, then item 1 by second price among those who have nothing."""
    got, payments = [[] for _ in bids], [0] * len(bids)
    for item in (0, 1):
        left = [i for i in range(len(bids)) if not got[i]]
        order = sorted(left, key=lambda i: bids[i][item], reverse=True)
        if order:
            got[order[0]] = [item]
            payments[order[0]] = bids[order[1]][item] if len(order) > 1 else 0
    return got, payments
