"""Theorems about all rules, in Coq: which files prove them, and what of which rule these rest on."""

from __future__ import annotations

from dataclasses import dataclass

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS

SUPPOSED = ("anonymous", "losers-pay-nothing", "strategy-proof", "single-winner", "adverse-selection-free")
"""The laws that theorems 2 and 3 of the specification suppose alike."""


@dataclass(frozen=True)
class AboutAll:
    """A theorem about all rules.

    Attributes
    ----------
    id
        As the chain of lemmas for a solver has it, in :mod:`strategyproof.proofs.any_bidders.theorems`.
    files
        Those that state and prove it, in the order in which Coq reads them.
    rests_on
        A rule, and the laws that it must be shown to satisfy.
    """

    id: str
    files: tuple[str, ...]
    rests_on: tuple[str, tuple[str, ...]]

    @property
    def pairs(self) -> list[tuple[Mechanism, Law]]:
        """Return the theorems that it rests on."""
        rule, laws = self.rests_on
        return [(MECHANISMS[rule], LAWS[law]) for law in laws]


ABOUT_ALL = (
    AboutAll("converse", ("Converse.v", "Characterised.v"), ("msb", (*SUPPOSED, "loser-irrelevance"))),
    AboutAll(
        "profit-reading-is-weaker",
        ("Weaker.v",),
        ("half-second-surcharge", (*SUPPOSED, "winner-false-name-proof", "loser-false-name-proof")),
    ),
)
