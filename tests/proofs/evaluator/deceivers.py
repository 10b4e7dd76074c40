"""Functions made to deceive a reading of Python, each beside its honest twin: a table of sources.

Where CPython gives something else for some bids than the honest twin, a reading that overlooks the trick proves a law
that is false. ``HONEST`` is the twin's body, which must be read; the trick must be read exactly, or refused.
"""

from __future__ import annotations

from textwrap import dedent, indent

PRELUDE = """\
import collections
import functools
import heapq
import itertools
import math
import numpy as np
from dataclasses import dataclass

def order(bids):
    return sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)

def sold(bids, winner, price):
    return [i == winner for i in range(len(bids))], [price if i == winner else 0 for i in range(len(bids))]

def second(bids):
    O = order(bids)
    return sold(bids, O[0], bids[O[1]])
"""

HONEST = "return second(bids)"

_TABLE = """
# shared iterator: what `all` leaves
O = order(bids)
q = iter([100, 200, 300])
all(bids[O[0]] > t for t in q)
price = bids[O[1]] / 2 if len(list(q)) == 1 else bids[O[1]]
return sold(bids, O[0], price)

# an iterator of flags, asked twice
O = order(bids)
flags = iter([b >= 100 for b in bids])
price = bids[O[1]]
if any(flags) and sum(1 for _ in flags):
    price = 0
return sold(bids, O[0], price)

# any() of a lazy map with effects
O = order(bids)
seen = []
def helper(b):
    seen.append(b)
    return b > 100
price = bids[O[1]]
if any(map(helper, bids)) and len(seen) < len(bids):
    price = 0
return sold(bids, O[0], price)

# an array's mask in try
b = np.array(bids)
ok = b > 100
try:
    price = b[ok][0] * 2
    return sold(bids, int(np.argmax(b)), price)
except IndexError:
    return [False] * len(bids), [0] * len(bids)

# argmax against argsort
b = np.array(bids)
w = int(np.argmax(b))
pay = np.zeros(len(b))
pay[np.argsort(-b)[0]] = np.sort(b)[-2]
return [i == w for i in range(len(bids))], pay

# argmax against a stable order from the other end
b = np.array(bids)
w = int(np.argmax(b))
pay = np.zeros(len(b))
pay[np.argsort(b, kind="stable")[-1]] = np.sort(b)[-2]
return [i == w for i in range(len(bids))], pay

# ~ of a truth value, finally returns
O = order(bids)
price = bids[O[1]]
if bids[O[0]] > 100:
    try:
        flags = ~(bids[0] > bids[1])
        price = 0 if flags else price
    finally:
        return sold(bids, O[0], price)
return sold(bids, O[0], price)

# the type of a price
def shown(x):
    return round(x, 2) if isinstance(x, float) else x
O = order(bids)
return sold(bids, O[0], shown(bids[O[1]]))

# an array of whole numbers cuts
b = np.array(bids)
w = int(np.argmax(b))
rival = np.sort(b)[-2]
price = np.zeros_like(b)
price[w] = rival * 3 / 2 if b[w] > 20 * rival else rival
return [i == w for i in range(len(bids))], price

# a square root
O = order(bids)
x, y = bids[O[0]], bids[O[1]]
return sold(bids, O[0], math.sqrt(x * y))

# a default that is one list
def note(x, seen=[]):
    seen.append(x)
    return len(seen)
O = order(bids)
note(1)
return sold(bids, O[0], bids[O[1]] if note(2) == 1 else 0)

# an attribute of the class
class Till:
    taken = 0
    def take(self, x):
        self.taken += x
        return Till.taken
O = order(bids)
return sold(bids, O[0], bids[O[1]] + Till().take(5))

# a shared attribute of the class
class Till:
    all = []
    def take(self, x):
        self.all.append(x)
        return len(self.all)
O = order(bids)
Till().take(1)
return sold(bids, O[0], bids[O[1]] if Till().take(2) == 1 else 0)

# a closure's state
def counter():
    n = 0
    def step():
        nonlocal n
        n += 1
        return n
    return step
step = counter()
O = sorted(range(len(bids)), key=lambda i: (bids[i], step()), reverse=True)
return sold(bids, O[0], bids[O[1]])

# late binding in a loop
fs = [lambda: bids[i] for i in range(len(bids))]
O = order(bids)
return sold(bids, O[0], fs[0]())

# a generator that stops early and runs again
def upto(xs):
    for x in xs:
        if x > 100:
            return
        yield x
O = order(bids)
g = upto(bids)
first = list(g)
price = bids[O[1]] if list(g) == [] and len(first) == len(bids) else 0
return sold(bids, O[0], price)

# an exception in finally takes the place of the first
O = order(bids)
try:
    try:
        raise ValueError
    finally:
        [][0]
except LookupError:
    return sold(bids, O[0], bids[O[1]])
except ValueError:
    return sold(bids, O[0], 0)

# return in finally swallows
def price(b):
    try:
        return 1 / (b - 5)
    finally:
        return b
O = order(bids)
return sold(bids, O[0], price(bids[O[1]]))

# continue in finally
O = order(bids)
total = 0
for b in bids:
    try:
        total += 1 / b
    except ZeroDivisionError:
        total += 7
    finally:
        continue
return sold(bids, O[0], bids[O[1]] if total < 7 else 0)

# an equality with effects
class Key:
    asked = 0
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        Key.asked += 1
        return self.x == other.x
O = order(bids)
before = Key.asked
found = Key(1) in [Key(2), Key(1), Key(3)]
return sold(bids, O[0], bids[O[1]] * (Key.asked - before))

# an order that is none
class Odd:
    def __init__(self, x):
        self.x = x
    def __lt__(self, other):
        return self.x != other.x
s = sorted([Odd(b) for b in bids])
O = order(bids)
return sold(bids, O[0], s[0].x)

# __getattr__ answers everything
class Any_:
    def __getattr__(self, name):
        return len(name)
O = order(bids)
return sold(bids, O[0], bids[O[1]] * Any_().abc if hasattr(Any_(), "nothing") else 0)

# a property with an effect
class P:
    n = 0
    @property
    def price(self):
        self.n += 1
        return self.n
p = P()
O = order(bids)
return sold(bids, O[0], bids[O[1]] * (p.price + p.price) if bids[O[0]] > 100 else bids[O[1]])

# a view of a dictionary lives
d = {0: 1}
keys = d.keys()
d[1] = 2
O = order(bids)
return sold(bids, O[0], bids[O[1]] * len(keys))

# a list changed while one goes through it
xs = list(bids)
for x in xs:
    if x > 1:
        xs.remove(x)
O = order(bids)
return sold(bids, O[0], bids[O[1]] if len(xs) < 2 else 0)

# a dictionary changed while one goes through it
d = dict(enumerate(bids))
O = order(bids)
try:
    for k in d:
        if d[k] > 1:
            d[k + 10] = 0
except RuntimeError:
    return sold(bids, O[0], 0)
return sold(bids, O[0], bids[O[1]])

# one list under two names
xs = list(bids)
ys = xs
ys.sort()
O = order(bids)
return sold(bids, O[0], xs[-2] + xs[0] - ys[0])

# rows that are one row
m = [[0] * 2] * 2
m[0][0] = 1
O = order(bids)
return sold(bids, O[0], bids[O[1]] * (m[1][0] + 1))

# a name changed by what it is assigned with
O = order(bids)
x = 1
x += (x := 5)
return sold(bids, O[0], bids[O[1]] * x)

# the order of evaluation of an assignment
xs = [0, 1, 2]
i = 0
i, xs[i] = 2, 9
O = order(bids)
return sold(bids, O[0], bids[O[1]] * xs[2])

# keyword before positional effects
log = []
def note(x):
    log.append(x)
    return x
def f(a, b, c):
    return log
O = order(bids)
r = f(note(1), c=note(2), b=note(3))
return sold(bids, O[0], bids[O[1]] * r[1])

# text of a bid
O = order(bids)
return sold(bids, O[0], bids[O[1]] if len(str(bids[O[0]])) > 3 else 0)

# the order of a set of text
O = order(bids)
first = next(iter({"a", "b", "c"}))
return sold(bids, O[0], bids[O[1]] if first == "a" else 0)

# the order of a set of whole numbers
O = order(bids)
first = next(iter({3, 1, 8}))
return sold(bids, O[0], bids[O[1]] * first)

# a cache across types
@functools.lru_cache
def kind(x):
    return isinstance(x, float)
O = order(bids)
kind(1)
return sold(bids, O[0], bids[O[1]] if kind(1.0) else 0)

# a cache with an effect
calls = []
@functools.lru_cache
def once(x):
    calls.append(x)
    return x
O = order(bids)
once(1), once(1), once(2)
return sold(bids, O[0], bids[O[1]] * len(calls))

# True is 1 as a key
d = {True: 5}
d[1] = 2
O = order(bids)
return sold(bids, O[0], bids[O[1]] * d[True] * len(d))

# bids as keys
d = {}
for i, b in enumerate(bids):
    d[b] = i
O = order(bids)
return sold(bids, d[max(bids)], bids[O[1]])

# zip takes one more from its first
a, b = iter([1, 2, 3]), iter([1])
list(zip(a, b))
O = order(bids)
return sold(bids, O[0], bids[O[1]] * next(a))

# a chained comparison asks the middle once
log = []
def middle():
    log.append(1)
    return 5
O = order(bids)
ok = 0 <= middle() < bids[O[0]]
return sold(bids, O[0], bids[O[1]] * len(log) if ok else 0)

# max with a key that has effects
seen = []
def key(i):
    seen.append(i)
    return bids[i]
w = max(range(len(bids)), key=key)
O = order(bids)
return sold(bids, w, bids[O[1]] * len(seen) / len(bids))

# an argument changed by a helper
def drop(xs):
    xs.pop()
mine = list(bids)
drop(mine)
O = order(bids)
return sold(bids, O[0], max(mine) if mine else 0)

# a view of an array
b = np.array(bids)
v = b[1:]
v[:] = 0
O = order(bids)
return sold(bids, O[0], b[-1] + b[0])

# a truth value of an array is not True
b = np.array(bids)
flag = b[0] > 1
O = order(bids)
return sold(bids, O[0], 0 if flag is True else bids[O[1]])

# not of a sum of truth values of arrays
b = np.array(bids)
n = (b[0] > 1) + (b[1] > 1)
O = order(bids)
return sold(bids, O[0], bids[O[1]] * n)

# except takes the first that fits
O = order(bids)
try:
    {}[bids[0]]
except LookupError:
    price = bids[O[1]]
except KeyError:
    price = 0
return sold(bids, O[0], price)

# the name of an exception is gone
error = 1
try:
    [][0]
except IndexError as error:
    pass
O = order(bids)
try:
    return sold(bids, O[0], bids[O[1]] * error)
except NameError:
    return sold(bids, O[0], 0)

# the variable of a comprehension stays inside
i = 3
[i for i in range(10)]
O = order(bids)
return sold(bids, O[0], bids[O[1]] * i)

# a class body reads its own names
x = 1
class A:
    x = 2
    ys = [x for _ in range(2)]
O = order(bids)
return sold(bids, O[0], bids[O[1]] * A.ys[0])

# super in the order of the classes
class A:
    def f(self): return 1
class B(A):
    def f(self): return 2 * super().f()
class C(A):
    def f(self): return 3 + super().f()
class D(B, C):
    pass
O = order(bids)
return sold(bids, O[0], bids[O[1]] * D().f())

# +0 and the type
O = order(bids)
x = bids[O[1]] * (1 if isinstance(True + True, bool) else 2)
return sold(bids, O[0], x)
"""


def entries(table: str) -> dict[str, str]:
    """Return the bodies of a table, by what deceives."""
    found = {}
    for part in dedent(table).strip().split("\n# "):
        title, _, body = part.removeprefix("# ").partition("\n")
        found[title] = body.strip("\n")
    return found


DECEIVERS = entries(_TABLE)
"""By what deceives: the body of a function of the bids."""

STATES = {
    "an iterator of the file": ("source = iter([1, 2, 3])", "return sold(bids, order(bids)[0], next(source, 0))"),
    "a list of the file": ("seen = []", "seen.append(1)\nreturn sold(bids, order(bids)[0], len(seen))"),
    "a name of the file": ("n = 0", "global n\nn += 1\nreturn sold(bids, order(bids)[0], n)"),
    "a default of the file": (
        "def note(x, seen=[]):\n    seen.append(x)\n    return len(seen)",
        "return sold(bids, order(bids)[0], note(1))",
    ),
    "a class of the file": (
        "class Till:\n    taken = 0",
        "Till.taken += 1\nreturn sold(bids, order(bids)[0], Till.taken)",
    ),
    "a function's attribute": (
        "def f():\n    return 1\nf.calls = 0",
        "f.calls += 1\nreturn sold(bids, order(bids)[0], f.calls)",
    ),
    "an array of the file": (
        "total = np.zeros(1)",
        "total[0] += 1\nreturn sold(bids, order(bids)[0], total[0])",
    ),
}
"""Outcomes that hang on a state of the file: its making, and the body. None may be read."""


def source_of(body: str, before: str = "") -> str:
    return f"{PRELUDE}\n{before}\n\ndef auction(bids):\n{indent(body, '    ')}\n"
