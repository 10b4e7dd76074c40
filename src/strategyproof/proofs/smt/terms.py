"""Terms of many-sorted first-order logic: what a mechanism becomes when it runs on symbolic numbers.

Terms are immutable and shared: building the same term twice gives the same object, so a term is a DAG and identity is
equality. Constructors simplify only what is obvious (constants, identical operands).
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, ClassVar, Literal, TypeAlias

Sort: TypeAlias = Literal["Real", "Int", "Bool"]


class Term:
    """A node: an operator, its arguments, its sort. Leaves keep their value or name in ``data``."""

    __slots__ = ("__weakref__", "args", "data", "op", "sort")
    _shared: ClassVar[weakref.WeakValueDictionary[Any, Term]] = weakref.WeakValueDictionary()

    op: str
    args: tuple[Term, ...]
    sort: Sort
    data: Any

    def __new__(cls, op: str, args: tuple[Term, ...], sort: Sort, data: Any = None) -> Term:
        """Return the shared node."""
        key = (op, tuple(map(id, args)), sort, data)
        term = cls._shared.get(key)
        if term is None:
            term = object.__new__(cls)
            term.op, term.args, term.sort, term.data = op, args, sort, data
            cls._shared[key] = term
        return term

    def __repr__(self) -> str:
        inner = [str(self.data)] if self.data is not None else []
        return f"({' '.join([self.op, *inner, *map(repr, self.args)])})" if self.args else inner[0]


def real(value: int | float | Fraction) -> Term:
    """Return a real constant; a float stands for the exact rational that it is."""
    return Term("const", (), "Real", Fraction(value))


def integer(value: int) -> Term:
    """Return an integer constant (positions of bidders)."""
    return Term("const", (), "Int", value)


def position(index: int | Term) -> Term:
    """Return the position of a bidder as a term."""
    return integer(index) if isinstance(index, int) else index


TRUE = Term("const", (), "Bool", True)
FALSE = Term("const", (), "Bool", False)


def variable(name: str, sort: Sort) -> Term:
    """Return a free variable."""
    return Term("var", (), sort, name)


def apply(function: str, *args: Term, sort: Sort = "Real") -> Term:
    """Return the value of an unknown function; an unknown vector is a function of the position."""
    return Term("apply", args, sort, function)


def add(a: Term, b: Term) -> Term:
    """Return a + b."""
    if a.op == b.op == "const":
        return Term("const", (), a.sort, a.data + b.data)
    if _is(a, 0) or _is(b, 0):
        return b if _is(a, 0) else a
    return Term("+", (a, b), a.sort)


def multiply(a: Term, b: Term) -> Term:
    """Return a b."""
    if a.op == b.op == "const":
        return Term("const", (), a.sort, a.data * b.data)
    if _is(a, 0) or _is(b, 1):
        return a
    if _is(b, 0) or _is(a, 1):
        return b
    if a.op == "const" and b.op == "*" and b.args[0].op == "const":
        return multiply(multiply(a, b.args[0]), b.args[1])
    return multiply(b, a) if b.op == "const" else Term("*", (a, b), a.sort)


def divide(a: Term, b: Term) -> Term:
    """Return a / b. That b is not 0 is to be shown by whoever proves something of it."""
    if b.op == "const" and b.data != 0:
        return multiply(real(1 / b.data), a)
    return Term("/", (a, b), "Real")


def floor(a: Term) -> Term:
    """Return the greatest whole number not above a real term, as a real term.

    The floor of what is whole is itself, and the floor of a whole term over a constant is SMT-LIB's ``div``: solvers
    answer questions about whole bids then without mixing reals in.
    """
    return as_real(whole_part(a))


def whole_part(a: Term) -> Term:
    """Return the greatest whole number not above a real term, of sort Int."""
    if (own := as_integer(a)) is not None:
        return own
    if a.op == "*" and a.args[0].op == "const" and (inner := as_integer(a.args[1])) is not None:
        share = a.args[0].data
        return whole_quotient(multiply(integer(share.numerator), inner), integer(share.denominator))
    return integer(math.floor(a.data)) if a.op == "const" else Term("to_int", (a,), "Int")


def whole_quotient(a: Term, b: Term) -> Term:
    """Return the floor of a / b, of sort Int, for a positive constant b."""
    return integer(a.data // b.data) if a.op == "const" else Term("div", (a, b), "Int")


def as_integer(a: Term) -> Term | None:
    """Return a real term as one of sort Int; None if it is not seen to be whole."""
    if a.op == "to_real":
        return a.args[0]
    if a.op == "const":
        return integer(int(a.data)) if Fraction(a.data).denominator == 1 else None
    if a.op in ("+", "*", "ite"):
        parts = [as_integer(arg) for arg in a.args[-2:]]
        if parts[0] is not None and parts[1] is not None:
            if a.op == "ite":
                return if_then_else(a.args[0], parts[0], parts[1])
            return (add if a.op == "+" else multiply)(parts[0], parts[1])
    return None


def as_real(a: Term) -> Term:
    """Return a term of sort Int as a real one."""
    return real(a.data) if a.op == "const" else Term("to_real", (a,), "Real")


def negate(a: Term) -> Term:
    """Return -a."""
    return multiply(Term("const", (), a.sort, -1 if a.sort == "Int" else Fraction(-1)), a)


def less_equal(a: Term, b: Term) -> Term:
    """Return a <= b."""
    if a is b or a.op == b.op == "const":
        return truth(a is b or a.data <= b.data)
    return Term("<=", (a, b), "Bool")


def less(a: Term, b: Term) -> Term:
    """Return a < b."""
    return negation(less_equal(b, a))


def equal(a: Term, b: Term) -> Term:
    """Return a = b, for any sort."""
    if a is b or a.op == b.op == "const":
        return truth(a is b or a.data == b.data)
    if a.sort == "Bool" and TRUE in (a, b):
        return a if b is TRUE else b
    if a.sort == "Bool" and FALSE in (a, b):
        return negation(a if b is FALSE else b)
    return Term("=", (a, b), "Bool")


def truth(value: bool) -> Term:
    """Return the constant."""
    return TRUE if value else FALSE


def negation(a: Term) -> Term:
    """Return not a."""
    if a.op == "const":
        return truth(not a.data)
    return a.args[0] if a.op == "not" else Term("not", (a,), "Bool")


def conjunction(parts: Iterable[Term]) -> Term:
    """Return the conjunction; of nothing it is true."""
    kept = tuple(dict.fromkeys(part for part in parts if part is not TRUE))
    if FALSE in kept:
        return FALSE
    return TRUE if not kept else kept[0] if len(kept) == 1 else Term("and", kept, "Bool")


def disjunction(parts: Iterable[Term]) -> Term:
    """Return the disjunction; of nothing it is false."""
    return negation(conjunction(negation(part) for part in parts))


def implication(a: Term, b: Term) -> Term:
    """Return a => b."""
    return disjunction((negation(a), b))


def if_then_else(condition: Term, yes: Term, no: Term) -> Term:
    """Return ``yes`` where the condition holds, else ``no``."""
    if condition.op == "const":
        return yes if condition.data else no
    if yes is no:
        return yes
    if yes.sort == "Bool":
        return conjunction((implication(condition, yes), disjunction((condition, no))))
    return Term("ite", (condition, yes, no), yes.sort)


def by_leaves(term: Term, function: Callable[[Term], Term]) -> Term:
    """Apply a function to what a tree of if-then-else chooses from: ``f(c ? a : b)`` is ``c ? f(a) : f(b)``."""
    known: dict[Term, Term] = {}

    def applied(part: Term) -> Term:
        if part not in known:
            chooses = part.op == "ite" and part.sort != "Bool"
            known[part] = (
                if_then_else(part.args[0], applied(part.args[1]), applied(part.args[2])) if chooses else function(part)
            )
        return known[part]

    return applied(term)


def leaves(term: Term) -> set[Term]:
    """Return what a tree of if-then-else chooses from."""
    found: set[Term] = set()

    def note(leaf: Term) -> Term:
        found.add(leaf)
        return leaf

    by_leaves(term, note)
    return found


def subterms(roots: Iterable[Term]) -> Iterator[Term]:
    """Yield every distinct subterm, arguments before the terms that use them."""
    done: set[int] = set()
    stack = [(root, False) for root in roots]
    while stack:
        term, ready = stack.pop()
        if id(term) in done:
            continue
        if ready or not term.args:
            done.add(id(term))
            yield term
        else:
            stack.append((term, True))
            stack.extend((arg, False) for arg in term.args)


def _is(term: Term, value: int) -> bool:
    return term.op == "const" and term.data == value
