"""Matching and voting rules whose verdicts the literature knows, as their authors write them."""

# mypy: ignore-errors

import time
from fractions import Fraction
from itertools import permutations

from strategyproof import Lottery, Ranking

PRIORITY = {"a": (0, 1, 2), "b": (1, 2, 0), "c": (2, 0, 1)}
CALLS = []


def deferred_acceptance(prefs: Ranking("abc")):
    asks, held, free = [0] * len(prefs), {}, list(range(len(prefs)))
    while free:
        i = free.pop()
        school = prefs[i][asks[i]]
        asks[i] += 1
        rivals = [i, held[school]] if school in held else [i]
        held[school] = min(rivals, key=PRIORITY[school].index)
        free += [j for j in rivals if j != held[school]]
    return [next(s for s, j in held.items() if j == i) for i in range(len(prefs))]


def boston(prefs: Ranking("abc")):
    got = [None] * len(prefs)
    for place in range(3):
        for school in "abc":
            asking = [i for i in range(len(prefs)) if got[i] is None and prefs[i][place] == school]
            if asking and school not in got:
                got[min(asking, key=PRIORITY[school].index)] = school
    return got


def serial_dictatorship(prefs: Ranking("abc")):
    taken = []
    for order in prefs:
        taken.append(next(option for option in order if option not in taken))
    return taken


def bossy_dictatorship(prefs: Ranking("abc")):
    others = (1, 2) if prefs[0][1] < prefs[0][2] else (2, 1)
    got = [None] * len(prefs)
    for i in (0, *others):
        got[i] = next(option for option in prefs[i] if option not in got)
    return got


def plurality(prefs: Ranking("abc")):
    return max("abc", key=lambda option: sum(order[0] == option for order in prefs))


def borda(prefs: Ranking("abc")):
    return max("abc", key=lambda option: sum(3 - order.index(option) for order in prefs))


def random_serial(prefs: Ranking("abc")) -> Lottery:
    orders, cases = list(permutations(range(len(prefs)))), []
    for order in orders:
        got = [None] * len(prefs)
        for i in order:
            got[i] = next(option for option in prefs[i] if option not in got)
        cases.append((Fraction(1, len(orders)), got))
    return cases


def counting(prefs: Ranking("abc")):
    CALLS.append(1)
    return "a" if len(CALLS) % 2 else "b"


def by_the_clock(prefs: Ranking("abc")):
    return "a" if time.localtime().tm_year < 2000 else "b"


def fails(prefs: Ranking("abc")):
    return {"a": "a", "b": "b"}[prefs[0][0]]


def four(prefs: Ranking("abcd")):
    return prefs[0][0]


def too_many(prefs: Ranking("abcdef")):
    return prefs[0][0]
