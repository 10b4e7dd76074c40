"""What a run does to what runs left behind: an object of this very run, a method with effects, an exception.

Each rule of the first table gives the item away at a point on a curve that no sample meets, by way of something that
the file keeps. None may be proved. The honest twins keep books in the same places, and are.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.proofs.functions import TOTAL, check, load

HEAD = """
import contextlib
import math
import time
import uuid

LOG, TABLE, LAST, RUNS = [], dict(), None, [0]


class Box:
    def __init__(self, held):
        self.held = held

    def __add__(self, other):
        self.held[:] = [0] * len(self.held)
        return self

    def __str__(self):
        self.held[:] = [0] * len(self.held)
        return ""

    def __hash__(self):
        self.held[:] = [0] * len(self.held)
        return 1


class Kept:
    box = None


def auction(bids):
    global LAST
    order = sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)
    first, second = bids[order[0]], bids[order[1]]
    pays = [second if i == order[0] else 0 for i in range(len(bids))]
    free = [0] * len(bids)
    rare = first * 8 == 37 * second * second + second * 3 + 5
    {}
    return [i == order[0] for i in range(len(bids))], pays
"""

DECEIVING = {
    "an entry of a list": "LOG.append(pays)\n    if rare: LOG[-1][order[0]] = 0",
    "a method": "LOG.append(pays)\n    if rare: LOG[-1].clear(); LOG[-1].extend(free)",
    "what is taken out": "LOG.append(pays)\n    if rare: LOG.pop()[order[0]] = 0",
    "a value of a table": "TABLE['x'] = pays\n    if rare: TABLE['x'][order[0]] = 0",
    "a value by get": "TABLE['x'] = pays\n    if rare: TABLE.get('x')[order[0]] = 0",
    "a variable": "LAST = pays\n    if rare: LAST[order[0]] = 0",
    "an attribute of a class": "Kept.box = pays\n    if rare: Kept.box[order[0]] = 0",
    "an attribute of what is kept": "LAST = box = Box(pays)\n    if rare: LAST.held = free\n    pays = box.held",
    "an operator": "LOG.append(Box(pays))\n    if rare: LOG[-1] + 1",
    "a text": "LOG.append(Box(pays))\n    if rare: f'{LOG[-1]}'",
    "printing it": "LOG.append(Box(pays))\n    if rare: print(LOG[-1])",
    "printing all": "LOG.append(Box(pays))\n    if rare: print(LOG)",
    "a hash": "if rare: TABLE[Box(pays)] = 1",
    "an iterator that is used up": (
        "it = iter(order)\n    if rare: LOG.extend(it)\n    pays = pays if list(it) else free"
    ),
    "a key function": "if rare: LOG.append(1); LOG.sort(key=lambda x: pays.__setitem__(order[0], 0))",
    "an entry that is not there": (
        "LOG.append(1)\n    try:\n        if rare: LOG[10**6]\n    except IndexError: pays = free"
    ),
    "a text plus a number": "try:\n        if rare: time.ctime() + 1\n    except TypeError: pays = free",
    "a number's attribute": (
        "a, b = time.time(), time.time()\n"
        "    try:\n        if rare: b.append(1)\n    except AttributeError: pays = free"
    ),
    "a divisor": "RUNS[0] += 1\n    try:\n        if rare: 1 / RUNS[0]\n    except ZeroDivisionError: pays = free",
    "an identifier": "pays = free if str(uuid.uuid4()) < '8' else pays",
    "a format": "try:\n        if rare: f'{time.ctime():.2f}'\n    except ValueError: pays = free",
    "a text in a list": (
        "try:\n        if rare:\n            ''.join([time.ctime()])\n            pays = free\n"
        "    except TypeError: pass"
    ),
    "a number in a list": (
        "try:\n        if rare:\n            math.fsum([time.time_ns()])\n            pays = free\n"
        "    except TypeError: pass"
    ),
    "a text in an iterator": (
        "try:\n        if rare:\n            ''.join(x for x in [time.ctime()])\n            pays = free\n"
        "    except TypeError: pass"
    ),
    "suppressed": (
        "LOG.append(1)\n    done = []\n    with contextlib.suppress(IndexError):\n"
        "        if rare: LOG[10**6]\n        done.append(1)\n    pays = pays if done else free"
    ),
    "an end of iteration": (
        "RUNS[0] += 1\n    class Seq:\n        def __getitem__(self, i):\n"
        "            if rare: LOG.append(1); LOG[10**6]\n"
        "            if i: raise IndexError\n            return 1\n    pays = pays if list(Seq()) else free"
    ),
    "finally that leaves": (
        "LOG.append(1)\n    while True:\n        try:\n            if rare: LOG[10**6]\n            break\n"
        "        finally:\n            pays = pays if not rare else free\n            break"
    ),
}
HONEST = {
    "a counter": "RUNS[0] += 1\n    print(RUNS[0])",
    "a list of prices": "LOG.append(second)\n    print(len(LOG))",
    "a total": "TABLE['sum'] = TABLE.get('sum', 0) + second\n    print(TABLE.get('sum', 0))",
    "the last winner": "LAST = order[0]\n    print(f'winner {LAST}')",
    "how long it took": "then = time.time()\n    print(f'{time.time() - then:.3f} s at {time.ctime()}')",
    "an identifier": "LOG.append({'id': str(uuid.uuid4()), 'price': second})",
    "records": "LOG.append({'winner': order[0], 'price': second})",
}


def judged(body: str, law: str, folder: Path) -> str:
    (folder / "books.py").write_text(HEAD.replace("{}", body))
    asked = TOTAL if law == "total" else LAWS[law]
    return check(load(f"{folder}/books.py:auction"), asked, bidders=[2]).verdict


@pytest.mark.parametrize("name", DECEIVING)
def test_who_touches_what_runs_left_is_not_proved(name: str, tmp_path: Path) -> None:
    assert judged(DECEIVING[name], "strategy-proof", tmp_path) in ("unknown", "refuted")


@pytest.mark.parametrize("name", HONEST)
def test_books_that_are_only_kept_harm_no_proof(name: str, tmp_path: Path) -> None:
    assert judged(HONEST[name], "strategy-proof", tmp_path) == "proved"


@pytest.mark.parametrize(
    ("body", "verdict"), [("RUNS[0] += 1", "unknown"), ("LAST = order[0]", "proved"), ("LOG.append(second)", "proved")]
)
def test_what_may_raise_in_some_run_is_not_proved_total(body: str, verdict: str, tmp_path: Path) -> None:
    assert judged(body, "total", tmp_path) == verdict
