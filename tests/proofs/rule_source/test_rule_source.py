"""The closed list of what a rule may say: what is on it, what is not, and that what is read is what runs."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.proofs.rule_source import refusal
from strategyproof.proofs.rule_source.definition import NotRead, definition

HEADER = """\
from fractions import Fraction
import math, time
import strategyproof.mechanism.vocabulary as words
from strategyproof import Outcome
from strategyproof.mechanism.vocabulary import *

log = []
K = 2
PAIR = (1, Fraction(1, 2))
TABLE = {1: 2}

def second(bids):
    return max_of_others(bids)

"""


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """Load a file of its own: no future import, no assertion rewritten."""

    def load(text: str) -> dict[str, Any]:
        file = tmp_path / "auction.py"
        file.write_text(HEADER + text, encoding="utf-8")
        linecache.checkcache(str(file))
        names: dict[str, Any] = {"__name__": "auction"}
        exec(compile(HEADER + text, str(file), "exec", dont_inherit=True), names)
        return names

    return load


def told(rule: Any) -> str | None:
    return refusal(Mechanism("m", "m", rule, "", ""))


@pytest.mark.parametrize("id", MECHANISMS)
def test_every_rule_that_ships_keeps_to_the_list(id: str) -> None:
    assert refusal(MECHANISMS[id]) is None


@pytest.mark.parametrize(
    "body",
    [
        "return Outcome(bids > second(bids), 0 * bids)",
        "price: object = K * words.max_of_others(bids)\n    return Outcome(bids > price, where(bids > 1, price, 0))",
        "a, (b, *c) = PAIR[0], (PAIR[1], 3)\n    return Outcome(bids > a * b, 0 * bids)",
        "for k in range(1, 3):\n        a = highest(bids, k)\n    else:\n        pass\n    return Outcome(bids > a, 0)",
        "if K == 2 and not math.inf < K:\n        return Outcome(bids > 1, bids)\n    return Outcome(bids > 2, bids)",
        "parts = [highest_of_others(bids, k) for k in (1, 2) if k < 3]\n    return Outcome(bids > sum(parts), 0)",
        "'''text'''\n    def f(x: Fraction, k=K):\n        return k * x\n    return Outcome(bids > f(bids), bids)",
        "half = lambda x: x / 2\n    return Outcome(bids > half(bids), bids)",
        "from strategyproof.mechanism.vocabulary import minimum as low\n    return Outcome(bids > low(bids, 1), 0)",
        "sold = inner(bids)\n    return Outcome(sold.wins, 2 * sold.payments)\n\n"
        "def inner(bids):\n    return Outcome(bids > 1, bids)",
        "return Outcome(bids > 1, bids) if __name__ == 'auction' else Outcome(wins=bids > 2, payments=bids)",
    ],
)
def test_this_is_on_the_list(body: str, loaded: Callable[[str], dict[str, Any]]) -> None:
    assert told(loaded(f"def rule(bids):\n    {body}\n")["rule"]) is None


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("global K\n    return K", "Global is not on the list of what a proof can read"),
        ("bids += 1\n    return bids", "`bids += 1`: AugAssign is not on the list"),
        ("bids[0] = 1", "`bids[0]`: a rule stores only in local names; what it changes elsewhere would be a state"),
        ("second.x = 1", "`second.x`: a rule stores only in local names"),
        ("for log[0] in (1, 2):\n        pass", "`log[0]`: a rule stores only in local names"),
        ("return [1 for log[0] in (1, 2)]", "`log[0]`: a rule stores only in local names"),
        ("return (k := 1)", "NamedExpr is not on the list"),
        ("del bids", "Delete is not on the list"),
        ("assert K", "Assert is not on the list"),
        ("raise ValueError", "Raise is not on the list"),
        ("while K:\n        pass", "While is not on the list"),
        ("with log:\n        pass", "With is not on the list"),
        ("yield bids", "Yield is not on the list"),
        ("class C:\n        pass", "ClassDef is not on the list"),
        ("import math", "Import is not on the list"),
        ("from os import getpid\n    return getpid()", "a rule calls the words of"),
        ("from no.such import thing", "an import inside a rule may only name what is loaded already, by its full path"),
        ("return {1: bids}", "Dict is not on the list"),
        ("return (b for b in bids)", "GeneratorExp is not on the list"),
        ("return bids[1:]", "Slice is not on the list"),
        ("return f'{bids}'", "JoinedStr is not on the list"),
        ("return bids // 2", "no operator of the vocabulary"),
        ("return bids @ bids", "no operator of the vocabulary"),
        ("return K is bids", "`is` and `in` ask what an object is, not what it is worth; compare with `==`"),
        ("return 1 in bids", "`is` and `in` ask what an object is"),
        ("return bids.shape", "`bids.shape`: a rule reads no attribute of its bids; use the words of"),
        ("return words.where", "a function may be called, and is no value to a rule"),
        ("return second", "a function may be called, and is no value to a rule"),
        ("return nothing", "`nothing`: nothing has this name"),
        ("return log", "a list from outside may change; use a number or a tuple of numbers"),
        ("return TABLE[1]", "a dict from outside may change"),
        ("return b'x'", "no constant that a rule computes with"),
        ("return time.time()", "`time.time`: a rule calls the words of"),
        ("return math.floor(K)", "`math.floor`: a rule calls the words of"),
        ("return bids(1)", "`bids`: a rule calls the words of"),
        ("return (lambda: 1)()", "`lambda: 1`: a rule calls the words of"),
        ("f = second\n    return f(bids)", "a function may be called"),
        (
            "def f(x: log.append(1)):\n        return x\n    return f(bids)",
            "an annotation inside a rule runs; write a name",
        ),
        ("def f(x=log.append(1)):\n        return x\n    return f(bids)", "`log.append`: a rule calls the words of"),
        ("@second\n    def f(x):\n        return x\n    return f(bids)", "`second`: a decorator inside a rule"),
        ("def f(x):\n        return 1\n    f = K\n    return f(bids)", "`f`: a rule calls the words of"),
        ("return helper(bids)\n\ndef helper(bids):\n    return len(bids)", "`len`: a rule calls the words of"),
    ],
)
def test_this_is_not(body: str, why: str, loaded: Callable[[str], dict[str, Any]]) -> None:
    found = told(loaded(f"def rule(bids):\n    {body}\n")["rule"])
    assert found is not None
    assert found.startswith("line ")
    assert " of auction.py: " in found
    assert why in found


def test_of_two_lambdas_on_a_line_the_one_that_runs_is_read(loaded: Callable[[str], dict[str, Any]]) -> None:
    names = loaded("one, two = lambda bids: second(bids), lambda bids: log.append(bids)\n")
    assert told(names["one"]) is None
    assert "`log.append`" in str(told(names["two"]))
    nested = loaded("make = lambda k: (lambda bids: log.append(bids) or k)\n")["make"](1)
    assert "`log.append`" in str(told(nested))


def test_code_that_says_it_comes_from_elsewhere_is_not_believed(loaded: Callable[[str], dict[str, Any]]) -> None:
    names = loaded("one, two = lambda bids: second(bids), lambda bids: log.append(bids)\n")
    honest, other = names["one"].__code__, names["two"].__code__
    disguised = FunctionType(other.replace(co_linetable=honest.co_linetable), names)
    assert told(disguised) is not None


def test_a_file_that_changed_is_not_what_runs(tmp_path: Path, loaded: Callable[[str], dict[str, Any]]) -> None:
    rule = loaded("def rule(bids):\n    return log.append(bids)\n")["rule"]
    file = tmp_path / "auction.py"
    file.write_text(HEADER + "def rule(bids):\n    return second(bids) + 1\n", encoding="utf-8")
    linecache.checkcache(str(file))
    with pytest.raises(NotRead, match="its source, compiled again, is not the code that runs"):
        definition(rule)


def test_a_rule_on_a_page_that_is_no_python_is_read(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = "def rule(bids):\n    return bids.shape\n"
    page.write_text(f"# A page\n\n```python\n{text}```\n", encoding="utf-8")
    names: dict[str, Any] = {}
    exec(compile("\n" * 3 + text, str(page), "exec"), names)
    assert told(names["rule"]) == (
        "line 5 of page.md: `bids.shape`: a rule reads no attribute of its bids; use the words of "
        "strategyproof.mechanism.vocabulary"
    )
