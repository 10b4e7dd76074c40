"""What Python computes item by item, on bids: the same outcome for all of them, and as few paths as there are cases.

Each program runs on variables; where the evaluator must choose it follows numbers, and what it gives must be what
CPython gives at those numbers. The programs are made to be told apart from eager ones: they share iterators, append
while they are asked, raise past the item that settles a question.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest

DECEPTIVE = {
    "a shared iterator": """
it = iter([1, 2, 3])
found = all(bids[0] > t for t in it)
return found, list(it)
""",
    "flags that any() takes from": """
flags = iter([b >= 2 for b in bids])
return any(flags), sum(1 for _ in flags)
""",
    "a helper that appends": """
seen = []
def helper(b):
    seen.append(b)
    return b > 1
return any(map(helper, bids)), len(seen)
""",
    "a generator that appends": """
seen = []
return any(seen.append(b) or b > 1 for b in bids), len(seen)
""",
    "a counter in a generator": """
count = 0
found = any((count := count + 1) and b > 1 for b in bids)
return found, count
""",
    "a filter that appends": """
seen = []
def kept(b):
    seen.append(b)
    return b > 1
return sum(filter(kept, bids)), max(filter(kept, bids), default=0), len(seen)
""",
    "an error past the answer": """
def checked(b):
    if b > 2:
        raise ValueError
    return b > 1
try:
    return any(checked(b) for b in bids)
except ValueError:
    return "error"
""",
    "an error that the filter avoids": """
return sum(1 / b for b in bids if b > 0)
""",
    "a named generator, asked twice": """
g = (b for b in bids if b > 1)
return sum(g), sum(g), any(g)
""",
    "a named enumerate in a generator": """
pairs = enumerate(bids)
first = sum(b for i, b in pairs if i < 1)
return first, list(pairs)
""",
    "a function that hands out its iterator": """
it = map(lambda b: b > 1, bids)
def again():
    return it
return any(again()), list(it)
""",
    "a generator within": """
it = iter(bids)
return any(b > 1 for b in it), any(b > 1 for b in it), list(it)
""",
    "max of an iterator that is left": """
it = iter(bids)
next(it, None)
return max((b for b in it if b > 1), default=-1), list(it)
""",
    "an error of one key": """
def key(b):
    if b > 2:
        raise KeyError
    return -b
try:
    return max((b for b in bids), key=key, default=None)
except KeyError:
    return "error"
""",
    "a zip that takes one too many": """
a, b = iter(bids), iter([1])
return any(x > y for x, y in zip(a, b)), list(a), list(b)
""",
    "a field that counts": """
class C:
    asked = 0
    def more(self, b):
        self.asked += 1
        return b > 1
c = C()
return any(c.more(b) for b in bids), c.asked
""",
    "a cache that remembers": """
from functools import cache
seen = []
@cache
def f(b):
    seen.append(b)
    return b > 1
return any(f(b) for b in bids), any(f(b) for b in bids), len(seen)
""",
}

MERGED = {
    "any": "return any(b > bids[0] for b in bids)",
    "all": "return all(b <= bids[0] for b in bids if b > 1)",
    "a sum with a filter": "return sum(b for b in bids if b > 1)",
    "a count": "return sum(1 for i, b in enumerate(bids) if b > bids[0] and i > 0)",
    "a sum of a map": "return sum(map(lambda b: b * 2, bids))",
    "a sum of a filter": "return sum(filter(lambda b: b > 1, bids))",
    "neighbours": "return all(x >= y for x, y in zip(bids, bids[1:]))",
    "pairs": "return sum(x > y for x in bids for y in bids)",
    "a filter of pairs": "return sum(x for x, y in zip(bids, reversed(bids)) if x > y)",
    "bisect": "from bisect import bisect\nreturn bisect([1, 2, 3], bids[0])",
    "a sorted book": "import bisect\nbook = []\nfor b in bids:\n    bisect.insort(book, b)\nreturn book",
    "a heap": "import heapq\nh = []\nfor b in bids:\n    heapq.heappush(h, b)\nreturn heapq.heappop(h), h",
    "the largest two": "import heapq\nreturn heapq.nlargest(2, bids)",
    "the median": "import statistics\nreturn statistics.median(bids)",
    "a reduction": "import functools\nreturn functools.reduce(lambda a, b: a if a > b else b, bids)",
}


def _source(body: str) -> str:
    return "def run(bids):\n" + "".join(f"    {line}\n" for line in body.strip().splitlines())


@pytest.mark.parametrize("body", DECEPTIVE.values(), ids=DECEPTIVE)
def test_events_come_in_pythons_order(reading: Any, body: str) -> None:
    for bids in itertools.product((Fraction(0), Fraction(1), Fraction(2), Fraction(3)), repeat=3):
        real = reading.natively(_source(body), list(bids))
        assert reading.followed(list(bids)).run(_source(body)) == real, bids
        assert reading.evaluated(_source(body), list(bids)) == real, bids


@pytest.mark.parametrize("body", MERGED.values(), ids=MERGED)
def test_nothing_is_chosen_where_both_sides_merge(reading: Any, body: str) -> None:
    for bids in itertools.product((1, 2, 3), repeat=3):
        run = reading.followed(list(bids))
        assert run.run(_source(body)) == reading.natively(_source(body), list(bids)), bids
        assert run.decisions == 0


def test_whether_anybody_is_left_is_one_choice(reading: Any) -> None:
    source = _source("return max((b for b in bids if b > 1), default=0)")
    for bids in itertools.product((Fraction(0), Fraction(1), Fraction(2), Fraction(3)), repeat=3):
        run = reading.followed(list(bids))
        assert run.run(source) == reading.natively(source, list(bids))
        assert run.decisions == (1 if max(bids) > 1 else 4)


@pytest.mark.parametrize(
    "compare",
    ["1", "-1", "0", "(a * 7 + b * 3) % 5 - 2", "a - b if abs(a - b) > 1 else 0", "b - a", "(a > b) - (a < b)"],
)
@pytest.mark.parametrize("reverse", [False, True])
def test_sort_by_any_comparison_is_cpythons(reading: Any, compare: str, reverse: bool) -> None:
    source = (
        "import functools\ndef run(bids):\n    log = []\n    def compare(a, b):\n        log.append((a, b))\n"
        f"        return {compare}\n"
        f"    return sorted(bids, key=functools.cmp_to_key(compare), reverse={reverse}), log\n"
    )
    for bids in [*itertools.permutations(range(4)), [3, 1, 2, 1, 3, 0, 2], list(range(9, -1, -1)), [1] * 5]:
        assert reading.evaluated(source, list(bids)) == reading.natively(source, list(bids))


@pytest.mark.parametrize("run", ["heapify", "push", "pop"])
def test_heaps_make_cpythons_comparisons(reading: Any, run: str) -> None:
    source = f"""
import heapq
def run(bids):
    log = []
    class Bid:
        def __init__(self, amount, name):
            self.amount, self.name = amount, name
        def __lt__(self, other):
            log.append((self.name, other.name))
            return self.amount < other.amount
    heap = []
    entries = [Bid(b, i) for i, b in enumerate(bids)]
    if {run!r} == "push":
        for entry in entries:
            heapq.heappush(heap, entry)
    else:
        heap = entries
        heapq.heapify(heap)
    if {run!r} == "pop":
        first = [heapq.heappop(heap).name for _ in range(2)]
        heapq.heapreplace(heap, first and Bid(1, 99))
        heapq.heappushpop(heap, Bid(0, 98))
        return first, [b.name for b in heap], log
    return [b.name for b in heap], log
"""
    for bids in itertools.product((0, 1, 2), repeat=4):
        assert reading.evaluated(source, list(bids)) == reading.natively(source, list(bids))
