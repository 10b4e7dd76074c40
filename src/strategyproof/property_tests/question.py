"""A law asked of a mechanism, in one arithmetic, for some numbers of bidders and some values of the parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias, get_args

from strategyproof.mechanism.law import Bidder, Law
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Number
from strategyproof.mechanism.parameter import Interval, Parameter
from strategyproof.mechanism.verdict import Drawn, Provable, Scope

Parameters: TypeAlias = Mapping[str, "Interval | Number"]
"""For some of the parameters, a part of the domain, or one value, that examples are drawn from."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a fuzzer examines; build it with :func:`ask`, which checks it.

    Attributes
    ----------
    law, mechanism
        The law that is asked, and of which mechanism.
    arithmetic
        ``"rational"`` (exact) or ``"float64"``.
    bidders
        The smallest and the largest market.
    domains
        For each parameter, the interval that its values are drawn from.
    """

    law: Law
    mechanism: Mechanism
    arithmetic: Drawn
    bidders: tuple[int, int]
    domains: dict[str, Interval]

    @property
    def sizes(self) -> list[int]:
        """The numbers of bidders, ascending."""
        return list(range(self.bidders[0], self.bidders[1] + 1))

    def scope(self) -> Scope:
        """Return the scope of a verdict on this question."""
        parameters = {name: _shown(domain) for name, domain in self.domains.items()}
        return Scope(bidders=list(self.sizes), arithmetic=self.arithmetic, parameters=parameters)


def ask(
    law: Law,
    mechanism: Mechanism,
    arithmetic: Drawn = "rational",
    bidders: tuple[int, int] = (2, 5),
    parameters: Parameters | None = None,
) -> Question:
    """Check and complete a question.

    Raises
    ------
    TypeError
        If the law is about rho and the mechanism has none, or a parameter is unknown or not a number or interval.
    ValueError
        If the arithmetic is unknown, the law speaks of no market of these sizes, or a value is outside its domain.
    """
    if arithmetic not in get_args(Drawn):
        hint = ", which is what proofs speak of" if arithmetic in get_args(Provable) else ""
        raise ValueError(f"expected arithmetic 'rational' or 'float64', got {arithmetic!r}{hint}")
    if not law.applies_to(mechanism):
        raise TypeError(
            f"law {law.id!r} speaks of rho, and mechanism {mechanism.id!r} has none; "
            "ask law.applies_to(mechanism) first"
        )
    return Question(law, mechanism, arithmetic, _sizes(law, bidders), _domains(mechanism, parameters or {}))


def assignments(question: Question) -> Iterator[tuple[int, dict[str, int]]]:
    """Yield every size of market with every assignment of positions to the bidders that the law names."""
    bidders = [v for v in question.law.variables if isinstance(v, Bidder) and v.name not in question.law.exists]
    for size in question.sizes:
        for assigned in product(range(size), repeat=len(bidders)):
            positions = {v.name: place for v, place in zip(bidders, assigned, strict=True)}
            if all(positions[v.name] != positions[other] for v in bidders for other in v.other_than):
                yield size, positions


def _sizes(law: Law, bidders: tuple[int, int]) -> tuple[int, int]:
    """Raise the smallest market to what the law needs: its own minimum, and a bidder for each distinct variable."""
    low, high = bidders
    if not 1 <= low <= high:
        raise ValueError(f"expected bidders=(low, high) with 1 <= low <= high, got {bidders}")
    distinct = max((len(v.other_than) + 1 for v in law.variables if isinstance(v, Bidder)), default=1)
    least = max(law.min_bidders, distinct)
    if high < least:
        raise ValueError(f"law {law.id!r} speaks of markets of {least} or more bidders, got bidders={bidders}")
    return max(low, least), high


def _domains(mechanism: Mechanism, restricted: Parameters) -> dict[str, Interval]:
    known = {parameter.name: parameter for parameter in mechanism.parameters}
    for name in restricted:
        if name not in known:
            expected = ", ".join(known) or "none"
            raise TypeError(f"mechanism {mechanism.id!r} has no parameter {name!r}; its parameters: {expected}")
    return {
        name: _part(parameter, restricted[name], mechanism.id) if name in restricted else parameter.interval
        for name, parameter in known.items()
    }


def _part(parameter: Parameter, wanted: Any, mechanism: str) -> Interval:
    """Return a part of the parameter's domain as an interval; one value is an interval of its own."""
    if not isinstance(wanted, Interval):
        if hasattr(wanted, "__len__"):
            raise TypeError(
                f"{mechanism}: expected {parameter.name} to be an Interval or one number, the same for each bidder, "
                f"got {wanted!r}"
            )
        parameter.check(wanted, mechanism)
        return Interval(Fraction(wanted), Fraction(wanted))
    if not _contains(parameter.interval, wanted):
        raise ValueError(f"{mechanism}: expected {parameter.name} within {parameter.interval}, got {wanted}")
    return wanted


def _contains(domain: Interval, part: Interval) -> bool:
    low_fits = part.low in domain or (part.open_low and part.low == domain.low)
    if domain.high is None:
        return low_fits
    if part.high is None:
        return False
    return low_fits and (part.high in domain or (part.open_high and part.high == domain.high))


def _shown(domain: Interval) -> str:
    return str(domain.low) if domain.low == domain.high else str(domain)
