"""A place in a block at the first price, and all that is paid is burned."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Roles


def burn(_outcome, payments):
    """All that is paid."""
    return sum(payments)


def burnt_first_price_block(bids: Roles("buyer")):
    """One place; the highest bid has it and pays itself, and that is burned."""
    first = bids.index(max(bids))
    return [i == first for i in range(len(bids))], [bids[i] if i == first else 0 for i in range(len(bids))]


def burnt_by_all(bids: Roles("buyer")):
    """The highest bid has the place, and everybody's bid is burned."""
    first = bids.index(max(bids))
    return [i == first for i in range(len(bids))], list(bids)
