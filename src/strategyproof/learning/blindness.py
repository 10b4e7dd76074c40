"""What rho reads, told by the function that emits it: from the drawn rounds to the price, run on traced arrays.

The memory of past rounds, the observation and the policy run as they stand, on arrays that remember which inputs each
entry was computed from. What is not in the answer did not enter the computation by way of these arrays, so no value of
it could have moved this rho, unless the selector has it from elsewhere: a file, a global, a frame of its caller. One
that cannot be followed (it branches on a value, or leaves the arrays) is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from strategyproof.learning.evaluate import rho_of
from strategyproof.learning.policy.traced import Origins
from strategyproof.learning.selectors.protocol import Selector
from strategyproof.learning.stream import MEMORY, batch_of
from strategyproof.scenarios.sample import Rounds

__all__ = ["WITHOUT_CURRENT_BIDS", "Read", "reads"]

Read: TypeAlias = Literal["state", "past bids", "past v_0", "current bids", "brand", "another round"]

WITHOUT_CURRENT_BIDS: frozenset[Read] = frozenset({"state", "past bids", "past v_0"})
"""What a rho may read that is blind in its round."""


def reads(selector: Selector, rounds: Rounds) -> frozenset[Read]:
    """Return what the rho of these rounds was computed from.

    Parameters
    ----------
    selector
        Emits rho.
    rounds
        A few drawn rounds, more than ``MEMORY``.

    Returns
    -------
    frozenset
        ``state``: the market state of the round itself. ``past bids``, ``past v_0``: of earlier rounds. ``current
        bids``: bids of the round. ``brand``: its v_0. ``another round``: bids or v_0 of a later round, or the state of
        any other one.

    Raises
    ------
    CannotBeFollowed
        If the selector cannot be run on traced arrays.
    """
    origins = Origins()
    traced: dict[str, Any] = {
        "state": origins.traced(rounds.state, _called("state", axis=0)),
        "bids": origins.traced(rounds.bids, _called("bids", axis=1)),
        "brand_value": origins.traced(rounds.brand_value, _called("brand", axis=0)),
    }
    rho = rho_of(selector, batch_of(replace(rounds, **traced)))
    found = origins.of(rho)
    return frozenset(_kind(name, at, MEMORY + n) for n, each in enumerate(found) for name, at in each)


def _called(name: str, axis: int) -> Callable[[tuple[int, ...]], Any]:
    return lambda place: (name, place[axis])


def _kind(name: str, at: int, now: int) -> Read:
    if name == "bids" and at <= now:
        return "current bids" if at == now else "past bids"
    if name == "brand" and at < now:
        return "past v_0"
    if at != now:
        return "another round"
    return "state" if name == "state" else "brand"
