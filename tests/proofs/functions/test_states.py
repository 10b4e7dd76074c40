"""What runs change of the file: a state that no outcome reads harms nothing, a state that is read ends the proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.proofs.functions import check, load
from tests.proofs.functions.conftest import NOBODY, Judge

COUNTER = (
    "def make():\n    k = 0\n    def tick():\n        nonlocal k\n        k += 1\n        return k\n    return tick\n"
)
TICK = "class Tick:\n    k = 0\n    def up(self):\n        self.k += 1\n        return self.k\nUP = Tick()"
STATES = {
    "a list": ("SEEN = []", "SEEN.append(1)", "len(SEEN)", "`SEEN`"),
    "a global": ("COUNT = 0", "global COUNT\nCOUNT += 1", "COUNT", "the variable `COUNT`"),
    "an attribute of the function": (
        "",
        "auction.calls = getattr(auction, 'calls', 0) + 1",
        "auction.calls",
        "`calls`",
    ),
    "a generator": ("def count():\n    while True: yield 1\nGEN = count()", "x = next(GEN)", "x", "a generator"),
    "a function in a table": (f"{COUNTER}TABLE = {{'tick': make()}}", "x = TABLE['tick']()", "x", "the variable `k`"),
    "an object": (TICK, "x = UP.up()", "x", "`k` of an object of Tick"),
    "a bound method": (f"{TICK}\nGO = UP.up", "x = GO()", "x", "`k` of an object of Tick"),
    "a class": ("class Ids:\n    last = 0", "Ids.last += 1", "Ids.last", "`last` of the class Ids"),
    "deep inside": ("DEEP = {1: {2: [0]}}", "DEEP[1][2][0] += 1", "DEEP[1][2][0]", "a list of the file"),
    "a set": ("KNOWN = set()", "KNOWN.add(len(bids))", "len(KNOWN)", "`KNOWN`"),
    "a default": (
        "def note(x, seen=[]):\n    seen.append(x)\n    return seen",
        "s = note(1)",
        "len(s)",
        "a default of `note`",
    ),
}


@pytest.mark.parametrize("kind", STATES)
def test_a_state_that_no_outcome_reads_harms_no_proof(kind: str, judged: Judge) -> None:
    head, statement, read, _ = STATES[kind]
    shown = "" if kind == "a generator" else read  # what a generator yields may have a `__str__` with effects
    verdict = judged(f"{statement}\nprint({shown})\n{NOBODY}", "single-winner", head=f"{head}\n")
    assert verdict.verdict == "proved", verdict


@pytest.mark.parametrize("kind", STATES)
def test_a_state_that_an_outcome_reads_is_named(kind: str, judged: Judge) -> None:
    head, statement, read, name = STATES[kind]
    body = f"{statement}\nreturn [({read}) > 10**6] * len(bids), [0] * len(bids)"
    verdict = judged(body, "single-winner", head=f"{head}\n")
    assert verdict.verdict == "unknown"
    assert f"a run changes {name}" in (verdict.reason or "") or f"a run takes from {name}" in (verdict.reason or "")
    assert "not a function of its input" in (verdict.reason or "")


def test_a_cache_of_constants_is_no_state(judged: Judge) -> None:
    head = "import functools\n@functools.cache\ndef places(n): return tuple(range(n))\n"
    assert judged(f"places(len(bids))\n{NOBODY}", "single-winner", head=head).verdict == "proved"


REFUSED = {
    "a cached list": ("import functools\n@functools.cache\ndef box(n): return []", "box(2).append(0)"),
    "a module": ("import math", "math.seen = 1"),
    "a class of another module": ("from fractions import Fraction", "Fraction.runs = 0"),
    "the text of a function": ("", "auction.__doc__ = (auction.__doc__ or '') + '.'"),
    "a module imported where it is used": ("", "import math\n    math.runs = getattr(math, 'runs', 0) + 1"),
    "the context of decimals": ("import decimal", "decimal.getcontext().prec += 1"),
    "a lock": ("import threading\nlock = threading.Lock()", "lock.acquire(blocking=False)"),
    "an event": ("import threading\nflag = threading.Event()", "flag.set()"),
    "the search path": ("import sys", "sys.path.append('x')"),
    "the code of a function": ("def g(): return 0", "g.__code__ = (lambda: 1 - 1).__code__"),
    "NumPy's dice": ("import numpy as np", "np.random.rand()"),
    "dice without a seed": ("import random", "random.random()"),
    "the names of the module": ("", "globals()['x'] = 1"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_state_outside_of_the_evaluators_tables_proves_nothing(kind: str, tmp_path: Path) -> None:
    head, statement = REFUSED[kind]
    (tmp_path / "keeping_auction.py").write_text(f"{head}\n\n\ndef auction(bids):\n    {statement}\n    {NOBODY}\n")
    verdict = check(load(f"{tmp_path}/keeping_auction.py:auction"), LAWS["single-winner"], bidders=[2, 3])
    assert verdict.verdict == "unknown"
    assert "the evaluator cannot follow the code" in (verdict.reason or "")


def test_a_state_of_a_helper_in_another_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "counting_helper.py").write_text("runs = [0]\n\n\ndef count():\n    runs[0] += 1\n    return runs[0]\n")
    text = "import counting_helper\n\n\ndef auction(bids):\n    k = counting_helper.count()\n    {}\n"
    for body, verdict in ((NOBODY, "proved"), ("return [k > 1000] * len(bids), [0] * len(bids)", "unknown")):
        name = f"keeps_{verdict}.py"
        (tmp_path / name).write_text(text.format(body))
        found = check(load(f"{tmp_path}/{name}:auction"), LAWS["single-winner"], bidders=[2])
        assert found.verdict == verdict, found
