"""PPO-MSB: rho by a policy that PPO trained; it runs without the library that trained it."""

from __future__ import annotations

from typing import ClassVar

from strategyproof.learning.selectors.policy import PolicySelector

__all__ = ["PpoSelector"]


class PpoSelector(PolicySelector):
    """MSB with the rho of a PPO policy: its most likely price, or a draw from it."""

    id: ClassVar[str] = "ppo"
