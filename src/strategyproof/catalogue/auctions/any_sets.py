"""Two items, and any value for each set of them: they may be worth more together, or less."""

# mypy: ignore-errors
# Without types, as such functions are written.

from itertools import product

from strategyproof import Sets


def owners_of(n):
    """Every way to give the items away, or to keep them."""
    return [dict(zip("ab", owners, strict=True)) for owners in product([None, *range(n)], repeat=2)]


def worth(bid, owners, i):
    """What bidder i bids for the items that it gets."""
    return bid[frozenset(item for item in owners if owners[item] == i)]


def welfare(bids, owners, without=None):
    """What an allocation is worth to all, or to all but one."""
    return sum(worth(bids[i], owners, i) for i in range(len(bids)) if i != without)


def vcg_general(bids: Sets("ab")):
    """The best allocation; each pays what its presence costs the others."""
    possible = owners_of(len(bids))
    best = max(possible, key=lambda owners: welfare(bids, owners))
    return best, [max(welfare(bids, o, i) for o in possible) - welfare(bids, best, i) for i in range(len(bids))]


def item_by_item(bids: Sets("ab")):
    """Each item apart, by second price on what it is worth alone."""
    owners, payments = {}, [0] * len(bids)
    for item in "ab":
        alone = [bid[frozenset(item)] for bid in bids]
        first, second, *_ = sorted(range(len(bids)), key=lambda i: alone[i], reverse=True)
        owners[item] = first
        payments[first] += alone[second]
    return owners, payments


def the_pair_by_second_price(bids: Sets("ab")):
    """Both items together, at the second price for the pair."""
    together = [bid[frozenset("ab")] for bid in bids]
    first, second, *_ = sorted(range(len(bids)), key=lambda i: together[i], reverse=True)
    return {"a": first, "b": first}, [together[second] if i == first else 0 for i in range(len(bids))]


def the_pair_at_the_first_price(bids: Sets("ab")):
    """Both items together, at the highest price bid for the pair."""
    together = [bid[frozenset("ab")] for bid in bids]
    first = together.index(max(together))
    return {"a": first, "b": first}, [together[first] if i == first else 0 for i in range(len(bids))]
