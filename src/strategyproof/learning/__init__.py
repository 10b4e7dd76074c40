"""The learned price scaling factor: environment, selectors of rho, training, and what goes wrong when rho sees a bid.

This room is the only one that may import torch (the extra ``learn``), and importing it does not: a name is loaded when
it is first used. Without torch, everything that needs none works (environment types, constant rho, the bounds), and
everything else raises an error that names the extra.

Importing it makes ``gymnasium.make("strategyproof/MSB-v0")`` known, where Gymnasium is installed.
"""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Any

from strategyproof.learning.extra import MissingExtra, named
from strategyproof.learning.registration import register

if TYPE_CHECKING:
    from strategyproof.learning.best_lie import best_lies
    from strategyproof.learning.dynamic import dynamic_gain
    from strategyproof.learning.emit import emit
    from strategyproof.learning.environment import MsbEnv
    from strategyproof.learning.evaluate import evaluate
    from strategyproof.learning.information import INFORMATION, observe
    from strategyproof.learning.regret import regret
    from strategyproof.learning.training import train
    from strategyproof.learning.vector import MsbVectorEnv

_HOMES = {
    "INFORMATION": "information",
    "MsbEnv": "environment",
    "MsbVectorEnv": "vector",
    "best_lies": "best_lie",
    "dynamic_gain": "dynamic",
    "emit": "emit",
    "evaluate": "evaluate",
    "observe": "information",
    "regret": "regret",
    "train": "training",
}

__all__ = [
    "INFORMATION",
    "MissingExtra",
    "MsbEnv",
    "MsbVectorEnv",
    "best_lies",
    "dynamic_gain",
    "emit",
    "evaluate",
    "observe",
    "register",
    "regret",
    "train",
]

with contextlib.suppress(MissingExtra):
    register()


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first used; a library that lacks is named with its extra."""
    if name in _HOMES:
        try:
            return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
        except ModuleNotFoundError as error:
            raise named(error) from error
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
