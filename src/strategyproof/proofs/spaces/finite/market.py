"""What a law asks of a function, answered for all profiles at once, by tables of what each outcome is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from strategyproof.mechanism.spaces import Space, Type
from strategyproof.mechanism.spaces.law import Profile
from strategyproof.proofs.evaluator.faults import BadOutcome
from strategyproof.proofs.spaces.hosts import NativeHost
from strategyproof.proofs.spaces.program import SpacedProgram
from strategyproof.proofs.spaces.shares import draws, shares

Lot = tuple[tuple[Any, Fraction], ...]
"""What an agent gets, with probabilities that sum to 1."""


@dataclass(slots=True)
class Tables:
    """What every outcome gives every agent, and what that is worth.

    Attributes
    ----------
    lots
        The distinct shares.
    given
        For each agent and outcome, which of them.
    worth
        For each type and share: whole numbers in proportion to values; where only the order counts and a lottery is
        drawn, one for each place k: the probability of one of the k best.
    """

    lots: list[Lot]
    given: Any
    worth: Any


def tables(program: SpacedProgram, space: Space, outcomes: Sequence[Any], agents: int) -> Tables:
    """Make the tables of the outcomes that occur.

    Raises
    ------
    BadOutcome
        If one has another form.
    """
    host, names = NativeHost(), program.program.shape.names(agents)
    spaces = [space] * agents
    known: dict[Any, int] = {}
    given = np.empty((agents, len(outcomes)), dtype=np.int32)
    for place, outcome in enumerate(outcomes):
        for agent, lot in enumerate(_lots(program, host, spaces, outcome, names)):
            given[agent, place] = known.setdefault(lot, len(known))
    lots = list(known)
    by_order = program.reading.lottery and "value" not in program.reading.helpers
    types = [space.made(variant, ()) for variant in range(space.variants)]
    options = getattr(space, "options", None)
    if options and "value" not in program.reading.helpers:
        for got in {got for lot in lots for got, _ in lot} - {None, *options}:
            raise BadOutcome(f"expected each agent to get one of {', '.join(options)}, or None, got {got!r}")
    rows = [[_dominance(type_, lot) if by_order else [_value(program, host, space, v, lot)] for lot in lots]
            for v, type_ in enumerate(types)]  # fmt: skip
    whole = lcm(*(number.denominator for row in rows for entry in row for number in entry))
    scaled = [[[int(number * whole) for number in entry] for entry in row] for row in rows]
    worth = np.array(scaled, dtype=np.int64 if whole < 1 << 40 else object)
    return Tables(lots, given, worth if by_order else worth[:, :, 0])


def _lots(
    program: SpacedProgram, host: NativeHost, spaces: Sequence[Space], outcome: Any, names: Sequence[Any]
) -> list[Lot]:
    """Return what each agent gets."""
    reading = program.reading
    if not reading.lottery:
        return [((got, Fraction(1)),) for got in shares(host, reading, spaces, outcome, names).got]
    listed = host.entries(outcome)
    marginals = [host.mapping(own) for own in listed or []]
    if marginals and all(own is not None for own in marginals):
        if len(marginals) != len(names):
            raise BadOutcome(f"expected chances of each of {len(names)} agents, got {len(marginals)}")
        return [_sorted({got: host.number("a probability", p) for got, p in own or []}) for own in marginals]
    totals: list[dict[Any, Fraction]] = [{} for _ in names]
    for chance, drawn in draws(host, outcome):
        for own, got in zip(totals, shares(host, reading, spaces, drawn, names).got, strict=True):
            own[got] = own.get(got, Fraction(0)) + chance
    return [_sorted(own) for own in totals]


def _sorted(chances: Mapping[Any, Fraction]) -> Lot:
    total = sum(chances.values(), Fraction(0))
    if total != 1 or any(chance < 0 for chance in chances.values()):
        raise BadOutcome(f"expected probabilities of 0 or more that sum to 1, got {total}")
    return tuple(sorted(((got, chance) for got, chance in chances.items() if chance), key=lambda own: str(own[0])))


def _value(program: SpacedProgram, host: NativeHost, space: Space, variant: int, lot: Lot) -> Fraction:
    true = Type(space, variant, ())
    return sum((chance * program.worth(host, true, got) for got, chance in lot), Fraction(0))


def _dominance(order: Sequence[Any], lot: Lot) -> list[Fraction]:
    """Return the probability of one of the k best, for each k: a lottery is better if none of them is lower."""
    chances = dict(lot)
    unknown = [got for got in chances if got is not None and got not in order]
    if unknown:
        raise BadOutcome(f"expected one of {', '.join(order)}, or None, got {unknown[0]!r}")
    found, total = [], Fraction(0)
    for option in order:
        total += chances.get(option, Fraction(0))
        found.append(total)
    return found


@dataclass(slots=True)
class FiniteMarket:
    """Answers for all profiles at once: a variant of a type is an array, one entry for each profile.

    Attributes
    ----------
    tables, places
        The outcomes, and which one each profile has.
    variants
        How many types an agent may have.
    priority
        For each option, the agents from the first to the last, where the file says so.
    """

    tables: Tables
    places: Any
    variants: int
    priority: Mapping[Any, Sequence[int]] = field(default_factory=dict)
    options: Sequence[Any] = ()
    _known: dict[tuple[int, ...], tuple[Any, Any]] = field(default_factory=dict)

    def outcome(self, reports: Profile) -> Any:
        """Return which outcome the function chose."""
        key = tuple(id(report.variant) for report in reports)
        if key not in self._known:
            place: Any = 0
            for report in reports:
                place = place * self.variants + report.variant
            self._known[key] = self.places[place], reports
        return self._known[key][0]

    def forget(self) -> None:
        """Forget the outcomes of reports that are not asked again."""
        self._known.clear()

    def worth(self, agent: int, reports: Profile, true: Type, share_of: int | None = None) -> Any:
        """Return what the share is worth, in proportion."""
        owner = agent if share_of is None else share_of
        return self.tables.worth[true.variant, self.tables.given[owner][self.outcome(reports)]]

    def payment(self, _agent: int, _reports: Profile) -> int:
        """There are no payments."""
        return 0

    def utility(self, agent: int, reports: Profile, true: Type) -> Any:
        """Return what the share is worth."""
        return self.worth(agent, reports, true)

    def same_share(self, agent: int, reports: Profile, others: Profile) -> Any:
        """Tell where an agent gets the same."""
        given = self.tables.given[agent]
        return given[self.outcome(reports)] == given[self.outcome(others)]

    def best(self, _agent: int, true: Type) -> Any:
        """Return the most that any share is worth to a type."""
        return self.tables.worth.max(axis=1)[true.variant]

    def cost(self, _reports: Profile) -> int:
        """An outcome costs nothing."""
        return 0

    def burn(self, _reports: Profile) -> int:
        """Nothing is paid, and nothing burned."""
        return 0

    def blocks_nothing(self, agent: int, types: Profile) -> Any:
        """Tell where no option that the agent prefers is free, or holds an agent that it likes less."""
        given = [[self.tables.lots[lot][0][0] for lot in row] for row in self.tables.given]
        return ~self._blocking(agent, given)[types[agent].variant, self.outcome(types)]

    def _blocking(self, agent: int, given: list[list[Any]]) -> Any:
        value = {lot[0][0]: place for place, lot in enumerate(self.tables.lots)}
        blocks = np.zeros((self.variants, len(given[agent])), dtype=bool)
        for place in range(blocks.shape[1]):
            own = self.tables.worth[:, self.tables.given[agent][place]]
            for option in self.options:
                order = list(self.priority.get(option, ()))
                holders = [other for other, row in enumerate(given) if row[place] == option]
                if option == given[agent][place] or option not in value:
                    continue
                wants_it = not holders or any(order.index(agent) < order.index(other) for other in holders)
                if wants_it:
                    blocks[:, place] |= self.tables.worth[:, value[option]] > own
        return blocks
