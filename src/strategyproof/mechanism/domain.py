"""Whether a written counterexample names a point of which its law speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from strategyproof.mechanism.law import Bid, Bidder, Bids, Law, Name, Names, Scale, Variable
from strategyproof.mechanism.verdict import Arithmetic, Counterexample

LONGEST = 5_000
"""Characters of a numeral: more is no number that anybody wrote down."""

_NUMERAL = re.compile(r"-?\d+(/0*[1-9]\d*)?|-?\d+(\.\d+)?(e[+-]?\d{1,3})?")


def is_numeral(value: object) -> bool:
    """Tell whether a value is a number as :func:`strategyproof.mechanism.verdict.numeral` writes one.

    >>> is_numeral("26/5"), is_numeral("1e999999999"), is_numeral("1/0"), is_numeral("nan")
    (True, False, False, False)
    """
    return isinstance(value, str) and len(value) <= LONGEST and _NUMERAL.fullmatch(value) is not None


def outside(law: Law, found: Counterexample, arithmetic: Arithmetic) -> str | None:
    """Say what keeps a counterexample from being a point of the law's domain; None if it is one.

    Parameters
    ----------
    law
        Whose variables it names.
    found
        As it was written down; its numbers are numerals, see :func:`is_numeral`.
    arithmetic
        ``integer``: bids and scales are whole.
    """
    return next(_faults(law, found, arithmetic), None)


def _faults(law: Law, found: Counterexample, arithmetic: Arithmetic) -> Iterator[str]:
    named: dict[str, object] = {"bids": found.bids, **found.variables}
    wanted = [variable.name for variable in law.variables]
    if sorted(named) != sorted(wanted):
        yield f"expected the variables {', '.join(wanted)}, got {', '.join(named)}"
        return
    if len(found.bids) < law.min_bidders:
        yield f"expected at least {law.min_bidders} bids, got {len(found.bids)}"
        return
    for variable in law.variables:
        yield from _of(variable, named[variable.name], named, arithmetic)


def _of(variable: Variable, value: object, named: Mapping[str, object], arithmetic: Arithmetic) -> Iterator[str]:
    bidders = _size(named["bids"])
    match variable:
        case Bids(name) | Names(name):
            yield from _amounts(name, value, arithmetic)
        case Bid(name):
            yield from _amounts(name, [value], arithmetic)
        case Scale(name):
            yield from _amounts(name, [value], arithmetic)
            if Fraction(str(value)) == 0:
                yield f"expected {name} to be above 0, got 0"
        case Bidder(name, others):
            yield from _places(name, value, range(bidders))
            yield from (f"expected {name} to be another bidder than {o}" for o in others if named[o] == value)
        case Name(name, names):
            yield from _places(name, value, range(bidders, bidders + _size(named[names])))


def _size(value: object) -> int:
    return len(value) if isinstance(value, list) else 0


def _amounts(name: str, value: object, arithmetic: Arithmetic) -> Iterator[str]:
    if not isinstance(value, list) or not value or any(isinstance(entry, int) for entry in value):
        yield f"expected {name} to be numerals, got {value!r}"
        return
    yield from _wrong(name, [Fraction(entry) for entry in value], arithmetic)


def _wrong(name: str, numbers: Sequence[Fraction], arithmetic: Arithmetic) -> Iterator[str]:
    for number in numbers:
        if number < 0:
            yield f"expected {name} to be at least 0, got {number}"
        if arithmetic == "integer" and number.denominator != 1:
            yield f"expected {name} to be whole, got {number}"


def _places(name: str, value: object, among: range) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool) or value not in among:
        yield f"expected {name} to be a position from {among.start} to {among.stop - 1}, got {value!r}"
