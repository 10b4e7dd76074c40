"""The three readings of the paper's Myopic MSB, rho = max(1, u_0 / u_(2)) from the current round (spec section 8.3).

As rho b_(2) = max(b_(2), u_0), each is a second-price auction with the reserve u_0: no division by b_(2).
"""

from __future__ import annotations

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Outcome, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.rules.classics import second_price_with_reserve
from strategyproof.mechanism.vocabulary import highest

SOURCE = "paper, section 6.2; spec section 8.3"


def brand_bid_reading(bids: Vector, brand_bid: Number) -> Outcome:
    """Read u_0 as the UAV's fixed bid b_0."""
    return second_price_with_reserve(bids, brand_bid)


def brand_value_reading(bids: Vector, brand_value: Number) -> Outcome:
    """Read u_0 as zeta v_0 of this round, which the UAV cannot know."""
    return second_price_with_reserve(bids, brand_value)


def literal_reading(bids: Vector) -> Outcome:
    """Read u_0 as the highest bid: then rho = b_(1) / b_(2), and no bid exceeds the price b_(1)."""
    return second_price_with_reserve(bids, highest(bids))


MYOPIC_BRAND_BID = Mechanism(
    "myopic-brand-bid",
    "Myopic MSB, u_0 = the UAV's fixed bid",
    brand_bid_reading,
    "A second-price auction with the UAV's fixed bid as reserve: strategy-proof, not free of adverse selection.",
    SOURCE,
    (Parameter("brand_bid", Interval(0), "the UAV's fixed bid b_0, in the currency of the bids"),),
)

MYOPIC_BRAND_VALUE = Mechanism(
    "myopic-brand-value",
    "Myopic MSB, u_0 = the UAV's value of this round",
    brand_value_reading,
    "First best: it needs zeta v_0 of this very round, which the paper says the UAV cannot know.",
    SOURCE,
    (Parameter("brand_value", Interval(0), "zeta v_0 of this round, in the currency of the bids"),),
)

MYOPIC_LITERAL = Mechanism(
    "myopic-literal",
    "Myopic MSB, u_0 = the highest bid",
    literal_reading,
    "Vacuous: the price is the highest bid and ties lose, so nobody ever wins.",
    SOURCE,
)
