"""The checker of every emitted rho: what stands between a learned selector and the auction.

The any-N theorem says: for a constant rho >= 1, every law holds in the round, whatever the bids. The checker cites the
theorem by its hash and establishes its premises for each rho that was emitted, and that the auction which ran is the
auction that the theorem speaks about. A rho that fails is refused. See docs/decisions/0013-checker.md for the argument.
"""

from __future__ import annotations

from strategyproof.proofs.checker.arithmetic import FlushedToZero
from strategyproof.proofs.checker.certificates import Certificates
from strategyproof.proofs.checker.check import Checker
from strategyproof.proofs.checker.commitments import Commitment, Mode, Observations, SelectorId
from strategyproof.proofs.checker.conditions import CONDITIONS, Condition
from strategyproof.proofs.checker.refusal import RhoRefused
from strategyproof.proofs.checker.theorem import Theorem, TheoremMissing, establish

__all__ = [
    "CONDITIONS",
    "Certificates",
    "Checker",
    "Commitment",
    "Condition",
    "FlushedToZero",
    "Mode",
    "Observations",
    "RhoRefused",
    "SelectorId",
    "Theorem",
    "TheoremMissing",
    "establish",
]
