"""Deriving a rho again: what an audit asks of whoever can run the selector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from strategyproof.proofs.checker.border import Floats
from strategyproof.proofs.checker.commitments import Commitment

__all__ = ["Derived", "Rederive", "compare"]


@dataclass(frozen=True, slots=True)
class Derived:
    """What a selector emits when it is run again on the observations of a commitment.

    Attributes
    ----------
    rho
        The rho of each round, (rounds,).
    also
        The price that the error bound of the arithmetic allows as well, (rounds,): the runner-up where its margin is
        within the bound, and ``rho`` itself everywhere else.
    """

    rho: Floats
    also: Floats


Rederive: TypeAlias = Callable[[Commitment], Derived | None]
"""From a commitment, read back from the ledger, to what its selector emits on the observations in it.

It may look at ``commitment.selector`` (id, SHA-256 of the weights, settings), ``commitment.observations`` (class,
names, values), ``commitment.grid`` and ``commitment.first_round``, and never at ``commitment.rho``: a derivation that
reads the rho that it is compared with derives nothing, so the audit blanks it (NaN) before it asks. None: this selector
cannot be run here, and its rounds count as not derived again.
"""


def compare(commitment: Commitment, derived: Derived) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which rounds have another rho than the two that are accepted, and in which both were.

    Raises
    ------
    ValueError
        If what was derived has another shape.
    """
    if derived.rho.shape != commitment.rho.shape or derived.also.shape != commitment.rho.shape:
        raise ValueError(
            f"expected rho and also of shape {commitment.rho.shape}, one for each round, got {derived.rho.shape} and "
            f"{derived.also.shape}"
        )
    near = derived.rho != derived.also
    return ~((commitment.rho == derived.rho) | (commitment.rho == derived.also)), near
