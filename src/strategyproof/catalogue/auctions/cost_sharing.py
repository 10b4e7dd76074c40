"""A service that costs 6 for any number of users, who share that."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Roles

COST = 6
"""What the service costs, for one user as for many."""


def cost(outcome):
    """What it costs to serve those who are served."""
    return COST if any(outcome) else 0


def moulin(bids: Roles("buyer")):
    """All are in at first; whoever bids less than an equal share leaves, until all who are left bid theirs."""
    inside = list(range(len(bids)))
    while inside:
        stay = [i for i in inside if bids[i] * len(inside) >= COST]
        if len(stay) == len(inside):
            break
        inside = stay
    return [i in inside for i in range(len(bids))], [COST / len(inside) if i in inside else 0 for i in range(len(bids))]


def moulin_in_one_round(bids: Roles("buyer")):
    """Whoever bids an equal share of all is served at that share, however many they are."""
    share = COST / len(bids)
    return [bid >= share for bid in bids], [share if bid >= share else 0 for bid in bids]


def shares_in_proportion(bids: Roles("buyer")):
    """All are served if their bids cover the cost, and share it in proportion to their bids."""
    total = sum(bids)
    if total < COST:
        return [0] * len(bids), [0] * len(bids)
    return [1] * len(bids), [COST * bid / total for bid in bids]
