"""What a proof in doubles knows of rounding, stated at the numbers that a question mentions.

``rnd`` is monotone, and gives every double back. Nothing else is known of it, so what is proved holds for every
rounding direction of IEEE 754, with gradual underflow or without it, and at any precision: ``tests/proofs/rounding/
test_rounding_axioms.py`` checks the axioms of all numbers of float16.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from strategyproof.proofs.rounding.numbers import INFINITY, ROUNDED, is_double
from strategyproof.proofs.smt import terms
from strategyproof.proofs.smt.terms import Term

LARGEST = terms.real(2**1024 - 2**971)
ABOVE_ALL_DOUBLES = terms.real(2**1024)


def axioms(assertions: Iterable[Term]) -> list[Term]:
    """Return the facts of rounding at the numbers that assertions mention; none if nothing is rounded.

    For results r = rnd(x), s = rnd(y) and given doubles d: x <= d => r <= d; d <= x => d <= r; x <= y => r <= s;
    x <= s => r <= s; s <= x => s <= r; -infinity <= r <= infinity; -infinity < d < infinity.
    """
    assertions = list(assertions)
    given, results = _mentioned(assertions)
    if not results:
        return []
    if INFINITY in terms.subterms(assertions):
        given.append(LARGEST)
    stated = [terms.less_equal(ABOVE_ALL_DOUBLES, INFINITY)]
    for double in given:
        stated += _between(double, terms.less)
    for result in results:
        stated += _between(result, terms.less_equal)
        for other in (*given, *results):
            stated += _monotone(result, other)
    return [fact for fact in dict.fromkeys(stated) if fact is not terms.TRUE]


def exact_scaling(assertions: Iterable[Term], scale: Term) -> list[Term]:
    """Return what holds if a scale is a power of two, and each result is 0 or neither under- nor overflows.

    Then rounding commutes with the scale: rnd(theta d) = theta d for each double d; and x = theta y => rnd(x) =
    theta rnd(y), stated for x computed from scaled doubles and y from others. That rounding is monotone is not stated,
    as no rule that scales needs it, and a solver would pay for it.
    """
    _, results = _mentioned(assertions)
    entered = [
        r for r in results if r.args[0].op == "*" and scale in r.args[0].args and all(map(is_double, r.args[0].args))
    ]
    computed = [result for result in results if result not in entered]
    scaled = [result for result in computed if not set(entered).isdisjoint(terms.subterms([result]))]
    stated = [terms.equal(result, result.args[0]) for result in entered]
    for result in scaled:
        for other in computed:
            if other not in scaled:
                is_scaled = terms.equal(result.args[0], terms.multiply(scale, other.args[0]))
                stated.append(terms.implication(is_scaled, terms.equal(result, terms.multiply(scale, other))))
    return stated + [fact for result in results for fact in _between(result, terms.less)]


def only_doubles_compared(facts: Iterable[Term]) -> None:
    """Refuse facts that compare what is neither a double nor a constant: something was computed without rounding.

    Raises
    ------
    TypeError
        If there is one; the message shows the comparison.
    """
    for term in terms.subterms(facts):
        if term.op in ("<=", "=") and term.args[0].sort == "Real":
            for side in term.args:
                if side.op != "const" and not is_double(side):
                    raise TypeError(f"expected doubles to be compared, and a rule compares {side} without rounding it")


def _mentioned(assertions: Iterable[Term]) -> tuple[list[Term], list[Term]]:
    """Return the given doubles, and the results of rounding, that assertions mention."""
    mentioned = [term for term in terms.subterms(assertions) if term.sort == "Real" and term is not INFINITY]
    results = [term for term in mentioned if term.op == "apply" and term.data == ROUNDED]
    given = [term for term in mentioned if term.op in ("const", "var", "apply") and term.data != ROUNDED]
    given = [terms.real(0), terms.real(1), *(term for term in given if is_double(term))]
    return list(dict.fromkeys(given)), results


def _between(number: Term, compared: Callable[[Term, Term], Term]) -> Sequence[Term]:
    """State that a number lies between the infinities."""
    if number.op == "const":
        return ()
    return compared(terms.negate(INFINITY), number), compared(number, INFINITY)


def _monotone(result: Term, other: Term) -> Iterator[Term]:
    """State that rounding keeps the order of what was rounded and another double, and of what was rounded to it."""
    exact = result.args[0]
    if result is other:
        return
    yield terms.implication(terms.less_equal(exact, other), terms.less_equal(result, other))
    yield terms.implication(terms.less_equal(other, exact), terms.less_equal(other, result))
    if other.op == "apply" and other.data == ROUNDED:
        yield terms.implication(terms.less_equal(exact, other.args[0]), terms.less_equal(result, other))
