"""Auctions whose operator may bid and agree with bidders: what is burned is nobody's."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Amounts


def burn(outcome):
    """Return what of the payments nobody receives: nothing."""
    return 0 * sum(outcome)


def second_price_kept(bids) -> Amounts:
    """The highest bid wins and pays the operator the second bid."""
    ranked = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    rival = bids[ranked[1]] if len(bids) > 1 else 0
    return [int(i == ranked[0]) for i in range(len(bids))], [rival * (i == ranked[0]) for i in range(len(bids))]


def base_fee_kept(bids) -> Amounts:
    """Every bid of at least 3 wins and pays the operator 3."""
    wins = [int(bid >= 3) for bid in bids]
    return wins, [3 * win for win in wins]
