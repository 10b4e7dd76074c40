"""Terms as Z3's own expressions, for questions asked inside the process that explores."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import z3

from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.smt.whole import Whole

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
        self._whole = Whole()

    def __call__(self, term: Term) -> Any:
        """Return the Z3 expression of a term."""
        found = self._known.get(id(term))
        if found is not None:
            return found
        whole = self._whole(term)
        for part in self._new(whole):
            self._known[id(part)] = _translated(part, [self._known[id(arg)] for arg in part.args])
            self._kept.append(part)
        self._known[id(term)] = self._known[id(whole)]
        self._kept.append(term)
        return self._known[id(term)]

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
