"""What came of the learned rho, as data: how many were emitted and verified again, and what seeing the bids breaks."""

from __future__ import annotations

import msgspec

from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports.estimate import Estimate


class Earned(msgspec.Struct, frozen=True):
    """What one selector of rho earns on the rounds, in value units.

    Attributes
    ----------
    id, title
        Name of the selector.
    surplus
        zeta v_0 x_0 + sum v_n x_n per round.
    over_optimal
        Surplus less that of Optimal MSB, paired round by round.
    is_mechanism
        Whether anyone could run it: false for bounds.
    behind
        The surplus of the selector that ships less this one's, paired round by round; None on other rounds than its.
    """

    id: str
    title: str
    surplus: Estimate
    over_optimal: Estimate
    is_mechanism: bool = True
    behind: Estimate | None = None


class BestLie(msgspec.Struct, frozen=True):
    """The lie that gains most of all that were tried, replayed in exact rationals of the doubles that ran.

    Attributes
    ----------
    round, bidder
        Where; bidders are counted from 0.
    value, lie
        v_n, and the bid that gains.
    truthful, gain
        Utility of the truth, and that of the lie less it.
    rho_truth, rho_lie
        What the policy emits on each.
    """

    round: int
    bidder: int
    value: float
    lie: float
    truthful: float
    gain: float
    rho_truth: float
    rho_lie: float


class SeesBids(msgspec.Struct, frozen=True):
    """The same policy trained on the paper's state, which holds the current bids: what it earns, and what it breaks.

    Attributes
    ----------
    rounds
        How many were searched for lies.
    truthful
        What it earns if everybody bids its value.
    manipulated
        What it earns if in each round the bidder with the most to gain tells the best lie that was found.
    refutation
        Strategy-proofness asked of MSB at this rho, in one market state.
    share, mean_gain
        Share of the rounds in which a lie gains, and its mean gain over all rounds: bounds from below, by search.
    best
        The largest gain; None if no lie gains.
    """

    rounds: int
    truthful: Earned
    manipulated: Earned
    refutation: Verdict
    share: float
    mean_gain: float
    best: BestLie | None


class Rho(msgspec.Struct, frozen=True, kw_only=True):
    """The rho that a trained selector emitted for the rounds of the scenario.

    Attributes
    ----------
    information
        What the selector may know.
    rounds, emitted
        Auctions, and rhos emitted for them.
    reverified
        Rhos whose certificate another process read back from the ledger and bore out.
    rederived, near
        Rhos that came out again when that process ran the selector on the observations in the ledger; those of them for
        which the error bound of the arithmetic allows another price as well.
    refused
        Rhos that failed a condition; if any does, nothing is allocated.
    reads
        What a rho was computed from, as the function that emits it tells on a few rounds; None where it cannot be
        followed.
    replayed
        In how many rounds the selector was run again on other current bids.
    theorem
        Hash of the any-N theorem whose premises were established of each rho.
    earned
        The selector, its rivals and the bounds, on the same rounds; empty if a rho was refused.
    regret
        The largest gain of any bidder from any lie in any round, in value units.
    sees_bids
        The counterpart that sees the bids.
    problems
        One sentence for each thing that is wrong, e.g. a rho that was refused: each makes the run fail.
    skipped
        Why nothing was emitted, and what to do about it; None if something was.
    """

    information: str = "exogenous"
    rounds: int = 0
    emitted: int = 0
    reverified: int = 0
    rederived: int = 0
    near: int = 0
    refused: int = 0
    reads: list[str] | None = None
    replayed: int = 0
    theorem: str | None = None
    earned: list[Earned] = []
    regret: float | None = None
    sees_bids: SeesBids | None = None
    problems: list[str] = []
    skipped: str | None = None
