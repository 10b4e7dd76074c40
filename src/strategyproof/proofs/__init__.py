"""Laws of mechanisms as theorems.

The same source of a mechanism and of a law is read over symbolic numbers and handed to a solver, which runs in
a child process under a budget. A verdict is ``proved``, ``refuted`` with a counterexample that replays in exact
arithmetic, or ``unknown``.

A public name is loaded when it is first used: a solver's process, which runs a module of this room, loads none.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from strategyproof.proofs.any_bidders.proving import prove
    from strategyproof.proofs.smt.answer import Answer, Budget
    from strategyproof.proofs.smt.solver import Solver

__all__ = ["Answer", "Budget", "Solver", "prove"]

_HOMES = {"Answer": "smt.answer", "Budget": "smt.answer", "Solver": "smt.solver", "prove": "any_bidders.proving"}
"""The module of each public name."""


def __getattr__(name: str) -> Any:
    """Import the module of a public name when it is first named."""
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the public names too, loaded or not."""
    return sorted(globals().keys() | set(__all__))
