r"""A rule as a formula: its own source, read over SymPy expressions of one bidder n, for people to check by eye.

>>> from strategyproof.mechanism.rules import MECHANISMS
>>> print(formula(MECHANISMS["second-price"]))
x_n = 1 \iff b_{n} > {\max_{j \ne n} b_{j}}, \quad p_n = x_n {\max_{j \ne n} b_{j}}
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import sympy

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.parameter import Parameter

_GREEK = {"rho", "theta", "psi", "zeta", "beta"}


def formula(mechanism: Mechanism) -> str:
    """Return the rule in LaTeX: when bidder n wins, and what it pays.

    Raises
    ------
    TypeError
        If the rule uses what has no formula for a single bidder.
    """
    bids = Expression(sympy.Symbol("b_{n}", real=True))
    parameters = {p.name: Expression(sympy.Symbol(_name(p), real=True)) for p in mechanism.parameters}
    outcome = mechanism.rule(bids, **parameters)
    wins, pays = lift(outcome.wins), lift(outcome.payments)
    return rf"x_n = 1 \iff {_shown(wins)}, \quad p_n = {_payment(pays, wins)}"


INDEX, _SIZE = sympy.Symbol("n", integer=True), sympy.Symbol("N", integer=True)
"""The bidder of whom a formula speaks, and how many there are."""


class Expression:
    """A quantity of bidder n, or one that is the same for all bidders."""

    __hash__ = None  # type: ignore[assignment]  # equality makes an expression, so there is nothing to hash by

    def __init__(self, value: Any) -> None:
        self.value = value

    def __vocabulary__(self) -> ModuleType:
        return sys.modules[__name__]

    def __bool__(self) -> bool:
        raise TypeError("a formula follows no branch; write the rule with where()")

    def __add__(self, other: Any) -> Expression:
        return Expression(self.value + lift(other))

    def __sub__(self, other: Any) -> Expression:
        return Expression(self.value - lift(other))

    def __mul__(self, other: Any) -> Expression:
        return Expression(self.value * lift(other))

    def __truediv__(self, other: Any) -> Expression:
        return Expression(self.value / lift(other))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: Any) -> Expression:
        return Expression(lift(other) - self.value)

    def __rtruediv__(self, other: Any) -> Expression:
        return Expression(lift(other) / self.value)

    def __neg__(self) -> Expression:
        return Expression(-self.value)

    def __gt__(self, other: Any) -> Expression:
        return Expression(sympy.Gt(self.value, lift(other), evaluate=False))

    def __ge__(self, other: Any) -> Expression:
        return Expression(sympy.Ge(self.value, lift(other), evaluate=False))

    def __lt__(self, other: Any) -> Expression:
        return Expression(sympy.Lt(self.value, lift(other), evaluate=False))

    def __le__(self, other: Any) -> Expression:
        return Expression(sympy.Le(self.value, lift(other), evaluate=False))

    def __and__(self, other: Any) -> Expression:
        return Expression(sympy.And(self.value, lift(other), evaluate=False))

    def __or__(self, other: Any) -> Expression:
        return Expression(sympy.Or(self.value, lift(other), evaluate=False))

    def __invert__(self) -> Expression:
        return Expression(sympy.Not(self.value))


def lift(value: Any) -> Any:
    """Return the SymPy expression of a value."""
    return value.value if isinstance(value, Expression) else sympy.sympify(value)


def where(condition: Any, yes: Any, no: Any) -> Expression:
    """Tell the cases apart; a maximum or minimum is recognised."""
    test, a, b = lift(condition), lift(yes), lift(no)
    if isinstance(test, sympy.Ge) and test.args == (a, b):
        return Expression(sympy.Max(a, b, evaluate=False))
    if isinstance(test, sympy.Le) and test.args == (a, b):
        return Expression(sympy.Min(a, b, evaluate=False))
    return Expression(sympy.Piecewise((a, test), (b, True), evaluate=False))


def both(a: Any, b: Any) -> Expression:
    """Conjunction."""
    return Expression(sympy.And(lift(a), lift(b), evaluate=False))


def negation(a: Any) -> Expression:
    """Negation."""
    return Expression(sympy.Not(lift(a)))


def highest(values: Any, rank: int) -> Expression:
    """Name the highest value of the market, or the one of a lower rank."""
    return _extreme(values, rank, "j")


def highest_of_others(values: Any, rank: int) -> Expression:
    """Name the highest value of the others, or the one of a lower rank."""
    return _extreme(values, rank, r"j \ne n")


def any_of(mask: Any) -> Expression:
    """Tell whether the mask holds for some bidder."""
    return Expression(_named(rf"\exists j: {_of_rival(mask)}"))


def first_of(mask: Any) -> Expression:
    """Keep the first bidder for whom the mask holds."""
    return both(mask, Expression(_named(rf"\nexists j < n: {_of_rival(mask)}")))


def replaced(values: Any, bidder: Any, value: Any) -> Expression:
    """Tell one bidder, whose value is another, from the rest."""
    return where(_is(bidder), value, values)


def alone(like: Any, bidder: Any, value: Any) -> Expression:  # noqa: ARG001  # arrays take their size from it
    """Give every bidder but one the value 0."""
    return where(_is(bidder), value, 0)


def swapped(values: Any, first: Any, second: Any) -> Expression:
    """Give two bidders the values of each other."""
    return where(_is(first), _at(values, second), where(_is(second), _at(values, first), values))


def extended(values: Any, extra: Any) -> Expression:
    """Number further names from N on, and tell them from the bidders."""
    there = Expression(sympy.Lt(INDEX, _SIZE, evaluate=False))
    return where(there, values, Expression(_subscripted(lift(extra), "n - N")))


def pair(like: Any, first: Any, second: Any) -> Expression:  # noqa: ARG001  # arrays take their type from it
    """Tell the two bidders of a duel apart."""
    return where(_is(0), first, second)


def _is(bidder: Any) -> Expression:
    return Expression(sympy.Eq(INDEX, lift(bidder), evaluate=False))


def _at(values: Any, bidder: Any) -> Expression:
    return Expression(_subscripted(lift(values), _shown(lift(bidder))))


def _subscripted(value: Any, place: str) -> Any:
    """Return a quantity of bidder n as that of another."""
    others = {
        symbol: sympy.Symbol(symbol.name.replace("_{n}", f"_{{{place}}}"), **symbol.assumptions0)
        for symbol in value.free_symbols
    }
    return value.xreplace({**others, INDEX: sympy.Symbol(place, **INDEX.assumptions0)})


def _extreme(values: Any, rank: int, range_: str) -> Expression:
    """Name an order statistic; the highest of negated values is the lowest, negated."""
    value = lift(values)
    sign, word = (-1, "min") if value.could_extract_minus_sign() else (1, "max")
    which = "" if rank == 1 else f"^{{({rank})}}"
    inner = _of_rival(Expression(sign * value))
    return Expression(sign * _named(rf"{{\{word}{which}_{{{range_}}} {inner}}}"))


def _of_rival(values: Any) -> str:
    return _shown(_subscripted(lift(values), "j"))


def _named(text: str) -> Any:
    return sympy.Symbol(text, real=True) if text.startswith("{") else sympy.Symbol(text)


def _name(parameter: Parameter) -> str:
    if parameter.name in _GREEK:
        return f"\\{parameter.name}"
    if parameter.per_bidder:
        return f"{parameter.name[0]}_{{n}}"
    return rf"\mathit{{{parameter.name.replace('_', ' ')}}}".replace(" ", r"\ ")


def _shown(value: Any) -> str:
    return str(sympy.latex(value, symbol_names=_Verbatim()))


def _payment(pays: Any, wins: Any) -> str:
    """Write x_n times the price where losers pay nothing."""
    if isinstance(pays, sympy.Piecewise) and pays.args[0].cond == wins and pays.args[1].expr == 0:
        price = pays.args[0].expr
        return "0" if price == 0 else rf"x_n {_bracketed(price)}"
    return _shown(pays)


def _bracketed(price: Any) -> str:
    return rf"\left({_shown(price)}\right)" if isinstance(price, sympy.Add) else _shown(price)


class _Verbatim(dict[Any, str]):
    """Symbol names are LaTeX already."""

    def __contains__(self, symbol: object) -> bool:
        return isinstance(symbol, sympy.Symbol)

    def __getitem__(self, symbol: Any) -> str:
        return str(symbol.name)
