"""No bidder gains by bidding anything but its value, whatever the others bid."""

from __future__ import annotations

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law
from strategyproof.mechanism.mechanism import Auction
from strategyproof.mechanism.outcome import Number, Truth, Vector
from strategyproof.mechanism.vocabulary import replaced, utility


def _holds(auction: Auction, bids: Vector, i: int, lie: Number) -> Truth:
    value = bids[i]
    truthful, lying = auction(bids), auction(replaced(bids, i, lie))
    return utility(value, truthful, i) >= utility(value, lying, i)


LAW = Law(
    id="strategy-proof",
    title="Strategy-proof (dominant-strategy incentive compatible)",
    statement=r"v_i x_i(v_i, b_{-i}) - p_i(v_i, b_{-i}) \ge v_i x_i(d, b_{-i}) - p_i(d, b_{-i})",
    holds=_holds,
    variables=(
        Bids(),
        Bidder("i"),
        Bid("lie"),
    ),
    source="spec section 3; paper, theorem 5.1; Vickrey 1961, doi:10.1111/j.1540-6261.1961.tb02789.x",
    breaks="Bidders shade or inflate their bids, and the outcome no longer follows their values.",
    remedy="Charge the winner its critical payment, and let nothing that it bids move that payment.",
    exact_in_float64="Subtraction rounds monotonically, so what holds of the reals holds of the doubles; a "
    "gain below the rounding is not seen; a winner with v > p keeps v - p > 0 (gradual underflow).",
)
