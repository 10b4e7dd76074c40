"""What must hold of an emitted rho, one bit each, with the law that falls when it does not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on an emitted rho.

    Attributes
    ----------
    id
        Stable identifier, used in records.
    bit
        Its bit in ``Certificates.failed``.
    law
        The law of the catalogue that is lost where the condition fails; ``action-grid`` is none of them: a rho off
        the grid breaks no law of the round, and was chosen by no action of the selector.
    expected
        What was expected, for the error.
    remedy
        How to fix it.
    """

    id: str
    bit: int
    law: str
    expected: str
    remedy: str


_GRID = "take rho from strategyproof.mechanism.market.baselines.price_grid"
_SOURCE = "take winner and price from strategyproof.mechanism.rules.msb alone"

RHO_FINITE = Condition(
    "rho-finite", 1, "single-winner", "a finite rho", "the selector diverged: stop it and look at its inputs"
)
RHO_AT_LEAST_ONE = Condition("rho-at-least-one", 2, "single-winner", "rho >= 1", "below 1 two bidders can win")
ON_GRID = Condition("on-grid", 4, "action-grid", "a rho of the action grid 10^(a/|A|), a = 0..|A|-1", _GRID)
SINGLE_WINNER = Condition("single-winner", 8, "single-winner", "at most one winner", _SOURCE)
AS_SOURCE = Condition("as-source", 16, "critical-payment", "the outcome of the mechanism's own source", _SOURCE)
PRICE_ROUNDED = Condition(
    "price-rounded",
    32,
    "critical-payment",
    "a price within half an ulp of rho max(b_{-n})",
    "compute in float64, to nearest",
)
CRITICAL = Condition(
    "critical-payment", 64, "critical-payment", "the winner to lose at its price and to win just above it", _SOURCE
)
LOSERS_PAY_NOTHING = Condition("losers-pay-nothing", 128, "losers-pay-nothing", "losers to pay 0", _SOURCE)
TRUTHFUL = Condition("truthful", 256, "strategy-proof", "no deviation around a threshold to beat the truth", _SOURCE)
BLIND_CLASS = Condition(
    "blind-class",
    512,
    "rho-blind",
    "a selector that is given no current bid",
    "use the information class blind or exogenous, or check in audit mode",
)
BLIND_REPLAY = Condition(
    "blind-replay",
    1024,
    "rho-blind",
    "the same observation and the same rho when the current bids change",
    "find the path from the current bids to the observation and cut it",
)

CONDITIONS: tuple[Condition, ...] = (
    RHO_FINITE,
    RHO_AT_LEAST_ONE,
    ON_GRID,
    SINGLE_WINNER,
    LOSERS_PAY_NOTHING,
    PRICE_ROUNDED,
    CRITICAL,
    TRUTHFUL,
    AS_SOURCE,
    BLIND_CLASS,
    BLIND_REPLAY,
)
"""Every condition; where several fail, an error names the first."""

DOMAIN = RHO_FINITE.bit | RHO_AT_LEAST_ONE.bit
"""Where one of these fails, the theorem says nothing, and of the others only the single winner is looked at."""


def failing(bits: int) -> tuple[Condition, ...]:
    """Return the conditions whose bits are set."""
    return tuple(condition for condition in CONDITIONS if bits & condition.bit)
