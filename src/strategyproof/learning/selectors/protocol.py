"""What a selector of rho is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Protocol

import numpy as np

from strategyproof.learning.information import Observation
from strategyproof.learning.stream import Array

__all__ = ["Selector", "TrainedSelector", "expect"]


class Selector(Protocol):
    """A rule that picks the price scaling factor of each round from what its information class carries.

    Attributes
    ----------
    id
        Stable identifier.
    information
        Name of the information class whose observations it reads.
    is_mechanism
        Whether an auctioneer could run it; False for bounds.

    A selector that is made of a few numbers has ``settings`` too, a dict by which an auditor can make it again.
    """

    id: ClassVar[str]
    information: str
    is_mechanism: ClassVar[bool]

    def select(self, observation: Observation, generator: np.random.Generator | None = None) -> Array:
        """Return rho >= 1 of each round, (B,), in double precision.

        Parameters
        ----------
        observation
            What the selector may know, B rounds of it.
        generator
            Source of randomness; None asks for the deterministic policy, where there is one.
        """
        ...


class TrainedSelector(Selector, Protocol):
    """A selector that was trained.

    Attributes
    ----------
    weights
        What was learned, NumPy arrays by name: together with the configuration, all of the selector.
    """

    @property
    def weights(self) -> Mapping[str, Array]:
        """What was learned."""
        ...


def expect(observation: Observation, information: str, selector: str) -> None:
    """Refuse an observation of another information class.

    Raises
    ------
    TypeError
        If the classes differ.
    """
    if observation.information != information:
        raise TypeError(
            f"selector {selector}: expected an observation of class {information!r}, got {observation.information!r}; "
            f"observe({information!r}, batch) makes one"
        )
