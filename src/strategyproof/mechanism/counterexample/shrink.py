"""Make a failing case simple: the one shrinker, on the real code, for every search that finds a failure.

Why there is an order of simplicity
-----------------------------------
A counterexample is read by a person who does not believe it. What convinces is an auction that fits in the head: few
bidders, small whole numbers, and a gain that nobody takes for rounding. So cases are compared by, in this order,

1. the number of bidders;
2. the weight of the numbers (:func:`~strategyproof.mechanism.counterexample.values.weight`), where a misreport that
   gains less than 1 weighs :data:`~strategyproof.mechanism.counterexample.lightest.SLIGHT` more, and so does a market
   in which nobody bids: a gain of at least 1 comes first, unless it takes large numbers. A whole number weighs what it
   is, and a fraction more than the whole numbers about it;
3. the number of further names;
4. from the last number to the first, the smaller: bids come before what is bid instead and before parameters, so the
   first bidder gets the highest bid. At last the bidders of whom the law speaks, the first ones first.

Bidders come before numbers, as each more is one more line to read and one more outcome to follow, and most laws that
fail, fail for two. Numbers come before names, as a name that bids 0 costs the reader less than a bid of 7.

Why it does not walk down from the case that was found
------------------------------------------------------
A shrinker like Hypothesis's lowers one choice after another while the case still fails, since its space has no order
that it could walk in. Ours has: the small cases of a shape (so many bidders, so many names) can be listed by weight,
lightest first (:mod:`strategyproof.mechanism.counterexample.lightest`). The first that fails is the simplest there is:
no local minimum, such as 7/2 against 5/2 where 1 against 1 fails as well, and the same answer for every seed and every
solver. The case that was found says how many bidders and names suffice, and nothing more.

That needs many runs of the mechanism and no question to a solver. A run takes microseconds, a question milliseconds.
Where :data:`TRIES` runs of a shape show nothing, the case fails for a reason that small numbers do not have (a reserve
of 250, a rounding at the end of the doubles), and only then it is lowered number by number
(:mod:`strategyproof.mechanism.counterexample.lowering`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from strategyproof.mechanism.counterexample.case import Case, number
from strategyproof.mechanism.counterexample.gain import Gain
from strategyproof.mechanism.counterexample.lightest import Found, lightest
from strategyproof.mechanism.counterexample.lowering import lowered
from strategyproof.mechanism.counterexample.values import SMALL, of_interval, weight
from strategyproof.mechanism.law import Bidder, Law, Name, Names, Scale, Variable
from strategyproof.mechanism.outcome import Number
from strategyproof.mechanism.parameter import Interval

Slot: TypeAlias = tuple[str, str, int]
"""Where a number stands in a case: kind (bids, parameters, variables), name, and place in a list (-1: no list)."""

TRIES = 2_500
"""Cases of the shape that was found that are run, the lightest first."""

TRIES_BELOW = 500
"""Cases of each smaller shape that are run. Most of these shapes have no failing case at all."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a case is a counterexample to.

    Attributes
    ----------
    law
        Whose variables have values in a case.
    fails
        Whether a case fails; it says no to cases outside the law's domain.
    domains
        For each parameter of the mechanism, where its values lie.
    fewest
        The smallest number of bidders that is spoken of.
    whole
        Whether the law speaks of whole numbers only.
    gain
        By how much a failing case fails, if that is known.
    keeps_parameters
        Whether parameters stay what they are.
    """

    law: Law
    fails: Callable[[Case], bool]
    domains: Mapping[str, Interval]
    fewest: int = 1
    whole: bool = False
    gain: Gain = lambda _: None
    keeps_parameters: bool = False

    def is_slight(self, case: Case) -> bool:
        """Tell whether a failing case is one by less than 1, or one in which nobody bids."""
        by = self.gain(case)
        return not any(case.bids) or (by is not None and by < 1)


def simplest(failure: Failure, case: Case) -> Case:
    """Return a case that still fails and is as simple as the search finds.

    Parameters
    ----------
    failure
        What fails, and where its values lie.
    case
        A case that fails.
    """
    case = _fewest(failure, case)
    kept = [replace(failure, keeps_parameters=True)] if case.parameters else []  # it may fail at no other ones
    found = next((found for tried in (failure, *kept) if (found := smallest(tried, case)) is not None), None)
    return _fewest(failure, _lowered(failure, case)) if found is None else found


def smallest(failure: Failure, case: Case) -> Case | None:
    """Return the simplest failing case of small numbers, with the bidders and names of a case or fewer.

    Parameters
    ----------
    failure
        What fails, and where its values lie.
    case
        Any case, also one that does not fail: its numbers are not looked at.
    """
    for bidders in range(failure.fewest, len(case.bids) + 1):
        best: Found[Case] | None = None
        for names in range(1, case.names + 1) or (0,):
            is_found = (bidders, names) == (len(case.bids), case.names)
            shape, most = _shaped(failure, case, bidders, names), TRIES if is_found else TRIES_BELOW
            best = _lightest(failure, shape, most, None if best is None else best.weight) or best
        if best is not None:
            return best.case
    return None


def _lightest(failure: Failure, shape: Case, most: int, below: int | None) -> Found[Case] | None:
    """Return the lightest failing case of a shape, after so many runs at most."""
    slots = list(_slots(shape))
    places = _assignments(failure.law, shape)
    if not places:
        return None

    def failing(values: tuple[Number, ...]) -> Case | None:
        case = _filled(shape, slots, values)
        placed = (replace(case, variables={**case.variables, **assigned}) for assigned in places)
        return next((tried for tried in placed if failure.fails(tried)), None)

    choices = [_choices(failure, slot, shape) for slot in slots]
    return lightest(choices, failing, failure.is_slight, max(1, most // len(places)), below)


def _choices(failure: Failure, slot: Slot, shape: Case) -> list[tuple[int, Number]]:
    """Return the small values of a slot with their weights, lightest first."""
    kind, name, _ = slot
    if kind == "parameters" and failure.keeps_parameters:
        return [(0, _read(shape, slot))]
    if kind == "parameters":
        values = of_interval(failure.domains[name])
    else:
        values = SMALL[type(_variable(failure.law, name))](failure.whole)
    return sorted((weight(value), number(value, shape.arithmetic)) for value in values)


def _variable(law: Law, name: str) -> Variable:
    return next(v for v in law.variables if v.name == name)


def _assignments(law: Law, shape: Case) -> list[dict[str, int]]:
    """Return every choice of the bidders and names that a law speaks of, the first ones first."""
    size = len(shape.bids)
    named = [v for v in law.variables if isinstance(v, (Bidder, Name))]
    ranges = [range(size) if isinstance(v, Bidder) else range(size, size + shape.names) for v in named]
    found = [{v.name: place for v, place in zip(named, chosen, strict=True)} for chosen in product(*ranges)]
    apart = [(v.name, other) for v in named if isinstance(v, Bidder) for other in v.other_than]
    return [places for places in found if all(places[a] != places[b] for a, b in apart)]


def _shaped(failure: Failure, case: Case, bidders: int, names: int) -> Case:
    """Return a case with so many bidders and further names, whatever its numbers."""
    entries = {v.name: [case.bids[0]] * names for v in failure.law.variables if isinstance(v, Names)}
    columns = {k: [v[0]] * (bidders + names) if isinstance(v, list) else v for k, v in case.parameters.items()}
    return replace(case, bids=[case.bids[0]] * bidders, parameters=columns, variables={**case.variables, **entries})


# --- the case that was found, made smaller step by step ---------------------------------------------------------------


def _fewest(failure: Failure, case: Case) -> Case:
    """Drop bidders and further names and move the first bidder named to the front, as long as the case fails."""
    while True:
        smaller = next((c for c in _one_less(failure, case) if failure.fails(c)), None)
        if smaller is None:
            break
        case = smaller
    first = next((p for p in case.variables.values() if isinstance(p, int)), 0)
    in_front = _permuted(case, [first, *(n for n in range(len(case.bids)) if n != first)])
    return in_front if failure.fails(in_front) else case


def _one_less(failure: Failure, case: Case) -> Iterator[Case]:
    """Yield the case without one bidder that the law does not name, and without one further name."""
    size, named = len(case.bids), {v for v in case.variables.values() if isinstance(v, int)}
    if size > failure.fewest:
        yield from (_permuted(case, [m for m in range(size) if m != n]) for n in range(size) if n not in named)
    for name, value in case.variables.items():
        if isinstance(value, list) and len(value) > 1:
            yield from (_without_name(case, name, k) for k in range(len(value)) if size + k not in named)


def _permuted(case: Case, order: list[int]) -> Case:
    """Return the market of some of the bidders, in some order; further names stay behind them."""
    names = range(len(case.bids), len(case.bids) + case.names)
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


def _lowered(failure: Failure, case: Case) -> Case:
    """Make one number after another simpler while the case fails, until nothing changes."""
    slots = list(_slots(case))
    values = lowered(
        [_read(case, slot) for slot in slots],
        lambda tried: failure.fails(_filled(case, slots, tried)),
        lambda place, value: _fits(failure, slots[place], value, case),
    )
    return _filled(case, slots, values)


def _fits(failure: Failure, slot: Slot, value: Fraction, case: Case) -> bool:
    kind, name, _ = slot
    if kind == "parameters":
        return number(value, case.arithmetic) in failure.domains[name]
    if failure.whole and value.denominator != 1:
        return False
    if kind == "bids" or not isinstance(_variable(failure.law, name), Scale):
        return True
    is_power = value > 0 and value.numerator & (value.numerator - 1) == 0 == value.denominator & (value.denominator - 1)
    return is_power if case.arithmetic == "float64" else value > 0


def _slots(case: Case) -> Iterator[Slot]:
    """Yield the place of every number of a case: bids first, positions of bidders left out."""
    yield from (("bids", "bids", n) for n in range(len(case.bids)))
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
    copied["bids"] = {"bids": list(case.bids)}
    for (kind, name, place), value in zip(slots, values, strict=True):
        if place < 0:
            copied[kind][name] = number(value, case.arithmetic)
        else:
            copied[kind][name][place] = number(value, case.arithmetic)
    return replace(case, bids=copied["bids"]["bids"], parameters=copied["parameters"], variables=copied["variables"])
