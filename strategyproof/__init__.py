"""Write an auction once as plain Python; get a proof, or a counterexample you can run.

The package is a house with rooms, and a room is loaded when it is first named: ``import strategyproof`` by
itself imports neither NumPy nor a solver. ``docs/decisions/0002-rooms-and-import-layers.md`` says what each
room is for.
"""

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from strategyproof import learning, mechanism, proofs, property_tests, reports, scenarios

__all__ = ["__version__", "learning", "mechanism", "proofs", "property_tests", "reports", "scenarios"]

__version__ = "0.1.0"

_ROOMS = frozenset(__all__) - {"__version__"}


def __getattr__(name: str) -> ModuleType:
    """Import a room when it is first named."""
    if name in _ROOMS:
        return importlib.import_module(f"{__name__}.{name}")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the rooms too, loaded or not."""
    return sorted(globals().keys() | _ROOMS)
