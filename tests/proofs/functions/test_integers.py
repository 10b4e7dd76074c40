"""Every law over the integers as over the reals: known verdicts, and an enumeration that never asks the prover."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import pytest

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.law import Bid, Bidder, Bids, Law, Name, Names, Scale, Variable
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs.functions import Budget, Session, check, load

FILE = Path(__file__).with_name("integer_auctions.py")
Arithmetic = Literal["real", "integer"]
ARITHMETICS: tuple[Arithmetic, ...] = ("real", "integer")
BUDGET = Budget(seconds=3.0)
GRIDS = {
    "integer": [Fraction(n) for n in (0, 1, 2, 7, 9)],
    "real": [Fraction(n) for n in (0, "1/4", 1, 7, "29/4", 9)],
}
SCALES = {"integer": [Fraction(2)], "real": [Fraction(2), Fraction(1, 8)]}


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("integer_auctions", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["integer_auctions"] = module
    spec.loader.exec_module(module)
    return module


AUCTIONS = _module()
KNOWN: dict[str, Any] = AUCTIONS.KNOWN


def fails(name: str, arithmetic: Arithmetic) -> set[str]:
    known = KNOWN[name]
    return {*known.both, *(known.integer_only if arithmetic == "integer" else known.real_only)}


@pytest.mark.parametrize("name", KNOWN)
def test_each_law_gets_its_known_verdict(name: str) -> None:
    known = KNOWN[name]
    with Session(load(f"{FILE}:{name}", dict(known.parameters))) as session:
        for arithmetic in ARITHMETICS:
            for law in (law for law in LAWS.values() if law.applies_to(session.mechanism)):
                found = check(
                    session.mechanism, law, bidders=[2], arithmetic=arithmetic, session=session, budget=BUDGET
                )
                if arithmetic == "integer" and law.id in known.undecided:
                    assert found.verdict in {"proved", "unknown"}, found
                    continue
                expected = "refuted" if law.id in fails(name, arithmetic) else "proved"
                assert found.verdict == expected, (arithmetic, law.id, found)
                assert found.scope.arithmetic == arithmetic
                if found.counterexample and arithmetic == "integer":
                    bids = [bid for run in found.counterexample.outcomes for bid in run.bids]
                    assert all(Fraction(bid).denominator == 1 for bid in [*found.counterexample.bids, *bids])


def test_all_sixteen_laws_are_asked() -> None:
    assert len(LAWS) == 16
    assert {law for name in KNOWN for law in fails(name, "integer")} == set(LAWS) - {
        "adverse-selection-free",  # whole scales leave every bid of at least a cent at least a cent
        "monotone",  # of these, only the sale to small change breaks it
        "rho-blind",  # a parameter is the same for all bids
    }


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
@pytest.mark.parametrize("name", [name for name in KNOWN if name != "scaled"])
def test_enumeration_says_the_same(name: str, arithmetic: Arithmetic) -> None:
    """On a small grid, with the function and the law alone: what is known to fail fails there, and nothing else."""
    mechanism = Mechanism(name, name, lambda bids: plain(name, bids), "", "")
    laws = [law for law in LAWS.values() if law.applies_to(mechanism)]
    assert {law.id for law in laws if counterexample(law, mechanism, arithmetic)} == fails(name, arithmetic)


def plain(name: str, bids: Any) -> Outcome:
    wins, payments = getattr(AUCTIONS, name)(list(bids))
    return Outcome(exact([bool(won) for won in wins]), exact([Fraction(paid) for paid in payments]))


def counterexample(law: Law, mechanism: Mechanism, arithmetic: Arithmetic) -> dict[str, Any] | None:
    auction = mechanism.bind()
    points = list(assignments(law.variables, arithmetic, {}))
    if law.exists:
        lost = [i for i in range(2) if not any(law.holds(auction, **p) for p in points if p["i"] == i)]
        return {"i": lost} if lost else None
    return next((point for point in points if not law.holds(auction, **point)), None)


def assignments(variables: tuple[Variable, ...], arithmetic: Arithmetic, known: dict[str, Any]) -> Iterator[Any]:
    if not variables:
        yield dict(known)
        return
    first, *rest = variables
    for value in values(first, arithmetic, known):
        yield from assignments(tuple(rest), arithmetic, {**known, first.name: value})


def values(variable: Variable, arithmetic: Arithmetic, known: dict[str, Any]) -> list[Any]:
    """Return what a variable may be in a market of two, with one further name."""
    grid = GRIDS[arithmetic]
    match variable:
        case Bids():
            return [exact(bids) for bids in product(grid, repeat=2)]
        case Bidder(other_than=others):
            return [i for i in range(2) if i not in {known[other] for other in others}]
        case Bid():
            return list(grid)
        case Scale():
            return list(SCALES[arithmetic])
        case Names():
            return [exact([bid]) for bid in grid]
        case Name():
            return [2]
