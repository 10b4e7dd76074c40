"""Places in a block, sold by whoever makes the block; nothing of what is paid is burned."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Roles


def burn(_outcome):
    """Nothing."""
    return 0


def ranked(bids):
    """The bidders from the highest bid to the lowest; on a tie the smaller index first."""
    return sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)


def first_price_block(bids: Roles("buyer")):
    """One place; the highest bid has it and pays itself."""
    first = ranked(bids)[0]
    return [i == first for i in range(len(bids))], [bids[i] if i == first else 0 for i in range(len(bids))]


def first_come_block(bids: Roles("buyer")):
    """One place; the first who bids anything has it and pays its bid."""
    first = next((i for i in range(len(bids)) if bids[i] > 0), None)
    return [i == first for i in range(len(bids))], [bids[i] if i == first else 0 for i in range(len(bids))]


def second_price_block(bids: Roles("buyer")):
    """One place; the highest bid has it and pays the second."""
    order = ranked(bids)
    price = bids[order[1]] if len(bids) > 1 else 0
    return [i == order[0] for i in range(len(bids))], [price if i == order[0] else 0 for i in range(len(bids))]


def third_price_block(bids: Roles("buyer")):
    """One place; the highest bid has it and pays the third."""
    order = ranked(bids)
    price = bids[order[2]] if len(bids) > 2 else 0
    return [i == order[0] for i in range(len(bids))], [price if i == order[0] else 0 for i in range(len(bids))]


def base_fee_kept(bids: Roles("buyer"), base):
    """Room for all who bid the base fee; each pays it, and it is kept."""
    wins = [bid >= base for bid in bids]
    return wins, [base if won else 0 for won in wins]
