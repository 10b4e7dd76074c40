"""A mechanism that breaks a law, and how: found by running, never written down."""

from __future__ import annotations

from collections.abc import Iterator

from strategyproof.catalogue.entry import Code
from strategyproof.catalogue.evidence import file_of, replayed, says
from strategyproof.catalogue.tables import CATALOGUE
from strategyproof.judging.request import MOST_BIDDERS
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.spaces.law import SpaceLaw
from strategyproof.mechanism.verdict import Verdict
from strategyproof.paper.plan import BREAKS
from strategyproof.reports.document import Example

MADE: dict[str, Code] = {
    "total": Code("pays_its_share", "wrong.py"),
    "weakly-monotone": Code("lowest_first", "wrong.py"),
    "no-deficit": Code("gift", "wrong.py"),
    "budget-balanced": Code("fee_for_each_trade", "wrong.py"),
    "revenue-monotone": Code("cheaper_in_a_crowd", "wrong.py"),
    "truthful-in-every-draw": Code("double_or_nothing", "wrong.py"),
    "fake-bid-proof": Code("second_price_kept", "operators.py"),
    "collusion-proof": Code("base_fee_kept", "operators.py"),
}
"""Functions made to break a law that every published mechanism of the catalogue keeps, by the law."""


def example_of(law: Law) -> Example | None:
    """Return a counterexample to a law, told: of a rule that ships, else of a mechanism of the catalogue.

    It is a replay of a recorded counterexample where there is one, else the refutation that a proof ends with; None if
    nothing that is known breaks the law.
    """
    from strategyproof.reports.outcome_table import lines
    from strategyproof.reports.verdicts_document import story

    for title, summary, verdict in _refutations(law):
        if verdict is not None and verdict.verdict == "refuted" and verdict.counterexample is not None:
            return Example(verdict.mechanism, title, summary, story(verdict), lines(verdict))
    return None


def _refutations(law: Law) -> Iterator[tuple[str, str, Verdict | None]]:
    """Yield what may break a law, the most telling first: a title, what it does, and what was found."""
    if not isinstance(law, SpaceLaw):
        yield from _of_rules(law)
    for entry in CATALOGUE.values():
        for sibling in entry.siblings:
            if sibling.law == law.id and (sibling.code.reading is not None) == isinstance(law, SpaceLaw):
                yield f"one change to {entry.title}", says(sibling.code), replayed(sibling)
    for entry in CATALOGUE.values():
        if law.id in entry.breaks and (entry.code.reading is not None) == isinstance(law, SpaceLaw):
            yield entry.title, says(entry.code), _judged(entry.code, law, entry.bidders_of(law.id))
    if law.id in MADE:
        yield "an auction made to break it", says(MADE[law.id]), _judged(MADE[law.id], law, (max(2, law.min_bidders),))


def _of_rules(law: Law) -> Iterator[tuple[str, str, Verdict | None]]:
    """Prove or refute the law of the rules that ship and for which it is the most telling, the simplest first."""
    from strategyproof.proofs.any_bidders.proving import prove

    places = {id: broken.index(law.id) for id, broken in BREAKS.items() if law.id in broken}
    telling = [MECHANISMS[id] for id, place in places.items() if place == min(places.values())]
    found = [(rule.title, rule.summary, prove(law, rule)) for rule in telling]
    yield from sorted(found, key=lambda one: _length(one[2]))


def _length(verdict: Verdict) -> tuple[int, int]:
    """Return how many bidders a counterexample has, and how long it is to read."""
    found = verdict.counterexample
    return (len(found.bids), len(str(found))) if found is not None else (MOST_BIDDERS + 1, 0)


def _judged(code: Code, law: Law, bidders: tuple[int, ...]) -> Verdict | None:
    """Judge a law of a plain function, as ``check`` does."""
    from strategyproof.judging.events import VerdictReached
    from strategyproof.judging.request import Request
    from strategyproof.judging.stream import checked

    if code.ships:
        return None
    target = f"{file_of(code)}:{code.name}"
    request = Request(target, dict(code.parameters), [law.id], sorted(bidders), lift=False)
    found = [event.verdict for event in checked(request) if isinstance(event, VerdictReached)]
    return found[0] if found else None
