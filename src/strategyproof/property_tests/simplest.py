"""Shrink a failing case by its values: fewest bidders, then the smallest integers that still fail.

Hypothesis shrinks the choices that led to a case; it cannot turn "just above what was charged" into "3". This can, and
it serves every search that finds a failure, however it found it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain, islice, product
from typing import Any, TypeAlias

from strategyproof.mechanism.law import Bid, Scale, Variable
from strategyproof.mechanism.outcome import Number
from strategyproof.property_tests.case import Case
from strategyproof.property_tests.numbers import number, simple_values
from strategyproof.property_tests.question import Question

Slot: TypeAlias = tuple[str, str, int]
"""Where a number stands in a case: kind (bids, parameters, variables), name, and place in a list (-1: no list)."""

LEVELS = (1, 2, 3, 4)
GRAINS = (1, 2)
TRIES = 4_000
ROUNDS = 6


def simplest(question: Question, case: Case, fails: Callable[[Case], bool]) -> Case:
    """Return a case that still fails and is as simple as the search finds.

    Parameters
    ----------
    question
        Whose domains the values stay in.
    case
        A case that fails.
    fails
        Whether a case fails; it must say no to cases outside the law's domain.
    """
    case = _fewest(question, case, fails)
    candidates = (islice(_small_numbers(question, case, grain), TRIES) for grain in GRAINS)
    small = next((c for c in chain.from_iterable(candidates) if fails(c)), None)
    return _fewest(question, small or _rounded(question, case, fails), fails)


def _fewest(question: Question, case: Case, fails: Callable[[Case], bool]) -> Case:
    """Drop bidders and further names and move the first bidder named to the front, as long as the case fails."""
    while True:
        smaller = next((c for c in _one_less(question, case) if fails(c)), None)
        if smaller is None:
            break
        case = smaller
    first = next((p for p in case.variables.values() if isinstance(p, int)), 0)
    in_front = _permuted(case, [first, *(n for n in range(len(case.bids)) if n != first)])
    return in_front if fails(in_front) else case


def _one_less(question: Question, case: Case) -> Iterator[Case]:
    """Yield the case without one bidder that the law does not name, and without one further name."""
    size, named = len(case.bids), {v for v in case.variables.values() if isinstance(v, int)}
    if size > question.bidders[0]:
        yield from (_permuted(case, [m for m in range(size) if m != n]) for n in range(size) if n not in named)
    for name, value in case.variables.items():
        if isinstance(value, list) and len(value) > 1:
            yield from (_without_name(case, name, k) for k in range(len(value)) if size + k not in named)


def _permuted(case: Case, order: list[int]) -> Case:
    """Return the market of some of the bidders, in some order; further names stay behind them."""
    names = range(len(case.bids), len(case.bids) + _names(case))
    places = {old: new for new, old in enumerate([*order, *names])}
    parameters = {k: [v[n] for n in places] if isinstance(v, list) else v for k, v in case.parameters.items()}
    variables = {k: places[v] if isinstance(v, int) else v for k, v in case.variables.items()}
    return replace(case, bids=[case.bids[n] for n in order], parameters=parameters, variables=variables)


def _without_name(case: Case, name: str, place: int) -> Case:
    gone = len(case.bids) + place
    parameters = {k: v[:gone] + v[gone + 1 :] if isinstance(v, list) else v for k, v in case.parameters.items()}
    variables = {k: v - (v > gone) if isinstance(v, int) else v for k, v in case.variables.items()}
    names = case.variables[name]
    return replace(case, parameters=parameters, variables={**variables, name: names[:place] + names[place + 1 :]})


def _names(case: Case) -> int:
    return sum(len(value) for value in case.variables.values() if isinstance(value, list))


def _small_numbers(question: Question, case: Case, grain: int) -> Iterator[Case]:
    """Yield the cases of the same shape whose bids are small multiples of 1/grain, simplest first."""
    slots = list(_slots(case))
    for level in LEVELS:
        choices = [_choices(question, slot, level, grain) for slot in slots]
        if _count(choices) > 20 * TRIES:
            return
        ranked = sorted(product(*choices), key=lambda values: (sum(map(_cost, values)), values[::-1]))
        yield from (_filled(case, slots, values) for values in ranked)


def _count(choices: list[list[Fraction]]) -> int:
    total = 1
    for values in choices:
        total *= len(values)
    return total


def _cost(value: Fraction) -> Fraction:
    """Weigh a value: small integers are the simplest."""
    return abs(value) + 2 * (value.denominator - 1)


def _choices(question: Question, slot: Slot, level: int, grain: int) -> list[Fraction]:
    """Return the small numbers for a slot; lies may be quarters, parameters halves, and scales are powers of two."""
    kind, name, _ = slot
    numbers = [Fraction(k, grain) for k in range(level * grain + 1)]
    if kind == "parameters":
        domain = question.domains[name]
        simple = simple_values(domain)
        return [value for value in simple if value <= domain.low + level] or simple[:1]
    if _is(Scale, question, slot):
        return [Fraction(2), Fraction(1, 2), Fraction(4), Fraction(1, 4)][: 2 * level]
    if _is(Bid, question, slot):
        return [Fraction(k, 4) for k in range(4 * level + 5)]
    return numbers


def _is(domain: type[Variable], question: Question, slot: Slot) -> bool:
    """Tell whether a slot is that of a variable with some kind of domain."""
    kind, name, _ = slot
    return kind == "variables" and any(isinstance(v, domain) and v.name == name for v in question.law.variables)


def _rounded(question: Question, case: Case, fails: Callable[[Case], bool]) -> Case:
    """Make one number after another simpler while the case fails, until nothing changes."""
    for _ in range(ROUNDS):
        before = case
        for slot in _slots(case):
            simpler = (_filled(case, [slot], [v]) for v in _simpler(_read(case, slot)) if _fits(question, slot, v))
            case = next((c for c in simpler if fails(c)), case)
        if case == before:
            break
    return case


def _simpler(value: Number) -> Iterator[Fraction]:
    """Yield simpler numbers than a value, simplest first."""
    exact = Fraction(value)
    guesses = [Fraction(k) for k in range(11)]
    guesses += [exact.limit_denominator(most) for most in (1, 2, 4, 10, 100, 10_000)]
    guesses += [Fraction(2) ** k for k in (4, 6, 8, 10, 20, -20, 40, -40)]
    size = exact.numerator.bit_length() - exact.denominator.bit_length()
    guesses += [Fraction(2) ** size, exact - exact % (Fraction(2) ** (size - 4))]
    yield from (guess for guess in guesses if guess >= 0 and _length(guess) < _length(exact))


def _length(value: Fraction) -> tuple[int, Fraction]:
    return value.numerator.bit_length() + 2 * value.denominator.bit_length(), value


def _fits(question: Question, slot: Slot, value: Fraction) -> bool:
    kind, name, _ = slot
    if kind == "parameters":
        return number(value, question.arithmetic) in question.domains[name]
    is_scale = _is(Scale, question, slot)
    is_power = value > 0 and value.numerator & (value.numerator - 1) == 0 == value.denominator & (value.denominator - 1)
    return not is_scale or (is_power if question.arithmetic == "float64" else value > 0)


def _slots(case: Case) -> Iterator[Slot]:
    """Yield the place of every number of a case: bids first, positions of bidders left out."""
    yield from (("bids", "", n) for n in range(len(case.bids)))
    for kind, values in (("variables", case.variables), ("parameters", case.parameters)):
        for name, value in values.items():
            if isinstance(value, list):
                yield from ((kind, name, k) for k in range(len(value)))
            elif not isinstance(value, int):
                yield kind, name, -1


def _read(case: Case, slot: Slot) -> Number:
    kind, name, place = slot
    value = case.bids if kind == "bids" else getattr(case, kind)[name]
    return value if place < 0 else value[place]


def _filled(case: Case, slots: list[Slot], values: Any) -> Case:
    """Return the case with other numbers at some slots."""
    copied: dict[str, Any] = {
        kind: {k: list(v) if isinstance(v, list) else v for k, v in getattr(case, kind).items()}
        for kind in ("parameters", "variables")
    }
    copied["bids"] = {"": list(case.bids)}
    for (kind, name, place), value in zip(slots, values, strict=True):
        if place < 0:
            copied[kind][name] = number(value, case.arithmetic)
        else:
            copied[kind][name][place] = number(value, case.arithmetic)
    return replace(case, bids=copied["bids"][""], parameters=copied["parameters"], variables=copied["variables"])
