"""Terms as Z3's own expressions, for questions asked inside the process that explores."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import z3

from strategyproof.proofs.smt.terms import Term

_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "not": z3.Not,
    "and": z3.And,
    "ite": z3.If,
    "to_real": z3.ToReal,
    "to_int": z3.ToInt,
    "div": lambda a, b: a / b,
    "is_int": z3.IsInt,
}
_SORTS: dict[str, Callable[[], Any]] = {"Real": z3.RealSort, "Int": z3.IntSort, "Bool": z3.BoolSort}


class Translator:
    """Translates each term once and remembers it."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}
        self._kept: list[Term] = []
        self._whole: dict[int, Any] = {}

    def __call__(self, term: Term) -> Any:
        """Return the Z3 expression of a term."""
        found = self._known.get(id(term))
        if found is not None:
            return found
        for part in self._new(term):
            args = [self._known[id(arg)] for arg in part.args]
            self._whole[id(part)] = self._as_integer(part, args)
            self._known[id(part)] = _translated(part, self._as_integers(part) or args)
            self._kept.append(part)
        return self._known[id(term)]

    def _as_integer(self, term: Term, args: list[Any]) -> Any:
        """Return a real term that is seen to be whole as an integer expression; None for others."""
        if term.op == "to_real":
            return args[0]
        if term.op == "const" and term.sort == "Real" and Fraction(term.data).denominator == 1:
            return z3.IntVal(int(term.data))
        inner = [self._whole[id(arg)] for arg in term.args if arg.sort == "Real"]
        if term.sort != "Real" or term.op not in ("+", "*", "ite") or any(part is None for part in inner):
            return None
        return z3.If(args[0], *inner) if term.op == "ite" else _OPERATIONS[term.op](*inner)

    def _as_integers(self, term: Term) -> list[Any] | None:
        """Return the sides of a comparison of whole numbers as integers, which solvers decide without reals."""
        if term.op not in ("<=", "=") or any(arg.sort != "Real" for arg in term.args):
            return None
        sides = [self._whole[id(arg)] for arg in term.args]
        return None if any(side is None for side in sides) else sides

    def _new(self, root: Term) -> Iterable[Term]:
        stack, order, seen = [(root, False)], [], set[int]()
        while stack:
            term, ready = stack.pop()
            if id(term) in self._known or (id(term) in seen and not ready):
                continue
            if ready or not term.args:
                order.append(term)
                seen.add(id(term))
                continue
            seen.add(id(term))
            stack.append((term, True))
            stack.extend((arg, False) for arg in term.args)
        return dict.fromkeys(order)


def _translated(term: Term, args: list[Any]) -> Any:
    if term.op == "const":
        if term.sort == "Bool":
            return z3.BoolVal(term.data)
        value = Fraction(term.data)
        return z3.RealVal(str(value)) if term.sort == "Real" else z3.IntVal(int(value))
    if term.op == "var":
        return z3.Const(term.data, _SORTS[term.sort]())
    if term.op == "apply":
        sorts = [_SORTS[arg.sort]() for arg in term.args]
        return z3.Function(term.data, *sorts, _SORTS[term.sort]())(*args)
    return _OPERATIONS[term.op](*args)
