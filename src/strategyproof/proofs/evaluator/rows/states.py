"""The state of a loop before a step, and what the step makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import (
    Choice,
    Condition,
    IntOrFloat,
    Quantity,
    Symbolic,
    Whole,
    is_number,
    kind_of,
    real_term,
    whole,
)
from strategyproof.proofs.evaluator.objects import MISSING, Unreadable
from strategyproof.proofs.evaluator.rows.reading import Path, Raised
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

LEFT = Unreadable("a name that a loop over all bidders left behind")
"""What a name holds of which nothing is known: it had no value before the loop."""


def is_left(value: Any) -> bool:
    """Tell whether a name has no value that could be spoken of."""
    return value is MISSING or isinstance(value, Unreadable)


def unknown_state(name: str, initial: Sequence[Any], first_steps: Sequence[Path]) -> list[Any]:
    """Return values of which nothing is known but their kind, as the first step shows it."""
    symbols: list[Any] = []
    for k, value in enumerate(initial):
        kinds = {kind_of(x) for x in (value, *ends(first_steps, k)) if is_number(x)}
        label = f"{name} state {k}"
        if is_left(value):
            symbols.append(LEFT)
        elif kinds == {bool}:
            symbols.append(Condition(terms.variable(label, "Bool")))
        elif kinds == {int} and not any(_is_bid(x) for x in (value, *ends(first_steps, k))):
            symbols.append(Whole(terms.variable(label, "Int")))
        elif kinds:
            kind = next(iter(kinds)) if len(kinds) == 1 else IntOrFloat
            symbols.append(Quantity(terms.variable(label, "Real"), kind))
        else:
            symbols.append(value)
    return symbols


def _is_bid(value: Any) -> bool:
    return isinstance(value, Quantity) and not isinstance(value, Whole)


def places_of(symbols: Sequence[Any]) -> dict[Term, int]:
    """Return which name each variable of an unknown state stands for."""
    return {term_of(symbol): k for k, symbol in enumerate(symbols) if isinstance(symbol, Symbolic)}


def term_of(value: Any) -> Term:
    """Return the term of a number that is symbolic."""
    if isinstance(value, Whole):
        return value.whole
    term = value.term if isinstance(value, (Quantity, Condition)) else real_term(value)
    assert term is not None
    return term


def ends(paths: Sequence[Path], k: int) -> list[Any]:
    """Return what a name becomes on the paths that do not raise."""
    return [path.leaf[k] for path in paths if not isinstance(path.leaf, Raised)]


def part(leaf: Any, k: int) -> Any:
    """Return what a name becomes on a path."""
    return leaf if isinstance(leaf, Raised) else leaf[k]


def reads(value: Any, state: dict[Term, int]) -> bool:
    """Tell whether a value depends on the state before the step."""
    if isinstance(value, tuple):
        return any(reads(part, state) for part in value)
    return is_left(value) or (isinstance(value, Symbolic) and mentions(term_of(value), state))


def mentions(term: Term, state: dict[Term, int]) -> bool:
    """Tell whether a term depends on the state before the step."""
    return any(inner in state for inner in terms.subterms([term]))


def conjuncts(path: Path) -> Iterator[Term]:
    """Yield what holds on a path, piece by piece."""
    for condition, taken in path.branches:
        side = condition if taken else terms.negation(condition)
        yield from side.args if side.op == "and" else (side,)


def alternatives(value: Any) -> list[Any]:
    """Return what a merged value may be."""
    if isinstance(value, Choice):
        return [option for _, option in value.cases]
    if isinstance(value, Quantity) and term_of(value).op == "ite":
        _, yes, no = term_of(value).args
        again = whole if isinstance(value, Whole) else lambda term: Quantity(term, value.kind)
        return [*alternatives(again(yes)), *alternatives(again(no))]
    return [value]


def same(a: Any, b: Any) -> bool:
    """Tell whether two values are known to be the same."""
    if a is b:
        return True
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, Symbolic) and isinstance(b, Symbolic):
        return kind_of(a) is kind_of(b) and term_of(a) is term_of(b)
    if isinstance(a, Symbolic) or isinstance(b, Symbolic):
        symbolic, other = (a, b) if isinstance(a, Symbolic) else (b, a)
        term = term_of(symbolic)
        return term.op == "const" and isinstance(other, (int, float)) and bool(term.data == other)
    return type(a) is type(b) and isinstance(a, (int, float, str)) and bool(a == b)


def kept(ev: Evaluator, value: Any, expected: Any) -> Term:
    """Return whether a name holds what is expected of it, and nothing of another type that Python calls equal."""
    if isinstance(value, tuple) and isinstance(expected, tuple) and len(value) == len(expected):
        return terms.conjunction(kept(ev, a, b) for a, b in zip(value, expected, strict=True))
    if is_number(value) and is_number(expected):
        kind, wanted = kind_of(value), kind_of(expected)
        if kind is not wanted and not (wanted is IntOrFloat and kind in (int, float)):
            return terms.FALSE
    return terms.TRUE if value is expected else ev.same(value, expected)
