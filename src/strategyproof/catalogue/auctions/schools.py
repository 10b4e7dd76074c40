"""Schools with one seat each, and pupils who rank them; no payments."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Ranking

PRIORITY = {"a": (0, 1, 2), "b": (1, 2, 0), "c": (2, 0, 1)}
"""The pupils in the order of each school."""


def deferred_acceptance(prefs: Ranking("abc")):
    """Pupils apply down their lists; a school holds the best applicant so far, and refuses the others."""
    asks, held, free = [0] * len(prefs), {}, list(range(len(prefs)))
    while free:
        i = free.pop()
        school = prefs[i][asks[i]]
        asks[i] += 1
        rivals = [i, held[school]] if school in held else [i]
        held[school] = min(rivals, key=PRIORITY[school].index)
        free += [j for j in rivals if j != held[school]]
    return [next(school for school, j in held.items() if j == i) for i in range(len(prefs))]


def immediate_acceptance(prefs: Ranking("abc")):
    """As deferred acceptance, but a school keeps for good whoever came first."""
    held = {}
    for i, order in enumerate(prefs):
        held[next(school for school in order if school not in held)] = i
    return [next(school for school, j in held.items() if j == i) for i in range(len(prefs))]


def boston(prefs: Ranking("abc")):
    """First choices are settled for good, by the orders of the schools; then second choices, and so on."""
    got = [None] * len(prefs)
    for place in range(3):
        for school in "abc":
            asking = [i for i in range(len(prefs)) if got[i] is None and prefs[i][place] == school]
            if asking and school not in got:
                got[min(asking, key=PRIORITY[school].index)] = school
    return got


def boston_in_one_round(prefs: Ranking("abc")):
    """First choices are settled, and who missed gets what is left in the order of the alphabet."""
    got = [None] * len(prefs)
    for school in "abc":
        asking = [i for i in range(len(prefs)) if prefs[i][0] == school]
        if asking:
            got[min(asking, key=PRIORITY[school].index)] = school
    for i in range(len(prefs)):
        if got[i] is None:
            got[i] = next(school for school in "abc" if school not in got)
    return got


def top_trading_cycles(prefs: Ranking("abc")):
    """Pupils point to their best school, schools to their first pupil; each cycle gets what it wants, and leaves."""
    got = [None] * len(prefs)
    while None in got:
        left = [i for i in range(len(prefs)) if got[i] is None]
        best = {i: next(school for school in prefs[i] if school not in got) for i in left}
        points = {i: next(j for j in PRIORITY[best[i]] if j in left) for i in left}
        cycle = [left[0]]
        while points[cycle[-1]] not in cycle:
            cycle.append(points[cycle[-1]])
        for i in cycle[cycle.index(points[cycle[-1]]) :]:
            got[i] = best[i]
    return got


def first_choices_of_the_cycle(prefs: Ranking("abc")):
    """As top trading cycles, but whoever is in no first cycle gets what is left in the order of the alphabet."""
    best = [order[0] for order in prefs]
    points = [PRIORITY[school][0] for school in best]
    i = 0
    for _ in prefs:
        i = points[i]
    got = [None] * len(prefs)
    while got[i] is None:
        got[i], i = best[i], points[i]
    for j in range(len(prefs)):
        if got[j] is None:
            got[j] = next(school for school in "abc" if school not in got)
    return got
