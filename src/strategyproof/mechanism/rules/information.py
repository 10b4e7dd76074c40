"""MSB whose rho knows something: the rules that carry the information table of spec section 4.

None is in the catalogue. Those of the table that ship for themselves are in :mod:`strategyproof.mechanism.rules.msb`.
Where a factor need only take two values to show what the table says, it takes two: a question without products of
unknowns is decided at once.
"""

from __future__ import annotations

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Outcome, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.rules.msb import constant_rho, msb, with_selector
from strategyproof.mechanism.vocabulary import highest, highest_of_others, max_of_others, maximum, where

SOURCE = "spec section 4"

OWN_RHO = with_selector(
    "msb-rho-of-each",
    "MSB at a rho_n >= 1 of each bidder's own, which its own bid does not move",
    constant_rho,
    "What bidder n faces at rho_n = phi(b_{-n}), for every phi >= 1 at once: any number, the same whatever n bids.",
    SOURCE,
    Parameter("rho", Interval(1), "rho_n, one for each bidder", per_bidder=True),
)


def step_of_others(bids: Vector) -> Vector:
    """Return rho_n = 2 where the highest of the other bids is above twice their second, else 1: free of scale."""
    return where(max_of_others(bids) > 2 * highest_of_others(bids, 2), 2, 1)


STEP_OF_OTHERS = with_selector(
    "msb-step-of-others",
    "MSB whose rho_n is 2 where the best rival bids more than twice the next, else 1",
    step_of_others,
    "It sees the other bids alone, yet a bid under another name lowers the price.",
    SOURCE,
)


def step_of_all(bids: Vector) -> Number:
    """Return rho = 2 where b_(1) > 3 b_(2), else 1: it sees the winner's own bid, is symmetric and free of scale."""
    return where(highest(bids, 1) > 3 * highest(bids, 2), 2, 1)


STEP_OF_ALL = with_selector(
    "msb-step-of-all",
    "MSB whose rho is 2 for a bid above three times the second, else 1",
    step_of_all,
    "Symmetric and free of scale, yet the winner moves rho by its own bid, or by one under another name.",
    SOURCE,
)


def level(bids: Vector) -> Number:
    """Return rho = 2 where b_(1) > 1, else 1: it sees the level of the bids, so it is not free of scale."""
    return where(highest(bids, 1) > 1, 2, 1)


LEVEL = with_selector(
    "msb-level",
    "MSB whose rho is 2 if the highest bid is above 1, else 1",
    level,
    "rho moves with the common value, so the UAV's share does too.",
    SOURCE,
)


def _at_1(bids: Vector) -> Outcome:
    return msb(bids, 1)


def remembered(bids: Vector) -> Number:
    """Return the rho of the next round, max(1, 8 / b_(2)), from the bids of this one; 8 where nobody else bids."""
    second = highest(bids, 2)
    return maximum(8 / where(second > 0, second, 1), 1)


REMEMBERS = Mechanism(
    "msb-remembers",
    "MSB at rho = 1, whose next rho is max(1, 8 / the second bid of this round)",
    _at_1,
    "Strategy-proof in each round, yet a loser gains by raising the second bid: the next rho falls.",
    f"{SOURCE}: B has values 4 then 10, A has 10 then 6; B bids 8 in round 1 and gains 4",
    rho=remembered,
)

OF_THE_STATE = Mechanism(
    "msb-rho-of-the-state",
    "MSB whose rho is 1 in this state of the common value, and 2 in another",
    _at_1,
    "Free of adverse selection given the state, but not over the states.",
    SOURCE,
    rho=lambda bids: 2,  # in the other state, whatever the bids
)

RULES: dict[str, Mechanism] = {
    rule.id: rule for rule in (OWN_RHO, STEP_OF_OTHERS, STEP_OF_ALL, LEVEL, REMEMBERS, OF_THE_STATE)
}
"""The rules of this module, by id."""
