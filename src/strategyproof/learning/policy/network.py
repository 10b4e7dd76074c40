"""The denoiser of eq. 17 with the policy of eq. 18 on top: one function, on whatever arrays it is given.

NumPy emits rho with it, torch trains it, and the arrays of :mod:`strategyproof.learning.policy.bounded` and
:mod:`strategyproof.learning.policy.traced` judge it. It uses arithmetic, ``tanh``, :func:`affine` and :func:`silu`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, Literal, TypeAlias

import numpy as np
from array_api_compat import array_namespace

from strategyproof.learning.policy.schedule import Schedule, schedule

__all__ = [
    "Architecture",
    "Weights",
    "affine",
    "check_shapes",
    "denoised",
    "extent",
    "logits",
    "quiet",
    "shapes",
    "silu",
]

Array: TypeAlias = Any
Weights: TypeAlias = Mapping[str, Array]
"""What was trained, by name: see :func:`shapes`."""

Parameterisation: TypeAlias = Literal["x0", "eps", "direct"]


@dataclass(frozen=True, slots=True, eq=False)
class Architecture:
    """Everything of a policy but its weights.

    Attributes
    ----------
    parameterisation
        What the network predicts: x_0, the noise, or the logits themselves (``direct``, no diffusion).
    schedule
        The constants of the K steps; of one step under ``direct``.
    scale
        Logits per unit of x_0.
    hidden
        Widths of the hidden layers.
    """

    parameterisation: Parameterisation
    schedule: Schedule
    scale: float
    hidden: tuple[int, ...]

    @classmethod
    def of(
        cls, parameterisation: Parameterisation, kind: str, steps: int, logit_scale: float, hidden: tuple[int, ...]
    ) -> Architecture:
        """Return the architecture that a configuration describes; what it does not use is not kept."""
        used = 1 if parameterisation == "direct" else steps
        scale = logit_scale if parameterisation == "x0" else 1.0
        return cls(parameterisation, schedule(kind, used), scale, tuple(hidden))

    @property
    def steps(self) -> int:
        """K."""
        return len(self.schedule.eta)


def shapes(how: Architecture, observed: int, actions: int) -> dict[str, tuple[int, ...]]:
    """Return the names and the shapes of the weights, for so many columns and so many prices.

    A linear layer is a ``weight`` of shape (after, before) and a ``bias``. The first layer reads x_k, the step k and
    the observation; it is written as three sums, so that the part of the observation is computed once for all steps.
    """
    first, *_ = how.hidden
    found: dict[str, tuple[int, ...]] = {"of_observation.weight": (first, observed), "of_observation.bias": (first,)}
    if how.parameterisation != "direct":
        found |= {"of_noisy.weight": (first, actions), "of_step.weight": (how.steps, first)}
    for n, (before, after) in enumerate(zip(how.hidden, (*how.hidden[1:], actions), strict=True)):
        found |= {f"rest.{2 * n}.weight": (after, before), f"rest.{2 * n}.bias": (after,)}
    return found


def extent(how: Architecture, weights: Weights) -> tuple[int, int]:
    """Return for how many columns and how many prices the weights are, by their first and their last layer.

    Raises
    ------
    ValueError
        If one of the two is absent or no layer.
    """
    found = []
    for name, axis in (("of_observation.weight", 1), (f"rest.{2 * len(how.hidden) - 2}.weight", 0)):
        shape = tuple(weights[name].shape) if name in weights else ()
        if len(shape) != 2 or not shape[axis]:
            raise ValueError(
                f"expected the weight {name} as a matrix, got {shape or 'none'}: the weights are of another "
                "architecture or scenario; load them with the configuration they were trained with"
            )
        found.append(shape[axis])
    return found[0], found[1]


def check_shapes(wanted: Mapping[str, tuple[int, ...]], given: Weights, prefix: str = "") -> None:
    """Refuse weights of another architecture.

    Raises
    ------
    ValueError
        If a name or a shape differs; the message names the first that does.
    """
    for name in sorted(wanted.keys() | given.keys()):
        expected = wanted.get(name, "none")
        found = tuple(given[name].shape) if name in given else "none"
        if expected != found:
            raise ValueError(
                f"expected the weight {prefix}{name} of shape {expected}, got {found}: the weights are of another "
                "architecture or scenario; load them with the configuration they were trained with"
            )


def logits(weights: Weights, how: Architecture, observed: Array, noise: Array) -> Array:
    r"""Return the logits of :math:`\pi_\theta(s) = \mathrm{softmax}(x_0)` of eq. 18, (B, |A|).

    Parameters
    ----------
    weights
        theta.
    how
        K, schedule, parameterisation and widths.
    observed
        s, (B, F).
    noise
        Standard normal, (K, B, |A|): x_K, then what steps K..2 add. Zeros make the policy deterministic. Not read under
        ``direct``.
    """
    seen = _linear(weights, "of_observation", observed)
    if how.parameterisation == "direct":
        return how.scale * _head(weights, how, seen)
    x = noise[0]
    for k in range(how.steps, 0, -1):
        x = _reverse(how, x, k, denoised(weights, how, seen, x, k))
        if k > 1:
            x = x + float(how.schedule.sigma[k - 1]) * noise[how.steps + 1 - k]
    return how.scale * x


def denoised(weights: Weights, how: Architecture, seen: Array, x: Array, k: int) -> Array:
    """Return what the network says of x_k, (B, |A|); ``seen`` is the first layer's part of the observation."""
    return _head(weights, how, seen + affine(x, weights["of_noisy.weight"], weights["of_step.weight"][k - 1]))


def quiet(how: Architecture, rounds: int, actions: int) -> Array:
    """Return the noise of the deterministic policy: none."""
    return np.zeros((0 if how.parameterisation == "direct" else how.steps, rounds, actions))


@singledispatch
def affine(x: Array, weight: Array, bias: Array) -> Array:
    """Return x W^T + b, (B, after), of x (B, before), W (after, before) and b (after,); torch does both in one pass."""
    return x @ weight.T + bias


@singledispatch
def silu(x: Array) -> Array:
    r"""Return :math:`x / (1 + e^{-x}) = h + h \tanh h` with h = x/2: the second form overflows for no x.

    A kind of array may register its own way to compute it: torch has it in one pass, and what an error bound says of
    the whole is tighter than what it says of the parts.
    """
    half = 0.5 * x
    return half + half * array_namespace(x).tanh(half)


def _linear(weights: Weights, name: str, x: Array) -> Array:
    return affine(x, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _head(weights: Weights, how: Architecture, first: Array) -> Array:
    x = silu(first)
    last = len(how.hidden) - 1
    for n in range(last + 1):
        x = _linear(weights, f"rest.{2 * n}", x)
        x = x if n == last else silu(x)
    return x


def _reverse(how: Architecture, x: Array, k: int, out: Array) -> Array:
    """Return the mean Lambda_theta(x_k, k, s) of eq. 17."""
    c, i = how.schedule, k - 1
    said = array_namespace(out).tanh(out)
    if how.parameterisation == "x0":
        return float(c.from_x0[i]) * said + float(c.from_xk[i]) * x
    share = float(c.eta[i] / (1 - c.kept[i]) ** 0.5)
    return (x - share * said) * float(1 / (1 - c.eta[i]) ** 0.5)
