"""Single-item classics, as siblings to compare with. Ties lose unless the rule says otherwise (spec section 8.5)."""

from __future__ import annotations

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Outcome, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.vocabulary import first_of, highest_of_others, max_of_others, maximum, where

VICKREY = "Vickrey 1961, doi:10.1111/j.1540-6261.1961.tb02789.x"
MYERSON = "Myerson 1981, doi:10.1287/moor.6.1.58"


def first_price(bids: Vector) -> Outcome:
    """The highest bid wins and pays itself: x_n = 1 iff b_n > max(b_{-n}), p_n = x_n b_n."""
    wins = bids > max_of_others(bids)
    return Outcome(wins, where(wins, bids, 0))


def second_price(bids: Vector) -> Outcome:
    """The highest bid wins and pays the second: x_n = 1 iff b_n > max(b_{-n}), p_n = x_n max(b_{-n})."""
    price = max_of_others(bids)
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def second_price_with_reserve(bids: Vector, reserve: Number) -> Outcome:
    """Second price among the bids above the reserve r: the price is max(r, max(b_{-n}))."""
    price = maximum(max_of_others(bids), reserve)
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def all_pay(bids: Vector) -> Outcome:
    """The highest bid wins and everybody pays its own bid: p_n = b_n."""
    return Outcome(bids > max_of_others(bids), bids)


def posted_price(bids: Vector, price: Number) -> Outcome:
    """The first bidder (smallest index) whose bid exceeds the posted price gets the item at that price."""
    wins = first_of(bids > price)
    return Outcome(wins, where(wins, price, 0))


def serial_dictator(bids: Vector) -> Outcome:
    """The first bidder (smallest index) who wants the item, b_n > 0, gets it for nothing."""
    return Outcome(first_of(bids > 0), 0 * bids)


def weighted_second_price(bids: Vector, weights: Vector) -> Outcome:
    """Affine maximiser: x_n = 1 iff w_n b_n > max_{j != n} w_j b_j, p_n = x_n max_{j != n} w_j b_j / w_n."""
    price = max_of_others(weights * bids) / weights
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


def half_second_surcharge(bids: Vector) -> Outcome:
    """Threshold psi(S) = s_1 + s_2 / 2, the highest other bid plus half the second highest (spec theorem 3)."""
    price = highest_of_others(bids, 1) + highest_of_others(bids, 2) / 2
    wins = bids > price
    return Outcome(wins, where(wins, price, 0))


FIRST_PRICE = Mechanism(
    "first-price",
    "First-price auction",
    first_price,
    "Broken for truth-telling: the winner gains by shading its bid.",
    VICKREY,
)
SECOND_PRICE = Mechanism(
    "second-price",
    "Second-price (Vickrey) auction",
    second_price,
    "The highest bid wins and pays the second.",
    VICKREY,
)
RESERVE = Mechanism(
    "second-price-reserve",
    "Second-price auction with a reserve",
    second_price_with_reserve,
    "Second price, never below a reserve that does not depend on the bids.",
    MYERSON,
    (Parameter("reserve", Interval(0), "the lowest price the seller accepts, in the currency of the bids"),),
)
ALL_PAY = Mechanism(
    "all-pay",
    "All-pay auction",
    all_pay,
    "The highest bid wins; losers pay their bids too.",
    "Baye, Kovenock, de Vries 1996, doi:10.1007/BF01213906",
)
POSTED_PRICE = Mechanism(
    "posted-price",
    "Posted price, first come first served",
    posted_price,
    "The first bidder above a fixed price buys at that price.",
    "Chawla, Hartline, Malec, Sivan 2010, doi:10.1145/1806689.1806733",
    (Parameter("price", Interval(0), "the posted price, in the currency of the bids"),),
)
SERIAL_DICTATOR = Mechanism(
    "serial-dictator",
    "Serial dictatorship",
    serial_dictator,
    "The first bidder who wants the item gets it for nothing.",
    "Satterthwaite, Sonnenschein 1981, Review of Economic Studies 48(4)",
)
WEIGHTED = Mechanism(
    "weighted-second-price",
    "Weighted (affine) second-price auction",
    weighted_second_price,
    "The highest weighted bid wins and pays the least bid that still wins.",
    "Roberts 1979, The characterization of implementable choice rules",
    (Parameter("weights", Interval(0, open_low=True), "each bidder's positive weight", per_bidder=True),),
)
HALF_SECOND = Mechanism(
    "half-second-surcharge",
    "Highest other bid plus half the second highest",
    half_second_surcharge,
    "Satisfies the profit reading of false-name-proofness and is no MSB (spec theorem 3).",
    "spec section 3, theorem 3",
)
