"""The refusal of a rho, as an error that says what failed, what falls with it, and what to do."""

from __future__ import annotations

from strategyproof.proofs.checker.certificates import Certificates
from strategyproof.proofs.checker.conditions import Condition


class RhoRefused(ValueError):
    """A rho was refused, and nothing was allocated.

    Attributes
    ----------
    round
        The first round whose rho failed, counted from 0 since the checker began.
    rho
        The double that was emitted.
    law
        Id of the law that is lost.
    condition
        Id of the first condition that failed.
    certificates
        What was established of the whole batch.
    """

    def __init__(self, number: int, rho: float, condition: Condition, certificates: Certificates) -> None:
        others = certificates.refused - 1
        also = f" ({others} more of the {certificates.size} rounds of this batch fail)" if others else ""
        super().__init__(
            f"round {number}: expected {condition.expected}, got rho = {rho!r}; law {condition.law!r} fails, and "
            f"nothing is allocated in this batch{also}; {condition.remedy}"
        )
        self.round = number
        self.rho = rho
        self.law = condition.law
        self.condition = condition.id
        self.certificates = certificates
