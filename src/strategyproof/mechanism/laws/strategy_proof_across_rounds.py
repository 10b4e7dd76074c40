"""No bidder gains over two rounds by a bid in the first, from whose bids the rho of the second comes."""

from __future__ import annotations

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Truth, Vector
from strategyproof.mechanism.vocabulary import at, replaced, utility, where


def _holds(auction: Auction, bids: Vector, i: int, lie: Number, later: Number, rival: Number) -> Truth:
    changed = replaced(bids, i, lie)
    truthful = utility(bids[i], auction(bids), i) + _next(later, at(auction.rho(bids), i) * rival)
    lying = utility(bids[i], auction(changed), i) + _next(later, at(auction.rho(changed), i) * rival)
    return truthful >= lying


def _next(value: Number, price: Number) -> Number:
    """Return what truth earns in the next round, where truth is dominant: the price there is rho times the rivals."""
    return where(value > price, value - price, 0)


LAW = Law(
    id="strategy-proof-across-rounds",
    title="Strategy-proof across two rounds",
    statement=r"u_i(v_i, b_{-i}) + u_i'(v_i'; \rho'(v_i, b_{-i})) \ge u_i(d, b_{-i}) + u_i'(v_i'; \rho'(d, b_{-i}))",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Bid("lie"),
        Bid("later"),
        Bid("rival"),
    ),
    source="spec section 4, row 2",
    breaks="A patient bidder loses today on purpose, or bids what it does not mean, to be charged less tomorrow.",
    remedy="Let rho depend on no bid, past or present.",
    exact_in_float64="It adds the utilities of two rounds, which rounds; it is asked over the reals alone.",
    about_rho=True,
)
