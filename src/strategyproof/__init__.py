"""Write an auction once as plain Python; get a proof, or a counterexample you can run.

The package is a house with rooms, and a room is loaded when it or one of its public names is first used:
``import strategyproof`` alone imports neither NumPy nor a solver. ``docs/decisions/0002-rooms-and-import-layers.md``
says what each room is for.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from strategyproof import learning, mechanism, proofs, property_tests, reports, scenarios
    from strategyproof.mechanism.law import Law
    from strategyproof.mechanism.laws import LAWS
    from strategyproof.mechanism.mechanism import Mechanism
    from strategyproof.mechanism.outcome import Outcome
    from strategyproof.mechanism.rules import MECHANISMS
    from strategyproof.mechanism.run import Sales, run, sales
    from strategyproof.mechanism.spaces import Amounts, Lottery, Point, Public, Ranking, Roles, Sets, Single, Vector
    from strategyproof.mechanism.verdict import Verdict
    from strategyproof.proofs.any_bidders.proving import prove
    from strategyproof.property_tests.fuzz import fuzz
    from strategyproof.reports.checked import Checked, check

__all__ = [
    "LAWS",
    "MECHANISMS",
    "Amounts",
    "Checked",
    "Law",
    "Lottery",
    "Mechanism",
    "Outcome",
    "Point",
    "Public",
    "Ranking",
    "Roles",
    "Sales",
    "Sets",
    "Single",
    "Vector",
    "Verdict",
    "__version__",
    "check",
    "fuzz",
    "learning",
    "mechanism",
    "proofs",
    "property_tests",
    "prove",
    "reports",
    "run",
    "sales",
    "scenarios",
]

__version__ = "0.1.0"

_HOMES = {
    "LAWS": "mechanism.laws",
    "MECHANISMS": "mechanism.rules",
    "Amounts": "mechanism.spaces",
    "Checked": "reports.checked",
    "Law": "mechanism.law",
    "Lottery": "mechanism.spaces",
    "Mechanism": "mechanism.mechanism",
    "Outcome": "mechanism.outcome",
    "Point": "mechanism.spaces",
    "Public": "mechanism.spaces",
    "Ranking": "mechanism.spaces",
    "Roles": "mechanism.spaces",
    "Sales": "mechanism.run",
    "Sets": "mechanism.spaces",
    "Single": "mechanism.spaces",
    "Vector": "mechanism.spaces",
    "Verdict": "mechanism.verdict",
    "check": "reports.checked",
    "fuzz": "property_tests.fuzz",
    "prove": "proofs.any_bidders.proving",
    "run": "mechanism.run",
    "sales": "mechanism.run",
}
"""The module of each public name that is not a room."""

_ROOMS = frozenset(__all__) - {"__version__"} - _HOMES.keys()


def __getattr__(name: str) -> Any:
    """Import a room, or the module of a public name, when it is first named."""
    if name in _ROOMS:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
