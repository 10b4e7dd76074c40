"""The state of a loop before a step, and what the step makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from strategyproof.proofs import terms
from strategyproof.proofs.lift.reading import Raised
from strategyproof.proofs.lift.rows import equal
from strategyproof.proofs.lift.unbound import UNBOUND
from strategyproof.proofs.lift.whole import Whole
from strategyproof.proofs.plain.paths import Path
from strategyproof.proofs.plain.quantity import Condition, Quantity, Symbolic
from strategyproof.proofs.terms import Term


def unknown_state(name: str, initial: Sequence[Any], first_steps: Sequence[Path[Any]]) -> list[Any]:
    """Return values of which nothing is known but their kind, as the first step shows it."""
    symbols: list[Any] = []
    for k, value in enumerate(initial):
        values = [value, *ends(first_steps, k)]
        label = f"{name} state {k}"
        if value is UNBOUND:
            symbols.append(UNBOUND)
        elif any(isinstance(x, (bool, Condition)) for x in values):
            symbols.append(Condition(terms.variable(label, "Bool")))
        elif any(isinstance(x, Quantity) for x in values):
            symbols.append(Quantity(terms.variable(label, "Real")))
        elif any(isinstance(x, (int, Whole)) for x in values):
            symbols.append(Whole(terms.variable(label, "Int")))
        else:
            symbols.append(value)
    return symbols


def places_of(symbols: Sequence[Any]) -> dict[Term, int]:
    """Return which name each variable of an unknown state stands for."""
    return {symbol.term: k for k, symbol in enumerate(symbols) if _has_term(symbol)}


def ends(paths: Sequence[Path[Any]], k: int) -> list[Any]:
    """Return what a name becomes on the paths that do not raise."""
    return [path.leaf[k] for path in paths if not isinstance(path.leaf, Raised)]


def part(leaf: Any, k: int) -> Any:
    """Return what a name becomes on a path."""
    return leaf if isinstance(leaf, Raised) else leaf[k]


def reads(value: Any, state: dict[Term, int]) -> bool:
    """Tell whether a value depends on the state before the step."""
    return value is UNBOUND or (_has_term(value) and mentions(value.term, state))


def mentions(term: Term, state: dict[Term, int]) -> bool:
    """Tell whether a term depends on the state before the step."""
    return any(inner in state for inner in terms.subterms([term]))


def conjuncts(path: Path[Any]) -> Iterator[Term]:
    """Yield what holds on a path, piece by piece."""
    for condition, taken in path.branches:
        side = condition if taken else terms.negation(condition)
        yield from side.args if side.op == "and" else (side,)


def alternatives(value: Any) -> list[Any]:
    """Return what a merged value may be."""
    if isinstance(value, (Quantity, Whole)) and value.term.op == "ite":
        _, yes, no = value.term.args
        return [*alternatives(type(value)(yes)), *alternatives(type(value)(no))]
    return [value]


def same(a: Any, b: Any) -> bool:
    """Tell whether two values are known to be the same."""
    if a is b:
        return True
    if type(a) is tuple and type(b) is tuple:
        return len(a) == len(b) and all(map(same, a, b))
    if not _has_term(a) and not _has_term(b):
        return type(a) is type(b) and bool(a == b)
    if _has_term(a) and _has_term(b):
        return type(a) is type(b) and a.term is b.term
    symbolic, other = (a, b) if _has_term(a) else (b, a)
    return symbolic.term.op == "const" and isinstance(other, (int, float)) and bool(symbolic.term.data == other)


def kept(value: Any, expected: Any) -> Term:
    """Return whether a name holds what is expected of it, and nothing of another kind that Python calls equal."""
    if {type(value), type(expected)} in ({bool, int}, {bool, float}, {int, float}):
        return terms.FALSE
    return equal(value, expected)


def _has_term(value: Any) -> bool:
    return isinstance(value, Symbolic) and hasattr(value, "term")
