"""A mechanism as a value: its rule, its parameters and their domains, where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from strategyproof.mechanism.outcome import Number, Outcome, Rule, Vector
from strategyproof.mechanism.parameter import Parameter


@dataclass(frozen=True, slots=True)
class Auction:
    """A mechanism whose parameters are fixed: a function from bids to an :class:`Outcome`."""

    mechanism: Mechanism
    parameters: dict[str, Any] = field(default_factory=dict)

    def __call__(self, bids: Vector) -> Outcome:
        """Run the mechanism's own source on bids of any kind of number, without validation."""
        return self.mechanism.rule(bids, **self._fitted(bids))

    def rho(self, bids: Vector) -> Number:
        """Return the price scaling factor that the mechanism uses on these bids.

        Raises
        ------
        TypeError
            If the mechanism has no price scaling factor.
        """
        if self.mechanism.rho is None:
            raise TypeError(f"mechanism {self.mechanism.id!r} has no price scaling factor rho")
        return self.mechanism.rho(bids, **self._fitted(bids))

    def _fitted(self, bids: Vector) -> dict[str, Any]:
        """Cut per-bidder parameters to the number of bidders present."""
        domains = {p.name: p for p in self.mechanism.parameters}
        return {name: domains[name].fitted(value, bids) for name, value in self.parameters.items()}


def expect_mechanism(given: Any) -> None:
    """Refuse what is no mechanism, a plain function above all.

    Raises
    ------
    TypeError
        If it is none; the message says what takes it.
    """
    if not isinstance(given, Mechanism):
        what = "a plain function" if callable(given) else type(given).__name__
        hint = "; strategyproof.check(function) takes one" if callable(given) else ""
        raise TypeError(f"expected a Mechanism, of MECHANISMS or your own, got {what}{hint}")


@dataclass(frozen=True, slots=True)
class Mechanism:
    """An auction rule with its name and its parameters. Written once; every interpreter runs this rule.

    Attributes
    ----------
    id
        Stable identifier, used on the command line and in reports.
    title
        The name in the field.
    rule
        Pure function ``(bids, **parameters) -> Outcome``; bids of the performance bidders, bidder on axis 0.
    parameters
        The rule's named parameters with their domains.
    summary
        What the rule does, in one sentence.
    source
        Where it comes from: equation, theorem, DOI.
    rho
        For rules of the MSB family, the price scaling factor as a function of the same arguments.
    """

    id: str
    title: str
    rule: Rule
    summary: str
    source: str
    parameters: tuple[Parameter, ...] = ()
    rho: Callable[..., Number] | None = None

    def bind(self, **parameters: Any) -> Auction:
        """Fix the parameters.

        Raises
        ------
        TypeError
            If a parameter is unknown or missing.
        ValueError
            If a value is outside its domain.
        """
        known = {p.name: p for p in self.parameters}
        for name in parameters:
            if name not in known:
                expected = ", ".join(known) or "none"
                raise TypeError(f"mechanism {self.id!r} has no parameter {name!r}; its parameters: {expected}")
        for name, parameter in known.items():
            if name not in parameters:
                raise TypeError(f"mechanism {self.id!r} needs parameter {name!r} in {parameter.interval}")
            parameter.check(parameters[name], self.id)
        return Auction(self, parameters)

    def assume(self, **parameters: Any) -> Auction:
        """Fix the parameters without checking them; for interpreters that state the domains as assumptions."""
        return Auction(self, parameters)
