"""Objects without orders of their own, one for each agent; no payments."""

# mypy: ignore-errors
# Without types, as such functions are written.

from fractions import Fraction
from itertools import permutations

from strategyproof import Lottery, Ranking


def picked(prefs, order):
    """Each agent, in this order, takes the best that is left."""
    got = [None] * len(prefs)
    for i in order:
        got[i] = next(option for option in prefs[i] if option not in got)
    return got


def serial_dictatorship(prefs: Ranking("abc")):
    """Agent 0 takes what it likes best, then agent 1 of the rest, and so on."""
    return picked(prefs, range(len(prefs)))


def bossy_dictatorship(prefs: Ranking("abc")):
    """Agent 0 takes what it likes best, and the order of what it likes less says who comes next."""
    return picked(prefs, (0, 1, 2) if prefs[0][1] < prefs[0][2] else (0, 2, 1))


def last_of_all(prefs: Ranking("abc")):
    """As serial dictatorship, but agent 0 is first only if it ranks a first, and last otherwise."""
    return picked(prefs, (0, 1, 2) if prefs[0][0] == "a" else (1, 2, 0))


def random_serial_dictatorship(prefs: Ranking("abc")) -> Lottery:
    """Serial dictatorship in an order drawn at random, all alike."""
    orders = list(permutations(range(len(prefs))))
    return [(Fraction(1, len(orders)), picked(prefs, order)) for order in orders]


def order_by_first_choice(prefs: Ranking("abc")) -> Lottery:
    """The order is drawn from those in which agents who rank a first come last."""
    last = [order[0] == "a" for order in prefs]
    orders = [order for order in permutations(range(len(prefs))) if sorted(last) == [last[i] for i in order]]
    return [(Fraction(1, len(orders)), picked(prefs, order)) for order in orders]


def probabilistic_serial(prefs: Ranking("abc")) -> Lottery:
    """All eat at the same speed of the best object that is left; what an agent ate of it is its chance."""
    left = dict.fromkeys("abc", Fraction(1))
    eaten = [dict.fromkeys("abc", Fraction(0)) for _ in prefs]
    while any(left.values()):
        wanted = [next(option for option in order if left[option] > 0) for order in prefs]
        step = min(left[option] / wanted.count(option) for option in wanted)
        for i, option in enumerate(wanted):
            eaten[i][option] += step
            left[option] -= step
    return eaten


def first_come_shares(prefs: Ranking("abc")) -> Lottery:
    """Agent 0 eats alone until it has half an object; then all eat as in probabilistic serial."""
    left = dict.fromkeys("abc", Fraction(1))
    eaten = [dict.fromkeys("abc", Fraction(0)) for _ in prefs]
    eaten[0][prefs[0][0]] = left[prefs[0][0]] = Fraction(1, 2)
    while any(left.values()):
        hungry = [i for i in range(len(prefs)) if sum(eaten[i].values()) < 1]
        wanted = {i: next(option for option in prefs[i] if left[option] > 0) for i in hungry}
        steps = [left[option] / list(wanted.values()).count(option) for option in wanted.values()]
        step = min([*steps, *(1 - sum(eaten[i].values()) for i in hungry)])
        for i, option in wanted.items():
            eaten[i][option] += step
            left[option] -= step
    return eaten
