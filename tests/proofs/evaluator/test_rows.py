"""Lists of any length as values of the evaluator: their numbers, what a moment keeps, what nobody may ask natively."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from strategyproof.proofs.evaluator import Evaluator, modules
from strategyproof.proofs.evaluator.arithmetic import binary, compare
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.faults import Unsupported
from strategyproof.proofs.evaluator.numbers import Choice, Condition, Quantity, Whole
from strategyproof.proofs.evaluator.objects import Scope
from strategyproof.proofs.evaluator.rows.growing import Gathering, GatheringDict, gathering
from strategyproof.proofs.evaluator.rows.moments import Moment
from strategyproof.proofs.smt import terms

N = terms.variable("N", "Int")


def never(*_: Any) -> bool:
    raise AssertionError("nothing to decide")


def test_positions_that_are_the_same_look_the_same() -> None:
    n = Whole(N)
    one_less = binary(ast.Sub, n, 1, never)
    assert binary(ast.Add, one_less, 1, never).whole is N
    assert binary(ast.Sub, n, n, never) == 0
    assert binary(ast.Sub, binary(ast.Mult, 2, n, never), n, never).whole is N


def test_whole_numbers_of_a_market_are_compared_as_integers() -> None:
    found = compare(ast.Lt, 2, Whole(N))
    assert isinstance(found, Condition)
    assert found.term is terms.less(terms.integer(2), N)


def test_halves_and_remainders_are_those_of_integers() -> None:
    half, rest = (binary(op, Whole(N), 2, never) for op in (ast.FloorDiv, ast.Mod))
    assert half.whole.op == "div"
    assert half.kind is rest.kind is int


def evaluated(source: str, *args: Any, decide: Any = None) -> Any:
    loader = Evaluator()
    scope = modules.load_source(loader, source, "auction")
    ev = Evaluator(decide, decide)
    ev.files = loader.files
    return ev.call(scope["f"], list(args), {})


@pytest.mark.parametrize("body", ["range(int(x))", "[0] * int(x)", "enumerate([1], int(x))"])
def test_a_count_that_depends_on_a_bid_is_not_taken_for_another(body: str) -> None:
    bid = Quantity(terms.variable("b", "Real"))
    with pytest.raises(Unsupported, match="a whole number that depends on the bids, used as a count"):
        evaluated(f"def f(x):\n    return list({body})\n", bid, decide=lambda _: False)


def test_a_place_that_is_meant_from_both_ends_is_written_once() -> None:
    first, last = terms.variable("first", "Bool"), terms.variable("last", "Bool")
    neither = terms.conjunction((terms.negation(first), terms.negation(last)))
    index = Choice([(first, 1), (last, -1), (neither, 0)])
    found = evaluated("def f(k):\n    x = [0, 0]\n    x[k] = 1\n    return x[1]\n", index, decide=never)
    assert isinstance(found, Choice)
    assert {value: when for when, value in found.cases}[1] is terms.disjunction((first, last))


def test_the_iterable_of_a_comprehension_is_evaluated_once() -> None:
    source = "def f():\n    seen = []\n    x = [y for y in (seen.append(1) or [7])]\n    return len(seen), x[0]\n"
    assert evaluated(source) == (1, 7)


def unlike(_a: object, _b: object) -> bool:
    return False


def test_a_moment_goes_back_and_returns() -> None:
    scope, own, book, members = Scope("f"), List([1]), Dict(), Set()
    book.put("a", 1, unlike)
    members.add(1, unlike)
    scope.update(x=own, y=(book, members))
    moment = Moment(scope)
    own.append(2)
    book.put("b", 2, unlike)
    members.add(2, unlike)
    scope["z"] = 3
    with moment.again():
        assert (list(own), book.keys(), list(members), "z" in scope) == ([1], ["a"], [1], False)
    assert (list(own), book.keys(), list(members), scope["z"]) == ([1, 2], ["a", "b"], [1, 2], 3)
    assert members.in_order() == [1, 2]


def test_inside_a_step_nothing_but_filling_may_be_asked_of_an_empty_list() -> None:
    own, book, ev = List(), Dict(), Evaluator()
    with gathering([own, book], 1):
        assert (type(own), type(book)) == (Gathering, GatheringDict)
        for asked in (len, list, bool, reversed, sorted, tuple, lambda x: x[0], lambda x: 1 in x):
            with pytest.raises(Unsupported, match="than filling it"):
                asked(own)
        for word in ("len", "list", "sorted", "max", "sum", "any", "tuple", "set", "bool", "dict"):
            for holder in (own, book):
                if (word, holder) == ("len", own):
                    continue
                with pytest.raises(Unsupported):
                    ev.call(ev.function(word), [holder], {})
    assert (type(own), type(book), len(own), len(book)) == (List, Dict, 0, 0)
