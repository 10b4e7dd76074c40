"""Comparisons of whole numbers, stated of integers: solvers decide them without reals then."""

from __future__ import annotations

from collections.abc import Iterable

from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term


class Whole:
    """Rewrites terms, each once: a comparison of reals that are seen to be whole becomes one of integers.

    ``to_real(m) + 1 <= to_real(n)`` becomes ``m + 1 <= n``. Whatever is not seen to be whole stays as it is.
    """

    def __init__(self) -> None:
        self._known: dict[int, Term] = {}
        self._integer: dict[int, Term | None] = {}
        self._kept: list[Term] = []

    def __call__(self, root: Term) -> Term:
        """Return an equal term."""
        for term in self._new(root):
            args = tuple(self._known[id(arg)] for arg in term.args)
            self._integer[id(term)] = self._as_integer(term, args)
            self._known[id(term)] = self._rewritten(term, args)
            self._kept.append(term)
        return self._known[id(root)]

    def _rewritten(self, term: Term, args: tuple[Term, ...]) -> Term:
        if term.op in ("<=", "=") and term.args[0].sort == "Real":
            low, high = (self._integer[id(arg)] for arg in term.args)
            if low is not None and high is not None:
                return Term(term.op, (low, high), "Bool")
        return term if args == term.args else Term(term.op, args, term.sort, term.data)

    def _as_integer(self, term: Term, args: tuple[Term, ...]) -> Term | None:
        """Return a real term as one of sort Int; None if it is not seen to be whole."""
        if term.sort != "Real":
            return None
        if term.op == "to_real":
            return args[0]
        if term.op == "const":
            return terms.as_integer(term)
        if term.op not in ("+", "*", "ite"):
            return None
        parts = [self._integer[id(arg)] for arg in term.args if arg.sort == "Real"]
        inner = tuple(part for part in parts if part is not None)
        if len(inner) < len(parts):
            return None
        return Term(term.op, (args[0], *inner) if term.op == "ite" else inner, "Int")

    def _new(self, root: Term) -> Iterable[Term]:
        """Yield what was not met before, arguments first."""
        stack, seen = [(root, False)], set[int]()
        while stack:
            term, ready = stack.pop()
            if id(term) in self._known or (id(term) in seen and not ready):
                continue
            seen.add(id(term))
            if ready or not term.args:
                yield term
            else:
                stack.append((term, True))
                stack.extend((arg, False) for arg in term.args)
