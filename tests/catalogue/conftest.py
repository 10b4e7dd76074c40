"""One child process that proves plain functions, for all tests of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import pytest

from strategyproof.catalogue import Code
from strategyproof.catalogue.evidence import file_of
from strategyproof.judging.laws import law_of
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Verdict
from strategyproof.proofs.any_bidders.proving import prove
from strategyproof.proofs.functions import PlainRule, Session, check
from strategyproof.proofs.functions.client import new_child
from strategyproof.proofs.functions.described import mechanism_of
from strategyproof.proofs.functions.ranges import declared
from strategyproof.proofs.smt.solver import Solver

Prover: TypeAlias = Callable[[Code, str, Sequence[int]], Verdict]


@pytest.fixture(scope="session")
def proven() -> Iterator[Prover]:
    """Return what proves or refutes a law of a mechanism, by id; a plain one for these numbers of bidders."""
    child, loaded, solver = new_child(), dict[str, Session](), Solver()

    def session_of(code: Code) -> Session:
        """Load a function into the one child, which forgets the one before."""
        target = f"{file_of(code)}:{code.name}"
        if target not in loaded:
            ranges = declared(code.parameters)
            mechanism = mechanism_of(code.name, code.name, target, PlainRule(target, ranges), ranges)
            loaded.clear()
            loaded[target] = Session(mechanism)
            loaded[target]._process = child
            loaded[target].load()
        return loaded[target]

    def verdict(code: Code, law: str, bidders: Sequence[int]) -> Verdict:
        if code.ships:
            return prove(LAWS[law], MECHANISMS[code.name], solver=solver)
        session = session_of(code)
        return check(session.mechanism, law_of(law), bidders=bidders, session=session)

    yield verdict
    child.close()
    solver.close()
