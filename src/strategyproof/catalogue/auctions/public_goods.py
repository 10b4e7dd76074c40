"""A project for all: it is built if the bids cover its cost, and then everybody has it."""

# mypy: ignore-errors
# Without types, as such functions are written.


def built(payments, bids, cost):
    """Everybody wins if the bids cover the cost, and pays as stated; else nothing happens."""
    if sum(bids) >= cost:
        return [1] * len(bids), payments
    return [0] * len(bids), [0] * len(bids)


def groves(bids, cost):
    """Each pays the cost less what the others bid, and is paid where they bid more."""
    return built([cost - (sum(bids) - bid) for bid in bids], bids, cost)


def groves_with_its_own_bid(bids, cost):
    """Each pays the cost less what all bid, its own bid included, and is paid the rest."""
    return built([cost - sum(bids) for _ in bids], bids, cost)


def clarke_pivot(bids, cost):
    """Each pays what is missing without it: the cost less what the others bid, 0 at least."""
    return built([max(0, cost - (sum(bids) - bid)) for bid in bids], bids, cost)


def equal_shares(bids, cost):
    """Each pays an equal share of the cost."""
    return built([cost / len(bids)] * len(bids), bids, cost)
