r"""Arrays that carry a bound of their rounding error: the policy run on them bounds what any machine may compute.

Running error analysis (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., sections 3.3 and 3.5).
Beside every computed number stands a bound of its distance from the number that exact arithmetic gives for the same
observation and weights. With u = 2^-53:

* sums and products of two numbers are rounded once: u times the absolute value of the result;
* a matrix product of length n adds :math:`\gamma_n |W| |x|` with :math:`\gamma_n = n u / (1 - n u)`, which holds for
  every order of summation, fused or not, so for every BLAS and every size of batch;
* ``tanh`` is taken to be within 4 units in the last place (NumPy's own limit for its vectorised loops);
* the constants of the schedule are taken to be as exact as :attr:`Schedule.slack` says.

What is carried is computed in doubles itself, and terms of second order in u are not; the bound is doubled for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

import numpy as np

from strategyproof.learning.policy.network import Architecture, Weights, logits, quiet, silu

__all__ = ["CHUNK", "Bounded", "contenders", "with_bound"]

Array: TypeAlias = Any

CHUNK = 256
"""Rows at a time: what they need stays in the processor's cache."""

_U = 2.0**-53
_TANH = 8 * _U
_COVER = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Bounded:
    """Doubles, and how far each may be from what exact arithmetic gives.

    Attributes
    ----------
    values
        What was computed, (B, columns).
    error
        The bound: as many rows, or one row for all where ``pooled`` is set.
    pooled
        Keep the largest bound of each column alone: a third of the work, and bounds that are some hundred times wider.
    slack
        Relative error of the plain numbers that the arrays are multiplied by.
    known
        A bound of the absolute values, shaped as the error is, where an operation has it for nothing.
    """

    __array_ufunc__: ClassVar[None] = None  # NumPy leaves ``array + Bounded`` to this class
    values: Array
    error: Array
    pooled: bool
    slack: float
    known: Array | None = None

    @classmethod
    def exact(cls, values: Array, *, pooled: bool, slack: float) -> Bounded:
        """Return numbers without error."""
        return cls(values, np.zeros((1, values.shape[-1])), pooled, slack)

    def __array_namespace__(self, api_version: str | None = None) -> Any:
        return _Namespace

    def __add__(self, other: Any) -> Bounded:
        values, error = _parts(other)
        return self._rounded(self.values + values, self.error + error)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Bounded:
        values, error = _parts(other)
        return self._rounded(self.values - values, self.error + error)

    def __rsub__(self, other: Any) -> Bounded:
        return self._rounded(other - self.values, self.error)

    def __mul__(self, factor: float) -> Bounded:
        size = abs(factor) * self.size()
        return Bounded(
            factor * self.values,
            abs(factor) * self.error + (self.slack + _U) * size,
            self.pooled,
            self.slack,
            size,
        )

    __rmul__ = __mul__

    def __matmul__(self, matrix: Array) -> Bounded:
        length = len(matrix)
        gamma = length * _U / (1 - length * _U)
        error = (self.error + gamma * self.size()) @ np.abs(matrix)
        return Bounded(self.values @ matrix, error, self.pooled, self.slack)

    def size(self) -> Array:
        """Return a bound of the absolute values: themselves, or the largest of each column if pooled."""
        return self.known if self.known is not None else _size(self.values, self.pooled)

    def _rounded(self, values: Array, error: Array) -> Bounded:
        size = _size(values, self.pooled)
        return Bounded(values, error + _U * size, self.pooled, self.slack, size)


class _Namespace:
    """The words of the array standard that the policy uses."""

    @staticmethod
    def tanh(x: Bounded) -> Bounded:
        """|tanh'| = 1 - tanh^2 at x, and changes by less than the distance from x."""
        values = np.tanh(x.values)
        size = _size(values, x.pooled)
        slope = _size(1 - values * values, x.pooled)
        return Bounded(values, (slope + x.error) * x.error + _TANH * size, x.pooled, x.slack, size)


@silu.register
def _(x: Bounded) -> Bounded:
    """Silu' = (1 + t + h (1 - t^2)) / 2 with h = x/2, t = tanh h, and changes by half the distance from x at most.

    The product h t has the errors of tanh and one rounding, the sum with h another, and |h + h t| <= 2 |h| = |x|.
    """
    half = 0.5 * x.values
    t = np.tanh(half)
    slope = steepest(x.values.max(axis=0, keepdims=True)) if x.pooled else np.abs(_slope(half, t))
    size = x.size()
    error = (slope + 0.5 * x.error) * x.error + (0.5 * _TANH + 1.5 * _U) * size
    return Bounded(half + half * t, error, x.pooled, x.slack, size)


def _slope(half: Array, t: Array) -> Array:
    return 0.5 * (1 + t + half * (1 - t * t))


def steepest(highest: Array) -> Array:
    """Return a bound of |silu'| up to each number: silu' is in [-0.1, 1.1], rises up to 2.39 and falls to 1 after."""
    half = 0.5 * np.minimum(highest, 2.39)
    return np.where(highest > 2.39, 1.1, np.maximum(_slope(half, np.tanh(half)), 0.1))


def _size(values: Array, pooled: bool) -> Array:
    if not pooled:
        return np.abs(values)
    return np.maximum(values.max(axis=0, keepdims=True), -values.min(axis=0, keepdims=True))


def _parts(other: Any) -> tuple[Any, Any]:
    return (other.values, other.error) if isinstance(other, Bounded) else (other, 0.0)


def with_bound(weights: Weights, how: Architecture, observed: Array, *, pooled: bool = False) -> tuple[Array, Array]:
    """Return the logits of the deterministic policy, (B, |A|), and a bound of the error of each round's, (B, 1).

    Parameters
    ----------
    weights
        theta, float64.
    how
        Everything else of the policy.
    observed
        s, (B, F), float64, B >= 1.
    pooled
        Share one bound among the rounds.
    """
    actions = len(weights[f"rest.{2 * len(how.hidden) - 2}.bias"])
    start = Bounded.exact(observed, pooled=pooled, slack=how.schedule.slack)
    found = logits(weights, how, start, quiet(how, len(observed), actions))
    return found.values, _COVER * np.broadcast_to(found.error.max(axis=-1, keepdims=True), (len(observed), 1))


def contenders(weights: Weights, how: Architecture, observed: Array) -> Array:
    """Tell which prices a machine may have found best in each round, (B, |A|): one, but where the round is near.

    Two machines are each within the bound e of exact arithmetic, so within 2 e of one another. The one that emitted
    charged price a because its logit was not below any other's; here it lies at most 4 e below the largest. A round
    with one contender has the same price on every machine. Where a logit is NaN or infinite there is no contender.

    Parameters
    ----------
    weights, how, observed
        As for :func:`with_bound`.
    """
    found = [_of_chunk(weights, how, observed[n : n + CHUNK]) for n in range(0, len(observed), CHUNK)]
    return np.concatenate(found) if found else np.zeros((0, 0), bool)


def _of_chunk(weights: Weights, how: Architecture, observed: Array) -> Array:
    """Ask with one bound for all rounds, and again with its own for each that stays open."""
    told = _within(*with_bound(weights, how, observed, pooled=True))
    if len(open_rounds := np.flatnonzero(told.sum(axis=-1) != 1)):
        told[open_rounds] = _within(*with_bound(weights, how, observed[open_rounds]))
    return told


def _within(said: Array, error: Array) -> Array:
    """Return which logits are within 4 e of the largest; none of a round in which one is no number."""
    finite = np.isfinite(said).all(axis=-1, keepdims=True) & np.isfinite(error)
    safe = np.where(finite, said, 0.0)
    return finite & (safe >= safe.max(axis=-1, keepdims=True) - 4 * np.where(finite, error, 0.0))
