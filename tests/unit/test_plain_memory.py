"""A function that remembers is no function of its bids, wherever it keeps what it remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.proofs.plain import check, load
from strategyproof.proofs.plain.source import load_function
from strategyproof.proofs.plain.state import snapshot
from tests.unit.conftest import NOBODY, Judge

STATEFUL = {
    "random": ("x = random.random()", "the random generator"),
    "rarely random": ("x = random.random() < 1e-9", "the random generator"),
    "NumPy's random": ("x = np.random.rand()", "NumPy's random generator"),
    "a list": ("SEEN.append(1)", "the global 'SEEN'"),
    "a global": ("global COUNT\nCOUNT = len(bids) + globals().get('COUNT', 0)", "the global 'COUNT'"),
    "an attribute": ("auction.calls = getattr(auction, 'calls', 0) + 1", "an attribute of 'auction'"),
}


@pytest.mark.parametrize("kind", STATEFUL)
def test_a_function_with_a_memory_or_with_dice_is_said_to_be_no_function(kind: str, judged: Judge) -> None:
    body, text = STATEFUL[kind]
    verdict = judged(f"{body}\n{NOBODY}", "single-winner")
    assert verdict.verdict == "unknown"
    assert verdict.reason is not None
    assert text in verdict.reason
    assert "not a function of its input" in verdict.reason


COUNTER = (
    "def make():\n    k = 0\n    def tick():\n        nonlocal k\n        k += 1\n        return k\n    return tick\n"
)
MEMORIES = {
    "a generator": ("def count():\n    while True: yield 1\nGEN = count()", "next(GEN)"),
    "a cached list": ("import functools\n@functools.cache\ndef box(n): return []", "box(len(bids)).append(0)"),
    "a cached list of few": ("import functools\n@functools.lru_cache\ndef box(n): return []", "box(2).append(0)"),
    "a module": ("import math", "math.seen = getattr(math, 'seen', 0) + 1"),
    "a generator of random numbers": ("import random\nDICE = random.Random(7)", "DICE.random() < 1e-9"),
    "a function in a table": (f"{COUNTER}TABLE = {{'tick': make()}}", "TABLE['tick']()"),
    "a bound method": ("class Tick:\n    k = 0\n    def up(self): self.k += 1\nUP = Tick().up", "UP()"),
    "a context variable": (
        "import contextvars\nVAR = contextvars.ContextVar('v', default=0)",
        "VAR.set(VAR.get() + 1)",
    ),
    "a thread's variable": ("import threading\nLOCAL = threading.local()\nLOCAL.k = 0", "LOCAL.k += 1"),
    "a slot": ("class Slot:\n    __slots__ = ('k',)\nSLOT = Slot()\nSLOT.k = 0", "SLOT.k += 1"),
    "deep inside": ("DEEP = {1: {2: {3: {4: {5: {6: [0]}}}}}}", "DEEP[1][2][3][4][5][6][0] += 1"),
}


@pytest.mark.parametrize("kind", MEMORIES)
def test_a_memory_is_found_wherever_it_is_kept(kind: str, judged: Judge) -> None:
    head, body = MEMORIES[kind]
    verdict = judged(f"{body}\n{NOBODY}", "single-winner", head=f"{head}\n")
    assert verdict.verdict == "unknown"
    assert "not a function of its input" in (verdict.reason or "")


def test_pythons_own_modules_are_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Built-in modules have no file; they are not taken for files of the folder that the prover is started in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "alone.py").write_text(f"def auction(bids):\n    {NOBODY}\n")
    assert not [name for name in snapshot(load_function("alone.py:auction")) if "builtins" in name]


def test_a_cache_of_constants_is_no_memory(judged: Judge) -> None:
    head = "import functools\n@functools.cache\ndef places(n): return tuple(range(n))\n"
    assert judged(f"places(len(bids))\n{NOBODY}", "single-winner", head=head).verdict == "proved"


REMEMBERED = {
    "a name with underscores": ("__runs = [0]", "__runs[0] += 1"),
    "a class of another module": ("from fractions import Fraction", "Fraction.runs = getattr(Fraction, 'runs', 0) + 1"),
    "a class in another module": ("import json\njson.JSONEncoder.runs = 0", "json.JSONEncoder.runs += 1"),
    "the text of a function": ("", "auction.__doc__ = (auction.__doc__ or '') + '.'"),
    "the text of a class": ("class Told: ''", "Told.__doc__ += '.'"),
    "a list in another module": ("import math\nmath.seen = []", "math.seen.append(1)"),
    "a module imported where it is used": ("", "import math\n    math.runs = getattr(math, 'runs', 0) + 1"),
    "a helper imported where it is used": ("", "import counting_helper\n    counting_helper.count()"),
    "the context of decimals": ("import decimal", "decimal.getcontext().prec += 1"),
    "a stream": ("import io\nstream = io.StringIO()", "stream.write('a')"),
    "a generator of NumPy": ("import numpy as np\ndraw = np.random.default_rng(1).random", "draw()"),
    "a lock": ("import threading\nlock = threading.Lock()", "lock.acquire(blocking=False)"),
    "the search path": ("import sys", "sys.path.append('x')"),
    "the code of a function": ("def g(): return 0", "g.__code__ = (lambda: 1 - 1).__code__"),
}


@pytest.mark.parametrize("kind", REMEMBERED)
def test_what_is_kept_elsewhere_is_found(kind: str, tmp_path: Path) -> None:
    head, statement = REMEMBERED[kind]
    (tmp_path / "counting_helper.py").write_text("runs = [0]\n\n\ndef count():\n    runs[0] += 1\n")
    (tmp_path / "keeping_auction.py").write_text(f"{head}\n\n\ndef auction(bids):\n    {statement}\n    {NOBODY}\n")
    verdict = check(load(f"{tmp_path}/keeping_auction.py:auction"), LAWS["single-winner"], bidders=[2, 3])
    assert verdict.verdict == "unknown"
    assert "the function is not a function of its input" in (verdict.reason or "")


def test_a_function_that_remembers_is_not_refuted(judged: Judge) -> None:
    """A replay after other runs shows nothing."""
    body = "first = not flag.is_set()\nflag.set()\nreturn [first or b >= 0 for b in bids], [0, 0]"
    verdict = judged(body, "single-winner", head="import threading\nflag = threading.Event()\n")
    assert verdict.verdict == "unknown"


def test_a_memory_too_large_to_follow_proves_nothing(judged: Judge) -> None:
    body = "table[0][0] += 1\nreturn [False for b in bids], [0 for b in bids]"
    verdict = judged(body, "single-winner", head="table = [[0] for _ in range(6000)]\n")
    assert verdict.verdict == "unknown"
    assert "the global 'table' holds more than 5,000 objects" in str(verdict.reason)


def test_what_is_loaded_late_is_no_memory(judged: Judge) -> None:
    body = f"import colorsys\nfrom statistics import median\nmedian(bids)\n{NOBODY}"
    assert judged(body, "single-winner").verdict == "proved"
