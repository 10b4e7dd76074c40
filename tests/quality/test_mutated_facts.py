"""One-character mistakes in the facts about markets of any size: each is seen at markets of one to three bidders.

A fact that is too strong makes proofs vacuous, perhaps at some sizes only: every law would hold of every rule at N = 1.
A fact that is too weak loses the value of a word. Here the facts must be possible at concrete bids, and must force what
the arrays compute.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from strategyproof.mechanism import vocabulary as words
from strategyproof.mechanism.arrays import exact
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.parameter import Interval
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs import Solver, prove
from strategyproof.proofs.any_bidders.theory import Theory
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic import vectors
from strategyproof.proofs.symbolic.symbols import lift
from strategyproof.proofs.symbolic.vectors import AnyVector

MARKETS = [(3,), (0,), (2, 2), (1, 4), (4, 1), (0, 5, 5), (0, 0, 0), (4, 1, 3), (1, 2, 3)]

WORDS: dict[str, Callable[[Any], Any]] = {
    "highest": words.highest,
    "second": lambda bids: words.highest(bids, 2),
    "max of others": words.max_of_others,
    "second of others": lambda bids: words.highest_of_others(bids, 2),
    "lowest of others": words.lowest_of_others,
    "any": lambda bids: words.any_of(bids > 3),
    "first": lambda bids: words.first_of(bids >= 2),
    "first of all": lambda bids: words.first_of(bids >= 0),
    "extended": lambda bids: words.max_of_others(words.extended(bids, 2 * bids)),
    "replaced": lambda bids: words.max_of_others(words.replaced(bids, 0, 2)),
}


@pytest.fixture(scope="module")
def solver() -> Iterator[Solver]:
    with Solver() as shared:
        yield shared


def wrong(market: tuple[int, ...], solver: Solver) -> str | None:
    """Say which word the facts get wrong at a market: none of them may be possible in two ways, nor in no way."""
    expected = {name: word(exact(market)) for name, word in WORDS.items()}
    theory = Theory()
    bidders = terms.variable("number of bidders", "Int")
    bids = theory.vector("bids", bidders, Interval(0))
    theory.assume(terms.equal(bidders, terms.integer(len(market))))
    places = [theory.mention(terms.integer(place)) for place in range(2 * len(market))]
    differs: list[Term] = []
    for name, word in WORDS.items():
        found = word(bids)
        if isinstance(found, AnyVector):
            pairs = [(found[place], value) for place, value in zip(places, expected[name], strict=False)]
        else:
            pairs = [(found, expected[name])]
        differs += [terms.negation(terms.equal(got.term, lift(_plain(value)).term)) for got, value in pairs]
    beyond = (9,) * len(market)  # outside the market entries are arbitrary, and nothing may depend on them
    fixed = [(bids[place] == bid).term for place, bid in zip(places, market + beyond, strict=True)]
    facts = [*theory.closed(), *fixed]
    if solver.ask(facts).status != "sat":
        return f"nothing is possible for the bids {market}"
    if solver.ask([*facts, terms.disjunction(differs)]).status != "unsat":
        return f"a word has another value than on arrays for the bids {market}"
    return None


def _plain(value: Any) -> Any:
    return bool(value) if type(value).__name__ == "bool" else value


@pytest.mark.parametrize("market", MARKETS)
def test_the_facts_force_what_the_arrays_compute(market: tuple[int, ...], solver: Solver) -> None:
    assert wrong(market, solver) is None


MUTANTS: list[tuple[str, str, str]] = [
    ("holds_position", "terms.integer(0)", "terms.integer(1)"),
    ("holds_position", "less_equal(terms.integer(0), index)", "less(terms.integer(0), index)"),
    ("holds_position", "terms.less(index, self.extent)", "terms.less_equal(index, self.extent)"),
    ("followed_by", "terms.less(index, self.extent)", "terms.less_equal(index, self.extent)"),
    ("followed_by", "terms.negate(self.extent)", "self.extent"),
    ("followed_by", "self[index], extra[offset]", "extra[offset], self[index]"),
    ("ranked", "self[place], 0", "self[place], 1"),
    ("ranked", "self._named_places(count), 1)", "self._named_places(count), 0)"),
    ("ranked", "self._named_places(count), 1)", "self._named_places(count), 2)"),
    ("others_ranked", "self.ranked(rank + 1)", "self.ranked(rank + 2)"),
    ("others_ranked", "enumerate(places, 1)", "enumerate(places, 2)"),
    ("others_ranked", "following, held)", "held, following)"),
    ("others_ranked", "terms.conjunction(", "terms.disjunction("),
    ("first", "exists & Symbol", "exists | Symbol"),
    ("_has", "less_equal", "less"),
    ("_has", "terms.integer(rank), self.extent", "self.extent, terms.integer(rank)"),
    ("_name_next_place", "len(self._places) + 1", "len(self._places) + 2"),
    ("_name_next_place", "len(self._places) + 1", "len(self._places) + 0"),
    ("_name_next_place", "self._has(rank)", "self._has(1)"),
    ("_name_next_place", "self._has(rank)", "self._has(0)"),
    ("_name_next_place", "terms.negation(terms.equal(place, other))", "terms.equal(place, other)"),
    ("_name_next_place", "terms.equal(index, other)", "terms.equal(index, place)"),
    ("_name_next_place", "self[index] <= self[place]", "self[index] < self[place]"),
    ("_name_next_place", "self[index] <= self[place]", "self[index] >= self[place]"),
    ("_name_next_place", "self.holds_position(place), *distinct", "*distinct"),
    ("_name_next_place", "(exists, self.holds_position(index))", "(exists,)"),
    ("_name_next_place", "terms.disjunction([*skipped", "terms.conjunction([*skipped"),
    ("_first_place", "self[place].term)", "(~self[place]).term)"),
    ("_first_place", "implication(exists.term, there)", "implication(there, exists.term)"),
    ("_first_place", "self.holds_position(place), self[place].term", "self[place].term,"),
    ("_first_place", "self.holds_position(index), self[index].term", "self[index].term,"),
    ("_first_place", "terms.less_equal(place, index)", "terms.less(place, index)"),
    ("_first_place", "terms.less_equal(place, index)", "terms.less_equal(index, place)"),
    ("_first_place", "terms.conjunction((exists.term", "terms.disjunction((exists.term"),
]
"""A method of the vectors, what is written there, and the mistake."""


def mutate(monkeypatch: pytest.MonkeyPatch, method: str, written: str, mistake: str) -> None:
    """Put a method with a mistake in the place of a vector's own."""
    source = inspect.getsource(getattr(AnyVector, method))
    assert source.count(written) == 1, (method, written)
    names: dict[str, Any] = dict(vars(vectors))
    exec("from __future__ import annotations\nclass Mutant:\n" + source.replace(written, mistake), names)
    monkeypatch.setattr(AnyVector, method, getattr(names["Mutant"], method))


@pytest.mark.parametrize(("method", "written", "mistake"), MUTANTS)
def test_a_mistake_in_a_fact_is_seen(
    method: str, written: str, mistake: str, monkeypatch: pytest.MonkeyPatch, solver: Solver
) -> None:
    mutate(monkeypatch, method, written, mistake)
    assert any(wrong(market, solver) for market in MARKETS)


def test_a_proof_from_facts_that_are_impossible_for_one_bidder_is_none(
    monkeypatch: pytest.MonkeyPatch, solver: Solver
) -> None:
    """With this one character every law would hold of a market of one bidder."""
    mutate(monkeypatch, "_name_next_place", "self._has(rank)", "self._has(1)")
    verdict = prove(LAWS["individually-rational"], MECHANISMS["msb"], solver=solver)
    assert verdict.verdict == "unknown"
    assert verdict.reason == (
        "what the proof supposes is not seen to be possible for the bids (3): nothing follows from it"
    )


@pytest.mark.parametrize("law", ["individually-rational", "strategy-proof", "anonymous", "not-vacuous", "homogeneous"])
def test_contradictory_facts_prove_nothing(law: str, monkeypatch: pytest.MonkeyPatch, solver: Solver) -> None:
    mutate(monkeypatch, "_name_next_place", "self[index] <= self[place]", "self[index] < self[place]")
    assert prove(LAWS[law], MECHANISMS["msb"], solver=solver).verdict == "unknown"
