"""Make ``gymnasium.make("strategyproof/MSB-v0")`` known; strings only, so that nothing is loaded before it is used.

Importing ``strategyproof.learning`` registers, and so does the id ``strategyproof.learning:strategyproof/MSB-v0``.
"""

from __future__ import annotations

from strategyproof.learning.extra import load

__all__ = ["ENVIRONMENT", "register"]

ENVIRONMENT = "strategyproof/MSB-v0"


def register() -> None:
    """Register the environment with Gymnasium, once.

    Raises
    ------
    MissingExtra
        If Gymnasium is not installed.
    """
    gymnasium = load("gymnasium")
    if ENVIRONMENT not in gymnasium.registry:
        gymnasium.register(
            id=ENVIRONMENT,
            entry_point="strategyproof.learning.environment:MsbEnv",
            vector_entry_point="strategyproof.learning.vector:MsbVectorEnv",
        )
