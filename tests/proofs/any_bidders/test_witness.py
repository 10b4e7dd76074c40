"""Facts must be possible at concrete markets: the search finds values, the solver is asked where it finds none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs import Solver
from strategyproof.proofs.any_bidders.question import Question, ask
from strategyproof.proofs.any_bidders.witness import impossible_at
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.answer import Answer
from strategyproof.proofs.smt.terms import Term


class Silent(Solver):
    """A solver that counts what it is asked, and answers nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def ask(self, assertions: Sequence[Term], observed: Mapping[str, Term] | None = None) -> Answer:  # noqa: ARG002
        self.asked += 1
        return Answer("unknown")


@pytest.fixture
def silent() -> Iterator[Silent]:
    solver = Silent()
    yield solver
    solver.close()


def asked(law: str, mechanism: str = "msb") -> tuple[Question, list[Term]]:
    question = ask(LAWS[law], MECHANISMS[mechanism])
    return question, question.violation(question.holds())[:-1]


def where(question: Question, facts: list[Term], solver: Solver, at_least: int = 1) -> str | None:
    return impossible_at(question.theory, facts, question.bidders, question.law, at_least, solver)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("mechanism", ["msb", "weighted-second-price", "posted-price", "half-second-surcharge"])
def test_the_search_finds_a_market_for_every_law_without_the_solver(law: str, mechanism: str, silent: Silent) -> None:
    if not LAWS[law].applies_to(MECHANISMS[mechanism]):
        return
    assert where(*asked(law, mechanism), silent) is None
    assert silent.asked == 0


def test_a_contradiction_is_told_with_its_market(silent: Silent) -> None:
    question, facts = asked("individually-rational")
    two = terms.equal(question.bidders, terms.integer(2))
    assert where(question, [*facts, terms.negation(two)], silent) == (
        "what the proof supposes is not seen to be possible for the bids (2, 2): nothing follows from it"
    )
    assert silent.asked == 1


def test_a_contradiction_beyond_what_the_law_speaks_of_is_none(silent: Silent) -> None:
    question, facts = asked("consistent")
    assert where(question, facts, silent) is None
    large = [*facts, terms.less_equal(terms.integer(5), question.bidders)]
    assert where(question, large, silent, at_least=5) is None
    assert silent.asked == 0


def test_where_the_search_gives_up_the_solver_decides() -> None:
    question, facts = asked("monotone")
    root = terms.variable("a root", "Real")
    square = terms.equal(terms.multiply(root, root), terms.real(2))
    with Solver() as solver:
        assert where(question, [*facts, square], solver) is None
        negative = terms.equal(terms.multiply(root, root), terms.real(-2))
        assert "for the bids (3)" in str(where(question, [*facts, negative], solver))
