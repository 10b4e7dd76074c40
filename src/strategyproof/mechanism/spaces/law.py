"""A law over the composite ``U_i(r; t_i)``: written once, for every type space for which it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from strategyproof.mechanism import vocabulary
from strategyproof.mechanism.law import Bidder, Law
from strategyproof.mechanism.outcome import Number, Truth
from strategyproof.mechanism.spaces.reading import Reading
from strategyproof.mechanism.spaces.roles import Roles
from strategyproof.mechanism.spaces.space import Type

View = Literal["own", "crossed", "joined", "draws"]
"""What is asked of an outcome besides each agent's own share: the others' shares too; the shares of an agent and of its
false name together; each draw of a lottery by itself."""

Profile = Sequence[Type]


@dataclass(frozen=True, slots=True)
class Types:
    """A type of each agent, from its own space: the true ones, or others that they might report."""

    name: str = "types"


@dataclass(frozen=True, slots=True)
class TypeOf:
    """A further type, from the space of an agent; of a newcomer where ``agent`` is empty."""

    name: str
    agent: str = ""


class Market(Protocol):
    """A function with its value: what a law asks of it. Reports are one type per agent; any number of agents."""

    def worth(self, agent: int, reports: Profile, true: Type, share_of: int | None = None) -> Number:
        """Return v(true, got), of the agent's own share or of another's; below 0 for a seller: its cost."""

    def payment(self, agent: int, reports: Profile) -> Number:
        """Return what the agent pays; a seller pays less than 0."""

    def utility(self, agent: int, reports: Profile, true: Type) -> Number:
        """Return ``worth - payment``."""

    def joint_utility(self, agent: int, alias: int, reports: Profile, true: Type) -> Number:
        """Return what an agent has that bids under a further name too."""

    def draw_utilities(self, agent: int, reports: Profile, true: Type) -> list[tuple[Number, Number]]:
        """Return the probability of each draw, and the utility in it."""

    def cost(self, reports: Profile) -> Number:
        """Return what the outcome costs the operator; 0 without a function ``cost`` in the file."""

    def burn(self, reports: Profile) -> Number:
        """Return what of the payments nobody receives; 0 without a function ``burn`` in the file."""

    def same_share(self, agent: int, reports: Profile, others: Profile) -> Truth:
        """Tell whether an agent gets the same under both reports."""

    def best(self, agent: int, true: Type) -> Number:
        """Return the most that any outcome is worth to a type; of finite markets, and of points on a line: 0."""

    def blocks_nothing(self, agent: int, types: Profile) -> Truth:
        """Tell whether no option that the agent prefers would rather have it; asked of finite markets alone."""


@dataclass(frozen=True, slots=True)
class SpaceLaw(Law):
    """A law whose predicate is asked of a :class:`Market`.

    Attributes
    ----------
    asks
        The quantified variables of ``holds``: types, and agents.
    speaks_of
        Tells whether the law makes sense for a function, as it is read.
    view
        What of an outcome it asks for.
    symmetric
        Whether exchanging its agents changes nothing.
    newcomers
        How many agents more than there are it runs the function with.
    """

    asks: tuple[Bidder | Types | TypeOf, ...] = ()
    speaks_of: Callable[[Reading], bool] = lambda _: True
    view: View = "own"
    symmetric: bool = False
    newcomers: int = 0


def with_money(reading: Reading) -> bool:
    """Tell whether agents pay."""
    return reading.one.has_money


def deterministic(reading: Reading) -> bool:
    """Tell whether there is one outcome, no lottery."""
    return not reading.lottery


def alike(reading: Reading) -> bool:
    """Tell whether agents pay, and all have the same space and side: one more or less of them is a market again."""
    return with_money(reading) and (not isinstance(reading.space, Roles) or len(set(reading.space.sides)) == 1)


def buyers(reading: Reading) -> bool:
    """Tell whether all agents buy, and may come under several names."""
    return alike(reading) and reading.one.side == "buyer" and not reading.public


def finite(reading: Reading) -> bool:
    """Tell whether there are finitely many profiles, each with one outcome."""
    return reading.one.is_finite and not reading.lottery


def cardinal(reading: Reading) -> bool:
    """Tell whether values of different agents can be added."""
    return not reading.one.is_finite or "value" in reading.helpers


def total_of(market: Market, reports: Profile, of: str) -> Any:
    """Return the sum of what all agents pay, or of what their shares are worth at the reported types."""
    if of == "payment":
        return sum(market.payment(i, reports) for i in range(len(reports)))
    return sum(market.worth(i, reports, reports[i]) for i in range(len(reports)))


def replaced(types: Profile, agent: int, report: Type) -> list[Type]:
    """Return the reports with one agent's replaced; of numbers for any number of agents, as the vocabulary does it."""
    if not isinstance(types, (list, tuple)):
        return vocabulary.replaced(types, agent, report)  # type: ignore[no-any-return]  # a vector of symbols
    return [report if place == agent else own for place, own in enumerate(types)]
