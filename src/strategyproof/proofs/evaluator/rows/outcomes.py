"""Read what a function returned over a market of any size: who wins, and what each bidder pays."""

from __future__ import annotations

from typing import Any

from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs.evaluator.containers import List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import ZERO, Choice, Quantity, condition, is_number, real_term, whole
from strategyproof.proofs.evaluator.objects import Instance
from strategyproof.proofs.evaluator.rows.rows import Row, row_of
from strategyproof.proofs.evaluator.rows.views import View, view
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import Symbol

PAIRS = (("wins", "payments"), ("winner", "price"), ("winner", "payment"))


def read(ev: Evaluator, result: Any, extent: Term) -> Outcome:
    """Return wins and payments as views of symbols, one for each bidder."""
    first, second = _pair(ev, result)
    if first is None or is_number(first):
        return _one_winner(ev, first, second, extent)
    return Outcome(_entries(ev, first, extent, _win, "wins"), _entries(ev, second, extent, _payment, "payments"))


def amounts(ev: Evaluator, result: Any, extent: Term) -> Outcome:
    """Return what each gets as a number, and payments."""
    first, second = _pair(ev, result)
    return Outcome(_entries(ev, first, extent, _amount, "wins"), _entries(ev, second, extent, _payment, "payments"))


def _pair(ev: Evaluator, result: Any) -> tuple[Any, Any]:
    if isinstance(result, Instance):
        for names in PAIRS:
            if all(name in result.fields for name in names):
                return result.fields[names[0]], result.fields[names[1]]
    elif (type(result) is List or isinstance(result, tuple)) and len(result) == 2:
        return result[0], result[1]
    ev.no(f"{ev.described(result)} as the outcome of a market of any size")


def _one_winner(ev: Evaluator, winner: Any, price: Any, extent: Term) -> Outcome:
    """Read the position of the winner; nobody else pays."""
    if isinstance(winner, bool):
        ev.no("a bool as the outcome of a market of any size")
    paid = ZERO if winner is None and price is None else _payment(ev, price)
    if winner is not None:
        number = real_term(winner)
        assert number is not None
        inside = (terms.less_equal(ZERO, number), terms.less(number, terms.as_real(extent)))
        ev.market.refuse(terms.conjunction((ev.market.guard, terms.negation(terms.conjunction(inside)))))

    def wins(at: Term) -> Term:
        return terms.FALSE if winner is None else ev.same(winner, whole(at))

    def entries(value: Any, what: str) -> View:
        return view(ev, lambda at: Symbol(value(at)), terms.integer(0), extent, what)

    return Outcome(entries(wins, "wins"), entries(lambda at: terms.if_then_else(wins(at), paid, ZERO), "payments"))


def _entries(ev: Evaluator, column: Any, extent: Term, value: Any, what: str) -> View:
    """Return a column of the outcome as symbols; that it has one entry for each bidder is checked."""
    row = row_of(column)
    if not isinstance(row, Row) or row.kind not in ("list", "tuple", "dict"):
        ev.no(f"{what} that are no list with an entry for each bidder of a market of any size")
    content = row.read(ev)
    if not content.is_whole or content.low.op != "const" or content.low.data != 0 or content.high is not extent:
        ev.no(f"{what} whose number is not seen to be that of the bidders")
    return view(ev, lambda at: Symbol(value(ev, content.at(at))), terms.integer(0), extent, what).computed()


def _win(ev: Evaluator, value: Any) -> Term:
    """Return a win, given as a bool or as 0 or 1."""
    found = condition(value)
    if found is not None:
        return found
    if isinstance(value, int) and value in (0, 1):
        return terms.truth(value == 1)
    if isinstance(value, Choice) and all(option in (0, 1) for _, option in value.cases):
        return terms.disjunction(when for when, option in value.cases if option == 1)
    number = _payment(ev, value)
    leaves = terms.leaves(number)
    if not isinstance(value, (int, float, Quantity)) or any(x.op != "const" or x.data not in (0, 1) for x in leaves):
        ev.no("wins that are not seen to be 0 or 1")
    return terms.equal(terms.by_leaves(number, lambda leaf: leaf), terms.real(1))


def _amount(ev: Evaluator, value: Any) -> Term:
    """Return what a bidder gets; a win is 1."""
    win = condition(value)
    return _payment(ev, value) if win is None else terms.if_then_else(win, terms.real(1), terms.real(0))


def _payment(ev: Evaluator, value: Any) -> Term:
    term = real_term(value) if is_number(value) else None
    if term is None:
        ev.no(f"{ev.described(value)} as a payment")
    return term
