"""The forward process of eq. 16 and the constants of its reversal, eq. 17."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Schedule", "schedule"]


def _vp(steps: int) -> NDArray[np.float64]:
    k = np.arange(1, steps + 1)
    return 1 - np.exp(-0.1 / steps - 0.5 * 9.9 * (2 * k - 1) / steps**2)


def _linear(steps: int) -> NDArray[np.float64]:
    return np.linspace(1 / (steps + 1), steps / (steps + 1), steps)


def _cosine(steps: int) -> NDArray[np.float64]:
    level = np.cos((np.arange(steps + 1) / steps + 0.008) / 1.008 * math.pi / 2) ** 2
    return np.clip(1 - level[1:] / level[:-1], 0, 0.999)


_ETA: dict[str, Callable[[int], NDArray[np.float64]]] = {"vp": _vp, "linear": _linear, "cosine": _cosine}


@dataclass(frozen=True, slots=True)
class Schedule:
    r"""Constants of step k = 1..K, at index k - 1.

    Attributes
    ----------
    eta
        :math:`\eta_k`, variance added by step k of eq. 16.
    kept
        :math:`\bar\alpha_k = \prod_{j \le k} (1 - \eta_j)`, share of x_0 left after step k.
    from_x0, from_xk
        Weights of x_0 and x_k in the mean of :math:`Q(x_{k-1} | x_k, x_0)`.
    sigma
        Standard deviation of that law: :math:`\sigma_k` of eq. 17; 0 at k = 1.
    """

    eta: NDArray[np.float64]
    kept: NDArray[np.float64]
    from_x0: NDArray[np.float64]
    from_xk: NDArray[np.float64]
    sigma: NDArray[np.float64]

    @property
    def slack(self) -> float:
        """A bound of the relative error of each constant, and of what eqs. 16 and 17 make of two of them.

        eta_k is the difference of 1 and a rounded number, 1 - eta_k and 1 - kept_k again, and kept_k a product of k
        such factors: what cancels in a difference is divided by the least difference.
        """
        least = float(min(self.eta.min(), (1 - self.eta).min()))
        return 16 * (len(self.eta) + 2) * 2.0**-53 / least


def schedule(kind: str, steps: int) -> Schedule:
    r"""Return the constants for K steps.

    Parameters
    ----------
    kind
        ``vp``: :math:`\eta_k = 1 - \exp(-0.1 / K - 4.95 (2 k - 1) / K^2)`. ``linear``:
        :math:`\eta_k` from 1 / (K + 1) to K / (K + 1). ``cosine``: :math:`\bar\alpha_k` falls as a squared cosine.
    steps
        K >= 1.

    Raises
    ------
    ValueError
        If the kind is another, or there is no step.
    """
    if kind not in _ETA:
        raise ValueError(f"expected a schedule of {', '.join(_ETA)}, got {kind!r}")
    if steps < 1:
        raise ValueError(f"expected K >= 1 steps of the schedule, got {steps}")
    eta = _ETA[kind](steps)
    kept = np.cumprod(1 - eta, dtype=np.float64)
    before = np.concatenate([[1.0], kept[:-1]])
    return Schedule(
        eta=eta,
        kept=kept,
        from_x0=np.sqrt(before) * eta / (1 - kept),
        from_xk=np.sqrt(1 - eta) * (1 - before) / (1 - kept),
        sigma=np.sqrt(eta * (1 - before) / (1 - kept)),
    )
