"""Run the function itself at every profile of types, twice, in two orders."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np

from strategyproof.mechanism.grounds import Ground
from strategyproof.proofs.functions import native
from strategyproof.proofs.functions.faults import Fault
from strategyproof.proofs.spaces.program import SpacedProgram

MOST_PROFILES = 1_000_000
"""More profiles are not enumerated; the verdict is unknown then, with their number."""


@dataclass(frozen=True, slots=True)
class Enumerated:
    """What a function answers at every profile.

    Attributes
    ----------
    outcomes
        The distinct outcomes, as the function returned them first.
    places
        For each profile, which of them; in the order of ``itertools.product``, the last agent fastest.
    changes
        Why the function is no function of its input, if the second pass found another answer.
    """

    outcomes: list[Any]
    places: Any
    changes: Ground | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A profile for which there is no outcome."""

    profile: tuple[int, ...]
    fault: Fault


def enumerated(
    program: SpacedProgram,
    types: list[Any],
    agents: int,
    parameters: Mapping[str, Any],
    deadline: float,
    watched: Callable[[int, Callable[[], Any]], Any],
) -> Enumerated | Failed | Ground:
    """Run the function at every profile.

    Parameters
    ----------
    types
        The types of an agent, as the function gets them.
    watched
        Runs one call of the second pass, at a profile; it may look on.

    Returns
    -------
    Enumerated or Failed or Ground
        The answers, or a profile without one, or why the time does not suffice.
    """
    count = len(types) ** agents
    outcomes: list[Any] = []
    known: dict[Any, int] = {}
    places = np.empty(count, dtype=np.int32)
    here, rest = program.program.native, dict(parameters)
    profile: tuple[Any, ...] = ()
    try:
        with native.limited(max(1.0, deadline - time.monotonic())):
            for place, profile in enumerate(itertools.product(types, repeat=agents)):
                given = program.program.shape.made(profile)
                found = here(given, **rest)
                if not native.is_unchanged(given, program.program.shape.made(profile)):
                    raise _Changed
                key = frozen(found)
                if key not in known:
                    known[key] = len(outcomes)
                    outcomes.append(found)
                places[place] = known[key]
            for place in another_order(count):
                profile = tuple(types[k] for k in variants_at(place, len(types), agents))
                again = watched(place, lambda: here(program.program.shape.made(profile), **rest))  # noqa: B023
                if known.get(frozen(again)) != places[place]:
                    told = f"the function answers otherwise when it runs again: for {profile}"
                    return Enumerated(outcomes, places, Ground("stateful", told))
    except native.Endless:
        return Ground("time", f"{count} profiles, of which not all were run twice within the budget; ask fewer agents")
    except _Changed:
        return Failed(tuple(map(types.index, profile)), Fault("raises", "the function changes its argument"))
    except native.ENDINGS as error:
        return Failed(tuple(map(types.index, profile)), native.fault_of(error, program.program.file))
    return Enumerated(outcomes, places, None)


class _Changed(Exception):
    """The function changes its argument."""


def another_order(count: int) -> Iterator[int]:
    """Yield 0 to count - 1 in an order that leaves no two neighbours of the first pass beside each other."""
    step = max(1, int(count * 0.381966))
    while gcd(step, count) != 1:
        step += 1
    place = count // 2
    for _ in range(count):
        yield place
        place = (place + step) % count


def variants_at(place: int, types: int, agents: int) -> list[int]:
    """Return the type of each agent at a profile."""
    found = []
    for _ in range(agents):
        place, own = divmod(place, types)
        found.append(own)
    return found[::-1]


def frozen(value: Any) -> Any:
    """Return an outcome as something that finds its equals in a dict."""
    if isinstance(value, (list, tuple)):
        return tuple(own if own is None or type(own) is str else frozen(own) for own in value)
    if isinstance(value, dict):
        return ("dict", *((key, frozen(own)) for key, own in value.items()))
    if isinstance(value, (set, frozenset)):
        return frozenset(value)
    return frozen(value.tolist()) if hasattr(value, "tolist") else value
