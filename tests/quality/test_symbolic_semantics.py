"""The symbolic reading of rules and laws means what the arrays compute.

A proof is only as good as the reading that it is about. At random concrete markets the facts of the any-N theory must
be satisfiable, and must force the law's predicate to the value that the exact arrays give.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.law import Bid, Bidder, Bids, Law, Name, Names, Scale
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs import Solver
from strategyproof.proofs.any_bidders.question import Question, ask
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import lift

EVERY_WORD = {"msb", "half-second-surcharge", "posted-price", "weighted-second-price"}
"""Rules that together use every word of the vocabulary; the others take minutes and are marked slow."""

PAIRS = [
    pytest.param(m, law, marks=[] if m in EVERY_WORD else pytest.mark.slow, id=f"{m}-{law}")
    for m in MECHANISMS
    for law in LAWS
    if LAWS[law].applies_to(MECHANISMS[m])
]
NUMBERS = st.sampled_from([Fraction(0), Fraction(1), Fraction(2), Fraction(3), Fraction(3, 2)])


@pytest.fixture(scope="module")
def solver() -> Iterator[Solver]:
    with Solver() as shared:
        yield shared


@st.composite
def points(draw: st.DrawFn, law: Law, mechanism: Mechanism) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw the law's variables and the mechanism's parameters."""
    bids = draw(st.lists(NUMBERS, min_size=max(2, law.min_bidders), max_size=4))
    names = draw(st.lists(NUMBERS, min_size=1, max_size=2))
    variables: dict[str, Any] = {}
    for variable in law.variables:
        match variable:
            case Bids(name):
                variables[name] = exact(bids)
            case Names(name):
                variables[name] = exact(names)
            case Bidder(name, other_than):
                taken = {variables[other] for other in other_than}
                variables[name] = draw(st.sampled_from([k for k in range(len(bids)) if k not in taken]))
            case Name(name):
                variables[name] = len(bids) + draw(st.integers(0, len(names) - 1))
            case Bid(name):
                variables[name] = draw(NUMBERS)
            case Scale(name):
                variables[name] = draw(NUMBERS.filter(bool))
    parameters = {
        p.name: exact([draw(_inside(p.interval)) for _ in range(7)]) if p.per_bidder else draw(_inside(p.interval))
        for p in mechanism.parameters
    }
    return parameters, variables


def _inside(interval: Any) -> st.SearchStrategy[Fraction]:
    candidates = [Fraction(k, 4) for k in range(13)]
    return st.sampled_from([c for c in candidates if c in interval])


def fixed(question: Question, parameters: dict[str, Any], variables: dict[str, Any]) -> list[Term]:
    """State that the symbols are these numbers."""
    facts = [terms.equal(question.bidders, terms.integer(len(variables["bids"])))]
    for name, value in {**parameters, **variables}.items():
        symbol = question.parameters[name] if name in parameters else question.variables[name]
        if isinstance(symbol, Term):
            facts.append(terms.equal(symbol, terms.integer(value)))
        elif hasattr(value, "__len__"):
            vector = getattr(symbol, "values", symbol)
            facts += [(vector[terms.integer(place)] == entry).term for place, entry in enumerate(value)]
            if name not in parameters:
                facts.append(terms.equal(vector.extent, terms.integer(len(value))))
        else:
            facts.append((symbol == value).term)
    return facts


@pytest.mark.parametrize(("mechanism", "law"), PAIRS)
def test_the_symbolic_predicate_is_the_exact_one(mechanism: str, law: str, solver: Solver) -> None:
    per_bidder = any(parameter.per_bidder for parameter in MECHANISMS[mechanism].parameters)
    examples = 60 if per_bidder and any(isinstance(v, Names) for v in LAWS[law].variables) else 3

    @settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(point=points(LAWS[law], MECHANISMS[mechanism]))
    def agrees(point: tuple[dict[str, Any], dict[str, Any]]) -> None:
        parameters, variables = point
        expected = bool(LAWS[law].holds(MECHANISMS[mechanism].bind(**parameters), **variables))
        question = ask(LAWS[law], MECHANISMS[mechanism])
        holds = question.holds()
        for place in range(sum(len(v) for v in variables.values() if hasattr(v, "__len__"))):
            question.theory.mention(terms.integer(place))
        facts = [*fixed(question, parameters, variables), *question.theory.closed()]
        agreement = terms.equal(holds, lift(expected).term)
        assert solver.ask([*facts, agreement]).status == "sat"
        assert solver.ask([*facts, terms.negation(agreement)]).status == "unsat"

    agrees()
