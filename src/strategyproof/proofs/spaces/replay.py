"""Ask a law of the function itself at one point: what it says there, with the runs that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.spaces import Reading, Type, read_type
from strategyproof.mechanism.spaces.law import SpaceLaw
from strategyproof.mechanism.verdict import Counterexample, numeral
from strategyproof.proofs.functions.concrete import Faulty
from strategyproof.proofs.spaces.markets import ConcreteMarket
from strategyproof.proofs.spaces.questions import arguments, slots
from strategyproof.proofs.spaces.subject import SpacedSubject


def counterexample(
    subject: SpacedSubject,
    law: SpaceLaw,
    types: Mapping[str, Sequence[Type]],
    places: Mapping[str, int],
    parameters: Mapping[str, Fraction],
    *,
    quick: bool = False,
) -> Counterexample | None:
    """Ask the law of the function itself, at one point; None if it holds there, or the function has no outcome."""
    market = ConcreteMarket(subject.program, parameters, law.view, subject.kind, quick)
    try:
        if law.holds(market, **arguments(law, types, places)):
            return None
        runs = market.runs(types["types"])
    except Faulty:
        return None
    given: dict[str, Any] = {name: numeral(value) for name, value in parameters.items()}
    return Counterexample([str(own) for own in types["types"]], given, told(types, places), runs)


def told(types: Mapping[str, Sequence[Type]], places: Mapping[str, int]) -> dict[str, Any]:
    """Return the variables of a law but the types, for people: agents by position, types as their space writes them."""
    found: dict[str, Any] = dict(places)
    for name, several in types.items():
        if name != "types":
            listed = [str(own) for own in several]
            found[name] = listed if len(listed) > 1 else listed[0]
    return found


def read(
    law: SpaceLaw, reading: Reading, bids: Sequence[str], variables: Mapping[str, Any]
) -> tuple[dict[str, list[Type]], dict[str, int]]:
    """Read the variables of a law as :func:`told` writes them.

    Returns
    -------
    types, places
        The types of each variable, by name, and the agents by position.

    Raises
    ------
    ValueError
        If one is missing, is no type of its space, or no agent.
    """
    missing = [own.name for own in law.asks if own.name != "types" and own.name not in variables]
    if missing:
        wanted = ", ".join(own.name for own in law.asks)
        raise ValueError(f"law {law.id!r} asks for {wanted}; {missing[0]!r} is missing")
    places = {own.name: _place(own.name, variables[own.name], len(bids)) for own in law.asks if isinstance(own, Bidder)}
    types = {}
    for name, spaces in slots(law, reading.spaces(len(bids)), places).items():
        texts = bids if name == "types" else variables[name]
        texts = [texts] if isinstance(texts, str) else list(texts)
        if len(texts) != len(spaces):
            raise ValueError(f"expected {len(spaces)} types as {name!r}, got {len(texts)}")
        types[name] = [read_type(space, text) for space, text in zip(spaces, texts, strict=True)]
    return types, places


def _place(name: str, place: Any, agents: int) -> int:
    if not isinstance(place, int) or not 0 <= place < agents:
        raise ValueError(f"expected {name!r} to be an agent, 0 to {agents - 1}, got {place!r}")
    return place
