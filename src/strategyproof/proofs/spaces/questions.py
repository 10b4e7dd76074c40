"""A law over the composite, for a number of agents, as questions for a solver."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import prod
from typing import Any

from strategyproof.mechanism.law import Bidder
from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.spaces import Reading, Space, Type
from strategyproof.mechanism.spaces.law import SpaceLaw, TypeOf, Types, View
from strategyproof.proofs.functions.question import Choice, Question
from strategyproof.proofs.functions.summary import domain, parameter_terms
from strategyproof.proofs.smt import terms
from strategyproof.proofs.spaces.markets import SymbolicMarket
from strategyproof.proofs.spaces.summary import Composite, facts, variables
from strategyproof.proofs.symbolic.symbols import lift

MOST_QUESTIONS = 3000
"""Types of several variants are asked one choice of variants after another."""


class TooMany(Exception):
    """More choices of variants than can be asked."""


def places_of(law: SpaceLaw, agents: int) -> Iterator[dict[str, int]]:
    """Yield every choice of the law's agents; of a symmetric law, each pair once."""
    named = [variable for variable in law.asks if isinstance(variable, Bidder)]
    for chosen in itertools.product(range(agents), repeat=len(named)):
        distinct = len(set(chosen)) == len(chosen)
        if distinct and (not law.symmetric or list(chosen) == sorted(chosen)):
            yield {variable.name: place for variable, place in zip(named, chosen, strict=True)}


def slots(law: SpaceLaw, spaces: Sequence[Space], places: Mapping[str, int]) -> dict[str, list[Space]]:
    """Return, for each of the law's variables that are types, the spaces of its entries."""
    found: dict[str, list[Space]] = {}
    for variable in law.asks:
        if isinstance(variable, Types):
            found[variable.name] = list(spaces)
        elif isinstance(variable, TypeOf):
            found[variable.name] = [spaces[places[variable.agent]] if variable.agent else spaces[0]]
    return found


def arguments(law: SpaceLaw, types: Mapping[str, Sequence[Type]], places: Mapping[str, int]) -> dict[str, Any]:
    """Return the law's variables, one type where it asks for one."""
    given: dict[str, Any] = dict(places)
    for variable in law.asks:
        if isinstance(variable, Types):
            given[variable.name] = list(types[variable.name])
        elif isinstance(variable, TypeOf):
            given[variable.name] = types[variable.name][0]
    return given


def questions(
    law: SpaceLaw,
    reading: Reading,
    agents: int,
    parameters: Sequence[Parameter],
    summary_of: Callable[[tuple[int, ...], View], Composite],
    arithmetic: str,
) -> Iterator[tuple[Question, dict[int, dict[str, list[Type]]]]]:
    """Yield one question for each choice of agents and of variants, with the types of each of its cases.

    Raises
    ------
    TooMany
        If there are more than :data:`MOST_QUESTIONS`.
    """
    spaces = reading.spaces(agents)
    symbols = parameter_terms(parameters)
    listed = list(places_of(law, agents))
    count = sum(prod(s.variants for of in slots(law, spaces, places).values() for s in of) for places in listed)
    if count > MOST_QUESTIONS:
        raise TooMany(f"{count} choices of variants are to be asked, more than {MOST_QUESTIONS}; ask fewer agents")
    for places in listed:
        of = slots(law, spaces, places)
        flat = [space for own in of.values() for space in own]
        for chosen in itertools.product(*(range(space.variants) for space in flat)):
            yield _question(law, places, of, chosen, parameters, symbols, summary_of, arithmetic)


def _question(
    law: SpaceLaw,
    places: dict[str, int],
    of: Mapping[str, list[Space]],
    chosen: Sequence[int],
    parameters: Sequence[Parameter],
    symbols: Mapping[str, Any],
    summary_of: Callable[[tuple[int, ...], View], Composite],
    arithmetic: str,
) -> tuple[Question, dict[int, dict[str, list[Type]]]]:
    variants = iter(chosen)
    types = {
        name: [Type(space, next(variants), variables(space, f"{name}{k}", arithmetic)) for k, space in enumerate(own)]
        for name, own in of.items()
    }
    listed = [own for several in types.values() for own in several]
    known = [fact for own in listed for fact in facts(own.space, own.numbers)]
    market = SymbolicMarket(summary_of, law.view)
    holds = lift(law.holds(market, **arguments(law, types, places))).term
    numbers = [number for own in listed for number in own.numbers]
    case = Choice(places, holds, terms.conjunction(market.defined.values()), frozenset())
    question = Question(law, [*known, *domain(parameters)], {}, numbers, dict(symbols), [case])
    return question, {0: types}
