"""The auctions on which tools are compared, as a designer writes them."""

# mypy: ignore-errors
# Without types, as such functions are written.


def first_price(bids):
    best = max(range(len(bids)), key=lambda i: bids[i])
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[best], payments[best] = 1, bids[best]
    return wins, payments


def second_price(bids):
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[ranked[0]], payments[ranked[0]] = 1, bids[ranked[1]]
    return wins, payments


def msb(bids, rho):
    wins, payments = [0] * len(bids), [0] * len(bids)
    for i in range(len(bids)):
        price = rho * max(bids[:i] + bids[i + 1 :])
        if bids[i] > price:
            wins[i], payments[i] = 1, price
    return wins, payments


def special_price(bids):
    """Sell at half the price at one bid."""
    wins, payments = second_price(bids)
    return wins, [p / 2 if w and 4 * b == 29 else p for w, p, b in zip(wins, payments, bids, strict=True)]
