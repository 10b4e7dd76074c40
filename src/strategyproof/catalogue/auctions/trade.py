"""Buyers and sellers. A buyer reports a value and pays; a seller reports a cost and is paid; to win is to trade."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Roles


def bilateral(trades, buyer_pays, seller_gets):
    """Agent 0 buys from agent 1 or not."""
    return ([1, 1], [buyer_pays, seller_gets]) if trades else ([0, 0], [0, 0])


def posted_trade(bids: Roles("buyer", "seller"), price):
    """Agent 0 buys from agent 1 at the posted price if it bids more, and agent 1 asks less."""
    return bilateral(bids[0] > price > bids[1], price, price)


def posted_trade_if_it_pays_together(bids: Roles("buyer", "seller"), price):
    """They trade at the posted price wherever the buyer bids more than the seller asks."""
    return bilateral(bids[0] > bids[1], price, price)


def vcg_trade(bids: Roles("buyer", "seller")):
    """They trade if the buyer bids more; the buyer pays what the seller asks, the seller gets what the buyer bids."""
    return bilateral(bids[0] > bids[1], bids[1], bids[0])


def vcg_trade_turned_round(bids: Roles("buyer", "seller")):
    """The buyer pays its own bid, and the seller gets what it asks."""
    return bilateral(bids[0] > bids[1], bids[0], bids[1])


def split_the_difference(bids: Roles("buyer", "seller")):
    """They trade if the buyer bids more, at the mean of bid and ask."""
    return bilateral(bids[0] > bids[1], (bids[0] + bids[1]) / 2, (bids[0] + bids[1]) / 2)


def split_and_taxed(bids: Roles("buyer", "seller")):
    """The buyer pays the mean of bid and ask, and half a unit of tax."""
    middle = (bids[0] + bids[1]) / 2
    return bilateral(bids[0] > bids[1], middle + 1 / 2, middle)


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
    """These buyers and sellers trade."""
    trades = [i in buyers or i in sellers for i in range(len(bids))]
    return trades, [buyer_pays if i in buyers else seller_gets if i in sellers else 0 for i in range(len(bids))]


def mcafee(bids: Roles("buyer", "seller")):
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


def call_market(bids: Roles("buyer", "seller")):
    """All gaining pairs trade at the mean of the last bid and ask among them."""
    buyers, sellers, gains = sides(bids)
    if gains == 0:
        return traded([], [], 0, 0, bids)
    price = (bids[buyers[gains - 1]] + bids[sellers[gains - 1]]) / 2
    return traded(buyers[:gains], sellers[:gains], price, price, bids)


def trade_without_reduction(bids: Roles("buyer", "seller")):
    """All gaining pairs trade; the buyers pay the last bid among them, the sellers get the last ask."""
    buyers, sellers, gains = sides(bids)
    if gains == 0:
        return traded([], [], 0, 0, bids)
    return traded(buyers[:gains], sellers[:gains], bids[buyers[gains - 1]], bids[sellers[gains - 1]], bids)


def vcg_market(bids: Roles("buyer", "seller")):
    """All gaining pairs trade; buyers pay the least bid that still trades, sellers get the highest such ask."""
    buyers, sellers, gains = sides(bids)
    if gains == 0:
        return traded([], [], 0, 0, bids)
    bid, ask = bids[buyers[gains - 1]], bids[sellers[gains - 1]]
    pays = max(ask, bids[buyers[gains]]) if gains < len(buyers) else ask
    gets = min(bid, bids[sellers[gains]]) if gains < len(sellers) else bid
    return traded(buyers[:gains], sellers[:gains], pays, gets, bids)


def vcg_market_that_forgets_who_is_out(bids: Roles("buyer", "seller")):
    """As the VCG market, but only those who trade set the prices."""
    buyers, sellers, gains = sides(bids)
    if gains == 0:
        return traded([], [], 0, 0, bids)
    return traded(buyers[:gains], sellers[:gains], bids[sellers[gains - 1]], bids[buyers[gains - 1]], bids)
