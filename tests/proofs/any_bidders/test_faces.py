"""What a rule sees of its bids: it computes, it answers nothing else, and every refusal is kept."""

from __future__ import annotations

import copy
import math
import operator
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.vocabulary import highest, max_of_others, where
from strategyproof.proofs.any_bidders.faces import Face, Refused, bare, faced, guarded
from strategyproof.proofs.any_bidders.theory import Theory
from strategyproof.proofs.smt import terms
from strategyproof.proofs.symbolic.symbols import lift
from strategyproof.proofs.symbolic.vectors import FiniteVector


def of_any_size(size: str = "number of bidders") -> Any:
    return Theory().vector("bids", terms.variable(size, "Int"), Interval(0))


QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "len": len,
    "iter": iter,
    "next": next,
    "list": list,
    "tuple": lambda x: (*x,),
    "sorted": sorted,
    "sum": sum,
    "min": min,
    "any": any,
    "bool": bool,
    "not": operator.not_,
    "if": lambda x: 1 if x else 2,
    "in": lambda x: 1 in x,
    "is in": lambda x: x in (1,),
    "reversed": reversed,
    "position": lambda x: x[0],
    "slice": lambda x: x[1:],
    "mask": lambda x: x[x > 0],
    "store": lambda x: operator.setitem(x, 0, 1),
    "delete": lambda x: operator.delitem(x, 0),
    "in place": lambda x: operator.iadd(x, 1),  # type: ignore[no-untyped-call]
    "length hint": operator.length_hint,
    "hash": hash,
    "set": lambda x: {x},
    "str": str,
    "repr": repr,
    "f-string": lambda x: f"{x}",
    "format": lambda x: f"{x:.2f}",
    "percent": lambda x: "%s" % x,  # noqa: UP031
    "float": float,
    "int": int,
    "complex": complex,
    "index": operator.index,
    "range": range,
    "round": round,
    "floor": math.floor,
    "abs": abs,
    "power": lambda x: x**2,
    "modulo": lambda x: x % 2,
    "floor division": lambda x: x // 2,
    "divmod": lambda x: divmod(x, 2),
    "exclusive or": lambda x: x ^ True,
    "matrix product": lambda x: x @ x,
    "getattr": lambda x: getattr(x, "shape", (3,)),
    "hasattr": lambda x: hasattr(x, "dtype"),
    "own slot": lambda x: x._given,
    "inner method": lambda x: x.ranked(1),
    "vocabulary": lambda x: x.__vocabulary__(),
    "setattr": lambda x: setattr(x, "seen", True),
    "vars": vars,
    "dir": dir,
    "isinstance": lambda x: isinstance(x, np.ndarray),
    "class": lambda x: x.__class__,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": pickle.dumps,
    "size of": sys.getsizeof,
    "tolist": lambda x: x.tolist(),
    "asarray": np.asarray,
    "array": lambda x: np.array([x, x]).sum(),
    "shape": np.shape,
    "numpy function": np.sum,
    "ufunc": lambda x: np.maximum(x, 0),
    "reduction": np.maximum.reduce,
    "ufunc with out": lambda x: np.add(x, 1, out=np.zeros(2)),
    "none": lambda x: x == None,  # noqa: E711
    "text": lambda x: x > "a",
    "square root": math.sqrt,
    "fraction": Fraction,
    "vector of another size": lambda x: x + faced(of_any_size("n"), []),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("kind", ["any size", "known size"])
def test_a_question_is_refused_and_kept(question: str, kind: str) -> None:
    if (kind, question) == ("known size", "vector of another size"):
        return
    refusals: list[str] = []
    bids = faced(of_any_size() if kind == "any size" else FiniteVector([3, 4]), refusals)
    with suppress(Exception):  # some of Python's own functions catch it and answer something
        QUESTIONS[question](bids)
    assert refusals


@pytest.mark.parametrize("handler", ["except", "finally"])
def test_a_refusal_that_is_caught_is_kept_all_the_same(handler: str) -> None:
    def rule(bids: Vector) -> Outcome:
        if handler == "finally":
            try:
                len(bids)
            finally:
                return Outcome(bids > 1, 0 * bids)  # noqa: B012
        try:
            len(bids)
        except BaseException:  # noqa: BLE001
            return Outcome(bids > 1, 0 * bids)
        return Outcome(bids > 1, 0 * bids)

    refusals: list[str] = []
    outcome = guarded(Mechanism("m", "m", rule, "", ""), refusals).bind()(FiniteVector([3, 1]))
    assert [entry.term.data for entry in outcome.wins] == [True, False]
    assert refusals == ["the `__len__` of a symbol was asked for; use the words of strategyproof.mechanism.vocabulary"]


@pytest.mark.parametrize("number", [2, 2.0, Fraction(2), True, np.float64(2), np.int64(2), np.float32(2)])
@pytest.mark.parametrize(
    "operation",
    [operator.add, operator.sub, operator.mul, operator.truediv, operator.lt, operator.le, operator.gt, operator.ge],
)
def test_faces_compute_with_every_number(operation: Callable[[Any, Any], Any], number: Any) -> None:
    refusals: list[str] = []
    bids, exact = faced(FiniteVector([3, 4]), refusals), Fraction(float(number))
    for found, wanted in (
        (operation(bids, number), [operation(Fraction(bid), exact) for bid in (3, 4)]),
        (operation(number, bids), [operation(exact, Fraction(bid)) for bid in (3, 4)]),
    ):
        assert type(found) is Face
        assert [entry.term.data for entry in bare(found).entries] == wanted
    assert refusals == []


@pytest.mark.parametrize("number", [2, Fraction(2), np.float64(2)])
def test_faces_compare_for_equality(number: Any) -> None:
    bids = faced(FiniteVector([2, 4]), [])
    assert [e.term.data for e in bare(bids == number).entries] == [True, False]
    assert [e.term.data for e in bare(number != bids).entries] == [False, True]


def test_words_take_and_give_faces() -> None:
    refusals: list[str] = []
    bids = faced(FiniteVector([3, 4, 4]), refusals)
    paid = where(bids > max_of_others(bids), highest(bids, 2), -bids)
    assert [entry.term.data for entry in bare(paid).entries] == [-3, -4, -4]
    assert refusals == []


def test_only_an_outcome_is_an_outcome() -> None:
    class Better(Outcome):
        pass

    refusals: list[str] = []
    rule = guarded(Mechanism("m", "m", lambda bids: Better(bids > 1, 0 * bids), "", ""), refusals)
    with pytest.raises(Refused, match="the rule returned a Better, and no Outcome"):
        rule.bind()(FiniteVector([3]))
    assert refusals


def test_a_rule_sees_a_scalar_behind_a_face_too() -> None:
    refusals: list[str] = []
    r = Parameter("r", Interval(0), "a reserve")
    rule = guarded(Mechanism("m", "m", lambda bids, r: Outcome(bids > r.term, bids), "", "", (r,)), refusals)
    with pytest.raises(Refused, match="the attribute 'term' of a symbol was asked for"):
        rule.assume(r=lift(1))(FiniteVector([3]))


def test_on_numbers_the_rule_itself_runs() -> None:
    rule = guarded(Mechanism("m", "m", lambda bids: Outcome(bids > len(bids), 0 * bids), "", ""), [])
    assert rule.bind()(np.array([1.0, 3.0])).wins.tolist() == [False, True]
