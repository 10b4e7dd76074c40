"""Places in a block at a base fee that is burned for each place."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Roles


def burn(outcome, base):
    """The base fee, for each who has a place."""
    return base * sum(outcome)


def eip1559(bids: Roles("buyer"), base):
    """Room for all who bid the base fee; each pays it."""
    wins = [bid >= base for bid in bids]
    return wins, [base if won else 0 for won in wins]


def eip1559_half_in_tips(bids: Roles("buyer"), base):
    """Room for all who bid the base fee; each pays it, and half of what it bids above it."""
    wins = [bid >= base for bid in bids]
    return wins, [(base + bid) / 2 if won else 0 for bid, won in zip(bids, wins, strict=True)]


def eip1559_rush(bids: Roles("buyer"), base):
    """One place for many; the highest bid has it, if it is the base fee at least, and pays itself: the rest is tip."""
    first = bids.index(max(bids))
    wins = [i == first and bids[i] >= base for i in range(len(bids))]
    return wins, [bid if won else 0 for bid, won in zip(bids, wins, strict=True)]


def eip1559_rush_at_the_base_fee(bids: Roles("buyer"), base):
    """As the rush, but the lowest bid that covers the base fee has the place."""
    covered = [i for i in range(len(bids)) if bids[i] >= base]
    last = min(covered, key=lambda i: bids[i]) if covered else None
    wins = [i == last for i in range(len(bids))]
    return wins, [bid if won else 0 for bid, won in zip(bids, wins, strict=True)]


def tipless_rush(bids: Roles("buyer"), base):
    """One place for many; the first who bids the base fee has it, and pays it: nothing else counts."""
    first = next((i for i in range(len(bids)) if bids[i] >= base), None)
    wins = [i == first for i in range(len(bids))]
    return wins, [base if won else 0 for won in wins]


def tipless_rush_for_the_second(bids: Roles("buyer"), base):
    """As tipless, but the second highest bid has the place if it covers the base fee."""
    second = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)[1] if len(bids) > 1 else 0
    wins = [i == second and bids[i] >= base for i in range(len(bids))]
    return wins, [base if won else 0 for won in wins]
