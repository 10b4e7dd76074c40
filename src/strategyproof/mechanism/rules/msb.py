"""The modified second bid (MSB) auction and everything that is MSB with some rho.

Source: Arnosti, Beck, Milgrom, "Adverse Selection and Auction Design for Internet Display Advertising", AER 106(10),
2016, doi:10.1257/aer.20141198; equations 14, 15 and 22 of Kang et al., "Diffusion-based Auction Mechanism for Efficient
Resource Management in 6G-enabled Vehicular Metaverses" (2024), "the paper" below.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Outcome, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.vocabulary import highest, lowest_of_others, max_of_others, maximum, where

ABM = "Arnosti, Beck, Milgrom 2016, doi:10.1257/aer.20141198"
RHO = Parameter("rho", Interval(1), "the price scaling factor, rho >= 1 (below 1 two bidders can win)")


def critical_payment(bids: Vector, rho: Number) -> Vector:
    """Return psi(b_{-n}; rho) = rho max(b_{-n}) for each bidder n (eq. 22); 0 for a lone bidder.

    Parameters
    ----------
    bids
        b_n >= 0, bidder on axis 0, in any currency.
    rho
        Price scaling factor, rho >= 1, without unit: one number, one per auction, or one per bidder.
    """
    return rho * max_of_others(bids)


def msb(bids: Vector, rho: Number) -> Outcome:
    """Modified second bid auction: x_n = 1 iff b_n > psi(b_{-n}; rho) (eq. 14); p_n = x_n psi(b_{-n}; rho) (eq. 15).

    The comparison is strict: ties lose, and the item goes to the outside option, x_0 = 1 - sum_n x_n.
    """
    price = critical_payment(bids, rho)
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def constant_rho(bids: Vector, rho: Number) -> Number:  # noqa: ARG001  # every selector may see the bids
    """Return rho whatever the bids."""
    return rho


def own_bid_rho(bids: Vector) -> Number:
    """Return rho = 1 + (b_(1) - b_(2)) / (2 b_(1)); 1 if all bid 0. It sees the winner's own bid (spec section 4)."""
    top, second = highest(bids, 1), highest(bids, 2)
    return 1 + (top - second) / (2 * where(top > 0, top, 1))


def leave_one_out_rho(bids: Vector) -> Vector:
    """Return rho_n = max(1, 3 min(b_{-n}) / max(b_{-n})), or 1 where max(b_{-n}) = 0 (spec section 4)."""
    top = max_of_others(bids)
    return maximum(3 * lowest_of_others(bids) / where(top > 0, top, 1), 1)


def with_selector(
    id: str, title: str, selector: Callable[..., Number], summary: str, source: str, *parameters: Parameter
) -> Mechanism:
    """Build the mechanism that runs MSB at the rho which a selector picks from the bids and the parameters."""

    def rule(bids: Vector, **values: Any) -> Outcome:
        return msb(bids, selector(bids, **values))

    return Mechanism(id, title, rule, summary, source, parameters, rho=selector)


MSB = with_selector(
    "msb",
    "Modified second bid auction",
    constant_rho,
    "The highest bid wins if it exceeds rho times the second, and pays rho times the second.",
    f"paper, eqs. 14, 15, 22; {ABM}",
    RHO,
)

SPA = with_selector(
    "spa",
    "Second-price auction with strict ties (rho = 1)",
    lambda bids: 1,
    "MSB with rho = 1: the UAV gets the task only on a tie.",
    "paper, section 6.2",
)

LOW_RHO = with_selector(
    "msb-low-rho",
    "MSB with rho < 1",
    constant_rho,
    "Broken: below rho = 1 the bids (10, 9) both win at rho = 4/5.",
    "spec section 4",
    Parameter("rho", Interval(0, 1, open_low=True, open_high=True), "a price scaling factor below its domain"),
)

OWN_BID_RHO = with_selector(
    "msb-own-bid-rho",
    "MSB whose rho sees the winner's bid",
    own_bid_rho,
    "Broken as the paper's own algorithm is: rho is a function of the current bids, the bidder's own among them.",
    "spec section 4: values (10, 4), truthful utility 24/5, bidding 8 gives 5",
)

LEAVE_ONE_OUT_RHO = with_selector(
    "msb-leave-one-out-rho",
    "MSB whose rho sees the other bids",
    leave_one_out_rho,
    "Strategy-proof, yet open to false names: a low fake bid lowers the threshold from 12 to 4.",
    "spec section 4: value 10 against (4, 4), fake bid 1",
)


def _brand_bid_inside(bids: Vector, rho: Number, brand_bid: Number) -> Outcome:
    price = rho * maximum(max_of_others(bids), brand_bid)
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


BRAND_BID_INSIDE = Mechanism(
    "msb-brand-bid-inside",
    "MSB that counts the UAV's fixed bid among the others",
    _brand_bid_inside,
    "Strategy-proof, yet not free of adverse selection: the UAV's flat bid does not scale with the common value.",
    "spec section 4: b_0 = 5, rho = 6/5, M = (3, 2)",
    (RHO, Parameter("brand_bid", Interval(0, open_low=True), "the UAV's fixed bid b_0, in the currency of the bids")),
    rho=lambda bids, rho, brand_bid: rho,
)


def _second_bid_without_rho(bids: Vector, rho: Number) -> Outcome:
    second = max_of_others(bids)
    wins = bids > rho * second
    return Outcome(wins, where(wins, second, 0))


SECOND_BID_WITHOUT_RHO = Mechanism(
    "msb-pays-second-bid",
    "MSB whose winner pays the second bid, without rho",
    _second_bid_without_rho,
    "Broken: the price is below the critical payment, so a bidder between the two gains by overbidding.",
    "a one-line pricing bug",
    (Parameter("rho", Interval(1, open_low=True), "the price scaling factor of the allocation"),),
    rho=constant_rho,
)
