"""Every verdict of the catalogue comes out of the prover, and every counterexample is the smallest one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import pytest

from strategyproof.catalogue import CATALOGUE, Code, Entry, Sibling
from strategyproof.mechanism.verdict import Verdict

PLAIN = {id: entry for id, entry in CATALOGUE.items() if not entry.code.ships}
NUMBERS = {id: entry for id, entry in PLAIN.items() if entry.code.reading is None}
SIBLINGS = {f"{entry.id}-{s.code.name}": s for entry in CATALOGUE.values() for s in entry.siblings}
LONG = ("vcg-additive", "vcg-unit-demand", "vcg-general", "knapsack-greedy", "random-serial-dictatorship")
"""Compared with CPython at 150 points or more, they take a second."""
ENTRIES = [
    pytest.param(entry, id=id, marks=[pytest.mark.slow] if id in LONG else []) for id, entry in CATALOGUE.items()
]
Prover = Callable[[Code, str, Sequence[int]], Verdict]


def known(*, keeps: bool) -> str:
    return "proved" if keeps else "refuted"


@pytest.mark.parametrize("entry", ENTRIES)
def test_truth_is_judged_as_known(entry: Entry, proven: Prover) -> None:
    verdict = proven(entry.code, "strategy-proof", entry.bidders_of("strategy-proof"))
    assert verdict.verdict == known(keeps="strategy-proof" not in entry.breaks), verdict
    if verdict.verdict == "proved":
        assert verdict.scope.bidders == ("any" if entry.code.ships else list(entry.bidders_of("strategy-proof")))


@pytest.mark.parametrize("sibling", SIBLINGS.values(), ids=list(SIBLINGS))
def test_a_sibling_is_refuted_at_the_stated_counterexample(sibling: Sibling, proven: Prover) -> None:
    """Of a plain function, that is: a proof for any number of bidders promises one, not the smallest.

    Types that are more than a number are asked for so many agents alone: fewer may have no outcome.
    """
    least = 2 if sibling.code.reading is None else len(sibling.bids)
    verdict = proven(sibling.code, sibling.law, range(least, len(sibling.bids) + 1))
    found = verdict.counterexample
    assert verdict.verdict == "refuted", verdict
    assert found is not None
    if sibling.code.reading is not None:
        assert _sum(found.bids, found.variables) == _sum(sibling.bids, sibling.variables)
        assert set(found.variables) == set(sibling.variables)
    elif not sibling.code.ships:
        assert _size(found.bids, found.variables) == _size(sibling.bids, sibling.variables)
        assert found.parameters == dict(sibling.parameters)


def _size(bids: Sequence[str], variables: Mapping[str, object]) -> tuple[object, ...]:
    """Return what is the same for counterexamples that differ in who bids what: equally small, either may be found."""
    amounts = {name: value for name, value in variables.items() if not isinstance(value, int)}
    return sorted(bids), amounts


def _sum(bids: Sequence[str], variables: Mapping[str, object]) -> Fraction:
    """Return what a counterexample of numbers is the smallest by: the sum of them all; several may have the same."""
    texts = [*bids, *(str(value) for value in variables.values() if not isinstance(value, int))]
    return sum((Fraction(number) for text in texts for number in re.findall(r"-?\d+(?:/\d+)?", text)), Fraction(0))


@pytest.mark.slow
@pytest.mark.parametrize("entry", PLAIN.values(), ids=list(PLAIN))
def test_every_law_is_judged_as_known(entry: Entry, proven: Prover) -> None:
    found = {law: proven(entry.code, law, entry.bidders_of(law)).verdict for law in entry.laws()}
    assert found == {law: known(keeps=keeps) for law, keeps in entry.laws().items()}


@pytest.mark.slow
@pytest.mark.parametrize("entry", [e for e in CATALOGUE.values() if e.code.ships], ids=lambda entry: entry.id)
def test_every_law_of_what_ships_is_judged_as_known_for_any_number(entry: Entry, proven: Prover) -> None:
    found = {law: proven(entry.code, law, ()).verdict for law in entry.laws()}
    assert found == {law: known(keeps=keeps) for law, keeps in entry.laws().items()}


@pytest.mark.slow
@pytest.mark.parametrize("entry", NUMBERS.values(), ids=list(NUMBERS))
def test_truth_is_judged_alike_for_one_bidder_more(entry: Entry, proven: Prover) -> None:
    """But for the bilateral trades, where a third bidder only watches."""
    sizes = [*entry.bidders, entry.bidders[-1] + 1]
    verdict = proven(entry.code, "strategy-proof", sizes)
    assert verdict.verdict == known(keeps="strategy-proof" not in entry.breaks), verdict
