"""The second-price auction: no share for the UAV."""

from __future__ import annotations

from typing import ClassVar

from strategyproof.learning.selectors.constant import ConstantSelector

__all__ = ["SpaSelector"]


class SpaSelector(ConstantSelector):
    """MSB with rho = 1."""

    id: ClassVar[str] = "spa"

    def __init__(self) -> None:
        super().__init__(1.0)
