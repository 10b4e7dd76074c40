"""What is examined and what is claimed of it.

Claims are about laws that are theorems or known failures; nothing here is a verdict. A run compares verdicts, which
come from the interpreters alone, with these claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.reports.document import Expectation, Method, Role

FLAGSHIP = "msb"
KIN = ("spa", "second-price")
"""Rules that are MSB with a fixed rho, and claimed to satisfy every law as it does."""

BREAKS: dict[str, tuple[str, ...]] = {
    "msb-low-rho": ("single-winner",),
    "msb-own-bid-rho": ("strategy-proof", "critical-payment", "rho-blind"),
    "msb-leave-one-out-rho": (
        "winner-false-name-proof",
        "loser-false-name-proof",
        "loser-irrelevance",
        "consistent",
        "rho-blind",
    ),
    "msb-brand-bid-inside": ("adverse-selection-free", "homogeneous"),
    "msb-pays-second-bid": ("strategy-proof", "critical-payment", "loser-false-name-proof"),
    "first-price": ("strategy-proof", "critical-payment"),
    "all-pay": ("strategy-proof", "individually-rational", "losers-pay-nothing", "critical-payment"),
    "myopic-brand-bid": ("adverse-selection-free", "homogeneous"),
    "myopic-brand-value": ("adverse-selection-free", "homogeneous"),
    "myopic-literal": ("not-vacuous",),
    "half-second-surcharge": ("loser-irrelevance", "consistent"),
    "second-price-reserve": ("adverse-selection-free", "homogeneous"),
    "posted-price": ("anonymous", "adverse-selection-free", "homogeneous", "consistent"),
    "serial-dictator": ("anonymous", "consistent"),
    "weighted-second-price": ("anonymous", "loser-false-name-proof", "loser-irrelevance", "consistent"),
}
"""The laws that each rule is known to break, the telling one first; it satisfies all others."""

BROKEN = frozenset(
    {
        "msb-low-rho",
        "msb-own-bid-rho",
        "msb-leave-one-out-rho",
        "msb-brand-bid-inside",
        "msb-pays-second-bid",
        "first-price",
        "all-pay",
    }
)
"""Siblings that are broken on purpose; the other rules of :data:`BREAKS` are honest, and made for something else."""

FUZZED = ("first-price", "msb-pays-second-bid", "msb-low-rho")
"""Broken rules whose first failure the fuzzer must find as well: a fuzzer that finds nothing says nothing."""


@dataclass(frozen=True, slots=True)
class Job:
    """One question to one interpreter."""

    method: Method
    law: str
    mechanism: str


def expectations(*, everything: bool = False) -> list[Expectation]:
    """Return what is claimed.

    Parameters
    ----------
    everything
        Claim every law of every rule, not only those of MSB and its kin and the known failures.
    """
    full: list[Method] = ["proof", "rational", "float64"]
    claims = [Expectation(FLAGSHIP, law.id, "holds", full) for law in _laws_of(FLAGSHIP)]
    claims += [Expectation(kin, law.id, "holds", ["proof"]) for kin in KIN for law in _laws_of(kin)]
    for mechanism, broken in BREAKS.items():
        for place, law in enumerate(broken):
            methods: list[Method] = ["proof", "rational"] if mechanism in FUZZED and place == 0 else ["proof"]
            claims.append(Expectation(mechanism, law, "refuted", methods))
        if everything:
            kept = [law.id for law in _laws_of(mechanism) if law.id not in broken]
            claims += [Expectation(mechanism, law, "holds", ["proof"]) for law in kept]
    return claims


def in_doubles(pairs: Iterable[tuple[Mechanism, Law]]) -> list[tuple[Mechanism, Law]]:
    """Return those of which it is claimed that they hold of the doubles that run, too: MSB."""
    return [(mechanism, law) for mechanism, law in pairs if mechanism is MECHANISMS[FLAGSHIP]]


def jobs(claims: list[Expectation]) -> Iterator[Job]:
    """Yield the questions that the claims call for."""
    return (Job(method, claim.law, claim.mechanism) for claim in claims for method in claim.methods)


def role(mechanism: str) -> Role:
    """Say why a mechanism ships."""
    if mechanism == FLAGSHIP:
        return "flagship"
    if mechanism in KIN:
        return "kin"
    return "broken" if mechanism in BROKEN else "sibling"


def _laws_of(mechanism: str) -> list[Law]:
    return [law for law in LAWS.values() if law.applies_to(MECHANISMS[mechanism])]
