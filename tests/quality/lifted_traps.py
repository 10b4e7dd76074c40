"""Auctions whose code for five bidders or more does what a reading of lists of any length could miss; all break there.

Each is the second-price auction for few bidders. Nothing here knows of proofs. ``test_random_lifts.py`` says what
must be found.
"""

# mypy: ignore-errors
# ruff: noqa: B007, B015, B023, E721, F821, F841, PLW0603, SIM102
# Without types and without care, as such functions are written.

from __future__ import annotations

import contextlib


def _second_price(bids):
    w = bids.index(max(bids))
    p = sorted(bids)[-2]
    return [i == w for i in range(len(bids))], [p if i == w else 0 for i in range(len(bids))]


def _losers_pay(bids):
    return [False for b in bids], [1 for b in bids]


def unbound_none(bids):
    hit = False
    for i in range(len(bids)):
        if i > 4:
            if flag is None:
                hit = True
        flag = None
    return _losers_pay(bids) if hit else _second_price(bids)


def target_type(bids):
    for i in range(len(bids)):
        pass
    if len(bids) > 5 and type(i) == int:
        return _losers_pay(bids)
    return _second_price(bids)


calls = []


def stateful(bids):
    if len(bids) > 5:
        calls.append(1)
        if len(calls) > 3:
            return _losers_pay(bids)
    return _second_price(bids)


T = [0]


def global_restored(bids):
    T[0] = 1 if len(bids) > 5 else 0
    x = [T[0] for b in bids]
    T[0] = 0
    if x[1] == 1:
        return _losers_pay(bids)
    return _second_price(bids)


def lazy_generator(bids):
    t = 0
    g = (b == t for b in bids)
    if len(bids) > 5:
        t = max(bids)
    if len(bids) > 5 and any(g):
        return _losers_pay(bids)
    return _second_price(bids)


def lazy_enumerate(bids):
    w = [0] * len(bids)
    e = enumerate(w)
    w[0] = 1
    if len(bids) > 5 and any(x == 1 for i, x in e):
        return _losers_pay(bids)
    return _second_price(bids)


def in_generator(bids):
    g = (b for b in bids)
    if len(bids) > 5:
        bids[0] in g
        if max(g) < bids[0]:
            return _losers_pay(bids)
    return _second_price(bids)


def len_generator(bids):
    if len(bids) > 5:
        if len(b for b in bids) > 2:
            return _second_price(bids)
    return _second_price(bids)


def tuple_and_list(bids):
    if len(bids) > 5:
        x = tuple(bids)[:1] + bids[1:]
    return _second_price(bids)


def negative_length(bids):
    if len(bids) > 5 and len(range(9, len(bids))) == 0:
        return _losers_pay(bids)
    return _second_price(bids)


def negative_slice(bids):
    if len(bids) > 5 and len(bids[3:1]) == 0:
        return _losers_pay(bids)
    return _second_price(bids)


def suppressed(bids):
    if len(bids) > 5:
        with contextlib.suppress(TypeError):
            x = "a" * len(bids)
            return _losers_pay(bids)
    return _second_price(bids)


def dunder(bids):
    __flag = False
    for i, b in enumerate(bids):
        if i > 5:
            __flag = True
    if __flag:
        return _losers_pay(bids)
    return _second_price(bids)


def fresh_lists(bids):
    rows = [[0] for b in bids]
    rows[2 if len(bids) > 5 else 0][0] = 1
    if len(bids) > 5 and any(r[0] == 1 for r in rows):
        return _losers_pay(bids)
    return _second_price(bids)


def shared_box(bids):
    box = [0]
    cols = [box for b in bids]
    box[0] = 1
    if len(bids) > 5 and cols[3][0] == 1:
        return _losers_pay(bids)
    return _second_price(bids)


def late_binding(bids):
    fs = [lambda: i for i in range(len(bids))]
    if len(bids) > 5 and fs[0]() > 1:
        return _losers_pay(bids)
    return _second_price(bids)


def matched(bids):
    match bids:
        case [a, b, c, d, e, f]:
            return _losers_pay(bids)
    return _second_price(bids)


def asks_for_the_type(bids):
    if len(bids) > 5 and type(list(bids)) is list:
        return _losers_pay(bids)
    return _second_price(bids)


def doubled_int(bids):
    if len(bids) > 5 and isinstance(len(bids) * 2, int):
        return _losers_pay(bids)
    return _second_price(bids)


def masked_index(bids):
    if len(bids) > 5:
        kept = [b for b in bids if b > 0]
        if max(bids) > 0 and kept.index(max(bids)) != bids.index(max(bids)):
            return _losers_pay(bids)
    return _second_price(bids)


def closure_of_carried(bids):
    best = 0
    hit = False

    def current():
        return best

    for i, b in enumerate(bids):
        if i > 4 and current() > 0:
            hit = True
        if b > best:
            best = b
    return _losers_pay(bids) if hit else _second_price(bids)


def pop_twice(bids):
    w = [0] * len(bids)
    if len(bids) > 5:
        order = [0, 1, 2, 3]
        w[order.pop(0)] += 1
        if order[0] == 1:
            return _losers_pay(bids)
    return _second_price(bids)


def zero_or_false(bids):
    flag = 0
    for i, b in enumerate(bids):
        if i > 4:
            flag = False
    if flag is False:
        return _losers_pay(bids)
    return _second_price(bids)


def int_of_zero(bids):
    best = 0
    for b in bids:
        if b > best:
            best = b
    if len(bids) > 5 and isinstance(best, int):
        return _losers_pay(bids)
    return _second_price(bids)


def yields(bids):
    if len(bids) > 5:
        w, p = _second_price(bids)
        return (x for x in w), p
    return _second_price(bids)


G = 0


def global_flag(bids):
    global G
    G = 0
    hit = False
    for i, b in enumerate(bids):
        if i > 4 and _flag() > 0:
            hit = True
        G = 1
    G = 0
    return _losers_pay(bids) if hit else _second_price(bids)


def _flag():
    return G


class Acc:
    def __init__(self):
        self.v = 0

    def __iadd__(self, o):
        self.v += o
        return self

    def __add__(self, o):
        return Acc()


def inplace(bids):
    a = b = Acc()
    if len(bids) > 5:
        a += 1
        if b.v == 1:
            return _losers_pay(bids)
    return _second_price(bids)


def range_type(bids):
    if len(bids) > 5 and type(range(len(bids))) is range:
        return _losers_pay(bids)
    return _second_price(bids)


def copy_of_range(bids):
    if len(bids) > 5:
        range(len(bids)).copy()
    return _second_price(bids)


def generator_index(bids):
    if len(bids) > 5:
        (b for b in bids).index(max(bids))
    return _second_price(bids)


def break_in_the_else_of_an_inner_loop(bids):
    w = -1
    for i in range(len(bids)):
        for j in range(len(bids)):
            if bids[j] > bids[i]:
                break
        else:
            w = i
            break
    p = sorted(bids)[-2] if len(bids) < 6 else 1
    return [i == w for i in range(len(bids))], [p if i == w or p == 1 else 0 for i in range(len(bids))]


class Kept:
    runs = 0


def counts_in_a_class(bids):
    if len(bids) > 5:
        Kept.runs += 1
        if Kept.runs > 3:
            return _losers_pay(bids)
    return _second_price(bids)
