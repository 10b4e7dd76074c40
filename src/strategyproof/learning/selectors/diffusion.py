"""DMSB: rho by the diffusion policy of eqs. 16 to 18."""

from __future__ import annotations

from typing import ClassVar

from strategyproof.learning.selectors.policy import PolicySelector

__all__ = ["DiffusionSelector"]


class DiffusionSelector(PolicySelector):
    """MSB with the diffusion-RL rho."""

    id: ClassVar[str] = "diffusion"
