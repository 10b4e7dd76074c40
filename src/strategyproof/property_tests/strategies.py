"""Hypothesis strategies that know mechanisms: markets, and everything else that a law speaks about."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from strategyproof.mechanism.counterexample.case import Case, number, vector
from strategyproof.mechanism.law import Bid, Bidder, Law, Name, Names, Scale, Variable
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number, Vector
from strategyproof.mechanism.verdict import Drawn
from strategyproof.property_tests.landmarks import View
from strategyproof.property_tests.numbers import Draw, draw_amount, draw_beside, draw_inside, draw_scale, pick, upto
from strategyproof.property_tests.observe import Observed, in_domain
from strategyproof.property_tests.question import Parameters, Question, ask

MOST_NAMES = 3
"""How many further names are entered at most."""


@st.composite
def profiles(draw: Draw, arithmetic: Drawn = "rational", bidders: tuple[int, int] = (2, 5)) -> Vector:
    """Draw a profile of bids: small integers, ties, clones, zeros, near ties, huge and tiny scales.

    Parameters
    ----------
    arithmetic
        ``"rational"`` draws object arrays of Fractions, ``"float64"`` arrays of doubles.
    bidders
        The smallest and the largest number of bidders.
    """
    size = bidders[0] + draw(upto(bidders[1] - bidders[0]))
    return vector(_bids(draw, size, arithmetic), arithmetic)


def _bids(draw: Draw, size: int, arithmetic: Drawn) -> list[Number]:
    bids: list[Number] = []
    for _ in range(size):
        kind = draw(upto(7))
        if kind <= 5 or not bids:
            bids.append(draw_amount(draw, arithmetic))
        else:
            earlier = pick(draw, bids)
            bids.append(earlier if kind == 6 else draw_beside(draw, earlier, arithmetic))
    kind = draw(upto(9))
    if kind <= 7:
        return bids
    if kind == 8:  # everybody ties, half of the time at 0
        return [pick(draw, [0 * bids[0], bids[0]])] * size
    scale = draw_scale(draw, arithmetic)
    return [number(scale * bid, arithmetic) for bid in bids]


def _pivotal(draw: Draw, view: View) -> Number:
    """Draw a bid at which the outcome for a bidder may turn, or just beside it.

    A rival's bid; that bid times or plus a parameter; a payment that is charged, or that would be; the bid at which
    losing turns into winning; one between two of these; one that beats everybody.
    """
    return draw_beside(draw, _landmark(draw, view), view.case.arithmetic)


def _landmark(draw: Draw, view: View) -> Number:
    rival, arithmetic = pick(draw, [view.strongest, view.strongest, *view.rivals]), view.case.arithmetic
    kind = draw(upto(9))
    if kind == 0:
        return rival
    if kind == 1:
        factor = pick(draw, view.factors or [2])
        return number(pick(draw, [rival * factor, factor, rival + factor]), arithmetic)
    if kind <= 3:
        own = view.case.bids[view.bidder] if kind == 2 else view.dominating
        return pick(draw, view.payments(own) or [rival])
    if kind <= 5:
        return view.critical_bid()
    if kind <= 7:
        return number(pick(draw, [rival, rival, 2 * rival, 0 * rival]) / 2 + view.critical_bid() / 2, arithmetic)
    return view.dominating


def cases(
    law: Law,
    mechanism: Mechanism,
    arithmetic: Drawn = "rational",
    bidders: tuple[int, int] = (2, 5),
    parameters: Parameters | None = None,
) -> SearchStrategy[Case]:
    """Return a strategy of the cases that a law quantifies over, aimed at where this mechanism may break it.

    Parameters
    ----------
    law, mechanism
        The law that is asked, and of which mechanism.
    arithmetic
        ``"rational"`` or ``"float64"``.
    bidders
        The smallest and the largest market.
    parameters
        Part of the domain, or one value, for some of the parameters; the others are drawn from their whole domain.
    """
    return cases_of(ask(law, mechanism, arithmetic, bidders, parameters))


@st.composite
def cases_of(draw: Draw, question: Question, size: int | None = None, positions: dict[str, int] | None = None) -> Case:
    """Draw a case of a question; the size of the market and the bidders' positions may be given."""
    n = question.bidders[0] + draw(upto(question.bidders[1] - question.bidders[0])) if size is None else size
    variables: dict[str, Any] = _positions(draw, question, n) if positions is None else dict(positions)
    bids, parameters = _bids(draw, n, question.arithmetic), _parameters(draw, question, n)
    case = Case(question.arithmetic, bids, parameters, variables)
    auction = Observed(case.auction(question.mechanism))
    focus = next(iter(variables.values()), 0)
    for moved in pick(draw, [(), (focus,), (focus,), ((focus + 1) % n, focus)]):
        bids[moved] = _pivotal(draw, View(auction, case, moved))
    for variable in question.law.variables:
        if isinstance(variable, (Bid, Names, Name, Scale)):
            variables[variable.name] = _further(draw, variable, View(auction, case, focus))
    fitted = _fitted(case)
    assume(in_domain(question, fitted))
    return fitted


def _positions(draw: Draw, question: Question, size: int) -> dict[str, int]:
    """Draw the bidders that the law names, distinct where it says so."""
    chosen: dict[str, int] = {}
    for variable in question.law.variables:
        if isinstance(variable, Bidder):
            taken = [chosen[name] for name in variable.other_than]
            chosen[variable.name] = pick(draw, [n for n in range(size) if n not in taken])
    return chosen


def _parameters(draw: Draw, question: Question, size: int) -> dict[str, Any]:
    """Draw the parameters, those of each bidder for the further names too."""
    drawn: dict[str, Any] = {}
    for parameter in question.mechanism.parameters:
        domain, count = question.domains[parameter.name], size + MOST_NAMES if parameter.per_bidder else 1
        values = [draw_inside(draw, domain, question.arithmetic) for _ in range(count)]
        drawn[parameter.name] = values if parameter.per_bidder else values[0]
    return drawn


def _further(draw: Draw, variable: Variable, view: View) -> Any:
    """Draw a variable that is neither the profile nor one of its bidders."""
    if isinstance(variable, Scale):
        return draw_scale(draw, view.case.arithmetic)
    if isinstance(variable, Name):
        return len(view.case.bids) + draw(upto(len(view.case.variables[variable.names]) - 1))
    if isinstance(variable, Names):
        return [_fake(draw, view) for _ in range(1 + draw(upto(MOST_NAMES - 1)))]
    return _single(draw, view)


def _single(draw: Draw, view: View) -> Number:
    """Draw a bid: one time in four any, else where the outcome may turn."""
    return draw_amount(draw, view.case.arithmetic) if draw(upto(3)) == 0 else _pivotal(draw, view)


def _fake(draw: Draw, view: View) -> Number:
    """Draw the bid of a further name: half the time a part of a bid of the market, 0 among them."""
    if draw(upto(1)):
        return _single(draw, view)
    part = Fraction(draw(upto(4)), 4)
    return number(part * Fraction(pick(draw, view.case.bids)), view.case.arithmetic)


def _fitted(case: Case) -> Case:
    """Cut per-bidder parameters to the bidders and further names that there are."""
    names = sum(len(value) for value in case.variables.values() if isinstance(value, list))
    size = len(case.bids) + names
    parameters = {k: v[:size] if isinstance(v, list) else v for k, v in case.parameters.items()}
    return replace(case, parameters=parameters)
