"""What a function returned: what each agent got, and what it pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from strategyproof.mechanism.spaces import OneNumber, Point, Ranking, Reading, Sets, Single, Space
from strategyproof.proofs.evaluator.faults import BadOutcome
from strategyproof.proofs.spaces.hosts import Host


@dataclass(frozen=True, slots=True)
class Shares:
    """One outcome.

    Attributes
    ----------
    got
        What each agent got.
    payments
        What the function says that each pays, or, of sellers, is paid.
    outcome
        What the function chose, for ``cost`` and ``burn``.
    """

    got: list[Any]
    payments: list[Any]
    outcome: Any


def shares(host: Host, reading: Reading, spaces: Sequence[Space], result: Any, names: Sequence[Any]) -> Shares:
    """Read one outcome.

    Raises
    ------
    BadOutcome
        If it has another form, with what was expected.
    """
    space = spaces[0]
    if not space.has_money:
        _refuse_payments(host, space, result, len(names))
        return Shares(_got(host, reading, space, result, names), [host.number("a payment", 0)] * len(names), result)
    if type(space) is OneNumber and not (reading.amounts or reading.public or "value" in reading.helpers):
        wins, paid = host.wins(result, names)
        return Shares(wins, paid, host.given(wins))
    found = host.pair(result)
    if found is None:
        raise BadOutcome(f"expected (outcome, payments), got {host.described(result)}")
    outcome, payments = found
    paid = [
        host.number(f"payments[{place}]", value) for place, value in enumerate(host.column("payments", payments, names))
    ]
    return Shares(_got(host, reading, space, outcome, names), paid, outcome)


def draws(host: Host, result: Any) -> list[tuple[Any, Any]]:
    """Return the probabilities and outcomes of a lottery.

    Raises
    ------
    BadOutcome
        If it is no list of pairs.
    """
    listed = host.entries(result)
    pairs = None if not listed else [host.pair(entry) for entry in listed]
    if pairs is None or any(pair is None for pair in pairs):
        raise BadOutcome(f"expected a list of (probability, outcome), got {host.described(result)}")
    return [(host.number("a probability", pair[0]), pair[1]) for pair in pairs if pair is not None]


def _refuse_payments(host: Host, space: Space, result: Any, agents: int) -> None:
    parts = host.pair(result)
    if parts is None or host.entries(parts[1]) is None:
        return
    if agents != 2 or host.entries(parts[0]) is None:
        raise BadOutcome(f"expected an outcome without payments, as {space!r} has none, got a pair with a list of them")


def _got(host: Host, reading: Reading, space: Space, outcome: Any, names: Sequence[Any]) -> list[Any]:
    """Return what each agent got: an entry each, or the one outcome for all."""
    if reading.public:
        return [outcome] * len(names)
    if reading.amounts:
        return host.column("wins", outcome, names)
    found = host.mapping(outcome)
    if found is not None and isinstance(space, (Sets, Single)) and all(key in space.items for key, _ in found):
        return [host.given(frozenset(key for key, owner in found if host.is_same(owner, name))) for name in names]
    if found is not None and all(any(host.is_same(key, name) for name in names) for key, _ in found):
        return [next((own for key, own in found if host.is_same(key, name)), None) for name in names]
    listed = host.entries(outcome)
    if listed is not None and len(listed) == len(names):
        if isinstance(space, Point):
            raise BadOutcome(
                f"a list of {len(names)} entries for {len(names)} agents reads two ways, a place for each or one"
                " outcome for all: return {agent: place}, or annotate the result as Public"
            )
        return listed
    if "value" not in reading.helpers and not isinstance(space, (Point, Ranking)):
        raise BadOutcome(
            f"expected the outcome to have one entry for each of {len(names)} agents, got {host.described(outcome)}"
        )
    return [outcome] * len(names)
