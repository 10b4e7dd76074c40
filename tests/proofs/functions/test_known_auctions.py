"""No false verdict on ordinary functions: known ones are judged as known, and enumeration finds nothing else."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs.functions import Session, check, load
from strategyproof.proofs.functions.judge import Subject, judge
from strategyproof.proofs.functions.program import Program
from strategyproof.proofs.functions.ranges import declared

FILE = Path(__file__).with_name("known_auctions.py")


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("known_auctions", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["known_auctions"] = module
    spec.loader.exec_module(module)
    return module


AUCTIONS = _module()
KNOWN: dict[str, Any] = AUCTIONS.KNOWN


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_auction_gets_its_known_verdicts(name: str) -> None:
    known = KNOWN[name]
    with Session(load(f"{FILE}:{name}", dict(known.parameters))) as session:
        verdict = check(session.mechanism, LAWS["strategy-proof"], bidders=[2, 3], session=session)
        assert verdict.verdict == known.strategy_proof, verdict
        for law in known.refuted:
            refuted = check(session.mechanism, LAWS[law], bidders=[2, 3], session=session)
            assert refuted.verdict == "refuted", (law, refuted)
            assert refuted.counterexample is not None


def _utility(outcome: Any, value: Fraction, bidder: int) -> Fraction:
    wins, payments = (outcome.wins, outcome.payments) if isinstance(outcome, Outcome) else outcome
    return (value if wins[bidder] else Fraction(0)) - Fraction(payments[bidder])


def _best_lie(function: Callable[..., Any], parameters: dict[str, Fraction]) -> tuple[Any, ...] | None:
    """Enumerate values, rivals and lies on a small grid; return a profitable lie."""
    grid = [Fraction(n) for n in (0, 1, 2, 3)] + [Fraction(29, 4)]
    for size in (2, 3):
        for rivals in product(grid[: 5 if size == 2 else 4], repeat=size - 1):
            for value, lie, bidder in product(grid, grid, range(size)):
                truth = [*rivals[:bidder], value, *rivals[bidder:]]
                lying = [*rivals[:bidder], lie, *rivals[bidder:]]
                gain = _utility(function(lying, **parameters), value, bidder)
                if gain > _utility(function(truth, **parameters), value, bidder):
                    return truth, bidder, lie
    return None


@pytest.mark.parametrize("name", [name for name, known in KNOWN.items() if known.strategy_proof == "proved"])
def test_enumeration_finds_no_lie_where_none_is_known(name: str) -> None:
    function, low = getattr(AUCTIONS, name), {"rho": Fraction(1, 2) if name == "low_rho" else Fraction(3, 2)}
    given = {p: low.get(p, Fraction(2)) for p in list(inspect.signature(function).parameters)[1:]}
    assert _best_lie(function, given) is None


@pytest.mark.parametrize("name", ["vickrey", "vickrey_by_fold", "msb", "posted_price", "first_price", "only_at_ties"])
def test_merging_and_forking_agree(name: str) -> None:
    """Python itself chooses each branch; both ways of evaluating must know the same."""
    found = []
    for merges in (True, False):
        program = Program(f"{FILE}:{name}")
        program.merges = merges
        subject = Subject(program, name, declared(dict(KNOWN[name].parameters)))
        found.append([judge(subject, LAWS[law], [2, 3]).verdict for law in ("strategy-proof", "anonymous")])
    assert found[0] == found[1]
    assert "unknown" not in found[0]
