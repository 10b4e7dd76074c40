"""Every law, by id. One file each, which is read when its law is first asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from strategyproof.mechanism.law import Law


class Catalogue(Mapping[str, Law]):
    """Laws by id, in an order. That of an id ``a-b`` is the name ``LAW`` of the module ``a_b`` of this package."""

    def __init__(self, *ids: str) -> None:
        self._ids = dict.fromkeys(ids)

    def __getitem__(self, law: str) -> Law:
        """Return a law."""
        if law not in self._ids:
            raise KeyError(law)
        found: Law = importlib.import_module(f"{__name__}.{law.replace('-', '_')}").LAW
        return found

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids; no law is loaded."""
        return iter(self._ids)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._ids)

    def __contains__(self, law: object) -> bool:
        """Tell whether there is a law of that id, without loading it."""
        return law in self._ids


LAWS = Catalogue(
    "single-winner",
    "strategy-proof",
    "individually-rational",
    "losers-pay-nothing",
    "no-negative-payments",
    "monotone",
    "critical-payment",
    "anonymous",
    "homogeneous",
    "adverse-selection-free",
    "winner-false-name-proof",
    "loser-false-name-proof",
    "loser-irrelevance",
    "consistent",
    "not-vacuous",
    "rho-blind",
)
"""The laws of the specification, in its order."""

OF_FUNCTIONS = Catalogue("total", *LAWS)
"""What can be asked of a user's function: that it has an outcome for all bids, before everything else."""


OVER_ROUNDS = Catalogue("strategy-proof-across-rounds", "adverse-selection-free-across-states")
"""What the information table of spec section 4 says of more than one round, of a rule that chooses the next rho."""


def as_law(given: Law | str) -> Law:
    """Return a law of the specification that is given itself or by its id.

    Raises
    ------
    TypeError
        If it is neither.
    ValueError
        If there is no law of that id; the message names the nearest.
    """
    if isinstance(given, Law):
        return given
    if not isinstance(given, str):
        raise TypeError(f"expected a law or its id, got {type(given).__name__}")
    if given not in LAWS:
        near = get_close_matches(given, LAWS, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(LAWS)}"
        raise ValueError(f"unknown law {given!r}; {hint}")
    return LAWS[given]
