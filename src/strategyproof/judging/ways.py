"""The ways to a verdict on a mechanism, and the judge that asks them: a proof, and examples where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from strategyproof.mechanism.grounds import Cause, Ground, with_lead
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.verdict import Drawn, Scope, Verdict

if TYPE_CHECKING:
    from strategyproof.proofs.smt.solver import Solver

POINTLESS: frozenset[Cause] = frozenset(
    {"endless", "unresponsive", "stateful", "no-outcome", "crash", "sellers", "too-few-bidders"}
)
"""Causes after which examples would say nothing."""


@dataclass(frozen=True, slots=True)
class Ways:
    """A prover, and a drawer of examples that takes how many to try at most.

    Attributes
    ----------
    prove
        Returns ``proved``, ``refuted`` or ``unknown``.
    fuzz
        Returns ``refuted``, ``tested`` or ``unknown``.
    """

    prove: Callable[[Law, Mechanism], Verdict]
    fuzz: Callable[[Law, Mechanism, int], Verdict]


def judged(law: Law, mechanism: Mechanism, ways: Ways, examples: int, *, may_draw: bool = True) -> Verdict:
    """Prove or refute a law, or draw examples where neither can be done and they would tell something.

    Parameters
    ----------
    law, mechanism
        The question.
    ways
        Who is asked.
    examples
        How many to draw at most.
    may_draw
        Whether examples may stand in for a proof at all.
    """
    proof = ways.prove(law, mechanism)
    if proof.verdict != "unknown" or not may_draw or proof.cause in POINTLESS:
        return proof
    found = ways.fuzz(law, mechanism, examples)
    if found.verdict == "unknown":
        ended = [ground for ground in found.grounds if ground.kind == "time"]
        return msgspec.structs.replace(proof, grounds=[*proof.grounds, *ended])
    unproved = with_lead("no proof: ", proof.grounds) if found.verdict == "tested" else []
    scope = msgspec.structs.replace(found.scope, defaults=proof.scope.defaults)
    seconds = found.seconds + proof.seconds
    return msgspec.structs.replace(found, scope=scope, grounds=[*unproved, *found.grounds], seconds=seconds)


def of_rules(
    solver: Solver | None = None, *, seed: int = 0, arithmetic: Drawn = "rational", bidders: tuple[int, int] = (2, 5)
) -> Ways:
    """Return the ways to a verdict on a rule in the vocabulary: for any number of bidders, or by examples.

    Parameters
    ----------
    solver
        Who is asked for proofs; a new one for each law by default.
    seed, arithmetic, bidders
        Of the examples.
    """

    def proved(law: Law, mechanism: Mechanism) -> Verdict:
        from strategyproof.proofs.any_bidders.proving import prove

        return prove(law, mechanism, solver=solver, differs=getattr(mechanism.rule, "doubt", None))

    def drawn(law: Law, mechanism: Mechanism, most: int) -> Verdict:
        from strategyproof.property_tests.fuzz import fuzz

        return fuzz(law, mechanism, arithmetic=arithmetic, bidders=bidders, examples=most, seed=seed)

    return Ways(proved, drawn)


def failed(error: BaseException, law: Law, mechanism: Mechanism, scope: Scope, by: str) -> Verdict:
    """Return the verdict of an interpreter that crashed: it costs this verdict, and no other."""
    ground = Ground("prover-failed", f"{by} crashed: {type(error).__name__}: {error}")
    examples = None if scope.arithmetic == "real" else 0
    return Verdict(mechanism.id, law.id, "unknown", scope, by, grounds=[ground], examples=examples)
