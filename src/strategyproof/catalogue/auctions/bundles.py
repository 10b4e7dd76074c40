"""Two goods, a and b, and bidders who want one bundle each: the bundles are known, the values are not."""

# mypy: ignore-errors
# Without types, as such functions are written.

WANTED = ({"a"}, {"b"}, {"a", "b"})
"""What bidders 0, 1, 2 want; bidders 3, 4, 5 want the same in turn."""


def bundle(i):
    """What bidder i wants."""
    return WANTED[i % 3]


def greedy(bidders, bids):
    """Grant bundles by bid per good, highest first, while the goods last."""
    granted = []
    for i in sorted(bidders, key=lambda i: bids[i] / len(bundle(i)), reverse=True):
        if all(bundle(i).isdisjoint(bundle(j)) for j in granted):
            granted.append(i)
    return granted


def greedy_bundles(bids):
    """Greedy by bid per good; a winner pays, per good, the bid per good of the first that is denied because of it."""
    winners = greedy(range(len(bids)), bids)
    payments = [0] * len(bids)
    for i in winners:
        without = greedy([j for j in range(len(bids)) if j != i], bids)
        denied = [j for j in without if not bundle(i).isdisjoint(bundle(j))]
        if denied:
            payments[i] = len(bundle(i)) * bids[denied[0]] / len(bundle(denied[0]))
    return [i in winners for i in range(len(bids))], payments


def greedy_at_its_externality(bids):
    """Greedy by bid per good; a winner pays what its presence costs the others under the greedy rule."""
    winners = greedy(range(len(bids)), bids)
    payments = [0] * len(bids)
    for i in winners:
        without = greedy([j for j in range(len(bids)) if j != i], bids)
        payments[i] = sum(bids[j] for j in without) - sum(bids[j] for j in winners if j != i)
    return [i in winners for i in range(len(bids))], payments
