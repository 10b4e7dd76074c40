"""Read what a user's function returned, in the shapes that people return: who wins, and what each bidder pays.

===================================  ==========================================================================
returned                             read as
===================================  ==========================================================================
``(wins, payments)``, ``Outcome``    one entry for each bidder: a bool or 0 or 1, and a number
``(winner, price)``                  the position of the winner, or its name, or None; it pays the price
``({bidder: win}, {bidder: pay})``   by position or by name; who is left out loses, or pays nothing
an object with such fields           ``wins`` and ``payments``, or ``winner`` and ``price``
===================================  ==========================================================================

Positions of several winners (``[2, 0]``) are read where the return annotation names ``Winners``. Without it, a list
with one entry of 0 or 1 for each bidder is always the list of wins; with it, such a list reads two ways, and is not
guessed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from strategyproof.proofs.evaluator.containers import Dict, List
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.faults import BadOutcome
from strategyproof.proofs.evaluator.numbers import ONE, ZERO, Symbolic, condition, is_number, real_term
from strategyproof.proofs.evaluator.objects import Instance, Named, Opaque, Text
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

Columns: TypeAlias = tuple[tuple[Term, ...], tuple[Term, ...]]
Reader: TypeAlias = Callable[[Evaluator, Any, Sequence[Any]], Columns]
"""Reads what a function returned, given what its bidders are called."""

PAIRS = (("wins", "payments"), ("winner", "price"), ("winner", "payment"), ("winners", "payments"))
"""The names of the two fields of an object that is an outcome."""


def read(ev: Evaluator, result: Any, names: Sequence[Any], *, lists_winners: bool = False) -> Columns:
    """Return the wins and the payments, one of each for every bidder.

    Parameters
    ----------
    names
        What each bidder is called: its position, or the name that the function was given.
    lists_winners
        Whether the function says that its first column lists the winners.

    Raises
    ------
    BadOutcome
        If the result has another form, with what was expected.
    """
    first, second = pair(ev, result, len(names))
    if isinstance(first, (str, Text)) or first is None or is_number(first):
        return _one_winner(ev, first, second, names)
    wins = _listed(ev, first, names) if lists_winners else column(ev, "wins", first, names)
    payments = column(ev, "payments", second, names)
    return (
        tuple(_win(ev, value, k) for k, value in enumerate(wins)),
        tuple(payment(ev, f"payments[{k}]", value) for k, value in enumerate(payments)),
    )


def gets(ev: Evaluator, first: Any, names: Sequence[Any], *, lists_winners: bool = False) -> tuple[Term, ...]:
    """Return what each bidder gets, as a real number, from a result that says nothing about payments.

    Parameters
    ----------
    first
        One entry for each bidder, a bool or a number; or the position of the one winner, or its name, or None.
    names
        What each bidder is called.
    lists_winners
        Whether the function says that it lists the winners.

    Raises
    ------
    BadOutcome
        If the result has another form, with what was expected.
    """
    if isinstance(first, (str, Text)) or first is None or is_number(first):
        wins, _ = _one_winner(ev, first, 0, names)
        return tuple(terms.if_then_else(win, ONE, ZERO) for win in wins)
    entries = _listed(ev, first, names) if lists_winners else column(ev, "wins", first, names)
    return tuple(amount(ev, f"wins[{k}]", entry) for k, entry in enumerate(entries))


def amount(ev: Evaluator, name: str, value: Any) -> Term:
    """Return what a bidder gets as a real number; a win is 1."""
    win = condition(value)
    return payment(ev, name, value) if win is None else terms.if_then_else(win, ONE, ZERO)


def pair(ev: Evaluator, result: Any, bidders: int) -> tuple[Any, Any]:
    """Return what a function says of who wins, and of payments."""
    if isinstance(result, Opaque):
        ev.stateful(result)
    if isinstance(result, Instance):
        for names in PAIRS:
            if all(name in result.fields for name in names):
                return result.fields[names[0]], result.fields[names[1]]
    elif isinstance(result, (tuple, List)) and len(result) == 2:
        return result[0], result[1]
    example = f"([True{', False' * (bidders - 1)}], [price{', 0' * (bidders - 1)}])"
    raise BadOutcome(f"expected (wins, payments) or an Outcome, got {described(ev, result)}; return {example}")


def _one_winner(ev: Evaluator, winner: Any, price: Any, names: Sequence[Any]) -> Columns:
    """Read the position or the name of the winner; nobody else pays."""
    if isinstance(winner, bool):
        raise BadOutcome("expected the position of the winner, got a bool; return one win for each bidder")
    wins = [terms.FALSE if winner is None else ev.same(winner, name) for name in names]
    if winner is not None and not ev.decide(terms.disjunction(wins)):
        who = f"one of {', '.join(map(str, names))}"
        raise BadOutcome(f"expected the winner to be {who}, or None, got {described(ev, winner)}")
    if winner is None and price is None:
        price = 0
    paid = payment(ev, "the price", price)
    return tuple(wins), tuple(terms.if_then_else(win, paid, ZERO) for win in wins)


def _listed(ev: Evaluator, winners: Any, names: Sequence[Any]) -> list[Any]:
    """Read the positions of the winners; where they may also be one win for each bidder, nobody is guessed."""
    items = ev.items(winners)
    if len(items) == len(names):
        if all(condition(item) is not None for item in items):
            return items
        if all(map(_may_be_win, items)):
            ev.no(
                f"a list of {len(names)} entries of 0 or 1 from a function that lists its winners: [0, 1], say, are"
                " bidders 0 and 1 by position, and bidder 1 alone by one entry for each bidder",
                "return bools, one for each bidder, or leave Winners out of the annotation",
            )
    return [ev.is_true(ev.call(ev.function("any"), [_each_is(ev, items, name)], {})) for name in names]


def _may_be_win(value: Any) -> bool:
    """Tell whether an entry is 0 or 1 at whatever bids."""
    term = real_term(value) if is_number(value) else None
    return term is not None and all(leaf.op == "const" and leaf.data in (0, 1) for leaf in terms.leaves(term))


def _each_is(ev: Evaluator, items: Sequence[Any], name: Any) -> Any:
    return ev.new_list(ev.are_same(item, name) for item in items)


def column(ev: Evaluator, what: str, values: Any, names: Sequence[Any]) -> list[Any]:
    """Return one entry for each bidder.

    Raises
    ------
    BadOutcome
        If there are more or fewer.
    """
    if isinstance(values, Opaque):
        ev.stateful(values)
    if isinstance(values, Dict):
        return _by_name(ev, what, values, names)
    items = getattr(values, "items", None)
    entries = values if isinstance(values, (List, tuple)) else items if isinstance(items, list) else None
    if isinstance(values, range):
        entries = list(values)
    if entries is None or getattr(values, "is_unordered", False):
        raise BadOutcome(f"expected {what} to be a sequence of {len(names)} entries, got {described(ev, values)}")
    if len(entries) != len(names):
        raise BadOutcome(f"expected {what} to have one entry for each of {len(names)} bidders, got {len(entries)}")
    return list(entries)


def _by_name(ev: Evaluator, what: str, values: Dict, names: Sequence[Any]) -> list[Any]:
    from strategyproof.proofs.evaluator.positions import looked_up

    known = 0
    found = []
    absent: Any = object()
    for name in names:
        value = looked_up(ev, values, name, absent)
        known += value is not absent
        found.append(0 if value is absent else value)
    if known != len(values):
        who = ", ".join(map(str, names))
        raise BadOutcome(f"expected the keys of {what} to be bidders ({who}), got another")
    return found


def _win(ev: Evaluator, value: Any, bidder: int) -> Term:
    """Return the truth value of a win, given as a bool or as 0 or 1."""
    found = condition(value)
    if found is not None:
        return found
    number = payment(ev, f"wins[{bidder}]", value)
    if number.op == "const" and number.data not in (0, 1):
        raise BadOutcome(f"expected wins[{bidder}] to be 0 or 1, got {number.data}")
    if all(leaf.op == "const" and leaf.data in (0, 1) for leaf in terms.leaves(number)):
        return terms.by_leaves(number, lambda leaf: terms.truth(leaf.data == 1))
    wins = terms.equal(number, ONE)
    if not ev.decide(terms.disjunction((wins, terms.equal(number, ZERO)))):
        raise BadOutcome(f"expected wins[{bidder}] to be 0 or 1, got another number")
    return wins


def payment(ev: Evaluator, name: str, value: Any) -> Term:
    """Return a number as a term.

    Raises
    ------
    BadOutcome
        If it is none, or not finite.
    """
    if isinstance(value, Opaque):
        ev.stateful(value)
    if isinstance(value, (float, Decimal)) and not math.isfinite(value):
        raise BadOutcome(f"expected {name} to be finite, got {value}")
    term = real_term(value) if is_number(value) else None
    if term is None:
        raise BadOutcome(f"expected {name} to be a number, got {described(ev, value)}")
    return term


def described(ev: Evaluator, value: Any) -> str:
    """Describe what was returned instead of an outcome."""
    if isinstance(value, (tuple, List)) and not isinstance(value, Named):
        return f"a {'tuple' if isinstance(value, tuple) else value.kind} of {len(value)}"
    if value is None or isinstance(value, (bool, int, float, Fraction)):
        return str(value)
    return "a number that depends on the bids" if isinstance(value, Symbolic) else ev.described(value)
