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

_APART = 3
"""Doubles between the first and the last that stand for one price of a grid."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What a selector emits when it is run again on the observations of a commitment.

    Attributes
    ----------
    rho
        The rho of each round, (rounds,).
    also
        Prices that the error bound of the arithmetic allows as well, (rounds,) or (rounds, several): the runners-up
        whose margin is within the bound, and ``rho`` itself everywhere else.
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
    """Tell which rounds have none of the prices that are accepted, and in which there are several.

    On a grid the doubles that stand for one price are the same price: machines raise 10 to a power each in its own way
    (see :func:`~strategyproof.proofs.checker.grid.grid_doubles`). A NaN, which no auction runs with, is the same as a
    NaN.

    Raises
    ------
    ValueError
        If what was derived has another shape.
    """
    rounds = commitment.rho.shape
    if derived.rho.shape != rounds or derived.also.shape[:1] != rounds or derived.also.ndim > 2:
        raise ValueError(
            f"expected rho of shape {rounds} and also of a row for each round, got {derived.rho.shape} and "
            f"{derived.also.shape}"
        )
    also = derived.also.reshape(commitment.size, -1)
    steps = 0 if commitment.grid is None else _APART
    accepted = np.column_stack((derived.rho, also))
    near = np.asarray(~_same(also, derived.rho[:, None], steps).all(axis=1))
    return np.asarray(~_same(commitment.rho[:, None], accepted, steps).any(axis=1)), near


def _same(a: Floats, b: Floats, steps: int) -> NDArray[np.bool_]:
    """Tell where two numbers are at most so many doubles apart, or both NaN."""
    with np.errstate(invalid="ignore", over="ignore"):
        same: NDArray[np.bool_] = (a == b) | (np.abs(a - b) <= steps * np.spacing(np.abs(b)))
    return same | (np.isnan(a) & np.isnan(b))
