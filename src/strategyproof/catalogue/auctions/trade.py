"""Buyers and sellers. A seller bids its cost; it wins if it keeps its item, and is paid (pays below 0) if it sells."""

# mypy: ignore-errors
# Without types, as such functions are written.


def bilateral(trades, buyer_pays, seller_gets, bids):
    """Bidder 0 buys from bidder 1 or not."""
    wins, payments = [0] * len(bids), [0] * len(bids)
    if trades:
        wins[0], payments[0], payments[1] = 1, buyer_pays, -seller_gets
    else:
        wins[1] = 1
    return wins, payments


def posted_trade(bids, price):
    """Bidder 0 buys from bidder 1 at the posted price if it bids more, and bidder 1 asks less."""
    return bilateral(bids[0] > price > bids[1], price, price, bids)


def posted_trade_if_it_pays_together(bids, price):
    """They trade at the posted price wherever the buyer bids more than the seller asks."""
    return bilateral(bids[0] > bids[1], price, price, bids)


def vcg_trade(bids):
    """They trade if the buyer bids more; the buyer pays what the seller asks, the seller gets what the buyer bids."""
    return bilateral(bids[0] > bids[1], bids[1], bids[0], bids)


def vcg_trade_turned_round(bids):
    """The buyer pays its own bid, and the seller gets what it asks."""
    return bilateral(bids[0] > bids[1], bids[0], bids[1], bids)


def split_the_difference(bids):
    """They trade if the buyer bids more, at the mean of bid and ask."""
    return bilateral(bids[0] > bids[1], (bids[0] + bids[1]) / 2, (bids[0] + bids[1]) / 2, bids)


def split_and_taxed(bids):
    """The buyer pays the mean of bid and ask, and half a unit of tax."""
    middle = (bids[0] + bids[1]) / 2
    return bilateral(bids[0] > bids[1], middle + 1 / 2, middle, bids)


def sides(bids):
    """Buyers 0, 2, ... from the highest bid, sellers 1, 3, ... from the lowest, and how many pairs gain by trade."""
    buyers = sorted(range(0, len(bids), 2), key=lambda i: bids[i], reverse=True)
    sellers = sorted(range(1, len(bids), 2), key=lambda i: bids[i])
    gains = 0
    for buyer, seller in zip(buyers, sellers, strict=False):
        if bids[buyer] >= bids[seller]:
            gains += 1
    return buyers, sellers, gains


def traded(buyers, sellers, buyer_pays, seller_gets, bids):
    """These buyers and sellers trade; every other seller keeps its item."""
    wins = [i in buyers or (i % 2 == 1 and i not in sellers) for i in range(len(bids))]
    payments = [buyer_pays if i in buyers else -seller_gets if i in sellers else 0 for i in range(len(bids))]
    return wins, payments


def mcafee(bids):
    """All gaining pairs trade at the mean of the next pair if they accept it; else the last pair steps back.

    Then the others trade at the bid and the ask of the pair that stepped back.
    """
    buyers, sellers, gains = sides(bids)
    if gains == 0:
        return traded([], [], 0, 0, bids)
    bid, ask = bids[buyers[gains - 1]], bids[sellers[gains - 1]]
    if gains < len(buyers) and gains < len(sellers):
        price = (bids[buyers[gains]] + bids[sellers[gains]]) / 2
        if ask <= price <= bid:
            return traded(buyers[:gains], sellers[:gains], price, price, bids)
    return traded(buyers[: gains - 1], sellers[: gains - 1], bid, ask, bids)


def call_market(bids):
    """All gaining pairs trade at the mean of the last bid and ask among them."""
    buyers, sellers, gains = sides(bids)
    if gains == 0:
        return traded([], [], 0, 0, bids)
    price = (bids[buyers[gains - 1]] + bids[sellers[gains - 1]]) / 2
    return traded(buyers[:gains], sellers[:gains], price, price, bids)


def trade_without_reduction(bids):
    """All gaining pairs trade; the buyers pay the last bid among them, the sellers get the last ask."""
    buyers, sellers, gains = sides(bids)
    if gains == 0:
        return traded([], [], 0, 0, bids)
    return traded(buyers[:gains], sellers[:gains], bids[buyers[gains - 1]], bids[sellers[gains - 1]], bids)
