"""Terms: sharing, simplification, and that both mean what Python's exact arithmetic means."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term
from strategyproof.proofs.symbolic.symbols import Symbol, SymbolicBranch, lift, merge

X = Symbol(terms.variable("x", "Real"))
rationals = st.fractions(-9, 9, max_denominator=6)

OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "less": lambda a, b: a < b,
    "less_equal": lambda a, b: a <= b,
    "greater": lambda a, b: a > b,
    "greater_equal": lambda a, b: a >= b,
    "equal": lambda a, b: a == b,
    "unequal": lambda a, b: a != b,
}


def test_the_same_term_is_the_same_object() -> None:
    assert terms.add(X.term, terms.real(2)) is terms.add(X.term, terms.real(2))
    assert (X + 2).term is not (X + 3).term


def test_integers_and_reals_are_not_confused() -> None:
    assert terms.integer(1) is not terms.real(1)
    assert terms.TRUE is not terms.integer(1)


@pytest.mark.parametrize("name", OPERATIONS)
@given(a=rationals, b=rationals)
def test_constants_fold_as_python_computes(name: str, a: Fraction, b: Fraction) -> None:
    operation = OPERATIONS[name]
    expected = operation(a, b)
    for left, right in ((lift(a), lift(b)), (lift(a), b), (a, lift(b))):
        folded = operation(left, right)
        assert folded.term.op == "const"
        assert folded.term.data == expected


@given(a=rationals, b=rationals.filter(bool))
def test_division_folds_as_python_computes(a: Fraction, b: Fraction) -> None:
    assert (lift(a) / lift(b)).term.data == a / b
    assert (a / lift(b)).term.data == a / b


def _evaluate(term: Term, x: Fraction) -> Any:
    """Evaluate a term at a point, by the meaning of SMT-LIB's operators."""
    meaning: dict[str, Callable[..., Any]] = {
        "+": lambda a, b: a + b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "<=": lambda a, b: a <= b,
        "=": lambda a, b: a == b,
        "not": lambda a: not a,
        "and": lambda *parts: all(parts),
        "ite": lambda c, a, b: a if c else b,
    }
    if term.op == "const":
        return term.data
    return x if term.op == "var" else meaning[term.op](*(_evaluate(arg, x) for arg in term.args))


_leaf = st.one_of(st.just("x"), st.sampled_from([0, 1, 2, -1, Fraction(1, 2)]))
_tree = st.recursive(
    _leaf, lambda inner: st.tuples(st.sampled_from(["+", "-", "*", "where", "max"]), inner, inner), max_leaves=8
)


def _compute(tree: Any, x: Any, where: Callable[[Any, Any, Any], Any]) -> Any:
    if not isinstance(tree, tuple):
        return x if tree == "x" else tree
    op, left, right = tree[0], _compute(tree[1], x, where), _compute(tree[2], x, where)
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "where":
            return where(left <= right, left, right + 1)
        case _:
            return where(left >= right, left, right)


@given(tree=_tree, x=rationals)
def test_a_symbolic_computation_means_the_exact_one(tree: Any, x: Fraction) -> None:
    symbolic = lift(_compute(tree, X, merge))
    assert _evaluate(symbolic.term, x) == _compute(tree, x, lambda c, a, b: a if c else b)


def test_a_symbolic_condition_chooses_no_branch() -> None:
    with pytest.raises(SymbolicBranch, match=r"use where\(\), both\(\), either\(\) or negation\(\)"):
        bool(X > 0)


@pytest.mark.parametrize("value", ["3", None, 1j])
def test_what_is_no_real_number_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="expected a real number in a symbolic computation"):
        lift(value)


def test_a_float_stands_for_the_rational_that_it_is() -> None:
    assert lift(0.1).term.data == Fraction(0.1) != Fraction(1, 10)
