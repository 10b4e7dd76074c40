"""Two equal units, and a value for each further one that falls: what one gets is a count."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Vector


def offers(bids, without=None):
    """What is bid for a unit, from the highest down, each with its bidder."""
    listed = [(bids[i][k], i) for i in range(len(bids)) if i != without for k in (0, 1)]
    return sorted(listed, key=lambda offer: offer[0], reverse=True)


def counts(bids):
    """How many units each bidder gets: the two highest offers win."""
    got = [0] * len(bids)
    for _, i in offers(bids)[:2]:
        got[i] += 1
    return got


def multi_unit_vickrey(bids: Vector(2, decreasing=True)):
    """The two highest offers win; each winner pays the offers of others that it displaces."""
    got, payments = counts(bids), [0] * len(bids)
    for i in range(len(bids)):
        others = [offer for offer, _ in offers(bids, without=i)]
        payments[i] = sum(others[2 - got[i] : 2])
    return got, payments


def vickrey_one_price_for_all(bids: Vector(2, decreasing=True)):
    """Each winner pays, for every unit, the best offer of another that it displaces."""
    got, payments = counts(bids), [0] * len(bids)
    for i in range(len(bids)):
        others = [offer for offer, _ in offers(bids, without=i)]
        payments[i] = got[i] * others[2 - got[i]] if got[i] else 0
    return got, payments


def uniform_price(bids: Vector(2, decreasing=True)):
    """The two highest offers win, both at the highest that does not."""
    got, price = counts(bids), offers(bids)[2][0]
    return got, [count * price for count in got]


def uniform_price_of_the_first(bids: Vector(2, decreasing=True)):
    """The two highest offers win, both at the highest offer."""
    got, price = counts(bids), offers(bids)[0][0]
    return got, [count * price for count in got]
